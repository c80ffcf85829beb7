"""What a caller reads when the engine refuses: a class, the caller's own names, no value, and what to do next."""

from __future__ import annotations

import duckdb
import pytest

from autogen_hatidata.engines.faults import scrubbed, translated
from autogen_hatidata.errors import HatiDataError
from autogen_hatidata.types import LensSpec

SECRET = "jUYq7"
CASES = [
    ("SELECT nme FROM t", "unknown_name", "nme"),
    ("SELECT t.nme FROM t", "unknown_name", "nme"),
    ('SELECT "two words" FROM t', "unknown_name", "two words"),
    ("SELECT x.id FROM t", "unknown_name", "x"),
    ("SELECT * EXCLUDE (nosuch) FROM t", "unknown_name", "nosuch"),
    ("SELECT * FROM t JOIN t AS u USING (nope)", "unknown_name", "nope"),
    ("SELECT s.b FROM t", "unknown_name", "b"),
    ("SELECT max(id) FILTER (WHERE nme) FROM t", "unknown_name", "nme"),
    ("WITH x AS (SELECT nope FROM t) SELECT * FROM x", "unknown_name", "nope"),
    ("SELECT sum(name) FROM t", "wrong_type", None),
    ("SELECT name + 1 FROM t", "wrong_type", None),
    ("SELECT d + d FROM t", "wrong_type", None),
    ("SELECT CAST(name AS INTEGER) FROM t", "wrong_type", None),
    ("SELECT * FROM t WHERE id = name", "wrong_type", None),
    ("SELECT CAST(id + 300 AS TINYINT) FROM t", "wrong_type", None),
    ("SELECT CAST(name AS DATE) FROM t", "wrong_type", None),
    ("SELECT * FROM t WHERE name", "wrong_type", None),
    ("SELECT CAST(2147483647 AS INTEGER) + CAST(id AS INTEGER) FROM t", "wrong_type", None),
    ("SELECT id FROM t GROUP BY name", "syntax_error", None),
    ("SELECT id FROM t, t AS u", "syntax_error", None),
    ("SELECT count(*) FROM t WHERE count(*) > 1", "syntax_error", None),
    ("SELECT id FROM t WHERE row_number() OVER () > 1", "syntax_error", None),
    ("SELECT sum(sum(id)) FROM t", "syntax_error", None),
    ("SELECT 1 UNION SELECT 1, 2", "syntax_error", None),
    ("SELECT id FROM t ORDER BY 5", "syntax_error", None),
    ("SELECT COLUMNS('zz') FROM t", "syntax_error", None),
    ("SELECT date_trunc(name, d) FROM t", "syntax_error", None),
    ("SELECT (SELECT id FROM t UNION ALL SELECT 2)", "execution_failed", None),
    ("SELECT strptime(name, '%Y') FROM t", "execution_failed", None),
    ("SELECT regexp_matches('a', name || '(') FROM t", "execution_failed", None),
    ("SELECT json_extract(name, '$') FROM t", "execution_failed", None),
    ("SELECT chr(CAST(-id AS INTEGER)) FROM t", "execution_failed", None),
]
TABLE = (
    f"CREATE TABLE t AS SELECT 1 AS id, '{SECRET}' AS name, DATE '2024-01-01' AS d, {{'a': 1}} AS s",
    "CREATE TABLE hidden AS SELECT 1 AS nmex",
)


@pytest.fixture(scope="module")
def engine(world_of):
    return world_of(*TABLE)


@pytest.mark.parametrize(("sql", "code", "subject"), CASES)
def test_each_refusal(engine, ask, sql, code, subject):
    """Each kind of refusal has its code and a hint, in one line, without values or the engine's words."""
    with pytest.raises(HatiDataError) as caught:
        ask(engine, LensSpec(None), sql)
    error = caught.value

    assert (error.code, error.subject) == (code, subject)
    assert error.hint
    assert "\n" not in str(error)
    assert error.detail
    for told in (str(error), error.detail):
        assert SECRET not in told
        assert "nmex" not in told
        assert "hidden" not in told
    assert not any(word in str(error) for word in ("Binder", "Catalog", "LINE 1", "Candidate", "Did you mean"))


def test_helpful_words(engine, ask):
    """The words repeat what the caller wrote where that helps."""
    said = {}
    for sql in ("SELECT sum(name) FROM t", "SELECT id FROM t GROUP BY name", "SELECT id FROM t, t AS u"):
        with pytest.raises(HatiDataError) as caught:
            ask(engine, LensSpec(None), sql)
        said[sql] = str(caught.value)

    assert "sum does not take (VARCHAR)" in said["SELECT sum(name) FROM t"]
    assert 'column "id" is neither grouped' in said["SELECT id FROM t GROUP BY name"]
    assert "t.id" in said["SELECT id FROM t, t AS u"]


@pytest.mark.parametrize(
    ("error", "kept"),
    [
        (duckdb.ConversionException("Conversion Error: Could not convert string 'it's X' to INT32"), "to INT32"),
        (duckdb.ConversionException('Conversion Error: date out of range: "X"\nX'), "date out of range"),
        (duckdb.InvalidInputException("Invalid Input Error: missing ): X"), "missing )"),
        (duckdb.InvalidInputException("Invalid Input Error: X"), ""),
        (duckdb.OutOfRangeException("Out of Range Error: Overflow in addition of INT32 (123 + 1)!"), "INT32"),
        (duckdb.BinderException('Binder Error: Referenced column "c" not found in FROM clause!\nX'), '"c"'),
        (duckdb.CatalogException("Catalog Error: Table with name h" + "0a" * 16 + ".main.t does not exist"), "main.t"),
        (duckdb.Error("Z" * 5000), "Z"),
    ],
)
def test_detail_for_the_log(error, kept):
    """The log keeps the engine's first line without values, numbers and random names, and not too much of it."""
    detail = scrubbed(error)

    assert kept in detail
    assert len(detail) <= 200
    for gone in ("X", "123", "0a0a"):
        assert gone not in detail


def test_values_never_become_names():
    """A value that reads like one of the engine's messages is not taken for one."""
    value = 'Referenced column "SECRET" not found, division by zero'
    told = translated(duckdb.ConversionException(f"Conversion Error: Could not convert string '{value}' to INT32"))

    assert "SECRET" not in f"{told}{told.detail}{told.subject}"


def test_random_names_are_not_repeated():
    """The lens's own name never reaches a caller."""
    random = "h" + "0a" * 16
    told = translated(duckdb.CatalogException(f'Catalog Error: Table with name "{random}.main.t" does not exist!'))

    assert (told.code, told.subject) == ("unknown_name", "main.t")


@pytest.mark.parametrize(
    "said",
    ["Invalid Error: std::bad_alloc", "IO Error: Cannot allocate memory", "thread: Resource temporarily unavailable"],
)
def test_what_an_address_space_limit_makes_of_any_error_is_a_limit(said):
    """Threads of the engine end so, whose errors have no class of their own."""
    assert translated(duckdb.Error(said)).code == "limit_exceeded"


def test_a_value_or_a_name_that_is_called_so_is_none(engine, ask):
    """An error that quotes what the caller wrote stays what it is."""
    for sql, code in (
        ("SELECT CAST('bad_alloc' AS INTEGER)", "wrong_type"),
        ("SELECT bad_alloc FROM t", "unknown_name"),
    ):
        with pytest.raises(HatiDataError) as caught:
            ask(engine, LensSpec(None), sql)
        assert caught.value.code == code
