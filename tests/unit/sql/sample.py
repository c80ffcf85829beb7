"""Small data for running queries twice, and the reader of statement lists in tests/cases."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

CASES = Path(__file__).parents[2] / "cases"
VERSION = tuple(int(part) for part in duckdb.__version__.split(".")[:2])


@dataclass(frozen=True)
class Statement:
    """One statement of a list, with the options above it."""

    sql: str
    options: dict[str, str]
    line: int

    @property
    def runs_here(self) -> bool:
        """Whether the installed DuckDB is as new as the statement asks."""
        since = self.options.get("since", "0.0")
        return tuple(map(int, since.split("."))) <= VERSION


def read_statements(name: str) -> list[Statement]:
    """The statements of ``tests/cases/<name>.sql``: each ends with ``;`` at the end of a line."""
    found: list[Statement] = []
    options: dict[str, str] = {}
    lines: list[str] = []
    for number, line in enumerate((CASES / f"{name}.sql").read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("# ") and not lines:
            key, colon, value = line[2:].partition(":")
            options |= {key: value.strip()} if colon and " " not in key else {}
        elif line.strip():
            lines.append(line)
            if line.endswith(";"):
                found.append(Statement("\n".join(lines)[:-1], options, number))
                options, lines = {}, []
    assert not lines, f"{name}.sql ends without ';'"
    return found


def line_of(case: Any) -> str:
    """How a case is called in the test report."""
    return f"line {case.line}"


def filled() -> duckdb.DuckDBPyConnection:
    """A database with the tables that tests/cases/allow.sql names."""
    connection = duckdb.connect(config={"threads": 1})
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute("CREATE TABLE people (id INT, name TEXT, city TEXT, salary DECIMAL(9, 2), born DATE)")
    connection.execute(
        "CREATE TABLE sales (id INT, person_id INT, day DATE, amount DOUBLE, kind TEXT, tags TEXT[], "
        "info STRUCT(size INT, color TEXT))"
    )
    connection.execute("CREATE TABLE docs (id INT, j JSON)")
    dice = random.Random(7)
    for number, name in enumerate(("anna", "Bob", "carla", "dan", "eve", "anton"), 1):
        city = dice.choice(("Rome", "Oslo", None))
        born = f"19{dice.randint(60, 99)}-0{dice.randint(1, 9)}-1{dice.randint(0, 9)}"
        connection.execute(
            "INSERT INTO people VALUES (?, ?, ?, ?, ?)", [number, name, city, dice.randint(900, 5000), born]
        )
    for number in range(1, 13):
        day = f"2024-{dice.randint(1, 12):02d}-{number:02d}"
        tags = [dice.choice("abx") for _ in range(dice.randint(0, 3))]
        row = [number, dice.randint(1, 5), day, dice.randint(-20, 90), dice.choice(("web", "shop")), tags]
        connection.execute(
            "INSERT INTO sales VALUES (?, ?, ?, ?, ?, ?, {'size': ?, 'color': ?})", [*row, dice.randint(1, 9), "red"]
        )
    for number in range(1, 4):
        document = json.dumps({"a": str(number), "b": list(range(number))})
        connection.execute("INSERT INTO docs VALUES (?, ?)", [number, document])
    return connection


def answer(connection: duckdb.DuckDBPyConnection, sql: str) -> tuple[list[str], list[Any]]:
    """Column names and rows."""
    result = connection.execute(sql)
    return [column[0] for column in result.description], result.fetchall()
