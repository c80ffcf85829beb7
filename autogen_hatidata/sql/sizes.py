"""How large the values of an expression can get, as far as the statement itself makes them large.

The unit is a text of 100 characters, which is what a column of a table counts as. Where the text of a statement does
not bound a size, the worst that its functions can make of such columns counts. What gets large by rows (aggregates,
recursion) lies in memory that the engine's limit knows, and counts as a fixed number of columns.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from sqlglot import exp

from autogen_hatidata.sql.bounds import bound, series
from autogen_hatidata.sql.scopes import lower
from autogen_hatidata.sql.walking import nodes


class Look(Protocol):
    """The size of what a name stands for, which may be said to be of one table."""

    def __call__(self, name: str, table: str = "", /) -> float: ...


UNIT = 100
SMALL = 0.1
"""A number, a date or a truth value. No text and no list has exactly this size: what functions make of texts and lists
counts as TEXT at the least, and a constant text is no multiple of it."""

TEXT = 0.2
"""The least that a value counts as whose type is not known, or is a text or a list that something made."""

COLUMN = 1.0
AGGREGATE = 60.0
"""A list or text made of many rows."""

RECURSION = 500.0
"""What a recursive query reads of itself: all rows of the step before lie in memory that the engine's limit knows."""

_EMPTY = 0.005
"""The size of the empty text."""

_PLACES = 8
"""In how many places of a list another value is put, for each unit of the list."""

_FACTORS = {
    **dict.fromkeys(("hex", "to_hex", "to_base64", "base64", "regexp_escape", "to_json", "json_quote", "list_zip"), 2),
    **dict.fromkeys(("array_zip", "array_to_json", "row_to_json", "struct_concat", "formatreadablesize"), 2),
    **dict.fromkeys(("url_encode", "json_pretty"), 4),
    **dict.fromkeys(("bin", "to_binary"), 8),
    **dict.fromkeys(
        """
        string_split str_split split string_to_array string_split_regex str_split_regex regexp_split_to_array
        regexp_split_to_table regexp_extract_all parse_path
        """.split(),
        16,
    ),
}
"""How many times as long as its arguments the result of a function can be; 1 where it stands nowhere."""

_ROWS = frozenset(
    """
    list array_agg string_agg group_concat listagg histogram histogram_exact json_group_array json_group_object
    json_group_structure variant_group_array variant_group_object lttb array
    """.split()
)
"""Aggregates whose result has as many parts as there are rows."""

_NUMBERS = frozenset(
    """
    len length strlen char_length array_length json_array_length cardinality count sum avg hash year month day
    hour minute second epoch datediff date_diff strpos instr position ord ascii unicode levenshtein contains
    starts_with ends_with prefix suffix regexp_matches regexp_full_match list_contains list_has list_position
    list_sum list_avg list_count row_number rank dense_rank ntile round abs floor ceil sign sqrt ln log exp mod pow
    power stddev variance corr bit_length octet_length json_valid
    """.split()
)
"""Functions whose result is short whatever they get."""

_DIGESTS = frozenset({"md5", "sha1", "sha256", "typeof"})
"""Functions whose result is a short text whatever they get."""

_LARGEST = frozenset(
    """
    coalesce ifnull nullif greatest least if any_value first last max min mode arg_max arg_min max_by min_by median
    quantile
    """.split()
)
"""Functions that give back one of their arguments."""

_CUTS = {"left": 1, "right": 1, "substr": 2, "substring": 2}
"""Functions that cut a text, and the argument that says to how many characters."""

_MAPS = frozenset("list_transform array_transform list_apply array_apply apply".split())
_PADS = frozenset("lpad rpad bitstring".split())
_RANGES = frozenset("range generate_series".split())
_RESIZES = frozenset("list_resize array_resize".split())
_MARKS = re.compile("[{%]")
_SHORT = (exp.Predicate, exp.Not, exp.And, exp.Or, exp.Interval, exp.Boolean, exp.Count, exp.Extract)
_SHIFTS = (exp.Add, exp.Sub)
WIDENING = {exp.DType.BIT: 8, exp.DType.BLOB: 4, exp.DType.VARBINARY: 4, exp.DType.JSON: 2}
"""Types that a value gets longer in, or whose text is longer, and how many times."""

