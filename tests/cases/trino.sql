# Trino's SQL, and the rows that Trino gives for it, or the error's code and subject.

# Choice and NULL
# source: Trino manual, conditional expressions; comparison functions (GREATEST and LEAST give NULL if any argument is NULL)
SELECT IF(1 > 2, 'a', 'b'), IF(1 > 2, 'a'), IF(NULL, 1, 2), COALESCE(NULL, 1), NULLIF(1, 1), CASE WHEN 1 = 1 THEN 'x' END, CASE 3 WHEN 3 THEN 'c' ELSE 'd' END;
-> (b, NULL, 2, 1, NULL, x, c)
SELECT GREATEST(1, 3), GREATEST(1, NULL, 3), LEAST(1, 2), LEAST(NULL, 1), 1 IS DISTINCT FROM NULL, 1 IN (1, 2), 2 BETWEEN 1 AND 3, NOT TRUE, NULL = NULL;
-> (3, NULL, 1, NULL, True, True, True, False, NULL)
SELECT TRY(CAST('x' AS BIGINT)), TRY_CAST('x' AS BIGINT), TRY(1 / 0), COALESCE(TRY(CAST('1a' AS INTEGER)), -1);
-> (NULL, NULL, NULL, -1)
SELECT x, GREATEST(x, 2) FROM (VALUES 1, 5, NULL) AS t(x) ORDER BY x;
-> (1, 2) (5, 5) (NULL, NULL)

# Division: whole numbers are cut off, decimals keep the larger number of places and are rounded, DOUBLEs go on
# source: Trino manual, mathematical functions (operators: division, integer division truncates); decimal functions (x / y has the scale max(xs, ys))
SELECT 7 / 2, -7 / 2, 7 / -2, 1 / 4, 7 / 2 * 2, 7 % 3, -7 % 3, 7 % -3, MOD(-7, 3), 10 / 3 / 2;
-> (3, -3, -3, 0, 6, 1, -1, 1, -1, 1)
SELECT COUNT(*) / 2, COUNT(x) / COUNT(*), 100 * COUNT_IF(x > 1) / COUNT(*) FROM (VALUES 1, 2, NULL) AS t(x);
-> (1, 0, 33)
SELECT 7 / 2e0, 7e0 / 2, CAST(7 AS DOUBLE) / 2, CAST(x AS DOUBLE) / y, SUM(CAST(x AS DOUBLE)) OVER () / 4, x * 1e0 / y FROM (VALUES (7, 2)) AS t(x, y);
-> (3.5, 3.5, 3.5, 3.5, 1.75, 3.5)
SELECT 10.0 / 3, 1.00 / 3, 2.0 / 3, 10.00 / 4, -1.0 / 3, 7 / 2.0, 100.0 * 1 / 3, DECIMAL '1' / 8, 1.10 / 3;
-> (3.3, 0.33, 0.7, 2.50, -0.3, 3.5, 33.3, 0, 0.37)
SELECT 100.0 * COUNT_IF(x > 1) / COUNT(*), CAST(SUM(x) AS BIGINT) / COUNT(*) FROM (VALUES 1, 2, 5) AS t(x);
-> (66.7, 2)
SELECT 1e0 / 0 > 1e300, 7.5 % 2, MOD(7.5, 2), 1 / NULLIF(0, 0), CAST(x AS BIGINT) / NULLIF(CAST(y AS BIGINT), 0) FROM (VALUES (7, 2), (1, 0)) AS t(x, y);
-> (True, 1.5, 1.5, NULL, 3) (True, 1.5, 1.5, NULL, NULL)

# Numbers
# source: Trino manual, mathematical functions; data types (1.5 is a DECIMAL, 1e0 a DOUBLE)
SELECT ABS(-2), CEIL(1.2e0), CEILING(1.8e0), FLOOR(-1.5e0), ROUND(2.5e0), ROUND(-2.5e0), ROUND(2.567e0, 2), ROUND(2.5), ROUND(-2.5), ROUND(2.567, 1), TRUNCATE(2.9e0), TRUNCATE(-2.9e0), SIGN(-3);
-> (2, 2.0, 2.0, -2.0, 3.0, -3.0, 2.57, 3, -3, 2.6, 2.0, -2.0, -1)
SELECT POWER(2, 3), POW(2, 0.5e0), SQRT(9), CBRT(8), EXP(0), LN(1), LOG(2, 8), LOG2(8), LOG10(100), ROUND(PI(), 3), ROUND(E(), 3), DEGREES(PI()), RADIANS(180e0) = PI(), SIN(0), COS(0), TAN(0), ASIN(0), ACOS(1), ATAN(0), ATAN2(0, 1);
-> (8.0, 1.4142135623730951, 3.0, 2.0, 1.0, 0.0, 3.0, 3.0, 2.0, 3.142, 2.718, 180.0, True, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0)
SELECT IS_NAN(SQRT(-1)), IS_FINITE(1e0), IS_INFINITE(LN(0)), RANDOM() < 1, RAND() >= 0, 2 + 3 * 4, -(1 + 2), 1.5 + 1, 0.1 + 0.2, 1.5 * 2, IS_NAN(LOG(2, -1)), IS_INFINITE(LOG10(0)), IS_INFINITE(LOG2(0)), IS_NAN(ASIN(2));
-> (True, True, True, True, True, 14, -3, 2.5, 0.3, 3.0, True, True, True, True)
SELECT 1.50, 1e3, DECIMAL '1.50', DECIMAL '7', CAST(2.345 AS DECIMAL(10, 2)), CAST(2.5 AS DECIMAL), CAST('2.345' AS DECIMAL(10, 2)), CAST(-2.345 AS DECIMAL(10, 2)), CAST(7 AS DECIMAL(5));
-> (1.50, 1000.0, 1.50, 7, 2.35, 3, 2.35, -2.35, 7)

