"""Ordinary queries pass, mean what they meant, and DuckDB's own parser agrees."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sample import Statement, answer, filled, line_of, read_statements
from sqlglot import exp

from autogen_hatidata.errors import SqlError
from autogen_hatidata.sql.agree import agree, text_to_check
from autogen_hatidata.sql.parse import parse
from autogen_hatidata.sql.render import redact, to_duckdb

read = functools.cache(parse)
"""A statement is read once for all promises about it: what is done with a tree does not change it."""

ORDINARY = [case for case in read_statements("allow") if case.runs_here]
TPCH = sorted((Path(__file__).parents[3] / "benchmarks" / "queries").glob("q*.sql"))
TPCH_TABLES = """
CREATE TABLE region (r_regionkey INT, r_name TEXT, r_comment TEXT);
CREATE TABLE nation (n_nationkey INT, n_name TEXT, n_regionkey INT, n_comment TEXT);
CREATE TABLE supplier (s_suppkey INT, s_name TEXT, s_address TEXT, s_nationkey INT, s_phone TEXT,
    s_acctbal DECIMAL(15, 2), s_comment TEXT);
CREATE TABLE customer (c_custkey INT, c_name TEXT, c_address TEXT, c_nationkey INT, c_phone TEXT,
    c_acctbal DECIMAL(15, 2), c_mktsegment TEXT, c_comment TEXT);
CREATE TABLE part (p_partkey INT, p_name TEXT, p_mfgr TEXT, p_brand TEXT, p_type TEXT, p_size INT, p_container TEXT,
    p_retailprice DECIMAL(15, 2), p_comment TEXT);
CREATE TABLE partsupp (ps_partkey INT, ps_suppkey INT, ps_availqty INT, ps_supplycost DECIMAL(15, 2), ps_comment TEXT);
CREATE TABLE orders (o_orderkey INT, o_custkey INT, o_orderstatus TEXT, o_totalprice DECIMAL(15, 2), o_orderdate DATE,
    o_orderpriority TEXT, o_clerk TEXT, o_shippriority INT, o_comment TEXT);
CREATE TABLE lineitem (l_orderkey INT, l_partkey INT, l_suppkey INT, l_linenumber INT, l_quantity DECIMAL(15, 2),
    l_extendedprice DECIMAL(15, 2), l_discount DECIMAL(15, 2), l_tax DECIMAL(15, 2), l_returnflag TEXT,
    l_linestatus TEXT, l_shipdate DATE, l_commitdate DATE, l_receiptdate DATE, l_shipinstruct TEXT, l_shipmode TEXT,
    l_comment TEXT);
INSERT INTO region SELECT i, ['EUROPE', 'ASIA', 'AMERICA'][i], 'x' FROM range(1, 4) t(i);
INSERT INTO nation SELECT i, ['GERMANY', 'FRANCE', 'BRAZIL', 'CANADA', 'SAUDI ARABIA'][i], 1 + i % 3, 'x'
    FROM range(1, 6) t(i);
INSERT INTO supplier SELECT i, 'S' || i, 'a', 1 + i % 5, '1' || i || '-1', i * 10, 'none' FROM range(40) t(i);
INSERT INTO customer SELECT i, 'C' || i, 'a', 1 + i % 5, (10 + i % 30) || '-1', i,
    ['BUILDING', 'AUTOMOBILE'][1 + i % 2], 'c' FROM range(90) t(i);
INSERT INTO part SELECT i, ['green', 'forest', 'red'][1 + i % 3] || i, 'm',
    ['Brand#12', 'Brand#23', 'Brand#34'][1 + i % 3],
    ['PROMO BRASS', 'ECONOMY ANODIZED STEEL', 'MEDIUM POLISHED'][1 + i % 3], 1 + i % 50,
    ['SM CASE', 'MED BOX', 'LG PACK'][1 + i % 3], i, 'p' FROM range(60) t(i);
INSERT INTO partsupp SELECT i % 60, (i * 7) % 40, i * 10, 1 + i % 9, 'x' FROM range(200) t(i);
INSERT INTO orders SELECT i, (i * 3) % 90, ['F', 'O'][1 + i % 2], i * 100, DATE '1992-01-01' + (i * 5)::INT,
    ['1-URGENT', '5-LOW'][1 + i % 2], 'k', 0, ['special requests', 'plain'][1 + i % 2] FROM range(500) t(i);
