"""The frozen values that travel through the house."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args

if TYPE_CHECKING:
    import pandas
    import pyarrow

STAGE_NAMES = ("policy", "cost", "quota", "row_security", "transpile", "execute", "heal", "mask", "audit")
"""The nine stages of a trace, in the order in which it shows them."""

Dialect = Literal[
    "auto", "duckdb", "bigquery", "databricks", "mysql", "postgres", "redshift", "snowflake", "spark", "trino", "tsql"
]

DIALECTS: tuple[str, ...] = get_args(Dialect)
"""How texts can be read; ``auto`` is DuckDB's dialect, or the first of ``Settings.auto_dialects`` that can read one."""

AUTO_DIALECTS: tuple[Dialect, ...] = (
    "snowflake", "postgres", "bigquery", "databricks", "redshift", "tsql", "mysql", "trino", "spark",
)  # fmt: skip
"""The order in which these are tried."""

_SHOWN_ROWS = 10
_CELL_CHARS = 40


@dataclass(frozen=True, slots=True)
class Caller:
    """The agent a call is charged to, with what the policy says it is.

    Attributes:
        name: the agent's name without a leading ``autogen-``.
        role: its role in the policy; ``None`` where no policy is loaded.
        attributes: sorted ``(name, value)`` pairs for row filters, as the policy or the registration set them.
        chat: the id of the chat the call belongs to.
        executor: the agent that executed the call, when another one than the caller.
        source: how the caller was found: ``groupchat``, ``sender``, ``ledger`` or ``handle``.
        framework: the framework the call came through.
    """

    name: str
    role: str | None = None
    attributes: tuple[tuple[str, Any], ...] = ()
    chat: str | None = None
    executor: str | None = None
    source: str = "handle"
    framework: str = "custom"


