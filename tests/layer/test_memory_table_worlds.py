"""The table of memories beside the calls of the memory, and beside a world in which other agents remember nothing."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from support.memory import Clock
from support.plain_embedder import PlainEmbedder

from autogen_hatidata import HatiData, HatiDataAgent, HatiDataError, Settings

MEMORIES = "_hatidata_agent_memory"
POLICY: dict[str, Any] = {
    "version": 1,
    "roles": {"sharer": {"can": ["read", "memory"]}, "loner": {"can": ["read", "memory"]}},
    "agents": {"sam*": {"role": "sharer"}, "lou*": {"role": "loner"}},
    "memory": {"shared": {"read": ["sharer"], "write": ["sharer"]}},
}
AGENTS = ("sam1", "sam2", "sam3", "lou1", "lou2", "lou3")
CHATS = ("c1", "c2")
ASKED = (
    f"SELECT memory_id FROM {MEMORIES}",
    f"SELECT memory_id FROM (SELECT * FROM {MEMORIES} WHERE importance >= 0) ORDER BY content",
    f"SELECT a.memory_id FROM {MEMORIES} AS a WHERE EXISTS (FROM {MEMORIES} AS b WHERE b.memory_id = a.memory_id)",
)


@pytest.fixture(params=["none", "process"])
def isolation(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.mark.parametrize("seed", [1, 2])
def test_it_has_the_rows_that_the_calls_of_the_memory_have(tmp_path: Path, isolation: str, seed: int) -> None:
    """Whatever is stored, changed and forgotten by agents of two roles in two chats, and whatever expires: for each of
    them, in each chat, a SELECT has the memories that list_memories has."""
    dice, clock = random.Random(seed), Clock()
    with HatiData.open(
        tmp_path / "a.duckdb",
        policy=POLICY,
        settings=Settings(isolation=isolation, threads=1),
        embedder=PlainEmbedder(),
        clock=clock,
    ) as layer:
        played, seen = 40 if isolation == "none" else 15, set[int]()
        for number in range(played):
            agent, chat = layer.agent(dice.choice(AGENTS)), dice.choice(CHATS)
            with layer.chat(chat):
                _do_something(agent, dice, number)
            clock.now += dice.choice([0, 0, 1, 7])
            pairs = [(name, where) for name in AGENTS for where in CHATS]
            for name, where in pairs if number == played - 1 else dice.sample(pairs, 3):
                with layer.chat(where):
                    listed = {one["memory_id"] for one in layer.agent(name).list_memories(limit=1000)}
                    found = [str(row[0]) for row in layer.agent(name).run(dice.choice(ASKED)).rows]
                assert (len(found), set(found)) == (len(listed), listed), (seed, number, name, where)
                seen.add(len(found))
        assert len(seen) > 4


def _do_something(agent: HatiDataAgent, dice: random.Random, number: int) -> None:
    scopes = ["agent", "chat", "shared"] if agent.name.startswith("sam") else ["agent", "chat"]
    what = dice.random()
    mine = [one for one in agent.list_memories(limit=1000) if one["agent_id"] == agent.name]
    if what < 0.6 or not mine:
        items = [
            {
                "content": f"{number} {n} {dice.choice(['alpha', 'beta', 'gamma'])}",
                "scope": dice.choice(scopes),
                "ttl": dice.choice([None, None, 3, 15]),
                "importance": dice.random(),
            }
            for n in range(dice.randint(1, 3))
        ]
        agent.store_memories(items)
    elif what < 0.75:
        agent.delete_memory(dice.choice(mine)["memory_id"])
    elif what < 0.85:
        agent.update_memory(dice.choice(mine)["memory_id"], content=f"changed {number}", ttl=dice.choice([2, 50]))
    else:
        agent.forget(scope=dice.choice(scopes), since=dice.choice([None, agent.layer._parts.quota.clock() - 5]))


STATEMENTS = (
    f"SELECT * EXCLUDE (memory_id) FROM {MEMORIES} ORDER BY content",
    f"SELECT count(*), max(importance), min(created_at), string_agg(content, ',' ORDER BY content) FROM {MEMORIES}",
    f"SELECT agent_id, scope, count(*) FROM {MEMORIES} GROUP BY ALL ORDER BY ALL",
    f"SELECT CAST(content AS INTEGER) FROM {MEMORIES} ORDER BY 1",
    f"SELECT content FROM {MEMORIES} WHERE CAST(metadata->>'n' AS INTEGER) > 0 ORDER BY 1",
    f"SELECT 1 / (importance - 0.25) FROM {MEMORIES} WHERE memory_type = 'fact' ORDER BY 1",
    f"SELECT content, semantic_rank(content, 'alpha') AS r FROM {MEMORIES} ORDER BY r DESC, content",
    f"SELECT content FROM {MEMORIES} WHERE semantic_match(content, 'omega', 0.99)",
    f"SELECT nosuch FROM {MEMORIES}",
    f"SELECT contnt FROM {MEMORIES} ORDER BY 1",
    f"SELECT * FROM saved.x, {MEMORIES}",
    "SELECT table_name, column_name, data_type FROM information_schema.columns ORDER BY ALL",
    f"SELECT content FROM {MEMORIES} USING SAMPLE 100% ORDER BY 1",
    f"PIVOT (SELECT memory_type, 1 AS n FROM {MEMORIES}) ON memory_type USING sum(n)",
)


@pytest.fixture
def worlds(tmp_path: Path, isolation: str) -> Iterator[tuple[HatiData, HatiData]]:
    """Two layers in which sam1 and lou1 have the same memories; in the second one, others have many more."""
    with ExitStack() as stack:
        made = []
        for name in ("alone", "crowd"):
            settings = Settings(isolation=isolation, threads=1, prices={"big_table": 4, "row_block": 4})
            layer = stack.enter_context(
                HatiData.open(
                    tmp_path / f"{name}.duckdb",
                    policy=POLICY,
                    settings=settings,
                    embedder=PlainEmbedder(),
                    clock=Clock(),
                )
            )
            made.append(layer)
            if name == "crowd":
                _others_remember(layer)
            with layer.chat("c1"):
                _some_remember(layer)
            if name == "crowd":
                _others_remember(layer)
        yield made[0], made[1]


def _some_remember(layer: HatiData) -> None:
    for name, scope in (("sam1", "agent"), ("sam1", "shared"), ("lou1", "agent"), ("lou1", "chat")):
        items = [
            {"content": f"{n}{n}", "importance": n / 8, "metadata": {"n": n}, "scope": scope, "memory_type": "fact"}
            for n in range(1, 4, 2)
        ]
        layer.agent(name).store_memories(items)


def _others_remember(layer: HatiData) -> None:
    for name in ("sam2", "lou2"):
        with layer.chat("c2"):
            for scope in ("agent", "chat"):
                items = [
                    {"content": text, "importance": 0.25, "metadata": {"n": text}, "scope": scope, "memory_type": kind}
                    for text in ("alpha omega", "no number", "11", "33", "zeta", f"of {name}")
                    for kind in ("fact", f"kind of {name}")
                ]
                layer.agent(name).store_memories(items, dedupe=False)


def test_memories_of_others_change_nothing(worlds: tuple[HatiData, HatiData]) -> None:
    """Answers, notes, prices, estimates, explanations, errors and lists are those of a world in which the others
    remember nothing: twice, since what is kept from one call must not show in the next."""
    for name in ("sam1", "lou1"):
        for chat in ("c1", "c3"):
            for sql in (*STATEMENTS, *STATEMENTS):
                told = [_told(layer, name, chat, sql) for layer in worlds]
                assert told[0] == told[1], (name, chat, sql)
        agents = [layer.agent(name) for layer in worlds]
        assert repr(agents[0].list_tables()) == repr(agents[1].list_tables())
        assert repr(agents[0].describe_table(MEMORIES)) == repr(agents[1].describe_table(MEMORIES))
        rows = [[row for row in one.summarize_table(MEMORIES).rows if row[0] != "memory_id"] for one in agents]
        assert rows[0] == rows[1]


def _told(layer: HatiData, name: str, chat: str, sql: str) -> Any:
    agent = layer.agent(name)
    with layer.chat(chat):
        explained = repr(agent.explain(sql))
        try:
            estimate: Any = agent.estimate(sql)
            answer = agent.run(sql)
        except HatiDataError as error:
            return explained, error.code, error.for_model(), error.hint
        told = answer.columns, answer.types, answer.rows, answer.notes, answer.credits, answer.estimate, answer.healed
        return explained, estimate, repr(told)
