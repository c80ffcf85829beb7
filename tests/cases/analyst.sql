# Queries an analyst asks of the shop. Each is deterministic; `ordered: yes` where ORDER BY fixes the whole order.
# The test runs each as ana and as otto, and asks that it gives them different answers or touches a mask.

# name: count
SELECT count(*) AS n FROM orders;

# name: star
SELECT * FROM customers;

# name: star over payments
SELECT * FROM payments;

# name: point
SELECT id, name, email FROM customers WHERE id = 9;

# name: filter on the tenant column
SELECT id, amount FROM orders WHERE region = 'EU' OR region = 'US';

# name: or with an always true branch
SELECT name FROM customers WHERE region = 'APAC' OR 1 = 1;

# name: not and null logic
SELECT id FROM orders WHERE NOT (channel = 'web') AND amount IS NOT NULL;

# name: order by several keys
# ordered: yes
SELECT id, day, amount FROM orders ORDER BY day DESC, amount NULLS FIRST, id LIMIT 25;

# name: limit and offset
# ordered: yes
SELECT id, email FROM customers ORDER BY id LIMIT 10 OFFSET 5;

# name: distinct
SELECT DISTINCT status, customer_id FROM orders WHERE items > 2;

# name: distinct on
SELECT DISTINCT ON (segment) segment, id, email FROM customers ORDER BY segment, id;

# name: group and having
SELECT status, count(*) AS n, sum(amount) AS total FROM orders GROUP BY status HAVING count(*) > 10;

# name: group by all
SELECT segment, city, count(*) AS n FROM customers GROUP BY ALL;

# name: group by position, order by all
# ordered: yes
SELECT segment, count(*) AS n FROM customers GROUP BY 1 ORDER BY ALL;

# name: rollup
SELECT status, channel, sum(items) AS items FROM orders GROUP BY ROLLUP (status, channel);

# name: cube with grouping
SELECT status, channel, grouping(status, channel) AS g, count(*) AS n FROM orders GROUP BY CUBE (status, channel);

# name: grouping sets
SELECT segment, city, count(*) AS n FROM customers GROUP BY GROUPING SETS ((segment), (city), ());

# name: filtered aggregates
SELECT count(*) FILTER (WHERE status = 'paid') AS paid, sum(amount) FILTER (WHERE items > 3) AS big FROM orders;

# name: count distinct of a hash
SELECT count(DISTINCT ssn) AS people, count(ssn) AS known FROM customers;

# name: group by a masked column
SELECT phone, count(*) AS n FROM customers GROUP BY phone;

# name: predicate on a masked column
SELECT id FROM customers WHERE email LIKE 'user%';

# name: predicate on the mask itself
SELECT id FROM customers WHERE starts_with(email, '***') AND email <> '***';

# name: equality on a hash
SELECT id FROM customers WHERE ssn = sha256('900-00-0000');

# name: expression on a masked column
SELECT id, upper(substr(email, 1, 5)) AS start, length(phone) AS n FROM customers;

# name: case on a masked column
SELECT id, CASE WHEN cvv = '***' THEN 'hidden' WHEN cvv IS NULL THEN 'none' ELSE 'shown' END AS cvv FROM payments;

# name: alias swap
SELECT ssn AS name, name AS ssn FROM customers WHERE id < 40;

# name: order by a masked column
# ordered: yes
SELECT id, ssn FROM customers WHERE ssn IS NOT NULL ORDER BY ssn, id LIMIT 20;

# name: min and max of masks
SELECT min(email) AS a, max(email) AS z, min(birthday) AS b, max(card_number) AS c FROM customers, payments;

# name: inner join
SELECT o.id, c.name, c.email FROM orders o JOIN customers c ON c.id = o.customer_id WHERE o.amount > 500;

# name: left join
SELECT c.id, o.id AS order_id FROM customers c LEFT JOIN orders o ON o.customer_id = c.id AND o.status = 'paid';

# name: right join
SELECT c.name, o.id FROM customers c RIGHT JOIN orders o ON o.customer_id = c.id;

# name: right join after a comma before unnest
# since: 2.0
SELECT c.id, u.tag, e.id AS employee FROM customers c, unnest(c.tags) AS u(tag) RIGHT JOIN employees e ON e.id = c.id;

