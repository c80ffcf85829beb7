"""What the agents of the comparison may change, as data: the policies that grant it and the changes are made of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import duckdb


@dataclass(frozen=True, slots=True)
class Right:
    """What an agent may do to a table.

    ``actions`` come as often as they are named. ``sets`` are columns that it may set, ``shut`` such that it may not:
    they are masked or denied. ``stays`` has values with which a row stays in its sight. Keys are left alone: a new one
    could be that of rows in a table that is filtered by it.
    """

    actions: tuple[str, ...]
    sets: tuple[str, ...]
    shut: tuple[str, ...] = ()
    stays: Mapping[str, str] = field(default_factory=dict)


Rights = Mapping[str, Right]

_AN_ORDER = "(SELECT max(known.id) FROM orders AS known)"

RIGHTS: Mapping[str, Rights] = {
    "ana": {
        "customers": Right(
            ("update", "update", "insert", "delete"),
            ("name", "segment", "city", "score", "tags", "address", "profile", "created_at", "region"),
            ("email", "phone", "ssn", "birthday"),
            {"region": "'EU'"},
        ),
        "orders": Right(
            ("update", "update", "insert", "delete"),
            ("customer_id", "status", "day", "amount", "items", "channel", "note", "region"),
            stays={"region": "'EU'"},
        ),
        "employees": Right(("update",), ("name", "department", "manager_id", "hired"), ("salary", "bonus")),
        "events": Right(("update",), ("kind", "seen", "value")),
        "crm.notes": Right(
            ("update", "insert", "delete"),
            ("customer_id", "author", "public", "body"),
            ("internal",),
            {"public": "true"},
        ),
    },
    "otto": {
        "customers": Right(
            ("update", "update", "insert"),
            ("name", "email", "phone", "ssn", "region", "segment", "tags", "birthday", "address"),
        ),
        "orders": Right(
            ("update", "insert", "delete"),
            ("customer_id", "status", "amount", "items", "note", "region"),
            stays={"region": "'US'"},
        ),
        "employees": Right(("update", "insert", "delete"), ("name", "department", "salary", "bonus", "hired")),
        "payments": Right(
            ("update", "insert"),
            ("order_id", "method", "card_number", "amount"),
            ("cvv",),
            {"order_id": _AN_ORDER},
        ),
        "crm.notes": Right(
            ("insert",), ("customer_id", "author", "public", "body", "internal"), stays={"public": "true"}
        ),
    },
    "vera": {
        "customers": Right(
            ("update", "update", "insert", "delete"),
            ("name", "email", "ssn", "region", "segment", "score", "profile", "birthday", "created_at"),
            ("tags", "address"),
            {"region": "'APAC'", "score": "1.5"},
        ),
        "orders": Right(
            ("update", "update", "delete"),
            ("customer_id", "status", "day", "amount", "items"),
            ("note",),
            {"amount": "-3.25"},
        ),
        "employees": Right(
            ("update", "insert"), ("name", "department", "manager_id", "salary"), ("hired",), {"manager_id": "3"}
        ),
        "payments": Right(
            ("update", "insert", "delete"),
            ("order_id", "method", "cvv", "amount", "paid_at"),
            stays={"amount": "12.50", "method": "'card'"},
        ),
        "events": Right(
            ("update", "insert"), ("region", "kind", "seen", "value"), stays={"kind": "'buy'", "value": "7"}
        ),
        "crm.notes": Right(
            ("update", "insert", "delete"),
            ("customer_id", "author", "public", "body"),
            ("internal",),
            {"author": "'ana'", "body": "'77'"},
        ),
    },
}
"""By agent and table."""

STORED = """
ALTER TABLE customers ALTER region SET DEFAULT 'EU';
ALTER TABLE orders ALTER status SET DEFAULT 'open';
ALTER TABLE orders ALTER region SET DEFAULT upper('us');
ALTER TABLE employees ALTER department SET NOT NULL;
ALTER TABLE employees ALTER hired SET DEFAULT DATE '2020-02-02';
ALTER TABLE payments ALTER method SET DEFAULT 'card';
ALTER TABLE crm.notes ALTER public SET DEFAULT true;
"""
"""What the shop has of each row that is added, and refuses."""


def granted(policy: dict[str, Any], name: str) -> dict[str, Any]:
    """That policy, in which the agent has its rights and nobody else has any."""
    role = policy["agents"][name]["role"]
    policy["roles"][role]["can"] = ["read", "write"]
    for table, right in RIGHTS[name].items():
        rules = policy["tables"][table]
        rules["write"] = {role: sorted(set(right.actions))}
        for column in set(right.sets) & set(rules.get("columns", {})):
            rules["columns"][column]["write"] = [role]
    return policy


def store(path: Any) -> None:
    """Give the tables of a shop file their defaults and constraints."""
    with duckdb.connect(path) as connection:
        connection.execute(STORED)