# Text
# source: Trino manual, string functions and operators (|| and CONCAT with NULL give NULL; CONCAT_WS skips NULL; SUBSTR counts from 1, negative from the end)
SELECT 'a' || 'b', 'a' || NULL, CONCAT('a', 'b', 'c'), CONCAT('a', NULL), CONCAT_WS('-', 'a', NULL, 'b'), CONCAT_WS(',', ARRAY['a', NULL, 'b']), CONCAT_WS(NULL, 'a', 'b'), 'it''s', 'a\b';
-> (ab, NULL, abc, NULL, a-b, a,b, NULL, it's, a\b)
SELECT SUBSTR('hello', 2, 3), SUBSTRING('hello', 2), SUBSTR('hello', -3), SUBSTR('hello', -3, 2), SUBSTRING('hello' FROM 2 FOR 2), SUBSTRING('hello' FROM 4), SUBSTR('hello', 9), SUBSTR('hello', 1, 0);
-> (ell, ello, llo, ll, el, lo, , )
SELECT LENGTH(SUBSTR('hello', 0, 2)), LENGTH(SUBSTR('hello', -9, 6)), SUBSTR(s, n) FROM (VALUES ('hello', 2), ('hello', -2), (NULL, 0)) AS t(s, n) ORDER BY n;
-> (0, 0, lo) (0, 0, NULL) (0, 0, ello)
SELECT LENGTH('héllo'), UPPER('a'), LOWER('A'), REVERSE('abc'), TRIM('  a '), LTRIM('  a'), RTRIM('a  '), TRIM(BOTH '!' FROM '!a!'), TRIM(LEADING FROM '  a'), TRIM(TRAILING 'ER' FROM 'WORKER'), LENGTH(TRIM(CHR(9) || 'a' || CHR(10)));
-> (5, A, a, cba, a, a, a, a, a, WORK, 1)
SELECT LPAD('7', 3, '0'), RPAD('7', 3, '0'), LPAD('abc', 2, 'x'), LPAD('a', 4, 'xy'), REPLACE('aba', 'a', 'c'), REPLACE('aba', 'b'), TRANSLATE('abcd', 'ac', 'z'), TRANSLATE('abcda', 'a', 'z'), CHR(65), CODEPOINT('A');
-> (007, 700, ab, xyxa, cbc, aa, zbd, zbcdz, A, 65)
SELECT SPLIT('a,b,', ','), SPLIT('a', ','), SPLIT_PART('a,b,c', ',', 2), SPLIT_PART('a,b', ',', 5), SPLIT_PART('a,b', ',', 1), STRPOS('abc', 'c'), STRPOS('abc', 'x'), POSITION('b' IN 'abc'), STARTS_WITH('abc', 'a'), ENDS_WITH('abc', 'c');
-> (['a', 'b', ''], ['a'], b, NULL, a, 3, 0, 2, True, True)
SELECT LEVENSHTEIN_DISTANCE('kitten', 'sitting'), HAMMING_DISTANCE('abc', 'abd'), 'a' = 'A', 'a' < 'b', 'Z' < 'a', 'a' = 'a ';
-> (3, 1, False, True, True, False)
SELECT 'abc' LIKE 'a%', 'abc' LIKE 'A%', 'a_c' LIKE 'a$_c' ESCAPE '$', 'abc' LIKE 'a$_c' ESCAPE '$', 'a\_c' LIKE 'a\_c', 'abc' NOT LIKE 'x%';
-> (True, False, True, False, True, True)
# source: Trino manual, regular expression functions (the examples of the page, and NULL where nothing matches)
SELECT REGEXP_LIKE('1a 2b 14m', '\d+b'), REGEXP_EXTRACT('1a 2b 14m', '\d+'), REGEXP_EXTRACT('1a 2b 14m', '(\d+)([a-z]+)', 2), REGEXP_EXTRACT('a', '[0-9]'), REGEXP_EXTRACT('a', '([0-9])', 1), REGEXP_LIKE('ABC', '(?i)b'), REGEXP_LIKE('abc', 'B');
-> (True, 1, a, NULL, NULL, True, False)
SELECT REGEXP_EXTRACT_ALL('1a 2b 14m', '\d+'), REGEXP_EXTRACT_ALL('1a 2b 14m', '(\d+)([a-z]+)', 2), REGEXP_COUNT('1a 2b 14m', '\s*[a-z]+\s*'), REGEXP_SPLIT('1a 2b 14m', '\s*[a-z]+\s*');
-> (['1', '2', '14'], ['a', 'b', 'm'], 3, ['1', '2', '14', ''])
SELECT REGEXP_REPLACE('1a 2b 14m', '\d+[ab] '), REGEXP_REPLACE('1a 2b 14m', '(\d+)([ab]) ', '3c$2 '), REGEXP_REPLACE('a.b.c', '\.', '-'), REGEXP_REPLACE('ab', 'b', '\$');
-> (14m, 3ca 3cb 14m, a-b-c, a$)

# Dates and times
# source: Trino manual, date and time functions and operators (the examples of the page; date_add and date_trunc give the type of their input; date_diff counts complete units; weeks are ISO's, Monday is 1)
SELECT DATE '2012-08-08' + INTERVAL '2' DAY, TIMESTAMP '2012-08-08 01:00:00' + INTERVAL '29' HOUR, TIMESTAMP '2012-10-31 01:00:00' + INTERVAL '1' MONTH, DATE '2012-08-08' - INTERVAL '2' DAY, TIMESTAMP '2012-10-31 01:00:00' - INTERVAL '1' MONTH, DATE '2024-01-31' + INTERVAL '1' MONTH;
-> (2012-08-10, 2012-08-09 06:00:00, 2012-11-30 01:00:00, 2012-08-06, 2012-09-30 01:00:00, 2024-02-29)
SELECT DATE_ADD('second', 86, TIMESTAMP '2020-03-01 00:00:00'), DATE_ADD('hour', 9, TIMESTAMP '2020-03-01 00:00:00'), DATE_ADD('day', -1, TIMESTAMP '2020-03-01 00:00:00'), DATE_ADD('day', 1, DATE '2024-01-31'), DATE_ADD('month', 1, DATE '2024-01-31'), DATE_ADD('week', -1, DATE '2024-01-08'), DATE_ADD('year', 1, DATE '2024-02-29'), DATE_ADD('quarter', 1, DATE '2024-01-31');
-> (2020-03-01 00:01:26, 2020-03-01 09:00:00, 2020-02-29 00:00:00, 2024-02-01, 2024-02-29, 2024-01-01, 2025-02-28, 2024-04-30)
SELECT DATE_DIFF('second', TIMESTAMP '2020-03-01 00:00:00', TIMESTAMP '2020-03-02 00:00:00'), DATE_DIFF('hour', TIMESTAMP '2020-03-01 00:00:00', TIMESTAMP '2020-03-02 00:00:00'), DATE_DIFF('day', DATE '2020-03-01', DATE '2020-03-02'), DATE_DIFF('day', DATE '2020-03-02', DATE '2020-03-01');
-> (86400, 24, 1, -1)
SELECT DATE_DIFF('month', DATE '2024-01-15', DATE '2024-02-14'), DATE_DIFF('month', DATE '2024-01-15', DATE '2024-02-15'), DATE_DIFF('year', DATE '2023-12-31', DATE '2024-01-01'), DATE_DIFF('week', DATE '2024-01-06', DATE '2024-01-13'), DATE_DIFF('week', DATE '2024-01-07', DATE '2024-01-08'), DATE_DIFF('hour', TIMESTAMP '2024-01-01 10:59:00', TIMESTAMP '2024-01-01 11:01:00'), DATE_DIFF('day', TIMESTAMP '2024-01-01 23:00:00', TIMESTAMP '2024-01-02 01:00:00'), DATE_DIFF('minute', TIMESTAMP '2024-01-01 10:00:30', TIMESTAMP '2024-01-01 10:02:00'), DATE_DIFF('quarter', DATE '2024-01-01', DATE '2024-12-31');
-> (0, 1, 0, 1, 0, 0, 0, 1, 3)
SELECT DATE_TRUNC('day', TIMESTAMP '2022-10-20 05:10:00'), DATE_TRUNC('month', TIMESTAMP '2022-10-20 05:10:00'), DATE_TRUNC('year', TIMESTAMP '2022-10-20 05:10:00'), DATE_TRUNC('week', DATE '2001-08-22'), DATE_TRUNC('quarter', DATE '2001-08-22'), DATE_TRUNC('month', DATE '2001-08-22'), DATE_TRUNC('hour', TIMESTAMP '2001-08-22 03:04:05'), DATE_TRUNC('minute', TIMESTAMP '2001-08-22 03:04:05');
-> (2022-10-20 00:00:00, 2022-10-01 00:00:00, 2022-01-01 00:00:00, 2001-08-20, 2001-07-01, 2001-08-01, 2001-08-22 03:00:00, 2001-08-22 03:04:00)
SELECT YEAR(d), QUARTER(d), MONTH(d), DAY(d), DAY_OF_MONTH(d), DAY_OF_YEAR(d), DOY(d), DAY_OF_WEEK(d), DOW(d), WEEK(d), WEEK_OF_YEAR(d), YEAR_OF_WEEK(d), YOW(d) FROM (SELECT DATE '2024-12-30' AS d) AS t;
-> (2024, 4, 12, 30, 30, 365, 365, 1, 1, 1, 1, 2025, 2025)
SELECT DAY_OF_WEEK(DATE '2024-03-17'), HOUR(t), MINUTE(t), SECOND(t), EXTRACT(YEAR FROM t), EXTRACT(MONTH FROM t), EXTRACT(DAY FROM t), EXTRACT(WEEK FROM t), EXTRACT(QUARTER FROM t), EXTRACT(HOUR FROM t), EXTRACT(SECOND FROM t) FROM (SELECT TIMESTAMP '2024-03-15 10:20:30.900' AS t) AS x;
-> (7, 10, 20, 30, 2024, 3, 15, 11, 1, 10, 30)
SELECT DATE_FORMAT(TIMESTAMP '2024-03-05 14:07:09', '%Y-%m-%d %H:%i:%s'), DATE_FORMAT(DATE '2024-03-05', '%b %e, %Y'), DATE_FORMAT(DATE '2024-03-05', '%W %M %d'), DATE_FORMAT(TIMESTAMP '2024-03-05 14:07:09', '%h:%i %p %T'), DATE_FORMAT(DATE '2024-03-05', '%c/%d/%y %a %j'), DATE_FORMAT(TIMESTAMP '2024-03-05 04:07:09', '%k %l %r');
-> (2024-03-05 14:07:09, Mar 5, 2024, Tuesday March 05, 02:07 PM 14:07:09, 3/05/24 Tue 065, 4 4 04:07:09 AM)
SELECT DATE_PARSE('2024-03-15', '%Y-%m-%d'), DATE_PARSE('15/03/2024 10:20:30', '%d/%m/%Y %H:%i:%s'), CAST(DATE_PARSE('20240315', '%Y%m%d') AS DATE), DATE('2024-03-15'), DATE(TIMESTAMP '2024-03-15 10:00:00'), LAST_DAY_OF_MONTH(DATE '2024-02-10'), TO_UNIXTIME(TIMESTAMP '2024-01-01 00:00:00');
-> (2024-03-15 00:00:00, 2024-03-15 10:20:30, 2024-03-15, 2024-03-15, 2024-03-15, 2024-02-29, 1704067200.0)
SELECT CURRENT_DATE > DATE '2024-01-01', NOW() > TIMESTAMP '2024-01-01 00:00:00', CURRENT_TIMESTAMP IS NULL, LOCALTIMESTAMP IS NULL, CURRENT_DATE - INTERVAL '7' DAY < CURRENT_DATE, DATE '2024-01-01' < DATE '2024-02-01', CAST('2024-01-01' AS DATE), CAST('2024-01-01 10:00:00' AS TIMESTAMP), CAST(DATE '2024-01-01' AS TIMESTAMP), CAST(TIMESTAMP '2024-01-01 10:00:00' AS DATE), CAST(DATE '2024-01-01' AS VARCHAR);
-> (True, True, False, False, True, True, 2024-01-01, 2024-01-01 10:00:00, 2024-01-01 00:00:00, 2024-01-01, 2024-01-01)

SELECT DATE '2024-01-01' + 2 * INTERVAL '1' DAY, DATE '2024-01-31' + INTERVAL '1' MONTH * 1, DATE '2024-01-01' + INTERVAL '1' DAY + INTERVAL '1' MONTH;
-> (2024-01-03, 2024-02-29, 2024-02-02)

# Conversions
# source: Trino manual, conversion functions; Trino's source, DoubleOperators (a DOUBLE becomes a whole number by rounding a half up) and DecimalCasts (decimals too)
SELECT CAST(2.5e0 AS BIGINT), CAST(-2.5e0 AS BIGINT), CAST(2.4e0 AS INTEGER), CAST(3.5e0 AS INTEGER), CAST(2.5 AS INTEGER), CAST(-1.5 AS INTEGER), CAST('12' AS INTEGER), CAST(TRUE AS INTEGER), CAST('true' AS BOOLEAN), CAST(1 AS VARCHAR), CAST(1.50 AS VARCHAR), CAST(TRUE AS VARCHAR), CAST('1.5' AS DOUBLE), CAST(1.5e0 AS VARCHAR), CAST(1 AS DOUBLE);
-> (3, -3, 2, 4, 3, -2, 12, 1, True, 1, 1.50, true, 1.5, 1.5E0, 1.0)
SELECT CAST(x AS BIGINT), CAST(x AS DECIMAL(10, 1)) FROM (VALUES 2.5e0, -2.5e0, 1.4e0) AS t(x);
-> (3, 2.5) (-3, -2.5) (1, 1.4)
SELECT TRY_CAST('1.5' AS BIGINT), TRY_CAST('x' AS DOUBLE), TRY_CAST('2024-13-01' AS DATE), TRY_CAST('3000000000' AS INTEGER), TRY_CAST(x AS INTEGER) FROM (VALUES '1.5', '7', ' 8', 'abc') AS t(x);
-> (NULL, NULL, NULL, NULL, NULL) (NULL, NULL, NULL, NULL, 7) (NULL, NULL, NULL, NULL, NULL) (NULL, NULL, NULL, NULL, NULL)
SELECT CAST(x AS VARCHAR) FROM (VALUES 1, 25) AS t(x);
-> (1) (25)

# Aggregates
# source: Trino manual, aggregate functions (all but COUNT, COUNT_IF, MAX_BY, MIN_BY and APPROX_DISTINCT ignore NULL; ARRAY_AGG keeps it; of no rows they give NULL)
SELECT COUNT(*), COUNT(x), COUNT(DISTINCT x), SUM(x), AVG(x), MIN(x), MAX(x), COUNT_IF(x > 1), APPROX_DISTINCT(x), APPROX_DISTINCT(x, 0.01), ANY_VALUE(7), ARBITRARY(8) FROM (VALUES 1, 2, 2, 5, NULL) AS t(x);
-> (5, 4, 3, 10, 2.5, 1, 5, 3, 3, 3, 7, 8)
SELECT COUNT(x), SUM(x), AVG(x), ARRAY_AGG(x), COUNT_IF(x > 1), BOOL_AND(x > 1), MAX(x) FROM (VALUES 1) AS t(x) WHERE x > 1;
-> (0, NULL, NULL, NULL, 0, NULL, NULL)
SELECT ROUND(STDDEV(x), 3), STDDEV_POP(x), ROUND(STDDEV_SAMP(x), 3), VARIANCE(x), VAR_POP(x), VAR_SAMP(x), GEOMETRIC_MEAN(x * x) > 2.99 FROM (VALUES 1, 3) AS t(x);
-> (1.414, 1.0, 1.414, 2.0, 1.0, 2.0, True)
SELECT MIN_BY(x, y), MAX_BY(x, y), CORR(x, y), COVAR_POP(x, y), COVAR_SAMP(x, y), REGR_SLOPE(y, x), REGR_INTERCEPT(y, x) FROM (VALUES (1, 5), (2, 4)) AS t(x, y);
-> (2, 1, -1.0, -0.25, -0.5, -1.0, 6.0)
SELECT MAX_BY(x, y), MIN_BY(x, y) FROM (VALUES (NULL, 5), (2, 4), (3, NULL)) AS t(x, y);
-> (NULL, 2)
SELECT ARRAY_AGG(x ORDER BY x DESC), ARRAY_AGG(x ORDER BY x) FILTER (WHERE x IS NOT NULL), ARRAY_AGG(DISTINCT x ORDER BY x), COUNT(*) FILTER (WHERE x > 1), SUM(x) FILTER (WHERE x > 9) FROM (VALUES 1, NULL, 2, 2) AS t(x);
-> ([2, 2, 1, None], [1, 2, 2], [1, 2, None], 2, NULL)
SELECT LISTAGG(x, ',') WITHIN GROUP (ORDER BY x DESC), LISTAGG(x) WITHIN GROUP (ORDER BY x), LISTAGG(DISTINCT x, '-') WITHIN GROUP (ORDER BY x) FROM (VALUES 'a', 'b', 'b', NULL) AS t(x);
-> (b,b,a, abb, a-b)
SELECT id, LISTAGG(v, ',') WITHIN GROUP (ORDER BY o) AS csv FROM (VALUES (100, 1, 'a'), (200, 3, 'c'), (200, 2, 'b')) AS t(id, o, v) GROUP BY id ORDER BY id;
-> (100, a) (200, b,c)
SELECT BOOL_AND(x > 0), BOOL_OR(x > 2), EVERY(x > 1), APPROX_PERCENTILE(x, 0.5) FROM (VALUES 1, 2, 3) AS t(x);
-> (True, True, False, 2)
SELECT a, b, GROUPING(a, b), SUM(c) FROM (VALUES (1, 2, 3), (1, 4, 5)) AS t(a, b, c) GROUP BY ROLLUP (a, b) ORDER BY a, b;
-> (1, 2, 0, 3) (1, 4, 0, 5) (1, NULL, 1, 8) (NULL, NULL, 3, 8)
SELECT a, b, SUM(c) FROM (VALUES (1, 2, 3), (1, 4, 5)) AS t(a, b, c) GROUP BY GROUPING SETS ((a), (b), ()) ORDER BY a, b;
-> (1, NULL, 8) (NULL, 2, 3) (NULL, 4, 5) (NULL, NULL, 8)

# Windows: NULL is last, whatever the direction
# source: Trino manual, window functions; SELECT, ORDER BY (NULLS LAST is the default of both directions)
SELECT x, ROW_NUMBER() OVER (ORDER BY x DESC), ROW_NUMBER() OVER (ORDER BY x) FROM (VALUES 1, NULL, 2) AS t(x) ORDER BY x;
-> (1, 2, 1) (2, 1, 2) (NULL, 3, 3)
SELECT x FROM (VALUES 1, NULL, 2) AS t(x) ORDER BY x DESC;
-> (2) (1) (NULL)
SELECT x FROM (VALUES 1, NULL, 2) AS t(x) ORDER BY x DESC NULLS FIRST LIMIT 2;
-> (NULL) (2)
SELECT x, LAG(x) OVER (ORDER BY x), LEAD(x, 1, 0) OVER (ORDER BY x), SUM(x) OVER (ORDER BY x), LAG(x, 2) OVER (ORDER BY x), LEAD(x) OVER (ORDER BY x), LAG(x, 1, 9) OVER (ORDER BY x) FROM (VALUES 1, 2) AS t(x) ORDER BY x;
-> (1, NULL, 2, 1, NULL, 2, 9) (2, 1, 0, 3, NULL, NULL, 1)
SELECT x, RANK() OVER (ORDER BY x), DENSE_RANK() OVER (ORDER BY x), NTILE(2) OVER (ORDER BY x), PERCENT_RANK() OVER (ORDER BY x), CUME_DIST() OVER (ORDER BY x) FROM (VALUES 1, 2) AS t(x) ORDER BY x;
-> (1, 1, 1, 1, 0.0, 0.5) (2, 2, 2, 2, 1.0, 1.0)
SELECT x, FIRST_VALUE(x) OVER (ORDER BY x DESC), LAST_VALUE(x) OVER (ORDER BY x), NTH_VALUE(x, 2) OVER (ORDER BY x) FROM (VALUES 1, 2) AS t(x) ORDER BY x;
-> (1, 2, 1, NULL) (2, 2, 2, 2)
SELECT i, LAST_VALUE(x) IGNORE NULLS OVER (ORDER BY i), FIRST_VALUE(x) IGNORE NULLS OVER (ORDER BY i), LAG(x) IGNORE NULLS OVER (ORDER BY i) FROM (VALUES (1, NULL), (2, 5), (3, NULL)) AS t(i, x) ORDER BY i;
-> (1, NULL, NULL, NULL) (2, 5, 5, NULL) (3, 5, 5, 5)
SELECT i, SUM(x) OVER (ORDER BY i ROWS BETWEEN 1 PRECEDING AND CURRENT ROW), AVG(x) OVER (PARTITION BY i % 2), COUNT(*) OVER (), SUM(x) OVER w FROM (VALUES (1, 10), (2, 20), (3, 30)) AS t(i, x) WINDOW w AS (ORDER BY i) ORDER BY i;
-> (1, 10, 20.0, 3, 10) (2, 30, 20.0, 3, 30) (3, 50, 20.0, 3, 60)
SELECT * FROM (SELECT x, y, ROW_NUMBER() OVER (PARTITION BY y ORDER BY x DESC) AS rn FROM (VALUES (1, 'a'), (2, 'a'), (3, 'b')) AS t(x, y)) AS s WHERE rn = 1 ORDER BY x;
-> (2, a, 1) (3, b, 1)

# Lists and maps: places are counted from 1, what is not there is an error with [], and NULL with ELEMENT_AT
# source: Trino manual, array functions (the examples of the page); map functions; lambda expressions
SELECT ARRAY[1, 2, 4][2], ARRAY['a'][1], ELEMENT_AT(ARRAY[1, 2], 1), ELEMENT_AT(ARRAY[1, 2], 5), ELEMENT_AT(ARRAY[1, 2], -1), ARRAY_FIRST(ARRAY[1, 2]), ARRAY_LAST(ARRAY[1, 2]), x[1], x[i] FROM (VALUES (ARRAY[5, 6], 2)) AS t(x, i);
-> (2, a, 1, NULL, 2, 1, 2, 5, 6)
SELECT ARRAY[1] || ARRAY[2], CONTAINS(ARRAY[1, 2], 2), CONTAINS(ARRAY[1, NULL], 2), CONTAINS(ARRAY[1], 2), ARRAY_POSITION(ARRAY[3, 1], 1), ARRAY_POSITION(ARRAY[3], 5), ARRAY_JOIN(ARRAY['a', NULL, 'b'], ','), ARRAY_JOIN(ARRAY['a', NULL, 'b'], ',', '?');
-> ([1, 2], True, NULL, False, 2, 0, a,b, a,?,b)
SELECT ARRAY_DISTINCT(ARRAY[3, 1, 3, NULL]), ARRAY_SORT(ARRAY[3, NULL, 1]), ARRAY_MAX(ARRAY[1, 3]), ARRAY_MAX(ARRAY[1, NULL]), ARRAY_MIN(ARRAY[1, 3]), ARRAY_REMOVE(ARRAY[1, 2, 1], 1), SLICE(ARRAY[1, 2, 3, 4], 2, 2), REVERSE(ARRAY[1, 2]), FLATTEN(ARRAY[ARRAY[1], ARRAY[2, 3]]), REPEAT('a', 2), SEQUENCE(1, 3), SEQUENCE(3, 1), SEQUENCE(1, 7, 3), SEQUENCE(DATE '2024-01-30', DATE '2024-02-01', INTERVAL '1' DAY);
-> ([3, 1, None], [1, 3, None], 3, NULL, 1, [2], [2, 3], [2, 1], [1, 2, 3], ['a', 'a'], [1, 2, 3], [3, 2, 1], [1, 4, 7], [datetime.date(2024, 1, 30), datetime.date(2024, 1, 31), datetime.date(2024, 2, 1)])
SELECT CARDINALITY(ARRAY[1, NULL]), CARDINALITY(SPLIT('a,b', ',')), CARDINALITY(NULL), CARDINALITY(ARRAY[MAP(ARRAY['a'], ARRAY[1])]);
-> (2, 2, NULL, 1)
SELECT ARRAY_SORT(ARRAY_UNION(ARRAY[1, 2], ARRAY[2, 3])), ARRAY_SORT(ARRAY_INTERSECT(ARRAY[1, 2, 2], ARRAY[2, 3])), ARRAY_EXCEPT(ARRAY[1, 2], ARRAY[2]);
-> ([1, 2, 3], [2], [1])
SELECT TRANSFORM(ARRAY[5, NULL, 6], x -> COALESCE(x, 0) + 1), FILTER(ARRAY[5, -6, NULL, 7], x -> x > 0), ANY_MATCH(ARRAY[1, 2], x -> x > 1), ANY_MATCH(ARRAY[1, NULL], x -> x > 1), ALL_MATCH(ARRAY[1, 2], x -> x > 0), ALL_MATCH(ARRAY[1, NULL], x -> x > 0), NONE_MATCH(ARRAY[1, 2], x -> x > 2), REDUCE(ARRAY[5, 20, 50], 0, (s, x) -> s + x, s -> s), REDUCE(ARRAY[5, 20], 0, (s, x) -> s + x, s -> s * 2);
-> ([6, 1, 7], [5, 7], True, NULL, True, NULL, True, 75, 50)
SELECT MAP(ARRAY['a', 'b'], ARRAY[1, 2])['a'], ELEMENT_AT(MAP(ARRAY['a'], ARRAY[1]), 'x'), ELEMENT_AT(MAP(ARRAY['a'], ARRAY[1]), 'a'), MAP_KEYS(MAP(ARRAY['a'], ARRAY[1])), MAP_VALUES(MAP(ARRAY['a'], ARRAY[1]));
-> (1, NULL, 1, ['a'], [1])
# source: Trino manual, SELECT, UNNEST
SELECT id, x FROM (VALUES (1, ARRAY[5, 6]), (2, ARRAY[7])) AS t(id, xs) CROSS JOIN UNNEST(xs) AS u(x) ORDER BY id, x;
-> (1, 5) (1, 6) (2, 7)
SELECT id, x, n FROM (VALUES (1, ARRAY['a', 'b'])) AS t(id, xs) CROSS JOIN UNNEST(xs) WITH ORDINALITY AS u(x, n) ORDER BY n;
-> (1, a, 1) (1, b, 2)
SELECT x FROM UNNEST(ARRAY[3, 1]) AS u(x) ORDER BY x;
-> (1) (3)
SELECT id, x FROM (VALUES (1, ARRAY[5]), (2, ARRAY_REMOVE(ARRAY[1], 1))) AS t(id, xs) LEFT JOIN UNNEST(xs) AS u(x) ON TRUE ORDER BY id;
-> (1, 5) (2, NULL)
SELECT x FROM UNNEST(SEQUENCE(1, 3)) AS u(x);
-> (1) (2) (3)
SELECT w, COUNT(*) FROM (VALUES 'a b a') AS t(s) CROSS JOIN UNNEST(SPLIT(s, ' ')) AS u(w) GROUP BY w ORDER BY w;
-> (a, 2) (b, 1)

# JSON
# source: Trino manual, JSON functions (JSON_EXTRACT_SCALAR gives NULL for a list or an object, JSON_EXTRACT gives JSON)
SELECT JSON_EXTRACT_SCALAR('{"a": {"b": "x"}, "n": 1.5, "t": true, "z": null, "l": [1, 2]}', '$.a.b'), JSON_EXTRACT_SCALAR('{"n": 1.5}', '$.n'), JSON_EXTRACT_SCALAR('{"t": true}', '$.t'), JSON_EXTRACT_SCALAR('{"z": null}', '$.z'), JSON_EXTRACT_SCALAR('{"l": [1, 2]}', '$.l'), JSON_EXTRACT_SCALAR('{"l": [1, 2]}', '$.l[1]'), JSON_EXTRACT_SCALAR('{"a": 1}', '$.zz'), JSON_EXTRACT_SCALAR('bad', '$.a');
-> (x, 1.5, true, NULL, NULL, 2, NULL, NULL)
SELECT JSON_EXTRACT('{"a": {"b": "x"}}', '$.a'), JSON_EXTRACT('{"a": "x"}', '$.a'), CAST(JSON_EXTRACT_SCALAR('{"a": "7"}', '$.a') AS BIGINT) + 1;
-> ({"b":"x"}, "x", 8)

# Queries
# source: Trino manual, SELECT
SELECT x FROM (VALUES 1, 2, 3) AS t(x) ORDER BY x OFFSET 1 LIMIT 1;
-> (2)
SELECT x FROM (VALUES 1, 2, 3) AS t(x) ORDER BY x FETCH FIRST 2 ROWS ONLY;
-> (1) (2)
SELECT * FROM (VALUES (1, 'a'), (2, 'b')) AS t(id, name) ORDER BY id DESC;
-> (2, b) (1, a)
SELECT a, SUM(b) FROM (VALUES (1, 2), (1, 3), (2, 1)) AS t(a, b) GROUP BY 1 HAVING SUM(b) > 1 ORDER BY 2 DESC;
-> (1, 5)
SELECT "a b", "X"."a b" FROM (SELECT 1 AS "a b") AS "X";
-> (1, 1)
SELECT A, "a" FROM (SELECT 1 AS a) AS t;
-> (1, 1)
WITH a AS (SELECT 1 AS x), b(y) AS (SELECT x + 1 FROM a) SELECT y FROM b;
-> (2)
WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 3) SELECT SUM(n) FROM r;
-> (6)
SELECT 1 EXCEPT SELECT 2;
-> (1)
SELECT 1 UNION SELECT 1 UNION ALL SELECT 1;
-> (1) (1)
SELECT 1 INTERSECT SELECT 1;
-> (1)
SELECT a.x, b.y FROM (VALUES 1, 2) AS a(x) LEFT JOIN (VALUES (1, 5)) AS b(x, y) ON a.x = b.x ORDER BY a.x;
-> (1, 5) (2, NULL)
SELECT x, y, z FROM (VALUES (1, 2)) AS a(x, y) JOIN (VALUES (1, 3)) AS b(x, z) USING (x);
-> (1, 2, 3)
SELECT a.x, b.x FROM (VALUES 1, 2) AS a(x) FULL OUTER JOIN (VALUES 2, 3) AS b(x) ON a.x = b.x ORDER BY a.x, b.x;
-> (1, NULL) (2, 2) (NULL, 3)
SELECT a.x, b.y FROM (VALUES 1) AS a(x) CROSS JOIN LATERAL (SELECT a.x + 1 AS y) AS b;
-> (1, 2)
SELECT x FROM (VALUES 1, 2) AS t(x) WHERE EXISTS (SELECT 1 FROM (VALUES 2) AS u(y) WHERE u.y = t.x) AND x IN (SELECT 2) AND x NOT IN (1, 5);
-> (2)
SELECT DISTINCT x FROM (VALUES 1, 1) AS t(x);
-> (1)
SELECT COUNT(*) FROM (VALUES 1, 2) AS t(x) TABLESAMPLE BERNOULLI (100);
-> (2)
SELECT 1 /* a /* comment */ + 1 -- and the rest
;
-> (2)
SELECT CASE WHEN x < 10 THEN 'low' ELSE 'high' END AS b, COUNT(*) FROM (VALUES 5, 15, 7) AS t(x) GROUP BY 1 ORDER BY 2 DESC;
-> (low, 2) (high, 1)
SELECT DATE_TRUNC('month', d) AS m, SUM(v) FROM (VALUES (TIMESTAMP '2024-01-05 00:00:00', 1), (TIMESTAMP '2024-01-09 00:00:00', 2)) AS t(d, v) GROUP BY DATE_TRUNC('month', d);
-> (2024-01-01 00:00:00, 3)
SELECT DATE_FORMAT(d, '%Y-%m') AS m, COUNT(*) AS n FROM (VALUES DATE '2024-05-01', DATE '2024-05-09', DATE '2024-06-01') AS t(d) GROUP BY DATE_FORMAT(d, '%Y-%m') ORDER BY m;
-> (2024-05, 2) (2024-06, 1)
SELECT ROUND(100e0 * COUNT_IF(p) / COUNT(*), 2), ROUND(AVG(CAST(v AS DOUBLE)), 1) FROM (VALUES (TRUE, 1), (FALSE, 2), (FALSE, 2)) AS t(p, v);
-> (33.33, 1.7)
SELECT x - LAG(x) OVER (ORDER BY i), CAST(x AS DOUBLE) / LAG(x) OVER (ORDER BY i) - 1 FROM (VALUES (1, 10), (2, 15)) AS t(i, x) ORDER BY i;
-> (NULL, NULL) (5, 0.5)
SELECT SUM(CASE WHEN s = 'paid' THEN v ELSE 0 END), SUM(v) FILTER (WHERE s = 'open') FROM (VALUES ('paid', 5), ('open', 7)) AS t(s, v);
-> (5, 7)
SELECT * FROM (VALUES (1, 2)) AS t(a, b) WHERE a = 1 AND b BETWEEN 1 AND 3 OR a IS NULL;
-> (1, 2)
SELECT (SELECT MAX(x) FROM (VALUES 1, 2) AS t(x)) AS m, y FROM (VALUES 3) AS u(y);
-> (2, 3)

