"""SQL Server's SQL (T-SQL), of a server with its default settings: English, Sunday first, no difference of case.

What sqlglot would translate silently wrong: whole numbers divide and average to fractions, a cast to a whole number
rounds, casts to texts do not cut, DECIMAL gets three digits, weeks and weekdays count as ISO's, TOP of a part of a
UNION cuts the whole, a text is compared with its case, and ``#t`` is read as the table ``t``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial

from sqlglot import TokenType, exp
from sqlglot.dialects.tsql import TSQL
from sqlglot.parsers.tsql import TSQLParser

from autogen_hatidata.sql.dialects.folding import ISO, Folding, has_case, read_moment
from autogen_hatidata.sql.dialects.source import CONSTRUCTS, WRITTEN, Source, bare, number, unsupported, wrap
from autogen_hatidata.sql.dialects.templates import (
    DATE,
    DECIMAL,
    FLOAT,
    TEXT,
    TIME,
    WHOLE,
    Call,
    calls,
    closed,
    fill,
    kind,
    of_kind,
    repeating,
    written,
)

_unsupported = partial(unsupported, "SQL Server")

_NEGATIVE = "CASE WHEN {0} < 0 THEN CAST('a negative length' AS BIGINT) ELSE {0} END"
"""SQL Server stops at a negative length, where DuckDB counts from the other end."""

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
    "SPACE": (f"repeat(' ', {_NEGATIVE.format('_1')})", TEXT),
    "REPLICATE": ("CASE WHEN _2 >= 0 THEN repeat(CAST(_1 AS VARCHAR), _2) END", TEXT),
    "LEFT": (f"left(CAST(_1 AS VARCHAR), {_NEGATIVE.format('_2')})", TEXT),
    "RIGHT": (f"right(CAST(_1 AS VARCHAR), {_NEGATIVE.format('_2')})", TEXT),
    "SUBSTRING": (
        "CASE WHEN _2 < 1"
        " THEN substring(CAST(_1 AS VARCHAR), 1, CASE WHEN _2 + _3 > 1 THEN _2 + _3 - 1 ELSE 0 * _3 END)"
        f" ELSE substring(CAST(_1 AS VARCHAR), _2, {_NEGATIVE.format('_3')}) END",
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
    "SQRT": ("sqrt(_1)", FLOAT),
    "SQUARE": ("pow(_1, 2)", FLOAT),
    "POWER": ("pow(_1, _2)", None),
    "EXP": ("exp(_1)", FLOAT),
    "LOG10": ("log10(_1)", FLOAT),
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

_SAME_KIND = frozenset({"CEILING", "FLOOR", "ABS", "SIGN", "POWER"})

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
_TEXT_TYPES = frozenset({exp.DType.CHAR, exp.DType.NCHAR, exp.DType.NVARCHAR, exp.DType.TEXT, exp.DType.VARCHAR})
_CHARS = frozenset({exp.DType.CHAR, exp.DType.NCHAR})
_WHOLE_TYPES = frozenset({exp.DType.BIGINT, exp.DType.INT, exp.DType.SMALLINT, exp.DType.UTINYINT})
_DATE_TYPES = frozenset({exp.DType.DATE, exp.DType.DATETIME, exp.DType.DATETIME2})
_SIZED = _TEXT_TYPES | {exp.DType.DECIMAL}
_MONEY = {exp.DType.MONEY: (19, 4), exp.DType.SMALLMONEY: (10, 4)}
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
_DATE_UNITS = frozenset("year quarter month day week".split())
_WEEK = "CAST((EXTRACT(doy FROM _1) + EXTRACT(dow FROM date_trunc('year', _1)) - 1) // 7 + 1 AS INTEGER)"
"""1 January is always in week 1."""

_PARTS = {
    **{unit: f"EXTRACT({unit} FROM _1)" for unit in "year quarter month day hour minute second".split()},
    "dayofyear": "EXTRACT(doy FROM _1)",
    "week": _WEEK,
    "iso_week": "EXTRACT(week FROM _1)",
    "weekday": "(EXTRACT(dow FROM _1) + 1)",
    "millisecond": "(EXTRACT(millisecond FROM _1) % 1000)",
}
_NAMES = {"month": "monthname(_1)", "weekday": "dayname(_1)"}
_CUTS = {
    **{unit: f"date_trunc('{unit}', _1)" for unit in "year quarter month day hour minute second".split()},
    "iso_week": "date_trunc('week', _1)",
    "week": "(date_trunc('week', _1 + to_days(1)) - to_days(1))",
}
_WEEKS = (  # the day after a Sunday is DuckDB's first of a week; its own count of weeks is of whole ones
    "(date_diff('day', date_trunc('week', CAST(_1 AS TIMESTAMP) + to_days(1)),"
    " date_trunc('week', CAST(_2 AS TIMESTAMP) + to_days(1))) // 7)"
)
_UNIT_FUNCTIONS = {
    "DATEADD": frozenset({*_ADDED, "dayofyear"}),
    "DATEDIFF": frozenset({*_ADDED, "dayofyear", "millisecond"}),
    "DATEDIFF_BIG": frozenset({*_ADDED, "dayofyear", "millisecond"}),
    "DATEPART": frozenset(_PARTS),
    "DATENAME": frozenset({*_NAMES, "year", "quarter", "day", "dayofyear", "week", "hour", "minute", "second"}),
    "DATETRUNC": frozenset(_CUTS),
}

_STYLES = {
    "20": "%Y-%m-%d %H:%M:%S", "23": "%Y-%m-%d", "101": "%m/%d/%Y", "102": "%Y.%m.%d", "103": "%d/%m/%Y",
    "104": "%d.%m.%Y", "105": "%d-%m-%Y", "106": "%d %b %Y", "107": "%b %d, %Y", "108": "%H:%M:%S",
    "110": "%m-%d-%Y", "111": "%Y/%m/%d", "112": "%Y%m%d", "120": "%Y-%m-%d %H:%M:%S",
    "121": "%Y-%m-%d %H:%M:%S.%g", "126": "%Y-%m-%dT%H:%M:%S",
}  # fmt: skip
"""CONVERT's styles, as DuckDB's formats."""

_ISO_STYLES = frozenset({"20", "23", "120", "121", "126"})
_READ_STYLES = frozenset({"101", "102", "103", "104", "105", "110", "111", "112"})
_LONGEST = {"121": 23, "126": 19}
"""How many characters of a style are the same for every type that holds a time."""

_DATE_WORDS = {
    "yyyy": "%Y", "yy": "%y", "MMMM": "%B", "MMM": "%b", "MM": "%m", "M": "%-m", "dddd": "%A", "ddd": "%a", "dd": "%d",
    "d": "%-d", "HH": "%H", "H": "%-H", "hh": "%I", "h": "%-I", "mm": "%M", "ss": "%S", "tt": "%p",
}  # fmt: skip
_DATE_FORMAT = re.compile(rf"(?:({'|'.join(_DATE_WORDS)})|[-/:. ,])+")
_DATE_WORD = re.compile(r"([A-Za-z])\1*")
_NUMBER_FORMAT = re.compile(r"(N|F)([0-9]?)|(#,##)?0(?:\.(0{1,9}))?|(0{2,20})|D([0-9]{1,2})", re.IGNORECASE)

_IS_NUMBER = re.compile(r"(?:\s*[-+]?[0-9.]*[0-9][0-9.]*\s*)?")
_PLAIN_PATH = re.compile(r"\$(?:\.[A-Za-z_][A-Za-z0-9_]*|\[[0-9]+\])*")

_FOLDING = Folding(
    collation="NOCASE",
    padded=True,
    rule="texts are compared without case where one is written out",
    approximate="approximate: case and blanks at the end count where texts of columns are joined, grouped or sorted",
)


def _literal(self: TSQLParser, token: object) -> exp.Expr:
    return self.expression(exp.Literal(this=token.text, is_string=True))  # type: ignore[attr-defined]


_OWN = [*TEXTS, *"""
    CHOOSE ISNULL PATINDEX REPLACE CONCAT CONCAT_WS FORMAT ROUND LOG DATEADD DATEDIFF DATEDIFF_BIG DATEPART DATENAME
    DATETRUNC EOMONTH STRING_SPLIT GREATEST LEAST
