"""Stage 1, policy: may this caller do this? Reading the text belongs to it: no rule can judge what is not read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from autogen_hatidata.errors import BadArgument, NotAllowed, PolicyDenied
from autogen_hatidata.governance.policy import Policy
from autogen_hatidata.pipeline.cache import PlanCache
from autogen_hatidata.pipeline.context import Context, Plan
from autogen_hatidata.pipeline.rules import Need, check_rules
from autogen_hatidata.settings import Settings
from autogen_hatidata.sql.facts import facts_of
from autogen_hatidata.sql.naming import names_of
from autogen_hatidata.sql.nearest import expanded
from autogen_hatidata.sql.parse import parse
from autogen_hatidata.sql.reading import read
from autogen_hatidata.sql.render import redact
from autogen_hatidata.types import Caller, TableKey


def plan_key(ctx: Context) -> tuple[str, str, str, int]:
    """What a plan depends on."""
    return (ctx.sql, ctx.dialect, ctx.lease.info.id, ctx.lease.info.version)


_REFUSED: Mapping[str, tuple[str, str]] = {
    "write": ("may not change data", "ask an agent that may, or the person who runs this."),
    "read": ("may not read", "ask an agent that may read for the figures."),
    "memory": ("may not use the memory", "go on without it, or ask the person who runs this."),
    "state": ("may not use states", "go on without them, or ask the person who runs this."),
    "audit": ("may not query the audit log", "ask the person who runs this; my_usage() has your own figures."),
}


def check_verb(policy: Policy, caller: Caller, verb: str = "read") -> None:
    """Refuses a caller whose role does not have the verb."""
    if not policy.may(caller.role, verb):
        what, hint = _REFUSED[verb]
        raise PolicyDenied(f"The role {caller.role or 'guest'} {what}.", hint)


def _check_arguments(ctx: Context) -> None:
    if not isinstance(ctx.sql, str):
        raise BadArgument("The SQL must be text.", "pass one SELECT statement as a string.")
    if not isinstance(ctx.dialect, str):
        raise BadArgument("The dialect must be text.", "name one, such as duckdb or snowflake.")
    params = ctx.request.params
    if params is None or isinstance(params, (list, tuple)):
        return
    if not isinstance(params, Mapping) or not all(isinstance(name, str) for name in params):
        raise BadArgument("Parameters must be a list or a mapping.", "give a list for ? or $1, a mapping for $name.")


def personal(ctx: Context, plan: Plan) -> Sequence[TableKey]:
    """The tables of a statement whose rows are others for each agent."""
    return [key for key in plan.facts.tables if ctx.lease.info.tables[key].personal]


class PolicyCheck:
    """Refuses callers whose role lacks the verb, what an attribute rule denies, and tables whose row filter needs a
    value the caller lacks. Rules are asked at every call, also for a plan that was kept."""

    def __init__(
        self,
        settings: Settings,
        plans: PlanCache,
        verb: str,
        clock: Callable[[], float],
        confirm: Callable[[str], None],
    ) -> None:
        self._settings = settings
        self._plans = plans
        self._verb = verb
        self._clock = clock
        self._confirm = confirm

    def __call__(self, ctx: Context) -> Context:
        check_verb(ctx.policy, ctx.caller, self._verb)
        _check_arguments(ctx)
        kept = self._plans.get(plan_key(ctx))
        plan = kept or self._read(ctx)
        if ctx.within is not None and names_of(plan.tree, ctx.lease.info) != ctx.within:
            raise NotAllowed("The SQL names other tables than the one that failed.", "name the same tables.")
        if ctx.guard is not None:
            ctx = ctx.having(warned=check_rules(ctx.guard, self._all_needs(ctx, plan), ctx.lease.info, self._clock()))
        self._check_attributes(ctx, plan)
        return ctx.having(plan=plan, cached=kept is not None)

    def _read(self, ctx: Context) -> Plan:
        settings = self._settings
        tree = parse(
            ctx.sql,
            ctx.dialect,
            order=settings.auto_dialects,
            max_chars=settings.max_sql_chars,
            max_nesting=settings.max_nesting,
            confirm=self._confirm,
        )
        tree = expanded(tree, ctx.lease.info)
        reading = read(tree, ctx.lease.info)
        return Plan(tree, facts_of(reading), redact(tree), reading=reading)

    def _needs(self, plan: Plan) -> Sequence[Need]:
        """The verbs that the statement needs, each with the tables it needs it for."""
        return ((self._verb, plan.facts.tables),)

    def _all_needs(self, ctx: Context, plan: Plan) -> Sequence[Need]:
        memories = personal(ctx, plan)
        return (*self._needs(plan), *([("memory", memories)] if memories else []))

    @staticmethod
    def _check_attributes(ctx: Context, plan: Plan) -> None:
        for key in plan.facts.tables:
            table = ctx.lease.info.tables[key]
            if table.missing:
                raise PolicyDenied(
                    f"Rows of {table.name} are chosen by {', '.join(table.missing)}, which is not set for you.",
                    "ask the person who runs this to set it; other tables can be read.",
                )
