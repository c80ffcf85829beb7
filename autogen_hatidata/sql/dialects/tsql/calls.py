"""SQL Server's functions, written out in DuckDB's SQL."""

from __future__ import annotations

import re
from collections.abc import Callable

from sqlglot import exp

from autogen_hatidata.sql.dialects.certain_kinds import (
    DATE,
    DECIMAL,
    FLOAT,
    TEXT,
    TIME,
    WHOLE,
    closed,
    kind,
    of_kind,
    tabled,
)
from autogen_hatidata.sql.dialects.collating import has_case, may_be_texts
from autogen_hatidata.sql.dialects.folding import read_moment
from autogen_hatidata.sql.dialects.forms import Call, built, form_of
from autogen_hatidata.sql.dialects.own_types import dated, witness
from autogen_hatidata.sql.dialects.source import bare, number
from autogen_hatidata.sql.dialects.tsql.forms import FORMS
from autogen_hatidata.sql.dialects.tsql.numbers import INTEGRAL
from autogen_hatidata.sql.dialects.tsql.tables import (
    AS_TEXT,
    CUTS,
    DATE_UNITS,
    FLOAT_TEXT,
    FOLDING,
    NAMES,
    NEGATIVE,
    OUTSIDE,
    PARTS,
    QUOTES,
    READ,
    RULES,
    WEEKS,
    date_format,
    number_format,
    refused,
    regex,
    unit_of,
)


def write_call(node: Call) -> str | None:
    """Put what a call means in its place."""
    name, arguments = node.name, list(node.expressions)
    if name in _BUILT:
        node.replace(_BUILT[name](arguments))
        return RULES.get(name)
    if name == "STR" and len(arguments) > 2:
        node.replace(_str(arguments))
        return None
    form, shorter = form_of(FORMS, node), _shorter(name, arguments)
    node.replace(shorter or tabled(FORMS, node, arguments))
    return form.rule if form else None


def _shorter(name: str, arguments: list[exp.Expr]) -> exp.Expr | None:
    """Where a count or a kind is certain, it needs no look."""
    counts = [number(argument) for argument in arguments[1:]]
    if name in ("LEFT", "RIGHT") and counts[0] is not None:
        return of_kind(built(f"{name.lower()}(CAST(a AS VARCHAR), b)", *arguments), TEXT)
    if name == "SUBSTRING" and counts[0] is not None and counts[0] >= 1:
        length = "c" if counts[1] is not None else NEGATIVE.format("c")
        return of_kind(built(f"substring(CAST(a AS VARCHAR), b, {length})", *arguments), TEXT)
    if name == "REPLICATE" and counts[0] is not None and counts[0] >= 0:
        return of_kind(built("repeat(CAST(a AS VARCHAR), b)", *arguments), TEXT)
    if name == "SPACE" and (number(arguments[0]) or -1) >= 0:
        return of_kind(built("repeat(' ', a)", *arguments), TEXT)
    what = kind(arguments[0]) if arguments else None
    if name == "POWER" and what == WHOLE:
        return of_kind(built("CAST(trunc(pow(a, b)) AS BIGINT)", *arguments), WHOLE)
    if name in ("CEILING", "FLOOR") and what:
        call = "ceil(a)" if name == "CEILING" else "floor(a)"
        return of_kind(built("a" if what == WHOLE else call, *arguments), what)
    return None


def moment_of(node: exp.Expr) -> exp.Expr:
    """A date or time, of which a text was written, or a number of days after 1900."""
    inner = bare(node)
    if isinstance(inner, exp.Null):
        return exp.cast(inner.copy(), exp.DType.TIMESTAMP)
    if isinstance(inner, exp.Literal) and inner.is_string:
        return written_moment(inner.name)
    if isinstance(inner, exp.Literal):
        days = exp.Neg(this=inner.copy()) if isinstance(node, exp.Neg) else inner.copy()
        return of_kind(built("(TIMESTAMP '1900-01-01 00:00:00' + to_days(a))", days), TIME)
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
    return built("CAST(a AS INTEGER)" if kind(node) == WHOLE else "CAST(trunc(a) AS INTEGER)", node)


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
    return _like_its_date(built(f"a + to_{unit}s(b)", date, _amount(arguments[1])), date, unit)


def _date_diff(arguments: list[exp.Expr]) -> exp.Expr:
    unit = unit_of(arguments[0])
    unit = "day" if unit in ("dayofyear", "weekday") else unit
    text = WEEKS if unit == "week" else f"date_diff('{unit}', CAST(a AS TIMESTAMP), CAST(b AS TIMESTAMP))"
    return of_kind(built(text, moment_of(arguments[1]), moment_of(arguments[2])), WHOLE)


