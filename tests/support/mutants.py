"""Broken and spliced SQL: mutants of the attacks and of the analysts' queries, and what no answer to them may be."""

from __future__ import annotations

import random
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from autogen_hatidata import HatiDataError
from support import attacks, cases, hidden

_PIECES = re.compile(r"\s+|\w+|'(?:[^']|'')*'?|\"(?:[^\"]|\"\")*\"?|--[^\n]*|.", re.S)
_NOISE = (
    "\u200b", "\ufeff", "\u2060", "\u202e", "\u00a0", "\u2028", "\u0085", "\x00", "\x0c", "\ud800", "é", "ſ", "K", "Ｓ",
    "'", '"', "''", "`", "$$", "--", "/*", "*/", ";", "\\", "(", ")", "[", "]", "{", "}", ",", ".", "::", "->", "->>",
    "#1", "?", "$1", "$x", "@", "%", "||", "E'", "x'", "U&'", "0x1F", "1e999", "NULL", "*", "=>", ":=", ":", "!", "~",
)  # fmt: skip
_WORDS = (
    "secrets", "salary", "internal", "main.", "FROM", "SELECT", "UNION ALL", "WITH", "AS", "EXCEPT", "LATERAL", "JOIN",
    "PIVOT", "UNPIVOT", "QUALIFY", "COLUMNS(*)", "lambda x:", "COPY", "ATTACH", "read_text('canary.txt')", "customers",
    "query('SELECT v FROM secrets')", "EXPLAIN", "DESCRIBE", "SHOW", "current_catalog", "error(name)", "ORDER BY ALL",
    "CAST(phone AS INTEGER)", "1 // 0", "to_json(c)", "information_schema.tables", "duckdb_tables()", "LIMIT 1",
)  # fmt: skip
_NAMES = (
    "id", "name", "email", "phone", "ssn", "region", "segment", "city", "birthday", "score", "tags", "address",
    "customer_id", "status", "day", "amount", "items", "channel", "note", "cvv", "card_number", "bonus", "salary", "c",
    "customers", "orders", "employees", "payments", "events", "crm.notes", "customer_totals", "internal", "body", "x",
    "count(*)", "max(id)", "min", "sum", "list", "string_agg", "length", "upper", "CAST", "TRY", "NULL", "true",
    "DISTINCT", "profile",
)  # fmt: skip
_TOO_COMMON = re.compile(r"[\d.:\- ]*|[\w]{1,6}")
"""Hidden values that an honest answer may hold by accident: numbers, dates, short words."""

Pieces = list[str]


def sources() -> tuple[str, ...]:
    """What is mutated: the attacks that do not run long, and all analyst queries."""
    return (
        *(one.sql for one in attacks.read() if one.category != 25),
        *(case.sql for case in cases.read("analyst.sql")),
    )


def mutants(seed: int, count: int) -> Iterator[str]:
    """``count`` texts, the same for the same seed. Most differ in one to four places from a text that is read."""
    chance = random.Random(seed)
    texts = sources()
    for _ in range(count):
        pieces = _PIECES.findall(chance.choice(texts))
        changes = _GENTLE if chance.random() < 0.4 else _CHANGES
        for _ in range(chance.choice((1, 1, 1, 2, 2, 3, 4))):
            chance.choice(changes)(pieces, chance, texts)
        yield "".join(pieces)


def _swap(pieces: Pieces, chance: random.Random, texts: Sequence[str]) -> None:
    if len(pieces) > 1:
        one, other = chance.randrange(len(pieces)), chance.randrange(len(pieces))
        pieces[one], pieces[other] = pieces[other], pieces[one]


def _delete(pieces: Pieces, chance: random.Random, texts: Sequence[str]) -> None:
    if pieces:
        del pieces[(at := chance.randrange(len(pieces))) : at + chance.choice((1, 1, 2, 5))]


def _repeat(pieces: Pieces, chance: random.Random, texts: Sequence[str]) -> None:
    if pieces:
        at = chance.randrange(len(pieces))
        pieces[at:at] = pieces[at : at + chance.choice((1, 2, 6))]


def _splice(pieces: Pieces, chance: random.Random, texts: Sequence[str]) -> None:
    other = _PIECES.findall(chance.choice(texts))
    begin = chance.randrange(len(other))
    at = chance.randrange(len(pieces) + 1)
    pieces[at : at + chance.choice((0, 0, 3, 99))] = other[begin : begin + chance.choice((1, 3, 8, 99))]


def _noise(pieces: Pieces, chance: random.Random, texts: Sequence[str]) -> None:
    pieces.insert(chance.randrange(len(pieces) + 1), chance.choice(_NOISE))


