"""A process that is killed while it embeds the texts of a column: what it had done counts, and nothing is wrong."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from support import soak_report
from support.plain_embedder import PlainEmbedder

from autogen_hatidata import HatiData, Settings

TESTS = Path(__file__).parents[1]
COUNT, TOGETHER = 6_000, 256
"""Texts, and how many may be embedded before they are kept."""

CHILD = """
import sys, time
sys.path.insert(0, sys.argv[2])
from support.plain_embedder import PlainEmbedder
from autogen_hatidata import HatiData

class Telling(PlainEmbedder):
    def embed(self, texts):
        time.sleep(len(texts) / 4_000)
        print(*(text.split()[-1] for text in texts), flush=True)
        return super().embed(texts)

with HatiData.open(sys.argv[1], embedder=Telling()) as layer:
    layer.index_column("many", "body")
print("done", flush=True)
"""


def _embedded(path: Path, after: int | None) -> tuple[list[int], bool]:
    """The texts that a child embedded that was killed after so many batches, and whether it came to its end."""
    child = subprocess.Popen([sys.executable, "-c", CHILD, path, TESTS], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    with child:
        lines = []
        for line in child.stdout:
            lines.append(line)
            if len(lines) == after:
                child.kill()
    done = bool(lines) and lines[-1] == "done\n"
    return [int(number) for line in lines if line != "done\n" for number in line.split()], done


def _killed(folder: Path, kills: int, seed: int) -> int:
    """How many times texts were embedded again."""
    dice, path, embedded = random.Random(seed), folder / "many.duckdb", list[int]()
    with HatiData.open(path, embedder=PlainEmbedder()) as layer:
        layer.owner_sql(f"CREATE TABLE many AS SELECT i AS id, 'text ' || i AS body FROM range({COUNT}) r(i)")
    for _ in range(kills):
        found, done = _embedded(path, dice.randint(1, 9))
        embedded += found
        assert not done
    embedded += _embedded(path, None)[0]
    embedder = PlainEmbedder()
    with HatiData.open(path, embedder=embedder, settings=Settings(max_rows=COUNT)) as layer:
        ranked = layer.agent("ana").query("SELECT id, semantic_rank(body, 'text 7') AS r FROM many")
        repaired = layer.memory.verify()

    assert set(embedded) == set(range(COUNT))
    assert embedder.texts in ([], ["text 7"])
    question = embedder.vector("text 7")
    expected = {number: float(embedder.vector(f"text {number}") @ question) for number in range(COUNT)}
    assert {row["id"]: row["r"] for row in ranked} == pytest.approx(expected, abs=1e-6)
    assert repaired == []
    return len(embedded) - COUNT


def test_a_kill_loses_one_batch_at_the_most(tmp_path: Path) -> None:
    """The next start goes on with what was not kept, and no vector is wrong."""
    assert _killed(tmp_path, 3, seed=1) <= 3 * TOGETHER


@pytest.mark.soak
def test_fifty_kills_while_texts_are_embedded(tmp_path: Path) -> None:
    """The same for 50 kills, ten of each file."""
    began, again = time.monotonic(), []
    for seed in range(5):
        (folder := tmp_path / str(seed)).mkdir()
        again.append(_killed(folder, 10, seed))

    soak_report.report("SIGKILLs while texts of a column are embedded", 50, 50, 0, time.monotonic() - began)
    assert max(again) <= 10 * TOGETHER
