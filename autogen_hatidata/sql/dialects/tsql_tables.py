"""The tables of SQL Server's dialect: functions, types, units, styles and formats."""

from __future__ import annotations

import re
from functools import partial

from sqlglot import exp

from autogen_hatidata.sql.dialects.folding import Folding
from autogen_hatidata.sql.dialects.source import unsupported
from autogen_hatidata.sql.dialects.templates import (
    DATE,
    FLOAT,
    TEXT,
    TIME,
    WHOLE,
)

refused = partial(unsupported, "SQL Server")

NEGATIVE = "CASE WHEN {0} < 0 THEN CAST('a negative length' AS BIGINT) ELSE {0} END"
"""SQL Server stops at a negative length, where DuckDB counts from the other end."""

OUTSIDE = "CAST('a number outside of the range of the function' AS DOUBLE)"
"""SQL Server stops where DuckDB 2.0 gives no number or an infinite one."""

TEXTS: dict[str, tuple[str, str | None]] = {
    # text
    "LEN": ("length(rtrim(CAST(_1 AS VARCHAR), ' '))", WHOLE),
    "DATALENGTH": ("strlen(CAST(_1 AS VARCHAR))", WHOLE),
    "UPPER": ("upper(_1)", TEXT),
    "LOWER": ("lower(_1)", TEXT),
    "LTRIM": ("ltrim(_1, ' ')", TEXT),
    "RTRIM": ("rtrim(_1, ' ')", TEXT),
    "REVERSE": ("reverse(CAST(_1 AS VARCHAR))", TEXT),
    "ASCII": ("ascii(_1)", WHOLE),
    "UNICODE": ("unicode(_1)", WHOLE),
    "CHAR": ("chr(_1)", TEXT),
    "NCHAR": ("chr(_1)", TEXT),
    "SPACE": ("CASE WHEN _1 >= 0 THEN repeat(' ', _1) END", TEXT),
    "REPLICATE": ("CASE WHEN _2 >= 0 THEN repeat(CAST(_1 AS VARCHAR), _2) END", TEXT),
    "LEFT": (f"left(CAST(_1 AS VARCHAR), {NEGATIVE.format('_2')})", TEXT),
    "RIGHT": (f"right(CAST(_1 AS VARCHAR), {NEGATIVE.format('_2')})", TEXT),
    "SUBSTRING": (
        "CASE WHEN _2 < 1"
        " THEN substring(CAST(_1 AS VARCHAR), 1, CASE WHEN _2 + _3 > 1 THEN _2 + _3 - 1 ELSE 0 * _3 END)"
        f" ELSE substring(CAST(_1 AS VARCHAR), _2, {NEGATIVE.format('_3')}) END",
        TEXT,
    ),
    "STUFF": (
        "CASE WHEN _2 BETWEEN 1 AND length(_1) AND _3 >= 0"
        " THEN left(_1, _2 - 1) || coalesce(CAST(_4 AS VARCHAR), '') || substring(_1, _2 + _3) END",
        TEXT,
    ),
    "CHARINDEX": ("instr(lower(_2), lower(_1))", WHOLE),
    # numbers
    "CEILING": ("ceil(_1)", None),
    "FLOOR": ("floor(_1)", None),
    "ABS": ("abs(_1)", None),
    "SIGN": ("sign(_1)", None),
    "SQRT": (f"CASE WHEN _1 < 0 THEN {OUTSIDE} ELSE sqrt(_1) END", FLOAT),
    "SQUARE": ("pow(_1, 2)", FLOAT),
    "POWER": ("pow(_1, _2)", None),
    "EXP": ("exp(_1)", FLOAT),
    "LOG10": (f"CASE WHEN _1 <= 0 THEN {OUTSIDE} ELSE log10(_1) END", FLOAT),
    "PI": ("pi()", FLOAT),
    "SIN": ("sin(_1)", FLOAT),
    "COS": ("cos(_1)", FLOAT),
    "TAN": ("tan(_1)", FLOAT),
    "ATAN": ("atan(_1)", FLOAT),
    # dates and times
    "YEAR": ("EXTRACT(year FROM _1)", WHOLE),
    "MONTH": ("EXTRACT(month FROM _1)", WHOLE),
    "DAY": ("EXTRACT(day FROM _1)", WHOLE),
    "DATEFROMPARTS": ("make_date(_1, _2, _3)", DATE),
    "DATETIMEFROMPARTS": ("make_timestamp(_1, _2, _3, _4, _5, _6 + _7 / 1000.0)", TIME),
    "GETDATE": ("LOCALTIMESTAMP", TIME),
    "SYSDATETIME": ("LOCALTIMESTAMP", TIME),
    "NEWID": ("gen_random_uuid()", None),
    # JSON
    "JSON_VALUE": ("json_extract_string(json_value(CAST(_1 AS JSON), _2), '$')", TEXT),
    # aggregates
    "STDEV": ("stddev_samp(_1)", FLOAT),
    "STDEVP": ("stddev_pop(_1)", FLOAT),
    "VAR": ("var_samp(_1)", FLOAT),
    "VARP": ("var_pop(_1)", FLOAT),
}
"""Functions that one text writes out, and of which kind what they give is."""

