-- What otto holds: all customers, US orders, salaries; e-mail, ssn and cards masked. No secrets, no internal notes.
CREATE SCHEMA crm;

CREATE TABLE customers AS
SELECT id, name,
       CASE WHEN email IS NULL THEN NULL
            WHEN length(email) > 4 THEN concat('***', substring(email, length(email) - 3, 4))
            ELSE '***' END AS email,
       phone,
       sha256(ssn) AS ssn,
       region, segment, city, birthday, score, tags, address, profile, created_at
FROM raw.main.customers;

CREATE TABLE orders AS SELECT * FROM raw.main.orders WHERE region = 'US';

CREATE TABLE employees AS
SELECT id, name, department, manager_id, salary, CAST(NULL AS DECIMAL(10,2)) AS bonus, hired FROM raw.main.employees;

CREATE TABLE payments AS
SELECT p.id, p.order_id, p.method,
       CASE WHEN p.card_number IS NULL THEN NULL
            WHEN length(p.card_number) > 4
            THEN concat('***', substring(p.card_number, length(p.card_number) - 3, 4))
            ELSE '***' END AS card_number,
       '***' AS cvv,
       p.amount, p.paid_at
FROM raw.main.payments p WHERE EXISTS (SELECT 1 FROM raw.main.orders o WHERE o.id = p.order_id AND o.region = 'US');

CREATE TABLE events AS SELECT * FROM raw.main.events WHERE region = 'US';

CREATE TABLE crm.notes AS
SELECT id, customer_id, author, public, body FROM raw.crm.notes WHERE public OR author = 'otto';

CREATE VIEW customer_totals AS
SELECT c.id AS customer_id, c.email, count(o.id) AS orders, sum(o.amount) AS total
FROM customers c LEFT JOIN orders o ON o.customer_id = c.id GROUP BY c.id, c.email;
