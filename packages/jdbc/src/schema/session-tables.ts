import { InvalidOptionError } from '@session/core'

/** Which tables are meant, and how they keep attributes. */
export interface SessionTablesOptions {
  /**
   * The table of sessions, as `name` or `schema.name`; that of attributes is called the same and
   * `_ATTRIBUTES`. Letters, digits and `_`, at most 48 characters: SQL names it without quotes.
   * @default 'SPRING_SESSION'
   */
  tableName?: string
  /**
   * The type of the column of attributes: `'json'` is JSONB on PostgreSQL, JSON on MySQL and
   * MariaDB, and text elsewhere.
   * @default 'bytes'
   */
  attributeColumn?: 'bytes' | 'json'
  /**
   * Whether there is a third table, `_INDEXES`, for repositories whose index resolver gives more
   * than the principal. Java ignores it.
   * @default false
   */
  indexTable?: boolean
  /**
   * Whether there is one more table, `_EVENTS`, for repositories with `events: 'outbox'`: on SQLite,
   * MySQL and MariaDB. Java ignores it.
   * @default false
   */
  eventTable?: boolean
}

/** The tables by name. */
export interface SessionTables {
  /** `undefined`: wherever the database looks for a name without one. */
  readonly schema: string | undefined
  readonly session: string
  readonly attributes: string
  readonly indexes: string
  readonly events: string
}

// PostgreSQL cuts names at 63 characters; the longest that is made of this one has 14 more.
const longestName = 48
const word = /^[A-Za-z_]\w*$/

/** @throws InvalidOptionError for a name that would need quotes, or is too long */
export const sessionTables = ({
  tableName = 'SPRING_SESSION',
}: SessionTablesOptions = {}): SessionTables => {
  const parts = typeof tableName === 'string' ? tableName.split('.') : []
  const [session = '', schema] = parts.toReversed()
  if (
    parts.length > 2 ||
    session.length > longestName ||
    ![session, schema ?? session].every((part) => word.test(part))
  )
    throw new InvalidOptionError(
      'tableName',
      tableName,
      `Use letters, digits and _, at most ${longestName} of them, after a schema and a dot if you like.`,
    )
  return {
    schema,
    session,
    attributes: `${session}_ATTRIBUTES`,
    indexes: `${session}_INDEXES`,
    events: `${session}_EVENTS`,
  }
}
