# What row_security makes of the names in a statement, over the lens of tests/support/lens_cases.py.
# A case is a statement and the text that would run, or the code and the subject of its error.

SELECT id FROM customers;
-> SELECT "id" FROM "customers"
SELECT id FROM main.customers;
-> SELECT "id" FROM "main"."customers"
SELECT body FROM CRM."Notes" n;
-> SELECT "body" FROM "CRM"."Notes" AS "n"
SELECT main.orders.id, crm.orders.id FROM main.orders, crm.orders;
-> SELECT "main"."orders"."id", "crm"."orders"."id" FROM "main"."orders", "crm"."orders"
WITH x AS (SELECT id FROM crm.notes) SELECT id FROM x WHERE id IN (SELECT id FROM main.orders);
-> WITH "x" AS (SELECT "id" FROM "crm"."notes") SELECT "id" FROM "x" WHERE "id" IN (SELECT "id" FROM "main"."orders")
WITH nosuch AS (SELECT 1) SELECT 1 FROM nosuch;
-> WITH "nosuch" AS (SELECT 1) SELECT 1 FROM "nosuch"
SELECT 1 FROM range(3), (VALUES (1)) v(a);
-> SELECT 1 FROM range(3), (VALUES (1)) AS "v"("a")

# The four relations that a lens answers for itself
SELECT table_name FROM information_schema.tables;
-> SELECT "table_name" FROM "lensdb"."lenscat"."tables" AS "tables"
SELECT t.table_name FROM INFORMATION_SCHEMA.TABLES t;
-> SELECT "t"."table_name" FROM "lensdb"."lenscat"."tables" AS "t"
SELECT information_schema.columns.column_name, columns.data_type FROM information_schema.columns;
-> SELECT "columns"."column_name", "columns"."data_type" FROM "lensdb"."lenscat"."columns" AS "columns"
SELECT information_schema.views.* FROM information_schema.views;
-> SELECT "views".* FROM "lensdb"."lenscat"."views" AS "views"
SELECT count(*) FROM information_schema.schemata;
-> SELECT COUNT(*) FROM "lensdb"."lenscat"."schemata" AS "schemata"

# What the engine would name after the lens's random names gets its text as a name
SELECT (SELECT count(*) FROM information_schema.tables);
-> SELECT (SELECT COUNT(*) FROM "lensdb"."lenscat"."tables" AS "tables") AS "(SELECT COUNT(*) FROM information_schema.tables)"
SELECT concat(*COLUMNS(['id', 'name'])), COLUMNS('i.*'), id FROM customers;
-> SELECT concat(*COLUMNS(['id', 'name'])) AS "concat(*COLUMNS(['id', 'name']))", COLUMNS('i.*'), "id" FROM "customers"
SELECT max(x) FROM (SELECT coalesce(*COLUMNS('n')) AS x FROM customers);
-> SELECT max("x") FROM (SELECT coalesce(*COLUMNS('n')) AS "x" FROM "customers")

# What is not in the lens does not exist
SELECT id FROM nosuch;
-> unknown_name nosuch
SELECT 1 FROM customers, "No Such", nosuch;
-> unknown_name No Such
SELECT 1 FROM hr.secrets;
-> unknown_name hr.secrets
SELECT 1 FROM nosuch.customers;
-> unknown_name nosuch.customers
SELECT 1 FROM notes;
-> unknown_name notes
WITH x AS (SELECT 1) SELECT 1 FROM main.x;
-> unknown_name main.x
WITH nosuch AS (SELECT 1 FROM nosuch) SELECT 1 FROM nosuch;
-> unknown_name nosuch
SELECT (SELECT 1 FROM nosuch) FROM customers;
-> unknown_name nosuch
SELECT 1 FROM customers WHERE EXISTS (FROM other.thing);
-> unknown_name other.thing
PIVOT nosuch ON a USING sum(b);
-> unknown_name nosuch

# Names of three parts, and the engine's own catalog
SELECT 1 FROM lensdb.main.customers;
-> not_allowed
SELECT 1 FROM nosuch.main.customers;
-> not_allowed
SELECT 1 FROM system.information_schema.tables;
-> not_allowed
SELECT 1 FROM information_schema.table_constraints;
-> not_allowed
SELECT 1 FROM pg_catalog.pg_tables;
-> not_allowed
SELECT 1 FROM pg_tables;
-> not_allowed
SELECT 1 FROM duckdb_tables;
-> not_allowed
SELECT 1 FROM "SQLITE_master";
-> not_allowed
SELECT 1 FROM pragma_database_list;
-> not_allowed