""".split()]  # fmt: skip


class _TsqlParser(TSQLParser):
    FUNCTIONS = {  # noqa: RUF012
        **TSQLParser.FUNCTIONS,
        **calls(_OWN),
    }
    FUNCTION_PARSERS = {  # noqa: RUF012
        name: TSQLParser.FUNCTION_PARSERS[name]
        for name in ("CAST", "TRY_CAST", "CONVERT", "TRY_CONVERT", "STRING_AGG", "TRIM")
    }
    PRIMARY_PARSERS = {  # noqa: RUF012
        **TSQLParser.PRIMARY_PARSERS,
        TokenType.NATIONAL_STRING: _literal,  # N'text': every text is Unicode in DuckDB
    }

    def _warn_unsupported(self) -> None:
        """sqlglot would log the caller's text and go on with a command it has not read."""
        self.raise_error("Unsupported syntax")


class _Tsql(TSQL):
    """SQL Server's, remembering each function's name as it was written."""

    class Tokenizer(TSQL.Tokenizer):
        QUOTES = ["'"]  # noqa: RUF012 - "x" is a name
        KEYWORDS = {word: token for word, token in TSQL.Tokenizer.KEYWORDS.items() if word != "REAL"}  # noqa: RUF012

    Parser = _TsqlParser

    ORIGINAL_NAME_META_KEY = WRITTEN

    def to_json_path(self, path: exp.Expr | None) -> exp.Expr | None:
        """Paths are judged as they are written; sqlglot would log the caller's text where it cannot read one."""
        return path


# What is refused


def _judge(node: exp.Expr, name: str) -> None:
    arguments = node.expressions if isinstance(node, Call) else []
    if isinstance(node, Call) and len(arguments) < _FEWEST.get(name, FUNCTIONS[name]):
        raise _unsupported(f"this form of {name}")
    if name in _UNIT_FUNCTIONS and _unit(arguments[0]) not in _UNIT_FUNCTIONS[name]:
        raise _unsupported(f"that unit in {name}")
    look = _FUNCTION_LOOKS.get(name)
    if look:
        look(node, arguments)


