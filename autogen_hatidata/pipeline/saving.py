"""The stages of a query whose result is kept for other agents. It is judged and priced like any query, never healed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from autogen_hatidata.errors import BadArgument, HatiDataError, NotAllowed, PolicyDenied
from autogen_hatidata.governance.policy import Policy, reader_name
from autogen_hatidata.pipeline import STAGES
from autogen_hatidata.pipeline.andi import Andi
from autogen_hatidata.pipeline.context import Context, Plan, Standing
from autogen_hatidata.pipeline.execute import answered
from autogen_hatidata.pipeline.meaning import Meanings
from autogen_hatidata.pipeline.policy import PolicyCheck, check_verb, personal
from autogen_hatidata.types import Caller, Keep, QueryResult, Request, Saving

if TYPE_CHECKING:
    from autogen_hatidata.audit.log import AuditLog
    from autogen_hatidata.engines.base import Engine
    from autogen_hatidata.governance.quota import Quota
    from autogen_hatidata.pipeline import Services, Stage
    from autogen_hatidata.settings import Settings

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,63}")


class Saver:
    """Keeps the results of queries."""

    def __init__(
        self, settings: Settings, engine: Engine, quota: Quota, log: AuditLog, meanings: Meanings | None = None
    ) -> None:
        self._settings, self._engine, self._clock = settings, engine, quota.clock
        self._andi = Andi(settings, engine, quota, log, SAVE_STAGES, heals=False, meanings=meanings)

    def run(
        self, caller: Caller, request: Request, standing: Standing, name: Any, roles: Any, lasts: Any
    ) -> QueryResult:
        """Keep the result of one query under ``name`` for so many seconds. Raises the HatiDataError that ended it,
        after its record was written."""
        saving = Saving(name, _roles(roles), lasts, self._clock())
        if _problem(saving, standing.policy, caller, self._settings) is None:
            try:
                self._engine.keep_results()
            except HatiDataError as error:
                raise self._andi.refuse(caller, request, error) from None
        result = self._andi.run(caller, request._replace(saving=saving), standing)
        return replace(result, notes=(*result.notes, _told(saving)))


class SaveCheck(PolicyCheck):
    """Refuses what any query is refused for, and what cannot be kept so."""

    def __call__(self, ctx: Context) -> Context:
        assert ctx.request.saving is not None
        problem = _problem(ctx.request.saving, ctx.policy, ctx.caller, self._settings)
        if problem is not None:
            raise problem
        ctx = super().__call__(ctx)
        if personal(ctx, ctx.checked):
            raise NotAllowed(
                "What is made of memories cannot be saved: others could read it, and it would outlast them.",
                'query it again where it is needed, or store it with scope="chat" or "shared".',
            )
        return ctx

    def _read(self, ctx: Context) -> Plan:
        return replace(super()._read(ctx), action="save")


class Save:
    """Runs the query, and keeps its rows where they can be read from."""

    def __init__(self, settings: Settings, meanings: Meanings | None) -> None:
        self._settings, self._meanings = settings, meanings

    def __call__(self, ctx: Context) -> Context:
        ctx = answered(ctx, self._meanings)
        saving = ctx.request.saving
        assert saving is not None
        tables = ctx.lease.info.tables
        keep = Keep(
            saving.name,
            ctx.caller.name,
            tuple(reader_name(ctx.policy.digest, role) for role in saving.roles),
            tuple(source for key in ctx.checked.facts.tables for source in (key, *tables[key].reads)),
            saving.expires,
            self._settings.saved_names,
            int(self._settings.saved_mb * 2**20),
        )
        prepared, params, most = ctx.checked.prepared, ctx.params, self._settings.saved_rows
        table = ctx.lease.save(prepared, params, keep, id=ctx.id, max_rows=most, timeout_s=ctx.timeout_s)
        return ctx.having(table=table)


def _problem(saving: Saving, policy: Policy, caller: Caller, settings: Settings) -> HatiDataError | None:
    """Why a result cannot be kept so, whatever it is: the role may not read, what was given is no name, no list of
    roles or no time, or the policy does not let the role share with another one."""
    try:
        check_verb(policy, caller)
        _check_name(saving.name)
        _check_lasts(saving.lasts, settings.saved_ttl_s)
        _check_roles(saving.roles, policy, caller)
    except HatiDataError as problem:
        return problem
    return None


def _check_name(name: Any) -> None:
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise BadArgument(
            "The name of a result has 1 to 64 letters, digits and _, and does not begin with a digit.",
            "choose a name such as top_customers.",
        )


def _check_lasts(given: Any, most: float) -> None:
    if not isinstance(given, (int, float)) or isinstance(given, bool) or not 0 < given <= most:  # NaN is no time either
        raise BadArgument(f"ttl is a number of seconds above 0, and {most:g} at the most.", "leave it out.")


def _check_roles(roles: tuple[Any, ...], policy: Policy, caller: Caller) -> None:
    for role in roles:
        if not isinstance(role, str):
            raise BadArgument("Roles are given as a list of names.", 'write roles=["analyst"].')
        if role not in policy.shares(caller.role):
            raise PolicyDenied(
                f'The role {caller.role or "guest"} may not hand over results to "{role[:80]}".',
                "leave roles out: agents that see the same data as you can read the result anyway.",
            )


def _roles(given: Any) -> tuple[Any, ...]:
    if given is None:
        return ()
    many = isinstance(given, Iterable) and not isinstance(given, (str, bytes, Mapping))
    return tuple(given) if many else (given,)


def _told(saving: Saving) -> str:
    return f"The result is the table saved.{saving.name} until {saving.until}."


SAVE_STAGES: Mapping[str, Callable[[Services[Engine]], Stage]] = {
    **STAGES,
    "policy": lambda its: SaveCheck(its.settings, its.plans, its.verb, its.quota.clock, its.engine.reads),
    "execute": lambda its: Save(its.settings, its.meanings),
}
"""The stages of a save: those of a query, whose rows are kept instead of returned."""
