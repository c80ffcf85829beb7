"""Whatever is done to a log shows."""

from __future__ import annotations

import json
import random
import re
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import soak_report

from autogen_hatidata.audit import AuditLog
from autogen_hatidata.audit import verify as verify_folder
from autogen_hatidata.audit.files import segments
from autogen_hatidata.governance import chain, records

Lines = list[bytes]


def kinds(lines: Lines, head: bytes, **more: Any) -> set[str]:
    """The kinds of problem that a log has."""
    found = chain.verify(lines, head, **more)
    assert found.ok == (not found.problems)
    return {problem.kind for problem in found.problems}


def resealed(lines: Lines, start: int) -> Lines:
    """The lines with every number, link and hash made anew from ``start`` on: what a careful forger writes."""
    done = lines[:start]
    for line in lines[start:]:
        fields = re.fullmatch(
            rb'\{"v":1,"seq":\d+,"time":"[^"]*","kind":"(\w+)",(.*),?"prev":"\w+","hash":"\w+"\}\n', line
        )
        assert fields is not None
        prev = records.mark(done[-1]).hash if done else records.GENESIS  # type: ignore[union-attr]
        body = "{" + fields[2].decode().rstrip(",") + "}"
        done.append(records.seal(len(done) + 1, "2026-01-01T00:00:00.000000Z", fields[1].decode(), body, prev)[0])
    return done


def test_an_untouched_log_is_valid(written: tuple[Lines, bytes]) -> None:
    """A log as the layer wrote it has no problem, and its verification names its newest record."""
    lines, head = written
    found = chain.verify(lines, head)

    assert found
    assert (len(lines), len(lines)) == (found.records, found.seq)
    assert f"{len(lines)} records, chain valid, newest {len(lines)} {found.hash}" == str(found)


def edit(lines: Lines, at: int, rng: random.Random) -> Lines:
    line = bytearray(lines[at])
    place = rng.randrange(len(line) - 1)
    line[place] = rng.choice([b for b in range(32, 127) if b != line[place]])
    return [*lines[:at], bytes(line), *lines[at + 1 :]]


def delete(lines: Lines, at: int, rng: random.Random) -> Lines:
    return lines[:at] + lines[at + rng.randint(1, 3) :]


def insert(lines: Lines, at: int, rng: random.Random) -> Lines:
    return [*lines[:at], rng.choice(lines), *lines[at:]]


def swap(lines: Lines, at: int, rng: random.Random) -> Lines:
    other = rng.choice([n for n in range(len(lines)) if n != at])
    lines = list(lines)
    lines[at], lines[other] = lines[other], lines[at]
    return lines


def cut(lines: Lines, at: int, rng: random.Random) -> Lines:
    return lines[:at]


def forge(lines: Lines, at: int, rng: random.Random) -> Lines:
    """A record changed, inserted or left out, and everything after it sealed anew."""
    changed = (
        lines[at].replace(b'"agent":"writer"', b'"agent":"nobody"').replace(b'"kind":"outcome"', b'"kind":"intent"')
    )
    if changed == lines[at]:
        return resealed(insert(lines, at, rng), at)
    return resealed([*lines[:at], changed, *lines[at + 1 :]], at)


TAMPERINGS = [edit, delete, insert, swap, cut, forge]


@pytest.mark.parametrize("tamper", TAMPERINGS, ids=lambda f: f.__name__)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_tampering_at_any_place_is_found(
    tamper: Callable[[Lines, int, random.Random], Lines], data: st.DataObject, written: tuple[Lines, bytes]
) -> None:
    """A record edited, deleted, inserted, swapped, cut off, or forged with all after it, is found anywhere."""
    lines, head = written
    at = data.draw(st.integers(0, len(lines) - 1))
    tampered = tamper(lines, at, random.Random(data.draw(st.integers(0, 10**6))))

    assert lines != tampered
    assert kinds(tampered, head)


@pytest.mark.parametrize(
    ("tampered", "seq", "kind"),
    [
        (lambda x: [*x[:4], x[4].replace(b"writer", b"boss"), *x[5:]], 5, "changed"),
        (lambda x: x[:4] + x[5:], 5, "removed"),
        (lambda x: x[:4] + x[9:], 5, "removed"),
        (lambda x: [*x[:9], x[4], *x[9:]], 5, "inserted"),
        (lambda x: [*x[:4], x[5], x[4], *x[6:]], 5, "swapped"),
        (lambda x: [*x[:4], x[9], *x[5:9], x[4], *x[10:]], 5, "swapped"),
        (lambda x: [*x[:4], b"what is this\n", *x[4:]], 5, "unreadable"),
        (lambda x: x[:-1], None, "cut"),
        (lambda x: x[:3], 3, "cut"),
        (lambda x: [], 0, "cut"),
        (lambda x: x[1:], 1, "removed"),
        (lambda x: resealed([*x[:4], x[4].replace(b"writer", b"boss"), *x[5:]], 4), None, "rewritten"),
        (lambda x: [*x[:4], resealed([*x[:4], x[4].replace(b"writer", b"boss")], 4)[4], *x[5:]], 6, "unlinked"),
        (lambda x: resealed([*x, x[4], x[4]], len(x)), None, "appended"),
    ],
)
def test_each_problem_is_named_with_its_record(
    tampered: Callable[[Lines], Lines], seq: int | None, kind: str, written: tuple[Lines, bytes]
) -> None:
    """Verification says what was done, and at which record."""
    lines, head = written
    found = chain.verify(tampered(lines), head)

    assert (kind, True) == (kind, any(p.kind == kind and seq in (None, p.seq) for p in found.problems)), found
    assert "NOT valid" in str(found)


