import type { CatalogueQueries } from './catalogue-queries.ts'

// The catalogue compares names without case, the server does not where files have case.
const isOneOfThem = `
    TABLE_SCHEMA = COALESCE(:schema, DATABASE()) AND TABLE_NAME IN (:sessionName, :attributesName, :indexesName, :eventsName)
    AND (@@lower_case_table_names <> 0 OR BINARY TABLE_NAME IN (:sessionName, :attributesName, :indexesName, :eventsName))`

export const mysqlCatalogue: CatalogueQueries = {
  columns: `
    SELECT TABLE_NAME AS "relation", COLUMN_NAME AS "field",
      CONCAT(COLUMN_TYPE, COALESCE(CONCAT(' CHARACTER SET ', CHARACTER_SET_NAME, ' COLLATE ', COLLATION_NAME), '')) AS "type"
    FROM information_schema.COLUMNS WHERE ${isOneOfThem}`,
  indexes: `
    SELECT TABLE_NAME AS "relation", INDEX_NAME AS "name", NON_UNIQUE = 0 AS "distinct", COLUMN_NAME AS "field"
    FROM information_schema.STATISTICS WHERE ${isOneOfThem}
    ORDER BY INDEX_NAME, SEQ_IN_INDEX`,
  cascades: `
    SELECT TABLE_NAME AS "relation" FROM information_schema.REFERENTIAL_CONSTRAINTS
    WHERE CONSTRAINT_SCHEMA = COALESCE(:schema, DATABASE()) AND DELETE_RULE = 'CASCADE'
      AND REFERENCED_TABLE_NAME = :sessionName`,
}
