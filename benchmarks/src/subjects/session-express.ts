import { MapSessionRepository } from '@session/core'
import { serveSessionExpress } from '../apps/session-express-app.ts'

serveSessionExpress(new MapSessionRepository())
