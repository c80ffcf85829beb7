"""Two worlds over changes: hidden data decides of no change, count, RETURNING, error or price, nor do hidden names."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import changed_worlds
import changing
import generated_worlds
import pytest
from ruled import ruled
from support.generator.rights import RIGHTS, store

from autogen_hatidata import HatiData, HatiDataError

AGENTS = tuple(RIGHTS)
EACH = 10
SEED = int(os.environ.get("HATI_SEED", "1"))
"""The long test takes another one each time."""

PROBES = [
    ("UPDATE {} SET v = 'x'", "secrets", "sicretz"),
    ("INSERT INTO {} VALUES ('x')", "secrets", "sicretz"),
    ("INSERT INTO main.{} (k) SELECT name FROM customers", "secrets", "sicretz"),
    ("DELETE FROM {} WHERE v = 'x' RETURNING *", "secrets", "sicretz"),
    ("UPDATE customers SET name = (SELECT max(v) FROM {})", "secrets", "sicretz"),
    ("DELETE FROM orders RETURNING (SELECT max(v) FROM {})", "secrets", "sicretz"),
    ("UPDATE employees SET {} = 1", "salary", "solary"),
    ("UPDATE employees SET name = {}", "salary", "solary"),
    ("DELETE FROM crm.notes WHERE {} = 'x'", "internal", "enternal"),
    ("INSERT INTO crm.notes (id, public, {}) VALUES (1, true, 'x')", "internal", "enternal"),
    ("UPDATE crm.notes AS n SET body = n.{}", "internal", "enternal"),
    ("UPDATE crm.notes SET body = body RETURNING {}", "internal", "enternal"),
]


@pytest.mark.parametrize("name", AGENTS)
def test_generated_changes_look_the_same_in_all_worlds(name: str, shop_file: Path, tmp_path: Path) -> None:
    """Each change says and leaves the same, also with conditions that fail on hidden rows alone; a hidden name is as
    one that never was."""
    with generated_worlds.all_worlds(name, shop_file, tmp_path, changing.policy(name), prepare=store) as there:
        seen = changed_worlds.change(there, SEED, EACH) + changed_worlds.change(there, SEED + 1, EACH, traps=True)
        probed = changed_worlds.probe(there, SEED, EACH)

    assert (seen + probed).problems() == ""
    assert seen.pairs == 4 * 2 * EACH
    assert probed.failing == probed.pairs > 2 * EACH


@pytest.mark.parametrize("name", AGENTS)
def test_rules_over_changes_look_the_same_in_all_worlds(name: str, shop_file: Path, tmp_path: Path) -> None:
    """At all hours, whether rules deny or warn."""
    with generated_worlds.all_worlds(name, shop_file, tmp_path, ruled(changing.policy(name)), prepare=store) as there:
        seen = changed_worlds.change(there, SEED, EACH) + changed_worlds.probe(there, SEED + 1, EACH // 2)

    assert seen.problems() == ""
    assert 0 < seen.ruled < seen.pairs / 2


def test_a_lens_that_shows_too_much_is_found(shop_file: Path, tmp_path: Path) -> None:
    """Where a filter is missing, the worlds soon change differently."""
    policy = changing.policy("ana")
    del policy["tables"]["orders"]["rows"]
    with generated_worlds.all_worlds("ana", shop_file, tmp_path, policy, prepare=store) as there:
        assert changed_worlds.change(there, SEED, EACH * 2).wrong


@pytest.fixture(scope="module")
def agent(shop_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Ana, who may write; no probe changes anything."""
    file = shutil.copy(shop_file, tmp_path_factory.mktemp("probed") / "shop.duckdb")
    with HatiData.open(file, policy=changing.policy("ana")) as layer:
        yield layer.agent("ana")


@pytest.mark.parametrize(("sql", "hidden", "never"), PROBES, ids=[sql for sql, _, _ in PROBES])
def test_a_hidden_name_is_as_one_that_never_was(agent: Any, sql: str, hidden: str, never: str) -> None:
    """To the byte of message, hint and stage."""
    told = []
    for name in (hidden, never):
        with pytest.raises(HatiDataError) as caught:
            agent.write(sql.format(name))
        told.append((caught.value.for_model().replace(name, "?"), caught.value.stage, caught.value.code))

    assert told[0] == told[1]
    assert told[0][2] == "unknown_name"
