# Masks: expressions, crossing names, whole rows (8 to 10).
# attack: category | name | what it gets and where it is stopped | what it would show or do without guards
# See tests/support/attacks.py for the other headers.

# attack: 8 | substring | answer lens.mask | fact
SELECT substr(email, 1, 5) AS x, length(email) AS n FROM customers;

# attack: 8 | sort | answer lens.mask | fact
SELECT id FROM customers ORDER BY birthday, id LIMIT 3;

# attack: 8 | arithmetic on a masked number | wrong_type lease._doubted | fact
SELECT cvv + 0 FROM payments;

# attack: 8 | window over a masked column | answer lens.mask | fact
SELECT id, row_number() OVER (ORDER BY phone, id) AS n FROM customers;

# attack: 8 | similarity | answer lens.mask | fact
SELECT id, levenshtein(left(phone, 40), '+42 555 5838') AS d, jaccard(card_number, '4000') AS j FROM customers JOIN payments USING (id);

# attack: 8 | text as bytes | answer lens.mask | fact
# same: substring
SELECT hex(encode(phone)) AS h FROM customers;

# attack: 8 | first letter of a number | answer lens.mask | fact
# same: substring
SELECT ascii(CAST(cvv AS VARCHAR)) AS a FROM payments;

# attack: 8 | digest | answer lens.mask | fact
# same: substring
SELECT hash(phone) AS a, hash(email) AS b FROM customers;

# attack: 8 | concatenation | answer lens.mask | value
# same: substring
SELECT name || ': ' || phone AS x FROM customers;

# attack: 8 | slice | answer lens.mask | fact
# same: substring
SELECT card_number[5:8] AS x FROM payments;

# attack: 8 | list | answer lens.mask | fact
# same: substring
SELECT string_split(email, '@')[1] AS x FROM customers;

# attack: 8 | parts of a date | answer lens.mask | fact
SELECT year(birthday) AS y, monthname(birthday) AS m FROM customers;

# attack: 8 | age | answer lens.mask | fact
# same: parts of a date
SELECT id FROM customers ORDER BY age(TIMESTAMP '2024-01-01', birthday), id LIMIT 5;

# attack: 8 | format | answer lens.mask | value
# same: substring
SELECT format('{}/{}', phone, email) AS x, printf('%s', phone) AS y FROM customers;

# attack: 8 | struct | answer lens.mask | value
SELECT {'p': phone, 'e': email} AS s FROM customers;

# attack: 8 | JSON object | answer lens.mask | value
# same: struct
SELECT json_object('p', phone, 'b', birthday) AS j FROM customers;

# attack: 8 | choice | answer lens.mask | value
SELECT coalesce(birthday::VARCHAR, phone, email) AS x, CASE WHEN phone IS NOT NULL THEN phone END AS y FROM customers;

# attack: 8 | extremes | answer lens.mask | value
SELECT min(phone) AS a, max(email) AS b, min(birthday) AS c, max(bonus) AS d FROM customers, employees;

# attack: 8 | string of all | answer lens.mask | value
# same: extremes
SELECT string_agg(phone, ',' ORDER BY id) AS x FROM customers;

# attack: 8 | histogram | answer lens.mask | value
# same: extremes
SELECT histogram(phone) AS h, approx_top_k(email, 3) AS k FROM customers;

# attack: 8 | argument of an aggregate | answer lens.mask | value
# same: extremes
SELECT arg_min(phone, id) AS a, max_by(email, id) AS b FROM customers;

# attack: 8 | neighbour in a window | answer lens.mask | value
# same: window over a masked column
SELECT id, lag(phone) OVER (ORDER BY id) AS p, first_value(ssn) OVER (ORDER BY id) AS s FROM customers;

# attack: 8 | lambda | answer lens.mask | value
SELECT list_transform([phone, email], lambda x: x || '!') AS l FROM customers;

# attack: 8 | pattern | answer lens.mask | value
# same: substring
SELECT regexp_extract(phone, '[0-9]{4}$') AS x, regexp_replace(card_number, '^4000', '') AS y FROM customers JOIN payments USING (id);

# attack: 8 | inverted | answer lens.mask | fact
# same: substring
SELECT reverse(phone) AS r, translate(email, 'aeiou', '12345') AS t FROM customers;

# attack: 8 | sum | answer lens.mask | fact
SELECT sum(bonus) AS s, avg(bonus) AS a FROM employees;

# attack: 8 | encoded | answer lens.mask | fact
# same: substring
SELECT to_base64(encode(phone)) AS b, url_encode(email) AS u FROM customers;

# attack: 8 | statistics of a masked number | answer lens.mask | value
# same: sum
SELECT median(bonus) AS m, quantile_disc(bonus, [0.1, 0.9]) AS q FROM employees;

# attack: 8 | compared columns | answer lens.mask | fact
SELECT count(*) AS n FROM customers WHERE right(phone, 4) < left(replace(ssn, '-', ''), 4);

# attack: 9 | alias of an unmasked name | answer lens.mask | value
SELECT ssn AS name, name AS ssn FROM customers;

# attack: 9 | union position | answer lens.mask | value
SELECT name AS x FROM customers UNION ALL SELECT ssn FROM customers;

# attack: 9 | cte column list | answer lens.mask | value
WITH x(name, ssn) AS (SELECT ssn, name FROM customers) SELECT name FROM x;

