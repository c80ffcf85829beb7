"""Promise 1 against a hostile model: each attack gets the physical database's answer or a denial, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import duckdb
import physical
import pytest
import unguarded
from support import attacks, hidden
from support.attacks import Attack, raised_in

from autogen_hatidata import HatiDataError

ATTACKS = attacks.read()
CATEGORIES = set(range(1, 26))
FLOOR = 400
LONGEST_FILE = 400
DUCKDB = duckdb.__version__.partition(".")[0]
PRICED = (5, 6, 15, 20, 24)
WRITING = frozenset({"changes", "canary", "text"})

INNER_NAME = re.compile(r"\b[a-z_]*[0-9a-f]{32}\b")
"""Catalogs of lenses and files have random names of 128 bits. No answer shows one."""

some_dataframe = {"id": [1], "v": [unguarded.CANARY]}  # category 17: a name of this program, not of the caller's world


@pytest.fixture(scope="module")
def box(shop_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what attacks try to read. Both sides of the comparison run inside it."""
    return unguarded.folder(tmp_path_factory.mktemp("box"), shop_file)


@pytest.fixture(scope="module")
def plain(box: Path, shop_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[unguarded.Plain]:
    """Plain connections to the shop, and to one that hides something else."""
    with unguarded.Plain.opened(box, tmp_path_factory.mktemp("elsewhere"), shop_file) as connections:
        yield connections


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.id)
def test_attack_is_answered_right(
    attack: Attack,
    governed: Any,
    anas_world: duckdb.DuckDBPyConnection,
    hidden_from_ana: frozenset[str],
    box: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An attack is stopped where its case says, or answered as the physical database answers; nothing hidden shows."""
    monkeypatch.chdir(box)
    columns, rows, error = _sent(governed.agent("hasty" if "timeout" in attack.code else "ana"), attack)

    assert INNER_NAME.findall(repr((columns, rows))) == []
    if error is not None:
        assert error.code in attack.code.split("/")
        assert attack.guard == raised_in(error)
        assert hidden.traces(error.for_model(), hidden_from_ana, attack.sql) == []
        assert len(error.for_model()) < 600
        outcomes = [one for one in governed.audit.tail(3) if one["kind"] == "outcome"]
        assert (error.audit_id, error.code) == (outcomes[-1]["id"], outcomes[-1]["code"])
    elif attack.code == "answer":
        assert physical.difference(physical.answer(anas_world, attack.sql)[1], rows, ordered=False) is None
    else:
        assert attack.code == "contained"
        assert len(rows) <= unguarded.MANY
        assert attack.reveals == "rows" or not _shown(hidden_from_ana, rows, attack)


@pytest.mark.parametrize("attack", [one for one in ATTACKS if one.only in (None, DUCKDB)], ids=lambda attack: attack.id)
def test_attack_does_harm_without_guards(
    attack: Attack, plain: unguarded.Plain, hidden_from_ana: frozenset[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a plain connection the attack shows, changes or exceeds what its case says; else it would test nothing."""
    monkeypatch.chdir(plain.box)
    effect, _, argument = attack.reveals.partition(" ")

    assert unguarded.EFFECTS[effect](plain.tried(attack, argument, hidden_from_ana))


def _sent(agent: Any, attack: Attack) -> tuple[list[str], list[tuple[Any, ...]], HatiDataError | None]:
    try:
        result = agent.run(attack.sql, dialect=attack.dialect)
    except HatiDataError as error:
        return [], [], error
    return list(result.columns), list(result.rows), None


def _shown(hidden_values: frozenset[str], rows: list[tuple[Any, ...]], attack: Attack) -> list[str]:
    return [value for value in hidden_values if value in repr(rows) and value not in attack.sql]


def test_there_are_enough_different_attacks() -> None:
    """Each category is attacked; two attacks that the same guard stops in the same place count once."""
    named = {(one.category, one.name) for one in ATTACKS}

    assert CATEGORIES == {one.category for one in ATTACKS}
    assert len(ATTACKS) == len(named) == len({(one.sql, one.dialect) for one in ATTACKS})
    assert [one.name for one in ATTACKS if one.same and (one.category, one.same) not in named] == []
    assert len({one.place for one in ATTACKS}) >= FLOOR
    assert max(attacks.lines().values()) <= LONGEST_FILE


def test_what_does_no_harm_is_seen_as_such(plain: unguarded.Plain, hidden_from_ana: frozenset[str]) -> None:
    """A query about what ana may see has none of the effects, so that a stated effect means something."""
    harmless = Attack(6, "harmless", "answer", "lens.filter", "", "SELECT id, name FROM customers WHERE region = 'EU'")
    tried = plain.tried(harmless, "secret", hidden_from_ana, look_for_changes=True)

    assert not tried.seen.failed
    assert [name for name, effect in unguarded.EFFECTS.items() if name != "size" and effect(tried)] == []


def test_the_scan_can_find_something(hidden_from_ana: frozenset[str]) -> None:
    """The search for hidden values finds one where there is one, and knows enough of them."""
    assert hidden.traces("it says hush-007919-b.", hidden_from_ana, "") == ["hush-007919-b"]
    assert hidden.traces("no column salary", hidden_from_ana, "SELECT 1") == ["salary"]
    assert len(hidden_from_ana) > 500


def test_attacks_change_nothing(
    governed: Any, governed_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the attacks that would write, the data file is byte for byte what it was, and no file was made."""
    monkeypatch.chdir(tmp_path)
    before = sha256(governed_path.read_bytes()).hexdigest()
    agent = governed.agent("ana")
    tried = [one for one in ATTACKS if one.reveals.split()[0] in WRITING and one.code not in ("answer", "contained")]
    for one in tried:
        with pytest.raises(HatiDataError):
            agent.run(one.sql, dialect=one.dialect)

    assert len(tried) > 50
    assert before == sha256(governed_path.read_bytes()).hexdigest()
    assert list(tmp_path.iterdir()) == []


def test_explain_and_estimate_tell_no_more(governed: Any, hidden_from_ana: frozenset[str]) -> None:
    """Explaining or pricing an attack shows nothing hidden either."""
    agent = governed.agent("ana")
    found = []
    for one in ATTACKS:
        for ask in (agent.explain, agent.estimate)[: 1 + (one.category in PRICED)]:
            try:
                text = repr(ask(one.sql, dialect=one.dialect))
            except HatiDataError as error:
                text = error.for_model()
            found += [(one.id, trace) for trace in hidden.traces(text, hidden_from_ana, one.sql)]

    assert found == []
