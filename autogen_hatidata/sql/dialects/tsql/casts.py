"""SQL Server's CAST and CONVERT, with their styles."""

from __future__ import annotations

from sqlglot import exp

from autogen_hatidata.sql.dialects.certain_kinds import (
    DATE,
    TEXT,
    TIME,
    WHOLE,
    kind,
    of_kind,
)
from autogen_hatidata.sql.dialects.folding import ISO
from autogen_hatidata.sql.dialects.forms import built
from autogen_hatidata.sql.dialects.source import bare, wrap
from autogen_hatidata.sql.dialects.tsql.calls import LENGTH, as_text, moment_of, written_moment
from autogen_hatidata.sql.dialects.tsql.tables import (
    CHARS,
    DATE_STYLES,
    DATE_TYPES,
    MONEY,
    READ,
    READ_STYLES,
    STYLES,
    TEXT_TYPES,
    WHOLE_TYPES,
    length_of,
)

_TRIED = (
    "CASE WHEN regexp_full_match(CAST(a AS VARCHAR), ' *') THEN 0"
    " WHEN typeof(a) <> 'VARCHAR' OR regexp_full_match(CAST(a AS VARCHAR), ' *[-+]?[0-9]+ *') THEN b END"
)

_WHOLE_TEXT = (
    "CASE WHEN typeof(a) = 'VARCHAR' AND NOT regexp_full_match(CAST(a AS VARCHAR), ' *([-+]?[0-9]+)? *')"
    " THEN CAST('a text that is no whole number' AS DECIMAL(38, 15))"
    " WHEN typeof(a) = 'VARCHAR' AND trim(CAST(a AS VARCHAR)) = '' THEN 0"
    " ELSE trunc(CAST(a AS DECIMAL(38, 15))) END"
)


def cast(node: exp.Cast) -> str | None:
    to = node.to
    if to.this in TEXT_TYPES:
        return _to_text(node)
    if to.this in WHOLE_TYPES:
        return _to_whole(node)
    if to.this in DATE_TYPES:
        return _to_date(node)
    if to.this == exp.DType.TIME:
        return _to_time(node)
    if to.this == exp.DType.DECIMAL and len(to.expressions) < 2:
        sizes = [size.this.name for size in to.expressions] or ["18"]
        node.set("to", exp.DataType.build(f"DECIMAL({sizes[0]}, 0)"))
        return "DECIMAL without a scale is whole"
    if to.this in MONEY:
        node.set("to", exp.DataType.build("DECIMAL({}, {})".format(*MONEY[to.this])))
    if to.this == exp.DType.FLOAT:
        node.set("to", exp.DataType(this=exp.DType.DOUBLE))
    if to.this == exp.DType.BIT:
        node.set("to", exp.DataType(this=exp.DType.BOOLEAN))
        wrap(node, lambda inner: of_kind(exp.cast(inner, exp.DType.TINYINT), WHOLE))
        return "a BIT is 0 or 1"
    return None


def _to_text(node: exp.Cast) -> str:
    length, filled = length_of(node.to), node.to.this in CHARS
    text = as_text(node.this)
    if length < 1 << 30:
        text = built(f"rpad(a, {length}, ' ')" if filled else f"left(a, {length})", text)
        text.meta[LENGTH] = length
    node.replace(of_kind(text, TEXT))
    return "a text of a cast is cut to its length"


def _to_whole(node: exp.Cast) -> str | None:
    what, inner = kind(node.this), node.this
    if what == WHOLE:
        return None
    if isinstance(node, exp.TryCast):
        tried = exp.TryCast(this=built("trunc(TRY_CAST(a AS DECIMAL(38, 15)))", inner), to=node.to.copy())
        node.replace(of_kind(built(_TRIED, inner, tried), WHOLE))
    elif what in (None, TEXT) and not (isinstance(inner, exp.Literal) and inner.name.strip().isdecimal()):
        node.set("this", built(_WHOLE_TEXT, inner))
    elif what != TEXT:
        node.set("this", built("trunc(CAST(a AS DECIMAL(38, 15)))", inner))
    return "a cast to a whole number cuts"