# Columns, whose types only the tables tell
# source: Trino manual, mathematical functions, decimal functions (x / y has the scale max(xs, ys)), aggregate functions (AVG of decimals is a decimal of the same type); date and time functions
SELECT a / b, a % b, b / a, MOD(a, b), AVG(a) OVER () FROM (VALUES (7, 2), (-7, 2), (NULL, 2)) AS t(a, b) WHERE b = 2 ORDER BY a;
-> (-3, -1, 0, -1, 0.0) (3, 1, 0, 1, 0.0) (NULL, NULL, NULL, NULL, 0.0)
SELECT a / b, a / 4, 1 / b, AVG(a) OVER (), SUM(a) OVER () / 3 FROM (SELECT CAST(12.50 AS DECIMAL(10, 2)) AS a, CAST(3.0 AS DECIMAL(5, 1)) AS b) AS t;
-> (4.17, 3.13, 0.3, 12.50, 4.17)
SELECT a / b, a / 0, a / 2, AVG(a) OVER (), 100.0 * b / c FROM (SELECT 7e0 AS a, 2 AS b, 3 AS c) AS t;
-> (3.5, inf, 3.5, 7.0, 66.7)
SELECT CAST(9007199254740995 AS BIGINT) / x, -9007199254740995 / x FROM (VALUES 2) AS t(x);
-> (4503599627370497, -4503599627370497)
SELECT g, SUM(a) / COUNT(*), AVG(a), SUM(d) / COUNT(*), AVG(d), SUM(a) / SUM(b) FROM (VALUES ('x', 7, 2, 1.25), ('x', 8, 2, 1.30), ('y', NULL, 1, NULL)) AS t(g, a, b, d) GROUP BY g ORDER BY g;
-> (x, 7, 7.5, 1.28, 1.28, 3) (y, NULL, NULL, NULL, NULL, NULL)
SELECT AVG(d) FILTER (WHERE d > 1), AVG(DISTINCT d), AVG(DISTINCT a) FROM (VALUES (1, 1.005), (2, 1.005), (2, 0.5)) AS t(a, d);
-> (1.005, 0.753, 1.5)
SELECT ROUND(AVG(a), 2), AVG(a) / 2, AVG(d) / 2, CAST(SUM(a) AS DOUBLE) / COUNT(*) FROM (VALUES (1, 1.5), (2, 2.5)) AS t(a, d);
-> (1.5, 0.75, 1.0, 1.5)
SELECT d + INTERVAL '1' DAY, d - INTERVAL '1' MONTH, t + INTERVAL '1' DAY, t + INTERVAL '2' HOUR, DATE_ADD('day', 1, d), DATE_ADD('month', 1, d), DATE_ADD('day', n, t), DATE_ADD('hour', -1, t) FROM (SELECT DATE '2024-01-31' AS d, TIMESTAMP '2024-01-31 10:20:30' AS t, 2 AS n) AS x;
-> (2024-02-01, 2023-12-31, 2024-02-01 10:20:30, 2024-01-31 12:20:30, 2024-02-01, 2024-02-29, 2024-02-02 10:20:30, 2024-01-31 09:20:30)
SELECT DATE_TRUNC('month', d), DATE_TRUNC('week', d), DATE_TRUNC('month', t), DATE_TRUNC('day', t), DATE_TRUNC('hour', t), DATE_DIFF('day', d, DATE '2024-03-01'), DATE_DIFF('month', d, DATE '2024-02-29'), DATE_DIFF('hour', d, t), DATE_DIFF('millisecond', d, t) FROM (SELECT DATE '2024-01-31' AS d, TIMESTAMP '2024-01-31 10:20:30' AS t) AS x;
-> (2024-01-01, 2024-01-29, 2024-01-01 00:00:00, 2024-01-31 00:00:00, 2024-01-31 10:00:00, 30, 1, 10, 37230000)
SELECT DATE_TRUNC('month', d) AS m, COUNT(*), SUM(v) FROM (VALUES (DATE '2024-05-03', 1), (DATE '2024-05-31', 2), (DATE '2024-06-01', 4)) AS t(d, v) GROUP BY DATE_TRUNC('month', d) ORDER BY m;
-> (2024-05-01, 2, 3) (2024-06-01, 1, 4)
SELECT d FROM (VALUES DATE '2024-05-03', DATE '2024-05-31') AS t(d) WHERE d BETWEEN DATE '2024-05-01' AND DATE '2024-05-01' + INTERVAL '1' MONTH - INTERVAL '1' DAY AND d > DATE '2024-05-31' - INTERVAL '7' DAY;
-> (2024-05-31)
SELECT EXTRACT(DOW FROM d), EXTRACT(DAY_OF_WEEK FROM d), EXTRACT(DOY FROM d), EXTRACT(DAY_OF_YEAR FROM d), EXTRACT(YOW FROM d), EXTRACT(YEAR_OF_WEEK FROM d), EXTRACT(DAY_OF_MONTH FROM d), MILLISECOND(t) FROM (SELECT DATE '2024-12-30' AS d, TIMESTAMP '2024-12-30 10:20:30.123' AS t) AS x;
-> (1, 1, 365, 365, 2025, 2025, 30, 123)
SELECT CAST(x AS VARCHAR(2)), CAST(n AS VARCHAR(3)), CAST('abcdef' AS VARCHAR(4)), CAST(t AS TIMESTAMP(0)), CAST(t AS TIMESTAMP(3)), CAST(t AS TIMESTAMP(6)) FROM (SELECT 'hello' AS x, 123 AS n, TIMESTAMP '2024-01-01 10:20:30.567800' AS t) AS y;
-> (he, 123, abcd, 2024-01-01 10:20:31, 2024-01-01 10:20:30.568000, 2024-01-01 10:20:30.567800)
SELECT CAST(x AS BIGINT), CAST(y AS INTEGER), CAST(z AS BIGINT), CAST(b AS INTEGER), CAST(x AS VARCHAR), CAST(z AS VARCHAR), CAST(b AS VARCHAR) FROM (SELECT 2.5e0 AS x, DECIMAL '2.50' AS y, '12' AS z, TRUE AS b) AS t;
-> (3, 3, 12, 1, 2.5E0, 12, true)

