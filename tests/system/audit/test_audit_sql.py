"""SQL over a log: what its rows are, and that it reaches nothing else."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from autogen_hatidata.audit import AuditLog, sql
from autogen_hatidata.engines.logs import Logs
from autogen_hatidata.errors import AuditError, BadArgument, ExecutionFailed, HatiDataError, NotAllowed, SqlError
from autogen_hatidata.governance.records import COMMON, FIELDS


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a log that is at an end, for tests that only read it."""
    folder = tmp_path_factory.mktemp("quiet") / "audit"
    AuditLog.open(folder).close()
    return folder


@pytest.fixture(scope="module")
def logs(quiet: Path) -> Iterator[Logs]:
    """The relation over it, opened once: a query can change nothing in it."""
    with sql.opened(quiet) as opened:
        yield opened


def _value(field: str) -> Any:
    """A value of a field, such as the layer writes, and the same as a query gives it."""
    values: dict[str, Any] = {
        "BIGINT": 7,
        "DOUBLE": 2.5,
        "BOOLEAN": True,
        "VARCHAR": "a 'text'",
        "VARCHAR[]": ["main.a", "main.b"],
        "JSON": {"n": [1]},
        "MAP(VARCHAR, VARCHAR)": {"policy": "ok"},
        "MAP(VARCHAR, DOUBLE)": {"execute": 0.125},
        "STRUCT(name VARCHAR, roles VARCHAR[], expires VARCHAR)": {"name": "a", "roles": ["b"], "expires": "c"},
        "STRUCT(kind VARCHAR, before VARCHAR, after VARCHAR)[]": [{"kind": "column", "before": "a", "after": "b"}],
    }
    return values[sql.COLUMNS[field]]


@pytest.mark.parametrize("kind", FIELDS)
def test_every_field_of_every_kind_is_a_column(log: AuditLog, folder: Path, kind: str) -> None:
    """A record's fields come back from SQL as they went in, and a field that its kind lacks is NULL."""
    fields = {field: _value(field) for field in FIELDS[kind]}
    seq = log.append(kind, fields).seq
    (record,) = log.tail(1)

    (found,) = sql.query(folder, "SELECT * FROM audit WHERE seq = ?", [seq])

    moment = datetime.datetime.fromisoformat(record["time"]).replace(tzinfo=None)
    wanted = {**{name: record[name] for name in COMMON}, **fields, "time": moment}
    wanted |= {name: '{"n":[1]}' for name in fields if sql.COLUMNS[name] == "JSON"}
    assert found == {name: wanted.get(name) for name in sql.COLUMNS}


def test_queries_answer_what_reading_the_log_answers(log: AuditLog, folder: Path, outcome: dict[str, Any]) -> None:
    """Sums by agent over the relation are the sums over the records."""
    for number in range(20):
        log.append("outcome", {**outcome, "id": str(number), "agent": f"a{number % 3}", "credits": number / 4})

    found = sql.query(folder, "SELECT agent, sum(credits) AS c FROM audit WHERE kind = 'outcome' GROUP BY 1")

    wanted: dict[str, float] = {}
    for record in log.records("outcome"):
        wanted[record["agent"]] = wanted.get(record["agent"], 0.0) + record["credits"]
    assert {row["agent"]: row["c"] for row in found} == wanted


def test_fields_and_kinds_of_later_releases_do_no_harm(log: AuditLog, folder: Path) -> None:
    """A record with an unknown kind and unknown fields is a row; what is not known of it has no column."""
    log.close()
    path = folder / "000000000001.jsonl"
    path.write_bytes(
        path.read_bytes() + b'{"v":1,"seq":99,"time":"2026-03-01T09:30:00.5Z","kind":"new","new":{"a":[1]}}\n'
    )

    assert sql.query(folder, "SELECT kind, agent FROM audit WHERE seq = 99") == [{"kind": "new", "agent": None}]


