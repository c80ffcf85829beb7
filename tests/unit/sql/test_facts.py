"""What a statement names and does: prices, masked columns, and the scoping of names."""

from __future__ import annotations

import time

import duckdb
import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st
from support.lens_cases import SHOP, Case, lens, name_of, read_cases, table

from autogen_hatidata.errors import LimitExceeded
from autogen_hatidata.governance.credits import at_most, price
from autogen_hatidata.sql.facts import facts
from autogen_hatidata.sql.names import resolve
from autogen_hatidata.sql.parse import parse
from autogen_hatidata.types import Facts, Prices

PRICED = lens(
    table("main", "c", "id name region"),
    table("main", "o", "id cid amount day status"),
    table("crm", "o", "id stage"),
)
ROWS = {("main", "c"): 900, ("main", "o"): 1_500_000, ("crm", "o"): 20_000}


def shop(sql: str) -> Facts:
    """The facts of a statement over the shop."""
    return facts(parse(sql), SHOP)


@pytest.mark.parametrize("case", read_cases("credits"), ids=name_of)
def test_statements_cost_what_the_price_list_says(case: Case) -> None:
    """A statement's shape and the visible rows give the price that the table names."""
    found = facts(parse(case.sql), PRICED)
    most = at_most(price(found, ROWS, Prices()), found, int(case.options.get("max_rows", 1000)), Prices())

    assert float(case.expected) == most.credits


def test_tables_stand_in_the_order_of_the_text() -> None:
    """The tables of a statement are told once each, in the order in which a reader meets them."""
    found = shop("WITH x AS (SELECT 1 FROM orders) SELECT (SELECT 1 FROM crm.notes) FROM customers, x, orders")

    assert found.tables == (("main", "orders"), ("crm", "notes"), ("main", "customers"))


def test_unknown_names_are_told_as_written() -> None:
    """Names that are neither tables of the lens nor common table expressions are told as the caller wrote them."""
    found = shop('WITH x AS (SELECT 1) SELECT 1 FROM x, "NoSuch", main.x, crm.customers, a.b.c, customers')

    assert found.unknown == ("NoSuch", "main.x", "crm.customers", "a.b.c")


def test_names_compare_by_ascii_letters() -> None:
    """Case and quotes make no difference to a name, but letters that only look alike do."""
    kelvin = lens(table("main", "kinds", "id"), table("main", "Ärger", "id"))

    assert facts(parse('SELECT 1 FROM "KINDS", "Ärger"'), kelvin).unknown == ()
    assert facts(parse('SELECT 1 FROM "\u212ainds", "ärger"'), kelvin).unknown == ("\u212ainds", "ärger")


# Masked columns. Each query is also run in two worlds that differ in the masked column alone.

TOUCHING = """
SELECT email FROM customers
SELECT c.email FROM customers c
SELECT customers.email FROM customers
SELECT main.customers.email FROM main.customers
SELECT "EMAIL" FROM "Customers"
SELECT * FROM customers
SELECT c.* FROM customers c
SELECT * EXCLUDE (name) FROM customers
SELECT COLUMNS(*) FROM customers
SELECT COLUMNS('e.*') FROM customers
SELECT COLUMNS(lambda col: col LIKE 'em%') FROM customers
SELECT min(COLUMNS(*)) FROM customers
FROM customers
TABLE customers
SELECT c FROM customers c
SELECT customers FROM customers
SELECT main.customers FROM main.customers
SELECT to_json(c) FROM customers c
SELECT c::VARCHAR FROM customers c
SELECT struct_extract(c, 'email') FROM customers c
SELECT c['email'] FROM customers c
SELECT list(c) FROM customers c
SELECT count(DISTINCT c) FROM customers c
SELECT (SELECT c) FROM customers c
SELECT (SELECT c.email) FROM customers c
SELECT x.e FROM (SELECT email AS e FROM customers) x
WITH x AS (SELECT * FROM customers) SELECT count(DISTINCT x) FROM x
WITH x(a, b, c) AS (SELECT * FROM customers) SELECT c FROM x
SELECT c FROM customers AS t(a, b, c)
SELECT t.c FROM customers AS t(a, b, c)
SELECT #3 FROM customers
SELECT count(*) FROM customers WHERE email LIKE 'a%'
SELECT id FROM customers ORDER BY email
SELECT count(*) FROM customers GROUP BY email
SELECT id, row_number() OVER (ORDER BY email) FROM customers
SELECT id FROM customers QUALIFY row_number() OVER (ORDER BY email) = 1
SELECT a.id FROM customers a JOIN customers b USING (email)
SELECT a.id FROM customers a NATURAL JOIN customers b
SELECT count(*) FROM (SELECT * FROM customers) NATURAL JOIN (SELECT * FROM customers)
SELECT a.id FROM customers a JOIN customers b ON a = b
SELECT * FROM (FROM customers)
SELECT x.* FROM customers, LATERAL (SELECT customers.email) x
SELECT id FROM customers UNION ALL SELECT count(*) FROM customers WHERE email > 'b'
SELECT n FROM customers UNPIVOT (v FOR n IN (name, email))
SELECT * FROM customers PIVOT (count(*) FOR region IN ('EU'))
SELECT EXISTS (SELECT 1 FROM customers c WHERE c.email = 'a')
SELECT list_transform([1], lambda q: c.email) FROM customers c
SELECT unnest(c) FROM customers c
SELECT max(email) FILTER (WHERE id > 1) FROM customers
SELECT email AS name FROM customers
SELECT "c"."email" FROM customers AS "C"
SELECT email.lower() FROM customers
SELECT upper(email).lower() FROM customers
SELECT c.email.lower() FROM customers c
SELECT (email || 'x').lower().upper() FROM customers
SELECT id FROM customers WHERE lower(email).upper() = 'A'
SELECT {'a': email}.to_json() FROM customers
SELECT list(email)[1].lower() FROM customers
"""
NOT_TOUCHING = """
SELECT id, name FROM customers
SELECT count(*) FROM customers
SELECT name AS email FROM customers
SELECT x.* FROM (SELECT id, name FROM customers) x
WITH x AS (SELECT id FROM customers) SELECT * FROM x
SELECT count(*) FROM customers c JOIN orders o ON o.customer_id = c.id WHERE o.status = 'paid'
SELECT o.* FROM orders o, customers
SELECT o FROM orders o, customers
SELECT id FROM customers ORDER BY ALL
SELECT 1
"""


