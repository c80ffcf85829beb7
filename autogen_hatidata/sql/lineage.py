"""From which columns of tables a column of a statement takes its values, unchanged."""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from autogen_hatidata.sql.reading import Reading
from autogen_hatidata.sql.scopes import Owner, Scope, Source, lower, name_parts
from autogen_hatidata.types import ColumnInfo, TableInfo

Origin = tuple[TableInfo, ColumnInfo]


class Computed(Exception):
    """The values are not those of a table's column, or it cannot be told."""


def origins(reading: Reading, column: exp.Column, scope: Scope | None) -> tuple[Origin, ...]:
    """The columns of tables whose values a column has; none where no source has a column of that name.

    Sub-queries, common table expressions and set operations are looked through, and a column may come from several
    tables in them.

    Raises:
        Computed: a value may be something else.
    """
    return tuple(dict.fromkeys(_Search(reading).column(column, scope)))


class _Search:
    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._seen: set[tuple[int, int]] = set()

    def column(self, column: exp.Column, scope: Scope | None) -> Iterator[Origin]:
        owner = self._reading.owner(column, scope)
        if owner is None or (owner.column is None and len(name_parts(column)) > 1):
            if self._may_have_more(owner, scope):
                raise Computed
            return
        if owner.column is None or not is_whole(column, owner):
            raise Computed
        for source in owner.sources:
            names = self._reading.names(source)
            if names is None or _may_be_another(owner.column, names):
                raise Computed
            if owner.column not in names:
                return
            yield from self._of_source(source, names.index(owner.column))

    def _may_have_more(self, owner: Owner | None, scope: Scope | None) -> bool:
        """Whether a source that a name could belong to has columns that are not known."""
        if owner is not None:
            return None in map(self._reading.names, owner.sources)
        while scope is not None:
            if None in map(self._reading.names, scope.sources):
                return True
            scope = scope.parent
        return False

    def _of_source(self, source: Source, place: int) -> Iterator[Origin]:
        if source.table is not None:
            yield source.table, source.table.columns[place]
        elif source.query is not None:
            yield from self._of_query(source.query, place)
        else:
            raise Computed

    def _of_query(self, query: exp.Expr, place: int) -> Iterator[Origin]:
        if (id(query), place) in self._seen:  # a recursive query reads itself
            return
        self._seen.add((id(query), place))
        if isinstance(query, exp.Subquery):
            yield from self._of_query(query.this, place)
        elif isinstance(query, exp.SetOperation) and not query.args.get("by_name"):
            yield from self._of_query(query.this, place)
            if not isinstance(query, exp.Except):
                yield from self._of_query(query.expression, place)
        elif isinstance(query, exp.Select):
            yield from self._of_select(query, place)
        else:
            raise Computed

    def _of_select(self, select: exp.Select, place: int) -> Iterator[Origin]:
        shown = self._reading.shown(select)
        if shown is None or place >= len(shown) or not all(one.known for one in shown):
            raise Computed
        for source, inner in shown[place].places:
            yield from self._of_source(source, inner)
        if not shown[place].places:
            yield from self._of_expression(shown[place].written, self._reading.scopes[id(select)])

    def _of_expression(self, written: exp.Expr | None, scope: Scope) -> Iterator[Origin]:
        bare = written.unalias() if written is not None else None
        while isinstance(bare, exp.Paren):
            bare = bare.this
        if not isinstance(bare, exp.Column):
            raise Computed
        yield from self.column(bare, scope)


def is_whole(column: exp.Column, owner: Owner) -> bool:
    """Whether names with dots mean a column of its owner, and not a field of its values."""
    *before, last = [lower(part.name) for part in name_parts(column)]
    known = {one.name for one in owner.sources}
    return last == owner.column and len(before) < 3 and (not before or before[-1] in known)


def _may_be_another(column: str, names: tuple[str, ...]) -> bool:
    """Whether there are two columns of a name, or it may be what DuckDB calls one of these: ``id_1``."""
    twice = {name for name in names if names.count(name) > 1}
    return any(column == name or column.startswith(f"{name}_") for name in twice)
