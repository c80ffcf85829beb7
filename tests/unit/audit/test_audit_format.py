"""The page on the format is enough to check a log."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from autogen_hatidata.audit import AuditLog
from autogen_hatidata.governance import records

PAGE = (Path(__file__).parents[3] / "docs" / "audit-format.md").read_text()
SCRIPT = re.findall(r"```python\n(.*?)```", PAGE, re.S)[0]
Verifier = Callable[..., list[str]]


@pytest.fixture
def made(folder: Path, outcome: dict[str, Any]) -> Path:
    """A signed log of two sessions with every character that could hurt."""
    for _ in range(2):
        log = AuditLog.open(folder, b"key", every=3)
        for text in ('"},{"', "\n\r\u2028\0", "\ud800", "\U0001f600", ',"hash":"'):
            log.append("intent", {"sql": text, "agent": text, text: text})
            log.append("outcome", {**outcome, "credits": float("nan")})
        log.close()
    return folder


def test_the_verifier_is_short_and_imports_nothing_of_ours() -> None:
    """Thirty lines, and the standard library."""
    lines = [line for line in SCRIPT.splitlines() if line.strip()]

    assert len(lines) <= 30
    assert "autogen" not in SCRIPT.replace("HATIDATA_AUDIT_KEY", "")


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


@pytest.mark.parametrize("key", [None, b"key"])
def test_the_verifier_finds_nothing_wrong_with_a_log_of_ours(outsider: Verifier, made: Path, key: bytes | None) -> None:
    """What the layer wrote is valid for an outsider, odd characters and all."""
    assert outsider(made, key) == []


@pytest.mark.parametrize(
    "tamper",
    [
        lambda lines: [*lines[:3], lines[3].replace(b"{", b"{ ", 1), *lines[4:]],
        lambda lines: lines[:3] + lines[4:],
        lambda lines: [*lines[:5], lines[3], *lines[5:]],
        lambda lines: [*lines[:3], lines[4], lines[3], *lines[5:]],
        lambda lines: lines[:-1],
        lambda lines: lines[1:],
        lambda lines: [*lines, b"{}\n"],
        lambda lines: [],
    ],
)
def test_the_verifier_finds_tampering(
    outsider: Verifier, made: Path, tamper: Callable[[list[bytes]], list[bytes]]
) -> None:
    """A changed, removed, inserted, swapped record, a cut tail, a cut beginning, a foreign line: all found."""
    path = made / "000000000001.jsonl"
    path.write_bytes(b"".join(tamper(path.read_bytes().splitlines(keepends=True))))

    assert outsider(made)


def test_the_verifier_knows_the_key(outsider: Verifier, made: Path) -> None:
    """Another key's signature is found."""
    assert outsider(made, b"other") == ["the head is not signed with this key"]


def test_the_page_lists_every_kind_and_field() -> None:
    """The tables of the page and the table of the code are the same, both ways."""
    rows = re.findall(r"^\| `(\w+)` \| [^|]+ \| ([^|]+) \|$", PAGE, re.M)
    listed = {kind: tuple(re.findall(r"`(\w+)`", fields)) for kind, fields in rows if kind in records.FIELDS}
    explained = {
        name
        for cell in re.findall(r"^\| ((?:`\w+`(?:, )?)+) \| [^|]+ \|$", PAGE, re.M)
        for name in re.findall(r"\w+", cell)
    }

    assert dict(records.FIELDS) == listed
    assert {*records.COMMON, *(name for fields in records.FIELDS.values() for name in fields)} == explained - {"head"}
