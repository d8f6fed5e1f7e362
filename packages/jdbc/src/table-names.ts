import { sessionTables } from './schema/session-tables.ts'

/** The tables of one repository as SQL names them: without quotes, so that Spring's scripts fit. */
export interface TableNames {
  readonly sessions: string
  readonly attributes: string
  /** Ours alone, and needed only where an index resolver gives more than the principal. */
  readonly indexes: string
  /** Ours alone, and needed only where nodes tell each other what they do by a table. */
  readonly events: string
}

/** @throws InvalidOptionError */
export function tableNames(tableName: string): TableNames {
  const { schema, session, attributes, indexes, events } = sessionTables({ tableName })
  const prefix = schema === undefined ? '' : `${schema}.`
  return {
    sessions: prefix + session,
    attributes: prefix + attributes,
    indexes: prefix + indexes,
    events: prefix + events,
  }
}
