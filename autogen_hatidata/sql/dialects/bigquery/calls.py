"""Calls of functions, by the texts of the tables or by a rule."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import reduce

from sqlglot import exp

from autogen_hatidata.sql.dialects import matches
from autogen_hatidata.sql.dialects.bigquery.aggregates import any_value, array_agg, average, quantiles, string_agg
from autogen_hatidata.sql.dialects.bigquery.casts import as_string
from autogen_hatidata.sql.dialects.bigquery.dates import (
    date_add,
    date_diff,
    date_list,
    date_trunc,
    datetime_diff,
    extract_part,
    last_day,
    make_time,
    parse_date,
    time_add,
    time_list,
    time_trunc,
    timestamp_diff,
    write_date,
)
from autogen_hatidata.sql.dialects.bigquery.tables import BELOW, FORMS, FRAMED, MANY, PATHS, PLAIN_TYPES, RAISING
from autogen_hatidata.sql.dialects.bigquery.times import TIMES
from autogen_hatidata.sql.dialects.bigquery.trees import (
    Call,
    arity,
    as_operand,
    calling,
    fill,
    kind_of,
    put,
    text_of,
    unsupported,
    unwrapped,
    whole_number,
)

_WHITE = " \t\n\x0b\x0c\r\x85\xa0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u2028\u2029\u202f\u205f\u3000"
"""What TRIM takes away, which is a space only in DuckDB."""


def call_of(node: Call) -> str | None:
    name = node.name
    rule = _RULES.get(name)
    args = [unwrapped(argument) for argument in node.expressions]
    if rule:
        return rule(node, args)
    if args and isinstance(args[-1], exp.IgnoreNulls):
        arguments = dict(zip(("this", "offset"), [*args[:-1], args[-1].this], strict=False))
        put(node, exp.IgnoreNulls(this=FRAMED[name](**arguments).copy()))
        return None
    if name in PATHS and len(args) == 2:
        args[1] = exp.Literal.string(_BRACKETS.sub(r'."\1"', args[1].name))
    forms = FORMS.get(name) or RAISING.get(name, ())
    _judge_length(name, args)
    form = next((form for form in forms if arity(form) == len(args)), None)
    if form is None:
        raise unsupported(f"this form of {name}")
    if name in RAISING and (whole_number(args[1]) or 0) > 0:
        new = (
            exp.IntDiv(this=as_operand(args[0].copy()), expression=args[1].copy())
            if name == "DIV"
            else calling(name, *args)
        )
        put(node, new)
        return None
    put(node, fill(form, *args))
    return f"{name} raises an error where BigQuery does" if name in RAISING else None


_BRACKETS = re.compile(r"\['([^'\"]*)'\]")


def _is_length(node: exp.Expr) -> bool:
    return (whole_number(node) or 0) > 0 or whole_number(node) == 0


def _judge_length(name: str, args: list[exp.Expr]) -> None:
    if name in ("LPAD", "RPAD", "REPEAT") and len(args) > 1 and not _is_length(args[1]):
        raise unsupported(f"{name} with a length that is no number")


def _many(node: Call, args: list[exp.Expr]) -> str | None:
    name = node.name
    if name == "COALESCE":
        put(node, calling("coalesce", *args))
        return None
    if name == "CONCAT":
        parts = [as_string(argument) if kind_of(argument) in ("float", "numeric") else argument for argument in args]
        put(node, reduce(lambda left, right: exp.DPipe(this=left, expression=right, safe=True),
                          [as_operand(part.copy()) for part in parts]))  # fmt: skip
        return "CONCAT with NULL is NULL"
    nulls = exp.or_(*(exp.Is(this=as_operand(argument.copy()), expression=exp.Null()) for argument in args))
    called = {"GREATEST": "greatest", "LEAST": "least", "ARRAY_CONCAT": "list_concat"}[name]
    put(node, exp.Case(ifs=[exp.If(this=nulls, true=exp.Null())], default=calling(called, *args)))
    return f"{name} with NULL is NULL"


def _substring(node: Call, args: list[exp.Expr]) -> str | None:
    if not 2 <= len(args) <= 3:
        raise unsupported(f"this form of {node.name}")
    start = whole_number(args[1])
    length = args[2:]
    if length and not _is_length(length[0]):
        length = [fill(f"CASE WHEN a < 0 THEN {BELOW} ELSE a END", length[0])]
    if start is not None and start >= 0:
        put(node, calling("substr", args[0], exp.Literal.number(max(start, 1)), *length))
        return None if start else "position 0 is the first character"
    if start is not None:
        tail = calling("right", args[0], exp.Literal.number(-start))
        put(node, calling("left", tail, *length) if length else tail)
        return "a negative position counts from the end"
    position = fill("CASE WHEN b = 0 OR b < -length(a) THEN 1 ELSE b END", args[0], args[1])
    put(node, calling("substr", args[0], position, *length))
    return "position 0 is the first character"


def _trim(node: Call, args: list[exp.Expr]) -> str | None:
    white = exp.Literal.string(_WHITE)
    put(node, calling(node.name.lower(), args[0], args[1] if len(args) > 1 else white))
    return None if len(args) > 1 else "TRIM takes away tabs and line ends, too"


def _groups(name: str, pattern: exp.Expr) -> int:
    text = text_of(pattern)
    if text is None:
        raise unsupported(f"{name} with a pattern that is no literal")
    try:
        groups = re.compile(text).groups
    except re.error:
        raise unsupported(f"that pattern in {name}") from None
    if groups > 1:
        raise unsupported(f"several groups in {name}", "put (?:...) around all groups but one.")
    return groups


def _extract_text(node: Call, args: list[exp.Expr]) -> str | None:
    every = node.name == "REGEXP_EXTRACT_ALL"
    if not 2 <= len(args) <= (2 if every else 4):
        raise unsupported(f"this form of {node.name}")
    start, nth = [*map(whole_number, args[2:]), 1, 1][:2]
    group, text = _groups(node.name, args[1]), args[0]
    if not start or not nth or min(start, nth) < 1 or (start > 1 and not matches.movable(args[1].name, 1)):
        raise unsupported(f"this form of {node.name}", "write the place and the number of the match out.")
    if start > 1:
        text = calling("substr", text, args[2])
    found = calling("regexp_extract_all", text, args[1], exp.Literal.number(group))
    put(node, found if every else calling("list_extract", found, exp.Literal.number(nth)))
    return None if every else "a pattern that is not found gives NULL"


def _instr(node: Call, args: list[exp.Expr]) -> str | None:
    """From a place on, or back from one that is counted from the end; matches may share letters."""
    if len(args) == 2:
        put(node, calling("instr", *args))
        return None
    start = whole_number(args[2])
    nth = whole_number(args[3]) if len(args) > 3 else 1
    if not start or not nth or nth < 1 or text_of(args[1]) == "":
        raise unsupported("this form of INSTR", "write the place and the number of the match out.")
    places = f"range({start}, length(a) + 1)" if start > 0 else f"range(length(a) + 1 - {-start}, 0, -1)"
    found = f"list_filter({places}, lambda it__: substr(a, it__, length(b)) = b)"
    put(
        node,
        fill(
            f"CASE WHEN b IS NOT NULL AND a IS NOT NULL THEN coalesce(list_extract({found}, {nth}), 0) END", *args[:2]
        ),
    )
    return "INSTR counts from a place on"


def _regexp_instr(node: Call, args: list[exp.Expr]) -> str | None:
    """Where the n-th match from a place on begins."""
    pattern = text_of(args[1])
    start, nth = [*map(whole_number, args[2:]), 1, 1][:2]
    movable = (pattern is not None and start == nth == 1) or matches.movable(pattern or "", nth or 0)
    if not start or not nth or min(start, nth) < 1 or _groups(node.name, args[1]) or not movable:
        raise unsupported("this form of REGEXP_INSTR", "write the pattern and the numbers out, without groups.")
    put(node, matches.place(args[0], args[1], start, nth), "int")
    return None


_DIRECTIVE = re.compile(r"%(?:-?\d{0,2}d|-?\d{0,2}s|t|0\d{1,2}d|'d|(?:\d{0,2}\.\d{1,2})?f|%)")
_SHOWN = (
    f"CASE WHEN a IS NULL THEN 'NULL' WHEN typeof(a) IN {PLAIN_TYPES} THEN CAST(a AS VARCHAR)"
    " ELSE CAST(CAST('FORMAT %t of that type' AS TINYINT) AS VARCHAR) END"
)


def _format(node: Call, args: list[exp.Expr]) -> str | None:
    text = text_of(args[0]) or ""
    if not text or "%" in _DIRECTIVE.sub("", text):
        raise unsupported("that format in FORMAT")
    if "%'d" in text:
        if text != "%'d" or len(args) != 2:
            raise unsupported("that format in FORMAT")
        put(node, calling("format", exp.Literal.string("{:,}"), fill("CAST(a AS BIGINT)", args[1])))
        return None
    directives = [found for found in _DIRECTIVE.findall(text) if found != "%%"]
    if len(directives) != len(args) - 1:
        raise unsupported("that format in FORMAT")
    types = {"d": "BIGINT", "s": "VARCHAR", "f": "DOUBLE"}
    values = [
        fill(_SHOWN if each == "%t" else f"CAST(a AS {types[each[-1]]})", value)
        for each, value in zip(directives, args[1:], strict=True)
    ]
    put(node, calling("printf", exp.Literal.string(text.replace("%t", "%s")), *values))
    return None


def _hash(node: Call, args: list[exp.Expr]) -> str | None:
    if node.name != "TO_HEX":
        if isinstance(node.parent, Call) and node.parent.name == "TO_HEX":
            return None
        raise unsupported(f"the bytes of {node.name}", f"write TO_HEX({node.name}(text)).")
    inner = args[0]
    if not isinstance(inner, Call) or inner.name not in ("MD5", "SHA1", "SHA256"):
        raise unsupported("this form of TO_HEX", "write TO_HEX(MD5(text)).")
    put(node, calling(inner.name.lower(), inner.expressions[0]))
    return None


_RULES: dict[str, Callable[[Call, list[exp.Expr]], str | None]] = {
    **dict.fromkeys(MANY, _many),
    **dict.fromkeys(("SUBSTR", "SUBSTRING"), _substring),
    **dict.fromkeys(("TRIM", "LTRIM", "RTRIM"), _trim),
    **dict.fromkeys(("REGEXP_EXTRACT", "REGEXP_SUBSTR", "REGEXP_EXTRACT_ALL"), _extract_text),
    **dict.fromkeys(("TO_HEX", "MD5", "SHA1", "SHA256"), _hash),
    "FORMAT": _format,
    "INSTR": _instr,
    "REGEXP_INSTR": _regexp_instr,
    **dict.fromkeys(("DATE", "DATETIME", "TIMESTAMP"), make_time),
    **TIMES,
    "EXTRACT": extract_part,
    **dict.fromkeys(("DATE_ADD", "DATE_SUB"), date_add),
    **dict.fromkeys(("DATETIME_ADD", "DATETIME_SUB", "TIMESTAMP_ADD", "TIMESTAMP_SUB"), time_add),
    "DATE_DIFF": date_diff,
    "DATETIME_DIFF": datetime_diff,
    "TIMESTAMP_DIFF": timestamp_diff,
    "DATE_TRUNC": date_trunc,
    **dict.fromkeys(("DATETIME_TRUNC", "TIMESTAMP_TRUNC"), time_trunc),
    "LAST_DAY": last_day,
    **dict.fromkeys(("FORMAT_DATE", "FORMAT_DATETIME", "FORMAT_TIMESTAMP"), write_date),
    **dict.fromkeys(("PARSE_DATE", "PARSE_DATETIME", "PARSE_TIMESTAMP"), parse_date),
    "GENERATE_DATE_ARRAY": date_list,
    "GENERATE_TIMESTAMP_ARRAY": time_list,
    "STRING_AGG": string_agg,
    "ARRAY_AGG": array_agg,
    "ANY_VALUE": any_value,
    "AVG": average,
    "APPROX_QUANTILES": quantiles,
}
