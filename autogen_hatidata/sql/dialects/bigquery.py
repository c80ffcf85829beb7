"""BigQuery's SQL (GoogleSQL).

What sqlglot would translate silently wrong: an offset into a list that is no literal, UNNEST WITH OFFSET (it would
count from 1), EXTRACT of weeks and of the day of the week, casts to INT64, STRING and BOOL, TIMESTAMP_DIFF, a GROUP BY
of a name that a column has, too. So all functions are kept as they are written (`Call`), and become DuckDB's by the
texts of FORMS.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial, reduce
from typing import Any

from sqlglot import Token, TokenType, exp
from sqlglot.dialects.bigquery import BigQuery
from sqlglot.parsers.bigquery import BigQueryParser

from autogen_hatidata.errors import LimitExceeded
from autogen_hatidata.sql.dialects.source import CONSTRUCTS, WRITTEN, Source, never_zero, unsupported
from autogen_hatidata.sql.plain import PLAIN

_unsupported = partial(unsupported, "BigQuery")

_KIND = "kind"
_UNIT = re.compile(r"[A-Z]+|WEEK\([A-Z]+\)")
_MOST_COPIES = 300
_WHITE = " \t\n\x0b\x0c\r\x85\xa0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u2028\u2029\u202f\u205f\u3000"
"""What TRIM takes away, which is a space only in DuckDB."""


class Call(exp.Expression, exp.Func):
    """A function as it was written: its name in upper case and its arguments."""

    arg_types = {"this": True, "expressions": False}  # noqa: RUF012 - sqlglot's own form
    is_var_len_args = True


_DATE_UNITS = frozenset("DAY WEEK MONTH QUARTER YEAR".split())
_TIME_UNITS = frozenset("DAY HOUR MINUTE SECOND MILLISECOND MICROSECOND".split())
_WEEKDAYS = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")

FORMS: dict[str, tuple[str, ...]] = {
    # choice and NULL
    "IFNULL": ("coalesce(a, b)",), "NULLIF": ("nullif(a, b)",),
    # numbers
    "ABS": ("abs(a)",), "SIGN": ("sign(a)",), "SQRT": ("sqrt(a)",), "EXP": ("exp(a)",), "LN": ("ln(a)",),
    "LOG": ("ln(a)", "log(b, a)"), "LOG10": ("log10(a)",), "POW": ("pow(a, b)",), "POWER": ("pow(a, b)",),
    "CEIL": ("ceil(a)",), "CEILING": ("ceil(a)",), "FLOOR": ("floor(a)",), "ROUND": ("round(a)", "round(a, b)"),
    "TRUNC": ("trunc(a)", "trunc(a, b)"), "SAFE_DIVIDE": ("a / nullif(b, 0)",),
    "IEEE_DIVIDE": ("CAST(a AS DOUBLE) / CAST(b AS DOUBLE)",), "RAND": ("random()",), "GENERATE_UUID": ("CAST(uuid() AS VARCHAR)",),
    # text
    "LENGTH": ("length(a)",), "CHAR_LENGTH": ("length(a)",), "CHARACTER_LENGTH": ("length(a)",),
    "UPPER": ("upper(a)",), "LOWER": ("lower(a)",), "REVERSE": ("reverse(a)",), "REPLACE": ("replace(a, b, c)",),
    "STARTS_WITH": ("starts_with(a, b)",), "ENDS_WITH": ("ends_with(a, b)",), "STRPOS": ("strpos(a, b)",),
    "INSTR": ("instr(a, b)",), "LPAD": ("lpad(a, b, ' ')", "lpad(a, b, c)"), "ASCII": ("ascii(a)",),
    "RPAD": ("rpad(a, b, ' ')", "rpad(a, b, c)"), "REPEAT": ("repeat(a, b)",), "CHR": ("chr(a)",),
    "SPLIT": ("string_split(a, ',')", "string_split(a, b)"),
    "REGEXP_CONTAINS": ("regexp_matches(a, b)",), "REGEXP_REPLACE": ("regexp_replace(a, b, c, 'g')",),
    # dates and times
    "UNIX_DATE": ("CAST(a AS DATE) - CAST('1970-01-01' AS DATE)",),
    "UNIX_SECONDS": ("CAST(floor(epoch(CAST(a AS TIMESTAMP))) AS BIGINT)",),
    "UNIX_MILLIS": ("epoch_ms(CAST(a AS TIMESTAMP))",), "UNIX_MICROS": ("epoch_us(CAST(a AS TIMESTAMP))",),
    "TIMESTAMP_SECONDS": ("make_timestamp(a * CAST(1000000 AS BIGINT))",), "TIMESTAMP_MILLIS": ("make_timestamp(a * CAST(1000 AS BIGINT))",),
    "TIMESTAMP_MICROS": ("make_timestamp(a)",),
    "DATE_FROM_UNIX_DATE": ("CAST('1970-01-01' AS DATE) + CAST(a AS INTEGER)",),
    "CURRENT_DATE": ("CAST(timezone('UTC', now()) AS DATE)",), "CURRENT_TIMESTAMP": ("timezone('UTC', now())",),
    "CURRENT_DATETIME": ("timezone('UTC', now())",),
    # JSON
    "JSON_EXTRACT_SCALAR": ("json_extract_string(json_value(a, b), '$')",),
    "JSON_VALUE": ("json_extract_string(json_value(a, b), '$')",),
    "JSON_QUERY": ("nullif(CAST(json_extract(a, b) AS VARCHAR), 'null')",),
    "JSON_EXTRACT": ("nullif(CAST(json_extract(a, b) AS VARCHAR), 'null')",),
    # lists
    "ARRAY_LENGTH": ("len(a)",), "ARRAY_REVERSE": ("list_reverse(a)",),
    "ARRAY_TO_STRING": ("array_to_string(a, b)",),
    "GENERATE_ARRAY": ("generate_series(a, b)", "generate_series(a, b, c)"),
    # aggregates
    "COUNT": ("count(a)",), "COUNTIF": ("count(CASE WHEN a THEN 1 END)",), "SUM": ("sum(a)",), "AVG": ("avg(a)",), "MIN": ("min(a)",),
    "MAX": ("max(a)",), "LOGICAL_AND": ("bool_and(a)",), "LOGICAL_OR": ("bool_or(a)",),
    "STDDEV": ("stddev_samp(a)",), "STDDEV_SAMP": ("stddev_samp(a)",), "STDDEV_POP": ("stddev_pop(a)",),
    "VARIANCE": ("var_samp(a)",), "VAR_SAMP": ("var_samp(a)",), "VAR_POP": ("var_pop(a)",), "CORR": ("CASE WHEN regr_count(a, b) > 1 THEN corr(a, b) END",),
    "COVAR_POP": ("covar_pop(a, b)",), "COVAR_SAMP": ("covar_samp(a, b)",), "MAX_BY": ("arg_max_null(a, b)",),
    "MIN_BY": ("arg_min_null(a, b)",), "APPROX_COUNT_DISTINCT": ("approx_count_distinct(a)",),
    "GROUPING": ("grouping(a)",),
    # windows
    "ROW_NUMBER": ("row_number()",), "RANK": ("rank()",), "DENSE_RANK": ("dense_rank()",),
    "PERCENT_RANK": ("percent_rank()",), "CUME_DIST": ("cume_dist()",), "NTILE": ("ntile(a)",),
    "LAG": ("lag(a)", "lag(a, b)", "lag(a, b, c)"), "LEAD": ("lead(a)", "lead(a, b)", "lead(a, b, c)"),
    "FIRST_VALUE": ("first_value(a)",), "LAST_VALUE": ("last_value(a)",), "NTH_VALUE": ("nth_value(a, b)",),
    "PERCENTILE_CONT": ("quantile_cont(a, b)",), "PERCENTILE_DISC": ("quantile_disc(a, b)",),
}  # fmt: skip
"""DuckDB's text for each function by its name, one for each number of arguments, which are called a, b, c."""

_ZERO = "CAST('division by zero' AS DOUBLE)"
_BELOW = "CAST('a negative length' AS BIGINT)"
_RAISING: dict[str, tuple[str, ...]] = {
    "DIV": ("a // CASE WHEN b = 0 THEN CAST('division by zero' AS BIGINT) ELSE b END",),
    "MOD": ("mod(a, CASE WHEN b = 0 THEN CAST('division by zero' AS BIGINT) ELSE b END)",),
    "LEFT": (f'"left"(a, CASE WHEN b < 0 THEN {_BELOW} ELSE b END)',),
    "RIGHT": (f'"right"(a, CASE WHEN b < 0 THEN {_BELOW} ELSE b END)',),
}
"""Where BigQuery raises an error and DuckDB goes on, a cast that fails takes the place of the argument. Such a cast is
a part of a CASE, so it is done only in a row that calls for it."""

