# Hidden tables under every name and in every clause, and common table expressions (categories 1 to 4).
# attack: category | name | what it gets and where it is stopped | what it would show or do without guards
# See tests/support/attacks.py for the other headers.

# attack: 1 | hidden table | unknown_name names._check | value
SELECT v FROM secrets;

# attack: 1 | schema and case | unknown_name names._check | value
SELECT * FROM MAIN."Secrets";

# attack: 1 | literal as a table | unknown_name names._check | value
SELECT * FROM 'secrets';

# attack: 1 | own table through a catalog | not_allowed names._check | value
SELECT ssn FROM shop.main.customers;

# attack: 1 | system catalog | not_allowed names._check | name
# same: own table through a catalog
SELECT * FROM system.information_schema.tables;

# attack: 1 | catalog of two parts | unknown_name names._check | value
SELECT v FROM shop.secrets;

# attack: 1 | comment inside a name of two parts | unknown_name names._check | value
SELECT v FROM main/* */.-- x
 secrets;

# attack: 1 | bare TABLE | unknown_name names._check | value
TABLE secrets;

# attack: 1 | FROM first | unknown_name names._check | value
FROM secrets SELECT v;

# attack: 1 | in brackets | unknown_name names._check | value
SELECT v FROM (FROM secrets);

# attack: 1 | alias of a visible table | unknown_name names._check | value
SELECT name FROM secrets AS customers(id, name);

# attack: 1 | qualified star | unknown_name names._check | value
SELECT secrets.* FROM secrets;

# attack: 1 | sampled | unknown_name names._check | value
SELECT v FROM secrets USING SAMPLE 100%;

# attack: 1 | column of three parts | unknown_name names._check | value
SELECT main.secrets.v FROM main.secrets;

# attack: 1 | schema through a catalog | not_allowed names._check | value
# same: own table through a catalog
SELECT internal FROM shop.crm.notes;

# attack: 1 | quoted catalog | not_allowed names._check | value
# same: own table through a catalog
SELECT v FROM "shop"."main"."secrets";

# attack: 1 | view over raw columns | answer lens.mask | value
SELECT email FROM customer_totals;

# attack: 1 | view of another spelling | answer lens.mask | value
SELECT "EMAIL" FROM MAIN."Customer_Totals";

# attack: 2 | scalar subquery in values | unknown_name names._check | value
VALUES ((SELECT max(v) FROM secrets));

# attack: 2 | scalar subquery in limit | unknown_name names._check | fact
SELECT id FROM customers LIMIT (SELECT length(v) FROM secrets LIMIT 1);

# attack: 2 | lateral | unknown_name names._check | value
SELECT s.v FROM customers c, LATERAL (SELECT v FROM secrets LIMIT 1) s;

# attack: 2 | order by | unknown_name names._check | fact
SELECT id FROM customers ORDER BY (SELECT count(*) FROM secrets);

# attack: 2 | join condition | unknown_name names._check | fact
SELECT c.id FROM customers c JOIN orders o ON o.id = (SELECT count(*) FROM secrets);

# attack: 2 | aggregate filter | unknown_name names._check | fact
SELECT count(*) FILTER (WHERE EXISTS (SELECT 1 FROM secrets WHERE v LIKE 'hush-0%')) FROM customers;

# attack: 2 | qualify | unknown_name names._check | fact
SELECT id FROM customers QUALIFY row_number() OVER (ORDER BY (SELECT min(v) FROM secrets)) = 1;

# attack: 2 | array of a subquery | unknown_name names._check | value
SELECT ARRAY(SELECT v FROM secrets);

# attack: 2 | comma joins after a subquery | unknown_name names._check | value
SELECT * FROM (SELECT 1) a, (customers c JOIN secrets s ON true);

# attack: 2 | group by | unknown_name names._check | fact
SELECT count(*) AS n FROM customers GROUP BY id % (SELECT count(*) FROM secrets);

# attack: 2 | having | unknown_name names._check | fact
SELECT segment FROM customers GROUP BY segment HAVING max(id) > (SELECT count(*) FROM secrets);

