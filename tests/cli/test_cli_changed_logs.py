"""The commands over a log that somebody changed: whatever a field holds, there is an answer or a clear error."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from autogen_hatidata.audit import AuditLog
from autogen_hatidata.cli import main
from autogen_hatidata.governance.quota import Quota
from autogen_hatidata.governance.records import COMMON, FIELDS

HOSTILE = "\x1b[31m[bold]evil[/bold]\u202e\u009b2J\r\x07"
CALL = "e" * 32
WHO = {"id": CALL, "agent": "ana", "role": "analyst", "chat": "c" * 32, "tool": "query", "sql": "SELECT ? FROM t"}
INTENT = {"attempt": 1, "reserved": 2.0, "estimate": 2.0, "tables": ["main.t"], "filters": ["main.t"], "masks": ["t.a"]}
FAILED = {"attempt": 1, "code": "unknown_name", "stage": "execute", "credits": 1.0, "detail": "none"}
REPAIR = {"kind": "table", "before": "tt", "after": "t"}
OK = {"status": "ok", "credits": 2.0, "estimate": 2.0, "rows": 1, "truncated": False, "ms": {"execute": 1.5}}
REFUSED = {"status": "refused", "code": "not_allowed", "stage": "policy", "credits": 0.0, "rows": 0, "ms": {}}

RAW = (
    "NaN",
    "1e999",
    "-1e999",
    "1" + "0" * 400,
    "[" * 900 + "]" * 900,
    '{"a":' * 5000 + "1" + "}" * 5000,
    json.dumps("9999-12-31T23:59:59.999999Z"),
    json.dumps({"execute": "fast"}),
    json.dumps({"spent": {}, "totals": {"agent": {HOSTILE: {"calls": "x"}}}, "open": {}}),
    json.dumps([{"kind": HOSTILE, "before": HOSTILE, "after": []}]),
    json.dumps({"kind": HOSTILE, "text": HOSTILE}),
)
"""JSON that hurts, as it would stand in a line."""

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9) | st.sampled_from((HOSTILE, CALL)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=4,
)
names = st.sampled_from(sorted({*COMMON, *(name for fields in FIELDS.values() for name in fields), HOSTILE}))
changes = st.dictionaries(names, st.sampled_from(RAW) | values.map(json.dumps) | st.just(""), min_size=1, max_size=3)
"""Names of fields and the JSON that stands in them from now on; an empty text takes the field away."""

READING = (
    ("audit", "tail", "--kind", "all"),
    ("audit", "tail", "--kind", "all", "--json"),
    ("audit", "show", CALL),
    ("audit", "show", CALL[0], "--json"),
    ("audit", "verify"),
    ("audit", "verify", "--json"),
    ("usage",),
    ("usage", "--by", "day", "--json"),
)
ENGINE = (
    ("audit", "report"),
    ("audit", "report", "--html", "{folder}/new.html", "--force"),
    ("audit", "report", "--json"),
    ("usage", "--by", "day", "--since", "2020-01-01"),
    ("audit", "export", "{folder}/new.csv", "--force"),
)
Log = tuple[Path, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Log:
    """A log of a healed call and a refused one, and its records."""
    folder = tmp_path_factory.mktemp("changed")
    (folder / "t.duckdb.hatidata").mkdir()
    quota = Quota()
    written = AuditLog.open(folder / "t.duckdb.hatidata" / "audit", snapshot=quota.snapshot)
    healed, refused = {**OK, "healed": [REPAIR]}, {"id": "f" * 32, **REFUSED, "healed": []}
    for kind, more in (
        *(("intent", INTENT), ("attempt", FAILED), ("intent", INTENT)),
        *(("outcome", healed), ("outcome", refused)),
    ):
        fields = {**WHO, **more}
        quota.follow(kind, written.append(kind, fields).time, fields)
    records = list(written.records())
    written.close()
    return folder / "t.duckdb", records


def write(log: Log, which: int, changed: dict[str, str]) -> None:
    """The log with one record, or all of them, changed."""
    path, records = log
    lines = []
    for number, record in enumerate(records):
        fields = {name: json.dumps(value) for name, value in record.items()}
        if which in (number, len(records)):
            fields |= changed
        lines.append("{" + ",".join(f"{json.dumps(name)}:{text}" for name, text in fields.items() if text) + "}\n")
    (path.parent / "t.duckdb.hatidata" / "audit" / "000000000001.jsonl").write_text("".join(lines))


def check(log: Log, commands: Sequence[Sequence[str]]) -> None:
    """Each command ends with one of its codes, shows nothing that steers a terminal, and JSON where JSON is asked."""
    for command in commands:
        at = 1 if command[0] == "usage" else 2
        words = [*command[:at], *((str(log[0]),)), *command[at:]]
        shown, said = io.StringIO(), io.StringIO()
        with redirect_stdout(shown), redirect_stderr(said):
            code = main([word.format(folder=log[0].parent) for word in words])
        text = shown.getvalue() + said.getvalue()
        assert code in (0, 1, 2), command
        assert text or code == 0, command
        assert all(one.isprintable() or one == "\n" for one in text), (command, text)
        if "--json" in command:
            for part in shown.getvalue().splitlines() if command[1] == "tail" and code == 0 else [shown.getvalue()]:
                json.loads(part)
        if "--html" in command and code == 0:
            page = (log[0].parent / "new.html").read_text()
            assert all(one.isprintable() or one == "\n" for one in page)


both = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
which = st.integers(min_value=0, max_value=7)


@example(7, {"ms": f'{{"a":1.5,"b":1{"0" * 400}}}'})
@settings(both, max_examples=40)
@given(which, changes)
def test_whatever_a_field_holds_its_record_is_shown_or_refused(log: Log, which: int, changed: dict[str, str]) -> None:
    """tail, show, verify and usage over records with fields of any type end without a traceback."""
    write(log, which, changed)
    check(log, READING)


@example(7, {"time": json.dumps("9999-12-31T23:59:59Z")})
@example(7, {"credits": "1e308"})
@example(7, {"credits": ""})
@example(7, {"healed": "[null]"})
@settings(both, max_examples=8)
@given(which, changes)
def test_whatever_a_field_holds_there_is_a_report_or_an_error(log: Log, which: int, changed: dict[str, str]) -> None:
    """report and export over records with fields of any type end without a traceback, and soon."""
    write(log, which, changed)
    check(log, ENGINE)


@pytest.mark.parametrize(
    ("field", "value", "row"),
    [
        ("ms", {"execute": "fast"}, "stage execute ok ? ms"),
        ("ms", {"execute": None}, "stage execute ok ? ms"),
        ("ms", {"execute": 7}, "stage execute ok 7 ms"),
        ("ms", [1], "stage ? ok ? ms"),
        ("healed", ["x"], "healed ? ? -> ?"),
        ("healed", 5, "healed ? ? -> ?"),
        ("healed", [{"kind": None}], "healed ? ? -> ?"),
        ("tables", "main.t", "tables ?"),
        ("filters", [1], "filters ?"),
        ("masks", 1.5, "masks ?"),
        ("verdicts", 7, "stage ? ?"),
        ("attempt", HOSTILE, "sql \\x1b[31m[bold]evil[/bold]\\u202e\\x9b2J \\x07 SELECT ? FROM t"),
        ("credits", "dear", "credits dear, estimate 2"),
        ("rows", {}, "rows ?"),
        ("role", [None], "agent ana, role [None]"),
    ],
    ids=range(15),
)
def test_a_value_of_a_wrong_type_is_marked_or_shown(
    log: Log, field: str, value: Any, row: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What stands in a shape that no layer writes is a question mark, or the value; the rest of the call is shown."""
    monkeypatch.setenv("COLUMNS", "160")
    write(log, len(log[1]), {field: json.dumps(value)})
    shown = io.StringIO()
    with redirect_stdout(shown):
        code = main(["audit", "show", str(log[0]), CALL])
    rows = [" ".join(line.split()) for line in shown.getvalue().splitlines()]

    assert code == 0
    assert row in rows
    assert "sql SELECT ? FROM t" in rows


def test_ids_that_begin_alike_are_named_without_what_steers_a_terminal(log: Log) -> None:
    """The error that names the ids of several calls comes from the log, too."""
    write(log, 2, {"id": json.dumps(CALL[:8] + HOSTILE)})
    said = io.StringIO()
    with redirect_stderr(said):
        code = main(["audit", "show", str(log[0]), CALL[:8]])

    assert code == 1
    assert "\\x1b[31m" in said.getvalue()
    assert said.getvalue().rstrip("\n").isprintable()