_MANY = {"COALESCE": 99, "GREATEST": 9, "LEAST": 9, "CONCAT": 99, "ARRAY_CONCAT": 9}
_SPECIAL = {
    "SUBSTR": 3, "SUBSTRING": 3, "TRIM": 2, "LTRIM": 2, "RTRIM": 2, "REGEXP_EXTRACT": 2, "REGEXP_SUBSTR": 2,
    "REGEXP_EXTRACT_ALL": 2, "FORMAT": 9, "TO_HEX": 1, "MD5": 1, "SHA1": 1, "SHA256": 1,
    "DATE": 3, "DATETIME": 6, "TIMESTAMP": 1, "EXTRACT": 1,
    "DATE_ADD": 2, "DATE_SUB": 2, "DATETIME_ADD": 2, "DATETIME_SUB": 2, "TIMESTAMP_ADD": 2, "TIMESTAMP_SUB": 2,
    "DATE_DIFF": 2, "DATETIME_DIFF": 2, "TIMESTAMP_DIFF": 2, "DATE_TRUNC": 1, "DATETIME_TRUNC": 1,
    "TIMESTAMP_TRUNC": 1, "LAST_DAY": 1, "FORMAT_DATE": 2, "FORMAT_DATETIME": 2, "FORMAT_TIMESTAMP": 2,
    "PARSE_DATE": 2, "PARSE_DATETIME": 2, "PARSE_TIMESTAMP": 2, "GENERATE_DATE_ARRAY": 3,
    "STRING_AGG": 2, "ARRAY_AGG": 1, "ANY_VALUE": 1, "STRUCT": 99, "APPROX_QUANTILES": 2,
}  # fmt: skip

FUNCTIONS: dict[str, int] = {
    **{
        name: max(len(set(re.findall(r"\b[a-f]\b", form))) for form in forms)
        for name, forms in {**FORMS, **_RAISING}.items()
    },
    **_MANY,
    **_SPECIAL,
}  # fmt: skip
"""Functions by the name they are written with, and the most arguments with which they were tested."""

_KINDS = {
    "int": """
        LENGTH CHAR_LENGTH CHARACTER_LENGTH STRPOS INSTR ASCII DIV COUNT COUNTIF ARRAY_LENGTH EXTRACT DATE_DIFF RANK
        DATETIME_DIFF TIMESTAMP_DIFF UNIX_DATE UNIX_SECONDS UNIX_MILLIS UNIX_MICROS APPROX_COUNT_DISTINCT ROW_NUMBER
        DENSE_RANK NTILE
    """,
    "float": """
        SQRT EXP IEEE_DIVIDE RAND STDDEV STDDEV_SAMP STDDEV_POP VARIANCE VAR_SAMP VAR_POP CORR COVAR_POP COVAR_SAMP
        PERCENT_RANK CUME_DIST LN LOG LOG10 AVG SAFE_DIVIDE POW POWER
    """,
    "text": """
        UPPER LOWER REVERSE REPLACE LPAD RPAD REPEAT CHR LEFT RIGHT SUBSTR SUBSTRING TRIM LTRIM RTRIM REGEXP_EXTRACT
        REGEXP_SUBSTR REGEXP_REPLACE FORMAT TO_HEX FORMAT_DATE FORMAT_DATETIME FORMAT_TIMESTAMP STRING_AGG CONCAT
        JSON_VALUE JSON_EXTRACT_SCALAR JSON_QUERY JSON_EXTRACT ARRAY_TO_STRING
    """,
    "date": "DATE DATE_ADD DATE_SUB LAST_DAY PARSE_DATE CURRENT_DATE DATE_FROM_UNIX_DATE",
    "datetime": "DATETIME DATETIME_ADD DATETIME_SUB DATETIME_TRUNC PARSE_DATETIME CURRENT_DATETIME",
    "timestamp": """
        TIMESTAMP TIMESTAMP_ADD TIMESTAMP_SUB TIMESTAMP_TRUNC PARSE_TIMESTAMP CURRENT_TIMESTAMP TIMESTAMP_SECONDS
        TIMESTAMP_MILLIS TIMESTAMP_MICROS
    """,
    "bytes": "MD5 SHA1 SHA256",
}
_KIND_OF = {name: kind for kind, names in _KINDS.items() for name in names.split()}
_KIND_OF_TYPE = {
    exp.DType.BIGINT: "int", exp.DType.INT: "int", exp.DType.DOUBLE: "float", exp.DType.DECIMAL: "numeric",
    exp.DType.TEXT: "text", exp.DType.DATE: "date", exp.DType.TIMESTAMP: "datetime", exp.DType.BOOLEAN: "bool",
    exp.DType.TIMESTAMPTZ: "timestamp", exp.DType.VARCHAR: "text",
}  # fmt: skip
TYPES = frozenset({*_KIND_OF_TYPE, exp.DType.ARRAY, exp.DType.STRUCT, exp.DType.TIME})

_UNITS_LAST = frozenset(
    """
    DATE_DIFF DATETIME_DIFF TIMESTAMP_DIFF DATE_TRUNC DATETIME_TRUNC TIMESTAMP_TRUNC LAST_DAY
    """.split()
)
_ORDERED = frozenset({"STRING_AGG", "ARRAY_AGG"})
_DISTINCT = frozenset({"COUNT", "SUM", "AVG", "MIN", "MAX", *_ORDERED})
_FRAMED: dict[str, type[exp.Expr]] = {
    "FIRST_VALUE": exp.FirstValue, "LAST_VALUE": exp.LastValue, "NTH_VALUE": exp.NthValue
}  # fmt: skip
_IGNORING = frozenset({"ARRAY_AGG", *_FRAMED})
_AGGREGATES = frozenset(
    """
    COUNT COUNTIF SUM AVG MIN MAX LOGICAL_AND LOGICAL_OR STDDEV STDDEV_SAMP STDDEV_POP VARIANCE VAR_SAMP VAR_POP CORR
    COVAR_POP COVAR_SAMP MAX_BY MIN_BY APPROX_COUNT_DISTINCT STRING_AGG ARRAY_AGG ANY_VALUE
    """.split()
)


def _build(name: str) -> Callable[[list[exp.Expr]], exp.Expr]:
    def built(args: list[exp.Expr]) -> exp.Expr:
        if name in _UNITS_LAST and len(args) > 1:
            args = [*args[:-1], _unit(args[-1])]
        return Call(this=name, expressions=args)

    return built


def _unit(node: exp.Expr) -> exp.Expr:
    """A unit is read as a column, and WEEK(MONDAY) as a function."""
    text = node.sql("bigquery").upper()
    return exp.Var(this=text) if _UNIT.fullmatch(text) else node


class _BigQueryParser(BigQueryParser):
    FUNCTIONS = {**{name: _build(name) for name in FUNCTIONS}, "STRUCT": exp.Struct.from_arg_list}  # noqa: RUF012
    FUNCTION_PARSERS = {  # noqa: RUF012
        **{name: BigQueryParser.FUNCTION_PARSERS[name] for name in ("CAST", "SAFE_CAST", "ARRAY")},
        "EXTRACT": lambda self: self.extract(),
    }

    def _warn_unsupported(self) -> None:
        """sqlglot would log the caller's text and go on with a command it has not read."""
        self.raise_error("Unsupported syntax")

    def _parse_column_ops(self, this: exp.Expr | None) -> exp.Expr | None:
        """``SAFE.f(x)``. sqlglot would parse what is inside twice, and so for ever where such calls nest."""
        found = super(BigQueryParser, self)._parse_column_ops(this)
        call = found.expression if isinstance(found, exp.Dot) else None
        if not isinstance(call, exp.Anonymous) or found.this.name.upper() != "SAFE":
            return found
        name = call.name.upper()
        if name not in FUNCTIONS:
            return found
        known = self.FUNCTIONS[name](call.expressions)
        known.meta[WRITTEN] = name
        return self.expression(exp.SafeFunc(this=known))

    def extract(self) -> exp.Expr:
        """sqlglot would lose the day on which a week begins."""
        unit = _unit(self._parse_function() or self._parse_var_or_string(upper=True) or exp.Null())
        self._match(TokenType.FROM)
        call = self.expression(Call(this="EXTRACT", expressions=[self._parse_bitwise(), unit]))
        call.meta[WRITTEN] = "EXTRACT"
        return call


class _BigQuery(BigQuery):
    """BigQuery, remembering each function's name as it was written."""

    Parser = _BigQueryParser

    ORIGINAL_NAME_META_KEY = WRITTEN


@cache
def _read(text: str) -> exp.Expr:
    (tree,) = PLAIN.parse(f"SELECT {text}")
    if tree is None:
        raise ValueError(text)
    found: exp.Expr = tree.expressions[0]
    return found


def _fill(text: str, *values: exp.Expr, **named: exp.Expr) -> exp.Expr:
    """The tree of a DuckDB text, with values in the place of a, b, c and of names."""
    given = dict(zip("abcdef", values, strict=False)) | named
    tree = exp.Paren(this=_read(text).copy())
    for column in list(tree.find_all(exp.Column)):
        if column.name in given:
            column.replace(_operand(given[column.name].copy()))
    found: exp.Expr = tree.this
    return found.pop()


def _operand(node: exp.Expr) -> exp.Expr:
    return exp.Paren(this=node) if isinstance(node, exp.Binary | exp.Unary | exp.Between | exp.In | exp.Is) else node


def _call(name: str, *values: exp.Expr) -> exp.Expr:
    return exp.Anonymous(this=name, expressions=[value.copy() for value in values])


