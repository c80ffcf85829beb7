# Amazon Redshift's SQL, and the rows that Redshift gives for it, or the error's code and subject.
# DG is the Amazon Redshift Database Developer Guide.

# Choice and NULL
# source: DG, Conditional expressions: CASE, COALESCE, DECODE, GREATEST and LEAST, NULLIF, NVL, NVL2
SELECT COALESCE(NULL, 1), NVL(NULL, NULL, 3), NVL2(NULL, 'a', 'b'), NVL2(5, 'a', 'b'), NULLIF(1, 1), GREATEST(1, NULL, 3), LEAST(2, 1);
-> (1, 3, b, a, NULL, 3, 1)
SELECT DECODE(2, 1, 'one', 2, 'two', 'other'), DECODE(NULL, NULL, 'nul', 'x'), DECODE(3, 1, 'one'), DECODE(9, 1, 'a', 2, 'b', 'c');
-> (two, nul, NULL, c)
SELECT CASE WHEN 1 = 1 THEN 'x' END, 1 IN (1, 2), 2 BETWEEN 1 AND 3, NOT TRUE, NULL = 1, 1 <> 2, 1 != 1;
-> (x, True, True, False, NULL, True, False)

# Numbers
# source: DG, Computations with numeric values: integers give integers; the sum of integers is a BIGINT (SUM function)
SELECT 7 / 2, -7 / 2, 7.0 / 2, 7 / 2.0, 7 / 2::FLOAT, 1 / 3 * 3;
-> (3, -3, 3.5, 3.5, 3.5, 0)
WITH t AS (SELECT 7 AS a, 2 AS b, 1.5 AS c UNION ALL SELECT -7, 2, 2.5) SELECT a / b, c / b, 100 * a / b, a / NULLIF(b, 0) FROM t ORDER BY a DESC;
-> (3, 0.75, 350, 3) (-3, 1.25, -350, -3)
WITH t AS (SELECT 7::BIGINT AS a UNION ALL SELECT 8) SELECT SUM(a) / COUNT(*), SUM(a) * 1.0 / COUNT(*), COUNT(*) / 3, SUM(a) FROM t;
-> (7, 7.5, 0, 15)
WITH t AS (SELECT 1 AS a, 0 AS b UNION ALL SELECT 9, 2) SELECT a / b FROM t WHERE b <> 0 AND a / b > 1;
-> (4)
# source: DG, AVG function and AVG window function: the scale is that of the argument (10, 10 and 30 give 16)
WITH t AS (SELECT 10 AS x UNION ALL SELECT 10 UNION ALL SELECT 30) SELECT AVG(x), AVG(x::FLOAT), AVG(DISTINCT x), AVG(x * 1.0::FLOAT) > 16.6 FROM t;
-> (16, 16.666666666666668, 20, True)
WITH t AS (SELECT 10 AS x, 1 AS d UNION ALL SELECT 10, 2 UNION ALL SELECT 30, 3 UNION ALL SELECT 40, 4 UNION ALL SELECT 10, 5 UNION ALL SELECT 20, 6 UNION ALL SELECT 10, 7) SELECT AVG(x) OVER (ORDER BY d ROWS UNBOUNDED PRECEDING) FROM t ORDER BY d;
-> (10) (10) (16) (22) (20) (20) (18)
WITH t AS (SELECT 10.25 AS x UNION ALL SELECT 10.50) SELECT AVG(x) = 10.37, AVG(x::FLOAT) = 10.375 FROM t;
-> (True, True)
# source: DG, Math functions
SELECT ABS(-2), CEIL(1.2), CEILING(-1.2), FLOOR(1.8), MOD(7, 3), MOD(-7, 3), -7 % 3, POWER(2, 3), POW(2, 3), SQRT(9), CBRT(27) > 2.99, EXP(0), LN(1), LOG(100), SIGN(-3), ROUND(PI(), 3), 2 ^ 3;
-> (2, 2, -1, 1, 1, -1, -1, 8.0, 8.0, 3.0, True, 1.0, 0.0, 2.0, -1, 3.142, 8.0)
# source: DG, ROUND function and TRUNC function
SELECT ROUND(28.05), ROUND(28.05, 1), ROUND(28.05, -1), ROUND(2.5), ROUND(1.015::FLOAT, 2), TRUNC(111.15), TRUNC(111.15, 1), TRUNC(111.15, -1);
-> (28, 28.1, 30, 3, 1.02, 111, 111.1, 110)
# source: DG, Numeric types: DECIMAL(18, 0) where no precision is said; DG, CAST function
SELECT '12'::DECIMAL, 12.7::NUMERIC, 2.567::DECIMAL(10, 2), 109.652::DECIMAL(4, 1), CONVERT(INTEGER, '7'), CAST('7' AS INT), 7::BIGINT, '1.5'::FLOAT, 2.5::INT, 1.5::REAL;
-> (12, 13, 2.57, 109.7, 7, 7, 7, 1.5, 3, 1.5)
WITH t AS (SELECT 2.675::FLOAT AS x) SELECT x::DECIMAL(10, 2), x::DECIMAL, ROUND(x, 2) FROM t;
-> (2.68, 3, 2.68)
SELECT 5 & 3, 5 | 3, 1 << 3, 8 >> 1;
-> (1, 7, 8, 4)

