"""What checking costs of preparing a new text: the walk over its tree, and the second parser."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from autogen_hatidata import Settings
from autogen_hatidata.engines.duckdb import DuckDBEngine
from autogen_hatidata.engines.parser import PARSER
from autogen_hatidata.governance.credits import price
from autogen_hatidata.sql import allow
from autogen_hatidata.sql.facts import facts_of
from autogen_hatidata.sql.hybrid import asks
from autogen_hatidata.sql.names import resolve
from autogen_hatidata.sql.nearest import expanded
from autogen_hatidata.sql.parse import parse
from autogen_hatidata.sql.reading import read
from autogen_hatidata.sql.render import redact, to_duckdb
from autogen_hatidata.types import LensInfo, LensSpec
from benchmarks.measure import Figure, median

TESTS = Path(__file__).parents[1] / "tests"
CASES = ("analyst.sql", "analyst_shapes.sql", "analyst_values.sql")
ROUNDS = 7
GOAL = 25.0
PRICES = Settings().prices


def run(rounds: int = ROUNDS) -> Iterator[Figure]:
    """The share of the checks over an analyst's queries: the median of each, added up.

    Extracting the statement that runs is no part of checking, though the second parser does it.
    """
    sys.path.insert(0, str(TESTS))
    from support import cases, shop

    texts = [case.sql for name in CASES for case in cases.read(name)]
    sums = dict.fromkeys(("all", "walk", "second", "extract"), 0.0)
    with tempfile.TemporaryDirectory() as folder:
        engine = DuckDBEngine.open(shop.build(Path(folder) / "shop.duckdb"), settings=Settings(), read_only=True)
        with engine.lease(LensSpec()) as lease:
            for sql in texts:
                for part, seconds in _parts(sql, lease.info, rounds).items():
                    sums[part] += seconds
        engine.close()
    share = (sums["walk"] + sums["second"] - sums["extract"]) / sums["all"] * 100
    note = f"{len(texts)} queries, {sums['all'] / len(texts) * 1e3:.2f} ms each"
    yield Figure("walk and second parser / preparing a new text", share, " %", GOAL, note)


def _parts(sql: str, lens: LensInfo, rounds: int) -> dict[str, float]:
    """Seconds of one text: prepared from the text to the statement that runs, and the parts of that."""
    tree = parse(sql)
    bound = resolve(tree, lens)
    text = to_duckdb(bound)
    return {
        "all": _median(lambda: _prepare(sql, lens), rounds),
        "walk": _median(lambda: allow.check(tree), rounds),
        "second": _median(lambda: PARSER.read(bound, text), rounds),
        "extract": _median(lambda: PARSER.trusted(text), rounds),
    }


def _prepare(sql: str, lens: LensInfo) -> Any:
    """What a plan is made of, as the stages make it. Tables count as empty: rows are counted once, not per text."""
    tree = expanded(parse(sql), lens)
    reading = read(tree, lens)
    known = facts_of(reading)
    redact(tree)
    price(known, dict.fromkeys(known.scanned, 0), PRICES)
    assert not asks(tree)
    bound = resolve(tree, lens, reading)
    return PARSER.read(bound, to_duckdb(bound))


def _median(call: Callable[[], object], rounds: int) -> float:
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        call()
        times.append(time.perf_counter() - started)
    return median(times)
