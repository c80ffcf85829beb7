"""Attribute rules at work: what they stop or note, what they leave alone, and what the record says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from autogen_hatidata import HatiData, HatiDataError
from autogen_hatidata.errors import PolicyDenied, UnknownName

POLICY: dict[str, Any] = {
    "version": 1,
    "roles": {"analyst": {"can": ["read"]}, "auditor": {"can": ["read", "audit"]}},
    "agents": {"ana": {"role": "analyst"}, "vera": {"role": "auditor", "attributes": {"clearance": 2}}},
    "tables": {
        "orders": {"read": ["analyst", "auditor"]},
        "totals": {"read": ["analyst", "auditor"]},
        "crm.notes": {"read": ["analyst", "auditor"]},
        "crm.short": {"read": ["analyst", "auditor"]},
        "tots": {"read": ["analyst", "auditor"]},
        "secrets": {"read": ["auditor"]},
    },
    "rules": [
        {
            "id": "office-hours",
            "effect": "deny",
            "roles": ["analyst"],
            "actions": ["read"],
            "tables": ["orders"],
            "when": {"hour": {"outside": [7, 20]}, "timezone": "Europe/Berlin"},
        },
        {"id": "no-notes", "effect": "deny", "roles": ["analyst"], "tables": ["crm.notes", "secrets"]},
        {"id": "also-no-notes", "effect": "deny", "roles": ["analyst"], "tables": ["crm.notes"]},
        {"id": "careful", "effect": "warn", "roles": ["analyst"], "tables": ["totals"]},
        {"id": "late", "effect": "warn", "roles": ["analyst"], "when": {"hour": {"gt": 14}}},
        {"id": "low", "effect": "deny", "actions": ["audit"], "when": {"attributes": {"clearance": {"lt": 2}}}},
    ],
}
SCHEMA = """
CREATE SCHEMA crm;
CREATE TABLE orders AS SELECT 1 AS id, 10 AS amount;
CREATE TABLE secrets AS SELECT 1 AS id;
CREATE TABLE crm.notes AS SELECT 1 AS id, 'x' AS body;
CREATE VIEW totals AS SELECT sum(amount) AS total FROM orders;
CREATE VIEW tots AS WITH t AS (FROM totals) SELECT * FROM t;
CREATE VIEW crm.short AS SELECT left(body, 1) AS body FROM crm.notes;
"""
NOON, EVENING = (datetime(2026, 3, 2, hour, tzinfo=UTC).timestamp() for hour in (11, 19))  # 12:00 and 20:00 there


class Clock:
    """A clock that a test sets."""

    now = NOON

    def __call__(self) -> float:
        return self.now


@pytest.fixture(scope="module")
def shop() -> Iterator[tuple[HatiData, Clock]]:
    """A layer, and its clock."""
    clock = Clock()
    with HatiData.open(clock=clock) as layer:
        layer.owner_sql(SCHEMA)
        layer.set_policy(POLICY)
        yield layer, clock


@pytest.fixture
def layer(shop: tuple[HatiData, Clock]) -> HatiData:
    """The layer at noon."""
    shop[1].now = NOON
    return shop[0]


@pytest.fixture
def clock(layer: HatiData, shop: tuple[HatiData, Clock]) -> Clock:
    """The clock of the layer."""
    return shop[1]


def _denied(ask: Callable[[], object]) -> PolicyDenied:
    with pytest.raises(PolicyDenied) as caught:
        ask()
    return caught.value


def test_a_statement_is_denied_at_its_time_though_its_plan_is_kept(layer: HatiData, clock: Clock) -> None:
    """The same text runs at noon, is denied in the evening, and runs again; the denial says what, when and why."""
    ana, sql = layer.agent("ana"), "SELECT amount FROM orders"
    first = ana.run(sql)
    clock.now = EVENING
    error = _denied(lambda: ana.run(sql))
    clock.now = NOON

    assert (error.code, error.stage, error.rules) == ("policy_denied", "policy", ("office-hours",))
    assert error.message == (
        "The rule office-hours forbids this: read of orders at this time (hour outside 07:00 to 20:00, Europe/Berlin)."
    )
    assert error.hint == "ask again at another time, or ask the person who runs this."
    assert ana.run(sql).rows == first.rows == ((10,),)


def test_every_way_to_a_statement_is_denied(layer: HatiData, clock: Clock) -> None:
    """Queries, estimates and summaries meet the rule, explain tells it, and none of them costs anything."""
    clock.now = EVENING
    ana, spent = layer.agent("ana"), layer.agent("ana").my_usage()["credits"]
    for ask in (
        lambda: ana.query("FROM orders"),
        lambda: ana.estimate("SELECT 1 WHERE EXISTS (FROM orders)"),
        lambda: ana.summarize_table("orders"),
        lambda: ana.run("WITH x AS (FROM orders) FROM x", dialect="duckdb"),
    ):
        assert _denied(ask).rules == ("office-hours",)
    found = ana.explain("SELECT id FROM orders")

    assert (found.verdict, found.rules, found.sql) == ("policy_denied", ("office-hours",), "")
    assert "office-hours" in found.message
    assert ana.my_usage()["credits"] == spent


def test_what_is_no_statement_goes_on(layer: HatiData, clock: Clock) -> None:
    """The catalog and the usage are open at all times, and so is what no rule is about."""
    clock.now = EVENING
    ana = layer.agent("ana")

    assert {"orders", "notes"} <= {table.name for table in ana.list_tables()}
    assert ana.describe_table("orders").columns[0].name == "id"
    assert ana.my_usage()["agent"] == "ana"
    assert layer.agent("vera").query("SELECT id FROM orders") == [{"id": 1}]


@pytest.mark.parametrize(
    ("sql", "rules", "named"),
    [
        ("FROM totals", ("office-hours",), "read of orders at"),
        ("FROM tots", ("office-hours",), "read of orders at"),
        ("SELECT 1 WHERE EXISTS (FROM crm.short)", ("no-notes", "also-no-notes"), "read of crm.notes."),
        ("SELECT * FROM orders, crm.notes", ("office-hours", "no-notes", "also-no-notes"), "read of orders at"),
    ],
)
def test_a_view_is_no_way_round(layer: HatiData, clock: Clock, sql: str, rules: tuple[str, ...], named: str) -> None:
    """A rule about a table holds for the views that show it; all rules that deny are recorded, the first is told."""
    clock.now = EVENING
    error = _denied(lambda: layer.agent("ana").run(sql))

    assert error.rules == rules
    assert named in error.message
    assert layer.audit.tail(1)[0]["rules"] == list(rules)


def test_the_views_of_a_lens_know_what_they_read(layer: HatiData) -> None:
    """Each view has the tables below it, also through other views and in other schemas."""
    reads = {table.name: table.reads for table in layer.agent("ana").list_tables()}

    assert reads["orders"] == ()
    assert reads["totals"] == (("main", "orders"),)
    assert reads["tots"] == (("main", "orders"), ("main", "totals"))
    assert reads["short"] == (("crm", "notes"),)


def test_a_warning_is_noted_and_recorded(layer: HatiData, clock: Clock) -> None:
    """The call runs; its notes say what warned, and intent and outcome name the rules."""
    ana = layer.agent("ana")
    clock.now = datetime(2026, 3, 2, 15, tzinfo=UTC).timestamp()
    both = ana.run("SELECT total FROM totals")
    intent, outcome = (one for one in layer.audit.records() if one.get("id") == both.audit_id)

    assert both.rows == ((10,),)
    assert both.notes == (
        "The rule careful warns: read of totals.",
        "The rule late warns: read at this time (hour after 14, UTC).",
    )
    assert intent["rules"] == outcome["rules"] == ["careful", "late"]
    assert (outcome["status"], outcome["code"]) == ("ok", None)
    assert ana.explain("FROM totals").rules == ("careful", "late")
    clock.now = NOON

    assert ana.run("SELECT total FROM totals").notes == ("The rule careful warns: read of totals.",)


def test_a_failure_after_a_warning_names_the_rule(layer: HatiData, clock: Clock) -> None:
    """What fails later was warned about all the same, and a denial goes before a warning."""
    clock.now = EVENING
    with pytest.raises(UnknownName):
        layer.agent("ana").run("SELECT nosuch FROM crm.nowhere")

    assert layer.audit.tail(1)[0]["rules"] == ["late"]
    assert _denied(lambda: layer.agent("ana").run("FROM orders")).rules == ("office-hours",)
    assert layer.audit.tail(1)[0]["rules"] == ["office-hours"]


def test_the_log_can_be_closed_by_a_rule(layer: HatiData, clock: Clock) -> None:
    """The action audit is a query over the log; a rule about tables of the policy is none about the log."""
    vera = layer.agent("vera")
    clock.now = EVENING
    _denied(lambda: layer.agent("ana").run("SELECT amount FROM orders"))
    clock.now = NOON
    try:
        assert vera.audit_query("SELECT count(*) > 0 AS some FROM audit") == [{"some": True}]
        asked = vera.audit_query("SELECT DISTINCT unnest(rules) AS r FROM audit")
        layer.set_policy({**POLICY, "agents": {"vera": {"role": "auditor", "attributes": {"clearance": 1}}}})
        error = _denied(lambda: vera.audit_query("SELECT count(*) FROM audit"))
    finally:
        layer.set_policy(POLICY)

    assert {"r": "office-hours"} in asked
    assert (error.rules, error.message) == (("low",), "The rule low forbids this: audit.")


def test_a_rule_about_a_hidden_table_changes_nothing(layer: HatiData, clock: Clock) -> None:
    """Whether a rule names a table that the caller does not see or no rule does: each answer is the same, to the
    byte, and so is that about a table that never existed."""
    without = {
        **POLICY,
        "rules": [{**rule, "tables": ["crm.notes"]} if rule["id"] == "no-notes" else rule for rule in POLICY["rules"]],
    }
    statements = [
        "FROM secrets",
        "SELECT 1 FROM orders, secrets",
        "SELECT id FROM main.secrets",
        "FROM secret",
        "SELECT 1",
    ]
    told = []
    try:
        for policy in (POLICY, without):
            layer.set_policy(policy)
            ana = layer.agent("ana")
            told.append([_told(ask, sql) for sql in statements for ask in (ana.run, ana.explain, ana.estimate)])
            told[-1].append(_told(ana.describe_table, "secrets"))
            never = [_told(ask, "FROM secretz") for ask in (ana.run, ana.explain, ana.estimate)]
            assert [one.replace("secrets", "secretz") for one in told[-1][:3]] == never
    finally:
        layer.set_policy(POLICY)

    assert told[0] == told[1]


def _told(ask: Callable[[str], Any], sql: str) -> str:
    try:
        answer = ask(sql)
    except HatiDataError as error:
        return f"{error.stage} {error.for_model()} {error.rules}"
    verdicts = [
        one.verdict.replace("cached", "ok") for one in getattr(answer, "trace", ())
    ]  # the second time it is kept
    return repr((getattr(answer, "rows", answer), getattr(answer, "notes", ()), verdicts))


def test_an_attribute_from_code_counts(layer: HatiData) -> None:
    """Values that the policy leaves to the registration are compared like its own."""
    rule = {"id": "eu", "effect": "deny", "when": {"attributes": {"region": ["EU", "UK"]}}}
    try:
        layer.set_policy({**POLICY, "agents": {"*": {"role": "analyst"}}, "rules": [rule]})
        eu, us = layer.agent("e", attributes={"region": "EU"}), layer.agent("u", attributes={"region": "US"})

        assert _denied(lambda: eu.run("SELECT 1")).message == "The rule eu forbids this: read."
        assert us.run("SELECT 1").row_count == 1
    finally:
        layer.set_policy(POLICY)
