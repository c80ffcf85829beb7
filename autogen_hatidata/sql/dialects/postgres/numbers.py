"""Numbers of PostgreSQL: division, sums, rounding and casts.

Whether a value is an integer or a double can be unknown until DuckDB binds the text. Then several translations stand
in a struct, and ``typeof`` takes the one that is right; the engine computes that one only.
"""

from __future__ import annotations

import re

from sqlglot import exp

from autogen_hatidata.sql.dialects.forms import Call, built, called, put, windowed
from autogen_hatidata.sql.dialects.kinds import BIG, INT, REAL, computed, kind
from autogen_hatidata.sql.dialects.postgres import jsonb
from autogen_hatidata.sql.dialects.postgres.dates import interval
from autogen_hatidata.sql.dialects.postgres.shown import TEXT, unknown
from autogen_hatidata.sql.dialects.source import WRITTEN, Untested, bare, never_zero, number

_FLOATING = "typeof(a) IN ('DOUBLE', 'FLOAT')"
_DIGITS = "CAST(format('{:.15g}', CAST(a AS DOUBLE)) AS DECIMAL(33, 15))"
"""A numeric that DuckDB computed as a double: fifteen digits of it, so that 1.015 is rounded up."""
_SMALL = 18  # digits before the point; DuckDB drops decimals where a wide DECIMAL meets another in CASE
_ROUND_WHOLE = f"struct_extract({{'f': round_even(a, 0), 'o': round(a)}}, CASE WHEN {_FLOATING} THEN 'f' ELSE 'o' END)"
_WHOLE = "typeof(a) IN ('TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT', 'HUGEINT')"
_NUMERIC = (
    f"struct_extract({{'i': CASE WHEN {_WHOLE} THEN CAST(a AS DECIMAL(28, 0)) END, 'f': CASE WHEN {_FLOATING} THEN "
    "CAST(a AS DOUBLE) END, 't': CASE WHEN typeof(a) = 'VARCHAR' THEN CAST(a AS DECIMAL(32, 12)) END, 'o': a}, "
    f"CASE WHEN {_WHOLE} THEN 'i' WHEN {_FLOATING} THEN 'f' WHEN typeof(a) = 'VARCHAR' THEN 't' ELSE 'o' END)"
)
_SUM = (
    "struct_extract({'i': CASE WHEN typeof(b) IN ('TINYINT', 'SMALLINT', 'INTEGER') THEN CAST(a AS BIGINT) END, "
    "'n': CASE WHEN typeof(b) = 'BIGINT' THEN CAST(a AS DECIMAL(38, 0)) END, 'o': a}, CASE typeof(b) "
    "WHEN 'TINYINT' THEN 'i' WHEN 'SMALLINT' THEN 'i' WHEN 'INTEGER' THEN 'i' WHEN 'BIGINT' THEN 'n' ELSE 'o' END)"
)
_ROUNDABLE = "NUMERIC WITH DIGITS"
_MOST_COLUMNS = 4
_OF_GROUPS = frozenset(
    "AVG SUM COUNT MIN MAX STDDEV STDDEV_POP STDDEV_SAMP VARIANCE VAR_POP VAR_SAMP NUMERIC ROUND".split()
)

_DIVISOR = "CASE WHEN a = 0 THEN CAST('division by zero' AS INTEGER) ELSE a END"
_DIVISOR_OF_SOME = "CASE WHEN a = 0 AND b IS NOT NULL THEN CAST('division by zero' AS INTEGER) ELSE a END"
_INTEGERS = frozenset({exp.DType.INT, exp.DType.BIGINT, exp.DType.SMALLINT})
_ROOTS = frozenset("SQRT CBRT POWER POW EXP LN LOG LOG10".split())
COMPUTED_TEXT = Untested("the text of a computed number", "write ROUND(x, 2)::TEXT, or TO_CHAR of a date.")


