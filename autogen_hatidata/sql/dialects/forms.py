"""Functions of another system, each by the DuckDB expression that gives the same.

sqlglot gives a function a meaning of its own and writes that meaning in DuckDB's words; where two systems differ at the
edge of it (a start of 0, an empty list, a NULL among values), nobody is told. Here a function keeps its name until a
line of a table says what it becomes:

    PMOD(a, b) = ((a % b) + b) % b  -- words for the notes of a result
    GREATEST(rest) = greatest(rest)
    LEN(a): whole = length(rtrim(a, ' '))
    COLLECT_LIST(a) = list(a) |> coalesce(list_filter(whole, lambda it__: it__ IS NOT NULL), [])

Left of the sign stand the names of the arguments, of which the last may be ``rest``, and one line is written for each
number of arguments. After a colon may stand of which kind the value is, for dialects that look at it. What follows
``|>`` is put around an aggregate with the clauses that belong to it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial

from sqlglot import exp
from sqlglot.expressions.core import POSITION_META_KEYS

from autogen_hatidata.errors import LimitExceeded
from autogen_hatidata.sql.dialects.source import WRITTEN, Untested, count_form, whole_call
from autogen_hatidata.sql.plain import PLAIN
from autogen_hatidata.sql.walking import copy_of, nodes

MANY = 99
"""The most arguments of a function that takes any number of them."""

_MOST_COPIED = 1_000  # nodes of an argument that is written more than once
_LINE = re.compile(
    r"(?P<name>\w+)\((?P<names>[a-z, ]*)\)(?:: (?P<kind>[a-z]+))? = (?P<text>.*?)"
    r"(?: \|> (?P<around>.*?))?(?: -- (?P<rule>.*))?"
)
_REST, _WHOLE = "rest", "whole"

OWN = frozenset({"it__", "at__", "e__", "v__", "values__"})
"""Names in the forms; a column of that name among the arguments would be taken for what the form means by it."""

_CLOSED = (
    exp.Column, exp.Identifier, exp.Literal, exp.Null, exp.Boolean, exp.Anonymous, exp.Paren, exp.Cast, exp.Case,
    exp.Array, exp.Subquery, exp.Lambda, exp.Distinct, exp.Order, exp.Star, exp.Bracket, exp.Placeholder,
)  # fmt: skip
"""What needs no parentheses wherever it stands."""


class Call(exp.Expression, exp.Func):
    """A function under the name it was written with."""

    arg_types = {"this": True, "expressions": False}  # noqa: RUF012 - sqlglot's own form
    is_var_len_args = True


@dataclass(frozen=True, slots=True)
class Form:
    """What a function becomes with some number of arguments."""

    names: tuple[str, ...]
    text: str
    around: str | None
    rule: str | None
    kind: str | None = None


Forms = Mapping[str, tuple[Form, ...]]
Builder = Callable[[list[exp.Expr]], exp.Expr]


def read(table: str) -> Forms:
    """The forms of a table of lines, by the names of their functions."""
    found: dict[str, tuple[Form, ...]] = {}
    for line in filter(None, map(str.strip, table.splitlines())):
        match = _LINE.fullmatch(line)
        assert match, line
        names = tuple(filter(None, match["names"].replace(" ", "").split(",")))
        form = Form(names, match["text"], match["around"], match["rule"], match["kind"])
        found[match["name"]] = (*found.get(match["name"], ()), form)
    return found


def _parse(text: str) -> exp.Expr:
    (select,) = PLAIN.parse(f"SELECT {text}")
    assert select is not None
    tree: exp.Expr = select.expressions[0]
    for node in nodes(tree):
        for place in POSITION_META_KEYS:  # in this text: each copy would have them too
            node.meta.pop(place, None)
    return tree.pop()


_kept = lru_cache(maxsize=4_096)(_parse)  # some texts hold a number or a format of the caller's


def most(forms: Forms) -> dict[str, int]:
    """The most arguments of each function."""
    return {
        name: max(MANY if _REST in form.names else len(form.names) for form in each) for name, each in forms.items()
    }


def calls(names: Iterable[str]) -> dict[str, Builder]:
    """What a parser makes of functions that stay what they were written as."""
    return {name: partial(call, name) for name in names}


def call(name: str, args: list[exp.Expr]) -> Call:
    """A call of a function under the name it was written with."""
    made = Call(this=name, expressions=args)
    made.meta[WRITTEN] = name
    return made


def form_of(forms: Forms, node: Call) -> Form | None:
    """The form for the number of arguments with which a function was called."""
    given = len(node.expressions)
    for form in forms.get(node.name, ()):
        if given == len(form.names) or (form.names[-1:] == (_REST,) and given >= len(form.names) - 1):
            return form
    return None


def become(node: Call, form: Form) -> exp.Expr:
    """Put in the place of a call what its form says."""
    whole = windowed(node)
    made = fill(form.text, form.names, list(node.expressions))
    if whole is node:
        made = made if form.around is None else fill(form.around, (_WHOLE,), [made])
        node.replace(made)
        return made
    node.replace(made)
    if form.around is None:
        return made
    outer = fill(form.around, (_WHOLE,), [copy_of(whole)])
    whole.replace(outer)
    return outer


def windowed(node: exp.Expr) -> exp.Expr:
    """An aggregate with the clauses that belong to it, and the window it is computed over."""
    whole = whole_call(node)
    return whole.parent if isinstance(whole.parent, exp.Window) and whole.arg_key == "this" else whole


def called(node: object) -> str:
    """The name that was written of a call, in upper case, also where its translation stands already."""
    return str(node.meta.get(WRITTEN, "")).upper() if isinstance(node, exp.Expr) else ""


def put(node: exp.Expr, text: str, *args: exp.Expr) -> None:
    """Put what `built` gives in a node's place; the name that was written stays known."""
    new = built(text, *args)
    if called(node):
        new.meta[WRITTEN] = called(node)
    node.replace(new)


