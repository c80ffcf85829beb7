# PostgreSQL's SQL, and the rows that PostgreSQL gives for it, or the error's code and subject.
# The rows were compared with those of PostgreSQL 18.4; numbers by their value, as a numeric there shows more digits.

# Choice and NULL
# source: PostgreSQL 18.4, run
SELECT COALESCE(NULL, 1), NULLIF(1, 1), GREATEST(1, NULL, 3), LEAST(2, 1), CASE WHEN 1 = 1 THEN 'x' END, 1 IN (1, 2), 2 BETWEEN 1 AND 3, NOT TRUE;
-> (1, NULL, 3, 1, x, True, True, False)
SELECT 1 IS DISTINCT FROM NULL, NULL IS NOT DISTINCT FROM NULL, TRUE IS NOT TRUE, NULL::BOOLEAN IS UNKNOWN, 1 NOTNULL, NULL ISNULL, 1 <> 2, 1 != 1;
-> (True, True, False, True, True, True, True, False)
SELECT 'yes'::BOOLEAN, 't'::BOOLEAN, 0::BOOLEAN, TRUE::INT, TRUE::TEXT;
-> (True, True, False, 1, true)
SELECT CASE x WHEN 1 THEN 'one' WHEN 2 THEN 'two' ELSE 'many' END FROM (VALUES (1), (3)) t(x);
-> (one) (many)
SELECT NOT x = 1, NOT x IS NULL, x = 1 OR x = 2 AND FALSE FROM (VALUES (1)) t(x);
-> (False, True, True)

# Division: integers stay integers, sums keep the type that decides it
# source: PostgreSQL 18.4, run
SELECT 7 / 2, -7 / 2, 7 / -2, 7.0 / 2, 7 / 2.0, 7 / 2::NUMERIC, 7::FLOAT / 2, 1 / 3 * 3;
-> (3, -3, -3, 3.5, 3.5, 3.5, 3.5, 0)
SELECT a / b, a / 2 / 2, 100 * a / b, 100.0 * a / b, a::NUMERIC / b, a::DECIMAL(10, 2) / b, a / b::FLOAT FROM (VALUES (7, 2), (-7, 2)) t(a, b);
-> (3, 1, 350, 350.0, 3.5, 3.5, 3.5) (-3, -1, -350, -350.0, -3.5, -3.5, -3.5)
SELECT a / b, a / 2 FROM (VALUES (7.5, 2), (1.0, 4)) t(a, b);
-> (3.75, 3.75) (0.25, 0.5)
SELECT a / NULLIF(b, 0), CASE WHEN b <> 0 THEN a / b END, CASE WHEN b = 0 THEN -1 ELSE a / b END FROM (VALUES (1, 0), (9, 2)) t(a, b);
-> (NULL, NULL, -1) (4, 4, 4)
SELECT SUM(a) / COUNT(*), SUM(a) / COUNT(a), SUM(b) / COUNT(*), SUM(c) / COUNT(*), SUM(a) * 100 / SUM(b), COUNT(*) / 2 FROM (VALUES (7, 2::BIGINT, 1.5), (8, 3, 2.5)) t(a, b, c);
-> (7, 7, 2.5, 2.0, 300.0, 1)
WITH m AS (SELECT g, SUM(a) AS s, SUM(b) AS u, COUNT(*) AS n, AVG(a) AS v FROM (VALUES ('x', 7, 2::BIGINT), ('x', 8, 3)) t(g, a, b) GROUP BY g) SELECT s / n, u / n, v / n, s / 2, round(v), v::INT FROM m;
-> (7, 2.5, 3.75, 7, 8, 8)
SELECT g, SUM(a) / SUM(SUM(a)) OVER (), 100.0 * SUM(a) / SUM(SUM(a)) OVER (), COUNT(*) / SUM(COUNT(*)) OVER () FROM (VALUES ('x', 7), ('y', 8)) t(g, a) GROUP BY g ORDER BY g;
-> (x, 0.4666666666666667, 46.666666666666664, 0.5) (y, 0.5333333333333333, 53.333333333333336, 0.5)
SELECT SUM(a) FILTER (WHERE a > 1) / COUNT(*), SUM(DISTINCT a) / 2, SUM(CASE WHEN a > 1 THEN 1 ELSE 0 END) / COUNT(*), SUM(LENGTH(b)) / COUNT(*) FROM (VALUES (1, 'ab'), (2, 'c'), (2, 'c')) t(a, b);
-> (1, 1, 0, 1)
SELECT ROUND(AVG(x), 2), ROUND(AVG(x)), AVG(x)::INT, ROUND(SUM(x) / 3, 1) FROM (VALUES (1.01), (1.02)) t(x);
-> (1.02, 1, 1, 0.7)
SELECT ROUND(AVG(x), 2), ROUND(AVG(x)), AVG(x)::INT, ROUND(SUM(x) / 2.0, 0), ROUND(AVG(x), 1)::TEXT FROM (VALUES (2), (3)) t(x);
-> (2.50, 3, 3, 3, 2.5)
SELECT EXTRACT(YEAR FROM DATE '2024-03-15') / 10, DATE_PART('month', DATE '2024-03-15') / 2, EXTRACT(YEAR FROM DATE '2024-03-15') || '-Q' || EXTRACT(QUARTER FROM DATE '2024-03-15');
-> (202.4, 1.5, 2024-Q1)
SELECT x::NUMERIC, x::NUMERIC + 1, x::NUMERIC / 2 FROM (VALUES (7), (8)) t(x);
-> (7, 8, 3.5) (8, 9, 4.0)
SELECT DATE '2024-01-31' + 1, DATE '2024-03-01' - 1, DATE '2024-03-01' - DATE '2024-01-01', (DATE '2024-03-01' - DATE '2024-01-01') / 7, 1 + DATE '2024-01-31', DATE '2024-01-01' + TIME '10:30';
-> (2024-02-01, 2024-02-29, 60, 8, 2024-02-01, 2024-01-01 10:30:00)
SELECT d2 - d1, (d2 - d1) / 2, SUM(d2 - d1) / COUNT(*), AVG(d2 - d1) FROM (VALUES (DATE '2024-01-01', DATE '2024-01-06')) t(d1, d2) GROUP BY d1, d2;
-> (5, 2, 5.0, 5.0)
SELECT TIMESTAMP '2024-03-01 10:00' - TIMESTAMP '2024-01-01', EXTRACT(DAY FROM TIMESTAMP '2024-03-01 10:00' - TIMESTAMP '2024-01-01'), EXTRACT(EPOCH FROM TIMESTAMP '2024-03-01 10:00' - TIMESTAMP '2024-01-01') / 3600, DATE_PART('hour', TIMESTAMP '2024-03-01 10:00' - TIMESTAMP '2024-01-01');
-> (60 days, 10:00:00, 60, 1450.0, 10)
SELECT ROUND(100.0 * SUM(x) / SUM(SUM(x)) OVER (), 1) AS share, g FROM (VALUES ('a', 1), ('b', 2)) t(g, x) GROUP BY g ORDER BY share DESC;
-> (66.7, b) (33.3, a)
SELECT SUM(n) / COUNT(*), DATE '2024-01-01' + MAX(n) FROM generate_series(1, 4) n;
-> (2, 2024-01-05)
SELECT 2 * 3 % 4, 10 - 2 - 3, 1 < 2 IS TRUE, 'a' || 'b' LIKE 'ab', - 2 * 3, 8 / 4 / 2, 8 / (4 / 2);
-> (2, 5, True, True, -6, 1, 4)
SELECT SUM(x) / 2, SUM(x)::NUMERIC / 2, SUM(x) * 1.0 / 2, ROUND(SUM(x)::NUMERIC / 3, 2), SUM(x) / 2.0 FROM (VALUES (3), (4)) t(x);
-> (3, 3.5, 3.5, 2.33, 3.5)
SELECT SUM(x) / 2, ROUND(SUM(x) / 2, 0), AVG(x) / 2 FROM (VALUES (3::BIGINT), (4)) t(x);
-> (3.5, 4, 1.75)
SELECT x / 2, x::INT / 2, x::BIGINT / 2, SUM(x::INT) OVER () / 2, SUM(x::BIGINT) OVER () / 2 FROM (VALUES (7.0)) t(x);
-> (3.5, 3, 3, 3, 3.5)
SELECT ROUND((a - b) / b::NUMERIC * 100, 1), ROUND((a - b)::NUMERIC / b * 100, 1) || '%', (a - b) * 100 / b FROM (VALUES (7, 3)) t(a, b);
-> (133.3, 133.3%, 133)
SELECT ROUND(100.0 * COUNT(*) FILTER (WHERE x > 1) / COUNT(*), 2), ROUND(COUNT(*)::DECIMAL / 3, 3), COUNT(*)::FLOAT / 3 FROM (VALUES (1), (2), (3)) t(x);
-> (66.67, 1.000, 1.0)
SELECT x - LAG(x) OVER (ORDER BY x), ROUND((x - LAG(x) OVER (ORDER BY x)) * 100.0 / LAG(x) OVER (ORDER BY x), 1) FROM (VALUES (100), (110)) t(x) ORDER BY 1 NULLS FIRST;
-> (NULL, NULL) (10, 10.0)
SELECT AVG(x)::NUMERIC(10, 2), CAST(AVG(x) AS INTEGER), CEIL(AVG(x)), FLOOR(x / 2.0), TRUNC(AVG(x), 1), AVG(x)::FLOAT FROM (VALUES (2), (3)) t(x) GROUP BY x / 10, x HAVING AVG(x) > 2;
-> (3.00, 3, 3, 1.0, 3.0, 3.0)
SELECT SUM(x) OVER (PARTITION BY g ORDER BY x) / 2, SUM(DISTINCT x) FILTER (WHERE x > 0) / 2 FROM (VALUES ('a', 3::BIGINT), ('a', 4)) t(g, x) GROUP BY g, x ORDER BY x;
-> (1.5, 1.5) (3.5, 2.0)
SELECT x / 2 FROM (VALUES (5), (4)) t(x) GROUP BY x / 2 ORDER BY x / 2;
-> (2)
SELECT a / b AS r FROM (VALUES (5, 2), (4, 3)) t(a, b) GROUP BY a / b ORDER BY r;
-> (1) (2)
SELECT SUM(a) / NULLIF(SUM(b), 0) AS r FROM (VALUES (7, 2)) t(a, b) HAVING SUM(a) / NULLIF(SUM(b), 0) > 2;
-> (3)
SELECT SUM(a / 2) FROM (VALUES (7), (5)) t(a);
-> (5)
SELECT AVG(a / 2), AVG(a / 2.0), SUM(a) / SUM(b) / 2 FROM (VALUES (7, 2), (5, 1)) t(a, b);
-> (2.5, 3.0, 2)
SELECT a / b / c FROM (VALUES (100, 3, 2)) t(a, b, c);
-> (16)
SELECT (a + b) / 2, a + b / 2, -a / 2, a / -b, a * b / 3, a / b * b, a % b / 2 FROM (VALUES (7, 2)) t(a, b);
-> (4, 8, -3, -3, 4, 6, 0)
SELECT x::NUMERIC / 3 > 2.33, x::NUMERIC(10,2) / 3, (x / 3)::NUMERIC(10, 2), ROUND(x / 3.0, 4)::TEXT FROM (VALUES (7)) t(x);
-> (True, 2.3333333333333335, 2.00, 2.3333)
SELECT CASE WHEN b > 0 THEN a / b ELSE 0 END, CASE WHEN b <> 0 AND a > 1 THEN a / b END FROM (VALUES (7, 0), (8, 3)) t(a, b) ORDER BY a;
-> (0, NULL) (2, 2)
SELECT COALESCE(a / NULLIF(b, 0), 0) FROM (VALUES (7, 0), (8, 3)) t(a, b) ORDER BY a;
-> (0) (2)
SELECT MAX(a) / MIN(a), LENGTH('abc') / 2, COUNT(a) / 2, (SELECT 7) / 2 FROM (VALUES (7), (2)) t(a);
-> (3, 1, 1, 3)
SELECT SUM(LENGTH(b)) / 2, SUM(EXTRACT(YEAR FROM d)) / 2, AVG(LENGTH(b)) FROM (VALUES ('abc', DATE '2023-01-01')) t(b, d);
-> (1, 1011.5, 3.0)
SELECT ROUND(SUM(x) / 3.0, 2), SUM(x) / 3 FROM (VALUES (10::SMALLINT), (1)) t(x);
-> (3.67, 3)
SELECT d, LEAD(d) OVER (ORDER BY d) - d, (LEAD(d) OVER (ORDER BY d) - d) / 2 FROM (VALUES (DATE '2024-01-01'), ('2024-01-08')) t(d) ORDER BY d;
-> (2024-01-01, 7, 3) (2024-01-08, NULL, NULL)
SELECT INTERVAL '1 day' / 2 < INTERVAL '13 hours', INTERVAL '1 hour' * 1.5 = INTERVAL '90 minutes';
-> (True, True)
SELECT AVG(EXTRACT(EPOCH FROM (t2 - t1)) / 60) FROM (VALUES (TIMESTAMP '2024-01-01', TIMESTAMP '2024-01-01 12:00')) t(t1, t2);
-> (720.0)
SELECT (d / 2)::INT, ROUND(d / 2), FLOOR(n / 0.1), CEIL(n / 0.1), TRUNC(n * 252 / 2, 2), FLOOR(d / 0.1) FROM (VALUES (5::FLOAT, 0.3), (7, -0.3)) t(d, n);
-> (2, 2.0, 3.0, 3.0, 37.80, 50.0) (4, 4.0, -3.0, -3.0, -37.80, 70.0)
SELECT ROUND(d::NUMERIC / 2), (n / 2)::INT, ROUND(n / 2), TRUNC(n / 2), CEILING(n / 2) FROM (VALUES (5::FLOAT, 5.0)) t(d, n);
-> (3, 3, 3.0, 2.0, 3.0)
SELECT a / b, a % b, MOD(a, b), c / b FROM (VALUES (NULL::INT, 0, NULL::FLOAT), (7, 2, 5)) t(a, b, c) ORDER BY 1;
-> (3, 1, 1, 2.5) (NULL, NULL, NULL, NULL)

