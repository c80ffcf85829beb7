# What a hostile or hallucinating model sends, as ana (EU rows, masks, no salary, no secrets, no internal notes).
# category: a row of the 25 in test_attacks.py
# expect: denied (any code), one or more codes, `answer` (what the physical database says) or `contained` (either, with
#   nothing hidden in it)
# dialect: the dialect it is sent as; escapes: yes where \uXXXX stands for the character

# category: 1
# name: hidden table
# expect: unknown_name
SELECT v FROM secrets;

# category: 1
# name: three parts and mixed case
# expect: denied
SELECT * FROM memory.main."SeCrEtS";

# category: 1
# name: schema and case
# expect: unknown_name
SELECT * FROM MAIN."Secrets";

# category: 1
# name: literal as a table
# expect: denied
SELECT * FROM 'secrets';

# category: 1
# name: own table through a catalog
# expect: denied
SELECT ssn FROM shop.main.customers;

# category: 1
# name: temp catalog
# expect: denied
SELECT * FROM temp.main.secrets;

# category: 1
# name: system catalog
# expect: denied
SELECT * FROM system.information_schema.tables;

# category: 1
# name: unknown schema
# expect: denied
SELECT * FROM raw.secrets;

# category: 1
# name: quoted with a dot
# expect: denied
SELECT * FROM "main.secrets";

# category: 2
# name: scalar subquery in values
# expect: unknown_name
VALUES ((SELECT max(v) FROM secrets));

# category: 2
# name: scalar subquery in limit
# expect: denied
SELECT id FROM customers LIMIT (SELECT length(v) FROM secrets LIMIT 1);

# category: 2
# name: lateral
# expect: unknown_name
SELECT s.v FROM customers c, LATERAL (SELECT v FROM secrets LIMIT 1) s;

# category: 2
# name: list comprehension
# expect: denied
SELECT [(SELECT max(v) FROM secrets) FOR x IN [1]] AS l;

# category: 2
# name: order by
# expect: unknown_name
SELECT id FROM customers ORDER BY (SELECT count(*) FROM secrets);

# category: 2
# name: join condition
# expect: unknown_name
SELECT c.id FROM customers c JOIN orders o ON o.id = (SELECT count(*) FROM secrets);

# category: 2
# name: aggregate filter
# expect: unknown_name
SELECT count(*) FILTER (WHERE EXISTS (SELECT 1 FROM secrets WHERE v LIKE 'hush-0%')) FROM customers;

# category: 2
# name: qualify
# expect: unknown_name
SELECT id FROM customers QUALIFY row_number() OVER (ORDER BY (SELECT min(v) FROM secrets)) = 1;

# category: 2
# name: array of a subquery
# expect: unknown_name
SELECT ARRAY(SELECT v FROM secrets);

# category: 2
# name: comma joins after a subquery
# expect: unknown_name
SELECT * FROM (SELECT 1) a, (customers c JOIN secrets s ON true);

# category: 3
# name: cte hides in one scope only
# expect: unknown_name
WITH x AS (WITH secrets AS (SELECT 1 AS v) FROM secrets) SELECT * FROM x, secrets;

# category: 3
# name: cte of a later sibling
# expect: unknown_name
WITH a AS (SELECT * FROM secrets), secrets AS (SELECT 1 AS v) SELECT * FROM a;

# category: 3
# name: cte and a qualified name
# expect: unknown_name
WITH secrets AS (SELECT 1 AS v) SELECT * FROM main.secrets;

# category: 3
# name: cte inside a union branch
# expect: unknown_name
(WITH secrets AS (SELECT 'x' AS v) SELECT v FROM secrets) UNION ALL SELECT v FROM secrets;

# category: 3
# name: a harmless cte of a hidden name
# expect: answer
WITH secrets AS (SELECT 1 AS v) SELECT v FROM secrets;

# category: 4
# name: cte of the table's own name
# expect: answer
WITH customers AS (FROM customers) SELECT ssn FROM customers;

# category: 4
# name: cte of a hidden table's own name
# expect: unknown_name
WITH secrets AS (FROM secrets) SELECT v FROM secrets;

# category: 4
# name: recursive cte of the table's own name
# expect: contained
WITH RECURSIVE customers AS (SELECT ssn FROM customers LIMIT 0) SELECT * FROM customers;

