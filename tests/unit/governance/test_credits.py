"""The price list, by the examples of its page."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autogen_hatidata.errors import BadArgument
from autogen_hatidata.governance.credits import PARTS, cheaper, drivers, price, with_rows
from autogen_hatidata.opening import Wanted
from autogen_hatidata.settings import Settings
from autogen_hatidata.types import Estimate, Facts, Prices, TableKey

C, O = ("main", "c"), ("main", "o")  # noqa: E741 - as on the page
COUNTS = {C: 900, O: 1_500_000}
LIST = Prices()
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

    found = with_rows(price(facts, counted(facts), LIST), max_rows, LIST)

    assert credits == found.credits
    assert credits == sum(part for _, part in found.parts)


@pytest.mark.parametrize("statement", [one for one in EXAMPLES if "max_rows" not in one and "the same" not in one])
def test_the_page_has_the_worked_examples(statement: str) -> None:
    """The table on the page and the tested examples are the same."""
    row = re.search(rf"^\| `{re.escape(statement)}` \|(.*)\|$", DOCS, re.MULTILINE)

    assert row is not None
    assert f"{EXAMPLES[statement][2]:.1f}" == re.findall(r"\d+\.\d", row[1])[-1]


def test_the_page_has_every_price() -> None:
    """The price list on the page is the one that is charged, number for number and word for word."""
    plus = {kind: "" if kind == "statement" else "+" for kind in PARTS}
    rows = [
        f"| `{kind}` | {plus[kind]}{getattr(LIST, kind):.1f} | {part.told(part.what, LIST)} |"
        for kind, part in PARTS.items()
    ]

    assert "\n".join(rows) in DOCS
    assert {field.name for field in fields(LIST)} == set(PARTS) | set(re.findall(r"^\| `(\w+_\w+)` \|", DOCS, re.M))
    assert LIST.failed_attempt == float(re.search(r"an attempt that fails .* \| ([\d.]+) \|", DOCS)[1])  # type: ignore[index]


@pytest.mark.parametrize(
    ("rows", "credits"), [(0, 1.0), (10_000, 1.0), (10_001, 2.0), (20_000, 2.0), (20_001, 3.0), (1_000_000, 100.0)]
)
def test_returned_rows_beyond_ten_thousand_cost_by_started_blocks(rows: int, credits: float) -> None:
    """The first 10,000 rows are free, and then each started 10,000."""
    assert credits == with_rows(price(shape(C), {}, LIST), rows, LIST).credits


@pytest.mark.parametrize(("rows", "credits"), [(0, 1.0), (10_000, 1.0), (10_001, 3.0)])
def test_a_scan_costs_when_more_than_ten_thousand_rows_are_visible(rows: int, credits: float) -> None:
    """Only tables of more than 10,000 visible rows cost extra."""
    assert credits == with_rows(price(shape(C, scanned=(C,)), {C: rows}, LIST), 1, LIST).credits


def test_a_price_cannot_be_changed() -> None:
    """The price list is data that nobody can write to."""
    with pytest.raises(TypeError):
        PARTS["statement"] = PARTS["star"]  # type: ignore[index]
    with pytest.raises(AttributeError):
        Settings().prices.scan = 0.0  # type: ignore[misc]


# An operator's own list


def test_an_own_list_is_charged_and_quoted() -> None:
    """Another list changes prices, bounds, texts and hints, and leaves alone what it does not name."""
    own = Settings(prices={"scan": 4.5, "big_table": 500, "row_block": 2000, "rows": 0.25}).prices
    found = with_rows(price(shape(C, scanned=(C,), star=True), {C: 900}, own), 7000, own)

    assert found == Estimate(7.25, (("statement", 1.0), ("scan: c", 4.5), ("star", 1.0), ("rows", 0.75)))
    assert PARTS["scan"].told(PARTS["scan"].what, own).startswith("each table of more than 500 visible rows")
    assert PARTS["rows"].told(PARTS["rows"].what, own) == "each started 2,000 returned rows beyond the first 2,000"
    assert drivers(found, own) == "4.5 for reading c in full, 1 for the statement, 1 for a star, 0.75 for the rest"
    assert cheaper(found, 1.0, own) == (
        "compare a column of c with a value in WHERE (saves 4.5) and name the columns you need in place of the star "
        "(saves 1) and add LIMIT 2000 (saves 0.75)"
    )
    assert cheaper(found, 0.5, own) == ""


def test_a_list_is_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """HATIDATA_PRICES is JSON; what is no JSON is told without a traceback of the library that reads it."""
    monkeypatch.setenv("HATIDATA_PRICES", '{"star": 3}')
    assert Settings().prices == Prices(star=3.0)

    for text, words in (("{", "HATIDATA_PRICES cannot be read"), ('{"starr": 3}', "no price 'starr'")):
        monkeypatch.setenv("HATIDATA_PRICES", text)
        with pytest.raises(BadArgument, match=words):
            Wanted.of(":memory:", None, False, None, None, "auto", float, None)


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ({"scans": 1.0}, "there is no price 'scans'; the prices are statement, table, scan,"),
        ({1: 1.0}, "there is no price 1"),
        ({"scan": -0.5}, "scan must be a number from 0 to"),
        ({"scan": float("nan")}, "scan must be a number from 0 to"),
        ({"scan": float("inf")}, "scan must be a number from 0 to"),
        ({"scan": 10**400}, "scan must be a number from 0 to"),
        ({"scan": "2"}, "scan must be a number, not '2'"),
        ({"scan": True}, "scan must be a number, not True"),
        ({"big_table": 0.5}, "big_table must be a whole number"),
        ({"row_block": 0}, "row_block must be a number from 1 to"),
        ({"statement": 0.5}, "failed_attempt may not cost more than statement"),
        (Prices(star=-1.0), "star must be a number from 0"),
        ([], "a price list is a mapping"),
    ],
)
def test_what_is_no_price_list_is_refused(numbers: Any, words: str) -> None:
    """Unknown names and impossible numbers are refused with the reason."""
    with pytest.raises(ValueError, match=re.escape(words)):
        Settings(prices=numbers)


CREDITS = st.floats(0, 100).map(lambda n: round(n, 2))
LISTS = st.builds(
    lambda **numbers: Settings(prices=numbers).prices,
    statement=st.just(1.0),
    failed_attempt=st.floats(0, 1),
    table=CREDITS,
    scan=CREDITS,
    rows=CREDITS,
    row_block=st.integers(1, 10**6),
)
KEYS = st.sampled_from([("main", "a"), ("main", "b"), ("s", "a"), ("s", "c")])


@settings(max_examples=50, deadline=None)
@given(st.lists(KEYS, unique=True), st.data(), st.integers(1, 10**6), st.integers(0, 10**6))
def test_the_estimate_is_an_upper_bound(tables: list[TableKey], data: st.DataObject, max_rows: int, rows: int) -> None:
    """What is charged is never more than what was reserved, and never less than a failed attempt costs."""
    scanned = data.draw(st.frozensets(st.sampled_from(tables))) if tables else frozenset()
    facts = Facts(tuple(tables), scanned, data.draw(st.booleans()))
    counts = {key: data.draw(st.integers(0, 10**6)) for key in scanned}

    prices = data.draw(LISTS)

    charged = with_rows(price(facts, counts, prices), min(rows, max_rows), prices).credits

    assert prices.failed_attempt <= charged <= with_rows(price(facts, counts, prices), max_rows, prices).credits
