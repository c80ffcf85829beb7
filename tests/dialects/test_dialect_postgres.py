"""PostgreSQL's and Redshift's SQL beyond their tables of cases: errors, texts, and translations that grow."""

from __future__ import annotations

import time
from contextlib import suppress

import duckdb
import pytest

from autogen_hatidata.engines.faults import translated
from autogen_hatidata.errors import HatiDataError, LimitExceeded, UnsupportedSql
from autogen_hatidata.sql.dialects import SOURCES
from autogen_hatidata.sql.parse import parse
from autogen_hatidata.sql.render import to_duckdb


@pytest.mark.parametrize("numerator", ["7", "7.5", "7::BIGINT", "7::FLOAT"])
def test_a_division_by_zero_fails(numerator: str) -> None:
    """No NULL and no infinity comes of it, and the caller reads what to write."""
    text = to_duckdb(parse(f"SELECT {numerator} / b FROM (VALUES (0)) t(b)", "postgres"))
    with pytest.raises(duckdb.Error) as caught:
        duckdb.execute(text).fetchall()

    assert "Something is divided by zero." in str(translated(caught.value))


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT 'a\\' || ' UNION SELECT v FROM secrets --'",
        "SELECT $$' UNION SELECT v FROM secrets --$$",
        "SELECT E'\\' UNION SELECT v FROM secrets --'",
        "SELECT $a$$$ UNION SELECT v FROM secrets --$a$",
    ],
)
def test_a_text_stays_one_literal(sql: str) -> None:
    """What PostgreSQL reads as a text reaches DuckDB as a text."""
    ((found,),) = duckdb.execute(to_duckdb(parse(sql, "postgres"))).fetchall()

    assert found.endswith(" UNION SELECT v FROM secrets --")


@pytest.mark.parametrize(
    ("dialect", "name"),
    [(dialect, name) for dialect in ("postgres", "redshift") for name in sorted(SOURCES[dialect].functions)],
)
def test_a_call_without_arguments_is_read_or_refused(dialect: str, name: str) -> None:
    """No call is too short for its translation to say so."""
    for arguments in ("", "1", "a, b", "'a', 'b', 'c'", "day, a, b", "*", "DISTINCT a"):
        with suppress(HatiDataError):
            parse(f"SELECT {name}({arguments}) FROM t", dialect)


@pytest.mark.parametrize(
    ("dialect", "call"),
    [
        *(
            ("postgres", call)
            for call in ("({} / a)", "(a / {})", "({})::NUMERIC", "({})::TEXT", "ROUND({})", "SUBSTR(b, {})")
        ),
        *(
            ("redshift", call)
            for call in ("DECODE({}, 1, 2)", "ADD_MONTHS({}, 1)", "NVL2({}, 1, 2)", "CONVERT(VARCHAR, {})", "(a / {})")
        ),
    ],
)
def test_translation_does_not_explode(dialect: str, call: str) -> None:
    """What repeats its argument cannot be nested until the text grows without end."""
    started = time.process_time()
    nested = "a"
    for _ in range(12):
        nested = call.format(nested)
    with pytest.raises(LimitExceeded):
        parse(f"SELECT {nested} FROM t", dialect)

    assert time.process_time() - started < 2


@pytest.mark.parametrize(("dialect", "name"), [("postgres", "PostgreSQL"), ("redshift", "Redshift")])
def test_an_error_names_the_system(dialect: str, name: str) -> None:
    """Who reads the error knows whose SQL was read, also where two systems share what refuses it."""
    for sql in ("SELECT d AT TIME ZONE 'PST' FROM t", "SELECT TO_CHAR(d, 'x') FROM t", "SELECT AVG(a) || 'x' FROM t"):
        with pytest.raises(UnsupportedSql, match=f"from {name}'s SQL"):
            parse(sql, dialect)


def test_a_sample_is_taken_as_it_is_asked() -> None:
    """All of a table is in a sample of all."""
    text = to_duckdb(parse("SELECT x FROM t TABLESAMPLE BERNOULLI (100) REPEATABLE (7) ORDER BY x", "postgres"))
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE t AS SELECT range AS x FROM range(3)")

        assert connection.execute(text).fetchall() == [(0,), (1,), (2,)]


@pytest.mark.parametrize(
    ("dialect", "sql"),
    [
        ("redshift", "DATEDIFF(week, DATE '2024-01-27', DATE '2024-01-28')"),
        ("redshift", "SPLIT_PART('a-b', '-', n) FROM (SELECT 0 AS n)"),
        ("redshift", "IS_VALID_JSON('[1]')"),
        ("redshift", "JSON_ARRAY_LENGTH('{}')"),
        ("redshift", "RATIO_TO_REPORT(x) OVER () FROM (SELECT 0 AS x)"),
        ("postgres", "d AT TIME ZONE 'UTC' FROM (SELECT DATE '2024-01-31' AS d)"),
        ("postgres", "TO_CHAR(1234, '99')"),
        ("postgres", "WIDTH_BUCKET(1, 5, 5, 2)"),
        ("postgres", "LN(0)"),
        ("postgres", "LOG(x) FROM (SELECT -1 AS x)"),
        ("redshift", "SQRT(-1)"),
        ("postgres", "CARDINALITY(ARRAY[ARRAY[1], ARRAY[2]])"),
    ],
)
def test_what_is_not_known_is_an_error_of_the_engine(dialect: str, sql: str) -> None:
    """What depends on values that only the tables have, and would be wrong, gives no value."""
    text = to_duckdb(parse(f"SELECT {sql}", dialect))

    with pytest.raises(duckdb.Error):
        duckdb.execute(text).fetchall()