def _word(pieces: Pieces, chance: random.Random, texts: Sequence[str]) -> None:
    words = [number for number, piece in enumerate(pieces) if piece[:1].isalnum()]
    if words:
        pieces[chance.choice(words)] = chance.choice(_WORDS)


def _name(pieces: Pieces, chance: random.Random, texts: Sequence[str]) -> None:
    names = [number for number, piece in enumerate(pieces) if piece.islower()]
    if names:
        pieces[chance.choice(names)] = chance.choice(_NAMES)


def _number(pieces: Pieces, chance: random.Random, texts: Sequence[str]) -> None:
    numbers = [number for number, piece in enumerate(pieces) if piece.isdigit()]
    if numbers:
        pieces[chance.choice(numbers)] = chance.choice(
            ("0", "-1", "1", "2", "3", "99", "2147483648", "0.5", "1e3", "NULL")
        )


def _case(pieces: Pieces, chance: random.Random, texts: Sequence[str]) -> None:
    if pieces:
        at = chance.randrange(len(pieces))
        pieces[at] = pieces[at].swapcase()


def _quote(pieces: Pieces, chance: random.Random, texts: Sequence[str]) -> None:
    if pieces:
        at = chance.randrange(len(pieces))
        mark = chance.choice("'\"`")
        pieces[at] = f"{mark}{pieces[at]}{mark}"


def _wrap(pieces: Pieces, chance: random.Random, texts: Sequence[str]) -> None:
    before, after = chance.choice(
        (("SELECT * FROM (", ") t"), ("WITH x AS (", ") FROM x"), ("(", ")"), ("SELECT (", ")"), ("", " UNION ALL "))
    )
    pieces[:] = [before, *pieces, after]


def _inside(pieces: Pieces, chance: random.Random, texts: Sequence[str]) -> None:
    if pieces:
        at = chance.randrange(len(pieces))
        letter = chance.randrange(len(pieces[at]) + 1)
        pieces[at] = pieces[at][:letter] + chance.choice((*_NOISE, " ", "a", "9")) + pieces[at][letter:]


_CHANGES: tuple[Callable[[Pieces, random.Random, Sequence[str]], None], ...] = (
    _swap, _delete, _delete, _repeat, _splice, _splice, _noise, _word, _word, _case, _quote, _wrap, _inside,
)  # fmt: skip

_GENTLE = (_name, _name, _name, _number, _case, _wrap)


@dataclass(slots=True)
class Tally:
    """What became of mutants. ``wrong`` holds the texts that got something else than an answer or a denial."""

    answered: int = 0
    denied: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    @property
    def tried(self) -> int:
        """How many were sent."""
        return self.answered + self.denied.total() + len(self.wrong)


class Hidden:
    """Finds hidden values quickly: those that no honest answer holds by accident, whole cells or inside short texts."""

    def __init__(self, values: Iterable[str]) -> None:
        self._values = frozenset(value for value in values if not _TOO_COMMON.fullmatch(value))
        self._starts = frozenset(value[:5] for value in self._values)

    def __len__(self) -> int:
        return len(self._values)

    def found(self, text: str, said: str) -> list[str]:
        """Hidden values in a text that the caller did not write itself."""
        if not self._starts.intersection(text[at : at + 5] for at in range(len(text) - 4)):
            return []
        return [value for value in self._values if value in text and value not in said]


def send(agent: Any, texts: Iterable[str], secret: Hidden, until: float = float("inf")) -> Tally:
    """Send texts, and count what came of them; stops at the time ``until``."""
    tally = Tally()
    for text in texts:
        if time.monotonic() > until:
            break
        try:
            wrong = _sent(agent, text, secret, tally)
        except Exception as problem:  # noqa: BLE001 - the finding itself: anything but a HatiDataError is one
            wrong = f"{type(problem).__name__}: {problem}"
        if wrong:
            tally.wrong.append(f"{wrong[:200]} <- {text!r}")
    return tally


def _sent(agent: Any, text: str, secret: Hidden, tally: Tally) -> str | None:
    try:
        result = agent.run(text)
    except HatiDataError as error:
        told = error.for_model()
        found = hidden.traces(told, frozenset(), text) + secret.found(told, text)
        if found or error.code == "internal_error":
            return f"{error.code} shows {found}"
        tally.denied[error.code] += 1
        return None
    found = secret.found(repr((result.columns, result.rows, result.notes)), text)
    if found:
        return f"an answer shows {found[:3]}"
    tally.answered += 1
    return None
