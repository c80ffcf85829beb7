"""Texts of PostgreSQL: parts of them, patterns, and lists of them."""

from __future__ import annotations

import re

from sqlglot import exp

from autogen_hatidata.sql.dialects.calls import Call, called, put, rename
from autogen_hatidata.sql.dialects.source import WRITTEN, Untested, bare, number

INITCAP = (
    "array_to_string(list_transform(regexp_extract_all(_1, '[\\pL\\pN]+|[^\\pL\\pN]+'), "
    "lambda w: upper(substring(w, 1, 1)) || lower(substring(w, 2))), '')"
)
"""Each word's first letter large, the others small."""


def substr(node: Call) -> str | None:
    return _part_of_text(node, *node.expressions)


def substring(node: exp.Substring) -> str | None:
    node.meta[WRITTEN] = "SUBSTRING"
    start = node.args.get("start")
    if start is None:
        raise Untested("this form of SUBSTRING")
    length = node.args.get("length")
    return _part_of_text(node, node.this, start, *([length] if length is not None else []))


def _part_of_text(node: exp.Expr, text: exp.Expr, start: exp.Expr, *length: exp.Expr) -> str | None:
    """A start before the first character counts from before it, where DuckDB counts from the end."""
    if bare(start).is_string:
        if length:
            raise Untested("this form of SUBSTRING")
        return _first_match(node, text, start)
    if (number(start) or 0) >= 1:
        put(node, "substring(_1, _2, _3)" if length else "substring(_1, _2)", text, start, *length)
        return None
    first = "CASE WHEN _2 < 1 THEN 1 ELSE _2 END"
    if length:
        put(node, f"substring(_1, {first}, CASE WHEN _2 < 1 THEN greatest(_2 + _3 - 1, 0) ELSE _3 END)",
            text, start, *length)  # fmt: skip
    else:
        put(node, f"substring(_1, {first})", text, start)
    return "positions before the first character are before the text"


def _pattern(node: exp.Expr, name: str, *, searches: bool) -> None:
    """Refuses patterns that PostgreSQL and RE2 match differently."""
    if not (isinstance(node, exp.Literal) and node.is_string):
        if searches:
            raise Untested(f"{name} with a pattern that is not a literal")
        return
    text = node.name
    if re.search(r"\\(?![dDsSwWtnr])[A-Za-z0-9]|\[[.=]|\(\?|\*\*\*|[*+?}]\+", text):
        raise Untested(f"that pattern in {name}")
    if searches and re.search(r"\||[*+?}]\?", text):  # the longest match there, the first one here
        raise Untested(f"a pattern with | or a lazy repetition in {name}")
    node.set("this", _for_re2(text, name))


_CLASSES = {"[:alpha:]": r"\pL", "[:alnum:]": r"\pL\pN", "[:upper:]": r"\p{Lu}", "[:lower:]": r"\p{Ll}"}
_PART = re.compile(r"\\.|\[:[a-z]+:\]|\[\^?\]?|.", re.DOTALL)


def _for_re2(text: str, name: str) -> str:
    """Letters and digits are those of every script, as in PostgreSQL; RE2 takes ASCII alone for them."""
    found, inside = "", False
    for match in _PART.finditer(text):
        part = match.group()
        if part == r"\w":
            part = r"\pL\pN_" if inside else r"[\pL\pN_]"
        elif part == r"\W":
            if inside:
                raise Untested(f"that pattern in {name}")
            part = r"[^\pL\pN_]"
        elif inside:
            part = _CLASSES.get(part, part)
            inside = part != "]"
        else:
            inside = part.startswith("[") and not part.startswith("[:")
        found += part
    return found


def check_pattern(node: exp.Expr, name: str) -> None:
    """Refuses a pattern that is to be found or replaced, where RE2 would find another part."""
    _pattern(node, name, searches=True)


def matches(node: exp.Expr) -> str:
    """A dot matches the end of a line too, unlike in DuckDB."""
    _pattern(node.expression, "a match", searches=False)
    flags = "is" if isinstance(node, exp.RegexpILike) else "s"
    put(node, f"regexp_matches(_1, _2, '{flags}')", node.this, node.expression)
    return "a pattern matches a part"


def _first_match(node: exp.Expr, text: exp.Expr, pattern: exp.Expr) -> str:
    _pattern(pattern, called(node), searches=True)
    group = int(bool(re.search(r"(?<!\\)\(", pattern.name)))
    put(node, f"CASE WHEN regexp_matches(_1, _2, 's') THEN regexp_extract(_1, _2, {group}, 's') END", text, pattern)
    return "a text without a match gives NULL"


