"""Binding names to a lens, and the one answer for what is not in it."""

from __future__ import annotations

import duckdb
import pytest
from support.lens_cases import SHOP, Case, lens, name_of, read_cases, table

from autogen_hatidata.errors import HatiDataError, UnknownName
from autogen_hatidata.sql.names import resolve, unknown_column, unknown_table
from autogen_hatidata.sql.parse import parse
from autogen_hatidata.sql.render import to_duckdb


def answer(sql: str) -> str:
    """The bound text, or the error's code and subject."""
    try:
        return to_duckdb(resolve(parse(sql), SHOP))
    except HatiDataError as error:
        return f"{error.code} {error.subject or ''}".strip()


@pytest.mark.parametrize("case", read_cases("names"), ids=name_of)
def test_names_are_bound_as_the_table_says(case: Case) -> None:
    """Each name becomes one of the lens, or the statement is refused."""
    assert case.expected == answer(case.sql)


def test_the_given_tree_is_not_changed() -> None:
    """Binding leaves the tree alone that facts and plans are made of."""
    tree = parse("SELECT information_schema.tables.table_name FROM information_schema.tables, crm.notes")
    before = to_duckdb(tree)
    resolve(tree, SHOP)

    assert before == to_duckdb(tree)


def test_hidden_and_missing_tables_answer_alike() -> None:
    """For one and the same name the error does not depend on whether a table of that name is hidden."""
    everything = lens(table("main", "salaries", "id"), table("main", "staff", "id"))
    some = lens(table("main", "staff", "id"))
    sql = "SELECT * FROM salaries"
    errors = []
    for visible in (some, lens()):
        with pytest.raises(UnknownName) as caught:
            resolve(parse(sql), visible)
        errors.append((caught.value.for_model(), caught.value.code, caught.value.subject))

    assert errors[0] == errors[1]
    assert to_duckdb(resolve(parse(sql), everything)) == 'SELECT * FROM "salaries"'


def test_unknown_names_say_what_to_do() -> None:
    """The error for an unknown table or column names it, a tool to call, and no candidates."""
    assert unknown_table("nosuch").for_model() == (
        'Error: [unknown_name] There is no table "nosuch". Hint: call list_tables() to see what you can read.'
    )
    assert "describe_table" in unknown_column("c.nme").for_model()
    assert unknown_column("c.nme").subject == "c.nme"


def test_a_long_name_is_repeated_in_part() -> None:
    """An error repeats a name of thousands of letters only in part, and keeps it whole for the record."""
    error = unknown_table("x" * 5000)

    assert len(error.for_model()) < 250
    assert error.subject == "x" * 5000


def test_bound_statements_run_in_duckdb() -> None:
    """A catalog like a lens's, which is not the current one, answers the bound names, qualified columns included."""
    connection = duckdb.connect(config={"threads": 1})
    connection.execute("ATTACH ':memory:' AS lensdb")
    for statement in (
        "CREATE SCHEMA lensdb.crm",
        "CREATE SCHEMA lensdb.lenscat",
        "CREATE TABLE lensdb.main.orders AS SELECT 1 AS id",
        "CREATE TABLE lensdb.crm.orders AS SELECT 2 AS id",
        "CREATE TABLE lensdb.lenscat.tables AS SELECT 'orders' AS table_name",
        "USE lensdb",
    ):
        connection.execute(statement)
    for sql, expected in (
        ("SELECT main.orders.id FROM main.orders", [(1,)]),
        ("SELECT orders.id, crm.orders.id FROM crm.orders", [(2, 2)]),
        ("SELECT main.orders.id, crm.orders.id FROM main.orders, crm.orders", [(1, 2)]),
        ("SELECT main.orders FROM main.orders", [({"id": 1},)]),
        ("SELECT information_schema.tables.table_name FROM information_schema.tables", [("orders",)]),
        (
            "SELECT information_schema.tables.* FROM Information_Schema.Tables WHERE tables.table_name > 'a'",
            [("orders",)],
        ),
    ):
        assert expected == connection.execute(to_duckdb(resolve(parse(sql), SHOP))).fetchall()