def round_to(node: Call) -> str | None:
    value, *places = node.expressions
    if computed(value) and (places or not _columns(value)):
        put(node, _rounded(places), value, *places)
    elif computed(value):
        test = f"CASE WHEN {_floating(value)} THEN round_even(a, 0) ELSE round({_DIGITS}, 0) END"
        put(node, test, value, *_columns(value))
    elif places and called(bare(value)) == _ROUNDABLE:
        put(node, _narrow("round(a, b)", places), value, *places)
    elif places:
        exact = _shown("round(a, b)", places) if _beside_text(node) else "round(a, b)"
        kinds = f"{{'f': CASE WHEN {_FLOATING} THEN {_rounded(places)} END, 'o': {exact}}}"
        by_kind = f"struct_extract({kinds}, CASE WHEN {_FLOATING} THEN 'f' ELSE 'o' END)"
        put(node, exact if _exact(value) else by_kind, value, *places)
    else:
        put(node, "round(a)" if _exact(value) else _ROUND_WHOLE, value)
    return "numerics are rounded by their digits"


def _rounded(places: list[exp.Expr]) -> str:
    return _narrow(f"round({_DIGITS}, {'b' if places else '0'})", places)


def _beside_text(node: exp.Expr) -> bool:
    """Whether the digits of a number are seen."""
    parent = node.parent
    while isinstance(parent, exp.Paren):
        parent = parent.parent
    if isinstance(parent, exp.Cast):
        return parent.to.this in (exp.DType.VARCHAR, exp.DType.TEXT, exp.DType.CHAR)
    return isinstance(parent, exp.DPipe) or (isinstance(parent, Call) and parent.name in ("CONCAT", "CONCAT_WS"))


def _shown(rounded: str, places: list[exp.Expr]) -> str:
    """With all the places to which it is rounded; DuckDB adds none."""
    scale = number(places[0])
    if scale is None or scale not in range(16):
        return rounded
    return f"CAST({rounded} AS DECIMAL(38, {int(scale)}))"


def _narrow(rounded: str, places: list[exp.Expr]) -> str:
    """A DECIMAL of no more digits than are needed, where it is known to how many places it is rounded."""
    scale = number(places[0]) if places else 0
    if scale is None or scale not in range(16):
        return rounded
    return f"CAST({rounded} AS DECIMAL({_SMALL + int(scale)}, {int(scale)}))"


def whole(node: Call) -> str | None:
    """CEIL, FLOOR and TRUNC of a quotient: 0.3 / 0.1 is 3 among numerics, and a little less among doubles."""
    value, *places = node.expressions
    name = node.this.lower()
    if not computed(value):
        put(node, f"{name}(a, b)" if places else f"{name}(a)", *node.expressions)
        return None
    columns = [] if places else _columns(value)
    digits = f"CASE WHEN {_floating(value)} THEN a ELSE {_DIGITS} END" if columns else _DIGITS
    put(node, f"{name}({digits}, b)" if places else f"{name}({digits})", value, *(places or columns))
    return "numerics are cut by their digits"


def _columns(value: exp.Expr) -> list[exp.Expr]:
    """The columns that decide whether a quotient in each row is one of doubles; none where it is of groups."""
    if value.find(exp.Window, exp.Subquery) or any(called(part) in (*_OF_GROUPS, _ROUNDABLE) for part in value.walk()):
        return []
    if any(computed(column) for column in value.find_all(exp.Column)):
        return []  # what a query before has averaged
    found = {one.sql(): one.copy() for one in value.find_all(exp.Column)}
    return list(found.values()) if len(found) <= _MOST_COLUMNS else []


def _floating(value: exp.Expr) -> str:
    """Whether one of those columns, which stand after the value, is a double."""
    places = "bcdefgh"[: len(_columns(value))]
    return " OR ".join(f"typeof({place}) IN ('DOUBLE', 'FLOAT')" for place in places)


def _exact(value: exp.Expr) -> bool:
    """Whether it cannot be a double in DuckDB: it is an integer, a decimal or its literal."""
    inner = bare(value)
    if called(inner) == _ROUNDABLE:
        return True
    if isinstance(inner, exp.Cast):
        return bool(inner.to.this == exp.DType.DECIMAL)
    return kind(value) in (INT, BIG) or isinstance(inner, exp.Literal)


