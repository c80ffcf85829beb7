# SQL Server's SQL, and the rows that SQL Server gives for it, or the error's code and subject. FLOATs are written
# as DuckDB writes them, and a quotient may have more zeros at its end.

# Whole numbers stay whole, and a decimal among them makes a decimal
# source: T-SQL reference, / (Division): "If an integer dividend is divided by an integer divisor, the result is an integer that has any fractional part of the result truncated"
SELECT 1 / 4, 7 / 2, -7 / 2, 7 / -2, 7.0 / 2, 7 / 2.0, 7 / 2 * 2, 2 * (7 / 2), 7 / 2 / 2, (7 / 2) / 2.0;
-> (0, 3, -3, -3, 3.500000, 3.500000, 6, 6, 1, 1.500000)
SELECT a / b, a * 1.0 / b, CAST(a AS FLOAT) / b, a / c, a / NULLIF(d, 0) FROM (VALUES (7, 2, 2.0, 0)) t(a, b, c, d);
-> (3, 3.500000000000, 3.5, 3.500000000000, NULL)
SELECT SUM(a) / COUNT(*), 100.0 * SUM(a) / COUNT(*), COUNT(*) / 3, MAX(a) / 2, AVG(a) / 3 FROM (VALUES (7), (2)) t(a);
-> (4, 450.000000000000, 0, 3, 1)
SELECT CASE WHEN b = 0 THEN 0 ELSE a / b END FROM (VALUES (7, 0), (7, 2)) t(a, b);
-> (0) (3)
# source: T-SQL reference, % (Modulus): the sign is the dividend's
SELECT 7 % 3, -7 % 3, 7 % -3, 7.5 % 2;
-> (1, -1, 1, 1.5)
# source: T-SQL reference, AVG: of int it is int, of decimal and float it has a fraction; NULLs are left out
SELECT AVG(x), AVG(x * 1.0), AVG(CAST(x AS FLOAT)), AVG(DISTINCT x), AVG(y) FROM (VALUES (1, 1.5), (2, 2.5), (4, 2.0), (NULL, NULL)) t(x, y);
-> (2, 2.333333, 2.3333333333333335, 2, 2.000000)
SELECT AVG(x) OVER (PARTITION BY y), AVG(x * 1.0) OVER () FROM (VALUES (1, 1), (2, 1)) t(x, y);
-> (1, 1.500000) (1, 1.500000)
SELECT AVG(x), SUM(x), COUNT(x) FROM (VALUES (1)) t(x) WHERE x = 2;
-> (NULL, NULL, 0)
# source: T-SQL reference, bitwise operators: ^ is exclusive or
SELECT 5 ^ 3, 5 & 3, 5 | 3, ~5;
-> (6, 1, 7, -6)
# source: T-SQL reference, ROUND: half away from zero; a third argument other than 0 cuts
SELECT ROUND(2.567, 2), ROUND(2.567, 2, 1), ROUND(2.5, 0), ROUND(-2.5, 0), ROUND(1250, -2), ROUND(2.567, 1, 0), ROUND(-2.567, 2, 1);
-> (2.570, 2.560, 3.0, -3.0, 1300, 2.600, -2.560)
# source: T-SQL reference, mathematical functions: LOG(x) is natural, LOG(x, base) has its base second; POWER gives the type of its base
SELECT CEILING(1.2), CEILING(-1.2), FLOOR(1.8), FLOOR(-1.2), ABS(-2), SIGN(-3), SQRT(9), SQUARE(3), LOG(1), LOG(8, 2), LOG10(100), EXP(0);
-> (2, -1, 1, -2, 2, -1, 3.0, 9.0, 0.0, 3.0, 2.0, 1.0)
SELECT POWER(2, 3), POWER(CAST(2 AS FLOAT), -1), ROUND(PI(), 3), SIN(0), COS(0), TAN(0), ATAN(0);
-> (8, 0.5, 3.142, 0.0, 1.0, 0.0, 0.0)

# Casts
# source: T-SQL reference, CAST and CONVERT, "Truncating and rounding results": numeric and float to int truncate, numeric to numeric rounds
SELECT CAST(2.7 AS INT), CAST(-2.7 AS INT), CAST('12' AS INT), CAST(x AS INT), CAST(x AS BIGINT), CONVERT(INT, x), CAST(5 AS TINYINT), CAST(5.9 AS SMALLINT) FROM (VALUES (2.9)) t(x);
-> (2, -2, 12, 2, 2, 2, 5, 5)
SELECT CAST(9223372036854775807 AS BIGINT), CAST(CAST(2.9 AS FLOAT) AS INT), CAST('-5' AS SMALLINT), CAST(x AS BIGINT) FROM (VALUES (CAST('9007199254740993' AS BIGINT))) t(x);
-> (9223372036854775807, 2, -5, 9007199254740993)
# source: T-SQL reference, decimal and numeric: "The default precision is 18", "The default scale is 0"; money has four digits
SELECT CAST(2.5 AS DECIMAL), CAST(2.4 AS NUMERIC), CAST(2.5 AS NUMERIC(10)), CAST('1.239' AS DECIMAL(10, 2)), CAST(1.23456 AS MONEY), CAST(1.5 AS SMALLMONEY), CAST(1 AS FLOAT), CAST(-2.5 AS DECIMAL(5));
-> (3, 2, 3, 1.24, 1.2346, 1.5000, 1.0, -3)
# source: T-SQL reference, bit: any value that is not 0 becomes 1
SELECT CAST(5 AS BIT), CAST(0 AS BIT), CAST('true' AS BIT), CAST(NULL AS BIT);
-> (1, 0, 1, NULL)
# source: T-SQL reference, TRY_CAST and TRY_CONVERT: NULL where the cast fails; "2.7" is no int
SELECT TRY_CAST('2.7' AS INT), TRY_CAST('x' AS INT), TRY_CAST('12' AS INT), TRY_CAST(' 7 ' AS INT), TRY_CAST(x AS INT), TRY_CAST('x' AS FLOAT), TRY_CAST('2024-13-01' AS DATE) FROM (VALUES (2.9)) t(x);
-> (NULL, NULL, 12, 7, 2, NULL, NULL)
SELECT TRY_CONVERT(INT, 'x'), TRY_CONVERT(DATE, 'x'), TRY_CONVERT(DECIMAL(5, 1), '2.55'), TRY_CAST('300' AS TINYINT), TRY_CAST('abc' AS VARCHAR(2));
-> (NULL, NULL, 2.6, NULL, ab)
# source: T-SQL reference, char and varchar: a cast cuts to n, and without n to 30
SELECT CAST('abcdef' AS VARCHAR(3)), CAST(12345 AS VARCHAR(10)), CAST('x' AS NVARCHAR(MAX)), LEN(CAST(REPLICATE('a', 40) AS VARCHAR)), LEN(CONVERT(NVARCHAR, REPLICATE('a', 40))), CAST(NULL AS VARCHAR(3)), CAST('abc' AS TEXT), LEN(CAST(REPLICATE('a', 40) AS VARCHAR(MAX)));
-> (abc, 12345, x, 30, 30, NULL, abc, 40)
SELECT CAST(YEAR('2024-03-05') AS VARCHAR(4)), CAST(12.50 AS VARCHAR(10)), CAST(CAST('2024-03-05' AS DATE) AS VARCHAR(10));
-> (2024, 12.50, 2024-03-05)
# source: T-SQL reference, CAST and CONVERT, "Date and time styles"
SELECT CONVERT(VARCHAR(10), d, 120), CONVERT(VARCHAR(19), d, 120), CONVERT(VARCHAR(7), d, 120), CONVERT(VARCHAR, d, 101), CONVERT(CHAR(8), d, 112), CONVERT(VARCHAR(10), d, 103), CONVERT(VARCHAR(10), d, 23), CONVERT(VARCHAR(5), d, 108) FROM (VALUES (CAST('2024-03-05 14:07:09.123' AS DATETIME2))) t(d);
-> (2024-03-05, 2024-03-05 14:07:09, 2024-03, 03/05/2024, 20240305, 05/03/2024, 2024-03-05, 14:07)
SELECT CONVERT(VARCHAR(10), d, 102), CONVERT(VARCHAR(10), d, 104), CONVERT(VARCHAR(10), d, 105), CONVERT(VARCHAR(11), d, 106), CONVERT(VARCHAR(12), d, 107), CONVERT(VARCHAR(10), d, 110), CONVERT(VARCHAR(10), d, 111), CONVERT(VARCHAR(23), d, 121), CONVERT(VARCHAR(19), d, 126), CONVERT(VARCHAR(19), d, 20) FROM (VALUES (CAST('2024-03-05 14:07:09.123' AS DATETIME2))) t(d);
-> (2024.03.05, 05.03.2024, 05-03-2024, 05 Mar 2024, Mar 05, 2024, 03-05-2024, 2024/03/05, 2024-03-05 14:07:09.123, 2024-03-05T14:07:09, 2024-03-05 14:07:09)
SELECT CONVERT(DATE, '05/03/2024', 103), CONVERT(DATE, '03/05/2024', 101), CONVERT(DATE, '20240305', 112), CONVERT(DATETIME, '05.03.2024', 104), CONVERT(DATE, '2024-03-05'), TRY_CONVERT(DATE, '31/02/2024', 103), CONVERT(DATE, '2024-03-05', 23), CONVERT(DATE, CAST('2024-03-05 10:00:00' AS DATETIME), 101);
-> (2024-03-05, 2024-03-05, 2024-03-05, 2024-03-05 00:00:00, 2024-03-05, NULL, 2024-03-05, 2024-03-05)
# source: T-SQL reference, date: '20240305' and ISO 8601 are read in every language
SELECT CAST('20240305' AS DATE), CAST('2024-03-05T14:07:09' AS DATETIME2), CAST('2024-03-05 14:07' AS DATETIME), CAST('14:07' AS TIME), CAST('2024-03-05 14:07:09' AS DATE), CAST('6f9619ff-8b86-d011-b42d-00c04fc964ff' AS UNIQUEIDENTIFIER);
-> (2024-03-05, 2024-03-05 14:07:09, 2024-03-05 14:07:00, 14:07:00, 2024-03-05, 6f9619ff-8b86-d011-b42d-00c04fc964ff)

