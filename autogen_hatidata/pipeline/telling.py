"""What a caller reads of a statement that failed for good: the place in its own text, and names that were meant."""

from __future__ import annotations

from autogen_hatidata.errors import HatiDataError
from autogen_hatidata.pipeline.context import Context
from autogen_hatidata.sql.advice import advice
from autogen_hatidata.sql.candidates import hint
from autogen_hatidata.sql.marking import marked, place_of


def tell(ctx: Context, error: HatiDataError) -> None:
    """Add both to an error of a statement that its caller wrote. A text that was repaired before keeps its own place
    only where the name stands in it too. Doing it twice changes nothing."""
    asked = ctx.request.sql
    if error.told or not isinstance(asked, str) or not isinstance(ctx.sql, str):
        return
    if ctx.attempt == 1 and ctx.sql != asked:
        return
    error.told = True
    known = advice(error, asked)
    if known is None:
        error.hint = hint(error, ctx.sql, ctx.dialect, ctx.lease.info, ctx.as_written) + error.hint
    else:
        error.hint = known[0] + (error.hint if known[1] else "")
    place = error.place if ctx.attempt == 1 else None
    name = error.near or error.subject
    if place is None and name:
        place = place_of(name, asked)
    if place is not None and place[1] <= len(asked):
        error.marked = marked(asked, *place)
