"""Every code that a call of an agent can end with has a record, and so has every time-out and every repair."""

from __future__ import annotations

import ast
import inspect
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from support import shop
from support.logs import records_of

import autogen_hatidata
from autogen_hatidata import HatiData, HatiDataAgent, HatiDataError, Settings, errors
from autogen_hatidata.audit.files import Segment
from autogen_hatidata.engines import duckdb as engine
from autogen_hatidata.engines import files
from autogen_hatidata.errors import AuditError, EmbedderFailed, NotAllowed
from autogen_hatidata.memory.hashing import HashingEmbedder
from autogen_hatidata.types import Explanation

NO_MEMORY = "00000000-0000-4000-8000-000000000000"
PACKAGE = Path(autogen_hatidata.__file__).parent
SLOW = "SELECT count(*) FROM events a, events b, events c, events d WHERE a.value + b.value > c.value * d.id"
AGENTS = {
    "slow": {"role": "analyst", "attributes": {"region": "EU"}},
    "poor": {"role": "analyst", "attributes": {"region": "EU"}},
    "late": {"role": "latecomer"},
    "ines": {"role": "inspector"},
    "filer": {"role": "filer"},
    "mona": {"role": "rememberer"},
    "paul": {"role": "rememberer"},
}
QUOTAS = {
    "slow": {"credits": 10_000, "per": "day", "timeout_s": 0.1},
    "poor": {"credits": 10_000, "per": "day", "max_credits_per_query": 0.5},
    "paul": {"credits": 10_000, "per": "day", "max_credits_per_query": 0.5},
}


class World:
    """The layer of a test, and what a way to end a call needs to bring that end about."""

    def __init__(self, layer: HatiData, patch: pytest.MonkeyPatch) -> None:
        self.layer, self.patch = layer, patch

    def agent(self, name: str) -> HatiDataAgent:
        """The handle of an agent."""
        return self.layer.agent(name)

    def run(self, name: str, sql: Any, params: Any = None, **more: Any) -> object:
        """A statement of an agent."""
        return self.agent(name).run(sql, params, **more)

    def dropped(self) -> object:
        """A call of an agent for which a new policy has no line."""
        handle = self.agent("late")
        with_line = self.layer._policy
        policy = _policy()
        del policy["agents"]["late"]
        self.layer.set_policy(policy)
        try:
            return handle.run("SELECT 1")
        finally:
            self.layer.set_policy(with_line)

    def unopened(self, problem: str) -> object:
        """A call after a change of the owner, when the engine cannot open the file again and says why."""

        def fails(path: Path, *_: Any) -> Any:
            raise files.opening(path, problem)

        self.patch.setattr(self.layer._parts.engine, "_house", None)
        self.patch.setattr(engine, "House", fails)
        return self.run("ana", "SELECT 1")

    def closing(self) -> object:
        """A call that comes while the layer is closed: the engine is first, the log is last."""
        self.patch.setattr(self.layer._parts.engine, "_house", None)
        self.patch.setattr(self.layer._parts.engine, "_closed", True)
        return self.run("ana", "SELECT 1")

    def unfit(self) -> object:
        """A call after the owner renamed a column that has a mask."""
        self.layer.owner_sql("ALTER TABLE moved RENAME COLUMN phone TO mobile")
        try:
            return self.run("late", "SELECT 1")
        finally:
            self.layer.owner_sql("ALTER TABLE moved RENAME COLUMN mobile TO phone")

    def uncopied(self) -> object:
        """A query over the log, when there is no room for its copy."""
        self.patch.setattr(self.layer._auditing, "_andi", None)
        self.patch.setattr(self.layer._auditing, "_room", self.layer.folder / "lock")
        return self.agent("ines").audit_query("SELECT 1")

    def unembedded(self) -> object:
        """A memory that cannot be turned into a vector."""

        def fails(*_: Any) -> Any:
            raise EmbedderFailed("The model does not answer.")

        self.patch.setattr(HashingEmbedder, "embed", fails)
        return self.agent("mona").store_memory("a text that was not embedded before")

    def broken(self) -> object:
        """A call that meets a bug."""

        def fails(_: Any) -> Any:
            raise ZeroDivisionError

        self.patch.setitem(self.layer._andi._stages, "mask", fails)
        return self.run("ana", "SELECT 1")


