"""MySQL's functions, written out in DuckDB's SQL."""

from __future__ import annotations

from collections.abc import Callable

from sqlglot import exp

from autogen_hatidata.sql.dialects.certain_kinds import FLOAT, TEXT, WHOLE, closed, kind, of_kind, tabled
from autogen_hatidata.sql.dialects.collating import CASED, may_be_texts
from autogen_hatidata.sql.dialects.forms import Call, built, call, form_of
from autogen_hatidata.sql.dialects.mysql.common import FOLDING, JSON, NO_BLANKS
from autogen_hatidata.sql.dialects.mysql.forms import FORMS
from autogen_hatidata.sql.dialects.mysql.texts import (
    as_text,
    concat,
    conv,
    extreme_text,
    formatted,
    locate,
    regexp_instr,
    regexp_replace,
    regexp_substr,
    substring,
    substring_index,
    texts_where_one_is,
)
from autogen_hatidata.sql.dialects.mysql.times import (
    OF_SECONDS,
    added,
    date_text,
    from_seconds,
    moment,
    str_to_date,
    time_between,
    time_format,
    timestamp_add,
    timestamp_diff,
    week,
    year_week,
)
from autogen_hatidata.sql.dialects.source import number

_OF_DATES = frozenset(
    """
    DATE YEAR QUARTER MONTH DAY DAYOFMONTH DAYOFYEAR DAYOFWEEK WEEKDAY WEEKOFYEAR HOUR MINUTE SECOND MONTHNAME DAYNAME
    TIMESTAMP LAST_DAY TO_DAYS DATEDIFF UNIX_TIMESTAMP MICROSECOND
    """.split()
)

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


def coalesced(arguments: list[exp.Expr]) -> exp.Expr:
    """The first that is not NULL; all are texts where one is."""
    values = texts_where_one_is(arguments)
    what = TEXT if any(kind(each) == TEXT for each in values) else None
    return of_kind(exp.Coalesce(this=values[0], expressions=values[1:]), what)


def _extreme(name: str) -> Callable[[list[exp.Expr]], exp.Expr]:
    """GREATEST and LEAST of anything and NULL are NULL."""

    def build(arguments: list[exp.Expr]) -> exp.Expr:
        some = exp.or_(*[exp.Is(this=closed(each.copy()), expression=exp.Null()) for each in arguments])
        texts = TEXT in map(kind, arguments)
        whole = extreme_text(name, arguments) if texts else exp.Anonymous(this=name, expressions=arguments)
        if not texts and may_be_texts(arguments):
            whole = FOLDING.collator.extreme(name, arguments)
        what = TEXT if texts else kind(arguments[0])
        return of_kind(exp.Case(ifs=[exp.If(this=some, true=exp.Null())], default=whole), what)

    return build


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
    "DATE_ADD": added("+"),
    "ADDDATE": added("+", days=True),
    "DATE_SUB": added("-"),
    "SUBDATE": added("-", days=True),
    "TIMESTAMPADD": timestamp_add,
    "TIMESTAMPDIFF": timestamp_diff,
    "WEEK": week,
    "YEARWEEK": year_week,
    "DATE_FORMAT": date_text,
    "STR_TO_DATE": str_to_date,
    "SEC_TO_TIME": lambda arguments: built(OF_SECONDS, *arguments),
    "TIMEDIFF": time_between,
    "TIME_FORMAT": time_format,
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
    "FROM_UNIXTIME": from_seconds,
    "GREATEST": _extreme("greatest"),
    "LEAST": _extreme("least"),
    "FIELD": _field,
    "ELT": _elt,
    "LOCATE": locate,
    "SUBSTRING_INDEX": substring_index,
    "ROUND": _round,
    "LOG": _log,
    "FORMAT": formatted,
    "SHA2": lambda arguments: of_kind(built("sha256(a)", arguments[0]), TEXT),
    "MID": lambda arguments: substring(*arguments),
    "REGEXP_REPLACE": regexp_replace,
    "REGEXP_SUBSTR": regexp_substr,
    "REGEXP_INSTR": regexp_instr,
    "CONV": conv,
    "JSON_CONTAINS": _inside("JSON_CONTAINS", 2),
    "JSON_KEYS": _inside("JSON_KEYS", 1),
    "JSON_EXTRACT": _json_extract,
    "JSON_UNQUOTE": _json_unquote,
}
"""Functions whose text hangs on their arguments."""

OWN = frozenset({*FORMS, *_BUILT})
REPEATING = frozenset({"GREATEST", "LEAST", "FIELD", "ELT", "AVG"})
"""Functions that are not written by a form, and copy their arguments."""