# Text
# source: DG, CONCAT: NULL where one of the two is; the same for ||
SELECT CONCAT('a', NULL), CONCAT('December 25, ', '2008'), CONCAT('a', CONCAT('b', 'c')), 'a' || NULL, 'a' || 1;
-> (NULL, December 25, 2008, abc, NULL, a1)
# source: DG, SUBSTRING function
SELECT SUBSTRING('caterpillar', 6, 4), SUBSTRING('caterpillar', 6, 8), SUBSTRING('caterpillar' FROM 6 FOR 4), SUBSTR('hello', 2), SUBSTRING('hello', 0, 3), SUBSTRING('hello', -2, 4);
-> (pill, pillar, pill, ello, he, h)
# source: DG, String functions: LEFT and RIGHT, LEN, LENGTH, TEXTLEN, CHAR_LENGTH, CHARACTER_LENGTH, UPPER, LOWER, INITCAP
SELECT LEFT('hello', 2), RIGHT('hello', 2), LEN('français'), LENGTH('abc'), TEXTLEN('abc'), CHAR_LENGTH('abc'), CHARACTER_LENGTH('abc'), UPPER('a'), LOWER('A'), INITCAP('all non-musical theatre');
-> (he, lo, 8, 3, 3, 3, 3, A, a, All Non-Musical Theatre)
# source: DG, CHARINDEX, STRPOS and POSITION functions
SELECT CHARINDEX('fish', 'dogfish'), CHARINDEX('dog', 'fish'), STRPOS('dogfish', 'fish'), POSITION('fish' IN 'dogfish');
-> (4, 0, 4, 4)
# source: DG, String functions: LPAD and RPAD, TRIM, LTRIM, RTRIM, BTRIM, REPLACE, TRANSLATE, REVERSE, REPEAT, REPLICATE
SELECT LPAD('7', 3, '0'), RPAD('7', 3, '0'), LPAD('cat', 5), LPAD('abc', 2, 'x'), TRIM('  a '), TRIM(BOTH 'x' FROM 'xax'), LTRIM('xxa', 'x'), RTRIM('axx', 'x'), BTRIM('xyaxy', 'xy');
-> (007, 700,   cat, ab, a, a, a, a, a)
SELECT REPLACE('aba', 'a', 'c'), TRANSLATE('mint tea', 'inea', 'osin'), REVERSE('abc'), REPEAT('ab', 2), REPLICATE('ab', 2), ASCII('a'), CHR(65), MD5('a');
-> (cbc, most tin, cba, abab, abab, 97, A, 0cc175b9c0f1b6a831c399e269772661)
# source: DG, SPLIT_PART function
SELECT SPLIT_PART('2008-03-05', '-', 1), SPLIT_PART('2008-03-05', '-', 2), SPLIT_PART('a', '-', 2), SPLIT_PART(SPLIT_PART('2008-03-05 12:25:29', '-', 3), ' ', 1);
-> (2008, 03, , 05)
# source: DG, LIKE: two backslashes write the escape character; ILIKE
SELECT 'abc' LIKE 'a%', 'abc' LIKE 'A%', 'abc' ILIKE 'A%', 'start_x' LIKE 'start\\_%', 'startxx' LIKE 'start\\_%', 'a%' LIKE 'a!%' ESCAPE '!', 'abc' NOT LIKE 'b%';
-> (True, False, True, True, False, True, True)
# source: DG, REGEXP_REPLACE function (every occurrence; nothing in its place by default), REGEXP_COUNT function, POSIX operators
SELECT REGEXP_REPLACE('abab', 'b', 'x'), REGEXP_REPLACE('DonecFri@semper.com', '@.*$'), REGEXP_REPLACE('a1b22', '[^0-9]'), REGEXP_COUNT('abcdefghijklmnopqrstuvwxyz', '[a-z]{3}'), 'abc' ~ 'b', 'abc' !~ '^b', 'a1' ~ '\\d';
-> (axax, DonecFri, 122, 8, True, True, True)
SELECT 'it''s', 'a\\b', 'a\'b', '';
-> (it's, a\b, a'b, )

# Dates and times
# source: DG, DATEADD function: a date becomes a timestamp; M is a minute
SELECT DATEADD(day, 30, DATE '2008-11-01'), DATEADD(month, 18, '2008-02-28'), DATEADD(m, 30, '2008-02-28'), DATEADD(year, -1, DATE '2024-02-29'), DATE_ADD('week', 2, DATE '2024-01-01'), DATEADD(quarter, 1, DATE '2024-01-31'), DATEADD(hour, -2, TIMESTAMP '2024-01-01 01:00:00');
-> (2008-12-01 00:00:00, 2009-08-28 00:00:00, 2008-02-28 00:30:00, 2023-02-28 00:00:00, 2024-01-15 00:00:00, 2024-04-30 00:00:00, 2023-12-31 23:00:00)
# source: DG, DATEDIFF function: the boundaries between, of the first date to the second
SELECT DATEDIFF(year, '2008-12-31', '2009-01-01'), DATEDIFF(qtr, '1998-07-01', '2008-06-05'), DATEDIFF(month, DATE '2024-01-31', DATE '2024-02-01'), DATEDIFF(day, DATE '2024-02-02', DATE '2024-01-31'), DATE_DIFF('hour', TIMESTAMP '2024-01-01 10:59:00', TIMESTAMP '2024-01-01 11:01:00'), DATEDIFF(minute, TIMESTAMP '2024-01-01 10:59:30', TIMESTAMP '2024-01-01 11:01:00');
-> (1, 39, 1, -2, 1, 2)
SELECT DATEDIFF(week, '2009-01-01', '2009-12-31'), DATEDIFF(w, DATE '2024-01-31', DATE '2024-01-24'), DATEDIFF(weeks, NULL, DATE '2024-01-24'), DATEDIFF(week, DATE '2024-02-02', DATE '2024-02-05'), DATEDIFF(week, DATE '2024-01-30', DATE '2024-02-02');
-> (52, -1, NULL, 1, 0)
# source: DG, EXTRACT function (INTEGER) and DATE_PART function (DOUBLE); DG, Date parts: a week's day is 0 to 6 from Sunday
SELECT EXTRACT(YEAR FROM DATE '2024-03-15') / 10, EXTRACT(SECOND FROM TIMESTAMP '2009-09-21 11:10:03.189717'), DATE_PART(sec, TIMESTAMP '2009-09-21 11:10:03.189717'), DATE_PART(dow, TIMESTAMP '2008-01-05 14:00:00'), DATE_PART(w, TIMESTAMP '2008-06-17 09:44:54'), DATE_PART('year', DATE '2024-03-15') / 10, EXTRACT(EPOCH FROM TIMESTAMP '1970-01-02 00:00:00'), EXTRACT(doy FROM DATE '2024-02-01');
-> (202, 3, 3.189717, 6, 25, 202.4, 86400, 32)
# source: DG, DATE_TRUNC function (TIMESTAMP; a week begins on Monday), TRUNC date function, LAST_DAY function, ADD_MONTHS function
SELECT DATE_TRUNC('week', TIMESTAMP '2008-03-05 10:00:00'), DATE_TRUNC('month', DATE '2024-03-15'), DATE_TRUNC('hour', TIMESTAMP '2024-03-15 10:20:30'), TRUNC(TIMESTAMP '2011-07-21 10:32:38'), TRUNC(GETDATE()) = CURRENT_DATE, TRUNC(SYSDATE) = CURRENT_DATE, LAST_DAY('2024-02-10'), LAST_DAY(TIMESTAMP '2024-01-05 10:00:00');
-> (2008-03-03 00:00:00, 2024-03-01 00:00:00, 2024-03-15 10:00:00, 2011-07-21, True, True, 2024-02-29, 2024-01-31)
SELECT ADD_MONTHS('2008-03-31', 1), ADD_MONTHS('2008-04-30', 1), ADD_MONTHS('2008-01-15', -1), TRUNC(ADD_MONTHS('2008-01-01', 12)), ADD_MONTHS('2024-01-30', 1);
-> (2008-04-30 00:00:00, 2008-05-31 00:00:00, 2007-12-15 00:00:00, 2009-01-01, 2024-02-29 00:00:00)
# source: DG, Operators of dates: + and - of days; DG, Interval literals
SELECT DATE '2024-01-31' + 1, DATE '2024-03-01' - DATE '2024-01-01', DATE '2024-01-31' + INTERVAL '1 month', TIMESTAMP '2024-01-01 10:00:00' - INTERVAL '2 hours', DATE '2024-01-01' + INTERVAL '1' DAY, GETDATE() IS NULL, CURRENT_DATE - 1 < CURRENT_DATE;
-> (2024-02-01, 60, 2024-02-29 00:00:00, 2024-01-01 08:00:00, 2024-01-02 00:00:00, False, True)
# source: DG, Datetime format strings: TO_CHAR, TO_DATE, TO_TIMESTAMP
SELECT TO_CHAR(DATE '2024-03-05', 'YYYY-MM'), TO_CHAR(TIMESTAMP '2024-03-05 14:05:06', 'YYYY-MM-DD HH24:MI:SS'), TO_CHAR(DATE '2024-03-05', 'DD-Mon-YYYY'), TO_DATE('02 Oct 2001', 'DD Mon YYYY'), TO_TIMESTAMP('2024-03-05 14:05', 'YYYY-MM-DD HH24:MI');
-> (2024-03, 2024-03-05 14:05:06, 05-Mar-2024, 2001-10-02, 2024-03-05 14:05:00)
SELECT '2024-03-15'::DATE, '2024-03-15 10:20:30'::TIMESTAMP, TIMESTAMP '2024-03-15 10:20:30'::DATE, DATE '2024-03-15'::VARCHAR, 7::VARCHAR, 'abcdef'::VARCHAR(3);
-> (2024-03-15, 2024-03-15 10:20:30, 2024-03-15, 2024-03-15, 7, abc)