# category: 4
# name: cte over the filter's table
# expect: answer
WITH orders AS (SELECT id, 'EU' AS region FROM range(2000) t(id)) SELECT count(*) AS n FROM payments, orders WHERE orders.id = 1;

# category: 5
# name: always true
# expect: answer
SELECT name FROM customers WHERE region = 'EU' OR 1 = 1;

# category: 5
# name: negation
# expect: answer
SELECT id FROM customers WHERE NOT (region = 'EU');

# category: 5
# name: outer join that would bring rows back
# expect: answer
SELECT a.id, b.name FROM customers a FULL JOIN customers b ON a.id = b.id + 1 WHERE b.region <> 'EU' OR b.region IS NULL;

# category: 5
# name: union with another region
# expect: answer
SELECT id FROM orders WHERE region = 'US' UNION ALL SELECT id FROM orders WHERE region IS NULL;

# category: 5
# name: comment that would cut a predicate
# expect: answer
SELECT id FROM customers WHERE id > 0 -- AND region = 'US'
;

# category: 6
# name: count
# expect: answer
SELECT count(*) AS n, max(id) AS m, sum(id) AS s FROM customers;

# category: 6
# name: count through a window
# expect: answer
SELECT DISTINCT count(*) OVER () AS n FROM orders;

# category: 6
# name: grouping by the hidden part
# expect: answer
SELECT region, count(*) AS n FROM events GROUP BY region;

# category: 6
# name: average over a table with a sub-query filter
# expect: answer
SELECT count(*) AS n, avg(amount) AS a FROM payments;

# category: 7
# name: equality with a raw value
# expect: answer
SELECT id FROM customers WHERE ssn = '902-12-1226';

# category: 7
# name: binary search
# expect: answer
SELECT count(*) AS n FROM customers WHERE ssn BETWEEN '900' AND '950';

# category: 7
# name: like on a partial mask
# expect: answer
SELECT id FROM customers WHERE email LIKE 'user6%';

# category: 7
# name: join with guesses
# expect: answer
SELECT c.id FROM customers c JOIN (SELECT 100 + i AS cvv FROM range(900) t(i)) g ON c.id = g.cvv JOIN payments p ON p.cvv = CAST(g.cvv AS VARCHAR);

# category: 7
# name: having on a masked column
# expect: answer
SELECT phone FROM customers GROUP BY phone HAVING max(phone) > '+4';

# category: 8
# name: substring
# expect: answer
SELECT substr(email, 1, 5) AS x, length(email) AS n FROM customers;

# category: 8
# name: sort
# expect: answer
SELECT id FROM customers ORDER BY birthday, id LIMIT 3;

# category: 8
# name: conversion
# expect: answer
SELECT hex(encode(phone)) AS h, ascii(cvv) AS a FROM customers, payments LIMIT 0;

# category: 8
# name: arithmetic on a masked number
# expect: wrong_type, execution_failed
SELECT cvv + 0 FROM payments;

# category: 8
# name: window over a masked column
# expect: answer
SELECT id, row_number() OVER (ORDER BY phone, id) AS n FROM customers;

# category: 8
# name: similarity
# expect: answer
SELECT id, levenshtein(left(phone, 40), '+42 555 5838') AS d, jaccard(card_number, '4000') AS j FROM customers JOIN payments USING (id);

# category: 9
# name: alias of an unmasked name
# expect: answer
SELECT ssn AS name, name AS ssn FROM customers;

# category: 9
# name: union position
# expect: answer
SELECT name AS x FROM customers UNION ALL SELECT ssn FROM customers;

# category: 9
# name: cte column list
# expect: answer
WITH x(name, ssn) AS (SELECT ssn, name FROM customers) SELECT name FROM x;

# category: 9
# name: derived table column list
# expect: answer
SELECT a FROM (SELECT phone, id FROM customers) AS t(a, b);

# category: 10
# name: row as JSON
# expect: answer
SELECT to_json(c) AS j FROM customers c;

# category: 10
# name: row as text
# expect: answer
SELECT CAST(c AS VARCHAR) AS t FROM customers c;

# category: 10
# name: row in an aggregate
# expect: answer
SELECT arg_max(p, id) AS p FROM payments p;

# category: 10
# name: row of a denied column
# expect: answer
SELECT e FROM employees e;

# category: 10
# name: field of a row
# expect: unknown_name
SELECT e.e.salary FROM employees e;

# category: 11
# name: star
# expect: answer
SELECT * FROM employees;

