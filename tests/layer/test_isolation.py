"""A layer whose SQL runs in a worker process: records, budgets and agents stay in the program, whatever ends."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from support import shop, soak_report

from autogen_hatidata import HatiData, HatiDataError, Settings
from autogen_hatidata.errors import OpenError

IN_A_WORKER = Settings(isolation="process", threads=1)

OPENED = """
import os, signal, sys, threading, time
from autogen_hatidata import HatiData, Settings
layer = HatiData.open(sys.argv[1], settings=Settings(isolation="process", timeout_s=20))
print(layer._parts.engine.worker_pid, flush=True)
"""
KILLED = OPENED + "os.kill(os.getpid(), signal.SIGKILL)"
KILLED_WITH_A_CHILD = (
    OPENED
    + """
child = os.fork()
if child == 0:
    sys.stdout.close(); os.close(1); os.close(2)
    time.sleep(20); os._exit(0)
print(child, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""
)
KILLED_IN_A_QUERY = (
    OPENED
    + """
threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGKILL)).start()
layer.agent("ana").query("SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE a.range * b.range % 7 = 1")
"""
)
ENDED = OPENED + "layer.agent('ana').query('SELECT 1')"
CTRL_C = (
    OPENED
    + """
signal.signal(signal.SIGINT, signal.default_int_handler)  # a process in the background ignores it
worker = layer._parts.engine.worker_pid
def seconds():
    fields = open(f"/proc/{worker}/stat").read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
def ctrl_c():  # once the worker is at it: while DuckDB 1.5 imports pandas for the first statement, it swallows one
    while seconds() < begun + 0.3:
        time.sleep(0.01)
    os.kill(os.getpid(), signal.SIGINT)
begun = seconds()
threading.Thread(target=ctrl_c, daemon=True).start()
try:
    layer.agent("ana").query("SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE a.range * b.range % 7 = 1")
except KeyboardInterrupt:
    outcome = layer.audit.tail(1)[0]
    print(outcome["kind"], outcome["status"])
print(layer.agent("ana").query("SELECT 1 AS a"), layer._parts.engine.worker_pid == worker)
started = time.monotonic()
layer.owner_sql("CREATE TABLE t AS SELECT 2 AS a")  # nothing that was broken off may still read the file
print(layer.agent("ana").query("FROM t"), time.monotonic() - started < 10)
layer.close()
"""
)
FORKED = (
    OPENED
    + """
child = os.fork()
if child == 0:
    try:
        layer.agent("ana").query("SELECT 1")
    except Exception as error:
        os._exit(7 if getattr(error, "code", "") == "forked" else 1)
    os._exit(0)
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), layer.agent("ana").query("SELECT 1 AS a"))
layer.close()
"""
)


def _program(code: str, path: Path, *, stdin: bool = False) -> list[str]:
    """What a program printed. With ``stdin`` it is no file, and has no name that a worker could read it by."""
    command = [sys.executable, "-"] if stdin else [sys.executable, "-c", code]
    done = subprocess.run(
        [*command, str(path)], input=code if stdin else "", capture_output=True, text=True, timeout=90, check=False
    )
    assert done.stdout, done.stderr
    return done.stdout.splitlines()


def _gone(pid: int, seconds: float = 10.0) -> bool:
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        try:
            os.kill(pid, 0)
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except OSError:
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize("code", [KILLED, KILLED_IN_A_QUERY, ENDED], ids=["killed", "killed in a query", "ended"])
def test_no_worker_stays_behind(tmp_path: Path, code: str) -> None:
    """However a program ends, its worker ends too, and the file can be opened again."""
    pid = int(_program(code, tmp_path / "x.duckdb")[0])

    assert _gone(pid)
    with HatiData.open(tmp_path / "x.duckdb", settings=IN_A_WORKER) as layer:
        assert layer.audit.verify().ok
        assert layer.agent("ana").query("SELECT 1 AS a") == [{"a": 1}]


def test_no_worker_stays_behind_for_a_child(tmp_path: Path) -> None:
    """A child that lives on after the program keeps no worker alive."""
    pid, child = map(int, _program(KILLED_WITH_A_CHILD, tmp_path / "x.duckdb"))
    try:
        assert _gone(pid, 5)
    finally:
        os.kill(child, signal.SIGKILL)


def test_ctrl_c_ends_a_query_in_a_worker(tmp_path: Path) -> None:
    """Ctrl-C reaches the program and not the worker; the statement is stopped there, and the worker goes on."""
    _, *told = _program(CTRL_C, tmp_path / "x.duckdb")

    assert told == ["outcome error", "[{'a': 1}] True", "[{'a': 2}] True"]


