"""The words of meaning in the SQL of other systems, none of which has them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from support.plain_embedder import PlainEmbedder

from autogen_hatidata import HatiData, HatiDataError
from autogen_hatidata.sql.dialects import SOURCES

ROWS = "(1, 'late invoice'), (2, 'parcel damaged'), (3, NULL), (4, 'the invoice is late')"
ASKED = (
    ("SELECT id FROM notes WHERE semantic_match(body, 'late invoice', 0.6) ORDER BY id", None),
    ("SELECT id FROM notes n WHERE id > 1 AND NOT VECTOR_MATCH(n.body, ?, 0.6)", ["late invoice"]),
    ("SELECT id, semantic_rank(body, 'late') AS fit FROM notes WHERE body IS NOT NULL ORDER BY fit DESC, id", None),
    ("SELECT a.id FROM notes a JOIN notes b ON semantic_match(a.body, b.body, 0.9) ORDER BY a.id", None),
    ("SELECT a.id FROM notes a JOIN_VECTOR notes b ON semantic_match(a.body, b.body, 0.9) ORDER BY a.id", None),
    ("SELECT id FROM JOIN_VECTOR('notes', 'body', 'late', 2)", None),
    ("SELECT id FROM hatidata_context('notes', 'late', 2)", None),
)


@pytest.fixture(scope="module")
def layer() -> Iterator[HatiData]:
    """A table with a text that an agent does not see."""
    with HatiData.open(embedder=PlainEmbedder()) as opened:
        opened.owner_sql(f"CREATE TABLE notes AS SELECT * FROM (VALUES {ROWS}) t(id, body)")
        opened.owner_sql("CREATE TABLE kept AS SELECT * FROM notes")
        opened.set_policy(
            {
                "version": 1,
                "roles": {"analyst": {"can": ["read"]}},
                "agents": {"ana": {"role": "analyst"}},
                "tables": {
                    "notes": {"read": ["analyst"], "rows": {"filter": "id <> 4"}},
                    "kept": {"read": ["analyst"], "columns": {"body": {"mask": "full"}}},
                },
            }
        )
        yield opened


@pytest.mark.parametrize("dialect", SOURCES)
def test_the_words_mean_the_same_in_every_dialect(layer: HatiData, dialect: str) -> None:
    """An agent that writes another system's SQL compares by meaning as one that writes DuckDB's."""
    ana = layer.agent("ana")
    for sql, params in ASKED:
        assert ana.run(sql, params, dialect=dialect).rows == ana.run(sql, params, dialect="duckdb").rows != ()


@pytest.mark.parametrize("dialect", SOURCES)
def test_a_masked_column_stays_refused(layer: HatiData, dialect: str) -> None:
    """As in DuckDB's own SQL."""
    with pytest.raises(HatiDataError) as refused:
        layer.agent("ana").run("SELECT id FROM kept WHERE semantic_match(body, 'late', 0.1)", dialect=dialect)
    with pytest.raises(HatiDataError) as plain:
        layer.agent("ana").run("SELECT id FROM kept WHERE semantic_match(body, 'late', 0.1)", dialect="duckdb")
    assert str(refused.value) == str(plain.value)
