"""Errors tell nothing of hidden rows: they are the same in two worlds that differ in such rows only."""

from __future__ import annotations

import functools
import logging
import time

import duckdb
import pytest

from autogen_hatidata.engines.lease import DuckDBLease
from autogen_hatidata.errors import ExecutionFailed, HatiDataError, QueryTimeout, UnknownName, WrongType
from autogen_hatidata.types import ColumnMask, LensSpec, TableSpec

BAD = "starts_with({0}, 's')"
TRAPS = {
    "cast": f"CAST(CASE WHEN {BAD} THEN 'boom' ELSE '1' END AS INTEGER) = 1",
    "decimal": f"CAST(CASE WHEN {BAD} THEN 99999 ELSE 1 END AS DECIMAL(4, 2)) = 1",
    "list": f"CAST(CASE WHEN {BAD} THEN 'x' ELSE '[1]' END AS INTEGER[]) = [1]",
    "date": f"CAST(CASE WHEN {BAD} THEN 'boom' ELSE '2024-01-01' END AS DATE) > DATE '2000-01-01'",
    "strptime": f"strptime(CASE WHEN {BAD} THEN 'boom' ELSE '2024' END, '%Y') > DATE '2000-01-01'",
    "division": f"(CASE WHEN {BAD} THEN (-9223372036854775807 - 1) ELSE 1 END) // (-1) < 0",
    "modulo": f"(CASE WHEN {BAD} THEN (-9223372036854775807 - 1) ELSE 1 END) % (-1) = 0",
    "addition": f"CAST(CASE WHEN {BAD} THEN 9223372036854775807 ELSE 1 END AS BIGINT) + length({{0}}) > 0",
    "pattern": f"regexp_matches('a', CASE WHEN {BAD} THEN '(' ELSE 'a' END)",
    "replaced": f"regexp_replace('a', CASE WHEN {BAD} THEN '(' ELSE 'a' END, 'b') = 'b'",
    "escape": f"'a' LIKE CASE WHEN {BAD} THEN 'a$' ELSE 'a' END ESCAPE '$'",
    "character": f"chr(CASE WHEN {BAD} THEN -5 ELSE 65 END) = 'A'",
    "json": f"json_extract(CASE WHEN {BAD} THEN '{{{{' ELSE '{{{{}}}}' END, '$.a') IS NULL",
    "part": f"date_part(CASE WHEN {BAD} THEN 'boom' ELSE 'year' END, DATE '2024-01-01') > 0",
    "step": f"EXISTS (SELECT 1 FROM range(0, 5, CASE WHEN {BAD} THEN 0 ELSE 1 END))",
    "rows": f"(SELECT v FROM (VALUES (1), (2)) AS w(v) WHERE v = 1 OR {BAD}) = 1",
    "message": f"unhex(CASE WHEN {BAD} THEN '李' ELSE 'AA' END) IS NOT NULL",
    "index": f"[1, 2][CASE WHEN {BAD} THEN 9223372036854775807 ELSE 1 END] = 1",
}
SHAPES = {
    "plain": "SELECT id FROM {t} WHERE {trap} ORDER BY id",
    "join": "SELECT count(*) FROM {t} JOIN u USING (id) WHERE {trap}",
    "join condition": "SELECT count(*) FROM {t} AS p JOIN u ON p.id = u.id AND {trap}",
    "two": "SELECT count(*) FROM {t} AS p JOIN {t} AS q USING (id) WHERE {trap_p} AND {trap_q}",
    "sub-query": "SELECT count(*) FROM u WHERE id IN (SELECT id FROM {t} WHERE {trap})",
    "exists": "SELECT count(*) FROM u WHERE EXISTS (SELECT 1 FROM {t} AS p WHERE p.id = u.id AND {trap})",
    "cte": "WITH c AS (SELECT id, {trap} AS x FROM {t}) SELECT count(*) FROM c JOIN u USING (id) WHERE x",
    "aggregate": "SELECT sum(CAST({trap} AS INTEGER)), count(*) FILTER (WHERE {trap}) FROM {t}",
    "order": "SELECT id FROM {t} ORDER BY {trap}, id",
    "window": "SELECT id, rank() OVER (ORDER BY {trap}) FROM {t} ORDER BY id",
    "lateral": "SELECT count(*) FROM {t} AS p, LATERAL (SELECT {trap} AS x) AS l JOIN u ON u.id > 0 WHERE l.x",
    "pivot": "PIVOT (SELECT CAST({trap} AS VARCHAR) AS k, 1 AS n FROM {t} JOIN u USING (id) WHERE {trap}) "
    "ON k USING sum(n)",
}
FILTERS = {
    "in": ("region IN {regions}", (("regions", ("EU", "ZZ")),)),
    "or": ("region = {region} OR seller = {agent}", (("agent", "ann"), ("region", "EU"))),
    "two columns": ("region = {region} AND seller <> {agent}", (("agent", "eve"), ("region", "EU"))),
    "equal": ("region = {region}", (("region", "EU"),)),
    "sub-query": ("id IN (SELECT id FROM grants)", ()),
    "missing": ("region = {region}", ()),
}
QUICK = ("join", "join condition", "two", "lateral")
"""The shapes that leaked most; the others are for the long tests."""

