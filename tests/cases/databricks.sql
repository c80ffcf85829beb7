# The SQL of Databricks and Spark, and the rows that these give for it, or the error's code and subject.

# Choice and NULL
# source: a run of Apache Spark 4.0.1, spark.sql.ansi.enabled = true, session time zone UTC
SELECT NVL(NULL, 3), IFNULL(NULL, 4), COALESCE(NULL, 1), NULLIF(1, 1), NVL2(NULL, 1, 2), NVL2(5, 1, 2), IF(1 > 2, 'a', 'b'), IF(NULL, 'a', 'b');
-> (3, 4, 1, NULL, 2, 1, b, b)
SELECT GREATEST(1, NULL, 3), LEAST(NULL, 1), ZEROIFNULL(NULL), NULLIFZERO(0), ISNULL(NULL), ISNOTNULL(1), EQUAL_NULL(NULL, NULL), 1 <=> NULL, NULL <=> NULL;
-> (3, 1, 0, NULL, True, True, True, False, True)
SELECT DECODE(2, 1, 'one', 2, 'two', 'other'), DECODE(NULL, NULL, 'nul', 'x'), DECODE(3, 1, 'one');
-> (two, nul, NULL)
SELECT CASE WHEN 1 = 1 THEN 'x' END, 1 IN (1, 2), 2 BETWEEN 1 AND 3, NOT TRUE, 1 == 1, 1 != 2, CASE 3 WHEN 3 THEN 'c' ELSE 'd' END;
-> (x, True, True, False, True, True, c)

# Numbers: / never cuts, DIV does, % and MOD have the sign of the dividend, PMOD that of the divisor
# source: a run of Apache Spark 4.0.1, spark.sql.ansi.enabled = true, session time zone UTC
SELECT 1 / 4, 7 / 2, 3 / 3, 7 DIV 2, -7 DIV 2, 7 % 3, -7 % 3, MOD(-7, 3), MOD(7, -3), PMOD(-7, 3), PMOD(7, -3), PMOD(-7, -3);
-> (0.25, 3.5, 1.0, 3, -3, 1, -1, -1, 1, 2, 1, -1)
SELECT a / b, a DIV b, a % b FROM (VALUES (7, 2), (-7, 2), (NULL, 1), (1, NULL)) AS t(a, b);
-> (3.5, 3, 1) (-3.5, -3, -1) (NULL, NULL, NULL) (NULL, NULL, NULL)
SELECT a / (b + c), a / (SUM(b) OVER ()) FROM (VALUES (6, 1, 2)) AS t(a, b, c);
-> (2.0, 6.0)
SELECT SUM(a) / COUNT(*), SUM(a) / NULLIF(SUM(b), 0), ROUND(100.0 * SUM(a) / SUM(a), 1) FROM (VALUES (1, 0), (2, 0)) AS t(a, b);
-> (1.5, NULL, 100.0)
SELECT TRY_DIVIDE(1, 0), TRY_DIVIDE(6, 4), 1 / NULLIF(0, 0);
-> (NULL, 1.5, NULL)
SELECT ABS(-2), CEIL(1.2), CEILING(1.2D), FLOOR(1.8), FLOOR(-1.5D), CEIL(-0.5), ROUND(2.567, 2), ROUND(2.5), ROUND(-2.5), ROUND(2.5D), ROUND(25, -1), BROUND(2.5), BROUND(3.5), BROUND(2.345, 2);
-> (2, 2, 2, 1, -2, 0, 2.57, 3, -3, 3.0, 30, 2, 4, 2.34)
SELECT ROUND(1.005D, 2), ROUND(AVG(x), 2), ROUND(2.675D, 2), ROUND(-1.005D, 2), ROUND(0.285D, 2), ROUND(1e20, 2), ROUND(5.015 / 1, 2) FROM (VALUES (1.00D), (1.01D)) AS t(x);
-> (1.01, 1.01, 2.68, -1.01, 0.29, 1e+20, 5.02)
SELECT POWER(2, 3), POW(2, 0.5), SQRT(9), CBRT(8), EXP(0), LN(1), LN(0), LN(-1), LOG(10, 100), LOG(2), LOG10(100), LOG10(0), LOG2(8), SIGN(-3), SIGNUM(0.5), ROUND(PI(), 3);
-> (8.0, 1.4142135623730951, 3.0, 2.0, 1.0, 0.0, NULL, NULL, 2.0, 0.6931471805599453, 2.0, NULL, 3.0, -1.0, 1.0, 3.142)
SELECT DEGREES(PI()), RADIANS(180) = PI(), SIN(0), COS(0), TAN(0), RAND() < 1, RANDOM() >= 0;
-> (180.0, True, 0.0, 1.0, 0.0, True, True)
SELECT SQRT(-1) IS NULL, 2 + 3 * 4, -(1 + 2), 1.5 + 1, 0.1 + 0.2, 10 - 2.5, 1.5 * 2, 5 & 3, 5 | 3, ~5;
-> (False, 14, -3, 2.5, 0.3, 7.5, 3.0, 1, 7, -6)
SELECT 1e3, 1.5D, 10L, 3S, 2Y, 1.5BD, 1.5F, .5, 1E-2;
-> (1000.0, 1.5, 10, 3, 2, 1.5, 1.5, 0.5, 0.01)

# Text
# source: a run of Apache Spark 4.0.1, spark.sql.ansi.enabled = true, session time zone UTC
SELECT CONCAT('a', NULL), CONCAT('a', 'b', 'c'), CONCAT('a', 1), CONCAT(1, 2), 'a' || NULL, 'a' || 'b', 'a' || 1, CONCAT('x');
-> (NULL, abc, a1, 12, NULL, ab, a1, x)
SELECT CONCAT_WS('-', 'a', NULL, 'b'), CONCAT_WS('-', 'a', 'b'), CONCAT_WS(',', ARRAY('a', NULL, 'b'), 'c'), CONCAT_WS(',', x, 'b'), CONCAT_WS(',', NULL, NULL), CONCAT_WS(',', ARRAY(), 'c') FROM (VALUES ('q')) AS t(x);
-> (a-b, a-b, a,b,c, q,b, , c)
SELECT SUBSTR('hello', 2, 3), SUBSTRING('hello', 2), SUBSTRING('hello', 0, 2), SUBSTRING('hello', -3), SUBSTRING('hello', -3, 2), SUBSTRING('hello', -9, 6), SUBSTRING('hello', 2, -1), SUBSTRING('hello' FROM 2 FOR 2), SUBSTR('hello' FROM 3), SUBSTRING('hello', 9, 2), SUBSTRING('hello', 1, 0);
-> (ell, ello, he, llo, ll, he, , el, llo, , )
SELECT SUBSTRING(s, n, m) FROM (VALUES ('hello', 0, 2), ('hello', -2, 5), ('hello', 2, -1), ('hello', NULL, 1)) AS t(s, n, m);
-> (he) (lo) () (NULL)
SELECT LEFT('hello', 2), RIGHT('hello', 2), LEFT('hello', -1), RIGHT('hello', 0), LEFT('hello', 9), LENGTH('héllo'), LEN('abc'), CHAR_LENGTH('abc '), CHARACTER_LENGTH('');
-> (he, lo, , , hello, 5, 3, 4, 0)
SELECT LPAD('7', 3, '0'), RPAD('7', 3, '0'), LPAD('abc', 2, 'x'), LPAD('7', 3), RPAD('7', 3), LPAD('a', -1, 'x'), LPAD('abc', 5, 'xy'), REPEAT('ab', 2), REPEAT('ab', -1), SPACE(2);
-> (007, 700, ab,   7, 7  , , xyabc, abab, ,   )
SELECT REPLACE('aba', 'a', 'c'), REPLACE('aba', 'b'), REPLACE('abc', '', 'x'), TRANSLATE('abc', 'ab', 'x'), SPLIT_PART('a,b,c', ',', 2), SPLIT_PART('a,b', ',', -1), SPLIT_PART('a,b', ',', 5), SUBSTRING_INDEX('a.b.c', '.', 2), SUBSTRING_INDEX('a.b.c', '.', -2), SUBSTRING_INDEX('abc', '.', 1);
-> (cbc, aa, abc, xc, b, b, , a.b, b.c, abc)
SELECT ASCII('a'), ASCII(''), LEVENSHTEIN('kitten', 'sitting'), INITCAP('hello wORLD'), INITCAP('a-b c'), INITCAP(''), INITCAP('  x y'), MD5('a'), SHA2('a', 256), SHA1('a'), SHA('a');
-> (97, 0, 3, Hello World, A-b C, ,   X Y, 0cc175b9c0f1b6a831c399e269772661, ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb, 86f7e437faa5a7fce15d1ddcb9eaeaea377667b8, 86f7e437faa5a7fce15d1ddcb9eaeaea377667b8)
SELECT SPLIT('a,b,c', ','), SPLIT('a,b,', ','), SPLIT('a1b2c', '[0-9]'), SPLIT('a.b', '\\.'), SPLIT('a|b', '\\|'), SPLIT('a|b', '[|]'), SPLIT('', ','), SPLIT('a b', ' ')[0], SPLIT('abc', '');
-> (['a', 'b', 'c'], ['a', 'b', ''], ['a', 'b', 'c'], ['a', 'b'], ['a', 'b'], ['a', 'b'], [''], a, ['a', 'b', 'c'])
SELECT REGEXP_EXTRACT('a12-b34', '([a-z])([0-9]+)'), REGEXP_EXTRACT('a12', '([a-z])([0-9]+)', 2), REGEXP_EXTRACT('a12', '[a-z]', 0), REGEXP_EXTRACT('a', '([0-9])'), REGEXP_EXTRACT(NULL, 'a', 0), REGEXP_EXTRACT('foo', '(x)?foo', 1);
-> (a, 12, a, , NULL, )
SELECT REGEXP_REPLACE('abab', 'b', 'x'), REGEXP_REPLACE('a12', '([a-z])([0-9])', '$2$1'), REGEXP_REPLACE('a.b', '\\.', '\\$'), REGEXP_EXTRACT_ALL('a1b22', '([0-9]+)'), REGEXP_EXTRACT_ALL('a1b22', '[0-9]+', 0), REGEXP_COUNT('a1b2', '[0-9]'), REGEXP_SUBSTR('a12b', '[0-9]+'), REGEXP_SUBSTR('a', '[0-9]');
-> (axax, 1a2, a$b, ['1', '22'], ['1', '22'], 2, 12, NULL)
SELECT 'abc' RLIKE 'b', 'abc' REGEXP '^a.c$', REGEXP_LIKE('abc', 'B'), RLIKE('abc', 'c$'), 'ABC' RLIKE '(?i)abc', 'abc' NOT RLIKE 'x', REGEXP_LIKE('a1', '\\d');
-> (True, True, False, True, True, True, True)
SELECT 'abc' LIKE 'a%', 'abc' LIKE 'A%', 'abc' ILIKE 'A%', 'abc' NOT LIKE 'a%', 'a_c' LIKE 'a\\_c', 'abc' LIKE 'a\\_c', 'a%' LIKE 'a!%' ESCAPE '!', 'abc' LIKE ANY ('x%', 'a%'), 'abc' LIKE ALL ('x%', 'a%'), 'abc' ILIKE ANY ('X%', 'A%');
-> (True, False, True, False, True, False, True, True, False, True)
SELECT x LIKE p FROM (VALUES ('a_c', 'a\\_c'), ('abc', 'a\\_c'), ('abc', 'a_c')) AS t(x, p);
-> (True) (False) (True)
SELECT 'a' = 'A', 'a' < 'b', 'a' = 'a ', 'Z' < 'a';
-> (False, True, False, True)