# Times as numbers and texts
# source: Trino manual, date and time functions (from_unixtime, to_unixtime, from_iso8601_timestamp, to_iso8601, Java date functions: the letters of Joda's patterns; MySQL date functions: %v is a week of ISO); Teradata functions
SELECT FROM_UNIXTIME(1704067200), FROM_UNIXTIME(x), DATE(FROM_UNIXTIME(x)), TO_UNIXTIME(FROM_UNIXTIME(x)), DATE_FORMAT(FROM_UNIXTIME(x), '%Y-%m-%d %H') FROM (VALUES 1704103200.5e0) AS t(x);
-> (2024-01-01 00:00:00, 2024-01-01 10:00:00.500000, 2024-01-01, 1704103200.5, 2024-01-01 10)
SELECT FROM_ISO8601_TIMESTAMP('2024-01-31T10:20:30Z'), FROM_ISO8601_DATE('2024-01-31'), TO_ISO8601(d), TO_ISO8601(t), CAST(FROM_ISO8601_TIMESTAMP(s) AS DATE) FROM (SELECT DATE '2024-01-31' AS d, TIMESTAMP '2024-01-31 10:20:30.123' AS t, '2024-01-31T23:30:00Z' AS s) AS x;
-> (2024-01-31 10:20:30, 2024-01-31, 2024-01-31, 2024-01-31T10:20:30.123, 2024-01-31)
SELECT FORMAT_DATETIME(t, 'yyyy-MM-dd HH:mm:ss'), FORMAT_DATETIME(t, 'YYYY/M/d'), FORMAT_DATETIME(d, 'EEE, dd MMM yy'), FORMAT_DATETIME(t, 'EEEE MMMM'), FORMAT_DATETIME(t, 'hh:mm a'), FORMAT_DATETIME(t, 'yyyy-MM-dd''T''HH:mm:ss.SSS'), FORMAT_DATETIME(d, 'xxxx-ww-e'), FORMAT_DATETIME(d, 'D') FROM (SELECT DATE '2024-02-05' AS d, TIMESTAMP '2024-02-05 14:07:09.120' AS t) AS x;
-> (2024-02-05 14:07:09, 2024/2/5, Mon, 05 Feb 24, Monday February, 02:07 PM, 2024-02-05T14:07:09.120, 2024-06-1, 36)
SELECT PARSE_DATETIME('2024-02-05 14:07', 'yyyy-MM-dd HH:mm'), CAST(PARSE_DATETIME('05.02.2024', 'dd.MM.yyyy') AS DATE), DATE_FORMAT(DATE '2024-12-30', '%x-%v'), DATE_FORMAT(TIMESTAMP '2024-02-05 14:07:09.120', '%s.%f'), DATE_PARSE('Feb 5 2024 02:07:09 PM', '%b %e %Y %h:%i:%s %p'), DATE_PARSE('2024-02', '%Y-%m');
-> (2024-02-05 14:07:00, 2024-02-05, 2025-01, 09.120000, 2024-02-05 14:07:09, 2024-02-01 00:00:00)
SELECT TO_CHAR(t, 'yyyy-mm-dd hh24:mi:ss'), TO_DATE('2024/02/05', 'yyyy/mm/dd'), TO_TIMESTAMP('2024-02-05 14:07:09', 'yyyy-mm-dd hh24:mi:ss') FROM (SELECT TIMESTAMP '2024-02-05 14:07:09' AS t) AS x;
-> (2024-02-05 14:07:09, 2024-02-05, 2024-02-05 14:07:09)

