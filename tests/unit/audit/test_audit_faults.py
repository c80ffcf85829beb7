"""When the disk fails, the call fails and the log stays valid."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.disk import BROKEN, FULL, Disk

from autogen_hatidata.audit import AuditLog, files
from autogen_hatidata.audit import verify as verify_folder
from autogen_hatidata.errors import AuditError

Fields = dict[str, Any]


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    """The disk of this test's logs."""
    disk = Disk()
    monkeypatch.setattr(files, "os", disk)
    return disk


def ids(folder: Path, log: AuditLog) -> list[Any]:
    """The ids of the outcomes in the log."""
    return [record["id"] for record in log.records(kind="outcome")]


@pytest.mark.parametrize("fault", [FULL, BROKEN, 0.0, 0.3, 0.999], ids=str)
@pytest.mark.parametrize("operation", ["write", "pwrite"])
def test_a_failed_write_fails_the_call_and_nothing_else(
    folder: Path, outcome: Fields, disk: Disk, operation: str, fault: Any
) -> None:
    """Disk full, input/output error, short write of record or head: AuditError, no trace, and the next call works."""
    log = AuditLog.open(folder, b"key")
    log.append("outcome", {**outcome, "id": 1})
    disk.faults[operation] = [fault]
    settled: list[object] = []

    with pytest.raises(AuditError) as failed:
        log.append("outcome", {**outcome, "id": 2}, then=settled.append)
    assert failed.value.code == "audit_failed"
    assert settled == []
    assert verify_folder(folder, b"key").ok

    log.append("outcome", {**outcome, "id": 3})
    assert ids(folder, log) == [1, 3]
    assert log.verify()
    log.close()
    assert verify_folder(folder, b"key").notes == ()


def test_a_disk_that_cannot_be_brought_in_order_closes_the_log(folder: Path, outcome: Fields, disk: Disk) -> None:
    """While the rest of a failed write cannot be cut off, every call fails; once it can, the log goes on, valid."""
    log = AuditLog.open(folder)
    disk.faults["write"], disk.faults["ftruncate"] = [0.5], [BROKEN, BROKEN, BROKEN]

    for _ in range(3):
        with pytest.raises(AuditError):
            log.append("outcome", outcome)
    log.append("outcome", {**outcome, "id": "after"})

    assert ids(folder, log) == ["after"]
    assert log.verify()
    log.close()


def test_a_log_left_torn_is_repaired_at_the_next_open(folder: Path, outcome: Fields, disk: Disk) -> None:
    """A process that ends with a torn line in its log leaves one that the next open repairs, and tells."""
    log = AuditLog.open(folder)
    disk.faults["write"], disk.faults["ftruncate"] = [0.5], [BROKEN, BROKEN]
    with pytest.raises(AuditError):
        log.append("outcome", outcome)
    with pytest.raises(AuditError):
        log.close()

    log = AuditLog.open(folder)

    assert log.repaired is not None
    assert "cut off" in log.repaired
    assert log.found is None
    assert log.tail(1, kind="open")[0]["torn"] > 0
    found = log.verify()
    assert found.ok
    assert "torn line" in found.notes[0]
    log.close()


def test_an_interrupt_in_the_middle_of_a_write_leaves_a_valid_log(folder: Path, outcome: Fields, disk: Disk) -> None:
    """Ctrl-C between record and head takes the record back at the next call."""
    log = AuditLog.open(folder)
    disk.faults["pwrite"] = [KeyboardInterrupt()]
    with pytest.raises(KeyboardInterrupt):
        log.append("outcome", {**outcome, "id": "interrupted"})
    log.append("outcome", {**outcome, "id": "next"})

    assert ids(folder, log) == ["next"]
    assert log.verify()
    log.close()


@pytest.mark.parametrize("operation", ["write", "pwrite"])
def test_a_process_that_ends_at_a_write_leaves_no_head_without_its_record(
    folder: Path, outcome: Fields, disk: Disk, operation: str
) -> None:
    """Ended before or after the record: the log is never shorter than its head, so nothing looks cut."""
    log = AuditLog.open(folder)
    disk.faults[operation] = [SystemExit()]
    with pytest.raises(SystemExit):
        log.append("outcome", outcome)
    log._writer.close()  # nothing else runs

    log = AuditLog.open(folder)

    assert log.found is None
    assert log.verify()
    assert log.tail(1, kind="open")[0]["after_head"] == (operation == "pwrite")
    log.close()


def test_a_checkpoint_that_fails_stays_due(folder: Path, outcome: Fields, disk: Disk) -> None:
    """The outcome that was written counts; its checkpoint comes with a later one."""
    log = AuditLog.open(folder, every=2)
    disk.faults["write"] = [None, None, FULL]
    for number in range(3):
        log.append("outcome", {**outcome, "id": number})

    assert ids(folder, log) == [0, 1, 2]
    assert [record["kind"] for record in log.replay()] == ["checkpoint"]
    assert log.verify()
    log.close()


def test_a_full_disk_at_open_is_an_audit_error(folder: Path, disk: Disk) -> None:
    """A log that cannot be begun is not open, and leaves nothing that a later open would stumble over."""
    disk.faults["write"] = [0.4]
    with pytest.raises(AuditError):
        AuditLog.open(folder)

    log = AuditLog.open(folder)
    assert log.verify()
    log.close()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda folder: (folder / "head").mkdir(),
        lambda folder: (folder / "000000000001.jsonl").mkdir(),
    ],
)
def test_a_folder_that_cannot_be_used_is_an_audit_error(folder: Path, spoil: Callable[[Path], None]) -> None:
    """Whatever is wrong with the folder, it is one AuditError and no other exception."""
    folder.mkdir()
    spoil(folder)

    with pytest.raises(AuditError, match="cannot be opened"):
        AuditLog.open(folder)


faults = st.sampled_from([None, None, None, FULL, BROKEN, 0.0, 0.5, 0.99])


@settings(max_examples=40, deadline=None)
@given(
    write=st.lists(faults, max_size=25),
    pwrite=st.lists(faults, max_size=25),
    ftruncate=st.lists(st.sampled_from([None, BROKEN]), max_size=10),
)
def test_any_sequence_of_faults_loses_nothing_acknowledged(
    tmp_path_factory: pytest.TempPathFactory, write: list[Any], pwrite: list[Any], ftruncate: list[Any]
) -> None:
    """Under any faults, the log holds exactly the records whose append returned, and is valid after the next open."""
    folder = tmp_path_factory.mktemp("faulty") / "audit"
    disk, acknowledged = Disk(), []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(files, "os", disk)
        log = AuditLog.open(folder, every=4)
        disk.faults |= {"write": list(write), "pwrite": list(pwrite), "ftruncate": list(ftruncate)}
        for number in range(20):
            try:
                log.append("outcome", {"id": number})
            except AuditError:
                continue
            acknowledged.append(number)
        assert acknowledged == [record["id"] for record in log.records(kind="outcome")]
    log._writer.close()  # as a kill would
    log = AuditLog.open(folder)

    kept = [record["id"] for record in log.records(kind="outcome")]
    assert log.verify(), log.verify()
    assert acknowledged == [number for number in kept if number in acknowledged]
    assert len(kept) - len(acknowledged) <= 1
    log.close()
