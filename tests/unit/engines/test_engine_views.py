"""Views of the user's database: read through the caller's masks, or not there."""

from __future__ import annotations

import pytest

from autogen_hatidata.engines.views import view_query
from autogen_hatidata.errors import UnknownName
from autogen_hatidata.types import ColumnMask, LensSpec, TableSpec


def _spec(*tables: TableSpec) -> LensSpec:
    return LensSpec(tables)


def _table(name: str, schema: str = "main", **rules) -> TableSpec:
    return TableSpec(schema, name, **rules)


def _seen(engine, spec) -> set[tuple[str, str]]:
    with engine.lease(spec) as lease:
        return set(lease.info.tables)


def test_view_reads_through_masks(build, opened, ask):
    """A view shows what the caller's lens shows of its table."""
    engine = opened(
        build(
            "CREATE TABLE t AS SELECT 1 AS id, 'abcdefgh' AS secret, 'EU' AS region UNION ALL SELECT 2, 'x', 'US'",
            "CREATE VIEW v AS SELECT id, upper(secret) AS secret FROM t",
        )
    )
    rules = _table("t", filter="region = 'EU'", masks=(ColumnMask("secret", "partial", 3),))

    assert ask(engine, _spec(rules, _table("v")), "SELECT * FROM v").rows == [(1, "***FGH")]


def test_view_has_rules_of_its_own(build, opened, ask):
    """A policy's rules for a view work on top of those for its table."""
    engine = opened(
        build(
            "CREATE TABLE t AS SELECT range AS id, 'n' || range AS name FROM range(5)",
            "CREATE VIEW v AS SELECT id, name, id % 2 AS odd FROM t",
        )
    )
    rules = _table("v", filter="odd = 1 AND v.id > 0", masks=(ColumnMask("name", "full"),), denied=("odd",))
    spec = _spec(_table("t", filter="id < 3"), rules)

    assert ask(engine, spec, "SELECT * FROM v").rows == [(1, "***")]
    with engine.lease(spec) as lease:
        assert lease.info.tables["main", "v"].is_view
        assert not lease.info.tables["main", "t"].is_view


def test_views_on_views_in_any_order(build, opened, ask, everything):
    """Views that stand on each other are made whatever their order."""
    engine = opened(
        build(
            "CREATE TABLE t AS SELECT 1 AS a",
            "CREATE VIEW z AS SELECT a FROM t",
            "CREATE VIEW m AS SELECT a FROM z",
            "CREATE VIEW b AS SELECT a FROM m",
        )
    )

    assert ask(engine, everything, "SELECT * FROM b").rows == [(1,)]


@pytest.mark.parametrize(
    ("rules", "seen"),
    [
        ((_table("v"),), set()),
        ((_table("v"), _table("t", denied=("b",))), {("main", "t")}),
        ((_table("v"), _table("t", denied=("c",))), {("main", "t"), ("main", "v")}),
        ((_table("t"),), {("main", "t")}),
    ],
    ids=["without its table", "without its column", "without another column", "not named"],
)
def test_view_needs_what_it_reads(build, opened, rules, seen):
    """A view is there if the policy names it and the lens has all that it needs."""
    engine = opened(build("CREATE TABLE t (a INTEGER, b INTEGER, c INTEGER)", "CREATE VIEW v AS SELECT b FROM t"))

    assert seen == _seen(engine, _spec(*rules))


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * FROM duckdb_tables()",
        "SELECT * FROM duckdb_columns",
        "SELECT * FROM pg_catalog.pg_class",
        "SELECT current_setting('memory_limit') AS a",
        "SELECT mine(a) AS a FROM t",
        "SELECT * FROM read_text('/etc/hostname')",
        "SELECT * FROM shop.main.hidden",
        "SELECT * FROM hidden",
        "SELECT a, (SELECT max(b) FROM hidden) AS b FROM t",
        "SELECT * FROM query('FROM hidden')",
    ],
)
def test_view_of_what_agents_may_not_run(build, opened, query):
    """A view is held to the rules for agents: what they may not run is not there."""
    engine = opened(
        build(
            "CREATE TABLE t (a INTEGER)",
            "CREATE TABLE hidden (b INTEGER)",
            "CREATE MACRO mine(x) AS x + 1",
            f"CREATE VIEW v AS {query}",
        )
    )

    assert {("main", "t")} == _seen(engine, _spec(_table("t"), _table("v")))


def test_view_of_the_catalog_shows_the_lens(build, opened, ask):
    """A view over information_schema shows the caller's lens."""
    engine = opened(
        build(
            "CREATE TABLE t (a INTEGER)",
            "CREATE TABLE hidden (b INTEGER)",
            "CREATE VIEW v AS SELECT table_name FROM information_schema.tables",
        )
    )

    assert ask(engine, _spec(_table("t"), _table("v")), "SELECT * FROM v ORDER BY 1").rows == [("t",), ("v",)]


