import { columnTypes } from './column-types.ts'
import type { SchemaDialect } from './schema-dialect.ts'
import type { SessionTables, SessionTablesOptions } from './session-tables.ts'

/** A table or an index, and the statement that makes it. */
export interface SchemaObject {
  readonly kind: 'table' | 'index'
  readonly name: string
  readonly sql: string
}

const suffix = (dialect: SchemaDialect): string =>
  dialect === 'mysql' ? ' ENGINE=InnoDB ROW_FORMAT=DYNAMIC' : ''

/** Everything there is to make, in this order. Names are without quotes, as in Java's statements. */
export const createStatements = (
  dialect: SchemaDialect,
  tables: SessionTables,
  attributeColumn: NonNullable<SessionTablesOptions['attributeColumn']> = 'bytes',
): readonly SchemaObject[] => {
  const { session, attributes } = tables
  const types = columnTypes[dialect]
  const at = qualifier(tables)
  const table = (name: string, lines: readonly string[]): SchemaObject => ({
    kind: 'table',
    name,
    sql: `CREATE TABLE ${at}${name} (\n  ${lines.join(',\n  ')}\n)${suffix(dialect)}`,
  })
  const index = (number: number, column: string): SchemaObject => {
    const name = `${session}_IX${number}`
    const unique = number === 1 ? 'UNIQUE ' : ''
    const [nameAt, tableAt] = indexQualifiers(dialect, at)
    return {
      kind: 'index',
      name,
      sql: `CREATE ${unique}INDEX ${nameAt}${name} ON ${tableAt}${session} (${column})`,
    }
  }
  // SQLite takes no schema here: the table is always in the same one.
  const parent = dialect === 'sqlite' ? session : `${at}${session}`
  return [
    table(session, [
      `PRIMARY_ID ${types.id} NOT NULL`,
      `SESSION_ID ${types.id} NOT NULL`,
      `CREATION_TIME ${types.time} NOT NULL`,
      `LAST_ACCESS_TIME ${types.time} NOT NULL`,
      `MAX_INACTIVE_INTERVAL ${types.interval} NOT NULL`,
      `EXPIRY_TIME ${types.time} NOT NULL`,
      `PRINCIPAL_NAME ${types.principal}`,
      `CONSTRAINT ${session}_PK PRIMARY KEY (PRIMARY_ID)`,
    ]),
    index(1, 'SESSION_ID'),
    index(2, 'EXPIRY_TIME'),
    index(3, 'PRINCIPAL_NAME'),
    table(attributes, [
      `SESSION_PRIMARY_ID ${types.id} NOT NULL`,
      `ATTRIBUTE_NAME ${types.attributeName} NOT NULL`,
      `ATTRIBUTE_BYTES ${types[attributeColumn]} NOT NULL`,
      `CONSTRAINT ${attributes}_PK PRIMARY KEY (SESSION_PRIMARY_ID, ATTRIBUTE_NAME)`,
      `CONSTRAINT ${attributes}_FK FOREIGN KEY (SESSION_PRIMARY_ID) REFERENCES ${parent} (PRIMARY_ID) ON DELETE CASCADE`,
    ]),
  ]
}

/** Removes both tables, the one that refers to the other first. */
export const dropStatements = (tables: SessionTables): readonly SchemaObject[] =>
  [tables.attributes, tables.session].map((name) => ({
    kind: 'table',
    name,
    sql: `DROP TABLE ${qualifier(tables)}${name}`,
  }))

const qualifier = ({ schema }: SessionTables): string => (schema === undefined ? '' : `${schema}.`)

/** What stands before the index's name, and before its table's. */
const indexQualifiers = (dialect: SchemaDialect, at: string): readonly [string, string] => {
  if (dialect === 'sqlite') return [at, '']
  // Elsewhere an index is where its table is.
  return dialect === 'oracle' ? [at, at] : ['', at]
}
