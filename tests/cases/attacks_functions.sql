# Functions that take SQL, tell statistics, read files or variables (14 to 17).
# attack: category | name | what it gets and where it is stopped | what it would show or do without guards
# See tests/support/attacks.py for the other headers.

# attack: 14 | query function | not_allowed allow.judge_function | value
FROM query('SELECT v FROM secrets');

# attack: 14 | query_table | not_allowed allow.judge_function | value
# same: query function
FROM query_table('secrets');

# attack: 14 | qualified query | not_allowed allow._table | value
SELECT * FROM system.main.query('SELECT v FROM secrets');

# attack: 14 | table macro with a table argument | not_allowed allow.judge_function | value
FROM histogram_values(customers, ssn);

# attack: 14 | query in a sub-query | not_allowed allow.judge_function | value
SELECT (SELECT max(v) FROM query('SELECT v FROM secrets')) AS x;

# attack: 14 | query in a join | not_allowed allow.judge_function | value
SELECT q.v FROM customers c JOIN query('SELECT v FROM secrets') q ON true LIMIT 3;

# attack: 14 | query in a cte | not_allowed allow.judge_function | value
WITH q AS (FROM query('SELECT v FROM secrets')) SELECT v FROM q;

# attack: 14 | query in brackets | not_allowed allow.judge_function | value
# only: 2
SELECT * FROM (query('SELECT v FROM secrets'));

# attack: 14 | quoted and mixed case | not_allowed allow.judge_function | value
FROM "QuErY"('SELECT v FROM secrets');

# attack: 14 | schema before it | not_allowed allow._table | value
# same: qualified query
FROM main.query('SELECT v FROM secrets');

# attack: 14 | pivoted | not_allowed allow.judge_function | value
PIVOT query('SELECT k, v FROM secrets') ON k USING max(v);

# attack: 14 | concatenated text | not_allowed allow.judge_function | value
# same: query function
FROM query('SELECT v ' || 'FROM sec' || 'rets');

# attack: 14 | by name in a union | not_allowed allow.judge_function | value
SELECT v FROM query_table('secrets') UNION ALL BY NAME SELECT v FROM query_table(['secrets'], true);

# attack: 14 | dollar quotes | not_allowed allow.judge_function | value
# same: query function
FROM query($$SELECT v FROM secrets$$);

# attack: 14 | serialized statement | not_allowed allow.judge_function | value
SELECT * FROM json_execute_serialized_sql(json_serialize_sql('SELECT v FROM secrets'));

# attack: 14 | histogram of a table | not_allowed allow.judge_function | value
# same: table macro with a table argument
FROM histogram(secrets, v);

# attack: 14 | call | not_allowed characters._check_start | value
CALL query('SELECT v FROM secrets');

# attack: 14 | prepared | not_allowed characters._check_start | changes
PREPARE p AS SELECT v FROM secrets;

# attack: 14 | with an alias and columns | not_allowed allow.judge_function | value
# same: query function
SELECT name FROM query_table('secrets') AS customers(id, name);

# attack: 14 | sampled | not_allowed allow.judge_function | value
SELECT v FROM query('SELECT v FROM secrets') USING SAMPLE 100%;

# attack: 15 | zone maps | not_allowed allow.judge_function | fact
SELECT stats(name) FROM customers;

# attack: 15 | storage info | not_allowed allow.judge_function | value
FROM pragma_storage_info('customers');

# attack: 15 | zone maps of a masked number | not_allowed allow.judge_function | fact
# same: zone maps
SELECT stats(cvv) FROM payments LIMIT 1;

# attack: 15 | zone maps in a condition | not_allowed allow.judge_function | fact
SELECT id FROM employees WHERE stats(salary) LIKE '%108931%' LIMIT 1;

# attack: 15 | storage of a hidden table | not_allowed allow.judge_function | value
# same: storage info
SELECT stats FROM pragma_storage_info('secrets');

# attack: 15 | sizes | not_allowed allow.judge_function | text 210
# same: storage info
SELECT estimated_size FROM duckdb_tables() WHERE table_name = 'customers';

# attack: 15 | memory in use | not_allowed allow.judge_function | text BASE_TABLE
# same: storage info
FROM duckdb_memory();

# attack: 15 | settings | not_allowed allow.judge_function | name
# same: storage info
SELECT name, value FROM duckdb_settings();

# attack: 15 | variable | not_allowed allow.judge_function | canary
# same: database
SELECT getvariable('hidden') AS x;

# attack: 15 | database | not_allowed allow.judge_function | text shop
SELECT current_database() AS d;

# attack: 15 | schema without brackets | not_allowed allow.check | text shop
SELECT current_catalog;

# attack: 15 | schemas of the path | not_allowed allow.judge_function | text pg_catalog
# same: database
SELECT current_schemas(true) AS s;

# attack: 15 | user | not_allowed allow.check | text duckdb
# same: schema without brackets
SELECT current_user AS u, session_user AS s;