@pytest.fixture(scope="module")
def worlds() -> list[duckdb.DuckDBPyConnection]:
    """Two databases that differ in nothing but customers.email."""
    made = []
    for emails in ("cbadb", "abcac"):
        connection = duckdb.connect(config={"threads": 1})
        connection.execute("CREATE TABLE customers(id INT, name VARCHAR, email VARCHAR, region VARCHAR, address INT)")
        rows = [(i // 2, "n", email, "EU", 1) for i, email in enumerate(emails)]
        connection.executemany("INSERT INTO customers VALUES (?, ?, ?, ?, ?)", rows)
        connection.execute("CREATE TABLE orders AS SELECT 1 AS id, 1 AS customer_id, 'paid' AS status")
        made.append(connection)
    return made


@pytest.mark.parametrize("sql", TOUCHING.strip().splitlines())
def test_every_way_to_a_masked_column_is_noticed(sql: str, worlds: list[duckdb.DuckDBPyConnection]) -> None:
    """A statement that can reach a masked column is recorded as touching it, whatever form it has."""
    for world in worlds:
        world.execute(sql).fetchall()

    assert shop(sql).masked == ("customers.email",)


@pytest.mark.parametrize(
    "sql", ["SELECT (SELECT max(email) FROM customers).lower()", "SELECT c.to_json() FROM customers c"]
)
def test_ways_that_only_a_newer_duckdb_has_are_noticed_too(sql: str) -> None:
    """What DuckDB 1.5 cannot run is recorded like the rest."""
    assert shop(sql).masked == ("customers.email",)


@pytest.mark.parametrize("sql", NOT_TOUCHING.strip().splitlines())
def test_other_statements_touch_no_mask(sql: str, worlds: list[duckdb.DuckDBPyConnection]) -> None:
    """A statement that is recorded as touching no masked column gives the same answer whatever stands in it."""
    first, second = (world.execute(sql).fetchall() for world in worlds)

    assert shop(sql).masked == ()
    assert first == second


def test_masks_are_told_with_schema_and_once() -> None:
    """Masked columns are named once each, with their schema where it is not the usual one."""
    found = shop("SELECT n.internal, n.internal, e.salary, c.email FROM customers c, crm.notes n, hr.employees e")

    assert found.masked == ("customers.email", "crm.notes.internal", "hr.employees.salary")


# Scoping, with DuckDB's own reading as the oracle

NAMES = st.sampled_from(["a", "b", '"A"', "main.a"])


@st.composite
def queries(draw: st.DrawFn, depth: int = 3) -> str:
    """Nested queries over few names, so that common table expressions and tables get into each other's way."""
    body = draw(selects(depth))
    if depth and draw(st.booleans()):
        recursive = draw(st.sampled_from(["", "RECURSIVE "]))
        names = draw(st.lists(st.sampled_from(["a", "b", "B", "q"]), min_size=1, max_size=3, unique_by=str.lower))
        ctes = [f"{name} AS ({draw(queries(depth=depth - 1))})" for name in names]
        # DuckDB looks up nothing for a common table expression that nobody uses: use each.
        body = f"WITH {recursive}{', '.join(ctes)} SELECT 1 AS v FROM ({body}) z, {', '.join(names)}"
    return body


@st.composite
def selects(draw: st.DrawFn, depth: int) -> str:
    """One SELECT or a set operation, of one column."""
    kind = draw(st.integers(0, 6)) if depth else 0
    if kind == 1:
        operator = draw(st.sampled_from(["UNION ALL", "UNION", "EXCEPT", "UNION ALL BY NAME"]))
        return f"{draw(selects(depth - 1))} {operator} {draw(selects(depth - 1))}"
    if kind == 2:
        return f"SELECT 1 AS v FROM ({draw(queries(depth=depth - 1))}) s"
    if kind == 3:
        return f"SELECT 1 AS v FROM {draw(NAMES)} s WHERE EXISTS (FROM ({draw(queries(depth=depth - 1))}) e)"
    if kind == 4:
        return f"SELECT 1 AS v FROM {draw(NAMES)} s, ({draw(queries(depth=depth - 1))}) t"
    if kind == 5:
        return f"({draw(queries(depth=depth - 1))})"
    return f"SELECT 1 AS v FROM {draw(NAMES)} s"


ORACLE = duckdb.connect(config={"threads": 1})
EMPTY = lens()


def tables_for_duckdb(sql: str) -> set[str]:
    """The names that DuckDB would look up as tables."""
    return {name.lower().partition(" as ")[0] for name in ORACLE.get_table_names(sql, qualified=True)}


@settings(max_examples=40, deadline=None)
@given(queries())
def test_common_table_expressions_hide_what_they_hide_in_duckdb(sql: str) -> None:
    """The names that are left as tables are those that DuckDB would look up, in any nesting of WITH."""
    try:
        expected, tree = tables_for_duckdb(sql), parse(sql)
    except (duckdb.Error, LimitExceeded):  # which may be one of more tables than are put together
        reject()

    assert expected == {name.lower() for name in facts(tree, EMPTY).unknown}


SCOPED = """
WITH RECURSIVE x AS (SELECT 1 UNION ALL SELECT 1 FROM x) SELECT 1 FROM x
WITH RECURSIVE x AS (SELECT 1 FROM x UNION ALL SELECT 1 FROM x) SELECT 1 FROM x
WITH RECURSIVE x AS (SELECT 1 UNION ALL SELECT 2 FROM x UNION ALL SELECT 3) SELECT 1 FROM x
WITH RECURSIVE x AS ((SELECT 1 UNION ALL SELECT 2 FROM x)) SELECT 1 FROM x
WITH RECURSIVE x AS (SELECT 1 UNION ALL SELECT 2 FROM (SELECT 1 FROM x)) SELECT 1 FROM x
WITH RECURSIVE x AS (SELECT * FROM x) SELECT 1 FROM x
WITH RECURSIVE x AS (SELECT 1 EXCEPT SELECT 1 FROM x) SELECT 1 FROM x
WITH x AS (SELECT * FROM x) SELECT 1 FROM x
WITH x AS (SELECT 1 FROM y), y AS (SELECT 1) SELECT 1 FROM x, y
WITH x AS (SELECT 1), y AS (SELECT 1 FROM x) SELECT 1 FROM "Y"
WITH x AS (SELECT 1) SELECT 1 FROM main.x
WITH x AS (SELECT 1) SELECT (SELECT 1 FROM x), (WITH x AS (SELECT 1 FROM x) SELECT 1 FROM x)
SELECT 1 FROM (WITH x AS (SELECT 1) SELECT 1 FROM x) y, x
SELECT 1 FROM x UNION (WITH x AS (SELECT 1) SELECT 1 FROM x)
WITH x AS (WITH y AS (SELECT 1 FROM x) SELECT 1 FROM y) SELECT 1 FROM x, y
WITH x AS (SELECT 1), y AS (SELECT (SELECT 1 FROM x)) SELECT 1 FROM y, LATERAL (SELECT 1 FROM x) z
SELECT 1 WHERE 1 IN (WITH x AS (SELECT 1) FROM x) AND EXISTS (FROM x)
WITH x AS (SELECT 1 a) FROM x UNPIVOT (v FOR n IN (a))
SELECT 1 FROM a, b JOIN c ON true, (d CROSS JOIN e), "F" POSITIONAL JOIN g
FROM a JOIN b ON true
SELECT 1 FROM a ORDER BY (SELECT 1 FROM b LIMIT 1)
"""


@pytest.mark.parametrize("sql", SCOPED.strip().splitlines())
def test_known_corners_of_scoping_agree_with_duckdb(sql: str) -> None:
    """The corners that a list of all WITH names gets wrong are read as DuckDB reads them."""
    assert tables_for_duckdb(sql) == {name.lower() for name in facts(parse(sql), EMPTY).unknown}


def test_long_chains_are_read() -> None:
    """A thousand ANDs, and hundreds of common table expressions on each other, are read without recursion."""
    terms = " AND ".join(["id = 1"] * 1000)
    chain = ", ".join(f"x{i} AS (SELECT * FROM x{i - 1})" for i in range(1, 300))

    assert frozenset() == facts(parse(f"SELECT id FROM orders WHERE {terms}"), SHOP).scanned
    assert facts(parse(f"WITH x0 AS (FROM customers), {chain} SELECT x299 FROM x299"), SHOP).unknown == ()


def test_facts_and_names_cost_little() -> None:
    """Facts and names of a small statement take well under a millisecond."""
    tree = parse("SELECT c.name, sum(o.amount) FROM customers c JOIN orders o ON o.customer_id = c.id GROUP BY 1")

    def once() -> float:
        start = time.thread_time()
        facts(tree, SHOP)
        resolve(tree, SHOP)
        return time.thread_time() - start

    assert min(once() for _ in range(50)) < 0.0008
