"""Stage 7, heal: a new text for one that failed, where what was meant is clear."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from autogen_hatidata.errors import HatiDataError
from autogen_hatidata.pipeline.context import Context
from autogen_hatidata.sql.mending import mend, of_another
from autogen_hatidata.sql.parse import DIALECTS
from autogen_hatidata.sql.repair import repair
from autogen_hatidata.sql.slips import limit, listed
from autogen_hatidata.types import Repair

MAX_REPAIRS = 2
_QUOTES = frozenset('"`“”„')
"""What may be meant as quotes around a text, and reads as those around a name."""

_FENCE = "```"

_SHOWN = 1_000
"""Characters of a text that a model wrote which a note repeats."""

TOLD: Mapping[str, str] = {
    **dict.fromkeys(("table", "function", "column"), "The {kind} {before} does not exist; {after} was used instead."),
    "fence": "What stood around the SQL was left out.",
    "prose": "What stood around the SQL was left out.",
    "wrapper": "What stood around the SQL was left out.",
    "escape": "Escaped quotes and line ends were read as what they stand for.",
    "entities": "Signs of HTML were read as what they stand for.",
    "end": "What other programs end a statement with was left out.",
    "apostrophe": "A quote inside a text was written twice.",
    "comment": "A comment that does not end was left out.",
    "sign": "Signs were written as SQL has them: >=, <=, <>, -, and dates in quotes.",
    "name": "Other names of columns were put in double quotes.",
    "doubled": "A word that stood there twice was read once.",
    "phrase": "Words were put as SQL has them.",
    "clauses": "The clauses were put in the order of SQL.",
    "parts": "Parentheses were put around the parts that sort or limit their rows.",
    "open query": "The parenthesis after a query of WITH was added.",
    "form": "{before} was written as DuckDB has it: {after}.",
    "part": "The part of a date was read as {after}.",
    "from": "FROM DUAL was left out.",
    "other table": "{before} does not exist; {after} was used instead.",
    "quotes": "Curled quotes were read as straight ones.",
    "semicolon": "A semicolon in the middle of the statement was left out.",
    "comma": "A comma that nothing follows was left out.",
    "limit": "The rows were limited as DuckDB does: LIMIT n OFFSET m.",
    "operator": "An operator was written as SQL has it: =, <>, <=, >=, AND, OR.",
    "with": "The list after WITH was made to fit: WITH a AS (...), b AS (...).",
    "case": "A CASE was made to fit: CASE WHEN ... THEN ... WHEN ... THEN ... ELSE ... END.",
    "call": "What a call, an interval, IN or IS needs was added.",
    "keyword": "Keywords were misspelt: {before} was read as {after}.",
    "by": "BY was added.",
    "missing comma": "A comma was added between two columns.",
    "where": "A second WHERE was read as AND.",
    "reserved": "A reserved word that stands for a name was put in double quotes.",
    "open call": "The parenthesis after the arguments of a call was added.",
    "parenthesis": "The parentheses at the end were made to fit.",
    "dialect": "It is no {before} SQL, and was read as {after}{rules}.",
    "grouping": "{after} was added to GROUP BY.",
    "having": "The condition with an aggregate was moved from WHERE to HAVING.",
    "qualifier": "Two tables have {before}, which is the same in both here; {after} was used.",
    "model": "A model rewrote the SQL: {after}",
    "qualify": "The condition with a window function was moved to QUALIFY.",
    "rows": "HAVING was read as WHERE, as there is nothing that is grouped.",
    "group": "What aggregates was left out of GROUP BY.",
    "alias": "In GROUP BY, the alias {before} was read as what it stands for.",
    "no arguments": "The time of now is written without parentheses.",
    "date": "A date was read as {after}.",
    "number": "A number that was written as a text was written as a number.",
    "number as text": "A number that is compared with texts was put in quotes.",
    "text as number": "A text that is compared with numbers was read as one.",
    "number at start": "A text that is compared with numbers was read as the number at its start, or 0.",
    "cast": "{before} was converted to {after}.",
    "unit": "The part of a date was put in quotes: {after}.",
    "arguments": "{before} was written as DuckDB has it.",
    "nested": "An aggregate of aggregates was taken of a sub-query.",
    "json": "A part of JSON that is compared was read as {after}.",
    "list": "{before} was written as {after}, which looks for a value in a list.",
    "average": "{before} was averaged as {after}.",
    "joined": "Texts were put together with {after}.",
    "count": "{before} was read as {after} without NULL.",
    "row number": "ROWNUM was read as LIMIT.",
    "text": "A name in double quotes that no column has was read as a text; texts stand in single quotes.",
}
"""What the notes of an answer say of each kind of repair."""

_WHOLE = ": 7 / 2 is 3"
_RULES: Mapping[str, str] = {
    **dict.fromkeys(("postgres", "redshift", "trino"), _WHOLE),
    "tsql": f"{_WHOLE}, and 'eu' = 'EU'",
    "mysql": ": 'eu' = 'EU'",
}
"""What numbers and texts are in a dialect that they are not in DuckDB's."""


def heal(ctx: Context, error: HatiDataError, order: Sequence[str]) -> tuple[Context, tuple[Repair, ...]] | None:
    """The next attempt, from its beginning and as the same caller, or None when there is nothing safe to try.

    ``order``: the dialects that a text may be in.
    """
    if not error.healable or ctx.attempt > MAX_REPAIRS:
        return None
    unread = ctx.plan is None or error.stage == "transpile"  # by this package, or by DuckDB itself
    found = _unread(ctx, error, order) if unread else _listed(ctx, error)
    if found is None:
        quotes = not _QUOTES.isdisjoint(str(ctx.request.sql).replace(_FENCE, ""))
        found = repair(ctx.sql, ctx.dialect, error, ctx.lease.info, quotes=quotes, reading=ctx.as_written)
    return None if found is None else (fresh(ctx, found[0]), found[1])


def fresh(ctx: Context, sql: str) -> Context:
    """The next attempt, with another text in DuckDB's dialect."""
    new = ctx.having(sql=sql, dialect="duckdb", attempt=ctx.attempt + 1, plan=None, cached=False)
    return new.having(estimate=None, reservation=None, table=None)


def told(one: Repair) -> str:
    """A repair in words, for the notes of the answer."""
    before, after = (text if len(text) <= _SHOWN else f"{text[:_SHOWN]} ..." for text in (one.before, one.after))
    return TOLD[one.kind].format(kind=one.kind, before=before, after=after, rules=_RULES.get(after, ""))


def _listed(ctx: Context, error: HatiDataError) -> tuple[str, tuple[Repair, ...]] | None:
    """The text with parentheses around the values of IN, of which all but the first were read as tables."""
    own = error.code == "unknown_name" and ctx.dialect == DIALECTS[0]
    changed = listed(ctx.sql) if own else None
    return None if changed is None else (changed, (Repair("call", "", ""),))


def _unread(ctx: Context, error: HatiDataError, order: Sequence[str]) -> tuple[str, tuple[Repair, ...]] | None:
    """Another text for one that could not be read."""
    if error.code == "syntax_error":
        return mend(ctx.sql, ctx.dialect, () if error.own else order)
    own = error.code == "unknown_name" and ctx.dialect == DIALECTS[0]
    limited = limit(ctx.sql) if own else None  # TOP (5) id reads as a call
    if limited is not None:
        return limited, (Repair("limit", "", ""),)
    meant = of_another(ctx.sql, ctx.dialect, order) if error.code == "unknown_name" else None
    return None if meant is None else (meant[0], (meant[1],))
