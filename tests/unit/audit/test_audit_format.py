"""The page on the format is enough to check a log."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support import odd_log

from autogen_hatidata.governance import records

PAGE = (Path(__file__).parents[3] / "docs" / "audit-format.md").read_text()
SCRIPT = re.findall(r"```python\n(.*?)```", PAGE, re.S)[0]
Verifier = Callable[..., list[str]]


@pytest.fixture
def made(folder: Path, outcome: dict[str, Any]) -> Path:
    """A signed log of two sessions with every character that could hurt."""
    return odd_log.written(folder, outcome)


def test_the_verifier_is_short_and_imports_nothing_of_ours() -> None:
    """Thirty lines, and the standard library."""
    lines = [line for line in SCRIPT.splitlines() if line.strip()]

    assert len(lines) <= 30
    assert "autogen" not in SCRIPT.replace("HATIDATA_AUDIT_KEY", "")


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
