"""Texts, bytes and addresses of Trino."""

from __future__ import annotations

import re

from sqlglot import exp

from autogen_hatidata.sql.dialects.builders import text_of, whole
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
