"""``index``: a column is embedded, and what cannot be is told and leaves nothing behind."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.logs import Run

from autogen_hatidata import HatiData


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Two texts."""
    path = tmp_path / "notes.duckdb"
    with HatiData.open(path) as layer:
        layer.owner_sql("CREATE TABLE notes AS SELECT 1 AS id, 'a text' AS body UNION SELECT 2, 'another'")
    return path


def test_a_column_is_indexed(database: Path, said: Run) -> None:
    """It says how many texts, and by what; agents find them."""
    code, shown, _ = said("index", database, "notes", "body", "--embedder", "hashing", "--json")

    assert (code, json.loads(shown)) == (0, {"column": "notes.body", "texts": 2, "embedder": "hashing-v1-384"})
    with HatiData.open(database, embedder="hashing") as layer:
        assert layer.agent("ana").search_table("notes", "body", "a text", 1).dicts()[0]["id"] == 1


def test_a_database_that_is_not_there_is_not_made(tmp_path: Path, said: Run) -> None:
    """A path with a mistake is an error, and no new database."""
    code, _, told = said("index", tmp_path / "ntes.duckdb", "notes", "body")

    assert (code, list(tmp_path.iterdir())) == (2, [])
    assert "[no_such_file]" in told


@pytest.mark.parametrize(
    ("table", "column", "says"),
    [
        ("ntes", "body", "There is no table ntes."),
        ("main.ntes", "body", "There is no table main.ntes."),
        ("notes", "bdy", "The column notes.bdy does not exist."),
        ("notes", "id", "The column notes.id has no text."),
    ],
)
def test_what_is_no_column_of_text(database: Path, said: Run, table: str, column: str, says: str) -> None:
    """Table, column and type are told apart."""
    code, _, told = said("index", database, table, column, "--embedder", "hashing")

    assert code == 2
    assert told.startswith(f"[bad_argument] {says} Hint: ")