_REPLACING = frozenset({"replace", "regexp_replace"})
_CHAINS = ((exp.And, exp.Or), (exp.DPipe,), (exp.Add, exp.Sub, exp.Mul, exp.Div, exp.IntDiv, exp.Mod))


_SHORT_TYPES = (exp.DataType.NUMERIC_TYPES | exp.DataType.TEMPORAL_TYPES) - set(WIDENING)


_SHORT_NAMES = frozenset(
    """
    BOOLEAN TINYINT SMALLINT INTEGER BIGINT HUGEINT UTINYINT USMALLINT UINTEGER UBIGINT UHUGEINT FLOAT DOUBLE DATE TIME
    TIMESTAMP INTERVAL UUID
    """.split()
) | {"TIMESTAMP WITH TIME ZONE"}
"""What ``typeof`` gives for them."""


class Values:
    """Sizes of expressions; ``peak`` is the largest so far. ``look`` sizes a column, ``query`` a query inside."""

    def __init__(self, look: Look, query: Callable[[exp.Expr], float]) -> None:
        self._look, self._query = look, query
        self._bound: dict[str, float] = {}
        self._short: frozenset[str] = frozenset()
        self.peak = SMALL

    def size(self, node: exp.Expr) -> float:
        """The size of an expression's value."""
        size = self._size(node)
        self.peak = max(self.peak, size)
        return size

    def _size(self, node: exp.Expr) -> float:
        if isinstance(node, (exp.Query, exp.Values)):
            return self._query(node)
        if isinstance(node, exp.Literal):
            return len(node.name) / UNIT + _EMPTY if node.is_string else SMALL
        if isinstance(node, (exp.Column, exp.Identifier)):
            return self._name(node)
        if isinstance(node, exp.Anonymous):
            return self._call(_name(node), node.expressions)
        if isinstance(node, exp.Dot) and isinstance(node.expression, exp.Anonymous):
            return self._call(_name(node.expression), [node.this, *node.expression.expressions])
        if isinstance(node, exp.Cast):
            size = self.size(node.this)
            return SMALL if node.to.this in _SHORT_TYPES else max(TEXT, size * WIDENING.get(node.to.this, 1))
        if isinstance(node, exp.Case):
            return self._case(node)
        if isinstance(node, exp.Struct):
            return max(TEXT, self._parts(value for _, value in _fields(node)))
        if isinstance(node, exp.Substring):
            return _cut(self._parts(_children(node)), node.args.get("length"))
        if isinstance(node, exp.Comprehension):
            return self._mapped(node.args["iterator"], node.this, [node.expression])
        if isinstance(node, exp.Binary) and not isinstance(node, exp.Dot):
            operands = _operands(node)
            sizes = self._each(operands)
            if isinstance(node, _SHIFTS) and any(map(_shifts, operands)):
                return max(sizes)
            if isinstance(node, (exp.Mul, exp.Div, exp.IntDiv, exp.Mod)) and RECURSION in sizes:
                return max(sizes)
            if isinstance(node, exp.DPipe):
                return max(TEXT, sum(sizes))
            return SMALL if isinstance(node, _SHORT) else sum(sizes)
        if isinstance(node, _SHORT):
            self._parts(_children(node))
            return SMALL
        if isinstance(node, (exp.Paren, exp.Neg)):
            return self.size(node.this)
        if isinstance(node, (exp.Window, exp.Filter, exp.WithinGroup, exp.Dot, exp.Bracket, exp.Ordered, exp.Alias)):
            self._parts(one for one in _children(node) if one is not node.this)
            return self.size(node.this)
        return max(TEXT, self._parts(_children(node)))

    def _case(self, node: exp.Case) -> float:
        sizes = self._each([node.this, node.args.get("default")])[1 if node.this else 0 :]
        for one in node.args["ifs"]:
            self.size(one.this)
            sizes.append(self._knowing(one.this, one.args["true"]))
        return max(sizes, default=SMALL)

    def _knowing(self, condition: exp.Expr, branch: exp.Expr) -> float:
        """The size of what is computed only where a column is of a type that the condition names."""
        before = self._short
        self._short = before | _short_by(condition)
        found = self.size(branch)
        self._short = before
        return found

    def _chosen(self, struct: exp.Struct, keys: Sequence[exp.Expr]) -> float:
        """One field of a struct; where a CASE of literals chooses it, its conditions say of which type columns are."""
        self._each(keys)
        conditions = _choices(keys[0]) if keys else {}
        sizes = [
            self._knowing(conditions[name], value) if name in conditions else self.size(value)
            for name, value in _fields(struct)
        ]
        return max(sizes, default=TEXT)

    def _parts(self, nodes: Iterable[exp.Expr]) -> float:
        return sum(self._each(nodes))

    def _each(self, nodes: Iterable[exp.Expr | None]) -> list[float]:
        return [self.size(one) for one in nodes if one is not None]

    def _name(self, node: exp.Expr) -> float:
        parts = [lower(one.name) for one in nodes(node) if isinstance(one, exp.Identifier)]
        known = [self._bound[part] for part in parts if part in self._bound]
        if known:
            return max(known)
        return self._look(".".join(reversed(parts))) if isinstance(node, exp.Identifier) else self._column(node)

    def _column(self, node: exp.Expr) -> float:
        if isinstance(node.this, exp.Star):
            return self._look("*")
        if self._short and node.sql().lower() in self._short:
            return SMALL
        if node.args.get("table") and not node.args.get("db"):
            return self._look(lower(node.name), lower(node.text("table")))
        return max(self._look(lower(part.name)) for part in node.args.values() if isinstance(part, exp.Identifier))

    def _call(self, name: str, arguments: Sequence[exp.Expr]) -> float:
        if name in _MAPS and len(arguments) > 1 and isinstance(arguments[1], exp.Lambda):
            return self._mapped(arguments[0], arguments[1].this, arguments[1].expressions)
        if name == "struct_extract" and arguments and isinstance(arguments[0], exp.Struct):
            return self._chosen(arguments[0], arguments[1:])
        sizes = [self._lambda(one) if isinstance(one, exp.Lambda) else self.size(one) for one in arguments]
        if name in _NUMBERS:
            return SMALL
        if name in _DIGESTS:
            return COLUMN
        given = arguments[0] if arguments else None
        if name == "unnest" and isinstance(given, exp.Anonymous) and _name(given) in _RANGES:
            return SMALL
        if name in _ROWS:
            return max(AGGREGATE, *sizes, SMALL)
        if name in _LARGEST:
            return max(sizes, default=SMALL)
        first = sizes[0] if sizes else SMALL
        if name == "cast_to_type":
            return max(TEXT, first)
        return max(TEXT, self._made(name, arguments, sizes))

    def _made(self, name: str, arguments: Sequence[exp.Expr], sizes: Sequence[float]) -> float:
        """The size of the text or list that a function makes."""
        first = sizes[0] if sizes else SMALL
        number = bound(arguments[1]) if len(arguments) > 1 else None
        if name == "repeat":
            return first * (number or 1)
        if name in _CUTS and len(arguments) > _CUTS[name]:
            return _cut(sum(sizes), arguments[_CUTS[name]])
        if name in _PADS:
            return max(first, (number or 0) / UNIT)
        if name in _RANGES:
            return (series(arguments) or 0) * 8 / UNIT
        if name in _RESIZES:
            return first + (number or 0) * max(sizes[2] if len(sizes) > 2 else 0, 8 / UNIT)
        if name in _REPLACING and len(sizes) > 2:
            return first * _replaced(name, arguments[1], sizes[2])
        if name in ("format", "printf") and arguments and isinstance(arguments[0], exp.Literal):
            return first + len(_MARKS.findall(arguments[0].name)) * max(sizes[1:], default=0)
        if name == "array_to_string" and len(sizes) > 1:
            return first * (1 + 10 * sizes[1])
        if name == "concat_ws":
            return sum(sizes[1:]) + first * len(sizes)
        return max(TEXT, sum(sizes)) * _FACTORS.get(name, 1)

    def _lambda(self, node: exp.Lambda) -> float:
        return self._within(node.this, node.expressions, SMALL)

    def _mapped(self, over: exp.Expr, body: exp.Expr, names: Sequence[exp.Expr]) -> float:
        """A list with something made of each element. An element is a part of the list; a column is put in whole."""
        whole = self.size(over)
        if _reads(body, names):
            return whole * max(1.0, self._within(body, names, 1.0)) * _PLACES
        return whole * max(1.0, self._within(body, names, 1.0))

    def _within(self, body: exp.Expr, names: Sequence[exp.Expr], size: float) -> float:
        before = dict(self._bound)
        self._bound.update({lower(one.name): size for one in names})
        found = self.size(body)
        self._bound = before
        return found


