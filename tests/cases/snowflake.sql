# Snowflake's SQL, and the rows that Snowflake gives for it, or the error's code and subject.

# Choice and NULL
SELECT IFF(1 > 2, 'a', 'b'), IFF(NULL, 'a', 'b'), NVL(NULL, 3), NVL2(NULL, 1, 2), NVL2(5, 1, 2), IFNULL(NULL, 4);
-> (b, b, 3, 2, 1, 4)
SELECT ZEROIFNULL(NULL), ZEROIFNULL(7), NULLIFZERO(0), NULLIFZERO(7), COALESCE(NULL, 1), NULLIF(1, 1);
-> (0, 7, NULL, 7, 1, NULL)
SELECT DECODE(2, 1, 'one', 2, 'two', 'other'), DECODE(NULL, NULL, 'nul', 'x'), DECODE(3, 1, 'one');
-> (two, nul, NULL)
SELECT EQUAL_NULL(NULL, NULL), EQUAL_NULL(1, NULL), 1 IS DISTINCT FROM NULL;
-> (True, False, True)
SELECT GREATEST(1, NULL, 3), LEAST(1, 2), GREATEST(1, 5), LEAST(NULL, 1), DIV0(1, 0), DIV0(4, 2), DIV0NULL(1, NULL);
-> (NULL, 1, 5, NULL, 0.0, 2.0, 0.0)
SELECT CASE WHEN 1 = 1 THEN 'x' END, 1 IN (1, 2), 2 BETWEEN 1 AND 3, NOT TRUE;
-> (x, True, True, False)

# Numbers
SELECT ABS(-2), CEIL(1.2), FLOOR(1.8), ROUND(2.567, 2), ROUND(2.5), TRUNC(2.567, 1), TRUNCATE(2.9), MOD(7, 3), MOD(-7, 3);
-> (2, 2, 1, 2.57, 3, 2.5, 2, 1, -1)
SELECT POWER(2, 3), POW(2, 2), SQRT(9), SIGN(-3), EXP(0), LN(1), LOG(10, 100), SQUARE(3), CBRT(8), ROUND(PI(), 3);
-> (8.0, 4.0, 3.0, -1, 1.0, 0.0, 2.0, 9.0, 2.0, 3.142)
SELECT 1 / 4, 7 % 3, 2 + 3 * 4, -(1 + 2);
-> (0.25, 1, 14, -3)
SELECT 1 / NULLIF(0, 0), 6 / (NULLIF(1 + 2, 0)), 5 / -(2.5), DIV0(6 / 2, 4 / NULLIF(2, 0)), IFF(TRUE, 1 / 2, 0);
-> (NULL, 2.0, -2.0, 1.5, 0.5)

