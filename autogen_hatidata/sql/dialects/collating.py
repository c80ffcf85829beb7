"""Values that carry the collation of a system, so that DuckDB compares, groups and sorts them as that system does.

In DuckDB a text has a collation, which goes along through expressions, sub-queries and set operations. Only a text may
have one, and the types of columns are not known where SQL is read: a column is therefore put into a form that is a text
with a collation where the column is a text, and the column itself where it is anything else. DuckDB answers `typeof`
before a statement runs, and nothing of the form is left in the plan but the one or the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlglot import exp

from autogen_hatidata.sql.dialects.certain_kinds import TEXT, kind, of_kind
from autogen_hatidata.sql.dialects.forms import built

CASED = "cased"
"""Under this key a node remembers that case counts where it is compared."""

DONE = "collated"
"""Under this key a node remembers that it carries the collation."""

_UNKNOWN = "struct_extract({{'t': {0}, 'o': a}}, CASE WHEN typeof([a]) = 'VARCHAR[]' THEN 't' ELSE 'o' END)"
"""The type of a list is asked for, since that of a column of nothing but NULL is not answered before it runs."""

_EXTREME = (
    "struct_extract({{'t': struct_extract(list_extract("
    "list_sort(list_filter(b, lambda it__: struct_extract(it__, 'v') IS NOT NULL)), {0}), 'v'), 'o': a}},"
    " CASE WHEN typeof([a]) = 'VARCHAR[]' THEN 't' ELSE 'o' END)"
)

_ONE_VALUE = (
    exp.Paren, exp.Alias, exp.Max, exp.Min, exp.Lag, exp.Lead, exp.FirstValue, exp.LastValue, exp.IgnoreNulls,
    exp.RespectNulls, exp.Window, exp.Filter, exp.Nullif, exp.Any, exp.All, exp.Subquery,
)  # fmt: skip


def values(node: exp.Expr) -> list[exp.Expr] | None:
    """The expressions of which a value is one; None for a value that is made by no choice."""
    if isinstance(node, _ONE_VALUE):
        return [node.this]
    if isinstance(node, exp.Case):
        return _given([*(branch.args["true"] for branch in node.args["ifs"]), node.args.get("default")])
    if isinstance(node, exp.If):
        return _given([node.args.get("true"), node.args.get("false")])
    if isinstance(node, exp.Coalesce):
        return [node.this, *node.expressions]
    if isinstance(node, exp.Tuple | exp.Distinct | exp.Select):
        return list(node.expressions)
    if isinstance(node, exp.SetOperation):
        return [node.this, node.expression]
    return None


def has_case(text: str) -> bool:
    """Whether a text has letters.

    >>> has_case("2024-01-31"), has_case("a")
    (False, True)
    """
    return text.lower() != text.upper()


def cased(node: exp.Expr) -> exp.Expr:
    """A value that is compared with its case, also where it carries the collation."""
    made = exp.Paren(this=built(_UNKNOWN.format('CAST(a AS VARCHAR) COLLATE "C"'), node))
    made.meta[CASED] = True
    return made


def _given(found: list[exp.Expr | None]) -> list[exp.Expr]:
    return [each for each in found if each is not None]


def starred(node: exp.Expr) -> bool:
    """Whether a query gives columns that are not named."""
    inner = node.unnest() if isinstance(node, exp.Subquery) else node
    if isinstance(inner, exp.SetOperation):
        return starred(inner.this) or starred(inner.expression)
    return not isinstance(inner, exp.Select) or any(
        isinstance(item, exp.Star) or (isinstance(item, exp.Column) and isinstance(item.this, exp.Star))
        for item in inner.expressions
    )


def may_be_texts(nodes: Iterable[exp.Expr]) -> bool:
    """Whether columns among values may be texts: none where one is certainly something else."""
    nodes = list(nodes)
    return {kind(node) for node in nodes} <= {TEXT, None} and any(isinstance(node, exp.Column) for node in nodes)


def within_form(node: exp.Expr) -> bool:
    """Whether a part of a tree belongs to what makes a value carry the collation."""
    above = node.parent
    while above is not None and not above.meta.get(DONE):
        above = above.parent
    return above is not None


@dataclass(frozen=True, slots=True)
class Collator:
    """What puts values into that form.

    Attributes:
        collation: DuckDB's name of what the system does.
        padded: blanks at the end of a text make no difference.
        key: a text in the place of ``{}`` that is the same for all texts that are equal there.
    """

    collation: str
    padded: bool
    key: str

    def fold(self, node: exp.Expr, *, cut: bool = True, key: bool = False) -> bool:
        """Let a value, or each that it may be, carry the collation. Gives whether one of them may be a text.

        Args:
            node: stands in a tree, in which another is put in its place.
            cut: leave blanks at the end away where they make no difference.
            key: the value is only counted, and so is its key: DuckDB 1.5 counts without a look at collations.
        """
        if node.meta.get(DONE):
            return True
        if node.meta.get(CASED):
            return False
        found, what = values(node), kind(node)
        if isinstance(node, exp.Literal) and not has_case(node.name):
            return False
        if found is None and what not in (TEXT, None):
            return False
        if found is not None:
            return self.fold_each(found, cut=cut, key=key)
        if what is None and not isinstance(node, exp.Column):
            return False
        if isinstance(node, exp.Column) and isinstance(node.this, exp.Star):
            return False
        self._put(node, what, cut, key)
        return True

    def fold_each(self, nodes: Iterable[exp.Expr], *, cut: bool = True, key: bool = False) -> bool:
        """As `fold` does, of several values."""
        found = [self.fold(node, cut=cut, key=key) for node in nodes]
        return any(found)

    def _put(self, node: exp.Expr, what: str | None, cut: bool, key: bool) -> None:
        value = "a" if what == TEXT else "CAST(a AS VARCHAR)"
        text = f"rtrim({value}, ' ')" if cut and self.padded else value
        text = self.key.format(text) if key else f'{text} COLLATE "{self.collation}"'
        made = exp.Paren(this=built(text, node)) if what == TEXT else built(_UNKNOWN.format(text), node)
        made.meta[DONE] = True
        of_kind(made, what)
        if isinstance(node, exp.Column) and isinstance(node.parent, exp.Select) and node.arg_key == "expressions":
            made = exp.alias_(made, node.this.copy(), copy=False)
        node.replace(made)

    def extreme(self, name: str, arguments: list[exp.Expr]) -> exp.Expr:
        """GREATEST or LEAST of what may be texts, and leaves NULLs out: DuckDB's own look at no collation."""
        pair = f"{{'k': {self.key.format('CAST(a AS VARCHAR)')}, 'v': CAST(a AS VARCHAR)}}"
        listed = exp.Anonymous(this="list_value", expressions=[built(pair, each) for each in arguments])
        whole = exp.Anonymous(this=name, expressions=[each.copy() for each in arguments])
        return built(_EXTREME.format(-1 if name == "greatest" else 1), whole, listed)

    def outputs(self, query: exp.Expr, *, cut: bool = True) -> bool | None:
        """Let the columns that a query gives carry the collation; None where it does not name them all."""
        folded = self.fold(query, cut=cut)
        return None if starred(query) else folded

    def selected(self, select: exp.Select) -> bool | None:
        """The keys of GROUP BY, what is made DISTINCT, and what ORDER BY sorts."""
        grouped = self._grouped(select, select.args.get("group"))
        distinct = self.outputs(select) if select.args.get("distinct") else False
        return _both(grouped, distinct, self._sorted(select, select, select.args.get("order")))

    def united(self, node: exp.SetOperation) -> bool | None:
        """The columns of a set operation: two rows with equal texts are one, and ORDER BY sorts them."""
        distinct = self.outputs(node) if node.args.get("distinct") else False
        return _both(distinct, self._sorted(node, first_of(node), node.args.get("order")))

    def _grouped(self, select: exp.Select, group: exp.Expr | None) -> bool | None:
        found: list[bool | None] = []
        for key in list(_keys(group)) if group is not None else ():
            item = _output(key, select)
            if item is not None:
                found.append(self.fold(item))
            elif isinstance(key, exp.Literal) or _seen_within(key, select):
                found.append(None)
            else:
                found.append(self._everywhere(key, select))
        return _both(*found)

    def _everywhere(self, key: exp.Expr, select: exp.Select) -> bool:
        """Put a key into the form, and every expression of the query that is the same."""
        holder = exp.Paren(this=key.copy())
        if not self.fold(holder.this):
            return False
        places = [*select.expressions, *map(select.args.get, ("group", "having", "qualify", "order"))]
        for same in [each for place in places if place is not None for each in _same(place, key)]:
            form = holder.this.copy()
            if same.parent is select:
                form = exp.alias_(form, same.this.copy(), copy=False) if isinstance(same, exp.Column) else form
            same.replace(form)
        return True

    def _sorted(self, query: exp.Expr, first: exp.Expr | None, order: exp.Expr | None) -> bool | None:
        found: list[bool | None] = []
        for each in order.expressions if order is not None else ():
            item = _output(each.this, first, whole=query is not first)
            if item is not None:
                found.append(self.fold(item, cut=False))
            elif isinstance(each.this, exp.Literal) or query is not first:
                found.append(None)
            else:
                found.append(self.fold(each.this))
        return _both(*found)


