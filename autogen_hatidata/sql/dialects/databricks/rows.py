"""Functions of Databricks that make rows, wherever they stand: EXPLODE, POSEXPLODE, INLINE and STACK."""

from __future__ import annotations

from sqlglot import exp

from autogen_hatidata.sql.dialects.builders import whole
from autogen_hatidata.sql.dialects.forms import Call, built
from autogen_hatidata.sql.dialects.sequences import series
from autogen_hatidata.sql.dialects.source import Untested
from autogen_hatidata.sql.dialects.value_kinds import kind

GENERATORS = {"EXPLODE": 1, "EXPLODE_OUTER": 1, "POSEXPLODE": 1, "POSEXPLODE_OUTER": 1, "INLINE": 1, "STACK": 99}
"""The functions, and the most arguments of each."""

Columns = list[tuple[exp.Expr, str]]
_VIEW = "view"


def _columns(node: Call, names: int) -> Columns:
    """What a function makes of one row, column by column, and how these are called."""
    name, value = node.name.removesuffix("_OUTER"), node.expressions[0]
    if name == "STACK":
        return _stacked(node)
    if name == "INLINE":
        if not names:
            raise Untested("INLINE without names", "write LATERAL VIEW INLINE(list) t AS a, b.")
        fields = (
            f"unnest(list_transform(a, lambda it__: struct_extract_at(it__, {at})))" for at in range(1, names + 1)
        )
        return [(built(each, value), f"col{at}") for at, each in enumerate(fields, 1)]
    mapped = kind(value) == "map" or names == (3 if name == "POSEXPLODE" else 2)
    found: Columns = []
    if name == "POSEXPLODE":
        found.append((built(f"generate_subscripts({'map_keys(a)' if mapped else 'a'}, 1) - 1", value), "pos"))
    if mapped:
        return [*found, (built("unnest(map_keys(a))", value), "key"), (built("unnest(map_values(a))", value), "value")]
    return [*found, (built("unnest(a)", value), "col")]


def _stacked(node: Call) -> Columns:
    rows, values = whole(node.expressions[0]), node.expressions[1:]
    if not rows or not values:
        raise Untested("this form of STACK")
    width = -(-len(values) // rows)
    padded = [*values, *(exp.Null() for _ in range(width * rows - len(values)))]
    return [
        (exp.Anonymous(this="unnest", expressions=[exp.Array(expressions=[each.copy() for each in padded[at::width]])]),
         f"col{at}")
        for at in range(width)
    ]  # fmt: skip


def _named(node: Call, names: list[exp.Expr]) -> list[exp.Expr]:
    columns = _columns(node, len(names))
    if names and len(names) != len(columns):
        raise Untested(f"so many names for {node.name}")
    called = [name.copy() for name in names] or [exp.to_identifier(name) for _, name in columns]
    return [exp.Alias(this=made, alias=name) for (made, _), name in zip(columns, called, strict=True)]


def selected(node: Call) -> str | None:
    """In the select list."""
    place = node.parent if isinstance(node.parent, exp.Alias | exp.Aliases) else node
    select = place.parent
    if not (isinstance(select, exp.Select) and place.arg_key == "expressions"):
        raise Untested(f"{node.name} there", f"write LATERAL VIEW {node.name}(list) t AS names.")
    names = list(place.expressions) if isinstance(place, exp.Aliases) else []
    if isinstance(place, exp.Alias):
        names = [place.args["alias"]]
    if series(node.expressions[0]) is not None and select.args.get("from_"):
        return _joined(node, place, select, names)
    if node.name == "EXPLODE_OUTER" and len(names) < 2:
        filled = built("CASE WHEN len(a) > 0 THEN a ELSE list_value(NULL) END", node.expressions[0])
        node.set("expressions", [filled])
    elif node.name.endswith("_OUTER"):
        raise Untested(f"{node.name} there", f"write LATERAL VIEW OUTER {node.name[:-6]}(list) t AS names.")
    made = _named(node, names)
    select.set("expressions", [new for old in select.expressions for new in (made if old is place else [old])])
    return None


def _joined(node: Call, place: exp.Expr, select: exp.Select, names: list[exp.Expr]) -> str:
    """A sequence whose ends only the tables tell is a join."""
    query = series(node.expressions[0])
    assert query is not None
    called = f"v{len(select.args.get('joins') or ())}__"
    table = exp.TableAlias(this=exp.to_identifier(called), columns=[exp.to_identifier("it__")])
    select.append("joins", exp.Join(this=exp.Lateral(this=exp.Subquery(this=query), alias=table), kind="CROSS"))
    column = exp.Column(this=exp.to_identifier("it__"), table=exp.to_identifier(called))
    name = names[0] if names else exp.to_identifier("col")
    place.replace(exp.Alias(this=column, alias=name.copy()))
    return "numbers or dates in a row are a join"


def in_from(node: Call) -> None:
    """As a table in FROM."""
    table = node.parent
    assert table is not None
    alias = table.args.get("alias")
    made = _query(node, list(alias.columns) if alias else [])
    given = alias.copy() if alias else exp.TableAlias(this=exp.to_identifier("v__"))
    table.replace(exp.Lateral(this=exp.Subquery(this=made), alias=given))


def _query(node: Call, names: list[exp.Expr]) -> exp.Select:
    """One query of the rows."""
    rows = series(node.expressions[0]) if node.name.startswith("EXPLODE") else None
    if rows is None:
        return exp.Select(expressions=_named(node, names))
    name = names[0].copy() if names else exp.to_identifier("col")
    rows.set("expressions", [exp.Alias(this=rows.expressions[0].copy(), alias=name)])
    return rows


def view(node: exp.Lateral) -> str | None:
    """``LATERAL VIEW EXPLODE(list) t AS x`` as a join with a query."""
    made = node.this
    if isinstance(made, exp.Subquery):
        return None
    if not (isinstance(made, Call) and made.name in GENERATORS):
        raise Untested("a function in FROM", "write LATERAL VIEW EXPLODE(list) t AS x.")
    alias = node.args.get("alias")
    names = [name.copy() for name in alias.columns] if alias else []
    query = _query(made, names)
    table = exp.TableAlias(this=(alias.this.copy() if alias and alias.this else exp.to_identifier("v__")))
    lateral = exp.Lateral(this=exp.Subquery(this=query), alias=table)
    outer = bool(node.args.get("outer")) or made.name.endswith("_OUTER")
    if not node.args.get("view"):
        if outer:
            raise Untested(f"LATERAL {made.name}", f"write LATERAL VIEW {made.name}(list) t AS names.")
        node.replace(lateral)
        return None
    join = exp.Join(this=lateral)
    join.set("side" if outer else "kind", "LEFT" if outer else "CROSS")
    if outer:
        join.set("on", exp.Boolean(this=True))
    select = node.parent
    node.pop()
    assert select is not None
    join.meta[_VIEW] = True
    joins = select.args.get("joins") or []
    at = next((place for place, each in enumerate(joins) if each.meta.get(_VIEW)), len(joins))
    select.set("joins", [*joins[:at], join, *joins[at:]])  # the last view is seen first
    return "LATERAL VIEW is a join"
