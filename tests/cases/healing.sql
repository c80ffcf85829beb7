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
=> SELECT day + 1 AS d FROM orders ORDER BY id
SELECT ZEROIFNULL(items) FROM orders ORDER BY id
=> SELECT coalesce(items, 0) FROM orders ORDER BY id
SELECT id FROM orders WHERE CHARINDEX('a', status) = 2 ORDER BY id
=> SELECT id FROM orders WHERE instr(status, 'a') = 2 ORDER BY id

# Dates
SELECT id, name FROM customers WHERE birthday > 1990-01-01 ORDER BY id
=> SELECT id, name FROM customers WHERE birthday > DATE '1990-01-01' ORDER BY id
SELECT count(*) FROM orders WHERE day >= 2023-06-01
=> SELECT count(*) FROM orders WHERE day >= DATE '2023-06-01'
SELECT count(*) FROM orders WHERE day BETWEEN 2023-01-01 AND 2023-03-31
=> SELECT count(*) FROM orders WHERE day BETWEEN DATE '2023-01-01' AND DATE '2023-03-31'
SELECT count(*) FROM orders WHERE day > '31/12/2023'
=> SELECT count(*) FROM orders WHERE day > DATE '2023-12-31'
SELECT count(*) FROM orders WHERE day > '12/31/2023'
=> SELECT count(*) FROM orders WHERE day > DATE '2023-12-31'
SELECT count(*) FROM orders WHERE day > 'Jan 5, 2024'
=> SELECT count(*) FROM orders WHERE day > DATE '2024-01-05'
SELECT count(*) FROM orders WHERE day > '5 January 2024'
=> SELECT count(*) FROM orders WHERE day > DATE '2024-01-05'
SELECT count(*) FROM orders WHERE day > 'January 5th, 2024'
=> SELECT count(*) FROM orders WHERE day > DATE '2024-01-05'
SELECT count(*) FROM orders WHERE day = '20230601'
=> SELECT count(*) FROM orders WHERE day = DATE '2023-06-01'
SELECT count(*) FROM orders WHERE day > "2024-01-05"
=> SELECT count(*) FROM orders WHERE day > DATE '2024-01-05'
SELECT count(*) FROM orders WHERE day <= 'today'
=> SELECT count(*) FROM orders WHERE day <= current_date
SELECT count(*) FROM events WHERE seen >= '01/25/2024 10:00:00'
=> SELECT count(*) FROM events WHERE seen >= TIMESTAMP '2024-01-25 10:00:00'
SELECT count(*) FROM orders WHERE day >= '2023.06.15'
=> SELECT count(*) FROM orders WHERE day >= DATE '2023-06-15'
SELECT count(*) FROM orders WHERE day IN ('Jan 14, 2023', 'January 27, 2023')
=> SELECT count(*) FROM orders WHERE day IN (DATE '2023-01-14', DATE '2023-01-27')
SELECT count(*) FROM orders WHERE day BETWEEN '01/15/2023' AND '06/30/2023'
=> SELECT count(*) FROM orders WHERE day BETWEEN DATE '2023-01-15' AND DATE '2023-06-30'
SELECT count(*) FROM orders WHERE day > DATE '15.06.2023'
=> SELECT count(*) FROM orders WHERE day > DATE '2023-06-15'
SELECT count(*) FROM orders WHERE day > CAST('Jun 15 2023' AS DATE)
=> SELECT count(*) FROM orders WHERE day > DATE '2023-06-15'
SELECT count(*) FROM orders WHERE day > '15-Jun-2023'
=> SELECT count(*) FROM orders WHERE day > DATE '2023-06-15'
SELECT count(*) FROM (SELECT day AS d FROM orders) t WHERE t.d > '06/15/2023'
=> SELECT count(*) FROM orders WHERE day > DATE '2023-06-15'
WITH t AS (SELECT customer_id, max(day) AS latest FROM orders GROUP BY customer_id) SELECT count(*) FROM t WHERE latest > '15/06/2023'
=> WITH t AS (SELECT customer_id, max(day) AS latest FROM orders GROUP BY customer_id) SELECT count(*) FROM t WHERE latest > DATE '2023-06-15'
SELECT count(*) FROM orders WHERE day > 'yesterday'
=> SELECT count(*) FROM orders WHERE day > current_date - 1
SELECT count(*) FROM events WHERE seen > 2024-01-05
=> SELECT count(*) FROM events WHERE seen > DATE '2024-01-05'
SELECT count(*) FROM orders WHERE day > DATE(2023-06-15)
=> SELECT count(*) FROM orders WHERE day > DATE '2023-06-15'
SELECT count(*) FROM orders WHERE day > DATE 2023-06-15
=> SELECT count(*) FROM orders WHERE day > DATE '2023-06-15'
select * from orders where day between '01/01/2023' and '31/01/2023' order by id
=> SELECT * FROM orders WHERE day BETWEEN DATE '2023-01-01' AND DATE '2023-01-31' ORDER BY id
select * from orders where day between '13/01/2023' and '31/01/2023' order by id
=> SELECT * FROM orders WHERE day BETWEEN DATE '2023-01-13' AND DATE '2023-01-31' ORDER BY id
select id from orders where day = date('Jan 14, 2023') order by id
=> SELECT id FROM orders WHERE day = DATE '2023-01-14' ORDER BY id
select name from customers where birthday < '1990/12/31' and segement = 'gold' order by id
=> SELECT name FROM customers WHERE birthday < DATE '1990-12-31' AND segment = 'gold' ORDER BY id
SELECT region, SUM(amount) FROM orders WHERE status = "paid" AND day >= "2023-06-01" GROUP BY region
=> SELECT region, SUM(amount) FROM orders WHERE status = 'paid' AND day >= DATE '2023-06-01' GROUP BY region
SELECT kind, count(*) FROM events WHERE seen >= '2024-01-05' AND seen < 'January 6, 2024' GROUP BY kind
=> SELECT kind, count(*) FROM events WHERE seen >= '2024-01-05' AND seen < DATE '2024-01-06' GROUP BY kind
SELECT order_id FROM payments WHERE paid_at > '15.01.2023 10:30' ORDER BY id
=> SELECT order_id FROM payments WHERE paid_at > TIMESTAMP '2023-01-15 10:30:00' ORDER BY id
SELECT count(*) FROM orders WHERE day >= 'June 15, 2023' AND day < 'July 1, 2023'
=> SELECT count(*) FROM orders WHERE day >= DATE '2023-06-15' AND day < DATE '2023-07-01'
SELECT count(*) FROM orders WHERE CAST(day AS DATE) = '15/06/2023'
=> SELECT count(*) FROM orders WHERE day = DATE '2023-06-15'
SELECT e.name FROM employees AS e WHERE e.hired < 2020-01-01 ORDER BY e.id
=> SELECT e.name FROM employees AS e WHERE e.hired < DATE '2020-01-01' ORDER BY e.id

# Numbers
SELECT count(*) FROM orders WHERE amount > '1,000'
=> SELECT count(*) FROM orders WHERE amount > 1000
SELECT count(*) FROM orders WHERE amount > '$100'
=> SELECT count(*) FROM orders WHERE amount > 100
SELECT count(*) FROM orders WHERE amount > "10"
=> SELECT count(*) FROM orders WHERE amount > 10
SELECT count(*) FROM payments WHERE card_number = 5
=> SELECT count(*) FROM payments WHERE card_number = '5'
SELECT count(*) FROM orders WHERE note = 12
=> SELECT count(*) FROM orders WHERE note = '12'
SELECT id FROM orders WHERE amount >= "50" AND channel = "web" ORDER BY id
=> SELECT id FROM orders WHERE amount >= 50 AND channel = 'web' ORDER BY id
SELECT id FROM orders WHERE amount > '1,234.50' ORDER BY id
=> SELECT id FROM orders WHERE amount > 1234.5 ORDER BY id

# Operators
SELECT count(*) FROM orders WHERE status = 'paid' && amount > 50
=> SELECT count(*) FROM orders WHERE status = 'paid' AND amount > 50
SELECT count(*) FROM orders WHERE status = 'paid' || status = 'open'
=> SELECT count(*) FROM orders WHERE status = 'paid' OR status = 'open'
SELECT count(*) FROM orders WHERE amount =< 50
=> SELECT count(*) FROM orders WHERE amount <= 50
SELECT count(*) FROM orders WHERE amount => 50
=> SELECT count(*) FROM orders WHERE amount >= 50
SELECT id FROM orders WHERE amount < > 5 ORDER BY id
=> SELECT id FROM orders WHERE amount <> 5 ORDER BY id
SELECT id FROM orders WHERE amount > = 5 ORDER BY id
=> SELECT id FROM orders WHERE amount >= 5 ORDER BY id
SELECT id FROM orders WHERE status === 'paid' ORDER BY id
=> SELECT id FROM orders WHERE status = 'paid' ORDER BY id
SELECT id FROM orders WHERE status = 'paid' & amount > 5 ORDER BY id
=> SELECT id FROM orders WHERE status = 'paid' AND amount > 5 ORDER BY id
SELECT c.name FROM customers AS c WHERE EXISTS (SELECT 1 FROM orders o WHERE o.customer_id = c.id AND o.amount => 900) ORDER BY c.id
=> SELECT c.name FROM customers AS c WHERE EXISTS (SELECT 1 FROM orders o WHERE o.customer_id = c.id AND o.amount >= 900) ORDER BY c.id
SELECT status, COUNT(*) FROM orders GROUP BY status HAVING COUNT(*) => 10
=> SELECT status, COUNT(*) FROM orders GROUP BY status HAVING COUNT(*) >= 10
SELECT * FROM (SELECT id, row_number() OVER (ORDER BY id) rn FROM orders) WHERE rn =< 3 ORDER BY id
=> SELECT * FROM (SELECT id, row_number() OVER (ORDER BY id) rn FROM orders) WHERE rn <= 3 ORDER BY id
SELECT id FROM events WHERE value % 2 == 0 && kind = 'buy' ORDER BY id
=> SELECT id FROM events WHERE value % 2 = 0 AND kind = 'buy' ORDER BY id

# Quotes and escapes
SELECT count(*) FROM orders WHERE status = ‘paid’
=> SELECT count(*) FROM orders WHERE status = 'paid'
SELECT count(*) FROM orders WHERE status = “paid”
=> SELECT count(*) FROM orders WHERE status = 'paid'
SELECT count(*)\nFROM orders\nWHERE status = 'paid'
=> SELECT count(*) FROM orders WHERE status = 'paid'
SELECT count(*) FROM orders WHERE status = \'paid\'
=> SELECT count(*) FROM orders WHERE status = 'paid'
SELECT count(*) FROM orders WHERE status = \"paid\"
=> SELECT count(*) FROM orders WHERE status = 'paid'
SELECT status,\n       count(*) AS n\nFROM orders\nGROUP BY status
=> SELECT status, count(*) AS n FROM orders GROUP BY status
SELECT count(*) FROM orders WHERE note LIKE ‘note 1%’
=> SELECT count(*) FROM orders WHERE note LIKE 'note 1%'

