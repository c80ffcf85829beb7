"""Running statements: bounds of rows, time and memory, parameters, and what becomes of the cursor."""

from __future__ import annotations

import contextlib
import datetime
import decimal
import threading
import time
import uuid

import pytest

from autogen_hatidata.errors import BadArgument, ExecutionFailed, HatiDataError, LimitExceeded, QueryTimeout, WrongType
from autogen_hatidata.types import LensSpec, TableSpec

FOREVER = "SELECT count(*) FROM range(100000000) AS a, range(100000000) AS b"


@pytest.mark.parametrize(("most", "rows", "truncated"), [(1, 1, True), (3, 3, True), (4, 4, False), (5, 4, False)])
def test_rows_are_bounded(customers, ask, everything, most, rows, truncated):
    """At most max_rows rows come back, and whether there were more is told."""
    answer = ask(customers, everything, "SELECT id FROM customers", max_rows=most)

    assert (len(answer.rows), answer.truncated) == (rows, truncated)


def test_large_answer_is_not_computed_to_its_end(customers, ask, everything):
    """An answer of a billion rows costs what its first rows cost."""
    answer = ask(customers, everything, "SELECT range FROM range(1000000000)", max_rows=10, timeout_s=5)

    assert answer.rows == [(n,) for n in range(10)]


def test_empty_answer(customers, ask, everything):
    """An answer without rows has columns and types."""
    answer = ask(customers, everything, "SELECT id, email FROM customers WHERE false")

    assert (answer.columns, answer.types, answer.rows) == (("id", "email"), ("INTEGER", "VARCHAR"), [])


def test_equal_column_names(customers, ask, everything):
    """Columns may share a name."""
    assert ask(customers, everything, "SELECT id, id FROM customers WHERE id = 1").columns == ("id", "id")


@pytest.mark.parametrize(
    ("sql", "value"),
    [
        ("1", 1),
        ("170141183460469231731687303715884105727::HUGEINT", 2**127 - 1),
        ("1.5", decimal.Decimal("1.5")),
        ("1e3", 1000.0),
        ("true", True),
        ("NULL", None),
        ("'ä''x'", "ä'x"),
        ("DATE '2024-02-29'", datetime.date(2024, 2, 29)),
        ("TIMESTAMP '2024-02-29 12:00:00.000001'", datetime.datetime(2024, 2, 29, 12, 0, 0, 1)),
        ("TIME '12:30:00'", datetime.time(12, 30)),
        ("INTERVAL 3 DAY", datetime.timedelta(days=3)),
        ("CAST('\\x00ab' AS BLOB)", b"\x00ab"),
        ("[1, NULL]", [1, None]),
        ("{'a': 1, 'b': [2]}", {"a": 1, "b": [2]}),
        ("MAP {'k': 1}", {"k": 1}),
        ("CAST('00000000-0000-0000-0000-000000000001' AS UUID)", uuid.UUID(int=1)),
        ("CAST('{\"a\": 1}' AS JSON)", '{"a": 1}'),
    ],
)
def test_values(customers, ask, everything, sql, value):
    """Values come back as Python's own."""
    assert ask(customers, everything, f"SELECT {sql} AS v").rows == [(value,)]


def test_moment_with_zone(customers, ask, everything):
    """A moment with a time zone comes back with one."""
    (row,) = ask(customers, everything, "SELECT TIMESTAMPTZ '2024-01-01 00:00:00+00' AS v").rows

    assert row[0] == datetime.datetime(2024, 1, 1, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("sql", "params", "rows"),
    [
        ("SELECT id FROM customers WHERE id = ?", [2], [(2,)]),
        ("SELECT id FROM customers WHERE id = $1 OR id = $1 + 1 ORDER BY 1", (2,), [(2,), (3,)]),
        ("SELECT id FROM customers WHERE region = $r AND id > $n", {"r": "EU", "n": 1}, [(3,)]),
        ("SELECT id FROM customers WHERE name = ?", ["Ann' OR '1' = '1"], []),
        ("SELECT count(*) FROM customers WHERE list_contains(?, id)", [[1, 2]], [(2,)]),
        ("SELECT CAST(? AS DATE)", [datetime.date(2024, 1, 1)], [(datetime.date(2024, 1, 1),)]),
        ("SELECT ?", [None], [(None,)]),
        ("SELECT 1", [], [(1,)]),
        ("SELECT 1", None, [(1,)]),
    ],
)
def test_parameters(customers, ask, everything, sql, params, rows):
    """Parameters are bound as values."""
    assert ask(customers, everything, sql, params).rows == rows


