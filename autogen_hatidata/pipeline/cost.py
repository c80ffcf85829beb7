"""Stage 2, cost: what the statement will cost at the most, by the price list."""

from __future__ import annotations

from dataclasses import replace

from autogen_hatidata.governance.credits import estimate
from autogen_hatidata.pipeline.context import Context


def cost(ctx: Context) -> Context:
    """Prices the statement from its shape and from the row counts that its caller can see."""
    plan = ctx.checked
    counts = plan.counts
    if counts is None:
        counts = {key: ctx.lease.count(key, timeout_s=ctx.timeout_s) for key in plan.facts.scanned}
        plan = replace(plan, counts=counts)
    return ctx.having(plan=plan, estimate=estimate(plan.facts, counts, ctx.max_rows))
