"""One walk over a statement: which names mean what, and which source a column belongs to.

The walk keeps its own stack (an AND of a thousand terms is a tree a thousand levels deep) and follows DuckDB's scoping:
a common table expression hides a table only within its query level and below, for siblings only after it, for itself
only in the second branch of a recursive UNION, and never for a name of two parts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sqlglot import exp

from autogen_hatidata.sql.scopes import Find, Owner, Ref, Scope, Source, find_in, lower, name_parts
from autogen_hatidata.sql.stars import Shown, spread, star_of
from autogen_hatidata.types import LensInfo

_LEAVES = frozenset({exp.Identifier, exp.Literal, exp.DataType, exp.Null, exp.Boolean, exp.Var, exp.Placeholder})
_STARS = frozenset({exp.Star, exp.Columns, exp.PositionalColumn})
_SPREADING = (exp.Columns, exp.Star)
_MAX_DERIVATION = 40
"""How many derived tables are looked through for column names; a chain of more has columns we do not know."""

Env = dict[str, exp.CTE]
Step = tuple[exp.Expr, Env, "Scope | None"]


class Reading:
    """What one walk found. Lists are in the order in which things stand in the text.

    Attributes:
        tree: the statement.
        refs: every name in table position.
        columns: every column reference, ``c.*`` included, with its scope.
        stars: every ``*``, ``COLUMNS()`` and ``#1``, with its scope; ``count(*)`` is none.
        scopes: by the id of their SELECT.
    """

    def __init__(self, tree: exp.Expr, find: Find) -> None:
        self.tree = tree
        self.refs: list[Ref] = []
        self.columns: list[tuple[exp.Column, Scope | None]] = []
        self.stars: list[tuple[exp.Expr, Scope | None]] = []
        self.scopes: dict[int, Scope] = {}
        self._find = find
        self._sources: dict[int, Source] = {}
        self._position: dict[int, int] = {}
        self._owners: dict[int, Owner | None] = {}
        self._names: dict[int, tuple[str, ...] | None] = {}
        self._unsure: set[int] = set()
        self._recursive: dict[int, tuple[str, exp.CTE]] = {}
        self._walk(tree)

    # The walk

    def _walk(self, tree: exp.Expr) -> None:
        stack: list[Step] = [(tree, {}, None)]
        while stack:
            node, env, scope = stack.pop()
            kind = type(node)
            if kind is exp.Column:
                self.columns.append((node, scope))  # type: ignore[arg-type]
                if type(node.this) is exp.Star:
                    stack.extend((child, env, scope) for child in _below(node.this))
                continue
            bodies: list[Step] = []
            with_ = node.args.get("with_")
            if with_ is not None:
                env = self._enter_with(with_, env, scope, bodies)
            if kind is exp.Table:
                self._enter_table(node, env, scope)
            elif kind is exp.Select or (kind is exp.Pivot and node.args.get("this")):
                scope = self._enter_select(node, env, scope)
            elif kind in _STARS and not (kind is exp.Star and type(node.parent) is exp.Count):
                self.stars.append((node, scope))
            children = [(child, env, scope) for child in _below(node)]
            if kind is exp.Union and id(node) in self._recursive:
                name, cte = self._recursive[id(node)]
                inner = {**env, name: cte}
                right = node.args.get("expression")
                children = [(c, inner if c is right else e, s) for c, e, s in children]
            stack.extend(reversed(children))
            stack.extend(reversed(bodies))

    def _enter_with(
        self,
        with_: exp.Expr,
        env: Env,
        scope: Scope | None,
        bodies: list[Step],
    ) -> Env:
        for cte in with_.expressions:
            name = lower(cte.alias)
            if with_.args.get("recursive"):
                union = _unwrapped(cte.this)
                if type(union) is exp.Union and not union.args.get("by_name"):
                    self._recursive[id(union)] = (name, cte)
            bodies.append((cte.this, env, scope))
            bodies.extend((key, env, scope) for key in cte.args.get("key_expressions") or ())
            env = {**env, name: cte}
        return env

    def _enter_table(self, node: exp.Expr, env: Env, scope: Scope | None) -> None:
        if isinstance(node.this, exp.Identifier):
            self.refs.append(Ref(node, scope, self._table_source(node, env), env))  # type: ignore[arg-type]

    def _enter_select(self, node: exp.Expr, env: Env, parent: Scope | None) -> Scope:
        scope = Scope(node, parent, self._place(node, parent))
        self.scopes[id(node)] = scope
        if type(node) is exp.Pivot:
            self._add(scope, node.this, env)
            return scope
        args = node.args
        from_ = args.get("from_")
        if from_ is not None:
            self._add(scope, from_.this, env)
        self._add_joins(scope, node, env)
        for lateral in args.get("laterals") or ():
            self._add(scope, lateral, env)
        where = args.get("where")
        if where is not None:
            scope.conditions.append(where.this)
        return scope

    def _add_joins(self, scope: Scope, node: exp.Expr, env: Env) -> None:
        for join in node.args.get("joins") or ():
            scope.joins.append(join)
            self._add(scope, join.this, env)
            if join.args.get("on") is not None:
                scope.conditions.append(join.args["on"])

    def _add(self, scope: Scope, node: exp.Expr, env: Env) -> None:
        kind = type(node)
        if kind is exp.Subquery and type(node.this) is exp.Table:
            before = len(scope.sources)
            self._add(scope, node.this, env)
            if node.alias:
                scope.names[lower(node.alias)] = tuple(scope.sources[before:])
        elif kind is exp.Table and isinstance(node.this, exp.Identifier):
            source = self._table_source(node, env)
            self._register(scope, source)
            if not node.args.get("alias") and source.cte is None:
                schema = lower(node.args["db"].name) if node.args.get("db") else "main"
                scope.qualified[schema, source.name] = (source,)
        else:
            body = node.this if kind is exp.Lateral else node
            query = body.this if type(body) is exp.Subquery else None
            self._register(scope, Source(node, lower(node.alias), query=query))
        self._add_joins(scope, node, env)

    def _place(self, node: exp.Expr, parent: Scope | None) -> int | None:
        """The position of a SELECT among the sources of its parent, if it stands in one of them."""
        above = node.parent
        while parent is not None and above is not None and above is not parent.node:
            if id(above) in self._position:
                return self._position[id(above)]
            above = above.parent
        return None

    def _register(self, scope: Scope, source: Source) -> None:
        self._position[id(source.node)] = len(scope.sources)
        scope.sources.append(source)
        if source.name:
            scope.names[source.name] = (*scope.names.get(source.name, ()), source)

    def _table_source(self, node: exp.Expr, env: Mapping[str, exp.CTE]) -> Source:
        source = self._sources.get(id(node))
        if source is None:
            source = self._sources[id(node)] = self._new_source(node, env)
        return source

    def _new_source(self, node: exp.Expr, env: Mapping[str, exp.CTE]) -> Source:
        parts = name_parts(node)
        name = parts[-1].name
        alias = lower(node.alias or name)
        cte = env.get(lower(name)) if len(parts) == 1 else None
        if cte is not None:
            return Source(node, alias, query=cte.this, cte=cte)
        if len(parts) > 2:
            return Source(node, alias)
        return Source(node, alias, table=self._find(parts[0].name if len(parts) == 2 else None, name))

    # Questions

    def owner(self, column: exp.Column, scope: Scope | None) -> Owner | None:
        """What a column reference belongs to, from its own scope outwards; None when no source explains it."""
        if id(column) not in self._owners:
            self._owners[id(column)] = self._find_owner(column, scope)
        return self._owners[id(column)]

    def _find_owner(self, column: exp.Column, scope: Scope | None) -> Owner | None:
        parts = [lower(part.name) for part in name_parts(column)]
        star = type(column.this) is exp.Star
        before = None
        while scope is not None and parts:
            qualified = self._by_qualifier(parts, star, scope, before)
            if qualified is not None:
                return qualified
            owners = tuple(one for one in scope.sources[:before] if parts[0] in (self.names(one) or ()))
            if owners:
                return Owner(owners, parts[0])
            row = self._seen(scope.names.get(parts[0], ()), before)
            if len(parts) == 1 and row:
                return Owner(row, None)
            before, scope = scope.before, scope.parent
        return None

    def _seen(self, sources: tuple[Source, ...], before: int | None) -> tuple[Source, ...]:
        if before is None:
            return sources
        return tuple(one for one in sources if self._position[id(one.node)] < before)

    def _by_qualifier(self, parts: list[str], star: bool, scope: Scope, before: int | None) -> Owner | None:
        if len(parts) > 1:
            two = self._seen(scope.qualified.get((parts[0], parts[1]), ()), before)
            if two:
                return Owner(two, parts[2] if len(parts) > 2 else None)
        if len(parts) > 1 or star:
            one = self._seen(scope.names.get(parts[0], ()), before)
            if one:
                return Owner(one, parts[1] if len(parts) > 1 else None)
        return None

    def names(self, source: Source, depth: int = 0) -> tuple[str, ...] | None:
        """The column names of a source in lower case and in order, or None when only the engine knows them."""
        if id(source) not in self._names:
            self._names[id(source)] = self._source_names(source, depth)
        return self._names[id(source)]

    def _source_names(self, source: Source, depth: int) -> tuple[str, ...] | None:
        if depth > _MAX_DERIVATION or source.node.args.get("pivots"):
            return None
        if source.table is not None:
            names = [lower(column.name) for column in source.table.columns]
        else:
            found = self.shown(_first(source.query), depth) if source.query is not None else []
            if found is None:
                return None
            names = [one.name for one in found]
            if not all(one.known for one in found):
                self._unsure.add(id(source))
        for holder in (source.cte, source.node):
            alias = holder.args.get("alias") if holder is not None else None
            renamed = [lower(one.name) for one in alias.args.get("columns") or ()] if alias else []
            names = [*renamed, *names[len(renamed) :]]
        return tuple(names) or None

    def output_names(self, query: exp.Expr | None, depth: int = 0) -> list[str] | None:
        """The names of a query's result columns in lower case ("" for one that has none), or None if unknown."""
        shown = self.shown(_first(query), depth)
        return None if shown is None else [one.name for one in shown]

    def shown(self, select: exp.Expr | None, depth: int = 0) -> list[Shown] | None:
        """The columns of a SELECT's result, or None if unknown."""
        scope = self.scopes.get(id(select))
        if select is None or scope is None or type(select) is exp.Pivot:
            return None
        shown: list[Shown] = []
        for one in select.expressions:
            found = self._columns_of(one, scope, depth)
            if found is None:
                return None
            shown.extend(found)
        return shown

    def _columns_of(self, one: exp.Expr, scope: Scope, depth: int) -> list[Shown] | None:
        star = star_of(one)
        if star is None and type(one) is not exp.Count and _spreads(one):
            return None
        if star is None:
            return [Shown(lower(one.output_name), written=one)]
        owner = Owner(tuple(scope.sources), None) if star is one else self.owner(one, scope)  # type: ignore[arg-type]
        if owner is None or owner.column is not None:
            return None
        within = scope if star is one else None
        shown = spread(star, owner.sources, within, lambda source: self.names(source, depth + 1))
        if shown is not None and any(id(source) in self._unsure for source in owner.sources):
            return [Shown(one.name, known=False) for one in shown]
        return shown


def _spreads(node: exp.Expr) -> bool:
    """Whether there is a star in an expression that is not that of ``count(*)``."""
    return any(type(one.parent) is not exp.Count or type(one) is exp.Columns for one in node.find_all(*_SPREADING))


def _first(query: exp.Expr | None) -> exp.Expr | None:
    """The SELECT whose names the result of a query has."""
    while isinstance(query, exp.SetOperation | exp.Subquery):
        query = query.this
    return query


def _unwrapped(query: exp.Expr) -> exp.Expr:
    while type(query) is exp.Subquery and not query.args.get("with_"):
        query = query.this
    return query


def _below(node: exp.Expr) -> Iterator[exp.Expr]:
    """The children that can hold a name or a star; WITH is walked by hand."""
    for key, value in node.args.items():
        if key == "with_" or not value:
            continue
        if type(value) is list:
            for one in value:
                if isinstance(one, exp.Expr) and type(one) not in _LEAVES:
                    yield one
        elif isinstance(value, exp.Expr) and type(value) not in _LEAVES:
            yield value


def read(tree: exp.Expr, lens: LensInfo) -> Reading:
    """Reads the names of a checked statement against a lens."""
    return Reading(tree, find_in(lens))
