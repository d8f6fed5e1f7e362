import { columnTypes } from './column-types.ts'
import type { ScriptDialect } from './schema-dialect.ts'
import type { SessionTables, SessionTablesOptions } from './session-tables.ts'

/** A table or an index, and the statement that makes it. */
export interface SchemaObject {
  readonly kind: 'table' | 'index'
  readonly name: string
  readonly sql: string
}

const suffix = (dialect: ScriptDialect): string =>
  dialect === 'mysql' || dialect === 'mariadb' ? ' ENGINE=InnoDB ROW_FORMAT=DYNAMIC' : ''

export interface StatementOptions
  extends Pick<SessionTablesOptions, 'attributeColumn' | 'indexTable'> {
  /** The type of PRIMARY_ID in a table that is there, when what refers to it needs the very same. */
  readonly primaryIdType?: string | undefined
}

/** Everything there is to make, in this order. Names are without quotes, as in Java's statements. */
export const createStatements = (
  dialect: ScriptDialect,
  tables: SessionTables,
  { attributeColumn = 'bytes', indexTable = false, primaryIdType }: StatementOptions = {},
): readonly SchemaObject[] => {
  const { session, attributes, indexes } = tables
  const types = columnTypes[dialect]
  const at = qualifier(tables)
  const table = (name: string, lines: readonly string[]): SchemaObject => ({
    kind: 'table',
    name,
    sql: `CREATE TABLE ${at}${name} (\n  ${lines.join(',\n  ')}\n)${suffix(dialect)}`,
  })
  const index = (on: string, number: number, columns: string): SchemaObject => {
    const name = `${on}_IX${number}`
    const unique = columns === 'SESSION_ID' ? 'UNIQUE ' : ''
    const [nameAt, tableAt] = indexQualifiers(dialect, at)
    return {
      kind: 'index',
      name,
      sql: `CREATE ${unique}INDEX ${nameAt}${name} ON ${tableAt}${on} (${columns})`,
    }
  }
  // SQLite takes no schema here: the table is always in the same one.
  const parent = dialect === 'sqlite' ? session : `${at}${session}`
  const foreignKey = (child: string): string =>
    `CONSTRAINT ${child}_FK FOREIGN KEY (SESSION_PRIMARY_ID) REFERENCES ${parent} (PRIMARY_ID) ON DELETE CASCADE`
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
    index(session, 1, 'SESSION_ID'),
    index(session, 2, 'EXPIRY_TIME'),
    index(session, 3, 'PRINCIPAL_NAME'),
    table(attributes, [
      `SESSION_PRIMARY_ID ${primaryIdType ?? types.id} NOT NULL`,
      `ATTRIBUTE_NAME ${types.attributeName} NOT NULL`,
      `ATTRIBUTE_BYTES ${types[attributeColumn]} NOT NULL`,
      `CONSTRAINT ${attributes}_PK PRIMARY KEY (SESSION_PRIMARY_ID, ATTRIBUTE_NAME)`,
      foreignKey(attributes),
    ]),
    ...(indexTable
      ? [
          table(indexes, [
            `SESSION_PRIMARY_ID ${primaryIdType ?? types.id} NOT NULL`,
            `INDEX_NAME ${types.attributeName} NOT NULL`,
            `INDEX_VALUE ${types.attributeName} NOT NULL`,
            `CONSTRAINT ${indexes}_PK PRIMARY KEY (SESSION_PRIMARY_ID, INDEX_NAME)`,
            foreignKey(indexes),
          ]),
          index(indexes, 1, 'INDEX_NAME, INDEX_VALUE'),
        ]
      : []),
  ]
}

/** Removes all tables, those that refer to another first. */
export const dropStatements = (tables: SessionTables): readonly SchemaObject[] =>
  [tables.indexes, tables.attributes, tables.session].map((name) => ({
    kind: 'table',
    name,
    sql: `DROP TABLE ${qualifier(tables)}${name}`,
  }))

const qualifier = ({ schema }: SessionTables): string => (schema === undefined ? '' : `${schema}.`)

/** What stands before the index's name, and before its table's. */
const indexQualifiers = (dialect: ScriptDialect, at: string): readonly [string, string] => {
  if (dialect === 'sqlite') return [at, '']
  // Elsewhere an index is where its table is.
  return dialect === 'oracle' ? [at, at] : ['', at]
}
