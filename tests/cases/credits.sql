# What statements cost. Rows that the caller sees: c = 900, o = 1,500,000, crm.o = 20,000.
# A case is a statement and its credits; max_rows is 1,000 unless it says otherwise.

# The price list's worked examples
SELECT count(*) FROM c;
-> 1.0
SELECT * FROM c;
-> 2.0
SELECT id FROM o WHERE id = 7;
-> 1.0
SELECT sum(amount) FROM o;
-> 3.0
SELECT * FROM o;
-> 4.0
# max_rows: 25000
SELECT * FROM o;
-> 6.0
SELECT c.name, sum(o.amount) FROM c JOIN o ON o.cid = c.id GROUP BY 1;
-> 3.5
SELECT c.name, sum(o.amount) FROM c JOIN o ON o.cid = c.id WHERE o.day >= DATE '2024-01-01' GROUP BY 1;
-> 1.5
SELECT * FROM o a JOIN o b USING (id);
-> 4.0
WITH x AS (SELECT * FROM c) SELECT name FROM x;
-> 1.0

# Returned rows: max_rows of them, or the number in the outermost LIMIT
# max_rows: 25000
SELECT * FROM o LIMIT 9;
-> 4.0
# max_rows: 25000
SELECT * FROM o LIMIT 20000;
-> 5.0
# max_rows: 25000
SELECT * FROM o LIMIT 30000 OFFSET 5;
-> 6.0
# max_rows: 25000
(SELECT * FROM o) LIMIT 9;
-> 4.0
# max_rows: 25000
SELECT id FROM o UNION ALL SELECT id FROM o LIMIT 9;
-> 3.0
# max_rows: 25000
WITH x AS (SELECT * FROM o LIMIT 9) SELECT id FROM x;
-> 5.0
# max_rows: 25000
SELECT * FROM o LIMIT 1%;
-> 6.0
# max_rows: 25000
SELECT * FROM o LIMIT ALL;
-> 6.0
# max_rows: 25000
SELECT * FROM o LIMIT ?;
-> 6.0

# Stars that reach the result
SELECT c.* FROM c;
-> 2.0
SELECT COLUMNS(*) FROM c;
-> 2.0
SELECT max(COLUMNS('n.*')) FROM c;
-> 2.0
FROM c;
-> 2.0
TABLE c;
-> 2.0
SELECT c FROM c;
-> 2.0
SELECT k AS whole FROM c k;
-> 2.0
SELECT main.c FROM main.c;
-> 2.0
SELECT to_json(c) FROM c;
-> 2.0
SELECT * EXCLUDE (name) FROM c;
-> 2.0
SELECT * FROM (SELECT id FROM c);
-> 2.0
WITH x AS (SELECT id FROM c) SELECT x FROM x;
-> 2.0
SELECT id FROM c UNION ALL SELECT * FROM (SELECT id FROM c);
-> 2.0
(SELECT * FROM c) ORDER BY 1 LIMIT 3;
-> 2.0
PIVOT c ON region USING count(*);
-> 2.0
SELECT * FROM VALUES (1), (2) t(a);
-> 2.0

# No stars, or stars that stay inside
SELECT count(*), count(c.*), count(c) FROM c;
-> 1.0
FROM c SELECT id;
-> 1.0
SELECT (SELECT count(*) FROM (SELECT * FROM c));
-> 1.0
SELECT id FROM c WHERE EXISTS (SELECT * FROM c k WHERE k.id = 1);
-> 1.0
SELECT c.id FROM (SELECT 1 AS id) c;
-> 1.0
SELECT t FROM (SELECT 1 AS t) t;
-> 1.0
SELECT name FROM c AS name;
-> 1.0
SELECT id * 2 FROM c;
-> 1.0

