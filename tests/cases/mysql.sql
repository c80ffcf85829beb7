# MySQL 8's SQL, and the rows that MySQL gives for it, or the error's code and subject. Numbers are written as DuckDB
# writes them, so that 3.5000 is 3.5. What MariaDB 10.11 has too was run there, with a collation that knows no case and no
# accents and strict mode.

# Numbers
# source: MySQL 8.0 manual, 14.6.1 arithmetic operators: / is never whole, DIV cuts, by zero all are NULL
SELECT 7 / 2, 1 / 4, 7 / 0, 0 / 0, 7 DIV 2, -7 DIV 2, 7.5 DIV 2, 7 DIV 0, 7 % 3, -7 % 3, 7 MOD 0, MOD(7, 0), MOD(-7, 3), 7 % -3;
-> (3.5000, 0.2500, NULL, NULL, 3, -3, 3, NULL, 1, -1, NULL, NULL, -1, 1)
SELECT a / b, a DIV b, a % b, SUM(a) / COUNT(*), ROUND(1 / 3, 4), a / NULLIF(b, 0), 9 / 3 * 2 FROM (SELECT 7 AS a, 2 AS b UNION ALL SELECT 7, 0) t GROUP BY a, b ORDER BY b;
-> (NULL, NULL, NULL, 7.0000, 0.3333, NULL, 6.0000) (3.5000, 3, 1, 7.0000, 0.3333, 3.5000, 6.0000)
SELECT 9007199254740993 DIV 1, AVG(x), SUM(x) FROM (SELECT 1 AS x UNION ALL SELECT 2 UNION ALL SELECT NULL) t;
-> (9007199254740993, 1.5000, 3)
# source: MySQL 8.0 manual, 14.4.1 operator precedence, 14.12 bit functions: ^ is exclusive or, & binds more than |
SELECT 1 | 2 & 4, 5 ^ 3, 1 << 3, 8 >> 1, 5 & 3, 2 + 3 | 4, 2 * 3 ^ 1, 1 | 4 ^ 4;
-> (1, 6, 8, 4, 1, 5, 4, 1)
# source: MySQL 8.0 manual, 14.24.4 rounding behavior: exact values half away from zero, approximate ones as the C library
SELECT ROUND(2.5), ROUND(-2.5), ROUND(2.567, 2), ROUND(25e-1), ROUND(1250, -2), TRUNCATE(-2.567, 2), TRUNCATE(1999, -2), CEIL(1.2), CEILING(-1.2), FLOOR(-1.2), ABS(-2), SIGN(-3);
-> (3, -3, 2.57, 2.0, 1300, -2.56, 1900, 2, -1, -2, 2, -1)
# source: MySQL 8.0 manual, 14.6.2 mathematical functions: NULL outside their range
SELECT POW(2, 3), POWER(2, -1), SQRT(9), SQRT(-1), LN(1), LOG(0), LOG(1), LOG(2, 8), LOG(1, 8), LOG10(100), LOG2(8), EXP(0), ROUND(PI(), 4), RAND() IS NULL;
-> (8.0, 0.5, 3.0, NULL, 0.0, NULL, 0.0, 3.0, NULL, 2.0, 3.0, 1.0, 3.1416, 0)
SELECT SIN(0), COS(0), TAN(0), ATAN(0), ROUND(DEGREES(PI())), ROUND(RADIANS(180), 4), BIN(5), HEX(255), HEX('abc');
-> (0.0, 1.0, 0.0, 0.0, 180.0, 3.1416, 101, FF, 616263)

# Truth is 1 and 0
# source: MySQL 8.0 manual, 14.4.2 and 14.4.3 comparison and logical operators; || is OR
SELECT 1 > 2, 1 = 1, NULL = 1, 1 <=> NULL, NULL <=> NULL, 1 IN (1, 2), NOT 1, !0, 1 AND 0, 1 OR NULL, 1 XOR 1, 1 XOR 0, 1 XOR NULL, TRUE, FALSE, 2 BETWEEN 1 AND 3, 1 IS NULL, NULL IS NULL, 1 && 1, 0 || 1;
-> (0, 1, NULL, 0, 1, 1, 0, 1, 0, 1, 0, 1, NULL, 1, 0, 1, 0, 1, 1, 1)
SELECT (2 > 1) + (3 > 2), SUM(x > 1), SUM(x = 2), AVG(x > 1), COUNT(x > 1 OR NULL), MAX(x = 3), x > 2 AS big FROM (SELECT 1 AS x UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4) t GROUP BY x > 2 ORDER BY big;
-> (2, 1, 1, 0.5000, 1, 0, 0) (2, 2, 0, 1.0000, 2, 1, 1)
SELECT x FROM (SELECT 1 AS x, 0 AS y UNION ALL SELECT 2, 1) t WHERE y AND NOT x = 1 OR x = 5 XOR FALSE;
-> (2)
SELECT x IS TRUE, y IS NOT FALSE, NULL IS TRUE, y = TRUE, NOT x, 5 > 3 = 1, EXISTS (SELECT 1), 1 NOT IN (1, NULL), 2 NOT BETWEEN 1 AND 3 FROM (SELECT 1 AS x, 0 AS y) t;
-> (1, 0, 0, 0, 0, 1, 1, 0, 0)
SELECT CASE WHEN 1 THEN 'x' END, CASE 1 > 0 WHEN 1 THEN 'y' END, IF(0, 'a', 'b'), IF(NULL, 'a', 'b'), IF(1 > 2, 'a', 'b'), IF(x IS NULL, 1, 2) FROM (SELECT NULL AS x) t;
-> (x, y, b, b, b, 1)
# source: MySQL 8.0 manual, 14.4.2: GREATEST and LEAST give NULL if any argument is NULL
SELECT IFNULL(NULL, 3), COALESCE(NULL, NULL, 1), NULLIF(1, 1), NULLIF('a', 'A'), ISNULL(NULL), ISNULL(1), GREATEST(1, NULL, 3), LEAST(1, 2), GREATEST(1, 5, 3), LEAST(NULL, 1);
-> (3, 1, NULL, NULL, 1, 0, NULL, 1, 5, NULL)

# Text
# source: MySQL 8.0 manual, 14.8 string functions: CONCAT of NULL is NULL, CONCAT_WS leaves NULL out
SELECT CONCAT('a', NULL), CONCAT('a', 1, 'b'), CONCAT_WS('-', 'a', NULL, 'b'), CONCAT_WS('-', 'a'), CONCAT(1, 2), CONCAT('a');
-> (NULL, a1b, a-b, a, 12, a)
# source: MySQL 8.0 manual, 14.8: SUBSTRING counts from the end where its start is negative; from 0 there is nothing
SELECT SUBSTRING('hello', 2, 3), SUBSTRING('hello', -3, 2), SUBSTRING('hello', 0, 3), SUBSTR('hello', -9), SUBSTRING('hello' FROM 2 FOR 2), MID('hello', 2, 2), SUBSTRING('hello', 2), SUBSTRING('hello', 2, -1), LEFT('hello', 2), RIGHT('hello', 2), LEFT('hello', -1), SUBSTR('hello', 9);
-> (ell, ll, , , el, el, ello, , he, lo, , )
SELECT SUBSTRING(s, x, 2), LEFT(s, x), SUBSTRING(s, y), SUBSTRING(s, 1, x), RIGHT(s, x), SUBSTRING(NULL, y), SUBSTRING(s, NULL), SUBSTRING(s, y, NULL) FROM (SELECT 'hello' AS s, -2 AS x, 0 AS y) t;
-> (lo, , , , , NULL, NULL, NULL)
SELECT SUBSTRING_INDEX('a.b.c', '.', 2), SUBSTRING_INDEX('a.b.c', '.', -2), SUBSTRING_INDEX('a.b.c', '.', 9), SUBSTRING_INDEX('abc', '.', 1), SUBSTRING_INDEX('a.b', '.', 0), SUBSTRING_INDEX(NULL, '.', 1), SUBSTRING_INDEX(SUBSTRING_INDEX('a.b.c', '.', 2), '.', -1), SUBSTRING_INDEX('a--b--c', '--', 1), SUBSTRING_INDEX('aXbxc', 'x', 1);
-> (a.b, b.c, a.b.c, abc, , NULL, b, a, aXb)
SELECT LOCATE('B', 'abc'), LOCATE('a', 'banana', 3), LOCATE('x', 'abc'), LOCATE('a', 'abc', 0), LOCATE('a', NULL), LOCATE('', 'abc'), INSTR('aBc', 'b'), POSITION('C' IN 'abc'), LOCATE('a', 'banana', 7);
-> (2, 4, 0, 0, NULL, 1, 2, 3, 0)
SELECT FIELD('B', 'a', 'b'), FIELD(NULL, 'a'), FIELD('z', 'a'), FIELD(2, 1, 2), ELT(2, 'a', 'b'), ELT(3, 'a', 'b'), ELT(0, 'a', 'b'), FIND_IN_SET('B', 'a,b'), FIND_IN_SET('x', 'a,b'), FIND_IN_SET(NULL, 'a');
-> (2, 0, 0, 2, b, NULL, NULL, 2, 0, NULL)
# source: MySQL 8.0 manual, 14.8: LENGTH counts bytes, REPLACE knows case
SELECT LENGTH('é'), OCTET_LENGTH('é'), CHAR_LENGTH('é'), CHARACTER_LENGTH('ab '), UPPER('aé'), UCASE('a'), LOWER('A'), LCASE('AÉ'), REVERSE('abc'), REPEAT('ab', 2), REPEAT('a', -1), CONCAT(SPACE(2), 'x'), REPLACE('aBb', 'b', 'x'), REPLACE('abc', '', 'x'), ASCII('A');
-> (2, 2, 1, 3, AÉ, A, a, aé, cba, abab, ,   x, aBx, abc, 65)
SELECT TRIM('  a '), TRIM(BOTH 'x' FROM 'xax'), TRIM(LEADING 'x' FROM 'xax'), TRIM(TRAILING 'x' FROM 'xax'), LTRIM(' a'), RTRIM('a '), LPAD('7', 3, '0'), RPAD('abc', 2, 'x'), LPAD('a', 4, 'xy'), LPAD('a', -1, 'x');
-> (a, a, ax, xa, a, a, 007, ab, xyxa, NULL)
SELECT FORMAT(1234567.891, 2), FORMAT(1234.5, 0), MD5('a'), SHA1('a'), SHA('a') = SHA1('a'), SHA2('a', 256);
-> (1,234,567.89, 1,235, 0cc175b9c0f1b6a831c399e269772661, 86f7e437faa5a7fce15d1ddcb9eaeaea377667b8, 1, ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb)

