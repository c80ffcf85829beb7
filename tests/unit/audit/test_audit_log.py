"""The log keeps what it is given, in order, and gives it back."""

from __future__ import annotations

import json
import os
import threading
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from autogen_hatidata.audit import AuditLog, files
from autogen_hatidata.audit import verify as verify_folder
from autogen_hatidata.errors import AuditError
from autogen_hatidata.governance import records

Fields = dict[str, Any]


def kinds(records: Any) -> list[str]:
    """The kinds of some records."""
    return [record["kind"] for record in records]


def test_a_new_log_starts_with_a_checkpoint_and_ends_with_one(folder: Path, outcome: Fields) -> None:
    """A segment starts with its checkpoint; a closed log has one near its end."""
    log = AuditLog.open(folder, snapshot=lambda: {"spent": 3})
    log.append("outcome", outcome)
    log.close()
    lines = [json.loads(line) for line in (folder / "000000000001.jsonl").read_bytes().splitlines()]

    assert kinds(lines) == ["checkpoint", "open", "outcome", "checkpoint", "close"]
    assert lines[3]["spending"] == {"spent": 3}


def test_append_tells_which_record_it_wrote(log: AuditLog, outcome: Fields) -> None:
    """What append returns names the record that stands in the log with its fields and all common ones."""
    written = log.append("outcome", outcome)

    (record,) = log.tail(1)
    assert written == (record["seq"], record["time"], record["hash"])
    assert outcome.items() <= record.items()
    assert (record["v"], record["seq"], record["kind"]) == (1, 3, "outcome")


def test_the_time_is_the_clock_s(folder: Path) -> None:
    """The clock that is passed in gives the time, in UTC with microseconds."""
    log = AuditLog.open(folder, clock=lambda: 1_772_357_400.123456)

    assert log.append("policy", {}).time == "2026-03-01T09:30:00.123456Z"
    log.close()


@pytest.mark.parametrize("now", [1e11, -3.4e10])
def test_a_clock_that_is_far_off_is_refused(folder: Path, now: float) -> None:
    """A record of the year 5138 would be the newest of every window and chart for good."""
    with pytest.raises(AuditError, match="clock"):
        AuditLog.open(folder, clock=lambda: now)


@pytest.mark.parametrize(("kind", "fields"), [("intnt", {}), ("intent", {"seq": 3}), ("intent", {"hash": "x"})])
def test_a_misspelt_record_is_refused(log: AuditLog, kind: str, fields: Fields) -> None:
    """An unknown kind, or a field that the log writes itself, is a mistake in the program; nothing is written."""
    with pytest.raises(ValueError):
        log.append(kind, fields)

    assert kinds(log.records()) == ["checkpoint", "open"]
    assert log.verify()


def test_records_and_tail_filter_by_kind_agent_and_time(folder: Path) -> None:
    """A person finds the records of a kind, of an agent (with or without its prefix), or from a time on."""
    now = [1_772_357_400.0]
    log = AuditLog.open(folder, clock=lambda: now[0])
    for agent in ("ann", "bob", "ann"):
        now[0] += 60
        log.append("intent", {"agent": agent})
        log.append("outcome", {"agent": agent, "credits": now[0]})
    moment = datetime(2026, 3, 1, 9, 32, tzinfo=UTC)

    assert kinds(log.records(agent="autogen-ann")) == ["intent", "outcome"] * 2
    assert [record["agent"] for record in log.records(kind="outcome")] == ["ann", "bob", "ann"]
    assert [record["agent"] for record in log.records(since=moment)] == ["bob", "bob", "ann", "ann"]
    for same in (moment.astimezone(timezone(timedelta(hours=5))), "2026-03-01T09:32:00", "2026-03-01T10:32:00+01:00"):
        assert len(list(log.records(since=same))) == 4
    assert [record["agent"] for record in log.tail(2, kind="outcome")] == ["bob", "ann"]
    assert [now[0]] == [record["credits"] for record in log.tail(1, "outcome", "ann")]
    assert (log.tail(0), log.tail(5, agent="nobody")) == ([], [])
    assert kinds(log.records()) == kinds(log.tail(1000))
    log.close()


