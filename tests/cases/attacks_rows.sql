# Row filters, aggregates that count hidden rows, and predicates on masked columns (5 to 7).
# attack: category | name | what it gets and where it is stopped | what it would show or do without guards
# See tests/support/attacks.py for the other headers.

# attack: 5 | always true | answer lens.filter | fact
SELECT name FROM customers WHERE region = 'EU' OR 1 = 1;

# attack: 5 | negation | answer lens.filter | fact
SELECT id FROM customers WHERE NOT (region = 'EU');

# attack: 5 | outer join that would bring rows back | answer lens.filter | fact
SELECT a.id, b.name FROM customers a FULL JOIN customers b ON a.id = b.id + 1 WHERE b.region <> 'EU' OR b.region IS NULL;

# attack: 5 | union with another region | answer lens.filter | fact
SELECT id FROM orders WHERE region = 'US' UNION ALL SELECT id FROM orders WHERE region IS NULL;

# attack: 5 | comment that would cut a predicate | answer lens.filter | fact
SELECT id FROM customers WHERE id > 0 -- AND region = 'US';

# attack: 5 | is null | answer lens.filter | fact
# same: always true
SELECT id FROM customers WHERE region IS NULL;

# attack: 5 | right join from a constant | answer lens.filter | fact
SELECT c.id FROM (VALUES (0)) v(i) RIGHT JOIN customers c ON false;

# attack: 5 | not exists | answer lens.filter | fact
SELECT id FROM orders o WHERE NOT EXISTS (SELECT 1 FROM range(1) WHERE o.region = 'EU');

# attack: 5 | except | answer lens.filter | fact
SELECT id FROM customers EXCEPT SELECT id FROM customers WHERE region = 'EU';

# attack: 5 | last of an order | answer lens.filter | fact
SELECT region FROM customers ORDER BY region DESC NULLS LAST LIMIT 1;

# attack: 5 | not equal to all | answer lens.filter | fact
# same: always true
SELECT count(*) AS n FROM orders WHERE region <> ALL (SELECT 'EU');

# attack: 5 | anti join with a constant | answer lens.filter | fact
SELECT count(*) AS n FROM events ANTI JOIN (SELECT 'EU' AS region) r USING (region);

# attack: 5 | having | answer lens.filter | fact
SELECT region, count(*) AS n FROM orders GROUP BY region HAVING region <> 'EU' OR count(*) > 0;

# attack: 5 | qualify | answer lens.filter | fact
SELECT id FROM orders QUALIFY row_number() OVER (PARTITION BY region ORDER BY id) = 1;

# attack: 5 | rollup | answer lens.filter | fact
SELECT region, count(*) AS n FROM events GROUP BY ROLLUP (region);

# attack: 5 | filter with a sub-query and a negation | answer lens.filter | fact
SELECT p.id FROM payments p WHERE NOT EXISTS (FROM orders o WHERE o.id = p.order_id AND o.region = 'EU');

# attack: 5 | filter by author | answer lens.filter | value
SELECT body FROM crm.notes WHERE author <> 'ana' AND NOT public;

# attack: 5 | sampled | answer lens.filter | fact
SELECT count(*) AS n FROM customers USING SAMPLE 100%;

# attack: 5 | recursion | answer lens.filter | fact
WITH RECURSIVE r AS (SELECT id FROM customers WHERE id = 2 UNION ALL SELECT c.id FROM customers c JOIN r ON c.id = r.id + 1 WHERE c.id < 9) SELECT id FROM r;

# attack: 5 | view over filtered tables | answer lens.filter | fact
SELECT count(*) AS n, sum(total) AS t FROM customer_totals;

# attack: 5 | full join of two filtered tables | answer lens.filter | fact
SELECT count(*) AS n FROM customers c FULL JOIN orders o ON c.region = o.region AND c.id = o.customer_id;

# attack: 5 | case on the filter's column | answer lens.filter | fact
# same: always true
SELECT count(CASE WHEN region = 'EU' THEN NULL ELSE 1 END) AS n FROM customers;

# attack: 5 | pattern on the filter's column | answer lens.filter | fact
# same: always true
SELECT id FROM customers WHERE region LIKE '%' AND region NOT LIKE 'E_';