LOOSE = ("in", "or", "sub-query")
"""Filters that DuckDB evaluates after a caller's expression in many plans; the others get a third of the traps."""
SEEN = "INSERT INTO people SELECT range * 3, 'EU', 'bob', 'ok' || range FROM range(40)"
HIDDEN = "INSERT INTO people SELECT range * 3 + 1, 'US', 'cyd', '{0}' || range FROM range(400)"
SCHEMA = (
    "CREATE TABLE people (id INTEGER, region VARCHAR, seller VARCHAR, secret VARCHAR)",
    "CREATE TABLE u AS SELECT range AS id FROM range(2000)",
    "CREATE TABLE grants AS SELECT range * 3 AS id FROM range(40)",
    "CREATE VIEW loud AS SELECT id, upper(region) AS region, secret FROM people WHERE id >= 0",
    "CREATE SCHEMA memory",
    "CREATE TABLE memory.people AS FROM people",
)


@pytest.fixture(scope="module")
def worlds(world_of):
    """Two engines: the hidden rows of one spring every trap, those of the other none."""
    return tuple(
        world_of(*SCHEMA, SEEN, HIDDEN.format(start), "INSERT INTO memory.people FROM people") for start in ("s", "n")
    )


def _spec(kind: str) -> LensSpec:
    text, values = FILTERS[kind]
    rules = {"filter": text, "values": values, "missing": ("region",) if kind == "missing" else ()}
    tables = (TableSpec("main", "people", **rules), TableSpec("memory", "people", **rules))
    return LensSpec((*tables, TableSpec("main", "u"), TableSpec("main", "loud")))


def _told(ask, engine, spec, sql):
    try:
        answer = ask(engine, spec, sql)
    except HatiDataError as error:
        return (error.code, str(error), error.subject, error.detail)
    return (answer.columns, answer.types, answer.rows, answer.truncated)


def _query(shape: str, trap: str, table: str) -> str:
    forms = {name: TRAPS[trap].format(column) for name, column in
             (("trap", "secret"), ("trap_p", "p.secret"), ("trap_q", "q.secret"))}  # fmt: skip
    return SHAPES[shape].format(t=table, **forms)


@pytest.mark.parametrize(
    ("kind", "shape"),
    [
        pytest.param(kind, shape, marks=() if kind in ("in", "or") and shape in QUICK else pytest.mark.soak)
        for kind in FILTERS
        for shape in SHAPES
    ],
)
def test_hidden_rows_spring_no_trap(worlds, ask, kind, shape):
    """Whatever fails on a hidden row answers as if the row were not there, through tables and views."""
    told = functools.partial(_told, ask, spec=_spec(kind))
    traps = list(TRAPS)[:: 1 if kind in LOOSE else 3]
    asked = [_query(shape, trap, ("people", "loud")[number % 2]) for number, trap in enumerate(traps)]
    differing = [sql for sql in asked if len({repr(told(engine, sql=sql)) for engine in worlds}) != 1]

    assert differing == []


