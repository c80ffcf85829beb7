"""The table of memories in SQL: who has it, what it shows, and what nobody can do by it."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from support.memory import Clock
from support.plain_embedder import PlainEmbedder

from autogen_hatidata import HatiData, HatiDataAgent, HatiDataError, Policy, Settings
from autogen_hatidata.types import LensSpec

MEMORIES = "_hatidata_agent_memory"
COLUMNS = (
    "memory_id UUID, org_id VARCHAR, agent_id VARCHAR, session_id VARCHAR, memory_type VARCHAR, content VARCHAR, "
    "metadata JSON, importance DOUBLE, has_embedding BOOLEAN, access_count BIGINT, last_accessed TIMESTAMP, "
    "created_at TIMESTAMP, updated_at TIMESTAMP, scope VARCHAR, expires_at TIMESTAMP"
)
POLICY: dict[str, Any] = {
    "version": 1,
    "roles": {
        "analyst": {"can": ["read", "memory", "state"], "share": ["analyst", "reader"]},
        "private": {"can": ["read", "memory"]},
        "clerk": {"can": ["read", "write", "memory"]},
        "reader": {"can": ["read"]},
        "keeper": {"can": ["memory"]},
    },
    "agents": {
        "ana*": {"role": "analyst"},
        "paul": {"role": "private"},
        "carl": {"role": "clerk"},
        "rita": {"role": "reader"},
        "kim": {"role": "keeper"},
        "boss": {"role": "admin"},
    },
    "tables": {
        "orders": {"read": ["analyst", "private", "reader"]},
        "notes": {"read": ["clerk"], "write": {"clerk": ["insert", "update"]}},
    },
    "memory": {"shared": {"read": ["analyst"], "write": ["analyst"]}},
}
OWN = "SELECT content FROM _hatidata_agent_memory ORDER BY created_at, content"

Open = Callable[..., HatiData]


@pytest.fixture(params=["none", "process"])
def open_layer(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Open]:
    """Opens layers over orders and notes, in this process or with a worker."""
    opened: list[HatiData] = []

    def made(name: str = "a.duckdb", policy: Any = POLICY, *sql: str, **options: Any) -> HatiData:
        path = tmp_path / name
        with HatiData.open(path, settings=Settings(threads=1)) as owner:
            owner.owner_sql(
                "CREATE TABLE IF NOT EXISTS orders AS SELECT 7 AS id; "
                "CREATE TABLE IF NOT EXISTS notes (id INTEGER, text VARCHAR)"
            )
            for one in sql:
                owner.owner_sql(one)
        settings = Settings(isolation=request.param, threads=1, **options.pop("more", {}))
        opened.append(HatiData.open(path, policy=policy, settings=settings, embedder=PlainEmbedder(), **options))
        return opened[-1]

    yield made
    for layer in opened:
        layer.close()


def code(ask: Callable[..., object], *given: Any) -> str:
    """How a call ended."""
    with pytest.raises(HatiDataError) as caught:
        ask(*given)
    return caught.value.code


def contents(agent: HatiDataAgent, sql: str = OWN) -> list[Any]:
    """The first column of an answer."""
    return [row[0] for row in agent.run(sql).rows]


def test_who_has_the_table(open_layer: Open) -> None:
    """It is there for roles that may read and use the memory; to others it is as unknown as a table that never was."""
    layer = open_layer()

    for name in ("ana", "paul", "carl", "boss"):
        agent = layer.agent(name)
        assert MEMORIES in [table.name for table in agent.list_tables()]
        assert " ".join(f"{one.name} {one.type}," for one in agent.describe_table(MEMORIES).columns) == f"{COLUMNS},"
        shown = agent.query("SELECT column_name FROM information_schema.columns WHERE table_name = ?", [MEMORIES])
        assert [row["column_name"] for row in shown] == [one.split()[0] for one in COLUMNS.split(", ")]
    rita = layer.agent("rita")
    assert [table.name for table in rita.list_tables()] == ["orders"]
    assert rita.query("SELECT table_name FROM information_schema.tables") == [{"table_name": "orders"}]
    asks: tuple[Callable[[str], object], ...] = (
        lambda name: rita.query(f"FROM {name}"),
        rita.describe_table,
        rita.summarize_table,
    )
    for ask in asks:
        told = []
        for name in (MEMORIES, "_hatidata_agent_nothing"):
            with pytest.raises(HatiDataError) as caught:
                ask(name)
            text = caught.value.for_model().replace(name, "NAME").replace("^" * len(name), "PLACE")
            told.append((caught.value.code, text))
        assert told[0] == told[1]
        assert told[0][0] == "unknown_name"
    assert code(layer.agent("kim").query, OWN) == "policy_denied"


def test_without_a_policy_every_agent_has_it(open_layer: Open) -> None:
    """Each sees its own and what is shared."""
    layer = open_layer(policy=None)
    ana, bob = layer.agent("ana"), layer.agent("bob")
    ana.store_memory("mine")
    bob.store_memory("ours", scope="shared")

    assert contents(ana) == ["mine", "ours"]
    assert contents(bob) == ["ours"]
    assert [table.name for table in bob.list_tables()] == ["notes", "orders", MEMORIES]


def test_before_the_first_memory_it_is_empty(open_layer: Open) -> None:
    """And no file is made by asking. From the first memory on it shows what there is."""
    layer = open_layer()
    ana = layer.agent("ana")
    columns = ana.run(f"FROM {MEMORIES}")

    assert [*zip(columns.columns, columns.types, strict=True)] == [tuple(one.split()) for one in COLUMNS.split(", ")]
    assert contents(ana) == []
    assert ana.query(f"SELECT count(*) AS n, max(importance) AS m FROM {MEMORIES}") == [{"n": 0, "m": None}]
    assert not (layer.folder / "memory.duckdb").exists()
    ana.set_state("done", 1)  # which makes the file, and no memory
    assert contents(ana) == []
    ana.store_memory("first")
    assert contents(ana) == ["first"]


def test_columns_are_those_of_the_memory(open_layer: Open) -> None:
    """They say what the calls of the memory say; embeddings and what is only for this package are not there."""
    clock = Clock()
    layer = open_layer(clock=clock)
    ana = layer.agent("ana")
    with layer.chat("c1"):
        ana.store_memory("Café 'quoted'", "finding", 0.8, {"year": 2024, "tags": ["a"]}, scope="chat", ttl=60)
        (row,) = ana.query(f"SELECT *, metadata->>'year' AS year FROM {MEMORIES}")
        (known,) = ana.list_memories()

    assert {name: row[name] for name in known if name not in ("memory_id", "metadata")} == {
        name: value for name, value in known.items() if name not in ("memory_id", "metadata")
    }
    assert row["memory_id"] == uuid.UUID(known["memory_id"])
    assert (row["year"], row["org_id"], row["session_id"], row["has_embedding"]) == ("2024", "local", "c1", True)
    for hidden in ("embedding", "embedder_id", "rid", "content_sha256", "rowid"):
        assert code(ana.query, f"SELECT {hidden} FROM {MEMORIES}") == "unknown_name", hidden


def test_rows_are_those_that_the_caller_can_reach(open_layer: Open) -> None:
    """Its own in every chat, those of its chat there, what is shared where its role reads that, nothing that expired;
    and at once: what was stored is there, what was forgotten is not."""
    clock = Clock()
    layer = open_layer(clock=clock)
    ana, two, paul = layer.agent("ana"), layer.agent("ana2"), layer.agent("paul")
    mine = ana.store_memory("of ana")["memory_id"]
    two.store_memory("shared", scope="shared", ttl=10)
    with layer.chat("c1"):
        two.store_memory("of c1", scope="chat")
        assert sorted(contents(ana)) == ["of ana", "of c1", "shared"]
        assert contents(paul) == ["of c1"]
    with layer.chat("c2"):
        assert sorted(contents(ana)) == ["of ana", "shared"]
        assert contents(paul) == []
    ana.update_memory(mine, content="of ana, changed")
    assert sorted(contents(ana)) == ["of ana, changed", "shared"]
    clock.now += 11
    assert contents(ana) == ["of ana, changed"]
    assert contents(two) == []
    ana.delete_memory(mine)
    assert contents(ana) == []


def test_it_is_joined_nested_and_bound_like_any_table(open_layer: Open) -> None:
    """Joins, sub-queries, CTEs, views of names, parameters, PIVOT and SUMMARIZE see the same rows."""
    layer = open_layer()
    ana, two = layer.agent("ana"), layer.agent("ana2")
    ana.store_memories([{"content": f"note {n}", "metadata": {"id": n}, "memory_type": f"t{n % 2}"} for n in range(6)])
    two.store_memories([{"content": f"other {n}", "metadata": {"id": 7}} for n in range(3)])

    assert contents(ana, f"SELECT count(*) FROM main.{MEMORIES}") == [6]
    assert contents(ana, f'SELECT count(*) FROM "{MEMORIES.upper()}" AS m') == [6]
    assert contents(ana, f"WITH x AS (FROM {MEMORIES}) SELECT count(*) FROM x JOIN {MEMORIES} USING (memory_id)") == [6]
    assert ana.query(f"SELECT content FROM {MEMORIES} WHERE metadata->>'id' = ?", ["3"]) == [{"content": "note 3"}]
    mentioned = f"SELECT id FROM orders WHERE id IN (SELECT CAST(metadata->>'id' AS INT) FROM {MEMORIES})"
    assert (contents(ana, mentioned), contents(two, mentioned)) == ([], [7])
    assert contents(ana, f"SELECT (SELECT count(*) FROM {MEMORIES})") == [6]
    pivot = f"PIVOT (SELECT memory_type, 1 AS n FROM {MEMORIES}) ON memory_type USING sum(n)"
    assert (ana.run(pivot).columns, two.run(pivot).columns) == (("t0", "t1"), ("fact",))
    assert {row[3] for row in ana.summarize_table(MEMORIES).rows} == {6}
    assert {row[3] for row in two.summarize_table(MEMORIES).rows} == {3}


def test_the_users_own_table_of_that_name_is_shown_in_its_place(open_layer: Open) -> None:
    """It is the user's: agents read it as the policy says, and memories by the calls of the memory alone."""
    table = f"CREATE TABLE {MEMORIES} AS SELECT 'the user''s' AS content, 1 AS created_at"
    layer = open_layer("b.duckdb", None, table)
    ana = layer.agent("ana")
    ana.store_memory("not shown")
    assert contents(ana) == ["the user's"]
    assert ana.save_result("kept", OWN).changed == 1
    assert [one["content"] for one in ana.list_memories()] == ["not shown"]

    named = {**POLICY, "tables": {**POLICY["tables"], MEMORIES: {"read": ["reader"]}}}
    governed = open_layer("c.duckdb", named, table)
    assert contents(governed.agent("rita")) == ["the user's"]
    assert code(governed.agent("ana").query, OWN) == "unknown_name"