# Text
# source: T-SQL reference, + (String Concatenation): NULL makes NULL; CONCAT takes NULL for an empty text
SELECT 'a' + 'b', 'a' + NULL, first + ' ' + last, (first + last) + '!', first + ', ' + UPPER(last) + CAST(5 AS VARCHAR(3)), CONCAT('a', NULL, 1), CONCAT(first, last) FROM (VALUES ('Ann', 'Lee')) t(first, last);
-> (ab, NULL, Ann Lee, AnnLee!, Ann, LEE5, a1, AnnLee)
# source: T-SQL reference, CONCAT_WS: NULLs are left out
SELECT CONCAT_WS('-', 'a', NULL, 'b'), CONCAT_WS(', ', 'a', 1), UPPER('a') + LOWER('B');
-> (a-b, a, 1, Ab)
# source: T-SQL reference, LEN: "excluding trailing spaces"
SELECT LEN('abc  '), LEN('  a'), LEN(''), LEN(NULL), LEN(12345), DATALENGTH('abc ');
-> (3, 3, 0, NULL, 5, 4)
# source: T-SQL reference, SUBSTRING: a start below 1 shortens the result; LEFT and RIGHT
SELECT SUBSTRING('hello', 2, 3), SUBSTRING('hello', 0, 3), SUBSTRING('hello', -1, 3), SUBSTRING('hello', 9, 2), SUBSTRING('hello', 2, 99), LEFT('hello', 2), RIGHT('hello', 2), LEFT('hello', 9), LEFT(12345, 2);
-> (ell, he, h, , ello, he, lo, hello, 12)
SELECT SUBSTRING('hello', x, 3), LEFT('hello', x + 2), RIGHT('hello', x + 3), SUBSTRING('hello', x, NULL), LEFT('hello', NULL) FROM (VALUES (-1)) t(x);
-> (h, h, lo, NULL, NULL)
SELECT LEFT(e, CHARINDEX('@', e) - 1), SUBSTRING(e, CHARINDEX('@', e) + 1, LEN(e)), RIGHT(e, LEN(e) - CHARINDEX('@', e)) FROM (VALUES ('ann@x.org')) t(e);
-> (ann, x.org, x.org)
# source: T-SQL reference, STUFF: NULL where the start is not in the text
SELECT STUFF('abcdef', 2, 3, 'ijklmn'), STUFF('abc', 0, 1, 'x'), STUFF('abc', 2, 1, NULL), STUFF('abc', 9, 1, 'x'), STUFF('abc', 1, 1, ''), STUFF('abc', 2, 99, 'x');
-> (aijklmnef, NULL, ac, NULL, bc, ax)
# source: T-SQL reference, CHARINDEX and PATINDEX: positions from 1, 0 for none, compared by the collation
SELECT CHARINDEX('B', 'abc'), CHARINDEX('a', 'banana', 3), CHARINDEX('x', 'abc'), CHARINDEX('a', 'banana', 7), CHARINDEX('a', NULL), CHARINDEX('a', 'banana', 0), CHARINDEX('a', 'banana', -5);
-> (2, 4, 0, 0, NULL, 2, 2)
SELECT PATINDEX('%[0-9]%', 'ab12'), PATINDEX('%B_d%', 'abcd'), PATINDEX('%[^a-z]%', 'AB1'), PATINDEX('%z%', 'abc'), PATINDEX('%.c%', 'abc.c'), PATINDEX('%a%', NULL);
-> (3, 2, 3, 0, 4, NULL)
# source: T-SQL reference, REPLACE: compared by the collation of the input, so without case
SELECT REPLACE('ABC abc', 'b', 'x'), REPLACE('a.b.c', '.', ','), REPLACE('a1', 'A', 'q\1'), REPLACE('a', 'b', NULL), REPLACE('x(Y)', '(y)', ''), REPLACE('aa', 'a', 'aa');
-> (AxC axc, a,b,c, q\11, NULL, x, aaaa)
# source: T-SQL reference, REPLICATE and SPACE: a negative count gives NULL
SELECT SPACE(-1), SPACE(LEAST(x, 9)), LEN(SPACE(2) + 'a') FROM (VALUES (-1)) t(x);
-> (NULL, NULL, 3)
SELECT REPLICATE('ab', 2), REPLICATE('0', 2) + CAST(x AS VARCHAR(3)), REPLICATE('a', LEAST(y, 9)), REPLICATE('a', -1), SPACE(2) + 'x', REVERSE('abc'), RIGHT('000' + CAST(x AS VARCHAR(3)), 3) FROM (VALUES (7, -1)) t(x, y);
-> (abab, 007, NULL, NULL,   x, cba, 007)
SELECT UPPER('aé'), LOWER('AÉ'), TRIM('  a '), TRIM('x' FROM 'xax'), LTRIM('  a'), RTRIM('a  '), ASCII('A'), CHAR(65), NCHAR(233), UNICODE('é'), N'héllo', LEN(CHAR(13) + CHAR(10));
-> (AÉ, aé, a, a, a, a, 65, A, é, 233, héllo, 2)
# source: T-SQL reference, FORMAT, and .NET's custom formats
SELECT FORMAT(d, 'yyyy-MM-dd'), FORMAT(d, 'MMM d, yyyy h:mm tt'), FORMAT(d, 'dddd, dd MMMM yyyy'), FORMAT(d, 'MM/dd/yy HH:mm:ss'), FORMAT(d, 'yyyyMM'), FORMAT(d, 'yyyy-MM', 'en-US'), FORMAT(d, 'ddd hh') FROM (VALUES (CAST('2024-03-05 14:07:09' AS DATETIME))) t(d);
-> (2024-03-05, Mar 5, 2024 2:07 PM, Tuesday, 05 March 2024, 03/05/24 14:07:09, 202403, 2024-03, Tue 02)
SELECT FORMAT(1234567.891, 'N2'), FORMAT(1234567.891, 'N0'), FORMAT(1234.5, 'N'), FORMAT(1234.5, '#,##0'), FORMAT(1234.5, '#,##0.00'), FORMAT(0.125, '0.00'), FORMAT(-0.001, '0.00'), FORMAT(7, '000'), FORMAT(-5, '000'), FORMAT(5, 'D4'), FORMAT(1.25, 'F1'), FORMAT(NULL, 'N0');
-> (1,234,567.89, 1,234,568, 1,234.50, 1,235, 1,234.50, 0.13, 0.00, 007, -005, 0005, 1.3, NULL)
# source: T-SQL reference, STRING_AGG: NULLs are left out, nothing gives NULL
SELECT STRING_AGG(x, ',') WITHIN GROUP (ORDER BY x DESC), STRING_AGG(y, '; ') WITHIN GROUP (ORDER BY y) FROM (VALUES ('a', 1), ('b', 3), (NULL, 2)) t(x, y);
-> (b,a, 1; 2; 3)
SELECT STRING_AGG(x, ','), COUNT(*) FROM (VALUES ('a')) t(x) WHERE x = 'b';
-> (NULL, 0)

