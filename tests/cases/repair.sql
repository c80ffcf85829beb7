# What healing makes of a statement that failed on one name, over the lens of tests/support/lens_cases.py.
# A case is the failed statement, the name its error is about, and the new text; "none" where nothing is clearly meant.

# Columns
# subject: nme
SELECT nme FROM customers;
-> SELECT "name" FROM "customers"
# subject: amuont
SELECT sum(amuont) FROM orders WHERE amuont > 3 ORDER BY amuont;
-> SELECT sum("amount") FROM "orders" WHERE "amount" > 3 ORDER BY "amount"
# subject: c.nme
SELECT c.nme, o.id FROM customers c JOIN orders o USING (id);
-> SELECT "c"."name", "o"."id" FROM "customers" AS "c" JOIN "orders" AS "o" USING ("id")
# subject: regions
SELECT regions FROM customers;
-> SELECT "region" FROM "customers"
# subject: customerid
SELECT customerid FROM orders;
-> SELECT "customer_id" FROM "orders"
# subject: custmer_id
SELECT 1 FROM orders a JOIN orders b USING (custmer_id);
-> SELECT 1 FROM "orders" AS "a" JOIN "orders" AS "b" USING ("customer_id")
# subject: totl
SELECT sum(amount) AS total FROM orders ORDER BY totl;
-> SELECT sum("amount") AS "total" FROM "orders" ORDER BY "total"
# subject: nme
SELECT nme FROM customers UNION SELECT nme FROM hr.employees ORDER BY nme;
-> SELECT "name" FROM "customers" UNION SELECT "name" FROM "hr"."employees" ORDER BY "name"
# subject: bdoy
WITH x AS (SELECT body FROM crm.notes) SELECT bdoy FROM x;
-> WITH "x" AS (SELECT "body" FROM "crm"."notes") SELECT "body" FROM "x"
# subject: x.bdoy
SELECT x.bdoy FROM (SELECT * FROM crm.notes) AS x;
-> SELECT "x"."body" FROM (SELECT * FROM "crm"."notes") AS "x"
# subject: nme
SELECT x.nme FROM (SELECT nme FROM customers) x;
-> SELECT "x"."name" FROM (SELECT "name" FROM "customers") AS "x"
# subject: nme
WITH a AS (SELECT nme FROM customers), b AS (SELECT * FROM a) SELECT b.nme FROM b WHERE nme > 'x';
-> WITH "a" AS (SELECT "name" FROM "customers"), "b" AS (SELECT * FROM "a") SELECT "b"."name" FROM "b" WHERE "name" > 'x'
# subject: nmae
SELECT id FROM customers c WHERE EXISTS (SELECT 1 FROM hr.employees WHERE nmae = 'x');
-> SELECT "id" FROM "customers" AS "c" WHERE EXISTS(SELECT 1 FROM "hr"."employees" WHERE "name" = 'x')
# subject: regoin
SELECT regoin FROM customers c JOIN orders o ON c.id = o.customer_id;
-> none
# subject: c.regoin
SELECT c.regoin FROM customers c JOIN orders o ON c.id = o.customer_id;
-> SELECT "c"."region" FROM "customers" AS "c" JOIN "orders" AS "o" ON "c"."id" = "o"."customer_id"
# subject: ic
SELECT ic FROM orders;
-> none
# subject: cost
SELECT cost FROM order_items;
-> none
# subject: q3
SELECT q3 FROM hr.employees;
-> none
# subject: q
SELECT q FROM hr.employees;
-> none
# subject: count
SELECT count FROM orders;
-> none
# subject: salary
SELECT salary FROM customers;
-> none
# subject: slaary
SELECT slaary FROM hr.employees, customers;
-> SELECT "salary" FROM "hr"."employees", "customers"
# subject: nme
SELECT nme FROM orders, (SELECT name FROM customers LIMIT 1) AS k;
-> SELECT "name" FROM "orders", (SELECT "name" FROM "customers" LIMIT 1) AS "k"
# subject: nme
SELECT (SELECT nme FROM orders LIMIT 1) FROM customers;
-> none

