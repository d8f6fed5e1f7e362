import { InvalidOptionError, jsonCodec, type RepositoryOptions } from '@session/core'
import type { AttributeColumn } from './dialect/dialect.ts'
import type { EventChannel } from './events/event-channel.ts'
import type { InitializeSchema } from './schema/initialize-schema.ts'

export interface JdbcRepositoryOptions extends RepositoryOptions {
  /**
   * The table of sessions, with a schema before it where needed: `'app.SPRING_SESSION'`. The one of
   * attributes has `_ATTRIBUTES` behind its name.
   * @default 'SPRING_SESSION'
   */
  tableName?: string
  /**
   * Who makes the tables: this repository when it starts (`'always'`), only in SQLite
   * (`'embedded'`), or you.
   * @default 'embedded'
   */
  initializeSchema?: InitializeSchema
  /**
   * How attributes lie in ATTRIBUTE_BYTES: as bytes, as Spring has it, or as JSON that SQL can ask:
   * JSONB in PostgreSQL. The codec must write JSON text then.
   * @default 'bytes'
   */
  attributeColumn?: AttributeColumn
  /**
   * How far events are heard: by the process that caused them (`'local'`), or by every node: through
   * PostgreSQL's notifications on a connection beside your pool (`'listen-notify'`), or through one more
   * table on SQLite, MySQL and MariaDB (`'outbox'`). All nodes must agree.
   * @default 'local'
   */
  events?: EventChannel
  /**
   * For those who must: changes to the text of statements, by name. A function is given the SQL that
   * would be sent, with parameters such as `:id`, and returns what is sent instead.
   * @default none
   */
  statements?: StatementChanges
}

/** `{ findByPrincipal: (sql) => … }` */
export type StatementChanges = Readonly<Record<string, (sql: string) => string>>

export const jdbcRepositoryDefaults: Readonly<
  Required<
    Pick<JdbcRepositoryOptions, 'tableName' | 'initializeSchema' | 'attributeColumn' | 'events'>
  >
> = {
  tableName: 'SPRING_SESSION',
  initializeSchema: 'embedded',
  attributeColumn: 'bytes',
  events: 'local',
}

/** @throws InvalidOptionError */
export function initializeSchemaOf({
  initializeSchema = jdbcRepositoryDefaults.initializeSchema,
}: JdbcRepositoryOptions): InitializeSchema {
  if (['always', 'embedded', 'never'].includes(initializeSchema)) return initializeSchema
  throw new InvalidOptionError(
    'initializeSchema',
    initializeSchema,
    "Use 'always', 'embedded' or 'never'.",
  )
}

/** @throws InvalidOptionError */
export function attributeColumnOf({
  attributeColumn = jdbcRepositoryDefaults.attributeColumn,
  codec = jsonCodec(),
}: JdbcRepositoryOptions): AttributeColumn {
  if (attributeColumn !== 'bytes' && attributeColumn !== 'json') {
    throw new InvalidOptionError('attributeColumn', attributeColumn, "Use 'bytes' or 'json'.")
  }
  if (attributeColumn === 'json' && codec.form !== 'text') {
    throw new InvalidOptionError(
      'codec',
      `a codec with form: '${codec.form}'`,
      "With attributeColumn: 'json' the codec must write JSON text.",
    )
  }
  return attributeColumn
}
