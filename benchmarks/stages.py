"""The price of governing alone: all stages but execution for a new text, refusals, one record."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from autogen_hatidata import HatiData, HatiDataError
from autogen_hatidata.audit.log import AuditLog
from benchmarks.measure import Figure, median

SCHEMA = """
CREATE TABLE customers AS SELECT i AS id, 'name ' || i AS name, 'user' || i || '@example.org' AS email,
    ['EU', 'US'][1 + i % 2] AS region FROM range(1000) t(i);
CREATE TABLE orders AS SELECT i AS id, i % 1000 AS customer_id, i * 1.5 AS amount FROM range(5000) t(i);
CREATE TABLE hidden AS SELECT 1 AS x;
"""
POLICY = {
    "version": 1,
    "roles": {"analyst": {"can": ["read"]}},
    "agents": {
        "analyst": {"role": "analyst", "attributes": {"region": "EU"}},
        "poor": {"role": "analyst", "attributes": {"region": "EU"}},
    },
    "tables": {
        "customers": {
            "read": ["analyst"],
            "rows": {"filter": "region = {region}"},
            "columns": {"email": {"mask": "partial", "visible_chars": 4}},
        },
        "orders": {"read": ["analyst"]},
    },
    "quotas": {"agents": {"poor": {"max_credits_per_query": 1}}},
}
# The number makes each text new, so that nothing of it is in a cache.
SMALL = "SELECT id, name, email FROM customers WHERE id = {}"
JOIN = (
    "SELECT c.name, sum(o.amount) AS total FROM customers c JOIN orders o ON o.customer_id = c.id "
    "WHERE c.id < {} GROUP BY c.name"
)
REFUSALS = {
    "hidden table": ("analyst", "SELECT * FROM hidden WHERE x = {}"),
    "write": ("analyst", "DELETE FROM customers WHERE id = {}"),
    "price limit": ("poor", "SELECT c.id FROM customers c JOIN orders o ON o.id = {}"),
}
ROUNDS = 400


def run(rounds: int = ROUNDS) -> Iterator[Figure]:
    """Medians over many new texts."""
    with tempfile.TemporaryDirectory() as folder, _layer(Path(folder)) as layer:
        agent = layer.agent("analyst")
        small = median(_governing(agent, SMALL, rounds))
        yield Figure("all stages but execution, small new query", small * 1e3, " ms", 2.0, "p50, with both records")
        yield Figure("the same, join and aggregate", median(_governing(agent, JOIN, rounds)) * 1e3, " ms", note="p50")
        for name, (caller, sql) in REFUSALS.items():
            times = _refusals(layer.agent(caller), sql, rounds)
            yield Figure(f"refusal, {name}", median(times) * 1e3, " ms", 1.0, "p50, new text, with its record")
    yield Figure("append of one record", median(_appends(rounds * 25)) * 1e6, " µs", 10.0, "p50, with its head")


def _layer(folder: Path) -> HatiData:
    layer = HatiData.open(folder / "small.duckdb")
    layer.owner_sql(SCHEMA)
    layer.set_policy(POLICY)
    return layer


def _governing(agent: Any, template: str, rounds: int) -> list[float]:
    times = []
    for number in range(rounds + 20):
        sql = template.format(number + 1)
        started = time.perf_counter()
        result = agent.run(sql)
        result.dicts()
        spent = time.perf_counter() - started
        times.append(spent - next(stage.ms for stage in result.trace if stage.stage == "execute") / 1e3)
    return times[20:]


def _refusals(agent: Any, template: str, rounds: int) -> list[float]:
    times = []
    for number in range(rounds + 20):
        sql = template.format(number)
        started = time.perf_counter()
        try:
            agent.run(sql)
        except HatiDataError:
            times.append(time.perf_counter() - started)
    return times[20:]


def _appends(rounds: int) -> list[float]:
    folder = Path(tempfile.mkdtemp())
    log = AuditLog.open(folder, None)
    fields = _outcome()
    append: Callable[..., Any] = log.append
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        append("outcome", fields)
        times.append(time.perf_counter() - started)
    log.close()
    shutil.rmtree(folder)
    return times


def _outcome() -> dict[str, Any]:
    """An outcome as a layer writes it."""
    with tempfile.TemporaryDirectory() as folder, _layer(Path(folder)) as layer:
        layer.agent("analyst").run(SMALL.format(1))
        record = layer.audit.tail(1, kind="outcome")[0]
    return {name: value for name, value in record.items() if name not in ("v", "seq", "time", "kind", "prev", "hash")}