# Calls of other systems
SELECT `id`, `status` FROM `orders` WHERE `status` = 'paid' ORDER BY `id`
=> SELECT id, status FROM orders WHERE status = 'paid' ORDER BY id
SELECT [id], [status] FROM [orders] ORDER BY [id]
=> SELECT id, status FROM orders ORDER BY id
WITH order AS (SELECT * FROM orders) SELECT count(*) FROM order
=> WITH o AS (SELECT * FROM orders) SELECT count(*) FROM o
SELECT order.id FROM orders order ORDER BY order.id
=> SELECT o.id FROM orders o ORDER BY o.id
SELECT COUNT(DISTINCT status, channel) FROM orders WHERE channel IS NOT NULL
=> SELECT COUNT(DISTINCT (status, channel)) FROM orders WHERE channel IS NOT NULL
SELECT count(*) FROM orders # all of them
=> SELECT count(*) FROM orders
SELECT count(*) FROM orders // all of them
=> SELECT count(*) FROM orders
SELECT DATE_TRUNC(month, day) AS m, count(*) FROM orders GROUP BY 1 ORDER BY 1
=> SELECT DATE_TRUNC('month', day) AS m, count(*) FROM orders GROUP BY 1 ORDER BY 1
SELECT CAST(amount, INTEGER) AS a FROM orders ORDER BY id
=> SELECT CAST(amount AS INTEGER) AS a FROM orders ORDER BY id
SELECT count(*) FROM orders WHERE day > current_date - 30 DAYS
=> SELECT count(*) FROM orders WHERE day > current_date - INTERVAL 30 DAYS
SELECT count(*) FROM orders WHERE day > NOW() - '30 days'
=> SELECT count(*) FROM orders WHERE day > NOW() - INTERVAL 30 DAYS
SELECT to_char(day, 'YYYY-MM') AS m, count(*) FROM orders GROUP BY 1 ORDER BY 1
=> SELECT strftime(day, '%Y-%m') AS m, count(*) FROM orders GROUP BY 1 ORDER BY 1
SELECT DATE_FORMAT(day, '%Y-%m') AS m, count(*) FROM orders GROUP BY 1 ORDER BY 1
=> SELECT strftime(day, '%Y-%m') AS m, count(*) FROM orders GROUP BY 1 ORDER BY 1
SELECT GROUP_CONCAT(DISTINCT status ORDER BY status SEPARATOR ', ') AS s FROM orders
=> SELECT string_agg(DISTINCT status, ', ' ORDER BY status) AS s FROM orders
WITH t AS (SELECT id AS "order", status AS "group", region AS "end" FROM orders) SELECT order, group FROM t ORDER BY order
=> WITH t AS (SELECT id AS "order", status AS "group" FROM orders) SELECT "order", "group" FROM t ORDER BY "order"
SELECT DATEDIFF(day, '2023-01-01') AS d FROM orders ORDER BY id
=> SELECT date_diff('day', DATE '2023-01-01', day) AS d FROM orders ORDER BY id
SELECT DATE_SUB(day, INTERVAL 7 DAY) AS d FROM orders ORDER BY id
=> SELECT CAST(day - INTERVAL 7 DAY AS DATE) AS d FROM orders ORDER BY id
SELECT DATE_DIFF(current_date, day, DAY) AS d FROM orders ORDER BY id
=> SELECT date_diff('day', day, current_date) AS d FROM orders ORDER BY id
SELECT DATE_TRUNC(day, MONTH) AS m FROM orders ORDER BY id
=> SELECT date_trunc('month', day) AS m FROM orders ORDER BY id
SELECT TRUNC(day, 'MM') AS m FROM orders ORDER BY id
=> SELECT date_trunc('month', day) AS m FROM orders ORDER BY id
SELECT DATEPART(year, day) AS y FROM orders ORDER BY id
=> SELECT year(day) AS y FROM orders ORDER BY id
SELECT id FROM orders WHERE id IN SELECT order_id FROM payments
=> SELECT id FROM orders WHERE id IN (SELECT order_id FROM payments)
SELECT count(*) FROM orders WHERE NOT status IN 'paid', 'open'
=> SELECT count(*) FROM orders WHERE NOT status IN ('paid', 'open')
SELECT name FROM customers WHERE region IN 'EU', 'US' ORDER BY id
=> SELECT name FROM customers WHERE region IN ('EU', 'US') ORDER BY id
SELECT id FROM orders WHERE id IN 1, 2, 3
=> SELECT id FROM orders WHERE id IN (1, 2, 3)
SELECT LISTAGG(status, ',') WITHIN GROUP (ORDER BY id) AS s FROM orders WHERE id < 20
=> SELECT string_agg(status, ',' ORDER BY id) AS s FROM orders WHERE id < 20
SELECT STDEV(amount) FROM orders
=> SELECT stddev(amount) FROM orders
SELECT ISNULL(channel, 'none') FROM orders ORDER BY id
=> SELECT coalesce(channel, 'none') FROM orders ORDER BY id
SELECT count(*) FROM orders WHERE day > CURRENT_TIMESTAMP() - INTERVAL '30 days'
=> SELECT count(*) FROM orders WHERE day > CURRENT_TIMESTAMP - INTERVAL '30 days'
SELECT count(*) FROM orders WHERE day > CURDATE() - INTERVAL 30 DAY
=> SELECT count(*) FROM orders WHERE day > CURRENT_DATE - INTERVAL 30 DAY
SELECT count(*) FROM orders WHERE day > current_date - '1 month'
=> SELECT count(*) FROM orders WHERE day > current_date - INTERVAL '1 month'
SELECT [order].id FROM orders AS [order] ORDER BY [order].id
=> SELECT id FROM orders ORDER BY id
SELECT `name` FROM `customers` WHERE `segment` = "gold" ORDER BY `id`
=> SELECT name FROM customers WHERE segment = 'gold' ORDER BY id
SELECT id, IIF(amount > 100, 'big', 'small') AS s FROM orders ORDER BY id
=> SELECT id, CASE WHEN amount > 100 THEN 'big' ELSE 'small' END AS s FROM orders ORDER BY id
SELECT id, day + 30 DAYS AS due FROM orders ORDER BY id
=> SELECT id, day + INTERVAL 30 DAYS AS due FROM orders ORDER BY id
SELECT DATEDIFF(current_date, day) AS d FROM orders ORDER BY id
=> SELECT date_diff('day', day, current_date) AS d FROM orders ORDER BY id
SELECT DATE_FORMAT(day, '%Y') AS y, count(*) FROM orders GROUP BY y ORDER BY y
=> SELECT strftime(day, '%Y') AS y, count(*) FROM orders GROUP BY y ORDER BY y
SELECT STR_TO_DATE('2023-06-15', '%Y-%m-%d') AS d
=> SELECT DATE '2023-06-15' AS d
SELECT id FROM orders WHERE day >= TO_DATE('2023-06-15', 'YYYY-MM-DD') ORDER BY id
=> SELECT id FROM orders WHERE day >= DATE '2023-06-15' ORDER BY id
SELECT name + ' ' + city AS n FROM customers ORDER BY id
=> SELECT name || ' ' || city AS n FROM customers ORDER BY id
SELECT id FROM orders WHERE status is 'paid' ORDER BY id
=> SELECT id FROM orders WHERE status = 'paid' ORDER BY id
SELECT TO_CHAR(day, 'YYYY') AS y, SUM(amount) FROM orders GROUP BY y ORDER BY y
=> SELECT strftime(day, '%Y') AS y, SUM(amount) FROM orders GROUP BY y ORDER BY y
SELECT DATE_PART(month, day) AS m, COUNT(*) FROM orders GROUP BY m ORDER BY m
=> SELECT DATE_PART('month', day) AS m, COUNT(*) FROM orders GROUP BY m ORDER BY m
SELECT id, IFNULL(channel, 'x'), NVL(region, 'y') FROM orders ORDER BY id
=> SELECT id, coalesce(channel, 'x'), coalesce(region, 'y') FROM orders ORDER BY id

# Misspelt keywords
SELCT count(*) FROM orders
=> SELECT count(*) FROM orders
SELECT count(*) FORM orders
=> SELECT count(*) FROM orders
SELECT count(*) FROM orders WEHRE status = 'paid'
=> SELECT count(*) FROM orders WHERE status = 'paid'
SELECT status, count(*) FROM orders GRUOP BY status
=> SELECT status, count(*) FROM orders GROUP BY status
SELECT status, count(*) FROM orders GROUP BT status
=> SELECT status, count(*) FROM orders GROUP BY status
SELECT id FROM orders ODER BY id
=> SELECT id FROM orders ORDER BY id
SELECT id FROM orders ORDER BY id LIMTI 3
=> SELECT id FROM orders ORDER BY id LIMIT 3
SELECT id FROM orders ORDER BY id DSEC LIMIT 3
=> SELECT id FROM orders ORDER BY id DESC LIMIT 3
SELECT status, count(*) FROM orders GROUP BY status HAVNG count(*) > 3
=> SELECT status, count(*) FROM orders GROUP BY status HAVING count(*) > 3
SELECT DISTINT status FROM orders ORDER BY status
=> SELECT DISTINCT status FROM orders ORDER BY status
SELECT o.id, c.name FROM orders o JION customers c ON c.id = o.customer_id
=> SELECT o.id, c.name FROM orders o JOIN customers c ON c.id = o.customer_id
SELECT o.id, c.name FROM orders o INNER JOIN customers c NO c.id = o.customer_id
=> SELECT o.id, c.name FROM orders o JOIN customers c ON c.id = o.customer_id
SELECT count(*) FROM orders WHERE channel IS NOT NUL
=> SELECT count(*) FROM orders WHERE channel IS NOT NULL
SELECT id FROM orders WHERE status = 'paid' ORDER BY id LIMT 5
=> SELECT id FROM orders WHERE status = 'paid' ORDER BY id LIMIT 5
SELECT id FROM orders WERE status = 'paid' ORDER BY id
=> SELECT id FROM orders WHERE status = 'paid' ORDER BY id
SELECT id FROM orders WHERE status = 'paid' ADN amount > 5 ORDER BY id
=> SELECT id FROM orders WHERE status = 'paid' AND amount > 5 ORDER BY id
SELECT id FRO orders ORDER BY id
=> SELECT id FROM orders ORDER BY id
SELECT id FRM orders WHER amount > 5 ODRER BY id
=> SELECT id FROM orders WHERE amount > 5 ORDER BY id
SELECT status, count(*) FROM orders GROUPBY status
=> SELECT status, count(*) FROM orders GROUP BY status
SELECT status, count(*) FROM orders GROUP status
=> SELECT status, count(*) FROM orders GROUP BY status
SELECT id FROM orders ORDER id DESC
=> SELECT id FROM orders ORDER BY id DESC
SELECT id FROM orders WHERE status LIEK 'p%' ORDER BY id
=> SELECT id FROM orders WHERE status LIKE 'p%' ORDER BY id
SELECT id FROM orders WHERE amount BETWEN 5 AND 10 ORDER BY id
=> SELECT id FROM orders WHERE amount BETWEEN 5 AND 10 ORDER BY id
SELECT id FROM orders UNOIN ALL SELECT id FROM customers
=> SELECT id FROM orders UNION ALL SELECT id FROM customers
SELECT c.name, o.id FROM customers c LEFT OUTR JOIN orders o ON o.customer_id = c.id
=> SELECT c.name, o.id FROM customers c LEFT JOIN orders o ON o.customer_id = c.id
SELECT CASE WEN amount > 5 THEN 1 ELSE 0 END AS x FROM orders ORDER BY id
=> SELECT CASE WHEN amount > 5 THEN 1 ELSE 0 END AS x FROM orders ORDER BY id
SELECT CASE WHEN amount > 5 THNE 1 ELSE 0 END AS x FROM orders ORDER BY id
=> SELECT CASE WHEN amount > 5 THEN 1 ELSE 0 END AS x FROM orders ORDER BY id
WIHT t AS (SELECT id FROM orders) SELECT count(*) FROM t
=> SELECT count(*) FROM orders
SELECT rank() OVR (ORDER BY amount DESC, id) AS r, id FROM orders ORDER BY id
=> SELECT rank() OVER (ORDER BY amount DESC, id) AS r, id FROM orders ORDER BY id
SELECT id FROM orders ORDER BY amount DECS, id LIMIT 4
=> SELECT id FROM orders ORDER BY amount DESC, id LIMIT 4
SELECT id FROM orders WHERE status IN ('paid', 'open') ANDD amount > 5 ORDER BY id
=> SELECT id FROM orders WHERE status IN ('paid', 'open') AND amount > 5 ORDER BY id
SELECT id FROM orders WHERE channel IS NOTNULL ORDER BY id
=> SELECT id FROM orders WHERE channel IS NOT NULL ORDER BY id
SELECT id FROM orders WHERE channel IS NUL ORDER BY id
=> SELECT id FROM orders WHERE channel IS NULL ORDER BY id
SELECT SUM(amount) OVER (PARTITION status) AS s FROM orders
=> SELECT SUM(amount) OVER (PARTITION BY status) AS s FROM orders
SELECT o.id, c.name FROM orders o LEFTJOIN customers c ON c.id = o.customer_id
=> SELECT o.id, c.name FROM orders o LEFT JOIN customers c ON c.id = o.customer_id
SELECT o.id FROM orders o LETF JOIN customers c ON c.id = o.customer_id
=> SELECT o.id FROM orders o LEFT JOIN customers c ON c.id = o.customer_id
SELECT o.id FROM orders o JOIN customers c USNIG (id) ORDER BY 1
=> SELECT o.id FROM orders o JOIN customers c USING (id) ORDER BY 1
SELECT status, COUNT(*) FROM orders GROUP BY status ORDR BY COUNT(*) DESC, status
=> SELECT status, COUNT(*) FROM orders GROUP BY status ORDER BY COUNT(*) DESC, status
SELECT name, score FROM customers ORDER BY score DESC NULLS LASTT, id LIMIT 3
=> SELECT name, score FROM customers ORDER BY score DESC NULLS LAST, id LIMIT 3
SELECT id FROM orders WHERE status='paid' AND(amount>5 OR amount<-1) ORDR BY id
=> SELECT id FROM orders WHERE status='paid' AND (amount>5 OR amount<-1) ORDER BY id
SELECT department, count(*) cnt FROM employees GROUP BY department HAVING cnt > 5 ODER BY cnt
=> SELECT department, count(*) cnt FROM employees GROUP BY department HAVING cnt > 5 ORDER BY cnt
SELECT kind, COUNT(*) FROM events GROUP kind ORDER kind
=> SELECT kind, COUNT(*) FROM events GROUP BY kind ORDER BY kind

# Other systems' LIMIT
SELECT TOP 5 id FROM orders ORDER BY id
=> SELECT id FROM orders ORDER BY id LIMIT 5
SELECT id FROM orders WHERE ROWNUM <= 5
=> SELECT id FROM orders LIMIT 5
SELECT id FROM orders WHERE status = 'paid' AND ROWNUM < 4
=> SELECT id FROM orders WHERE status = 'paid' LIMIT 3
SELECT TOP (3) id, amount FROM orders ORDER BY amount DESC, id
=> SELECT id, amount FROM orders ORDER BY amount DESC, id LIMIT 3
SELECT TOP 10 customer_id, SUM(amount) AS s FROM orders GROUP BY customer_id ORDER BY s DESC, customer_id
=> SELECT customer_id, SUM(amount) AS s FROM orders GROUP BY customer_id ORDER BY s DESC, customer_id LIMIT 10
SELECT DISTINCT TOP 3 status FROM orders ORDER BY status
=> SELECT DISTINCT status FROM orders ORDER BY status LIMIT 3
SELECT TOP(1) amount FROM orders WHERE amount IS NOT NULL ORDER BY amount DESC
=> SELECT amount FROM orders WHERE amount IS NOT NULL ORDER BY amount DESC LIMIT 1

