"""The functions of Redshift, each by what it becomes in DuckDB."""

from __future__ import annotations

from functools import partial

from sqlglot import exp

from autogen_hatidata.sql.dialects import forms
from autogen_hatidata.sql.dialects.forms import Call, built, put, windowed
from autogen_hatidata.sql.dialects.kinds import kind
from autogen_hatidata.sql.dialects.postgres import dates, json, numbers, patterns, rows, texts
from autogen_hatidata.sql.dialects.postgres.functions import SAME
from autogen_hatidata.sql.dialects.postgres.shown import shown
from autogen_hatidata.sql.dialects.redshift import dates as own_dates
from autogen_hatidata.sql.dialects.shared_functions import POSITIVE
from autogen_hatidata.sql.dialects.source import WRITTEN, Untested, bare, number

_IS_WHOLE = "typeof(b) IN ('TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT', 'HUGEINT')"
_IS_EXACT = "typeof(b) LIKE 'DECIMAL%'"
_AVG = (
    f"struct_extract({{'i': CASE WHEN {_IS_WHOLE} THEN CAST(trunc(a) AS BIGINT) END, 'd': CASE WHEN {_IS_EXACT} THEN "
    "trunc(CAST(format('{:.15g}', a) AS DECIMAL(38, 15)), "
    "coalesce(TRY_CAST(regexp_extract(typeof(b), '([0-9]+).$', 1) AS INTEGER), 0)) END, 'o': a}, "
    f"CASE WHEN {_IS_WHOLE} THEN 'i' WHEN {_IS_EXACT} THEN 'd' ELSE 'o' END)"
)
_IS_DAY = "typeof(a) IN ('DATE', 'TIMESTAMP')"
_IS_DOUBLE = "typeof(a) IN ('DOUBLE', 'FLOAT')"
_TRUNC = (
    f"struct_extract({{'d': CASE WHEN {_IS_DAY} THEN CAST(CAST(a AS VARCHAR) AS DATE) END, "
    f"'f': CASE WHEN {_IS_DOUBLE} THEN trunc(CAST(CAST(a AS VARCHAR) AS DOUBLE)) END, "
    f"'n': CASE WHEN NOT ({_IS_DAY} OR {_IS_DOUBLE}) THEN trunc(CAST(CAST(a AS VARCHAR) AS DECIMAL(38, 10))) END}}, "
    f"CASE WHEN {_IS_DAY} THEN 'd' WHEN {_IS_DOUBLE} THEN 'f' ELSE 'n' END)"
)
_COMPARED = "CASE WHEN a = b THEN 0 WHEN a < b THEN -1 WHEN a > b THEN 1 END"
_PLACE = "CASE WHEN c < 1 THEN CAST('the first part is 1' AS INTEGER) ELSE c END"
_ITEM = "CASE WHEN b >= 0 THEN json_extract_string(a, CAST(b AS BIGINT)) END"
_OBJECT = "CASE WHEN NOT json_valid(a) THEN FALSE WHEN json_type(a) = 'OBJECT' THEN TRUE WHEN a IS NOT NULL THEN CAST('no object: write IS_VALID_JSON_ARRAY' AS BOOLEAN) END"  # noqa: E501
_LENGTH = "CASE WHEN json_type(a) = 'ARRAY' THEN CAST(json_array_length(a) AS INTEGER) WHEN a IS NOT NULL THEN CAST('no JSON array' AS INTEGER) END"  # noqa: E501