def _both(*found: bool | None) -> bool | None:
    return None if None in found else any(found)


def first_of(query: exp.Expr) -> exp.Expr | None:
    """The query that names the columns of a set operation."""
    while isinstance(query, exp.SetOperation | exp.Subquery):
        query = query.this
    return query if isinstance(query, exp.Select) else None


def _keys(node: exp.Expr) -> Iterator[exp.Expr]:
    """What is grouped by, also within ROLLUP, CUBE and GROUPING SETS."""
    if not isinstance(node, exp.Group | exp.Rollup | exp.Cube | exp.GroupingSets | exp.Tuple | exp.Paren):
        yield node
        return
    for each in node.iter_expressions():
        yield from _keys(each)


def _output(key: exp.Expr, select: exp.Expr | None, *, whole: bool = False) -> exp.Expr | None:
    """The column of a query that a number or a name of its own stands for; with ``whole`` also one that is no other."""
    items = select.expressions if isinstance(select, exp.Select) else []
    if isinstance(key, exp.Literal) and not key.is_string and key.name.isdigit():
        named = [] if any(item.is_star for item in items) else items[int(key.name) - 1 : int(key.name)]
    elif isinstance(key, exp.Column) and not key.table:
        named = [item for item in items if item.alias_or_name.lower() == key.name.lower()]
        named = [item for item in named if whole or _renamed(item, key)]
    else:
        named = []
    return named[0] if named else None


