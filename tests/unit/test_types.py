"""What a person sees of a result at a prompt."""

from __future__ import annotations

from typing import Any

import pytest

import autogen_hatidata
from autogen_hatidata.types import Estimate, QueryResult


def result(rows: list[tuple[Any, ...]], **more: Any) -> QueryResult:
    given = {"columns": ("id", "name"), "truncated": False, "credits": 1.0, "notes": (), **more}
    return QueryResult(
        **given, rows=tuple(rows), row_count=len(rows), estimate=Estimate(1.0, ()), healed=(), masked=(), trace=(),
        audit_id="a",
    )  # fmt: skip


def test_a_short_result_is_shown_whole() -> None:
    """Columns, rows, count, price and notes, each in one line."""
    shown = str(result([(1, "Ana")], notes=("The column nmae does not exist; name was used instead.",)))

    assert shown.splitlines() == [
        "id | name",
        "1 | Ana",
        "(1 row, 1 credit)",
        "note: The column nmae does not exist; name was used instead.",
    ]


def test_a_long_result_is_cut_after_ten_rows() -> None:
    """Ten rows of many are shown, with the full count, and long or odd values stay on their line."""
    shown = str(result([(i, "x" * 99 + "\n") for i in range(12)], truncated=True, credits=2.5)).splitlines()

    assert len(shown) == 13
    assert shown[-2:] == ["...", "(12 rows, truncated, 2.5 credits)"]
    assert max(map(len, shown)) < 60


def test_nothing_on_the_screen_moves_the_cursor() -> None:
    """Control characters in a value are shown as escapes."""
    assert "\x1b" not in str(result([(1, "\x1b[2J")]))


def test_the_representation_tells_all() -> None:
    """repr() keeps every field for a log or a debugger."""
    assert "audit_id='a'" in repr(result([]))


def test_the_version_is_that_of_the_distribution(monkeypatch: pytest.MonkeyPatch) -> None:
    """``__version__`` comes from the installed distribution; where none is installed there is no such attribute."""
    from importlib import metadata

    assert autogen_hatidata.__version__ == metadata.version("autogen-hatidata")

    def missing(name: str) -> str:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "version", missing)

    assert not hasattr(autogen_hatidata, "__version__")