_OWN = f"""
NVL(a, rest) = coalesce(a, rest)
ISNULL(a, b) = coalesce(a, b)
NVL2(a, b, c) = CASE WHEN a IS NOT NULL THEN b ELSE c END
LOG(a) = log10({POSITIVE})
DEXP(a) = exp(a)
DLOG1(a) = ln({POSITIVE})
DLOG10(a) = log10({POSITIVE})
LEN(a) = CAST(length(a) AS INTEGER)
TEXTLEN(a) = CAST(length(a) AS INTEGER)
CHARINDEX(a, b) = CAST(strpos(b, a) AS INTEGER)
REPLICATE(a, b) = repeat(a, b)
LPAD(a, b) = lpad(CAST(a AS VARCHAR), b, ' ')
LPAD(a, b, c) = lpad(CAST(a AS VARCHAR), b, c)
RPAD(a, b) = rpad(CAST(a AS VARCHAR), b, ' ')
RPAD(a, b, c) = rpad(CAST(a AS VARCHAR), b, c)
SHA(a) = sha1(a)
SHA1(a) = sha1(a)
FUNC_SHA1(a) = sha1(a)
GETDATE() = CAST(now() AS TIMESTAMP)
LAST_DAY(a) = last_day(CAST(a AS DATE))
ADD_MONTHS(a, b) = {own_dates.ADD_MONTHS}
MONTHS_BETWEEN(a, b) = {own_dates.MONTHS_BETWEEN}
DATE(a) = CAST(a AS DATE)
DATE_PART_YEAR(a) = CAST(year(CAST(a AS DATE)) AS INTEGER)
DATE_CMP(a, b) = {_COMPARED}
TIMESTAMP_CMP(a, b) = {_COMPARED}
SUM(a) = sum(a)
MEDIAN(a) = median({rows.INTERPOLATED})
IS_VALID_JSON(a) = {_OBJECT}
IS_VALID_JSON_ARRAY(a) = CASE WHEN json_valid(a) THEN json_type(a) = 'ARRAY' WHEN a IS NOT NULL THEN FALSE END
CAN_JSON_PARSE(a) = json_valid(a)
JSON_ARRAY_LENGTH(a) = {_LENGTH}
JSON_EXTRACT_ARRAY_ELEMENT_TEXT(a, b) = {_ITEM} -- JSON is read by paths
"""


def _trunc(node: Call) -> str | None:
    value = node.expressions[0]
    if len(node.expressions) == 2 or kind(value) is not None:
        return numbers.whole(node)
    if own_dates.is_time(value):
        put(node, "CAST(a AS DATE)", value)
        return None
    put(node, _TRUNC, value)
    return "TRUNC of a timestamp is its date"


def _avg(node: Call) -> str | None:
    value = node.expressions[0]
    inner = bare(value.expressions[0] if isinstance(value, exp.Distinct) else value)
    if isinstance(inner, exp.Cast) and inner.to.this == exp.DType.DOUBLE:
        put(node, "avg(a)", value)
        return None
    numbers.by_type(node, _AVG)
    return "an average keeps the scale of its argument"


def _concat(node: Call) -> None:
    """With NULL it is NULL, unlike in PostgreSQL."""
    put(node, "(a || b)", *(shown(one) for one in node.expressions))


def _decode(node: Call) -> str:
    value, *rest = node.expressions
    pairs = zip(rest[::2], rest[1::2], strict=False)
    branches = [
        exp.If(this=built("a IS NOT DISTINCT FROM b", value, found), true=result.copy()) for found, result in pairs
    ]
    new = exp.Case(ifs=branches, default=rest[-1].copy() if len(rest) % 2 else None)
    new.meta[WRITTEN] = "DECODE"
    node.replace(new)
    return "DECODE finds NULL too"


def _split_part(node: Call) -> str | None:
    text, delimiter, place = node.expressions
    if not (isinstance(delimiter, exp.Literal) and delimiter.name):
        raise Untested("SPLIT_PART with a delimiter that may be empty", "write the delimiter as a literal.")
    if isinstance(place, exp.Neg) or number(place) == 0:
        raise Untested("SPLIT_PART of a part that is not a positive number")
    put(node, "split_part(a, b, c)" if number(place) else f"split_part(a, b, {_PLACE})", text, delimiter, place)
    return None


def _side(node: Call) -> None:
    if isinstance(node.expressions[1], exp.Neg):
        raise Untested(f"a negative length in {node.this}")
    put(node, f'"{node.this.lower()}"(CAST(a AS VARCHAR), b)', *node.expressions)


def _sha2(node: Call) -> None:
    if number(node.expressions[1]) not in (0, 256):
        raise Untested("SHA2 of other lengths", "write SHA2(x, 256).")
    put(node, "sha256(a)", node.expressions[0])


_PREFIXES = {2: "0b", 16: "0x"}


def _strtol(node: Call) -> str:
    base = number(node.expressions[1])
    if base == 10:
        put(node, "CAST(a AS BIGINT)", node.expressions[0])
    elif base in _PREFIXES:
        prefix = _PREFIXES[int(base)]
        put(node, f"CAST('{prefix}' || regexp_replace(a, '^{prefix}', '', 'i') AS BIGINT)", node.expressions[0])
    else:
        raise Untested("STRTOL of another base", "write 2, 10 or 16.")
    return "digits of another base are read"