# name: full join
SELECT c.id AS c, o.id AS o FROM customers c FULL JOIN orders o ON o.customer_id = c.id AND o.items = 0;

# name: join using
SELECT region, count(*) AS n FROM customers JOIN orders USING (region) GROUP BY region;

# name: natural join
SELECT count(*) AS n, min(email) AS e FROM customers NATURAL JOIN (SELECT id, region FROM orders) o;

# name: comma join
SELECT count(*) AS n FROM customers c, orders o WHERE c.id = o.customer_id AND c.segment = 'gold';

# name: self join on a masked column
SELECT a.id AS a, b.id AS b FROM customers a JOIN customers b ON a.ssn = b.ssn AND a.id < b.id;

# name: join on a partial mask
SELECT count(*) AS n FROM customers a JOIN customers b ON a.email = b.email;

# name: semi join
SELECT id, name FROM customers SEMI JOIN orders ON orders.customer_id = customers.id;

# name: anti join
SELECT id, phone FROM customers ANTI JOIN orders ON orders.customer_id = customers.id;

# name: asof join
SELECT o.id, e.seen FROM orders o ASOF JOIN events e ON o.customer_id = e.id AND o.day >= e.seen;

# name: asof left join over time
SELECT p.id, o.id AS last_order FROM payments p ASOF LEFT JOIN orders o ON p.method <> '' AND p.paid_at >= o.day
WHERE p.id < 30;

# name: cross join
SELECT count(*) AS n FROM (SELECT DISTINCT segment FROM customers) s CROSS JOIN (SELECT DISTINCT customer_id FROM orders) o;

# name: positional join
SELECT a.id AS a, b.id AS b FROM (SELECT id FROM customers ORDER BY id LIMIT 9) a
POSITIONAL JOIN (SELECT id FROM orders ORDER BY id LIMIT 9) b;

# name: five tables
SELECT c.segment, e.department, count(*) AS n, sum(p.amount) AS paid
FROM customers c JOIN orders o ON o.customer_id = c.id JOIN payments p ON p.order_id = o.id
JOIN employees e ON e.id = c.id % 40 + 1 JOIN events v ON v.id = o.id * 50
GROUP BY c.segment, e.department;

# name: lateral
SELECT c.id, top.amount FROM customers c, LATERAL (
  SELECT amount FROM orders o WHERE o.customer_id = c.id ORDER BY amount DESC NULLS LAST, id LIMIT 1) top;

# name: left lateral
SELECT c.id, n.n FROM customers c LEFT JOIN LATERAL (SELECT count(*) AS n FROM orders o WHERE o.customer_id = c.id) n
ON true WHERE c.segment IS NULL;

# name: scalar subquery
SELECT id, amount - (SELECT avg(amount) FROM orders) AS above FROM orders WHERE items = 5;

# name: correlated subquery
SELECT c.id, (SELECT max(o.day) FROM orders o WHERE o.customer_id = c.id) AS last FROM customers c;

# name: exists
SELECT id FROM customers c WHERE EXISTS (SELECT 1 FROM orders o WHERE o.customer_id = c.id AND o.status = 'refunded');

# name: not exists
SELECT id FROM customers c WHERE NOT EXISTS (FROM orders o WHERE o.customer_id = c.id);

# name: in subquery
SELECT id FROM customers WHERE id IN (SELECT customer_id FROM orders WHERE amount > 800);

# name: not in subquery with nulls
SELECT id FROM customers WHERE segment NOT IN (SELECT segment FROM customers WHERE city = 'Osaka' AND segment IS NOT NULL);

# name: any and all
SELECT id FROM orders WHERE amount >= ALL (SELECT amount FROM orders WHERE amount IS NOT NULL)
  OR customer_id = ANY (SELECT id FROM customers WHERE segment = 'gold');

# name: cte
WITH big AS (SELECT customer_id, sum(amount) AS total FROM orders GROUP BY customer_id HAVING sum(amount) > 1000)
SELECT c.name, big.total FROM big JOIN customers c ON c.id = big.customer_id;

# name: cte of a table's own name
WITH customers AS (SELECT id, email, upper(segment) AS segment FROM customers)
SELECT segment, count(*) AS n, min(email) AS e FROM customers GROUP BY segment;

