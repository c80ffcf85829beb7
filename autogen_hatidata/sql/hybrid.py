"""Meaning in SQL: what a statement compares with what, and the statement in which that is looked up.

``semantic_match(column, text, threshold)`` and ``semantic_rank(column, text)`` become sub-queries over lists that are
bound as parameters: the texts that are near enough, or each text with its score. A sub-query may stand wherever an
expression may, so nothing else of a statement changes. Vectors of a column ``FLOAT[n]`` are compared by DuckDB, and
only what they are compared with is bound.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import count

from sqlglot import exp

from autogen_hatidata.sql.allow import function_name
from autogen_hatidata.sql.calls import Call
from autogen_hatidata.sql.meaning import FUNCTIONS, TABLE_FUNCTIONS, Column, Meaning
from autogen_hatidata.sql.narrowing import part_of
from autogen_hatidata.sql.plain import PLAIN
from autogen_hatidata.sql.reading import Reading, read
from autogen_hatidata.sql.render import parameters
from autogen_hatidata.sql.scopes import lower, name_parts
from autogen_hatidata.types import LensInfo

_A, _B = "CAST(@a AS VARCHAR) COLLATE C", "CAST(@b AS VARCHAR) COLLATE C"  # a text, whatever else a column holds equal
_TEXTS, _OTHERS = "unnest(CAST($@texts AS VARCHAR[]))", "unnest(CAST($@others AS VARCHAR[]))"
_SCORES = "unnest(CAST($@scores AS FLOAT[]))"
_COSINE = "array_cosine_similarity(@a, CAST($@vector AS @kind))"
_LENGTH = "array_inner_product(@a, @a)"
_ALIKE = f"CASE WHEN {_LENGTH} > 0 AND isfinite({_LENGTH}) THEN round(CAST({_COSINE} AS DOUBLE), 6) ELSE 0 END"

_FORMS = {
    "match": f"CASE WHEN @a IS NOT NULL THEN {_A} IN (SELECT {_TEXTS}) END",
    "match in where": f"{_A} IN (SELECT {_TEXTS})",
    "match both": (
        f"CASE WHEN @a IS NOT NULL AND @b IS NOT NULL THEN ({_A}, {_B}) IN (SELECT ({_TEXTS}, {_OTHERS})) END"
    ),
    "match vector": f"CASE WHEN @a IS NOT NULL THEN {_ALIKE} > CAST($@least AS DOUBLE) END",
    "rank": f"(SELECT @n.@score FROM (SELECT {_TEXTS} AS @text, {_SCORES} AS @score) AS @n WHERE @n.@text = {_A})",
    "rank both": (
        f"(SELECT @n.@score FROM (SELECT {_TEXTS} AS @text, {_OTHERS} AS @other, {_SCORES} AS @score) AS @n "
        f"WHERE @n.@text = {_A} AND @n.@other = {_B})"
    ),
    "rank vector": (
        "CASE WHEN @a IS NOT NULL AND CAST($@vector AS @kind) IS NOT NULL "
        f"THEN CAST(greatest({_ALIKE}, 0) AS FLOAT) END"
    ),
}
"""What a call becomes, of the columns ``a`` and ``b``; ``@`` stands for what makes a name one of ours. A vector without
a direction is like no other; six decimals are what a cosine of floats has. A term of a WHERE may be false where it is
unknown, and without CASE it is a semi join, which looks into the dictionary of a column first."""


_LONGEST_CHAIN = 5
"""Names of a select list that stand for each other."""


@dataclass(frozen=True, slots=True)
class Hybrid:
    """A statement that asks for meaning, made ready.

    Attributes:
        tree: the statement that looks it up. All its parameters have names.
        meanings: what is to be bound for it, under names that begin with ``prefix`` and the number of the meaning,
            from 1 on.
        asked: what the caller calls each parameter, a number from "1" on or a name, by its name in the statement.
        left: the names that ``tree`` still has.
    """

    tree: exp.Expr
    meanings: tuple[Meaning, ...]
    prefix: str
    asked: Mapping[str, str]
    left: tuple[str, ...]


def asks(tree: exp.Expr) -> bool:
    """Whether a statement asks for meaning."""
    return any(function_name(call) in FUNCTIONS | TABLE_FUNCTIONS for call in tree.find_all(exp.Anonymous))


def hybrid(tree: exp.Expr, lens: LensInfo) -> Hybrid:
    """The statement that looks up what ``tree`` asks for.

    Raises:
        BadArgument: an argument is not what it has to be.
        UnknownName: there is no such column.
        PolicyDenied: its values are hidden from the caller.
        NotAllowed: it stands where nothing can be looked up.
    """
    tree = tree.copy()
    prefix = _prefix(tree)
    for select in list(tree.find_all(exp.Select)):
        _name_columns(select)
    asked = _named(tree, prefix)
    reading = read(tree, lens)
    for _ in range(_LONGEST_CHAIN):
        if not _spell_out(reading):
            break
        reading = read(tree, lens)
    scopes = {id(column): scope for column, scope in reading.columns}
    calls = list(filter(_is_ours, tree.find_all(exp.Anonymous)))
    meanings = [Call(call, reading, scopes).meaning() for call in calls]
    numbers = {meaning: number for number, meaning in enumerate(dict.fromkeys(meanings), 1)}
    for call, meaning in zip(calls, meanings, strict=True):
        call.replace(_lookup(call, meaning, f"{prefix}{numbers[meaning]}_"))
    left = tuple(name for name in dict.fromkeys(parameters(tree)) if name in asked) if asked else ()
    return Hybrid(tree, tuple(numbers), prefix, asked, left)


def distinct(column: Column) -> tuple[exp.Expr, exp.Expr]:
    """The query for the texts of a column, and that for their number."""
    schema, table = column.table
    name = exp.column(exp.to_identifier(column.name, quoted=True))
    text = exp.Collate(this=exp.cast(name, "VARCHAR"), expression=exp.Var(this="C"))
    source = exp.table_(exp.to_identifier(table, quoted=True), db=exp.to_identifier(schema, quoted=True))
    known: exp.Expr = exp.Not(this=exp.Is(this=name.copy(), expression=exp.Null()))
    wanted = known if column.where is None else exp.and_(known, column.where)
    number = exp.Count(this=exp.Distinct(expressions=[text.copy()]))
    return (
        exp.select(text).distinct().from_(source).where(wanted),
        exp.select(number).from_(source.copy()).where(wanted.copy()),
    )


def _is_ours(call: exp.Anonymous) -> bool:
    return function_name(call) in FUNCTIONS


def _prefix(tree: exp.Expr) -> str:
    """What no name in the statement begins with."""
    names = [lower(one.text("this")) for one in tree.find_all(exp.Identifier, exp.Placeholder)]
    tried = (f"meaning{number or ''}_" for number in count())
    return next(one for one in tried if not any(name.startswith(one) for name in names))


def _named(tree: exp.Expr, prefix: str) -> dict[str, str]:
    """Give each parameter a name; what the caller calls each, by that name."""
    asked: dict[str, str] = {}
    for place, node in enumerate(tree.find_all(exp.Placeholder)):
        name = node.text("this")
        if not name or name.isdigit():
            node.set("this", f"{prefix}p{name}" if name else f"{prefix}q{place}")
        asked[node.name] = name
    unnamed = [name for name in parameters(tree) if not asked[name]] if asked else []
    return {**asked, **{name: str(number) for number, name in enumerate(unnamed, 1)}}


def _name_columns(select: exp.Select) -> None:
    """A column that is called after its text keeps that name."""
    for column in list(filter(asks, select.expressions)):
        _name(column)


def _name(column: exp.Expr) -> None:
    if not isinstance(column, exp.Alias | exp.Aliases):
        text = column.sql(dialect=PLAIN, comments=False, normalize_functions=False)
        named = exp.Alias(alias=exp.to_identifier(text, quoted=True))
        column.replace(named)
        named.set("this", column)


def _spell_out(reading: Reading) -> bool:
    """Put what a name of the select list stands for in the place of that name: the engine does not take one that stands
    for a sub-query within another expression. Whether there was one."""
    found = False
    for column, scope in reading.columns:
        name = lower(column.name)
        if scope is None or len(name_parts(column)) > 1 or isinstance(column.parent, exp.Ordered):
            continue
        meant = scope.aliases.get(name)
        if meant is None or reading.owner(column, scope) is not None or not asks(meant):
            continue
        part = part_of(column, scope.node)
        if part_of(column, meant) is None and part in ("expressions", "order"):
            if part == "expressions":
                _name(next(one for one in scope.node.expressions if one is column or part_of(column, one)))
            column.replace(exp.Paren(this=meant.copy()))
            found = True
    return found


def _lookup(call: exp.Anonymous, meaning: Meaning, names: str) -> exp.Expr:
    form = ("rank" if meaning.ranks else "match") + (" vector" if meaning.dim else " both" if meaning.others else "")
    if form == "match" and _is_term_of_where(call):
        form = "match in where"
    text = _FORMS[form].replace("@kind", meaning.columns[0].type).replace("@", names)
    made = exp.Paren(this=_parsed(text).copy())
    sides = dict(zip((f"{names}a", f"{names}b"), call.expressions, strict=False))
    for column in list(made.find_all(exp.Column)):
        if column.name in sides:
            column.replace(sides[column.name].copy())
    return made


def _is_term_of_where(call: exp.Expr) -> bool:
    """Whether a row is left only where the call is true, and nothing else is made of it."""
    node = call.parent
    while isinstance(node, exp.Paren | exp.And):
        node = node.parent
    return isinstance(node, exp.Where) and isinstance(node.parent, exp.Select)


@lru_cache(maxsize=128)
def _parsed(text: str) -> exp.Expr:
    (select,) = PLAIN.parse(f"SELECT {text}")
    assert select is not None
    found: exp.Expr = select.expressions[0]
    return found