# Aggregates
# source: DG, Aggregate functions
WITH t AS (SELECT 1 AS x UNION ALL SELECT 2 UNION ALL SELECT 2 UNION ALL SELECT 5 UNION ALL SELECT NULL) SELECT COUNT(*), COUNT(x), COUNT(DISTINCT x), SUM(x), MIN(x), MAX(x), AVG(x), MEDIAN(x), BOOL_AND(x > 0), BOOL_OR(x > 4) FROM t;
-> (5, 4, 3, 10, 1, 5, 2, 2.0, True, True)
WITH t AS (SELECT 1 AS x UNION ALL SELECT 3) SELECT ROUND(STDDEV(x), 3), ROUND(STDDEV_SAMP(x), 3), STDDEV_POP(x), VARIANCE(x), VAR_SAMP(x), VAR_POP(x), MEDIAN(x) FROM t;
-> (1.414, 1.414, 1.0, 2.0, 2.0, 1.0, 2.0)
WITH t AS (SELECT 1 AS x UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4) SELECT PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY x), PERCENTILE_DISC(0.5) WITHIN GROUP (ORDER BY x) FROM t;
-> (2.5, 2)
WITH t AS (SELECT 1 AS x) SELECT COUNT(*), SUM(x), AVG(x), MAX(x), LISTAGG(x, ',') WITHIN GROUP (ORDER BY x), STDDEV(x) FROM t WHERE x > 1;
-> (0, NULL, NULL, NULL, NULL, NULL)
# source: DG, LISTAGG function: NULL and empty texts are left out
WITH t AS (SELECT 'a' AS x, 1 AS y UNION ALL SELECT 'b', 2 UNION ALL SELECT 'b', 3 UNION ALL SELECT NULL, 4 UNION ALL SELECT '', 5) SELECT LISTAGG(x, ', ') WITHIN GROUP (ORDER BY y DESC), LISTAGG(DISTINCT x, '-') WITHIN GROUP (ORDER BY x), LISTAGG(x) WITHIN GROUP (ORDER BY y), LISTAGG(y, ',') WITHIN GROUP (ORDER BY y DESC) FROM t;
-> (b, b, a, a-b, abb, 5,4,3,2,1)
WITH t AS (SELECT 'a' AS x) SELECT LISTAGG(x, ','), LISTAGG(DISTINCT x) FROM t;
-> (a, a)