def test_a_record_more_than_the_head_is_a_kill_and_no_problem(written: tuple[Lines, bytes]) -> None:
    """Killed between record and head, a log is valid, and a note says what the head does not cover."""
    lines, _ = written
    before = records.mark(lines[-2])
    assert before is not None
    found = chain.verify(lines, records.write_head(before.seq, before.hash, None))

    assert found.ok
    assert "newer than the head" in found.notes[0]


def test_a_torn_last_line_is_a_note(written: tuple[Lines, bytes]) -> None:
    """A line that a kill tore was never acknowledged, so the log is valid."""
    lines, head = written
    found = chain.verify([*lines, lines[-1][:50]], head)

    assert found.ok
    assert "torn" in found.notes[0]


def test_an_archived_beginning_is_a_note(written: tuple[Lines, bytes]) -> None:
    """A log may start at any checkpoint: its older segments may lie elsewhere."""
    lines, head = written
    start = max(n for n, line in enumerate(lines) if b'"kind":"checkpoint"' in line)
    found = chain.verify(lines[start:], head)

    assert found.ok
    assert f"starts at record {start + 1}" in found.notes[0]


@pytest.mark.parametrize(
    ("head", "key", "kind"),
    [
        (lambda seq, hash: records.write_head(seq, hash, b"other"), b"key", "head_forged"),
        (lambda seq, hash: records.write_head(seq, hash, None), b"key", "head_unsigned"),
        (lambda seq, hash: b"garbage", None, "head_damaged"),
        (lambda seq, hash: b"", None, "head_missing"),
    ],
)
def test_a_wrong_head_is_found(
    head: Callable[[int, str], bytes], key: bytes | None, kind: str, written: tuple[Lines, bytes]
) -> None:
    """A head that is gone, damaged, unsigned or signed by somebody else is a problem."""
    lines, _ = written
    last = records.mark(lines[-1])
    assert last is not None

    assert {kind} == kinds(lines, head(last.seq, last.hash), key=key)


def test_an_anchor_finds_a_log_written_anew_with_its_head(written: tuple[Lines, bytes]) -> None:
    """The newest hash, kept elsewhere, shows what the files alone cannot."""
    lines, head = written
    anchor = (chain.verify(lines, head).seq, chain.verify(lines, head).hash)
    anew = resealed(lines, 3)
    last = records.mark(anew[-1])
    assert last is not None
    new_head = records.write_head(last.seq, last.hash, None)

    assert chain.verify(anew, new_head).ok
    assert {"rewritten"} == kinds(anew, new_head, anchors=[anchor])
    assert {"cut"} == kinds(
        lines[:-1], records.write_head(last.seq - 1, records.mark(lines[-2]).hash, None), anchors=[anchor]
    )  # type: ignore[union-attr]


def test_a_broken_log_lists_a_hundred_problems(written: tuple[Lines, bytes]) -> None:
    """A log of rubbish gives a short list, not one of its own size."""
    _, head = written
    found = chain.verify([b"rubbish\n"] * 5000, head)

    assert (found.records, len(found.problems)) == (5000, chain.MAX_PROBLEMS)


def test_a_cut_tail_stays_known_after_the_log_has_grown(folder: Path, outcome: dict[str, Any]) -> None:
    """Opening a cut log does not hide the cut: the first record tells, and so does every later verification."""
    log = AuditLog.open(folder)
    log.append("outcome", outcome)
    log.close()
    segment = folder / "000000000001.jsonl"
    segment.write_bytes(b"".join(segment.read_bytes().splitlines(keepends=True)[:-2]))

    log = AuditLog.open(folder)
    log.append("outcome", outcome)

    assert log.found is not None
    assert log.found.kind == "cut"
    assert [problem.kind for problem in log.verify().problems] == ["cut"]
    log.close()
    assert [problem.kind for problem in verify_folder(folder).problems] == ["cut"]


def test_a_live_log_knows_its_own_end(folder: Path, outcome: dict[str, Any]) -> None:
    """A log and head written anew under an open layer are found without any key: it remembers what it wrote."""
    log = AuditLog.open(folder)
    log.append("outcome", outcome)
    segment = folder / "000000000001.jsonl"
    anew = resealed(segment.read_bytes().splitlines(keepends=True), 1)
    last = records.mark(anew[-1])
    assert last is not None
    segment.write_bytes(b"".join(anew))
    (folder / "head").write_bytes(records.write_head(last.seq, last.hash, None))

    assert not log.verify().ok
    log.close()