# Rounding: a numeric half away from zero, a double half to even
# source: PostgreSQL 18.4, run
SELECT ROUND(2.567, 2), ROUND(2.5), ROUND(3.5), ROUND(-2.5), ROUND(2.5::FLOAT), ROUND(3.5::FLOAT), ROUND(1234.5, -2), ROUND(7), ROUND(2.675::NUMERIC, 2), ROUND(1.015::FLOAT::NUMERIC, 2);
-> (2.57, 3, 4, -3, 2.0, 4.0, 1200, 7, 2.68, 1.02)
SELECT ROUND(x), ROUND(x::NUMERIC, 1), x::INT, ROUND(x * 1.0) FROM (VALUES (2.5::FLOAT), (3.5), (-0.5)) t(x);
-> (2.0, 2.5, 2, 2.0) (4.0, 3.5, 4, 4.0) (-0.0, -0.5, 0, -0.0)
SELECT ROUND(x), ROUND(x, 1), x::INT, x::BIGINT FROM (VALUES (2.5), (3.45), (-0.5)) t(x);
-> (3, 2.5, 3, 3) (3, 3.5, 3, 3) (-1, -0.5, -1, -1)
SELECT 2.5::INT, 3.5::INT, 2.5::FLOAT::INT, -2.5::INT, '12'::INT, 2.567::NUMERIC(10, 2), '2.675'::NUMERIC(10, 2), 2.675::FLOAT::NUMERIC(10, 2), 5::NUMERIC(10), 1.005::NUMERIC(5, 2);
-> (3, 4, 2, -3, 12, 2.57, 2.68, 2.68, 5, 1.01)
SELECT x::NUMERIC, x::NUMERIC(10, 1), ROUND(x::NUMERIC, 1) FROM (VALUES ('1.25'), ('-0.5')) t(x);
-> (1.250000000000, 1.3, 1.3) (-0.500000000000, -0.5, -0.5)
SELECT ROUND(STDDEV(x), 3), STDDEV_POP(x), ROUND(STDDEV_SAMP(x), 3), VARIANCE(x), VAR_POP(x), VAR_SAMP(x), CORR(x, y), COVAR_POP(x, y), COVAR_SAMP(x, y) FROM (VALUES (1, 2), (3, 5)) t(x, y);
-> (1.414, 1.0, 1.414, 2.0, 1.0, 2.0, 1.0, 1.5, 3.0)
SELECT COALESCE(AVG(x), 0)::INT, ROUND(COALESCE(AVG(x), 0)), ROUND(AVG(x) * 1), (AVG(x) + 0)::INT FROM (VALUES (2), (3)) t(x);
-> (3, 3, 3, 3)
SELECT ROUND(x, 1), COUNT(*) FROM (VALUES (1.24::FLOAT8::NUMERIC), (1.21)) t(x) GROUP BY ROUND(x, 1);
-> (1.2, 2)
SELECT ROUND(x) FROM (VALUES (1.4), (1.3)) t(x) GROUP BY ROUND(x);
-> (1)
SELECT ROUND(x::NUMERIC, 2), TRUNC(x::NUMERIC, 1), CEIL(x), x::NUMERIC(5,1) FROM (VALUES (2.345::REAL), (2.5)) t(x);
-> (2.35, 2.3, 3.0, 2.3) (2.50, 2.5, 3.0, 2.5)
SELECT CASE WHEN a > 1 THEN b ELSE ROUND(a::NUMERIC, 0) END, COALESCE(NULLIF(b, 2.125), ROUND(AVG(a) OVER (), 2)), CASE WHEN a > 1 THEN b ELSE a::NUMERIC END FROM (VALUES (7, 2.125), (0, 1.5)) t(a, b) ORDER BY a;
-> (0.000, 1.500, 0.000) (2.125, 3.500, 2.125)

# Numerics without digits
# source: PostgreSQL 18.4, run
SELECT x::NUMERIC, x::NUMERIC(10, 2) FROM (VALUES (1.005::FLOAT), (2.5)) t(x);
-> (1.005, 1.01) (2.5, 2.50)
SELECT '1.23456'::NUMERIC, '7'::NUMERIC, CAST('12345.67' AS DECIMAL), 1.5::NUMERIC;
-> (1.23456, 7, 12345.67, 1.5)
SELECT int4, numeric, text, date FROM (SELECT '1'::INT, 2::NUMERIC, 'a'::TEXT, '2024-01-01'::DATE) q;
-> (1, 2, a, 2024-01-01)
SELECT 2147483647 + 1::BIGINT, 9223372036854775807::NUMERIC + 1, 2147483648, -2147483648;
-> (2147483648, 9223372036854775808, 2147483648, -2147483648)

# JSON
# source: PostgreSQL 18.4, run
SELECT j ->> 'a', j -> 'b' ->> 'c', (j ->> 'n')::INT + 1, j -> 'l' ->> 0, j ->> 'none', j ->> 'nul', j ->> 'x.y', JSONB_ARRAY_LENGTH(j -> 'l'), j ->> 'a' = 'v' FROM (VALUES ('{"a": "v", "b": {"c": true}, "n": 7, "l": [1, 2], "nul": null, "x.y": 5}'::JSONB)) t(j);
-> (v, true, 8, 1, NULL, NULL, 5, 2, True)
SELECT JSON_ARRAY_LENGTH('[1, 2]'::JSON), '{"a": {"b": 1}}'::JSON -> 'a' ->> 'b', ('[{"k": "v"}]'::JSON -> 0) ->> 'k';
-> (2, 1, v)
SELECT JSON_ARRAY_LENGTH('[[1], 2]'::JSON -> 0), COUNT(DISTINCT j -> 'a' ->> 'b'), STRING_AGG(j ->> 'c', ',' ORDER BY j ->> 'c'), MAX((j ->> 'n')::INT), SUM((1 + 2) * 3) FROM (VALUES ('{"a": {"b": 1}, "c": "x", "n": 3}'::JSON)) t(j);
-> (1, 1, x, 3, 9)

# Arrays and rows of functions
# source: PostgreSQL 18.4, run
SELECT DATE '2024-01-01' + n * INTERVAL '1 day', DATE '2024-01-01' + (n || ' days')::INTERVAL, DATE '2024-01-01' + n FROM generate_series(0, 2) AS n;
-> (2024-01-01 00:00:00, 2024-01-01 00:00:00, 2024-01-01) (2024-01-02 00:00:00, 2024-01-02 00:00:00, 2024-01-02) (2024-01-03 00:00:00, 2024-01-03 00:00:00, 2024-01-03)
SELECT g FROM generate_series(1, 3) g;
-> (1) (2) (3)
SELECT g, n FROM generate_series(1, 2) AS g CROSS JOIN generate_series(10, 30, 20) AS t(n) ORDER BY 1, 2;
-> (1, 10) (1, 30) (2, 10) (2, 30)
SELECT generate_series FROM generate_series(2, 1, -1);
-> (2) (1)
SELECT d::DATE FROM generate_series(DATE '2024-01-31', DATE '2024-02-02', INTERVAL '1 day') AS d;
-> (2024-01-31) (2024-02-01) (2024-02-02)
SELECT d FROM generate_series('2024-01-01'::TIMESTAMP, '2024-03-01'::TIMESTAMP, '1 month'::INTERVAL) AS s(d);
-> (2024-01-01 00:00:00) (2024-02-01 00:00:00) (2024-03-01 00:00:00)
SELECT generate_series(1, 3) AS n;
-> (1) (2) (3)
SELECT t.x, n FROM (VALUES (1), (2)) t(x), generate_series(1, t.x) n ORDER BY 1, 2;
-> (1, 1) (2, 1) (2, 2)
SELECT x FROM unnest(ARRAY[1, 2]) AS x;
-> (1) (2)
SELECT t.x, u FROM (VALUES (ARRAY['a', 'b'])) t(x) CROSS JOIN LATERAL unnest(t.x) AS u;
-> (['a', 'b'], a) (['a', 'b'], b)
SELECT e, n FROM unnest(ARRAY['a', 'b']) WITH ORDINALITY AS t(e, n);
-> (a, 1) (b, 2)
SELECT unnest(ARRAY[1, 2]), unnest(STRING_TO_ARRAY('a,b', ','));
-> (1, a) (2, b)
SELECT (ARRAY[1, 2, 3])[1], (ARRAY[1, 2, 3])[2], (ARRAY[1, 2])[5], (ARRAY[1, 2, 3])[2:3], ARRAY_LENGTH(ARRAY[1, 2], 1), ARRAY_LENGTH(ARRAY[]::INT[], 1), CARDINALITY(ARRAY[1, 2]), CARDINALITY(ARRAY[]::INT[]);
-> (1, 2, NULL, [2, 3], 2, NULL, 2, 0)
SELECT x[i], x[1] FROM (VALUES (ARRAY['a', 'b'], 2)) t(x, i);
-> (b, a)
SELECT ARRAY_APPEND(ARRAY[1], 2), ARRAY_PREPEND(0, ARRAY[1]), ARRAY_CAT(ARRAY[1], ARRAY[2]), ARRAY[1] || ARRAY[2], ARRAY_POSITION(ARRAY['a', 'b'], 'b'), ARRAY_TO_STRING(ARRAY[1, NULL, 2], ','), ARRAY_TO_STRING(ARRAY[1, NULL, 2], ',', '-'), STRING_TO_ARRAY('a,b', ','), STRING_TO_ARRAY('', ',');
-> ([1, 2], [0, 1], [1, 2], [1, 2], 2, 1,2, 1,-,2, ['a', 'b'], [])
SELECT 1 = ANY (ARRAY[1, 2]), 3 <> ALL (ARRAY[1, 2]), 1 = ANY (SELECT 1), ARRAY[1, 2] @> ARRAY[1], ARRAY[1, 2] && ARRAY[2, 3], ARRAY[1, 2] = ARRAY[1, 2], ARRAY(SELECT 1 UNION ALL SELECT 2);
-> (True, True, True, True, True, True, [1, 2])
SELECT 3 <> ALL(ARRAY[1, 2]), 1 <> ALL (ARRAY[1, 2]), NULL <> ALL (ARRAY[1]), 1 = ANY (ARRAY[]::INT[]);
-> (True, False, NULL, False)
SELECT t.x, u FROM (VALUES (ARRAY['a', 'b'])) t(x) LEFT JOIN LATERAL unnest(t.x) AS u ON TRUE ORDER BY u;
-> (['a', 'b'], a) (['a', 'b'], b)
SELECT t.x, u, n FROM (VALUES (ARRAY['a', 'b'])) t(x) CROSS JOIN LATERAL unnest(t.x) WITH ORDINALITY AS q(u, n) ORDER BY u;
-> (['a', 'b'], a, 1) (['a', 'b'], b, 2)
SELECT unnest FROM unnest(ARRAY[1, 2]);
-> (1) (2)
SELECT 1 FROM (VALUES (1)) t(x) WHERE (x, 2) IN (SELECT 1, 2) AND x = ANY (ARRAY[1, 2]) AND NOT x = ALL (SELECT 2);
-> (1)

