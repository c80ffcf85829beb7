"""Stage 6, execute: run the statement inside the lens, within its limits of rows and time."""

from __future__ import annotations

from autogen_hatidata.pipeline.context import Context
from autogen_hatidata.pipeline.meaning import Meanings


class Execute:
    """The only stage that touches data."""

    def __init__(self, meanings: Meanings | None) -> None:
        self._meanings = meanings

    def __call__(self, ctx: Context) -> Context:
        ctx = answered(ctx, self._meanings)
        prepared = ctx.checked.prepared
        assert prepared is not None
        table = ctx.lease.run(prepared, ctx.params, max_rows=ctx.max_rows, timeout_s=ctx.timeout_s)
        return ctx.having(table=table)


def answered(ctx: Context, meanings: Meanings | None) -> Context:
    """The call with what its statement looks up."""
    if ctx.checked.hybrid is None:
        return ctx
    assert meanings is not None  # as row security saw
    return meanings.bound(ctx)
