import { RedisIndexedSessionRepository } from '@session/redis'
import { Redis } from 'ioredis'
import { serveSessionExpress } from '../apps/session-express-app.ts'
import { databaseUrl } from '../databases/database.ts'

const redis = new Redis(databaseUrl())
serveSessionExpress(new RedisIndexedSessionRepository(redis, { namespace: 'indexed' }))
