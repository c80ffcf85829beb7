"""A layer is opened and closed: once for a file, in one process, with all of it or nothing."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from autogen_hatidata import HatiData, HatiDataAgent, HatiDataError, Settings
from autogen_hatidata.errors import (
    BadArgument,
    ConnectionFailed,
    OpenError,
    PolicyError,
)
from autogen_hatidata.layer import layer_of

POLICY = {
    "version": 1,
    "roles": {"analyst": {"can": ["read"]}},
    "agents": {"ana": {"role": "analyst"}, "guest": {"role": "guest"}},
    "tables": {"t": {"read": ["analyst"]}},
}


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
        assert [table.name for table in one.agent("ana").list_tables()] == ["t", "_hatidata_agent_memory"]
        assert [table.name for table in other.agent("ana").list_tables()] == ["_hatidata_agent_memory"]
    assert not folder.exists()


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
