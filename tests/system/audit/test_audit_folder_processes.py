"""Of several processes one at a time holds the folder beside a database."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from autogen_hatidata.audit import StateFolder
from autogen_hatidata.errors import OpenError


def test_a_second_process_is_refused_and_told_who_holds_it(tmp_path: Path) -> None:
    """The number of the process that holds the folder is in the error; when that process is gone the folder is free."""
    code = (
        "import sys, time; from pathlib import Path; from autogen_hatidata.audit import StateFolder;"
        "state = StateFolder.open(Path(sys.argv[1])); print('held', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code, tmp_path / "db"], stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(OpenError, match=f"in use by process {other.pid}") as refused:
            StateFolder.open(tmp_path / "db")
        other.kill()
    assert refused.value.code == "file_locked"
    StateFolder.open(tmp_path / "db").close()


FORKS = """
import os, signal
from autogen_hatidata.audit import StateFolder
from autogen_hatidata.errors import OpenError
state = StateFolder.open(None)
closing = os.fork()
if not closing:
    state.close()
    os._exit(0)
os.waitpid(closing, 0)
assert state.path.is_dir()
try:
    StateFolder.open(None, state.path)
    raise SystemExit("a child unlocked the folder")
except OpenError:
    pass
state.temporary = False
sleeping = os.fork()
if not sleeping:
    signal.pause()
try:
    state.close()
    StateFolder.open(None, state.path).close()
finally:
    os.kill(sleeping, signal.SIGKILL)
print(state.path)
"""


def test_a_forked_child_neither_frees_nor_keeps_the_lock() -> None:
    """A child that closes what it inherited unlocks and removes nothing; one that lives on does not hold the lock."""
    done = subprocess.run([sys.executable, "-c", FORKS], capture_output=True, text=True, check=False)

    assert done.stderr == ""
    shutil.rmtree(done.stdout.strip())
