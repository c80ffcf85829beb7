"""Saved results: who reads them, for how long, how large they may be, and what is refused."""

from __future__ import annotations

import copy
import os
import shutil
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import duckdb
import pytest

from autogen_hatidata import HatiData, HatiDataError, Settings
from autogen_hatidata.engines.kept import Results
from autogen_hatidata.engines.process import WorkerProcess
from autogen_hatidata.engines.wire import Lost
from autogen_hatidata.tools.catalog import TOOLS
from autogen_hatidata.tools.render import to_text

POLICY: dict[str, Any] = {
    "version": 1,
    "roles": {
        "seller": {"can": ["read"], "share": ["analyst", "seller"]},
        "analyst": {"can": ["read"]},
        "auditor": {"can": ["read"]},
        "loader": {"can": []},
    },
    "agents": {
        "eu*": {"role": "seller", "attributes": {"region": "EU"}},
        "us*": {"role": "seller", "attributes": {"region": "US"}},
        "ana*": {"role": "analyst"},
        "otto": {"role": "auditor"},
        "boss": {"role": "admin"},
        "lou": {"role": "loader"},
    },
    "tables": {
        "people": {
            "read": ["seller", "auditor"],
            "rows": {"filter": "region = {region}", "exempt": ["auditor", "admin"]},
            "columns": {"email": {"mask": "partial", "visible_chars": 2}, "pay": {"deny": ["seller"]}},
        },
        "big": {"read": ["seller"]},
        "days": {"read": ["analyst"]},
    },
}
SCHEMA = """
CREATE TABLE people AS SELECT i AS id, ['EU', 'US'][1 + i % 2] AS region, 'p' || i || '@x.org' AS email, i * 10 AS pay
    FROM range(10) t(i);
CREATE TABLE big AS SELECT i AS id, repeat('x', 100) AS text FROM range(30_000) t(i);
CREATE TABLE days AS SELECT 1 AS day;
"""
NOON = 1_800_000_000.0


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> float:
        return self.now


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("made") / "shop.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(SCHEMA)
    return path


@pytest.fixture
def clock() -> Clock:
    return Clock()


Open = Callable[..., HatiData]


@pytest.fixture
def isolation() -> str:
    """Where SQL runs, unless a test says both."""
    return "none"


BOTH = pytest.mark.parametrize("isolation", ["none", "process"])


@pytest.fixture
def open_layer(made: Path, tmp_path: Path, clock: Clock, isolation: str) -> Iterator[Open]:
    """Opens the layer over the one file, whose results lie in a folder of this test."""
    opened: list[HatiData] = []

    def opens(policy: Any = POLICY, path: Path = made, **settings: Any) -> HatiData:
        for layer in opened:
            layer.close()
        own = {"read_only": path == made, "state_dir": tmp_path / "state", "clock": clock}
        layer = HatiData.open(path, policy, settings=Settings(isolation=isolation, **settings), **own)
        opened.append(layer)
        return layer

    yield opens
    for layer in opened:
        layer.close()


@pytest.fixture
def layer(open_layer: Open) -> HatiData:
    """A layer that reads its file only: results are the layer's own."""
    return open_layer()


def _reads(layer: HatiData, *names: str, table: str = "saved.mine") -> list[str]:
    """Which of these agents can read a saved result; for all others it must be as if it had never been."""
    able = []
    for name in names:
        listed = table in [f"{one.schema}.{one.name}" for one in layer.agent(name).list_tables()]
        if listed:
            layer.agent(name).query(f"SELECT * FROM {table}")
            able.append(name)
            continue
        with pytest.raises(HatiDataError) as caught:
            layer.agent(name).query(f"SELECT * FROM {table}")
        assert (caught.value.code, caught.value.message) == ("unknown_name", f'There is no table "{table}".')
    return able


EVERYBODY = ("eu1", "eu2", "us1", "ana1", "ana2", "otto", "boss")