# The default collation knows no case, and = no blanks at the end
# source: Collation and Unicode support, SQL_Latin1_General_CP1_CI_AS; LIKE; KB316626 "how SQL Server compares strings with trailing spaces"
SELECT x FROM (VALUES ('Ab'), ('ab'), ('c')) t(x) WHERE x = 'AB';
-> (Ab) (ab)
SELECT x FROM (VALUES ('12'), ('')) t(x) WHERE x = '12 ' OR x IN ('  ');
-> (12) ()
SELECT x FROM (VALUES ('Ab'), ('c'), (NULL)) t(x) WHERE x <> 'AB';
-> (c)
SELECT x FROM (VALUES ('Ab'), ('c')) t(x) WHERE x LIKE 'a%' AND x IN ('AB', 'z') AND x NOT LIKE 'q%' AND x NOT IN ('AC', 'C');
-> (Ab)
SELECT x FROM (VALUES ('abc'), ('B'), ('c')) t(x) WHERE x = 'ABC  ' OR x BETWEEN 'a' AND 'BZ';
-> (abc) (B)
SELECT CASE x WHEN 'AB' THEN 1 ELSE 2 END, CASE WHEN x = 'aB' THEN 1 END, IIF(x = 'AB', 'y', 'n'), NULLIF(x, 'AB'), NULLIF('a', 'A') FROM (VALUES ('ab')) t(x);
-> (1, 1, y, NULL, NULL)
SELECT COUNT(*) FROM (VALUES ('a'), ('á')) t(x) WHERE x = 'A';
-> (1)
SELECT x FROM (VALUES ('50%'), ('50x'), ('aB')) t(x) WHERE x LIKE '50!%' ESCAPE '!' OR x LIKE 'A_';
-> (50%) (aB)
SELECT SUM(CASE WHEN x = 'PAID' THEN y ELSE 0 END) FROM (VALUES ('paid', 1), ('Paid', 2), ('open', 4)) t(x, y);
-> (3)
# source: Collation and Unicode support, SQL_Latin1_General_CP1_CI_AS: columns are compared, grouped, made distinct and sorted without case, with accents; KB316626, blanks at the end do not count (of those that are grouped they are left away)
SELECT x, COUNT(*), MIN(y), UPPER(x) FROM (VALUES ('Ab', 1), ('AB ', 2), ('ab', 3), ('áb', 4), (NULL, 5)) t(x, y) GROUP BY x ORDER BY x;
-> (NULL, 1, 5, NULL) (Ab, 3, 1, AB) (áb, 1, 4, ÁB)
SELECT t.x, COUNT(*), GROUPING(t.x) FROM (VALUES ('Ab'), ('aB'), ('c')) t(x) GROUP BY ROLLUP(x) HAVING COUNT(*) > 1 ORDER BY COUNT(*), x;
-> (Ab, 2, 0) (NULL, 3, 1)
SELECT UPPER(LEFT(x, 1)), COUNT(*) FROM (VALUES ('Ab'), ('ac'), ('b')) t(x) GROUP BY UPPER(LEFT(x, 1)) ORDER BY 1;
-> (A, 2) (B, 1)
SELECT CASE WHEN n > 2 THEN x ELSE 'OTHER' END AS g, SUM(n) FROM (VALUES ('other', 3), ('a', 1), ('b', 4)) t(x, n) GROUP BY CASE WHEN n > 2 THEN x ELSE 'OTHER' END ORDER BY 2 DESC;
-> (other, 4) (b, 4)
SELECT COUNT(DISTINCT x), COUNT(DISTINCT n), MIN(x), MAX(x), APPROX_COUNT_DISTINCT(x) FROM (VALUES ('b', 1), ('B ', 1), ('a', 2), ('C', 3)) t(x, n);
-> (3, 3, a, C, 3)
SELECT DISTINCT x FROM (VALUES ('b'), ('B'), ('a'), (NULL)) t(x) ORDER BY x DESC;
-> (b) (a) (NULL)
SELECT x, n FROM (VALUES ('b', 1), ('A', 2), ('a', 1), ('C', 1)) t(x, n) ORDER BY x, n;
-> (a, 1) (A, 2) (b, 1) (C, 1)
SELECT a.x, b.y FROM (VALUES ('Ab', 1), ('c', 2)) a(x, n) JOIN (VALUES ('aB  ', 1), ('C', 3)) b(y, n) ON a.x = b.y AND a.n = b.n;
-> (Ab, aB  )
SELECT x FROM (VALUES ('Ab'), ('c'), ('d')) t(x) WHERE x IN (SELECT y FROM (VALUES ('AB '), ('D')) u(y)) AND x NOT IN (SELECT z FROM (VALUES ('D')) v(z));
-> (Ab)
SELECT x FROM (VALUES ('Ab'), ('c')) t(x) WHERE EXISTS (SELECT 1 FROM (VALUES ('AB')) u(y) WHERE u.y = t.x) OR x = (SELECT MAX(z) FROM (VALUES ('C ')) v(z));
-> (Ab) (c)
SELECT x, ROW_NUMBER() OVER (PARTITION BY x ORDER BY n), RANK() OVER (ORDER BY x), COUNT(*) OVER (PARTITION BY x) FROM (VALUES ('b', 1), ('B', 2), ('a', 3)) t(x, n) ORDER BY n;
-> (b, 1, 2, 2) (B, 2, 2, 2) (a, 1, 1, 1)
SELECT x FROM (VALUES ('b'), ('B'), ('c')) t(x) UNION SELECT y FROM (VALUES ('a'), ('C ')) u(y) ORDER BY x;
-> (a) (b) (c)
SELECT x FROM (VALUES ('b'), ('B'), ('c')) t(x) EXCEPT SELECT y FROM (VALUES ('C ')) u(y);
-> (b)
SELECT x FROM (VALUES ('b'), ('c')) t(x) INTERSECT SELECT 'B';
-> (b)
SELECT x FROM (VALUES ('b'), ('C')) t(x) UNION ALL SELECT y FROM (VALUES ('a'), ('c ')) u(y) ORDER BY x DESC;
-> (c ) (C) (b) (a)
SELECT STRING_AGG(x, ',') WITHIN GROUP (ORDER BY x) FROM (VALUES ('b'), ('C'), ('a')) t(x);
-> (a,b,C)
SELECT TOP 1 WITH TIES x, n FROM (VALUES ('b', 1), ('a', 2), ('A', 3)) t(x, n) ORDER BY x;
-> (a, 2) (A, 3)
SELECT x AS name FROM (VALUES ('b'), ('C'), ('a')) t(x) ORDER BY name;
-> (a) (b) (C)
SELECT x, COUNT(*) FROM (VALUES ('ab  '), ('AB'), ('c')) t(x) WHERE x = 'Ab' OR x IN ('z', 'C') GROUP BY x ORDER BY COUNT(*) DESC;
-> (ab, 2) (c, 1)
SELECT * FROM (SELECT k, v FROM (VALUES ('x', 5), ('X', 6), ('y', 7)) t(k, v)) p PIVOT (SUM(v) FOR k IN ([X], [Y])) q;
-> (11, 7)
WITH c AS (SELECT DISTINCT x FROM (VALUES ('Ab'), ('c'), ('C')) t(x)) SELECT x FROM c WHERE x = 'AB' AND x COLLATE Latin1_General_CS_AS <> 'AB';
-> (Ab)
SELECT n, MAX(m), COUNT(*) FROM (VALUES (2, 1.50), (10, 2.50), (2, 0.25)) t(n, m) GROUP BY n ORDER BY n;
-> (2, 1.50, 2) (10, 2.50, 1)
SELECT ISNULL(x, 'none') AS g, COUNT(*) FROM (VALUES ('None'), (NULL), ('a')) t(x) GROUP BY ISNULL(x, 'none') ORDER BY g;
-> (a, 1) (None, 2)
SELECT NULLIF(x, y), CASE x WHEN y THEN 1 ELSE 0 END, IIF(x < y, 1, 0) FROM (VALUES ('b', 'B '), ('a', 'B')) t(x, y);
-> (NULL, 1, 0) (a, 0, 1)
# source: T-SQL reference, GREATEST and LEAST: compared by the collation, NULLs are left out
SELECT GREATEST(x, y), LEAST(x, y), GREATEST(n, 3), LEAST(x, z), GREATEST(z, z) FROM (VALUES ('a ', 'B', 2, NULL)) t(x, y, n, z);
-> (B, a , 3, a , NULL)
# source: T-SQL reference, CHOOSE
SELECT CHOOSE(m, 'Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec') FROM (VALUES (1), (12), (13)) t(m);
-> (Jan) (Dec) (NULL)
# source: T-SQL reference, aggregates in windows, GROUPING, HAVING, and = of the collation among them
SELECT s, COUNT(*), COUNT(*) * 100.0 / SUM(COUNT(*)) OVER () FROM (VALUES ('Open'), ('open'), ('done'), ('OPEN ')) t(s) GROUP BY s HAVING s <> 'X' ORDER BY COUNT(*) DESC;
-> (Open, 3, 75.000000000000) (done, 1, 25.000000000000)
SELECT CASE WHEN GROUPING(s) = 1 THEN 'Total' ELSE s END AS d, SUM(n) FROM (VALUES ('b', 1), ('B', 2), ('a', 4)) t(s, n) GROUP BY ROLLUP(s) ORDER BY GROUPING(s), d;
-> (a, 4) (b, 3) (Total, 7)
SELECT TOP (1) WITH TIES s, COUNT(*) AS n FROM (VALUES ('b'), ('B'), ('a')) t(s) GROUP BY s ORDER BY COUNT(*) DESC;
-> (b, 2)
WITH g AS (SELECT s, SUM(n) AS total FROM (VALUES ('x', 1), ('X', 2), ('y', 2)) t(s, n) GROUP BY s) SELECT g.s, g.total FROM g WHERE g.total = (SELECT MAX(total) FROM g);
-> (x, 3)
SELECT c.k, x.v FROM (VALUES ('a'), ('b')) c(k) CROSS APPLY (SELECT TOP 1 o.v FROM (VALUES ('A', 1), ('a ', 5), ('B', 2)) o(k, v) WHERE o.k = c.k ORDER BY o.v DESC) x ORDER BY c.k;
-> (a, 5) (b, 2)
SELECT UPPER(LEFT(s, 1)) + LOWER(SUBSTRING(s, 2, LEN(s))) AS k, COUNT(*) FROM (VALUES ('oPEN'), ('open'), ('done')) t(s) GROUP BY UPPER(LEFT(s, 1)) + LOWER(SUBSTRING(s, 2, LEN(s))) ORDER BY k;
-> (Done, 1) (Open, 2)
SELECT DATEFROMPARTS(YEAR(d), MONTH(d), 1) AS m, COUNT(*) FROM (VALUES (CAST('2024-01-31' AS DATE)), (CAST('2024-01-01' AS DATE)), (NULL)) t(d) WHERE d IS NOT NULL GROUP BY DATEFROMPARTS(YEAR(d), MONTH(d), 1);
-> (2024-01-01, 2)
SELECT STRING_AGG(CONCAT(k, ' x', n), '; ') WITHIN GROUP (ORDER BY k) FROM (VALUES ('b', 1), ('A', 2)) t(k, n);
-> (A x2; b x1)
SELECT JSON_VALUE(j, '$.p') AS p, COUNT(*) FROM (VALUES ('{"p": "Home"}'), ('{"p": "home"}'), ('{"p": "cart"}')) t(j) GROUP BY JSON_VALUE(j, '$.p') ORDER BY 2 DESC;
-> (Home, 2) (cart, 1)
SELECT z, COUNT(*), MAX(z), COUNT(DISTINCT z) FROM (SELECT NULL AS z) t GROUP BY z ORDER BY z;
-> (NULL, 1, NULL, 0)

