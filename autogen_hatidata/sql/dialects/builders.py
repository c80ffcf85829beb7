"""What dialects share: functions and signs that need more than a line of a table."""

from __future__ import annotations

import re

from sqlglot import exp

from autogen_hatidata.sql.dialects.double_texts import AS_TEXT
from autogen_hatidata.sql.dialects.forms import Call, built, copied
from autogen_hatidata.sql.dialects.source import Untested, bare, number, wrap
from autogen_hatidata.sql.dialects.value_kinds import kind

UNITS = frozenset("YEAR QUARTER MONTH WEEK DAY HOUR MINUTE SECOND".split())
DATE_UNITS = frozenset("YEAR QUARTER MONTH WEEK DAY".split())
VALID_JSON = "CASE WHEN json_valid(a) THEN a END"
"""What is no JSON gives NULL, where DuckDB would raise an error."""

JSON_PATH = re.compile(r"\$(\.[A-Za-z_][A-Za-z0-9_]*|\[[0-9]+\])*", re.ASCII)
GROUP = re.compile(r"\\(.)|\$([0-9])|([\\$])", re.DOTALL)
INTEGERS = frozenset({exp.DType.TINYINT, exp.DType.SMALLINT, exp.DType.INT, exp.DType.BIGINT})


def text_of(node: exp.Expr, what: str) -> str:
    if not (isinstance(node, exp.Literal) and node.is_string):
        raise Untested(f"{what} that is no literal")
    return node.name


def whole(node: exp.Expr) -> int | None:
    """The value of a whole number with its sign."""
    inner = bare(node)
    value = number(inner)
    if value is None or value != int(value) or "." in inner.name:
        return None
    return -int(value) if isinstance(node, exp.Neg) else int(value)


def regexp_replace(node: Call) -> exp.Expr:
    """In it a group is called $1, in DuckDB \\1."""
    text, pattern, new = node.expressions
    written = text_of(new, "a replacement in REGEXP_REPLACE")

    def group(match: re.Match[str]) -> str:
        if match[3]:
            raise Untested("that replacement in REGEXP_REPLACE")
        return f"\\{match[2]}" if match[2] else {"\\": "\\\\"}.get(match[1], match[1])

    return built("regexp_replace(a, b, c, 'g')", text, pattern, exp.Literal.string(GROUP.sub(group, written)))


def split_at_most(text: exp.Expr, delimiter: exp.Expr, most: int) -> exp.Expr:
    """The parts of a text, the last of which holds all that is left."""
    if most == 1:
        return built("CASE WHEN a IS NOT NULL THEN list_value(a) END", text)
    rest = f"array_to_string(list_slice(it__, {most}, len(it__)), b)"
    cut = f"CASE WHEN len(it__) > {most} THEN list_append(list_slice(it__, 1, {most - 1}), {rest}) ELSE it__ END"
    return built(f"list_extract(list_transform([string_split(a, b)], lambda it__: {cut}), 1)", text, delimiter)


def lambda_of(node: exp.Expr, count: int, name: str) -> exp.Lambda:
    if not isinstance(node, exp.Lambda) or len(node.expressions) != count:
        raise Untested(f"this form of {name}")
    return node


_HOLDS = {"EXISTS": True, "ANY_MATCH": True, "NONE_MATCH": True, "FORALL": False, "ALL_MATCH": False}
"""Whether the first item for which something holds decides, or the first for which it does not."""


def holds(node: Call) -> exp.Expr:
    """Whether something holds for one item, or for all; unknown where NULL decides."""
    value, test = node.expressions
    lambda_of(test, 1, node.name)
    one = _HOLDS[node.name]
    listed = built("list_transform(a, b)", value, test)
    made = built(
        f"CASE WHEN list_bool_{'or' if one else 'and'}(a) IS {one} THEN {one}"
        f" WHEN list_count(a) < len(a) THEN NULL WHEN a IS NOT NULL THEN {not one} END",
        listed,
    )
    return exp.Not(this=exp.Paren(this=made)) if node.name == "NONE_MATCH" else made


def fold(node: Call) -> exp.Expr:
    """A fold from a first value."""
    value, first, merge, *finish = node.expressions
    lambda_of(merge, 2, node.name)
    folded = built("list_reduce(a, b, c)", value, merge, first)
    if not finish:
        return folded
    last = lambda_of(finish[0], 1, node.name)
    return built("list_extract(list_transform(list_value(a), b), 1)", folded, last)