@pytest.mark.parametrize(
    ("sql", "params"),
    [
        ("SELECT ?", None),
        ("SELECT ?", []),
        ("SELECT ?", [1, 2]),
        ("SELECT ?", {"a": 1}),
        ("SELECT $a", [1]),
        ("SELECT $a", {"a": 1, "b": 2}),
        ("SELECT ?", [object()]),
        ("SELECT ?", "ab"),
        ("SELECT ?", 7),
        ("SELECT $a", {1: 2}),
    ],
)
def test_parameters_that_do_not_fit(customers, ask, everything, sql, params):
    """Parameters that do not fit are an error that says what to give."""
    with pytest.raises(BadArgument) as caught:
        ask(customers, everything, sql, params)

    assert "list" in caught.value.hint


def test_parameter_of_another_type(customers, ask, everything):
    """A parameter whose value does not fit its place is a wrong type, and is not repeated."""
    with pytest.raises(WrongType) as caught:
        ask(customers, everything, "SELECT 1 FROM customers WHERE id = ?", ["secret"])

    assert "secret" not in f"{caught.value}{caught.value.detail}"


def test_time_is_bounded(customers, ask, everything):
    """A statement that runs too long is stopped, and the next one is not."""
    started = time.monotonic()
    with pytest.raises(QueryTimeout, match=r"0\.1 seconds"):
        ask(customers, everything, FOREVER, timeout_s=0.1)

    assert time.monotonic() - started < 3
    for _ in range(20):
        assert ask(customers, everything, "SELECT id FROM customers WHERE id = 1", timeout_s=5).rows == [(1,)]


def test_counting_is_bounded_too(build, opened):
    """The count of a view that takes too long is stopped."""
    view = (
        "CREATE VIEW v AS SELECT a.range AS a FROM range(100000000) AS a, range(100000000) AS b WHERE a.range > b.range"
    )
    engine = opened(build(view), timeout_s=0.1)
    with engine.lease(LensSpec(None)) as lease, pytest.raises(QueryTimeout):
        lease.count(("main", "v"))


def test_memory_is_bounded(build, opened, ask, everything):
    """A statement that needs too much memory is refused, and the next one runs."""
    engine = opened(
        build("CREATE TABLE t AS SELECT range AS a, range::VARCHAR AS b FROM range(400000)"), memory_limit="20MB"
    )
    with pytest.raises(LimitExceeded):
        ask(engine, everything, "SELECT list(b || b) FROM (SELECT * FROM t ORDER BY b) GROUP BY a % 2")

    assert ask(engine, everything, "SELECT count(*) FROM t").rows == [(400000,)]


@pytest.mark.in_this_process
@pytest.mark.parametrize(
    ("sql", "again"),
    [
        ("SELECT CAST(name AS INTEGER) FROM customers", True),
        ("SELECT id FROM customers", False),
        ("SELECT range FROM range(100000)", True),
    ],
    ids=["failed", "drained", "cut"],
)
def test_cursor_is_used_again_only_when_it_is_clean(customers, ask, everything, sql, again):
    """A cursor goes back to the pool when its statement ended well and was read to the end, and only then."""
    with customers.lease(everything) as lease:
        cursor = lease._lens.pool.take()
        lease._lens.pool.give(cursor)
        try:
            ask(customers, everything, sql, max_rows=10)
        except HatiDataError:
            assert again
        after = lease._lens.pool.take()
        lease._lens.pool.give(after)

    assert (cursor is not after) == again


@pytest.mark.in_this_process
def test_pool_keeps_few(customers, everything):
    """However many statements ran at once, only some cursors are kept."""
    with customers.lease(everything) as lease:
        pool = lease._lens.pool
        cursors = [pool.take() for _ in range(40)]
        for cursor in cursors:
            pool.give(cursor)

        assert len(pool._idle) == 16