def _date_part(arguments: list[exp.Expr]) -> exp.Expr:
    return of_kind(built(PARTS[unit_of(arguments[0])], moment_of(arguments[1])), WHOLE)


def _date_name(arguments: list[exp.Expr]) -> exp.Expr:
    unit = unit_of(arguments[0])
    text = NAMES.get(unit, f"CAST({PARTS.get(unit, '')} AS VARCHAR)")
    return of_kind(built(text, moment_of(arguments[1])), TEXT)


def _date_cut(arguments: list[exp.Expr]) -> exp.Expr:
    unit, date = unit_of(arguments[0]), moment_of(arguments[1])
    return _like_its_date(built(CUTS[unit], date), date, "week" if unit == "iso_week" else unit)


def _month_end(arguments: list[exp.Expr]) -> exp.Expr:
    text = "last_day(a)" if len(arguments) == 1 else "last_day(a + to_months(b))"
    return of_kind(built(text, moment_of(arguments[0]), *map(_amount, arguments[1:])), DATE)


def _round(arguments: list[exp.Expr]) -> exp.Expr:
    cut = number(arguments[2]) if len(arguments) > 2 else 0
    if cut is None:
        raise refused("this form of ROUND")
    text, what = "trunc(a, b)" if cut else "round(a, b)", kind(arguments[0])
    if what not in (WHOLE, FLOAT):  # a DECIMAL keeps its places, and is an error where it gets too long
        text = f"cast_to_type({text}, a)"
    return of_kind(built(text, *arguments[:2]), what)


def _log(arguments: list[exp.Expr]) -> exp.Expr:
    if len(arguments) == 1:
        return of_kind(built(f"CASE WHEN a <= 0 THEN {OUTSIDE} ELSE ln(a) END", *arguments), FLOAT)
    outside = "a <= 0 OR b <= 0 OR b = 1"
    return of_kind(built(f"CASE WHEN {outside} THEN {OUTSIDE} ELSE log(b, a) END", *arguments), FLOAT)


LENGTH = "length"
"""Under this key a text remembers the length of its type."""


def _length(node: exp.Expr) -> int | None:
    """The length of a text's type, where the statement says it; that of a column is not known."""
    if LENGTH in node.meta:
        return int(node.meta[LENGTH])
    if isinstance(node, exp.Literal):
        return max(len(node.name), 1) if node.is_string else None
    if isinstance(node, exp.Paren | exp.Collate | exp.Nullif | exp.Min | exp.Max | exp.Window):
        return _length(node.this)
    values: list[exp.Expr | None] = []
    if isinstance(node, exp.If):
        values = [node.args.get("true"), node.args.get("false")]
    elif isinstance(node, exp.Case):
        values = [*(branch.args["true"] for branch in node.args["ifs"]), node.args.get("default")]
    lengths = [_length(each) for each in values if each is not None and not isinstance(each, exp.Null)]
    return max(filter(None, lengths)) if lengths and None not in lengths else None


def _isnull(arguments: list[exp.Expr]) -> exp.Expr:
    """What stands in the place of NULL takes the type of the first argument; of a whole number it is cut."""
    first, other = arguments
    if isinstance(first, exp.Null):
        return other
    what, length = kind(first), _length(first)
    if length is not None:
        whole = of_kind(exp.Coalesce(this=first, expressions=[built(f"left(a, {length})", as_text(other))]), TEXT)
        whole.meta[LENGTH] = length
        return whole
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


def _extreme(name: str) -> Callable[[list[exp.Expr]], exp.Expr]:
    """GREATEST and LEAST, which leave NULLs out."""

    def build(arguments: list[exp.Expr]) -> exp.Expr:
        if may_be_texts(arguments):
            return FOLDING.collator.extreme(name, arguments)
        return exp.Anonymous(this=name, expressions=arguments)

    return build


def as_text(node: exp.Expr) -> exp.Expr:
    """A value as a text."""
    what = kind(node)
    if what == TEXT or isinstance(node, exp.Null):
        return node
    text = FLOAT_TEXT if what == FLOAT else AS_TEXT if what in (TIME, None) else "CAST(a AS VARCHAR)"
    return of_kind(built(text, node), TEXT)


def _joined(name: str, arguments: list[exp.Expr]) -> exp.Expr:
    return of_kind(exp.Anonymous(this=name, expressions=[as_text(each) for each in arguments]), TEXT)


