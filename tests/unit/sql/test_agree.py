"""The second parser notices whatever the first one missed."""

from __future__ import annotations

import json
from functools import cache

import duckdb
import pytest
from sqlglot import exp

from autogen_hatidata.errors import NotAllowed
from autogen_hatidata.sql.agree import agree, is_dynamic_pivot, tables, text_to_check
from autogen_hatidata.sql.functions import ALLOWED
from autogen_hatidata.sql.limits import LIMITS
from autogen_hatidata.sql.parse import parse
from autogen_hatidata.sql.render import to_duckdb


@cache
def empty() -> duckdb.DuckDBPyConnection:
    """One empty instance for this file: nothing is ever put into it."""
    return duckdb.connect(config={"threads": 1})


def serialized(sql: str) -> str:
    """DuckDB's own tree of a text, from an empty instance."""
    return str((empty().execute("SELECT json_serialize_sql(?)", [sql]).fetchone() or ("",))[0])


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT a FROM t",
        'SELECT "a" FROM "T" AS x, main.u JOIN (SELECT 1) AS s ON true',
        "WITH x AS (SELECT 1) SELECT * FROM x, t",
        "SELECT a FROM t WHERE b = $1 AND c = ?",
        "SELECT * FROM range(3), unnest([1]), t",
        "PIVOT t ON y USING sum(z)",
        "SELECT array(SELECT a FROM t), 1 BETWEEN (SELECT min(a) FROM u) AND 2",
    ],
)
def test_agreement_is_silent(sql: str) -> None:
    """Where both parsers see the same, nothing is raised."""
    tree = parse(sql)

    agree(tree, serialized(text_to_check(tree, to_duckdb(tree))))


@pytest.mark.parametrize(
    "other",
    [
        "SELECT a FROM u",
        "SELECT a FROM t, secrets",
        "SELECT a FROM other.t",
        "SELECT a FROM db.main.t",
        "SELECT a, (SELECT max(v) FROM secrets) FROM t",
        "SELECT a FROM t; SELECT 1",
        "SELECT a FROM t; DROP TABLE t",
        "SELECT 1",
        "DELETE FROM t",
        "DESCRIBE t",
        "SHOW TABLES",
        "SELECT a FROM (SHOW TABLES), t",
        "SELECT a FROM (DESCRIBE t), t",
        "SUMMARIZE t",
        "SELECT a FROM t, query('SELECT 1')",
        "SELECT a FROM t, main.range(3), read_csv('x')",
        "SELECT a FROM t, system.main.range(3)",
        "SELECT a FROM t, main.range(3)",
        "SELECT a FROM t, list_value(3)",
        "SELECT error(a) FROM t",
        "SELECT main.getvariable(a) FROM t",
        "SELECT system.main.upper(a) FROM t",
        "SELECT list_transform([1], lambda x: stats(x)) FROM t",
        "SELECT current_catalog FROM t",
        'SELECT "current_schema" FROM t',
        "SELECT t.current_catalog FROM t",
        "SELECT a FROM t AT (VERSION => 1)",
        "SELECT sum(a) EXPORT_STATE FROM t",
        "SELECT max(a) FILTER (WHERE current_setting('x') = 'y') FROM t",
        "SELECT a FROM t ORDER BY nextval('s')",
        "PIVOT t ON a USING sum(b)",
        "EXPLAIN SELECT a FROM t",
        "SELECT a FROM t WHERE (",
        "WITH x AS (DELETE FROM t RETURNING a) SELECT a FROM x, t",
    ],
)
def test_a_disagreement_is_refused(other: str) -> None:
    """If the text that DuckDB reads were this one, the statement would not run, and the log would know why."""
    with pytest.raises(NotAllowed) as caught:
        agree(parse("SELECT a FROM t"), serialized(other))

    assert caught.value.detail
    assert "secrets" not in str(caught.value)


@pytest.mark.parametrize("answer", ["", "[]", "null", "{}", '{"error": false, "statements": [{}]}', '{"error": false}'])
def test_an_answer_of_unknown_form_is_refused(answer: str) -> None:
    """What is not understood does not run."""
    with pytest.raises(NotAllowed):
        agree(parse("SELECT 1"), answer)


def test_an_unknown_node_is_refused() -> None:
    """A form of table or expression that stands in no table is refused, wherever it stands."""
    for old, new in (('"type": "BASE_TABLE"', '"type": "FILE_TABLE"'), ('"class": "COLUMN_REF"', '"class": "MAGIC"')):
        changed = json.dumps(json.loads(serialized("SELECT a FROM t"))).replace(old, new)
        with pytest.raises(NotAllowed):
            agree(parse("SELECT a FROM t"), changed)


def test_full_names_are_compared_in_full() -> None:
    """Catalog and schema count, and case does not, as DuckDB compares names."""
    tree = exp.select("a").from_(exp.to_table('"Lens"."Main"."T"', dialect="duckdb"))

    assert {("lens", "main", "t")} == tables(tree)
    agree(tree, serialized(to_duckdb(tree)))


def test_only_a_pivot_without_columns_is_dynamic() -> None:
    """The text that is checked differs from the text that runs only where PIVOT takes its columns from the data."""
    for sql, dynamic in (
        ("PIVOT t ON y USING sum(z)", True),
        ("SELECT * FROM (PIVOT t ON y, x USING sum(z))", True),
        ("PIVOT t ON y IN (1, 2) USING sum(z)", False),
        ("SELECT * FROM t PIVOT (sum(z) FOR y IN (1))", False),
        ("UNPIVOT t ON a, b", False),
    ):
        tree = parse(sql)

        assert dynamic is is_dynamic_pivot(tree)
        assert dynamic is (to_duckdb(tree) != text_to_check(tree, to_duckdb(tree)))


def test_every_allowed_function_agrees() -> None:
    """No allowed function becomes, in DuckDB's parser, one that is not."""
    calls = [f"{name}({'left(a, 9)' if name in LIMITS else 'a'})" for name in sorted(ALLOWED - _OWN_SYNTAX)]
    tree = parse(f"SELECT {', '.join(calls)} FROM t")

    agree(tree, serialized(to_duckdb(tree)))


_OWN_SYNTAX = frozenset(
    """
    aggregate apply array array_aggr array_aggregate array_resize bar bitstring coalesce equi_width_bins format
    generate_series if ifnull list_aggr list_aggregate list_resize lpad map nullif overlay position printf range
    repeat rpad to_base try unnest
    """.split()
)
