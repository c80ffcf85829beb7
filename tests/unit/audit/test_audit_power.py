"""With durability "power", a record that was acknowledged outlasts a power cut, and nothing that one leaves looks like
tampering."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from support.disk import BROKEN, Disk

from autogen_hatidata.audit import AuditLog, files
from autogen_hatidata.audit import verify as verify_folder
from autogen_hatidata.errors import AuditError
from autogen_hatidata.governance import records

Fields = dict[str, Any]
KEY = b"key"


def opened(folder: Path, segment_bytes: int = 1 << 20, **more: Any) -> AuditLog:
    """A log that is kept on the disk."""
    return AuditLog.open(folder, KEY, segment_bytes=segment_bytes, durability="power", **more)


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    """The disk of this test's logs."""
    disk = Disk()
    monkeypatch.setattr(files, "os", disk)
    return disk


class Cut:
    """What a power cut left, and what had been acknowledged by then."""

    def __init__(self, disk: Disk, folder: Path, at: int, dice: random.Random) -> None:
        self.folder, self.acknowledged = folder, set[str]()
        self.before: frozenset[str] | None = None
        self._disk, self._dice = disk, dice
        disk.cut_at, disk.cut = at, self.now

    def now(self) -> None:
        """Cut the power, once."""
        if self.before is None:
            self.before = frozenset(self.acknowledged)
            self._disk.left(self.folder, self._dice)


def calls(log: AuditLog, name: str, count: int, acknowledged: set[str]) -> None:
    """Some calls, each of which is acknowledged when its outcome was written."""
    for number in range(count):
        who = f"{name}-{number}"
        with suppress(AuditError):
            log.append("intent", {"id": who, "sql": "SELECT ? " * 200})
            log.append("outcome", {"id": who, "credits": 1.0, "sql": "SELECT ? " * 200})
            acknowledged.add(who)


def cut_often(tmp_path: Path, outsider: Callable[..., list[str]], seed: int, sessions: int = 3) -> int:
    """Cut the power in the middle of each of some sessions, the next of which goes on with what was left; how many
    records the cuts took that nobody had been told of."""
    dice = random.Random(seed)
    acknowledged: frozenset[str] = frozenset()
    folder, lost = tmp_path / "0" / "audit", 0
    folder.parent.mkdir()
    for session in range(1, sessions + 1):
        disk = Disk(folder)
        left = tmp_path / str(session) / "audit"
        left.parent.mkdir()
        cut = Cut(disk, left, dice.randint(1, 150), dice)
        cut.acknowledged |= acknowledged
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(files, "os", disk)
            log = opened(folder, segment_bytes=20_000, every=6)
            assert log.found is None, (seed, session, log.found)
            work = [
                threading.Thread(target=calls, args=(log, f"{session}{name}", 8, cut.acknowledged))
                for name in "abc"[: dice.randint(1, 3)]
            ]
            for thread in work:
                thread.start()
            for thread in work:
                thread.join()
            cut.now()  # if it was not cut meanwhile
            log.close()
        assert cut.before is not None
        folder, acknowledged = left, cut.before
        if acknowledged:
            found = verify_folder(folder, KEY)
            assert found.ok, (seed, session, str(found))
            assert outsider(folder, KEY) == [], (seed, session)
            lost += "not known to be on the disk" in str(found.notes)
    log = opened(folder)
    kept = {record["id"] for record in log.records(kind="outcome")}
    assert (seed, None, set()) == (seed, log.found, acknowledged - kept)
    assert log.verify().ok, (seed, str(log.verify()))
    log.close()
    return lost


def test_a_power_cut_takes_no_acknowledged_record(tmp_path: Path, outsider: Callable[..., list[str]]) -> None:
    """Whenever the power goes, and whatever pages had come to the disk, each acknowledged record is there after it."""
    lost = 0
    for seed in range(12):
        (tmp_path / f"cut{seed}").mkdir()
        lost += cut_often(tmp_path / f"cut{seed}", outsider, seed)
    assert lost > 0


@pytest.mark.soak
def test_many_power_cuts_take_no_acknowledged_record(tmp_path: Path, outsider: Callable[..., list[str]]) -> None:
    """The same for 1,000 logs, cut three times each."""
    first = random.randrange(10**6)
    for seed in range(first, first + 1000):
        (tmp_path / f"cut{seed}").mkdir()
        cut_often(tmp_path / f"cut{seed}", outsider, seed)


def test_the_head_waits_for_the_log(folder: Path, disk: Disk, outcome: Fields) -> None:
    """Nothing is acknowledged, and nothing named by the head, before it is on the disk."""
    log = opened(folder)
    disk.faults["fdatasync"] = [BROKEN]

    with pytest.raises(AuditError) as failed:
        log.append("outcome", outcome)

    head = records.read_head((folder / "head").read_bytes())
    assert failed.value.code == "audit_failed"
    assert head is not None
    assert [head.seq] == [record["seq"] for record in log.tail(1, kind="open")]
    with pytest.raises(AuditError):
        log.close()


def test_after_a_sync_that_failed_no_later_one_is_trusted(folder: Path, disk: Disk, outcome: Fields) -> None:
    """The kernel may take lost pages for written: all later calls fail, with what to do."""
    log = opened(folder)
    disk.faults["fdatasync"] = [BROKEN]
    with pytest.raises(AuditError):
        log.append("outcome", {**outcome, "id": "lost"})

    for kind in ("intent", "outcome", "owner"):
        with pytest.raises(AuditError, match="The disk did not take the audit log") as refused:
            log.append(kind, {"id": "later"})
        assert "open the data layer again" in refused.value.hint
    assert log.verify().ok
    with pytest.raises(AuditError):
        log.close()


