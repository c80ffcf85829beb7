"""Statements that change a table, over what ana may set."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from support.generator.expressions import Writer
from support.generator.queries import used
from support.generator.scope import Column, Schema

SETS = {
    "customers": ("name", "segment", "city", "score", "tags", "address", "profile", "created_at", "region"),
    "orders": ("customer_id", "status", "day", "amount", "items", "channel", "note", "region"),
    "employees": ("name", "department", "manager_id", "hired"),
    "events": ("kind", "seen", "value"),
    "crm.notes": ("customer_id", "author", "public", "body"),
}
"""What is set of each table. Keys are left alone: a new one could be that of rows in a table that is filtered by it."""

SEES = {
    "customers": "region = 'EU'",
    "orders": "region = 'EU'",
    "employees": "true",
    "events": "region = 'EU'",
    "crm.notes": "public OR author = 'ana'",
}
"""The rows of each table that ana sees."""

_OF = {"region": "'EU'", "public": "true"}
_ACTIONS = {
    "customers": ("update", "update", "insert", "delete"),
    "orders": ("update", "update", "insert", "delete"),
    "crm.notes": ("update", "insert", "delete"),
    "employees": ("update",),
    "events": ("update",),
}


@dataclass(frozen=True, slots=True)
class Changed:
    """One statement, its parameters, and the table that it changes."""

    sql: str
    params: tuple[Any, ...] | None
    table: str


class Changes:
    """Changes over a schema. The same seed and number give the same statement. ``traps``: see `Generator`."""

    def __init__(self, schema: Schema, seed: int, traps: Sequence[str] = ()) -> None:
        self._schema, self._seed, self._traps = schema, seed, traps

    def statement(self, number: int) -> Changed:
        """The change of that number."""
        chance = random.Random(f"{self._seed}.{number}.changes")
        writer = Writer(self._schema, chance, traps=self._traps)
        table = chance.choice(tuple(SETS))
        text = _MAKERS[chance.choice(_ACTIONS[table])](writer, table, number)
        sql, params = used(text, writer.params)
        return Changed(sql, params, table)


def _scope(w: Writer, table: str, name: str) -> list[Column]:
    return [Column(f"{name}.{one.ref}", one.type) for one in w.schema.tables[table]]


def _named(w: Writer, table: str) -> tuple[str, list[Column]]:
    """The table to change, with an alias or under its own name, and its columns."""
    alias = w.alias() if w.chance.random() < 0.5 else ""
    return f"{table} AS {alias}" if alias else table, _scope(w, table, alias or _short(table))


def _short(table: str) -> str:
    return table.rpartition(".")[2]


def _update(w: Writer, table: str, number: int) -> str:
    written, scope = _named(w, table)
    columns = w.chance.sample(SETS[table], w.chance.randint(1, 3))
    sets = ", ".join(f"{one} = {_value(w, table, one, scope)}" for one in columns)
    return f"UPDATE {written} SET {sets}{_where(w, scope, 0.8)}{_returning(w, scope)}"


def _delete(w: Writer, table: str, number: int) -> str:
    written, scope = _named(w, table)
    few = w.chance.choice([one for one in scope if one.type == "I"]).ref
    return f"DELETE FROM {written}{_where(w, scope, 1)} AND {few} % 9 = {number % 9}{_returning(w, scope)}"


def _insert(w: Writer, table: str, number: int) -> str:
    source = w.chance.choice(("customers", "employees", "orders"))
    name = w.alias()
    scope = _scope(w, source, name)
    columns = [one for one in SETS[table] if one in _OF or w.chance.random() < 0.5]
    values = ", ".join(
        _OF[one] if one in _OF and w.chance.random() < 0.9 else _value(w, table, one, scope) for one in columns
    )
    query = f"SELECT {(number + 1) * 100_000} + {name}.id, {values} FROM {source} AS {name}{_where(w, scope, 1)}"
    few = f" AND {name}.id % 7 = {number % 7}"
    target = _scope(w, table, _short(table))
    return f"INSERT INTO {table} (id, {', '.join(columns)}) {query}{few}{_returning(w, target)}"


def _value(w: Writer, table: str, column: str, scope: list[Column]) -> str:
    if column == "region" and w.chance.random() < 0.8:
        return "'EU'"
    kind = next(one.type for one in w.schema.tables[table] if one.ref == column)
    return w.expression(kind, scope, w.chance.choice((0, 1, 1, 2)))


def _where(w: Writer, scope: list[Column], often: float) -> str:
    conditions = [one for one in (w.trap(scope),) if one]
    if w.chance.random() < often:
        conditions.append(w.expression("B", scope, w.chance.choice((0, 1, 2))))
    return " WHERE " + " AND ".join(f"({one})" for one in conditions) if conditions else ""


def _returning(w: Writer, scope: list[Column]) -> str:
    if w.chance.random() < 0.6:
        return ""
    if w.chance.random() < 0.2:
        return " RETURNING *"
    w.binds = False  # DuckDB takes no parameters there
    kinds = w.chance.choices("ISSNDB", k=w.chance.randint(1, 3))
    return " RETURNING " + ", ".join(w.expression(kind, scope, 1, flat=True) for kind in kinds)


_MAKERS = {"update": _update, "delete": _delete, "insert": _insert}
