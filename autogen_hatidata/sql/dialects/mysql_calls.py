"""MySQL's functions, written out in DuckDB's SQL."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from sqlglot import exp

from autogen_hatidata.sql.dialects.folding import CASED, Folding, read_moment
from autogen_hatidata.sql.dialects.forms import built
from autogen_hatidata.sql.dialects.mysql_numbers import settle
from autogen_hatidata.sql.dialects.own_types import by_type, witness
from autogen_hatidata.sql.dialects.source import bare, number, unsupported
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
    repeating,
    written,
)

refused = partial(unsupported, "MySQL")

FOLDING = Folding(
    collation="nocase.noaccent",
    padded=False,
    rule="texts are compared without case and accents where one is written out",
    approximate="approximate: case and accents count where texts of columns are joined, grouped or sorted",
)

JSON = "json"
"""Under this key a node remembers that its value is JSON."""

_PLAIN = "lower(strip_accents({}))"
_FOUND = "instr(lower(_1), lower(_2))"
_MONTHS = (
    "(date_diff('month', _1, _2) - CASE"
    " WHEN _1 <= _2 AND _2 - date_trunc('month', _2) < _1 - date_trunc('month', _1) THEN 1"
    " WHEN _1 > _2 AND _2 - date_trunc('month', _2) > _1 - date_trunc('month', _1) THEN -1 ELSE 0 END)"
)
"""Whole months between two moments."""

TEXTS: dict[str, tuple[str, str | None]] = {
    # choice and NULL
    "ISNULL": ("CAST(_1 IS NULL AS INTEGER)", WHOLE),
    # text
    "LENGTH": ("strlen(CAST(_1 AS VARCHAR))", WHOLE),
    "OCTET_LENGTH": ("strlen(CAST(_1 AS VARCHAR))", WHOLE),
    "CHAR_LENGTH": ("length(CAST(_1 AS VARCHAR))", WHOLE),
    "CHARACTER_LENGTH": ("length(CAST(_1 AS VARCHAR))", WHOLE),
    "UPPER": ("upper(_1)", TEXT),
    "UCASE": ("upper(_1)", TEXT),
    "LOWER": ("lower(_1)", TEXT),
    "LCASE": ("lower(_1)", TEXT),
    "LTRIM": ("ltrim(_1, ' ')", TEXT),
    "RTRIM": ("rtrim(_1, ' ')", TEXT),
    "REVERSE": ("reverse(CAST(_1 AS VARCHAR))", TEXT),
    "ASCII": ("ascii(_1)", WHOLE),
    "REPEAT": ("repeat(CAST(_1 AS VARCHAR), _2)", TEXT),
    "SPACE": ("repeat(' ', _1)", TEXT),
    "LEFT": ("left(CAST(_1 AS VARCHAR), CASE WHEN _2 < 0 THEN 0 ELSE _2 END)", TEXT),
    "RIGHT": ("right(CAST(_1 AS VARCHAR), CASE WHEN _2 < 0 THEN 0 ELSE _2 END)", TEXT),
    "LPAD": ("CASE WHEN _2 >= 0 THEN lpad(CAST(_1 AS VARCHAR), _2, _3) END", TEXT),
    "RPAD": ("CASE WHEN _2 >= 0 THEN rpad(CAST(_1 AS VARCHAR), _2, _3) END", TEXT),
    "REPLACE": ("replace(CAST(_1 AS VARCHAR), _2, CAST(_3 AS VARCHAR))", TEXT),
    "INSTR": (_FOUND, WHOLE),
    "FIND_IN_SET": (
        "CASE WHEN _1 IS NULL OR _2 IS NULL THEN NULL ELSE"
        f" coalesce(list_position(string_split({_PLAIN.format('_2')}, ','), {_PLAIN.format('_1')}), 0) END",
        WHOLE,
    ),
    "INSERT": (
        "CASE WHEN _2 BETWEEN 1 AND length(CAST(_1 AS VARCHAR)) THEN left(CAST(_1 AS VARCHAR), CAST(_2 - 1 AS BIGINT))"
        " || _4 || CASE WHEN _3 >= 0 THEN substring(CAST(_1 AS VARCHAR), CAST(_2 + _3 AS BIGINT)) ELSE '' END"
        " WHEN _2 + _3 IS NOT NULL THEN CAST(_1 AS VARCHAR) || left(_4, 0) END",
        TEXT,
    ),
    "STRCMP": (
        f"CASE WHEN {_PLAIN.format('_1')} < {_PLAIN.format('_2')} THEN -1"
        f" WHEN {_PLAIN.format('_1')} > {_PLAIN.format('_2')} THEN 1 WHEN _1 || _2 IS NOT NULL THEN 0 END",
        WHOLE,
    ),
    "TO_BASE64": ("to_base64(encode(CAST(_1 AS VARCHAR)))", TEXT),
    "ORD": ("unicode(_1)", WHOLE),
    "HEX": ("hex(_1)", TEXT),
    "BIN": ("bin(_1)", TEXT),
    "MD5": ("md5(_1)", TEXT),
    "SHA1": ("sha1(_1)", TEXT),
    "SHA": ("sha1(_1)", TEXT),
    # numbers
    "ABS": ("abs(_1)", None),
    "CEIL": (by_type("_1", "ceil(_1)"), None),
    "CEILING": (by_type("_1", "ceil(_1)"), None),
    "FLOOR": (by_type("_1", "floor(_1)"), None),
    "ATAN2": ("atan2(_1, _2)", FLOAT),
    "COT": ("cot(_1)", FLOAT),
    "ASIN": ("CASE WHEN abs(_1) <= 1 THEN asin(_1) END", FLOAT),
    "ACOS": ("CASE WHEN abs(_1) <= 1 THEN acos(_1) END", FLOAT),
    "BIT_COUNT": ("bit_count(CAST(_1 AS BIGINT))", WHOLE),
    "TRUNCATE": ("trunc(_1, _2)", None),
    "MOD": ("_1 % nullif(_2, 0)", None),
    "SIGN": ("sign(_1)", WHOLE),
    "POW": ("pow(_1, _2)", FLOAT),
    "POWER": ("pow(_1, _2)", FLOAT),
    "SQRT": ("CASE WHEN _1 >= 0 THEN sqrt(_1) END", FLOAT),
    "EXP": ("exp(_1)", FLOAT),
    "LN": ("CASE WHEN _1 > 0 THEN ln(_1) END", FLOAT),
    "LOG2": ("CASE WHEN _1 > 0 THEN log2(_1) END", FLOAT),
    "LOG10": ("CASE WHEN _1 > 0 THEN log10(_1) END", FLOAT),
    "PI": ("pi()", FLOAT),
    "SIN": ("sin(_1)", FLOAT),
    "COS": ("cos(_1)", FLOAT),
    "TAN": ("tan(_1)", FLOAT),
    "ATAN": ("atan(_1)", FLOAT),
    "DEGREES": ("degrees(_1)", FLOAT),
    "RADIANS": ("radians(_1)", FLOAT),
    "RAND": ("random()", FLOAT),
    # dates and times
    "NOW": ("date_trunc('second', LOCALTIMESTAMP)", TIME),
    "SYSDATE": ("date_trunc('second', LOCALTIMESTAMP)", TIME),
    "CURDATE": ("CAST(LOCALTIMESTAMP AS DATE)", DATE),
    "DATE": ("CAST(_1 AS DATE)", DATE),
    "YEAR": ("EXTRACT(year FROM _1)", WHOLE),
    "QUARTER": ("EXTRACT(quarter FROM _1)", WHOLE),
    "MONTH": ("EXTRACT(month FROM _1)", WHOLE),
    "DAY": ("EXTRACT(day FROM _1)", WHOLE),
    "DAYOFMONTH": ("EXTRACT(day FROM _1)", WHOLE),
    "DAYOFYEAR": ("EXTRACT(doy FROM _1)", WHOLE),
    "DAYOFWEEK": ("(EXTRACT(dow FROM _1) + 1)", WHOLE),
    "WEEKDAY": ("(EXTRACT(isodow FROM _1) - 1)", WHOLE),
    "WEEKOFYEAR": ("EXTRACT(week FROM _1)", WHOLE),
    "HOUR": ("EXTRACT(hour FROM _1)", WHOLE),
    "MINUTE": ("EXTRACT(minute FROM _1)", WHOLE),
    "SECOND": ("EXTRACT(second FROM _1)", WHOLE),
    "MONTHNAME": ("monthname(_1)", TEXT),
    "DAYNAME": ("dayname(_1)", TEXT),
    "LAST_DAY": ("last_day(_1)", DATE),
    "MAKEDATE": ("CASE WHEN _2 > 0 THEN make_date(CAST(_1 AS BIGINT), 1, 1) + CAST(_2 - 1 AS INTEGER) END", DATE),
    "TO_DAYS": ("(date_diff('day', DATE '1970-01-01', CAST(_1 AS DATE)) + 719528)", WHOLE),
    "FROM_DAYS": ("(DATE '1970-01-01' + CAST(_1 - 719528 AS INTEGER))", DATE),
    "TIME": ("CAST(_1 AS TIME)", None),
    "MICROSECOND": ("(EXTRACT(microsecond FROM _1) % 1000000)", WHOLE),
    "TIME_TO_SEC": ("CAST(epoch(CAST(_1 AS TIME)) AS BIGINT)", WHOLE),
    "PERIOD_ADD": (
        "(((_1 // 100) * 12 + _1 % 100 - 1 + _2) // 12 * 100 + ((_1 // 100) * 12 + _1 % 100 - 1 + _2) % 12 + 1)",
        WHOLE,
    ),
    "PERIOD_DIFF": ("((_1 // 100) * 12 + _1 % 100 - (_2 // 100) * 12 - _2 % 100)", WHOLE),
    "UNIX_TIMESTAMP": ("CAST(floor(epoch(CAST(_1 AS TIMESTAMP))) AS BIGINT)", WHOLE),
    "UTC_TIMESTAMP": ("date_trunc('second', timezone('UTC', now()))", TIME),
    "UTC_DATE": ("CAST(timezone('UTC', now()) AS DATE)", DATE),
    "UUID": ("CAST(gen_random_uuid() AS VARCHAR)", TEXT),
    "CURTIME": ("CAST(date_trunc('second', LOCALTIMESTAMP) AS TIME)", None),
    "DATEDIFF": ("date_diff('day', CAST(_2 AS DATE), CAST(_1 AS DATE))", WHOLE),
    # JSON
    "JSON_LENGTH": (
        "CASE json_type(CAST(_1 AS JSON), _2) WHEN 'ARRAY' THEN CAST(json_array_length(CAST(_1 AS JSON), _2) AS BIGINT)"
        " WHEN 'OBJECT' THEN CAST(len(json_keys(CAST(_1 AS JSON), _2)) AS BIGINT)"
        " ELSE CASE WHEN json_type(CAST(_1 AS JSON), _2) IS NOT NULL THEN 1 END END",
        WHOLE,
    ),
    "JSON_TYPE": (
        "CASE json_type(CAST(_1 AS JSON)) WHEN 'VARCHAR' THEN 'STRING' WHEN 'UBIGINT' THEN 'INTEGER'"
        " WHEN 'BIGINT' THEN 'INTEGER' ELSE json_type(CAST(_1 AS JSON)) END",
        TEXT,
    ),
    "JSON_VALID": ("CAST(json_valid(CAST(_1 AS VARCHAR)) AS INTEGER)", WHOLE),
    # aggregates
    "STD": ("stddev_pop(_1)", FLOAT),
    "STDDEV": ("stddev_pop(_1)", FLOAT),
    "STDDEV_POP": ("stddev_pop(_1)", FLOAT),
    "STDDEV_SAMP": ("stddev_samp(_1)", FLOAT),
    "VARIANCE": ("var_pop(_1)", FLOAT),
    "VAR_POP": ("var_pop(_1)", FLOAT),
    "VAR_SAMP": ("var_samp(_1)", FLOAT),
}
"""Functions that one text writes out, and of which kind what they give is."""

_SAME_KIND = frozenset({"ABS", "CEIL", "CEILING", "FLOOR", "TRUNCATE", "MOD"})
_OF_DATES = frozenset(
    """
    DATE YEAR QUARTER MONTH DAY DAYOFMONTH DAYOFYEAR DAYOFWEEK WEEKDAY WEEKOFYEAR HOUR MINUTE SECOND MONTHNAME DAYNAME
    LAST_DAY TO_DAYS DATEDIFF UNIX_TIMESTAMP MICROSECOND
    """.split()
)
NO_BLANKS = "approximate: JSON is written without blanks between its values"

RULES = {
    "INSTR": "texts are found without case",
    "LOCATE": "texts are found without case",
    "FIND_IN_SET": "texts are found without case and accents",
    "WEEK": "weeks are counted by MySQL's modes",
    "YEARWEEK": "weeks are counted by MySQL's modes",
    "STR_TO_DATE": "a text that goes on after the format, or has another form, is NULL",
    "TIMESTAMPDIFF": "TIMESTAMPDIFF counts whole units",
    "UNIX_TIMESTAMP": "seconds are counted in UTC",
    "FROM_UNIXTIME": "seconds are counted in UTC",
    **dict.fromkeys(("JSON_OBJECT", "JSON_ARRAY", "JSON_ARRAYAGG", "JSON_OBJECTAGG", "JSON_EXTRACT"), NO_BLANKS),
    "NOW": "the time is the session's",
    "SYSDATE": "the time is the session's",
    "CURDATE": "the time is the session's",
}

UNITS = "year quarter month week day hour minute second".split()
DATE_UNITS = frozenset("year quarter month week day".split())

_WORDS = {
    "Y": "%Y", "y": "%y", "m": "%m", "c": "%-m", "d": "%d", "e": "%-d", "H": "%H", "k": "%-H", "h": "%I", "I": "%I",
    "l": "%-I", "i": "%M", "s": "%S", "S": "%S", "p": "%p", "M": "%B", "b": "%b", "W": "%A", "a": "%a", "j": "%j",
    "T": "%H:%M:%S", "r": "%I:%M:%S %p", "f": "%f", "%": "%%", "w": "%w", "U": "%U", "v": "%V", "x": "%G",
}  # fmt: skip
"""What stands after % in a format of dates, as DuckDB's."""

