"""Dollars begin parameters and texts: DuckDB's reading is the oracle."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autogen_hatidata.errors import HatiDataError
from autogen_hatidata.sql.parse import parse
from autogen_hatidata.sql.render import to_duckdb

CONNECTION = duckdb.connect()
VALUES = {"1": 3, "2": 5}


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("SELECT $1,$2", (3, 5)),
        ("SELECT $1+$2", (8,)),
        ("SELECT $2 IN ($1,$2)", (True,)),
        ("SELECT $1,$$it's$$,$2", (3, "it's", 5)),
        ("SELECT $t$a $$ b$t$,$1,$2", ("a $$ b", 3, 5)),
        ("SELECT $1||$$ of $$||$2", ("3 of 5",)),
    ],
)
def test_parameters_may_stand_side_by_side(sql: str, expected: Sequence[object]) -> None:
    """Without a space between them, and beside texts in dollars."""
    assert _answer(to_duckdb(parse(sql))) == _answer(sql) == expected


PIECES = st.sampled_from(
    ["$1", "$2", ",", "+", "||", "$$x$$", "$t$y$t$", "$a1$z$a1$", "$$", "$t$", "$ü$", " ", "a", "1"]
)


@given(st.lists(PIECES, min_size=1, max_size=7).map("".join))
def test_dollars_are_read_as_duckdb_reads_them(items: str) -> None:
    """What both read of a text means the same; that DuckDB reads it is asked of its own parser."""
    sql = f"SELECT {items} FROM (SELECT 7 AS a)"
    try:
        written = to_duckdb(parse(sql))
    except HatiDataError:
        return
    assert _answer(sql) in (None, _answer(written))


def _answer(sql: str) -> tuple[object, ...] | None:
    """None where DuckDB refuses the text."""
    used = {number: value for number, value in VALUES.items() if f"${number}" in sql}
    try:
        return CONNECTION.cursor().execute(sql, used).fetchone()
    except (duckdb.Error, ValueError):
        return None
