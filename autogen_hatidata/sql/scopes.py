"""The values that a reading of a statement's names is made of: scopes, sources, references, owners of columns.

Names compare by ASCII lower case, quoted or not, as in DuckDB: U+212A is not a K.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from sqlglot import exp

from autogen_hatidata.types import LensInfo, TableInfo

_UPPER_TO_LOWER = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}

Find = Callable[["str | None", str], "TableInfo | None"]


def lower(name: str) -> str:
    """A name as DuckDB compares it.

    >>> lower("Orders"), lower("Ä")
    ('orders', 'Ä')
    """
    return name.lower() if name.isascii() else name.translate(_UPPER_TO_LOWER)


def find_in(lens: LensInfo) -> Find:
    """A look-up of tables in a lens, by the names that DuckDB would take for the same."""

    def find(schema: str | None, name: str) -> TableInfo | None:
        table = lens.find(schema, name)
        if table is None or lower(table.name) != lower(name) or lower(table.schema) != lower(schema or "main"):
            return None
        return table

    return find


def name_parts(node: exp.Expr) -> list[exp.Identifier]:
    """The identifiers of a table or column reference, outermost first."""
    parts = (node.args.get(key) for key in ("catalog", "db", "table", "this"))
    return [part for part in parts if isinstance(part, exp.Identifier)]


def written(node: exp.Expr) -> str:
    """A reference as the caller wrote it, without quotes."""
    return ".".join(part.name for part in name_parts(node))


def terms(condition: exp.Expr) -> Iterator[exp.Expr]:
    """What AND puts together, however often; a long chain is deeper than Python recurses."""
    stack = [condition]
    while stack:
        one = stack.pop()
        if isinstance(one, exp.And):
            stack += [one.right, one.left]
        elif isinstance(one, exp.Paren):
            stack.append(one.this)
        else:
            yield one


@dataclass(eq=False, slots=True)
class Source:
    """One entry of a FROM clause.

    Attributes:
        node: its node.
        name: what its columns may be qualified with, in lower case; empty when it has no name.
        table: the table of the lens it reads, if it reads one.
        query: the query it stands for, when it is a sub-query or a common table expression.
        cte: the common table expression it names.
    """

    node: exp.Expr
    name: str = ""
    table: TableInfo | None = None
    query: exp.Expr | None = None
    cte: exp.CTE | None = None

    @property
    def reshaped(self) -> bool:
        """Whether its columns are not those of what it reads: PIVOT, UNPIVOT or a list of column names."""
        alias = self.node.args.get("alias")
        return bool(self.node.args.get("pivots") or (alias and alias.args.get("columns")))


@dataclass(eq=False, slots=True)
class Scope:
    """One SELECT (or PIVOT statement) and the sources that its expressions can name.

    ``before``: where it stands in the FROM clause of its parent, it sees only so many of the parent's sources.
    """

    node: exp.Expr
    parent: Scope | None
    before: int | None = None
    sources: list[Source] = field(default_factory=list)
    names: dict[str, tuple[Source, ...]] = field(default_factory=dict)
    qualified: dict[tuple[str, str], tuple[Source, ...]] = field(default_factory=dict)
    conditions: list[exp.Expr] = field(default_factory=list)
    joins: list[exp.Join] = field(default_factory=list)
    _aliases: dict[str, exp.Expr] | None = None

    @property
    def aliases(self) -> Mapping[str, exp.Expr]:
        """The expressions of the select list that have a name, by that name."""
        if self._aliases is None:
            found = [one for one in self.node.expressions if type(one) is exp.Alias]
            self._aliases = {lower(one.alias): one.this for one in found}
        return self._aliases


@dataclass(eq=False, slots=True)
class Ref:
    """One name in table position, what it means, and the common table expressions that could be named there."""

    node: exp.Table
    scope: Scope | None
    source: Source
    visible: Mapping[str, exp.CTE]


@dataclass(frozen=True, slots=True)
class Owner:
    """What a column reference belongs to: sources (several after USING), and which column; None for a whole row."""

    sources: tuple[Source, ...]
    column: str | None
