"""Stage 8, mask: which masked columns the answer was computed from. The masks themselves are in the lens."""

from __future__ import annotations

from autogen_hatidata.pipeline.context import Context


def mask(ctx: Context) -> Context:
    """Notes the masked columns, for the answer and its record."""
    return ctx.having(masked=ctx.checked.facts.masked)
