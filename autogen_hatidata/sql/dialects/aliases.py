"""The names of columns that nobody named, and dialects that may have a text after AS: ``amount AS 'Total'``."""

from __future__ import annotations

from sqlglot import exp

from autogen_hatidata.sql.dialects import written_names
from autogen_hatidata.sql.dialects.source import CONSTRUCTS, Source
from autogen_hatidata.sql.plain import TEXT

OLDER = CONSTRUCTS - {
    exp.ILike, exp.Qualify, exp.SimilarTo, exp.Glob, exp.TableSample, exp.Lambda, exp.Struct, exp.Map, exp.Array,
    exp.AtTimeZone, exp.Collate,
}  # fmt: skip
"""What these dialects have; they know no lists, and no collation that is not refused."""


class NamingSource(Source):
    """A source that calls columns without a name as they were written, and not as they are in DuckDB's SQL."""

    __slots__ = ()

    def translate(self, tree: exp.Expr) -> exp.Expr:
        """As Source does."""
        unnamed = written_names.written(tree, self.dialect)
        translated = Source.translate(self, tree)
        written_names.named(translated, unnamed)
        return translated


class AliasSource(NamingSource):
    """A source that takes such names. What stands in a text is kept out of the log, and so these are."""

    __slots__ = ()

    def translate(self, tree: exp.Expr) -> exp.Expr:
        """As NamingSource does; a name that was a text stays marked as one."""
        texts = {name.name for name in tree.find_all(exp.Identifier) if name.meta.get(TEXT)}
        translated = NamingSource.translate(self, tree)
        for name in translated.find_all(exp.Identifier) if texts else ():
            if name.name in texts:
                name.meta[TEXT] = True
        return translated

    def _judge_plain(self, node: exp.Expr) -> None:
        if isinstance(node, exp.Identifier) and node.meta.get(TEXT):
            if isinstance(node.parent, exp.Alias) and node.arg_key == "alias" and node.name:
                return
            raise self.unsupported("a name in quotes", "write a text in quotes only where a value stands, or after AS.")
        Source._judge_plain(self, node)
