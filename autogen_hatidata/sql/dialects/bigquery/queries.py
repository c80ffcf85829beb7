"""Names, literals and operators that the two systems read differently."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sqlglot import exp

from autogen_hatidata.errors import LimitExceeded
from autogen_hatidata.sql.dialects.bigquery.trees import (
    Call,
    as_operand,
    calling,
    fill,
    kind_of,
    put,
    text_of,
    unsupported,
    whole_number,
)


def quote(node: exp.Identifier) -> None:
    """What is a name in BigQuery and a word of DuckDB's stays a name."""
    node.set("quoted", True)


_BITS: dict[type[exp.Expr], str] = {
    exp.BitwiseXor: "xor(a, b)",
    exp.BitwiseLeftShift: "CAST(a AS BIGINT) << b",
    exp.BitwiseRightShift: "CASE WHEN a < 0 THEN CAST('>> of a negative number' AS BIGINT) ELSE a >> b END",
}


def bits(node: exp.Binary) -> None:
    """An INT64 has 64 bits, and its sign moves with the others."""
    form = _BITS.get(type(node))
    if form:
        made = fill(form, node.this, node.expression)
        put(node, exp.Paren(this=made) if isinstance(made, exp.Binary) else made, "int")


def escaped_like(node: exp.Like) -> str | None:
    """A backslash in a pattern makes the next character an ordinary one."""
    if isinstance(node.expression, exp.Any | exp.All):
        return _like_several(node)
    pattern = text_of(node.expression)
    if isinstance(node.parent, exp.Escape) or (pattern is not None and "\\" not in pattern):
        return None
    node.replace(exp.Escape(this=node.copy(), expression=exp.Literal.string("\\")))
    return "a backslash in LIKE quotes the next character"


def _like_several(node: exp.Like) -> str:
    """``x LIKE ANY (a, b)`` is x LIKE a OR x LIKE b."""
    patterns = node.expression.this
    if not isinstance(patterns, exp.Tuple | exp.Paren):
        raise unsupported("LIKE ANY and LIKE ALL of a list", "write x LIKE a OR x LIKE b.")
    each = patterns.expressions if isinstance(patterns, exp.Tuple) else [patterns.this]
    if any("\\" in (text_of(one) or "\\") for one in each if not isinstance(one, exp.Null)):
        raise unsupported("LIKE ANY and LIKE ALL with such patterns", "write x LIKE a OR x LIKE b.")
    tests = [exp.Like(this=as_operand(node.this.copy()), expression=one.copy()) for one in each]
    whole: exp.Expr = exp.Paren(this=exp.or_(*tests) if isinstance(node.expression, exp.Any) else exp.and_(*tests))
    node.replace(exp.Not(this=whole) if node.args.get("negate") else whole)
    return "LIKE ANY is several LIKE"


def float_literal(node: exp.Literal) -> str | None:
    """A number with a point is a FLOAT64; beside what may be a NUMERIC it stays exact, as it does in BigQuery."""
    if node.is_string or "e" in node.name.lower():
        return None
    if node.name.isdigit():
        wide = int(node.name) >= _WIDE.get(type(node.parent), 2**31)
        if wide and isinstance(node.parent, exp.Binary):
            node.replace(exp.cast(node.copy(), exp.DType.BIGINT))
        return None
    inner: exp.Expr = node
    while isinstance(inner.parent, exp.Paren | exp.Neg):
        inner = inner.parent
    parent = inner.parent
    if isinstance(parent, exp.Add | exp.Sub | exp.Mul):
        other = parent.expression if inner is parent.this else parent.this
        plain = kind_of(other) in ("int", "float")
    else:
        plain = isinstance(parent, exp.Select | exp.Alias | exp.Array | exp.PropertyEQ | exp.Tuple) or (
            isinstance(parent, Call) and parent.name in _MATHS
        )
    if plain:
        node.set("this", node.name + "e0")
        return "a number with a point is a FLOAT64"
    return None


_WIDE: dict[type, int] = {exp.Mul: 1000, exp.Add: 2**30, exp.Sub: 2**30}
"""From which number on a literal is written as a BIGINT: DuckDB would go on in 32 bits, and raise an error."""

_MATHS = frozenset("ABS SIGN SQRT EXP LN LOG LOG10 POW POWER CEIL CEILING FLOOR ROUND TRUNC".split())


def try_call(node: exp.SafeFunc) -> str | None:
    put(node, calling("try", node.this))
    return "SAFE gives NULL instead of an error"


def time_now(text: str) -> Callable[[exp.Expr], str]:
    def adapt(node: exp.Expr) -> str:
        if node.args.get("this"):
            raise unsupported("a time zone")
        put(node, fill(text), kind_of(node))
        return "the time now is in UTC"

    return adapt


