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
-> (NULL, 1, 5, NULL, 0.000000, 2.000000, 0.000000)
SELECT CASE WHEN 1 = 1 THEN 'x' END, 1 IN (1, 2), 2 BETWEEN 1 AND 3, NOT TRUE;
-> (x, True, True, False)

# Numbers
SELECT ABS(-2), CEIL(1.2), FLOOR(1.8), ROUND(2.567, 2), ROUND(2.5), TRUNC(2.567, 1), TRUNCATE(2.9), MOD(7, 3), MOD(-7, 3);
-> (2, 2, 1, 2.57, 3, 2.5, 2, 1, -1)
SELECT POWER(2, 3), POW(2, 2), SQRT(9), SIGN(-3), EXP(0), LN(1), LOG(10, 100), SQUARE(3), CBRT(8), ROUND(PI(), 3);
-> (8.0, 4.0, 3.0, -1, 1.0, 0.0, 2.0, 9.0, 2.0, 3.142)
SELECT 1 / 4, 7 % 3, 2 + 3 * 4, -(1 + 2);
-> (0.250000, 1, 14, -3)
SELECT 1 / NULLIF(0, 0), 6 / (NULLIF(1 + 2, 0)), 5 / -(2.5), DIV0(6 / 2, 4 / NULLIF(2, 0)), IFF(TRUE, 1 / 2, 0);
-> (NULL, 2.000000, -2.000000, 1.500000000000, 0.500000)

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
-> (1.000000, 1.000000)
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
-> (5, 4, 3, 10, 2.500000, 1, 5, 2.000, 3, 2)
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
-> (2.500, 2)
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
-> (1, P, 2) (1, Q, 3)
WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r WHERE n < 3) SELECT SUM(n) FROM r;
-> (6)
SELECT a.x, b.y FROM (VALUES (1)) a(x), LATERAL (SELECT a.x + 1 AS y) b;
-> (1, 2)

