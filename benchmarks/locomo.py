"""How much of the evidence of LoCoMo's questions a search finds, without any model that answers.

The file is ``locomo10.json`` of https://github.com/snap-research/locomo, which you have to get yourself:
``python -m benchmarks.locomo --data locomo10.json``. Each turn of a conversation is a memory; a question is asked among
those of its conversation.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks import retrieval
from benchmarks.retrieval import Question, Task

CATEGORIES = {1: "multi-hop", 2: "temporal", 3: "open domain", 4: "single-hop"}
"""Those with an answer. The adversarial questions of category 5 have none."""

_SESSION = re.compile(r"session_(\d+)")
_EVIDENCE = re.compile(r"D:?(\d+):(\d+)")  # the files have D8:6, D30:05, D:11:26, and several in one string


def read(path: Path) -> Iterator[Task]:
    """The conversations of a file. Questions whose evidence is not in their conversation are left out."""
    for sample in json.loads(path.read_text(encoding="utf-8")):
        turns = dict(_turns(sample["conversation"]))
        numbers = {place: number for number, place in enumerate(turns)}
        questions = []
        for asked in sample["qa"]:
            category = CATEGORIES.get(int(asked["category"]))
            places = {(int(session), int(turn)) for session, turn in _EVIDENCE.findall(str(asked.get("evidence", "")))}
            answers = {numbers[place] for place in places if place in numbers}
            if category and answers:
                questions.append(Question(asked["question"], answers, category))
        yield Task(list(turns.values()), questions, len(sample["qa"]) - len(questions))


def _turns(conversation: dict[str, Any]) -> Iterator[tuple[tuple[int, int], str]]:
    """The turns with their places: the numbers of the session, and of the turn in it."""
    sessions = ((int(found[1]), turns) for key, turns in conversation.items() if (found := _SESSION.fullmatch(key)))
    for _, turns in sorted(sessions):
        for turn in turns:
            picture = f" [picture: {turn['blip_caption']}]" if turn.get("blip_caption") else ""
            session, number = _EVIDENCE.fullmatch(turn["dia_id"]).groups()  # type: ignore[union-attr]
            yield (int(session), int(number)), f"{turn['speaker']}: {turn['text']}{picture}"


if __name__ == "__main__":
    sys.exit(retrieval.main("locomo", {"turn": read}))
