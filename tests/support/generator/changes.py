"""Statements that change a table, over what an agent may set; some go beyond what it may."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from support.generator.expressions import Writer
from support.generator.queries import used
from support.generator.rights import Right, Rights
from support.generator.scope import Column, Schema

_ACTIONS = ("insert", "update", "delete")
BEYOND = 0.08
"""The share of changes that nobody granted."""


@dataclass(frozen=True, slots=True)
class Changed:
    """One statement in two parts, its parameters, the table that it changes, how, in which columns, and whether that
    is granted. ``name`` is what it calls the table, ``returning`` the list of RETURNING or nothing."""

    head: str
    returning: str
    params: tuple[Any, ...] | None
    table: str
    name: str
    action: str
    columns: tuple[str, ...]
    granted: bool

    @property
    def sql(self) -> str:
        """The whole of it."""
        return f"{self.head} RETURNING {self.returning}" if self.returning else self.head


class Changes:
    """Changes over a schema. The same seed and number give the same statement. ``stored`` is the schema of the tables
    below the masks, ``beyond`` the share that nobody granted; ``traps``: see `Generator`."""

    def __init__(
        self,
        schema: Schema,
        stored: Schema,
        rights: Rights,
        seed: int,
        *,
        traps: Sequence[str] = (),
        beyond: float = BEYOND,
    ) -> None:
        self._schema, self._stored, self._rights, self._seed = schema, stored, rights, seed
        self._traps, self._beyond = traps, beyond

    def statement(self, number: int) -> Changed:
        """The change of that number."""
        chance = random.Random(f"{self._seed}.{number}.changes")
        writer = Writer(self._schema, chance, traps=self._traps)
        table = chance.choice(tuple(self._rights))
        return _One(writer, table, self._rights[table], self._stored, number).made(self._beyond)


class _One:
    """One change in the making."""

    def __init__(self, w: Writer, table: str, right: Right, stored: Schema, number: int) -> None:
        self.w, self.table, self.right, self.number = w, table, right, number
        self.kinds = {one.ref: one.type for one in stored.tables[table]}
        alias = w.alias() if w.chance.random() < 0.5 else ""
        self.written = f"{table} AS {alias}" if alias else table
        self.name = alias or table.rpartition(".")[2]
        self.scope = self._columns(table, self.name)

    def made(self, share: float) -> Changed:
        actions, shut = self.right.actions, ()
        if self.w.chance.random() < share:
            actions, shut = self._beyond()
        action = self.w.chance.choice(actions)
        text, columns = _MAKERS[action](self, shut)
        returning = self._returning()
        head, params = used(text, self.w.params)
        granted = actions == self.right.actions and not shut
        return Changed(head, returning, params, self.table, self.name, action, columns, granted)

    def _beyond(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Actions that nobody granted, or such as are and one column that may not be set."""
        other = tuple(one for one in _ACTIONS if one not in self.right.actions)
        sets = tuple(one for one in self.right.actions if one != "delete")
        if self.right.shut and (not other or self.w.chance.random() < 0.7):
            return sets, (self.w.chance.choice(self.right.shut),)
        return other or self.right.actions, ()

    def update(self, shut: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
        columns = (*self.w.chance.sample(self.right.sets, self.w.chance.randint(1, 3)), *shut)
        sets = ", ".join(f"{one} = {self._value(one, self.scope)}" for one in columns)
        return f"UPDATE {self.written} SET {sets}{self._where(self.scope, 0.8)}", columns

    def delete(self, shut: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
        few = self.w.chance.choice([one for one in self.scope if one.type == "I"]).ref
        return f"DELETE FROM {self.written}{self._where(self.scope, 0.5, f'{few} % 9 = {self.number % 9}')}", ()

    def insert(self, shut: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
        """Of rows that were in the shop from the beginning, so that no two keys are alike."""
        source = self.w.chance.choice(("customers", "employees", "orders"))
        name = self.w.alias()
        scope = self._columns(source, name)
        often = {one: 0.9 if one in self.right.stays else 0.5 for one in self.right.sets}
        columns = (*(one for one in self.right.sets if self.w.chance.random() < often[one]), *shut)
        values = "".join(f", {self._value(one, scope)}" for one in columns)
        few = f"{name}.id % 7 = {self.number % 7} AND {name}.id < 1000"
        query = f"SELECT {(self.number + 1) * 100_000} + {name}.id{values} FROM {source} AS {name}"
        query += self._where(scope, 0.6, few)
        self.name = self.table.rpartition(".")[2]
        self.scope = self._columns(self.table, self.name)
        into = "".join(f", {one}" for one in columns)
        return f"INSERT INTO {self.table} (id{into}) {query}", columns

    def _columns(self, table: str, name: str) -> list[Column]:
        return [Column(f"{name}.{one.ref}", one.type) for one in self.w.schema.tables[table]]

    def _value(self, column: str, scope: list[Column]) -> str:
        if column in self.right.stays and self.w.chance.random() < 0.85:
            return self.right.stays[column]
        return self.w.expression(self.kinds[column], scope, self.w.chance.choice((0, 1, 1, 2)))

    def _where(self, scope: list[Column], often: float, *more: str) -> str:
        conditions = [one for one in (self.w.trap(scope), *more) if one]
        if self.w.chance.random() < often:
            conditions.append(self.w.expression("B", scope, self.w.chance.choice((0, 1, 2))))
        return " WHERE " + " AND ".join(f"({one})" for one in conditions) if conditions else ""

    def _returning(self) -> str:
        if self.w.chance.random() < 0.6:
            return ""
        if self.w.chance.random() < 0.2:
            return "*"
        self.w.binds = False  # DuckDB takes no parameters there
        kinds = self.w.chance.choices("ISSNDB", k=self.w.chance.randint(1, 3))
        return ", ".join(self.w.expression(kind, self.scope, 1, flat=True) for kind in kinds)


_MAKERS = {"update": _One.update, "delete": _One.delete, "insert": _One.insert}
