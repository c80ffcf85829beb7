"""A policy that loads is enforced in full; a mistake is named with its place."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from support.policies import load

from autogen_hatidata.errors import BadArgument, HatiDataError, PolicyError, UnknownCaller
from autogen_hatidata.governance.policy import Policy
from autogen_hatidata.governance.policy_rules import VERBS
from autogen_hatidata.types import Budget, Caller, ColumnInfo, ColumnMask, LensSpec, QuotaRules, TableSpec

TEXT = """\
version: 1
roles:
  analyst: {can: [read]}
  auditor: {can: [read]}
  idle:    {can: []}
agents:
  "autogen-research*": {role: analyst, attributes: {region: EU, level: 3}}
  boss:  {role: admin}
  loose: {attributes: {region: US}}
  "*":   {role: guest}
tables:
  customers:
    read: [analyst, auditor]
    rows: {filter: "region = {region} OR owner = {agent}", exempt: [auditor]}
    columns:
      email:  {mask: partial, visible_chars: 3, exempt: [admin]}
      ssn:    {mask: hash}
      salary: {mask: full, deny: [analyst]}
      born:   {mask: null, exempt: [auditor]}
  crm."My Notes": {read: [analyst]}
  payroll: {}
quotas:
  agents:
    "*": {credits: 1000, per: day, max_credits_per_query: 200, max_rows: 1000, timeout_s: 30, max_concurrency: 4}
    "research*": {credits: 200, per: chat, max_rows: 50}
  roles: {analyst: {credits: 5000, per: month}}
  layer: {credits: 100000, per: month}
"""

SCHEMA = {
    ("main", "customers"): tuple(ColumnInfo(name, "VARCHAR") for name in ("Email", "ssn", "salary", "born", "region")),
    ("crm", "my notes"): (ColumnInfo("id", "INTEGER"),),
    ("main", "payroll"): (ColumnInfo("id", "INTEGER"),),
}


@pytest.fixture
def policy(tmp_path: Path) -> Policy:
    return load(tmp_path, TEXT)


def caller(name: str, role: str | None, **attributes: Any) -> Caller:
    return Caller(name, role, tuple(sorted(attributes.items())))


def tables(policy: Policy, who: Caller) -> dict[str, TableSpec]:
    found = policy.lens_spec(who).tables
    assert found is not None
    return {table.name: table for table in found}


# Who is who


@pytest.mark.parametrize(
    ("name", "role", "region"),
    [
        ("researcher", "analyst", "EU"),
        ("autogen-research", "analyst", "EU"),
        ("boss", "admin", None),
        ("Boss", "guest", None),
        ("loose", None, "US"),
        ("bosss", "guest", None),
        ("x\nresearch", "guest", None),
    ],
)
def test_the_first_line_that_fits_names_the_agent(policy: Policy, name: str, role: str | None, region: str) -> None:
    """The first matching line decides, `*` is the only wildcard, and a leading `autogen-` does not count."""
    identity = policy.identify(name)

    assert role == identity.role
    assert region == identity.attributes.get("region")


def test_an_agent_without_a_line_is_refused(tmp_path: Path) -> None:
    """Without a `*` line an unmatched agent is an unknown caller, and `?` or `[` match nothing but themselves."""
    policy = load(tmp_path, "version: 1\nagents: {'a?[bc]': {role: admin}}\n")

    assert policy.identify("a?[bc]").role == "admin"
    for name in ("axb", "a?b", "autogen-", ""):
        with pytest.raises(UnknownCaller):
            policy.identify(name)


@pytest.mark.parametrize(
    ("role", "may"),
    [("analyst", True), ("admin", True), ("idle", False), ("guest", False), ("new", False), (None, False)],
)
def test_only_declared_roles_with_the_verb_may_read(policy: Policy, role: str | None, may: bool) -> None:
    """admin may read and write, guest and unknown roles may not, the others as declared."""
    assert may == policy.may(role, "read")
    assert (role == "admin") == policy.may(role, "write")


def test_who_uses_the_memory_and_what_is_shared_is_said_by_role(tmp_path: Path) -> None:
    """The verbs give a role the scopes that are its own; what is shared it reads and writes where the policy says so,
    and admin everywhere."""
    policy = load(
        tmp_path,
        "version: 1\nroles: {a: {can: [memory]}, b: {can: [memory, state]}, c: {can: [state]}, d: {can: [read]}}\n"
        "memory: {shared: {read: [a, b], write: [b]}}\n",
    )
    roles = ("a", "b", "c", "d", "admin", "guest", "new", None)

    assert [role for role in roles if policy.may(role, "memory")] == ["a", "b", "admin"]
    assert [role for role in roles if policy.may(role, "state")] == ["b", "c", "admin"]
    assert [role for role in roles if policy.reads_shared(role)] == ["a", "b", "admin"]
    assert [role for role in roles if policy.writes_shared(role)] == ["b", "admin"]


# What a caller sees


def test_a_lens_spec_is_filter_masks_and_denials_of_the_role(policy: Policy) -> None:
    """A role sees the tables that list it, its values in the filters, and a denial goes before a mask."""
    seen = policy.lens_spec(caller("researcher", "analyst", region="EU", level=3))

    expected = LensSpec(
        (
            TableSpec("crm", "My Notes"),
            TableSpec(
                "main",
                "customers",
                "region = {region} OR owner = {agent}",
                (("agent", "researcher"), ("region", "EU")),
                (ColumnMask("born", "null"), ColumnMask("email", "partial", 3), ColumnMask("ssn", "hash")),
                ("salary",),
            ),
        )
    )
    assert expected == seen


def test_exempt_roles_skip_filter_and_mask(policy: Policy) -> None:
    """A role that is exempt sees all rows, and the column as it is; others' exemptions do not help it."""
    seen = tables(policy, caller("otto", "auditor"))["customers"]

    assert (seen.filter, seen.values, seen.missing) == (None, (), ())
    assert [mask.column for mask in seen.masks] == ["email", "salary", "ssn"]
    assert seen.denied == ()


