"""The memory under a policy: who may use it, what it costs, which rules hold, and what is on record."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from support.logs import records_of

from autogen_hatidata import HatiData, HatiDataAgent, HatiDataError, PolicyDenied, QuotaExceeded
from autogen_hatidata.governance.ledger import READING
from autogen_hatidata.pipeline.memory_operations import OPERATIONS
from autogen_hatidata.types import STAGE_NAMES

POLICY: dict[str, Any] = {
    "version": 1,
    "roles": {
        "writer": {"can": ["memory", "state", "audit"]},
        "reader": {"can": ["memory", "state"]},
        "private": {"can": ["memory", "state"]},
        "stater": {"can": ["state"]},
        "analyst": {"can": ["read"]},
    },
    "agents": {
        "wilma": {"role": "writer"},
        "rita": {"role": "reader"},
        "peter": {"role": "private"},
        "stan": {"role": "stater"},
        "ana": {"role": "analyst"},
        "boss": {"role": "admin"},
        "guest": {"role": "guest"},
    },
    "memory": {"shared": {"read": ["writer", "reader"], "write": ["writer"]}},
}
SECRET = "Kestrel-Nine costs 4711 crowns"


@pytest.fixture(scope="module")
def opened() -> Iterator[HatiData]:
    with HatiData.open(policy=POLICY) as layer:
        yield layer


@pytest.fixture
def layer(opened: HatiData) -> Iterator[HatiData]:
    """The layer with an empty memory and the policy above."""
    yield opened
    opened.set_policy(POLICY)
    if opened.memory.stats()["memories"]:
        opened.memory.forget(scope=["agent", "chat", "shared"])


def code(ask: Callable[..., object], *given: Any) -> str:
    """How a call ended."""
    try:
        ask(*given)
    except (PolicyDenied, QuotaExceeded) as refused:
        return refused.code
    return "ok"


USES: dict[str, Callable[[HatiDataAgent], object]] = {
    "memory": lambda agent: agent.search_memory("x"),
    "state": lambda agent: agent.get_state("x"),
    "store shared": lambda agent: agent.store_memory("x", scope="shared"),
    "store many shared": lambda agent: agent.store_memories(["x", {"content": "y", "scope": "shared"}]),
    "search shared": lambda agent: agent.search_memory("x", scope=["agent", "shared"]),
    "list shared": lambda agent: agent.list_memories(scope="shared"),
    "forget shared": lambda agent: agent.forget(scope="shared"),
    "set shared": lambda agent: agent.set_state("x", 1, scope="shared"),
    "get shared": lambda agent: agent.get_state("x", scope="shared"),
    "list shared states": lambda agent: agent.list_states(scope="shared"),
}
READS = {"search shared", "list shared", "get shared", "list shared states"}
MAY = {
    "wilma": set(USES),
    "boss": set(USES),
    "rita": {"memory", "state"} | READS,
    "peter": {"memory", "state"},
    "stan": {"state"},
    "ana": set[str](),
    "guest": set[str](),
}


@pytest.mark.parametrize("name", MAY)
def test_a_role_uses_what_the_policy_lets_it(layer: HatiData, name: str) -> None:
    """The verbs open an agent's own scopes; what is shared is opened by its own key; everything else is refused."""
    agent = layer.agent(name)
    may = {use for use, ask in USES.items() if code(ask, agent) == "ok"}

    assert may == MAY[name]


def test_what_is_shared_does_not_exist_for_a_role_that_may_not_read_it(layer: HatiData) -> None:
    """It is in no search, list or count of such an agent, and its id is unknown."""
    memory_id = layer.agent("wilma").store_memory("tea at four", scope="shared")["memory_id"]
    peter = layer.agent("peter")

    assert [one["content"] for one in layer.agent("rita").search_memory("tea")] == ["tea at four"]
    assert (peter.search_memory("tea"), peter.list_memories(), peter.delete_memory(memory_id)) == ([], [], False)
    assert code(lambda: layer.agent("rita").delete_memory(memory_id)) == "policy_denied"
    assert layer.agent("boss").delete_memory(memory_id)