def test_traps_bite(worlds, ask):
    """Each trap fails for one who sees all rows, so that the tests above can fail."""
    everything = LensSpec(None)
    harmless = [
        trap for trap in TRAPS
        if not isinstance(_told(ask, worlds[0], everything, _query("join", trap, "people"))[0], str)
    ]  # fmt: skip

    assert set(harmless) <= {"index", "escape"}


@pytest.mark.parametrize("kind", ["in", "or", "two columns", "equal", "sub-query"])
def test_visible_rows_still_fail(worlds, ask, kind):
    """An error on a visible row is an error, and the same one whatever is hidden."""
    sql = "SELECT count(*) FROM people JOIN u USING (id) WHERE CAST(secret AS INTEGER) = 1"
    told = [_told(ask, engine, _spec(kind), sql) for engine in worlds]

    assert told[0][0] == WrongType.code
    assert told[0] == told[1]


@pytest.mark.parametrize(
    "folded",
    [
        "(CAST(secret AS INTEGER) = 1) AND (id >= {0})",
        "(id >= {0}) AND (CAST(secret AS INTEGER) = 1)",
        "NOT (id < {0}) AND CAST(secret AS INTEGER) = 1",
        "(CAST(secret AS INTEGER) = 1) OR (id < {0})",
        "(CAST(secret AS INTEGER) = 1) AND coalesce(id, 0) >= {0}",
    ],
)
def test_statistics_of_hidden_rows_decide_nothing(worlds, ask, folded):
    """An expression that fails on a visible row does so wherever its other part lies among the hidden values."""
    told = [
        _told(ask, worlds[0], _spec("equal"), f"SELECT {folded.format(bound)} AS x FROM people ORDER BY id")[0]
        for bound in (200, 1190, 1200, 5000)
    ]

    assert len(set(map(str, told))) == 1


@pytest.mark.parametrize("table", ["memory.people", "people, information_schema.tables AS i"])
def test_random_names_of_the_lens_move_to_the_twin(worlds, ask, table):
    """A statement whose text names the lens's own catalog stays behind the fence as well."""
    on = "USING (id)" if table == "memory.people" else "ON u.id = people.id AND i.table_name = 'u'"
    sql = f"SELECT count(*) FROM {table} JOIN u {on} WHERE {TRAPS['cast'].format('secret')}"
    told = [_told(ask, engine, _spec("in"), sql) for engine in worlds]

    assert told[0] == told[1]
    assert told[0][2][0][0] > 0


@pytest.mark.parametrize(
    "sql",
    ["SELECT nosuch FROM people", "SELECT sum(secret) FROM people", "SELECT id FROM people GROUP BY secret"],
)
def test_errors_of_names_and_types(worlds, ask, sql):
    """What does not bind is told in the same words, with the same subject, whatever is hidden."""
    told = [_told(ask, engine, _spec("or"), sql) for engine in worlds]

    assert isinstance(told[0][0], str)
    assert told[0] == told[1]


def _failing(monkeypatch, error, *, times=1):
    """Lets the first runs of a statement fail, and counts all."""
    runs = []
    real = DuckDBLease._rows

    def rows(cursor, *rest):
        runs.append(cursor)
        if len(runs) <= times:
            raise error
        return real(cursor, *rest)

    monkeypatch.setattr(DuckDBLease, "_rows", staticmethod(rows))
    return runs


@pytest.mark.parametrize("error", [duckdb.OutOfMemoryException("Out of Memory"), MemoryError(), duckdb.Error("x")])
def test_memory_is_doubted_too(customers, ask, europe, monkeypatch, error):
    """Running out of memory is believed only when it happens behind the fence."""
    _failing(monkeypatch, error)

    assert ask(customers, europe, "SELECT count(*) FROM customers").rows == [(2,)]


