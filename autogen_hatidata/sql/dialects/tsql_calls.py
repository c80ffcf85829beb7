"""SQL Server's functions, written out in DuckDB's SQL."""

from __future__ import annotations

import re
from collections.abc import Callable

from sqlglot import exp

from autogen_hatidata.sql.dialects.folding import has_case, read_moment
from autogen_hatidata.sql.dialects.forms import built
from autogen_hatidata.sql.dialects.own_types import dated, witness
from autogen_hatidata.sql.dialects.source import bare, number
from autogen_hatidata.sql.dialects.templates import (
    DATE,
    DECIMAL,
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
from autogen_hatidata.sql.dialects.tsql_numbers import INTEGRAL
from autogen_hatidata.sql.dialects.tsql_tables import (
    AS_TEXT,
    CUTS,
    DATE_UNITS,
    FLOAT_TEXT,
    NAMES,
    NEGATIVE,
    OUTSIDE,
    PARTS,
    QUOTES,
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
        made = _BUILT[name](arguments)
    else:
        text, what = TEXTS[name]
        what = kind(arguments[0]) if name in SAME_KIND else what
        made = of_kind(fill(_shorter(name, text, arguments), *arguments), what)
    node.replace(made)
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
        return "CAST(trunc(pow(_1, _2)) AS BIGINT)"
    if name in ("CEILING", "FLOOR") and kind(arguments[0]):
        return "_1" if kind(arguments[0]) == WHOLE else "ceil(_1)" if name == "CEILING" else "floor(_1)"
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
    return fill("CAST(_1 AS INTEGER)" if kind(node) == WHOLE else "CAST(trunc(_1) AS INTEGER)", node)


def _like_its_date(made: exp.Expr, date: exp.Expr, unit: str) -> exp.Expr:
    """A date and days are a date in SQL Server, a timestamp in DuckDB."""
    what = kind(date)
    if what == TIME or unit not in DATE_UNITS:
        return of_kind(exp.Paren(this=made), what if what == TIME else None)
    if what == DATE:
        return exp.cast(made, exp.DType.DATE)
    return built("cast_to_type(a, b)", made, witness(date))


def _date_add(arguments: list[exp.Expr]) -> exp.Expr:
    unit = unit_of(arguments[0])
    unit = "day" if unit in ("dayofyear", "weekday") else unit
    date = moment_of(arguments[2])
    return _like_its_date(fill(f"_1 + to_{unit}s(_2)", date, _amount(arguments[1])), date, unit)


def _date_diff(arguments: list[exp.Expr]) -> exp.Expr:
    unit = unit_of(arguments[0])
    unit = "day" if unit in ("dayofyear", "weekday") else unit
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
    """What stands in the place of NULL takes the type of the first argument; of a whole number it is cut."""
    first, other = arguments
    if isinstance(first, exp.Null):
        return other
    what = kind(first)
    if not (what and what == kind(other)):
        cut = kind(other) in (DECIMAL, FLOAT)
        text = f"cast_to_type(CASE WHEN {INTEGRAL} THEN trunc(b) ELSE b END, a)" if cut else "cast_to_type(b, a)"
        other = built(text, witness(first), dated(other, first))
    return of_kind(exp.Coalesce(this=first, expressions=[other]), what)


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


def as_text(node: exp.Expr) -> exp.Expr:
    """A value as a text."""
    what = kind(node)
    if what == TEXT or isinstance(node, exp.Null):
        return node
    text = FLOAT_TEXT if what == FLOAT else AS_TEXT if what in (TIME, None) else "CAST(_1 AS VARCHAR)"
    return of_kind(fill(text, node), TEXT)


def _joined(name: str, arguments: list[exp.Expr]) -> exp.Expr:
    return of_kind(exp.Anonymous(this=name, expressions=[as_text(each) for each in arguments]), TEXT)


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
    """A pattern that begins with no % is found at 1, one that ends with none at the end of the text."""
    text, first, last = arguments[0].name, arguments[0].name[:1] == "%", arguments[0].name[-1:] == "%"
    pattern = exp.Literal.string(f"(?is){'' if first else '^'}{regex(text.strip('%'))}{'' if last else '$'}")
    place = (
        "instr(_1, regexp_extract(_1, _2))" if last or not first else "length(_1) - length(regexp_extract(_1, _2)) + 1"
    )
    shape = f"CASE WHEN regexp_matches(_1, _2) THEN {place} ELSE 0 * length(_1) END"
    return of_kind(fill(shape, arguments[1], pattern), WHOLE)


def _quote_name(arguments: list[exp.Expr]) -> exp.Expr:
    """Between brackets or what the second argument names; the closing one inside is written twice."""
    first, last = tuple(QUOTES[arguments[1].name if len(arguments) > 1 else "["])
    shape = "_2 || replace(_1, _3, _4) || _3"
    return of_kind(fill(shape, arguments[0], *map(exp.Literal.string, (first, last, last * 2))), TEXT)


def _formatted(arguments: list[exp.Expr]) -> exp.Expr:
    text = arguments[1].name
    numbers = number_format(text)
    if numbers:
        return of_kind(fill(f"({numbers})", arguments[0]), TEXT)
    pattern = exp.Literal.string(str(date_format(text)))
    return of_kind(fill("strftime(_1, _2)", moment_of(arguments[0]), pattern), TEXT)


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
    "CONCAT": lambda arguments: _joined("concat", arguments),
    "CONCAT_WS": lambda arguments: _joined("concat_ws", arguments),
    "GREATEST": _same("greatest"),
    "LEAST": _same("least"),
    "REPLACE": _replace,
    "PATINDEX": _pat_index,
    "QUOTENAME": _quote_name,
    "FORMAT": _formatted,
}
