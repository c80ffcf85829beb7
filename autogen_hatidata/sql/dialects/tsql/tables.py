"""The tables of SQL Server's dialect: types, units, styles and formats."""

from __future__ import annotations

import re
from functools import partial

from sqlglot import exp

from autogen_hatidata.sql.dialects.folding import Folding
from autogen_hatidata.sql.dialects.forms import most
from autogen_hatidata.sql.dialects.source import unsupported
from autogen_hatidata.sql.dialects.tsql.forms import FORMS

refused = partial(unsupported, "SQL Server")

FLOAT_TEXT = r"regexp_replace(format('{:.6g}', TRY_CAST(a AS DOUBLE)), 'e([+-])([0-9][0-9])$', 'e\10\2')"

AS_TEXT = (
    "CASE WHEN typeof(a) IN ('DOUBLE', 'FLOAT') THEN "
    + FLOAT_TEXT
    + " WHEN typeof(a) = 'BOOLEAN' THEN CASE CAST(a AS VARCHAR) WHEN 'true' THEN '1' WHEN 'false' THEN '0' END"
    " WHEN typeof(a) = 'UUID' THEN upper(CAST(a AS VARCHAR))"
    " WHEN typeof(a) LIKE 'TIME%' AND a IS NOT NULL"
    " THEN CAST(CAST('a time as a text: write CONVERT(VARCHAR(19), x, 120)' AS TINYINT) AS VARCHAR)"
    " ELSE CAST(a AS VARCHAR) END"
)
"""What a cast to a text gives: six digits of a FLOAT, a BIT as 1 or 0. A DATETIME and a DATETIME2 differ."""

NEGATIVE = "CASE WHEN {0} < 0 THEN CAST('a negative length' AS BIGINT) ELSE {0} END"
"""SQL Server stops at a negative length, where DuckDB counts from the other end."""

OUTSIDE = "CAST('a number outside of the range of the function' AS DOUBLE)"
"""SQL Server stops where DuckDB 2.0 gives no number or an infinite one."""

READ = (
    "CASE WHEN typeof(a) <> 'VARCHAR' THEN TRY_CAST(a AS TIMESTAMP) ELSE CASE trim(CAST(a AS VARCHAR))"
    " WHEN '' THEN TIMESTAMP '1900-01-01 00:00:00' ELSE coalesce(TRY_CAST(a AS TIMESTAMP),"
    " CASE WHEN regexp_full_match(trim(CAST(a AS VARCHAR)), '[0-9]{4}')"
    " THEN try_strptime(trim(CAST(a AS VARCHAR)), '%Y')"
    " WHEN regexp_full_match(trim(CAST(a AS VARCHAR)),"
    " '([0-9]{1,2}|[A-Za-z]+)[-/. ]+([0-9]{1,2}|[A-Za-z]+)[-/., ]+[0-9]{2}')"
    " THEN CAST('a date with a year of two digits' AS TIMESTAMP)"
    " ELSE try_strptime(trim(CAST(a AS VARCHAR)), ['%Y%m%d', '%Y%m%d %H:%M:%S', '%Y%m%d %H:%M',"
    " '%m/%d/%Y', '%m/%d/%Y %H:%M:%S', '%m/%d/%Y %H:%M', '%m-%d-%Y', '%m.%d.%Y', '%Y/%m/%d', '%Y.%m.%d', '%b %d %Y',"
    " '%b %d, %Y', '%d %b %Y', '%d-%b-%Y', '%B %d, %Y', '%B %d %Y', '%d %B %Y']) END) END END"
)
"""A text that may be a date, in the forms that SQL Server reads in English."""

FUNCTIONS: dict[str, int] = {
    **most(FORMS),
    # choice and NULL
    "IIF": 3, "CHOOSE": 99, "ISNULL": 2, "COALESCE": 99, "NULLIF": 2, "GREATEST": 99, "LEAST": 99,
    # text
    "PATINDEX": 2, "REPLACE": 3, "CONCAT": 99, "CONCAT_WS": 99, "FORMAT": 3, "QUOTENAME": 2, "STR": 3,
    "TRANSLATE": 3, "ISDATE": 1,
    # numbers
    "ROUND": 3, "LOG": 2,
    # dates and times
    "DATEADD": 3, "DATEDIFF": 3, "DATEDIFF_BIG": 3, "DATEPART": 2, "DATENAME": 2, "DATETRUNC": 2, "EOMONTH": 2,
    "YEAR": 1, "MONTH": 1, "DAY": 1,
    # others
    "OPENJSON": 9, "STRING_SPLIT": 3, "GENERATE_SERIES": 3,
    # aggregates
    "COUNT": 1, "COUNT_BIG": 1, "SUM": 1, "AVG": 1, "MIN": 1, "MAX": 1, "APPROX_COUNT_DISTINCT": 1, "GROUPING": 1,
    "GROUPING_ID": 9, "PERCENTILE_CONT": 1, "PERCENTILE_DISC": 1,
    # windows
    "ROW_NUMBER": 0, "RANK": 0, "DENSE_RANK": 0, "NTILE": 1, "PERCENT_RANK": 0, "CUME_DIST": 0, "LAG": 3, "LEAD": 3,
    "FIRST_VALUE": 1, "LAST_VALUE": 1,
}  # fmt: skip
"""Functions by the name they are written with, and the most arguments with which they were tested."""