@pytest.mark.in_this_process
def test_nothing_runs_twice_where_nothing_is_hidden(customers, ask, everything, monkeypatch):
    """Without a row filter an error is told at once."""
    masked = LensSpec((TableSpec("main", "customers", masks=(ColumnMask("email", "full"),)),))
    for spec in (everything, masked):
        runs = _failing(monkeypatch, duckdb.ConversionException("x"))
        with pytest.raises(WrongType):
            ask(customers, spec, "SELECT 1")
        assert len(runs) == 1


def test_second_run_has_the_time_that_is_left(customers, ask, europe, monkeypatch):
    """Both runs together take no longer than the caller has, and its limit is told as the caller knows it."""
    real = DuckDBLease._rows

    def slow(cursor, *rest):
        if not runs:
            runs.append(cursor)
            time.sleep(0.15)
            raise duckdb.ConversionException("x")
        return real(cursor, *rest)

    runs = []
    monkeypatch.setattr(DuckDBLease, "_rows", staticmethod(slow))
    started = time.monotonic()
    with pytest.raises(QueryTimeout, match=r"0\.2 seconds"):
        ask(customers, europe, "SELECT count(*) FROM range(100000000) AS a, range(100000000) AS b", timeout_s=0.2)

    assert time.monotonic() - started < 2


@pytest.mark.in_this_process
def test_twin_is_built_once_and_only_when_needed(build, opened, ask, europe):
    """A lens has no twin before its first error, one after it, and goes with it."""
    engine = opened(build("CREATE TABLE customers AS SELECT 1 AS id, 'x' AS email, 'EU' AS region, 2 AS salary"))
    ask(engine, europe, "SELECT * FROM customers")
    twins = []
    with engine.lease(europe) as lease:
        assert lease._lens.twin is None
        for _ in range(2):
            with pytest.raises(WrongType):
                ask(engine, europe, "SELECT CAST(region AS INTEGER) FROM customers")
            twins.append(lease._lens.twin)

    assert twins[0] is twins[1]
    assert twins[0] is not None


def test_count_keeps_the_callers_time(build, opened):
    """Counting is bounded by the caller's own limit where it has one."""
    view = "CREATE VIEW v AS SELECT a.range FROM range(100000000) AS a, range(100000000) AS b WHERE a.range > b.range"
    engine = opened(build(view))
    with engine.lease(LensSpec(None)) as lease, pytest.raises(QueryTimeout, match=r"0\.1 seconds"):
        lease.count(("main", "v"), timeout_s=0.1)


def test_view_that_cannot_be_made_is_told_once(build, opened, ask, caplog):
    """The owner is told, once per version, of a view that the policy names and agents cannot see, and why."""
    engine = opened(
        build("CREATE TABLE t AS SELECT 1 AS a", "CREATE TABLE h AS FROM t", "CREATE VIEW v AS SELECT a FROM h")
    )
    caplog.set_level(logging.WARNING, "autogen_hatidata")
    for filter in (None, "a = 1", "a = 2"):
        spec = LensSpec((TableSpec("main", "t", filter=filter), TableSpec("main", "v")))
        with pytest.raises(HatiDataError):
            ask(engine, spec, "SELECT CAST('x' || a AS INTEGER) FROM t WHERE a / 0 IS NULL AND error(a) > 1")
    told = [record.getMessage() for record in caplog.records]
    assert told == [f"agents do not see the view main.v ({UnknownName.code})"]

    ask(engine, LensSpec(None), "SELECT a FROM v")
    assert len(caplog.records) == 1
    engine.owner_sql("DROP TABLE h")
    ask(engine, LensSpec((TableSpec("main", "t"), TableSpec("main", "v"))), "SELECT a FROM t")
    assert len(caplog.records) == 2


@pytest.mark.in_this_process
def test_schema_is_there_inside_a_call(shop, ask, everything, monkeypatch):
    """What the file holds can be read from inside a call even after the instance gave up."""
    with shop.lease(everything), monkeypatch.context() as patch:
        _failing(patch, duckdb.FatalException("x"), times=9)
        with pytest.raises(ExecutionFailed):
            ask(shop, everything, "SELECT 1")

        assert ("main", "customers") in shop.schema()
    assert ask(shop, everything, "SELECT count(*) FROM customers").rows == [(4,)]