def test_admin_reads_every_named_table_through_filters_and_masks(policy: Policy) -> None:
    """admin is listed nowhere and sees every named table; only `exempt` lifts a filter or mask for it."""
    seen = tables(policy, caller("boss", "admin", region="EU"))

    assert {"customers", "My Notes", "payroll"} == set(seen)
    assert seen["customers"].filter is not None
    assert [mask.column for mask in seen["customers"].masks] == ["born", "salary", "ssn"]


@pytest.mark.parametrize("role", ["guest", "idle", "nobody", None])
def test_who_may_nothing_sees_nothing(policy: Policy, role: str | None) -> None:
    """No role, an unknown role and a role without tables get an empty lens, never the open one."""
    assert LensSpec(()) == policy.lens_spec(caller("x", role, region="EU"))


@pytest.mark.parametrize("attributes", [{}, {"region": None}, {"region": []}, {"Region": "EU"}])
def test_a_value_that_a_filter_lacks_is_missing(policy: Policy, attributes: dict[str, Any]) -> None:
    """An absent, null or empty attribute is named as missing, so that the table is refused and not opened."""
    seen = tables(policy, caller("researcher", "analyst", **attributes))["customers"]

    assert seen.missing == ("region",)
    assert seen.values == (("agent", "researcher"),)


def test_the_layer_fills_in_agent_and_role(tmp_path: Path) -> None:
    """`{agent}` and `{role}` are the caller's own, whatever attributes say."""
    text = (
        "version: 1\nroles: {r: {can: [read]}}\ntables: {t: {read: [r], rows: {filter: 'a = { agent } AND r={role}'}}}"
    )
    seen = tables(load(tmp_path, text), Caller("ana", "r", (("agent", "boss"), ("role", "admin"))))["t"]

    assert seen.values == (("agent", "ana"), ("role", "r"))


@pytest.mark.parametrize(("one", "other"), [(1, True), (0, False), (1, 1.0), ((1, 2), (True, 2)), ((1,), (1.0,))])
def test_equal_values_of_different_types_do_not_share_a_lens(policy: Policy, one: Any, other: Any) -> None:
    """1, 1.0 and true are equal in Python and different in SQL: such callers get different lenses."""
    specs = [policy.lens_spec(caller("r", "analyst", region=value)) for value in (one, other, one)]

    assert specs[0] != specs[1]
    assert specs[0] == specs[2]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), {"a": 1}, {1}, b"x", object(), [[1]]])
def test_an_attribute_that_no_filter_can_use_is_refused(policy: Policy, value: Any) -> None:
    """What has no literal in SQL is refused before a lens is made of it."""
    with pytest.raises((BadArgument, TypeError)) as caught:
        policy.lens_spec(caller("r", "analyst", region=value))
    assert isinstance(caught.value, BadArgument)


def test_without_a_policy_everything_is_readable() -> None:
    """The open policy knows every agent, hides nothing, limits nothing, and can write nothing."""
    policy = Policy.open()

    assert policy.is_open
    assert policy.digest == "none"
    assert (policy.identify("x").role, dict(policy.identify("x").attributes), False) == (None, {}, False)
    assert LensSpec(None, memory=True) == policy.lens_spec(Caller("x"))
    assert QuotaRules() == policy.quota_rules(Caller("x"))
    assert [verb for verb in VERBS if policy.may(None, verb)] == ["read", "memory", "state"]
    assert (policy.reads_shared(None), policy.writes_shared(None)) == (True, True)
    policy.check({}, lambda text: frozenset(), lambda text: frozenset())


# Quotas


