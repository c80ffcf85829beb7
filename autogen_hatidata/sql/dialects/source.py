"""A dialect that is read: what of it is translated, by tables of what was tested, and nothing else.

sqlglot translates far more than this, and some of it silently wrong. So a construct passes only if it stands in a
table, and each row of the tables is run on DuckDB by ``tests/cases`` against what the manual of that system says.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from sqlglot import Token, TokenType, exp
from sqlglot.dialects.dialect import Dialect
from sqlglot.errors import ErrorLevel
from sqlglot.parser import Parser

from autogen_hatidata.errors import LimitExceeded, UnsupportedSql
from autogen_hatidata.sql import meaning
from autogen_hatidata.sql.allow import NODES, QUERIES
from autogen_hatidata.sql.plain import PLAIN, TEXT, UNREADABLE, D, unread
from autogen_hatidata.sql.render import number as number_parameters
from autogen_hatidata.sql.walking import copy_of

WRITTEN = "written"
"""Under this key a dialect here remembers the name of a function as it was written."""

_TOLD = "told"

CONSTRUCTS = NODES - {exp.IntDiv} | {
    exp.GroupConcat, exp.DecodeCase, exp.Ceil, exp.Floor, exp.Min, exp.Max, exp.ArgMin, exp.ArgMax, exp.Chr,
    exp.RegexpLike, exp.Order, exp.Mod, exp.Coalesce,
}  # fmt: skip
"""Nodes that have a syntax of their own; the others of NODES mean the same everywhere, but for DIV."""

_OURS = meaning.FUNCTIONS | meaning.TABLE_FUNCTIONS
"""No system has these: they mean the same in the SQL of each."""

_MOST_REPEATED = 4
_MOST_CHARS = 200_000
_MOST_PUT_IN = 500_000
"""Characters of forms that are put in: no statement in the tables had more than 2.5 times its own length, but for those
of less than 200. So that a text which grows too long is not translated to its end first, which took 9 seconds."""

_put_in: ContextVar[int | None] = ContextVar("put_in", default=None)
_SHOWN = 100  # characters of a construct that an error repeats


def remembering(dialect: type[D]) -> type[D]:
    """A dialect that remembers each function's name as it was written, and reads no paths."""
    dialect.ORIGINAL_NAME_META_KEY = WRITTEN
    return unread(dialect)


Look = Callable[[Any], None]
Adapt = Callable[[Any], str | None]


class Untested(Exception):
    """What is not translated and what to write instead, where it is not known whose SQL it is."""