def test_replay_starts_at_the_newest_checkpoint(folder: Path, outcome: Fields) -> None:
    """After a kill, what was spent follows from the newest checkpoint and the records after it."""
    log = AuditLog.open(folder, every=3, snapshot=lambda: {"n": 1})
    for number in range(8):
        log.append("outcome", {**outcome, "id": number})
    replayed = list(log.replay())

    assert kinds(replayed) == ["checkpoint", "outcome", "outcome"]
    assert [record["id"] for record in replayed[1:]] == [6, 7]
    log.close()


def test_outcomes_before_a_kill_count_for_the_next_checkpoint(folder: Path, outcome: Fields) -> None:
    """Sessions that never close still get their checkpoint, so that replay stays short."""
    for _ in range(4):
        log = AuditLog.open(folder, every=3)
        log.append("outcome", outcome)
        log._writer.close()  # as a kill would
    log = AuditLog.open(folder, every=3)

    assert kinds(log.replay()) == ["checkpoint", "open", "outcome", "open"]
    log.close()


def test_what_then_changes_is_in_step_with_the_log(folder: Path, outcome: Fields) -> None:
    """Under threads, every checkpoint holds the effect of exactly the records before it."""
    spent = {"credits": 0}

    def settle(written: object) -> None:
        before = spent["credits"]
        os.sched_yield()
        spent["credits"] = before + 1

    log = AuditLog.open(folder, every=7, snapshot=lambda: dict(spent))

    def work() -> None:
        for _ in range(50):
            log.append("intent", {"id": "x"})
            log.append("outcome", {**outcome, "credits": 1}, then=settle)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    log.close()

    total, checkpoints = 0, 0
    for line in (folder / "000000000001.jsonl").read_bytes().splitlines():
        record = json.loads(line)
        total += record.get("credits", 0)
        if record["kind"] == "checkpoint":
            checkpoints += 1
            assert total == record["spending"].get("credits", 0)
    assert (total, checkpoints) == (200, 200 // 7 + 2)
    assert verify_folder(folder)


def test_a_then_that_fails_leaves_a_valid_log(log: AuditLog, outcome: Fields) -> None:
    """A bug in what follows a record is raised, and the record stays."""
    with pytest.raises(ZeroDivisionError):
        log.append("outcome", outcome, then=lambda written: 1 / 0)
    log.append("outcome", outcome)

    assert len(list(log.records(kind="outcome"))) == 2
    assert log.verify()


def test_a_closed_log_refuses_records_and_closes_twice(folder: Path) -> None:
    """After close nothing is written; closing again does nothing."""
    log = AuditLog.open(folder)
    log.close()
    log.close()

    with pytest.raises(AuditError, match="closed"):
        log.append("policy", {})
    assert kinds(log.records()) == ["checkpoint", "open", "checkpoint", "close"]


def test_a_log_in_several_segments_is_one_log(folder: Path, outcome: Fields) -> None:
    """Segments that start with a checkpoint read, replay, verify and go on as one log; older ones may be taken away."""
    log = AuditLog.open(folder, b"key", every=5)
    for number in range(20):
        log.append("outcome", {**outcome, "id": number})
    log.close()
    whole = folder / "000000000001.jsonl"
    lines = whole.read_bytes().splitlines(keepends=True)
    starts = [n for n, line in enumerate(lines) if b'"kind":"checkpoint"' in line]
    whole.unlink()
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        (folder / files.segment_name(start + 1)).write_bytes(b"".join(lines[start:end]))

    log = AuditLog.open(folder, b"key")
    log.append("outcome", {**outcome, "id": 20})

    assert list(range(21)) == [record["id"] for record in log.records(kind="outcome")]
    assert list(range(13, 21)) == [record["id"] for record in log.tail(8, kind="outcome")]
    assert log.verify()
    assert next(log.replay())["kind"] == "checkpoint"
    whole.unlink()
    assert log.verify()
    (folder / files.segment_name(starts[2] + 1)).unlink()
    assert [problem.kind for problem in log.verify().problems] == ["removed"]
    log.close()


def test_a_newest_segment_without_records_that_nothing_explains_is_told(folder: Path) -> None:
    """A newest file that lost its records does not go unnoticed, and the log goes on where it ends."""
    AuditLog.open(folder).close()
    (folder / files.segment_name(9)).touch()

    log = AuditLog.open(folder)

    assert log.found is not None
    assert (log.found.kind, log.found.text) == ("cut", "The log ends at record 4; record 8 existed.")
    assert [problem.kind for problem in log.verify().problems] == ["cut"]
    assert [path.name for path in files.segments(folder)] == [files.segment_name(1)]
    log.close()


def test_an_empty_segment_that_should_have_come_next_is_taken_away(folder: Path) -> None:
    """Without a sync, a power cut can leave a new file without its first record: nothing was acknowledged in it."""
    AuditLog.open(folder).close()
    (folder / files.segment_name(5)).write_bytes(b'{"v":1,"se')

    log = AuditLog.open(folder)

    assert log.found is None
    assert log.tail(1, kind="open")[0]["torn"] == 10
    assert log.verify()
    log.close()


def test_a_log_whose_only_file_is_empty_is_refused(folder: Path) -> None:
    """Where all older files were moved away, and the newest has nothing, it does not start at record 1 again."""
    folder.mkdir()
    (folder / files.segment_name(9)).touch()

    with pytest.raises(AuditError, match="empty"):
        AuditLog.open(folder)


@pytest.mark.parametrize("bytes_left", [None, 0, 1, 100, "first", "first and a half"])
@pytest.mark.parametrize("head_left", [None, "empty", "first"])
def test_a_log_killed_in_its_first_moments_opens(
    folder: Path, bytes_left: int | str | None, head_left: str | None
) -> None:
    """Whatever a kill leaves of a log that was just begun, the next open takes it for that and finds nothing wrong."""
    folder.mkdir()
    first, digest = records.seal(1, "2026-01-01T00:00:00.000000Z", "checkpoint", '{"spending":{}}', records.GENESIS)
    content = {None: None, "first": first, "first and a half": first + first[:70]}.get(bytes_left)
    if isinstance(bytes_left, int):
        content = first[:bytes_left]
    if content is not None:
        (folder / "000000000001.jsonl").write_bytes(content)
    if head_left is not None:
        whole = records.write_head(1, digest, None)
        (folder / "head").write_bytes(whole if head_left == "first" and content and b"\n" in content else b"")

    log = AuditLog.open(folder)

    assert log.found is None
    assert kinds(log.replay()) == ["checkpoint", "open"]
    assert log.verify()
    log.close()
    assert verify_folder(folder)


@pytest.mark.parametrize("line", [b"what is this\n", b"{}\n", b"\n", b"\xff\xfe\n"])
def test_a_log_that_cannot_be_continued_is_refused_and_left_alone(folder: Path, line: bytes) -> None:
    """A last line that is no record stops the layer with what to do next, and nothing is changed."""
    AuditLog.open(folder).close()
    segment = folder / "000000000001.jsonl"
    segment.write_bytes(segment.read_bytes() + line)
    before = segment.read_bytes()

    with pytest.raises(AuditError, match="verify"):
        AuditLog.open(folder)
    assert before == segment.read_bytes()
    assert not verify_folder(folder)


def test_files_are_for_their_owner_alone(folder: Path) -> None:
    """The folder has the rights 0700, its files 0600."""
    AuditLog.open(folder).close()

    assert folder.stat().st_mode & 0o777 == 0o700
    assert {0o600} == {path.stat().st_mode & 0o777 for path in folder.iterdir()}


@pytest.mark.parametrize("block", [1, 7, 64, 1000, 65536])
def test_reading_backwards_gives_the_lines_in_reverse(tmp_path: Path, block: int) -> None:
    """Whatever the size of a block, lines and their places are those of the file."""
    path = tmp_path / "lines"
    lines = [b"x" * n + b"\n" for n in (0, 1, 5, 200, 0, 63, 64, 65)]
    path.write_bytes(b"".join(lines))
    places = [sum(map(len, lines[:n])) for n in range(len(lines))]

    assert list(zip(places, lines, strict=True))[::-1] == list(files.backward(path, sum(map(len, lines)), block))
    assert sum(map(len, lines)) == files.whole_lines(path, path.stat().st_size, block)
    assert list(files.backward(path, 0, block)) == []