def test_a_policy_names_no_table_of_memories() -> None:
    """Who reads them is said by verbs, scopes and rules: a line under tables fails, and says so."""
    policy = Policy.load({**POLICY, "tables": {MEMORIES: {"read": ["analyst"]}}})
    with pytest.raises(HatiDataError, match=r"memories are no table of the database.*verb memory"):
        policy.check({}, lambda _: frozenset(), lambda _: frozenset())


@pytest.mark.parametrize(
    ("rule", "denied"),
    [
        ({"actions": ["memory"]}, True),
        ({"actions": ["read"], "tables": [MEMORIES]}, True),
        ({"tables": [MEMORIES], "agents": ["ana"]}, True),
        ({"actions": ["read"], "tables": ["*"]}, True),
        ({"actions": ["read"], "tables": ["orders"]}, False),
        ({"actions": ["state"]}, False),
    ],
)
def test_rules_hold_for_it(open_layer: Open, rule: dict[str, Any], denied: bool) -> None:
    """A rule that denies the verb memory, or reading this table, denies a query of it, also one that was planned."""
    layer = open_layer()
    ana = layer.agent("ana")
    assert contents(ana) == []
    layer.set_policy({**POLICY, "rules": [{"id": "quiet", "effect": "deny", **rule}]})

    for sql in (OWN, f"SELECT 1 FROM orders WHERE EXISTS (FROM {MEMORIES})"):
        if denied:
            assert code(ana.query, sql) == "policy_denied"
            assert ana.explain(sql).rules == ("quiet",)
        elif "orders" not in str(rule):
            ana.query(sql)