def _kind(node: exp.Expr | None) -> str | None:
    """What a value is, as far as its text shows."""
    while isinstance(node, exp.Paren | exp.Neg):
        node = node.this
    if node is None:
        return None
    if _KIND in node.meta:
        return str(node.meta[_KIND])
    if isinstance(node, exp.Literal):
        return "text" if node.is_string else "int" if node.name.isdigit() else "float"
    if isinstance(node, exp.Cast):
        return _KIND_OF_TYPE.get(node.to.this)
    if isinstance(node, exp.Add | exp.Sub | exp.Mul):
        kinds = {_kind(node.this), _kind(node.expression)}
        return "float" if "float" in kinds else kinds.pop() if len(kinds) == 1 else None
    return _KIND_OF_NODE.get(type(node)) or (_KIND_OF.get(node.name) if isinstance(node, Call) else None)


_KIND_OF_NODE: dict[type[exp.Expr], str] = {
    exp.Div: "float", exp.DPipe: "text", exp.RawString: "text", exp.CurrentDate: "date", exp.Boolean: "bool", exp.Null: "null",
    exp.CurrentTimestamp: "timestamp", exp.CurrentDatetime: "datetime",
}  # fmt: skip


def _put(node: exp.Expr, new: exp.Expr, kind: str | None = None) -> None:
    if isinstance(node, exp.Cast | Call | exp.Div) and kind is None:
        kind = _kind(node)
    if kind:
        new.meta[_KIND] = kind
    node.replace(new)


def _bare(node: exp.Expr) -> exp.Expr:
    while isinstance(node, exp.Paren):
        node = node.this
    return node


def _whole(node: exp.Expr) -> int | None:
    """The value of a literal whole number."""
    sign = 1
    while isinstance(node, exp.Paren | exp.Neg):
        sign, node = (-sign if isinstance(node, exp.Neg) else sign), node.this
    return sign * int(node.name) if isinstance(node, exp.Literal) and node.name.isdigit() else None


def _text(node: exp.Expr) -> str | None:
    found = isinstance(node, exp.RawString) or (isinstance(node, exp.Literal) and node.is_string)
    return node.name if found else None


# Calls


def _call_of(node: Call) -> str | None:
    name = node.name
    rule = _RULES.get(name)
    args = [_bare(argument) for argument in node.expressions]
    if rule:
        return rule(node, args)
    if args and isinstance(args[-1], exp.IgnoreNulls):
        arguments = dict(zip(("this", "offset"), [*args[:-1], args[-1].this], strict=False))
        _put(node, exp.IgnoreNulls(this=_FRAMED[name](**arguments).copy()))
        return None
    forms = FORMS.get(name) or _RAISING.get(name, ())
    _judge_length(name, args)
    form = next((form for form in forms if _arity(form) == len(args)), None)
    if form is None:
        raise _unsupported(f"this form of {name}")
    if name in _RAISING and (_whole(args[1]) or 0) > 0:
        new = exp.IntDiv(this=_operand(args[0].copy()), expression=args[1].copy()) if name == "DIV" else _call(name, *args)
        _put(node, new)
        return None
    _put(node, _fill(form, *args))
    return f"{name} raises an error where BigQuery does" if name in _RAISING else None


@cache
def _arity(form: str) -> int:
    return len({column.name for column in _read(form).find_all(exp.Column) if column.name in "abcdef"})


def _judge_length(name: str, args: list[exp.Expr]) -> None:
    if name in ("LPAD", "RPAD", "REPEAT") and len(args) > 1 and (_whole(args[1]) is None or _whole(args[1]) < 0):  # type: ignore[operator]
        raise _unsupported(f"{name} with a length that is no number")


def _many(node: Call, args: list[exp.Expr]) -> str | None:
    name = node.name
    if name == "COALESCE":
        _put(node, _call("coalesce", *args))
        return None
    if name == "CONCAT":
        parts = [_string(argument) if _kind(argument) in ("float", "numeric") else argument for argument in args]
        _put(node, reduce(lambda left, right: exp.DPipe(this=left, expression=right, safe=True),
                          [_operand(part.copy()) for part in parts]))  # fmt: skip
        return "CONCAT with NULL is NULL"
    nulls = exp.or_(*(exp.Is(this=_operand(argument.copy()), expression=exp.Null()) for argument in args))
    called = {"GREATEST": "greatest", "LEAST": "least", "ARRAY_CONCAT": "list_concat"}[name]
    _put(node, exp.Case(ifs=[exp.If(this=nulls, true=exp.Null())], default=_call(called, *args)))
    return f"{name} with NULL is NULL"


def _substring(node: Call, args: list[exp.Expr]) -> str | None:
    if not 2 <= len(args) <= 3:
        raise _unsupported(f"this form of {node.name}")
    start = _whole(args[1])
    length = args[2:]
    if length and (_whole(length[0]) is None or _whole(length[0]) < 0):  # type: ignore[operator]
        length = [_fill(f"CASE WHEN a < 0 THEN {_BELOW} ELSE a END", length[0])]
    if start is not None and start >= 0:
        _put(node, _call("substr", args[0], exp.Literal.number(max(start, 1)), *length))
        return None if start else "position 0 is the first character"
    if start is not None:
        tail = _call("right", args[0], exp.Literal.number(-start))
        _put(node, _call("left", tail, *length) if length else tail)
        return "a negative position counts from the end"
    position = _fill("CASE WHEN b = 0 OR b < -length(a) THEN 1 ELSE b END", args[0], args[1])
    _put(node, _call("substr", args[0], position, *length))
    return "position 0 is the first character"


def _trim(node: Call, args: list[exp.Expr]) -> str | None:
    white = exp.Literal.string(_WHITE)
    _put(node, _call(node.name.lower(), args[0], args[1] if len(args) > 1 else white))
    return None if len(args) > 1 else "TRIM takes away tabs and line ends, too"


def _groups(name: str, pattern: exp.Expr) -> int:
    text = _text(pattern)
    if text is None:
        raise _unsupported(f"{name} with a pattern that is no literal")
    try:
        groups = re.compile(text).groups
    except re.error:
        raise _unsupported(f"that pattern in {name}") from None
    if groups > 1:
        raise _unsupported(f"several groups in {name}", "put (?:...) around all groups but one.")
    return groups


def _extract_text(node: Call, args: list[exp.Expr]) -> str | None:
    if len(args) != 2:
        raise _unsupported(f"this form of {node.name}")
    found = _call("regexp_extract_all", *args, exp.Literal.number(_groups(node.name, args[1])))
    every = node.name == "REGEXP_EXTRACT_ALL"
    _put(node, found if every else _call("list_extract", found, exp.Literal.number(1)))
    return None if every else "a pattern that is not found gives NULL"


_DIRECTIVE = re.compile(r"%(?:d|s|0\d{1,2}d|'d|(?:\.\d{1,2})?f|%)")


def _format(node: Call, args: list[exp.Expr]) -> str | None:
    text = _text(args[0]) or ""
    if not text or "%" in _DIRECTIVE.sub("", text):
        raise _unsupported("that format in FORMAT")
    if "%'d" in text:
        if text != "%'d" or len(args) != 2:
            raise _unsupported("that format in FORMAT")
        _put(node, _call("format", exp.Literal.string("{:,}"), _fill("CAST(a AS BIGINT)", args[1])))
        return None
    directives = [found for found in _DIRECTIVE.findall(text) if found != "%%"]
    if len(directives) != len(args) - 1:
        raise _unsupported("that format in FORMAT")
    types = {"d": "BIGINT", "s": "VARCHAR", "f": "DOUBLE"}
    values = [_fill(f"CAST(a AS {types[each[-1]]})", value) for each, value in zip(directives, args[1:], strict=True)]
    _put(node, _call("printf", exp.Literal.string(text), *values))
    return None


def _hash(node: Call, args: list[exp.Expr]) -> str | None:
    if node.name != "TO_HEX":
        if isinstance(node.parent, Call) and node.parent.name == "TO_HEX":
            return None
        raise _unsupported(f"the bytes of {node.name}", f"write TO_HEX({node.name}(text)).")
    inner = args[0]
    if not isinstance(inner, Call) or inner.name not in ("MD5", "SHA1", "SHA256"):
        raise _unsupported("this form of TO_HEX", "write TO_HEX(MD5(text)).")
    _put(node, _call(inner.name.lower(), inner.expressions[0]))
    return None


# Dates and times

_PLAIN_DATE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}", re.ASCII)
_PLAIN_TIME = re.compile(_PLAIN_DATE.pattern + r"(?:[ T]\d{1,2}:\d{1,2}:\d{1,2}(?:\.\d{1,6})?)?", re.ASCII)


def _as_date(node: exp.Expr, name: str) -> exp.Expr:
    """A date for sure: what DuckDB knows as a time it refuses to add a number to, so that no time of day is lost."""
    kind, text = _kind(node), _text(node)
    if kind in ("timestamp", "datetime"):
        raise _unsupported(f"{name} of a time", f"write {name.replace('DATE', kind.upper(), 1)}.")
    if text is not None:
        if not _PLAIN_DATE.fullmatch(text):
            raise _unsupported(f"that text in {name}", "write DATE 'YYYY-MM-DD'.")
        return _fill("CAST(a AS DATE)", node)
    return node if kind == "date" else _fill("a + 0", node)


