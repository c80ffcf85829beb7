"""How much of the evidence of LongMemEval's questions a search finds, without any model that answers.

The file is one of ``longmemeval_s.json``, ``longmemeval_m.json`` and ``longmemeval_oracle.json`` of
https://github.com/xiaowu0162/LongMemEval, which you have to get yourself:
``python -m benchmarks.longmemeval --data longmemeval_s.json``. Each turn of a question's history is a memory, or with
``--unit session`` each session.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks import retrieval
from benchmarks.retrieval import Question, Task

Memories = list[tuple[str, bool]]
"""Texts, and whether each is evidence."""


def _turns(entry: dict[str, Any]) -> Memories:
    return [
        (f"{turn['role']}: {turn['content']}", bool(turn.get("has_answer")))
        for session in entry["haystack_sessions"]
        for turn in session
    ]


def _sessions(entry: dict[str, Any]) -> Memories:
    evidence = set(entry["answer_session_ids"])
    return [
        ("\n".join(f"{turn['role']}: {turn['content']}" for turn in session), id in evidence)
        for id, session in zip(entry["haystack_session_ids"], entry["haystack_sessions"], strict=True)
    ]


UNITS: Mapping[str, Callable[[dict[str, Any]], Memories]] = {"turn": _turns, "session": _sessions}
"""What is one memory."""


def read(path: Path, unit: str = "turn") -> Iterator[Task]:
    """The questions of a file, each with its history. Those that have no answer (``_abs``), or no evidence marked in
    their history, are left out."""
    for entry in json.loads(path.read_text(encoding="utf-8")):
        memories = UNITS[unit](entry)
        answers = {number for number, (_, is_evidence) in enumerate(memories) if is_evidence}
        answered = bool(answers) and not entry["question_id"].endswith("_abs")
        questions = [Question(entry["question"], answers, entry["question_type"])] if answered else []
        yield Task([text for text, _ in memories] if answered else [], questions, 1 - len(questions))


if __name__ == "__main__":
    sys.exit(retrieval.main("longmemeval", {unit: partial(read, unit=unit) for unit in UNITS}))
