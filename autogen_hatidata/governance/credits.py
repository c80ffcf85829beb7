"""The price list: what a statement costs, from its shape and from the rows that its caller can see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from types import MappingProxyType

from autogen_hatidata.types import Estimate, Facts, Prices, TableKey, shown_name


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a price. In its texts ``{what}`` is what an estimate names; the other names are those of `Prices`.

    Attributes:
        what: what the price list says of it.
        named: how a refusal names it.
        cheaper: how a caller does without it; empty where it cannot.
    """

    what: str
    named: str
    cheaper: str = ""

    def told(self, text: str, prices: Prices, what: str = "") -> str:
        """One of its texts, with the numbers of the list in force."""
        return text.format(what=what, **asdict(prices))


PARTS: Mapping[str, Part] = MappingProxyType(
    {
        "statement": Part("a statement", "the statement"),
        "table": Part("each distinct table beyond the first", "tables ({what})", "name fewer tables"),
        "scan": Part(
            "each table of more than {big_table:,} visible rows that is read in full, counted once",
            "reading {what} in full",
            "compare a column of {what} with a value in WHERE",
        ),
        "star": Part("a star that reaches the result", "a star", "name the columns you need in place of the star"),
        "rows": Part(
            "each started {row_block:,} returned rows beyond the first {row_block:,}",
            "returned rows beyond {row_block:,}",
            "add LIMIT {row_block}",
        ),
    }
)
"""What a price is made of. The parts of an Estimate begin with these words, and `Prices` has a number for each."""

OF_MEMORIES: Mapping[str, Part] = MappingProxyType(
    {
        "rows: stored": replace(
            PARTS["rows"], named="memories beyond {row_block:,}", cheaper="store them in parts of {row_block:,}"
        ),
        "rows: found": replace(
            PARTS["rows"], named="memories beyond {row_block:,}", cheaper="ask for {row_block:,} at the most"
        ),
    }
)
"""The words for parts of a call of the memory, where they are others: it has no SQL to which a LIMIT could be added."""

DUST = 1e-9
"""What sums of prices may be off by the way floats are added."""

_NAMED = 3  # so many parts a refusal names


def price(facts: Facts, counts: Mapping[TableKey, int], prices: Prices) -> Estimate:
    """What a statement costs, without the rows that it returns.

    Args:
        facts: the statement's shape.
        counts: the caller's visible rows of each table in ``facts.scanned``.
        prices: the list in force.
    """
    parts = [("statement", prices.statement)]
    more = len(facts.tables) - 1
    if more > 0:
        parts.append((f"table: {more} more", more * prices.table))
    for key in facts.tables:
        if key in facts.scanned and counts[key] > prices.big_table:
            parts.append((f"scan: {shown_name(*key)}", prices.scan))
    if facts.star:
        parts.append(("star", prices.star))
    return Estimate(sum(credits for _, credits in parts), tuple(parts))


def with_rows(price: Estimate, rows: int, prices: Prices, part: str = "rows") -> Estimate:
    """What a statement of that price costs that returns so many rows. ``part`` may be one of `OF_MEMORIES`."""
    blocks = -((prices.row_block - rows) // prices.row_block)
    if blocks <= 0:
        return price
    credits = blocks * prices.rows
    return Estimate(price.credits + credits, (*price.parts, (part, credits)))


def at_most(price: Estimate, facts: Facts, max_rows: int, prices: Prices) -> Estimate:
    """What a statement of that price costs if it returns as many rows as it can."""
    return with_rows(price, max_rows if facts.limit is None else min(max_rows, facts.limit), prices)


def drivers(estimate: Estimate, prices: Prices) -> str:
    """What makes a price what it is, dearest part first: ``2 for reading orders in full, 1 for a star``."""
    dearest = [(part, credits) for part, credits in _dearest(estimate) if credits]
    told = [f"{credits:g} for {_told(part, 'named', prices)}" for part, credits in dearest[:_NAMED]]
    rest = sum(credits for _, credits in dearest[_NAMED:])
    return ", ".join([*told, f"{rest:g} for the rest"] if rest else told)


def cheaper(estimate: Estimate, left: float, prices: Prices) -> str:
    """How to bring a price down to what is left, dearest part first; empty when nothing would."""
    ways = []
    price = estimate.credits
    for part, credits in _dearest(estimate):
        way = _told(part, "cheaper", prices)
        if way and credits:
            ways.append(f"{way} (saves {credits:g})")
            price -= credits
            if price <= left + DUST:
                return " and ".join(ways)
    return ""


def _dearest(estimate: Estimate) -> list[tuple[str, float]]:
    return sorted(estimate.parts, key=lambda part: -part[1])


def _told(part: str, which: str, prices: Prices) -> str:
    kind, _, what = part.partition(": ")
    words = OF_MEMORIES.get(part, PARTS[kind])
    return words.told(getattr(words, which), prices, what)