# attack: 2 | case | unknown_name names._check | fact
SELECT CASE WHEN (SELECT count(*) FROM secrets) > 3 THEN 'many' ELSE 'few' END AS x;

# attack: 2 | in | unknown_name names._check | fact
SELECT 'hush-000000-a' IN (SELECT v FROM secrets) AS x;

# attack: 2 | any | unknown_name names._check | fact
SELECT 'hush-000000-a' = ANY (SELECT v FROM secrets) AS x;

# attack: 2 | exists | unknown_name names._check | fact
SELECT EXISTS (FROM secrets WHERE v LIKE 'hush%') AS x;

# attack: 2 | between | unknown_name names._check | fact
SELECT 'hush-1' BETWEEN (SELECT min(v) FROM secrets) AND 'z' AS x;

# attack: 2 | like pattern | unknown_name names._check | fact
SELECT 'hush-000000-a' LIKE (SELECT min(v) FROM secrets) AS x;

# attack: 2 | function argument | unknown_name names._check | fact
SELECT upper((SELECT max(v) FROM secrets)) AS x;

# attack: 2 | struct value | unknown_name names._check | value
SELECT {'a': (SELECT max(v) FROM secrets)} AS x;

# attack: 2 | map value | unknown_name names._check | value
SELECT map(['a'], [(SELECT max(v) FROM secrets)]) AS x;

# attack: 2 | cast operand | unknown_name names._check | value
SELECT CAST((SELECT max(v) FROM secrets) AS VARCHAR) AS x;

# attack: 2 | partition by | unknown_name names._check | fact
SELECT id, count(*) OVER (PARTITION BY (SELECT max(v) FROM secrets) > 'hush-02' ORDER BY id) AS n FROM customers ORDER BY (SELECT count(*) FROM secrets) * id % 7, id LIMIT 5;

# attack: 2 | distinct on | unknown_name names._check | fact
SELECT DISTINCT ON (id % (SELECT count(*) FROM secrets)) id FROM customers ORDER BY id;

# attack: 2 | order inside an aggregate | unknown_name names._check | fact
SELECT string_agg(id::VARCHAR, ',' ORDER BY id % (SELECT count(*) FROM secrets), id) AS ids FROM employees;

# attack: 2 | named window | unknown_name names._check | fact
SELECT id, sum(id) OVER w AS s FROM employees WINDOW w AS (PARTITION BY id % (SELECT count(*) FROM secrets));

# attack: 2 | except | unknown_name names._check | fact
SELECT 'hush-000000-a' AS v EXCEPT SELECT v FROM secrets;

# attack: 2 | intersect | unknown_name names._check | fact
SELECT 'hush-000000-a' AS v INTERSECT SELECT v FROM secrets;

# attack: 2 | union by name | unknown_name names._check | value
SELECT name FROM customers WHERE id = 1 UNION ALL BY NAME SELECT v FROM secrets;

# attack: 2 | positional join | unknown_name names._check | value
SELECT v FROM (SELECT 1 AS a) t POSITIONAL JOIN secrets;

# attack: 2 | asof join | unknown_name names._check | value
SELECT s.v FROM (SELECT 'vault-9' AS k) t ASOF JOIN secrets s ON t.k >= s.k;

# attack: 2 | semi join | unknown_name names._check | fact
SELECT id FROM customers SEMI JOIN secrets ON k = 'vault-' || id;

# attack: 2 | anti join | unknown_name names._check | fact
SELECT id FROM employees ANTI JOIN secrets ON k = 'vault-' || id;

# attack: 2 | natural join | unknown_name names._check | value
SELECT v FROM (SELECT 'vault-1' AS k) t NATURAL JOIN secrets;

# attack: 2 | cross join | unknown_name names._check | value
SELECT v FROM (SELECT 1 AS a) t CROSS JOIN secrets;

# attack: 2 | right join | unknown_name names._check | value
SELECT v FROM (SELECT 1 AS a) t RIGHT JOIN secrets ON false;