# Windows and queries
# source: DG, ORDER BY clause: NULL is the largest value
WITH t AS (SELECT 1 AS x UNION ALL SELECT NULL UNION ALL SELECT 2) SELECT x FROM t ORDER BY x;
-> (1) (2) (NULL)
WITH t AS (SELECT 1 AS x UNION ALL SELECT NULL UNION ALL SELECT 2) SELECT x FROM t ORDER BY x DESC;
-> (NULL) (2) (1)
WITH t AS (SELECT 1 AS x UNION ALL SELECT NULL UNION ALL SELECT 2) SELECT x, ROW_NUMBER() OVER (ORDER BY x DESC) FROM t ORDER BY x DESC NULLS LAST LIMIT 2;
-> (2, 2) (1, 3)
# source: DG, Window functions
WITH t AS (SELECT 1 AS x UNION ALL SELECT 2 UNION ALL SELECT 2) SELECT x, LAG(x) OVER (ORDER BY x), LEAD(x, 1) OVER (ORDER BY x), RANK() OVER (ORDER BY x), DENSE_RANK() OVER (ORDER BY x), PERCENT_RANK() OVER (ORDER BY x), NTILE(2) OVER (ORDER BY x) FROM t ORDER BY x;
-> (1, NULL, 2, 1, 1, 0.0, 1) (2, 1, 2, 2, 2, 0.5, 1) (2, 2, NULL, 2, 2, 0.5, 2)
WITH t AS (SELECT 1 AS x UNION ALL SELECT 2) SELECT FIRST_VALUE(x) OVER (ORDER BY x ROWS UNBOUNDED PRECEDING), LAST_VALUE(x) OVER (ORDER BY x ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING), NTH_VALUE(x, 2) OVER (ORDER BY x ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING), CUME_DIST() OVER (ORDER BY x), SUM(x) OVER (ORDER BY x ROWS UNBOUNDED PRECEDING) FROM t ORDER BY x;
-> (1, 2, 2, 0.5, 1) (1, 2, 2, 1.0, 3)
# source: DG, QUALIFY clause
WITH t AS (SELECT 'a' AS g, 1 AS x UNION ALL SELECT 'a', 3 UNION ALL SELECT 'b', 2) SELECT g, x FROM t QUALIFY ROW_NUMBER() OVER (PARTITION BY g ORDER BY x DESC) = 1 ORDER BY g;
-> (a, 3) (b, 2)
# source: DG, SELECT list: TOP; LIMIT and OFFSET; GROUP BY clause; set operations (MINUS is EXCEPT)
WITH t AS (SELECT 1 AS x UNION ALL SELECT 3 UNION ALL SELECT 2) SELECT TOP 2 x FROM t ORDER BY x DESC;
-> (3) (2)
WITH t AS (SELECT 1 AS x UNION ALL SELECT 3 UNION ALL SELECT 2) SELECT x FROM t ORDER BY 1 LIMIT 1 OFFSET 1;
-> (2)
WITH t AS (SELECT 'a' AS g, 1 AS x UNION ALL SELECT 'a', 3 UNION ALL SELECT 'b', 2) SELECT g AS k, SUM(x), COUNT(*) FROM t GROUP BY k HAVING COUNT(*) > 1 ORDER BY count DESC;
-> (a, 4, 2)
WITH t AS (SELECT 'a' AS g, 1 AS x UNION ALL SELECT 'b', 2) SELECT g, SUM(x) FROM t GROUP BY ROLLUP (g) ORDER BY g;
-> (a, 1) (b, 2) (NULL, 3)
SELECT 1 AS a UNION SELECT 2 MINUS SELECT 2;
-> (1)
SELECT 1 AS a INTERSECT SELECT 1;
-> (1)
WITH a AS (SELECT 1 AS id, 'x' AS p UNION ALL SELECT 2, 'y'), b AS (SELECT 1 AS id, 'z' AS q) SELECT a.id, NVL(b.q, 'none') FROM a LEFT JOIN b USING (id) ORDER BY 1;
-> (1, z) (2, none)
WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 3) SELECT SUM(n) FROM r;
-> (6)
SELECT x.a FROM (SELECT 1 AS a, 2 AS b) x WHERE EXISTS (SELECT 1 WHERE x.b = 2) AND x.a IN (SELECT 1);
-> (1)
SELECT T.A, "B" FROM (SELECT 1 AS a, 2 AS b) t;
-> (1, 2)
SELECT ROUND(100.0 * 1 / 3, 1) || '%', ROUND(2 / 3::FLOAT, 2), 7 / (4 / 2), 1 - 2 / 4;
-> (33.3%, 0.67, 3, 1)

# Columns of every kind, with NULL
# source: DG, Date and time functions, Math functions and Aggregate functions: DATEADD and DATE_TRUNC give timestamps, a date and days a date
WITH o AS (SELECT 1 AS id, DATE '2024-01-31' AS d, TIMESTAMP '2024-01-31 10:20:30' AS ts, 12.50::DECIMAL(10, 2) AS amt, 1.5::FLOAT AS f, 3 AS qty UNION ALL SELECT 2, NULL, NULL, NULL, NULL, NULL) SELECT DATEADD(day, 1, d), DATEADD(month, 1, d), DATEADD(hr, 1, ts), d + 1, d + INTERVAL '1 day', d - DATE '2024-01-01', DATE_TRUNC('month', d), TRUNC(ts), LAST_DAY(d), ADD_MONTHS(d, 1) FROM o ORDER BY id;
-> (2024-02-01 00:00:00, 2024-02-29 00:00:00, 2024-01-31 11:20:30, 2024-02-01, 2024-02-01 00:00:00, 30, 2024-01-01 00:00:00, 2024-01-31, 2024-01-31, 2024-02-29 00:00:00) (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)
WITH o AS (SELECT 1 AS id, 12.50::DECIMAL(10, 2) AS amt, 1.5::FLOAT AS f, 3 AS qty UNION ALL SELECT 4, -3.35, -0.5, -7 UNION ALL SELECT 5, NULL, NULL, NULL) SELECT TRUNC(amt), TRUNC(qty), qty / 2, amt / 2, f / 2, qty % 4, AVG(qty) OVER (), ROUND(amt, 1), amt::INT, amt::VARCHAR FROM o ORDER BY id;
-> (12, 3, 1, 6.25, 0.75, 3, -2, 12.5, 13, 12.50) (-3, -7, -3, -1.675, -0.25, -3, -2, -3.4, -3, -3.35) (NULL, NULL, NULL, NULL, NULL, NULL, -2, NULL, NULL, NULL)
WITH o AS (SELECT DATE '2024-01-31' AS d, 7 AS n, 'Alpha' AS s) SELECT LEFT(d, 7), SUBSTRING(d, 1, 4), LPAD(n, 3, '0'), RPAD(n, 2, '.'), LPAD(EXTRACT(month FROM d), 2, '0'), s::CHAR(3), d::CHAR(7), 'ab'::CHAR(4), 'ab'::CHAR(4) || 'x' FROM o;
-> (2024-01, 2024, 007, 7., 01, Alp, 2024-01, ab  , abx)

