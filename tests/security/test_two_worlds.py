"""Two worlds that differ only in what an agent cannot see give it the same answers, errors, prices and explanations."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import physical
import pytest
import worlds
from support import attacks, cases, shop
from support.plain_embedder import PlainEmbedder

from autogen_hatidata import HatiData, HatiDataError, Settings

AGENTS = ("ana", "otto")
ANALYST = [case for case in cases.read("analyst.sql") if cases.runs(case)]
ATTACKS = [one for one in attacks.read() if one.guard.startswith(("duckdb.", "lens.")) and "timeout" not in one.code]
"""The attacks that reach the data: what the text alone refuses cannot depend on it."""
# Errors as a channel: each fails as soon as it meets a row that exists in the other world only, or a raw value.
TRAP = "CASE WHEN {0} IN ('gift', 'changed', 'other', 'x') THEN CAST({0} AS INTEGER) ELSE 1 END"
EXTRA = (
    "SELECT sum(amount) FROM orders",
    "SELECT * FROM events",
    "SELECT * FROM plans",
    "SELECT warehouses FROM customers",
    "SELECT CAST(email AS INTEGER) FROM customers",
    "SELECT CAST(internal AS INTEGER) FROM crm.notes",
    f"SELECT sum({TRAP.format('method')}) AS n FROM payments",
    f"SELECT count(*) AS n FROM payments WHERE {TRAP.format('method')} = 1",
    f"SELECT count(*) AS n FROM payments p JOIN events e ON e.id = p.id * {TRAP.format('p.method')}",
    f"SELECT count(*) AS n FROM payments p JOIN range(400) r ON r.range = p.order_id * {TRAP.format('p.method')}",
    f"SELECT p.id FROM payments p WHERE EXISTS (FROM orders o WHERE o.items = {TRAP.format('p.method')})",
    f"SELECT count(*) AS n FROM payments p, payments q WHERE p.id = q.id AND {TRAP.format('q.method')} = 1",
    f"SELECT max({TRAP.format('segment')}) AS n FROM customers",
    f"SELECT count(*) AS n FROM customers c JOIN orders o ON c.id = o.customer_id * {TRAP.format('c.name')}",
    f"SELECT count(*) AS n FROM orders WHERE {TRAP.format('note')} = 1",
    f"SELECT count(*) AS n FROM orders o JOIN payments p ON o.id = p.order_id AND {TRAP.format('o.note')} = 1",
    f"SELECT count(*) AS n FROM crm.notes WHERE {TRAP.format('body')} = 1",
    f"SELECT count(*) AS n FROM crm.notes n JOIN customers c ON c.id = n.customer_id WHERE {TRAP.format('n.body')} = 1",
    f"SELECT count(*) AS n FROM crm.notes n JOIN range(900) r ON r.range = n.id WHERE {TRAP.format('body')} = 1",
    f"SELECT count(*) AS n FROM crm.notes n, LATERAL (SELECT {TRAP.format('n.body')} AS x) l WHERE l.x = 1",
    f"SELECT count(*) AS n FROM payments p JOIN orders o ON o.id = p.order_id WHERE {TRAP.format('p.method')} = 1",
    "SELECT count(*) AS n FROM crm.notes n JOIN customers c ON c.id = n.customer_id "
    "WHERE chr(CASE WHEN n.body = 'changed' THEN -5 ELSE 65 END) = 'A' "
    "AND 'a' LIKE CASE WHEN n.body = 'changed' THEN 'a$' ELSE 'a' END ESCAPE '$'",
    "SELECT count(*) AS n FROM crm.notes n, "
    "LATERAL range(0, 3, CASE WHEN n.body = 'changed' THEN 0 ELSE 1 END) r JOIN customers c ON c.id = n.customer_id",
    "SELECT count(*) AS n FROM payments WHERE 10 // (amount + 5) >= 0",
    "SELECT id FROM payments ORDER BY 10 // (amount + 5), id",
)
# Texts of hidden rows are 'changed' and 'x': their nearness, their number and the best of them must not be told.
NEAR = "CASE WHEN semantic_match({0}, 'changed', 0.5) THEN CAST({0} AS INTEGER) ELSE 1 END"
MEANING = (
    "SELECT id FROM orders WHERE semantic_match(note, 'changed', 0.4)",
    "SELECT id FROM orders WHERE NOT semantic_match(note, 'x', -1)",
    "SELECT id, semantic_rank(note, 'note 17') AS r FROM orders ORDER BY r DESC NULLS LAST, id LIMIT 20",
    "SELECT count(*) AS n, max(semantic_rank(note, 'changed')) AS best FROM orders",
    "SELECT count(*) AS n FROM orders a JOIN orders b ON semantic_match(a.note, b.note, 0.9) WHERE a.id < b.id",
    "SELECT region, count(*) AS n FROM orders WHERE semantic_match(note, '100%', threshold => 0.1) GROUP BY region",
    "SELECT n.id, o.id FROM crm.notes n LEFT JOIN orders o ON o.id = n.customer_id AND semantic_match(o.note, 'note')",
    "SELECT id FROM crm.notes WHERE semantic_match(body, 'changed')",
    "SELECT id FROM crm.notes WHERE semantic_match(body, 'changed', 0.99)",
    "SELECT id, semantic_rank(body, 'Kim called about order 7') AS r FROM crm.notes ORDER BY r DESC, id",
    "SELECT n.id, c.id FROM crm.notes n JOIN customers c ON semantic_match(n.body, c.name, 0.3)",
    "SELECT n.id, max(semantic_rank(n.body, c.name)) AS r FROM crm.notes n, customers c GROUP BY n.id",
    "SELECT id FROM customers WHERE semantic_match(segment, 'other', 0.5) OR semantic_match(name, 'changed', 0.5)",
    "SELECT method, count(*) AS n FROM payments WHERE semantic_match(method, 'gift', -0.5) GROUP BY method",
    "SELECT t, semantic_rank(t, 'changed') AS r FROM (SELECT note AS t FROM orders UNION SELECT body FROM crm.notes)",
    "SELECT kind FROM events WHERE semantic_match(kind, 'view', 0.5) AND semantic_match(region, 'x', -1)",
    f"SELECT sum({NEAR.format('note')}) AS n FROM orders",
    f"SELECT max({NEAR.format('body')}) AS n FROM crm.notes",
    f"SELECT count(*) AS n FROM customers WHERE {NEAR.format('name')} = 1",
    "SELECT id, similarity FROM JOIN_VECTOR('orders', 'note', 'changed', 7)",
    "SELECT id, similarity FROM hatidata_context('crm.notes', 'changed', 7)",
    "SELECT id, semantic_rank(note, 'note 17', mode => 'hybrid') AS r FROM orders ORDER BY r DESC NULLS LAST, id",
    "SELECT id, score FROM JOIN_VECTOR('orders', 'note', 'changed note', 7, mode => 'hybrid')",
    "SELECT id, score FROM hatidata_context('crm.notes', 'Kim changed', 7, mode => 'hybrid')",
    "SELECT semantic_rank(internal, 'risk') AS r FROM crm.notes",
    "SELECT semantic_rank(email, 'changed') AS r FROM customers",
    "SELECT semantic_rank(card_number, '9') AS r FROM payments",
    "SELECT semantic_rank(v, 'hush') AS r FROM secrets",
    "SELECT semantic_rank(salary, 'x') AS r FROM plans",
)
FEW = 20
"""Texts of one column that a layer may embed, in one of the tests."""

VISIBLE = ("FROM customers", "FROM orders", "FROM employees", "FROM payments", "FROM events", "FROM crm.notes")


@pytest.fixture(scope="module", params=AGENTS)
def pair(
    request: pytest.FixtureRequest, shop_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Any, Any, Path]]:
    """Handles of one agent in both worlds, and the file of the other one."""
    folder = tmp_path_factory.mktemp(f"worlds-{request.param}")
    with _both(shop_file, folder, request.param, Settings(max_rows=100_000, threads=1)) as made:
        yield made


@contextmanager
def _both(shop_file: Path, folder: Path, name: str, settings: Settings) -> Iterator[tuple[Any, Any, Path]]:
    here, there = (Path(shutil.copy(shop_file, folder / f"{world}.duckdb")) for world in ("here", "there"))
    worlds.change_hidden(there, name)
    with (
        HatiData.open(here, policy=shop.policy(), settings=settings, embedder=PlainEmbedder()) as one,
        HatiData.open(there, policy=shop.policy(), settings=settings, embedder=PlainEmbedder()) as other,
    ):
        yield one.agent(name), other.agent(name), there


def _asked(agent: Any, sql: str, dialect: str | None) -> tuple[list[tuple[Any, ...]], list[str]]:
    """The rows, and all else that can be read: columns, price, notes, healing, masks, trace, errors, explanation."""
    rows: list[tuple[Any, ...]] = []
    told = []
    try:
        result = agent.run(sql, dialect=dialect)
    except HatiDataError as error:
        told.append(f"{error.stage} {error.for_model()}")
    else:
        rows = list(result.rows)
        trace = [(stage.stage, stage.verdict) for stage in result.trace]
        plain = (
            result.columns,
            result.types,
            result.credits,
            result.estimate,
            result.notes,
            result.healed,
            result.masked,
        )
        told.append(repr((*plain, result.truncated, trace)))
    if agent.name == AGENTS[0]:  # once is enough for what takes as long as the answer
        told.append(repr(agent.explain(sql, dialect=dialect)))
    return rows, told


def test_hidden_data_changes_nothing(pair: tuple[Any, Any, Path]) -> None:
    """What is asked looks the same in both worlds, to the byte of its errors, prices and explanations."""
    here, there, _ = pair
    differing = []
    asked = [(case.sql, None) for case in ANALYST] + [(sql, None) for sql in EXTRA]
    if here.name == AGENTS[0]:  # the attacks are written for the first
        asked += [(one.sql, one.dialect) for one in ATTACKS]
    for sql, dialect in asked:
        (rows, told), (other_rows, other_told) = _asked(here, sql, dialect), _asked(there, sql, dialect)
        if told != other_told or physical.difference(rows, other_rows, ordered=False):
            differing.append(sql)

    assert differing == []


def _differing(here: Any, there: Any, asked: Sequence[str]) -> tuple[list[str], list[str]]:
    """The statements that look different, and what else than rows was told here of each."""
    differing, all_told = [], []
    for sql in asked:
        (rows, told), (other_rows, other_told) = _asked(here, sql, None), _asked(there, sql, None)
        all_told.append(told[0])
        if told != other_told or physical.difference(rows, other_rows, ordered="ORDER BY" in sql):
            differing.append(sql)
    return differing, all_told


def test_hidden_texts_change_no_meaning(pair: tuple[Any, Any, Path]) -> None:
    """Nearness, counts and the best in notes, and errors, are those of the visible texts."""
    here, there, _ = pair
    differing, told = _differing(here, there, MEANING)

    assert differing == []
    assert sum("different texts of" in one for one in told) >= len(MEANING) - 9
    assert sum("the best has" in one for one in told) >= 2


@pytest.mark.parametrize("name", AGENTS)
def test_hidden_texts_are_not_counted(name: str, shop_file: Path, tmp_path: Path) -> None:
    """Where a column has too many texts to embed, the number that is told is that of the visible ones."""
    with _both(shop_file, tmp_path, name, Settings(max_rows=100_000, threads=1, max_embeddings=FEW)) as made:
        differing, told = _differing(*made[:2], MEANING[:11])

    assert differing == []
    assert sum(f"would have to be embedded; {FEW} may be" in one for one in told) >= 5


def test_the_catalog_is_the_same(pair: tuple[Any, Any, Path]) -> None:
    """Tables, columns and types of the lens are the same in both worlds."""
    here, there, _ = pair

    assert repr(here.list_tables()) == repr(there.list_tables())


def test_the_worlds_differ(pair: tuple[Any, Any, Path], shop_file: Path) -> None:
    """The physical databases of the agent agree in both worlds, and the raw ones do not."""
    here, _, there = pair
    one, other = (physical.build(here.name, path) for path in (shop_file, there))
    differences = [
        physical.difference(physical.answer(one, sql)[1], physical.answer(other, sql)[1], ordered=False)
        for sql in VISIBLE
    ]
    one.close()
    other.close()

    assert [None] * len(VISIBLE) == differences
    assert shop_file.read_bytes() != there.read_bytes()
