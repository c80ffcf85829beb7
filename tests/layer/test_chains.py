"""Steps of one line of thought share an id in the log, and an owner can say which chat calls belong to."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from autogen_hatidata import HatiData, HatiDataError
from autogen_hatidata.errors import BadArgument


@pytest.fixture
def layer() -> Iterator[HatiData]:
    with HatiData.open(":memory:") as opened:
        opened.owner_sql("CREATE TABLE t AS SELECT 1 AS id")
        yield opened


@pytest.fixture(scope="module")
def idle() -> Iterator[HatiData]:
    """A layer whose log no test looks at."""
    with HatiData.open(":memory:") as opened:
        yield opened


def steps(layer: HatiData) -> list[tuple[str | None, int | None]]:
    return [(record.get("chain"), record.get("step")) for record in layer.audit.records("outcome")]


def test_calls_in_a_chain_are_numbered_steps_of_it_also_those_that_are_refused(layer: HatiData) -> None:
    """Each record of a call in a chain has the chain's id and the number of the step, and one outside has none."""
    ana = layer.agent("ana")
    with ana.reasoning_chain("case-7") as chain:
        ana.query("SELECT id FROM t")
        with pytest.raises(HatiDataError):
            ana.query("SELECT id FROM hidden")
        ana.list_tables()
    ana.query("SELECT id FROM t")
    assert chain == "case-7"
    assert steps(layer) == [("case-7", 1), ("case-7", 2), ("case-7", 3), (None, None)]
    intents = [(record["chain"], record["step"]) for record in layer.audit.records("intent")]
    assert ("case-7", 1) in intents


def test_a_chain_is_its_agents_and_its_threads(layer: HatiData) -> None:
    """Another agent and another thread are not in the chain, a chain inside is another one, and the outer goes on."""
    ana, otto = layer.agent("ana"), layer.agent("otto")
    with ana.reasoning_chain("outer"):
        ana.query("SELECT 1")
        with ana.reasoning_chain() as inner:
            ana.query("SELECT 1")
        otto.query("SELECT 1")
        other = threading.Thread(target=ana.query, args=("SELECT 1",))
        other.start()
        other.join()
        ana.query("SELECT 1")
    assert inner != "outer"
    assert steps(layer) == [("outer", 1), (inner, 1), (None, None), (None, None), ("outer", 2)]


@pytest.mark.parametrize("bad", ["", "a b", "x" * 129, "line\nend", "\u200b", 7])
def test_an_id_that_could_not_be_read_back_is_refused(idle: HatiData, bad: object) -> None:
    """An id is a short word of visible ASCII characters, for chains and for chats."""
    with pytest.raises(BadArgument), idle.agent("ana").reasoning_chain(bad):  # type: ignore[arg-type]
        pass
    with pytest.raises(BadArgument), idle.chat(id=bad):  # type: ignore[arg-type]
        pass


def test_a_chat_that_is_resumed_keeps_its_budget() -> None:
    """Calls inside ``layer.chat(id=...)`` belong to that chat, whichever handle makes them, and spend its budget."""
    policy = {
        "version": 1,
        "roles": {"reader": {"can": ["read"]}},
        "agents": {"*": {"role": "reader"}},
        "tables": {},
        "quotas": {"agents": {"*": {"credits": 2, "per": "chat"}}},
    }
    with HatiData.open(":memory:", policy=policy) as layer:
        ana = layer.agent("ana")
        with layer.chat(id="monday"):
            ana.query("SELECT 1")
        with layer.chat(id="tuesday"):
            ana.query("SELECT 1")
        with layer.chat(id="monday"):
            ana.query("SELECT 1")
            with pytest.raises(HatiDataError, match="quota_exceeded"):
                ana.query("SELECT 1")
        assert {"monday", "tuesday"} <= set(layer.usage("chat"))
