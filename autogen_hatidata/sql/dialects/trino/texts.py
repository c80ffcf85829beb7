"""Texts, bytes and addresses of Trino."""

from __future__ import annotations

import re

from sqlglot import exp

from autogen_hatidata.sql.dialects.builders import split_at_most, text_of, whole
from autogen_hatidata.sql.dialects.forms import Call, built
from autogen_hatidata.sql.dialects.source import Untested
from autogen_hatidata.sql.dialects.value_kinds import kind

_MAY_BE_MISSING = re.compile(r"\)[?*|]|\)\{0|\|")
"""A group after which the text may go on without it: DuckDB gives an empty text there, Trino gives NULL."""


def extreme(node: Call) -> exp.Expr:
    """With a NULL among them, the largest of several values is NULL."""
    test = " OR ".join(f"{name} IS NULL" for name in "abcdefgh"[: len(node.expressions)])
    called = ", ".join("abcdefgh"[: len(node.expressions)])
    return built(f"CASE WHEN NOT ({test}) THEN {node.name.lower()}({called}) END", *node.expressions)


def substring(node: Call) -> exp.Expr:
    """There is nothing at 0 and before the first sign."""
    text, start, *length = node.expressions
    parts = [part if (whole(part) or -1) >= 0 else built("greatest(a, 0)", part) for part in length]
    place = whole(start)
    given = "a, b, c" if parts else "a, b"
    if place is not None and place > 0:
        return built(f"substring({given})", text, start, *parts)
    return built(f"CASE WHEN b = 0 OR b < -length(a) THEN left(a, 0) ELSE substring({given}) END", text, start, *parts)


def replace(node: Call) -> exp.Expr:
    """Without a new text the old one is taken out."""
    text, old, *new = node.expressions
    if isinstance(old, exp.Literal) and not old.name:
        raise Untested("REPLACE of an empty text")
    return built("replace(a, b, c)", text, old, new[0] if new else exp.Literal.string(""))


def split_part(node: Call) -> exp.Expr:
    """A part that is not there is NULL."""
    place = whole(node.expressions[2])
    if place is not None and place < 1:
        raise Untested("SPLIT_PART before the first part")
    return built("CASE WHEN len(string_split(a, b)) >= c THEN split_part(a, b, c) END", *node.expressions)


def reverse(node: Call) -> exp.Expr:
    """Of a text or a list."""
    return built("list_reverse(a)" if kind(node.expressions[0]) == "list" else "reverse(a)", *node.expressions)


def concat(node: Call) -> exp.Expr:
    """Texts or lists; with NULL it gives NULL."""
    joined: exp.Expr = built("a", node.expressions[0])
    for part in node.expressions[1:]:
        joined = exp.DPipe(this=joined, expression=built("a", exp.Paren(this=part)), safe=True)
    return exp.Paren(this=joined)


def regexp_extract(node: Call) -> exp.Expr:
    """NULL where nothing matches; the whole match where no group is named."""
    text, pattern, *group = node.expressions
    at = whole(group[0]) if group else 0
    written = text_of(pattern, f"a pattern in {node.name}")
    try:
        known = re.compile(written).groups
    except re.error:
        raise Untested(f"that pattern in {node.name}") from None
    if at is None or not 0 <= at <= known:
        raise Untested(f"a group that is not in the pattern of {node.name}")
    if at and _MAY_BE_MISSING.search(written):
        raise Untested(f"a group that may be missing in {node.name}")
    if node.name == "REGEXP_EXTRACT_ALL":
        return built("regexp_extract_all(a, b, c)", text, pattern, exp.Literal.number(at))
    extract = "CASE WHEN regexp_matches(a, b) THEN regexp_extract(a, b, c) END"
    return built(extract, text, pattern, exp.Literal.number(at))


_NO_ADDRESS = r"""regexp_matches(a, '[\s<>"{}|\\^`]')"""
_ADDRESS = r"^(?:([^:/?#]+):)?(?://(?:[^/?#@]*@)?([^/?#:]*)(?::([0-9]+))?)?([^?#]*)(?:\?([^#]*))?(?:#(.*))?"
_PARTS = {
    "URL_EXTRACT_PROTOCOL": 1, "URL_EXTRACT_HOST": 2, "URL_EXTRACT_PATH": 4, "URL_EXTRACT_QUERY": 5,
    "URL_EXTRACT_FRAGMENT": 6,
}  # fmt: skip
URL_PARTS = tuple(_PARTS)


_CODED = "CASE WHEN contains(a, '%') THEN CAST(CAST('an address with %' AS TINYINT) AS VARCHAR) ELSE a END"


