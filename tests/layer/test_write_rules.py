"""Attribute rules about changes: what a change needs, and how it is noted."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import pytest

from autogen_hatidata import HatiData
from autogen_hatidata.errors import PolicyDenied, UnknownName

WRITING: dict[str, Any] = {
    "version": 1,
    "roles": {"clerk": {"can": ["read", "write"]}},
    "agents": {"*": {"role": "clerk"}},
    "tables": {
        "orders": {"read": ["clerk"], "write": {"clerk": ["insert", "update", "delete"]}},
        "totals": {"read": ["clerk"]},
        "secrets": {},
    },
}


@pytest.fixture(scope="module")
def layer() -> Iterator[HatiData]:
    """A layer whose rows come and go: these tests ask what is stopped, and not what is there."""
    with HatiData.open() as opened:
        opened.owner_sql(
            "CREATE TABLE orders AS SELECT 1 AS id, 10 AS amount; CREATE TABLE secrets AS SELECT 1 AS id;"
            "CREATE VIEW totals AS SELECT sum(amount)::INTEGER AS total FROM orders"
        )
        yield opened


def _told(layer: HatiData, sql: str) -> str:
    """Why the change was stopped; nothing when it was carried out."""
    try:
        layer.agent("cleo").execute(sql)
    except UnknownName as error:
        return error.code
    except PolicyDenied as denied:
        return denied.message
    return ""


def _ruled(**rule: Any) -> dict[str, Any]:
    return {**WRITING, "rules": [{"id": "r", "effect": "deny", **rule}]}


@pytest.mark.parametrize(
    ("sql", "needs"),
    [
        ("INSERT INTO orders VALUES (2, 2)", {"write orders"}),
        ("INSERT INTO orders SELECT 1, total FROM totals", {"write orders", "read totals", "read orders"}),
        ("INSERT INTO orders VALUES (2, 2) RETURNING id", {"write orders", "read orders"}),
        ("UPDATE orders SET amount = 7 WHERE id = -1", {"write orders", "read orders"}),
        ("UPDATE orders SET amount = (SELECT max(total) FROM totals)", {"write orders", "read orders", "read totals"}),
        ("DELETE FROM orders WHERE id = -1", {"write orders", "read orders"}),
        ("DELETE FROM secrets", set()),
    ],
)
def test_a_change_needs_write_and_what_it_reads(layer: HatiData, sql: str, needs: set[str]) -> None:
    """A rule about an action and a table stops exactly the changes that need that action for that table."""
    stopped = set()
    for action, table in itertools.product(("read", "write"), ("orders", "totals", "secrets")):
        layer.set_policy(_ruled(actions=[action], tables=[table]))
        told = _told(layer, sql)
        assert told in ("", "unknown_name", f"The rule r forbids this: {action} of {table}.")
        stopped |= {f"{action} {table}"} if told.startswith("The rule") else set()

    assert stopped == needs


def test_a_change_is_noted_once(layer: HatiData) -> None:
    """A rule that warns about reading and writing warns once, and both records of the change name it."""
    layer.set_policy({**WRITING, "rules": [{"id": "r", "effect": "warn"}]})
    done = layer.agent("cleo").write("UPDATE orders SET amount = amount")

    assert done.notes == ("The rule r warns: write.",)
    assert [one["rules"] for one in layer.audit.records() if one.get("id") == done.audit_id] == [["r"], ["r"]]


def test_a_rule_about_reading_everything_leaves_plain_inserts(layer: HatiData) -> None:
    """What reads nothing needs no reading."""
    layer.set_policy(_ruled(actions=["read"]))

    assert _told(layer, "DELETE FROM orders") == "The rule r forbids this: read."
    assert layer.agent("cleo").execute("INSERT INTO orders VALUES (9, 9)") == 1