def _replaced(name: str, pattern: exp.Expr, size: float) -> float:
    """How many times as long a text gets by a replacement of that size."""
    written = UNIT * size
    if size == _EMPTY:
        return 1
    if name == "regexp_replace":  # '\0\0' puts a match in twice, and an empty match is between all characters
        return 1 + written
    found = len(pattern.name) if isinstance(pattern, exp.Literal) else 1
    return max(1.0, written / max(1, found))


def _fields(node: exp.Struct) -> Iterable[tuple[str, exp.Expr]]:
    return (
        (one.this.name, one.expression) if isinstance(one, exp.PropertyEQ) else ("", one) for one in node.expressions
    )


def _choices(key: exp.Expr) -> dict[str, exp.Expr]:
    """The names that a CASE gives for one of its conditions alone, with these."""
    if not isinstance(key, exp.Case) or key.this is not None:
        return {}
    branches = [(one.args["true"], one.this) for one in key.args["ifs"]]
    names = [one for one, _ in branches] + [key.args.get("default") or exp.Null()]
    if not all(isinstance(one, exp.Literal) for one in names):
        return {}
    written = [lower(one.name) for one in names]
    return {name.name: condition for name, condition in branches if written.count(lower(name.name)) == 1}


def _cut(size: float, length: exp.Expr | None) -> float:
    """The size of what is cut to so many characters."""
    most = bound(length)
    return size if most is None else min(size, max(TEXT, abs(most) / UNIT))


