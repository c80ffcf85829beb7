"""Promise 1 over generated statements: a governed answer is the answer of the physical database, or a denial."""

from __future__ import annotations

import os
from pathlib import Path

import differential
import mutants
import pytest
from support.generator.queries import SHAPES

AGENTS = tuple(differential.policies())
EACH = 170
FOUND_WITHIN = 200
SEED = int(os.environ.get("HATI_SEED", "1"))
"""The long test takes another one each time."""
SOME_MUTANTS = (
    ("ana", "customers.email without its rule"),
    ("otto", "payments.card_number shows one more character"),
    ("vera", "customers filtered by the mask of name"),
)


@pytest.mark.parametrize("seed", [SEED, SEED + 1])
@pytest.mark.parametrize("name", AGENTS)
def test_a_generated_statement_is_answered_as_by_the_physical_database(
    name: str, seed: int, shop_file: Path, tmp_path: Path
) -> None:
    """Of more than a thousand random statements none is answered otherwise, and at most one in twenty is denied."""
    with differential.arena(name, shop_file, tmp_path) as arena:
        tally = arena.compare(arena.statements(seed, EACH))

    assert tally.problems() == ""
    assert tally.tried == EACH
    assert tally.denied.total() <= EACH / 20, f"seed {seed}: {tally.denied}"
    assert EACH / 30 <= tally.failed <= EACH / 8, f"seed {seed}: too few or too many that no database answers"


@pytest.mark.parametrize(("name", "what"), SOME_MUTANTS)
def test_a_lens_with_one_rule_too_few_is_found(name: str, what: str, shop_file: Path, tmp_path: Path) -> None:
    """A policy that lacks a mask, shows one character more, or filters by masks, gives a wrong answer before long."""
    policy = dict(mutants.mutants(differential.policies()[name], name))[what]
    with differential.arena(name, shop_file, tmp_path, policy) as arena:
        tally = arena.compare(arena.statements(SEED, FOUND_WITHIN), most_wrong=1)

    assert tally.wrong, f"seed {SEED}: not found in {FOUND_WITHIN} statements"


def test_every_shape_is_written(shop_file: Path, tmp_path: Path) -> None:
    """The generator writes all of its shapes, in order and without, with parameters and without."""
    with differential.arena("ana", shop_file, tmp_path) as arena:
        made = list(arena.statements(SEED, EACH * 4))

    assert {one.shape.removesuffix(", broken") for one in made} == {shape.__name__.strip("_") for shape in SHAPES}
    assert {one.ordered for one in made} == {one.params is None for one in made} == {True, False}
    assert len({one.sql for one in made}) > EACH * 3.8
