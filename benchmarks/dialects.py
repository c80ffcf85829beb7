"""What another system's SQL and a repair take: beside sqlglot's own translation, and beyond the attempt that failed."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Literal, cast

import sqlglot

from autogen_hatidata import HatiData, HatiDataError, Settings
from autogen_hatidata.pipeline.cache import PlanCache
from autogen_hatidata.sql.parse import parse
from autogen_hatidata.sql.render import to_duckdb
from benchmarks.measure import Figure, geometric_mean, interleaved, median
from benchmarks.stages import POLICY, SCHEMA

QUERIES = Path(__file__).parent / "queries"
ROUNDS = 40
ASKED = (
    "SELECT c.name, sum(o.amount) AS t FROM customers c JOIN orders o ON o.customer_id = c.id WHERE c.id < {} "
    "GROUP BY c.name"
)
BROKEN = {
    "a column": ASKED.replace("amount", "amuont"),
    "a table": ASKED.replace("customers", "custmers"),
    "GROUP BY": ASKED.replace("GROUP BY c.name", ""),
    "a fence": f"```sql\n{ASKED}\n```",
    "a keyword": ASKED.replace("WHERE", "WHRE"),
    "a parenthesis": ASKED.replace("c.id < {}", "c.id IN (1, {}")
    .replace(" GROUP BY c.name", "")
    .replace("c.name, ", ""),
    "SQL Server's SQL": ASKED.replace("SELECT", "SELECT TOP 5"),
}
"""Statements with a fault that is repaired. The number makes each new, so that nothing of it is in a cache."""


def run(rounds: int = ROUNDS) -> Iterator[Figure]:
    """TPC-H's texts, a plan that is kept, and repairs."""
    yield from _translation(rounds)
    yield from _hit(rounds * 50)
    yield from _repairs(rounds * 5)


def _translation(rounds: int) -> Iterator[Figure]:
    """Reading a text as Snowflake's, less what reading the text that it becomes takes as DuckDB's own."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(QUERIES.glob("q*.sql"))]
    beyond, whole = [], []
    for text in texts:
        own = to_duckdb(parse(text, "snowflake"))
        times = interleaved(
            {
                "snowflake": lambda text=text: parse(text, "snowflake"),  # type: ignore[misc]
                "duckdb": lambda own=own: parse(own),  # type: ignore[misc]
                "sqlglot": lambda text=text: sqlglot.transpile(text, read="snowflake", write="duckdb"),  # type: ignore[misc]
            },
            rounds,
        )
        spent = {name: median(each) for name, each in times.items()}
        beyond.append((spent["snowflake"] - spent["duckdb"]) / spent["sqlglot"])
        whole.append(spent["snowflake"] / spent["sqlglot"])
    note = f"{len(texts)} texts of TPC-H as Snowflake's, sqlglot {sqlglot.__version__}"
    yield Figure("translation / sqlglot's transpile", geometric_mean(beyond), "x", 1.5, note)
    yield Figure("the same with the reading and the checks that DuckDB's text has too", geometric_mean(whole), "x")


def _hit(rounds: int) -> Iterator[Figure]:
    """Finding what was made of a text before, by the text as it came: its hash is not known yet."""
    cache, plan = PlanCache(Settings().plan_cache_size), cast("Any", object())
    texts = [path.read_text(encoding="utf-8") for path in sorted(QUERIES.glob("q*.sql"))]
    for text in texts:
        cache.put((text, "snowflake", "lens", 1), plan)
    times = []
    for number in range(rounds):
        text = texts[number % len(texts)]
        text = text[:9] + text[9:]
        started = time.perf_counter()
        found = cache.get((text, "snowflake", "lens", 1))
        times.append(time.perf_counter() - started)
        assert found is plan
    yield Figure("finding a compiled statement", median(times) * 1e6, " µs", 5.0, "p50, TPC-H texts")


def _repairs(rounds: int) -> Iterator[Figure]:
    """The repair itself, and a call that is healed less one that fails and is not."""
    with (
        tempfile.TemporaryDirectory() as folder,
        _layer(Path(folder), "deterministic") as heals,
        _layer(Path(folder), "off") as fails,
    ):
        for name, sql in BROKEN.items():
            repairs, healed, failed = [], [], []
            for number in range(rounds):
                result, spent = _timed(heals, sql.format(number))
                repairs.append(next(stage.ms for stage in result.trace if stage.stage == "heal"))
                healed.append(spent)
                failed.append(_timed(fails, sql.format(number))[1])
            beyond = (median(healed) - median(failed)) * 1e3
            note = f"p50, new texts; {median(repairs):.2f} ms the repair, the rest the second attempt and its answer"
            yield Figure(f"repair of {name}, beyond the failed attempt", beyond, " ms", 10.0, note)


def _timed(layer: HatiData, sql: str) -> tuple[Any, float]:
    agent = layer.agent("analyst")
    started = time.perf_counter()
    result = None
    with suppress(HatiDataError):
        result = agent.run(sql)
    return result, time.perf_counter() - started


def _layer(folder: Path, heal: Literal["off", "deterministic"] = "deterministic") -> HatiData:
    layer = HatiData.open(folder / f"{heal}.duckdb", settings=Settings(heal=heal))
    layer.owner_sql(SCHEMA)
    layer.set_policy(POLICY)
    return layer