# Dates
# source: a run of Apache Spark 4.0.1, spark.sql.ansi.enabled = true, session time zone UTC
SELECT DATE_ADD(DATE '2024-01-31', 1), DATE_ADD('2024-01-31', 1), DATE_SUB(DATE '2024-01-01', 1), DATE_ADD(TIMESTAMP '2024-01-31 10:00:00', 1), DATE_ADD(DATE '2024-01-31', -1), DATEADD(DATE '2024-01-31', 1);
-> (2024-02-01, 2024-02-01, 2023-12-31, 2024-02-01, 2024-01-30, 2024-02-01)
SELECT DATEADD(DAY, 1, DATE '2024-01-31'), DATE_ADD(MONTH, 1, DATE '2024-01-31'), TIMESTAMPADD(HOUR, 2, TIMESTAMP '2024-01-31 23:00:00'), DATEADD(WEEK, 1, DATE '2024-02-29'), DATEADD(QUARTER, 1, DATE '2024-01-31'), DATEADD(YEAR, -1, DATE '2024-02-29'), DATEADD(MINUTE, 1, TIMESTAMP '2024-01-31 10:00:00'), DATEADD(SECOND, 1, TIMESTAMP '2024-01-31 10:00:00');
-> (2024-02-01 00:00:00, 2024-02-29 00:00:00, 2024-02-01 01:00:00, 2024-03-07 00:00:00, 2024-04-30 00:00:00, 2023-02-28 00:00:00, 2024-01-31 10:01:00, 2024-01-31 10:00:01)
SELECT DATEDIFF('2024-02-02', '2024-01-31'), DATEDIFF(DATE '2024-01-01', TIMESTAMP '2024-01-02 23:00:00'), DATE_DIFF(DATE '2024-01-02', DATE '2024-01-01');
-> (2, -1, 1)
SELECT DATEDIFF(DAY, DATE '2024-01-31', DATE '2024-02-02'), DATEDIFF(MONTH, DATE '2024-01-31', DATE '2024-02-29'), DATEDIFF(MONTH, DATE '2024-01-31', DATE '2024-03-31'), DATEDIFF(MONTH, DATE '2024-03-15', DATE '2024-01-20'), DATEDIFF(YEAR, DATE '2023-12-31', DATE '2024-01-01'), DATEDIFF(YEAR, DATE '2020-02-29', DATE '2024-02-29'), DATEDIFF(QUARTER, DATE '2024-03-31', DATE '2024-07-01'), DATEDIFF(WEEK, DATE '2024-01-07', DATE '2024-01-15');
-> (2, 0, 2, -1, 0, 4, 1, 1)
SELECT TIMESTAMPDIFF(HOUR, TIMESTAMP '2024-01-01 10:59:00', TIMESTAMP '2024-01-01 12:01:00'), TIMESTAMPDIFF(MINUTE, TIMESTAMP '2024-01-01 10:59:30', TIMESTAMP '2024-01-01 11:01:00'), DATE_DIFF(SECOND, TIMESTAMP '2024-01-01 10:59:30', TIMESTAMP '2024-01-01 11:01:00'), DATEDIFF(DAY, TIMESTAMP '2024-01-01 23:00:00', TIMESTAMP '2024-01-02 01:00:00'), DATEDIFF(MONTH, TIMESTAMP '2024-01-15 12:00:00', TIMESTAMP '2024-02-15 11:00:00');
-> (1, 1, 90, 0, 0)
SELECT DATE '2024-01-31' + INTERVAL 1 DAY, DATE '2024-01-31' + INTERVAL '1' MONTH, DATE '2024-03-31' - INTERVAL 1 MONTH, DATE '2024-01-01' + INTERVAL 2 HOURS, TIMESTAMP '2024-01-01 10:00:00' - INTERVAL 30 MINUTES, DATE '2024-01-31' + 1, DATE '2024-01-31' - 1, DATE '2024-02-29' + INTERVAL 1 YEAR, DATE '2024-01-01' + INTERVAL 2 WEEKS, INTERVAL 1 DAY + DATE '2024-01-31';
-> (2024-02-01, 2024-02-29, 2024-02-29, 2024-01-01 02:00:00, 2024-01-01 09:30:00, 2024-02-01, 2024-01-30, 2025-02-28, 2024-01-15, 2024-02-01)
SELECT ADD_MONTHS(DATE '2024-01-31', 1), ADD_MONTHS('2024-02-29', 1), ADD_MONTHS(DATE '2024-03-31', -1), LAST_DAY('2024-02-10'), NEXT_DAY(DATE '2024-01-01', 'Mon'), NEXT_DAY('2024-01-03', 'FR'), NEXT_DAY(DATE '2024-01-07', 'sunday'), MAKE_DATE(2024, 2, 3);
-> (2024-02-29, 2024-03-29, 2024-02-29, 2024-02-29, 2024-01-08, 2024-01-05, 2024-01-14, 2024-02-03)
SELECT NEXT_DAY(DATE '2024-01-07', 'sunday'), NEXT_DAY(DATE '2024-01-01', 'TUE'), NEXT_DAY(DATE '2024-01-05', 'thu');
-> (2024-01-14, 2024-01-02, 2024-01-11)
SELECT MONTHS_BETWEEN(DATE '2024-03-31', DATE '2024-02-29'), MONTHS_BETWEEN('2024-03-15', '2024-02-15'), MONTHS_BETWEEN(DATE '2024-03-20', DATE '2024-02-15'), MONTHS_BETWEEN(TIMESTAMP '2024-03-15 12:00:00', TIMESTAMP '2024-02-14 00:00:00'), MONTHS_BETWEEN(DATE '2024-01-01', DATE '2024-03-15'), MONTHS_BETWEEN(TIMESTAMP '1997-02-28 10:30:00', DATE '1996-10-30');
-> (1.0, 1.0, 1.16129032, 1.0483871, -2.4516129, 3.94959677)
SELECT DATE_TRUNC('MONTH', DATE '2024-03-15'), DATE_TRUNC('week', DATE '2024-03-15'), DATE_TRUNC('QUARTER', '2024-05-15'), DATE_TRUNC('hour', TIMESTAMP '2024-03-15 10:20:30'), DATE_TRUNC('DD', TIMESTAMP '2024-03-15 10:20:30'), DATE_TRUNC('YY', DATE '2024-03-15'), TRUNC(DATE '2024-03-15', 'MM'), TRUNC('2024-03-15', 'YEAR'), TRUNC(DATE '2024-03-15', 'week'), TRUNC(DATE '2024-05-15', 'quarter');
-> (2024-03-01 00:00:00, 2024-03-11 00:00:00, 2024-04-01 00:00:00, 2024-03-15 10:00:00, 2024-03-15 00:00:00, 2024-01-01 00:00:00, 2024-03-01, 2024-01-01, 2024-03-11, 2024-04-01)
SELECT YEAR(d), QUARTER(d), MONTH(d), DAY(d), DAYOFMONTH(d), DAYOFYEAR(d), DAYOFWEEK(d), WEEKDAY(d), WEEKOFYEAR(d) FROM (SELECT DATE '2024-03-15' AS d);
-> (2024, 1, 3, 15, 15, 75, 6, 4, 11)
SELECT DAYOFWEEK(DATE '2024-03-17'), WEEKDAY(DATE '2024-03-17'), WEEKOFYEAR(DATE '2024-01-01'), WEEKOFYEAR(DATE '2023-01-01'), YEAR('2024-03-15'), MONTH(TIMESTAMP '2024-03-15 10:20:30'), HOUR(TIMESTAMP '2024-03-15 10:20:30'), MINUTE('2024-03-15 10:20:30'), SECOND(TIMESTAMP '2024-03-15 10:20:30.9'), DAYNAME(DATE '2024-03-15'), MONTHNAME(DATE '2024-03-15');
-> (1, 6, 1, 52, 2024, 3, 10, 20, 30, Fri, Mar)
SELECT EXTRACT(YEAR FROM DATE '2024-03-15'), EXTRACT(MONTH FROM DATE '2024-03-15'), EXTRACT(DAY FROM DATE '2024-03-15'), EXTRACT(WEEK FROM DATE '2024-03-15'), EXTRACT(QUARTER FROM DATE '2024-03-15'), EXTRACT(HOUR FROM TIMESTAMP '2024-03-15 10:20:30'), DATE_PART('year', DATE '2024-03-15'), DATE_PART('MINUTE', TIMESTAMP '2024-03-15 10:20:30');
-> (2024, 3, 15, 11, 1, 10, 2024, 20)
SELECT DATE_FORMAT(DATE '2024-03-05', 'yyyy-MM'), DATE_FORMAT(TIMESTAMP '2024-03-05 14:07:09', 'dd/MM/yyyy HH:mm:ss'), DATE_FORMAT('2024-03-05', 'MMM d, yyyy'), DATE_FORMAT(DATE '2024-03-05', 'EEEE'), DATE_FORMAT(DATE '2024-03-05', 'E'), DATE_FORMAT(DATE '2024-03-05', 'MMMM yy'), DATE_FORMAT(TIMESTAMP '2024-03-05 14:07:09', 'hh:mm a'), DATE_FORMAT(DATE '2024-03-05', 'yyyyMMdd'), DATE_FORMAT(TIMESTAMP '2024-03-05 14:07:09', "yyyy-MM-dd'T'HH:mm:ss"), DATE_FORMAT(DATE '2024-03-05', 'M/d'), DATE_FORMAT(TIMESTAMP '2024-03-05 14:07:09.123', 'SSS'), DATE_FORMAT(DATE '2024-03-05', 'DDD');
-> (2024-03, 05/03/2024 14:07:09, Mar 5, 2024, Tuesday, Tue, March 24, 02:07 PM, 20240305, 2024-03-05T14:07:09, 3/5, 123, 065)
SELECT TO_DATE('2024-03-15'), TO_DATE('15/03/2024', 'dd/MM/yyyy'), TO_DATE('20240315', 'yyyyMMdd'), TO_TIMESTAMP('2024-03-15 10:20:30'), TO_TIMESTAMP('15/03/2024 10:20', 'dd/MM/yyyy HH:mm'), DATE('2024-03-15'), TO_DATE(TIMESTAMP '2024-03-15 10:20:30'), TO_DATE('Mar 5, 2024', 'MMM d, yyyy'), TO_TIMESTAMP('2024-03-15T10:20:30', "yyyy-MM-dd'T'HH:mm:ss"), TRY_TO_TIMESTAMP('x'), TRY_TO_TIMESTAMP('x', 'yyyy');
-> (2024-03-15, 2024-03-15, 2024-03-15, 2024-03-15 10:20:30, 2024-03-15 10:20:00, 2024-03-15, 2024-03-15, 2024-03-05, 2024-03-15 10:20:30, NULL, NULL)
SELECT CURRENT_DATE() = CURRENT_DATE, CURRENT_TIMESTAMP() IS NULL, NOW() > TIMESTAMP '2024-01-01', CURDATE() > DATE '2024-01-01', DATEDIFF(CURRENT_DATE(), CURRENT_DATE());
-> (True, False, True, True, 0)
SELECT DATE '2024-01-01' < '2024-02-01', TIMESTAMP '2024-01-01 10:00:00' > DATE '2024-01-01', CAST(TIMESTAMP '2024-01-01 10:00:00' AS DATE), CAST(DATE '2024-01-01' AS TIMESTAMP), CAST('2024-01-01' AS DATE), CAST('2024-01-01 10:00:00' AS TIMESTAMP), CAST(DATE '2024-01-01' AS STRING), CAST(TIMESTAMP '2024-01-01 10:00:00' AS STRING), '2024-01-01'::DATE, TIMESTAMP_NTZ '2024-01-01 10:00:00';
-> (True, True, 2024-01-01, 2024-01-01 00:00:00, 2024-01-01, 2024-01-01 10:00:00, 2024-01-01, 2024-01-01 10:00:00, 2024-01-01, 2024-01-01 10:00:00)

# Conversions
# source: a run of Apache Spark 4.0.1, spark.sql.ansi.enabled = true, session time zone UTC
SELECT CAST(1.7 AS INT), CAST(-1.7 AS INT), CAST(2.5D AS BIGINT), CAST('12' AS INT), CAST(' 12 ' AS INT), CAST(TRUE AS INT), CAST(1 AS BOOLEAN), CAST('true' AS BOOLEAN), CAST(1 AS STRING), CAST(1.50 AS STRING), CAST(TRUE AS STRING), CAST(1 AS DOUBLE), CAST('1.5' AS DOUBLE), CAST(1.0D AS STRING);
-> (1, -1, 2, 12, 12, 1, True, True, 1, 1.50, true, 1.0, 1.5, 1.0)
SELECT CAST(x AS INT), CAST(x AS BIGINT), CAST(x AS DECIMAL(10, 1)) FROM (VALUES (1.7D), (-1.7D), (0.5D), (NULL)) AS t(x);
-> (1, 1, 1.7) (-1, -1, -1.7) (0, 0, 0.5) (NULL, NULL, NULL)
SELECT CAST(x AS INT), x::INT, CAST(x * 2 AS INT) FROM (VALUES (1.75), (-2.5)) AS t(x);
-> (1, 1, 3) (-2, -2, -5)
SELECT CAST(x AS INT) FROM (VALUES ('12'), ('-3'), (NULL)) AS t(x);
-> (12) (-3) (NULL)
SELECT TRY_CAST('x' AS INT), TRY_CAST('1.5' AS INT), TRY_CAST('12' AS INT), TRY_CAST('2024-13-01' AS DATE), TRY_CAST('3000000000' AS INT), TRY_CAST('x' AS DOUBLE), TRY_CAST(x AS INT) FROM (VALUES ('1.5'), ('7'), ('abc')) AS t(x);
-> (NULL, NULL, 12, NULL, NULL, NULL, NULL) (NULL, NULL, 12, NULL, NULL, NULL, 7) (NULL, NULL, 12, NULL, NULL, NULL, NULL)
SELECT CAST(2.345 AS DECIMAL(10, 2)), CAST(2.5 AS DECIMAL), CAST('2.345' AS DECIMAL(10, 2)), CAST(7 AS DECIMAL(5, 2)), CAST(-2.345 AS DECIMAL(10, 2)), 1.005::DECIMAL(5, 2);
-> (2.35, 3, 2.35, 7.00, -2.35, 1.01)
SELECT CAST(1234 AS VARCHAR(2)), CAST('abc' AS CHAR(2));
-> (1234, abc)
SELECT DOUBLE('1.5'), INT('12'), STRING(12), BIGINT(3), DECIMAL(2.5), BOOLEAN('true');
-> (1.5, 12, 12, 3, 3, True)

# Aggregates
# source: a run of Apache Spark 4.0.1, spark.sql.ansi.enabled = true, session time zone UTC
SELECT COUNT(*), COUNT(x), COUNT(DISTINCT x), SUM(x), AVG(x), MEAN(x), MIN(x), MAX(x), MEDIAN(x), COUNT_IF(x > 1), MODE(x), SUM(DISTINCT x), COUNT(1) FROM (VALUES (1), (2), (2), (5), (NULL)) AS t(x);
-> (5, 4, 3, 10, 2.5, 2.5, 1, 5, 2.0, 3, 2, 8, 5)
SELECT SUM(x), AVG(x), COUNT(x), COLLECT_LIST(x), ARRAY_AGG(x), COLLECT_SET(x), MAX(x), MEDIAN(x) FROM (VALUES (1)) AS t(x) WHERE x > 1;
-> (NULL, NULL, 0, [], [], [], NULL, NULL)
SELECT ROUND(STDDEV(x), 3), STDDEV_POP(x), ROUND(STD(x), 3), ROUND(STDDEV_SAMP(x), 3), VARIANCE(x), VAR_POP(x), VAR_SAMP(x), STDDEV(1) FROM (VALUES (1), (3)) AS t(x);
-> (1.414, 1.0, 1.414, 1.414, 2.0, 1.0, 2.0, 0.0)
SELECT STDDEV(x), VARIANCE(x), STDDEV_POP(x) FROM (VALUES (1)) AS t(x);
-> (NULL, NULL, 0.0)
SELECT MIN_BY(x, y), MAX_BY(x, y), CORR(x, y), COVAR_POP(x, y), COVAR_SAMP(x, y), APPROX_COUNT_DISTINCT(x) FROM (VALUES (1, 5), (2, 4)) AS t(x, y);
-> (2, 1, -1.0, -0.25, -0.5, 2)
SELECT MAX_BY(x, y), MIN_BY(x, y) FROM (VALUES (NULL, 5), (2, 4), (3, NULL)) AS t(x, y);
-> (NULL, 2)
SELECT COLLECT_LIST(x), SORT_ARRAY(COLLECT_SET(x)), SIZE(COLLECT_SET(x)), ARRAY_AGG(x) FROM (VALUES ('a'), ('b'), ('b'), (NULL)) AS t(x);
-> (['a', 'b', 'b'], ['a', 'b'], 2, ['a', 'b', 'b'])
SELECT y, CONCAT_WS(',', COLLECT_LIST(x)), CONCAT_WS(',', SORT_ARRAY(COLLECT_SET(x))), ARRAY_JOIN(COLLECT_LIST(x), '|') FROM (VALUES (1, 'a'), (1, 'b'), (2, NULL)) AS t(y, x) GROUP BY y ORDER BY y;
-> (1, a,b, a,b, a|b) (2, , , )
SELECT COLLECT_LIST(x) FILTER (WHERE x > 1), SUM(x) FILTER (WHERE x > 1), COUNT(*) FILTER (WHERE x IS NULL), COLLECT_LIST(DISTINCT y) FROM (VALUES (1, 1), (2, 1), (3, 1), (NULL, 1)) AS t(x, y);
-> ([2, 3], 5, 1, [1])
SELECT LISTAGG(x, ',') WITHIN GROUP (ORDER BY x DESC), LISTAGG(DISTINCT x, '-') WITHIN GROUP (ORDER BY x), STRING_AGG(x, '|') WITHIN GROUP (ORDER BY x), LISTAGG(x) WITHIN GROUP (ORDER BY x) FROM (VALUES ('a'), ('b'), ('b'), (NULL)) AS t(x);
-> (b,b,a, a-b, a|b|b, abb)
SELECT LISTAGG(x, ',') FROM (VALUES ('a')) AS t(x) WHERE x = 'b';
-> (NULL)
SELECT BOOL_AND(x > 0), BOOL_OR(x > 2), EVERY(x > 1), SOME(x > 1), ANY_VALUE(7), MAX(x > 1) FROM (VALUES (1), (NULL), (2)) AS t(x);
-> (True, False, False, True, 7, True)
SELECT FIRST(x), LAST(x), FIRST(x, TRUE), LAST(x, TRUE), FIRST(x) IGNORE NULLS, FIRST_VALUE(x), LAST_VALUE(x) IGNORE NULLS, ANY_VALUE(x), ANY_VALUE(x, TRUE) FROM (VALUES (NULL), (1), (2), (NULL)) AS t(x);
-> (NULL, NULL, 1, 2, 1, NULL, 2, NULL, 1)
SELECT PERCENTILE(x, ARRAY(0.25, 0.5)), PERCENTILE_APPROX(x, ARRAY(0.25, 0.5)) FROM (VALUES (1), (2), (3), (4)) AS t(x);
-> ([1.75, 2.5], [1, 2])
SELECT a, b, GROUPING(a), GROUPING_ID(a, b), SUM(c) FROM (VALUES (1, 2, 3), (1, 4, 5)) AS t(a, b, c) GROUP BY ROLLUP (a, b) ORDER BY a, b;
-> (NULL, NULL, 1, 3, 8) (1, NULL, 0, 1, 8) (1, 2, 0, 0, 3) (1, 4, 0, 0, 5)
SELECT a, b, SUM(c) FROM (VALUES (1, 2, 3)) AS t(a, b, c) GROUP BY a, b WITH CUBE ORDER BY a, b;
-> (NULL, NULL, 3) (NULL, 2, 3) (1, NULL, 3) (1, 2, 3)
SELECT a, SUM(c) FROM (VALUES (1, 2, 3), (1, 4, 5)) AS t(a, b, c) GROUP BY a WITH ROLLUP ORDER BY a;
-> (NULL, 8) (1, 8)
SELECT a, b, SUM(c) FROM (VALUES (1, 2, 3), (1, 4, 5)) AS t(a, b, c) GROUP BY GROUPING SETS ((a), (b), ()) ORDER BY a, b;
-> (NULL, NULL, 8) (NULL, 2, 3) (NULL, 4, 5) (1, NULL, 8)
SELECT a, b, SUM(c) FROM (VALUES (1, 2, 3)) AS t(a, b, c) GROUP BY CUBE (a, b) ORDER BY a, b;
-> (NULL, NULL, 3) (NULL, 2, 3) (1, NULL, 3) (1, 2, 3)

