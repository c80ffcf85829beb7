"""What an engine holds of a file while it is open: a locked instance and its lenses."""

from __future__ import annotations

from pathlib import Path

from autogen_hatidata.engines.kept import REGISTRY_COLUMNS, Results
from autogen_hatidata.engines.lenses import Lenses
from autogen_hatidata.engines.locked import Locked
from autogen_hatidata.errors import NotAllowed, OpenError
from autogen_hatidata.settings import Settings

MOST_LOG = 64 << 20
"""Bytes of DuckDB's log of changes from which on the instance is replaced, which moves them into the file."""


class House:
    """A locked instance with its lenses: what an owner's change replaces as a whole, and what is replaced when DuckDB
    gives up an instance after an internal error, or when its log of changes has grown large."""

    __slots__ = ("broken", "lenses", "locked")

    def __init__(self, path: Path, settings: Settings, version: int, writable: bool, results: Results | None) -> None:
        key = settings.mask_key
        if results is not None and not results.exists:
            results = None
        self.locked = Locked(
            path, settings, writable=writable, beside=(results.path, REGISTRY_COLUMNS) if results else None
        )
        self.broken = False
        try:
            if results is not None:
                results.load(self.locked)
        except BaseException:
            self.locked.close()
            raise
        self.lenses = Lenses(self.locked, version, key.get_secret_value().encode() if key else None, results=results)

    def close(self) -> None:
        self.lenses.close()
        self.locked.close()


def read_only() -> NotAllowed:
    """The error for a change of data that was opened to be read."""
    return NotAllowed("This data was opened to be read only.", "open it without read_only to change it.")


def closed() -> OpenError:
    """The error for the use of an engine that was closed."""
    return OpenError("This data layer is closed.", "open it again.", code="closed")
