"""Reading one call of ``semantic_match``, ``vector_match`` or ``semantic_rank``: what its arguments are."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from numbers import Real

from sqlglot import exp

from autogen_hatidata.errors import BadArgument, NotAllowed, PolicyDenied
from autogen_hatidata.sql.allow import function_name
from autogen_hatidata.sql.lineage import Computed, origins
from autogen_hatidata.sql.meaning import MODES, VECTOR, Column, Given, Meaning, is_text
from autogen_hatidata.sql.names import unknown_column
from autogen_hatidata.sql.narrowing import beside, condition
from autogen_hatidata.sql.reading import Reading
from autogen_hatidata.sql.scopes import Owner, Scope, written
from autogen_hatidata.sql.topmost import enough
from autogen_hatidata.types import shown_name

_AROUND = (exp.Window, exp.Filter, exp.WithinGroup, exp.IgnoreNulls, exp.RespectNulls, exp.Dot)
_NO_QUERY = (exp.Lambda, exp.Comprehension, exp.Pivot)
_SHOWN = 80

_EXTRA = {"semantic_match": "threshold", "vector_match": "threshold", "semantic_rank": "mode"}
"""What may be given by its name, and a threshold also as the third argument."""

_AS_WRITTEN = {"threshold": "threshold => 0.5", "mode": "mode => 'hybrid'"}


class Call:
    """One call in a statement.

    ``scopes``: of each column, by its id.
    """

    def __init__(self, call: exp.Anonymous, reading: Reading, scopes: Mapping[int, Scope | None]) -> None:
        self._call, self._reading, self._scopes = call, reading, scopes
        self._name = function_name(call)

    def meaning(self) -> Meaning:
        """What it asks for."""
        self._check_place()
        given, extra = self._arguments()
        columns = self._columns(given[0])
        dim = self._dim(columns)
        threshold = self._threshold(extra["threshold"]) if "threshold" in extra else None
        mode = self._mode(extra["mode"]) if "mode" in extra else MODES[0]
        other = bare(given[1])
        by_text = Meaning(self._name, columns, threshold=threshold, dim=dim, mode=mode)
        if mode != MODES[0] and (dim or isinstance(other, exp.Column)):
            raise self._wrong(f"goes by {mode!r} for a column of texts and one text only")
        if isinstance(other, exp.Column):
            others = self._columns(other)
            if dim or self._dim(others):
                raise self._wrong("compares a column of vectors with one text", "give a text as the second argument.")
            return by_text._replace(others=others)
        by_text = by_text._replace(text=self._text(other))
        if self._name != "semantic_rank" or len(columns) > 1:
            return by_text
        column = bare(given[0])
        assert isinstance(column, exp.Column)  # as `_columns` saw
        scope = self._scopes[id(column)]
        needed = enough(self._reading, self._call, column, scope)
        return by_text._replace(enough=needed, within=self._within(column, scope))

    def _within(self, given: exp.Column, scope: Scope | None) -> Meaning | None:
        """A match of this column beside it."""
        for term in beside(self._call, scope):
            if isinstance(term, exp.Anonymous) and _EXTRA.get(function_name(term)) == "threshold" and term.expressions:
                column = bare(term.expressions[0])
                if isinstance(column, exp.Column) and self._owner(column) == self._owner(given):
                    found = Call(term, self._reading, self._scopes).meaning()
                    return None if found.others else found
        return None

    def _owner(self, column: exp.Column) -> Owner | None:
        return self._reading.owner(column, self._scopes[id(column)])

    def _check_place(self) -> None:
        around = self._call.parent
        if isinstance(around, _AROUND) and (around.this is self._call or isinstance(around, exp.Dot)):
            raise NotAllowed(f"{self._name} is called by its name alone.", f"write {self._usage}.")
        if self._call.find_ancestor(*_NO_QUERY):
            raise NotAllowed(
                f"{self._name} cannot stand in a lambda or PIVOT.", "compute it in a sub-query, and use its column."
            )

    @property
    def _usage(self) -> str:
        return f"{self._name}(column, 'text'{'' if self._name == 'semantic_rank' else ', 0.5'})"

    @property
    def _fullest(self) -> str:
        """With all that it may be given, by name."""
        return f"{self._name}(column, 'text', {_AS_WRITTEN[_EXTRA[self._name]]})"

    def _wrong(self, what: str, hint: str = "") -> BadArgument:
        return BadArgument(f"{self._name} {what}.", hint or f"write {self._usage}.")

    def _arguments(self) -> tuple[list[exp.Expr], dict[str, exp.Expr]]:
        """The column and the text, and what else is given, by name."""
        given, name = list(self._call.expressions), _EXTRA[self._name]
        named = [one for one in given if isinstance(one, exp.Kwarg | exp.PropertyEQ)]
        plain = given[: len(given) - len(named)]
        if named and named != given[len(plain) :]:
            raise self._wrong("has a named argument before another one")
        if any(one.this.name.lower() != name for one in named):
            raise self._wrong("has no argument of that name", f"the only one is {name}: write {self._fullest}.")
        most, more = (3, ", and a threshold where one is wanted") if name == "threshold" else (2, "")
        if not 2 <= len(plain) <= most or len(given) > 3:
            raise self._wrong(f"takes a column and a text{more}", f"write {self._usage} or {self._fullest}.")
        extra = [*plain[2:], *(one.expression for one in named)]
        return plain[:2], {name: extra[0]} if extra else {}

    def _threshold(self, node: exp.Expr) -> Given:
        node = bare(node)
        if isinstance(node, exp.Placeholder):
            return Given(parameter=node.name)
        sign = -1.0 if isinstance(node, exp.Neg) else 1.0
        number = bare(node.this) if isinstance(node, exp.Neg) else node
        if not isinstance(number, exp.Literal) or number.is_string:
            raise self._wrong("takes a number as its threshold", f"a threshold is from -1 to 1, as in {self._usage}.")
        return Given(threshold(sign * float(number.name), self._name))

    def _mode(self, node: exp.Expr) -> str:
        if not (isinstance(node, exp.Literal) and node.name in MODES):
            modes = " or ".join(f"mode => '{mode}'" for mode in MODES)
            raise self._wrong("has no such mode", f"write {modes}, as a text and not as a parameter.")
        return node.name

    def _text(self, node: exp.Expr) -> Given:
        if isinstance(node, exp.Placeholder):
            return Given(parameter=node.name)
        if isinstance(node, exp.Null):
            return Given()
        if not (isinstance(node, exp.RawString | exp.ByteString) or (isinstance(node, exp.Literal) and node.is_string)):
            raise self._wrong("takes a text, a parameter or a column as its second argument")
        return Given(node.name)

    def _columns(self, node: exp.Expr) -> tuple[Column, ...]:
        node = bare(node)
        if not isinstance(node, exp.Column) or isinstance(node.this, exp.Star):
            raise self._wrong("takes a column as its first argument")
        try:
            found = origins(self._reading, node, self._scopes[id(node)])
        except Computed:
            raise self._wrong(
                f"takes a column of a table, and {written(node)[:_SHOWN]} is computed",
                "name a column as the table has it.",
            ) from None
        if not found:
            raise unknown_column(written(node))
        for table, column in found:
            if column.mask is not None:
                shown = f"{shown_name(table.schema, table.name)}.{column.name}"
                raise PolicyDenied(
                    f"{shown} is masked for you, so its meaning is hidden too.", "compare another column."
                )
        where = condition(self._reading, node, self._scopes[id(node)]) if len(found) == 1 else None
        return tuple(Column(table.key, column.name, column.type, where) for table, column in found)

    def _dim(self, columns: tuple[Column, ...]) -> int | None:
        """The numbers of a vector of theirs; None where they are texts."""
        kinds = {one.type for one in columns}
        if all(map(is_text, kinds)):
            return None
        vector = VECTOR.fullmatch(columns[0].type)
        if vector is None or len(kinds) > 1:
            shown = ", ".join(sorted(kinds))[:_SHOWN]
            raise self._wrong(f"compares texts, or vectors of the type FLOAT[n], not {shown}", "name a column of text.")
        return int(vector[1])


def threshold(value: object, name: str) -> float:
    """A threshold that can be one.

    Raises:
        BadArgument: it is no number from -1 to 1.
    """
    if isinstance(value, bool) or not isinstance(value, Real | Decimal) or not _is_cosine(value):
        raise BadArgument(
            f"{name} takes a threshold from -1 to 1.",
            "0.5 is a good beginning; ORDER BY semantic_rank(column, 'text') DESC LIMIT 10 gives the nearest.",
        )
    return float(value)


def _is_cosine(value: Real | Decimal) -> bool:
    try:
        return -1 <= float(value) <= 1
    except (ValueError, OverflowError):  # a signalling NaN, and more than a float holds
        return False


def bare(node: exp.Expr) -> exp.Expr:
    """An expression without parentheses, and without a cast to text."""
    while isinstance(node, exp.Paren) or (isinstance(node, exp.Cast) and node.to.this in exp.DataType.TEXT_TYPES):
        node = node.this
    return node
