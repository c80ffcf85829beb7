"""Dates and times of Trino. A date stays a date, whatever only the tables tell."""

from __future__ import annotations

import re

from sqlglot import exp

from autogen_hatidata.sql.dialects.builders import DATE_UNITS, UNITS, text_of
from autogen_hatidata.sql.dialects.forms import Call, built
from autogen_hatidata.sql.dialects.source import Untested
from autogen_hatidata.sql.dialects.value_kinds import kind

_PATTERNS = {
    "Y": "%Y", "y": "%y", "m": "%m", "c": "%-m", "M": "%B", "b": "%b", "d": "%d", "e": "%-d", "H": "%H", "k": "%-H",
    "h": "%I", "I": "%I", "l": "%-I", "i": "%M", "s": "%S", "S": "%S", "T": "%H:%M:%S", "r": "%I:%M:%S %p", "p": "%p",
    "f": "%g000", "a": "%a", "W": "%A", "j": "%j", "v": "%V", "x": "%G", "%": "%%",
}  # fmt: skip
"""MySQL's signs of a date, and strftime's."""

_READ_PATTERNS = frozenset("YymbcdeHkis T%MhIlp".replace(" ", ""))
"""Signs that strptime reads as Trino does."""

_LETTERS = {
    "yyyy": "%Y", "YYYY": "%Y", "y": "%Y", "yy": "%y", "MM": "%m", "M": "%-m", "MMM": "%b", "MMMM": "%B", "dd": "%d",
    "d": "%-d", "HH": "%H", "H": "%-H", "hh": "%I", "h": "%-I", "mm": "%M", "m": "%-M", "ss": "%S", "s": "%-S",
    "SSS": "%g", "SSSSSS": "%g000", "a": "%p", "E": "%a", "EEE": "%a", "EEEE": "%A", "e": "%u", "D": "%-j",
    "DDD": "%j", "ww": "%V", "xxxx": "%G",
}  # fmt: skip
"""The letters of Joda's patterns, and strftime's signs."""

_READ_LETTERS = frozenset("yyyy YYYY MM M MMM MMMM dd d HH H mm m ss s hh h a".split())
_PIECE = re.compile(r"([A-Za-z])\1*|'[^']*'|[^A-Za-z']+")
_MORE_UNITS = UNITS | {"MILLISECOND"}


def _unit(node: exp.Expr, name: str, known: frozenset[str] = UNITS) -> exp.Literal:
    word = text_of(node, f"a unit in {name}").upper()
    if word not in known:
        raise Untested(f"that unit in {name}")
    return exp.Literal.string(word.lower())


def pattern(node: exp.Expr, name: str, known: frozenset[str] = frozenset(_PATTERNS)) -> exp.Literal:
    """A pattern of MySQL's as one of strftime's."""
    found, signs = [], iter(text_of(node, f"a format in {name}"))
    for sign in signs:
        letter = next(signs, "") if sign == "%" else None
        if letter is not None and letter not in known:
            raise Untested(f"that format in {name}")
        found.append(sign if letter is None else _PATTERNS[letter])
    return exp.Literal.string("".join(found))


def _joda(node: exp.Expr, name: str, known: frozenset[str] = frozenset(_LETTERS)) -> exp.Literal:
    """A pattern of Joda's as one of strftime's."""
    written, found = text_of(node, f"a format in {name}"), []
    for match in _PIECE.finditer(written):
        piece = match[0]
        if match[1] and piece not in known:
            raise Untested(f"that format in {name}")
        found.append(_LETTERS[piece] if match[1] else piece.strip("'").replace("%", "%%"))
    if "''" in written or written.count("'") % 2:
        raise Untested(f"that format in {name}")
    return exp.Literal.string("".join(found))


