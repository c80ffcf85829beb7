"""What a repair of a tree is: a change in place, and what it says of itself."""

from __future__ import annotations

from collections.abc import Callable

from sqlglot import exp

from autogen_hatidata.types import LensInfo

Changed = tuple[str, str] | None
"""What stood there before and what stands there now; None where nothing was changed."""

Change = Callable[[exp.Expr, str, LensInfo], Changed]
"""Changes a tree for an error about that name, as the caller who sees that can mean it."""