@dataclass(frozen=True)
class Way:
    """One way in which a call ends, and what the log must have of it.

    Attributes:
        code: what the caller gets; None where it gets an answer.
        recorded: the code in the record, where it is another one.
        attempts: code, stage and credits of each attempt that was repaired.
    """

    code: str | None
    ask: Callable[[World], object]
    status: str
    stage: str | None
    credits: float = 0.0
    agent: str = "ana"
    tool: str = "query"
    recorded: str | None = ""
    attempts: tuple[tuple[str, str, float], ...] = ()


HEALED = ("unknown_name", "execute", 1.0)
RESOLVED = ("unknown_name", "row_security", 1.0)

WAYS = (
    Way("policy_denied", lambda its: its.run("guest1", "SELECT 1"), "refused", "policy", agent="guest1"),
    Way("policy_denied", lambda its: its.agent("ana").audit_query("SELECT 1"), "refused", "policy", tool="audit_query"),
    Way("unknown_caller", lambda its: _raised(its.layer.refuse_caller("query", "eve", "she has no tools")),
        "refused", None, agent="eve"),
    Way("unknown_caller", World.dropped, "refused", None, agent="late"),
    Way("quota_exceeded", lambda its: its.run("poor", "SELECT 1"), "refused", "quota", agent="poor"),
    Way("unknown_name", lambda its: its.run("ana", "SELECT * FROM nosuchtable"), "error", "row_security", 1.0),
    Way("unknown_name", lambda its: its.run("ana", "SELECT * FROM secrets"), "error", "row_security", 1.0),
    Way("unknown_name", lambda its: its.run("ana", "SELECT salary FROM employees"), "error", "execute", 1.0),
    Way("unknown_name", lambda its: its.agent("ana").describe_table("secrets"), "error", None, tool="describe_table"),
    Way("unknown_name", lambda its: its.agent("ana").explain("SELECT * FROM secrets"), "error", "row_security",
        tool="explain"),
    Way("syntax_error", lambda its: its.run("ana", "SELECT 1 +"), "error", "policy"),
    Way("syntax_error", lambda its: its.run("ana", "SELECT *, count(*) FROM orders"), "error", "execute", 1.0),
    Way("not_allowed", lambda its: its.run("ana", "DROP TABLE orders"), "refused", "policy"),
    Way("not_allowed", lambda its: _raised(its.agent("ana").refuse("my_tool", NotAllowed("You have no my_tool."))),
        "refused", None, tool="my_tool"),
    Way("unsupported_sql", lambda its: its.run("ana", "SELECT HASH(id) FROM orders", dialect="snowflake"),
        "refused", "policy"),
    Way("wrong_type", lambda its: its.run("ana", "SELECT CAST(status AS INTEGER) FROM orders"), "error", "execute",
        1.0),
    Way("execution_failed", lambda its: its.run("ana", "SELECT (SELECT id FROM orders)"), "error", "execute", 1.0),
    Way("timeout", lambda its: its.run("slow", SLOW), "error", "execute", 1.0, agent="slow"),
    Way("timeout", lambda its: its.run("slow", "SELECT count(*) FROM endless"), "error", "cost", agent="slow"),
    Way("timeout", lambda its: its.agent("slow").summarize_table("endless"), "error", "cost", agent="slow",
        tool="summarize_table"),
    Way("limit_exceeded", lambda its: its.run("ana", f"SELECT '{'x' * 30_000}'"), "refused", "policy"),
    Way("limit_exceeded", lambda its: its.run("boss", "SELECT list(a.id) FROM events a, events b"),
        "refused", "execute", 1.0, agent="boss"),
    Way("bad_argument", lambda its: its.run("ana", 5), "error", "policy"),
    Way("bad_argument", lambda its: its.run("ana", "SELECT ?", [1, 2]), "error", "execute", 1.0),
    Way("bad_argument", lambda its: its.agent("ana").describe_table(5), "error", None,  # type: ignore[arg-type]
        tool="describe_table"),
    Way("constraint", lambda its: its.agent("filer").execute("INSERT INTO filed VALUES (1)"), "error", "execute", 1.0,
        agent="filer", tool="execute"),
    Way("policy_denied", lambda its: its.agent("filer").execute("INSERT INTO filed VALUES (7)"), "refused", "execute",
        1.0, agent="filer", tool="execute"),
    Way("unknown_name", lambda its: its.agent("filer").execute("INSERT INTO fild VALUES (1)"), "error", "policy",
        agent="filer", tool="execute"),
    Way("policy_denied", lambda its: its.agent("mona").store_memory("a note", scope="shared"), "refused", "policy",
        agent="mona", tool="store_memory"),
    Way("bad_argument", lambda its: its.agent("mona").search_memory(""), "error", "policy", agent="mona",
        tool="search_memory"),
    Way("limit_exceeded", lambda its: its.agent("mona").set_state("k", "x" * 200_000), "refused", "policy",
        agent="mona", tool="set_state"),
    Way("quota_exceeded", lambda its: its.agent("paul").search_memory("a note"), "refused", "quota", agent="paul",
        tool="search_memory"),
    Way("unknown_memory", lambda its: its.agent("mona").get_memory(NO_MEMORY), "error", "execute", 1.0, agent="mona",
        tool="get_memory"),
    Way("conflict", lambda its: its.agent("mona").set_state("k", 1, expected_version=7), "error", "execute",
        agent="mona", tool="set_state"),
    Way("embedder_failed", World.unembedded, "error", "execute", 1.0, agent="mona", tool="store_memory"),
    Way("closed", World.closing, "error", None),
    Way("file_locked", lambda its: its.unopened("Could not set lock on file: held in PID 7"), "error", None),
    Way("wrong_version", lambda its: its.unopened("a file with storage version number 99"), "error", None),
    Way("not_a_database", lambda its: its.unopened("not a valid DuckDB database file"), "error", None),
    Way("no_permission", lambda its: its.unopened("Cannot open file: Permission denied"), "error", None),
    Way("no_such_file", lambda its: its.unopened("Cannot open file: No such file or directory"), "error", None),
    Way("open_failed", lambda its: its.unopened("Input/output error"), "error", None),
    Way("policy_invalid", World.unfit, "error", None, agent="late"),
    Way("audit_failed", World.uncopied, "error", None, agent="ines", tool="audit_query"),
    # The record has no text of a bug, and the caller gets it as it is; a tool answers with this code.
    Way("ZeroDivisionError", World.broken, "error", "mask", 1.0, recorded="internal_error"),
    # More rows than `query` may return were found and paid for: its call is an answer, and its record says truncated.
    Way("result_truncated", lambda its: its.agent("ana").query("SELECT id FROM events"), "ok", None, 1.0,
        recorded=None),
    # Repaired, once and twice, and repaired in vain.
    Way(None, lambda its: its.run("ana", "SELECT max(amuont) FROM orders"), "ok", None, 2.0, attempts=(HEALED,)),
    Way(None, lambda its: its.run("ana", "SELECT status, sum(amount) FROM ordrs"), "ok", None, 3.0,
        attempts=(RESOLVED, ("syntax_error", "execute", 1.0))),
    Way("wrong_type", lambda its: its.run("ana", "SELECT CAST(status AS INTEGER) FROM ordrs"), "error", "execute",
        2.0, attempts=(RESOLVED,)),
    Way("timeout", lambda its: its.run("slow", SLOW.replace("a.value", "a.valeu")), "error", "execute", 2.0,
        agent="slow", attempts=(HEALED,)),
)  # fmt: skip