# Dates and times
# source: PostgreSQL 18.4, run
SELECT DATE '2024-01-31' + INTERVAL '1 month', DATE '2024-01-31' + INTERVAL '1 day', (DATE '2024-01-31' + INTERVAL '1 month')::DATE, DATE '2024-03-31' - INTERVAL '1 month', DATE '2024-02-29' + INTERVAL '1 year';
-> (2024-02-29 00:00:00, 2024-02-01 00:00:00, 2024-02-29, 2024-02-29 00:00:00, 2025-02-28 00:00:00)
SELECT TIMESTAMP '2024-01-31 10:00:00' + INTERVAL '2 hours', TIMESTAMP '2024-01-31 10:00:00' - '1 day'::INTERVAL, INTERVAL '1 day' + DATE '2024-01-01', TIMESTAMP '2024-01-01' + INTERVAL '1 day 2 hours 30 minutes', TIMESTAMP '2024-01-01' + INTERVAL '01:30:00', TIMESTAMP '2024-01-01' + INTERVAL '1' DAY, TIMESTAMP '2024-01-01' + 2 * INTERVAL '1 week', TIMESTAMP '2024-01-01' + INTERVAL '1 year 2 mons';
-> (2024-01-31 12:00:00, 2024-01-30 10:00:00, 2024-01-02 00:00:00, 2024-01-02 02:30:00, 2024-01-01 01:30:00, 2024-01-02 00:00:00, 2024-01-15 00:00:00, 2025-03-01 00:00:00)
SELECT EXTRACT(YEAR FROM d), EXTRACT(QUARTER FROM d), EXTRACT(MONTH FROM d), EXTRACT(WEEK FROM d), EXTRACT(DAY FROM d), EXTRACT(DOW FROM d), EXTRACT(ISODOW FROM d), EXTRACT(DOY FROM d), EXTRACT(ISOYEAR FROM d) FROM (VALUES (DATE '2024-03-17'), ('2024-12-30'), ('2021-01-03')) t(d);
-> (2024, 1, 3, 11, 17, 0, 7, 77, 2024) (2024, 4, 12, 1, 30, 1, 1, 365, 2025) (2021, 1, 1, 53, 3, 0, 7, 3, 2020)
SELECT EXTRACT(HOUR FROM t), EXTRACT(MINUTE FROM t), EXTRACT(SECOND FROM t), EXTRACT(EPOCH FROM t), DATE_PART('second', t), DATE_PART('dow', t), DATE_PART('epoch', t), EXTRACT('year' FROM t) FROM (VALUES (TIMESTAMP '2024-03-15 10:20:30.5')) t(t);
-> (10, 20, 30.500000, 1710498030.500000, 30.500000, 5, 1710498030.5, 2024)
SELECT DATE_TRUNC('year', t), DATE_TRUNC('quarter', t), DATE_TRUNC('month', t), DATE_TRUNC('week', t), DATE_TRUNC('day', t), DATE_TRUNC('hour', t), DATE_TRUNC('minute', t), DATE_TRUNC('second', t) FROM (VALUES (TIMESTAMP '2024-03-17 10:20:30.5')) t(t);
-> (2024-01-01 00:00:00, 2024-01-01 00:00:00, 2024-03-01 00:00:00, 2024-03-11 00:00:00, 2024-03-17 00:00:00, 2024-03-17 10:00:00, 2024-03-17 10:20:00, 2024-03-17 10:20:30)
SELECT DATE_TRUNC('month', DATE '2024-03-15'), DATE_TRUNC('month', DATE '2024-03-15')::DATE, DATE_TRUNC('month', DATE '2024-03-15') + INTERVAL '1 month' - INTERVAL '1 day', DATE_TRUNC('month', DATE '2024-03-15') - DATE_TRUNC('month', DATE '2024-01-15'), (DATE_TRUNC('month', DATE '2024-02-10') + INTERVAL '1 month - 1 day')::DATE;
-> (2024-03-01 00:00:00, 2024-03-01, 2024-03-31 00:00:00, 60 days, 0:00:00, 2024-02-29)
SELECT AGE(TIMESTAMP '2024-03-15', TIMESTAMP '2024-01-20') > INTERVAL '1 month', EXTRACT(YEAR FROM AGE(DATE '2024-03-15', DATE '1990-06-20')), EXTRACT(MONTH FROM AGE(DATE '2024-03-15', DATE '1990-06-20')), DATE_PART('year', AGE(DATE '2024-06-20', DATE '1990-06-20'));
-> (True, 33, 8, 34)
SELECT TO_CHAR(d, 'YYYY-MM'), TO_CHAR(d, 'YYYY-MM-DD'), TO_CHAR(d, 'Mon YYYY'), TO_CHAR(d, 'DD Mon YYYY'), TO_CHAR(d, 'Month') || '|', TO_CHAR(d, 'FMMonth YYYY'), TO_CHAR(d, 'Day') || '|', TO_CHAR(d, 'FMDay'), TO_CHAR(d, 'Dy'), TO_CHAR(d, 'DY, MON'), TO_CHAR(d, 'YYYY-"Q"Q'), TO_CHAR(d, 'IYYY-"W"IW'), TO_CHAR(d, 'FMDD/FMMM/YY'), TO_CHAR(d, 'D ID DDD WW Q') FROM (VALUES (DATE '2024-03-05'), ('2024-12-30'), (NULL)) t(d);
-> (2024-03, 2024-03-05, Mar 2024, 05 Mar 2024, March    |, March 2024, Tuesday  |, Tuesday, Tue, TUE, MAR, 2024-Q1, 2024-W10, 5/3/24, 3 2 065 10 1) (2024-12, 2024-12-30, Dec 2024, 30 Dec 2024, December |, December 2024, Monday   |, Monday, Mon, MON, DEC, 2024-Q4, 2025-W01, 30/12/24, 2 1 365 53 4) (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)
SELECT TO_CHAR(t, 'YYYY-MM-DD HH24:MI:SS'), TO_CHAR(t, 'HH12:MI AM'), TO_CHAR(t, 'HH:MI pm'), TO_CHAR(t, 'yyyy-mm-dd hh24:mi:ss.ms'), TO_CHAR(t, 'US'), TO_CHAR(t, 'FMHH12'), TO_CHAR(t, 'MONTH month DAY day') FROM (VALUES (TIMESTAMP '2024-03-05 14:05:06.789'), ('2024-03-05 00:00:00')) t(t);
-> (2024-03-05 14:05:06, 02:05 PM, 02:05 pm, 2024-03-05 14:05:06.789, 789000, 2, MARCH     march     TUESDAY   tuesday  ) (2024-03-05 00:00:00, 12:00 AM, 12:00 am, 2024-03-05 00:00:00.000, 000000, 12, MARCH     march     TUESDAY   tuesday  )
SELECT TO_DATE('2024-03-15', 'YYYY-MM-DD'), TO_DATE('15/03/2024', 'DD/MM/YYYY'), TO_DATE('20240315', 'YYYYMMDD'), TO_DATE('5 Mar 2024', 'DD Mon YYYY'), TO_DATE('March 5, 2024', 'Month DD, YYYY'), TO_TIMESTAMP('2024-03-15 10:20:30', 'YYYY-MM-DD HH24:MI:SS');
-> (2024-03-15, 2024-03-15, 2024-03-15, 2024-03-05, 2024-03-05, 2024-03-15 10:20:30)
SELECT MAKE_DATE(2024, 2, 3), MAKE_TIMESTAMP(2024, 2, 3, 4, 5, 6.5), '2024-03-15'::DATE, '2024-03-15 10:20:30'::TIMESTAMP, TIMESTAMP '2024-03-15 10:20:30'::DATE, DATE '2024-03-15'::TIMESTAMP, DATE '2024-03-15'::TEXT, TIMESTAMP '2024-03-15 10:20:30'::TEXT, '10:20'::TIME, TO_TIMESTAMP(0) = '1970-01-01 00:00:00+00'::TIMESTAMPTZ;
-> (2024-02-03, 2024-02-03 04:05:06.500000, 2024-03-15, 2024-03-15 10:20:30, 2024-03-15, 2024-03-15 00:00:00, 2024-03-15, 2024-03-15 10:20:30, 10:20:00, True)
SELECT CURRENT_DATE = NOW()::DATE, NOW() IS NULL, CURRENT_TIMESTAMP > NOW() - INTERVAL '1 day', CURRENT_DATE - INTERVAL '1 day' < CURRENT_DATE, CURRENT_DATE - 7 < CURRENT_DATE, LOCALTIMESTAMP IS NULL, DATE_TRUNC('month', CURRENT_DATE) <= CURRENT_DATE;
-> (True, False, True, True, True, False, True)
SELECT d, SUM(x) OVER (ORDER BY d RANGE BETWEEN INTERVAL '1 day' PRECEDING AND CURRENT ROW) FROM (VALUES (DATE '2024-01-01', 1), ('2024-01-02', 2), ('2024-01-04', 4)) t(d, x) ORDER BY d;
-> (2024-01-01, 1) (2024-01-02, 3) (2024-01-04, 4)
SELECT TIMESTAMP '2024-01-01' + INTERVAL '2 d', TIMESTAMP '2024-01-01' + INTERVAL '5 m', TIMESTAMP '2024-01-01' + INTERVAL '1 y';
-> (2024-01-03 00:00:00, 2024-01-01 00:05:00, 2025-01-01 00:00:00)
SELECT TIMESTAMP '2024-01-01' + INTERVAL '90 minutes', TIMESTAMP '2024-01-01' + INTERVAL '1 hour 5 min 6 sec', TIMESTAMP '2024-01-01' - INTERVAL '-1 day', TIMESTAMP '2024-01-01' + INTERVAL '3 mons', TIMESTAMP '2024-01-31' + INTERVAL '1 month - 1 day';
-> (2024-01-01 01:30:00, 2024-01-01 01:05:06, 2024-01-02 00:00:00, 2024-04-01 00:00:00, 2024-02-28 00:00:00)
SELECT date_trunc FROM (SELECT DATE_TRUNC('month', d), COUNT(*) FROM (VALUES (DATE '2024-01-05')) t(d) GROUP BY 1) q ORDER BY date_trunc;
-> (2024-01-01 00:00:00)
SELECT extract, coalesce, "case", row_number, sum FROM (SELECT EXTRACT(YEAR FROM DATE '2024-01-01'), COALESCE(NULL, 1), CASE WHEN TRUE THEN 2 END, ROW_NUMBER() OVER (), SUM(3)) q;
-> (2024, 1, 2, 1, 3)
SELECT d::DATE, x FROM (VALUES ('2024-01-15 10:00:00'::TIMESTAMP, 1)) t(d, x) WHERE d >= '2024-01-15' AND d < DATE '2024-01-15' + INTERVAL '1 day' AND d BETWEEN '2024-01-01' AND '2024-02-01';
-> (2024-01-15, 1)
SELECT 1 WHERE '2024-01-02'::DATE = '2024-01-02' AND 'a' IN ('a', 'b');
-> (1)
SELECT DATE_TRUNC('month', d)::DATE, COUNT(*) FROM (VALUES (DATE '2024-01-05'), ('2024-01-06'), ('2024-02-01')) t(d) GROUP BY DATE_TRUNC('month', d) ORDER BY DATE_TRUNC('month', d);
-> (2024-01-01, 2) (2024-02-01, 1)
SELECT DATE_TRUNC('month', d) AS m, COUNT(*) FROM (VALUES (DATE '2024-01-05'), ('2024-01-06'), ('2024-02-01')) t(d) GROUP BY m ORDER BY m;
-> (2024-01-01 00:00:00, 2) (2024-02-01 00:00:00, 1)
SELECT DATE_TRUNC('month', d) FROM (VALUES (TIMESTAMP '2024-01-05 10:00')) t(d) GROUP BY DATE_TRUNC('month', d) HAVING DATE_TRUNC('month', d) > '2023-01-01';
-> (2024-01-01 00:00:00)
SELECT EXTRACT(YEAR FROM d) AS y, SUM(x) FROM (VALUES (DATE '2024-01-01', 2)) t(d, x) GROUP BY EXTRACT(YEAR FROM d);
-> (2024, 2)
SELECT TO_CHAR(d, 'YYYY-"Q"Q'), COUNT(*) FROM (VALUES (DATE '2024-01-01')) t(d) GROUP BY TO_CHAR(d, 'YYYY-"Q"Q') ORDER BY 1;
-> (2024-Q1, 1)
SELECT AVG(t2 - t1) FROM (VALUES (TIMESTAMP '2024-01-01', TIMESTAMP '2024-01-02 12:00')) t(t1, t2);
-> (1 day, 12:00:00)
SELECT d + INTERVAL '1 day' * n, d + n * '1 day'::INTERVAL, d - (n || ' months')::INTERVAL FROM (VALUES (DATE '2024-03-31', 2)) t(d, n);
-> (2024-04-02 00:00:00, 2024-04-02 00:00:00, 2024-01-31 00:00:00)
SELECT TO_CHAR(x, 'YYYY') FROM (VALUES (TIMESTAMP '2024-01-01')) t(x) WHERE TO_CHAR(x, 'YYYYMM') = '202401';
-> (2024)
SELECT GREATEST('a', 'B'), LEAST(DATE '2024-01-01', DATE '2023-01-01'), GREATEST(1, 2.5);
-> (a, 2023-01-01, 2.5)
SELECT x::DATE FROM (VALUES ('2024-01-05 10:00:00')) t(x);
-> (2024-01-05)
SELECT '2024-01-05'::DATE - '2024-01-01'::DATE, '2024-01-05'::TIMESTAMP - '2024-01-01'::TIMESTAMP, DATE '2024-01-05' - INTERVAL '1 day';
-> (4, 4 days, 0:00:00, 2024-01-04 00:00:00)
SELECT DATE_PART('day', d2 - d1), DATE_PART('hour', d2 - d1), EXTRACT(EPOCH FROM d2 - d1)::INT FROM (VALUES (TIMESTAMP '2024-01-01 10:00', TIMESTAMP '2024-01-03 09:30')) t(d1, d2);
-> (1, 23, 171000)
WITH RECURSIVE d(x) AS (SELECT DATE '2024-01-30' UNION ALL SELECT x + 1 FROM d WHERE x < DATE '2024-02-01') SELECT x FROM d;
-> (2024-01-30) (2024-01-31) (2024-02-01)

# Windows
# source: PostgreSQL 18.4, run
SELECT x, CORR(x, y) OVER (ORDER BY x) FROM (VALUES (1, 2), (3, 5)) t(x, y) ORDER BY x;
-> (1, NULL) (3, 1.0)
SELECT x, ROW_NUMBER() OVER (ORDER BY x DESC), FIRST_VALUE(x) OVER (ORDER BY x DESC), ARRAY_AGG(x) OVER (ORDER BY x DESC) FROM (VALUES (1), (NULL), (2)) t(x) ORDER BY x;
-> (1, 3, NULL, [None, 2, 1]) (2, 2, NULL, [None, 2]) (NULL, 1, NULL, [None])
SELECT x, LAG(x) OVER (ORDER BY x), LEAD(x, 1, 0) OVER (ORDER BY x), SUM(x) OVER (ORDER BY x), LAST_VALUE(x) OVER (ORDER BY x), NTH_VALUE(x, 2) OVER (ORDER BY x), NTILE(2) OVER (ORDER BY x) FROM (VALUES (1), (2), (2)) t(x) ORDER BY x;
-> (1, NULL, 2, 1, 1, NULL, 1) (2, 1, 2, 5, 2, 2, 1) (2, 2, 0, 5, 2, 2, 2)
SELECT RANK() OVER w, DENSE_RANK() OVER w, PERCENT_RANK() OVER w, CUME_DIST() OVER w, AVG(x) OVER (ORDER BY x ROWS BETWEEN 1 PRECEDING AND CURRENT ROW), COUNT(*) OVER (PARTITION BY x) FROM (VALUES (1), (1), (3)) t(x) WINDOW w AS (ORDER BY x) ORDER BY 1;
-> (1, 1, 0.0, 0.6666666666666666, 1.0, 2) (1, 1, 0.0, 0.6666666666666666, 1.0, 2) (3, 2, 1.0, 1.0, 2.0, 1)
SELECT x::TEXT, ROW_NUMBER() OVER (ORDER BY x) FROM (VALUES (10), (9)) t(x) ORDER BY 2;
-> (9, 1) (10, 2)
SELECT LOG(10, 100), x, COUNT(*) OVER () FROM (VALUES (1)) t(x);
-> (2.0, 1, 1)
SELECT AVG(x) OVER (ORDER BY d ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING), MAX(x) OVER (PARTITION BY d), SUM(x) OVER () FROM (VALUES (1, 1), (2, 5)) t(d, x) ORDER BY d;
-> (3.0, 1, 6) (3.0, 5, 6)

