"""Lists, their items, and UNNEST."""

from __future__ import annotations

from sqlglot import exp

from autogen_hatidata.sql.dialects.bigquery.aggregates import QUANTILES
from autogen_hatidata.sql.dialects.bigquery.trees import KIND, calling, fill, kind_of, put, unsupported, whole_number


def list_item(node: exp.Bracket) -> str | None:
    """The index in a list begins at 0, or at 1 for ORDINAL, and one that is not there is an error, unless SAFE."""
    if len(node.expressions) != 1 or isinstance(node.expressions[0], exp.Slice):
        raise unsupported("this form of an index")
    index, operand = node.expressions[0], node.this
    if kind_of(index) == "text":
        raise unsupported("a path into JSON", "write JSON_VALUE(json, '$.name').")
    begin = node.args.get("offset") or 0
    known = whole_number(index)
    place = exp.Literal.number(known + 1 - begin) if known is not None else fill(f"a + {1 - begin}", index)
    if known is not None and known < begin:
        raise unsupported("an index before the first")
    if node.args.get("safe"):
        if known is None:
            place = fill("CASE WHEN a > 0 THEN a END", place)
        put(node, calling("list_extract", operand, place))
        return "an index in a list begins at 0"
    if known is not None and known - begin <= operand.meta.get(QUANTILES, -1):
        put(node, calling("list_extract", operand, place))
        return "an index in a list begins at 0"
    if known == begin and (operand.meta.get(KIND) == "list" or _is_split(operand)):
        put(node, calling("list_extract", operand, place))  # it is never empty
        return "an index in a list begins at 0"
    form = (
        "list_extract(a, CASE WHEN b < 1 OR b > len(a) THEN CAST('an index outside of the list' AS BIGINT) ELSE b END)"
    )
    put(node, fill(form, operand, place))
    return "an index outside of a list is an error"


def _is_split(node: exp.Expr) -> bool:
    return isinstance(node, exp.Anonymous) and node.name == "string_split"


def struct_array(node: exp.Array) -> str | None:
    """``[STRUCT(1 AS a), (2)]``: the names of the first are the names of all."""
    first = node.expressions[0] if node.expressions else None
    if isinstance(first, exp.Struct):
        for each in node.expressions[1:]:
            each.replace(_named(each, first))
    return None


def _named(value: exp.Expr, like: exp.Expr) -> exp.Expr:
    if not isinstance(like, exp.Struct):
        return value.copy()
    if isinstance(value, exp.Paren):
        value = exp.Tuple(expressions=[value.this.copy()])
    fields = like.expressions
    if not isinstance(value, exp.Struct | exp.Tuple) or len(value.expressions) != len(fields):
        raise unsupported("this form of a list of STRUCTs", "write all of its fields.")
    found = []
    for field, model in zip(value.expressions, fields, strict=True):
        if not isinstance(model, exp.PropertyEQ):
            raise unsupported("a STRUCT without names", "name its fields: STRUCT(1 AS a).")
        inner = field.expression if isinstance(field, exp.PropertyEQ) else field
        found.append(exp.PropertyEQ(this=model.this.copy(), expression=_named(inner, model.expression)))
    return exp.Struct(expressions=found)


def unnest_in_from(node: exp.Unnest) -> str | None:
    alias = node.args.get("alias")
    names = list(alias.columns) if alias else []
    values = node.expressions
    if len(values) != 1 or len(names) > 1:
        raise unsupported("this form of UNNEST")
    if isinstance(node.parent, exp.In):
        items = exp.Anonymous(this="unnest", expressions=[values[0].copy()])
        node.parent.set("query", exp.Subquery(this=exp.Select(expressions=[items])))
        node.parent.set("unnest", None)
        return None
    name = names[0] if names else None
    offset = node.args.get("offset")
    if offset:
        return _with_offset(node, name, offset)
    if name is not None and _is_series(values[0]):
        return _series(node, name)
    if _has_fields(node, name):
        inner = exp.Anonymous(
            this="unnest",
            expressions=[values[0].copy(), exp.Kwarg(this=exp.var("max_depth"), expression=exp.Literal.number(2))],
        )
        _stand_in(node, exp.Select(expressions=[inner]), name.copy() if name else None)
        return "UNNEST of STRUCTs gives their fields"
    return None