# Semicolons, commas, parentheses
SELECT id FROM orders WHERE status = 'paid'; ORDER BY id LIMIT 5
=> SELECT id FROM orders WHERE status = 'paid' ORDER BY id LIMIT 5
SELECT id FROM orders
WHERE status = 'paid';
ORDER BY id;
=> SELECT id FROM orders WHERE status = 'paid' ORDER BY id
SELECT status count(*) FROM orders GROUP BY status
=> SELECT status, count(*) FROM orders GROUP BY status
SELECT COUNT(* FROM orders
=> SELECT COUNT(*) FROM orders
SELECT SUM(amount FROM orders
=> SELECT SUM(amount) FROM orders
SELECT o.id o.amount FROM orders o ORDER BY o.id
=> SELECT o.id, o.amount FROM orders o ORDER BY o.id
WITH a AS (SELECT id FROM orders); SELECT count(*) FROM a
=> SELECT count(*) FROM orders
SELECT id FROM orders GROUP BY id; HAVING count(*) > 1
=> SELECT id FROM orders GROUP BY id HAVING count(*) > 1
SELECT count(*) FROM orders WHERE status = 'paid'); 
=> SELECT count(*) FROM orders WHERE status = 'paid'
SELECT AVG(amount FROM orders WHERE status = 'paid'
=> SELECT AVG(amount) FROM orders WHERE status = 'paid'
SELECT round(avg(amount), 2 AS a FROM orders
=> SELECT round(avg(amount), 2) AS a FROM orders
SELECT COUNT(DISTINCT customer_id FROM orders
=> SELECT COUNT(DISTINCT customer_id) FROM orders
SELECT COUNT(*) FROM orders WHERE (status = 'paid'
=> SELECT COUNT(*) FROM orders WHERE status = 'paid'
SELECT COUNT(*)) FROM orders
=> SELECT COUNT(*) FROM orders
SELECT id FROM orders WHERE status IN ('paid', 'open' ORDER BY id
=> SELECT id FROM orders WHERE status IN ('paid', 'open') ORDER BY id
SELECT AVG(bonus FROM employees
=> SELECT AVG(bonus) FROM employees

# Conditions in the wrong clause
SELECT amount * 2 AS twice FROM orders HAVING twice > 100
=> SELECT amount * 2 AS twice FROM orders WHERE twice > 100
SELECT status, count(*) AS n FROM orders WHERE n > 5 GROUP BY status
=> SELECT status, count(*) AS n FROM orders GROUP BY status HAVING count(*) > 5
SELECT id, row_number() OVER (PARTITION BY status ORDER BY id) AS rn FROM orders WHERE rn = 1
=> SELECT id, row_number() OVER (PARTITION BY status ORDER BY id) AS rn FROM orders QUALIFY rn = 1
SELECT id, rank() OVER (ORDER BY amount DESC) AS r FROM orders WHERE rank() OVER (ORDER BY amount DESC) <= 3
=> SELECT id, rank() OVER (ORDER BY amount DESC) AS r FROM orders QUALIFY r <= 3
SELECT id FROM orders WHERE status = 'paid' WHERE amount > 50
=> SELECT id FROM orders WHERE status = 'paid' AND amount > 50
SELECT customer_id, sum(amount) AS total FROM orders WHERE total > 100 GROUP BY customer_id
=> SELECT customer_id, sum(amount) AS total FROM orders GROUP BY customer_id HAVING sum(amount) > 100
SELECT customer_id, sum(amount) AS total FROM orders WHERE status = 'paid' AND total > 100 GROUP BY customer_id
=> SELECT customer_id, sum(amount) AS total FROM orders WHERE status = 'paid' GROUP BY customer_id HAVING sum(amount) > 100
SELECT id, amount, rank() OVER (PARTITION BY status ORDER BY amount DESC) AS r FROM orders WHERE r <= 2 AND amount > 5
=> SELECT id, amount, rank() OVER (PARTITION BY status ORDER BY amount DESC) AS r FROM orders WHERE amount > 5 QUALIFY r <= 2
select customer_id, count(*) as num_orders from orders where num_orders > 2 group by customer_id
=> SELECT customer_id, count(*) AS n FROM orders GROUP BY customer_id HAVING count(*) > 2
SELECT kind, avg(value) FROM events GROUP BY kind WHERE avg(value) > 10
=> SELECT kind, avg(value) FROM events GROUP BY kind HAVING avg(value) > 10
SELECT customer_id, day, LAG(amount) OVER (ORDER BY day) AS prev FROM orders WHERE prev IS NOT NULL AND status = 'paid'
=> SELECT customer_id, day, LAG(amount) OVER (ORDER BY day) AS prev FROM orders WHERE status = 'paid' QUALIFY prev IS NOT NULL

# WITH and CASE
WITH a AS (SELECT id FROM orders) b AS (SELECT id FROM customers) SELECT (SELECT count(*) FROM a) AS x, (SELECT count(*) FROM b) AS y
=> WITH a AS (SELECT id FROM orders), b AS (SELECT id FROM customers) SELECT (SELECT count(*) FROM a) AS x, (SELECT count(*) FROM b) AS y
WITH a AS (SELECT id FROM orders), SELECT count(*) FROM a
=> WITH a AS (SELECT id FROM orders) SELECT count(*) FROM a
SELECT CASE WHEN amount > 100 THEN 'big' ELSE IF amount > 50 THEN 'mid' ELSE 'small' END AS s, count(*) FROM orders GROUP BY 1
=> SELECT CASE WHEN amount > 100 THEN 'big' WHEN amount > 50 THEN 'mid' ELSE 'small' END AS s, count(*) FROM orders GROUP BY 1
SELECT CASE WHEN amount > 100 THEN 'big' ELSE 'small' AS s, count(*) FROM orders GROUP BY 1
=> SELECT CASE WHEN amount > 100 THEN 'big' ELSE 'small' END AS s, count(*) FROM orders GROUP BY 1
SELECT id, CASE WHEN amount > 100 THEN 'big' ELSEIF amount > 50 THEN 'mid' ELSE 'small' END AS s FROM orders ORDER BY id
=> SELECT id, CASE WHEN amount > 100 THEN 'big' WHEN amount > 50 THEN 'mid' ELSE 'small' END AS s FROM orders ORDER BY id
WITH monthly AS (SELECT date_trunc('month', day) AS m, sum(amount) AS s FROM orders GROUP BY m), SELECT m, s FROM monthly ORDER BY m
=> SELECT date_trunc('month', day) AS m, sum(amount) AS s FROM orders GROUP BY m ORDER BY m

# Names
SELECT count(*) FROM orders WHERE status IN ["paid", "open"]
=> SELECT count(*) FROM orders WHERE status IN ('paid', 'open')
SELECT stats, COUNT(*) FROM orders GROUP BY stats
=> SELECT status, COUNT(*) FROM orders GROUP BY status
SELECT id FROM orders WHERE note LIKE "%7" ORDER BY id
=> SELECT id FROM orders WHERE note LIKE '%7' ORDER BY id
SELECT name FROM customers c WHERE customers.segment = 'gold' ORDER BY id
=> SELECT name FROM customers c WHERE c.segment = 'gold' ORDER BY id
SELECT customers.name, orders.amount FROM orders o JOIN customers c ON c.id = o.customer_id WHERE orders.amount > 900
=> SELECT c.name, o.amount FROM orders o JOIN customers c ON c.id = o.customer_id WHERE o.amount > 900
SELECT order_id, sum(amount) FROM payment GROUP BY order_id
=> SELECT order_id, sum(amount) FROM payments GROUP BY order_id
SELECT emp.name, mgr.name AS manager FROM employees emp JOIN employees mgr ON emp.managerid = mgr.id
=> SELECT emp.name, mgr.name AS manager FROM employees emp JOIN employees mgr ON emp.manager_id = mgr.id
SELECT departement, count(*) FROM employees GROUP BY departement
=> SELECT department, count(*) FROM employees GROUP BY department
SELECT id FROM orders WHERE note = "it's"
=> SELECT id FROM orders WHERE note = 'it''s'
SELECT count(*) FROM orders LEFT JOIN customers c ON c.id = orders.customerId WHERE c.id IS NULL
=> SELECT count(*) FROM orders LEFT JOIN customers c ON c.id = orders.customer_id WHERE c.id IS NULL
SELECT name FROM employes WHERE deparment = 'sales' ORDER BY id
=> SELECT name FROM employees WHERE department = 'sales' ORDER BY id

# More that stands around the SQL
"SELECT count(*) FROM orders"
=> SELECT count(*) FROM orders
'SELECT count(*) FROM orders;'
=> SELECT count(*) FROM orders
{"sql": "SELECT count(*) FROM orders WHERE status = 'paid'"}
=> SELECT count(*) FROM orders WHERE status = 'paid'
<sql>
SELECT count(*) FROM orders
</sql>
=> SELECT count(*) FROM orders
**SELECT count(*) FROM orders**
=> SELECT count(*) FROM orders
`SELECT count(*) FROM orders`
=> SELECT count(*) FROM orders
> SELECT count(*) FROM orders
=> SELECT count(*) FROM orders
1. SELECT count(*) FROM orders
=> SELECT count(*) FROM orders
SELECT count(*) FROM orders

This query counts the orders.
=> SELECT count(*) FROM orders
Here is the query: SELECT count(*) FROM orders
=> SELECT count(*) FROM orders
SQLQuery: SELECT count(*) FROM orders WHERE status = 'paid'
SQLResult: 
Answer:
=> SELECT count(*) FROM orders WHERE status = 'paid'
SELECT count(*) FROM orders WHERE status = 'paid'
Explanation: This query counts the paid orders.
=> SELECT count(*) FROM orders WHERE status = 'paid'
SELECT count(*)
FROM orders

Note: only the rows that you can see are counted.
=> SELECT count(*) FROM orders
{"query": "SELECT count(*) FROM orders WHERE status = 'paid'", "explanation": "Counts the paid orders."}
=> SELECT count(*) FROM orders WHERE status = 'paid'
{"action": "query", "sql": "SELECT max(id)\nFROM orders"}
=> SELECT max(id) FROM orders
query = """SELECT count(*) FROM orders"""
=> SELECT count(*) FROM orders
sql> SELECT count(*) FROM orders;
=> SELECT count(*) FROM orders
<query>SELECT count(*) FROM orders WHERE amount > 5</query>
=> SELECT count(*) FROM orders WHERE amount > 5
~~~sql
SELECT count(*) FROM orders
~~~
=> SELECT count(*) FROM orders
'''sql
SELECT count(*) FROM orders
'''
=> SELECT count(*) FROM orders
``` sql
SELECT count(*) FROM orders
```
=> SELECT count(*) FROM orders
```sql SELECT count(*) FROM orders ```
=> SELECT count(*) FROM orders
SELECT count(*) FROM orders```
=> SELECT count(*) FROM orders
The query is:

SELECT count(*) FROM customers;

This returns the number of customers.
=> SELECT count(*) FROM customers
Sure, here you go!

```sql
SELECT count(*)
FROM customers
WHERE segment = 'gold';
```

**Explanation:** it counts gold customers.
=> SELECT count(*) FROM customers WHERE segment = 'gold'
<think>I need to count.</think>
SELECT count(*) FROM customers
=> SELECT count(*) FROM customers
SQL Query: SELECT count(*) FROM customers
=> SELECT count(*) FROM customers
Final Answer: SELECT count(*) FROM customers
=> SELECT count(*) FROM customers
Answer: ```SELECT count(*) FROM employees```
=> SELECT count(*) FROM employees
You can use this query:

    SELECT count(*) FROM employees

It returns one row.
=> SELECT count(*) FROM employees
"SELECT count(*) FROM employees WHERE department = \"sales\""
=> SELECT count(*) FROM employees WHERE department = 'sales'
{"tool": "query_data_layer", "arguments": {"sql": "SELECT count(*) FROM employees"}}
=> SELECT count(*) FROM employees
Thought: count them
Action Input: SELECT count(*) FROM employees
Observation: 40
=> SELECT count(*) FROM employees

# More groups
SELECT status, count(*) FROM orders GROUP BY 1, 2
=> SELECT status, count(*) FROM orders GROUP BY 1
SELECT status, count(*) AS n FROM orders GROUP BY status, n
=> SELECT status, count(*) AS n FROM orders GROUP BY status
SELECT status, count(*) FROM orders GROUP BY status, count(*)
=> SELECT status, count(*) FROM orders GROUP BY status
SELECT upper(status) AS s, count(*) FROM orders GROUP BY upper(s)
=> SELECT upper(status) AS s, count(*) FROM orders GROUP BY upper(status)
SELECT seen::date AS d, count(*) FROM events GROUP BY 1, 2 ORDER BY d
=> SELECT seen::date AS d, count(*) FROM events GROUP BY 1 ORDER BY d
SELECT customers.name, COUNT(orders.id) FROM customers INNER JOIN orders ON customers.id = orders.customer_id GROUP BY customers.id ORDER BY customers.id
=> SELECT customers.name, COUNT(orders.id) FROM customers INNER JOIN orders ON customers.id = orders.customer_id GROUP BY customers.id, customers.name ORDER BY customers.id

# Texts, dates and numbers that are searched like one another
SELECT count(*) FROM orders WHERE day LIKE '2023%'
=> SELECT count(*) FROM orders WHERE CAST(day AS VARCHAR) LIKE '2023%'
SELECT count(*) FROM orders WHERE substr(day, 1, 4) = '2023'
=> SELECT count(*) FROM orders WHERE substr(CAST(day AS VARCHAR), 1, 4) = '2023'
SELECT left(day, 7) AS m, count(*) FROM orders GROUP BY 1 ORDER BY 1
=> SELECT left(CAST(day AS VARCHAR), 7) AS m, count(*) FROM orders GROUP BY 1 ORDER BY 1
SELECT count(*) FROM orders WHERE id LIKE '1%'
=> SELECT count(*) FROM orders WHERE CAST(id AS VARCHAR) LIKE '1%'
SELECT count(*) FROM events WHERE seen LIKE '2024-01-05%'
=> SELECT count(*) FROM events WHERE CAST(seen AS VARCHAR) LIKE '2024-01-05%'

# Reserved words
WITH t AS (SELECT id, day AS "from" FROM orders) SELECT id, from FROM t WHERE from > DATE '2024-01-01' ORDER BY id
=> SELECT id, day FROM orders WHERE day > DATE '2024-01-01' ORDER BY id
WITH t AS (SELECT id, day AS "end" FROM orders) SELECT id, end FROM t ORDER BY id
=> SELECT id, day FROM orders ORDER BY id
WITH t AS (SELECT id AS "select" FROM orders) SELECT t.select FROM t ORDER BY 1
=> SELECT id FROM orders ORDER BY 1
SELECT orders.* FROM order ORDER BY id
=> SELECT * FROM orders ORDER BY id

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

# No single meaning
SELECT id FROM orders ORDER BY id LIMIT 5;
LIMIT 5
=> none
WITH t AS SELECT id FROM orders SELECT count(*) FROM t
=> none
SELECT count(*) FROM orders WHERE channel IS NOT EMPTY
=> none
SELECT count(*) FROM orders WHERE note = 'it's'
=> SELECT count(*) FROM orders WHERE note = 'it''s'
SELECT id status amount FROM orders
=> none
SELECT id, status, amount FROM orders WHERE status = 'paid' amount > 50
=> none
SELECT id FROM orders WHERE status = 'paid' AND ORDER BY id
=> none
SELECT id FROM orders WHERE ORDER BY id
=> none
SELECT id FROM orders WHERE AND status = 'paid' ORDER BY id
=> none
SELECT o.id FROM orders o JOIN customers c
=> none
SELECT o.id, c.name FROM orders o LEFT JOIN customers c WHERE o.customer_id = c.id
=> none
SELECT id FROM orders o WHERE customers.region = 'EU'
=> none
SELECT count(*) FROM orders WHERE day > current_date - INTERVAL 30
=> none
SELECT ROUND(AVG(amount, 2)) FROM orders
=> none
SELECT count(*) FROM orders WHERE day > '01/02/2023'
=> none
SELECT count(*) FROM orders WHERE day > '2023-02-30'
=> none
SELECT count(*) FROM orders WHERE day > '2023-06'
=> none
SELECT count(*) FROM orders WHERE day > 2023
=> none
SELECT count(*) FROM orders WHERE day = 'last week'
=> none
SELECT count(*) FROM orders WHERE day > '6/15/23'
=> none
SELECT count(*) FROM customers WHERE id IN ('1', '2', 'x')
=> none
SELECT count(*) FROM customers WHERE id = 'abc'
=> none
SELECT count(*) FROM orders WHERE amount > '12 EUR'
=> none
SELECT count(*) FROM orders WHERE items = 'three'
=> none
SELECT count(*) FROM customers WHERE score > '1,5'
=> none
SELECT count(*) FROM orders WHERE status = paid
=> none
SELECT count(*) FROM orders WHERE status IN (paid, open)
=> none
SELECT count(*) FROM orders WHERE region = EU
=> none
SELECT status, avg(amount) FROM orders GROUP BY status HAVING avg(amount) > 10 AND n > 3
=> none
SELECT id FROM orders WHERE amount > avg(amount)
=> none
SELECT id FROM orders WHERE amount = max(amount)
=> none
SELECT id FROM orders WHERE ROWNUM <= 5 ORDER BY id
=> none
SELECT FIRST 5 id FROM orders ORDER BY id
=> SELECT id FROM orders ORDER BY id LIMIT 5
SELECT id FROM orders ORDER BY id LIMIT 3 ROWS
=> SELECT id FROM orders ORDER BY id LIMIT 3
SELECT id FROM orders WHERE status = 'paid' OR 'open' ORDER BY id
=> none
SELECT id FROM orders WHERE NOT EXISTS SELECT 1 FROM payments WHERE order_id = orders.id
=> none
SELECT * FROM shop.orders ORDER BY id
=> none
SELECT * FROM main.public.orders
=> none
SELECT name FROM employees WHERE hire_date > DATE '2020-01-01' ORDER BY id
=> none
SELECT id FROM orders WHERE created_at > DATE '2020-01-01'
=> none
SELECT CONCAT_WS(', ' name, city) FROM customers
=> none
SELECT PERCENTILE_CONT(amount, 0.5) FROM orders
=> SELECT quantile_cont(amount, 0.5) FROM orders
SELECT FORMAT(day, 'yyyy-MM') FROM orders
=> none
SELECT count(*) FROM orders WHERE day > SYSDATE - 30
=> none
SELECT count(*) FROM orders WHERE day > NOW() - 30
=> none
SELECT TOP 10 PERCENT id FROM orders ORDER BY id
=> none
SELECT id, CASE amount > 100 THEN 'big' ELSE 'small' END FROM orders
=> none
WITH a AS (SELECT id FROM orders WHERE status = 'paid'
SELECT count(*) FROM a
=> SELECT count(*) FROM orders WHERE status = 'paid'
SELECT id FROM orders WHERE status != 'paid' AND NOT channel IN ('web' 'shop') ORDER BY id
=> none
SELECT id FROM orders WHERE id = '12a'
=> none
SELECT sum(replace(amount, ',', '')) FROM orders
=> none
SELECT SUBSTRING(name, 1 3) FROM customers
=> none
SELECT UPPER name FROM customers ORDER BY id
=> none
SELECT COUNT * FROM orders
=> SELECT COUNT(*) FROM orders
SELECT id FROM orders WHERE note CONTAINS '17' ORDER BY id
=> SELECT id FROM orders WHERE contains(note, '17') ORDER BY id
SELECT id FROM orders WHERE status EQUALS 'paid'
=> none
SELECT id FROM orders WHERE status is not 'paid' ORDER BY id
=> none
SELECT id FROM orders LIMIT = 5
=> SELECT id FROM orders LIMIT 5
SELECT id FROM orders ORDER BY id LIMIT 5 5
=> none
SELECT MAX(amount) FROM orders WHERE customer_id IN (SELECT id FROM customers WHERE region = 'EU' GROUP BY id
=> none
SELECT ((amount + 1) * 2 AS x FROM orders ORDER BY id
=> none
SELECT id FROM orders WHERE status IN ('paid' 'open')
=> none
SELECT id FROM orders WHERE status IN {'paid', 'open'} ORDER BY id
=> SELECT id FROM orders WHERE status IN ('paid', 'open') ORDER BY id
SELECT name, FROM customers WHERE, segment = 'gold' ORDER BY id
=> none
SELECT c.name FROM customers WHERE segment = 'gold' ORDER BY id
=> SELECT name FROM customers WHERE segment = 'gold' ORDER BY id
SELECT o.id, o.amount FROM orders WHERE o.amount > 900
=> SELECT id, amount FROM orders WHERE amount > 900
SELECT paymentid FROM payments
=> none
SELECT AVG(salary) FROM employees
=> none
SELECT department, AVG(sallary) FROM employees GROUP BY department
=> none
SELECT id FROM payments WHERE card_number LIKE 4
=> none
SELECT order_id FROM payments WHERE paid_at > '2023-01-15 25:00:00'
=> none
EXPLAIN SELECT count(*) FROM customers
=> none
SELECT count(*) FROM customers INTO @n
=> none
SELECT count(*) FROM customers; DROP TABLE customers; --
=> none
SELECT id FROM customers FOR UPDATE
=> none
SELECT count(*) FROM orders WHERE day BETWEEN '2023-01-01' TO '2023-02-01'
=> SELECT count(*) FROM orders WHERE day BETWEEN '2023-01-01' AND '2023-02-01'
SELECT count(*) FROM orders WHERE day BETWEEN '2023-01-01' AND '2023-02-31'
=> none
SELECT o.id FROM orders o WHERE o.day = (SELECT max(day) FROM orders WHERE day < '2023/12/31' ORDER BY o.id
=> none
SELECT id FROM orders WHERE status = 'paid''
=> none
SELECT id FROM orders WHERE status = paid' 
=> none
SELECT id FROM orders WHERE MONTH(day) = 'June'
=> none
SELECT id FROM orders WHERE LOWER(status = 'paid') ORDER BY id
=> none
SELECT e.name, d.name FROM employees e JOIN departments d ON d.id = e.department
=> none
SELECT name FROM employees WHERE salary > 50000
=> none
SELECT id FROM events WHERE value BETWEEN 10 & 20 ORDER BY id
=> none

# The reader has no error of its own for these
SELECT {: phone, 'e': email} AS s FROM customers
=> none
SELECT {'id': id, ,: email} AS s FROM customers WHERE id < 40
=> none

# A second WHERE that does not follow a condition
SELECT id FROM orders WHERE amount > 50 ORDER BY id WHERE customer_id = 1
=> none
SELECT status, count(*) FROM orders WHERE amount > 50 GROUP BY status WHERE status = 'paid'
=> none
SELECT id FROM orders WHERE amount > 50 LIMIT 5 WHERE status = 'paid'
=> none

# Two systems give these two meanings
SELECT name FROM customers WHERE name REGEXP '^[A-C]' ORDER BY name
=> none
SELECT name FROM customers WHERE name NOT REGEXP '^A' ORDER BY name
=> none
SELECT name FROM customers WHERE name RLIKE '^[A-C]' ORDER BY name
=> none
SELECT name FROM customers WHERE REGEXP_LIKE(name, '^[A-C]') ORDER BY name
=> none
SELECT name FROM customers WHERE REGEXP_LIKE(name, '^[a-c]', 'i') ORDER BY name
=> none
SELECT TIMESTAMPDIFF(MONTH, day, DATE '2024-06-01') FROM orders
=> none
SELECT TIMESTAMPDIFF(HOUR, seen, NOW()) > 0 AS x FROM events WHERE id < 100
=> none
SELECT CONVERT(INT, amount) FROM orders
=> none
SELECT DATE_FORMAT(day, note) FROM orders
=> none
SELECT STD(amount) FROM orders
=> none
SELECT sum(TO_NUMBER('12.7')) FROM orders
=> none
SELECT DATEPART(week, day) AS w, count(*) FROM orders GROUP BY 1
=> none
SELECT DATEDIFF(week, day, DATE '2024-06-01') FROM orders
=> none
SELECT INITCAP(status), sum(id) / count(*) FROM orders GROUP BY status
=> none
SELECT INITCAP(status), sum(id) / 2.0 FROM orders GROUP BY status
=> SELECT upper(left(status, 1)) || substr(status, 2), sum(id) / 2.0 FROM orders GROUP BY status
SELECT INITCAP(status), count(*) FROM orders GROUP BY status
=> SELECT upper(left(status, 1)) || substr(status, 2), count(*) FROM orders GROUP BY status
SELECT NVL(items, 0) / 2 FROM orders ORDER BY id
=> SELECT coalesce(items, 0) / 2 FROM orders ORDER BY id
SELECT DATE_FORMAT(day, '%m') AS m, count(*) FROM orders GROUP BY 1 ORDER BY 1
=> SELECT strftime(day, '%m') AS m, count(*) FROM orders GROUP BY 1 ORDER BY 1
SELECT DATE_FORMAT(day, '%M-%d') AS m, count(*) FROM orders GROUP BY 1 ORDER BY 1
=> SELECT strftime(day, '%B-%d') AS m, count(*) FROM orders GROUP BY 1 ORDER BY 1
SELECT id FROM orders WHERE DATE_FORMAT(day, '%d') = '03' ORDER BY id
=> SELECT id FROM orders WHERE day(day) = 3 ORDER BY id
SELECT DATE_FORMAT(day, 'yyyy-MM') AS m, count(*) FROM orders GROUP BY 1 ORDER BY 1
=> SELECT strftime(day, '%Y-%m') AS m, count(*) FROM orders GROUP BY 1 ORDER BY 1
SELECT TOP 3 [name] FROM customers ORDER BY [id]
=> SELECT name FROM customers ORDER BY id LIMIT 3
SELECT TOP 2 [nmae] FROM customers ORDER BY [id]
=> SELECT name FROM customers ORDER BY id LIMIT 2
SELECT [name], [region] FROM customers WHERE [id] = 1
=> none

# A statement that comes before the query
```sql
-- build
CREATE TEMP TABLE orders AS SELECT * FROM customers;
SELECT count(*) FROM orders;
```
=> none
```sql
-- first delete
DELETE FROM orders;
SELECT count(*) FROM orders;
```
=> none
Here it is:
/* one
two */ DROP TABLE orders;
SELECT count(*) FROM orders
=> none
First: DELETE FROM orders
```sql
SELECT count(*) FROM orders
```
=> none
```sql
-- the count of all
SELECT count(*) FROM orders;
```
=> SELECT count(*) FROM orders
I would drop nothing, and count:
SELECT count(*) FROM orders
=> SELECT count(*) FROM orders

# The old name of a table is that of a column
WITH totals AS (SELECT customer_id, sum(amount) AS total FROM orders GROUP BY customer_id) SELECT max(total) FROM total
=> SELECT max(total) FROM (SELECT sum(amount) AS total FROM orders GROUP BY customer_id)
WITH amounts AS (SELECT amount FROM orders) SELECT amount FROM amount
=> SELECT amount FROM orders
WITH totals(c, total) AS (SELECT customer_id, sum(amount) FROM orders GROUP BY 1) SELECT max(total) FROM total
=> SELECT max(total) FROM (SELECT sum(amount) AS total FROM orders GROUP BY customer_id)

# Columns of one row beside an aggregate
SELECT id, max(amount) FROM orders
=> none
SELECT max(amount), id FROM orders
=> none
SELECT id, amount FROM orders HAVING amount = max(amount)
=> none
SELECT id, amount FROM orders HAVING amount > avg(amount)
=> none
SELECT status, amount, avg(amount) FROM orders
=> none
SELECT status, items, avg(items) FROM orders GROUP BY status
=> none
SELECT c.name, max(o.day), o.amount FROM customers c JOIN orders o ON o.customer_id = c.id GROUP BY c.name
=> none
SELECT status, count(status) FROM orders
=> SELECT status, count(status) FROM orders GROUP BY status
SELECT status, channel, max(day) FROM orders GROUP BY status
=> none
SELECT status, max(day) FROM orders
=> none
SELECT region, min(amount), max(amount) FROM orders
=> none
SELECT status, max(day) FROM orders ORDER BY status
=> SELECT status, max(day) FROM orders GROUP BY status ORDER BY status
SELECT status, count(*), max(amount) FROM orders
=> SELECT status, count(*), max(amount) FROM orders GROUP BY status
SELECT name, count(*), max(salary) FROM employees
=> none
SELECT name, count(*), max(hired) FROM employees
=> none
SELECT status, channel, count(*), max(day) FROM orders GROUP BY status
=> none
SELECT status, channel, count(*) FROM orders GROUP BY status ORDER BY max(day)
=> none
SELECT customer_id, id, sum(amount) FROM orders GROUP BY customer_id
=> none
SELECT name FROM employees GROUP BY department
=> none
SELECT customer_id, status FROM orders GROUP BY customer_id HAVING count(*) > 2
=> none
SELECT region, count(*) FROM orders GROUP BY status
=> none
SELECT status, items, count(*) FROM orders GROUP BY status
=> none
SELECT customer_id, amount * 2, count(*) FROM orders GROUP BY customer_id
=> none
SELECT region, seen, count(*) FROM events GROUP BY region
=> none
SELECT c.id, o.status, max(o.day) FROM customers c JOIN orders o ON o.customer_id = c.id GROUP BY c.id
=> none
SELECT c.id, c.name, max(o.day) FROM customers c JOIN orders o ON o.customer_id = c.id GROUP BY c.id
=> SELECT c.id, c.name, max(o.day) FROM customers c JOIN orders o ON o.customer_id = c.id GROUP BY c.id, c.name
SELECT o.customer_id, c.name, max(o.day) FROM customers c JOIN orders o ON o.customer_id = c.id GROUP BY o.customer_id
=> SELECT c.id, c.name, max(o.day) FROM customers c JOIN orders o ON o.customer_id = c.id GROUP BY c.id, c.name
SELECT o.customer_id, c.name, max(o.day) FROM customers c LEFT JOIN orders o ON o.customer_id = c.id GROUP BY o.customer_id
=> none
SELECT name FROM employees GROUP BY id
=> SELECT name FROM employees GROUP BY id, name
SELECT segment FROM customers HAVING count(*) > 3
=> SELECT segment FROM customers GROUP BY segment HAVING count(*) > 3

# A condition on rows with an aggregate of their group
SELECT customer_id, day FROM orders WHERE day = max(day) GROUP BY customer_id, day
=> none
SELECT customer_id, id, day FROM orders WHERE day = max(day) GROUP BY customer_id
=> none
SELECT name, department FROM employees WHERE hired = min(hired) GROUP BY department, name, hired
=> none
SELECT region, count(*) FROM orders WHERE amount > avg(amount) GROUP BY region
=> none
SELECT region, count(*) FROM orders WHERE count(*) > 3 OR status = 'paid' GROUP BY region
=> none
SELECT sum(amount) FROM orders WHERE count(*) > 5
=> none
SELECT region, count(*) FROM orders WHERE count(*) > 100 OR region = 'EU' GROUP BY region
=> SELECT region, count(*) FROM orders GROUP BY region HAVING count(*) > 100 OR region = 'EU'
SELECT customer_id, max(day) FROM orders WHERE max(day) > DATE '2024-06-01' GROUP BY customer_id
=> SELECT customer_id, max(day) FROM orders GROUP BY customer_id HAVING max(day) > DATE '2024-06-01'
SELECT c.id, count(o.id) FROM customers c JOIN orders o ON o.customer_id = c.id
=> SELECT c.id, count(o.id) FROM customers c JOIN orders o ON o.customer_id = c.id GROUP BY c.id

# Two words are as near, or another word is meant
SELECT id FROM orders WHERE status ILKE 'PA%'
=> none
SELECT id FROM orders WHERE status IS NOT 'paid'
=> none
SELECT count(*) FROM orders WHERE status IS NOT 'paid'
=> none
SELECT id FROM orders WHERE status IS NOT 'paid' AND channel IS 'web'
=> none
SELECT paid_on FROM payments
=> none
SELECT created_by FROM customers
=> none
SELECT state FROM orders
=> none
SELECT statu FROM orders
=> SELECT status FROM orders
SELECT piad_at FROM payments
=> SELECT paid_at FROM payments

# What can match nothing, and a number that is no text as it stands
SELECT id FROM orders WHERE day LIKE '03/%'
=> none
SELECT id FROM orders WHERE day LIKE '%/2023'
=> none
SELECT seen FROM events WHERE seen LIKE '%January%'
=> none
SELECT id FROM orders WHERE items LIKE '1x%'
=> none
SELECT id FROM customers WHERE name = 012
=> none
SELECT id FROM orders WHERE day LIKE '%-0_-01' ORDER BY id
=> SELECT id FROM orders WHERE CAST(day AS VARCHAR) LIKE '%-0_-01' ORDER BY id
SELECT count(*) FROM events WHERE seen LIKE '2024-01-01 0%'
=> SELECT count(*) FROM events WHERE CAST(seen AS VARCHAR) LIKE '2024-01-01 0%'

# What sqlglot alone would read
SELECT id FROM orders ORDER BY id LIMIT 2, 5
=> SELECT id FROM orders ORDER BY id LIMIT 5 OFFSET 2
SELECT id FROM orders WHERE amount > 100, ORDER BY id
=> SELECT id FROM orders WHERE amount > 100 ORDER BY id

# A name that says something else
SELECT paid_to FROM payments
=> none
SELECT unpaid_at FROM payments
=> none
SELECT fired FROM employees
=> none
SELECT hire FROM employees ORDER BY id
=> SELECT hired FROM employees ORDER BY id
SELECT sum(fired) FROM employees
=> none
SELECT count(*) FROM (SELECT hired AS hire_date FROM employees) WHERE fire_date > DATE '2020-01-01'
=> none
SELECT count(*) FROM (SELECT items > 2 AS is_active FROM orders) WHERE is_inactive
=> none
SELECT count(*) FROM (SELECT items > 2 AS is_active FROM orders) WHERE inactive
=> none
SELECT count(*) FROM (SELECT items > 2 AS is_active FROM orders) WHERE is_actve
=> SELECT count(*) FROM orders WHERE items > 2
SELECT avg(duration_s) FROM (SELECT value AS duration_ms FROM events)
=> none
SELECT avg(duration_min) FROM (SELECT value AS duration_ms FROM events)
=> none
SELECT avg(duration) FROM (SELECT value AS duration_ms FROM events)
=> SELECT avg(value) FROM events
SELECT sum(price_eur) FROM (SELECT amount AS price_usd FROM orders)
=> none
SELECT min(last_order) FROM (SELECT day AS first_order FROM orders)
=> none
SELECT county FROM (SELECT city AS country FROM customers)
=> none
SELECT employer_id FROM (SELECT id AS employee_id FROM employees)
=> none

# A letter more or less makes another function
SELECT STDDEVP(amount) FROM orders
=> SELECT stddev_pop(amount) FROM orders
SELECT STDDEV_P(amount) FROM orders
=> SELECT stddev_pop(amount) FROM orders
SELECT VARIANCEP(amount) FROM orders
=> SELECT var_pop(amount) FROM orders
SELECT max(LENGTHB(name)) FROM customers
=> SELECT max(strlen(name)) FROM customers
SELECT LOGE(count(*)) FROM orders
=> SELECT ln(count(*)) FROM orders
SELECT COUNTD(customer_id) FROM orders
=> none
SELECT COUNTA(channel) FROM orders
=> none
SELECT COUNTIFS(status = 'paid') FROM orders
=> SELECT count(*) FROM orders WHERE status = 'paid'
SELECT SQR(items) FROM orders
=> none
SELECT DAYS(day) FROM orders
=> none
SELECT WEEK_DAY(day) FROM orders
=> none
SELECT SUBSTRB(name, 1, 1) FROM customers
=> none
SELECT MAXA(amount) FROM orders
=> none
SELECT CEILS(amount) FROM orders
=> none
SELECT summ(items) FROM orders
=> SELECT sum(items) FROM orders
SELECT averag(items) FROM orders
=> SELECT avg(items) FROM orders
SELECT coalesc(channel, 'none') FROM orders ORDER BY id
=> SELECT coalesce(channel, 'none') FROM orders ORDER BY id

# A date that is cut like a text has the parts of YYYY-MM-DD
SELECT count(*) FROM orders WHERE RIGHT(day, 4) = '2023'
=> none
SELECT count(*) FROM orders WHERE SUBSTR(day, 4, 2) = '03'
=> none
SELECT count(*) FROM orders WHERE SUBSTR(day, 7, 4) = '2023'
=> none
SELECT count(*) FROM orders WHERE SPLIT_PART(day, '/', 3) = '2023'
=> none
SELECT count(*) FROM orders WHERE SPLIT_PART(day, '-', 3) = '2023'
=> none
SELECT count(*) FROM orders WHERE LEFT(day, 2) = '03'
=> none
SELECT count(*) FROM orders WHERE LEFT(day, 7) = '2023/03'
=> none
SELECT count(*) FROM orders WHERE LEFT(day, 7) >= '2023/03'
=> none
SELECT count(*) FROM orders WHERE LEFT(day, 7) = '2023-13'
=> none
SELECT count(*) FROM orders WHERE LEFT(day, 4) IN ('2023', '24')
=> none
SELECT count(*) FROM orders WHERE SUBSTRING(day, 6, 2) = '3'
=> none
SELECT count(*) FROM orders WHERE RIGHT(day, 2) = '23'
=> none
SELECT count(*) FROM orders WHERE day LIKE '03%'
=> none
SELECT count(*) FROM orders WHERE starts_with(day, '03')
=> none
SELECT count(*) FROM orders WHERE contains(day, '/2023')
=> none
SELECT count(*) FROM orders WHERE regexp_matches(day, '2023$')
=> none
SELECT count(*) FROM orders WHERE replace(day, '/', '-') = '2023-03-05'
=> none
SELECT count(*) FROM orders WHERE length(day) = 10
=> none
SELECT count(*) FROM orders WHERE LEFT(id, 1) = 'A'
=> none
SELECT count(*) FROM orders WHERE LEFT(day, 4) = 2023
=> SELECT count(*) FROM orders WHERE year(day) = 2023
SELECT count(*) FROM orders WHERE '2023' = LEFT(day, 4)
=> SELECT count(*) FROM orders WHERE year(day) = 2023
SELECT count(*) FROM orders WHERE SUBSTRING(day, 6, 2) IN ('03', '04')
=> SELECT count(*) FROM orders WHERE month(day) IN (3, 4)
SELECT count(*) FROM orders WHERE CAST(SUBSTR(day, 9, 2) AS INTEGER) = 5
=> SELECT count(*) FROM orders WHERE day(day) = 5
SELECT count(*) FROM orders WHERE SPLIT_PART(day, '-', 2) = '03'
=> SELECT count(*) FROM orders WHERE month(day) = 3
SELECT count(*) FROM orders WHERE starts_with(day, '2023-03')
=> SELECT count(*) FROM orders WHERE year(day) = 2023 AND month(day) = 3
SELECT count(*) FROM orders WHERE regexp_matches(day, '^2023')
=> SELECT count(*) FROM orders WHERE year(day) = 2023
SELECT count(*) FROM orders WHERE replace(day, '-', '') = '20230114'
=> SELECT count(*) FROM orders WHERE day = DATE '2023-01-14'
SELECT SUBSTR(seen, 12, 2) AS h, count(*) FROM events GROUP BY 1 ORDER BY 1
=> SELECT strftime(seen, '%H') AS h, count(*) FROM events GROUP BY 1 ORDER BY 1

# What stands in double quotes looks like a name
SELECT count(*) FROM orders WHERE status = "channl"
=> none
SELECT count(*) FROM orders WHERE status = "statuss"
=> none
SELECT count(*) FROM orders o JOIN customers c ON c.id = o.customer_id WHERE o.region = "c.region"
=> none
SELECT count(*) FROM orders WHERE channel = "phone"
=> none
SELECT count(*) FROM orders WHERE channel = "customers.phone"
=> none

# An apostrophe within curled quotes
SELECT count(*) FROM customers WHERE name = ‘O’Brien A.’
=> none
SELECT count(*) FROM customers WHERE name = “O’Brien A.”
=> none
SELECT count(*) FROM customers WHERE name LIKE ‘O'Brien%’
=> SELECT count(*) FROM customers WHERE name LIKE 'O''Brien%'
SELECT count(*) FROM customers WHERE city = ‘Porto’ OR name = 'it’s'
=> SELECT count(*) FROM customers WHERE city = 'Porto'

# What stands beside a query changes what is asked
{"sql": "SELECT id FROM orders ORDER BY id", "limit": 3}
=> none
{"sql": "SELECT id FROM orders ORDER BY id", "max_rows": 3}
=> none
{"sql": "SELECT count(*) FROM orders", "parameters": {"status": "paid"}}
=> none
{"tool": "query", "arguments": {"sql": "SELECT count(*) FROM orders", "filters": "status = 'paid'"}}
=> none
{"sql": "SELECT count(*) FROM orders", "limit": null, "parameters": []}
=> SELECT count(*) FROM orders
{"sql": "SELECT id FROM orders ORDER BY id", "maxResults": 3}
=> none
{"sql": "SELECT id FROM orders ORDER BY id", "sample": 3}
=> none
{"sql": "SELECT id FROM orders ORDER BY id", "range": {"start": "2024-01-01"}}
=> none
{"name": "run", "parameters": {"sqlQuery": "SELECT count(*) FROM orders", "tables": ["orders"], "reason": "counts"}}
=> SELECT count(*) FROM orders
run_query("SELECT id FROM orders ORDER BY id", limit=5)
=> none
spark.sql("SELECT status FROM orders").distinct()
=> none
con.execute("SELECT id FROM orders ORDER BY id").fetchone()
=> none

# ROWNUM counts the rows before they are added up
SELECT sum(amount) FROM orders WHERE ROWNUM <= 5
=> none
SELECT max(id) FROM orders WHERE ROWNUM <= 5
=> none
SELECT id, row_number() OVER (ORDER BY id DESC) FROM orders WHERE ROWNUM <= 3
=> none

# Signs of HTML, of typesetting, and what other programs end a statement with
SELECT count(*) FROM orders WHERE amount &gt; 50 AND amount &lt;= 500
=> SELECT count(*) FROM orders WHERE amount > 50 AND amount <= 500
SELECT count(*) FROM orders WHERE amount ≥ 50 AND status ≠ 'paid'
=> SELECT count(*) FROM orders WHERE amount >= 50 AND status <> 'paid'
SELECT sum(amount – 1) FROM orders WHERE note <> '≥'
=> SELECT sum(amount - 1) FROM orders WHERE note <> '≥'
SELECT count(*) FROM orders WHERE day >= #2023-06-01#
=> SELECT count(*) FROM orders WHERE day >= DATE '2023-06-01'
SELECT count(*) FROM orders WHERE status = 'paid'.
=> SELECT count(*) FROM orders WHERE status = 'paid'
SELECT count(*) FROM orders WHERE status = 'paid'
GO
=> SELECT count(*) FROM orders WHERE status = 'paid'
SELECT count(*) FROM orders WHERE status = 'paid' \G
=> SELECT count(*) FROM orders WHERE status = 'paid'
SELECT count(*) FROM orders WHERE status = 'paid'
/
=> SELECT count(*) FROM orders WHERE status = 'paid'
SELECT count(*) FROM orders.
=> none
SELECT count(*) FROM orders
GO
SELECT count(*) FROM customers
GO
=> none
SELECT count(*) FROM orders WHERE status = 'open' /* the open ones
=> SELECT count(*) FROM orders WHERE status = 'open'
SELECT count(*) FROM orders /* the open ones WHERE status = 'open'
=> none
SELECT count(*) FROM customers WHERE name LIKE 'O\'B%'
=> SELECT count(*) FROM customers WHERE name LIKE 'O''B%'
SELECT count(*) FROM customers WHERE name = 'O'Brien J.' AND city = 'Porto'
=> SELECT count(*) FROM customers WHERE name = 'O''Brien J.' AND city = 'Porto'
SELECT count(*) FROM customers WHERE name = 'customers' name'
=> none

# Other names of columns that need quotes
SELECT sum(amount) AS 2023_total FROM orders WHERE year(day) = 2023
=> none
SELCT count(*) AS Total From orders
=> SELECT count(*) FROM orders
SELECT count(*) AS Total Orders From orders
=> SELECT count(*) FROM orders
SELECT sum(amount) AS Total Revenue FROM orders
=> SELECT sum(amount) FROM orders
SELECT status, count(*) AS order-count FROM orders GROUP BY status ORDER BY order-count, status
=> SELECT status, count(*) AS n FROM orders GROUP BY status ORDER BY n, status
SELECT sum(amount) AS total region FROM orders
=> none

# More that stands around the SQL: calls of other languages, prompts, sentences
cursor.execute("SELECT count(*) FROM orders WHERE status = 'paid'")
=> SELECT count(*) FROM orders WHERE status = 'paid'
df = pd.read_sql("SELECT count(*) FROM orders", connection)
=> SELECT count(*) FROM orders
spark.sql("""SELECT count(*) FROM orders""").show()
=> SELECT count(*) FROM orders
sqlite> SELECT count(*) FROM orders;
=> SELECT count(*) FROM orders
shop=# SELECT count(*) FROM orders;
=> SELECT count(*) FROM orders
Sure! SELECT count(*) FROM orders WHERE status = 'open';
=> SELECT count(*) FROM orders WHERE status = 'open'
**Query:** SELECT count(*) FROM orders
=> SELECT count(*) FROM orders
pd.read_sql_query("SELECT count(*) FROM orders", con=self.engine)
=> SELECT count(*) FROM orders
cursor.execute("DELETE FROM orders")
=> none
cursor.execute("SELECT count(*) FROM orders WHERE status = '" + status + "'")
=> none

# Words twice
SELECT SELECT status, count(*) FROM orders GROUP BY status
=> SELECT status, count(*) FROM orders GROUP BY status
SELECT count(*) FROM FROM orders WHERE WHERE status = 'open' AND AND amount > 5
=> SELECT count(*) FROM orders WHERE status = 'open' AND amount > 5
SELECT status, count(*) FROM orders GROUP BY BY status
=> SELECT status, count(*) FROM orders GROUP BY status
SELECT count(*) FROM orders WHERE status = 'open' AND OR amount > 5
=> none

# Words where SQL has others
SELECT count(*) FROM orders WHERE status IS NOT IN ('paid', 'open')
=> SELECT count(*) FROM orders WHERE status NOT IN ('paid', 'open')
SELECT count(*) FROM orders WHERE note IS NOT LIKE '%7'
=> SELECT count(*) FROM orders WHERE note NOT LIKE '%7'
SELECT count(*) FROM orders WHERE amount BETWEEN 10, 50
=> SELECT count(*) FROM orders WHERE amount BETWEEN 10 AND 50
SELECT count(*) FROM orders WHERE day BETWEEN ('2023-01-01', '2023-03-31')
=> SELECT count(*) FROM orders WHERE day BETWEEN '2023-01-01' AND '2023-03-31'
SELECT count(*) FROM orders WHERE amount BETWEEN 1,000 AND 5,000
=> none
SELECT count(*) FROM orders WHERE amount BETWEEN 1,500
=> none
SELECT COUNT DISTINCT status FROM orders
=> SELECT count(DISTINCT status) FROM orders
SELECT COUNT DISTINCT(o.status) AS n FROM orders o
=> SELECT count(DISTINCT status) FROM orders
SELECT id, channel FROM orders ORDER BY channel NULLS LAST DESC, id
=> SELECT id, channel FROM orders ORDER BY channel DESC NULLS LAST, id
SELECT count(*) FROM orders o JOIN ON customers c ON o.customer_id = c.id
=> SELECT count(*) FROM orders o JOIN customers c ON o.customer_id = c.id
SELECT count(*) FROM orders WHERE note STARTS WITH 'note 1'
=> SELECT count(*) FROM orders WHERE starts_with(note, 'note 1')
SELECT status || region CONTAINS 'EU' FROM orders
=> none
SELECT id FROM orders WHERE status || region CONTAINS 'EU'
=> none
SELECT count(*) FROM orders WHERE note NOT CONTAINS '7'
=> SELECT count(*) FROM orders WHERE NOT contains(note, '7')
SELECT id, row_number() (PARTITION BY status ORDER BY id) AS n FROM orders ORDER BY id
=> SELECT id, row_number() OVER (PARTITION BY status ORDER BY id) AS n FROM orders ORDER BY id
SELECT id, rank() OVER ORDER BY amount DESC AS r FROM orders ORDER BY id
=> SELECT id, rank() OVER (ORDER BY amount DESC) AS r FROM orders ORDER BY id
SELECT id, rank() OVER (ORDER BY amount DESC AS r FROM orders ORDER BY id
=> SELECT id, rank() OVER (ORDER BY amount DESC) AS r FROM orders ORDER BY id
SELECT id, rank() OVER (ORDER BY amount DESC, id AS r FROM orders ORDER BY id
=> none
SELECT status, percentile_cont(0.5) WITHIN GROUP (amount) AS m FROM orders GROUP BY status
=> SELECT status, percentile_cont(0.5) WITHIN GROUP (ORDER BY amount) AS m FROM orders GROUP BY status
SELECT sum(CASE WHEN status = 'paid' 1 ELSE 0 END) AS n FROM orders
=> SELECT sum(CASE WHEN status = 'paid' THEN 1 ELSE 0 END) AS n FROM orders
SELECT CASE WHEN amount > 50 THEN 'big' ELSE 'small' END CASE AS s, count(*) FROM orders GROUP BY 1
=> SELECT CASE WHEN amount > 50 THEN 'big' ELSE 'small' END AS s, count(*) FROM orders GROUP BY 1
SELECT count(*) FROM {{orders}} WHERE status = 'open'
=> SELECT count(*) FROM orders WHERE status = 'open'
SELECT count(*) FROM <orders> WHERE status = 'open'
=> SELECT count(*) FROM orders WHERE status = 'open'
SELECT count(*) FROM orders WHERE customer_id = <customer_id>
=> none
SELECT count(*) FROM orders WHERE customer_id = {{customer_id}}
=> none
SELECT max(amount) FROM orders FOR READ ONLY
=> SELECT max(amount) FROM orders
SELECT CAST(amount INTEGER) AS a FROM orders ORDER BY id
=> SELECT CAST(amount AS INTEGER) AS a FROM orders ORDER BY id
SELECT CAST(amount DECIMAL(10, 1)) AS a FROM orders ORDER BY id
=> SELECT CAST(amount AS DECIMAL(10, 1)) AS a FROM orders ORDER BY id
SELECT
  status,
  count(*) AS n
  sum(amount) AS total
FROM orders
GROUP BY status
=> SELECT status, count(*) AS n, sum(amount) AS total FROM orders GROUP BY status
SELECT round(sum(amount * items), 2)) AS s FROM orders
=> SELECT round(sum(amount * items), 2) AS s FROM orders
SELECT amount * round(sum(items), 2)) AS s FROM orders
=> none
WITH a AS (SELECT status, count(*) AS n FROM orders GROUP BY status;) SELECT max(n) FROM a;
=> SELECT max(n) FROM (SELECT count(*) AS n FROM orders GROUP BY status)

# Clauses in another order, and parts that sort or cut their rows
SELECT status, count(*) AS n FROM orders GROUP BY status WHERE amount > 50
=> SELECT status, count(*) AS n FROM orders WHERE amount > 50 GROUP BY status
SELECT status, sum(amount) AS s FROM orders HAVING sum(amount) > 100 GROUP BY status
=> SELECT status, sum(amount) AS s FROM orders GROUP BY status HAVING sum(amount) > 100
SELECT max(id) FROM (SELECT id FROM orders LIMIT 3 ORDER BY amount, id) t
=> SELECT max(id) FROM (SELECT id FROM orders ORDER BY amount, id LIMIT 3) t
SELECT id FROM orders ORDER BY amount DESC, id LIMIT 1 UNION ALL SELECT id FROM orders ORDER BY amount, id LIMIT 1
=> (SELECT id FROM orders ORDER BY amount DESC, id LIMIT 1) UNION ALL (SELECT id FROM orders ORDER BY amount, id LIMIT 1)
SELECT region FROM customers WHERE id < 5 ORDER BY id UNION ALL SELECT region FROM orders WHERE id < 5
=> SELECT region FROM customers WHERE id < 5 UNION ALL SELECT region FROM orders WHERE id < 5
SELECT id FROM orders LIMIT 3 UNION ALL SELECT id FROM customers ORDER BY id LIMIT 5
=> none

# Names of the same words: in another order, cut short, with the table's name or without
SELECT id_customer, count(*) FROM orders GROUP BY id_customer
=> SELECT customer_id, count(*) FROM orders GROUP BY customer_id
SELECT count(DISTINCT cust_id) FROM orders
=> SELECT count(DISTINCT customer_id) FROM orders
SELECT sum(amt) FROM orders
=> SELECT sum(amount) FROM orders
SELECT dept, count(*) FROM employees GROUP BY dept
=> SELECT department, count(*) FROM employees GROUP BY department
SELECT o.order_id, o.amount FROM orders o WHERE o.order_id < 5 ORDER BY o.order_id
=> SELECT id, amount FROM orders WHERE id < 5 ORDER BY id
SELECT customers.customer_name FROM customers ORDER BY customers.customer_id
=> SELECT name FROM customers ORDER BY id
SELECT number FROM payments WHERE id < 5 ORDER BY id
=> SELECT card_number FROM payments WHERE id < 5 ORDER BY id
SELECT min(timestamp) FROM events
=> SELECT min(seen) FROM events
SELECT date, count(*) FROM orders GROUP BY date
=> SELECT day, count(*) FROM orders GROUP BY day
SELECT id FROM (SELECT customer_id AS c, sum(amount) AS s FROM orders GROUP BY customer_id) t
=> none
WITH t AS (SELECT customer_id, sum(amount) AS total FROM orders GROUP BY customer_id) SELECT customer_id, amount FROM t WHERE amount > 500
=> SELECT customer_id, sum(amount) FROM orders GROUP BY customer_id HAVING sum(amount) > 500
WITH t AS (SELECT customer_id, sum(amount) AS s, avg(amount) AS a FROM orders GROUP BY customer_id) SELECT max(amount) FROM t
=> none
WITH t AS (SELECT status, count(channel) AS n FROM orders GROUP BY status) SELECT status, channel FROM t
=> none
SELECT date FROM customers
=> none
SELECT manager FROM employees
=> none
SELECT o.order_name FROM orders o
=> none

# A table that is called otherwise, or another one's column
SELECT cu.name, cu.city FROM customers c WHERE cu.segment = 'gold' ORDER BY cu.id
=> SELECT name, city FROM customers WHERE segment = 'gold' ORDER BY id
SELECT od.* FROM orders o WHERE o.id < 4 ORDER BY o.id
=> SELECT * FROM orders WHERE id < 4 ORDER BY id
SELECT count(*) FROM orders o JOIN customers ON c.id = o.customer_id WHERE c.segment = 'gold'
=> SELECT count(*) FROM orders o JOIN customers c ON c.id = o.customer_id WHERE c.segment = 'gold'
SELECT o.customer_id, t.n FROM (SELECT customer_id, count(*) AS n FROM orders o GROUP BY customer_id) t ORDER BY t.n DESC, 1
=> SELECT customer_id, count(*) AS n FROM orders GROUP BY customer_id ORDER BY n DESC, 1
SELECT o.id, c.region FROM orders o
=> none
SELECT e.name FROM customers
=> none
SELECT c.items, o.amount FROM customers c JOIN orders o ON o.customer_id = c.id ORDER BY o.id
=> SELECT o.items, o.amount FROM customers c JOIN orders o ON o.customer_id = c.id ORDER BY o.id
SELECT c.amount, o.id FROM customers c JOIN orders o ON o.customer_id = c.id
=> none
SELECT max(p.items) FROM customers c JOIN orders o ON o.customer_id = c.id JOIN payments p ON p.order_id = o.id
=> SELECT max(o.items) FROM customers c JOIN orders o ON o.customer_id = c.id JOIN payments p ON p.order_id = o.id

# Databases and types of other systems, table hints, DUAL
SELECT max(amount) FROM analytics.public.orders
=> none
SELECT * FROM analytics.public.secrets
=> none
SELECT CAST(id AS UNSIGNED) AS n FROM orders ORDER BY id
=> none
SELECT avg(CAST(items AS FLOAT64)) FROM orders
=> none
SELECT CAST(id AS NOSUCHTYPE) FROM orders
=> none
SELECT count(*) FROM orders WITH (NOLOCK) WHERE status = 'open'
=> none
SELECT (SELECT count(*) FROM orders) AS n FROM dual
=> SELECT count(*) FROM orders
SELECT id FROM dual
=> none

# Calls of other systems, parts of dates that are misspelt
SELECT SUM_IF(amount, status = 'paid') FROM orders
=> SELECT sum(amount) FILTER (status = 'paid') FROM orders
SELECT COUNT_DISTINCT(customer_id) FROM orders
=> SELECT count(DISTINCT customer_id) FROM orders
SELECT avg(JULIANDAY(current_date) - JULIANDAY(day)) FROM orders
=> SELECT avg(date_diff('day', day, current_date)) FROM orders
SELECT JULIANDAY(day) FROM orders
=> none
SELECT DECODE(status, 'paid', 'yes', 'open', 'no', '-') AS s, count(*) FROM orders GROUP BY 1
=> SELECT CASE status WHEN 'paid' THEN 'yes' WHEN 'open' THEN 'no' ELSE '-' END AS s, count(*) FROM orders GROUP BY 1
SELECT DECODE(status, channel, 1, 0) FROM orders
=> none
SELECT date_part('quater', day) AS q, count(*) FROM orders GROUP BY 1
=> SELECT quarter(day) AS q, count(*) FROM orders GROUP BY 1
SELECT date_trunc('monht', day) AS m, count(*) FROM orders GROUP BY 1
=> SELECT date_trunc('month', day) AS m, count(*) FROM orders GROUP BY 1
SELECT date_trunc('fortnight', day) AS m, count(*) FROM orders GROUP BY 1
=> none
SELECT date_trunc(day, 'month') AS m, count(*) FROM orders GROUP BY 1
=> SELECT date_trunc('month', day) AS m, count(*) FROM orders GROUP BY 1
SELECT HOUR_OF(seen) AS h, count(*) FROM events GROUP BY 1
=> SELECT hour(seen) AS h, count(*) FROM events GROUP BY 1
SELECT round(POWR(avg(amount), 2), 0) FROM orders
=> SELECT round(power(avg(amount), 2), 0) FROM orders
SELECT month, s FROM (SELECT DATE_TRUNC(month, day) AS month, sum(amount) AS s FROM orders GROUP BY 1)
=> SELECT date_trunc('month', day) AS month, sum(amount) AS s FROM orders GROUP BY 1

# Texts in double quotes, where a text stands
SELECT CASE WHEN amount > 50 THEN "big" ELSE "small" END AS s, count(*) FROM orders GROUP BY 1
=> SELECT CASE WHEN amount > 50 THEN 'big' ELSE 'small' END AS s, count(*) FROM orders GROUP BY 1
SELECT status || " / " || region FROM orders ORDER BY id
=> SELECT status || ' / ' || region FROM orders ORDER BY id
SELECT coalesce(channel, "none") AS c, count(*) FROM orders GROUP BY 1
=> SELECT coalesce(channel, 'none') AS c, count(*) FROM orders GROUP BY 1
SELECT if(amount > 50, "big", "small") AS s, count(*) FROM orders GROUP BY 1
=> SELECT if(amount > 50, 'big', 'small') AS s, count(*) FROM orders GROUP BY 1
SELECT coalesce(amount, "none") FROM orders
=> none
SELECT coalesce("nickname", 'none') FROM customers
=> none
SELECT "street" || ', ' || "country" FROM customers
=> none
SELECT name || ', ' || "country" FROM customers
=> none
SELECT coalesce("channel", "origin") FROM orders
=> none
SELECT CASE WHEN amount > 50 THEN amount ELSE "small" END FROM orders
=> none

# Signs that say something else in the system that has the call
SELECT max("amount"), FORMAT_DATE('%Y', max(day)) FROM orders
=> none
SELECT DATE_FORMAT(day, '%Y') AS y, count(*) FROM orders WHERE "status" = 'paid' GROUP BY 1
=> SELECT strftime(day, '%Y') AS y, count(*) FROM orders WHERE status = 'paid' GROUP BY 1
SELECT NVL(channel, 'none') AS c, sum(id) // 7
FROM orders GROUP BY 1 ORDER BY 1
=> SELECT coalesce(channel, 'none') AS c, sum(id) // 7 FROM orders GROUP BY 1 ORDER BY 1
SELECT IFF(id > 7, 1, 0) AS w, id // 7
FROM orders ORDER BY id
=> none
SELECT sqrt(ZEROIFNULL(sum(items)) ^ 2) FROM orders
=> none
SELECT DATE_FORMAT(max(day), '%Y'), sum(items ^ 2) FROM orders
=> none
SELECT `status`, count(*) FROM orders WHERE "status" <> 'paid' AND day > 2023-01-01 GROUP BY `status`
=> none
SELECT NVL(GREATEST(max(day), max(CASE WHEN channel = 'nope' THEN day END)), DATE '2000-01-01') AS d FROM orders
=> SELECT max(day) FROM orders

# A denial under what stands around it
```sql
SELECT sum(amount) AS 2023_total FROM orders
```
=> none
Here you are: SELECT CAST(id AS UNSIGNED) FROM orders
=> none
```
SELECT id FROM orders WHERE note = N'gift'
```
=> none

# Calls that have a value where another system has a condition
SELECT sum_if(items, status = 'paid') FROM orders
=> SELECT sum(items) FILTER (WHERE status = 'paid') FROM orders
SELECT sumif(items, 1) FROM orders
=> none

# An entity within a text, and a name that is only like one
SELECT count(*) FROM orders WHERE note = 'a&copy=2' AND amount &gt; 3
=> SELECT count(*) FROM orders WHERE note = 'a&copy=2' AND amount > 3
SELECT count(*) FROM orders WHERE note = 'a&lt;2' AND amount &gt; 3
=> SELECT count(*) FROM orders WHERE note = 'a<2' AND amount > 3

# FIRST is a function, too
SELECT first(status ORDER BY id), count(*) FROM orders GROUP BY status ORDER BY status LIMIT 1, 2
=> SELECT first(status ORDER BY id), count(*) FROM orders GROUP BY status ORDER BY status LIMIT 2 OFFSET 1

# Lists of patterns, spans and days of other systems, frames, signs and marks
SELECT count(*) FROM customers WHERE name LIKE ANY ('A%', '%o%') AND region = 'EU'
=> SELECT count(*) FROM customers WHERE (name LIKE 'A%' OR name LIKE '%o%') AND region = 'EU'
SELECT count(*) FROM customers c WHERE c.name ILIKE ALL (ARRAY['a%', '%a%'])
=> SELECT count(*) FROM customers c WHERE c.name ILIKE 'a%' AND c.name ILIKE '%a%'
SELECT count(*) FROM customers WHERE name NOT LIKE ANY ('A%', '%o%')
=> none
SELECT status, count(*) FROM orders GROUP BY status WITH ROLLUP
=> SELECT status, count(*) FROM orders GROUP BY ROLLUP (status)
SELECT count(*) FROM orders WHERE day >= date('2024-05-01', '-12 months')
=> SELECT count(*) FROM orders WHERE day >= DATE '2024-05-01' - INTERVAL 12 MONTH
SELECT count(*) FROM orders WHERE day >= date('2024-05-01', 'start of month')
=> none
SELECT count(*) FROM orders WHERE day > DATE '2024-05-01' - INTERVAL '90' DAY (3)
=> SELECT count(*) FROM orders WHERE day > DATE '2024-05-01' - INTERVAL 90 DAY
SELECT id, sum(amount) OVER (ORDER BY id ROWS BETWEEN 6 PRECEEDING AND CURRENT ROW) FROM orders ORDER BY id
=> SELECT id, sum(amount) OVER (ORDER BY id ROWS BETWEEN 6 PRECEDING AND CURRENT ROW) FROM orders ORDER BY id
SELECT id, sum(amount) OVER (ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING TO CURRENT ROW) FROM orders ORDER BY id
=> SELECT id, sum(amount) OVER (ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) FROM orders ORDER BY id
SELECT id, (amount - lag(amount) OVER ORDER BY id) / 2 FROM orders ORDER BY id
=> SELECT id, (amount - lag(amount) OVER (ORDER BY id)) / 2 FROM orders ORDER BY id
WITH a AS (SELECT id FROM orders) WITH b AS (SELECT id FROM customers) SELECT count(*) FROM a JOIN b USING (id)
=> WITH a AS (SELECT id FROM orders), b AS (SELECT id FROM customers) SELECT count(*) FROM a JOIN b USING (id)
SELECT id FROM orders ORDER BY id DESCENDING LIMIT5
=> SELECT id FROM orders ORDER BY id DESC LIMIT 5
SELECT count(*) FROM orders WHERE status ! = 'paid' AND items > = 3
=> SELECT count(*) FROM orders WHERE status <> 'paid' AND items >= 3
SELECT count(*) FROM orders WHERE status >< 'paid' AND status NOTLIKE 'o%'
=> SELECT count(*) FROM orders WHERE status <> 'paid' AND status NOT LIKE 'o%'
SELECT DISTINCT ON region region, id FROM orders ORDER BY region, id
=> SELECT DISTINCT ON (region) region, id FROM orders ORDER BY region, id
SELECT DISTINCT ON region id FROM orders
=> none
SELECT STRAIGHT_JOIN c.city, count(*) FROM customers c JOIN orders o ON o.customer_id = c.id GROUP BY c.city
=> SELECT c.city, count(*) FROM customers c JOIN orders o ON o.customer_id = c.id GROUP BY c.city
SELECT status,<br>count(*)<br/>FROM orders GROUP BY status
=> SELECT status, count(*) FROM orders GROUP BY status
<|im_start|>SELECT count(*) FROM orders<|im_end|>
=> SELECT count(*) FROM orders
[SQL] SELECT count(*) FROM orders WHERE status = 'open' [/SQL]
=> SELECT count(*) FROM orders WHERE status = 'open'
**SELECT** status, count(*) **FROM** orders **GROUP BY** status
=> SELECT status, count(*) FROM orders GROUP BY status
SELECT count(*) FROM orders WHERE status = \u0027paid\u0027 AND items \u003e 2
=> SELECT count(*) FROM orders WHERE status = 'paid' AND items > 2
query_data_layer(sql="SELECT count(*) FROM orders WHERE items < 12")
=> SELECT count(*) FROM orders WHERE items < 12
query_data_layer(sql="SELECT count(*) FROM orders", limit=3)
=> none
SELECT count(*) FROM orders WHERE status = 'paid"
=> SELECT count(*) FROM orders WHERE status = 'paid'
SELECT count(*) FROM orders WHERE status = 'paid
=> none
SELECT do.id FROM orders do JOIN customers c ON do.customer_id = c.id ORDER BY do.id
=> SELECT o.id FROM orders o JOIN customers c ON o.customer_id = c.id ORDER BY o.id

# What two systems write in two ways, and rows that share the last place
SELECT TO_CHAR(day, 'DD-MON-YYYY') FROM orders
=> none
SELECT id FROM orders ORDER BY amount DESC FETCH FIRST 4 ROWS ONLY WITH TIES
=> none

# Several unknown names at once; the same name of two tables; words cut short
SELECT c.nmae, o.amuont FROM custmers c JOIN ordrs o ON o.custmer_id = c.id WHERE o.statsu = 'paid' ORDER BY o.id
=> SELECT c.name, o.amount FROM customers c JOIN orders o ON o.customer_id = c.id WHERE o.status = 'paid' ORDER BY o.id
SELECT amuont, statsu FROM ordrs WHERE statsu = "paid" ORDER BY amuont
=> SELECT amount, status FROM orders WHERE status = 'paid' ORDER BY amount
SELECT c.regions, sum(o.amounts) FROM customers c JOIN orders o ON c.id = o.customer_id WHERE o.regions = 'EU' GROUP BY c.regions
=> SELECT c.region, sum(o.amount) FROM customers c JOIN orders o ON c.id = o.customer_id WHERE o.region = 'EU' GROUP BY c.region
WITH t AS (SELECT id AS t_key, name AS t_name FROM customers), o AS (SELECT customer_id AS o_key, amount AS o_sum FROM orders) SELECT t.name, sum(o.sum) FROM t JOIN o ON t.key = o.key GROUP BY t.name
=> WITH t AS (SELECT id AS t_key, name AS t_name FROM customers), o AS (SELECT customer_id AS o_key, amount AS o_sum FROM orders) SELECT t.t_name, sum(o.o_sum) FROM t JOIN o ON t.t_key = o.o_key GROUP BY t.t_name
WITH t AS (SELECT id AS c_key, name AS c_name FROM customers), n AS (SELECT customer_id AS n_key, note AS n_name FROM orders) SELECT name FROM t JOIN n ON c_key = n_key
=> none
WITH t AS (SELECT score AS temperature, region AS destination FROM customers) SELECT dest, avg(temp) FROM t GROUP BY dest
=> SELECT region, avg(score) FROM customers GROUP BY region
WITH t AS (SELECT segment AS plan_name, score FROM customers) SELECT plan, max(score) FROM t GROUP BY plan
=> SELECT segment, max(score) FROM customers GROUP BY segment
WITH t AS (SELECT segment AS plan_name, id AS plan_id FROM customers) SELECT plan FROM t
=> none
WITH t AS (SELECT score AS discount_pct FROM customers) SELECT sum(discount) FROM t
=> none
SELECT label, count(*) FROM customers CROSS JOIN UNNEST(tags) AS t(lable) GROUP BY label
=> SELECT label, count(*) FROM customers CROSS JOIN UNNEST(tags) AS t(label) GROUP BY label
SELECT tag, count(*) FROM customers CROSS JOIN UNNEST(tags) AS t(tga) GROUP BY tag
=> none
SELECT chan, count(*) FROM orders GROUP BY chan
=> SELECT channel, count(*) FROM orders GROUP BY channel
SELECT name FROM customers WHERE part = 'a'
=> none
SELECT id FROM orders QUALIFY row_number() OVER (PARTITION BY region ORDER BY id) = 1 AND statsu = 'paid'
=> SELECT id FROM orders QUALIFY row_number() OVER (PARTITION BY region ORDER BY id) = 1 AND status = 'paid'
SELECT customer_id, count(*) AS order_count FROM orders GROUP BY customer_id HAVING order_cnt > 3
=> SELECT customer_id, count(*) AS order_count FROM orders GROUP BY customer_id HAVING count(*) > 3
SELECT avg(sub.n) FROM (SELECT region, status, count(*) AS n FROM orders GROUP BY region, status)
=> SELECT avg(n) FROM (SELECT region, status, count(*) AS n FROM orders GROUP BY region, status)
SELECT avg(sub.m) FROM (SELECT region, count(*) AS n FROM orders GROUP BY region)
=> none
SELECT c.name, ord.amount FROM customers c JOIN orders o ON ord.customer_id = c.id ORDER BY o.id
=> SELECT c.name, o.amount FROM customers c JOIN orders o ON o.customer_id = c.id ORDER BY o.id
SELECT a.name, ord.id FROM customers a JOIN orders o ON a.id = o.customer_id JOIN orders p ON p.id = ord.id
=> none

# Aggregates of aggregates, windows in HAVING, names in single quotes
SELECT avg(count(*)) FROM orders GROUP BY status
=> SELECT avg(n) FROM (SELECT count(*) AS n FROM orders GROUP BY status)
SELECT round(max(sum(amount)), 1) AS most, min(count(*)) FROM orders WHERE items > 1 GROUP BY status, region HAVING count(*) > 2
=> SELECT round(max(s), 1), min(n) FROM (SELECT sum(amount) AS s, count(*) AS n FROM orders WHERE items > 1 GROUP BY status, region HAVING count(*) > 2)
SELECT status, avg(count(*)) FROM orders GROUP BY status
=> none
SELECT avg(count(*)) FROM orders
=> none
SELECT status, sum(amount) AS s FROM orders GROUP BY status HAVING rank() OVER (ORDER BY sum(amount) DESC) <= 2 AND count(*) > 1
=> SELECT status, sum(amount) AS s FROM orders GROUP BY status HAVING count(*) > 1 QUALIFY rank() OVER (ORDER BY sum(amount) DESC) <= 2
SELECT status AS 'The Status', count(*) AS 'n of them' FROM orders GROUP BY status ORDER BY 'n of them' DESC, 'The Status'
=> SELECT status, count(*) FROM orders GROUP BY status ORDER BY 2 DESC, 1
SELECT status AS s FROM orders ORDER BY 'x'
=> none

# JSON, lists, truth values, days and times as other systems have them
SELECT count(*) FROM customers WHERE profile->'level' = '2'
=> SELECT count(*) FROM customers WHERE (profile->>'level') = '2'
SELECT count(*) FROM customers WHERE profile->'level' = 2 AND region = 'EU'
=> SELECT count(*) FROM customers WHERE (profile->>'level') = '2' AND region = 'EU'
SELECT count(*) FROM customers WHERE json_extract(profile, '$.langs[0]') IN ('de', 'en')
=> SELECT count(*) FROM customers WHERE (profile->>'$.langs[0]') IN ('de', 'en')
SELECT count(*) FROM customers WHERE 'vip' IN (tags)
=> SELECT count(*) FROM customers WHERE list_contains(tags, 'vip')
SELECT count(*) FROM customers WHERE array_contains('vip'::VARIANT, tags)
=> SELECT count(*) FROM customers WHERE list_contains(tags, 'vip')
SELECT avg(public), avg(customer_id > 40) FROM crm.notes
=> SELECT avg(CAST(public AS INT)), avg(CAST(customer_id > 40 AS INT)) FROM crm.notes
SELECT count(*) FROM orders WHERE status =! 'paid'
=> SELECT count(*) FROM orders WHERE status <> 'paid'
SELECT count(*) FROM orders WHERE day > DATE_SUB('2024-01-01', INTERVAL 3 MONTH)
=> SELECT count(*) FROM orders WHERE day > DATE '2023-10-01'
SELECT count(*) FROM orders WHERE day > DATE_ADD('2023-01-01', INTERVAL 3 MONTH)
=> SELECT count(*) FROM orders WHERE day > DATE '2023-04-01'
SELECT count(*) FROM orders WHERE day > '2024-01-01' - INTERVAL 1 YEAR
=> SELECT count(*) FROM orders WHERE day > DATE '2023-01-01'
SELECT count(*) FROM orders WHERE day > 20240101
=> SELECT count(*) FROM orders WHERE day > DATE '2024-01-01'
SELECT count(*) FROM orders WHERE day > 20240231
=> none
SELECT trunc(created_at) AS d, count(*) FROM customers GROUP BY trunc(created_at)
=> SELECT date_trunc('day', created_at) AS d, count(*) FROM customers GROUP BY 1
SELECT count(*) FROM customers WHERE created_at > datetime('2022-06-01', '-30 days')
=> SELECT count(*) FROM customers WHERE created_at > TIMESTAMP '2022-06-01' - INTERVAL 30 DAY
SELECT count(*) FROM customers WHERE created_at > datetime('2022-06-01', 'weekday 0')
=> none
SELECT name FROM customers c WHERE NOT EXIST (SELECT 1 FROM orders o WHERE o.customer_id = c.id) ORDER BY id
=> SELECT name FROM customers c WHERE NOT EXISTS (SELECT 1 FROM orders o WHERE o.customer_id = c.id) ORDER BY id
SELECT 'No. ' + status + ': ' + CAST(id AS VARCHAR) FROM orders
=> SELECT 'No. ' || status || ': ' || CAST(id AS VARCHAR) FROM orders

# Names by their table's prefix, names that may be those of a query around, and other parts of JSON
WITH c AS (SELECT id AS c_key, name AS c_name, region AS c_region FROM customers), o AS (SELECT customer_id AS o_key, amount AS o_sum, day AS o_day FROM orders), a AS (SELECT c.key, c.name, sum(o.sum) AS s FROM c JOIN o ON c.key = o.key GROUP BY c.key, c.name) SELECT a.name, a.s, max(o.day) FROM a JOIN o ON o.key = a.key GROUP BY a.name, a.s
=> WITH c AS (SELECT id AS c_key, name AS c_name, region AS c_region FROM customers), o AS (SELECT customer_id AS o_key, amount AS o_sum, day AS o_day FROM orders), a AS (SELECT c.c_key, c.c_name, sum(o.o_sum) AS s FROM c JOIN o ON c.c_key = o.o_key GROUP BY c.c_key, c.c_name) SELECT a.c_name, a.s, max(o.o_day) FROM a JOIN o ON o.o_key = a.c_key GROUP BY a.c_name, a.s
WITH l AS (SELECT order_id AS l_key, method AS l_method FROM payments), o AS (SELECT id AS o_key, status AS o_status FROM orders) SELECT o_status FROM o WHERE EXISTS (SELECT 1 FROM l WHERE l_key = key)
=> none
WITH t AS (SELECT customer_id, count(*) cnt FROM orders GROUP BY customer_id) SELECT c.name, t.count FROM customers c JOIN t ON t.customer_id = c.id WHERE t.count > 1 ORDER BY c.id
=> SELECT c.name, count(*) FROM customers c JOIN orders o ON o.customer_id = c.id GROUP BY c.id, c.name HAVING count(*) > 1 ORDER BY c.id
WITH t AS (SELECT seen AS event_time, region FROM events), r AS (SELECT created_at AS recorded_at, region FROM customers) SELECT time FROM t JOIN r USING (region)
=> none
SELECT nmae, [emial FOR emial IN tags IF emial = 'vip'] AS f FROM customers ORDER BY id
=> SELECT name, [x FOR x IN tags IF x = 'vip'] AS f FROM customers ORDER BY id
SELECT nmae, list_filter(tags, emial -> emial = 'vip') AS f FROM customers ORDER BY id
=> SELECT name, list_filter(tags, x -> x = 'vip') AS f FROM customers ORDER BY id
SELECT min(count(DISTINCT status)) FROM orders GROUP BY region
=> SELECT min(n) FROM (SELECT count(DISTINCT status) AS n FROM orders GROUP BY region)
SELECT count(*) FROM customers WHERE profile->'level' IS NULL AND region = 'EU'
=> SELECT count(*) FROM customers WHERE (profile->'level') IS NULL AND region = 'EU'
SELECT count(*) FROM customers WHERE profile->>'level' > 1 AND profile->>'$.level' BETWEEN 1 AND 2
=> SELECT count(*) FROM customers WHERE CAST((profile->>'level') AS INT) > 1 AND CAST((profile->>'level') AS INT) BETWEEN 1 AND 2
Answer: `SELECT count(*) FROM orders WHERE status = 'open'`
=> SELECT count(*) FROM orders WHERE status = 'open'
SELECT TO_CHAR(day, 'YYYY-MM') AS m, count(*) FROM orders GROUP BY 1
=> SELECT strftime(day, '%Y-%m') AS m, count(*) FROM orders GROUP BY 1
WITH c AS (SELECT id AS c_key, name AS c_name FROM customers), o AS (SELECT customer_id AS o_key FROM orders WHERE id < 100) SELECT c_name FROM c WHERE c_key NOT IN (SELECT key FROM o) ORDER BY c_key
=> SELECT name FROM customers WHERE id NOT IN (SELECT customer_id FROM orders WHERE id < 100) ORDER BY id

# Another measure is not the one that is asked
SELECT sum(cost) FROM (SELECT amount AS shipping_cost, id FROM orders)
=> none
SELECT sum(total) FROM (SELECT amount AS grand_total, id FROM orders)
=> SELECT sum(amount) FROM orders
SELECT email FROM (SELECT id, name AS billing_email FROM customers)
=> none

# A statement after the fence
```sql
SELECT id FROM orders WHERE id = 5
```
DELETE FROM orders
=> none
```sql
SELECT id FROM orders WHERE id = 5
```
This gets it. DELETE FROM orders
=> none
Sure, here it is. It replaces DELETE FROM orders: SELECT id FROM orders WHERE id = 5
=> none

# A word that is a value, in the place of a column
SELECT l.s FROM employees e, LATERAL (SELECT e. NULL  s) l
=> none

# A computed column is not what it was computed from
WITH x AS (SELECT id, month(day) AS m FROM orders) SELECT max(day) FROM x
=> none
WITH x AS (SELECT id, hash(amount) AS n FROM orders) SELECT sum(amount) FROM x
=> none
WITH x AS (SELECT customer_id, sum(amount) AS total FROM orders GROUP BY customer_id) SELECT max(amount) FROM x
=> SELECT max(s) FROM (SELECT sum(amount) AS s FROM orders GROUP BY customer_id)
