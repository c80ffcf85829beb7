"""Functions of PostgreSQL that give rows, and the names of columns; JSON and arrays."""

from __future__ import annotations

from sqlglot import exp

from autogen_hatidata.sql.dialects.forms import Call, built, called, put
from autogen_hatidata.sql.dialects.kinds import kind
from autogen_hatidata.sql.dialects.postgres import json, texts
from autogen_hatidata.sql.dialects.source import WRITTEN, Untested, bare, number

_ORDERED = {"PERCENTILE_CONT": "quantile_cont", "PERCENTILE_DISC": "quantile_disc", "MODE": "mode"}
INTERPOLATED = (
    "struct_extract({'n': TRY_CAST(CAST(a AS VARCHAR) AS DOUBLE), 'o': a}, "
    "CASE WHEN typeof(a) LIKE 'DECIMAL%' THEN 'n' ELSE 'o' END)"
)
"""Between two decimals DuckDB keeps their scale."""
_OUTPUTS: dict[type[exp.Expr], str] = {
    exp.Case: "case", exp.Extract: "extract", exp.StrPosition: "position", exp.Substring: "substring",
    exp.AtTimeZone: "timezone",
}  # fmt: skip
_TYPE_NAMES = {
    exp.DType.INT: "int4", exp.DType.BIGINT: "int8", exp.DType.SMALLINT: "int2", exp.DType.DECIMAL: "numeric",
    exp.DType.DOUBLE: "float8", exp.DType.FLOAT: "float4", exp.DType.TEXT: "text", exp.DType.VARCHAR: "varchar",
    exp.DType.DATE: "date", exp.DType.TIMESTAMP: "timestamp", exp.DType.BOOLEAN: "bool",
}  # fmt: skip


def count(node: Call) -> None:
    first = node.expressions[0] if node.expressions else None
    if isinstance(first, exp.Distinct) and len(first.expressions) > 1:
        raise Untested("COUNT(DISTINCT a, b)", "count the rows of a sub-query with DISTINCT.")
    put(node, "count(a)", *node.expressions)


def ordered(node: exp.WithinGroup) -> str | None:
    """sqlglot drops the argument of what it does not know."""
    call, order = node.this, node.expression
    name = _ORDERED.get(called(call))
    if name is None or len(order.expressions) != 1:
        raise Untested(f"WITHIN GROUP of {called(call)}")
    fraction = [one.copy() for one in call.expressions]
    several = fraction[0].expressions if fraction and isinstance(fraction[0], exp.Array) else fraction
    if any(number(one) is None for one in several):
        raise Untested(f"this form of {called(call)}", "write numbers as the fractions.")
    value = order.expressions[0]
    if name == "quantile_cont":
        value = value.copy()
        value.set("this", built(INTERPOLATED, value.this))
    arguments = [value.this.copy(), *fraction]
    if value.args.get("desc") or name == "mode":
        arguments[-1] = exp.Order(this=arguments[-1], expressions=[value.copy()])
    new = exp.Anonymous(this=name, expressions=arguments)
    new.meta[WRITTEN] = called(call)
    node.replace(new)
    return None


def outside_group(node: Call) -> None:
    if not isinstance(node.parent, exp.WithinGroup):
        raise Untested(f"{node.this} without WITHIN GROUP")


def all_of(node: Call) -> str:
    """``<> ALL (array)``."""
    compared = node.parent
    if not isinstance(compared, exp.NEQ) or node.arg_key != "expression":
        raise Untested("ALL of an array", "write <> ALL (array), or = ANY (array).")
    array = node.expressions[0]
    put(compared, "NOT a = ANY(b)", compared.this, _known(array))
    return "ALL of an array is NOT ... ANY"


def any_of(node: exp.Any) -> str | None:
    """``= ANY (array)`` is unknown where there is no array, which DuckDB takes for an empty one."""
    known = _known(node.this)
    if known is node.this:
        return None
    node.set("this", exp.Paren(this=known))
    return "ANY of no array is unknown"


def _known(array: exp.Expr) -> exp.Expr:
    if isinstance(bare(array), exp.Query | exp.Array | exp.Literal):
        return array
    return built("coalesce(a, [NULL])", array)


