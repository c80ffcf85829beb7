"""MySQL's functions, written out in DuckDB's SQL."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from sqlglot import exp

from autogen_hatidata.sql.dialects import matches
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
from autogen_hatidata.sql.dialects.collating import CASED, may_be_texts
from autogen_hatidata.sql.dialects.folding import Folding, read_moment
from autogen_hatidata.sql.dialects.forms import Call, built, call, form_of
from autogen_hatidata.sql.dialects.mysql.forms import FORMS
from autogen_hatidata.sql.dialects.mysql.numbers import settle
from autogen_hatidata.sql.dialects.own_types import witness
from autogen_hatidata.sql.dialects.source import bare, number, unsupported

refused = partial(unsupported, "MySQL")

FOLDING = Folding(
    collation="nocase.noaccent",
    padded=False,
    key="strip_accents(lower({}))",
    rule="texts are compared without case and accents",
    approximate="approximate: case and accents count behind a *, in USING, and in groups that a sub-query reads",
)

JSON = "json"
"""Under this key a node remembers that its value is JSON."""

_FOUND = "instr(lower(a), lower(b))"
_MONTHS = (
    "(date_diff('month', a, b) - CASE"
    " WHEN a <= b AND b - date_trunc('month', b) < a - date_trunc('month', a) THEN 1"
    " WHEN a > b AND b - date_trunc('month', b) > a - date_trunc('month', a) THEN -1 ELSE 0 END)"
)
"""Whole months between two moments."""

_OF_DATES = frozenset(
    """
    DATE YEAR QUARTER MONTH DAY DAYOFMONTH DAYOFYEAR DAYOFWEEK WEEKDAY WEEKOFYEAR HOUR MINUTE SECOND MONTHNAME DAYNAME
    TIMESTAMP LAST_DAY TO_DAYS DATEDIFF UNIX_TIMESTAMP MICROSECOND
    """.split()
)
NO_BLANKS = "approximate: JSON is written without blanks between its values"

RULES = {
    "LOCATE": "texts are found without case",
    "WEEK": "weeks are counted by MySQL's modes",
    "YEARWEEK": "weeks are counted by MySQL's modes",
    "STR_TO_DATE": "a text that goes on after the format, or has another form, is NULL",
    "TIMESTAMPDIFF": "TIMESTAMPDIFF counts whole units",
    "FROM_UNIXTIME": "seconds are counted in UTC",
    **dict.fromkeys(
        ("JSON_OBJECT", "JSON_ARRAY", "JSON_KEYS", "JSON_ARRAYAGG", "JSON_OBJECTAGG", "JSON_EXTRACT"), NO_BLANKS
    ),
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


def write_call(node: Call) -> str | None:
    """Put what a call means in its place."""
    name, arguments = node.name, list(node.expressions)
    if name == "JSON_EXTRACT" and isinstance(node.parent, Call) and node.parent.name == "JSON_UNQUOTE":
        return None  # JSON_UNQUOTE writes both
    if name in _OF_DATES:
        arguments = [moment(each) for each in arguments]
    if name in _BUILT:
        node.replace(_BUILT[name](arguments))
        return RULES.get(name)
    form = form_of(FORMS, node)
    node.replace(_shorter(name, arguments) or tabled(FORMS, node, arguments))
    return form.rule if form else None


def _shorter(name: str, arguments: list[exp.Expr]) -> exp.Expr | None:
    """Where a number is written out, its sign needs no look."""
    count = number(arguments[1]) if len(arguments) > 1 else None
    if count is None or count < 0 or name not in ("LEFT", "RIGHT", "LPAD", "RPAD"):
        return None
    rest = "b" if name in ("LEFT", "RIGHT") else "b, c"
    return of_kind(built(f"{name.lower()}(CAST(a AS VARCHAR), {rest})", *arguments), TEXT)


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
    return built("CAST(a AS INTEGER)", node)


def shifted(date: exp.Expr, interval: exp.Expr, sign: str) -> exp.Expr:
    """A date or a time and an interval. A date and days are a date in MySQL, a timestamp in DuckDB."""
    if not isinstance(interval, exp.Interval):
        raise refused("a date and a number", "write INTERVAL 1 DAY.")
    unit = interval.text("unit").lower()
    if unit not in UNITS or interval.this is None:
        raise refused("that unit of INTERVAL")
    date = moment(date)
    made = built(f"(a {sign} to_{unit}s(b))", date, amount(interval.this))
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
    "week": "(date_sub('day', a, b) // 7)",
    **{unit: f"date_sub('{unit}', a, b)" for unit in ("day", "hour", "minute", "second")},
}


def _timestamp_diff(arguments: list[exp.Expr]) -> exp.Expr:
    unit, *dates = arguments
    moments = [exp.cast(moment(date), exp.DType.TIMESTAMP) for date in dates]
    return of_kind(built(_COUNTED[unit.name.lower()], *moments), WHOLE)


_SUNDAY = "(a - to_days(CAST(EXTRACT(dow FROM a) AS INTEGER)))"
_MONDAY = "(a - to_days(CAST(EXTRACT(isodow FROM a) - 1 AS INTEGER)))"
_SUNDAYS = "CAST((EXTRACT(doy FROM a) + 6 - EXTRACT(dow FROM a)) // 7 AS INTEGER)"
_ISO_YEAR = "EXTRACT(isoyear FROM a)"
_MONDAYS = "CAST((EXTRACT(doy FROM a) + 7 - EXTRACT(isodow FROM a)) // 7 AS INTEGER)"
_ISO_WEEK = "EXTRACT(week FROM a)"
_BY_MODE = {
    0: _SUNDAYS,
    1: f"CASE WHEN {_ISO_YEAR} < EXTRACT(year FROM a) THEN 0"
    f" WHEN {_ISO_YEAR} > EXTRACT(year FROM a) THEN 53 ELSE {_ISO_WEEK} END",
    3: _ISO_WEEK,
    5: _MONDAYS,
    2: _SUNDAYS.replace("FROM a", f"FROM {_SUNDAY}"),
    7: _MONDAYS.replace("FROM a", f"FROM {_MONDAY}"),
}
"""Modes of WEEK: whether a week begins on Sunday (even) or Monday, and which one is the first."""


def week(arguments: list[exp.Expr]) -> exp.Expr:
    mode = int(number(arguments[1]) or 0) if len(arguments) > 1 else 0
    return of_kind(built(f"({_BY_MODE[mode]})", moment(arguments[0])), WHOLE)


def _year_week(arguments: list[exp.Expr]) -> exp.Expr:
    """A first day of January before the first Sunday is of the last week of the year before."""
    mode = int(number(arguments[1]) or 0) if len(arguments) > 1 else 0
    date = moment(arguments[0])
    if mode in (1, 3):
        return of_kind(built(f"({_ISO_YEAR} * 100 + {_ISO_WEEK})", date), WHOLE)
    start = built(_SUNDAY, date)
    return of_kind(built(f"(EXTRACT(year FROM a) * 100 + {_SUNDAYS})", start), WHOLE)


_ALONE = {
    "%D": "(strftime(a, '%-d') || CASE WHEN EXTRACT(day FROM a) IN (11, 12, 13) THEN 'th'"
    " ELSE CASE EXTRACT(day FROM a) % 10 WHEN 1 THEN 'st' WHEN 2 THEN 'nd' WHEN 3 THEN 'rd' ELSE 'th' END END)",
    "%u": f"lpad(CAST({_BY_MODE[1]} AS VARCHAR), 2, '0')",
}
"""Words of a format that DuckDB has no like of."""


def _date_format(arguments: list[exp.Expr]) -> exp.Expr:
    date, parts = moment(arguments[0]), []
    for each in re.split(r"(%[Du])", arguments[1].name):
        if each in _ALONE:
            parts.append(built(_ALONE[each], date))
        elif each:
            parts.append(built("strftime(a, b)", date, exp.Literal.string(str(date_format(each)))))
    made = parts[0] if parts else exp.Literal.string("")
    for each_part in parts[1:]:
        made = exp.DPipe(this=made, expression=each_part)
    return of_kind(exp.Paren(this=made) if len(parts) > 1 else made, TEXT)


def _from_seconds(arguments: list[exp.Expr]) -> exp.Expr:
    seconds, *words = arguments
    made = of_kind(built("make_timestamp(CAST(floor(a) * 1000000 AS BIGINT))", seconds), TIME)
    return _date_format([made, *words]) if words else made


_OF_SECONDS = (
    "make_time(CAST(floor(a / 3600) AS BIGINT), CAST(floor(a) AS BIGINT) % 3600 // 60,"
    " CAST(floor(a) AS BIGINT) % 60 + (a - floor(a)))"
)
"""A time of day; a longer or a negative one, which MySQL has, is an error."""


def _clock(node: exp.Expr) -> exp.Expr:
    """A time of day, of which a text was written, or a moment."""
    text = bare(node)
    timed = text.is_string and re.fullmatch(r"[0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?", text.name)
    return exp.cast(node.copy(), exp.DType.TIME) if timed else moment(node)


def _time_between(arguments: list[exp.Expr]) -> exp.Expr:
    """DuckDB takes no time of day from another."""
    clocks = [_clock(each) for each in arguments]
    spans = [built("CAST(a AS INTERVAL)", each.this) if isinstance(each, exp.Cast) else each for each in clocks]
    return built(_OF_SECONDS, built("epoch(a - b)", *(spans if all(map(_of_day, clocks)) else clocks)))


def _of_day(node: exp.Expr) -> bool:
    return isinstance(node, exp.Cast) and bool(node.to.this == exp.DType.TIME)


def _time_format(arguments: list[exp.Expr]) -> exp.Expr:
    day = built("DATE '1970-01-01' + CAST(a AS TIME)", _clock(arguments[0]))
    return _date_format([exp.Paren(this=day), arguments[1]])


def _str_to_date(arguments: list[exp.Expr]) -> exp.Expr:
    words = arguments[1].name
    found = built("try_strptime(a, b)", arguments[0], exp.Literal.string(str(date_format(words))))
    timed = _TIMES.intersection(re.findall(r"%(.)", words))
    return of_kind(found, TIME) if timed else exp.cast(found, exp.DType.DATE)


_FLOAT_TEXT = r"regexp_replace(CAST(a AS VARCHAR), '\.0$', '')"
_AS_TEXT = (
    f"CASE WHEN typeof(a) IN ('DOUBLE', 'FLOAT') THEN {_FLOAT_TEXT}"
    " WHEN typeof(a) = 'BOOLEAN' THEN CASE CAST(a AS VARCHAR) WHEN 'true' THEN '1' WHEN 'false' THEN '0' END"
    " ELSE CAST(a AS VARCHAR) END"
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
    shape = {None: _AS_TEXT, FLOAT: _FLOAT_TEXT}.get(what, "CAST(a AS VARCHAR)")
    return of_kind(built(shape, value), TEXT)


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
        texts = TEXT in map(kind, arguments)
        whole = _extreme_text(name, arguments) if texts else exp.Anonymous(this=name, expressions=arguments)
        if not texts and may_be_texts(arguments):
            whole = FOLDING.collator.extreme(name, arguments)
        what = TEXT if texts else kind(arguments[0])
        return of_kind(exp.Case(ifs=[exp.If(this=some, true=exp.Null())], default=whole), what)

    return build


_FOLDED = "{'k': lower(strip_accents(CAST(a AS VARCHAR))), 'v': CAST(a AS VARCHAR)}"


def _extreme_text(name: str, arguments: list[exp.Expr]) -> exp.Expr:
    """The first or last of texts as they sort without case and accents."""
    each = [built(_FOLDED, as_text(argument)) for argument in arguments]
    listed = exp.Anonymous(this="list_value", expressions=each)
    shape = f"struct_extract(list_extract(list_sort(a), {-1 if name == 'greatest' else 1}), 'v')"
    return built(shape, listed)


def _field(arguments: list[exp.Expr]) -> exp.Expr:
    value, *values = arguments
    ifs = []
    for place, each in enumerate(values, 1):
        equal = exp.EQ(this=closed(value.copy()), expression=closed(each.copy()))
        if not FOLDING.text(equal.expression) and not isinstance(each, exp.Literal):
            FOLDING.collator.fold(equal.this)
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
        return of_kind(built(_FOUND, text, part), WHOLE)
    rest = built("substring(a, b)", text, start[0])
    shape = f"CASE WHEN c < 1 THEN 0 * length(d) WHEN {_FOUND} > 0 THEN {_FOUND} + c - 1 ELSE {_FOUND} END"
    return of_kind(built(shape, rest, part, start[0], text), WHOLE)


def _substring_index(arguments: list[exp.Expr]) -> exp.Expr:
    if number(bare(arguments[2])) is None:
        parts = "string_split(CAST(a AS VARCHAR), b)"
        slices = (
            f"CASE WHEN c > 0 THEN list_slice({parts}, 1, c) WHEN c < 0 THEN list_slice({parts}, c, -1) ELSE [] END"
        )
        return of_kind(built(f"CASE WHEN c IS NOT NULL THEN array_to_string({slices}, b) END", *arguments), TEXT)
    count = int(number(bare(arguments[2])) or 0) * (-1 if isinstance(arguments[2], exp.Neg) else 1)
    first, last = (1, count) if count > 0 else (count, -1)
    shape = f"array_to_string(list_slice(string_split(CAST(a AS VARCHAR), b), {first}, {last}), b)"
    return of_kind(built(shape if count else "left(CAST(a AS VARCHAR), 0)", *arguments[:2]), TEXT)


_ROUNDED = (
    "struct_extract({'exact': round(a, b), 'other': round_even(TRY_CAST(a AS DOUBLE), b)},"
    " CASE WHEN typeof(a) IN ('DOUBLE', 'FLOAT') THEN 'other' ELSE 'exact' END)"
)


def _round(arguments: list[exp.Expr]) -> exp.Expr:
    """Exact numbers round half up, FLOAT and DOUBLE half to even."""
    places = arguments[1] if len(arguments) > 1 else exp.Literal.number(0)
    if kind(arguments[0]) == FLOAT:
        return of_kind(built("round_even(a, b)", arguments[0], places), FLOAT)
    if kind(arguments[0]) is None:
        return built(_ROUNDED, arguments[0], places)
    rounded = built("round(a)", arguments[0]) if len(arguments) == 1 else built("round(a, b)", *arguments)
    return of_kind(rounded, kind(arguments[0]))


def _log(arguments: list[exp.Expr]) -> exp.Expr:
    if len(arguments) == 1:
        return of_kind(built("CASE WHEN a > 0 THEN ln(a) END", *arguments), FLOAT)
    return of_kind(built("CASE WHEN a > 0 AND a <> 1 AND b > 0 THEN log(a, b) END", *arguments), FLOAT)


def _formatted(arguments: list[exp.Expr]) -> exp.Expr:
    places = int(number(arguments[1]) or 0)
    return of_kind(built(f"format('{{:,.{places}f}}', CAST(round(a, {places}) AS DOUBLE) + 0)", arguments[0]), TEXT)


def regex(text: str) -> str:
    """A pattern that is found in texts of any case."""
    return f"(?i){text}"


def _regexp_replace(arguments: list[exp.Expr]) -> exp.Expr:
    text, pattern, new, *which = arguments
    parts = re.sub(r"\$([0-9])", r"\\\1", new.name.replace("\\", "\\\\"))
    written = exp.Literal.string(parts)
    start, nth = _which(which, 0)
    if (start, nth) == (1, 0):
        return of_kind(built("regexp_replace(a, b, c, 'gi')", text, pattern, written), TEXT)
    return of_kind(matches.replaced(text, exp.Literal.string(regex(pattern.name)), written, start, nth), TEXT)


def _which(given: list[exp.Expr], nth: int) -> tuple[int, int]:
    """From which place on, and which match."""
    start, which = [int(number(each) or 0) for each in given] + [1, nth][len(given) :]
    return start, which


def _regexp_substr(arguments: list[exp.Expr]) -> exp.Expr:
    pattern = exp.Literal.string(regex(arguments[1].name))
    start, nth = _which(arguments[2:], 1)
    if (start, nth) != (1, 1):
        return of_kind(matches.match(arguments[0], pattern, start, nth), TEXT)
    text = "CASE WHEN regexp_matches(a, b) THEN regexp_extract(a, b) END"
    return of_kind(built(text, arguments[0], pattern), TEXT)


def _regexp_instr(arguments: list[exp.Expr]) -> exp.Expr:
    pattern = exp.Literal.string(regex(arguments[1].name))
    start, nth = _which(arguments[2:], 1)
    if (start, nth) != (1, 1):
        return of_kind(matches.place(arguments[0], pattern, start, nth), WHOLE)
    text = "CASE WHEN regexp_matches(a, b) THEN instr(a, regexp_extract(a, b)) ELSE 0 * length(a) END"
    return of_kind(built(text, arguments[0], pattern), WHOLE)


_PREFIX = {2: "0b", 10: "", 16: "0x"}


def _conv(arguments: list[exp.Expr]) -> exp.Expr:
    """A number in another base; a sign is an error, which MySQL would take for a large number."""
    text, old, new = arguments
    read = f"CAST('{_PREFIX[int(number(old) or 10)]}' || CAST(a AS VARCHAR) AS BIGINT)"
    return of_kind(built(f"CAST({read} AS VARCHAR)" if number(new) == 10 else f"to_base({read}, b)", text, new), TEXT)


def unquoted(json: exp.Expr, path: exp.Expr) -> exp.Expr:
    """A value inside a JSON text as a text: MySQL gives NULL of JSON as the text null."""
    shape = "CASE WHEN json_type(CAST(a AS JSON), b) = 'NULL' THEN 'null' ELSE json_extract_string(a, b) END"
    text = of_kind(built(shape, json, path), TEXT)
    text.meta[CASED] = True
    return text


def _json_unquote(arguments: list[exp.Expr]) -> exp.Expr:
    (read,) = arguments
    return unquoted(*read.expressions) if isinstance(read, Call) else unquoted(read, exp.Literal.string("$"))


def json_value(json: exp.Expr, path: exp.Expr) -> exp.Expr:
    """A value inside JSON, as JSON."""
    made = built("json_extract(CAST(a AS JSON), b)", json, path)
    made.meta[JSON] = True
    return made


def _json_extract(arguments: list[exp.Expr]) -> exp.Expr:
    return json_value(*arguments)


def _inside(name: str, place: int) -> Callable[[list[exp.Expr]], exp.Expr]:
    """A function of JSON whose last argument may be a path: it looks at what stands there."""

    def build(arguments: list[exp.Expr]) -> exp.Expr:
        json, *others = arguments
        if len(arguments) > place:
            json = json_value(json, others.pop())
        return tabled(FORMS, call(name, [json, *others]), [json, *others])

    return build


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
    "SEC_TO_TIME": lambda arguments: built(_OF_SECONDS, *arguments),
    "TIMEDIFF": _time_between,
    "TIME_FORMAT": _time_format,
    "CONCAT": concat,
    "CONCAT_WS": lambda arguments: of_kind(
        exp.Anonymous(this="concat_ws", expressions=list(map(as_text, arguments))), TEXT
    ),
    "IFNULL": lambda arguments: coalesced(arguments),
    "COALESCE": lambda arguments: coalesced(arguments),
    "JSON_OBJECT": lambda arguments: exp.Anonymous(this="json_object", expressions=arguments),
    "JSON_ARRAY": lambda arguments: exp.Anonymous(this="json_array", expressions=arguments),
    "JSON_ARRAYAGG": lambda arguments: built("json_group_array(a)", *arguments),
    "JSON_OBJECTAGG": lambda arguments: built("json_group_object(a, b)", *arguments),
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
    "SHA2": lambda arguments: of_kind(built("sha256(a)", arguments[0]), TEXT),
    "MID": lambda arguments: substring(*arguments),
    "REGEXP_REPLACE": _regexp_replace,
    "REGEXP_SUBSTR": _regexp_substr,
    "REGEXP_INSTR": _regexp_instr,
    "CONV": _conv,
    "JSON_CONTAINS": _inside("JSON_CONTAINS", 2),
    "JSON_KEYS": _inside("JSON_KEYS", 1),
    "JSON_EXTRACT": _json_extract,
    "JSON_UNQUOTE": _json_unquote,
}
"""Functions whose text hangs on their arguments."""

OWN = frozenset({*FORMS, *_BUILT})
REPEATING = frozenset({"GREATEST", "LEAST", "FIELD", "ELT", "AVG"})
"""Functions that are not written by a form, and copy their arguments."""


def substring(text: exp.Expr, start: exp.Expr, length: exp.Expr | None = None) -> exp.Expr:
    """From the end where the start is negative; nothing where it is 0 or before the text."""
    first = number(start)
    size = "CASE WHEN c < 0 THEN 0 ELSE c END" if length is not None and number(length) is None else "c"
    cut = "substring(CAST(a AS VARCHAR), b)" if length is None else f"substring(CAST(a AS VARCHAR), b, {size})"
    if first is None or first < 1:
        outside = "b = 0 OR b < -length(CAST(a AS VARCHAR))"
        none = "0" if length is None else "0 * c"  # NULL where the length is
        cut = f"CASE WHEN {outside} THEN left(CAST(a AS VARCHAR), {none}) ELSE {cut} END"
    return of_kind(built(cut, text, start, *([] if length is None else [length])), TEXT)