def url_part(node: Call) -> exp.Expr:
    """A part of an address; NULL of what is none."""
    value = node.expressions[0]
    if node.name not in ("URL_EXTRACT_PROTOCOL", "URL_EXTRACT_HOST"):
        value = built(_CODED, value)
    made = f"CASE WHEN NOT {_NO_ADDRESS} THEN regexp_extract(c, b, {_PARTS[node.name]}) END"
    return built(made, node.expressions[0], exp.Literal.string(_ADDRESS), value)


def url_parameter(node: Call) -> exp.Expr:
    """The first value of a name in the query of an address."""
    name = text_of(node.expressions[1], "a name in URL_EXTRACT_PARAMETER")
    if not re.fullmatch(r"[A-Za-z0-9_-]+", name):
        raise Untested("that name in URL_EXTRACT_PARAMETER")
    value = node.expressions[0]
    pattern = exp.Literal.string(rf"^[^?#]*\?(?:[^#]*&)??{name}=([^&#]*)")
    made = f"CASE WHEN NOT {_NO_ADDRESS} AND regexp_matches(a, b) THEN regexp_extract(c, b, 1) END"
    return built(made, value, pattern, built(_CODED, value))


def split(node: Call) -> exp.Expr:
    """The last of some number of parts holds all that is left."""
    text, delimiter, *limit = node.expressions
    if not limit:
        return built("string_split(a, b)", text, delimiter)
    most = whole(limit[0])
    if most is None or most < 1 or not text_of(delimiter, "a delimiter in SPLIT"):
        raise Untested("that limit in SPLIT", "write a number from 1 on.")
    return split_at_most(text, delimiter, most)


def nth_place(node: Call) -> exp.Expr:
    """Where a text is found for the n-th time, or that from the end; 0 where it is not. Matches may share letters."""
    text, part, nth = node.expressions
    times = whole(nth)
    if not times or not text_of(part, "what STRPOS looks for"):
        raise Untested("this form of STRPOS", "write the number of the match out.")
    places = "list_filter(range(1, length(a) + 1), lambda it__: substring(a, it__, length(b)) = b)"
    return built(f"CASE WHEN a IS NOT NULL THEN coalesce(list_extract({places}, {times}), 0) END", text, part)


_TYPES = """
    CASE typeof(a) WHEN 'TINYINT' THEN 'tinyint' WHEN 'SMALLINT' THEN 'smallint' WHEN 'INTEGER' THEN 'integer'
    WHEN 'BIGINT' THEN 'bigint' WHEN 'DOUBLE' THEN 'double' WHEN 'FLOAT' THEN 'real' WHEN 'BOOLEAN' THEN 'boolean'
    WHEN 'DATE' THEN 'date' WHEN 'JSON' THEN 'json' WHEN 'VARCHAR' THEN 'varchar'
    ELSE CASE WHEN typeof(a) LIKE 'DECIMAL%' THEN lower(typeof(a))
    ELSE CAST(CAST('the name of that type' AS TINYINT) AS VARCHAR) END END
"""


def type_of(node: Call) -> exp.Expr:
    """The name of a type; a literal text has its length in it."""
    value = node.expressions[0]
    if isinstance(value, exp.Literal) and value.is_string:
        return exp.Literal.string(f"varchar({len(value.name)})")
    if kind(value) in ("text", "timestamp") or isinstance(value, exp.Null):
        raise Untested("TYPEOF of that value", "write TYPEOF(column).")
    return built(_TYPES, value)


_DIGITS = {2: "bin(CAST(a AS BIGINT))", 10: "CAST(CAST(a AS BIGINT) AS VARCHAR)", 16: "lower(hex(CAST(a AS BIGINT)))"}
_NEGATIVE = "CAST(CAST('digits of a negative number' AS TINYINT) AS VARCHAR)"


def to_base(node: Call) -> exp.Expr:
    """The digits of a number."""
    digits = _DIGITS.get(whole(node.expressions[1]) or 0)
    if digits is None:
        raise Untested("TO_BASE of that base", "write 2, 10 or 16.")
    return built(f"CASE WHEN a < 0 THEN {_NEGATIVE} ELSE {digits} END", node.expressions[0])


_READ = {2: "CAST('0b' || a AS BIGINT)", 10: "CAST(a AS BIGINT)", 16: "CAST('0x' || a AS BIGINT)"}


def from_base(node: Call) -> exp.Expr:
    """The number of digits in some base."""
    read = _READ.get(whole(node.expressions[1]) or 0)
    if read is None:
        raise Untested("FROM_BASE of that base", "write 2, 10 or 16.")
    return built(read, node.expressions[0])


def bit_count(node: Call) -> exp.Expr:
    """The bits of a number that are set, in its two's complement."""
    if whole(node.expressions[1]) != 64:
        raise Untested("BIT_COUNT of that size", "write BIT_COUNT(x, 64).")
    return built("CAST(bit_count(CAST(a AS BIGINT)) AS BIGINT)", node.expressions[0])
