"""Plays random scenarios on many threads until enough calls were made, and reports what was charged wrongly."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pytest

from autogen_hatidata import HatiData, HatiDataAgent
from support.charges import Book
from support.scenarios import NAMES, Scenario

THREADS = 16
POLICY = {
    "version": 1,
    "roles": {"player": {"can": ["read"]}},
    "agents": {"*": {"role": "player"}},
    "tables": {"whoami": {"read": ["player"], "rows": {"filter": "name = {agent}"}}},
}
WHOAMI = f"CREATE TABLE whoami AS SELECT unnest({list(NAMES)}) AS name"


def play(seed: int, calls: int, layers: Sequence[Any], book: Book) -> None:
    """Play the scenarios of this seed, each with a seed of its own in its nonces, until ``calls`` calls were made."""
    number = 0
    with ThreadPoolExecutor(THREADS) as pool:
        while book.calls < calls:
            batch = [Scenario(f"{seed}.{number + n}", list(layers), book) for n in range(THREADS)]
            number += len(batch)
            list(pool.map(_run, [(one, run, book) for one in batch for run in one.runs]))
            book.turn()


@contextmanager
def real_layer(folder: Path, book: Book) -> Iterator[HatiData]:
    """A layer in which each agent sees its own name. What it answers is entered in the book."""
    run = HatiDataAgent.run

    def enter(agent: HatiDataAgent, sql: str, *args: Any, **options: Any) -> Any:
        result = run(agent, sql, *args, **options)
        ((name, nonce),) = result.rows
        book.charge(nonce, name)
        return result

    with duckdb.connect(str(folder / "names.duckdb")) as plain:
        plain.execute(WHOAMI)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(HatiDataAgent, "run", enter)
        with HatiData.open(folder / "names.duckdb", policy=POLICY) as layer:
            yield layer


def report(book: Book, seed: int) -> str:
    """Nothing, or what went wrong and how to see it again."""
    wrong = {"charged wrongly": book.wrong, "refused without need": book.refused, "ended with an error": book.errors}
    lines = [f"{what}: {len(found)}\n  " + "\n  ".join(found[:5]) for what, found in wrong.items() if found]
    return "\n".join([f"seed {seed}, {book.calls} calls", *lines]) if lines else ""


def _run(job: tuple[Scenario, Callable[[], None], Book]) -> None:
    scenario, run, book = job
    try:
        run()
    except Exception:  # noqa: BLE001 - it fails the test, with its seed
        book.errors.append(f"{scenario.describe()}: {traceback.format_exc()[-600:]}")
