"""SQL Server's functions, written out in DuckDB's SQL."""

from __future__ import annotations

import re
from collections.abc import Callable

from sqlglot import exp

from autogen_hatidata.sql.dialects.folding import has_case, read_moment
from autogen_hatidata.sql.dialects.source import bare, number
from autogen_hatidata.sql.dialects.templates import (
    DATE,
    FLOAT,
    TEXT,
    TIME,
    WHOLE,
    Call,
    closed,
    fill,
    kind,
    of_kind,
    written,
)
from autogen_hatidata.sql.dialects.tsql_tables import (
    CUTS,
    DATE_UNITS,
    NAMES,
    NEGATIVE,
    OUTSIDE,
    PARTS,
    RULES,
    SAME_KIND,
    TEXTS,
    WEEKS,
    date_format,
    number_format,
    refused,
    regex,
    unit_of,
)


def write_call(node: Call) -> str | None:
    name, arguments = written(node), list(node.expressions)
    if name in _BUILT:
        built = _BUILT[name](arguments)
    else:
        text, what = TEXTS[name]
        what = kind(arguments[0]) if name in SAME_KIND else what
        built = of_kind(fill(_shorter(name, text, arguments), *arguments), what)
    node.replace(built)
    return RULES.get(name)


def _shorter(name: str, text: str, arguments: list[exp.Expr]) -> str:
    """Where a count is written out, its sign needs no look."""
    counts = [number(argument) for argument in arguments[1:]]
    if name in ("LEFT", "RIGHT") and counts[0] is not None:
        return f"{name}(CAST(_1 AS VARCHAR), _2)"
    if name == "SUBSTRING" and counts[0] is not None and counts[0] >= 1:
        length = "_3" if counts[1] is not None else NEGATIVE.format("_3")
        return f"substring(CAST(_1 AS VARCHAR), _2, {length})"
    if name == "REPLICATE" and counts[0] is not None and counts[0] >= 0:
        return "repeat(CAST(_1 AS VARCHAR), _2)"
    if name == "SPACE" and (number(arguments[0]) or -1) >= 0:
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


def moment_of(node: exp.Expr) -> exp.Expr:
    """A date or time, of which a text was written, or a number of days after 1900."""
    inner = bare(node)
    if isinstance(inner, exp.Null):
        return exp.cast(inner.copy(), exp.DType.TIMESTAMP)
    if isinstance(inner, exp.Literal) and inner.is_string:
        return written_moment(inner.name)
    if isinstance(inner, exp.Literal):
        days = exp.Neg(this=inner.copy()) if isinstance(node, exp.Neg) else inner.copy()
        return of_kind(fill("(TIMESTAMP '1900-01-01 00:00:00' + to_days(_1))", days), TIME)
    return node


def written_moment(text: str) -> exp.Cast:
    moment = read_moment(text)
    if moment is None:
        raise refused("a date that is not written as '2024-01-31'")
    return moment


def _amount(node: exp.Expr) -> exp.Expr:
    """How many units are added: a whole number, cut and not rounded."""
    inner = bare(node)
    if isinstance(inner, exp.Literal) and inner.name.isdigit():
        return node
    if isinstance(inner, exp.Literal) or kind(node) not in (WHOLE, None):
        raise refused("DATEADD of a part of a unit", "add a whole number of a smaller unit.")
    return fill("CAST(_1 AS INTEGER)" if kind(node) == WHOLE else "CAST(trunc(_1) AS INTEGER)", node)


def _like_its_date(built: exp.Expr, date: exp.Expr, unit: str) -> exp.Expr:
    """A date and days are a date in SQL Server, a timestamp in DuckDB."""
    what = kind(date)
    if what == DATE and unit in DATE_UNITS:
        return exp.cast(built, exp.DType.DATE)
    return of_kind(exp.Paren(this=built), what if what == TIME else None)


def _date_add(arguments: list[exp.Expr]) -> exp.Expr:
    unit = unit_of(arguments[0])
    unit = "day" if unit == "dayofyear" else unit
    date = moment_of(arguments[2])
    return _like_its_date(fill(f"_1 + to_{unit}s(_2)", date, _amount(arguments[1])), date, unit)


def _date_diff(arguments: list[exp.Expr]) -> exp.Expr:
    unit = unit_of(arguments[0])
    unit = "day" if unit == "dayofyear" else unit
    text = WEEKS if unit == "week" else f"date_diff('{unit}', CAST(_1 AS TIMESTAMP), CAST(_2 AS TIMESTAMP))"
    return of_kind(fill(text, moment_of(arguments[1]), moment_of(arguments[2])), WHOLE)


def _date_part(arguments: list[exp.Expr]) -> exp.Expr:
    return of_kind(fill(PARTS[unit_of(arguments[0])], moment_of(arguments[1])), WHOLE)


def _date_name(arguments: list[exp.Expr]) -> exp.Expr:
    unit = unit_of(arguments[0])
    text = NAMES.get(unit, f"CAST({PARTS.get(unit, '')} AS VARCHAR)")
    return of_kind(fill(text, moment_of(arguments[1])), TEXT)


def _date_cut(arguments: list[exp.Expr]) -> exp.Expr:
    unit, date = unit_of(arguments[0]), moment_of(arguments[1])
    return _like_its_date(fill(CUTS[unit], date), date, "week" if unit == "iso_week" else unit)


def _month_end(arguments: list[exp.Expr]) -> exp.Expr:
    text = "last_day(_1)" if len(arguments) == 1 else "last_day(_1 + to_months(_2))"
    return of_kind(fill(text, moment_of(arguments[0]), *map(_amount, arguments[1:])), DATE)


def _round(arguments: list[exp.Expr]) -> exp.Expr:
    cut = number(arguments[2]) if len(arguments) > 2 else 0
    if cut is None:
        raise refused("this form of ROUND")
    return of_kind(fill("trunc(_1, _2)" if cut else "round(_1, _2)", *arguments[:2]), kind(arguments[0]))


def _log(arguments: list[exp.Expr]) -> exp.Expr:
    if len(arguments) == 1:
        return of_kind(fill(f"CASE WHEN _1 <= 0 THEN {OUTSIDE} ELSE ln(_1) END", *arguments), FLOAT)
    outside = "_1 <= 0 OR _2 <= 0 OR _2 = 1"
    return of_kind(fill(f"CASE WHEN {outside} THEN {OUTSIDE} ELSE log(_2, _1) END", *arguments), FLOAT)


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
    pattern = exp.Literal.string("(?is)" + str(regex(arguments[0].name[1:-1])))
    return of_kind(
        fill("CASE WHEN regexp_matches(_1, _2) THEN instr(_1, regexp_extract(_1, _2)) ELSE 0 * length(_1) END",
             arguments[1], pattern), WHOLE
    )  # fmt: skip


def _formatted(arguments: list[exp.Expr]) -> exp.Expr:
    text = arguments[1].name
    numbers = number_format(text)
    if numbers:
        return of_kind(fill(f"({numbers})", arguments[0]), TEXT)
    pattern = exp.Literal.string(str(date_format(text)))
    return of_kind(fill("strftime(_1, _2)", moment_of(arguments[0]), pattern), TEXT)


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