def test_a_new_policy_holds_from_the_next_call_on(layer: HatiData) -> None:
    """Rights to what is shared are asked at each call."""
    rita = layer.agent("rita")
    layer.agent("wilma").store_memory("tea at four", scope="shared")
    before = len(rita.search_memory("tea"))
    layer.set_policy({**POLICY, "memory": {"shared": {"read": ["writer"], "write": ["writer"]}}})

    assert (before, rita.search_memory("tea")) == (1, [])


@pytest.mark.parametrize(
    ("rule", "stopped"),
    [
        ({"actions": ["memory"]}, {"memory"}),
        ({"actions": ["state"]}, {"state"}),
        ({"actions": ["read"]}, set()),
        ({}, {"memory", "state"}),
        ({"roles": ["reader"]}, {"memory", "state"}),
        ({"agents": ["someone"]}, set()),
        ({"actions": ["memory"], "when": {"hour": {"outside": [0, 23]}}}, set()),
    ],
)
def test_rules_hold_for_memory_and_state(tmp_path: Path, rule: dict[str, Any], stopped: set[str]) -> None:
    """A rule stops or warns about the uses that its actions name, and is named in the record."""
    for effect in ("deny", "warn"):
        policy = {**POLICY, "rules": [{"id": "r", "effect": effect, **rule}]}
        with HatiData.open(tmp_path / f"{effect}.duckdb", policy=policy, clock=lambda: 1_780_000_000.0) as layer:
            rita = layer.agent("rita")
            codes = {use: code(USES[use], rita) for use in ("memory", "state")}
            noted = [one["tool"] for one in layer.audit.records(kind="outcome") if one["rules"] == ["r"]]

        assert {use for use, found in codes.items() if found != "ok"} == (stopped if effect == "deny" else set())
        assert {{"search_memory": "memory", "get_state": "state"}[tool] for tool in noted} == stopped


def test_a_rule_about_a_table_is_not_about_the_memory(tmp_path: Path) -> None:
    """No table is read by it."""
    rule = {"id": "r", "effect": "deny", "tables": ["orders"]}
    with HatiData.open(tmp_path / "a.duckdb") as layer:
        layer.owner_sql("CREATE TABLE orders (id INTEGER)")
        layer.set_policy({**POLICY, "tables": {"orders": {"read": ["analyst"]}}, "rules": [rule]})

        assert code(lambda: layer.agent("rita").search_memory("x")) == "ok"


def test_a_call_has_its_price_and_its_budget(tmp_path: Path) -> None:
    """A call about memories costs a statement, one about states nothing; a refusal costs nothing."""
    quotas = {"agents": {"*": {"credits": 3, "per": "day"}}}
    with HatiData.open(tmp_path / "a.duckdb", policy={**POLICY, "quotas": quotas}) as layer:
        wilma = layer.agent("wilma")
        price = wilma.ask_memory("store_many", {"items": ["a", "b", "c"], "dedupe": True}, "store_memories").credits
        free = wilma.ask_memory("list_states", {"scope": "agent"}, "list_states").credits
        with pytest.raises(PolicyDenied):
            layer.agent("guest").store_memory("x")
        wilma.search_memory("a")
        told = wilma.ask_memory("search", {"query": "a"}, "search_memory")
        refused = code(lambda: wilma.store_memory("too much"))
        wilma.set_state("k", "still free")

        assert (price, free, told.credits, refused) == (1.0, 0.0, 1.0, "quota_exceeded")
        assert told.notes[-1].startswith("You used 3 of 3 credits per day (100%)")
        assert layer.usage()["wilma"]["credits"] == 3.0
        assert "credits" in layer.usage()["guest"]
        assert layer.usage()["guest"]["credits"] == 0.0


def test_a_call_goes_through_the_stages_that_it_needs(layer: HatiData) -> None:
    """The trace has the nine stages; those about SQL and lenses are not needed."""
    told = layer.agent("wilma").ask_memory("search", {"query": "x"}, "search_memory").trace
    needed = {"policy", "cost", "quota", "execute", "audit"}

    assert {one.stage: one.verdict for one in told} == {
        name: "ok" if name in needed else "not_needed" for name in STAGE_NAMES
    }