def row(node: Call) -> None:
    """``ROW(a, b)`` is compared as ``(a, b)`` is."""
    node.replace(exp.Tuple(expressions=[one.copy() for one in node.expressions]))


def contained(node: exp.ArrayContainedBy) -> None:
    """``a <@ b``."""
    node.replace(exp.ArrayContainsAll(this=node.expression.copy(), expression=node.this.copy()))


def series(node: Call) -> str | None:
    """In the select list; what stands in FROM is a table's."""
    if isinstance(node.parent, exp.Table | exp.Lateral):
        return None
    rows = f"unnest(generate_series({', '.join('abc'[: len(node.expressions)])}))"
    put(node, rows if _is_timed(node) else f"CAST({rows} AS INTEGER)", *node.expressions)
    return "GENERATE_SERIES gives rows"


def _is_timed(node: Call) -> bool:
    return len(node.expressions) == 3 and kind(node.expressions[2]) is None


def series_table(node: exp.Table | exp.Lateral) -> str | None:
    """A sub-query, with the names that PostgreSQL gives."""
    call = node.this
    if not isinstance(call, Call):
        if isinstance(node, exp.Lateral) and isinstance(call, exp.Unnest):
            _unnest_lateral(node)
        return None
    if node.args.get("ordinality"):
        raise Untested(f"WITH ORDINALITY of {call.name}", "write UNNEST(array) WITH ORDINALITY.")
    if call.name in PARTS:
        return _parts_table(node, call)
    if call.name in json.ROWS:
        return json.rows(node, call)
    name, columns = _names(node, "generate_series")
    source = exp.Table(
        this=exp.Anonymous(this="generate_series", expressions=[one.copy() for one in call.expressions]),
        alias=exp.TableAlias(this=exp.to_identifier("series"), columns=[exp.to_identifier("step")]),
    )
    step = exp.column("step") if _is_timed(call) else exp.cast(exp.column("step"), exp.DType.INT)
    query = exp.Select(expressions=[exp.alias_(step, "step")], from_=exp.From(this=source))
    node.replace(
        exp.Subquery(this=query, alias=exp.TableAlias(this=name, columns=columns),
                     joins=node.args.get("joins"), laterals=node.args.get("laterals"))
    )  # fmt: skip
    return "GENERATE_SERIES gives rows"


PARTS = {
    "STRING_TO_TABLE": f"(SELECT unnest({texts.PARTS}) AS value)",
    "REGEXP_SPLIT_TO_TABLE": "(SELECT unnest(string_split_regex(a, b)) AS value)",
}
"""Functions that stand in FROM and give the parts of a text, by the query that gives their rows."""


def _parts_table(node: exp.Table | exp.Lateral, call: Call) -> str:
    name, columns = _names(node, call.name.lower())
    query = built(PARTS[call.name], *call.expressions)
    query.set("alias", exp.TableAlias(this=name, columns=columns))
    for key in ("joins", "laterals"):
        query.set(key, node.args.get(key))
    node.replace(query)
    return "the parts of a text are rows"


def _names(node: exp.Expr, default: str) -> tuple[exp.Expr, list[exp.Expr]]:
    """What a function in FROM is called, and its column: the same, where it is not said."""
    alias = node.args.get("alias")
    name = alias.this if alias is not None and alias.this else exp.to_identifier(default)
    columns = alias.columns if alias is not None and alias.columns else [name]
    return name.copy(), [one.copy() for one in columns]


def _unnest_lateral(node: exp.Lateral) -> None:
    unnest = node.this
    name, columns = _names(node, "unnest")
    unnest.set("alias", exp.TableAlias(this=name, columns=columns))
    unnest.set("offset", node.args.get("ordinality") or unnest.args.get("offset"))
    node.replace(unnest.copy())


def unnest_table(node: exp.Unnest) -> None:
    if len(node.expressions) != 1:
        _unnest_several(node)
        return
    if not isinstance(node.parent, exp.Lateral):
        name, columns = _names(node, "unnest")
        node.set("alias", exp.TableAlias(this=name, columns=columns))


