"""CAST with FORMAT: dates and times as texts, and texts as dates and times."""

from __future__ import annotations

import re
from functools import reduce

from sqlglot import exp

from autogen_hatidata.sql.dialects.bigquery.trees import fill, kind_of, put, text_of, unsupported
from autogen_hatidata.sql.dialects.source import plain_format

_ELEMENTS = {
    "YYYY": "%Y", "RRRR": "%Y", "YY": "%y", "RR": "%y", "MM": "%m", "MONTH": "%B", "MON": "%b", "DDD": "%j", "DD": "%d",
    "DY": "%a", "HH24": "%H", "HH12": "%I", "HH": "%I", "MI": "%M", "SS": "%S", "FF3": "%g", "FF6": "%f", "AM": "%p",
    "PM": "%p",
}  # fmt: skip
_NAMES = frozenset({"%B", "%b", "%a", "%p"})
"""What is written in the case of its element."""

_OF_TIMES = frozenset("%H %I %M %S %g %f %p".split())
_PIECE = re.compile(r'"(?P<text>[^"\\]*)"|(?P<sign>[-./,\'; :]+)|(?P<word>[A-Za-z]+[0-9]*)')
_WORD = re.compile("|".join(_ELEMENTS), re.IGNORECASE)
MOST_PARTS = 20
"""More parts are no format of a date, and each holds a copy of the value."""

_HINT = "write FORMAT_DATE(format, date) or PARSE_DATE(format, text)."


def _elements(text: str) -> list[str]:
    """The parts of a format: elements as they are written, and texts after a zero."""
    found: list[str] = []
    place = 0
    while place < len(text):
        match = _PIECE.match(text, place)
        if match is None:
            raise unsupported("that FORMAT in CAST", _HINT)
        word = match["word"]
        if word and "".join(_WORD.findall(word)) != word:
            raise unsupported("that FORMAT in CAST", _HINT)
        found += _WORD.findall(word) if word else ["\0" + (match["sign"] or match["text"] or "")]
        place = match.end()
    return found


def _written(element: str) -> str:
    """An element in DuckDB's SQL over a date ``a``."""
    if element.startswith("\0"):
        return exp.Literal.string(element[1:]).sql("duckdb")
    sign = _ELEMENTS[element.upper()]
    form = f"strftime(a, '{sign}')"
    if sign not in _NAMES or (element[0].isupper() and element[1:2].islower() and sign != "%p"):
        return form
    return f"{'upper' if element[0].isupper() else 'lower'}({form})"


def cast_with_format(node: exp.Cast) -> str:
    """A date or a time as a text; the names of days and months have the case that their element has."""
    text, kind = text_of(node.args["format"]), kind_of(node.this)
    if text is None or node.to.this != exp.DType.TEXT or isinstance(node, exp.TryCast):
        raise unsupported("this form of CAST with FORMAT", _HINT)
    parts = _elements(text)
    timed = any(_ELEMENTS.get(part.upper()) in _OF_TIMES for part in parts)
    if not parts or len(parts) > MOST_PARTS or kind in ("int", "float", "text") or (timed and kind == "date"):
        raise unsupported("that FORMAT in CAST", _HINT)
    made = [fill(_written(part), node.this) for part in parts]
    put(node, exp.Paren(this=reduce(lambda left, right: exp.DPipe(this=left, expression=right, safe=True), made)))
    return "names have the case that their element of a format has"


def read_with_format(node: exp.StrToDate | exp.StrToTime) -> None:
    """CAST of a text to a date or a time by a format, which sqlglot has made strptime's. The other parts of a date
    that lacks its year, month or day are those of today in BigQuery."""
    written = node.args["format"]
    parts = set(re.findall("%.", written.name))
    whole = {"%Y", "%d"} <= parts and parts & {"%m", "%b"}
    if not plain_format(written) or not whole:
        raise unsupported("that FORMAT in CAST", _HINT)
    read = fill("try_strptime(a, b)" if node.args.get("safe") else "strptime(a, b)", node.this, written)
    is_date = isinstance(node, exp.StrToDate)
    put(node, fill("CAST(a AS DATE)", read) if is_date else read, "date" if is_date else "datetime")
