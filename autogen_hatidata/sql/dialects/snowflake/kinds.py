"""Which expressions of a Snowflake query are seen to be semi-structured: of those the names are followed through
sub-queries, WITH and FLATTEN. A table's columns are not known here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeVar

from sqlglot import exp

KIND = "kind"
"""Under this key a node remembers what it holds, where that is known."""

JSON = "json"
OTHER = "other"
NOTHING = "nothing"
"""NULL, which may stand for either."""
UNSURE = "unsure"
"""JSON, unless a table has a column of the same name as the alias."""

JSON_TYPES = frozenset({exp.DType.VARIANT, exp.DType.OBJECT, exp.DType.ARRAY})

JSON_CALLS = frozenset(
    """
    PARSE_JSON TRY_PARSE_JSON TO_VARIANT TO_ARRAY TO_OBJECT GET GET_PATH OBJECT_CONSTRUCT OBJECT_CONSTRUCT_KEEP_NULL
    OBJECT_KEYS ARRAY_CONSTRUCT ARRAY_CONSTRUCT_COMPACT ARRAY_CAT ARRAY_APPEND STRIP_NULL_VALUE AS_ARRAY AS_OBJECT SPLIT
    STRTOK_TO_ARRAY OBJECT_AGG ARRAY_PREPEND ARRAY_SLICE ARRAY_GENERATE_RANGE OBJECT_DELETE
    ARRAY_COMPACT ARRAY_DISTINCT ARRAY_EXCEPT ARRAY_FLATTEN ARRAY_INSERT ARRAY_INTERSECTION REGEXP_SUBSTR_ALL
    REGEXP_EXTRACT_ALL ARRAY_MAX ARRAY_MIN ARRAY_REMOVE
    ARRAY_REVERSE ARRAY_SORT ARRAY_UNIQUE_AGG OBJECT_INSERT OBJECT_PICK
    """.split()
)
TABLE_CALLS: dict[str, dict[str, str]] = {
    "FLATTEN": {"key": OTHER, "path": OTHER, "index": OTHER, "value": JSON, "this": JSON},
    "SPLIT_TO_TABLE": {"index": OTHER, "value": OTHER},
    "STRTOK_SPLIT_TO_TABLE": {"index": OTHER, "value": OTHER},
    "GENERATOR": {},
}
"""Functions in FROM, with their columns."""

SEQUENCES = frozenset({"SEQ1", "SEQ2", "SEQ4", "SEQ8"})
"""Functions that count the rows of GENERATOR, from 0."""

_JSON_NODES = (exp.JSONExtract, exp.Bracket, exp.Array, exp.Struct)
_WRAPPERS = (
    exp.Paren, exp.Alias, exp.AnyValue, exp.Lag, exp.Lead, exp.FirstValue, exp.LastValue, exp.Window, exp.Filter,
    exp.IgnoreNulls, exp.WithinGroup,
)  # fmt: skip
"""What holds what its operand holds."""

_IN_FROM = (exp.From, exp.Join, exp.Lateral, exp.CTE, exp.SetOperation, exp.Subquery, exp.Pivot, exp.TableFromRows)

_N = TypeVar("_N", bound=exp.Expr)


class Call(exp.Expression, exp.Func):
    """A call of a function on semi-structured data, as it was written."""

    arg_types = {"this": True, "expressions": False}  # noqa: RUF012 - sqlglot's own form
    is_var_len_args = True


def kept(node: _N, kind: str) -> _N:
    """The same node, remembering what it holds."""
    node.meta[KIND] = kind
    return node


def is_json(node: exp.Expr | None) -> bool:
    """Whether it is known to be JSON."""
    return node is not None and node.meta.get(KIND) == JSON


def seen_through(node: exp.Expr) -> list[exp.Expr]:
    """The values between which a node chooses."""
    if isinstance(node, exp.Coalesce):
        found = [node.this, *node.expressions]
    elif isinstance(node, exp.If) and not isinstance(node.parent, exp.Case):
        found = [node.args.get("true"), node.args.get("false")]
    elif isinstance(node, exp.Case):
        found = [*(each.args.get("true") for each in node.args["ifs"]), node.args.get("default")]
    else:
        found = []
    return [value for value in found if value is not None]


class Kinds:
    """What the expressions of one tree hold."""

    def __init__(self) -> None:
        self._known: dict[int, str] = {}

    def of(self, node: exp.Expr) -> str:
        """JSON, UNSURE, NOTHING or OTHER."""
        found = self._known.get(id(node))
        if found is None:
            self._known[id(node)] = OTHER  # a recursive query meets itself
            found = self._known[id(node)] = self._find(node)
        return found

    def _find(self, node: exp.Expr) -> str:
        if isinstance(node, exp.Column):
            return self._column(node)
        if isinstance(node, exp.Cast):
            return JSON if node.to.this in JSON_TYPES else OTHER
        if isinstance(node, Call):
            return JSON if node.name in JSON_CALLS else OTHER
        if isinstance(node, _JSON_NODES):
            return JSON
        if isinstance(node, _WRAPPERS):
            return self.of(node.this)
        if isinstance(node, exp.Null):
            return NOTHING
        if isinstance(node, exp.Dot):
            return JSON if self.of(node.this) == JSON else OTHER
        if isinstance(node, exp.ArrayAgg | exp.Distinct | exp.Order):
            value = node.expressions[0] if isinstance(node, exp.Distinct) and node.expressions else node.this
            return self.of(value) if isinstance(value, exp.Expr) else OTHER
        if isinstance(node, exp.Subquery):
            return self._scalar(node)
        return max((self.of(value) for value in seen_through(node)), key=_ORDER.index, default=OTHER)

    def _scalar(self, node: exp.Subquery) -> str:
        if isinstance(node.parent, _IN_FROM) or node.parent is None:
            return OTHER
        columns = list(self.columns(node.this).values())
        return columns[0] if columns else OTHER

    def columns(self, query: exp.Expr | None) -> dict[str, str]:
        """The columns of a query, in order, as far as their names are known."""
        while isinstance(query, exp.Subquery):
            query = query.this
        if isinstance(query, exp.SetOperation):
            left, right = self.columns(query.this), self.columns(query.expression)
            pairs = zip(left.items(), right.values(), strict=False)
            return {name: right if kind == NOTHING else kind for (name, kind), right in pairs}
        if not isinstance(query, exp.Select):
            return {}
        found: dict[str, str] = {}
        for place, value in enumerate(query.expressions):
            if isinstance(value, exp.Star) or (isinstance(value, exp.Column) and isinstance(value.this, exp.Star)):
                only = value.table.lower() if isinstance(value, exp.Column) else ""
                for alias, source in sources(query):
                    if only in ("", alias):
                        found |= self._source(source)
            else:
                found[value.alias_or_name.lower() or f"?{place}"] = self.of(value)
        return found

    def _source(self, source: exp.Expr) -> dict[str, str]:
        """The columns of a source that are known."""
        inner = source.this if isinstance(source, exp.Lateral | exp.TableFromRows) else source
        if isinstance(inner, Call):
            return TABLE_CALLS.get(inner.name, {})
        if isinstance(inner, exp.Table):
            cte = _cte(inner)
            inner, named = (cte.this, cte) if cte is not None else (None, source)
        else:
            named = source
        found = self.columns(inner)
        alias = named.args.get("alias")
        names = [each.name.lower() for each in alias.args.get("columns") or []] if alias else []
        return dict(zip(names, found.values(), strict=False)) if names else found

    def _column(self, node: exp.Column) -> str:
        name, table = node.name.lower(), node.table.lower()
        if isinstance(node.this, exp.Star):
            return OTHER
        select = node.find_ancestor(exp.Select)
        while isinstance(select, exp.Select):
            unknown = False
            for alias, source in sources(select):
                if table not in ("", alias):
                    continue
                columns = self._source(source)
                if name in columns:
                    return columns[name]
                unknown = unknown or not columns
            if not table:
                alias_kind = self._alias(select, name, node)
                if alias_kind is not None:
                    return UNSURE if alias_kind == JSON and unknown else alias_kind
            if table and any(table == alias for alias, _ in sources(select)):
                return OTHER
            select = select.find_ancestor(exp.Select)
        return OTHER

    def _alias(self, select: exp.Select, name: str, node: exp.Column) -> str | None:
        for value in select.expressions:
            if (
                isinstance(value, exp.Alias)
                and value.alias.lower() == name
                and node.find_ancestor(exp.Alias) is not value
            ):
                return self.of(value.this)
        return None


_ORDER = (NOTHING, OTHER, UNSURE, JSON)


def sources(select: exp.Select) -> Iterator[tuple[str, exp.Expr]]:
    """What stands in FROM, by the names that columns are written with."""
    from_ = select.args.get("from_")
    parts: list[Any] = [from_] if from_ else []
    for part in [*parts, *(select.args.get("joins") or []), *(select.args.get("laterals") or [])]:
        source = part if isinstance(part, exp.Lateral) else part.this
        yield source.alias_or_name.lower(), source


def _cte(table: exp.Table) -> exp.CTE | None:
    if table.db:
        return None
    node: exp.Expr | None = table
    while node is not None:
        with_ = node.args.get("with_")
        for cte in with_.expressions if with_ else []:
            if cte.alias.lower() == table.name.lower():
                found: exp.CTE = cte
                return found
        node = node.parent
    return None
