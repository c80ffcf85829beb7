"""Promise 1 over meaning in SQL: the answer is that of a database which holds only what the agent may see."""

from __future__ import annotations

import copy
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import meaning_shapes
import meaning_world
import physical
import pytest
from meaning_shapes import SHAPES, Asked

from autogen_hatidata import HatiData, HatiDataError, Settings

OLD = duckdb.__version__.startswith("1.")
"""This engine takes no sub-query in the condition of an outer join, so that it refuses some statements."""

EACH = int(os.environ.get("HATI_STATEMENTS", "60"))
SEED = os.environ.get("HATI_SEED", "1")
WITHOUT = {"ana": frozenset[str](), "otto": frozenset({"d.topic"})}
"""Columns that an agent cannot compare, since they are masked for it."""

Arena = tuple[Any, duckdb.DuckDBPyConnection]


@contextmanager
def _arenas(folder: Path, vectors: str, policy: dict[str, Any]) -> Iterator[dict[str, Arena]]:
    """Each agent's handle, and the database that holds what it may see."""
    embedder = meaning_world.FakeEmbedder(getattr(meaning_world, vectors))
    path = meaning_world.build(folder / "world.duckdb", embedder)
    databases = {agent: meaning_world.seen_by(agent, path, embedder) for agent in WITHOUT}
    settings = Settings(max_rows=100_000, threads=1, heal="off")
    with HatiData.open(path, policy=policy, embedder=embedder, settings=settings) as layer:
        yield {agent: (layer.agent(agent), database) for agent, database in databases.items()}
    for database in databases.values():
        meaning_world.close(database)


@pytest.fixture(scope="module", params=["exact", "rough"])
def arenas(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, dict[str, Arena]]]:
    """Both agents, with vectors whose cosines are exact and often equal, and with any vectors."""
    with _arenas(tmp_path_factory.mktemp("meaning"), request.param, meaning_world.POLICY) as made:
        yield request.param, made


def _statements(agent: str, vectors: str, count: int) -> list[Asked]:
    seeds = (f"{SEED} {agent} {vectors} {number}" for number in range(count))
    return [meaning_shapes.statement(seed, WITHOUT[agent]) for seed in seeds]


def _wrong(arena: Arena, statements: list[Asked]) -> list[str]:
    """What is answered otherwise than by the database, with all that is needed to see it again."""
    found = ((_difference(arena, asked), asked) for asked in statements)
    return [f"{what}\n  {asked.sql}\n  {asked.params}" for what, asked in found if what]


def _difference(arena: Arena, asked: Asked) -> str | None:
    agent, database = arena
    cursor = database.execute(asked.sql, asked.params)
    shape, rows = [(column[0], str(column[1])) for column in cursor.description], cursor.fetchall()
    try:
        answer = agent.run(asked.sql, asked.params)
    except HatiDataError as error:
        refused = OLD and error.code == "unsupported_sql" and re.search("(LEFT|RIGHT|FULL|ANTI|SEMI) JOIN", asked.shape)
        return None if refused else f"{error.for_model()} ({error.detail})"
    columns = list(zip(answer.columns, answer.types, strict=True))
    if list(map(_plain, shape)) != list(map(_plain, columns)):
        return f"expected {shape}, came {columns}"
    if "meaning_" in repr(answer.notes):
        return f"notes: {answer.notes}"
    return physical.difference(rows, answer.rows, ordered=asked.ordered, near=1e-6)


def _plain(column: tuple[str, str]) -> tuple[str, str]:
    """Its type, and its name without what DuckDB changes in a text that becomes a name."""
    name = re.sub(r'"(text|name|double)"', r"\1", column[0], flags=re.IGNORECASE).replace(" => ", " := ").lower()
    name = re.sub(r"[ ()+]", "", re.sub(r"\$\d+", "?", name))
    for written, plain in (("elsenull", ""), ("0.", "."), ("cast'f'asboolean", "false"), ("cast't'asboolean", "true")):
        name = name.replace(written, plain)
    return name, column[1]


@pytest.mark.parametrize("agent", WITHOUT)
def test_a_generated_statement_is_answered_as_by_the_visible_texts_alone(
    agent: str, arenas: tuple[str, dict[str, Arena]]
) -> None:
    """Names, types and rows are those of the database with these texts only; none is denied."""
    vectors, made = arenas

    assert _wrong(made[agent], _statements(agent, vectors, EACH)) == []


@pytest.mark.parametrize(
    ("sql", "params"),
    [
        ("FROM (FROM docs WHERE id > ?) d SELECT d.id, d.points > ? AS more ORDER BY d.id", [20, 1]),
        ("SELECT id, points > ? AS more FROM docs ORDER BY id OFFSET ? LIMIT ?", [2, 1, 3]),
        ("FROM (SELECT id, ? AS x FROM docs WHERE id < ?) SELECT x, ? AS y, id ORDER BY id LIMIT ?", [1, 9, 2, 3]),
        ("FROM (FROM docs WHERE id > ?) d SELECT d.id, semantic_rank(d.body, ?) AS r ORDER BY d.id", [20, "late"]),
    ],
)
def test_question_marks_are_bound_in_the_order_of_the_text(
    sql: str, params: list[Any], arenas: tuple[str, dict[str, Arena]]
) -> None:
    """Also where FROM stands before SELECT, or OFFSET before LIMIT, and the text that runs has them the other way."""
    assert _wrong(arenas[1]["ana"], [Asked(sql, params, True, "", "")]) == []


def test_the_statements_differ() -> None:
    """They have more than 150 forms, with parameters of each kind and without; every shape comes up."""
    made = [asked for agent in WITHOUT for vectors in ("exact", "rough") for asked in _statements(agent, vectors, 60)]
    every = _statements("ana", "exact", 3000)

    assert len({asked.form for asked in made}) > 200
    assert {_style(asked) for asked in made} == {"", "?", "$1", "$name1"}
    assert {asked.shape for asked in every} == set(SHAPES)
    assert _statements("ana", "exact", 50) == every[:50]


def _style(asked: Asked) -> str:
    if asked.params is None:
        return ""
    if isinstance(asked.params, dict):
        return "$name1"
    return "$1" if re.sub("'(?:[^']|'')*'", "", asked.sql).count("$1") else "?"


@pytest.mark.parametrize("what", ["a filter", "a mask", "the other agent"])
def test_a_lens_that_shows_too_much_is_found(what: str, tmp_path: Path) -> None:
    """A missing filter, a missing mask or the rows of somebody else give other answers before long."""
    policy = copy.deepcopy(meaning_world.POLICY)
    if what == "a filter":
        del policy["tables"]["docs"]["rows"]
    if what == "a mask":
        del policy["tables"]["docs"]["columns"]["owner"]
    if what == "the other agent":
        policy["agents"]["ana"]["attributes"]["team"] = "US"
    asked = _statements("ana", "exact", 20)
    if what == "a mask":
        asked = [Asked("SELECT id, semantic_rank(owner, 'Ana Lima') FROM docs", None, False, "", "")]
    with _arenas(tmp_path, "exact", policy) as made:
        assert _wrong(made["ana"], asked)
