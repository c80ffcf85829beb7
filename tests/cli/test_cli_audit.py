"""``autogen-hatidata audit tail | show | verify | export``: what a log holds, from its files alone."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import sys
from pathlib import Path

import duckdb
import pytest
from support.logs import Run, contents, log_of, records_of

from autogen_hatidata import HatiData
from autogen_hatidata.audit import AuditLog
from autogen_hatidata.cli import main, progress

COMMANDS = (
    ["tail"],
    ["show", "{id}"],
    ["verify"],
    ["export", "{new}.csv"],
    ["report"],
    ["report", "--html", "{new}.html"],
)
HOSTILE = "\x1b[31m[bold]evil[/bold] :smile: \u202eeb\u009b2J"


def _audit(said: Run, command: str, database: object, *more: object) -> tuple[int, str, str]:
    return said("audit", command, database, *more)


def _json(said: Run, command: str, database: object, *more: object) -> object:
    return json.loads(_audit(said, command, database, *more, "--json")[1])


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A log whose names and texts try to steer what shows them."""
    folder = tmp_path / "evil.duckdb.hatidata" / "audit"
    folder.parent.mkdir()
    log = AuditLog.open(folder)
    who = {"id": "e" * 32, "agent": HOSTILE, "role": HOSTILE, "chat": HOSTILE, "tool": HOSTILE, "sql": HOSTILE}
    log.append("intent", {**who, "attempt": 1, "reserved": 2.0, "tables": [HOSTILE], "masks": [HOSTILE]})
    log.append("attempt", {**who, "attempt": 1, "code": "unknown_name", "stage": "execute", "credits": 1.0})
    repair = {"kind": "table", "before": HOSTILE, "after": "=1+1"}
    ended = {"status": "ok", "credits": 2.0, "rows": 1, "ms": {"execute": 1.0}, "healed": [repair]}
    log.append("outcome", {**who, "call_id": "=cmd()", **ended})
    log.append("outcome", {**who, "id": "f" * 32, "status": "refused", "code": HOSTILE, "credits": 0.0, "ms": {}})
    log.close()
    return tmp_path / "evil.duckdb"


# tail


def test_tail_shows_a_line_for_each_call(said: Run, sales: Path) -> None:
    """The newest calls come last, each a line with who, how it ended and what it cost."""
    code, shown, _ = _audit(said, "tail", sales, "-n", 3)
    newest = records_of(sales, "outcome")[-3:]

    assert (code, len(shown.splitlines())) == (0, 5)
    for line, record in zip(shown.splitlines()[2:], newest, strict=True):
        assert line.startswith(f"{record['time'][:10]} {record['time'][11:19]}  {record['id'][:8]}  {record['agent']} ")


@pytest.mark.parametrize(
    ("words", "fits"),
    [
        ((), lambda one: one["kind"] == "outcome"),
        (("--kind", "all"), lambda one: True),
        (("--kind", "attempt"), lambda one: one["kind"] == "attempt"),
        (("--agent", "autogen-analyst"), lambda one: one["kind"] == "outcome" and one["agent"] == "analyst"),
        (("--since", "2026-03-03T12:00"), lambda one: one["kind"] == "outcome" and one["time"] > "2026-03-03T12"),
        (("--since", "2026-03-03T12:00+02:00"), lambda one: one["kind"] == "outcome" and one["time"] > "2026-03-03T10"),
    ],
)
def test_tail_chooses(said: Run, sales: Path, words: tuple[str, ...], fits: object) -> None:
    """--json gives the newest records that fit, whole, one a line."""
    assert callable(fits)
    lines = _audit(said, "tail", sales, "-n", 9, "--json", *words)[1].splitlines()

    assert [json.loads(line) for line in lines] == [one for one in records_of(sales) if fits(one)][-9:]


