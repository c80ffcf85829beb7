"""Other systems' SQL: what is translated gives what these give, and the rest is refused by name."""

from __future__ import annotations

import contextlib
import re
import time
from collections.abc import Iterator
from contextlib import suppress

import duckdb
import pytest
from support.lens_cases import CASES, Case, name_of, read_cases

from autogen_hatidata.errors import HatiDataError, LimitExceeded, NotAllowed, UnsupportedSql
from autogen_hatidata.sql.agree import agree, text_to_check
from autogen_hatidata.sql.dialects import SOURCES
from autogen_hatidata.sql.dialects.source import told
from autogen_hatidata.sql.parse import parse
from autogen_hatidata.sql.render import to_duckdb

WITHOUT_CALL = ("CURRENT_DATE", "CURRENT_TIMESTAMP", "LOCALTIMESTAMP")
"""Functions that are written without parentheses."""

SAME_CASES = {"spark": "databricks"}
"""Dialects whose table is that of another."""


@pytest.fixture(scope="module")
def empty() -> Iterator[duckdb.DuckDBPyConnection]:
    """DuckDB without tables."""
    with duckdb.connect(config={"threads": 1}) as connection:
        yield connection


@pytest.mark.parametrize(
    ("dialect", "case"),
    [
        pytest.param(dialect, case, id=f"{dialect}: {name_of(case)}")
        for dialect in SOURCES
        for case in read_cases(SAME_CASES.get(dialect, dialect))
    ],
)
def test_a_statement_is_translated_or_refused(empty: duckdb.DuckDBPyConnection, dialect: str, case: Case) -> None:
    """The table's statements give the rows that the manual of their system promises, or an error that names the
    construct."""
    assert case.expected == outcome(empty, case.sql, dialect)


def outcome(connection: duckdb.DuckDBPyConnection, sql: str, dialect: str) -> str:
    """The rows, or the error's code and subject, as the table writes them."""
    try:
        tree = parse(sql, dialect)
    except HatiDataError as error:
        return f"{error.code} {error.subject or ''}".strip()
    text = to_duckdb(tree)
    agree(tree, connection.execute("SELECT json_serialize_sql(?)", [text_to_check(tree, text)]).fetchall()[0][0])
    return " ".join(shown(row) for row in connection.execute(text).fetchall())


def shown(row: tuple[object, ...]) -> str:
    """A row as the table writes it."""
    return "(" + ", ".join("NULL" if value is None else str(value) for value in row) + ")"


@pytest.mark.parametrize("dialect", SOURCES)
def test_every_translated_function_is_in_the_table(dialect: str) -> None:
    """A function without a verified result is not translated."""
    text = (CASES / f"{SAME_CASES.get(dialect, dialect)}.sql").read_text(encoding="utf-8").upper()

    assert [name for name in SOURCES[dialect].functions if f"{name}(" not in text and name not in WITHOUT_CALL] == []