# name: chained ctes, one shadowing a table
WITH o AS (SELECT * FROM orders WHERE items > 1), orders AS (SELECT id, amount FROM o WHERE amount > 100)
SELECT count(*) AS n, sum(amount) AS s FROM orders;

# name: materialized cte
WITH m AS MATERIALIZED (SELECT id, email FROM customers), n AS NOT MATERIALIZED (SELECT id FROM m)
SELECT m.email, n.id FROM m JOIN n USING (id) WHERE n.id < 50;

# name: cte with column names
WITH x(a, b) AS (SELECT ssn, id FROM customers) SELECT b, a FROM x WHERE b % 10 = 0;

# name: nested ctes
WITH a AS (WITH b AS (SELECT id FROM customers WHERE score > 50) SELECT id FROM b) SELECT count(*) AS n FROM a;

# name: recursive managers
WITH RECURSIVE chain AS (
  SELECT id, name, bonus, 0 AS depth FROM employees WHERE manager_id IS NULL
  UNION ALL SELECT e.id, e.name, e.bonus, depth + 1 FROM employees e JOIN chain ON e.manager_id = chain.id)
SELECT id, name, bonus, depth FROM chain;

# name: recursive calendar
WITH RECURSIVE d(day) AS (SELECT DATE '2023-01-01' UNION ALL SELECT CAST(day + INTERVAL 1 DAY AS DATE) FROM d
  WHERE day < DATE '2023-01-31')
SELECT d.day, count(o.id) AS n FROM d LEFT JOIN orders o ON o.day = d.day GROUP BY d.day;

# name: row number
SELECT id, row_number() OVER (PARTITION BY customer_id ORDER BY day, id) AS nth FROM orders;

