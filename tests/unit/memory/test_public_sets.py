"""Files in the formats of LoCoMo and LongMemEval are read as their authors mean them."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[3]))

from benchmarks import locomo, longmemeval, retrieval

LOCOMO = [
    {
        "sample_id": "conv-1",
        "conversation": {
            "speaker_a": "Ada",
            "speaker_b": "Bo",
            "session_2_date_time": "4:04 pm on 20 January, 2023",
            "session_2": [{"speaker": "Bo", "dia_id": "D2:1", "text": "My knee is well again."}],
            "session_1_date_time": "1:56 pm on 8 May, 2023",
            "session_1": [
                {"speaker": "Ada", "dia_id": "D1:1", "text": "I bought a cello."},
                {
                    "speaker": "Bo",
                    "dia_id": "D1:2",
                    "text": "Look at this!",
                    "img_url": ["https://example.org/1.jpg"],
                    "blip_caption": "a photo of a red kite",
                },
            ],
            "session_10": [{"speaker": "Ada", "dia_id": "D10:01", "text": "The cello is sold."}],
        },
        "qa": [
            {"question": "What did Ada buy?", "answer": "a cello", "evidence": ["D1:1"], "category": 4},
            {"question": "What became of it?", "answer": 2, "evidence": ["D1:1; D10:1", "D:2:1"], "category": "1"},
            {"question": "Who flew?", "adversarial_answer": "Ada", "evidence": "['D1:2']", "category": 5},
            {"question": "Where?", "answer": "?", "evidence": [], "category": 3},
            {"question": "When?", "answer": "?", "evidence": ["D9:9"], "category": 2},
        ],
    }
]


def _entry(id: str, **changes: Any) -> dict[str, Any]:
    return {
        "question_id": id,
        "question_type": "knowledge-update",
        "question": "Where do I work now?",
        "answer": "at the mill",
        "question_date": "2023/05/30 (Tue) 10:00",
        "haystack_session_ids": ["s1", "answer_1"],
        "haystack_dates": ["2023/05/20 (Sat) 02:21", "2023/05/21 (Sun) 09:00"],
        "haystack_sessions": [
            [{"role": "user", "content": "Hello."}, {"role": "assistant", "content": "Hello to you."}],
            [
                {"role": "user", "content": "I work at the mill now.", "has_answer": True},
                {"role": "assistant", "content": "Fine."},
            ],
        ],
        "answer_session_ids": ["answer_1"],
    } | changes


def _file(folder: Path, content: Any) -> Path:
    path = folder / "data.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def test_locomo(tmp_path: Path) -> None:
    """Turns come in the order of their sessions, pictures by their captions, evidence in each of its spellings."""
    (task,) = locomo.read(_file(tmp_path, LOCOMO))

    assert task.memories == [
        "Ada: I bought a cello.",
        "Bo: Look at this! [picture: a photo of a red kite]",
        "Bo: My knee is well again.",
        "Ada: The cello is sold.",
    ]
    assert task.questions == [
        ("What did Ada buy?", {0}, "single-hop"),
        ("What became of it?", {0, 2, 3}, "multi-hop"),
    ]
    assert task.left_out == 3


def test_longmemeval_by_turns(tmp_path: Path) -> None:
    """Evidence are the turns that are marked; questions without an answer, or without a mark, are left out."""
    unmarked = _entry("q3", haystack_sessions=[[{"role": "user", "content": "Hello."}], []])
    tasks = list(longmemeval.read(_file(tmp_path, [_entry("q1"), _entry("q2_abs"), unmarked])))

    assert tasks[0].memories == [
        "user: Hello.",
        "assistant: Hello to you.",
        "user: I work at the mill now.",
        "assistant: Fine.",
    ]
    assert tasks[0].questions == [("Where do I work now?", {2}, "knowledge-update")]
    assert [(task.questions, task.left_out) for task in tasks[1:]] == [([], 1), ([], 1)]


def test_longmemeval_by_sessions(tmp_path: Path) -> None:
    """A session is one memory, and evidence when the question names it."""
    (task,) = longmemeval.read(_file(tmp_path, [_entry("q1")]), "session")

    assert task.memories[1] == "user: I work at the mill now.\nassistant: Fine."
    assert task.questions[0].answers == {1}


@pytest.mark.parametrize(
    ("name", "content", "row"),
    [
        ("locomo", LOCOMO, "| single-hop | 1 | lexical | 1.000 |"),
        ("longmemeval", [_entry("q1"), _entry("q2_abs")], "| knowledge-update | 1 | lexical | 1.000 |"),
    ],
)
def test_a_file_is_measured(
    name: str,
    content: Any,
    row: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The command names the embedder, says how many questions it left out, and prints a row for each kind and mode."""
    path = _file(tmp_path, content)
    monkeypatch.setattr(sys, "argv", [name, "--data", str(path), "--embedder", "hashing"])
    readers = {"locomo": {"turn": locomo.read}, "longmemeval": {"turn": longmemeval.read}}[name]

    assert retrieval.main(name, readers) == 0

    shown = capsys.readouterr().out
    assert "hashing" in shown.splitlines()[0]
    assert ("3 questions left out" if name == "locomo" else "1 questions left out") in shown
    assert row in shown