SAME_KIND = frozenset({"CEILING", "FLOOR", "ABS", "SIGN", "POWER"})

FUNCTIONS: dict[str, int] = {
    # choice and NULL
    "IIF": 3, "CHOOSE": 9, "ISNULL": 2, "COALESCE": 99, "NULLIF": 2, "GREATEST": 99, "LEAST": 99,
    # text
    "LEN": 1, "DATALENGTH": 1, "UPPER": 1, "LOWER": 1, "LTRIM": 1, "RTRIM": 1, "REVERSE": 1, "ASCII": 1, "UNICODE": 1,
    "CHAR": 1, "NCHAR": 1, "SPACE": 1, "REPLICATE": 2, "LEFT": 2, "RIGHT": 2, "SUBSTRING": 3, "STUFF": 4,
    "CHARINDEX": 3, "PATINDEX": 2, "REPLACE": 3, "CONCAT": 99, "CONCAT_WS": 99, "FORMAT": 3,
    # numbers
    "ABS": 1, "CEILING": 1, "FLOOR": 1, "ROUND": 3, "POWER": 2, "SQUARE": 1, "SQRT": 1, "EXP": 1, "LOG": 2, "LOG10": 1,
    "SIGN": 1, "PI": 0, "SIN": 1, "COS": 1, "TAN": 1, "ATAN": 1,
    # dates and times
    "DATEADD": 3, "DATEDIFF": 3, "DATEDIFF_BIG": 3, "DATEPART": 2, "DATENAME": 2, "DATETRUNC": 2, "EOMONTH": 2,
    "YEAR": 1, "MONTH": 1, "DAY": 1, "DATEFROMPARTS": 3, "DATETIMEFROMPARTS": 7, "GETDATE": 0, "SYSDATETIME": 0,
    # others
    "NEWID": 0, "JSON_VALUE": 2, "STRING_SPLIT": 2,
    # aggregates
    "COUNT": 1, "COUNT_BIG": 1, "SUM": 1, "AVG": 1, "MIN": 1, "MAX": 1, "STDEV": 1, "STDEVP": 1, "VAR": 1, "VARP": 1,
    "APPROX_COUNT_DISTINCT": 1, "GROUPING": 1, "PERCENTILE_CONT": 1, "PERCENTILE_DISC": 1,
    # windows
    "ROW_NUMBER": 0, "RANK": 0, "DENSE_RANK": 0, "NTILE": 1, "PERCENT_RANK": 0, "CUME_DIST": 0, "LAG": 3, "LEAD": 3,
    "FIRST_VALUE": 1, "LAST_VALUE": 1,
}  # fmt: skip
"""Functions by the name they are written with, and the most arguments with which they were tested."""

TYPES = frozenset(
    {
        exp.DType.BIGINT, exp.DType.BIT, exp.DType.CHAR, exp.DType.DATE, exp.DType.DATETIME, exp.DType.DATETIME2,
        exp.DType.DECIMAL, exp.DType.FLOAT, exp.DType.INT, exp.DType.MONEY, exp.DType.NCHAR, exp.DType.NVARCHAR,
        exp.DType.SMALLINT, exp.DType.SMALLMONEY, exp.DType.TEXT, exp.DType.TIME, exp.DType.UTINYINT, exp.DType.UUID,
        exp.DType.VARCHAR,
    }
)  # fmt: skip