# name: running total
SELECT id, sum(amount) OVER (ORDER BY day, id ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS total FROM orders;

# name: moving window by range
SELECT id, count(*) OVER (ORDER BY day RANGE BETWEEN INTERVAL 30 DAYS PRECEDING AND CURRENT ROW) AS n FROM orders;

# name: lag and lead
SELECT id, lag(amount) OVER w AS before, lead(amount, 2, 0) OVER w AS after FROM orders
WINDOW w AS (PARTITION BY channel ORDER BY id);

# name: ranks of a masked column
SELECT id, rank() OVER (ORDER BY email) AS r, dense_rank() OVER (ORDER BY phone) AS d FROM customers;

# name: ntile and percent rank
SELECT id, ntile(4) OVER (ORDER BY amount NULLS FIRST, id) AS q, percent_rank() OVER (ORDER BY amount, id) AS p FROM orders;

# name: first and last value
SELECT DISTINCT segment, first_value(email) OVER w AS a, last_value(id) OVER w AS z FROM customers
WINDOW w AS (PARTITION BY segment ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING);

# name: qualify
SELECT customer_id, id, day FROM orders QUALIFY row_number() OVER (PARTITION BY customer_id ORDER BY day DESC, id) = 1;

# name: qualify with an aggregate
SELECT segment, count(*) AS n FROM customers GROUP BY segment QUALIFY rank() OVER (ORDER BY count(*) DESC) <= 2;

# name: union all of tables
SELECT id, email AS x FROM customers UNION ALL SELECT id, card_number FROM payments;

# name: union by position crosses names
SELECT name FROM customers WHERE id < 30 UNION SELECT ssn FROM customers WHERE id < 30;

# name: union by name
SELECT id, email FROM customers WHERE id < 30 UNION ALL BY NAME SELECT phone, id FROM customers WHERE id < 30;

# name: except
SELECT id FROM customers EXCEPT SELECT customer_id FROM orders;

# name: intersect all
SELECT customer_id FROM orders WHERE items > 1 INTERSECT ALL SELECT customer_id FROM orders WHERE status = 'paid';

# name: set operations in brackets
(SELECT id FROM customers WHERE segment = 'gold' UNION SELECT id FROM customers WHERE city = 'Porto')
EXCEPT (SELECT customer_id FROM orders WHERE status = 'cancelled');

# name: from first
FROM customers SELECT id, phone WHERE score > 100;

# name: from only
FROM orders;

# name: exclude
SELECT * EXCLUDE (email, phone, address, tags) FROM customers;

# name: replace
SELECT * REPLACE (upper(name) AS name, left(ssn, 6) AS ssn) FROM customers WHERE id < 60;

# name: rename
SELECT * RENAME (email AS contact) FROM customers WHERE id < 60;

# name: columns by regular expression
SELECT COLUMNS('.*n.*') FROM customers WHERE id < 60;

# name: columns with an aggregate
SELECT max(COLUMNS(* EXCLUDE (tags, address, profile))) FROM customers;

# name: columns with a lambda
SELECT COLUMNS(lambda c: c LIKE '%e%') FROM payments;

# name: star like
SELECT * LIKE 'a%' FROM payments;

# name: qualified stars
SELECT c.*, o.id AS order_id FROM customers c JOIN orders o ON o.customer_id = c.id WHERE o.id < 60;

# name: whole row
SELECT c FROM customers c WHERE id < 40;

# name: whole row as JSON
SELECT to_json(p) AS j FROM payments p WHERE p.id < 40;

# name: pivot
PIVOT orders ON status IN ('paid', 'open') USING count(*) AS n GROUP BY channel;

# name: pivot with several aggregates
PIVOT customers ON segment IN ('gold', 'silver', 'bronze') USING count(id) AS n, min(email) AS mail GROUP BY city;

# name: pivot whose columns come from the values
PIVOT customers ON segment USING count(id) GROUP BY city;

# name: pivot on an expression
PIVOT (SELECT id, year(day) AS y, status FROM orders) ON y USING count(id) GROUP BY status;

# name: pivot on a masked column
PIVOT payments ON cvv USING count(*) AS n GROUP BY method;

# name: sql pivot
FROM (SELECT status, channel, items FROM orders) PIVOT (sum(items) FOR channel IN ('web', 'shop') GROUP BY status);

# name: unpivot
UNPIVOT (SELECT id, email, phone, ssn FROM customers WHERE id < 40) ON email, phone, ssn INTO NAME field VALUE content;

# name: sql unpivot with columns
FROM (SELECT id, CAST(amount AS VARCHAR) AS amount, card_number, cvv FROM payments)
UNPIVOT INCLUDE NULLS (value FOR field IN (amount, card_number, cvv));

# name: list aggregate
SELECT segment, list(id ORDER BY id) AS ids FROM customers GROUP BY segment;

# name: list of masks
SELECT region, list_sort(list(DISTINCT phone)) AS phones FROM customers GROUP BY region;

# name: list functions
SELECT id, len(tags) AS n, list_contains(tags, 'vip') AS vip, tags[1] AS first, tags[1:2] AS two FROM customers;

# name: list comprehension
SELECT id, [upper(t) || '!' for t in tags if t <> 'late'] AS t FROM customers WHERE tags IS NOT NULL;

# name: list lambdas
SELECT id, list_filter(tags, lambda t: length(t) > 3) AS long, list_transform(tags, lambda t: t || email) AS m FROM customers;

# name: unnest in select
SELECT id, unnest(tags) AS tag FROM customers;

# name: unnest in from
SELECT t.tag, count(*) AS n FROM customers c, unnest(c.tags) AS t(tag) GROUP BY t.tag;

# name: struct fields
SELECT id, address.zip AS zip, struct_extract(address, 'street') AS street FROM customers WHERE address IS NOT NULL;

# name: struct building
SELECT {'id': id, 'mail': email} AS s, struct_pack(p := phone, n := name) AS t FROM customers WHERE id < 40;

# name: struct star
SELECT id, unnest(address) FROM customers WHERE id < 40;

# name: map
SELECT id, map([1, 2], [email, ssn]) AS m, map(['k'], [id])['k'] AS k FROM customers WHERE id < 40;

# name: json arrows
SELECT id, profile->>'level' AS level, profile->'langs' AS langs, json_array_length(profile, '$.langs') AS n FROM customers;

# name: json aggregate
SELECT segment, to_json(list(email ORDER BY id)) AS mails FROM customers GROUP BY segment;

# name: json each
SELECT c.id, j.value FROM customers c, json_each(c.profile, '$.langs') j WHERE c.id < 80;

# name: dates
SELECT date_trunc('month', day) AS month, extract(dow FROM day) AS dow, count(*) AS n FROM orders GROUP BY ALL;

# name: date arithmetic
SELECT id, date_diff('day', day, DATE '2024-06-01') AS age, day + INTERVAL 1 MONTH AS due, strftime(day, '%Y-%m') AS ym FROM orders;

# name: age of a masked birthday
SELECT id, year(birthday) AS y, birthday IS NULL AS unknown FROM customers;

# name: time buckets
SELECT time_bucket(INTERVAL '7 days', seen) AS week, kind, count(*) AS n, sum(value) AS v FROM events GROUP BY ALL;

# name: string functions
SELECT id, split_part(email, '@', 2) AS domain, regexp_replace(phone, '[0-9]', '#', 'g') AS p, lpad(city, 10, '.') AS c FROM customers;

# name: regular expressions
SELECT id, regexp_extract(email, '([a-z]+)[0-9]*@', 1) AS user, regexp_matches(ssn, '^9') AS nine FROM customers;

# name: string aggregate
SELECT segment, string_agg(DISTINCT right(email, 4), ',' ORDER BY right(email, 4)) AS m FROM customers GROUP BY segment;

# name: concatenation and format
SELECT format('{}: {}', id, email) AS a, id || '-' || coalesce(phone, 'none') AS b FROM customers;

# name: unicode
SELECT id, name, length(name) AS n, reverse(name) AS r FROM customers WHERE name LIKE '%ë%' OR name LIKE '李%';

# name: casts
SELECT id, CAST(amount AS DOUBLE) AS d, amount::INTEGER AS i, TRY_CAST(note AS INTEGER) AS t, TRY_CAST(channel AS DATE) AS u FROM orders;

# name: try cast of a mask
SELECT id, TRY_CAST(cvv AS INTEGER) AS cvv, try_cast(card_number AS BIGINT) AS card FROM payments;

# name: numbers
SELECT id, round(amount / 7, 2) AS r, amount % 7 AS m, abs(amount) AS a, ceil(amount / 10) AS c, amount // 3 AS q FROM orders;

# name: statistics
SELECT channel, median(amount) AS m, quantile_cont(amount, 0.9) AS q, stddev_samp(CAST(amount AS DOUBLE)) AS s FROM orders GROUP BY channel;

# name: correlation
SELECT corr(CAST(amount AS DOUBLE), items) AS c, regr_slope(CAST(amount AS DOUBLE), items) AS r, mode(status) AS m FROM orders WHERE items > 1;

# name: histogram and argmax
SELECT histogram(items) AS h, arg_max(id, amount) AS best, min_by(id, day + id) AS first FROM orders;

# name: bit and bool aggregates
SELECT bool_or(public) AS any_public, bool_and(public) AS all_public, bit_xor(id) AS x, count_if(author = 'vera') AS v FROM crm.notes;

# name: other schema
SELECT n.id, n.author, c.email FROM crm.notes n JOIN main.customers c ON c.id = n.customer_id;

# name: star of another schema
SELECT * FROM crm.notes;

# name: view
SELECT * FROM customer_totals WHERE orders > 2;

# name: join with a view
SELECT c.segment, sum(t.total) AS total FROM customer_totals t JOIN customers c ON c.id = t.customer_id GROUP BY ALL;

# name: filter with a sub-query
SELECT method, count(*) AS n, sum(amount) AS total, min(card_number) AS c FROM payments GROUP BY method;

# name: values joined
SELECT v.label, count(o.id) AS n FROM (VALUES ('paid', 'Paid'), ('open', 'Still open')) v(status, label)
LEFT JOIN orders o USING (status) GROUP BY v.label;

# name: in a list of values
SELECT (SELECT count(*) FROM orders) AS a, (SELECT count(*) FROM customers) AS b, 1 IN (SELECT id FROM customers) AS c;

# name: values of subqueries
VALUES ((SELECT count(*) FROM orders), (SELECT max(email) FROM customers));

# name: series
SELECT g.i, count(o.id) AS n FROM generate_series(0, 5) g(i) LEFT JOIN orders o ON o.items = g.i GROUP BY g.i;

# name: range joined
SELECT r.range AS k, sum(o.amount) AS s FROM range(1, 5) r JOIN orders o ON o.items = r.range GROUP BY r.range;

# name: alias in where and group
SELECT year(day) AS y, amount * items AS value FROM orders WHERE value > 2000 AND y = 2023;

# name: quoted and mixed case
SELECT "ID", "Name" AS "The Name", c."EMAIL" FROM "Customers" AS c WHERE C.Id < 50;

# name: prefix alias
SELECT k: id, mail: email FROM customers WHERE id < 50;

# name: dot calls
SELECT id, name.upper() AS u, email.length() AS n FROM customers WHERE id < 50;

# name: between and in
SELECT id FROM orders WHERE day BETWEEN DATE '2023-03-01' AND DATE '2023-06-30' AND status IN ('paid', 'open');

# name: is distinct from
SELECT id, channel IS DISTINCT FROM 'web' AS other FROM orders WHERE note IS NOT DISTINCT FROM NULL OR items = 1;

# name: coalesce and nullif
SELECT id, coalesce(segment, 'none') AS s, nullif(city, 'Osaka') AS c, ifnull(phone, '-') AS p FROM customers;

# name: tablesample of everything
SELECT count(*) AS n FROM orders TABLESAMPLE 100 PERCENT (BERNOULLI);

# name: limit of all
SELECT count(*) AS n FROM (SELECT id FROM orders ORDER BY id LIMIT 50 PERCENT);

# name: cohorts
WITH first AS (SELECT customer_id, min(day) AS day FROM orders GROUP BY customer_id)
SELECT date_trunc('quarter', f.day) AS cohort, date_diff('month', f.day, o.day) // 3 AS age, count(DISTINCT o.customer_id) AS n
FROM orders o JOIN first f USING (customer_id) GROUP BY ALL;

# name: segments that stop buying
WITH last AS (SELECT customer_id, max(day) AS day, count(*) AS n, sum(amount) AS value FROM orders GROUP BY ALL)
SELECT c.segment, count(*) AS customers, avg(l.value) AS value, sum(CAST(l.day < DATE '2024-01-01' AS INTEGER)) AS gone
FROM customers c LEFT JOIN last l ON l.customer_id = c.id GROUP BY c.segment;

# name: average order value by segment
# ordered: yes
SELECT coalesce(c.segment, 'unknown') AS segment, round(avg(o.amount), 2) AS value, count(*) AS n
FROM orders o JOIN customers c ON c.id = o.customer_id GROUP BY ALL ORDER BY segment;

# name: share of total
SELECT channel, sum(amount) / sum(sum(amount)) OVER () AS share FROM orders GROUP BY channel;

# name: comments and odd spacing
SELECT /* the id */ id -- and the mask
  , email FROM
  customers
WHERE id<50;

# name: semicolon inside a literal
SELECT id, 'a;b' AS s, email FROM customers WHERE name <> ';--' AND id < 50;

# name: discovery of tables
SELECT t.table_schema, t.table_name, t.table_type, count(*) AS n
FROM information_schema.tables t JOIN information_schema.columns c USING (table_schema, table_name) GROUP BY ALL;

# name: discovery of columns
SELECT table_name, column_name, ordinal_position, data_type FROM information_schema.columns;

# name: rollup of conditions
SELECT email IS NULL AS a, city = 'Porto' AS b, count(*) AS n FROM customers GROUP BY ROLLUP (email IS NULL, city = 'Porto');

# name: cube and grouping sets of conditions
SELECT cvv LIKE '*%' AS a, NOT method = 'card' AS b, grouping_id(cvv LIKE '*%', NOT method = 'card') AS g, count(*) AS n
FROM payments GROUP BY GROUPING SETS (CUBE (cvv LIKE '*%', NOT method = 'card'), (NOT method = 'card', cvv LIKE '*%'));

# name: pivot of a correlated sub-query
SELECT * FROM (PIVOT (SELECT p.id AS k, p.method AS m FROM payments p WHERE p.order_id IN
  (SELECT o.id FROM orders o WHERE o.customer_id > p.id)) ON m USING count(*) GROUP BY k);

# name: pivot of a join
PIVOT (SELECT c.segment, c.email, o.status, o.id FROM customers c JOIN orders o ON o.id = c.id) ON status
USING count(id), min(email) GROUP BY segment;

# name: unpivot of a join
UNPIVOT (SELECT o.id, c.email, c.ssn FROM customers c JOIN orders o ON o.customer_id = c.id WHERE o.id < 200)
ON email, ssn INTO NAME field VALUE content;
