"""Promise 1, by an oracle: a governed answer is the answer of the physically filtered and masked database."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import duckdb
import physical
import pytest
from support import cases, shop

from autogen_hatidata import HatiData, Settings

AGENTS = ("ana", "otto")
ANALYST = [case for case in cases.read("analyst.sql") if cases.runs(case)]
FLOOR = 60


@pytest.fixture(scope="module")
def agents(shop_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """Handles of both agents on one governed copy of the shop."""
    path = shutil.copy(shop_file, tmp_path_factory.mktemp("governed") / "shop.duckdb")
    with HatiData.open(path, policy=shop.policy(), settings=Settings(max_rows=100_000, threads=1)) as layer:
        yield {name: layer.agent(name) for name in AGENTS}


@pytest.fixture(scope="module")
def databases(shop_file: Path) -> Iterator[dict[str, duckdb.DuckDBPyConnection]]:
    """The physical database of each agent, and the same without masks as ``NAME raw``."""
    made = {name: physical.build(name, shop_file) for name in AGENTS}
    made |= {f"{name} raw": physical.build(name, shop_file, masks=False) for name in AGENTS}
    yield made
    for connection in made.values():
        connection.close()


@pytest.mark.parametrize("agent", AGENTS)
@pytest.mark.parametrize("case", ANALYST, ids=lambda case: case.id)
def test_answer_is_that_of_the_physical_database(
    case: cases.Case, agent: str, agents: dict[str, Any], databases: dict[str, duckdb.DuckDBPyConnection]
) -> None:
    """What an agent gets is what the same SQL returns where only its rows and masked values exist."""
    columns, rows = physical.answer(databases[agent], case.sql)
    result = agents[agent].run(case.sql)

    assert physical.difference(rows, result.rows, ordered=bool(case["ordered"])) is None
    assert columns == list(result.columns)


def _tells_apart(case: cases.Case, databases: dict[str, duckdb.DuckDBPyConnection]) -> bool:
    ana, otto = (physical.answer(databases[name], case.sql)[1] for name in AGENTS)
    return physical.difference(ana, otto, ordered=False) is not None


def _touches_a_mask(case: cases.Case, databases: dict[str, duckdb.DuckDBPyConnection]) -> bool:
    for name in AGENTS:
        raw = _raw_answer(databases[f"{name} raw"], case.sql)
        if raw is None or physical.difference(physical.answer(databases[name], case.sql)[1], raw, ordered=False):
            return True
    return False


def _raw_answer(connection: duckdb.DuckDBPyConnection, sql: str) -> physical.Rows | None:
    try:
        return physical.answer(connection, sql)[1]
    except duckdb.Error:  # the unmasked column has another type: the query does touch it
        return None


def test_the_cases_can_tell(databases: dict[str, duckdb.DuckDBPyConnection]) -> None:
    """Every analyst query gives the two agents different answers or touches a masked column, and there are enough."""
    blind = [case.id for case in ANALYST if not (_tells_apart(case, databases) or _touches_a_mask(case, databases))]

    assert blind == []
    assert len({case.sql for case in ANALYST}) >= FLOOR


def test_the_masks_of_the_oracle(shop_file: Path, databases: dict[str, duckdb.DuckDBPyConnection]) -> None:
    """The oracle's own masks are what Python computes from the raw values."""
    with duckdb.connect(shop_file, read_only=True) as raw:
        rows = raw.execute("SELECT id, email, ssn FROM customers WHERE region = 'EU' ORDER BY id").fetchall()
    expected = [
        (
            number,
            None if email is None else "***" + email[-4:] if len(email) > 4 else "***",
            "***",
            None if ssn is None else sha256(ssn.encode()).hexdigest(),
            None,
        )
        for number, email, ssn in rows
    ]
    sql = "SELECT id, email, phone, ssn, birthday FROM customers ORDER BY id"

    assert expected == databases["ana"].execute(sql).fetchall()
