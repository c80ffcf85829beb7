# Queries an analyst asks of the shop as ana, with the rows that come back, in order. `params` are bound.
# Forms of the statement: pivots, stars, groups, windows, common table expressions.

# name: static pivot
# rows: [('phone', 25, 14), ('shop', 26, 12), ('web', 30, 12), (None, 27, 14)]
PIVOT orders ON status IN ('paid', 'open') USING count(*) AS n GROUP BY channel ORDER BY channel;

# name: dynamic pivot
# rows: [('EU', 18, 18, 36)]
PIVOT customers ON segment USING count(*) GROUP BY region ORDER BY region;

# name: pivot with two aggregates
# rows: [('cancelled', 15, 4, 15, 5), ('open', 12, 4, 12, 5), ('paid', 30, 4, 26, 5), ('refunded', 15, 4, 15, 5)]
PIVOT orders ON channel IN ('web', 'shop') USING count(*) AS n, max(items) AS most GROUP BY status ORDER BY status;

# name: standard pivot
# rows: [(144, 204, 134)]
FROM (SELECT channel, items FROM orders) PIVOT (sum(items) FOR channel IN ('web', 'shop', 'phone'));

# name: unpivot
# rows: [(9, 'email', '***mple'), (9, 'phone', '***')]
UNPIVOT (SELECT id, email, phone FROM customers WHERE id = 9) ON email, phone INTO NAME field VALUE content ORDER BY field;

# name: standard unpivot
# rows: [(2, 'city', 'Nowhere'), (2, 'name', 'Łukasz B.')]
FROM (SELECT id, name, city FROM customers WHERE id = 2) UNPIVOT (v FOR k IN (name, city)) ORDER BY k;

# name: qualify
# rows: [('bronze', 2), ('gold', 5), ('silver', 9)]
SELECT segment, id FROM customers WHERE segment IS NOT NULL QUALIFY row_number() OVER (PARTITION BY segment ORDER BY id) = 1 ORDER BY segment;

# name: qualify with a named window
# rows: [(392, 1), (354, 2), (316, 3)]
SELECT id, rank() OVER w AS r FROM orders WHERE amount IS NOT NULL WINDOW w AS (ORDER BY amount DESC) QUALIFY r <= 3 ORDER BY r;

# name: columns by pattern
# rows: [(9, 'Kim A.')]
SELECT COLUMNS('^(id|na)') FROM customers WHERE id = 9;

# name: columns with an aggregate
# rows: [(2, 0)]
SELECT min(COLUMNS(['id', 'items'])) FROM orders;

# name: columns by lambda
# rows: [('370689632d29a02aeabafa8eafe6fd8956cb5919b7943b832c3d015f19e965c3', 'gold', 23.125)]
SELECT COLUMNS(lambda c: starts_with(c, 's')) FROM customers WHERE id = 5;

# name: star exclude
# rows: [(9, 'Kim A.', 'EU', 'silver', 'Nowhere', 41.625, None)]
SELECT * EXCLUDE (email, phone, ssn, address, profile, created_at, birthday) FROM customers WHERE id = 9;

# name: star replace
# rows: [(3, '李雷 3', 'SALES', 1)]
SELECT * EXCLUDE (bonus, hired) REPLACE (upper(department) AS department) FROM employees WHERE id = 3;

# name: star rename
# rows: [(50, 'EU', 'buy', 32)]
SELECT * EXCLUDE (seen) RENAME (kind AS what) FROM events WHERE id = 50;

# name: star like
# rows: [('card',), ('card',), ('card',), ('cash',), ('cash',)]
SELECT * LIKE 'm%' FROM payments WHERE id < 9 ORDER BY ALL;

# name: from first
# rows: [(54, 'Boston'), (107, 'Nowhere'), (135, 'Nowhere'), (161, 'Zürich'), (189, 'Zürich')]
FROM customers SELECT id, city WHERE score > 118 ORDER BY id;

# name: from only
# rows: [(3, 6, 'ana', False, '李雷 called about order 21'), (4, 8, 'otto', True, "O'Brien called about order 28")]
FROM crm.notes ORDER BY id LIMIT 2;

# name: group by all
# rows: [('bronze', 'Boston', 6), ('gold', 'Boston', 6), ('silver', 'Boston', 12), (None, 'Boston', 6)]
SELECT segment, city, count(*) AS n FROM customers WHERE city < 'C' GROUP BY ALL ORDER BY ALL;

# name: group by position
# rows: [('cancelled', 58), ('open', 52), ('paid', 108), ('refunded', 56)]
SELECT status, count(*) AS n FROM orders GROUP BY 1 ORDER BY 1;

# name: having
# rows: [('phone', 67), ('shop', 68), ('web', 72), (None, 67)]
SELECT channel, count(*) AS n FROM orders GROUP BY channel HAVING count(*) > 65 ORDER BY channel;

# name: rollup
# rows: [('cancelled', 58), ('open', 52), ('paid', 108), ('refunded', 56), (None, 274)]
SELECT status, count(*) AS n FROM orders GROUP BY ROLLUP (status) ORDER BY status NULLS LAST;