_TIMES = frozenset("HkhIlisSprTf")


def date_format(text: str) -> str | None:
    """A format of dates as DuckDB's, None where it has a word that was not tested.

    >>> date_format("%Y-%m-%d %H:%i")
    '%Y-%m-%d %H:%M'
    """
    words = re.findall(r"%(.?)", text, re.DOTALL)
    if any(word not in _WORDS for word in words):
        return None
    return re.sub(r"%(.)", lambda word: _WORDS[word[1]], text, flags=re.DOTALL)


def call(node: Call) -> str | None:
    """Put what a call means in its place."""
    name, arguments = written(node), list(node.expressions)
    if name == "JSON_EXTRACT" and isinstance(node.parent, Call):
        return None  # JSON_UNQUOTE writes both
    if name in _OF_DATES:
        arguments = [moment(each) for each in arguments]
    if name in _BUILT:
        node.replace(_BUILT[name](arguments))
    else:
        text, what = TEXTS[name]
        what = kind(arguments[0]) if name in _SAME_KIND else what
        node.replace(of_kind(fill(_shorter(name, text, arguments), *arguments), what))
    return RULES.get(name)


def _shorter(name: str, text: str, arguments: list[exp.Expr]) -> str:
    """Where a number is written out, its sign needs no look."""
    count = number(arguments[1]) if len(arguments) > 1 else None
    if count is not None and count >= 0 and name in ("LEFT", "RIGHT"):
        return f"{name}(CAST(_1 AS VARCHAR), _2)"
    if count is not None and count >= 0 and name in ("LPAD", "RPAD"):
        return f"{name}(CAST(_1 AS VARCHAR), _2, _3)"
    return text


