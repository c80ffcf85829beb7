# Export, settings, catalog and writes (18 to 21), and what an engine cannot be stopped at (25).
# attack: category | name | what it gets and where it is stopped | what it would show or do without guards
# See tests/support/attacks.py for the other headers.

# attack: 18 | copy out | not_allowed characters._check_start | changes
COPY customers TO 'x.csv';

# attack: 18 | copy of a query | not_allowed characters._check_start | changes
COPY (SELECT v FROM secrets) TO 'x.json';

# attack: 18 | copy to parquet by partition | not_allowed characters._check_start | changes
COPY customers TO 'parts' (FORMAT parquet, PARTITION_BY (region));

# attack: 18 | copy between databases | not_allowed characters._check_start | changes
ATTACH ':memory:' AS m; COPY FROM DATABASE shop TO m;

# attack: 18 | export | not_allowed characters._check_start | changes
EXPORT DATABASE 'out';

# attack: 18 | attach of a file | not_allowed characters._check_start | changes
ATTACH 'other.duckdb' AS other;

# attack: 18 | attach of a new file | not_allowed characters._check_start | changes
ATTACH 'new.duckdb';

# attack: 18 | attach of memory | not_allowed characters._check_start | changes
ATTACH ':memory:' AS scratch;

# attack: 18 | secret | not_allowed characters._check_start | changes
CREATE SECRET s (TYPE http, BEARER_TOKEN 'x');

# attack: 18 | copy of a table function | not_allowed characters._check_start | changes
COPY (FROM duckdb_settings()) TO 'settings.csv';

# attack: 18 | copy inside a cte's text | syntax_error parse.one_tree | changes
WITH x AS (SELECT v FROM secrets) FROM x; COPY secrets TO 'y.csv';

# attack: 19 | memory | not_allowed characters._check_start | changes
SET memory_limit = '100GB';

# attack: 19 | global | not_allowed characters._check_start | changes
SET GLOBAL threads = 3;

# attack: 19 | session | not_allowed characters._check_start | changes
SET SESSION default_null_order = 'nulls_first';

# attack: 19 | variable | not_allowed characters._check_start | changes
SET VARIABLE x = (SELECT max(v) FROM secrets);

# attack: 19 | use | not_allowed characters._check_start | changes
USE crm;

# attack: 19 | path | not_allowed characters._check_start | changes
SET search_path = 'crm';

# attack: 19 | schema | not_allowed characters._check_start | changes
SET schema = 'crm';

# attack: 19 | reset | not_allowed characters._check_start | changes
RESET memory_limit;

# attack: 19 | pragma | not_allowed characters._check_start | changes
PRAGMA enable_profiling;

# attack: 19 | pragma with a value | not_allowed characters._check_start | changes
PRAGMA memory_limit = '90GB';

# attack: 19 | pragma that tells | not_allowed characters._check_start | fact
PRAGMA database_list;

# attack: 19 | transaction | not_allowed characters._check_start | changes
BEGIN TRANSACTION;

# attack: 19 | call that logs | not_allowed characters._check_start | changes
CALL enable_logging();

# attack: 19 | function that changes the session, in FROM | not_allowed allow.judge_function | changes
FROM enable_logging();

# attack: 19 | prepared statement kept | not_allowed characters._check_start | changes
PREPARE p AS SELECT 1;

# attack: 19 | profiling as a function | not_allowed allow.judge_function | changes
# same: function that changes the session, in FROM
FROM enable_profiling();

# attack: 19 | waiting | not_allowed allow.judge_function | time
SELECT sleep_ms(2000) AS x;

# attack: 20 | duckdb_tables | not_allowed allow.judge_function | name
SELECT sql FROM duckdb_tables();

# attack: 20 | duckdb_columns in a join | not_allowed allow.judge_function | name
SELECT d.column_name FROM customers c JOIN duckdb_columns() d ON d.column_name LIKE 'sal%' LIMIT 30;

# attack: 20 | duckdb_views | not_allowed allow.judge_function | text sum(o.amount)
# same: duckdb_tables
SELECT sql FROM duckdb_views() WHERE NOT internal;

# attack: 20 | duckdb_databases | not_allowed allow.judge_function | name
# same: duckdb_tables
FROM duckdb_databases();

# attack: 20 | view of the catalog by its bare name | not_allowed names._check | name
SELECT table_name FROM duckdb_columns;

# attack: 20 | view of the catalog in main | unknown_name names._check | name
SELECT table_name FROM main.duckdb_tables;

# attack: 20 | sqlite_master | not_allowed names._check | name
# same: view of the catalog by its bare name
SELECT * FROM sqlite_master;