# attack: 9 | derived table column list | answer lens.mask | value
# same: cte column list
SELECT a FROM (SELECT phone, id FROM customers) AS t(a, b);

# attack: 9 | rename | answer lens.mask | value
SELECT * RENAME (phone AS name, name AS phone) FROM customers;

# attack: 9 | lateral alias | answer lens.mask | value
SELECT phone AS p, p || '!' AS q FROM customers;

# attack: 9 | by name | answer lens.mask | value
SELECT name AS x, id FROM customers UNION ALL BY NAME SELECT phone AS x, id FROM customers;

# attack: 9 | nested aliases | answer lens.mask | value
SELECT c FROM (SELECT b AS c FROM (SELECT phone AS b FROM customers));

# attack: 9 | key of an object | answer lens.mask | value
SELECT json_object(phone, 'x') AS j FROM customers WHERE phone IS NOT NULL;

# attack: 9 | unpivoted into a free name | answer lens.mask | value
UNPIVOT (SELECT id, phone AS name FROM customers) ON name INTO NAME k VALUE id2;

# attack: 9 | prefix alias | answer lens.mask | value
# same: nested aliases
SELECT name: phone FROM customers;

# attack: 9 | except and intersect | answer lens.mask | value
SELECT phone AS name FROM customers EXCEPT SELECT name FROM customers;

# attack: 9 | passed through a recursion | answer lens.mask | value
WITH RECURSIVE r AS (SELECT phone AS name, 1 AS n FROM customers UNION ALL SELECT name, n + 1 FROM r WHERE n < 2) SELECT name FROM r WHERE n = 2;

# attack: 9 | correlated output | answer lens.mask | value
SELECT (SELECT c.phone) AS name FROM customers c;

# attack: 9 | column names of VALUES | answer lens.mask | value
SELECT v.name FROM customers c, LATERAL (VALUES (c.phone)) v(name);

# attack: 9 | grouped by an alias | answer lens.mask | value
SELECT phone AS city, count(*) AS n FROM customers GROUP BY ALL;

# attack: 9 | struct field | answer lens.mask | value
SELECT s.name FROM (SELECT {'name': phone} AS s FROM customers);

# attack: 9 | using of two names | answer lens.mask | value
SELECT name FROM (SELECT phone AS name FROM customers) JOIN (SELECT phone AS name FROM customers WHERE id > 100) USING (name);

# attack: 10 | row as JSON | answer lens.mask | value
SELECT to_json(c) AS j FROM customers c;

# attack: 10 | row as text | answer lens.mask | value
SELECT CAST(c AS VARCHAR) AS t FROM customers c;

# attack: 10 | row in an aggregate | answer lens.mask | value
SELECT arg_max(p, id) AS p FROM payments p;

# attack: 10 | row of a denied column | answer lens.columns | value
SELECT e FROM employees e;

# attack: 10 | row to JSON | answer lens.columns | value
# same: row as JSON
SELECT row_to_json(e) AS j FROM employees e;

# attack: 10 | row as a value of a struct | answer lens.mask | value
SELECT struct_pack(x := c) AS s FROM customers c;

# attack: 10 | list of rows | answer lens.mask | value
SELECT list(c ORDER BY c.id) AS l FROM customers c;

# attack: 10 | unpacked row | answer lens.mask | value
SELECT unnest(c) FROM customers c;

# attack: 10 | order of rows | answer lens.columns | fact
SELECT e.id FROM employees e ORDER BY hash(e);

# attack: 10 | equality of rows | answer lens.mask | value
SELECT count(DISTINCT p) AS n, min(p) AS m FROM payments p;

# attack: 10 | keys of a row | answer lens.columns | name
SELECT json_keys(to_json(e)) AS k FROM employees e LIMIT 1;

# attack: 10 | names of a row | answer lens.columns | name
# same: keys of a row
SELECT struct_keys(e) AS k FROM employees e LIMIT 1;

# attack: 10 | type of a row | answer lens.columns | name
SELECT typeof(e) AS t FROM employees e LIMIT 1;

# attack: 10 | extracted from a row | unknown_name lease._doubted | value
SELECT struct_extract(e, 'salary') AS x FROM employees e;

# attack: 10 | subscript of a row | unknown_name lease._doubted | value
SELECT e['salary'] AS x FROM employees e;

# attack: 10 | JSON path into a row | answer lens.columns | value
SELECT to_json(e)->>'$.salary' AS x FROM employees e;

# attack: 10 | row in a window | answer lens.mask | value
SELECT lag(c) OVER (ORDER BY c.id) AS l FROM customers c;

# attack: 10 | row in a condition | answer lens.columns | fact
SELECT id FROM employees e WHERE to_json(e)::VARCHAR LIKE '%31984%';

# attack: 10 | row of a sub-query | answer lens.columns | value
# same: row as JSON
SELECT to_json(t) AS j FROM (SELECT * FROM employees) t;

# attack: 10 | row in a map | answer lens.mask | value
SELECT map([1], [p]) AS m FROM payments p;

# attack: 10 | row as a whole-row alias of a view | answer lens.mask | value
SELECT to_json(v) AS j FROM customer_totals v;

# attack: 10 | row of another schema | answer lens.columns | value
SELECT n FROM crm.notes n;

# attack: 10 | position in a row | answer lens.columns | value
SELECT struct_extract_at(e, 5) AS x FROM employees e;
