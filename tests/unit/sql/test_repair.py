"""Repair of misspelt names: what is clearly meant is put right, everything else is left to the caller."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.lens_cases import SHOP, Case, lens, name_of, read_cases, table

from autogen_hatidata.errors import HatiDataError, NotAllowed, QuotaExceeded, SqlError, UnknownName, WrongType
from autogen_hatidata.sql.functions import ALLOWED
from autogen_hatidata.sql.names import unknown_table
from autogen_hatidata.sql.parse import parse
from autogen_hatidata.sql.repair import FUNCTION_SYNONYMS, REPAIRS, repair
from autogen_hatidata.sql.spelling import closest, edits
from autogen_hatidata.types import Repair


def unknown(name: str) -> UnknownName:
    """An error about a name."""
    return UnknownName("There is no such name.", subject=name)


@pytest.mark.parametrize("case", read_cases("repair"), ids=name_of)
def test_misspelt_names_are_repaired_as_the_table_says(case: Case) -> None:
    """A name is put right where one visible name is clearly meant, everywhere it stands, and else left alone."""
    found = repair(case.sql, "duckdb", unknown(case.options["subject"]), SHOP)

    assert case.expected == (found[0] if found else "none")


@pytest.mark.parametrize("case", [case for case in read_cases("repair") if case.expected != "none"], ids=name_of)
def test_repaired_text_passes_the_checks_and_has_the_fault_no_more(case: Case) -> None:
    """A repaired text is one that the pipeline can read, and a second repair finds nothing left to do."""
    parse(case.expected)

    assert repair(case.expected, "duckdb", unknown(case.options["subject"]), SHOP) is None


def test_the_change_is_told() -> None:
    """A repair says what kind of name was changed, what stood there and what stands there now."""
    changes = {
        "c.nme": ("SELECT c.nme FROM customers c", Repair("column", "nme", "name")),
        "crm.note": ("SELECT 1 FROM crm.note", Repair("table", "crm.note", "crm.notes")),
        "LENGHT": ("SELECT LENGHT(name) FROM customers", Repair("function", "LENGHT", "length")),
    }
    for subject, (sql, expected) in changes.items():
        found = repair(sql, "duckdb", unknown(subject), SHOP)

        assert found is not None
        assert (expected,) == found[1]


@pytest.mark.parametrize(
    "error",
    [
        SqlError("x", subject="nme"),
        NotAllowed("x", subject="nme"),
        QuotaExceeded("x", subject="nme"),
        UnknownName("x"),
        unknown("customers"),
    ],
)
def test_only_unknown_names_are_repaired(error: HatiDataError) -> None:
    """Refusals, spent budgets, syntax errors and errors about a name that is right lead to no repair."""
    assert repair("SELECT nme FROM customers", "duckdb", error, SHOP) is None


def test_text_that_cannot_be_read_is_left_alone() -> None:
    """A text that no parser reads gives no repair, and no exception."""
    assert repair("SELECT (nme FROM", "duckdb", unknown("nme"), SHOP) is None


def test_a_hidden_name_is_never_offered() -> None:
    """A table that is close but not in the lens changes nothing: the answer is the one for a lens without it."""
    hidden = lens(table("main", "staff", "id name"))

    assert repair("SELECT id FROM salaris", "duckdb", unknown("salaris"), hidden) is None
    assert repair("SELECT salry FROM staff", "duckdb", unknown("salry"), hidden) is None


def test_parameters_survive_a_repair() -> None:
    """Parameters stay in a repaired text, so that the same values can be bound."""
    found = repair("SELECT nme FROM customers WHERE id = $id", "duckdb", unknown("nme"), SHOP)

    assert found is not None
    assert found[0] == 'SELECT "name" FROM "customers" WHERE "id" = $id'


def test_functions_of_other_systems_lead_to_allowed_ones() -> None:
    """Each synonym names a function that agents may call, and none is such a function itself."""
    assert set(FUNCTION_SYNONYMS.values()) <= ALLOWED
    assert not ALLOWED & FUNCTION_SYNONYMS.keys()


def test_the_table_of_repairs_has_a_case_for_each_kind() -> None:
    """Each kind of repair of a name is shown in the table of cases."""
    found = [repair(c.sql, "duckdb", unknown(c.options["subject"]), SHOP) for c in read_cases("repair")]

    assert set(REPAIRS["unknown_name"]) == {repair.kind for one in found if one for repair in one[1]}


@pytest.mark.parametrize(
    ("written", "candidates", "expected"),
    [
        ("ordes", ["order", "orders"], None),
        ("orderss", ["order", "orders"], "orders"),
        ("amout", ["amount", "amounts"], None),
        ("address1", ["address2", "address3"], None),
        ("colour", ["color"], "color"),
        ("date", ["rate"], None),
        ("cast", ["cost"], None),
        ("amount", ["count"], None),
        ("country", ["county"], None),
        ("fire_date", ["hire_date"], None),
        ("hire_dates", ["hire_date"], "hire_date"),
        ("is_inactive", ["is_active"], None),
        ("inactive", ["is_active"], None),
        ("unshipped_date", ["shipped_date"], None),
        ("ship_dates", ["ship_date"], "ship_date"),
        ("duration_s", ["duration_ms"], None),
        ("duration_min", ["duration_ms"], None),
        ("durationmin", ["duration_ms"], None),
        ("duration_s", ["duration"], None),
        ("duration", ["duration_ms"], "duration_ms"),
        ("durationms", ["duration_ms"], "duration_ms"),
        ("import_total", ["export_total"], None),
        ("employer_id", ["employee_id"], None),
        ("reorder_date", ["order_date"], None),
        ("total", ["totl"], "totl"),
        ("costumers", ["customers"], "customers"),
        ("mnae", ["name"], None),
        ("anme", ["name"], "name"),
        ("", ["a"], None),
        ("name", [], None),
    ],
)
def test_spelling_is_judged_by_letters(written: str, candidates: list[str], expected: str | None) -> None:
    """Near misses are found, ties, other numbers and other words are not."""
    assert expected == closest(written, candidates)


@given(st.text("abc", max_size=6), st.text("abc", max_size=6))
def test_the_distance_is_symmetric_and_zero_for_equal_words(left: str, right: str) -> None:
    """The number of edits does not depend on the direction, and is 0 for the same word only."""
    assert edits(left, right, 9) == edits(right, left, 9)
    assert (edits(left, right, 9) == 0) == (left == right)


@given(st.sampled_from(["customers", "amount", "region"]), st.integers(1, 4))
def test_two_swapped_letters_are_one_mistake(word: str, at: int) -> None:
    """Swapping two neighbours is found out, whatever two they are."""
    swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]

    assert word == closest(swapped, ["customers", "amount", "region", "id", "name"])


def test_the_error_of_an_unknown_table_is_enough() -> None:
    """The error that names raises carries what a repair needs."""
    found = repair("SELECT * FROM ordrs", "duckdb", unknown_table("ordrs"), SHOP)

    assert found is not None
    assert found[1] == (Repair("table", "ordrs", "orders"),)


def test_other_dialects_are_repaired_into_duckdb() -> None:
    """A text of another dialect comes back as DuckDB text, put right."""
    found = repair("SELECT nme FROM customers WHERE id::int = 3", "snowflake", unknown("nme"), SHOP)

    assert found is not None
    assert found[0] == 'SELECT "name" FROM "customers" WHERE CAST(CAST("id" AS DECIMAL(38, 0)) AS BIGINT) = 3'


@pytest.mark.parametrize(
    ("dialect", "kind", "wanted"),
    [
        ("duckdb", "number as text", "\"region\" = '5'"),
        ("postgres", "number as text", "\"region\" = '5'"),
        ("snowflake", "text as number", 'CAST("region" AS DOUBLE) = 5'),
        ("tsql", "text as number", 'CAST("region" AS DOUBLE) = 5'),
        ("mysql", "number at start", "AS DOUBLE) END = 5"),
    ],
)
def test_a_text_beside_a_number_is_what_its_system_makes_of_it(dialect: str, kind: str, wanted: str) -> None:
    """Where a system reads such a text as a number, the number is not put in quotes."""
    found = repair("SELECT id FROM customers WHERE region = 5", dialect, WrongType("types"), SHOP)

    assert found is not None
    assert [one.kind for one in found[1]] == [kind]
    assert wanted in found[0]


def test_a_column_that_is_compared_twice_is_a_number_each_time() -> None:
    """One left as it is would be compared with a text in the next repair, which MySQL does not."""
    sql = "SELECT id FROM customers WHERE region = 0 OR region = 1"
    found = repair(sql, "mysql", WrongType("types"), SHOP)

    assert found is not None
    assert found[0].count("AS DOUBLE) END = ") == 2


def test_a_number_with_commas_is_its_start_in_mysql() -> None:
    """'1,000' is 1 there, and texts are added up."""
    error = WrongType("types")

    assert repair("SELECT id FROM customers WHERE id = '1,000'", "mysql", error, SHOP) is None
    assert repair("SELECT name + 'x' FROM customers", "mysql", error, SHOP) is None