class Saving(NamedTuple):
    """Where the result of a query is to be kept, instead of being returned; as the caller wrote it, at first unchecked.

    Attributes:
        name: of the result.
        roles: whose agents may read it beside those that share the caller's lens.
        lasts: for how many seconds it can be read.
        begins: from when on, in seconds since 1970.
    """

    name: Any
    roles: tuple[Any, ...]
    lasts: Any
    begins: float

    @property
    def expires(self) -> float:
        """Until when it can be read, in seconds since 1970."""
        return self.begins + float(self.lasts)

    @property
    def until(self) -> str:
        """The same, as the records of the log have times."""
        return datetime.fromtimestamp(self.expires, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Asked(NamedTuple):
    """What is asked of the memory, in place of SQL: an operation, and what it was given, at first unchecked.

    ``began`` is when, in seconds since 1970; ``progress`` is told how far a long operation is.
    """

    operation: str
    given: Mapping[str, Any]
    began: float
    progress: Any = None


class Request(NamedTuple):
    """What a caller asks for: one SQL text and its parameters, through one tool.

    ``call_id`` is the id that a model gave its tool call, when there is one; ``chain`` and ``step`` say which step of
    which reasoning chain it is, if of any; ``saving`` is where the result is to be kept, if it is; ``memory`` is what
    is asked for where that is no SQL.
    """

    sql: str
    params: Any = None
    dialect: str = "duckdb"
    tool: str = "query"
    call_id: str | None = None
    chain: str | None = None
    step: int | None = None
    saving: Saving | None = None
    memory: Asked | None = None


@dataclass(frozen=True, slots=True)
class Prices:
    """The numbers of the price list: credits, and from how many rows on. `governance.credits.PARTS` says for what."""

    statement: float = 1.0
    table: float = 0.5
    scan: float = 2.0
    star: float = 1.0
    rows: float = 1.0
    failed_attempt: float = 1.0
    big_table: int = 10_000
    row_block: int = 10_000


@dataclass(frozen=True, slots=True)
class Budget:
    """Credits that may be spent in one period. ``per``: minute, hour, day, month (all UTC) or chat."""

    credits: float
    per: str


@dataclass(frozen=True, slots=True)
class QuotaRules:
    """What the policy allows one caller to spend: three budgets that must all allow, and limits of a single call.

    A field that is None sets no limit; ``max_rows`` and ``timeout_s`` then come from the settings. The limits of one
    query are the strictest of agent, role and layer; calls at once are counted for each of the three.
    """

    agent: Budget | None = None
    role: Budget | None = None
    layer: Budget | None = None
    max_credits_per_query: float | None = None
    max_rows: int | None = None
    timeout_s: float | None = None
    max_concurrency: int | None = None
    role_concurrency: int | None = None
    layer_concurrency: int | None = None


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a statement will cost at the most, in credits, with the parts of the price list that make it up.

    ``texts``: how many different texts of columns it compares by meaning at the most, for `HatiDataAgent.estimate` and
    `explain` alone. Each is embedded, unless it was before, and that has no price, but takes time.
    """

    credits: float
    parts: tuple[tuple[str, float], ...]
    texts: int = 0


class StageTrace(NamedTuple):
    """One stage of a finished call. ``verdict``: ok, cached, refused, not_reached or not_needed."""

    stage: str
    ms: float
    verdict: str


@dataclass(frozen=True, slots=True)
class Repair:
    """One change that healing made: ``kind`` is a row of REPAIRS, before and after are what was written; or `MODEL`,
    and they are the whole texts."""

    kind: str
    before: str
    after: str


MODEL = "model"
"""The kind of a repair for which a healer was asked."""


@dataclass(frozen=True, slots=True)
class QueryResult:
    """The answer to one statement.

    Attributes:
        columns: the column names, in order; a name can stand twice.
        rows: tuples of Python values, at most ``max_rows`` of them.
        row_count: the number of rows returned.
        truncated: whether there were more rows than were returned.
        credits: what was charged.
        estimate: what was reserved before it ran.
        notes: sentences about what happened on the way (repairs, truncation).
        healed: the repairs made, in order; empty when the text ran as written.
        masked: the masked columns the answer was computed from, as ``table.column``.
        trace: the nine stages with milliseconds and verdict.
        audit_id: the id of the call in the audit log.
        changed: the number of rows that a change added, changed or removed; None for a query.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    row_count: int
    truncated: bool
    credits: float
    estimate: Estimate
    notes: tuple[str, ...]
    healed: tuple[Repair, ...]
    masked: tuple[str, ...]
    trace: tuple[StageTrace, ...]
    audit_id: str
    types: tuple[str, ...] = field(default=(), repr=False)
    changed: int | None = None

    def __str__(self) -> str:
        """What a person wants to see at a prompt: columns, the first ten rows, the number of rows, price and notes."""
        shown = [self.columns, *self.rows[:_SHOWN_ROWS]]
        lines = [" | ".join(map(_cell, row)) for row in shown]
        if len(self.rows) > _SHOWN_ROWS:
            lines.append("...")
        count = f"{self.row_count} row{'' if self.row_count == 1 else 's'}{', truncated' if self.truncated else ''}"
        price = f"{self.credits:g} credit{'' if self.credits == 1 else 's'}"
        return "\n".join([*lines, f"({count}, {price})", *(f"note: {note}" for note in self.notes)])

    def dicts(self) -> list[dict[str, Any]]:
        """The rows as dictionaries; the second ``id`` of an answer is called ``id_1``, the third ``id_2``."""
        names = unique_names(self.columns)
        return [dict(zip(names, row, strict=True)) for row in self.rows]

    def to_df(self) -> pandas.DataFrame:
        """The rows as a pandas DataFrame. Needs pandas: ``pip install pandas``."""
        try:
            import pandas
        except ImportError as missing:
            raise ImportError("to_df() needs pandas: pip install pandas") from missing
        return pandas.DataFrame.from_records(list(self.rows), columns=list(unique_names(self.columns)))

    def to_arrow(self) -> pyarrow.Table:
        """The rows as a pyarrow Table. Needs pyarrow: ``pip install pyarrow``."""
        try:
            import pyarrow
        except ImportError as missing:
            raise ImportError("to_arrow() needs pyarrow: pip install pyarrow") from missing
        names = unique_names(self.columns)
        columns = zip(*self.rows, strict=True) if self.rows else [() for _ in names]
        return pyarrow.table([pyarrow.array(list(c)) for c in columns], names=list(names))


def _cell(value: Any) -> str:
    """A value in at most forty characters that cannot move a terminal's cursor."""
    text = str(value)
    text = text if text.isprintable() else ascii(text)
    return text if len(text) <= _CELL_CHARS else f"{text[: _CELL_CHARS - 3]}..."


def unique_names(columns: tuple[str, ...]) -> tuple[str, ...]:
    """Column names with repeats numbered, as DuckDB's own data frames have them.

    >>> unique_names(("id", "id", "name"))
    ('id', 'id_1', 'name')
    """
    if len(set(columns)) == len(columns):
        return columns
    seen: set[str] = set()
    names = []
    for column in columns:
        name, n = column, 0
        while name in seen:
            n += 1
            name = f"{column}_{n}"
        seen.add(name)
        names.append(name)
    return tuple(names)


@dataclass(frozen=True, slots=True)
class Explanation:
    """What would happen to a statement, and why. Nothing was run.

    Attributes:
        verdict: ``ok``, or the code of the error that the statement would meet.
        message: that error's sentence and hint; empty when the verdict is ``ok``.
        marked: the line of the statement where it lies, with carets under the place, where that is known.
        sql: the DuckDB text that would run, without the lens's own names; empty when it would not.
        tables: the visible tables it reads, as ``schema.table``.
        filters: the row filters on them, by table, as the policy writes them.
        masks: the masked columns it may touch, by ``table.column``.
        estimate: the price it would be charged at the most; None when it does not come so far.
        rules: the attribute rules that deny it or, where it would run, warn about it, by id.
    """

    verdict: str
    message: str = ""
    sql: str = ""
    tables: tuple[str, ...] = ()
    filters: Mapping[str, str] = field(default_factory=dict)
    masks: Mapping[str, str] = field(default_factory=dict)
    estimate: Estimate | None = None
    rules: tuple[str, ...] = ()
    marked: str = ""


TableKey = tuple[str, str]
"""Lower-case schema and table: the way names compare."""


MEMORIES: TableKey = ("main", "_hatidata_agent_memory")
"""The table of memories in a lens."""


class Asker(NamedTuple):
    """Who asks, as far as it decides which memories a table shows: an agent, in a chat, at a moment.

    Attributes:
        shared: whether it may read what is shared.
        now: in seconds since 1970.
    """

    agent: str
    chat: str | None
    shared: bool
    now: float


def shown_name(schema: str, name: str) -> str:
    """A table as people write it: with its schema, unless that is ``main``.

    >>> shown_name("main", "orders"), shown_name("crm", "notes")
    ('orders', 'crm.notes')
    """
    return name if schema.lower() == "main" else f"{schema}.{name}"


@dataclass(frozen=True, slots=True)
class ColumnMask:
    """How one column is masked. ``kind`` is a row of MASKS; ``visible_chars`` counts only for ``partial``."""

    column: str
    kind: str
    visible_chars: int = 4


@dataclass(frozen=True, slots=True)
class TableSpec:
    """What one policy class may see of one table.

    Attributes:
        filter: the row filter as the policy writes it, with placeholders; None shows all rows.
        values: the placeholder values of this caller that the filter uses, sorted by name.
        missing: placeholders of the filter for which the caller has no value; then no row is visible and every
            statement over the table is refused.
        write: what may be done to its rows: insert, update, delete.
        writable: columns that may be set although they are masked or denied.
    """

    schema: str
    name: str
    filter: str | None = None
    values: tuple[tuple[str, Any], ...] = ()
    masks: tuple[ColumnMask, ...] = ()
    denied: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    write: tuple[str, ...] = ()
    writable: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether it shows the table as it is."""
        return self.filter is None and not (self.masks or self.denied or self.missing)


@dataclass(frozen=True, slots=True)
class LensSpec:
    """What one policy class may see. Two callers with equal specs share a lens.

    ``tables`` None: every table and view of the user, nothing hidden (a layer without a policy). ``reader`` is the name
    under which results of others are handed over to this class; empty where none can be. ``memory``: the table of
    memories too, of which each agent sees its own.
    """

    tables: tuple[TableSpec, ...] | None = None
    reader: str = ""
    memory: bool = False
    _hash: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_hash", hash((self.tables, self.reader, self.memory)))

    def __hash__(self) -> int:
        """The hash, taken once: every call finds its lens by it."""
        return self._hash


@dataclass(frozen=True, slots=True)
class Facts:
    """What rules, prices and records need to know of a checked statement.

    Attributes:
        tables: the distinct tables of the lens that it names, in order of appearance.
        scanned: those of them with some reference that no predicate compares with a constant or parameter.
        star: whether a star or whole row reaches the outermost select list.
        masked: the masked columns it may touch, as ``table.column``.
        unknown: names in table position that are neither in the lens nor a CTE, as written, in order.
        limit: the rows that it returns at the most, where a LIMIT of the outermost query says so.
    """

    tables: tuple[TableKey, ...] = ()
    scanned: frozenset[TableKey] = frozenset()
    star: bool = False
    masked: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    limit: int | None = None


class Table(NamedTuple):
    """What an engine returns: at most the asked number of rows, and whether there were more; and of a change, how many
    rows it changed."""

    columns: tuple[str, ...]
    types: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    truncated: bool
    changed: int | None = None


class Change(NamedTuple):
    """What an engine is to do to a table.

    Attributes:
        action: insert, update or delete.
        table: which table.
        columns: what is set, in the order of the query's columns.
        query: the checked text of the query whose rows are added; or of the one for the rows to change, which has their
            numbers first and then the new values.
        returning: the checked statement over the rows that were changed; None where none was asked for.
        query_slots: the parameters of the query, by name, or empty for ``?``.
        returning_slots: those of the other statement.
    """

    action: str
    table: TableKey
    columns: tuple[str, ...]
    query: str
    returning: Any
    query_slots: tuple[str, ...] = ()
    returning_slots: tuple[str, ...] = ()


class Keep(NamedTuple):
    """How an engine is to keep the result of a query.

    Attributes:
        name: what it is called in the schema ``saved`` of its readers' lenses.
        agent: who saves it.
        readers: the `LensSpec.reader` of those that may read it beside the lens that it was made in.
        sources: the tables that it is made of.
        expires: until when, in seconds since 1970.
        most_names: results that the agent may have at the same time.
        most_bytes: bytes that they may take together.
    """

    name: str
    agent: str
    readers: tuple[str, ...]
    sources: tuple[TableKey, ...]
    expires: float
    most_names: int
    most_bytes: int


@dataclass(frozen=True, slots=True)
class ColumnInfo:
    """One visible column of a lens: its name, its type as the lens shows it, and its mask, if any. ``fixed``: a write
    cannot set it; ``tied``: an UPDATE cannot, since a check compares it with values that cannot be seen."""

    name: str
    type: str
    mask: str | None = None
    nullable: bool = True
    fixed: bool = False
    tied: bool = False


@dataclass(frozen=True, slots=True)
class TableInfo:
    """One visible table or view of a lens.

    Attributes:
        write: what may be done to its rows: insert, update, delete.
        unseen: columns that may be set and not be read.
        reads: the tables that a view shows, also through other views.
        personal: its rows are others for each agent of the lens, and at each moment.
    """

    schema: str
    name: str
    columns: tuple[ColumnInfo, ...]
    filter: str | None = None
    is_view: bool = False
    missing: tuple[str, ...] = ()
    write: tuple[str, ...] = ()
    unseen: tuple[ColumnInfo, ...] = ()
    reads: tuple[TableKey, ...] = ()
    personal: bool = False

    @property
    def key(self) -> TableKey:
        """Lower-case schema and name: the way names compare."""
        return (self.schema.lower(), self.name.lower())


@dataclass(frozen=True, slots=True)
class LensInfo:
    """What one policy class can see: the names a statement of that class may use.

    Attributes:
        id: names this lens; never shown to a caller.
        version: changes with every owner change of data or schema.
        database: the engine's name of the lens's catalog, random; never shown to a caller.
        catalog_schema: the schema of the lens, randomly named, with the relations ``tables``, ``columns``,
            ``schemata`` and ``views`` that stand in for ``information_schema``.
        tables: what is visible, keyed by lower-case ``(schema, table)``.
        base: the engine's name of the user's own catalog, random; never shown to a caller.
        whole: those of the tables that are seen as they are in ``base``, with all their rows and columns.
        writing: the prefix, random, of the schemas that show the tables to be changed, with their row numbers.
        row: the random name of the column with those numbers.
    """

    id: str
    version: int
    database: str
    catalog_schema: str
    tables: Mapping[TableKey, TableInfo]
    base: str = ""
    whole: frozenset[TableKey] = frozenset()
    writing: str = ""
    row: str = ""

    def find(self, schema: str | None, name: str) -> TableInfo | None:
        """The table of that name in that schema (``main`` when none is given), or None."""
        return self.tables.get(((schema or "main").lower(), name.lower()))
