"""Governed writes against a plain model: lists of rows, roles as Python functions, and statements in both languages."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

Row = dict[str, Any]

COLUMNS = ("id", "name", "email", "region", "amount", "note")
SCHEMA = """
CREATE TABLE deals (id INTEGER PRIMARY KEY, name VARCHAR NOT NULL, email VARCHAR, region VARCHAR DEFAULT 'EU',
    amount INTEGER DEFAULT 7, note VARCHAR DEFAULT 'fresh')
"""
DEFAULTS: Row = {"email": None, "region": "EU", "amount": 7, "note": "fresh"}
POLICY: dict[str, Any] = {
    "version": 1,
    "roles": {name: {"can": ["read", "write"]} for name in ("eu", "us", "adder", "keeper")},
    "agents": {
        "eu": {"role": "eu", "attributes": {"region": "EU"}},
        "us": {"role": "us", "attributes": {"region": "US"}},
        "adder": {"role": "adder", "attributes": {"region": "EU"}},
        "keeper": {"role": "keeper"},
    },
    "tables": {
        "deals": {
            "read": ["eu", "us", "adder", "keeper"],
            "write": {
                "eu": ["insert", "update", "delete"],
                "us": ["update", "delete"],
                "adder": ["insert"],
                "keeper": ["insert", "update", "delete"],
            },
            "rows": {"filter": "region = {region} AND amount < 100", "exempt": ["keeper"]},
            "columns": {
                "email": {"mask": "partial", "visible_chars": 4, "exempt": ["keeper"], "write": ["us"]},
                "note": {"deny": ["eu", "us", "adder"], "write": ["us"]},
            },
        }
    },
}


@dataclass(frozen=True)
class Role:
    """What a role sees, may do and may set."""

    name: str
    sees: Callable[[Row], bool]
    actions: frozenset[str]
    masked: bool
    sets: frozenset[str]

    def shown(self, row: Row) -> Row:
        """A row as the role sees it."""
        if not self.masked:
            return dict(row)
        email = row["email"]
        shown = None if email is None else f"***{email[-4:]}" if len(email) > 4 else "***"
        return {key: shown if key == "email" else value for key, value in row.items() if key != "note"}


_BASIC = frozenset({"id", "name", "region", "amount"})
_ALL = frozenset({"insert", "update", "delete"})
ROLES = {
    "eu": Role("eu", lambda row: _of("EU", row), _ALL, True, _BASIC),
    "us": Role("us", lambda row: _of("US", row), _ALL - {"insert"}, True, _BASIC | {"email", "note"}),
    "adder": Role("adder", lambda row: _of("EU", row), frozenset({"insert"}), True, _BASIC),
    "keeper": Role("keeper", lambda row: True, _ALL, False, frozenset(COLUMNS)),
}


def _of(region: str, row: Row) -> bool:
    return row["region"] == region and _less(row["amount"], 100)


def _less(value: Any, limit: int) -> bool:
    return value is not None and value < limit


Value = tuple[str, Callable[[Row, list[Row]], Any]]
"""An expression as SQL, and what it is of a row that a role sees, given all rows that it sees."""


@dataclass(frozen=True)
class Statement:
    """One write: its text, and the same in Python."""

    sql: str
    action: str
    where: Callable[[Row, list[Row]], bool]
    sets: tuple[tuple[str, Callable[[Row, list[Row]], Any]], ...] = ()
    rows: Callable[[list[Row]], list[Row]] | None = None
    returning: tuple[str, ...] = ()


class Refused(Exception):
    """A write that must be refused, with the codes of all its reasons."""

    def __init__(self, *codes: str) -> None:
        super().__init__(codes)
        self.codes = frozenset(codes)


def applied(role: Role, statement: Statement, world: list[Row]) -> tuple[list[Row], int, list[tuple[Any, ...]]]:
    """The world after a write, the number of rows that it changed, and those of RETURNING. Raises Refused."""
    if statement.action not in role.actions:
        raise Refused("policy_denied")
    seen = [role.shown(row) for row in world if role.sees(row)]
    added = statement.rows(seen) if statement.rows is not None else None
    wrong = set(_of_columns(role, [*(c for c, _ in statement.sets), *(c for row in added or () for c in row)]))
    if role.masked and "note" in statement.returning:
        wrong.add("unknown_name")
    gone: list[Row] = []
    if added is not None:
        after = _added(world, added)
        touched = after[len(world) :]
    else:
        after, touched, gone = _changed(role, statement, world, seen)
    if any(not role.sees(row) for row in touched):
        wrong.add("policy_denied")
    if not _fits(after):
        wrong.add("constraint")
    if wrong:
        raise Refused(*wrong)
    shown = [role.shown(row) for row in (touched or gone) if statement.returning]
    return after, len(touched or gone), [tuple(row[column] for column in statement.returning) for row in shown]


def _of_columns(role: Role, columns: list[str]) -> Iterator[str]:
    for column in columns:
        if column not in role.sets:
            yield "unknown_name" if column == "note" else "policy_denied"


def _added(world: list[Row], rows: list[Row]) -> list[Row]:
    return [*world, *({**DEFAULTS, "name": None, **row} for row in rows)]


def _changed(role: Role, statement: Statement, world: list[Row], seen: list[Row]) -> tuple[list[Row], ...]:
    after: list[Row] = []
    touched: list[Row] = []
    gone: list[Row] = []
    for row in world:
        if not role.sees(row) or not statement.where(role.shown(row), seen):
            after.append(row)
        elif statement.action == "delete":
            gone.append(row)
        else:
            shown = role.shown(row)
            new = {**row, **{column: value(shown, seen) for column, value in statement.sets}}
            touched.append(new)
            after.append(new)
    return after, touched, gone


def _fits(rows: list[Row]) -> bool:
    """Whether the table takes these rows: keys differ, and each has a name."""
    return len({row["id"] for row in rows}) == len(rows) and all(row["name"] is not None for row in rows)


class Writer:
    """Makes statements at random, of forms that mean the same in SQL and here."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self._next = 1000

    def statements(self) -> Iterator[Statement]:
        """Endless writes."""
        while True:
            yield self.dice.choices((self._insert, self._copy, self._update, self._delete), (3, 1, 5, 1))[0]()

    def _text(self, value: Any) -> str:
        if value is None:
            return "NULL"
        return str(value) if isinstance(value, int) else "'" + value.replace("'", "''") + "'"

    def _id(self) -> int:
        self._next += 1
        return self._next if self.dice.random() < 0.8 else self.dice.randrange(1, self._next)

    def _one(self, column: str) -> Any:
        choices = {
            "id": self._id,
            "name": lambda: self.dice.choice(["Ann", "Bob", "O'Hara", "", None, "Ünal"]),
            "email": lambda: self.dice.choice([None, "a@b.c", "abc", "long.address@example.org", "***.org"]),
            "region": lambda: self.dice.choice(["EU", "EU", "EU", "US", None]),
            "amount": lambda: self.dice.choice([0, 5, 50, 99, 100, 1000, None]),
            "note": lambda: self.dice.choice(["x", None]),
        }
        return choices[column]()

    def _insert(self) -> Statement:
        columns = ["id", "name", *self.dice.sample(["region", "amount"], self.dice.randrange(3))]
        columns += [one for one in ("email", "note") if self.dice.random() < 0.15]
        rows = [{column: self._one(column) for column in columns} for _ in range(self.dice.randrange(1, 4))]
        values = ", ".join(f"({', '.join(self._text(row[column]) for column in columns)})" for row in rows)
        text = f"INSERT INTO deals ({', '.join(columns)}) VALUES {values}"
        return self._ending(text, "insert", rows=lambda seen: rows)

    def _copy(self) -> Statement:
        """INSERT ... SELECT from the same table, whose masked values become plain ones."""
        self._next += 5000
        start, limit = self._next, self.dice.choice([0, 10, 100])
        columns = f"id + {start}, coalesce(email, 'none'), region"
        sql = f"INSERT INTO deals (id, name, region) SELECT {columns} FROM deals WHERE amount < {limit}"

        def copied(row: Row) -> Row:
            name = "none" if row["email"] is None else row["email"]
            return {"id": row["id"] + start, "name": name, "region": row["region"]}

        def rows(seen: list[Row]) -> list[Row]:
            return [copied(row) for row in seen if _less(row["amount"], limit)]

        self._next += 100_000
        return self._ending(sql, "insert", rows=rows, returning=False)

    def _update(self) -> Statement:
        columns = self.dice.sample(["name", "region", "amount", "id", "email", "note"], self.dice.choice([1, 1, 2]))
        pairs = [(column, self._value(column)) for column in columns]
        where, test = self._where()
        sets = ", ".join(f"{column} = {sql}" for column, (sql, _) in pairs)
        return self._ending(
            f"UPDATE deals SET {sets}{where}", "update", test, tuple((column, value) for column, (_, value) in pairs)
        )

    def _delete(self) -> Statement:
        key = self._id()
        if self.dice.random() < 0.7:
            return self._ending(f"DELETE FROM deals WHERE id = {key}", "delete", lambda row, seen: row["id"] == key)
        where, test = self._where()
        text = f"DELETE FROM deals{where} AND amount = 5"
        return self._ending(text, "delete", lambda row, seen: test(row, seen) and row["amount"] == 5)

    def _value(self, column: str) -> Value:
        if column == "id":
            step = self._next = self._next + 200_000
            return f"id + {step}", lambda row, seen: row["id"] + step
        plain = self._one(column)
        forms: list[Value] = [(self._text(plain), lambda row, seen: plain)] * 3
        if column == "name":
            forms.append(("email", lambda row, seen: row["email"]))
            forms.append(("left(name, 40) || '!'", lambda row, seen: f"{row['name'][:40]}!"))
        if column == "amount":
            forms.append(("amount + 1", lambda row, seen: None if row["amount"] is None else row["amount"] + 1))
            forms.append(("(SELECT count(*) FROM deals)", lambda row, seen: len(seen)))
        return self.dice.choice(forms)

    def _where(self) -> tuple[str, Callable[[Row, list[Row]], bool]]:
        key, low = self._id(), self.dice.choice([0, 5, 50])
        text = self.dice.choice(["***.org", "***", "long.address@example.org", "a@b.c"])
        return self.dice.choice([
            (f" WHERE id = {key}", lambda row, seen: row["id"] == key),
            (f" WHERE id < {key} AND id > {key - 40}", lambda row, seen: key - 40 < row["id"] < key),
            (f" WHERE amount > {low}", lambda row, seen: row["amount"] is not None and row["amount"] > low),
            (f" WHERE email = '{text}'", lambda row, seen: row["email"] == text),
            (" WHERE email IS NULL", lambda row, seen: row["email"] is None),
            (" WHERE region = 'US'", lambda row, seen: row["region"] == "US"),
            (" WHERE id IN (SELECT max(id) FROM deals)", lambda row, seen: row["id"] == max(one["id"] for one in seen)),
        ])  # fmt: skip

    def _ending(
        self,
        sql: str,
        action: str,
        where: Callable[[Row, list[Row]], bool] = lambda row, seen: True,
        sets: tuple[tuple[str, Callable[[Row, list[Row]], Any]], ...] = (),
        rows: Callable[[list[Row]], list[Row]] | None = None,
        *,
        returning: bool = True,
    ) -> Statement:
        shown: tuple[str, ...] = ()
        if returning and self.dice.random() < 0.5:
            shown = tuple(self.dice.sample(COLUMNS if self.dice.random() < 0.2 else COLUMNS[:5], 3))
            sql += f" RETURNING {', '.join(shown)}"
        return Statement(sql, action, where, sets, rows, shown)
