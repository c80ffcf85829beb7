"""Formats of dates as PostgreSQL's TO_CHAR and TO_DATE write them, and as DuckDB's strftime and strptime do."""

from __future__ import annotations

import re

_WRITTEN = {
    "YYYY": "%Y", "YY": "%y", "MM": "%m", "FMMM": "%-m", "DDD": "%j", "DD": "%d", "FMDD": "%-d", "HH24": "%H",
    "FMHH24": "%-H", "HH12": "%I", "FMHH12": "%-I", "HH": "%I", "FMHH": "%-I", "MI": "%M", "SS": "%S", "MS": "%g",
    "US": "%f", "IYYY": "%G", "IW": "%V", "FMMI": "%-M", "FMSS": "%-S", "FMDDD": "%-j", "FMYYYY": "%Y", "FMYY": "%-y",
}  # fmt: skip
"""Patterns whose case makes no difference."""

_CASED = {
    "AM": "%p", "PM": "%p", "Mon": "%b", "FMMon": "%b", "Dy": "%a", "FMDy": "%a", "FMMonth": "%B", "FMDay": "%A",
}  # fmt: skip

_NAMES = {"Mon": "%b", "Dy": "%a", "Month": "%B", "Day": "%A"}

_PADDED = {
    "Mon": "strftime(a, '%b')", "Dy": "strftime(a, '%a')", "Month": "rpad(strftime(a, '%B'), 9, ' ')",
    "Day": "rpad(strftime(a, '%A'), 9, ' ')",
}  # fmt: skip

_PIECES: dict[str, str] = {
    "Q": "CAST(quarter(a) AS VARCHAR)",
    "W": "CAST((day(a) + 6) // 7 AS VARCHAR)",
    "WW": "lpad(CAST((dayofyear(a) + 6) // 7 AS VARCHAR), 2, '0')",
    "D": "CAST(dayofweek(a) + 1 AS VARCHAR)",
    "ID": "CAST(isodow(a) AS VARCHAR)",
    "CC": "lpad(CAST((year(a) + 99) // 100 AS VARCHAR), 2, '0')",
    "Y,YYY": "format('{:,}', year(a))",
    "Month": _PADDED["Month"],
    "Day": _PADDED["Day"],
    "am": "lower(strftime(a, '%p'))",
    "pm": "lower(strftime(a, '%p'))",
    **{name.upper(): f"upper({piece})" for name, piece in _PADDED.items()},
    **{name.lower(): f"lower({piece})" for name, piece in _PADDED.items()},
    **{f"FM{name.upper()}": f"upper(strftime(a, '{sign}'))" for name, sign in _NAMES.items()},
    **{f"FM{name.lower()}": f"lower(strftime(a, '{sign}'))" for name, sign in _NAMES.items()},
}
"""Patterns that strftime has nothing for, in DuckDB's SQL over a date ``a``."""

_TOKEN = re.compile(
    r"""
    (?P<text>"[^"\\]*")
    | (?P<sign>[-/:.,; ()|_#@*+=!?&~])
    | (?P<nth>(?:FM)?(?i:YYYY|YY|MM|DDD|DD|HH24|HH12|HH|MI|SS|IYYY|IW|WW|W|Q)(?:th|TH))
    | (?P<word>(?:FM)?(?:
        (?i:Y,YYY|YYYY|YY|MM|DDD|DD|HH24|HH12|HH|MI|SS|MS|US|IYYY|IW|ID|WW|W|Q|CC)
        | Month|MONTH|month | Mon|MON|mon | Day|DAY|day | Dy|DY|dy | AM|PM|am|pm | D))
    """,
    re.VERBOSE,
)


_LONGER = re.compile("SSSS|IDDD", re.IGNORECASE)
"""Patterns that begin like others and are something else."""


def _tokens(text: str) -> list[tuple[str, str]] | None:
    found: list[tuple[str, str]] = []
    place = len(text) + 1 if _LONGER.search(text) else 0
    while place < len(text):
        match = _TOKEN.match(text, place)
        if not match:
            return None
        found.append((str(match.lastgroup), match.group()))
        place = match.end()
    return found or None


_LAST = "regexp_matches(it__, '(^|[^1]){}$')"
_NTH = "CASE {} ELSE 'th' END".format(
    " ".join(f"WHEN {_LAST.format(digit)} THEN '{after}'" for digit, after in ((1, "st"), (2, "nd"), (3, "rd")))
)


_ANY_CASE = frozenset({"q", "w", "ww", "id", "cc", "y,yyy"})


def _nth(word: str) -> str | None:
    """A number with what English puts after it, as 1st."""
    number = to_text(word[:-2])
    if number is None:
        return None
    after = f"upper({_NTH})" if word.endswith("TH") else _NTH
    return f"list_extract(list_transform([{' || '.join(number)}], lambda it__: it__ || {after}), 1)"


def _sign(word: str) -> str | None:
    return _CASED.get(word) or _WRITTEN.get(word.upper())


def to_text(text: str) -> list[str] | None:
    """What TO_CHAR writes, as texts of DuckDB's SQL over a date ``a`` that stand one after the other.

    None is for a format that holds anything else than what was tested.

    >>> to_text("YYYY-MM")
    ["strftime(a, '%Y-%m')"]
    >>> to_text('YYYY-"Q"Q')
    ["strftime(a, '%Y-Q')", 'CAST(quarter(a) AS VARCHAR)']
    """
    tokens = _tokens(text)
    if tokens is None:
        return None
    pieces: list[str] = []
    signs = ""
    for kind, word in tokens:
        sign = _sign(word) if kind in ("word", "nth") else word.strip('"').replace("%", "%%").replace("'", "''")
        if sign is not None:
            signs += sign
            continue
        piece = _nth(word) if kind == "nth" else _PIECES.get(word.upper() if word in _ANY_CASE else word)
        if piece is None:
            return None
        pieces += [f"strftime(a, '{signs}')"] * bool(signs) + [piece]
        signs = ""
    return pieces + [f"strftime(a, '{signs}')"] * bool(signs)


_READ = frozenset("%Y %m %d %b %B %H %M %S".split())


def to_date(text: str) -> str | None:
    """The format for strptime of what TO_DATE and TO_TIMESTAMP read; None for what was not tested.

    >>> to_date("DD/MM/YYYY")
    '%d/%m/%Y'
    """
    tokens = _tokens(text)
    if tokens is None or any(kind in ("text", "nth") or word in "()|_#@*+=!?&~" for kind, word in tokens):
        return None
    found = ""
    for kind, word in tokens:
        sign = word if kind == "sign" else _sign(word.removeprefix("FM")) or _NAMES.get(word.removeprefix("FM").title())
        if sign is None or (kind == "word" and sign not in _READ):
            return None
        found += sign
    return found