# attack: 15 | kind of a vector | not_allowed allow.judge_function | text _VECTOR
# same: database
SELECT vector_type(id) AS v FROM customers LIMIT 1;

# attack: 15 | method of a column | not_allowed allow.judge_function | fact
# only: 2
SELECT name.stats() FROM customers LIMIT 1;

# attack: 15 | size of the database | not_allowed allow.judge_function | fact
# same: storage info
FROM pragma_database_size();

# attack: 15 | row groups of a table | not_allowed allow.judge_function | text VARCHAR
# same: storage info
FROM pragma_table_info('secrets');

# attack: 16 | text file | not_allowed allow.judge_function | canary
FROM read_text('canary.txt');

# attack: 16 | blob by quoted name | not_allowed allow.judge_function | canary
SELECT content FROM "READ_BLOB"('canary.txt');

# attack: 16 | csv | not_allowed allow.judge_function | canary
# same: text file
FROM read_csv('canary.csv');

# attack: 16 | file as a table | unknown_name names._check | canary
SELECT * FROM 'canary.csv';

# attack: 16 | quoted file as a table | unknown_name names._check | canary
SELECT * FROM "canary.parquet";

# attack: 16 | file of JSON as a table | unknown_name names._check | canary
# same: file as a table
FROM 'canary.json';

# attack: 16 | glob of a folder | not_allowed allow.judge_function | text canary.csv
# same: text file
FROM glob('*');

# attack: 16 | glob as a table | unknown_name names._check | canary
# same: file as a table
SELECT * FROM 'can*.csv';

# attack: 16 | list of files | not_allowed allow.judge_function | canary
# same: text file
FROM read_csv(['canary.csv', 'canary.csv'], union_by_name = true);

# attack: 16 | sniffed | not_allowed allow.judge_function | text BIGINT
# same: text file
SELECT columns FROM sniff_csv('canary.csv');

# attack: 16 | parquet metadata | not_allowed allow.judge_function | canary
# same: text file
SELECT file_name, stats_max FROM parquet_metadata('canary.parquet');

# attack: 16 | in a sub-query | not_allowed allow.judge_function | canary
SELECT (SELECT max(content) FROM read_text('canary.txt')) AS x;

# attack: 16 | in a lateral | not_allowed allow.judge_function | canary
SELECT r.content FROM (SELECT 1 AS i) t, LATERAL (SELECT content FROM read_text('canary.txt') WHERE t.i = 1) r;

# attack: 16 | in a cte of its own name | not_allowed allow.judge_function | canary
WITH read_text AS (SELECT * FROM read_text('canary.txt')) SELECT content FROM read_text;

# attack: 16 | schema before it | not_allowed allow._table | canary
FROM system.main.read_text('canary.txt');

# attack: 16 | pivoted file | unknown_name names._check | changes
PIVOT 'canary.csv' ON v USING count(*);

# attack: 16 | joined file | unknown_name names._check | canary
SELECT f.v FROM customers c JOIN 'canary.csv' f ON f.a = c.id OR true LIMIT 1;

# attack: 16 | another database | not_allowed characters._check_start | changes
ATTACH 'other.duckdb' AS other (READ_ONLY);

# attack: 16 | own database file as bytes | not_allowed allow.judge_function | text DUCK
# same: text file
SELECT content FROM read_blob('shop.duckdb');

# attack: 16 | audit log | not_allowed allow.judge_function | canary
# same: text file
FROM read_json('shop.duckdb.hatidata/audit/*.jsonl', ignore_errors = true);

# attack: 16 | import of a script | not_allowed characters._check_start | changes
IMPORT DATABASE '.';

# attack: 16 | read by COPY | not_allowed characters._check_start | changes
COPY secrets FROM 'canary.csv' (HEADER false, SKIP 1);

# attack: 17 | variable of the program | unknown_name names._check | canary
FROM some_dataframe;

# attack: 17 | in a join | unknown_name names._check | canary
SELECT s.v FROM customers JOIN some_dataframe s ON true LIMIT 1;

# attack: 17 | in a sub-query | unknown_name names._check | canary
SELECT (SELECT max(v) FROM some_dataframe) AS x;

# attack: 17 | quoted | unknown_name names._check | canary
SELECT v FROM "some_dataframe";

# attack: 17 | by name | not_allowed allow.judge_function | canary
FROM query_table('some_dataframe');

# attack: 17 | in a cte | unknown_name names._check | canary
WITH x AS (SELECT v FROM some_dataframe) FROM x;

# attack: 17 | pivoted | unknown_name names._check | canary
PIVOT some_dataframe ON v USING count(*);

# attack: 17 | unpivoted | unknown_name names._check | canary
UNPIVOT some_dataframe ON v INTO NAME k VALUE x;

# attack: 17 | summarized | not_allowed characters._check_start | canary
SUMMARIZE some_dataframe;

# attack: 17 | in a lateral | unknown_name names._check | canary
SELECT l.v FROM (SELECT 1 AS i) t, LATERAL (SELECT v FROM some_dataframe WHERE id = i) l;