# attack: 2 | second branch of a recursion | unknown_name names._check | value
WITH RECURSIVE r AS (SELECT 'vault-0' AS k, '' AS v, 0 AS n UNION ALL SELECT s.k, s.v, n + 1 FROM r JOIN secrets s ON s.k = 'vault-' || n WHERE n < 5) SELECT v FROM r;

# attack: 2 | materialized cte | unknown_name names._check | value
WITH m AS MATERIALIZED (SELECT v FROM secrets) SELECT * FROM m;

# attack: 2 | values in from | unknown_name names._check | value
SELECT * FROM (VALUES (1, (SELECT max(v) FROM secrets))) t(a, b);

# attack: 2 | argument of a table function | unknown_name names._check | fact
SELECT count(*) AS n FROM range((SELECT count(*) FROM secrets));

# attack: 2 | argument of unnest | unknown_name names._check | value
SELECT unnest((SELECT list(v) FROM secrets)) AS x;

# attack: 2 | replaced column | unknown_name names._check | value
SELECT * REPLACE ((SELECT max(v) FROM secrets) AS name) FROM employees WHERE id = 1;

# attack: 2 | offset | unknown_name names._check | fact
SELECT id FROM employees ORDER BY id LIMIT 1 OFFSET (SELECT count(*) FROM secrets);

# attack: 2 | slice bound | unknown_name names._check | fact
SELECT 'abcdefghijklmnopqrstuvwxyz'[1:(SELECT max(length(v)) FROM secrets)] AS x;

# attack: 2 | standard function syntax | unknown_name names._check | fact
SELECT substring('abcdefghijklmnopqrstuvwxyz' FROM 1 FOR (SELECT count(*) FROM secrets)) AS x;

# attack: 2 | interval | unknown_name names._check | fact
SELECT DATE '2024-01-01' + INTERVAL ((SELECT count(*) FROM secrets)) DAY AS x;

# attack: 2 | inside a lambda's list | unknown_name names._check | value
SELECT list_transform((SELECT list(v) FROM secrets), lambda x: x || '!') AS x;

# attack: 2 | list comprehension over a subquery | unknown_name names._check | fact
SELECT [upper(x) FOR x IN (SELECT list(v) FROM secrets)] AS l;

# attack: 2 | prefix alias | unknown_name names._check | value
SELECT x: (SELECT max(v) FROM secrets);

# attack: 2 | tuple comparison | unknown_name names._check | fact
SELECT (1, 'hush-000000-a') IN (SELECT 1, v FROM secrets) AS x;

# attack: 2 | correlated two levels down | unknown_name names._check | value
SELECT (SELECT (SELECT max(v) FROM secrets s WHERE s.k = 'vault-' || e.id)) AS x FROM employees e;

# attack: 2 | filter of a join inside brackets | unknown_name names._check | fact
SELECT count(*) AS n FROM (customers c JOIN (orders o JOIN secrets s ON s.k = 'vault-' || o.items) ON c.id = o.customer_id);

# attack: 3 | cte hides in one scope only | unknown_name names._check | value
WITH x AS (WITH secrets AS (SELECT 1 AS v) FROM secrets) SELECT * FROM x, secrets;

# attack: 3 | cte of a later sibling | unknown_name names._check | value
WITH a AS (SELECT * FROM secrets), secrets AS (SELECT 1 AS v) SELECT * FROM a;

# attack: 3 | cte and a qualified name | unknown_name names._check | value
WITH secrets AS (SELECT 1 AS v) SELECT * FROM main.secrets;

# attack: 3 | cte inside a union branch | unknown_name names._check | value
(WITH secrets AS (SELECT 'x' AS v) SELECT v FROM secrets) UNION ALL SELECT v FROM secrets;

# attack: 3 | cte inside a sub-query ends there | unknown_name names._check | value
SELECT (WITH secrets AS (SELECT 'x' AS v) SELECT v FROM secrets) AS a, (SELECT max(v) FROM secrets) AS b;