def test_it_cannot_be_written_to(open_layer: Open) -> None:
    """INSERT, UPDATE and DELETE are refused with a word on the tools that do it; a write elsewhere may read it."""
    layer = open_layer()
    carl, ana = layer.agent("carl"), layer.agent("ana")
    carl.store_memory("for the notes")
    ana.store_memory("not for the notes")

    for sql in (
        f"INSERT INTO {MEMORIES} (content) VALUES ('x')",
        f"UPDATE {MEMORIES} SET content = 'x'",
        f"DELETE FROM main.{MEMORIES}",
    ):
        with pytest.raises(HatiDataError) as caught:
            carl.execute(sql)
        assert (caught.value.code, "store_memory" in caught.value.for_model()) == ("policy_denied", True)
        assert code(ana.execute, sql) == "policy_denied"
    assert carl.execute(f"INSERT INTO notes SELECT 1, content FROM {MEMORIES}") == 1
    answer = carl.write(f"UPDATE notes SET text = (SELECT upper(content) FROM {MEMORIES}) RETURNING text")
    assert answer.rows == (("FOR THE NOTES",),)
    returned = f"INSERT INTO notes VALUES (2, 'x') RETURNING (SELECT count(*) FROM {MEMORIES}) AS n"
    assert carl.write(returned).rows == ((1,),)
    assert contents(carl, "SELECT text FROM notes ORDER BY id") == ["FOR THE NOTES", "x"]