# What makes a scan harmless: a comparison with a constant
SELECT id FROM o WHERE 7 < id;
-> 1.0
SELECT id FROM o WHERE day BETWEEN DATE '2024-01-01' AND current_date - INTERVAL 7 DAY;
-> 1.0
SELECT id FROM o WHERE id IN (1, 2, 3);
-> 1.0
SELECT id FROM o WHERE id IN [1, 2, 3];
-> 1.0
SELECT id FROM o WHERE id = ANY([1, 2]);
-> 1.0
SELECT id FROM o WHERE status LIKE 'p%' ESCAPE '$';
-> 1.0
SELECT id FROM o WHERE status ~ 'p.*';
-> 1.0
SELECT id FROM o WHERE starts_with(status, 'p');
-> 1.0
SELECT id FROM o WHERE day IS NULL;
-> 1.0
SELECT id FROM o WHERE amount IS NOT DISTINCT FROM 3;
-> 1.0
SELECT id FROM o WHERE id = ?;
-> 1.0
SELECT id FROM o WHERE id = $wanted;
-> 1.0
SELECT id FROM o WHERE CAST(day AS VARCHAR) = CAST(2024 AS VARCHAR) || '-01-01';
-> 1.0
SELECT id FROM o WHERE lower(status) = lower('PAID') AND amount > cid;
-> 1.0
SELECT id FROM o WHERE (status, cid) = ('paid', 3);
-> 1.0
SELECT id FROM o WHERE NOT (status = 'paid');
-> 1.0
SELECT id FROM o WHERE id = 1 OR id = 2;
-> 1.0
SELECT id FROM o WHERE NOT (status = 'paid' AND cid = 1);
-> 1.0
SELECT year(day) AS y, sum(amount) FROM o WHERE y = 2024 GROUP BY 1;
-> 1.0
SELECT k.id FROM o AS k WHERE k.id = 3;
-> 1.0
SELECT main.o.id FROM main.o WHERE main.o.id = 3;
-> 1.0
SELECT "ID" FROM "O" WHERE "Id" = 3;
-> 1.0
SELECT c.id FROM c JOIN o ON o.cid = c.id AND o.status = 'paid';
-> 1.5
SELECT c.id FROM c LEFT JOIN o ON o.cid = c.id AND status = 'paid';
-> 1.5
SELECT 1 FROM o a JOIN o b USING (id) WHERE id = 3;
-> 1.0
SELECT x.id FROM (SELECT id FROM o WHERE status = 'paid') x;
-> 1.0
WITH x AS (SELECT id FROM o WHERE status = 'paid') SELECT count(*) FROM x;
-> 1.0
SELECT 1 FROM (c JOIN o ON o.cid = c.id) WHERE o.status = 'paid';
-> 1.5
SELECT id FROM c WHERE EXISTS (SELECT 1 FROM o WHERE o.cid = c.id AND o.status = 'paid');
-> 1.5
SELECT id FROM c WHERE EXISTS ((SELECT * FROM o WHERE o.cid = c.id AND o.status = 'paid'));
-> 1.5

# What leaves it a scan
SELECT id FROM o WHERE id = cid;
-> 3.0
SELECT id FROM o WHERE status = 'paid' OR amount > cid;
-> 3.0
SELECT id FROM o WHERE NOT (status = 'paid' OR amount > cid) AND id = cid;
-> 1.0
SELECT id FROM o WHERE NOT (status = 'paid' AND amount > cid);
-> 3.0
SELECT id FROM o WHERE 1 = 1;
-> 3.0
SELECT id FROM o WHERE true;
-> 3.0
SELECT id FROM o WHERE id = (SELECT max(id) FROM c);
-> 3.5
SELECT id FROM o WHERE id IN (SELECT id FROM c);
-> 3.5
SELECT id FROM o WHERE id IN (1, cid);
-> 3.0
SELECT status, count(*) FROM o GROUP BY 1 HAVING status = 'paid';
-> 3.0
SELECT id FROM o QUALIFY row_number() OVER (ORDER BY id) = 1;
-> 3.0
SELECT count(*) FILTER (WHERE status = 'paid') FROM o;
-> 3.0
SELECT id FROM o LIMIT 10;
-> 3.0
SELECT x.id FROM (SELECT * FROM o) x WHERE x.id = 7;
-> 3.0
SELECT c.id FROM c JOIN o ON o.cid = c.id WHERE c.id = 7;
-> 3.5
SELECT c.id FROM c JOIN o USING (id) WHERE c.name = 'x';
-> 3.5
SELECT 1 FROM o a, o b WHERE a.id = 3;
-> 3.0
SELECT id FROM c WHERE EXISTS (SELECT 1 FROM o WHERE o.cid = c.id);
-> 3.5
SELECT id FROM o WHERE o.amount + o.cid = o.id;
-> 3.0
SELECT 1 FROM c, o WHERE c.id + o.id = 3;
-> 3.5

# Tables are counted once, by schema and name
SELECT 1 FROM c a, c b, c d;
-> 1.0
SELECT 1 FROM crm.o;
-> 3.0
SELECT 1 FROM o, crm.o WHERE main.o.id = 3;
-> 3.5
WITH o AS (SELECT id FROM c) SELECT id FROM o;
-> 1.0
WITH o AS (SELECT id FROM o) SELECT id FROM o;
-> 3.0
WITH c AS (SELECT 1 AS id) SELECT id FROM main.c WHERE id = 1;
-> 1.0
SELECT table_name FROM information_schema.tables;
-> 1.0
SELECT 1 FROM information_schema.columns, c;
-> 1.0
SELECT range FROM range(5);
-> 1.0
SELECT 1;
-> 1.0
SELECT name FROM nosuch;
-> 1.0
