"""Tables that a lens shows as they are, read without their view: faster, and never another answer."""

from __future__ import annotations

from dataclasses import replace

import duckdb
import pytest
from support.lens_cases import SHOP, Case, name_of, read_cases

from autogen_hatidata.sql.names import resolve
from autogen_hatidata.sql.parse import parse
from autogen_hatidata.sql.render import to_duckdb
from autogen_hatidata.types import ColumnMask, TableSpec

WHOLE = replace(SHOP, base="base", whole=frozenset({("main", "orders"), ("crm", "notes"), ("hr", "employees")}))


@pytest.mark.parametrize("case", read_cases("direct"), ids=name_of)
def test_tables_seen_whole_are_read_as_the_table_says(case: Case) -> None:
    """Each name of such a table is bound to the user's own, or all are left to the lens."""
    tree = parse(case.sql)

    assert to_duckdb(resolve(tree, WHOLE)) == (to_duckdb(tree) if case.expected == "left" else case.expected)


@pytest.mark.parametrize("case", read_cases("direct"), ids=name_of)
def test_a_lens_that_shows_nothing_whole_binds_nothing(case: Case) -> None:
    """Without such a table no name is written with the user's own catalog."""
    assert '"base"' not in to_duckdb(resolve(parse(case.sql), replace(WHOLE, whole=frozenset())))


@pytest.mark.parametrize(
    ("spec", "whole"),
    [
        (TableSpec("main", "t"), True),
        (TableSpec("main", "t", filter="true"), False),
        (TableSpec("main", "t", missing=("region",)), False),
        (TableSpec("main", "t", denied=("ssn",)), False),
        (TableSpec("main", "t", masks=(ColumnMask("ssn", "full"),)), False),
    ],
)
def test_whole_is_what_no_rule_touches(spec: TableSpec, whole: bool) -> None:
    """A filter, even one that lets all rows pass, a mask, a denied column or a missing value: not whole."""
    assert spec.whole is whole


def test_rowid_is_all_that_a_table_has_and_a_view_has_not() -> None:
    """The words by which DuckDB's tables and views differ: a new one would have to be left to the view, too."""
    connection = duckdb.connect(config={"threads": 1})
    connection.execute("CREATE TABLE t (id INTEGER); INSERT INTO t VALUES (1); CREATE VIEW v AS SELECT * FROM t")
    words = {row[0] for row in connection.execute("SELECT keyword_name FROM duckdb_keywords()").fetchall()}
    words |= {row[0] for row in connection.execute("SELECT column_name FROM duckdb_columns()").fetchall()}
    words |= {"rowid", "oid", "ctid", "tableoid", "xmin", "file_row_number", "file_index", "filename", "row_id"}
    words |= {"rownum", "_rowid_", "snapshot_id", "row_number", "level", "version", "sysdate", "_row_id", "rid"}

    assert {word for word in words if _has(connection, "t", word) != _has(connection, "v", word)} == {"rowid"}


def _has(connection: duckdb.DuckDBPyConnection, relation: str, column: str) -> bool:
    try:
        connection.execute(f'SELECT x."{column}" FROM {relation} AS x')
    except duckdb.BinderException:
        return False
    return True
