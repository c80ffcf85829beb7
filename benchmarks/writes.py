"""What governing a change costs: one inserted row, beside the same insert in a transaction of a raw connection."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import duckdb

from autogen_hatidata import HatiData
from benchmarks.measure import Figure, interleaved, median

SCHEMA = (
    "CREATE TABLE orders AS SELECT i AS id, ['EU', 'US'][1 + i % 2] AS region, i * 1.5 AS amount FROM range({}) t(i)"
)
INSERT = "INSERT INTO orders (id, region, amount) VALUES (?, ?, ?)"
UPDATE = "UPDATE orders SET amount = amount + 1 WHERE id = 500"
POLICY = {
    "version": 1,
    "roles": {"clerk": {"can": ["read", "write"]}},
    "agents": {"*": {"role": "clerk", "attributes": {"region": "EU"}}},
    "tables": {
        "orders": {
            "read": ["clerk"],
            "write": {"clerk": ["insert", "update"]},
            "rows": {"filter": "region = {region}"},
        }
    },
}
TABLE_ROWS = 100_000
ROUNDS = 400


def run(rounds: int = ROUNDS) -> Iterator[Figure]:
    """The ratios of one insert and of one update, both committed to disk, with both records and the row filter."""
    with tempfile.TemporaryDirectory() as folder:
        for name in ("raw", "governed"):
            with duckdb.connect(f"{folder}/{name}.duckdb") as made:
                made.execute(SCHEMA.format(TABLE_ROWS))
        with (
            duckdb.connect(f"{folder}/raw.duckdb") as raw,
            HatiData.open(Path(folder) / "governed.duckdb", policy=POLICY) as layer,
        ):
            agent = layer.agent("clerk")
            for what, sql, params, goal in (("insert", INSERT, [7, "EU", 1.5], 3.0), ("update", UPDATE, None, None)):
                calls = {"raw": partial(_together, raw, sql, params), "governed": partial(agent.execute, sql, params)}
                times = interleaved(calls, rounds, warm=20)
                base = median(times["raw"])
                note = f"{base * 1e3:.2f} ms raw, in a transaction of {TABLE_ROWS:,} rows"
                yield Figure(f"one governed {what} / raw {what}", median(times["governed"]) / base, "x", goal, note)


def _together(raw: duckdb.DuckDBPyConnection, sql: str, params: Any) -> None:
    raw.execute("BEGIN")
    raw.execute(sql, params)
    raw.execute("COMMIT")