# Tables
# subject: custmers
SELECT custmers.name, custmers.*, custmers FROM custmers WHERE custmers.id = 1;
-> SELECT "customers"."name", "customers".*, "customers" FROM "customers" WHERE "customers"."id" = 1
# subject: customer
SELECT c.name FROM customer c;
-> SELECT "c"."name" FROM "customers" AS "c"
# subject: orderitems
SELECT sku FROM orderitems;
-> SELECT "sku" FROM "order_items"
# subject: ordres
SELECT id FROM customers WHERE id IN (SELECT customer_id FROM ordres) AND EXISTS (FROM "Ordres");
-> SELECT "id" FROM "customers" WHERE "id" IN (SELECT "customer_id" FROM "orders") AND EXISTS(SELECT * FROM "orders")
# subject: crm.note
SELECT note.body FROM crm.note;
-> SELECT "notes"."body" FROM "crm"."notes"
# subject: cmr.notes
SELECT cmr.notes.body FROM cmr.notes;
-> SELECT "crm"."notes"."body" FROM "crm"."notes"
# subject: public.orders
SELECT * FROM public.orders;
-> SELECT * FROM "main"."orders"
# subject: notes
SELECT * FROM notes;
-> SELECT * FROM "crm"."notes"
# subject: employee
SELECT * FROM employee;
-> SELECT * FROM "hr"."employees"
# subject: custmoers
SELECT custmoers.id FROM customers;
-> SELECT "customers"."id" FROM "customers"
# subject: tot
WITH tots AS (SELECT 1 AS a) SELECT * FROM tot;
-> WITH "tots" AS (SELECT 1 AS "a") SELECT * FROM "tots"
# subject: secrets
SELECT * FROM secrets;
-> none
# subject: other.orders
SELECT * FROM other.orders;
-> none
# subject: users
SELECT * FROM users;
-> none

# Functions
# subject: smu
SELECT smu(amount) FROM orders;
-> SELECT sum("amount") FROM "orders"
# subject: lenght
SELECT lenght(name), lenght(email) FROM customers;
-> SELECT length("name"), length("email") FROM "customers"
# subject: average
SELECT average(amount) FROM orders;
-> SELECT avg("amount") FROM "orders"
# subject: date_trnc
SELECT date_trnc('month', day) FROM orders;
-> SELECT date_trunc('month', "day") FROM "orders"
# subject: forecast
SELECT forecast(amount) FROM orders;
-> none
# subject: cont
SELECT cont(id) FROM orders;
-> none
# subject: read_csvs
SELECT read_csvs('x') FROM orders;
-> none

# Texts in double quotes
# subject: gold
SELECT id FROM customers WHERE region = "gold";
-> SELECT "id" FROM "customers" WHERE "region" = 'gold'
# subject: gold
SELECT id FROM customers WHERE region IN ("gold", 'x');
-> SELECT "id" FROM "customers" WHERE "region" IN ('gold', 'x')
# subject: gold
SELECT "gold" FROM customers;
-> none
# subject: gold
SELECT id FROM customers WHERE gold = region;
-> none

# Quotes, dates and numbers
# subject: ‘gold’
SELECT id FROM customers WHERE region = ‘gold’;
-> SELECT "id" FROM "customers" WHERE "region" = 'gold'
# subject: “region”
SELECT “region” FROM customers;
-> SELECT "region" FROM "customers"
# subject: 2024-12-31
SELECT id FROM orders WHERE day > "2024-12-31";
-> SELECT "id" FROM "orders" WHERE "day" > CAST('2024-12-31' AS DATE)
# subject: 10
SELECT id FROM orders WHERE amount > "10";
-> SELECT "id" FROM "orders" WHERE "amount" > 10

# Words of other systems
# subject: month
SELECT date_trunc(month, day) FROM orders;
-> SELECT date_trunc('month', "day") FROM "orders"
# subject: MONTH
SELECT date_trunc(day, MONTH) FROM orders;
-> SELECT date_trunc('month', "day") FROM "orders"
# subject: ROWNUM
SELECT id FROM orders WHERE ROWNUM <= 5;
-> SELECT "id" FROM "orders" LIMIT 5
# subject: ROWNUM
SELECT id FROM orders WHERE ROWNUM <= 5 ORDER BY id;
-> none
# subject: current_timestamp
SELECT current_timestamp() FROM orders;
-> SELECT CURRENT_TIMESTAMP FROM "orders"
# subject: DISTINT
SELECT DISTINT region FROM customers;
-> SELECT DISTINCT "region" FROM "customers"
# subject: orders
SELECT orders.id FROM orders o;
-> SELECT "o"."id" FROM "orders" AS "o"

# A column of another table, and FROM DUAL
# subject: status
SELECT c.status FROM notes c JOIN orders o USING (id);
-> none
# subject: sku
SELECT o.id, o.sku FROM orders o JOIN order_items i ON i.order_id = o.id;
-> SELECT "o"."id", "i"."sku" FROM "orders" AS "o" JOIN "order_items" AS "i" ON "i"."order_id" = "o"."id"
# subject: dual
SELECT 1 FROM dual;
-> SELECT 1

# A call of another system
# subject: COUNT_DISTINCT
SELECT COUNT_DISTINCT(id) FROM orders;
-> SELECT COUNT(DISTINCT "id") FROM "orders"