# attack: 3 | cte inside IN | unknown_name names._check | value
SELECT v FROM secrets WHERE v NOT IN (WITH secrets AS (SELECT 'x' AS v) SELECT v FROM secrets);

# attack: 3 | cte inside lateral | unknown_name names._check | value
SELECT s.v FROM (SELECT 1 AS i) t, LATERAL (WITH secrets AS (SELECT i AS v) SELECT v FROM secrets) l, secrets s;

# attack: 3 | alias of a hidden name | unknown_name names._check | value
SELECT (SELECT max(v) FROM secrets) AS x FROM customers AS secrets LIMIT 1;

# attack: 3 | visible name over a hidden table | unknown_name names._check | value
WITH customers AS (SELECT * FROM secrets) SELECT * FROM customers;

# attack: 3 | quoted name with a dot | unknown_name names._check | value
WITH "main.secrets" AS (SELECT 'x' AS v) SELECT v FROM main.secrets;

# attack: 3 | first branch of a recursion | unknown_name names._check | value
WITH RECURSIVE secrets AS (SELECT v FROM main.secrets UNION ALL SELECT v FROM secrets WHERE false) SELECT v FROM secrets;

# attack: 3 | column list | unknown_name names._check | value
WITH x(k, v) AS (FROM secrets) SELECT v FROM x;

# attack: 3 | name of a window | unknown_name names._check | value
SELECT v, row_number() OVER secrets AS n FROM secrets WINDOW secrets AS (ORDER BY v);

# attack: 3 | derived table of the same name | unknown_name names._check | value
SELECT a.v FROM (SELECT 1 AS one) AS secrets, main.secrets AS a;

# attack: 3 | cte in a materialized neighbour | unknown_name names._check | value
WITH a AS MATERIALIZED (WITH secrets AS (SELECT 'x' AS v) FROM secrets), b AS MATERIALIZED (FROM secrets) SELECT * FROM a UNION ALL SELECT v FROM b;

# attack: 3 | cte of a set operation's first part | unknown_name names._check | value
SELECT v FROM (WITH secrets AS (SELECT 'x' AS v) SELECT v FROM secrets) UNION SELECT v FROM secrets;

# attack: 4 | cte of the table's own name | answer lens.mask | value
WITH customers AS (FROM customers) SELECT ssn FROM customers;

# attack: 4 | cte of a hidden table's own name | unknown_name names._check | value
WITH secrets AS (FROM secrets) SELECT v FROM secrets;

# attack: 4 | cte over the filter's table | answer lens.filter | fact
WITH orders AS (SELECT id, 'EU' AS region FROM range(2000) t(id)) SELECT count(*) AS n FROM payments, orders WHERE orders.id = 1;

# attack: 4 | two levels | answer lens.mask | value
WITH customers AS (WITH customers AS (FROM customers) SELECT id, phone FROM customers) SELECT phone FROM customers;

# attack: 4 | through another name | answer lens.mask | value
WITH a AS (SELECT ssn AS s FROM customers), customers AS (SELECT s FROM a) SELECT s FROM customers;

# attack: 4 | the view's own name | answer lens.mask | value
WITH customer_totals AS (FROM customer_totals) SELECT email FROM customer_totals;

# attack: 4 | qualified inside | answer lens.mask | value
WITH customers AS (SELECT email FROM main.customers) SELECT email FROM customers;

# attack: 4 | sub-query of its own name | answer lens.filter | fact
SELECT count(*) AS n FROM (SELECT * FROM orders) AS orders;

# attack: 4 | recursion over the table's own name | answer lens.mask | value
WITH RECURSIVE employees AS (SELECT id, bonus FROM main.employees WHERE manager_id IS NULL UNION ALL SELECT e.id, e.bonus FROM main.employees e JOIN employees b ON e.manager_id = b.id) SELECT id, bonus FROM employees;

# attack: 4 | in a lateral | answer lens.mask | value
SELECT l.phone FROM (SELECT 9 AS i) t, LATERAL (WITH customers AS (FROM customers) SELECT phone FROM customers WHERE id = i) l;