def test_another_key_does_not_open_a_signed_log(folder: Path) -> None:
    """A log signed with one key is not signed over with another."""
    AuditLog.open(folder, b"right").close()
    before = (folder / "000000000001.jsonl").read_bytes()

    with pytest.raises(Exception, match="signed with another key"):
        AuditLog.open(folder, b"wrong")

    assert before == (folder / "000000000001.jsonl").read_bytes()
    assert verify_folder(folder, b"right").ok


def test_a_stripped_signature_stays_known(folder: Path) -> None:
    """A head whose signature was taken away is found, also after the log was opened with the key again."""
    AuditLog.open(folder, b"key").close()
    head = records.read_head((folder / "head").read_bytes())
    assert head is not None
    (folder / "head").write_bytes(records.write_head(head.seq, head.hash, None))

    AuditLog.open(folder, b"key").close()

    assert [problem.kind for problem in verify_folder(folder, b"key").problems] == ["head_unsigned"]


def test_a_note_says_where_signing_began(folder: Path) -> None:
    """A log that gets a key later is valid, and says from which record on its head was signed."""
    AuditLog.open(folder).close()
    AuditLog.open(folder, b"key").close()
    found = verify_folder(folder, b"key")

    assert found.ok
    assert found.notes == ("Signing began at record 5.",)


@pytest.fixture(scope="session", params=["process", "power"])
def rotated(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A signed log of some hundred records in several files."""
    folder = tmp_path_factory.mktemp("rotated") / "audit"
    log = AuditLog.open(folder, b"key", every=9, segment_bytes=9000, durability=request.param)
    for number in range(60):
        log.append("intent", {"id": number, "agent": "writer", "sql": "SELECT ?" * 9, "reserved": 2.0})
        log.append("outcome", {"id": number, "agent": "writer", "sql": "SELECT ?" * 9, "credits": 1.0})
    log.close()
    assert len(segments(folder)) > 4
    return folder


def tampered(folder: Path, dice: random.Random, tmp_path: Path, outsider: Callable[..., list[str]]) -> str | None:
    """Tamper with a copy of a log in one of six ways; what was done, if nobody finds it."""
    files = segments(folder)
    whole = [path.read_bytes().splitlines(keepends=True) for path in files]
    lines = [line for part in whole for line in part]
    at = dice.randrange(len(lines))
    tamper = dice.choice(TAMPERINGS)
    done = tamper(lines, at, dice)
    if done == lines:
        return None
    work = tmp_path / "copy"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    (work / "head").write_bytes((folder / "head").read_bytes())
    for number, part in enumerate(whole):  # the lines go back into as many files
        end = None if number == len(whole) - 1 else len(part)
        (work / files[number].name).write_bytes(b"".join(done[:end]))
        done = done[len(part) :]
    key = dice.choice([None, b"key"])
    by = [verify_folder(work, key).ok, not outsider(work, key)]
    return f"{tamper.__name__} at record {at + 1}: ours {by[0]}, the page's {by[1]}" if any(by) else None


def test_tampering_with_a_log_in_several_files_is_found(
    rotated: Path, tmp_path: Path, outsider: Callable[..., list[str]]
) -> None:
    """Six kinds of tampering, anywhere, with both durabilities: our verification and the short one find each."""
    dice = random.Random(5)
    missed = [tampered(rotated, dice, tmp_path, outsider) for _ in range(20)]

    assert [one for one in missed if one] == []


@pytest.mark.soak
def test_a_thousand_tamperings_are_found(rotated: Path, tmp_path: Path, outsider: Callable[..., list[str]]) -> None:
    """The same a thousand times."""
    seed, began = random.randrange(10**6), time.monotonic()
    dice = random.Random(seed)
    missed = [one for one in (tampered(rotated, dice, tmp_path, outsider) for _ in range(1000)) if one]
    name = f"edits of a log, durability {json.loads(segments(rotated)[0].read_bytes().splitlines()[0])['durability']}"
    soak_report.report(name, 1000, 1000 - len(missed), 0, time.monotonic() - began)

    assert (seed, missed[:5]) == (seed, [])


def test_files_of_a_log_that_are_gone_are_told(
    rotated: Path, tmp_path: Path, outsider: Callable[..., list[str]]
) -> None:
    """Oldest files may be moved away, which is a note; any other file that is gone is a problem, for both verifiers."""
    names = [path.name for path in segments(rotated)]
    for gone, fine in ((names[:1], True), (names[:3], True), (names[1:2], False), (names[-1:], False), (names, False)):
        work = Path(shutil.copytree(rotated, tmp_path / f"{len(gone)}{gone[0]}"))
        for name in gone:
            (work / name).unlink()
        found = verify_folder(work, b"key")

        assert (gone, fine, fine) == (gone, found.ok, outsider(work, b"key") == [])
        assert not fine or "starts at record" in found.notes[0]