# Texts of columns
# source: Trino manual, string functions, binary functions, URL functions, FORMAT (Java's format strings)
SELECT s || '-' || CAST(n AS VARCHAR), CONCAT(s, 'x', s), CONCAT_WS('/', s, 'y', NULL), s || NULL, REVERSE(s), UPPER(SUBSTR(s, 1, 1)) || LOWER(SUBSTR(s, 2)), LPAD(CAST(n AS VARCHAR), 5, '0'), STRPOS(s, 'l'), SPLIT_PART(s, 'l', 1) FROM (VALUES ('hello', 42)) AS t(s, n);
-> (hello-42, helloxhello, hello/y, NULL, olleh, Hello, 00042, 3, he)
SELECT FORMAT('%s has %d', s, n), FORMAT('%.2f', f), FORMAT('%,d', 1234567), FORMAT('%05d', n), FORMAT('%,.2f', 1234567.891e0), FORMAT('%d%%', n) FROM (SELECT 'x' AS s, 42 AS n, 2.5e0 AS f) AS t;
-> (x has 42, 2.50, 1,234,567, 00042, 1,234,567.89, 42%)
SELECT TO_HEX(MD5(TO_UTF8('abc'))), LOWER(TO_HEX(SHA256(TO_UTF8('abc')))), TO_HEX(SHA1(TO_UTF8('abc'))), FROM_UTF8(FROM_HEX('616263')), TO_BASE64(TO_UTF8('abc')), FROM_UTF8(FROM_BASE64('YWJj'));
-> (900150983CD24FB0D6963F7D28E17F72, ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad, A9993E364706816ABA3E25717850C26C9CD0D89D, abc, YWJj, abc)
SELECT URL_EXTRACT_HOST(u), URL_EXTRACT_PATH(u), URL_EXTRACT_PROTOCOL(u), URL_EXTRACT_QUERY(u), URL_EXTRACT_FRAGMENT(u), URL_EXTRACT_PARAMETER(u, 'q'), URL_EXTRACT_PARAMETER(u, 'z'), URL_ENCODE('a b&c'), URL_DECODE('a%20b') FROM (VALUES 'https://www.example.com:8080/a/b.html?p=1&q=xy#top') AS t(u);
-> (www.example.com, /a/b.html, https, p=1&q=xy, top, xy, NULL, a+b%26c, a b)
SELECT SPLIT_TO_MAP('a=1,b=2', ',', '='), SPLIT_TO_MAP(s, ';', ':')['k'] FROM (VALUES 'k:v;l:w') AS t(s);
-> ({'a': '1', 'b': '2'}, v)
SELECT REGEXP_LIKE(s, '^h'), REGEXP_EXTRACT(s, '(\w)(\w)', 2), REGEXP_REPLACE(s, '(\w)(\w)', '$2$1'), REGEXP_REPLACE(s, 'l+', ''), CARDINALITY(REGEXP_EXTRACT_ALL(s, 'l')), TRIM(s), LENGTH(s), s LIKE '%ll%' FROM (VALUES 'hello', NULL) AS t(s) ORDER BY s;
-> (True, e, ehllo, heo, 2, hello, 5, True) (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)
SELECT BITWISE_AND(12, 10), BITWISE_OR(12, 10), BITWISE_XOR(12, 10), IS_NAN(NAN()), INFINITY() > 1e300, SINH(0), COSH(0), TANH(0), LENGTH(CAST(UUID() AS VARCHAR));
-> (8, 14, 6, True, True, 0.0, 1.0, 0.0, 36)