@pytest.mark.parametrize(
    "view",
    [
        'CREATE VIEW s."V ""w" (x, "y z") AS SELECT a, b FROM t',
        'CREATE VIEW s."V ""w" AS SELECT a AS x, b AS "y z" FROM s.t',
        'CREATE VIEW s."V ""w" AS WITH q AS (FROM t) SELECT a AS x, b AS "y z" FROM q',
    ],
)
def test_any_view(build, opened, ask, everything, view):
    """Views may have any name, columns of their own, and tables of their own schema unqualified."""
    engine = opened(
        build(
            "CREATE SCHEMA s",
            "CREATE TABLE s.t AS SELECT 1 AS a, 'it''s; AS x' AS b",
            "CREATE TABLE main.t AS SELECT 2 AS c",
            "USE s",
            view,
        )
    )

    assert ask(engine, everything, 'SELECT x, "y z" FROM s."v ""W"').rows == [(1, "it's; AS x")]


def test_view_kinds_that_analysts_write(build, opened, everything):
    """The forms that DuckDB gives a view's text when it keeps it are read again."""
    queries = {
        "grouped": "SELECT region, count(*) AS n, sum(a) FILTER (WHERE a > 1) AS s FROM t GROUP BY ALL ORDER BY ALL",
        "window": "SELECT a, row_number() OVER (PARTITION BY region ORDER BY a DESC) AS r FROM t QUALIFY r <= 3",
        "joined": "SELECT x.a, y.b FROM t AS x LEFT JOIN u AS y ON x.a = y.b WHERE y.b IS NOT NULL",
        "using_": "SELECT * FROM t JOIN (SELECT b AS a FROM u) USING (a)",
        "casts": "SELECT CAST(a AS VARCHAR) || 'x' AS c, a::DECIMAL(9, 2) AS d, date_trunc('month', d) AS m FROM t",
        "setop": "SELECT a FROM t UNION ALL SELECT b FROM u EXCEPT SELECT 5",
        "cte": "WITH RECURSIVE r AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM r WHERE i < 5) SELECT i FROM r",
        "case_": "SELECT CASE WHEN a > 1 THEN 'big' ELSE 'small' END AS size, a IN (1, 2), a BETWEEN 1 AND 2 FROM t",
        "lists": "SELECT list_transform([1, 2, 3], lambda x: x + 1) AS l, {'k': a} AS s, [a, 2][1] AS e FROM t",
        "pivoted": "SELECT * FROM (PIVOT t ON region IN ('EU', 'US') USING sum(a) GROUP BY d)",
        "stars": "SELECT * EXCLUDE (region), COLUMNS('a') + 1 FROM t",
        "sub": "SELECT a FROM t WHERE EXISTS (SELECT 1 FROM u WHERE u.b = t.a) AND a > (SELECT min(b) FROM u)",
        "likes": "SELECT a FROM t WHERE region LIKE 'E%' AND region NOT ILIKE '%x' AND region ~ 'E.'",
        "lat": "SELECT t.a, l.z FROM t, LATERAL (SELECT t.a + 1 AS z) AS l",
        "values_": "SELECT * FROM (VALUES (1, 'a'), (2, 'b')) AS v(n, s)",
        "gen": "SELECT g FROM generate_series(1, 3) AS s(g)",
        "stamps": "SELECT d + INTERVAL 1 DAY AS n, extract('year' FROM d) AS y, DATE '2024-01-01' AS k FROM t",
        "sampled": "SELECT DISTINCT ON (region) region, a FROM t ORDER BY region, a LIMIT 2 OFFSET 1",
    }
    engine = opened(
        build(
            "CREATE TABLE t (a INTEGER, region VARCHAR, d DATE)",
            "CREATE TABLE u (b INTEGER)",
            *(f'CREATE VIEW "{name}" AS {query}' for name, query in queries.items()),
        )
    )

    assert set() == {("main", name) for name in queries} - _seen(engine, everything)


@pytest.mark.parametrize(
    "text", ["", "SELECT 1", "CREATE VIEW v", "CREATE TABLE v AS SELECT 1;", "CREATE VIEW (a) AS x"]
)
def test_text_that_is_no_view(text):
    """Text of another form than DuckDB writes is not read as a view."""
    assert view_query(text) is None


def test_broken_view_hurts_nothing(build, opened, ask, everything):
    """A view whose table is gone is not there, and the others are."""
    engine = opened(
        build(
            "CREATE TABLE t AS SELECT 1 AS a",
            "CREATE TABLE u AS SELECT 1 AS a",
            "CREATE VIEW v AS SELECT * FROM u",
            "DROP TABLE u",
        )
    )

    assert ask(engine, everything, "SELECT * FROM t").rows == [(1,)]
    with pytest.raises(UnknownName):
        ask(engine, everything, "SELECT * FROM v")