# name: cube
# rows: [('bank', 33), ('cash', 36), ('card', 69), (None, 138)]
SELECT method, count(*) AS n FROM payments GROUP BY CUBE (method) ORDER BY n, method;

# name: grouping sets
# rows: [('bronze', None, 0, 18), ('gold', None, 0, 18), ('silver', None, 0, 36), (None, None, 0, 18), (None, 'EU', 1, 90)]
SELECT segment, region, grouping(segment) AS g, count(*) AS n FROM customers GROUP BY GROUPING SETS ((segment), (region)) ORDER BY g, segment;

# name: filtered aggregate
# rows: [(108, 46)]
SELECT count(*) FILTER (WHERE status = 'paid') AS paid, count(*) FILTER (WHERE items = 0) AS empty FROM orders;

# name: count distinct
# rows: [(87, 1, 3)]
SELECT count(DISTINCT ssn) AS a, count(DISTINCT phone) AS b, count(DISTINCT city) AS c FROM customers;

# name: masked columns
# rows: [(2, '***mple', '***', None), (5, '***mple', '***', None), (9, '***mple', '***', None)]
SELECT id, email, phone, birthday FROM customers WHERE id IN (2, 5, 9) ORDER BY id;

# name: hash of a known value
# rows: [(37,)]
SELECT id FROM customers WHERE ssn = sha256('900-00-0000') ORDER BY id;

# name: equal hashes
# rows: []
SELECT a.id AS a, b.id AS b FROM customers a JOIN customers b ON a.ssn = b.ssn AND a.id < b.id ORDER BY ALL;

# name: null mask
# rows: [(0, 90)]
SELECT count(birthday) AS known, count(*) AS n FROM customers;

# name: running total
# rows: [(2, 2), (5, 7), (6, 7), (9, 10), (12, 10), (13, 11), (14, 13), (17, 18), (20, 20), (21, 23), (24, 23), (28, 27), (29, 32)]
SELECT id, sum(items) OVER (ORDER BY id ROWS UNBOUNDED PRECEDING) AS total FROM orders WHERE id < 30 ORDER BY id;

# name: moving average
# rows: [(0, 16.0), (50, 32.0), (100, 64.0), (150, 62.333333333333336), (200, 61.5)]
SELECT id, avg(value) OVER (ORDER BY id ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING) AS a FROM events WHERE id <= 200 ORDER BY id;

# name: lag and lead
# rows: [(13, None, 233), (233, 13, 453), (453, 233, None)]
SELECT id, lag(id) OVER w AS before, lead(id) OVER w AS after FROM orders WHERE customer_id = 2 WINDOW w AS (ORDER BY id) ORDER BY id;

# name: rank
# rows: [('Zoë 1', 1), ('Łukasz 2', 2), ('李雷 3', 3), ("O'Brien 4", 1), ('Björn 5', 2)]
SELECT name, dense_rank() OVER (ORDER BY department) AS d FROM employees WHERE id < 6 ORDER BY id;

# name: ntile
# rows: [(1, 23), (2, 23), (3, 22), (4, 22)]
SELECT q, count(*) AS n FROM (SELECT ntile(4) OVER (ORDER BY id) AS q FROM customers) GROUP BY q ORDER BY q;

# name: first and last value
# rows: [(2, 639)]
SELECT DISTINCT first_value(id) OVER w AS a, last_value(id) OVER w AS z FROM orders WINDOW w AS (ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING);

# name: window with a range
# rows: [(2, 1), (5, 1), (6, 1), (9, 1), (12, 1), (13, 1), (14, 1), (17, 1), (20, 1), (21, 1), (24, 1), (28, 1), (29, 1), (32, 1), (35, 1), (36, 1)]
SELECT id, count(*) OVER (ORDER BY day RANGE BETWEEN INTERVAL 10 DAYS PRECEDING AND CURRENT ROW) AS n FROM orders WHERE id < 40 ORDER BY id;

# name: exclude in a frame
# rows: [(1, 2), (2, 4), (3, 6), (4, 3)]
SELECT id, sum(id) OVER (ORDER BY id ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING EXCLUDE CURRENT ROW) AS s FROM employees WHERE id < 5 ORDER BY id;

# name: recursive cte
# rows: [([1, 2, 4, 8, 16, 32, 64], 274)]
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i * 2 FROM n WHERE i < 50) SELECT list(i ORDER BY i) AS l, (SELECT count(*) FROM orders) AS o FROM n;

# name: recursive hierarchy
# rows: [(1,), (4,), (13,), (40,)]
WITH RECURSIVE up AS (SELECT id, manager_id FROM employees WHERE id = 40 UNION ALL SELECT e.id, e.manager_id FROM employees e JOIN up ON e.id = up.manager_id) SELECT id FROM up ORDER BY id;

# name: ctes in steps
# rows: [(2, 8), (3, 86)]
WITH a AS (SELECT customer_id, count(*) AS n FROM orders GROUP BY ALL), b AS (SELECT n, count(*) AS m FROM a GROUP BY ALL) FROM b ORDER BY n;

# name: cte of the table's own name
# rows: [(46,)]
WITH orders AS (SELECT * FROM orders WHERE items = 5) SELECT count(*) AS n FROM orders;
