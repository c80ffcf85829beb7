# Changes that ana must not get to make, or that must not reach further than what she sees.
# attack: category | name | what it gets and where it is stopped | what it would show or do without guards
# See tests/support/write_attacks.py for what is harm here.

# attack: 1 | quoted and in mixed case | answer lens.filter | hidden
UPDATE "CUSTOMERS" SET "Name" = 'x';

# attack: 1 | with its schema | answer lens.filter | hidden
DELETE FROM main.Orders;

# attack: 1 | named as a text | answer lens.filter | hidden
DELETE FROM 'orders' WHERE id < 100;

# attack: 1 | hidden table in mixed case | unknown_name write_names.find_target | hidden
UPDATE main."SeCrEtS" SET v = 'x';

# attack: 1 | with the name of a database | not_allowed write_names.find_target | hidden
DELETE FROM raw.main.customers;

# attack: 1 | schema that is none of hers | unknown_name write_names.find_target | hidden
INSERT INTO raw.secrets VALUES ('k', 'x');

# attack: 1 | schema of the engine | not_allowed write_names.find_target | hidden
DELETE FROM raw.main.secrets;

# attack: 2 | hidden table in SET | unknown_name names._check | value
UPDATE customers SET name = (SELECT max(v) FROM secrets) WHERE id = 2;

# attack: 2 | hidden table in WHERE | unknown_name names._check | fact
UPDATE customers SET name = 'x' WHERE id < (SELECT max(length(v)) FROM secrets);

# attack: 2 | hidden table in VALUES | unknown_name names._check | value
INSERT INTO crm.notes (id, public, body) VALUES (1000, true, (SELECT max(v) FROM secrets));

# attack: 2 | hidden table under a CASE | unknown_name names._check | value
UPDATE crm.notes SET body = CASE WHEN id > 0 THEN (SELECT min(v) FROM secrets) END;

# attack: 2 | hidden table in a list | unknown_name names._check | value
INSERT INTO orders (id, region, note) SELECT 9000, 'EU', [v for v in (SELECT list(v) FROM secrets)]::VARCHAR;

# attack: 2 | hidden table behind INSERT | unknown_name names._check | value
INSERT INTO customers (id, name, region) SELECT 900 + length(k), v, 'EU' FROM secrets;

# attack: 2 | hidden table in a correlated sub-query | unknown_name names._check | fact
DELETE FROM orders WHERE EXISTS (FROM secrets WHERE length(v) = orders.items + 10);

# attack: 3 | name that WITH hides | unknown_name names._check | value
WITH secrets AS (SELECT 'x' AS v) UPDATE customers SET name = (SELECT max(v) FROM main.secrets) WHERE id = 2;

# attack: 3 | name that WITH hides elsewhere | unknown_name names._check | value
UPDATE customers SET name = (SELECT max(v) FROM secrets WHERE v IN (WITH secrets AS (SELECT 1 AS v) SELECT v::VARCHAR FROM secrets) OR true) WHERE id = 2;

# attack: 3 | alias takes the name of a hidden table | unknown_name names._check | fact
DELETE FROM orders AS secrets WHERE secrets.items < (SELECT count(*) FROM secrets);

# attack: 4 | WITH reads the table of its own name | answer lens.filter | hidden
WITH orders AS (FROM orders) UPDATE main.orders SET note = 'x' WHERE id IN (SELECT id FROM orders);

# attack: 5 | everything | answer lens.filter | hidden
UPDATE customers SET name = 'x';

# attack: 5 | always true | answer lens.filter | hidden
DELETE FROM orders WHERE region = 'EU' OR 1 = 1;

# attack: 5 | negated | answer lens.filter | hidden
UPDATE orders SET note = 'x' WHERE NOT (region = 'EU');

# attack: 5 | another region | answer lens.filter | hidden
DELETE FROM orders WHERE region = 'US';

# attack: 5 | no region | answer lens.filter | hidden
DELETE FROM customers WHERE region IS NULL;

# attack: 5 | keys of hidden rows | answer lens.filter | hidden
UPDATE customers SET name = 'x' WHERE id IN (1, 3, 4);

# attack: 5 | parameter of the filter in the text | answer lens.filter | hidden
UPDATE customers SET name = 'x' WHERE region = '{region}' OR region = 'US';

# attack: 5 | notes of others | answer lens.filter | hidden
UPDATE crm.notes SET body = 'x' WHERE author <> 'ana';

