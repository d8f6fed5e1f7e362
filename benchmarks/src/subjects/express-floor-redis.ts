import { Redis } from 'ioredis'
import { serveExpressFloor } from '../apps/express-floor-app.ts'
import { databaseUrl } from '../databases/database.ts'
import { RedisFloorStore } from '../floors/redis-floor-store.ts'

serveExpressFloor(await RedisFloorStore.open(new Redis(databaseUrl())))
