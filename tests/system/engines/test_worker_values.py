"""A worker answers what the engine in this process answers: the same values of the same types, the same errors."""

from __future__ import annotations

import shutil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autogen_hatidata.engines.kinds import ENGINES
from autogen_hatidata.engines.parser import PARSER
from autogen_hatidata.errors import HatiDataError
from autogen_hatidata.settings import Settings
from autogen_hatidata.types import ColumnMask, LensSpec, TableSpec

EVERYTHING = LensSpec(None)
SOME = LensSpec((TableSpec("main", "t", filter="i % 2 = 0", masks=(ColumnMask("s", "hash"),), denied=("d",)),))

EXPRESSIONS = (
    "(i % 100)::TINYINT", "i::UBIGINT * 1000", "i::HUGEINT * 1000000000000000000",
    "i::UHUGEINT", "i::FLOAT / 3", "i / 7",
    "'nan'::DOUBLE", "'-inf'::FLOAT", "-0.0::DOUBLE", "i::DECIMAL(5, 1)", "i::DECIMAL(38, 10) / 3", "i % 2 = 0",
    "'t' || i", "chr(31) || i", "''", "'ä\U0001f600' || chr(i::INTEGER + 1)", "('x' || i)::BLOB", "unhex('00ff1f')",
    "DATE '0001-01-01' + i::INTEGER", "'infinity'::DATE", "TIME '12:30:00.000001'", "'12:00:00+02:30'::TIMETZ",
    "TIMESTAMP '2024-02-29 12:00:00.000001' + INTERVAL (i) HOUR", "'-infinity'::TIMESTAMP", "TIMESTAMP_NS '2024-01-01'",
    "TIMESTAMP_S '2024-01-01 00:00:01'", "TIMESTAMP_MS '2024-01-01 00:00:01.5'",
    "TIMESTAMPTZ '2024-07-01 00:00:00+05'", "INTERVAL (i) DAY", "INTERVAL '1 year 2 months -3 seconds'",
    "'00000000-0000-0000-0000-000000000001'::UUID", "'{\"a\": [1, null]}'::JSON", "'1011'::BIT", "'b'::ENUM('a', 'b')",
    "[i, NULL]", "[[i], [], NULL]", "[1, 2, 3]::INTEGER[3]", "{'a': i, 'b': {'c': [NULL, 'x']}}", "row(i, 'x')",
    "MAP {'k': i, 'l': NULL}", "MAP {[i]: {'x': 1.5}}", "union_value(k := i)",
    "union_value(k := i)::UNION(k INTEGER, t VARCHAR)",
    "[DATE '2024-01-01', NULL]", "{'d': i::DECIMAL(9, 2), 't': TIMESTAMPTZ '2024-01-01'}", "NULL", "NULL::DATE[]",
    "CASE WHEN i % 3 = 0 THEN NULL ELSE i::DECIMAL(9, 2) END", "CASE WHEN i % 3 > 0 THEN DATE '2024-01-01' END",
    "CASE WHEN i > 2040 THEN NULL ELSE 's' || i END", "i::VARCHAR::VARCHAR", "i::BIGNUM",
)  # fmt: skip


@pytest.fixture(scope="module")
def both(tmp_path_factory, write):
    """The two engines, over copies of one file."""
    folder = tmp_path_factory.mktemp("both")
    made = "CREATE TABLE t AS SELECT range AS i, 's' || range AS s, DATE '2024-01-01' AS d FROM range(5000)"
    path = write(folder / "none.duckdb", (made,))
    shutil.copy(path, folder / "process.duckdb")
    engines = [
        ENGINES[kind](folder / f"{kind}.duckdb", settings=Settings(isolation=kind, threads=1), read_only=True)
        for kind in ("none", "process")
    ]
    yield engines
    for engine in engines:
        engine.close()


