"""A process that is killed in the middle of a call of the memory: the next start says what became of it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from autogen_hatidata import HatiData

SCRIPT = """
import os, sys
from autogen_hatidata import HatiData, Settings
from autogen_hatidata.audit.log import AuditLog

append = AuditLog.append
def killed(log, kind, fields, *more):
    if kind == sys.argv[2] and fields["tool"] == sys.argv[3]:
        os._exit(9)
    written = append(log, kind, fields, *more)
    if f"after {kind}" == sys.argv[2] and fields["tool"] == sys.argv[3]:
        os._exit(9)
    return written

layer = HatiData.open(sys.argv[1], settings=Settings(isolation=sys.argv[4]))
ana = layer.agent("ana")
ana.store_memory("there before")
AuditLog.append = killed
ana.search_memory("before")
ana.set_state("plan", 1)
ana.store_memory("stored in the middle")
"""


@pytest.mark.parametrize(
    ("when", "tool", "isolation", "settled", "there"),
    [
        ("after intent", "store_memory", "none", [False], False),
        ("outcome", "store_memory", "none", [True], True),
        ("outcome", "store_memory", "process", [True], True),
        ("after outcome", "store_memory", "none", [], True),
        ("outcome", "set_state", "none", [True], False),
        ("outcome", "search_memory", "none", [], False),
    ],
)
def test_a_killed_call_is_settled(
    tmp_path: Path, when: str, tool: str, isolation: str, settled: list[bool], there: bool
) -> None:
    """Of a call that changes something, a record says whether it is in the memory; it is charged either way."""
    database = tmp_path / "a.duckdb"
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, database, when, tool, isolation], capture_output=True, text=True, check=False
    )
    with HatiData.open(database) as layer:
        found = [one["committed"] for one in layer.audit.records(kind="settled")]
        credits = layer.usage()["ana"]["credits"]
        contents = [one["content"] for one in layer.agent("ana").list_memories()]

        assert (done.returncode, found) == (9, settled), done.stderr
        assert contents == [*(["stored in the middle"] if there else []), "there before"]
        assert credits == {"store_memory": 3.0, "set_state": 2.0, "search_memory": 2.0}[tool]
        assert layer.memory.verify() == []
        assert layer.audit.verify().ok
    with HatiData.open(database) as layer:
        assert len(list(layer.audit.records(kind="settled"))) == len(settled)
