"""Stage 2, cost: what the statement will cost at the most, by the price list."""

from __future__ import annotations

from dataclasses import replace

from autogen_hatidata.governance.credits import price, with_rows
from autogen_hatidata.pipeline.context import Context


def cost(ctx: Context) -> Context:
    """Prices the statement from its shape and from the row counts that its caller can see."""
    plan = ctx.checked
    found = plan.price
    if found is None:
        found = price(plan.facts, {key: ctx.lease.count(key, timeout_s=ctx.timeout_s) for key in plan.facts.scanned})
        plan = replace(plan, price=found)
    return ctx.having(plan=plan, estimate=with_rows(found, ctx.max_rows))
