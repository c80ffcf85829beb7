"""``autogen-hatidata policy explain`` says what a call would be told, and which lines decide that."""

from __future__ import annotations

import contextlib
import functools
import io
import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from support import shop
from support.logs import Run
from support.policies import POLICY

from autogen_hatidata import HatiData, HatiDataError
from autogen_hatidata.cli import main

Explain = Callable[[str, str], tuple[int, dict[str, Any]]]


def _explain(run: Run, agent: str, sql: str, *more: str) -> tuple[int, dict[str, Any]]:
    code, shown, _ = run(
        "explain", "--as", agent, sql, "--policy", "policy.yaml", "--db", "shop.duckdb", "--json", *more
    )
    return code, json.loads(shown)


def _decided(found: dict[str, Any]) -> list[tuple[int | None, str | None]]:
    return [(one["line"], one["field"]) for one in found["decided"]]


def test_explain_shows_what_an_answer_would_be_made_of(run: Run) -> None:
    """Tables, filters, masks, credits, and the lines that let the statement through."""
    code, found = _explain(run, "ana", "SELECT email, count(*) FROM customers GROUP BY email")

    assert (code, found["verdict"], found["role"]) == (0, "ok", "analyst")
    assert found["tables"] == ["main.customers"]
    assert found["filters"] == {"main.customers": "region = {region}"}
    assert found["masks"] == {"customers.email": "partial"}
    assert found["estimate"]["credits"] == 1.0
    assert _decided(found) == [
        (6, "agents.ana"),
        (13, "tables.customers.read"),
        (15, "tables.customers.rows.filter"),
        (17, "tables.customers.columns.email"),
    ]