@pytest.mark.parametrize(
    "name", ["GREATEST", "LEAST", "NVL2", "DIV0", "SPLIT_PART", "CONCAT_WS", "SUBSTR", "DECODE", "LENGTH", "DATE"]
)
def test_translation_does_not_explode(name: str) -> None:
    """Calls whose translation repeats an argument cannot be nested until the text grows without end."""
    started = time.process_time()
    call = "a"
    for _ in range(20):
        call = f"{name}({call}, 1, 2)" if name != "DIV0" else f"{name}({call}, 1)"
    with pytest.raises(LimitExceeded):
        parse(f"SELECT {call} FROM t", "snowflake")

    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    ("around", "times"),
    [
        ("{}::ARRAY", 400),
        ("({}):a::VARIANT", 30),
        ("OBJECT_CONSTRUCT('a', {})", 30),
        ("ARRAY_SIZE({})", 20),
        ("ARRAY_AGG({})", 20),
        ("(SELECT MAX(f.index) FROM TABLE(FLATTEN(input => {}, outer => TRUE)) f)", 10),
    ],
)
def test_semi_structured_data_does_not_explode(around: str, times: int) -> None:
    """Casts and calls around each other end soon, translated or not."""
    started = time.process_time()
    call = "v:a"
    for _ in range(times):
        call = around.format(call)
    with suppress(LimitExceeded):
        assert len(to_duckdb(parse(f"SELECT {call} FROM t", "snowflake"))) < 20_000

    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    ("dialect", "sql", "found"),
    [
        ("snowflake", "SELECT CHARINDEX(?, ?), NVL2(?::INT, 1, 2)", (2, 2)),
        ("redshift", "SELECT CHARINDEX(?, ?), NVL2(?, 1, 2)", (2, 2)),
        ("tsql", "SELECT CHARINDEX(?, ?), COALESCE(?, 2)", (2, 2)),
        ("mysql", "SELECT LOCATE(?, ?), IFNULL(?, 2)", (2, 2)),
        ("databricks", "SELECT LOCATE(?, ?), NVL2(?, 1, 2)", (2, 2)),
        ("spark", "SELECT LOCATE(?, ?), NVL2(?, 1, 2)", (2, 2)),
        ("postgres", "SELECT POSITION(? IN ?), COALESCE(?, 2)", (2, 2)),
        ("trino", "SELECT POSITION(? IN ?), COALESCE(?, 2)", (2, 2)),
        ("bigquery", "SELECT IF(INSTR('ab', ?) > 0, STRPOS(?, 'b'), 0), IFNULL(?, 2)", (2, 2)),
    ],
)
def test_question_marks_keep_their_values(
    empty: duckdb.DuckDBPyConnection, dialect: str, sql: str, found: tuple[int, ...]
) -> None:
    """A translation turns arguments around and copies them; each has the value of its place in the text."""
    params = ["b", "ab", None]

    assert empty.execute(to_duckdb(parse(sql, dialect)), params).fetchall() == [found]


def test_the_translated_tree_is_checked() -> None:
    """What agents may not use is refused in every dialect."""
    for sql in ("DELETE FROM t", "WITH x AS (SELECT 1) SELECT * FROM x; SELECT 2", "SHOW TABLES", "CALL f()"):
        with pytest.raises(HatiDataError):
            parse(sql, "snowflake")
    with pytest.raises(NotAllowed):
        parse('SELECT "current_catalog"', "snowflake")


def test_a_text_that_two_dialects_read_differently_stays_one_literal() -> None:
    """What Snowflake reads as one literal reaches DuckDB as the same literal."""
    text = to_duckdb(parse(r"SELECT '\' UNION SELECT v FROM secrets --'", "snowflake"))

    assert duckdb.execute(text).fetchall() == [("' UNION SELECT v FROM secrets --",)]


@pytest.mark.parametrize("dialect", SOURCES)
def test_no_dialect_logs_what_it_cannot_read(caplog: pytest.LogCaptureFixture, dialect: str) -> None:
    """sqlglot logs a statement that it takes for a command, and a path that it cannot read."""
    for sql in (
        "SELECT 1; DECLARE @x INT = 5 'canary'",
        "WITH x AS (ALTER TABLE canary ADD y) SELECT 1",
        "SELECT JSON_EXTRACT(v, 'canary ['), JSON_VALUE(v, '][canary') FROM t",
        "SELECT JSON_EXTRACT_PATH_TEXT(v, '][canary'), GET_JSON_OBJECT(v, 'canary [') FROM t",
    ):
        with contextlib.suppress(HatiDataError):
            parse(sql, dialect)

    assert "canary" not in caplog.text


@pytest.mark.parametrize(
    "sql", ["GET_PATH(v, 'a[[')", "JSON_EXTRACT_PATH_TEXT(v, '][')", "GET_PATH(v, 'ssn 123-45-6789 [')", "v:a['b*c']"]
)
def test_nothing_of_a_path_is_logged(caplog: pytest.LogCaptureFixture, sql: str) -> None:
    """A path that cannot be read is refused, and no log repeats it."""
    with pytest.raises(UnsupportedSql):
        parse(f"SELECT {sql} FROM t", "snowflake")

    assert caplog.records == []


