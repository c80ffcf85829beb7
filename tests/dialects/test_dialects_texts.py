"""Texts, growth and silence in the dialects of SQL Server and MySQL."""

from __future__ import annotations

import time
from contextlib import suppress

import duckdb
import pytest
from support.lens_cases import name_of, read_cases

from autogen_hatidata.errors import HatiDataError, LimitExceeded, NotAllowed, UnsupportedSql
from autogen_hatidata.sql.dialects import SOURCES, source
from autogen_hatidata.sql.dialects.source import told
from autogen_hatidata.sql.parse import parse
from autogen_hatidata.sql.render import redact, to_duckdb


@pytest.mark.parametrize("dialect", ["tsql", "mysql"])
def test_no_call_explodes(dialect: str) -> None:
    """However a function is nested in itself, its translation stays short, or a limit says so."""
    for name, most in SOURCES[dialect].functions.items():
        started = time.process_time()
        call = "a"
        for _ in range(20):
            call = f"{name}({', '.join([call, '1', '2', '3'][: min(most, 4)])})"
        try:
            text = to_duckdb(parse(f"SELECT {call} FROM t", dialect))
        except HatiDataError:
            text = ""

        assert len(text) < 200_000
        assert time.process_time() - started < 2, name


@pytest.mark.parametrize("call", ["SUBSTRING({}, a, b)", "STUFF({}, a, b, c)", "LEFT({}, a)", "CHARINDEX({}, a, b)"])
def test_a_call_that_repeats_is_limited(call: str) -> None:
    """What copies an argument cannot be nested until the text grows without end."""
    text = "a"
    for _ in range(20):
        text = call.format(text)
    with pytest.raises(LimitExceeded):
        parse(f"SELECT {text} FROM t", "tsql")


@pytest.mark.parametrize("dialect", ["tsql", "mysql"])
def test_quotients_in_quotients_stay_short(dialect: str) -> None:
    """A quotient of quotients is written out, and a limit says where that would be too long."""
    assert len(to_duckdb(parse("SELECT a / b / c / d FROM t", dialect))) < 10_000
    started = time.process_time()
    with pytest.raises(LimitExceeded):
        parse("SELECT " + " / ".join("abcdefgh" * 2) + " FROM t", dialect)

    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    ("dialect", "sql", "value"),
    [
        ("tsql", r"SELECT '\', ' UNION SELECT v FROM secrets --'", ("\\", " UNION SELECT v FROM secrets --")),
        ("tsql", "SELECT '/*', '*/ UNION SELECT v FROM secrets'", ("/*", "*/ UNION SELECT v FROM secrets")),
        ("mysql", r"SELECT '\' UNION SELECT v FROM secrets -- '", ("' UNION SELECT v FROM secrets -- ",)),
        ("mysql", r"""SELECT "\" UNION SELECT v FROM secrets # " """, ('" UNION SELECT v FROM secrets # ',)),
        ("mysql", "SELECT '# ', ' UNION SELECT v FROM secrets'", ("# ", " UNION SELECT v FROM secrets")),
    ],
)
def test_one_literal_stays_one(dialect: str, sql: str, value: tuple[str, ...]) -> None:
    """What one system reads as a text reaches DuckDB as the same text."""
    assert duckdb.execute(to_duckdb(parse(sql, dialect))).fetchall() == [value]


@pytest.mark.parametrize("sql", ["SELECT 1 /*! , v */", "SELECT 1 /*!50000 , v */ FROM t", "/*! SELECT 2 */ SELECT 1"])
def test_what_mysql_runs_in_a_comment_is_refused(sql: str) -> None:
    """A comment that MySQL executes is no comment."""
    with pytest.raises(UnsupportedSql):
        parse(sql, "mysql")


@pytest.mark.parametrize("dialect", ["tsql", "mysql"])
def test_a_name_that_was_a_text_stays_out_of_the_log(dialect: str) -> None:
    """A quoted name after AS is a text, and texts are kept out."""
    tree = parse("SELECT x AS 'ssn 123-45-6789' FROM t", dialect)

    assert redact(tree) == 'SELECT "x" AS ? FROM "t"'


@pytest.mark.parametrize("dialect", ["tsql", "mysql"])
def test_only_queries_are_read(dialect: str) -> None:
    """Nothing but reading is allowed in any dialect."""
    for sql in (
        "DELETE FROM t",
        "DROP TABLE t",
        "UPDATE t SET a = 1",
        "SELECT 1; SELECT 2",
        "INSERT INTO t VALUES (1)",
    ):
        with pytest.raises(HatiDataError):
            parse(sql, dialect)
    name = "[current_catalog]" if dialect == "tsql" else "`current_catalog`"
    with pytest.raises(NotAllowed):
        parse(f"SELECT {name}", dialect)


