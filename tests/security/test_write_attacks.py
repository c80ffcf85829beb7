"""Promise 1 against a hostile model that may write: an attack changes what it may, or it is refused."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import physical
import pytest
import unguarded
from support import hidden, write_attacks
from support.attacks import Attack, raised_in
from support.write_attacks import After, Trial

from autogen_hatidata import HatiData, HatiDataError

ATTACKS = write_attacks.read()
ANSWERED = [one for one in ATTACKS if one.code == "answer"]
REFUSED = [one for one in ATTACKS if one.code != "answer"]
FLOOR = 60
DUCKDB = duckdb.__version__.partition(".")[0]
VIEWS = (physical.HERE / "ana.sql").read_text()


@pytest.fixture(scope="module")
def plain(shop_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Any, Any]]:
    """Plain connections to the shop, and to one that hides something else."""
    here = Path(shutil.copy(shop_file, tmp_path_factory.mktemp("here") / "shop.duckdb"))
    there = Path(shutil.copy(shop_file, tmp_path_factory.mktemp("there") / "shop.duckdb"))
    other = (one for one in unguarded.OTHER_WORLD if not one.startswith("CREATE"))
    with write_attacks.world(here, VIEWS) as one, write_attacks.world(there, VIEWS, *other) as two:
        yield one, two


@pytest.fixture(scope="module")
def before(plain: tuple[Any, Any]) -> After:
    """The shop as it is."""
    return write_attacks.tried(plain[0], "SELECT 1 WHERE false")


@pytest.fixture(scope="module")
def attacked(shop_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[HatiData, Path]]:
    """A layer in which ana may write, for attacks that change nothing."""
    file = Path(shutil.copy(shop_file, tmp_path_factory.mktemp("attacked") / "shop.duckdb"))
    with HatiData.open(file, policy=write_attacks.policy()) as layer:
        yield layer, file


@pytest.mark.parametrize("attack", [one for one in ATTACKS if one.only in (None, DUCKDB)], ids=lambda attack: attack.id)
def test_attack_does_harm_without_guards(
    attack: Attack, plain: tuple[Any, Any], before: After, hidden_from_ana: frozenset[str]
) -> None:
    """On a plain connection the attack changes or shows what its case says; else it would test nothing."""
    here, there = (write_attacks.tried(one, attack.sql) for one in plain)

    assert write_attacks.EFFECTS[attack.reveals](Trial(attack.sql, before, here, there, hidden_from_ana))


@pytest.mark.parametrize("attack", REFUSED, ids=lambda attack: attack.id)
def test_attack_is_refused(attack: Attack, attacked: tuple[HatiData, Path], hidden_from_ana: frozenset[str]) -> None:
    """It is stopped where its case says, in words that show nothing hidden, and its record has the code."""
    layer = attacked[0]
    with pytest.raises(HatiDataError) as caught:
        layer.agent("ana").write(attack.sql)
    error = caught.value
    outcome = next(one for one in reversed(layer.audit.tail(2)) if one["kind"] == "outcome")

    assert (error.code, raised_in(error)) == (attack.code, attack.guard)
    assert hidden.traces(error.for_model(), hidden_from_ana, attack.sql) == []
    assert (error.audit_id, error.code, None) == (outcome["id"], outcome["code"], outcome["changed"])


def test_refused_attacks_change_nothing(shop_file: Path, tmp_path: Path, before: After) -> None:
    """After all that are refused, every table is what it was."""
    file = Path(shutil.copy(shop_file, tmp_path / "shop.duckdb"))
    with HatiData.open(file, policy=write_attacks.policy()) as layer:
        for attack in REFUSED:
            with pytest.raises(HatiDataError):
                layer.agent("ana").write(attack.sql)

    with write_attacks.world(file, VIEWS) as connection:
        after = write_attacks.tried(connection, "SELECT 1 WHERE false")
    assert before == after


@pytest.mark.parametrize("attack", ANSWERED, ids=lambda attack: attack.id)
def test_attack_changes_what_the_physical_database_changes(
    attack: Attack,
    shop_file: Path,
    tmp_path: Path,
    anas_world: duckdb.DuckDBPyConnection,
    before: After,
    hidden_from_ana: frozenset[str],
) -> None:
    """What is said, and seen afterwards, is that of a database with nothing else in it; the rest is untouched."""
    file = Path(shutil.copy(shop_file, tmp_path / "shop.duckdb"))
    with HatiData.open(file, policy=write_attacks.policy()) as layer:
        result = layer.agent("ana").write(attack.sql)
    anas_world.execute("BEGIN")
    try:
        rows, changed = write_attacks.said(anas_world, attack.sql)[1:]
        anas_world.execute(write_attacks.AGAIN)
        expected = write_attacks.seen(anas_world)
    finally:
        anas_world.execute("ROLLBACK")

    with write_attacks.world(file, VIEWS) as connection:
        assert expected == write_attacks.seen(connection)
        assert write_attacks.harmed(before.hidden, write_attacks.hidden(connection)) == []
    assert changed == result.changed
    assert physical.difference(rows, result.rows, ordered=False) is None
    assert not [value for value in hidden_from_ana if value in repr(result.rows)]


def test_there_are_enough_different_attacks() -> None:
    """Two attacks that the same guard stops in the same place count once."""
    assert len(ATTACKS) == len({one.sql for one in ATTACKS})
    assert len({one.place for one in ATTACKS}) >= FLOOR
