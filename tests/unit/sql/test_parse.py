"""What is refused before anything runs, and with which words."""

from __future__ import annotations

import contextlib
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.lens_cases import Case, name_of, read_cases

from autogen_hatidata.errors import BadArgument, HatiDataError, LimitExceeded, NotAllowed, SqlError, UnknownName
from autogen_hatidata.sql.allow import unknown_function
from autogen_hatidata.sql.parse import MAX_CHARS, parse
from autogen_hatidata.sql.render import redact, to_duckdb

INVISIBLE = "\u200b\ufeff\u2060\u00a0\u2028\u3000\u202e\u00ad\u0085"


@pytest.mark.parametrize("case", read_cases("refuse"), ids=name_of)
def test_what_agents_may_not_run_is_refused_by_name(case: Case) -> None:
    """Each statement of the table meets its code, and the sentence names what is wrong."""
    code, _, words = case.expected.partition(" ")

    with pytest.raises(HatiDataError) as caught:
        to_duckdb(parse(case.sql))
    assert code == caught.value.code
    assert words.lower() in caught.value.message.lower()
    assert caught.value.hint


@pytest.mark.parametrize("text", [None, 7, b"SELECT 1", ["SELECT 1"]])
def test_sql_must_be_text(text: object) -> None:
    """Anything but a string is a bad argument, not a crash."""
    with pytest.raises(BadArgument):
        parse(text)


def test_an_unknown_dialect_is_a_bad_argument() -> None:
    """A dialect outside the table is refused with those that exist."""
    with pytest.raises(BadArgument) as caught:
        parse("SELECT 1", "oracle")
    assert all(name in caught.value.hint for name in ("auto", "duckdb", "snowflake", "tsql"))


@pytest.mark.parametrize("character", INVISIBLE)
def test_invisible_characters_stand_between_quotes_only(character: str) -> None:
    """Outside quotes the two parsers would see different words; in a literal or a quoted name they are data."""
    with pytest.raises(NotAllowed) as caught:
        parse(f"SELECT v x{character}FROM{character}secrets")
    assert f"U+{ord(character):04X}" in caught.value.message
    with pytest.raises(NotAllowed):
        parse(f"SELECT 1 -- {character}")

    assert character in to_duckdb(parse(f"SELECT 'a{character}b'"))
    assert character in to_duckdb(parse(f'SELECT "a{character}b" FROM t'))


@pytest.mark.parametrize("character", ["\x00", "\x01", "\x1b", "\x7f", "\x9f", "\ud800"])
def test_control_characters_and_surrogates_stand_nowhere(character: str) -> None:
    """Not even a literal may hold them."""
    for text in (f"SELECT 1{character}", f"SELECT '{character}'", f"SELECT 1 /*{character}*/"):
        with pytest.raises(NotAllowed):
            parse(text)


def test_a_long_text_is_not_looked_at() -> None:
    """A text beyond the limit is refused at once, however long it is."""
    started = time.thread_time()
    with pytest.raises(LimitExceeded):
        parse("SELECT " + "1," * 500_000 + "1")

    assert time.thread_time() - started < 0.05
    assert parse("SELECT 1", max_chars=8)
    with pytest.raises(LimitExceeded):
        parse("SELECT 12", max_chars=8)


@pytest.mark.parametrize("pair", ["()", "[]", "{'a': }", "CASE WHEN a THEN  END"])
def test_nesting_is_counted_before_parsing(pair: str) -> None:
    """Thirty levels of any kind pass, and one more than the limit is refused."""
    opening, closing = {"{": ("{'a': ", "}"), "C": ("CASE WHEN a THEN ", " END")}.get(pair[0], (pair[0], pair[-1]))

    assert parse(f"SELECT {opening * 30}1{closing * 30} FROM t")
    with pytest.raises(LimitExceeded):
        parse(f"SELECT {opening * 41}1{closing * 41} FROM t")
    with pytest.raises(LimitExceeded):
        parse(f"SELECT {opening * 5}1{closing * 5} FROM t", max_nesting=4)


@pytest.mark.parametrize("times", [1500, pytest.param(6000, marks=pytest.mark.soak)])
@pytest.mark.parametrize(
    ("start", "again", "end"),
    [
        ("SELECT ", "NOT ", "true"),
        ("SELECT ", "- ", "1"),
        ("SELECT 1", "+1", ""),
        ("SELECT 1", "::INT", ""),
        ("SELECT a", ".b", ""),
        ("SELECT a", "[1]", ""),
        ("SELECT a", "||a", ""),
        ("SELECT 1", " UNION SELECT 1", ""),
        ("SELECT 1 FROM t", " JOIN t", " ON a" * 1500),
        ("SELECT f.", "f().", "f()"),
        ("SELECT ", "x -> ", "1"),
        ("SELECT ", "a AND ", "a"),
        ("SELECT 1 WHERE a IN (", "1,", "1)"),
        ("", "(", ""),
        ("", ")", ""),
        ("", ";", ""),
    ],
    ids=lambda part: part[:20],
)
def test_deep_and_wide_texts_are_answered(start: str, again: str, end: str, times: int) -> None:
    """A text that recurses deep ends in text or in an error of ours, never in RecursionError, and soon."""
    text = start + again * min(times, (MAX_CHARS - len(start + end)) // len(again)) + end
    started = time.process_time()
    assert outcome(text) in ("read", "limit_exceeded", "syntax_error", "not_allowed", "unknown_name")
    assert time.process_time() - started < 5


def outcome(text: str) -> str:
    """What became of a text: read and written, or the code of its error."""
    try:
        tree = parse(text)
        to_duckdb(tree)
        redact(tree)
    except HatiDataError as error:
        return error.code
    return "read"


def test_a_missing_function_can_be_healed() -> None:
    """The error carries the name as it was written, and is the one text for macros and for nothing at all."""
    with pytest.raises(UnknownName) as caught:
        parse('SELECT "Lenght"(name) FROM t')

    assert caught.value.subject == "Lenght"
    assert caught.value.healable
    assert str(unknown_function("Lenght")) == str(caught.value)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("SELECT ?::DATE", "SELECT CAST(? AS DATE)"),
        ("SELECT 1 WHERE ?::DATE < $1::TIMESTAMP", "SELECT 1 WHERE CAST(? AS DATE) < CAST($1 AS TIMESTAMP)"),
        ("SELECT ? ::INTEGER", "SELECT CAST(? AS INTEGER)"),
        ("SELECT ?::VARCHAR::DATE", "SELECT CAST(CAST(? AS VARCHAR) AS DATE)"),
    ],
)
def test_a_parameter_may_have_a_type(written: str, read: str) -> None:
    """A type directly after a parameter casts it; the two signs are not one operator."""
    assert read == to_duckdb(parse(written))


