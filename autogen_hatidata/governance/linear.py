"""Regular expressions whose time grows with the text alone: RE2, which is loaded when a policy has the first one."""

from __future__ import annotations

from functools import lru_cache
from typing import Any


class Unusable(Exception):
    """A pattern that RE2 does not read; the text says why."""


def finds(pattern: str, text: str) -> bool:
    """Whether a pattern is found anywhere in a text.

    Raises:
        Unusable: the pattern cannot be used.
        ImportError: RE2 is not installed.
    """
    return bool(_compiled(pattern).search(_plain(text)))


def check(pattern: str) -> None:
    """Raises what `finds` would raise for any text."""
    _compiled(pattern)


@lru_cache(1024)
def _compiled(pattern: str) -> Any:
    import re2

    options = re2.Options()
    options.log_errors = False  # it would write to the terminal
    try:
        return re2.compile(_plain(pattern), options=options)
    except re2.error as unusable:
        said = unusable.args[0] if unusable.args else b""
        raise Unusable(said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)) from None


def _plain(text: str) -> str:
    """The text without lone surrogates, which have no UTF-8."""
    return text.encode("utf-8", "replace").decode()
