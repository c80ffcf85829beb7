"""Joins that Snowflake writes in a way of its own: ``a.id = b.id(+)``, and ASOF JOIN with its MATCH_CONDITION."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlglot import exp

from autogen_hatidata.sql.dialects.source import Untested

_FORM = "a join by (+)"
_HINT = "write a LEFT JOIN b ON a.id = b.id."
_MARK = "join_mark"


def plus_joins(nodes: Sequence[exp.Expr]) -> list[str]:
    """Change each query with ``(+)`` in its WHERE among the nodes of a tree into one with LEFT JOINs, and say so."""
    marked = [column for column in nodes if isinstance(column, exp.Column) and column.args.get(_MARK)]
    if not marked:
        return []
    for select in list(dict.fromkeys(column.find_ancestor(exp.Select) for column in marked)):
        _join(select)
    if any(column.args.get(_MARK) for column in nodes[0].find_all(exp.Column)):
        raise Untested(f"{_FORM} outside WHERE", _HINT)
    return ["(+) is a LEFT JOIN"]


def _join(select: exp.Expr | None) -> None:
    where = select.args.get("where") if select else None
    from_ = select.args.get("from_") if select else None
    if select is None or where is None or from_ is None:
        raise Untested(_FORM, _HINT)
    tables = {source.alias_or_name.lower(): source for source in _tables(select, from_)}
    conditions: dict[str, list[exp.Expr]] = {}
    kept: list[exp.Expr] = []
    for one in list(where.this.flatten()) if isinstance(where.this, exp.And) else [where.this]:
        name = _optional(one)
        (kept if name is None else conditions.setdefault(name, [])).append(one)
    if not conditions.keys() <= tables.keys():
        raise Untested(_FORM, _HINT)
    order = list(_in_order(list(tables), conditions))
    if order != list(tables) and any(select.find_all(exp.Star)):
        raise Untested(f"{_FORM} with *", "name the columns, or write a LEFT JOIN.")
    select.set("from_", exp.From(this=tables[order[0]].copy()))
    select.set("joins", [_joined(tables[name], conditions.get(name)) for name in order[1:]])
    select.set("where", exp.Where(this=exp.and_(*kept, copy=True)) if kept else None)


def _tables(select: exp.Expr, from_: exp.Expr) -> Iterator[exp.Expr]:
    """What is joined by commas; another join beside (+) is not allowed in Snowflake either."""
    yield from_.this
    for join in select.args.get("joins") or []:
        if any(join.args.get(key) for key in ("on", "using", "side", "kind", "method")):
            raise Untested(f"{_FORM} beside JOIN", _HINT)
        yield join.this
    if select.args.get("laterals"):
        raise Untested(f"{_FORM} beside LATERAL", _HINT)


def _optional(condition: exp.Expr) -> str | None:
    """The table that may have no row for a condition."""
    names = {column.table.lower() for column in condition.find_all(exp.Column) if column.args.get(_MARK)}
    if not names:
        return None
    (name, *more) = names
    inside = [column for column in condition.find_all(exp.Column) if column.table.lower() == name]
    others = condition.find(exp.Or, exp.Query, exp.In) or not all(column.args.get(_MARK) for column in inside)
    if more or not name or others:
        raise Untested(f"that form of {_FORM}", _HINT)
    for column in inside:
        column.set(_MARK, None)
    return name


def _in_order(names: list[str], conditions: dict[str, list[exp.Expr]]) -> Iterator[str]:
    """Tables that must have a row first, and then each after those that its conditions name."""
    done = [name for name in names if name not in conditions]
    yield from done
    left = [name for name in names if name in conditions]
    while left:
        ready = next((name for name in left if _named(conditions[name]) <= {*done, name}), None)
        if ready is None or not done:
            raise Untested(f"that form of {_FORM}", _HINT)
        done.append(ready)
        left.remove(ready)
        yield ready


def _named(conditions: list[exp.Expr]) -> set[str]:
    return {column.table.lower() for one in conditions for column in one.find_all(exp.Column)}


def _joined(table: exp.Expr, conditions: list[exp.Expr] | None) -> exp.Join:
    if conditions is None:
        return exp.Join(this=table.copy(), kind="CROSS")
    return exp.Join(this=table.copy(), side="LEFT", on=exp.and_(*conditions, copy=True))


def outer_join(node: exp.Join) -> str | None:
    """sqlglot makes an inner join of an outer one without a condition, as LATERAL FLATTEN may have it."""
    if any(node.args.get(key) for key in ("on", "using", "match_condition")) or node.text("method"):
        return _asof_join(node)
    if not node.text("side"):
        return None
    node.set("on", exp.true())
    return "a LEFT JOIN LATERAL keeps the rows of its left side"


def _asof_join(node: exp.Join) -> str | None:
    """Every row of the left side stays; the condition of the match is one of ON."""
    match = node.args.get("match_condition")
    if not match:
        return None
    while isinstance(match, exp.Paren):
        match = match.this
    on = node.args.get("on")
    if node.args.get("using") or not isinstance(match, exp.GT | exp.GTE | exp.LT | exp.LTE):
        raise Untested("that form of ASOF JOIN", "write ASOF JOIN b MATCH_CONDITION (a.at >= b.at) ON a.id = b.id.")
    node.set("match_condition", None)
    node.set("side", "LEFT")
    node.set("on", exp.and_(*filter(None, (on, match)), copy=True))
    return "an ASOF JOIN keeps the rows of its left side"
