"""Repairs of a query that groups: columns that are not grouped, and conditions on groups in WHERE.

A column that is not grouped may also be meant as that of one row, as of the one with the greatest value: then nothing
is repaired, and the hint says how to ask for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sqlglot import exp

from autogen_hatidata.sql.allow import function_name
from autogen_hatidata.sql.changes import Changed
from autogen_hatidata.sql.clauses import aggregates, is_grouped, late_terms, named, take_late
from autogen_hatidata.sql.functions import AGGREGATES
from autogen_hatidata.sql.reading import read
from autogen_hatidata.sql.render import redact
from autogen_hatidata.sql.scopes import Scope, Source, lower, name_parts, terms
from autogen_hatidata.sql.spelling import plain
from autogen_hatidata.sql.values import CENTS, DECIMAL, TIME, WHOLE, Kinds
from autogen_hatidata.types import LensInfo

_TOLD = 60
_SETS = (exp.GroupingSets, exp.Rollup, exp.Cube)
_SPREAD = (exp.Star, exp.Columns, exp.Subquery, exp.Window)
_ARITHMETIC = (exp.Add, exp.Sub, exp.Mul, exp.Div)
_AROUND = (exp.Paren, exp.Cast, exp.Neg)

_OF_A_ROW = frozenset(
    """
    min max first last any_value arbitrary arg_max arg_max_null arg_max_nulls_last arg_min arg_min_null
    arg_min_nulls_last argmax argmin max_by min_by
    """.split()
)
"""Aggregates whose value is that of one row, of which a column beside them may be meant."""

_NAMES_ROW = re.compile(r"(?:.*_)?(?:name|title|email|label|subject)", re.IGNORECASE)
_MEASURE = re.compile(
    r"(?:.*_)?(?:quantity|qty|count|amount|price|cost|total|stock|stock_quantity|duration|size|weight|score|balance|"
    r"salary|revenue|sales|profit|value|items|points|ms|seconds|minutes|bytes|rate|rating)",
    re.IGNORECASE,
)
"""Columns of whole numbers that are added up more often than they are grouped by."""


def group(tree: exp.Expr, subject: str, lens: LensInfo) -> Changed:
    """Group by the columns beside an aggregate that are not grouped, where nothing else can be meant by them."""
    added, sense = list[str](), _Sense(tree, lens)
    for select in tree.find_all(exp.Select):
        for one in _missing(select, sense):
            select.group_by(one.copy(), copy=False)
            added.append(redact(one))  # it comes into the log
    return ("", ", ".join(added)[:_TOLD]) if added else None


def having(tree: exp.Expr, subject: str, lens: LensInfo) -> Changed:
    """Move conditions with an aggregate, or the alias of one, from WHERE to HAVING."""
    moved = False
    for select in tree.find_all(exp.Select):
        bare = [one for one in select.expressions if not is_grouped(one.unalias(), [])]
        grouped = select.args.get("group") is not None or (bare and any(map(aggregates, select.expressions)))
        if grouped and not _filters_rows(select):
            late = take_late(select, aggregates)
            for one in late:
                select.having(one, copy=False)
            moved = moved or bool(late)
    return ("WHERE", "HAVING") if moved else None


def _missing(select: exp.Expr, sense: _Sense) -> list[exp.Expr]:
    """What a query has to be grouped by beside what it is; nothing where that is not sure."""
    grouping = select.args.get("group")
    grouped = list(grouping.expressions) if grouping is not None else []
    if grouping is not None and (grouping.args.get("all") or any(isinstance(one, _SETS) for one in grouped)):
        return []  # these say themselves what is grouped
    if not (grouped or any(map(aggregates, (*select.expressions, select.args.get("having"))))):
        return []
    known = [*grouped, *(one for place in grouped if (one := named(select, place)) is not None)]
    missing = [one.unalias() for one in select.expressions if not is_grouped(one.unalias(), known)]
    if any(one.find(*_SPREAD) for one in missing) or _filters_rows(select):
        return []
    loose = [one for one in missing if not sense.depends(one, known)]
    return missing if not loose or _makes_groups(select, known, loose, sense) else []


def _makes_groups(select: exp.Expr, known: Sequence[exp.Expr], loose: Sequence[exp.Expr], sense: _Sense) -> bool:
    """Whether more groups are meant, and not the columns of one row of each group."""
    names = {name for part in select.expressions for name, _ in _aggregated(part)}
    if not names and not known:
        names = {name for name, _ in _aggregated(select.args.get("having"))}
    late = (name for key in ("having", "order") for name, _ in _aggregated(select.args.get(key)))
    extremes = {*names, *late} & _OF_A_ROW if known else names & _OF_A_ROW
    if names <= extremes and not (known == [] and _sorts_groups(select, loose)):
        return False
    if known:
        shown = {column for one in select.expressions if not aggregates(one) for column in one.find_all(exp.Column)}
        if extremes or not any(shown.issuperset(one.find_all(exp.Column)) for one in known):
            return False
    elif extremes and any(_NAMES_ROW.fullmatch(column.name) for one in loose for column in one.find_all(exp.Column)):
        return False
    return not any(sense.is_of_row(one, select, bool(known)) for one in loose)


def _sorts_groups(select: exp.Expr, loose: Sequence[exp.Expr]) -> bool:
    """Whether a query sorts by one of its columns, as only one of several groups does."""
    order = select.args.get("order")
    keys = [one.this for one in order.expressions] if order is not None and select.args.get("limit") is None else []
    return any(one in loose or named(select, one) in loose for one in keys)


def _filters_rows(select: exp.Expr) -> bool:
    """Whether a condition in WHERE compares a row with its group: ``amount = max(amount)``. In HAVING, with the column
    grouped, it would always be true."""
    grouping = select.args.get("group")
    grouped = list(grouping.expressions) if grouping is not None else []
    known = {lower((named(select, one) or one).name) for one in grouped} | {lower(one.name) for one in grouped}
    shown = {lower(one.unalias().name) for one in select.expressions if isinstance(one.unalias(), exp.Column)}
    for term in late_terms(select, aggregates):
        bare, measured = _columns(select, term)
        if bare & measured or not bare <= known or measured & (known | shown):
            return True
    return False


def _columns(select: exp.Expr, term: exp.Expr) -> tuple[set[str], set[str]]:
    """The columns of a condition outside of its aggregates, and those whose values these take; an alias stands for
    what it is."""
    stack, bare, measured = [term], set[str](), set[str]()
    while stack:
        one = stack.pop()
        meant = named(select, one) if isinstance(one, exp.Column) and len(name_parts(one)) == 1 else None
        if meant is not None and aggregates(meant):
            stack.append(meant)
        elif isinstance(one, exp.Column):
            bare.add(lower(one.name))
        elif isinstance(one, exp.Count) or (isinstance(one, exp.Anonymous) and function_name(one) in AGGREGATES):
            measured |= set() if _counts(one) else {lower(column.name) for column in one.find_all(exp.Column)}
        elif not isinstance(one, exp.Query):
            stack += one.iter_expressions()
    return bare, measured


def _aggregated(node: exp.Expr | None) -> Iterator[tuple[str, exp.Expr]]:
    """The aggregates of an expression, by their names: those of no window, and of no query of its own."""
    stack = [] if node is None else [node]
    while stack:
        one = stack.pop()
        if isinstance(one, exp.Query | exp.Window):
            continue
        if isinstance(one, exp.Count):
            yield "count", one
        elif isinstance(one, exp.Anonymous) and function_name(one) in AGGREGATES:
            yield function_name(one), one
        else:
            stack += one.iter_expressions()


def _counts(call: exp.Expr) -> bool:
    """Whether an aggregate counts rows, and takes none of their values."""
    counting = isinstance(call, exp.Anonymous) and function_name(call).startswith(("count", "approx_count"))
    return counting or isinstance(call, exp.Count)


class _Sense:
    """What the columns of a statement are: of which table, its key or not, and of which kind."""

    def __init__(self, tree: exp.Expr, lens: LensInfo) -> None:
        self._reading = read(tree, lens)
        self._scopes: dict[int, Scope | None] = {id(one): scope for one, scope in self._reading.columns}
        self._kinds = Kinds(tree, lens)

    def depends(self, node: exp.Expr, known: Sequence[exp.Expr]) -> bool:
        """Whether an expression has one value in each group, as its table's key is grouped."""
        keyed = {id(source) for one in known for source in self._keyed(one)}
        columns = list(node.find_all(exp.Column))
        return bool(columns) and all(id(self._source(one)) in keyed for one in columns)

    def is_of_row(self, node: exp.Expr, select: exp.Expr, grouped: bool) -> bool:
        """Whether an expression rather belongs to one row: it is aggregated too, it is a measure, or it names the rows
        that are counted or added up."""
        if not isinstance(node, exp.Column):
            each = _computes(node) or (grouped and node.find(exp.Case) is None)
            return each and any(self._kinds.of(one) in (CENTS, DECIMAL) for one in node.find_all(exp.Column))
        parts = (*select.expressions, select.args.get("having"))
        calls = [call for part in parts for _, call in _aggregated(part)]
        used = [column for call in calls for column in call.find_all(exp.Column)]
        measured = [column for call in calls if not _counts(call) for column in call.find_all(exp.Column)]
        if lower(node.name) in {lower(one.name) for one in measured} or self._measures(node, grouped):
            return True
        source = self._source(node)
        alone = not select.args.get("joins")
        return self._is_key(node) and (alone or any(self._source(one) is source for one in used))

    def _measures(self, column: exp.Expr, grouped: bool) -> bool:
        kind = self._kinds.of(column)
        if kind in (CENTS, DECIMAL):
            return True
        return grouped and (kind == TIME or (kind == WHOLE and _MEASURE.fullmatch(column.name) is not None))

    def _is_key(self, node: exp.Expr) -> bool:
        """Whether a column has the name of its table's key."""
        source = self._source(node)
        return source is not None and _names_key(source, node.name)

    def _keyed(self, node: exp.Expr) -> Iterator[Source]:
        """The tables of which a column is the key, or the same as the key by an inner join."""
        scope = self._scopes.get(id(node))
        if self._is_key(node):
            yield from filter(None, [self._source(node)])
        if scope is None or any(join.args.get("side") for join in scope.joins):
            return
        shared = {lower(one.name) for join in scope.joins for one in join.args.get("using") or ()}
        if lower(node.name) in shared:
            yield from (one for one in scope.sources if _names_key(one, node.name))
        for term in (one for condition in scope.conditions for one in terms(condition)):
            if isinstance(term, exp.EQ):
                for one, other in ((term.left, term.right), (term.right, term.left)):
                    same = lower(one.name) == lower(node.name) and self._source(one) is self._source(node)
                    if same and isinstance(one, exp.Column) and self._is_key(other):
                        yield from filter(None, [self._source(other)])

    def _source(self, node: exp.Expr) -> Source | None:
        owner = self._reading.owner(node, self._scopes.get(id(node))) if isinstance(node, exp.Column) else None
        return owner.sources[0] if owner is not None and len(owner.sources) == 1 else None


def _names_key(source: Source, name: str) -> bool:
    """Whether a table has a key of that name: ``id``, or ``order_id`` in orders."""
    if source.table is None:
        return False
    table = lower(source.table.name)
    forms = {plain(f"{one}_id") for one in (table, plain(table), table.removesuffix("es"))}
    return lower(name) == "id" or plain(lower(name)) in forms


def _computes(node: exp.Expr) -> bool:
    """Whether an expression is arithmetic. CASE and floor make few values of many."""
    while isinstance(node, _AROUND):
        node = node.this
    return isinstance(node, _ARITHMETIC)
