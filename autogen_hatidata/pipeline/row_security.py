"""Stage 4, row security: every name is one of the caller's lens, or does not exist."""

from __future__ import annotations

from dataclasses import replace

from autogen_hatidata.pipeline.context import Context
from autogen_hatidata.sql.names import resolve


def row_security(ctx: Context) -> Context:
    """Binds the statement to the caller's lens, whose views hold the row filters and masks."""
    plan = ctx.checked
    if plan.resolved is not None:
        return ctx
    return ctx.having(plan=replace(plan, resolved=resolve(plan.tree, ctx.lease.info)))