@pytest.mark.parametrize(
    ("dialect", "sql"),
    [
        ("databricks", "a / b FROM VALUES (1, 0) AS t(a, b)"),
        ("databricks", "a DIV b FROM VALUES (1, 0) AS t(a, b)"),
        ("databricks", "a % b FROM VALUES (1.5, 0) AS t(a, b)"),
        ("databricks", "ARRAY(1)[1]"),
        ("databricks", "ELEMENT_AT(ARRAY(1), 2)"),
        ("databricks", "CAST('1.5' AS INT)"),
        ("databricks", "CAST(x AS INT) FROM VALUES ('1.5') AS t(x)"),
        ("databricks", "CONCAT_WS(',', x) FROM VALUES (ARRAY(1)) AS t(x)"),
        ("databricks", "2147483647 + 1"),
        ("postgres", "'1.5'::INT"),
        ("postgres", "CAST(x AS BIGINT) FROM (VALUES ('1.5')) t(x)"),
        ("postgres", """('{"ms":45.5}'::jsonb ->> 'ms')::INT"""),
        ("postgres", "ASIN(a) FROM (VALUES (2)) t(a)"),
        ("postgres", "LOG(2, a) FROM (VALUES (0)) t(a)"),
        ("postgres", "OVERLAY('abc' PLACING 'x' FROM a) FROM (VALUES (0)) t(a)"),
        ("redshift", "'1.5'::INT"),
        ("bigquery", "SQRT(a) FROM (SELECT -1 AS a) AS t"),
        ("bigquery", "LN(a) FROM (SELECT 0 AS a) AS t"),
        ("bigquery", "LOG(a, 2) FROM (SELECT -1 AS a) AS t"),
        ("bigquery", "LOG10(0)"),
        ("tsql", "CAST('1.5' AS INT)"),
        ("snowflake", "a / b FROM (VALUES (1, 0)) t(a, b)"),
        ("snowflake", "a / 0 FROM (VALUES (1.5)) t(a)"),
        ("snowflake", "COUNT(*) / SUM(a) FROM (VALUES (0)) t(a)"),
        ("snowflake", "1 / 0e5"),
        ("snowflake", "a % b FROM (VALUES (1, 0)) t(a, b)"),
        ("snowflake", "MOD(a, 0) FROM (VALUES (1.5)) t(a)"),
        ("snowflake", "x::VARCHAR(2) FROM (VALUES ('abc')) t(x)"),
        ("snowflake", "'ab'::CHAR"),
        ("snowflake", "SQRT(-1)"),
        ("snowflake", "LN(a) FROM (VALUES (0)) t(a)"),
        ("snowflake", "LOG(2, a) FROM (VALUES (0)) t(a)"),
        ("snowflake", "ACOS(a) FROM (VALUES (2)) t(a)"),
        ("snowflake", "(1::FLOAT / 3)::STRING"),
        ("snowflake", "TO_BOOLEAN('maybe')"),
        ("trino", "1 / 0"),
        ("trino", "1.0 / 0"),
        ("trino", "1 % 0"),
        ("trino", "ARRAY_JOIN(ARRAY[1e0], ',')"),
        ("trino", "ARRAY[1][2]"),
        ("trino", "MAP(ARRAY['a'], ARRAY[1])['b']"),
        ("trino", "CAST('1.5' AS BIGINT)"),
        ("trino", "CAST('yes' AS BOOLEAN)"),
        ("trino", "CAST(x AS DATE) FROM (VALUES '2024/01/05') AS t(x)"),
        ("trino", "CAST(x AS VARCHAR) FROM (VALUES TIMESTAMP '2024-01-01 00:00:00') AS t(x)"),
    ],
)
def test_what_cannot_be_right_is_an_error_of_the_engine(
    empty: duckdb.DuckDBPyConnection, dialect: str, sql: str
) -> None:
    """What raises an error in another system, or depends on a type that only the tables tell, never gives a value."""
    text = to_duckdb(parse(f"SELECT {sql}", dialect))

    with pytest.raises(duckdb.Error):
        empty.execute(text).fetchall()