@pytest.mark.parametrize("call", ["LEFT('abc', x)", "SUBSTRING('abc', 1, x)", "SQRT(x)", "LOG(x)", "LOG10(x)"])
def test_what_stops_in_sql_server_stops(call: str) -> None:
    """A negative length, and a number outside of a function's range, are errors and no other value."""
    text = f"SELECT {call} FROM (VALUES (-1)) t(x)"
    with pytest.raises(duckdb.Error):
        duckdb.execute(to_duckdb(parse(text, "tsql"))).fetchall()


@pytest.mark.parametrize("dialect", ["tsql", "mysql"])
@pytest.mark.parametrize(
    "sql",
    [
        "SELECT a.x FROM a JOIN b ON a.x = b.x",
        "SELECT x, COUNT(*) FROM a GROUP BY x",
        "SELECT x FROM a ORDER BY x",
        "SELECT DISTINCT x FROM a",
        "SELECT COUNT(DISTINCT x) FROM a",
        "SELECT x FROM a UNION SELECT x FROM b",
        "SELECT MIN(x) FROM a",
        "SELECT ROW_NUMBER() OVER (PARTITION BY x ORDER BY 1 + 1) FROM a",
        "SELECT x FROM a WHERE x IN (SELECT y FROM b)",
    ],
)
def test_columns_that_meet_columns_are_folded(dialect: str, sql: str) -> None:
    """Columns that are compared, grouped, made distinct or sorted carry the collation, and the notes say so."""
    found = str(told(parse(sql, dialect)))

    assert "texts are compared without case" in found
    assert "approximate" not in found


@pytest.mark.parametrize("dialect", ["tsql", "mysql"])
@pytest.mark.parametrize(
    "sql",
    [
        "SELECT DISTINCT * FROM a",
        "SELECT * FROM a UNION SELECT * FROM b",
        "SELECT a.x, (SELECT COUNT(*) FROM b WHERE b.y = a.x) FROM a GROUP BY a.x",
        "SELECT * FROM a ORDER BY 2",
    ],
)
def test_what_could_not_be_folded_is_told(dialect: str, sql: str) -> None:
    """Columns that are not named, and groups that a sub-query reads, keep their case, and the notes say so."""
    assert "approximate: case" in str(told(parse(sql, dialect)))


def test_columns_that_a_join_merges_are_told() -> None:
    """What USING compares is compared with case, and the notes say so."""
    assert "approximate: case" in str(told(parse("SELECT a.x FROM a JOIN b USING (x)", "mysql")))


def test_only_texts_are_folded() -> None:
    """Numbers and dates stay what they are, and so do the names of columns that have none."""
    tree = parse(
        "SELECT MAX(n), MIN(d), MAX(x) FROM (SELECT 2 AS n, CAST('2024-01-31' AS DATE) AS d, 'b' AS x) t", "tsql"
    )
    found = duckdb.execute(to_duckdb(tree))

    assert [(name, str(kind)) for name, kind, *_ in found.description] == [
        ("MAX(n)", "INTEGER"),
        ("MIN(d)", "DATE"),
        ("MAX(x)", "VARCHAR"),
    ]


@pytest.mark.parametrize("sql", ["SELECT x FROM a WHERE x = 'B'", "SELECT x FROM a UNION ALL SELECT 'b'"])
def test_what_was_folded_is_exact(sql: str) -> None:
    """Where a text was written out, nothing is approximate."""
    assert "approximate" not in str(told(parse(sql, "tsql")))


@pytest.mark.parametrize("sql", ["SELECT JSON_VALUE(v, 'a[[') FROM t", "SELECT FORMAT(v, 'ssn 123') FROM t"])
def test_nothing_is_logged(caplog: pytest.LogCaptureFixture, sql: str) -> None:
    """A text that cannot be translated is refused, and no log repeats it."""
    with pytest.raises(UnsupportedSql):
        parse(sql, "tsql")

    assert caplog.records == []


@pytest.mark.parametrize(("dialect", "item"), [("mysql", "a / b"), ("snowflake", "TO_CHAR(a)")])
def test_a_text_that_grows_too_long_is_not_translated_to_its_end(
    dialect: str, item: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To translate it all, only to refuse it then, took seconds."""
    monkeypatch.setattr(source, "_finish", lambda tree: pytest.fail("it was translated to its end"))

    with pytest.raises(LimitExceeded, match="grows too long"):
        parse(f"SELECT {', '.join([item] * 1_500)} FROM t", dialect)


@pytest.mark.parametrize("dialect", SOURCES)
def test_a_statement_has_not_much_more_of_forms_than_its_length(dialect: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """So a text that may be written is not refused for what is put in on the way to it."""
    for case in read_cases("databricks" if dialect == "spark" else dialect):
        with suppress(HatiDataError):
            length = len(to_duckdb(parse(case.sql, dialect)))
            monkeypatch.setattr(source, "_MOST_PUT_IN", 2.5 * max(length, 200))
            try:
                parse(case.sql, dialect)
            except LimitExceeded:
                pytest.fail(f"{name_of(case)}: {length} characters")
            finally:
                monkeypatch.undo()
