"""``list_reduce`` whose steps multiply what they are given.

Neither an interrupt nor a memory limit stops one: ``list_reduce(range(60), lambda a, b: a || a)`` took 4 GB under a
memory limit of 256 MB.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from autogen_hatidata.sql.scopes import lower

JOINING = frozenset(
    """
    concat concat_ws list_concat list_cat array_concat array_cat list_append list_prepend array_append array_prepend
    array_push_back array_push_front
    """.split()
)
"""Functions that put texts or lists together."""

_SMALL = frozenset(
    """
    abs ceil ceiling coalesce even floor fmod greatest ifnull least ln log mod nullif pow power round sign sqrt trunc
    date_trunc year month day len length array_length strlen list_contains contains starts_with list_min list_max
    list_sum
    """.split()
)
"""Functions whose result is never longer than their longest argument."""
_NUMBERS = (exp.Mul, exp.Div, exp.IntDiv, exp.Mod, exp.Sub, exp.Neg, exp.Literal)


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
    return None if calls - _SMALL - JOINING else 0


def _is_use(node: exp.Identifier, name: str) -> bool:
    return lower(node.name) == name and not (isinstance(node.parent, exp.Dot) and node.arg_key == "expression")


def _adds_numbers(body: exp.Expr) -> bool:
    """Whether each sum has a part that must be a number: of lists, ``+`` makes a longer one."""
    return all(isinstance(one.unnest(), _NUMBERS) for add in body.find_all(exp.Add) for one in _sure_part(add))


def _sure_part(add: exp.Add) -> tuple[exp.Expr, ...]:
    return (add.expression if isinstance(add.expression.unnest(), _NUMBERS) else add.this,)


def _name(node: exp.Anonymous) -> str:
    return lower(node.this if isinstance(node.this, str) else node.this.name)