# Windows
# source: a run of Apache Spark 4.0.1, spark.sql.ansi.enabled = true, session time zone UTC
SELECT x, ROW_NUMBER() OVER (ORDER BY x DESC) AS r, ROW_NUMBER() OVER (ORDER BY x) AS s FROM (VALUES (1), (NULL), (2)) AS t(x) ORDER BY x;
-> (NULL, 3, 1) (1, 2, 2) (2, 1, 3)
SELECT x, LAG(x) OVER (ORDER BY x), LEAD(x, 1, 0) OVER (ORDER BY x), SUM(x) OVER (ORDER BY x), LAG(x, 2) OVER (ORDER BY x) FROM (VALUES (1), (2)) AS t(x) ORDER BY x;
-> (1, NULL, 2, 1, NULL) (2, 1, 0, 3, NULL)
SELECT RANK() OVER (ORDER BY x), DENSE_RANK() OVER (ORDER BY x), NTILE(2) OVER (ORDER BY x), PERCENT_RANK() OVER (ORDER BY x), CUME_DIST() OVER (ORDER BY x) FROM (VALUES (1), (1), (2)) AS t(x) ORDER BY x;
-> (1, 1, 1, 0.0, 0.6666666666666666) (1, 1, 1, 0.0, 0.6666666666666666) (3, 2, 2, 1.0, 1.0)
SELECT x, LAST_VALUE(x) OVER (ORDER BY x), FIRST_VALUE(x) OVER (ORDER BY x DESC), NTH_VALUE(x, 2) OVER (ORDER BY x) FROM (VALUES (1), (2)) AS t(x) ORDER BY x;
-> (1, 1, 2, NULL) (2, 2, 2, 2)
SELECT i, LAST_VALUE(x) IGNORE NULLS OVER (ORDER BY i), LAST_VALUE(x, TRUE) OVER (ORDER BY i), FIRST_VALUE(x, TRUE) OVER (ORDER BY i), FIRST(x) OVER (ORDER BY i), LAST(x, TRUE) OVER (ORDER BY i) FROM (VALUES (1, NULL), (2, 5), (3, NULL)) AS t(i, x) ORDER BY i;
-> (1, NULL, NULL, NULL, NULL, NULL) (2, 5, 5, 5, NULL, 5) (3, 5, 5, 5, NULL, 5)
SELECT i, LAG(x) IGNORE NULLS OVER (ORDER BY i) FROM (VALUES (1, 4), (2, NULL), (3, 6)) AS t(i, x) ORDER BY i;
-> (1, NULL) (2, 4) (3, 4)
SELECT i, SUM(x) OVER (ORDER BY i ROWS BETWEEN 1 PRECEDING AND CURRENT ROW), AVG(x) OVER (PARTITION BY i % 2), COLLECT_LIST(x) OVER (ORDER BY i), COUNT(*) OVER () FROM (VALUES (1, 10), (2, 20), (3, 30)) AS t(i, x) ORDER BY i;
-> (1, 10, 20.0, [10], 3) (2, 30, 20.0, [10, 20], 3) (3, 50, 20.0, [10, 20, 30], 3)
SELECT i, SUM(x) OVER w FROM (VALUES (1, 10), (2, 20)) AS t(i, x) WINDOW w AS (ORDER BY i) ORDER BY i;
-> (1, 10) (2, 30)
SELECT x, RANK() OVER (PARTITION BY y ORDER BY x DESC NULLS LAST) FROM (VALUES (1, 1), (NULL, 1), (2, 1)) AS t(x, y) ORDER BY x DESC NULLS FIRST;
-> (NULL, 3) (2, 1) (1, 2)

# Lists, maps, structs
# source: a run of Apache Spark 4.0.1, spark.sql.ansi.enabled = true, session time zone UTC
SELECT ARRAY(1, 2), ARRAY(1, 2)[0], ARRAY(1, 2)[1], ELEMENT_AT(ARRAY(1, 2), 1), ELEMENT_AT(ARRAY(1, 2), -1), TRY_ELEMENT_AT(ARRAY(1, 2), 5), GET(ARRAY(1, 2), 0), GET(ARRAY(1, 2), 9), GET(ARRAY(1, 2), -1), SIZE(ARRAY(1, 2)), ARRAY_SIZE(ARRAY()), SIZE(NULL);
-> ([1, 2], 1, 2, 1, 2, NULL, 1, NULL, NULL, 2, 0, NULL)
SELECT ARRAY_CONTAINS(ARRAY(1, 2), 2), ARRAY_CONTAINS(ARRAY(1, NULL), 2), ARRAY_CONTAINS(ARRAY(1, NULL), 1), ARRAY_CONTAINS(ARRAY(1), 2), ARRAY_CONTAINS(ARRAY('a'), 'a');
-> (True, NULL, True, False, True)
SELECT SORT_ARRAY(ARRAY(3, NULL, 1)), SORT_ARRAY(ARRAY(3, NULL, 1), FALSE), ARRAY_SORT(ARRAY(3, NULL, 1)), ARRAY_DISTINCT(ARRAY(3, 1, 3, NULL, NULL)), SLICE(ARRAY(1, 2, 3, 4), 2, 2), SLICE(ARRAY(1, 2), 2, 5), ARRAY_JOIN(ARRAY('a', NULL, 'b'), ','), ARRAY_MAX(ARRAY(1, NULL, 3)), ARRAY_MIN(ARRAY(1, 3)), ARRAY_POSITION(ARRAY(3, 1), 1), ARRAY_POSITION(ARRAY(3, 1), 5);
-> ([None, 1, 3], [3, 1, None], [1, 3, None], [3, 1, None], [2, 3], [2], a,b, 3, 1, 2, 0)
SELECT ARRAY_APPEND(ARRAY(1), 2), ARRAY_PREPEND(ARRAY(1), 0), ARRAY_REMOVE(ARRAY(1, NULL, 2, 1), 1), ARRAY_REPEAT('a', 2), ARRAY_COMPACT(ARRAY(1, NULL)), FLATTEN(ARRAY(ARRAY(1), ARRAY(2, 3))), SEQUENCE(1, 3), SEQUENCE(3, 1), SEQUENCE(1, 7, 3), SEQUENCE(DATE '2024-01-30', DATE '2024-02-01', INTERVAL 1 DAY);
-> ([1, 2], [0, 1], [None, 2], ['a', 'a'], [1], [1, 2, 3], [1, 2, 3], [3, 2, 1], [1, 4, 7], [datetime.date(2024, 1, 30), datetime.date(2024, 1, 31), datetime.date(2024, 2, 1)])
SELECT TRANSFORM(ARRAY(1, 2), x -> x + 1), FILTER(ARRAY(1, 2, 3), x -> x > 1), EXISTS(ARRAY(1, 2), x -> x > 1), EXISTS(ARRAY(1, NULL), x -> x > 1), FORALL(ARRAY(1, 2), x -> x > 0), FORALL(ARRAY(1, NULL), x -> x > 0), AGGREGATE(ARRAY(1, 2, 3), 0, (acc, x) -> acc + x), REDUCE(ARRAY(1, 2), 10, (acc, x) -> acc + x, acc -> acc * 2), TRANSFORM(ARRAY('a', 'b'), (x, i) -> CONCAT(x, i)), EXISTS(ARRAY(), x -> x > 1), FORALL(ARRAY(), x -> x > 1);
-> ([2, 3], [2, 3], True, NULL, True, NULL, 6, 26, ['a0', 'b1'], False, True)
SELECT MAP('a', 1, 'b', 2)['a'], MAP('a', 1)['x'], ELEMENT_AT(MAP('a', 1), 'a'), MAP_KEYS(MAP('a', 1)), MAP_VALUES(MAP('a', 1)), MAP('a', 1, 'b', 2);
-> (1, NULL, 1, ['a'], [1], {'a': 1, 'b': 2})
SELECT STRUCT(1 AS a, 'x' AS b).a, NAMED_STRUCT('a', 1, 'b', 'x').b, s.a FROM (SELECT NAMED_STRUCT('a', 5) AS s);
-> (1, x, 5)
SELECT STRUCT(1, 2).col1;
-> (1)
SELECT GET_JSON_OBJECT('{"a": {"b": 1}, "c": null, "d": "x", "e": [1, 2], "f": 1.5, "g": true}', '$.a'), GET_JSON_OBJECT('{"a": {"b": 1}}', '$.a.b'), GET_JSON_OBJECT('{"c": null}', '$.c'), GET_JSON_OBJECT('{"d": "x"}', '$.d'), GET_JSON_OBJECT('{"e": [1, 2]}', '$.e[1]'), GET_JSON_OBJECT('{"f": 1.5, "g": true}', '$.g'), GET_JSON_OBJECT('{"f": 1.50}', '$.f'), GET_JSON_OBJECT('bad', '$.f'), GET_JSON_OBJECT('{"a": 1}', '$.zz'), GET_JSON_OBJECT('{"e": [1, 2]}', '$.e');
-> ({"b":1}, 1, NULL, x, 2, true, 1.5, NULL, NULL, [1,2])

# Explode
# source: a run of Apache Spark 4.0.1, spark.sql.ansi.enabled = true, session time zone UTC
SELECT id, EXPLODE(xs) AS x FROM (VALUES (1, ARRAY(5, 6)), (2, ARRAY())) AS t(id, xs);
-> (1, 5) (1, 6)
SELECT t.id, v.x FROM (VALUES (1, ARRAY(5, 6)), (2, ARRAY())) AS t(id, xs) LATERAL VIEW EXPLODE(t.xs) v AS x;
-> (1, 5) (1, 6)
SELECT t.id, x FROM (VALUES (1, ARRAY(5, 6)), (2, ARRAY())) AS t(id, xs) LATERAL VIEW OUTER EXPLODE(xs) v AS x ORDER BY id, x;
-> (1, 5) (1, 6) (2, NULL)
SELECT id, p, x FROM (VALUES (1, ARRAY('a', 'b'))) AS t(id, xs) LATERAL VIEW POSEXPLODE(xs) v AS p, x;
-> (1, 0, a) (1, 1, b)
SELECT id, k, v FROM (VALUES (1, MAP('a', 1, 'b', 2))) AS t(id, m) LATERAL VIEW EXPLODE(m) e AS k, v;
-> (1, a, 1) (1, b, 2)
SELECT id, w, COUNT(*) FROM (VALUES (1, 'a b a')) AS t(id, s) LATERAL VIEW EXPLODE(SPLIT(s, ' ')) v AS w GROUP BY id, w ORDER BY w;
-> (1, a, 2) (1, b, 1)
SELECT a, b FROM (SELECT ARRAY(1, 2) AS xs, ARRAY(3, 4) AS ys) LATERAL VIEW EXPLODE(xs) x AS a LATERAL VIEW EXPLODE(ys) y AS b ORDER BY a, b;
-> (1, 3) (1, 4) (2, 3) (2, 4)
SELECT EXPLODE(SEQUENCE(1, 3)) AS n;
-> (1) (2) (3)
SELECT id, v.* FROM (VALUES (1, ARRAY(5))) AS t(id, xs) LATERAL VIEW EXPLODE(xs) v AS x;
-> (1, 5)

# Queries
# source: a run of Apache Spark 4.0.1, spark.sql.ansi.enabled = true, session time zone UTC
SELECT x FROM (VALUES (1), (NULL), (2)) AS t(x) ORDER BY x;
-> (NULL) (1) (2)
SELECT x FROM (VALUES (1), (NULL), (2)) AS t(x) ORDER BY x DESC;
-> (2) (1) (NULL)
SELECT x FROM (VALUES (1), (NULL), (2)) AS t(x) ORDER BY x DESC NULLS FIRST LIMIT 2;
-> (NULL) (2)
SELECT x FROM (VALUES (1), (2), (3)) AS t(x) ORDER BY x LIMIT 1 OFFSET 1;
-> (2)
SELECT * FROM VALUES (1, 'a'), (2, 'b') AS t(id, name) ORDER BY id DESC;
-> (2, b) (1, a)
SELECT col1, col2 FROM VALUES (1, 'a');
-> (1, a)
SELECT * EXCEPT (a) FROM (SELECT 1 AS a, 2 AS b);
-> (2)
SELECT a, SUM(b) FROM (VALUES (1, 2), (1, 3)) AS t(a, b) GROUP BY ALL;
-> (1, 5)
SELECT a AS k, SUM(b) AS s FROM (VALUES (1, 2), (1, 3), (2, 1)) AS t(a, b) GROUP BY k HAVING s > 1 ORDER BY 1;
-> (1, 5)
SELECT a, SUM(b) FROM (VALUES (1, 2), (1, 3)) AS t(a, b) GROUP BY 1 ORDER BY ALL;
-> (1, 5)
SELECT a + 1 AS b, b + 1 AS c FROM (VALUES (1)) AS t(a);
-> (2, 3)
SELECT 1 EXCEPT SELECT 2;
-> (1)
SELECT 1 MINUS SELECT 2;
-> (1)
SELECT 1 UNION SELECT 1 UNION ALL SELECT 1;
-> (1) (1)
SELECT x FROM VALUES (1), (1), (2) AS t(x) EXCEPT ALL SELECT 1;
-> (1) (2)
SELECT 1 INTERSECT SELECT 1;
-> (1)
SELECT a.x FROM (VALUES (1), (2)) AS a(x) LEFT SEMI JOIN (VALUES (1)) AS b(x) ON a.x = b.x;
-> (1)
SELECT a.x FROM (VALUES (1), (2)) AS a(x) LEFT ANTI JOIN (VALUES (1)) AS b(x) ON a.x = b.x;
-> (2)
SELECT a.x, b.y FROM (VALUES (1), (2)) AS a(x) LEFT JOIN (VALUES (1, 5)) AS b(x, y) USING (x) ORDER BY a.x;
-> (1, 5) (2, NULL)
SELECT * FROM (VALUES (1, 2)) AS a(x, y) JOIN (VALUES (1, 3)) AS b(x, z) USING (x);
-> (1, 2, 3)
SELECT * FROM (VALUES (1, 2)) AS a(x, y) NATURAL JOIN (VALUES (1, 3)) AS b(x, z);
-> (1, 2, 3)
SELECT * FROM (VALUES (1, 'p', 2), (1, 'q', 3)) AS t(a, k, v) PIVOT (SUM(v) FOR k IN ('p', 'q'));
-> (1, 2, 3)
SELECT * FROM (VALUES (1, 'p', 2), (1, 'q', 3)) AS t(a, k, v) PIVOT (SUM(v) AS s, COUNT(*) AS c FOR k IN ('p' AS pp, 'q' AS qq));
-> (1, 2, 1, 3, 1)
SELECT p, q FROM (VALUES (1, 'p', 2), (1, 'q', 3)) AS t(a, k, v) PIVOT (SUM(v) FOR k IN ('p', 'q'));
-> (2, 3)
SELECT * FROM (SELECT 1 AS id, 2 AS p, 3 AS q) UNPIVOT (v FOR k IN (p, q)) ORDER BY k;
-> (1, p, 2) (1, q, 3)
WITH a AS (SELECT 1 AS x), b AS (SELECT x + 1 AS y FROM a) SELECT y FROM b;
-> (2)
SELECT `a b`, `x`.`a b` FROM (SELECT 1 AS `a b`) AS `x`;
-> (1, 1)
SELECT A, a FROM (SELECT 1 AS a);
-> (1, 1)
SELECT x FROM (VALUES (1), (2)) AS t(x) WHERE EXISTS (SELECT 1 FROM (VALUES (2)) AS u(y) WHERE u.y = t.x);
-> (2)
SELECT x FROM (VALUES (1), (2)) AS t(x) WHERE x IN (SELECT 2) AND x NOT IN (1, 5);
-> (2)
SELECT /* block */ 1;
-> (1)
SELECT (SELECT MAX(x) FROM (VALUES (1), (2)) AS t(x)) AS m, x FROM (VALUES (3)) AS u(x);
-> (2, 3)
SELECT DISTINCT x FROM (VALUES (1), (1)) AS t(x);
-> (1)
SELECT a.x, b.y FROM (VALUES (1)) AS a(x), LATERAL (SELECT a.x + 1 AS y) AS b;
-> (1, 2)
SELECT a.x, b.x FROM (VALUES (1), (2)) AS a(x) FULL OUTER JOIN (VALUES (2), (3)) AS b(x) ON a.x = b.x ORDER BY a.x NULLS LAST;
-> (1, NULL) (2, 2) (NULL, 3)
SELECT x, CASE WHEN x > 1 THEN 'big' ELSE 'small' END AS size FROM (VALUES (1), (2)) AS t(x) ORDER BY size DESC;
-> (1, small) (2, big)
SELECT DATE_TRUNC('MONTH', d) AS m, SUM(x) FROM (VALUES (DATE '2024-01-05', 1), (DATE '2024-01-09', 2)) AS t(d, x) GROUP BY DATE_TRUNC('MONTH', d);
-> (2024-01-01 00:00:00, 3)
SELECT x FROM (VALUES (1), (2)) AS t(x) ORDER BY x LIMIT ALL;
-> (1) (2)
SELECT SUM(x) FROM (VALUES (1), (2)) AS t(x) HAVING SUM(x) > 2;
-> (3)
SELECT IF(x > 1, 'a', NULL) AS y, COUNT(*) FROM (VALUES (1), (2)) AS t(x) GROUP BY y ORDER BY y;
-> (NULL, 1) (a, 1)
FROM (VALUES (1)) AS t(x) SELECT x;
-> (1)

