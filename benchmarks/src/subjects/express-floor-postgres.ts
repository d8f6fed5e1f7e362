import { createSessionTables } from '@session/jdbc'
import { serveExpressFloor } from '../apps/express-floor-app.ts'
import { databaseUrl } from '../databases/database.ts'
import { knexFor } from '../databases/knex-for.ts'
import { pgPoolFor } from '../databases/pg-pool-for.ts'
import { FLOOR_TABLE, PostgresFloorStore } from '../floors/postgres-floor-store.ts'

const url = databaseUrl()
const knex = knexFor(url, 'floor')
await createSessionTables(knex, { tableName: FLOOR_TABLE })
await knex.destroy()
serveExpressFloor(new PostgresFloorStore(pgPoolFor(url)))
