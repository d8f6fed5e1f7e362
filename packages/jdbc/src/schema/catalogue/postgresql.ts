import type { CatalogueQueries } from './catalogue-queries.ts'

const isOneOfThem = 'IN (to_regclass(:session), to_regclass(:attributes), to_regclass(:indexes))'

export const postgresqlCatalogue: CatalogueQueries = {
  columns: `
    SELECT t.relname AS "relation", a.attname AS "field", format_type(a.atttypid, a.atttypmod) AS "type"
    FROM pg_attribute a JOIN pg_class t ON t.oid = a.attrelid
    WHERE t.oid ${isOneOfThem} AND a.attnum > 0 AND NOT a.attisdropped`,
  indexes: `
    SELECT t.relname AS "relation", i.relname AS "name", x.indisunique AS "distinct", a.attname AS "field"
    FROM pg_index x
    JOIN pg_class t ON t.oid = x.indrelid
    JOIN pg_class i ON i.oid = x.indexrelid
    CROSS JOIN LATERAL unnest(x.indkey) WITH ORDINALITY AS k (number, place)
    JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.number
    WHERE t.oid ${isOneOfThem} AND x.indisvalid AND x.indpred IS NULL AND k.place <= x.indnkeyatts
    ORDER BY i.relname, k.place`,
  cascades: `
    SELECT t.relname AS "relation" FROM pg_constraint f JOIN pg_class t ON t.oid = f.conrelid
    WHERE f.contype = 'f' AND f.confdeltype = 'c' AND f.confrelid = to_regclass(:session)
      AND t.oid ${isOneOfThem}`,
}