def moment(node: exp.Expr) -> exp.Expr:
    """A date or a time, of which a text was written."""
    inner = bare(node)
    if isinstance(inner, exp.Null):
        return exp.cast(inner.copy(), exp.DType.DATE)
    if isinstance(inner, exp.Literal):
        read = read_moment(inner.name) if inner.is_string else None
        if read is None:
            raise refused("a date that is not written as '2024-01-31'")
        return read if re.search(r"[ T]", inner.name.strip()) else exp.cast(read, exp.DType.DATE)
    return node


def amount(node: exp.Expr) -> exp.Expr:
    """How many units are added."""
    inner = bare(node)
    if isinstance(inner, exp.Literal):
        if not re.fullmatch(r"-?[0-9]+", inner.name):
            raise refused("an interval of a part of a unit", "add a whole number of a smaller unit.")
        count = exp.Literal.number(inner.name.lstrip("-"))
        negative = inner.name.startswith("-") != isinstance(node, exp.Neg)
        return exp.Neg(this=count) if negative else count
    if kind(node) in (DECIMAL, FLOAT):
        raise refused("an interval of a part of a unit", "add a whole number of a smaller unit.")
    return fill("CAST(_1 AS INTEGER)", node)


def shifted(date: exp.Expr, interval: exp.Expr, sign: str) -> exp.Expr:
    """A date or a time and an interval. A date and days are a date in MySQL, a timestamp in DuckDB."""
    if not isinstance(interval, exp.Interval):
        raise refused("a date and a number", "write INTERVAL 1 DAY.")
    unit = interval.text("unit").lower()
    if unit not in UNITS or interval.this is None:
        raise refused("that unit of INTERVAL")
    date = moment(date)
    made = fill(f"(_1 {sign} to_{unit}s(_2))", date, amount(interval.this))
    what = kind(date)
    if what == DATE and unit in DATE_UNITS:
        return exp.cast(made, exp.DType.DATE)
    if what is None and unit in DATE_UNITS:
        return built("cast_to_type(a, b)", made, witness(date))
    return of_kind(made, TIME if what in (DATE, TIME) else None)


