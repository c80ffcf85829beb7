"""Mutated SQL gets an answer or a denial: never a traceback, never a hidden value."""

from __future__ import annotations

import os
import random
from typing import Any

from support import mutants

COUNT = 1_000


def test_mutants_get_an_answer_or_a_denial(governed: Any, hidden_from_ana: frozenset[str]) -> None:
    """A thousand mutants of attacks and queries, other ones each time, show nothing hidden and end in no bug."""
    seed = int(os.environ.get("HATI_SEED") or random.SystemRandom().randrange(10**6))
    tally = mutants.send(governed.agent("hasty"), mutants.mutants(seed, COUNT), mutants.Hidden(hidden_from_ana))

    assert (seed, []) == (seed, tally.wrong)
    assert tally.tried == COUNT
    assert tally.answered > COUNT // 50
    assert len(tally.denied) > 3


def test_mutants_are_the_same_for_the_same_seed() -> None:
    """A seed that found something finds it again."""
    assert list(mutants.mutants(17, 50)) == list(mutants.mutants(17, 50)) != list(mutants.mutants(18, 50))


def test_a_wrong_answer_would_be_found(hidden_from_ana: frozenset[str]) -> None:
    """An agent that shows a hidden value, names a hidden table or ends in a bug is found out."""

    class Leaking:
        def run(self, sql: str) -> Any:
            if sql == "bug":
                raise KeyError("x")
            return type("Result", (), {"columns": ("v",), "rows": (("so hush-007919-b it is",),), "notes": ()})

    tally = mutants.send(Leaking(), ["SELECT 1", "bug"], mutants.Hidden(hidden_from_ana))

    assert 2 == len(tally.wrong) == tally.tried
    assert "hush-007919-b" in tally.wrong[0]
    assert "KeyError" in tally.wrong[1]