@pytest.mark.parametrize("name", ["f" * 5000, '"' + "F" * 5000 + '"', "__" + "f" * 5000])
@pytest.mark.parametrize("text", ["SELECT {}(1)", "FROM {}(1)", "SELECT x.{}()"])
def test_a_long_name_leaves_room_for_the_hint(name: str, text: str) -> None:
    """An error repeats no more of a function's name than tells which one it is."""
    with pytest.raises(HatiDataError) as caught:
        parse(text.format(name))

    assert len(str(caught.value)) < 250
    assert str(caught.value).endswith(caught.value.hint)


def test_a_long_number_or_function_of_snowflake_is_cut_too() -> None:
    """What no table knows is cut in each dialect; a repair still gets the whole name."""
    for text, dialect in (("SELECT 0b" + "1" * 5000, "duckdb"), (f"SELECT {'f' * 5000}(1)", "snowflake")):
        with pytest.raises(HatiDataError) as caught:
            parse(text, dialect)
        assert len(str(caught.value)) < 250
    assert len(caught.value.subject or "") > 5000


def test_a_syntax_error_names_the_place() -> None:
    """The sentence holds line, column and the word, and can be healed."""
    with pytest.raises(SqlError) as caught:
        parse("SELECT a\nFROM t WHERE )")

    assert "line 2, column 14, near )" in caught.value.message
    assert caught.value.healable


def test_a_statement_that_passes_costs_little() -> None:
    """Reading and checking an ordinary query takes well under a millisecond (a loose bound, for a busy machine)."""
    sql = "SELECT c.name, sum(o.amount) FROM c JOIN o ON o.cid = c.id WHERE o.day >= DATE '2024-01-01' GROUP BY 1"
    parse(sql)
    best = min(_seconds(sql) for _ in range(20))

    assert best < 0.003


def _seconds(sql: str) -> float:
    started = time.process_time()
    parse(sql)
    return time.process_time() - started


_PIECES = st.sampled_from(
    "SELECT FROM WHERE GROUP BY ORDER WITH AS ( ) [ ] { } , ; . * 1 'a' \"b\" a t $1 ? :: -> || + - NOT IN CASE END "
    "UNION JOIN ON PIVOT UNPIVOT VALUES LATERAL COLUMNS range( 'x LIMIT OVER FILTER INTERVAL DATE -- /* $$ \\ # @ % "
    "~ =".split()
)


@pytest.mark.parametrize("examples", [100, pytest.param(5000, marks=pytest.mark.soak)])
def test_any_text_is_read_or_refused(examples: int) -> None:
    """Whatever is sent, the answer is a tree whose text is read again alike, or an error of ours."""
    texts = st.lists(_PIECES, max_size=25).map(" ".join) | st.text(max_size=60)
    settings(max_examples=examples, deadline=None)(given(texts)(read_again))()


def read_again(text: str) -> None:
    """Reads the text, and what is written of it."""
    try:
        tree = parse(f"SELECT {text}")
        written = to_duckdb(tree)
    except HatiDataError:
        return
    assert "--" not in written or "'" in written or '"' in written
    try:
        assert written == to_duckdb(parse(written))
    except HatiDataError:
        return  # a text that sqlglot wrote and cannot read again is refused by DuckDB's parser as well


def test_nothing_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    """No text of a caller reaches a log on the way to its refusal."""
    for dialect in ("duckdb", "snowflake"):
        for text in ("WITH x AS (COPY (SELECT 1) TO 'secret.csv' (FORMAT C)) SELECT 1", "SELECT 1 USING SAMPLE 5 ROWS"):
            with contextlib.suppress(HatiDataError):
                to_duckdb(parse(text, dialect))

    assert [] == caplog.records


@pytest.mark.parametrize("name", ["DECIMAL", "DATE", "CHAR", "TIMESTAMP", "STRUCT"])
def test_names_of_types_inside_each_other_end_soon(name: str) -> None:
    """sqlglot reads what follows them twice; a type of some levels is still read."""
    began = time.process_time()
    with pytest.raises(LimitExceeded):
        parse("SELECT " + f"{name}(" * 20 + "a" + ")" * 20)
    parse("SELECT CAST(a AS STRUCT(b STRUCT(c DECIMAL(10, 2), d STRUCT(e VARCHAR[], f MAP(VARCHAR, INTEGER))))) FROM t")

    assert time.process_time() - began < 1
