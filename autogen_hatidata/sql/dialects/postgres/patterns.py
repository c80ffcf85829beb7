"""Patterns of PostgreSQL and Redshift, which match the longest text where RE2 takes the first way that matches."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from sqlglot import exp

from autogen_hatidata.sql.dialects.forms import Call, called, put
from autogen_hatidata.sql.dialects.source import Untested


def _pattern(node: exp.Expr, name: str, *, searches: bool) -> None:
    """Refuses patterns that PostgreSQL and RE2 match differently."""
    if not (isinstance(node, exp.Literal) and node.is_string):
        if searches:
            raise Untested(f"{name} with a pattern that is not a literal")
        return
    text = node.name
    if re.search(r"\\(?![dDsSwWtnr])[A-Za-z0-9]|\[[.=]|\(\?(?!:)|\*\*\*|[*+?}]\+", text):
        raise Untested(f"that pattern in {name}")
    if searches and (re.search(r"[*+?}]\?", text) or not _decided(text)):
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


def _decided(text: str) -> bool:
    """Whether of the ways on both sides of ``|`` no more than one can match anywhere: none begins like another."""
    for ways in _alternatives(text):
        for one, other in combinations((_beginning(way) for way in ways), 2):
            if one.startswith(other) or other.startswith(one):
                return False
    return True


def _alternatives(text: str) -> Iterator[list[str]]:
    """What stands on the sides of ``|``, for the whole pattern and each of its groups."""
    open_groups: list[list[str]] = [[""]]
    for match in _ATOM.finditer(text):
        atom = match.group()
        if atom in ("(", "(?:"):
            open_groups.append([""])
        elif atom == ")" and len(open_groups) > 1:
            inner = open_groups.pop()
            yield inner
            open_groups[-1][-1] += "()"
        elif atom == "|":
            open_groups[-1].append("")
        else:
            open_groups[-1][-1] += atom
    yield from open_groups


def _beginning(way: str) -> str:
    """The characters that certainly stand at the beginning of what matches, in small letters."""
    found = re.match(r"(?:(?:[^\\\[\](){}.*+?^$|]|\\[^A-Za-z0-9])(?![*?{]))*", way)
    return re.sub(r"\\(.)", r"\1", found.group()).lower() if found else ""


_ATOM = re.compile(r"\\.|\(\?:|\[\^?\]?(?:\[:[a-z]+:\]|[^\]])*\]|.", re.DOTALL)


def check_pattern(node: exp.Expr, name: str) -> None:
    """Refuses a pattern that is to be found or replaced, where RE2 would find another part."""
    _pattern(node, name, searches=True)


def matches(node: exp.Expr) -> str:
    """A dot matches the end of a line too, unlike in DuckDB."""
    _pattern(node.expression, "a match", searches=False)
    flags = "is" if isinstance(node, exp.RegexpILike) else "s"
    put(node, f"regexp_matches(a, b, '{flags}')", node.this, node.expression)
    return "a pattern matches a part"


def first_match(node: exp.Expr, text: exp.Expr, pattern: exp.Expr) -> str:
    _pattern(pattern, called(node), searches=True)
    group = int(bool(re.search(r"(?<!\\)\((?!\?)", pattern.name)))
    put(node, f"CASE WHEN regexp_matches(a, b, 's') THEN regexp_extract(a, b, {group}, 's') END", text, pattern)
    return "a text without a match gives NULL"


def regexp_substr(node: Call) -> str:
    return first_whole_match(node, *node.expressions)


def first_whole_match(node: Call, text: exp.Expr, pattern: exp.Expr) -> str:
    _pattern(pattern, node.this, searches=True)
    put(node, "CASE WHEN regexp_matches(a, b, 's') THEN regexp_extract(a, b, 0, 's') END", text, pattern)
    return "a text without a match gives NULL"


def regexp_like(node: Call) -> str:
    _pattern(node.expressions[1], node.this, searches=False)
    put(node, f"regexp_matches(a, b, '{flags(node, 2, 'i')}s')", *node.expressions[:2])
    return "a pattern matches a part"


def regexp_count(node: Call) -> str:
    _pattern(node.expressions[1], node.this, searches=True)
    put(node, "CAST(len(regexp_extract_all(a, b, 0, 's')) AS INTEGER)", *node.expressions)
    return "a pattern is counted by its matches"


def regexp_replace(node: Call) -> str:
    text, pattern, new = node.expressions[:3]
    _pattern(pattern, node.this, searches=True)
    if not (isinstance(new, exp.Literal) and new.is_string) or re.search(r"\\[^1-9\\]|\\$", new.name):
        raise Untested("that replacement in REGEXP_REPLACE", r"write a literal, with \1 for the first group.")
    put(node, f"regexp_replace(a, b, c, '{flags(node, 3, 'gi')}s')", text, pattern, new)
    return "a pattern is RE2's"


def flags(node: Call, place: int, known: str) -> str:
    """Options that are written after a pattern."""
    if len(node.expressions) <= place:
        return ""
    given = node.expressions[place]
    if not (isinstance(given, exp.Literal) and given.is_string) or set(given.name) - set(known):
        raise Untested(f"this form of {node.this}")
    return str(given.name)


def regexp_instr(node: Call) -> str:
    text, pattern = node.expressions
    check_pattern(pattern, node.this)
    before = exp.Literal.string(f"^(.*?)(?:{pattern.name})")
    put(node, "CASE WHEN regexp_matches(a, b, 's') THEN CAST(length(regexp_extract(a, c, 1, 's')) + 1 AS INTEGER)"
              " WHEN a IS NOT NULL THEN 0 END", text, pattern, before)  # fmt: skip
    return "a pattern is found by what stands before it"


def groups(pattern: str, name: str) -> int:
    """How many groups a pattern has, all of which match if it matches."""
    bare = re.sub(r"\\.|\[\^?\]?[^\]]*\]", "", pattern)
    if re.search(r"\)[*?{]|\|", bare) and "(" in bare:
        raise Untested(f"a group that need not match in {name}")
    return bare.count("(") - bare.count("(?:")


def regexp_match(node: Call) -> str:
    text, pattern = node.expressions
    check_pattern(pattern, node.this)
    count = groups(pattern.name, node.this)
    found = ", ".join(f"regexp_extract(a, b, {group}, 's')" for group in (range(1, count + 1) if count else [0]))
    put(node, f"CASE WHEN regexp_matches(a, b, 's') THEN [{found}] END", text, pattern)
    return "a text without a match gives NULL"


def regexp_matches(node: Call) -> str:
    """In the select list: a row for the first match, or with the flag g for each."""
    text, pattern = node.expressions[:2]
    check_pattern(pattern, node.this)
    count = groups(pattern.name, node.this)
    if flags(node, 2, "g") != "g":
        found = ", ".join(f"regexp_extract(a, b, {group}, 's')" for group in (range(1, count + 1) if count else [0]))
        put(node, f"unnest(CASE WHEN regexp_matches(a, b, 's') THEN [[{found}]] END)", text, pattern)
        return "a pattern gives rows"
    if count > 1:
        raise Untested(f"this form of {node.this}", "write REGEXP_MATCH, or one group with the flag 'g'.")
    put(node, f"unnest(list_transform(regexp_extract_all(a, b, {count}, 's'), lambda it__: [it__]))", text, pattern)
    return "a pattern gives rows"


def regexp_split(node: Call) -> str:
    text, pattern = node.expressions
    check_pattern(pattern, node.this)
    if isinstance(node.parent, exp.Table | exp.Lateral):
        return "a pattern gives rows"  # a table's
    parts = "string_split_regex(a, b)"
    put(node, f"unnest({parts})" if node.this.endswith("TABLE") else parts, text, pattern)
    return "a pattern is RE2's"


def similar(node: exp.SimilarTo) -> str:
    """A pattern of ``%`` and ``_`` with the signs of regular expressions, which has to match all of a text."""
    pattern = node.expression
    if not (isinstance(pattern, exp.Literal) and pattern.is_string) or isinstance(node.parent, exp.Escape):
        raise Untested("this form of SIMILAR TO", "write the pattern as a literal, without ESCAPE.")
    found = "".join(map(_similar_atom, (match.group() for match in _ATOM.finditer(pattern.name))))
    put(node, "regexp_full_match(a, b, 's')", node.this, exp.Literal.string(_for_re2(found, "SIMILAR TO")))
    return "SIMILAR TO is a regular expression"


def _similar_atom(atom: str) -> str:
    if re.fullmatch(r"\\[A-Za-z0-9]|\\|[\"\[]", atom):
        raise Untested("that pattern in SIMILAR TO")
    return {"%": ".*", "_": ".", ".": r"\.", "^": r"\^", "$": r"\$"}.get(atom, atom)