def _json_text(node: Call) -> str:
    """A last TRUE says that what is no JSON gives NULL."""
    last = node.expressions[-1]
    if not isinstance(last, exp.Boolean):
        return json.by_names(node)
    node.set("expressions", node.expressions[:-1])
    if len(node.expressions) < 2:
        raise Untested(f"this form of {node.this}")
    if last.this:
        document = node.expressions[0]
        document.replace(built("CASE WHEN json_valid(a) THEN a END", document))
    return json.by_names(node)


def _ratio(node: Call) -> str:
    window = windowed(node)
    if not isinstance(window, exp.Window) or window.args.get("order"):
        raise Untested("this form of RATIO_TO_REPORT")
    value = node.expressions[0].copy()
    total = window.copy()
    total.set("this", built("sum(CAST(a AS DOUBLE))", value))
    window.replace(
        built("CAST(a AS DOUBLE) / CASE WHEN b = 0 THEN CAST('division by zero' AS INTEGER) ELSE b END", value, total)
    )
    return "a share is a part of the sum"


def join_list(node: exp.Expr, call: Call, order: list[exp.Expr]) -> str:
    """LISTAGG with the order that was said."""
    values = list(call.expressions)
    distinct = isinstance(values[0], exp.Distinct)
    if distinct:
        values = [*values[0].expressions, *values[1:]]
    separator = values[1] if len(values) > 1 else exp.Literal.string("")
    if len(values) > 2 or not separator.is_string:
        raise Untested("LISTAGG with a separator that is not a literal")
    if distinct:
        _join_distinct(node, values[0], separator, order)
    else:
        last = exp.Order(this=separator.copy(), expressions=[one.copy() for one in order]) if order else separator
        new = built("string_agg(nullif(CAST(a AS VARCHAR), ''), b)", values[0], last)
        new.meta[WRITTEN] = "LISTAGG"
        node.replace(new)
    return "LISTAGG leaves empty texts out"


_JOINED = (
    "nullif(array_to_string(list_filter(list_transform(a, lambda it__: CAST(it__ AS VARCHAR)), "
    "lambda it__: it__ <> ''), b), '')"
)


def _join_distinct(node: exp.Expr, value: exp.Expr, separator: exp.Expr, order: list[exp.Expr]) -> None:
    """The values are sorted as what they are, and not as texts."""
    whole = node.parent if isinstance(node.parent, exp.Window) else node
    if any(one.this != value for one in order):
        raise Untested("LISTAGG(DISTINCT ...) in another order", "order by the value itself.")
    inner: exp.Expr = exp.Distinct(expressions=[value.copy()])
    if order:
        inner = exp.Order(this=inner, expressions=[one.copy() for one in order])
    listed = exp.Anonymous(this="list", expressions=[inner])
    if whole is not node:
        around = whole.copy()
        around.set("this", listed)
        whole.replace(built(_JOINED, around, separator))
    else:
        new = built(_JOINED, listed, separator)
        new.meta[WRITTEN] = "LISTAGG"
        node.replace(new)


def _list(node: Call) -> str | None:
    """Without WITHIN GROUP; with it, `ordered` sees to it."""
    return None if isinstance(node.parent, exp.WithinGroup) else join_list(node, node, [])


def ordered(node: exp.WithinGroup) -> str | None:
    """LISTAGG, and what PostgreSQL has."""
    call = node.this
    if isinstance(call, Call) and call.name == "LISTAGG":
        return join_list(node, call, list(node.expression.expressions))
    return rows.ordered(node)


def _flags(node: Call, place: int, known: str) -> str:
    """Options of a pattern; c, which is the default, is left out."""
    return patterns.flags(node, place, known + "c").replace("c", "")


def _from(node: Call, place: int, pattern: exp.Expr) -> int:
    """Where a search begins."""
    if len(node.expressions) <= place:
        return 1
    start = number(node.expressions[place])
    if start is None or start < 1 or (start > 1 and "^" in pattern.name):
        raise Untested(f"this form of {node.this}")
    return int(start)


def _part(start: int) -> str:
    return "a" if start == 1 else f"substring(a, {start})"


