"""Stage 6, execute: run the statement inside the lens, within its limits of rows and time."""

from __future__ import annotations

from autogen_hatidata.errors import ExecutionFailed, WrongType
from autogen_hatidata.pipeline.context import Context
from autogen_hatidata.pipeline.meaning import Meanings
from autogen_hatidata.sql.dialects.source import told


class Execute:
    """The only stage that touches data."""

    def __init__(self, meanings: Meanings | None) -> None:
        self._meanings = meanings

    def __call__(self, ctx: Context) -> Context:
        ctx = answered(ctx, self._meanings)
        prepared = ctx.checked.prepared
        assert prepared is not None
        try:
            table = ctx.lease.run(prepared, ctx.params, max_rows=ctx.max_rows, timeout_s=ctx.timeout_s)
        except WrongType as error:
            if _is_of_translation(ctx, error):
                raise _untranslated(error) from None
            raise
        return ctx.having(table=table)


def answered(ctx: Context, meanings: Meanings | None) -> Context:
    """The call with what its statement looks up."""
    if ctx.checked.hybrid is None:
        return ctx
    assert meanings is not None  # as row security saw
    return meanings.bound(ctx)


def _is_of_translation(ctx: Context, error: WrongType) -> bool:
    """Whether the constant that was no value is a translation's own. Such a one says for what there is no answer."""
    constant = (error.near or "").startswith("'") and told(ctx.checked.tree) is not None
    return constant and str(error.near) not in str(ctx.request.sql)


def _untranslated(error: WrongType) -> ExecutionFailed:
    said = str(error.near).strip("'")
    return ExecutionFailed(
        f"The translated SQL stops here: {said}.", "avoid it, or write it in DuckDB's SQL.", detail=error.detail
    )