def _values_first(node: exp.Pivot, source: exp.Expr) -> str:
    """UNPIVOT gives the values and then their names, as the last columns."""
    values = [each for item in node.expressions for each in (item.expressions or [item])]
    last = [each.copy() for each in (*values, node.args["fields"][0].this)]
    alias = node.args.get("alias")
    node.set("alias", None)
    columns = [exp.Star(except_=[each.copy() for each in last]), *(exp.Column(this=each) for each in last)]
    inner = exp.Select(expressions=columns).from_(source.copy(), copy=False)
    source.replace(exp.Subquery(this=inner, alias=alias))
    return "columns of UNPIVOT are the values and then their names"


def named_columns(node: exp.Pivot) -> str | None:
    """A column of a named aggregate is called total_q1, in DuckDB q1_total."""
    source = node.parent
    if node.unpivot and source is not None and len(source.args.get("pivots") or []) == 1:
        return _values_first(node, source)
    if not node.unpivot:
        _name_numbers(node)
    if node.unpivot or source is None or not all(isinstance(each, exp.Alias) for each in node.expressions):
        return None
    (field,) = node.args["fields"]
    values = [
        value.alias if isinstance(value, exp.PivotAlias | exp.Alias) else value.name for value in field.expressions
    ]
    renamed = [
        exp.alias_(exp.column(f"{value}_{each.alias}", quoted=True), f"{each.alias}_{value}", quoted=True)
        for value in values
        for each in node.expressions
    ]
    alias = node.args.get("alias")
    node.set("alias", None)
    inner = exp.Select(expressions=[exp.Star(rename=renamed)]).from_(source.copy(), copy=False)
    source.replace(exp.Subquery(this=inner, alias=alias))
    return "columns of PIVOT are called by the aggregate first"


def _name_numbers(node: exp.Pivot) -> None:
    """The column of 1 is called _1, and that of -1 minus_1."""
    for field in node.args.get("fields") or []:
        for value in list(field.expressions) if isinstance(field, exp.In) else ():
            number = whole_number(value)
            if number is not None:
                name = f"_{number}" if number >= 0 else f"minus_{-number}"
                value.replace(exp.PivotAlias(this=value.copy(), alias=exp.to_identifier(name)))


_MOST_COPIED = 10_000


def names_first(node: exp.Select) -> str | None:
    """A name in GROUP BY and HAVING is that of the select list first, and DuckDB would take it for a column first."""
    given = {item.alias.lower(): item.this for item in node.expressions if isinstance(item, exp.Alias)}
    done, copied = False, 0
    for place, inner in _places(node) if given else ():
        for column in list(place.find_all(exp.Column)):
            value = given.get(column.name.lower())
            if value is None or column.table or column == value or _hidden(column, place):
                continue
            if column is not place and not inner:
                continue
            copied += sum(1 for _ in value.walk())
            if copied > _MOST_COPIED:
                raise LimitExceeded("A name stands for too long an expression.", "name the step with WITH.")
            if value.find(exp.Query):
                raise unsupported("the name of a sub-query in GROUP BY", "put the sub-query into WITH.")
            if isinstance(value, exp.Literal) and value.name.isdigit():
                value = fill("CAST(a AS BIGINT)", value)  # a number would be the place of a column
            column.replace(as_operand(value.copy()))
            done = True
    return "names of the select list come before columns" if done else None


def _places(node: exp.Select) -> Iterator[tuple[exp.Expr, bool]]:
    """Where names of the select list come first: the nodes to look at, and whether in parts of an expression, too."""
    group, order = node.args.get("group"), node.args.get("order")
    for key in ("expressions", "rollup", "cube", "grouping_sets"):
        for each in (group.args.get(key) or []) if group else []:
            yield each, isinstance(each, exp.Rollup | exp.Cube | exp.GroupingSets | exp.Tuple)
    yield from ((node.args[clause], True) for clause in ("having", "qualify") if node.args.get(clause))
    for each in order.expressions if order else []:
        if not isinstance(each.this, exp.Column):  # DuckDB looks for a name alone in the same way
            yield each, True


_AGGREGATE_NAMES = frozenset(
    """
    count sum avg min max bool_and bool_or stddev_samp stddev_pop var_samp var_pop corr covar_pop covar_samp
    arg_max_null arg_min_null approx_count_distinct string_agg list any_value quantile_disc
    """.split()
)


def _hidden(node: exp.Expr, top: exp.Expr) -> bool:
    """Whether a name stands in an aggregate or a sub-query, where it is a column."""
    parent = node.parent
    while parent is not None and parent is not top.parent:
        aggregate = isinstance(parent, exp.Anonymous) and parent.name.lower() in _AGGREGATE_NAMES
        if (aggregate and not isinstance(parent.parent, exp.Window)) or isinstance(parent, exp.Query):
            return True
        parent = parent.parent
    return False