def _short_by(condition: exp.Expr) -> frozenset[str]:
    """The column whose values are numbers or points in time where ``typeof(column) = 'BIGINT'`` holds, or the same of
    a list of it, as ``typeof([column]) = 'BIGINT[]'``."""
    if not isinstance(condition, (exp.EQ, exp.In)):
        return frozenset()
    call = condition.this
    names = condition.expressions if isinstance(condition, exp.In) else [condition.expression]
    if not isinstance(call, exp.Anonymous) or _name(call) != "typeof" or len(call.expressions) != 1:
        return frozenset()
    column, suffix = call.expressions[0], ""
    if isinstance(column, exp.Array) and len(column.expressions) == 1:
        column, suffix = column.expressions[0], "[]"
    named = all(
        isinstance(one, exp.Literal) and one.name in {f"{each}{suffix}" for each in _SHORT_NAMES} for one in names
    )
    return frozenset({column.sql().lower()} if names and named and isinstance(column, exp.Column) else ())


def _reads(body: exp.Expr, names: Sequence[exp.Expr]) -> bool:
    own = {lower(one.name) for one in names}
    return any(lower(one.name) not in own for one in body.find_all(exp.Column)) or body.find(exp.Query) is not None


def _operands(node: exp.Expr) -> list[exp.Expr]:
    """The operands of a chain such as ``a || b || c``, which may be longer than Python recurses."""
    alike = next((kinds for kinds in _CHAINS if isinstance(node, kinds)), None)
    found: list[exp.Expr] = []
    while alike and isinstance(node, alike):
        found.append(node.expression)
        node = node.this
    return [*found, node] if found else list(_children(node))


def _name(node: exp.Anonymous) -> str:
    return lower(node.this if isinstance(node.this, str) else node.this.name)


def _shifts(node: exp.Expr) -> bool:
    """Whether adding it makes nothing longer, as it does with a list: a number or an interval is added to one."""
    return isinstance(node, exp.Interval) or (isinstance(node, exp.Literal) and not node.is_string)


def _children(node: exp.Expr) -> Iterable[exp.Expr]:
    for value in node.args.values():
        for one in value if isinstance(value, list) else (value,):
            if isinstance(one, exp.Expr) and not isinstance(one, exp.DataType):
                yield one


GROWS = (
    _MAPS
    | _PADS
    | _RESIZES
    | _RANGES
    | {"repeat", "row", "struct_pack", "list_value", "list_pack", "map"}
    | set(_FACTORS)
)
"""Functions, beside those that put texts or lists together, that make something longer than what they get."""