# Lists, maps and rows of columns
# source: Trino manual, array functions, map functions, aggregate functions (map_agg, histogram), SELECT (UNNEST), data types (ROW)
SELECT ELEMENT_AT(l, 1), ELEMENT_AT(l, -1), ELEMENT_AT(l, i), ELEMENT_AT(m, 'a'), ELEMENT_AT(m, 'z'), ELEMENT_AT(m, k), l[1], l[i], m['b'], m[k], CARDINALITY(l), CARDINALITY(m) FROM (SELECT ARRAY[5, 6, 7] AS l, 2 AS i, MAP(ARRAY['a', 'b'], ARRAY[1, 2]) AS m, 'b' AS k) AS t;
-> (5, 7, 6, 1, NULL, 2, 5, 6, 2, 2, 3, 2)
SELECT SLICE(l, 2, 2), SLICE(l, -2, 2), SLICE(l, -2, 1), CONTAINS(l, 6), ARRAY_POSITION(l, 7), ARRAY_JOIN(l, '-'), l || ARRAY[8], CONCAT(l, ARRAY[8]), ARRAYS_OVERLAP(l, ARRAY[7, 9]), ARRAYS_OVERLAP(l, ARRAY[9]), ARRAY_SORT(l), ARRAY_MAX(l), REDUCE(l, 0, (s, x) -> s + x, s -> s) FROM (SELECT ARRAY[5, 6, 7] AS l) AS t;
-> ([6, 7], [6, 7], [6], True, 3, 5-6-7, [5, 6, 7, 8], [5, 6, 7, 8], True, False, [5, 6, 7], 7, 18)
SELECT TRANSFORM(l, x -> x * 2), FILTER(l, x -> x > 5), ANY_MATCH(l, x -> x = n), ZIP_WITH(l, l, (x, y) -> x + y), ZIP(l, ARRAY['a', 'b', 'c']), TRANSFORM(l, x -> x + n) FROM (SELECT ARRAY[5, 6, 7] AS l, 6 AS n) AS t;
-> ([10, 12, 14], [6, 7], True, [10, 12, 14], [(5, 'a'), (6, 'b'), (7, 'c')], [11, 12, 13])
SELECT MAP_FILTER(m, (k, v) -> v > 1), TRANSFORM_VALUES(m, (k, v) -> v * 10), TRANSFORM_KEYS(m, (k, v) -> k || '!'), MAP_CONCAT(m, MAP(ARRAY['b'], ARRAY[9])), MAP_ENTRIES(m), MAP_FROM_ENTRIES(ARRAY[ROW('x', 1)]), MAP_KEYS(m), MAP() FROM (SELECT MAP(ARRAY['a', 'b'], ARRAY[1, 2]) AS m) AS t;
-> ({'b': 2}, {'a': 10, 'b': 20}, {'a!': 1, 'b!': 2}, {'a': 1, 'b': 9}, [('a', 1), ('b', 2)], {'x': 1}, ['a', 'b'], {})
SELECT g, MAP_AGG(k, v), HISTOGRAM(k), MAX(v, 2), MIN(v, 1), BITWISE_AND_AGG(v), BITWISE_OR_AGG(v), ROUND(REGR_R2(v, v), 1) FROM (VALUES ('x', 'a', 1), ('x', 'b', 2), ('y', 'a', 3)) AS t(g, k, v) GROUP BY g ORDER BY g;
-> (x, {'a': 1, 'b': 2}, {'a': 1, 'b': 1}, [2, 1], [1], 0, 3, 1.0) (y, {'a': 3}, {'a': 1}, [3], [3], 3, 3, NULL)
SELECT MAP_AGG(k, v) FILTER (WHERE v > 1)['b'], MAP_AGG(k, v)['a'] FROM (VALUES ('a', 1), ('b', 2), (NULL, 3)) AS t(k, v);
-> (2, 1)
SELECT ROW(1, 'a'), CAST(ROW(1, 'x') AS ROW(n INTEGER, s VARCHAR)).s, r.n FROM (SELECT CAST(ROW(7, 'y') AS ROW(n INTEGER, s VARCHAR)) AS r) AS t;
-> ((1, 'a'), x, 7)
SELECT id, k, v FROM (SELECT 1 AS id, MAP(ARRAY['a', 'b'], ARRAY[5, 6]) AS m) AS t CROSS JOIN UNNEST(m) AS u(k, v) ORDER BY k;
-> (1, a, 5) (1, b, 6)
SELECT x, y FROM UNNEST(ARRAY[1, 2], ARRAY['a', 'b', 'c']) AS u(x, y) ORDER BY y;
-> (1, a) (2, b) (NULL, c)
SELECT id, x, y, n FROM (SELECT 1 AS id, ARRAY[1, 2] AS a, ARRAY['p', 'q'] AS b) AS t CROSS JOIN UNNEST(a, b) WITH ORDINALITY AS u(x, y, n) ORDER BY n;
-> (1, 1, p, 1) (1, 2, q, 2)
SELECT s.w, s.n FROM (VALUES 'b a') AS t(x) CROSS JOIN UNNEST(SPLIT(x, ' ')) WITH ORDINALITY AS s(w, n) ORDER BY s.n;
-> (b, 1) (a, 2)
SELECT CARDINALITY(SEQUENCE(DATE '2024-01-30', DATE '2024-02-02')), CARDINALITY(SEQUENCE(TIMESTAMP '2024-01-01 00:00:00', TIMESTAMP '2024-01-01 02:00:00', INTERVAL '1' HOUR));
-> (4, 3)
SELECT id, n FROM (VALUES (1, 2, 3), (2, 5, 4)) AS t(id, a, b) CROSS JOIN UNNEST(SEQUENCE(a, b)) AS u(n) ORDER BY id, n;
-> (1, 2) (1, 3) (2, 4) (2, 5)
SELECT id, day FROM (SELECT 1 AS id, DATE '2024-01-31' AS d, DATE '2024-02-02' AS e) AS t CROSS JOIN UNNEST(SEQUENCE(d, e, INTERVAL '1' DAY)) AS u(day) ORDER BY day;
-> (1, 2024-01-31) (1, 2024-02-01) (1, 2024-02-02)
SELECT day FROM (SELECT MIN(d) AS a, MAX(d) AS b FROM (VALUES DATE '2024-01-01', DATE '2024-01-03') AS t(d)) AS x CROSS JOIN UNNEST(SEQUENCE(a, b, INTERVAL '1' DAY)) AS u(day) ORDER BY day;
-> (2024-01-01) (2024-01-02) (2024-01-03)
SELECT day FROM UNNEST(SEQUENCE(DATE '2024-01-31', DATE '2024-04-01', INTERVAL '1' MONTH)) AS t(day) ORDER BY day;
-> (2024-01-31) (2024-02-29) (2024-03-31)
# source: Trino manual, array functions, SEQUENCE: a step may be of several months, and go back; without one it is a day
SELECT ARRAY_JOIN(SEQUENCE(DATE '2024-01-31', DATE '2024-12-30', INTERVAL '3' MONTH), ' '), ARRAY_JOIN(SEQUENCE(DATE '2024-03-31', DATE '2024-01-30', INTERVAL '-1' MONTH), ' '), ARRAY_JOIN(SEQUENCE(DATE '2020-02-29', DATE '2024-02-29', INTERVAL '2' YEAR), ' '), ARRAY_JOIN(SEQUENCE(DATE '2024-01-03', DATE '2024-01-01'), ' ');
-> (2024-01-31 2024-04-30 2024-07-31 2024-10-31, 2024-03-31 2024-02-29 2024-01-31, 2020-02-29 2022-02-28 2024-02-29, 2024-01-03 2024-01-02 2024-01-01)
SELECT id, m FROM (VALUES (1, DATE '2024-01-31', DATE '2024-04-30'), (2, DATE '2024-01-31', NULL)) AS t(id, d, e) CROSS JOIN UNNEST(SEQUENCE(d, e, INTERVAL '1' MONTH)) AS u(m) ORDER BY m;
-> (1, 2024-01-31) (1, 2024-02-29) (1, 2024-03-31) (1, 2024-04-30)
SELECT m FROM (VALUES (DATE '2024-03-31', DATE '2024-01-01')) AS t(d, e) CROSS JOIN UNNEST(SEQUENCE(d, e, INTERVAL '-1' MONTH)) AS u(m) ORDER BY m;
-> (2024-01-31) (2024-02-29) (2024-03-31)
SELECT x FROM (VALUES DATE '2024-02-01') AS t(d) CROSS JOIN UNNEST(SEQUENCE(d, DATE '2024-01-30')) AS u(x) ORDER BY x;
-> (2024-01-30) (2024-01-31) (2024-02-01)
# source: Trino manual, array functions, TRIM_ARRAY; row type: a field is taken by its place
SELECT TRIM_ARRAY(ARRAY[1, 2, 3], 1), TRANSFORM(MAP_ENTRIES(MAP(ARRAY['a'], ARRAY[1])), e -> e[2]), ROW(1, 'x')[2], MAP(ARRAY[1, 2], ARRAY['p', 'q'])[2];
-> ([1, 2], [1], x, q)
SELECT x[1], x[2], m[2], z[1] FROM (SELECT ARRAY[7, NULL] AS x, MAP(ARRAY[1, 2], ARRAY[5, NULL]) AS m, CAST(NULL AS ARRAY(INTEGER)) AS z) AS t;
-> (7, NULL, NULL, NULL)
# source: Trino manual, date and time: the type TIME
SELECT CAST(TIMESTAMP '2024-01-01 10:30:00' AS TIME), TIME '10:00:00' < TIME '10:30:00', HOUR(TIME '10:00:00'), TIME '23:30:00' + INTERVAL '1' HOUR, DATE_DIFF('minute', TIME '10:00:00', TIME '11:30:59');
-> (10:30:00, True, 10, 00:30:00, 90)
# source: Trino manual, SELECT, FETCH FIRST: with ties, rows come along that are equal to the last one
SELECT x, y FROM (VALUES (1, 'a'), (2, 'b'), (2, 'c'), (3, 'd')) AS t(x, y) ORDER BY x FETCH FIRST 2 ROWS WITH TIES;
-> (1, a) (2, b) (2, c)
SELECT -x AS x FROM (VALUES 1, 2, 2) AS t(x) ORDER BY x FETCH FIRST ROW WITH TIES;
-> (-2) (-2)
SELECT y, COUNT(*) AS n FROM (VALUES 'a', 'b', 'b', 'c') AS t(y) GROUP BY y ORDER BY n DESC, 1 FETCH FIRST 2 ROWS WITH TIES;
-> (b, 2) (a, 1)
# source: Trino manual, string functions, STRPOS of the n-th instance, which counts from the end where it is negative
SELECT STRPOS('banana', 'an', 2), STRPOS('banana', 'an', -1), STRPOS('banana', 'ana', 2), STRPOS('banana', 'z', 1), STRPOS(NULL, 'a', 1);
-> (4, 4, 4, 0, NULL)

