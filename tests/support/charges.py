"""Who wrote each call, and who was charged for it: what the property of attribution compares.

Every call asks ``SELECT name, '<nonce>' AS nonce FROM whoami``, in which an agent sees its own name only. So the answer
itself says who was charged, in the real layer as in its double.
"""

from __future__ import annotations

import re
import threading
from collections import Counter, defaultdict
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from autogen_hatidata import current_caller
from autogen_hatidata.errors import HatiDataError, UnknownCaller
from autogen_hatidata.types import Estimate, QueryResult

SQL = "SELECT name, '{}' AS nonce FROM whoami"
_NONCE = re.compile(r"'([^']*)' AS nonce")


class Book:
    """What was written, by the agent that wrote it, and what was charged, by the agent that was charged."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.written: dict[tuple[str, str | None], Counter[str]] = defaultdict(Counter)
        self.charged: dict[tuple[str, str | None], Counter[str]] = defaultdict(Counter)
        self.unknowable: set[str] = set()
        self.refused: list[str] = []
        self.calls = 0

    def write(self, nonce: str, call_id: str | None, writer: str) -> None:
        """An agent writes a call. ``writer`` starts with "!" where nobody may be charged for it."""
        with self.lock:
            self.written[nonce, call_id][writer] += 1

    def charge(self, nonce: str, call_id: str | None, name: str) -> None:
        """A call was executed for an agent."""
        with self.lock:
            self.charged[nonce, call_id][name] += 1

    def spying(self, answer: Callable[..., str]) -> Callable[..., str]:
        """The dispatcher, counting the calls that reach it and those that it refuses for want of a caller."""

        def spied(layer: Any, tool: Any, name: str, executor: Any, given: Any) -> str:
            text = answer(layer, tool, name, executor, given)
            with self.lock:
                self.calls += 1
                if "[unknown_caller]" in text[:40]:
                    self.refused.append(nonce_of(given.get("sql")))
            return text

        return spied

    def wrong(self) -> list[str]:
        """Every call that was charged to somebody who did not write it, or more often than it was written."""
        found = []
        for (nonce, call_id), names in self.charged.items():
            wrote = self._who(nonce, call_id)
            found += [
                f"{nonce} ({call_id}): {count} charged to {name}, written by {dict(wrote)}"
                for name, count in names.items()
                if count > wrote[name]
            ]
        return found

    def excessive(self) -> list[str]:
        """Every refused call of one registered agent, but those that the rules say nobody can know."""
        return [n for n in self.refused if n not in self.unknowable and not _is_anybodys(self._who(n, None))]

    def _who(self, nonce: str, call_id: str | None) -> Counter[str]:
        if (nonce, call_id) in self.written and call_id is not None:
            return self.written[nonce, call_id]
        return sum((names for (one, _), names in list(self.written.items()) if one == nonce), Counter())


def _is_anybodys(names: Counter[str]) -> bool:
    """Whether a stranger wrote it, or more than one agent did."""
    return len(names) != 1 or next(iter(names)).startswith("!")


class Double:
    """A layer that costs nothing: it answers with the name that is charged, and enters it in the book."""

    settings = SimpleNamespace(max_result_chars=20_000)

    def __init__(self, book: Book, key: str = "") -> None:
        self.book, self.key = book, key

    def agent(self, name: str, role: Any = None, attributes: Any = None, *, framework: str = "") -> Handle:
        """A handle on one agent."""
        return Handle(self, name)

    def refuse_caller(self, tool: str, name: str | None, why: str) -> HatiDataError:
        """The refusal of a call that nobody registered made."""
        return UnknownCaller(f"Nobody can be charged: {why}.")


class Handle:
    """One agent of the double."""

    def __init__(self, layer: Double, name: str) -> None:
        self.layer, self.name = layer, name

    def run(self, sql: str, *, tool: str) -> QueryResult:
        """One row: who is charged, and the nonce."""
        row = (self.name, nonce_of(sql))
        enter(self.layer.book, row, self.layer.key)
        return QueryResult(("name", "nonce"), (row,), 1, False, 0.0, Estimate(0, ()), (), (), (), (), "")

    def refuse(self, tool: str, error: HatiDataError) -> HatiDataError:
        """The refusal of a call of this agent."""
        return error


def enter(book: Book, row: tuple[Any, ...], key: str = "") -> None:
    """Enter the one row of an answer in the book."""
    caller = current_caller()
    book.charge(row[1], caller.tool_call_id if caller is not None else None, key + row[0])


def nonce_of(sql: Any) -> str:
    """The nonce that a query carries."""
    found = _NONCE.search(str(sql))
    return found[1] if found else f"none in {sql!r}"
