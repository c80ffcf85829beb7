"""Who wrote each call, and who was charged for it: what the property of attribution compares.

Every call asks ``SELECT name, '<nonce>' AS nonce FROM whoami``, in which an agent sees its own name only. So the answer
itself says who was charged, in the real layer as in its double.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextvars import ContextVar
from types import SimpleNamespace
from typing import Any

from autogen_hatidata.errors import HatiDataError, UnknownCaller
from autogen_hatidata.types import Estimate, QueryResult

SQL = "SELECT name, '{}' AS nonce FROM whoami"
NOBODY = "nobody"
_NONCE = re.compile(r"'([^']*)' AS nonce")
_running: ContextVar[Any] = ContextVar("running", default=None)


class Book:
    """What was written, by whom, and what was charged, to whom.

    The writer of a message is known by the list that holds its calls, which AutoGen hands on without copying it, and
    that of a call by its nonce too, unless several agents write the same text.
    """

    def __init__(self) -> None:
        self.calls = 0
        self.wrong: list[str] = []
        self.refused: list[str] = []
        self.errors: list[str] = []
        self._writers: dict[int, tuple[Any, str]] = {}
        self._nonces: dict[str, set[str]] = {}
        self._unknowable: set[str] = set()

    def write(self, held: Any, nonces: list[str], writer: str, *, unknowable: bool = False) -> None:
        """``writer`` writes a message; NOBODY where nobody may be charged for its calls.

        ``unknowable``: the rules say that nobody can tell who wrote them.
        """
        self._writers[id(held)] = (held, writer)
        for nonce in nonces:
            self._nonces.setdefault(nonce, set()).add(writer)
            if unknowable:
                self._unknowable.add(nonce)

    def turn(self) -> None:
        """Forget who wrote what: those chats are over."""
        self._writers.clear()
        self._nonces.clear()
        self._unknowable.clear()

    def watch(self, message: Any) -> None:
        """This message is executed next, in this context."""
        held = message.get("tool_calls") or message.get("function_call")
        _running.set(held)

    def charge(self, nonce: str, name: str) -> None:
        """A call is executed for the agent of that name."""
        wrote = self._who(nonce)
        if name not in wrote:
            self.wrong.append(f"{nonce}: charged to {name}, written by {', '.join(sorted(wrote))}")

    def spying(self, answer: Callable[..., str]) -> Callable[..., str]:
        """The dispatcher, counting the calls that reach it and what it refuses without need."""

        def spied(layer: Any, tool: Any, name: str, executor: Any, given: Any) -> str:
            text = answer(layer, tool, name, executor, given)
            self.calls += 1
            nonce = nonce_of(given.get("sql"))
            if text.startswith("Error: ") and self._who(nonce) != {NOBODY} and nonce not in self._unknowable:
                self.refused.append(f"{nonce}: {text[:80]}")
            return text

        return spied

    def _who(self, nonce: str) -> set[str]:
        """Who wrote the call that is executed: one name, or more where that is only known by its text."""
        by_text = self._nonces.get(nonce, set())
        held = _running.get()
        known = self._writers.get(id(held))
        return {known[1]} & by_text if known is not None and known[0] is held else by_text


class Double:
    """A layer that costs nothing: it answers with the name that is charged, and enters it in the book."""

    settings = SimpleNamespace(max_result_chars=20_000, heal="off")
    closed = False

    def __init__(self, book: Book, key: str = "") -> None:
        self.book, self.key = book, key

    def agent(
        self, name: str, role: Any = None, attributes: Any = None, *, framework: str = "", dialect: str | None = None
    ) -> Handle:
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
        self.layer.book.charge(row[1], self.layer.key + self.name)
        return QueryResult(("name", "nonce"), (row,), 1, False, 0.0, Estimate(0, ()), (), (), (), (), "")

    def refuse(self, tool: str, error: HatiDataError) -> HatiDataError:
        """The refusal of a call of this agent."""
        return error


def nonce_of(sql: Any) -> str:
    """The nonce that a query carries."""
    found = _NONCE.search(str(sql))
    return found[1] if found else f"none in {sql!r}"