def test_quota_lines_are_merged_and_later_ones_win(policy: Policy) -> None:
    """All lines that fit count, the last word wins, and credits go with their period."""
    rules = policy.quota_rules(caller("researcher", "analyst"))

    layer = Budget(100_000, "month")
    assert QuotaRules(Budget(200, "chat"), Budget(5000, "month"), layer, 200, 50, 30, 4) == rules
    assert QuotaRules(Budget(1000, "day"), None, layer, 200, 1000, 30, 4) == policy.quota_rules(caller("boss", "admin"))


# One policy, three ways to write it


def test_yaml_toml_and_python_say_the_same(tmp_path: Path, policy: Policy) -> None:
    """The digest is of what a policy says: not of its form, nor of the order of tables, columns and lists."""
    plain = yaml.safe_load(TEXT)
    toml = "version = 1\n[agents]\nboss = {role = 'admin', attributes = {since = 2024-01-31}}\n"
    turned = {**plain, "tables": dict(reversed(plain["tables"].items()))}

    assert policy.digest == Policy.load(plain).digest == Policy.load(turned).digest
    assert len(policy.digest) == 64
    assert load(tmp_path, toml, "p.toml").digest == Policy.load(tomllib.loads(toml)).digest
    assert date(2024, 1, 31) == load(tmp_path, toml, "p.toml").identify("boss").attributes["since"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("EU, level: 3", "EU, level: '3'"),
        ("can: [read]}\n  auditor", "can: []}\n  reviewer: {can: [read]}\n  auditor"),
        ("exempt: [auditor]}\n    columns", "exempt: [admin]}\n    columns"),
        ("visible_chars: 3", "visible_chars: 4"),
        ("deny: [analyst]", "deny: [auditor]"),
        ("per: chat", "per: day"),
        ("timeout_s: 30", "timeout_s: 31"),
        (
            "  boss:  {role: admin}\n  loose: {attributes: {region: US}}\n",
            "  loose: {attributes: {region: US}}\n  boss:  {role: admin}\n",
        ),
    ],
)
def test_another_rule_is_another_digest(tmp_path: Path, policy: Policy, old: str, new: str) -> None:
    """Whatever changes a decision, the order of agents included, changes the digest."""
    assert old in TEXT
    text = TEXT.replace("read: [analyst, auditor]", "read: [auditor]") if "reviewer" in new else TEXT
    before = load(tmp_path, text.replace('crm."My Notes": {read: [analyst]}', "notes: {}")).digest

    after = load(tmp_path, text.replace('crm."My Notes": {read: [analyst]}', "notes: {}").replace(old, new)).digest

    assert before != after


# Against the database


def names(text: str) -> frozenset[str]:
    if "(" in text:
        raise HatiDataError("It calls something.", "compare columns with values.")
    return frozenset(re.findall(r"\{\W*(\w+)\W*\}", text))


def columns(text: str) -> frozenset[str]:
    return frozenset(text.split()[:1])


def test_a_policy_that_fits_the_database_passes(policy: Policy) -> None:
    """Names compare without case, in tables and columns."""
    policy.check(SCHEMA, names, columns)


@pytest.mark.parametrize(
    ("old", "new", "line", "field", "words"),
    [
        ("payroll: {}", "payrol: {}", 21, "tables.payrol", 'you may mean "payroll"'),
        ('crm."My Notes"', "my_notes", 20, "tables.my_notes", 'you may mean "crm.my notes"'),
        ("ssn:", "snn:", 17, "tables.customers.columns.snn", 'you may mean "ssn"'),
        ("owner = {agent}", "f({agent})", 14, "tables.customers.rows.filter", "It calls something"),
        ("region = {region} OR", "regon = {region} OR", 14, "tables.customers.rows.filter", 'you may mean "region"'),
        ("owner = {agent}", "owner = {/**/agent}", 14, "tables.customers.rows.filter", "placeholder"),
        ("payroll: {}", "payroll: {columns: {ID: {deny: [admin]}}}", 21, "tables.payroll", "every column is denied"),
    ],
)
def test_names_that_the_database_lacks_are_mistakes(
    tmp_path: Path, old: str, new: str, line: int, field: str, words: str
) -> None:
    """Unknown tables and columns, filters nobody can use, and a reader without a column fail with their place."""
    policy = load(tmp_path, TEXT.replace(old, new))

    with pytest.raises(PolicyError) as caught:
        policy.check(SCHEMA, names, columns)

    assert caught.value.message.startswith(f"policy.yaml, line {line}, {field}: ")
    assert words in f"{caught.value.message} {caught.value.hint}"


# The docs

DOCS = Path(__file__).parents[3] / "docs"


@pytest.mark.parametrize("block", re.findall(r"```yaml\n(.*?)```", (DOCS / "policy.md").read_text(), re.DOTALL))
def test_every_policy_in_the_docs_loads(tmp_path: Path, block: str) -> None:
    """The docs show only what loads."""
    assert len(load(tmp_path, block).digest) == 64