_FEWEST = {
    "CHARINDEX": 2, "CHOOSE": 2, "CONCAT": 2, "CONCAT_WS": 3, "FORMAT": 2, "ROUND": 2, "LOG": 1, "EOMONTH": 1,
    "GREATEST": 1, "LEAST": 1,
}  # fmt: skip


def _unit(node: exp.Expr) -> str:
    quoted = node.is_string or (isinstance(node, exp.Column) and (node.this.quoted or node.table))
    return "" if quoted else UNITS.get(node.name.upper(), "")


def _literal_only(name: str, place: int, what: str) -> Callable[[exp.Expr, list[exp.Expr]], None]:
    def look(node: exp.Expr, arguments: list[exp.Expr]) -> None:
        if not arguments[place].is_string:
            raise _unsupported(f"{what} in {name} that is not written out")

    return look


def _format(node: exp.Expr, arguments: list[exp.Expr]) -> None:
    culture = arguments[2] if len(arguments) > 2 else None
    if culture is not None and culture.name.lower() != "en-us":
        raise _unsupported("a culture in FORMAT")
    text = arguments[1].name if arguments[1].is_string else ""
    if not (_date_format(text) or _number_format(text)):
        raise _unsupported("that format in FORMAT", "write strftime(date, '%Y-%m') or ROUND(x, 2).")


def _power(node: exp.Expr, arguments: list[exp.Expr]) -> None:
    """What POWER gives is of the type of its base: of 2 to the power of -1 nothing is left."""
    base, power = arguments
    whole_power = isinstance(power, exp.Literal) and power.name.isdigit()
    if not (kind(base) == FLOAT or (kind(base) in (WHOLE, None) and whole_power)):
        raise _unsupported("POWER of a number that is no FLOAT", "write POWER(CAST(x AS FLOAT), y).")


def _char(node: exp.Expr, arguments: list[exp.Expr]) -> None:
    code = number(arguments[0])
    if code is not None and not 0 < code < 128:
        raise _unsupported("CHAR of a code page", "write NCHAR(code).")


def _path(node: exp.Expr, arguments: list[exp.Expr]) -> None:
    if not (arguments[1].is_string and _PLAIN_PATH.fullmatch(arguments[1].name)):
        raise _unsupported("that path in JSON_VALUE")


def _pattern(node: exp.Expr, arguments: list[exp.Expr]) -> None:
    text = arguments[0].name if arguments[0].is_string else ""
    if len(text) < 3 or text[0] + text[-1] != "%%" or "%" in text[1:-1] or _regex(text[1:-1]) is None:
        raise _unsupported("that pattern in PATINDEX", "write PATINDEX('%pattern%', text).")


def _separator(node: exp.Expr, arguments: list[exp.Expr]) -> None:
    if not arguments[1].is_string or has_case(arguments[1].name) or len(arguments[1].name) != 1:
        raise _unsupported("that separator in STRING_SPLIT")
    if not isinstance(node.parent, exp.Lateral):
        raise _unsupported("STRING_SPLIT outside CROSS APPLY")


def _percentile(node: exp.Expr, arguments: list[exp.Expr]) -> None:
    if not (isinstance(node.parent, exp.WithinGroup) and isinstance(node.parent.parent, exp.Window)):
        raise _unsupported(f"{written(node)} without OVER")


_FUNCTION_LOOKS: dict[str, Callable[[exp.Expr, list[exp.Expr]], None]] = {
    "FORMAT": _format,
    "POWER": _power,
    "CHAR": _char,
    "JSON_VALUE": _path,
    "PATINDEX": _pattern,
    "REPLACE": _literal_only("REPLACE", 1, "a text to look for"),
    "STRING_SPLIT": _separator,
    "PERCENTILE_CONT": _percentile,
    "PERCENTILE_DISC": _percentile,
}


def _type(node: exp.DataType) -> None:
    if node.expressions and node.this not in _SIZED:
        raise _unsupported(f"the type {node.sql('tsql')}", "leave the length away.")
    cast = node.parent
    styled = isinstance(cast, exp.Convert) and cast.args.get("style")
    if node.this in _CHARS and not styled:
        raise _unsupported(f"the type {node.sql('tsql')}", "write VARCHAR: CHAR fills up with blanks.")
    if node.this in _TEXT_TYPES and not styled and kind(_inner(cast)) in (TIME, FLOAT):
        hint = "write CONVERT(VARCHAR(19), x, 120), or cast to DECIMAL(18, 2) first."
        raise _unsupported("a cast of a time or a FLOAT to a text", hint)


def _inner(cast: exp.Expr | None) -> exp.Expr | None:
    """What is cast. Calls have no kind yet when a tree is judged."""
    inner = cast and (cast.args["expression"] if isinstance(cast, exp.Convert) else cast.this)
    if isinstance(inner, Call):
        return of_kind(exp.Null(), TEXTS.get(written(inner), ("", None))[1])
    if isinstance(inner, exp.CurrentTimestamp):
        return of_kind(exp.Null(), TIME)
    return inner


