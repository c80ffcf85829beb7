"""The stages of a call that uses the memory: no SQL in it, and otherwise judged, priced and recorded like any."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from autogen_hatidata.errors import BadArgument, PolicyDenied
from autogen_hatidata.governance.credits import with_rows
from autogen_hatidata.governance.policy import Policy
from autogen_hatidata.pipeline import Services
from autogen_hatidata.pipeline.andi import Andi
from autogen_hatidata.pipeline.context import Context, Plan, Standing
from autogen_hatidata.pipeline.memory_operations import Doing, Operation, Wanted, operation_of
from autogen_hatidata.pipeline.memory_source import Memory, MemoryLease, audience
from autogen_hatidata.pipeline.memory_values import Limits
from autogen_hatidata.pipeline.policy import check_verb
from autogen_hatidata.pipeline.quota import QuotaCheck
from autogen_hatidata.pipeline.rules import Warned, check_rules
from autogen_hatidata.types import Asked, Caller, Estimate, Facts, LensInfo, Prices, QueryResult, Request

if TYPE_CHECKING:
    from autogen_hatidata.audit.log import AuditLog
    from autogen_hatidata.governance.quota import Quota
    from autogen_hatidata.governance.rules import Guard
    from autogen_hatidata.pipeline import Stage
    from autogen_hatidata.settings import Settings

FREE = Prices(statement=0.0, table=0.0, scan=0.0, star=0.0, rows=0.0, failed_attempt=0.0)
"""The price list of calls about states."""


class Remembering:
    """Carries out what agents ask of the memory."""

    def __init__(self, settings: Settings, memory: Memory, quota: Quota, log: AuditLog) -> None:
        free = settings.model_copy(update={"prices": FREE})
        self._by_verb = {
            "memory": Andi(settings, memory, quota, log, MEMORY_STAGES, "memory", heals=False),
            "state": Andi(free, memory, quota, log, MEMORY_STAGES, "state", heals=False),
        }

    def run(self, caller: Caller, request: Request, standing: Standing) -> QueryResult:
        """Carry out one request. Raises the HatiDataError that ended it, after its record was written."""
        try:
            verb = _operation(request).verb
        except BadArgument as error:
            raise self._by_verb["memory"].refuse(caller, request._replace(memory=None), error) from None
        return self._by_verb[verb].run(caller, request, standing)


class MemoryCheck:
    """Refuses callers whose role lacks the verb, or may not use what is shared, what an attribute rule denies, and
    arguments that cannot be used."""

    def __init__(self, settings: Settings, verb: str, clock: Callable[[], float]) -> None:
        self._settings, self._verb, self._clock = settings, verb, clock

    def __call__(self, ctx: Context) -> Context:
        asked, operation = _asked(ctx.request), _operation(ctx.request)
        warned = check_use(ctx.policy, ctx.caller, self._verb, ctx.guard, ctx.lease.info, self._clock())
        wanted = operation.wanted(asked.given, Limits(self._settings, ctx.max_rows, asked.began))
        if "shared" in wanted.scopes:
            check_shared(ctx.policy, ctx.caller, changes=operation.changes)
        return ctx.having(plan=Plan(wanted, Facts(), None, action=self._verb), warned=warned)


class MemoryCost:
    """A call costs what a statement costs, and what the rows of its answer cost."""

    def __init__(self, prices: Prices) -> None:
        self._prices = prices

    def __call__(self, ctx: Context) -> Context:
        price = Estimate(self._prices.statement, (("statement", self._prices.statement),))
        part = "rows: stored" if _operation(ctx.request).changes else "rows: found"
        most = with_rows(price, _wanted(ctx.checked).rows, self._prices, part)
        return ctx.having(plan=replace(ctx.checked, price=price), estimate=most)


class Remember:
    """Lets the store do it."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    def __call__(self, ctx: Context) -> Context:
        asked, operation, wanted = _asked(ctx.request), _operation(ctx.request), _wanted(ctx.checked)
        lease = ctx.lease
        assert isinstance(lease, MemoryLease)
        who = audience(ctx.policy, ctx.caller)
        doing = Doing(self._memory.store(), who, ctx.id, asked.progress, lease.changes)
        if operation.changes:
            lease.changes(wanted.changes)
        table, notes = operation.run(doing, wanted.value)
        if wanted.cut and len(table.rows) == wanted.rows:
            table = table._replace(truncated=True)
        return ctx.having(table=table, notes=(*ctx.notes, *notes))


def check_use(policy: Policy, caller: Caller, verb: str, guard: Guard | None, info: LensInfo, now: float) -> Warned:
    """The notes of the rules that warn about using memory or state. Raises PolicyDenied where it may not be used."""
    check_verb(policy, caller, verb)
    return check_rules(guard, ((verb, ()),), info, now) if guard is not None else ()


def check_shared(policy: Policy, caller: Caller, *, changes: bool) -> None:
    """Refuses a caller whose role may not read, or change, what is shared."""
    if not (policy.writes_shared if changes else policy.reads_shared)(caller.role):
        raise PolicyDenied(
            f"The role {caller.role or 'guest'} may not {'change' if changes else 'read'} what is shared.",
            'use the scope "chat" for the agents of this chat, or "agent" for yourself.',
        )


def _asked(request: Request) -> Asked:
    assert request.memory is not None
    return request.memory


def _operation(request: Request) -> Operation:
    return operation_of(_asked(request).operation)


def _wanted(plan: Plan) -> Wanted:
    assert isinstance(plan.tree, Wanted)
    return plan.tree


MEMORY_STAGES: Mapping[str, Callable[[Services[Memory]], Stage]] = {
    "policy": lambda its: MemoryCheck(its.settings, its.verb, its.quota.clock),
    "cost": lambda its: MemoryCost(its.settings.prices),
    "quota": lambda its: QuotaCheck(its.quota),
    "execute": lambda its: Remember(its.engine),
}
"""The stages of a call of the memory. Of those of a query, what has to do with SQL and lenses is not needed."""