# The default collation knows no case and no accents, but blanks at the end
# source: MySQL 8.0 manual, 12.8.1 collation naming, 12.10.1 Unicode character sets: utf8mb4_0900_ai_ci is NO PAD
SELECT x FROM (SELECT 'Ab' AS x UNION ALL SELECT 'áB' UNION ALL SELECT 'c') t WHERE x = 'AB';
-> (Ab) (áB)
SELECT 'a ' = 'a', 'a' = 'A', 'a' <> 'Á', 'a' < 'B', 'B' < 'a', 'e' <=> 'É', 'A' IN ('b', 'a'), 'b' BETWEEN 'A' AND 'C';
-> (0, 1, 0, 1, 0, 1, 1, 1)
SELECT x FROM (SELECT 'Ab' AS x UNION ALL SELECT 'c') t WHERE x LIKE 'a%' AND x IN ('AB', 'z') AND x NOT LIKE 'q%' AND x NOT IN ('AC', 'C') AND x != 'C';
-> (Ab)
SELECT x FROM (SELECT 'Ab' AS x UNION ALL SELECT 'c') t WHERE x NOT LIKE 'A%';
-> (c)
SELECT 'áb' LIKE 'A%', 'ab' LIKE 'Á%', 'áb' NOT LIKE '_B', 'é%' LIKE 'E|%' ESCAPE '|', 'éa' LIKE CONCAT('e', '_');
-> (1, 1, 0, 1, 1)
SELECT CASE x WHEN 'AB' THEN 1 ELSE 2 END, IF(x = 'aB', 'y', 'n'), NULLIF(x, 'AB'), SUM(x = 'AB') FROM (SELECT 'ab' AS x) t GROUP BY x;
-> (1, y, NULL, 1)
# source: MySQL 8.0 manual, 12.8.1 and 12.10.1, utf8mb4_0900_ai_ci: columns are compared, grouped, made distinct and sorted without case and accents; blanks at the end count
SELECT x, COUNT(*), MIN(y) FROM (SELECT 'Ab' AS x, 1 AS y UNION ALL SELECT 'áB', 2 UNION ALL SELECT 'ab ', 3 UNION ALL SELECT NULL, 4) t GROUP BY x ORDER BY x;
-> (NULL, 1, 4) (Ab, 2, 1) (ab , 1, 3)
SELECT LOWER(x) AS k, COUNT(*) FROM (SELECT 'É' AS x UNION ALL SELECT 'e' UNION ALL SELECT 'f') t GROUP BY k ORDER BY k;
-> (é, 2) (f, 1)
SELECT x, COUNT(*) FROM (SELECT 'É' AS x UNION ALL SELECT 'e' UNION ALL SELECT 'f') t GROUP BY 1 ORDER BY 1 DESC;
-> (f, 1) (É, 2)
SELECT COUNT(DISTINCT x), COUNT(DISTINCT x, n), MIN(x), MAX(x) FROM (SELECT 'b' AS x, 1 AS n UNION ALL SELECT 'B', 1 UNION ALL SELECT 'á', 2 UNION ALL SELECT 'C', 3) t;
-> (3, 3, á, C)
SELECT DISTINCT x FROM (SELECT 'b' AS x UNION ALL SELECT 'B' UNION ALL SELECT 'á' UNION ALL SELECT 'c') t ORDER BY x;
-> (á) (b) (c)
SELECT a.x, b.y FROM (SELECT 'Éb' AS x, 1 AS n UNION ALL SELECT 'c', 2) a JOIN (SELECT 'eB' AS y, 1 AS n UNION ALL SELECT 'C ', 2) b ON a.x = b.y AND a.n = b.n;
-> (Éb, eB)
SELECT x FROM (SELECT 'Ab' AS x UNION ALL SELECT 'c') t WHERE x IN (SELECT 'áB') OR (x, 1) IN (SELECT 'C', 1) ORDER BY x;
-> (Ab) (c)
SELECT x, ROW_NUMBER() OVER (PARTITION BY x ORDER BY n) AS r, RANK() OVER (ORDER BY x) AS k FROM (SELECT 'b' AS x, 1 AS n UNION ALL SELECT 'B', 2 UNION ALL SELECT 'á', 3) t ORDER BY n;
-> (b, 1, 2) (B, 2, 2) (á, 1, 1)
SELECT 'b' AS x UNION SELECT 'B' UNION SELECT 'á' ORDER BY x;
-> (á) (b)
SELECT x FROM (SELECT 'b' AS x UNION ALL SELECT 'c') t EXCEPT SELECT 'B';
-> (c)
SELECT x FROM (SELECT 'É' AS x UNION ALL SELECT 'f' UNION ALL SELECT 'D') t ORDER BY x;
-> (D) (É) (f)
SELECT x, n FROM (SELECT 'b' AS x, 10 AS n UNION ALL SELECT 'A', 9) t WHERE x = x AND BINARY x <> 'B' ORDER BY n;
-> (A, 9) (b, 10)
SELECT x FROM (SELECT DISTINCT x FROM (SELECT 'Ab' AS x UNION ALL SELECT 'AB') s) t WHERE x = 'ab' AND BINARY x <> 'ab';
-> (Ab)
# source: MySQL 8.0 manual, 14.4.2 and 14.8: GREATEST, LEAST and FIELD compare by the collation
SELECT GREATEST(x, y), LEAST(x, y), GREATEST(n, 3), FIELD(x, y, 'q'), FIELD(x, y, z) FROM (SELECT 'á' AS x, 'B' AS y, 2 AS n, 'A' AS z) t;
-> (B, á, 3, 0, 2)
# source: MySQL 8.0 manual, 14.8.1 string comparison: the default escape of LIKE is a backslash
SELECT 'a' LIKE 'A', '10%' LIKE '10\%', '10x' LIKE '10\%', 'a_b' LIKE 'a\_b', 'axb' LIKE 'a\_b', 'a\\b' LIKE 'a\\\\b', '10%' LIKE '10|%' ESCAPE '|', 'abc' LIKE CONCAT('%', 'B', '%'), NULL LIKE 'a', 'abc' NOT LIKE '10|%' ESCAPE '|';
-> (1, 1, 0, 1, 0, 1, 1, 1, NULL, 1)
# source: MySQL 8.0 manual, 14.8.2 regular expressions: found anywhere, by the collation without case; $1 is a group
SELECT 'abc' REGEXP 'B', 'abc' NOT REGEXP '^b', 'abc' RLIKE '^a.c$', REGEXP_LIKE('abc', 'A'), REGEXP_REPLACE('abab', 'B', 'x'), REGEXP_SUBSTR('a12b3', '[0-9]+'), REGEXP_SUBSTR('a', '[0-9]'), REGEXP_REPLACE('john smith', '(\\w+) (\\w+)', '$2 $1'), 'a.b' REGEXP 'a\\.b', NULL REGEXP 'a', 'ab' REGEXP '[[:digit:]]';
-> (1, 1, 1, 1, axax, 12, NULL, smith john, 1, NULL, 0)
SELECT x FROM (SELECT 'Ab' AS x UNION ALL SELECT 'c') t WHERE x REGEXP '^a' OR REGEXP_LIKE(x, '^C$');
-> (Ab) (c)

