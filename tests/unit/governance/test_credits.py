"""The price list, by the examples of its page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autogen_hatidata.governance.credits import FAILED_ATTEMPT, PRICES, price, with_rows
from autogen_hatidata.types import Facts, TableKey

C, O = ("main", "c"), ("main", "o")  # noqa: E741 - as on the page
COUNTS = {C: 900, O: 1_500_000}
DOCS = (Path(__file__).parents[3] / "docs" / "credits.md").read_text()


def shape(*tables: TableKey, scanned: tuple[TableKey, ...] = (), star: bool = False) -> Facts:
    return Facts(tables, frozenset(scanned), star)


# What sql/facts.py finds in each statement of the page; tests of that room check that it does.
EXAMPLES = {
    "SELECT count(*) FROM c": (shape(C, scanned=(C,)), 1000, 1.0),
    "SELECT * FROM c": (shape(C, scanned=(C,), star=True), 1000, 2.0),
    "SELECT id FROM o WHERE id = 7": (shape(O), 1000, 1.0),
    "SELECT sum(amount) FROM o": (shape(O, scanned=(O,)), 1000, 3.0),
    "SELECT * FROM o, max_rows 1,000": (shape(O, scanned=(O,), star=True), 1000, 4.0),
    "SELECT * FROM o, max_rows 25,000": (shape(O, scanned=(O,), star=True), 25_000, 6.0),
    "SELECT c.name, sum(o.amount) FROM c JOIN o ON o.cid = c.id GROUP BY 1": (shape(C, O, scanned=(C, O)), 1000, 3.5),
    "the same with WHERE o.day >= DATE '2024-01-01'": (shape(C, O, scanned=(C,)), 1000, 1.5),
    "SELECT * FROM o a JOIN o b USING (id)": (shape(O, scanned=(O,), star=True), 1000, 4.0),
    "WITH x AS (SELECT * FROM c) SELECT name FROM x": (shape(C, scanned=(C,)), 1000, 1.0),
    "SELECT 1": (shape(), 1000, 1.0),
}


def counted(facts: Facts) -> dict[TableKey, int]:
    return {key: COUNTS[key] for key in facts.scanned}


@pytest.mark.parametrize("statement", EXAMPLES)
def test_the_worked_examples_cost_what_the_page_says(statement: str) -> None:
    """Each example has its price, and its parts add up to it."""
    facts, max_rows, credits = EXAMPLES[statement]

    found = with_rows(price(facts, counted(facts)), max_rows)

    assert credits == found.credits
    assert credits == sum(part for _, part in found.parts)
    assert credits == with_rows(price(facts, counted(facts)), max_rows).credits


@pytest.mark.parametrize("statement", [one for one in EXAMPLES if "max_rows" not in one and "the same" not in one])
def test_the_page_has_the_worked_examples(statement: str) -> None:
    """The table on the page and the tested examples are the same."""
    row = re.search(rf"^\| `{re.escape(statement)}` \|(.*)\|$", DOCS, re.MULTILINE)

    assert row is not None
    assert f"{EXAMPLES[statement][2]:.1f}" == re.findall(r"\d+\.\d", row[1])[-1]


def test_the_page_has_every_price() -> None:
    """The price list on the page is the one that is charged."""
    on_page = dict(re.findall(r"^\| `(\w+)` \| \+?(\d\.\d) \|", DOCS, re.MULTILINE))

    assert {kind: f"{price.credits:.1f}" for kind, price in PRICES.items()} == on_page
    assert FAILED_ATTEMPT == 1.0


@pytest.mark.parametrize(
    ("rows", "credits"), [(0, 1.0), (10_000, 1.0), (10_001, 2.0), (20_000, 2.0), (20_001, 3.0), (1_000_000, 100.0)]
)
def test_returned_rows_beyond_ten_thousand_cost_by_started_blocks(rows: int, credits: float) -> None:
    """The first 10,000 rows are free, and then each started 10,000."""
    assert credits == with_rows(price(shape(C), {}), rows).credits


@pytest.mark.parametrize(("rows", "credits"), [(0, 1.0), (10_000, 1.0), (10_001, 3.0)])
def test_a_scan_costs_when_more_than_ten_thousand_rows_are_visible(rows: int, credits: float) -> None:
    """Only tables of more than 10,000 visible rows cost extra."""
    assert credits == with_rows(price(shape(C, scanned=(C,)), {C: rows}), 1).credits


def test_a_price_cannot_be_changed() -> None:
    """The price list is data that nobody can write to."""
    with pytest.raises(TypeError):
        PRICES["statement"] = PRICES["star"]  # type: ignore[index]
    with pytest.raises(AttributeError):
        PRICES["statement"].credits = 0.0  # type: ignore[misc]


KEYS = st.sampled_from([("main", "a"), ("main", "b"), ("s", "a"), ("s", "c")])


@settings(max_examples=50, deadline=None)
@given(st.lists(KEYS, unique=True), st.data(), st.integers(1, 10**6), st.integers(0, 10**6))
def test_the_estimate_is_an_upper_bound(tables: list[TableKey], data: st.DataObject, max_rows: int, rows: int) -> None:
    """What is charged is never more than what was reserved, and never less than a failed attempt costs."""
    scanned = data.draw(st.frozensets(st.sampled_from(tables))) if tables else frozenset()
    facts = Facts(tuple(tables), scanned, data.draw(st.booleans()))
    counts = {key: data.draw(st.integers(0, 10**6)) for key in scanned}

    charged = with_rows(price(facts, counts), min(rows, max_rows)).credits

    assert FAILED_ATTEMPT <= charged <= with_rows(price(facts, counts), max_rows).credits