# Dates and times
# source: T-SQL reference, DATEADD: the last day of a month is kept inside it; the type is the date's
SELECT DATEADD(day, 5, CAST('2024-01-31' AS DATE)), DATEADD(month, 1, '2024-01-31'), DATEADD(yy, -1, CAST('20240229' AS DATE)), DATEADD(quarter, 1, CAST('2024-01-31' AS DATE)), DATEADD(wk, 1, CAST('2024-02-29' AS DATE)), DATEADD(hour, 2, CAST('2024-01-31 23:00:00' AS DATETIME));
-> (2024-02-05, 2024-02-29 00:00:00, 2023-02-28, 2024-04-30, 2024-03-07, 2024-02-01 01:00:00)
SELECT DATEADD(day, 1, NULL), YEAR(NULL), DATEDIFF(day, NULL, '2024-01-01'), EOMONTH(NULL);
-> (NULL, NULL, NULL, NULL)
SELECT DATEADD(minute, 1, t), DATEADD(ss, -1, t), DATEADD(dayofyear, 1, t), DATEADD(d, n, t), DATEADD(mm, -n, t) FROM (VALUES (CAST('2024-03-31 10:00:00' AS DATETIME), 1)) x(t, n);
-> (2024-03-31 10:01:00, 2024-03-31 09:59:59, 2024-04-01 10:00:00, 2024-04-01 10:00:00, 2024-02-29 10:00:00)
# source: T-SQL reference, DATEDIFF: counts the boundaries crossed; "always uses Sunday as the first day of the week"
SELECT DATEDIFF(year, '2023-12-31', '2024-01-01'), DATEDIFF(week, '2024-01-06', '2024-01-07'), DATEDIFF(week, '2024-01-07', '2024-01-08'), DATEDIFF(day, '2024-01-31 23:59:59', '2024-02-01'), DATEDIFF(minute, '2024-01-01 10:59:59', '2024-01-01 11:00:00');
-> (1, 1, 0, 1, 1)
SELECT DATEDIFF(hour, '2024-01-01 10:59:00', '2024-01-01 11:01:00'), DATEDIFF(quarter, '2024-03-31', '2024-04-01'), DATEDIFF(month, '2024-01-31', '2024-02-01'), DATEDIFF(day, '2024-02-01', '2024-01-31'), DATEDIFF(second, '2024-01-01', '2024-01-02'), DATEDIFF(week, '2024-01-14', '2024-01-06'), DATEDIFF_BIG(millisecond, '2024-01-01', '2024-01-02');
-> (1, 1, 1, -1, 86400, -2, 86400000)
# source: T-SQL reference, datetime: day 0 is 1900-01-01
SELECT DATEADD(month, DATEDIFF(month, 0, CAST('2024-03-15' AS DATE)), 0), DATEADD(day, DATEDIFF(day, 0, CAST('2024-03-15 10:20:30' AS DATETIME)), 0), DATEADD(year, DATEDIFF(year, 0, CAST('2024-03-15' AS DATE)) + 1, -1);
-> (2024-03-01 00:00:00, 2024-03-15 00:00:00, 2024-12-31 00:00:00)
# source: T-SQL reference, DATEPART, with SET DATEFIRST 7: Sunday is 1, 1 January is in week 1
SELECT DATEPART(weekday, '2024-01-07'), DATEPART(week, '2024-01-07'), DATEPART(wk, '2024-01-06'), DATEPART(iso_week, '2024-01-07'), DATEPART(dayofyear, '2024-12-31'), DATEPART(hour, '2024-01-07 10:20:30'), DATEPART(dw, '2024-01-06'), DATEPART(week, '2024-12-31'), DATEPART(isowk, '2024-12-31'), DATEPART(week, '2023-01-01');
-> (1, 2, 1, 1, 366, 10, 7, 53, 1, 1)
SELECT DATEPART(year, d), DATEPART(qq, d), DATEPART(mm, d), DATEPART(dd, d), DATEPART(mi, d), DATEPART(ss, d), DATEPART(ms, d), YEAR(d), MONTH(d), DAY(d), YEAR('2024-03-05') FROM (VALUES (CAST('2024-03-05 14:07:09.123' AS DATETIME2))) t(d);
-> (2024, 1, 3, 5, 7, 9, 123, 2024, 3, 5, 2024)
SELECT DATENAME(month, '2024-03-05'), DATENAME(weekday, '2024-03-05'), DATENAME(year, '2024-03-05') + '!', DATENAME(dd, '2024-03-05');
-> (March, Tuesday, 2024!, 5)
# source: T-SQL reference, EOMONTH, DATEFROMPARTS, DATETIMEFROMPARTS, DATETRUNC
SELECT EOMONTH('2024-02-10'), EOMONTH('2024-02-29', 1), EOMONTH(CAST('2024-02-10 10:00:00' AS DATETIME), -1), DATEADD(day, 1, EOMONTH('2024-02-10')), DATEFROMPARTS(2024, 2, 3), DATETIMEFROMPARTS(2024, 2, 3, 4, 5, 6, 500);
-> (2024-02-29, 2024-03-31, 2024-01-31, 2024-03-01, 2024-02-03, 2024-02-03 04:05:06.500000)
SELECT DATETRUNC(month, CAST('2024-03-15' AS DATE)), DATETRUNC(week, CAST('2024-03-15' AS DATE)), DATETRUNC(week, CAST('2024-03-10' AS DATE)), DATETRUNC(hour, CAST('2024-03-15 10:20:30' AS DATETIME2)), DATETRUNC(iso_week, CAST('2024-03-17' AS DATE)), DATETRUNC(quarter, '2024-05-17');
-> (2024-03-01, 2024-03-10, 2024-03-10, 2024-03-15 10:00:00, 2024-03-11, 2024-04-01 00:00:00)
# source: T-SQL reference, datetime: a whole number that is added is days
SELECT IIF(GETDATE() - 1 < GETDATE(), 1, 0), IIF(DATEADD(day, -7, GETDATE()) < SYSDATETIME(), 1, 0), IIF(CURRENT_TIMESTAMP IS NULL, 1, 0), CAST('2024-03-01' AS DATETIME) - 1, 1.5 + 1, IIF(CAST(GETDATE() AS DATE) <= GETDATE(), 1, 0);
-> (1, 1, 0, 2024-02-29 00:00:00, 2.5, 1)
SELECT x FROM (VALUES (CAST('2024-01-31' AS DATE))) t(x) WHERE x >= '2024-01-01' AND x < '2024-02-01' AND CAST(x AS DATE) = '20240131' AND x BETWEEN '2024-01-01' AND '2024-01-31';
-> (2024-01-31)

# Choice and NULL
# source: T-SQL reference, logical functions
SELECT IIF(1 > 2, 'a', 'b'), IIF(NULL > 1, 'a', 'b'), CHOOSE(2, 'a', 'b'), CHOOSE(5, 'a', 'b'), CHOOSE(x, 'a', 'b'), ISNULL(NULL, 3), COALESCE(NULL, NULL, 1), NULLIF(1, 1), NULLIF(1, 2) FROM (VALUES (1)) t(x);
-> (b, b, b, NULL, a, 3, 1, NULL, 1)
SELECT CASE WHEN 1 IN (1, NULL) THEN 1 ELSE 0 END, CASE WHEN 2 NOT IN (1, NULL) THEN 1 ELSE 0 END, CASE WHEN NULL = NULL THEN 1 ELSE 0 END, CASE WHEN 2 BETWEEN 1 AND 3 AND NOT 1 > 2 THEN 1 END;
-> (1, 0, 0, 1)

# Aggregates and windows: NULL is the smallest value
# source: T-SQL reference, aggregate functions
SELECT COUNT(*), COUNT(x), COUNT(DISTINCT x), COUNT_BIG(*), SUM(x), MIN(x), MAX(x), SUM(DISTINCT x), APPROX_COUNT_DISTINCT(x) FROM (VALUES (1), (2), (2), (NULL)) t(x);
-> (4, 3, 2, 4, 5, 1, 2, 3, 2)
SELECT ROUND(STDEV(x), 3), STDEVP(x), VAR(x), VARP(x) FROM (VALUES (1), (3)) t(x);
-> (1.414, 1.0, 2.0, 1.0)
# source: T-SQL reference, ORDER BY: "Null values are treated as the lowest possible values"
SELECT x, ROW_NUMBER() OVER (ORDER BY x) AS r, ROW_NUMBER() OVER (ORDER BY x DESC) FROM (VALUES (1), (NULL)) t(x) ORDER BY x;
-> (NULL, 1, 2) (1, 2, 1)
SELECT x FROM (VALUES (1), (NULL), (2)) t(x) ORDER BY x DESC;
-> (2) (1) (NULL)
SELECT x, LAG(x) OVER (ORDER BY x), LEAD(x, 1, 0) OVER (ORDER BY x), SUM(x) OVER (ORDER BY x), FIRST_VALUE(x) OVER (ORDER BY x), LAST_VALUE(x) OVER (ORDER BY x), NTILE(2) OVER (ORDER BY x) FROM (VALUES (1), (2)) t(x) ORDER BY x;
-> (1, NULL, 2, 1, 1, 1, 1) (2, 1, 0, 3, 1, 2, 2)
SELECT RANK() OVER (ORDER BY x), DENSE_RANK() OVER (ORDER BY x), PERCENT_RANK() OVER (ORDER BY x), CUME_DIST() OVER (ORDER BY x), SUM(x) OVER (ORDER BY x ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM (VALUES (1)) t(x);
-> (1, 1, 0.0, 1.0, 1)
# source: T-SQL reference, PERCENTILE_CONT and PERCENTILE_DISC: they take OVER
SELECT DISTINCT PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY x) OVER (PARTITION BY y), PERCENTILE_DISC(0.5) WITHIN GROUP (ORDER BY x) OVER (PARTITION BY y) FROM (VALUES (1, 1), (2, 1), (3, 1), (4, 1)) t(x, y);
-> (2.5, 2)
SELECT ROW_NUMBER() OVER (ORDER BY (SELECT NULL)) FROM (VALUES (1)) t(x);
-> (1)
SELECT a, SUM(b) AS s, GROUPING(a) AS g FROM (VALUES ('x', 1), ('y', 2)) t(a, b) GROUP BY ROLLUP(a) ORDER BY s;
-> (x, 1, 0) (y, 2, 0) (NULL, 3, 1)
SELECT a, SUM(b) AS s FROM (VALUES ('x', 1), ('y', 2)) t(a, b) GROUP BY a WITH ROLLUP ORDER BY s;
-> (x, 1) (y, 2) (NULL, 3)
SELECT a, b, SUM(c) AS s FROM (VALUES (1, 2, 5)) t(a, b, c) GROUP BY GROUPING SETS ((a, b), ()) HAVING SUM(c) > 1 ORDER BY a;
-> (NULL, NULL, 5) (1, 2, 5)

