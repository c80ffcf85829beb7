"""FETCH FIRST ... WITH TIES, which DuckDB has no like of."""

from __future__ import annotations

from sqlglot import exp

from autogen_hatidata.sql.dialects.forms import built, copied
from autogen_hatidata.sql.dialects.source import Untested

_WHAT, _HINT = "this form of FETCH ... WITH TIES", "number the rows with RANK() in WITH."


def ranked(tree: exp.Expr) -> list[str]:
    """The rows whose rank in the order of the query is among the first."""
    queries = [fetch.parent for fetch in tree.find_all(exp.Fetch) if with_ties(fetch)]
    for query in queries:
        _by_rank(query)
    return ["FETCH ... WITH TIES is a look at ranks"] if queries else []


def with_ties(fetch: exp.Fetch) -> bool:
    """Whether rows come along that are equal to the last one."""
    options = fetch.args.get("limit_options")
    return options is not None and bool(options.args.get("with_ties"))


def _by_rank(query: exp.Expr | None) -> None:
    order = query.args.get("order") if isinstance(query, exp.Select) else None
    if not isinstance(query, exp.Select) or order is None:
        raise Untested(_WHAT, _HINT)
    if query.args.get("distinct") or query.args.get("offset") or isinstance(query.parent, exp.SetOperation):
        raise Untested(_WHAT, _HINT)
    sorting = order.copy()
    for each in sorting.expressions:
        each.set("this", _sorted_by(query, each.this).copy())
        copied(each)
    if sorting.find(exp.Window, exp.Query):
        raise Untested(_WHAT, _HINT)
    rank = exp.Window(this=exp.Anonymous(this="rank"), order=sorting, over="OVER")
    count = query.args["limit"].args.get("count") or exp.Literal.number(1)
    query.set("limit", None)
    query.set("qualify", exp.Qualify(this=built("a <= b", rank, count)))


def _sorted_by(query: exp.Select, item: exp.Expr) -> exp.Expr:
    """What the name or the number of an output stands for: inside OVER there are only columns."""
    if isinstance(item, exp.Literal) and item.name.isdigit():
        outputs = query.expressions[: int(item.name)]
        if any(output.is_star for output in outputs) or len(outputs) < int(item.name):
            raise Untested(_WHAT, _HINT)
        found: exp.Expr = outputs[-1].unalias()
        return found
    if isinstance(item, exp.Column) and not item.table:
        named = [each.this for each in query.expressions if isinstance(each, exp.Alias) and each.alias == item.name]
        return named[0] if named else item
    return item