def _replace(arguments: list[exp.Expr]) -> exp.Expr:
    """Without case, as SQL Server compares; an empty text is found nowhere."""
    text, part, new = arguments
    if not has_case(part.name):
        return of_kind(built("replace(CAST(a AS VARCHAR), b, CAST(c AS VARCHAR))", text, part, new), TEXT)
    pattern = exp.Literal.string(re.sub(r"([^A-Za-z0-9_\s])", r"\\\1", part.name))
    with_backslash = built(r"replace(CAST(a AS VARCHAR), '\', '\\')", new)
    if new.is_string:
        with_backslash = exp.Literal.string(new.name.replace("\\", "\\\\"))
    return of_kind(built("regexp_replace(CAST(a AS VARCHAR), b, c, 'gi')", text, pattern, with_backslash), TEXT)


def _pat_index(arguments: list[exp.Expr]) -> exp.Expr:
    """A pattern that begins with no % is found at 1, one that ends with none at the end of the text."""
    text, first, last = arguments[0].name, arguments[0].name[:1] == "%", arguments[0].name[-1:] == "%"
    pattern = exp.Literal.string(f"(?is){'' if first else '^'}{regex(text.strip('%'))}{'' if last else '$'}")
    place = "instr(a, regexp_extract(a, b))" if last or not first else "length(a) - length(regexp_extract(a, b)) + 1"
    shape = f"CASE WHEN regexp_matches(a, b) THEN {place} ELSE 0 * length(a) END"
    return of_kind(built(shape, arguments[1], pattern), WHOLE)


def _translated(arguments: list[exp.Expr]) -> exp.Expr:
    """Letters are found without case."""
    text, old, new = arguments
    pairs: dict[str, str] = {}
    for letter, other in zip(old.name, new.name, strict=True):
        for each in dict.fromkeys((letter, letter.lower(), letter.upper())):
            pairs.setdefault(each, other)
    signs = [exp.Literal.string("".join(each)) for each in (pairs, pairs.values())]
    return of_kind(built("translate(CAST(a AS VARCHAR), b, c)", text, *signs), TEXT)


_STR = (
    "CASE WHEN length(CAST(trunc(CAST(a AS DECIMAL(38, {0}))) AS VARCHAR)) > b THEN repeat('*', b)"
    " WHEN length(CAST(CAST(round(a, {0}) AS DECIMAL(38, {0})) AS VARCHAR)) > b"
    " THEN CAST(CAST('STR of a number longer than its length' AS TINYINT) AS VARCHAR)"
    " ELSE lpad(CAST(CAST(round(a, {0}) AS DECIMAL(38, {0})) AS VARCHAR), b, ' ') END"
)


def _str(arguments: list[exp.Expr]) -> exp.Expr:
    places = int(number(arguments[2]) or 0)
    return of_kind(built(_STR.format(places), *arguments[:2]), TEXT)


_ISDATE = (
    "CASE WHEN a IS NULL THEN 0 WHEN typeof(a) <> 'VARCHAR' THEN CAST('ISDATE of what is no text' AS TINYINT)"
    " WHEN regexp_matches(CAST(a AS VARCHAR), '^ *([0-9]{1,2}:|[0-9]{1,2} *[AaPp][Mm])')"
    " THEN CAST('ISDATE of a time of day' AS TINYINT)"
    " WHEN trim(CAST(a AS VARCHAR)) = '' THEN 0"
    " ELSE CAST(b IS NOT NULL AND EXTRACT(year FROM b) >= 1753 AS INTEGER) END"
)


def _is_date(arguments: list[exp.Expr]) -> exp.Expr:
    read = exp.TryCast(this=built(READ, arguments[0]), to=exp.DataType(this=exp.DType.TIMESTAMP))
    return of_kind(built(_ISDATE, arguments[0], read), WHOLE)


def _quote_name(arguments: list[exp.Expr]) -> exp.Expr:
    """Between brackets or what the second argument names; the closing one inside is written twice."""
    first, last = tuple(QUOTES[arguments[1].name if len(arguments) > 1 else "["])
    shape = "b || replace(a, c, d) || c"
    return of_kind(built(shape, arguments[0], *map(exp.Literal.string, (first, last, last * 2))), TEXT)


def _formatted(arguments: list[exp.Expr]) -> exp.Expr:
    text = arguments[1].name
    numbers = number_format(text)
    if numbers:
        return of_kind(built(f"({numbers})", arguments[0]), TEXT)
    pattern = exp.Literal.string(str(date_format(text)))
    return of_kind(built("strftime(a, b)", moment_of(arguments[0]), pattern), TEXT)


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
    "GREATEST": _extreme("greatest"),
    "LEAST": _extreme("least"),
    "REPLACE": _replace,
    "PATINDEX": _pat_index,
    "QUOTENAME": _quote_name,
    "FORMAT": _formatted,
    "TRANSLATE": _translated,
    "ISDATE": _is_date,
}

OWN = frozenset({*FORMS, *_BUILT})
"""Functions that keep the name they were written with."""
