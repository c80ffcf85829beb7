"""Hostile texts, names and parameters in statements about meaning: the right answer, or a denial."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Iterator

import pytest
from support import hostile_meaning, soak_report
from support.plain_embedder import PlainEmbedder

from autogen_hatidata import HatiData, Settings

COUNT, LONG = 80, 10_000


@pytest.fixture(scope="module")
def layer() -> Iterator[HatiData]:
    """A table whose columns and texts are hostile."""
    with HatiData.open(embedder=PlainEmbedder(), settings=Settings(threads=1, heal="off")) as opened:
        hostile_meaning.build(opened)
        yield opened


def _seed() -> int:
    return int(os.environ.get("HATI_SEED") or random.SystemRandom().randrange(10**6))


def test_hostile_texts_and_names_are_compared_like_any(layer: HatiData) -> None:
    """Each statement gives what numpy says; only what cannot stand in SQL at all is refused."""
    seed = _seed()
    tally = hostile_meaning.send(layer.agent("x"), seed, COUNT)

    assert (seed, []) == (seed, tally.wrong[:5])
    assert tally.answered > COUNT * 0.85
    assert tally.answered + tally.refused.total() == COUNT


def test_every_name_and_text_is_compared(layer: HatiData) -> None:
    """Each column is asked for each kind of parameter once, and nothing of ours is in a record."""
    agent = layer.agent("x")
    for column in hostile_meaning.COLUMNS:
        name = '"' + column.replace('"', '""') + '"'
        found = agent.query(
            f'SELECT count(*) AS n FROM "meaning_1_n" WHERE semantic_match({name}, ?)', ["late invoice"]
        )
        assert found == [{"n": 2}], column
    log = "".join(path.read_text() for path in layer.folder.rglob("*.jsonl"))

    assert "late invoice" not in log


@pytest.mark.soak
def test_ten_thousand_hostile_statements(layer: HatiData) -> None:
    """The same for 10,000 statements."""
    seed, began = _seed(), time.monotonic()
    tally = hostile_meaning.send(layer.agent("x"), seed, LONG)
    refused, seconds = tally.refused.total(), time.monotonic() - began
    soak_report.report("hostile texts compared", LONG, tally.answered + refused, refused, seconds)
    print(f"seed {seed}: {tally.answered} answered, refused {dict(tally.refused)}, {seconds:.0f} s")

    assert (seed, []) == (seed, tally.wrong[:5])
    assert tally.answered + refused == LONG
