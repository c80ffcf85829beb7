"""A mistake in a policy is named with its file, line and field, and what cannot be read is one clear error."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.policies import load

from autogen_hatidata.errors import PolicyError
from autogen_hatidata.governance.policy import Policy


def _rule(more: str) -> str:
    return f"rules:\n  - {{id: r, effect: deny, {more}}}"


BROKEN = [
    # text after "version: 1", line, field, words
    ("tabels: {}", 2, "tabels", 'you may mean "tables"'),
    ("roles:\n  a: {can: [raed]}", 3, "roles.a.can[0]", 'you may mean "read"'),
    ("roles:\n  a: {}", 3, "roles.a", '"can" is missing'),
    ("roles:\n  admin: {can: [read]}", 3, "roles.admin", "built in"),
    ("roles:\n  a: {can: read}", 3, "roles.a.can", "must be a list, not text"),
    ("agents:\n  ana: {role: analist}", 3, "agents.ana.role", 'no role "analist"'),
    ("agents:\n  ana: {rôle: admin}", 3, "agents.ana.rôle", "not a key"),
    ("agents:\n  ana: {role: [admin]}", 3, "agents.ana.role", "must be text, not a list"),
    ("agents:\n  ana: {}\n  autogen-ana: {}", 4, "agents.autogen-ana", "twice"),
    ("agents:\n  ana: {attributes: {agent: x}}", 3, "agents.ana.attributes.agent", "set by the layer"),
    ("agents:\n  ana: {attributes: {a-b: x}}", 3, "agents.ana.attributes.a-b", "letters"),
    ("agents:\n  ana: {attributes: {a: {b: c}}}", 3, "agents.ana.attributes.a", "a mapping cannot be a value"),
    ("agents:\n  ana: {attributes: {a: []}}", 3, "agents.ana.attributes.a", "an empty list"),
    ("agents:\n  ana: {attributes: {a: [[1]]}}", 3, "agents.ana.attributes.a[0]", "a list cannot be"),
    ("agents:\n  ana: {attributes: {a: null}}", 3, "agents.ana.attributes.a", "null cannot be"),
    ("agents:\n  ana: {attributes: {region: NO}}", 3, "agents.ana.attributes.region", "NO as a bool"),
    ("agents:\n  ana: {attributes: {zip: 01234}}", 3, "agents.ana.attributes.zip", "01234 as a int"),
    ("agents:\n  ana: {attributes: {at: 12:30}}", 3, "agents.ana.attributes.at", "12:30 as a int"),
    ("agents:\n  ana: {attributes: {at: 2024-13-01}}", 3, "agents.ana.attributes.at", "not a timestamp"),
    ("agents:\n  ana: {attributes: {a: .nan}}", 3, "agents.ana.attributes.a", "finite"),
    ("agents:\n  ana: {attributes: {a: 1.0e+999}}", 3, "agents.ana.attributes.a", "finite"),
    (f"agents:\n  ana: {{attributes: {{a: {'9' * 39}}}}}", 3, "agents.ana.attributes.a", "finite"),
    ("tables:\n  T: {}\n  main.t: {}", 4, 'tables."main.t"', "tables.T, line 3"),
    ("tables:\n  a.b.c: {}", 3, 'tables."a.b.c"', "not the name of a table"),
    ("tables:\n  t: {read: [nobody]}", 3, "tables.t.read[0]", 'no role "nobody"'),
    ("tables:\n  t: {read: [guest]}", 3, "tables.t.read[0]", "guest may do nothing"),
    ("roles: {a: {can: []}}\ntables:\n  t: {read: [a]}", 4, "tables.t.read[0]", "add read to roles.a.can"),
    ("tables:\n  t: {reed: []}", 3, "tables.t.reed", 'you may mean "read"'),
    ("tables:\n  t: {rows: {}}", 3, "tables.t.rows", '"filter" is missing'),
    ("tables:\n  t: {rows: {filter: ' '}}", 3, "tables.t.rows.filter", "empty"),
    ("tables:\n  t: {rows: {filter: {region}}}", 3, "tables.t.rows.filter.region", "no value"),
    ("tables:\n  t: {rows: {filter: true, exempt: []}}", 3, "tables.t.rows.filter", "true or false"),
    ("tables:\n  t: {columns: {a: {}}}", 3, "tables.t.columns.a", "nothing is said"),
    ("tables:\n  t:\n    columns:\n      a: {mask: ful}", 5, "tables.t.columns.a.mask", 'you may mean "full"'),
    ("tables:\n  t: {columns: {a: {mask: ~}}}", 3, "tables.t.columns.a.mask", "no value"),
    ("tables:\n  t: {columns: {a: {mask: hash, visible_chars: 2}}}", 3, "tables.t.columns.a.visible_chars", "partial"),
    ("tables:\n  t: {columns: {a: {mask: partial, visible_chars: 0}}}", 3, "tables.t.columns.a.visible_chars", "range"),
    (
        "tables:\n  t: {columns: {a: {mask: partial, visible_chars: 2.0}}}",
        3,
        "tables.t.columns.a.visible_chars",
        "whole",
    ),
    ("tables:\n  t: {columns: {a: {deny: [], exempt: []}}}", 3, "tables.t.columns.a.exempt", "no mask"),
    ("tables:\n  t: {columns: {a: {deny: []}, A: {deny: []}}}", 3, "tables.t.columns.A", "twice"),
    ("tables:\n  t: {read: []}\n  t: {read: []}", 4, "tables.t", "twice, first in line 3"),
    ("quotas:\n  agents: {a: {credits: 5}}", 3, "quotas.agents.a", '"per" is missing'),
    ("quotas:\n  agents: {a: {credits: -1, per: day}}", 3, "quotas.agents.a.credits", "out of range"),
    ("quotas:\n  agents: {a: {credits: .inf, per: day}}", 3, "quotas.agents.a.credits", "finite"),
    ("quotas:\n  agents: {a: {credits: true, per: day}}", 3, "quotas.agents.a.credits", "a number, not true"),
    ("quotas:\n  agents: {a: {credits: 5, per: dya}}", 3, "quotas.agents.a.per", 'you may mean "day"'),
    ("quotas:\n  agents: {a: {max_rows: 0}}", 3, "quotas.agents.a.max_rows", "out of range"),
    ("quotas:\n  agents: {a: {max_rows: 1.5}}", 3, "quotas.agents.a.max_rows", "whole"),
    ("quotas:\n  agents: {a: {timeout_s: 0}}", 3, "quotas.agents.a.timeout_s", "out of range"),
    ("quotas:\n  agents: {a: {max_concurrency: no}}", 3, "quotas.agents.a.max_concurrency", "as a bool"),
    ("quotas:\n  roles: {a: {credits: 5, per: day}}", 3, "quotas.roles.a", 'no role "a"'),
    ("quotas:\n  agents: {a: {credits: 5, per: week}}", 3, "quotas.agents.a.per", "known here: chat, day, hour,"),
    ("quotas:\n  roles: {admin: {max_row: 5}}", 3, "quotas.roles.admin.max_row", "not a key"),
    ("quotas:\n  layer: {}", 3, "quotas.layer", "nothing is limited here"),
    ("rules: {}", 2, "rules", "must be a list, not a mapping"),
    ("rules: []", 2, "rules", "empty"),
    ("rules:\n  - {effect: deny}", 3, "rules[0]", '"id" is missing'),
    ("rules:\n  - {id: a}", 3, "rules[0]", '"effect" is missing'),
    ("rules:\n  - {id: 'a b', effect: deny}", 3, "rules[0].id", "letters"),
    ("rules:\n  - {id: a, effect: allow}", 3, "rules[0].effect", "known here: deny, warn."),
    ("rules:\n  - {id: a, effect: deny, role: x}", 3, "rules[0].role", 'you may mean "roles"'),
    ("rules:\n  - {id: a, effect: deny}\n  - {id: a, effect: warn}", 4, "rules[1]", "rules[0], line 3"),
    (_rule("roles: [admim]"), 3, "rules[0].roles[0]", 'you may mean "admin"'),
    (_rule("roles: admin"), 3, "rules[0].roles", "write [admin]"),
    (_rule("agents: []"), 3, "rules[0].agents", "leave the key out"),
    (_rule("agents: ['']"), 3, "rules[0].agents[0]", "empty"),
    (_rule("frameworks: [1]"), 3, "rules[0].frameworks[0]", "put quotes"),
    (_rule("actions: [raed]"), 3, "rules[0].actions[0]", 'you may mean "read"'),
    (_rule("tables: [t]"), 3, "rules[0].tables[0]", 'the policy names no table "t"'),
    ("tables: {orders: {}}\n" + _rule("tables: [order]"), 4, "rules[0].tables[0]", 'you may mean "orders"'),
    ("tables: {t: {}}\n" + _rule("tables: [t], actions: [audit]"), 4, "rules[0].tables", "no table of the policy"),
    ("tables: {t: {}}\n" + _rule("tables: [t], actions: [memory, state]"), 4, "rules[0].tables", "no table"),
    ("memory: {}", 2, "memory", '"shared" is missing'),
    ("memory: {shared: {}}", 2, "memory.shared", "nothing is said"),
    ("memory: {shared: [a]}", 2, "memory.shared", "must be a mapping"),
    ("memory: {shared: {raed: []}}", 2, "memory.shared.raed", 'you may mean "read"'),
    ("memory: {shared: {read: [admim]}}", 2, "memory.shared.read[0]", 'you may mean "admin"'),
    ("memory: {shared: {read: [guest]}}", 2, "memory.shared.read[0]", 'the role "guest" has neither'),
    ("roles: {a: {can: [read]}}\nmemory: {shared: {read: [a]}}", 3, "memory.shared.read[0]", "add memory or state"),
    ("roles: {a: {can: [state]}}\nmemory: {shared: {write: [a]}}", 3, "memory.shared.write[0]", "add a to memory.s"),
    (_rule("when: {}"), 3, "rules[0].when", "always holds"),
    (_rule("when: {hours: 7}"), 3, "rules[0].when.hours", 'you may mean "hour"'),
    (_rule("when: {hour: [7, 20]}"), 3, "rules[0].when.hour", "two ways"),
    (_rule("when: {hour: 24}"), 3, "rules[0].when.hour", "from 0 to 23"),
    (_rule("when: {hour: {}}"), 3, "rules[0].when.hour", "nothing is said"),
    (_rule("when: {hour: {ouside: [7, 20]}}"), 3, "rules[0].when.hour.ouside", 'you may mean "outside"'),
    (_rule("when: {hour: {contains: 7}}"), 3, "rules[0].when.hour.contains", "not a key"),
    (_rule("when: {hour: {outside: [7]}}"), 3, "rules[0].when.hour.outside", "two values"),
    (_rule("when: {hour: {outside: [7, 25]}}"), 3, "rules[0].when.hour.outside[1]", "from 0 to 24"),
    (_rule("when: {hour: {outside: [7, '24:30']}}"), 3, "rules[0].when.hour.outside[1]", "from 0 to 24"),
    (_rule("when: {hour: {outside: [7, 20:00]}}"), 3, "rules[0].when.hour.outside[1]", "quotes"),
    (_rule("when: {hour: {outside: [0, 24]}}"), 3, "rules[0].when.hour.outside", "no part of a day"),
    (_rule("when: {hour: {outside: [7, 7]}}"), 3, "rules[0].when.hour.outside", "no part of a day"),
    (_rule("when: {weekday: 1}"), 3, "rules[0].when.weekday", "known here: mon,"),
    (_rule("when: {weekday: [mon, tus]}"), 3, "rules[0].when.weekday[1]", "no weekday: 'tus'"),
    (_rule("when: {weekday: {gt: mon}}"), 3, "rules[0].when.weekday.gt", "not a key"),
    (_rule("when: {timezone: UTC}"), 3, "rules[0].when.timezone", "no hour or weekday"),
    (_rule("when: {hour: 7, timezone: Europe/Berln}"), 3, "rules[0].when.timezone", 'you may mean "Europe/Berlin"'),
    (_rule("when: {hour: 7, timezone: ../UTC}"), 3, "rules[0].when.timezone", "no time zone"),
    (_rule("when: {hour: 7, timezone: Europe}"), 3, "rules[0].when.timezone", "no time zone"),
    (_rule("when: {attributes: {}}"), 3, "rules[0].when.attributes", "no attribute"),
    (_rule("when: {attributes: {role: x}}"), 3, "rules[0].when.attributes.role", "write roles beside when"),
    (_rule("when: {attributes: {a-b: x}}"), 3, "rules[0].when.attributes.a-b", "letters"),
    (_rule("when: {attributes: {a: {like: x}}}"), 3, "rules[0].when.attributes.a.like", "not a key"),
    (_rule("when: {attributes: {a: []}}"), 3, "rules[0].when.attributes.a", "empty"),
    (_rule("when: {attributes: {a: {in: x}}}"), 3, "rules[0].when.attributes.a.in", "must be a list"),
    (_rule("when: {attributes: {a: {gt: x}}}"), 3, "rules[0].when.attributes.a.gt", "only numbers and dates"),
    (_rule("when: {attributes: {a: {lt: true}}}"), 3, "rules[0].when.attributes.a.lt", "only numbers and dates"),
    (_rule("when: {attributes: {a: {outside: [5, 1]}}}"), 3, "rules[0].when.attributes.a.outside", "lower"),
    (_rule("when: {attributes: {a: {regex: '('}}}"), 3, "rules[0].when.attributes.a.regex", "missing )"),
    (_rule("when: {attributes: {a: {regex: '(?=x)'}}}"), 3, "rules[0].when.attributes.a.regex", "RE2"),
    (_rule("when: {attributes: {a: {regex: '(a)\\1'}}}"), 3, "rules[0].when.attributes.a.regex", "RE2"),
    (_rule("when: {attributes: {a: {contains: [x]}}}"), 3, "rules[0].when.attributes.a.contains", "a list cannot be"),
    ("agents:", 2, "agents", "no value"),
    ("agents: [ana]", 2, "agents", "a mapping (key: value), not a list"),
    ("agents:\n  *: {role: guest}", 3, "", 'write "*" in quotes'),
    ("agents:\n  a: &x {role: admin}\n  b: *x", 4, "", "aliases"),
    ("agents:\n  [a]: {}", 3, "agents", "not text"),
    ("agents:\n  on: {}", 3, "agents", "the key on is not text"),
    ("agents:\n  a: !!python/object:os.system {}", 3, "agents.a", "tags"),
    ("agents:\n  a: {role: !secret x}", 3, "agents.a.role", "tags"),
    ("agents: {a: {role: admin}", 3, "", "not YAML"),
    ("agents:\n\ta: {}", 3, "", "not YAML"),
    ("---\nagents: {}", 2, "", "not YAML"),
    (f"agents: {'[' * 50}{']' * 50}", 2, "", "nested too deeply"),
]


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("tables: {t: {rows: {filter: region = {region}}}}", "put quotes around the filter"),
        ("tables: {t: {rows: {filter: {region} = region}}}", "put quotes around the filter"),
        ("tables: {t: {rows: {filter: kind IN ('a', 'b')}}}", "put quotes around the filter"),
        ("tables:\n  t:\n    rows:\n      filter: {region} = region", "put quotes around the filter"),
        ("agents:\n\ta: {}", "indent with spaces"),
        ("agents: {a: {role: admin}", "close every brace"),
        ("tables:\n  t:\n    rows: amount > 3", 'write {filter: "amount > 3"}.'),
        ("tables:\n  t:\n    rows: region = {region}", 'write {filter: "region = {region}"}.'),
    ],
)
def test_a_common_mistake_has_a_hint_that_mends_it(tmp_path: Path, text: str, hint: str) -> None:
    """What people write most often by mistake is answered with what to write."""
    with pytest.raises(PolicyError) as caught:
        load(tmp_path, f"version: 1\n{text}\n")

    assert hint in caught.value.hint


def test_a_missing_file_is_named_in_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error about a policy file that is not there has its absolute path, and says where a relative one begins."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(PolicyError) as caught:
        Policy.load("none.yaml")

    assert str(tmp_path / "none.yaml") in caught.value.message
    assert "working directory" in caught.value.hint


@pytest.mark.parametrize(("text", "line", "field", "words"), BROKEN, ids=[row[0][:40] for row in BROKEN])
def test_a_mistake_is_named_with_file_line_and_field(
    tmp_path: Path, text: str, line: int, field: str, words: str
) -> None:
    """Each mistake fails at load, and the error says where it stands and what is wrong."""
    with pytest.raises(PolicyError) as caught:
        load(tmp_path, f"version: 1\n{text}\n")

    place = f"policy.yaml, line {line}, {field}: " if field else f"policy.yaml, line {line}: "
    assert caught.value.code == "policy_invalid"
    assert caught.value.message.startswith(place)
    assert words in f"{caught.value.message} {caught.value.hint}"
    assert not caught.value.hint or (caught.value.hint[0].islower() and caught.value.hint[-1] == ".")


@pytest.mark.parametrize("version", ["2", "0", "'1'", "1.0", "true", "[1]", "null"])
def test_another_version_does_not_load(tmp_path: Path, version: str) -> None:
    """The version is the number 1."""
    with pytest.raises(PolicyError, match="line 1, version"):
        load(tmp_path, f"version: {version}\n")


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "p.yaml", "empty"),
        (b"# nothing\n", "p.yaml", "empty"),
        (b"", "p.toml", "empty"),
        (b"agents: {}\n", "p.yaml", '"version" is missing'),
        (b"- 1\n", "p.yaml", "a mapping"),
        (b"version: 1\n# \xff\n", "p.yaml", "line 2: this is not UTF-8"),
        (b"\xff\xfe" + "version: 1".encode("utf-16-le"), "p.yaml", "not UTF-8"),
        (b"version: 1\n\x07", "p.yaml", "not YAML"),
        (b"version: 1\n#" + b"x" * 1_000_000, "p.yaml", "larger than"),
        (b"version: 1\n", "p.json", "must end in"),
        (b"version = 1\nversion = 2\n", "p.toml", "line 2"),
        (b"version = 1\n[agents.a]\nrole = 'x'\n", "p.toml", 'p.toml, agents.a.role: there is no role "x"'),
        (b"version = 1\n[agents.a.attributes]\nx = nan\n", "p.toml", "p.toml, agents.a.attributes.x"),
        (b"version = 1\n[agents.a.attributes]\nx = 07:30:00\n", "p.toml", "type time"),
        (b"version = 1\na = " + b"[" * 40 + b"]" * 40, "p.toml", "nested too deeply"),
        (b"version = 1\na = " + b"[" * 20000, "p.toml", "not TOML"),
    ],
    ids=range(16),
)
def test_a_file_that_cannot_be_read_is_one_clear_error(tmp_path: Path, content: bytes, name: str, words: str) -> None:
    """Empty, binary, oversized, misnamed and broken files each give a PolicyError that says so."""
    with pytest.raises(PolicyError) as caught:
        load(tmp_path, content, name)

    assert words in caught.value.message


@pytest.mark.parametrize(
    "source", ["nowhere.yaml", "/tmp", ".", "a\0.yaml", "x" * 9000 + ".yaml", 7, None, [("version", 1)]]
)
def test_a_source_that_is_no_policy_is_refused(source: Any) -> None:
    """A missing file, a folder and an object of another kind give a PolicyError."""
    with pytest.raises(PolicyError) as caught:
        Policy.load(source)

    assert len(caught.value.message) < 400


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"agents": {1: {}}}, "policy, agents: "),
        ({"agents": {"a b": {"attributes": {"x": b"1"}}}}, 'policy, agents."a b".attributes.x: '),
        ({"quotas": {"layer": {"credits": float("nan"), "per": "day"}}}, "policy, quotas.layer.credits: "),
        ({"tables": {"t": {"read": "admin"}}}, "policy, tables.t.read: "),
        ({"tables": {"t": {"read": {"admin"}}}}, "policy, tables.t.read: "),
    ],
)
def test_a_mistake_in_python_is_named_with_its_path(change: dict[str, Any], field: str) -> None:
    """The same structure in Python is checked alike; its errors name the dotted path."""
    with pytest.raises(PolicyError, match=re.escape(field)):
        Policy.load({"version": 1, **change})


def test_regex_without_its_library_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """A policy with a pattern does not load where RE2 is missing, and the error says what mends that."""
    monkeypatch.setitem(sys.modules, "re2", None)
    rule = {"id": "r", "effect": "deny", "when": {"attributes": {"a": {"regex": "never seen before"}}}}
    with pytest.raises(PolicyError, match=r"rules\[0\].when.attributes.a.regex: regex needs RE2") as caught:
        Policy.load({"version": 1, "rules": [rule]})

    assert "autogen-hatidata[regex]" in caught.value.hint


def test_a_mapping_that_holds_itself_is_refused() -> None:
    """A circular structure ends in an error, not in a recursion."""
    knot: dict[str, Any] = {"version": 1}
    knot["agents"] = knot

    with pytest.raises(PolicyError, match="nested too deeply"):
        Policy.load(knot)


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.just("admin") | st.dates(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "read",
                    "rows",
                    "columns",
                    "mask",
                    "filter",
                    "role",
                    "can",
                    "agents",
                    "layer",
                    "per",
                    "id",
                    "when",
                    "x",
                ]
            ),
            inner,
            max_size=3,
        )
    ),
    max_leaves=8,
)


@settings(max_examples=50, deadline=None)
@given(st.dictionaries(st.sampled_from(["roles", "agents", "tables", "quotas", "rules"]), JUNK, max_size=5))
def test_any_structure_loads_or_is_a_policy_error(junk: dict[str, Any]) -> None:
    """Whatever stands in the sections, the result is a policy or a PolicyError, the same each time."""
    content = {"version": 1, **junk}
    first, second = _load_or_refuse(content), _load_or_refuse(content)

    assert first == second
    assert len(first) == 64 or first == "policy_invalid"


def _load_or_refuse(content: dict[str, Any]) -> str:
    try:
        return Policy.load(content).digest
    except PolicyError as error:
        return error.code