def _added(sign: str, *, days: bool = False) -> Callable[[list[exp.Expr]], exp.Expr]:
    def build(arguments: list[exp.Expr]) -> exp.Expr:
        date, interval = arguments
        if days and not isinstance(interval, exp.Interval):
            interval = exp.Interval(this=interval, unit=exp.var("DAY"))
        return shifted(date, interval, sign)

    return build


def _timestamp_add(arguments: list[exp.Expr]) -> exp.Expr:
    unit, count, date = arguments
    return shifted(date, exp.Interval(this=count, unit=exp.var(unit.name.upper())), "+")


_COUNTED = {
    "year": f"({_MONTHS} // 12)",
    "quarter": f"({_MONTHS} // 3)",
    "month": _MONTHS,
    "week": "(date_sub('day', _1, _2) // 7)",
    **{unit: f"date_sub('{unit}', _1, _2)" for unit in ("day", "hour", "minute", "second")},
}


def _timestamp_diff(arguments: list[exp.Expr]) -> exp.Expr:
    unit, *dates = arguments
    moments = [exp.cast(moment(date), exp.DType.TIMESTAMP) for date in dates]
    return of_kind(fill(_COUNTED[unit.name.lower()], *moments), WHOLE)


_SUNDAYS = "CAST((EXTRACT(doy FROM _1) + 6 - EXTRACT(dow FROM _1)) // 7 AS INTEGER)"
_ISO_YEAR = "EXTRACT(isoyear FROM _1)"
_MONDAYS = "CAST((EXTRACT(doy FROM _1) + 7 - EXTRACT(isodow FROM _1)) // 7 AS INTEGER)"
_ISO_WEEK = "EXTRACT(week FROM _1)"
_BY_MODE = {
    0: _SUNDAYS,
    1: f"CASE WHEN {_ISO_YEAR} < EXTRACT(year FROM _1) THEN 0"
    f" WHEN {_ISO_YEAR} > EXTRACT(year FROM _1) THEN 53 ELSE {_ISO_WEEK} END",
    3: _ISO_WEEK,
    5: _MONDAYS,
}
"""Modes of WEEK: whether a week begins on Sunday (even) or Monday, and which one is the first."""


