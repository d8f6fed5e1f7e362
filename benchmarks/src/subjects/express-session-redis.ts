import { RedisStore } from 'connect-redis'
import { createClient } from 'redis'
import { serveExpressSession } from '../apps/express-session-app.ts'
import { databaseUrl } from '../databases/database.ts'
import { LIFETIME } from '../floors/floor-store.ts'

const client = createClient({ url: databaseUrl() })
await client.connect()
serveExpressSession(new RedisStore({ client, prefix: 'express:', ttl: LIFETIME / 1000 }))
