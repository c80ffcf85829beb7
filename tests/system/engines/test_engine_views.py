"""Views of the user's database: read through the caller's masks, or not there."""

from __future__ import annotations

import pytest

from autogen_hatidata.engines.views import view_query
from autogen_hatidata.errors import UnknownName
from autogen_hatidata.types import ColumnMask, LensSpec, TableSpec

EVERYTHING = LensSpec(None)
FORBIDDEN = [
    "SELECT * FROM duckdb_tables()",
    "SELECT * FROM duckdb_columns",
    "SELECT * FROM pg_catalog.pg_class",
    "SELECT current_setting('memory_limit') AS a",
    "SELECT mine(a) AS a FROM t",
    "SELECT main.mine(a) AS a FROM t",
    "SELECT * FROM read_text('/etc/hostname')",
    "SELECT * FROM shop.main.hidden",
    "SELECT * FROM hidden",
    "SELECT a, (SELECT max(b) FROM hidden) AS b FROM t",
    "SELECT * FROM query('FROM hidden')",
]
ORDINARY = {
    "grouped": "SELECT region, count(*) AS n, sum(a) FILTER (WHERE a > 1) AS s FROM t GROUP BY ALL ORDER BY ALL",
    "window": "SELECT a, row_number() OVER (PARTITION BY region ORDER BY a DESC) AS r FROM t QUALIFY r <= 3",
    "joined": "SELECT x.a, y.b FROM t AS x LEFT JOIN u AS y ON x.a = y.b WHERE y.b IS NOT NULL",
    "using": "SELECT * FROM t JOIN (SELECT b AS a FROM u) USING (a)",
    "casts": "SELECT CAST(a AS VARCHAR) || 'x' AS c, a::DECIMAL(9, 2) AS d, date_trunc('month', d) AS m FROM t",
    "union": "SELECT a FROM t UNION ALL SELECT b FROM u EXCEPT SELECT 5",
    "recursive": "WITH RECURSIVE r AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM r WHERE i < 5) SELECT i FROM r",
    "case": "SELECT CASE WHEN a > 1 THEN 'big' ELSE 'small' END AS size, a IN (1, 2), a BETWEEN 1 AND 2 FROM t",
    "lists": "SELECT list_transform([1, 2, 3], lambda x: x + 1) AS l, {'k': a} AS s, [a, 2][1] AS e FROM t",
    "pivot": "SELECT * FROM (PIVOT t ON region IN ('EU', 'US') USING sum(a) GROUP BY d)",
    "stars": "SELECT * EXCLUDE (region), COLUMNS('a') + 1 FROM t",
    "subqueries": "SELECT a FROM t WHERE EXISTS (SELECT 1 FROM u WHERE u.b = t.a) AND a > (SELECT min(b) FROM u)",
    "patterns": "SELECT a FROM t WHERE region LIKE 'E%' AND region NOT ILIKE '%x' AND region ~ 'E.'",
    "lateral": "SELECT t.a, l.z FROM t, LATERAL (SELECT t.a + 1 AS z) AS l",
    "values": "SELECT * FROM (VALUES (1, 'a'), (2, 'b')) AS v(n, s)",
    "series": "SELECT g FROM generate_series(1, 3) AS s(g)",
    "dates": "SELECT d + INTERVAL 1 DAY AS n, extract('year' FROM d) AS y, DATE '2024-01-01' AS k FROM t",
    "distinct": "SELECT DISTINCT ON (region) region, a FROM t ORDER BY region, a LIMIT 2 OFFSET 1",
}
WORLD = (
    "CREATE TABLE t (a INTEGER, region VARCHAR, d DATE)",
    "CREATE TABLE u (b INTEGER)",
    "CREATE TABLE hidden (b INTEGER)",
    "CREATE TABLE wide (a INTEGER, b INTEGER, c INTEGER)",
    "CREATE VIEW narrow AS SELECT b FROM wide",
    "CREATE VIEW listed AS SELECT table_name FROM information_schema.tables",
    "CREATE TABLE one AS SELECT 1 AS a",
    "CREATE VIEW z AS SELECT a FROM one",
    "CREATE VIEW m AS SELECT a FROM z",
    "CREATE VIEW b AS SELECT a FROM m",
    "CREATE TABLE gone (a INTEGER)",
    "CREATE VIEW broken AS SELECT * FROM gone",
    "DROP TABLE gone",
    "CREATE TABLE people AS SELECT 1 AS id, 'abcdefgh' AS secret, 'EU' AS region UNION ALL SELECT 2, 'x', 'US'",
    "CREATE VIEW loud AS SELECT id, upper(secret) AS secret FROM people",
    "CREATE TABLE five AS SELECT range AS id, 'n' || range AS name FROM range(5)",
    "CREATE VIEW odds AS SELECT id, name, id % 2 AS odd FROM five",
    "CREATE SCHEMA s",
    "CREATE TABLE s.t AS SELECT 1 AS a, 'it''s; AS x' AS b",
    "USE s",
    'CREATE VIEW s."named ""w" (x, "y z") AS SELECT a, b FROM t',
    'CREATE VIEW s.qualified AS SELECT a AS x, b AS "y z" FROM s.t',
    'CREATE VIEW s.stepped AS WITH q AS (FROM t) SELECT a AS x, b AS "y z" FROM q',
    "CREATE VIEW s.beside AS SELECT a FROM t",
    "USE main",
    "CREATE MACRO mine(x) AS x + 1",
    *(f"CREATE VIEW forbidden{n} AS {query}" for n, query in enumerate(FORBIDDEN)),
    *(f'CREATE VIEW "{name}" AS {query}' for name, query in ORDINARY.items()),
)


