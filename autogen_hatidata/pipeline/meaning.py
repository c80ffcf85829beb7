"""What a statement asks of meaning: made a statement that looks the answers up, and answered before that runs."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from autogen_hatidata.errors import (
    BadArgument,
    HatiDataError,
    LimitExceeded,
    NotAllowed,
    QueryTimeout,
    UnknownName,
    unfit_parameters,
)
from autogen_hatidata.pipeline.comparing import Answers
from autogen_hatidata.pipeline.context import Context, Lookup, Plan
from autogen_hatidata.pipeline.memory_source import audience
from autogen_hatidata.pipeline.texts import LEAST_TIME, KeptTexts
from autogen_hatidata.sql.hybrid import distinct, hybrid
from autogen_hatidata.sql.meaning import FUNCTIONS, TABLE_FUNCTIONS, Column, is_text
from autogen_hatidata.sql.names import resolve
from autogen_hatidata.sql.render import parameters, to_duckdb
from autogen_hatidata.types import LensInfo

if TYPE_CHECKING:
    from autogen_hatidata.engines.base import Engine
    from autogen_hatidata.memory.seams import Progress
    from autogen_hatidata.pipeline.memory_source import Memory

_ASKING = tuple(sorted(FUNCTIONS | TABLE_FUNCTIONS))


class Meanings:
    """Answers what statements ask of meaning."""

    def __init__(self, memory: Memory, most: int) -> None:
        """``most``: different texts of one column that a statement may have embedded."""
        self._memory, self._most = memory, most
        self._kept = KeptTexts()

    def expect(self, sql: object) -> None:
        """Make ready for a statement before its call holds anything: it may need the file of memories.

        Raises:
            OpenError: that cannot be made.
        """
        if asks(sql):
            with self._memory.held():
                self._memory.store().make_ready()

    def memories(self, ctx: Context) -> int | None:
        """How many memories the caller can reach, as the view of them has it; None where that is not known in RAM."""
        with self._memory.held():
            return self._memory.store().count(audience(ctx.policy, ctx.caller))

    def index(self, engine: Engine, table: str, column: str, progress: Progress | None) -> int:
        """Embed all texts of a column of the user's, so that no statement has to; gives how many different ones.

        Raises:
            BadArgument: there is no such column, or it has no texts.
            EmbedderFailed: the model does not answer.
        """
        found = _column(engine, table, column)
        texts, _ = distinct(found)
        with self._memory.held():
            store = self._memory.store()
            store.make_ready()
            values = [text for row in engine.owner_sql(to_duckdb(texts)) for text in row.values()]
            return store.columns.index(*found.table, found.name.lower(), values, progress)

    def bound(self, ctx: Context) -> Context:
        """The call with values for all parameters of the statement that runs, and what there is to say of them.

        Raises:
            BadArgument: a text that is none, a threshold that is none, or parameters that do not fit.
            LimitExceeded: too many texts or pairs.
            QueryTimeout: the texts could not be embedded in time.
            EmbedderFailed: the model does not answer.
        """
        plan = ctx.checked.hybrid
        assert plan is not None
        given = _given(ctx.request.params, plan.asked)
        values = {name: given[name] for name in plan.left}
        with self._memory.held():
            answers = Answers(ctx, self._memory.store(), self._kept, self._most, given)
            for number, meaning in enumerate(plan.meanings, 1):
                found = answers.of(meaning)
                values.update((f"{plan.prefix}{number}_{name}", value) for name, value in found.items())
            told = answers.told
        left = max(LEAST_TIME, answers.ends - time.monotonic())
        notes = (*ctx.notes, *answers.notes)
        return ctx.having(bound=values, timeout_s=left, notes=notes, meaning=told)


def asks(sql: object) -> bool:
    """Whether a text may compare texts by their meaning."""
    # A pattern of these names takes ten times as long, for each statement of each agent.
    return isinstance(sql, str) and any(map(sql.lower().__contains__, _ASKING))


def looked_up(plan: Plan, lens: LensInfo, meanings: Meanings | None) -> Plan:
    """The plan with the statement that looks up what its tree asks of meaning.

    Raises:
        NotAllowed: nothing can be looked up here.
        HatiDataError: as for `hybrid`.
    """
    if meanings is None:
        raise NotAllowed("Texts are compared by their meaning in queries of tables only.", "compare them otherwise.")
    try:
        return replace(plan, hybrid=hybrid(plan.tree, lens))
    except (UnknownName, BadArgument):
        resolve(plan.tree, lens)  # a table that is unknown is told first
        raise


def prepared(plan: Plan, lens: LensInfo, engine: Engine) -> Plan:
    """The plan with the queries for the texts that its statement compares, and for how many they are."""
    if plan.hybrid is None:
        return plan
    columns = [one for meaning in plan.hybrid.meanings if meaning.dim is None for one in meaning.sides]
    columns += [one._replace(where=None) for one in columns]
    return replace(plan, lookups={one: _lookup(one, lens, engine) for one in dict.fromkeys(columns)})


def texts_met(ctx: Context) -> int:
    """How many different texts a statement compares at the most, whatever its parameters are. They are counted within
    the time of one statement."""
    plan = ctx.checked
    assert plan.hybrid is not None
    met = {side for meaning in plan.hybrid.meanings if meaning.dim is None for side in meaning.sides}
    counted = {one._replace(where=None) if plan.lookups[one].parameters else one for one in met}
    ends = time.monotonic() + ctx.timeout_s
    return sum(_count(one, ctx, ends) for one in counted)


def _count(column: Column, ctx: Context, ends: float) -> int:
    number, left = ctx.checked.lookups[column].number, max(LEAST_TIME, ends - time.monotonic())
    try:
        ((count,),) = ctx.lease.run(number, None, max_rows=1, timeout_s=left).rows
    except (QueryTimeout, LimitExceeded):
        raise
    except HatiDataError:  # as where these texts are read, in `Texts`
        if column.where is None:
            raise
        return _count(column._replace(where=None), ctx, ends)
    return int(count)


def _lookup(column: Column, lens: LensInfo, engine: Engine) -> Lookup:
    texts, number = (resolve(tree, lens) for tree in distinct(column))
    ready = [engine.prepare(tree, to_duckdb(tree)) for tree in (texts, number)]
    return Lookup(ready[0], ready[1], tuple(dict.fromkeys(parameters(texts))))


def _given(params: Any, asked: Mapping[str, str]) -> dict[str, Any]:
    """The values of the parameters by their names in the statement, of what the caller gave by number or by name."""
    if isinstance(params, Mapping):
        given = {str(name): value for name, value in params.items()}
    else:
        given = {str(number): value for number, value in enumerate(params or (), 1)}
    if given.keys() != set(asked.values()):
        raise unfit_parameters()
    return {name: given[key] for name, key in asked.items()}


def _column(engine: Engine, table: str, column: str) -> Column:
    """A column of the user's own, by its names."""
    if not (isinstance(table, str) and isinstance(column, str)):
        raise BadArgument("A table and its column are given by their names.", "write 'tickets' and 'body', as texts.")
    schema, _, name = table.rpartition(".")
    key = ((schema or "main").lower(), name.lower())
    found = [one for one in engine.schema().get(key, ()) if one.name.lower() == column.lower()]
    if not found or not is_text(found[0].type):
        if key not in engine.schema():
            raise BadArgument(f"There is no table {table}.", "name it as it is, or as schema.name.")
        why = "has no text" if found else "does not exist"
        raise BadArgument(f"The column {table}.{column} {why}.", "name a column of text, as VARCHAR, ENUM or JSON.")
    return Column(key, found[0].name, found[0].type)