# Text
SELECT CONCAT('a', NULL), CONCAT('a', 'b', 'c'), CONCAT_WS('-', 'a', NULL, 'b'), CONCAT_WS('-', 'a', 'b'), 'a' || NULL;
-> (NULL, abc, NULL, a-b, NULL)
SELECT SUBSTR('hello', 2, 3), SUBSTRING('hello', 2), LEFT('hello', 2), RIGHT('hello', 2), LENGTH('héllo'), LEN('abc');
-> (ell, ello, he, lo, 5, 3)
SELECT UPPER('a'), LOWER('A'), REVERSE('abc'), TRIM('  a '), TRIM('xax', 'x'), LTRIM('xxa', 'x'), RTRIM('axx', 'x');
-> (A, a, cba, a, a, a, a)
SELECT LPAD('7', 3, '0'), RPAD('7', 3, '0'), REPLACE('aba', 'a', 'c'), SPLIT_PART('a,b,c', ',', 2), SPLIT_PART('a,b', ',', -1);
-> (007, 700, cbc, b, b)
SELECT CHARINDEX('b', 'abc'), POSITION('b' IN 'abc'), POSITION('b', 'abc'), CONTAINS('abc', 'b'), STARTSWITH('abc', 'a');
-> (2, 2, 2, True, True)
SELECT ENDSWITH('abc', 'c'), ASCII('a'), CHR(65), MD5('a'), SHA2('a');
-> (True, 97, A, 0cc175b9c0f1b6a831c399e269772661, ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb)
SELECT 'abc' ILIKE 'A%', 'abc' LIKE 'a%', 'abc' NOT LIKE 'a%', 'abc' LIKE ANY ('x%', 'a%');
-> (True, True, False, True)
SELECT 'abc' RLIKE 'a.*', 'abc' REGEXP 'b', REGEXP_LIKE('abc', 'b'), RLIKE('abc', 'a.c'), REGEXP_REPLACE('abab', 'b', 'x');
-> (True, False, False, True, axax)
SELECT REGEXP_SUBSTR('a12b3', '[0-9]+'), REGEXP_SUBSTR('a', '[0-9]'), REGEXP_COUNT('a1b2', '[0-9]');
-> (12, NULL, 2)
SELECT 'a\'b', 'a\\b', $$raw '$$, 'it''s';
-> (a'b, a\b, raw ', it's)

# Dates and times
SELECT DATEADD(day, 5, DATE '2024-01-31'), DATEADD(month, 1, '2024-01-31'::DATE), DATEADD('year', -1, DATE '2024-02-29');
-> (2024-02-05, 2024-02-29, 2023-02-28)
SELECT DATEADD(week, 1, DATE '2024-02-29') = DATE '2024-03-07', DATEADD(quarter, 1, DATE '2024-01-31') = DATE '2024-04-30';
-> (True, True)
SELECT DATEADD(day, 1, DATEADD(month, 1, '2024-01-31'::DATE))::VARCHAR, DATEADD(hour, 1, DATE '2024-01-01'), DATEADD(day, 1, TIMESTAMP '2024-01-01 10:00:00');
-> (2024-03-01, 2024-01-01 01:00:00, 2024-01-02 10:00:00)
SELECT DATEADD(day, 1, CURRENT_DATE)::VARCHAR = (CURRENT_DATE + 1)::VARCHAR, TIMESTAMPADD(day, -1, (DATE '2024-01-01'));
-> (True, 2023-12-31)
SELECT DATEADD(hour, 2, TIMESTAMP '2024-01-31 23:00:00'), TIMEADD(minute, 1, TIMESTAMP '2024-01-31 10:00:00');
-> (2024-02-01 01:00:00, 2024-01-31 10:01:00)
SELECT TIMESTAMPADD(second, 1, TIMESTAMP '2024-01-31 10:00:00');
-> (2024-01-31 10:00:01)
SELECT DATEDIFF(day, DATE '2024-01-31', DATE '2024-02-02'), DATEDIFF(month, DATE '2024-01-31', DATE '2024-02-01');
-> (2, 1)
SELECT DATEDIFF(year, DATE '2023-12-31', DATE '2024-01-01'), DATEDIFF('quarter', DATE '2024-03-31', DATE '2024-04-01');
-> (1, 1)
SELECT DATEDIFF(week, DATE '2024-01-07', DATE '2024-01-08'), DATEDIFF(week, DATE '2024-01-06', DATE '2024-01-07');
-> (1, 0)
SELECT DATEDIFF(hour, TIMESTAMP '2024-01-01 10:59:00', TIMESTAMP '2024-01-01 11:01:00');
-> (1)
SELECT TIMEDIFF(minute, TIMESTAMP '2024-01-01 10:59:30', TIMESTAMP '2024-01-01 11:01:00');
-> (2)
SELECT TIMESTAMPDIFF(minute, TIMESTAMP '2024-01-01 10:59:00', TIMESTAMP '2024-01-01 11:01:00');
-> (2)
SELECT DATE_TRUNC('month', DATE '2024-03-15'), DATE_TRUNC(week, DATE '2024-03-15'), DATE_TRUNC('hour', TIMESTAMP '2024-03-15 10:20:30');
-> (2024-03-01, 2024-03-11, 2024-03-15 10:00:00)
SELECT DATE_PART(year, DATE '2024-03-15'), DATE_PART('dow', DATE '2024-03-17'), EXTRACT(month FROM DATE '2024-03-15');
-> (2024, 0, 3)
SELECT YEAR(d), QUARTER(d), MONTH(d), DAY(d), DAYOFMONTH(d), DAYOFYEAR(d), WEEK(d), WEEKISO(d), WEEKOFYEAR(d) FROM (SELECT DATE '2024-03-15' AS d);
-> (2024, 1, 3, 15, 15, 75, 11, 11, 11)
SELECT DAYOFWEEK(DATE '2024-03-17'), DAYOFWEEKISO(DATE '2024-03-17'), DAYNAME(DATE '2024-03-15'), MONTHNAME(DATE '2024-03-15');
-> (0, 7, Fri, Mar)
SELECT HOUR(t), MINUTE(t), SECOND(t) FROM (SELECT TIMESTAMP '2024-03-15 10:20:30' AS t);
-> (10, 20, 30)
SELECT LAST_DAY(DATE '2024-02-10'), ADD_MONTHS(DATE '2024-01-31', 1), ADD_MONTHS(DATE '2024-02-29', 1), DATE_FROM_PARTS(2024, 2, 3);
-> (2024-02-29, 2024-02-29, 2024-03-31, 2024-02-03)
SELECT MONTHS_BETWEEN(DATE '2024-03-31', DATE '2024-02-29'), MONTHS_BETWEEN(DATE '2024-03-15', DATE '2024-02-15');
-> (1.0, 1.0)
SELECT CURRENT_DATE() = CURRENT_DATE, CURRENT_TIMESTAMP() IS NULL, GETDATE() IS NULL;
-> (True, False, False)

# Conversions
SELECT TO_DATE('2024-03-15'), TO_DATE('15/03/2024', 'DD/MM/YYYY'), TO_DATE('20240315', 'YYYYMMDD'), DATE('2024-03-15'), TRY_TO_DATE('x');
-> (2024-03-15, 2024-03-15, 2024-03-15, 2024-03-15, NULL)
SELECT TO_DATE(TIMESTAMP '2024-03-15 10:20:30'), TO_TIMESTAMP('2024-03-15 10:20:30'), TO_TIMESTAMP_NTZ('2024-03-15'), TRY_TO_TIMESTAMP('x');
-> (2024-03-15, 2024-03-15 10:20:30, 2024-03-15 00:00:00, NULL)
SELECT TO_TIMESTAMP('15/03/2024 10:20', 'DD/MM/YYYY HH24:MI');
-> (2024-03-15 10:20:00)
SELECT TO_CHAR(DATE '2024-03-15', 'YYYY-MM'), TO_VARCHAR(12.5), TO_CHAR(7), TO_VARCHAR(DATE '2024-03-15', 'MON YYYY');
-> (2024-03, 12.5, 7, Mar 2024)
SELECT TO_NUMBER('12'), TO_NUMBER('12.345', 10, 2), TO_DECIMAL('12.5', 10, 1), TO_NUMERIC('12.5'), TO_DOUBLE('1.5');
-> (12, 12.35, 12.5, 13, 1.5)
SELECT TRY_TO_NUMBER('x'), TRY_TO_DOUBLE('x'), TRY_CAST('x' AS INT), TRY_CAST('2024-13-01' AS DATE);
-> (NULL, NULL, NULL, NULL)
SELECT '1'::NUMBER, '1.5'::NUMBER(10, 1), 2.5::INT, '2024-01-01'::TIMESTAMP_NTZ, 1::VARCHAR, '5'::FLOAT, 'x'::STRING, 1.7::NUMBER;
-> (1, 1.5, 3, 2024-01-01 00:00:00, 1, 5.0, x, 2)
SELECT 40000::SMALLINT, 300::TINYINT, 5::BYTEINT, 3000000000::BIGINT, TRY_CAST('3000000000' AS INT), TRY_CAST('300' AS BYTEINT);
-> (40000, 300, 5, 3000000000, 3000000000, 300)

# Aggregates
SELECT COUNT(*), COUNT(x), COUNT(DISTINCT x), SUM(x), AVG(x), MIN(x), MAX(x), MEDIAN(x), COUNT_IF(x > 1), MODE(x) FROM (VALUES (1), (2), (2), (5), (NULL)) t(x);
-> (5, 4, 3, 10, 2.5, 1, 5, 2.0, 3, 2)
SELECT ROUND(STDDEV(x), 3), STDDEV_POP(x), ROUND(STDDEV_SAMP(x), 3), VARIANCE(x), VAR_POP(x), VAR_SAMP(x) FROM (VALUES (1), (3)) t(x);
-> (1.414, 1.0, 1.414, 2.0, 1.0, 2.0)
SELECT MIN_BY(x, y), MAX_BY(x, y), CORR(x, y), ANY_VALUE(1), APPROX_COUNT_DISTINCT(x) FROM (VALUES (1, 5), (2, 4)) t(x, y);
-> (2, 1, -1.0, 1, 2)
SELECT LISTAGG(x, ',') WITHIN GROUP (ORDER BY x DESC), LISTAGG(DISTINCT x, '-') WITHIN GROUP (ORDER BY x), LISTAGG(x) WITHIN GROUP (ORDER BY x) FROM (VALUES ('a'), ('b'), ('b'), (NULL)) t(x);
-> (b,b,a, a-b, abb)
SELECT ARRAY_AGG(x) WITHIN GROUP (ORDER BY x DESC), BOOLAND_AGG(x > 0), BOOLOR_AGG(x > 1) FROM (VALUES (1), (NULL), (2)) t(x);
-> ([2, 1], True, True)
SELECT LISTAGG(x), LISTAGG(DISTINCT x, ',') WITHIN GROUP (ORDER BY x), ARRAY_AGG(x), ARRAY_AGG(x) WITHIN GROUP (ORDER BY x), COUNT(*) FROM (VALUES ('a')) t(x) WHERE x = 'b';
-> (, , [], [], 0)
SELECT y, LISTAGG(x) AS l, ARRAY_AGG(x) FROM (VALUES (NULL::VARCHAR, 1)) t(x, y) GROUP BY ALL HAVING LISTAGG(x) = '';
-> (1, , [])
SELECT PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY x), PERCENTILE_DISC(0.5) WITHIN GROUP (ORDER BY x) FROM (VALUES (1), (2), (3), (4)) t(x);
-> (2.5, 2)
SELECT COUNT(DISTINCT a, b) FROM (VALUES (1, 2), (1, NULL), (1, 2)) t(a, b);
-> (1)