# attack: 5 | comment that would cut a predicate | answer lens.filter | hidden
DELETE FROM orders WHERE id > 0 -- AND region = 'EU';

# attack: 5 | row moved out of sight | policy_denied writing._check | hidden
UPDATE customers SET region = 'US' WHERE id = 2;

# attack: 5 | row moved to nowhere | policy_denied writing._check | hidden
UPDATE orders SET region = NULL WHERE id = (SELECT min(id) FROM orders WHERE region = 'EU');

# attack: 5 | row moved out by CASE | policy_denied writing._check | hidden
UPDATE customers SET region = CASE WHEN id % 3 = 0 THEN region ELSE lower(region) END;

# attack: 5 | hidden rows moved into sight | answer lens.filter | value
UPDATE customers SET region = 'EU';

# attack: 5 | note made public | answer lens.filter | value
UPDATE crm.notes SET public = true;

# attack: 5 | note given away | policy_denied writing._check | hidden
UPDATE crm.notes SET public = false, author = 'otto' WHERE author = 'ana';

# attack: 5 | note of hers hidden from others | answer lens.filter | changes
UPDATE crm.notes SET public = false WHERE author = 'ana' RETURNING id;

# attack: 5 | row added where nobody looks | policy_denied writing._check | hidden
INSERT INTO customers (id, name, region) VALUES (900, 'x', 'US');

# attack: 5 | one row of many added elsewhere | policy_denied writing._check | hidden
INSERT INTO orders (id, region) VALUES (9000, 'EU'), (9001, NULL);

# attack: 5 | row added without a region | policy_denied writing._check | hidden
INSERT INTO customers (id, name) VALUES (900, 'x');

# attack: 5 | rows copied with their region | answer lens.filter | hidden
INSERT INTO orders SELECT * FROM orders;

# attack: 5 | copies of all that can be seen | answer lens.filter | fact
INSERT INTO orders (id, region, note) SELECT id + 10000, 'EU', region FROM orders RETURNING note;

# attack: 6 | count of rows in a value | answer lens.filter | fact
UPDATE customers SET name = (SELECT count(*) FROM customers)::VARCHAR WHERE id = 2;

# attack: 6 | average in a predicate | answer lens.filter | fact
DELETE FROM orders WHERE amount > (SELECT avg(amount) FROM orders);

# attack: 6 | how many were changed | answer lens.filter | fact
UPDATE events SET value = value;

# attack: 6 | rank among all | answer lens.filter | fact
UPDATE orders SET note = (SELECT count(*) FROM orders o WHERE o.amount < orders.amount)::VARCHAR;

# attack: 7 | predicate on a full mask | answer lens.mask | fact
UPDATE customers SET name = 'x' WHERE phone LIKE '+4%';

# attack: 7 | predicate on a partial mask | answer lens.mask | fact
UPDATE customers SET name = 'x' WHERE email LIKE 'user1%' RETURNING id;

# attack: 7 | predicate on a hash | answer lens.mask | hidden
DELETE FROM customers WHERE ssn = '900-00-0000';

# attack: 7 | predicate on a null mask | answer lens.mask | fact
DELETE FROM customers WHERE birthday < DATE '1960-01-01';

# attack: 7 | predicate on a denied column | unknown_name lease._doubted | fact
UPDATE employees SET name = 'x' WHERE salary > 100;

# attack: 7 | predicate on a masked column in RETURNING | answer lens.mask | fact
UPDATE customers SET name = name RETURNING id, email > 'user5';

# attack: 7 | order of a mask in a sub-query | answer lens.mask | fact
DELETE FROM customers WHERE id IN (SELECT id FROM customers ORDER BY phone, id LIMIT 3);

# attack: 8 | mask copied into a column that can be seen | answer lens.mask | value
UPDATE customers SET name = email;

# attack: 8 | mask computed with | answer lens.mask | value
UPDATE customers SET name = 'n ' || ssn WHERE id = 2;

# attack: 8 | mask copied to another table | answer lens.mask | value
INSERT INTO crm.notes (id, public, body) SELECT 1000 + id, true, phone FROM customers;

# attack: 8 | masked column set | policy_denied write_names._settable | hidden
UPDATE customers SET email = 'new@x.example' WHERE id = 1;

# attack: 8 | masked column set to itself | policy_denied write_names._settable | hidden
UPDATE customers SET phone = upper('+49'), name = name;

# attack: 8 | masked column of a new row | policy_denied write_names._settable | hidden
INSERT INTO customers (id, region, email) VALUES (900, 'EU', 'x@y.example');