@pytest.mark.parametrize(
    ("roles", "readers"),
    [
        (None, ["eu1", "eu2"]),
        ([], ["eu1", "eu2"]),
        ("analyst", ["eu1", "eu2", "ana1", "ana2"]),
        (["analyst"], ["eu1", "eu2", "ana1", "ana2"]),
        (["seller"], ["eu1", "eu2", "us1"]),
        (["seller", "analyst", "analyst"], ["eu1", "eu2", "us1", "ana1", "ana2"]),
    ],
)
def test_agents_of_the_same_lens_and_of_named_roles_read_it(layer: HatiData, roles: Any, readers: list[str]) -> None:
    """For nobody else is there such a table, not even for an admin."""
    answer = layer.agent("eu1").save_result("mine", "SELECT id, email FROM people ORDER BY id DESC", roles=roles)

    assert (answer.changed, answer.rows, answer.columns) == (5, (), ("id", "email"))
    assert answer.notes == ("The result is the table saved.mine until 2027-01-16T08:00:00Z.",)
    assert _reads(layer, *EVERYBODY) == readers


def test_its_values_are_those_that_its_maker_saw(layer: HatiData) -> None:
    """Rows are filtered, masks stay, and what is denied to the maker is not in it, whatever the reader may see."""
    layer.agent("eu1").save_result("mine", "SELECT * FROM people WHERE id < ?", [5], roles=["analyst"])
    rows = layer.agent("ana1").run("FROM saved.mine").rows

    assert rows == ((0, "EU", "***rg"), (2, "EU", "***rg"), (4, "EU", "***rg"))


def test_it_is_a_table_like_others(layer: HatiData) -> None:
    """It is listed, described, summarized, joined, priced by its rows, and on record by its name."""
    eu = layer.agent("eu1")
    eu.save_result("Top", "SELECT id, text FROM big")
    described = eu.describe_table("saved.top")
    found = eu.run("SELECT count(*) FROM saved.Top JOIN people USING (id)")
    listed = eu.query("SELECT table_name FROM information_schema.tables WHERE table_schema = 'saved'")
    columns = eu.query("SELECT column_name, data_type FROM information_schema.columns WHERE table_schema = 'saved'")
    intent = next(one for one in layer.audit.records("intent") if one["id"] == found.audit_id)

    assert [(one.name, one.type) for one in described.columns] == [("id", "BIGINT"), ("text", "VARCHAR")]
    assert (found.rows, found.credits) == (((5,),), 1.0 + 0.5 + 2.0)
    assert listed == [{"table_name": "Top"}]
    assert columns == [{"column_name": "id", "data_type": "BIGINT"}, {"column_name": "text", "data_type": "VARCHAR"}]
    assert intent["tables"] == ["saved.Top", "main.people"]
    assert eu.summarize_table("saved.Top").row_count == 2