def date_add(node: Call) -> exp.Expr:
    """A date and days are a date."""
    unit, amount, start = node.expressions
    word = _unit(unit, "DATE_ADD", _MORE_UNITS).name
    made = built(f"a + to_{word}s(CAST(b AS INTEGER))", start, amount)
    if kind(start) == "date" and word.upper() in DATE_UNITS:
        return built("CAST(a AS DATE)", made)
    if kind(start) is None and word.upper() in DATE_UNITS:
        return built("cast_to_type(a, b)", made, start)
    return exp.Paren(this=made)


def date_diff(node: Call) -> exp.Expr:
    """Complete units between two times."""
    unit = _unit(node.expressions[0], "DATE_DIFF", _MORE_UNITS)
    return built("date_sub(a, b, c)", unit, *node.expressions[1:])


def date_trunc(node: Call) -> exp.Expr:
    """A date stays a date."""
    unit, value = _unit(node.expressions[0], "DATE_TRUNC"), node.expressions[1]
    forms = {"date": "CAST(date_trunc(a, b) AS DATE)", None: "cast_to_type(date_trunc(a, b), b)"}
    return built(forms.get(kind(value), "date_trunc(a, b)"), unit, value)


def date_format(node: Call) -> exp.Expr:
    """By MySQL's signs."""
    return built("strftime(CAST(a AS TIMESTAMP), b)", node.expressions[0], pattern(node.expressions[1], "DATE_FORMAT"))


def date_parse(node: Call) -> exp.Expr:
    """By MySQL's signs."""
    return built("strptime(a, b)", node.expressions[0], pattern(node.expressions[1], "DATE_PARSE", _READ_PATTERNS))


def format_datetime(node: Call) -> exp.Expr:
    """By Joda's letters."""
    return built("strftime(CAST(a AS TIMESTAMP), b)", node.expressions[0], _joda(node.expressions[1], node.name))


def parse_datetime(node: Call) -> exp.Expr:
    """By Joda's letters."""
    return built("strptime(a, b)", node.expressions[0], _joda(node.expressions[1], node.name, _READ_LETTERS))


_SIGNS = {"yyyy": "%Y", "yy": "%y", "mm": "%m", "dd": "%d", "hh24": "%H", "hh": "%I", "mi": "%M", "ss": "%S"}
_SIGN = re.compile(r"yyyy|yy|mm|dd|hh24|hh|mi|ss|[-/,.;: ]")


def _teradata(node: exp.Expr, name: str) -> exp.Literal:
    written = text_of(node, f"a format in {name}")
    if "".join(_SIGN.findall(written)) != written:
        raise Untested(f"that format in {name}")
    return exp.Literal.string(_SIGN.sub(lambda match: _SIGNS.get(match[0], match[0]), written))


def to_char(node: Call) -> exp.Expr:
    """By Teradata's signs."""
    return built("strftime(CAST(a AS TIMESTAMP), b)", node.expressions[0], _teradata(node.expressions[1], "TO_CHAR"))


def to_date(node: Call) -> exp.Expr:
    """By Teradata's signs."""
    to = node.name.removeprefix("TO_")
    return built(f"CAST(strptime(a, b) AS {to})", node.expressions[0], _teradata(node.expressions[1], node.name))


_PARTS = {
    **dict.fromkeys(UNITS),
    "DAY_OF_WEEK": "isodow(a)", "DOW": "isodow(a)", "DAY_OF_MONTH": "day(a)", "DAY_OF_YEAR": "dayofyear(a)",
    "DOY": "dayofyear(a)", "YEAR_OF_WEEK": "isoyear(a)", "YOW": "isoyear(a)",
}  # fmt: skip
"""What EXTRACT takes of a time."""


def judge_extract(node: exp.Extract) -> None:
    """Refuses units without a test."""
    if node.name.upper() not in _PARTS:
        raise Untested("that unit in EXTRACT")


def extract(node: exp.Extract) -> None:
    """Weeks are ISO's."""
    form = _PARTS[node.name.upper()]
    if form is not None:
        node.replace(built(form, node.expression))