def week(arguments: list[exp.Expr]) -> exp.Expr:
    mode = int(number(arguments[1]) or 0) if len(arguments) > 1 else 0
    return of_kind(fill(f"({_BY_MODE[mode]})", moment(arguments[0])), WHOLE)


def _year_week(arguments: list[exp.Expr]) -> exp.Expr:
    """A first day of January before the first Sunday is of the last week of the year before."""
    mode = int(number(arguments[1]) or 0) if len(arguments) > 1 else 0
    date = moment(arguments[0])
    if mode in (1, 3):
        return of_kind(fill(f"({_ISO_YEAR} * 100 + {_ISO_WEEK})", date), WHOLE)
    start = fill("(_1 - to_days(CAST(EXTRACT(dow FROM _1) AS INTEGER)))", date)
    return of_kind(fill(f"(EXTRACT(year FROM _1) * 100 + {_SUNDAYS})", start), WHOLE)


_ALONE = {
    "%D": "(strftime(_1, '%-d') || CASE WHEN EXTRACT(day FROM _1) IN (11, 12, 13) THEN 'th'"
    " ELSE CASE EXTRACT(day FROM _1) % 10 WHEN 1 THEN 'st' WHEN 2 THEN 'nd' WHEN 3 THEN 'rd' ELSE 'th' END END)",
    "%u": f"lpad(CAST({_BY_MODE[1]} AS VARCHAR), 2, '0')",
}
"""Words of a format that DuckDB has no like of."""


