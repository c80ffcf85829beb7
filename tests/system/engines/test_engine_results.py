"""An answer is bounded in values and in text while it is fetched, and is what it would be without that."""

from __future__ import annotations

import pytest

from autogen_hatidata.engines.duckdb import DuckDBEngine
from autogen_hatidata.engines.results import Limits, may_be_large, weighing
from autogen_hatidata.errors import LimitExceeded
from autogen_hatidata.settings import Settings
from autogen_hatidata.types import LensSpec, TableSpec

CELLS = 1_000
"""The values that the answers of these tests may have, and 100 kB of text; one row may have 100 and 10 kB."""

KINDS = (
    "SELECT [1, 2, NULL] AS l, [['a'], NULL, ['b', NULL]] AS ll, CAST(NULL AS INTEGER[]) AS n, [] AS e",
    "SELECT CAST([1, 2] AS INTEGER[2]) AS a, CAST([['x'], ['y']] AS VARCHAR[][2]) AS aa",
    "SELECT MAP {'k': [1, 2]} AS m, MAP {1: 'v'} AS n, CAST(NULL AS MAP(INTEGER, INTEGER)) AS z",
    """SELECT {'x y': 1, 'q"q': ['a']} AS s, row(1, [2]) AS t, {'a': 1, 'b': 2} AS plain""",
    "SELECT union_value(k := [1, 2]) AS u, json_object('a', [1]) AS j, [json_array(1)] AS lj",
    "SELECT 1 AS x, 2 AS x, list(id) AS x FROM customers",
    "SELECT list(id ORDER BY id) OVER (ORDER BY id DESC) AS l, id FROM customers ORDER BY id",
    "SELECT string_agg(email, ', ' ORDER BY id) AS t, list({'e': email, 'r': region} ORDER BY id) AS l FROM customers",
    "SELECT [encode('abc')] AS b, [CAST('101' AS BIT)] AS bits, [CAST(7 AS BIGNUM)] AS big, [DATE '2024-01-01'] AS d",
    "PIVOT (SELECT region, id FROM customers) ON region USING list(id)",
)

TOO_LARGE = (
    "SELECT list(range) AS l FROM range(101)",
    "SELECT [range(60), range(60)] AS l",
    "SELECT {'a': {'b': range(101)}} AS s",
    "SELECT range(60) AS a, range(60) AS b",
    "SELECT map(range(60), range(60)) AS m",
    "SELECT union_value(k := range(101)) AS u",
    "SELECT string_agg(repeat('x', 1000), '') AS t FROM range(11)",
    "SELECT json_group_array(repeat('x', 1000)) AS j FROM range(11)",
    "PIVOT (SELECT 'k' AS k, range AS i FROM range(101)) ON k USING list(i)",
)


@pytest.fixture(scope="module")
def narrow(write, tmp_path_factory):
    """An engine over customers whose answers may have little."""
    made = "CREATE TABLE customers AS SELECT 1 AS id"
    path = write(tmp_path_factory.mktemp("narrow") / "shop.duckdb", (made,))
    engine = DuckDBEngine.open(path, settings=Settings(max_result_cells=CELLS, max_result_mb=0.1), read_only=True)
    yield engine
    engine.close()


@pytest.mark.parametrize("sql", KINDS)
def test_weighing_changes_nothing(customers, ask, everything, sql):
    """Names, types and rows are those of the statement as it is, with each kind of value."""
    first, again = ask(customers, everything, sql), ask(customers, everything, sql)
    with customers.lease(everything) as lease:
        cursor = lease._lens.pool.take()
        for statement in cursor.extract_statements(sql):
            cursor.execute(statement)
        expected = cursor.fetchall()
        shape = [(column[0], str(column[1])) for column in cursor.description]
        cursor.close()

    assert list(zip(first.columns, first.types, strict=True)) == shape
    assert first.rows == again.rows == expected


