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
SELECT IS_NAN(SQRT(-1)), IS_FINITE(1e0), IS_INFINITE(LN(0)), RANDOM() < 1, RAND() >= 0, 2 + 3 * 4, -(1 + 2), 1.5 + 1, 0.1 + 0.2, 1.5 * 2;
-> (True, True, True, True, True, 14, -3, 2.5, 0.3, 3.0)
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
-> (3, -3, 2, 4, 3, -2, 12, 1, True, 1, 1.50, true, 1.5, 1.5, 1.0)
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
SELECT CARDINALITY(ARRAY[1, NULL]), CARDINALITY(SPLIT('a,b', ',')), CARDINALITY(NULL);
-> (2, 2, NULL)
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

# What DuckDB would answer in another way
# source: the pages named above
SELECT a / b FROM t;
-> unsupported_sql a division of unknown types
SELECT SUM(a) / SUM(b) FROM t;
-> unsupported_sql a division of unknown types
SELECT AVG(a) / 2 FROM t;
-> unsupported_sql a division of unknown types
SELECT a * 1.0 / b FROM t;
-> unsupported_sql a division of unknown types

# No tested translation
# source: the same manual for what exists
SELECT CAST(x AS VARCHAR(3)) FROM t;
-> unsupported_sql the type VARCHAR(3)
SELECT CAST(x AS CHAR(3)) FROM t;
-> unsupported_sql the type CHAR(3)
SELECT CAST(x AS TIMESTAMP(3)) FROM t;
-> unsupported_sql the type TIMESTAMP(3)
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
SELECT FROM_UNIXTIME(x) FROM t;
-> unsupported_sql the function FROM_UNIXTIME
SELECT FORMAT_DATETIME(x, 'yyyy') FROM t;
-> unsupported_sql the function FORMAT_DATETIME
SELECT PARSE_DATETIME(x, 'yyyy') FROM t;
-> unsupported_sql the function PARSE_DATETIME
SELECT FROM_ISO8601_TIMESTAMP(x) FROM t;
-> unsupported_sql the function FROM_ISO8601_TIMESTAMP
SELECT DATE_FORMAT(d, '%v') FROM t;
-> unsupported_sql that format in DATE_FORMAT
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
SELECT EXTRACT(DOW FROM d) FROM t;
-> unsupported_sql that unit in EXTRACT
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
SELECT REGEXP_POSITION(x, 'a') FROM t;
-> unsupported_sql the function REGEXP_POSITION
SELECT REPLACE('abc', '', 'x');
-> unsupported_sql REPLACE of an empty text
SELECT SPLIT(x, ',', 2) FROM t;
-> unsupported_sql this form of SPLIT
SELECT SPLIT_PART(x, ',', -1) FROM t;
-> unsupported_sql SPLIT_PART before the first part
SELECT STRPOS(x, 'a', 2) FROM t;
-> unsupported_sql this form of STRPOS
SELECT MD5(TO_UTF8(x)) FROM t;
-> unsupported_sql the function MD5
SELECT FORMAT('%s', x) FROM t;
-> unsupported_sql the function FORMAT
SELECT NORMALIZE(x) FROM t;
-> unsupported_sql the function NORMALIZE
SELECT SOUNDEX(x) FROM t;
-> unsupported_sql the function SOUNDEX
SELECT URL_EXTRACT_HOST(x) FROM t;
-> unsupported_sql the function URL_EXTRACT_HOST
SELECT APPROX_PERCENTILE(x, w, 0.5) FROM t;
-> unsupported_sql this form of APPROX_PERCENTILE
SELECT MAX(x, 3) FROM t;
-> unsupported_sql this form of MAX
SELECT MAX_BY(x, y, 2) FROM t;
-> unsupported_sql this form of MAX_BY
SELECT MAP_AGG(x, y) FROM t;
-> unsupported_sql the function MAP_AGG
SELECT HISTOGRAM(x) FROM t;
-> unsupported_sql the function HISTOGRAM
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
SELECT ELEMENT_AT(x, i) FROM t;
-> unsupported_sql ELEMENT_AT with a place that is computed
SELECT SLICE(x, -2, 2) FROM t;
-> unsupported_sql this form of SLICE
SELECT x[0] FROM t;
-> unsupported_sql a place before the first of a list
SELECT ZIP(x, y) FROM t;
-> unsupported_sql the function ZIP
SELECT ROW(1, 'a');
-> unsupported_sql the function ROW
SELECT CAST(ROW(1, 2) AS ROW(a INTEGER, b INTEGER));
-> unsupported_sql the function ROW
SELECT CAST(x AS ARRAY(INTEGER)) FROM t;
-> unsupported_sql the type ARRAY(INTEGER)
SELECT CAST(x AS JSON) FROM t;
-> unsupported_sql the type JSON
SELECT CAST(x AS MAP(VARCHAR, INTEGER)) FROM t;
-> unsupported_sql the type MAP(VARCHAR, INTEGER)
SELECT JSON_PARSE(x) FROM t;
-> unsupported_sql the function JSON_PARSE
SELECT JSON_FORMAT(x) FROM t;
-> unsupported_sql the function JSON_FORMAT
SELECT JSON_VALUE(x, 'lax $.a') FROM t;
-> unsupported_sql the function JSON_VALUE
SELECT JSON_QUERY(x, 'lax $.a') FROM t;
-> unsupported_sql the function JSON_QUERY
SELECT JSON_EXTRACT_SCALAR(x, '$["a"]') FROM t;
-> unsupported_sql that path in JSON_EXTRACT_SCALAR
SELECT JSON_EXTRACT_SCALAR(x, p) FROM t;
-> unsupported_sql a path in JSON_EXTRACT_SCALAR that is no literal
SELECT x FROM t ORDER BY x FETCH FIRST 1 ROW WITH TIES;
-> unsupported_sql WITH TIES
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
SELECT UUID();
-> unsupported_sql the function UUID
SELECT FROM_BASE(x, 16) FROM t;
-> unsupported_sql the function FROM_BASE
SELECT WIDTH_BUCKET(x, 1, 2, 3) FROM t;
-> unsupported_sql the function WIDTH_BUCKET
SELECT BITWISE_AND(1, 2);
-> unsupported_sql the function BITWISE_AND
SELECT TRY(1, 2);
-> unsupported_sql this form of TRY
SELECT IF(1);
-> unsupported_sql this form of IF
SELECT RANDOM(5);
-> unsupported_sql this form of RANDOM
SELECT CAST(x AS VARBINARY) FROM t;
-> unsupported_sql the type VARBINARY
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