# attack: 20 | pg_catalog | not_allowed names._check | name
SELECT * FROM pg_catalog.pg_class;

# attack: 20 | pg_tables by its bare name | not_allowed names._check | name
# same: view of the catalog by its bare name
SELECT * FROM pg_tables;

# attack: 20 | pg_attribute in a sub-query | not_allowed names._check | fact
SELECT count(*) AS n FROM customers WHERE name IN (SELECT attname FROM pg_catalog.pg_attribute) OR EXISTS (SELECT 1 FROM pg_catalog.pg_attribute WHERE attname = 'salary');

# attack: 20 | columns of the whole database | answer lens.catalog | name
SELECT table_name, column_name FROM information_schema.columns;

# attack: 20 | tables of the whole database | answer lens.catalog | name
# same: columns of the whole database
SELECT table_name FROM information_schema.tables WHERE table_name LIKE 'sec%';

# attack: 20 | information schema of another case | answer lens.catalog | name
SELECT TABLE_NAME FROM "INFORMATION_SCHEMA"."Tables";

# attack: 20 | information schema of the system catalog | not_allowed names._check | name
SELECT table_name FROM system.information_schema.tables;

# attack: 20 | views of the database | contained lens.catalog | name
SELECT view_definition FROM information_schema.views;

# attack: 20 | schemas | contained lens.catalog | text temp
SELECT catalog_name, schema_name FROM information_schema.schemata;

# attack: 20 | character sets | not_allowed names._check | text shop
# same: pg_catalog
SELECT default_collate_catalog FROM information_schema.character_sets;

# attack: 20 | describe | not_allowed characters._check_start | text VARCHAR
DESCRIBE secrets;

# attack: 20 | describe of a query | not_allowed characters._check_start | name
DESCRIBE SELECT * FROM employees;

# attack: 20 | show all | not_allowed characters._check_start | name
SHOW ALL TABLES;

# attack: 20 | show tables | not_allowed characters._check_start | name
SHOW TABLES;

# attack: 20 | show in from | not_allowed characters._check_pair | name
SELECT * FROM (SHOW ALL TABLES);

# attack: 20 | show as a table | not_allowed allow._table | name
FROM (SHOW TABLES);

# attack: 20 | describe in from | not_allowed allow.check | text VARCHAR
SELECT * FROM (DESCRIBE secrets);

# attack: 20 | summarize | not_allowed characters._check_start | value
SUMMARIZE customers;

# attack: 20 | summarize in from | not_allowed allow.check | value
SELECT * FROM (SUMMARIZE employees);

# attack: 20 | explain | not_allowed characters._check_start | text 210
EXPLAIN ANALYZE SELECT * FROM customers;

# attack: 20 | explain of a plan | not_allowed characters._check_start | text rows
EXPLAIN SELECT * FROM secrets;

# attack: 20 | table info | not_allowed characters._check_start | name
PRAGMA table_info('employees');

# attack: 20 | show databases | not_allowed characters._check_start | text shop
SHOW DATABASES;

# attack: 20 | show create through the catalog | not_allowed names._check | name
# same: view of the catalog by its bare name
SELECT sql FROM sqlite_schema;

# attack: 20 | count of hidden tables | answer lens.catalog | fact
SELECT count(*) AS n FROM information_schema.tables;

# attack: 21 | delete in a cte | not_allowed allow.check | changes
# only: 2
WITH x AS (DELETE FROM orders RETURNING *) FROM x;

# attack: 21 | update in a cte | not_allowed allow.check | changes
# only: 2
WITH x AS (UPDATE customers SET region = 'EU' RETURNING *) SELECT count(*) AS n FROM x;

# attack: 21 | insert in a cte | not_allowed allow.check | changes
# only: 2
WITH x AS (INSERT INTO orders (id) VALUES (0) RETURNING id) SELECT id FROM x;

# attack: 21 | update | not_allowed characters._check_start | changes
UPDATE customers SET region = 'EU';

# attack: 21 | insert | not_allowed characters._check_start | changes
INSERT INTO orders (id) VALUES (1);

# attack: 21 | insert by a cte | not_allowed allow.check | changes
WITH x AS (SELECT 0 AS id) INSERT INTO orders (id) SELECT id FROM x;

# attack: 21 | delete | not_allowed characters._check_start | changes
DELETE FROM orders;

# attack: 21 | delete by a cte | not_allowed allow.check | changes
WITH x AS (SELECT 1 AS id) DELETE FROM orders USING x WHERE orders.id = x.id;