TYPES = frozenset(
    {
        exp.DType.BIGINT, exp.DType.BIT, exp.DType.CHAR, exp.DType.DATE, exp.DType.DATETIME, exp.DType.DATETIME2,
        exp.DType.DECIMAL, exp.DType.FLOAT, exp.DType.INT, exp.DType.MONEY, exp.DType.NCHAR, exp.DType.NVARCHAR,
        exp.DType.SMALLDATETIME, exp.DType.SMALLINT, exp.DType.SMALLMONEY, exp.DType.TEXT,
        exp.DType.TIME, exp.DType.UTINYINT, exp.DType.UUID,
        exp.DType.VARCHAR,
    }
)  # fmt: skip

TEXT_TYPES = frozenset({exp.DType.CHAR, exp.DType.NCHAR, exp.DType.NVARCHAR, exp.DType.TEXT, exp.DType.VARCHAR})

CHARS = frozenset({exp.DType.CHAR, exp.DType.NCHAR})

WHOLE_TYPES = frozenset({exp.DType.BIGINT, exp.DType.INT, exp.DType.SMALLINT, exp.DType.UTINYINT})

DATE_TYPES = frozenset({exp.DType.DATE, exp.DType.DATETIME, exp.DType.DATETIME2, exp.DType.SMALLDATETIME})

SIZED = TEXT_TYPES | {exp.DType.DECIMAL, exp.DType.FLOAT}

FRACTIONS = {exp.DType.DATETIME2: ("0", "3", "6", "7"), exp.DType.TIME: ("0",)}
"""How many digits of a second may be named."""

MONEY = {exp.DType.MONEY: (19, 4), exp.DType.SMALLMONEY: (10, 4)}

_DEFAULT_LENGTH = 30

QUOTES = {"[": "[]", "]": "[]", "'": "''", '"': '""', "(": "()", ")": "()", "<": "<>", ">": "<>", "`": "``"}
"""What QUOTENAME may put around a text."""

UNITS = {
    **dict.fromkeys(("YEAR", "YY", "YYYY"), "year"),
    **dict.fromkeys(("QUARTER", "QQ", "Q"), "quarter"),
    **dict.fromkeys(("MONTH", "MM", "M"), "month"),
    **dict.fromkeys(("DAYOFYEAR", "DY", "Y"), "dayofyear"),
    **dict.fromkeys(("DAY", "DD", "D"), "day"),
    **dict.fromkeys(("WEEK", "WK", "WW"), "week"),
    **dict.fromkeys(("ISO_WEEK", "ISOWK", "ISOWW"), "iso_week"),
    **dict.fromkeys(("WEEKDAY", "DW", "W"), "weekday"),
    **dict.fromkeys(("HOUR", "HH"), "hour"),
    **dict.fromkeys(("MINUTE", "MI", "N"), "minute"),
    **dict.fromkeys(("SECOND", "SS", "S"), "second"),
    **dict.fromkeys(("MILLISECOND", "MS"), "millisecond"),
    **dict.fromkeys(("MICROSECOND", "MCS"), "microsecond"),
}

_ADDED = "year quarter month day week hour minute second millisecond microsecond".split()

DATE_UNITS = frozenset("year quarter month day week".split())

_WEEK = "CAST((EXTRACT(doy FROM a) + EXTRACT(dow FROM date_trunc('year', a)) - 1) // 7 + 1 AS INTEGER)"
"""1 January is always in week 1."""

PARTS = {
    **{unit: f"EXTRACT({unit} FROM a)" for unit in "year quarter month day hour minute second".split()},
    "dayofyear": "EXTRACT(doy FROM a)",
    "week": _WEEK,
    "iso_week": "EXTRACT(week FROM a)",
    "weekday": "(EXTRACT(dow FROM a) + 1)",
    "millisecond": "(EXTRACT(millisecond FROM a) % 1000)",
    "microsecond": "(EXTRACT(microsecond FROM a) % 1000000)",
}

