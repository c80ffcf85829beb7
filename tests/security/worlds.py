"""Other worlds of each agent: they differ from the shop only in rows, values, tables and numbers that it cannot see."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import duckdb

_VERAS = (
    "coalesce((region IN ('EU', 'APAC') OR region IS NULL) AND NOT (score > 90 AND segment = 'gold') "
    "AND name IS DISTINCT FROM 'O''Brien C.', false)"
)
_VERAS_CUSTOMERS = "(SELECT id FROM customers WHERE region IN ('EU', 'APAC') AND score < 90)"
_VERAS_ORDERS = f"coalesce(customer_id IN {_VERAS_CUSTOMERS} OR amount < 0, false)"


def _of_region(region: str, agent: str) -> dict[str, str]:
    return {
        "payments": f"order_id NOT IN (SELECT id FROM orders WHERE region = '{region}')",
        "orders": f"region IS DISTINCT FROM '{region}'",
        "events": f"region IS DISTINCT FROM '{region}'",
        "crm.notes": f"NOT (public OR author = '{agent}')",
        "secrets": "true",
    }


HIDDEN: Mapping[str, Mapping[str, str]] = {
    "ana": {**_of_region("EU", "ana"), "customers": "region IS DISTINCT FROM 'EU'"},
    "otto": _of_region("US", "otto"),
    "vera": {
        "payments": "NOT (amount BETWEEN 12.5 AND 400 AND method <> 'bank')",
        "orders": f"NOT {_VERAS_ORDERS}",
        "customers": f"NOT {_VERAS} AND NOT (region IN ('EU', 'APAC') AND score < 90)",  # orders' filter needs the rest
        "employees": "manager_id % 2 = 0",
        "events": "NOT (kind IN ('view', 'buy') AND value % 7 = 0)",
        "crm.notes": "NOT (author <> 'vera' AND body LIKE '%7%')",
        "secrets": "true",
    },
}
"""The hidden rows of each table, in an order in which they can be deleted."""

_CARDS = (
    "UPDATE payments SET card_number = '9' || repeat('8', 11) || right(card_number, 4) WHERE length(card_number) > 4"
)
_EMAILS = "UPDATE customers SET email = 'changed-' || id || right(email, 4) WHERE length(email) > 4"

CHANGES: Mapping[str, tuple[str, ...]] = {
    "ana": (
        "DELETE FROM customers WHERE region = 'US' AND id % 3 = 0",
        "UPDATE customers SET name = 'changed', score = -1, segment = 'other', ssn = 'none', email = 'no@where' "
        "WHERE region IS DISTINCT FROM 'EU'",
        "INSERT INTO customers SELECT 5000 + i, 'new ' || i, 'n@n', '+1', '1', 'US', 'gold', 'Porto', NULL, 1, [], "
        "NULL, NULL, NULL FROM range(900) t(i)",
        "UPDATE customers SET phone = '+99 000 ' || id, birthday = DATE '2001-01-01'",
        _EMAILS,
        "DELETE FROM orders WHERE region IS NULL OR (region = 'US' AND items = 2)",
        "UPDATE orders SET amount = 1, day = DATE '1999-01-01', note = 'changed' WHERE region <> 'EU'",
        "INSERT INTO orders SELECT 9000 + i, 1, 'US', 'paid', NULL, i, 1, 'web', 'x' FROM range(20000) t(i)",
        "UPDATE employees SET salary = salary * 2 + 1, bonus = 5",
        "UPDATE payments SET cvv = 999",
        _CARDS,
        "UPDATE payments SET amount = -5, method = 'gift' WHERE order_id NOT IN "
        "(SELECT id FROM orders WHERE region = 'EU')",
        "UPDATE secrets SET v = 'other ' || k",
        "INSERT INTO secrets SELECT 'more' || i, 'x' FROM range(30000) t(i)",
        "DELETE FROM events WHERE region <> 'EU'",
        "UPDATE crm.notes SET internal = 'changed'",
        "UPDATE crm.notes SET body = 'changed', customer_id = 1 WHERE NOT public AND author <> 'ana'",
        "CREATE TABLE plans(salary INTEGER, warehouses INTEGER)",
    ),
    "otto": (
        _EMAILS,
        "DELETE FROM orders WHERE region IS NULL OR (region = 'EU' AND items = 2)",
        "UPDATE orders SET amount = 1, day = DATE '1999-01-01', note = 'changed' WHERE region <> 'US'",
        "INSERT INTO orders SELECT 9000 + i, 1, 'EU', 'paid', NULL, i, 1, 'web', 'x' FROM range(20000) t(i)",
        "UPDATE employees SET bonus = 5",
        "UPDATE payments SET cvv = 999",
        _CARDS,
        "UPDATE payments SET amount = -5, method = 'gift' WHERE order_id NOT IN "
        "(SELECT id FROM orders WHERE region = 'US')",
        "DELETE FROM secrets",
        "DELETE FROM events WHERE region <> 'US'",
        "UPDATE crm.notes SET internal = 'changed'",
        "UPDATE crm.notes SET body = 'changed', customer_id = 1 WHERE NOT public AND author <> 'otto'",
    ),
    "vera": (
        "UPDATE customers SET name = 'somebody' WHERE name IS DISTINCT FROM 'O''Brien C.'",
        "UPDATE customers SET ssn = 'x' || right(ssn, 2) WHERE length(ssn) > 2",
        "UPDATE customers SET birthday = DATE '2001-01-01', profile = '{}'",
        "UPDATE customers SET created_at = created_at - INTERVAL 40 DAYS",
        f"UPDATE customers SET email = 'changed', city = 'other', phone = NULL WHERE NOT {_VERAS}",
        "INSERT INTO customers SELECT 5000 + i, 'new ' || i, 'n@n', '+1', '1', 'US', 'gold', 'Porto', NULL, 1, [], "
        "NULL, NULL, NULL FROM range(5000) t(i)",
        "UPDATE orders SET day = DATE '1999-01-01'",
        f"UPDATE orders SET note = 'changed', status = 'changed', channel = 'changed' WHERE NOT {_VERAS_ORDERS}",
        "INSERT INTO orders SELECT 9000 + i, 1000, 'US', 'paid', NULL, i, 1, 'web', 'x' FROM range(20000) t(i)",
        "UPDATE employees SET salary = salary + 100000, hired = NULL",
        "UPDATE employees SET name = 'changed' WHERE manager_id % 2 = 0",
        "UPDATE payments SET cvv = NULL",
        "UPDATE payments SET amount = -1, card_number = 'x' WHERE method = 'bank'",
        "UPDATE events SET kind = 'cart', region = 'x' WHERE NOT (kind IN ('view', 'buy') AND value % 7 = 0)",
        "UPDATE crm.notes SET internal = 'changed', public = NOT public",
        "UPDATE crm.notes SET body = 'none', customer_id = 1 WHERE NOT (author <> 'vera' AND body LIKE '%7%')",
        "DELETE FROM secrets",
    ),
}
"""Other values below masks and in hidden rows, columns and tables, and other numbers of hidden rows."""

_MIXED = (
    "CREATE TABLE numbered AS SELECT row_number() OVER () AS _n, * FROM {table}",
    "DELETE FROM {table}",
    "INSERT INTO {table} SELECT * EXCLUDE (_n, _copy) FROM (SELECT 0 AS _copy, * FROM numbered UNION ALL "
    "SELECT range, numbered.* FROM range(1, {copies}), numbered WHERE {hidden}) ORDER BY _n, _copy",
    "DROP TABLE numbered",
)


_COUNTED = (
    "DELETE FROM secrets",
    "CREATE TABLE plans",
    "INSERT INTO customers S",
    "INSERT INTO orders S",
    "INSERT INTO secrets S",
    *(f"DELETE FROM {table} WHERE" for table in ("customers", "orders", "events")),
)
"""How those changes begin after which there are more or fewer hidden rows or tables."""

_SORTED = (
    "CREATE TABLE sorted AS FROM {table} ORDER BY id",
    "DELETE FROM {table}",
    "INSERT INTO {table} FROM sorted",
    "DROP TABLE sorted",
)


def _changed(agent: str) -> list[str]:
    """Other values and numbers of rows. An update may move rows, so all go back to the order that the shop has."""
    tables = [table for table in HIDDEN["vera"] if table != "secrets"]
    return [*CHANGES[agent], *(statement.format(table=table) for table in tables for statement in _SORTED)]


def _values(agent: str) -> list[str]:
    """Other values alone."""
    return [statement for statement in _changed(agent) if not statement.startswith(_COUNTED)]


def _few(agent: str) -> list[str]:
    """Without hidden rows, except those that the filters of other tables read."""
    return [f"DELETE FROM {table} WHERE {hidden}" for table, hidden in HIDDEN[agent].items()]


def _mixed(agent: str) -> list[str]:
    """Twenty times as many hidden rows, between the visible ones."""
    return [
        statement.format(table=table, hidden=hidden, copies=20 if table != "events" else 4)
        for table, hidden in HIDDEN[agent].items()
        for statement in _MIXED
    ]


WORLDS: Mapping[str, Callable[[str], list[str]]] = {
    "changed": _changed, "values": _values, "few": _few, "mixed": _mixed,
}  # fmt: skip


def change_hidden(path: Path, agent: str, world: str = "changed") -> None:
    """Turn a copy of the shop into another world of that agent."""
    with duckdb.connect(path) as connection:
        for statement in WORLDS[world](agent):
            connection.execute(statement)
