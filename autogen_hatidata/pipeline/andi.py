"""ANDI: one call from request to answer. Order, timing, healing, the release of quota and the records are known here
and nowhere else."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from autogen_hatidata.audit.log import AuditLog
from autogen_hatidata.caller import new_id
from autogen_hatidata.engines.base import Held, Source
from autogen_hatidata.errors import HatiDataError, QuotaExceeded
from autogen_hatidata.governance.credits import with_rows
from autogen_hatidata.governance.quota import Quota
from autogen_hatidata.governance.underway import Reservation
from autogen_hatidata.pipeline import STAGES, Over, Services, audit
from autogen_hatidata.pipeline.asking import Asking, Healers
from autogen_hatidata.pipeline.cache import PlanCache
from autogen_hatidata.pipeline.call import Call
from autogen_hatidata.pipeline.context import Context, Stage, Standing
from autogen_hatidata.pipeline.heal import heal
from autogen_hatidata.pipeline.meaning import Meanings, texts_met
from autogen_hatidata.pipeline.notes import explanation_of, notes_of
from autogen_hatidata.pipeline.policy import check_verb
from autogen_hatidata.pipeline.telling import tell
from autogen_hatidata.settings import Settings
from autogen_hatidata.sql.agree import text_to_check
from autogen_hatidata.sql.render import to_duckdb, without_parameters
from autogen_hatidata.types import (
    MEMORIES,
    Asker,
    Caller,
    Estimate,
    Explanation,
    LensInfo,
    QueryResult,
    Repair,
    Request,
)

T = TypeVar("T")
Written = tuple[str, tuple[str, ...]]

_BEFORE_CHARGE = frozenset({"policy", "cost", "quota"})
_KEPT = frozenset({"policy", "row_security", "transpile"})
"""The stages whose results a plan carries to the next call with the same text."""

_PURE = ("policy", "cost", "row_security")


class Andi:
    """The pipeline of one layer. Every method records what it was asked, on every way out.

    ``stages`` are what a call goes through, over ``engine``; of `STAGES` some may not be needed. ``verb`` is what a
    caller's role must have to `run` one. ``heals``: whether a broken one may
    be repaired, where the settings allow it. One that changes something may not: a repair that was not meant cannot be
    taken back. ``healers``: who is asked where no repair is certain, if the settings say so. ``meanings``: what
    compares texts by their meaning, where that can be asked.
    """

    def __init__(
        self,
        settings: Settings,
        engine: Over,
        quota: Quota,
        log: AuditLog,
        stages: Mapping[str, Callable[[Services[Over]], Stage]],
        verb: str = "read",
        *,
        heals: bool = True,
        healers: Healers | None = None,
        meanings: Meanings | None = None,
    ) -> None:
        self._settings, self._quota, self._log = settings, quota, log
        self._engine: Source = engine
        self._meanings = meanings
        services = Services(settings, engine, quota, PlanCache(settings.plan_cache_size), verb, meanings)
        self._stages = {name: build(services) for name, build in stages.items()}
        names = tuple(stages)
        self._before, self._after = names[: names.index("execute")], names[names.index("execute") :]
        self._left_out = ("heal", *(name for name in STAGES if name not in stages))
        self._heals = heals and settings.heal != "off"
        self._asking = Asking(settings, healers) if settings.heal == "model" and healers is not None else None

    def run(self, caller: Caller, request: Request, standing: Standing) -> QueryResult:
        """Answer one request. Raises the HatiDataError that ended it, after its record was written."""
        if self._meanings is not None:
            try:
                self._meanings.expect(request.sql)
            except HatiDataError as error:
                raise self.refuse(caller, request, error) from None
        return self._within(caller, request, standing, self._answered)

    def run_written(
        self, caller: Caller, request: Request, standing: Standing, write: Callable[[LensInfo], Written]
    ) -> QueryResult:
        """Answer with the DuckDB statement that ``write`` makes of the names that the caller can see, and its notes.

        Both happen within one lens, so that no change of the owner comes between them.
        """
        return self._within(caller, request, standing, lambda call: self._answered(call, write))

    def estimate(self, caller: Caller, request: Request, standing: Standing) -> Estimate:
        """The price of a statement at the most. Counts what texts it compares, and costs nothing."""
        return self._within(caller, request, standing, lambda call: self._free(call, lambda: self._estimated(call)))

    def explain(self, caller: Caller, request: Request, standing: Standing) -> Explanation:
        """What would happen to a statement, and why. Counts what texts it compares, and costs nothing."""
        return self._within(caller, request, standing, lambda call: self._free(call, lambda: self._explained(call)))

    def catalog(self, caller: Caller, request: Request, standing: Standing, answer: Callable[[LensInfo], T]) -> T:
        """An answer from the names that the caller can see. Costs nothing."""

        def looked_up(call: Call) -> T:
            check_verb(standing.policy, caller)
            return answer(call.ctx.lease.info)

        return self._within(caller, request, standing, lambda call: self._free(call, lambda: looked_up(call)))

    def refuse(self, caller: Caller, request: Request, error: HatiDataError) -> HatiDataError:
        """Record a call that was refused before it came to the pipeline; gives the error to raise."""
        error.audit_id = new_id()
        self._record("outcome", audit.outcome(error.audit_id, caller, request, sql=None, error=error))
        return error

    def _within(self, caller: Caller, request: Request, standing: Standing, work: Callable[[Call], T]) -> T:
        """Do the work inside the caller's lens. That there is none is recorded too."""
        lease = self._engine.lease(standing.spec, self._asker(caller, standing))
        try:
            lease.__enter__()
        except HatiDataError as error:
            raise self.refuse(caller, request, error) from None
        try:
            return work(Call(self._start(caller, request, standing, lease)))
        finally:
            lease.__exit__(None, None, None)

    def _asker(self, caller: Caller, standing: Standing) -> Asker | None:
        if not standing.spec.memory:
            return None
        return Asker(caller.name, caller.chat, standing.policy.reads_shared(caller.role), self._quota.clock())

    def _answered(self, call: Call, write: Callable[[LensInfo], Written] | None = None) -> QueryResult:
        try:
            if write is not None:
                self._write(call, write)
            self._attempts(call)
        except BaseException as error:
            self._fail(call, error)
            raise
        return self._answer(call)

    def _write(self, call: Call, write: Callable[[LensInfo], Written]) -> None:
        ctx = call.ctx
        try:
            check_verb(ctx.policy, ctx.caller)
            sql, notes = write(ctx.lease.info)
            call.ctx = ctx.having(sql=sql, dialect="duckdb", notes=notes)
        except HatiDataError as error:
            error.stage = call.stage
            raise

    def _start(self, caller: Caller, request: Request, standing: Standing, lease: Held) -> Context:
        rules = standing.rules
        return Context.first(
            id=new_id(),
            caller=caller,
            request=request,
            policy=standing.policy,
            rules=rules,
            guard=standing.guard,
            lease=lease,
            sql=request.sql,
            dialect=request.dialect,
            max_rows=rules.max_rows or self._settings.max_rows,
            timeout_s=rules.timeout_s or self._settings.timeout_s,
        )

    def _attempts(self, call: Call) -> None:
        """The stages, and again with a repaired text while there is a safe repair."""
        while True:
            try:
                self._pass(call, self._before)
                self._record_intent(call)
                self._pass(call, self._after)
            except HatiDataError as error:
                if self._healed(call, error):
                    continue
                if call.kept is None or error.code == "audit_failed":
                    raise
                raise self._as_before(call, error) from None
            else:
                for name in self._left_out:
                    call.verdicts.setdefault(name, "not_needed")
                return

    def _pass(self, call: Call, names: Iterable[str]) -> None:
        """Run stages in order; keep the time of each, and its verdict, also of one that refuses."""
        stages, ms, verdicts, ctx, name = self._stages, call.ms, call.verdicts, call.ctx, ""
        started = time.perf_counter()
        try:
            for name in names:
                call.stage = name
                ctx = call.ctx = stages[name](ctx)
                ended = time.perf_counter()
                ms[name] = ms.get(name, 0.0) + (ended - started) * 1000
                started = ended
                verdicts[name] = "cached" if ctx.cached and name in _KEPT else "ok"
        except BaseException as error:
            call.spend(name, started)
            if isinstance(error, HatiDataError):
                error.stage = name
                verdicts[name] = "refused"
            raise

    def _record_intent(self, call: Call) -> None:
        started = time.perf_counter()
        call.stage = "audit"
        self._record("intent", audit.intent(call.id, call.ctx, call.verdicts), call.ctx.reservation)
        call.spend("audit", started)

    def _healed(self, call: Call, error: HatiDataError) -> bool:
        """Whether there is a next attempt; then ``call`` stands at its beginning."""
        if not error.healable or not self._heals:
            return False
        started = time.perf_counter()
        found = heal(call.ctx, error, self._settings.auto_dialects) or self._asked(call, error)
        call.verdicts["heal"] = "refused" if found is None else "ok"
        call.spend("heal", started)
        if found is None:
            return False
        spent = self._failed(call, error)
        fresh, repairs = found
        call.ctx = fresh.having(spent=spent)
        call.repairs.extend(repairs)
        return True

    def _asked(self, call: Call, error: HatiDataError) -> tuple[Context, tuple[Repair, ...]] | None:
        """The next attempt with what a healer says, if one is asked and knows."""
        if self._asking is None:
            return None
        tell(call.ctx, error)
        found = self._asking(call.ctx, error)
        if found is not None and call.kept is None:
            call.kept = call.ctx, error
        return found

    def _as_before(self, call: Call, error: HatiDataError) -> HatiDataError:
        """The error to end with where what a healer wrote fails too: that of the text that its caller knows."""
        assert call.kept is not None
        spent = self._failed(call, error)
        ctx, kept = call.kept
        call.ctx, call.paid = ctx.having(spent=spent, reservation=None), True
        return kept

    def _failed(self, call: Call, error: HatiDataError) -> float:
        """Record and charge an attempt that is not the end of its call; gives what was spent so far."""
        failed, cost = call.ctx, self._charge(error)
        self._record("attempt", audit.attempt(call.id, failed, error, cost), failed.reservation)
        return failed.spent + cost

    def _answer(self, call: Call) -> QueryResult:
        ctx = call.ctx
        table, plan, estimate = ctx.table, ctx.checked, ctx.estimate
        assert table is not None
        assert estimate is not None
        assert plan.price is not None
        credits = ctx.spent + with_rows(plan.price, len(table.rows), self._settings.prices).credits
        started = time.perf_counter()
        fields = audit.outcome(
            ctx.id,
            ctx.caller,
            ctx.request,
            sql=plan.redacted,
            credits=credits,
            estimate=estimate.credits + ctx.spent,
            table=table,
            ms=call.ms,
            healed=call.repairs,
            policy=ctx.policy.digest,
            changed=table.changed,
            warned=ctx.warned,
            meaning=ctx.meaning,
        )
        self._record("outcome", fields, ctx.reservation)
        if table.changed is not None and ctx.request.saving is None:  # a save leaves no note to be settled
            self._engine.settle(call.id)
        call.verdicts["audit"] = "ok"
        call.spend("audit", started)
        budget = self._quota.note(ctx.caller, ctx.rules)
        return QueryResult(
            columns=table.columns,
            rows=tuple(table.rows),
            row_count=len(table.rows),
            truncated=table.truncated,
            credits=credits,
            estimate=estimate,
            notes=notes_of(call) if budget is None else (*notes_of(call), budget),
            healed=tuple(call.repairs),
            masked=ctx.masked,
            trace=call.trace(),
            audit_id=ctx.id,
            types=table.types,
            changed=table.changed,
        )

    def _fail(self, call: Call, problem: BaseException) -> None:
        """Record the end of a call that has no answer. A bug or an interrupt is recorded too, and stays what it is.

        Ctrl-C may come when a change is in the data already: the record says so. Where that cannot be told, there is no
        outcome, and the next start settles the call.
        """
        ctx = call.ctx
        error = problem if isinstance(problem, HatiDataError) else _bug(problem, call.stage)
        error.audit_id = call.id
        tell(ctx, error)
        try:
            changed = ctx.lease.changed(call.id)
        except HatiDataError:
            if ctx.reservation is not None:
                self._quota.release(ctx.reservation)
            return
        fields = audit.outcome(
            call.id,
            ctx.caller,
            ctx.request,
            sql=audit.redacted(ctx),
            error=error,
            credits=ctx.spent if call.paid else ctx.spent + self._charge(error),
            estimate=ctx.estimate.credits if ctx.estimate else None,
            ms=call.ms,
            healed=call.repairs,
            policy=ctx.policy.digest,
            known=self._known(error),
            warned=ctx.warned,
            changed=changed,
        )
        self._record("outcome", fields, ctx.reservation)
        if changed is not None and ctx.request.saving is None:
            self._engine.settle(call.id)

    def _free(self, call: Call, work: Callable[[], T]) -> T:
        """Do what costs nothing, and record it."""
        try:
            answer = work()
        except BaseException as problem:
            error = problem if isinstance(problem, HatiDataError) else _bug(problem, call.stage)
            error.audit_id = call.id
            tell(call.ctx, error)
            self._record_free(call, error)
            raise
        self._record_free(call, call.found)
        return answer

    def _record_free(self, call: Call, error: HatiDataError | None) -> None:
        ctx = call.ctx
        fields = audit.outcome(
            call.id,
            ctx.caller,
            ctx.request,
            sql=audit.redacted(ctx) if ctx.sql else None,
            error=error,
            ms=call.ms,
            policy=ctx.policy.digest,
            known=self._known(error) if error else None,
            warned=ctx.warned,
        )
        self._record("outcome", fields)

    def _estimated(self, call: Call) -> Estimate:
        self._pass(call, _PURE)
        if call.ctx.checked.hybrid is not None:
            self._pass(call, ("transpile",))
        return self._with_texts(call)

    def _with_texts(self, call: Call) -> Estimate:
        """With the number of texts that are compared. They are counted for whoever could run the statement now."""
        ctx, found = call.ctx, call.ctx.estimate
        assert found is not None
        if ctx.checked.hybrid is None:
            return found
        try:
            self._quota.check(ctx.caller, ctx.rules, found)
        except QuotaExceeded:
            return found
        return replace(found, texts=texts_met(ctx))

    def _explained(self, call: Call) -> Explanation:
        try:
            self._pass(call, ("policy", "cost"))
            assert call.ctx.estimate is not None
            self._quota.check(call.ctx.caller, call.ctx.rules, call.ctx.estimate)
            self._pass(call, ("row_security", "transpile"))
            call.ctx = call.ctx.having(estimate=self._with_texts(call))
            self._bind(call)
        except HatiDataError as error:
            call.found = error
            tell(call.ctx, error)
            message, marked = f"Error: {error.sentence()}", error.marked
            told = replace(explanation_of(call.ctx), verdict=error.code, message=message, marked=marked, sql="")
            return replace(told, rules=error.rules) if error.rules else told
        return explanation_of(call.ctx)

    @staticmethod
    def _bind(call: Call) -> None:
        """Meet the error of a name that the statement would meet when it runs, such as that of a denied column.

        Other errors may come from the NULLs that stand for parameters here.
        """
        call.stage = "execute"
        tree = without_parameters(call.ctx.checked.resolved)
        sql = text_to_check(tree, to_duckdb(tree))  # with fixed columns, a PIVOT reads no data
        try:
            call.ctx.lease.bind(sql, timeout_s=call.ctx.timeout_s)
        except HatiDataError as error:
            if error.code == "unknown_name":
                error.stage = call.stage
                raise

    def _record(self, kind: str, fields: Mapping[str, Any], reservation: Reservation | None = None) -> None:
        """Write a record, and let spending follow it before any other record is written.

        Only an intent keeps what is set aside for its call; every other record lets it go, also when it fails.
        """
        quota = self._quota
        try:
            self._log.append(kind, fields, lambda written: quota.follow(kind, written.time, fields, reservation))
        except BaseException:
            if kind != "intent" and reservation is not None:
                quota.release(reservation)
            raise

    def _charge(self, error: HatiDataError) -> float:
        """What a failed attempt costs; nothing for a refusal or a fault of the log."""
        if error.code == "audit_failed" or error.stage in _BEFORE_CHARGE:
            return 0.0
        failed = audit.status(error) == "error" or error.stage == "execute"
        return self._settings.prices.failed_attempt if failed else 0.0

    def _known(self, error: HatiDataError) -> str | None:
        """For the record alone: whether an unknown name is hidden from the caller or nowhere."""
        if error.code != "unknown_name" or not error.subject:
            return None
        name = error.subject.rpartition(".")[2].lower()
        if name == MEMORIES[1]:
            return "hidden"
        try:
            schema = self._engine.schema()
        except HatiDataError:  # the record matters more than this field
            return None
        for (_, table), columns in schema.items():
            if name == table or any(name == column.name.lower() for column in columns):
                return "hidden"
        return "missing"


def _bug(problem: BaseException, stage: str) -> HatiDataError:
    return HatiDataError("The call was broken off.", code="internal_error", stage=stage, detail=type(problem).__name__)