def test_a_child_is_refused_and_its_parent_goes_on(tmp_path: Path) -> None:
    """After a fork the child reads `forked`, and the parent's worker still answers."""
    assert _program(FORKED, tmp_path / "x.duckdb")[1:] == ["7 [{'a': 1}]"]


def test_a_program_without_a_main_guard(tmp_path: Path) -> None:
    """A worker starts from a program that comes from a pipe, and does not run it again."""
    assert len(_program(ENDED, tmp_path / "x.duckdb", stdin=True)) == 1


def test_a_layer_opened_in_a_thread_outlives_it(tmp_path: Path) -> None:
    """A worker belongs to the program, and not to the thread that started it."""
    opened: list[HatiData] = []
    thread = threading.Thread(target=lambda: opened.append(HatiData.open(tmp_path / "x.duckdb", settings=IN_A_WORKER)))
    thread.start()
    thread.join()
    pid = opened[0]._parts.engine.worker_pid  # type: ignore[attr-defined]
    time.sleep(1.5)
    with opened[0] as layer:
        assert layer.agent("ana").query("SELECT 1 AS a") == [{"a": 1}]
        assert layer._parts.engine.worker_pid == pid  # type: ignore[attr-defined]


def test_agents_never_read_wrong_while_workers_are_killed(shop_path: Path, shop_policy: dict[str, Any]) -> None:
    """Two agents of a shop read their own rows while workers are killed; the log is valid, and every call is in it."""
    stop, done, odd = threading.Event(), {"ana": 0, "otto": 0}, []
    with HatiData.open(shop_path, policy=shop_policy, settings=IN_A_WORKER) as layer:
        sql = "SELECT count(*) AS n, max(id) AS m FROM customers"
        agents = {name: layer.agent(name) for name in done}
        expected = {name: agent.query(sql) for name, agent in agents.items()}

        def asks(name: str) -> None:
            while not stop.is_set():
                try:
                    found = agents[name].query(f"{sql} WHERE id > -{done[name] + 1}")
                    if found != expected[name]:
                        odd.append(found)
                except HatiDataError as error:
                    odd.append(error)
                done[name] += 1

        threads = [threading.Thread(target=asks, args=(name,)) for name in done]
        for thread in threads:
            thread.start()
        for pause in (0.0, 0.03, 0.11):
            time.sleep(pause)
            os.kill(layer._parts.engine.worker_pid, signal.SIGKILL)  # type: ignore[attr-defined]
            seen = dict(done)
            while not odd and any(done[name] < seen[name] + 2 for name in done):
                time.sleep(0.01)
        stop.set()
        for thread in threads:
            thread.join(60)

        assert odd == []
        assert layer.audit.verify().ok
        outcomes = [one for one in layer.audit.records() if one["kind"] == "outcome"]
        assert [one["status"] for one in outcomes] == ["ok"] * (sum(done.values()) + 2)
        assert expected["ana"] != expected["otto"]


def test_a_model_reads_what_to_do(shop_path: Path, shop_policy: dict[str, Any]) -> None:
    """The error for a statement whose workers died has code and hint and nothing of the engine; it is charged."""
    shop_policy["quotas"] = {"agents": {"*": {"timeout_s": 20}}}
    with HatiData.open(shop_path, policy=shop_policy, settings=IN_A_WORKER) as layer:
        ended = threading.Event()

        def kill() -> None:
            while not ended.wait(0.8):
                os.kill(layer._parts.engine.worker_pid, signal.SIGABRT)  # type: ignore[attr-defined]

        killer = threading.Thread(target=kill)
        killer.start()
        with pytest.raises(HatiDataError) as caught:
            layer.agent("ana").query(
                "SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE a.range * b.range % 7 = 1"
            )
        ended.set()
        killer.join()

        assert caught.value.code == "limit_exceeded"
        assert caught.value.for_model() == (
            "Error: [limit_exceeded] The statement ended the process that runs SQL: it needs more memory than is "
            "allowed. Hint: filter earlier, aggregate, or join fewer rows."
        )
        last = layer.audit.tail(1)[0]
        assert (last["kind"], last["code"], last["stage"], last["credits"]) == (
            "outcome",
            "limit_exceeded",
            "execute",
            1.0,
        )


def test_queries_over_the_log_have_a_worker_too(tmp_path: Path) -> None:
    """SQL over the log runs in a worker of its own, and sees what was recorded just before."""
    policy = {
        "version": 1,
        "roles": {"auditor": {"can": ["read", "audit"]}},
        "agents": {"*": {"role": "auditor"}},
        "tables": {},
    }
    with HatiData.open(tmp_path / "x.duckdb", policy=policy, settings=IN_A_WORKER) as layer:
        agent = layer.agent("vera")
        for n in range(2):
            assert agent.audit_query("SELECT count(*) AS n FROM audit WHERE kind = 'outcome'") == [{"n": n}]
        pid = layer._auditing._engine.worker_pid  # type: ignore[union-attr]
        assert pid not in (os.getpid(), layer._parts.engine.worker_pid)  # type: ignore[attr-defined]
    assert _gone(pid)