REFUSED: list[tuple[str, dict[str, Any], str, str]] = [
    ("eu1", {"name": ""}, "bad_argument", "1 to 64 letters"),
    ("eu1", {"name": "a b"}, "bad_argument", "1 to 64 letters"),
    ("eu1", {"name": "1a"}, "bad_argument", "1 to 64 letters"),
    ("eu1", {"name": "a" * 65}, "bad_argument", "1 to 64 letters"),
    ("eu1", {"name": 'a"; DROP TABLE x; --'}, "bad_argument", "1 to 64 letters"),
    ("eu1", {"name": "naïve"}, "bad_argument", "1 to 64 letters"),
    ("eu1", {"name": "a\n"}, "bad_argument", "1 to 64 letters"),
    ("eu1", {"name": None}, "bad_argument", "1 to 64 letters"),
    ("eu1", {"ttl": 0}, "bad_argument", "seconds above 0"),
    ("eu1", {"ttl": -1}, "bad_argument", "seconds above 0"),
    ("eu1", {"ttl": float("nan")}, "bad_argument", "seconds above 0"),
    ("eu1", {"ttl": 86_401}, "bad_argument", "86400 at the most"),
    ("eu1", {"ttl": True}, "bad_argument", "seconds above 0"),
    ("eu1", {"ttl": "10"}, "bad_argument", "seconds above 0"),
    ("eu1", {"roles": ["auditor"]}, "policy_denied", 'may not hand over results to "auditor"'),
    ("eu1", {"roles": ["nosuch"]}, "policy_denied", 'may not hand over results to "nosuch"'),
    ("eu1", {"roles": ["analyst", "admin"]}, "policy_denied", 'to "admin"'),
    ("eu1", {"roles": [["analyst"]]}, "bad_argument", "list of names"),
    ("eu1", {"roles": 7}, "bad_argument", "list of names"),
    ("ana1", {"roles": ["analyst"], "sql": "SELECT 1"}, "policy_denied", "The role analyst may not hand over"),
    ("lou", {"sql": "SELECT 1"}, "policy_denied", "may not read"),
    ("eu1", {"sql": "DELETE FROM people"}, "not_allowed", ""),
    ("eu1", {"sql": "SELECT 1; SELECT 2"}, "syntax_error", ""),
    ("eu1", {"sql": "CREATE TABLE x AS SELECT 1"}, "not_allowed", ""),
    ("eu1", {"sql": "SELECT * FROM days"}, "unknown_name", "days"),
    ("eu1", {"sql": "SELECT pay FROM people"}, "unknown_name", "pay"),
    ("eu1", {"sql": "SELECT emial FROM people"}, "unknown_name", "emial"),
    ("eu1", {"sql": "SELECT CAST('x' AS INTEGER)"}, "wrong_type", "converted"),
    ("eu1", {"sql": "SELECT id FROM people WHERE id = ?"}, "bad_argument", "do not fit"),
    ("eu1", {"sql": "PIVOT people ON region USING count(*)"}, "not_allowed", "fixed columns"),
    ("eu1", {"sql": 7}, "bad_argument", "must be text"),
    ("eu1", {"sql": "SELECT id FROM big"}, "limit_exceeded", "more than 20,000 rows"),
    ("eu1", {"sql": "SELECT text, text AS again FROM big LIMIT 20_000"}, "limit_exceeded", "more than 2 MB"),
    ("eu1", {"sql": "SELECT array_agg(text) FROM big"}, "limit_exceeded", "longer than 100,000 bytes"),
    ("eu1", {"sql": "SELECT string_agg(text, '') FROM big WHERE id < 1_001"}, "limit_exceeded", "longer than 100,000"),
]


