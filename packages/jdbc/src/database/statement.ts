/** Values by the names that stand in a statement as `:name`. */
export type Parameters = Readonly<Record<string, unknown>>

/** A statement whose named parameters are found once, not at each call. */
export interface Statement {
  /** With `?` for each parameter, as knex takes it. */
  readonly sql: string
  /** The parameter that each `?` stands for. */
  readonly parameters: readonly string[]
}

/** A name that follows a colon; two colons are a cast. */
const PARAMETER = /(?<![:\w]):([A-Za-z]\w*)/g

/** Reads `WHERE SESSION_ID = :id`. A parameter may occur more than once. */
export function parseStatement(text: string): Statement {
  const parameters: string[] = []
  const sql = text.replace(PARAMETER, (_, name: string) => {
    parameters.push(name)
    return '?'
  })
  return { sql, parameters }
}

/** A statement with its values, ready for knex. */
export interface BoundStatement {
  readonly sql: string
  readonly bindings: readonly unknown[]
}

/** Lists are passed as they are, for databases that have arrays. */
export const bound = (statement: Statement, values: Parameters): BoundStatement => ({
  sql: statement.sql,
  bindings: statement.parameters.map((name) => values[name] ?? null),
})

/** Lists are written out, one `?` for each item, for `IN (:ids)`. */
export function boundInFull(statement: Statement, values: Parameters): BoundStatement {
  const { sql, bindings } = bound(statement, values)
  if (!bindings.some(Array.isArray)) return { sql, bindings }
  const [head = '', ...rest] = sql.split('?')
  const text = rest.map((part, i) => {
    const value = bindings[i]
    return (Array.isArray(value) ? value.map(() => '?').join(', ') : '?') + part
  })
  return { sql: head + text.join(''), bindings: bindings.flat() }
}