def _unnest_several(node: exp.Unnest) -> None:
    """Arrays side by side, the shorter filled with NULL."""
    if node.args.get("offset") or isinstance(node.parent, exp.Lateral):
        raise Untested("UNNEST of several arrays with a number", "number the rows with ROW_NUMBER().")
    name, columns = _names(node, "unnest")
    if len(columns) != len(node.expressions):
        raise Untested("UNNEST of several arrays without names", "write UNNEST(a, b) AS t(x, y).")
    outputs = [
        exp.Alias(this=exp.Anonymous(this="unnest", expressions=[one.copy()]), alias=column)
        for one, column in zip(node.expressions, columns, strict=True)
    ]
    query = exp.Select(expressions=outputs)
    node.replace(exp.Subquery(this=query, alias=exp.TableAlias(this=name)))


def values(node: exp.Values) -> str | None:
    """Columns without names are column1, column2."""
    alias = node.args.get("alias")
    if not isinstance(node.parent, exp.From | exp.Join) or (alias is not None and alias.columns):
        return None
    width = len(node.expressions[0].expressions) if isinstance(node.expressions[0], exp.Tuple) else 1
    names = [exp.to_identifier(f"column{place}") for place in range(1, width + 1)]
    node.set("alias", exp.TableAlias(this=alias.this.copy() if alias else exp.to_identifier("values"), columns=names))
    return "columns are called column1, column2"


def typed_unions(tree: exp.Expr) -> list[str]:
    """A text in one part of a UNION is of the type that another part says; DuckDB would make texts of all."""
    found = False
    for union in list(tree.find_all(exp.SetOperation)):
        parts = _parts(union)
        if isinstance(union.parent, exp.SetOperation) or any(part.is_star for part in parts):
            continue
        for outputs in zip(*(part.expressions for part in parts), strict=False):
            values = [output.this if isinstance(output, exp.Alias) else output for output in outputs]
            to = next((value.to for value in values if isinstance(value, exp.Cast)), None)
            if to is None or to.this in _TEXTS:
                continue
            for value in values:
                if isinstance(value, exp.Literal) and value.is_string:
                    value.replace(exp.Cast(this=value.copy(), to=to.copy()))
                    found = True
    return ["texts in a UNION have the type of the others"] if found else []


_TEXTS = (exp.DType.TEXT, exp.DType.VARCHAR, exp.DType.CHAR)


def _parts(node: exp.Expr) -> list[exp.Select]:
    if isinstance(node, exp.SetOperation):
        return [part for side in (node.this, node.expression) for part in _parts(side)]
    inner = node.unnest() if isinstance(node, exp.Subquery) else node
    return [inner] if isinstance(inner, exp.Select) else _parts(inner) if isinstance(inner, exp.SetOperation) else []


def array_length(node: Call) -> None:
    array, *dimension = node.expressions
    if dimension and number(dimension[0]) != 1:
        raise Untested("ARRAY_LENGTH of other dimensions")
    put(node, "CAST(nullif(len(a), 0) AS INTEGER)", array)


def name_outputs(select: exp.Select) -> None:
    """Outputs without a name get the one that PostgreSQL gives them, where no other has it too: ORDER BY count."""
    names = [_output_name(one) for one in select.expressions]
    taken = {one.alias.lower() for one in select.expressions if isinstance(one, exp.Alias)}
    for output, name in zip(list(select.expressions), names, strict=True):
        if name and not isinstance(output, exp.Column) and names.count(name) == 1 and name not in taken:
            named = exp.Alias(alias=exp.to_identifier(name, quoted=True))
            output.replace(named)
            named.set("this", output)  # the same node, which is still to be looked at


def _output_name(node: exp.Expr) -> str | None:
    while isinstance(node, exp.Paren | exp.Window | exp.Filter | exp.WithinGroup):
        node = node.this
    if isinstance(node, exp.Column):
        return str(node.name).lower() if isinstance(node.this, exp.Identifier) else None
    if isinstance(node, Call):
        return str(node.this).lower()
    if isinstance(node, exp.Cast):
        return _output_name(node.this) or _TYPE_NAMES.get(node.to.this)
    if isinstance(node, exp.Case) and isinstance(node.args.get("default"), exp.Column):
        return _output_name(node.args["default"])
    return _OUTPUTS.get(type(node))