@pytest.fixture(scope="module")
def policy_folder(shop_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with shop.duckdb, the same as layer.duckdb, and policy.yaml."""
    folder = tmp_path_factory.mktemp("explained")
    for name in ("shop.duckdb", "layer.duckdb"):
        shutil.copy(shop_file, folder / name)
    (folder / "policy.yaml").write_text(POLICY)
    return folder


@pytest.fixture(scope="module")
def explained(policy_folder: Path) -> Explain:
    """Gives exit code and answer of the command, which it runs once for an agent's statement."""
    given = ["--policy", str(policy_folder / "policy.yaml"), "--db", str(policy_folder / "shop.duckdb"), "--json"]

    @functools.cache
    def explain(agent: str, sql: str) -> tuple[int, dict[str, Any]]:
        with contextlib.redirect_stdout(io.StringIO()) as shown:
            code = main(["policy", "explain", "--as", agent, sql, *given])
        return code, json.loads(shown.getvalue())

    return explain


@pytest.fixture(scope="module")
def layer(policy_folder: Path) -> Iterator[HatiData]:
    """A layer over the same data under the same policy."""
    opened = HatiData.open(policy_folder / "layer.duckdb", policy=policy_folder / "policy.yaml", read_only=True)
    with opened as layer:
        yield layer


@pytest.mark.parametrize(
    ("agent", "sql", "verdict", "last"),
    [
        ("ana", "SELECT id FROM orders", "unknown_name", (20, "tables.orders.read")),
        ("ana", "FROM secrets", "unknown_name", (11, "tables")),
        ("ana", "SELECT v FROM nosuch", "unknown_name", (None, None)),
        ("ana", "SELECT ssn FROM customers", "unknown_name", (18, "tables.customers.columns.ssn")),
        ("ana", "SELECT nosuch FROM customers", "unknown_name", (None, None)),
        ("ana", "DROP TABLE customers", "not_allowed", (None, None)),
        ("ana", "SELECT 1 +", "syntax_error", (None, None)),
        ("bo", "SELECT email FROM customers", "policy_denied", (15, "tables.customers.rows.filter")),
        ("bo", "SELECT * FROM orders", "quota_exceeded", (23, "quotas.agents.bo")),
        ("temp", "SELECT 1", "policy_denied", (2, "roles")),
        ("boss", "SELECT id FROM orders", "ok", (19, "tables.orders")),
        ("nobody", "SELECT 1", "unknown_caller", (5, "agents")),
    ],
)
def test_explain_names_the_line_that_decides(
    explained: Explain, agent: str, sql: str, verdict: str, last: tuple[int | None, str | None]
) -> None:
    """The verdict is that of a call, and the last line named is the one to change for another verdict."""
    code, found = explained(agent, sql)

    assert (code, found["verdict"]) == (0 if verdict == "ok" else 1, verdict)
    assert _decided(found)[-1] == last


@pytest.mark.parametrize(
    "sql",
    ["SELECT id FROM orders", "SELECT email FROM customers", "SELECT ssn FROM customers", "FROM secrets", "SELECT 1"],
)
@pytest.mark.parametrize("agent", ["ana", "bo", "boss", "temp"])
def test_explain_tells_what_a_call_would_be_told(explained: Explain, layer: HatiData, agent: str, sql: str) -> None:
    """Verdict and message are those of the same call through a layer."""
    _, found = explained(agent, sql)
    meant = layer.agent(agent).explain(sql)

    assert (found["verdict"], found["message"], found["sql"]) == (meant.verdict, meant.message, meant.sql)


def test_explain_takes_what_the_policy_leaves_open(run: Run) -> None:
    """--role and --attribute stand for what a registration sets; against the policy they are an error."""
    assert _explain(run, "free", "SELECT id FROM customers", "--role", "analyst")[0] == 0
    assert _explain(run, "bo", "SELECT id FROM customers", "--attribute", "region=EU")[0] == 0

    code, found = _explain(run, "ana", "SELECT 1", "--role", "clerk")

    assert (code, found["error"]["code"]) == (2, "bad_argument")
    assert _explain(run, "ana", "SELECT 1", "--attribute", "region")[1]["error"]["code"] == "bad_argument"


def test_explain_reads_names_in_the_dialect_of_the_statement(run: Run) -> None:
    """The line that hides a column is found also where only the other dialect can read the statement."""
    code, found = _explain(run, "ana", "SELECT TOP 3 ssn FROM customers", "--dialect", "snowflake")

    assert (code, found["verdict"]) == (1, "unknown_name")
    assert [one["says"] for one in found["decided"]][1:] == ["customers.ssn is denied to analyst."]


RULES = """rules:
  - {id: office, effect: deny, roles: [clerk], tables: [orders], when: {hour: {outside: [7, 20]}}}
  - {id: noted, effect: warn, roles: [clerk]}
"""


@pytest.mark.parametrize(
    ("at", "verdict", "rules", "lines"),
    [
        ("2026-03-02T21:00", "policy_denied", ["office"], [7, 25]),
        ("2026-03-02T09:00", "ok", ["noted"], [7, 20, 26]),
        ("2026-03-02T09:00+03:00", "policy_denied", ["office"], [7, 25]),
    ],
)
def test_explain_names_the_rule_that_decides(
    run: Run, folder: Path, at: str, verdict: str, rules: list[str], lines: list[int]
) -> None:
    """What a rule denies or warns about at a time has its id and its line, for people and for programs."""
    (folder / "policy.yaml").write_text(POLICY + RULES)
    code, found = _explain(run, "bo", "SELECT id FROM orders", "--at", at)
    _, shown, _ = run(
        *("explain", "--as", "bo", "SELECT id FROM orders", "--policy", "policy.yaml", "--db", "shop.duckdb"),
        *("--at", at),
    )

    assert (code, found["verdict"], found["rules"]) == (int(verdict != "ok"), verdict, rules)
    assert [one["line"] for one in found["decided"]] == lines
    assert [line.split()[1] for line in shown.splitlines() if line.startswith("rule ")] == rules


def test_explain_leaves_nothing_behind_and_runs_nothing(run: Run, folder: Path) -> None:
    """No folder appears beside the database, no byte of it changes, and no value of it is shown."""
    before, data = sorted(os.listdir(folder)), (folder / "shop.duckdb").read_bytes()
    code, shown, _ = run(
        "explain", "--as", "ana", "SELECT max(email) FROM customers", "--policy", "policy.yaml", "--db", "shop.duckdb"
    )

    assert code == 0
    assert sorted(os.listdir(folder)) == before
    assert (folder / "shop.duckdb").read_bytes() == data
    assert not [row for row in shop.tables()["customers"] if row[2] and len(row[2]) > 3 and row[2] in shown]


def test_explain_shows_people_a_table(run: Run) -> None:
    """Without --json there is a row for each thing, and each deciding line can be jumped to."""
    _, shown, _ = run(
        "explain", "--as", "ana", "SELECT id FROM orders", "--policy", "policy.yaml", "--db", "shop.duckdb"
    )

    rows = ["verdict", "place", "^^^^^^", "credits", "decided", "decided"]
    assert [line.split(maxsplit=1)[0] for line in shown.splitlines()] == rows
    assert "policy.yaml:20: analyst does not read orders." in shown


@pytest.mark.parametrize("content", ["version: 1\nroles: 7\n", None], ids=["broken", "missing"])
def test_a_policy_that_does_not_load_is_no_refusal(run: Run, folder: Path, content: str | None) -> None:
    """A test in CI that waits for a refusal (1) is not content with a policy that says nothing (2)."""
    if content is not None:
        (folder / "other.yaml").write_text(content)
    code, _, _ = run("explain", "--as", "ana", "SELECT 1", "--policy", "other.yaml", "--db", "shop.duckdb")

    assert code == 2


MEMORY = """version: 1
roles:
  team: {can: [memory]}
  lead: {can: [memory, state]}
  analyst: {can: [read]}
agents:
  ana: {role: team}
  lea: {role: lead}
  bo: {role: analyst}
  boss: {role: admin}
  free: {}
memory:
  shared: {read: [team, lead], write: [lead]}
rules:
  - {id: night, effect: deny, roles: [team], actions: [memory], when: {hour: {outside: [7, 20]}}}
  - {id: noted, effect: warn, actions: [state]}
"""
USES = [
    # agent, action, at, verdict, the lines that decide
    ("ana", "memory", "12:00", "ok", [7, 3, 13, 13]),
    ("ana", "memory", "22:00", "policy_denied", [7, 3, 15]),
    ("ana", "state", "12:00", "policy_denied", [7, 3]),
    ("lea", "state", "12:00", "ok", [8, 4, 16, 13, 13]),
    ("bo", "memory", "12:00", "policy_denied", [9, 5]),
    ("boss", "memory", "12:00", "ok", [10, 2, None, None]),
    ("free", "memory", "12:00", "policy_denied", [11, 2]),
    ("eve", "memory", "12:00", "unknown_caller", [6]),
]


@pytest.mark.parametrize(("agent", "action", "at", "verdict", "lines"), USES)
def test_explain_says_whether_the_memory_may_be_used(
    run: Run, folder: Path, agent: str, action: str, at: str, verdict: str, lines: list[int | None]
) -> None:
    """Without a database: the verb, the rules at that time, and who reads and changes what is shared."""
    (folder / "memory.yaml").write_text(MEMORY)
    words = ("--as", agent, "--action", action, "--policy", "memory.yaml", "--at", f"2026-03-02T{at}")
    code, shown, _ = run("explain", *words, "--json")
    found = json.loads(shown)

    assert (code, found["verdict"]) == (0 if verdict == "ok" else 1, verdict)
    assert [line for line, _ in _decided(found)] == lines
    assert run("explain", *words)[1].startswith(f"verdict  {verdict}")


def test_what_explain_says_of_the_memory_is_what_happens(run: Run, folder: Path) -> None:
    """The verdict is that of a call of the agent under the same policy, with the same words."""
    (folder / "memory.yaml").write_text(MEMORY)
    with HatiData.open(policy=folder / "memory.yaml", clock=lambda: 1_772_452_800.0) as layer:  # noon
        for agent, action, *_ in (row for row in USES if row[2] == "12:00" and row[0] != "eve"):
            handle, told = layer.agent(agent), ("ok", "")
            try:
                handle.list_memories() if action == "memory" else handle.list_states()
            except HatiDataError as error:
                told = (error.code, error.for_model())
            words = ("--as", agent, "--action", action, "--policy", "memory.yaml", "--at", "2026-03-02T12:00")
            found = json.loads(run("explain", *words, "--json")[1])

            assert (found["verdict"], found["message"]) == told


@pytest.mark.parametrize(
    "words", [(), ("SELECT 1",), ("SELECT 1", "--action", "memory"), ("--action", "memory", "--db", "shop.duckdb")]
)
def test_it_must_be_clear_what_to_explain(run: Run, words: tuple[str, ...]) -> None:
    """A statement with its database, or an action without one."""
    code, _, said = run("explain", "--as", "ana", "--policy", "policy.yaml", *words)

    assert (code, "give SQL and --db, or --action" in said) == (2, True)
