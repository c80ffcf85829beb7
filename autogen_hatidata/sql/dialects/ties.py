"""``FETCH FIRST n ROWS WITH TIES``, for which DuckDB has RANK() and QUALIFY."""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from autogen_hatidata.sql.dialects.source import Untested, number
from autogen_hatidata.sql.scopes import lower

_FORM = "this form of FETCH ... WITH TIES"
_HINT = "number the rows with RANK()."


def ranked(tree: exp.Expr) -> Iterator[str]:
    """Keep the rows whose rank is no larger than the number of rows."""
    for fetch in list(tree.find_all(exp.Fetch)):
        options = fetch.args.get("limit_options")
        if options is not None and options.args.get("with_ties"):
            _rank(fetch)
            yield "rows that are equal to the last one have its rank"


def _rank(fetch: exp.Fetch) -> None:
    select, count = fetch.parent, fetch.args.get("count") or exp.Literal.number(1)
    order = select.args.get("order") if isinstance(select, exp.Select) else None
    if not isinstance(select, exp.Select) or order is None:
        raise Untested(_FORM, _HINT)
    if any(select.args.get(key) for key in ("distinct", "offset", "qualify", "windows")) or order.find(exp.Window):
        raise Untested(_FORM, _HINT)
    if number(count) is None:
        raise Untested(_FORM, _HINT)
    keys = [_key(select, one) for one in order.expressions]
    rank = exp.Window(this=exp.Anonymous(this="rank"), order=exp.Order(expressions=keys))
    select.set("qualify", exp.Qualify(this=exp.LTE(this=rank, expression=count.copy())))
    select.set("limit", None)


def _key(select: exp.Select, ordered: exp.Expr) -> exp.Expr:
    """What is sorted by; a place or the name of an output stands for it."""
    made = ordered.copy()
    value = made.this
    place = number(value)
    if place is not None:
        if not 1 <= place <= len(select.expressions) or any(one.is_star for one in select.expressions):
            raise Untested(_FORM, _HINT)
        found = select.expressions[int(place) - 1]
        value.replace((found.this if isinstance(found, exp.Alias) else found).copy())
    elif isinstance(value, exp.Column) and not value.table:
        name = lower(value.name)
        named = [one for one in select.expressions if isinstance(one, exp.Alias) and lower(one.alias) == name]
        if named:
            value.replace(named[0].this.copy())
    if made.find(exp.Window):
        raise Untested(_FORM, _HINT)
    return made
