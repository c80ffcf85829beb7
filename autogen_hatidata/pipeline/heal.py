"""Stage 7, heal: a new text for one that failed on a misspelt name, where one visible name is clearly meant."""

from __future__ import annotations

from autogen_hatidata.errors import HatiDataError
from autogen_hatidata.pipeline.context import Context
from autogen_hatidata.sql.repair import repair
from autogen_hatidata.types import Repair

MAX_REPAIRS = 2


def heal(ctx: Context, error: HatiDataError) -> tuple[Context, Repair] | None:
    """The next attempt, from its beginning and as the same caller, or None when there is nothing safe to try."""
    if not error.healable or ctx.attempt > MAX_REPAIRS:
        return None
    found = repair(ctx.sql, ctx.dialect, error, ctx.lease.info)
    if found is None:
        return None
    sql, change = found
    fresh = ctx.having(sql=sql, dialect="duckdb", attempt=ctx.attempt + 1, plan=None, cached=False)
    return fresh.having(estimate=None, reservation=None, table=None), change
