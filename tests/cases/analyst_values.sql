# Queries an analyst asks of the shop as ana, with the rows that come back, in order. `params` are bound.
# Values, joins, parameters and the rest.

# name: list aggregate
# rows: [('bronze', [2, 7, 12]), ('gold', [5, 30, 35]), ('silver', [9, 14, 16]), (None, [23, 28, 33])]
SELECT segment, list(id ORDER BY id)[1:3] AS ids FROM customers GROUP BY segment ORDER BY segment NULLS LAST;

# name: list functions
# rows: [(2, 1, False, 'late', ['late']), (5, 3, True, 'new', ['late', 'new', 'vip']), (7, 0, False, None, []), (9, None, None, None, None), (12, 2, True, 'vip', ['early', 'vip'])]
SELECT id, len(tags) AS n, list_contains(tags, 'vip') AS vip, tags[1] AS first, list_sort(tags) AS sorted FROM customers WHERE id < 13 ORDER BY id;

# name: list comprehension
# rows: [(5, ['NEW', 'VIP']), (9, None), (12, ['VIP', 'EARLY'])]
SELECT id, [upper(t) FOR t IN tags IF t <> 'late'] AS t FROM customers WHERE id IN (5, 9, 12) ORDER BY id;

# name: lambdas
# rows: [([1, 4, 9], [2, 3], 6, 90)]
SELECT list_transform([1, 2, 3], lambda x: x * x) AS a, list_filter([1, 2, 3], lambda x: x > 1) AS b, list_reduce([1, 2, 3], lambda a, b: a + b) AS c, count(*) AS n FROM customers;

# name: lambda over a column
# rows: [(5, ['new1', 'late2', 'vip3'])]
SELECT id, list_transform(tags, lambda t, i: t || i) AS t FROM customers WHERE id = 5;

# name: unnest
# rows: [('early', 15), ('late', 30), ('new', 15), ('vip', 45)]
SELECT tag, count(*) AS n FROM (SELECT unnest(tags) AS tag FROM customers) GROUP BY ALL ORDER BY tag;

# name: unnest in from
# rows: [('early', 4), ('late', 9), ('new', 4), ('vip', 12)]
SELECT t.tag, count(*) AS n FROM customers c, unnest(c.tags) AS t(tag) WHERE c.id < 60 GROUP BY ALL ORDER BY ALL;

# name: flatten and zip
# rows: [([1, 2, 3], [(1, 'a'), (2, 'b')], [0, 1, 2], 40)]
SELECT flatten([[1, 2], [3]]) AS f, list_zip([1, 2], ['a', 'b']) AS z, range(3) AS r, count(*) AS n FROM employees;

# name: struct access
# rows: [(9, '00873', 'Kim street 9')]
SELECT id, address.zip AS zip, address['street'] AS street FROM customers WHERE id = 9;

# name: struct building
# rows: [({'id': 9, 'city': 'Nowhere'}, 1)]
SELECT {'id': id, 'city': city} AS s, struct_pack(a := 1).a AS a FROM customers WHERE id = 9;

# name: struct star
# rows: [('Kim street 9', '00873')]
SELECT unnest(address) FROM customers WHERE id = 9;

# name: map
# rows: [({'a': 1, 'b': 2}, ['k'], 9)]
SELECT map(['a', 'b'], [1, 2]) AS m, map_keys(map(['k'], [id])) AS k, map(['k'], [id])['k'] AS v FROM customers WHERE id = 9;

# name: json arrows
# rows: [(2, '2', '"de"', 2), (9, '1', '"de"', 1)]
SELECT id, profile->>'level' AS level, profile->'$.langs[0]' AS lang, json_array_length(profile, '$.langs') AS n FROM customers WHERE id IN (2, 9) ORDER BY id;

# name: json each
# rows: [('0', '"de"'), ('1', '"en"'), ('2', '"pt"')]
SELECT j.key, j.value FROM customers c, json_each(c.profile, '$.langs') j WHERE c.id = 19 ORDER BY ALL;

# name: json building
# rows: [('{"id":9,"mail":"***mple"}', None)]
SELECT json_object('id', id, 'mail', email) AS j, to_json(tags) AS t FROM customers WHERE id = 9;

