# Statements, characters, dialects, errors and exhaustion (22 to 25).
# attack: category | name | what it gets and where it is stopped | what it would show or do without guards
# See tests/support/attacks.py for the other headers.

# attack: 22 | two statements | syntax_error parse.one_tree | value
SELECT 1; SELECT v FROM secrets;

# attack: 22 | statement after a comment | syntax_error parse.one_tree | value
# same: two statements
SELECT 1 /* ; */; /* */ SELECT v FROM secrets;

# attack: 22 | line comment ended by a line end | unknown_name names._check | fact
SELECT 1 -- only this
UNION ALL SELECT length(v) FROM secrets;

# attack: 22 | write after a query | syntax_error parse.one_tree | changes
SELECT 1; DROP TABLE secrets;

# attack: 22 | statement before a query | not_allowed characters._check_start | changes
DROP TABLE secrets; SELECT 1;

# attack: 22 | zero width spaces | not_allowed characters._refuse_character | value
# escapes: yes
SELECT v x\u200BFROM\u200Bsecrets;

# attack: 22 | byte order mark | not_allowed characters._refuse_character | value
# escapes: yes
\uFEFFSELECT v FROM secrets;

# attack: 22 | word joiner in a name | not_allowed characters._refuse_character | value
# escapes: yes
SELECT v FROM\u2060secrets;

# attack: 22 | no-break space | not_allowed characters._refuse_character | value
# escapes: yes
# same: zero width spaces
SELECT v\u00A0FROM\u00A0secrets;

# attack: 22 | ideographic space | not_allowed characters._refuse_character | value
# escapes: yes
# same: zero width spaces
SELECT v FROM\u3000secrets;

# attack: 22 | en quad between words | not_allowed characters._refuse_character | value
# escapes: yes
# same: zero width spaces
SELECT\u2000v FROM secrets;

# attack: 22 | NUL splits | not_allowed characters._refuse_character | value
# escapes: yes
# only: 2
SELECT 1\u0000; SELECT v FROM secrets;

# attack: 22 | form feed | not_allowed characters._refuse_character | value
# escapes: yes
SELECT\u000Cv FROM secrets;

# attack: 22 | vertical tab | not_allowed characters._refuse_character | value
# only: 2
# escapes: yes
# same: form feed
SELECT v\u000BFROM secrets;

# attack: 22 | bidirectional override in a comment | not_allowed characters._refuse_character | value
# escapes: yes
SELECT v /* \u202E */ FROM secrets;

# attack: 22 | bidirectional override in a quoted name | unknown_name names._check | value
# escapes: yes
SELECT v AS "\u202Eeman" FROM secrets;

# attack: 22 | invisible letters in an alias | not_allowed characters._refuse_character | value
# escapes: yes
SELECT v AS a\u2060 FROM secrets;

# attack: 22 | brackets inside a comment | unknown_name names._check | value
SELECT v /* ) FROM customers ( */ FROM secrets;

# attack: 22 | quotes inside a comment | unknown_name names._check | fact
SELECT 1 AS a /* ' */ UNION ALL SELECT length(v) FROM secrets /* ' */;

# attack: 22 | comment marks in a literal | unknown_name names._check | value
SELECT '/*' AS a, v FROM secrets -- */;

# attack: 22 | dashes in a name | unknown_name names._check | value
SELECT v AS "--" FROM secrets;

# attack: 22 | statement ended twice | unknown_name names._check | value
SELECT v FROM secrets;;;

# attack: 22 | carriage return in a comment | unknown_name names._check | fact
# escapes: yes
SELECT 1 AS n --\u000DUNION ALL SELECT length(v) FROM secrets;

# attack: 23 | backslash in a literal | contained sql.dialects | value
# dialect: snowflake
SELECT '\' UNION SELECT v FROM secrets --';

# attack: 23 | backslash in a literal, as duckdb | unknown_name names._check | value
SELECT '\' UNION SELECT v FROM secrets --';