def regexp_substr(node: Call) -> str:
    return _first_whole_match(node, *node.expressions)


def _first_whole_match(node: Call, text: exp.Expr, pattern: exp.Expr) -> str:
    _pattern(pattern, node.this, searches=True)
    put(node, "CASE WHEN regexp_matches(_1, _2, 's') THEN regexp_extract(_1, _2, 0, 's') END", text, pattern)
    return "a text without a match gives NULL"


def regexp_like(node: Call) -> str:
    _pattern(node.expressions[1], node.this, searches=False)
    put(node, f"regexp_matches(_1, _2, '{_flags(node, 2, 'i')}s')", *node.expressions[:2])
    return "a pattern matches a part"


def regexp_count(node: Call) -> str:
    _pattern(node.expressions[1], node.this, searches=True)
    put(node, "CAST(len(regexp_extract_all(_1, _2, 0, 's')) AS INTEGER)", *node.expressions)
    return "a pattern is counted by its matches"


def regexp_replace(node: Call) -> str:
    text, pattern, new = node.expressions[:3]
    _pattern(pattern, node.this, searches=True)
    if not (isinstance(new, exp.Literal) and new.is_string) or re.search(r"\\[^1-9\\]|\\$", new.name):
        raise Untested("that replacement in REGEXP_REPLACE", r"write a literal, with \1 for the first group.")
    put(node, f"regexp_replace(_1, _2, _3, '{_flags(node, 3, 'gi')}s')", text, pattern, new)
    return "a pattern is RE2's"


def _flags(node: Call, place: int, known: str) -> str:
    if len(node.expressions) <= place:
        return ""
    flags = node.expressions[place]
    if not (isinstance(flags, exp.Literal) and flags.is_string) or set(flags.name) - set(known):
        raise Untested(f"this form of {node.this}")
    return str(flags.name)


def string_agg(node: Call) -> None:
    """DISTINCT is before the text alone, as sqlglot would make a pair of the text and the separator."""
    first = node.expressions[0]
    order = first if isinstance(first, exp.Order) else None
    distinct = order.this if order is not None else first
    if isinstance(distinct, exp.Distinct) and len(distinct.expressions) == 2:
        text, separator = distinct.expressions
        last: exp.Expr = separator.copy()
        if order is not None:
            last = exp.Order(this=last, expressions=[one.copy() for one in order.expressions])
        rename(node, "string_agg", [exp.Distinct(expressions=[text.copy()]), last])
        return
    if isinstance(distinct, exp.Distinct) or len(node.expressions) != 2:
        raise Untested("STRING_AGG without a separator", "write STRING_AGG(text, ',').")
    rename(node, "string_agg")


def split_part(node: Call) -> str | None:
    delimiter = node.expressions[1]
    if not (isinstance(delimiter, exp.Literal) and delimiter.name):
        raise Untested("SPLIT_PART with a delimiter that may be empty", "write the delimiter as a literal.")
    if (place := node.expressions[2]) and number(place) == 0:
        raise Untested("part 0 in SPLIT_PART", "the first part is 1.")
    rename(node, "split_part")
    return None


def to_list(node: Call) -> str | None:
    delimiter = node.expressions[1]
    if not (isinstance(delimiter, exp.Literal) and delimiter.is_string and delimiter.name):
        raise Untested("STRING_TO_ARRAY with a delimiter that may be empty", "write the delimiter as a literal.")
    put(node, "CASE WHEN _1 = '' THEN CAST([] AS VARCHAR[]) ELSE string_split(_1, _2) END", *node.expressions)
    return "the parts of an empty text are none"


def pad(node: Call) -> None:
    text, length, *fills = node.expressions
    put(node, f"{node.this.lower()}(_1, _2, _3)", text, length, *(fills or [exp.Literal.string(" ")]))


def like(node: exp.Expr) -> str | None:
    """A backslash escapes, as if ESCAPE were written."""
    pattern = node.expression
    if isinstance(node.parent, exp.Escape):
        return None
    if isinstance(pattern, exp.Any | exp.All):
        raise Untested("LIKE ANY", "write a OR b.")
    if pattern.is_string and "\\" not in pattern.name:
        return None
    holder = exp.Paren(this=exp.Null())
    node.replace(holder)
    holder.set("this", exp.Escape(this=node, expression=exp.Literal.string("\\")))
    return "a backslash escapes in LIKE"


def array_to_text(node: Call) -> str | None:
    if len(node.expressions) == 3:
        put(
            node,
            "array_to_string(list_transform(_1, lambda x: coalesce(CAST(x AS VARCHAR), _3)), _2)",
            *node.expressions,
        )
        return None
    rename(node, "array_to_string")
    return None