# Windows: NULL is the largest value, and first and last look at the whole partition
SELECT x, ROW_NUMBER() OVER (ORDER BY x DESC) AS r FROM (VALUES (1), (NULL), (2)) t(x) QUALIFY r <= 2 ORDER BY x DESC;
-> (NULL, 1) (2, 2)
SELECT x, LAG(x) OVER (ORDER BY x), LEAD(x, 1, 0) OVER (ORDER BY x), SUM(x) OVER (ORDER BY x) FROM (VALUES (1), (2)) t(x) ORDER BY x;
-> (1, NULL, 2, 1) (2, 1, 0, 3)
SELECT RANK() OVER (ORDER BY x), DENSE_RANK() OVER (ORDER BY x), NTILE(2) OVER (ORDER BY x), PERCENT_RANK() OVER (ORDER BY x), CUME_DIST() OVER (ORDER BY x) FROM (VALUES (1)) t(x);
-> (1, 1, 1, 0.0, 1.0)
SELECT x, LAST_VALUE(x) OVER (ORDER BY x), FIRST_VALUE(x) OVER (ORDER BY x) FROM (VALUES (1), (2)) t(x) ORDER BY x;
-> (1, 2, 1) (2, 2, 1)

# Queries
SELECT TOP 2 x FROM (VALUES (1), (2), (3)) t(x) ORDER BY x;
-> (1) (2)
SELECT x FROM (VALUES (1), (NULL)) t(x) ORDER BY x DESC LIMIT 1;
-> (NULL)
SELECT x FROM (VALUES (1), (2)) t(x) ORDER BY x FETCH FIRST 1 ROWS ONLY;
-> (1)
SELECT * EXCLUDE (a) RENAME (b AS c) FROM (SELECT 1 AS a, 2 AS b);
-> (2)
SELECT a, SUM(b) FROM (VALUES (1, 2), (1, 3)) t(a, b) GROUP BY ALL;
-> (1, 5)
SELECT 1 MINUS SELECT 2;
-> (1)
SELECT * FROM (VALUES (1, 'p', 2), (1, 'q', 3)) t(a, k, v) PIVOT (SUM(v) FOR k IN ('p', 'q'));
-> (1, 2, 3)
SELECT * FROM (SELECT 1 AS id, 2 AS p, 3 AS q) UNPIVOT (v FOR k IN (p, q));
-> (1, p, 2) (1, q, 3)
WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r WHERE n < 3) SELECT SUM(n) FROM r;
-> (6)
SELECT a.x, b.y FROM (VALUES (1)) a(x), LATERAL (SELECT a.x + 1 AS y) b;
-> (1, 2)

