"""A log whose records somebody changed to another form: an error that says what to do, and the log as it was."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from autogen_hatidata import HatiData
from autogen_hatidata.audit.log import AuditLog
from autogen_hatidata.audit.reading import verify
from autogen_hatidata.errors import AuditError
from autogen_hatidata.governance import records

SPENDING = ("7", '"x"', "[1]", '{"spent":3}', '{"spent":{},"totals":[],"open":{}}', '{"spent":{"hour":{"2026":7}}}')


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database whose log has one answered call."""
    path = tmp_path_factory.mktemp("odd") / "x.duckdb"
    with HatiData.open(path) as layer:
        layer.agent("ana").query("SELECT 1 AS one")
    return path


@pytest.mark.parametrize("spending", SPENDING)
def test_a_checkpoint_of_another_form_stops_the_open(closed: Path, tmp_path: Path, spending: str) -> None:
    """Spending that cannot be read is no spending of zero: nobody gets a budget anew."""
    path, segment = _copy(closed, tmp_path)
    newest = segment.read_text(encoding="ascii").rindex('"kind":"checkpoint"')
    text = segment.read_text(encoding="ascii")
    odd = text[:newest] + re.sub(r'"spending":.*,"prev"', f'"spending":{spending},"prev"', text[newest:], count=1)
    assert odd != text
    segment.write_text(odd, encoding="ascii")

    with pytest.raises(AuditError, match="verify") as caught:
        HatiData.open(path)
    assert caught.value.code == "audit_failed"
    assert segment.read_text(encoding="ascii").startswith(odd)


@pytest.mark.parametrize("credits", ["1" + "0" * 400, '"dear"', "[1]"])
def test_an_outcome_of_another_form_stops_the_open(tmp_path: Path, credits: str) -> None:
    """The same for a call that ended after the newest checkpoint, as after a kill."""
    with HatiData.open(tmp_path / "x.duckdb") as layer:
        layer.agent("ana").query("SELECT 1 AS one")
        path, segment = _copy(tmp_path / "x.duckdb", tmp_path)
        text = segment.read_text(encoding="ascii")
        odd = re.sub(r'("kind":"outcome".*?"credits":)[0-9.]+', rf"\g<1>{credits}", text, count=1)
    assert odd != text
    segment.write_text(odd, encoding="ascii")

    with pytest.raises(AuditError, match="verify"):
        HatiData.open(path)


def test_a_record_that_nests_without_end_is_a_finding(tmp_path: Path) -> None:
    """Verifying says which record is none, instead of failing over it."""
    begun = '{"pid":1,"durability":"process","signed":false,"found":'
    log = AuditLog.open(tmp_path / "audit", None)
    log.close()
    (segment,) = (tmp_path / "audit").glob("*.jsonl")
    lines = segment.read_bytes().splitlines(keepends=True)
    mark = records.mark(lines[-1])
    assert mark is not None
    fields = begun + "[" * 100_000 + "]" * 100_000 + "}"
    line, digest = records.seal(mark.seq + 1, "2026-01-01T00:00:00.000000Z", "open", fields, mark.hash)
    segment.write_bytes(b"".join([*lines, line]))
    (tmp_path / "audit" / "head").write_bytes(records.write_head(mark.seq + 1, digest, None))

    assert [(one.seq, one.kind) for one in verify(tmp_path / "audit").problems] == [(mark.seq + 1, "unreadable")]
    with pytest.raises(AuditError, match="verify"):
        AuditLog.open(tmp_path / "audit", None)


def _copy(closed: Path, folder: Path) -> tuple[Path, Path]:
    path = folder / "copy.duckdb"
    shutil.copy(closed, path)
    shutil.copytree(f"{closed}.hatidata", f"{path}.hatidata")
    (segment,) = Path(f"{path}.hatidata").glob("audit/*.jsonl")
    return path, segment