NAMES = {"month": "monthname(a)", "weekday": "dayname(a)"}

CUTS = {
    **{unit: f"date_trunc('{unit}', a)" for unit in "year quarter month day hour minute second".split()},
    "iso_week": "date_trunc('week', a)",
    "week": "(date_trunc('week', a + to_days(1)) - to_days(1))",
}

WEEKS = (  # the day after a Sunday is DuckDB's first of a week; its own count of weeks is of whole ones
    "(date_diff('day', date_trunc('week', CAST(a AS TIMESTAMP) + to_days(1)),"
    " date_trunc('week', CAST(b AS TIMESTAMP) + to_days(1))) // 7)"
)

UNIT_FUNCTIONS = {
    "DATEADD": frozenset({*_ADDED, "dayofyear", "weekday"}),
    "DATEDIFF": frozenset({*_ADDED, "dayofyear", "weekday"}),
    "DATEDIFF_BIG": frozenset({*_ADDED, "dayofyear", "weekday"}),
    "DATEPART": frozenset(PARTS),
    "DATENAME": frozenset(PARTS),
    "DATETRUNC": frozenset(CUTS),
}

STYLES = {
    "0": "", "100": "", "1": "%m/%d/%y", "101": "%m/%d/%Y", "2": "%y.%m.%d", "102": "%Y.%m.%d", "3": "%d/%m/%y",
    "103": "%d/%m/%Y", "4": "%d.%m.%y", "104": "%d.%m.%Y", "5": "%d-%m-%y", "105": "%d-%m-%Y", "6": "%d %b %y",
    "106": "%d %b %Y", "7": "%b %d, %y", "107": "%b %d, %Y", "8": "%H:%M:%S", "108": "%H:%M:%S", "24": "%H:%M:%S",
    "10": "%m-%d-%y", "110": "%m-%d-%Y", "11": "%y/%m/%d", "111": "%Y/%m/%d", "12": "%y%m%d", "112": "%Y%m%d",
    "13": "%d %b %Y %H:%M:%S:%g", "113": "%d %b %Y %H:%M:%S:%g", "14": "%H:%M:%S:%g", "114": "%H:%M:%S:%g",
    "20": "%Y-%m-%d %H:%M:%S", "120": "%Y-%m-%d %H:%M:%S", "21": "%Y-%m-%d %H:%M:%S.%g",
    "25": "%Y-%m-%d %H:%M:%S.%g", "121": "%Y-%m-%d %H:%M:%S.%g", "23": "%Y-%m-%d", "126": "%Y-%m-%dT%H:%M:%S",
}  # fmt: skip
"""CONVERT's styles, as DuckDB's formats; that of 0 and 100 is written elsewhere."""

DATE_STYLES = {
    **dict.fromkeys(("20", "120", "21", "25", "121", "126"), "%Y-%m-%d"),
    **dict.fromkeys(("13", "113"), "%d %b %Y"),
}
"""What of them is left of a DATE."""

ISO_STYLES = frozenset({"20", "21", "23", "25", "120", "121", "126"})

READ_STYLES = frozenset({"1", "101", "102", "3", "103", "4", "104", "105", "10", "110", "111", "112"})

LONGEST = {"21": 23, "25": 23, "121": 23, "126": 19, "13": 20, "113": 20, "14": 8, "114": 8}
"""How many characters of a style are the same for every type that holds a time."""

_DATE_WORDS = {
    "yyyy": "%Y", "yy": "%y", "MMMM": "%B", "MMM": "%b", "MM": "%m", "M": "%-m", "dddd": "%A", "ddd": "%a", "dd": "%d",
    "d": "%-d", "HH": "%H", "H": "%-H", "hh": "%I", "h": "%-I", "mm": "%M", "m": "%-M", "ss": "%S", "s": "%-S",
    "tt": "%p", "fff": "%g",
}  # fmt: skip

_NAMED_FORMATS = {
    "d": "%-m/%-d/%Y", "D": "%A, %B %-d, %Y", "t": "%-I:%M %p", "T": "%-I:%M:%S %p", "g": "%-m/%-d/%Y %-I:%M %p",
    "G": "%-m/%-d/%Y %-I:%M:%S %p", "f": "%A, %B %-d, %Y %-I:%M %p", "F": "%A, %B %-d, %Y %-I:%M:%S %p",
    "M": "%B %-d", "m": "%B %-d", "Y": "%B %Y", "y": "%B %Y", "s": "%Y-%m-%dT%H:%M:%S",
}  # fmt: skip
"""Formats of one letter, as they are in English."""

