"""The program on the page about the format runs by itself."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from support import odd_log

PAGE = (Path(__file__).parents[3] / "docs" / "audit-format.md").read_text()
SCRIPT = re.findall(r"```python\n(.*?)```", PAGE, re.S)[0]


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A signed log of two sessions with every character that could hurt."""
    return odd_log.written(tmp_path / "audit", {"agent": "researcher", "sql": "SELECT ? FROM t", "status": "ok"})


def test_the_verifier_runs_as_a_program(made: Path, tmp_path: Path) -> None:
    """Saved as a file and given a folder, it says that the log is valid."""
    done = _run(tmp_path, made)

    assert (done.returncode, done.stdout, done.stderr) == (0, "valid\n", "")


def test_the_program_fails_on_a_broken_log(made: Path, tmp_path: Path) -> None:
    """A changed record ends the program with 1, and with a line that names the record."""
    path = made / "000000000001.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"agent":', b'"Agent":', 1))
    done = _run(tmp_path, made)

    assert done.returncode == 1
    assert "was changed" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_the_program_tells_that_there_is_no_log(tmp_path: Path) -> None:
    """A folder that is not there is one clear line."""
    done = _run(tmp_path, tmp_path / "none")

    assert (done.returncode, done.stderr) == (1, "no log is there\n")


def _run(tmp_path: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    program = tmp_path / "verify_log.py"
    program.write_text(SCRIPT)
    return subprocess.run(
        [sys.executable, "-I", program, folder],
        env={"HATIDATA_AUDIT_KEY": "key"},
        capture_output=True,
        text=True,
        check=False,
    )
