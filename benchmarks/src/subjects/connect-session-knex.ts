import { ConnectSessionKnexStore } from 'connect-session-knex'
import { serveExpressSession } from '../apps/express-session-app.ts'
import { databaseUrl } from '../databases/database.ts'
import { knexFor } from '../databases/knex-for.ts'
import { LIFETIME } from '../floors/floor-store.ts'

const knex = knexFor(databaseUrl(), 'connect-session-knex')
if (databaseUrl().startsWith('/')) await knex.raw('PRAGMA journal_mode = WAL')
// It renews nothing unless the cookie has an age.
serveExpressSession(new ConnectSessionKnexStore({ knex }), { maxAge: LIFETIME })
