"""MySQL's numbers: quotients and averages with the digits that MySQL shows.

A quotient of exact numbers has four digits more after the point than its dividend. What is calculated with it has more
of them: the digits are cut to that count where a value leaves the statement. Of a FLOAT or DOUBLE it is a DOUBLE.
"""

from __future__ import annotations

from sqlglot import exp

from autogen_hatidata.sql.dialects import averages
from autogen_hatidata.sql.dialects.certain_kinds import DECIMAL, FLOAT, WHOLE, closed, kind, of_kind
from autogen_hatidata.sql.dialects.collating import within_form
from autogen_hatidata.sql.dialects.forms import built, copied
from autogen_hatidata.sql.dialects.source import never_zero, unsupported

_MORE = 4
_SCALE = "scale"
"""Under this key a quotient remembers how many digits after the point it shows."""

_FORM = "form"
"""Under this key it remembers the text that shows these digits, and its arguments."""

_FLOATS = "IN ('DOUBLE', 'FLOAT') THEN 'other' ELSE 'exact' END)"
_QUOTIENT = (
    "struct_extract({'exact': TRY_CAST(a / b AS DECIMAL(38, 12)), 'other': a / b}, CASE WHEN typeof(a + b) " + _FLOATS
)
_SHOWN = _QUOTIENT.replace("TRY_CAST(a / b AS DECIMAL(38, 12))", "round(TRY_CAST(a / b AS DECIMAL(38, 12)), c)")
_AVERAGE = "struct_extract({'exact': TRY_CAST(b AS DECIMAL(38, 12)), 'other': b}, CASE WHEN typeof(a) " + _FLOATS
_SHOWN_AVERAGE = _AVERAGE.replace("TRY_CAST(b AS DECIMAL(38, 12))", "round(TRY_CAST(b AS DECIMAL(38, 12)), c)")
_CALCULATED = (
    "struct_extract({'exact': round(TRY_CAST(a AS DECIMAL(38, 12)), b), 'other': a},"
    " CASE WHEN typeof(a) LIKE 'DEC%' THEN 'exact' ELSE 'other' END)"
)
_DIGITS = "CAST('0' || regexp_extract(typeof(a), ',([0-9]+)', 1) AS INTEGER)"

Scale = int | exp.Expr


def safe(divisor: exp.Expr) -> exp.Expr:
    """By zero MySQL gives NULL."""
    return closed(divisor) if never_zero(divisor) else exp.Nullif(this=divisor, expression=exp.Literal.number(0))


def quotient(dividend: exp.Expr, divisor: exp.Expr) -> exp.Expr:
    """A division, which remembers how many digits it shows."""
    kinds, divisor = {kind(dividend), kind(divisor)}, safe(divisor)
    if FLOAT in kinds:
        return of_kind(exp.Div(this=closed(dividend), expression=divisor), FLOAT)
    made = built(_QUOTIENT, dividend, divisor)
    made.meta[_SCALE] = _plus(_scale(dividend), _MORE)
    made.meta[_FORM] = (_SHOWN, (dividend.copy(), divisor.copy()))
    return of_kind(made, DECIMAL if kinds <= {WHOLE, DECIMAL} else None)


def divide(node: exp.Div) -> str:
    node.replace(quotient(node.this, node.expression))
    return "quotients have MySQL's digits; by zero they are NULL"


def average(node: exp.Avg) -> str:
    what = kind(node.this)

    def build(total: exp.Expr, rows: exp.Expr, mean: exp.Expr) -> exp.Expr:
        if what == FLOAT:
            return of_kind(mean, FLOAT)
        mean = exp.Div(this=total.copy(), expression=rows)  # DuckDB has no average of truth
        made = built(_AVERAGE, total, mean)
        made.meta[_SCALE] = _plus(_scale(total), _MORE)
        made.meta[_FORM] = (_SHOWN_AVERAGE, (total.copy(), mean.copy()))
        return of_kind(made, DECIMAL if what in (WHOLE, DECIMAL) else None)

    averages.average(node, build)
    return "averages have MySQL's digits"


_ALL_ROWS = "count(*) OVER () > 0"
"""DuckDB's QUALIFY wants a window."""


def _without_groups(select: exp.Select) -> str | None:
    """HAVING on names of the select list, where nothing is grouped, is a condition on rows."""
    having = select.args.get("having")
    if having is None or select.args.get("group") is not None:
        return None
    parts = [part for each in [*select.expressions, having] for part in each.walk(prune=_is_query)]
    if any(isinstance(part, exp.AggFunc | exp.Anonymous) and _of_rows(part) for part in parts):
        return None
    if any(isinstance(part, exp.Window) for part in parts):
        raise unsupported("MySQL", "HAVING beside a window", "name the step with WITH, and write WHERE.")
    select.set("having", None)
    select.set("qualify", exp.Qualify(this=exp.and_(having.this, built(_ALL_ROWS))))
    return "HAVING without groups is a condition on rows"


