"""Attribute rules over generated statements: a plain model says which deny and which warn, at all hours."""

from __future__ import annotations

import os
from itertools import takewhile
from pathlib import Path

import changing
import differential
import pytest

AGENTS = tuple(differential.policies())
QUERIES, CHANGES, FOUND_WITHIN = 110, 40, 200
SEED = int(os.environ.get("HATI_SEED", "1"))
"""The long test takes another one each time."""


@pytest.mark.parametrize("name", AGENTS)
def test_a_query_is_answered_or_denied_as_the_rules_say(name: str, shop_file: Path, tmp_path: Path) -> None:
    """Where no rule denies, the answer is that of the physical database, with a note of each rule that warns."""
    with differential.ruled_arena(name, shop_file, tmp_path) as (arena, watched):
        tally = arena.compare(arena.statements(SEED, QUERIES))

    assert tally.problems() == watched.problems() == ""
    assert tally.tried == QUERIES
    assert watched.judged > QUERIES * 0.8
    assert watched.denied > QUERIES / 20
    assert watched.warned > QUERIES / 20
    assert tally.equal > QUERIES / 2


@pytest.mark.parametrize("name", AGENTS)
def test_a_change_is_made_or_denied_as_the_rules_say(name: str, shop_file: Path, tmp_path: Path) -> None:
    """Where no rule denies, the shop is as plain DuckDB leaves it; where one does, nothing is changed."""
    with changing.ruled_both(name, shop_file, tmp_path) as (both, watched):
        tally = both.change(SEED, CHANGES)

    assert tally.problems() == watched.problems() == ""
    assert tally.tried == CHANGES
    assert watched.denied > CHANGES / 10
    assert watched.warned > CHANGES / 10
    assert tally.equal > CHANGES / 3


@pytest.mark.parametrize(("name", "rule"), [("ana", "of-europe"), ("otto", "looked-at"), ("vera", "stewards")])
def test_a_rule_that_is_forgotten_is_found(name: str, rule: str, shop_file: Path, tmp_path: Path) -> None:
    """Without any one that holds for the agent, some statement is soon answered where the model denies or warns."""
    with differential.ruled_arena(name, shop_file, tmp_path, without=rule) as (arena, watched):
        arena.compare(takewhile(lambda _: not watched.wrong, arena.statements(SEED, FOUND_WITHIN)))

    assert watched.wrong
