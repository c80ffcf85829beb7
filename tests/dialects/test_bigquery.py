"""BigQuery's SQL: what raises an error there raises one here, and nothing grows without end."""

from __future__ import annotations

import time
from collections.abc import Iterator

import duckdb
import pytest

from autogen_hatidata.errors import HatiDataError, LimitExceeded, UnsupportedSql
from autogen_hatidata.sql.dialects.source import told
from autogen_hatidata.sql.parse import parse
from autogen_hatidata.sql.render import to_duckdb


@pytest.fixture(scope="module")
def empty() -> Iterator[duckdb.DuckDBPyConnection]:
    """DuckDB without tables."""
    with duckdb.connect(config={"threads": 1}) as connection:
        yield connection


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT a / b FROM (SELECT 1 AS a, 0 AS b)",
        "SELECT DIV(1, b) FROM (SELECT 0 AS b)",
        "SELECT MOD(1, b) FROM (SELECT 0 AS b)",
        "SELECT SUM(x) / COUNTIF(x > 5) FROM UNNEST([1, 2]) AS x",
        "SELECT [1, 2][OFFSET(5)]",
        "SELECT [1, 2][ORDINAL(i)] FROM (SELECT 0 AS i)",
        "SELECT SPLIT('a-b', '-')[OFFSET(2)]",
        "SELECT CAST('2.5' AS INT64)",
        "SELECT CAST(x AS INT64) FROM (SELECT '2.5' AS x)",
        "SELECT CAST('t' AS BOOL)",
        "SELECT CAST(x AS BOOL) FROM (SELECT '1' AS x)",
        "SELECT CAST(x AS DATE) FROM (SELECT '2024-01-05 10:00:00' AS x)",
        "SELECT LEFT('abc', x) FROM (SELECT -1 AS x)",
        "SELECT SUBSTR('abc', 1, x) FROM (SELECT -1 AS x)",
        "SELECT PARSE_DATE('%Y-%m-%d', 'x')",
        "SELECT DATE_ADD(d, INTERVAL 1 DAY) FROM (SELECT CAST('2024-01-05 10:00:00' AS DATETIME) AS d)",
    ],
)
def test_what_is_an_error_in_bigquery_is_one(empty: duckdb.DuckDBPyConnection, sql: str) -> None:
    """DuckDB would go on with NULL, infinity or another value; a time among dates is an error rather than cut."""
    text = to_duckdb(parse(sql, "bigquery"))

    with pytest.raises(duckdb.Error):
        empty.execute(text).fetchall()


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("SELECT IF(b = 0, NULL, 1 / b) FROM (SELECT 0 AS b)", [(None,)]),
        ("SELECT a / b FROM (SELECT 1 AS a, 0 AS b) WHERE b != 0", []),
        ("SELECT CASE WHEN b > 0 THEN DIV(5, b) END FROM (SELECT 0 AS b)", [(None,)]),
    ],
)
def test_an_error_is_raised_only_where_a_row_calls_for_it(
    empty: duckdb.DuckDBPyConnection, sql: str, expected: list[tuple[object, ...]]
) -> None:
    """A guard around a division keeps its meaning."""
    text = to_duckdb(parse(sql, "bigquery"))

    assert expected == empty.execute(text).fetchall()


@pytest.mark.parametrize(
    "call",
    [
        "1 / ({})", "DIV(1, {})", "SUBSTR({}, b, c)", "GREATEST({}, 1, 2)", "CAST({} AS STRING)", "CAST({} AS INT64)",
        "SAFE_CAST({} AS BOOL)", "CAST({} AS DATE)", "CONCAT({}, 1.5)", "x[OFFSET({})]", "({})[OFFSET(i)]",
        "ARRAY_CONCAT({}, [1])", "EXTRACT(WEEK FROM {})", "SAFE.LEFT('a', {})", "CORR({}, b)", "STRUCT({} AS a)",
        "FORMAT_DATE('%e%Q%e%Q', {})", "ARRAY_AGG({} IGNORE NULLS)", "{} IN UNNEST([1])", "1 IN UNNEST([({})])",
    ],
)  # fmt: skip
@pytest.mark.parametrize("depth", [5, 18, 38])
def test_translation_does_not_explode(call: str, depth: int) -> None:
    """Calls inside each other give a text of bounded length, or an error, in bounded time."""
    sql = "a"
    for _ in range(depth):
        sql = call.format(sql)
    started = time.process_time()
    try:
        length = len(to_duckdb(parse(f"SELECT {sql} FROM t", "bigquery")))
    except HatiDataError:
        length = 0

    assert length < 100_000
    assert time.process_time() - started < 5


def test_a_name_of_the_select_list_is_not_copied_without_end() -> None:
    """A long expression whose name stands in HAVING a thousand times is refused."""
    value = " + ".join(["b"] * 1000)
    names = " + ".join(["a"] * 1000)

    with pytest.raises(LimitExceeded):
        parse(f"SELECT {value} AS a FROM t HAVING {names} > 1", "bigquery")


def test_a_text_that_two_dialects_read_differently_stays_one_literal(empty: duckdb.DuckDBPyConnection) -> None:
    """What BigQuery reads as one literal reaches DuckDB as the same literal."""
    sql = r"""SELECT '\' UNION SELECT v FROM secrets --', "a' OR \"1", '''x\'''y''', r'\' # no comment', "$$ /* */" """
    row = ("' UNION SELECT v FROM secrets --", "a' OR \"1", "x'''y", r"\' # no comment", "$$ /* */")

    assert [row] == empty.execute(to_duckdb(parse(sql, "bigquery"))).fetchall()


def test_the_result_tells_what_was_seen_to() -> None:
    """The rules that changed something are named."""
    tree = parse("SELECT DATE_DIFF(a, b, WEEK), COUNTIF(c) FROM t", "bigquery")

    assert told(tree) == (
        "The SQL was read as BigQuery's (rewritten: weeks begin on the day that BigQuery begins them on)."
    )


@pytest.mark.parametrize(
    ("sql", "hint"),
    [
        ("SELECT DATE '2024-01-05' - DATE '2024-01-01'", "write DATE_DIFF(a, b, DAY)."),
        ("SELECT * FROM `t_*`", "write UNION ALL of the tables."),
        ("SELECT MD5(x) FROM t", "write TO_HEX(MD5(text))."),
    ],
)
def test_a_refusal_says_what_to_write(sql: str, hint: str) -> None:
    """The hint names a form that is translated."""
    with pytest.raises(UnsupportedSql) as caught:
        parse(sql, "bigquery")

    assert hint == caught.value.hint


def test_parameters_keep_their_places(empty: duckdb.DuckDBPyConnection) -> None:
    """A parameter is the one it was in BigQuery's text, also where arguments are turned around or copied."""
    text = to_duckdb(parse("SELECT LOG(?, ?), ? / ?, CAST(? AS STRING)", "bigquery"))

    assert [(3.0, 0.5, "7")] == empty.execute(text, [8, 2, 1, 2, 7]).fetchall()
