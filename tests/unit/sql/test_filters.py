"""Row filters: what may be one, and how values get into them."""

from __future__ import annotations

import datetime
import decimal
import uuid
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autogen_hatidata.errors import HatiDataError
from autogen_hatidata.sql.filters import filter_sql, placeholders


def qualify(schema: str | None, table: str) -> tuple[str, str, str]:
    """Where the tables of a sub-query lie."""
    return ("files", schema or "main", table)


def sql_of(text: str, **values: Any) -> str:
    """The text that DuckDB gets."""
    return filter_sql(text, values, qualify)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("region = {region}", {"region"}),
        ("{all} OR owner IN {team} AND owner <> {agent}", {"all", "team", "agent"}),
        ("region = {user} AND day > {date} AND kind = {order}", {"user", "date", "order"}),
        ("public", set()),
        ("note = 'in {braces} with space' OR a = {'k': 1}.k", None),
        ("a = {'k': 1}.k", set()),
        ("a = {'k': {region}}.k -- {comment}", {"region"}),
        ('"col {x}" = {region}', {"region"}),
        ("id IN (SELECT id FROM orders WHERE region = {region})", {"region"}),
    ],
)
def test_placeholders_are_found_where_values_stand(text: str, names: set[str] | None) -> None:
    """Placeholders are names in braces outside quotes and comments; in a text literal they are a mistake."""
    if names is None:
        with pytest.raises(HatiDataError, match="in quotes"):
            placeholders(text)
    else:
        assert names == placeholders(text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "readable"),
        ("region =", "readable"),
        ("a = 1, b = 2", "readable"),
        ("a = 1) OR (1 = 1", "readable"),
        ("a = {re gion}", "readable"),
        ("a = {region", "readable"),
        ("a = 1 UNION SELECT 2", "readable"),
        ("a = 1 AS b", "readable"),
        ("SELECT 1", "readable"),
        ("DROP TABLE customers", "readable"),
        ("(" * 300 + "a" + ")" * 300, "readable"),
        ("a = 1; DELETE FROM customers", "semicolon"),
        ("a = ?", "parameter"),
        ("a = $1", "parameter"),
        ("a = $hatidata_region", "parameter"),
        ("(SELECT true)", "condition"),
        ("1", "condition"),
        ("'EU'", "condition"),
        ("a + 1", "condition"),
        ("a || 'x'", "condition"),
        ("count(*)", "condition"),
        ("*", "condition"),
        ("COLUMNS(*) = 1", "star"),
        ("count(*) > 1", "star|aggregate"),
        ("max(a) = 1", "aggregate"),
        ("row_number() OVER () = 1", "window"),
        ("nosuch(a) = 1", "no function nosuch"),
        ("read_text('x') = 'y'", "no function read_text"),
        ("a IN (SELECT x FROM read_csv('f'))", "no function read_csv"),
        ("EXISTS (WITH d AS (DELETE FROM t RETURNING id) SELECT 1 FROM d)", "Delete"),
        ("a IN (SELECT x FROM information_schema.tables)", "tables of the database only"),
        ("a IN (SELECT x FROM other.main.t)", "tables of the database only"),
        ("a IN (SELECT x FROM {table})", "not for a table|readable"),
        ("a = 1 OR " * 2000 + "a = 1", "longer"),
    ],
)
def test_what_is_no_filter_is_refused_with_the_reason(text: str, reason: str) -> None:
    """A text that is not one boolean expression over a row is refused before anybody uses it."""
    with pytest.raises(HatiDataError, match=reason):
        placeholders(text)
    with pytest.raises(HatiDataError, match=reason):
        sql_of(text, region="EU", table="t")


@pytest.mark.parametrize(
    ("text", "values", "expected"),
    [
        ("region = {region}", {"region": "EU"}, "(\"region\" = 'EU')"),
        ("region = {region}", {"region": "O'Brien' OR '1' = '1"}, "(\"region\" = 'O''Brien'' OR ''1'' = ''1')"),
        ("Region IN {rs}", {"rs": ["a", "b"]}, "(\"Region\" IN ('a', 'b'))"),
        ("region IN ({rs})", {"rs": ("a", None)}, "(\"region\" IN ('a', NULL))"),
        ("region NOT IN ({rs}, 'x')", {"rs": ["a"]}, "(NOT \"region\" IN ('a', 'x'))"),
        ("region IN {rs}", {"rs": "a"}, "(\"region\" IN ('a'))"),
        ("list_contains({rs}, region)", {"rs": ["a"]}, "(list_contains(['a'], \"region\"))"),
        ("a = {n} OR b", {"n": -5}, '("a" = (-5) OR "b")'),
        ("{all} OR a = 1", {"all": True}, '(TRUE OR "a" = 1)'),
        ("d >= {d}", {"d": datetime.date(2024, 1, 31)}, "(\"d\" >= CAST('2024-01-31' AS DATE))"),
        ("a = {a} -- why", {"a": 1}, '("a" = 1)'),
    ],
)
def test_values_become_literals(text: str, values: dict[str, Any], expected: str) -> None:
    """Values stand in the text as literals of their type, quotes doubled, lists as the list of IN."""
    assert expected == filter_sql(text, values, qualify)


