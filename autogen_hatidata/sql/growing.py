"""Texts and lists that grow by being put together with themselves, step by step.

Neither an interrupt nor a memory limit stops one step: ``list_reduce(range(60), lambda a, b: a || a)`` took 4 GB under
a memory limit of 256 MB. A statement that multiplies something again and again is therefore refused before it runs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlglot import exp

from autogen_hatidata.errors import LimitExceeded
from autogen_hatidata.sql.folds import JOINING
from autogen_hatidata.sql.scopes import lower
from autogen_hatidata.sql.sizes import AGGREGATE, COLUMN, GROWS, RECURSION, SMALL, Look, Values
from autogen_hatidata.sql.walking import nodes

MOST = 1_000
"""How many times as long as a column something made of it may be, over all steps: 100 kB for each of 2,048 rows."""

MOST_ONCE = 1_000_000
"""The same where it is made once, of constants alone."""

_MULTIPLYING = frozenset("replace regexp_replace list_transform array_transform apply list_apply array_apply".split())
"""Functions that can put an argument in many places of another one."""


def check(tree: exp.Expr) -> None:
    """Raises LimitExceeded where steps, each built on the one before, multiply something too often."""
    _Steps().columns(tree, {}, lambda name, table="": COLUMN)


GROWING = GROWS | JOINING | _MULTIPLYING | {"format", "printf"}
"""Functions that put texts or lists together. Without one of them, and without ``||``, nothing grows."""

MOST_COLUMNS = 2_000
"""Columns of any query in a statement. To bind 65,000 took 29 seconds, which nothing could interrupt."""

_ROUNDS = 4
"""How often it is looked again which columns a recursive query makes longer, before all of them are taken to be."""

_TABLE = 10
"""The columns that a table is taken to have."""

Env = dict[str, exp.Expr]
Columns = list[tuple[str, float]]
"""Names and sizes; ``*`` stands for all columns whose names are not known."""


class _Steps:
    """How large the columns of each query of a statement can be. A query is looked at once, but for the steps of a
    recursive one, which are tried first; a recursive query within them is not."""

    def __init__(self, tried: _Steps | None = None) -> None:
        self._known: dict[int, Columns] = dict(tried._known) if tried else {}
        self._within: dict[int, Env] = dict(tried._within) if tried else {}
        self._trial = tried is not None

    def columns(self, query: exp.Expr, env: Env, outer: Look) -> Columns:
        if id(query) not in self._known:
            self._known[id(query)] = [("*", RECURSION)]
            self._known[id(query)] = self._columns(query, env, outer)
        return self._known[id(query)]

    def _columns(self, query: exp.Expr, env: Env, outer: Look) -> Columns:
        for cte in query.args["with_"].expressions if query.args.get("with_") else ():
            self._within[id(cte.this)] = env
            self.columns(cte.this, env | _itself(cte), outer)  # in order: a long chain of them is no deep recursion
            env = {**env, lower(cte.alias): cte}
        if isinstance(query, exp.SetOperation):
            first = self.columns(query.this, env, outer)
            self._known[id(query)] = self._step_before(query, first, env, outer)
            return _either(first, self.columns(query.expression, env, outer))
        if isinstance(query, exp.Subquery):
            return self._source(query, env, outer)
        if isinstance(query, exp.Values):
            return self._values(query, env, outer)
        return self._select(query, env, outer)

    def _step_before(self, query: exp.Expr, first: Columns, env: Env, outer: Look) -> Columns:
        """What a recursive query reads of itself: columns that no step makes longer are as in the first rows."""
        long = [(name, size if size == SMALL else RECURSION) for name, size in first]
        if self._trial or "*" in dict(first) or not _recursive(query):
            return long
        before = first
        for _ in range(_ROUNDS):
            trial = _Steps(self)
            trial._known[id(query)] = before
            step = trial.columns(query.expression, env, outer)
            if len(step) != len(before) or "*" in dict(step):
                return long
            kept = [
                (name, size if size in (SMALL, RECURSION) or new <= size else RECURSION)
                for (name, size), (_, new) in zip(before, step, strict=True)
            ]
            if kept == before:
                return kept
            before = kept
        return long

    def _values(self, query: exp.Expr, env: Env, outer: Look) -> Columns:
        values = Values(outer, lambda inner: _largest(self.columns(inner, env, outer)))
        rows = [[_checked(values, one) for one in row.expressions or [row]] for row in query.expressions]
        return [(f"col{number}", max(sizes)) for number, sizes in enumerate(zip(*rows, strict=False))]

    def _select(self, query: exp.Expr, env: Env, outer: Look) -> Columns:
        scope = _Scope(outer)
        for node in _sources(query):
            scope.add(node.alias_or_name, self._source(node, env, scope.look))
        values = Values(scope.look, lambda inner: _largest(self.columns(inner, env, scope.look)))
        found: Columns = []
        for one in query.expressions if isinstance(query, exp.Select) else ():
            if isinstance(one, exp.Star) or isinstance(one.this, exp.Star):
                found += scope.columns
                continue
            if any(isinstance(part, exp.Columns) for part in nodes(one)):
                found += [(name, _checked(values, one)) for name, _ in scope.columns]
                continue
            found.append((lower(one.alias_or_name), _checked(values, one)))
            scope.name(*found[-1])
        for one in _others(query):
            _checked(values, one)
        if sum(size for _, size in found if size <= MOST) > 2 * MOST:  # what is larger is made once, of constants
            raise _too_often()
        if sum(_TABLE if name == "*" else 1 for name, _ in found) > MOST_COLUMNS:
            raise LimitExceeded("The statement makes too many columns.", "name the columns that you need.")
        return found or [("*", max(AGGREGATE if isinstance(query, exp.Pivot) else COLUMN, scope.look("*")))]

    def _source(self, node: exp.Expr, env: Env, outer: Look) -> Columns:
        found = self._read(node, env, outer)
        if node.args.get("pivots"):
            return [("*", max(AGGREGATE, _largest(found)))]
        alias = node.args.get("alias")
        renamed = alias.args.get("columns") if isinstance(alias, exp.TableAlias) else None
        return _renamed(found, renamed) if renamed else found

    def _read(self, node: exp.Expr, env: Env, outer: Look) -> Columns:
        if isinstance(node, exp.Table) and isinstance(node.this, exp.Identifier):
            cte = env.get(lower(node.name)) if not node.args.get("db") else None
            if cte is None:
                return [("*", COLUMN)]
            inner = self.columns(cte.this, self._within.get(id(cte.this), env) | _itself(cte), outer)
            return _renamed(inner, cte.args["alias"].args.get("columns") or [])
        if isinstance(node, exp.Values):
            return self._values(node, env, outer)
        inner = node.this
        if isinstance(inner, exp.Query | exp.Table | exp.Subquery):
            return self.columns(inner, env, outer) if isinstance(inner, exp.Query) else self._source(inner, env, outer)
        values = Values(outer, lambda query: _largest(self.columns(query, env, outer)))
        return [("*", max([COLUMN, *(_checked(values, one) for one in _arguments(node))]))]


class _Scope:
    """The columns that the expressions of one query can name."""

    def __init__(self, outer: Look) -> None:
        self._outer = outer
        self._names: dict[str, float] = {}
        self._tables: dict[str, dict[str, float]] = {}
        self._rows: dict[str, float] = {}
        self._rest: float | None = None
        self.columns: Columns = []

    def add(self, alias: str, columns: Columns) -> None:
        self.columns = [*self.columns, *columns]
        for name, size in columns:
            if name == "*":
                self._rest = max(size, self._rest or 0)
            else:
                self.name(name, size)
        self._rows[lower(alias)] = sum(size for _, size in columns)
        known = self._tables.setdefault(lower(alias), {})
        for name, size in columns:
            known[name] = max(size, known.get(name, 0))

    def name(self, name: str, size: float) -> None:
        self._names[name] = max(size, self._names.get(name, 0))

    def look(self, name: str, table: str = "", /) -> float:
        """The size of a column by its name; of ``*``, the largest."""
        if table:
            return self._qualified(name, table)
        if name == "*":
            return max([*self._names.values(), self._rest or 0, SMALL])
        if name in self._names:
            return self._names[name]
        if self._rest is not None:
            return max(self._rest, self._outer(name))  # which of both has it is not known
        return self._rows.get(name) or self._outer(name)

    def _qualified(self, name: str, table: str) -> float:
        """The size of ``table.name``, or of the field of a struct."""
        own = self._tables.get(table, {})
        if table not in self._tables and table not in self._names:
            return max(self._rest or 0, self._outer(name, table))
        if table in self._names or not {name, "*"} & set(own):
            return max(self.look(name), self.look(table))
        return max(own.get(name, 0), self._rest or 0 if "*" in own else 0)


def _recursive(query: exp.Expr) -> bool:
    return isinstance(query.parent, exp.CTE) and bool(_itself(query.parent))


def _itself(cte: exp.Expr) -> dict[str, exp.Expr]:
    return {lower(cte.alias): cte} if cte.parent is not None and cte.parent.args.get("recursive") else {}


def _checked(values: Values, node: exp.Expr) -> float:
    size = values.size(node)
    peak, values.peak = values.peak, SMALL
    if peak > MOST and (peak > MOST_ONCE or node.find(exp.Column, exp.Query)):
        raise _too_often()
    return size


def _too_often() -> LimitExceeded:
    return LimitExceeded(
        "The statement puts texts or lists together with themselves too often.",
        "aggregate in fewer steps, or cut what is put together, as in left(name, 100).",
    )


def _largest(columns: Columns) -> float:
    return max((size for _, size in columns), default=SMALL)


def _either(left: Columns, right: Columns) -> Columns:
    if len(left) != len(right) or ("*" in dict(left) or "*" in dict(right)):
        most = max(_largest(left), _largest(right))
        return [(name, most) for name, _ in left]
    return [(name, max(size, other)) for (name, size), (_, other) in zip(left, right, strict=True)]


def _renamed(columns: Columns, names: Sequence[exp.Expr]) -> Columns:
    if not names:
        return columns
    if len(names) > len(columns) or "*" in dict(columns):
        return [(lower(one.name), _largest(columns)) for one in names]
    new = [(lower(one.name), size) for one, (_, size) in zip(names, columns, strict=False)]
    return [*new, *columns[len(names) :]]


def _sources(query: exp.Expr) -> Iterator[exp.Expr]:
    """What stands in the FROM clause of a query, or what a PIVOT is made of."""
    stack = [one for key, one in _children(query) if key in ("from_", "joins", "laterals")]
    if isinstance(query, exp.Pivot) and isinstance(query.this, exp.Expr):
        stack.append(query.this)
    for node in reversed(stack):
        source = node.this if isinstance(node, exp.From | exp.Join) else node
        yield source
        yield from (join.this for key, join in _children(source) if key == "joins")


def _others(query: exp.Expr) -> Iterator[exp.Expr]:
    """The expressions of a query outside of its select list and its sources."""
    for key, one in _children(query):
        if key in ("with_", "from_", "laterals") or (key == "expressions" and isinstance(query, exp.Select)):
            continue
        if key == "joins":
            yield from (part for name, part in _children(one) if name == "on")
        elif key != "this" or not isinstance(query, exp.Pivot):
            yield one


def _arguments(node: exp.Expr) -> Iterator[exp.Expr]:
    """What a function in FROM, or a list of VALUES, is given."""
    given = node.this if isinstance(node.this, exp.Anonymous) else node
    yield from given.expressions


def _children(node: exp.Expr) -> Iterator[tuple[str, exp.Expr]]:
    for key, value in node.args.items():
        for one in value if isinstance(value, list) else (value,):
            if isinstance(one, exp.Expr):
                yield key, one
