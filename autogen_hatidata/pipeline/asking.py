"""Asking a healer for another text of a query that failed: in time, for so much, and whatever it does."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextvars import copy_context
from queue import Empty, SimpleQueue

from autogen_hatidata.errors import HatiDataError
from autogen_hatidata.healer import Healer, VisibleSchema
from autogen_hatidata.pipeline.context import Context
from autogen_hatidata.pipeline.heal import MAX_REPAIRS, fresh
from autogen_hatidata.pipeline.meaning import asks
from autogen_hatidata.settings import Settings
from autogen_hatidata.sql.naming import names_meant
from autogen_hatidata.sql.surroundings import may_be_query, unwrapped
from autogen_hatidata.types import MODEL, Caller, Repair

Healers = Callable[[Caller], Healer | None]
"""Gives the healer of a caller."""

_MOST_LATE = 4
"""Answers that were given up and may still come, each of them in a thread. With so many nothing more is asked."""

_log = logging.getLogger("autogen_hatidata")


class NoAnswer(Exception):
    """Why there is no text to try, in words for the log."""


class Asking:
    """Asks the healers of a layer's agents.

    Whatever a healer does, the call goes on or ends with the error that it had; why nothing came of it is in the
    error's detail, which the audit log keeps.
    """

    def __init__(self, settings: Settings, healers: Healers) -> None:
        self._seconds, self._max_chars = settings.heal_timeout_s, settings.max_sql_chars
        self._healers = healers
        self._late: list[threading.Thread] = []
        self._told = False

    def __call__(self, ctx: Context, error: HatiDataError) -> tuple[Context, tuple[Repair, ...]] | None:
        """The next attempt, from its beginning and as the same caller, or None where there is none."""
        if ctx.attempt > MAX_REPAIRS or not isinstance(ctx.sql, str):
            return None
        healer = self._healers(ctx.caller)
        if healer is None:
            self._tell(ctx.caller)
            return None
        lens, tree = ctx.lease.info, ctx.plan.tree if ctx.plan else None
        # What an earlier answer names counts for nothing: all answers name what the caller's text does.
        names = ctx.within if ctx.within is not None else names_meant(ctx.sql, ctx.dialect, tree, lens)
        if names is None:
            return None
        try:
            sql = self._text(healer, ctx, error.for_model(), VisibleSchema.of(lens, names))
        except NoAnswer as why:
            error.detail = "; ".join(filter(None, (error.detail, f"healer: {why}")))
            return None
        return fresh(ctx, sql).having(within=names), (Repair(MODEL, ctx.sql, sql),)

    def _text(self, healer: Healer, ctx: Context, error: str, schema: VisibleSchema) -> str:
        """Another text than the one that failed. It is judged by the stages, as any other."""
        found = self._answer(healer, ctx, error, schema)
        if found is None:
            raise NoAnswer("it does not know")
        if not isinstance(found, str):
            raise NoAnswer(f"its answer is no text but {type(found).__name__}")
        if len(found) > self._max_chars:
            raise NoAnswer(f"its answer has more than {self._max_chars} characters")
        sql = unwrapped(found).strip()
        if not may_be_query(sql):
            raise NoAnswer("its answer is no query")
        if sql == ctx.sql.strip():
            raise NoAnswer("its answer is the same text")
        if asks(sql) and not asks(ctx.sql):
            raise NoAnswer("its answer asks of meaning, which the text did not")
        return sql

    def _answer(self, healer: Healer, ctx: Context, error: str, schema: VisibleSchema) -> object:
        """What the healer gives within its time. An interrupt stays one."""
        self._late = [one for one in self._late if one.is_alive()]
        if len(self._late) >= _MOST_LATE:
            raise NoAnswer("it has not answered earlier questions yet")
        answers: SimpleQueue[tuple[object, BaseException | None]] = SimpleQueue()

        def ask() -> None:
            try:
                answers.put((healer(ctx.sql, error, schema), None))
            except BaseException as problem:  # noqa: BLE001 - raised, or logged, in the thread of the call
                answers.put((None, problem))

        # A thread, for nothing else ends a wait for a model. It knows who calls: the caller's model is the one to ask.
        thread = threading.Thread(target=copy_context().run, args=(ask,), name="hatidata-healer", daemon=True)
        thread.start()
        try:
            found, problem = answers.get(timeout=self._seconds)
        except Empty:
            self._late.append(thread)
            raise NoAnswer(f"no answer in {self._seconds:g} s") from None
        if problem is None:
            return found
        if not isinstance(problem, Exception):
            raise problem
        _log.warning("the healer of %s failed", ctx.caller.name, exc_info=problem)
        raise NoAnswer(f"it raised {type(problem).__name__}")

    def _tell(self, caller: Caller) -> None:
        if not self._told:
            self._told = True
            _log.warning(
                "heal is model, but %s has no healer, so that only certain repairs are made; "
                "give one with HatiData.open(healer=...), or register the agent with AutoGen",
                caller.name,
            )