# Edges of these
# source: a run of Apache Spark 4.0.1, spark.sql.ansi.enabled = true, session time zone UTC
SELECT 'a_c' LIKE 'a\_c', 'abc' LIKE 'a\_c', 'a\\c' LIKE 'a\\\\c', 'a%' LIKE 'a\%', r'a\_c' LIKE 'x';
-> (True, False, True, True, False)
SELECT TRANSFORM(ARRAY(5, 6), (x, i) -> x + i), FILTER(ARRAY(5, 6), (x, i) -> i > 0), TRANSFORM(ARRAY(ARRAY(1, 2)), x -> TRANSFORM(x, y -> y + SIZE(x)));
-> ([5, 7], [6], [[3, 4]])
SELECT PERCENTILE(x, 0.5), PERCENTILE(x, 0.25), PERCENTILE_APPROX(x, 0.5), APPROX_PERCENTILE(x, 0.5, 100), PERCENTILE_APPROX(x, 0.9), PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY x), PERCENTILE_CONT(0.25) WITHIN GROUP (ORDER BY x DESC) FROM (VALUES (1), (2), (3), (4)) AS t(x);
-> (2.5, 1.75, 2, 2, 4, 2.5, 3.25)
SELECT PERCENTILE_DISC(0.5) WITHIN GROUP (ORDER BY x) FROM (VALUES (1D), (2D), (3D), (4D)) AS t(x);
-> (2.0)
SELECT COUNT(DISTINCT a, b) FROM (VALUES (1, 2), (1, NULL), (1, 2)) AS t(a, b);
-> (1)
SELECT 1 /* a /* nested */ comment */ + 1;
-> (2)
SELECT id, col FROM VALUES (1, ARRAY(5)) AS t(id, xs) LATERAL VIEW EXPLODE(xs) v;
-> (1, 5)
SELECT id, pos, col FROM VALUES (1, ARRAY(5)) AS t(id, xs) LATERAL VIEW OUTER POSEXPLODE(xs) v;
-> (1, 0, 5)
SELECT x[0], ELEMENT_AT(x, 2) FROM (VALUES (ARRAY(5, 6)), (NULL)) AS t(x);
-> (5, 6) (NULL, NULL)
SELECT x[i] FROM (VALUES (ARRAY(5, 6), 1), (ARRAY(7), 0)) AS t(x, i);
-> (6) (7)
SELECT INSTR('abc', 'c'), INSTR('abc', 'x'), LOCATE('b', 'abc'), POSITION('b' IN 'abc'), CONTAINS('abc', 'b'), STARTSWITH('abc', 'a'), ENDSWITH('abc', 'c'), INSTR('abc', '');
-> (3, 0, 2, 2, True, True, True, 1)
SELECT COUNT(*) AS n FROM VALUES (1) AS t(x) WHERE x = '1';
-> (1)
SELECT t.* FROM VALUES (1, 2) AS t(a, b);
-> (1, 2)
SELECT MAX(STRUCT(x, y)).y FROM VALUES (1, 2), (3, 4) AS t(x, y);
-> (4)
SELECT MAX(STRUCT(x AS p, y AS q)).q FROM VALUES (1, 2), (3, 4) AS t(x, y);
-> (4)
SELECT STRUCT(x, y).x, NAMED_STRUCT('a', x).a FROM VALUES (1, 2) AS t(x, y);
-> (1, 1)
SELECT CAST(x AS TIMESTAMP), CAST(x AS DATE) FROM VALUES ('2024-01-05 10:00:00'), (NULL) AS t(x);
-> (2024-01-05 10:00:00, 2024-01-05) (NULL, NULL)
SELECT ROUND(2.5D), ROUND(3.5D), ROUND(-2.5D), ROUND(0.5D), ROUND(1234.5678, -2), ROUND(NULL), ROUND(x / 3, 2), ROUND(SUM(x) OVER () / 7, 3) FROM VALUES (10) AS t(x);
-> (3.0, 4.0, -3.0, 1.0, 1200, NULL, 3.33, 1.429)
SELECT x, COUNT(*) c FROM VALUES ('a'), ('b'), ('a') AS t(x) GROUP BY x HAVING COUNT(*) > 1;
-> (a, 2)
SELECT DATE_ADD(d, 7), DATEDIFF(d, DATE '2024-01-01'), d + INTERVAL 1 DAY > DATE '2024-01-02', d > '2024-01-01' FROM VALUES (DATE '2024-01-05') AS t(d);
-> (2024-01-12, 4, True, True)
SELECT DATEDIFF(MONTH, DATE '2024-02-29', DATE '2024-01-31'), DATEDIFF(YEAR, DATE '2024-06-01', DATE '2020-07-01'), DATEDIFF(HOUR, TIMESTAMP '2024-01-02 00:00:00', TIMESTAMP '2024-01-01 01:30:00'), DATEDIFF(WEEK, DATE '2024-01-15', DATE '2024-01-07');
-> (0, -3, -22, -1)
SELECT TRY_CAST('1.0' AS INT), TRY_CAST('1e2' AS INT), TRY_CAST(1e10 AS INT), TRY_CAST('' AS INT), TRY_CAST(2.9 AS INT), TRY_CAST(x AS INT) FROM VALUES (2.9D) AS t(x);
-> (NULL, NULL, NULL, NULL, 2, 2)
SELECT CAST(1.5F AS INT), CAST(-0.9 AS INT), CAST(9.99999999999D AS INT), CAST(1e15 AS BIGINT), CAST(123456789012.7 AS BIGINT);
-> (1, 0, 9, 1000000000000000, 123456789012)
SELECT SUM(x) FILTER (WHERE y = 'a') AS a, COUNT(DISTINCT CASE WHEN y = 'b' THEN x END) AS b FROM VALUES (1, 'a'), (2, 'b') AS t(x, y);
-> (1, 1)
SELECT ARRAY_UNION(ARRAY(1, 2), ARRAY(2, 3)), ARRAY_INTERSECT(ARRAY(1, 2), ARRAY(2, 3)), ARRAY_EXCEPT(ARRAY(1, 2), ARRAY(2));
-> ([1, 2, 3], [2], [1])
SELECT BOOL_AND(x), BOOL_OR(x) FROM VALUES (NULL) AS t(x);
-> (NULL, NULL)
SELECT GREATEST('a', 'B'), LEAST(DATE '2024-01-01', DATE '2023-01-01'), NULLIF('a', 'b'), COALESCE(NULL, NULL);
-> (a, 2023-01-01, a, NULL)
SELECT 5 / 2 * 2, 10 / 4 / 2, -5 / 2, (1 + 2) / 3, 1 / 3 * 3;
-> (5.0, 1.25, -2.5, 1.0, 1.0)
SELECT YEAR(DATE '2024-03-15') * 100 + MONTH(DATE '2024-03-15'), CONCAT(YEAR(DATE '2024-03-15'), '-Q', QUARTER(DATE '2024-03-15'));
-> (202403, 2024-Q1)
SELECT CONCAT(ARRAY(1), ARRAY(2)), REVERSE('abc');
-> ([1, 2], cba)
SELECT SUBSTRING_INDEX('a.b.c', '.', 9), SUBSTRING_INDEX('', '.', 1), SPLIT_PART('a.b', '.', 1), SPLIT_PART('', ',', 1);
-> (a.b.c, , a, )
SELECT x, y FROM VALUES (1, 'a'), (1, 'b') AS t(x, y) ORDER BY x, y DESC LIMIT 1;
-> (1, b)
SELECT NULL = NULL, NULL <> 1, NOT NULL, NULL AND FALSE, NULL OR TRUE, 1 IN (NULL, 2), 1 NOT IN (2, NULL);
-> (NULL, NULL, NULL, False, True, NULL, NULL)
SELECT a.x FROM VALUES (1) AS a(x) CROSS JOIN VALUES (2), (3) AS b(y);
-> (1) (1)
SELECT x, SUM(y) OVER (PARTITION BY x ORDER BY y RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) FROM VALUES (1, 1), (1, 1), (1, 2) AS t(x, y) ORDER BY x, y;
-> (1, 2) (1, 2) (1, 4)
SELECT CONCAT(ARRAY(1), ARRAY(2)), REVERSE('abc'), REVERSE(ARRAY(1, 2)), UUID() IS NOT NULL, CHR(65), CHAR(66), FIND_IN_SET('b', 'a,b'), FIND_IN_SET('x', 'a'), FACTORIAL(5), ATAN2(0, 1), ASIN(0), ACOS(1), ATAN(0), ROUND(E(), 3), RINT(2.5), RINT(3.5);
-> ([1, 2], cba, [2, 1], True, A, B, 2, 0, 120, 0.0, 0.0, 0.0, 0.0, 2.718, 2.0, 4.0)
SELECT DATE_FORMAT(DATE '2024-01-05', 'yyyy'), DATE_FORMAT(TIMESTAMP '2024-01-05 01:02:03', 'H:mm:ss'), DATE_FORMAT(TIMESTAMP '2024-01-05 01:02:03.456789', 'HH:mm:ss.SSSSSS'), DATE_FORMAT(DATE '2024-01-05', "d 'of' MMMM");
-> (2024, 1:02:03, 01:02:03.456789, 5 of January)
SELECT TO_DATE('2024-01-05', 'yyyy-MM-dd'), TO_DATE('5.1.2024', 'd.M.yyyy'), TRY_TO_TIMESTAMP('2024-01-05', 'yyyy-MM-dd'), TO_TIMESTAMP('2024-01-05');
-> (2024-01-05, 2024-01-05, 2024-01-05 00:00:00, 2024-01-05 00:00:00)
SELECT x.a, x.b.c FROM (SELECT NAMED_STRUCT('a', 1, 'b', NAMED_STRUCT('c', 2)) AS x);
-> (1, 2)
SELECT GREATEST(x, 2), IF(x IS NULL, 0, x) FROM VALUES (1), (NULL) AS t(x);
-> (2, 1) (2, 0)
SELECT ROUND(x, 2) FROM VALUES (2.345), (-2.345) AS t(x);
-> (2.35) (-2.35)
SELECT ROUND(AVG(x), 2), ROUND(SUM(x) / COUNT(x), 2) FROM VALUES (1.00), (1.01) AS t(x);
-> (1.01, 1.01)
SELECT x, SUM(y) AS s FROM VALUES ('a', 1), ('b', 5), ('a', 2) AS t(x, y) GROUP BY x ORDER BY s DESC LIMIT 1;
-> (b, 5)
SELECT * FROM (SELECT x, ROW_NUMBER() OVER (PARTITION BY y ORDER BY x DESC) AS rn FROM VALUES (1, 'a'), (2, 'a'), (3, 'b') AS t(x, y)) WHERE rn = 1 ORDER BY x;
-> (2, 1) (3, 1)
SELECT DATE_TRUNC('week', TIMESTAMP '2024-01-07 10:00:00'), DATE_TRUNC('MON', DATE '2024-03-15'), TRUNC(DATE '2024-03-15', 'YY'), DATE_TRUNC('minute', TIMESTAMP '2024-03-15 10:20:30');
-> (2024-01-01 00:00:00, 2024-03-01 00:00:00, 2024-01-01, 2024-03-15 10:20:00)
SELECT DATEDIFF(MONTH, TIMESTAMP '2024-02-15 11:00:00', TIMESTAMP '2024-01-15 12:00:00'), MONTHS_BETWEEN(TIMESTAMP '2024-03-15 12:00:00', TIMESTAMP '2024-02-14 00:00:00');
-> (0, 1.0483871)
SELECT CAST(SUM(x) AS INT), CAST(AVG(x) AS INT), CAST(COUNT(*) AS BIGINT), INT(x * 1.5), x::STRING FROM VALUES (3) AS t(x) GROUP BY x;
-> (3, 3, 1, 4, 3)
SELECT 100 * COUNT_IF(x > 1) / COUNT(*) FROM VALUES (1), (2) AS t(x);
-> (50.0)
SELECT APPROX_PERCENTILE(x, ARRAY(0.5, 0.9)) FROM VALUES (1), (2), (3) AS t(x);
-> ([2, 3])
SELECT `select`, `from` FROM (SELECT 1 AS `select`, 2 AS `from`);
-> (1, 2)
SELECT x FROM VALUES (1), (2), (3) AS t(x) WHERE x % 2 = 1 AND NOT (x = 3 OR x <=> NULL);
-> (1)
SELECT ANY_VALUE(x) IGNORE NULLS FROM VALUES (NULL), (4) AS t(x);
-> (4)
SELECT x, y FROM VALUES (1, 2) AS t(x, y) UNION ALL SELECT 3, 4 ORDER BY x DESC;
-> (3, 4) (1, 2)
SELECT SUM(x) OVER (ORDER BY x ROWS UNBOUNDED PRECEDING), x / SUM(x) OVER () FROM VALUES (1), (3) AS t(x) ORDER BY x;
-> (1, 0.25) (4, 0.75)
SELECT GROUPING(a), COUNT(*) FROM VALUES (1), (2) AS t(a) GROUP BY ROLLUP (a) ORDER BY 1, 2;
-> (0, 1) (0, 1) (1, 2)
SELECT SIGN(x), ABS(x), SQRT(ABS(x)) FROM VALUES (-4) AS t(x);
-> (-1.0, 4, 2.0)
SELECT CASE WHEN x LIKE '%an%' THEN REPLACE(x, 'an', '') ELSE UPPER(x) END FROM VALUES ('banana'), ('kiwi') AS t(x);
-> (ba) (KIWI)
SELECT DATE_SUB(CURRENT_DATE(), 30) < CURRENT_DATE(), CURRENT_DATE - INTERVAL 7 DAYS < CURRENT_DATE, CURRENT_TIMESTAMP - INTERVAL 1 HOUR < CURRENT_TIMESTAMP;
-> (True, True, True)

