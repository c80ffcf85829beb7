"""Stage 3, quota: reserve the estimate before anything runs."""

from __future__ import annotations

from autogen_hatidata.governance.quota import Quota
from autogen_hatidata.pipeline.context import Context


class QuotaCheck:
    """Reserves the estimate in all budgets of the caller, or refuses."""

    def __init__(self, quota: Quota) -> None:
        self._quota = quota

    def __call__(self, ctx: Context) -> Context:
        assert ctx.estimate is not None
        return ctx.having(reservation=self._quota.reserve(ctx.caller, ctx.rules, ctx.estimate, spent=ctx.spent))