def _regexp_replace(node: Call) -> str:
    text, pattern, *rest = node.expressions
    patterns.check_pattern(pattern, node.this)
    by = rest[0] if rest else exp.Literal.string("")
    if not by.is_string or "\\" in by.name or "$" in by.name:
        raise Untested("that replacement in REGEXP_REPLACE", "write a literal without backslashes and $.")
    start = _from(node, 3, pattern)
    before = "" if start == 1 else f'"left"(a, {start - 1}) || '
    put(node, f"({before}regexp_replace({_part(start)}, b, c, 'gs{_flags(node, 4, 'i')}'))", text, pattern, by)
    return "a pattern is replaced everywhere"


def _regexp_count(node: Call) -> str:
    text, pattern, *_ = node.expressions
    patterns.check_pattern(pattern, node.this)
    found = f"regexp_extract_all({_part(_from(node, 2, pattern))}, b, 0, 's{_flags(node, 3, 'i')}')"
    put(node, f"CAST(len({found}) AS INTEGER)", text, pattern)
    return "a pattern is counted by its matches"


def _regexp_substr(node: Call) -> str:
    text, pattern, *_ = node.expressions
    patterns.check_pattern(pattern, node.this)
    flags = _flags(node, 4, "ie")
    group = min(1, patterns.groups(pattern.name, node.this)) if "e" in flags else 0
    match = number(node.expressions[3]) if len(node.expressions) > 3 else 1
    if match is None or match < 1:
        raise Untested("this form of REGEXP_SUBSTR")
    found = f"regexp_extract_all({_part(_from(node, 2, pattern))}, b, {group}, 's{flags.replace('e', '')}')"
    put(node, f"CASE WHEN a IS NOT NULL THEN coalesce(list_extract({found}, {int(match)}), '') END", text, pattern)
    return "a text without a match gives an empty one"


def _substr(node: Call) -> str | None:
    text = node.expressions[0]
    if not text.is_string:
        text.replace(built("CAST(a AS VARCHAR)", text))
    return texts.substr(node)


FUNCTIONS = forms.Functions(
    {**forms.read(SAME), **forms.read(_OWN)},
    {
        "CEIL": (1, 1, numbers.whole),
        "CEILING": (1, 1, numbers.whole),
        "FLOOR": (1, 1, numbers.whole),
        "ROUND": (1, 2, numbers.round_to),
        "MOD": (2, 2, numbers.mod),
        "TRUNC": (1, 2, _trunc),
        "AVG": (1, 1, _avg),
        "COUNT": (1, 1, rows.count),
        "CONCAT": (2, 2, _concat),
        "DECODE": (3, 99, _decode),
        "SUBSTR": (2, 3, _substr),
        "LEFT": (2, 2, _side),
        "RIGHT": (2, 2, _side),
        "SPLIT_PART": (3, 3, _split_part),
        "REGEXP_REPLACE": (2, 5, _regexp_replace),
        "REGEXP_COUNT": (2, 4, _regexp_count),
        "REGEXP_SUBSTR": (2, 5, _regexp_substr),
        "REGEXP_INSTR": (2, 2, patterns.regexp_instr),
        "LISTAGG": (1, 2, _list),
        "RATIO_TO_REPORT": (1, 1, _ratio),
        "PERCENTILE_CONT": (1, 1, rows.outside_group),
        "PERCENTILE_DISC": (1, 1, rows.outside_group),
        "DATEADD": (3, 3, own_dates.date_add),
        "DATE_ADD": (3, 3, own_dates.date_add),
        "DATEDIFF": (3, 3, own_dates.date_diff),
        "DATE_DIFF": (3, 3, own_dates.date_diff),
        "DATE_PART": (2, 2, own_dates.date_part),
        "DATE_TRUNC": (2, 2, dates.date_trunc),
        "NEXT_DAY": (2, 2, own_dates.next_day),
        "CONVERT_TIMEZONE": (2, 3, own_dates.convert_timezone),
        "TO_CHAR": (2, 2, dates.to_char),
        "TO_NUMBER": (2, 2, dates.to_number),
        "TO_DATE": (2, 2, partial(dates.to_date, "DATE")),
        "TO_TIMESTAMP": (2, 2, partial(dates.to_date, "TIMESTAMP")),
        "STRTOL": (2, 2, _strtol),
        "SHA2": (2, 2, _sha2),
        "JSON_EXTRACT_PATH_TEXT": (2, 7, _json_text),
    },
)
"""All of them. The number of arguments is the fewest and the most."""