def _date_format(arguments: list[exp.Expr]) -> exp.Expr:
    date, parts = moment(arguments[0]), []
    for each in re.split(r"(%[Du])", arguments[1].name):
        if each in _ALONE:
            parts.append(fill(_ALONE[each], date))
        elif each:
            parts.append(fill("strftime(_1, _2)", date, exp.Literal.string(str(date_format(each)))))
    made = parts[0] if parts else exp.Literal.string("")
    for each_part in parts[1:]:
        made = exp.DPipe(this=made, expression=each_part)
    return of_kind(exp.Paren(this=made) if len(parts) > 1 else made, TEXT)


def _from_seconds(arguments: list[exp.Expr]) -> exp.Expr:
    seconds, *words = arguments
    made = of_kind(fill("make_timestamp(CAST(floor(_1) * 1000000 AS BIGINT))", seconds), TIME)
    return _date_format([made, *words]) if words else made


def _str_to_date(arguments: list[exp.Expr]) -> exp.Expr:
    words = arguments[1].name
    found = fill("try_strptime(_1, _2)", arguments[0], exp.Literal.string(str(date_format(words))))
    timed = _TIMES.intersection(re.findall(r"%(.)", words))
    return of_kind(found, TIME) if timed else exp.cast(found, exp.DType.DATE)


_FLOAT_TEXT = r"regexp_replace(CAST(_1 AS VARCHAR), '\.0$', '')"
_AS_TEXT = (
    f"CASE WHEN typeof(_1) IN ('DOUBLE', 'FLOAT') THEN {_FLOAT_TEXT}"
    " WHEN typeof(_1) = 'BOOLEAN' THEN CASE CAST(_1 AS VARCHAR) WHEN 'true' THEN '1' WHEN 'false' THEN '0' END"
    " ELSE CAST(_1 AS VARCHAR) END"
)
"""A DOUBLE without a point where it is whole, and truth as 1 and 0."""


def as_text(node: exp.Expr) -> exp.Expr:
    """A value as a text."""
    around = exp.Paren(this=node.copy())
    settle(around.this)
    value: exp.Expr = around.this
    what = kind(node)
    if what == TEXT:
        return value
    shape = {None: _AS_TEXT, FLOAT: _FLOAT_TEXT}.get(what, "CAST(_1 AS VARCHAR)")
    return of_kind(fill(shape, value), TEXT)


def concat(arguments: list[exp.Expr]) -> exp.Expr:
    texts = list(map(as_text, arguments))
    joined = closed(texts[0])
    for each in texts[1:]:
        joined = exp.DPipe(this=joined, expression=closed(each))
    return of_kind(exp.Paren(this=joined), TEXT)


def coalesced(arguments: list[exp.Expr]) -> exp.Expr:
    """The first that is not NULL; all are texts where one is."""
    values = texts_where_one_is(arguments)
    what = TEXT if any(kind(each) == TEXT for each in values) else None
    return of_kind(exp.Coalesce(this=values[0], expressions=values[1:]), what)


def texts_where_one_is(values: list[exp.Expr]) -> list[exp.Expr]:
    """Values of one type: numbers and dates are texts beside a text."""
    if TEXT not in map(kind, values) or all(kind(each) == TEXT for each in values):
        return values
    return [each if isinstance(each, exp.Null) else as_text(each) for each in values]


def _extreme(name: str) -> Callable[[list[exp.Expr]], exp.Expr]:
    """GREATEST and LEAST of anything and NULL are NULL."""

    def build(arguments: list[exp.Expr]) -> exp.Expr:
        some = exp.or_(*[exp.Is(this=closed(each.copy()), expression=exp.Null()) for each in arguments])
        whole = exp.Anonymous(this=name, expressions=arguments)
        return of_kind(exp.Case(ifs=[exp.If(this=some, true=exp.Null())], default=whole), kind(arguments[0]))

    return build


def _field(arguments: list[exp.Expr]) -> exp.Expr:
    value, *values = arguments
    ifs = []
    for place, each in enumerate(values, 1):
        equal = exp.EQ(this=closed(value.copy()), expression=closed(each.copy()))
        FOLDING.text(equal.expression)
        ifs.append(exp.If(this=equal, true=exp.Literal.number(place)))
    return of_kind(exp.Case(ifs=ifs, default=exp.Literal.number(0)), WHOLE)