# Dates: names of units, months between, next day, time zones
# source: DG, Date parts for date or timestamp functions; DG, MONTHS_BETWEEN, NEXT_DAY, DATE_PART_YEAR, DATE_CMP, TIMESTAMP_CMP and CONVERT_TIMEZONE functions
SELECT DATEADD(hrs, 1, DATE '2024-01-31'), DATEADD(mins, 1, DATE '2024-01-31'), DATEDIFF(yrs, '2023-12-31', '2024-01-01'), DATE_PART(dw, DATE '2024-01-31'), EXTRACT(weekday FROM DATE '2024-01-31'), DATE_PART(dy, DATE '2024-02-01'), DATE_PART_YEAR(DATE '2024-02-01'), DATE(TIMESTAMP '2024-02-01 10:00:00');
-> (2024-01-31 01:00:00, 2024-01-31 00:01:00, 1, 3, 3, 32, 2024, 2024-02-01)
SELECT MONTHS_BETWEEN('1969-01-18', '1969-03-18'), MONTHS_BETWEEN('1969-01-18', '1969-01-18'), MONTHS_BETWEEN('2014-09-30', '2014-08-31'), ROUND(MONTHS_BETWEEN(TIMESTAMP '2008-12-25 15:00:00', TIMESTAMP '2008-01-21 19:30:00'), 2), ROUND(MONTHS_BETWEEN(TIMESTAMP '2008-12-01 19:30:00', TIMESTAMP '2008-01-03 15:00:00'), 2), MONTHS_BETWEEN(NULL, '2024-01-01');
-> (-2.0, 0.0, 1.0, 11.12, 10.94, NULL)
SELECT NEXT_DAY('2014-08-20', 'Tuesday'), NEXT_DAY('2014-08-20', 'Tu'), NEXT_DAY(DATE '2024-01-31', 'Wed'), NEXT_DAY(TIMESTAMP '2024-01-31 10:00:00', 'sun');
-> (2014-08-26, 2014-08-26, 2024-02-07, 2024-02-04)
WITH t AS (SELECT DATE '2008-01-24' AS d UNION ALL SELECT DATE '2008-06-18' UNION ALL SELECT NULL) SELECT d, DATE_CMP(d, DATE '2008-01-25'), DATE_CMP('2008-06-18', d), TIMESTAMP_CMP(d, TIMESTAMP '2008-01-24 00:00:00') FROM t ORDER BY d;
-> (2008-01-24, -1, 1, 0) (2008-06-18, 1, 0, 1) (NULL, NULL, NULL, NULL)
SELECT CONVERT_TIMEZONE('America/New_York', TIMESTAMP '2013-02-01 08:00:00'), CONVERT_TIMEZONE('UTC', 'US/Pacific', TIMESTAMP '2024-07-01 12:00:00'), CONVERT_TIMEZONE('US/Pacific', 'UTC', TIMESTAMP '2024-01-01 12:00:00');
-> (2013-02-01 03:00:00, 2024-07-01 05:00:00, 2024-01-01 20:00:00)

# JSON
# source: DG, JSON functions: JSON_EXTRACT_PATH_TEXT, JSON_EXTRACT_ARRAY_ELEMENT_TEXT, JSON_ARRAY_LENGTH, IS_VALID_JSON, IS_VALID_JSON_ARRAY, CAN_JSON_PARSE
SELECT JSON_EXTRACT_PATH_TEXT('{"f2":{"f3":1},"f4":{"f5":99,"f6":"star"}}', 'f4', 'f6'), JSON_EXTRACT_PATH_TEXT('{"f2":{"f3":1}}', 'f2'), JSON_EXTRACT_PATH_TEXT('{"a":1}', 'z'), JSON_EXTRACT_PATH_TEXT('{"f2":{"f3":1}', 'f2', TRUE), JSON_EXTRACT_PATH_TEXT('{"a":"7"}', 'a', FALSE)::INT + 1;
-> (star, {"f3":1}, NULL, NULL, 8)
WITH t AS (SELECT 1 AS id, '{"a":{"b":"x"},"n":5}' AS j UNION ALL SELECT 2, NULL) SELECT JSON_EXTRACT_PATH_TEXT(j, 'a', 'b'), JSON_EXTRACT_PATH_TEXT(j, 'n')::INT * 2, IS_VALID_JSON(j), CAN_JSON_PARSE(j) FROM t ORDER BY id;
-> (x, 10, True, True) (NULL, NULL, NULL, NULL)
SELECT JSON_EXTRACT_ARRAY_ELEMENT_TEXT('[111,112,113]', 2), JSON_EXTRACT_ARRAY_ELEMENT_TEXT('["a",["b",1,["c",2,3,null,]]]', 0) = 'a', JSON_ARRAY_LENGTH('[11,12,13,{"f1":21,"f2":[25,26]},14]'), IS_VALID_JSON('{"a":2}'), IS_VALID_JSON('{"a":"}'), IS_VALID_JSON_ARRAY('[]'), IS_VALID_JSON_ARRAY('{"a":1}'), IS_VALID_JSON_ARRAY('['), CAN_JSON_PARSE('[');
-> (113, True, 5, True, False, True, False, False, False)

# Patterns
# source: DG, SIMILAR TO, REGEXP_SUBSTR, REGEXP_INSTR, REGEXP_COUNT and REGEXP_REPLACE functions
SELECT 'start' SIMILAR TO '%e%|%t%', 'abc' SIMILAR TO 'a%', 'abc' SIMILAR TO 'b', 'abc' NOT SIMILAR TO '%(x|y)%', 'a.c' SIMILAR TO 'a.c', 'abc' SIMILAR TO 'a.c', 'Elaine' SIMILAR TO '%(e|a)[a-z]+', '50%' SIMILAR TO '[0-9]+\\%', NULL SIMILAR TO 'a';
-> (True, True, False, True, True, False, True, True, NULL)
SELECT REGEXP_SUBSTR('Donec@semper.com', '@[^.]*'), REGEXP_SUBSTR('abc', '[0-9]'), REGEXP_SUBSTR('the fox', 'FOX', 1, 1, 'i'), REGEXP_SUBSTR('a1b22c333', '[0-9]+', 1, 3), REGEXP_SUBSTR('a1b22', '[0-9]+', 3), REGEXP_SUBSTR('This is a test', 'This is a (\\w+)', 1, 1, 'e'), REGEXP_SUBSTR(NULL, 'a');
-> (@semper, , fox, 333, 22, test, NULL)
SELECT REGEXP_INSTR('ann@sample.com', '@[^.]*'), REGEXP_INSTR('abc', 'z'), REGEXP_COUNT('abcABC', 'b', 1, 'i'), REGEXP_COUNT('ababab', 'ab', 2), REGEXP_INSTR(NULL, 'a');
-> (4, 0, 2, 2, NULL)
SELECT REGEXP_REPLACE('DonecFri@semperpretiumneque.com', '@.*\\.(org|gov|com|edu|ca)', '@internal.company.com'), REGEXP_REPLACE('the fox', 'FOX', 'quick brown fox', 1, 'i'), REGEXP_REPLACE('aaaa', 'a', 'b', 3), REGEXP_REPLACE('a-b;c', '[-;]', ' ');
-> (DonecFri@internal.company.com, the quick brown fox, aabb, a b c)
WITH t AS (SELECT 'a-b-c' AS s, 2 AS n UNION ALL SELECT NULL, 1) SELECT SPLIT_PART(s, '-', n), SPLIT_PART(s, '-', n + 5) FROM t ORDER BY s;
-> (b, ) (NULL, NULL)