# attack: 21 | drop | not_allowed characters._check_start | changes
DROP TABLE orders;

# attack: 21 | create as | not_allowed characters._check_start | changes
CREATE TABLE mine AS SELECT * FROM secrets;

# attack: 21 | temporary table | not_allowed characters._check_start | changes
CREATE TEMP TABLE mine AS SELECT * FROM secrets;

# attack: 21 | view | not_allowed characters._check_start | changes
CREATE VIEW mine AS SELECT * FROM secrets;

# attack: 21 | temporary view over a visible name | not_allowed characters._check_start | changes
CREATE TEMP VIEW customers AS SELECT 1 AS id;

# attack: 21 | macro that shadows a mask | not_allowed characters._check_start | changes
CREATE MACRO sha256(x) AS x;

# attack: 21 | table macro | not_allowed characters._check_start | changes
CREATE MACRO loot() AS TABLE SELECT v FROM secrets;

# attack: 21 | type from values | not_allowed characters._check_start | changes
CREATE TYPE loot AS ENUM (SELECT v FROM secrets);

# attack: 21 | sequence | not_allowed characters._check_start | changes
CREATE SEQUENCE counter;

# attack: 21 | index | not_allowed characters._check_start | changes
CREATE INDEX i ON orders (id);

# attack: 21 | schema | not_allowed characters._check_start | changes
CREATE SCHEMA mine;

# attack: 21 | alter | not_allowed characters._check_start | changes
ALTER TABLE orders ADD COLUMN x INTEGER;

# attack: 21 | rename | not_allowed characters._check_start | changes
ALTER TABLE secrets RENAME TO shared;

# attack: 21 | truncate | not_allowed characters._check_start | changes
TRUNCATE orders;

# attack: 21 | merge | not_allowed characters._check_start | changes
MERGE INTO orders USING customers ON orders.id = customers.id WHEN MATCHED THEN DELETE;

# attack: 21 | upsert | not_allowed characters._check_start | changes
INSERT INTO orders BY NAME SELECT 1 AS id;

# attack: 21 | comment | not_allowed characters._check_start | changes
COMMENT ON TABLE customers IS 'x';

# attack: 21 | copy in | not_allowed characters._check_start | changes
COPY secrets FROM 'canary.csv';

# attack: 21 | returning | not_allowed characters._check_start | changes
DELETE FROM secrets RETURNING v;

# attack: 25 | long list in each row | limit_exceeded lease._doubted | size
# plain: SELECT sum(len(l)) AS n FROM (SELECT range(100000) AS l FROM range(20))
SELECT range(100000) AS l FROM range(1000);

# attack: 25 | one list of all rows | limit_exceeded lease._doubted | size
# plain: SELECT len(list(range)) AS n FROM range(2000000)
SELECT list(range) AS l FROM range(2000000);

# attack: 25 | hex of hex | limit_exceeded growing._checked | size
# plain: SELECT length(hex(hex(hex(hex(hex(hex(hex(hex(hex(hex(hex(hex(hex(hex(hex(hex(hex(hex('xxxxxxxxxxxxx'))))))))))))))))))) AS n
SELECT length(hex(hex(hex(hex(hex(hex(hex(hex(hex(hex(hex(hex(hex(hex(x))))))))))))))) AS n FROM (SELECT hex(hex(hex(hex(hex(hex(hex(hex(hex(hex(hex(hex(hex(hex(name)))))))))))))) AS x FROM customers);

# attack: 25 | text in each place of itself | limit_exceeded growing._checked | size
# plain: SELECT length(replace(t, 'a', t)) AS n FROM (SELECT repeat('ab', 1500) AS t)
SELECT max(length(replace(t, 'a', t))) AS n FROM (SELECT string_agg(name, 'a') AS t FROM customers);

# attack: 25 | list in each place of itself | limit_exceeded growing._checked | size
# plain: SELECT len(flatten(list_transform(l, lambda a: l))) AS n FROM (SELECT list(range) AS l FROM range(1500))
SELECT len(flatten(list_transform(l, lambda a: l))) AS n FROM (SELECT list(id) AS l FROM customers);

# attack: 25 | recursion that squares | limit_exceeded growing._checked | size
# plain: WITH RECURSIVE r AS (SELECT repeat('x', 40) AS t, 0 AS n UNION ALL SELECT replace(t, 'x', t), n + 1 FROM r WHERE n < 2) SELECT max(length(t)) AS n FROM r
WITH RECURSIVE r AS (SELECT 'xxxx' AS t UNION ALL SELECT replace(t, 'x', t) FROM r) SELECT max(length(t)) AS n FROM r;
