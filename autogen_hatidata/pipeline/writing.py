"""The stages of a statement that changes a table. It is priced and reserved for like a query, and never healed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from autogen_hatidata.engines.base import Engine
from autogen_hatidata.errors import BadArgument, NotAllowed, unfit_parameters
from autogen_hatidata.pipeline import STAGES
from autogen_hatidata.pipeline.cache import PlanCache
from autogen_hatidata.pipeline.context import Context, Plan
from autogen_hatidata.pipeline.policy import PolicyCheck, plan_key
from autogen_hatidata.pipeline.rules import Need
from autogen_hatidata.sql.hybrid import asks
from autogen_hatidata.sql.render import parameters, redact, to_duckdb
from autogen_hatidata.sql.write_names import Target, bind, find_target, write_facts
from autogen_hatidata.sql.writes import Write, parse_write
from autogen_hatidata.types import Change

if TYPE_CHECKING:
    from autogen_hatidata.pipeline import Services, Stage


class WriteCheck(PolicyCheck):
    """Refuses callers whose role lacks the verb, and changes that the policy does not grant."""

    def _read(self, ctx: Context) -> Plan:
        if ctx.dialect not in ("duckdb", "auto"):
            raise BadArgument(
                "Changes are written in DuckDB's dialect.", "write INSERT, UPDATE or DELETE as DuckDB has it."
            )
        limits = self._settings
        tree, write = parse_write(ctx.sql, max_chars=limits.max_sql_chars, max_nesting=limits.max_nesting)
        self._confirm(ctx.sql)
        if asks(tree):
            raise NotAllowed(
                "A change cannot compare texts by their meaning.", "query the keys of the rows first, and name them."
            )
        target = find_target(write, ctx.lease.info)
        priced, recorded = write_facts(write, target, ctx.lease.info)
        return Plan((write, target), recorded, redact(tree), priced=priced, action=write.action)

    def _needs(self, plan: Plan) -> Sequence[Need]:
        """Changing or removing rows reads them, and so does RETURNING; an INSERT reads what its query does."""
        write, target = _of(plan)
        assert plan.priced is not None
        reads = plan.priced if write.action == "insert" and write.returning is None else plan.facts
        changed: Need = (self._verb, (target.table.key,))
        return (changed, ("read", reads.tables)) if reads.tables else (changed,)


def row_security(ctx: Context) -> Context:
    """Binds the queries of the statement to the caller's lens."""
    plan = ctx.checked
    if plan.resolved is not None:
        return ctx
    write, target = _of(plan)
    return ctx.having(plan=replace(plan, resolved=bind(write, target, ctx.lease.info)))


class PrepareWrite:
    """Writes the texts of the queries, lets DuckDB's own parser agree to them, and keeps the plan."""

    def __init__(self, engine: Engine, plans: PlanCache) -> None:
        self._engine = engine
        self._plans = plans

    def __call__(self, ctx: Context) -> Context:
        plan = ctx.checked
        if plan.prepared is not None:
            return ctx
        (write, target), bound = _of(plan), plan.resolved
        queries = [query for query in (bound.query, bound.returning) if query is not None]
        texts = [to_duckdb(query) for query in queries]
        prepared = [self._engine.prepare(query, text) for query, text in zip(queries, texts, strict=True)]
        change = Change(
            write.action,
            target.table.key,
            target.columns,
            texts[0],
            prepared[1] if bound.returning is not None else None,
            tuple(parameters(bound.query)),
            tuple(parameters(bound.returning)) if bound.returning is not None else (),
        )
        plan = replace(plan, sql="; ".join(texts), prepared=change)
        self._plans.put(plan_key(ctx), plan)
        return ctx.having(plan=plan)


def execute(ctx: Context) -> Context:
    """Changes the data, or nothing."""
    change = ctx.checked.prepared
    assert isinstance(change, Change)
    shares = share(ctx.request.params, change.query_slots, change.returning_slots)
    table = ctx.lease.write(change, *shares, id=ctx.id, max_rows=ctx.max_rows, timeout_s=ctx.timeout_s)
    return ctx.having(table=table)


def share(params: Any, query: Sequence[str], returning: Sequence[str]) -> tuple[Any, Any]:
    """The parameters of a statement for its query and for its RETURNING. A slot is a parameter's name, or "" for ``?``.

    >>> share([1, 2, 3], ["", ""], [""])
    ([1, 2], [3])
    >>> share({"a": 1, "b": 2}, ["a"], ["b", "a"])
    ({'a': 1}, {'b': 2, 'a': 1})

    Raises:
        BadArgument: they do not fit.
    """
    if params is None or isinstance(params, Mapping):
        named = dict(params or {})
        positions: list[Any] = []
    else:
        positions = list(params)
        named = {str(number): value for number, value in enumerate(positions, 1)}
    slots = [*query, *returning]
    plain = slots.count("")
    if (plain and (plain != len(slots) or plain != len(positions))) or (not plain and set(slots) != set(named)):
        raise unfit_parameters()
    if plain:
        return positions[: len(query)] or None, positions[len(query) :] or None
    return {slot: named[slot] for slot in query} or None, {slot: named[slot] for slot in returning} or None


def _of(plan: Plan) -> tuple[Write, Target]:
    write, target = plan.tree
    return write, target


WRITE_STAGES: Mapping[str, Callable[[Services[Engine]], Stage]] = {
    **STAGES,
    "policy": lambda its: WriteCheck(its.settings, its.plans, its.verb, its.quota.clock, its.engine.reads),
    "row_security": lambda its: row_security,
    "transpile": lambda its: PrepareWrite(its.engine, its.plans),
    "execute": lambda its: execute,
}
"""The stages of a change. Cost, quota and mask are those of a query."""