# attack: 8 | all columns of a new row | policy_denied write_names._settable | hidden
INSERT INTO customers SELECT * FROM customers;

# attack: 8 | mask in RETURNING | answer lens.mask | value
UPDATE customers SET score = 1 RETURNING email, phone, ssn, birthday;

# attack: 8 | mask of deleted rows | answer lens.mask | value
DELETE FROM customers RETURNING id, email, ssn;

# attack: 9 | mask under another name | answer lens.mask | value
UPDATE customers SET score = 2 RETURNING ssn AS name, email AS city;

# attack: 9 | mask under an alias of the table | answer lens.mask | value
DELETE FROM customers AS c RETURNING c.email AS name;

# attack: 10 | whole row copied | not_allowed write_names._check_rows | value
UPDATE customers SET name = to_json(customers);

# attack: 10 | whole row in RETURNING | answer lens.mask | value
UPDATE customers SET score = 3 RETURNING customers;

# attack: 10 | whole row of another reading | answer lens.mask | value
UPDATE customers SET name = (SELECT c::VARCHAR FROM customers c WHERE c.id = customers.id);

# attack: 10 | whole row as a predicate | not_allowed write_names._check_rows | fact
DELETE FROM customers WHERE customers::VARCHAR LIKE '%user1%';

# attack: 11 | star in RETURNING | answer lens.mask | value
DELETE FROM customers WHERE id < 50 RETURNING *;

# attack: 11 | columns by pattern in RETURNING | answer lens.mask | value
UPDATE customers SET score = 4 RETURNING COLUMNS('s.*');

# attack: 11 | star without some in RETURNING | answer lens.mask | value
DELETE FROM orders RETURNING * EXCLUDE (id);

# attack: 12 | column by its number | not_allowed write_names._check_rows | value
UPDATE crm.notes SET body = #6;

# attack: 13 | denied column read | unknown_name lease._doubted | value
UPDATE crm.notes SET body = internal;

# attack: 13 | denied column set | unknown_name write_names._settable | hidden
UPDATE employees SET salary = 1;

# attack: 13 | denied column in RETURNING | unknown_name lease._doubted | value
UPDATE crm.notes SET body = body RETURNING internal;

# attack: 13 | denied column of a new row | unknown_name write_names._settable | hidden
INSERT INTO crm.notes (id, author, public, internal) VALUES (1000, 'ana', true, 'x');

# attack: 13 | denied column by position | syntax_error lease._doubted | hidden
INSERT INTO crm.notes VALUES (1000, 1, 'ana', true, 'x', 'y');

# attack: 13 | denied column in ORDER BY | unknown_name lease._doubted | fact
UPDATE crm.notes SET body = (SELECT name FROM employees ORDER BY salary DESC LIMIT 1);

# attack: 13 | null mask set | policy_denied write_names._settable | hidden
UPDATE employees SET bonus = 5 WHERE id = 1;

# attack: 14 | query in a text | not_allowed allow.judge_function | value
INSERT INTO crm.notes (id, public, body) SELECT 1000, true, v FROM query('SELECT v FROM secrets');

# attack: 14 | table in a text | not_allowed allow.judge_function | value
UPDATE crm.notes SET body = (SELECT max(v) FROM query_table('secrets'));

# attack: 20 | row numbers of DuckDB in a value | unknown_name lease._doubted | fact
UPDATE customers SET name = rowid::VARCHAR;

# attack: 20 | row numbers of DuckDB in WHERE | unknown_name lease._doubted | hidden
DELETE FROM orders WHERE rowid < 5;

# attack: 20 | all tables that there are | not_allowed allow.judge_function | name
UPDATE crm.notes SET body = (SELECT string_agg(sql) FROM duckdb_tables()) WHERE public;

# attack: 21 | table without a grant | unknown_name write_names.find_target | hidden
DELETE FROM secrets;

# attack: 21 | table that is only read | policy_denied write_names._check_grant | hidden
UPDATE payments SET amount = 0;

# attack: 21 | action without a grant | policy_denied write_names._check_grant | hidden
DELETE FROM events WHERE region <> 'EU';

# attack: 21 | insert without a grant | policy_denied write_names._check_grant | changes
INSERT INTO employees (id, name) VALUES (99, 'x');

# attack: 21 | delete under a query | not_allowed allow.check | hidden
# only: 2
WITH gone AS (DELETE FROM orders RETURNING *) INSERT INTO orders (id, region) SELECT 9000, 'EU' FROM gone;

