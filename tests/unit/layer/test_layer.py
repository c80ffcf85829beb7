"""The layer: opening and closing, agents and their handles, the owner's doors."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from autogen_hatidata import HatiData, HatiDataAgent, HatiDataError, PolicyDenied, Settings
from autogen_hatidata.errors import (
    AuditError,
    BadArgument,
    ConnectionFailed,
    OpenError,
    PolicyError,
    ResultTruncated,
    UnknownCaller,
)
from autogen_hatidata.layer import layer_of

POLICY = {
    "version": 1,
    "roles": {"analyst": {"can": ["read"]}},
    "agents": {"ana": {"role": "analyst"}, "guest": {"role": "guest"}},
    "tables": {"t": {"read": ["analyst"]}},
}


@pytest.fixture(scope="module")
def small_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with one table of ten rows, built by plain DuckDB. Copy it before you open it."""
    path = tmp_path_factory.mktemp("small") / "small.duckdb"
    with duckdb.connect(path) as connection:
        connection.execute("CREATE TABLE t AS SELECT i AS id, i % 3 AS kind FROM range(10) r(i)")
    return path


@pytest.fixture
def path(small_file: Path, tmp_path: Path) -> Path:
    """A copy of it for one test."""
    return Path(shutil.copy(small_file, tmp_path / "a.duckdb"))


@pytest.fixture(scope="module")
def shared(small_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[HatiData, Path]]:
    """A layer over a copy of it, and where that is, for tests that leave data, policy and log alone."""
    copied = Path(shutil.copy(small_file, tmp_path_factory.mktemp("shared") / "a.duckdb"))
    with HatiData.open(copied) as layer:
        yield layer, copied


def code_of(error: pytest.ExceptionInfo[HatiDataError]) -> str:
    return error.value.code