# name: whole row as JSON
# rows: [('{"id":3,"name":"李雷 3","department":"sales","manager_id":1,"bonus":null,"hired":"2022-07-26"}',)]
SELECT to_json(e) AS j FROM employees e WHERE id = 3;

# name: dates
# rows: [('2024-04-01 00:00:00', 15), ('2024-05-01 00:00:00', 12), ('2024-06-01 00:00:00', 15)]
SELECT date_trunc('month', day)::VARCHAR AS m, count(*) AS n FROM orders WHERE day >= DATE '2024-04-01' GROUP BY ALL ORDER BY m;

# name: date parts
# rows: [(2023, 1), (2023, 2), (2023, 3), (2023, 4), (2024, 1), (2024, 2)]
SELECT DISTINCT extract(year FROM day) AS y, quarter(day) AS q FROM orders ORDER BY ALL;

# name: date arithmetic
# rows: [(2, 491, '2023-02-27')]
SELECT id, date_diff('day', day, DATE '2024-06-01') AS age, strftime(day + INTERVAL 1 MONTH, '%Y-%m-%d') AS due FROM orders WHERE id IN (2, 10) ORDER BY id;

# name: time buckets
# rows: [('01-01', 116), ('01-05', 115), ('01-09', 69)]
SELECT strftime(time_bucket(INTERVAL '4 days', seen), '%m-%d') AS b, count(*) AS n FROM events GROUP BY ALL ORDER BY b;

# name: parsing dates
# rows: [('2024-02-03', '2024-02-29', '2024-02-29', 300)]
SELECT strptime('03.02.2024', '%d.%m.%Y')::DATE::VARCHAR AS d, make_date(2024, 2, 29)::VARCHAR AS m, last_day(DATE '2024-02-01')::VARCHAR AS l, count(*) AS n FROM events;

# name: generated days
# rows: [('2023-01-01', 1), ('2023-01-02', 1), ('2023-01-03', 0), ('2023-01-04', 0), ('2023-01-05', 0)]
SELECT d::DATE::VARCHAR AS day, count(o.id) AS n FROM generate_series(DATE '2023-01-01', DATE '2023-01-05', INTERVAL 1 DAY) t(d) LEFT JOIN orders o ON o.day = d GROUP BY ALL ORDER BY day;

# name: string functions
# rows: [(2, 'ŁUKASZ B.', 7, 'Łukasz', '0002'), (9, 'KIM A.', 7, 'Kim', '0009')]
SELECT id, upper(name) AS u, length(city) AS n, split_part(name, ' ', 1) AS f, lpad(id::VARCHAR, 4, '0') AS p FROM customers WHERE id IN (2, 9) ORDER BY id;

# name: regular expressions
# rows: [(2, '', 'N_wh_r_', False), (9, 'Kim', 'N_wh_r_', False)]
SELECT id, regexp_extract(name, '^(\w+)', 1) AS w, regexp_replace(city, '[aeiou]', '_', 'g') AS c, regexp_matches(email, '^user') AS m FROM customers WHERE id IN (2, 9) ORDER BY id;

# name: slices
# rows: [('Now', 'No', 'erehwoN', True)]
SELECT city[1:3] AS a, left(city, 2) AS b, reverse(city) AS r, name ILIKE 'k%' AS k FROM customers WHERE id = 9;

# name: formats
# rows: [('Nowhere-009', '5%', 'EU/silver')]
SELECT format('{}-{:03d}', city, id) AS f, printf('%d%%', 5) AS p, concat_ws('/', region, segment) AS c FROM customers WHERE id = 9;

# name: unicode
# rows: [(13,)]
SELECT count(*) AS n FROM customers WHERE name LIKE '李%' OR name LIKE 'Zoë%';

# name: casts
# rows: [(13, 1.5, None, '9')]
SELECT CAST('12' AS INTEGER) + 1 AS a, '1.5'::DOUBLE AS b, TRY_CAST('x' AS INTEGER) AS c, id::VARCHAR AS d FROM customers WHERE id = 9;

# name: numbers
# rows: []
SELECT round(7.456, 1)::VARCHAR AS a, 7 // 2 AS b, 7 % 4 AS c, abs(-3) AS d, greatest(1, items) AS e FROM orders WHERE id = 4;

