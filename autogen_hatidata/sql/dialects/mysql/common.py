"""What all parts of MySQL's dialect share."""

from __future__ import annotations

from functools import partial

from autogen_hatidata.sql.dialects.folding import Folding
from autogen_hatidata.sql.dialects.source import unsupported

refused = partial(unsupported, "MySQL")

FOLDING = Folding(
    collation="nocase.noaccent",
    padded=False,
    key="strip_accents(lower({}))",
    rule="texts are compared without case and accents",
    approximate="approximate: case and accents count behind a *, in USING, and in groups that a sub-query reads",
)

JSON = "json"
"""Under this key a node remembers that its value is JSON."""
NO_BLANKS = "approximate: JSON is written without blanks between its values"
