import type { CatalogueQueries } from './catalogue-queries.ts'

const owner = "COALESCE(UPPER(:schema), SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA'))"
const names = '(UPPER(:sessionName), UPPER(:attributesName), UPPER(:indexesName))'

/** Not run against a server. */
export const oracleCatalogue: CatalogueQueries = {
  columns: `
    SELECT TABLE_NAME AS "relation", COLUMN_NAME AS "field",
      DATA_TYPE || CASE WHEN CHAR_LENGTH > 0 THEN '(' || CHAR_LENGTH || ')' END AS "type"
    FROM ALL_TAB_COLUMNS WHERE OWNER = ${owner} AND TABLE_NAME IN ${names}`,
  indexes: `
    SELECT c.TABLE_NAME AS "relation", c.INDEX_NAME AS "name",
      CASE i.UNIQUENESS WHEN 'UNIQUE' THEN 1 ELSE 0 END AS "distinct", c.COLUMN_NAME AS "field"
    FROM ALL_IND_COLUMNS c
    JOIN ALL_INDEXES i ON i.OWNER = c.INDEX_OWNER AND i.INDEX_NAME = c.INDEX_NAME
    WHERE c.TABLE_OWNER = ${owner} AND c.TABLE_NAME IN ${names}
    ORDER BY c.INDEX_NAME, c.COLUMN_POSITION`,
  cascades: `
    SELECT f.TABLE_NAME AS "relation" FROM ALL_CONSTRAINTS f
    JOIN ALL_CONSTRAINTS p ON p.OWNER = f.R_OWNER AND p.CONSTRAINT_NAME = f.R_CONSTRAINT_NAME
    WHERE f.OWNER = ${owner} AND f.CONSTRAINT_TYPE = 'R' AND f.DELETE_RULE = 'CASCADE'
      AND p.TABLE_NAME = UPPER(:sessionName)`,
}
