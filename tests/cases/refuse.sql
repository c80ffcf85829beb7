# What parse refuses, and how: the error's code and a word of its message. Names of tables are not looked at here.

# One query and nothing else
;
-> syntax_error no SQL
-- only a comment
-> syntax_error no SQL
SELECT 1; SELECT 2;
-> syntax_error 2 statements
SELECT JOIN 'a';
-> syntax_error without FROM
SELECT 1, LATERAL (SELECT 1);
-> syntax_error without FROM
SELECT 1;; DELETE FROM t;
-> syntax_error 2 statements
hello there
-> syntax_error begin
SELECT FROM WHERE;
-> syntax_error syntax error
SELECT id::VARCHAR[1:2] FROM t;
-> syntax_error syntax error
SELECT id FROM main..t;
-> syntax_error Two dots
SELECT main. .t.id FROM t;
-> syntax_error Two dots
SELECT (1;
-> syntax_error syntax error
SELECT 'abc;
-> syntax_error does not end
SELECT * FROM t ORDER;
-> syntax_error missing
INSERT INTO t VALUES (1);
-> not_allowed INSERT
UPDATE t SET a = 1;
-> not_allowed UPDATE
DELETE FROM t;
-> not_allowed DELETE
MERGE INTO t USING u ON a = b WHEN MATCHED THEN DELETE;
-> not_allowed MERGE
CREATE TABLE t AS SELECT 1;
-> not_allowed CREATE
CREATE MACRO f(x) AS x;
-> not_allowed CREATE
DROP TABLE t;
-> not_allowed DROP
ALTER TABLE t ADD COLUMN x INT;
-> not_allowed ALTER
TRUNCATE t;
-> not_allowed TRUNCATE
COPY t TO 'x.csv';
-> not_allowed COPY
EXPORT DATABASE 'x';
-> not_allowed EXPORT
IMPORT DATABASE 'x';
-> not_allowed IMPORT
ATTACH 'x.duckdb';
-> not_allowed ATTACH
DETACH x;
-> not_allowed DETACH
USE x;
-> not_allowed USE
INSTALL httpfs;
-> not_allowed INSTALL
LOAD httpfs;
-> not_allowed LOAD
SET memory_limit = '100GB';
-> not_allowed SET
RESET memory_limit;
-> not_allowed RESET
SET VARIABLE x = 1;
-> not_allowed SET
PRAGMA database_list;
-> not_allowed PRAGMA
CALL query('SELECT 1');
-> not_allowed CALL
EXPLAIN SELECT 1;
-> not_allowed EXPLAIN
EXPLAIN ANALYZE DELETE FROM t;
-> not_allowed EXPLAIN
DESCRIBE t;
-> not_allowed DESCRIBE
SHOW TABLES;
-> not_allowed SHOW
SUMMARIZE t;
-> not_allowed SUMMARIZE
BEGIN;
-> not_allowed BEGIN
COMMIT;
-> not_allowed COMMIT
CHECKPOINT;
-> not_allowed CHECKPOINT
VACUUM;
-> not_allowed VACUUM
PREPARE p AS SELECT 1;
-> not_allowed PREPARE
EXECUTE p;
-> not_allowed EXECUTE
DEALLOCATE p;
-> not_allowed DEALLOCATE
UPDATE EXTENSIONS;
-> not_allowed UPDATE
CREATE SECRET s (TYPE S3);
-> not_allowed CREATE
WITH x AS (DELETE FROM t RETURNING *) SELECT * FROM x;
-> not_allowed DELETE
WITH x AS (INSERT INTO t VALUES (1) RETURNING a) FROM x;
-> not_allowed INSERT
WITH x AS (UPDATE t SET a = 1 RETURNING a) FROM x;
-> not_allowed UPDATE
WITH x AS (SELECT 1) DELETE FROM t;
-> not_allowed DELETE
SELECT * FROM (DESCRIBE t);
-> not_allowed DESCRIBE
SELECT * FROM (SUMMARIZE t);
-> not_allowed SUMMARIZE
FROM (SHOW TABLES);
-> not_allowed SHOW
SELECT * FROM (SHOW ALL TABLES);
-> not_allowed SHOW
SELECT * FROM t FOR UPDATE;
-> not_allowed FOR UPDATE
SELECT * INTO u FROM t;
-> not_allowed SELECT INTO
SELECT * FROM t AT (VERSION => 1);
-> not_allowed AT

# Functions that reach files, SQL text, the session or the engine, in every spelling
FROM read_csv('x.csv');
-> not_allowed read_csv
FROM "READ_TEXT"('/etc/hostname');
-> not_allowed read_text
SELECT * FROM ReAd_PaRqUeT('x');
-> not_allowed read_parquet
FROM glob('*');
-> not_allowed glob
FROM query('SELECT v FROM secrets');
-> not_allowed query
FROM main.query('SELECT 1');
-> not_allowed name alone
FROM system.main.query_table('secrets');
-> not_allowed name alone
FROM query_table(['secrets']);
-> not_allowed query_table
SELECT * FROM t, LATERAL query('SELECT 1');
-> not_allowed query
SELECT * FROM t JOIN query('SELECT 1') q ON true;
-> not_allowed query
FROM json_execute_serialized_sql(json_serialize_sql('SELECT 1'));
-> not_allowed json_execute_serialized_sql
SELECT json_serialize_sql('SELECT 1');
-> not_allowed json_serialize_sql
FROM histogram(customers, ssn);
-> not_allowed histogram
FROM histogram_values(customers, ssn);
-> not_allowed histogram_values
FROM duckdb_tables();
-> not_allowed duckdb_tables
FROM pragma_storage_info('t');
-> not_allowed pragma_storage_info
FROM pragma_table_info('t');
-> not_allowed pragma_table_info
FROM which_secret('s3://x', 's3');
-> not_allowed which_secret
FROM repeat('x', 3);
-> not_allowed repeat
FROM summary(t);
-> not_allowed summary
FROM test_all_types();
-> not_allowed test_all_types
FROM system.main.range(3);
-> not_allowed name alone
FROM pg_catalog.unnest([1]);
-> not_allowed name alone
SELECT stats(name) FROM t;
-> not_allowed stats
SELECT error('x');
-> not_allowed error
SELECT getvariable('x');
-> not_allowed getvariable
SELECT current_setting('threads');
-> not_allowed current_setting
SELECT getenv('HOME');
-> not_allowed getenv
SELECT nextval('s');
-> not_allowed nextval
SELECT setseed(1);
-> not_allowed setseed
SELECT sleep_ms(100000);
-> not_allowed sleep_ms
SELECT write_log('x');
-> not_allowed write_log
SELECT current_database();
-> not_allowed current_database
SELECT current_query();
-> not_allowed current_query
SELECT in_search_path('a', 'b');
-> not_allowed in_search_path
SELECT txid_current();
-> not_allowed txid_current
SELECT version();
-> not_allowed version
SELECT pg_get_viewdef(1);
-> not_allowed pg_get_viewdef
SELECT "ERROR"('x');
-> not_allowed error
SELECT 'x'.error();
-> not_allowed error
SELECT name.lower().stats() FROM t;
-> not_allowed stats
SELECT system.main.upper('x');
-> not_allowed name alone
SELECT main.upper('x');
-> not_allowed name alone
SELECT "MAIN".upper('x');
-> not_allowed name alone
SELECT list_transform([1], lambda x: error('x'));
-> not_allowed error
SELECT [getvariable('x') FOR x IN [1]];
-> not_allowed getvariable
SELECT list_aggregate([1], 'stats');
-> not_allowed stats
SELECT list_aggregate([1], name) FROM t;
-> not_allowed literal
SELECT sum(x) FILTER (WHERE error('x')) OVER (ORDER BY y) FROM t;
-> not_allowed error
SELECT * FROM t ORDER BY getvariable('x');
-> not_allowed getvariable
SELECT * FROM t LIMIT getvariable('x');
-> not_allowed getvariable
SELECT COLUMNS(c -> getvariable(c)) FROM t;
-> not_allowed getvariable
SELECT * REPLACE (error(name) AS name) FROM t;
-> not_allowed error
PIVOT t ON error(y) USING sum(z);
-> not_allowed error
VALUES (getvariable('x'));
-> not_allowed getvariable
SELECT collate_de('x');
-> not_allowed collate_de
SELECT __internal_compress_string_ubigint('x');
-> not_allowed __internal
SELECT json_each('{}');
-> not_allowed FROM only
SELECT max(v) EXPORT_STATE FROM t;
-> not_allowed EXPORT_STATE

# The session's own names, quoted or not
SELECT current_catalog;
-> not_allowed current_catalog
SELECT "current_catalog";
-> not_allowed current_catalog
SELECT "Current_Catalog".upper();
-> not_allowed current_catalog
SELECT current_schema;
-> not_allowed current_schema
SELECT 1 FROM t WHERE "current_schema" = 'x';
-> not_allowed current_schema
SELECT current_user;
-> not_allowed current_user
SELECT session_user;
-> not_allowed session_user

# Functions that do not exist
SELECT forecast(amount) FROM t;
-> unknown_name forecast
SELECT "Sales Tax"(1);
-> unknown_name Sales Tax
SELECT NVL(a, 0) FROM t;
-> unknown_name NVL
SELECT IFF(a, 1, 0) FROM t;
-> unknown_name IFF
SELECT DATEADD(day, 1, d) FROM t;
-> unknown_name DATEADD
SELECT TO_CHAR(d, 'YYYY') FROM t;
-> unknown_name TO_CHAR
FROM nosuch(1);
-> unknown_name nosuch

# Sizes that neither an interrupt nor a memory limit stops
SELECT len(range(1000000000));
-> limit_exceeded range
SELECT range(0, 1000000000, 1);
-> limit_exceeded range
SELECT range(n) FROM t;
-> limit_exceeded range
SELECT generate_series(1, 100000000);
-> limit_exceeded generate_series
SELECT generate_series(TIMESTAMP '1900-01-01', TIMESTAMP '2100-01-01', INTERVAL 1 SECOND);
-> limit_exceeded generate_series
SELECT generate_series(a, b, INTERVAL 1 DAY) FROM t;
-> limit_exceeded generate_series
SELECT generate_series(DATE '2024-01-01', DATE '2025-01-01', INTERVAL 0 DAY);
-> limit_exceeded generate_series
SELECT repeat('x', 1000000000);
-> limit_exceeded repeat
SELECT repeat('x', n) FROM t;
-> limit_exceeded repeat
SELECT 'x'.repeat(1000000000);
-> limit_exceeded repeat
SELECT repeat(repeat(repeat('x', 1000), 1000), 1000);
-> limit_exceeded Together
SELECT repeat(a, 1000) FROM (SELECT repeat(b, 1000) AS a FROM (SELECT repeat('x', 1000) AS b));
-> limit_exceeded Together
SELECT lpad('x', 1000000000, 'y');
-> limit_exceeded lpad
SELECT rpad(name, n, 'y') FROM t;
-> limit_exceeded rpad
SELECT list_resize([1], 1000000000);
-> limit_exceeded list_resize
SELECT array_resize(l, n) FROM t;
-> limit_exceeded array_resize
SELECT bar(1, 0, 10, 1000000000);
-> limit_exceeded bar
SELECT printf('%999999999d', 1);
-> limit_exceeded printf
SELECT format('{:>999999999}', 'x');
-> limit_exceeded format
SELECT format(name, 1) FROM t;
-> limit_exceeded format
SELECT printf('%*d', 5, 1);
-> limit_exceeded printf
SELECT levenshtein(repeat('x', 1000), name) FROM t;
-> limit_exceeded levenshtein
SELECT levenshtein(string_agg(a, ''), string_agg(b, '')) FROM t;
-> limit_exceeded levenshtein
SELECT levenshtein(s, r) FROM (SELECT string_agg(a, '') AS s, string_agg(b, '') AS r FROM t);
-> limit_exceeded levenshtein
SELECT damerau_levenshtein(a, left(b, 100)) FROM t;
-> limit_exceeded damerau_levenshtein
SELECT jaro_similarity(left(a, 501), 'x') FROM t;
-> limit_exceeded jaro_similarity
SELECT bitstring('1', 1000000000);
-> limit_exceeded bitstring
SELECT equi_width_bins(0, 10, 1000000000, false);
-> limit_exceeded equi_width_bins
SELECT [x FOR x IN range(1000000000)];
-> limit_exceeded range
SELECT list_transform(range(10000), lambda x: list_transform(range(10000), lambda y: y));
-> limit_exceeded Together
SELECT repeat('x', 1e9);
-> limit_exceeded repeat
SELECT repeat('x', (1000000000)::INT);
-> limit_exceeded repeat
SELECT repeat('x', 999 + 999999999);
-> limit_exceeded repeat
SELECT repeat('x', ?);
-> limit_exceeded repeat

# Names that sqlglot would write without quotes
SELECT EXTRACT("year FROM d), (SELECT v FROM secrets" FROM d) FROM t;
-> not_allowed form
SELECT struct_pack("a, b" => 1);
-> not_allowed form
SELECT 1 FROM t JOIN BY (TYPE "INNER JOIN secrets --") u ON true;
-> not_allowed form

# Forms that the two parsers read differently
SELECT 1e308+1e308;
-> not_allowed run into one
SELECT x::mood FROM t;
-> not_allowed type
SELECT date[1] FROM t;
-> not_allowed type
SELECT CAST(x AS DATE FORMAT 'YYYY') FROM t;
-> not_allowed not available
SELECT [1]::BIGINT ARRAY;
-> not_allowed ARRAY
SELECT 0xFF;
-> not_allowed run into one
SELECT X'AB';
-> not_allowed run into one
SELECT (42,);
-> syntax_error comma
FROM t |> SELECT a;
-> not_allowed |>
SELECT * FROM t CONNECT BY a = b;
-> not_allowed CONNECT
SELECT x FROM t CLUSTER BY x;
-> not_allowed CLUSTER
SELECT 1 . BY;
-> syntax_error number
SELECT repeat(repeat(name, 1000), 1000) FROM t;
-> limit_exceeded Together
SELECT range(least(n, 900000)) FROM t;
-> limit_exceeded Together
SELECT list_transform(l, lambda x: range(least(x, 900000))) FROM t;
-> limit_exceeded Together
