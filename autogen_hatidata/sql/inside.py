"""Repair of aggregates inside of aggregates: ``avg(count(*))`` of groups is the average of what a sub-query counts."""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from autogen_hatidata.sql.allow import function_name
from autogen_hatidata.sql.changes import Changed
from autogen_hatidata.sql.clauses import aggregates
from autogen_hatidata.sql.functions import AGGREGATES
from autogen_hatidata.types import LensInfo

_LATER = ("order", "limit", "offset", "distinct", "qualify", "windows", "sample")
"""What works on the rows of a query, which are others afterwards."""

_MORE_GROUPS = (exp.GroupingSets, exp.Rollup, exp.Cube, exp.Literal)
_NAME, _TABLE = "value", "each"


def nested(tree: exp.Expr, subject: str, lens: LensInfo) -> Changed:
    """``SELECT avg(value_1) FROM (SELECT count(*) AS value_1 FROM t GROUP BY x)`` for ``SELECT avg(count(*)) FROM t
    GROUP BY x``, as Oracle reads it. Only where all that is selected is such an aggregate, since one row comes out."""
    changed = False
    for select in list(tree.find_all(exp.Select)):
        outer = [list(_outermost(one)) for one in select.expressions]
        if not _is_grouped_plainly(select) or not all(outer) or not all(map(_only_of_groups, select.expressions)):
            continue
        if all(aggregates(given) for calls in outer for call in calls for given in call.iter_expressions()):
            _apart(select, [call for calls in outer for call in calls])
            changed = True
    return ("an aggregate", "a sub-query") if changed else None


def _is_grouped_plainly(select: exp.Select) -> bool:
    group = select.args.get("group")
    if group is None or any(select.args.get(key) for key in _LATER) or select.find(exp.Window):
        return False
    keys = group.expressions
    return bool(keys) and not group.args.get("all") and not any(isinstance(one, _MORE_GROUPS) for one in keys)


def _outermost(node: exp.Expr) -> Iterator[exp.Expr]:
    """The aggregates that stand in no other one."""
    if isinstance(node, exp.Count) or (isinstance(node, exp.Anonymous) and function_name(node) in AGGREGATES):
        yield node
    elif not isinstance(node, exp.Query):
        for one in node.iter_expressions():
            yield from _outermost(one)


def _only_of_groups(node: exp.Expr) -> bool:
    """Whether there are no columns outside of the aggregates, and nothing in these but one value each."""
    calls = list(_outermost(node))
    inside = {id(one) for call in calls for one in call.find_all(exp.Column)}
    given = [list(call.iter_expressions()) for call in calls]
    single = all(len(one) == 1 and not isinstance(one[0], exp.Distinct | exp.Order) for one in given)
    framed = any(isinstance(call.parent, exp.Filter | exp.WithinGroup) for call in calls)
    return single and not framed and all(id(one) in inside for one in node.find_all(exp.Column))


def _apart(select: exp.Select, calls: list[exp.Expr]) -> None:
    """Make of a query one over another, which groups and has a column for what each outer aggregate takes."""
    shown = list[exp.Expr]()
    for place, call in enumerate(calls, 1):
        taken = next(iter(call.iter_expressions()))
        name = f"{_NAME}_{place}"
        shown.append(exp.alias_(taken.copy(), name, quoted=True))
        taken.replace(exp.column(exp.to_identifier(name, quoted=True)))
    inner = exp.Select(
        expressions=shown,
        **{key: value for key, value in select.args.items() if key not in ("expressions", "with_") and value},
    )
    for key in [key for key in select.args if key not in ("expressions", "with_")]:
        select.set(key, None)
    select.set("from_", exp.From(this=exp.Subquery(this=inner, alias=exp.TableAlias(this=exp.to_identifier(_TABLE)))))
