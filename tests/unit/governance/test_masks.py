"""Masks, run by DuckDB and compared with what Python says they are."""

from __future__ import annotations

import datetime
import hashlib
import hmac
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autogen_hatidata.governance.masks import MASKS, expression
from autogen_hatidata.types import ColumnMask

TEXTS = ["", "a", "1234", "12345", "naïve – 李雷 😀", "e\u0301e\u0301", "'; --", "a\0b", "line\nbreak"]
OTHERS = [
    ("INTEGER", -17, "-17"),
    ("DECIMAL(10,2)", Decimal("12.50"), "12.50"),
    ("DATE", datetime.date(2024, 2, 29), "2024-02-29"),
    ("BOOLEAN", True, "true"),
    ("INTEGER[]", [1, 2], "[1, 2]"),
]


@pytest.fixture(scope="module")
def db() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(config={"threads": 1}) as connection:
        yield connection


def masked(db: Any, mask: ColumnMask, value: Any, type: str = "VARCHAR", key: bytes | None = None) -> Any:
    sql = expression(mask, '"the ""column"""', type, key)
    row = db.execute(f'SELECT {sql} FROM (SELECT CAST(? AS {type}) AS "the ""column""")', [value]).fetchone()
    return row[0]


@pytest.mark.parametrize("value", [*TEXTS, None])
def test_full_shows_nothing(db: Any, value: str | None) -> None:
    """full is `***` for every value, NULL included."""
    assert masked(db, ColumnMask("c", "full"), value) == "***"


@pytest.mark.parametrize("value", TEXTS)
@pytest.mark.parametrize("shown", [1, 4, 5, 100])
def test_partial_shows_the_end_of_longer_values_only(db: Any, value: str, shown: int) -> None:
    """partial is `***` and the last characters, and `***` alone where that would be the whole value."""
    expected = f"***{value[-shown:]}" if len(value) > shown else "***"

    assert expected == masked(db, ColumnMask("c", "partial", shown), value)


@pytest.mark.parametrize("value", TEXTS)
@pytest.mark.parametrize(
    "key", [None, b"", b"k", bytes(range(64)), bytes(range(65)), b"longer than a block " * 9, "schlüssel".encode()]
)
def test_hash_is_sha256_or_hmac(db: Any, value: str, key: bytes | None) -> None:
    """hash is SHA-256 of the text in hex, and with a key of any length HMAC-SHA-256 as Python computes it."""
    text = value.encode()
    expected = hmac.new(key, text, "sha256").hexdigest() if key else hashlib.sha256(text).hexdigest()

    assert expected == masked(db, ColumnMask("c", "hash"), value, key=key)


@settings(max_examples=50, deadline=None)
@given(text=st.text(max_size=40), key=st.binary(max_size=150))
def test_hash_is_what_python_computes(db: Any, text: str, key: bytes) -> None:
    """For any text and key, the SQL and Python agree."""
    expected = hmac.new(key, text.encode(), "sha256").hexdigest() if key else hashlib.sha256(text.encode()).hexdigest()

    assert expected == masked(db, ColumnMask("c", "hash"), text, key=key)


@pytest.mark.parametrize(("type", "value", "text"), OTHERS)
def test_other_types_are_masked_as_text(db: Any, type: str, value: Any, text: str) -> None:
    """Numbers, dates and lists are masked as the text that they are cast to."""
    assert f"***{text[-2:]}" == masked(db, ColumnMask("c", "partial", 2), value, type)
    assert hashlib.sha256(text.encode()).hexdigest() == masked(db, ColumnMask("c", "hash"), value, type)
    assert hmac.new(b"k", text.encode(), "sha256").hexdigest() == masked(db, ColumnMask("c", "hash"), value, type, b"k")


@pytest.mark.parametrize("kind", ["partial", "hash", "null"])
@pytest.mark.parametrize("key", [None, b"k"])
def test_null_stays_null(db: Any, kind: str, key: bytes | None) -> None:
    """Every mask but full leaves NULL as it is."""
    assert masked(db, ColumnMask("c", kind), None, key=key) is None


@pytest.mark.parametrize(
    "type", ["INTEGER", "DECIMAL(10,2)", "STRUCT(a INTEGER, b VARCHAR)", "ENUM('x', 'y')", "DATE[]"]
)
def test_null_keeps_the_type(db: Any, type: str) -> None:
    """null hides every value and keeps the column's type, so that queries still fit."""
    sql = expression(ColumnMask("c", "null"), "c", type, None)

    assert db.execute(
        f"SELECT {sql}, typeof({sql}) = typeof(c) FROM (SELECT CAST(NULL AS {type}) AS c)"
    ).fetchall() == [(None, True)]


@pytest.mark.parametrize("kind", MASKS)
def test_masks_call_the_systems_functions_only(kind: str) -> None:
    """A macro of the same name in the database cannot stand in for a function of a mask."""
    sql = expression(ColumnMask("c", kind), "c", "VARCHAR", b"k")

    with duckdb.connect(config={"threads": 1}) as db:
        for name in ("sha256", "length", "concat", "unhex", "encode"):
            db.execute(f"CREATE MACRO {name}(x) AS x")
        db.execute('CREATE MACRO "right"(x, n) AS x')
        db.execute("CREATE TABLE t AS SELECT 'secret value' AS c")

        assert "secret" not in str(db.execute(f"SELECT {sql} FROM t").fetchall())
    called = re.findall(r'([\w."|]+)\(', re.sub(r"'[^']*'", "''", sql).replace("CAST(", ""))
    assert all(name.startswith("system.main.") for name in called)


def test_a_key_is_not_in_the_text() -> None:
    """The key itself does not stand in the SQL of a mask."""
    sql = expression(ColumnMask("c", "hash"), "c", "VARCHAR", b"open sesame")

    assert "open sesame" not in sql
    assert b"open sesame".hex() not in sql


@pytest.mark.parametrize("shown", [0, -1])
def test_partial_never_shows_a_whole_value(shown: int) -> None:
    """A negative number of characters, which DuckDB would read as all but the first ones, is refused."""
    with pytest.raises(ValueError):
        expression(ColumnMask("c", "partial", shown), "c", "VARCHAR", None)
