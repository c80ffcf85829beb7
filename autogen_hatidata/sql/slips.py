"""Slips of the pen in a text that cannot be read: operators, quotes, commas, semicolons, CASE, WITH, calls.

Each mend gives the text with what can only be meant, or None. A condition that may have been lost is never made up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from sqlglot import Token, TokenType

from autogen_hatidata.sql.functions import ALLOWED
from autogen_hatidata.sql.parentheses import GOES_ON, SIMPLE, lists
from autogen_hatidata.sql.plain import INTERVAL_UNITS, PlainParser
from autogen_hatidata.sql.tokens import Edit, after, before, depths, edited, instead, kind, tokens, word

_CURLED = re.compile(r"'(?:[^']|'')*'|\"[^\"]*\"|[‘’](?P<text>[^‘’\n]*)[‘’]|[“”„](?P<name>[^“”\n]*)[“”]")
_CURLED_SIGN = re.compile("[‘’“”„]")

_COMPARES = frozenset(
    {
        TokenType.EQ, TokenType.NEQ, TokenType.LT, TokenType.LTE, TokenType.GT, TokenType.GTE, TokenType.LIKE,
        TokenType.ILIKE, TokenType.IN, TokenType.IS, TokenType.BETWEEN,
    }
)  # fmt: skip
_MEANT = {TokenType.DAMP: "AND", TokenType.AMP: "AND", TokenType.DPIPE: "OR", TokenType.PIPE: "OR"}
_JOINS_TERMS = frozenset({TokenType.AND, TokenType.OR, *_MEANT})
_BEGINS_TERMS = frozenset({TokenType.WHERE, TokenType.ON, TokenType.HAVING, TokenType.QUALIFY, TokenType.WHEN})
_ENDS = frozenset(
    {
        TokenType.R_PAREN, TokenType.FROM, TokenType.WHERE, TokenType.GROUP_BY, TokenType.HAVING, TokenType.ORDER_BY,
        TokenType.LIMIT, TokenType.QUALIFY, TokenType.SEMICOLON, TokenType.JOIN, TokenType.LEFT, TokenType.INNER,
    }
)  # fmt: skip
"""What no comma stands before."""

_STARTS = frozenset({TokenType.SELECT, TokenType.FROM, TokenType.GROUP_BY, TokenType.ORDER_BY, TokenType.COMMA})
"""What no comma stands after."""

_PAIRS: Mapping[tuple[TokenType, TokenType], str] = {
    (TokenType.EQ, TokenType.LT): "<=",
    (TokenType.EQ, TokenType.GT): ">=",
    (TokenType.EQ, TokenType.EQ): "=",
    (TokenType.LT, TokenType.EQ): "<=",
    (TokenType.GT, TokenType.EQ): ">=",
    (TokenType.LT, TokenType.GT): "<>",
    (TokenType.GT, TokenType.LT): "<>",
    (TokenType.NOT, TokenType.EQ): "<>",
    (TokenType.NEQ, TokenType.EQ): "<>",
}
"""Operators of two signs that are written the other way round, apart, or with one too many."""

_ENDS_QUERY = GOES_ON | {TokenType.R_PAREN, TokenType.SEMICOLON}
_ENDS_QUERY -= {TokenType.WHERE}
_ENDS_CONDITION = frozenset(
    {
        TokenType.SELECT, TokenType.FROM, TokenType.OR, TokenType.GROUP_BY, TokenType.HAVING, TokenType.QUALIFY,
        TokenType.WINDOW, TokenType.ORDER_BY, TokenType.LIMIT, TokenType.OFFSET, TokenType.FETCH, TokenType.UNION,
        TokenType.EXCEPT, TokenType.INTERSECT, TokenType.SEMICOLON,
    }
)  # fmt: skip
"""After these a WHERE does not go on with the one before."""

_TYPES = PlainParser.TYPE_TOKENS


def quotes(text: str) -> str | None:
    """With straight quotes in the place of curled ones, which all have to be quotes: an apostrophe may be meant as a
    straight one, or not."""
    found = [one for one in _CURLED.finditer(text) if one["text"] or one["name"]]
    rest = _CURLED.sub(lambda one: " " if one["text"] is not None or one["name"] is not None else "''", text)
    inside = any(_CURLED_SIGN.search(one["text"] or one["name"]) or _is_apostrophe(text, one) for one in found)
    if not found or inside or _CURLED_SIGN.search(rest):
        return None
    return _CURLED.sub(_straight, text)


def _is_apostrophe(text: str, found: re.Match[str]) -> bool:
    """Whether a word goes on where curled quotes begin or end."""
    around = text[found.start() - 1 : found.start()], text[found.end() : found.end() + 1]
    return found["text"] is not None and any(map(str.isalnum, around))


def _straight(found: re.Match[str]) -> str:
    if found["text"] is not None:
        return "'" + found["text"].replace("'", "''") + "'"
    return found[0] if found["name"] is None else '"' + found["name"].replace('"', '""') + '"'


def comma(text: str) -> str | None:
    """Without commas that nothing follows or comes before. ``(x,)`` may be meant as a row, and stays."""
    found, opened, wrong = tokens(text) or (), list[int](), []
    for place, token in enumerate(found):
        own, then = token.token_type, kind(found, place + 1)
        if own == TokenType.L_PAREN:
            opened.append(place)
        elif own == TokenType.R_PAREN and opened:
            opened.pop()
        elif own == TokenType.COMMA and (then is None or then in _ENDS or kind(found, place - 1) in _STARTS):
            if _is_column(found, place + 1) or (kind(found, place - 1) in _STARTS and _is_column(found, place - 1)):
                continue
            row = then == TokenType.R_PAREN and not (opened and lists(found, opened[-1]))
            wrong += [] if row else [instead(token, "")]
    return edited(text, wrong)


def _is_column(found: Sequence[Token], place: int) -> bool:
    """Whether a word of a clause stands where a column of that name does."""
    if not word(found, place).isalpha():
        return False
    begins = kind(found, place - 1) in (TokenType.SELECT, TokenType.COMMA)
    return begins and kind(found, place + 1) in (TokenType.FROM, TokenType.COMMA, TokenType.ALIAS, TokenType.DOT)


def semicolon(text: str) -> str | None:
    """Without semicolons that a clause of the same statement follows, or its WITH comes before."""
    found = tokens(text) or ()
    depth = depths(found)
    wrong = []
    for place, token in enumerate(found):
        if token.token_type != TokenType.SEMICOLON:
            continue
        queries = [one for one in range(place) if not depth[one] and found[one].token_type == TokenType.SELECT]
        defined = word(found, 0) == "WITH" and not queries and kind(found, place + 1) == TokenType.SELECT
        inside = depth[place] > 0 and kind(found, place + 1) == TokenType.R_PAREN
        if defined or inside or kind(found, place + 1) in GOES_ON:
            wrong.append(instead(token, " "))
    return edited(text, wrong)


def limit(text: str) -> str | None:
    """LIMIT n in the place of TOP n and FIRST n, and LIMIT n OFFSET m in the place of LIMIT m, n."""
    text = text.rstrip().removesuffix(";").rstrip()
    found = tokens(text) or ()
    place = next((one for one in (1, 2) if word(found, one) in ("TOP", "FIRST")), 0)
    if word(found, place) == "FIRST" and kind(found, place + 1) != TokenType.NUMBER:
        place = 0  # a function or a name
    if place and TokenType.L_BRACKET in (one.token_type for one in found):
        return None  # SQL Server has names in them, and DuckDB lists
    count = found[place + 1 + (kind(found, place + 1) == TokenType.L_PAREN) :][:1] if place else []
    sets = {TokenType.UNION, TokenType.EXCEPT, TokenType.INTERSECT, TokenType.LIMIT, TokenType.SEMICOLON}
    if count and count[0].token_type == TokenType.NUMBER and not sets.intersection(one.token_type for one in found):
        last = found[place + 3] if kind(found, place + 1) == TokenType.L_PAREN else count[0]
        percent = word(found, found.index(last) + 1) in ("PERCENT", "WITH")
        changes = [instead(found[place], "", last), after(found[-1], f" LIMIT {count[0].text}")]
        return None if percent else edited(text, changes)
    return edited(text, _limits(found))


def _limits(found: Sequence[Token]) -> Iterator[Edit]:
    for place, token in enumerate(found):
        numbers = kind(found, place + 1) == kind(found, place + 3) == TokenType.NUMBER
        if token.token_type == TokenType.LIMIT and numbers and kind(found, place + 2) == TokenType.COMMA:
            skipped, count = found[place + 1].text, found[place + 3].text
            yield instead(found[place + 1], f"{count} OFFSET {skipped}", found[place + 3])


def operator(text: str) -> str | None:
    """With the operators of SQL in the place of those of other languages: ``=<``, ``=>``, ``&&``, and ``||`` where it
    stands between comparisons."""
    found = tokens(text) or ()
    changes: list[Edit] = []
    for place, token in enumerate(found[:-1]):
        pair = _PAIRS.get((token.token_type, found[place + 1].token_type))
        if pair is not None and token.start >= max((end for _, end, _ in changes), default=0):
            changes.append(instead(token, pair, found[place + 1]))
        elif token.token_type == TokenType.FARROW and not _names_argument(found, place):
            changes.append(instead(token, ">="))
        elif token.token_type in _MEANT and _joins(found, place):
            changes.append(instead(token, f" {_MEANT[token.token_type]} "))
    return edited(text, changes)


def _names_argument(found: Sequence[Token], place: int) -> bool:
    return kind(found, place - 2) in (TokenType.L_PAREN, TokenType.COMMA)


def _joins(found: Sequence[Token], place: int) -> bool:
    """Whether there is a comparison on both sides of an operator."""
    return all(_compares(found, place, step) for step in (-1, 1))


def _compares(found: Sequence[Token], place: int, step: int) -> bool:
    depth, met = 0, False
    opens, closes = (TokenType.R_PAREN, TokenType.L_PAREN)[::-step]
    while 0 <= (place := place + step) < len(found):
        own = found[place].token_type
        depth += (own == opens) - (own == closes)
        if depth < 0 or (not depth and (own in _JOINS_TERMS or own in _BEGINS_TERMS or own in GOES_ON)):
            break
        met = met or (not depth and own in _COMPARES)
    return met


def with_(text: str) -> str | None:
    """With what a list of common table expressions lacks or has too much: AS, commas, WITH."""
    found = tokens(text) or ()
    if word(found, 0) != "WITH":
        return None
    depth, changes = depths(found), list[Edit]()
    for place, token in enumerate(found[1:], 1):
        if depth[place]:
            continue
        own, last, then = token.token_type, kind(found, place - 1), kind(found, place + 1)
        if own == TokenType.SELECT:
            changes += [instead(found[place - 1], " ")] if last == TokenType.COMMA else []
            break
        if own == TokenType.WITH and last == TokenType.COMMA:
            changes.append(instead(token, ""))
        elif own == TokenType.WITH and last == TokenType.R_PAREN and kind(found, place + 2) == TokenType.ALIAS:
            changes.append(instead(token, ","))
        elif own == TokenType.VAR and last == TokenType.R_PAREN and then == TokenType.ALIAS:
            changes.append(before(token, ", "))
        elif own == TokenType.VAR and then == TokenType.L_PAREN and kind(found, place + 2) == TokenType.SELECT:
            changes.append(after(token, " AS"))
    return edited(text, changes)


def case(text: str) -> str | None:
    """With WHEN in the place of ELSE IF, and with an END that is missing after ELSE and one value."""
    found = tokens(text) or ()
    changes: list[Edit] = []
    for place in range(len(found)):
        if word(found, place) in ("ELSEIF", "ELSIF"):
            changes.append(instead(found[place], "WHEN"))
        elif word(found, place) == "ELSE" and word(found, place + 1) == "IF" and _next_of_case(found, place) == "THEN":
            changes.append(instead(found[place], "WHEN", found[place + 1]))
    words = [word(found, place) for place in range(len(found))]
    if words.count("CASE") == words.count("END") + 1 and words.count("ELSE") - len(changes) == 1:
        place = len(words) - 1 - words[::-1].index("ELSE")
        ends = kind(found, place + 2) in (TokenType.ALIAS, TokenType.COMMA, TokenType.FROM, TokenType.R_PAREN)
        if kind(found, place + 1) in SIMPLE and ends:
            changes.append(after(found[place + 1], " END"))
    return edited(text, changes)


def _next_of_case(found: Sequence[Token], place: int) -> str:
    words = (word(found, one) for one in range(place + 1, len(found)))
    return next((one for one in words if one in ("THEN", "ELSE", "END", "WHEN")), "")


def call(text: str) -> str | None:
    """With the words that a call has in the place of a comma, with INTERVAL before a time, and with parentheses around
    the values of IN."""
    found = tokens(text) or ()
    return edited(text, _calls(found))


def _calls(found: Sequence[Token]) -> Iterator[Edit]:
    for place, token in enumerate(found):
        name = word(found, place)
        if name == "EXTRACT" and kind(found, place + 3) == TokenType.COMMA:
            yield instead(found[place + 3], " FROM")
        elif name in ("CAST", "TRY_CAST") and kind(found, place + 1) == TokenType.L_PAREN:
            yield from _cast(found, place + 1)
        elif token.token_type in (TokenType.DASH, TokenType.PLUS) and kind(found, place + 1) == TokenType.NUMBER:
            if word(found, place + 2) in INTERVAL_UNITS:
                yield before(found[place + 1], "INTERVAL ")
        elif name in ("DATE", "TIMESTAMP") and _is_date(found, place + 1):
            yield before(found[place + 1], "'")
            yield after(found[place + 5], "'")
        elif token.token_type == TokenType.IN and kind(found, place + 1) == TokenType.SELECT:
            if not _ENDS_QUERY.intersection(one.token_type for one in found[place:]):
                yield before(found[place + 1], "(")
                yield after(found[-1], ")")
        elif token.token_type == TokenType.IS and kind(found, place + 1) == TokenType.STRING:
            yield instead(token, "IS NOT DISTINCT FROM")
        else:
            yield from _list(found, place)


def listed(text: str) -> str | None:
    """With parentheses around the values of IN."""
    found = tokens(text) or ()
    return edited(text, (edit for place in range(len(found)) for edit in _list(found, place)))


def _list(found: Sequence[Token], place: int) -> Iterator[Edit]:
    if found[place].token_type == TokenType.IN and kind(found, place + 1) in (TokenType.STRING, TokenType.NUMBER):
        last = place + 1
        while kind(found, last + 1) == TokenType.COMMA and kind(found, last + 2) == found[place + 1].token_type:
            last += 2
        yield before(found[place + 1], "(")
        yield after(found[last], ")")


def _is_date(found: Sequence[Token], place: int) -> bool:
    """Whether 2024-12-31 stands there without quotes."""
    kinds = [one.token_type for one in found[place : place + 5]]
    numbers, signs = kinds[::2], kinds[1::2]
    return numbers == [TokenType.NUMBER] * 3 and signs == [TokenType.DASH] * 2 and len(found[place].text) == 4


def _cast(found: Sequence[Token], opening: int) -> Iterator[Edit]:
    depth = depths(found)
    inside = [one for one in range(opening + 1, len(found)) if depth[one] == depth[opening] + 1]
    commas = [one for one in inside if found[one].token_type == TokenType.COMMA]
    if commas and found[commas[0] + 1].token_type in _TYPES:
        yield instead(found[commas[0]], " AS")
    elif not commas and TokenType.ALIAS not in (found[one].token_type for one in inside):
        end = next((one for one in range(opening + 1, len(found)) if depth[one] == depth[opening]), len(found))
        last = [one for one in inside if one < end and kind(found, one) != TokenType.R_PAREN][-1:]
        place = next((one for one in last if kind(found, one) == TokenType.L_PAREN), None)
        named = last[0] if last and place is None else (place or 0) - 1
        if named > opening + 1 and kind(found, named) in _TYPES and kind(found, named) != TokenType.L_PAREN:
            yield before(found[named], "AS ")


def between(text: str) -> str | None:
    """With a comma that is missing between two columns, where the second cannot be the other name of the first."""
    found = tokens(text) or ()
    depth, changes, listed = depths(found), list[Edit](), dict[int, bool]()
    for place, token in enumerate(found):
        own, level = token.token_type, depth[place]
        if own in (TokenType.SELECT, TokenType.GROUP_BY, TokenType.ORDER_BY):
            listed[level] = True
        elif own in _ENDS or own in GOES_ON:
            listed[level + (own == TokenType.R_PAREN)] = False
        elif listed.get(level) and kind(found, place - 1) in (TokenType.VAR, TokenType.R_PAREN):
            name = word(found, place)
            calls = kind(found, place + 1) == TokenType.L_PAREN and name.lower() in ALLOWED and name != "FILTER"
            named = kind(found, place - 2) == TokenType.ALIAS and "\n" in text[found[place - 1].end : token.start]
            parts = kind(found, place + 1) == TokenType.DOT or named
            if own == TokenType.CASE or (own == TokenType.VAR and (calls or parts)):
                changes.append(before(token, ", "))
    return edited(text, changes)


def where(text: str) -> str | None:
    """With AND in the place of a second WHERE right after the condition of the first, where there is no OR."""
    found = tokens(text) or ()
    depth = depths(found)
    last: dict[int, bool] = {}
    changes: list[Edit] = []
    for place, token in enumerate(found):
        own, level = token.token_type, depth[place]
        if own in _ENDS_CONDITION:
            last.pop(level, None)
        elif own == TokenType.WHERE and level in last and TokenType.OR not in _rest(found, depth, place):
            changes.append(instead(token, "AND"))
        elif own == TokenType.WHERE:
            last[level] = True
    return edited(text, changes)


def _rest(found: Sequence[Token], depth: Sequence[int], place: int) -> Iterator[TokenType]:
    """The words of one depth up to the end of the condition."""
    for one in range(place + 1, len(found)):
        if depth[one] < depth[place] or (depth[one] == depth[place] and found[one].token_type in _ENDS):
            return
        if depth[one] == depth[place]:
            yield found[one].token_type