@pytest.mark.parametrize("sql", TOO_LARGE)
def test_one_huge_row_is_refused(narrow, ask, everything, sql):
    """A row with more than a tenth of what an answer may have is not fetched, and the caller reads how to ask."""
    with pytest.raises(LimitExceeded) as caught:
        ask(narrow, everything, sql)

    assert "too large to be returned" in str(caught.value)


@pytest.mark.parametrize(
    ("sql", "least", "most"),
    [
        ("SELECT range AS a, range AS b FROM range(100000)", 400, 800),
        ("SELECT repeat('x', 900) AS t, range AS n FROM range(100000)", 60, 400),
        ("SELECT [range, 1, 2, 3, 4, 5, 6, 7, 8] AS l FROM range(100000)", 80, 120),
        ("SELECT ['x', repeat('y', 900)] AS l FROM range(100000)", 60, 140),
    ],
)
def test_many_rows_are_cut(narrow, ask, everything, sql, least, most):
    """Where values or text fill the answer before its rows do, the first rows come, and it is told that there are
    more."""
    answer = ask(narrow, everything, sql, max_rows=10_000)

    assert answer.truncated
    assert least <= len(answer.rows) <= most


@pytest.mark.parametrize("rows", [1, 63, 64, 65, 319, 320, 321, 1000])
@pytest.mark.parametrize("value", ["range", "[range]"])
def test_rows_are_counted_right(customers, ask, everything, rows, value):
    """Fetching in parts loses no row, and says that there are more only where there are."""
    for there, truncated in ((rows, False), (rows + 1, True)):
        answer = ask(customers, everything, f"SELECT {value} AS n FROM range({there})", max_rows=rows)

        assert [row[0] for row in answer.rows] == [[n] if value == "[range]" else n for n in range(rows)]
        assert answer.truncated == truncated


@pytest.mark.parametrize("given", [["a", 3], {"t": "a", "n": 3}])
def test_parameters_may_change_what_comes(customers, ask, everything, given):
    """Types are looked up again where parameters stand in the statement."""
    names = ("$t", "$n") if isinstance(given, dict) else ("$1", "$2")
    sql = f"SELECT [{names[0]}] AS l, {names[1]} AS n"

    assert ask(customers, everything, sql, given).rows == [(["a"], 3)]


def test_a_hidden_huge_value_is_no_error(write, tmp_path, opened, ask):
    """A value that is too large in a row that the caller cannot see changes nothing."""
    path = write(
        tmp_path / "shop.duckdb",
        ("CREATE TABLE t AS SELECT i AS id, range(CASE WHEN i = 1 THEN 5000 ELSE 2 END) AS l FROM range(3) t(i)",),
    )
    engine = opened(path, max_result_cells=CELLS)
    unseen, seen = (LensSpec((TableSpec("main", "t", filter=f"id {sign} 1"),)) for sign in ("<>", "="))

    assert [row[0] for row in ask(engine, unseen, "SELECT id, l FROM t ORDER BY id").rows] == [0, 2]
    with pytest.raises(LimitExceeded):
        ask(engine, seen, "SELECT id, l FROM t")


def test_ordinary_answers_are_read_as_they_are():
    """Numbers, dates and the texts of tables cost no second look."""
    limits = Limits(1000, CELLS, 100_000)

    assert weighing("SELECT a, b FROM t", ("INTEGER", "VARCHAR"), limits) is None
    assert weighing("SELECT s FROM t", ("STRUCT(a INTEGER, b DATE)",), limits) is None
    assert weighing("SELECT string_agg(b, '') FROM t", ("VARCHAR",), limits) is not None
    assert not may_be_large('SELECT "id", "name", max("amount") FROM "orders" GROUP BY ALL')
    assert not may_be_large('SELECT "id" FROM "notes" WHERE "body" IN (SELECT unnest(CAST($texts AS VARCHAR[])))')
    for large in ('list("name")', "[1]", "{'a': \"name\"}", 'CAST("name" AS VARCHAR[])', '"name"[1:]'):
        assert may_be_large(f'SELECT {large} FROM "orders"')