def test_records_have_no_text_of_a_memory_or_a_state(tmp_path: Path) -> None:
    """Contents, queries, metadata and values are hashes and lengths, in every record of every way out."""
    with HatiData.open(tmp_path / "a.duckdb", policy=POLICY) as layer:
        wilma, guest = layer.agent("wilma"), layer.agent("guest")
        for agent in (wilma, guest):
            for ask in (
                lambda agent=agent: agent.store_memory(SECRET, metadata={SECRET: SECRET}),
                lambda agent=agent: agent.store_memory(SECRET, SECRET, scope=SECRET),
                lambda agent=agent: agent.store_memories([SECRET, {"content": f"{SECRET}!"}]),
                lambda agent=agent: agent.search_memory(SECRET, metadata={SECRET: {"gte": SECRET}}, mode=SECRET),
                lambda agent=agent: agent.search_memory(SECRET, memory_type=SECRET),
                lambda agent=agent: agent.set_state(SECRET, {SECRET: SECRET}),
                lambda agent=agent: agent.get_state(SECRET),
                lambda agent=agent: agent.get_memory(SECRET),
                lambda agent=agent: agent.forget([SECRET], metadata={"a": SECRET}),
            ):
                with suppress(HatiDataError):
                    ask()
        layer.memory.import_chat([{"name": SECRET, "content": SECRET}], "wilma")
        layer.memory.forget(metadata={SECRET: SECRET})
        assert layer.audit.verify().ok
    log = "\n".join(map(json.dumps, records_of(tmp_path / "a.duckdb")))

    assert "Kestrel" not in log
    assert "crowns" not in log
    assert hashlib.sha256(SECRET.encode()).hexdigest() in log


def test_a_record_says_what_was_asked_by_whom(layer: HatiData) -> None:
    """Intent and outcome have operation, hash and ids; SQL can ask the log for them."""
    wilma = layer.agent("wilma")
    with layer.chat("monday"), wilma.reasoning_chain("chain-1"):
        memory_id = wilma.store_memory("tea at four", importance=0.7)["memory_id"]
    intent, outcome = (layer.audit.tail(1, kind=kind, agent="wilma")[0] for kind in ("intent", "outcome"))
    asked = {
        "operation": "store",
        "content": {"sha256": hashlib.sha256(b"tea at four").hexdigest(), "chars": 11},
        "memory_type": "fact",
        "importance": 0.7,
        "scope": "agent",
        "dedupe": True,
    }

    assert intent["memory"] == asked
    assert outcome["memory"] == {**asked, "memories": [memory_id]}
    for record in (intent, outcome):
        assert (record["id"], record["tool"], record["sql"]) == (outcome["id"], "store_memory", None)
        assert (record["chat"], record["chain"], record["step"]) == ("monday", "chain-1", 1)
    assert (intent["action"], intent["tables"], intent["dialect"]) == ("memory", [], None)
    assert (outcome["status"], outcome["credits"], outcome["rows"], outcome["changed"]) == ("ok", 1.0, 1, 1)
    (found,) = wilma.audit_query("SELECT memory->>'operation' AS op FROM audit WHERE id = ? AND kind = 'outcome'", [
        outcome["id"]
    ])  # fmt: skip
    assert found == {"op": "store"}