TEXT_TYPES = frozenset({exp.DType.CHAR, exp.DType.NCHAR, exp.DType.NVARCHAR, exp.DType.TEXT, exp.DType.VARCHAR})

CHARS = frozenset({exp.DType.CHAR, exp.DType.NCHAR})

WHOLE_TYPES = frozenset({exp.DType.BIGINT, exp.DType.INT, exp.DType.SMALLINT, exp.DType.UTINYINT})

DATE_TYPES = frozenset({exp.DType.DATE, exp.DType.DATETIME, exp.DType.DATETIME2})

SIZED = TEXT_TYPES | {exp.DType.DECIMAL}

MONEY = {exp.DType.MONEY: (19, 4), exp.DType.SMALLMONEY: (10, 4)}

_DEFAULT_LENGTH = 30

UNITS = {
    **dict.fromkeys(("YEAR", "YY", "YYYY"), "year"),
    **dict.fromkeys(("QUARTER", "QQ", "Q"), "quarter"),
    **dict.fromkeys(("MONTH", "MM", "M"), "month"),
    **dict.fromkeys(("DAYOFYEAR", "DY", "Y"), "dayofyear"),
    **dict.fromkeys(("DAY", "DD", "D"), "day"),
    **dict.fromkeys(("WEEK", "WK", "WW"), "week"),
    **dict.fromkeys(("ISO_WEEK", "ISOWK", "ISOWW"), "iso_week"),
    **dict.fromkeys(("WEEKDAY", "DW"), "weekday"),
    **dict.fromkeys(("HOUR", "HH"), "hour"),
    **dict.fromkeys(("MINUTE", "MI", "N"), "minute"),
    **dict.fromkeys(("SECOND", "SS", "S"), "second"),
    **dict.fromkeys(("MILLISECOND", "MS"), "millisecond"),
}

_ADDED = "year quarter month day week hour minute second".split()

DATE_UNITS = frozenset("year quarter month day week".split())

_WEEK = "CAST((EXTRACT(doy FROM _1) + EXTRACT(dow FROM date_trunc('year', _1)) - 1) // 7 + 1 AS INTEGER)"
"""1 January is always in week 1."""

PARTS = {
    **{unit: f"EXTRACT({unit} FROM _1)" for unit in "year quarter month day hour minute second".split()},
    "dayofyear": "EXTRACT(doy FROM _1)",
    "week": _WEEK,
    "iso_week": "EXTRACT(week FROM _1)",
    "weekday": "(EXTRACT(dow FROM _1) + 1)",
    "millisecond": "(EXTRACT(millisecond FROM _1) % 1000)",
}

NAMES = {"month": "monthname(_1)", "weekday": "dayname(_1)"}

CUTS = {
    **{unit: f"date_trunc('{unit}', _1)" for unit in "year quarter month day hour minute second".split()},
    "iso_week": "date_trunc('week', _1)",
    "week": "(date_trunc('week', _1 + to_days(1)) - to_days(1))",
}

WEEKS = (  # the day after a Sunday is DuckDB's first of a week; its own count of weeks is of whole ones
    "(date_diff('day', date_trunc('week', CAST(_1 AS TIMESTAMP) + to_days(1)),"
    " date_trunc('week', CAST(_2 AS TIMESTAMP) + to_days(1))) // 7)"
)

UNIT_FUNCTIONS = {
    "DATEADD": frozenset({*_ADDED, "dayofyear"}),
    "DATEDIFF": frozenset({*_ADDED, "dayofyear", "millisecond"}),
    "DATEDIFF_BIG": frozenset({*_ADDED, "dayofyear", "millisecond"}),
    "DATEPART": frozenset(PARTS),
    "DATENAME": frozenset({*NAMES, "year", "quarter", "day", "dayofyear", "week", "hour", "minute", "second"}),
    "DATETRUNC": frozenset(CUTS),
}