def _answer(engine, sql, params=None, *, spec=EVERYTHING, max_rows=6000):
    with engine.lease(spec) as lease:
        try:
            table = lease.run(PARSER.trusted(sql), params, max_rows=max_rows, timeout_s=20)
        except HatiDataError as error:
            return type(error), {**vars(error)}
    return table.columns, table.types, table.truncated, repr(table.rows)


def _same(both, *args, **kwargs):
    ours, theirs = (_answer(engine, *args, **kwargs) for engine in both)

    assert theirs == ours
    return ours


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_values_of_every_type_are_the_same(both, expression):
    """A few values, and so many that they come in parts, are those of the engine in this process, and of its types."""
    _same(both, f"SELECT {expression} AS v FROM range(3) AS r(i)")
    _same(both, f"SELECT i, {expression} AS v, {expression} AS w FROM range(1, 5000) AS r(i) ORDER BY i")


@pytest.mark.parametrize("most", [1, 2, 2047, 2048, 2049, 4095, 4096, 4097, 4999, 5000, 5001])
def test_bounds_of_rows_are_the_same(both, most):
    """The number of rows that come, and whether there are more, is the same around the size of a part."""
    *_, truncated, _ = _same(both, "SELECT i FROM t", max_rows=most)

    assert truncated is (most < 5000)


@pytest.mark.parametrize(
    ("sql", "params"),
    [
        ("SELECT nope FROM t", None),
        ("SELECT CAST(s AS INTEGER) FROM t", None),
        ("SELECT 1 // (i - 3) FROM t WHERE i > 2", None),
        ("SELECT error('x') FROM t", None),
        ("SELECT i, error('x' || i) FROM t WHERE i > 4990", None),
        ("SELECT CASE WHEN i = 4900 THEN CAST(s AS INTEGER) ELSE i END FROM t", None),
        ("SELECT CASE WHEN i = 4901 THEN CAST(s AS INTEGER) ELSE i END FROM t", None),
        ("SELECT ?", None),
        ("SELECT i FROM t WHERE i = ?", ["secret"]),
        ("SELECT ? + i FROM t WHERE i < 3", [1]),
        ("SELECT d FROM t WHERE i < 2", None),
        ("SELECT count(*), min(s) FROM t", None),
    ],
)
@pytest.mark.parametrize("spec", [EVERYTHING, SOME], ids=["everything", "some"])
def test_errors_and_hidden_rows_are_the_same(both, sql, params, spec):
    """An error has the same class, words and facts; one on a hidden row is none, also after rows were sent."""
    _same(both, sql, params, spec=spec)


PARAMETERS = st.one_of(
    st.none(), st.booleans(), st.integers(-(2**63), 2**63), st.floats(), st.text(), st.binary(), st.dates(),
    st.datetimes(), st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-1e9, max_value=1e9),
    st.uuids(), st.timedeltas(), st.lists(st.integers(0, 9)),
    st.dictionaries(st.sampled_from("abc"), st.integers(0, 9), min_size=1),
)  # fmt: skip


@settings(max_examples=60)
@given(value=PARAMETERS)
def test_parameters_arrive_as_they_are(both, value):
    """A parameter is bound in a worker as in this process."""
    _same(both, "SELECT ? AS v, typeof(?) AS t", [value, value])


def test_what_an_engine_knows_is_the_same(both):
    """Schema, lenses and counts are the same, but for random names."""
    for spec in (EVERYTHING, SOME):
        with both[0].lease(spec) as ours, both[1].lease(spec) as theirs:
            assert theirs.info.tables == ours.info.tables
            assert theirs.info.version == ours.info.version
            assert theirs.count(("main", "t")) == ours.count(("main", "t"))
            for sql in ("SELECT i FROM t", "SELECT d FROM t", "SELECT nope FROM t"):
                assert _bound(theirs, sql) == _bound(ours, sql)

    assert both[1].schema() == both[0].schema()
    assert both[1].version == both[0].version


def _bound(lease, sql):
    try:
        lease.bind(sql, timeout_s=5)
    except HatiDataError as error:
        return {**vars(error)}
    return None
