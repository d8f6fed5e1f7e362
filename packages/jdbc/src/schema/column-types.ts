import type { ScriptDialect } from './schema-dialect.ts'

/** The types of the columns of one database, by what they hold. */
export interface ColumnTypes {
  readonly id: string
  readonly time: string
  readonly interval: string
  readonly principal: string
  readonly attributeName: string
  readonly bytes: string
  readonly json: string
  /** Of the table of events. */
  readonly number: string
  readonly node: string
  readonly word: string
}

const byCodePoint = 'COLLATE Latin1_General_BIN2'

const generic = {
  id: 'CHAR(36)',
  time: 'BIGINT',
  interval: 'INT',
  principal: 'VARCHAR(100)',
  attributeName: 'VARCHAR(200)',
  number: 'BIGINT',
  node: 'VARCHAR(64)',
  word: 'VARCHAR(20)',
} as const

/** The collation is one that takes blanks at the end for what they are: utf8mb4_bin does not. */
const mysqlTypes = (collation: string): ColumnTypes => ({
  ...generic,
  id: 'CHAR(36) CHARACTER SET ascii COLLATE ascii_bin',
  principal: `VARCHAR(100) CHARACTER SET utf8mb4 COLLATE ${collation}`,
  attributeName: `VARCHAR(200) CHARACTER SET utf8mb4 COLLATE ${collation}`,
  // A BLOB ends at 64 KiB.
  bytes: 'LONGBLOB',
  json: 'JSON',
})

export const columnTypes: Readonly<Record<ScriptDialect, ColumnTypes>> = {
  postgresql: { ...generic, bytes: 'BYTEA', json: 'JSONB' },
  mysql: mysqlTypes('utf8mb4_0900_bin'),
  mariadb: mysqlTypes('utf8mb4_nopad_bin'),
  sqlite: {
    ...generic,
    id: 'CHARACTER(36)',
    time: 'INTEGER',
    interval: 'INTEGER',
    number: 'INTEGER',
    bytes: 'BLOB',
    json: 'TEXT',
  },
  sqlserver: {
    ...generic,
    id: `CHAR(36) ${byCodePoint}`,
    // Drivers send text as NVARCHAR; compared with a VARCHAR, no index would be used.
    principal: `NVARCHAR(100) ${byCodePoint}`,
    attributeName: `NVARCHAR(200) ${byCodePoint}`,
    bytes: 'VARBINARY(MAX)',
    json: 'NVARCHAR(MAX)',
  },
  oracle: {
    id: 'CHAR(36)',
    time: 'NUMBER(19,0)',
    interval: 'NUMBER(10,0)',
    principal: 'VARCHAR2(100 CHAR)',
    attributeName: 'VARCHAR2(200 CHAR)',
    number: 'NUMBER(19,0)',
    node: 'VARCHAR2(64 CHAR)',
    word: 'VARCHAR2(20 CHAR)',
    bytes: 'BLOB',
    json: 'CLOB',
  },
}