@pytest.fixture(scope="module")
def world(world_of):
    """One database for all tests: they only read."""
    return world_of(*WORLD)


def _spec(*tables: TableSpec) -> LensSpec:
    return LensSpec(tables)


def _table(name: str, schema: str = "main", **rules) -> TableSpec:
    return TableSpec(schema, name, **rules)


def _seen(engine, spec) -> set[str]:
    with engine.lease(spec) as lease:
        return {name for _, name in lease.info.tables}


def test_view_reads_through_masks(world, ask):
    """A view shows what the caller's lens shows of its table."""
    rules = _table("people", filter="region = 'EU'", masks=(ColumnMask("secret", "partial", 3),))

    assert ask(world, _spec(rules, _table("loud")), "SELECT * FROM loud").rows == [(1, "***FGH")]


def test_view_has_rules_of_its_own(world, ask):
    """A policy's rules for a view work on top of those for its table."""
    rules = _table("odds", filter="odd = 1 AND odds.id > 0", masks=(ColumnMask("name", "full"),), denied=("odd",))
    spec = _spec(_table("five", filter="id < 3"), rules)

    assert ask(world, spec, "SELECT * FROM odds").rows == [(1, "***")]
    with world.lease(spec) as lease:
        assert {name: info.is_view for (_, name), info in lease.info.tables.items()} == {"odds": True, "five": False}


def test_views_on_views_in_any_order(world, ask):
    """Views that stand on each other are made whatever their order."""
    assert ask(world, EVERYTHING, "SELECT * FROM b").rows == [(1,)]


@pytest.mark.parametrize(
    ("rules", "seen"),
    [
        ((_table("narrow"),), set()),
        ((_table("narrow"), _table("wide", denied=("b",))), {"wide"}),
        ((_table("narrow"), _table("wide", denied=("c",))), {"wide", "narrow"}),
        ((_table("wide"),), {"wide"}),
        ((_table("t"), _table("beside", "s")), {"t"}),
        ((_table("t", "s"), _table("beside", "s")), {"t", "beside"}),
    ],
    ids=["without its table", "without its column", "without another column", "not named", "with a namesake", "own"],
)
def test_view_needs_what_it_reads(world, rules, seen):
    """A view is there if the policy names it and the lens has all that it needs."""
    assert _seen(world, _spec(*rules)) == seen


@pytest.mark.parametrize("query", FORBIDDEN)
def test_view_of_what_agents_may_not_run(world, query):
    """A view is held to the rules for agents: what they may not run is not there."""
    view = f"forbidden{FORBIDDEN.index(query)}"

    assert _seen(world, _spec(_table("t"), _table(view))) == {"t"}


def test_view_of_the_catalog_shows_the_lens(world, ask):
    """A view over information_schema shows the caller's lens."""
    rows = ask(world, _spec(_table("t"), _table("listed")), "SELECT * FROM listed ORDER BY 1").rows

    assert rows == [("listed",), ("t",)]


@pytest.mark.parametrize("view", ['"NAMED ""w"', "qualified", "stepped"])
def test_any_view(world, ask, view):
    """Views may have any name, columns of their own, and tables of their own schema unqualified."""
    assert ask(world, EVERYTHING, f'SELECT x, "y z" FROM s.{view}').rows == [(1, "it's; AS x")]


@pytest.mark.parametrize("view", ORDINARY)
def test_views_that_analysts_write(world, ask, view):
    """The forms that DuckDB gives a view's text when it keeps it are read again."""
    assert ask(world, EVERYTHING, f'SELECT * FROM "{view}"').columns


@pytest.mark.parametrize(
    "text", ["", "SELECT 1", "CREATE VIEW v", "CREATE TABLE v AS SELECT 1;", "CREATE VIEW (a) AS x"]
)
def test_text_that_is_no_view(text):
    """Text of another form than DuckDB writes is not read as a view."""
    assert view_query(text) is None


def test_broken_view_hurts_nothing(world, ask):
    """A view whose table is gone is not there, and the others are."""
    with pytest.raises(UnknownName):
        ask(world, EVERYTHING, "SELECT * FROM broken")