def _elt(arguments: list[exp.Expr]) -> exp.Expr:
    index, *values = arguments
    ifs = [
        exp.If(this=exp.EQ(this=closed(index.copy()), expression=exp.Literal.number(place)), true=value)
        for place, value in enumerate(values, 1)
    ]
    return exp.Case(ifs=ifs)


def _locate(arguments: list[exp.Expr]) -> exp.Expr:
    part, text, *start = arguments
    if not start:
        return of_kind(fill(_FOUND, text, part), WHOLE)
    rest = fill("substring(_1, _2)", text, start[0])
    shape = f"CASE WHEN _3 < 1 THEN 0 * length(_4) WHEN {_FOUND} > 0 THEN {_FOUND} + _3 - 1 ELSE {_FOUND} END"
    return of_kind(fill(shape, rest, part, start[0], text), WHOLE)


def _substring_index(arguments: list[exp.Expr]) -> exp.Expr:
    count = int(number(bare(arguments[2])) or 0) * (-1 if isinstance(arguments[2], exp.Neg) else 1)
    first, last = (1, count) if count > 0 else (count, -1)
    shape = f"array_to_string(list_slice(string_split(CAST(_1 AS VARCHAR), _2), {first}, {last}), _2)"
    return of_kind(fill(shape if count else "left(CAST(_1 AS VARCHAR), 0)", *arguments[:2]), TEXT)


_ROUNDED = (
    "struct_extract({'exact': round(_1, _2), 'other': round_even(TRY_CAST(_1 AS DOUBLE), _2)},"
    " CASE WHEN typeof(_1) IN ('DOUBLE', 'FLOAT') THEN 'other' ELSE 'exact' END)"
)


def _round(arguments: list[exp.Expr]) -> exp.Expr:
    """Exact numbers round half up, FLOAT and DOUBLE half to even."""
    places = arguments[1] if len(arguments) > 1 else exp.Literal.number(0)
    if kind(arguments[0]) == FLOAT:
        return of_kind(fill("round_even(_1, _2)", arguments[0], places), FLOAT)
    if kind(arguments[0]) is None:
        return fill(_ROUNDED, arguments[0], places)
    rounded = fill("round(_1)", arguments[0]) if len(arguments) == 1 else fill("round(_1, _2)", *arguments)
    return of_kind(rounded, kind(arguments[0]))


def _log(arguments: list[exp.Expr]) -> exp.Expr:
    if len(arguments) == 1:
        return of_kind(fill(TEXTS["LN"][0], *arguments), FLOAT)
    return of_kind(fill("CASE WHEN _1 > 0 AND _1 <> 1 AND _2 > 0 THEN log(_1, _2) END", *arguments), FLOAT)


def _formatted(arguments: list[exp.Expr]) -> exp.Expr:
    places = int(number(arguments[1]) or 0)
    return of_kind(fill(f"format('{{:,.{places}f}}', CAST(round(_1, {places}) AS DOUBLE) + 0)", arguments[0]), TEXT)


def regex(text: str) -> str:
    """A pattern that is found in texts of any case."""
    return f"(?i){text}"


def _regexp_replace(arguments: list[exp.Expr]) -> exp.Expr:
    text, pattern, new = arguments
    parts = re.sub(r"\$([0-9])", r"\\\1", new.name.replace("\\", "\\\\"))
    return of_kind(fill("regexp_replace(_1, _2, _3, 'gi')", text, pattern, exp.Literal.string(parts)), TEXT)


def _regexp_substr(arguments: list[exp.Expr]) -> exp.Expr:
    pattern = exp.Literal.string(regex(arguments[1].name))
    text = "CASE WHEN regexp_matches(_1, _2) THEN regexp_extract(_1, _2) END"
    return of_kind(fill(text, arguments[0], pattern), TEXT)


def _regexp_instr(arguments: list[exp.Expr]) -> exp.Expr:
    pattern = exp.Literal.string(regex(arguments[1].name))
    text = "CASE WHEN regexp_matches(_1, _2) THEN instr(_1, regexp_extract(_1, _2)) ELSE 0 * length(_1) END"
    return of_kind(fill(text, arguments[0], pattern), WHOLE)


