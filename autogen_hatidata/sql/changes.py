"""What a repair of a tree is: a change in place, and what it says of itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlglot import exp

from autogen_hatidata.sql.reading import Reading
from autogen_hatidata.types import LensInfo

Changed = tuple[str, str] | None
"""What stood there before and what stands there now; None where nothing was changed."""

Change = Callable[[exp.Expr, str, LensInfo], Changed]
"""Changes a tree for an error about that name, as the caller who sees that can mean it."""


@dataclass(frozen=True, slots=True)
class OfNames:
    """The same by what was read of the names in a tree. Where it returns None, the next one goes by that too."""

    change: Callable[[Reading, str, LensInfo], Changed]