# attack: 23 | escape string | unknown_name names._check | value
SELECT E'\'' AS a, v FROM secrets;

# attack: 23 | escape string that hides a quote | unknown_name names._check | value
SELECT E'\' AS a --' AS a, v FROM secrets;

# attack: 23 | dollar quotes | unknown_name names._check | value
SELECT $$ ' $$ AS a, v FROM secrets;

# attack: 23 | tagged dollar quotes | unknown_name names._check | value
SELECT $a$ $$ ' $a$ AS a, v FROM secrets;

# attack: 23 | dollar quotes around a quote, as snowflake | unknown_name names._check | value
# dialect: snowflake
SELECT $$ ' $$ AS a, v FROM secrets;

# attack: 23 | double slash | unknown_name names._check | fact
# dialect: snowflake
SELECT length(v) // 2
 AS n FROM secrets;

# attack: 23 | hidden table as snowflake | unknown_name names._check | value
# dialect: snowflake
SELECT V FROM SECRETS LIMIT 5;

# attack: 23 | quoted case as snowflake | unknown_name names._check | value
# dialect: snowflake
SELECT "v" FROM "secrets";

# attack: 23 | denied column as snowflake | unknown_name lease._doubted | value
# dialect: snowflake
SELECT ID, SALARY FROM EMPLOYEES ORDER BY SALARY DESC;

# attack: 23 | mask as snowflake | answer lens.mask | value
# dialect: snowflake
SELECT PHONE, EMAIL FROM CUSTOMERS;

# attack: 23 | row filter as snowflake | answer lens.filter | fact
# dialect: snowflake
SELECT COUNT(*) AS N, COUNT_IF(REGION = 'US') AS M FROM CUSTOMERS;

# attack: 23 | whole row as snowflake | contained lens.masks | value
# dialect: snowflake
SELECT TO_JSON(C) AS J FROM CUSTOMERS C;

# attack: 23 | file as snowflake | unsupported_sql source._judge_plain | canary
# dialect: snowflake
SELECT * FROM 'canary.csv';

# attack: 23 | statement as snowflake | not_allowed characters._check_start | name
# dialect: snowflake
SHOW TABLES;

# attack: 23 | national literal | not_allowed allow.check | value
SELECT N'x' AS a, v FROM secrets;

# attack: 23 | hexadecimal literal | not_allowed characters._check_pair | value
SELECT x'41' AS a, v FROM secrets;

# attack: 23 | number runs into a word | unknown_name names._check | value
SELECT 1AS a, v FROM secrets;

# attack: 23 | information schema as snowflake | answer lens.catalog | name
# dialect: snowflake
SELECT TABLE_NAME FROM INFORMATION_SCHEMA.TABLES;

# attack: 24 | error function | not_allowed allow.judge_function | value
SELECT error(phone) FROM customers WHERE phone IS NOT NULL;

# attack: 24 | cast that quotes a value | unknown_name names._check | value
SELECT CAST(v AS INTEGER) FROM secrets;

# attack: 24 | cast of a masked value | wrong_type lease._doubted | value
SELECT CAST(phone AS DATE) FROM customers WHERE phone IS NOT NULL;

# attack: 24 | cast of a hidden row's value | answer lens.filter | fact
SELECT CAST(name AS INTEGER) FROM customers WHERE region = 'US' AND name IS NOT NULL;

# attack: 24 | cast over a sub-query filter | answer lens.filter | fact
SELECT count(*) AS n FROM payments p JOIN orders o ON CAST(p.method || CASE WHEN o.region = 'US' THEN o.note ELSE '' END AS INTEGER) = o.id WHERE o.region = 'US';

# attack: 24 | near miss of a hidden name | unknown_name names._check | name
SELECT * FROM secret;

# attack: 24 | near miss of a denied column | unknown_name lease._doubted | name
SELECT salry FROM employees;

# attack: 24 | near miss of a hidden column | unknown_name lease._doubted | name
SELECT n.interna FROM crm.notes n;

