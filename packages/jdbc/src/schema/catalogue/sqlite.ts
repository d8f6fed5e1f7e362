import type { CatalogueQueries } from './catalogue-queries.ts'

const schema = "COALESCE(:schema, 'main')"

const columnsOf = (table: string): string => `
    SELECT ${table} AS "relation", name AS "field", type AS "type"
    FROM pragma_table_info(${table}, ${schema})`

const indexesOf = (table: string): string => `
    SELECT ${table} AS "relation", l.name AS "name", l."unique" AS "distinct", i.name AS "field", i.seqno AS "place"
    FROM pragma_index_list(${table}, ${schema}) l, pragma_index_info(l.name, ${schema}) i
    WHERE l.partial = 0`

export const sqliteCatalogue: CatalogueQueries = {
  columns: `${columnsOf(':sessionName')} UNION ALL ${columnsOf(':attributesName')}`,
  indexes: `
    SELECT * FROM (${indexesOf(':sessionName')} UNION ALL ${indexesOf(':attributesName')})
    ORDER BY "name", "place"`,
  cascade: `
    SELECT 1 AS "found" FROM pragma_foreign_key_list(:attributesName, ${schema})
    WHERE on_delete = 'CASCADE' AND UPPER("table") = UPPER(:sessionName)`,
}
