"""The price list: what a statement costs, from its shape and from the rows that its caller can see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from autogen_hatidata.types import Estimate, Facts, TableKey, shown_name

BIG_TABLE = 10_000
"""A table of more visible rows than this costs extra when it is read in full."""

ROW_BLOCK = 10_000
"""So many returned rows are free; each started block of so many more costs extra."""

FAILED_ATTEMPT = 1.0
"""What an attempt costs that fails after the policy stage."""


@dataclass(frozen=True, slots=True)
class Price:
    """One line of the price list. ``cheaper`` tells a caller how to do without it; ``{what}`` is the table."""

    credits: float
    what: str
    cheaper: str = ""


PRICES: Mapping[str, Price] = MappingProxyType(
    {
        "statement": Price(1.0, "a statement"),
        "table": Price(0.5, "each distinct table beyond the first", "name fewer tables"),
        "scan": Price(
            2.0,
            "each table of more than 10,000 visible rows that is read in full",
            "compare a column of {what} with a value in WHERE",
        ),
        "star": Price(1.0, "a star that reaches the result", "name the columns you need in place of the star"),
        "rows": Price(1.0, "each started 10,000 returned rows beyond the first 10,000", "have fewer rows returned"),
    }
)
"""The price list. The parts of an Estimate begin with these words."""


def price(facts: Facts, counts: Mapping[TableKey, int]) -> Estimate:
    """What a statement costs, without the rows that it returns.

    Args:
        facts: the statement's shape.
        counts: the caller's visible rows of each table in ``facts.scanned``.
    """
    parts = [("statement", PRICES["statement"].credits)]
    more = len(facts.tables) - 1
    if more > 0:
        parts.append((f"table: {more} more", more * PRICES["table"].credits))
    for key in facts.tables:
        if key in facts.scanned and counts[key] > BIG_TABLE:
            parts.append((f"scan: {shown_name(*key)}", PRICES["scan"].credits))
    if facts.star:
        parts.append(("star", PRICES["star"].credits))
    return Estimate(sum(credits for _, credits in parts), tuple(parts))


def with_rows(price: Estimate, rows: int) -> Estimate:
    """What a statement of that price costs that returns so many rows; with ``max_rows``, what it costs at the most."""
    blocks = -((ROW_BLOCK - rows) // ROW_BLOCK)
    if blocks <= 0:
        return price
    credits = blocks * PRICES["rows"].credits
    return Estimate(price.credits + credits, (*price.parts, ("rows", credits)))
