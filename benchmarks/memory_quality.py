"""How well a search finds memories: docstrings by their summaries, and memories of a business, written by hand.

Every set is split in two. Words and fusion were chosen by what they gave for the questions ``tune``; what is printed is
of the others alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import fmean

from autogen_hatidata.memory.embedders import Embedder, choose
from benchmarks import docstrings, memory_ages
from benchmarks.measure import Figure
from benchmarks.retrieval import MODES, Answered, Kept, Question, Task, answer, mean

SETS = Path(__file__).parent / "memory_sets"
QUESTIONS = docstrings.REPORT
GOALS = {"docstrings": 3.0, "business": 0.0, "identifiers": 0.0}
"""By how many points of recall@10 the hybrid should be above the better of the two that it is made of."""
_ENOUGH = 0.95
"""The share of the docstrings that must be here for a goal to count: a smaller set is an easier one."""


def run(questions: int = QUESTIONS) -> Iterator[Figure]:
    """Ask so many questions of the docstrings, and all that were written by hand."""
    embedder = choose()
    yield Figure("embedder: numbers in a vector", embedder.dim, note=f"{embedder.id}, {embedder.kind}")
    yield from _docstrings(embedder, questions)
    yield from _written(embedder)


def _docstrings(embedder: Embedder, questions: int) -> Iterator[Figure]:
    manifest = docstrings.read()
    found = docstrings.find(manifest)
    share = len(found.entries) / len(manifest.entries)
    note = "; not: " + ", ".join(found.lost) if found.lost else ""
    yield Figure("docstrings of the manifest that are here", share * 100, " %", note=f"{len(found.entries):,}{note}")
    task = docstring_task(found, "report", questions)
    answered = list(answer(task, Kept(embedder)))
    note = f"{len(answered):,} questions, {len(task.memories):,} texts"
    counts = share >= _ENOUGH and questions >= QUESTIONS and embedder.kind == "semantic"
    yield from _rows("docstrings", answered, note, counts=counts)


def docstring_task(found: docstrings.Found, split: str, questions: int) -> Task:
    """The questions of a split, and what they are asked among: with fewer of them, fewer texts too."""
    some = found.entries if questions >= QUESTIONS else found.entries[:: max(1, QUESTIONS // questions)]
    return Task(
        [one.rest for _, one in some],
        [Question(one.summary, {number}) for number, (entry, one) in enumerate(some) if entry.split == split],
    )


def _written(embedder: Embedder) -> Iterator[Figure]:
    task, outdated = written_task("report")
    answered = list(answer(task, Kept(embedder)))
    counts = embedder.kind == "semantic"
    for name, kinds in {"business": ("paraphrase", "update"), "identifiers": ("identifier",)}.items():
        some = [one for one in answered if one.question.kind in kinds]
        yield from _rows(name, some, f"{len(some)} questions, {len(task.memories)} memories", counts=counts)
    for kind in ("paraphrase", "update"):
        some = [one for one in answered if one.question.kind == kind]
        for mode in MODES:
            yield Figure(f"of these, {kind}s, {mode}, recall@10", mean(some, mode) * 100, " %", note=_more(some, mode))
    yield from _abstention(answered, embedder)
    yield from memory_ages.run(task, outdated, embedder)


def written_task(split: str) -> tuple[Task, dict[int, int]]:
    """All memories of a split that were written by hand, and for each that replaces another the number of that one.

    Questions that nothing answers have the kind ``near miss`` where a memory is about the same thing, else ``nothing``.
    """
    memories, questions, outdated = list[str](), list[Question](), dict[int, int]()
    for name in ("business", "identifiers"):
        for line in (SETS / f"{name}_{split}.jsonl").read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if "outdated" in row:
                memories.append(row["outdated"])
                outdated[len(memories)] = len(memories) - 1
            kind, answers = row["kind"], {len(memories)}
            if kind == "abstention":
                kind, answers = ("near miss" if "memory" in row else "nothing"), set()
            questions.append(Question(row["question"], answers, kind))
            memories += [row["memory"]] if "memory" in row else []
    return Task(memories, questions), outdated


def _rows(name: str, answered: Sequence[Answered], note: str, *, counts: bool) -> Iterator[Figure]:
    recall = {mode: mean(answered, mode) * 100 for mode in MODES}
    for mode in MODES:
        yield Figure(f"{name}, {mode}, recall@10", recall[mode], " %", note=f"{_more(answered, mode)}; {note}")
    above = recall["hybrid"] - max(recall["lexical"], recall["vector"])
    goal = GOALS[name] if counts else None
    yield Figure(f"{name}, hybrid above the better single", above, " points", goal, "recall@10", floor=True)


def _more(answered: Sequence[Answered], mode: str) -> str:
    reciprocal = fmean(one.reciprocal(mode) for one in answered)
    return f"@1 {mean(answered, mode, 1):.3f}, @5 {mean(answered, mode, 5):.3f}, MRR@10 {reciprocal:.3f}"


def _abstention(answered: Sequence[Answered], embedder: Embedder) -> Iterator[Figure]:
    """How many questions of each kind have nothing nearer than the embedder's own threshold."""
    threshold = embedder.default_threshold
    for kind in ("nothing", "near miss", "paraphrase"):
        nearest = [float(one.found["vector"].scores[0]) for one in answered if one.question.kind == kind]
        silent = fmean(score <= threshold for score in nearest) * 100
        note = f"{len(nearest)} questions, threshold {threshold:.2f}"
        yield Figure(f"nothing near to a question, {_ABOUT[kind]}", silent, " %", note=note)


_ABOUT = {
    "nothing": "that no memory is about",
    "near miss": "whose answer is missing in a memory about it",
    "paraphrase": "that a memory answers in other words",
}
