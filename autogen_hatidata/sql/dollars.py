"""Which dollar of a text begins a text in dollars, as in ``$$it's$$`` and ``$tag$...$tag$``, and which a parameter."""

from __future__ import annotations

import re

from sqlglot.tokenizer_core import TokenizerCore

_DOLLAR_QUOTE = re.compile(r"\$(?:[^\W\d]\w*)?\$")


class _Core(TokenizerCore):
    __slots__ = ()

    def _scan_string(self, start: str) -> bool:
        if start != "$" or _DOLLAR_QUOTE.match(self.sql, self._current - 1):
            return super()._scan_string(start)
        self._add(self.heredoc_string_alternative)
        return True


def careful(core: TokenizerCore) -> TokenizerCore:
    """The same, but that ``$1,$2`` begins no text in dollars, whose tag is a word or nothing."""
    core.__class__ = _Core  # sqlglot's own constructor has forty arguments
    return core
