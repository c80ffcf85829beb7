"""Texts and lists that grow by being put together with themselves, step by step.

Neither an interrupt nor a memory limit stops one step: ``list_reduce(range(60), lambda a, b: a || a)`` took 4 GB under
a memory limit of 256 MB. A statement that multiplies something again and again is therefore refused before it runs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from sqlglot import exp

from autogen_hatidata.errors import LimitExceeded
from autogen_hatidata.sql.scopes import lower

MOST = 2_000
"""How many times as long as a value something made of it may be, over all steps."""

_JOINING = frozenset(
    """
    concat concat_ws list_concat list_cat array_concat array_cat list_append list_prepend array_append array_prepend
    array_push_back array_push_front
    """.split()
)
_MULTIPLYING = frozenset("replace regexp_replace list_transform array_transform apply list_apply array_apply".split())
"""Functions that can put an argument in many places of another one."""
_SMALL = frozenset(
    """
    abs ceil ceiling coalesce even floor fmod greatest ifnull least ln log mod nullif pow power round sign sqrt trunc
    date_trunc year month day len length array_length strlen list_contains contains starts_with list_min list_max
    list_sum
    """.split()
)
"""Functions whose result is never longer than their longest argument."""
_NUMBERS = (exp.Mul, exp.Div, exp.IntDiv, exp.Mod, exp.Sub, exp.Neg, exp.Literal)
_TOGETHER = (exp.DPipe, exp.Array, exp.Struct)
_PLACES = re.compile("[{%]")


def fold(arguments: Sequence[exp.Expr]) -> int | None:
    """0 where a ``list_reduce`` adds to its first argument at most; None where it may multiply it at each step."""
    step = arguments[1] if len(arguments) > 1 else None
    if not isinstance(step, exp.Lambda) or not step.expressions:
        return 0
    so_far = lower(step.expressions[0].name)
    calls = {_name(one) for one in step.this.find_all(exp.Anonymous)}
    uses = sum(_is_use(one, so_far) for one in step.this.find_all(exp.Identifier))
    if uses > 1 and (calls - _SMALL or step.this.find(exp.DPipe, exp.Array) or not _adds_numbers(step.this)):
        return None
    return None if calls - _SMALL - _JOINING else 0


def _is_use(node: exp.Identifier, name: str) -> bool:
    return lower(node.name) == name and not (isinstance(node.parent, exp.Dot) and node.arg_key == "expression")


def _adds_numbers(body: exp.Expr) -> bool:
    """Whether each sum has a part that must be a number: of lists, ``+`` makes a longer one."""
    return all(isinstance(one.unnest(), _NUMBERS) for add in body.find_all(exp.Add) for one in _sure_part(add))


def _sure_part(add: exp.Add) -> tuple[exp.Expr, ...]:
    return (add.expression if isinstance(add.expression.unnest(), _NUMBERS) else add.this,)


def _name(node: exp.Anonymous) -> str:
    return lower(node.this if isinstance(node.this, str) else node.this.name)


def check(tree: exp.Expr) -> None:
    """Raises LimitExceeded where steps, each built on the one before, multiply something too often."""
    _Steps().times(tree, {})


GROWING = _JOINING | _MULTIPLYING | {"format", "printf"}
"""Functions that put texts or lists together. Without one of them, and without ``||``, nothing grows."""

Env = Mapping[str, exp.Expr]


class _Steps:
    """How many times as long as what it reads the result of each query of a statement can be."""

    def __init__(self) -> None:
        self._known: dict[int, int] = {}
        self._within: dict[int, Env] = {}

    def times(self, query: exp.Expr, env: Env) -> int:
        if id(query) not in self._known:
            self._known[id(query)] = 1  # a recursive query is kept in memory at each step, and so stopped by its limit
            self._known[id(query)] = self._times(query, env)
        return self._known[id(query)]

    def _times(self, query: exp.Expr, env: Env) -> int:
        for cte in query.args["with_"].expressions if query.args.get("with_") else ():
            self._within[id(cte.this)] = env
            env = {**env, lower(cte.alias): cte.this}
        if isinstance(query, exp.SetOperation):
            return max(self.times(query.this, env), self.times(query.expression, env))
        if isinstance(query, exp.Subquery):
            return self._source(query, env)
        return self._select(query, env)

    def _select(self, query: exp.Expr, env: Env) -> int:
        below = max((self._source(one, env) for one in _sources(query)), default=1)
        own = max((_multiple(one) for one in _own(query)), default=1)
        if own * below > MOST:
            raise LimitExceeded(
                "The statement puts texts or lists together with themselves too often.", "aggregate in fewer steps."
            )
        return own * below

    def _source(self, node: exp.Expr, env: Env) -> int:
        if isinstance(node, exp.Table):
            inner = env.get(lower(node.name)) if not node.args.get("db") else None
            return 1 if inner is None else self.times(inner, self._within.get(id(inner), env))
        inner = node.this
        return self.times(inner, env) if isinstance(inner, exp.Query | exp.Table) else 1


def _sources(query: exp.Expr) -> Iterator[exp.Expr]:
    """The tables and sub-queries that a query reads, those in its expressions included."""
    stack = [child for key, child in _children(query) if key != "with_"]
    while stack:
        node = stack.pop()
        if isinstance(node, exp.Table | exp.Subquery):
            yield node
            stack.extend(child for key, child in _children(node) if key == "joins")
        else:
            stack.extend(child for key, child in _children(node))


def _own(query: exp.Expr) -> Iterator[exp.Expr]:
    """The outermost growing expressions of a query, without those of the queries inside it."""
    stack = [child for key, child in _children(query) if key != "with_"]
    while stack:
        node = stack.pop()
        if isinstance(node, exp.Query):
            continue
        if isinstance(node, _TOGETHER) or (isinstance(node, exp.Anonymous) and _name(node) in GROWING):
            yield node
        else:
            stack.extend(child for _, child in _children(node))


def _multiple(node: exp.Expr) -> int:
    """How many times as long as a part of it the value of an expression can be: the parts that are put together."""
    times, parts = 1, 0
    for one in node.walk(prune=lambda inner: isinstance(inner, exp.Query)):
        parts += isinstance(one, exp.Column)
        if isinstance(one, exp.Anonymous):
            times *= _places(one)
    return max(1, parts) * times


def _places(node: exp.Anonymous) -> int:
    """In how many places a function may put one of its arguments."""
    name, arguments = _name(node), node.expressions
    if name in ("format", "printf") and arguments and isinstance(arguments[0], exp.Literal):
        return max(1, len(_PLACES.findall(arguments[0].name)))
    return 100 if name in _MULTIPLYING and any(one.find(exp.Column) for one in arguments[1:]) else 1


def _children(node: exp.Expr) -> Iterator[tuple[str, exp.Expr]]:
    for key, value in node.args.items():
        for one in value if isinstance(value, list) else (value,):
            if isinstance(one, exp.Expr):
                yield key, one
