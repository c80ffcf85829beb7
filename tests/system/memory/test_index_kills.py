"""A kill in the middle of a snapshot of the vectors leaves a whole one."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from support.vector_oracle import DIM, exact_vectors, numbers

from autogen_hatidata.memory.index import VectorIndex

TESTS = Path(__file__).parents[2]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A snapshot of seven rows, of which the third is dead."""
    index = VectorIndex(DIM, tmp_path / "index", "mine")
    index.add(numbers(range(1, 8)), exact_vectors(1, 7))
    index.remove(numbers([3]))
    index.snapshot()
    return tmp_path / "index"


KILLS = """
import itertools, json, os, shutil, signal, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from support.vector_oracle import DIM, exact_vectors, numbers
from autogen_hatidata.memory import snapshots, vectorfile
from autogen_hatidata.memory.index import VectorIndex

os.fsync = lambda fd: None  # takes its time, and is for the end of the machine

def prepared(kind, folder):
    index = VectorIndex(DIM, folder, "other" if kind == "begin" else "mine")
    index.load()
    if kind != "compact":
        index.add(numbers([8]), exact_vectors(8, 1))
    return index.compact if kind == "compact" else index.snapshot

def killed(act, lines):
    left = itertools.count(lines, -1)
    def trace(frame, event, _):
        if frame.f_code.co_filename not in (snapshots.__file__, vectorfile.__file__):
            return None
        if event == "line" and not next(left):
            os.kill(os.getpid(), signal.SIGKILL)
        return trace
    sys.settrace(trace)
    act()
    os._exit(0)

def read(folder, embedder_id):
    index = VectorIndex(DIM, folder, embedder_id)
    return None if index.load() is None else index.rids.tolist()

for kind in ("append", "compact", "begin"):
    for lines in itertools.count(0, int(sys.argv[4])):
        folder = Path(sys.argv[1], f"{kind}-{lines}")
        shutil.copytree(sys.argv[3], folder)
        child = os.fork()
        if not child:
            killed(prepared(kind, folder), lines)
        status = os.waitpid(child, 0)[1]
        found = [read(folder, "mine"), read(folder, "other")]
        files = sorted(path.name for path in folder.iterdir())
        print(json.dumps([kind, status, found, files]), flush=True)
        if not status:
            break
"""
"""Ends a child before one line of a snapshot after the other, until it comes to its end, and reads what each left."""


OLD, NEW = [1, 2, 4, 5, 6, 7], [1, 2, 4, 5, 6, 7, 8]


LEFT: dict[str, tuple[list[list[int] | None], list[list[int] | None]]] = {
    "append": ([OLD, None], [NEW, None]),
    "compact": ([OLD, None], [OLD, None]),
    "begin": ([OLD, None], [None, [8]]),
}
"""What snapshots of this embedder and of another one have before, and after."""


@pytest.mark.parametrize("every", [4, pytest.param(1, marks=pytest.mark.soak)])
def test_a_kill_at_any_line_leaves_a_whole_snapshot(folder: Path, tmp_path: Path, every: int) -> None:
    """There is the snapshot of before or the new one, at the end the new one, and no vectors but those it names."""
    command = [sys.executable, "-c", KILLS, tmp_path, TESTS, folder, str(every)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    kills = dict.fromkeys(LEFT, 0)
    for kind, status, found, files in map(json.loads, done.stdout.splitlines()):
        before, after = LEFT[kind]
        kills[kind] += status != 0

        assert found in ([after] if not status else [before, after]), (kind, kills)
        assert len([name for name in files if name.endswith(".f32")]) == 1, (kind, kills)

    assert min(kills.values()) > 40 / every
