"""Stage 6, execute: run the statement inside the lens, within its limits of rows and time."""

from __future__ import annotations

from autogen_hatidata.pipeline.context import Context


def execute(ctx: Context) -> Context:
    """The only stage that touches data."""
    prepared = ctx.checked.prepared
    assert prepared is not None
    table = ctx.lease.run(prepared, ctx.request.params, max_rows=ctx.max_rows, timeout_s=ctx.timeout_s)
    return ctx.having(table=table)
