"""What an embedding takes, for each embedder that is on this machine: one short text, and many longer ones."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import partial

from autogen_hatidata.errors import HatiDataError
from autogen_hatidata.memory.calibration import SENTENCES
from autogen_hatidata.memory.embedders import VARIABLE, Embedder, choose
from benchmarks.measure import Figure, interleaved, median

ROUNDS = 30
BATCH = 64
LETTERS = 600
QUESTIONS = [question for question, _ in SENTENCES]


def run(rounds: int = ROUNDS) -> Iterator[Figure]:
    """Milliseconds for one question, and texts of 600 letters in a second, in batches of 64.

    Embedders that are not here are left out with a line that says so; ``HATIDATA_EMBEDDER`` adds one.
    """
    here = list(_here())
    texts = _texts(BATCH)
    calls = {embedder.id: partial(_one, embedder, iter(QUESTIONS * rounds)) for embedder in here}
    single = interleaved(calls, rounds)
    batches = interleaved({one.id: partial(one.embed, texts) for one in here}, max(rounds // 10, 1), warm=1)
    for embedder in here:
        note = f"{embedder.kind}, {embedder.dim} numbers"
        yield Figure(f"one question, {embedder.id}", median(single[embedder.id]) * 1e3, " ms", note=f"p50, {note}")
        yield Figure(
            f"texts of {LETTERS} letters in a second, {embedder.id}",
            BATCH / median(batches[embedder.id]),
            note=f"batches of {BATCH}",
        )


def _here() -> Iterator[Embedder]:
    for name in filter(None, ("hashing", "minilm", os.environ.get(VARIABLE))):
        try:
            embedder = choose(name)
            embedder.embed(["the first text loads the model"])
        except HatiDataError as missing:
            print(f"{name} is left out: {missing.message} {missing.hint}")
        else:
            yield embedder


def _one(embedder: Embedder, questions: Iterator[str]) -> None:
    embedder.embed([next(questions)])


def _texts(count: int) -> list[str]:
    """Texts that have their sentences in another order each."""
    answers = [answer for _, answer in SENTENCES]
    return [" ".join([*answers[at % 40 :], *answers[: at % 40]])[at // 40 :][:LETTERS] for at in range(count)]