def _convert(node: exp.Convert) -> None:
    style, to = node.args.get("style"), node.this
    if style is None:
        return
    text = style.name if isinstance(style, exp.Literal) else ""
    to_text = to.this in _TEXT_TYPES and text in _STYLES
    from_text = to.this in _DATE_TYPES and text in _ISO_STYLES | _READ_STYLES
    if not (to_text or from_text):
        raise _unsupported("that style in CONVERT", "write style 120, 23, 112, 101 or 103.")
    if to_text and _length(to) > _LONGEST.get(text, 999):
        raise _unsupported("parts of a second in CONVERT", f"write VARCHAR({_LONGEST[text]}).")
    if to.this in _CHARS and _length(to) > len(_STYLES[text].replace("%Y", "yyyy").replace("%b", "bbb")):
        raise _unsupported(f"the type {to.sql('tsql')}", "write VARCHAR: CHAR fills up with blanks.")


def _length(to: exp.DataType) -> int:
    """How many characters a text type keeps; the most there are for MAX."""
    if to.this == exp.DType.TEXT:
        return 1 << 30
    size = to.expressions[0].this if to.expressions else None
    if size is None:
        return _DEFAULT_LENGTH
    return int(size.name) if size.name.isdigit() else 1 << 30


def _limit(node: exp.LimitOptions) -> None:
    if node.args.get("percent"):
        raise _unsupported("TOP ... PERCENT", "write TOP with a number.")
    if node.args.get("with_ties"):
        raise _unsupported("WITH TIES", "write a sub-query with RANK() OVER (ORDER BY ...) and compare it.")


def _like(node: exp.Like) -> None:
    pattern = node.expression
    if not pattern.is_string:
        raise _unsupported("LIKE with a pattern that is not written out", "write CHARINDEX(part, text) > 0.")
    if "[" in pattern.name:
        raise _unsupported("brackets in LIKE", "write PATINDEX('%[0-9]%', text) > 0.")


def _identifier(node: exp.Identifier) -> None:
    if node.args.get("temporary") or node.args.get("global_") or node.name.startswith("#"):
        raise _unsupported("a temporary table (#t)", "name the step with WITH.")
    if not node.quoted and node.name.startswith("$"):
        raise _unsupported("a pseudocolumn or amount ($x)")


def _boolean(node: exp.Boolean) -> None:
    raise _unsupported("TRUE and FALSE", "compare with 1 or 0.")


def _refuse(what: str, hint: str) -> Callable[[exp.Expr], None]:
    def look(node: exp.Expr) -> None:
        raise _unsupported(what, hint)

    return look


def _text(node: exp.Literal) -> None:
    if node.is_string and re.search(r"\\\r?\n", node.name):
        raise _unsupported("a backslash before the end of a line in a text", "join two texts with +.")


def _aggregated(node: exp.GroupConcat) -> None:
    if node.args.get("separator") is None:
        raise _unsupported("STRING_AGG without a separator")
    if isinstance(node.this, exp.Distinct) or isinstance(node.parent, exp.Window):
        raise _unsupported("this form of STRING_AGG")


def _bits(node: exp.Binary) -> None:
    """These operators stand on one level with + and - in SQL Server, and on three levels elsewhere."""
    if any(isinstance(side, (exp.Add, exp.Sub, *_BITS)) for side in (node.this, node.expression)):
        raise _unsupported("operators of bits beside others", "put parentheses around each.")


_BITS = (exp.BitwiseAnd, exp.BitwiseOr, exp.BitwiseXor)


def _set(node: exp.SetOperation) -> None:
    if node.args.get("by_name"):
        raise _unsupported("BY NAME")


# What is written out


def _call(node: Call) -> str | None:
    name, arguments = written(node), list(node.expressions)
    if name in _BUILT:
        built = _BUILT[name](arguments)
    else:
        text, what = TEXTS[name]
        what = kind(arguments[0]) if name in _SAME_KIND else what
        built = of_kind(fill(_shorter(name, text, arguments), *arguments), what)
    node.replace(built)
    return _RULES.get(name)