@dataclass(frozen=True, slots=True)
class Source:
    """How a text of one dialect becomes a DuckDB tree.

    Attributes:
        name: as its users write it.
        dialect: what reads it, remembering the name of each function (`WRITTEN`).
        functions: by the name they are written with, in upper case, and the most arguments with which they were tested.
        types: those that may be named.
        constructs: nodes that are no functions.
        judge: refuses forms of a function, by its node and its name.
        looks: refuse forms of other nodes.
        adapts: change nodes in place where sqlglot would give something else, from the leaves up. Each gives in words
            what it saw to, for the notes of a result, or None where there was nothing to do.
        prepare: changes the whole tree in place before these, where a node says too little. It gets all nodes, the tree
            first, and gives the same words.
        repeating: reading or writing them copies an argument several times, so that calls inside each other grow as a
            power.
        words: how an error names a node that nobody writes by its name.
        tables: functions that may stand in FROM, by the name they are written with.
        ties: whether FETCH ... WITH TIES is translated, by `prepare`.
    """

    name: str
    dialect: Dialect
    functions: Mapping[str, int]
    types: frozenset[exp.DType]
    constructs: frozenset[type[exp.Expr]] = frozenset(CONSTRUCTS)
    judge: Callable[[exp.Expr, str], None] = lambda node, name: None
    looks: Mapping[type[exp.Expr], Look] = field(default_factory=dict)
    adapts: Mapping[type[exp.Expr], Adapt] = field(default_factory=dict)
    prepare: Callable[[Sequence[exp.Expr]], Iterable[str]] = lambda nodes: ()
    repeating: frozenset[str] = frozenset()
    words: Mapping[type[exp.Expr], str] = field(default_factory=dict)
    tables: frozenset[str] = frozenset()
    ties: bool = False

    def check(self, tokens: Iterable[Token]) -> None:
        """Raises LimitExceeded for repeating calls too deep inside each other. Parsing alone would not end."""
        open_calls: list[bool] = []
        before, kind = "", TokenType.SEMICOLON
        for token in tokens:
            if token.token_type == TokenType.L_PAREN:
                open_calls.append(before in self.repeating or kind in Parser.TYPE_TOKENS)  # types are parsed twice
                if sum(open_calls) > _MOST_REPEATED:
                    raise LimitExceeded("Too many calls stand inside each other.", "name steps with WITH.")
            elif token.token_type == TokenType.R_PAREN and open_calls:
                open_calls.pop()
            before, kind = token.text.upper(), token.token_type

    def translate(self, tree: exp.Expr) -> exp.Expr:
        """The DuckDB tree of a tree of this dialect, or UnsupportedSql with the construct's name. `told` says what was
        done."""
        if not isinstance(tree, QUERIES):
            return tree  # what agents may not do at all is refused by its own name afterwards
        nodes = list(tree.walk())
        number_parameters(nodes)  # a translation turns arguments around and copies them
        counting = _put_in.set(0)
        try:
            for node in nodes:
                self._judge(node)
            return self._translate(tree, nodes)
        except Untested as found:
            raise self.unsupported(*found.args) from None
        except UNREADABLE as error:  # a tree of a form that nobody has thought of is not translated all the same
            raise self.unsupported("this construct") from error
        finally:
            _put_in.reset(counting)

    def _translate(self, tree: exp.Expr, nodes: Sequence[exp.Expr]) -> exp.Expr:
        rules = dict.fromkeys(self.prepare(nodes))
        # From the leaves up, so that a date is seen through the calls around it.
        for node in reversed(list(tree.walk())):
            adapt = self.adapts.get(type(node))
            rule = adapt(node) if adapt else None
            if rule:
                rules[rule] = None
        _finish(tree)
        text = tree.sql("duckdb", copy=False, unsupported_level=ErrorLevel.RAISE, comments=False)
        if len(text) > _MOST_CHARS:
            raise _too_long()
        (translated,) = PLAIN.parse(text)
        if translated is None:
            raise self.unsupported("this construct")
        translated.meta[_TOLD] = f"The SQL was read as {self.name}'s ({_in_words(list(rules))})."
        return translated

    def unsupported(self, what: str, hint: str = "write it in DuckDB's SQL.") -> UnsupportedSql:
        """The error for what is not translated."""
        return unsupported(self.name, what, hint)

    def _judge(self, node: exp.Expr) -> None:
        written = node.meta.get(WRITTEN) if isinstance(node, exp.Func) else None
        if isinstance(node, exp.Anonymous):
            if node.name.lower() in _OURS:
                return
            raise self.unsupported(f"the function {node.name.upper()}")
        if written:
            self._judge_function(node, str(written).upper())
        elif type(node) not in self.constructs:
            raise self.unsupported(self._describe(node))
        if isinstance(node, _JUDGED):
            self._judge_plain(node)
        look = self.looks.get(type(node))
        if look:
            look(node)

    def _judge_function(self, node: exp.Expr, name: str) -> None:
        arguments = [value for value in node.iter_expressions() if not isinstance(value, exp.Var)]
        if name not in self.functions:
            raise self.unsupported(f"the function {name}")
        if len(arguments) > self.functions[name]:
            raise self.unsupported(f"this form of {name}")
        self.judge(node, name)

    def _judge_plain(self, node: exp.Expr) -> None:
        if isinstance(node, exp.DataType) and node.this not in self.types:
            raise self.unsupported(f"the type {node.sql(self.dialect)}")
        if isinstance(node, exp.Table) and not (isinstance(node.this, exp.Identifier) or self._gives_rows(node.this)):
            raise self.unsupported("a function in FROM")
        if isinstance(node, exp.Fetch) and node.args.get("limit_options") is not None:
            options = node.args["limit_options"]
            if options.args.get("percent"):
                raise self.unsupported("FETCH ... PERCENT", "count the rows, and number them with ROW_NUMBER().")
            if options.args.get("with_ties") and not self.ties:
                raise self.unsupported("FETCH ... WITH TIES", "number the rows with RANK().")
        if isinstance(node, exp.Is) and isinstance(node.expression, exp.Column):
            raise self.unsupported(f"IS {node.expression.name}")
        if isinstance(node, exp.Identifier) and node.meta.get(TEXT):
            raise self.unsupported("a name in single quotes", 'quote names like "this".')

    def _gives_rows(self, call: object) -> bool:
        if isinstance(call, exp.Anonymous):
            return call.name.lower() in meaning.TABLE_FUNCTIONS
        return isinstance(call, exp.Func) and str(call.meta.get(WRITTEN, "")).upper() in self.tables

    def _describe(self, node: exp.Expr) -> str:
        return self.words.get(type(node)) or re.sub(r"(?<=[a-z])(?=[A-Z])", " ", type(node).__name__).upper()


