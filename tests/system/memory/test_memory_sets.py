"""The sets that search is measured with are what they claim to be, and are scored rightly."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[3]))

from autogen_hatidata.memory.hashing import HashingEmbedder
from autogen_hatidata.memory.ranked import Ranked
from autogen_hatidata.memory.words import asked, words
from benchmarks import docstrings, memory_ages, memory_quality, retrieval
from benchmarks.measure import Figure
from benchmarks.retrieval import Answered, Question, Task

SPLITS = ("tune", "report")
_IDENTIFIER = re.compile(r"[\w@./:-]*(?:\d|[a-z][A-Z]|_|@)[\w@./:-]*")
_LONG = 6
"""English words that mean something mostly have so many letters."""


def _rows(name: str) -> dict[str, list[dict[str, Any]]]:
    return {
        split: [
            json.loads(line)
            for line in (memory_quality.SETS / f"{name}_{split}.jsonl").read_text(encoding="utf-8").splitlines()
        ]
        for split in SPLITS
    }


def test_the_business_set_is_large_and_varied() -> None:
    """Each split has more than a hundred questions, of every kind; nothing is in both, and nothing twice."""
    rows = _rows("business")
    texts = [
        row[key] for split in SPLITS for row in rows[split] for key in ("memory", "outdated", "question") if key in row
    ]

    for split in SPLITS:
        kinds = [row["kind"] for row in rows[split]]
        assert [kinds.count(kind) for kind in ("paraphrase", "update", "abstention")] == [75, 22, 27]
    assert len(texts) == len(set(texts))


def test_paraphrases_share_no_words_with_their_answers() -> None:
    """Of the long words of a question, one in ten at most stands in its answer too."""
    rows = [row for split in _rows("business").values() for row in split if row["kind"] == "paraphrase"]
    long = [[word for word in asked(row["question"]) if len(word) >= _LONG] for row in rows]
    shared = [set(some) & set(words(row["memory"])) for some, row in zip(long, rows, strict=True)]

    assert 10 * sum(map(len, shared)) < sum(map(len, long))


def test_identifiers_are_asked_for() -> None:
    """Each split has sixty questions, and no memory has more of the identifier of one than its own."""
    for rows in _rows("identifiers").values():
        assert len(rows) == 60
        for row in rows:
            named = set(asked(" ".join(_IDENTIFIER.findall(row["question"]))))
            common = [len(named & set(words(other["memory"]))) for other in rows]
            assert 0 < common[rows.index(row)] == max(common), row


def test_a_written_task_knows_its_answers() -> None:
    """Answers are the memories of their lines, an update follows what it replaces, and abstentions have none."""
    rows = [row for name in ("business", "identifiers") for row in _rows(name)["report"]]
    task, outdated = memory_quality.written_task("report")

    for row, question in zip(rows, task.questions, strict=True):
        answers = [task.memories[number] for number in question.answers]
        assert question.text == row["question"]
        assert answers == ([] if row["kind"] == "abstention" else [row["memory"]])
        if row["kind"] == "update":
            assert task.memories[outdated[min(question.answers)]] == row["outdated"]
    assert len(outdated) == 22


def test_the_manifest_names_docstrings_once() -> None:
    """Four thousand texts, of which 500 are asked for to choose by and 1,500 to report."""
    manifest = docstrings.read()
    splits = [entry.split for entry in manifest.entries]

    assert [splits.count(split) for split in ("tune", "report", "-")] == [500, 1500, 2000]
    assert len({entry.name for entry in manifest.entries}) == 4000
    assert {entry.package for entry in manifest.entries} == manifest.versions.keys()


def _part(package: str) -> docstrings.Manifest:
    manifest = docstrings.read()
    return docstrings.Manifest(
        {package: manifest.versions[package]}, [one for one in manifest.entries if one.package == package]
    )


def test_docstrings_are_found_where_they_are_installed() -> None:
    """Of a package of the manifest's version all texts are found; what differs is counted, and its version named."""
    part = _part("rich")
    here = docstrings._version("rich")
    found = docstrings.find(part)

    assert (found.lost == []) == (here == part.versions["rich"])
    if not found.lost:
        other = part.entries[0]._replace(digest="0" * 12)
        changed = docstrings.find(docstrings.Manifest({"rich": "1.0"}, [other, *part.entries[1:]]))

        assert changed.entries == found.entries[1:]
        assert changed.lost == [f"1 of rich 1.0 (here: {here})"]


