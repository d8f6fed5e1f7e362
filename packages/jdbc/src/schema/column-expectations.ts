import type { ColumnTypes } from './column-types.ts'
import type { SchemaDialect } from './schema-dialect.ts'

/** What a type, as the catalogue tells it, must look like to serve as well as the scripts' own. */
export type ColumnExpectations = Readonly<Record<keyof ColumnTypes, RegExp>>

const sqliteText = /char|clob|text/
const sqliteInteger = /int/

export const columnExpectations: Readonly<Record<SchemaDialect, ColumnExpectations>> = {
  postgresql: {
    // A driver that says the type of its parameters says one of these; another index does not serve.
    id: /^character\(/,
    time: /^bigint$/,
    interval: /^(integer|bigint)$/,
    principal: /^(character varying|text$)/,
    attributeName: /^(character varying|text$)/,
    bytes: /^bytea$/,
    json: /^jsonb?$/,
    number: /^bigint$/,
    node: /^(character varying|text$)/,
    word: /^(character varying|text$)/,
  },
  mysql: {
    id: /^(var)?char\(/,
    time: /^bigint/,
    interval: /^(int|bigint)/,
    principal: /^varchar\(/,
    attributeName: /^varchar\(/,
    bytes: /^((tiny|medium|long)?blob|varbinary\()/,
    // MariaDB's JSON is text that is checked.
    json: /^(json|longtext\b)/,
    number: /^bigint/,
    node: /^varchar\(/,
    word: /^varchar\(/,
  },
  sqlite: {
    id: sqliteText,
    time: sqliteInteger,
    interval: sqliteInteger,
    principal: sqliteText,
    attributeName: sqliteText,
    bytes: /^(blob)?$/,
    json: sqliteText,
    number: sqliteInteger,
    node: sqliteText,
    word: sqliteText,
  },
  sqlserver: {
    id: /^n?(var)?char\(/,
    time: /^bigint$/,
    interval: /^(int|bigint)$/,
    principal: /^nvarchar\(/,
    attributeName: /^nvarchar\(/,
    bytes: /^(varbinary\(|image$)/,
    json: /^nvarchar\(/,
    number: /^bigint$/,
    node: /^n?varchar\(/,
    word: /^n?varchar\(/,
  },
  oracle: {
    id: /^char\(/,
    time: /^number/,
    interval: /^number/,
    principal: /^n?varchar2\(/,
    attributeName: /^n?varchar2\(/,
    bytes: /^blob$/,
    json: /^n?clob$/,
    number: /^number/,
    node: /^n?varchar2\(/,
    word: /^n?varchar2\(/,
  },
}