def sum_of(node: Call) -> str | None:
    """The sum of integers is a bigint, that of bigints a numeric, and a division cares."""
    (value,) = node.expressions
    value = value.expressions[0] if isinstance(value, exp.Distinct) else value
    if kind(value) in (INT, REAL) or not any(_is_open(division) for division in node.root().find_all(exp.Div)):
        put(node, "sum(a)", *node.expressions)
        return None
    by_type(node, "CAST(a AS DECIMAL(38, 0))" if kind(value) == BIG else _SUM)
    return "sums of integers keep their type"


def by_type(node: Call, template: str) -> None:
    """Put a template around an aggregate and its window: ``a`` is all of that, and ``b`` has its argument's type."""
    value = node.expressions[0]
    value = value.expressions[0] if isinstance(value, exp.Distinct) else value
    whole = windowed(node)
    typed, named = whole.copy(), whole.copy()
    typed = _swapped(typed, exp.Anonymous(this="any_value", expressions=[_typed_like(value)]))
    arguments = [one.copy() for one in node.expressions]
    named = _swapped(named, exp.Anonymous(this=node.this.lower(), expressions=arguments))
    new = built(template, named, typed)
    new.meta[WRITTEN] = called(node)
    whole.replace(new)


def _swapped(whole: exp.Expr, call: exp.Expr) -> exp.Expr:
    inner = whole
    while not isinstance(inner, Call):
        inner = inner.this
    if inner is whole:
        return call
    inner.replace(call)
    return whole


def _typed_like(value: exp.Expr) -> exp.Expr:
    """A value of the same type, where the days between two dates are an integer, and no bigint."""
    inner = bare(value)
    if not isinstance(inner, exp.Sub):
        return value.copy()
    return built("CASE WHEN typeof(a) = 'DATE' THEN 0 ELSE b END", inner.this, value)


def _is_open(division: exp.Div) -> bool:
    """Whether it may be one of integers, as far as is known."""
    return REAL not in (kind(division.this), kind(division.expression))


def divide(node: exp.Div) -> str | None:
    """``//`` of DuckDB divides integers to integers, and others exactly."""
    if _is_period(node.this):
        return None  # DuckDB's own / divides an interval
    safe, rule = _safe(node)
    new = exp.IntDiv(this=node.this.copy(), expression=safe)
    new.meta[WRITTEN] = "/"
    node.replace(new)
    return "; ".join(["integers are divided to integers", *rule])


def remainder(node: exp.Mod) -> str | None:
    """Of doubles DuckDB gives NULL for a remainder by zero."""
    safe, rule = _safe(node)
    node.set("expression", safe)
    return "; ".join(rule) or None


def mod(node: Call) -> str | None:
    """The same, written as a call."""
    new = built("a % b", *node.expressions)
    new.meta[WRITTEN] = "MOD"
    node.replace(new)
    return remainder(new) if isinstance(new, exp.Mod) else None


def _safe(node: exp.Binary) -> tuple[exp.Expr, list[str]]:
    """A divisor that is never zero, or fails where it is; NULL by zero is NULL."""
    divisor, value = node.expression, node.this
    if any(called(part) == "RANDOM" for part in node.walk()):
        raise Untested("a division with RANDOM()")
    if never_zero(divisor) or _tested(node):
        return divisor.copy(), []
    if _filtered(node):
        return built("nullif(a, 0)", divisor), []
    known = isinstance(bare(value), exp.Literal) or called(bare(value)) == "COUNT"
    return built(_DIVISOR if known else _DIVISOR_OF_SOME, divisor, value), ["a division by zero fails"]


def _is_period(node: exp.Expr) -> bool:
    inner = bare(node)
    return isinstance(inner, exp.Interval) or (isinstance(inner, exp.Cast) and inner.to.this == exp.DType.INTERVAL)


