-- columns: app.visits, app.visits_ATTRIBUTES, app.visits_INDEXES
SELECT OBJECT_NAME(c.object_id) AS "relation", c.name AS "field", CONCAT(t.name, CASE
      WHEN t.name IN ('char', 'varchar', 'varbinary') THEN CONCAT('(', c.max_length, ')')
      WHEN t.name IN ('nchar', 'nvarchar') THEN CONCAT('(', c.max_length / 2, ')')
      ELSE '' END) AS "type"
    FROM sys.columns c JOIN sys.types t ON t.user_type_id = c.user_type_id
    WHERE c.object_id IN (OBJECT_ID(@p0), OBJECT_ID(@p1), OBJECT_ID(@p2));

-- indexes: app.visits, app.visits_ATTRIBUTES, app.visits_INDEXES
SELECT OBJECT_NAME(i.object_id) AS "relation", i.name AS "name", i.is_unique AS "distinct", c.name AS "field"
    FROM sys.indexes i
    JOIN sys.index_columns k ON k.object_id = i.object_id AND k.index_id = i.index_id
    JOIN sys.columns c ON c.object_id = k.object_id AND c.column_id = k.column_id
    WHERE i.object_id IN (OBJECT_ID(@p0), OBJECT_ID(@p1), OBJECT_ID(@p2)) AND i.has_filter = 0 AND k.key_ordinal > 0
    ORDER BY i.name, k.key_ordinal;

-- cascades: app.visits, app.visits_ATTRIBUTES, app.visits_INDEXES, app.visits
SELECT OBJECT_NAME(parent_object_id) AS "relation" FROM sys.foreign_keys
    WHERE delete_referential_action_desc = 'CASCADE' AND parent_object_id IN (OBJECT_ID(@p0), OBJECT_ID(@p1), OBJECT_ID(@p2))
      AND referenced_object_id = OBJECT_ID(@p3);