@pytest.mark.parametrize("dialect", ["databricks", "snowflake", "trino"])
@pytest.mark.parametrize(
    "call",
    [
        "{} / b", "{}[1]", "ARRAY_UNION({}, b)", "SUBSTR({}, n)", "DATE({})", "CONTAINS({}, b)", "ROUND({} / b)",
        "ADD_MONTHS({}, 1)", "COALESCE({} / 2, x)", "TO_CHAR({})",
    ],
)  # fmt: skip
def test_nothing_grows_as_a_power(dialect: str, call: str) -> None:
    """Forms that write an argument several times end, however deep they stand inside each other."""
    started = time.process_time()
    text = "a"
    for _ in range(30):
        text = call.format(f"({text})" if call.startswith("{") else text)
    with suppress(HatiDataError):
        assert len(to_duckdb(parse(f"SELECT {text} FROM t", dialect))) < 200_000

    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    ("dialect", "call"),
    [
        ("tsql", "{} / b"),
        ("tsql", "ISNULL({}, b)"),
        ("tsql", "DATEADD(day, n, {})"),
        ("tsql", "CONCAT({}, b)"),
        ("tsql", "CHOOSE({}, 1, 2)"),
        ("tsql", "(SELECT AVG({}) FROM t)"),
        ("tsql", "POWER({}, 2)"),
        ("tsql", "{} >= '20240101'"),
        ("mysql", "{} / b"),
        ("mysql", "GREATEST({}, b)"),
        ("mysql", "CONCAT({}, b)"),
        ("mysql", "LOCATE('x', {}, n)"),
        ("mysql", "(SELECT AVG({}) FROM t)"),
        ("mysql", "{} -> '$.a' = 'x'"),
    ],
)
def test_what_asks_for_types_does_not_grow_as_a_power(dialect: str, call: str) -> None:
    """Texts that ask what type a value has write it several times, and end all the same."""
    test_nothing_grows_as_a_power(dialect, call)


def test_the_notes_say_what_was_seen_to() -> None:
    """A result from another system's SQL tells in a few words what was rewritten."""
    tree = parse("SELECT DAYOFWEEK(d), SUM(a) / SUM(b) FROM t", "spark")

    assert told(tree) == (
        "The SQL was read as Spark's (rewritten: a division by zero is an error;"
        " days of the week are counted from Sunday, 1)."
    )


def test_a_column_without_a_name_is_called_as_it_was_written(empty: duckdb.DuckDBPyConnection) -> None:
    """What a translation makes of an expression does not become the name of its column."""
    sql = "SELECT AVG(x), x / 2, x AS y, SHA1('a') FROM (VALUES (1)) t(x) GROUP BY x UNION ALL SELECT 1, 2, 3, 'b'"
    found = empty.execute(to_duckdb(parse(sql, "snowflake"))).description

    assert [column[0] for column in found or ()] == ["AVG(x)", "x / 2", "y", "SHA1('a')"]


@pytest.mark.parametrize(
    ("sql", "value"),
    [
        (r"SELECT '\' UNION SELECT v FROM secrets --'", "' UNION SELECT v FROM secrets --"),
        (r'SELECT "\" OR 1 --"', '" OR 1 --'),
        (r"SELECT 'a\\'", "a\\"),
        (r"SELECT r'\'", "\\"),
    ],
)
def test_a_literal_with_a_backslash_stays_that_literal(sql: str, value: str) -> None:
    """What Databricks reads as one literal reaches DuckDB as the same literal, in either kind of quotes."""
    text = to_duckdb(parse(sql, "databricks"))

    assert duckdb.execute(text).fetchall() == [(value,)]


def test_the_table_of_the_docs_is_true() -> None:
    """The page about dialects counts the statements of each."""
    rows = []
    for dialect in sorted(SOURCES):
        cases = read_cases(SAME_CASES.get(dialect, dialect))
        answered = sum(case.expected.startswith("(") for case in cases)
        rows.append(f"| {dialect} | {len(cases)} | {answered} | {len(cases) - answered} |")
    page = (CASES.parents[1] / "docs" / "dialects.md").read_text(encoding="utf-8")

    assert [line for line in page.splitlines() if re.fullmatch(r"\| \w+ \| \d+ \| \d+ \| \d+ \|", line)] == rows
