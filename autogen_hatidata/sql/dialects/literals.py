"""Texts that are written with the numbers of their characters: ``U&'d\\0061ta'``."""

from __future__ import annotations

import re

from sqlglot import exp

from autogen_hatidata.sql.dialects.source import Untested


def unicode_text(node: exp.UnicodeString) -> str:
    """The text that it stands for."""
    escape = node.args.get("escape")
    sign = escape.name if isinstance(escape, exp.Expr) else "\\"
    if len(sign) != 1 or re.match(r"[0-9A-Fa-f+'\"\s]", sign):
        raise Untested("that UESCAPE", "write the characters themselves.")
    mark = re.escape(sign)
    node.replace(
        exp.Literal.string(
            re.sub(rf"{mark}(?:\+([0-9A-Fa-f]{{6}})|([0-9A-Fa-f]{{4}})|({mark})|)", _character, str(node.this))
        )
    )
    return "characters are written by their numbers"


def _character(found: re.Match[str]) -> str:
    if found[3]:
        return found[3]
    number = int(found[1] or found[2] or "0", 16)
    if not number or 0xD800 <= number < 0xE000 or number > 0x10FFFF:
        raise Untested("that character", "write the character itself.")
    return chr(number)
