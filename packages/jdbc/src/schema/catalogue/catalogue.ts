import type { Knex } from 'knex'
import { runRaw } from '../run-raw.ts'
import type { SchemaDialect } from '../schema-dialect.ts'
import type { SchemaObject } from '../schema-statements.ts'
import type { SessionTables } from '../session-tables.ts'
import type { CatalogueQueries } from './catalogue-queries.ts'
import { mysqlCatalogue } from './mysql.ts'
import { oracleCatalogue } from './oracle.ts'
import { postgresqlCatalogue } from './postgresql.ts'
import { sqliteCatalogue } from './sqlite.ts'
import { sqlserverCatalogue } from './sqlserver.ts'

export interface FoundIndex {
  readonly name: string
  readonly unique: boolean
  readonly columns: readonly string[]
}

export interface FoundTable {
  /** Upper-case name → type, in the database's words and lower case. */
  readonly columns: ReadonlyMap<string, string>
  readonly indexes: readonly FoundIndex[]
  /** Whether its rows go with those of the session. */
  readonly cascades: boolean
}

const queries: Readonly<Record<SchemaDialect, CatalogueQueries>> = {
  postgresql: postgresqlCatalogue,
  mysql: mysqlCatalogue,
  sqlite: sqliteCatalogue,
  sqlserver: sqlserverCatalogue,
  oracle: oracleCatalogue,
}

interface Row {
  readonly relation: string
  readonly field: string
  readonly type: string
  readonly name: string
  readonly distinct: boolean | number | string
}

/** What a database has of the tables. All names are upper-case. */
export class Catalogue {
  readonly #columns: readonly Row[]
  readonly #indexes: readonly Row[]
  readonly #cascades: readonly Row[]

  private constructor(columns: readonly Row[], indexes: readonly Row[], cascades: readonly Row[]) {
    this.#columns = columns
    this.#indexes = indexes
    this.#cascades = cascades
  }

  static async read(knex: Knex, dialect: SchemaDialect, tables: SessionTables): Promise<Catalogue> {
    const { schema, session, attributes, indexes, events } = tables
    const at = schema === undefined ? '' : `${schema}.`
    const bindings = {
      session: `${at}${session}`,
      attributes: `${at}${attributes}`,
      indexes: `${at}${indexes}`,
      sessionName: session,
      attributesName: attributes,
      indexesName: indexes,
      eventsName: events,
      schema: schema ?? null,
    }
    const ask = async (sql: string): Promise<readonly Row[]> =>
      rowsOf(await runRaw(knex, sql, bindings))
    const { columns, indexes: indexed, cascades } = queries[dialect]
    return new Catalogue(await ask(columns), await ask(indexed), await ask(cascades))
  }

  /** The table of this name, or `undefined`. */
  table(name: string): FoundTable | undefined {
    const isOfIt = ({ relation }: Row): boolean => relation.toUpperCase() === name.toUpperCase()
    const columns = this.#columns.filter(isOfIt)
    if (columns.length === 0) return undefined
    const indexes = new Map<string, { name: string; unique: boolean; columns: string[] }>()
    for (const row of this.#indexes.filter(isOfIt)) {
      const found = indexes.get(row.name) ?? {
        name: row.name.toUpperCase(),
        unique: Number(row.distinct) === 1,
        columns: [],
      }
      found.columns.push(row.field.toUpperCase())
      indexes.set(row.name, found)
    }
    return {
      columns: new Map(columns.map((row) => [row.field.toUpperCase(), row.type.toLowerCase()])),
      indexes: [...indexes.values()],
      cascades: this.#cascades.some(isOfIt),
    }
  }

  has({ kind, name }: SchemaObject): boolean {
    const wanted = name.toUpperCase()
    return kind === 'table'
      ? this.table(name) !== undefined
      : this.#indexes.some((row) => row.name.toUpperCase() === wanted)
  }
}

/** Drivers agree neither on what a raw statement resolves to, nor on where its rows are. */
const rowsOf = (result: unknown): readonly Row[] => {
  if (!Array.isArray(result)) return (result as { readonly rows: readonly Row[] }).rows
  return (Array.isArray(result[0]) ? result[0] : result) as readonly Row[]
}
