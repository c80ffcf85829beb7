"""Every error that a caller of this package can meet.

    HatiDataError
    ├── PolicyDenied        policy_denied       an action or a rule on something visible says no
    ├── UnknownCaller       unknown_caller      nobody registered made this call
    ├── QuotaExceeded       quota_exceeded      credits, price per query or concurrency are used up
    ├── UnknownName         unknown_name        no such table, column or function in the caller's lens
    ├── SqlError            syntax_error        the text is not one readable statement
    ├── NotAllowed          not_allowed         readable, but outside what agents may run
    ├── UnsupportedSql      unsupported_sql     another dialect's construct without a tested translation
    ├── WrongType           wrong_type          values and types do not fit
    ├── ExecutionFailed     execution_failed    the engine gave up for another reason
    ├── ConstraintFailed    constraint          a change that the table does not take
    ├── QueryTimeout        timeout             stopped by the watchdog
    ├── LimitExceeded       limit_exceeded      too large: text, nesting, memory, an argument
    ├── ResultTruncated     result_truncated    more rows than max_rows where all were asked for
    ├── UnknownMemory       unknown_memory      no such memory that the caller can read
    ├── Conflict            conflict            a state was changed by another one in the meantime
    ├── BadArgument         bad_argument        a tool or method was called with an unusable value
    ├── EmbedderFailed      embedder_failed     texts cannot be turned into vectors: no model, wrong weights, no answer
    ├── ConnectionFailed    connection_failed   no layer or server at that address
    ├── OpenError           (several codes)     a database, folder, policy or process state that cannot be used
    ├── PolicyError         policy_invalid      a policy file that does not load
    ├── LoadError           load_failed         the owner's data could not be read
    └── AuditError          audit_failed        the record could not be written, so the call fails

A model sees ``error.for_model()``; people see ``str(error)``, which is the same sentence. Engine messages never
become part of either.
"""

from __future__ import annotations

from typing import Any, ClassVar


class HatiDataError(Exception):
    """The root of all errors of this package.

    Args:
        message: what is wrong, in one sentence that names nothing the caller may not know.
        hint: what to do next.
        code: replaces the class's code where one class serves several.
        stage: the pipeline stage that raised it; the pipeline fills it in.
        subject: the name or token the error is about, as the caller wrote it (used by repairs).
        detail: what only the audit log may keep, already stripped of values.
        near: the word at which it lies in the statement, where that is not ``subject``.
        place: from where to where it lies in the caller's text.

    Attributes:
        marked: the line of the caller's own text, with carets under the place; the pipeline fills it in.
        told: whether the pipeline did so.
        own: whether DuckDB reads the statement that was not read here, so that it is no other system's.
        audit_id: the id of the call in the audit log, once it is written there.
        rules: the ids of the attribute rules that deny this.
    """

    code: ClassVar[str] = "error"
    healable: ClassVar[bool] = False

    def __init__(
        self,
        message: str,
        hint: str = "",
        *,
        code: str | None = None,
        stage: str | None = None,
        subject: str | None = None,
        detail: str | None = None,
        near: str | None = None,
        place: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.stage = stage
        self.subject = subject
        self.detail = detail
        self.near = near
        self.place = place
        self.marked = ""
        self.told = False
        self.own = False
        self.audit_id: str | None = None
        self.rules: tuple[str, ...] = ()
        if code is not None:
            self.code = code  # type: ignore[misc]

    def for_model(self) -> str:
        """The one form in which a model reads an error: ``Error: [code] message Hint: ...``, and the marked line."""
        return f"Error: {self}"

    def sentence(self) -> str:
        """What is wrong and what to do, without the marked line."""
        text = f"[{self.code}] {self.message}"
        return f"{text} Hint: {self.hint}" if self.hint else text

    def __str__(self) -> str:
        return f"{self.sentence()}\n{self.marked}" if self.marked else self.sentence()


class PolicyDenied(HatiDataError):
    """The policy forbids this action on something the caller can see."""

    code = "policy_denied"


class UnknownCaller(HatiDataError):
    """The call cannot be charged to a registered agent."""

    code = "unknown_caller"


class QuotaExceeded(HatiDataError):
    """Credits, the price limit of one query, or the number of calls at once are used up."""

    code = "quota_exceeded"


class UnknownName(HatiDataError):
    """A table, column or function that does not exist for this caller. Hidden and missing names answer alike."""

    code = "unknown_name"
    healable = True


class SqlError(HatiDataError):
    """The text is not one readable SQL statement."""

    code = "syntax_error"
    healable = True


class NotAllowed(HatiDataError):
    """A statement, function or construct that agents may not run."""

    code = "not_allowed"


class UnsupportedSql(HatiDataError):
    """A construct of another dialect for which there is no tested translation."""

    code = "unsupported_sql"


class WrongType(HatiDataError):
    """Values and types do not fit together."""

    code = "wrong_type"
    healable = True


class ExecutionFailed(HatiDataError):
    """The engine could not finish the statement."""

    code = "execution_failed"


class ConstraintFailed(HatiDataError):
    """A change that the table does not take: a key that is there already, a value that must not be missing, a check."""

    code = "constraint"


class QueryTimeout(HatiDataError):
    """The statement ran longer than the caller's time limit and was stopped."""

    code = "timeout"


class LimitExceeded(HatiDataError):
    """Text, nesting, memory or an argument beyond a limit."""

    code = "limit_exceeded"


class ResultTruncated(HatiDataError):
    """``query`` found more rows than ``max_rows``; ``run`` returns the first ones and says so."""

    code = "result_truncated"


class UnknownMemory(HatiDataError):
    """A memory that is not there for this caller. Hidden and missing ones answer alike."""

    code = "unknown_memory"


class Conflict(HatiDataError):
    """A state does not have the version that the caller expected: it was set in the meantime."""

    code = "conflict"


class BadArgument(HatiDataError):
    """A method or tool was called with a value it cannot use."""

    code = "bad_argument"


class EmbedderFailed(HatiDataError):
    """Texts cannot be turned into vectors: the model is not there, is not the one it should be, or does not answer."""

    code = "embedder_failed"

    def __init__(
        self,
        message: str,
        hint: str = "the owner can look at the embedder: it must give one vector of dim finite numbers for each text.",
        **more: Any,
    ) -> None:
        super().__init__(message, hint, **more)


class ConnectionFailed(HatiDataError):
    """There is no data layer at that address."""

    code = "connection_failed"


class OpenError(HatiDataError):
    """A layer cannot be opened or used. Codes: ``no_such_file``, ``no_such_folder``, ``not_a_database``,
    ``wrong_version``, ``no_permission``, ``file_locked``, ``already_open``, ``forked``, ``closed``, and
    ``open_failed`` where no other fits."""

    code = "open_failed"


class PolicyError(HatiDataError):
    """A policy that does not load.

    ``message`` begins with the place; ``file``, ``line``, ``field`` and ``problem`` are its parts, where it has them.
    """

    code = "policy_invalid"
    file: str | None = None
    line: int | None = None
    field: str | None = None
    problem: str | None = None


class LoadError(HatiDataError):
    """The owner's data could not be loaded."""

    code = "load_failed"


class AuditError(HatiDataError):
    """The record could not be written, so no answer is given."""

    code = "audit_failed"


def unfit_parameters() -> BadArgument:
    """The error for parameters that do not fit a statement."""
    return BadArgument(
        "The parameters do not fit the statement.",
        "give a list for ? or $1, a mapping for $name, and one value for each.",
    )