def count_form(form: str) -> None:
    """Raises LimitExceeded where so many forms are put into the statement that it cannot but grow too long."""
    before = _put_in.get()
    if before is None:  # no statement is translated now
        return
    _put_in.set(before + len(form))
    if before + len(form) > _MOST_PUT_IN:
        raise _too_long()


def _too_long() -> LimitExceeded:
    return LimitExceeded("The SQL grows too long in translation.", "name steps with WITH and use fewer calls.")


def told(tree: object) -> str | None:
    """What there is to say of a translated tree; None for one that is DuckDB's own, and for what is no tree."""
    found: str | None = tree.meta.get(_TOLD) if isinstance(tree, exp.Expr) else None
    return found


def _in_words(rules: list[str]) -> str:
    return f"rewritten: {'; '.join(sorted(rules))}" if rules else "exact"


_JUDGED = (exp.DataType, exp.Table, exp.Fetch, exp.Is, exp.Identifier)
_MADE_OPERATORS = (exp.Mod, exp.BitwiseAnd, exp.BitwiseOr, exp.BitwiseXor, exp.NullSafeEQ, exp.NullSafeNEQ)
_STANDS_ALONE = (exp.AggFunc, exp.Case, exp.If, exp.Coalesce, exp.Cast, exp.Extract, exp.Anonymous)
_OPERATORS = (exp.Binary, exp.Not, exp.Neg, exp.BitwiseNot, exp.Between, exp.In)
_NO_OPERATORS = (exp.Dot, exp.PropertyEQ, exp.Kwarg, exp.Slice)


def _finish(tree: exp.Expr) -> None:
    """Put into parentheses what may become operators among operators: ``BITAND(6, 3) + 1`` is not ``6 & 3 + 1``; and
    widen what is cast to decimals of nothing but places. From the leaves up, since each is copied."""
    for node in reversed(list(tree.walk())):
        if isinstance(node, exp.Cast):
            _widen(node)
        if not isinstance(node.parent, _OPERATORS) or isinstance(node.parent, _NO_OPERATORS):
            continue
        made = isinstance(node, exp.Func) and bool(node.meta.get(WRITTEN)) and not isinstance(node, _STANDS_ALONE)
        if made or isinstance(node, _MADE_OPERATORS):
            wrap(node, lambda inner: exp.Paren(this=inner))


_WIDEST = 38


def _widen(cast: exp.Expr) -> None:
    """A DECIMAL of nothing but places gets a digit before its point, whose zero DuckDB writes only then."""
    kind = cast.args["to"]
    sizes = [size.this.name for size in kind.expressions] if kind.this == exp.DType.DECIMAL else []
    if len(sizes) == 2 and sizes[0] == sizes[1] and int(sizes[0]) < _WIDEST:
        wide = exp.DataType.build(f"DECIMAL({int(sizes[0]) + 1}, {sizes[1]})")
        wrap(cast, lambda inner: exp.Cast(this=inner, to=wide))


def unsupported(dialect: str, what: str, hint: str = "write it in DuckDB's SQL.") -> UnsupportedSql:
    """The error for what is not translated from a dialect."""
    return UnsupportedSql(
        f"There is no tested translation of {what[:_SHOWN]} from {dialect}'s SQL.", hint, subject=what
    )


def bare(node: exp.Expr) -> exp.Expr:
    """Without parentheses and signs."""
    while isinstance(node, exp.Paren | exp.Neg):
        node = node.this
    return node


def number(node: exp.Expr) -> float | None:
    """The value of a literal number, None for anything else."""
    if not isinstance(node, exp.Literal) or node.is_string:
        return None
    try:
        return float(node.name)
    except ValueError:
        return None


def never_zero(divisor: exp.Expr) -> bool:
    """Whether a divisor is a number that is not 0, or NULL in its place."""
    inner = bare(divisor)
    if isinstance(inner, exp.Nullif):
        return number(bare(inner.expression)) == 0
    return bool(number(inner))


def wrap(node: exp.Expr, around: Callable[[exp.Expr], exp.Expr]) -> None:
    """Put a new node in the place of one, with a copy of that one inside."""
    node.replace(around(copy_of(node)))


def whole_call(node: exp.Expr) -> exp.Expr:
    """An aggregate with the clauses that belong to it."""
    while isinstance(node.parent, exp.WithinGroup | exp.Filter) and node.arg_key == "this":
        node = node.parent
    return node


def plain_format(node: exp.Expr) -> bool:
    """Whether a format of dates, which sqlglot has turned into strptime's, holds nothing but what was tested."""
    return isinstance(node, exp.Literal) and bool(re.fullmatch(r"(?:%Y|%m|%d|%b|%H|%M|%S|[-/:. ])+", node.name))