def test_a_package_that_is_missing_is_named() -> None:
    """Nothing is left out silently."""
    entry = docstrings.Entry("report", "0" * 12, "nosuchpackage", "nosuchpackage:f")
    found = docstrings.find(docstrings.Manifest({"nosuchpackage": "1.0"}, [entry]))

    assert found == ([], ["1 of nosuchpackage 1.0 (here: not installed)"])


def test_docstrings_of_a_file(tmp_path: Path) -> None:
    """A summary of four words with fifteen after it counts, at any depth, and of overloads the first one."""
    long = "Return what was asked for.\n\n" + "word " * 15
    path = tmp_path / "m.py"
    path.write_text(
        f'"""{long}"""\nclass A:\n    """Too short."""\n    def f(self):\n        """{long}"""\n'
        f'    def f(self):\n        """Second one of two here.\n\n        {"x " * 15}"""\n',
        encoding="utf-8",
    )

    found = list(docstrings._of_file("m", path))

    assert [(one.name, one.summary) for one in found] == [
        ("m:", "Return what was asked for."),
        ("m:A.f", "Return what was asked for."),
    ]
    assert {one.rest for one in found} == {"word " * 14 + "word"}


def test_scores_by_hand() -> None:
    """Recall is the share of the answers among the first places, the reciprocal rank that of the first answer."""
    one = Answered(Question("?", {3, 9}), {"lexical": Ranked(np.array([5, 3, 1, 9]), np.ones(4, np.float32))})

    assert [one.recall("lexical", k) for k in (1, 2, 4)] == [0.0, 0.5, 1.0]
    assert (one.reciprocal("lexical"), one.reciprocal("lexical", 1)) == (0.5, 0.0)


def test_each_mode_is_asked() -> None:
    """A question finds its memory by words, by vectors and by both; a text that comes twice is embedded once."""
    embedder = HashingEmbedder(64)
    once = retrieval.Once(embedder)
    task = Task(
        ["invoice paid", "margin fell", "invoice paid"], [Question("margin", {1}, "a"), Question("paid", {0}, "b")]
    )
    answered = list(retrieval.answer(task, once))

    assert [one.recall(mode, 1) for one in answered for mode in retrieval.MODES] == [1.0] * 6
    assert np.array_equal(once.embed(task.memories), embedder.embed(task.memories))
    assert "| a | 1 | hybrid | 1.000 | 1.000 | 1.000 | 1.000 | 1.000 |" in list(retrieval.table(answered))


def test_age_brings_the_newer_memory_first() -> None:
    """Without a half-life the text that fits better comes first, with one that which replaced it."""
    task = Task(
        ["The price is 49 euros.", "The price is 59 euros, says the sales team of the new region.", "It rains."],
        [Question("what is the price in euros", {1}, "update"), Question("rains", {2}, "other")],
    )
    figures = list(memory_ages.run(task, {1: 0}, HashingEmbedder(64)))

    assert [(figure.value, figure.note[-12:]) for figure in figures] == [
        (0.0, "recall@10 1.000"[-12:]),
        (100.0, "recall@10 1.000"[-12:]),
        (100.0, "recall@10 1.000"[-12:]),
    ]


@pytest.mark.parametrize(("value", "floor", "met"), [(2.9, True, False), (3.0, True, True), (3.1, False, False)])
def test_a_goal_can_be_a_lower_bound(value: float, floor: bool, met: bool) -> None:
    """A figure with a floor is met from there upwards, and its row says so."""
    figure = Figure("hybrid above the better single", value, " points", 3.0, floor=floor)

    assert figure.met is met
    assert (">= 3" if floor else "<= 3") in figure.row()