WITHOUT_RECORD = {
    "error": "nothing raises the root itself; a bug is recorded as internal_error",
    "connection_failed": "no layer was found, so there is no log",
    "no_such_folder": "opening came to nothing, so there is no log",
    "already_open": "a second open is refused; nobody called through it",
    "forked": "a child must not write the log of its parent",
    "load_failed": "the owner loads data: the log has a record of the kind owner, with the action load_failed",
}
"""The codes that no agent's call can end with while there is a log, each with the reason why it has no outcome."""

COMPUTED = {("engines/files.py", "code")}  # of the table _CAUSES
"""Where a code is no constant. `_codes` knows where these come from."""


def _raised(error: HatiDataError) -> object:
    raise error


def _policy() -> dict[str, Any]:
    policy = shop.policy()
    policy["roles"] |= {"latecomer": {"can": ["read"]}, "inspector": {"can": ["read", "audit"]}}
    policy["agents"] = {**AGENTS, **policy["agents"]}
    policy["tables"]["moved"] = {"read": ["latecomer"], "columns": {"phone": {"mask": "full"}}}
    policy["tables"]["endless"] = {"read": ["analyst"]}
    policy["roles"]["rememberer"] = {"can": ["memory", "state"]}
    policy["roles"]["filer"] = {"can": ["read", "write"]}
    policy["tables"]["filed"] = {"read": ["filer"], "write": {"filer": ["insert"]}, "rows": {"filter": "id < 5"}}
    policy["quotas"] = {"agents": QUOTAS}
    return policy