@pytest.mark.parametrize("torn", [b"{", b'{"v":1,"seq":9', b'{"v":1,"seq":999,"kind":"outcome"}'])
def test_a_line_that_is_not_whole_is_not_read(log: AuditLog, folder: Path, torn: bytes) -> None:
    """What a writer has not finished is no record yet, in a segment of its own too."""
    before = sql.query(folder, "SELECT seq FROM audit")
    path = folder / "000000000001.jsonl"
    path.write_bytes(path.read_bytes() + torn)
    (folder / "000000000900.jsonl").write_bytes(torn)

    assert before
    assert sql.query(folder, "SELECT seq FROM audit") == before


def test_all_segments_are_one_relation(log: AuditLog, folder: Path, outcome: dict[str, Any]) -> None:
    """Records of older segments are there too, in the order of the log, also where the folder's name is a pattern."""
    for number in range(10):
        log.append("outcome", {**outcome, "id": str(number)})
    log.close()
    lines = (folder / "000000000001.jsonl").read_bytes().splitlines(keepends=True)
    other = folder.parent / "a[b]*?'c"
    other.mkdir()
    for start in range(0, len(lines), 4):
        (other / f"{start + 1:012d}.jsonl").write_bytes(b"".join(lines[start : start + 4]))

    assert [row["seq"] for row in sql.query(other, "SELECT seq FROM audit")] == list(range(1, len(lines) + 1))


def test_kept_columns_answer_the_same(log: AuditLog, folder: Path, outcome: dict[str, Any]) -> None:
    """Columns that were read once answer as the files do, for the records that were asked for, and are all there is."""
    for number in range(9):
        log.append("outcome", {**outcome, "agent": f"a{number % 3}", "credits": 0.5})
    text = "SELECT agent, sum(credits) AS c, max(ms['execute']) AS ms FROM audit WHERE kind = 'outcome' GROUP BY ALL"
    text += " ORDER BY agent"

    with sql.opened(folder, ("kind", "agent", "credits", "ms"), "kind = 'outcome'") as kept:
        assert kept.query(text) == sql.query(folder, text)
        assert kept.query("SELECT count(*) AS n FROM audit") == [{"n": 9}]
        with pytest.raises(ExecutionFailed):
            kept.query("SELECT sql FROM audit")


@pytest.mark.parametrize(
    "text",
    [
        "SELECT kind, count(*) AS n FROM audit GROUP BY ALL; -- done",
        "FROM audit SELECT kind",
        "WITH x AS (SELECT 1 AS n) FROM x",
        "SUMMARIZE audit",
        "DESCRIBE audit",
        "SELECT * FROM (PIVOT audit ON kind USING count(*) GROUP BY agent)",
        "PIVOT (SELECT kind, agent FROM audit) ON kind USING count(*);",
        "SELECT ms['execute'], verdicts['policy'], tables[1], unnest(healed), spending->>'x' FROM audit",
    ],
)
def test_any_query_is_answered(logs: Logs, text: str) -> None:
    """Every form of one query runs."""
    assert logs.query(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "COPY audit TO '{out}'",
        "COPY (SELECT 1) TO '{log}'",
        "COPY (PIVOT audit ON kind USING count(*)) TO '{out}'",
        "COPY (PIVOT audit ON kind USING count(*)) TO '{log}'",
        "EXPORT DATABASE '{out}'",
        "ATTACH '{out}' AS other",
        "ATTACH '{db}' AS other (READ_ONLY)",
        "CREATE TABLE mine AS FROM audit",
        "CREATE PERSISTENT SECRET s (TYPE s3)",
        "DROP VIEW audit",
        "INSTALL httpfs",
        "LOAD '{out}'",
        "SET memory_limit = '1GB'",
        "SET GLOBAL enable_external_access = true",
        "RESET lock_configuration",
        "PRAGMA enable_profiling",
        "CALL enable_logging(storage = 'file', storage_path = '{out}')",
        "SELECT 1; SELECT 2",
        "SELECT 1; COPY audit TO '{out}'",
        "SELECT * FROM read_text('{secret}')",
        "SELECT * FROM '{secret}'",
        "SELECT * FROM glob('{folder}/*')",
        "SELECT * FROM read_csv('{secret}')",
        "SELECT * FROM read_blob('{head}')",
        "SELECT * FROM parquet_scan('https://127.0.0.1/x.parquet')",
        "WITH x AS (COPY audit TO '{out}') SELECT 1",
        "FROM query('COPY audit TO ''{out}''')",
        "FROM (SELECT 1) COPY TO '{out}'",
        "PREPARE p AS COPY audit TO '{out}'",
        "EXECUTE p",
        "EXPLAIN ANALYZE COPY audit TO '{out}'",
        "SELECT * FROM secret_variable",
    ],
)
def test_nothing_else_is_reached(logs: Logs, quiet: Path, tmp_path: Path, text: str) -> None:
    """SQL over a log reads no other file, changes none, and sees no variable, whoever wrote it."""
    secret_variable = [{"a": 1}]  # what a replacement scan would find
    secret = tmp_path / "secret.csv"
    secret.write_text("a\n1\n")
    segment = quiet / "000000000001.jsonl"
    places = {"out": tmp_path / "out", "log": segment, "db": tmp_path / "x.duckdb", "secret": secret}
    before = _files(tmp_path, quiet.parent)

    with pytest.raises(HatiDataError) as caught:
        logs.query(text.format(**places, folder=quiet, head=quiet / "head"))

    assert isinstance(caught.value, (SqlError, NotAllowed, ExecutionFailed))
    assert _files(tmp_path, quiet.parent) == before
    assert secret_variable


