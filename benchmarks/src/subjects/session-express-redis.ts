import { RedisSessionRepository } from '@session/redis'
import { Redis } from 'ioredis'
import { serveSessionExpress } from '../apps/session-express-app.ts'
import { databaseUrl } from '../databases/database.ts'

const redis = new Redis(databaseUrl())
serveSessionExpress(new RedisSessionRepository(redis, { namespace: 'simple' }))