def test_dynamic_pivot(build, opened, ask, everything):
    """A PIVOT that takes its columns from the data runs, again and again, on data that changed."""
    engine = opened(build("CREATE TABLE t AS SELECT 'a' AS k, 1 AS n UNION ALL SELECT 'b', 2"))
    sql = "PIVOT t ON k USING sum(n)"

    for _ in range(3):
        assert ask(engine, everything, sql).columns == ("a", "b")
    engine.owner_sql("INSERT INTO t VALUES ('c', 3)")
    assert ask(engine, everything, sql).rows == [(1, 2, 3)]


def test_dynamic_pivot_shows_the_lens_only(build, opened, ask):
    """The columns that a PIVOT takes from the data are those of visible rows."""
    engine = opened(build("CREATE TABLE t AS SELECT 'seen' AS k, 1 AS n UNION ALL SELECT 'hidden', 2"))
    spec = LensSpec((TableSpec("main", "t", filter="n = 1"),))

    assert ask(engine, spec, "PIVOT t ON k USING sum(n)").columns == ("seen",)


def test_kept_statement_runs_anywhere_and_binds_anew(build, opened, ask, everything):
    """A statement is parsed once, runs in every lens, and sees tables as they are when it runs."""
    engine = opened(build("CREATE TABLE t AS SELECT 1 AS a UNION ALL SELECT 2"))
    kept = engine.prepare(*_checked("SELECT * FROM t"))
    some = LensSpec((TableSpec("main", "t", filter="a = 2"),))

    def rows(spec):
        with engine.lease(spec) as lease:
            return lease.run(kept, None, max_rows=9, timeout_s=9).rows

    assert rows(everything) == [(1,), (2,)]
    assert rows(some) == [(2,)]
    engine.owner_sql("ALTER TABLE t ADD COLUMN b VARCHAR DEFAULT 'x'")
    assert rows(everything) == [(1, "x"), (2, "x")]
    engine.owner_sql("DROP TABLE t")
    with pytest.raises(HatiDataError):
        rows(everything)


def _checked(sql):
    from autogen_hatidata.sql.parse import parse
    from autogen_hatidata.sql.render import to_duckdb

    tree = parse(sql)
    return tree, to_duckdb(tree)


def test_many_threads_get_their_own_answers(build, opened, everything):
    """Eight threads with one kept statement and two lenses never see each other's rows."""
    engine = opened(build("CREATE TABLE t AS SELECT range AS a FROM range(1000)"))
    kept = engine.prepare(*_checked("SELECT a, count(*) OVER () FROM t WHERE a = ?"))
    half = LensSpec((TableSpec("main", "t", filter="a < 500"),))
    wrong = []

    def work(seed):
        for n in range(seed, seed + 40):
            spec, size = ((everything, 1), (half, 1 if n < 500 else 0))[n % 2]
            with engine.lease(spec) as lease:
                rows = lease.run(kept, [n], max_rows=9, timeout_s=9).rows
            if rows != [(n, 1)][:size]:
                wrong.append((n, rows))

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(0, 960, 120)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert wrong == []


def test_a_value_python_cannot_hold(customers, ask, everything):
    """A value outside Python's range is shown in some form or refused, never a bare exception."""
    for sql in ("SELECT TIMESTAMP '290000-01-01'", "SELECT DATE 'infinity'", "SELECT INTERVAL 200000000 YEAR"):
        with contextlib.suppress(ExecutionFailed, WrongType):
            assert ask(customers, everything, sql).rows


@pytest.mark.in_this_process
def test_instance_that_gave_up_is_replaced(customers, ask, everything, monkeypatch):
    """After an error that ends DuckDB's instance the next call runs in a new one."""
    import duckdb

    from autogen_hatidata.engines.lease import DuckDBLease

    def fatal(*_):
        raise duckdb.FatalException("FATAL Error: database has been invalidated because of a previous fatal error")

    with monkeypatch.context() as patch:
        patch.setattr(DuckDBLease, "_rows", staticmethod(fatal))
        with pytest.raises(ExecutionFailed):
            ask(customers, everything, "SELECT 1")
    before = customers._house

    assert ask(customers, everything, "SELECT count(*) FROM customers").rows == [(4,)]
    assert customers._house is not before
