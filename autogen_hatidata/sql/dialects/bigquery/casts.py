"""Divisions and casts, which round, fail and write as BigQuery's do."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlglot import exp

from autogen_hatidata.sql.dialects.bigquery.formats import cast_with_format
from autogen_hatidata.sql.dialects.bigquery.tables import NUMERIC, ZERO
from autogen_hatidata.sql.dialects.bigquery.trees import KIND, PLAIN_TIME, fill, kind_of, put, text_of, unsupported
from autogen_hatidata.sql.dialects.source import never_zero


def division(node: exp.Div) -> str | None:
    safe = never_zero(node.expression)
    guarded = node.expression.copy() if safe else fill(f"CASE WHEN a = 0 THEN {ZERO} ELSE a END", node.expression)
    kinds = {kind_of(node.this), kind_of(node.expression)}
    if "float" in kinds or kinds == {"int"}:
        if safe:
            return None
        put(node, exp.Div(this=node.this.copy(), expression=guarded), "float")
    else:
        put(node, fill(_NUMERIC, node.this, node.expression, c=guarded), "float")
    return "a division of NUMERICs has 9 decimals" if safe else "a division by zero is an error"


_NUMERIC = (
    f"struct_extract({{'numeric': TRY_CAST(a / c AS DECIMAL(38, 9)), 'other': a / c}},"
    f" CASE WHEN {NUMERIC} THEN 'numeric' ELSE 'other' END)"
)


_DOUBLE = "TRY_CAST(CAST(a AS VARCHAR) AS DOUBLE)"

_IS_FLOAT = "typeof(a) IN ('DOUBLE', 'FLOAT')"

_SHORT = "CASE WHEN CAST(printf('%.15g', x) AS DOUBLE) = x THEN printf('%.15g', x) ELSE printf('%.17g', x) END"

_NO_ZEROS = r"regexp_replace(CAST(a AS VARCHAR), '\.0+$|(\.[0-9]*[1-9])0+$', '\1')"


def as_string(node: exp.Expr) -> exp.Expr:
    """Floats and decimals have no zeros at their end."""
    kind = kind_of(node)
    if kind in ("timestamp", "bytes"):
        raise unsupported(f"CAST of a {kind} to STRING", "write FORMAT_TIMESTAMP(format, time).")
    if kind == "float":
        return fill(_SHORT, x=fill("CAST(a AS DOUBLE)", node))
    if kind == "numeric":
        return fill(_NO_ZEROS, node)
    if kind is not None:
        return fill("CAST(a AS VARCHAR)", node)
    short = fill(_SHORT, x=fill(_DOUBLE, node))
    form = (
        f"CASE WHEN {_IS_FLOAT} THEN short WHEN starts_with(typeof(a), 'DECIMAL') THEN {_NO_ZEROS}"
        " ELSE CAST(a AS VARCHAR) END"
    )
    return fill(form, node, short=short)


_DIGITS = r"regexp_extract(CAST(a AS VARCHAR), '^\s*([-+]?[0-9]+|0[xX][0-9a-fA-F]{1,15})\s*$')"
"""A whole number, in decimal or in hexadecimal digits."""


def _integer(node: exp.Expr, cast: str) -> exp.Expr:
    """Halves are rounded away from zero, and a text with a fraction is no whole number."""
    kind = kind_of(node)
    if kind == "text":
        return fill(f"{cast}({_DIGITS} AS BIGINT)", node)
    if kind == "float":
        return fill(f"{cast}(round(a) AS BIGINT)", node)
    if kind is not None:
        return fill(f"{cast}(a AS BIGINT)", node)
    form = (
        f"CASE WHEN {_IS_FLOAT} THEN {cast}(round({_DOUBLE}) AS BIGINT) WHEN typeof(a) = 'VARCHAR'"
        f" THEN {cast}({_DIGITS} AS BIGINT) ELSE {cast}(a AS BIGINT) END"
    )
    return fill(form, node)


def _boolean(node: exp.Expr, cast: str) -> exp.Expr:
    """Only true and false are a BOOL."""
    kind = kind_of(node)
    as_text = (
        "CASE WHEN lower(CAST(a AS VARCHAR)) IN ('true', 'false') OR a IS NULL THEN CAST(a AS BOOLEAN) ELSE {} END"
    )
    as_text = as_text.format("NULL" if cast == "TRY_CAST" else "CAST('no boolean' AS BOOLEAN)")
    if kind == "text":
        return fill(as_text, node)
    if kind is not None:
        return fill(f"{cast}(a AS BOOLEAN)", node)
    return fill(f"CASE WHEN typeof(a) = 'VARCHAR' THEN {as_text} ELSE {cast}(a AS BOOLEAN) END", node)


_CLOCK = "[0-9]{1,2}:[0-9]{1,2}:[0-9]{1,2}([.][0-9]{1,6})?"
_DATE = "[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}"
_ZONE = "([Zz]| UTC|[-+][0-9][0-9](:[0-9][0-9])?)"
_FORMS = {
    "date": f"^{_DATE}$",
    "datetime": f"^{_DATE}([ Tt]{_CLOCK})?$",
    "timestamp": f"^{_DATE}([ Tt]{_CLOCK}{_ZONE}?)?$",
}


def moment(node: exp.Expr, cast: str, to: str) -> exp.Expr:
    """A text with more or less than BigQuery reads is no date and no time."""
    kind = kind_of(node)
    name = "DATE" if to == "date" else "TIMESTAMP"
    text = f"{cast}(regexp_extract(CAST(a AS VARCHAR), '{_FORMS[to]}') AS {name})"
    if to == "timestamp":  # DuckDB would leave the zone out
        zoned = f"timezone('UTC', {cast}(CAST(a AS VARCHAR) AS TIMESTAMPTZ))"
        text = f"CASE WHEN regexp_matches(CAST(a AS VARCHAR), ':[0-9.]+{_ZONE}$') THEN {zoned} ELSE {text} END"
    if kind == "text":
        return fill(text, node)
    if kind is not None:
        return fill(f"{cast}(a AS {name})", node)
    return fill(f"CASE WHEN typeof(a) = 'VARCHAR' THEN {text} ELSE {cast}(a AS {name}) END", node)


CASTS: dict[exp.DType, tuple[Callable[[exp.Expr, str], exp.Expr], str]] = {
    exp.DType.BIGINT: (_integer, "CAST to INT64 rounds halves away from zero"),
    exp.DType.INT: (_integer, "CAST to INT64 rounds halves away from zero"),
    exp.DType.BOOLEAN: (_boolean, "only true and false are a BOOL"),
    exp.DType.TEXT: (lambda node, cast: as_string(node), "a number as a STRING has no zeros at its end"),
}


_ZONED = re.compile("[0-9] *(?:[-+][0-9:]+|[A-Za-z/]+)$")


def in_utc(text: str) -> str | None:
    """A time with an offset as one without.

    >>> in_utc("2024-01-31 10:20:30+02")
    '2024-01-31 08:20:30'
    """
    found = re.fullmatch(rf"({_DATE})(?:[ Tt]({_CLOCK}))?\s*(?:[Zz]|UTC|([-+])([0-9]{{1,2}})(?::([0-9]{{2}}))?)", text)
    if not found:
        return None
    date, clock, _, sign, hours, minutes = found.groups()
    offset = timedelta(hours=int(hours or 0), minutes=int(minutes or 0)) * (-1 if sign == "-" else 1)
    try:
        form = "%Y-%m-%d %H:%M:%S" + (".%f" if "." in (clock or "") else "")
        return str(datetime.strptime(f"{date} {clock or '0:0:0'}", form) - offset)
    except (ValueError, OverflowError):
        return None


def _fraction(node: exp.Expr, cast: str, to: str) -> exp.Expr | None:
    """DuckDB reads ``1_000`` as a number; None where there is nothing to see to."""
    kind, literal = kind_of(node), text_of(node)
    if (kind is not None and kind != "text") or (literal is not None and "_" not in literal):
        return None
    text = f"{cast}(replace(CAST(a AS VARCHAR), '_', 'x') AS {to})"
    if kind == "text":
        return fill(text, node)
    return fill(f"CASE WHEN typeof(a) = 'VARCHAR' THEN {text} ELSE {cast}(a AS {to}) END", node)


def adapt_cast(node: exp.Cast) -> str | None:
    if node.args.get("format"):
        return cast_with_format(node)
    to = kind_of(node)
    text = text_of(node.this)
    called = "TRY_CAST" if isinstance(node, exp.TryCast) else "CAST"
    if to in _FORMS:
        if text is not None and PLAIN_TIME.fullmatch(text) and (to != "date" or ":" not in text):
            return None  # a literal stays one, and shows how many dates there are between it and another
        utc = in_utc(text) if text is not None and to == "timestamp" else None
        if utc is not None:
            put(node, exp.cast(exp.Literal.string(utc), exp.DType.TIMESTAMP), to)
            return "a TIMESTAMP is a time in UTC"
        if text is not None and (_ZONED.search(text) or called == "CAST"):
            raise unsupported("that text as a time", "write YYYY-MM-DD HH:MM:SS, without a time zone.")
        put(node, moment(node.this, called, to), to)
        return "a text is a date or a time only where it is all of it"
    if to in ("float", "numeric"):
        number = _fraction(node.this, called, node.to.sql("duckdb"))
        if number is not None:
            put(node, number)
        return None
    rule = CASTS.get(node.to.this)
    if rule is None or (node.to.this == exp.DType.TEXT and kind_of(node.this) == "text"):
        return None
    put(node, rule[0](node.this.copy(), called))
    return rule[1]


def adapt_type(node: exp.DataType) -> str | None:
    if node.this == exp.DType.TIMESTAMPTZ:
        node.set("this", exp.DType.TIMESTAMP)
        if isinstance(node.parent, exp.Cast):
            node.parent.meta[KIND] = "timestamp"
        return "a TIMESTAMP is a time in UTC"
    if node.this == exp.DType.DECIMAL and not node.expressions:
        node.set("expressions", [exp.DataTypeParam(this=exp.Literal.number(number)) for number in (38, 9)])
        return "NUMERIC has 9 decimals"
    if node.this == exp.DType.INT:
        node.set("this", exp.DType.BIGINT)
    return None