# attack: 5 | coalesced | answer lens.filter | fact
# same: always true
SELECT coalesce(region, 'none') AS r, count(*) AS n FROM customers GROUP BY r;

# attack: 6 | count | answer lens.filter | fact
SELECT count(*) AS n, max(id) AS m, sum(id) AS s FROM customers;

# attack: 6 | count through a window | answer lens.filter | fact
SELECT DISTINCT count(*) OVER () AS n FROM orders;

# attack: 6 | grouping by the hidden part | answer lens.filter | fact
SELECT region, count(*) AS n FROM events GROUP BY region;

# attack: 6 | average over a table with a sub-query filter | answer lens.filter | fact
SELECT count(*) AS n, avg(amount) AS a FROM payments;

# attack: 6 | minimum and maximum | answer lens.filter | fact
# same: count
SELECT min(id) AS a, max(created_at) AS z FROM customers;

# attack: 6 | distinct | answer lens.filter | fact
# same: count
SELECT count(DISTINCT city) AS a, count(DISTINCT name) AS b FROM customers;

# attack: 6 | approximate | answer lens.filter | fact
SELECT approx_count_distinct(id) AS n FROM events;

# attack: 6 | histogram | answer lens.filter | fact
# same: count
SELECT histogram(region) AS h FROM orders;

# attack: 6 | mode | answer lens.filter | fact
# same: count
SELECT mode(region) AS m, entropy(region) AS e FROM events;

# attack: 6 | list | answer lens.filter | fact
# same: count
SELECT len(list(id)) AS n, list(DISTINCT region) AS r FROM customers;

# attack: 6 | string | answer lens.filter | fact
# same: count
SELECT length(string_agg(name, ',' ORDER BY id)) AS n FROM customers;

# attack: 6 | quantile | answer lens.filter | fact
# same: count
SELECT quantile_cont(amount, 0.5) AS q, mad(amount) AS m FROM orders;

# attack: 6 | grouping sets | answer lens.filter | fact
SELECT region, grouping(region) AS g, count(*) AS n FROM customers GROUP BY GROUPING SETS ((region), ());

# attack: 6 | boolean | answer lens.filter | fact
# same: count
SELECT bool_or(region = 'US') AS b, count_if(region IS NULL) AS c FROM orders;

# attack: 6 | argument of the maximum | answer lens.filter | fact
# same: count
SELECT arg_max(name, id) AS a, arg_min(region, id) AS b FROM customers;

# attack: 6 | any value | answer lens.filter | fact
# same: count
SELECT first(id ORDER BY id) AS f, any_value(region ORDER BY id) AS a FROM customers;

# attack: 6 | rank | answer lens.filter | fact
SELECT id, percent_rank() OVER (ORDER BY id) AS p FROM customers ORDER BY id LIMIT 5;

# attack: 6 | distribution | answer lens.filter | fact
# same: rank
SELECT id, ntile(3) OVER (ORDER BY id) AS t FROM customers ORDER BY id LIMIT 30;

# attack: 6 | neighbour | answer lens.filter | fact
# same: rank
SELECT id, lag(id) OVER (ORDER BY id) AS l FROM customers ORDER BY id LIMIT 9;

# attack: 6 | regression | answer lens.filter | fact
# same: count
SELECT regr_count(amount, items) AS n, corr(amount, id) AS c FROM orders;

# attack: 6 | exists | answer lens.filter | fact
SELECT EXISTS (FROM customers WHERE region = 'US') AS x;

# attack: 6 | correlated count | answer lens.filter | fact
SELECT e.id, (SELECT count(*) FROM orders o WHERE o.items = e.id) AS n FROM employees e WHERE e.id < 6;

# attack: 6 | pivot counts | answer lens.filter | value
PIVOT customers ON region IN ('EU', 'US') USING count(*) AS n;

# attack: 6 | scalar in a condition | answer lens.filter | fact
SELECT id FROM employees WHERE id < (SELECT count(*) / 20 FROM customers);

# attack: 6 | bits | answer lens.filter | fact
# same: count
SELECT bit_xor(id) AS x, bitstring_agg(id, 1, 300) AS b FROM customers;

# attack: 7 | equality with a raw value | answer lens.mask | fact
SELECT id FROM customers WHERE ssn = '902-12-1226';