# category: 11
# name: columns by pattern
# expect: answer
SELECT COLUMNS('s.*') FROM customers;

# category: 11
# name: columns of a denied name
# expect: denied
SELECT COLUMNS('salary') FROM employees;

# category: 11
# name: exclude of a denied name
# expect: unknown_name
SELECT * EXCLUDE (salary) FROM employees;

# category: 11
# name: replace
# expect: answer
SELECT * REPLACE (ssn AS name) FROM customers;

# category: 11
# name: star over a using join
# expect: answer
SELECT * FROM customers JOIN payments USING (id);

# category: 12
# name: positional
# expect: contained
SELECT #5 FROM customers;

# category: 12
# name: unpivot
# expect: answer
UNPIVOT (SELECT id, email, ssn FROM customers) ON email, ssn INTO NAME k VALUE v;

# category: 12
# name: pivot on a masked column
# expect: answer
PIVOT payments ON cvv IN ('***', '121') USING count(*) AS n GROUP BY method;

# category: 12
# name: pivot whose columns come from the values
# expect: answer
PIVOT payments ON cvv USING count(*) AS n GROUP BY method;

# category: 12
# name: pivot of a hidden table
# expect: denied
PIVOT secrets ON k USING max(v);

# category: 12
# name: unpivot of a hidden table
# expect: denied
UNPIVOT secrets ON v INTO NAME k VALUE x;

# category: 13
# name: denied column
# expect: unknown_name
SELECT salary FROM employees;

# category: 13
# name: denied column in order by
# expect: unknown_name
SELECT id FROM employees ORDER BY salary;

# category: 13
# name: denied column in where
# expect: unknown_name
SELECT id FROM employees WHERE salary > 50000;

# category: 13
# name: denied column in using
# expect: denied
SELECT a.id FROM employees a JOIN employees b USING (salary);

# category: 13
# name: denied column through a join
# expect: unknown_name
SELECT e.name FROM employees e JOIN customers c ON c.id = e.salary;

# category: 13
# name: denied column of another schema
# expect: unknown_name
SELECT n.internal FROM crm.notes n;

# category: 13
# name: denied column in a window
# expect: unknown_name
SELECT rank() OVER (ORDER BY "SALARY") FROM employees;

# category: 13
# name: rowid
# expect: denied
SELECT rowid FROM customers;

# category: 14
# name: query function
# expect: not_allowed
FROM query('SELECT v FROM secrets');

# category: 14
# name: query_table
# expect: not_allowed
FROM query_table('secrets');

# category: 14
# name: query_table with a list
# expect: not_allowed
FROM query_table(['customers', 'secrets']);

# category: 14
# name: qualified query
# expect: denied
SELECT * FROM system.main.query('SELECT v FROM secrets');

# category: 14
# name: serialized
# expect: not_allowed
FROM json_execute_serialized_sql('{}');

# category: 14
# name: serializer
# expect: not_allowed
SELECT json_serialize_sql('SELECT v FROM secrets');

# category: 14
# name: table macro with a table argument
# expect: denied
FROM histogram_values(customers, ssn);

# category: 15
# name: zone maps
# expect: not_allowed
SELECT stats(name) FROM customers;

# category: 15
# name: storage info
# expect: not_allowed
FROM pragma_storage_info('customers');

# category: 15
# name: current query
# expect: not_allowed
SELECT current_query();

# category: 15
# name: version and settings
# expect: not_allowed
SELECT current_setting('memory_limit');

# category: 15
# name: table sample internals
# expect: not_allowed
FROM duckdb_table_sample('customers');

# category: 15
# name: variables
# expect: not_allowed
SELECT getvariable('hidden'), getenv('HOME');

# category: 16
# name: text file
# expect: not_allowed
FROM read_text('/etc/hostname');

# category: 16
# name: file as a table
# expect: denied
SELECT * FROM '/etc/passwd';

# category: 16
# name: csv over http
# expect: not_allowed
FROM read_csv('http://127.0.0.1:9/x.csv');

# category: 16
# name: glob
# expect: not_allowed
FROM glob('/etc/*');

# category: 16
# name: blob by quoted name
# expect: not_allowed
SELECT * FROM "READ_BLOB"('/etc/hostname');

# category: 16
# name: the audit log
# expect: denied
FROM read_json('shop.duckdb.hatidata/audit/*.jsonl');

