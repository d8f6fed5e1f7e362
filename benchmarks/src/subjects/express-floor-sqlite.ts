import { createSessionTables } from '@session/jdbc'
import { serveExpressFloor } from '../apps/express-floor-app.ts'
import { databaseUrl } from '../databases/database.ts'
import { knexFor } from '../databases/knex-for.ts'
import { SqliteFloorStore } from '../floors/sqlite-floor-store.ts'

const knex = knexFor(databaseUrl(), 'floor')
await createSessionTables(knex)
await knex.raw('PRAGMA journal_mode = WAL')
serveExpressFloor(new SqliteFloorStore(knex))
