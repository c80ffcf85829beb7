"""Our own statements on the file of results and memories: several of them in one transaction, all or none."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import lru_cache

import duckdb

from autogen_hatidata.engines.base import Rows, Step
from autogen_hatidata.engines.faults import translated
from autogen_hatidata.engines.locked import Locked
from autogen_hatidata.engines.parser import PARSER
from autogen_hatidata.engines.quoting import dotted
from autogen_hatidata.engines.statements import python_fault
from autogen_hatidata.engines.writing import Writer
from autogen_hatidata.errors import ConstraintFailed, HatiDataError, LimitExceeded

_MEMORY = "{memory}"

_ADDS = ("INSERT", "WITH noted")

_CHANGES_IN_CTES = int(duckdb.__version__.partition(".")[0]) >= 2
"""Before DuckDB 2 a CTE can only read."""


class Rememberer(Writer):
    """Lets one of our changes at a time into the file, and keeps idle connections for the next ones."""

    def __init__(self) -> None:
        super().__init__(notes=lambda locked: locked.calls)

    def remember(self, locked: Locked, steps: Sequence[Step], id: str | None) -> list[Rows]:
        """Carry out a change; gives the rows of each statement. ``id`` is noted with it."""
        with self.alone(threading.TIMEOUT_MAX):
            if id is None:
                return transaction(locked, steps)
            found = transaction(locked, _noted(steps, self.note(locked, id)))
            self.done()
            return found[: len(steps)]


def only_reads(steps: Sequence[Step]) -> bool:
    """Whether none of the statements changes anything."""
    return all(text.startswith("SELECT") for text, _ in steps)


def _noted(steps: Sequence[Step], notes: Sequence[Step]) -> list[Step]:
    """A change with what notes it. One that only adds rows, to which values are bound in their order, becomes one
    statement with it: that takes four fifths of the time of a transaction of two."""
    if len(steps) != 1 or len(notes) != 1 or not (_CHANGES_IN_CTES and steps[0][0].startswith("INSERT")):
        return [*steps, *notes]
    (text, params), (note, noted) = steps[0], notes[0]
    return [(f"WITH noted AS ({note}) {text}", [*noted, *params])]


def transaction(locked: Locked, steps: Sequence[Step]) -> list[Rows]:
    """The rows of each statement, all as of one moment."""
    schema = dotted(locked.results, "main")
    done, alone = False, len(steps) == 1  # which is a transaction without being made one
    pool = locked.adding if alone and steps[0][0].startswith(_ADDS) else locked.memory
    cursor = pool.take()
    try:
        if not alone:
            cursor.execute(_read("BEGIN"))
        found = [cursor.execute(_read(text.replace(_MEMORY, schema)), params).fetchall() for text, params in steps]
        if not alone:
            cursor.execute(_read("COMMIT"))
        done = True
        return found
    except (RuntimeError, ValueError, OverflowError, TypeError) as error:
        raise python_fault(error) from None
    finally:
        if done:
            pool.give(cursor)
        else:
            cursor.interrupt()  # after Ctrl-C its threads may still be at work
            cursor.close()  # which undoes what was begun


@lru_cache(maxsize=256)
def _read(text: str) -> duckdb.Statement:
    """The statement of a text, kept for the next time: reading one takes a fifth of storing a memory."""
    (statement,) = PARSER.trusted(text).parts
    return statement


def failed(error: Exception) -> HatiDataError:
    """What a caller reads when a change or a question of ours did not work: nothing of it is left."""
    if isinstance(error, MemoryError):
        return LimitExceeded("The call needs more memory than is allowed.", "store or ask for less at once.")
    assert isinstance(error, duckdb.Error)
    if isinstance(error, duckdb.ConstraintException):
        return ConstraintFailed("That is there already. Nothing was changed.", "read it first.")
    return translated(error)