_SHIFTS = {"LAG": exp.Lag, "LEAD": exp.Lead, "NTH_VALUE": exp.NthValue}


def nulls_inside(node: Call, around: exp.Expr) -> Call | None:
    """``first_value(x) IGNORE NULLS`` as ``first_value(x IGNORE NULLS)``."""
    if node.name in _SHIFTS:
        made = _SHIFTS[node.name](**dict(zip(("this", "offset", "default"), node.expressions, strict=False)))
        around.set("this", made)
        return None
    if node.name not in ("FIRST", "LAST", "ANY_VALUE", "FIRST_VALUE", "LAST_VALUE"):
        raise Untested(f"IGNORE NULLS of {node.name}")
    node.set("expressions", [type(around)(this=each) for each in node.expressions[:1]])
    around.replace(node)
    return node


_SPECIFIER = re.compile(r"%(?:(%)|(,)?(0[0-9]+)?(?:\.([0-9]+))?([sdf]))|([{}])|%")


def format_(node: Call) -> exp.Expr:
    """A text with %s, %d and %f in it, also of thousands and of places."""
    written, *values = node.expressions
    left, pieces = list(values), []

    def piece(match: re.Match[str]) -> str:
        percent, comma, width, places, letter, brace = match.groups()
        if percent or brace:
            return "%" if percent else brace * 2
        if not letter or not left or (letter == "s" and (comma or width or places)) or (letter == "d" and places):
            raise Untested(f"that format in {node.name}")
        value = left.pop(0)
        if letter == "f":
            value = built("round(a, b)", value, exp.Literal.number(places or "6"))
        pieces.append(built(AS_TEXT, value) if letter == "s" else value.copy())
        if letter == "s":
            return "{}"
        return f"{{:{width or ''}{comma or ''}{f'.{places or 6}f' if letter == 'f' else 'd'}}}"

    pattern = _SPECIFIER.sub(piece, text_of(written, f"a format in {node.name}"))
    if left:
        raise Untested(f"this form of {node.name}")
    return exp.Anonymous(this="format", expressions=[exp.Literal.string(pattern), *pieces])


def _span(node: exp.Expr) -> exp.Expr:
    """An interval without its sign and its factor."""
    inner = bare(node)
    if isinstance(inner, exp.Mul):
        sides = (bare(inner.this), bare(inner.expression))
        return next((side for side in sides if isinstance(side, exp.Interval)), inner)
    return inner


def shift(node: exp.Binary, scaled: frozenset[str] = DATE_UNITS) -> str | None:
    """A date and days or months are a date, as in ``d + INTERVAL 1 DAY``; if multiplied, those of some units."""
    if isinstance(node, exp.Add) and isinstance(_span(node.this), exp.Interval):
        left, right = node.this, node.expression
        node.set("this", right)
        node.set("expression", left)
    span, dated = _span(node.expression), kind(node.this)
    if isinstance(span, exp.Interval):
        unit = str(span.args.get("unit") or "").upper().rstrip("S")
        factor = isinstance(bare(node.expression), exp.Mul)
        if unit not in (scaled if factor else DATE_UNITS):
            return None
        if dated == "date":
            wrap(node, lambda inner: exp.cast(exp.Paren(this=inner), exp.DType.DATE))
            return "a date and days are a date"
        if dated is None:
            copied(node.this)
            wrap(node, lambda inner: built("cast_to_type(a, b)", inner, inner.this))
            return "a date and days are a date"
    return None


def minus(node: exp.Sub, hint: str) -> None:
    """A difference of dates is an interval in other systems and a number in DuckDB. A date has no sign, so that one of
    columns is an error."""
    right = node.expression
    if isinstance(right, exp.Interval) or not {kind(node.this), kind(right)} <= {None, "date", "timestamp"}:
        return
    if kind(right):
        raise Untested("a subtraction of dates", hint)
    if isinstance(right, exp.Column):
        node.replace(exp.Add(this=node.this.copy(), expression=exp.Neg(this=right.copy())))


def interval(node: exp.Interval) -> None:
    unit = node.args.get("unit")
    if not isinstance(unit, exp.Var) or unit.name.upper().rstrip("S") not in UNITS:
        raise Untested("that form of INTERVAL", "write INTERVAL '1' DAY.")
