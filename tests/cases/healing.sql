# Statements as models write them, broken in one way each, and the statement that is meant; "none" where nothing is
# clearly meant, or a repair could gain a right. They are asked as ana over the shop of tests/support/shop.py.

# Names: misspelt, mis-cased, of other systems
SELECT nmae FROM customers ORDER BY id
=> SELECT name FROM customers ORDER BY id
SELECT c.nam FROM customers c ORDER BY c.id
=> SELECT c.name FROM customers c ORDER BY c.id
SELECT count(*) FROM custmers
=> SELECT count(*) FROM customers
SELECT count(*) FROM Customer
=> SELECT count(*) FROM customers
SELECT count(*) FROM orderz WHERE status = 'paid'
=> SELECT count(*) FROM orders WHERE status = 'paid'
SELECT sum(amuont) FROM orders
=> SELECT sum(amount) FROM orders
SELECT customerid, count(*) FROM orders GROUP BY customerid
=> SELECT customer_id, count(*) FROM orders GROUP BY customer_id
SELECT "customerId" FROM orders
=> SELECT customer_id FROM orders
SELECT o.id, c.segmnt FROM orders o JOIN customers c ON c.id = o.customer_id
=> SELECT o.id, c.segment FROM orders o JOIN customers c ON c.id = o.customer_id
SELECT id FROM orders WHERE stauts = 'open' ORDER BY id
=> SELECT id FROM orders WHERE status = 'open' ORDER BY id
SELECT id FROM orders ORDER BY amout DESC, id LIMIT 5
=> SELECT id FROM orders ORDER BY amount DESC, id LIMIT 5
SELECT id FROM orders WHERE chanel IS NULL ORDER BY id
=> SELECT id FROM orders WHERE channel IS NULL ORDER BY id
SELECT body FROM crm.note ORDER BY id
=> SELECT body FROM crm.notes ORDER BY id
SELECT body FROM notes ORDER BY id
=> SELECT body FROM crm.notes ORDER BY id
SELECT count(*) FROM public.orders
=> SELECT count(*) FROM orders
SELECT count(*) FROM dbo.customers
=> SELECT count(*) FROM customers
SELECT count(*) FROM event WHERE kind = 'buy'
=> SELECT count(*) FROM events WHERE kind = 'buy'
SELECT lenght(name) FROM customers ORDER BY id
=> SELECT length(name) FROM customers ORDER BY id
SELECT uper(status) FROM orders ORDER BY id
=> SELECT upper(status) FROM orders ORDER BY id
SELECT average(amount) FROM orders
=> SELECT avg(amount) FROM orders
SELECT maximum(amount) FROM orders
=> SELECT max(amount) FROM orders
SELECT substrng(name, 1, 2) FROM customers ORDER BY id
=> SELECT substring(name, 1, 2) FROM customers ORDER BY id
SELECT coalese(channel, 'none') FROM orders ORDER BY id
=> SELECT coalesce(channel, 'none') FROM orders ORDER BY id
SELECT nvl(channel, 'none') FROM orders ORDER BY id
=> SELECT coalesce(channel, 'none') FROM orders ORDER BY id
WITH paid_orders AS (SELECT * FROM orders WHERE status = 'paid') SELECT count(*) FROM paid_ordrs
=> WITH paid_orders AS (SELECT * FROM orders WHERE status = 'paid') SELECT count(*) FROM paid_orders
SELECT x.nme FROM (SELECT name FROM customers) x
=> SELECT x.name FROM (SELECT name FROM customers) x
SELECT custmers.name FROM customers ORDER BY id
=> SELECT customers.name FROM customers ORDER BY id
SELECT region, sum(total) FROM (SELECT region, amount AS totl FROM orders) GROUP BY region
=> SELECT region, sum(totl) FROM (SELECT region, amount AS totl FROM orders) GROUP BY region
SELECT date_trunc('month', dya) AS m, count(*) FROM orders GROUP BY m
=> SELECT date_trunc('month', day) AS m, count(*) FROM orders GROUP BY m
SELECT cusotmer_id, SUM(amount) AS s FROM orders GROUP BY cusotmer_id HAVING SUM(amount) > 100
=> SELECT customer_id, sum(amount) AS s FROM orders GROUP BY customer_id HAVING sum(amount) > 100

