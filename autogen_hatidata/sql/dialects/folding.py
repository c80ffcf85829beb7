"""Texts that are compared without case, as systems do whose default collation knows none.

A text that was written out carries a collation of DuckDB's, which makes the whole comparison one without case; what may
be a text is put into a form that carries it if it is one. Where the columns of a query are not named, nothing can be
done, and the notes of a result tell so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlglot import exp

from autogen_hatidata.sql.dialects.certain_kinds import DATE, DECIMAL, FLOAT, TIME, WHOLE, kind
from autogen_hatidata.sql.dialects.collating import CASED, DONE, Collator, has_case
from autogen_hatidata.sql.dialects.forms import built
from autogen_hatidata.sql.dialects.own_types import dated
from autogen_hatidata.sql.dialects.source import Adapt, wrap

ISO = re.compile(r"([0-9]{4})-?([0-9]{2})-?([0-9]{2})(?:[ T]([0-9:.]+))?")
"""A date, perhaps with a time, as it is read whatever the language."""

_NO_TEXTS = frozenset({WHOLE, DECIMAL, FLOAT, DATE, TIME})
COMPARED = (exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.NullSafeEQ)
_TYPES = {DATE: exp.DType.DATE, TIME: exp.DType.TIMESTAMP}


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
        key: a text in the place of ``{}`` that is the same for all texts that are equal there.
        rule: what the notes say where that was done.
        approximate: what they say where it could not be done.
    """

    collation: str
    padded: bool
    key: str
    rule: str
    approximate: str

    @property
    def collator(self) -> Collator:
        """What puts values into a form that is compared so."""
        return Collator(self.collation, self.padded, self.key)

    def tell(self, found: bool | None) -> str | None:
        """What the notes say: of what was put into that form, of what could not be, or nothing."""
        return self.approximate if found is None else self.rule if found else None

    def _each(self, *nodes: exp.Expr) -> str | None:
        if any(node.meta.get(CASED) for node in nodes):
            return None
        found = [self.text(node) for node in nodes]
        return self.rule if any(found) else None

    def _against(self, value: exp.Expr, *others: exp.Expr) -> str | None:
        """A value that is compared with others, of which those that are written out carry the collation."""
        if any(node.meta.get(CASED) for node in (value, *others)):
            return None
        texts = [each for each in (value, *others) if each.is_string]
        plain = bool(texts) and all(ISO.fullmatch(each.name) for each in texts)
        rule = self._each(value, *others)
        if plain or any(kind(each) in _NO_TEXTS for each in (value, *others)):
            return rule
        return self._folded(value, *others) if self.padded or not texts else rule

    def text(self, node: exp.Expr) -> bool:
        """Let a text that was written out be compared in that way. Gives whether it was one."""
        if not (isinstance(node, exp.Literal) and node.is_string):
            return False
        text = node.name.rstrip(" ") if self.padded else node.name
        if not has_case(text) or ISO.fullmatch(text):
            if text != node.name:
                node.replace(exp.Literal.string(text))
            return text != node.name
        made = exp.Collate(this=exp.Literal.string(text), expression=exp.to_identifier(self.collation, quoted=True))
        made.meta[DONE] = True
        node.replace(made)
        return True

    def rules(self) -> dict[type[exp.Expr], Adapt]:
        """What is done to each node that compares."""
        return {
            **dict.fromkeys(COMPARED, self.compared),
            exp.In: self._among,
            exp.Between: self._between,
            exp.Case: self._chosen,
            exp.Nullif: lambda node: self._each(node.this, node.expression) or self._folded(node.expression),
            exp.Order: self._ordered,
            exp.Distinct: self._distinct,
            exp.Join: lambda node: self.approximate if node.args.get("using") or node.method == "NATURAL" else None,
            exp.Window: lambda node: self._folded(*(node.args.get("partition_by") or [])),
            exp.Select: lambda node: self.tell(self.collator.selected(node)),
            **dict.fromkeys((exp.Min, exp.Max), lambda node: self._folded(node.this)),
            **dict.fromkeys((exp.Union, exp.Except, exp.Intersect), lambda node: self.tell(self.collator.united(node))),
        }

    def _folded(self, *nodes: exp.Expr) -> str | None:
        return self.tell(self.collator.fold_each(nodes))

    def _distinct(self, node: exp.Distinct) -> str | None:
        """COUNT(DISTINCT x) and the like; SELECT DISTINCT is seen to with its query."""
        if isinstance(node.parent, exp.Select | exp.Sum | exp.Avg):
            return None
        if isinstance(node.parent, exp.Count):
            return self.tell(self.collator.fold_each(node.expressions, key=True))
        folded = self._folded(*node.expressions)
        return f"{folded}, on DuckDB 1.5 not where an aggregate shows what it makes DISTINCT" if folded else None

    def _ordered(self, node: exp.Order) -> str | None:
        """ORDER BY in a window or an aggregate; that of a query is seen to with it."""
        if isinstance(node.parent, exp.Query) or _percentile(node.parent):
            return None
        return self._folded(*[each.this for each in node.expressions])

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
        return self._against(node.this, node.expression)

    def _among(self, node: exp.In) -> str | None:
        query = node.args.get("query")
        if node.this.meta.get(CASED) or isinstance(node.parent, exp.Pivot):
            return None
        if query is not None:
            inside = self.collator.outputs(query) if self.padded else False
            return self.tell(None if inside is None else self.collator.fold(node.this) or inside)
        node.set("expressions", [dated(each, node.this) for each in node.expressions])
        return self._against(node.this, *node.expressions)

    def _between(self, node: exp.Between) -> str | None:
        for key in ("low", "high"):
            node.set(key, dated(node.args[key], node.this))
        rule = self._against(node.this, node.args["low"], node.args["high"])
        for key in ("low", "high"):  # DuckDB 1.5 reads COLLATE there only in parentheses
            if isinstance(node.args[key], exp.Collate):
                node.set(key, exp.Paren(this=node.args[key].copy()))
        return rule

    def _chosen(self, node: exp.Case) -> str | None:
        """CASE x WHEN 'a' compares, CASE WHEN x does not."""
        if node.this is None:
            return None
        return self._against(node.this, *[branch.this for branch in node.args["ifs"]])


def _percentile(node: exp.Expr | None) -> bool:
    return isinstance(node, exp.WithinGroup) and isinstance(node.this, exp.PercentileCont | exp.PercentileDisc)
