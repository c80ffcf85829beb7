"""A fault at every call to the disk in turn: the call fails, no answer is given, the log stays valid, and spending is
what the log says."""

from __future__ import annotations

import random
from contextlib import suppress
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from support.disk import BROKEN, FULL, Disk

from autogen_hatidata import HatiData, HatiDataError, Settings
from autogen_hatidata.audit import AuditLog, files
from autogen_hatidata.audit import verify as verify_folder
from autogen_hatidata.errors import AuditError
from autogen_hatidata.governance.ledger import Ledger

FAULTS: dict[str, Any] = {"full": FULL, "broken": BROKEN, "short": 0.4, "nothing": 0.0}
WAYS = [(fault, for_good) for fault in FAULTS for for_good in (False, True) if (fault, for_good) != ("short", True)]
"""Each fault, once and for good. A disk that for good takes a part of each head leaves one that says nothing."""


class Session:
    """A log that is used until the disk fails, and on: what was acknowledged, and what was spent by then."""

    def __init__(self, folder: Path, disk: Disk, durability: str) -> None:
        self.folder, self.disk, self.durability = folder, disk, durability
        self.ledger = Ledger()
        self.acknowledged: list[str] = []
        self.failed = 0

    def run(self) -> None:
        """Open, call ten times, close. Nothing else than an AuditError comes out of any of it."""
        try:
            log = AuditLog.open(
                self.folder,
                b"key",
                snapshot=self.ledger.snapshot,
                every=4,
                segment_bytes=2500,
                durability=self.durability,
            )
        except AuditError:
            self.failed += 1
            return
        for number in range(10):
            self._call(log, f"call {number}")
        self._compare(log)
        try:
            log.close()
        except AuditError:
            self.failed += 1

    def _call(self, log: AuditLog, name: str) -> None:
        who = {"id": name, "agent": "a", "role": "r", "chat": "c"}
        try:
            self._append(log, "intent", {**who, "reserved": 2.0})
            self._append(log, "outcome", {**who, "status": "ok", "credits": 1.0, "rows": 0, "healed": []})
        except AuditError:
            self.failed += 1
        else:
            self.acknowledged.append(name)

    def _append(self, log: AuditLog, kind: str, fields: dict[str, Any]) -> None:
        log.append(kind, fields, lambda written: self.ledger.apply(kind, written.time, fields))

    def _compare(self, log: AuditLog) -> None:
        """Spending is the sum of the records that stand in the log."""
        summed = sum(record["credits"] for record in log.records(kind="outcome"))
        assert self.ledger.totals["agent"].get("a", {"credits": 0})["credits"] == summed


def ended(folder: Path, acknowledged: list[str], durability: str) -> None:
    """What must be true after a session, when the disk works again."""
    if (folder / "head").exists() and (folder / "head").stat().st_size:
        assert verify_folder(folder, b"key").ok
    log = AuditLog.open(folder, b"key", durability=durability)
    kept = [record["id"] for record in log.records(kind="outcome")]
    assert log.found is None
    assert log.verify().ok
    assert set(acknowledged) <= set(kept)
    assert len(kept) == len(set(kept))
    replayed = Ledger()
    for record in log.replay():
        replayed.apply(record["kind"], record["time"], record)
    replayed.end_all()
    assert replayed.totals["agent"].get("a", {"credits": 0})["credits"] == summed(list(log.records()))
    log.close()


def fail_at(folder: Path, durability: str, fault: Any, at: int | None, *, for_good: bool) -> tuple[Session, int]:
    """A session on a disk that fails at one call, and how many calls it made."""
    disk = Disk()
    disk.fault_at, disk.fault, disk.for_good = at, fault, for_good
    session = Session(folder, disk, durability)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(files, "os", disk)
        session.run()
    return session, disk.calls


