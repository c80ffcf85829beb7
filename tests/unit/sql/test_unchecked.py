"""The tree of a text that failed: where the checks have made one already, it is taken from them."""

from __future__ import annotations

import difflib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample import read_statements
from support.lens_cases import SHOP, read_cases

from autogen_hatidata.errors import HatiDataError, UnknownName
from autogen_hatidata.sql.candidates import _LEAST, _ratio
from autogen_hatidata.sql.nearest import expanded
from autogen_hatidata.sql.parse import parse
from autogen_hatidata.sql.reading import read
from autogen_hatidata.sql.repair import repair
from autogen_hatidata.sql.unchecked import is_as_written, tree_of

TEXTS = sorted(
    {case.sql for name in ("repair", "names", "direct", "credits", "refuse") for case in read_cases(name)}
    | {case.sql + ";" for case in read_statements("allow")}
)
OTHERS = (
    ";SELECT id FROM ordrs",
    "SELECT id FROM ordrs LIMIT ? OFFSET ?",
    "FROM (FROM ordrs WHERE a > ?) SELECT b = ?",
    "SELECT * FROM customers c JOIN_VECTOR orders o ON c.id = o.id",
    "SELECT * FROM Join_Vector('customers', 'name', 'x')",
    "SELECT * FROM hatidata_context('customers', 'x')",
)


@pytest.mark.parametrize("sql", OTHERS)
def test_a_tree_that_the_checks_may_change_is_not_taken(sql: str) -> None:
    """Numbered parameters, functions that are written out and an empty first statement have trees of their own."""
    assert not is_as_written(sql, "duckdb")
    assert not is_as_written("SELECT 1", "snowflake")


def test_the_checks_leave_every_other_tree_as_it_is_read() -> None:
    """What is taken from the checks is what reading the text again would give, node by node."""
    taken = 0
    for sql in filter(lambda sql: is_as_written(sql, "duckdb"), TEXTS):
        try:
            tree = expanded(parse(sql), SHOP)
        except HatiDataError:
            continue
        taken += 1

        assert repr(tree_of(sql, "duckdb")) == repr(tree)
    assert taken > 200


def test_a_repair_is_the_same_by_names_that_were_read_before() -> None:
    """The repair goes by what the checks read, and leaves it as it was."""
    for case in read_cases("repair"):
        error = UnknownName("There is no such name.", subject=case.options["subject"])
        try:
            reading = read(parse(case.sql), SHOP)
        except HatiDataError:
            continue
        before = repr(reading.tree)

        assert repair(case.sql, "duckdb", error, SHOP) == repair(case.sql, "duckdb", error, SHOP, reading=reading)
        assert before == repr(reading.tree)


@given(st.text("abc_é", max_size=8), st.text("abc_é", max_size=8))
def test_letters_in_common_say_which_names_are_not_alike(first: str, second: str) -> None:
    """No pair that is alike enough is left out, and its likeness is that of difflib."""
    expected = difflib.SequenceMatcher(None, first, second, autojunk=False).ratio()

    assert _ratio(first, second) == (expected if expected >= _LEAST else _ratio(first, second))
    assert (_ratio(first, second) >= _LEAST) == (expected >= _LEAST)
