"""Asks a governed agent what DuckDB's own tests ask, over filtered and masked tables, and compares the answers with
those of a database that holds only the rows and values which the agent may see.

    python scripts/duckdb_suite.py CHECKOUT [--files 200] [--seed 1]

CHECKOUT is a checkout of DuckDB's sources. Its statements were written by others and for another purpose, so they reach
what no generator of ours thinks of. Each answer that differs is printed, and then the end is 1. Refusals are counted.
"""

from __future__ import annotations

import argparse
import random
import re
import shutil
import sys
import tempfile
import time
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import duckdb

from autogen_hatidata import HatiData, HatiDataAgent, HatiDataError, Settings

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests/oracle")]
import physical  # noqa: E402
from support import soak_report  # noqa: E402

FOLDERS = """
aggregate binder cast collate conjunction cte filter function generated_columns join json limit optimizer order
ordinality overflow parser pivot projection sample select setops subquery table_function timezone topn tpcds tpch types
variant vector_types window
""".split()
IN_THE_WHEEL = ("icu", "json", "parquet", "core_functions", "vector_size", "skip_reload", "noforcestorage", "64bit")
SETTINGS = Settings(max_rows=20_000, timeout_s=20, threads=1, heal="off")

_COMMAND = re.compile(r"(statement|query)\s+(\S+)")
_READS = re.compile(r"\s*(SELECT|FROM|WITH|VALUES|PIVOT|UNPIVOT|TABLE|\()", re.IGNORECASE)
_SESSION = re.compile(
    r"\s*(SET|RESET|PRAGMA|ATTACH|DETACH|USE|LOAD|BEGIN|COMMIT|ROLLBACK|PREPARE|CHECKPOINT)\b", re.IGNORECASE
)
_OPEN = re.compile(
    r"random|uuid|now\(|current_|local ?time|today|setseed|sample|duckdb_|pg_|pragma|information_schema|sqlite_master|"
    r"read_|nextval|currval|getvariable|test_|version\(|stats\(|glob\(|approx_|reservoir|explain|parquet|'/|\.csv|hash\(|"
    r"typeof",
    re.IGNORECASE,
)
"""What has no fixed answer, or asks about the engine, its files or its session."""

Step = tuple[bool, str]
"""Whether a statement is a query, and its text."""


def steps(text: str) -> Iterator[Step] | None:
    """The statements of a test file that should work, in order; None where it needs more than the engine."""
    lines = text.splitlines()
    needs = [line.split()[1] for line in lines if line.startswith("require ")]
    if any(not need.startswith(IN_THE_WHEEL) for need in needs):
        return None
    return _steps(lines)


def _steps(lines: list[str]) -> Iterator[Step]:
    depth = 0
    rest = iter(lines)
    for line in rest:
        depth += line.startswith(("loop", "foreach", "concurrent")) - line.startswith("endloop")
        command = _COMMAND.match(line)
        if command is None or depth:
            continue
        sql: list[str] = []
        for part in rest:
            if not part.strip() or part.startswith("----"):
                break
            sql.append(part)
        text = "\n".join(sql)
        query = command[1] == "query" or _READS.match(text) is not None
        if text and (query or command[2] == "ok") and not _SESSION.match(text):
            yield query, text


def quoted(name: str) -> str:
    """A name as SQL."""
    return '"' + name.replace('"', '""') + '"'


def masked(column: str, kind: str, seed: int) -> tuple[str, dict[str, Any]] | None:
    """One of the masks, or none: as SQL that uses nothing of the package, and as the policy says it."""
    name = quoted(column)
    last = f"CASE WHEN length({name}) > 1 THEN '***' || right({name}, 1) WHEN {name} IS NOT NULL THEN '***' END"
    masks: list[tuple[str, dict[str, Any]]] = [("'***'", {"mask": "full"}), (f"CAST(NULL AS {kind})", {"mask": "null"})]
    if kind == "VARCHAR":
        masks += [(f"sha256({name})", {"mask": "hash"}), (last, {"mask": "partial", "visible_chars": 1})]
    chosen = zlib.crc32(f"{seed}.{column}".encode()) % 9
    return masks[chosen] if chosen < len(masks) else None


def hide(source: Path, target: Path, seed: int) -> dict[str, Any]:
    """Make the database that the agent's answers are those of; gives the policy that says the same."""
    tables: dict[str, Any] = {}
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH '{source}' AS source (READ_ONLY)")
        connection.execute(f"ATTACH '{target}' AS target")
        listed = "SELECT schema_name, table_name FROM duckdb_tables() WHERE database_name = 'source'"
        for schema, table in connection.execute(listed).fetchall():
            connection.execute(f"CREATE SCHEMA IF NOT EXISTS target.{quoted(schema)}")
            tables[f"{quoted(schema)}.{quoted(table)}"] = _hide_table(connection, schema, table, seed)
        views = "SELECT schema_name, view_name, sql FROM duckdb_views() WHERE database_name = 'source' AND NOT internal"
        found = connection.execute(views).fetchall()
    with duckdb.connect(target) as connection:
        for schema, view, sql in found:
            try:
                connection.execute(sql)
            except duckdb.Error:  # over a mask of another type, say; then it is in neither
                continue
            tables[f"{quoted(schema)}.{quoted(view)}"] = {"read": ["reader"]}
    roles = {"reader": {"can": ["read"]}}
    return {"version": 1, "roles": roles, "agents": {"*": {"role": "reader"}}, "tables": tables}