def unquoted(json: exp.Expr, path: exp.Expr) -> exp.Expr:
    """A value inside a JSON text as a text: MySQL gives NULL of JSON as the text null."""
    shape = "CASE WHEN json_type(CAST(_1 AS JSON), _2) = 'NULL' THEN 'null' ELSE json_extract_string(_1, _2) END"
    text = of_kind(fill(shape, json, path), TEXT)
    text.meta[CASED] = True
    return text


def _json_unquote(arguments: list[exp.Expr]) -> exp.Expr:
    return unquoted(*arguments[0].expressions)


def json_value(json: exp.Expr, path: exp.Expr) -> exp.Expr:
    """A value inside JSON, as JSON."""
    made = fill("json_extract(CAST(_1 AS JSON), _2)", json, path)
    made.meta[JSON] = True
    return made


def _json_extract(arguments: list[exp.Expr]) -> exp.Expr:
    return json_value(*arguments)


_BUILT: dict[str, Callable[[list[exp.Expr]], exp.Expr]] = {
    "DATE_ADD": _added("+"),
    "ADDDATE": _added("+", days=True),
    "DATE_SUB": _added("-"),
    "SUBDATE": _added("-", days=True),
    "TIMESTAMPADD": _timestamp_add,
    "TIMESTAMPDIFF": _timestamp_diff,
    "WEEK": week,
    "YEARWEEK": _year_week,
    "DATE_FORMAT": _date_format,
    "STR_TO_DATE": _str_to_date,
    "CONCAT": concat,
    "CONCAT_WS": lambda arguments: of_kind(
        exp.Anonymous(this="concat_ws", expressions=list(map(as_text, arguments))), TEXT
    ),
    "IFNULL": lambda arguments: coalesced(arguments),
    "COALESCE": lambda arguments: coalesced(arguments),
    "JSON_OBJECT": lambda arguments: exp.Anonymous(this="json_object", expressions=arguments),
    "JSON_ARRAY": lambda arguments: exp.Anonymous(this="json_array", expressions=arguments),
    "JSON_ARRAYAGG": lambda arguments: fill("json_group_array(_1)", *arguments),
    "JSON_OBJECTAGG": lambda arguments: fill("json_group_object(_1, _2)", *arguments),
    "FROM_UNIXTIME": _from_seconds,
    "GREATEST": _extreme("greatest"),
    "LEAST": _extreme("least"),
    "FIELD": _field,
    "ELT": _elt,
    "LOCATE": _locate,
    "SUBSTRING_INDEX": _substring_index,
    "ROUND": _round,
    "LOG": _log,
    "FORMAT": _formatted,
    "SHA2": lambda arguments: of_kind(fill("sha256(_1)", arguments[0]), TEXT),
    "MID": lambda arguments: substring(*arguments),
    "REGEXP_REPLACE": _regexp_replace,
    "REGEXP_SUBSTR": _regexp_substr,
    "REGEXP_INSTR": _regexp_instr,
    "JSON_EXTRACT": _json_extract,
    "JSON_UNQUOTE": _json_unquote,
}
"""Functions whose text hangs on their arguments."""

OWN = frozenset({*TEXTS, *_BUILT})
REPEATING = repeating({name: text for name, (text, _) in TEXTS.items()}) | {
    "SUBSTRING", "SUBSTR", "MID", "WEEK", "YEARWEEK", "TIMESTAMPDIFF", "GREATEST", "LEAST", "FIELD", "ELT", "LOCATE",
    "SUBSTRING_INDEX", "LOG", "REGEXP_SUBSTR", "JSON_UNQUOTE", "POSITION",
}  # fmt: skip


def substring(text: exp.Expr, start: exp.Expr, length: exp.Expr | None = None) -> exp.Expr:
    """From the end where the start is negative; nothing where it is 0 or before the text."""
    first = number(start)
    size = "CASE WHEN _3 < 0 THEN 0 ELSE _3 END" if length is not None and number(length) is None else "_3"
    cut = "substring(CAST(_1 AS VARCHAR), _2)" if length is None else f"substring(CAST(_1 AS VARCHAR), _2, {size})"
    if first is None or first < 1:
        outside = "_2 = 0 OR _2 < -length(CAST(_1 AS VARCHAR))"
        none = "0" if length is None else "0 * _3"  # NULL where the length is
        cut = f"CASE WHEN {outside} THEN left(CAST(_1 AS VARCHAR), {none}) ELSE {cut} END"
    return of_kind(fill(cut, text, start, *([] if length is None else [length])), TEXT)
