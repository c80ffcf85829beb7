"""Stage 7, heal: a new text for one that failed, where what was meant is clear."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from autogen_hatidata.errors import HatiDataError
from autogen_hatidata.pipeline.context import Context
from autogen_hatidata.sql.mending import mend, of_another
from autogen_hatidata.sql.repair import repair
from autogen_hatidata.types import Repair

MAX_REPAIRS = 2
_SHOWN = 1_000
"""Characters of a text that a model wrote which a note repeats."""

TOLD: Mapping[str, str] = {
    **dict.fromkeys(("table", "function", "column"), "The {kind} {before} does not exist; {after} was used instead."),
    "fence": "What stood around the SQL was left out.",
    "prose": "What stood around the SQL was left out.",
    "comma": "A comma that nothing follows was left out.",
    "parenthesis": "The parentheses at the end were made to fit.",
    "dialect": "It is no {before} SQL, and was read as {after}.",
    "grouping": "{after} was added to GROUP BY.",
    "having": "The condition with an aggregate was moved from WHERE to HAVING.",
    "qualifier": "Two tables have {before}, which is the same in both here; {after} was used.",
    "model": "A model rewrote the SQL: {after}",
    "text": "A name in double quotes that no column has was read as a text; texts stand in single quotes.",
}
"""What the notes of an answer say of each kind of repair."""


def heal(ctx: Context, error: HatiDataError, order: Sequence[str]) -> tuple[Context, tuple[Repair, ...]] | None:
    """The next attempt, from its beginning and as the same caller, or None when there is nothing safe to try.

    ``order``: the dialects that a text may be in.
    """
    if not error.healable or ctx.attempt > MAX_REPAIRS:
        return None
    found = _unread(ctx, error, order) if ctx.plan is None else None
    if found is None:
        repaired = repair(ctx.sql, ctx.dialect, error, ctx.lease.info)
        found = None if repaired is None else (repaired[0], (repaired[1],))
    return None if found is None else (fresh(ctx, found[0]), found[1])


def fresh(ctx: Context, sql: str) -> Context:
    """The next attempt, with another text in DuckDB's dialect."""
    new = ctx.having(sql=sql, dialect="duckdb", attempt=ctx.attempt + 1, plan=None, cached=False)
    return new.having(estimate=None, reservation=None, table=None)


def told(one: Repair) -> str:
    """A repair in words, for the notes of the answer."""
    after = one.after if len(one.after) <= _SHOWN else f"{one.after[:_SHOWN]} ..."
    return TOLD[one.kind].format(kind=one.kind, before=one.before, after=after)


def _unread(ctx: Context, error: HatiDataError, order: Sequence[str]) -> tuple[str, tuple[Repair, ...]] | None:
    """Another text for one that could not be read."""
    if error.code == "syntax_error":
        return mend(ctx.sql, ctx.dialect, order)
    meant = of_another(ctx.sql, ctx.dialect, order) if error.code == "unknown_name" else None
    return None if meant is None else (meant[0], (meant[1],))
