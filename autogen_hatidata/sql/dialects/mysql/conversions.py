"""What MySQL makes of a value that stands where another type is meant."""

from __future__ import annotations

import re

from sqlglot import exp

from autogen_hatidata.sql.dialects.certain_kinds import DATE, DECIMAL, FLOAT, TEXT, TIME, WHOLE, kind, of_kind
from autogen_hatidata.sql.dialects.collating import cased
from autogen_hatidata.sql.dialects.folding import read_moment
from autogen_hatidata.sql.dialects.forms import built
from autogen_hatidata.sql.dialects.mysql.common import JSON, refused
from autogen_hatidata.sql.dialects.mysql.numbers import average
from autogen_hatidata.sql.dialects.mysql.texts import as_text, texts_where_one_is
from autogen_hatidata.sql.dialects.mysql.times import moment, shifted
from autogen_hatidata.sql.dialects.number_texts import NUMBER_AT_START
from autogen_hatidata.sql.dialects.source import bare, wrap


def numbers(node: exp.Expr) -> str | None:
    """A text beside a number is compared as a number."""
    for side, other in ((node.this, node.expression), (node.expression, node.this)):
        if kind(other) not in (WHOLE, DECIMAL, FLOAT):
            continue
        if side.is_string and not _AT_START.fullmatch(side.name):
            side.replace(_written_number(side))
        elif kind(side) == TEXT and not side.is_string:
            side.replace(_number_of(side))
        else:
            continue
        return "a text beside a number is a number"
    return None


def plus(node: exp.Add | exp.Sub) -> str | None:
    left, right = node.this, node.expression
    sign = "+" if isinstance(node, exp.Add) else "-"
    if isinstance(right, exp.Interval):
        node.replace(shifted(left, right, sign))
    elif isinstance(left, exp.Interval) and sign == "+":
        node.replace(shifted(right, left, sign))
    elif {kind(left), kind(right)} & {DATE, TIME}:
        raise refused("a date and a number", "write INTERVAL 1 DAY, or DATEDIFF(a, b).")
    else:
        return calculated(node) or _undated(node)
    return "a date and days are a date"


_DATED = "typeof(a) IN ('DATE', 'TIME', 'BOOLEAN') OR typeof(a) LIKE 'TIMESTAMP%'"
_DIGITS = "TRY_CAST(regexp_replace(left(CAST(a AS VARCHAR), 19), '[-: ]', '', 'g') AS BIGINT)"
_NUMBER = (
    f"struct_extract({{'number': a, 'digits': CASE WHEN {_DATED}"
    f" THEN CASE CAST(a AS VARCHAR) WHEN 'true' THEN 1 WHEN 'false' THEN 0 ELSE {_DIGITS} END END}},"
    f" CASE WHEN {_DATED} THEN 'digits' ELSE 'number' END)"
)
_NUMERIC = (exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Mod, exp.IntDiv, exp.Sum, exp.Avg, exp.Null, exp.Placeholder)


def _undated(node: exp.Add | exp.Sub) -> str | None:
    """In a sum a date of a column is the number 20240131, where DuckDB would count days, and truth is 1 or 0."""
    sides = [node.this, node.expression]
    if all(_is_number(side) for side in sides):
        return None
    for side in sides:
        if not _is_number(side):
            side.replace(of_kind(built(_NUMBER, side), kind(side)))
    return "a date and a truth in a sum are numbers"


def _is_number(node: exp.Expr) -> bool:
    inner = bare(node)
    while isinstance(inner, exp.Window):
        inner = inner.this
    made = isinstance(inner, exp.Anonymous) and inner.name == "struct_extract"
    return made or isinstance(inner, _NUMERIC) or kind(inner) in (WHOLE, DECIMAL, FLOAT)


_AT_START = re.compile(r"\s*([-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?)")


def _number_of(text: exp.Expr) -> exp.Expr:
    """The number at the start of a text, or 0."""
    return of_kind(built(NUMBER_AT_START, text), FLOAT)


def _written_number(text: exp.Expr) -> exp.Expr:
    found = _AT_START.match(text.name)
    return of_kind(exp.cast(exp.Literal.string(found[1] if found else "0"), exp.DType.DOUBLE), FLOAT)


def negated(node: exp.Neg) -> str | None:
    """``-'5'`` is a number."""
    if not node.this.is_string:
        return None
    node.this.replace(_written_number(node.this))
    return "a text in a calculation is a number"


def summed(node: exp.Avg | exp.Sum) -> str | None:
    """A text is added up as a number."""
    if kind(node.this) != TEXT:
        return None
    node.this.replace(_number_of(node.this))
    return "a text in a calculation is a number"


def averaged(node: exp.Avg) -> str:
    rules = (summed(node), average(node))
    return "; ".join(rule for rule in rules if rule)