@pytest.mark.parametrize("value", [None, [], (), frozenset()])
@pytest.mark.parametrize(
    "text",
    [
        "region = {region}",
        "region IS NOT DISTINCT FROM {region}",
        "{region} IS NULL OR region = {region}",
        "NOT (region = {region})",
        "region NOT IN {region}",
        "coalesce({region}, 'EU') = 'EU'",
        "true OR region = {region}",
        "id IN (SELECT id FROM t WHERE r = {region}) OR true",
    ],
)
def test_nothing_for_a_value_hides_everything(text: str, value: Any) -> None:
    """A NULL, an empty list or no value at all makes a filter FALSE, whatever form it has."""
    assert "FALSE" == filter_sql(text, {"region": value}, qualify)
    assert "FALSE" == filter_sql(text, {"agent": "x"}, qualify)


@pytest.mark.parametrize("value", [{"a": 1}, object(), b"x", 1 + 2j, ["a", object()]])
def test_values_without_a_literal_are_refused(value: Any) -> None:
    """A value of a type that has no literal is refused, and the message names the placeholder and not the value."""
    with pytest.raises(HatiDataError, match="region"):
        sql_of("region = {region}", region=value)


@pytest.mark.parametrize("value", ["a\0b", "\ud800", decimal.Decimal("NaN"), decimal.Decimal("1e60")])
def test_values_that_no_text_can_hold_are_refused(value: Any) -> None:
    """Characters and numbers that would change on their way through SQL are refused."""
    with pytest.raises(HatiDataError):
        sql_of("region = {region}", region=value)


def test_tables_of_sub_queries_are_written_in_full() -> None:
    """A sub-query's tables are qualified and keep the name that its columns use; its own WITH names stay."""
    text = """EXISTS (WITH orders AS (SELECT * FROM orders WHERE orders.region = {region})
              SELECT 1 FROM orders, crm.Notes n WHERE n.id = orders.id)"""

    assert (
        '(EXISTS(WITH "orders" AS (SELECT * FROM "files"."main"."orders" AS "orders" WHERE "orders"."region" = \'EU\') '
        'SELECT 1 FROM "orders", "files"."crm"."Notes" AS "n" WHERE "n"."id" = "orders"."id"))'
    ) == filter_sql(text, {"region": "EU"}, qualify)


def test_a_qualifier_may_refuse_a_table() -> None:
    """An error from the look-up of a sub-query's table reaches whoever asked for the filter."""

    def refuse(schema: str | None, table: str) -> tuple[str, str, str]:
        raise HatiDataError(f"no table {table}")

    with pytest.raises(HatiDataError, match="no table teams"):
        filter_sql("id IN (SELECT id FROM teams)", {}, refuse)


def test_a_filter_is_read_once_and_never_changed() -> None:
    """Different values for one filter do not get into each other."""
    assert sql_of("a = {x}", x=1) == '("a" = 1)'
    assert sql_of("a = {x}", x=2) == '("a" = 2)'
    assert placeholders("a = {x}") == {"x"}


ENGINE = duckdb.connect(config={"threads": 1})
VALUES = st.one_of(
    st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=20),
    st.sampled_from(["'", "''", "\\", "\\'", "--", "/*", "$$", "{region}", "\n", "E'x'", '"', ";"]),
    st.booleans(),
    st.integers(-(2**126), 2**126),
    st.floats(allow_nan=False),
    st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**20), max_value=10**20),
    st.dates(),
    st.datetimes(min_value=datetime.datetime(1, 1, 2)),
    st.datetimes(min_value=datetime.datetime(1900, 1, 2), timezones=st.just(datetime.UTC)),
    st.times(),
    st.uuids(),
)


@settings(max_examples=60, deadline=None)
@given(VALUES)
def test_values_come_back_from_duckdb_as_they_went_in(value: Any) -> None:
    """A literal in a filter is the value itself for DuckDB: same text, number, moment, type."""
    literal = sql_of("a = {x}", x=value).removeprefix('("a" = ').removesuffix(")")
    found = ENGINE.execute(f"SELECT {literal}").fetchall()[0][0]
    if isinstance(value, datetime.datetime) and value.tzinfo:
        found = found.astimezone(datetime.UTC)

    assert value == found
    assert isinstance(found, type(value) if not isinstance(value, uuid.UUID) else uuid.UUID)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text("aé'\\\"{}$", max_size=4), min_size=1, max_size=4), st.text("aé'\\\"{}$", max_size=4))
def test_in_lists_choose_the_rows_that_python_would(wanted: list[str], value: str) -> None:
    """``IN {list}`` holds for the members of the list and for nothing else, whatever characters they have."""
    row = f"SELECT count(*) FROM (SELECT ? AS region) WHERE {sql_of('region IN {wanted}', wanted=wanted)}"

    assert int(value in wanted) == ENGINE.execute(row, [value]).fetchall()[0][0]
