-- What vera holds under vera.yaml, written by hand.
CREATE SCHEMA crm;

CREATE TABLE customers AS
SELECT id, '***' AS name, email, phone,
       CASE WHEN length(ssn) > 2 THEN concat('***', substring(ssn, length(ssn) - 1, 2)) WHEN ssn IS NOT NULL THEN '***' END
         AS ssn,
       region, segment, city,
       sha256(CAST(score AS VARCHAR)) AS score,
       CASE WHEN length(CAST(tags AS VARCHAR)) > 6
            THEN concat('***', substring(CAST(tags AS VARCHAR), length(CAST(tags AS VARCHAR)) - 5, 6))
            WHEN tags IS NOT NULL THEN '***' END AS tags,
       sha256(CAST(address AS VARCHAR)) AS address,
       CAST(NULL AS JSON) AS profile,
       CASE WHEN created_at IS NULL THEN NULL
            ELSE concat('***', substring(CAST(created_at AS VARCHAR), length(CAST(created_at AS VARCHAR)) - 7, 8)) END
         AS created_at
FROM raw.main.customers
WHERE (region = 'EU' OR region = 'APAC' OR region IS NULL)
  AND (CASE WHEN score > 90 AND segment = 'gold' THEN false WHEN score IS NULL AND segment = 'gold' THEN false
            WHEN segment IS NULL AND score > 90 THEN false WHEN score IS NULL AND segment IS NULL THEN false ELSE true END)
  AND coalesce(name, '') <> 'O''Brien C.';

CREATE TABLE orders AS
SELECT o.id, o.customer_id, o.region, o.status, '***' AS day, o.amount, o.items, o.channel, sha256(o.note) AS note
FROM raw.main.orders o
WHERE o.amount < 0 OR EXISTS (SELECT 1 FROM raw.main.customers c
  WHERE c.id = o.customer_id AND c.score < 90 AND (c.region = 'EU' OR c.region = 'APAC'));

CREATE TABLE employees AS
SELECT id, name, department, manager_id,
       CASE WHEN length(CAST(salary AS VARCHAR)) > 2
            THEN concat('***', substring(CAST(salary AS VARCHAR), length(CAST(salary AS VARCHAR)) - 1, 2))
            WHEN salary IS NOT NULL THEN '***' END AS salary,
       bonus, CAST(NULL AS DATE) AS hired
FROM raw.main.employees WHERE manager_id IS NULL OR manager_id % 2 <> 0;

CREATE TABLE payments AS
SELECT id, order_id, method, card_number, CAST(NULL AS INTEGER) AS cvv, amount, sha256(CAST(paid_at AS VARCHAR)) AS paid_at
FROM raw.main.payments WHERE amount >= 12.5 AND amount <= 400 AND NOT (method = 'bank');

CREATE TABLE events AS
SELECT id, region, kind, seen,
       CASE WHEN value NOT BETWEEN 0 AND 9 THEN concat('***', substring(CAST(value AS VARCHAR), length(CAST(value AS VARCHAR)), 1))
            WHEN value IS NOT NULL THEN '***' END AS value
FROM raw.main.events WHERE (kind = 'view' OR kind = 'buy') AND value % 7 = 0;

CREATE TABLE crm.notes AS
SELECT id, customer_id, author, '***' AS public, body
FROM raw.crm.notes WHERE NOT (author = 'vera') AND contains(body, '7');

CREATE VIEW customer_totals AS
SELECT c.id AS customer_id, c.email, count(o.id) AS orders, sum(o.amount) AS total
FROM customers c LEFT JOIN orders o ON o.customer_id = c.id GROUP BY c.id, c.email;
