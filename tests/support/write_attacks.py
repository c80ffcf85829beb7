"""The attacks of ``tests/cases/attacks_writes.sql``: changes that ana, who may write, must not get to make.

They are written as `attacks` has it. What is harm here is a row of ``EFFECTS``, and ``answer`` means: the change that a
database would have had which physically holds only what ana may see.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from support import attacks, cases, shop

Tables = Mapping[str, Counter[str]]

HIDDEN = {
    "customers": "SELECT * FROM customers WHERE NOT coalesce(region = 'EU', false)",
    "masks": "SELECT id, email, phone, ssn, birthday FROM customers",
    "orders": "SELECT * FROM orders WHERE NOT coalesce(region = 'EU', false)",
    "events": "SELECT count(*), sum(hash(e)) FROM events e WHERE NOT coalesce(region = 'EU', false)",
    "notes": "SELECT * FROM crm.notes WHERE NOT coalesce(public OR author = 'ana', false)",
    "internal": "SELECT internal FROM crm.notes",
    "pay": "SELECT id, salary, bonus FROM employees",
    "payments": "SELECT * FROM payments",
    "secrets": "SELECT * FROM secrets",
    "tables": "SELECT schema_name, table_name, sql FROM duckdb_tables() WHERE database_name = 'raw' "
    "AND table_name NOT LIKE '\\_hatidata\\_%' ESCAPE '\\'",
}
"""What ana cannot change: the rows that she does not see, masked and denied columns, tables without a grant."""

LOSES_ROWS = ("masks", "internal", "pay")
"""Of these she may lose rows, with the rows that she deletes, and add some that have nothing in the masked columns."""

_NOTHING_IN_IT = re.compile(r"\(\d+(, None)+\)|\(None,\)")

SEEN = dict.fromkeys(("customers", "orders", "employees", "payments", "events", "crm.notes"), "*")
FACTS = {**SEEN, "customers": "* EXCLUDE (ssn)"}
"""What ana sees, and what of it is not made of what she does not see: a hash is."""

AGAIN = """
UPDATE customers SET phone = '***' WHERE phone IS NULL;
DELETE FROM payments WHERE order_id NOT IN (SELECT id FROM orders)
"""
"""What her policy says of rows that were added or lost: a full mask shows the same where there is no value, and
payments are hers by their orders."""


def read() -> list[attacks.Attack]:
    """All of them."""
    return [attacks.attack(case) for case in cases.read("attacks_writes.sql")]


def policy() -> dict[str, Any]:
    """The shop's, in which ana may write."""
    found = shop.policy()
    found["roles"]["analyst"]["can"] = ["read", "write"]
    grants = {
        "customers": ["insert", "update", "delete"],
        "orders": ["insert", "update", "delete"],
        "events": ["update"],
        "crm.notes": ["insert", "update", "delete"],
        "employees": ["update"],
        "customer_totals": ["update"],
    }
    for table, actions in grants.items():
        found["tables"][table]["write"] = {"analyst": actions}
    return found


@dataclass(frozen=True, slots=True)
class After:
    """What there is after a statement: what it said, how many rows it changed, what ana sees, and the rest."""

    text: str
    rows: tuple[tuple[Any, ...], ...]
    changed: int | None
    seen: Tables
    hidden: Tables


@contextmanager
def world(file: Path, views: str, *changes: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """A plain connection to a shop file, with the tables of ana as views beside it: what they show is what she sees."""
    with closing(duckdb.connect(config={"threads": "1"})) as connection:
        connection.execute(f"ATTACH '{file}' AS raw")
        connection.execute(views.replace("CREATE TABLE", "CREATE VIEW"))
        connection.execute("USE raw")
        for change in changes:
            connection.execute(change)
        yield connection


def tried(connection: duckdb.DuckDBPyConnection, sql: str) -> After:
    """What a statement does, which is undone afterwards."""
    connection.execute("BEGIN")
    try:
        text, rows, changed = said(connection, sql)
        if changed is None and not rows:
            connection.execute("ROLLBACK; BEGIN")
        return After(text, rows, changed, seen(connection, "memory", FACTS), hidden(connection))
    finally:
        connection.execute("ROLLBACK")


def said(connection: duckdb.DuckDBPyConnection, sql: str) -> tuple[str, tuple[tuple[Any, ...], ...], int | None]:
    """What a statement said: its text, the rows of RETURNING, and how many rows it changed; no rows for an error."""
    try:
        cursor = connection.execute(sql)
        rows = tuple(cursor.fetchall()) if cursor.description else ()
    except duckdb.Error as error:
        return str(error), (), None
    if [column[0] for column in cursor.description or ()] == ["Count"]:
        return repr(rows), (), rows[0][0]
    return repr(rows), rows, len(rows)


def seen(connection: duckdb.DuckDBPyConnection, catalog: str = "memory", parts: Mapping[str, str] = SEEN) -> Tables:
    """What ana sees of each table."""
    return {table: _rows(connection, f"SELECT {star} FROM {catalog}.{_full(table)}") for table, star in parts.items()}


def hidden(connection: duckdb.DuckDBPyConnection) -> Tables:
    """What ana must not change."""
    return {part: _rows(connection, sql) for part, sql in HIDDEN.items()}


def harmed(before: Tables, after: Tables) -> list[str]:
    """The parts that were changed, though ana may not."""
    found = [part for part in before if part not in LOSES_ROWS and before[part] != after[part]]
    for part in LOSES_ROWS:
        added = after[part] - before[part]
        if not all(_NOTHING_IN_IT.fullmatch(row) for row in added):
            found.append(part)
    return found


def _full(table: str) -> str:
    return table if "." in table else f"main.{table}"


def _rows(connection: duckdb.DuckDBPyConnection, sql: str) -> Counter[str]:
    try:
        return Counter(map(repr, connection.execute(sql).fetchall()))
    except (duckdb.CatalogException, duckdb.TransactionException):  # dropped, and the transaction is over then
        return Counter(["gone"])


# What an attack may do


@dataclass(frozen=True, slots=True)
class Trial:
    """One attack without guards, in two worlds that differ in what ana cannot see."""

    said: str
    before: After
    after: After
    elsewhere: After
    values: frozenset[str]


def _value(trial: Trial) -> bool:
    new = [sorted(rows - trial.before.seen[table]) for table, rows in trial.after.seen.items()]
    text = trial.after.text + repr(new)
    return any(value in text and value not in trial.said for value in trial.values)


def _name(trial: Trial) -> bool:
    text = repr((trial.after.text, sorted(map(sorted, trial.after.seen.values()))))
    return any(name in text and name not in trial.said for name in ("secrets", "salary", "internal"))


EFFECTS: Mapping[str, Callable[[Trial], bool]] = {
    "hidden": lambda trial: bool(harmed(trial.before.hidden, trial.after.hidden)),
    "value": _value,
    "name": _name,
    "fact": lambda trial: (trial.after.text, trial.after.seen) != (trial.elsewhere.text, trial.elsewhere.seen),
    "changes": lambda trial: trial.before.seen != trial.after.seen,
}
"""What ana must not change is changed; a hidden value or name is shown, or stands where she can read it; what is said,
or what she sees afterwards, depends on what is hidden; something that she sees is changed, though she may not."""