def _is_query(node: exp.Expr) -> bool:
    return isinstance(node, exp.Query)


def _of_rows(node: exp.Expr) -> bool:
    aggregate = isinstance(node, exp.AggFunc) or node.name in ("json_group_array", "json_group_object")
    return aggregate and not isinstance(node.parent, exp.Window)


def shown(select: exp.Select) -> str | None:
    """Cut the digits of quotients where they leave a query."""
    rule = _without_groups(select)
    grouped = select.args.get("group") is not None or any(_aggregated(each) for each in select.selects)
    for each in select.expressions:
        settle(each.this if isinstance(each, exp.Alias) else each, grouped=grouped)
    return rule


def _aggregated(node: exp.Expr) -> bool:
    return any(not isinstance(call.parent, exp.Window) for call in node.find_all(exp.AggFunc))


def settle(node: exp.Expr, *, grouped: bool = False) -> None:
    """Cut the digits of a value, or of each that it may be."""
    if isinstance(node, exp.Case):
        for branch in [*node.args["ifs"], node]:
            key = "default" if branch is node else "true"
            if branch.args.get(key) is not None:
                settle(branch.args[key], grouped=grouped)
    elif isinstance(node, exp.If):
        for key in ("true", "false"):
            if node.args.get(key) is not None:
                settle(node.args[key], grouped=grouped)
    elif isinstance(node, exp.Coalesce):
        for each in [node.this, *node.expressions]:
            settle(each, grouped=grouped)
    elif isinstance(node, exp.Paren):
        settle(node.this, grouped=grouped)
    elif _SCALE in node.meta and not (grouped and not node.find(exp.AggFunc)):
        text, args = node.meta[_FORM]
        node.replace(built(text, *args, _asked(node.meta[_SCALE], grouped)))
    elif _calculated(node):
        copied(node)
        node.replace(built(_CALCULATED, node.copy(), _asked(_scale(node), grouped)))


def _asked(scale: Scale, grouped: bool) -> exp.Expr:
    """The count of digits as a tree. Where rows are grouped, the type of any of them is asked for."""
    asked = exp.Paren(this=_literal(scale).copy())
    for call in list(asked.find_all(exp.Anonymous)) if grouped else ():
        if call.name == "typeof" and not (call.find(exp.AggFunc) or within_form(call)):
            call.set("expressions", [exp.Anonymous(this="any_value", expressions=call.expressions)])
    digits: exp.Expr = asked.this
    return digits


def _calculated(node: exp.Expr) -> bool:
    """Whether a value is calculated from a quotient."""
    if _SCALE in node.meta:
        return True
    if isinstance(node, exp.Add | exp.Sub | exp.Mul):
        return _calculated(node.this) or _calculated(node.expression)
    if isinstance(node, exp.Anonymous) and node.name == "abs":
        return _calculated(node.expressions[0])
    return isinstance(node, exp.Paren | exp.Neg | exp.Sum | exp.Max | exp.Min | exp.Window) and _calculated(node.this)


def _scale(node: exp.Expr) -> Scale:
    if _SCALE in node.meta:
        found: Scale = node.meta[_SCALE]
        return found.copy() if isinstance(found, exp.Expr) else found
    if isinstance(node, exp.Literal) and not node.is_string:
        return len(node.name.partition(".")[2])
    if kind(node) == WHOLE:
        return 0
    if isinstance(node, exp.Mul):
        return _plus(_scale(node.this), _scale(node.expression))
    if isinstance(node, exp.Add | exp.Sub):
        left, right = _scale(node.this), _scale(node.expression)
        if isinstance(left, int) and isinstance(right, int):
            return max(left, right)
        return built("greatest(a, b)", _literal(left), _literal(right))
    if isinstance(node, exp.Paren | exp.Neg) or _calculated(node):
        return _scale(node.expressions[0] if isinstance(node, exp.Anonymous) else node.this)
    return built(_DIGITS, node)


def _plus(left: Scale, right: Scale) -> Scale:
    if isinstance(left, int) and isinstance(right, int):
        return left + right
    return built("a + b", _literal(left), _literal(right))


def _literal(scale: Scale) -> exp.Expr:
    return exp.Literal.number(scale) if isinstance(scale, int) else scale
