import type { CatalogueQueries } from './catalogue-queries.ts'

const schema = "COALESCE(:schema, 'main')"

const inEach = (select: (table: string) => string): string =>
  [':sessionName', ':attributesName', ':indexesName', ':eventsName'].map(select).join(' UNION ALL ')

const columnsOf = (table: string): string => `
    SELECT ${table} AS "relation", name AS "field", type AS "type"
    FROM pragma_table_info(${table}, ${schema})`

const indexesOf = (table: string): string => `
    SELECT ${table} AS "relation", l.name AS "name", l."unique" AS "distinct", i.name AS "field", i.seqno AS "place"
    FROM pragma_index_list(${table}, ${schema}) l, pragma_index_info(l.name, ${schema}) i
    WHERE l.partial = 0`

const cascadeOf = (table: string): string => `
    SELECT ${table} AS "relation" FROM pragma_foreign_key_list(${table}, ${schema})
    WHERE on_delete = 'CASCADE' AND UPPER("table") = UPPER(:sessionName)`

export const sqliteCatalogue: CatalogueQueries = {
  columns: inEach(columnsOf),
  indexes: `
    SELECT * FROM (${inEach(indexesOf)})
    ORDER BY "name", "place"`,
  cascades: inEach(cascadeOf),
}
