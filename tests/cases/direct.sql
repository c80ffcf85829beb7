# Which tables are read without their view: orders, crm.notes and hr.employees are seen whole, customers and crm.orders
# through a view. A case is a statement and the text that would run; "left" is the text with no name bound.

SELECT id FROM orders;
-> SELECT "id" FROM "base"."main"."orders"
SELECT o.id FROM Main."ORDERS" o WHERE o.amount > 1;
-> SELECT "o"."id" FROM "base"."Main"."ORDERS" AS "o" WHERE "o"."amount" > 1
SELECT main.orders.id, notes.body FROM orders JOIN crm.notes ON main.orders.customer_id = crm.notes.customer_id;
-> SELECT "main"."orders"."id", "notes"."body" FROM "base"."main"."orders" JOIN "base"."crm"."notes" ON "main"."orders"."customer_id" = "crm"."notes"."customer_id"
SELECT c.name, o.amount FROM customers c JOIN orders o ON c.id = o.customer_id;
-> SELECT "c"."name", "o"."amount" FROM "customers" AS "c" JOIN "base"."main"."orders" AS "o" ON "c"."id" = "o"."customer_id"
SELECT * FROM (SELECT id FROM orders UNION ALL SELECT id FROM crm.orders) u;
-> SELECT * FROM (SELECT "id" FROM "base"."main"."orders" UNION ALL SELECT "id" FROM "crm"."orders") AS "u"

# A name that a query gives itself is no table
WITH orders AS (SELECT id FROM main.orders) SELECT id FROM orders;
-> WITH "orders" AS (SELECT "id" FROM "base"."main"."orders") SELECT "id" FROM "orders"
WITH RECURSIVE orders AS (SELECT 1 AS id UNION ALL SELECT id + 1 FROM orders WHERE id < 3) SELECT id FROM orders;
-> left

# Sub-queries in WHERE and ON name no column
SELECT name FROM customers WHERE id IN (SELECT customer_id FROM orders);
-> SELECT "name" FROM "customers" WHERE "id" IN (SELECT "customer_id" FROM "base"."main"."orders")
SELECT id FROM orders o WHERE EXISTS(SELECT 1 FROM hr.employees e WHERE e.id = o.customer_id);
-> SELECT "id" FROM "base"."main"."orders" AS "o" WHERE EXISTS(SELECT 1 FROM "base"."hr"."employees" AS "e" WHERE "e"."id" = "o"."customer_id")

# Where a table's name can become the name of a column, or must be the same twice
SELECT (SELECT max(amount) FROM orders);
-> left
SELECT id, (SELECT max(amount) FROM orders) AS top FROM crm.notes;
-> left
SELECT id IN (SELECT customer_id FROM orders) FROM crm.notes;
-> left
SELECT count(*) FROM crm.notes GROUP BY (SELECT max(amount) FROM orders);
-> left
SELECT id FROM crm.notes ORDER BY (SELECT max(amount) FROM orders);
-> left
SELECT id FROM crm.notes QUALIFY row_number() OVER (ORDER BY (SELECT max(amount) FROM orders)) = 1;
-> left
SELECT id FROM crm.notes UNION SELECT id FROM orders ORDER BY (SELECT max(amount) FROM orders);
-> left

# A table has what its view does not have
SELECT rowid FROM orders;
-> left
SELECT o."ROWID" FROM orders o;
-> left
SELECT id FROM orders JOIN crm.notes USING (rowid);
-> left
SELECT * EXCLUDE (rowid) FROM orders;
-> left
SELECT COLUMNS('rowid') FROM orders;
-> left
SELECT id FROM orders WHERE COLUMNS(*) IS NULL;
-> left
PIVOT orders ON status USING sum(amount);
-> left
UNPIVOT orders ON amount, customer_id;
-> left
SELECT id FROM orders, information_schema.tables;
-> SELECT "id" FROM "orders", "lensdb"."lenscat"."tables" AS "tables"