# Queries
# source: T-SQL reference, TOP; ORDER BY, OFFSET and FETCH
SELECT TOP 2 x FROM (VALUES (1), (NULL), (2)) t(x) ORDER BY x;
-> (NULL) (1)
SELECT DISTINCT TOP (1) x FROM (VALUES (1), (1), (2)) t(x) ORDER BY x DESC;
-> (2)
SELECT x FROM (VALUES (1), (2), (3)) t(x) ORDER BY x OFFSET 1 ROWS FETCH NEXT 1 ROWS ONLY;
-> (2)
SELECT x FROM (VALUES (1), (2), (3)) t(x) ORDER BY x DESC OFFSET 2 ROWS;
-> (1)
# source: T-SQL reference, TOP: of a part of a UNION it limits that part
SELECT x FROM (VALUES (1), (2)) t(x) UNION ALL SELECT TOP 1 x FROM (VALUES (3)) u(x);
-> (1) (2) (3)
SELECT TOP 1 x FROM (VALUES (1), (1)) t(x) UNION ALL SELECT TOP 1 x FROM (VALUES (3), (3)) u(x) ORDER BY x;
-> (1) (3)
SELECT * FROM (SELECT TOP 1 x FROM (VALUES (1), (2)) t(x) ORDER BY x DESC) s;
-> (2)
# source: T-SQL reference, FROM: APPLY
SELECT a.x, b.y FROM (VALUES (1), (2)) a(x) CROSS APPLY (SELECT a.x + 1 AS y WHERE a.x > 1) b;
-> (2, 3)
SELECT a.x, b.y FROM (VALUES (1), (2)) a(x) OUTER APPLY (SELECT TOP 1 a.x + 1 AS y WHERE a.x > 1 ORDER BY y) b ORDER BY a.x;
-> (1, NULL) (2, 3)
SELECT k, v FROM (VALUES (1, 2)) t(p, q) CROSS APPLY (VALUES ('p', p), ('q', q)) u(k, v);
-> (p, 1) (q, 2)
# source: T-SQL reference, STRING_SPLIT: one column, value
SELECT a.n, s.value FROM (VALUES (1, 'p,,q'), (2, NULL)) a(n, x) CROSS APPLY STRING_SPLIT(a.x, ',') s ORDER BY s.value;
-> (1, ) (1, p) (1, q)
# source: T-SQL reference, PIVOT and UNPIVOT: the names in brackets are values; UNPIVOT leaves NULL out
SELECT * FROM (SELECT a, k, v FROM (VALUES (1, 'x', 5), (1, 'y', 6)) t(a, k, v)) p PIVOT (SUM(v) FOR k IN ([x], [y], [z])) pv;
-> (1, 5, 6, NULL)
SELECT a, [2023], [2024] FROM (SELECT a, k, v FROM (VALUES (1, 2023, 5), (1, 2024, 6)) t(a, k, v)) p PIVOT (MAX(v) FOR k IN ([2023], [2024])) AS pv;
-> (1, 5, 6)
SELECT a, k, v FROM (SELECT 1 AS a, 2 AS p, NULL AS q, 4 AS r) t UNPIVOT (v FOR k IN (p, q, r)) u;
-> (1, p, 2) (1, r, 4)
# source: T-SQL reference, WITH: a query that names itself is recursive
WITH r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r WHERE n < 3) SELECT SUM(n) FROM r;
-> (6)
WITH r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 3), s AS (SELECT MAX(n) AS m FROM r) SELECT m FROM s;
-> (3)
SELECT x FROM (VALUES (1), (2)) t(x) EXCEPT SELECT 2;
-> (1)
SELECT x FROM (VALUES (1), (2)) t(x) INTERSECT SELECT 1 UNION SELECT 1;
-> (1)
SELECT a.i, b.k FROM (VALUES (1), (2)) AS a(i) LEFT OUTER JOIN (VALUES (1, 5)) AS b(i, k) ON a.i = b.i WHERE EXISTS (SELECT 1) ORDER BY a.i;
-> (1, 5) (2, NULL)
SELECT a.i, b.j FROM (VALUES (1)) a(i) FULL OUTER JOIN (VALUES (2)) b(j) ON a.i = b.j ORDER BY a.i;
-> (NULL, 2) (1, NULL)