@pytest.fixture(scope="module")
def _layer(shop_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[HatiData]:
    path = Path(shutil.copy(shop_file, tmp_path_factory.mktemp("codes") / "shop.duckdb"))
    with files.owner(path) as connection:
        connection.execute("CREATE TABLE moved (phone VARCHAR)")
        connection.execute("CREATE TABLE filed AS SELECT 1 AS id; ALTER TABLE filed ADD PRIMARY KEY (id)")
        connection.execute("CREATE VIEW endless AS SELECT a.range AS id FROM range(1000000) a, range(1000000) b")
    settings = Settings(max_rows=50, memory_limit="200MB")
    with HatiData.open(path, policy=_policy(), settings=settings) as opened:
        yield opened


@pytest.fixture
def world(_layer: HatiData, monkeypatch: pytest.MonkeyPatch) -> World:
    """The layer of this file's tests. What a way patches is back when its test ends."""
    return World(_layer, monkeypatch)


def _ended(way: Way, world: World) -> str | None:
    """The code that the caller got."""
    try:
        answer = way.ask(world)
    except HatiDataError as error:
        return error.code
    except ZeroDivisionError as bug:
        return type(bug).__name__
    return answer.verdict if isinstance(answer, Explanation) else None


@pytest.mark.parametrize("way", WAYS, ids=[f"{number} {way.code}" for number, way in enumerate(WAYS)])
def test_every_end_of_a_call_has_one_outcome(way: Way, world: World) -> None:
    """The record says who, through what, how it ended, where and for how much; each repaired attempt has one before."""
    log, usage = world.layer.audit, world.layer.usage
    before, spent = log.tail(1)[0]["seq"], usage().get(way.agent, {}).get("credits", 0.0)
    code = _ended(way, world)
    records = [one for one in log.records() if one["seq"] > before and "id" in one]
    outcomes = [one for one in records if one["kind"] == "outcome"]
    attempts = [one for one in records if one["kind"] == "attempt"]
    expected = (way.agent, way.tool, way.status, code if way.recorded == "" else way.recorded, way.stage, way.credits)

    assert code == way.code
    assert [tuple(map(one.get, FIELDS)) for one in outcomes] == [expected]
    assert {one["id"] for one in records} == {outcomes[0]["id"]}
    assert outcomes[0]["truncated"] is (way.code == "result_truncated")
    assert [(one["code"], one["stage"], one["credits"]) for one in attempts] == [*way.attempts]
    assert [one["attempt"] for one in attempts] == list(range(1, len(attempts) + 1))
    assert len(outcomes[0]["healed"]) == len(way.attempts)
    assert usage()[way.agent]["credits"] - spent == pytest.approx(way.credits)


FIELDS = ("agent", "tool", "status", "code", "stage", "credits")
DOORS: Mapping[str, Callable[[HatiDataAgent], object]] = {
    "query": lambda guest: guest.query("SELECT 1"),
    "my_tool": lambda guest: guest.run("SELECT 1", tool="my_tool"),
    "explain": lambda guest: guest.explain("SELECT 1"),
    "estimate": lambda guest: guest.estimate("SELECT 1"),
    "list_tables": lambda guest: guest.list_tables(),
    "describe_table": lambda guest: guest.describe_table("orders"),
    "summarize_table": lambda guest: guest.summarize_table("orders"),
    "search_table": lambda guest: guest.search_table("orders", "region", "EU"),
    "my_usage": lambda guest: guest.my_usage(),
    "audit_query": lambda guest: guest.audit_query("SELECT 1"),
    "execute": lambda guest: guest.execute("DELETE FROM orders"),
    "write": lambda guest: guest.write("DELETE FROM orders"),
    "save_result": lambda guest: guest.save_result("mine", "SELECT 1"),
    "store_memory": lambda guest: guest.store_memory("a note"),
    "store_memories": lambda guest: guest.store_memories(["a note"]),
    "search_memory": lambda guest: guest.search_memory("a note"),
    "get_memory": lambda guest: guest.get_memory(NO_MEMORY),
    "list_memories": lambda guest: guest.list_memories(),
    "update_memory": lambda guest: guest.update_memory(NO_MEMORY, "another"),
    "delete_memory": lambda guest: guest.delete_memory(NO_MEMORY),
    "forget": lambda guest: guest.forget(memory_type="fact"),
    "get_state": lambda guest: guest.get_state("plan"),
    "read_state": lambda guest: guest.read_state("plan"),
    "set_state": lambda guest: guest.set_state("plan", 1),
    "delete_state": lambda guest: guest.delete_state("plan"),
    "list_states": lambda guest: guest.list_states(),
    "my_recall": lambda guest: guest.ask_memory("search", {"query": "a note"}, "my_recall"),
}
"""Every method of a handle that asks the layer, by what the log calls it."""

NO_DOORS = {"reasoning_chain", "refuse", "offer_healer"}
"""A chain is no call, and ``refuse`` only records one."""


@pytest.mark.parametrize("door", DOORS)
def test_a_refusal_at_any_door_is_recorded(door: str, world: World) -> None:
    """Whichever method an agent without rights calls, one outcome says that it was refused there."""
    guest, before = world.agent("guest1"), world.layer.audit.tail(1)[0]["seq"]
    with suppress(HatiDataError):
        DOORS[door](guest)
    records = [one for one in world.layer.audit.records() if one["seq"] > before]

    assert [(one["kind"], *map(one.get, FIELDS[:4])) for one in records] == [
        ("outcome", "guest1", door, "refused", "policy_denied")
    ]


def test_no_door_is_left_out() -> None:
    """A new method of a handle needs a row."""
    methods = {name for name, _ in inspect.getmembers(HatiDataAgent, inspect.isfunction) if not name.startswith("_")}

    assert methods - NO_DOORS == set(DOORS) - {"my_tool", "my_recall"} | {"run", "ask_memory"}


def test_no_code_is_left_out() -> None:
    """A new code needs a way to end a call with it, or a reason why no call can."""
    codes, computed = _codes()
    ways = {way.recorded or way.code for way in WAYS} - {None}

    assert computed == COMPUTED
    assert codes == ways | set(WITHOUT_RECORD)
    assert not ways & set(WITHOUT_RECORD)


def _codes() -> tuple[set[str], set[tuple[str, str]]]:
    """Every code in the package's text, and the places where one is computed."""
    found = {one.code for one in vars(errors).values() if inspect.isclass(one) and issubclass(one, HatiDataError)}
    found |= {code for _, code, _, _ in files._CAUSES}
    computed = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Assign) and path.name != "errors.py":
                assert not any(isinstance(one, ast.Attribute) and one.attr == "code" for one in node.targets), path
            if isinstance(node, ast.keyword) and node.arg == "code":
                if isinstance(node.value, ast.Constant):
                    found.add(node.value.value)
                else:
                    computed.add((path.relative_to(PACKAGE).as_posix(), ast.unparse(node.value)))
    return found, computed


def test_a_call_whose_record_cannot_be_written_has_none_and_no_answer(world: World) -> None:
    """The one end that no record tells: audit_failed, where the log itself cannot be written. The next call can."""

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    log = world.layer.audit
    before = log.tail(1)[0]["seq"]
    with world.patch.context() as patch:
        patch.setattr(Segment, "append", full)
        with pytest.raises(AuditError) as failed:
            world.run("ana", "SELECT 1")

    assert failed.value.code == "audit_failed"
    assert log.tail(1)[0]["seq"] == before
    world.run("ana", "SELECT 1")
    assert [one["kind"] for one in log.records() if one["seq"] > before] == ["intent", "outcome"]
    assert log.verify().ok


def test_a_closed_layer_records_nothing_more(tmp_path: Path) -> None:
    """A call that comes after close is refused before it is one: the log ended with the record of the close."""
    layer = HatiData.open(tmp_path / "new.duckdb")
    late = layer.agent("late")
    layer.close()
    with pytest.raises(HatiDataError) as refused:
        late.query("SELECT 1")

    assert refused.value.code == "closed"
    assert records_of(tmp_path / "new.duckdb")[-1]["kind"] == "close"