def _as_time(node: exp.Expr, name: str) -> exp.Expr:
    text = _text(node)
    if text is not None and not _PLAIN_TIME.fullmatch(text):
        raise _unsupported(f"that text in {name}", "write YYYY-MM-DD HH:MM:SS, without a time zone.")
    return node if _kind(node) in ("timestamp", "datetime") else _fill("CAST(a AS TIMESTAMP)", node)


def _amount(node: Call, args: list[exp.Expr], units: frozenset[str]) -> tuple[exp.Expr, str]:
    interval = args[1] if len(args) == 2 else None
    if not isinstance(interval, exp.Interval) or not isinstance(interval.args.get("unit"), exp.Var):
        raise _unsupported(f"this form of {node.name}")
    unit, amount = interval.args["unit"].name.upper(), interval.this
    if unit not in units:
        raise _unsupported(f"that unit in {node.name}")
    if isinstance(amount, exp.Literal) and amount.is_string:
        if not re.fullmatch(r"-?\d+", amount.name):
            raise _unsupported(f"{node.name} of a part of a unit")
        amount = exp.Literal.number(amount.name.lstrip("-"))
        amount = exp.Neg(this=amount) if interval.this.name.startswith("-") else amount
    if _kind(amount) == "float":
        raise _unsupported(f"{node.name} of a part of a unit")
    if node.name.endswith("_SUB"):
        amount = _fill("-a", amount)
    return amount, unit


def _date_add(node: Call, args: list[exp.Expr]) -> str | None:
    if _kind(args[0]) in ("datetime", "timestamp"):
        return _time_add(node, args)
    amount, unit = _amount(node, args, _DATE_UNITS)
    date = _as_date(args[0], node.name)
    if unit in ("DAY", "WEEK"):
        form = "a + CAST(b AS INTEGER)" if unit == "DAY" else "a + CAST(b * 7 AS INTEGER)"
        _put(node, _fill(form, date, amount))
    else:
        _put(node, _fill(f"CAST(a + {_TO[unit]}(b) AS DATE)", date, amount))
    return "a date and days are a date"


_TO = {unit: f"to_{unit.lower()}s" for unit in (*_DATE_UNITS, *_TIME_UNITS)}


def _time_add(node: Call, args: list[exp.Expr]) -> str | None:
    of_timestamp = node.name.startswith("TIMESTAMP") or _kind(args[0]) == "timestamp"
    amount, unit = _amount(node, args, _TIME_UNITS if of_timestamp else _TIME_UNITS | _DATE_UNITS)
    value = _as_time(args[0], node.name)
    _put(node, _fill(f"a + {_TO[unit]}(b)", value, amount), "timestamp" if of_timestamp else "datetime")
    return None


def _week(unit: str) -> int | None:
    """How many days after Monday such a week begins; None for what is no week."""
    if unit == "WEEK":
        return 6
    if unit == "ISOWEEK":
        return 0
    day = re.fullmatch(r"WEEK\(([A-Z]+)\)", unit)
    return _WEEKDAYS.index(day[1]) if day and day[1] in _WEEKDAYS else None


def _unit_of(node: Call, args: list[exp.Expr], units: frozenset[str]) -> str:
    last = args[-1] if args else None
    unit = last.name if isinstance(last, exp.Var) else ""
    if unit not in units and _week(unit) is None:
        raise _unsupported(f"that unit in {node.name}")
    return unit


def _date_diff(node: Call, args: list[exp.Expr]) -> str | None:
    rule = {"datetime": _datetime_diff, "timestamp": _timestamp_diff}.get(_kind(args[0]) or "")
    if rule:
        return rule(node, args)
    unit = _unit_of(node, args, _DATE_UNITS)
    if len(args) != 3:
        raise _unsupported(f"this form of {node.name}")
    return _boundaries(node, unit, _as_date(args[1], node.name), _as_date(args[0], node.name))


def _boundaries(node: Call, unit: str, begin: exp.Expr, end: exp.Expr) -> str | None:
    """How many times a new unit begins between two times. DuckDB's weeks are spans of seven days instead."""
    shift = _week(unit)
    if shift is None:
        _put(node, _fill(f"date_diff('{unit.lower()}', a, b)", begin, end))
        return None
    bucket = f"time_bucket(to_days(7), {{}}, to_days({shift}))"
    _put(node, _fill(f"date_diff('day', {bucket.format('a')}, {bucket.format('b')}) // 7", begin, end))
    return "weeks begin on the day that BigQuery begins them on"


def _datetime_diff(node: Call, args: list[exp.Expr]) -> str | None:
    unit = _unit_of(node, args, _DATE_UNITS | _TIME_UNITS)
    if len(args) != 3:
        raise _unsupported(f"this form of {node.name}")
    return _boundaries(node, unit, _as_time(args[1], node.name), _as_time(args[0], node.name))


def _timestamp_diff(node: Call, args: list[exp.Expr]) -> str | None:
    unit = _unit_of(node, args, _TIME_UNITS)
    if len(args) != 3 or unit not in _TIME_UNITS:
        raise _unsupported(f"this form of {node.name}")
    times = _as_time(args[1], node.name), _as_time(args[0], node.name)
    _put(node, _fill(f"date_sub('{unit.lower()}', a, b)", *times))
    return "TIMESTAMP_DIFF counts whole units"


_BUCKETS = {"DAY": "to_days(1)", "MONTH": "to_months(1)", "QUARTER": "to_months(3)", "YEAR": "to_years(1)"}


def _date_trunc(node: Call, args: list[exp.Expr]) -> str | None:
    """time_bucket gives a date of a date and a time of a time, where date_trunc would give a time of both."""
    unit = _unit_of(node, args, frozenset(_BUCKETS))
    if len(args) != 2:
        raise _unsupported(f"this form of {node.name}", "leave the time zone out: times are in UTC.")
    value = _as_date(args[0], node.name) if _text(args[0]) is not None else args[0]
    shift = _week(unit)
    form = f"time_bucket(to_days(7), a, to_days({shift}))" if shift is not None else f"time_bucket({_BUCKETS[unit]}, a)"
    _put(node, _fill(form, value), _kind(value))
    return "a date stays a date" + (", and weeks begin on the day that BigQuery begins them on" if shift else "")


def _time_trunc(node: Call, args: list[exp.Expr]) -> str | None:
    unit = _unit_of(node, args, frozenset("MICROSECOND MILLISECOND SECOND MINUTE HOUR DAY MONTH QUARTER YEAR".split()))
    if len(args) != 2:
        raise _unsupported(f"this form of {node.name}", "leave the time zone out: times are in UTC.")
    value, shift = _as_time(args[0], node.name), _week(unit)
    if shift:
        _put(node, _fill(f"date_trunc('week', a - to_days({shift})) + to_days({shift})", value))
        return "weeks begin on the day that BigQuery begins them on"
    _put(node, _fill(f"date_trunc('{'week' if shift == 0 else unit.lower()}', a)", value))
    return None


def _last_day(node: Call, args: list[exp.Expr]) -> str | None:
    unit = _unit_of(node, args, frozenset({"MONTH", "QUARTER", "YEAR"})) if len(args) == 2 else "MONTH"
    value = args[0]
    if _text(value) is not None:
        value = _as_date(value, node.name)
    shift = _week(unit)
    if shift is not None:
        form = f"CAST(time_bucket(to_days(7), CAST(a AS DATE), to_days({shift})) AS DATE) + 6"
    elif unit == "MONTH":
        form = "last_day(CAST(a AS DATE))"
    else:
        months = {"QUARTER": 3, "YEAR": 12}[unit]
        form = f"CAST(time_bucket(to_months({months}), CAST(a AS DATE)) + to_months({months}) AS DATE) - 1"
    _put(node, _fill(form, value))
    return None


_PARTS = {
    "YEAR": "year(a)", "ISOYEAR": "isoyear(a)", "QUARTER": "quarter(a)", "MONTH": "month(a)", "DAY": "day(a)",
    "DAYOFYEAR": "dayofyear(a)", "DAYOFWEEK": "dayofweek(a) + 1", "HOUR": "hour(a)", "MINUTE": "minute(a)",
    "SECOND": "second(a)", "MILLISECOND": "mod(millisecond(a), 1000)", "MICROSECOND": "mod(microsecond(a), 1000000)",
    "DATE": "CAST(a AS DATE)", "TIME": "CAST(a AS TIME)", "ISOWEEK": "week(a)", "WEEK(MONDAY)": "(dayofyear(a) + 6 - mod(isodow(a) + 6, 7)) // 7",
    "WEEK": "(dayofyear(a) + 6 - dayofweek(a)) // 7",
}  # fmt: skip
"""A year's first Sunday begins its week 1; the days before it are in week 0."""


def _part(node: Call, args: list[exp.Expr]) -> str | None:
    unit = args[-1].name if isinstance(args[-1], exp.Var) else ""
    form = _PARTS.get(unit)
    if form is None:
        raise _unsupported("that unit in EXTRACT")
    _put(node, _fill(form, args[0]), {"DATE": "date", "TIME": "time"}.get(unit, "int"))
    return None if not re.search("WEEK|SECOND", unit) else "EXTRACT counts as BigQuery does"


