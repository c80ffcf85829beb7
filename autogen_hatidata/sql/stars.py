"""What a star in a select list stands for: columns of sources, one by one, in DuckDB's order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from sqlglot import exp

from autogen_hatidata.sql.scopes import Scope, Source, lower, name_parts

Place = tuple[Source, int]
Names = Callable[[Source], "tuple[str, ...] | None"]


class Shown(NamedTuple):
    """One column of a query's result.

    Attributes:
        name: in lower case, "" for one that has none; of two with one name DuckDB calls the second one otherwise.
        places: the columns of sources whose values it has, several where USING makes one of them; none where it is an
            expression.
        written: the expression of the select list, where it is one.
        known: whether the columns of its star are these, one by one, and not only their names.
    """

    name: str
    places: tuple[Place, ...] = ()
    written: exp.Expr | None = None
    known: bool = True


def star_of(one: exp.Expr) -> exp.Star | None:
    """The star of ``*`` and ``t.*``; None for any other expression."""
    found = one.this if isinstance(one, exp.Column) else one
    return found if isinstance(found, exp.Star) else None


def spread(star: exp.Star, sources: Sequence[Source], scope: Scope | None, names: Names) -> list[Shown] | None:
    """The columns that a star stands for; None where only the engine knows their names.

    ``scope``: that of the select list for ``*``, None for ``t.*``, which shows its source as it is.
    """
    visible = [one for one in sources if scope is None or not _is_hidden(one, scope)]
    columns: list[tuple[str, Place]] = []
    changes, twice = any(star.args.values()), False
    for source in visible:
        found = names(source)
        if found is None:
            return None
        twice = twice or len(set(found)) < len(found)  # DuckDB has other names for these
        columns += [(name, (source, place)) for place, name in enumerate(found)]
    if scope is None:
        merged: dict[str, tuple[Place, ...]] | None = {} if len(visible) == 1 else None
    else:
        merged = _merged(columns, scope)
    shown = list(_changed(star, columns, merged or {}))
    if merged is None or (changes and (twice or _is_hard(star, columns, merged))):
        return [Shown(one.name, known=False) for one in shown]
    return shown


def _changed(star: exp.Star, columns: list[tuple[str, Place]], merged: dict[str, tuple[Place, ...]]) -> Iterator[Shown]:
    """The columns without those of EXCLUDE, with those of REPLACE and by the names of RENAME."""
    left_out, renamed = star.args.get("except_") or (), star.args.get("rename") or ()
    replaced = {lower(one.alias): one.this for one in star.args.get("replace") or ()}
    for name, place in columns:
        places = merged.get(name, (place,))
        if places[0] != place or any(_is_of(one, name, places) for one in left_out):
            continue
        if name in replaced:
            yield Shown(name, written=replaced[name])
            continue
        new = next((lower(one.alias) for one in renamed if _is_of(one.this, name, places)), name)
        yield Shown(new, places)


def _is_hard(star: exp.Star, columns: list[tuple[str, Place]], merged: dict[str, tuple[Place, ...]]) -> bool:
    """Whether REPLACE means two columns, of which it leaves one, or another word one side alone of USING."""
    several = {name for name, _ in columns if sum(other == name for other, _ in columns) > 1}
    if any(lower(one.alias) in several - merged.keys() for one in star.args.get("replace") or ()):
        return True
    meant = [*(star.args.get("except_") or ()), *(one.this for one in star.args.get("rename") or ())]
    return any(len(name_parts(one)) > 1 and lower(one.name) in merged for one in meant)


def _is_of(column: exp.Expr, name: str, places: tuple[Place, ...]) -> bool:
    """Whether EXCLUDE or RENAME means this column."""
    *before, last = [lower(part.name) for part in name_parts(column)] or [lower(column.name)]
    return last == name and (not before or any(before[-1] == source.name for source, _ in places))


def _merged(columns: list[tuple[str, Place]], scope: Scope) -> dict[str, tuple[Place, ...]] | None:
    """The columns that USING makes one of, by their name; None where it cannot be told what ``*`` shows."""
    if any(join.args.get("method") == "NATURAL" for join in scope.joins):
        return None
    joins = [join for join in scope.joins if not _hides(join)]
    using = [lower(one.name) for join in joins for one in join.args.get("using") or ()]
    merged = {name: tuple(place for other, place in columns if other == name) for name in using}
    for name, places in merged.items():
        if len({id(source) for source, _ in places}) != len(places) or len(places) != using.count(name) + 1:
            return None
    return merged


def _hides(join: exp.Expr) -> bool:
    """Whether a join shows no columns of what it joins."""
    return isinstance(join, exp.Join) and str(join.args.get("kind") or "").upper() in ("SEMI", "ANTI")


def _is_hidden(source: Source, scope: Scope) -> bool:
    node: exp.Expr | None = source.node
    while node is not None and node is not scope.node:
        if _hides(node):
            return True
        node = node.parent
    return False
