# Stars, pivots and denied columns (11 to 13).
# attack: category | name | what it gets and where it is stopped | what it would show or do without guards
# See tests/support/attacks.py for the other headers.

# attack: 11 | star | answer lens.columns | value
SELECT * FROM employees;

# attack: 11 | columns by pattern | answer lens.mask | value
SELECT COLUMNS('s.*') FROM customers;

# attack: 11 | columns of a denied name | syntax_error lease._doubted | value
SELECT COLUMNS('salary') FROM employees;

# attack: 11 | exclude of a denied name | unknown_name lease._doubted | value
SELECT * EXCLUDE (salary) FROM employees;

# attack: 11 | replace | answer lens.mask | value
SELECT * REPLACE (ssn AS name) FROM customers;

# attack: 11 | star over a using join | answer lens.mask | value
SELECT * FROM customers JOIN payments USING (id);

# attack: 11 | columns by lambda | syntax_error lease._doubted | value
SELECT COLUMNS(lambda c: c LIKE 'sal%') FROM employees;

# attack: 11 | columns by list | syntax_error lease._doubted | value
# same: columns of a denied name
SELECT COLUMNS(['name', 'salary']) FROM employees;

# attack: 11 | qualified star | answer lens.columns | value
# same: star
SELECT e.* FROM employees e;

# attack: 11 | star of another schema | answer lens.columns | value
SELECT n.* EXCLUDE (body) FROM crm.notes n;

# attack: 11 | unpacked into a function | answer lens.mask | value
SELECT concat(*COLUMNS('phone|email')) AS x FROM customers;

# attack: 11 | unpacked into a list | answer lens.mask | value
# same: unpacked into a function
SELECT [*COLUMNS('phone|ssn')] AS x FROM customers;

# attack: 11 | cast of all | answer lens.mask | value
SELECT COLUMNS(*)::VARCHAR FROM payments;

# attack: 11 | star by a pattern | answer lens.mask | value
SELECT * LIKE '%ssn%' FROM customers;

# attack: 11 | renamed by a group | answer lens.mask | value
SELECT COLUMNS('(s)sn') AS '\1_x' FROM customers;

# attack: 11 | rename of a denied name | answer lens.columns | value
SELECT * RENAME (salary AS x) FROM employees;

# attack: 11 | replace of a denied name | unknown_name lease._doubted | value
SELECT * REPLACE (1 AS salary) FROM employees;

# attack: 11 | condition over all columns | answer lens.columns | fact
SELECT id FROM employees WHERE COLUMNS(lambda c: c IN ('id', 'salary')) > 35;

# attack: 11 | aggregate of all | answer lens.mask | value
SELECT max(COLUMNS(* EXCLUDE (tags, address))) FROM customers;

# attack: 11 | natural join | answer lens.columns | value
SELECT * FROM employees NATURAL JOIN (SELECT id FROM employees);

# attack: 11 | columns of an alias | answer lens.mask | value
SELECT COLUMNS(p.*) FROM payments p;

# attack: 11 | star in an aggregate | answer lens.columns | name
SELECT count(COLUMNS(*)) FROM employees;

# attack: 11 | table's own star | answer lens.mask | value
# same: star
TABLE payments;

# attack: 11 | star of a nested star | answer lens.mask | value
SELECT t.* FROM (SELECT * FROM (SELECT * FROM customers)) t;

# attack: 12 | positional | answer lens.mask | value
SELECT #5 FROM customers;

# attack: 12 | unpivot | answer lens.mask | value
UNPIVOT (SELECT id, email, ssn FROM customers) ON email, ssn INTO NAME k VALUE v;

# attack: 12 | pivot on a masked column | answer lens.mask | fact
PIVOT payments ON cvv IN ('***', '121') USING count(*) AS n GROUP BY method;

# attack: 12 | pivot whose columns come from the values | answer lens.mask | fact
PIVOT payments ON cvv USING count(*) AS n GROUP BY method;

# attack: 12 | pivot of a hidden table | unknown_name names._check | value
PIVOT secrets ON k USING max(v);

# attack: 12 | unpivot of a hidden table | unknown_name names._check | value
UNPIVOT secrets ON v INTO NAME k VALUE x;

# attack: 12 | order by position | answer lens.columns | value
SELECT * FROM employees ORDER BY 5 DESC LIMIT 3;

# attack: 12 | unpivot of a denied column | syntax_error lease._doubted | value
UNPIVOT employees ON salary INTO NAME k VALUE v;

# attack: 12 | unpivot of all | answer lens.mask | value
UNPIVOT (SELECT id, phone, email, ssn FROM customers) ON COLUMNS(* EXCLUDE (id)) INTO NAME k VALUE v;

# attack: 12 | pivot with a masked value | answer lens.mask | value
PIVOT customers ON segment IN ('gold', 'silver') USING max(phone) GROUP BY city;

# attack: 12 | pivot grouped by a mask | answer lens.mask | value
PIVOT customers ON segment IN ('gold') USING count(*) GROUP BY phone;

# attack: 12 | pivot on a denied column | unknown_name lease._doubted | value
PIVOT employees ON salary USING count(*) GROUP BY department;

# attack: 12 | standard pivot | answer lens.mask | fact
FROM payments PIVOT (count(*) FOR cvv IN (107, 114, 121) GROUP BY method);

# attack: 12 | standard unpivot with nulls | answer lens.mask | value
FROM (SELECT id, phone, email FROM customers) UNPIVOT INCLUDE NULLS (v FOR k IN (phone, email));

# attack: 12 | pivot of a join with a hidden table | unknown_name names._check | value
PIVOT (SELECT e.id, s.v FROM employees e JOIN secrets s ON s.k = 'vault-' || e.id) ON v USING count(*);