INSERT INTO lineitem SELECT i % 500, i % 60, (i % 60 * 7) % 40, i % 4, 1 + i % 50, i, (i % 11) / 100, 0.02,
    ['R', 'A', 'N'][1 + i % 3], ['O', 'F'][1 + i % 2], DATE '1992-01-01' + (i % 500 * 5 + i % 90)::INT,
    DATE '1992-01-01' + (i % 500 * 5 + 30)::INT, DATE '1992-01-01' + (i % 500 * 5 + i % 100)::INT, 'DELIVER IN PERSON',
    ['AIR', 'MAIL', 'SHIP'][1 + i % 3], 'x' FROM range(2000) t(i);
"""


@pytest.fixture(scope="module")
def people() -> Iterator[duckdb.DuckDBPyConnection]:
    """The tables of tests/cases/allow.sql."""
    with filled() as connection:
        yield connection


@pytest.fixture(scope="module")
def tpch() -> Iterator[duckdb.DuckDBPyConnection]:
    """A few rows for TPC-H."""
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.execute(TPCH_TABLES)
        yield connection


def second_opinion(connection: duckdb.DuckDBPyConnection, tree: exp.Expr, sql: str) -> None:
    """Lets DuckDB's parse of the text agree with the tree."""
    (serialized,) = connection.execute("SELECT json_serialize_sql(?)", [text_to_check(tree, sql)]).fetchone() or ("",)
    agree(tree, serialized)


def sorted_rows(rows: list[Any]) -> list[str]:
    """Rows as a multiset."""
    return sorted(map(repr, rows))


@pytest.mark.parametrize("case", ORDINARY, ids=line_of)
def test_an_ordinary_query_means_what_it_meant(people: duckdb.DuckDBPyConnection, case: Statement) -> None:
    """The text that runs gives the names and rows of the text that was written, and both parsers agree on it."""
    names, rows = answer(people, case.sql)
    tree = read(case.sql)
    text = to_duckdb(tree)
    second_opinion(people, tree, text)
    names_now, rows_now = answer(people, text)

    assert sorted_rows(rows) == sorted_rows(rows_now)
    assert "names" in case.options or names == names_now


@pytest.mark.parametrize("case", ORDINARY, ids=line_of)
def test_what_was_written_is_read_the_same_again(case: Statement) -> None:
    """Reading the generated text gives a tree that is written alike: nothing drifts when a text is read twice."""
    text = to_duckdb(read(case.sql))

    assert text == to_duckdb(parse(text))


@pytest.mark.parametrize("case", ORDINARY, ids=line_of)
def test_no_literal_is_left_in_a_redacted_text(case: Statement) -> None:
    """The text for the log holds no string and no number of the statement."""
    text = redact(read(case.sql))

    assert "'" not in text


