import session from 'express-session'
import { serveExpressSession } from '../apps/express-session-app.ts'

serveExpressSession(new session.MemoryStore())