def _make(node: Call, args: list[exp.Expr]) -> str | None:
    name = node.name
    if len(args) == 1:
        if name == "DATE":
            text = _text(args[0])
            value = _as_time(args[0], name) if text is not None else args[0]
            _put(node, _fill("CAST(a AS DATE)", value))
        else:
            _put(node, _fill("CAST(a AS TIMESTAMP)", _as_time(args[0], name)))
        return None
    if name == "DATE" and len(args) == 3:
        _put(node, _call("make_date", *args))
        return None
    if name == "DATETIME" and len(args) == 6:
        _put(node, _call("make_timestamp", *args))
        return None
    raise _unsupported(f"this form of {name}", "leave the time zone out: times are in UTC.")


_WRITES = {letter: f"%{letter}" for letter in "YmdyjBbAaHMSIpUWVGuw%"} | {
    "F": "%Y-%m-%d", "T": "%H:%M:%S", "D": "%m/%d/%y", "R": "%H:%M", "h": "%b",
}  # fmt: skip
_READS = {letter: f"%{letter}" for letter in "YmdybBHMS"} | {"T": "%H:%M:%S", "e": "%d"}
_OF_TIMES = frozenset("HMSIpTR")


def _pieces(text: str, name: str, table: dict[str, str]) -> Iterator[str]:
    for piece in re.findall(r"%.|[^%]+|%$", text, re.DOTALL):
        if not piece.startswith("%"):
            yield piece
        elif piece[1:] not in table:
            raise _unsupported(f"that format in {name}")
        else:
            yield table[piece[1:]]


def _write_date(node: Call, args: list[exp.Expr]) -> str | None:
    text = _text(args[0]) if len(args) == 2 else None
    if text is None:
        raise _unsupported(f"that format in {node.name}")
    of_date = node.name == "FORMAT_DATE"
    value = _as_date(args[1], node.name) if of_date else _as_time(args[1], node.name)
    if of_date and _OF_TIMES & set(re.findall("%(.)", text)):
        raise _unsupported(f"that format in {node.name}")
    more = {"Q": "\0Q", "e": "\0e"}
    parts: list[exp.Expr] = []
    for piece in re.split("(\0.)", "".join(_pieces(text, node.name, _WRITES | more))):
        if piece == "\0Q":
            parts.append(_fill("CAST(quarter(a) AS VARCHAR)", value))
        elif piece == "\0e":
            parts.append(_fill("lpad(CAST(day(a) AS VARCHAR), 2, ' ')", value))
        elif piece:
            parts.append(_call("strftime", value, exp.Literal.string(piece)))
    if not 0 < len(parts) <= 6:
        raise _unsupported(f"that format in {node.name}")
    _put(node, reduce(lambda left, right: exp.DPipe(this=left, expression=right, safe=True), parts), "text")
    return None


def _parse_date(node: Call, args: list[exp.Expr]) -> str | None:
    text = _text(args[0]) if len(args) == 2 else None
    if text is None:
        raise _unsupported(f"that format in {node.name}")
    letters = set(re.findall("%(.)", text))
    if not (letters & set("Yy") and letters & set("mbB") and letters & set("de")):
        raise _unsupported(f"that format in {node.name}")
    pattern = exp.Literal.string("".join(_pieces(text, node.name, _READS)))
    parsed = _call("strptime", args[1], pattern)
    _put(node, _fill("CAST(a AS DATE)", parsed) if node.name == "PARSE_DATE" else parsed)
    return None


def _dates(node: Call, args: list[exp.Expr]) -> str | None:
    amount, unit = (exp.Literal.number(1), "DAY") if len(args) == 2 else _amount(node, args[::2], _DATE_UNITS)
    count = _whole(amount)
    if not 2 <= len(args) <= 3 or not count:
        raise _unsupported(f"this form of {node.name}")
    first, last = (_as_date(each, node.name) for each in args[:2])
    step = exp.Interval(this=exp.Literal.string(str(count)), unit=exp.var(unit))
    _put(node, _fill("CAST(generate_series(a, b, c) AS DATE[])", first, last, step), "list")
    return "dates in a list stay dates"


# Aggregates


def _peel(node: exp.Expr) -> tuple[exp.Expr, dict[str, exp.Expr]]:
    """An argument without the clauses that follow it inside the parentheses, and these by their names."""
    found: dict[str, exp.Expr] = {}
    while isinstance(node, exp.Limit | exp.Order | exp.IgnoreNulls | exp.RespectNulls | exp.HavingMax):
        found[type(node).__name__] = node
        node = node.this
    return node, found


def _string_agg(node: Call, args: list[exp.Expr]) -> str | None:
    last, clauses = _peel(args[-1])
    if "Limit" in clauses:
        raise _unsupported("LIMIT in STRING_AGG")
    distinct = isinstance(args[0], exp.Distinct) or isinstance(last, exp.Distinct)
    values = [*args[:-1], last]
    if distinct:
        values = [each for value in values for each in (value.expressions if isinstance(value, exp.Distinct) else [value])]
    if len(values) > 2 or (len(values) == 2 and _text(values[1]) is None):
        raise _unsupported("this form of STRING_AGG")
    values = [each.copy() for each in values] + ([exp.Literal.string(",")] if len(values) == 1 else [])
    inside: list[exp.Expr] = [exp.Distinct(expressions=values[:1]), *values[1:]] if distinct else values
    if "Order" in clauses:
        inside[-1] = exp.Order(this=inside[-1], expressions=[each.copy() for each in clauses["Order"].expressions])
    _put(node, exp.Anonymous(this="string_agg", expressions=inside))
    return None


def _array_agg(node: Call, args: list[exp.Expr]) -> str | None:
    if len(args) != 1:
        raise _unsupported("this form of ARRAY_AGG")
    value, clauses = _peel(args[0])
    if "HavingMax" in clauses:
        raise _unsupported("HAVING in ARRAY_AGG")
    inside: exp.Expr = value.copy()
    if "Order" in clauses:
        inside = exp.Order(this=inside, expressions=[each.copy() for each in clauses["Order"].expressions])
    new: exp.Expr = exp.Anonymous(this="list", expressions=[inside])
    if "IgnoreNulls" in clauses:
        bare = value.expressions[0] if isinstance(value, exp.Distinct) else value
        kept = exp.Not(this=exp.Is(this=_operand(bare.copy()), expression=exp.Null()))
        new = exp.Filter(this=new, expression=exp.Where(this=kept))
    if "Limit" in clauses:
        if isinstance(node.parent, exp.Window):
            raise _unsupported("LIMIT in ARRAY_AGG as a window function")
        count = clauses["Limit"].expression
        if _whole(count) is None:
            raise _unsupported("that LIMIT in ARRAY_AGG")
        new = exp.Anonymous(this="list_slice", expressions=[new, exp.Literal.number(1), count.copy()])
    _put(node, new, "list")
    return None


def _any_value(node: Call, args: list[exp.Expr]) -> str | None:
    value, clauses = _peel(args[0])
    if set(clauses) - {"HavingMax"}:
        raise _unsupported("this form of ANY_VALUE")
    if not clauses:
        _put(node, _call("any_value", value))
        return None
    having = clauses["HavingMax"]
    _put(node, _call("arg_max_null" if having.args.get("max") else "arg_min_null", value, having.expression))
    return None


_QUANTILES = "quantiles"


def _quantiles(node: Call, args: list[exp.Expr]) -> str | None:
    """The exact ones, which are as good as approximate ones."""
    count = _whole(args[1]) if len(args) == 2 else None
    if not count or not 0 < count <= 1000 or isinstance(args[0], exp.Distinct):
        raise _unsupported("this form of APPROX_QUANTILES")
    places = [exp.Literal.number(repr(place / count)) for place in range(count + 1)]
    new = _call("quantile_disc", args[0], exp.Array(expressions=places))
    new.meta[_QUANTILES] = count
    _put(node, new, "list")
    return None


_RULES: dict[str, Callable[[Call, list[exp.Expr]], str | None]] = {
    **dict.fromkeys(_MANY, _many),
    **dict.fromkeys(("SUBSTR", "SUBSTRING"), _substring),
    **dict.fromkeys(("TRIM", "LTRIM", "RTRIM"), _trim),
    **dict.fromkeys(("REGEXP_EXTRACT", "REGEXP_SUBSTR", "REGEXP_EXTRACT_ALL"), _extract_text),
    **dict.fromkeys(("TO_HEX", "MD5", "SHA1", "SHA256"), _hash),
    "FORMAT": _format,
    **dict.fromkeys(("DATE", "DATETIME", "TIMESTAMP"), _make),
    "EXTRACT": _part,
    **dict.fromkeys(("DATE_ADD", "DATE_SUB"), _date_add),
    **dict.fromkeys(("DATETIME_ADD", "DATETIME_SUB", "TIMESTAMP_ADD", "TIMESTAMP_SUB"), _time_add),
    "DATE_DIFF": _date_diff,
    "DATETIME_DIFF": _datetime_diff,
    "TIMESTAMP_DIFF": _timestamp_diff,
    "DATE_TRUNC": _date_trunc,
    **dict.fromkeys(("DATETIME_TRUNC", "TIMESTAMP_TRUNC"), _time_trunc),
    "LAST_DAY": _last_day,
    **dict.fromkeys(("FORMAT_DATE", "FORMAT_DATETIME", "FORMAT_TIMESTAMP"), _write_date),
    **dict.fromkeys(("PARSE_DATE", "PARSE_DATETIME", "PARSE_TIMESTAMP"), _parse_date),
    "GENERATE_DATE_ARRAY": _dates,
    "STRING_AGG": _string_agg,
    "ARRAY_AGG": _array_agg,
    "ANY_VALUE": _any_value,
    "APPROX_QUANTILES": _quantiles,
}