_RULES = {
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


def _shorter(name: str, text: str, arguments: list[exp.Expr]) -> str:
    """Where a count is written out, its sign needs no look."""
    counts = [number(argument) for argument in arguments[1:]]
    if name in ("LEFT", "RIGHT") and counts[0] is not None:
        return f"{name}(CAST(_1 AS VARCHAR), _2)"
    if name == "SUBSTRING" and counts[0] is not None and counts[0] >= 1:
        length = "_3" if counts[1] is not None else _NEGATIVE.format("_3")
        return f"substring(CAST(_1 AS VARCHAR), _2, {length})"
    if name == "REPLICATE" and counts[0] is not None and counts[0] >= 0:
        return "repeat(CAST(_1 AS VARCHAR), _2)"
    if name == "SPACE" and number(arguments[0]) is not None:
        return "repeat(' ', _1)"
    if name == "POWER" and kind(arguments[0]) == WHOLE:
        return "CAST(pow(_1, _2) AS BIGINT)"
    if name == "CHARINDEX" and len(arguments) > 2:
        return _FROM
    return text


_START = "greatest(_3, 1)"
_FROM = (
    f"(instr(lower(substring(_2, {_START})), lower(_1))"
    f" + CASE WHEN instr(lower(substring(_2, {_START})), lower(_1)) > 0 THEN {_START} - 1 ELSE 0 END)"
)


def _moment(node: exp.Expr) -> exp.Expr:
    """A date or time, of which a text was written, or a number of days after 1900."""
    inner = bare(node)
    if isinstance(inner, exp.Null):
        return exp.cast(inner.copy(), exp.DType.TIMESTAMP)
    if isinstance(inner, exp.Literal) and inner.is_string:
        return _read_moment(inner.name)
    if isinstance(inner, exp.Literal):
        days = exp.Neg(this=inner.copy()) if isinstance(node, exp.Neg) else inner.copy()
        return of_kind(fill("(TIMESTAMP '1900-01-01 00:00:00' + to_days(_1))", days), TIME)
    return node


def _read_moment(text: str) -> exp.Cast:
    moment = read_moment(text)
    if moment is None:
        raise _unsupported("a date that is not written as '2024-01-31'")
    return moment


def _amount(node: exp.Expr) -> exp.Expr:
    """How many units are added: a whole number, cut and not rounded."""
    inner = bare(node)
    if isinstance(inner, exp.Literal) and inner.name.isdigit():
        return node
    if isinstance(inner, exp.Literal) or kind(node) not in (WHOLE, None):
        raise _unsupported("DATEADD of a part of a unit", "add a whole number of a smaller unit.")
    return fill("CAST(_1 AS INTEGER)" if kind(node) == WHOLE else "CAST(trunc(_1) AS INTEGER)", node)


def _like_its_date(built: exp.Expr, date: exp.Expr, unit: str) -> exp.Expr:
    """A date and days are a date in SQL Server, a timestamp in DuckDB."""
    what = kind(date)
    if what == DATE and unit in _DATE_UNITS:
        return exp.cast(built, exp.DType.DATE)
    return of_kind(exp.Paren(this=built), what if what == TIME else None)


def _date_add(arguments: list[exp.Expr]) -> exp.Expr:
    unit = _unit(arguments[0])
    unit = "day" if unit == "dayofyear" else unit
    date = _moment(arguments[2])
    return _like_its_date(fill(f"_1 + to_{unit}s(_2)", date, _amount(arguments[1])), date, unit)


def _date_diff(arguments: list[exp.Expr]) -> exp.Expr:
    unit = _unit(arguments[0])
    unit = "day" if unit == "dayofyear" else unit
    text = _WEEKS if unit == "week" else f"date_diff('{unit}', CAST(_1 AS TIMESTAMP), CAST(_2 AS TIMESTAMP))"
    return of_kind(fill(text, _moment(arguments[1]), _moment(arguments[2])), WHOLE)


def _date_part(arguments: list[exp.Expr]) -> exp.Expr:
    return of_kind(fill(_PARTS[_unit(arguments[0])], _moment(arguments[1])), WHOLE)


def _date_name(arguments: list[exp.Expr]) -> exp.Expr:
    unit = _unit(arguments[0])
    text = _NAMES.get(unit, f"CAST({_PARTS.get(unit, '')} AS VARCHAR)")
    return of_kind(fill(text, _moment(arguments[1])), TEXT)


def _date_cut(arguments: list[exp.Expr]) -> exp.Expr:
    unit, date = _unit(arguments[0]), _moment(arguments[1])
    return _like_its_date(fill(_CUTS[unit], date), date, "week" if unit == "iso_week" else unit)


def _month_end(arguments: list[exp.Expr]) -> exp.Expr:
    text = "last_day(_1)" if len(arguments) == 1 else "last_day(_1 + to_months(_2))"
    return of_kind(fill(text, _moment(arguments[0]), *map(_amount, arguments[1:])), DATE)


def _round(arguments: list[exp.Expr]) -> exp.Expr:
    cut = number(arguments[2]) if len(arguments) > 2 else 0
    if cut is None:
        raise _unsupported("this form of ROUND")
    return of_kind(fill("trunc(_1, _2)" if cut else "round(_1, _2)", *arguments[:2]), kind(arguments[0]))


def _log(arguments: list[exp.Expr]) -> exp.Expr:
    return of_kind(fill("ln(_1)" if len(arguments) == 1 else "log(_2, _1)", *arguments), FLOAT)


def _isnull(arguments: list[exp.Expr]) -> exp.Expr:
    built = exp.Coalesce(this=arguments[0], expressions=[arguments[1]])
    return of_kind(built, kind(arguments[0]) or kind(arguments[1]))


def _choose(arguments: list[exp.Expr]) -> exp.Expr:
    index, *values = arguments
    ifs = [
        exp.If(this=exp.EQ(this=closed(index.copy()), expression=exp.Literal.number(place)), true=value)
        for place, value in enumerate(values, 1)
    ]
    return exp.Case(ifs=ifs)


def _same(name: str, what: str | None = None) -> Callable[[list[exp.Expr]], exp.Expr]:
    """A function that DuckDB has."""
    return lambda arguments: of_kind(exp.Anonymous(this=name, expressions=arguments), what)


def _replace(arguments: list[exp.Expr]) -> exp.Expr:
    """Without case, as SQL Server compares; an empty text is found nowhere."""
    text, part, new = arguments
    if not has_case(part.name):
        return of_kind(fill("replace(CAST(_1 AS VARCHAR), _2, CAST(_3 AS VARCHAR))", text, part, new), TEXT)
    pattern = exp.Literal.string(re.sub(r"([^A-Za-z0-9_\s])", r"\\\1", part.name))
    with_backslash = fill(r"replace(CAST(_1 AS VARCHAR), '\', '\\')", new)
    if new.is_string:
        with_backslash = exp.Literal.string(new.name.replace("\\", "\\\\"))
    return of_kind(fill("regexp_replace(CAST(_1 AS VARCHAR), _2, _3, 'gi')", text, pattern, with_backslash), TEXT)


def _pat_index(arguments: list[exp.Expr]) -> exp.Expr:
    pattern = exp.Literal.string("(?is)" + str(_regex(arguments[0].name[1:-1])))
    return of_kind(
        fill("CASE WHEN regexp_matches(_1, _2) THEN instr(_1, regexp_extract(_1, _2)) ELSE 0 * length(_1) END",
             arguments[1], pattern), WHOLE
    )  # fmt: skip


_BRACKET = re.compile(r"\[(\^?)([^\[\]^\\]+)\]")


def _regex(pattern: str) -> str | None:
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


def _date_format(text: str) -> str | None:
    if len(text) < 2 or not _DATE_FORMAT.fullmatch(text):
        return None
    words = [word[0] for word in _DATE_WORD.finditer(text)]
    if any(word not in _DATE_WORDS for word in words):
        return None
    return _DATE_WORD.sub(lambda word: _DATE_WORDS[word[0]], text)


def _number_format(text: str) -> str | None:
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


def _formatted(arguments: list[exp.Expr]) -> exp.Expr:
    text = arguments[1].name
    numbers = _number_format(text)
    if numbers:
        return of_kind(fill(f"({numbers})", arguments[0]), TEXT)
    pattern = exp.Literal.string(str(_date_format(text)))
    return of_kind(fill("strftime(_1, _2)", _moment(arguments[0]), pattern), TEXT)


def _split(arguments: list[exp.Expr]) -> exp.Expr:
    return exp.Subquery(this=fill("SELECT unnest(string_split(_1, _2)) AS value", *arguments))


_BUILT: dict[str, Callable[[list[exp.Expr]], exp.Expr]] = {
    "DATEADD": _date_add,
    "DATEDIFF": _date_diff,
    "DATEDIFF_BIG": _date_diff,
    "DATEPART": _date_part,
    "DATENAME": _date_name,
    "DATETRUNC": _date_cut,
    "EOMONTH": _month_end,
    "YEAR": lambda arguments: _date_part([exp.column("year"), *arguments]),
    "MONTH": lambda arguments: _date_part([exp.column("month"), *arguments]),
    "DAY": lambda arguments: _date_part([exp.column("day"), *arguments]),
    "ROUND": _round,
    "LOG": _log,
    "ISNULL": _isnull,
    "CHOOSE": _choose,
    "CONCAT": _same("concat", TEXT),
    "CONCAT_WS": _same("concat_ws", TEXT),
    "GREATEST": _same("greatest"),
    "LEAST": _same("least"),
    "REPLACE": _replace,
    "PATINDEX": _pat_index,
    "FORMAT": _formatted,
    "STRING_SPLIT": _split,
}


# What changes around them


def _now(node: exp.CurrentTimestamp) -> str:
    node.replace(of_kind(fill("LOCALTIMESTAMP"), TIME))
    return _RULES["GETDATE"]


def _divide(node: exp.Div) -> str:
    """DuckDB's // divides whole numbers as SQL Server does and all other numbers as they are."""
    what = kind(node)
    node.replace(of_kind(exp.IntDiv(this=closed(node.this), expression=closed(node.expression)), what))
    decimals = what == DECIMAL
    return "quotients of DECIMALs keep more digits" if decimals else "whole numbers divide to whole numbers"


def _average(node: exp.Avg) -> str:
    """SQL Server's average of whole numbers is whole."""
    window = node.parent if isinstance(node.parent, exp.Window) and node.arg_key == "this" else None
    whole = window or node

    def over(call: exp.Expr) -> exp.Expr:
        if window is None:
            return call
        copied = window.copy()
        copied.set("this", call)
        return copied

    total, rows = over(exp.Sum(this=node.this.copy())), over(exp.Count(this=node.this.copy()))
    rows = exp.Nullif(this=rows, expression=exp.Literal.number(0))
    what = kind(node.this)
    whole.replace(of_kind(exp.Paren(this=exp.IntDiv(this=total, expression=rows)), what))
    return "an average of whole numbers is whole"


def _cast(node: exp.Cast) -> str | None:
    to = node.to
    if to.this in _TEXT_TYPES:
        return _cast_text(node)
    if to.this in _WHOLE_TYPES:
        return _cast_whole(node)
    if to.this in _DATE_TYPES:
        inner = bare(node.this)
        if isinstance(inner, exp.Literal) and inner.is_string and ISO.fullmatch(inner.name.strip()):
            node.set("this", _read_moment(inner.name).this)
        if to.this != exp.DType.DATE:
            node.set("to", exp.DataType(this=exp.DType.TIMESTAMP))
    if to.this == exp.DType.DECIMAL and len(to.expressions) < 2:
        sizes = [size.this.name for size in to.expressions] or ["18"]
        node.set("to", exp.DataType.build(f"DECIMAL({sizes[0]}, 0)"))
        return "DECIMAL without a scale is whole"
    if to.this in _MONEY:
        node.set("to", exp.DataType.build("DECIMAL({}, {})".format(*_MONEY[to.this])))
    if to.this == exp.DType.FLOAT:
        node.set("to", exp.DataType(this=exp.DType.DOUBLE))
    if to.this == exp.DType.BIT:
        node.set("to", exp.DataType(this=exp.DType.BOOLEAN))
        wrap(node, lambda inner: of_kind(exp.cast(inner, exp.DType.TINYINT), WHOLE))
        return "a BIT is 0 or 1"
    return None


def _cast_text(node: exp.Cast) -> str:
    length = _length(node.to)
    node.set("to", exp.DataType(this=exp.DType.VARCHAR))
    if length < 1 << 30:
        wrap(node, lambda inner: of_kind(fill(f"left(_1, {length})", inner), TEXT))
    return "a text of a cast is cut to its length"


def _cast_whole(node: exp.Cast) -> str | None:
    what = kind(node.this)
    if what == WHOLE:
        return None
    if isinstance(node, exp.TryCast):
        whole = "regexp_full_match(CAST(_1 AS VARCHAR), ' *[-+]?[0-9]+ *')"  # a text with a point is no INT
        text = f"CASE WHEN {whole} OR typeof(_1) <> 'VARCHAR' THEN _2 END"
        tried = exp.TryCast(this=fill("trunc(TRY_CAST(_1 AS DECIMAL(38, 15)))", node.this), to=node.to.copy())
        node.replace(of_kind(fill(text, node.this, tried), WHOLE))
    else:
        node.set("this", fill("trunc(CAST(_1 AS DECIMAL(38, 15)))", node.this))
    return "a cast to a whole number cuts"


def _converted(node: exp.Convert) -> str | None:
    to, inner, style = node.this, node.args["expression"], node.args.get("style")
    cast: exp.Cast = (exp.TryCast if node.args.get("safe") else exp.Cast)(this=inner, to=to)
    name = style.name if style is not None else ""
    if name and to.this in _TEXT_TYPES:
        pattern = exp.Literal.string(_STYLES[name])
        cast.set("this", fill("strftime(_1, _2)", _moment(inner), pattern))
    elif name in _READ_STYLES and kind(inner) not in (DATE, TIME):
        read = "try_strptime" if node.args.get("safe") else "strptime"
        cast.set("this", fill(f"{read}(_1, _2)", inner, exp.Literal.string(_STYLES[name])))
        node.replace(cast)
        cast.set("to", exp.DataType(this=exp.DType.DATE if to.this == exp.DType.DATE else exp.DType.TIMESTAMP))
        return "styles of CONVERT are formats"
    node.replace(cast)
    return _cast(cast) or ("styles of CONVERT are formats" if name else None)


def _plus(node: exp.Add) -> str | None:
    if TEXT not in (kind(node.this), kind(node.expression)):
        return _plus_days(node)
    terms = list(_terms(_whole_sum(node)))
    if any(kind(term) in (WHOLE, DECIMAL, FLOAT) for term in terms):
        raise _unsupported("+ of a text and a number", "write CONCAT(a, b), or CAST(x AS VARCHAR(20)).")
    certain = any(term.is_string and not _IS_NUMBER.fullmatch(term.name) for term in terms)
    if not certain and any(kind(term) != TEXT for term in terms):
        raise _unsupported("+ of a text and what may be a number", "write CONCAT(a, b).")
    for inner in [each for each in node.find_all(exp.Add) if each is not node and _reaches(each, node)]:
        inner.replace(exp.DPipe(this=closed_text(inner.this), expression=closed_text(inner.expression)))
    node.replace(exp.DPipe(this=closed_text(node.this), expression=closed_text(node.expression)))
    return "+ joins texts"


def _whole_sum(node: exp.Expr) -> exp.Expr:
    """The outermost of a chain of +."""
    above = node
    while isinstance(above.parent, exp.Add | exp.Paren | exp.DPipe):
        above = above.parent
    return above


def _terms(node: exp.Expr) -> Iterator[exp.Expr]:
    if isinstance(node, exp.Add | exp.DPipe):
        yield from _terms(node.this)
        yield from _terms(node.expression)
    elif isinstance(node, exp.Paren):
        yield from _terms(node.this)
    else:
        yield node


def _reaches(inner: exp.Expr, outer: exp.Expr) -> bool:
    """Whether only + and parentheses stand between two of them."""
    above = inner.parent
    while isinstance(above, exp.Add | exp.Paren | exp.DPipe) and above is not outer:
        above = above.parent
    return above is outer


def closed_text(node: exp.Expr) -> exp.Expr:
    """An operand of ||, in parentheses where an operator of its own may come apart."""
    return node if isinstance(node, exp.DPipe) else closed(node)


def _plus_days(node: exp.Add | exp.Sub) -> str | None:
    """A time and a number are a time, days later."""
    if kind(node.this) != TIME or kind(node.expression) != WHOLE:
        return None
    sign = "+" if isinstance(node, exp.Add) else "-"
    node.replace(of_kind(fill(f"(_1 {sign} to_days(_2))", node.this, node.expression), TIME))
    return "a time and a number are days"


def _xor(node: exp.BitwiseXor) -> None:
    node.replace(exp.Anonymous(this="xor", expressions=[node.this, node.expression]))


def _like_any_case(node: exp.Like) -> str | None:
    if not has_case(node.expression.name):
        return None
    node.replace(exp.ILike(this=node.this, expression=node.expression, negate=node.args.get("negate")))
    return _FOLDING.rule


def _grouped(node: exp.Group) -> str | None:
    """GROUP BY a WITH ROLLUP is the older form of GROUP BY ROLLUP (a)."""
    for name, kind_of in (("rollup", exp.Rollup), ("cube", exp.Cube)):
        for each in node.args.get(name) or []:
            if not each.expressions:
                node.set(name, [kind_of(expressions=node.expressions)])
                node.set("expressions", None)
    return _FOLDING.sorted(node)


def _apply(node: exp.Lateral) -> str | None:
    """CROSS APPLY is a join that sees the tables before it; OUTER APPLY keeps their rows."""
    join, cross = node.parent, node.args.get("cross_apply")
    if cross is None or not isinstance(join, exp.Join):
        return None
    node.set("cross_apply", None)
    if cross:
        join.set("kind", "CROSS")
    else:
        join.set("side", "LEFT")
        join.set("on", exp.true())
    return "APPLY is a join with LATERAL"


def _recursive(node: exp.With) -> str | None:
    """SQL Server needs no word for a query that names itself."""
    for cte in node.expressions:
        if any(table.name.lower() == cte.alias.lower() and not table.db for table in cte.this.find_all(exp.Table)):
            node.set("recursive", True)
            return "WITH that names itself is RECURSIVE"
    return None


def _top(node: exp.Select) -> None:
    """TOP in a part of a UNION is of that part alone."""
    if isinstance(node.parent, exp.SetOperation) and node.args.get("limit"):
        wrap(node, lambda inner: exp.Subquery(this=inner))


def _pivot(node: exp.Pivot) -> str | None:
    """The columns of PIVOT are names that stand for values."""
    if node.args.get("unpivot"):
        return None
    for field in node.args.get("fields") or []:
        for column in list(field.expressions):
            if isinstance(column, exp.Column):
                column.replace(exp.Literal.string(column.name))
    return "names in PIVOT are values"


def _percentiles(node: exp.WithinGroup) -> str | None:
    call = node.this
    name = {exp.PercentileCont: "quantile_cont", exp.PercentileDisc: "quantile_disc"}.get(type(call))
    order = node.expression
    if name is None:
        return None
    (ordered,) = order.expressions
    if ordered.args.get("desc"):
        raise _unsupported(f"{written(call)} with DESC", "write 1 - the part, and no DESC.")
    node.replace(exp.Anonymous(this=name, expressions=[ordered.this, call.this]))
    return None


TSQL_SOURCE = Source(
    name="SQL Server",
    dialect=_Tsql(),
    functions=FUNCTIONS,
    types=TYPES,
    constructs=frozenset(
        CONSTRUCTS
        - {
            exp.ILike,
            exp.Qualify,
            exp.SimilarTo,
            exp.Glob,
            exp.TableSample,
            exp.Lambda,
            exp.Struct,
            exp.Map,
            exp.Array,
            exp.AtTimeZone,
            exp.Collate,
        }
        | {exp.Convert, exp.BitwiseXor, exp.WithTableHint, exp.ForClause, exp.QueryOption, exp.Parameter}
    ),
    judge=_judge,
    looks={
        exp.DataType: _type,
        exp.Convert: _convert,
        exp.LimitOptions: _limit,
        exp.Like: _like,
        exp.Identifier: _identifier,
        exp.Boolean: _boolean,
        exp.Literal: _text,
        exp.GroupConcat: _aggregated,
        exp.Union: _set,
        **dict.fromkeys(_BITS, _bits),
        exp.WithTableHint: _refuse("a table hint (NOLOCK and others)", "leave the hint away."),
        exp.QueryOption: _refuse("OPTION (...)", "leave OPTION away."),
        exp.ForClause: _refuse("FOR XML and FOR JSON", "write STRING_AGG(text, ', '), or read the rows."),
        exp.Parameter: _refuse("a variable (@x)", "write the value, or name a step with WITH."),
    },
    adapts={
        Call: _call,
        exp.CurrentTimestamp: _now,
        exp.Div: _divide,
        exp.Avg: _average,
        exp.Cast: _cast,
        exp.TryCast: _cast,
        exp.Convert: _converted,
        exp.Add: _plus,
        exp.Sub: _plus_days,
        exp.BitwiseXor: _xor,
        **_FOLDING.rules(),
        exp.Like: _like_any_case,
        exp.Group: _grouped,
        exp.Lateral: _apply,
        exp.With: _recursive,
        exp.Select: _top,
        exp.Pivot: _pivot,
        exp.WithinGroup: _percentiles,
    },
    repeating=repeating({name: text for name, (text, _) in TEXTS.items()})
    | {"FORMAT", "PATINDEX", "CHARINDEX", "CHOOSE", "TRY_CAST", "TRY_CONVERT", "AVG"},
    words={
        exp.ILike: "ILIKE",
        exp.HexString: "a binary value (0x...)",
        exp.AtTimeZone: "AT TIME ZONE",
        exp.Version: "FOR SYSTEM_TIME",
        exp.TableSample: "TABLESAMPLE",
        exp.NextValueFor: "NEXT VALUE FOR",
        exp.Date: "{d '...'}",
    },
)