def _stand_in(node: exp.Unnest, select: exp.Select, name: exp.Identifier | None) -> None:
    join = node.parent
    if isinstance(join, exp.Join) and join.side and not join.args.get("on"):
        join.set("on", exp.true())
    node.replace(exp.Subquery(this=select, alias=exp.TableAlias(this=name) if name else None))


def _with_offset(node: exp.Unnest, name: exp.Identifier | None, offset: exp.Expr) -> str:
    """DuckDB's ORDINALITY counts from 1."""
    if name is None or not isinstance(offset, exp.Identifier):
        raise unsupported("UNNEST WITH OFFSET without a name", "write UNNEST(list) AS x WITH OFFSET AS i.")
    inner = exp.Unnest(
        expressions=[each.copy() for each in node.expressions],
        alias=exp.TableAlias(this=exp.to_identifier("_items"), columns=[name.copy()]),
        offset=offset.copy(),
    )
    place = exp.Sub(this=exp.Column(this=offset.copy()), expression=exp.Literal.number(1))
    columns = [exp.Column(this=name.copy()), exp.alias_(place, offset.copy())]
    select = exp.Select(expressions=columns, from_=exp.From(this=inner))
    _stand_in(node, select, exp.to_identifier(f"_of_{offset.name}"))
    return "WITH OFFSET counts from 0"


def _is_series(node: exp.Expr) -> bool:
    called = node.this if isinstance(node, exp.Cast) else node
    return isinstance(called, exp.Anonymous) and called.name == "generate_series"


def _series(node: exp.Unnest, name: exp.Identifier) -> str:
    """In FROM the numbers and dates need not be counted beforehand."""
    values = node.expressions[0]
    called = values.this if isinstance(values, exp.Cast) else values
    column: exp.Expr = exp.Column(this=name.copy())
    if isinstance(values, exp.Cast):
        column = exp.cast(column, exp.DType.DATE)
    items = exp.TableAlias(this=exp.to_identifier("_items"), columns=[name.copy()])
    table = exp.Table(this=called.copy(), alias=items)
    select = exp.Select(expressions=[exp.alias_(column, name.copy())], from_=exp.From(this=table))
    _stand_in(node, select, exp.to_identifier(f"_of_{name.name}"))
    return "a list of numbers or dates is made in FROM"


def _has_fields(node: exp.Unnest, name: exp.Identifier | None) -> bool:
    """Whether the items are STRUCTs, as far as the text tells: a list of scalars is used by the name of its items."""
    value = node.expressions[0]
    first = value.expressions[0] if isinstance(value, exp.Array) and value.expressions else None
    to = value.to if isinstance(value, exp.Cast) else None
    select = node.find_ancestor(exp.Select)
    if select is None or isinstance(first, exp.Struct) or (to is not None and to.find(exp.ColumnDef)):
        bare = name is not None and _is_used(select, name)
        if bare:
            raise unsupported("a STRUCT of UNNEST as a whole", "name its fields.")
        return True
    if isinstance(value, exp.Array | exp.Cast | exp.Anonymous):
        return False
    if name is None or not _is_used(select, name):
        if any(item.is_star for item in select.expressions):
            raise unsupported("SELECT * of UNNEST", "name the columns.")
        return True
    return False


def _is_used(select: exp.Select | None, name: exp.Identifier) -> bool:
    columns = select.find_all(exp.Column) if select else ()
    return any(column.name.lower() == name.name.lower() and not column.table for column in columns)
