"""Which tables a broken query names: those that another text in its place has to name."""

from __future__ import annotations

import pytest
from support.lens_cases import SHOP

from autogen_hatidata.healer import VisibleColumn, VisibleSchema
from autogen_hatidata.sql.naming import names_meant, names_of
from autogen_hatidata.sql.parse import parse
from autogen_hatidata.types import ColumnInfo, LensInfo, TableInfo

ORDERS, CUSTOMERS, NOTES = ("main", "orders"), ("main", "customers"), ("crm", "notes")

MEANT = {
    "SELECT * FORM orders": {ORDERS},
    "SELECT sum(amount FROM orders": {ORDERS},
    "SELECT * FROM order o, custmers c WHERE": {ORDERS, CUSTOMERS},
    "SELECT extract(year FROM day) FROM orders WHERE WHERE": {ORDERS},
    "SELECT id IS DISTINCT FROM day FROM orders WHERE WHERE": {ORDERS},
    "WITH x AS (SELECT id, day FROM orders) SELECT * FROM x JION crm.note n ON ON": {ORDERS, NOTES},
    "SELECT * FROM (SELECT id, amount FROM orders) x, customers GROUP BY BY": {ORDERS, CUSTOMERS},
    "SELECT name FROM customers WHERE name = 'orders": {CUSTOMERS},
    "SELECT id FROM orders; SELECT id FROM customers": {ORDERS, CUSTOMERS},
    "Of orders:\n```sql\nSELECT * FROM customers WHERE WHERE\n```": {CUSTOMERS},
    "SELECT 1 -- FROM orders\n +": set(),
    "SELECT foo(id) FROM orders": {ORDERS},
    "SELECT * FROM range(10) r, orders WHERE WHERE": {ORDERS},
    "SELECT id FROM orders LEFT JOIN LATERAL (SELECT 1) ON ON": {ORDERS},
}
UNCLEAR = (
    "SELECT * FROM secrets",
    "SELECT * FROM secrets WHERE WHERE",
    "SELECT * FROM orders, secrets WHERE WHERE",
    "SELECT * FROM a.b.orders WHERE WHERE",
    "DELTE FROM orders",
    "SELECT 1; DELETE FROM orders",
    "SELECT 1; DROP TABLE orders",
    "WITH x AS (DELETE FROM orders RETURNING foo(id)) SELECT * FROM x",
)


@pytest.mark.parametrize(("sql", "names"), MEANT.items(), ids=range(len(MEANT)))
def test_what_a_broken_query_names(sql: str, names: set[tuple[str, str]]) -> None:
    """Tables in table position, misspelt ones by the name that is meant; not what stands in texts and comments."""
    assert names_meant(sql, "duckdb", None, SHOP) == names


@pytest.mark.parametrize("sql", UNCLEAR)
def test_what_is_not_clear_has_no_names(sql: str) -> None:
    """Unknown tables, and statements that may change something."""
    assert names_meant(sql, "duckdb", None, SHOP) is None


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM orders WHERE id IN (SELECT id FROM crm.notes)",
        "WITH customers AS (SELECT 1) SELECT * FROM customers, information_schema.tables",
        "FROM Orders",
        "SELECT 1",
    ],
)
def test_a_query_that_can_be_read_names_what_it_names(sql: str) -> None:
    """Both ways to look at it agree; a common table expression is no table, and a relation of the engine is one."""
    tree = parse(sql)

    assert names_of(tree, SHOP) == names_meant(sql, "duckdb", tree, SHOP)
    assert names_of(parse("SELECT * FROM secrets"), SHOP) is None


def test_a_schema_shows_names_and_types_and_no_values() -> None:
    """The named tables come first, names are as SQL has them, and an ENUM does not list its values."""
    columns = (ColumnInfo("id", "INTEGER"), ColumnInfo("kind", "ENUM('hush', 'x')"), ColumnInfo("a b", "VARCHAR"))
    tables = [TableInfo("main", "a", columns[:1]), TableInfo("crm", 'my "list"', columns)]
    found = VisibleSchema.of(LensInfo("x", 1, "d", "c", {one.key: one for one in tables}), {("crm", 'my "list"')})

    assert found.named == ('crm."my ""list"""',)
    assert [str(table) for table in found.tables] == [
        'crm."my ""list"""(id INTEGER, kind ENUM, "a b" VARCHAR)',
        "a(id INTEGER)",
    ]
    assert found.tables[1].columns == (VisibleColumn("id", "INTEGER"),)