def test_a_missing_file_is_created_and_told(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Opening a path that does not exist creates the file, and says so."""
    with HatiData.open(tmp_path / "new.duckdb"):
        pass

    assert (tmp_path / "new.duckdb").exists()
    assert "was created" in caplog.text


def test_read_only_never_creates(tmp_path: Path) -> None:
    """A read-only layer over a missing file is an error that names the file, and leaves nothing behind."""
    with pytest.raises(OpenError) as error:
        HatiData.open(tmp_path / "none.duckdb", read_only=True)

    assert code_of(error) == "no_such_file"
    assert "none.duckdb" in error.value.message
    assert not (tmp_path / "none.duckdb").exists()


def test_a_failed_open_frees_the_folder(tmp_path: Path) -> None:
    """A policy that does not load leaves nothing locked: the next open works."""
    with pytest.raises(PolicyError):
        HatiData.open(tmp_path / "a.duckdb", policy={"version": 1, "roles": {}, "tables": {"nosuch": {"read": []}}})

    with HatiData.open(tmp_path / "a.duckdb") as layer:
        assert layer.agent("ana").query("SELECT 1 AS x") == [{"x": 1}]


def test_a_second_open_gives_the_same_layer(path: Path) -> None:
    """Equal policy and settings: one layer, which closes with its last holder."""
    first = HatiData.open(path)
    second = HatiData.open(path)

    assert second is first
    first.close()
    assert len(second.agent("ana").query("SELECT * FROM t")) == 10
    second.close()
    with pytest.raises(OpenError) as error:
        second.agent("ana")
    assert code_of(error) == "closed"


@pytest.mark.parametrize("more", [{"policy": POLICY}, {"settings": Settings(max_rows=5)}, {"read_only": True}])
def test_a_second_open_with_another_policy_is_refused(shared: tuple[HatiData, Path], more: dict[str, Any]) -> None:
    """Another policy or other settings for an open file: already_open, and the first layer goes on."""
    layer, path = shared
    with pytest.raises(OpenError) as error:
        HatiData.open(path, **more)

    assert code_of(error) == "already_open"
    assert layer.agent("ana").query("SELECT count(*) AS n FROM t") == [{"n": 10}]


@pytest.fixture(scope="module")
def other_process(shared: tuple[HatiData, Path]) -> subprocess.CompletedProcess[str]:
    """A process that leaves a layer in memory open, and then fails on a file that is open here."""
    program = (
        "import sys; from autogen_hatidata import HatiData; layer = HatiData.open(); print(layer.folder)\n"
        "assert layer.folder.exists(); HatiData.open(sys.argv[1])"
    )
    return subprocess.run([sys.executable, "-c", program, shared[1]], capture_output=True, text=True, check=False)


def test_another_process_is_told_who_holds_the_file(other_process: subprocess.CompletedProcess[str]) -> None:
    """A file that another process has open: file_locked, with the remedy."""
    assert other_process.returncode == 1
    assert "[file_locked]" in other_process.stderr.splitlines()[-1]
    assert "Hint:" in other_process.stderr.splitlines()[-1]


def test_a_layer_in_memory_that_nobody_closed_goes_with_its_process(
    other_process: subprocess.CompletedProcess[str],
) -> None:
    """At the end of the interpreter nothing of it stays on the disk."""
    folder = other_process.stdout.strip()

    assert folder
    assert not Path(folder).exists()


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_forked_child_is_refused_and_harms_nothing(path: Path) -> None:
    """In a forked child every call says forked; the parent's layer and log stay whole."""
    with HatiData.open(path) as layer:
        handle = layer.agent("ana")
        child = os.fork()
        if child == 0:
            code = 1
            try:
                handle.query("SELECT 1")
            except HatiDataError as error:
                code = 0 if error.code == "forked" else 2
            finally:
                os._exit(code)

        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        assert handle.query("SELECT 1 AS x") == [{"x": 1}]
        assert layer.audit.verify().ok


def test_memory_layers_are_apart_and_leave_nothing(tmp_path: Path) -> None:
    """``:memory:`` gives a new layer each time, with a folder of its own that goes with it."""
    with HatiData.open(":memory:") as one, HatiData.open() as other:
        one.owner_sql("CREATE TABLE t AS SELECT 1 AS x")
        folder = one.folder

        assert folder.exists()
        assert [table.name for table in one.agent("ana").list_tables()] == ["t"]
        assert other.agent("ana").list_tables() == ()
    assert not folder.exists()


def test_one_name_is_one_agent(shared: tuple[HatiData, Path]) -> None:
    """The same name, with or without ``autogen-``, is the same handle; other rights for it are an error."""
    layer, _ = shared
    eva = layer.agent("eva", role="analyst", attributes={"region": "EU"})

    assert layer.agent("autogen-eva") is eva
    with pytest.raises(ValueError, match="eva"):
        layer.agent("eva", role="boss")
    with pytest.raises(ValueError, match="eva"):
        layer.agent("eva", attributes={"region": "US"})


@pytest.mark.parametrize("name", ["", "  ", None, 5, "x" * 201])
def test_a_name_that_cannot_be_charged_is_refused(shared: tuple[HatiData, Path], name: Any) -> None:
    """An agent needs a name that a person can find in the log."""
    with pytest.raises(ValueError, match="name"):
        shared[0].agent(name)


def test_the_policy_wins_over_code(path: Path) -> None:
    """A role in code that differs from the policy's is an error, and an agent without a line is refused."""
    with HatiData.open(path) as layer:
        layer.set_policy(POLICY)

        with pytest.raises(ValueError, match="role"):
            layer.agent("ana", role="admin")
        with pytest.raises(UnknownCaller):
            layer.agent("stranger")


def test_a_new_policy_holds_from_the_next_call(path: Path) -> None:
    """set_policy changes what a handle that exists may see; a policy that does not fit changes nothing."""
    with HatiData.open(path) as layer:
        guest = layer.agent("guest")
        assert len(guest.query("SELECT * FROM t")) == 10

        layer.set_policy(POLICY)
        with pytest.raises(PolicyDenied):
            guest.query("SELECT * FROM t")
        with pytest.raises(PolicyError):
            layer.set_policy({**POLICY, "tables": {"nosuch": {"read": ["analyst"]}}})
        assert len(layer.agent("ana").query("SELECT * FROM t")) == 10
        assert {r["policy"] for r in layer.audit.tail(1, kind="outcome")} == {
            layer.audit.tail(1, kind="policy")[0]["policy"]
        }


def test_query_gives_all_rows_or_says_so(path: Path) -> None:
    """query never gives a part as if it were all; run gives the part and says that it is one."""
    with HatiData.open(path, settings=Settings(max_rows=4)) as layer:
        ana = layer.agent("ana")

        with pytest.raises(ResultTruncated):
            ana.query("SELECT * FROM t")
        result = ana.run("SELECT * FROM t ORDER BY id")
        assert (result.row_count, result.truncated) == (4, True)
        assert "first 4 rows" in result.notes[0]
        assert len(ana.query("SELECT * FROM t LIMIT 4")) == 4


def test_owner_changes_are_seen_by_the_next_call(path: Path, tmp_path: Path) -> None:
    """DDL and loads of the owner show at once, and are recorded without the values in them."""
    with HatiData.open(path) as layer:
        ana = layer.agent("ana")
        assert ana.query("SELECT count(*) AS n FROM t") == [{"n": 10}]

        layer.owner_sql("INSERT INTO t VALUES (77, 4242)")
        (tmp_path / "more.csv").write_text("a,b\n1,x\n2,y\n")
        assert layer.load("more", tmp_path / "more.csv") == 2

        assert ana.query("SELECT count(*) AS n FROM t") == [{"n": 11}]
        assert ana.query("SELECT b FROM more ORDER BY a") == [{"b": "x"}, {"b": "y"}]
        assert not any("4242" in str(record) for record in layer.audit.records())


def test_a_read_only_layer_refuses_the_owner_too(path: Path) -> None:
    """With read_only the file is not changed by anybody."""
    with HatiData.open(path, read_only=True) as layer:
        with pytest.raises(HatiDataError):
            layer.owner_sql("DROP TABLE t")
        assert layer.agent("ana").query("SELECT count(*) AS n FROM t") == [{"n": 10}]


def test_spending_survives_a_restart(path: Path) -> None:
    """Usage is what the log says, also after the layer was closed and opened again."""
    with HatiData.open(path) as layer:
        layer.agent("ana").query("SELECT * FROM t")
        before = layer.usage()

    with HatiData.open(path) as layer:
        assert layer.usage() == before
        assert before["ana"]["credits"] == 2.0
        layer.agent("ana").query("SELECT id FROM t")
        assert layer.usage()["ana"]["credits"] == 3.0


def test_threads_get_their_own_answers(path: Path) -> None:
    """Eight threads on four handles: no answer of another call, and every call recorded once."""
    with HatiData.open(path) as layer:
        wrong: list[Any] = []

        def work(n: int) -> None:
            handle = layer.agent(f"agent{n % 4}")
            for i in range(12):
                found = handle.query(f"SELECT {n * 1000 + i} AS x, count(*) AS n FROM t WHERE id >= {i % 10}")
                if found != [{"x": n * 1000 + i, "n": 10 - i % 10}]:
                    wrong.append(found)

        threads = [threading.Thread(target=work, args=(n,)) for n in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert wrong == []
        assert sum(usage["calls"] for name, usage in layer.usage().items() if name.startswith("agent")) == 96
        assert layer.audit.verify().ok


def test_the_documented_constructor_uses_the_local_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With HATIDATA_LOCAL the documented constructor is a handle on that file, under HATIDATA_POLICY, serverless."""
    monkeypatch.setenv("HATIDATA_LOCAL", str(path))
    hati = HatiDataAgent(
        host="your-org.proxy.hatidata.com", port=5439, agent_id="autogen-ana", framework="autogen", password="hd_live_x"
    )
    with hati.layer as layer:
        assert len(hati.query("SELECT * FROM t")) == 10
        assert layer.usage()["ana"]["calls"] == 1
        assert layer.audit.tail(1, kind="outcome")[0]["framework"] == "autogen"


def test_a_host_without_a_server_is_told_what_to_do() -> None:
    """Without HATIDATA_LOCAL any other host is connection_failed, and names the variable."""
    with pytest.raises(ConnectionFailed, match="HATIDATA_LOCAL"):
        HatiDataAgent(host="your-org.proxy.hatidata.com")


def test_the_default_layer_is_the_environments(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """localhost without a server is the layer of HATIDATA_PATH, one for the process."""
    monkeypatch.setenv("HATIDATA_PATH", str(tmp_path / "a.duckdb"))
    with HatiDataAgent(agent_id="ana").layer as layer:
        assert HatiDataAgent(agent_id="bob").layer is layer
        layer.owner_sql("CREATE TABLE t AS SELECT 1 AS x")
        assert HatiDataAgent(agent_id="bob").query("SELECT * FROM t") == [{"x": 1}]
        layer._parts.holders = 1


def test_tables_are_described_as_the_lens_shows_them(shop_layer: HatiData) -> None:
    """describe_table knows schema-qualified names, masks and denied columns, and hides what is hidden."""
    ana = shop_layer.agent("ana")

    assert {c.name: c.mask for c in ana.describe_table("customers").columns}["ssn"] == "hash"
    assert ana.describe_table("crm.notes").schema == "crm"
    assert "salary" not in [c.name for c in ana.describe_table("Employees").columns]
    errors = []
    for name in ("secrets", "nosuchs"):
        with pytest.raises(HatiDataError) as error:
            ana.describe_table(name)
        errors.append(str(error.value).replace(name, "?"))
    assert errors[0] == errors[1]
    with pytest.raises(BadArgument):
        ana.describe_table(5)  # type: ignore[arg-type]


def test_usage_tells_what_is_left(shop_path: Path, shop_policy: dict[str, Any]) -> None:
    """my_usage shows spending and the budgets of the caller."""
    shop_policy["quotas"] = {"agents": {"ana": {"credits": 10, "per": "day"}}}
    with HatiData.open(shop_path, policy=shop_policy) as layer:
        ana = layer.agent("ana")
        ana.query("SELECT count(*) FROM orders")

        found = ana.my_usage()
        assert found["credits"] == 1.0
        assert (found["budgets"][0]["limit"], found["budgets"][0]["left"]) == (10, 9.0)


def test_an_agent_that_a_new_policy_does_not_know_is_refused_and_recorded(path: Path) -> None:
    """A handle outlives its line in the policy: every call is refused, and has its record."""
    with HatiData.open(path) as layer:
        stranger = layer.agent("stranger")
        layer.set_policy(POLICY)
        for call in (lambda: stranger.query("SELECT 1"), stranger.list_tables):
            with pytest.raises(UnknownCaller):
                call()
            record = layer.audit.tail(1, kind="outcome")[0]
            assert (record["agent"], record["code"]) == ("stranger", "unknown_caller")


def test_an_attribute_that_no_filter_can_use_is_told_at_registration(path: Path) -> None:
    """A mapping cannot stand in a row filter."""
    with HatiData.open(path) as layer:
        layer.set_policy(POLICY)
        with pytest.raises(BadArgument):
            layer.agent("ana", attributes={"region": {"EU": 1}})


@pytest.mark.parametrize(
    "change", ["RENAME COLUMN ssn TO ssn_new", "DROP COLUMN region", "RENAME COLUMN region TO area"]
)
def test_a_rule_never_vanishes_with_its_column(
    shop_layer: HatiData, change: str, caplog: pytest.LogCaptureFixture
) -> None:
    """When the owner takes away a column that a rule names, its agents are refused, recorded, and the owner is told."""
    ana = shop_layer.agent("ana")
    shop_layer.owner_sql(f"DROP VIEW customer_totals; ALTER TABLE customers {change}")

    assert "does not fit" in caplog.text
    with pytest.raises(PolicyError, match="customers"):
        ana.query("SELECT * FROM customers")
    assert shop_layer.audit.tail(1, kind="outcome")[0]["code"] == "policy_invalid"


def test_a_call_under_way_at_close_has_its_outcome(path: Path) -> None:
    """close stops what runs, and the stopped call still has its one outcome in the log."""
    layer = HatiData.open(path)
    ana, codes = layer.agent("ana"), []

    def slow() -> None:
        try:
            ana.run("SELECT count(*) FROM range(100000) a, range(100000) b, range(100) c WHERE a.range + b.range < 9")
        except HatiDataError as error:
            codes.append(error.code)

    thread = threading.Thread(target=slow)
    thread.start()
    while not layer.audit.tail(1, kind="intent"):
        pass
    layer.close()
    thread.join()

    assert codes == ["closed"]
    with HatiData.open(path) as again:
        outcomes = [record for record in again.audit.records(kind="outcome") if record["tool"] == "query"]
        assert [record["code"] for record in outcomes] == ["closed"]
        assert again.audit.verify().ok


def test_an_owners_change_that_fails_half_way_is_recorded(path: Path) -> None:
    """Statements before the failed one keep their effect, so the log has the attempt and its failure."""
    with HatiData.open(path) as layer:
        with pytest.raises(HatiDataError):
            layer.owner_sql("CREATE TABLE q AS SELECT 1 AS x; SELECT * FROM nope")

        assert [record["action"] for record in layer.audit.tail(2, kind="owner")] == ["sql", "sql_failed"]
        assert layer.agent("ana").query("SELECT x FROM q") == [{"x": 1}]


def test_a_policy_without_a_record_is_not_in_force(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the change of policy cannot be recorded, the old policy stays."""
    with HatiData.open(path) as layer:
        before = layer._policy

        def full(*args: Any, **kwargs: Any) -> Any:
            raise AuditError("The disk is full.")

        with monkeypatch.context() as patch:
            patch.setattr(layer.audit, "append", full)
            with pytest.raises(AuditError):
                layer.set_policy(POLICY)

        assert layer._policy is before


def test_a_named_path_is_governed_by_the_environments_policy(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A front end that is given a path takes HATIDATA_POLICY, or the layer that is open under whatever policy."""
    policy = tmp_path / "policy.yaml"
    policy.write_text("version: 1\nroles: {analyst: {can: [read]}}\nagents: {ana: {role: analyst}}\ntables: {}\n")
    monkeypatch.setenv("HATIDATA_POLICY", str(policy))

    with layer_of(path) as layer:
        assert layer.agent("ana").list_tables() == ()
        assert layer_of(str(path)) is layer


def test_a_missing_read_only_file_leaves_no_folder(tmp_path: Path) -> None:
    """A mistyped path is an error, and nothing new lies on the disk after it."""
    with pytest.raises(OpenError):
        HatiData.open(tmp_path / "typo.duckdb", read_only=True)

    assert list(tmp_path.iterdir()) == []


def test_another_log_folder_for_an_open_file_is_refused(shared: tuple[HatiData, Path], tmp_path: Path) -> None:
    """A second open that asks for its log elsewhere does not get a layer that logs somewhere else."""
    with pytest.raises(OpenError) as error:
        HatiData.open(shared[1], state_dir=tmp_path / "elsewhere")

    assert code_of(error) == "already_open"


def test_a_name_stands_for_one_agent_however_it_is_prefixed(shared: tuple[HatiData, Path]) -> None:
    """Policy, quota and log see the same name, so that no prefix leads round a budget."""
    layer, _ = shared

    assert layer.agent("autogen-autogen-ana") is layer.agent("ana")


def test_every_listed_table_can_be_described(path: Path) -> None:
    """What list_tables shows, describe_table takes, whatever the name is made of."""
    with duckdb.connect(path) as connection:
        connection.execute('CREATE TABLE " sp ace" (x INT); CREATE TABLE "q""uote" (x INT); CREATE TABLE "a.b" (x INT)')
        connection.execute('CREATE SCHEMA s; CREATE TABLE s."c.d" (x INT)')
    with HatiData.open(path) as layer:
        ana = layer.agent("ana")

        for table in ana.list_tables():
            name = table.name if table.schema == "main" else f"{table.schema}.{table.name}"
            assert ana.describe_table(name) == table


def test_a_failed_open_leaves_nothing_behind(tmp_path: Path) -> None:
    """What is no database is an error, and no folder for its log lies beside it afterwards."""
    (tmp_path / "a.csv").write_text("a,b\n1,2\n" * 4000)
    (tmp_path / "folder").mkdir()
    for name in ("a.csv", "folder"):
        with pytest.raises(OpenError):
            HatiData.open(tmp_path / name)

    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "folder"]


@pytest.mark.parametrize(
    "bad",
    [
        {"path": None},
        {"path": ""},
        {"path": "policy.yaml"},
        {"path": ":memory:", "read_only": True},
        {"path": ":memory:", "settings": {"max_rows": 5}},
    ],
)
def test_an_argument_that_cannot_be_meant_is_told(bad: dict[str, Any]) -> None:
    """A policy for a path, a mapping for settings and the like are one clear error."""
    with pytest.raises(BadArgument):
        HatiData.open(**bad)


def test_an_unusable_variable_is_named_and_not_repeated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A setting of the environment that does not fit names the variable, and not its value."""
    monkeypatch.setenv("HATIDATA_MAX_ROWS", "s3cret")
    with pytest.raises(BadArgument, match="HATIDATA_MAX_ROWS") as error:
        HatiData.open(tmp_path / "a.duckdb")

    assert "s3cret" not in str(error.value)
