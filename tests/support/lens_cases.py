"""A small lens without an engine, and the reader of tables of SQL in tests/cases."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from autogen_hatidata.types import ColumnInfo, LensInfo, TableInfo

CASES = Path(__file__).parents[1] / "cases"


def table(schema: str, name: str, columns: str, masked: str = "") -> TableInfo:
    """A table of text columns, or of the type that follows a colon, some of them masked."""
    named = (each.partition(":")[::2] for each in columns.split())
    infos = (ColumnInfo(each, kind or "VARCHAR", "full" if each in masked.split() else None) for each, kind in named)
    return TableInfo(schema, name, tuple(infos))


def lens(*tables: TableInfo) -> LensInfo:
    """A lens with those tables."""
    return LensInfo("lens", 1, "lensdb", "lenscat", {each.key: each for each in tables})


SHOP = lens(
    table("main", "customers", "id name email region address", masked="email"),
    table("main", "orders", "id customer_id amount:DOUBLE day:DATE region status"),
    table("main", "order_items", "order_id sku quantity price"),
    table("crm", "notes", "id customer_id body internal", masked="internal"),
    table("crm", "orders", "id stage"),
    table("hr", "employees", "id name salary q1 q2", masked="salary"),
)


@dataclass(frozen=True)
class Case:
    """One entry of a table: SQL, what is expected of it, and the options above it."""

    sql: str
    expected: str
    options: dict[str, str]
    line: int


def read_cases(name: str) -> list[Case]:
    """The cases of ``tests/cases/<name>.sql``: ``# key: value`` lines, a statement, ``-> what is expected``."""
    found, options, sql = [], {}, []
    for number, line in enumerate((CASES / f"{name}.sql").read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("#"):
            key, colon, value = line[1:].partition(":")
            if colon:
                options[key.strip()] = value.strip()
        elif line.startswith("->"):
            found.append(Case(" ".join(sql).rstrip(";"), line[2:].strip(), options, number))
            options, sql = {}, []
        elif line.strip():
            sql.append(line.strip())
    assert not sql, f"{name}.sql ends without '->'"
    return found


def name_of(case: Case) -> str:
    """How a case is called in the test report."""
    return f"line {case.line}"