# Operators, casts and queries


def _division(node: exp.Div) -> str | None:
    if never_zero(node.expression):
        return None
    new = exp.Div(this=node.this.copy(), expression=_fill(f"CASE WHEN a = 0 THEN {_ZERO} ELSE a END", node.expression))
    _put(node, new, "float")
    return "a division by zero is an error"


_DOUBLE = "TRY_CAST(CAST(a AS VARCHAR) AS DOUBLE)"
_IS_FLOAT = "typeof(a) IN ('DOUBLE', 'FLOAT')"
_SHORT = "CASE WHEN CAST(printf('%.15g', x) AS DOUBLE) = x THEN printf('%.15g', x) ELSE printf('%.17g', x) END"
_NO_ZEROS = r"regexp_replace(CAST(a AS VARCHAR), '\.0+$|(\.[0-9]*[1-9])0+$', '\1')"


def _string(node: exp.Expr) -> exp.Expr:
    """Floats and decimals have no zeros at their end."""
    kind = _kind(node)
    if kind in ("timestamp", "bytes"):
        raise _unsupported(f"CAST of a {kind} to STRING", "write FORMAT_TIMESTAMP(format, time).")
    if kind == "float":
        return _fill(_SHORT, x=_fill("CAST(a AS DOUBLE)", node))
    if kind == "numeric":
        return _fill(_NO_ZEROS, node)
    if kind is not None:
        return _fill("CAST(a AS VARCHAR)", node)
    short = _fill(_SHORT, x=_fill(_DOUBLE, node))
    form = f"CASE WHEN {_IS_FLOAT} THEN short WHEN starts_with(typeof(a), 'DECIMAL') THEN {_NO_ZEROS} ELSE CAST(a AS VARCHAR) END"
    return _fill(form, node, short=short)


_DIGITS = r"regexp_extract(CAST(a AS VARCHAR), '^\s*[-+]?[0-9]+\s*$')"


def _integer(node: exp.Expr, cast: str) -> exp.Expr:
    """Halves are rounded away from zero, and a text with a fraction is no whole number."""
    kind = _kind(node)
    if kind == "text":
        return _fill(f"{cast}({_DIGITS} AS BIGINT)", node)
    if kind == "float":
        return _fill(f"{cast}(round(a) AS BIGINT)", node)
    if kind is not None:
        return _fill(f"{cast}(a AS BIGINT)", node)
    form = (
        f"CASE WHEN {_IS_FLOAT} THEN {cast}(round({_DOUBLE}) AS BIGINT) WHEN typeof(a) = 'VARCHAR'"
        f" THEN {cast}({_DIGITS} AS BIGINT) ELSE {cast}(a AS BIGINT) END"
    )
    return _fill(form, node)


def _boolean(node: exp.Expr, cast: str) -> exp.Expr:
    """Only true and false are a BOOL."""
    kind = _kind(node)
    as_text = "CASE WHEN lower(CAST(a AS VARCHAR)) IN ('true', 'false') OR a IS NULL THEN CAST(a AS BOOLEAN) ELSE {} END"
    as_text = as_text.format("NULL" if cast == "TRY_CAST" else "CAST('no boolean' AS BOOLEAN)")
    if kind == "text":
        return _fill(as_text, node)
    if kind is not None:
        return _fill(f"{cast}(a AS BOOLEAN)", node)
    return _fill(f"CASE WHEN typeof(a) = 'VARCHAR' THEN {as_text} ELSE {cast}(a AS BOOLEAN) END", node)


_CASTS: dict[exp.DType, tuple[Callable[[exp.Expr, str], exp.Expr], str]] = {
    exp.DType.BIGINT: (_integer, "CAST to INT64 rounds halves away from zero"),
    exp.DType.INT: (_integer, "CAST to INT64 rounds halves away from zero"),
    exp.DType.BOOLEAN: (_boolean, "only true and false are a BOOL"),
    exp.DType.TEXT: (lambda node, cast: _string(node), "a number as a STRING has no zeros at its end"),
}


def _cast(node: exp.Cast) -> str | None:
    if node.args.get("format"):
        raise _unsupported("CAST with FORMAT", "write FORMAT_DATE(format, date) or PARSE_DATE(format, text).")
    rule = _CASTS.get(node.to.this)
    text = _text(node.this)
    if node.to.this in (exp.DType.TIMESTAMPTZ, exp.DType.TIMESTAMP, exp.DType.DATE) and text is not None:
        if not _PLAIN_TIME.fullmatch(text) and not isinstance(node, exp.TryCast):
            raise _unsupported("that text as a time", "write YYYY-MM-DD HH:MM:SS, without a time zone.")
    if rule is None or (node.to.this == exp.DType.TEXT and _kind(node.this) == "text"):
        return None
    called = "TRY_CAST" if isinstance(node, exp.TryCast) else "CAST"
    _put(node, rule[0](node.this.copy(), called))
    return rule[1]


def _type(node: exp.DataType) -> str | None:
    if node.this == exp.DType.TIMESTAMPTZ:
        node.set("this", exp.DType.TIMESTAMP)
        if isinstance(node.parent, exp.Cast):
            node.parent.meta[_KIND] = "timestamp"
        return "a TIMESTAMP is a time in UTC"
    if node.this == exp.DType.DECIMAL and not node.expressions:
        node.set("expressions", [exp.DataTypeParam(this=exp.Literal.number(number)) for number in (38, 9)])
        return "NUMERIC has 9 decimals"
    if node.this == exp.DType.INT:
        node.set("this", exp.DType.BIGINT)
    return None


def _type_form(node: exp.DataType) -> None:
    if node.expressions and node.this not in (exp.DType.DECIMAL, exp.DType.ARRAY, exp.DType.STRUCT):
        raise _unsupported(f"the type {node.sql('bigquery')}", "leave the length away, and cut texts with LEFT(text, length).")


def _quote(node: exp.Identifier) -> None:
    """What is a name in BigQuery and a word of DuckDB's stays a name."""
    node.set("quoted", True)


def _difference(node: exp.Sub) -> None:
    if {_kind(node.this), _kind(node.expression)} <= {"date", "datetime", "timestamp"}:
        raise _unsupported("a date less a date", "write DATE_DIFF(a, b, DAY).")


def _interval(node: exp.Interval) -> None:
    unit = node.args.get("unit")
    if not isinstance(node.parent, exp.Add | exp.Sub | Call) or not isinstance(unit, exp.Var):
        raise _unsupported("a value of the type INTERVAL", "add it to a date, as in day + INTERVAL 1 DAY.")
    text = node.this
    if _kind(text) == "float" or (text.is_string and not re.fullmatch(r"-?[0-9]+", text.name)):
        raise _unsupported("a part of a unit in INTERVAL", "write a whole number of a smaller unit.")


def _item(node: exp.Bracket) -> str | None:
    """The index in a list begins at 0, or at 1 for ORDINAL, and one that is not there is an error, unless SAFE."""
    if len(node.expressions) != 1 or isinstance(node.expressions[0], exp.Slice):
        raise _unsupported("this form of an index")
    index, operand = node.expressions[0], node.this
    if _kind(index) == "text":
        raise _unsupported("a path into JSON", "write JSON_VALUE(json, '$.name').")
    begin = node.args.get("offset") or 0
    known = _whole(index)
    place = exp.Literal.number(known + 1 - begin) if known is not None else _fill(f"a + {1 - begin}", index)
    if known is not None and known < begin:
        raise _unsupported("an index before the first")
    if node.args.get("safe"):
        if known is None:
            place = _fill("CASE WHEN a > 0 THEN a END", place)
        _put(node, _call("list_extract", operand, place))
        return "an index in a list begins at 0"
    if known is not None and known - begin <= operand.meta.get(_QUANTILES, -1):
        _put(node, _call("list_extract", operand, place))
        return "an index in a list begins at 0"
    if known == begin and (operand.meta.get(_KIND) == "list" or _is_split(operand)):
        _put(node, _call("list_extract", operand, place))  # it is never empty
        return "an index in a list begins at 0"
    form = "list_extract(a, CASE WHEN b < 1 OR b > len(a) THEN CAST('an index outside of the list' AS BIGINT) ELSE b END)"
    _put(node, _fill(form, operand, place))
    return "an index outside of a list is an error"


def _is_split(node: exp.Expr) -> bool:
    return isinstance(node, exp.Anonymous) and node.name == "string_split"


def _array(node: exp.Array) -> str | None:
    """``[STRUCT(1 AS a), (2)]``: the names of the first are the names of all."""
    first = node.expressions[0] if node.expressions else None
    if isinstance(first, exp.Struct):
        for each in node.expressions[1:]:
            each.replace(_named(each, first))
    return None