# name: statistics
# rows: [(2.0, 2, 5, 1.711)]
SELECT median(items) AS m, mode(items) AS o, quantile_disc(items, 0.9) AS q, round(stddev_pop(items), 3) AS s FROM orders;

# name: histogram
# rows: [({0: 4, 1: 3, 2: 6, 3: 3, 4: 4, 5: 6},)]
SELECT histogram(items) AS h FROM orders WHERE id < 60;

# name: arg max
# rows: [(635, 'Jo E.')]
SELECT arg_max(id, items * 1000 + id) AS a, min_by(name, id) AS b FROM (SELECT o.id, o.items, c.name FROM orders o JOIN customers c ON c.id = o.customer_id);

# name: lateral join
# rows: [(2, 3), (5, 3), (7, 3), (9, 3), (12, 3), (14, 3), (16, 3), (19, 3)]
SELECT c.id, l.n FROM customers c, LATERAL (SELECT count(*) AS n FROM orders o WHERE o.customer_id = c.id) l WHERE c.id < 20 ORDER BY c.id;

# name: lateral alias
# rows: []
SELECT items * 2 AS twice, twice + 1 AS more FROM orders WHERE id = 11;

# name: positional join
# rows: [(2, 2), (5, 5), (7, 6)]
SELECT a.id AS a, b.id AS b FROM (SELECT id FROM customers ORDER BY id LIMIT 3) a POSITIONAL JOIN (SELECT id FROM orders ORDER BY id LIMIT 3) b ORDER BY a;

# name: asof join
# rows: [(6, 5), (8, 7), (12, 12)]
SELECT v.x, c.id FROM (VALUES (6), (8), (12)) v(x) ASOF JOIN customers c ON v.x >= c.id ORDER BY ALL;

# name: semi and anti join
# rows: [(90, 0)]
SELECT (SELECT count(*) FROM customers SEMI JOIN orders ON orders.customer_id = customers.id) AS a, (SELECT count(*) FROM customers ANTI JOIN orders ON orders.customer_id = customers.id) AS b;

# name: left join
# rows: [('bronze', 9), ('gold', 9), ('silver', 18), (None, 9)]
SELECT c.segment, count(o.id) AS n FROM customers c LEFT JOIN orders o ON o.customer_id = c.id AND o.items = 5 GROUP BY ALL ORDER BY c.segment NULLS LAST;

# name: using and natural join
# rows: [(39,)]
SELECT count(*) AS n FROM customers JOIN payments USING (id) NATURAL JOIN (SELECT DISTINCT region FROM orders);

# name: full join
# rows: [(94, 90, 94)]
SELECT count(*) AS n, count(a.id) AS a, count(b.id) AS b FROM (SELECT id FROM customers) a FULL JOIN (SELECT DISTINCT customer_id AS id FROM orders) b USING (id);

# name: values
# rows: [('Open', 52), ('Paid', 108)]
SELECT v.label, count(o.id) AS n FROM (VALUES ('paid', 'Paid'), ('open', 'Open')) v(status, label) LEFT JOIN orders o USING (status) GROUP BY v.label ORDER BY v.label;

# name: bare values
# rows: [(1, 'a'), (90, 'b')]
VALUES (1, 'a'), ((SELECT count(*) FROM customers), 'b') ORDER BY 1;

# name: sampling of all
# rows: [(90,)]
SELECT count(*) AS n FROM customers USING SAMPLE 100%;

# name: sampling of rows
# rows: [(7,)]
SELECT count(*) AS n FROM (FROM orders USING SAMPLE 7 ROWS);

# name: sampling with a seed
# rows: [(5,)]
SELECT count(*) AS n FROM customers TABLESAMPLE RESERVOIR (5 ROWS) REPEATABLE (3);

# name: positional parameters
# params: ["gold", 60]
# rows: [(5,), (30,), (35,), (40,)]
SELECT id FROM customers WHERE segment = ? AND id < ? ORDER BY id;

# name: numbered parameters
# params: [50]
# rows: [(21,)]
SELECT count(*) AS n FROM customers WHERE id < $1 OR id = $1;