# Casts
# source: MySQL 8.0 manual, 14.10 cast functions: SIGNED rounds numbers and takes the number at the start of a text
SELECT CAST(2.5 AS SIGNED), CAST(-2.5 AS SIGNED), CAST('12abc' AS SIGNED), CAST('2.7' AS SIGNED), CAST('abc' AS SIGNED), CAST(' -7x' AS SIGNED), CAST(NULL AS SIGNED), CAST(x AS SIGNED), CAST(y AS SIGNED), CONVERT('5', SIGNED), CAST(5 AS UNSIGNED), CAST(2.7 AS UNSIGNED) FROM (SELECT 2.7 AS x, '3.9' AS y) t;
-> (3, -3, 12, 2, 0, -7, NULL, 3, 3, 5, 5, 3)
# source: MySQL 8.0 manual, 14.10: DECIMAL is DECIMAL(10, 0); CHAR(n) cuts
SELECT CAST(2.5 AS DECIMAL), CAST(2.5 AS DECIMAL(5)), CAST('1.239' AS DECIMAL(10, 2)), CAST(12 AS CHAR), CAST('abcdef' AS CHAR(3)), CAST('1.5' AS DOUBLE), CONVERT('abc', CHAR(2));
-> (3, 3, 1.24, 12, abc, 1.5, ab)
SELECT CAST('2024-03-05' AS DATE), CAST('2024-03-05 10:00:00' AS DATE), CAST('2024-03-05 10:00:00' AS DATETIME), CAST('2024-03-05' AS DATETIME), CAST('x' AS DATE), CAST(x AS DATE), DATE '2024-03-05', TIMESTAMP '2024-03-05 10:00:00', CAST('20240305' AS DATE), CAST('10:20' AS TIME) FROM (SELECT '2024-13-01' AS x) t;
-> (2024-03-05, 2024-03-05, 2024-03-05 10:00:00, 2024-03-05 00:00:00, NULL, NULL, 2024-03-05, 2024-03-05 10:00:00, 2024-03-05, 10:20:00)

# Dates and times
# source: MySQL 8.0 manual, 14.7 date and time functions: a date and days are a date; months end with their last day
SELECT DATE_ADD('2024-01-31', INTERVAL 1 MONTH), DATE_SUB('2024-03-31', INTERVAL 1 MONTH), DATE '2024-01-31' + INTERVAL 1 DAY, INTERVAL 1 DAY + DATE '2024-01-31', DATE_ADD('2024-01-31 10:00:00', INTERVAL 2 HOUR), ADDDATE('2024-01-31', 1), SUBDATE('2024-01-31', INTERVAL 1 WEEK), SUBDATE('2024-01-31', 1), DATE_ADD('2024-01-31', INTERVAL 1 HOUR), DATE_ADD('2024-02-29', INTERVAL -1 YEAR);
-> (2024-02-29, 2024-02-29, 2024-02-01, 2024-02-01, 2024-01-31 12:00:00, 2024-02-01, 2024-01-24, 2024-01-30, 2024-01-31 01:00:00, 2023-02-28)
SELECT TIMESTAMPADD(MONTH, 1, '2024-01-31'), DATE_ADD('2024-01-31', INTERVAL '1' DAY), DATE_ADD('2024-01-31', INTERVAL x DAY), DATE_SUB(DATE('2024-03-05 10:00:00'), INTERVAL 1 QUARTER), DATE_ADD(DATE_ADD('2024-01-31', INTERVAL 1 MONTH), INTERVAL 1 DAY), DATE_ADD('2024-01-31 23:59:59', INTERVAL 1 SECOND), DATE '2024-03-31' - INTERVAL 1 MONTH FROM (SELECT 2 AS x) t;
-> (2024-02-29, 2024-02-01, 2024-02-02, 2023-12-05, 2024-03-01, 2024-02-01 00:00:00, 2024-02-29)
# source: MySQL 8.0 manual, 14.7: DATEDIFF counts days of dates, TIMESTAMPDIFF whole units
SELECT DATEDIFF('2024-02-01 23:00:00', '2024-01-31'), DATEDIFF('2024-01-31', '2024-02-01 01:00:00'), TIMESTAMPDIFF(MONTH, '2024-01-31', '2024-02-29'), TIMESTAMPDIFF(MONTH, '2024-01-31', '2024-03-30'), TIMESTAMPDIFF(YEAR, '2023-02-28', '2024-02-27'), TIMESTAMPDIFF(YEAR, '2023-02-28', '2024-02-28'), TIMESTAMPDIFF(DAY, '2024-01-01 10:00:00', '2024-01-02 09:00:00');
-> (1, -1, 0, 1, 0, 1, 0)
SELECT TIMESTAMPDIFF(HOUR, '2024-01-01 10:59:00', '2024-01-01 11:01:00'), TIMESTAMPDIFF(MONTH, '2024-03-30', '2024-01-31'), TIMESTAMPDIFF(MONTH, '2024-02-15', '2024-01-15'), TIMESTAMPDIFF(WEEK, '2024-01-01', '2024-01-14'), TIMESTAMPDIFF(QUARTER, '2024-01-01', '2024-06-30'), TIMESTAMPDIFF(SECOND, '2024-01-01', '2024-01-02'), TIMESTAMPDIFF(MINUTE, '2024-01-01 00:01:00', '2024-01-01'), TIMESTAMPDIFF(MONTH, NULL, '2024-01-01'), YEAR(NULL), DATE_ADD(NULL, INTERVAL 1 DAY);
-> (0, -1, -1, 1, 1, 86400, -1, NULL, NULL, NULL)
# source: MySQL 8.0 manual, 14.7, the table of WEEK's modes
SELECT WEEK('2024-01-07'), WEEK('2024-01-06'), WEEK('2024-01-01', 1), WEEK('2023-01-01', 1), WEEK('2024-12-31', 1), WEEK('2023-01-01', 3), WEEK('2024-12-30', 3), WEEK('2024-12-31', 5), WEEK('2024-01-01', 5), WEEK('2023-01-01', 5), WEEK('2023-01-01'), WEEK('2008-02-20', 0), WEEK('2008-02-20', 1), WEEK('2008-12-31', 1), WEEK('2000-01-01', 0);
-> (1, 0, 1, 0, 53, 52, 1, 53, 1, 0, 1, 7, 8, 53, 0)
SELECT WEEKOFYEAR('2024-12-30'), WEEKOFYEAR('2008-02-20'), YEARWEEK('2023-01-01'), YEARWEEK('2022-01-01'), YEARWEEK('2024-12-30', 3), YEARWEEK('2024-12-30', 1), YEARWEEK('2024-06-15'), YEARWEEK('1987-01-01'), YEARWEEK('2000-01-01'), EXTRACT(WEEK FROM '2024-01-07');
-> (1, 8, 202301, 202152, 202501, 202501, 202423, 198652, 199952, 1)
SELECT YEAR(d), QUARTER(d), MONTH(d), DAY(d), DAYOFMONTH(d), DAYOFYEAR(d), HOUR(d), MINUTE(d), SECOND(d), MONTHNAME(d), DAYNAME(d), DATE(d), EXTRACT(YEAR FROM d), EXTRACT(HOUR FROM d) FROM (SELECT TIMESTAMP '2024-03-05 14:07:09' AS d) t;
-> (2024, 1, 3, 5, 5, 65, 14, 7, 9, March, Tuesday, 2024-03-05, 2024, 14)
SELECT DAYOFWEEK('2024-01-07'), WEEKDAY('2024-01-07'), DAYOFWEEK('2024-01-06'), LAST_DAY('2024-02-10'), MAKEDATE(2024, 60), MAKEDATE(2024, 0), TO_DAYS('1970-01-01'), TO_DAYS('2007-10-07'), YEAR('2024-03-05'), MONTH('2024-03-05 10:00:00');
-> (1, 6, 7, 2024-02-29, 2024-02-29, NULL, 719528, 733321, 2024, 3)
# Times of day and JSON as rows
# source: MySQL 8.0 manual, 14.7 date and time functions
SELECT SEC_TO_TIME(3661), SEC_TO_TIME(1.5), MAKETIME(12, 15, 30), TIMEDIFF('2024-01-01 12:30:00', '2024-01-01 10:00:15'), TIMEDIFF('10:00:00', '09:59:59'), TIME_FORMAT('13:05:09', '%h:%i %p'), TIME_FORMAT('13:05:09', '%H:%i:%s'), SEC_TO_TIME(NULL), TIMESTAMP('2024-01-31'), TIME_TO_SEC(SEC_TO_TIME(59));
-> (01:01:01, 00:00:01.500000, 12:15:30, 02:29:45, 00:00:01, 01:05 PM, 13:05:09, NULL, 2024-01-31 00:00:00, 59)
SELECT TIMEDIFF(b, a), SEC_TO_TIME(TIMESTAMPDIFF(SECOND, a, b)), TIMESTAMP(b), TIMESTAMP(DATE(a)) FROM (SELECT TIMESTAMP '2024-01-31 10:00:00' AS a, TIMESTAMP '2024-01-31 12:30:05' AS b) t;
-> (02:30:05, 02:30:05, 2024-01-31 12:30:05, 2024-01-31 00:00:00)
# source: MySQL 8.0 manual, 14.17.6 JSON table functions: what is not there, and what is not of the type, is NULL
SELECT t.* FROM JSON_TABLE('[{"a": 1, "b": "x", "d": "2024-01-31"}, {"a": "7", "b": [1]}, {"a": true}, {"a": "zz", "b": null}]', '$[*]' COLUMNS (n FOR ORDINALITY, a INT PATH '$.a', b VARCHAR(20) PATH '$.b' DEFAULT 'none' ON EMPTY, d DATE PATH '$.d' NULL ON EMPTY NULL ON ERROR)) AS t;
-> (1, 1, x, 2024-01-31) (2, 7, NULL, NULL) (3, 1, none, NULL) (4, NULL, NULL, NULL)
SELECT e.id, j.tag, j.pos FROM (SELECT 1 AS id, '{"tags": ["a", "b"]}' AS payload UNION ALL SELECT 2, '{"tags": "c"}' UNION ALL SELECT 3, NULL) e, JSON_TABLE(e.payload, '$.tags[*]' COLUMNS (pos FOR ORDINALITY, tag VARCHAR(10) PATH '$')) AS j ORDER BY j.pos;
-> (1, a, 1) (1, b, 2)
SELECT e.id, j.lat, j.page FROM (SELECT 1 AS id, '{"page": "home", "geo": {"lat": 1.5}}' AS payload UNION ALL SELECT 2, '{"page": "cart"}') e JOIN JSON_TABLE(e.payload, '$' COLUMNS (lat DECIMAL(5, 2) PATH '$.geo.lat', page TEXT PATH '$.page')) AS j ON TRUE ORDER BY e.id;
-> (1, 1.50, home) (2, NULL, cart)
SELECT e.id, j.x FROM (SELECT 1 AS id, '{"a": [5]}' AS p UNION ALL SELECT 2, '{}') e LEFT JOIN JSON_TABLE(e.p, '$.a[*]' COLUMNS (x INT PATH '$')) AS j ON TRUE ORDER BY e.id;
-> (1, 5) (2, NULL)