# attack: 24 | candidates of an unknown column | unknown_name lease._doubted | name
# same: near miss of a denied column
SELECT salari FROM employees;

# attack: 24 | candidates of an unknown field | unknown_name lease._doubted | name
SELECT (e).salry FROM employees e;

# attack: 24 | names that an exclusion does not find | unknown_name lease._doubted | name
# only: 2
SELECT * EXCLUDE (salry) FROM employees;

# attack: 24 | format of a date | execution_failed lease._doubted | value
SELECT strptime(phone, '%Y') FROM customers WHERE phone IS NOT NULL;

# attack: 24 | more than one row | answer lens.filter | fact
SELECT (SELECT name FROM customers WHERE region = 'US') AS x;

# attack: 24 | regular expression made of a value | execution_failed lease._doubted | value
# same: format of a date
SELECT regexp_matches('a', '(' || ssn) FROM customers WHERE ssn IS NOT NULL;

# attack: 24 | path made of a value | execution_failed lease._doubted | value
# same: format of a date
SELECT json_extract('{}', '$[' || phone) FROM customers WHERE phone IS NOT NULL;

# attack: 24 | JSON made of a value | execution_failed lease._doubted | value
SELECT json(phone) FROM customers WHERE phone IS NOT NULL;

# attack: 24 | time zone made of a value | unsupported_sql lease._doubted | value
SELECT now() AT TIME ZONE phone FROM customers WHERE phone IS NOT NULL;

# attack: 24 | part of a date made of a value | syntax_error lease._doubted | value
SELECT date_part(phone, DATE '2024-01-01') FROM customers WHERE phone IS NOT NULL;

# attack: 24 | unit of an interval made of a value | wrong_type lease._doubted | value
# same: cast of a masked value
SELECT CAST(phone AS INTERVAL) FROM customers WHERE phone IS NOT NULL;

# attack: 24 | overflow | unknown_name lease._doubted | value
# same: cast of a masked value
SELECT CAST(salary AS TINYINT) FROM employees;

# attack: 24 | overflow of a sum | answer lens.mask | fact
SELECT CAST(bonus * 1000000 AS DECIMAL(4, 1)) FROM employees;

# attack: 24 | division by a condition | unknown_name lease._doubted | fact
SELECT 1 // (CASE WHEN max(salary) > 100000 THEN 0 ELSE 1 END) AS x FROM employees;

# attack: 24 | failure only on a hidden row | answer lens.filter | fact
SELECT count(*) AS n FROM customers WHERE 1 // (CASE WHEN region = 'US' THEN 0 ELSE 1 END) = 1;

# attack: 24 | failure only on a masked value | answer lens.mask | value
SELECT sum(CASE WHEN phone LIKE '+41%' THEN CAST('x' || phone AS INTEGER) ELSE 0 END) AS n FROM customers;

# attack: 24 | enum from a value | wrong_type lease._doubted | value
SELECT CAST(phone AS ENUM('a', 'b')) AS e FROM customers WHERE phone IS NOT NULL;

# attack: 24 | assertion | not_allowed allow.judge_function | value
# only: 2
SELECT assert_true(max(salary) < 100000, max(salary)::VARCHAR) FROM employees;

# attack: 24 | argument types that name a column | unknown_name lease._doubted | text INTEGER
SELECT date_trunc(salary, name) FROM employees;

# attack: 24 | bad uuid | wrong_type lease._doubted | value
# same: cast of a masked value
SELECT CAST(ssn AS UUID) FROM customers WHERE ssn IS NOT NULL;

# attack: 24 | struct made of JSON | execution_failed lease._doubted | value
SELECT from_json_strict(to_json(e), '{"salary":"DATE"}') AS j FROM employees e;

# attack: 25 | huge list | limit_exceeded limits.check | size
# plain: SELECT len(range(2000000)) AS n
SELECT len(range(1000000000)) AS n;