# Names and texts
# source: T-SQL reference, database identifiers; SELECT, column = expression; comments nest
SELECT [x y], [a]]b], "x y" AS [order], z = 5, 'it''s', '\', /* a /* b */ c */ 'a--b' FROM (VALUES (1, 2)) t([x y], [a]]b]) -- the end
-> (1, 2, 1, 5, it's, \, a--b)
SELECT x AS 'a b', x 'c' FROM (VALUES (1)) t(x);
-> (1, 1)
SELECT '\', ' UNION SELECT secret FROM t --', N'\''';
-> (\,  UNION SELECT secret FROM t --, \')
SELECT '" [ ] # /* -- */', '$$', 'a''''b';
-> (" [ ] # /* -- */, $$, a''b)

# JSON
# source: T-SQL reference, JSON_VALUE: a scalar as a text, NULL for objects and arrays
SELECT JSON_VALUE(j, '$.a.b'), JSON_VALUE(j, '$.a'), JSON_VALUE(j, '$.c[1]'), JSON_VALUE(j, '$.d'), JSON_VALUE(j, '$.e'), JSON_VALUE(j, '$.x'), JSON_VALUE(j, '$.c') FROM (VALUES ('{"a": {"b": "x"}, "c": [5, 6], "d": null, "e": true}')) t(j);
-> (x, NULL, 6, NULL, true, NULL, NULL)

# Others
SELECT IIF(NEWID() IS NULL, 1, 0);
-> (0)

# source: T-SQL reference, GREATEST and LEAST: NULLs are left out
SELECT GREATEST(1, NULL, 3), LEAST(1, 2, NULL), GREATEST(NULL, NULL);
-> (3, 1, NULL)

# Columns: what their types make of an answer
# source: T-SQL reference, DATEADD and DATETRUNC: the type is that of the date
SELECT DATEADD(day, 1, d), DATEADD(month, 1, d), DATEADD(day, 1, t), DATEADD(hour, 1, t), DATETRUNC(month, d), DATETRUNC(month, t), DATEADD(week, -1, DATEADD(day, 1, d)), DATEADD(day, 1.9, d), DATEADD(dd, 1 - DAY(d), d), DATEADD(day, n, d), DATEADD(w, 1, d), DATEADD(ms, 5, t) FROM (SELECT CAST('2024-01-31' AS DATE) AS d, CAST('2024-01-31 10:20:30' AS DATETIME2) AS t, 2.7 AS n) x;
-> (2024-02-01, 2024-02-29, 2024-02-01 10:20:30, 2024-01-31 11:20:30, 2024-01-01, 2024-01-01 00:00:00, 2024-01-25, 2024-02-01, 2024-01-01, 2024-02-02, 2024-02-01, 2024-01-31 10:20:30.005000)
SELECT DATEDIFF(day, d, t), DATEDIFF(weekday, d, t), DATEDIFF(week, d, t), DATEDIFF(month, MIN(d) OVER (), t), EOMONTH(d, 1), DATENAME(quarter, d), DATENAME(iso_week, d), DATEPART(w, d), DATEDIFF_BIG(microsecond, t, t), DATEPART(mcs, t) FROM (SELECT CAST('2024-01-27' AS DATE) AS d, CAST('2024-02-04 10:20:30.5' AS DATETIME2) AS t) x;
-> (8, 8, 2, 1, 2024-02-29, 1, 4, 7, 0, 500000)
# source: T-SQL reference, precision, scale and length: the scale of a quotient is max(6, s1 + p2 + 1), and 6 where there is no room; AVG of decimal(p, s) is decimal(38, max(s, 6)). They are cut there
SELECT n / 2, m / 2, f / 2, m / 3, 1 / m, SUM(m) OVER () / COUNT(*) OVER (), AVG(m) OVER (), 2.0 / 3, 10 / 4.0, b / 2, -n / 2, n / 2.0 FROM (SELECT CAST(7 AS INT) AS n, CAST(2.00 AS DECIMAL(10, 2)) AS m, CAST(7 AS FLOAT) AS f, CAST(9007199254740993 AS BIGINT) AS b) x;
-> (3, 1.000000, 3.5, 0.666666, 0.500000000000, 2.000000, 2.000000, 0.666666, 2.500000, 4503599627370496, -3, 3.500000000000)
SELECT ROUND(m / 2, 2), CAST(m / 2 AS DECIMAL(10, 2)), CAST(100.0 * COUNT(*) / 3 AS DECIMAL(5, 2)), SUM(m) / COUNT(*), 100.0 * SUM(n) / SUM(SUM(n)) OVER (), AVG(n), AVG(DISTINCT m), AVG(1.0 * n) FROM (VALUES (CAST(4.69 AS DECIMAL(10, 2)), 1), (CAST(4.69 AS DECIMAL(10, 2)), 2)) t(m, n) GROUP BY m;
-> (2.350000, 2.35, 66.67, 4.690000, 100.000000000000, 1, 4.690000, 1.500000)
SELECT CASE WHEN x <> 0 THEN 10 / x END, y / NULLIF(x, 0), AVG(y) OVER (PARTITION BY x ORDER BY y ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM (VALUES (4, 10), (0, 5)) t(x, y) ORDER BY x DESC;
-> (2, 2, 10) (NULL, NULL, 5)
# source: T-SQL reference, CEILING, FLOOR, POWER, DEGREES, RADIANS: of the type of their argument
SELECT CEILING(n) / 2, FLOOR(n) / 2, CEILING(m), FLOOR(m), POWER(n, 2) / 2, POWER(2, -1), POWER(2.5, 2), POWER(m, 2), POWER(f, 2), RADIANS(180), DEGREES(1), ROUND(DEGREES(PI()), 0), FLOOR(b) FROM (SELECT CAST(7 AS INT) AS n, CAST(1.25 AS DECIMAL(10, 2)) AS m, CAST(1.5 AS FLOAT) AS f, CAST(9007199254740993 AS BIGINT) AS b) x;
-> (3, 3, 2, 1, 24, 0, 6.3, 1.56, 2.25, 3, 57, 180.0, 9007199254740993)
SELECT ROUND(ATN2(1, 1), 4), ROUND(COT(1), 4), ROUND(ASIN(1), 4), ACOS(1);
-> (0.7854, 0.6421, 1.5708, 0.0)
# source: T-SQL reference, ISNULL: what replaces NULL takes the type of the first argument
SELECT ISNULL(n, 0.9), ISNULL(m, 1.239), ISNULL(s, 'none'), ISNULL(s, 5), ISNULL(d, '20240101'), ISNULL(n, '7'), ISNULL(ISNULL(n, NULL), 3) + 1, ISNULL(f, 1) FROM (SELECT CAST(NULL AS INT) AS n, CAST(NULL AS DECIMAL(10, 2)) AS m, CAST(NULL AS VARCHAR(9)) AS s, CAST(NULL AS DATE) AS d, CAST(NULL AS FLOAT) AS f) x;
-> (0, 1.24, none, 5, 2024-01-01, 7, 4, 1.0)
# source: T-SQL reference, CAST and CONVERT: of float to varchar "6 digits"; a bit is 1 or 0, a uniqueidentifier in capitals
SELECT CAST(f AS VARCHAR(20)), CAST(g AS VARCHAR(20)), CAST(CAST(1 AS FLOAT) AS VARCHAR(20)), CAST(b AS VARCHAR(5)), CONCAT('f=', f, ' b=', b, ' d=', d, ' n=', n, ' m=', m), CAST(d AS VARCHAR(10)), CAST(u AS VARCHAR(36)) FROM (SELECT CAST(2 AS FLOAT) AS f, CAST(1234567.89 AS FLOAT) AS g, CAST(1 AS BIT) AS b, CAST('2024-01-31' AS DATE) AS d, 7 AS n, 1.50 AS m, CAST('6f9619ff-8b86-d011-b42d-00c04fc964ff' AS UNIQUEIDENTIFIER) AS u) x;
-> (2, 1.23457e+006, 1, 1, f=2 b=1 d=2024-01-31 n=7 m=1.50, 2024-01-31, 6F9619FF-8B86-D011-B42D-00C04FC964FF)
# source: T-SQL reference, + (String Concatenation)
SELECT s + CAST(n AS VARCHAR(5)), '0' + s, s + ' ' + s, REPLICATE('0', 3) + s, ISNULL(s, '') + '1' FROM (SELECT 'ab' AS s, 7 AS n) x;
-> (ab7, 0ab, ab ab, 000ab, ab1)
# source: T-SQL reference, char: filled up with blanks
SELECT CAST(s AS CHAR(5)) + '|', CAST('abcdef' AS CHAR(3)), CONVERT(CHAR(20), d, 120) + '|', LEN(CAST(s AS CHAR(9))) FROM (SELECT 'ab' AS s, CAST('2024-01-31 10:20:30' AS DATETIME) AS d) x;
-> (ab   |, abc, 2024-01-31 10:20:30 |, 2)
# source: T-SQL reference, date and time styles: 0 or 100 "mon dd yyyy hh:miAM"; a DATE has no time in any
SELECT CONVERT(VARCHAR(30), t, 100), CONVERT(VARCHAR(30), d, 100), CONVERT(VARCHAR(30), d, 120), CONVERT(VARCHAR(20), t, 113), CONVERT(VARCHAR(10), d, 126), CONVERT(VARCHAR(8), t, 1), CONVERT(VARCHAR(8), t, 3), CONVERT(VARCHAR(6), t, 12), CONVERT(VARCHAR(8), t, 8) FROM (SELECT CAST('2024-02-05' AS DATE) AS d, CAST('2024-02-05 09:08:07' AS DATETIME) AS t) x;
-> (Feb  5 2024  9:08AM, Feb  5 2024, 2024-02-05, 05 Feb 2024 09:08:07, 2024-02-05, 02/05/24, 05/02/24, 240205, 09:08:07)
SELECT CAST('2024-01-31 10:20:30.6' AS DATETIME2(0)), CAST('2024-01-31 10:20:31' AS SMALLDATETIME), CAST('10:20:30' AS TIME(0)), CAST(1.5 AS FLOAT(53));
-> (2024-01-31 10:20:31, 2024-01-31 10:21:00, 10:20:30, 1.5)
# source: T-SQL reference, TRY_CAST; an empty text is 0, and as a date 1900-01-01
SELECT TRY_CAST(x AS INT), TRY_CAST(x AS DATE), TRY_CONVERT(DATE, y), TRY_CAST(x AS DECIMAL(5, 1)) FROM (VALUES ('', '20240131'), ('12', '1/31/2024'), ('x', 'Jan 31 2024'), ('2.5', 'x'), (NULL, NULL)) t(x, y);
-> (0, 1900-01-01, 2024-01-31, NULL) (12, NULL, 2024-01-31, 12.0) (NULL, NULL, 2024-01-31, NULL) (NULL, NULL, NULL, 2.5) (NULL, NULL, NULL, NULL)
# source: T-SQL reference, date: '20240131' is a date in every language
SELECT d FROM (VALUES (CAST('2024-01-31' AS DATE), '20240131', 20240131)) t(d, s, n) WHERE d >= '20240101' AND d BETWEEN '20240131' AND '20240131' AND d IN ('20240131') AND s = '20240131' AND n = '20240131' AND '20240201' > d;
-> (2024-01-31)

# source: T-SQL reference, LIKE and PATINDEX: brackets, ranges and ^
SELECT x FROM (VALUES ('Alpha'), ('beta'), ('1a'), ('a-1'), (NULL)) t(x) WHERE x LIKE '[A-B]%' OR x NOT LIKE '%[a-z]';
-> (Alpha) (beta) (a-1)
SELECT x FROM (VALUES ('Alpha', 'PH'), ('beta', 'x')) t(x, y) WHERE x LIKE '%' + y + '%' AND x LIKE '[^b]%';
-> (Alpha)
SELECT PATINDEX('a%', 'Abc'), PATINDEX('%c', 'cbc'), PATINDEX('%a%c%', 'xabcc'), PATINDEX('b%', 'abc'), PATINDEX('%[0-9][0-9]%', 'a1b22');
-> (1, 3, 2, 0, 4)
# source: T-SQL reference, COLLATE
SELECT x FROM (VALUES ('Ab'), ('ab')) t(x) WHERE x COLLATE Latin1_General_CS_AS = 'ab' AND x COLLATE Latin1_General_BIN2 LIKE 'a%';
-> (ab)
# source: T-SQL reference, QUOTENAME, TRANSLATE, STR, ISNUMERIC
SELECT QUOTENAME('abc[]def'), QUOTENAME('it''s', ''''), QUOTENAME('a', '"'), TRANSLATE('2*[3+4]', '[]', '()'), STR(123.45), ISNUMERIC('12.5'), ISNUMERIC('a'), ISNUMERIC(NULL);
-> ([abc[]]def], 'it''s', "a", 2*(3+4),        123, 1, 0, 0)
# source: T-SQL reference, FORMAT, and .NET's standard formats in English
SELECT FORMAT(x, 'C'), FORMAT(x, 'C0'), FORMAT(-x, 'C'), FORMAT(0.1234, 'P'), FORMAT(0.1234, 'P1'), FORMAT(0.5, '0%'), FORMAT(x, '$#,##0.00'), FORMAT(d, 'd'), FORMAT(d, 'D'), FORMAT(d, 'g'), FORMAT(d, 'MMMM yyyy'), FORMAT(d, 's') FROM (SELECT 1234.5 AS x, CAST('2024-02-05 09:08:07' AS DATETIME) AS d) t;
-> ($1,234.50, $1,235, ($1,234.50), 12.34 %, 12.3 %, 50%, $1,234.50, 2/5/2024, Monday, February 5, 2024, 2/5/2024 9:08 AM, February 2024, 2024-02-05T09:08:07)
# source: T-SQL reference, DATETIME2FROMPARTS, SMALLDATETIMEFROMPARTS, TIMEFROMPARTS, GETUTCDATE
SELECT DATETIME2FROMPARTS(2024, 1, 2, 3, 4, 5, 5, 1), SMALLDATETIMEFROMPARTS(2024, 1, 2, 3, 4), TIMEFROMPARTS(10, 20, 30, 0, 0), IIF(GETUTCDATE() <= DATEADD(day, 2, GETDATE()), 1, 0), IIF(SYSUTCDATETIME() IS NULL, 1, 0);
-> (2024-01-02 03:04:05.500000, 2024-01-02 03:04:00, 10:20:30, 1, 0)

# source: T-SQL reference, TOP: WITH TIES returns all rows that tie for the last place, PERCENT rounds up
SELECT TOP 1 WITH TIES x, y FROM (VALUES (1, 'a'), (1, 'b'), (2, 'c')) t(x, y) ORDER BY x;
-> (1, a) (1, b)
SELECT TOP (1) WITH TIES x FROM (VALUES (1, 5), (1, 6), (2, 5)) t(x, y) ORDER BY ROW_NUMBER() OVER (PARTITION BY x ORDER BY y DESC);
-> (1) (2)
SELECT TOP 50 PERCENT x FROM (VALUES (1), (2), (3)) t(x) ORDER BY x DESC;
-> (3) (2)
# source: T-SQL reference, table hints and OPTION
SELECT a.x FROM (VALUES (1)) a(x) OPTION (MAXRECURSION 0, RECOMPILE);
-> (1)
WITH r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r WITH (NOLOCK) WHERE n < 3) SELECT MAX(q.n) FROM r q (NOLOCK) OPTION (MAXRECURSION 100);
-> (3)
# source: T-SQL reference, STRING_SPLIT with ordinal, GENERATE_SERIES, GROUPING_ID
SELECT value, ordinal FROM STRING_SPLIT('a,,b', ',', 1) WHERE value <> '' ORDER BY ordinal DESC;
-> (b, 3) (a, 1)
SELECT s.value, g.value FROM STRING_SPLIT('a b', ' ') s CROSS JOIN GENERATE_SERIES(1, 5, 3) g ORDER BY s.value, g.value;
-> (a, 1) (a, 4) (b, 1) (b, 4)
SELECT a, b, GROUPING_ID(a, b) FROM (VALUES (1, 2)) t(a, b) GROUP BY CUBE (a, b) ORDER BY 3;
-> (1, 2, 0) (1, NULL, 1) (NULL, 2, 2) (NULL, NULL, 3)
# source: T-SQL reference, OPENJSON: key, value, type (1 text, 2 number, 3 boolean, 4 array, 5 object, 0 null), or WITH columns
SELECT j.[key], j.value, j.type FROM (VALUES ('{"a":"x","b":[1,2],"c":null,"d":5,"e":true}')) t(v) CROSS APPLY OPENJSON(t.v) j ORDER BY j.[key];
-> (a, x, 1) (b, [1,2], 4) (c, NULL, 0) (d, 5, 2) (e, true, 3)
SELECT t.id, j.value FROM (VALUES (1, '{"l": [3, 4]}'), (2, '{"k": 1}'), (3, NULL)) t(id, v) OUTER APPLY OPENJSON(t.v, '$.l') AS j ORDER BY t.id, j.value;
-> (1, 3) (1, 4) (2, NULL) (3, NULL)
SELECT id, name, qty + 1, tags FROM OPENJSON('[{"id":1,"item":{"name":"x"},"qty":2,"tags":["p"]},{"id":2}]') WITH (id INT, name NVARCHAR(50) '$.item.name', qty INT '$.qty', tags NVARCHAR(MAX) AS JSON);
-> (1, x, 3, ["p"]) (2, NULL, NULL, NULL)
# source: T-SQL reference, JSON_QUERY: objects and arrays only; ISJSON
SELECT JSON_QUERY(v, '$.a'), JSON_QUERY(v, '$.b'), JSON_VALUE(v, '$."c d"'), ISJSON(v), ISJSON('x'), ISJSON(NULL) FROM (VALUES ('{"a":[1],"b":5,"c d":"y"}')) t(v);
-> ([1], NULL, y, 1, 0, NULL)
# source: T-SQL reference, PERCENTILE_CONT: a float; DESC counts from the other end
SELECT DISTINCT PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY x) OVER (), PERCENTILE_CONT(0.25) WITHIN GROUP (ORDER BY x DESC) OVER () FROM (VALUES (1.00), (2.25)) t(x);
-> (1.625, 1.9375)

# source: T-SQL reference, DATALENGTH: bytes
SELECT DATALENGTH(s), DATALENGTH(n), DATALENGTH(b), DATALENGTH(CAST(NULL AS VARCHAR(3))) FROM (SELECT 'héllo ' AS s, 7 AS n, CAST(7 AS BIGINT) AS b) x;
-> (6, 4, 8, NULL)

# source: T-SQL reference, STRING_AGG: "Expressions are converted to NVARCHAR or VARCHAR types during concatenation"; char
SELECT STRING_AGG(f, ','), STRING_AGG(b, ','), STRING_AGG(n, ','), MAX(IIF(CAST(s AS CHAR(5)) = 'AB', 1, 0)), MAX(CASE WHEN s = CAST('ab' AS CHAR(9)) THEN 1 ELSE 0 END) FROM (SELECT CAST(2 AS FLOAT) AS f, CAST(1 AS BIT) AS b, 7 AS n, 'ab' AS s) x;
-> (2, 1, 7, 1, 1)

# source: T-SQL reference, STR, and .NET's custom formats: # is a digit where there is one
SELECT STR(7, 3), STR(12345, 3), FORMAT(12.345, '0.##'), FORMAT(12.5, '0.##'), FORMAT(12, '0.##'), FORMAT(1234.5, '#,##0.0#'), FORMAT(120, '0.0#');
-> (  7, ***, 12.35, 12.5, 12, 1,234.5, 120.0)

# source: T-SQL reference, precision, scale and length: of decimal(10, 2) and decimal(3, 2) there are 6 digits, of decimal(5, 4) 8
SELECT m / r, m / q, m / 12, m / 100.0, m / NULLIF(r, 0), ROUND(m / q, 2), m / n, SUM(m) OVER () / 7, 100.0 * SUM(m) OVER () / 7 FROM (SELECT CAST(10.00 AS DECIMAL(10, 2)) AS m, CAST(3.00 AS DECIMAL(3, 2)) AS r, CAST(3 AS DECIMAL(5, 4)) AS q, 3 AS n) x;
-> (3.333333000000, 3.333333330000, 0.833333000000, 0.100000000000, 3.333333000000, 3.330000000000, 3.333333333333, 1.428571, 142.857142000000)

SELECT ROUND(m / n / 2, 9), SUM(m) / COUNT(*) / 7 FROM (SELECT CAST(12.50 AS DECIMAL(10, 2)) AS m, 3 AS n) x GROUP BY m, n;
-> (2.083333333000, 1.785714280000)

# What would be another answer
SELECT REPLICATE('a', x) FROM t;
-> limit_exceeded
SELECT id + 1 + ' x' FROM t;
-> unsupported_sql + of a text and a number
SELECT 'a' + 1;
-> unsupported_sql + of a text and a number
SELECT CAST(GETDATE() AS VARCHAR(20));
-> unsupported_sql a cast of a time to a text
SELECT CONVERT(VARCHAR(20), CURRENT_TIMESTAMP);
-> unsupported_sql a cast of a time to a text
SELECT CONVERT(VARCHAR(30), d, 121) FROM t;
-> unsupported_sql parts of a second in CONVERT
SELECT CONVERT(VARCHAR(30), d, 126) FROM t;
-> unsupported_sql parts of a second in CONVERT
SELECT CONVERT(INT, x, 1) FROM t;
-> unsupported_sql that style in CONVERT
SELECT CONVERT(VARCHAR(10), d, s) FROM t;
-> unsupported_sql that style in CONVERT
SELECT x COLLATE Latin1_General_CS_AS FROM t;
-> unsupported_sql COLLATE
SELECT REPLACE(x, y, z) FROM t;
-> unsupported_sql a text to look for in REPLACE that is not written out
SELECT PATINDEX('%[[]%', x) FROM t;
-> unsupported_sql that pattern in PATINDEX
SELECT FORMAT(d, 'yyyy-\Mm') FROM t;
-> unsupported_sql that format in FORMAT
SELECT FORMAT(d, 'YYYY-MM') FROM t;
-> unsupported_sql that format in FORMAT
SELECT FORMAT(d, f) FROM t;
-> unsupported_sql that format in FORMAT
SELECT FORMAT(d, 'yyyy', 'de-DE') FROM t;
-> unsupported_sql a culture in FORMAT
SELECT CHAR(233);
-> unsupported_sql CHAR of a code page
SELECT DATEADD(nanosecond, 1, d) FROM t;
-> unsupported_sql that unit in DATEADD
SELECT DATEADD("day", 1, d) FROM t;
-> unsupported_sql that unit in DATEADD
SELECT DATEPART(tz, d) FROM t;
-> unsupported_sql that unit in DATEPART
SELECT DATEDIFF(day, '01/31/2024', d) FROM t;
-> unsupported_sql a date that is not written as '2024-01-31'
SELECT STRING_AGG(DISTINCT x, ',') FROM t;
-> unsupported_sql this form of STRING_AGG
SELECT STRING_AGG(x) FROM t;
-> unsupported_sql STRING_AGG without a separator
SELECT PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY x) FROM t;
-> unsupported_sql PERCENTILE_CONT without OVER
SELECT PERCENTILE_DISC(0.5) WITHIN GROUP (ORDER BY x DESC) OVER () FROM t;
-> unsupported_sql PERCENTILE_DISC with DESC
SELECT TRUE;
-> unsupported_sql TRUE and FALSE
SELECT JSON_VALUE(x, 'strict $.a') FROM t;
-> unsupported_sql that path in JSON_VALUE
SELECT s.value FROM t CROSS APPLY STRING_SPLIT(t.x, 'ab') s;
-> unsupported_sql that separator in STRING_SPLIT

# No tested translation
SELECT x FROM #t;
-> unsupported_sql a temporary table (#t)
SELECT x FROM ##t;
-> unsupported_sql a temporary table (#t)
SELECT #x FROM t;
-> unsupported_sql a temporary table (#t)
SELECT @x;
-> unsupported_sql a variable (@x)
SELECT @@ROWCOUNT;
-> unsupported_sql a variable (@x)
SELECT TOP (@n) x FROM t;
-> unsupported_sql a variable (@x)
SELECT x FROM @t;
-> unsupported_sql a function in FROM
SELECT x FROM t FOR JSON PATH;
-> unsupported_sql FOR XML and FOR JSON
SELECT STUFF((SELECT ',' + x FROM t FOR XML PATH('')), 1, 1, '');
-> unsupported_sql FOR XML and FOR JSON
SELECT x FROM t FOR SYSTEM_TIME AS OF '2024-01-01';
-> unsupported_sql FOR SYSTEM_TIME
SELECT x FROM t TABLESAMPLE (10 PERCENT);
-> unsupported_sql TABLESAMPLE
SELECT CAST(x AS XML) FROM t;
-> unsupported_sql the type XML
SELECT CAST(x AS VARBINARY(8)) FROM t;
-> unsupported_sql the type VARBINARY(8)
SELECT CAST(x AS DATETIMEOFFSET) FROM t;
-> unsupported_sql the type DATETIMEOFFSET
SELECT CAST(x AS REAL) FROM t;
-> unsupported_sql the type REAL
SELECT CAST(x AS SQL_VARIANT) FROM t;
-> unsupported_sql the type SQL_VARIANT
SELECT d AT TIME ZONE 'UTC' FROM t;
-> unsupported_sql AT TIME ZONE
SELECT SYSDATETIMEOFFSET();
-> unsupported_sql the function SYSDATETIMEOFFSET
SELECT RAND();
-> unsupported_sql the function RAND
SELECT SOUNDEX(x) FROM t;
-> unsupported_sql the function SOUNDEX
SELECT CHECKSUM(x) FROM t;
-> unsupported_sql the function CHECKSUM
SELECT TRANSLATE(x, y, 'cd') FROM t;
-> unsupported_sql TRANSLATE of what is not written out
SELECT dbo.my_udf(x) FROM t;
-> unsupported_sql the function MY_UDF
SELECT x.value('(/a)[1]', 'int') FROM t;
-> unsupported_sql the function VALUE
SELECT SUSER_NAME();
-> unsupported_sql the function SUSER_NAME
SELECT DB_NAME();
-> unsupported_sql the function DB_NAME
SELECT EXTRACT(year FROM d) FROM t;
-> syntax_error FROM
SELECT * FROM OPENROWSET('a', 'b', 'c');
-> unsupported_sql a function in FROM
SELECT x FROM t WHERE CONTAINS(x, 'a');
-> unsupported_sql the function CONTAINS
SELECT 0x1F;
-> unsupported_sql a binary value (0x...)
SELECT $5;
-> unsupported_sql a pseudocolumn or amount ($x)
SELECT {d '2024-01-01'};
-> unsupported_sql {d '...'}
SELECT NEXT VALUE FOR s;
-> unsupported_sql NEXT VALUE FOR
SELECT x FROM t QUALIFY ROW_NUMBER() OVER (ORDER BY x) = 1;
-> unsupported_sql QUALIFY
SELECT x FROM t WHERE x ILIKE 'a';
-> unsupported_sql ILIKE
SELECT x INTO y FROM t;
-> unsupported_sql INTO
DECLARE @x INT = 1;
-> not_allowed
EXEC sp_who;
-> syntax_error
DELETE FROM t;
-> not_allowed
SELECT x FROM t WITH (INDEX(i));
-> unsupported_sql that table hint
SELECT x FROM t WHERE x LIKE '[a-c!%' ESCAPE '!';
-> unsupported_sql these brackets in LIKE
SELECT x FROM t ORDER BY x COLLATE Latin1_General_CS_AS;
-> unsupported_sql COLLATE
SELECT DISTINCT TOP 1 WITH TIES x FROM t ORDER BY x;
-> unsupported_sql this form of TOP
SELECT QUOTENAME(x, y) FROM t;
-> unsupported_sql this form of QUOTENAME
SELECT * FROM OPENJSON(x, '$.*');
-> unsupported_sql that path in OPENJSON
SELECT DATALENGTH(N'abc');
-> unsupported_sql DATALENGTH of a national text (N'...')
SELECT GREATEST(x, 'a') FROM t;
-> unsupported_sql GREATEST of texts

# source: T-SQL reference, ISNULL: what replaces NULL is cut to the length of the first argument; of a CASE that is the longest text in it
SELECT ISNULL(CAST(NULL AS VARCHAR(2)), 'abcdef'), ISNULL(CAST(n AS VARCHAR(3)), 'unknown'), ISNULL(CASE WHEN n > 5 THEN 'yes' END, 'unknown'), ISNULL(NULLIF('ab', 'AB'), 'abcd'), ISNULL(CONVERT(VARCHAR(4), n), name), ISNULL(ISNULL(CAST(n AS VARCHAR(3)), NULL), 'abcd'), ISNULL(name, 'long text') FROM (SELECT CAST(NULL AS INT) AS n, 'O''Neil' AS name) x;
-> (ab, unk, unk, ab, O'Ne, abc, O'Neil)
# what SQL Server does: an empty text is found nowhere and has no first character
SELECT CHARINDEX('', 'abc'), CHARINDEX('', 'abc', 2), CHARINDEX(x, 'abc'), CHARINDEX('z', 'abc', 2), CHARINDEX(NULL, 'abc', 1), ASCII(''), ASCII(x), UNICODE(''), ASCII('a') FROM (SELECT '' AS x) t;
-> (0, 0, 0, 0, NULL, NULL, NULL, NULL, 97)
# source: T-SQL reference, STR (right-justified, asterisks where the whole part is longer), TRANSLATE, PARSENAME (from the right, up to four parts), ISDATE
SELECT STR(123.45, 6, 1), STR(123.45, 2, 2), STR(f, 8, 2), STR(-1.5, 6, 1), STR(NULL, 3, 1), TRANSLATE('abc', 'ab', 'xy'), TRANSLATE('2024-01/31', '-/', '..') FROM (SELECT 123.456e0 AS f) x;
-> ( 123.5, **,   123.46,   -1.5, NULL, xyc, 2024.01.31)
SELECT PARSENAME('srv.db.dbo.orders', 1), PARSENAME('srv.db.dbo.orders', 4), PARSENAME(x, 4), PARSENAME('a.b', 3), PARSENAME('1.2.3.4.5', 1), PARSENAME(NULL, 1) FROM (SELECT '192.168.1.10' AS x) t;
-> (orders, srv, 192, NULL, NULL, NULL)
SELECT ISDATE('2024-02-30'), ISDATE('2024-02-29'), ISDATE(x), ISDATE(NULL), ISDATE('20240101'), ISDATE('') FROM (SELECT 'abc' AS x) t;
-> (0, 1, 0, 0, 1, 0)
# source: T-SQL reference, data type precedence: a text beside a number becomes one; + with NULL is NULL
SELECT '5' + 3, 5 + '3', '1.5' + 2e0, n + NULL, s + NULL, NULL + s FROM (SELECT 1 AS n, 'a' AS s) x;
-> (8, 8, 3.5, NULL, NULL, NULL)
SELECT '5' + 3 + 'x';
-> unsupported_sql + of a text and a number
SELECT STR(f, 8, n) FROM t;
-> unsupported_sql this form of STR
# source: T-SQL reference, operator precedence: + - & ^ | are on one level, from left to right
SELECT 1 | 2 + 1, 3 & 1 + 1, 5 ^ 1 | 2, 1 + 2 | 4, 8 - 1 & 3, n & 1 + (1 | 2 + 1), 2 * 3 | 1 FROM (SELECT 3 AS n) x WHERE 1 | 2 = 3;
-> (4, 2, 6, 7, 3, 5, 7)
SELECT f * 1.0 / 3, n * 1.0 / 4 FROM (SELECT 2.5e0 AS f, 10 AS n) x;
-> (0.8333333333333334, 2.500000)

# A text with a fraction is no integer
# source: https://learn.microsoft.com/en-us/sql/t-sql/functions/cast-and-convert-transact-sql
SELECT CAST('15' AS INT), CAST('-4 ' AS INT), CAST('' AS INT), CAST(1.7 AS INT), TRY_CAST('1.5' AS INT);
-> (15, -4, 0, 1, NULL)
# source: SQL Server documentation, ROUND: the value has the type of its first argument, so that its places stay
SELECT CAST(ROUND(2.345, 2) AS varchar(10)), ROUND(2.5, 0), ROUND(x, 1), CAST(ROUND(x, -1) AS varchar(10)), ROUND(n, -1), ROUND(f, 1), ROUND(2.55, 1, 1) FROM (SELECT CAST(12.345 AS decimal(10, 3)) AS x, 15 AS n, CAST(1.25 AS float) AS f) t;
-> (2.350, 3.0, 12.300, 10.000, 20, 1.3, 2.50)
SELECT ROUND(AVG(x), 2), ROUND(SUM(x) / COUNT(*), 1), CAST(ROUND(MAX(x), 1) AS varchar(10)) FROM (SELECT CAST(1.26 AS decimal(5, 2)) AS x UNION ALL SELECT 2.50) t;
-> (1.880000, 1.900000, 2.50)
SELECT CAST(CAST(0.5 AS decimal(2, 2)) AS varchar(5)), CAST(0.25 AS decimal(2, 2));
-> (0.50, 0.25)
