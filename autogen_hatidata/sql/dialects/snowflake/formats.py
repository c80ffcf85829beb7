"""Formats of numbers, as in TO_CHAR(x, '999,999.00') and TO_NUMBER('1,234', '9,999')."""

from __future__ import annotations

import re

from sqlglot import exp

from autogen_hatidata.sql.dialects.forms import Call, built
from autogen_hatidata.sql.dialects.source import Untested, number

_PLAIN = re.compile(r"(?P<fill>FM)?(?P<money>\$)?(?P<whole>[90,]*[90])(?:\.(?P<part>0+))?", re.IGNORECASE)
"""Nines and then zeros, of which DuckDB writes at least one, and zeros after the point."""

_READ = re.compile(r"\$?[90,]*[90](?:\.(?P<part>[90]+))?")
_MOST_DIGITS = 15


def writes_number(text: str) -> bool:
    """Whether a format of TO_CHAR is one of numbers.

    >>> writes_number("999,999.00"), writes_number("YYYY")
    (True, False)
    """
    return bool(_PLAIN.fullmatch(text))


def to_char(node: Call) -> exp.Expr:
    """A blank in the place of a leading zero, and of the sign; FM leaves the blanks away."""
    value, written = node.expressions
    found = _PLAIN.fullmatch(written.name)
    whole = found["whole"] if found else ""
    digits, zeros = whole.replace(",", ""), whole.count("0")
    if not found or "09" in digits or len(digits) > _MOST_DIGITS or (zeros > 1 and "," in whole):
        raise Untested("that format in TO_CHAR", "write nines and then zeros, as in '999,990.00'.")
    if "," in whole and whole[::-1] != ",".join(digits[::-1][at : at + 3] for at in range(0, len(digits), 3)):
        raise Untested("that format in TO_CHAR", "write a comma before each three digits.")
    parts = len(found["part"] or "")
    figures = f"'{{:{',' if ',' in whole else ''}.{parts}f}}'"
    rounded = f"CAST(a AS DECIMAL({len(digits) + parts + 3}, {parts}))"
    text = f"format({figures}, CAST(abs({rounded}) AS DOUBLE))"
    if zeros > 1:
        text = f"lpad({text}, {zeros + parts + bool(parts)}, '0')"
    text = f"CASE WHEN {rounded} < 0 THEN '-' ELSE '' END || '{found['money'] or ''}' || {text}"
    width = len(whole) + parts + bool(parts) + bool(found["money"]) + 1
    shown = f"CAST({text} AS VARCHAR)" if found["fill"] else f"lpad({text}, {width}, ' ')"
    fits = f"abs({rounded}) < 1{'0' * len(digits)}"
    return built(
        f"CASE WHEN {fits} THEN {shown} WHEN a IS NOT NULL THEN"
        " CAST(CAST('a number longer than its format' AS TINYINT) AS VARCHAR) END",
        value,
    )


def to_number(node: Call) -> exp.Expr:
    """What has another form than the format is an error, or NULL of TRY_TO_NUMBER."""
    value, written, *size = node.expressions
    found = _READ.fullmatch(written.name)
    given = [number(one) for one in size]
    if not found or None in given:
        raise Untested(f"that format in {node.name}", "write nines, as in '999,999.99'.")
    precision, scale = [*map(int, filter(None, given)), *(38, 0)[len(size) :]] if all(given) else (38, 0)
    digits = len(re.sub(r"[^90]", "", written.name.partition(".")[0]))
    pattern = rf"\s*-?\$?(?:[0-9],?){{1,{digits}}}(?:\.[0-9]{{0,{len(found['part'] or '')}}})?\s*"
    safe = "TRY_CAST" if node.name.startswith("TRY_") else "CAST"
    plain = f"regexp_replace(a, '[$, ]', '', 'g') AS DECIMAL({precision}, {scale})"
    wrong = "" if safe == "TRY_CAST" else " WHEN a IS NOT NULL THEN CAST('a text of another form' AS TINYINT)"
    return built(f"CASE WHEN regexp_full_match(a, '{pattern}') THEN {safe}({plain}){wrong} END", value)