# attack: 25 | huge repeat | limit_exceeded limits.check | size
# plain: SELECT length(repeat('x', 2000000)) AS n
SELECT length(repeat('x', 1000000000)) AS n;

# attack: 25 | huge repeat by an expression | limit_exceeded limits.check | size
# plain: SELECT length(repeat('x', CAST(pow(10, 6) AS BIGINT) * 2)) AS n
SELECT length(repeat('x', CAST(pow(10, 9) AS BIGINT))) AS n;

# attack: 25 | huge repeat as a method | limit_exceeded limits.check | size
# plain: SELECT ('x').repeat(2000000).length() AS n
SELECT ('x').repeat(1000000000).length() AS n;

# attack: 25 | huge pad | limit_exceeded limits.check | size
# plain: SELECT length(lpad('x', 2000000, 'y')) AS n
SELECT length(lpad('x', 1000000000, 'y')) AS n;

# attack: 25 | huge pad by a column | limit_exceeded limits.check | size
# plain: SELECT max(length(rpad('x', i * 2000000, 'y'))) AS n FROM (VALUES (1), (2)) t(i)
SELECT max(length(rpad('x', CAST(id * 1000000 AS INTEGER), 'y'))) AS n FROM customers;

# attack: 25 | resized list | limit_exceeded limits.check | size
# plain: SELECT len(list_resize([1], 2000000)) AS n
SELECT len(list_resize([1], 1000000000)) AS n;

# attack: 25 | bits | limit_exceeded limits.check | size
# plain: SELECT octet_length(bitstring('1', 20000000)) AS n
SELECT octet_length(bitstring('1', 2000000000)) AS n;

# attack: 25 | printed width | limit_exceeded limits.check | size
# plain: SELECT length(printf('%2000000d', 1)) AS n
SELECT length(printf('%1000000000d', 1)) AS n;

# attack: 25 | formatted width | limit_exceeded limits.check | size
# plain: SELECT length(format('{:2000000}', 1)) AS n
SELECT length(format('{:1000000000}', 1)) AS n;

# attack: 25 | doubling | limit_exceeded limits.check | size
# plain: SELECT length(replace(repeat('a', 10000), 'a', repeat('b', 300))) AS n
SELECT length(replace(replace(replace(repeat('a', 10000), 'a', repeat('b', 10000)), 'b', repeat('c', 10000)), 'c', repeat('d', 10000))) AS n;

# attack: 25 | nested repeats below each limit | limit_exceeded limits.check | size
SELECT length(repeat(repeat(repeat('x', 1000), 1000), 20)) AS n;

# attack: 25 | series of dates | limit_exceeded limits.check | size
# plain: SELECT len(generate_series(TIMESTAMP '2000-01-01', TIMESTAMP '2000-02-01', INTERVAL 1 SECOND)) AS n
SELECT len(generate_series(TIMESTAMP '2000-01-01', TIMESTAMP '2100-01-01', INTERVAL 1 SECOND)) AS n;

# attack: 25 | endless rows | timeout/limit_exceeded lease._doubted | time
SELECT count(*) AS n FROM range(1000000000) a, range(1000) b WHERE a.range * b.range % 7 = 3;

# attack: 25 | endless recursion | timeout/limit_exceeded lease._doubted | time
WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n FROM r) SELECT count(*) AS n FROM r;

# attack: 25 | endless sort | timeout/limit_exceeded lease._doubted | time
SELECT max(x) AS n FROM (SELECT hash(range) AS x FROM range(2000000000) ORDER BY x LIMIT 1 OFFSET 1000000);

# attack: 25 | cross join of visible tables | timeout/limit_exceeded lease._doubted | time
SELECT count(*) AS n FROM events a, events b, events c, events d WHERE a.value * b.value % 7 + c.value * d.value = -1;

# attack: 25 | correlated loop | timeout/limit_exceeded lease._doubted | time
SELECT sum((SELECT count(*) FROM range(1000000) t(j) WHERE j % (i + 1) = 0)) AS n FROM range(10000) s(i);

