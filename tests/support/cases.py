"""Reads a table of cases: SQL statements with ``# key: value`` lines before each.

    # name: orders by day
    # ordered: yes
    SELECT day, count(*) FROM orders GROUP BY day ORDER BY day;

A case ends with a semicolon at the end of a line that is followed by an empty line or the end of the file. In a case
whose ``escapes`` is ``yes``, ``\\uXXXX`` and the like in the SQL stand for the character.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

FOLDER = Path(__file__).parents[1] / "cases"


@dataclass(frozen=True, slots=True)
class Case:
    """One case: its headers and its SQL without the closing semicolon."""

    sql: str
    headers: Mapping[str, str]
    line: int

    def __getitem__(self, key: str) -> str:
        return self.headers.get(key, "")

    @property
    def id(self) -> str:
        """What pytest shows of it."""
        return re.sub(r"[^\w-]+", "-", self["name"]).strip("-") or f"line-{self.line}"


def runs(case: Case) -> bool:
    """Whether this DuckDB has what a case needs: `# since: 2.0`."""
    return not case["since"] or _parts(case["since"]) <= _parts(duckdb.__version__)


def _parts(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".")[:2])


def read(name: str, folder: Path = FOLDER) -> list[Case]:
    """The cases of one file, in order."""
    cases: list[Case] = []
    headers: dict[str, str] = {}
    lines: list[str] = []
    text = (folder / name).read_text(encoding="utf-8").split("\n")
    for number, line in enumerate(text, 1):
        if not line.strip() and not lines:
            headers = {}  # what stood above an empty line was about the file
            continue
        if line.startswith("#"):
            key, _, value = line[1:].partition(":")
            if not lines and value:
                headers[key.strip()] = value.strip()
            elif lines:
                lines.append(line)
            continue
        lines.append(line)
        closes = line.endswith(";") and (number == len(text) or not text[number].strip())
        if lines and closes:
            sql = "\n".join(lines)[:-1]
            if headers.get("escapes") == "yes":
                sql = sql.encode("raw_unicode_escape").decode("unicode_escape")
            cases.append(Case(sql, headers, number - len(lines) + 1))
            headers, lines = {}, []
    assert not lines, f"{name}: the last case has no closing semicolon"
    return cases