_DATE_FORMAT = re.compile(rf"(?:({'|'.join(_DATE_WORDS)})|[-/:. ,T])+")

_DATE_WORD = re.compile(r"(?!T)([A-Za-z])\1*")

_NUMBER_FORMAT = re.compile(
    r"(?P<letter>[NFCP])(?P<digits>[0-9]?)|(?P<money>\$?)(?P<groups>#,##|#)?0(?:\.(?P<after>0{0,9})(?P<maybe>#{0,9}))?(?P<percent>%?)"
    r"|(?P<zeros>0{2,20})|[Dd](?P<wide>[0-9]{1,2})",
    re.IGNORECASE,
)

FOLDING = Folding(
    collation="NOCASE",
    padded=True,
    key="lower({})",
    rule="texts are compared without case and blanks at the end",
    approximate="approximate: case and blanks at the end count behind a *, and in groups that a sub-query reads",
)


def unit_of(node: exp.Expr) -> str:
    quoted = node.is_string or (isinstance(node, exp.Column) and (node.this.quoted or node.table))
    return "" if quoted else UNITS.get(node.name.upper(), "")


def length_of(to: exp.DataType) -> int:
    """How many characters a text type keeps; the most there are for MAX."""
    if to.this == exp.DType.TEXT:
        return 1 << 30
    size = to.expressions[0].this if to.expressions else None
    if size is None:
        return _DEFAULT_LENGTH
    return int(size.name) if size.name.isdigit() else 1 << 30


RULES = {
    "DATEADD": "units of dates are SQL Server's",
    "DATEDIFF": "units of dates are SQL Server's",
    "DATEPART": "weeks begin on Sunday, and week 1 has 1 January",
    "DATENAME": "weeks begin on Sunday, and week 1 has 1 January",
    "DATETRUNC": "weeks begin on Sunday, and week 1 has 1 January",
    "PATINDEX": "texts are found without case",
    "REPLACE": "texts are found without case",
}

_BRACKET = re.compile(r"\[(\^?)([^\[\]^\\]+)\]")


def regex(pattern: str) -> str | None:
    """A pattern of LIKE as a regular expression, None where it has a form that was not tested."""
    found, place = [], 0
    while place < len(pattern):
        bracket = _BRACKET.match(pattern, place)
        if bracket:
            found.append(bracket[0])
            place = bracket.end()
            continue
        if pattern[place] in "[]":
            return None
        found.append({"_": ".", "%": ".*"}.get(pattern[place], re.escape(pattern[place])))
        place += 1
    return "".join(found)


def date_format(text: str) -> str | None:
    """A format of dates as DuckDB's, None where it has a word that was not tested."""
    if len(text) < 2:
        return _NAMED_FORMATS.get(text)
    if not _DATE_FORMAT.fullmatch(text):
        return None
    words = [word[0] for word in _DATE_WORD.finditer(text)]
    if any(word not in _DATE_WORDS for word in words):
        return None
    return _DATE_WORD.sub(lambda word: _DATE_WORDS[word[0]], text)


def number_format(text: str) -> str | None:
    """The text around a number's place, as DuckDB's format."""
    found = _NUMBER_FORMAT.fullmatch(text)
    if not found:
        return None
    if found["zeros"] or found["wide"]:
        width = len(found["zeros"]) if found["zeros"] else int(found["wide"])
        return f"CASE WHEN a < 0 THEN '-' ELSE '' END || format('{{:0{width}d}}', CAST(abs(round(a)) AS BIGINT))"
    letter = (found["letter"] or "").upper()
    places = int(found["digits"] or 2) if letter else len(found["after"] or "")
    comma = "," if found["groups"] == "#,##" or letter in ("N", "C", "P") else ""
    maybe = len(found["maybe"] or "")
    if maybe:
        plain = _number("a", comma, places + maybe)
        return "" if found["money"] or found["percent"] else f"regexp_replace({plain}, '[.]?0{{1,{maybe}}}$', '')"
    if letter == "P" or found["percent"]:
        sign = " %" if letter == "P" else "%"
        return _number("a * 100", comma, places) + f" || '{sign}'"
    if letter == "C" or found["money"]:
        plain = _number("abs(a)", comma, places)
        before, after = ("'($'", " || ')'") if letter == "C" else ("'-$'", "")
        return f"CASE WHEN round(a, {places}) < 0 THEN {before} || {plain}{after} ELSE '$' || {plain} END"
    return _number("a", comma, places)


def _number(value: str, comma: str, places: int) -> str:
    return f"format('{{:{comma}.{places}f}}', CAST(round({value}, {places}) AS DOUBLE) + 0)"