def test_what_is_made_of_memories_is_not_saved(open_layer: Open) -> None:
    """A saved result is read by all agents of a lens, and lasts: one of memories is refused, however it reads them."""
    layer = open_layer()
    ana = layer.agent("ana")
    ana.store_memory("mine")

    for sql in (
        OWN,
        f"SELECT 1 AS n WHERE EXISTS (FROM {MEMORIES})",
        f"WITH x AS (FROM {MEMORIES}) SELECT 1 AS n FROM x",
    ):
        for roles in (None, ["reader"]):
            with pytest.raises(HatiDataError, match="made of memories cannot be saved") as caught:
                ana.save_result("mine", sql, roles=roles)
            assert caught.value.code == "not_allowed"
    assert ana.save_result("orders", "FROM orders").changed == 1
    assert contents(ana, "SELECT count(*) FROM saved.orders") == [1]


def test_nobody_can_say_who_asks(open_layer: Open) -> None:
    """What chooses the rows is a variable of the connection, which no statement of an agent can read or set."""
    layer = open_layer()
    ana = layer.agent("ana")
    ana.store_memory("mine")

    for sql in (
        "SELECT getvariable('x')",
        "SELECT * FROM duckdb_variables()",
        "SET VARIABLE x = 1",
        "RESET VARIABLE x",
        "SET x = 1",
        f"SELECT getvariable('x') FROM {MEMORIES}",
        f"EXPLAIN FROM {MEMORIES}",
        "SELECT sql FROM duckdb_views()",
    ):
        assert code(ana.query, sql) in ("not_allowed", "sql_error", "unknown_name"), sql
    assert "getvariable" not in ana.explain(OWN).sql
    assert contents(ana, "SELECT view_definition FROM information_schema.views") == []


def test_errors_of_hidden_memories_are_not_told(open_layer: Open) -> None:
    """A value that fails in a memory of another agent fails nowhere: what is told depends on visible rows alone."""
    layer = open_layer()
    ana, two = layer.agent("ana"), layer.agent("ana2")
    ana.store_memory("12")
    two.store_memory("no number")

    for sql in (
        f"SELECT CAST(content AS INTEGER) FROM {MEMORIES}",
        f"SELECT 12 FROM {MEMORIES} WHERE CAST(content AS INTEGER) > 3",
        f"SELECT max(CAST(content AS INTEGER)) FROM {MEMORIES} GROUP BY memory_type",
    ):
        assert contents(ana, sql) == [12], sql
        assert code(two.query, sql) == "wrong_type", sql
    assert contents(layer.agent("ana3"), f"SELECT CAST(content AS INTEGER) FROM {MEMORIES}") == []


