"""Stage 5, transpile: the DuckDB text that will run, written from the checked tree and read once more by DuckDB."""

from __future__ import annotations

from dataclasses import replace

from autogen_hatidata.engines.base import Engine
from autogen_hatidata.pipeline.cache import PlanCache
from autogen_hatidata.pipeline.context import Context
from autogen_hatidata.pipeline.meaning import prepared
from autogen_hatidata.pipeline.policy import plan_key
from autogen_hatidata.sql.render import to_duckdb


class Transpile:
    """Generates the text, lets DuckDB's own parser agree to it, and keeps the finished plan."""

    def __init__(self, engine: Engine, plans: PlanCache) -> None:
        self._engine = engine
        self._plans = plans

    def __call__(self, ctx: Context) -> Context:
        plan = ctx.checked
        if plan.prepared is not None:
            return ctx
        sql = to_duckdb(plan.resolved)
        plan = replace(plan, sql=sql, prepared=self._engine.prepare(plan.resolved, sql))
        plan = prepared(plan, ctx.lease.info, self._engine)
        self._plans.put(plan_key(ctx), plan)
        return ctx.having(plan=plan)
