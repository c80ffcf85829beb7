"""``SELECT *`` over ``JOIN ... USING`` and ``NATURAL JOIN``, in systems that put the merged columns first.

DuckDB leaves them in their places. Which columns a table has is not known here, so that what cannot be put in order
without it is refused.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from autogen_hatidata.sql.dialects.source import Untested

_HINT = "name the columns in the place of *."


def merged_first(tree: exp.Expr) -> Iterator[str]:
    """Put the merged columns before the others of each ``*``, and say so."""
    yield from _each(tree, exact_order=True)


def merged_first_in_mysql(tree: exp.Expr) -> Iterator[str]:
    """As `merged_first` does; several columns stand in the order of the first table, which is not known."""
    yield from _each(tree, exact_order=False)


def _each(tree: exp.Expr, exact_order: bool) -> Iterator[str]:
    for select in list(tree.find_all(exp.Select)):
        stars = [item for item in select.expressions if isinstance(item, exp.Star)]
        if not stars or isinstance(select.parent, exp.Exists):
            continue
        merging = [join for join in select.find_all(exp.Join) if join.parent_select is select and _merges(join)]
        if not merging:
            continue
        joins = select.args.get("joins") or []
        if any(join not in joins for join in merging):
            raise Untested("* over a JOIN ... USING in parentheses", _HINT)
        names = list(_merged(select, joins))
        if not exact_order and (len(names) > 1 or any(join.side == "RIGHT" for join in merging)):
            raise Untested("* over that JOIN ... USING", _HINT)
        if names:
            _put_first(select, names)
            yield "columns that a join merges come first"


def _merges(join: exp.Join) -> bool:
    return bool(join.args.get("using")) or join.method == "NATURAL"


def _merged(select: exp.Select, joins: list[exp.Join]) -> Iterator[exp.Identifier]:
    """The columns that are merged, those of the last join first. Such a name may stand in no later table unmerged: it
    would be left out there."""
    later: list[tuple[set[str] | None, set[str]]] = [(None, set())] if select.args.get("laterals") else []
    done: set[str] = set()
    last = max(at for at, join in enumerate(joins) if _merges(join))
    for at, join in reversed(list(enumerate(joins))):
        names: list[exp.Identifier] = []
        if _merges(join):
            names = join.args.get("using") or _common(select, joins, at)
        elif at < last and not join.args.get("on"):
            raise Untested("* over a comma or CROSS JOIN before JOIN ... USING", _HINT)
        taken = {name.name.lower() for name in names}
        if any(taken - merged if columns is None else (taken - merged) & columns for columns, merged in later):
            raise Untested("* over JOIN ... USING and another join", _HINT)
        yield from (name for name in names if name.name.lower() not in done)
        done |= taken
        if join.kind not in ("SEMI", "ANTI"):
            later.append((_columns(join.this), taken))


def _common(select: exp.Select, joins: list[exp.Join], at: int) -> list[exp.Identifier]:
    left = _names(select.args["from_"].this) if at == 0 else None
    right = _columns(joins[at].this)
    if left is None or right is None:
        raise Untested("* over a NATURAL JOIN", _HINT)
    return [name for name in left if name.name.lower() in right]


def _columns(source: exp.Expr) -> set[str] | None:
    names = _names(source)
    return None if names is None else {name.name.lower() for name in names}


def _names(source: exp.Expr) -> list[exp.Identifier] | None:
    """The columns of what stands in FROM, where its text says them."""
    alias = source.args.get("alias")
    if isinstance(alias, exp.TableAlias) and alias.columns:
        return [column if isinstance(column, exp.Identifier) else column.this for column in alias.columns]
    inner = source.this
    if not (isinstance(source, exp.Subquery) and isinstance(inner, exp.Query)):
        return None
    names = [item.args.get("alias") or item.this for item in inner.selects if isinstance(item, exp.Alias | exp.Column)]
    known = len(names) == len(inner.selects) and all(isinstance(name, exp.Identifier) for name in names)
    return names if known else None


def _put_first(select: exp.Select, names: list[exp.Identifier]) -> None:
    items: list[exp.Expr] = []
    for item in select.expressions:
        if isinstance(item, exp.Star):
            if item.args.get("replace") or item.args.get("rename"):
                raise Untested("* with REPLACE over JOIN ... USING", _HINT)
            without = {column.name.lower() for column in item.args.get("except_") or ()}
            shown = [name for name in names if name.name.lower() not in without]
            items += [exp.Column(this=name.copy()) for name in shown]
            item.set("except_", [*(item.args.get("except_") or ()), *(exp.Column(this=name.copy()) for name in shown)])
        items.append(item)
    select.set("expressions", items)