def _named(value: exp.Expr, like: exp.Expr) -> exp.Expr:
    if not isinstance(like, exp.Struct):
        return value.copy()
    if isinstance(value, exp.Paren):
        value = exp.Tuple(expressions=[value.this.copy()])
    fields = like.expressions
    if not isinstance(value, exp.Struct | exp.Tuple) or len(value.expressions) != len(fields):
        raise _unsupported("this form of a list of STRUCTs", "write all of its fields.")
    found = []
    for field, model in zip(value.expressions, fields, strict=True):
        if not isinstance(model, exp.PropertyEQ):
            raise _unsupported("a STRUCT without names", "name its fields: STRUCT(1 AS a).")
        inner = field.expression if isinstance(field, exp.PropertyEQ) else field
        found.append(exp.PropertyEQ(this=model.this.copy(), expression=_named(inner, model.expression)))
    return exp.Struct(expressions=found)


def _struct(node: exp.Struct) -> None:
    unnamed = [field for field in node.expressions if not isinstance(field, exp.PropertyEQ | exp.Column)]
    if unnamed and not node.find_ancestor(exp.Array, exp.Cast):
        raise _unsupported("a STRUCT without names", "name its fields: STRUCT(1 AS a).")


def _like(node: exp.Like) -> str | None:
    """A backslash in a pattern makes the next character an ordinary one."""
    pattern = _text(node.expression)
    if isinstance(node.parent, exp.Escape) or (pattern is not None and "\\" not in pattern):
        return None
    if isinstance(node.expression, exp.Any | exp.All | exp.Tuple | exp.Paren | exp.Unnest):
        raise _unsupported("LIKE ANY and LIKE ALL", "write x LIKE a OR x LIKE b.")
    node.replace(exp.Escape(this=node.copy(), expression=exp.Literal.string("\\")))
    return "a backslash in LIKE quotes the next character"


def _number(node: exp.Literal) -> str | None:
    """A number with a point is a FLOAT64; beside what may be a NUMERIC it stays exact, as it does in BigQuery."""
    if node.is_string or "e" in node.name.lower():
        return None
    if node.name.isdigit():
        wide = int(node.name) >= _WIDE.get(type(node.parent), 2**31)
        if wide and isinstance(node.parent, exp.Binary):
            node.replace(exp.cast(node.copy(), exp.DType.BIGINT))
        return None
    inner: exp.Expr = node
    while isinstance(inner.parent, exp.Paren | exp.Neg):
        inner = inner.parent
    parent = inner.parent
    if isinstance(parent, exp.Add | exp.Sub | exp.Mul):
        other = parent.expression if inner is parent.this else parent.this
        plain = _kind(other) in ("int", "float")
    else:
        plain = isinstance(parent, exp.Select | exp.Alias | exp.Array | exp.PropertyEQ | exp.Tuple) or (isinstance(parent, Call) and parent.name in _MATHS)
    if plain:
        node.set("this", node.name + "e0")
        return "a number with a point is a FLOAT64"
    return None


_WIDE: dict[type[exp.Expr] | None, int] = {exp.Mul: 1000, exp.Add: 2**30, exp.Sub: 2**30}
"""From which number on a literal is written as a BIGINT: DuckDB would go on in 32 bits, and raise an error."""

_MATHS = frozenset("ABS SIGN SQRT EXP LN LOG LOG10 POW POWER CEIL CEILING FLOOR ROUND TRUNC".split())


def _safe(node: exp.SafeFunc) -> str | None:
    _put(node, _call("try", node.this))
    return "SAFE gives NULL instead of an error"


def _unnest(node: exp.Unnest) -> str | None:
    alias = node.args.get("alias")
    names = list(alias.columns) if alias else []
    values = node.expressions
    if len(values) != 1 or len(names) > 1:
        raise _unsupported("this form of UNNEST")
    if isinstance(node.parent, exp.In):
        items = exp.Anonymous(this="unnest", expressions=[values[0].copy()])
        node.parent.set("query", exp.Subquery(this=exp.Select(expressions=[items])))
        node.parent.set("unnest", None)
        return None
    name = names[0] if names else None
    offset = node.args.get("offset")
    if offset:
        return _with_offset(node, name, offset)
    if name is not None and _is_series(values[0]):
        return _series(node, name)
    if _has_fields(node, name):
        inner = exp.Anonymous(this="unnest", expressions=[values[0].copy(), exp.Kwarg(this=exp.var("max_depth"), expression=exp.Literal.number(2))])
        _stand_in(node, exp.Select(expressions=[inner]), name.copy() if name else None)
        return "UNNEST of STRUCTs gives their fields"
    return None


def _stand_in(node: exp.Unnest, select: exp.Select, name: exp.Identifier | None) -> None:
    join = node.parent
    if isinstance(join, exp.Join) and join.side and not join.args.get("on"):
        join.set("on", exp.true())
    node.replace(exp.Subquery(this=select, alias=exp.TableAlias(this=name) if name else None))


def _with_offset(node: exp.Unnest, name: exp.Identifier | None, offset: exp.Expr) -> str:
    """DuckDB's ORDINALITY counts from 1."""
    if name is None or not isinstance(offset, exp.Identifier):
        raise _unsupported("UNNEST WITH OFFSET without a name", "write UNNEST(list) AS x WITH OFFSET AS i.")
    inner = exp.Unnest(
        expressions=[each.copy() for each in node.expressions],
        alias=exp.TableAlias(this=exp.to_identifier("_items"), columns=[name.copy()]),
        offset=offset.copy(),
    )
    place = exp.Sub(this=exp.Column(this=offset.copy()), expression=exp.Literal.number(1))
    columns = [exp.Column(this=name.copy()), exp.alias_(place, offset.copy())]
    select = exp.Select(expressions=columns, from_=exp.From(this=inner))
    _stand_in(node, select, exp.to_identifier(f"_of_{offset.name}"))
    return "WITH OFFSET counts from 0"


def _is_series(node: exp.Expr) -> bool:
    called = node.this if isinstance(node, exp.Cast) else node
    return isinstance(called, exp.Anonymous) and called.name == "generate_series"


def _series(node: exp.Unnest, name: exp.Identifier) -> str:
    """In FROM the numbers and dates need not be counted beforehand."""
    values = node.expressions[0]
    called = values.this if isinstance(values, exp.Cast) else values
    column: exp.Expr = exp.Column(this=name.copy())
    if isinstance(values, exp.Cast):
        column = exp.cast(column, exp.DType.DATE)
    items = exp.TableAlias(this=exp.to_identifier("_items"), columns=[name.copy()])
    table = exp.Table(this=called.copy(), alias=items)
    select = exp.Select(expressions=[exp.alias_(column, name.copy())], from_=exp.From(this=table))
    _stand_in(node, select, exp.to_identifier(f"_of_{name.name}"))
    return "a list of numbers or dates is made in FROM"


def _has_fields(node: exp.Unnest, name: exp.Identifier | None) -> bool:
    """Whether the items are STRUCTs, as far as the text tells: a list of scalars is used by the name of its items."""
    value = node.expressions[0]
    first = value.expressions[0] if isinstance(value, exp.Array) and value.expressions else None
    to = value.to if isinstance(value, exp.Cast) else None
    select = node.find_ancestor(exp.Select)
    if select is None or isinstance(first, exp.Struct) or (to is not None and to.find(exp.ColumnDef)):
        bare = name is not None and _is_used(select, name)
        if bare:
            raise _unsupported("a STRUCT of UNNEST as a whole", "name its fields.")
        return True
    if isinstance(value, exp.Array | exp.Cast | exp.Anonymous):
        return False
    if name is None or not _is_used(select, name):
        if any(item.is_star for item in select.expressions):
            raise _unsupported("SELECT * of UNNEST", "name the columns.")
        return True
    return False


def _is_used(select: exp.Select | None, name: exp.Identifier) -> bool:
    columns = select.find_all(exp.Column) if select else ()
    return any(column.name.lower() == name.name.lower() and not column.table for column in columns)


def _now(text: str) -> Callable[[exp.Expr], str]:
    def adapt(node: exp.Expr) -> str:
        if node.args.get("this"):
            raise _unsupported("a time zone")
        _put(node, _fill(text), _kind(node))
        return "the time now is in UTC"

    return adapt


def _names(node: exp.Select) -> str | None:
    """A name in GROUP BY and HAVING is that of the select list first, and DuckDB would take it for a column first."""
    given = {item.alias.lower(): item.this for item in node.expressions if isinstance(item, exp.Alias)}
    done = False
    for place, inner in _places(node) if given else ():
        for column in list(place.find_all(exp.Column)):
            value = given.get(column.name.lower())
            if value is None or column.table or column == value or _hidden(column, place):
                continue
            if column is not place and not inner:
                continue
            if value.find(exp.Query):
                raise _unsupported("the name of a sub-query in GROUP BY", "put the sub-query into WITH.")
            if isinstance(value, exp.Literal) and value.name.isdigit():
                value = _fill("CAST(a AS BIGINT)", value)  # a number would be the place of a column
            column.replace(_operand(value.copy()))
            done = True
    return "names of the select list come before columns" if done else None