def _files(*folders: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for folder in folders for path in folder.rglob("*") if path.is_file()}


def test_the_links_cannot_be_written_through(log: AuditLog, folder: Path) -> None:
    """Not even the names under which the files are open lead to a write: they can be read from the settings."""
    with sql.opened(folder) as opened:
        (row,) = opened.query("SELECT value FROM duckdb_settings() WHERE name = 'allowed_paths'")
        path = str(row["value"]).strip("[]").split(",")[0]
        for text in (f"COPY audit TO '{path}'", f"COPY (PIVOT audit ON kind USING count(*)) TO '{path}'"):
            with pytest.raises(NotAllowed):
                opened.query(text)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("SELEC", SqlError),
        ("", SqlError),
        ("-- nothing", SqlError),
        (None, BadArgument),
        ("SELECT nothing FROM audit", ExecutionFailed),
        ("SELECT 1/0::DECIMAL::INT // 'a'", ExecutionFailed),
        ("SELECT ?", ExecutionFailed),
        ("SELECT INTERVAL 2000000000 DAY", ExecutionFailed),
    ],
)
def test_what_goes_wrong_is_an_error_of_ours(logs: Logs, text: str, error: type[Exception]) -> None:
    """Every fault of a query is a HatiDataError."""
    with pytest.raises(error):
        logs.query(text)


@pytest.mark.parametrize("line", [b"{]\n", b"[1]\n", b'{"seq":"x"}\n', b'{"seq":1,"seq":2}\n'])
def test_a_damaged_line_is_told(log: AuditLog, folder: Path, line: bytes) -> None:
    """A whole line that is no record is never passed over."""
    path = folder / "000000000001.jsonl"
    path.write_bytes(path.read_bytes() + line)

    with pytest.raises(AuditError, match="not a record"):
        sql.query(folder, "SELECT seq FROM audit")


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    """A folder that is not there, or has no log in it, is an AuditError."""
    (tmp_path / "empty").mkdir()
    for folder in (tmp_path / "none", tmp_path / "empty"):
        with pytest.raises(AuditError):
            sql.query(folder, "SELECT 1")


def test_parameters_are_bound(log: AuditLog, folder: Path) -> None:
    """Lists and mappings of parameters reach the query as values."""
    assert sql.query(folder, "SELECT ? AS a, ? AS b", ["x'", 2]) == [{"a": "x'", "b": 2}]
    assert sql.query(folder, "SELECT $n AS n FROM audit LIMIT 1", {"n": "x'"}) == [{"n": "x'"}]