# attack: 7 | binary search | answer lens.mask | fact
# same: equality with a raw value
SELECT count(*) AS n FROM customers WHERE ssn BETWEEN '900' AND '950';

# attack: 7 | like on a partial mask | answer lens.mask | fact
SELECT id FROM customers WHERE email LIKE 'user6%';

# attack: 7 | join with guesses | answer lens.mask | fact
SELECT c.id FROM customers c JOIN (SELECT 100 + i AS cvv FROM range(900) t(i)) g ON c.id = g.cvv JOIN payments p ON p.cvv = CAST(g.cvv AS VARCHAR);

# attack: 7 | having on a masked column | answer lens.mask | value
SELECT phone FROM customers GROUP BY phone HAVING max(phone) > '+4';

# attack: 7 | in a list | answer lens.mask | fact
# same: equality with a raw value
SELECT id FROM customers WHERE ssn IN (SELECT '9' || lpad((i % 90)::VARCHAR, 2, '0') || '-' || (i % 89 + 10) || '-' || lpad((i * 613 % 10000)::VARCHAR, 4, '0') FROM range(1, 211) t(i));

# attack: 7 | regular expression | answer lens.mask | fact
# same: like on a partial mask
SELECT id FROM customers WHERE regexp_matches(email, '^user[0-9]+@');

# attack: 7 | length | answer lens.mask | fact
SELECT id FROM customers WHERE length(phone) > 3;

# attack: 7 | date range | answer lens.mask | fact
SELECT id FROM customers WHERE birthday < DATE '1960-01-01';

# attack: 7 | number | answer lens.mask | fact
SELECT id FROM payments WHERE TRY_CAST(cvv AS INTEGER) BETWEEN 100 AND 500;

# attack: 7 | prefix of a card | answer lens.mask | fact
# same: like on a partial mask
SELECT id FROM payments WHERE starts_with(card_number, '4000');

# attack: 7 | inequality join | answer lens.mask | fact
SELECT c.id, g.p FROM customers c JOIN (VALUES ('+41'), ('+44')) g(p) ON c.phone >= g.p;

# attack: 7 | asof join | answer lens.mask | fact
SELECT c.id, g.p FROM customers c ASOF JOIN (VALUES ('900'), ('950')) g(p) ON c.ssn >= g.p;

# attack: 7 | semi join | answer lens.mask | fact
SELECT id FROM customers SEMI JOIN (SELECT '+' || i AS p FROM range(40, 49) t(i)) g ON left(phone, 3) = g.p;

# attack: 7 | case | answer lens.mask | fact
SELECT id, CASE WHEN email > 'user5' THEN 1 ELSE 0 END AS bit FROM customers;

# attack: 7 | filter of an aggregate | answer lens.mask | fact
SELECT count(*) FILTER (WHERE phone LIKE '+41%') AS n FROM customers;

# attack: 7 | qualify | answer lens.mask | fact
SELECT id FROM customers QUALIFY rank() OVER (ORDER BY birthday) = 1;

# attack: 7 | tuple | answer lens.mask | fact
# same: equality with a raw value
SELECT id FROM customers WHERE (region, ssn) < ('EU', '920');

# attack: 7 | distinct from | answer lens.mask | fact
# same: like on a partial mask
SELECT id FROM customers WHERE email IS DISTINCT FROM 'user31@boston.example' AND phone IS DISTINCT FROM '***';

# attack: 7 | in a list function | answer lens.mask | fact
# same: number
SELECT id FROM payments WHERE list_contains(range(100, 500), TRY_CAST(cvv AS BIGINT));

# attack: 7 | join of two masked columns | answer lens.mask | fact
SELECT count(*) AS n FROM customers a JOIN customers b ON left(a.phone, 3) = left(b.phone, 3) AND a.id < b.id;

# attack: 7 | masked column of a view | answer lens.mask | fact
SELECT customer_id FROM customer_totals WHERE email LIKE 'user%';

# attack: 7 | masked number of another table | answer lens.mask | fact
SELECT id FROM employees WHERE bonus > 1000;

# attack: 7 | limited by a guess | answer lens.mask | fact
SELECT id FROM customers ORDER BY (phone LIKE '+48%') DESC, id LIMIT 5;