# Other functions
# source: DG, STRTOL, TO_HEX, SHA2, FUNC_SHA1, DEXP, DLOG1, DLOG10 and trigonometric functions; TO_NUMBER; TO_CHAR of numbers; OCTET_LENGTH; QUOTE_LITERAL
SELECT STRTOL('0xf', 16), STRTOL('abcd1234', 16), STRTOL('1234567', 10), STRTOL('110101', 2), TO_HEX(2147676847), SHA2('a', 256), FUNC_SHA1('a'), SHA1('a') = SHA('a'), OCTET_LENGTH('français'), QUOTE_LITERAL('it''s');
-> (15, 2882343476, 1234567, 53, 8002f2af, ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb, 86f7e437faa5a7fce15d1ddcb9eaeaea377667b8, True, 9, 'it''s')
SELECT DEXP(0), DLOG1(1), DLOG10(100), SIN(0), COS(0), TAN(0), ASIN(0), ACOS(1), ATAN(0), ATAN2(0, 1), ROUND(COT(1), 6), DEGREES(PI()), RADIANS(180) = PI(), RANDOM() < 1;
-> (1.0, 0.0, 2.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.642093, 180.0, True, True)
SELECT TO_NUMBER('12,454.8-', '99G999D9S'), TO_NUMBER('$12,454.88', '$99,999.99'), TO_CHAR(125.8, '999.99'), TO_CHAR(125.8, '999D99'), TO_CHAR(1234.5, 'FM9,990.00');
-> (-12454.8, 12454.88,  125.80,  125.80, 1,234.50)

# Aggregates and windows
# source: DG, MEDIAN, PERCENTILE_CONT, RATIO_TO_REPORT, LISTAGG, FIRST_VALUE and LAST_VALUE, LAG, BIT_AND and BIT_OR, ANY_VALUE; APPROXIMATE is exact here
WITH t AS (SELECT 'x' AS g, 7.25 AS a UNION ALL SELECT 'x', 12.50 UNION ALL SELECT 'y', NULL) SELECT MEDIAN(a), PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY a), APPROXIMATE COUNT(DISTINCT g), ANY_VALUE(a) IS NULL, BIT_AND(6), BIT_OR(1) FROM t;
-> (9.875, 9.875, 2, False, 6, 1)
WITH t AS (SELECT 'x' AS g, 1 AS n, 10 AS a UNION ALL SELECT 'x', 2, 30 UNION ALL SELECT 'y', 3, 5) SELECT n, RATIO_TO_REPORT(a) OVER (PARTITION BY g), MEDIAN(a) OVER (PARTITION BY g), PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY a) OVER (PARTITION BY g), LISTAGG(a, ',') WITHIN GROUP (ORDER BY n DESC) OVER (PARTITION BY g) FROM t ORDER BY n;
-> (1, 0.25, 20.0, 20.0, 30,10) (2, 0.75, 20.0, 20.0, 30,10) (3, 1.0, 5.0, 5.0, 5)
WITH t AS (SELECT 1 AS n, 10 AS a UNION ALL SELECT 2, NULL UNION ALL SELECT 3, 5) SELECT n, LAG(a) IGNORE NULLS OVER (ORDER BY n), LAG(a, 1) OVER (ORDER BY n), LEAD(a) IGNORE NULLS OVER (ORDER BY n), LAST_VALUE(a) IGNORE NULLS OVER (ORDER BY n ROWS UNBOUNDED PRECEDING), FIRST_VALUE(a IGNORE NULLS) OVER (ORDER BY n DESC ROWS BETWEEN 1 PRECEDING AND CURRENT ROW), NTH_VALUE(a, 2) IGNORE NULLS OVER (ORDER BY n ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) FROM t ORDER BY n;
-> (1, NULL, NULL, 5, 10, 10, 5) (2, 10, 10, 5, 10, 5, 5) (3, 10, NULL, NULL, 5, 5, 5)
WITH t AS (SELECT 2 AS a UNION ALL SELECT 10 UNION ALL SELECT 2 UNION ALL SELECT NULL) SELECT LISTAGG(DISTINCT a, ',') WITHIN GROUP (ORDER BY a), LISTAGG(DISTINCT a, ',') WITHIN GROUP (ORDER BY a DESC), LISTAGG(a, ',') WITHIN GROUP (ORDER BY a) FROM t;
-> (2,10, 10,2, 2,2,10)
WITH t AS (SELECT 'x' AS g, 1 AS a UNION ALL SELECT 'y', 2) SELECT GROUPING(g), g, SUM(a) FROM t GROUP BY ROLLUP (g) ORDER BY 1, 2;
-> (0, x, 1) (0, y, 2) (1, NULL, 3)

# source: DG, || operator and data type formatting: a double's text has no .0
WITH t AS (SELECT 2.0::FLOAT AS f, TRUE AS b, 7 AS n UNION ALL SELECT 0.5, FALSE, NULL) SELECT f || '', 'x' || f, n || '-', f::VARCHAR, CONCAT(f, n) FROM t ORDER BY f;
-> (0.5, x0.5, NULL, 0.5, NULL) (2, x2, 7-, 2, 27)

