"""Whether a day fits what it is compared with where it is read as a text, YYYY-MM-DD, as DuckDB and others write it.

Somebody who cuts a text may think of one that is written otherwise, 31/12/2024: then nothing would ever match.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sqlglot import exp

DAY = "Y000-M0-D0"
"""How a day looks: a digit where 0 stands, and the first one of a year, month or day where a letter does."""

TIMES = (f"{DAY} 00:00:00", f"{DAY} 00:00:00.000000")

_DIGITS = {"Y": "12", "M": "01", "D": "0123", "0": "0123456789"}
_PARTS = (0, 5, 8, 11, 14, 17)
_ENDS = (4, 7, 10, 13, 16, 19)
"""Where the parts of a day and a time begin, and where they end."""

_MOST = {"M0": 12, "D0": 31}

_COMPARED = (exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Like, exp.ILike, exp.Between, exp.In)
_AROUND = (exp.Paren, exp.Cast, exp.TryCast)
_CUTS = frozenset({"left", "substr", "substring"})
_SEARCHES = {
    "contains": "%{}%", "instr": "%{}%", "strpos": "%{}%", "starts_with": "{}%", "prefix": "{}%", "ends_with": "%{}",
    "suffix": "%{}",
}  # fmt: skip
_SAME = frozenset({"lower", "upper", "trim", "ltrim", "rtrim"})
_PLAIN_PATTERN = re.compile(r"(\^?)([\d-]+)(\$?)")


def fits(call: exp.Expr, name: str, given: Sequence[exp.Expr], looks: Sequence[str]) -> bool:
    """Whether a call that takes a day as a text can mean its text in one of these forms, and what it is compared with
    can be what it gives. ``given``: its other arguments."""
    if name in _SEARCHES or name == "regexp_matches":
        pattern = _pattern(name, given)
        return pattern is not None and any(may_be_like(pattern, look) for look in looks)
    piece = _piece(name, given, looks[0])
    return piece is not None and all(_can_be(text, piece) for text in compared(call))


def may_be_like(pattern: str, look: str) -> bool:
    """Whether LIKE may find a text that looks so.

    >>> may_be_like("2024-0_-%", DAY), may_be_like("%/2024", DAY), may_be_like("03-%", DAY), may_be_like("03%", DAY)
    (True, False, False, False)
    """
    ends = {0}
    for sign in pattern:
        if sign == "%":
            ends = set(range(min(ends, default=len(look) + 1), len(look) + 1))
        else:
            ends = {one + 1 for one in ends if one < len(look) and sign in ("_", *_DIGITS.get(look[one], look[one]))}
    return len(look) in ends


def _can_be(text: str, piece: str) -> bool:
    places = ((piece.find(part), most) for part, most in _MOST.items() if part in piece)
    return may_be_like(text, piece) and all(
        not (number := text[place : place + 2]).isdigit() or 0 < int(number) <= most for place, most in places
    )


def _pattern(name: str, given: Sequence[exp.Expr]) -> str | None:
    """What a function searches, as LIKE has it; None where that is not written out."""
    text = _text(given[0]) if len(given) == 1 else None
    if text is None or name != "regexp_matches":
        return None if text is None or "%" in text or "_" in text else _SEARCHES[name].format(text)
    found = _PLAIN_PATTERN.fullmatch(text)
    return None if found is None else f"{'' if found[1] else '%'}{found[2]}{'' if found[3] else '%'}"


def _piece(name: str, given: Sequence[exp.Expr], look: str) -> str | None:
    """How that looks which a function makes of a day; None where it is not made of whole parts."""
    if name in _SAME and not given:
        return look
    if name == "split_part" and len(given) == 2 and _text(given[0]) == "-" and look == DAY:
        parts, place = look.split("-"), _number(given[1])
        return parts[place - 1] if place is not None and 0 < place <= len(parts) else None
    if name == "split_part" and look != DAY and [one.name for one in given] == [" ", "1"]:
        return DAY
    if name == "replace" and [_text(one) for one in given] == ["-", ""] and look == DAY:
        return look.replace("-", "")
    numbers = [_number(one) for one in given]
    if name not in _CUTS or None in numbers or not numbers:
        return None
    begin, count = (1, numbers[0]) if name == "left" else (numbers[0], numbers[1] if len(numbers) > 1 else len(look))
    if begin is None or count is None:
        return None
    end = min(begin - 1 + count, len(look))
    whole = begin - 1 in _PARTS and (end in _ENDS or (begin == 1 and end == len(look)))
    return look[begin - 1 : end] if whole else None


def compared(call: exp.Expr) -> Iterator[str]:
    """The texts and numbers that are written out and compared with a call; a number may lack a leading zero."""
    node = call
    while isinstance(node.parent, _AROUND):
        node = node.parent
    against = node.parent
    if isinstance(against, exp.Case):
        others = [one.this for one in against.args["ifs"]]
    elif isinstance(against, _COMPARED):
        keys = ("this", "expression", "low", "high")
        others = [*against.expressions, *(against.args.get(key) for key in keys)]
    else:
        return
    for one in others:
        if isinstance(one, exp.Literal):
            yield str(one.name) if one.is_string or len(one.name) > 1 else f"0{one.name}"


def _text(node: exp.Expr) -> str | None:
    return str(node.name) if isinstance(node, exp.Literal) and node.is_string else None


def _number(node: exp.Expr) -> int | None:
    return int(node.name) if isinstance(node, exp.Literal) and not node.is_string and node.name.isdigit() else None
