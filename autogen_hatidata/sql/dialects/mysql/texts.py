"""MySQL's functions of texts and patterns, written out in DuckDB's SQL."""

from __future__ import annotations

import re

from sqlglot import exp

from autogen_hatidata.sql.dialects import matches
from autogen_hatidata.sql.dialects.certain_kinds import FLOAT, TEXT, WHOLE, closed, kind, of_kind
from autogen_hatidata.sql.dialects.forms import built
from autogen_hatidata.sql.dialects.mysql.numbers import settle
from autogen_hatidata.sql.dialects.source import bare, number

_FOUND = "instr(lower(a), lower(b))"


_FLOAT_TEXT = r"regexp_replace(CAST(a AS VARCHAR), '\.0$', '')"
_AS_TEXT = (
    f"CASE WHEN typeof(a) IN ('DOUBLE', 'FLOAT') THEN {_FLOAT_TEXT}"
    " WHEN typeof(a) = 'BOOLEAN' THEN CASE CAST(a AS VARCHAR) WHEN 'true' THEN '1' WHEN 'false' THEN '0' END"
    " ELSE CAST(a AS VARCHAR) END"
)
"""A DOUBLE without a point where it is whole, and truth as 1 and 0."""


def as_text(node: exp.Expr) -> exp.Expr:
    """A value as a text."""
    around = exp.Paren(this=node.copy())
    settle(around.this)
    value: exp.Expr = around.this
    what = kind(node)
    if what == TEXT:
        return value
    shape = {None: _AS_TEXT, FLOAT: _FLOAT_TEXT}.get(what, "CAST(a AS VARCHAR)")
    return of_kind(built(shape, value), TEXT)


def concat(arguments: list[exp.Expr]) -> exp.Expr:
    texts = list(map(as_text, arguments))
    joined = closed(texts[0])
    for each in texts[1:]:
        joined = exp.DPipe(this=joined, expression=closed(each))
    return of_kind(exp.Paren(this=joined), TEXT)


def texts_where_one_is(values: list[exp.Expr]) -> list[exp.Expr]:
    """Values of one type: numbers and dates are texts beside a text."""
    if TEXT not in map(kind, values) or all(kind(each) == TEXT for each in values):
        return values
    return [each if isinstance(each, exp.Null) else as_text(each) for each in values]


_FOLDED = "{'k': lower(strip_accents(CAST(a AS VARCHAR))), 'v': CAST(a AS VARCHAR)}"


def extreme_text(name: str, arguments: list[exp.Expr]) -> exp.Expr:
    """The first or last of texts as they sort without case and accents."""
    each = [built(_FOLDED, as_text(argument)) for argument in arguments]
    listed = exp.Anonymous(this="list_value", expressions=each)
    shape = f"struct_extract(list_extract(list_sort(a), {-1 if name == 'greatest' else 1}), 'v')"
    return built(shape, listed)


def locate(arguments: list[exp.Expr]) -> exp.Expr:
    part, text, *start = arguments
    if not start:
        return of_kind(built(_FOUND, text, part), WHOLE)
    rest = built("substring(a, b)", text, start[0])
    shape = f"CASE WHEN c < 1 THEN 0 * length(d) WHEN {_FOUND} > 0 THEN {_FOUND} + c - 1 ELSE {_FOUND} END"
    return of_kind(built(shape, rest, part, start[0], text), WHOLE)


def substring_index(arguments: list[exp.Expr]) -> exp.Expr:
    if number(bare(arguments[2])) is None:
        parts = "string_split(CAST(a AS VARCHAR), b)"
        slices = (
            f"CASE WHEN c > 0 THEN list_slice({parts}, 1, c) WHEN c < 0 THEN list_slice({parts}, c, -1) ELSE [] END"
        )
        return of_kind(built(f"CASE WHEN c IS NOT NULL THEN array_to_string({slices}, b) END", *arguments), TEXT)
    count = int(number(bare(arguments[2])) or 0) * (-1 if isinstance(arguments[2], exp.Neg) else 1)
    first, last = (1, count) if count > 0 else (count, -1)
    shape = f"array_to_string(list_slice(string_split(CAST(a AS VARCHAR), b), {first}, {last}), b)"
    return of_kind(built(shape if count else "left(CAST(a AS VARCHAR), 0)", *arguments[:2]), TEXT)