# source: MySQL 8.0 manual, 14.7, the table of DATE_FORMAT
SELECT DATE_FORMAT('2024-03-05 14:07:09', '%Y-%m-%d %H:%i:%s'), DATE_FORMAT('2024-03-05', '%c/%e/%y %M %b %W %a'), DATE_FORMAT('2024-03-05 14:07:09', '%h:%i %p %l %k %r %T %j %%'), DATE_FORMAT('2024-03-05', '%Y-%m'), DATE_FORMAT('2024-03-05 00:07:09', '%I %l %H %S %f');
-> (2024-03-05 14:07:09, 3/5/24 March Mar Tuesday Tue, 02:07 PM 2 14 02:07:09 PM 14:07:09 065 %, 2024-03, 12 12 00 09 000000)
SELECT STR_TO_DATE('31/01/2024', '%d/%m/%Y'), STR_TO_DATE('x', '%Y'), STR_TO_DATE('5.3.2024 14:07', '%e.%c.%Y %H:%i'), STR_TO_DATE('Jan 5, 2024', '%b %e, %Y'), STR_TO_DATE('2024-03-05 10:20:30', '%Y-%m-%d %H:%i:%s'), STR_TO_DATE('20240305', '%Y%m%d');
-> (2024-01-31, NULL, 2024-03-05 14:07:00, 2024-01-05, 2024-03-05 10:20:30, 2024-03-05)
SELECT NOW() IS NULL, CURDATE() = CURRENT_DATE, CURRENT_TIMESTAMP() IS NULL, CURDATE() - INTERVAL 1 DAY < CURDATE(), NOW() = CURRENT_TIMESTAMP, SYSDATE() >= NOW() - INTERVAL 1 SECOND, CURRENT_DATE() = DATE(NOW());
-> (0, 1, 0, 1, 1, 1, 1)
SELECT x FROM (SELECT DATE '2024-01-31' AS x) t WHERE x >= '2024-01-01' AND x BETWEEN '2024-01-01' AND '2024-02-01' AND DATE(x) = '20240131' AND x > DATE_SUB('2024-02-01', INTERVAL 2 DAY);
-> (2024-01-31)

# Aggregates and windows: NULL is the smallest value
# source: MySQL 8.0 manual, 14.19.1: STD, STDDEV and VARIANCE are of the whole population
SELECT STD(x), STDDEV(x), STDDEV_POP(x), VARIANCE(x), VAR_POP(x), ROUND(STDDEV_SAMP(x), 4), VAR_SAMP(x), AVG(x), SUM(x), MIN(x), MAX(x), COUNT(DISTINCT x, y), COUNT(*), COUNT(y), ANY_VALUE(1) FROM (SELECT 1 AS x, 1 AS y UNION ALL SELECT 3, NULL) t;
-> (1.0, 1.0, 1.0, 1.0, 1.0, 1.4142, 2.0, 2.0000, 4, 1, 3, 1, 2, 1, 1)
# source: MySQL 8.0 manual, 14.19.1 GROUP_CONCAT: a comma by default, NULLs left out
SELECT GROUP_CONCAT(x ORDER BY x DESC SEPARATOR '; '), GROUP_CONCAT(DISTINCT x ORDER BY x), GROUP_CONCAT(x, '!' ORDER BY x), COUNT(DISTINCT x), GROUP_CONCAT(DISTINCT x ORDER BY x DESC SEPARATOR '') FROM (SELECT 'a' AS x UNION ALL SELECT 'b' UNION ALL SELECT 'b' UNION ALL SELECT NULL) t;
-> (b; b; a, a,b, a!,b!,b!, 2, ba)
SELECT GROUP_CONCAT(x), COUNT(*), SUM(x), AVG(x) FROM (SELECT 1 AS x) t WHERE x = 2;
-> (NULL, 0, NULL, NULL)
SELECT GROUP_CONCAT(x ORDER BY x) FROM (SELECT 10 AS x UNION ALL SELECT 9) t;
-> (9,10)
# source: MySQL 8.0 manual, 13.2.13 SELECT: NULL comes first, and last with DESC; LIMIT offset, rows
SELECT x FROM (SELECT 1 AS x UNION ALL SELECT NULL UNION ALL SELECT 2) t ORDER BY x LIMIT 1, 2;
-> (1) (2)
SELECT x FROM (SELECT 1 AS x UNION ALL SELECT NULL UNION ALL SELECT 2) t ORDER BY x DESC LIMIT 2;
-> (2) (1)
SELECT x FROM (SELECT 1 AS x UNION ALL SELECT NULL UNION ALL SELECT 2) t ORDER BY x LIMIT 2 OFFSET 1;
-> (1) (2)
SELECT x FROM (SELECT 'a' AS x UNION ALL SELECT 'b' UNION ALL SELECT 'c') t ORDER BY FIELD(x, 'C', 'A', 'B'), x;
-> (c) (a) (b)
# source: MySQL 8.0 manual, 14.20 window functions
SELECT x, ROW_NUMBER() OVER (ORDER BY x) AS r, LAG(x) OVER w, LEAD(x, 1, 0) OVER w, SUM(x) OVER w, FIRST_VALUE(x) OVER w, LAST_VALUE(x) OVER w, NTH_VALUE(x, 2) OVER w FROM (SELECT 1 AS x UNION ALL SELECT NULL) t WINDOW w AS (ORDER BY x) ORDER BY r;
-> (NULL, 1, NULL, 1, NULL, NULL, NULL, NULL) (1, 2, NULL, 0, 1, NULL, 1, 1)
SELECT RANK() OVER (ORDER BY x DESC), DENSE_RANK() OVER (ORDER BY x), PERCENT_RANK() OVER (ORDER BY x), CUME_DIST() OVER (ORDER BY x), NTILE(2) OVER (ORDER BY x), AVG(x) OVER (ORDER BY x ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM (SELECT 1 AS x) t;
-> (1, 1, 0.0, 1.0, 1, 1.0000)
# source: MySQL 8.0 manual, 14.19.2 GROUP BY modifiers: WITH ROLLUP
SELECT a, SUM(b) AS s, GROUPING(a) FROM (SELECT 'x' AS a, 1 AS b UNION ALL SELECT 'y', 2) t GROUP BY a WITH ROLLUP ORDER BY s;
-> (x, 1, 0) (y, 2, 0) (NULL, 3, 1)
SELECT a AS k, SUM(b) AS s FROM (SELECT 'x' AS a, 1 AS b UNION ALL SELECT 'y', 2) t GROUP BY k HAVING s > 1;
-> (y, 2)
SELECT a, SUM(b) FROM (SELECT 'x' AS a, 1 AS b UNION ALL SELECT 'y', 2) t GROUP BY 1 ORDER BY 1 DESC;
-> (y, 2) (x, 1)

# Queries
# source: MySQL 8.0 manual, 13.2.20 WITH, 13.2.18 UNION, 13.2.13.2 JOIN
WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r WHERE n < 3) SELECT SUM(n) FROM r;
-> (6)
(SELECT 1 AS x UNION ALL SELECT 2) UNION ALL (SELECT 3 AS x UNION ALL SELECT 4 ORDER BY x DESC LIMIT 1);
-> (1) (2) (4)
SELECT x FROM (SELECT 1 AS x UNION ALL SELECT 2) t EXCEPT SELECT 2;
-> (1)
SELECT a.x, b.y FROM (SELECT 1 AS x UNION ALL SELECT 2) a LEFT JOIN (SELECT 1 AS x, 5 AS y) b USING (x) ORDER BY a.x;
-> (1, 5) (2, NULL)
SELECT a.x, b.y FROM (SELECT 1 AS x) a CROSS JOIN (SELECT 5 AS y) b NATURAL JOIN (SELECT 1 AS x) c;
-> (1, 5)
SELECT a.x, l.y FROM (SELECT 1 AS x) a, LATERAL (SELECT a.x + 1 AS y) l;
-> (1, 2)
SELECT x FROM (SELECT 1 AS x, 2 AS y) t WHERE (x, y) IN (SELECT 1, 2) AND (x, y) = (1, 2);
-> (1)
SELECT DISTINCT x FROM (SELECT 1 AS x UNION ALL SELECT 1) t;
-> (1)