def _says_not_zero(condition: exp.Expr | None, divisor: exp.Expr) -> bool:
    """Whether a condition holds only where a divisor is not zero."""
    if condition is None:
        return False
    parts = condition.flatten() if isinstance(condition, exp.And) else [condition]
    for part in map(bare, parts):
        if isinstance(part, exp.NEQ | exp.GT | exp.LT) and part.this == divisor and number(part.expression) == 0:
            return True
    return False


def _filtered(node: exp.Binary) -> bool:
    """In a WHERE that leaves rows with zero away anyway. DuckDB may look at its parts in any order."""
    where = node.find_ancestor(exp.Where, exp.Having, exp.Select)
    return isinstance(where, exp.Where) and _says_not_zero(where.this, bare(node.expression))


def _tested(node: exp.Binary) -> bool:
    """After the WHEN that looks whether the divisor is zero."""
    branch = node.find_ancestor(exp.If, exp.Select)
    inside: exp.Expr = node
    while inside.parent is not None and inside.parent is not branch:
        inside = inside.parent
    return (
        isinstance(branch, exp.If) and inside.arg_key == "true" and _says_not_zero(branch.this, bare(node.expression))
    )


_TRUTHS = {
    **dict.fromkeys("t tr tru true y ye yes on 1".split(), True),
    **dict.fromkeys("f fa fal fals false n no of off 0".split(), False),
}
"""Texts that are booleans."""


def cast(node: exp.Cast) -> str | None:
    to = node.to
    target, value = to.this, node.this
    if target == exp.DType.ARRAY and bare(value).is_string:
        return _cast_to_array(value)
    if target in (exp.DType.VARCHAR, exp.DType.TEXT, exp.DType.CHAR):
        return _cast_to_text(node, value, to)
    if target == exp.DType.BOOLEAN and isinstance(value, exp.Literal) and value.is_string:
        known = _TRUTHS.get(value.name.strip().lower())
        if known is not None:
            node.replace(exp.Boolean(this=known))
        return None
    if target == exp.DType.DECIMAL:
        return _cast_to_numeric(node, value, to)
    if target == exp.DType.INTERVAL and isinstance(value, exp.Literal):
        period = exp.Interval(this=value.copy())
        interval(period)
        node.replace(period)
    if target in _INTEGERS and computed(value):
        columns, rounded = _columns(value), f"round({_DIGITS}, 0)"
        put(value, f"CASE WHEN {_floating(value)} THEN a ELSE {rounded} END" if columns else rounded, value, *columns)
        return "numerics are rounded by their digits"
    if target in _INTEGERS and _may_be_text(value):
        put(node, _WHOLE.replace("INTEGER", to.sql("duckdb")), value)
        return "a text that becomes an integer has no fraction"
    return None


_WHOLE = (
    "CASE WHEN typeof(a) = 'VARCHAR' AND regexp_matches(CAST(a AS VARCHAR), '^[^xX]*[.eE]')"
    " THEN CAST('no whole number: ' || CAST(a AS VARCHAR) AS INTEGER) ELSE CAST(a AS INTEGER) END"
)
"""DuckDB rounds a text with a fraction; in hexadecimal an E is a digit."""


def _may_be_text(value: exp.Expr) -> bool:
    inner = bare(value)
    if isinstance(inner, exp.Literal):
        return inner.is_string and not re.fullmatch(r"\s*[-+]?[0-9]+\s*", inner.name)
    if isinstance(inner, exp.Cast):
        return inner.to.this in (exp.DType.VARCHAR, exp.DType.TEXT, exp.DType.CHAR)
    closed = exp.Null | exp.Boolean | exp.Predicate | exp.Connector | exp.Not | exp.Query | exp.Add | exp.Sub | exp.Mul
    return kind(value) is None and not isinstance(inner, closed)


