import connectPgSimple from 'connect-pg-simple'
import session from 'express-session'
import { serveExpressSession } from '../apps/express-session-app.ts'
import { databaseUrl } from '../databases/database.ts'
import { pgPoolFor } from '../databases/pg-pool-for.ts'
import { LIFETIME } from '../floors/floor-store.ts'

const Store = connectPgSimple(session)
const pool = pgPoolFor(databaseUrl())
serveExpressSession(new Store({ pool, ttl: LIFETIME / 1_000, createTableIfMissing: true }))