def _to_date(node: exp.Cast) -> str | None:
    to, inner = node.to.this, bare(node.this)
    literal = isinstance(inner, exp.Literal) and inner.is_string
    if literal and ISO.fullmatch(inner.name.strip()):
        node.set("this", written_moment(inner.name).this)
    places = next((int(size.this.name) for size in node.to.expressions), 7)
    node.set("to", exp.DataType(this=exp.DType.DATE if to == exp.DType.DATE else exp.DType.TIMESTAMP))
    if (
        isinstance(node, exp.TryCast)
        and kind(inner) in (None, TEXT)
        and not (literal and ISO.fullmatch(inner.name.strip()))
    ):
        node.set("this", built(READ, node.this))
    part = "minute" if to == exp.DType.SMALLDATETIME else "second" if places == 0 else None
    part = "millisecond" if part is None and places == 3 else part
    if part:
        half = {"minute": "to_seconds(30)", "second": "to_milliseconds(500)", "millisecond": "to_microseconds(500)"}[
            part
        ]
        wrap(node, lambda whole: of_kind(built(f"date_trunc('{part}', a + {half})", whole), TIME))
    return None


def _to_time(node: exp.Cast) -> str | None:
    if node.to.expressions:
        node.set("to", exp.DataType(this=exp.DType.TIME))
        wrap(node, lambda whole: built("CAST(date_trunc('second', DATE '1900-01-01' + a) AS TIME)", whole))
        return "a TIME has no parts of a second where it says so"
    return None


def convert(node: exp.Convert) -> str | None:
    """CONVERT with a style writes or reads a date in that form; without one it is a cast."""
    to, inner, style = node.this, node.args["expression"], node.args.get("style")
    made: exp.Cast = (exp.TryCast if node.args.get("safe") else exp.Cast)(this=inner, to=to)
    name = style.name if style is not None and kind(inner) != TEXT else ""
    if name and to.this in TEXT_TYPES:
        made.set("this", of_kind(styled(name, moment_of(inner)), TEXT))
    elif style is not None and style.name in READ_STYLES and kind(inner) not in (DATE, TIME):
        read = "try_strptime" if node.args.get("safe") else "strptime"
        made.set("this", built(f"{read}(a, b)", inner, exp.Literal.string(STYLES[style.name])))
        node.replace(made)
        made.set("to", exp.DataType(this=exp.DType.DATE if to.this == exp.DType.DATE else exp.DType.TIMESTAMP))
        return "styles of CONVERT are formats"
    node.replace(made)
    return cast(made) or ("styles of CONVERT are formats" if name else None)


_SHORT_TIME = "lpad(strftime(a, '%-I'), 2, ' ') || strftime(a, ':%M%p')"
_DEFAULT = (
    "strftime(a, '%b ') || lpad(strftime(a, '%-d'), 2, ' ') || strftime(a, ' %Y')"
    f" || CASE WHEN typeof(a) = 'DATE' THEN '' ELSE ' ' || {_SHORT_TIME} END"
)


def styled(name: str, moment: exp.Expr) -> exp.Expr:
    """A date or time in one of the styles; what is no DATETIME but a DATE has no time in it."""
    if name in ("0", "100"):
        return built(_DEFAULT, moment)
    whole, alone = exp.Literal.string(STYLES[name]), DATE_STYLES.get(name)
    if alone is None or kind(moment) == TIME:
        return built("strftime(a, b)", moment, whole)
    if kind(moment) == DATE:
        return built("strftime(a, b)", moment, exp.Literal.string(alone))
    return built(
        "strftime(a, CASE WHEN typeof(a) = 'DATE' THEN b ELSE c END)", moment, exp.Literal.string(alone), whole
    )
