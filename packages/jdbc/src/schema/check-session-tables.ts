import type { Knex } from 'knex'
import { Catalogue, type FoundTable } from './catalogue/catalogue.ts'
import { columnExpectations } from './column-expectations.ts'
import { type ColumnTypes, columnTypes } from './column-types.ts'
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
 * @throws what knex throws when the database cannot be asked
 */
export const checkSessionTables = async (
  knex: Knex,
  options: SessionTablesOptions = {},
): Promise<readonly string[]> => {
  const dialect = schemaDialectOf(knex)
  const tables = sessionTables(options)
  const catalogue = await Catalogue.read(knex, dialect, tables)
  const session = catalogue.table(tables.session)
  const attributes = catalogue.table(tables.attributes)
  return [
    ...tableProblems(dialect, tables.session, session, sessionColumns, sessionIndexes),
    ...tableProblems(
      dialect,
      tables.attributes,
      attributes,
      attributeColumns(options.attributeColumn ?? 'bytes'),
      attributeIndexes,
    ),
    ...(session && attributes && !catalogue.cascades
      ? [
          `${tables.attributes} has no foreign key to ${tables.session} with ON DELETE CASCADE: the attributes of deleted sessions stay.`,
        ]
      : []),
  ]
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

const attributeColumns = (content: 'bytes' | 'json'): Columns => ({
  SESSION_PRIMARY_ID: 'id',
  ATTRIBUTE_NAME: 'attributeName',
  ATTRIBUTE_BYTES: content,
})

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

const tableProblems = (
  dialect: SchemaDialect,
  name: string,
  table: FoundTable | undefined,
  columns: Columns,
  indexes: readonly NeededIndex[],
): readonly string[] =>
  table === undefined
    ? [`The table ${name} is missing. Make it with createSessionTables() or the schema's script.`]
    : [
        ...Object.entries(columns).flatMap(([column, content]) =>
          columnProblems(dialect, `${name}.${column}`, table.columns.get(column), content),
        ),
        ...indexes
          .filter((needed) => !isThere(needed, table))
          .map(
            ({ columns, unique, without }) =>
              `${name} has no ${unique ? 'unique ' : ''}index on ${columns.join(', ')}: ${without}.`,
          ),
      ]

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
}

const isThere = ({ columns, unique }: NeededIndex, table: FoundTable): boolean =>
  table.indexes.some(
    (index) =>
      columns.every((column, place) => index.columns[place] === column) &&
      (!unique || (index.unique && index.columns.length === columns.length)),
  )
