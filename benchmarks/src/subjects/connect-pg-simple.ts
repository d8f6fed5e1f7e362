import connectPgSimple from 'connect-pg-simple'
import session from 'express-session'
import pg from 'pg'
import { serveExpressSession } from '../apps/express-session-app.ts'
import { databaseUrl } from '../databases/database.ts'
import { LIFETIME } from '../floors/floor-store.ts'

const Store = connectPgSimple(session)
const pool = new pg.Pool({ connectionString: databaseUrl() })
serveExpressSession(new Store({ pool, ttl: LIFETIME / 1_000, createTableIfMissing: true }))
