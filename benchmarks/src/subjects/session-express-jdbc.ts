import { JdbcIndexedSessionRepository } from '@session/jdbc'
import { serveSessionExpress } from '../apps/session-express-app.ts'
import { databaseUrl } from '../databases/database.ts'
import { knexFor } from '../databases/knex-for.ts'

serveSessionExpress(
  new JdbcIndexedSessionRepository(knexFor(databaseUrl(), 'session'), {
    initializeSchema: 'always',
  }),
)