# More
# source: a run of Apache Spark 4.0.1, spark.sql.ansi.enabled = true, session time zone UTC
SELECT UPPER('a'), UCASE('b'), LOWER('A'), LCASE('B'), TRIM('  a '), LTRIM('  a'), RTRIM('a  '), BTRIM('xax', 'x'), BTRIM(' a '), LTRIM('x', 'xxa'), RTRIM('x', 'axx'), TRIM(BOTH 'x' FROM 'xax'), TRIM(LEADING 'x' FROM 'xax'), TRIM(TRAILING 'x' FROM 'xax'), LENGTH(TRIM('\ta '));
-> (A, B, a, b, a, a, a, a, a, a, a, a, ax, xa, 2)
SELECT "it's", 'a\'b', 'a\\b', "double", r'a\d', '\u0041', "a`b", 'a-' || '-b', 'a/*b*/', '\%', 'a\_b', '\z', '\101', 'q\"q', '\x', LENGTH('a\tb\nc');
-> (it's, a'b, a\b, double, a\d, A, a`b, a--b, a/*b*/, \%, a\_b, z, A, q"q, x, 5)
SELECT '1' = 1, '2' > 1, 1 = '1', x = '5' FROM VALUES (5) AS t(x);
-> (True, True, True, True)
SELECT ARRAY_UNION(ARRAY(2, 1, NULL), ARRAY(2, 3, NULL)), ARRAY_INTERSECT(ARRAY(3, 2, 2, NULL), ARRAY(2, NULL)), ARRAY_EXCEPT(ARRAY(1, 2, 1, NULL), ARRAY(2));
-> ([2, 1, None, 3], [2, None], [1, None])
SELECT CAST('2024-1-5' AS DATE), CAST('2024-01-05T10:00:00' AS TIMESTAMP), DATE '2024-01-05', CAST('10.5' AS DECIMAL(5, 1)), CAST(0.1D AS STRING), CAST(1234567.5D AS STRING), CAST(0.001D AS STRING), CAST(12345678.9 AS STRING), CAST(x AS STRING), STRING(x) FROM VALUES (2.5D), (100D) AS t(x);
-> (2024-01-05, 2024-01-05 10:00:00, 2024-01-05, 10.5, 0.1, 1234567.5, 0.001, 12345678.9, 2.5, 2.5) (2024-01-05, 2024-01-05 10:00:00, 2024-01-05, 10.5, 0.1, 1234567.5, 0.001, 12345678.9, 100.0, 100.0)
SELECT CAST(TIMESTAMP '2024-01-05 10:00:00.5' AS STRING), CAST(CAST('2024-01-05' AS DATE) AS STRING), CAST(1.10 AS STRING), CAST(CAST(1 AS BIGINT) AS STRING), CAST(FALSE AS STRING), CAST(NULL AS STRING);
-> (2024-01-05 10:00:00.5, 2024-01-05, 1.10, 1, false, NULL)
SELECT INITCAP('éa b'), LOWER('É'), LENGTH('😀'), SUBSTRING('😀b', 2), REVERSE('ab');
-> (Éa B, é, 1, b, ba)
SELECT SUM(1.10), SUM(x) FROM VALUES (1.10), (2.20) AS t(x);
-> (2.20, 3.30)
SELECT x IS TRUE, x IS NOT FALSE, NOT x, x AND NULL, x OR TRUE FROM VALUES (TRUE), (NULL) AS t(x);
-> (True, True, False, NULL, True) (False, True, NULL, NULL, True)
SELECT TRY_CAST('yes' AS BOOLEAN), TRY_CAST('0' AS BOOLEAN), TRY_CAST('maybe' AS BOOLEAN), BOOLEAN(0);
-> (True, False, NULL, False)
SELECT COUNT(*), COUNT(DISTINCT x) FROM VALUES (1), (1), (NULL) AS t(x) WHERE x IS NOT NULL;
-> (2, 1)
SELECT YEAR(d), SUM(v) FROM VALUES (DATE '2023-05-01', 1), (DATE '2024-05-01', 2), (DATE '2024-06-01', 3) AS t(d, v) GROUP BY YEAR(d) ORDER BY YEAR(d);
-> (2023, 1) (2024, 5)
SELECT DATE_FORMAT(d, 'yyyy-MM') AS m, COUNT(*) AS n FROM VALUES (DATE '2024-05-01'), (DATE '2024-05-09'), (DATE '2024-06-01') AS t(d) GROUP BY m ORDER BY m;
-> (2024-05, 2) (2024-06, 1)
SELECT d, d - INTERVAL 7 DAYS < DATE '2024-05-01', DATE_SUB(d, 7), ADD_MONTHS(d, -1) FROM VALUES (DATE '2024-05-03') AS t(d);
-> (2024-05-03, True, 2024-04-26, 2024-04-03)
SELECT x, NTILE(2) OVER (ORDER BY x), PERCENT_RANK() OVER (ORDER BY x DESC), SUM(x) OVER (ORDER BY x ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) FROM VALUES (1), (2), (3) AS t(x) ORDER BY x;
-> (1, 1, 1.0, 6) (2, 1, 0.5, 6) (3, 2, 0.0, 6)
SELECT x - LAG(x) OVER (ORDER BY i), x / LAG(x) OVER (ORDER BY i) - 1, FIRST_VALUE(x) OVER (PARTITION BY 1 ORDER BY i) FROM VALUES (1, 10), (2, 15) AS t(i, x) ORDER BY i;
-> (NULL, NULL, 10) (5, 0.5, 10)
SELECT * FROM VALUES (1, 'a') AS t(x, y) JOIN VALUES (1, 'b') AS u(x, z) ON t.x = u.x;
-> (1, a, 1, b)
SELECT t.x, COALESCE(u.z, 'none') FROM VALUES (1), (2) AS t(x) LEFT OUTER JOIN VALUES (1, 'b') AS u(x, z) ON t.x = u.x ORDER BY t.x;
-> (1, b) (2, none)
SELECT u.x FROM VALUES (1) AS t(x) RIGHT JOIN VALUES (1), (2) AS u(x) ON t.x = u.x ORDER BY u.x;
-> (1) (2)
WITH s AS (SELECT x, AVG(x) OVER () AS m FROM VALUES (1), (2), (6) AS t(x)) SELECT x FROM s WHERE x > m;
-> (6)
SELECT x FROM VALUES (3), (1), (2) AS t(x) ORDER BY x ASC LIMIT 2;
-> (1) (2)
SELECT MAX(d), MIN(d), DATEDIFF(MAX(d), MIN(d)) FROM VALUES (DATE '2024-05-01'), (DATE '2024-05-09') AS t(d);
-> (2024-05-09, 2024-05-01, 8)
SELECT CORR(x, y), ROUND(COVAR_SAMP(x, y), 2) FROM VALUES (1, 2), (2, 4), (3, 6) AS t(x, y);
-> (1.0, 2.0)
SELECT CASE WHEN x < 10 THEN 'low' WHEN x < 20 THEN 'mid' ELSE 'high' END AS b, COUNT(*) FROM VALUES (5), (15), (25), (7) AS t(x) GROUP BY 1 ORDER BY 2 DESC, 1;
-> (low, 2) (high, 1) (mid, 1)
SELECT SPLIT(e, '@')[1] AS domain, COUNT(*) FROM VALUES ('a@x.com'), ('b@x.com') AS t(e) GROUP BY domain;
-> (x.com, 2)
SELECT REGEXP_EXTRACT(e, '@(.+)$', 1), REGEXP_REPLACE(e, '@.*', ''), e RLIKE '^[a-z]+@', UPPER(SUBSTRING(e, 1, 1)) FROM VALUES ('a@x.com') AS t(e);
-> (x.com, a, True, A)
SELECT ROUND(SUM(CASE WHEN p THEN 1 ELSE 0 END) * 100.0 / COUNT(*), 2) FROM VALUES (TRUE), (FALSE), (FALSE) AS t(p);
-> (33.33)
SELECT SUM(IF(s = 'paid', v, 0)), SUM(v) FILTER (WHERE s = 'open'), COUNT_IF(s = 'paid') FROM VALUES ('paid', 5), ('open', 7) AS t(s, v);
-> (5, 7, 1)
SELECT CONCAT('Q', QUARTER(d)), CONCAT_WS('-', YEAR(d), LPAD(MONTH(d), 2, '0')), DATE_FORMAT(d, 'yyyyMMdd') FROM VALUES (DATE '2024-05-01') AS t(d);
-> (Q2, 2024-05, 20240501)
SELECT x, y FROM VALUES (1, ARRAY('a', 'b')) AS t(x, ys) LATERAL VIEW EXPLODE(ys) AS y;
-> (1, a) (1, b)
SELECT CAST(x AS INT) + CAST(y AS DOUBLE), CAST(z AS DATE) FROM VALUES ('1', '2.5', '2024-01-05') AS t(x, y, z);
-> (3.5, 2024-01-05)
SELECT DOUBLE('1.5'), INT('12'), STRING(12), BIGINT(3.9), DECIMAL(2.5), BOOLEAN('true'), FLOAT(1.5), TIMESTAMP('2024-01-05 00:00:00'), DATE('2024-01-05'), INT(TRUE);
-> (1.5, 12, 12, 3, 3, True, 1.5, 2024-01-05 00:00:00, 2024-01-05, 1)
SELECT DATEDIFF('2024-03-01', '2024-02-01'), DATE_ADD('2024-02-28', 2), LAST_DAY(ADD_MONTHS('2024-01-15', 1)), DATE_TRUNC('QUARTER', TIMESTAMP '2024-05-05 01:00:00'), WEEKOFYEAR('2024-12-30');
-> (29, 2024-03-01, 2024-02-29, 2024-04-01 00:00:00, 1)
SELECT a, b FROM VALUES (1, 2), (1, NULL), (NULL, 1) AS t(a, b) ORDER BY a DESC, b;
-> (1, NULL) (1, 2) (NULL, 1)
SELECT SUM(x), SUM(DISTINCT x), AVG(DISTINCT x), MIN(x), COUNT(DISTINCT x) FROM VALUES (1), (1), (4) AS t(x);
-> (6, 5, 2.5, 1, 2)
SELECT MODE(x), MEDIAN(x), MEDIAN(y), PERCENTILE(y, 0.75) FROM VALUES (1, 1.5), (1, 2.5), (2, 4.5) AS t(x, y);
-> (1, 1.0, 2.5, 3.5)
SELECT id, x FROM VALUES (1, ARRAY(5)), (2, ARRAY()) AS t(id, xs) LATERAL VIEW EXPLODE_OUTER(xs) v AS x ORDER BY id;
-> (1, 5) (2, NULL)
SELECT id, p, x FROM VALUES (1, ARRAY(5)), (2, ARRAY()) AS t(id, xs) LATERAL VIEW POSEXPLODE_OUTER(xs) v AS p, x ORDER BY id;
-> (1, 0, 5) (2, NULL, NULL)
SELECT REGEXP('abc', 'b'), LPAD(7, 3, '0'), LENGTH(123), LEFT(123, 2), SUBSTRING(12345, 2, 2), RIGHT(123, 1);
-> (True, 007, 3, 12, 23, 3)
SELECT DATE '2024-01-31' + INTERVAL 1 DAY 2 HOURS, TIMESTAMP '2024-01-31 00:00:00' + INTERVAL '1 day', DATE '2024-01-31' + INTERVAL '2 days';
-> (2024-02-01 02:00:00, 2024-02-01 00:00:00, 2024-02-02)
SELECT x FROM VALUES ('a b'), ('c') AS t(x) WHERE x LIKE '% %' OR x = "c" ORDER BY x;
-> (a b) (c)
SELECT COUNT(*) FROM VALUES (1), (2) AS t(x) WHERE NOT x IN (1) AND x NOT BETWEEN 5 AND 6 AND x IS NOT NULL;
-> (1)
SELECT 1 AS `a``b`;
-> (1)
SELECT ARRAY(1, 2, 3)[SIZE(ARRAY(1, 2, 3)) - 1], SPLIT('a-b', '-')[0], MAP('k', 5)['k'];
-> (3, a, 5)
SELECT a[0].b FROM (SELECT ARRAY(NAMED_STRUCT('b', 7)) AS a);
-> (7)
SELECT x / y FROM VALUES (1.5D, 0.5D), (1D, NULL) AS t(x, y);
-> (3.0) (NULL)
SELECT x % y, MOD(x, y), PMOD(x, y) FROM VALUES (-7.5, 2), (7, -2) AS t(x, y);
-> (-1.5, -1.5, 0.5) (1.0, 1.0, 1.0)
SELECT -7.5 DIV 2, 7.5 DIV 2, x DIV y FROM VALUES (-7.5, 2), (9.0, 4) AS t(x, y);
-> (-3, 3, -3) (-3, 3, 2)
SELECT 7 % 4 / 2, 10 - 3 - 2, 2 * 3 % 4, 9 DIV 2 DIV 2, 2 + 7 DIV 2;
-> (1.5, 5, 2, 2, 5)
SELECT x DIV 2 FROM VALUES (9007199254740993), (-5) AS t(x);
-> (4503599627370496) (-2)
SELECT COUNT_IF(x > 1), COUNT_IF(x > 1) FILTER (WHERE x > 5), SUM(IF(x > 1, 1, 0)) FROM VALUES (1) AS t(x) WHERE x > 1;
-> (0, 0, NULL)
SELECT GET_JSON_OBJECT(j, '$.a'), GET_JSON_OBJECT(j, '$.b[0].c') FROM VALUES ('{"a": 1}'), ('bad'), (NULL), ('{"b": [{"c": "x y"}]}') AS t(j);
-> (1, NULL) (NULL, NULL) (NULL, NULL) (NULL, x y)
SELECT COUNT_IF(x > 1) OVER (ORDER BY x) FROM VALUES (1), (2) AS t(x) ORDER BY x;
-> (0) (1)
SELECT a + 1 AS a, COUNT(*) FROM VALUES (1), (1), (2) AS t(a) GROUP BY a ORDER BY a DESC;
-> (3, 1) (2, 2)
SELECT a % 2 AS a, COUNT(*) FROM VALUES (1), (3), (2) AS t(a) GROUP BY a ORDER BY a, 2;
-> (0, 1) (1, 1) (1, 1)
SELECT a % 2 AS k, COUNT(*) FROM VALUES (1), (3), (2) AS t(a) GROUP BY k ORDER BY k;
-> (0, 1) (1, 2)
SELECT a AS b, b AS c FROM VALUES (1, 2) AS t(a, b);
-> (1, 2)
SELECT -a AS a FROM VALUES (1), (2) AS t(a) ORDER BY a;
-> (-2) (-1)
SELECT a AS b, SUM(c) AS s FROM VALUES (1, 5, 2), (1, 6, 3) AS t(a, b, c) GROUP BY a HAVING b > 0;
-> (1, 5)
SELECT x, SUM(y) AS y FROM VALUES (1, 5), (1, 6), (2, 1) AS t(x, y) GROUP BY x HAVING y > 5;
-> (1, 11)
SELECT x AS y, y AS x FROM VALUES (1, 2) AS t(x, y) WHERE x = 1 ORDER BY x;
-> (1, 2)
SELECT t.id, x FROM VALUES (1, ARRAY(5, 6)) AS t(id, xs) LATERAL VIEW EXPLODE(xs) v AS x WHERE x > 5;
-> (1, 6)
SELECT a.id, x, b.n FROM VALUES (1, ARRAY(5, 6)) AS a(id, xs) JOIN VALUES (1, 'q') AS b(id, n) ON a.id = b.id LATERAL VIEW EXPLODE(xs) v AS x ORDER BY x;
-> (1, 5, q) (1, 6, q)
SELECT SUM(x) AS s, s + 1 AS s1 FROM VALUES (1), (2) AS t(x);
-> (3, 4)
SELECT UPPER(n) AS n FROM VALUES ('a'), ('B') AS t(n) WHERE n = 'a';
-> (A)
SELECT COUNT(*) AS c FROM VALUES (1) AS t(c) HAVING c > 0;
-> (1)
SELECT x, ROW_NUMBER() OVER (ORDER BY x) AS x2 FROM VALUES (2), (1) AS t(x) ORDER BY x2 DESC;
-> (2, 2) (1, 1)
SELECT DISTINCT x % 2 AS p FROM VALUES (1), (2), (3) AS t(x) ORDER BY p;
-> (0) (1)
SELECT x FROM VALUES (1), (2) AS t(x) INTERSECT SELECT x FROM VALUES (2), (3) AS u(x) UNION SELECT 9 ORDER BY 1;
-> (2) (9)
SELECT CASE x WHEN NULL THEN 'n' ELSE 'e' END FROM VALUES (NULL) AS t(x);
-> (e)
SELECT a, COUNT(*) FROM (SELECT 'x' AS a UNION ALL SELECT 'X') GROUP BY a ORDER BY a;
-> (X, 1) (x, 1)
SELECT 'abc' > 'ABC', 'é' = 'e', '' = NULL, '' IS NULL, LENGTH('');
-> (True, False, NULL, False, 0)
SELECT DATE '2024-01-01' + 1 * INTERVAL '1' DAY, DATE '2024-01-31' + INTERVAL '1' MONTH * 1;
-> (2024-01-02 00:00:00, 2024-02-29)
SELECT SUM(a) / SUM(b), ROUND(SUM(a) / SUM(b), 2), SUM(a) * 100 / SUM(SUM(a)) OVER () FROM VALUES (1, 3) AS t(a, b);
-> (0.3333333333333333, 0.33, 100.0)
SELECT TRANSFORM(xs, x -> x / 2), FILTER(xs, x -> x % 2 = 0) FROM VALUES (ARRAY(1, 2)) AS t(xs);
-> ([0.5, 1.0], [2])
SELECT UPPER(x) || '-' || LPAD(y, 3, '0'), CAST(y AS STRING) || 'k' FROM VALUES ('a', 7) AS t(x, y);
-> (A-007, 7k)
SELECT DATE_FORMAT(ts, 'HH:mm'), HOUR(ts), DATE(ts), CAST(ts AS DATE) = DATE '2024-01-05' FROM VALUES (TIMESTAMP '2024-01-05 08:09:10') AS t(ts);
-> (08:09, 8, 2024-01-05, True)
SELECT MAX(x) - MIN(x), MAX(x) % 2, -MAX(x), ABS(MIN(x)) FROM VALUES (1), (4) AS t(x);
-> (3, 0, -4, 1)

# Columns, paths into JSON, rows out of lists, and more functions
# source: Apache Spark 4, which ran the statements (that shows decimals with all their places); Databricks manual for v:a.b
# only: databricks
SELECT id, v:a.b, v:n::INT + 1, v:l[0], v:a, v:zz, v:a.b::STRING FROM (SELECT 1 AS id, '{"a":{"b":"x"},"l":[1,2],"n":5}' AS v);
-> (1, x, 6, 1, {"b":"x"}, NULL, x)
# only: databricks
SELECT id, item:sku, item:qty::INT * 2 FROM (SELECT 1 AS id, '{"items":[{"sku":"p","qty":2}]}' AS raw) LATERAL VIEW EXPLODE(ARRAY(raw:items[0])) t AS item;
-> (1, p, 4)
# only: databricks
SELECT PARSE_JSON('{"a":1}'):a::INT, TRY_PARSE_JSON('bad') IS NULL;
-> (1, True)
SELECT get_json_object(v, '$.a.b'), get_json_object(v, '$.l'), get_json_object(v, '$.l[0]') FROM (SELECT '{"a":{"b":"x"},"l":[1,2],"n":5}' AS v);
-> (x, [1,2], 1)
SELECT a / b, a div b, a % b, 7 / 2, c / 3, c / b, avg(c) over (), avg(a) over () FROM (SELECT 7 AS a, 2 AS b, CAST(12.50 AS DECIMAL(10,2)) AS c);
-> (3.5, 3, 1, 3.5, 4.166667, 6.2500000000000, 12.500000, 7.0)
SELECT CAST(f AS INT), CAST(c AS INT), CAST(-2.7 AS INT), CAST(f AS STRING), CAST(c AS STRING), CAST(ts AS STRING), CAST(d AS STRING), CAST(b AS STRING), CAST(ts AS DATE), CAST(d AS TIMESTAMP), CAST(b AS INT) FROM (SELECT 2.7D AS f, CAST(12.50 AS DECIMAL(10,2)) AS c, TIMESTAMP'2024-01-31 10:20:30' AS ts, DATE'2024-01-31' AS d, true AS b);
-> (2, 12, -2, 2.7, 12.50, 2024-01-31 10:20:30, 2024-01-31, true, 2024-01-31, 2024-01-31 00:00:00, 1)
SELECT to_date('2024-02-05'), to_date('05/02/2024', 'dd/MM/yyyy'), to_timestamp('2024-02-05 14:07:09'), to_timestamp('05.02.2024 14:07', 'dd.MM.yyyy HH:mm'), to_date('20240205', 'yyyyMMdd'), to_timestamp('2024-02-05T14:07:09Z');
-> (2024-02-05, 2024-02-05, 2024-02-05 14:07:09, 2024-02-05 14:07:00, 2024-02-05, 2024-02-05 14:07:09)
SELECT unix_timestamp(ts), unix_timestamp('2024-02-05 14:07:09'), unix_timestamp('2024-02-05', 'yyyy-MM-dd'), from_unixtime(0), from_unixtime(1707142029, 'yyyy-MM-dd'), to_unix_timestamp(ts), timestamp_seconds(1707142029), timestamp_millis(1707142029000), unix_date(d), date_from_unix_date(19758), unix_seconds(ts), unix_millis(ts) FROM (SELECT DATE'2024-02-05' AS d, TIMESTAMP'2024-02-05 14:07:09' AS ts);
-> (1707142029, 1707142029, 1707091200, 1970-01-01 00:00:00, 2024-02-05, 1707142029, 2024-02-05 14:07:09, 2024-02-05 14:07:09, 19758, 2024-02-05, 1707142029, 1707142029000)
SELECT months_between(d2, d), months_between(DATE'2024-03-31', DATE'2024-02-29'), last_day(d), next_day(d, 'Mon'), trunc(d, 'MM'), date_trunc('month', d), date_trunc('MONTH', ts), date_trunc('week', ts), trunc(d, 'quarter'), trunc(d,'week'), weekofyear(d), dayofweek(d), weekday(d), extract(dow FROM d), extract(week FROM d), extract(doy FROM d), extract(quarter from d), date_part('dow', d), extract(dayofweek from d) FROM (SELECT DATE'2024-01-31' AS d, DATE'2024-04-15' AS d2, TIMESTAMP'2024-01-31 10:20:30' AS ts);
-> (2.48387097, 1.0, 2024-01-31, 2024-02-05, 2024-01-01, 2024-01-01 00:00:00, 2024-01-01 00:00:00, 2024-01-29 00:00:00, 2024-01-01, 2024-01-29, 5, 4, 2, 4, 5, 31, 1, 4, 4)
SELECT explode(array(1,2));
-> (1) (2)
SELECT id, col FROM (SELECT 1 AS id, array(5,6) AS l) LATERAL VIEW explode(l) t AS col;
-> (1, 5) (1, 6)
SELECT id, pos, x FROM (SELECT 1 AS id, array(5,6) AS l) LATERAL VIEW posexplode(l) t AS pos, x;
-> (1, 0, 5) (1, 1, 6)
SELECT id, explode(l) AS x FROM (SELECT 1 AS id, array(5,6) AS l);
-> (1, 5) (1, 6)
SELECT id, posexplode(l) FROM (SELECT 1 AS id, array(5,6) AS l);
-> (1, 0, 5) (1, 1, 6)
SELECT id, posexplode(l) AS (p, x) FROM (SELECT 1 AS id, array(5,6) AS l);
-> (1, 0, 5) (1, 1, 6)
SELECT id, explode_outer(l) AS x FROM (SELECT 1 AS id, array(5,6) AS l UNION ALL SELECT 2, cast(array() as array<int>));
-> (1, 5) (1, 6) (2, NULL)
SELECT id, explode(m) AS (k, v) FROM (SELECT 1 AS id, map('a', 1) AS m);
-> (1, a, 1)
SELECT * FROM explode(array(1,2));
-> (1) (2)
SELECT t.* FROM (SELECT array(1,2) AS l) x, LATERAL explode(x.l) AS t(c);
-> (1) (2)
SELECT id, k, v FROM (SELECT 1 AS id, array(named_struct('k','a','v',1)) AS l) LATERAL VIEW inline(l) t AS k, v;
-> (1, a, 1)
SELECT stack(2, 1, 'a', 2, 'b');
-> (1, a) (2, b)
SELECT stack(2, 1, 'a', 2, 'b') AS (n, s);
-> (1, a) (2, b)
SELECT id, stack(2, 'a', a, 'b', b) AS (k, v) FROM (SELECT 1 AS id, 10 AS a, 20 AS b);
-> (1, a, 10) (1, b, 20)
SELECT named_struct('a', 1, 'b', 'x').b, struct(1 AS a, 2 AS b).a, map('a', 1)['a'], map('a',1)['z'], struct(1,2), map_from_arrays(array('a'), array(1)), map_keys(map('a',1)), map_entries(map('a',1)), map_contains_key(map('a',1),'a'), element_at(map('a',1),'a'), map_concat(map('a',1), map('b',2)), size(map('a',1)), cardinality(map('a',1)), str_to_map('a:1,b:2', ',', ':');
-> (x, 1, 1, NULL, {'col1': 1, 'col2': 2}, {'a': 1}, ['a'], [{'key': 'a', 'value': 1}], True, 1, {'a': 1, 'b': 2}, 1, 1, {'a': '1', 'b': '2'})
SELECT sequence(1, 5), sequence(5, 1, -2), sequence(DATE'2024-01-31', DATE'2024-04-30', INTERVAL 1 MONTH), sequence(DATE'2024-01-30', DATE'2024-02-01');
-> ([1, 2, 3, 4, 5], [5, 3, 1], [datetime.date(2024, 1, 31), datetime.date(2024, 2, 29), datetime.date(2024, 3, 31), datetime.date(2024, 4, 30)], [datetime.date(2024, 1, 30), datetime.date(2024, 1, 31), datetime.date(2024, 2, 1)])
SELECT * FROM (SELECT 1 AS id, 'a' AS k, 10 AS v) PIVOT (SUM(v) FOR k IN ('a', 'b'));
-> (1, 10, NULL)
SELECT * FROM (SELECT 1 AS id, 'a' AS k, 10 AS v) PIVOT (SUM(v) AS s, COUNT(v) AS c FOR k IN ('a' AS x, 'b' AS y));
-> (1, 10, 1, NULL, NULL)
SELECT * FROM (SELECT 1 AS id, 10 AS a, 20 AS b) UNPIVOT (v FOR k IN (a, b));
-> (1, a, 10) (1, b, 20)
SELECT count(DISTINCT a, b), count(a, b) FROM VALUES (1, 2), (1, NULL), (1, 2) AS t(a, b);
-> (1, 2)
SELECT * FROM VALUES (1, 'a'), (2, 'b');
-> (1, a) (2, b)
SELECT x FROM VALUES (1), (NULL), (2) AS t(x) ORDER BY x;
-> (NULL) (1) (2)
SELECT x FROM VALUES (1), (NULL), (2) AS t(x) ORDER BY x DESC;
-> (2) (1) (NULL)
SELECT a.id FROM (SELECT 1 AS id) a LEFT SEMI JOIN (SELECT 1 AS id) b ON a.id = b.id;
-> (1)
SELECT a.id FROM (SELECT 1 AS id) a LEFT ANTI JOIN (SELECT 1 AS id) b ON a.id = b.id;
-> 
SELECT a, SUM(b) FROM VALUES (1,2),(1,3) AS t(a,b) GROUP BY ALL;
-> (1, 5)
SELECT a, b, SUM(c), grouping_id(a,b) FROM VALUES (1,2,3) AS t(a,b,c) GROUP BY a, b WITH ROLLUP ORDER BY a, b;
-> (NULL, NULL, 3, 3) (1, NULL, 3, 1) (1, 2, 3, 0)
SELECT * FROM range(3);
-> (0) (1) (2)
SELECT * FROM range(1, 4);
-> (1) (2) (3)
SELECT 'A' LIKE 'a', 'A' ILIKE 'a', 'abc' RLIKE 'b', 'a' IN ('a'), 'abc' LIKE ANY ('a%', 'x%'), 'abc' LIKE ALL ('a%', '%c');
-> (False, True, True, True, True, True)
SELECT sum(x) FILTER (WHERE x > 1), try_sum(x), first_value(x) OVER (ORDER BY x), lag(x) OVER (ORDER BY x), sum(x) OVER (ORDER BY x ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM VALUES (1),(2) AS t(x) GROUP BY x;
-> (NULL, 1, 1, NULL, 1) (2, 2, 1, 1, 3)
SELECT d, sum(x) OVER (ORDER BY d RANGE BETWEEN INTERVAL 30 DAYS PRECEDING AND CURRENT ROW) FROM VALUES (DATE'2024-01-31', 1), (DATE'2024-02-29', 2) AS t(d, x);
-> (2024-01-31, 1) (2024-02-29, 3)
SELECT 1 UNION ALL SELECT 2 EXCEPT SELECT 2;
-> (1)
SELECT ceil(c), floor(c), round(c, 1), c * 2, c + 1, sum(c) over (), c / 2, c / 3.0 FROM (SELECT CAST(12.55 AS DECIMAL(10,2)) AS c);
-> (13, 12, 12.6, 25.10, 13.55, 12.55, 6.275000, 4.183333)
SELECT CASE WHEN b THEN 1 END, cast(b as int), b = true, NOT b FROM (SELECT true AS b);
-> (1, 1, True, False)
SELECT * FROM (SELECT 1 AS a, array(1,2) AS l) x CROSS JOIN LATERAL (SELECT x.a + 1 AS y);
-> (1, [1, 2], 2)
SELECT a FROM VALUES (1) AS t(a) WHERE a = '1';
-> (1)
SELECT d + INTERVAL 1 DAY, d - INTERVAL 1 MONTH, ts + INTERVAL 1 DAY, d + INTERVAL 2 HOUR, d + 1, d - 1, date_add(d, 1), dateadd(DAY, 1, d), add_months(d, 1), d + INTERVAL '1' DAY, d - n, d + n, ts - INTERVAL 30 MINUTES, d + INTERVAL 2 WEEKS, d + INTERVAL 1 YEAR FROM (SELECT DATE'2024-01-31' AS d, TIMESTAMP'2024-01-31 10:20:30' AS ts, 2 AS n);
-> (2024-02-01, 2023-12-31, 2024-02-01 10:20:30, 2024-01-31 02:00:00, 2024-02-01, 2024-01-30, 2024-02-01, 2024-02-01 00:00:00, 2024-02-29, 2024-02-01, 2024-01-29, 2024-02-02, 2024-01-31 09:50:30, 2024-02-14, 2025-01-31)
SELECT a / b, a div b, a % b, c / 3, c / b, avg(c) over (), c / 2, c / 3.0, sum(c) over () / 3, 100.0 * a / 3, a * 1.0 / 3, c / c, 1 / c FROM (SELECT 7 AS a, 2 AS b, CAST(12.55 AS DECIMAL(10,2)) AS c);
-> (3.5, 3, 1, 4.183333, 6.2750000000000, 12.550000, 6.275000, 4.183333, 4.183333, 233.333333, 2.333333, 1.0000000000000, 0.07968127490)
SELECT avg(c), avg(a), sum(c) / count(*), avg(c) FILTER (WHERE a > 1), avg(DISTINCT a), sum(a) / sum(b), avg(f) FROM VALUES (1, 2, CAST(1.10 AS DECIMAL(10,2)), 1.5D), (2, 2, CAST(2.20 AS DECIMAL(10,2)), 2.5D), (2, 3, CAST(2.25 AS DECIMAL(10,2)), NULL) AS t(a, b, c, f);
-> (1.850000, 1.6666666666666667, 1.85000000000000, 2.225000, 1.5, 0.7142857142857143, 2.0)
SELECT date_format(d, 'D'), date_format(d, 'L'), date_format(d, 'y'), date_format(ts, 'h:mm a'), date_format(ts, "yyyy-MM-dd'T'HH:mm:ss"), date_format(ts,'yyyyMMddHHmmss'), date_format(d, 'MMM d, yyyy'), date_format(ts, 'm:s') FROM (SELECT DATE'2024-02-05' AS d, TIMESTAMP'2024-02-05 14:07:09' AS ts);
-> (36, 2, 2024, 2:07 PM, 2024-02-05T14:07:09, 20240205140709, Feb 5, 2024, 7:9)
SELECT to_timestamp('5/2/2024 2:07 PM', 'd/M/yyyy h:mm a'), to_timestamp('2024-02-05 14:07:09.123', 'yyyy-MM-dd HH:mm:ss.SSS'), to_date('24-02-05', 'yy-MM-dd'), to_date('Feb 5, 2024', 'MMM d, yyyy');
-> (2024-02-05 14:07:00, 2024-02-05 14:07:09.123000, 2024-02-05, 2024-02-05)
SELECT extract(dow FROM d), extract(week FROM d), extract(doy FROM d), extract(dayofweek from d), date_part('dow', d), date_part('doy', d), extract(SECOND FROM ts), extract(DAYOFWEEK_ISO FROM d), extract(YEAROFWEEK FROM d), date_part('SECOND', ts), extract(DAYS FROM d) FROM (SELECT DATE'2024-12-31' AS d, TIMESTAMP'2024-01-31 10:20:30.5' AS ts);
-> (3, 1, 366, 3, 3, 366, 30.500000, 2, 2025, 30.500000, 31)
SELECT map_from_arrays(array('a'), array(1)), map_contains_key(map('a',1),'a'), map_concat(map('a',1), map('b',2)), size(map('a',1)), cardinality(map('a',1)), str_to_map('a:1,b:2', ',', ':'), map_from_entries(array(struct('a',1))), size(array(1,2)), map_entries(map('a', 1))[0].value;
-> ({'a': 1}, True, {'a': 1, 'b': 2}, 1, 1, {'a': '1', 'b': '2'}, {'a': 1}, 2, 1)
SELECT map_filter(m, (k,v) -> v > 1), transform_values(m, (k,v) -> v+1), transform_keys(m, (k,v) -> upper(k)), zip_with(l, l, (x,y) -> x+y), arrays_overlap(l, array(5)), arrays_overlap(l, array(9)), slice(l, -2, 2), m['b'], m['zz'], element_at(m, 'a') FROM (SELECT map('a',1,'b',2) AS m, array(4,5,6) AS l);
-> ({'b': 2}, {'a': 2, 'b': 3}, {'A': 1, 'B': 2}, [8, 10, 12], True, False, [5, 6], 2, NULL, 1)
SELECT try_add(2147483647, 1), try_subtract(1,2), try_multiply(2,3), try_mod(7, 0), try_element_at(array(1), 5), isnan(double('nan')), isnan(NULL), nanvl(double('nan'), 1D), hypot(3,4), width_bucket(5.3, 0.2, 10.6, 5), bin(13), shiftleft(2, 1), shiftright(4, 1);
-> (NULL, -1, 6, NULL, NULL, True, False, 1.0, 5.0, 3, 1101, 4, 2)
SELECT format_number(1234567.891, 2), format_number(12332.123456, 4), format_number(5, 0), format_string('%s-%d', 'a', 5), printf('%.2f|%05d', 1.5D, 42), base64('abc'), regexp_instr('abc','b'), regexp_instr('abc','x'), url_encode('a b&c'), url_decode('a+b%26c');
-> (1,234,567.89, 12,332.1235, 5, a-5, 1.50|00042, YWJj, 2, 0, a+b%26c, a b&c)
SELECT from_json('{"a":1,"b":"x"}', 'a INT, b STRING').b, from_json('[1,2]', 'array<int>'), from_json('{"a":1}', 'STRUCT<a: INT>').a, from_json('bad', 'a INT').a, to_json(named_struct('a', 1, 'b', 'x', 'c', NULL)), json_array_length('[1,2]'), json_array_length('{}'), json_object_keys('{"a":1}');
-> (x, [1, 2], 1, NULL, {"a":1,"b":"x"}, 2, NULL, ['a'])
SELECT bit_and(x), bit_or(x), try_sum(x), regr_slope(y, x), regr_intercept(y, x) FROM VALUES (1, 5), (3, 4) AS t(x, y);
-> (1, 3, 4, -0.5, 5.5)
SELECT * FROM (SELECT 1 AS id, 'a' AS k, 10 AS v) PIVOT (COUNT(v) FOR k IN ('a', 'b'));
-> (1, 1, NULL)
SELECT * FROM (SELECT 1 AS id, 'a' AS k, CAST(NULL AS INT) AS v) PIVOT (COUNT(v) FOR k IN ('a', 'b'));
-> (1, 0, NULL)
SELECT * FROM (SELECT 1 AS id, 'a' AS k, CAST(NULL AS INT) AS v) PIVOT (COUNT(*) FOR k IN ('a', 'b'));
-> (1, NULL, 1, NULL)
SELECT id, posexplode(l) FROM (SELECT 1 AS id, array(5,6) AS l);
-> (1, 0, 5) (1, 1, 6)
SELECT id, explode_outer(l) AS x FROM (SELECT 1 AS id, array(5,6) AS l UNION ALL SELECT 2, cast(array() as array<int>)) ORDER BY id, x;
-> (1, 5) (1, 6) (2, NULL)
SELECT id, explode(m) AS (k, v) FROM (SELECT 1 AS id, map('a', 1) AS m);
-> (1, a, 1)
SELECT id, k, v FROM (SELECT 1 AS id, map('a', 1) AS m) LATERAL VIEW posexplode(m) t AS p, k, v;
-> (1, a, 1)
SELECT id, stack(2, 'a', a, 'b', b) FROM (SELECT 1 AS id, 10 AS a, 20 AS b);
-> (1, a, 10) (1, b, 20)
SELECT inline(array(struct(1,'a'), struct(2,'b'))) AS (n, s);
-> (1, a) (2, b)
SELECT id, explode(sequence(a, b)) AS n FROM (SELECT 1 AS id, 2 AS a, 4 AS b) ORDER BY n;
-> (1, 2) (1, 3) (1, 4)
SELECT explode(sequence(DATE'2024-01-31', DATE'2024-04-30', INTERVAL 1 MONTH)) AS m;
-> (2024-01-31) (2024-02-29) (2024-03-31) (2024-04-30)
SELECT count(DISTINCT a, b), count(a, b) FROM VALUES (1, 2), (1, NULL), (1, 2), (2, 2) AS t(a, b);
-> (2, 3)
SELECT r.id, u.c FROM range(2) r, LATERAL explode(array(r.id, 9)) AS u(c) ORDER BY r.id, u.c;
-> (0, 0) (0, 9) (1, 1) (1, 9)
SELECT unix_timestamp(ts), unix_timestamp('2024-02-05 14:07:09'), unix_timestamp('05/02/2024', 'dd/MM/yyyy'), from_unixtime(0), from_unixtime(s, 'yyyy-MM-dd'), timestamp_seconds(s), timestamp_millis(1707142029123), unix_date(d), date_from_unix_date(19758), unix_seconds(ts), unix_millis(ts), unix_micros(ts), timestamp_micros(1707142029123456), make_timestamp(2024,1,31,10,20,30.5) FROM (SELECT DATE'2024-02-05' AS d, TIMESTAMP'2024-02-05 14:07:09' AS ts, 1707142029 AS s);
-> (1707142029, 1707142029, 1707091200, 1970-01-01 00:00:00, 2024-02-05, 2024-02-05 14:07:09, 2024-02-05 14:07:09.123000, 19758, 2024-02-05, 1707142029, 1707142029000, 1707142029000000, 2024-02-05 14:07:09.123456, 2024-01-31 10:20:30.500000)
SELECT array_join(collect_list(CAST(NULL AS STRING)), ','), array_join(array('a', NULL, 'b'), ','), concat_ws(',', collect_list('x'));
-> (, a,b, x)
SELECT cast(array() as array<int>), cast(array(1,2) as array<string>), cast(map('a',1) as map<string,string>);
-> ([], ['1', '2'], {'a': '1'})
SELECT id, x FROM (SELECT 1 AS id, 10 AS a, 20 AS b) LATERAL VIEW STACK(2, a, b) t AS x ORDER BY x;
-> (1, 10) (1, 20)
SELECT id, day FROM (SELECT 1 AS id, DATE'2024-01-30' AS d, DATE'2024-02-01' AS d2) LATERAL VIEW EXPLODE(SEQUENCE(d, d2, INTERVAL 1 DAY)) t AS day ORDER BY day;
-> (1, 2024-01-30) (1, 2024-01-31) (1, 2024-02-01)
SELECT AVG(c), MEAN(c), SUM(c) / COUNT(*), AVG(a), c FROM VALUES (1, CAST(1.10 AS DECIMAL(10,2))), (2, CAST(1.10 AS DECIMAL(10,2))) AS t(a, c) GROUP BY c;
-> (1.100000, 1.100000, 1.10000000000000, 1.5, 1.10)
SELECT a / b, a DIV b, c / 3, c / b, c / 2, c / 3.0, 100.0 * a / 3, c / c, 1 / c FROM (SELECT 7 AS a, 2 AS b, CAST(12.55 AS DECIMAL(10,2)) AS c);
-> (3.5, 3, 4.183333, 6.2750000000000, 6.275000, 4.183333, 233.333333, 1.0000000000000, 0.07968127490)

SELECT MEDIAN(c), PERCENTILE(c, 0.5), PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY c), TRY_DIVIDE(MAX(c), 0), TRY_DIVIDE(MAX(c), 3) FROM VALUES (CAST(12.50 AS DECIMAL(10, 2))), (CAST(7.25 AS DECIMAL(10, 2))) AS t(c);
-> (9.875, 9.875, 9.875, NULL, 4.166667)

# What Databricks has and Spark 4.0 has not
# source: Databricks SQL language manual, functions iff, charindex, getdate, dateadd, and the QUALIFY clause
# only: databricks
SELECT IFF(1 > 2, 'a', 'b'), CHARINDEX('b', 'abc'), CHARINDEX('x', 'abc'), GETDATE() IS NULL;
-> (b, 2, 0, False)
# only: databricks
SELECT x FROM VALUES (1), (2), (3) AS t(x) QUALIFY ROW_NUMBER() OVER (ORDER BY x DESC) = 1;
-> (3)
# only: databricks
SELECT x, ROW_NUMBER() OVER (ORDER BY x) AS r FROM VALUES (3), (1), (NULL), (2) AS t(x) QUALIFY r <= 3 ORDER BY x DESC LIMIT 2;
-> (2, 3) (1, 2)
# only: databricks
SELECT x?::INT FROM VALUES ('1.5'), ('7') AS t(x);
-> (NULL) (7)
SELECT 'a' AS `my name`, 1.50::STRING, '7'::INT + 1;
-> (a, 1.50, 8)
SELECT COUNT(*) FROM (SELECT 1 AS x UNION ALL SELECT 2) TABLESAMPLE (100 PERCENT);
-> (2)

# What is refused
# source: the same manual for what exists; none of it has a tested translation
SELECT * FROM t TIMESTAMP AS OF '2024-01-01';
-> unsupported_sql time travel (AS OF)
SELECT * FROM t VERSION AS OF 3;
-> unsupported_sql time travel (AS OF)
SELECT * FROM t@v3;
-> unsupported_sql a variable (@ or $)
SELECT * FROM t DISTRIBUTE BY x;
-> unsupported_sql DISTRIBUTE BY
SELECT * FROM t CLUSTER BY x;
-> unsupported_sql CLUSTER BY
SELECT * FROM t SORT BY x;
-> unsupported_sql SORT BY
SELECT /*+ BROADCAST(t) */ x FROM t;
-> unsupported_sql a hint
SELECT CAST(x AS BINARY) FROM t;
-> unsupported_sql the type BINARY
SELECT CAST(x AS TIMESTAMP_LTZ) FROM t;
-> unsupported_sql the type TIMESTAMP_LTZ
SELECT x::VARIANT FROM t;
-> unsupported_sql the type VARIANT
SELECT FROM_UTC_TIMESTAMP(x, 'CET') FROM t;
-> unsupported_sql the function FROM_UTC_TIMESTAMP
SELECT HASH(x) FROM t;
-> unsupported_sql the function HASH
SELECT XXHASH64(x) FROM t;
-> unsupported_sql the function XXHASH64
SELECT MY_UDF(x) FROM t;
-> unsupported_sql the function MY_UDF
SELECT cat.sch.f(x) FROM t;
-> unsupported_sql the function F
SELECT DATE_FORMAT(d, 'w') FROM t;
-> unsupported_sql that format in DATE_FORMAT
SELECT DATE_FORMAT(d, f) FROM t;
-> unsupported_sql a format in DATE_FORMAT that is no literal
SELECT TO_DATE(d, 'YYYY-MM-DD') FROM t;
-> unsupported_sql that format in TO_DATE
SELECT DATE_TRUNC('century', d) FROM t;
-> unsupported_sql that unit in DATE_TRUNC
SELECT DATEADD(MILLISECOND, 1, d) FROM t;
-> unsupported_sql that unit in DATEADD
SELECT d1::DATE - d2::DATE FROM t;
-> unsupported_sql a subtraction of dates
SELECT INTERVAL '1-2' YEAR TO MONTH;
-> unsupported_sql that form of INTERVAL
SELECT 'it''s';
-> unsupported_sql texts that stand side by side
SELECT 'a' 'b';
-> unsupported_sql texts that stand side by side
SELECT INLINE(x) FROM t;
-> unsupported_sql INLINE without names
SELECT * FROM t LATERAL VIEW JSON_TUPLE(x, 'a') v AS a;
-> unsupported_sql the function JSON_TUPLE
SELECT ELEMENT_AT(x, i) FROM t;
-> unsupported_sql ELEMENT_AT with a place that is computed
SELECT ELEMENT_AT(x, 0) FROM t;
-> unsupported_sql ELEMENT_AT with the place 0
SELECT SEQUENCE(a, b) FROM t;
-> limit_exceeded
SELECT REGEXP_REPLACE(x, 'a', y) FROM t;
-> unsupported_sql a replacement in REGEXP_REPLACE that is no literal
SELECT REGEXP_EXTRACT(x, '[0-9]+') FROM t;
-> unsupported_sql a group that is not in the pattern of REGEXP_EXTRACT
SELECT REGEXP_EXTRACT(x, p) FROM t;
-> unsupported_sql a pattern in REGEXP_EXTRACT that is no literal
SELECT GET_JSON_OBJECT(x, '$.a[*]') FROM t;
-> unsupported_sql that path in GET_JSON_OBJECT
SELECT GET_JSON_OBJECT(x, p) FROM t;
-> unsupported_sql a path in GET_JSON_OBJECT that is no literal
SELECT SHA2(x, 512) FROM t;
-> unsupported_sql that length in SHA2
SELECT SKEWNESS(x), KURTOSIS(x) FROM t;
-> unsupported_sql the function SKEWNESS
SELECT SUBSTRING_INDEX(x, '.', n) FROM t;
-> unsupported_sql this form of SUBSTRING_INDEX
SELECT ARRAY_SORT(x, (a, b) -> 1) FROM t;
-> unsupported_sql this form of ARRAY_SORT
SELECT CURRENT_USER();
-> unsupported_sql the function CURRENT_USER
SELECT TRANSFORM(x) USING 'cat' AS (y) FROM t;
-> syntax_error USING
SELECT X'1F';
-> unsupported_sql HEX STRING
SELECT {d '2024-01-01'};
-> syntax_error '2024-01-01'
SELECT * FROM IDENTIFIER('t');
-> unsupported_sql a function in FROM
SELECT * FROM t WHERE x LIKE ANY ('a\\_b');
-> unsupported_sql a backslash in LIKE ANY or ALL
SELECT READ_FILES('x');
-> unsupported_sql the function READ_FILES
SELECT AI_QUERY('a', 'b');
-> unsupported_sql the function AI_QUERY
SELECT ${x};
-> unsupported_sql a variable (@ or $)
SELECT DECODE(x, 'utf-8') FROM t;
-> unsupported_sql DECODE of bytes
SELECT ARRAYS_ZIP(x, x) FROM t;
-> unsupported_sql ARRAYS_ZIP of lists with one name
SELECT RAND(5);
-> unsupported_sql this form of RAND
SELECT IF(a, b) FROM t;
-> unsupported_sql this form of IF
SELECT SUM(x) IGNORE NULLS FROM t;
-> unsupported_sql IGNORE NULLS of SUM
SELECT DATE_PART('epoch', d) FROM t;
-> unsupported_sql that unit in DATE_PART
SELECT x -> 'a' FROM t;
-> unsupported_sql the operator ->
SELECT * FROM t PIVOT (SUM(v) FOR (a, b) IN ((1, 2)));
-> unsupported_sql PIVOT of several columns
INSERT INTO t VALUES (1);
-> not_allowed
DESCRIBE t;
-> not_allowed
SHOW TABLES;
-> not_allowed
CREATE TEMPORARY VIEW v AS SELECT 1;
-> not_allowed
SET x = 1;
-> not_allowed
SELECT 1; SELECT 2;
-> syntax_error
SELECT SUBSTRING(x, 1, 2, 3) FROM t;
-> unsupported_sql this form of SUBSTRING
SELECT NEXT_DAY(d, 'XX') FROM t;
-> unsupported_sql that day in NEXT_DAY
SELECT CAST(x AS INTERVAL DAY) FROM t;
-> unsupported_sql the type INTERVAL DAY
SELECT * FROM t TABLESAMPLE (BUCKET 1 OUT OF 2);
-> not_allowed
SELECT SCHEMA_OF_JSON(x) FROM t;
-> unsupported_sql the function SCHEMA_OF_JSON
SELECT CONVERT_TIMEZONE('UTC', x) FROM t;
-> unsupported_sql the function CONVERT_TIMEZONE
SELECT it__ FROM t;
-> unsupported_sql the name it__
SELECT UPPER(x) /* sqlglot.anonymous */ FROM t;
-> unsupported_sql the function UPPER
SELECT TRANSFORM(x, (y, i) -> TRANSFORM(y, z -> z + i)) FROM t;
-> unsupported_sql a place in TRANSFORM with another lambda inside
SELECT * FROM t LATERAL VIEW EXPLODE(x) v AS a, b, c;
-> unsupported_sql so many names for EXPLODE
SELECT `x``y` FROM t WHERE y = "a" "b";
-> unsupported_sql texts that stand side by side

# Texts, digits of other bases, quarters, operators of bits
# source: a run of Apache Spark 4.0.1, spark.sql.ansi.enabled = true, session time zone UTC
SELECT SPLIT('a,b,c', ',', 2), SPLIT('a,b,c', ',', -1), SPLIT('a,b,c', ',', 1), SPLIT('a,b,', ',', 0), SPLIT(NULL, ',', 2);
-> (['a', 'b,c'], ['a', 'b', 'c'], ['a,b,c'], ['a', 'b', ''], NULL)
SELECT SPLIT(s, ',', 2), SPLIT(s, ',', 5) FROM VALUES ('a,b,c'), ('x') AS t(s) ORDER BY s;
-> (['a', 'b,c'], ['a', 'b', 'c']) (['x'], ['x'])
SELECT SPLIT('a1b2c', '[0-9]', 2);
-> unsupported_sql that limit in SPLIT
SELECT HEX(255), HEX(-1), HEX('Spark'), HEX(CAST(NULL AS INT)), HEX(0), HEX(x), HEX(s), HEX(y) FROM VALUES (17, 'aé', 1.5D) AS t(x, s, y);
-> (FF, FFFFFFFFFFFFFFFF, 537061726B, NULL, 0, 11, 61C3A9, 1)
SELECT MAKE_TIMESTAMP(2024, 1, 31, 10, 20, 30.5), MAKE_TIMESTAMP_NTZ(2024, 1, 31, 10, 20, 30), MAKE_TIMESTAMP(2024, 1, 31, 10, 20, 60), MAKE_TIMESTAMP(NULL, 1, 1, 1, 1, 1);
-> (2024-01-31 10:20:30.500000, 2024-01-31 10:20:30, 2024-01-31 10:21:00, NULL)
SELECT DATE_FORMAT(d, 'Q'), DATE_FORMAT(d, "yyyy-'Q'Q"), DATE_FORMAT(d, 'yyyyQQ'), TO_CHAR(d, 'yyyy-MM') FROM VALUES (DATE'2024-05-01') AS t(d);
-> (2, 2024-Q2, 202402, 2024-05)
SELECT DATE_FORMAT(DATE'2024-05-01', 'QQQ');
-> unsupported_sql that format in DATE_FORMAT
SELECT TO_CHAR(123.4, '999.9');
-> unsupported_sql TO_CHAR of a number
SELECT OCTET_LENGTH('é'), OCTET_LENGTH(NULL), OCTET_LENGTH(12), BIT_LENGTH('é'), ELT(2, 'a', 'b'), ELT(NULL, 'a', 'b'), ELT(2, 1, 'b');
-> (2, NULL, 2, 16, b, NULL, b)
SELECT OVERLAY('abcdef' PLACING 'ZZ' FROM 2 FOR 3), OVERLAY('abcdef', 'ZZ', 2, 3), OVERLAY('abcdef' PLACING 'ZZ' FROM 2), OVERLAY('abc', 'ZZ', 2, 0), OVERLAY(NULL, 'Z', 1, 1), OVERLAY('abc', 'Z', 10);
-> (aZZef, aZZef, aZZdef, aZZbc, NULL, abcZ)
SELECT OVERLAY('abcdef', 'Z', -2);
-> unsupported_sql OVERLAY with that place or length
SELECT 5 ^ 3, -1 ^ 2, 2 + 1 ^ 3, 5 & 3, 5 | 3, x ^ 1 FROM VALUES (6) AS t(x);
-> (6, -3, 0, 1, 7, 7)
SELECT 5 ^ 3 & 1;
-> unsupported_sql operators of bits beside others
SELECT TO_NUMBER('123.4', '999.9'), TO_NUMBER('1,234.50', '9,999.99'), TO_NUMBER('12', '9999');
-> (123.4, 1234.50, 12)
SELECT TO_NUMBER('$12', '$99');
-> unsupported_sql that format in TO_NUMBER
SELECT CONV('ff', 16, 10), CONV('100', 2, 10), CONV(255, 10, 16), CONV('1f', 16, 2), CONV(NULL, 10, 2);
-> (255, 4, FF, 11111, NULL)
SELECT CONV('z', 36, 10);
-> unsupported_sql CONV of that base
SELECT STR_TO_MAP('a:1,b:2')['b'], STR_TO_MAP('a:1;b:2', ';')['a'];
-> (2, 1)
SELECT CAST(1e10D AS STRING), CAST(x AS STRING), CAST(0.0001D AS STRING), CAST(12345678.9D AS STRING), CAST(1e7D AS STRING), CAST(1.2e-5D AS STRING) FROM VALUES (1.5D) AS t(x);
-> (1.0E10, 1.5, 1.0E-4, 1.23456789E7, 1.0E7, 1.2E-5)

# Columns that a join merges come first; a name in ORDER BY is that of an output first
# source: a run of Apache Spark 4.0.1
SELECT * FROM VALUES (1, 5) AS a(g, x) LEFT JOIN VALUES (5, 7) AS b(x, y) USING (x);
-> (5, 1, 7)
SELECT * FROM VALUES (1, 5) AS a(g, x) FULL JOIN VALUES (6, 7) AS b(x, y) USING (x) ORDER BY x;
-> (5, 1, NULL) (6, NULL, 7)
SELECT * FROM VALUES (1, 5) AS a(g, x) JOIN VALUES (5, 7) AS b(x, y) USING (x) JOIN VALUES (7, 1) AS c(y, g) USING (y);
-> (7, 5, 1, 1)
SELECT * FROM VALUES (1, 5) AS a(g, x) JOIN VALUES (5, 7, 1) AS b(x, y, g) USING (x, g);
-> (5, 1, 7)
SELECT * FROM VALUES (1, 5) AS a(g, x) LEFT SEMI JOIN VALUES (5, 7) AS b(x, y) USING (x);
-> (5, 1)
SELECT * FROM t JOIN u USING (x) JOIN v ON u.y = v.y;
-> unsupported_sql * over JOIN ... USING and another join
SELECT g, -x AS x FROM VALUES (1, 5), (1, 6), (2, 3) AS t(g, x) ORDER BY x + 0;
-> (1, -6) (1, -5) (2, -3)
SELECT g, -x AS x FROM VALUES (1, 5), (1, 6), (2, 3) AS t(g, x) ORDER BY t.x + 0;
-> (2, -3) (1, -5) (1, -6)
SELECT -x AS x, COUNT(*) AS n FROM VALUES (5), (5), (3) AS t(x) GROUP BY t.x ORDER BY n * -1, x + 1;
-> (-5, 2) (-3, 1)
SELECT g, SUM(x) AS x FROM VALUES (1, 5) AS t(g, x) GROUP BY g ORDER BY SUM(x);
-> unsupported_sql ORDER BY an expression of the output x

# Places of patterns
# source: a run of Apache Spark 4.0.1
SELECT REGEXP_INSTR('bab', 'b$'), REGEXP_INSTR('bab', 'x'), REGEXP_INSTR(NULL, 'x'), REGEXP_INSTR('bab', NULL), REGEXP_INSTR(s, '[0-9]'), REGEXP_INSTR('abc', '(b|c)') FROM VALUES ('xaa1') AS t(s);
-> (3, 0, NULL, NULL, 4, 2)

# Texts of doubles beside texts
# source: Apache Spark 4.0, run
SELECT 'x' || 1e10D, 'x' || w, concat(w, 'y'), concat_ws('-', w, 1e-5D, 'a'), w || a || '!', array(1) || array(2), 'x' || CAST(1.5 AS DECIMAL(3,1)), a || NULL FROM VALUES (1e7D, 'q'), (2.5D, 'r') AS t(w, a);
-> (x1.0E10, x1.0E7, 1.0E7y, 1.0E7-1.0E-5-a, 1.0E7q!, [1, 2], x1.5, NULL) (x1.0E10, x2.5, 2.5y, 2.5-1.0E-5-a, 2.5r!, [1, 2], x1.5, NULL)
SELECT TRANSFORM(ARRAY('a', 'b'), (x, i) -> x || i), TRANSFORM(ARRAY(1.5D, 1e9D), x -> x || 'z');
-> (['a0', 'b1'], ['1.5z', '1.0E9z'])

# Places in texts, and lists side by side
# source: Apache Spark 4.0, run
SELECT locate('an', 'banana', 3), locate('x', 'banana', 1), locate('', 'abc', 2), locate('a', NULL, 1), locate('a', 'abc', 0), locate('a', 'abc', CAST(NULL AS INT));
-> (4, 0, 1, NULL, 0, 0)
SELECT z.a, z.b FROM (SELECT explode(arrays_zip(a, b)) AS z FROM VALUES (array(1, 2), array('x')) AS t(a, b));
-> (1, x) (2, NULL)
SELECT arrays_zip(array(1), CAST(NULL AS ARRAY<INT>));
-> (NULL)
# source: the manual of charindex
# only: databricks
SELECT charindex('a', 'banana', 3), charindex('n', 'banana', 5);
-> (4, 5)
# The text of a quotient of decimals
# source: Apache Spark 4.0, run
SELECT CAST(x / 2 AS STRING), CONCAT('x', x / 2) FROM VALUES (CAST(120 AS DECIMAL(10, 2))) AS t(x);
-> (60.000000, x60.000000)
# source: Spark 4.0 documentation, SQL data types: the average of a DECIMAL(p, s) has s + 4 places, and its text all of them
SELECT string(avg(x)), avg(x) || '%', avg(x) * 100, avg(x) + 1, round(avg(x), 2), CAST(avg(x) AS INT) FROM VALUES (CAST(1.10 AS DECIMAL(10,2))), (2.25) AS t(x);
-> (1.675000, 1.675000%, 167.500000, 2.675000, 1.68, 1)
SELECT avg(x) OVER ()::string FROM VALUES (CAST(1.10 AS DECIMAL(10,2))), (2.25) AS t(x);
-> (1.675000) (1.675000)
SELECT string(a), concat('a', a), string(q) FROM (SELECT avg(x) AS a, sum(x) / 4 AS q FROM VALUES (CAST(1.50 AS DECIMAL(10,2))) AS t(x));
-> (1.500000, a1.500000, 0.375000)
# source: Spark 4.0, ran there: a half of a DOUBLE is rounded by its shortest digits
SELECT round(x, 2), round(x), round(y, 1), round(z), round(x, -1) FROM VALUES (1.005D, 2.25, 7), (12.345D, NULL, NULL) AS t(x, y, z);
-> (1.01, 1.0, 2.3, 7, 0.0) (12.35, 12.0, NULL, NULL, 10.0)
# source: Spark 4.0, ran there: texts of lists, maps and structs
SELECT string(array(1, NULL)), string(array('a, b', '')), string(array()), string(array(1.5D, 1e10D)), string(map('a', NULL, 'b', 2)), string(map(1, 1.5D)), string(named_struct('a', NULL, 'b', 1.5D, 'c', array(1, NULL)));
-> ([1, null], [a, b, ], [], [1.5, 1.0E10], {a -> null, b -> 2}, {1 -> 1.5}, {null, 1.5, [1, null]})
SELECT string(x) FROM VALUES (array(1, 2)), (array(NULL)) AS t(x);
-> ([1, 2]) ([null])
SELECT string(0.1BD), string(CAST(0.5 AS DECIMAL(2,2))), CAST(0.25 AS DECIMAL(2,2)) || 'x';
-> (0.1, 0.50, 0.25x)
# source: Spark 4.0, ran there: texts that are dates and times begin with a year of four digits and have hyphens
SELECT try_cast(s AS DATE), try_cast(s AS TIMESTAMP_NTZ) FROM VALUES ('2024/01/05'), ('2024-1-5'), ('2024'), ('2024-02'), ('2024-01-05T10:20:30'), ('20240105'), (' 2024-01-05 '), ('2024-01-05x'), (NULL) AS t(s);
-> (NULL, NULL) (2024-01-05, 2024-01-05 00:00:00) (2024-01-01, 2024-01-01 00:00:00) (2024-02-01, 2024-02-01 00:00:00) (2024-01-05, 2024-01-05 10:20:30) (NULL, NULL) (2024-01-05, 2024-01-05 00:00:00) (NULL, NULL) (NULL, NULL)
SELECT try_cast('2024/01/05' AS DATE), try_cast('2024-02-30' AS DATE), to_date('2024-01-05 10:00:00'), try_to_timestamp('2024/01/05'), CAST('2024-03' AS DATE);
-> (NULL, NULL, 2024-01-05, NULL, 2024-03-01)
# source: Spark 4.0, ran there: SPLIT takes a regular expression, which may match between all signs
SELECT split('a|b', '|'), split('', '|'), split('ab|', '|'), split('abc', ''), split('a.b', '.'), split(CAST(NULL AS STRING), '|');
-> (['a', '|', 'b', ''], [''], ['a', 'b', '|', ''], ['a', 'b', 'c'], ['', '', '', ''], NULL)
SELECT split('a1b', '[0-9]*');
-> unsupported_sql a pattern in SPLIT that is found between all signs
SELECT NULL / 2, 2 / NULL, avg(NULL), CAST(NULL AS DECIMAL(5,2)) / 2;
-> (NULL, NULL, NULL, NULL)
SELECT x / y, avg(x) OVER () FROM VALUES (NULL, 2) AS t(x, y);
-> (NULL, NULL)
SELECT * FROM (SELECT * FROM VALUES ('a', 1.5D), ('b', 2D), ('a', 2.5D) AS t(k, x)) PIVOT (avg(x) FOR k IN ('a', 'b'));
-> (2.0, 2.0)
# source: Spark 4.0, ran there: bits
SELECT bit_count(255), bit_count(-1), bit_count(NULL), bit_xor(x), bit_xor(x) FILTER (WHERE x > 9) FROM VALUES (5), (3), (NULL) AS t(x);
-> (8, 64, NULL, 6, NULL)