# PIVOT, UNPIVOT and (+)
# source: DG, FROM clause: PIVOT and UNPIVOT examples; DG, WHERE clause: Oracle-style outer joins
WITH t AS (SELECT 'EU' AS region, 'Q1' AS q, 1 AS v UNION ALL SELECT 'EU', 'Q2', 2 UNION ALL SELECT 'US', 'Q1', 5 UNION ALL SELECT 'US', 'Q1', 6) SELECT * FROM (SELECT region, q, v FROM t) PIVOT (SUM(v) FOR q IN ('Q1', 'Q2')) ORDER BY region;
-> (EU, 1, 2) (US, 11, NULL)
WITH t AS (SELECT 'EU' AS region, 'Q1' AS q, 1 AS v UNION ALL SELECT 'US', 'Q2', 5) SELECT region, one, two FROM t PIVOT (MAX(v) FOR q IN ('Q1' AS one, 'Q2' AS two)) ORDER BY region;
-> (EU, 1, NULL) (US, NULL, 5)
WITH t AS (SELECT 'EU' AS region, 1 AS q1, 2 AS q2 UNION ALL SELECT 'US', 5, NULL) SELECT * FROM t UNPIVOT (v FOR q IN (q1, q2)) ORDER BY region, q;
-> (EU, q1, 1) (EU, q2, 2) (US, q1, 5)
WITH o AS (SELECT 1 AS id, 10 AS c UNION ALL SELECT 2, 20), k AS (SELECT 10 AS c, 'Ann' AS name) SELECT o.id, k.name FROM o, k WHERE o.c = k.c(+) ORDER BY o.id;
-> (1, Ann) (2, NULL)
WITH o AS (SELECT 1 AS id, 10 AS c UNION ALL SELECT 2, 20), k AS (SELECT 10 AS c, 'Ann' AS name UNION ALL SELECT 20, 'Bob') SELECT o.id, k.name FROM o, k WHERE o.c = k.c(+) AND k.name(+) = 'Bob' AND o.id > 0 ORDER BY o.id;
-> (1, NULL) (2, Bob)

# What analysts ask of columns
# source: DG, the functions' pages; DG, Computations with numeric values; DG, Datetime types
WITH o AS (SELECT 1 AS id, 'EU' AS region, DATE '2024-01-31' AS d, TIMESTAMP '2024-01-31 10:20:30' AS ts, 12.50::DECIMAL(10, 2) AS amt, 3 AS qty UNION ALL SELECT 2, 'EU', '2024-02-29', '2024-02-29 23:59:59', 7.25, 2 UNION ALL SELECT 3, 'US', NULL, NULL, NULL, -7) SELECT region, SUM(qty), AVG(amt), AVG(qty), AVG(qty::FLOAT), SUM(qty) / COUNT(*), RATIO_TO_REPORT(SUM(qty)) OVER (), NVL(SUM(amt), 0)::INT, LISTAGG(id, ',') WITHIN GROUP (ORDER BY id DESC) FROM o GROUP BY region ORDER BY region;
-> (EU, 5, 9.87, 2, 2.5, 2, -2.5, 20, 2,1) (US, -7, NULL, -7, -7.0, -7, 3.5, 0, 3)
WITH o AS (SELECT 1 AS id, DATE '2024-01-31' AS d, TIMESTAMP '2024-01-31 10:20:30' AS ts, 3 AS qty UNION ALL SELECT 2, '2024-02-29', '2024-02-29 23:59:59', NULL) SELECT DATEADD(month, qty, d), DATEDIFF(day, d, LEAD(d) OVER (ORDER BY d)), DATEDIFF(minute, d, ts), EXTRACT(year FROM d) * 100 + EXTRACT(month FROM d), DATE_PART(year, d) || '-' || LPAD(DATE_PART(month, d), 2, '0'), DATEADD(month, 1, DATE_TRUNC('month', ts)) - INTERVAL '1 second' FROM o ORDER BY id;
-> (2024-04-30 00:00:00, 29, 620, 202401, 2024-01, 2024-01-31 23:59:59) (NULL, NULL, 1439, 202402, 2024-02, 2024-02-29 23:59:59)
WITH o AS (SELECT 1 AS id, TIMESTAMP '2024-01-31 10:20:30' AS ts, DATE '2024-02-29' AS d UNION ALL SELECT 2, '2024-02-29 23:59:59', '2024-01-31') SELECT COUNT(CASE WHEN TRUNC(ts) = '2024-01-31' THEN 1 END), COUNT(CASE WHEN DATE_TRUNC('month', d) = '2024-02-01' THEN 1 END), MAX(d) - MIN(d), DATEDIFF(days, MIN(ts), MAX(ts)), COUNT(DISTINCT TRUNC(ts)) FROM o;
-> (1, 1, 29, 29, 2)
WITH m AS (SELECT 'EU' AS region, 5 AS q, 2 AS n UNION ALL SELECT 'US', -7, 2), s AS (SELECT region, SUM(q) AS q, SUM(n) AS n, AVG(q) AS a FROM m GROUP BY region) SELECT region, q / n, a / 2, q::FLOAT / n, ROUND(q * 100.0 / n, 1), ROUND(SUM(q) OVER (ORDER BY region ROWS UNBOUNDED PRECEDING) / n, 2) FROM s ORDER BY region;
-> (EU, 2, 2, 2.5, 250.0, 2.00) (US, -3, -3, -3.5, -350.0, -1.00)
WITH o AS (SELECT 'a,b' AS s, 'EU' AS region, 12.50::DECIMAL(10, 2) AS amt UNION ALL SELECT NULL, 'US', 3.35) SELECT SPLIT_PART(s, ',', 2), NVL2(s, LEN(s), -1), DECODE(region, 'EU', amt, 'US', amt * 2, 0), s || '-' || amt, TO_CHAR(amt, 'FM999990.00'), CONVERT(DECIMAL(10, 1), amt), UPPER(LEFT(region, 1)) || LOWER(SUBSTRING(region, 2)) FROM o ORDER BY region;
-> (b, 3, 12.50, a,b-12.50, 12.50, 12.5, Eu) (NULL, -1, 6.70, NULL, 3.35, 3.4, Us)