# What DuckDB would answer in another way
SELECT a / b FROM t;
-> unsupported_sql a division by what may be zero
SELECT a / 0, 1 FROM t;
-> unsupported_sql a division by what may be zero
SELECT a / 0e5 FROM t;
-> unsupported_sql a division by what may be zero
SELECT a / NULLIF(b, 1) FROM t;
-> unsupported_sql a division by what may be zero
SELECT a / NULLIF(b / c, 0) FROM t;
-> unsupported_sql a division by what may be zero
SELECT IFF(b = 0, 0, a / b) FROM t;
-> unsupported_sql a division by what may be zero
SELECT DIV0(a / b, c) FROM t;
-> unsupported_sql a division by what may be zero
SELECT a DIV 2 FROM t;
-> unsupported_sql INT DIV
SELECT x::VARCHAR(3) FROM t;
-> unsupported_sql the type VARCHAR(3)
SELECT CAST(x AS CHAR(2)) FROM t;
-> unsupported_sql the type CHAR(2)
SELECT TRY_CAST(x AS STRING(4)) FROM t;
-> unsupported_sql the type VARCHAR(4)
SELECT x::TIMESTAMP_NTZ(3) FROM t;
-> unsupported_sql the type TIMESTAMPNTZ(3)
SELECT DATEADD(day, 1.5, d) FROM t;
-> unsupported_sql DATEADD of a part of a unit
SELECT DATEADD(day, -(1.5), d) FROM t;
-> unsupported_sql DATEADD of a part of a unit
SELECT TIMEADD(day, '1.5', d) FROM t;
-> unsupported_sql DATEADD of a part of a unit
SELECT DATEADD(day, 1, '2024-01-01 10:00:00');
-> unsupported_sql DATEADD to a text
SELECT LISTAGG(x, ',') OVER (PARTITION BY y) FROM t;
-> unsupported_sql LISTAGG as a window function
SELECT ARRAY_AGG(x) WITHIN GROUP (ORDER BY x) OVER (PARTITION BY y) FROM t;
-> unsupported_sql ARRAY_AGG as a window function
SELECT * FROM t PIVOT (LISTAGG(v) FOR k IN ('p', 'q'));
-> unsupported_sql LISTAGG in PIVOT
SELECT STRING_AGG(x) FROM t;
-> unsupported_sql STRING_AGG without a separator
SELECT SUBSTR('hello', -9);
-> unsupported_sql a negative start in SUBSTR
SELECT SUBSTRING(x, (-3), 2) FROM t;
-> unsupported_sql a negative start in SUBSTR

