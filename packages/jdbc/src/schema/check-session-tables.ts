import type { Knex } from 'knex'
import { Catalogue, type FoundTable } from './catalogue/catalogue.ts'
import { columnExpectations } from './column-expectations.ts'
import { type ColumnTypes, columnTypes } from './column-types.ts'
import { checkEventDialect } from './event-table.ts'
import { type SchemaDialect, schemaDialectOf } from './schema-dialect.ts'
import { type SessionTablesOptions, sessionTables } from './session-tables.ts'

/**
 * What differs from the expected tables, a sentence each; empty when nothing does. Spring Session's
 * own tables are as expected, and so are more columns, other names of indexes and longer texts.
 *
 * ```ts
 * for (const sentence of await checkSessionTables(knex)) console.warn(sentence)
 * ```
 *
 * @throws InvalidOptionError when a table of events is asked for where there is none
 * @throws what knex throws when the database cannot be asked
 */
export const checkSessionTables = async (
  knex: Knex,
  options: SessionTablesOptions = {},
): Promise<readonly string[]> => {
  const dialect = schemaDialectOf(knex)
  const tables = sessionTables(options)
  const catalogue = await Catalogue.read(knex, dialect, tables)
  const { attributeColumn = 'bytes', indexTable = false, eventTable = false } = options
  if (eventTable) checkEventDialect(dialect)
  const expected: readonly ExpectedTable[] = [
    { name: tables.session, columns: sessionColumns, indexes: sessionIndexes },
    {
      name: tables.attributes,
      parent: tables.session,
      columns: { ...attributeColumns, ATTRIBUTE_BYTES: attributeColumn },
      indexes: attributeIndexes,
    },
    ...(indexTable
      ? [
          {
            name: tables.indexes,
            parent: tables.session,
            columns: indexColumns,
            indexes: indexIndexes,
          },
        ]
      : []),
    ...(eventTable
      ? [{ name: tables.events, columns: eventColumns, indexes: eventIndexes(dialect) }]
      : []),
  ]
  return expected.flatMap((table) => tableProblems(dialect, table, catalogue.table(table.name)))
}

interface ExpectedTable {
  readonly name: string
  /** The table that its rows go with. */
  readonly parent?: string
  readonly columns: Columns
  readonly indexes: readonly NeededIndex[]
}

type Columns = Readonly<Record<string, keyof ColumnTypes>>

const sessionColumns: Columns = {
  PRIMARY_ID: 'id',
  SESSION_ID: 'id',
  CREATION_TIME: 'time',
  LAST_ACCESS_TIME: 'time',
  MAX_INACTIVE_INTERVAL: 'interval',
  EXPIRY_TIME: 'time',
  PRINCIPAL_NAME: 'principal',
}

const attributeColumns: Columns = {
  SESSION_PRIMARY_ID: 'id',
  ATTRIBUTE_NAME: 'attributeName',
}

const indexColumns: Columns = {
  SESSION_PRIMARY_ID: 'id',
  INDEX_NAME: 'attributeName',
  INDEX_VALUE: 'attributeName',
}

const eventColumns: Columns = {
  EVENT_NUMBER: 'number',
  TOLD_AT: 'time',
  NODE: 'node',
  EVENT_TYPE: 'word',
  CLAIM: 'word',
  SESSION_ID: 'id',
  PREVIOUS_ID: 'id',
}

/** An index that must be there, whatever it is called. */
interface NeededIndex {
  readonly columns: readonly string[]
  readonly unique: boolean
  readonly without: string
}

const sessionIndexes: readonly NeededIndex[] = [
  { columns: ['PRIMARY_ID'], unique: true, without: 'two sessions can become one' },
  { columns: ['SESSION_ID'], unique: true, without: 'two sessions can get one id' },
  { columns: ['EXPIRY_TIME'], unique: false, without: 'each cleanup reads the whole table' },
  {
    columns: ['PRINCIPAL_NAME'],
    unique: false,
    without: 'to find the sessions of a user reads the whole table',
  },
]

const attributeIndexes: readonly NeededIndex[] = [
  {
    columns: ['SESSION_PRIMARY_ID', 'ATTRIBUTE_NAME'],
    unique: true,
    without: 'an attribute can get two values',
  },
]

const indexIndexes: readonly NeededIndex[] = [
  {
    columns: ['SESSION_PRIMARY_ID', 'INDEX_NAME'],
    unique: true,
    without: 'a session can stand twice in an index',
  },
  {
    columns: ['INDEX_NAME', 'INDEX_VALUE'],
    unique: false,
    without: 'to find sessions by an index reads the whole table',
  },
]

/** In SQLite the key of a row is no index. */
const eventIndexes = (dialect: SchemaDialect): readonly NeededIndex[] =>
  dialect === 'sqlite'
    ? []
    : [{ columns: ['EVENT_NUMBER'], unique: true, without: 'each look reads the whole table' }]

const tableProblems = (
  dialect: SchemaDialect,
  { name, parent, columns, indexes }: ExpectedTable,
  table: FoundTable | undefined,
): readonly string[] => {
  if (table === undefined)
    return [
      `The table ${name} is missing. Make it with createSessionTables() or the schema's script.`,
    ]
  return [
    ...Object.entries(columns).flatMap(([column, content]) =>
      columnProblems(dialect, `${name}.${column}`, table.columns.get(column), content),
    ),
    ...indexes
      .filter((needed) => !isThere(needed, table))
      .map(
        ({ columns: indexed, unique, without }) =>
          `${name} has no ${unique ? 'unique ' : ''}index on ${indexed.join(', ')}: ${without}.`,
      ),
    ...(parent === undefined || table.cascades
      ? []
      : [
          `${name} has no foreign key to ${parent} with ON DELETE CASCADE: what belongs to deleted sessions stays.`,
        ]),
  ]
}

const columnProblems = (
  dialect: SchemaDialect,
  column: string,
  found: string | undefined,
  content: keyof ColumnTypes,
): readonly string[] => {
  if (found === undefined) return [`The column ${column} is missing.`]
  const wanted = columnTypes[dialect][content].replace(/ (CHARACTER SET|COLLATE) .*/, '')
  const fault = columnExpectations[dialect][content].test(found)
    ? lengthOf(found) < lengthOf(wanted) && 'longer values are refused or cut'
    : consequences[content]
  return fault ? [`${column} is ${found} and not ${wanted}: ${fault}.`] : []
}

/** Infinity for a type without one, and for SQL Server's MAX. */
const lengthOf = (type: string): number => Number(/char\w*\((\d+)/i.exec(type)?.[1] ?? Infinity)

const unusableIndex =
  'a look-up may not be able to use its index, and then takes many times as long'

const consequences: Readonly<Record<keyof ColumnTypes, string>> = {
  id: unusableIndex,
  principal: unusableIndex,
  attributeName: unusableIndex,
  time: 'milliseconds do not fit, or are compared slowly',
  interval: 'seconds do not fit, or are compared slowly',
  bytes: 'values are not kept as they are; see the option attributeColumn',
  json: 'values are not kept as JSON; see the option attributeColumn',
  number: 'events do not fit, or are compared slowly',
  node: 'what nodes tell each other is not kept as it is',
  word: 'what nodes tell each other is not kept as it is',
}

const isThere = ({ columns, unique }: NeededIndex, table: FoundTable): boolean =>
  table.indexes.some(
    (index) =>
      columns.every((column, place) => index.columns[place] === column) &&
      (!unique || (index.unique && index.columns.length === columns.length)),
  )