def calculated(node: exp.Binary) -> str | None:
    """In a calculation a text is the number at its start, and JSON is a number."""
    rule = None
    for side in (node.this, node.expression):
        if side.is_string:
            side.replace(_written_number(side))
        elif side.meta.get(JSON):
            side.replace(of_kind(built("CAST(a AS DOUBLE)", side), FLOAT))
        elif kind(side) == TEXT:
            side.replace(_number_of(side))
        else:
            continue
        rule = "a text in a calculation is a number"
    return rule


_CUT = "CAST(coalesce(nullif(regexp_extract(CAST(a AS VARCHAR), '^ *([-+]?[0-9]+)', 1), ''), '0') AS BIGINT)"


def cast(node: exp.Cast) -> str | None:
    to, inner = node.to, node.this
    if to.this == exp.DType.BINARY:
        return collated(node)
    if to.this == exp.DType.CHAR:
        length = to.expressions[0].this.name if to.expressions else None
        written = as_text(inner)
        node.replace(of_kind(built(f"left(a, {length})", written) if length else written, TEXT))
        return None
    if to.this == exp.DType.DECIMAL and len(to.expressions) < 2:
        sizes = [size.this.name for size in to.expressions] or ["10"]
        node.set("to", exp.DataType.build(f"DECIMAL({sizes[0]}, 0)"))
        return "DECIMAL without a scale is whole"
    if to.this in (exp.DType.DATETIME, exp.DType.TIMESTAMPTZ, exp.DType.DATE):
        date = to.this == exp.DType.DATE
        node.set("to", exp.DataType(this=exp.DType.DATE if date else exp.DType.TIMESTAMP))
        return _cast_moment(node)
    if to.this == exp.DType.BIGINT and kind(inner) in (TEXT, None) and isinstance(inner, exp.Column | exp.Literal):
        text = f"CASE WHEN a IS NULL THEN NULL WHEN typeof(a) = 'VARCHAR' THEN {_CUT} ELSE CAST(a AS BIGINT) END"
        text = f"CASE WHEN a IS NULL THEN NULL ELSE {_CUT} END" if inner.is_string else text
        node.replace(of_kind(built(text, inner), WHOLE))
        return "the number at the start of a text counts"
    return None


_READ = (
    "coalesce(TRY_CAST(CAST(a AS VARCHAR) AS TIMESTAMP), try_strptime(CAST(a AS VARCHAR),"
    " ['%Y%m%d', '%Y/%m/%d', '%Y.%m.%d', '%Y%m%d%H%M%S', '%Y/%m/%d %H:%M:%S', '%Y/%m/%d %H:%M']))"
)
_SHORT_YEAR = "[0-9]{2}[-/.][0-9]{1,2}[-/.][0-9]{1,2}.*|[0-9]{6}"
_MOMENT = (
    "CASE WHEN typeof(a) IN ('DATE', 'TIMESTAMP') THEN CAST(CAST(a AS VARCHAR) AS TIMESTAMP)"
    f" WHEN regexp_full_match(CAST(a AS VARCHAR), '{_SHORT_YEAR}')"
    f" THEN CAST('a date with a year of two digits' AS TIMESTAMP) ELSE {_READ} END"
)


def _cast_moment(node: exp.Cast) -> str | None:
    """What a text or a number names; a DATETIME has no parts of a second, and is rounded."""
    inner, rule = bare(node.this), None
    if inner.is_string and read_moment(inner.name):
        node.set("this", moment(inner))
    elif kind(inner) not in (DATE, TIME):
        node.set("this", built(_MOMENT, node.this))
        rule = "a text that is no date is NULL"
    if node.to.this == exp.DType.TIMESTAMP and kind(inner) != DATE and not (inner.is_string and "." not in inner.name):
        wrap(node, lambda whole: of_kind(built("date_trunc('second', a + to_milliseconds(500))", whole), TIME))
    return rule


def collated(node: exp.Collate | exp.Cast) -> str:
    """A comparison beside a collation that knows case is one with case."""
    node.replace(cased(node.this))
    return "COLLATE and BINARY say that case counts"


def mixed(node: exp.Expr) -> None:
    """What may be a text is one, also where it is a number or a date."""
    if isinstance(node, exp.If):
        if not isinstance(node.parent, exp.Case):
            _one_type([(node, "true"), (node, "false")])
        return
    _one_type([*((branch, "true") for branch in node.args["ifs"]), (node, "default")])


def _one_type(places: list[tuple[exp.Expr, str]]) -> None:
    filled = [(node, key) for node, key in places if node.args.get(key) is not None]
    values = [node.args[key] for node, key in filled]
    made = texts_where_one_is(values)
    if made is not values:
        for (node, key), each in zip(filled, made, strict=True):
            node.set(key, each)