def _renamed(item: exp.Expr, key: exp.Expr) -> bool:
    value = item.this if isinstance(item, exp.Alias) else item
    return not (isinstance(value, exp.Column) and value.name.lower() == key.name.lower())


def _is(node: exp.Expr, key: exp.Expr) -> bool:
    if not (isinstance(node, exp.Column) and isinstance(key, exp.Column)):
        return node == key
    tables = {node.table.lower(), key.table.lower()} - {""}
    return node.name.lower() == key.name.lower() and len(tables) < 2


def _same(place: exp.Expr, key: exp.Expr) -> Iterator[exp.Expr]:
    """The expressions of a clause that are the same, outside of sub-queries and of what is in the form already."""
    for node in place.walk(prune=lambda each: _closed(each) or _is(each, key)):
        if _is(node, key) and not _closed(node):
            yield node


def _closed(node: exp.Expr) -> bool:
    return isinstance(node, exp.Query) or bool(node.meta.get(DONE))


def _seen_within(key: exp.Expr, select: exp.Select) -> bool:
    """Whether a sub-query in the query reads a column of the key: it would not be seen there in another form."""
    names = {column.name.lower(): column.table.lower() for column in key.find_all(exp.Column)}
    own = {source.alias_or_name.lower() for source in _sources(select)}
    clauses = [*select.expressions, *map(select.args.get, ("having", "order"))]
    for query in [each for clause in clauses if clause is not None for each in clause.find_all(exp.Query)]:
        inner = {table.alias_or_name.lower() for table in query.find_all(exp.Table)}
        for column in query.find_all(exp.Column):
            if column.name.lower() in names and column.table.lower() in own - inner:
                return True
    return False


def _sources(select: exp.Select) -> Iterator[exp.Expr]:
    from_ = select.args.get("from_")
    if from_ is not None:
        yield from_.this
    yield from (join.this for join in select.args.get("joins") or [])
