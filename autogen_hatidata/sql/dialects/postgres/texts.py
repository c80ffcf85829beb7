"""Texts of PostgreSQL: parts of them, and lists of them."""

from __future__ import annotations

import re

from sqlglot import exp

from autogen_hatidata.sql.dialects.forms import Call, built, put
from autogen_hatidata.sql.dialects.postgres.patterns import first_match
from autogen_hatidata.sql.dialects.postgres.shown import QUOTED, SHOWN_SHORT, unknown
from autogen_hatidata.sql.dialects.source import WRITTEN, Untested, bare, number


def encode(node: Call) -> None:
    """Bytes as digits of base 16, or as base 64 where they fill no more than a line of it."""
    value, form = node.expressions
    written = form.name.lower() if form.is_string else ""
    if written not in _ENCODED or "\\" in (value.name if value.is_string else ""):
        raise Untested("that form of ENCODE", "write ENCODE(x, 'hex').")
    put(node, _ENCODED[written], value)


_LONG = "CAST(CAST('more than a line of base64' AS TINYINT) AS VARCHAR)"
_ENCODED = {
    "hex": "lower(hex(a))",
    "base64": f"CASE WHEN length(hex(a)) > 114 THEN {_LONG} ELSE to_base64(unhex(hex(a))) END",
}


PARTS = "CASE WHEN a = '' THEN CAST([] AS VARCHAR[]) ELSE string_split(a, b) END"


def to_rows(node: Call) -> str | None:
    """STRING_TO_TABLE in the select list; what stands in FROM is a table's."""
    check_delimiter(node)
    if isinstance(node.parent, exp.Table | exp.Lateral):
        return None
    put(node, f"unnest({PARTS})", *node.expressions)
    return "the parts of an empty text are none"


def check_delimiter(node: Call) -> None:
    """Refuses a delimiter that may be empty or NULL, which mean something else."""
    delimiter = node.expressions[1]
    if not (isinstance(delimiter, exp.Literal) and delimiter.is_string and delimiter.name):
        raise Untested(f"{node.name} with a delimiter that may be empty", "write the delimiter as a literal.")


def concat(node: Call) -> None:
    """NULL is nothing in it."""
    parts = [built(SHOWN_SHORT, one) if unknown(one) else one.copy() for one in node.expressions]
    new = exp.Anonymous(this=node.name.lower(), expressions=parts)
    new.meta[WRITTEN] = node.name
    node.replace(new)


def substr(node: Call) -> str | None:
    return _part_of_text(node, *node.expressions)


def substring(node: exp.Substring) -> str | None:
    node.meta[WRITTEN] = "SUBSTRING"
    start = node.args.get("start")
    if start is None:
        raise Untested("this form of SUBSTRING")
    length = node.args.get("length")
    return _part_of_text(node, node.this, start, *([length] if length is not None else []))


def _part_of_text(node: exp.Expr, text: exp.Expr, start: exp.Expr, *length: exp.Expr) -> str | None:
    """A start before the first character counts from before it, where DuckDB counts from the end."""
    if bare(start).is_string:
        if length:
            raise Untested("this form of SUBSTRING")
        return first_match(node, text, start)
    if (number(start) or 0) >= 1:
        put(node, "substring(a, b, c)" if length else "substring(a, b)", text, start, *length)
        return None
    first = "CASE WHEN b < 1 THEN 1 ELSE b END"
    if length:
        put(node, f"substring(a, {first}, CASE WHEN b < 1 THEN greatest(b + c - 1, 0) ELSE c END)",
            text, start, *length)  # fmt: skip
    else:
        put(node, f"substring(a, {first})", text, start)
    return "positions before the first character are before the text"


def string_agg(node: Call) -> None:
    """DISTINCT is before the text alone, as sqlglot would make a pair of the text and the separator."""
    first = node.expressions[0]
    order = first if isinstance(first, exp.Order) else None
    distinct = order.this if order is not None else first
    if isinstance(distinct, exp.Distinct) and len(distinct.expressions) == 2:
        text, separator = distinct.expressions
        last: exp.Expr = separator.copy()
        if order is not None:
            last = exp.Order(this=last, expressions=[one.copy() for one in order.expressions])
        put(node, "string_agg(a, b)", exp.Distinct(expressions=[text.copy()]), last)
        return
    if isinstance(distinct, exp.Distinct) or len(node.expressions) != 2:
        raise Untested("STRING_AGG without a separator", "write STRING_AGG(text, ',').")
    put(node, "string_agg(a, b)", *node.expressions)


