"""Eight agents of different lenses on sixteen threads, while the policy is reloaded and the owner changes the table.

What each call got is kept with the id of its record; `wrong` says afterwards what no answer may be: rows of another
agent, two versions of the data in one answer, or the rules of another policy than the one its record names.
"""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import duckdb

from autogen_hatidata import HatiData, HatiDataError, Policy, Settings

AGENTS = tuple(f"agent{number}" for number in range(8))
ROWS, THREADS = 30, 16
STUCK = 120
"""Seconds after which threads are taken to wait for each other."""

_TABLE = (
    "CREATE TABLE deeds AS SELECT 'agent' || a AS owner, n, 'agent' || a || '-secret-' || n AS secret, 1 AS version "
    f"FROM range({len(AGENTS)}) s(a), range({ROWS}) t(n)"
)
_COLUMNS = "SELECT owner, n, secret, version FROM deeds"
_COUNTS = "SELECT count(*), min(owner), max(owner), count(DISTINCT version) FROM deeds"
_PIVOT = "PIVOT deeds ON owner USING count(*)"
_FAILS = "SELECT CAST(secret || owner AS INTEGER) FROM deeds"
_HIDDEN = "SELECT v FROM vault"
_OWNER = (
    "UPDATE deeds SET version = version + 1",
    "ALTER TABLE deeds ADD COLUMN extra INTEGER DEFAULT 7",
    "UPDATE deeds SET version = version + 1, extra = version",
    "ALTER TABLE deeds DROP COLUMN extra",
)

Row = tuple[Any, ...]


def policies() -> dict[str, tuple[Policy, Callable[[str, int], Row | None]]]:
    """Two policies by their digest, each with what an agent sees of its row ``n`` under it."""
    agents = {name: {"role": "seer" if number % 2 else "blind"} for number, name in enumerate(AGENTS)}
    head = {"version": 1, "roles": {"seer": {"can": ["read"]}, "blind": {"can": ["read"]}}, "agents": agents}

    def made(rows: str, column: dict[str, Any]) -> Policy:
        table = {"read": ["seer", "blind"], "rows": {"filter": rows}, "columns": {"secret": column}}
        return Policy.load({**head, "tables": {"deeds": table}})

    full = made("owner = {agent}", {"mask": "full", "exempt": ["seer"]})
    even = made("owner = {agent} AND n % 2 = 0", {"mask": "hash"})
    return {full.digest: (full, _under_full), even.digest: (even, _under_even)}


def _under_full(agent: str, n: int) -> Row | None:
    seer = int(agent.removeprefix("agent")) % 2
    return (agent, n, f"{agent}-secret-{n}" if seer else "***")


def _under_even(agent: str, n: int) -> Row | None:
    return None if n % 2 else (agent, n, sha256(f"{agent}-secret-{n}".encode()).hexdigest())


@dataclass(slots=True)
class Crowd:
    """What was asked and got, and what else happened meanwhile."""

    got: list[tuple[str, str, str, Any]] = field(default_factory=list)
    reloads: int = 0
    changes: int = 0
    bugs: list[str] = field(default_factory=list)


def play(layer: HatiData, calls: int, seed: int, *, reloads: int, changes: int) -> Crowd:
    """Let the agents ask ``calls`` times while policies and data change; every thread ends, or it is a finding."""
    crowd, done = Crowd(), threading.Event()
    left = iter(range(calls))
    lock = threading.Lock()
    with ThreadPoolExecutor(THREADS + 2) as pool:
        askers = [pool.submit(_ask, layer, crowd, left, lock, random.Random(seed * 100 + n)) for n in range(THREADS)]
        others = [
            pool.submit(_reload, layer, crowd, done, calls / (reloads + 1)),
            pool.submit(_change, layer, crowd, done, calls / (changes + 1)),
        ]
        waiting = wait(askers, timeout=STUCK).not_done
        done.set()
        waiting |= wait(others, timeout=STUCK).not_done
        if waiting:
            crowd.bugs.append(f"{len(waiting)} threads wait for each other")
            pool.shutdown(wait=False, cancel_futures=True)
        crowd.bugs += [repr(problem) for one in (*askers, *others) if one.done() and (problem := one.exception())]
    return crowd


