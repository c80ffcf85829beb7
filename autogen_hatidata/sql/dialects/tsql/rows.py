"""What gives rows in SQL Server's SQL: STRING_SPLIT, OPENJSON, GENERATE_SERIES, and the forms of TOP."""

from __future__ import annotations

from sqlglot import exp

from autogen_hatidata.sql.dialects.certain_kinds import (
    TEXT,
    of_kind,
)
from autogen_hatidata.sql.dialects.forms import built, fill
from autogen_hatidata.sql.dialects.source import number, wrap
from autogen_hatidata.sql.dialects.tsql.casts import cast
from autogen_hatidata.sql.dialects.tsql.tables import refused

_SPLIT = "(SELECT unnest(string_split(a, b)) AS value)"
_NUMBERED = (
    "(SELECT unnest(string_split(a, b)) AS value,"
    " CAST(unnest(range(1, len(string_split(a, b)) + 1)) AS BIGINT) AS ordinal)"
)
_SERIES = "(SELECT unnest(generate_series(a, b, c)) AS value)"

_ROWS = "(SELECT unnest(CASE json_type(a) WHEN 'ARRAY' THEN CAST(a AS JSON[]) WHEN 'OBJECT' THEN [a] END) AS e__)"
_KEYS = (
    "(SELECT key, json_extract_string(e__, '$') AS value,"
    " CASE json_type(e__) WHEN 'NULL' THEN 0 WHEN 'VARCHAR' THEN 1 WHEN 'BOOLEAN' THEN 3 WHEN 'ARRAY' THEN 4"
    " WHEN 'OBJECT' THEN 5 ELSE 2 END AS type FROM (SELECT"
    " unnest(CASE json_type(a) WHEN 'ARRAY' THEN CAST(range(0, CAST(json_array_length(a) AS BIGINT)) AS VARCHAR[])"
    " WHEN 'OBJECT' THEN json_keys(a) END) AS key,"
    " unnest(CASE json_type(a) WHEN 'ARRAY' THEN CAST(a AS JSON[]) WHEN 'OBJECT' THEN json_extract(a, '$.*') END)"
    " AS e__))"
)


def split(arguments: list[exp.Expr]) -> exp.Expr:
    """STRING_SPLIT, which numbers its rows if it is asked to."""
    text, separator, *numbered = arguments
    return built(_NUMBERED if numbered and number(numbered[0]) else _SPLIT, text, separator)


def series(arguments: list[exp.Expr]) -> exp.Expr:
    """GENERATE_SERIES: one column, value."""
    start, end, *step = arguments
    return built(_SERIES, start, end, *(step or [exp.Literal.number(1)]))


def open_json(node: exp.OpenJSON) -> str:
    """OPENJSON: rows of key, value and type, or the columns that WITH names."""
    path = node.args.get("path")
    document = built(
        "json_extract(CAST(a AS JSON), b)" if path else "CAST(a AS JSON)", node.this, *([path] if path else [])
    )
    if not node.expressions:
        node.replace(built(_KEYS, document))
        return "OPENJSON reads JSON"
    columns = [_json_column(each) for each in node.expressions]
    rows = built(_ROWS, document)
    node.replace(exp.Subquery(this=exp.select(*columns, copy=False).from_(rows, copy=False)))
    return "OPENJSON reads JSON"


def _json_column(column: exp.OpenJSONColumnDef) -> exp.Expr:
    path = column.args.get("path")
    place = exp.Literal.string(path.name if path else f"$.{column.this.name}")
    value = exp.column("e__")
    if column.args.get("as_json"):
        read = built("CAST(json_extract(a, b) AS VARCHAR)", value, place)
    else:
        inner = exp.Cast(this=of_kind(built("json_extract_string(a, b)", value, place), TEXT), to=column.args["kind"])
        around = exp.Paren(this=inner)
        cast(inner)
        read = around.this
    return exp.alias_(read, column.this.copy(), copy=False)


def in_from(node: exp.Table) -> None:
    """A function in FROM that is a sub-query by now."""
    if isinstance(node.this, exp.Subquery):
        rows = node.this.copy()
        rows.set("alias", node.args.get("alias"))
        node.replace(rows)


def top(node: exp.Select) -> str | None:
    """TOP with ties or a part of the rows looks at ranks; in a part of a UNION it is of that part alone."""
    limit = node.args.get("limit")
    options = limit.args.get("limit_options") if isinstance(limit, exp.Limit) else None
    if limit is not None and options is not None and (options.args.get("with_ties") or options.args.get("percent")):
        _ranked(
            node, limit.expression, ties=bool(options.args.get("with_ties")), part=bool(options.args.get("percent"))
        )
        return "TOP WITH TIES and PERCENT are looks at ranks"
    if isinstance(node.parent, exp.SetOperation) and limit:
        wrap(node, lambda inner: exp.Subquery(this=inner))
    return None


def _first(order: exp.Order, count: exp.Expr) -> exp.Expr:
    """The first of each group: TOP 1 WITH TIES ... ORDER BY ROW_NUMBER() OVER (PARTITION BY ...)."""
    key = order.expressions[0].this
    counts = isinstance(key, exp.Window) and isinstance(key.this, exp.RowNumber | exp.Rank | exp.DenseRank)
    if len(order.expressions) != 1 or number(count) != 1 or order.expressions[0].args.get("desc") or not counts:
        raise refused("this form of TOP", "name the step with WITH.")
    return fill("a = 1", ("a",), [key.copy()])


def _ranked(node: exp.Select, count: exp.Expr, *, ties: bool, part: bool) -> None:
    order = node.args.get("order")
    if node.args.get("distinct") or isinstance(node.parent, exp.SetOperation) or (ties and order is None):
        raise refused("this form of TOP", "name the step with WITH.")
    if ties and order is not None and order.find(exp.Window):
        node.set("qualify", exp.Qualify(this=_first(order, count)))
        node.set("limit", None)
        return
    rank = exp.Window(
        this=exp.Anonymous(this="rank" if ties else "row_number"), order=order and order.copy(), over="OVER"
    )
    shape = "a <= ceil(b * count(*) OVER () / 100)" if part else "a <= b"
    node.set("limit", None)
    node.set("qualify", exp.Qualify(this=fill(shape, ("a", "b"), [rank, count.copy()])))