def test_prices_are_those_of_the_visible_rows(open_layer: Open) -> None:
    """A scan costs by the rows that the caller can reach now; not by those of others, nor by an earlier count."""
    layer = open_layer(more={"prices": {"big_table": 3}})
    ana, two = layer.agent("ana"), layer.agent("ana2")
    two.store_memories([f"other {n}" for n in range(10)])
    scan = f"SELECT sum(importance) FROM {MEMORIES}"

    assert (ana.run(scan).credits, two.run(scan).credits, ana.estimate(scan).credits) == (1.0, 3.0, 1.0)
    ana.store_memories([f"mine {n}" for n in range(4)])
    assert (ana.run(scan).credits, ana.explain(scan).estimate.credits) == (3.0, 3.0)  # type: ignore[union-attr]
    ana.forget(scope="agent")
    assert (ana.run(scan).credits, two.run(scan).credits) == (1.0, 3.0)
    assert ana.run(f"SELECT count(*) FROM {MEMORIES} WHERE importance > 0.1").credits == 1.0


def test_a_price_does_not_depend_on_what_is_in_ram(open_layer: Open) -> None:
    """It is that of the same rows right after the start, after a search, and when the time of some is over."""
    clock = Clock()
    first = open_layer(more={"prices": {"big_table": 3}}, clock=clock)
    first.agent("ana2").store_memories([f"other {n}" for n in range(10)])
    first.agent("ana").store_memories([{"content": f"mine {n}", "ttl": 10} for n in range(4)])
    first.close()
    ana = open_layer(more={"prices": {"big_table": 3}}, clock=clock).agent("ana")
    scan = f"SELECT sum(importance) FROM {MEMORIES}"

    assert ana.run(scan).credits == 3.0
    assert ana.search_memory("mine")
    assert ana.run(scan).credits == 3.0
    clock.now += 10
    assert ana.run(scan).credits == 1.0


def test_it_is_on_record_as_a_table(open_layer: Open) -> None:
    """The log names it with the tables of a call; texts that were looked for are in no record."""
    layer = open_layer()
    ana = layer.agent("ana")
    ana.query(f"SELECT content FROM {MEMORIES} WHERE content = 'Kestrel-Nine'")
    code(layer.agent("rita").query, OWN)

    (intent,) = layer.audit.records(kind="intent", agent="ana")
    assert intent["tables"] == [f"main.{MEMORIES}"]
    assert "Kestrel" not in str([*layer.audit.records()])
    (refused,) = layer.audit.records(kind="outcome", agent="rita")
    assert refused["known"] == "hidden"


def test_search_by_meaning_inside_of_sql(open_layer: Open) -> None:
    """semantic_match and semantic_rank compare the visible contents, with the vectors that the memories have."""
    layer = open_layer()
    ana, two = layer.agent("ana"), layer.agent("ana2")
    ana.store_memories(["alpha beta", "alpha gamma", "delta epsilon"])
    two.store_memories(["alpha beta gamma", "alpha beta"])
    made = layer.memory.stats()["embedded"]
    sql = (
        f"SELECT content, semantic_rank(content, 'alpha beta') AS relevance FROM {MEMORIES} "
        "WHERE semantic_match(content, 'alpha beta', 0.3) ORDER BY relevance DESC, content"
    )
    answer = ana.run(sql)

    assert [row[0] for row in answer.rows] == ["alpha beta", "alpha gamma"]
    found = {one["content"]: one["similarity"] for one in ana.search_memory("alpha beta", mode="vector")}
    assert {row[0]: pytest.approx(row[1], abs=1e-6) for row in answer.rows} == {
        text: found[text] for text in ("alpha beta", "alpha gamma")
    }
    assert answer.notes == (f"3 memories of {MEMORIES}.content were compared (exact: true).",)
    assert [row[0] for row in two.run(sql).rows] == ["alpha beta", "alpha beta gamma"]
    assert layer.memory.stats()["embedded"] == made
    assert layer.agent("ana3").run(sql).rows == ()


