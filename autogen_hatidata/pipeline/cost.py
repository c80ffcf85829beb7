"""Stage 2, cost: what the statement will cost at the most, by the price list."""

from __future__ import annotations

from dataclasses import replace

from autogen_hatidata.governance.credits import at_most, price
from autogen_hatidata.pipeline.context import Context
from autogen_hatidata.types import Facts, Prices


def is_personal(ctx: Context, facts: Facts) -> bool:
    """Whether a statement scans a table whose rows are others for each agent: no price of it can be kept."""
    return any(ctx.lease.info.tables[key].personal for key in facts.scanned)


class Cost:
    """Prices the statement from its shape and from the row counts that its caller can see."""

    def __init__(self, prices: Prices) -> None:
        self._prices = prices

    def __call__(self, ctx: Context) -> Context:
        plan = ctx.checked
        facts, found = plan.priced or plan.facts, plan.price
        if found is None or (facts.scanned and (plan.data != ctx.lease.data or is_personal(ctx, facts))):
            counts = {key: ctx.lease.count(key, timeout_s=ctx.timeout_s) for key in facts.scanned}
            found = price(facts, counts, self._prices)
            plan = replace(plan, price=found, data=ctx.lease.data)
        return ctx.having(plan=plan, estimate=at_most(found, facts, ctx.max_rows, self._prices))
