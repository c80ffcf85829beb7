"""What a call carries from stage to stage, and what is kept of it for the next call with the same text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, field, fields
from typing import TYPE_CHECKING, Any, NamedTuple

from autogen_hatidata.sql.unchecked import is_as_written
from autogen_hatidata.types import Caller, Change, Estimate, Facts, LensSpec, QuotaRules, Request, Table

if TYPE_CHECKING:
    from autogen_hatidata.engines.base import Lease, Prepared
    from autogen_hatidata.governance.policy import Policy
    from autogen_hatidata.governance.rules import Guard
    from autogen_hatidata.governance.underway import Reservation
    from autogen_hatidata.sql.hybrid import Hybrid
    from autogen_hatidata.sql.meaning import Column
    from autogen_hatidata.sql.naming import Names
    from autogen_hatidata.sql.reading import Reading


class Lookup(NamedTuple):
    """The query for the different texts of a column, that for their number, and the parameters that both have."""

    texts: Prepared
    number: Prepared
    parameters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """What one policy says of one agent: the same for all its calls until the policy changes."""

    policy: Policy
    spec: LensSpec
    rules: QuotaRules
    guard: Guard | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """A checked statement of one lens: pure results that depend on nothing but text, dialect, lens and data version.

    Attributes:
        tree: the checked tree.
        facts: what rules, prices and records need of it.
        redacted: the text for the log, without literals and comments; None where there is no text.
        price: what it costs, without the rows that it returns; None until cost has counted what it scans.
        resolved: the tree with its names written in full; None until row_security has seen it.
        sql: the DuckDB text that runs; empty until transpile has seen it.
        prepared: the statement that DuckDB's own parser made of ``sql``; for a change, what is to be done.
        data: the state of the data that ``price`` was made of.
        action: what a change does: insert, update, delete; or what a call uses; None for a query.
        priced: what prices need to know of a change, when that is not ``facts``.
        hybrid: the statement that looks up what ``tree`` asks of meaning; None where it asks nothing.
        lookups: how the texts of each column are found that it compares.
        reading: what was read of the names in ``tree``; None once row_security has seen it.
    """

    tree: Any
    facts: Facts
    redacted: str | None
    price: Estimate | None = None
    resolved: Any = None
    sql: str = ""
    prepared: Prepared | Change | None = None
    data: int = 0
    action: str | None = None
    priced: Facts | None = None
    hybrid: Hybrid | None = None
    lookups: Mapping[Column, Lookup] = field(default_factory=dict)
    reading: Reading | None = None


@dataclass(frozen=True)
class Context:
    """One attempt to answer one request, frozen: a stage returns a new one, made by `having`.

    Attributes:
        id: of the call.
        sql: the text of this attempt, or whatever else was given for one; healing changes it.
        dialect: the dialect of ``sql``; a healed text is DuckDB's.
        attempt: 1 for the text as written.
        spent: credits of failed attempts of this call.
        cached: whether the plan was kept from an earlier call.
        guard: the attribute rules that can hold for the caller; None where none can.
        warned: the ids of the rules that warned, and what each has to say.
        notes: what else there is to say with the answer.
        meaning: what the record says of texts that were compared by their meaning.
        within: what a text that a healer made has to name; None for every other text.
        bound: the values of all parameters of the statement that runs, where these are not those of the request.
    """

    id: str
    caller: Caller
    request: Request
    policy: Policy
    rules: QuotaRules
    lease: Lease
    sql: Any
    dialect: str
    max_rows: int
    timeout_s: float
    attempt: int = 1
    spent: float = 0.0
    plan: Plan | None = None
    cached: bool = False
    estimate: Estimate | None = None
    reservation: Reservation | None = None
    table: Table | None = None
    masked: tuple[str, ...] = ()
    guard: Guard | None = None
    warned: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    bound: Mapping[str, Any] | None = None
    meaning: Mapping[str, Any] | None = None
    within: Names | None = None

    @classmethod
    def first(cls, **values: Any) -> Context:
        """The context that a call begins with. Faster than the frozen ``__init__``, which goes field by field."""
        new = object.__new__(cls)
        new.__dict__.update(_BLANK, **values)
        return new

    def having(self, **changes: Any) -> Context:
        """The same with other values. Faster than ``dataclasses.replace``, which five stages would pay."""
        new = object.__new__(Context)
        new.__dict__.update(self.__dict__, **changes)
        return new

    @property
    def params(self) -> Any:
        """The parameters of the statement that runs."""
        return self.request.params if self.bound is None else self.bound

    @property
    def checked(self) -> Plan:
        """The plan, in stages that come after the one that makes it."""
        if self.plan is None:
            raise RuntimeError("no stage has read the statement yet")
        return self.plan

    @property
    def as_written(self) -> Reading | None:
        """What was read of the names in ``sql``, where that is known and the checks changed nothing of its tree."""
        reading = None if self.plan is None else self.plan.reading
        return reading if reading is not None and is_as_written(self.sql, self.dialect) else None


_BLANK: Mapping[str, Any] = {one.name: one.default for one in fields(Context) if one.default is not MISSING}
Stage = Callable[[Context], Context]