def _places(node: exp.Select) -> Iterator[tuple[exp.Expr, bool]]:
    """Where names of the select list come first: the nodes to look at, and whether in parts of an expression, too."""
    group, order = node.args.get("group"), node.args.get("order")
    for key in ("expressions", "rollup", "cube", "grouping_sets"):
        for each in (group.args.get(key) or []) if group else []:
            yield each, isinstance(each, exp.Rollup | exp.Cube | exp.GroupingSets | exp.Tuple)
    yield from ((node.args[clause], True) for clause in ("having", "qualify") if node.args.get(clause))
    for each in order.expressions if order else []:
        if not isinstance(each.this, exp.Column):  # DuckDB looks for a name alone in the same way
            yield each, True


_AGGREGATE_NAMES = frozenset(
    """
    count sum avg min max bool_and bool_or stddev_samp stddev_pop var_samp var_pop corr covar_pop covar_samp
    arg_max_null arg_min_null approx_count_distinct string_agg list any_value quantile_disc
    """.split()
)


def _hidden(node: exp.Expr, top: exp.Expr) -> bool:
    """Whether a name stands in an aggregate or a sub-query, where it is a column."""
    parent = node.parent
    while parent is not None and parent is not top.parent:
        aggregate = isinstance(parent, exp.Anonymous) and parent.name.lower() in _AGGREGATE_NAMES
        if (aggregate and not isinstance(parent.parent, exp.Window)) or isinstance(parent, exp.Query):
            return True
        parent = parent.parent
    return False


# What is refused


def _judge(node: exp.Expr, name: str) -> None:
    for argument in node.expressions:
        value, clauses = _peel(argument)
        found = set(clauses)
        if found - {"IgnoreNulls", "RespectNulls"} and name not in (*_ORDERED, "ANY_VALUE"):
            raise _unsupported(f"this form of {name}")
        if "RespectNulls" in found or ("IgnoreNulls" in found and name not in _IGNORING):
            raise _unsupported(f"this form of {name}")
        if isinstance(value, exp.Distinct) and name not in _DISTINCT:
            raise _unsupported(f"this form of {name}")
    if name in _PATHS:
        _judge_path(node, name)
    if name.startswith("PERCENTILE") and not isinstance(node.parent, exp.Window):
        raise _unsupported(f"{name} without OVER")
    if name == "CORR" and isinstance(node.parent, exp.Window):
        raise _unsupported("CORR as a window function")
    if name == "REGEXP_REPLACE" and len(node.expressions) == 3 and _text(node.expressions[1]) is None:
        raise _unsupported("REGEXP_REPLACE with a pattern that is no literal")
    _judge_copies(node)


_PATHS = frozenset({"JSON_VALUE", "JSON_QUERY", "JSON_EXTRACT", "JSON_EXTRACT_SCALAR"})
_PATH = re.compile(r"\$(?:\.[A-Za-z_][A-Za-z0-9_]*|\[[0-9]+\])*", re.ASCII)


def _judge_path(node: exp.Expr, name: str) -> None:
    path = _text(node.expressions[1]) if len(node.expressions) == 2 else None
    if path is None or not _PATH.fullmatch(path):
        raise _unsupported(f"that path in {name}", "write a path like '$.name[0].part'.")


_COPIES: dict[str, int] = {
    "GREATEST": 2, "LEAST": 2, "ARRAY_CONCAT": 2, "SUBSTR": 2, "SUBSTRING": 2, "DIV": 2, "MOD": 2, "LEFT": 2,
    "RIGHT": 2, "CONCAT": 3, "ARRAY_AGG": 2, "EXTRACT": 2, "CORR": 4, "FORMAT_DATE": 6, "FORMAT_DATETIME": 6,
    "FORMAT_TIMESTAMP": 6,
}  # fmt: skip


def _copies(node: exp.Expr) -> int:
    if isinstance(node, exp.Cast):
        return 7 if node.to.this in _CASTS else 1
    if isinstance(node, exp.Bracket | exp.Div):
        return 4 if isinstance(node, exp.Bracket) else 2
    return _COPIES.get(node.name, 1) if isinstance(node, Call) else 1


def _judge_copies(node: exp.Expr) -> None:
    copies, parent = _copies(node), node.parent
    while parent is not None and copies > 1:
        copies *= _copies(parent)
        if copies > _MOST_COPIES:
            raise LimitExceeded("Too many calls stand inside each other.", "name steps with WITH.")
        parent = parent.parent


_PSEUDO = frozenset({"_TABLE_SUFFIX", "_PARTITIONTIME", "_PARTITIONDATE", "_FILE_NAME"})


def _column(node: exp.Column) -> None:
    if node.name.upper() in _PSEUDO:
        raise _unsupported(f"the column {node.name.upper()}", "ask for a column of the table.")


def _source(node: exp.Table) -> None:
    if "*" in node.name:
        raise _unsupported("a wildcard table", "write UNION ALL of the tables.")
    if node.args.get("version") or node.args.get("when"):
        raise _unsupported("FOR SYSTEM_TIME AS OF", "tables are read as they are now.")
    if "INFORMATION_SCHEMA" in node.sql().upper():
        raise _unsupported("INFORMATION_SCHEMA", "list_tables() and describe_table(table_name) show what can be read.")


def _select(node: exp.Select) -> None:
    named = all(isinstance(item, exp.Alias | exp.Column) and not item.is_star for item in node.expressions)
    if node.args.get("kind") and not (node.args["kind"] == "STRUCT" and isinstance(node.parent, exp.Array) and named):
        raise _unsupported(f"SELECT AS {node.args['kind']}", "write STRUCT(a, b) in the select list.")
    spread = node.args.get("from_") and any(
        pivot.unpivot for table in node.find_all(exp.Table, exp.Subquery) for pivot in table.args.get("pivots") or []
    )
    if spread and any(isinstance(item, exp.Star) for item in node.expressions):
        raise _unsupported("SELECT * of UNPIVOT", "name the columns.")


def _pivot(node: exp.Pivot) -> None:
    aggregates = node.expressions
    if not node.unpivot and (len(aggregates) > 1 or any(isinstance(each, exp.Alias) for each in aggregates)):
        raise _unsupported("PIVOT with names of aggregates", "write COUNTIF and SUM(IF(...)) with GROUP BY.")
    for values in node.args.get("fields") or []:
        for value in values.expressions if isinstance(values, exp.In) and not node.unpivot else []:
            if not isinstance(value, exp.PivotAlias | exp.Alias) and not re.fullmatch("[A-Za-z_][A-Za-z0-9_]*", _text(value) or ""):
                raise _unsupported("PIVOT with that name of a column", "name it: IN (1 AS one).")


def _dot(node: exp.Dot) -> None:
    if isinstance(node.expression, exp.Func):
        raise _unsupported(f"the function {node.sql('bigquery').split('(')[0].upper()}")


def _prefixed(node: exp.SafeFunc) -> None:
    if not isinstance(node.this, Call) or node.this.name in _AGGREGATES:
        raise _unsupported("this form of SAFE")


class _Source(Source):
    def check(self, tokens: Iterable[Token]) -> None:
        """A function of ML has a syntax of its own, which sqlglot would not read."""
        tokens = list(tokens)
        Source.check(self, tokens)
        for first, dot, name, bracket in zip(tokens, tokens[1:], tokens[2:], tokens[3:], strict=False):
            kinds = (dot.token_type, bracket.token_type)
            if first.text.upper() in ("ML", "AI") and kinds == (TokenType.DOT, TokenType.L_PAREN):
                raise _unsupported(f"the function {first.text.upper()}.{name.text.upper()}")


BIGQUERY = _Source(
    name="BigQuery",
    dialect=_BigQuery(),
    functions=FUNCTIONS,
    types=TYPES,
    constructs=frozenset(
        CONSTRUCTS
        - {exp.AtTimeZone, exp.Collate, exp.ByteString, exp.BitwiseLeftShift, exp.BitwiseRightShift, exp.Mod, exp.GroupConcat}
        | {exp.SafeFunc, exp.HavingMax, exp.CurrentDatetime}
    ),
    judge=_judge,
    looks={
        exp.DataType: _type_form,
        exp.Sub: _difference,
        exp.Interval: _interval,
        exp.Cast: _judge_copies,
        exp.TryCast: _judge_copies,
        exp.Div: _judge_copies,
        exp.Bracket: _judge_copies,
        exp.Table: _source,
        exp.Column: _column,
        exp.Select: _select,
        exp.Pivot: _pivot,
        exp.Dot: _dot,
        exp.SafeFunc: _prefixed,
        exp.Struct: _struct,
    },
    adapts={
        Call: _call_of,
        exp.Div: _division,
        exp.Identifier: _quote,
        exp.Cast: _cast,
        exp.TryCast: _cast,
        exp.DataType: _type,
        exp.Bracket: _item,
        exp.Array: _array,
        exp.Like: _like,
        exp.Literal: _number,
        exp.SafeFunc: _safe,
        exp.Unnest: _unnest,
        exp.Select: _names,
        exp.CurrentDate: _now("CAST(timezone('UTC', now()) AS DATE)"),
        exp.CurrentTimestamp: _now("timezone('UTC', now())"),
        exp.CurrentDatetime: _now("timezone('UTC', now())"),
    },
    repeating=frozenset("GREATEST LEAST ARRAY_CONCAT SUBSTR SUBSTRING CONCAT STRUCT".split()),
    words={exp.NetFunc: "a function of NET", exp.Parameter: "a parameter (@name)", exp.ParseJSON: "the type JSON", exp.ByteString: "a literal of BYTES"},
)
