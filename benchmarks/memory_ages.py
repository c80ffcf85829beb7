"""Whether a memory comes before the one that it replaces, in a store where age counts."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import fmean

from autogen_hatidata.engines.kept import Results
from autogen_hatidata.engines.kinds import ENGINES
from autogen_hatidata.memory.embedders import Embedder
from autogen_hatidata.memory.model import Audience, Draft, Search
from autogen_hatidata.memory.store import MemoryStore
from autogen_hatidata.settings import Settings
from benchmarks.measure import Figure
from benchmarks.retrieval import Task

HALF_LIVES = (None, 365.0, 1000.0)
"""Days after which a score counts half."""

_DAYS, _LATER, _DAY = 180, 120, 86_400.0
_ME = Audience("analyst")


def run(task: Task, outdated: Mapping[int, int], embedder: Embedder) -> Iterator[Figure]:
    """Store memories over half a year, outdated ones four months before what replaces them, and ask the day after.

    Args:
        outdated: for each memory that replaces another one the number of that.
    """
    days = {number: number * 37 % _DAYS for number in range(len(task.memories))}
    for newer, older in outdated.items():
        days[older] = newer * 13 % (_DAYS - _LATER)
        days[newer] = days[older] + _LATER
    answered = [question for question in task.questions if question.answers]
    with _store(task.memories, days, embedder) as store:
        for half_life in HALF_LIVES:
            first, others = list[bool](), list[bool]()
            for question in answered:
                found = _found(store, question.text, half_life)
                (answer,) = (task.memories[number] for number in question.answers)
                if question.kind == "update":
                    older = task.memories[outdated[min(question.answers)]]
                    first.append(found.get(answer, 98) < found.get(older, 99))
                else:
                    others.append(found.get(answer, 99) < 10)
            name = "half_life_days" + (" not set" if half_life is None else f"={half_life:g}")
            note = f"{len(first)} updates; of the {len(others)} other questions recall@10 {fmean(others):.3f}"
            yield Figure(f"the newer memory first, hybrid, {name}", fmean(first) * 100, " %", note=note)


def _found(store: MemoryStore, text: str, half_life: float | None) -> dict[str, int]:
    """What a search finds, with its places."""
    answer = store.search(_ME, Search(text, 20, half_life_days=half_life))
    content = answer.table.columns.index("content")
    return {row[content]: place for place, row in enumerate(answer.table.rows)}


@contextmanager
def _store(memories: Sequence[str], days: Mapping[int, int], embedder: Embedder) -> Iterator[MemoryStore]:
    """A store whose memories were stored on their days; it stands on the day after the last one."""
    now = [0.0]
    stored: dict[int, list[Draft]] = defaultdict(list)
    for number, day in days.items():
        stored[day].append(Draft(memories[number]))
    settings = Settings()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        results = Results(folder / "memory.duckdb", lambda: now[0])
        engine = ENGINES["none"](folder / "a.duckdb", settings=settings, read_only=False, results=results)
        store = MemoryStore(engine, folder / "memory", lambda: embedder, lambda: now[0], settings)
        for day, drafts in sorted(stored.items()):
            now[0] = (day + 1) * _DAY
            store.store(_ME, drafts)
        now[0] += _DAY
        yield store
        store.close()
        engine.close()
