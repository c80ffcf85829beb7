"""Other doors: loading, the owner's SQL, the log and the files beside the database are no agent's."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from support import shop

from autogen_hatidata import HatiData, HatiDataError
from autogen_hatidata.tools import catalog
from autogen_hatidata.tools.catalog import TOOLS

ASKS = set(
    "run list_tables describe_table summarize_table search_table estimate my_usage write save_result ask_memory".split()
)
GIVEN = {"sql", "table_name", "name", "roles", "column", "text", "mode"} | set(
    "content memory_type importance scope query top_k memory_id key value expected_version".split()
)
WORD = "a-word-that-only-the-log-has"

FILES = """
FROM '{path}'
FROM "{path}"
SELECT * FROM main."{path}"
FROM read_text('{path}')
FROM read_blob('{path}')
FROM read_csv('{path}')
FROM read_json_auto('{path}')
FROM read_json('{path}', format := 'newline_delimited')
FROM glob('{path}*')
FROM sniff_csv('{path}')
FROM query('FROM read_text(''{path}'')')
FROM query_table('{path}')
SELECT json_execute_serialized_sql(json_serialize_sql('FROM ''{path}'''))
ATTACH '{path}' AS other
COPY (SELECT 1) TO '{path}'
COPY orders FROM '{path}'
EXPORT DATABASE '{path}'
IMPORT DATABASE '{path}'
LOAD '{path}'
INSTALL '{path}'
SET temp_directory = '{path}'
PRAGMA enable_profiling('{path}')
CALL checkpoint('{path}')
""".strip().splitlines()
NAMES = """
FROM memory.main.audit
FROM "memory.duckdb"
FROM memory.records
FROM hatidata.audit
FROM "shop.duckdb.hatidata"
FROM _hatidata_agent_state
FROM memory._hatidata_agent_memory
FROM memory.main._hatidata_agent_memory
FROM _hatidata_commits
FROM temp.main.records
FROM system.main.records
SELECT * FROM shop.main.orders
SELECT * FROM "shop.duckdb".main.orders
USE shop
DETACH shop
""".strip().splitlines()


@pytest.fixture(scope="module")
def layer(shop_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[HatiData]:
    """The shop, with its folder beside a file, as it is by default."""
    with HatiData.open(
        shop_file, policy=shop.policy(), read_only=True, state_dir=tmp_path_factory.mktemp("doors") / "shop.hatidata"
    ) as opened:
        opened.audit.append("owner", {"action": "load", "sql": WORD, "schema": 1, "rows": 0})
        (opened.folder / "memory.duckdb").write_bytes(WORD.encode())
        yield opened


def _told(layer: HatiData, sql: str) -> tuple[str, str]:
    """Code and text of the refusal, with one word for any path that it repeats, whole or cut."""
    with pytest.raises(HatiDataError) as caught:
        layer.agent("boss").run(sql)
    text = caught.value.sentence()
    return caught.value.code, re.sub(r"[^\"' ]*/doors[^\"' ]*", "PATH", text)


def test_tools_ask_and_do_nothing_else() -> None:
    """A tool's function takes a handle and calls one of its questions: no layer, no owner's method, no file."""
    tree = ast.parse(inspect.getsource(catalog))
    of_agents = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "agent"
    }

    assert of_agents == ASKS
    names = {parameter.name for tool in TOOLS.values() for parameter in tool.parameters}
    assert names == GIVEN
    assert set(TOOLS) & {"load", "owner_sql", "set_policy", "open", "audit"} == set()


@pytest.mark.parametrize("sql", FILES)
def test_no_statement_reaches_the_log_or_the_files_beside_it(layer: HatiData, sql: str) -> None:
    """Every file of the folder is as unknown to SQL as one that never was: same code, same words, nothing changed."""
    files = [*sorted(path for path in layer.folder.rglob("*") if path.is_file()), layer.folder]
    others = {path: path.read_bytes() for path in files if path.name in ("lock", "memory.duckdb")}
    missing = layer.folder / "nosuch.file"
    expected = _told(layer, sql.replace("{path}", str(missing)))

    assert {path.name for path in files} >= {"lock", "memory.duckdb", layer.folder.name}
    for path in files:
        code, text = _told(layer, sql.replace("{path}", str(path)))
        assert (code, text) == expected
        assert code in ("not_allowed", "unknown_name", "syntax_error")
        assert WORD not in text
    assert {path: path.read_bytes() for path in others} == others
    assert not missing.exists()
    assert layer.audit.verify().ok


@pytest.mark.parametrize("sql", NAMES)
def test_no_name_leads_out_of_the_lens(layer: HatiData, sql: str) -> None:
    """Names that the package or the engine uses are no tables of an agent."""
    assert _told(layer, sql)[0] in ("not_allowed", "unknown_name")


def test_owner_methods_are_the_layers_alone() -> None:
    """A handle has none of the layer's methods that change something or read the log."""
    with HatiData.open() as layer:
        handle = layer.agent("a")

        assert [name for name in ("load", "owner_sql", "set_policy", "audit", "close") if hasattr(handle, name)] == []
        assert [
            name for name in ("verify", "import_chat", "compact", "reembed", "stats") if hasattr(handle, name)
        ] == []