@pytest.fixture(scope="module")
def strict(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[HatiData]:
    """A layer with small limits, which nothing is ever saved in."""
    limits = Settings(saved_rows=20_000, saved_mb=2)
    copied = Path(shutil.copy(made, tmp_path_factory.mktemp("strict")))
    with HatiData.open(copied, POLICY, read_only=True, settings=limits) as opened:
        yield opened


@pytest.mark.parametrize(("agent", "given", "code", "words"), REFUSED)
def test_what_cannot_be_saved_leaves_nothing(
    strict: HatiData, agent: str, given: dict[str, Any], code: str, words: str
) -> None:
    """The error says what is wrong and what to do, one outcome has it, and no table is there."""
    call = {"name": "mine", "sql": "SELECT id FROM people", **given}
    before = strict.audit.tail(1)[0]["seq"]
    with pytest.raises(HatiDataError) as caught:
        strict.agent(agent).save_result(call.pop("name"), call.pop("sql"), **call)
    (outcome,) = [one for one in strict.audit.records("outcome") if one["seq"] > before]

    assert (caught.value.code, outcome["code"], outcome["tool"]) == (code, code, "save_result")
    assert words in caught.value.message
    assert caught.value.hint
    assert [one for one in strict.agent("eu1").list_tables() if one.schema == "saved"] == []


def test_the_record_names_what_was_kept_for_whom(layer: HatiData) -> None:
    """The intent has action, name, roles and end; the outcome has the rows; and the price is the query's."""
    sql = "SELECT id, text FROM big WHERE text <> 'secret'"
    asked = layer.agent("eu1").run(sql)
    answer = layer.agent("eu1").save_result("mine", sql, roles=["analyst"], ttl=60)
    records = [one for one in layer.audit.records() if one.get("id") == answer.audit_id]
    (found,) = layer.audit.query("SELECT saved FROM audit WHERE saved IS NOT NULL")

    assert [one["kind"] for one in records] == ["intent", "outcome"]
    assert records[0]["saved"] == {"name": "mine", "roles": ["analyst"], "expires": "2027-01-15T08:01:00Z"}
    assert (records[0]["action"], records[0]["tables"]) == ("save", ["main.big"])
    assert (records[1]["changed"], records[1]["rows"]) == (30_000, 0)
    assert "secret" not in str(records)
    assert answer.credits == asked.credits
    assert found["saved"]["roles"] == ["analyst"]


@BOTH
def test_a_new_result_takes_the_place_of_the_old_one(layer: HatiData) -> None:
    """Of its own agent alone: another one must choose another name; and a name is the same however it is written."""
    eu1, eu2 = layer.agent("eu1"), layer.agent("eu2")
    eu1.save_result("mine", "SELECT 1 AS a")
    eu1.save_result("MINE", "SELECT a + 1 AS b FROM saved.mine")
    with pytest.raises(HatiDataError, match="Another agent has saved a result as mine"):
        eu2.save_result("mine", "SELECT 3 AS c")

    assert eu2.query("FROM saved.mine") == [{"b": 2}]
    assert [one.name for one in eu1.list_tables() if one.schema == "saved"] == ["MINE"]


@BOTH
def test_the_own_result_comes_before_one_that_is_handed_over(layer: HatiData) -> None:
    """Nobody can put a result in the place of another lens's own; of those handed over, the newest is seen."""
    layer.agent("eu1").save_result("mine", "SELECT 'eu' AS of", roles=["analyst"])
    layer.agent("us1").save_result("mine", "SELECT 'us' AS of", roles=["analyst", "seller"])
    seen = {name: layer.agent(name).query("FROM saved.mine")[0]["of"] for name in ("eu2", "us1", "ana1")}
    layer.agent("ana2").save_result("mine", "SELECT 'ana' AS of")

    assert seen == {"eu2": "eu", "us1": "us", "ana1": "us"}
    assert layer.agent("ana1").query("FROM saved.mine") == [{"of": "ana"}]


def test_an_agent_has_so_many_names_and_bytes(open_layer: Open, clock: Clock) -> None:
    """What expires or is replaced makes room; other agents have room of their own."""
    layer = open_layer(saved_names=2, saved_mb=1)
    eu1 = layer.agent("eu1")
    eu1.save_result("a", "SELECT text FROM big LIMIT 6_000", ttl=10)
    with pytest.raises(HatiDataError, match="more than 1 MB"):
        eu1.save_result("b", "SELECT text FROM big LIMIT 6_000")
    eu1.save_result("a", "SELECT text FROM big LIMIT 7_000", ttl=10)
    eu1.save_result("b", "SELECT 1")
    with pytest.raises(HatiDataError, match="You have 2 saved results already"):
        eu1.save_result("c", "SELECT 1")
    layer.agent("eu2").save_result("c", "SELECT text FROM big LIMIT 6_000")
    clock.now += 10

    assert eu1.save_result("d", "SELECT text FROM big LIMIT 6_000").changed == 6_000


@BOTH
def test_a_result_ends_on_time(open_layer: Open, clock: Clock) -> None:
    """At its end it is gone for everybody, before and after a restart, and the file forgets it with the next one."""
    layer = open_layer()
    layer.agent("eu1").save_result("mine", "SELECT 42 AS a", ttl=60, roles=["analyst"])
    layer.agent("eu1").save_result("other", "SELECT 43 AS a")
    clock.now += 59.9
    assert _reads(layer, "eu1", "eu2", "ana1") == ["eu1", "eu2", "ana1"]

    clock.now += 0.1
    assert _reads(layer, "eu1", "eu2", "ana1") == []
    layer.agent("eu2").save_result("mine", "SELECT 44 AS a")
    assert layer.agent("eu1").query("FROM saved.mine") == [{"a": 44}]

    layer = open_layer()
    assert _reads(layer, "eu1", "ana1", table="saved.other") == ["eu1"]
    clock.now += 90_000
    layer = open_layer()
    assert _reads(layer, "eu1", "eu2", table="saved.other") == []
    layer.close()
    with duckdb.connect(str(layer.folder / "memory.duckdb"), read_only=True) as file:
        tables = "SELECT table_name FROM duckdb_tables() WHERE NOT starts_with(table_name, '_hatidata_')"
        assert file.execute(tables).fetchall() == []


def _narrower(policy: dict[str, Any]) -> None:
    policy["tables"]["people"]["rows"]["filter"] = "region = {region} AND id < 3"


def _masked(policy: dict[str, Any]) -> None:
    policy["tables"]["people"]["columns"]["id"] = {"mask": "hash"}


def _unshared(policy: dict[str, Any]) -> None:
    policy["roles"]["seller"]["share"] = ["seller"]


def _elsewhere(policy: dict[str, Any]) -> None:
    policy["tables"]["days"]["read"].append("auditor")


@pytest.mark.parametrize(
    ("change", "readers"), [(_narrower, []), (_masked, []), (_unshared, ["eu1", "eu2"]), (_elsewhere, ["eu1", "eu2"])]
)
@pytest.mark.parametrize("restart", [False, True])
def test_another_policy_shows_nobody_more(
    open_layer: Open, change: Callable[[dict[str, Any]], None], readers: list[str], restart: bool
) -> None:
    """Agents whose rules changed lose what they saved; whoever it was handed over to loses it in any case."""
    layer = open_layer()
    layer.agent("eu1").save_result("mine", "SELECT * FROM people", roles=["analyst"])
    assert _reads(layer, "eu1", "eu2", "us1", "ana1") == ["eu1", "eu2", "ana1"]
    policy = copy.deepcopy(POLICY)
    change(policy)
    if restart:
        layer = open_layer(policy)
    else:
        layer.set_policy(policy)
    assert _reads(layer, "eu1", "eu2", "us1", "ana1") == readers

    layer.set_policy(POLICY)
    assert _reads(layer, "eu1", "eu2", "us1", "ana1") == ["eu1", "eu2", "ana1"]


@pytest.mark.parametrize(
    ("sql", "readers"),
    [
        ("SELECT 1 AS a", ["eu1", "eu2", "us1", "ana1"]),
        ("SELECT count(*) FROM people", ["eu1", "us1", "ana1"]),
        ("SELECT count(*) FROM seen", ["eu1", "us1", "ana1"]),
        ("SELECT * FROM saved.step", ["eu1", "us1", "ana1"]),
    ],
)
def test_a_rule_about_a_table_holds_for_results_of_it(
    open_layer: Open, made: Path, tmp_path: Path, sql: str, readers: list[str]
) -> None:
    """A result is no way round a rule that denies its reader a table that it was made of, also through a view or
    another result, and after a restart."""
    path = Path(shutil.copy(made, tmp_path / "own.duckdb"))
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE VIEW seen AS SELECT id FROM people")
    policy = copy.deepcopy(POLICY)
    policy["tables"]["seen"] = {"read": ["seller"]}
    policy["rules"] = [{"id": "not-eu2", "effect": "deny", "agents": ["eu2"], "tables": ["people"]}]
    layer = open_layer(policy, path)
    layer.agent("eu1").save_result("step", "SELECT * FROM people")
    layer.agent("eu1").save_result("mine", sql, roles=["analyst", "seller"])
    names = ("eu1", "eu2", "us1", "ana1")
    for opens in (lambda: layer, lambda: open_layer(policy, path)):
        codes = {name: _code(opens(), name, "FROM saved.mine") for name in names}
        assert codes == {name: "ok" if name in readers else "policy_denied" for name in names}


def _code(layer: HatiData, name: str, sql: str) -> str:
    try:
        layer.agent(name).query(sql)
    except HatiDataError as error:
        return error.code
    return "ok"


def test_another_mask_key_shows_nobody_the_old_hashes(open_layer: Open) -> None:
    """A key is set because plain hashes can be guessed."""
    open_layer().agent("eu1").save_result("mine", "SELECT * FROM people", roles=["analyst"])

    assert _reads(open_layer(mask_key="k"), "eu1", "ana1") == []
    assert _reads(open_layer(), "eu1", "ana1") == ["eu1", "ana1"]


def test_without_a_policy_everybody_reads_and_nobody_names_roles(made: Path, open_layer: Open) -> None:
    """There is one lens. The first policy ends it."""
    layer = open_layer(None)
    layer.agent("a").save_result("mine", "SELECT max(pay) AS most FROM people")
    with pytest.raises(HatiDataError, match="may not hand over"):
        layer.agent("a").save_result("mine", "SELECT 1", roles=["analyst"])

    assert layer.agent("b").query("FROM saved.mine") == [{"most": 90}]
    layer.set_policy(POLICY)
    assert _reads(layer, "eu1", "boss") == []


def test_nothing_is_made_before_the_first_result(layer: HatiData) -> None:
    """Not by queries, and not by what is refused as it stands."""
    file = layer.folder / "memory.duckdb"
    layer.agent("eu1").query("SELECT 1")
    for name, roles in (("a b", None), ("a", ["auditor"])):
        with pytest.raises(HatiDataError):
            layer.agent("eu1").save_result(name, "SELECT 1", roles=roles)
    assert not file.exists()

    layer.agent("eu1").save_result("a", "SELECT 1")
    assert file.exists()


@BOTH
def test_a_result_outlives_the_layer_and_its_owners_changes(made: Path, open_layer: Open, tmp_path: Path) -> None:
    """It is a copy: the owner's data, schema and restarts leave it alone. All types come back as they were."""
    path = tmp_path / "own.duckdb"
    path.write_bytes(made.read_bytes())
    layer = open_layer(None, path)
    sql = (
        "SELECT 1::UTINYINT AS a, {'x': [1.5, NULL]} AS b, MAP {'k': DATE '2026-01-01'} AS c, NULL AS d, "
        "'b'::ENUM ('a', 'b') AS e, INTERVAL 3 DAY AS f, '\\xAA'::BLOB AS g, 12.345::DECIMAL(9, 3) AS h"
    )
    expected = layer.agent("a").run(sql)
    layer.agent("a").save_result("mine", sql)
    layer.owner_sql("DROP TABLE people; CREATE TABLE more AS SELECT 1 AS a")
    assert layer.agent("b").run("FROM saved.mine").rows == expected.rows
    layer = open_layer(None, path)

    assert layer.agent("b").run("FROM saved.mine").rows == expected.rows


def test_data_in_memory_has_results_too() -> None:
    """They go with the layer's temporary folder."""
    with HatiData.open() as layer:
        layer.owner_sql("CREATE TABLE t AS SELECT 1 AS a")
        layer.agent("a").save_result("mine", "SELECT a + 1 AS b FROM t")
        found, folder = layer.agent("b").query("FROM saved.mine"), layer.folder

    assert found == [{"b": 2}]
    assert not folder.exists()


def test_a_damaged_file_of_results_is_told_to_the_owner(open_layer: Open) -> None:
    """The layer does not open over it, and leaves it alone; without it there are none, and new ones can be saved."""
    layer = open_layer()
    layer.agent("eu1").save_result("mine", "SELECT 1 AS a")
    layer.close()
    file = layer.folder / "memory.duckdb"
    file.write_bytes(b"nothing of the kind" * 1000)
    with pytest.raises(HatiDataError) as caught:
        open_layer()
    assert (caught.value.code, "memory.duckdb" in caught.value.message) == ("not_a_database", True)
    assert "move it away" in caught.value.hint
    assert file.read_bytes().startswith(b"nothing")

    file.unlink()
    layer = open_layer()
    assert _reads(layer, "eu1") == []
    assert layer.agent("eu1").save_result("mine", "SELECT 1 AS a").changed == 1


def test_a_folder_that_takes_no_file_is_a_clear_error(layer: HatiData) -> None:
    """A model is told no path; the log says why, and queries go on."""
    (layer.folder / "memory.duckdb.new").mkdir()
    with pytest.raises(HatiDataError) as caught:
        layer.agent("eu1").save_result("mine", "SELECT 1 AS a")
    (outcome,) = layer.audit.tail(1, kind="outcome")

    assert str(caught.value) == "[open_failed] Nothing can be saved here. Hint: tell the person who runs this."
    assert (outcome["code"], "memory.duckdb.new" in outcome["detail"]) == ("open_failed", True)
    assert layer.agent("eu1").query("SELECT 1 AS a") == [{"a": 1}]


def test_a_database_with_such_a_schema_has_no_results(open_layer: Open, tmp_path: Path, caplog: Any) -> None:
    """Its own tables are what is seen; a model is told no name that may be hidden; the owner reads why."""
    layer = open_layer(None, tmp_path / "own.duckdb")
    layer.agent("a").save_result("mine", "SELECT 1 AS a")
    layer.owner_sql("CREATE SCHEMA Saved; CREATE TABLE Saved.mine AS SELECT 2 AS a")
    assert layer.agent("a").query("FROM saved.mine") == [{"a": 2}]
    with pytest.raises(HatiDataError) as caught:
        layer.agent("a").save_result("other", "SELECT 1")
    assert (caught.value.code, str(caught.value).count("schema")) == ("execution_failed", 0)
    assert "has a schema saved" in caplog.text

    layer.owner_sql("DROP SCHEMA Saved CASCADE")
    assert layer.agent("a").query("FROM saved.mine") == [{"a": 1}]


@BOTH
def test_a_call_under_way_ends_on_the_result_that_it_began_with(layer: HatiData) -> None:
    """Another one may take its place, and several more, before the call comes to read it."""
    eu = layer.agent("eu1")
    eu.save_result("mine", "SELECT 0 AS a")
    spec = layer._policy.lens_spec(eu._asked("query")[0])
    engine = layer._parts.engine
    with engine.lease(spec) as lease:
        name = f'"{lease.info.database}".saved.mine'
        saves = threading.Thread(
            target=lambda: [eu.save_result("mine", f"SELECT {number} AS a") for number in range(1, 4)]
        )
        saves.start()
        saves.join()
        assert lease.run(engine_statement(f"SELECT a FROM {name}"), None, max_rows=5, timeout_s=5).rows == [(0,)]
        assert eu.query("FROM saved.mine") == [{"a": 3}]

    assert eu.query("FROM saved.mine") == [{"a": 3}]
    eu.save_result("mine", "SELECT 4 AS a")
    assert eu.query("FROM saved.mine") == [{"a": 4}]


def engine_statement(sql: str) -> Any:
    """A statement of the package's own."""
    from autogen_hatidata.engines.parser import PARSER

    return PARSER.trusted(sql)


@BOTH
def test_threads_that_save_the_same_name_leave_one_of_their_results(layer: HatiData) -> None:
    """Whole, with the rows of one of them, while others read it; no call fails."""
    eu1, eu2, wrong = layer.agent("eu1"), layer.agent("eu2"), list[object]()
    eu1.save_result("mine", "SELECT 0 AS n, i FROM range(50) t(i)")

    def save(number: int) -> None:
        for turn in range(5):
            n = number * 100 + turn
            if eu1.save_result("mine", f"SELECT {n} AS n, i FROM range(50) t(i)").changed != 50:
                wrong.append(n)

    def read() -> None:
        for _ in range(30):
            found = eu2.query("SELECT count(*) AS rows, count(DISTINCT n) AS ns FROM saved.mine")
            if found != [{"rows": 50, "ns": 1}]:
                wrong.append(found)

    with ThreadPoolExecutor(3) as pool:
        for done in [pool.submit(save, 1), pool.submit(save, 2), pool.submit(read)]:
            done.result()

    assert wrong == []
    (last,) = eu2.query("SELECT DISTINCT n FROM saved.mine")
    assert last["n"] in (104, 204)


def test_a_save_that_is_broken_off_after_all_is_on_record_as_made(layer: HatiData, monkeypatch: Any) -> None:
    """Ctrl-C comes when the result is in the file already: the outcome says so, and the result can be read."""
    eu = layer.agent("eu1")
    eu.save_result("mine", "SELECT 1 AS a")

    def interrupted(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Results, "add", interrupted)
        with pytest.raises(KeyboardInterrupt):
            eu.save_result("mine", "SELECT 2 AS a FROM range(3)")
    outcome = layer.audit.tail(1, kind="outcome")[0]

    assert (outcome["status"], outcome["code"], outcome["changed"]) == ("error", "internal_error", 3)
    assert eu.query("SELECT DISTINCT a FROM saved.mine") == [{"a": 2}]
    assert eu.save_result("mine", "SELECT 3 AS a").changed == 1


@pytest.mark.parametrize("isolation", ["process"])
def test_a_result_outlives_the_worker_that_saved_it(layer: HatiData) -> None:
    """What was acknowledged is there when the process that runs SQL was killed, and the next one goes on saving."""
    eu = layer.agent("eu1")
    eu.save_result("mine", "SELECT 1 AS a")
    os.kill(layer._parts.engine.worker_pid, signal.SIGKILL)
    assert layer.agent("eu2").query("FROM saved.mine") == [{"a": 1}]

    eu.save_result("mine", "SELECT 2 AS a", roles=["analyst"])
    assert layer.agent("ana1").query("FROM saved.mine") == [{"a": 2}]


@pytest.mark.parametrize("isolation", ["process"])
def test_a_save_whose_answer_was_lost_is_told_as_made(layer: HatiData, monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker ends after the commit and before its answer: the error says that it was made, and it can be read."""
    eu, ask = layer.agent("eu1"), WorkerProcess.ask
    eu.save_result("mine", "SELECT 1 AS a")

    def loses(process: WorkerProcess, name: str, *arguments: Any, seconds: float | None) -> Any:
        answer = ask(process, name, *arguments, seconds=seconds)
        if name == "save":
            os.kill(process.pid, signal.SIGKILL)
            raise Lost("killed by the test")
        return answer

    with monkeypatch.context() as patch:
        patch.setattr(WorkerProcess, "ask", loses)
        with pytest.raises(HatiDataError, match="The change was made, but its answer was lost"):
            eu.save_result("mine", "SELECT 2 AS a")

    assert eu.query("FROM saved.mine") == [{"a": 2}]


def test_a_model_saves_and_hands_over_with_the_tool(layer: HatiData) -> None:
    """Its answer is short JSON that tells what the table is called."""
    save = TOOLS["save_result"]
    text = to_text(save.run(layer.agent("eu1"), "mine", "SELECT id FROM people", " analyst, seller ,"), 1000)

    assert text == (
        '{"rows_saved":5,"columns":["id"],"credits":1.0,'
        '"notes":["The result is the table saved.mine until 2027-01-16T08:00:00Z."]}'
    )
    assert _reads(layer, "us1", "ana1", "otto") == ["us1", "ana1"]
    assert [parameter.required for parameter in save.parameters] == [True, True, False]


SHARES: list[tuple[dict[str, Any], str, str]] = [
    ({"can": ["read"], "share": ["nosuch"]}, "roles.a.share[0]", 'no role "nosuch"'),
    ({"can": ["read"], "share": "b"}, "roles.a.share", "must be a list"),
    ({"can": ["read"], "share": ["guest"]}, "roles.a.share[0]", "guest may do nothing"),
    ({"can": ["read"], "share": ["b"]}, "roles.a.share[0]", "may not read"),
    ({"can": [], "share": ["a"]}, "roles.a.share", "may not read"),
]


@pytest.mark.parametrize(("role", "place", "words"), SHARES)
def test_a_policy_shares_between_roles_that_read(role: dict[str, Any], place: str, words: str) -> None:
    """What is wrong with a line is told with its place."""
    with pytest.raises(HatiDataError) as caught:
        HatiData.open(policy={"version": 1, "roles": {"a": role, "b": {"can": []}}})

    assert caught.value.code == "policy_invalid"
    assert place in caught.value.message
    assert words in caught.value.message
