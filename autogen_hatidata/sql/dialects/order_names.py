"""ORDER BY in systems where a name inside an expression is that of an output before it is that of a column."""

from __future__ import annotations

from sqlglot import exp

from autogen_hatidata.sql.dialects.forms import Call, copied
from autogen_hatidata.sql.dialects.source import Untested

_AGGREGATES = frozenset(
    """
    SUM AVG MEAN MIN MAX MIN_BY MAX_BY MEDIAN COUNT_IF STDDEV STDDEV_SAMP STDDEV_POP VARIANCE VAR_SAMP VAR_POP ANY_VALUE
    ARBITRARY BOOL_AND BOOL_OR EVERY FIRST LAST APPROX_DISTINCT APPROX_COUNT_DISTINCT
    """.split()
)


def outputs_first(tree: exp.Expr) -> list[str]:
    """Put in the place of such a name what it stands for; DuckDB would take the column."""
    changed = [
        column
        for select in tree.find_all(exp.Select)
        if (order := select.args.get("order")) is not None
        for item in order.expressions
        if not isinstance(item.this, exp.Column)
        for column in list(item.find_all(exp.Column))
        if column.parent_select is select and _replaced(column, select)
    ]
    return ["a name in ORDER BY is that of an output first"] if changed else []


def _replaced(column: exp.Column, select: exp.Select) -> bool:
    if column.table or _bound(column):
        return False
    name = column.name.lower()
    given = [item.this for item in select.expressions if isinstance(item, exp.Alias) and item.alias.lower() == name]
    if not given or given[0] == column:
        return False
    value = given[0]
    if len(given) > 1 or value.find(exp.Query) or _aggregated(column):
        raise Untested(
            f"ORDER BY an expression of the output {column.name}",
            "order by the name alone, or name the step with WITH.",
        )
    copied(value)
    column.replace(exp.Paren(this=value.copy()))
    return True


def _aggregated(column: exp.Column) -> bool:
    """Whether it stands in an aggregate, which those systems do not take an output into."""
    above = column.parent
    while above is not None and not isinstance(above, exp.Select):
        if isinstance(above, exp.AggFunc | exp.Window) or (isinstance(above, Call) and above.name in _AGGREGATES):
            return True
        above = above.parent
    return False


def _bound(column: exp.Column) -> bool:
    """Whether it is the name of a lambda's argument."""
    above = column.find_ancestor(exp.Lambda)
    return above is not None and column.name.lower() in {argument.name.lower() for argument in above.expressions}
