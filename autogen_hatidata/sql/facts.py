"""What rules, prices and records need to know of a checked statement: its tables, scans, stars and masked columns.

The rules of a *scan*, where the price list leaves a choice:

- A reference is selective when the WHERE of its own SELECT, or an ON of that SELECT's joins, has a predicate on it.
  What an outer query or a sub-query filters does not count, nor do HAVING, QUALIFY, FILTER and USING.
- A predicate is a comparison (``=``, ``<``, BETWEEN, IN a list, LIKE, IS NULL, a match of a text pattern) with an
  expression over columns of one reference on one side, and no column and no sub-query on the other. Parameters, dates,
  intervals, casts and functions of constants are constants.
- AND needs one such term; OR needs it in every branch, since one free branch reads everything; NOT turns them round.
- An unqualified column belongs to each source of the SELECT that has it (several after USING). A name from the select
  list stands for its expression.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from autogen_hatidata.sql.reading import Reading, read
from autogen_hatidata.sql.scopes import Owner, Ref, Scope, Source, lower, name_parts, written
from autogen_hatidata.types import Facts, LensInfo, TableInfo, TableKey, shown_name

SYSTEM_SCHEMAS = frozenset({"information_schema", "pg_catalog"})
"""Schemas of the engine: what is named there is no table of anybody."""

_COMPARISONS = (
    exp.EQ,
    exp.NEQ,
    exp.GT,
    exp.GTE,
    exp.LT,
    exp.LTE,
    exp.NullSafeEQ,
    exp.NullSafeNEQ,
    exp.Is,
    exp.Like,
    exp.ILike,
    exp.Glob,
    exp.SimilarTo,
    exp.RegexpLike,
    exp.RegexpILike,
    exp.StartsWith,
    exp.Contains,
)
_COMPARING_SYMBOLS = frozenset({"~", "!~", "^@", "@>", "<@", "&&"})
_COMPARING_FUNCTIONS = frozenset(
    {"starts_with", "ends_with", "prefix", "suffix", "contains", "regexp_matches", "regexp_full_match"}
)
_LEAVES = frozenset({exp.Literal, exp.Null, exp.Boolean, exp.Placeholder})
_NOTHING: frozenset[Source] = frozenset()


def facts(tree: exp.Expr, lens: LensInfo) -> Facts:
    """What a statement names and does, for policy, price and record; it raises nothing."""
    return facts_of(read(tree, lens))


def facts_of(reading: Reading) -> Facts:
    """The same of a statement whose names were read."""
    tree = reading.tree
    unknown = tuple(written(ref.node) for ref in reading.refs if is_unknown(ref))
    named = [ref for ref in reading.refs if ref.source.table is not None]
    tables = tuple(dict.fromkeys(_key(ref.source) for ref in named))
    narrowed = _NOTHING.union(*(_selective(reading, scope) for scope in reading.scopes.values()))
    scanned = frozenset(_key(ref.source) for ref in named if ref.source not in narrowed)
    return Facts(tables, scanned, _has_star(tree, reading), _masked(named, reading), unknown, _limit(tree))


def is_system(node: exp.Table) -> bool:
    """Whether a name in table position lies in a schema of the engine."""
    parts = name_parts(node)
    return len(parts) > 1 and lower(parts[-2].name) in SYSTEM_SCHEMAS


def is_unknown(ref: Ref) -> bool:
    """Whether a name in table position is neither a table of the lens nor a common table expression."""
    return ref.source.table is None and ref.source.cte is None and not is_system(ref.node)


def _limit(tree: exp.Expr) -> int | None:
    """The number in the LIMIT of the outermost query. A share of the rows (LIMIT 5 %) is none."""
    limit = tree.args.get("limit")
    number = limit.expression if type(limit) is exp.Limit and not limit.args.get("limit_options") else None
    return int(number.this) if type(number) is exp.Literal and str(number.this).isdecimal() else None


def _key(source: Source) -> TableKey:
    assert source.table is not None
    return source.table.key


# Scans


def _selective(reading: Reading, scope: Scope) -> frozenset[Source]:
    """The sources of a SELECT that some predicate narrows down."""
    return _NOTHING.union(*(_narrowed(one, scope, reading) for one in scope.conditions))


def _narrowed(predicate: exp.Expr, scope: Scope, reading: Reading, negated: bool = False) -> frozenset[Source]:
    predicate = predicate.unnest()
    kind = type(predicate)
    if kind is exp.Not:
        return _narrowed(predicate.this, scope, reading, not negated)
    if kind is exp.And or kind is exp.Or:
        parts = [_narrowed(one, scope, reading, negated) for one in predicate.flatten()]
        return _NOTHING.union(*parts) if (kind is exp.And) is not negated else parts[0].intersection(*parts[1:])
    return _NOTHING.union(*_compared(predicate, scope, reading))


def _compared(predicate: exp.Expr, scope: Scope, reading: Reading) -> Iterator[frozenset[Source]]:
    """For each way to read a predicate as a comparison with a constant, the sources it narrows."""
    for left, right in _sides(predicate):
        sides = [_side(left, scope, reading), _side(right, scope, reading)]
        if None not in sides and (sides[0] == _NOTHING) != (sides[1] == _NOTHING):
            yield _NOTHING.union(*(side for side in sides if side))


def _sides(predicate: exp.Expr) -> Iterator[tuple[exp.Expr, exp.Expr]]:
    if isinstance(predicate, exp.Escape):
        predicate = predicate.this
    args = predicate.args
    if isinstance(predicate, exp.Between):
        yield args["this"], args["low"]
        yield args["this"], args["high"]
    elif isinstance(predicate, exp.In):
        if args.get("field") is not None:
            yield args["this"], args["field"]
        elif args.get("expressions") and not args.get("query"):
            yield args["this"], exp.Tuple(expressions=args["expressions"])
    elif isinstance(predicate, _COMPARISONS) or args.get("symbol") in _COMPARING_SYMBOLS:
        yield args["this"], args["expression"]
    elif type(predicate) is exp.Anonymous and predicate.name.lower() in _COMPARING_FUNCTIONS:
        yield from zip(predicate.expressions[:1], predicate.expressions[1:2], strict=False)


def _side(side: exp.Expr, scope: Scope, reading: Reading, aliases: bool = True) -> frozenset[Source] | None:
    """The sources all columns of an expression belong to: none for a constant, None for what is no such thing."""
    if type(side) is exp.Column:
        return _column_sources(side, scope, reading, aliases)
    if type(side) in _LEAVES:
        return _NOTHING
    found: frozenset[Source] | None = _NOTHING
    for node in side.walk():
        if isinstance(node, exp.Query | exp.Subquery | exp.Star | exp.Columns | exp.Lambda | exp.PositionalColumn):
            return None
        if type(node) is not exp.Column:
            continue
        sources = _column_sources(node, scope, reading, aliases)
        found = sources if found == _NOTHING else found & sources if found and sources else None
        if not found:
            return None
    return found


def _column_sources(column: exp.Column, scope: Scope, reading: Reading, aliases: bool) -> frozenset[Source] | None:
    owner = reading.owner(column, scope)
    if owner is None and aliases and column.name and not column.table:
        meant = scope.aliases.get(lower(column.name))
        return _side(meant, scope, reading, aliases=False) if meant is not None else None
    if owner is None or not all(one in scope.sources for one in owner.sources):
        return None
    return frozenset(owner.sources)


# Stars


def _has_star(tree: exp.Expr, reading: Reading) -> bool:
    """Whether a star or a whole row reaches the outermost select list, in any branch of a set operation."""
    branches = [tree]
    while branches:
        branch = branches.pop()
        if isinstance(branch, exp.Subquery):
            branches.append(branch.this)
        elif isinstance(branch, exp.SetOperation):
            branches += (branch.this, branch.expression)
        elif isinstance(branch, exp.Pivot) or any(_reaches(one, reading, branch) for one in branch.expressions):
            return True
    return False


def _reaches(expression: exp.Expr, reading: Reading, branch: exp.Expr) -> bool:
    scope = reading.scopes.get(id(branch))
    stack = [expression]
    while stack:
        node = stack.pop()
        kind = type(node)
        if kind is exp.Star or kind is exp.Columns or (kind is exp.Column and _is_row(node, scope, reading)):
            return True
        if kind is exp.Count:
            stack += [one for one in node.iter_expressions() if one.find(exp.Columns)]
        elif kind is not exp.Column and not isinstance(node, exp.Query | exp.Subquery):
            stack += node.iter_expressions()
    return False


def _is_row(column: exp.Expr, scope: Scope | None, reading: Reading) -> bool:
    if type(column.this) is exp.Star:
        return True
    owner = reading.owner(column, scope)  # type: ignore[arg-type]
    return owner is not None and owner.column is None and any(one.table or one.query for one in owner.sources)


# Masks


def _masked(named: list[Ref], reading: Reading) -> tuple[str, ...]:
    """The masked columns a statement may touch: too many rather than too few."""
    masks = {_key(ref.source): _masks(ref.source.table) for ref in named if ref.source.table is not None}
    if not any(masks.values()):
        return ()
    touched: set[tuple[TableKey, str]] = set()
    for source in _whole(named, reading):
        touched.update((_key(source), name) for name in masks[_key(source)])
    for column, scope in reading.columns:
        owner = reading.owner(column, scope)
        touched.update(_touched(column, owner, masks))
    for scope in reading.scopes.values():
        for join in scope.joins:
            names = {lower(one.name) for one in join.args.get("using") or ()}
            touched.update((key, name) for key, own in masks.items() for name in own if name in names)
    labels = {_key(ref.source): ref.source.table for ref in named}
    return tuple(
        _label(labels[key], column) for key in masks for name, column in masks[key].items() if (key, name) in touched
    )


def _masks(table: TableInfo) -> dict[str, str]:
    return {lower(column.name): column.name for column in table.columns if column.mask}


def _label(table: TableInfo | None, column: str) -> str:
    assert table is not None
    return f"{shown_name(table.schema, table.name)}.{column}"


def _touched(
    column: exp.Column, owner: Owner | None, masks: dict[TableKey, dict[str, str]]
) -> Iterator[tuple[TableKey, str]]:
    if owner is not None and owner.column is not None:
        for source in owner.sources:
            if source.table is not None and owner.column in masks[_key(source)]:
                yield _key(source), owner.column
    elif owner is None:
        names = {lower(part.name) for part in name_parts(column)}
        yield from ((key, name) for key, own in masks.items() for name in own if name in names)


def _whole(named: list[Ref], reading: Reading) -> Iterator[Source]:
    """The table references of which every column may be touched."""
    rows: set[Source] = set()
    for _, scope in reading.stars:
        rows.update(scope.sources if scope is not None else ())
    for column, scope in reading.columns:
        owner = reading.owner(column, scope)
        if owner is not None and owner.column is None:
            rows.update(owner.sources)
    for scope in reading.scopes.values():
        if isinstance(scope.node, exp.Pivot) or any(join.args.get("method") == "NATURAL" for join in scope.joins):
            rows.update(scope.sources)
    for ref in named:
        if ref.source in rows or ref.source.reshaped or ref.scope is None:
            yield ref.source