def every(tmp_path: Path, step: int) -> int:
    """Let each call in turn fail, or each so many; how many sessions noticed."""
    noticed = 0
    for durability in ("process", "power"):
        _, calls = fail_at(tmp_path / durability, durability, BROKEN, None, for_good=False)
        assert calls > 40
        for number, at in enumerate(range(1, calls + 1, step)):
            for fault, for_good in WAYS if step == 1 else [WAYS[number % len(WAYS)]]:
                folder = tmp_path / f"{durability}{at}{fault}{for_good}"
                session, _ = fail_at(folder, durability, FAULTS[fault], at, for_good=for_good)
                assert len(session.acknowledged) + session.failed > 0
                noticed += session.failed > 0
                ended(folder, session.acknowledged, durability)
    return noticed


def test_a_fault_at_a_call_to_the_disk_loses_nothing_and_invents_nothing(tmp_path: Path) -> None:
    """Full, broken, short, once or for good, with and without syncs: the log stays valid, with all acknowledged."""
    assert every(tmp_path, step=7) > 8


@pytest.mark.soak
def test_a_fault_at_every_call_to_the_disk_loses_nothing_and_invents_nothing(tmp_path: Path) -> None:
    """The same for each single call of a session, with each fault."""
    assert every(tmp_path, step=1) > 200


@pytest.fixture
def wares(tmp_path: Path) -> Path:
    """A database of one table, and no log yet."""
    path = tmp_path / "wares.duckdb"
    with HatiData.open(path, state_dir=tmp_path / "made") as layer:
        layer.owner_sql("CREATE TABLE wares AS SELECT range AS id FROM range(10)")
    return path


def summed(kept: list[dict[str, Any]]) -> float:
    """The credits of some records: of outcomes, and what was last set aside for calls that have none."""
    due: dict[str, float] = {}
    spent, failed = 0.0, dict[str, float]()
    for record in kept:
        if record["kind"] == "intent":
            due[record["id"]] = record["reserved"]
        elif record["kind"] == "attempt":
            failed[record["id"]] = due[record["id"]] = failed.get(record["id"], 0.0) + record["credits"]
        elif record["kind"] == "outcome":
            due.pop(record["id"], None)
            spent += record["credits"]
    return spent + sum(due.values())


def ask(path: Path, folder: Path, durability: Any, fault: Any, after: int, for_good: bool) -> bool:
    """Three queries while the disk fails after so many calls; whether one of them failed."""
    disk, answered, refused = Disk(), set[str](), 0
    settings = Settings(durability=durability, audit_segment_mb=0.004)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(files, "os", disk)
        layer = HatiData.open(path, state_dir=folder, settings=settings)
        agent = layer.agent("ana")
        disk.fault_at, disk.fault, disk.for_good = disk.calls + after, fault, for_good
        for text in ("SELECT count(*) AS n FROM wares", "SELECT id FROM ware", "SELECT nothing"):
            try:
                answered.add(agent.run(text).audit_id)
            except HatiDataError as error:
                if error.code == "audit_failed":
                    refused += 1
                else:
                    answered.add(str(error.audit_id))
        with suppress(AuditError):
            layer.close()
    with HatiData.open(path, state_dir=folder, settings=settings) as layer:
        kept = list(layer.audit.records())
        assert layer.audit.verify().ok
        assert answered <= {record["id"] for record in kept if record["kind"] == "outcome"}
        assert layer.usage().get("ana", {"credits": 0})["credits"] == pytest.approx(summed(kept))
    return refused > 0


@pytest.mark.parametrize("durability", ["process", "power"])
def test_a_query_whose_record_the_disk_refuses_has_no_answer(wares: Path, tmp_path: Path, durability: str) -> None:
    """The caller gets audit_failed and nothing else, and what the log holds is what is charged."""
    dice = random.Random(durability)
    noticed = 0
    for after in range(1, 12, 4):
        noticed += ask(wares, tmp_path / f"at{after}", durability, dice.choice([*FAULTS.values()]), after, after > 4)
    assert noticed


@pytest.mark.soak
@pytest.mark.parametrize("durability", ["process", "power"])
def test_every_query_whose_record_the_disk_refuses_has_no_answer(wares: Path, tmp_path: Path, durability: str) -> None:
    """The same for each call to the disk that three queries make, with each fault."""
    noticed = 0
    for number, (after, fault) in enumerate(product(range(1, 28), FAULTS.values())):
        noticed += ask(wares, tmp_path / f"{number}", durability, fault, after, number % 3 == 0)
    assert noticed > 25