def _cast_to_text(node: exp.Cast, value: exp.Expr, to: exp.DataType) -> str | None:
    inner = bare(value)
    if computed(value):
        raise COMPUTED_TEXT
    if called(inner) in _ROOTS and REAL in map(kind, inner.expressions):
        raise COMPUTED_TEXT
    node.meta[WRITTEN] = "TEXT"
    known = not unknown(value)
    text = jsonb.text(inner) or ("CAST(a AS VARCHAR)" if known else TEXT)
    if to.expressions or to.this == exp.DType.CHAR:
        length = int(to.expressions[0].name) if to.expressions else 1
        cut = f'"left"({text}, {length})'
        put(node, f"rpad({cut}, {length}, ' ')" if to.this == exp.DType.CHAR and _is_shown(node) else cut, value)
        return "texts are cut to their length"
    put(node, text, value)
    return None if known else "doubles, intervals and arrays have PostgreSQL's texts"


def _is_shown(node: exp.Expr) -> bool:
    """Whether a CHAR is seen with its blanks; in every calculation it is without them."""
    while isinstance(node.parent, exp.Alias | exp.Paren | exp.Ordered):
        node = node.parent
    if isinstance(node.parent, exp.Select) and node.parent.parent is not None:
        raise Untested("the type CHAR in a sub-query", "cast to VARCHAR(n).")
    return isinstance(node.parent, exp.Select | exp.Group | exp.Order)


def _cast_to_array(value: exp.Expr) -> str:
    """``'{1,2}'::INT[]``."""
    text = re.fullmatch(r"\{([^{}\"\\]*)\}", bare(value).name)
    if not text:
        raise Untested("a text as an array", "write ARRAY['a', 'b'].")
    items = [item.strip() for item in text[1].split(",")] if text[1].strip() else []
    value.replace(
        exp.Array(expressions=[exp.Null() if item.upper() == "NULL" else exp.Literal.string(item) for item in items])
    )
    return "a text is taken apart"


def _cast_to_numeric(node: exp.Cast, value: exp.Expr, to: exp.DataType) -> str | None:
    inner = bare(value)
    if to.expressions:
        if _exact(value) or inner.is_string:
            return None
        put(node, _typed_numeric(to, value), value)
        return "numerics are rounded by their digits"
    node.meta[WRITTEN] = "NUMERIC"
    if isinstance(node.parent, exp.Div) or (
        isinstance(node.parent, exp.Paren) and isinstance(node.parent.parent, exp.Div)
    ):
        put(node, "CAST(a AS DOUBLE)", value)
    elif _is_rounded(node.parent) and not inner.is_string:
        node.meta[WRITTEN] = _ROUNDABLE
        put(node, _DIGITS if computed(value) else _NUMERIC.replace("CAST(a AS DOUBLE)", _DIGITS), value)
    elif isinstance(inner, exp.Literal):
        digits = inner.name.partition(".")[2]
        if not re.fullmatch(r"[-+]?[0-9]*(\.[0-9]*)?", inner.name):
            raise Untested("NUMERIC without digits", "write NUMERIC(precision, scale).")
        put(node, f"CAST(a AS DECIMAL({28 + len(digits)}, {len(digits)}))", value)
    elif kind(value) in (INT, BIG):
        put(node, "CAST(a AS DECIMAL(28, 0))", value)
    elif computed(value):
        node.replace(value.copy())
        return None
    else:
        put(node, _NUMERIC, value)
    return "NUMERIC without digits keeps them"


def _is_rounded(parent: exp.Expr | None) -> bool:
    return isinstance(parent, Call) and parent.this == "ROUND" and len(parent.expressions) == 2


def _typed_numeric(to: exp.DataType, value: exp.Expr) -> str:
    width = ", ".join(str(int(part.name)) for part in to.expressions)
    digits = f"CAST(format('{{:.15g}}', CAST(a AS DOUBLE)) AS DECIMAL({width}))"
    if computed(value):
        return digits
    return (
        f"struct_extract({{'f': {digits}, 'o': CAST(a AS DECIMAL({width}))}}, "
        f"CASE WHEN {_FLOATING} THEN 'f' ELSE 'o' END)"
    )