STYLES = {
    "20": "%Y-%m-%d %H:%M:%S", "23": "%Y-%m-%d", "101": "%m/%d/%Y", "102": "%Y.%m.%d", "103": "%d/%m/%Y",
    "104": "%d.%m.%Y", "105": "%d-%m-%Y", "106": "%d %b %Y", "107": "%b %d, %Y", "108": "%H:%M:%S",
    "110": "%m-%d-%Y", "111": "%Y/%m/%d", "112": "%Y%m%d", "120": "%Y-%m-%d %H:%M:%S",
    "121": "%Y-%m-%d %H:%M:%S.%g", "126": "%Y-%m-%dT%H:%M:%S",
}  # fmt: skip
"""CONVERT's styles, as DuckDB's formats."""

ISO_STYLES = frozenset({"20", "23", "120", "121", "126"})

READ_STYLES = frozenset({"101", "102", "103", "104", "105", "110", "111", "112"})

LONGEST = {"121": 23, "126": 19}
"""How many characters of a style are the same for every type that holds a time."""

_DATE_WORDS = {
    "yyyy": "%Y", "yy": "%y", "MMMM": "%B", "MMM": "%b", "MM": "%m", "M": "%-m", "dddd": "%A", "ddd": "%a", "dd": "%d",
    "d": "%-d", "HH": "%H", "H": "%-H", "hh": "%I", "h": "%-I", "mm": "%M", "ss": "%S", "tt": "%p",
}  # fmt: skip

_DATE_FORMAT = re.compile(rf"(?:({'|'.join(_DATE_WORDS)})|[-/:. ,])+")

_DATE_WORD = re.compile(r"([A-Za-z])\1*")

_NUMBER_FORMAT = re.compile(r"(N|F)([0-9]?)|(#,##)?0(?:\.(0{1,9}))?|(0{2,20})|D([0-9]{1,2})", re.IGNORECASE)

FOLDING = Folding(
    collation="NOCASE",
    padded=True,
    rule="texts are compared without case where one is written out",
    approximate="approximate: case and blanks at the end count where texts of columns are joined, grouped or sorted",
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
    "LEN": "LEN does not count blanks at the end",
    "DATEADD": "units of dates are SQL Server's",
    "DATEDIFF": "units of dates are SQL Server's",
    "DATEPART": "weeks begin on Sunday, and week 1 has 1 January",
    "DATENAME": "weeks begin on Sunday, and week 1 has 1 January",
    "DATETRUNC": "weeks begin on Sunday, and week 1 has 1 January",
    "CHARINDEX": "texts are found without case",
    "PATINDEX": "texts are found without case",
    "REPLACE": "texts are found without case",
    "LEFT": "a negative length is an error",
    "RIGHT": "a negative length is an error",
    "SUBSTRING": "a negative length is an error",
    "GETDATE": "the time is the session's",
    "SYSDATETIME": "the time is the session's",
}

_BRACKET = re.compile(r"\[(\^?)([^\[\]^\\]+)\]")


def regex(pattern: str) -> str | None:
    """A pattern of PATINDEX without % as a regular expression, None where it has a form that was not tested."""
    found, place = [], 0
    while place < len(pattern):
        bracket = _BRACKET.match(pattern, place)
        if bracket:
            found.append(bracket[0])
            place = bracket.end()
            continue
        if pattern[place] in "[]":
            return None
        found.append("." if pattern[place] == "_" else re.escape(pattern[place]))
        place += 1
    return "".join(found)


def date_format(text: str) -> str | None:
    if len(text) < 2 or not _DATE_FORMAT.fullmatch(text):
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
    letter, digits, groups, after, zeros, wide = found.groups()
    if zeros or wide:
        width = len(zeros) if zeros else int(wide)
        return f"CASE WHEN _1 < 0 THEN '-' ELSE '' END || format('{{:0{width}d}}', CAST(abs(round(_1)) AS BIGINT))"
    places = int(digits or 2) if letter else len(after or "")
    comma = "," if groups or letter in ("N", "n") else ""
    return f"format('{{:{comma}.{places}f}}', CAST(round(_1, {places}) AS DOUBLE) + 0)"
