"""Thousands of pairs of worlds that differ only in what an agent cannot see, over generated changes and under rules."""

from __future__ import annotations

import os
import random
import sys
import time
from pathlib import Path

import pytest
from support.soak_report import report

sys.path.insert(0, str(Path(__file__).parents[1] / "oracle"))
sys.path.insert(0, str(Path(__file__).parents[1] / "security"))
import changed_worlds
import changing
import differential
import generated_worlds
from ruled import ruled
from support.generator.rights import RIGHTS, store
from told import Seen

pytestmark = pytest.mark.soak

ROUNDS, RULED_ROUNDS, EACH = 5, 3, 20
"""How often each agent gets new worlds, and the changes of each kind in them."""

QUERIES, PROBES = 60, 20
SEED = int(os.environ.get("HATI_SEED") or random.SystemRandom().randrange(10**6))


def _changed(name: str, seed: int, shop_file: Path, room: Path, policy: dict[str, object]) -> Seen:
    room.mkdir()
    with generated_worlds.all_worlds(name, shop_file, room, policy, prepare=store) as there:
        seen = changed_worlds.change(there, seed, EACH) + changed_worlds.change(there, seed + 1, EACH, traps=True)
        return seen + changed_worlds.probe(there, seed, EACH)


def _counted(what: str, seen: Seen, began: float) -> None:
    held = seen.pairs - len(seen.wrong) - len(seen.plans)
    report(what, seen.pairs, held, min(seen.failing, held), time.monotonic() - began)
    print(f"seed {SEED}: {seen.pairs} pairs, {seen.failing} of statements that fail, {seen.ruled} by rules")


def test_hidden_data_decides_of_no_change(shop_file: Path, tmp_path: Path) -> None:
    """Of 3,500 pairs none differs in count, RETURNING, error, price or what is left, and no hidden name from a free
    one."""
    seen, began = Seen(), time.monotonic()
    for name in RIGHTS:
        for number in range(ROUNDS):
            room = tmp_path / f"{name}-{number}"
            seen += _changed(name, SEED + 2 * number, shop_file, room, changing.policy(name))
    _counted("two worlds, changes", seen, began)

    assert seen.problems() == ""
    assert seen.pairs >= 3_500


def test_hidden_data_decides_of_no_change_under_rules(shop_file: Path, tmp_path: Path) -> None:
    """Of 2,000 pairs at all hours none differs, where rules deny, where they warn, and where they say nothing."""
    seen, began = Seen(), time.monotonic()
    for name in RIGHTS:
        for number in range(RULED_ROUNDS):
            room = tmp_path / f"{name}-{number}"
            seen += _changed(name, SEED + 2 * number, shop_file, room, ruled(changing.policy(name)))
    _counted("two worlds, changes under rules", seen, began)

    assert seen.problems() == ""
    assert seen.pairs >= 2_000
    assert seen.ruled > seen.pairs / 20


def test_hidden_data_decides_of_no_query_under_rules(shop_file: Path, tmp_path: Path) -> None:
    """Of 900 pairs at all hours none differs in rows, errors, notes of rules, prices or explanation."""
    seen, began = Seen(), time.monotonic()
    for name in RIGHTS:
        policy = ruled(differential.policies()[name])
        with generated_worlds.all_worlds(name, shop_file, tmp_path, policy) as there:
            seen += there.ask(SEED, QUERIES // 2) + there.ask(SEED, QUERIES // 2, traps=True)
            seen += there.probe(SEED, PROBES)
    _counted("two worlds, queries under rules", seen, began)

    assert seen.problems() == ""
    assert seen.pairs >= 850
    assert seen.ruled > seen.pairs / 20
