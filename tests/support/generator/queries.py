"""One statement after another, of every shape."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from support.generator import forms, selects
from support.generator.expressions import Writer
from support.generator.scope import Query, Schema

_PARAMETER = re.compile(r"\$(\d+)\b")

_BREAKS = (
    (re.compile(r"\b([a-h]\d+)\.(\w+)\b"), r"\1.nosuch"),
    (re.compile(r"\b(FROM|JOIN) (\w+)\b"), r"\1 nosuch"),
    (re.compile(r"\b(?:count|max|min|upper|length|coalesce|left|sum|list)\("), "nosuch("),
    (re.compile(r"\bAS (?:INTEGER|VARCHAR|DATE|DOUBLE|BIGINT)\b"), "AS nosuch"),
    (re.compile(r"(?<=[=<>(] )\d+\b|(?<=\()\d+\b"), "(SELECT 1, 2)"),
)
"""What is put in place of a name or number, so that no database answers."""

SHAPES: dict[Callable[[Writer], Query], int] = {
    selects.plain: 16, selects.grouped: 16, selects.windows: 8, selects.grouped_windows: 4, selects.nested: 6,
    forms.distinct_on: 3, forms.set_operation: 8, forms.with_: 10, forms.recursive: 3, forms.star: 7, forms.pivot: 4,
    forms.unpivot: 3, forms.constant: 2,
}  # fmt: skip
"""The shapes, and how often each is taken."""


@dataclass(frozen=True, slots=True)
class Generated:
    """One statement: its text and parameters, whether its order is total, its shape, and how to write it again."""

    sql: str
    params: tuple[Any, ...] | None
    ordered: bool
    shape: str
    seed: str


class Generator:
    """Statements over a schema. The same seed and number give the same statement. ``failing`` is the share of
    expressions that fail on some rows; conditions are added that fail on rows with a value of ``traps``."""

    def __init__(self, schema: Schema, seed: int, *, failing: float = 0.0, traps: Sequence[str] = ()) -> None:
        self._schema, self._seed, self._failing, self._traps = schema, seed, failing, traps

    def statement(self, number: int) -> Generated:
        """The statement of that number."""
        seed = f"{self._seed}.{number}"
        chance = random.Random(seed)
        writer = Writer(self._schema, chance, self._failing, self._traps)
        shape = chance.choices(tuple(SHAPES), tuple(SHAPES.values()))[0]
        query = shape(writer)
        sql, ordered = query.sql, False
        if chance.random() < 0.35 or len(query.columns) > 20:
            sql, ordered = selects.in_order(writer, query), True
        sql, params = used(sql, writer.params)
        return Generated(sql, params, ordered, shape.__name__.strip("_"), seed)


def broken(statement: Generated) -> Generated:
    """The statement with one name or number wrong."""
    chance = random.Random(f"{statement.seed} broken")
    fitting = [(pattern, text) for pattern, text in _BREAKS if pattern.search(statement.sql)]
    if not fitting:
        return statement
    pattern, text = chance.choice(fitting)
    place = chance.choice(list(pattern.finditer(statement.sql)))
    sql = statement.sql[: place.start()] + place.expand(text) + statement.sql[place.end() :]
    return replace(statement, sql=sql, shape=f"{statement.shape}, broken")


def used(sql: str, values: list[Any]) -> tuple[str, tuple[Any, ...] | None]:
    """The statement and its parameters, without those of parts that were not taken."""
    numbers = sorted({int(number) for number in _PARAMETER.findall(sql)})
    text = _PARAMETER.sub(lambda found: f"${numbers.index(int(found[1])) + 1}", sql)
    return text, tuple(values[number - 1] for number in numbers) or None
