"""Stage 2, cost: what the statement will cost at the most, by the price list."""

from __future__ import annotations

from dataclasses import replace

from autogen_hatidata.governance.credits import at_most, price
from autogen_hatidata.pipeline.context import Context
from autogen_hatidata.pipeline.meaning import Meanings
from autogen_hatidata.types import Facts, Prices, TableKey


def is_personal(ctx: Context, facts: Facts) -> bool:
    """Whether a statement scans a table whose rows are others for each agent: no price of it can be kept."""
    return any(ctx.lease.info.tables[key].personal for key in facts.scanned)


class Cost:
    """Prices the statement from its shape and from the row counts that its caller can see."""

    def __init__(self, prices: Prices, meanings: Meanings | None) -> None:
        """``meanings``: knows how many memories there are; None where none are read."""
        self._prices, self._meanings = prices, meanings

    def __call__(self, ctx: Context) -> Context:
        plan = ctx.checked
        facts, found = plan.priced or plan.facts, plan.price
        if found is None or (facts.scanned and (plan.data != ctx.lease.data or is_personal(ctx, facts))):
            counts = {key: self._count(ctx, key) for key in facts.scanned}
            found = price(facts, counts, self._prices)
            plan = replace(plan, price=found, data=ctx.lease.data)
        return ctx.having(plan=plan, estimate=at_most(found, facts, ctx.max_rows, self._prices))

    def _count(self, ctx: Context, key: TableKey) -> int:
        """The rows of a table that the caller can see. Those of memories are in RAM, where these are in use."""
        table = ctx.lease.info.tables[key]
        found = None
        if table.personal and not table.filter and self._meanings is not None:
            found = self._meanings.memories(ctx)
        return ctx.lease.count(key, timeout_s=ctx.timeout_s) if found is None else found
