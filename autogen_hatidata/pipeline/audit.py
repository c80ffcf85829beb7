"""Stage 9, audit: what the log keeps of a call. Pure: fields in, fields out; `andi` writes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from autogen_hatidata.errors import HatiDataError, LimitExceeded, NotAllowed, UnknownName
from autogen_hatidata.pipeline.context import Context
from autogen_hatidata.pipeline.traces import trace
from autogen_hatidata.sql.parse import parse
from autogen_hatidata.sql.render import redact, redact_text, redact_tokens
from autogen_hatidata.types import MODEL, Caller, Repair, Request, Table


def who(caller: Caller, request: Request) -> dict[str, Any]:
    """The fields that say who asked, through what."""
    return {
        "agent": caller.name,
        "role": caller.role,
        "chat": caller.chat,
        "executor": caller.executor,
        "source": caller.source,
        "framework": caller.framework,
        "tool": request.tool,
        "call_id": request.call_id,
        "chain": request.chain,
        "step": request.step,
    }


def intent(call_id: str, ctx: Context, verdicts: Mapping[str, str]) -> dict[str, Any]:
    """The record written before a statement runs."""
    plan, info = ctx.checked, ctx.lease.info
    tables = [info.tables[key] for key in plan.facts.tables]
    credits = ctx.estimate.credits if ctx.estimate else 0.0
    return {
        "id": call_id,
        "attempt": ctx.attempt,
        **who(ctx.caller, ctx.request),
        "sql": plan.redacted,
        "dialect": ctx.dialect or None,
        "action": plan.action,
        "saved": _saved(ctx.request),
        "memory": trace(ctx.request.memory),
        "tables": [f"{one.schema}.{one.name}" for one in tables],
        "filters": [f"{one.schema}.{one.name}" for one in tables if one.filter],
        "masks": list(plan.facts.masked),
        "rules": _rules(None, ctx.warned) if ctx.warned else _NONE,
        "policy": ctx.policy.digest,
        "schema": info.version,
        "verdicts": verdicts,
        "estimate": credits,
        "reserved": credits + ctx.spent,
    }


def outcome(
    call_id: str,
    caller: Caller,
    request: Request,
    *,
    sql: str | None,
    error: HatiDataError | None = None,
    credits: float = 0.0,
    estimate: float | None = None,
    table: Table | None = None,
    ms: Mapping[str, float] | None = None,
    healed: Sequence[Repair] = (),
    policy: str | None = None,
    known: str | None = None,
    changed: int | None = None,
    warned: Sequence[tuple[str, str]] = (),
    meaning: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The one record that ends a call, whether it was answered, refused or failed."""
    return {
        "id": call_id,
        **who(caller, request),
        "sql": sql,
        "status": status(error),
        "code": error.code if error else None,
        "stage": error.stage if error else None,
        "rows": len(table.rows) if table is not None else 0,
        "truncated": table is not None and table.truncated,
        "credits": credits,
        "estimate": estimate,
        "ms": {name: (one * 1000 + 0.5) // 1 / 1000 for name, one in ms.items()} if ms else {},  # round() takes longer
        "healed": [_logged(one, request) for one in healed],
        "detail": error.detail if error else None,
        "policy": policy,
        "known": known,
        "changed": changed,
        "rules": _rules(error, warned) if error or warned else _NONE,
        "memory": trace(request.memory, table),
        "meaning": meaning,
    }


def attempt(call_id: str, ctx: Context, error: HatiDataError, credits: float) -> dict[str, Any]:
    """The record of an attempt that failed and is tried again with a repaired text."""
    return {
        "id": call_id,
        "attempt": ctx.attempt,
        "agent": ctx.caller.name,
        "role": ctx.caller.role,
        "chat": ctx.caller.chat,
        "chain": ctx.request.chain,
        "step": ctx.request.step,
        "sql": redacted(ctx),
        "stage": error.stage,
        "code": error.code,
        "detail": error.detail,
        "credits": credits,
    }


_NONE: tuple[str, ...] = ()


def _rules(error: HatiDataError | None, warned: Sequence[tuple[str, str]]) -> list[str]:
    """The ids of the attribute rules that denied a call, and of those that warned."""
    return [*(error.rules if error else ()), *(id for id, _ in warned)]


REFUSALS = frozenset(
    {"policy_denied", "unknown_caller", "quota_exceeded", "not_allowed", "unsupported_sql", "limit_exceeded"}
)
"""The codes of a decision against a call. Every other code says that the call itself did not work out."""


def status(error: HatiDataError | None) -> str:
    """``ok``, ``refused`` (a rule said no) or ``error`` (the call did not work out)."""
    if error is None:
        return "ok"
    return "refused" if error.code in REFUSALS else "error"


def redacted(ctx: Context) -> str | None:
    """The attempt's text for the log, also when no stage came to read it: without values, and unreadable text only as
    hash and length. None where there is no text."""
    if ctx.request.memory is not None:
        return None
    if ctx.plan is not None:
        return ctx.plan.redacted
    return _without_values(ctx.sql, str(ctx.dialect)) if isinstance(ctx.sql, str) else f"<{type(ctx.sql).__name__}>"


def _without_values(sql: str, dialect: str) -> str:
    try:
        return redact(parse(sql, dialect))
    except (NotAllowed, LimitExceeded, UnknownName):
        return redact_tokens(sql) if dialect == "duckdb" else redact_text(sql)
    except HatiDataError:
        return redact_text(sql)


def _logged(one: Repair, request: Request) -> dict[str, str]:
    """A repair for the log. What a model wrote, and what it was asked about, are whole texts, with values."""
    before, after = one.before, one.after
    if one.kind == MODEL:
        before = _without_values(before, request.dialect if before == request.sql else "duckdb")
        after = _without_values(after, "duckdb")
    return {"kind": one.kind, "before": before, "after": after}


def _saved(request: Request) -> dict[str, Any] | None:
    saving = request.saving
    return None if saving is None else {"name": saving.name, "roles": saving.roles, "expires": saving.until}
