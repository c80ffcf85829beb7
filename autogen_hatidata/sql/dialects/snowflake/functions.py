"""Snowflake's functions by the DuckDB expressions that give the same, and those that need more than a line."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from sqlglot import exp

from autogen_hatidata.sql.dialects import forms, matches
from autogen_hatidata.sql.dialects.forms import Call, built
from autogen_hatidata.sql.dialects.shared_functions import BASE, POSITIVE, ROOTED, WITHIN_ONE
from autogen_hatidata.sql.dialects.snowflake import formats
from autogen_hatidata.sql.dialects.snowflake.dates import UNITS
from autogen_hatidata.sql.dialects.source import Untested, bare, number, unsupported

_unsupported = partial(unsupported, "Snowflake")

_TRUE, _FALSE = "('true', 't', 'yes', 'y', 'on', '1')", "('false', 'f', 'no', 'n', 'off', '0')"

_SECONDS = """
CASE WHEN regexp_matches(typeof(a), 'INT|DECIMAL|DOUBLE|FLOAT')
THEN make_timestamp(CAST(CAST(CAST(a AS VARCHAR) AS DECIMAL(38, 6)) * 1000000 AS BIGINT))
ELSE CAST(CAST(a AS VARCHAR) AS TIMESTAMP) END
""".replace("\n", " ").strip()
"""A number of a column is one of seconds."""

FORMS = forms.read(f"""
ACOS(a) = acos({WITHIN_ONE})
APPROX_COUNT_DISTINCT(a) = count(DISTINCT a) -- approximate functions are computed exactly
APPROX_PERCENTILE(a, b) = quantile_cont(CAST(a AS DOUBLE), b) -- approximate functions are computed exactly
HLL(a) = count(DISTINCT a) -- approximate functions are computed exactly
ASIN(a) = asin({WITHIN_ONE})
BASE64_DECODE_STRING(a) = decode(from_base64(a))
BASE64_ENCODE(a) = to_base64(encode(a))
BITANDAGG(a) = bit_and(a)
BITAND_AGG(a) = bit_and(a)
BITORAGG(a) = bit_or(a)
BITOR_AGG(a) = bit_or(a)
BITXORAGG(a) = bit_xor(a)
BITXOR_AGG(a) = bit_xor(a)
BOOLAND(a, b) = (a <> 0) AND (b <> 0) -- a number that is not 0 is true
BOOLNOT(a) = a = 0 -- a number that is not 0 is true
BOOLOR(a, b) = (a <> 0) OR (b <> 0) -- a number that is not 0 is true
BOOLXOR(a, b) = (a <> 0) <> (b <> 0) -- a number that is not 0 is true
BOOLXOR_AGG(a) = sum(CASE WHEN a THEN 1 WHEN NOT a THEN 0 END) |> whole = 1
CONVERT_TIMEZONE(a, b, c) = timezone(b, timezone(a, CAST(c AS TIMESTAMP)))
COSH(a) = cosh(a)
COT(a) = cot(a)
HAVERSINE(a, b, c, d) = 12742 * asin(sqrt(pow(sin(radians(c - a) / 2), 2) + cos(radians(a)) * cos(radians(c)) * pow(sin(radians(d - b) / 2), 2)))
HEX_DECODE_STRING(a) = decode(unhex(a))
HEX_ENCODE(a) = hex(encode(a))
LN(a) = ln({POSITIVE})
LOG(a, b) = log({POSITIVE}, {BASE})
SQRT(a) = sqrt({ROOTED})
KURTOSIS(a) = kurtosis(a)
MAX_BY(a, b) = arg_max_null(a, b)
MD5_HEX(a) = md5(a)
MIN_BY(a, b) = arg_min_null(a, b)
OCTET_LENGTH(a) = octet_length(encode(a))
REGR_AVGX(a, b) = regr_avgx(a, b)
REGR_AVGY(a, b) = regr_avgy(a, b)
REGR_COUNT(a, b) = regr_count(a, b)
REGR_R2(a, b) = regr_r2(a, b)
REGR_SLOPE(a, b) = regr_slope(a, b) |> CASE WHEN NOT isnan(whole) THEN whole END
SHA1(a) = sha1(a)
SHA1_HEX(a) = sha1(a)
SHA2_HEX(a) = sha256(a)
SINH(a) = sinh(a)
SKEW(a) = skewness(a)
TANH(a) = tanh(a)
TO_BOOLEAN(a) = CASE WHEN a IS NULL THEN NULL WHEN lower(CAST(a AS VARCHAR)) IN {_TRUE} THEN TRUE WHEN lower(CAST(a AS VARCHAR)) IN {_FALSE} THEN FALSE WHEN typeof(a) = 'VARCHAR' THEN CAST(CAST('this text is no BOOLEAN' AS TINYINT) AS BOOLEAN) ELSE CAST(CAST(a AS VARCHAR) AS DOUBLE) <> 0 END
TO_TIMESTAMP(a) = {_SECONDS} -- a number as a TIMESTAMP is one of seconds
TO_TIMESTAMP_NTZ(a) = {_SECONDS} -- a number as a TIMESTAMP is one of seconds
UNICODE(a) = CASE WHEN a = '' THEN 0 ELSE unicode(a) END
UUID_STRING() = CAST(uuid() AS VARCHAR)
VARIANCE_POP(a) = var_pop(a)
VARIANCE_SAMP(a) = var_samp(a)
WIDTH_BUCKET(a, b, c, d) = CASE WHEN a < b THEN 0 WHEN a >= c THEN d + 1 ELSE CAST(floor((a - b) * d / (c - b)) AS BIGINT) + 1 END
""")  # noqa: E501

TEXTS = frozenset(
    """
    BASE64_DECODE_STRING BASE64_ENCODE HEX_DECODE_STRING HEX_ENCODE MD5_HEX OCTET_LENGTH SHA1 SHA1_HEX SHA2_HEX UNICODE
    REGEXP_SUBSTR REGEXP_INSTR REGEXP_COUNT REGEXP_REPLACE TO_BOOLEAN
    """.split()
)
"""Functions that take a VARIANT as the text that it holds."""


def _literal(node: exp.Expr | None, default: int) -> int | None:
    """The value of a whole number that is written out."""
    if node is None:
        return default
    value = number(bare(node))
    return int(value) if value is not None and value.is_integer() and not isinstance(node, exp.Neg) else None


def _untested(node: Call, hint: str = "write it in DuckDB's SQL.") -> Untested:
    return Untested(f"this form of {node.name}", hint)


def _argument(node: Call, place: int) -> exp.Expr | None:
    return node.expressions[place] if place < len(node.expressions) else None


def _pattern(node: Call, flags: exp.Expr | None) -> tuple[exp.Expr, str]:
    """A pattern with its flags in front, and these; DuckDB knows the same patterns."""
    written = flags.name.lower() if flags is not None and flags.is_string else "" if flags is None else "?"
    if not re.fullmatch("[cimse]*", written) or {"c", "i"} <= set(written):
        raise _untested(node, "the flags are c, i, m, s and e, written as a text.")
    inline = "".join(flag for flag in "ims" if flag in written)
    pattern: exp.Expr = node.expressions[1]
    if not inline:
        return pattern, written
    if pattern.is_string:
        return exp.Literal.string(f"(?{inline}){pattern.name}"), written
    return built(f"'(?{inline})' || a", pattern), written


def _regexp_substr(node: Call) -> exp.Expr:
    """The n-th match from a place on, or a group of it."""
    start, nth = _literal(_argument(node, 2), 1), _literal(_argument(node, 3), 1)
    pattern, flags = _pattern(node, _argument(node, 4))
    group = _literal(_argument(node, 5), 1 if "e" in flags else 0)
    written = node.expressions[1]
    if not start or not nth or group is None or (group and not written.is_string):
        raise _untested(node, "write the place, the number of the match and the pattern out.")
    if start > 1 and not (written.is_string and "^" not in written.name):
        raise _untested(node, "begin the text with SUBSTR.")
    if group > len(re.findall(r"(?<!\\)\((?!\?)", written.name)):
        group = 0
    text = built("substr(a, b)", node.expressions[0], exp.Literal.number(start)) if start > 1 else node.expressions[0]
    return built(f"list_extract(regexp_extract_all(a, b, {group}), {nth})", text, pattern)


def _regexp_count(node: Call) -> exp.Expr:
    start = _literal(_argument(node, 2), 1)
    pattern, _ = _pattern(node, _argument(node, 3))
    if start != 1:
        raise _untested(node, "begin the text with SUBSTR.")
    return built("CASE WHEN b = '' THEN 0 ELSE len(regexp_extract_all(a, c)) END", *node.expressions[:2], pattern)


def _sought(node: Call, start: int | None, nth: int | None, flags: int) -> tuple[exp.Expr, int, int]:
    """A pattern that finds the same in a text without its beginning, and finds something wherever it finds."""
    pattern, _ = _pattern(node, _argument(node, flags))
    written = node.expressions[1]
    if not start or nth is None or not (written.is_string and matches.movable(written.name, nth)):
        raise _untested(node, "begin the text with SUBSTR, and write a pattern without |, * and ?.")
    return pattern, start, nth


def _regexp_replace(node: Call) -> exp.Expr:
    """All matches from a place on, or one of them."""
    start, nth = _literal(_argument(node, 3), 1), _literal(_argument(node, 4), 0)
    new, every = _argument(node, 2) or exp.Literal.string(""), "" if nth else ", 'g'"
    if start == 1 and nth in (0, 1):
        pattern, _ = _pattern(node, _argument(node, 5))
        return built(f"regexp_replace(a, b, c{every})", node.expressions[0], pattern, new)
    pattern, first, count = _sought(node, start, nth, 5)
    return matches.replaced(node.expressions[0], pattern, new, first, count)


def _regexp_instr(node: Call) -> exp.Expr:
    """Where a match begins, or what stands after it; the first begins after the shortest text that one follows."""
    start, nth, after = (_literal(_argument(node, place), default) for place, default in ((2, 1), (3, 1), (4, 0)))
    if (start, nth, after) == (1, 1, 0):
        pattern, _ = _pattern(node, _argument(node, 5))
        return built(
            "CASE WHEN regexp_matches(a, b) THEN length(regexp_extract(a, '^((?s:.*?))(?:' || b || ')', 1)) + 1"
            " WHEN regexp_matches(a, b) IS NOT NULL THEN 0 END",
            node.expressions[0],
            pattern,
        )
    if not nth or after not in (0, 1):
        raise _untested(node, "write the number of the match, and 0 or 1 after it.")
    pattern, first, _ = _sought(node, start, max(nth, 2), 5)
    return matches.place(node.expressions[0], pattern, first, nth, after=bool(after))


def _time_slice(node: Call) -> exp.Expr:
    """Slices begin at 1970-01-01; that of weeks follows a setting."""
    length = _literal(_argument(node, 1), 1)
    unit = node.expressions[2].name.upper()
    end = _argument(node, 3)
    where = end.name.upper() if end is not None else "START"
    if not length or unit not in UNITS - {"WEEK"} or where not in ("START", "END"):
        raise _untested(node, "write TIME_SLICE(t, 15, 'MINUTE').")
    span = f"INTERVAL {length * 3} MONTH" if unit == "QUARTER" else f"INTERVAL {length} {unit}"
    start = f"time_bucket({span}, CAST(a AS TIMESTAMP), CAST('1970-01-01' AS TIMESTAMP))"
    return built(f"cast_to_type({start}{' + ' + span if where == 'END' else ''}, a)", node.expressions[0])


def _true_event(node: Call) -> exp.Expr:
    """How often a condition was true up to a row; rows that sort alike are counted one by one."""
    window = node.parent
    if not isinstance(window, exp.Window) or window.args.get("spec") or not window.args.get("order"):
        raise _untested(node, "write CONDITIONAL_TRUE_EVENT(a > b) OVER (ORDER BY c).")
    window.set("spec", exp.WindowSpec(kind="ROWS", start="UNBOUNDED", start_side="PRECEDING", end="CURRENT ROW"))
    return built("sum(CASE WHEN a THEN 1 ELSE 0 END)", node.expressions[0])


NUMBERS = "TO_NUMBER TO_DECIMAL TO_NUMERIC TRY_TO_NUMBER TRY_TO_DECIMAL TRY_TO_NUMERIC".split()

SPECIAL: dict[str, tuple[int, int, Callable[[Call], exp.Expr]]] = {
    "CONDITIONAL_TRUE_EVENT": (1, 1, _true_event),
    "REGEXP_COUNT": (2, 4, _regexp_count),
    "REGEXP_INSTR": (2, 6, _regexp_instr),
    "REGEXP_REPLACE": (2, 6, _regexp_replace),
    "REGEXP_SUBSTR": (2, 6, _regexp_substr),
    "TIME_SLICE": (3, 4, _time_slice),
    **dict.fromkeys(("TO_CHAR", "TO_VARCHAR"), (2, 2, formats.to_char)),
    **dict.fromkeys(NUMBERS, (2, 4, formats.to_number)),
}
"""Functions that need more than a line: the fewest and the most arguments, and what they become."""

REFUSED = {
    "HASH": "the numbers are others in DuckDB; write MD5(x), or x itself.",
    "UNIFORM": "random numbers are others each time.",
    "RANDSTR": "random texts are others each time.",
    "CONDITIONAL_CHANGE_EVENT": "compare with LAG(x) in a sub-query, and count by CONDITIONAL_TRUE_EVENT.",
    "JAROWINKLER_SIMILARITY": "write EDITDISTANCE(a, b).",
    "PARSE_URL": "write REGEXP_SUBSTR(url, 'https?://([^/]+)', 1, 1, 'e').",
}
"""Functions that give something else in DuckDB, and what to write."""

ELSEWHERE = frozenset({"TO_TIMESTAMP", "TO_TIMESTAMP_NTZ", "TO_CHAR", "TO_VARCHAR", *NUMBERS})
"""Functions of which the tables have only some forms."""

FUNCTIONS = {
    **{name: most for name, most in forms.most(FORMS).items() if name not in ELSEWHERE},
    **{name: most for name, (_, most, _) in SPECIAL.items() if name not in ELSEWHERE},
    **dict.fromkeys(REFUSED, forms.MANY),
}


def look(node: Call) -> None:
    """Refuses a number of arguments that was not tested."""
    if node.name in REFUSED:
        raise _unsupported(f"the function {node.name}", REFUSED[node.name])
    given = len(node.expressions)
    least, most, _ = SPECIAL.get(node.name, (1, 0, _time_slice))
    if not (least <= given <= most or forms.form_of(FORMS, node)):
        raise _unsupported(f"this form of {node.name}")


def become(node: Call) -> str | None:
    """Put in the place of a call what a table says."""
    if node.name in SPECIAL:
        node.replace(SPECIAL[node.name][2](node))
        return None
    form = forms.form_of(FORMS, node)
    assert form is not None
    forms.become(node, form)
    return form.rule
