import {
  InvalidOptionError,
  jsonCodec,
  repositoryDefaults,
  type SessionAttributes,
} from '@session/core'
import { IndexedSessionRepository, milliseconds } from '@session/core/store'
import type { Knex } from 'knex'
import { dialectOf } from './dialect/dialect-of.ts'
import { toldEvents } from './events/event-channel.ts'
import {
  attributeColumnOf,
  initializeSchemaOf,
  type JdbcRepositoryOptions,
  jdbcRepositoryDefaults,
} from './jdbc-repository-options.ts'
import { JdbcStore } from './jdbc-store.ts'
import { initializeSchema } from './schema/initialize-schema.ts'
import { changedStatements } from './statements/changed-statements.ts'
import { tableNames } from './table-names.ts'

/** Sessions in a relational database, in Spring Session's tables, that can be found by user. */
export class JdbcIndexedSessionRepository<
  A = SessionAttributes,
> extends IndexedSessionRepository<A> {
  /**
   * @param knex yours, for PostgreSQL or SQLite; never closed here
   * @throws InvalidOptionError
   */
  constructor(knex: Knex, options: JdbcRepositoryOptions = {}) {
    super(jdbcStore(knex, options), options)
  }
}

function jdbcStore(knex: Knex, options: JdbcRepositoryOptions): JdbcStore {
  checkKnex(knex)
  const { codec = jsonCodec(), tableName = jdbcRepositoryDefaults.tableName } = options
  const mode = initializeSchemaOf(options)
  const { storeTimeout = repositoryDefaults.storeTimeout } = options
  const deadline = milliseconds('storeTimeout', storeTimeout)
  const column = attributeColumnOf(options)
  const dialect = dialectOf(knex)
  const tables = tableNames(tableName)
  const events = toldEvents(options.events ?? jdbcRepositoryDefaults.events, {
    knex,
    dialect,
    tables,
  })
  const texts = dialect.statementsFor({
    tables,
    attributeColumn: column,
    node: events?.nodes.node,
  })
  return new JdbcStore({
    steps: dialect.steps(knex, changedStatements(texts, options.statements), deadline, codec.form),
    failureOf: dialect.failureOf,
    form: codec.form,
    column,
    events,
    prepare: () =>
      initializeSchema(knex, mode, {
        tableName,
        attributeColumn: column,
        indexTable: options.indexResolver !== undefined,
        eventTable: options.events === 'outbox',
      }),
  })
}

function checkKnex(knex: Knex): void {
  if (typeof knex !== 'function' || typeof knex.raw !== 'function') {
    throw new InvalidOptionError('knex', knex, "Give what knex({ client: 'pg', … }) returns.")
  }
  if (knex.isTransaction === true) {
    throw new InvalidOptionError(
      'knex',
      'a transaction',
      'A session is stored or not whatever becomes of your transaction: give the knex instance itself.',
    )
  }
}