# Names and texts
# source: MySQL 8.0 manual, 11.1.1 string literals, 11.2 names, 11.7 comments
SELECT "a'b", 'it''s', 'a\'b', 'a\\b', "d""q", 'a' 'b', `x y`, 'a\tb' = 'a	b', '\%' FROM (SELECT 1 AS `x y`) t # the end
-> (a'b, it's, a'b, a\b, d"q, ab, 1, 1, \%)
SELECT '\' UNION SELECT secret FROM t -- ', "\" UNION SELECT 2 # ", 5--3, 6 -- 7
-> (' UNION SELECT secret FROM t -- , " UNION SELECT 2 # , 8, 6)
SELECT `a``b`, `c"d`, '# no', '/*! no */', '-- no', "[x]", '$$' FROM (SELECT 1 AS `a``b`, 2 AS `c"d`) t /* a */;
-> (1, 2, # no, /*! no */, -- no, [x], $$)
SELECT 1 AS `a b`, 2 c;
-> (1, 2)
SELECT x AS 'a b', x "c" FROM (SELECT 1 AS x) t;
-> (1, 1)
SELECT a FROM 't';
-> unsupported_sql a name in quotes

# JSON
# source: MySQL 8.0 manual, 14.17.3: -> keeps quotes, ->> takes them away, and NULL inside JSON becomes the text null
SELECT j->'$.a', j->>'$.a', j->>'$.n', j->>'$.x', JSON_EXTRACT(j, '$.b[1]'), JSON_UNQUOTE(JSON_EXTRACT(j, '$.a')), j->>'$.b[0]' > 4, JSON_VALID('{'), JSON_VALID('{}'), j->>'$.b' FROM (SELECT '{"a": "x", "b": [5, 6], "n": null}' AS j) t;
-> ("x", x, null, NULL, 6, x, 1, 0, 1, [5,6])
SELECT j->>'$.a' FROM (SELECT '{"a": "X"}' AS j UNION ALL SELECT '{"a": "x"}') t WHERE j->>'$.a' = 'x' AND j->>'$.a' LIKE 'x%' AND j->>'$.a' NOT IN ('X');
-> (x)

# Columns: what their types make of an answer
# source: MySQL 8.0 manual, 14.7, DATE_ADD: "DATE if the date argument is a DATE value and your calculations involve only YEAR, MONTH, and DAY parts"
SELECT DATE_ADD(d, INTERVAL 1 DAY), d + INTERVAL 1 MONTH, DATE_ADD(t, INTERVAL 1 DAY), DATE_ADD(d, INTERVAL 2 HOUR), DATE_SUB(DATE_ADD(d, INTERVAL 1 WEEK), INTERVAL n DAY), ADDDATE(d, 31), d - INTERVAL WEEKDAY(d) DAY, LAST_DAY(t) + INTERVAL 1 DAY, TIMESTAMPADD(QUARTER, 1, d), DATE_SUB(d, INTERVAL DAYOFMONTH(d) - 1 DAY) FROM (SELECT DATE '2024-01-31' AS d, TIMESTAMP '2024-01-31 10:20:30' AS t, 2 AS n) x;
-> (2024-02-01, 2024-02-29, 2024-02-01 10:20:30, 2024-01-31 02:00:00, 2024-02-05, 2024-03-02, 2024-01-29, 2024-02-01, 2024-04-30, 2024-01-01)
SELECT d FROM (SELECT DATE '2024-01-31' AS d, '20240131' AS s) x WHERE d >= '20240101' AND d BETWEEN '20240131' AND '2024-02-01' AND d IN ('20240131') AND s = '20240131';
-> (2024-01-31)
SELECT TIMESTAMPDIFF(MONTH, d, t), TIMESTAMPDIFF(DAY, d, t), DATEDIFF(t, d), EXTRACT(YEAR_MONTH FROM d), PERIOD_ADD(202311, 3), PERIOD_DIFF(202402, 202311), PERIOD_ADD(202401, -1), FROM_DAYS(TO_DAYS(d)), TIME(t), TIME_TO_SEC(TIME(t)), MICROSECOND(t) FROM (SELECT DATE '2024-01-31' AS d, TIMESTAMP '2024-03-01 10:20:30' AS t) x;
-> (1, 30, 30, 202401, 202402, 3, 202312, 2024-01-31, 10:20:30, 37230, 0)
# source: MySQL 8.0 manual, 14.7, the table of DATE_FORMAT
SELECT DATE_FORMAT(d, '%D %M %Y'), DATE_FORMAT(DATE_ADD(d, INTERVAL 10 DAY), '%W the %D'), DATE_FORMAT(d, '%x-%v'), DATE_FORMAT(d, '%U %w'), DATE_FORMAT(d, '%Y-%u'), DATE_FORMAT(d, '%Y-%m-01') FROM (SELECT DATE '2024-01-01' AS d) x;
-> (1st January 2024, Thursday the 11th, 2024-01, 00 1, 2024-01, 2024-01-01)
# source: MySQL 8.0 manual, 14.7, UNIX_TIMESTAMP and FROM_UNIXTIME, in UTC
SELECT UNIX_TIMESTAMP(t), UNIX_TIMESTAMP('1970-01-02'), FROM_UNIXTIME(86400), FROM_UNIXTIME(86400, '%Y-%m-%d'), UTC_TIMESTAMP() IS NULL, UTC_DATE() > t, CURTIME() IS NULL, LOCALTIME() = NOW(), LOCALTIMESTAMP() IS NULL FROM (SELECT TIMESTAMP '2024-01-31 10:20:30' AS t) x;
-> (1706696430, 86400, 1970-01-02 00:00:00, 1970-01-02, 0, 1, 0, 1, 0)
# source: MySQL 8.0 manual, 14.6.1: the scale of a quotient is that of its dividend and div_precision_increment, 4; in a calculation it has more digits; 14.19.1 AVG
SELECT n / 3, m / 3, f / 4, n / 0, 2 / 3 * 100, (1 / 3) * 3, ROUND(4.69 / 2, 2), CAST(m / 3 AS DECIMAL(10, 2)), IFNULL(m / z, 0), CONCAT(n / 3), IF(1, n / 3, 0) FROM (SELECT 7 AS n, 12.50 AS m, 7e0 AS f, 0 AS z) x;
-> (2.3333, 4.166667, 1.75, NULL, 66.6667, 1.0000, 2.35, 4.17, 0.000000, 2.3333, 2.3333)
SELECT k, AVG(n), AVG(m), AVG(f), SUM(m) / COUNT(*), 100 * SUM(n) / SUM(SUM(n)) OVER (), MAX(n / 3), AVG(DISTINCT n), AVG(n > 1) FROM (SELECT 1 AS k, 1 AS n, 12.50 AS m, 1e0 AS f UNION ALL SELECT 1, 2, 7.25, 2e0 UNION ALL SELECT 1, 2, NULL, NULL) x GROUP BY k;
-> (1, 1.6667, 9.875000, 1.5, 6.583333, 100.0000, 0.6667, 1.5000, 0.6667)
SELECT n / 2, COUNT(*), AVG(n) OVER (ORDER BY n) FROM (SELECT 1 AS n) x GROUP BY n / 2, n;
-> (0.5000, 1, 1.0000)
SELECT CEIL(n), FLOOR(n), CEIL(m), FLOOR(f), ROUND(f), ROUND(m), ROUND(n, -1), 9007199254740993 + 0, FLOOR(b), ATAN2(0, 1), ROUND(COT(1), 4), ASIN(2), ACOS(1), BIT_COUNT(7) FROM (SELECT 15 AS n, 2.50 AS m, 2.5e0 AS f, 9007199254740993 AS b) x;
-> (15, 15, 3, 2.0, 2.0, 3, 20, 9007199254740993, 9007199254740993, 0.0, 0.6421, NULL, 0.0, 3)
# source: MySQL 8.0 manual, 14.8 and 14.3: numbers and truth as texts; what may be a text is one
SELECT CONCAT(f, '|', n, '|', b, '|', d), CONCAT_WS(',', f, NULL, d), CAST(f AS CHAR), IFNULL(n, 'none'), COALESCE(NULL, d, '-'), IF(n > 1, n, 'few'), CASE WHEN n > 9 THEN 'many' ELSE n END FROM (SELECT 2e0 AS f, 7 AS n, 1 = 1 AS b, DATE '2024-01-31' AS d) x;
-> (2|7|1|2024-01-31, 2,2024-01-31, 2, 7, 2024-01-31, 7, 7)
SELECT IFNULL(k, 'Total'), SUM(n) FROM (SELECT 10 AS k, 1 AS n UNION ALL SELECT 20, 2) x GROUP BY k WITH ROLLUP ORDER BY 2;
-> (10, 1) (20, 2) (Total, 3)
SELECT INSERT('Quadratic', 3, 4, 'What'), INSERT('Quadratic', -1, 4, 'What'), INSERT('Quadratic', 3, 100, 'What'), STRCMP('text', 'TEXT'), STRCMP('text', 'text2'), STRCMP('text2', 'text'), TO_BASE64('abc'), ORD('A'), REGEXP_INSTR('dog cat', 'CAT'), REGEXP_INSTR('dog', 'x'), UUID() IS NULL;
-> (QuWhattic, Quadratic, QuWhat, 0, -1, 1, YWJj, 65, 5, 0, 0)
# source: MySQL 8.0 manual, 12.8.1: COLLATE and BINARY
SELECT x FROM (SELECT 'Ab' AS x UNION ALL SELECT 'ab') t WHERE x COLLATE utf8mb4_bin = 'ab' AND BINARY x = 'ab' AND x LIKE 'AB' AND BINARY x LIKE 'a%';
-> (ab)
# source: MySQL 8.0 manual, 14.17 JSON functions; 13.5: null comes before numbers, all else after them
SELECT JSON_LENGTH('[1, 2, 3]'), JSON_LENGTH('{"a": 1}'), JSON_LENGTH('5'), JSON_LENGTH(NULL), JSON_VALUE('{"a": "x"}', '$.a'), JSON_VALUE('{"a": null}', '$.a'), JSON_VALUE('{"a": 1}', '$.b'), JSON_VALUE('{"n": 12}', '$.n') + 1;
-> (3, 1, 1, NULL, x, NULL, NULL, 13.0)
SELECT j->'$.n' > 100, j->'$.n' < 100, j->'$.s' > 100, j->'$.z' > 100 FROM (SELECT '{"n": null, "s": "x"}' AS j) t;
-> (0, 1, 1, NULL)
# source: MySQL 8.0 manual, 14.3 type conversion: in a calculation and beside a number a text is the number at its start
SELECT j->>'$.n' + 0, j->>'$.n' * 2 > 20, j->>'$.n' > 5, CONCAT('5', ' apples') * 2, SUBSTRING('a12', 2) + 1, CONCAT('x', 'y') + 1, LEFT('-1.5e1x', 6) + 0, LEFT('abc', 1) = 0, j->>'$.z' + 1 FROM (SELECT '{"n": "12 mm"}' AS j) t;
-> (12.0, 1, 1, 10.0, 13.0, 1.0, -15.0, 1, NULL)
SELECT SUM(j->>'$.n'), AVG(j->>'$.n'), MAX(j->>'$.n') FROM (SELECT '{"n": 5}' AS j UNION ALL SELECT '{"n": "8 mm"}' UNION ALL SELECT '{}') t;
-> (13.0, 6.5, 8 mm)
# source: MySQL 8.0 manual, 13.5: JSON knows case, and a text is no number
SELECT j->'$.a' = 'x', j->'$.a' = 'X', j->'$.n' = 5, j->'$.n' > 4, JSON_EXTRACT(j, '$.n') = '5', j->'$.a' <> 'y', j->'$.z' = 1, JSON_LENGTH(j, '$.l'), JSON_TYPE(j->'$.n'), JSON_TYPE(j->'$.a') FROM (SELECT '{"a": "x", "n": 5, "l": [1, 2]}' AS j) t;
-> (1, 0, 1, 1, 0, 1, NULL, 2, INTEGER, STRING)
SELECT JSON_OBJECT('a', n), JSON_ARRAY(n), JSON_ARRAYAGG(n), JSON_OBJECTAGG('k', n) FROM (SELECT 1 AS n) t GROUP BY n;
-> ({"a":1}, [1], [1], {"k":1})
# source: MySQL 8.0 manual, 10.2.1.17: ORDER BY NULL sorts by nothing
SELECT n, COUNT(*) FROM (SELECT 1 AS n) t GROUP BY n ORDER BY NULL;
-> (1, 1)

# source: MySQL 8.0 manual, 14.3 type conversion: in a calculation a text is the number at its start
SELECT '10' + 5, '3.5' * 2, 'abc' + 1, '12abc' - 2, JSON_EXTRACT(j, '$.n') + 1, j->'$.n' * 2, JSON_UNQUOTE(j->'$.a') FROM (SELECT '{"n": 5, "a": "x"}' AS j) t;
-> (15.0, 7.0, 1.0, 10.0, 6.0, 10.0, x)
# source: MySQL 8.0 manual, 14.10 and 13.2.8: DATETIME is rounded to seconds; 20240131 and '2024/01/31' are dates
SELECT CAST('2024-01-31 10:20:30.5' AS DATETIME), CAST(20240131 AS DATE), CAST(n AS DATE), CAST(s AS DATE), CAST(x AS DATE), CAST(d AS DATETIME), CAST('2024/02/01 10:20:30' AS DATETIME) FROM (SELECT 20240131 AS n, '2024/01/31' AS s, 'x' AS x, DATE '2024-01-31' AS d) t;
-> (2024-01-31 10:20:31, 2024-01-31, 2024-01-31, 2024-01-31, NULL, 2024-01-31 00:00:00, 2024-02-01 10:20:30)
# source: MySQL 8.0 manual, 14.7, WEEK's modes 2 and 7: there is no week 0
SELECT WEEK('2024-01-06', 2), WEEK('2024-01-07', 2), WEEK('2023-12-31', 2), WEEK('2024-01-01', 7), WEEK('2023-01-01', 7), WEEK('2000-01-01', 2), FIND_IN_SET(2, '1,2'), SUBSTRING_INDEX('a.b.c', '.', n), SUBSTRING_INDEX('a.b.c', '.', -n), SUBSTRING_INDEX('a.b', '.', n - 2) FROM (SELECT 2 AS n) t;
-> (53, 1, 53, 1, 52, 52, 2, a.b, b.c, )
# source: MySQL 8.0 manual, 14.20.3 window frames
SELECT SUM(x) OVER (ORDER BY d RANGE BETWEEN INTERVAL 30 DAY PRECEDING AND CURRENT ROW) AS s FROM (SELECT 1 AS x, DATE '2024-01-01' AS d UNION ALL SELECT 2, DATE '2024-01-20' UNION ALL SELECT 4, DATE '2024-03-01') t ORDER BY d;
-> (1) (3) (4)

# source: MySQL 8.0 manual, 14.19.1 GROUP_CONCAT: of numbers and truth
SELECT GROUP_CONCAT(f), GROUP_CONCAT(b ORDER BY n), GROUP_CONCAT(n / 3), GROUP_CONCAT(d) FROM (SELECT 2e0 AS f, 1 = 1 AS b, 7 AS n, DATE '2024-01-31' AS d) x;
-> (2, 1, 2.3333, 2024-01-31)

SELECT AVG(b), SUM(b), ABS(MAX(m) / -3), AVG(b) OVER () FROM (SELECT 1 = 1 AS b, 12.50 AS m UNION ALL SELECT 1 > 1, 1.00) x GROUP BY b ORDER BY 1;
-> (0.0000, 0, 0.333333, 0.5000) (1.0000, 1, 4.166667, 0.5000)

# What would be another answer
SELECT CURDATE() - 1;
-> unsupported_sql a date and a number
SELECT CURDATE() + 1;
-> unsupported_sql a date and a number
SELECT NOW() - TIMESTAMP '2024-01-01 00:00:00';
-> unsupported_sql a date and a number
SELECT DATE_ADD(d, INTERVAL 1.5 DAY) FROM t;
-> unsupported_sql an interval of a part of a unit
SELECT DATE_ADD(d, INTERVAL '1:30' MINUTE_SECOND) FROM t;
-> unsupported_sql that unit of INTERVAL
SELECT DATE_ADD(d, INTERVAL 1 MICROSECOND) FROM t;
-> unsupported_sql that unit of INTERVAL
SELECT DATE_ADD('31.01.2024', INTERVAL 1 DAY);
-> unsupported_sql a date that is not written as '2024-01-31'
SELECT TIMESTAMPDIFF(MICROSECOND, a, b) FROM t;
-> unsupported_sql that unit in TIMESTAMPDIFF
SELECT WEEK(d, m) FROM t;
-> unsupported_sql that mode of WEEK
SELECT YEARWEEK(d, 5) FROM t;
-> unsupported_sql that mode of YEARWEEK
SELECT DATE_FORMAT(d, f) FROM t;
-> unsupported_sql that format in DATE_FORMAT
SELECT STR_TO_DATE(x, '%U') FROM t;
-> unsupported_sql that format in STR_TO_DATE
SELECT TRIM(LEADING 'xy' FROM x) FROM t;
-> unsupported_sql TRIM of more than one character
SELECT FORMAT(x, y) FROM t;
-> unsupported_sql this form of FORMAT
SELECT SHA2(x, 512) FROM t;
-> unsupported_sql SHA2 of another length
SELECT x REGEXP '(?=a)' FROM t;
-> unsupported_sql that regular expression
SELECT x REGEXP '(a)\\1' FROM t;
-> unsupported_sql that regular expression
SELECT x REGEXP y FROM t;
-> unsupported_sql a regular expression that is not written out
SELECT REGEXP_REPLACE(x, 'a', y) FROM t;
-> unsupported_sql this form of REGEXP_REPLACE
SELECT j->'$.*' FROM t;
-> unsupported_sql that path into JSON
SELECT JSON_EXTRACT(j, '$**.a') FROM t;
-> unsupported_sql that path into JSON
SELECT JSON_UNQUOTE(x) FROM t;
-> unsupported_sql this form of JSON_UNQUOTE
SELECT ~5;
-> unsupported_sql ~
SELECT x COLLATE utf8mb4_bin FROM t;
-> unsupported_sql COLLATE
SELECT CAST(x AS FLOAT) FROM t;
-> unsupported_sql the type FLOAT
SELECT CAST(x AS DATETIME(3)) FROM t;
-> unsupported_sql the type DATETIME(3)
SELECT CAST(x AS JSON) FROM t;
-> unsupported_sql the type JSON
SELECT CAST(x AS YEAR) FROM t;
-> unsupported_sql the type YEAR
SELECT REPEAT('a', x) FROM t;
-> limit_exceeded

# No tested translation
SELECT @x;
-> unsupported_sql a variable (@x)
SELECT @x := 1;
-> unsupported_sql a variable (@x)
SELECT @@version;
-> unsupported_sql a variable (@@x)
SELECT /*! 1 + */ 2;
-> unsupported_sql a comment that is run (/*! ... */)
SELECT 2 /*!40000 , 3 */;
-> unsupported_sql a comment that is run (/*! ... */)
SELECT /*+ NO_INDEX_MERGE(t) */ a FROM t;
-> unsupported_sql a hint (/*+ ... */)
SELECT a FROM t USE INDEX (i);
-> unsupported_sql a hint (USE INDEX and others)
SELECT a FROM t PARTITION (p0);
-> unsupported_sql PARTITION (...)
SELECT STRAIGHT_JOIN a FROM t;
-> unsupported_sql STRAIGHT_JOIN and other words after SELECT
SELECT SQL_CALC_FOUND_ROWS a FROM t;
-> unsupported_sql STRAIGHT_JOIN and other words after SELECT
SELECT a FROM t FOR UPDATE;
-> unsupported_sql LOCK
SELECT x'41';
-> unsupported_sql a hexadecimal value (0x...)
SELECT 0x41;
-> unsupported_sql a hexadecimal value (0x...)
SELECT b'01';
-> unsupported_sql a bit value (b'...')
SELECT _utf8mb4'a';
-> unsupported_sql a character set before a text
SELECT N'a';
-> unsupported_sql a national text (N'...')
SELECT a FROM t WHERE MATCH (a) AGAINST ('x');
-> syntax_error AGAINST
SELECT a SOUNDS LIKE b FROM t;
-> unsupported_sql SOUNDS LIKE
SELECT 1 MEMBER OF ('[1]');
-> unsupported_sql MEMBER OF
SELECT CONVERT(x USING utf8mb4) FROM t;
-> unsupported_sql the type CHAR CHARACTER SET utf8mb4
SELECT CHAR(65);
-> unsupported_sql the function CHAR
SELECT CONVERT_TZ(d, 'UTC', 'CET') FROM t;
-> unsupported_sql the function CONVERT_TZ
SELECT RAND(5);
-> unsupported_sql this form of RAND
SELECT CONV('6E', 18, 8);
-> unsupported_sql that base in CONV
SELECT CRC32('a');
-> unsupported_sql the function CRC32
SELECT BIT_AND(x) FROM t;
-> unsupported_sql the function BIT_AND
SELECT * FROM JSON_TABLE('[1]', '$[*]' COLUMNS (NESTED PATH '$.a[*]' COLUMNS (x INT PATH '$'))) t;
-> unsupported_sql NESTED in JSON_TABLE
SELECT * FROM JSON_TABLE('[1]', '$[*].a' COLUMNS (x INT PATH '$')) t;
-> unsupported_sql that path in JSON_TABLE
SELECT * FROM JSON_TABLE('[1]', '$[*]' COLUMNS (x INT PATH '$.*')) t;
-> unsupported_sql that path in JSON_TABLE
SELECT * FROM JSON_TABLE('[1]', '$[*]' COLUMNS (x INT PATH '$' ERROR ON ERROR)) t;
-> unsupported_sql ERROR ON ERROR in JSON_TABLE
SELECT * FROM JSON_TABLE('[1]', '$[*]' COLUMNS (x JSON PATH '$')) t;
-> unsupported_sql the type JSON
SELECT * FROM JSON_TABLE('[1]', '$[*]' COLUMNS (x INT PATH '$'));
-> unsupported_sql JSON_TABLE without a name
SELECT CAST(x AS VARCHAR(3)) FROM t;
-> unsupported_sql the type VARCHAR(3)
SELECT TIME_FORMAT(x, '%Y') FROM t;
-> unsupported_sql that format in TIME_FORMAT
SELECT DATABASE();
-> unsupported_sql the function DATABASE
SELECT USER();
-> unsupported_sql the function USER
SELECT SLEEP(5);
-> unsupported_sql the function SLEEP
SELECT LOAD_FILE('/etc/passwd');
-> unsupported_sql the function LOAD_FILE
SELECT MY_UDF(x) FROM t;
-> unsupported_sql the function MY_UDF
SELECT INTERVAL(1, 2, 3);
-> unsupported_sql that unit of INTERVAL
VALUES ROW(1, 2);
-> unsupported_sql the function ROW
SELECT x FROM t QUALIFY ROW_NUMBER() OVER (ORDER BY x) = 1;
-> unsupported_sql QUALIFY
SELECT x INTO OUTFILE 'x.csv' FROM t;
-> syntax_error 'x.csv'
SHOW TABLES;
-> not_allowed
DELETE FROM t;
-> not_allowed
SELECT x FROM t WHERE j->'$.a' = y;
-> unsupported_sql -> or JSON_EXTRACT in this comparison
SELECT STR_TO_DATE(x, '%x %v');
-> unsupported_sql that format in STR_TO_DATE
SELECT JSON_VALUE(x, '$.*') FROM t;
-> unsupported_sql that path into JSON

# Columns that a join merges come first
# source: MySQL manual, JOIN clause (coalesced common columns, then those of the first table, then those of the second)
SELECT * FROM (SELECT 1 AS id, 10 AS cust) o JOIN (SELECT 10 AS cust, 'Ann' AS name) c USING (cust);
-> (10, 1, Ann)
SELECT * FROM (SELECT 1 AS id, 10 AS cust) o NATURAL JOIN (SELECT 10 AS cust, 'Ann' AS name) c;
-> (10, 1, Ann)
SELECT * FROM a JOIN b USING (x, y);
-> unsupported_sql * over that JOIN ... USING
# source: MySQL 8.0 manual, 13.2.8 conversion between date and time types: in a numeric context a DATE is YYYYMMDD, a DATETIME YYYYMMDDhhmmss
SELECT d + 0, d + 1, d - 1, CONCAT(d + 0), t + 0, MAX(d) + 1, n + 1, f + 1, m - n FROM (SELECT DATE '2024-02-29' AS d, TIMESTAMP '2024-02-29 10:20:30' AS t, 5 AS n, 2.5e0 AS f, 1.50 AS m) x GROUP BY d, t, n, f, m;
-> (20240229, 20240230, 20240228, 20240229, 20240229102030, 20240230, 6, 3.5, -3.50)
SELECT d - e, (n > 1) + 1, b + b FROM (SELECT DATE '2024-03-01' AS d, DATE '2024-02-28' AS e, 5 AS n, 5 > 1 AS b) x;
-> (73, 2, 2)
# source: MySQL 8.0 manual, 14.24.4 rounding behavior: a DOUBLE and a DECIMAL make a DOUBLE, half of which goes to even
SELECT ROUND(f * 1.0), ROUND(f), ROUND(m * 1.0), ROUND(f * 2.0 / 2) FROM (SELECT 2.5e0 AS f, 2.5 AS m) x;
-> (2.0, 2.0, 3, 2.0)
# source: MySQL 8.0 manual, 14.17.3 functions that search JSON values: a value is contained in an array that has it, an array in one that has all
SELECT JSON_CONTAINS('[1, 2]', '1'), JSON_CONTAINS('[1, 2]', '3'), JSON_CONTAINS(j, '"a"'), JSON_CONTAINS(j, JSON_QUOTE('z')), JSON_CONTAINS('[1, 2, 3]', '[1, 3]'), JSON_CONTAINS('[1]', '[1, 3]'), JSON_CONTAINS('{"a": 1}', '1'), JSON_CONTAINS('1', '1'), JSON_CONTAINS(NULL, '1'), JSON_CONTAINS(o->'$.l', '5') FROM (SELECT '["a", "b"]' AS j, '{"l": [5]}' AS o) t;
-> (1, 0, 1, 0, 1, 0, 0, 1, NULL, 1)
SELECT JSON_KEYS('{"a": 1, "b": {"c": 30}}'), JSON_KEYS(j), JSON_KEYS(j->'$.o'), JSON_KEYS('[1]'), JSON_KEYS(NULL) FROM (SELECT '{"bb": 1, "a": 2, "o": {"k": 1}}' AS j) t;
-> (["a","b"], ["a","o","bb"], ["k"], NULL, NULL)
# source: MySQL 8.0 manual, 14.4.2: GREATEST and LEAST compare texts by their collation, which knows no case
SELECT GREATEST('a', 'B'), LEAST('b', 'A', 'c'), GREATEST(x, 'm'), GREATEST('a', NULL), LEAST(x, 'é') FROM (SELECT 'Zoe' AS x) t;
-> (B, A, Zoe, NULL, é)
# source: MySQL 8.0 manual, 14.8.2 regular expressions: position, occurrence and match type (examples)
SELECT REGEXP_INSTR('dog cat dog', 'dog'), REGEXP_INSTR('dog cat dog', 'dog', 2), REGEXP_INSTR('dog cat dog', 'DOG', 1, 2), REGEXP_REPLACE('a b c', 'b', 'X'), REGEXP_REPLACE('abc def ghi', '[a-z]+', 'X', 1, 3), REGEXP_SUBSTR('abc def ghi', '[a-z]+'), REGEXP_SUBSTR('abc def ghi', '[a-z]+', 1, 3), REGEXP_SUBSTR(x, '[a-z]+', 3), REGEXP_LIKE('Apple', '^a', 'c'), REGEXP_LIKE('Apple', '^a', 'i'), REGEXP_SUBSTR(x, 'z', 1, 2) FROM (SELECT 'abc def' AS x) t;
-> (1, 9, 9, a X c, abc def X, abc, ghi, c, 0, 1, NULL)
SELECT REGEXP_INSTR(x, '^a', 2) FROM t;
-> unsupported_sql this form of REGEXP_INSTR
SELECT REGEXP_LIKE(x, 'a', 'm') FROM t;
-> unsupported_sql this form of REGEXP_LIKE
# source: MySQL 8.0 manual, 14.6.2 and 14.8: CONV
SELECT CONV('a', 16, 2), CONV('ff', 16, 10), CONV(10, 10, 16), CONV(n, 10, 2), CONV(NULL, 10, 2) FROM (SELECT 255 AS n) t;
-> (1010, 255, A, 11111111, NULL)
# source: MySQL 8.0 manual, 15.2.13 SELECT: HAVING may name what the select list does, also where nothing is grouped
SELECT n, n * 2 AS d FROM (SELECT 1 AS n UNION ALL SELECT 3 UNION ALL SELECT 5) t HAVING d > 4 OR d = 2 ORDER BY n DESC LIMIT 2;
-> (5, 10) (3, 6)
SELECT a.n, (SELECT COUNT(*) FROM (SELECT 1 AS m UNION ALL SELECT 3) b WHERE b.m >= a.n) AS c FROM (SELECT 1 AS n UNION ALL SELECT 2 UNION ALL SELECT 4) a HAVING c > 0 ORDER BY a.n;
-> (1, 2) (2, 1)
SELECT COUNT(*) AS n FROM (SELECT 1 AS x UNION ALL SELECT 2) t HAVING n > 1;
-> (2)
SELECT n, ROW_NUMBER() OVER (ORDER BY n) AS r FROM t HAVING r > 1;
-> unsupported_sql HAVING beside a window
# source: MySQL 8.0 manual, 14.17.4 functions that modify JSON values: JSON_SET
SELECT JSON_SET('{"a": 1}', '$.b', 2), JSON_SET(j, '$.b', 'x'), JSON_SET(j, '$.b', n + 1), JSON_SET(NULL, '$.a', 1) FROM (SELECT '{"a": [2], "b": 1}' AS j, 5 AS n) t;
-> ({"a":1,"b":2}, {"a":[2],"b":"x"}, {"a":[2],"b":6}, NULL)
SELECT JSON_SET(j, '$.a.b', 1) FROM t;
-> unsupported_sql that path in JSON_SET
SELECT JSON_SET(j, '$.a', JSON_ARRAY(1)) FROM t;
-> unsupported_sql this form of JSON_SET
# source: MySQL 8.0 manual, 14.17.3: JSON_CONTAINS and JSON_KEYS with a path (examples)
SELECT JSON_CONTAINS(j, '1', '$.a'), JSON_CONTAINS(j, '1', '$.b'), JSON_CONTAINS(j, '1', '$.z'), JSON_KEYS(j, '$.c'), JSON_KEYS(j, '$.a') FROM (SELECT '{"a": 1, "b": 2, "c": {"d": 4}}' AS j) t;
-> (1, 0, NULL, ["d"], NULL)
SELECT JSON_KEYS(j, p) FROM t;
-> unsupported_sql that path into JSON
# source: MySQL 8.0 manual, 14.3 type conversion: a text beside a number is the number at its start, or 0
SELECT 'a' = 0, '1a' = 1, '01' = 1, 'abc' > 0, 1 = '1 ', -'5', '' = 0, '2.5x' > 2, 0 <=> 'x';
-> (1, 1, 1, 0, 1, -5.0, 1, 1, 1)
# source: MySQL 8.0 manual, 14.8: BIT_LENGTH counts the bits of a text
SELECT BIT_LENGTH('abc'), BIT_LENGTH('é'), BIT_LENGTH(NULL), BIT_LENGTH(12);
-> (24, 16, NULL, 16)
