"""Thousands of random changes and of statements under rules beside plain DuckDB: promise 1, the long way."""

from __future__ import annotations

import os
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.generator.rights import RIGHTS
from support.soak_report import report

sys.path.insert(0, str(Path(__file__).parents[1] / "oracle"))
import changing
import differential
import mutants
from watched import Watched

pytestmark = pytest.mark.soak

AGENTS = tuple(differential.policies())
EACH, ROUNDS, RULED_ROUNDS = 80, 18, 9
"""Changes in a new copy of the shop, and how often each agent gets one."""

QUERIES = 1_000
FOUND_WITHIN = 600
SEED = int(os.environ.get("HATI_SEED") or random.SystemRandom().randrange(10**6))


def _rounds(folder: Path, count: int) -> Iterator[tuple[str, int, Path]]:
    """For each agent and round its name, a seed and a folder."""
    for name in AGENTS:
        for number in range(count):
            room = folder / f"{name}-{number}"
            room.mkdir()
            yield name, SEED + number, room


def _of_changed(policy: dict[str, Any], name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The mutants of tables that the agent may change."""
    tables = tuple(RIGHTS[name])
    return (one for one in mutants.mutants(policy, name) if one[0].startswith(tables))


def _counted(what: str, whole: differential.Tally, wrong: int, began: float) -> None:
    held, denied = whole.tried - len(whole.wrong) - wrong, whole.denied.total()
    report(what, whole.tried, max(held, 0), min(denied, max(held, 0)), time.monotonic() - began)
    print(f"seed {SEED}: {whole.summary()}")


def test_generated_changes_are_made_as_by_plain_duckdb(shop_file: Path, tmp_path: Path) -> None:
    """Of 4,320 random changes by agents of different rights each leaves what plain DuckDB does, or is refused."""
    whole, began = differential.Tally(), time.monotonic()
    for name, seed, room in _rounds(tmp_path, ROUNDS):
        with changing.both(name, shop_file, room) as both:
            whole += both.change(seed, EACH)
    _counted("differential, changes", whole, 0, began)

    assert whole.problems() == ""
    assert whole.tried == len(AGENTS) * ROUNDS * EACH
    assert whole.denied.total() <= whole.tried / 4, whole.denied
    assert whole.equal - whole.empty >= whole.tried / 3


def test_rules_decide_of_changes_as_a_plain_model_says(shop_file: Path, tmp_path: Path) -> None:
    """Of 2,160 random changes at all hours each is made, warned about or denied as the model has it, and denied ones
    change nothing."""
    whole, began = differential.Tally(), time.monotonic()
    watched: list[Watched] = []
    for name, seed, room in _rounds(tmp_path, RULED_ROUNDS):
        with changing.ruled_both(name, shop_file, room) as (both, rules):
            whole += both.change(seed, EACH)
        watched.append(rules)
    wrong = [text for one in watched for text in one.wrong]
    _counted("differential, changes under rules", whole, len(wrong), began)

    assert whole.problems() == ""
    assert wrong[:5] == []
    assert whole.tried == len(AGENTS) * RULED_ROUNDS * EACH
    assert sum(one.denied for one in watched) > whole.tried / 10
    assert sum(one.warned for one in watched) > whole.tried / 10
    assert whole.equal > whole.tried / 3


def test_rules_decide_of_queries_as_a_plain_model_says(shop_file: Path, tmp_path: Path) -> None:
    """Of 3,000 random queries at all hours each is answered as by the physical database, with the notes of the model,
    or denied by the rules that it names."""
    whole, began = differential.Tally(), time.monotonic()
    watched: list[Watched] = []
    for name in AGENTS:
        with differential.ruled_arena(name, shop_file, tmp_path) as (arena, rules):
            whole += arena.compare(arena.statements(SEED, QUERIES))
        watched.append(rules)
    wrong = [text for one in watched for text in one.wrong]
    _counted("differential, queries under rules", whole, len(wrong), began)

    assert whole.problems() == ""
    assert wrong[:5] == []
    assert whole.tried == len(AGENTS) * QUERIES
    assert sum(one.judged for one in watched) > whole.tried * 0.8
    assert sum(one.denied for one in watched) > whole.tried / 20


@pytest.mark.parametrize("name", AGENTS)
def test_every_grant_too_many_is_found(name: str, shop_file: Path, tmp_path: Path) -> None:
    """Each action and column that nobody granted, and each filter, mask and denial of a table that it may change, is
    missed before long."""
    needed: Counter[str] = Counter()
    policy = changing.policy(name)
    for number, (what, given) in enumerate([*mutants.more_granted(policy, name), *_of_changed(policy, name)]):
        (room := tmp_path / str(number)).mkdir()
        with changing.both(name, shop_file, room, given) as both:
            tally = both.change(SEED, FOUND_WITHIN, beyond=0.4)
        assert tally.wrong, f"seed {SEED}: {what} is not found in {FOUND_WITHIN} changes"
        needed[what] = tally.tried
    print(f"seed {SEED}: changes needed: {needed.most_common()}")

    assert len(needed) >= 10
