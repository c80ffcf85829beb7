"""What an agent must never read: every value of the raw shop that its physical database does not hold."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb

TABLES = ("customers", "orders", "employees", "payments", "secrets", "crm.notes")
NAMES = ("secrets", "salary", "internal", "_hatidata_", "read_only", "attach")
ENGINE_TEXT = re.compile(
    r"(Binder|Catalog|Parser|Conversion|Out of Memory|Invalid Input|Invalid|Internal|Interrupt) Error|LINE \d|"
    r"[Cc]andidate|Traceback|sqlglot|_duckdb|/tmp/|/home/|\bFile \""
)
RANDOM_NAME = re.compile(r"[0-9a-f]{16,}")


def values(raw: Path, physical: duckdb.DuckDBPyConnection) -> frozenset[str]:
    """Hidden values that are long enough to be told from accident."""
    with duckdb.connect(raw, read_only=True) as connection:
        all_values = _cells(connection, TABLES)
    seen = "\n".join(_cells(physical, tuple(table for table in TABLES if table != "secrets")))
    return frozenset(value for value in all_values if len(value) >= 5 and value not in seen)


def _cells(connection: duckdb.DuckDBPyConnection, tables: tuple[str, ...]) -> set[str]:
    found: set[str] = set()
    for table in tables:
        for row in connection.execute(f"FROM {table}").fetchall():
            for cell in row:
                found |= set(map(str, cell.values())) if isinstance(cell, dict) else {str(cell)}
    return found


def traces(text: str, hidden: frozenset[str], said: str) -> list[str]:
    """Hidden values and names, engine text and random names in ``text``, except what the caller itself ``said``."""
    own = said.lower()
    low = text.lower()
    found = [value for value in hidden if value in text and value.lower() not in own]
    found += [name for name in NAMES if name in low and name not in own]
    found += [match.group() for match in ENGINE_TEXT.finditer(text)]
    return found + RANDOM_NAME.findall(text)
