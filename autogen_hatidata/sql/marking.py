"""Where in the caller's own text an error lies: its line, with carets under the place."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import Token, TokenType

from autogen_hatidata.sql.scopes import lower
from autogen_hatidata.sql.tokens import tokens

_WIDTH = 100
"""Characters of a line that are shown."""

_CUT = "..."


def marked(text: str, start: int, end: int) -> str:
    """The line from ``start`` on, cut around it where it is long, and a line of carets below what is meant.

    >>> print(marked("SELECT id,\\n  nmae FROM t", 13, 17))
    Line 2:   nmae FROM t
              ^^^^
    """
    begin = text.rfind("\n", 0, start) + 1
    line = text[begin:].partition("\n")[0].rstrip()
    place, length = start - begin, max(1, min(end - start, len(line) - (start - begin)))
    left = max(0, min(place - _WIDTH // 2, len(line) - _WIDTH))
    shown, before = line[left : left + _WIDTH], _CUT if left else ""
    after = _CUT if left + _WIDTH < len(line) else ""
    head = f"Line {text.count(chr(10), 0, start) + 1}: {before}"
    length = min(length, max(1, left + len(shown) - place))
    plain = "".join(one if one.isprintable() else " " if one == "\t" else "?" for one in shown)
    return f"{head}{plain}{after}\n{' ' * (len(head) + place - left)}{'^' * length}"


def place_of(name: str, text: str) -> tuple[int, int] | None:
    """Where a name stands first in a text, whole and not in a quoted text; None where it does not.

    >>> place_of("t.nme", "SELECT t.nme FROM t"), place_of("nme", "SELECT 'nme'")
    ((7, 12), None)
    """
    found = tokens(text) or ()
    for parts in (name.split("."), name.split(".")[-1:]):
        wanted = [lower(part) for part in parts]
        for place in range(len(found)):
            run = found[place : place + 2 * len(wanted) - 1]
            alone = len(wanted) > 1 or place == 0 or found[place - 1].token_type != TokenType.DOT
            if _names(run) == wanted and (alone or "." in name):
                return run[0].start, run[-1].end + 1
    wanted = [lower(name)]  # a name with a dot in it, or one that only stands after a table
    whole = [one for one in found if one.token_type not in _TEXTS and lower(one.text) == wanted[0]]
    return (whole[0].start, whole[0].end + 1) if whole else None


_TEXTS = (TokenType.STRING, TokenType.NUMBER)


def _names(run: Sequence[Token]) -> list[str] | None:
    if not run or any(one.token_type in _TEXTS for one in run):
        return None
    if any(one.token_type != TokenType.DOT for one in run[1::2]):
        return None
    return [lower(one.text) for one in run[::2]]