def test_the_file_belongs_to_the_worker(tmp_path: Path) -> None:
    """Another opener of the file is told which process has it."""
    import duckdb

    with HatiData.open(tmp_path / "x.duckdb", settings=IN_A_WORKER) as layer:
        layer.agent("ana").query("SELECT 1")
        with pytest.raises(duckdb.IOException, match=str(layer._parts.engine.worker_pid)):  # type: ignore[attr-defined]
            duckdb.connect(tmp_path / "x.duckdb")
    with duckdb.connect(tmp_path / "x.duckdb"), pytest.raises(OpenError) as caught:
        HatiData.open(tmp_path / "x.duckdb", settings=IN_A_WORKER)
    assert caught.value.code == "file_locked"


def test_in_memory_layers_survive_a_worker() -> None:
    """The data of an in-memory layer lie in a file of its folder, which the next worker opens."""
    with HatiData.open(settings=IN_A_WORKER) as layer:
        layer.owner_sql("CREATE TABLE t AS SELECT 42 AS a")
        os.kill(layer._parts.engine.worker_pid, signal.SIGKILL)  # type: ignore[attr-defined]

        assert layer.agent("ana").query("FROM t") == [{"a": 42}]


def test_what_a_worker_loads_is_little() -> None:
    """A worker starts fast: of the heavy libraries it loads DuckDB and the parser, and no framework."""
    code = "import sys, autogen_hatidata.engines.worker_main; print(' '.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert {"numpy", "pandas", "pyarrow", "autogen", "openai", "faiss", "torch"} & set(done.stdout.split()) == set()


def test_the_shop_has_its_agents() -> None:
    """The shop of these tests has the two agents that they name."""
    assert {"ana", "otto"} <= set(shop.policy()["agents"])


def _end(pid: int, how: int) -> None:
    """Send a signal, if the process did not die of the last one only now."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, how)


def _changes_under_kills(path: Path, kills: int) -> list[Any]:
    """Changes by an agent while its workers are killed, and what is odd about any of them."""
    policy = {
        "version": 1,
        "roles": {"writer": {"can": ["read", "write"]}},
        "agents": {"*": {"role": "writer"}},
        "tables": {"t": {"read": ["writer"], "write": {"writer": ["insert"]}}},
    }
    told: dict[int, str] = {}
    dice = random.Random(kills)
    with HatiData.open(path, settings=IN_A_WORKER) as layer:
        layer.owner_sql("CREATE TABLE t (a INTEGER)")
        layer.set_policy(policy)
        agent = layer.agent("ana")
        for number in range(kills):
            pid = layer._parts.engine.worker_pid  # type: ignore[attr-defined]
            how = dice.choice((signal.SIGKILL, signal.SIGABRT))
            killer = threading.Timer(dice.random() / 50, _end, (pid, how))
            killer.start()
            try:
                told[number] = "ok" if agent.execute("INSERT INTO t VALUES (?)", [number]) == 1 else "?"
            except HatiDataError as error:
                told[number] = error.code
            killer.join()
            assert _gone(pid)
        outcomes = [one for one in layer.audit.records() if one["kind"] == "outcome"]
        assert layer.audit.verify().ok
        rows = [row["a"] for row in agent.query("SELECT a FROM t")]  # the last worker may still be dying
    there = {"ok": 1, "execution_failed": 1, "limit_exceeded": 0}
    odd: list[Any] = [
        (number, code, rows.count(number)) for number, code in told.items() if rows.count(number) != there[code]
    ]
    odd += [(code, one) for code, one in zip(told.values(), outcomes, strict=True) if (one["code"] or "ok") != code]
    said = [(one["detail"] or "").startswith("the change was made") for one in outcomes]
    return odd + [one for one, made in zip(outcomes, said, strict=True) if made != (one["code"] == "execution_failed")]


def test_a_change_is_made_once_or_not_whatever_ends(tmp_path: Path) -> None:
    """When a worker is killed in a change, the error and the record say rightly whether it was made."""
    assert _changes_under_kills(tmp_path / "x.duckdb", 6) == []


@pytest.mark.soak
def test_changes_under_a_hundred_kills(tmp_path: Path) -> None:
    """A hundred kills of workers, each in a change, and what is told of each change is what is in the file."""
    began = time.monotonic()
    odd = _changes_under_kills(tmp_path / "x.duckdb", 100)
    soak_report.report(
        "changes under kills of their worker", 100, 100 - min(100, len(odd)), 0, time.monotonic() - began
    )

    assert odd == []