def formatted(arguments: list[exp.Expr]) -> exp.Expr:
    places = int(number(arguments[1]) or 0)
    return of_kind(built(f"format('{{:,.{places}f}}', CAST(round(a, {places}) AS DOUBLE) + 0)", arguments[0]), TEXT)


def regex(text: str) -> str:
    """A pattern that is found in texts of any case."""
    return f"(?i){text}"


def regexp_replace(arguments: list[exp.Expr]) -> exp.Expr:
    text, pattern, new, *which = arguments
    parts = re.sub(r"\$([0-9])", r"\\\1", new.name.replace("\\", "\\\\"))
    written = exp.Literal.string(parts)
    start, nth = _which(which, 0)
    if (start, nth) == (1, 0):
        return of_kind(built("regexp_replace(a, b, c, 'gi')", text, pattern, written), TEXT)
    return of_kind(matches.replaced(text, exp.Literal.string(regex(pattern.name)), written, start, nth), TEXT)


def _which(given: list[exp.Expr], nth: int) -> tuple[int, int]:
    """From which place on, and which match."""
    start, which = [int(number(each) or 0) for each in given] + [1, nth][len(given) :]
    return start, which


def regexp_substr(arguments: list[exp.Expr]) -> exp.Expr:
    pattern = exp.Literal.string(regex(arguments[1].name))
    start, nth = _which(arguments[2:], 1)
    if (start, nth) != (1, 1):
        return of_kind(matches.match(arguments[0], pattern, start, nth), TEXT)
    text = "CASE WHEN regexp_matches(a, b) THEN regexp_extract(a, b) END"
    return of_kind(built(text, arguments[0], pattern), TEXT)


def regexp_instr(arguments: list[exp.Expr]) -> exp.Expr:
    pattern = exp.Literal.string(regex(arguments[1].name))
    start, nth = _which(arguments[2:], 1)
    if (start, nth) != (1, 1):
        return of_kind(matches.place(arguments[0], pattern, start, nth), WHOLE)
    text = "CASE WHEN regexp_matches(a, b) THEN instr(a, regexp_extract(a, b)) ELSE 0 * length(a) END"
    return of_kind(built(text, arguments[0], pattern), WHOLE)


_PREFIX = {2: "0b", 10: "", 16: "0x"}


def conv(arguments: list[exp.Expr]) -> exp.Expr:
    """A number in another base; a sign is an error, which MySQL would take for a large number."""
    text, old, new = arguments
    read = f"CAST('{_PREFIX[int(number(old) or 10)]}' || CAST(a AS VARCHAR) AS BIGINT)"
    return of_kind(built(f"CAST({read} AS VARCHAR)" if number(new) == 10 else f"to_base({read}, b)", text, new), TEXT)


def substring(text: exp.Expr, start: exp.Expr, length: exp.Expr | None = None) -> exp.Expr:
    """From the end where the start is negative; nothing where it is 0 or before the text."""
    first = number(start)
    size = "CASE WHEN c < 0 THEN 0 ELSE c END" if length is not None and number(length) is None else "c"
    cut = "substring(CAST(a AS VARCHAR), b)" if length is None else f"substring(CAST(a AS VARCHAR), b, {size})"
    if first is None or first < 1:
        outside = "b = 0 OR b < -length(CAST(a AS VARCHAR))"
        none = "0" if length is None else "0 * c"  # NULL where the length is
        cut = f"CASE WHEN {outside} THEN left(CAST(a AS VARCHAR), {none}) ELSE {cut} END"
    return of_kind(built(cut, text, start, *([] if length is None else [length])), TEXT)
