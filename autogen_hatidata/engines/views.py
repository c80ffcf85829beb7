"""The SQL of a lens: for each table a view that filters rows first, then masks columns."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace

from autogen_hatidata.engines.locked import Relation
from autogen_hatidata.engines.quoting import dotted, name, random_name
from autogen_hatidata.governance.masks import expression
from autogen_hatidata.sql.filters import filter_sql
from autogen_hatidata.types import ColumnInfo, ColumnMask, TableInfo, TableSpec

Qualify = Callable[[str | None, str], tuple[str, str, str]]

_NAME = r'(?:"(?:[^"]|"")*"|[^\W\d]\w*)'
_VIEW = re.compile(
    rf"CREATE VIEW (?:{_NAME}\.)*{_NAME} ?(?P<names>\({_NAME}(?:, {_NAME})*\))? ?AS (?P<query>.*?);?\s*", re.S
)

_ALL_ROWS = 2**63 - 1
"""A limit that cuts nothing off. DuckDB moves predicates into a MATERIALIZED query, except those with functions that it
knows to fail, and it does not know all; past a LIMIT it moves none."""

_PIECES = re.compile(r"""'(?:[^']|'')*'|"(?:[^"]|"")*"|\(lambda |\bmain\.(?=\w+\()|\w+|.""", re.S)


def view_query(text: str) -> tuple[str, str] | None:
    """A view's query and its list of column names (empty if it has none), from the text that DuckDB keeps of it.

    >>> view_query('CREATE VIEW s."V w" (a, "b c") AS SELECT 1, 2;')
    ('SELECT 1, 2', '(a, "b c")')
    """
    found = _VIEW.fullmatch(text)
    return (_plainly(found["query"]), found["names"] or "") if found else None


def _plainly(query: str) -> str:
    """A view's query as a person writes it: DuckDB 1.5 keeps ``main.`` before functions, 2.0 brackets round lambdas.

    >>> _plainly("SELECT main.list_transform(a, (lambda x: (x + 1))), 'main.f()' FROM main.t")
    "SELECT list_transform(a, lambda x: (x + 1)), 'main.f()' FROM main.t"
    """
    pieces: list[str] = []
    is_lambda: list[bool] = []
    for found in _PIECES.finditer(query):
        piece = found[0]
        if piece in ("(", "(lambda "):
            is_lambda.append(piece != "(")
            piece = piece.removeprefix("(") if is_lambda[-1] else piece
        elif piece == "main." or (piece == ")" and is_lambda and is_lambda.pop()):
            piece = ""
        pieces.append(piece)
    return "".join(pieces)


def table_sql(
    spec: TableSpec,
    relation: Relation,
    source: str,
    qualify: Qualify,
    key: bytes | None,
    *,
    fenced: bool = False,
    row: str = "",
) -> tuple[str, TableInfo] | None:
    """The query that shows ``source`` as ``spec`` allows, and what it shows; None where no column is left.

    Rows are filtered below the masks, so the filter sees the values as they are. Without a fence DuckDB may evaluate
    the caller's expressions before the filter, on hidden rows: the answer is the same, but an error of theirs tells of
    such a row. ``fenced`` computes the filter to its end before anything else sees a row. ``row`` is the
    name of one more column, the number of the row in its table.
    """
    shown = tuple(_shown(spec, relation))
    if not shown:
        return None
    columns = ", ".join(
        [*(_column(info, mask, key) for info, mask in shown), *([f"rowid AS {name(row)}"] if row else ())]
    )
    info = _info(spec, relation, shown)
    rows = rows_sql(spec, qualify)
    if rows is None:
        return f"SELECT {columns} FROM {source}", info
    if not fenced:
        return f"SELECT {columns} FROM {source} WHERE ({rows})", info
    kept = ", ".join([*(name(info.name) for info, _ in shown), *(["rowid"] if row else ())])
    fence = name(random_name())
    behind = f"SELECT {kept} FROM {source} WHERE ({rows}) LIMIT {_ALL_ROWS}"
    return f"WITH {fence} AS MATERIALIZED ({behind}) SELECT {columns} FROM {fence}", info


def rows_sql(spec: TableSpec, qualify: Qualify) -> str | None:
    """The condition on the rows that ``spec`` shows; None where it shows all."""
    if spec.missing:
        return "false"
    return None if spec.filter is None else filter_sql(spec.filter, dict(spec.values), qualify)


def base_source(alias: str, relation: Relation) -> str:
    """A table of the user's file, under its own name for filters that write it before a column."""
    return f"{dotted(alias, relation.schema, relation.name)} AS {name(relation.name)}"


def _info(spec: TableSpec, relation: Relation, shown: Iterable[tuple[ColumnInfo, ColumnMask | None]]) -> TableInfo:
    writes = spec.write if is_writable(relation) else ()
    granted = {column.lower() for column in spec.writable}
    denied = {column.lower() for column in spec.denied}
    tied = _tied(relation, denied | {mask.column.lower() for mask in spec.masks}) if writes else frozenset()
    columns = (_described(info, mask, fixed=bool(writes) and info.name.lower() not in granted) for info, mask in shown)
    unseen = (one for one in relation.columns if writes and one.name.lower() in denied & granted)
    return TableInfo(
        relation.schema,
        relation.name,
        _marked(columns, tied),
        filter=spec.filter,
        is_view=bool(relation.text),
        missing=spec.missing,
        write=writes,
        unseen=_marked(unseen, tied),
    )


def _marked(columns: Iterable[ColumnInfo], tied: Collection[str]) -> tuple[ColumnInfo, ...]:
    return tuple(replace(one, tied=True) if one.name.lower() in tied else one for one in columns)


def _tied(relation: Relation, hidden: Collection[str]) -> frozenset[str]:
    """The columns that a check compares with others whose values are hidden: whether an update of them is taken would
    tell of these."""
    return frozenset(one for check in relation.checks for one in check if (check & frozenset(hidden)) - {one})


def is_writable(relation: Relation) -> bool:
    """Whether agents can change its rows. They are told apart by their number, which a view has not and a column may
    hide; and a trigger would look for the owner's tables among those that the agent sees."""
    named = any(column.name.lower() == "rowid" for column in relation.columns)
    return not relation.text and not relation.triggers and not named


def _shown(spec: TableSpec, relation: Relation) -> list[tuple[ColumnInfo, ColumnMask | None]]:
    denied = {column.lower() for column in spec.denied}
    masks: Mapping[str, ColumnMask] = {mask.column.lower(): mask for mask in spec.masks}
    return [(info, masks.get(info.name.lower())) for info in relation.columns if info.name.lower() not in denied]


def _column(info: ColumnInfo, mask: ColumnMask | None, key: bytes | None) -> str:
    column = name(info.name)
    if mask is None:
        return column
    return f"{expression(mask, column, _null_type(info.type), key)} AS {column}"


def _described(info: ColumnInfo, mask: ColumnMask | None, *, fixed: bool) -> ColumnInfo:
    if mask is None:
        return info
    kind = _null_type(info.type) if mask.kind == "null" else "VARCHAR"
    return replace(
        info,
        type=kind,
        mask=mask.kind,
        nullable=mask.kind != "full" and (info.nullable or mask.kind == "null"),
        fixed=fixed,
    )


def _null_type(kind: str) -> str:
    """The type of a column that is masked with NULL: its own, except that an ENUM's lists the hidden values."""
    return "VARCHAR" if "ENUM(" in kind.upper() else kind