# attack: 21 | merge | not_allowed characters._check_start | hidden
MERGE INTO customers USING (SELECT 1 AS k) s ON customers.id = s.k WHEN MATCHED THEN UPDATE SET name = 'x';

# attack: 21 | update from another table | not_allowed writes._only | value
UPDATE customers SET name = s.v FROM secrets s;

# attack: 21 | delete using another table | not_allowed writes._only | hidden
DELETE FROM customers USING secrets;

# attack: 21 | update from itself | not_allowed writes._only | hidden
UPDATE customers SET name = o.email FROM customers o WHERE o.id = customers.id + 1;

# attack: 21 | truncate | not_allowed characters._check_start | hidden
TRUNCATE customers;

# attack: 21 | drop | not_allowed characters._check_start | hidden
DROP TABLE secrets;

# attack: 21 | alter | not_allowed characters._check_start | hidden
ALTER TABLE secrets ADD COLUMN x INTEGER;

# attack: 21 | table made of a query | not_allowed characters._check_start | hidden
CREATE TABLE loot AS SELECT * FROM secrets;

# attack: 21 | defaults only | not_allowed writes._only | hidden
INSERT INTO customers DEFAULT VALUES;

# attack: 21 | default in a row | not_allowed writes._no_default | hidden
INSERT INTO orders (id, region) VALUES (9000, DEFAULT);

# attack: 22 | second statement | syntax_error parse.one_tree | hidden
UPDATE customers SET score = 1 WHERE id = 1; DELETE FROM secrets;

# attack: 22 | second statement after a comment | syntax_error parse.one_tree | hidden
UPDATE customers SET score = 1 WHERE id = 1 /* */ ; DROP TABLE secrets;

# attack: 22 | invisible space | not_allowed characters._refuse_character | hidden
# escapes: yes
DELETE\u200bFROM\u200bsecrets;

# attack: 22 | end of a text | syntax_error parse.one_tree | hidden
UPDATE customers SET name = '\'; DELETE FROM secrets; --';

# attack: 24 | error that shows a value | not_allowed allow.judge_function | value
UPDATE customers SET score = error(ssn);

# attack: 24 | error of a hidden row | answer lens.filter | fact
UPDATE orders SET note = 1 // (CASE WHEN region = 'US' THEN 0 ELSE 1 END);

# attack: 24 | cast of a hidden row | wrong_type lease._doubted | fact
UPDATE customers SET name = 'x' WHERE CAST(name AS INTEGER) > 0;

# attack: 24 | cast of a mask | wrong_type lease._doubted | value
UPDATE customers SET score = email::DOUBLE;

# attack: 24 | cast in RETURNING | wrong_type lease._doubted | value
UPDATE customers SET name = name RETURNING CAST(ssn AS INTEGER);

# attack: 24 | name that is offered | unknown_name write_names._settable | name
UPDATE employees SET salar = 1;

# attack: 21 | values of a row taken from a query that deletes | not_allowed allow.check | hidden
# only: 2
WITH d AS (DELETE FROM secrets RETURNING v) UPDATE customers SET name = (SELECT max(v) FROM d) WHERE id = 2;

# attack: 2 | hidden table in a LIMIT | unknown_name names._check | fact
DELETE FROM orders WHERE id IN (SELECT id FROM orders ORDER BY id LIMIT (SELECT max(length(v)) FROM secrets));

# attack: 5 | keys of hidden rows in another type | answer lens.filter | hidden
DELETE FROM customers WHERE id::VARCHAR IN ('1', '3');

# attack: 5 | rows of a payment that are hers by another table | answer lens.filter | fact
UPDATE orders SET note = 'paid' WHERE id IN (SELECT order_id FROM payments);

# attack: 6 | largest key | answer lens.filter | fact
INSERT INTO orders (id, region) SELECT max(id) + 1, 'EU' FROM orders RETURNING id;

# attack: 9 | mask under the name of a column of another step | answer lens.mask | value
WITH s AS (SELECT id AS k, phone AS name FROM customers) UPDATE customers SET name = (SELECT s.name FROM s WHERE k = id);

# attack: 13 | denied column of a row in a list | unknown_name lease._doubted | value
UPDATE crm.notes SET body = (SELECT list(n.internal)::VARCHAR FROM crm.notes n);

# attack: 24 | error that only a mask would have | wrong_type lease._doubted | fact
UPDATE customers SET score = left(phone, 2)::INTEGER;
