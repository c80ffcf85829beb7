"""Repairs of values that do not fit what they are compared with: dates, numbers and texts that are written as one
another. Each changes a tree in place, and says what stood there and what stands there now, without any value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from sqlglot import exp

from autogen_hatidata.sql import iso_texts, written_dates
from autogen_hatidata.sql.allow import function_name
from autogen_hatidata.sql.calls import bare
from autogen_hatidata.sql.changes import Changed
from autogen_hatidata.sql.lineage import Computed, origins
from autogen_hatidata.sql.meaning import is_text
from autogen_hatidata.sql.reading import Reading, read
from autogen_hatidata.sql.scopes import Scope
from autogen_hatidata.types import LensInfo

DATE, TIME, WHOLE, CENTS, DECIMAL, TEXT = "date", "time", "whole number", "cents", "number", "text"
BOOLEAN = "truth value"
"""What kinds of values there are."""

_TEMPORAL = (DATE, TIME)

COMPARED = (
    exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.NullSafeEQ, exp.NullSafeNEQ, exp.Between, exp.In
)  # fmt: skip
"""What compares."""

_SAME = (exp.EQ, exp.NEQ, exp.In)
_KINDS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"DATE"), DATE),
    (re.compile(r"TIMESTAMP.*"), TIME),
    (re.compile(r"U?(?:TINY|SMALL|BIG|HUGE)?INT(?:EGER)?"), WHOLE),
    (re.compile(r"DECIMAL\(\d+,[0-2]\)"), CENTS),
    (re.compile(r"DECIMAL.*|DOUBLE|FLOAT|REAL"), DECIMAL),
    (re.compile(r"BOOLEAN"), BOOLEAN),
)
_RESULTS = {
    **dict.fromkeys(("current_date", "today", "make_date", "last_day"), DATE),
    **dict.fromkeys(("now", "strptime", "get_current_timestamp", "to_timestamp", "make_timestamp"), TIME),
    **dict.fromkeys(("year", "month", "day", "quarter", "week", "hour", "count", "length", "date_diff"), WHOLE),
}
_OF_ARGUMENT = frozenset({"min", "max", "coalesce", "any_value", "first", "last", "date_trunc"})
_LETTER = re.compile(r"[^\d-]")
_LOOKS = {DATE: (iso_texts.DAY,), TIME: iso_texts.TIMES}
_TODAY = {"today": 0, "yesterday": -1, "tomorrow": 1, "current_date": 0}
_GROUPED = re.compile(r"\s*(?P<unit>[$€£])?\s*(?P<whole>[+-]?\d{1,3}(?:,\d{3})+|[+-]?\d+)(?P<rest>\.\d+)?\s*")
_NUMBER = re.compile(r"\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*")
_TEXT_FUNCTIONS = frozenset(
    """
    substr substring left right lower upper trim ltrim rtrim length split_part replace contains starts_with ends_with
    lpad rpad reverse regexp_matches regexp_extract regexp_replace instr strpos prefix suffix
    """.split()
)
_DATE_FUNCTIONS = frozenset("year month day quarter hour minute second dayofweek isodow dayname monthname".split())

Fix = Callable[["Kinds", exp.Expr, exp.Expr, exp.Expr], "exp.Expr | None"]


class Kinds:
    """What kind of values the parts of a statement have."""

    def __init__(self, tree: exp.Expr, lens: LensInfo) -> None:
        self._reading: Reading = read(tree, lens)
        self._scopes: dict[int, Scope | None] = {id(one): scope for one, scope in self._reading.columns}

    def of(self, node: exp.Expr | None) -> str | None:
        """The kind of one, or None where it is not known."""
        node = bare(node) if node is not None else None
        if isinstance(node, exp.Column):
            kinds = {_kind(one) for one in self._types(node)}
            return kinds.pop() if len(kinds) == 1 else self._computed(node)
        if isinstance(node, exp.Cast):
            return _kind(node.to.sql("duckdb").upper())
        if isinstance(node, exp.CurrentDate):
            return DATE
        if isinstance(node, exp.CurrentTimestamp | exp.Localtimestamp):
            return TIME
        if isinstance(node, exp.Extract | exp.Count):
            return WHOLE
        if isinstance(node, exp.Add | exp.Sub) and isinstance(node.expression, exp.Interval):
            return TIME if self.of(node.this) in _TEMPORAL else None
        if isinstance(node, exp.Anonymous) and node.expressions:
            name = function_name(node)
            of = node.expressions[-1 if name == "date_trunc" else 0]
            return self.of(of) if name in _OF_ARGUMENT else _RESULTS.get(name)
        return _RESULTS.get(function_name(node)) if isinstance(node, exp.Anonymous) else None

    def lists(self, node: exp.Expr) -> bool:
        """Whether this is a column of lists."""
        types = self._types(node) if isinstance(node, exp.Column) else []
        return bool(types) and all(one.endswith("]") for one in types)

    def unknown(self, node: exp.Expr) -> bool:
        """Whether this is a name in double quotes that no column has."""
        return (
            isinstance(node, exp.Column)
            and len(node.parts) == 1
            and bool(node.this.args.get("quoted"))
            and self._reading.owner(node, self._scopes.get(id(node))) is None
        )

    def _computed(self, column: exp.Column) -> str | None:
        """The kind of what a query in FROM or WITH computes."""
        owner = self._reading.owner(column, self._scopes.get(id(column)))
        query = owner.sources[0].query if owner is not None and len(owner.sources) == 1 else None
        if owner is None or not isinstance(query, exp.Select) or query.find(exp.Star, exp.Columns):
            return None
        names = self._reading.names(owner.sources[0]) or ()
        shown = query.expressions[names.index(owner.column)].unalias() if owner.column in names else None
        return None if shown is None or isinstance(shown, exp.Column) else self.of(shown)

    def _types(self, column: exp.Column) -> list[str]:
        try:
            return [one.type for _, one in origins(self._reading, column, self._scopes.get(id(column)))]
        except Computed:
            return []


def _kind(type_name: str) -> str | None:
    if is_text(type_name) or type_name == "TEXT":
        return TEXT
    return next((kind for pattern, kind in _KINDS if pattern.fullmatch(type_name)), None)


def dates(tree: exp.Expr, subject: str, lens: LensInfo) -> Changed:
    """DATE '2024-12-31' in the place of '31/12/2024', of 2024-12-31 without quotes, and of "2024-12-31", where it is
    compared with dates, or is to be one."""
    texts = [one for one in tree.find_all(exp.Literal, exp.Identifier) if written_dates.order(one.name)]
    changed = _compared(tree, lens, _as_date)
    for call in list(tree.find_all(exp.Anonymous)):
        given = call.expressions[0] if function_name(call) == "date" and len(call.expressions) == 1 else None
        text = given is not None and isinstance(given, exp.Literal) and given.is_string
        day = None if given is None else written_dates.meant(given.name) if text else _sum_of_date(given)
        if day is not None:
            call.replace(exp.cast(exp.Literal.string(day), "DATE"))
            changed = True
    for cast in list(tree.find_all(exp.Cast)):
        text = cast.this
        if isinstance(text, exp.Literal) and text.is_string and _kind(cast.to.sql("duckdb").upper()) in _TEMPORAL:
            found = written_dates.meant(text.name)
            if found is not None:
                text.replace(exp.Literal.string(found))
                changed = True
    kept = {id(one) for one in tree.find_all(exp.Literal, exp.Identifier)}
    orders = dict.fromkeys(written_dates.order(one.name) for one in texts if id(one) not in kept)
    return ("a text", " and as ".join(filter(None, orders)) or "the day that it names") if changed else None


def _as_date(kinds: Kinds, other: exp.Expr, value: exp.Expr, node: exp.Expr) -> exp.Expr | None:
    if kinds.of(other) not in _TEMPORAL:
        return None
    text = _sum_of_date(value) or _text(kinds, value) or _digits(value)
    if text is None:
        return None
    if text.strip().lower() in _TODAY:
        days = _TODAY[text.strip().lower()]
        today: exp.Expr = exp.CurrentDate()
        return exp.Paren(this=exp.Add(this=today, expression=exp.Literal.number(days))) if days else today
    found = written_dates.meant(text)
    if found is None and not (isinstance(value, exp.Literal) or written_dates.meant(text.replace("-", "/")) is None):
        found = text  # it is one already, without its quotes
    return None if found is None else exp.cast(exp.Literal.string(found), "TIMESTAMP" if " " in found else "DATE")


def _sum_of_date(node: exp.Expr) -> str | None:
    """2024-12-31 without quotes, which reads as a difference of three numbers."""
    node = bare(node)
    if not (isinstance(node, exp.Sub | exp.Div) and type(node.this) is type(node)):
        return None
    first = node.this.this  # DATE 2024-12-31 reads as if only the year were a date
    first = first.this if isinstance(first, exp.Cast) and _kind(first.to.sql("duckdb").upper()) in _TEMPORAL else first
    parts = (first, node.this.expression, node.expression)
    if not all(isinstance(one, exp.Literal) and not one.is_string and one.name.isdigit() for one in parts):
        return None
    year, month, day = (one.name for one in parts)
    written = f"{year}-{month}-{day}" if isinstance(node, exp.Sub) else ""
    return written if len(year) == 4 and len(month) == 2 and len(day) == 2 else None


def _text(kinds: Kinds, node: exp.Expr) -> str | None:
    """A text, or what stands in double quotes where no column is called so."""
    if isinstance(node, exp.Literal) and node.is_string:
        return str(node.name)
    return node.name if kinds.unknown(node) else None


def _digits(node: exp.Expr) -> str | None:
    """20241231 without quotes."""
    whole = isinstance(node, exp.Literal) and not node.is_string and re.fullmatch(r"(?:19|20)\d{6}", node.name)
    return node.name if whole else None


def numbers(tree: exp.Expr, subject: str, lens: LensInfo) -> Changed:
    """1000 in the place of '1,000', '$1,000' and "1000", where it is compared with numbers."""
    return ("a text", "a number") if _compared(tree, lens, _as_number) else None


def _as_number(kinds: Kinds, other: exp.Expr, value: exp.Expr, node: exp.Expr) -> exp.Expr | None:
    kind, text = kinds.of(other), _text(kinds, value)
    if kind not in (WHOLE, CENTS, DECIMAL) or text is None:
        return None
    found = _GROUPED.fullmatch(text)
    if found is None:
        return None
    plain = _NUMBER.fullmatch(text) is not None
    groups = found["whole"].count(",")
    certain = plain or found["unit"] or kind != DECIMAL or groups > 1 or found["rest"]
    if not certain or (plain and isinstance(value, exp.Literal)):
        return None  # 1,500 is one and a half elsewhere, but nobody writes three places of two
    return exp.Literal.number(found["whole"].replace(",", "").lstrip("+") + (found["rest"] or ""))


def texts(tree: exp.Expr, subject: str, lens: LensInfo) -> Changed:
    """'5' in the place of 5, where it is compared with texts that are no numbers."""
    return ("a number", "a text") if _compared(tree, lens, _as_text) else None


def _as_text(kinds: Kinds, other: exp.Expr, value: exp.Expr, node: exp.Expr) -> exp.Expr | None:
    number = isinstance(value, exp.Literal) and not value.is_string and value.name.isdigit()
    whole = number and (value.name == "0" or not value.name.startswith("0"))  # 012 is '12' as well as '012'
    fits = isinstance(node, _SAME) and isinstance(bare(other), exp.Column) and kinds.of(other) == TEXT
    return exp.Literal.string(value.name) if whole and fits else None


def casts(tree: exp.Expr, subject: str, lens: LensInfo) -> Changed:
    """CAST(x AS VARCHAR) in the place of a date or number that is searched like a text, and CAST(x AS DATE) in the
    place of a text that is compared with dates."""
    kinds, told = Kinds(tree, lens), list[tuple[str, str]]()
    for node in list(tree.find_all(exp.Like, exp.ILike, exp.Anonymous, exp.Substring, exp.Extract, *COMPARED)):
        for value, type_name in _to_cast(kinds, node):
            told.append((value.sql("duckdb"), type_name))
            value.replace(exp.cast(value.copy(), type_name))
    return told[0] if told else None


def _to_cast(kinds: Kinds, node: exp.Expr) -> Iterator[tuple[exp.Expr, str]]:
    name, given = _called(node)
    if isinstance(node, exp.Like | exp.ILike) or (name in _TEXT_FUNCTIONS and given):
        value = given[0] if name else node.this
        if isinstance(value, exp.Column) and kinds.of(value) in (DATE, TIME, WHOLE) and _may_match(kinds, node):
            yield value, "VARCHAR"
    elif name in _DATE_FUNCTIONS or isinstance(node, exp.Extract):
        value = node.args["expression"] if isinstance(node, exp.Extract) else next(iter(node.expressions), None)
        if isinstance(value, exp.Column) and kinds.of(value) == TEXT:
            yield value, "TIMESTAMP"
    elif isinstance(node, COMPARED):
        for value, other in pairs(node):
            kind = kinds.of(other)
            if isinstance(value, exp.Column) and kinds.of(value) == TEXT and kind in _TEMPORAL:
                yield value, "DATE" if kind == DATE else "TIMESTAMP"
                return


def _called(node: exp.Expr) -> tuple[str, list[exp.Expr]]:
    """The function that a node calls, and its arguments; empty where it is none."""
    if isinstance(node, exp.Substring):
        parts = (node.args.get(key) for key in ("this", "start", "length"))
        return "substring", [one for one in parts if one is not None]
    return (function_name(node), list(node.expressions)) if isinstance(node, exp.Anonymous) else ("", [])


def _may_match(kinds: Kinds, node: exp.Expr) -> bool:
    """Whether a date can look like what it is searched for, and be cut as it is, as far as that is written out."""
    name, given = _called(node)
    if name:
        looks = _LOOKS.get(kinds.of(given[0]) or "")
        return (
            iso_texts.fits(node, name, given[1:], looks)
            if looks
            else not any(map(_LETTER.search, iso_texts.compared(node)))
        )
    pattern, looks = node.args.get("expression"), _LOOKS.get(kinds.of(node.this) or "")
    if not isinstance(pattern, exp.Literal):
        return True
    if looks is None:
        return not pattern.name.strip("-%_0123456789")
    return any(iso_texts.may_be_like(pattern.name, look) for look in looks)


def _compared(tree: exp.Expr, lens: LensInfo, fix: Fix) -> bool:
    """Put another value in the place of those that ``fix`` has one for."""
    kinds, changed = Kinds(tree, lens), False
    for node in list(tree.find_all(*COMPARED)):
        for other, value in list(pairs(node)):
            new = fix(kinds, other, value, node)
            if new is not None:
                value.replace(new)
                changed = True
    return changed


def pairs(node: exp.Expr) -> Iterator[tuple[exp.Expr, exp.Expr]]:
    """What is compared with what, both ways round."""
    if isinstance(node, exp.Between):
        others = [node.args["low"], node.args["high"]]
    elif isinstance(node, exp.In):
        field = node.args.get("field")
        others = list(node.expressions or (field.expressions if isinstance(field, exp.Array) else ()))
    else:
        others = [node.args["expression"]]
    for one in others:
        yield node.this, one
        yield one, node.this