# name: named parameters
# params: {"city": "Porto", "most": 100}
# rows: [(0,)]
SELECT count(*) AS n FROM customers WHERE city = $city AND id < $most;

# name: list parameter
# params: [[2, 5, 6]]
# rows: [(2,), (5,)]
SELECT id FROM customers WHERE list_contains(?, id) ORDER BY id;

# name: union by name
# rows: [(2, 'Nowhere', None), (5, None, 'EU')]
SELECT id, city FROM customers WHERE id = 2 UNION ALL BY NAME SELECT region, id FROM customers WHERE id = 5 ORDER BY id;

# name: except and intersect
# rows: [(2,), (7,), (12,)]
(SELECT id FROM customers WHERE id < 13 EXCEPT SELECT 5) INTERSECT SELECT id FROM customers WHERE id <> 9 ORDER BY id;

# name: correlated sub-query
# rows: [(2, 5), (5, 4), (7, 4), (9, 4), (12, 5), (14, 5)]
SELECT c.id, (SELECT max(o.items) FROM orders o WHERE o.customer_id = c.id) AS m FROM customers c WHERE c.id < 15 ORDER BY c.id;

# name: exists
# rows: [(18,)]
SELECT count(*) AS n FROM customers c WHERE EXISTS (FROM orders o WHERE o.customer_id = c.id AND o.status = 'refunded');

# name: any and all
# rows: [(2,), (210,)]
SELECT id FROM customers WHERE id >= ALL (SELECT id FROM customers) OR id = ANY ([2, 3]);

# name: case
# rows: [('high', 42), ('low', 41), ('none', 7)]
SELECT CASE WHEN score > 60 THEN 'high' WHEN score IS NULL THEN 'none' ELSE 'low' END AS s, count(*) AS n FROM customers GROUP BY ALL ORDER BY s;

# name: distinct on
# rows: [('Boston', 5), ('Nowhere', 2), ('Zürich', 7)]
SELECT DISTINCT ON (city) city, id FROM customers ORDER BY city, id;

# name: order by all, limit and offset
# rows: [('Boston', 26), ('Boston', 33)]
SELECT city, id FROM customers ORDER BY ALL LIMIT 2 OFFSET 3;

# name: limit of a part
# rows: [(9,)]
SELECT count(*) AS n FROM (SELECT id FROM customers ORDER BY id LIMIT 10%);

# name: view
# rows: [(2, '***mple', 3), (5, '***mple', 3), (7, '***mple', 3), (9, '***mple', 3)]
SELECT customer_id, email, orders FROM customer_totals WHERE customer_id < 10 ORDER BY customer_id;

# name: another schema
# rows: [('ana', False, 23), ('ana', True, 7), ('otto', True, 8), ('vera', True, 7)]
SELECT author, public, count(*) AS n FROM crm.notes GROUP BY ALL ORDER BY ALL;

# name: filter with a sub-query
# rows: [('bank', 33, '***'), ('card', 69, '***'), ('cash', 36, '***')]
SELECT method, count(*) AS n, min(cvv) AS c FROM payments GROUP BY method ORDER BY method;

# name: names in other letters
# rows: [(9, 'Kim A.')]
SELECT "ID", Name FROM "CUSTOMERS" WHERE Id = 9;

# name: comments and spaces
# rows: [(90,)]
SELECT /* how many */ count(*) AS n -- of them
FROM customers;

# name: prefix alias
# rows: [(90, 210)]
SELECT n: count(*), top: max(id) FROM customers;

# name: method calls
# rows: [(7, 'NOWHERE')]
SELECT city.lower().length() AS n, city.upper() AS u FROM customers WHERE id = 9;

# name: discovery
# rows: [('customer_totals',), ('customers',), ('employees',), ('events',), ('notes',), ('orders',), ('payments',)]
SELECT table_name FROM information_schema.tables ORDER BY table_name;

# name: discovery of columns
# rows: [('id', 'INTEGER'), ('name', 'VARCHAR'), ('department', 'VARCHAR'), ('manager_id', 'INTEGER'), ('bonus', 'DECIMAL(10,2)'), ('hired', 'DATE')]
SELECT column_name, data_type FROM information_schema.columns WHERE table_name = 'employees' ORDER BY ordinal_position;