# No tested translation
SELECT f.value FROM TABLE(FLATTEN(input => ARRAY_CONSTRUCT(1, 2))) f;
-> unsupported_sql TABLE(...)
SELECT f.value FROM t, LATERAL FLATTEN(input => t.items) f;
-> unsupported_sql the function FLATTEN
SELECT v:a.b::STRING FROM t;
-> unsupported_sql a path into a VARIANT (a:b)
SELECT v:a FROM t;
-> unsupported_sql a path into a VARIANT (a:b)
SELECT PARSE_JSON('{}');
-> unsupported_sql the function PARSE_JSON
SELECT GET_PATH(v, 'a') FROM t;
-> unsupported_sql the function GET_PATH
SELECT OBJECT_CONSTRUCT('a', 1);
-> unsupported_sql the function OBJECT_CONSTRUCT
SELECT ARRAY_CONSTRUCT(1, 2);
-> unsupported_sql the function ARRAY_CONSTRUCT
SELECT x::VARIANT FROM t;
-> unsupported_sql the type VARIANT
SELECT x::OBJECT FROM t;
-> unsupported_sql the type OBJECT
SELECT x::ARRAY FROM t;
-> unsupported_sql the type ARRAY
SELECT x::TIMESTAMP_TZ FROM t;
-> unsupported_sql the type TIMESTAMPTZ
SELECT $1 FROM t;
-> unsupported_sql a column by position ($1)
SELECT HASH(x) FROM t;
-> unsupported_sql the function HASH
SELECT SEQ4();
-> unsupported_sql the function SEQ4
SELECT RATIO_TO_REPORT(x) OVER () FROM t;
-> unsupported_sql the function RATIO_TO_REPORT
SELECT MY_UDF(x) FROM t;
-> unsupported_sql the function MY_UDF
SELECT TRUNC(d, 'month') FROM t;
-> unsupported_sql TRUNC of a date
SELECT TO_CHAR(d, 'DY') FROM t;
-> unsupported_sql that format in TO_CHAR
SELECT TO_CHAR(x, '999.99') FROM t;
-> unsupported_sql that format in TO_CHAR
SELECT TO_DATE(x, f) FROM t;
-> unsupported_sql that format in TO_DATE
SELECT DATEADD(nanosecond, 1, d) FROM t;
-> unsupported_sql that unit in DATEADD
SELECT EXTRACT(epoch_second FROM d) FROM t;
-> unsupported_sql that unit in EXTRACT
SELECT REGEXP_SUBSTR(x, 'a', 1, 2) FROM t;
-> unsupported_sql this form of REGEXP_SUBSTR
SELECT INITCAP(x) FROM t;
-> unsupported_sql INITCAP
SELECT * FROM t MATCH_RECOGNIZE (ORDER BY a PATTERN (x) DEFINE x AS a > 1);
-> unsupported_sql MATCH RECOGNIZE
SELECT * FROM @stage;
-> unsupported_sql a function in FROM
DELETE FROM t;
-> not_allowed
SHOW TABLES;
-> not_allowed
