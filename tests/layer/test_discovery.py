"""What an agent can learn of the database is its lens, whichever way it asks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support import cases, shop

from autogen_hatidata import HatiData, HatiDataError
from autogen_hatidata.tools.catalog import TOOLS

REFUSED = cases.read("discovery.sql")


@pytest.fixture(scope="module")
def layer(shop_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[HatiData]:
    """The shop, for tests that only read."""
    folder = tmp_path_factory.mktemp("discovery")
    with HatiData.open(shop_file, policy=shop.policy(), read_only=True, state_dir=folder) as opened:
        yield opened


def _refusal(layer: HatiData, sql: str) -> HatiDataError:
    with pytest.raises(HatiDataError) as caught:
        layer.agent("ana").run(sql)
    return caught.value


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: f"line-{case.line}")
def test_a_refusal_names_the_tool_to_use(layer: HatiData, case: cases.Case) -> None:
    """Each way to look round is refused with the tool for it, in the same words for any table."""
    assert case["tool"] in TOOLS
    said = set()
    for table in ("orders", "secrets", "zecretz"):
        refused = _refusal(layer, case.sql.replace("{t}", table))
        assert refused.code == "not_allowed"
        assert case["tool"] in refused.hint
        said.add(refused.sentence())
    assert len(said) == 1


@pytest.mark.parametrize("agent", ["ana", "otto", "boss"])
def test_tools_and_information_schema_show_the_same_lens(layer: HatiData, agent: str) -> None:
    """list_tables, describe_table, explore_schema and the four relations agree, and name nothing hidden."""
    handle = layer.agent(agent)
    tables = {f"{one.schema}.{one.name}" for one in handle.list_tables()}
    columns = {f"{t.schema}.{t.name}.{c.name}" for t in handle.list_tables() for c in t.columns}
    every = handle.query("FROM information_schema.columns")

    assert {_of(row, "schema", "name") for row in handle.query("FROM information_schema.tables")} == tables
    assert {f"{_of(row, 'schema', 'name')}.{row['column_name']}" for row in every} == columns
    assert {row["schema_name"] for row in handle.query("FROM information_schema.schemata")} >= {"main", "crm"}
    assert {_of(row, "schema", "name") for row in handle.query("FROM information_schema.views")} <= tables
    assert {name for name in tables if "secret" in name} == set()
    explored: Any = TOOLS["explore_schema"].run(handle).fields["tables"]
    described: Any = [TOOLS["describe_table"].run(handle, table_name=one["table"]).fields for one in explored]
    assert [dict(one) for one in described] == explored
    assert {one["table"] for one in explored} == {name.removeprefix("main.") for name in tables}


def _of(row: dict[str, Any], *parts: str) -> str:
    return ".".join(row[f"table_{part}"] for part in parts)