def test_a_bug_and_an_interrupt_are_recorded(layer: HatiData, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever ends a call, there is an outcome, and it stays what it is."""

    def fails(*_: Any) -> Any:
        raise broken

    for broken in (ZeroDivisionError(), KeyboardInterrupt()):
        with monkeypatch.context() as patch:
            row = OPERATIONS["search"]._replace(run=fails)
            patch.setattr("autogen_hatidata.pipeline.memory_operations.OPERATIONS", {**OPERATIONS, "search": row})
            with pytest.raises(type(broken)):
                layer.agent("wilma").search_memory("x")
        record = layer.audit.tail(1, kind="outcome")[0]

        assert (record["code"], record["stage"], record["credits"]) == ("internal_error", "execute", 1.0)
        assert (record["detail"], record["changed"]) == (type(broken).__name__, None)


def broken_off(layer: HatiData, monkeypatch: pytest.MonkeyPatch, name: str, ask: Callable[..., object]) -> None:
    """Lets Ctrl-C come when an operation has done its work."""
    row = OPERATIONS[name]

    def interrupted(doing: Any, value: Any) -> Any:
        row.run(doing, value)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        changed = {**OPERATIONS, name: row._replace(run=interrupted)}
        patch.setattr("autogen_hatidata.pipeline.memory_operations.OPERATIONS", changed)
        with pytest.raises(KeyboardInterrupt):
            ask(layer.agent("wilma"))


def test_a_change_that_was_broken_off_after_its_commit_is_known(
    layer: HatiData, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C after the commit: the record says how much was changed, as it is in the memory."""
    broken_off(layer, monkeypatch, "store", lambda wilma: wilma.store_memory("tea at four"))
    stored = layer.audit.tail(1, kind="outcome")[0]
    broken_off(layer, monkeypatch, "search", lambda wilma: wilma.search_memory("tea"))
    searched = layer.audit.tail(1, kind="outcome")[0]
    broken_off(layer, monkeypatch, "forget", lambda wilma: wilma.forget(scope="agent", hard=True))
    forgotten = layer.audit.tail(1, kind="outcome")[0]

    assert (stored["changed"], searched["changed"], forgotten["changed"]) == (1, None, 1)
    assert layer.agent("wilma").list_memories() == []


def test_a_change_of_unknown_size_is_settled_by_the_next_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nobody can say how much was changed, there is no outcome, and the next start says that it was."""
    with HatiData.open(tmp_path / "a.duckdb", policy=POLICY) as layer:
        layer.agent("wilma").store_memories(["tea at four", "tea at five"])
        broken_off(layer, monkeypatch, "forget", lambda wilma: wilma.forget(memory_type="fact"))
        ended = len(list(layer.audit.records(kind="outcome")))
    with HatiData.open(tmp_path / "a.duckdb", policy=POLICY) as layer:
        (settled,) = layer.audit.records(kind="settled")

        assert (ended, settled["committed"]) == (1, True)
        assert layer.usage()["wilma"]["credits"] == 2.0


def test_many_agents_at_once(tmp_path: Path) -> None:
    """Eight threads store, find, count and forget: each sees its own, nothing is lost, all of it is charged."""
    names = [f"agent{n}" for n in range(8)]

    def work(layer: HatiData, name: str) -> tuple[int, int, set[str]]:
        agent = layer.agent(name)
        for n in range(6):
            agent.store_memory(f"{name} knows {n}", scope="agent")
            agent.set_state("count", n)
        gone = agent.forget(metadata={}, until="2999-01-01", memory_type="plan")
        version = agent.set_state("count", "done")
        return gone, version, {one["agent_id"] for one in agent.search_memory("knows", 10)}

    with HatiData.open(tmp_path / "a.duckdb") as layer, ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda name: work(layer, name), names))
        usage = layer.usage()

        assert found == [(0, 7, {name}) for name in names]
        assert {name: (usage[name]["calls"], usage[name]["credits"]) for name in names} == dict.fromkeys(
            names, (15, 8.0)
        )
        assert layer.memory.stats()["memories"] == 48
        assert layer.memory.verify() == []


def test_the_ledger_knows_what_only_reads() -> None:
    """After a kill only a call that changes something is to be settled."""
    assert {name for name, row in OPERATIONS.items() if not row.changes} == READING


def test_a_call_that_costs_too_much_is_told_how_to_make_it_cheaper() -> None:
    """In words of the memory: no LIMIT can be added to what is stored or listed."""
    quotas = {"agents": {"*": {"max_credits_per_query": 2, "max_rows": 50_000}}}
    with HatiData.open(policy={**POLICY, "quotas": quotas}) as layer:
        rita = layer.agent("rita")
        with pytest.raises(QuotaExceeded, match="3 for memories beyond 10,000") as stored:
            rita.store_memories(["x"] * 40_000)
        with pytest.raises(QuotaExceeded, match="4 for memories beyond 10,000") as listed:
            rita.list_memories(limit=50_000)

        assert stored.value.hint == "store them in parts of 10,000 (saves 3)."
        assert listed.value.hint == "ask for 10,000 at the most (saves 4)."
