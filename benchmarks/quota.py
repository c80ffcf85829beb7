"""What a decision about a budget takes, how large its state grows, and how near estimates come to actual prices."""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb

from autogen_hatidata import HatiData, HatiDataError, Settings
from autogen_hatidata.governance.quota import Quota
from autogen_hatidata.governance.records import encode
from autogen_hatidata.types import Budget, Caller, Estimate, QuotaRules
from benchmarks.measure import Figure, median

TESTS = Path(__file__).parents[1] / "tests"
ANA = Caller("ana", "analyst", chat="c")
THREE = Estimate(3.0, (("statement", 1.0), ("scan: orders", 2.0)))
RULES = QuotaRules(Budget(1e9, "minute"), Budget(1e9, "month"), Budget(1e9, "chat"), 20, 100, 3.0, 100, 100, 100)
CASES = ("analyst.sql", "analyst_shapes.sql", "analyst_values.sql")
QUERIES = 200
ROUNDS = 5000


def run(rounds: int = ROUNDS) -> Iterator[Figure]:
    """Decisions, the size of a checkpoint, and q-errors."""
    for under_way in (0, 64):
        decided, whole = _decisions(under_way, RULES, rounds)
        note = f"p50, three budgets, all limits, {under_way} calls under way"
        yield Figure("quota decision", decided * 1e6, " µs", 20.0, note)
    yield Figure("decision, both records and the note of a budget", whole * 1e6, " µs", note="p50, 64 calls under way")
    _, whole = _decisions(0, QuotaRules(), rounds)
    yield Figure("the same for a caller without budgets", whole * 1e6, " µs", note="p50")
    yield Figure("checkpoint with all windows, chats, tables and days that are kept", _checkpoint() / 1e3, " kB")
    for max_rows in (1000, 50_000):
        errors = sorted(_q_errors(max_rows, min(rounds, QUERIES)))
        share = sum(error == 1.0 for error in errors) / len(errors)
        note = f"{len(errors)} queries, max_rows {max_rows:,}; {share:.0%} exact"
        yield Figure("estimate / actual credits, q-error, median", statistics.median(errors), "x", note=note)
        yield Figure("the same, p95", errors[int(len(errors) * 0.95)], "x", note=note)


def _decisions(under_way: int, rules: QuotaRules, rounds: int) -> tuple[float, float]:
    """The medians of a decision, and of all that quota does for a call."""
    quota = Quota()
    for number in range(under_way):
        quota.reserve(Caller(f"a{number % 5}", "analyst", chat="c"), QuotaRules(), THREE)
    decided, whole = [], []
    for number in range(rounds):
        intent = _record("intent", number, reserved=3.0, tables=["main.orders"])
        outcome = _record("outcome", number, credits=3.0, rows=1, healed=[], status="ok")
        started = time.perf_counter()
        made = quota.reserve(ANA, rules, THREE)
        decided.append(time.perf_counter() - started)
        quota.apply(intent, made)
        quota.apply(outcome, made)
        quota.note(ANA, rules)
        whole.append(time.perf_counter() - started)
    return median(decided), median(whole)


def _record(kind: str, number: int, **fields: Any) -> dict[str, Any]:
    now = time.strftime("%Y-%m-%dT%H:%M:%S.000000Z", time.gmtime())
    return {"kind": kind, "id": str(number), "time": now, "agent": "ana", "role": "analyst", "chat": "c", **fields}


def _checkpoint() -> int:
    """The bytes of a checkpoint after two years of twenty agents in new chats, over more tables than are kept."""
    quota = Quota()
    for number in range(20_000):
        who = {"agent": f"agent{number % 20}", "role": f"role{number % 4}", "chat": f"{number // 4:032x}"}
        now = time.strftime("%Y-%m-%dT%H:%M:%S.000000Z", time.gmtime(1.7e9 + number * 3153))
        intent = {"kind": "intent", "id": "x", "time": now, "reserved": 1.0, "tables": [f"main.table{number % 1500}"]}
        quota.apply({**intent, **who})
        ended = {"kind": "outcome", "id": "x", "time": now, "credits": 1.0, "rows": 1, "healed": [], "status": "ok"}
        quota.apply({**ended, **who})
    return len(encode(quota.snapshot()))


def _q_errors(max_rows: int, wanted: int) -> Iterator[float]:
    """Half of the queries are an analyst's, half are generated; what cannot be answered has no actual price."""
    sys.path.insert(0, str(TESTS))
    from support import cases, shop
    from support.generator import Generator, Schema

    with tempfile.TemporaryDirectory() as folder:
        path = shop.build(Path(folder) / "shop.duckdb")
        with duckdb.connect(path, read_only=True) as plain:
            generator = Generator(Schema.read(plain), seed=7)
        written = [(case.sql, None) for name in CASES for case in cases.read(name) if not case["params"]]
        random.Random(7).shuffle(written)
        made = (generator.statement(number) for number in range(10 * wanted))
        settings = Settings(max_rows=max_rows, heal="off")
        with HatiData.open(path, read_only=True, settings=settings) as layer:
            agent = layer.agent("ana")
            for source in (iter(written), ((one.sql, one.params) for one in made)):
                found = 0
                while found < wanted // 2:
                    sql, params = next(source)
                    try:
                        result = agent.run(sql, params)
                    except HatiDataError:
                        continue
                    found += 1
                    estimate, actual = result.estimate.credits, result.credits
                    yield max(estimate / actual, actual / estimate)
