"""A cached point query on 1.5 million rows: governed, beside the same text through a raw cursor to a list of dicts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import duckdb

from autogen_hatidata import HatiData
from benchmarks import data
from benchmarks.measure import Figure, interleaved, median

SQL = "SELECT id, customer_id, email, phone, amount, day FROM orders WHERE id = 750000"
BY_HAND = (
    "SELECT id, customer_id, CASE WHEN length(email) > 4 THEN '***' || right(email, 4) ELSE '***' END AS email, "
    "'***' AS phone, amount, day FROM orders WHERE id = 750000 AND region = 'EU'"
)
POLICY = {
    "version": 1,
    "roles": {"plain": {"can": ["read"]}, "regional": {"can": ["read"]}},
    "agents": {"plain": {"role": "plain"}, "regional": {"role": "regional", "attributes": {"region": "EU"}}},
    "tables": {
        "orders": {
            "read": ["plain", "regional"],
            "rows": {"filter": "region = {region}", "exempt": ["plain"]},
            "columns": {
                "email": {"mask": "partial", "visible_chars": 4, "exempt": ["plain"]},
                "phone": {"mask": "full", "exempt": ["plain"]},
            },
        }
    },
}
ROUNDS = 1500


def run(rounds: int = ROUNDS) -> Iterator[Figure]:
    """The two ratios of a point query, and the noise between two raw cursors."""
    file = data.orders()
    with (
        duckdb.connect(data.copy(file, "raw"), read_only=True) as raw,
        HatiData.open(data.copy(file, "governed"), policy=POLICY, read_only=True) as layer,
    ):
        plain, regional = layer.agent("plain"), layer.agent("regional")
        first, second = raw.cursor(), raw.cursor()
        assert dicts(first, SQL) == plain.query(SQL)
        assert dicts(first, BY_HAND) == regional.query(SQL)
        for name, call, goal in (
            ("point query, no filter", lambda: plain.query(SQL), 1.15),
            ("point query, filter and masks", lambda: regional.query(SQL), 1.40),
            ("the same filter and masks by hand", lambda: dicts(second, BY_HAND), None),
            ("noise: raw cursor", lambda: dicts(second, SQL), None),
        ):
            times = interleaved({"raw": lambda: dicts(first, SQL), "other": call}, rounds, warm=20)
            base = median(times["raw"])
            yield Figure(f"{name} / raw cursor", median(times["other"]) / base, "x", goal, f"{base * 1e6:.0f} µs raw")


def dicts(cursor: duckdb.DuckDBPyConnection, sql: str) -> list[dict[str, Any]]:
    """What a raw cursor gives, as a list of dictionaries."""
    rows = cursor.execute(sql).fetchall()
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in rows]
