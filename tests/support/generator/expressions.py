"""Fills the templates of ``terms.py`` and ``clauses.py`` with columns, literals, parameters and sub-queries."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from support.generator.failing import FAILING, TRAPPED, TRAPS
from support.generator.scope import LARGE, Column, Schema, key_of
from support.generator.terms import CONDITIONS, LITERALS, TERMS

_HOLE = re.compile(r"\{\{|\}\}|\{(\w+)\}")
_DEEP = re.compile(r"\{(?:count|exists|scalar_.|row_.|in_.|not_in_.|any_.|all_.)\}|SELECT")
_SMALLEST = {"L": "['vip']", "M": "[1, 2]", "J": "json_array(1)", "A": "{'street': 'x', 'zip': 'y'}"}
_SUB_QUERIES = {
    "count": "(SELECT count(*) FROM {table} WHERE {condition})",
    "exists": "EXISTS ({start} {table} WHERE {condition})",
    "scalar": "(SELECT {pick}({column}) FROM {table} WHERE {condition})",
    "row": "(SELECT {column} FROM {table} WHERE {condition})",
    "in": "{left} IN (SELECT {column} FROM {table} WHERE {condition})",
    "not_in": "{left} NOT IN (SELECT {column} FROM {table} WHERE {condition} AND {column} IS NOT NULL)",
    "any": "{left} >= ANY (SELECT {column} FROM {table} WHERE {condition})",
    "all": "{left} <= ALL (SELECT {column} FROM {table} WHERE {condition} AND {column} IS NOT NULL)",
}


class Writer:
    """What the parts of one statement have in common: chance, names, parameters, and how much may still be written."""

    def __init__(self, schema: Schema, chance: random.Random, failing: float = 0.0, traps: Sequence[str] = ()) -> None:
        self.schema, self.chance, self._failing, self._traps = schema, chance, failing, traps
        self.params: list[Any] = []
        self.binds = chance.random() < 0.12
        self.sub_queries = 2
        self._aliases = 0

    def alias(self) -> str:
        """A name that nothing else in the statement has."""
        self._aliases += 1
        return f"{self.chance.choice('abcdefgt')}{self._aliases}"

    def small_table(self) -> str:
        """A table that may be compared row by row."""
        return self.chance.choice([table for table in self.schema.tables if table != LARGE])

    def expression(self, letter: str, scope: Sequence[Column], depth: int = 2, *, flat: bool = False) -> str:
        """An expression of that type over the columns of ``scope``; ``flat`` ones have no sub-query."""
        columns = [column.ref for column in scope if column.type == letter]
        if self._failing and depth > -2 and letter in FAILING and self.chance.random() < self._failing:
            return self._fails(letter, scope, depth, flat=flat)
        if letter == "B" and depth <= 0 and scope and not columns:
            return self.filled(self.chance.choice(CONDITIONS), scope, -1, flat=flat)
        if depth <= 0 or self.chance.random() < 0.3:
            if columns and self.chance.random() < 0.9:
                return self.chance.choice(columns)
            if letter.lower() in LITERALS and (depth <= 0 or self.chance.random() < 0.2):
                return self.literal(letter.lower())
        if depth <= -2:
            return self._smallest(letter, columns)
        template = self.chance.choice(TERMS[letter])
        while _DEEP.search(template) and (flat or not self.sub_queries or depth <= 0):
            template = self.chance.choice(TERMS[letter])
        return self.filled(template, scope, depth - 1, flat=flat)

    def trap(self, scope: Sequence[Column]) -> str | None:
        """A condition that is true for most rows, and fails on such as have a value that only hidden rows have."""
        trapped = [column.ref for column in scope if column.ref.rpartition(".")[2] in TRAPPED and column.type == "S"]
        if not self._traps or not trapped or self.chance.random() < 0.4:
            return None
        values = ", ".join(map(quoted, self._traps))
        return self.chance.choice(TRAPS).format(column=self.chance.choice(trapped), values=values)

    def _fails(self, letter: str, scope: Sequence[Column], depth: int, *, flat: bool) -> str:
        template = self.chance.choice(FAILING[letter])
        while _DEEP.search(template) and (flat or not self.sub_queries or depth <= 0):
            template = self.chance.choice(FAILING[letter])
        return self.filled(template, scope, min(depth - 1, 0), flat=flat)

    def filled(self, template: str, scope: Sequence[Column], depth: int, *, flat: bool = False, **known: str) -> str:
        """A template with all of its holes filled; ``known`` fills some."""

        def hole(found: re.Match[str]) -> str:
            name = found[1]
            if name is None:
                return found[0][0]
            if name in known:
                return known[name]
            if name in LITERALS:
                return self.literal(name)
            if name in TERMS:
                return self.expression(name, scope, depth, flat=flat)
            kind, _, letter = name.rpartition("_")
            return self._sub_query(kind or letter, letter if kind else "", scope, depth)

        return _HOLE.sub(hole, template)

    def literal(self, kind: str) -> str:
        """A literal, or a parameter for one."""
        value = self.chance.choice(LITERALS[kind])
        if self.binds and self.chance.random() < 0.4:
            self.params.append(value)
            return f"${len(self.params)}"
        return quoted(value)

    def _smallest(self, letter: str, columns: list[str]) -> str:
        if columns:
            return self.chance.choice(columns)
        return _SMALLEST.get(letter) or self.literal(letter.lower())

    def _sub_query(self, kind: str, letter: str, outer: Sequence[Column], depth: int) -> str:
        tables = [name for name in self.schema.tables if name != LARGE]
        if letter:
            tables = [name for name in tables if any(one.type == letter for one in self.schema.tables[name])]
        if not tables:
            return self.expression(letter if kind in ("scalar", "row") else "B", outer, 0, flat=True)
        self.sub_queries -= 1
        table = self.chance.choice(tables)
        name = self.alias()
        inner = [Column(f"{name}.{column.ref}", column.type) for column in self.schema.tables[table]]
        condition = self.expression("B", inner, depth, flat=True)
        links = [column.ref for column in outer if column.type == "I"]
        if links and self.chance.random() < 0.6:
            keys = [key_of(table)] + [one.ref for one in self.schema.tables[table] if one.ref == "customer_id"]
            link = f"{name}.{self.chance.choice(keys)}"
            condition = f"{link} = {self.chance.choice(links)} AND {condition}"
        columns = [column.ref for column in inner if column.type == letter]
        return _SUB_QUERIES[kind].format(
            table=f"{table} AS {name}",
            condition=condition,
            start=self.chance.choice(("SELECT 1 FROM", "FROM", "SELECT * FROM")),
            pick=self.chance.choice(("max", "min")),
            column=self.chance.choice(columns) if columns else "1",
            left=self.expression(letter, outer, depth, flat=True) if letter else "",
        )


def quoted(value: Any) -> str:
    """A value as a literal."""
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    if isinstance(value, datetime):
        return f"TIMESTAMP '{value}'"
    if isinstance(value, date):
        return f"DATE '{value}'"
    return f"({value})" if str(value).startswith("-") else str(value)
