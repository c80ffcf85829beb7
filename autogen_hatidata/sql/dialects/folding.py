"""Texts that are compared without case, as systems do whose default collation knows none.

DuckDB has collations of that kind, but only a text may carry one, and the types of columns are not known where SQL is
read. So a text that was written out carries it, which makes the whole comparison one without case; where columns
meet only columns, nothing can be said, and the notes of a result tell so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlglot import exp

from autogen_hatidata.sql.dialects.certain_kinds import DATE, TIME, kind
from autogen_hatidata.sql.dialects.forms import built
from autogen_hatidata.sql.dialects.own_types import dated
from autogen_hatidata.sql.dialects.source import Adapt, wrap

ISO = re.compile(r"([0-9]{4})-?([0-9]{2})-?([0-9]{2})(?:[ T]([0-9:.]+))?")
"""A date, perhaps with a time, as it is read whatever the language."""

CASED = "cased"
"""Under this key a node remembers that case counts where it is compared."""

COMPARED = (exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.NullSafeEQ)
_TYPES = {DATE: exp.DType.DATE, TIME: exp.DType.TIMESTAMP}


def has_case(text: str) -> bool:
    """Whether a text has letters.

    >>> has_case("2024-01-31"), has_case("a")
    (False, True)
    """
    return text.lower() != text.upper()


def read_moment(text: str) -> exp.Cast | None:
    """The point in time that a text names, None for any other text."""
    found = ISO.fullmatch(text.strip())
    if not found:
        return None
    date, time = "-".join(found.groups()[:3]), found[4] or "00:00:00"
    return exp.cast(exp.Literal.string(f"{date} {time}"), exp.DType.TIMESTAMP)


@dataclass(frozen=True, slots=True)
class Folding:
    """How texts of one system are compared.

    Attributes:
        collation: DuckDB's name of what it does.
        padded: blanks at the end of a text make no difference.
        rule: what the notes say where that was done.
        approximate: what they say where it could not be done.
    """

    collation: str
    padded: bool
    rule: str
    approximate: str

    def _each(self, *nodes: exp.Expr) -> str | None:
        if any(node.meta.get(CASED) for node in nodes):
            return None
        found = [self.text(node) for node in nodes]
        return self.rule if any(found) else None

    def text(self, node: exp.Expr) -> bool:
        """Let a text that was written out be compared in that way. Gives whether it was one."""
        if not (isinstance(node, exp.Literal) and node.is_string):
            return False
        text = node.name.rstrip(" ") if self.padded else node.name
        if not has_case(text) or ISO.fullmatch(text):
            if text != node.name:
                node.replace(exp.Literal.string(text))
            return text != node.name
        name = exp.to_identifier(self.collation, quoted=True)
        node.replace(exp.Collate(this=exp.Literal.string(text), expression=name))
        return True

    def rules(self) -> dict[type[exp.Expr], Adapt]:
        """What is done to each node that compares."""
        return {
            **dict.fromkeys(COMPARED, self.compared),
            exp.In: self._among,
            exp.Between: self._between,
            exp.Case: self._chosen,
            exp.Nullif: lambda node: self._each(node.this, node.expression),
            exp.Order: self.sorted,
            exp.Group: self.sorted,
            exp.Distinct: lambda node: self.approximate,
            **dict.fromkeys((exp.Except, exp.Intersect), lambda node: self.approximate),
            exp.Union: lambda node: self.approximate if node.args.get("distinct") else None,
            **dict.fromkeys((exp.Min, exp.Max), lambda node: self._unknown([node.this])),
            exp.Window: lambda node: self._unknown(node.args.get("partition_by") or []),
        }

    def compared(self, node: exp.Expr) -> str | None:
        """Two values beside an operator. A text beside a date is read as a date."""
        sides = [node.this, node.expression]
        types = [_TYPES.get(kind(side) or "") for side in sides]
        for side, other in zip(sides, reversed(types), strict=True):
            moment = read_moment(side.name) if other and side.is_string else None
            if moment and other:
                side.replace(exp.cast(moment, other))
        for side in sides if self.padded else ():
            if isinstance(side, exp.Anonymous) and side.name == "rpad":
                wrap(side, lambda filled: built("rtrim(a, ' ')", filled))
        for key, other_key in (("this", "expression"), ("expression", "this")):
            node.set(key, dated(node.args[key], node.args[other_key]))
        found = self._each(node.this, node.expression)
        return found or (self.approximate if all(isinstance(side, exp.Column) for side in sides) else None)

    def sorted(self, node: exp.Expr) -> str | None:
        """Columns that are sorted or grouped."""
        return self._unknown([each.this if isinstance(each, exp.Ordered) else each for each in node.expressions])

    def _unknown(self, nodes: list[exp.Expr]) -> str | None:
        unknown = any(isinstance(each, exp.Column) and kind(each) is None for each in nodes)
        return self.approximate if unknown else None

    def _among(self, node: exp.In) -> str | None:
        if node.args.get("query") is not None:
            return self.approximate
        node.set("expressions", [dated(each, node.this) for each in node.expressions])
        return None if node.this.meta.get(CASED) else self._each(*list(node.expressions))

    def _between(self, node: exp.Between) -> str | None:
        for key in ("low", "high"):
            node.set(key, dated(node.args[key], node.this))
        rule = self._each(node.args["low"], node.args["high"])
        for key in ("low", "high"):  # DuckDB 1.5 reads COLLATE there only in parentheses
            if isinstance(node.args[key], exp.Collate):
                node.set(key, exp.Paren(this=node.args[key].copy()))
        return rule

    def _chosen(self, node: exp.Case) -> str | None:
        """CASE x WHEN 'a' compares, CASE WHEN x does not."""
        return self._each(*[branch.this for branch in node.args["ifs"]]) if node.this is not None else None