@pytest.mark.parametrize("path", TPCH, ids=lambda path: path.stem)
def test_tpch_gives_the_same_answers(tpch: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Each of the 22 queries of TPC-H answers as its own text does."""
    sql = path.read_text(encoding="utf-8").strip().rstrip(";")
    tree = parse(sql)
    text = to_duckdb(tree)
    second_opinion(tpch, tree, text)

    assert answer(tpch, sql) == answer(tpch, text)


def test_all_of_tpch_is_there() -> None:
    """The round trip is made over 22 queries."""
    assert len(TPCH) == 22


@pytest.mark.parametrize(
    "sql", ["SELECT list_transform([1, 2], x -> x + 1)", "SELECT list_reduce([1, 2], (a, b) -> a + b)"]
)
def test_the_arrow_lambda_still_works(people: duckdb.DuckDBPyConnection, sql: str) -> None:
    """``x -> ...`` is written as ``LAMBDA x : ...``, which DuckDB 1.5 and 2.0 both take."""
    assert "LAMBDA" in to_duckdb(parse(sql))
    assert answer(people, to_duckdb(parse(sql)))[1]


@pytest.mark.parametrize("sql", ["SELECT ?", "SELECT $1", "SELECT $name", "SELECT id FROM people WHERE id = ? LIMIT ?"])
def test_parameters_stay_parameters(people: duckdb.DuckDBPyConnection, sql: str) -> None:
    """All three forms of a parameter pass, are written as they were, and DuckDB's parser takes them."""
    tree = parse(sql)
    text = to_duckdb(tree)
    second_opinion(people, tree, text)

    assert sql == text.replace('"', "")


_NUMBERS = st.integers(-9, 9).map(lambda n: f"({n})" if n < 0 else str(n))
_BINARY = st.sampled_from("+ - * % & | << >> = <> < >= AND OR || // ^ ** IS_NOT_DISTINCT_FROM".split())
_EXPRESSIONS = st.recursive(
    _NUMBERS | st.sampled_from(["id", "salary", "NULL", "TRUE", "'a'"]),
    lambda inner: (
        st.tuples(inner, _BINARY, inner).map(lambda t: f"{t[0]} {t[1].replace('_', ' ')} {t[2]}")
        | st.tuples(inner).map(lambda t: f"({t[0]})")
        | st.tuples(inner).map(lambda t: f"NOT {t[0]}")
        | st.tuples(inner, inner).map(lambda t: f"coalesce({t[0]}, {t[1]})")
        | st.tuples(inner, inner, inner).map(lambda t: f"CASE WHEN {t[0]} THEN {t[1]} ELSE {t[2]} END")
        | st.tuples(inner).map(lambda t: f"({t[0]})::VARCHAR")
        | st.tuples(inner).map(lambda t: f"({t[0]}) IS NOT NULL")
        | st.tuples(inner, inner).map(lambda t: f"({t[0]}) IN ({t[1]}, 2)")
    ),
    max_leaves=8,
)


_PAIRED = "+ - * // % ^ ** & | << || = < AND OR LIKE".split()
_FORMS = ("1 {0} 2 {1} 3", "(1 {0} 2) {1} 3", "1 {0} (2 {1} 3)", "NOT (1 {0} 2) {1} - 3")
_IN_NO_ROW = ({"=", "<"}, {"LIKE"})
"""DuckDB reads neither ``1 = 2 < 3`` nor ``1 LIKE 2 LIKE 3``."""


@pytest.mark.parametrize("first", _PAIRED)
def test_every_pair_of_operators_keeps_its_order(people: duckdb.DuckDBPyConnection, first: str) -> None:
    """Two operators are grouped as DuckDB groups them, and parentheses stay where they change something."""
    seconds = [second for second in _PAIRED if not any({first, second} <= each for each in _IN_NO_ROW)]
    sql = "SELECT " + ", ".join(form.format(first, second) for second in seconds for form in _FORMS)
    written = shape(people, sql)

    assert written is not None
    assert written == shape(people, to_duckdb(parse(sql)))


@pytest.mark.parametrize("examples", [60, pytest.param(3000, marks=pytest.mark.soak)])
def test_operators_keep_their_order(people: duckdb.DuckDBPyConnection, examples: int) -> None:
    """Whatever expression DuckDB can read, the text that runs groups it in the same way."""

    @settings(max_examples=examples, deadline=None)
    @example("0 || 0 << 0 & 0")
    @given(_EXPRESSIONS)
    def keeps_its_order(expression: str) -> None:
        sql = f"SELECT {expression} FROM people"
        written = shape(people, sql)
        if written is not None:
            try:
                text = to_duckdb(parse(sql))
            except SqlError:
                return  # sqlglot cannot read all that DuckDB can; it must not read it otherwise
            assert written == shape(people, text)

    keeps_its_order()


def shape(connection: duckdb.DuckDBPyConnection, sql: str) -> Any:
    """DuckDB's own tree of a text without places in it, or None if it cannot read the text."""
    query = """
        SELECT CASE WHEN j ->> 'error' = 'false' THEN regexp_replace(
            CAST(j AS VARCHAR), '"query_location(_length)?":[0-9]+,?', '', 'g') END
        FROM (SELECT json_serialize_sql(?) AS j)
    """
    (text,) = connection.execute(query, [sql]).fetchone() or (None,)
    return text
