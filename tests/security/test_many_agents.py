"""Agents of different lenses at once: each gets its own answer, under one policy, whatever changes meanwhile."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

from support import crowd

CALLS = 500


def test_no_answer_is_of_another_lens(tmp_path: Path) -> None:
    """Of 500 calls on sixteen threads, with reloads and the owner's changes meanwhile, none sees another's rows."""
    seed = random.SystemRandom().randrange(10**6)
    with crowd.open_layer(tmp_path) as layer:
        played = crowd.play(layer, CALLS, seed, reloads=12, changes=4)
        records = list(layer.audit.records())

    assert (seed, []) == (seed, crowd.wrong(played, records)[:5])
    assert len(played.got) == CALLS
    assert played.reloads > 3
    assert played.changes > 0
    assert len({record["policy"] for record in records if record["kind"] == "outcome"}) == 2


def test_a_foreign_answer_would_be_found(tmp_path: Path) -> None:
    """An answer of another agent, or one under another policy than the record's, is found out."""
    with crowd.open_layer(tmp_path) as layer:
        played = crowd.play(layer, 40, 1, reloads=0, changes=0)
        records = list(layer.audit.records())
    assert crowd.wrong(played, records) == []
    mixed = crowd.Crowd([(crowd.AGENTS[3], *rest) for name, *rest in played.got if name == crowd.AGENTS[4]])
    one, two = crowd.policies()
    other = {one: two, two: one}
    moved = [{**record, "policy": other.get(record["policy"])} if "policy" in record else record for record in records]

    assert len(mixed.got) == len(crowd.wrong(mixed, records)) > 0
    assert len(crowd.wrong(played, moved)) > 0


def test_the_same_text_means_each_agents_own_lens(governed: Any) -> None:
    """What is kept of a text for one agent is not used for another: each finds its own columns, masks and price."""
    sql = "SELECT column_name FROM information_schema.columns WHERE table_name = 'employees'"
    others = {row["column_name"] for row in governed.agent("otto").query(sql)}
    own = {row["column_name"] for row in governed.agent("ana").query(sql)}
    masked = [governed.agent(name).run("SELECT phone FROM customers").masked for name in ("otto", "ana", "otto")]

    assert {"salary"} == others - own
    assert [(), ("customers.phone",), ()] == masked