def split_part(node: Call) -> str | None:
    delimiter = node.expressions[1]
    if not (isinstance(delimiter, exp.Literal) and delimiter.name):
        raise Untested("SPLIT_PART with a delimiter that may be empty", "write the delimiter as a literal.")
    if (place := node.expressions[2]) and number(place) == 0:
        raise Untested("part 0 in SPLIT_PART", "the first part is 1.")
    put(node, "split_part(a, b, c)", *node.expressions)
    return None


def to_list(node: Call) -> str | None:
    check_delimiter(node)
    put(node, PARTS, *node.expressions)
    return "the parts of an empty text are none"


def like(node: exp.Expr) -> str | None:
    """A backslash escapes, as if ESCAPE were written."""
    pattern = node.expression
    if isinstance(node.parent, exp.Escape):
        return None
    if isinstance(pattern, exp.Any | exp.All):
        return _like_any(node, pattern)
    if pattern.is_string and "\\" not in pattern.name:
        return None
    holder = exp.Paren(this=exp.Null())
    node.replace(holder)
    holder.set("this", exp.Escape(this=node, expression=exp.Literal.string("\\")))
    return "a backslash escapes in LIKE"


def _like_any(node: exp.Expr, patterns: exp.Any | exp.All) -> str:
    """``LIKE ANY (ARRAY['a%', 'b%'])``."""
    array = bare(patterns.this)
    if not (isinstance(array, exp.Array) and array.expressions and isinstance(patterns, exp.Any)):
        raise Untested("LIKE ANY", "write ANY (ARRAY['a%', 'b%']), or a OR b.")
    ways = [type(node)(this=node.this.copy(), expression=pattern.copy()) for pattern in array.expressions]
    whole = exp.Paren(this=exp.or_(*ways, copy=False))
    node.replace(whole)
    for way in list(whole.find_all(type(node))):
        like(way)
    return "LIKE ANY is OR"


_SPECIFIER = re.compile(r"(%%|%(?:[0-9]+\$)?(?:-?[0-9]+)?[sIL])")
_NAME = re.compile("[a-z_][a-z0-9_$]*")


def formatted(node: Call) -> str:
    """With %s, %I and %L, which may say which value they take, and how wide it is."""
    form, *values = node.expressions
    pieces = _SPECIFIER.split(form.name if isinstance(form, exp.Literal) and form.is_string else "%")
    if any("%" in piece for piece in pieces[::2]):
        raise Untested("this form of FORMAT", "write a literal with a %s for each value.")
    parts: list[exp.Expr] = []
    place = 0
    for piece in filter(None, pieces):
        if not piece.startswith("%") or piece == "%%":
            parts.append(exp.Literal.string("%" if piece == "%%" else piece))
            continue
        given, place = _given(piece, place)
        if place > len(values):
            raise Untested("this form of FORMAT", "write a literal with a %s for each value.")
        parts.append(_filled(values[place - 1], piece[-1], given))
    node.set("expressions", parts)
    node.set("this", "CONCAT")
    concat(node)
    return "FORMAT joins texts"


def _given(piece: str, place: int) -> tuple[str, int]:
    """The width that is written, and the value's place: that after the last, if it is not said."""
    number_, dollar, width = piece[1:-1].rpartition("$")
    return width, int(number_) if dollar else place + 1


def _filled(value: exp.Expr, kind_: str, width: str) -> exp.Expr:
    if kind_ == "L":
        value = built(f"coalesce({QUOTED}, 'NULL')", value)
    elif kind_ == "I":
        value = _name(value)
    if not width:
        return value.copy()
    size = int(width.lstrip("-"))
    text = exp.Anonymous(this="concat", expressions=[built(SHOWN_SHORT, value) if unknown(value) else value.copy()])
    pad = "rpad" if width.startswith("-") else "lpad"
    return built(f"CASE WHEN length(a) < {size} THEN {pad}(a, {size}, ' ') ELSE a END", text)


def _name(value: exp.Expr) -> exp.Expr:
    """In double quotes, where a name needs them; of a plain one that depends on the words of PostgreSQL."""
    if not value.is_string or _NAME.fullmatch(value.name):
        raise Untested("%I in FORMAT", "write the name into the text.")
    return exp.Literal.string('"' + value.name.replace('"', '""') + '"')