def _hide_table(connection: duckdb.DuckDBPyConnection, schema: str, table: str, seed: int) -> dict[str, Any]:
    place = f"{quoted(schema)}.{quoted(table)}"
    kinds = connection.execute(f"DESCRIBE source.{place}").fetchall()
    rule: dict[str, Any] = {"read": ["reader"]}
    columns, masks = [], {}
    for column, kind, *_ in kinds:
        mask = masked(column, kind, seed) if len(kinds) > 1 else None
        columns.append(f"{mask[0]} AS {quoted(column)}" if mask else quoted(column))
        if mask:
            masks[quoted(column)] = mask[1]
        if "rows" not in rule and kind in ("INTEGER", "BIGINT", "VARCHAR", "DOUBLE", "DATE"):
            (most,) = connection.execute(f"SELECT max({quoted(column)})::VARCHAR FROM source.{place}").fetchone() or (
                None,
            )
            if most is not None:
                value = most.replace("'", "''")
                rule["rows"] = {"filter": f"{quoted(column)} <> CAST('{value}' AS {kind}) OR {quoted(column)} IS NULL"}
    if masks:
        rule["columns"] = masks
    where = f" WHERE {rule['rows']['filter']}" if "rows" in rule else ""
    connection.execute(f"CREATE TABLE target.{place} AS SELECT {', '.join(columns)} FROM source.{place}{where}")
    return rule


class Suite:
    """The running comparison: ``found`` counts how the statements came out, ``wrong`` has those that went wrong."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.found: Counter[str] = Counter()
        self.wrong: list[str] = []

    def run(self, file: Path) -> None:
        """The statements of one file, each over the data as it stands there."""
        todo = steps(file.read_text(encoding="utf-8", errors="replace"))
        if todo is None:
            return
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder)
            data = place / "data.duckdb"
            for queries, batch in _batches(todo):
                if queries:
                    self._ask(file, data, place, batch)
                else:
                    _change(data, batch)

    def _ask(self, file: Path, data: Path, place: Path, queries: list[str]) -> None:
        shown, governed = place / "shown.duckdb", place / "governed.duckdb"
        for old in (shown, governed):
            old.unlink(missing_ok=True)
        shutil.rmtree(f"{governed}.hatidata", ignore_errors=True)
        duckdb.connect(data).close()
        try:
            policy = hide(data, shown, self.seed)
        except duckdb.Error:  # a filter or mask that its type does not take
            return
        shutil.copy(data, governed)
        with ExitStack() as stack:
            database = stack.enter_context(duckdb.connect(shown, read_only=True, config={"threads": 1}))
            layer = stack.enter_context(HatiData.open(governed, policy=policy, read_only=True, settings=SETTINGS))
            agent = layer.agent("reader")
            for sql in queries:
                outcome = self._compare(database, agent, sql)
                self.found[outcome.partition(":")[0]] += 1
                if ":" in outcome:
                    self.wrong.append(f"{file.name}: {sql}\n  {outcome}")

    @staticmethod
    def _compare(database: duckdb.DuckDBPyConnection, agent: HatiDataAgent, sql: str) -> str:
        try:
            rows, fault = database.execute(sql).fetchmany(SETTINGS.max_rows), None
        except (duckdb.Error, OverflowError, ValueError) as error:  # the latter two: no value of Python for it
            rows, fault = [], error
        try:
            answer = agent.run(sql)
        except HatiDataError as error:
            return "fails in both" if fault else f"denied {error.code}"
        if fault:
            return "old lambda" if "lambda arrow" in str(fault) else f"answered alone: {fault}"
        differs = physical.difference(rows, answer.rows, ordered=False)
        return f"differs: {differs}" if differs else "equal"


def _batches(todo: Iterator[Step]) -> Iterator[tuple[bool, list[str]]]:
    """Queries in a row, and changes in a row."""
    kind, batch = False, list[str]()
    for query, sql in todo:
        if query and _OPEN.search(sql):
            continue
        if query != kind and batch:
            yield kind, batch
            batch = []
        kind = query
        batch.append(sql)
    if batch:
        yield kind, batch


def _change(data: Path, changes: list[str]) -> None:
    with duckdb.connect(data) as connection:
        for sql in changes:
            try:
                connection.execute(sql).fetchall()
            except duckdb.Error:  # such as CREATE SECRET; what depends on it fails in both
                continue


def main() -> int:
    """Run the files that were asked for, print what came of them, and write the row of docs/soak.json if asked to."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("checkout", type=Path, help="a checkout of DuckDB's sources")
    parser.add_argument("--files", type=int, help="so many files, chosen at random; all without it")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    files = sorted(file for name in FOLDERS for file in (options.checkout / "test/sql" / name).rglob("*.test"))
    random.Random(options.seed).shuffle(files)
    suite, started = Suite(options.seed), time.monotonic()
    for file in files[: options.files]:
        suite.run(file)
    denied = sum(count for outcome, count in suite.found.items() if outcome.startswith("denied"))
    tried, wrong = suite.found.total() - suite.found["old lambda"], len(suite.wrong)
    soak_report.report("DuckDB's own tests", tried, tried - wrong, denied, time.monotonic() - started)
    print("\n\n".join(suite.wrong))
    print(f"duckdb {duckdb.__version__}: {dict(suite.found.most_common())}")
    return 1 if suite.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
