"""Which dollar of a text begins a text in dollars, as in ``$$it's$$`` and ``$tag$...$tag$``, and which a parameter."""

from __future__ import annotations

import re

from sqlglot import Tokenizer
from sqlglot.tokenizer_core import TokenizerCore

_DOLLAR_QUOTE = re.compile(r"\$(?:[^\W\d]\w*)?\$")


class _Core(TokenizerCore):
    __slots__ = ()

    def _scan_string(self, start: str) -> bool:
        if start != "$" or _DOLLAR_QUOTE.match(self.sql, self._current - 1):
            return super()._scan_string(start)
        self._add(self.heredoc_string_alternative)
        return True


class DollarTokenizer(Tokenizer):
    """Takes no ``$1,$2`` for the beginning of a text in dollars, whose tag is a word or nothing."""

    def _init_core(self) -> TokenizerCore:
        core = super()._init_core()
        core.__class__ = _Core  # sqlglot's own constructor has forty arguments
        return core