# JSON of columns
# source: Trino manual, JSON functions and operators, CAST from JSON
SELECT JSON_EXTRACT_SCALAR(v, '$.a.b'), JSON_EXTRACT_SCALAR(v, '$["n"]'), JSON_EXTRACT(v, '$.l'), CAST(JSON_EXTRACT(v, '$.l') AS ARRAY(BIGINT)), CAST(JSON_EXTRACT(v, '$.n') AS INTEGER), CAST(JSON_EXTRACT(v, '$.a.b') AS VARCHAR), JSON_ARRAY_LENGTH(JSON_EXTRACT(v, '$.l')), JSON_SIZE(v, '$.a'), JSON_SIZE(v, '$.l'), JSON_SIZE(v, '$.n'), JSON_SIZE(v, '$.z') FROM (VALUES '{"a": {"b": "x"}, "l": [1, 2], "n": 5}') AS t(v);
-> (x, 5, [1,2], [1, 2], 5, x, 2, 1, 2, 0, NULL)
SELECT JSON_VALUE(v, 'lax $.a.b'), JSON_VALUE(v, 'lax $.l'), JSON_QUERY(v, 'lax $.l'), JSON_EXISTS(v, 'lax $.n'), JSON_EXISTS(v, 'lax $.zz'), JSON_ARRAY_GET('[5, 6]', 1), JSON_ARRAY_CONTAINS('[1, 2]', 2), JSON_ARRAY_CONTAINS('[1, 2]', 9), JSON_FORMAT(JSON_PARSE('[1,2]')), IS_JSON_SCALAR(JSON_PARSE('1')), IS_JSON_SCALAR(JSON_PARSE('[1]')) FROM (VALUES '{"a": {"b": "x"}, "l": [1, 2], "n": 5}') AS t(v);
-> (x, NULL, [1,2], True, False, 6, True, False, [1,2], True, False)
SELECT id, item FROM (SELECT 1 AS id, '["a", "b"]' AS tags) AS t CROSS JOIN UNNEST(CAST(JSON_PARSE(tags) AS ARRAY(VARCHAR))) AS u(item) ORDER BY item;
-> (1, a) (1, b)
SELECT k, v FROM (SELECT '{"x": "1", "y": "2"}' AS j) AS t CROSS JOIN UNNEST(CAST(JSON_PARSE(j) AS MAP(VARCHAR, VARCHAR))) AS u(k, v) ORDER BY k;
-> (x, 1) (y, 2)
SELECT JSON_EXTRACT_SCALAR(r, '$.sku'), CAST(JSON_EXTRACT_SCALAR(r, '$.qty') AS INTEGER) FROM (SELECT '[{"sku": "p", "qty": 2}, {"sku": "q", "qty": 3}]' AS j) AS t CROSS JOIN UNNEST(CAST(JSON_PARSE(j) AS ARRAY(JSON))) AS u(r) ORDER BY 1;
-> (p, 2) (q, 3)

# More columns
# source: Trino manual, the same pages; what is NULL divided by zero is NULL; ARRAY_JOIN of NULLs is an empty text
SELECT TRY(a / b), a / NULLIF(b, 0), TRY(d / b), COALESCE(TRY(a / b), -1) FROM (VALUES (1, 7, 2, 1.50), (2, 7, 0, 1.50), (3, NULL, 0, NULL)) AS t(i, a, b, d) ORDER BY i;
-> (3, 3, 0.75, 3) (NULL, NULL, NULL, -1) (NULL, NULL, NULL, -1)
SELECT CASE WHEN b <> 0 THEN a / b END, a * 10 / 4 FROM (VALUES (1, 7, 2), (2, 7, 0)) AS t(i, a, b) ORDER BY i;
-> (3, 17) (NULL, 17)
SELECT TRY(DATE_PARSE(s, '%Y-%m-%d')), TRY(CAST(s AS DATE)) FROM (VALUES 'x') AS t(s);
-> (NULL, NULL)
SELECT a / b, d / b FROM (VALUES (NULL, 0, NULL), (6, 3, 1.5)) AS t(a, b, d) ORDER BY a;
-> (2, 0.5) (NULL, NULL)
SELECT a - b, t - INTERVAL '1' DAY, CURRENT_DATE - INTERVAL '1' DAY < CURRENT_DATE FROM (VALUES (5, 2, TIMESTAMP '2024-01-02 10:00:00')) AS x(a, b, t);
-> (3, 2024-01-01 10:00:00, True)
SELECT ARRAY_JOIN(ARRAY_AGG(s), ',') FROM (VALUES CAST(NULL AS VARCHAR)) AS t(s);
-> ()
SELECT WIDTH_BUCKET(x, 0, 10, 5) FROM (VALUES -1e0, 0e0, 3e0, 10e0) AS t(x) ORDER BY x;
-> (0) (1) (2) (6)
SELECT id, SUM(qty) OVER (ORDER BY d RANGE BETWEEN INTERVAL '30' DAY PRECEDING AND CURRENT ROW) AS s, qty * 1.0 / SUM(qty) OVER (), 100 * qty / SUM(qty) OVER (), DATE_DIFF('day', LAG(d) OVER (ORDER BY d), d) FROM (VALUES (1, DATE '2024-01-31', 3), (2, DATE '2024-02-29', 2), (3, DATE '2024-12-31', 0)) AS t(id, d, qty) ORDER BY id;
-> (1, 3, 0.6, 60, NULL) (2, 5, 0.4, 40, 29) (3, 0, 0.0, 0, 306)
SELECT m, s, s - LAG(s) OVER (ORDER BY m), (s - LAG(s) OVER (ORDER BY m)) / LAG(s) OVER (ORDER BY m) FROM (SELECT DATE_TRUNC('month', d) AS m, SUM(v) AS s FROM (VALUES (DATE '2024-01-31', 12.50), (DATE '2024-02-29', 7.25)) AS t(d, v) GROUP BY 1) AS x ORDER BY m;
-> (2024-01-01, 12.50, NULL, NULL) (2024-02-01, 7.25, -5.25, -0.42)
SELECT c, y, SUM(q) FROM (VALUES (10, 2024, 3), (10, 2024, 2), (20, 2024, 0)) AS t(c, y, q) GROUP BY CUBE (c, y) ORDER BY 1, 2;
-> (10, 2024, 5) (10, NULL, 5) (20, 2024, 0) (20, NULL, 0) (NULL, 2024, 5) (NULL, NULL, 5)
SELECT x FROM (VALUES 10, 10, 20) AS t(x) EXCEPT ALL SELECT 10;
-> (20) (10)

