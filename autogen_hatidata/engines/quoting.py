"""Names and texts as SQL writes them."""

from __future__ import annotations

import re
import secrets

RANDOM = re.compile(r"h[0-9a-f]{32}")
"""What `random_name` gives."""

RANDOM_NAME = re.compile(r'"?\bh[0-9a-f]{32}\b"?\.?')
"""A random name and the dot after it, as they may stand in a message. Whoever reads one could use it: the number of a
row tells how many hidden rows lie before it."""


def name(text: str) -> str:
    """A name in double quotes."""
    return '"' + text.replace('"', '""') + '"'


def dotted(*parts: str) -> str:
    """A name of several parts, each in double quotes."""
    return ".".join(name(part) for part in parts)


def literal(text: str) -> str:
    """A text in single quotes."""
    return "'" + text.replace("'", "''") + "'"


def random_name() -> str:
    """A name that nobody can guess: 128 random bits."""
    return "h" + secrets.token_hex(16)