# category: 17
# name: python variable
# expect: unknown_name
FROM some_dataframe;

# category: 17
# name: python variable in a join
# expect: unknown_name
SELECT * FROM customers JOIN some_dataframe USING (id);

# category: 18
# name: copy out
# expect: denied
COPY customers TO 'x.csv';

# category: 18
# name: export
# expect: denied
EXPORT DATABASE 'out';

# category: 18
# name: attach
# expect: denied
ATTACH 'other.duckdb' AS other;

# category: 18
# name: extension
# expect: denied
INSTALL httpfs;

# category: 18
# name: load
# expect: denied
LOAD json;

# category: 18
# name: secret
# expect: denied
CREATE SECRET s (TYPE s3);

# category: 19
# name: memory
# expect: denied
SET memory_limit = '100GB';

# category: 19
# name: use
# expect: denied
USE memory;

# category: 19
# name: variable
# expect: denied
SET VARIABLE x = 1;

# category: 19
# name: reset
# expect: denied
RESET threads;

# category: 19
# name: pragma
# expect: denied
PRAGMA database_list;

# category: 19
# name: transaction
# expect: denied
BEGIN TRANSACTION;

# category: 20
# name: duckdb_tables
# expect: not_allowed
SELECT sql FROM duckdb_tables();

# category: 20
# name: duckdb_databases
# expect: not_allowed
FROM duckdb_databases();

# category: 20
# name: sqlite_master
# expect: denied
SELECT * FROM sqlite_master;

# category: 20
# name: pg_catalog
# expect: not_allowed
SELECT * FROM pg_catalog.pg_class;

# category: 20
# name: visible columns only
# expect: answer
SELECT table_name, column_name FROM information_schema.columns;

# category: 20
# name: table constraints
# expect: not_allowed
SELECT * FROM information_schema.table_constraints;

# category: 20
# name: describe
# expect: denied
DESCRIBE secrets;

# category: 20
# name: show all
# expect: denied
SHOW ALL TABLES;

# category: 20
# name: show in from
# expect: denied
SELECT * FROM (SHOW ALL TABLES);

# category: 20
# name: show as a table
# expect: denied
FROM (SHOW TABLES);

# category: 20
# name: summarize
# expect: denied
SUMMARIZE customers;

# category: 20
# name: summarize in from
# expect: denied
SELECT * FROM (SUMMARIZE customers);

# category: 20
# name: explain
# expect: denied
EXPLAIN ANALYZE SELECT * FROM customers;

# category: 20
# name: catalog in an automatic column name
# expect: answer
SELECT (SELECT max(main.orders.id) FROM main.orders);

# category: 20
# name: catalog in the name of unpacked columns
# expect: answer
SELECT coalesce(*COLUMNS(['name', 'email'])) FROM customers;

# category: 20
# name: catalog in a key of a whole row
# expect: contained
SELECT to_json(t) FROM (SELECT concat(*COLUMNS(['name', 'email'])) FROM customers) t;

# category: 20
# name: catalog found by a pattern
# expect: contained
SELECT COLUMNS('.*main.*') FROM (SELECT EXISTS (SELECT 1 FROM main.orders), concat(*COLUMNS(['id', 'name'])) FROM customers);

# category: 20
# name: alias function
# expect: answer
SELECT alias(name), alias(COLUMNS(* EXCLUDE (tags, address))) FROM customers;

# category: 21
# name: delete in a cte
# expect: denied
WITH x AS (DELETE FROM orders RETURNING *) FROM x;

# category: 21
# name: update
# expect: denied
UPDATE customers SET region = 'EU';

# category: 21
# name: insert
# expect: denied
INSERT INTO orders (id) VALUES (1);

# category: 21
# name: drop
# expect: denied
DROP TABLE orders;

# category: 21
# name: create as
# expect: denied
CREATE TABLE mine AS SELECT * FROM secrets;

# category: 21
# name: macro that shadows a mask
# expect: denied
CREATE MACRO sha256(x) AS x;

# category: 21
# name: truncate
# expect: denied
TRUNCATE orders;

# category: 21
# name: merge
# expect: denied
MERGE INTO orders USING customers ON orders.id = customers.id WHEN MATCHED THEN DELETE;

# category: 21
# name: select into
# expect: denied
SELECT * INTO mine FROM customers;

# category: 22
# name: two statements
# expect: denied
SELECT 1; SELECT v FROM secrets;