def test_a_narrow_terminal_gets_fewer_columns(said: Run, sales: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In 80 columns a call is still one line."""
    monkeypatch.setenv("COLUMNS", "80")
    lines = _audit(said, "tail", sales, "-n", 5)[1].splitlines()

    assert len(lines) == 7
    assert all("…" in line or len(line.rstrip()) <= 80 for line in lines)


# show


def test_show_has_all_records_of_a_call(said: Run, sales: Path) -> None:
    """The beginning of an id is enough, and each record of the call is there as it is in the log."""
    call = next(one["id"] for one in records_of(sales, "attempt"))
    found = _json(said, "show", sales, call[:10])

    assert found == {"id": call, "records": [one for one in records_of(sales) if one.get("id") == call]}


def test_show_tells_what_became_of_a_call(said: Run, sales: Path) -> None:
    """A repaired call shows both texts and the repair, a masked one its masks, and each stage its time."""
    healed = next(one for one in records_of(sales, "outcome") if one["healed"])
    (failed,) = [one for one in records_of(sales, "attempt") if one["id"] == healed["id"]]
    code, shown, _ = _audit(said, "show", sales, healed["id"])
    rows = [line.rstrip().split(maxsplit=1) for line in shown.splitlines()]

    assert code == 0
    assert ["sql", healed["sql"]] in rows
    assert ["sql", f"1    {failed['sql']}"] in rows
    assert {stage: f"{ms:.3f}" for stage, ms in healed["ms"].items()} == dict(
        re.findall(r"^stage +(\w+) +\w+ +([\d.]+) ms", shown, re.MULTILINE)
    )
    masked = next(one for one in records_of(sales, "intent") if one["masks"])
    assert f"masks    {', '.join(masked['masks'])}" in _audit(said, "show", sales, masked["id"])[1]


def test_show_tells_of_a_call_that_has_no_end(said: Run, sales: Path) -> None:
    """A call whose process was killed is shown, and what was set aside for it."""
    killed = records_of(sales, "intent")[-1]
    shown = _audit(said, "show", sales, killed["id"])[1]

    assert "without an outcome" in shown
    assert f"reserved {killed['reserved']:g}" in shown


def test_show_needs_one_call(said: Run, sales: Path) -> None:
    """No call, or more than one, is exit code 1 with what to do."""
    for begin, hint in (("nosuch", "audit tail"), ("", "more of it")):
        code, shown, told = _audit(said, "show", sales, begin)
        assert (code, shown, hint in told) == (1, "", True)
    assert _json(said, "show", sales, "nosuch") == {
        "error": {
            "code": "bad_argument",
            "message": "The log has no call nosuch.",
            "hint": "audit tail shows the ids of the newest calls.",
            "marked": "",
        }
    }


# verify


def test_verify_gives_what_to_keep(said: Run, sales: Path) -> None:
    """A whole log is valid, and its newest record is the anchor of a later look."""
    last = records_of(sales)[-1]
    anchor = f"{last['seq']}:{last['hash']}"
    code, shown, _ = _audit(said, "verify", sales)

    assert (code, f"newest: {anchor}\n" in shown) == (0, True)
    assert _audit(said, "verify", sales, "--anchor", anchor)[0] == 0
    found = _json(said, "verify", sales)
    assert isinstance(found, dict)
    assert (found["ok"], found["records"], found["seq"], found["hash"]) == (
        True,
        last["seq"],
        last["seq"],
        last["hash"],
    )


def test_verify_names_what_is_wrong(said: Run, copied: Path) -> None:
    """An edited record, and one that is not what it was, are told with seq and kind, and exit code 1."""
    assert _audit(said, "verify", copied, "--anchor", f"7:{'0' * 64}")[0] == 1
    (segment,) = log_of(copied).glob("*.jsonl")
    lines = segment.read_bytes().splitlines(keepends=True)
    lines[4] = lines[4].replace(b'"agent":"', b'"agent":"x', 1)
    segment.write_bytes(b"".join(lines))
    code, shown, _ = _audit(said, "verify", copied)

    assert code == 1
    assert re.search(r"^ +5 +changed ", shown, re.MULTILINE)
    assert shown.startswith("NOT valid: ")


def test_verify_takes_the_key_from_the_environment(said: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A head that was signed with another key is found when the key is set, and only then."""
    (tmp_path / "a").mkdir()
    AuditLog.open(tmp_path / "a", b"right").close()
    codes = []
    for key in ("", "right", "wrong"):
        monkeypatch.setenv("HATIDATA_AUDIT_KEY", key)
        codes.append(_audit(said, "verify", tmp_path / "a")[0])

    assert codes == [0, 0, 1]


# export


@pytest.mark.parametrize("form", ["jsonl", "csv", "parquet"])
def test_export_has_a_row_for_each_record(said: Run, sales: Path, tmp_path: Path, form: str) -> None:
    """Each form has the records that were asked for, in order, and can be read by others."""
    target = tmp_path / f"out.{form}"
    found = _json(said, "export", sales, target, "--agent", "analyst", "--since", "2026-03-03")
    meant = [one for one in records_of(sales) if one.get("agent") == "analyst" and one["time"] >= "2026-03-03"]

    assert found == {"file": str(target), "records": len(meant)}
    with duckdb.connect() as connection:
        read = {"jsonl": "read_json", "csv": "read_csv", "parquet": "read_parquet"}[form]
        rows = connection.execute(f"SELECT seq, kind, credits, sql FROM {read}('{target}')").fetchall()
    assert rows == [(one["seq"], one["kind"], one.get("credits"), one["sql"]) for one in meant]


def test_export_to_a_spreadsheet_has_no_formula(said: Run, hostile: Path, tmp_path: Path) -> None:
    """A text that a model chose does not begin like a formula in CSV."""
    _audit(said, "export", hostile, tmp_path / "out", "--format", "csv")
    with (tmp_path / "out").open(newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]

    assert "'=cmd()" in cells
    assert not [cell for cell in cells if re.match(r"\s*[=+@-]", cell)]


def test_a_file_is_replaced_only_by_force(said: Run, sales: Path, tmp_path: Path) -> None:
    """What exists stays, unless --force is given; the log and its database stay even then; nothing half is left."""
    target = tmp_path / "out.jsonl"
    target.write_text("mine")
    for command, name in (("export", "x"), ("report", "--html")):
        words = [target] if command == "export" else [name, target]
        assert _audit(said, command, sales, *words)[0] == 2
        assert target.read_text() == "mine"
        assert _audit(said, command, sales, *words, "--force")[0] == 0
        assert target.read_text() != "mine"
        target.write_text("mine")
    before = contents(sales.parent)
    for taken in (sales, log_of(sales) / "000000000001.jsonl", log_of(sales) / "new.csv"):
        code, _, told = _audit(said, "export", sales, taken, "--format", "csv", "--force")
        assert (code, "part of what is read" in told) == (2, True)
    assert _audit(said, "export", sales, tmp_path / "nosuch" / "out.csv")[0] == 2
    assert _audit(said, "export", sales, tmp_path / "out")[0] == 2
    assert contents(sales.parent) == before
    assert [path.name for path in tmp_path.iterdir()] == ["out.jsonl"]


# All of them


def test_nothing_is_changed(said: Run, copied: Path, tmp_path: Path) -> None:
    """Commands change no byte of a log or database, take no lock, and leave nothing behind but what was asked for."""
    before, call = contents(copied.parent), records_of(copied, "outcome")[0]["id"]
    names = {"id": call, "new": str(tmp_path / "new")}
    for command, *more in COMMANDS:
        assert _audit(said, command, copied, *(word.format(**names) for word in more))[0] == 0
    assert said("usage", copied)[0] == 0
    assert said("usage", copied, "--since", "2026-03-03")[0] == 0

    assert contents(copied.parent) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new.csv", "new.html", "sales"]


def test_a_log_has_three_names(said: Run, sales: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The database, its folder and the folder of the log mean the same log; the database itself may be gone."""
    monkeypatch.chdir(sales.parent)
    shown = {_audit(said, "tail", name)[1] for name in (sales, sales.name, log_of(sales).parent, log_of(sales))}

    assert len(shown) == 1


def test_a_database_without_a_log_stays_without(said: Run, tmp_path: Path) -> None:
    """Where there is no log there is an error with a hint, and no folder appears."""
    (tmp_path / "bare.duckdb").write_bytes(b"")
    (tmp_path / "bare.jsonl").write_text('{"a": 1}\n')  # and a folder with lines of somebody else's
    wrong = (
        ("bare.duckdb", "no_such_folder"),
        ("nosuch.duckdb", "no_such_file"),
        (".", "no_such_folder"),
        ("/", "no_such_file"),
    )
    for name, error in wrong:
        for command in (["tail"], ["verify"], ["report"]):
            code, shown, told = _audit(said, *command, tmp_path / name)
            assert (code, shown, f"[{error}]" in told, "Hint: " in told) == (2, "", True, True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bare.duckdb", "bare.jsonl"]


def test_a_layer_may_be_at_work(said: Run, shop_path: Path) -> None:
    """While a layer holds the log and writes, commands read what it has written in full, and it goes on."""
    with HatiData.open(shop_path) as layer:
        layer.agent("ana").query("SELECT 1")
        (segment,) = log_of(shop_path).glob("*.jsonl")
        whole = segment.read_bytes()
        with segment.open("ab") as file:  # as a reader may find it
            file.write(b'{"v":1,"seq":99,"time":"2026')
        assert len(_audit(said, "tail", shop_path, "--json")[1].splitlines()) == 1
        assert [_audit(said, command, shop_path)[0] for command in ("verify", "report")] == [0, 0]
        assert json.loads(said("usage", shop_path, "--json")[1])["rows"][0]["calls"] == 1
        segment.write_bytes(whole)
        layer.agent("ana").query("SELECT 1")
        assert layer.audit.verify().ok


@pytest.mark.parametrize("command", [["tail"], ["show", "e"], ["show", "f"], ["verify"], ["report"]])
def test_no_text_of_a_log_steers_a_terminal(
    said: Run, hostile: Path, command: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Control characters, changes of direction and rich's markup are shown as what they are, also in colour."""
    for colour in ("", "1"):
        monkeypatch.setenv("FORCE_COLOR", colour)
        monkeypatch.setenv("COLUMNS", "400")
        shown = _audit(said, command[0], hostile, *command[1:])[1]
        ours = re.sub(r"\x1b\[[\d;]*m", "", shown) if colour else shown
        assert not [one for one in ours if not one.isprintable() and one != "\n"]
        assert "\x1b[31mevil" not in shown
        if command != ["verify"]:
            assert ours.count("evil") == ours.count(r"\x1b[31m[bold]evil[/bold] :smile: \u202eeb\x9b2J") > 0


def test_a_bar_shows_what_takes_long(said: Run, sales: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only in a terminal, and only after a second, there is a bar on the side."""
    monkeypatch.setattr(progress, "_EVERY", 1)
    assert _audit(said, "verify", sales)[2] == ""
    monkeypatch.setattr(progress, "AFTER_S", 0.0)
    assert _audit(said, "verify", sales)[2] == ""
    monkeypatch.setenv("TTY_COMPATIBLE", "1")
    code, shown, told = _audit(said, "verify", sales)
    assert (code, "verifying" in told, "%" in told, "%" in shown) == (0, True, True, False)
    assert "reading" in said("usage", sales, "--since", "2026-03-03")[2]
    monkeypatch.setattr(progress, "AFTER_S", 60.0)
    assert "verifying" not in _audit(said, "verify", sales)[2]


class Broken:
    """An output that takes nothing."""

    encoding = "utf-8"

    def __init__(self, fault: OSError) -> None:
        self.fault = fault

    def write(self, text: str) -> int:
        raise self.fault

    def flush(self) -> None:
        raise self.fault

    def isatty(self) -> bool:
        return False


def test_who_reads_the_output_may_stop(sales: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pipe that is closed, as head does it, ends a command without a traceback."""
    monkeypatch.setattr(sys, "stdout", Broken(BrokenPipeError()))

    assert main(["audit", "tail", str(sales), "--json"]) == 1
    assert sys.stdout.name == os.devnull
    sys.stdout.close()


def test_a_full_disk_is_told_in_a_sentence(
    sales: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What cannot be written is no traceback, and not something that was found."""
    monkeypatch.setattr(sys, "stdout", Broken(OSError(28, "No space left on device")))

    assert main(["audit", "tail", str(sales), "--json"]) == 2
    assert "No space left on device" in capsys.readouterr().err
    sys.stdout.close()


def test_names_are_written_where_a_terminal_lacks_their_letters(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By their numbers, as Python writes them."""
    with HatiData.open(tmp_path / "a.duckdb") as layer:
        layer.agent("日本").query("SELECT 1")
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, encoding="ascii"))

    assert main(["audit", "tail", str(tmp_path / "a.duckdb")]) == 0
    assert b"\\u65e5" in written.getvalue()


@pytest.mark.parametrize(
    "words",
    [
        ["tail", "x", "-n", "0"],
        ["tail", "x", "--since", "yesterday"],
        ["tail", "x", "--kind", "nosuch"],
        ["verify", "x", "--anchor", "7"],
        ["verify", "x", "--anchor", "7:abc"],
        ["show", "x"],
    ],
)
def test_wrong_options_show_the_usage(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """An option that cannot be meant ends with exit code 2 and the usage."""
    with pytest.raises(SystemExit) as left:
        main(["audit", *words])

    assert left.value.code == 2
    assert "usage: autogen-hatidata audit" in capsys.readouterr().err


def test_a_damaged_log_is_told_in_a_sentence(said: Run, copied: Path) -> None:
    """A line that is no record stops what must read it, with a hint, and verify names its place."""
    (segment,) = log_of(copied).glob("*.jsonl")
    with segment.open("ab") as file:
        file.write(b"nonsense\n")
    for words in (["audit", "tail"], ["audit", "report"], ["usage"]):
        code, shown, told = said(*words, copied)
        assert (code, shown, told.startswith("[audit_failed] The audit log holds a line")) == (2, "", True)
    assert _audit(said, "verify", copied)[0] == 1
