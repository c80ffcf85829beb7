"""Ordinary queries of an analyst are never denied, and their answers are the rows that stand in the case."""

from __future__ import annotations

import ast
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import physical
import pytest
from support import cases, shop

from autogen_hatidata import HatiData, Settings

EXACT = [case for name in ("analyst_shapes.sql", "analyst_values.sql") for case in cases.read(name)]
FLOOR = 100
FORMS = (
    "PIVOT ", "UNPIVOT ", "QUALIFY", "COLUMNS(", "EXCLUDE", "REPLACE (", "RENAME", "FROM crm.notes ORDER",
    "GROUP BY ALL", " OVER ", "RECURSIVE", "list(", "unnest(", "{'", "lambda", "->>", "json_each", "date_trunc",
    "strptime", "regexp_", "LATERAL", "POSITIONAL JOIN", "ASOF JOIN", "VALUES", "SAMPLE", "?", "$1", "$city", "BY NAME",
    "information_schema",
)  # fmt: skip
"""What an analyst may rely on; each stands in some case."""


@pytest.fixture(scope="module")
def ana(shop_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The analyst's handle on a governed copy of the shop."""
    path = shutil.copy(shop_file, tmp_path_factory.mktemp("exact") / "shop.duckdb")
    with HatiData.open(path, policy=shop.policy(), settings=Settings(threads=1, heal="off")) as layer:
        yield layer.agent("ana")


@pytest.fixture(scope="module")
def world(shop_file: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """What the analyst may see, as a database of its own."""
    connection = physical.build("ana", shop_file)
    yield connection
    connection.close()


def _params(case: cases.Case) -> Any:
    return json.loads(case["params"]) if case["params"] else None


@pytest.mark.parametrize("case", EXACT, ids=lambda case: case.id)
def test_answer_is_exact(case: cases.Case, ana: Any) -> None:
    """The rows are those of the case, in its order and with its types."""
    rows = ana.run(case.sql, _params(case)).rows

    assert physical.difference(ast.literal_eval(case["rows"]), rows, ordered=True) is None


@pytest.mark.parametrize(
    "case", [case for case in EXACT if "information_schema" not in case.sql], ids=lambda case: case.id
)
def test_the_case_is_right(case: cases.Case, world: duckdb.DuckDBPyConnection) -> None:
    """Plain DuckDB gives the rows of the case from what the analyst may see."""
    rows = world.execute(case.sql, _params(case)).fetchall()

    assert physical.difference(ast.literal_eval(case["rows"]), rows, ordered=True) is None


def test_the_cases_cover_what_analysts_write() -> None:
    """There are enough different queries, and each form of SQL stands in one of them."""
    assert len({case.sql for case in EXACT}) >= FLOOR
    assert [form for form in FORMS if not any(form in case.sql for case in EXACT)] == []