# No tested translation
# source: the same manual for what exists
SELECT CAST(x AS CHAR(3)) FROM t;
-> unsupported_sql the type CHAR(3)
SELECT CAST(x AS TIMESTAMP WITH TIME ZONE) FROM t;
-> unsupported_sql the type TIMESTAMP WITH TIME ZONE
SELECT TIMESTAMP '2024-01-01 00:00:00 UTC';
-> unsupported_sql the type TIMESTAMP WITH TIME ZONE
SELECT CAST(TIMESTAMP '2024-01-01 00:00:00' AS VARCHAR);
-> unsupported_sql CAST of a timestamp to VARCHAR
SELECT x AT TIME ZONE 'UTC' FROM t;
-> unsupported_sql AT TIME ZONE
SELECT AT_TIMEZONE(x, 'UTC') FROM t;
-> unsupported_sql the function AT_TIMEZONE
SELECT DATE_FORMAT(d, f) FROM t;
-> unsupported_sql a format in DATE_FORMAT that is no literal
SELECT DATE_PARSE(d, '%W') FROM t;
-> unsupported_sql that format in DATE_PARSE
SELECT DATE_TRUNC('millisecond', d) FROM t;
-> unsupported_sql that unit in DATE_TRUNC
SELECT DATE_TRUNC(u, d) FROM t;
-> unsupported_sql a unit in DATE_TRUNC that is no literal
SELECT DATE_ADD('century', 1, d) FROM t;
-> unsupported_sql that unit in DATE_ADD
SELECT DATE '2024-01-02' - DATE '2024-01-01';
-> unsupported_sql a subtraction of dates
SELECT INTERVAL '1-2' YEAR TO MONTH;
-> unsupported_sql that form of INTERVAL
SELECT INTERVAL '1' CENTURY;
-> unsupported_sql that form of INTERVAL
SELECT CURRENT_TIMESTAMP(6);
-> unsupported_sql the function CURRENT_TIMESTAMP
SELECT REGEXP_EXTRACT(x, '(a)?b', 1) FROM t;
-> unsupported_sql a group that may be missing in REGEXP_EXTRACT
SELECT REGEXP_EXTRACT(x, 'a', 1) FROM t;
-> unsupported_sql a group that is not in the pattern of REGEXP_EXTRACT
SELECT REGEXP_EXTRACT(x, p) FROM t;
-> unsupported_sql a pattern in REGEXP_EXTRACT that is no literal
SELECT REGEXP_REPLACE(x, '(a)', m -> UPPER(m[1])) FROM t;
-> unsupported_sql a replacement in REGEXP_REPLACE that is no literal
SELECT REPLACE('abc', '', 'x');
-> unsupported_sql REPLACE of an empty text
SELECT SPLIT_PART(x, ',', -1) FROM t;
-> unsupported_sql SPLIT_PART before the first part
SELECT NORMALIZE(x) FROM t;
-> unsupported_sql the function NORMALIZE
SELECT SOUNDEX(x) FROM t;
-> unsupported_sql the function SOUNDEX
SELECT APPROX_PERCENTILE(x, w, 0.5) FROM t;
-> unsupported_sql this form of APPROX_PERCENTILE
SELECT MAX_BY(x, y, 2) FROM t;
-> unsupported_sql this form of MAX_BY
SELECT CHECKSUM(x) FROM t;
-> unsupported_sql the function CHECKSUM
SELECT SKEWNESS(x) FROM t;
-> unsupported_sql the function SKEWNESS
SELECT KURTOSIS(x) FROM t;
-> unsupported_sql the function KURTOSIS
SELECT LISTAGG(x, ',' ON OVERFLOW TRUNCATE '...' WITH COUNT) WITHIN GROUP (ORDER BY x) FROM t;
-> unsupported_sql ON OVERFLOW
SELECT FIRST_VALUE(x) FROM t;
-> unsupported_sql FIRST_VALUE without OVER
SELECT SUM(x) IGNORE NULLS FROM t;
-> unsupported_sql IGNORE NULLS of SUM
SELECT ARRAY_SORT(x, (a, b) -> 1) FROM t;
-> unsupported_sql this form of ARRAY_SORT
SELECT x[0] FROM t;
-> unsupported_sql a place before the first of a list
SELECT JSON_EXTRACT_SCALAR(x, p) FROM t;
-> unsupported_sql a path in JSON_EXTRACT_SCALAR that is no literal
SELECT DISTINCT x FROM t ORDER BY x FETCH FIRST 1 ROW WITH TIES;
-> unsupported_sql this form of FETCH ... WITH TIES
SELECT * FROM t ORDER BY 1 FETCH FIRST 1 ROW WITH TIES;
-> unsupported_sql this form of FETCH ... WITH TIES
SELECT x FROM t ORDER BY SUM(x) OVER () FETCH FIRST 1 ROW WITH TIES;
-> unsupported_sql this form of FETCH ... WITH TIES
SELECT NAN() = x FROM t;
-> unsupported_sql a comparison with NAN()
SELECT CAST(TIME '10:00:00' AS VARCHAR);
-> unsupported_sql CAST of a time to VARCHAR
SELECT STRPOS(x, 'a', n) FROM t;
-> unsupported_sql this form of STRPOS
SELECT SEQUENCE(DATE '2024-01-01', DATE '2024-02-01', INTERVAL '0' MONTH);
-> unsupported_sql that step in SEQUENCE
SELECT * FROM t MATCH_RECOGNIZE (ORDER BY a PATTERN (x) DEFINE x AS a > 1);
-> unsupported_sql MATCH RECOGNIZE
SELECT * FROM t FOR VERSION AS OF 3;
-> unsupported_sql time travel (AS OF)
SELECT * FROM t FOR TIMESTAMP AS OF TIMESTAMP '2024-01-01 00:00:00';
-> unsupported_sql time travel (AS OF)
SELECT * FROM TABLE(SEQUENCE(1, 5));
-> unsupported_sql a function in FROM
WITH FUNCTION f(x INTEGER) RETURNS INTEGER RETURN x + 1 SELECT f(1);
-> unsupported_sql the function F
SELECT MY_UDF(x) FROM t;
-> unsupported_sql the function MY_UDF
SELECT X'1F';
-> unsupported_sql HEX STRING
SELECT U&'\0041';
-> unsupported_sql UNICODE STRING
SELECT 'a' 'b';
-> unsupported_sql texts that stand side by side
SELECT `x` FROM t;
-> syntax_error `
SELECT CURRENT_USER;
-> unsupported_sql CURRENT USER
SELECT CURRENT_CATALOG;
-> unsupported_sql CURRENT CATALOG
SELECT TRY(1, 2);
-> unsupported_sql this form of TRY
SELECT IF(1);
-> unsupported_sql this form of IF
SELECT RANDOM(5);
-> unsupported_sql this form of RANDOM
SELECT SUBSTR(x, 1, 2, 3) FROM t;
-> unsupported_sql this form of SUBSTRING
SELECT GREATEST(1);
-> unsupported_sql this form of GREATEST
SELECT x FROM t QUALIFY ROW_NUMBER() OVER (ORDER BY x) = 1;
-> syntax_error ROW_NUMBER
DELETE FROM t;
-> not_allowed
SHOW TABLES;
-> not_allowed
DESCRIBE t;
-> not_allowed
EXPLAIN SELECT 1;
-> not_allowed
SET SESSION x = 1;
-> not_allowed
CALL f();
-> not_allowed
PREPARE p FROM SELECT 1;
-> not_allowed
SELECT 1; SELECT 2;
-> syntax_error

# The text of a DOUBLE, and digits of other bases
# source: Trino manual, string functions (split with a limit), mathematical functions (to_base, from_base), bitwise functions, conversion functions (typeof); the text of a DOUBLE has the form 0.0E0
SELECT CAST(x AS VARCHAR), CAST(1e0 AS VARCHAR), CAST(AVG(n) OVER () AS VARCHAR), CAST(x * -100 AS VARCHAR), CAST(n AS VARCHAR), CAST(0e0 AS VARCHAR), CAST(x / 1e6 AS VARCHAR) FROM (VALUES (1.5e0, 3)) AS t(x, n);
-> (1.5E0, 1.0E0, 3.0E0, -1.5E2, 3, 0.0E0, 1.5E-6)
SELECT SPLIT('a,b,c', ',', 2), SPLIT('a,b', ',', 1), SPLIT('a,b', ','), SPLIT('a', ',', 3);
-> (['a', 'b,c'], ['a,b'], ['a', 'b'], ['a'])
SELECT SPLIT('a,b', ',', 0);
-> unsupported_sql that limit in SPLIT
SELECT TO_BASE(255, 16), FROM_BASE('ff', 16), TO_BASE(5, 2), FROM_BASE('101', 2), BIT_COUNT(7, 64), BIT_COUNT(-1, 64), BITWISE_NOT(5), BITWISE_NOT(x) FROM (VALUES -12) AS t(x);
-> (ff, 255, 101, 5, 3, 64, -6, 11)
SELECT BIT_COUNT(7, 8);
-> unsupported_sql BIT_COUNT of that size
SELECT FROM_BASE('z', 36);
-> unsupported_sql FROM_BASE of that base
SELECT TYPEOF(1), TYPEOF(1.5), TYPEOF('abc'), TYPEOF(x), TYPEOF(TRUE), TYPEOF(CAST(1 AS BIGINT)), TYPEOF(d) FROM (VALUES (1e0, DATE '2024-01-31')) AS t(x, d);
-> (integer, decimal(2,1), varchar(3), double, boolean, bigint, date)

# Columns that a join merges come first; a name in ORDER BY is that of an output first
# source: Trino manual, SELECT (JOIN USING: the output has the columns of USING, then the others of the left and the right; ORDER BY)
SELECT * FROM (VALUES (1, 10)) AS o(id, cust) JOIN (VALUES (10, 'Ann')) AS c(cust, name) USING (cust);
-> (10, 1, Ann)
SELECT o.* FROM (VALUES (1, 10)) AS o(id, cust) CROSS JOIN (VALUES (10, 'Ann')) AS c(cust, name);
-> (1, 10)
SELECT * FROM a CROSS JOIN b JOIN c USING (cust);
-> unsupported_sql * over a comma or CROSS JOIN before JOIN ... USING
SELECT -x AS x FROM (VALUES 10, 3, -7) AS t(x) ORDER BY x + 0;
-> (-10) (-3) (7)
SELECT g, SUM(x) AS x FROM (VALUES (1, 5)) AS t(g, x) GROUP BY g ORDER BY SUM(x);
-> unsupported_sql ORDER BY an expression of the output x

# Places of patterns, shifts of bits, texts of lists
# source: Trino manual, regular expression functions (regexp_position: -1 without a match), bitwise functions, array functions
SELECT REGEXP_POSITION('bab', 'b$'), REGEXP_POSITION('bab', 'x'), REGEXP_POSITION(s, '[0-9]') FROM (VALUES 'xaa1') AS t(s);
-> (3, -1, 4)
SELECT BITWISE_LEFT_SHIFT(1, 3), BITWISE_RIGHT_SHIFT(8, 2), BITWISE_LEFT_SHIFT(x, 2) FROM (VALUES 5) AS t(x);
-> (8, 2, 20)
SELECT ARRAY_JOIN(ARRAY['a', NULL, 'b'], '-'), ARRAY_JOIN(ARRAY[1, 2], ',');
-> (a-b, 1,2)

# Texts that are booleans and dates
# source: https://trino.io/docs/current/functions/conversion.html
SELECT TRY_CAST('yes' AS BOOLEAN), TRY_CAST('2024/01/05' AS DATE), TRY_CAST('on' AS BOOLEAN), CAST('TRUE' AS BOOLEAN), CAST('2024-01-05' AS DATE);
-> (NULL, NULL, NULL, True, 2024-01-05)
# source: Trino manual, conversion functions: each item of a list is written as it is alone, a DOUBLE with a power of ten
SELECT CAST(ARRAY[1e0, NULL, 12.5e0] AS ARRAY(VARCHAR)), CAST(ARRAY[1, 2] AS ARRAY(VARCHAR)), CAST(ARRAY[true, false] AS ARRAY(VARCHAR)), CAST(ARRAY[DATE '2024-01-05'] AS ARRAY(VARCHAR)), CAST(json_extract('["x","y"]', '$') AS ARRAY(VARCHAR)), CAST(ARRAY['a'] AS ARRAY(VARCHAR));
-> (['1.0E0', None, '1.25E1'], ['1', '2'], ['true', 'false'], ['2024-01-05'], ['x', 'y'], ['a'])
SELECT CAST(x AS ARRAY(VARCHAR)) FROM (SELECT ARRAY[1, NULL] AS x);
-> (['1', None])
SELECT CAST(MAP(ARRAY['a'], ARRAY[1e0]) AS MAP(VARCHAR, VARCHAR));
-> unsupported_sql CAST of items to VARCHAR
SELECT CAST(CAST(0.5 AS DECIMAL(2,2)) AS VARCHAR), CAST(0.25 AS DECIMAL(2,2));
-> (0.50, 0.25)
SELECT CAST('NaN' AS DOUBLE) = x FROM (VALUES 1e0) AS t(x);
-> unsupported_sql a comparison with what may be NaN
