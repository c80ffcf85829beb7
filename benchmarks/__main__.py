"""``python -m benchmarks [NAME ...] [--quick]`` prints the table of `benchmarks/README.md`."""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Callable, Iterator

from benchmarks import (
    attribution,
    auditlog,
    checking,
    curves,
    dialects,
    embedding,
    hybrid,
    imports,
    isolation,
    kills,
    memory_index,
    memory_peers,
    memory_quality,
    memory_store,
    memory_words,
    point,
    quota,
    report,
    rules,
    stages,
    tpch,
    writes,
)
from benchmarks.measure import HEADER, Figure, Point, machine

SUITES: dict[str, tuple[Callable[[int], Iterator[Figure]], int, int]] = {
    "point": (point.run, point.ROUNDS, 100),
    "tpch": (tpch.run, tpch.ROUNDS, 1),
    "writes": (writes.run, writes.ROUNDS, 20),
    "stages": (stages.run, stages.ROUNDS, 50),
    "checking": (checking.run, checking.ROUNDS, 1),
    "attribution": (attribution.run, attribution.ROUNDS, 50),
    "quota": (quota.run, quota.ROUNDS, 50),
    "rules": (rules.run, rules.ROUNDS, 50),
    "auditlog": (auditlog.run, auditlog.ROUNDS, 2),
    "report": (report.run, report.RECORDS, 10_000),
    "dialects": (dialects.run, dialects.ROUNDS, 2),
    "embedding": (embedding.run, embedding.ROUNDS, 3),
    "hybrid": (hybrid.run, hybrid.ROUNDS, 1),
    "imports": (imports.run, imports.ROUNDS, 3),
    "isolation": (isolation.run, isolation.ROUNDS, 20),
    "kills": (kills.run, kills.KILLS, 2),
    "memory_index": (memory_index.run, memory_index.ROUNDS, 20),
    "memory_million": (memory_index.million, memory_index.ROUNDS // 4, 3),
    "memory_words": (memory_words.run, memory_words.ROUNDS, 50),
    "memory_million_words": (memory_words.million, memory_words.ROUNDS, 50),
    "memory_store": (memory_store.run, memory_store.ROUNDS, 20),
    "memory_million_store": (memory_store.million, memory_store.ROUNDS // 2, 10),
    "memory_peers": (memory_peers.run, memory_peers.ROUNDS, 10),
    "memory_peers_large": (memory_peers.large, memory_peers.ROUNDS, 10),
    "quality": (memory_quality.run, memory_quality.QUESTIONS, 50),
}
"""What is measured, by name: the function, its rounds, and its rounds with ``--quick``."""

ALONE = ("memory_million", "memory_million_words", "memory_million_store", "memory_peers_large")
"""What takes minutes and gigabytes, and is measured only when it is named."""


def main() -> int:
    """Measure, print, and give 1 when a goal is missed."""
    parser = argparse.ArgumentParser(prog="benchmarks", description="Measures what benchmarks/README.md states.")
    parser.add_argument(
        "names",
        nargs="*",
        metavar="NAME",
        help=f"one or more of {', '.join(SUITES)}; all but {', '.join(ALONE)} by default",
    )
    parser.add_argument("--quick", action="store_true", help="few rounds: to see that it runs")
    chosen = parser.parse_args()
    unknown = set(chosen.names) - SUITES.keys()
    if unknown:
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}")
    logging.getLogger("autogen_hatidata").setLevel(logging.ERROR)  # new files are no news here
    print(f"{machine()}\n\n{HEADER}", flush=True)
    missed, points = 0, list[Point]()
    for name in chosen.names or (name for name in SUITES if name not in ALONE):
        measure, rounds, few = SUITES[name]
        for figure in measure(few if chosen.quick else rounds):
            print(figure.row(), flush=True)
            missed += not figure.met
            points += figure.points
    if points and not chosen.quick:
        curves.keep(points, machine())
        curves.draw()
    print(f"\n{machine()}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