def _ask(layer: HatiData, crowd: Crowd, left: Iterator[int], lock: threading.Lock, chance: random.Random) -> None:
    while True:
        with lock:
            if next(left, None) is None:
                return
        name = chance.choice(AGENTS)
        sql = chance.choice((_COLUMNS, _COLUMNS, _COUNTS, _PIVOT, _FAILS, _HIDDEN))
        agent = layer.agent(name)
        try:
            result = agent.run(sql)
        except HatiDataError as error:
            crowd.got.append((name, sql, error.audit_id or "", error))
        else:
            crowd.got.append((name, sql, result.audit_id, result))


def _paced(crowd: Crowd, done: threading.Event, step: float) -> Iterator[int]:
    """A number each time that ``step`` more calls were made."""
    number = 0
    while not done.wait(0.002):
        if len(crowd.got) >= (number + 1) * step:
            yield (number := number + 1)


def _reload(layer: HatiData, crowd: Crowd, done: threading.Event, step: float) -> None:
    choices = [policy for policy, _ in policies().values()]
    for number in _paced(crowd, done, step):
        layer.set_policy(choices[number % len(choices)])
        crowd.reloads += 1


def _change(layer: HatiData, crowd: Crowd, done: threading.Event, step: float) -> None:
    for number in _paced(crowd, done, step):
        layer.owner_sql(_OWNER[(number - 1) % len(_OWNER)])
        crowd.changes += 1


def open_layer(folder: Path) -> HatiData:
    """A layer over the table, under the first of the policies."""
    with duckdb.connect(str(folder / "crowd.duckdb")) as plain:
        plain.execute(_TABLE)
        plain.execute("CREATE TABLE vault AS SELECT 'hush' AS v")
    first, _ = next(iter(policies().values()))
    return HatiData.open(folder / "crowd.duckdb", policy=first, settings=Settings(threads=1))


def wrong(crowd: Crowd, records: Sequence[dict[str, Any]]) -> list[str]:
    """What is wrong with what was got, read against the records."""
    known = policies()
    ends = {record["id"]: record for record in records if record["kind"] == "outcome"}
    begins = {record["id"]: record for record in records if record["kind"] == "intent"}
    found = list(crowd.bugs)
    for name, sql, audit_id, got in crowd.got:
        record = ends.get(audit_id, {})
        under = {one.get("policy") for one in (record, begins.get(audit_id, record))}
        if record.get("agent") != name or len(under) != 1 or not under <= set(known):
            found.append(f"{name}: record {record}")
        elif why := _why_wrong(name, sql, got, known[under.pop()][1]):
            found.append(f"{name} {sql}: {why}")
    return found


def _why_wrong(name: str, sql: str, got: Any, row: Callable[[str, int], Row | None]) -> str | None:
    rows = [seen for n in range(ROWS) if (seen := row(name, n))]
    if sql in (_FAILS, _HIDDEN):
        if not isinstance(got, HatiDataError) or "secret-" in str(got):
            return repr(got)
        return None if got.code == ("wrong_type" if sql == _FAILS else "unknown_name") else str(got)
    if isinstance(got, HatiDataError):
        return str(got)
    if sql == _COLUMNS:
        right = sorted(one[:3] for one in got.rows) == rows and len({one[3] for one in got.rows}) == 1
    elif sql == _COUNTS:
        right = list(got.rows) == [(len(rows), name, name, 1)]
    else:
        right = name in got.columns and not set(got.columns) & (set(AGENTS) - {name})
    return None if right else repr(got.rows[:5])