# No tested translation
# source: DG has them with another meaning than DuckDB, or its leader node alone knows them, or another system has them
SELECT AVG(x)::VARCHAR || '%' FROM t WHERE a / b || 'x' = 'y';
-> unsupported_sql the text of a computed number
SELECT DATEADD(day, 1.5, a) FROM t;
-> unsupported_sql DATEADD of a part of a unit
SELECT DATEADD(decade, 1, a) FROM t;
-> unsupported_sql that unit in DATEADD
SELECT DATE_PART(century, a) FROM t;
-> unsupported_sql that unit in DATE_PART
SELECT EXTRACT(timezone FROM a) FROM t;
-> unsupported_sql that unit in EXTRACT
SELECT a AT TIME ZONE 'UTC' FROM t;
-> unsupported_sql AT TIME ZONE
SELECT a::TIMESTAMPTZ FROM t;
-> unsupported_sql the type TIMESTAMP WITH TIME ZONE
SELECT NOW(), AGE(a, b) FROM t;
-> unsupported_sql the function NOW
SELECT REGEXP_REPLACE(x, 'a|ab', 'b') FROM t;
-> unsupported_sql a pattern with | or a lazy repetition in REGEXP_REPLACE
SELECT REGEXP_REPLACE(x, '(a)', '$1') FROM t;
-> unsupported_sql that replacement in REGEXP_REPLACE
SELECT REGEXP_REPLACE(x, p, 'b') FROM t;
-> unsupported_sql REGEXP_REPLACE with a pattern that is not a literal
SELECT 'a\nb';
-> unsupported_sql a backslash in a text
SELECT x ~ '\d' FROM t;
-> unsupported_sql a backslash in a text
SELECT CONCAT('a', 'b', 'c');
-> unsupported_sql this form of CONCAT
SELECT LISTAGG(x, y) FROM t;
-> unsupported_sql LISTAGG with a separator that is not a literal
SELECT STRING_AGG(x, ','), ARRAY_AGG(x) FROM t;
-> unsupported_sql the function STRING_AGG
SELECT COUNT(*) FILTER (WHERE x > 1) FROM t;
-> unsupported_sql FILTER (WHERE ...)
SELECT DISTINCT ON (g) g, x FROM t;
-> unsupported_sql DISTINCT ON
SELECT * FROM GENERATE_SERIES(1, 3);
-> unsupported_sql a function in FROM
SELECT x::SUPER FROM t;
-> unsupported_sql the type SUPER
SELECT JSON_PARSE(j) FROM t;
-> unsupported_sql the function JSON_PARSE
SELECT j.a[0] FROM t;
-> unsupported_sql a place in a SUPER value ([0])
SELECT ARRAY(1, 2), SPLIT_TO_ARRAY('a,b', ',');
-> unsupported_sql the function ARRAY
SELECT x::VARBYTE FROM t;
-> unsupported_sql the type VARBYTE
SELECT x::TIMETZ FROM t;
-> unsupported_sql the type TIME WITH TIME ZONE
SELECT MY_UDF(x) FROM t;
-> unsupported_sql the function MY_UDF
SELECT IFNULL(x, 1), IFF(x, 1, 2) FROM t;
-> unsupported_sql the function IFNULL
SELECT CURRENT_USER, USER;
-> unsupported_sql CURRENT USER
SELECT x COLLATE "C" FROM t;
-> unsupported_sql COLLATE
SELECT $1 FROM t;
-> unsupported_sql a column by position ($1)
SELECT * FROM t FOR UPDATE;
-> unsupported_sql LOCK
UNLOAD ('SELECT 1') TO 's3://b';
-> syntax_error
DELETE FROM t;
-> not_allowed
SELECT NEXT_DAY(a, 'T') FROM t;
-> unsupported_sql that day in NEXT_DAY
SELECT CONVERT_TIMEZONE('EST', 'PST', a) FROM t;
-> unsupported_sql that time zone in CONVERT_TIMEZONE
SELECT REGEXP_SUBSTR(x, '^a', 2) FROM t;
-> unsupported_sql this form of REGEXP_SUBSTR
SELECT REGEXP_SUBSTR(x, 'a', 1, 0) FROM t;
-> unsupported_sql this form of REGEXP_SUBSTR
SELECT REGEXP_REPLACE(x, '(?=a)', 'b', 1, 'p') FROM t;
-> unsupported_sql that pattern in REGEXP_REPLACE
SELECT x SIMILAR TO y FROM t;
-> unsupported_sql this form of SIMILAR TO
SELECT SPLIT_PART(x, '-', -1) FROM t;
-> unsupported_sql SPLIT_PART of a part that is not a positive number
SELECT LISTAGG(DISTINCT x, ',') WITHIN GROUP (ORDER BY y) FROM t;
-> unsupported_sql LISTAGG(DISTINCT ...) in another order
SELECT RATIO_TO_REPORT(x) OVER (ORDER BY y) FROM t;
-> unsupported_sql this form of RATIO_TO_REPORT
SELECT SUM(x) IGNORE NULLS OVER (ORDER BY y) FROM t;
-> unsupported_sql IGNORE NULLS of SUM
SELECT * FROM t PIVOT (AVG(v) FOR k IN ('p', 'q'));
-> unsupported_sql PIVOT with that aggregate
SELECT a FROM t, u WHERE t.a = u.a(+);
-> unsupported_sql (+) beside columns without their table
SELECT t.a FROM t, u, v WHERE t.a = u.a(+) AND t.b = v.b;
-> unsupported_sql (+) beside other tables
SELECT SHA2(x, 512) FROM t;
-> unsupported_sql SHA2 of other lengths
SELECT JSON_EXTRACT_PATH_TEXT(j, k) FROM t;
-> unsupported_sql a path into JSON that is not a literal
SELECT x ~* 'a' FROM t;
-> unsupported_sql REGEXP ILIKE
SELECT STRTOL(x, 8) FROM t;
-> unsupported_sql STRTOL of another base

# Texts of columns; columns that a join merges come first
# source: Amazon Redshift manual, CAST; FROM clause (JOIN USING), as PostgreSQL's
SELECT s::VARCHAR, n::VARCHAR, f::VARCHAR, d::VARCHAR, s::VARCHAR(2) FROM (SELECT 'abc' AS s, 5 AS n, 1.5::FLOAT AS f, DATE '2024-01-31' AS d) t;
-> (abc, 5, 1.5, 2024-01-31, ab)
SELECT * FROM (SELECT 1 AS id, 10 AS cust) o JOIN (SELECT 10 AS cust, 'Ann' AS name) c USING (cust);
-> (10, 1, Ann)

# source: the functions of Redshift
SELECT ISNULL(NULL, 'd'), ISNULL(2, 3), COALESCE(NULL, 3), CASE WHEN NULL THEN 1 ELSE 2 END;
-> (d, 2, 3, 2)
SELECT a || ':' || b, CONCAT(a, 'x') FROM (SELECT 2.0::FLOAT AS a, 1e15::FLOAT AS b) t;
-> (2:1e+15, 2x)
# A text with a fraction is no integer
# source: https://docs.aws.amazon.com/redshift/latest/dg/r_CAST_function.html
SELECT '15'::INT, 2.7::INT;
-> (15, 3)