def test_no_rows_of_memories_are_ordered_by_meaning(open_layer: Open) -> None:
    """An order whose LIMIT leaves no row has none, as it has for any table."""
    ana = open_layer().agent("ana")
    ana.store_memories(["alpha beta", "delta epsilon"])
    order = "ORDER BY semantic_rank(content, 'alpha') DESC"

    assert ana.run(f"SELECT content FROM {MEMORIES} {order} LIMIT 0").rows == ()
    assert ana.run(f"SELECT content FROM JOIN_VECTOR('{MEMORIES}', 'content', 'alpha', 0)").rows == ()
    assert ana.run(f"SELECT content FROM {MEMORIES} {order} LIMIT 1 OFFSET 0").rows == (("alpha beta",),)


def test_nothing_of_a_forgotten_memory_is_kept_for_columns(open_layer: Open) -> None:
    """A memory whose vector is of another embedder is embedded by a query, and leaves no vector behind."""
    layer = open_layer()
    ana = layer.agent("ana")
    ana.store_memory("alpha beta", "plan")
    engine = layer._parts.engine
    engine.remember([("UPDATE {memory}._hatidata_agent_memory SET embedder_id = 'another'", None)])
    sql = (
        f"SELECT semantic_rank(content, 'alpha'), semantic_rank(memory_type, 'alpha'), semantic_rank(o.text, 'alpha') "
        f"FROM {MEMORIES}, (SELECT 'of a column' AS text) AS o"
    )
    assert code(ana.query, sql) in ("bad_argument", "not_allowed")  # a text that is in no column
    assert len(ana.query(sql.replace("semantic_rank(o.text, 'alpha')", "o.text"))) == 1
    assert engine.remember([("SELECT count(*) FROM {memory}._hatidata_agent_columns", None)]) == [[(0,)]]


def test_many_agents_at_once_see_their_own(open_layer: Open) -> None:
    """On many threads, over one lens and its pooled connections, each answer has the rows of its caller alone."""
    layer = open_layer()
    agents = [layer.agent(f"ana{n}") for n in range(8)]
    for agent in agents:
        agent.store_memories([f"{agent.name} {n}" for n in range(5)])
        with layer.chat(f"chat-{agent.name}"):
            agent.store_memory(f"{agent.name} in its chat", scope="chat")
    statements = (
        OWN,
        f"SELECT content FROM {MEMORIES} WHERE length(content) > 2 ORDER BY 1",
        f"SELECT a.content FROM {MEMORIES} a JOIN {MEMORIES} b USING (memory_id) ORDER BY 1",
        f"SELECT content FROM {MEMORIES} WHERE semantic_match(content, 'ana', -1.0) OR true ORDER BY 1",
        f"SELECT CAST(content AS INTEGER) FROM {MEMORIES}",
        f"SELECT content FROM {MEMORIES} LIMIT 1",
    )

    def ask(number: int) -> list[str]:
        agent, sql = agents[number % 8], statements[number // 8 % len(statements)]
        chat = f"chat-{agents[number // 3 % 8].name}"
        with layer.chat(chat):
            try:
                found = contents(agent, sql)
            except HatiDataError as error:
                return [] if error.code == "wrong_type" else [f"{error.code}: {error}"]
        expected = {f"{agent.name} {n}" for n in range(5)}
        expected |= {f"{agent.name} in its chat"} if chat == f"chat-{agent.name}" else {f"{chat[5:]} in its chat"}
        whole = "LIMIT" not in sql
        return [] if (set(found) == expected if whole else set(found) <= expected) else [f"{agent.name}: {found}"]

    with ThreadPoolExecutor(8) as pool:
        assert [one for wrong in pool.map(ask, range(8 * len(statements) * 8)) for one in wrong] == []


def test_a_lens_is_shared_and_its_connections_forget(open_layer: Open) -> None:
    """Agents of one class have one lens. One that asks for nobody, on a connection that another used, sees nothing."""
    layer = open_layer(policy=None)
    ana = layer.agent("ana")
    ana.store_memory("mine")
    assert contents(ana) == ["mine"]
    engine = layer._parts.engine

    with engine.lease(LensSpec(None, memory=True)) as lease:
        assert lease.count(("main", MEMORIES)) == 0
    with layer._parts.engine.lease(LensSpec(None)) as lease:
        assert ("main", MEMORIES) not in lease.info.tables
