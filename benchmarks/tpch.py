"""TPC-H at scale factor 1: the 22 queries through a lens, beside the same row filters written into the text by hand."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import duckdb
import sqlglot
from sqlglot import exp

from autogen_hatidata import HatiData, Settings
from benchmarks import data
from benchmarks.measure import Figure, geometric_mean, interleaved, median
from benchmarks.point import dicts

QUERIES = Path(__file__).parent / "queries"
FILTERS = {
    "customer": "c_mktsegment <> 'MACHINERY'",
    "orders": "o_orderpriority <> '5-LOW'",
    "lineitem": "l_shipmode <> 'REG AIR'",
}
POLICY = {
    "version": 1,
    "roles": {"analyst": {"can": ["read"]}},
    "agents": {"analyst": {"role": "analyst"}},
    "tables": {
        table: {"read": ["analyst"], **({"rows": {"filter": FILTERS[table]}} if table in FILTERS else {})}
        for table in data.TPCH_TABLES
    },
}
MEMORY = "6GB"
ROUNDS = 11


def run(rounds: int = ROUNDS) -> Iterator[Figure]:
    """The geometric mean over the queries, the worst of them, and the same for two runs by hand."""
    file = data.tpch()
    if file is None:
        print(data.HOW_TO_GET_TPCH)
        return
    settings = Settings(max_rows=1_000_000, timeout_s=600, memory_limit=MEMORY)
    with (
        duckdb.connect(data.copy(file, "hand"), read_only=True, config={"memory_limit": MEMORY}) as raw,
        HatiData.open(file, policy=POLICY, read_only=True, settings=settings) as layer,
    ):
        agent, one, other = layer.agent("analyst"), raw.cursor(), raw.cursor()
        lens, noise = {}, {}
        for path in sorted(QUERIES.glob("q*.sql")):
            sql = path.read_text()
            hand = by_hand(sql)
            _check_same(dicts(one, hand), agent.query(sql), path.stem)
            calls = {
                "lens": partial(agent.query, sql),
                "hand": partial(dicts, one, hand),
                "hand again": partial(dicts, other, hand),
            }
            middle = {name: median(times) for name, times in interleaved(calls, rounds, warm=1).items()}
            lens[path.stem], noise[path.stem] = (middle[name] / middle["hand"] for name in ("lens", "hand again"))
    worst = max(lens, key=lambda name: lens[name])
    count = f"{len(lens)} queries, {rounds} rounds"
    yield Figure("TPC-H SF1, lens / the same predicates by hand", geometric_mean(lens.values()), "x", 1.05, count)
    yield Figure("noise: by hand / by hand", geometric_mean(noise.values()), "x", note=count)
    yield Figure("worst query, lens / by hand", lens[worst], "x", note=f"{worst}; noise {max(noise.values()):.2f}x")


def by_hand(sql: str) -> str:
    """The query with each filtered table replaced by a sub-query that filters it."""
    tree = sqlglot.parse_one(sql, dialect="duckdb")
    for table in list(tree.find_all(exp.Table)):
        condition = FILTERS.get(table.name)
        if condition is not None:
            filtered = sqlglot.parse_one(f"SELECT * FROM {table.name} WHERE {condition}", dialect="duckdb")
            table.replace(filtered.subquery(table.alias_or_name))
    return tree.sql(dialect="duckdb")


def _check_same(expected: list[dict[str, object]], actual: list[dict[str, object]], name: str) -> None:
    def rounded(rows: list[dict[str, object]]) -> list[list[object]]:
        return [[float(f"{v:.9g}") if isinstance(v, float) else v for v in row.values()] for row in rows]

    if rounded(expected) != rounded(actual):
        raise AssertionError(f"{name}: the lens gives another answer than the query by hand")
