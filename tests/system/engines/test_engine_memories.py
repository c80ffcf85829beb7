"""The variable that says who asks: of one connection, set before each use, and of no use to anybody else."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pytest
from support.memory import Clock, Opened, open_store

from autogen_hatidata.engines import memories
from autogen_hatidata.engines.base import Engine, Lease
from autogen_hatidata.engines.duckdb import DuckDBEngine
from autogen_hatidata.engines.locked import Locked
from autogen_hatidata.errors import HatiDataError
from autogen_hatidata.memory.model import Audience, Draft
from autogen_hatidata.settings import Settings
from autogen_hatidata.sql.parse import parse
from autogen_hatidata.sql.render import to_duckdb
from autogen_hatidata.types import MEMORIES, Asker, LensSpec

SPEC = LensSpec(None, memory=True)
OWN = "SELECT content FROM _hatidata_agent_memory ORDER BY content"


@pytest.fixture(params=["none", "process"])
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opened]:
    """A store with a memory of each of four agents, and the engine that it is kept by."""
    found = open_store(tmp_path, Clock(), isolation=request.param)
    for number in range(4):
        found.store.store(Audience(f"agent{number}", "c1"), (Draft(f"{number}"), Draft(f"{number} words")))
    found.store.store(Audience("agent0", "c1"), (Draft("in the chat", scope="chat"),))
    found.store.store(
        Audience("agent0", "c1", True, True), (Draft("of all", scope="shared", expires_at=1_700_000_010),)
    )
    yield found
    found.close()


def asker(number: int, chat: str = "c2", *, shared: bool = False, now: float = 1_700_000_000) -> Asker:
    """One of the agents."""
    return Asker(f"agent{number}", chat, shared, now)


def ask(engine: Engine, lease: Lease, sql: str = OWN) -> list[str]:
    """The first column of an answer."""
    tree = parse(sql)
    table = lease.run(engine.prepare(tree, to_duckdb(tree)), None, max_rows=1000, timeout_s=60)
    return [row[0] for row in table.rows]


def contents(engine: Engine, who: Asker | None, sql: str = OWN) -> list[str]:
    """The same through a lease of its own."""
    with engine.lease(SPEC, who) as lease:
        return ask(engine, lease, sql)


def test_each_asker_has_its_own_rows_whoever_asked_before(opened: Opened) -> None:
    """One after the other on the same idle connection: by agent, chat, right to what is shared, and moment."""
    engine = opened.engine

    for _ in range(3):
        for number in (1, 2, 3, 1):
            assert contents(engine, asker(number)) == [f"{number}", f"{number} words"]
        assert contents(engine, None) == []
        assert contents(engine, asker(1, "c1")) == ["1", "1 words", "in the chat"]
        assert contents(engine, asker(1, shared=True)) == ["1", "1 words", "of all"]
        assert contents(engine, asker(1, shared=True, now=1_700_000_009.9)) == ["1", "1 words", "of all"]
        assert contents(engine, asker(1, shared=True, now=1_700_000_010)) == ["1", "1 words"]
        assert contents(engine, asker(9)) == []


def test_names_of_agents_are_values(opened: Opened) -> None:
    """Whatever stands in a name or the id of a chat, it is compared and nothing else."""
    for name in ("' OR true --", "agent1'", '{"agent": "agent1"}', "%", "", "agent1\0", "é🙂"):
        assert contents(opened.engine, Asker(name, name, False, 1_700_000_000)) == []


def test_leases_held_at_once_do_not_mix(opened: Opened) -> None:
    """Two calls of one lens, each in the middle of its statements."""
    engine = opened.engine
    with engine.lease(SPEC, asker(1)) as one, engine.lease(SPEC, asker(2)) as two:
        for _ in range(3):
            assert (ask(engine, one), ask(engine, two)) == (["1", "1 words"], ["2", "2 words"])
            assert (one.count(MEMORIES), two.count(MEMORIES)) == (2, 2)
            one.bind(OWN, timeout_s=60)
        assert one.info.id == two.info.id


def test_threads_do_not_mix(opened: Opened) -> None:
    """More threads than idle connections are kept, asking for different agents; some statements fail in between."""
    engine = opened.engine

    def work(step: int) -> bool:
        number = step % 4
        if step % 5 == 0:
            with pytest.raises(HatiDataError):
                contents(engine, asker(number), "SELECT CAST(content AS INTEGER) FROM _hatidata_agent_memory")
        return contents(engine, asker(number)) == [f"{number}", f"{number} words"]

    with ThreadPoolExecutor(24) as pool:
        assert all(pool.map(work, range(240)))


def test_errors_count_only_where_the_asker_has_them(opened: Opened) -> None:
    """The twin behind the fence shows the rows of who asks, too."""
    engine = opened.engine
    opened.store.store(Audience("agent8"), (Draft("8"),))

    assert contents(engine, asker(8), "SELECT CAST(content AS INTEGER) FROM _hatidata_agent_memory") == [8]
    with pytest.raises(HatiDataError):
        contents(engine, asker(1), "SELECT CAST(content AS INTEGER) FROM _hatidata_agent_memory")


@pytest.mark.in_this_process
def test_connections_for_other_statements_never_heard_of_anybody(tmp_path: Path) -> None:
    """On one of them the view is empty, so that a statement which is taken for another one finds nothing."""
    opened = open_store(tmp_path, Clock())
    opened.store.store(Audience("agent1"), (Draft("1"),))
    engine = opened.engine
    assert isinstance(engine, DuckDBEngine)
    with engine.lease(SPEC, asker(1)) as lease:
        assert ask(engine, lease) == ["1"]
        assert ask(engine, lease, "SELECT 1") == [1]
        lens = lease._lens
        assert lens.asking is not None
        for pool, found in ((lens.asking, [("1",)]), (lens.pool, [])):
            cursor = pool.take()
            assert cursor.execute(OWN).fetchall() == found
            assert cursor.cursor().execute(f"FROM {memories.of_file(lens.info.database)}").fetchall() == []
            pool.give(cursor)
    opened.close()


def test_names_are_found_as_the_engine_reads_them() -> None:
    """In whatever case."""
    assert memories.mentions('SELECT 1 FROM "_HATIDATA_Agent_memory"')
    assert memories.mentions("SELECT 1", 'FROM "main"."_hatidata_agent_memory" AS m')
    assert not memories.mentions("SELECT 1", "FROM t")


def test_a_variable_is_of_one_connection(tmp_path: Path) -> None:
    """What the table stands on: in a locked instance a variable can be set, on one connection, and no cursor has it."""
    duckdb.connect(str(tmp_path / "a.duckdb")).close()
    locked = Locked(tmp_path / "a.duckdb", Settings(threads=1))
    try:
        one, two = locked.cursor(), locked.cursor()
        one.execute("SET VARIABLE who = 'one'")
        two.execute("SET VARIABLE who = 'two'")
        seen = [c.execute("SELECT getvariable('who')").fetchall() for c in (one, two, one.cursor(), locked.cursor())]
        assert seen == [[("one",)], [("two",)], [(None,)], [(None,)]]
    finally:
        locked.close()
