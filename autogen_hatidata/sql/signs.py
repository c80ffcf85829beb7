"""Signs that SQL does not have, or has in another place: of HTML, of typesetting, around dates, at the end, in names.

Each mend gives the text with what can only be meant, or None. What stands in quotes stays as it is, but for entities.
"""

from __future__ import annotations

import html
import re

from autogen_hatidata.sql.keywords import RESERVED
from autogen_hatidata.sql.surroundings import BEGINNINGS, GOES_ON
from autogen_hatidata.sql.tokens import tokens

_QUOTED = r"'(?:[^']|'')*'|\"[^\"]*\"|--[^\n]*|/\*.*?(?:\*/|\Z)"
_ENDED = r"'(?:[^']|'')*'|\"[^\"]*\"|--[^\n]*|/\*.*?\*/"
_ENTITY = re.compile(r"&(?:lt|gt|amp|quot|apos|nbsp|#39|#34);")
_BREAK = re.compile(r"<br ?/?>", re.IGNORECASE)
_BREAK_OUTSIDE = re.compile(rf"{_QUOTED}|(?P<break><br ?/?>)", re.DOTALL | re.IGNORECASE)
_MEANT = {
    "≥": ">=", "⩾": ">=", "≤": "<=", "⩽": "<=", "≠": "<>", "–": "-", "−": "-", "×": "*", "÷": "/", "（": "(", "）": ")",
    "，": ",", "；": ";", "＝": "=", "＞": ">", "＜": "<",
}  # fmt: skip
_SIGN = re.compile(rf"{_QUOTED}|(?P<sign>[{''.join(_MEANT)}])", re.DOTALL)
_HASHED = re.compile(rf"{_QUOTED}|#(?P<date>\d{{4}}-\d\d-\d\d(?: \d\d:\d\d(?::\d\d)?)?)#", re.DOTALL)
_LAST = re.compile(r"(?:;|\\G|(?<=['\")])\.|\n[ \t]*/|\n[ \t]*GO)\Z", re.IGNORECASE)
_LONGEST_LAST = 40
_UNENDED = re.compile(rf"{_ENDED}|(?P<comment>/\*[^\n;]*\Z)", re.DOTALL)
_CAPITAL = rf"(?!(?i:{'|'.join(sorted(RESERVED))})\b)[A-Z][a-z]+"
_OTHER_NAME = re.compile(
    rf"{_QUOTED}|\bAS\s+(?P<name>[A-Za-z]\w*(?:-[A-Za-z]\w*)+|{_CAPITAL}(?: {_CAPITAL})+)"
    r"(?=\s*(?:,|\Z|;|\b(?i:FROM)\b))",
    re.DOTALL,
)
_APOSTROPHE = re.compile(r"(?<=\w)'(?=[A-Za-z])")
_PREFIXED = re.compile(r"(?<![\w'])[A-Za-z]\Z")
_WITH_ESCAPES = re.compile(r"'(?:[^'\\]|\\'|'')*'|\"[^\"\\]*\"|[^'\"\\]")


def entities(text: str) -> str | None:
    """With ``<`` and ``>`` in the place of ``&lt;`` and ``&gt;``, and lines where ``<br>`` is, as in a text that was
    HTML. What stands in quotes was, too."""
    outside = re.sub(_QUOTED, "", text, flags=re.DOTALL)
    if _BREAK.search(outside):
        text = _BREAK_OUTSIDE.sub(lambda found: "\n" if found["break"] else found[0], text)
    elif not _ENTITY.search(outside):
        return None
    return _ENTITY.sub(lambda found: html.unescape(found[0]).replace("\N{NO-BREAK SPACE}", " "), text)


def signs(text: str) -> str | None:
    """With the signs of SQL in the place of those of typesetting, and quotes around ``#2024-12-31#``."""
    new = _SIGN.sub(lambda found: _MEANT[found["sign"]] if found["sign"] else found[0], text)
    new = _HASHED.sub(lambda found: f"'{found['date']}'" if found["date"] else found[0], new)
    return new if new != text else None


def end(text: str) -> str | None:
    """Without what other programs end a statement with: GO, a slash, a full stop."""
    new = text.rstrip()
    while found := _LAST.search(new[-_LONGEST_LAST:]):
        new = new[: len(new) - len(found[0])].rstrip()
    return new if new.strip(" \n\r\t;") not in ("", text.strip(" \n\r\t;")) else None


def comment(text: str) -> str | None:
    """Without a comment in the last line that does not end, in which no clause can be."""
    found = next((one for one in _UNENDED.finditer(text) if one["comment"]), None) if tokens(text) is None else None
    if found is None:
        return None
    words = set(re.findall(r"[a-z]+", found["comment"].lower()))
    new = text[: found.start()].rstrip()
    return None if words & ((BEGINNINGS | GOES_ON) - _PLAIN) or tokens(new) is None else new


_PLAIN = frozenset("as in is on and or not with from to when then like end over show use set".split())
"""Words of SQL that are as usual in a comment."""


def other_names(text: str) -> str | None:
    """With quotes around the other name of a column that has dashes, or several words with capitals; also where it
    stands again."""
    names = {found["name"] for found in _OTHER_NAME.finditer(text) if found["name"]}
    if not names:
        return None
    again = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    pattern = re.compile(rf"{_QUOTED}|(?<![\w.-])(?P<name>{again})(?![\w(-])", re.DOTALL)
    return pattern.sub(lambda found: f'"{found["name"]}"' if found["name"] else found[0], text)


def apostrophes(text: str) -> str | None:
    """With two quotes for one inside of a text, where that is the only way in which all texts end: ``'O'Brien'`` and
    ``'O\\'Brien'``."""
    if tokens(text) is not None:
        return None
    for change in (_escaped, _doubled, _other_end):
        new = change(text)
        if new is not None and tokens(new) is not None:
            return new
    return None


def _escaped(text: str) -> str | None:
    """``\\'`` inside of texts, where no other backslash is."""
    parts = _WITH_ESCAPES.findall(text)
    return "".join(parts).replace("\\'", "''") if "".join(parts) == text else None


def _other_end(text: str) -> str | None:
    """A text that begins with a quote of one kind, and ends with the only one of the other: ``'paid"``."""
    if text.count('"') != 1 or text.count("'") % 2 == 0 or "\\" in text:
        return None
    return re.sub(r"""'([^'"\n]*)"(?=\s*(?:[;),]|\Z|(?:AND|OR|GROUP|ORDER|LIMIT)\b))""", r"'\1'", text)


def _doubled(text: str) -> str | None:
    """A quote between letters begins no text and ends none."""
    places = [one.start() for one in _APOSTROPHE.finditer(text) if not _PREFIXED.search(text[: one.start()])]
    for place in reversed(places):
        text = f"{text[:place]}'{text[place:]}"
    return text if places else None