# Aggregates
# source: PostgreSQL 18.4, run
SELECT REGEXP_LIKE('abc', 'B'), REGEXP_LIKE('abc', 'B', 'i'), REGEXP_COUNT('a1b2', '[0-9]'), REGEXP_SUBSTR('a12b3', '[0-9]+'), REGEXP_SUBSTR('a', '[0-9]'), REGEXP_SUBSTR('foobar', 'o(.)b');
-> (False, True, 2, 12, NULL, oob)
SELECT COUNT(*), COUNT(x), COUNT(DISTINCT x), SUM(x), AVG(x), MIN(x), MAX(x) FROM (VALUES (1), (2), (2), (5), (NULL)) t(x);
-> (5, 4, 3, 10, 2.5, 1, 5)
SELECT COUNT(*), SUM(x), AVG(x), MAX(x), STRING_AGG(x::TEXT, ','), ARRAY_AGG(x), BOOL_AND(x > 1), STDDEV(x) FROM (VALUES (1)) t(x) WHERE x > 1;
-> (0, NULL, NULL, NULL, NULL, NULL, NULL, NULL)
SELECT STDDEV(x), STDDEV_POP(x), VARIANCE(x), CORR(x, x), CORR(x, 1) FROM (VALUES (1)) t(x);
-> (NULL, 0.0, NULL, NULL, NULL)
SELECT STRING_AGG(x, ',' ORDER BY x), STRING_AGG(x, ', ' ORDER BY x DESC), STRING_AGG(DISTINCT x, '-' ORDER BY x DESC), STRING_AGG(x, '' ORDER BY x NULLS FIRST) FROM (VALUES ('a'), ('b'), (NULL), ('b')) t(x);
-> (a,b,b, b, b, a, b-a, abb)
SELECT ARRAY_AGG(x ORDER BY x), ARRAY_AGG(x ORDER BY x DESC), ARRAY_AGG(DISTINCT x ORDER BY x), BOOL_AND(x > 0), BOOL_OR(x > 1), EVERY(x > 1), ANY_VALUE(1) FROM (VALUES (1), (NULL), (2), (2)) t(x);
-> ([1, 2, 2, None], [None, 2, 2, 1], [1, 2, None], True, True, False, 1)
SELECT COUNT(*) FILTER (WHERE x > 1), SUM(x) FILTER (WHERE x > 5), COUNT(DISTINCT x) FILTER (WHERE x < 2), AVG(x) FILTER (WHERE x > 1) FROM (VALUES (1), (2), (3)) t(x);
-> (2, NULL, 1, 2.5)
SELECT PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY x), PERCENTILE_DISC(0.5) WITHIN GROUP (ORDER BY x), MODE() WITHIN GROUP (ORDER BY x), PERCENTILE_CONT(0.25) WITHIN GROUP (ORDER BY x DESC) FROM (VALUES (1), (2), (3), (3)) t(x);
-> (2.5, 2, 3, 3.0)
SELECT g AS k, SUM(x) FROM (VALUES ('a', 1), ('a', 3), ('b', 2)) t(g, x) GROUP BY k ORDER BY 2 DESC OFFSET 1 ROWS FETCH NEXT 1 ROWS ONLY;
-> (b, 2)
SELECT g, h, SUM(x), GROUPING(g) FROM (VALUES ('a', 1, 1), ('b', 2, 3)) t(g, h, x) GROUP BY ROLLUP (g, h) ORDER BY 1, 2;
-> (a, 1, 1, 0) (a, NULL, 1, 0) (b, 2, 3, 0) (b, NULL, 3, 0) (NULL, NULL, 4, 1)
SELECT g, SUM(x) FROM (VALUES ('a', 1), ('b', 2)) t(g, x) GROUP BY GROUPING SETS ((g), ()) HAVING SUM(x) > 1 ORDER BY g;
-> (b, 2) (NULL, 3)
WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 3) SELECT SUM(n) FROM r;
-> (6)
SELECT g, STRING_AGG(DISTINCT x, '-') FROM (VALUES (1, 'a'), (1, 'a')) t(g, x) GROUP BY g;
-> (1, a)
SELECT x, MODE() WITHIN GROUP (ORDER BY x) FILTER (WHERE x > 1) FROM (VALUES (1)) t(x) GROUP BY x;
-> (1, NULL)
SELECT customer, total FROM (SELECT 'a' AS customer, SUM(x) AS total FROM (VALUES (1), (2)) o(x)) q WHERE total > 1;
-> (a, 3)
SELECT count, max, lower FROM (SELECT COUNT(*), MAX(x), LOWER('A') FROM (VALUES (1), (2)) o(x)) q;
-> (2, 2, a)
SELECT UPPER(a) AS a, COUNT(*) FROM (VALUES ('x'), ('X')) t(a) GROUP BY a ORDER BY 1, 2;
-> (X, 1) (X, 1)
SELECT LENGTH(a) AS a, COUNT(*) FROM (VALUES ('x'), ('yy')) t(a) GROUP BY LENGTH(a) HAVING COUNT(*) > 0 ORDER BY a DESC;
-> (2, 1) (1, 1)
SELECT g, COUNT(*) FROM (VALUES ('a'), ('b'), ('b')) t(g) GROUP BY g ORDER BY count DESC;
-> (b, 2) (a, 1)
SELECT LOWER(x), COUNT(*) FROM (VALUES ('A'), ('a')) t(x) GROUP BY LOWER(x), x ORDER BY x DESC;
-> (a, 1) (a, 1)
SELECT SUM(x), SUM(y), x FROM (VALUES (1, 2)) t(x, y) GROUP BY x;
-> (1, 2, 1)
SELECT a FROM (SELECT 1 AS a UNION ALL SELECT COUNT(*) FROM (VALUES (1), (2)) t) q ORDER BY a;
-> (1) (2)
SELECT COUNT(DISTINCT (a, b)) FROM (VALUES (NULL::INT, NULL::INT), (1, NULL), (1, 2), (1, 2)) t(a, b);
-> (3)
SELECT x::INT, COUNT(*) FROM (VALUES ('1'), ('2')) t(x) GROUP BY x::INT ORDER BY 1;
-> (1, 1) (2, 1)
SELECT x::TEXT, COUNT(*) FROM (VALUES (1), (2)) t(x) GROUP BY x::TEXT ORDER BY x::TEXT;
-> (1, 1) (2, 1)
SELECT MIN(x), MAX(x), COUNT(DISTINCT x) FROM (VALUES ('b'), ('a'), ('b')) t(x);
-> (a, b, 2)
SELECT BOOL_AND(x), COUNT(*) FILTER (WHERE x), SUM(x::INT), AVG(x::INT) FROM (VALUES (TRUE), (FALSE)) t(x);
-> (False, 1, 1, 0.5)
SELECT ARRAY_AGG(DISTINCT x), STRING_AGG(DISTINCT x::TEXT, ',' ORDER BY x::TEXT) FROM (VALUES (1), (1)) t(x);
-> ([1], 1)
SELECT SUM(x), SUM(x) = 0.3, AVG(x) FROM (VALUES (0.1), (0.2)) t(x);
-> (0.3, True, 0.15)
SELECT a.id, COUNT(b.id) AS n FROM (VALUES (1), (2)) a(id) LEFT JOIN (VALUES (1), (1)) b(id) ON a.id = b.id GROUP BY a.id ORDER BY n DESC, a.id;
-> (1, 2) (2, 0)

# Texts and patterns
# source: PostgreSQL 18.4, run
SELECT 5 & 3, 5 | 3, 5 # 3, ~5, 1 << 3, 8 >> 1, 2 + 3 * 4, -(1 + 2);
-> (1, 7, 6, -6, 8, 4, 14, -3)
SELECT CONCAT('a', NULL, 'b'), CONCAT('a', 1), CONCAT_WS('-', 'a', NULL, 'b'), 'a' || NULL, 'a' || 1, 1 || 'a', 'a' || 1.50;
-> (ab, a1, a-b, NULL, a1, 1a, a1.50)
SELECT SUBSTR('hello', 2, 3), SUBSTRING('hello', 2), SUBSTRING('hello' FROM 2 FOR 2), SUBSTRING('hello' FROM 3), SUBSTRING('hello' FOR 2), SUBSTR('hello', 0), SUBSTR('hello', -1, 4), SUBSTR('hello', 0, 1), SUBSTR('hello', 9);
-> (ell, ello, el, llo, he, hello, he, , )
SELECT SUBSTR(x, n), SUBSTR(x, n, 3), SUBSTRING(x FROM n FOR 1) FROM (VALUES ('hello', 2), ('hello', 0), ('hello', -1), ('hello', NULL)) t(x, n);
-> (ello, ell, e) (hello, he, ) (hello, h, ) (NULL, NULL, NULL)
SELECT SUBSTRING(e FROM POSITION('@' IN e) + 1), LEFT(e, STRPOS(e, '@') - 1), SPLIT_PART(e, '@', 2) FROM (VALUES ('ann@x.com'), ('none')) t(e);
-> (x.com, ann, x.com) (none, non, )
SELECT SUBSTRING('a12b3' FROM '[0-9]+'), SUBSTRING('abc' FROM '[0-9]'), SUBSTRING('foobar' FROM 'o(.)b'), SUBSTRING('foobar', 'b.r');
-> (12, NULL, o, bar)
SELECT LEFT('hello', 2), RIGHT('hello', 2), LEFT('hello', -2), RIGHT('hello', -2), LENGTH('héllo'), CHAR_LENGTH('abc'), CHARACTER_LENGTH(''), LENGTH(NULL);
-> (he, lo, hel, llo, 5, 3, 0, NULL)
SELECT UPPER('aé'), LOWER('ABC'), REVERSE('abc'), REPEAT('ab', 2), REPEAT('a', -1), TRIM('  a '), TRIM(BOTH 'x' FROM 'xax'), TRIM(LEADING 'x' FROM 'xax'), TRIM(TRAILING FROM 'a  '), LTRIM('xxa', 'x'), RTRIM('axx', 'x'), BTRIM('xyaxy', 'xy'), BTRIM(' a ');
-> (AÉ, abc, cba, abab, , a, a, ax, a, a, a, a, a)
SELECT LPAD('7', 3, '0'), RPAD('7', 3, '0'), LPAD('abc', 2), RPAD('a', 3) || '|', LPAD('a', 5, 'xy'), LPAD('a', -1);
-> (007, 700, ab, a  |, xyxya, )
SELECT REPLACE('aba', 'a', 'c'), REPLACE('abc', '', 'x'), TRANSLATE('12345', '143', 'ax'), STRPOS('abc', 'b'), STRPOS('abc', 'z'), POSITION('b' IN 'abc'), ASCII('a'), CHR(65), MD5('a'), STARTS_WITH('abc', 'a');
-> (cbc, abc, a2x5, 2, 0, 2, 97, A, 0cc175b9c0f1b6a831c399e269772661, True)
SELECT SPLIT_PART('a,b,c', ',', 2), SPLIT_PART('a,b', ',', 3), SPLIT_PART('a,b', ',', -1), SPLIT_PART('a--b', '--', 2), SPLIT_PART('', ',', 1);
-> (b, , b, b, )
SELECT 'abc' LIKE 'a%', 'abc' LIKE 'A%', 'abc' ILIKE 'A%', 'abc' NOT LIKE 'a%', 'a_c' LIKE 'a\_c', 'abc' LIKE 'a\_c', 'a%' LIKE 'a!%' ESCAPE '!', 'A_c' ILIKE 'a\_C', 'abc' ~~ 'a%', 'abc' !~~ 'a%', 'abc' NOT ILIKE 'B%';
-> (True, False, True, False, True, False, True, True, True, False, True)
SELECT x, x LIKE p, x NOT LIKE p, x ILIKE p FROM (VALUES ('a_c', 'a\_c'), ('abc', 'a\_c')) t(x, p);
-> (a_c, True, False, True) (abc, False, True, False)
SELECT 'abc' ~ 'b', 'abc' ~ '^b', 'abc' ~* 'B', 'abc' !~ 'b', 'abc' !~* 'Z', E'a\nb' ~ 'a.b', 'a1' ~ '^[a-z]\d$', 'foo' ~ '^(foo|bar)$', 'x' || 'y' ~ '^xy$', NULL ~ 'a';
-> (True, False, True, False, True, True, True, True, True, NULL)
SELECT REGEXP_REPLACE('abab', 'b', 'x'), REGEXP_REPLACE('abab', 'b', 'x', 'g'), REGEXP_REPLACE('ABab', 'b', 'x', 'gi'), REGEXP_REPLACE('john smith', '(\w+) (\w+)', '\2 \1'), REGEXP_REPLACE('a1b22', '[^0-9]', '', 'g');
-> (axab, axax, Axax, smith john, 122)
SELECT 'it''s', E'a\'b', E'a\\b', 'a\b', $$raw '$$, $x$a$$b$x$, E'tab\tend', E'\x41', E'\u00e9';
-> (it's, a'b, a\b, a\b, raw ', a$$b, tab	end, A, é)
SELECT 'abc' < 'abd', 'a' = 'a ', '' = '', LENGTH('a '), 'a' < 'ab';
-> (True, False, True, 2, True)
SELECT DISTINCT ON (g) g, x FROM (VALUES ('a', 1), ('a', 3), ('b', 2)) t(g, x) ORDER BY g, x DESC;
-> (a, 3) (b, 2)
SELECT column1, column2 FROM (VALUES (1, 'a'), (2, 'b')) AS v ORDER BY 1;
-> (1, a) (2, b)
VALUES (1, 'a'), (2, 'b');
-> (1, a) (2, b)
SELECT * FROM (VALUES (1, 'a')) a(id, x) JOIN (VALUES (1, 'b')) b(id, y) USING (id);
-> (1, a, b)
SELECT * FROM (SELECT 1 AS id, 'a' AS x) a NATURAL JOIN (SELECT 1 AS id, 'b' AS y) b;
-> (1, a, b)
SELECT LOWER(x) FROM (VALUES ('A'), ('b')) t(x) GROUP BY 1 HAVING LOWER(x) > 'a';
-> (b)
SELECT x FROM (VALUES ('b'), ('B'), ('a')) t(x) ORDER BY x COLLATE "C";
-> (B) (a) (b)
SELECT SUBSTR(x, n) FROM (VALUES ('abc', 2)) t(x, n) GROUP BY SUBSTR(x, n);
-> (bc)
SELECT 'a' || x || 'b', x || y, CONCAT(x, y), CONCAT_WS('-', x, y, 1) FROM (VALUES ('q', NULL)) t(x, y);
-> (aqb, NULL, q, q-1)
SELECT LOWER(x) = 'abc', x = 'ABC', x <> 'abc', x IN ('ABC'), x > 'abb' FROM (VALUES ('ABC')) t(x);
-> (True, True, True, True, False)
SELECT x FROM (VALUES ('a'), ('b')) t(x) WHERE x ~ '^(a|c)' OR x LIKE '%z%';
-> (a)
SELECT CONCAT(a, ' ', b), CONCAT_WS(', ', a, b) FROM (VALUES ('x', NULL), ('x', 'y')) t(a, b) ORDER BY 1;
-> (x , x) (x y, x, y)
SELECT CONCAT(x, '%'), x || '%' FROM (VALUES (12.50), (3.00)) t(x) ORDER BY 1;
-> (12.50%, 12.50%) (3.00%, 3.00%)
SELECT x ~ '^\w+$', REGEXP_REPLACE(x, '\w+', 'W'), x ~ '[[:alpha:]]{3}', x ~ '[\w.]+@', REGEXP_SUBSTR(x, '\W') FROM (VALUES ('été'), ('Ünï é'), ('a_1.b@c')) t(x);
-> (True, W, True, False, NULL) (False, W é, True, False,  ) (False, W.b@c, False, True, .)

# Numbers and casts
# source: PostgreSQL 18.4, run
SELECT ABS(-2), CEIL(1.2), CEILING(-1.2), FLOOR(1.8), FLOOR(-1.2), TRUNC(2.567, 1), TRUNC(-2.9), MOD(7, 3), MOD(-7, 3), -7 % 3, 7.5 % 2, DIV(7, 2), DIV(-7, 2);
-> (2, 2, -1, 1, -2, 2.5, -2, 1, -1, -1, 1.5, 3.0, -3.0)
SELECT POWER(2, 3), POW(2, 0.5), 2 ^ 3, -2 ^ 2, 2 ^ 3 ^ 2, SQRT(9), CBRT(27), EXP(0), LN(1), LOG(100), LOG(2, 8), LOG10(1000), SIGN(-3), SIGN(2.5), PI(), DEGREES(PI()), RADIANS(180), RANDOM() < 1;
-> (8.0, 1.4142135623730951, 8.0, 4.0, 64.0, 3.0, 3.0000000000000004, 1.0, 0.0, 2.0, 3.0, 3.0, -1, 1, 3.141592653589793, 180.0, 3.141592653589793, True)
SELECT x::TEXT, x::VARCHAR(3), CAST(x AS TEXT) || '!' FROM (VALUES (2.0::FLOAT), (1.25), (1e20), (0.00001)) t(x);
-> (2, 2, 2!) (1.25, 1.2, 1.25!) (1e+20, 1e+, 1e+20!) (1e-05, 1e-, 1e-05!)
SELECT 7::TEXT, 2.50::TEXT, 'abcdef'::VARCHAR(3), 12345::VARCHAR(2), NULL::TEXT, (1 = 1)::TEXT, x::VARCHAR FROM (VALUES (12.30)) t(x);
-> (7, 2.50, abc, 12, NULL, true, 12.30)
SELECT 5::SMALLINT, 3000000000::BIGINT, 1::REAL, 1.5::DOUBLE PRECISION, 7::INT2, 7::INT4, 7::INT8, 1.5::FLOAT8, '1.5'::REAL, CAST('7' AS INTEGER), CAST(1 AS BOOLEAN);
-> (5, 3000000000, 1.0, 1.5, 7, 7, 7, 1.5, 1.5, 7, True)
SELECT x FROM (SELECT x::TEXT FROM (VALUES (1)) t(x)) q;
-> (1)
SELECT 1e3, 1.5e-3, .5, 10000000000, 1.0, -0.5 FROM (VALUES (1)) t(x);
-> (1000.0, 0.0015, 0.5, 10000000000, 1.0, -0.5)
SELECT x % 2 = 0, x * x, x - -1, +x FROM (VALUES (3)) t(x);
-> (False, 9, 4, 3)
SELECT x::TEXT FROM (VALUES (10), (9)) t(x) ORDER BY x;
-> (10) (9)
SELECT x = TRUE, NOT x, x IS TRUE, x AND NULL, x::INT + 1 FROM (VALUES (TRUE), (NULL)) t(x);
-> (True, False, True, NULL, 2) (NULL, NULL, False, NULL, NULL)
SELECT SQRT(AVG(x)), POWER(x, 2), x ^ 2, ABS(x - 5), EXP(LN(x)), MOD(x, 2) FROM (VALUES (4)) t(x) GROUP BY x;
-> (2.0, 16.0, 16.0, 1, 4.0, 0)

# Queries
# source: PostgreSQL 18.4, run
SELECT x FROM (VALUES (1), (NULL), (2)) t(x) ORDER BY x;
-> (1) (2) (NULL)
SELECT x FROM (VALUES (1), (NULL), (2)) t(x) ORDER BY x DESC;
-> (NULL) (2) (1)
SELECT x FROM (VALUES (1), (NULL), (2)) t(x) ORDER BY x DESC NULLS LAST LIMIT 2;
-> (2) (1)
SELECT x FROM (VALUES (3), (1)) t(x) UNION SELECT 1 UNION ALL SELECT 7 ORDER BY x LIMIT ALL;
-> (1) (3) (7)
SELECT 1 UNION SELECT 2 INTERSECT SELECT 3;
-> (1)
(SELECT 1 AS a EXCEPT ALL SELECT 2) ORDER BY a;
-> (1)
SELECT a.x, b.y FROM (VALUES (1)) a(x), LATERAL (SELECT a.x + 1 AS y) b;
-> (1, 2)
SELECT a.x, b.y FROM (VALUES (1), (2)) a(x) LEFT JOIN LATERAL (SELECT a.x AS y WHERE a.x > 1) b ON TRUE ORDER BY 1;
-> (1, NULL) (2, 2)
WITH a AS MATERIALIZED (SELECT 1 AS x), b(y) AS (SELECT x + 1 FROM a) SELECT * FROM a, b;
-> (1, 2)
SELECT (1, 2) IN ((1, 2), (3, 4)), (1, 2) = (1, 2), (1, 2) < (1, 3), 1 IN (SELECT 1), EXISTS (SELECT 1 WHERE FALSE), NULL IN (1), 1 NOT IN (2, NULL);
-> (True, True, True, True, False, NULL, NULL)
SELECT "Weird Col", "select", t."a""b" FROM (VALUES (1, 2, 3)) AS t("Weird Col", "select", "a""b");
-> (1, 2, 3)
SELECT T.A, "t".b FROM (VALUES (1, 2)) AS t(a, B);
-> (1, 2)
SELECT a AS b, b AS a FROM (VALUES (2, 1), (1, 2)) t(a, b) ORDER BY a;
-> (2, 1) (1, 2)
SELECT a AS x, -a AS y FROM (VALUES (2), (1)) t(a) ORDER BY y;
-> (2, -2) (1, -1)
SELECT a + 1 AS a FROM (VALUES (1), (2)) t(a) WHERE a > 1;
-> (3)
SELECT x AS "Total", y "Weird" FROM (VALUES (1, 2)) t(x, y);
-> (1, 2)
SELECT a.x FROM (VALUES (1), (2), (3)) a(x) LEFT JOIN (VALUES (1), (3)) b(x) ON a.x = b.x WHERE b.x IS NULL;
-> (2)
SELECT COALESCE(a.x, b.x) FROM (VALUES (1), (2)) a(x) FULL OUTER JOIN (VALUES (2), (3)) b(x) ON a.x = b.x ORDER BY 1;
-> (1) (2) (3)
SELECT x FROM (VALUES (1), (2), (3)) t(x) WHERE x = (SELECT MAX(x) FROM (VALUES (2), (3)) u(x));
-> (3)
SELECT MAX(x) FROM (VALUES (1, 2)) t(x, max) WHERE max = 2;
-> (1)
SELECT INITCAP('hello wORLD'), INITCAP('o''neil-x b2c'), INITCAP(NULL), INITCAP('');
-> (Hello World, O'Neil-X B2c, NULL, )
SELECT * FROM (VALUES (1, 2), (3, 4)) AS t (a, b) WHERE (a, b) > (1, 2);
-> (3, 4)
SELECT 5 BETWEEN 5 AND 5, 5 NOT BETWEEN 1 AND 4, NULL BETWEEN 1 AND 2, '2' BETWEEN '1' AND '10';
-> (True, True, NULL, False)
SELECT x FROM (VALUES (1.50), (2.25)) t(x) ORDER BY x LIMIT 1 + 0;
-> (1.50)
SELECT 0.1 + 0.2, 0.1 + 0.2 = 0.3, 1.10 * 3, 2.50 - 0.5, 1e2 + 1, 10 ^ 2;
-> (0.3, True, 3.30, 2.00, 101.0, 100.0)
SELECT 1 AS "A" /* a /* nested */ comment */, 2 AS b;
-> (1, 2)

# Columns of every kind, with NULL
# source: PostgreSQL 18.4, run
WITH o(id, d, ts, s, amt, f, qty) AS (VALUES (1, DATE '2024-01-31', TIMESTAMP '2024-01-31 10:20:30', 'Alpha', 12.50, 1.5::FLOAT, 3), (2, NULL, NULL, NULL, NULL, NULL, NULL), (4, '2023-12-25', '2023-12-25 08:00:00.5', 'gamma ray', -3.35, -0.5, -7)) SELECT d + 1, d + INTERVAL '1 day', d - DATE '2024-01-01', ts + INTERVAL '1 hour', DATE_TRUNC('month', d), DATE_TRUNC('week', ts)::DATE FROM o ORDER BY id;
-> (2024-02-01, 2024-02-01 00:00:00, 30, 2024-01-31 11:20:30, 2024-01-01 00:00:00, 2024-01-29) (NULL, NULL, NULL, NULL, NULL, NULL) (2023-12-26, 2023-12-26 00:00:00, -7, 2023-12-25 09:00:00.500000, 2023-12-01 00:00:00, 2023-12-25)
WITH o(id, d, ts, s, amt, f, qty) AS (VALUES (1, DATE '2024-01-31', TIMESTAMP '2024-01-31 10:20:30', 'Alpha', 12.50, 1.5::FLOAT, 3), (2, NULL, NULL, NULL, NULL, NULL, NULL), (4, '2023-12-25', '2023-12-25 08:00:00.5', 'gamma ray', -3.35, -0.5, -7)) SELECT qty / 2, -qty / 2, amt / 2, f / 2, qty / 2.0, qty % 2, AVG(qty) OVER (), SUM(qty) OVER () / 2, ROUND(amt, 1), ROUND(f), amt::INT, f::INT, amt::TEXT FROM o ORDER BY id;
-> (1, -1, 6.25, 0.75, 1.5, 1, -2.0, -2, 12.5, 2.0, 13, 2, 12.50) (NULL, NULL, NULL, NULL, NULL, NULL, -2.0, -2, NULL, NULL, NULL, NULL, NULL) (-3, 3, -1.675, -0.25, -3.5, -1, -2.0, -2, -3.4, -0.0, -3, 0, -3.35)
WITH o(id, amt, f, qty, g) AS (VALUES (1, 12.50, 1.5::FLOAT, 3, 'EU'), (2, 7.25, 2.5, 2, 'EU'), (3, NULL, NULL, 0, 'US')) SELECT PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY amt), PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY qty), PERCENTILE_CONT(0.9) WITHIN GROUP (ORDER BY f), PERCENTILE_CONT(0.25) WITHIN GROUP (ORDER BY amt DESC), PERCENTILE_CONT(ARRAY[0.25, 0.75]) WITHIN GROUP (ORDER BY amt), PERCENTILE_DISC(ARRAY[0.25, 0.75]) WITHIN GROUP (ORDER BY qty), MODE() WITHIN GROUP (ORDER BY g) FROM o;
-> (9.875, 2.0, 2.4, 11.1875, [8.5625, 11.1875], [0, 3], EU)
SELECT s::CHAR(3), d::CHAR(7), LENGTH(s::CHAR(9)), s::CHAR(9) || '|', s::CHAR(9) = 'Alpha', s::CHAR, 'ab'::CHAR(4) FROM (VALUES ('Alpha', DATE '2024-01-31'), (NULL, NULL)) t(s, d) ORDER BY 1;
-> (Alp, 2024-01, 5, Alpha|, True, A, ab  ) (NULL, NULL, NULL, NULL, NULL, NULL, ab  )
SELECT d::CHAR(7) AS m, COUNT(*) FROM (VALUES (DATE '2024-01-31'), ('2024-01-05'), ('2024-02-01')) t(d) GROUP BY d::CHAR(7) ORDER BY d::CHAR(7);
-> (2024-01, 2) (2024-02, 1)