# Semi-structured data: paths. Keys are case-sensitive, what is missing is NULL, and the null of JSON is a value.
# source: manual, Querying semi-structured data (colon, dots and brackets; casts), GET, GET_PATH, PARSE_JSON
SELECT v:a.b[0]::STRING, v:a.b[0], v:a.b[1]::INT, v:a.b[9], v:n::NUMBER(10, 2), v:A::STRING, v:missing.x::STRING, v:a FROM (SELECT PARSE_JSON('{"a": {"b": ["x", 2]}, "n": "1.239"}') AS v);
-> (x, "x", 2, NULL, 1.24, NULL, NULL, {"b":["x",2]})
SELECT v:nul IS NULL, v:nul::STRING IS NULL, v:nul::INT IS NULL, v:missing IS NULL, v:nul, IS_NULL_VALUE(v:nul), IS_NULL_VALUE(v:missing), STRIP_NULL_VALUE(v:nul) FROM (SELECT PARSE_JSON('{"nul": null}') AS v);
-> (False, True, True, True, null, True, NULL, NULL)
SELECT v['a']['b'][0], v:a['b'][0]::VARCHAR, v:"a".b, v['x y'], v:"x y"::STRING, v:a:b[1]::INT, V:"p.q"::INT FROM (SELECT PARSE_JSON('{"a": {"b": ["x", 2]}, "x y": "z", "p.q": 7}') AS v);
-> ("x", x, ["x",2], "z", z, 2, 7)
SELECT GET(v, 'a'), GET(v, 'A'), GET(v:a.b, 1), GET_PATH(v, 'a.b[0]'), GET_PATH(v, 'a["c d"]'), GET_PATH(v, 'x.y') FROM (SELECT PARSE_JSON('{"a": {"b": ["x", 2], "c d": true}}') AS v);
-> ({"b":["x",2],"c d":true}, NULL, 2, "x", true, NULL)
SELECT JSON_EXTRACT_PATH_TEXT('{"a": {"b": "x"}}', 'a.b'), JSON_EXTRACT_PATH_TEXT('{"a": [1, {"c": 2}]}', 'a[1].c'), JSON_EXTRACT_PATH_TEXT('{"a": 1}', 'b');
-> (x, 2, NULL)
SELECT v[1], v[0].a::INT, v[2], v[3]::STRING FROM (SELECT PARSE_JSON('[{"a": 1}, "two", null]') AS v);
-> ("two", 1, null, NULL)
SELECT PARSE_JSON('{"a" : 1}'), PARSE_JSON(NULL), PARSE_JSON(''), PARSE_JSON('  '), PARSE_JSON('null'), PARSE_JSON('"x"')::STRING, TRY_PARSE_JSON('{bad'), TRY_PARSE_JSON('[1, 2]'), TO_JSON(PARSE_JSON('[1, "a"]'));
-> ({"a":1}, NULL, NULL, NULL, null, x, NULL, [1,2], [1,"a"])
SELECT v:o::STRING, v:l::VARCHAR, v:t::STRING, v:f::STRING, v:s::STRING, v:e::STRING FROM (SELECT PARSE_JSON('{"o": {"a": "b"}, "l": [1, 2], "t": true, "f": 1.5, "s": "a\\"b", "e": ""}') AS v);
-> ({"a":"b"}, [1,2], true, 1.5, a"b, )
SELECT v:array[0]::INT, array[0]::INT, "list"[1]::INT FROM (SELECT PARSE_JSON('{"array": [7]}') AS v, PARSE_JSON('[5]') AS array, PARSE_JSON('[1, 2]') AS "list");
-> (7, 5, 2)
SELECT 'a' AS "v:a", v:"it''s"::STRING, v:date::DATE, v:select::INT FROM (SELECT PARSE_JSON('{"it\'\'s": "ok", "date": "2024-05-06", "select": 1}') AS v);
-> (a, ok, 2024-05-06, 1)

# source: manual, Data type conversion (VARIANT to other types; half is rounded away from zero; NTZ keeps the wall clock)
SELECT v:h::INT, v:m::INT, v:h::NUMBER, v:s::INT, v:s::FLOAT, v:b::BOOLEAN, v:y::BOOLEAN FROM (SELECT PARSE_JSON('{"h": 2.5, "m": -2.5, "s": "3.5", "b": true, "y": "false"}') AS v);
-> (3, -3, 3, 4, 3.5, True, False)
SELECT v:t::TIMESTAMP_NTZ, v:u::TIMESTAMP, v:d::DATE, v:d::TIMESTAMP, CAST(v:d AS DATE), v:t::TIMESTAMP::DATE FROM (SELECT PARSE_JSON('{"t": "2024-01-01T23:30:00+02:00", "u": "2024-01-01 10:00:00.5", "d": "2024-05-06"}') AS v);
-> (2024-01-01 23:30:00, 2024-01-01 10:00:00.500000, 2024-05-06, 2024-05-06 00:00:00, 2024-05-06, 2024-01-01)
SELECT 1::VARIANT, 'a'::VARIANT, 'a'::VARIANT::STRING, TO_VARIANT(TRUE), x::ARRAY, x::OBJECT, 1::VARIANT::ARRAY, TO_ARRAY(2), TO_ARRAY('a'), TO_ARRAY(PARSE_JSON('[1]')), TO_OBJECT(x):a::INT FROM (SELECT PARSE_JSON('{"a": 1}') AS x);
-> (1, "a", a, true, [{"a":1}], {"a":1}, [1], [2], ["a"], [1], 1)
SELECT TRY_CAST(v:a::STRING AS INT), TRY_TO_NUMBER(v:b::STRING), TRY_TO_DATE(v:a::STRING) FROM (SELECT PARSE_JSON('{"a": "x", "b": "12"}') AS v);
-> (NULL, 12, NULL)

# source: manual, OBJECT_CONSTRUCT, OBJECT_CONSTRUCT_KEEP_NULL, ARRAY_CONSTRUCT, ARRAY_CONSTRUCT_COMPACT, OBJECT_KEYS
SELECT OBJECT_CONSTRUCT('a', 1, 'b', NULL, 'c', 'x'), OBJECT_CONSTRUCT(), OBJECT_CONSTRUCT('a', NULL), OBJECT_CONSTRUCT('n', PARSE_JSON('null')), OBJECT_CONSTRUCT('o', OBJECT_CONSTRUCT('p', ARRAY_CONSTRUCT(1, 'q')));
-> ({"a":1,"c":"x"}, {}, {}, {"n":null}, {"o":{"p":[1,"q"]}})
SELECT OBJECT_CONSTRUCT_KEEP_NULL('a', NULL, 'b', TRUE), OBJECT_CONSTRUCT_KEEP_NULL(), {'a': 1, 'b': 'x'}, {}, [1, 'a'], OBJECT_CONSTRUCT('q"t', 'it''s');
-> ({"a":null,"b":true}, {}, {"a":1,"b":"x"}, {}, [1,"a"], {"q\"t":"it's"})
SELECT ARRAY_CONSTRUCT(1, 'a', TRUE), ARRAY_CONSTRUCT(), ARRAY_CONSTRUCT(1, 2)[1], ARRAY_CONSTRUCT_COMPACT(NULL, 'hello', 4, 5), ARRAY_CONSTRUCT_COMPACT(), OBJECT_KEYS(PARSE_JSON('{"a": 1, "b": {"c": 2}}'));
-> ([1,"a",true], [], 2, ["hello",4,5], [], ["a","b"])
SELECT x, OBJECT_CONSTRUCT('x', x, 'y', y):y::STRING AS y2 FROM (VALUES (1, 'a'), (2, NULL)) t(x, y) ORDER BY x;
-> (1, a) (2, NULL)

# source: manual, ARRAY_SIZE, ARRAY_CONTAINS, ARRAY_TO_STRING, ARRAY_CAT, ARRAY_APPEND, TYPEOF, IS_<type>, AS_<type>
SELECT ARRAY_SIZE(v), ARRAY_SIZE(v:a), ARRAY_SIZE(v[0]), ARRAY_SIZE(PARSE_JSON('[]')), ARRAY_SIZE(NULL::ARRAY), ARRAY_SIZE(SPLIT('a b c', ' ')) FROM (SELECT PARSE_JSON('["a", 1, null]') AS v);
-> (3, NULL, NULL, 0, NULL, 3)
SELECT ARRAY_CONTAINS('hello'::VARIANT, ARRAY_CONSTRUCT('hello', 'hi')), ARRAY_CONTAINS('x'::VARIANT, v), ARRAY_CONTAINS(1::VARIANT, v), ARRAY_CONTAINS('1'::VARIANT, v), ARRAY_CONTAINS(TO_VARIANT('a'), v:k) FROM (SELECT PARSE_JSON('[1, "a", ["x"]]') AS v);
-> (True, False, True, False, NULL)
SELECT ARRAY_TO_STRING(PARSE_JSON('[]'), ', '), ARRAY_TO_STRING(PARSE_JSON('[1]'), ', '), ARRAY_TO_STRING(PARSE_JSON('[1, 2]'), ''), ARRAY_TO_STRING(PARSE_JSON('[true, 1, -1.2e-3, "Abc", ["x","y"], {"a":1}]'), ', '), ARRAY_TO_STRING(PARSE_JSON(NULL), ',');
-> (, 1, 12, true, 1, -0.0012, Abc, ["x","y"], {"a":1}, NULL)
SELECT ARRAY_CAT(ARRAY_CONSTRUCT(1, 2), ARRAY_CONSTRUCT(3, 4)), ARRAY_APPEND(ARRAY_CONSTRUCT(1, 2), 'HELLO'), ARRAY_APPEND(v, v[0]) FROM (SELECT PARSE_JSON('[{"a": 1}]') AS v);
-> ([1,2,3,4], [1,2,"HELLO"], [{"a":1},{"a":1}])
SELECT TYPEOF(v), TYPEOF(v[0]), TYPEOF(v[1]), TYPEOF(v[2]), TYPEOF(v[3]), TYPEOF(v[4]), TYPEOF(v[5]), TYPEOF(v[9]) FROM (SELECT PARSE_JSON('[true, -17, 123.12, "x", null, {}]') AS v);
-> (ARRAY, BOOLEAN, INTEGER, DECIMAL, VARCHAR, NULL_VALUE, OBJECT, NULL)
SELECT IS_ARRAY(v), IS_OBJECT(v), IS_VARCHAR(v[0]), IS_CHAR(v[1]), IS_INTEGER(v[1]), IS_BOOLEAN(v[2]), IS_OBJECT(v[3]), IS_ARRAY(v[9]) FROM (SELECT PARSE_JSON('["a", 1, true, {}]') AS v);
-> (True, False, True, False, True, True, True, NULL)
SELECT AS_VARCHAR(v[0]), AS_CHAR(v[1]), AS_INTEGER(v[1]), AS_INTEGER(v[0]), AS_ARRAY(v), AS_ARRAY(v[0]), AS_OBJECT(v[2]), AS_OBJECT(v) FROM (SELECT PARSE_JSON('["a", 1, {}]') AS v);
-> (a, NULL, 1, NULL, ["a",1,{}], NULL, {}, NULL)

# source: manual, ARRAY_PREPEND, ARRAY_SLICE, ARRAY_POSITION, ARRAYS_OVERLAP, ARRAY_GENERATE_RANGE, OBJECT_DELETE
SELECT ARRAY_PREPEND(ARRAY_CONSTRUCT(0, 1), 3), ARRAY_SLICE(ARRAY_CONSTRUCT('foo', 'snow', 'flake', 'bar'), 1, 3), ARRAY_SLICE(ARRAY_CONSTRUCT(0, 1, 2), 0, 9), ARRAY_SLICE(ARRAY_CONSTRUCT(1), 1, 1);
-> ([3,0,1], ["snow","flake"], [0,1,2], [])
SELECT ARRAY_POSITION('hi'::VARIANT, ARRAY_CONSTRUCT('hello', 'hi')), ARRAY_POSITION('x'::VARIANT, ARRAY_CONSTRUCT('hello')), ARRAYS_OVERLAP(ARRAY_CONSTRUCT('hello', 'aloha'), ARRAY_CONSTRUCT('hello', 'hi')), ARRAYS_OVERLAP(ARRAY_CONSTRUCT(1), ARRAY_CONSTRUCT('1'));
-> (1, NULL, True, False)
SELECT ARRAY_GENERATE_RANGE(2, 5), ARRAY_GENERATE_RANGE(5, 25, 10), ARRAY_GENERATE_RANGE(3, 2), OBJECT_DELETE(OBJECT_CONSTRUCT('a', 1, 'b', 2, 'c', 3), 'a', 'b'), OBJECT_DELETE(PARSE_JSON('{"a": {"x": null}, "b": null, "c": 1}'), 'c');
-> ([2,3,4], [5,15], [], {"c":3}, {"a":{"x":null},"b":null})
SELECT ARRAY_SLICE(v, -2, 3) FROM t;
-> unsupported_sql this form of ARRAY_SLICE

# source: manual, SPLIT, STRTOK, STRTOK_TO_ARRAY
SELECT SPLIT('127.0.0.1', '.'), SPLIT('|a||', '|'), SPLIT('a', ','), SPLIT(NULL, ','), SPLIT('a,b', ',')[1]::STRING, SPLIT('a,b', ',')[2]::STRING, STRTOK_TO_ARRAY('a.b.c', '.'), STRTOK_TO_ARRAY('user@snowflake.com', '.@'), STRTOK_TO_ARRAY('a  b');
-> (["127","0","0","1"], ["","a","",""], ["a"], NULL, b, NULL, ["a","b","c"], ["user","snowflake","com"], ["a","b"])
SELECT STRTOK('a b c', ' ', 1), STRTOK('user@snowflake.com', '@.', 1), STRTOK('user@snowflake.com', '@.', 3), STRTOK('user@snowflake.com.', '@.', 4), STRTOK('', ' '), STRTOK('x]y^z-w', '^]-', 4);
-> (a, user, com, NULL, NULL, w)

# A VARIANT beside a literal is of the literal's kind; a function of texts takes it as one.
# source: manual, Data type conversion (VARIANT is coerced to text, number and truth)
SELECT v:a = 'x', 'x' = v:a, v:a <> 'y', v:n > 10, 9 < v:n, v:n IN (1, 12), v:a IN ('x', 'y'), v:n BETWEEN 1 AND 13, v:flag = TRUE, v:d >= '2024-01-01', v:zz = 'x' FROM (SELECT PARSE_JSON('{"a": "x", "n": 12, "flag": true, "d": "2024-02-01"}') AS v);
-> (True, True, True, True, True, True, True, True, True, True, NULL)
SELECT UPPER(v:a), v:a || '-' || v:n, v:a LIKE 'X%', v:a ILIKE 'X%', LENGTH(v:a), CONCAT(v:a, 'z'), TRIM(v:p), REPLACE(v:a, 'x', 'w'), CONTAINS(v:a, 'x') FROM (SELECT PARSE_JSON('{"a": "xy", "n": 2, "p": " q "}') AS v);
-> (XY, xy-2, False, True, 2, xyz, q, wy, True)
SELECT COALESCE(v:a, v:b, 'x')::STRING, COALESCE(v:a, 'x'), NVL(v:c, 'z'), IFF(v:c IS NOT NULL, v:c:d, NULL), CASE WHEN v:c:d = 1 THEN v:c ELSE 'none' END FROM (SELECT PARSE_JSON('{"c": {"d": 1}}') AS v);
-> (x, "x", {"d":1}, 1, {"d":1})
SELECT v:k::STRING AS k, SUM(v:n::NUMBER(10, 2)), COUNT(v:n), MAX(v:n::INT), COUNT(v:z) FROM (SELECT PARSE_JSON('{"k": "a", "n": 1.25}') AS v UNION ALL SELECT PARSE_JSON('{"k": "a", "n": 2}')) t WHERE v:k = 'a' GROUP BY k ORDER BY k;
-> (a, 3.25, 2, 2, 0)
SELECT w:b::STRING, x FROM (SELECT v:a AS w, v:c::INT AS x FROM (SELECT PARSE_JSON('{"a": {"b": "q"}, "c": 3}') AS v)) AS s WHERE w:b = 'q' ORDER BY x;
-> (q, 3)
WITH j AS (SELECT 1 AS id, PARSE_JSON('{"tags": ["p", "q"]}') AS v), k AS (SELECT id, v:tags AS tags FROM j) SELECT id, tags[1]::STRING, ARRAY_SIZE(tags), (SELECT MAX(v:tags[0]::STRING) FROM j) FROM k WHERE tags[0] = 'p';
-> (1, q, 2, p)
SELECT ANY_VALUE(v:a)::INT, LAG(v:a) OVER (ORDER BY i) FROM (SELECT 1 AS i, PARSE_JSON('{"a": 5}') AS v) GROUP BY i, v:a::INT, v;
-> unsupported_sql a VARIANT in GROUP BY
SELECT i, LAG(v:a) OVER (ORDER BY i)::INT AS p FROM (SELECT 1 AS i, PARSE_JSON('{"a": 5}') AS v UNION ALL SELECT 2, PARSE_JSON('{"a": 6}')) ORDER BY i;
-> (1, NULL) (2, 5)

# source: manual, ARRAY_AGG
SELECT ARRAY_AGG(f.value) WITHIN GROUP (ORDER BY f.index DESC), ARRAY_AGG(OBJECT_CONSTRUCT('v', f.value)) WITHIN GROUP (ORDER BY f.index), ARRAY_SIZE(ARRAY_AGG(f.index)) FROM TABLE(FLATTEN(ARRAY_CONSTRUCT(3, 4))) f;
-> ([4,3], [{"v":3},{"v":4}], 2)
SELECT ARRAY_AGG(f.value), ARRAY_SIZE(ARRAY_AGG(f.index)) FROM TABLE(FLATTEN(PARSE_JSON('[]'))) f;
-> ([], 0)
SELECT ARRAY_AGG(x)::STRING, ARRAY_AGG(x) WITHIN GROUP (ORDER BY x)::VARCHAR, ARRAY_CONSTRUCT(1, 'b')::STRING FROM (VALUES ('b')) t(x);
-> (["b"], ["b"], [1,"b"])
SELECT ARRAY_TO_STRING(ARRAY_AGG(x) WITHIN GROUP (ORDER BY x), '+'), ARRAY_AGG(x) WITHIN GROUP (ORDER BY x)[0]::STRING, ARRAY_CONTAINS('b'::VARIANT, ARRAY_AGG(x)) FROM (VALUES ('b'), ('a')) t(x);
-> (a+b, a, True)

# source: manual, FLATTEN (its examples)
SELECT * FROM TABLE(FLATTEN(INPUT => PARSE_JSON('[1, 77]'))) f ORDER BY index;
-> (1, NULL, [0], 0, 1, [1,77]) (1, NULL, [1], 1, 77, [1,77])
SELECT * FROM TABLE(FLATTEN(INPUT => PARSE_JSON('{"a":1, "b":[77,88]}'), OUTER => TRUE)) f ORDER BY key;
-> (1, a, a, NULL, 1, {"a":1,"b":[77,88]}) (1, b, b, NULL, [77,88], {"a":1,"b":[77,88]})
SELECT * FROM TABLE(FLATTEN(INPUT => PARSE_JSON('{"a":1, "b":[77,88]}'), PATH => 'b')) f ORDER BY index;
-> (1, NULL, b[0], 0, 77, [77,88]) (1, NULL, b[1], 1, 88, [77,88])
SELECT COUNT(*) FROM TABLE(FLATTEN(INPUT => PARSE_JSON('[]'))) f;
-> (0)
SELECT * FROM TABLE(FLATTEN(INPUT => PARSE_JSON('[]'), OUTER => TRUE)) f;
-> (1, NULL, , NULL, NULL, [])
SELECT f.key, f.path, f.index, f.value, f.this FROM TABLE(FLATTEN(INPUT => PARSE_JSON('{"a":1, "b":[77,88], "c": {"d":"X"}}'), RECURSIVE => TRUE)) f ORDER BY f.path;
-> (a, a, NULL, 1, {"a":1,"b":[77,88],"c":{"d":"X"}}) (b, b, NULL, [77,88], {"a":1,"b":[77,88],"c":{"d":"X"}}) (NULL, b[0], 0, 77, [77,88]) (NULL, b[1], 1, 88, [77,88]) (c, c, NULL, {"d":"X"}, {"a":1,"b":[77,88],"c":{"d":"X"}}) (d, c.d, NULL, "X", {"d":"X"})
SELECT f.key, f.path, f.value FROM TABLE(FLATTEN(INPUT => PARSE_JSON('{"a":1, "b":[77,88], "c": {"d":"X"}}'), RECURSIVE => TRUE, MODE => 'OBJECT')) f ORDER BY f.path;
-> (a, a, 1) (b, b, [77,88]) (c, c, {"d":"X"}) (d, c.d, "X")
SELECT COUNT(*) FROM TABLE(FLATTEN(INPUT => PARSE_JSON('{"a":1}'), MODE => 'ARRAY')) f;
-> (0)
SELECT t.id, f.index, f.value::STRING AS tag FROM (SELECT 1 AS id, PARSE_JSON('{"tags": ["a", "b"]}') AS v UNION ALL SELECT 2, PARSE_JSON('{"tags": []}') UNION ALL SELECT 3, PARSE_JSON('{}')) t, LATERAL FLATTEN(input => t.v:tags) f ORDER BY t.id, f.index;
-> (1, 0, a) (1, 1, b)
SELECT t.id, f.value::STRING FROM (SELECT 1 AS id, PARSE_JSON('["a"]') AS v UNION ALL SELECT 2, PARSE_JSON('[]') UNION ALL SELECT 3, NULL UNION ALL SELECT 4, PARSE_JSON('7')) t, LATERAL FLATTEN(input => v, outer => TRUE) f ORDER BY t.id;
-> (1, a) (2, NULL) (3, NULL) (4, NULL)
SELECT t.id, i.value:sku::STRING AS sku, q.value::INT AS qty FROM (SELECT 1 AS id, PARSE_JSON('{"items": [{"sku": "x", "qs": [1, 2]}, {"sku": "y"}]}') AS v) t, LATERAL FLATTEN(input => v, path => 'items') i, LATERAL FLATTEN(input => i.value:qs, outer => TRUE) q WHERE i.value:sku <> 'z' ORDER BY sku, qty;
-> (1, x, 1) (1, x, 2) (1, y, NULL)
SELECT f.key, f.value::INT FROM (SELECT PARSE_JSON('{"p": 1, "q": 2}') AS v) t CROSS JOIN LATERAL FLATTEN(input => t.v) f ORDER BY f.key;
-> (p, 1) (q, 2)
SELECT f.key, COUNT(*) AS n FROM (SELECT PARSE_JSON('{"p": 1, "q": 2}') AS v) t JOIN LATERAL FLATTEN(input => t.v) f ON TRUE INNER JOIN TABLE(FLATTEN(t.v)) g ON g.key = f.key GROUP BY f.key ORDER BY f.key;
-> (p, 1) (q, 1)
SELECT value::INT AS x FROM TABLE(FLATTEN(ARRAY_CONSTRUCT(1, 2))) WHERE value > 1;
-> (2)
SELECT LISTAGG(f.value::STRING, ',') WITHIN GROUP (ORDER BY f.index) FROM (SELECT 'a b' AS x) t, LATERAL FLATTEN(input => SPLIT(t.x, ' ')) f;
-> (a,b)
SELECT t.id FROM (SELECT 1 AS id, PARSE_JSON('["a"]') AS v UNION ALL SELECT 2, PARSE_JSON('["b"]')) t WHERE EXISTS (SELECT 1 FROM TABLE(FLATTEN(input => t.v)) f WHERE f.value = 'b');
-> (2)

SELECT t.id, f.value FROM (SELECT 1 AS id, PARSE_JSON('[]') AS v) t LEFT JOIN LATERAL FLATTEN(input => t.v) f ON TRUE;
-> (1, NULL)
SELECT t.id, (SELECT LISTAGG(f.value::STRING, ',') FROM TABLE(FLATTEN(input => t.v)) f) AS s, (SELECT COUNT(*) FROM LATERAL FLATTEN(t.v)) AS n FROM (SELECT 1 AS id, PARSE_JSON('["c", "a", "b"]') AS v) t;
-> (1, c,a,b, 3)
SELECT t.id, LISTAGG(f.value, '+'), ARRAY_AGG(f.value), ARRAY_AGG(OBJECT_CONSTRUCT('v', f.value)), ARRAY_AGG(UPPER(f.value)) FROM (SELECT 1 AS id, PARSE_JSON('["c", "a"]') AS v UNION ALL SELECT 2, PARSE_JSON('["z", "y"]')) t, LATERAL FLATTEN(t.v) f GROUP BY t.id ORDER BY t.id;
-> (1, c+a, ["c","a"], [{"v":"c"},{"v":"a"}], ['C', 'A']) (2, z+y, ["z","y"], [{"v":"z"},{"v":"y"}], ['Z', 'Y'])

# source: manual, SPLIT_TO_TABLE, STRTOK_SPLIT_TO_TABLE
SELECT * FROM TABLE(SPLIT_TO_TABLE('a.b', '.')) s ORDER BY s.index;
-> (1, 1, a) (1, 2, b)
SELECT t.x, s.index, s.value FROM (VALUES ('a,b'), ('c')) t(x), LATERAL SPLIT_TO_TABLE(t.x, ',') s ORDER BY t.x, s.index;
-> (a,b, 1, a) (a,b, 2, b) (c, 1, c)
SELECT value FROM TABLE(STRTOK_SPLIT_TO_TABLE('a@b..c', '@.')) ORDER BY index;
-> (a) (b) (c)

# What a VARIANT knows and JSON does not
SELECT v:a FROM t ORDER BY v:a;
-> unsupported_sql a VARIANT in ORDER BY
SELECT v:a AS x FROM t ORDER BY x;
-> unsupported_sql the name x of a VARIANT beside a table
SELECT v:a AS x FROM t ORDER BY 1;
-> unsupported_sql a VARIANT in GROUP BY or ORDER BY
SELECT v:a, COUNT(*) FROM t GROUP BY 1;
-> unsupported_sql a VARIANT in GROUP BY or ORDER BY
SELECT v:a, COUNT(*) FROM t GROUP BY ALL;
-> unsupported_sql a VARIANT in GROUP BY
SELECT ROW_NUMBER() OVER (PARTITION BY v:a ORDER BY x) FROM t;
-> unsupported_sql a VARIANT in PARTITION BY
SELECT COUNT(DISTINCT v:a) FROM t;
-> unsupported_sql a VARIANT in DISTINCT
SELECT DISTINCT f.value FROM t, LATERAL FLATTEN(input => t.v) f;
-> unsupported_sql a VARIANT in DISTINCT
SELECT v:a FROM t UNION SELECT v:b FROM t;
-> unsupported_sql a VARIANT in a set operation
SELECT v:a FROM t UNION ALL SELECT x FROM t;
-> unsupported_sql a VARIANT in a set operation
SELECT MAX(f.value) FROM t, LATERAL FLATTEN(input => t.v) f;
-> unsupported_sql a VARIANT in MAX
SELECT v:a = x FROM t;
-> unsupported_sql a comparison of a VARIANT
SELECT v:a = v:b FROM t;
-> unsupported_sql a comparison of a VARIANT
SELECT v:a = '5' FROM t;
-> unsupported_sql a comparison of a VARIANT
SELECT v:a = 'true' FROM t;
-> unsupported_sql a comparison of a VARIANT
SELECT v:a IN ('x', 5) FROM t;
-> unsupported_sql a comparison of a VARIANT
SELECT v:a IN (SELECT x FROM u) FROM t;
-> unsupported_sql IN (SELECT ...) of a VARIANT
SELECT x IN (SELECT v:a FROM u) FROM t;
-> unsupported_sql a VARIANT in IN
SELECT COALESCE(v:a, x) FROM t;
-> unsupported_sql a choice between a VARIANT and another value
SELECT NULLIF(v:a, 'x') FROM t;
-> unsupported_sql a VARIANT in NULLIF
SELECT DATEADD(day, 1, v:d) FROM t;
-> unsupported_sql a VARIANT in DATEADD
SELECT TRY_CAST(v:a AS INT) FROM t;
-> unsupported_sql TRY_CAST of a VARIANT
SELECT ARRAY_CONTAINS('a', v) FROM t;
-> unsupported_sql ARRAY_CONTAINS of what is no VARIANT
SELECT v[x] FROM t;
-> unsupported_sql a computed key or index of a VARIANT
SELECT v:a[x] FROM t;
-> unsupported_sql a computed key or index of a VARIANT
SELECT v[-1] FROM t;
-> unsupported_sql a negative index into an ARRAY
SELECT v:a[1:2] FROM t;
-> unsupported_sql a computed key or index of a VARIANT
SELECT v:"*" FROM t;
-> unsupported_sql that key in a path into a VARIANT
SELECT v:a['b"c'] FROM t;
-> unsupported_sql that key in a path into a VARIANT
SELECT GET_PATH(v, 'a..b') FROM t;
-> unsupported_sql that path into a VARIANT
SELECT GET_PATH(v, p) FROM t;
-> unsupported_sql a computed path into a VARIANT
SELECT OBJECT_CONSTRUCT(*) FROM t;
-> unsupported_sql this form of OBJECT_CONSTRUCT
SELECT OBJECT_CONSTRUCT('a', 1, 'a', 2);
-> unsupported_sql a computed or repeated key in OBJECT_CONSTRUCT
SELECT ARRAY_CONSTRUCT(1, NULL);
-> unsupported_sql NULL in ARRAY_CONSTRUCT
SELECT {'a': x} FROM t;
-> unsupported_sql {...} with computed values
SELECT SPLIT(x, '') FROM t;
-> unsupported_sql that separator in SPLIT
SELECT STRTOK(x, ' ', 0) FROM t;
-> unsupported_sql that part in STRTOK
SELECT * FROM t, LATERAL FLATTEN(input => t.v) f;
-> unsupported_sql * over FLATTEN
SELECT f.* FROM t, LATERAL FLATTEN(input => t.v) f;
-> unsupported_sql * over FLATTEN
SELECT f.seq FROM t, LATERAL FLATTEN(input => t.v) f;
-> unsupported_sql the column SEQ of FLATTEN
SELECT FLATTEN(input => x) FROM t;
-> unsupported_sql FLATTEN outside FROM
SELECT a FROM TABLE(FLATTEN(v)) AS f(a, b, c, d, e, g);
-> unsupported_sql names of columns after FLATTEN
SELECT 1 FROM t, LATERAL FLATTEN(input => v, recursive => TRUE, outer => TRUE) f;
-> unsupported_sql RECURSIVE with OUTER in FLATTEN
SELECT 1 FROM t, LATERAL FLATTEN(input => v, mode => 'X') f;
-> unsupported_sql that MODE in FLATTEN
SELECT 1 FROM t, LATERAL FLATTEN(input => v, path => p) f;
-> unsupported_sql a computed PATH in FLATTEN
SELECT x FROM TABLE(my_function(1));
-> unsupported_sql TABLE(...)
SELECT XMLGET(x, 'a') FROM t;
-> unsupported_sql the function XMLGET

# source: manual, Logical and bitwise functions, GREATEST_IGNORE_NULLS, numeric functions. What a function becomes stays one operand.
SELECT BITAND(6, 3) + 1, BITOR(1, 2) * 2, -BITAND(6, 3), BITXOR(6, 3), BITNOT(1), BITSHIFTLEFT(1, 3), BITSHIFTRIGHT(8, 1), BITAND(7, BITOR(1, 2)) = 3, 10 % MOD(7, 4), 2 * MOD(7, 4);
-> (3, 6, -2, 5, -2, 8, 4, True, 1, 6)
SELECT 2 * MONTHS_BETWEEN(DATE '2024-03-15', DATE '2024-02-15'), (1 = 1) = EQUAL_NULL(1, 2), EQUAL_NULL(1, 1) = FALSE, 10 - DATEDIFF(day, DATE '2024-01-01', DATE '2024-01-03'), DATE '2024-01-10' - DATEADD(day, 1, DATE '2024-01-01');
-> (2.000000, False, False, 8, 8)
SELECT 'ab' LIKE CONCAT('a', 'b'), NOT CONTAINS('a', 'b'), 'x' || INSERT('bc', 1, 0, 'a') || 'y', NOT EQUAL_NULL(1, 2) AND TRUE;
-> (True, True, xabcy, True)
SELECT GREATEST_IGNORE_NULLS(1, NULL, 3), LEAST_IGNORE_NULLS(NULL, 2), GREATEST_IGNORE_NULLS(NULL, NULL), FACTORIAL(5), SIN(0), COS(0), TAN(0), ASIN(0), ACOS(1), ATAN(0), ATAN2(0, 1), DEGREES(0), ROUND(RADIANS(180), 4);
-> (3, 2, NULL, 120, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 3.1416)
SELECT MOD(-7, 3), -7 % 3, MOD(5, -3), MOD(5.5, 2), CEIL(-1.5), FLOOR(-1.5), TRUNC(-2.5), TRUNC(123.456, -1), ROUND(-1.5), ROUND(-2.5), ROUND(1234.5, -2), ROUND(15, -1), ROUND(2.5::FLOAT), FLOOR(2.567, 1), CEIL(2.561, 2);
-> (-1, -1, 2, 1.5, -1, -2, -2, 120, -2, -3, 1200, 20, 3.0, 2.5, 2.57)

# source: manual, Data type conversion: half is rounded away from zero, of FLOAT too; every FLOAT has 64 bits
SELECT 2.5::FLOAT::INT, 0.5::FLOAT::INT, -2.5::FLOAT::INTEGER, CAST(4.5::DOUBLE AS BIGINT), '2.5'::INT, 2.5::FLOAT::NUMBER, TRY_CAST('2.5' AS INT), TRUE::INT, x::INT FROM (SELECT 6.5::FLOAT AS x);
-> (3, 1, -3, 5, 3, 3, 3, 1, 7)
SELECT AVG(x)::INT, MEDIAN(x)::INT, (SUM(x) / 2)::INT FROM (VALUES (2), (3)) t(x);
-> (3, 3, 3)
SELECT '12.345'::REAL, '0.1'::FLOAT4 + '0.2'::FLOAT8 = '0.1'::FLOAT + '0.2'::DOUBLE, CAST('1.1' AS DOUBLE PRECISION);
-> (12.345, True, 1.1)
SELECT 1.50::VARCHAR, 2::STRING, (7 / 2)::NUMBER(10, 2)::STRING, ROUND(2.345, 2) || '%', TRUE::VARCHAR, DATE '2024-01-01' || '';
-> (1.50, 2, 3.50, 2.35%, true, 2024-01-01)

# source: manual, DATEADD (supported parts and their short names), Interval constants, Date arithmetic
SELECT DATEADD('day', 7, '2024-01-01'::DATE), DATEADD(d, 1, DATE '2024-01-01'), DATEADD(dd, 1, DATE '2024-01-01'), DATEADD(days, 1, DATE '2024-01-01'), DATEADD(mm, 1, DATE '2024-01-31'), DATEADD(yyyy, 1, DATE '2024-02-29'), DATEADD(hours, 1, TIMESTAMP '2024-01-01 00:00:00'), DATEADD(wk, 1, DATE '2024-01-01'), DATEADD(qtr, 1, DATE '2024-01-01');
-> (2024-01-08, 2024-01-02, 2024-01-02, 2024-01-02, 2024-02-29, 2025-02-28, 2024-01-01 01:00:00, 2024-01-08, 2024-04-01)
SELECT DATEADD(month, 1, DATE_TRUNC('month', DATE '2024-01-31')), DATEADD(day, -1, LAST_DAY(DATE '2024-01-31')), DATEADD(day, 1, TO_DATE('2024-01-31')), DATEADD(day, 1, DATE_FROM_PARTS(2024, 1, 31)), DATEADD(day, 1, DATE '2024-01-30' + 1);
-> (2024-02-01, 2024-01-30, 2024-02-01, 2024-02-01, 2024-02-01)
SELECT DATEADD(day, -30, CURRENT_DATE()) < CURRENT_DATE(), DATEDIFF('day', DATE '2024-01-01', CURRENT_DATE()) > 0, DATEDIFF("month", DATE '2024-01-31', DATE '2024-02-01'), DATEADD("day", 1, DATE '2024-01-01'), DATEDIFF(week, DATE '2024-01-01', '2024-01-08'::DATE);
-> (True, True, 1, 2024-01-02, 1)
SELECT DATE '2024-01-01' + 5, DATE '2024-01-10' - DATE '2024-01-01', DATE '2024-01-10' - 3, CURRENT_DATE - 7 < CURRENT_DATE, CURRENT_DATE() - INTERVAL '7 days' = CURRENT_DATE() - 7;
-> (2024-01-06, 9, 2024-01-07, True, True)
SELECT DATE '2024-01-31' + INTERVAL '1 month', DATE '2024-01-31' - INTERVAL '1 day', TIMESTAMP '2024-01-31 10:00:00' + INTERVAL '2 hours', DATE '2024-01-31' + INTERVAL '2 hours', INTERVAL '1 year' + DATE '2024-01-31' = DATE '2025-01-31';
-> (2024-02-29, 2024-01-30, 2024-01-31 12:00:00, 2024-01-31 02:00:00, True)
SELECT DATEADD(day, 1, DATEADD(hour, 5, DATE '2024-01-01')), DATEADD(day, 1, ADD_MONTHS(TIMESTAMP '2024-01-31 10:00:00', 1)), DATEADD(day, 1, DATE_TRUNC('hour', TIMESTAMP '2024-01-01 10:30:00')), DATEADD(day, 1, DATE '2024-01-01' + INTERVAL '3 hours'), DATEADD(month, 1, ADD_MONTHS(DATE '2024-01-31', 1)), INTERVAL '1 day' + DATE '2024-01-31';
-> (2024-01-02 05:00:00, 2024-03-01 10:00:00, 2024-01-02 10:00:00, 2024-01-02 03:00:00, 2024-03-29, 2024-02-01)
SELECT d + INTERVAL '1 day, 2 hours' FROM t;
-> unsupported_sql that INTERVAL
SELECT d + INTERVAL '1.5 days' FROM t;
-> unsupported_sql that INTERVAL
SELECT DATEADD(dow, 1, d) FROM t;
-> unsupported_sql that unit in DATEADD

# source: manual, Calendar weeks and weekdays (WEEK_START 0 and WEEK_OF_YEAR_POLICY 0: ISO), LAST_DAY, NEXT_DAY, PREVIOUS_DAY, TRUNC
SELECT WEEK(DATE '2024-12-30'), WEEKISO(DATE '2024-12-30'), YEAROFWEEK(DATE '2024-12-30'), YEAROFWEEKISO(DATE '2024-12-30'), WEEKOFYEAR(DATE '2021-01-03'), DAYOFWEEK(DATE '2024-03-18'), DAYOFWEEK(DATE '2024-03-17'), DATE_TRUNC('week', DATE '2024-03-17'), DATE_TRUNC('WEEK', TIMESTAMP '2024-03-17 10:00:00');
-> (1, 1, 2025, 2025, 53, 1, 0, 2024-03-11, 2024-03-11 00:00:00)
SELECT DATE_PART(week, DATE '2024-12-30'), DATE_PART('dayofweek', DATE '2024-03-17'), DATE_PART(dayofweekiso, DATE '2024-03-17'), DATE_PART(epoch_second, TIMESTAMP '1970-01-01 00:01:00'), EXTRACT(week FROM DATE '2024-12-30'), DATE_PART(doy, DATE '2024-02-01'), DATE_PART('weekiso', DATE '2024-12-30'), EXTRACT(epoch_second FROM DATE '1970-01-02');
-> (1, 0, 7, 60, 1, 32, 1, 86400)
SELECT LAST_DAY(DATE '2024-02-10', 'year'), LAST_DAY(DATE '2024-02-10', month), LAST_DAY(DATE '2024-03-15', week), LAST_DAY(DATE '2024-02-10', 'quarter'), NEXT_DAY(DATE '2024-03-15', 'mo'), NEXT_DAY(DATE '2024-03-15', 'Friday'), PREVIOUS_DAY(DATE '2024-03-15', 'fr'), TRUNC(DATE '2024-05-17', 'MONTH');
-> (2024-12-31, 2024-02-29, 2024-03-17, 2024-03-31, 2024-03-18, 2024-03-22, 2024-03-08, 2024-05-01)
SELECT DATEFROMPARTS(2024, 1, 2), DATE_FROM_PARTS(2024, 13, 1), DATE_FROM_PARTS(2024, 3, 0), TIMESTAMP_FROM_PARTS(2024, 1, 2, 3, 4, 5), TIMESTAMP_NTZ_FROM_PARTS(2024, 1, 2, 3, 4, 5), TIME_FROM_PARTS(1, 2, 3), SYSDATE() IS NULL;
-> (2024-01-02, 2025-01-01, 2024-02-29, 2024-01-02 03:04:05, 2024-01-02 03:04:05, 01:02:03, False)

# source: manual, TRY_ functions, TO_TIME, TO_CHAR
SELECT TRY_TO_BOOLEAN('yes'), TRY_TO_BOOLEAN('off'), TRY_TO_BOOLEAN('x'), TRY_CAST('true' AS BOOLEAN), TRY_TO_DECIMAL('1.25', 10, 1), TRY_TO_NUMBER('12.5', 10, 1), TRY_TO_NUMBER('12.5'), TRY_TO_NUMERIC('x'), TRY_TO_TIMESTAMP_NTZ('2024-01-01'), TRY_TO_TIME('10:00:00'), TRY_TO_TIME('x'), TO_TIME('10:11:12');
-> (True, False, NULL, True, 1.3, 12.5, 13, NULL, 2024-01-01 00:00:00, 10:00:00, NULL, 10:11:12)
SELECT TRY_TO_DATE('15/03/2024', 'DD/MM/YYYY'), TRY_TO_DATE('x', 'DD/MM/YYYY'), TRY_TO_DATE('2024-02-30'), TRY_TO_DATE('03/15/2024', 'MM/DD/YYYY'), TRY_TO_TIMESTAMP('15/03/2024', 'DD/MM/YYYY'), TO_DATE(20240101::VARCHAR, 'YYYYMMDD');
-> (2024-03-15, NULL, NULL, 2024-03-15, 2024-03-15 00:00:00, 2024-01-01)
SELECT TRY_CAST('1.5' AS NUMBER(10, 1)), TRY_CAST('abc' AS FLOAT), TRY_CAST('2024-01-01' AS TIMESTAMP), TRY_CAST('2.5' AS NUMBER), '12.345'::NUMBER(38, 2), '12.345'::DECIMAL(10), 'a'::CHAR, TO_CHAR(TIMESTAMP '2024-03-05 14:05:09', 'YYYY-MM-DD HH24:MI:SS'), TO_CHAR(DATE '2024-03-05', 'DD.MM.YYYY'), TO_CHAR(DATE '2024-03-05', 'yyyymm');
-> (1.5, NULL, 2024-01-01 00:00:00, 3, 12.35, 12, a, 2024-03-05 14:05:09, 05.03.2024, 202403)
SELECT TO_CHAR(d, 'YYYY-MM'), TO_VARCHAR(d, 'DY'), TO_CHAR(d, 'MMMM'), TO_CHAR(d, 'Mon-YY'), TO_CHAR(d, 'MON DD, YYYY'), TO_CHAR(t, 'HH12:MI AM'), TO_CHAR(t, 'YYYY-MM-DD"T"HH24:MI:SS'), TO_CHAR(d, 'YYYY_MM') FROM (SELECT DATE '2024-03-05' AS d, TIMESTAMP '2024-03-05 14:05:09' AS t);
-> (2024-03, Tue, March, Mar-24, Mar 05, 2024, 02:05 PM, 2024-03-05T14:05:09, 2024_03)
SELECT TO_DATE('2024-01', 'YYYY-MM'), TO_DATE('Jan 5, 2024', 'MON DD, YYYY'), TO_DATE('05-JAN-2024', 'DD-MON-YYYY'), TRY_TO_DATE('05-FOO-2024', 'DD-MON-YYYY'), TO_DATE(x), TO_DATE(x, 'YYYY-MM-DD') FROM (SELECT '2024-01-02' AS x);
-> (2024-01-01, 2024-01-05, 2024-01-05, NULL, 2024-01-02, 2024-01-02)
SELECT TO_TIMESTAMP(x), TO_TIMESTAMP_NTZ(x), TO_TIMESTAMP(d), TO_TIMESTAMP(1700000000), TO_TIMESTAMP(1700000000000, 3), '2024-01-01 10:00:00'::DATETIME FROM (SELECT '2024-01-01 10:00:00' AS x, DATE '2024-01-01' AS d);
-> (2024-01-01 10:00:00, 2024-01-01 10:00:00, 2024-01-01 00:00:00, 2023-11-14 22:13:20, 2023-11-14 22:13:20, 2024-01-01 10:00:00)
SELECT TO_CHAR(v:a), TO_VARCHAR(v:n), TO_DATE(v:d), TO_NUMBER(v:n), TO_DOUBLE(v:n), TO_NUMBER(v:n, 10, 1), TO_TIMESTAMP_NTZ(v:t), DATE(v:d), TO_VARCHAR(v:d::DATE, 'YYYY') FROM (SELECT PARSE_JSON('{"a": "x", "d": "2024-01-05", "n": "2.25", "t": "2024-01-01T10:00:00+02:00"}') AS v);
-> (x, 2.25, 2024-01-05, 2, 2.25, 2.3, 2024-01-01 10:00:00, 2024-01-05, 2024)
SELECT LPAD(EXTRACT(MONTH FROM d), 2, '0'), LPAD(5, 3, '0'), RPAD(x, 3, '-'), LPAD(NULL, 3, 'x') FROM (SELECT DATE '2024-03-05' AS d, 7 AS x);
-> (03, 005, 7--, NULL)
SELECT '2024-01-01 10:00:00+02:00'::TIMESTAMP;
-> unsupported_sql a time zone in a TIMESTAMP
SELECT TO_TIMESTAMP('2024-01-01T10:00:00Z');
-> unsupported_sql a time zone in a TIMESTAMP
SELECT TO_CHAR(d, 'YYYY %d') FROM t;
-> unsupported_sql the function TO_CHAR
SELECT TO_DATE(x, 'YYYY-%d') FROM t;
-> unsupported_sql the function TO_DATE
SELECT TO_CHAR(d, 'YYYY-Q') FROM t;
-> unsupported_sql that format in TO_CHAR
SELECT TO_CHAR(v:t, 'YYYY') FROM t;
-> unsupported_sql a VARIANT in TO_CHAR
SELECT OBJECT_CONSTRUCT('t', CURRENT_TIMESTAMP());
-> unsupported_sql a TIMESTAMP in a VARIANT
SELECT ARRAY_AGG(v:a::STRING), ARRAY_AGG(DISTINCT v:a::STRING), LISTAGG(v:a, ',') FROM (SELECT PARSE_JSON('{"a": "x"}') AS v);
-> (['x'], ['x'], x)
SELECT OBJECT_AGG(k, v) OVER (PARTITION BY k) FROM t;
-> unsupported_sql OBJECT_AGG as a window function
SELECT x FROM TABLE(ARRAY_CONSTRUCT(1)) f;
-> unsupported_sql TABLE(...)
SELECT UPPER(x) AS x, COUNT(*) FROM (VALUES ('a'), ('A')) t(x) GROUP BY x;
-> (A, 1) (A, 1)
SELECT DATE_PART(day) FROM t;
-> unsupported_sql this construct

# source: manual, String & binary functions
SELECT INITCAP('the Quick-bROWN fox_x'), INITCAP(''), INITCAP(NULL), INITCAP('a.b,c'), TRANSLATE('abc', 'ab', 'x'), INSERT('abcdef', 3, 2, 'zz'), REPEAT('ab', 2), SPACE(2) || 'a', CHARINDEX('b', 'abcb', 3), CHARINDEX('z', 'abc'), EDITDISTANCE('abc', 'abd'), LCASE('A'), UCASE('a');
-> (The Quick-Brown Fox_X, , NULL, A.B,C, xc, abzzef, abab,   a, 4, 0, 1, a, A)
SELECT REGEXP_SUBSTR('a12b345', '[0-9]+', 1, 2), REGEXP_SUBSTR('a12', '[0-9]+', 1, 2), REGEXP_REPLACE('a1b2', '[0-9]'), REGEXP_REPLACE('abc', '(a)(b)', '\\2\\1'), REGEXP_LIKE('ABC', 'a.*', 'i'), REGEXP_LIKE('ABC', 'a.*', 'c'), RLIKE('abc', 'B', 'i');
-> (345, NULL, ab, bac, True, False, False)
SELECT SUBSTR('hello', 0, 2), LEFT('hello', -1), RIGHT('hello', 10), LPAD('abc', 2, 'x'), SPLIT_PART('a,b', ',', 5), SPLIT_PART('a,b', ',', 0), SPLIT_PART('a,b', ',', -3), REPLACE('abc', 'b'), LPAD('a', 3), RTRIM('a  ') || '.';
-> (he, , hello, ab, , a, , ac,   a, a.)
SELECT 'abc' ILIKE ANY ('A%', 'z'), 'abc' LIKE ALL ('a%', '%c'), 'abc' LIKE ALL ('a%', '%d'), 'abc' ILIKE ALL ('A%', '%C'), 'abc' LIKE ANY ('x', 'y');
-> (True, True, False, True, False)
SELECT 'a_b' LIKE 'a^_b' ESCAPE '^', 'axb' LIKE 'a^_b' ESCAPE '^', 'a_b' LIKE 'a\\_b', 'a\\b' LIKE 'a\\b', 'ABC' LIKE 'abc', 'a' = 'a ', 'a' < 'B', 'abc' > 'ab';
-> (True, False, False, True, False, False, False, True)
SELECT $$it's a \n text$$, $$a 'q' $$ || 'b', 'a\qb', '\x41', '\u0041', LENGTH('a\tb'), 'a\\' || '-- no comment';
-> (it's a \n text, a 'q' b, aqb, A, A, 3, a\-- no comment)
SELECT REGEXP_LIKE(x, 'a', 'm') FROM t;
-> unsupported_sql this form of REGEXP_LIKE
SELECT INITCAP(x, ' ') FROM t;
-> unsupported_sql this form of INITCAP

# source: manual, LISTAGG, OBJECT_AGG, MIN_BY, covariance and regression
SELECT LISTAGG(x, '|') WITHIN GROUP (ORDER BY y DESC), LISTAGG(DISTINCT x, ', ') WITHIN GROUP (ORDER BY x), LISTAGG(y, '+') WITHIN GROUP (ORDER BY y) FROM (VALUES ('a', 1), ('b', 2), ('b', 3)) t(x, y);
-> (b|b|a, a, b, 1+2+3)
SELECT MIN_BY(x, y), MAX_BY(x, y), SUM(x) FILTER (WHERE x > 1) FROM (VALUES (1, 5), (2, NULL), (3, 2)) t(x, y);
-> (3, 1, 5)
SELECT OBJECT_AGG(k, v), OBJECT_AGG(k, v):a::INT FROM (VALUES ('a', 1), ('n', NULL), (NULL, 3)) t(k, v);
-> ({"a":1}, 1)
SELECT OBJECT_AGG(k, v) FROM (VALUES ('a', 1)) t(k, v) WHERE k = 'b';
-> ({})
SELECT COVAR_POP(x, y), COVAR_SAMP(x, y), REGR_SLOPE(y, x), REGR_INTERCEPT(y, x), AVG(DISTINCT x) FROM (VALUES (1, 2), (3, 6)) t(x, y);
-> (2.0, 4.0, 2.0, 0.0, 2.000000)

# source: manual, window functions (RATIO_TO_REPORT, NTH_VALUE, frames, IGNORE NULLS), QUALIFY
SELECT x, RATIO_TO_REPORT(x) OVER () AS r, RATIO_TO_REPORT(x) OVER (PARTITION BY g) + 1 FROM (VALUES (1, 'a'), (3, 'b')) t(x, g) ORDER BY x;
-> (1, 0.25, 2.0) (3, 0.75, 2.0)
SELECT g, RATIO_TO_REPORT(SUM(x)) OVER () FROM (VALUES (1, 'a'), (3, 'b')) t(x, g) GROUP BY g ORDER BY g;
-> (a, 0.25) (b, 0.75)
SELECT RATIO_TO_REPORT(x) OVER (ORDER BY x) FROM t;
-> unsupported_sql this form of RATIO_TO_REPORT
SELECT y, FIRST_VALUE(x) IGNORE NULLS OVER (ORDER BY y), LAST_VALUE(x) IGNORE NULLS OVER (ORDER BY y ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW), LAG(x) IGNORE NULLS OVER (ORDER BY y), NTH_VALUE(y, 2) OVER (ORDER BY y) FROM (VALUES (1, 1), (NULL, 2), (3, 3)) t(x, y) ORDER BY y;
-> (1, 1, 1, NULL, 2) (2, 1, 1, 1, 2) (3, 1, 3, 1, 2)
SELECT y, SUM(x) OVER (ORDER BY y ROWS BETWEEN 1 PRECEDING AND CURRENT ROW), SUM(SUM(x)) OVER (ORDER BY y) FROM (VALUES (1, 1), (2, 2), (4, 3)) t(x, y) GROUP BY y, x ORDER BY y;
-> (1, 1, 1) (2, 3, 3) (3, 6, 7)
SELECT x FROM (VALUES (1), (3), (2)) t(x) QUALIFY ROW_NUMBER() OVER (ORDER BY x DESC) <= 2 ORDER BY x LIMIT 1;
-> (2)
SELECT x, ROW_NUMBER() OVER (PARTITION BY g ORDER BY x) AS rn FROM (VALUES (1, 'a'), (2, 'a'), (3, 'b')) t(x, g) QUALIFY rn = 1 ORDER BY x DESC LIMIT 1;
-> (3, 1)
SELECT g, COUNT(*) AS n FROM (VALUES (1, 'a'), (2, 'a'), (3, 'b')) t(x, g) GROUP BY g QUALIFY RANK() OVER (ORDER BY COUNT(*) DESC) = 1;
-> (a, 2)
SELECT ROW_NUMBER() OVER (ORDER BY x DESC) AS r, x FROM (VALUES (1), (NULL), (2)) t(x) ORDER BY r;
-> (1, NULL) (2, 2) (3, 1)

# source: manual, SELECT (EXCLUDE, RENAME, REPLACE, ILIKE; aliases), TOP, VALUES, ORDER BY, GROUP BY, SAMPLE
SELECT * ILIKE 'a%' FROM (SELECT 1 AS a_x, 2 AS b, 3 AS a_y);
-> (1, 3)
SELECT t.* EXCLUDE (b), u.* RENAME c AS d FROM (SELECT 1 AS a, 2 AS b) t, (SELECT 3 AS c) u;
-> (1, 3)
SELECT * EXCLUDE b, a + 1 AS z FROM (SELECT 1 AS a, 2 AS b) WHERE z = 2;
-> (1, 2)
SELECT * REPLACE (b + 1 AS b) FROM (SELECT 1 AS a, 2 AS b);
-> (1, 3)
SELECT x + 1 AS y, y * 2 AS z FROM (VALUES (1), (3)) t(x) WHERE z > 4 ORDER BY z;
-> (4, 8)
SELECT UPPER(x) AS y, COUNT(*) AS n FROM (VALUES ('a'), ('A')) t(x) GROUP BY y HAVING n > 1;
-> (A, 2)
SELECT x, 2 AS x2, MAX(y) AS m FROM (VALUES ('a', 1), ('b', 2)) t(x, y) GROUP BY 1 ORDER BY 3 DESC;
-> (b, 2, 2) (a, 2, 1)
SELECT column1, column2 FROM VALUES (1, 'a'), (2, 'b') ORDER BY column1;
-> (1, a) (2, b)
SELECT column1 AS x, v.column2 FROM (VALUES (1, 'a'), (2, 'b')) v ORDER BY 1 DESC;
-> (2, b) (1, a)
SELECT COLUMN1 + 1 FROM (VALUES (1)) WHERE $1 > 0;
-> unsupported_sql a column by position ($1)
SELECT a, b FROM VALUES (1, 'a') AS t(a, b), (VALUES (7)) AS u (c) WHERE c = 7;
-> (1, a)
SELECT x FROM (VALUES (1), (NULL), (2)) t(x) ORDER BY x;
-> (1) (2) (NULL)
SELECT x FROM (VALUES (1), (NULL), (2)) t(x) ORDER BY x DESC;
-> (NULL) (2) (1)
SELECT x FROM (VALUES (1), (NULL), (2)) t(x) ORDER BY x NULLS FIRST;
-> (NULL) (1) (2)
SELECT x FROM (VALUES (1), (2), (3)) t(x) ORDER BY x LIMIT 1 OFFSET 1;
-> (2)
SELECT a, SUM(b) FROM (VALUES (1, 2), (2, 3)) t(a, b) GROUP BY ROLLUP (a) ORDER BY a;
-> (1, 2) (2, 3) (NULL, 5)
SELECT a, GROUPING(a), GROUPING_ID(a), SUM(b) FROM (VALUES (1, 2), (2, 3)) t(a, b) GROUP BY CUBE (a) ORDER BY a;
-> (1, 0, 0, 2) (2, 0, 0, 3) (NULL, 1, 1, 5)
SELECT a, c, SUM(b), GROUPING(a, c) FROM (VALUES (1, 2, 'x'), (2, 3, 'x')) t(a, b, c) GROUP BY GROUPING SETS ((a), (c)) ORDER BY a, c;
-> (1, NULL, 2, 1) (2, NULL, 3, 1) (NULL, x, 5, 2)
SELECT COUNT(*) FROM (VALUES (1), (2), (3)) t(x) SAMPLE (2 ROWS);
-> (2)
SELECT COUNT(*) FROM (VALUES (1), (2), (3)) t(x) TABLESAMPLE BERNOULLI (100);
-> (3)
SELECT COUNT(*) FROM (SELECT x FROM (VALUES (1), (2), (3)) t(x) ORDER BY RANDOM() LIMIT 2);
-> (2)
SELECT SEQ4() AS n, DATEADD(day, SEQ4(), DATE '2024-01-30') FROM TABLE(GENERATOR(ROWCOUNT => 3)) ORDER BY n;
-> (0, 2024-01-30) (1, 2024-01-31) (2, 2024-02-01)
SELECT ROW_NUMBER() OVER (ORDER BY SEQ8()) AS n FROM TABLE(GENERATOR(ROWCOUNT => 2)) AS g WHERE SEQ1() + SEQ2() >= 0 ORDER BY n;
-> (1) (2)
SELECT id, a.x, b.x FROM (SELECT 1 AS id, 2 AS x) a JOIN (SELECT 1 AS id, 3 AS x) b USING (id);
-> (1, 2, 3)
SELECT * FROM (VALUES (1, 'p', 2), (1, 'q', 3), (2, 'p', 5)) t(a, k, v) PIVOT (SUM(v) FOR k IN ('p', 'q')) AS pv (a, p, q) ORDER BY a;
-> (1, 2, 3) (2, 5, NULL)
SELECT a, "'p'" FROM (VALUES (1, 'p', 2)) t(a, k, v) PIVOT (SUM(v) FOR k IN ('p', 'q'));
-> (1, 2)
SELECT * FROM (SELECT 1 AS id, 2 AS p, NULL::INT AS q) UNPIVOT (v FOR k IN (p, q)) ORDER BY id;
-> (1, P, 2)
SELECT SEQ4() FROM TABLE(GENERATOR(TIMELIMIT => 3));
-> unsupported_sql this form of GENERATOR
SELECT * FROM TABLE(GENERATOR(ROWCOUNT => 3));
-> unsupported_sql * over GENERATOR
SELECT RANDOM();
-> unsupported_sql this form of RANDOM
SELECT UNIFORM(1, 10, RANDOM());
-> unsupported_sql the function UNIFORM
SELECT * FROM t SAMPLE SYSTEM (10);
-> unsupported_sql SAMPLE SYSTEM or with a SEED
SELECT * FROM t PIVOT (SUM(v) FOR k IN (ANY));
-> unsupported_sql PIVOT ANY
SELECT * FROM t AT (TIMESTAMP => '2024-01-01'::TIMESTAMP);
-> unsupported_sql AT or BEFORE (time travel)
SELECT * FROM t BEFORE (STATEMENT => 'x');
-> unsupported_sql AT or BEFORE (time travel)
SELECT a FROM t START WITH a = 1 CONNECT BY PRIOR a = b;
-> unsupported_sql CONNECT BY
SELECT t.$1 FROM t;
-> unsupported_sql a column by position ($1)

# What DuckDB would answer in another way
SELECT a DIV 2 FROM t;
-> unsupported_sql INT DIV
SELECT x::TIMESTAMP_NTZ(3) FROM t;
-> unsupported_sql the type TIMESTAMPNTZ(3)
SELECT DATEADD(day, 1.5, d) FROM t;
-> unsupported_sql DATEADD of a part of a unit
SELECT DATEADD(day, -(1.5), d) FROM t;
-> unsupported_sql DATEADD of a part of a unit
SELECT TIMEADD(day, '1.5', d) FROM t;
-> unsupported_sql DATEADD of a part of a unit
SELECT * FROM t PIVOT (LISTAGG(v) FOR k IN ('p', 'q'));
-> unsupported_sql LISTAGG in PIVOT
SELECT STRING_AGG(x) FROM t;
-> unsupported_sql STRING_AGG without a separator

# No tested translation
SELECT x::TIMESTAMP_TZ FROM t;
-> unsupported_sql the type TIMESTAMPTZ
SELECT $1 FROM t;
-> unsupported_sql a column by position ($1)
SELECT HASH(x) FROM t;
-> unsupported_sql the function HASH
SELECT SEQ4();
-> unsupported_sql SEQ4 without one GENERATOR
SELECT MY_UDF(x) FROM t;
-> unsupported_sql the function MY_UDF
SELECT TO_CHAR(x, '999.99') FROM t;
-> unsupported_sql that format in TO_CHAR
SELECT TO_DATE(x, f) FROM t;
-> unsupported_sql that format in TO_DATE
SELECT DATEADD(nanosecond, 1, d) FROM t;
-> unsupported_sql that unit in DATEADD
SELECT * FROM t MATCH_RECOGNIZE (ORDER BY a PATTERN (x) DEFINE x AS a > 1);
-> unsupported_sql MATCH RECOGNIZE
SELECT * FROM @stage;
-> unsupported_sql a function in FROM
DELETE FROM t;
-> not_allowed
SHOW TABLES;
-> not_allowed

# source: manual, Arithmetic operators (division has six digits more than its left side, 12 at the most that come so)
SELECT a / b, b / a, -a / b, m / b, a / m, f / b, a / f, a / NULLIF(a - a, 0) FROM (SELECT 1 AS a, 3 AS b, 12.50::NUMBER(10, 2) AS m, 1.5::FLOAT AS f);
-> (0.333333, 3.000000, -0.333333, 4.16666667, 0.080000, 0.5, 0.6666666666666666, NULL)
SELECT g, SUM(x) / COUNT(*), ROUND(100.0 * SUM(x) / SUM(SUM(x)) OVER (), 2), COUNT(*) / SUM(x) FROM (VALUES ('a', 1), ('a', 2), ('b', 4)) t(g, x) GROUP BY g ORDER BY g;
-> (a, 1.500000, 42.86, 0.666667) (b, 4.000000, 57.14, 0.250000)
SELECT x / 2 / 4, 1 / (x + 1), (x / 2)::STRING, ROUND(x / 7, 2) || '%', (x / 2)::INT, x / 2 > 1.4, x / '4'::INT FROM (VALUES (3)) t(x);
-> (0.375000000000, 0.250000, 1.500000, 0.43%, 2, True, 0.750000)
SELECT x, IFF(y = 0, 0, x / y), CASE WHEN y <> 0 THEN x / y END, DIV0(x, y) FROM (VALUES (1, 0), (1, 4)) t(x, y) ORDER BY y;
-> (1, 0.000000, NULL, 0.000000) (1, 0.250000, 0.250000, 0.250000)
SELECT AVG(i), AVG(m), AVG(f), AVG(DISTINCT i), ROUND(AVG(i), 1), AVG(i)::STRING, AVG(i) > 1.6 FROM (SELECT * FROM (VALUES (1, 1.25, 1), (2, 2.50, 2), (2, NULL, 2)) t(i, m, g)), (SELECT 0.5::FLOAT AS f);
-> (1.666667, 1.87500000, 0.5, 1.500000, 1.7, 1.666667, True)
SELECT x, AVG(x) OVER (ORDER BY x ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS a, AVG(x) OVER (PARTITION BY MOD(x, 2)) FROM (VALUES (1), (2), (4)) t(x) ORDER BY x;
-> (1, 1.000000, 1.000000) (2, 1.500000, 3.000000) (4, 3.000000, 3.000000)
SELECT MEDIAN(x), PERCENTILE_CONT(0.25) WITHIN GROUP (ORDER BY x), PERCENTILE_CONT(0.25) WITHIN GROUP (ORDER BY x DESC), PERCENTILE_DISC(0.5) WITHIN GROUP (ORDER BY x), MEDIAN(x::FLOAT) < 1.52 FROM (SELECT x::NUMBER(10, 2) AS x FROM (VALUES (1.01), (2.02)) t(x));
-> (1.51500, 1.26250, 1.76750, 1.01, True)
SELECT x, MEDIAN(x) OVER (PARTITION BY g), PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY x) OVER (PARTITION BY g) FROM (VALUES (1, 'a'), (2, 'a'), (5, 'b')) t(x, g) ORDER BY x;
-> (1, 1.500, 1.500) (2, 1.500, 1.500) (5, 5.000, 5.000)
SELECT COUNT_IF(x > 1), COUNT_IF(x > 9), COUNT_IF(x IS NULL) FROM (VALUES (1), (2), (NULL)) t(x) WHERE x IS NULL OR x < 9;
-> (1, 0, 1)
SELECT COUNT_IF(x > 1), SUM(x) FROM (VALUES (1)) t(x) WHERE x > 1;
-> (0, NULL)

# source: manual, DATEADD, DATE_TRUNC, ADD_MONTHS, TRUNC, LAST_DAY, MONTHS_BETWEEN, TIME_SLICE on columns
SELECT DATEADD(day, n, d), DATEADD(month, 1, d), DATEADD(hour, 1, d), DATEADD(day, -1, t), DATEADD(minute, 5, t), d + INTERVAL '1 day', t - INTERVAL '1 month', d + n, d - 1 FROM (SELECT DATE '2024-01-31' AS d, TIMESTAMP '2024-01-31 10:20:30' AS t, 2 AS n);
-> (2024-02-02, 2024-02-29, 2024-01-31 01:00:00, 2024-01-30 10:20:30, 2024-01-31 10:25:30, 2024-02-01, 2023-12-31 10:20:30, 2024-02-02, 2024-01-30)
SELECT DATE_TRUNC('month', d), DATE_TRUNC('week', d), DATE_TRUNC('day', t), DATE_TRUNC('quarter', t), TRUNC(d, 'year'), DATE_TRUNC('month', d)::STRING, DATEADD(day, 1, DATE_TRUNC('month', d)) FROM (SELECT DATE '2024-02-29' AS d, TIMESTAMP '2024-02-29 10:20:30' AS t);
-> (2024-02-01, 2024-02-26, 2024-02-29 00:00:00, 2024-01-01 00:00:00, 2024-01-01, 2024-02-01, 2024-02-02)
SELECT ADD_MONTHS(d, 1), ADD_MONTHS(t, 1), ADD_MONTHS(d, -12), LAST_DAY(t), LAST_DAY(d, 'year') FROM (SELECT DATE '2024-02-29' AS d, TIMESTAMP '2024-02-29 10:20:30' AS t);
-> (2024-03-31, 2024-03-31 10:20:30, 2023-02-28, 2024-02-29, 2024-12-31)
SELECT d, DATEADD(day, 2.6, d) = DATEADD(day, 3, d) FROM (SELECT DATE '2024-02-29' AS d);
-> unsupported_sql DATEADD of a part of a unit
SELECT DATEADD(day, x, d), DATEADD(day, -x, d) FROM (SELECT DATE '2024-02-20' AS d, 2.6 AS x);
-> (2024-02-23, 2024-02-17)
SELECT MONTHS_BETWEEN(a, b), MONTHS_BETWEEN(b, a), MONTHS_BETWEEN('2019-03-01'::DATE, '2019-02-15'::DATE), MONTHS_BETWEEN('2019-03-31'::DATE, '2019-02-28'::DATE) FROM (SELECT DATE '2019-03-01' AS a, DATE '2019-02-15' AS b);
-> (0.548387, -0.548387, 0.548387, 1.000000)
SELECT TIME_SLICE('2019-02-28'::DATE, 4, 'MONTH', 'START'), TIME_SLICE('2019-02-28'::DATE, 4, 'MONTH', 'END'), TIME_SLICE(t, 15, 'MINUTE'), TIME_SLICE(t, 2, 'HOUR', 'END'), TIME_SLICE(d, 1, 'QUARTER') FROM (SELECT DATE '2024-05-20' AS d, TIMESTAMP '2024-05-20 10:20:30' AS t);
-> (2019-01-01, 2019-05-01, 2024-05-20 10:15:00, 2024-05-20 12:00:00, 2024-04-01)
SELECT TIME_SLICE(d, 2, 'WEEK') FROM t;
-> unsupported_sql this form of TIME_SLICE
SELECT MAX(d) - MIN(d), DATEDIFF(day, MIN(d), MAX(t)), MIN(d) + 1 FROM (SELECT DATE '2024-01-31' AS d, TIMESTAMP '2024-03-01 10:00:00' AS t UNION ALL SELECT DATE '2024-02-01', TIMESTAMP '2024-02-01 00:00:00');
-> (1, 30, 2024-02-01)
SELECT CONVERT_TIMEZONE('UTC', 'America/New_York', t), CONVERT_TIMEZONE('America/Los_Angeles', 'UTC', '2024-07-01 00:00:00'::TIMESTAMP_NTZ) FROM (SELECT TIMESTAMP '2024-01-31 10:20:30' AS t);
-> (2024-01-31 05:20:30, 2024-07-01 07:00:00)

# source: manual, joins by (+), ASOF JOIN
SELECT a.x, b.y FROM (VALUES (1), (2)) a(x), (VALUES (2, 'p')) b(x, y) WHERE a.x = b.x(+) ORDER BY a.x;
-> (1, NULL) (2, p)
SELECT a.x, b.y FROM (VALUES (2, 'p'), (3, 'q')) b(x, y), (VALUES (1), (2), (3)) a(x) WHERE b.x(+) = a.x AND b.y(+) = 'q' AND a.x < 9 ORDER BY a.x;
-> (1, NULL) (2, NULL) (3, q)
SELECT a.x, b.y, c.z FROM (VALUES (1), (2)) a(x), (VALUES (1, 5)) b(x, y), (VALUES (5, 'z')) c(y, z) WHERE a.x = b.x(+) AND b.y = c.y(+) ORDER BY a.x;
-> (1, 5, z) (2, NULL, NULL)
SELECT a.x FROM (VALUES (1), (2)) a(x), (VALUES (1)) b(x), (VALUES (2)) c(x) WHERE a.x = b.x(+) AND b.x IS NULL AND a.x = c.x;
-> (2)
SELECT * FROM (VALUES (1)) a(x), (VALUES (2)) b(y) WHERE a.x = b.y(+);
-> (1, NULL)
SELECT * FROM b, a WHERE a.x = b.x(+);
-> unsupported_sql a join by (+) with *
SELECT a.x FROM a, b WHERE a.x = b.x(+) OR a.x = 1;
-> unsupported_sql that form of a join by (+)
SELECT a.x FROM a JOIN c ON a.x = c.x, b WHERE a.x = b.x(+);
-> unsupported_sql a join by (+) beside JOIN
SELECT a.x, b.x(+) FROM a, b WHERE a.x = b.x(+);
-> unsupported_sql a join by (+) outside WHERE
SELECT a.k, a.t, b.v FROM (VALUES ('x', 3), ('x', 1), ('y', 9)) a(k, t) ASOF JOIN (VALUES ('x', 2, 'two'), ('x', 0, 'nil')) b(k, t, v) MATCH_CONDITION (a.t >= b.t) ON a.k = b.k ORDER BY a.k, a.t;
-> (x, 1, nil) (x, 3, two) (y, 9, NULL)
SELECT a.t, b.v FROM (VALUES (3), (1)) a(t) ASOF JOIN (VALUES (2, 'two'), (5, 'five')) b(t, v) MATCH_CONDITION (a.t < b.t) ORDER BY a.t;
-> (1, two) (3, five)
SELECT a.t FROM a ASOF JOIN b MATCH_CONDITION (a.t >= b.t) USING (k);
-> unsupported_sql that form of ASOF JOIN

# source: manual, Data type conversion (a FLOAT as a text has no .0; TIMESTAMP_NTZ_OUTPUT_FORMAT is YYYY-MM-DD HH24:MI:SS.FF3), VARCHAR(n), CHAR
SELECT f::STRING, 100::FLOAT::STRING, f || '%', CONCAT('x', g), TO_CHAR(f), TO_VARCHAR(g), LPAD(f, 4, '0'), m::STRING, i || '', COALESCE(g, 0)::STRING FROM (SELECT 50::FLOAT AS f, 0.25::FLOAT AS g, 1.50::NUMBER(5, 2) AS m, 7 AS i);
-> (50, 100, 50%, x0.25, 50, 0.25, 0050, 1.50, 7, 0.25)
SELECT t::STRING, t || '', TO_CHAR(t), d::STRING, u::VARCHAR, t::TIME::STRING FROM (SELECT TIMESTAMP '2024-01-31 10:20:30' AS t, DATE '2024-01-31' AS d, '2024-01-31 10:20:30.123456'::TIMESTAMP AS u);
-> (2024-01-31 10:20:30.000, 2024-01-31 10:20:30.000, 2024-01-31 10:20:30.000, 2024-01-31, 2024-01-31 10:20:30.123, 10:20:30)
SELECT LISTAGG(f, ',') WITHIN GROUP (ORDER BY f), LISTAGG(DISTINCT f, '+') WITHIN GROUP (ORDER BY f DESC), LISTAGG(DISTINCT i) WITHIN GROUP (ORDER BY i) FROM (SELECT x::FLOAT AS f, x AS i FROM (VALUES (2), (10), (2)) t(x));
-> (2,2,10, 10+2, 210)
SELECT x, LISTAGG(x, ',') WITHIN GROUP (ORDER BY x) OVER (PARTITION BY g), ARRAY_AGG(x) WITHIN GROUP (ORDER BY x DESC) OVER (PARTITION BY g) FROM (VALUES ('a', 1), ('b', 1), ('c', 2)) t(x, g) ORDER BY x;
-> (a, a,b, ['b', 'a']) (b, a,b, ['b', 'a']) (c, c, ['c'])
SELECT LISTAGG(x, ',') OVER (ORDER BY y) FROM t;
-> unsupported_sql LISTAGG over a part of its window
SELECT x::VARCHAR(3), CAST(i AS VARCHAR(10)), x::CHAR(3), TRY_CAST(x AS VARCHAR(2)), TRY_CAST(x AS STRING(3)), NULL::VARCHAR(1), v:a::VARCHAR(5) FROM (SELECT 'abc' AS x, 12 AS i, PARSE_JSON('{"a": "xyz"}') AS v);
-> (abc, 12, abc, NULL, abc, NULL, xyz)
SELECT x::TIMESTAMP_NTZ(9), x::TIMESTAMP(6) FROM (SELECT '2024-01-31 10:20:30' AS x);
-> (2024-01-31 10:20:30, 2024-01-31 10:20:30)
SELECT SUM(v:n), AVG(v:n), SUM(v:n * 2), MAX(v:n + 1) FROM (SELECT PARSE_JSON('{"n": 2}') AS v UNION ALL SELECT PARSE_JSON('{"n": 3.5}'));
-> (5.5, 2.75, 11.0, 4.5)

# source: manual, SUBSTR (a negative start counts from the end; outside of the text it gives an empty text)
SELECT SUBSTR('hello', -2), SUBSTR('hello', -3, 2), SUBSTRING(x, -9), SUBSTR(NULL, -1), SUBSTR(x, -(2)) FROM (SELECT 'abc' AS x);
-> (lo, ll, , NULL, bc)

# source: manual, REGEXP_SUBSTR, REGEXP_COUNT, REGEXP_REPLACE, REGEXP_INSTR (parameters)
SELECT REGEXP_SUBSTR(x, 'a[0-9]', 3), REGEXP_SUBSTR(x, 'A[0-9]', 1, 2, 'i'), REGEXP_SUBSTR(x, '([a-z])([0-9])', 1, 2, 'e'), REGEXP_SUBSTR(x, '([a-z])([0-9])', 1, 1, 'e', 2), REGEXP_SUBSTR(x, '[a-z]', 1, 1, 'e'), REGEXP_SUBSTR(x, 'z', 1, 1), REGEXP_SUBSTR(NULL, 'z'), REGEXP_SUBSTR(x, '[0-9]+$') FROM (SELECT 'a1-a2-b3' AS x);
-> (a2, a2, a, 1, a, NULL, NULL, 3)
SELECT REGEXP_COUNT(x, 'A', 1, 'i'), REGEXP_REPLACE(x, 'A', '_', 1, 0, 'i'), REGEXP_REPLACE(x, 'a', '_', 1, 1), REGEXP_REPLACE(x, '([a-z])([0-9])', '\\2\\1'), REGEXP_INSTR(x, '[0-9]'), REGEXP_INSTR(x, 'z'), REGEXP_INSTR(x, 'a2'), REGEXP_INSTR(NULL, 'a'), REGEXP_COUNT(x, '') FROM (SELECT 'a1-a2-b3' AS x);
-> (2, _1-_2-b3, _1-a2-b3, 1a-2a-3b, 2, 0, 4, NULL, 0)
SELECT REGEXP_SUBSTR(x, '^a', 2) FROM t;
-> unsupported_sql this form of REGEXP_SUBSTR
SELECT REGEXP_SUBSTR(x, 'a', 1, n) FROM t;
-> unsupported_sql this form of REGEXP_SUBSTR
SELECT REGEXP_SUBSTR(x, 'a', 1, 1, 'x') FROM t;
-> unsupported_sql this form of REGEXP_SUBSTR
SELECT REGEXP_REPLACE(x, 'a*', 'b', 1, 2) FROM t;
-> unsupported_sql this form of REGEXP_REPLACE
SELECT REGEXP_COUNT(x, 'a', 2) FROM t;
-> unsupported_sql this form of REGEXP_COUNT
SELECT REGEXP_INSTR(x, '^a', 2) FROM t;
-> unsupported_sql this form of REGEXP_INSTR

# source: manual, Conditional expression functions (BOOLAND), TO_BOOLEAN, Bitwise and other aggregates, String and binary functions, HAVERSINE
SELECT BOOLAND(1, -2), BOOLAND(0, NULL), BOOLAND(1, NULL), BOOLOR(1, 0), BOOLOR(NULL, 1), BOOLXOR(2, 0), BOOLXOR(2, 3), BOOLNOT(0), BOOLNOT(10), BOOLNOT(NULL);
-> (True, False, NULL, True, True, True, False, True, False, NULL)
SELECT TO_BOOLEAN('yes'), TO_BOOLEAN('OFF'), TO_BOOLEAN(x), TO_BOOLEAN(0), TO_BOOLEAN(y), TO_BOOLEAN(NULL::VARCHAR) FROM (SELECT 't' AS x, 2.5 AS y);
-> (True, False, True, False, True, NULL)
SELECT BITAND_AGG(x), BITOR_AGG(x), BITXOR_AGG(x), BITANDAGG(x), BITORAGG(x), BITXORAGG(x), BOOLXOR_AGG(x > 4), BOOLXOR_AGG(x > 1), VARIANCE_POP(y), VARIANCE_SAMP(y), REGR_COUNT(x, y), REGR_AVGX(x, y), REGR_AVGY(x, y), REGR_R2(y, y) FROM (VALUES (6, 1), (3, 3)) t(x, y);
-> (2, 7, 5, 2, 7, 5, True, False, 1.0, 2.0, 2, 2.0, 4.5, 1.0)
SELECT HLL(x), APPROX_COUNT_DISTINCT(x), APPROX_PERCENTILE(x, 0.5), ROUND(KURTOSIS(x), 3), ROUND(SKEW(x), 4) FROM (VALUES (1), (2), (3), (10), (10)) t(x);
-> (4, 4, 3.0, -3.165, 0.4941)
SELECT MIN_BY(x, y), MAX_BY(x, y) FROM (VALUES ('a', 1), (NULL, 2), ('c', NULL)) t(x, y);
-> (a, NULL)
SELECT SHA1('a'), SHA1_HEX('a'), MD5_HEX('a'), SHA2_HEX('a'), BASE64_ENCODE('Snowflake'), BASE64_DECODE_STRING('U25vd2ZsYWtl'), HEX_ENCODE('SNOW'), HEX_DECODE_STRING('534E4F57'), OCTET_LENGTH('é'), UNICODE('a'), UNICODE('');
-> (86f7e437faa5a7fce15d1ddcb9eaeaea377667b8, 86f7e437faa5a7fce15d1ddcb9eaeaea377667b8, 0cc175b9c0f1b6a831c399e269772661, ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb, U25vd2ZsYWtl, Snowflake, 534E4F57, SNOW, 2, 97, 0)
SELECT WIDTH_BUCKET(x, 200000, 600000, 4) FROM (VALUES (134000), (200000), (304000), (599999), (600000), (NULL)) t(x) ORDER BY x;
-> (0) (1) (2) (4) (5) (NULL)
SELECT ROUND(HAVERSINE(40.7127, -74.0059, 34.0500, -118.2500), 6), SINH(0), COSH(0), TANH(0), ROUND(COT(1), 4), LENGTH(UUID_STRING());
-> (3936.385096, 0.0, 1.0, 0.0, 0.6421, 36)
SELECT x, CONDITIONAL_TRUE_EVENT(x > 1) OVER (ORDER BY x) AS n FROM (VALUES (1), (2), (2), (NULL)) t(x) ORDER BY x, n;
-> (1, 0) (2, 1) (2, 2) (NULL, 2)
SELECT BOOLAND(v:a, 1) FROM t;
-> unsupported_sql a VARIANT in BOOLAND
SELECT CONVERT_TIMEZONE('UTC', t) FROM t;
-> unsupported_sql this form of CONVERT_TIMEZONE
SELECT CONDITIONAL_TRUE_EVENT(x > 1) FROM t;
-> unsupported_sql this form of CONDITIONAL_TRUE_EVENT
SELECT RANDSTR(5, RANDOM()) FROM t;
-> unsupported_sql the function RANDSTR
SELECT CONDITIONAL_CHANGE_EVENT(x) OVER (ORDER BY y) FROM t;
-> unsupported_sql the function CONDITIONAL_CHANGE_EVENT
SELECT JAROWINKLER_SIMILARITY(x, 'a'), PARSE_URL(x) FROM t;
-> unsupported_sql the function JAROWINKLER_SIMILARITY
SELECT PARSE_URL(x):host::STRING FROM t;
-> unsupported_sql the function PARSE_URL

# source: manual, Arithmetic operators: a quotient beside a sum keeps its digits; UNPIVOT (names are in upper case unless they are quoted)
SELECT CASE WHEN COUNT(*) = 0 THEN SUM(m) ELSE SUM(m) / COUNT(*) END, COALESCE(AVG(m), SUM(m)), IFF(COUNT(*) > 1, SUM(f), AVG(i)), SUM(IFF(i > 1, m, 0)) / NULLIF(SUM(m), 0) FROM (SELECT 12.50::NUMBER(10, 2) AS m, 1 AS i, 2.5::FLOAT AS f UNION ALL SELECT 7.25, 2, 1);
-> (9.87500000, 9.87500000, 3.5, 0.36708861)
SELECT * FROM (SELECT 1 AS id, 2 AS "jan", 3 AS feb) UNPIVOT (v FOR k IN ("jan", feb)) ORDER BY v;
-> (1, jan, 2) (1, FEB, 3)

# source: manual, TO_TIMESTAMP (a number is one of seconds), TRY_TO_DATE (AUTO: YYYY-MM-DD, MM/DD/YYYY, DD-MON-YYYY), date and time parts, formats with FF
SELECT TO_TIMESTAMP(x), TO_TIMESTAMP_NTZ(x), TO_TIMESTAMP(x + 0.5), TO_TIMESTAMP(x)::DATE, TO_TIMESTAMP(t), TO_TIMESTAMP(d), TO_TIMESTAMP(s) FROM (SELECT 1706696430 AS x, TIMESTAMP '2024-01-31 10:20:30' AS t, DATE '2024-01-31' AS d, '2024-01-31 10:20' AS s);
-> (2024-01-31 10:20:30, 2024-01-31 10:20:30, 2024-01-31 10:20:30.500000, 2024-01-31, 2024-01-31 10:20:30, 2024-01-31 00:00:00, 2024-01-31 10:20:00)
SELECT x, TRY_TO_DATE(x), TRY_CAST(x AS DATE), DATEADD(day, 1, TRY_TO_DATE(x)) FROM (VALUES (1, '01/31/2024'), (2, '31-JAN-2024'), (3, '2024-01-31'), (4, '13/01/2024'), (5, 'x'), (6, NULL)) t(n, x) ORDER BY n;
-> (01/31/2024, 2024-01-31, 2024-01-31, 2024-02-01) (31-JAN-2024, 2024-01-31, 2024-01-31, 2024-02-01) (2024-01-31, 2024-01-31, 2024-01-31, 2024-02-01) (13/01/2024, NULL, NULL, NULL) (x, NULL, NULL, NULL) (NULL, NULL, NULL, NULL)
SELECT DATE_PART(epoch_second, t), EXTRACT(epoch FROM t), DATE_PART(epoch_millisecond, t), DATEADD(millisecond, 5, t), DATEDIFF(millisecond, t, DATEADD(second, 1, t)), DATEADD(ms, -500, t) FROM (SELECT '2024-01-31 10:20:30.7'::TIMESTAMP AS t);
-> (1706696430, 1706696430, 1706696430700, 2024-01-31 10:20:30.705000, 1000, 2024-01-31 10:20:30.200000)
SELECT TO_CHAR(t, 'YYYY-MM-DD HH24:MI:SS.FF3'), TO_CHAR(t, 'HH24:MI:SS.FF6'), TO_CHAR(t, 'MI:SS.FF'), TO_CHAR(t, 'YYYYMMDDHH24MISS') FROM (SELECT '2024-01-31 10:20:30.7'::TIMESTAMP AS t);
-> (2024-01-31 10:20:30.700, 10:20:30.700000, 20:30.700000000, 20240131102030)

# source: manual, ARRAY_DISTINCT, ARRAY_INTERSECTION, ARRAY_EXCEPT (its examples), ARRAY_SORT and others; OBJECT_INSERT, OBJECT_PICK
SELECT ARRAY_INTERSECTION(ARRAY_CONSTRUCT('A', 'B', 'B', 'B', 'C'), ARRAY_CONSTRUCT('B', 'B')), ARRAY_INTERSECTION(ARRAY_CONSTRUCT('A', 'B'), ARRAY_CONSTRUCT('B', 'C')), ARRAY_EXCEPT(ARRAY_CONSTRUCT('A', 'B', 'C', 'B'), ARRAY_CONSTRUCT('B')), ARRAY_EXCEPT(ARRAY_CONSTRUCT('A', 'B'), ARRAY_CONSTRUCT('B', 'C')), ARRAY_DISTINCT(ARRAY_CONSTRUCT('A', 'A', 'B'));
-> (["B","B"], ["B"], ["A","C","B"], ["A"], ["A","B"])
SELECT ARRAY_SORT(ARRAY_CONSTRUCT(20, 3, 1.5)), ARRAY_SORT(SPLIT('b,a', ',')), ARRAY_MAX(ARRAY_CONSTRUCT(3, 10)), ARRAY_MIN(v), ARRAY_MAX(PARSE_JSON('[]')), ARRAY_REVERSE(v), ARRAY_REMOVE(v, 5), ARRAY_FLATTEN(PARSE_JSON('[[1, 2], [3]]')), ARRAY_COMPACT(PARSE_JSON('[1, null, 2]')), ARRAY_SORT(NULL::ARRAY) FROM (SELECT PARSE_JSON('[5, 1, 5]') AS v);
-> ([1.5,3,20], ["a","b"], 10, 1, NULL, [5,1,5], [1], [1,2,3], [1,2], NULL)
SELECT ARRAY_SIZE(ARRAY_UNIQUE_AGG(x)), ARRAY_SORT(ARRAY_UNIQUE_AGG(x)), ARRAY_SORT(ARRAY_UNIQUE_AGG(y)) FROM (VALUES (1, 'b'), (10, 'a'), (10, 'a'), (NULL, NULL)) t(x, y);
-> (2, [1,10], ["a","b"])
SELECT OBJECT_INSERT(OBJECT_CONSTRUCT('a', 1), 'b', 2), OBJECT_INSERT(OBJECT_CONSTRUCT('a', 1), 'a', 'x', TRUE), OBJECT_INSERT(v, 'c', NULL), OBJECT_PICK(v, 'a', 'zz'):a::INT, OBJECT_PICK(v, 'zz'), OBJECT_CONSTRUCT(k, 7), OBJECT_CONSTRUCT(k, n) FROM (SELECT PARSE_JSON('{"a": 1}') AS v, 'key' AS k, NULL::INT AS n);
-> ({"a":1,"b":2}, {"a":"x"}, {"a":1}, 1, {}, {"key":7}, {})
SELECT IS_DECIMAL(v:n), IS_DOUBLE(v:s), IS_REAL(v:n), AS_DOUBLE(v:n), AS_DOUBLE(v:s), AS_BOOLEAN(v:b), AS_BOOLEAN(v:n) FROM (SELECT PARSE_JSON('{"n": 2.5, "s": "x", "b": true}') AS v);
-> (True, False, True, 2.5, NULL, True, NULL)
SELECT OBJECT_CONSTRUCT(k, 1, 'a', 2) FROM t;
-> unsupported_sql a computed or repeated key in OBJECT_CONSTRUCT
SELECT OBJECT_INSERT(v, k, 1) FROM t;
-> unsupported_sql a computed key in OBJECT_INSERT
SELECT OBJECT_PICK(v, k) FROM t;
-> unsupported_sql a computed key in OBJECT_PICK

# source: manual, Date and time functions: a text in DATEADD is a TIMESTAMP; short names of units; YEAROFWEEK as a part
SELECT DATEADD(day, 1, '2024-01-01'), DATEADD(hour, 1, '2024-01-31 10:00'), TRUNC(t, 'MM'), TRUNC(d, 'Q'), TRUNC(d, 'YY'), DATE_TRUNC('mm', d), DATE_TRUNC('qtr', d), TRUNC(t, 'DD'), DATE('31/01/2024', 'DD/MM/YYYY') FROM (SELECT DATE '2024-05-20' AS d, TIMESTAMP '2024-05-20 10:20:30' AS t);
-> (2024-01-02 00:00:00, 2024-01-31 11:00:00, 2024-05-01 00:00:00, 2024-04-01, 2024-01-01, 2024-05-01, 2024-04-01, 2024-05-20 00:00:00, 2024-01-31)
SELECT DATE_PART(yearofweek, d), EXTRACT(yearofweekiso FROM d), DATE_PART(weekiso, d), DATE_PART('minutes', t), DATE_PART(yy, d) FROM (SELECT DATE '2024-12-31' AS d, TIMESTAMP '2024-05-20 10:20:30' AS t);
-> (2025, 2025, 1, 20, 2024)

# source: manual, LATERAL (LEFT JOIN), FLATTEN
SELECT t.id, COUNT(f.value) FROM (SELECT 1 AS id, PARSE_JSON('[1, 2]') AS v UNION ALL SELECT 2, NULL) t LEFT JOIN LATERAL FLATTEN(t.v) f GROUP BY t.id ORDER BY t.id;
-> (1, 2) (2, 0)
SELECT a.x FROM a LEFT JOIN b;
-> syntax_error

# source: manual, PIVOT (DEFAULT ON NULL, a query in IN), REGR_SLOPE
SELECT * FROM t PIVOT (SUM(v) FOR k IN ('p', 'q') DEFAULT ON NULL (0));
-> unsupported_sql PIVOT with DEFAULT ON NULL
SELECT * FROM t PIVOT (SUM(v) FOR k IN (SELECT DISTINCT k FROM t));
-> unsupported_sql PIVOT with a query in IN
SELECT REGR_SLOPE(y, x), REGR_SLOPE(x, y) OVER () FROM (VALUES (1, 5), (1, 6)) t(x, y) GROUP BY x, y;
-> (NULL, 0.0) (NULL, 0.0)

# source: manual, Data types (INT is NUMBER(38, 0)); a VARIANT where a number or a text is expected
SELECT 3000000000::INT, (x::INT * 1000000000)::INT * 10, x::INTEGER / 2 FROM (SELECT '3' AS x);
-> (3000000000, 30000000000, 1.500000)
SELECT -v:n, ABS(v:n), ROUND(v:n / 4, 1), v:n % 2, LEFT(v:s, 1), SUBSTR(v:s, 2), SUBSTR(v:s, -1), RIGHT(v:s, 2), REVERSE(v:s), INITCAP(v:s), CHARINDEX('b', v:s), LPAD(v:n, 3, '0') FROM (SELECT PARSE_JSON('{"n": 5, "s": "abc"}') AS v);
-> (-5.0, 5.0, 1.3, 1.0, a, bc, c, bc, cba, Abc, 2, 005)

# source: manual, SQL format models (fixed-position numeric formats; the example of TO_CHAR with "$99.0"), TO_DECIMAL (its example: the scale is 0)
SELECT x, '>' || TO_CHAR(x, '$99.0') || '<', '>' || TO_CHAR(x, '999,999.00') || '<', '>' || TO_CHAR(x, 'FM990.0') || '<' FROM (VALUES (-12.391), (0), (-1), (0.10), (1.111), (NULL)) t(x) ORDER BY x;
-> (-12.391, >-$12.4<, >     -12.39<, >-12.4<) (-1.000, > -$1.0<, >      -1.00<, >-1.0<) (0.000, >  $0.0<, >       0.00<, >0.0<) (0.100, >  $0.1<, >       0.10<, >0.1<) (1.111, >  $1.1<, >       1.11<, >1.1<) (NULL, NULL, NULL, NULL)
SELECT TO_CHAR(1234567.891, '9,999,999.00'), TO_VARCHAR(7, '000'), TO_CHAR(x, '99') FROM (SELECT 42 AS x);
-> ( 1,234,567.89,  007,  42)
SELECT TO_DECIMAL(x, '99.9'), TO_DECIMAL(x, '99.9', 9, 5), TRY_TO_DECIMAL(x, '9.9'), TO_NUMBER('1,234', '9,999'), TO_NUMERIC('$7', '$9'), TRY_TO_NUMBER('x', '99'), TRY_TO_NUMERIC('12', '99') FROM (VALUES ('1.0'), ('-12.3'), ('0.0')) t(x) ORDER BY 1;
-> (-12, -12.30000, NULL, 1234, 7, NULL, 12) (0, 0.00000, 0, 1234, 7, NULL, 12) (1, 1.00000, 1, 1234, 7, NULL, 12)
SELECT TO_CHAR(x, '99,99') FROM t;
-> unsupported_sql that format in TO_CHAR
SELECT TO_NUMBER(x, 'TM9') FROM t;
-> unsupported_sql that format in TO_NUMBER

# source: manual, Data type conversion (a VARIANT is coerced to BOOLEAN)
SELECT n, IFF(v:f, 'y', 'n'), CASE WHEN v:g THEN 1 ELSE 2 END FROM (SELECT 1 AS n, PARSE_JSON('{"f": true, "g": false}') AS v UNION ALL SELECT 2, PARSE_JSON('{"f": false}')) WHERE v:f AND NOT v:g;
-> (1, y, 2)

# source: manual, Arithmetic operators, GREATEST, LEAST, UNION: a quotient beside a sum keeps its digits
SELECT LEAST(SUM(m), SUM(m) / 2), GREATEST(AVG(m), SUM(m)) FROM (SELECT 19.75::NUMBER(10, 2) AS m);
-> (9.87500000, 19.75000000)
SELECT 1, SUM(m) / 2 FROM (SELECT 19.75::NUMBER(10, 2) AS m) UNION ALL SELECT 2, SUM(m) FROM (SELECT 1.50::NUMBER(10, 2) AS m) UNION ALL SELECT 3, AVG(m) FROM (SELECT 2.50::NUMBER(10, 2) AS m) ORDER BY 1;
-> (1, 9.87500000) (2, 1.50000000) (3, 2.50000000)

# source: manual, WITH (RECURSIVE is optional)
WITH t AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM t WHERE n < 4) SELECT SUM(n) FROM t;
-> (10)
WITH t (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t WHERE n < 3), u AS (SELECT n * 2 AS m FROM t) SELECT m FROM u ORDER BY m;
-> (2) (4) (6)
# source: manual, REGEXP_INSTR (position, occurrence, option), REGEXP_REPLACE (position, occurrence), REGEXP_SUBSTR_ALL
SELECT REGEXP_INSTR('abcabc', 'b', 1, 2), REGEXP_INSTR(x, '[0-9]+', 1, 2), REGEXP_INSTR(x, '[0-9]+', 1, 2, 1), REGEXP_INSTR(x, '[0-9]+', 3), REGEXP_INSTR(x, '[0-9]+', 1, 1, 1), REGEXP_INSTR(x, 'z', 1, 2), REGEXP_INSTR(NULL, 'z', 1, 2) FROM (SELECT 'a12b345' AS x);
-> (5, 5, 8, 3, 4, 0, NULL)
SELECT REGEXP_REPLACE('abcb', 'b', 'X', 1, 2), REGEXP_REPLACE(x, '[0-9]+', '#', 1, 2), REGEXP_REPLACE(x, '[0-9]+', '#', 3), REGEXP_REPLACE('abab', 'b', 'X', 3, 1), REGEXP_REPLACE('ab', 'b', 'X', 1, 3), REGEXP_REPLACE(NULL, 'b', 'X', 1, 2) FROM (SELECT 'a12b345' AS x);
-> (abcX, a12b#, a1#b#, abaX, ab, NULL)
SELECT REGEXP_SUBSTR_ALL('a1b2', '[0-9]'), REGEXP_SUBSTR_ALL(x, '[0-9]'), ARRAY_SIZE(REGEXP_EXTRACT_ALL(x, '[a-z]')), REGEXP_SUBSTR_ALL(NULL, 'a') FROM (SELECT 'xy' AS x);
-> (["1","2"], [], 2, NULL)
# source: manual, ARRAY_COMPACT, ARRAY_INSERT (places from 0)
SELECT ARRAY_COMPACT(ARRAY_CONSTRUCT(1, NULL, 2)), ARRAY_INSERT(ARRAY_CONSTRUCT(0, 1, 3), 2, 2), ARRAY_INSERT(v, 0, 'x'), ARRAY_INSERT(v, 2, 9) FROM (SELECT ARRAY_CONSTRUCT(5, 6) AS v);
-> ([1,2], [0,1,2,3], ["x",5,6], [5,6,9])
SELECT ARRAY_INSERT(v, n, 1) FROM t;
-> unsupported_sql this form of ARRAY_INSERT
# source: manual, date and time formats: HH12 with AM or PM; TO_DATE reads MM/DD/YYYY
SELECT TO_TIMESTAMP('01/31/2024 01:45 PM', 'MM/DD/YYYY HH12:MI AM'), TO_TIMESTAMP(x, 'YYYY-MM-DD HH12:MI:SS PM'), TO_DATE('01/31/2024'), '01/31/2024'::DATE + 1 FROM (SELECT '2024-01-31 12:05:10 AM' AS x);
-> (2024-01-31 13:45:00, 2024-01-31 00:05:10, 2024-01-31, 2024-02-01)
SELECT TO_TIMESTAMP(x, 'YYYY-MM-DD HH12:MI') FROM t;
-> unsupported_sql that format in TO_TIMESTAMP
SELECT TO_DATE('1/31/2024');
-> unsupported_sql a date in that form
# source: manual, LPAD: with an empty text nothing is added; a text beside a number is one
SELECT LPAD('a', 3, ''), RPAD('abc', 2, ''), LPAD(NULL, 3, ''), '5' + 3, 1 + '2' FROM (SELECT 1 AS n);
-> (a, ab, NULL, 8, 3)
# source: manual, ARRAY_SLICE: a negative end counts from the end
SELECT ARRAY_SLICE(ARRAY_CONSTRUCT(1, 2, 3, 4), 0, -1), ARRAY_SLICE(v, 0, -2), ARRAY_SLICE(v, 0, -9), REGEXP_LIKE('a\nb', 'a.b', 's'), REGEXP_LIKE('a\nB', 'A.b', 'is'), REGEXP_LIKE('a\nb', 'a.b') FROM (SELECT ARRAY_CONSTRUCT(1, 2, 3) AS v);
-> ([1,2,3], [1], [], True, True, False)
# source: Snowflake documentation, OBJECT_CONSTRUCT (examples): an object shows its keys sorted
SELECT TO_JSON(OBJECT_CONSTRUCT('b', 1, 'a', 'x')), OBJECT_CONSTRUCT('b', 1, 'a', NULL, 'B', 2)::STRING, TO_VARCHAR(PARSE_JSON('{"b":1,"a":{"d":[1,2],"c":"x"}}')), PARSE_JSON('{"b":1.50,"a":2}'):a::INT;
-> ({"a":"x","b":1}, {"B":2,"b":1}, {"a":{"c":"x","d":[1,2]},"b":1}, 2)
SELECT CAST(CAST(0.5 AS NUMBER(2, 2)) AS VARCHAR), 0.25::NUMBER(2, 2) || 'x';
-> (0.50, 0.25x)
