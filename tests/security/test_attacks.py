"""Promise 1 against a hostile model: each attack gets the physical database's answer or a denial, and nothing else."""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path
from typing import Any

import duckdb
import physical
import pytest
from support import cases, hidden

from autogen_hatidata import HatiDataError

ATTACKS = cases.read("attacks.sql")
CATEGORIES = range(1, 26)
FLOOR = 50
DENIALS = (
    "unknown_name, not_allowed, syntax_error, unsupported_sql, limit_exceeded, wrong_type, execution_failed, timeout"
)

INNER_NAME = re.compile(r"\b[a-z_]*[0-9a-f]{32}\b")
"""Catalogs of lenses and files have random names of 128 bits. No answer shows one."""

some_dataframe = {"id": [1], "v": ["hush"]}  # category 17: a name of this program, not of the caller's world


@pytest.mark.parametrize("case", ATTACKS, ids=lambda case: f"{case['category']}-{case.id}")
def test_attack_is_answered_right(
    case: cases.Case, governed: Any, anas_world: duckdb.DuckDBPyConnection, hidden_from_ana: frozenset[str]
) -> None:
    """An attack is denied with its code, or answered as the physical database answers, and shows nothing hidden."""
    columns, rows, error = _sent(governed.agent("hasty" if "timeout" in case["expect"] else "ana"), case)

    assert INNER_NAME.findall(repr((columns, rows))) == []
    if error is not None:
        assert error.code in _codes(case["expect"])
        assert hidden.traces(error.for_model(), hidden_from_ana, case.sql) == []
        assert len(error.for_model()) < 600
        assert error.code == governed.audit.tail(1)[0]["code"]
    elif case["expect"] == "answer":
        assert physical.difference(physical.answer(anas_world, case.sql)[1], rows, ordered=False) is None
    else:
        assert case["expect"] == "contained"
        assert [value for value in hidden_from_ana if value in repr(rows) and value not in case.sql] == []


def _sent(agent: Any, case: cases.Case) -> tuple[list[str], list[tuple[Any, ...]], HatiDataError | None]:
    try:
        result = agent.run(case.sql, dialect=case["dialect"] or None)
    except HatiDataError as error:
        return [], [], error
    return list(result.columns), list(result.rows), None


def _codes(expect: str) -> list[str]:
    return (DENIALS if expect in ("denied", "contained") else expect).split(", ")


def test_every_category_is_attacked() -> None:
    """The table has attacks of each of the 25 categories, and at least fifty different ones."""
    assert set(CATEGORIES) == {int(case["category"]) for case in ATTACKS}
    assert len({(case.sql, case["dialect"]) for case in ATTACKS}) >= FLOOR


def test_the_scan_can_find_something(anas_world: duckdb.DuckDBPyConnection, hidden_from_ana: frozenset[str]) -> None:
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
    for case in ATTACKS:
        if case["category"] in ("14", "16", "18", "19", "21", "22"):
            with pytest.raises(HatiDataError):
                agent.run(case.sql, dialect=case["dialect"] or None)

    assert before == sha256(governed_path.read_bytes()).hexdigest()
    assert list(tmp_path.iterdir()) == []


def test_explain_and_estimate_tell_no_more(governed: Any, hidden_from_ana: frozenset[str]) -> None:
    """Explaining or pricing an attack shows nothing hidden either."""
    agent = governed.agent("ana")
    found = []
    for case in ATTACKS:
        for ask in (agent.explain, agent.estimate):
            try:
                text = repr(ask(case.sql, dialect=case["dialect"] or None))
            except HatiDataError as error:
                text = error.for_model()
            found += [(case.id, trace) for trace in hidden.traces(text, hidden_from_ana, case.sql)]

    assert found == []