# SIMILAR TO, and patterns whose ways cannot both match
# source: PostgreSQL 18.4, run
SELECT 'abc' SIMILAR TO 'abc', 'abc' SIMILAR TO 'a', 'abc' SIMILAR TO '%(b|d)%', 'abc' SIMILAR TO '(b|c)%', 'a.c' SIMILAR TO 'a.c', 'abc' SIMILAR TO 'a.c', 'aab' SIMILAR TO 'a+b', 'a%c' SIMILAR TO 'a\%c', 'abc' SIMILAR TO '[a-c]+', 'abc' SIMILAR TO 'a{1}_c', '' SIMILAR TO '%', NULL SIMILAR TO 'a', 'a^' SIMILAR TO 'a^', 'a$' SIMILAR TO 'a$', E'a\nb' SIMILAR TO 'a_b', 'a_c' SIMILAR TO 'a[_]c', 'ab' SIMILAR TO 'a|b';
-> (True, False, True, False, True, False, True, True, True, True, True, NULL, True, True, True, True, False)
SELECT s SIMILAR TO '%(ray|pha)', s NOT SIMILAR TO '_eta', s SIMILAR TO '[[:alpha:]]+', s SIMILAR TO '[^a]%' FROM (VALUES ('Alpha'), ('beta'), ('gamma ray'), (NULL), ('é')) t(s) ORDER BY s;
-> (True, True, True, True) (False, False, True, True) (True, True, False, True) (False, True, True, True) (NULL, NULL, NULL, NULL)
SELECT REGEXP_REPLACE(s, '\.(com|org|net)$', ''), SUBSTRING(s FROM '(com|org)'), REGEXP_REPLACE(s, 'a|e|i', '*', 'g'), REGEXP_COUNT(s, 'm|n'), REGEXP_INSTR(s, '\.(com|net)'), REGEXP_INSTR(s, 'z') FROM (VALUES ('ann.com'), ('bea.net'), (NULL)) t(s) ORDER BY s;
-> (ann, com, *nn.com, 3, 4, 0) (bea, NULL, b**.n*t, 1, 4, 0) (NULL, NULL, NULL, NULL, NULL, NULL)
SELECT REGEXP_MATCH(s, '([a-z]+) ([a-z]+)'), (REGEXP_MATCH(s, '[a-z]+'))[1], REGEXP_SPLIT_TO_ARRAY(s, '\s+') FROM (VALUES ('gamma  ray'), ('Beta'), (''), (NULL)) t(s) ORDER BY s;
-> (NULL, NULL, ['']) (NULL, eta, ['Beta']) (NULL, gamma, ['gamma', 'ray']) (NULL, NULL, NULL)
SELECT id, REGEXP_SPLIT_TO_TABLE(s, ' ') FROM (VALUES (1, 'a b'), (2, 'c')) t(id, s) ORDER BY 1, 2;
-> (1, a) (1, b) (2, c)
SELECT REGEXP_MATCHES('a1b22', '[0-9]+', 'g'), (REGEXP_MATCHES('k=v;l=w', '([a-z])=', 'g'))[1];
-> (['1'], k) (['22'], l)
SELECT s FROM (VALUES ('Abc'), ('bcd'), ('x'), (NULL)) t(s) WHERE s LIKE ANY (ARRAY['A%', '%d']) OR s ILIKE ANY (ARRAY['X']) ORDER BY s;
-> (Abc) (bcd) (x)
SELECT FORMAT('%s has %s%%', s, n), OVERLAY(s PLACING 'XX' FROM 2 FOR 3), OVERLAY(s PLACING 'XX' FROM 2), QUOTE_LITERAL(s), OCTET_LENGTH(s), TO_HEX(255), OVERLAY(s PLACING 'XX' FROM 2 FOR n), ASIN('NaN'::float8) FROM (VALUES ('Alpha', 3), ('é''s', NULL), (NULL, 1)) t(s, n) ORDER BY s;
-> (Alpha has 3%, AXXa, AXXha, 'Alpha', 5, ff, AXXa, nan) (é's has %, éXX, éXX, 'é''s', 4, ff, NULL, nan) ( has 1%, NULL, NULL, NULL, NULL, ff, NULL, nan)

# JSON: paths, tests, rows and what is made
# source: PostgreSQL 18.4, run; blanks and the order of keys aside
SELECT v #>> '{a,b}', v #>> '{l,1}', v -> 'l' ->> -1, JSONB_EXTRACT_PATH_TEXT(v, 'a', 'b'), JSON_EXTRACT_PATH_TEXT('{"a":{"b":1}}', 'a', 'b'), v ? 'n', v @> '{"n":5}', v @> '{"a":{"b":"x"}}', v -> 'n' IS NULL, JSONB_TYPEOF(v -> 'n'), JSONB_TYPEOF(v -> 'l') FROM (VALUES (1, '{"a":{"b":"x"},"l":[1,2],"n":5}'::JSONB), (2, '{"n":null}'), (3, '{}'), (4, NULL)) t(id, v) ORDER BY id;
-> (x, 2, 2, x, 1, True, True, True, False, number, array) (NULL, NULL, NULL, NULL, 1, True, False, False, False, null, NULL) (NULL, NULL, NULL, NULL, 1, False, False, False, True, NULL, NULL) (NULL, NULL, NULL, NULL, 1, NULL, NULL, NULL, True, NULL, NULL)
SELECT v -> 'a', v #> '{l,0}' IS NULL, v['a']['b'] IS NULL, COUNT(v -> 'n') OVER (), COUNT(v ->> 'n') OVER () FROM (VALUES (1, '{"a":{"b":"x"},"l":[1,2],"n":5}'::JSONB), (2, '{"n":null}')) t(id, v) ORDER BY id;
-> ({"b":"x"}, False, False, 2, 1) (NULL, True, True, 2, 1)
SELECT id, x FROM (VALUES (1, '{"l":[1,"a",null]}'::JSONB), (2, '{"l":[]}'), (3, NULL)) t(id, v), JSONB_ARRAY_ELEMENTS_TEXT(v -> 'l') x ORDER BY id, x;
-> (1, 1) (1, a) (1, NULL)
SELECT id, x.value ->> 'k' FROM (VALUES (1, '[{"k":"v"},{"k":2}]'::JSONB)) t(id, v) CROSS JOIN LATERAL JSONB_ARRAY_ELEMENTS(v) AS x(value) ORDER BY 2;
-> (1, 2) (1, v)
SELECT id, e ->> 'k' FROM (VALUES (1, '[{"k":"v"}]'::JSON)) t(id, v) LEFT JOIN LATERAL JSON_ARRAY_ELEMENTS(v) e ON TRUE;
-> (1, v)
SELECT value FROM JSON_ARRAY_ELEMENTS_TEXT('["a", "b"]'::JSON);
-> (a) (b)
SELECT id, k, w FROM (VALUES (1, '{"a":"x","n":5}'::JSONB)) t(id, v), JSONB_EACH_TEXT(v) AS e(k, w) ORDER BY k;
-> (1, a, x) (1, n, 5)
SELECT key, value FROM JSONB_EACH_TEXT('{"a":"x","n":5}'::JSONB) ORDER BY key DESC;
-> (n, 5) (a, x)
SELECT key, value ->> 'z' FROM JSON_EACH('{"a":{"z":1}}'::JSON) UNION ALL SELECT key, value ->> 'z' FROM JSONB_EACH('{"b":{"z":2}}'::JSONB) UNION ALL SELECT key, value FROM JSON_EACH_TEXT('{"c":3}'::JSON);
-> (a, 1) (b, 2) (c, 3)
SELECT JSONB_OBJECT_KEYS(v), JSON_OBJECT_KEYS('{"a":1}'::JSON) FROM (VALUES ('{"k":1}'::JSONB)) t(v);
-> (k, a)
SELECT JSONB_ARRAY_ELEMENTS_TEXT('[1,2]'::JSONB), JSON_ARRAY_ELEMENTS('[3,4]'::JSON) ->> 0;
-> (1, NULL) (2, NULL)
SELECT JSON_BUILD_OBJECT('id', id, 's', s), JSON_BUILD_ARRAY(id, s), TO_JSON(s) IS NULL, JSONB_BUILD_OBJECT('a', id) ->> 'a', JSONB_BUILD_ARRAY(id) ->> 0, TO_JSONB(id)::INT FROM (VALUES (1, 'x'), (2, NULL)) t(id, s) ORDER BY id;
-> ({"id":1,"s":"x"}, [1,"x"], False, 1, 1, 1) ({"id":2,"s":null}, [2,null], True, 2, 2, 2)
SELECT JSON_AGG(s ORDER BY id), JSONB_AGG(id ORDER BY id DESC), JSONB_AGG(id) FILTER (WHERE id > 5), JSON_OBJECT_AGG(s, id) FILTER (WHERE s = 'x'), JSONB_OBJECT_AGG(s, id) FILTER (WHERE s = 'y') FROM (VALUES (1, 'x'), (2, 'y')) t(id, s);
-> (["x","y"], [2,1], NULL, {"x":1}, {"y":2})
SELECT ROW_TO_JSON(t), JSON_TYPEOF('1'::JSON), JSON_EXTRACT_PATH('{"a":[1]}'::JSON, 'a'), JSONB_EXTRACT_PATH('{"a":{"b":true}}'::JSONB, 'a') FROM (SELECT 1 AS a, 'x' AS b) t;
-> ({"a":1,"b":"x"}, number, [1], {"b":true})

# Numbers as texts, arrays, dates and the rest
# source: PostgreSQL 18.4, run
SELECT TO_CHAR(x, 'FM999,999.00'), TO_CHAR(x, '999.99'), TO_CHAR(x, '9,999'), TO_CHAR(x, '0000'), TO_CHAR(x, 'FM$990.00'), TO_CHAR(x, 'FM999'), TO_CHAR(x, '990D0'), TO_CHAR(x, 'FM99G990') FROM (VALUES (12.5), (0.456), (-3.35), (0), (100), (NULL)) t(x) ORDER BY x;
-> (-3.35,   -3.35,     -3, -0003, $-3.35, -3,   -3.4, -3) (.00,     .00,      0,  0000, $0.00, 0,    0.0, 0) (.46,     .46,      0,  0000, $0.46, 0,    0.5, 0) (12.50,   12.50,     13,  0013, $12.50, 13,   12.5, 13) (100.00,  100.00,    100,  0100, $100.00, 100,  100.0, 100) (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)
SELECT TO_CHAR(1234567.891, '9,999,999.99'), TO_CHAR(7, 'FM000'), TO_CHAR(0.5, 'FM990.0%'), TO_CHAR(12, '00000'), TO_CHAR(-7, '99'), TO_CHAR(2.5::FLOAT, '9.0'), TO_CHAR(1234, 'FM9,999');
-> ( 1,234,567.89, 007, 0.5%,  00012,  -7,  2.5, 1,234)
SELECT TO_NUMBER('1,234.50', '9,999.99'), TO_NUMBER('-12', '99'), TO_NUMBER(x, '999D9') FROM (VALUES ('7.5'), (NULL)) t(x);
-> (1234.50, -12, 7.5) (1234.50, -12, NULL)
SELECT ARRAY_REMOVE(a, 2), ARRAY_REPLACE(a, 2, 5), ARRAY_POSITIONS(a, 2), ARRAY[1] <@ a, a <@ ARRAY[1], '{1,2,NULL}'::INT[], '{}'::INT[], '{a,b c}'::TEXT[] FROM (VALUES (1, ARRAY[1, 2, 3, 2]), (2, NULL)) t(id, a) ORDER BY id;
-> ([1, 3], [1, 5, 3, 5], [2, 4], True, False, [1, 2, None], [], ['a', 'b c']) (NULL, NULL, NULL, NULL, NULL, [1, 2, None], [], ['a', 'b c'])
SELECT EXTRACT(CENTURY FROM d), EXTRACT(DECADE FROM d), EXTRACT(MILLISECONDS FROM d), EXTRACT(MICROSECONDS FROM d), DATE_TRUNC('decade', d), DATE_TRUNC('milliseconds', d), DATE_PART('century', d) FROM (VALUES (TIMESTAMP '2024-01-31 10:20:30.1234'), ('2000-12-31 00:00:59'), (NULL)) t(d) ORDER BY d;
-> (20, 200, 59000.000, 59000000, 2000-01-01 00:00:00, 2000-12-31 00:00:59, 20) (21, 202, 30123.400, 30123400, 2020-01-01 00:00:00, 2024-01-31 10:20:30.123000, 21) (NULL, NULL, NULL, NULL, NULL, NULL, NULL)
SELECT DATE_BIN('15 minutes', d, TIMESTAMP '2001-01-01'), DATE_BIN('2 hours', d, TIMESTAMP '2024-01-31 01:00:00'), DATE(d), d + MAKE_INTERVAL(days => 10), d - MAKE_INTERVAL(months => 1, hours => n), MAKE_INTERVAL(mins => 90) > INTERVAL '1 hour' FROM (VALUES (TIMESTAMP '2024-01-31 10:20:30', 2), (NULL, 1)) t(d, n) ORDER BY d;
-> (2024-01-31 10:15:00, 2024-01-31 09:00:00, 2024-01-31, 2024-02-10 10:20:30, 2023-12-31 08:20:30, True) (NULL, NULL, NULL, NULL, NULL, True)
SELECT ts AT TIME ZONE 'UTC' AT TIME ZONE 'America/New_York', (ts AT TIME ZONE 'America/New_York') AT TIME ZONE 'UTC', (NOW() AT TIME ZONE 'UTC')::DATE = CURRENT_DATE FROM (VALUES (TIMESTAMP '2024-01-31 10:20:30'), ('2024-07-01 00:00:00'), (NULL)) t(ts) ORDER BY ts;
-> (2024-01-31 05:20:30, 2024-01-31 15:20:30, True) (2024-06-30 20:00:00, 2024-07-01 04:00:00, True) (NULL, NULL, True)
SELECT WIDTH_BUCKET(x, 0, 100, 5), WIDTH_BUCKET(x, 0, 1, 10) FROM (VALUES (12.5), (-3.0), (100), (0.3), (NULL)) t(x) ORDER BY x;
-> (0, 0) (1, 4) (1, 11) (6, 11) (NULL, NULL)
SELECT ROUND(SIN(1.5)::NUMERIC, 6), ROUND(COS(1.5)::NUMERIC, 6), ROUND(TAN(0.5)::NUMERIC, 6), ROUND(COT(0.5)::NUMERIC, 6), ROUND(ASIN(0.5)::NUMERIC, 6), ROUND(ACOS(0.5)::NUMERIC, 6), ATAN(1), ROUND(ATAN2(1, 2)::NUMERIC, 6), GCD(12, 18), LCM(4, 6), FACTORIAL(5), ISFINITE(DATE '2024-01-01');
-> (0.997495, 0.070737, 0.546302, 1.830488, 0.523599, 1.047198, 0.7853981633974483, 0.463648, 6, 12, 120, True)
SELECT ROUND(REGR_SLOPE(y, x)::NUMERIC, 4), ROUND(REGR_INTERCEPT(y, x)::NUMERIC, 4), ROUND(REGR_R2(y, x)::NUMERIC, 4), BIT_AND(x), BIT_OR(x) FROM (VALUES (1, 2), (2, 4), (4, 7)) t(x, y);
-> (1.6429, 0.5000, 0.9944, 0, 7)
SELECT REGR_SLOPE(y, x), REGR_R2(y, x) FROM (VALUES (1, 2), (1, 4)) t(x, y);
-> (NULL, NULL)
SELECT (1, 2) = ROW(1, 2), ROW(a, b) < ROW(2, 0), ROW(a, b) IN ((1, 2)) FROM (VALUES (1, 2)) t(a, b);
-> (True, True, True)
SELECT GEN_RANDOM_UUID() IS NOT NULL, CLOCK_TIMESTAMP() >= NOW() - INTERVAL '1 minute', COUNT(*) FROM (VALUES (1)) t(x) GROUP BY 1;
-> (True, True, 1)

# Texts of doubles and booleans, halves of averages, frames of days
# source: PostgreSQL 18.4, run
SELECT f || '', 'x' || f, b || '', CONCAT(f, b), CONCAT_WS('-', b, f, n), d || ' ' || ts, f::TEXT, 100::FLOAT::TEXT, 1e3::FLOAT || '', a || a FROM (VALUES (2.0::FLOAT, TRUE, 7, DATE '2024-01-31', TIMESTAMP '2024-01-31 10:20:30.5', ARRAY[1]), (0.5, FALSE, NULL, NULL, NULL, NULL)) t(f, b, n, d, ts, a) ORDER BY f;
-> (0.5, x0.5, false, 0.5f, f-0.5, NULL, 0.5, 100, 1000, NULL) (2, x2, true, 2t, t-2-7, 2024-01-31 2024-01-31 10:20:30.5, 2, 100, 1000, [1, 1])
WITH m AS (SELECT AVG(x) AS a, AVG(y) AS q FROM (VALUES (2, 29.1), (3, 29.1)) t(x, y)) SELECT ROUND(a), a::INT, ROUND(q), CEIL(a), ROUND(a * 3), FLOOR(a / 2) FROM m;
-> (3, 3, 29, 3, 8, 1)
SELECT d, SUM(x) OVER (ORDER BY d RANGE BETWEEN '1 day' PRECEDING AND '1 day' FOLLOWING) FROM (VALUES (DATE '2024-01-01', 1), ('2024-01-02', 2), ('2024-01-04', 4)) t(d, x) ORDER BY d;
-> (2024-01-01, 3) (2024-01-02, 3) (2024-01-04, 4)
SELECT TO_HEX(-1), TO_HEX((-1)::BIGINT), TO_HEX(x), TO_CHAR(DATE '2024-01-31', 'W'), ARRAY_TO_JSON(ARRAY[1, 2]), FORMAT('%s/%s', f, b) FROM (VALUES (255, 1.0::FLOAT, FALSE)) t(x, f, b);
-> (ffffffff, ffffffffffffffff, ff, 5, [1,2], 1/f)
SELECT JSON_BUILD_OBJECT('t', ts, 'd', d) ->> 't', JSONB_BUILD_OBJECT('t', ts, 'd', d) ->> 'd', JSON_BUILD_ARRAY(ts, s) ->> 0 FROM (VALUES (TIMESTAMP '2024-01-31 10:20:30', DATE '2024-01-31', 'a b')) t(ts, d, s);
-> (2024-01-31T10:20:30, 2024-01-31, 2024-01-31T10:20:30)

# Seconds that are halves, groups without a number, keys as rows
# source: PostgreSQL 18.4, run
SELECT EXTRACT(EPOCH FROM ts)::BIGINT, ROUND(EXTRACT(EPOCH FROM ts - d::TIMESTAMP) / 3600, 2), EXTRACT(EPOCH FROM ts) / 2 FROM (VALUES (TIMESTAMP '2023-12-25 08:00:00.5', DATE '2023-12-25'), ('2024-01-31 10:20:30', '2024-01-31'), (NULL, NULL)) t(ts, d) ORDER BY ts;
-> (1703491201, 8.00, 851745600.25) (1706696430, 10.34, 853348215.0) (NULL, NULL, NULL)
SELECT s ~ '^(?:a|b)+$', REGEXP_REPLACE(s, '(?:a|b)(c)', '<\1>'), SUBSTRING(s FROM '(?:b|x)(.)'), SUBSTRING(s FROM '(?:b|x)c'), REGEXP_MATCH(s, '(?:b)(.)') FROM (VALUES ('abc'), ('ab'), (NULL)) t(s) ORDER BY s;
-> (True, ab, NULL, NULL, NULL) (False, a<c>, c, bc, ['c']) (NULL, NULL, NULL, NULL, NULL)
SELECT k, COUNT(*) FROM (VALUES (1, '{"a":1,"b":2}'::JSONB), (2, '{"a":3}')) t(id, v), JSONB_OBJECT_KEYS(v) AS k GROUP BY k ORDER BY k;
-> (a, 2) (b, 1)
SELECT json_object_keys FROM JSON_OBJECT_KEYS('{"x":1}'::JSON);
-> (x)
SELECT TO_CHAR(-0.001, '9.99'), TO_CHAR(123456789012345678, 'FM999,999,999,999,999,999'), SQRT(x), LN(x), LOG(x), LOG10(x) FROM (VALUES (1), (NULL)) t(x) ORDER BY x;
-> (  .00, 123,456,789,012,345,678, 1.0, 0.0, 0.0, 0.0) (  .00, 123,456,789,012,345,678, NULL, NULL, NULL, NULL)

# Texts beside values with a type in a UNION
# source: PostgreSQL 18.4, run
WITH t AS (SELECT DATE '2024-01-31' AS d, TIMESTAMP '2024-01-31 10:00' AS ts, 'a' AS s UNION ALL SELECT '2024-02-29', '2024-02-29', 'b' UNION ALL SELECT NULL, NULL, '2024-01-01') SELECT d + 1, d - DATE '2024-01-01', ts::DATE, s, MAX(d) OVER () - MIN(d) OVER () FROM t ORDER BY s DESC;
-> (2024-03-01, 59, 2024-02-29, b, 29) (2024-02-01, 30, 2024-01-31, a, 29) (NULL, NULL, NULL, 2024-01-01, 29)
SELECT '2024-01-05' AS d UNION SELECT DATE '2024-01-04' ORDER BY d;
-> (2024-01-04) (2024-01-05)

# No tested translation
# source: the manual of PostgreSQL 18 has them, or another system has
SELECT x::VARCHAR(3)[] FROM t;
-> unsupported_sql the type VARCHAR(3)
SELECT x::TIMESTAMP(3) FROM t;
-> unsupported_sql the type TIMESTAMP(3)
SELECT x::MONEY FROM t;
-> unsupported_sql the type MONEY
SELECT 'orders'::REGCLASS;
-> unsupported_sql OBJECT IDENTIFIER
SELECT x::XML FROM t;
-> unsupported_sql the type XML
SELECT x ~ '(a)\1' FROM t;
-> unsupported_sql that pattern in a match
SELECT x ~ '\mfoo' FROM t;
-> unsupported_sql that pattern in a match
SELECT x ~ '(?i)foo' FROM t;
-> unsupported_sql that pattern in a match
SELECT REGEXP_REPLACE(x, 'a|ab', '') FROM t;
-> unsupported_sql a pattern with | or a lazy repetition in REGEXP_REPLACE
SELECT REGEXP_REPLACE(x, p, '') FROM t;
-> unsupported_sql REGEXP_REPLACE with a pattern that is not a literal
SELECT REGEXP_REPLACE(x, 'a', y) FROM t;
-> unsupported_sql that replacement in REGEXP_REPLACE
SELECT REGEXP_REPLACE(x, 'a', '\&') FROM t;
-> unsupported_sql that replacement in REGEXP_REPLACE
SELECT REGEXP_REPLACE(x, 'a', 'b', 'n') FROM t;
-> unsupported_sql this form of REGEXP_REPLACE
SELECT SUBSTRING(x FROM 'a+?') FROM t;
-> unsupported_sql a pattern with | or a lazy repetition in SUBSTRING
SELECT SUBSTRING(x SIMILAR 'a' ESCAPE '#') FROM t;
-> syntax_error 'a'
SELECT TO_CHAR(d, 'TMMonth') FROM t;
-> unsupported_sql that format in TO_CHAR
SELECT TO_CHAR(d, 'SSSS') FROM t;
-> unsupported_sql that format in TO_CHAR
SELECT TO_CHAR(d, f) FROM t;
-> unsupported_sql that format in TO_CHAR
SELECT TO_DATE(x, 'YY-MM-DD') FROM t;
-> unsupported_sql that format in TO_DATE
SELECT TO_TIMESTAMP(x, 'YYYY-MM-DD TZ') FROM t;
-> unsupported_sql that format in TO_TIMESTAMP
SELECT EXTRACT(TIMEZONE FROM d) FROM t;
-> unsupported_sql that unit in EXTRACT
SELECT DATE_PART(u, d) FROM t;
-> unsupported_sql that unit in DATE_PART
SELECT DATE_TRUNC('day', d, 'UTC') FROM t;
-> unsupported_sql this form of DATE_TRUNC
SELECT AGE(d) FROM t;
-> unsupported_sql this form of AGE
SELECT INTERVAL '1-2' YEAR TO MONTH;
-> syntax_error MONTH
SELECT INTERVAL 'P1D';
-> unsupported_sql that interval
SELECT INTERVAL '1.5 days';
-> unsupported_sql that interval
SELECT AVG(x)::TEXT FROM t;
-> unsupported_sql the text of a computed number
SELECT AVG(x) || '%' FROM t;
-> unsupported_sql the text of a computed number
SELECT (a / b)::TEXT FROM t;
-> unsupported_sql the text of a computed number
SELECT j -> x FROM t;
-> unsupported_sql a path into JSON that is not a literal
SELECT * FROM JSON_TABLE(j, '$' COLUMNS (a INT PATH '$.a'));
-> syntax_error COLUMNS
SELECT x[-1] FROM t;
-> unsupported_sql a negative place in an array
SELECT COUNT(DISTINCT a, b) FROM t;
-> unsupported_sql COUNT(DISTINCT a, b)
SELECT STRING_AGG(x) FROM t;
-> unsupported_sql STRING_AGG without a separator
SELECT RANK(5) WITHIN GROUP (ORDER BY x) FROM t;
-> unsupported_sql this form of RANK
SELECT x FROM t ORDER BY x USING >;
-> syntax_error USING
SELECT x FROM t QUALIFY ROW_NUMBER() OVER (ORDER BY x) = 1;
-> unsupported_sql QUALIFY
SELECT x FROM t FOR UPDATE;
-> unsupported_sql LOCK
SELECT x INTO u FROM t;
-> unsupported_sql INTO
SELECT * FROM ONLY t;
-> unsupported_sql ONLY
SELECT x COLLATE "de_DE" FROM t;
-> unsupported_sql COLLATE
SELECT (a, b) OVERLAPS (c, d) FROM t;
-> unsupported_sql OVERLAPS
SELECT a OPERATOR(pg_catalog.+) b FROM t;
-> unsupported_sql OPERATOR
SELECT pg_catalog.lower(x) FROM t;
-> unsupported_sql the function LOWER
SELECT MY_FUNCTION(x) FROM t;
-> unsupported_sql the function MY_FUNCTION
SELECT B'101';
-> unsupported_sql BIT STRING
SELECT X'1F';
-> unsupported_sql HEX STRING
SELECT 0x1F;
-> unsupported_sql HEX STRING
SELECT 1_000;
-> not_allowed
SELECT 1_000 AS x;
-> not_allowed
SELECT $1 FROM t;
-> unsupported_sql a column by position ($1)
SELECT %s FROM t;
-> syntax_error FROM
SELECT @x FROM t;
-> unsupported_sql a column by position ($1)
SELECT x FROM t LIMIT 10 PERCENT;
-> unsupported_sql LIMIT of a share
SELECT TOP 5 x FROM t;
-> syntax_error 5
SELECT IFNULL(x, 1), ISNULL(x, 2) FROM t;
-> unsupported_sql the function IFNULL
SELECT NVL(x, 1) FROM t;
-> unsupported_sql the function NVL
SELECT DATEDIFF('day', a, b) FROM t;
-> unsupported_sql the function DATEDIFF
SELECT DATEADD(day, 1, a) FROM t;
-> unsupported_sql the function DATEADD
SELECT IF(x, 1, 2) FROM t;
-> unsupported_sql the function IF
SELECT SUM(x) OVER (ORDER BY y EXCLUDE CURRENT ROW) FROM t;
-> syntax_error EXCLUDE
SELECT LAG(x) IGNORE NULLS OVER (ORDER BY y) FROM t;
-> unsupported_sql IGNORE NULLS
SELECT * FROM t PIVOT (SUM(v) FOR k IN ('p', 'q'));
-> unsupported_sql PIVOT
SELECT * FROM CROSSTAB('select 1') AS c(a INT);
-> unsupported_sql a function in FROM
WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SEARCH DEPTH FIRST BY n SET o SELECT * FROM r;
-> unsupported_sql RECURSIVE WITH SEARCH
SELECT CURRENT_USER;
-> unsupported_sql CURRENT USER
SELECT CURRENT_SCHEMA;
-> unsupported_sql CURRENT SCHEMA
SELECT PG_SLEEP(10);
-> unsupported_sql the function PG_SLEEP
SELECT NEXTVAL('s');
-> unsupported_sql the function NEXTVAL
SELECT CURRENT_SETTING('x');
-> unsupported_sql the function CURRENT_SETTING
SELECT TXID_CURRENT();
-> unsupported_sql the function TXID_CURRENT
DELETE FROM t;
-> not_allowed
INSERT INTO t VALUES (1);
-> not_allowed
WITH d AS (DELETE FROM t RETURNING *) SELECT * FROM d;
-> unsupported_sql DELETE
COPY t TO 'x.csv';
-> not_allowed
DO $$ BEGIN END $$;
-> syntax_error
EXPLAIN SELECT 1;
-> not_allowed
SELECT 1; DROP TABLE t;
-> syntax_error
SELECT CASE WHEN x THEN 1 END / RANDOM() FROM t;
-> unsupported_sql a division with RANDOM()
SELECT GENERATE_SUBSCRIPTS(x, 1) FROM t;
-> unsupported_sql the function GENERATE_SUBSCRIPTS
SELECT * FROM ROWS FROM (GENERATE_SERIES(1, 2));
-> unsupported_sql a function in FROM
SELECT UNNEST(a, b) FROM t;
-> unsupported_sql this form of UNNEST
SELECT * FROM UNNEST(ARRAY[1], ARRAY[2]) AS q(a, b);
-> (1, 2)
SELECT XMLELEMENT(NAME a, x) FROM t;
-> syntax_error a
SELECT GROUP_CONCAT(x) FROM t;
-> unsupported_sql the function GROUP_CONCAT
SELECT CONVERT(x, INT) FROM t;
-> unsupported_sql the function CONVERT
SELECT TRY_CAST(x AS INT) FROM t;
-> unsupported_sql the function TRY_CAST
SELECT x FROM t AS OF SYSTEM TIME '-1s';
-> syntax_error SYSTEM
SELECT COLUMNS('a') FROM t;
-> unsupported_sql the function COLUMNS
SELECT {'a': 1};
-> unsupported_sql STRUCT
SELECT x -> x + 1;
-> unsupported_sql a path into JSON that is not a literal
SELECT LIST_TRANSFORM(a, x -> x + 1) FROM t;
-> unsupported_sql the function LIST_TRANSFORM
SELECT a IS JSON FROM t;
-> unsupported_sql JSON
SELECT a GLOB 'x*' FROM t;
-> unsupported_sql GLOB
SELECT a <-> b, a <=> b FROM t;
-> unsupported_sql DISTANCE
SELECT 5!;
-> syntax_error !
SELECT |/ 25, ||/ 27, @ -5;
-> syntax_error -
SELECT x ^@ 'a' FROM t;
-> unsupported_sql STARTS WITH
SELECT 7 // 2;
-> syntax_error /
SELECT x::INT::INT::INT::INT::INT::INT::INT FROM t;
-> limit_exceeded
SELECT x::CHAR(3) FROM (SELECT 'ab'::CHAR(3) AS x) q;
-> unsupported_sql the type CHAR in a sub-query
SELECT '{{1},{2}}'::INT[];
-> unsupported_sql a text as an array
SELECT x SIMILAR TO p FROM t;
-> unsupported_sql this form of SIMILAR TO
SELECT x SIMILAR TO '\d+' FROM t;
-> unsupported_sql that pattern in SIMILAR TO
SELECT REGEXP_MATCH(x, '(a)?b') FROM t;
-> unsupported_sql a group that need not match in REGEXP_MATCH
SELECT REGEXP_MATCHES(x, '(a)(b)', 'g') FROM t;
-> unsupported_sql this form of REGEXP_MATCHES
SELECT FORMAT('%I', x) FROM t;
-> unsupported_sql %I in FORMAT
SELECT TO_CHAR(x, '9.99EEEE') FROM t;
-> unsupported_sql that format in TO_CHAR
SELECT TO_NUMBER(x, f) FROM t;
-> unsupported_sql that format in TO_NUMBER
SELECT EXTRACT(MILLENNIUM FROM d) FROM t;
-> unsupported_sql that unit in EXTRACT
SELECT DATE_TRUNC('century', d) FROM t;
-> unsupported_sql that unit in DATE_TRUNC
SELECT d AT TIME ZONE 'PST' FROM t;
-> unsupported_sql that time zone in AT TIME ZONE
SELECT d AT TIME ZONE z FROM t;
-> unsupported_sql that time zone in AT TIME ZONE
SELECT j #>> p FROM t;
-> unsupported_sql a path into JSON that is not a literal
SELECT j @> '{"a": [1]}' FROM t;
-> unsupported_sql @> of JSON
SELECT j @> '[1]'::JSONB FROM t;
-> unsupported_sql @> of JSON
SELECT j ? k FROM t;
-> unsupported_sql the operator ?
SELECT j || '{"a": 1}'::JSONB FROM t;
-> unsupported_sql || of JSON
SELECT JSONB_EACH_TEXT(j) FROM t;
-> unsupported_sql JSONB_EACH_TEXT outside FROM
SELECT JSONB_PATH_QUERY(j, '$.a') FROM t;
-> unsupported_sql the function JSONB_PATH_QUERY
SELECT JSONB_EXTRACT_PATH_TEXT(j, k) FROM t;
-> unsupported_sql a path into JSON that is not a literal
SELECT MAKE_INTERVAL(0, 0, 0, 10);
-> unsupported_sql this form of MAKE_INTERVAL
SELECT LOWER(x => 'A');
-> unsupported_sql an argument with a name
SELECT x FROM t WHERE x LIKE ALL (ARRAY['a%', 'b%']);
-> unsupported_sql LIKE ANY
SELECT x AS it__ FROM t;
-> unsupported_sql the name it__

# Columns that a join merges come first
# source: a run of PostgreSQL 18
SELECT * FROM (SELECT 1 AS id, 10 AS cust) o JOIN (SELECT 10 AS cust, 'Ann' AS name) c USING (cust);
-> (10, 1, Ann)
SELECT * FROM (SELECT 1 AS id, 10 AS cust) o FULL JOIN (SELECT 20 AS cust, 'Ann' AS name) c USING (cust) ORDER BY cust;
-> (10, 1, NULL) (20, NULL, Ann)
SELECT *, 1 AS one FROM (SELECT 1 AS id, 10 AS cust) o NATURAL JOIN (SELECT 10 AS cust, 'Ann' AS name) c;
-> (10, 1, Ann, 1)
SELECT * FROM a NATURAL JOIN b;
-> unsupported_sql * over a NATURAL JOIN
SELECT o.* FROM (SELECT 1 AS id, 10 AS cust) o NATURAL JOIN (SELECT 10 AS cust, 'Ann' AS name) c;
-> (1, 10)
SELECT * FROM a JOIN (b JOIN c USING (x)) ON TRUE;
-> unsupported_sql * over a JOIN ... USING in parentheses

# Arrays beside an item, bounds in either order, parts of a text as rows, roots, formats with FM
# source: a run of PostgreSQL 18
SELECT ARRAY[1,2] || 3, 0 || ARRAY[1,2], ARRAY[1,2] || ARRAY[3], ARRAY['a'] || 'b'::text, NULL::int[] || 3, ARRAY[1,2] || 3 || -4, ARRAY[1,2] || NULL::int[];
-> ([1, 2, 3], [0, 1, 2], [1, 2, 3], ['a', 'b'], [3], [1, 2, 3, -4], [1, 2])
SELECT 5 BETWEEN SYMMETRIC 10 AND 1, 5 NOT BETWEEN SYMMETRIC 10 AND 1, 5 BETWEEN SYMMETRIC NULL AND 2, 5 BETWEEN SYMMETRIC 6 AND NULL;
-> (True, False, NULL, NULL)
SELECT string_to_table('x,y', ','), 1;
-> (x, 1) (y, 1)
SELECT id, w FROM (VALUES (1, 'a,b'), (2, ''), (3, NULL)) t(id, s), string_to_table(s, ',') AS w ORDER BY id, w;
-> (1, a) (1, b)
SELECT id, x.w FROM (VALUES (1, 'a,b'), (2, ''), (3, NULL)) t(id, s) LEFT JOIN LATERAL string_to_table(s, ',') AS x(w) ON TRUE ORDER BY id, w;
-> (1, a) (1, b) (2, NULL) (3, NULL)
SELECT id, w FROM (VALUES (1, 'a b'), (2, ''), (3, NULL)) t(id, s), regexp_split_to_table(s, ' ') AS w ORDER BY id, w;
-> (1, a) (1, b) (2, )
SELECT string_to_table('x,y', NULL);
-> unsupported_sql STRING_TO_TABLE with a delimiter that may be empty
SELECT value FROM json_array_elements_text('["a"]'::json) WITH ORDINALITY;
-> unsupported_sql WITH ORDINALITY of JSON_ARRAY_ELEMENTS_TEXT
SELECT regexp_matches('a1b2', '\d'), regexp_matches('a1b2', '([a-z])(\d)');
-> (['1'], ['a', '1'])
SELECT id, regexp_matches(s, '(\d)') FROM (VALUES (1, 'a1'), (2, 'b')) t(id, s);
-> (1, ['1'])
SELECT |/ 16.0, |/ x FROM (SELECT 25 AS x) t;
-> (4.0, 5.0)
SELECT 'off'::bool, 'yes'::boolean, 't'::bool, 'n'::bool, 'on'::boolean, '1'::bool;
-> (False, True, True, False, True, True)
SELECT encode('abc', 'hex'), encode('abc', 'base64');
-> (616263, YWJj)
SELECT encode('abc', 'escape');
-> unsupported_sql that form of ENCODE
SELECT regr_count(x, y), regr_avgx(x, y), regr_avgy(x, y) FROM (VALUES (1, 2), (3, 5), (NULL, 3)) t(x, y);
-> (2, 3.5, 2.0)
SELECT ctid, xmin FROM t;
-> unsupported_sql the column ctid
SELECT to_char(0.1, 'FM9.9'), to_char(1.5, 'FM99.99'), to_char(12.34, 'FM99.00'), to_char(2, 'FM99.99'), to_char(-0.5, 'FM9.99'), to_char(1234.5, 'FM9,999.99'), to_char(0, 'FM9.9'), to_char(0.126, 'FM0.99'), to_char(5, 'FM0.9');
-> (.1, 1.5, 12.34, 2., -.5, 1,234.5, 0., 0.13, 5.)
SELECT to_char(12.30, 'FM99.09'), to_char(0, 'FM9.09'), to_char(0.5, 'FM9.09'), to_char(100, 'FM999.99%'), to_char(-0.001, 'FM9.99');
-> (12.3, .0, .5, 100.%, 0.)
SELECT x, to_char(x, 'FM999,999.99'), to_char(x, 'FM9990.99') FROM (VALUES (0.05), (-0.05), (1000), (0.004)) t(x) ORDER BY x;
-> (-0.050, -.05, -0.05) (0.004, 0., 0.) (0.050, .05, 0.05) (1000.000, 1,000., 1000.)
SELECT '{"a":1,"b":2}'::jsonb - 'a';
-> unsupported_sql - of JSON

# Arrays beside ||, and texts of doubles, intervals and arrays
# source: PostgreSQL 18.4, run
SELECT a || b, a || NULL, NULL || b, a || 3, c || NULL, c || d, a || b || a, d || NULL, a || ARRAY[9], ARRAY[8] || b, 7 || a FROM (VALUES (ARRAY[1,2], NULL::INT[], NULL::TEXT, 'x'), (NULL, ARRAY[5], 'y', 'z')) t(a, b, c, d);
-> ([1, 2], [1, 2], NULL, [1, 2, 3], NULL, NULL, [1, 2, 1, 2], NULL, [1, 2, 9], [8], [7, 1, 2]) ([5], NULL, [5], [3], NULL, yz, [5], NULL, [9], [8, 5], [7])
SELECT a || b::TEXT, b::TEXT || a, a || upper(b) FROM (VALUES (ARRAY['p'], 'q')) t(a, b);
-> (['p', 'q'], ['q', 'p'], ['p', 'Q'])
SELECT 1e15::float8::text, 123456789012345680::float8::text, 1234567890123456::float8::text, 1234567::float4::text, 1e5::float4::text, 0.00001::float8::text, 'nan'::float8::text, '-inf'::float8::text;
-> (1e+15, 1.2345678901234568e+17, 1.234567890123456e+15, 1.234567e+06, 100000, 1e-05, NaN, -Infinity)
SELECT interval '-1 day'::text, interval '36 hours'::text, interval '0 days'::text, interval '14 months 3 days'::text;
-> (-1 days, 36:00:00, 00:00:00, 1 year 2 mons 3 days)
SELECT ARRAY[true, false, null]::text, ARRAY[ts]::text, ARRAY['a b', 'c', '', null, 'NULL', 'q"x', 'b\s', '{', 'a,b']::text, tags::text FROM (VALUES (timestamp '2024-01-01 01:02:03', array['x', 'y z'])) t(ts, tags);
-> ({t,f,NULL}, {"2024-01-01 01:02:03"}, {"a b",c,"",NULL,"NULL","q\"x","b\\s","{","a,b"}, {x,"y z"})
SELECT age(DATE '2024-03-01', DATE '2023-01-15')::text, 'Age: ' || age(DATE '2024-03-01', DATE '2023-01-15'), (a - b)::text, (d - e)::text, (n - 1)::text, 'x' || (a - b), concat('y', a - b), 'z' || (n-1) FROM (VALUES (TIMESTAMP '2024-01-31 23:59:59', TIMESTAMP '2024-01-01', DATE '2024-02-01', DATE '2024-01-01', 5)) t(a, b, d, e, n);
-> (1 year 1 mon 17 days, Age: 1 year 1 mon 17 days, 30 days 23:59:59, 31, 4, x30 days 23:59:59, y30 days 23:59:59, z4)
SELECT power(2, 3)::text, sqrt(16) || 'x', concat(sqrt(2), '|'), 'a' || sum(x) || g FROM (VALUES (2.5::float8, 'q'), (1.5, 'q')) t(x, g) GROUP BY g;
-> (8, 4x, 1.4142135623730951|, a4q)
SELECT format('%s has %s', ARRAY[1,2], 3.0::float8), 'n=' || coalesce(x, 0) FROM (VALUES (2.0::float8), (NULL)) t(x);
-> ({1,2} has 3, n=2) ({1,2} has 3, n=0)
SELECT sqrt(2.0)::text FROM t;
-> unsupported_sql the text of a computed number

# Formats, quoted texts, justified periods and rows that are equal to the last
# source: PostgreSQL 18.4, run
SELECT to_char(date '2024-05-11', 'DDth FMDDTH DDDth FMDDDth MMth YYYYth'), to_char(timestamp '2024-05-02 13:01:03', 'HH12th HH24:MI:SSth'), to_char(date '2024-12-30', 'FMDay, FMDDth FMMonth'), to_char(date '2024-05-01', '(YYYY)|CC Y,YYY FMDDD FMYY');
-> (11th 11TH 132nd 132nd 05th 2024th, 01st 13:01:03rd, Monday, 30th December, (2024)|21 2,024 122 24)
SELECT to_char(timestamp '2024-05-06 07:08:09', 'YYYY-MM-DDTHH24:MI');
-> unsupported_sql that format in TO_CHAR
SELECT quote_literal('a\b'), quote_literal(NULL), format('%L %L %L', 'it''s', NULL, 42), format('%2$s-%1$s', 'a', 'b'), format('[%-5s|%5s]', 'ab', 'cd'), format('%I %I', 'My Col', 'sel"ect'), quote_literal(42), quote_nullable(NULL);
-> (E'a\\b', NULL, 'it''s' NULL '42', b-a, [ab   |   cd], "My Col" "sel""ect", '42', NULL)
SELECT format('%I', 'plain');
-> unsupported_sql %I in FORMAT
SELECT U&'d\0061t\+000061', U&'a\\b', U&'!0061' UESCAPE '!';
-> (data, a\b, a)
SELECT U&'\d800';
-> unsupported_sql that character
SELECT justify_days(interval '40 days')::text, justify_hours(interval '49:30:00')::text, justify_interval(interval '1 mon -1 hour')::text, justify_days(interval '1 mon -5 days')::text, justify_days(interval '-1 mon 65 days')::text, justify_hours(interval '1 day 30:00:00.5')::text, justify_interval(interval '35 days 25 hours')::text, interval '1 year 2 mons 3 days 04:05:06'::text;
-> (1 mon 10 days, 2 days 01:30:00, 29 days 23:00:00, 25 days, 1 mon 5 days, 2 days 06:00:00.5, 1 mon 6 days 01:00:00, 1 year 2 mons 3 days 04:05:06)
SELECT x FROM (VALUES (3), (1), (1), (2)) t(x) ORDER BY x FETCH FIRST 1 ROW WITH TIES;
-> (1) (1)
SELECT a, b AS c FROM (VALUES ('p', 3), ('q', 5), ('r', 5), ('s', NULL)) t(a, b) ORDER BY c DESC NULLS LAST FETCH FIRST ROW WITH TIES;
-> (q, 5) (r, 5)
SELECT a, b AS Total FROM (VALUES ('p', 3, 1), ('q', 5, 9), ('r', 5, 2)) t(a, b, total) ORDER BY total DESC FETCH FIRST 1 ROW WITH TIES;
-> (q, 5) (r, 5)
SELECT count(*) FROM (VALUES (3), (1), (1), (2), (2)) t(x) GROUP BY x ORDER BY 1 DESC FETCH FIRST 1 ROWS WITH TIES;
-> (2) (2)
SELECT DISTINCT x FROM (VALUES (3), (1)) t(x) ORDER BY x FETCH FIRST 1 ROW WITH TIES;
-> unsupported_sql this form of FETCH ... WITH TIES
SELECT x, rank() OVER (ORDER BY x) AS r FROM (VALUES (3), (1)) t(x) ORDER BY r FETCH FIRST 1 ROW WITH TIES;
-> unsupported_sql this form of FETCH ... WITH TIES

# Arrays side by side
# source: PostgreSQL 18.4, run
SELECT t.i, t.s FROM unnest(ARRAY[1, 2], ARRAY['a']) AS t(i, s);
-> (1, a) (2, NULL)
SELECT u.a, u.b FROM (VALUES (ARRAY['red', 'new'], 5)) i(tags, n), unnest(i.tags, ARRAY[i.n]) AS u(a, b) ORDER BY a DESC;
-> (red, 5) (new, NULL)
SELECT x FROM unnest(ARRAY[1, 2], ARRAY['a']) x;
-> unsupported_sql UNNEST of several arrays without names
# An array that is missing, a text in a JSON array, and texts with fractions
# source: PostgreSQL 18.4, run
SELECT x, 1 = ANY (x), 1 <> ALL (x), NOT (1 = ANY (x)) FROM (VALUES (1, ARRAY[1, 2]), (2, NULL), (3, ARRAY[]::INT[])) t(k, x) ORDER BY k;
-> ([1, 2], True, False, False) (NULL, NULL, NULL, NULL) ([], False, True, True)
SELECT x ? 'a' FROM (VALUES (1, '["a","b"]'::jsonb), (2, '["b",["a"]]'::jsonb), (3, '{"a":1}'::jsonb), (4, '"a"'::jsonb)) t(k, x) ORDER BY k;
-> (True) (False) (True) (True)
SELECT ' 15 '::INT, '-3'::BIGINT, 2.5::INT, 3.5::INT, 2.5::FLOAT8::INT;
-> (15, -3, 3, 4, 2)
SELECT round(2.5, 2)::TEXT, round(x, 1)::TEXT, 'x' || round(2.5, 2), concat(round(x, 1), '!'), round(y, 4)::TEXT FROM (VALUES (3, 120.00)) t(x, y);
-> (2.50, 3.0, x2.50, 3.0!, 120.0000)
# source: PostgreSQL 18, ran there: the text of JSONB has blanks, and its keys by their length, each once
SELECT '{"b":1,"aa":2,"a":[1,2],"b":{"x":"a,b:c"}}'::jsonb::text, length('[1,2]'::jsonb::text), concat('x', '[1,2]'::jsonb), '[1.50, 1e2, true, null, "é\"x"]'::jsonb::text, '"a:b"'::jsonb::text;
-> ({"a": [1, 2], "b": {"x": "a,b:c"}, "aa": 2}, 6, x[1, 2], [1.50, 100, true, null, "é\"x"], "a:b")
SELECT '{"a":[1,2]}'::jsonb ->> 'a', d::jsonb ->> 'a', d::json ->> 'b', d::jsonb #>> '{c}', jsonb_extract_path_text(d::jsonb, 'a'), (d::jsonb -> 'a')::text, d::jsonb ->> 't' FROM (VALUES ('{"a":[1,{"x":"y,z"}],"b":[1,2],"c":{"k":1},"t":"[1,2"}')) AS v(d);
-> ([1, 2], [1, {"x": "y,z"}], [1,2], {"k": 1}, [1, {"x": "y,z"}], [1, {"x": "y,z"}], [1,2)
SELECT jsonb_build_object('k', 1, 'l', 'x')::text, to_jsonb(array[1,2])::text, jsonb_build_array(1, 'a,b')::text, d::jsonb::text FROM (VALUES ('{"a":1,"b":[]}')) AS v(d);
-> ({"k": 1, "l": "x"}, [1, 2], [1, "a,b"], {"a": 1, "b": []})
SELECT d::jsonb -> 's' = '"x"', d::jsonb -> 'n' = '1', d::jsonb -> 's' <> '"y"'::jsonb FROM (VALUES ('{"s":"x","n":1}')) AS v(d);
-> (True, True, True)
SELECT '{"a":1}'::jsonb = '{"a": 1}'::jsonb;
-> unsupported_sql a comparison of JSON
SELECT * FROM t WHERE d -> 'a' = '[1,2]';
-> unsupported_sql a comparison of JSON
SELECT 0.50::numeric(2,2)::text, CAST('0.25' AS NUMERIC(2,2)) || 'x';
-> (0.50, 0.25x)