# What stands around the SQL
```sql
SELECT count(*) FROM orders
```
=> SELECT count(*) FROM orders
```
SELECT count(*) FROM orders;
```
=> SELECT count(*) FROM orders
```sql
SELECT status, count(*) AS n
FROM orders
GROUP BY status
```
=> SELECT status, count(*) AS n FROM orders GROUP BY status
Here is the query you asked for:
```sql
SELECT max(amount) FROM orders
```
=> SELECT max(amount) FROM orders
```duckdb
SELECT min(amount) FROM orders
```
It gives the smallest amount.
=> SELECT min(amount) FROM orders
```SQL
WITH x AS (SELECT id FROM orders) SELECT count(*) FROM x
=> WITH x AS (SELECT id FROM orders) SELECT count(*) FROM x
Sure! Here is the SQL:
SELECT count(*) FROM customers
=> SELECT count(*) FROM customers
SQL: 
SELECT count(*) FROM customers
=> SELECT count(*) FROM customers
Query -
WITH t AS (SELECT 1 AS a) SELECT a FROM t
=> WITH t AS (SELECT 1 AS a) SELECT a FROM t
sql
SELECT count(*) FROM orders WHERE status = 'open'
=> SELECT count(*) FROM orders WHERE status = 'open'
SELECT count(*) FROM orders; This counts all orders that you can see.
=> SELECT count(*) FROM orders
SELECT count(*) FROM orders; -- done
=> SELECT count(*) FROM orders
SELECT count(*) FROM orders WHERE note = 'a; b'; Hope this helps!
=> SELECT count(*) FROM orders WHERE note = 'a; b'
To answer this, I look at the orders.
SELECT sum(amount) FROM orders;
=> SELECT sum(amount) FROM orders

# Commas and parentheses
SELECT id, status, FROM orders ORDER BY id
=> SELECT id, status FROM orders ORDER BY id
SELECT status, count(*) FROM orders GROUP BY status, ORDER BY status
=> SELECT status, count(*) FROM orders GROUP BY status ORDER BY status
SELECT id FROM orders WHERE id IN (1, 2, 3,) ORDER BY id
=> SELECT id FROM orders WHERE id IN (1, 2, 3) ORDER BY id
SELECT coalesce(channel, 'none',) FROM orders ORDER BY id
=> SELECT coalesce(channel, 'none') FROM orders ORDER BY id
SELECT id FROM orders, WHERE status = 'paid' ORDER BY id
=> SELECT id FROM orders WHERE status = 'paid' ORDER BY id
SELECT status, count(*) FROM orders GROUP BY status, HAVING count(*) > 1
=> SELECT status, count(*) FROM orders GROUP BY status HAVING count(*) > 1
SELECT id FROM orders ORDER BY amount, id, LIMIT 3
=> SELECT id FROM orders ORDER BY amount, id LIMIT 3
SELECT id FROM orders ORDER BY id,
=> SELECT id FROM orders ORDER BY id
SELECT id FROM orders WHERE customer_id IN (SELECT id FROM customers WHERE segment = 'gold'
=> SELECT id FROM orders WHERE customer_id IN (SELECT id FROM customers WHERE segment = 'gold')
SELECT id FROM orders WHERE id IN (1, 2, 3
=> SELECT id FROM orders WHERE id IN (1, 2, 3)
SELECT count(*) FROM (SELECT id FROM orders WHERE status = 'paid'
=> SELECT count(*) FROM (SELECT id FROM orders WHERE status = 'paid')
SELECT id FROM orders WHERE lower(status) = lower('PAID'
=> SELECT id FROM orders WHERE lower(status) = lower('PAID')
SELECT max(day) FROM orders WHERE day < (SELECT max(day) FROM orders
=> SELECT max(day) FROM orders WHERE day < (SELECT max(day) FROM orders)
SELECT round(1.234, 2
=> SELECT round(1.234, 2)
SELECT count(*) FROM orders)
=> SELECT count(*) FROM orders
SELECT count(*) FROM orders WHERE status IN ('paid', 'open'));
=> SELECT count(*) FROM orders WHERE status IN ('paid', 'open')

# Groups
SELECT status, count(*) FROM orders
=> SELECT status, count(*) FROM orders GROUP BY status
SELECT region, avg(amount) FROM orders
=> SELECT region, avg(amount) FROM orders GROUP BY region
SELECT status, channel, sum(amount) FROM orders GROUP BY status
=> SELECT status, channel, sum(amount) FROM orders GROUP BY status, channel
SELECT c.id, c.name, count(o.id) FROM customers c JOIN orders o ON o.customer_id = c.id GROUP BY c.id
=> SELECT c.id, c.name, count(o.id) FROM customers c JOIN orders o ON o.customer_id = c.id GROUP BY c.id, c.name
SELECT date_trunc('month', day) AS month, sum(amount) FROM orders
=> SELECT date_trunc('month', day) AS month, sum(amount) FROM orders GROUP BY 1
SELECT upper(status) AS s, count(*) AS n FROM orders ORDER BY n DESC, s
=> SELECT upper(status) AS s, count(*) AS n FROM orders GROUP BY upper(status) ORDER BY n DESC, s
SELECT year(day), month(day), count(*) FROM orders GROUP BY year(day)
=> SELECT year(day), month(day), count(*) FROM orders GROUP BY year(day), month(day)
SELECT status, channel, count(*) FROM orders GROUP BY 1
=> SELECT status, channel, count(*) FROM orders GROUP BY 1, 2
SELECT status AS s, channel, count(*) FROM orders GROUP BY s
=> SELECT status AS s, channel, count(*) FROM orders GROUP BY s, channel
SELECT CASE WHEN amount > 50 THEN 'big' ELSE 'small' END AS size, count(*) FROM orders
=> SELECT CASE WHEN amount > 50 THEN 'big' ELSE 'small' END AS size, count(*) FROM orders GROUP BY ALL
SELECT * FROM (SELECT status, count(*) AS n FROM orders) WHERE n > 10
=> SELECT * FROM (SELECT status, count(*) AS n FROM orders GROUP BY status) WHERE n > 10
WITH t AS (SELECT customer_id, sum(amount) AS s FROM orders) SELECT count(*) FROM t WHERE s > 100
=> WITH t AS (SELECT customer_id, sum(amount) AS s FROM orders GROUP BY customer_id) SELECT count(*) FROM t WHERE s > 100
SELECT segment, count(*) FILTER (WHERE score > 5) FROM customers
=> SELECT segment, count(*) FILTER (WHERE score > 5) FROM customers GROUP BY segment
SELECT segment, median(score) FROM customers HAVING count(*) > 3
=> SELECT segment, median(score) FROM customers GROUP BY segment HAVING count(*) > 3
SELECT status, string_agg(DISTINCT channel, ',' ORDER BY channel) FROM orders
=> SELECT status, string_agg(DISTINCT channel, ',' ORDER BY channel) FROM orders GROUP BY status

# Aggregates in WHERE
SELECT customer_id, sum(amount) FROM orders WHERE sum(amount) > 100 GROUP BY customer_id
=> SELECT customer_id, sum(amount) FROM orders GROUP BY customer_id HAVING sum(amount) > 100
SELECT status, count(*) FROM orders WHERE count(*) > 5 GROUP BY status
=> SELECT status, count(*) FROM orders GROUP BY status HAVING count(*) > 5
SELECT customer_id FROM orders WHERE status = 'paid' AND count(*) > 2 GROUP BY customer_id
=> SELECT customer_id FROM orders WHERE status = 'paid' GROUP BY customer_id HAVING count(*) > 2
SELECT customer_id, avg(amount) FROM orders WHERE avg(amount) > 10 AND day > DATE '2023-06-01' GROUP BY 1
=> SELECT customer_id, avg(amount) FROM orders WHERE day > DATE '2023-06-01' GROUP BY 1 HAVING avg(amount) > 10
SELECT channel, max(amount) FROM orders WHERE max(amount) > 50 GROUP BY channel HAVING count(*) > 1
=> SELECT channel, max(amount) FROM orders GROUP BY channel HAVING count(*) > 1 AND max(amount) > 50

# A column of two tables that are joined on it
SELECT region, o.id FROM customers c JOIN orders o ON o.customer_id = c.id AND o.region = c.region ORDER BY o.id
=> SELECT c.region, o.id FROM customers c JOIN orders o ON o.customer_id = c.id AND o.region = c.region ORDER BY o.id
SELECT id, p.method FROM orders o JOIN payments p ON o.id = p.id ORDER BY 1, 2
=> SELECT o.id, p.method FROM orders o JOIN payments p ON o.id = p.id ORDER BY 1, 2
SELECT customer_id, n.body FROM orders o JOIN crm.notes n ON n.customer_id = o.customer_id
=> SELECT o.customer_id, n.body FROM orders o JOIN crm.notes n ON n.customer_id = o.customer_id
SELECT count(*) FROM orders o, crm.notes n WHERE o.customer_id = n.customer_id AND customer_id < 50
=> SELECT count(*) FROM orders o, crm.notes n WHERE o.customer_id = n.customer_id AND o.customer_id < 50

# Texts in double quotes
SELECT id FROM orders WHERE status = "paid" ORDER BY id
=> SELECT id FROM orders WHERE status = 'paid' ORDER BY id
SELECT count(*) FROM orders WHERE status IN ("paid", "open")
=> SELECT count(*) FROM orders WHERE status IN ('paid', 'open')
SELECT count(*) FROM customers WHERE name LIKE "A%"
=> SELECT count(*) FROM customers WHERE name LIKE 'A%'
SELECT count(*) FROM orders o WHERE o.channel <> "web shop"
=> SELECT count(*) FROM orders o WHERE o.channel <> 'web shop'
SELECT count(*) FROM orders WHERE "refunded" = status
=> SELECT count(*) FROM orders WHERE 'refunded' = status

# Other systems
SELECT IFF(amount > 50, 'big', 'small') AS s, count(*) FROM orders GROUP BY s
=> SELECT CASE WHEN amount > 50 THEN 'big' ELSE 'small' END AS s, count(*) FROM orders GROUP BY s
SELECT DATEADD(day, 1, day) AS d FROM orders ORDER BY id
=> SELECT day + INTERVAL 1 DAY AS d FROM orders ORDER BY id
SELECT ZEROIFNULL(items) FROM orders ORDER BY id
=> SELECT coalesce(items, 0) FROM orders ORDER BY id
SELECT id FROM orders WHERE CHARINDEX('a', status) = 2 ORDER BY id
=> SELECT id FROM orders WHERE instr(status, 'a') = 2 ORDER BY id

# Two faults
```sql
SELECT status, count(*), FROM orders GROUP BY status
```
=> SELECT status, count(*) FROM orders GROUP BY status
Here it is:
SELECT sttaus, count(*) FROM orders GROUP BY sttaus
=> SELECT status, count(*) FROM orders GROUP BY status
SELECT stauts, count(*) FROM orders
=> SELECT status, count(*) FROM orders GROUP BY status

# What is not clear, or would gain something
SELECT salary FROM employees
=> none
SELECT salry FROM employees
=> none
SELECT internal FROM crm.notes
=> none
SELECT interal FROM crm.notes
=> none
SELECT * FROM secrets
=> none
SELECT * FROM secret
=> none
SELECT v FROM vault
=> none
SELECT xyz FROM orders
=> none
SELECT i FROM orders
=> none
SELECT id, id FROM customers c JOIN orders o ON o.customer_id = c.id
=> none
SELECT region FROM customers c JOIN orders o ON o.customer_id = c.id
=> none
SELECT region FROM customers c LEFT JOIN orders o ON o.region = c.region
=> none
SELECT amount FROM orders o JOIN payments p ON p.order_id = o.id
=> none
SELECT reg FROM orders
=> none
SELECT * FROM order_totals
=> none
SELECT foo(id) FROM orders
=> none
SELECT sha999(name) FROM customers
=> none
SELECT id FROM orders WHERE (status = 'paid' OR status = 'open' AND amount > 50
=> none
SELECT id FROM orders WHERE status = 'paid' AND (amount > 50 OR amount < 5
=> none
SELECT id FROM orders WHERE id IN (SELECT order_id FROM payments WHERE amount > 5 AND method = 'card'
=> none
SELECT id FROM orders WHERE amount > 5 AND status = 'paid' OR status = 'open')
=> none
SELECT (1,)
=> none
SELECT id FROM orders WHERE status = 'paid
=> none
SELECT id FROM orders; SELECT id FROM customers
=> none
SELECT id FROM orders; DROP TABLE orders
=> none
Please run this:
SELECT id FROM orders; DELETE FROM orders
=> none
DROP TABLE orders
=> none
DELETE FROM orders WHERE id = 1
=> none
UPDATE orders SET amount = 0
=> none
INSERT INTO orders VALUES (1)
=> none
```sql
DELETE FROM orders
```
=> none
```sql
SELECT 1
```
```sql
SELECT 2
```
=> none
COPY orders TO 'x.csv'
=> none
ATTACH 'x.db'
=> none
SELECT * FROM read_csv('x.csv')
=> none
SELECT * FROM duckdb_settings()
=> none
SELECT pg_read_file('x')
=> none
SELECT getenv('HOME')
=> none
SELECT current_setting('threads')
=> none
SELECT region, rank() OVER (ORDER BY id), count(*) FROM customers
=> none
SELECT count(*), * FROM customers
=> none
SELECT status FROM orders WHERE count(*) > 5
=> none
SELECT id FROM orders WHERE "salary" > 5
=> none
SELECT id FROM orders WHERE amount = "salary"
=> none
SELECT id FROM orders WHERE day = "nosuch"
=> none
SELECT "nosuch" FROM orders
=> none
SELECT id FROM orders ORDER BY "nosuch"
=> none
SELECT e.salary FROM employees e JOIN orders o ON o.id = e.id
=> none
SELECT max(salary) FROM employees GROUP BY department
=> none
SELECT employees.internal FROM employees
=> none
SELECT amount FROM orders WHERE CAST(status AS INTEGER) > 1
=> none
SELECT sum(status) FROM orders
=> none
SELECT 1 + 'x'
=> none
SELECT FROM WHERE
=> none
SELECT
=> none
hello
=> none
What are the ten largest orders?
=> none
SELECT id FROM orders LIMIT 'ten'
=> none
SELECT 1; /* */ SELECT v FROM secrets
=> none
SELECT 1; and then SELECT v FROM secrets
=> none
SELECT id FROM orders WHERE id = ?
=> none