Special = tuple[int, int, Callable[[Call], str | None]]
"""The fewest and the most arguments, and what changes the call in place and gives words for the notes."""


@dataclass(frozen=True, slots=True)
class Functions:
    """All functions of a dialect: by their forms, and those that need more than a line."""

    forms: Forms
    special: Mapping[str, Special]

    def builders(self) -> dict[str, Builder]:
        """A parser's functions."""
        return calls((*self.forms, *self.special))

    def most(self) -> dict[str, int]:
        """The most arguments of each."""
        return {**most(self.forms), **{name: at_most for name, (_, at_most, _) in self.special.items()}}

    def judge(self, node: Call) -> None:
        """Refuses a call with a number of arguments that no line knows."""
        special = self.special.get(node.name)
        known = len(node.expressions) >= special[0] if special else form_of(self.forms, node) is not None
        if not known:
            raise Untested(f"this form of {node.name}")

    def become(self, node: Call) -> str | None:
        """The adapt of calls."""
        special = self.special.get(node.name)
        if special:
            return special[2](node)
        form = form_of(self.forms, node)
        assert form is not None
        become(node, form).meta[WRITTEN] = node.name
        return form.rule


def built(text: str, *args: exp.Expr) -> exp.Expr:
    """The tree of a DuckDB expression with arguments in the places of ``a``, ``b`` and so on."""
    return fill(text, tuple("abcdefgh"[: len(args)]), list(args))


def fill(text: str, names: tuple[str, ...], args: list[exp.Expr]) -> exp.Expr:
    """The tree of a form with the arguments in the places of their names."""
    count_form(text)
    root = exp.Paren(this=copy_of(_kept(text)))
    given: dict[str, list[exp.Expr]] = {name: [arg] for name, arg in zip(names, args, strict=False)}
    if names[-1:] == (_REST,):
        given[_REST] = args[len(names) - 1 :]
    used: set[str] = set()
    for column in [node for node in nodes(root) if isinstance(node, exp.Column)]:
        name = column.name
        if name not in given or column.table or column.this.quoted:
            continue
        for arg in given[name] if name in used else ():
            copied(arg)
        used.add(name)
        _put(column, given[name])
    made: exp.Expr = root.this
    return made.pop()


def _put(place: exp.Expr, args: list[exp.Expr]) -> None:
    closed = isinstance(place.parent, exp.Anonymous)
    new = [copy_of(arg) if closed or isinstance(arg, _CLOSED) else exp.Paren(this=copy_of(arg)) for arg in args]
    if len(new) == 1:
        place.replace(new[0])
        return
    parent = place.parent
    assert parent is not None
    parent.set("expressions", [one for old in parent.expressions for one in (new if old is place else [old])])


def own_name(node: exp.Identifier) -> None:
    """Refuses the few names that forms have for themselves."""
    if node.name.lower() in OWN:
        raise Untested(f"the name {node.name}", "give it another one.")


def copied(arg: exp.Expr) -> None:
    """Raises LimitExceeded for an argument too large to be written twice: calls inside each other would grow as a
    power."""
    for place, _ in enumerate(arg.walk()):
        if place > _MOST_COPIED:
            raise LimitExceeded("Too many calls stand inside each other.", "name steps with WITH.")