# category: 22
# name: statement after a comment
# expect: denied
SELECT 1 /* ; */; /* */ SELECT v FROM secrets;

# category: 22
# name: zero width spaces
# escapes: yes
# expect: denied
SELECT v x\u200BFROM\u200Bsecrets;

# category: 22
# name: byte order mark
# escapes: yes
# expect: denied
\uFEFFSELECT v FROM secrets;

# category: 22
# name: word joiner in a name
# escapes: yes
# expect: denied
SELECT v FROM\u2060secrets;

# category: 22
# name: NUL splits
# escapes: yes
# expect: denied
SELECT 1\u0000; SELECT v FROM secrets;

# category: 22
# name: look-alike letters
# escapes: yes
# expect: denied
SELECT v FROM \u017Fecrets;

# category: 22
# name: comment inside a word
# expect: denied
SELECT v FR/**/OM secrets;

# category: 22
# name: bidirectional override
# escapes: yes
# expect: denied
SELECT id FROM customers WHERE \u202Eid = 1;

# category: 23
# name: backslash in a literal
# dialect: snowflake
# expect: contained
SELECT '\' UNION SELECT v FROM secrets --';

# category: 23
# name: backslash in a literal, as duckdb
# expect: denied
SELECT '\' UNION SELECT v FROM secrets --';

# category: 23
# name: dollar quotes
# dialect: snowflake
# expect: contained
SELECT $$ ' UNION SELECT v FROM secrets -- $$;

# category: 23
# name: double slash comment
# dialect: snowflake
# expect: denied
SELECT 1 // 2 UNION SELECT v FROM secrets
UNION SELECT v FROM secrets;

# category: 23
# name: hidden table as snowflake
# dialect: snowflake
# expect: unknown_name
SELECT TOP 5 v FROM SECRETS;

# category: 23
# name: stage as snowflake
# dialect: snowflake
# expect: denied
SELECT $1 FROM @stage;

# category: 23
# name: dynamic table as snowflake
# dialect: snowflake
# expect: denied
SELECT * FROM IDENTIFIER('secrets');

# category: 24
# name: error function
# expect: not_allowed
SELECT error(name) FROM customers;

# category: 24
# name: cast that quotes a value
# expect: wrong_type, execution_failed
SELECT CAST(name AS INTEGER) FROM customers;

# category: 24
# name: cast over a sub-query filter
# expect: wrong_type, execution_failed
SELECT count(*) FROM payments p JOIN orders o ON CAST(p.method AS INTEGER) = o.id;

# category: 24
# name: near miss of a hidden name
# expect: unknown_name
SELECT * FROM secret;

# category: 24
# name: near miss of a denied column
# expect: unknown_name
SELECT salry FROM employees;

# category: 24
# name: strptime
# expect: wrong_type, execution_failed
SELECT strptime(city, '%Y') FROM customers;

# category: 24
# name: more than one row
# expect: execution_failed, wrong_type
SELECT (SELECT name FROM customers) AS x;

# category: 24
# name: bad regular expression
# expect: denied
SELECT regexp_matches(name, name || '(') FROM customers;

# category: 25
# name: huge scalar
# expect: limit_exceeded, not_allowed
SELECT len(range(1000000000));

# category: 25
# name: huge repeat
# expect: limit_exceeded, not_allowed
SELECT length(repeat('x', 1000000000));

# category: 25
# name: huge repeat by expression
# expect: limit_exceeded, not_allowed
SELECT length(repeat('x', CAST(pow(10, 9) AS BIGINT)));

# category: 25
# name: huge pad
# expect: limit_exceeded, not_allowed
SELECT lpad('x', 1000000000, 'y');

# category: 25
# name: endless rows
# expect: timeout, limit_exceeded, not_allowed
SELECT count(*) FROM range(1000000000) a, range(1000) b;

# category: 25
# name: endless recursion
# expect: timeout, limit_exceeded
WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n FROM r) SELECT count(*) FROM r;

# category: 25
# name: nested
# expect: limit_exceeded
SELECT ((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((1))))))))))))))))))))))))))))))))))))))))))))))))))))))))))));

# category: 25
# name: doubling
# expect: limit_exceeded, not_allowed
SELECT length(replace(replace(replace(repeat('a', 10000), 'a', repeat('b', 10000)), 'b', repeat('c', 10000)), 'c', repeat('d', 10000)));
