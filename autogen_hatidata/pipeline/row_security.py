"""Stage 4, row security: every name is one of the caller's lens, or does not exist."""

from __future__ import annotations

from dataclasses import replace

from autogen_hatidata.pipeline.context import Context
from autogen_hatidata.pipeline.meaning import Meanings, looked_up
from autogen_hatidata.sql.hybrid import asks
from autogen_hatidata.sql.names import resolve


class RowSecurity:
    """Binds the statement to the caller's lens, whose views hold the row filters and masks."""

    def __init__(self, meanings: Meanings | None) -> None:
        self._meanings = meanings

    def __call__(self, ctx: Context) -> Context:
        plan, lens = ctx.checked, ctx.lease.info
        if plan.resolved is not None:
            return ctx
        if asks(plan.tree):
            plan = looked_up(plan, lens, self._meanings)
        resolved = resolve(plan.tree, lens, plan.reading) if plan.hybrid is None else resolve(plan.hybrid.tree, lens)
        return ctx.having(plan=replace(plan, resolved=resolved, reading=None))