def test_the_next_open_writes_again_what_a_failed_sync_left(tmp_path: Path, folder: Path, disk: Disk) -> None:
    """What can still be read after a failed sync is written anew before anything is built on it."""
    log = opened(folder)
    disk.faults["fdatasync"] = [BROKEN]
    with pytest.raises(AuditError):
        log.append("outcome", {"id": "doubtful"})
    with pytest.raises(AuditError):
        log.close()

    log = opened(folder)
    log.append("outcome", {"id": "next"})
    disk.left(tmp_path / "left", random.Random(1))

    assert log.tail(1, kind="open")[0]["after_head"] == 1
    assert log.found is None
    log.close()
    log = AuditLog.open(tmp_path / "left", KEY)
    assert [record["id"] for record in log.records(kind="outcome")] == ["doubtful", "next"]
    assert log.verify().ok
    log.close()


def test_a_sync_is_shared_by_all_who_wait(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Eight writers need far fewer syncs than they write outcomes."""
    disk, held = Disk(), threading.Event()
    sync = disk.fdatasync

    def slow(fd: int) -> None:
        held.wait(0.002)  # as long as a disk takes: whoever comes meanwhile shares the next one
        sync(fd)

    disk.fdatasync = slow  # type: ignore[method-assign]
    monkeypatch.setattr(files, "os", disk)
    log = opened(folder)
    before, done = disk.calls, set[str]()
    work = [threading.Thread(target=calls, args=(log, str(name), 10, done)) for name in range(8)]
    for thread in work:
        thread.start()
    for thread in work:
        thread.join()

    syncs = disk.calls - before - 160  # without the writes
    assert len(done) == 80
    assert syncs < 120  # each outcome by itself would be 160: a sync and a head
    log.close()


def test_an_intent_is_on_its_way_to_the_disk_while_its_statement_runs(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Appending an intent waits for no sync, and begins one."""
    disk, began, go = Disk(), threading.Event(), threading.Event()
    sync = disk.fdatasync
    log_open = threading.Event()

    def held(fd: int) -> None:
        if log_open.is_set():
            began.set()
            assert go.wait(10)
        sync(fd)

    disk.fdatasync = held  # type: ignore[method-assign]
    monkeypatch.setattr(files, "os", disk)
    log = opened(folder)
    log_open.set()

    log.append("intent", {"id": "x"})  # returns, though no sync does

    assert began.wait(10)
    go.set()
    log.append("outcome", {"id": "x"})
    log.close()


@pytest.mark.parametrize("first", ["process", "power"])
@pytest.mark.parametrize("second", ["process", "power"])
def test_durability_may_change_from_one_open_to_the_next(folder: Path, first: str, second: str) -> None:
    """The log says how it is kept, from each open on."""
    for durability in (first, second):
        log = AuditLog.open(folder, durability=durability)
        log.append("outcome", {"id": durability})
        log.close()

    log = AuditLog.open(folder)
    assert [first, second, "process"] == [record["durability"] for record in log.records(kind="open")]
    assert log.verify().notes == ()
    log.close()


def test_more_records_than_the_head_are_a_note_where_the_head_waits(written_to_disk: tuple[list[bytes], bytes]) -> None:
    """A killed process leaves records that the head did not come to name: no problem, and no secret."""
    from autogen_hatidata.governance import chain

    lines, _ = written_to_disk
    mark = records.mark(lines[-6])
    assert mark is not None
    found = chain.verify(lines, records.write_head(mark.seq, mark.hash, None))

    assert found.ok
    assert f"after record {mark.seq}" in found.notes[-1]


def test_forged_records_cannot_say_themselves_that_the_head_waits(folder: Path, outcome: Fields) -> None:
    """What stands after the head of a log that was not kept on the disk is a problem, whatever it says it is."""
    log = AuditLog.open(folder)
    log.append("outcome", outcome)
    log.close()
    head = (folder / "head").read_bytes()
    log = opened(folder)
    log.append("outcome", outcome)
    log.close()
    (folder / "head").write_bytes(head)

    assert {"appended", "head_unsigned"} == {problem.kind for problem in verify_folder(folder, KEY).problems}
    log = AuditLog.open(folder)
    assert log.found is not None
    assert log.found.kind == "appended"
    log.close()


@pytest.fixture
def written_to_disk(folder: Path, outcome: Fields) -> tuple[list[bytes], bytes]:
    """Lines and head of a log that was kept on the disk."""
    log = AuditLog.open(folder, durability="power")
    for number in range(4):
        log.append("intent", {"id": number})
        log.append("outcome", {**outcome, "id": number})
    log.close()
    return (folder / "000000000001.jsonl").read_bytes().splitlines(keepends=True), (folder / "head").read_bytes()


def test_a_head_that_stands_before_the_newest_segment_is_a_power_cut(folder: Path, outcome: Fields) -> None:
    """The power can go when a new segment is on the disk and the head that names its records is not."""
    log = opened(folder, segment_bytes=4_000, every=1)
    for number in range(20):
        log.append("outcome", {**outcome, "id": str(number)})
    log.close()
    *_, before, newest = files.segments(folder)
    last = records.mark(before.read_bytes().splitlines(keepends=True)[-1])
    assert last is not None
    (folder / "head").write_bytes(records.write_head(last.seq, last.hash, KEY))
    newest.write_bytes(b"".join(newest.read_bytes().splitlines(keepends=True)[:2]))

    log = opened(folder)

    assert log.found is None
    assert log.verify().ok
    log.close()