# attack: 25 | distance of long texts | limit_exceeded limits.check | time
# plain: SELECT levenshtein(repeat('ab', 16000), repeat('ba', 16000)) AS n
SELECT levenshtein(repeat('ab', 30000), repeat('ba', 30000)) AS n;

# attack: 25 | growing text | limit_exceeded/timeout lease._doubted | size
# plain: SELECT length(string_agg(repeat('x', 1000), '')) AS n FROM range(3000)
SELECT length(string_agg(repeat('x', 1000), '')) AS n FROM range(100000000);

# attack: 25 | growing list | limit_exceeded/timeout lease._doubted | size
# plain: SELECT len(list(range)) AS n FROM range(2000000)
SELECT len(list(range)) AS n FROM range(2000000000);

# attack: 25 | recursion that doubles | timeout/limit_exceeded lease._doubted | size
# plain: WITH RECURSIVE r AS (SELECT 'x' AS t, 0 AS n UNION ALL SELECT t || t, n + 1 FROM r WHERE n < 22) SELECT max(length(t)) AS n FROM r
WITH RECURSIVE r AS (SELECT 'x' AS t, 0 AS n UNION ALL SELECT t || t, n + 1 FROM r WHERE n < 60) SELECT max(length(t)) AS n FROM r;

# attack: 25 | fold that doubles | limit_exceeded limits.check | size
# plain: SELECT length(list_reduce(range(23).list_transform(lambda i: 'x'), lambda a, b: a || a)) AS n
SELECT length(list_reduce(range(60).list_transform(lambda i: 'x'), lambda a, b: a || a)) AS n;

# attack: 25 | more rows than are shown | contained lens.limits | rows
SELECT range FROM range(150000);

# attack: 25 | cube of many columns | limit_exceeded/timeout lease._doubted | memory
SELECT count(*) AS n FROM (SELECT 1 FROM range(100000) t(i) GROUP BY CUBE (i % 2, i % 3, i % 5, i % 7, i % 11, i % 13, i % 17, i % 19, i % 23, i % 29, i % 31, i % 37));

# attack: 25 | nested brackets | limit_exceeded characters._check_nesting | crash
SELECT ((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((1))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))));

# attack: 25 | unnested list | limit_exceeded limits.check | size
# plain: SELECT count(*) AS n FROM (SELECT unnest(range(2000000)))
SELECT count(*) AS n FROM (SELECT unnest(range(1000000000)));

# attack: 25 | steps that multiply | limit_exceeded growing._checked | size
# plain: WITH a AS (SELECT repeat('x', 1000) AS x), b AS (SELECT x || x || x || x || x || x || x || x || x || x || x || x || x || x || x || x AS x FROM a), c AS (SELECT x || x || x || x || x || x || x || x || x || x || x || x || x || x || x || x AS x FROM b), d AS (SELECT x || x || x || x || x || x || x || x || x || x || x || x || x || x || x || x AS x FROM c) SELECT length(x) AS n FROM d
WITH a AS (SELECT name AS x FROM customers LIMIT 1),
b AS (SELECT x || x || x || x || x || x || x || x || x || x || x || x || x || x || x || x AS x FROM a),
c AS (SELECT x || x || x || x || x || x || x || x || x || x || x || x || x || x || x || x AS x FROM b),
d AS (SELECT x || x || x || x || x || x || x || x || x || x || x || x || x || x || x || x AS x FROM c),
e AS (SELECT x || x || x || x || x || x || x || x || x || x || x || x || x || x || x || x AS x FROM d),
f AS (SELECT x || x || x || x || x || x || x || x || x || x || x || x || x || x || x || x AS x FROM e),
g AS (SELECT x || x || x || x || x || x || x || x || x || x || x || x || x || x || x || x AS x FROM f),
h AS (SELECT x || x || x || x || x || x || x || x || x || x || x || x || x || x || x || x AS x FROM g)
SELECT length(x) AS n FROM h;