# attack: 12 | pivot inside a cte | answer lens.mask | fact
WITH p AS (PIVOT payments ON cvv USING count(*) GROUP BY method) FROM p;

# attack: 12 | positional in order | answer lens.columns | value
SELECT * FROM employees ORDER BY #5;

# attack: 12 | aggregate of a denied column in a pivot | unknown_name lease._doubted | value
PIVOT employees ON department USING max(salary);

# attack: 13 | denied column | unknown_name lease._doubted | value
SELECT salary FROM employees;

# attack: 13 | denied column in order by | unknown_name lease._doubted | fact
SELECT id FROM employees ORDER BY salary;

# attack: 13 | denied column in where | unknown_name lease._doubted | fact
SELECT id FROM employees WHERE salary > 50000;

# attack: 13 | denied column in using | unknown_name lease._doubted | fact
SELECT a.id FROM employees a JOIN employees b USING (salary);

# attack: 13 | denied column through a join | unknown_name lease._doubted | fact
SELECT e.name FROM employees e JOIN customers c ON c.id = e.salary;

# attack: 13 | denied column of another schema | unknown_name lease._doubted | value
# same: denied column
SELECT n.internal FROM crm.notes n;

# attack: 13 | denied column in a window | unknown_name lease._doubted | fact
SELECT rank() OVER (ORDER BY "SALARY") FROM employees;

# attack: 13 | rowid | unknown_name lease._doubted | fact
SELECT rowid FROM customers;

# attack: 13 | group by | unknown_name lease._doubted | fact
SELECT count(*) AS n FROM employees GROUP BY salary;

# attack: 13 | having | unknown_name lease._doubted | fact
SELECT department FROM employees GROUP BY department HAVING max(salary) > 80000;

# attack: 13 | qualify | syntax_error lease._doubted | fact
SELECT id FROM employees QUALIFY row_number() OVER (ORDER BY salary DESC) = 1;

# attack: 13 | aggregate | unknown_name lease._doubted | value
SELECT department, avg(salary) AS a FROM employees GROUP BY department;

# attack: 13 | filter of an aggregate | unknown_name lease._doubted | fact
SELECT count(*) FILTER (WHERE salary > 60000) AS n FROM employees;

# attack: 13 | order inside an aggregate | unknown_name lease._doubted | fact
SELECT list(name ORDER BY salary) AS l FROM employees;

# attack: 13 | argument of the maximum | unknown_name lease._doubted | fact
# same: aggregate
SELECT arg_max(name, salary) AS a FROM employees;

# attack: 13 | distinct on | unknown_name lease._doubted | fact
SELECT DISTINCT ON (department) name FROM employees ORDER BY department, salary DESC;

# attack: 13 | correlated sub-query | unknown_name lease._doubted | fact
SELECT e.id FROM employees e WHERE EXISTS (SELECT 1 FROM range(60000, 70000) r WHERE r.range = e.salary);

# attack: 13 | lateral | unknown_name lease._doubted | value
SELECT l.s FROM employees e, LATERAL (SELECT e.salary AS s) l;

# attack: 13 | natural join with a guess | syntax_error lease._doubted | fact
SELECT e.id FROM employees e NATURAL JOIN (SELECT 31984 AS salary);

# attack: 13 | using with a guess | unknown_name lease._doubted | fact
SELECT e.id FROM employees e JOIN (SELECT 31984 AS salary) g USING (salary);

# attack: 13 | case | unknown_name lease._doubted | fact
SELECT id, CASE WHEN salary > 60000 THEN 1 END AS x FROM employees;

# attack: 13 | in a list | unknown_name lease._doubted | fact
# same: denied column in where
SELECT id FROM employees WHERE salary IN (31984, 33957);

# attack: 13 | table before it | unknown_name lease._doubted | value
# same: denied column
SELECT employees.salary FROM employees;

# attack: 13 | schema before it | unknown_name lease._doubted | value
# same: denied column
SELECT main.employees.salary FROM main.employees;

# attack: 13 | lambda | unknown_name lease._doubted | value
SELECT list_transform([1, 2], lambda x: x * salary) AS l FROM employees;

# attack: 13 | list comprehension | unknown_name lease._doubted | fact
SELECT [x + salary FOR x IN [1]] AS l FROM employees;

# attack: 13 | range of a window | unknown_name lease._doubted | fact
SELECT id, count(*) OVER (ORDER BY salary RANGE BETWEEN 1000 PRECEDING AND 1000 FOLLOWING) AS n FROM employees;

# attack: 13 | asof join | unknown_name lease._doubted | fact
SELECT e.id, g.g FROM employees e ASOF JOIN (VALUES (30000), (60000)) g(g) ON e.salary >= g.g;

# attack: 13 | cte | unknown_name lease._doubted | value
WITH e AS (SELECT id, salary AS s FROM employees) SELECT max(s) AS m FROM e;

# attack: 13 | union | unknown_name lease._doubted | value
SELECT id FROM employees UNION ALL SELECT salary FROM employees;

# attack: 13 | hidden behind an alias | answer lens.columns | fact
SELECT 1 AS salary, id FROM employees WHERE salary > 60000;

# attack: 13 | values | unknown_name lease._doubted | value
SELECT v.x FROM employees e, LATERAL (VALUES (e.salary)) v(x);

# attack: 13 | date arithmetic | unknown_name lease._doubted | fact
# same: denied column
SELECT hired + salary AS d FROM employees;

# attack: 13 | rowid in order | unknown_name lease._doubted | fact
# same: rowid
SELECT id FROM orders ORDER BY rowid DESC LIMIT 3;

# attack: 13 | argument of a table function | unknown_name lease._doubted | fact
SELECT count(*) AS n FROM employees e, LATERAL range(e.salary) r;
