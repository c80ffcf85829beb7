"""Trino's SQL.

sqlglot reads its syntax; what a function gives stands in tables. What needs the types of columns is translated where
they can be seen in the text: a division of whole numbers is cut off in Trino, one of decimals keeps their places, and
one of DOUBLEs goes on.
"""

from __future__ import annotations

from typing import Any

from sqlglot import TokenType, exp
from sqlglot.dialects.trino import Trino
from sqlglot.parsers.presto import PrestoParser
from sqlglot.parsers.trino import TrinoParser

from autogen_hatidata.sql.dialects import forms
from autogen_hatidata.sql.dialects import trino_functions as functions
from autogen_hatidata.sql.dialects.builders import UNITS, interval, nulls_inside, shift, whole
from autogen_hatidata.sql.dialects.forms import Call, built, call
from autogen_hatidata.sql.dialects.source import CONSTRUCTS, Source, Untested, remembering
from autogen_hatidata.sql.dialects.value_kinds import divisor, kind
from autogen_hatidata.sql.plain import Silent, question_mark


def _rows(names: tuple[str, ...]) -> dict[str, Any]:
    return {name: TrinoParser.FUNCTION_PARSERS[name] for name in names}


def _parse_substring(self: Any) -> Call:
    """With commas, or with FROM and FOR."""
    args = self._parse_csv(self._parse_bitwise)
    for word in (TokenType.FROM, TokenType.FOR):
        if self._match(word):
            args.append(self._parse_bitwise())
    return call("SUBSTRING", args)


def _decimal(self: Any, this: exp.Expr, to: exp.DataType) -> exp.Expr:
    """``DECIMAL '1.50'`` has the digits that are written."""
    digits = this.name.lstrip("+-")
    places = len(digits.partition(".")[2])
    sizes = (len(digits.replace(".", "")), places)
    to.set("expressions", [exp.DataTypeParam(this=exp.Literal.number(size)) for size in sizes])
    made: exp.Expr = self.expression(exp.Cast(this=this, to=to))
    return made


class _TrinoParser(Silent, TrinoParser):
    PLACEHOLDER_PARSERS = {  # noqa: RUF012
        **TrinoParser.PLACEHOLDER_PARSERS,
        TokenType.PLACEHOLDER: question_mark,
    }
    FUNCTIONS = {  # noqa: RUF012
        **forms.calls(name for name in functions.FUNCTIONS if name != "COUNT"),
        "COUNT": TrinoParser.FUNCTIONS["COUNT"],
    }
    FUNCTION_PARSERS = {  # noqa: RUF012
        **_rows(("CAST", "TRY_CAST", "EXTRACT", "TRIM", "POSITION", "LISTAGG")),
        "SUBSTRING": _parse_substring,
        "SUBSTR": _parse_substring,
    }
    NO_PAREN_FUNCTION_PARSERS = {  # noqa: RUF012
        name: TrinoParser.NO_PAREN_FUNCTION_PARSERS[name] for name in ("CASE", "ANY")
    }
    TYPE_LITERAL_PARSERS = {**PrestoParser.TYPE_LITERAL_PARSERS, exp.DType.DECIMAL: _decimal}  # noqa: RUF012

    def _parse_bracket(self, this: exp.Expr | None = None) -> exp.Expr | None:
        """``"array"[1]`` takes an item; sqlglot goes by the name."""
        named = isinstance(this, exp.Column) and this.name.upper() in self.ARRAY_CONSTRUCTORS
        if named and isinstance(this, exp.Column) and this.this.quoted and self._curr.token_type == TokenType.L_BRACKET:
            this = self.expression(exp.Paren(this=this))
        return super()._parse_bracket(this)


@remembering
class _Trino(Trino):
    """Trino, whose functions keep their names, and lists their places."""

    INDEX_OFFSET = 0

    Parser = _TrinoParser


TYPES = frozenset(
    {
        exp.DType.BIGINT, exp.DType.BOOLEAN, exp.DType.DATE, exp.DType.DECIMAL, exp.DType.DOUBLE, exp.DType.FLOAT,
        exp.DType.INT, exp.DType.SMALLINT, exp.DType.TIMESTAMP, exp.DType.TINYINT, exp.DType.VARCHAR,
    }
)  # fmt: skip


def _judge(node: exp.Expr, name: str) -> None:
    if isinstance(node, Call) and not (_special(node) or forms.form_of(functions.FORMS, node)):
        raise Untested(f"this form of {name}")


def _special(node: Call) -> bool:
    fewest, most, _ = functions.SPECIAL.get(node.name, (1, 0, None))
    return fewest <= len(node.expressions) <= most


def _become(node: Call) -> str | None:
    around = node.parent
    if isinstance(around, exp.IgnoreNulls | exp.RespectNulls) and node.arg_key == "this":
        moved = nulls_inside(node, around)
        if moved is None:
            return None
        node = moved
    if _special(node):
        node.replace(functions.SPECIAL[node.name][2](node))
        return functions.RULES.get(node.name)
    form = forms.form_of(functions.FORMS, node)
    assert form is not None
    forms.become(node, form)
    return form.rule


def _exact(node: exp.Expr) -> str | None:
    """Whether a number is a whole one, a decimal or a DOUBLE, as Trino sees it. The average of decimals is one."""
    for called in node.find_all(exp.Anonymous):
        if called.name.lower() == "avg" and kind(called.expressions[0]) not in ("int", "double"):
            return None
    found = kind(node)
    return found if found in ("int", "decimal", "double") else None


def _places(node: exp.Expr) -> int | None:
    """The places after the point of a decimal or a whole number."""
    node = node.this if isinstance(node, exp.Paren | exp.Neg | exp.Window | exp.Filter) else node
    if isinstance(node, exp.Paren | exp.Neg):
        return _places(node)
    if isinstance(node, exp.Literal):
        return len(node.name.partition(".")[2])
    if isinstance(node, exp.Cast) and node.to.this == exp.DType.DECIMAL:
        sizes = node.to.expressions
        return int(sizes[1].name) if len(sizes) > 1 else 0
    if isinstance(node, exp.Anonymous) and node.name.lower() in ("sum", "min", "max", "abs"):
        return _places(node.expressions[0])
    if isinstance(node, exp.Mul | exp.Add | exp.Sub):
        left, right = _places(node.this), _places(node.expression)
        if left is None or right is None:
            return None
        return left + right if isinstance(node, exp.Mul) else max(left, right)
    return 0 if kind(node) == "int" else None


def _divide(node: exp.Div) -> str:
    """Whole numbers give a whole number, decimals keep their places, and DOUBLEs go on."""
    left, right = node.this, node.expression
    kinds = {_exact(left), _exact(right)}
    if kinds == {"int"}:
        node.replace(exp.IntDiv(this=left.copy(), expression=divisor(right)))
        return "a division of whole numbers is cut off"
    if "double" in kinds:
        node.set("typed", False)
        node.set("safe", False)
        return "a division of DOUBLEs is one"
    first, second = _places(left), _places(right)
    if None in kinds or first is None or second is None:
        raise Untested(
            "a division of unknown types",
            "write CAST(a AS DOUBLE) / b, or CAST(a AS BIGINT) / CAST(b AS BIGINT) for a whole number.",
        )
    places = max(first, second)
    text = f"CAST(round(CAST(a / b AS DECIMAL(38, 18)), {places}) AS DECIMAL(38, {places}))"
    node.replace(built(text, left, divisor(right)))
    return "a division of decimals keeps their places"


def _mod(node: exp.Mod) -> str | None:
    if kind(node.expression) not in ("int", "decimal"):
        return None
    right = divisor(node.expression)
    if right == node.expression:
        return None
    node.set("expression", right)
    return "a division by zero is an error"


def _type(node: exp.DataType) -> None:
    if node.expressions and node.this != exp.DType.DECIMAL:
        raise Untested(f"the type {node.sql('trino')}", "leave the length away.")


def _sized(node: exp.DataType) -> str | None:
    if node.this == exp.DType.DECIMAL and len(node.expressions) < 2:
        sizes = (node.expressions[0].name if node.expressions else 38, 0)
        node.set("expressions", [exp.DataTypeParam(this=exp.Literal.number(size)) for size in sizes])
        return "DECIMAL is DECIMAL(38, 0)"
    return None


def _trim(node: exp.Trim) -> str | None:
    """Without signs of its own it takes every kind of space."""
    if node.expression:
        return None
    sides = {"LEADING": ("^\\s+",), "TRAILING": ("\\s+$",)}.get(str(node.args.get("position") or ""), ("^\\s+|\\s+$",))
    node.replace(built("regexp_replace(a, b, '', 'g')", node.this, exp.Literal.string(sides[0])))
    return "TRIM takes every kind of space"


def _extract(node: exp.Extract) -> None:
    if node.name.upper() not in UNITS:
        raise Untested("that unit in EXTRACT")


def _bracket(node: exp.Bracket) -> str:
    """What is not there is an error."""
    at = node.expressions[0] if len(node.expressions) == 1 else None
    if at is None or isinstance(at, exp.Slice):
        raise Untested("brackets of that form")
    if kind(at) == "text":
        guard = "CASE WHEN len(map_extract(a, b)) = 0 THEN CAST('no such key in the map' AS BIGINT) ELSE 1 END"
        node.replace(built(f"list_extract(map_extract(a, b), {guard})", node.this, at))
        return "a key that is not there is an error"
    place = whole(at)
    if place is not None and place < 1:
        raise Untested("a place before the first of a list")
    outside = "b < 1 OR b > len(a)" if place is None else "b > len(a)"
    guard = f"CASE WHEN {outside} THEN CAST('no such place in the list' AS BIGINT) ELSE b END"
    node.replace(built(f"list_extract(a, {guard})", node.this, at))
    return "a place that is not there is an error"


def _list(node: exp.GroupConcat) -> str | None:
    if node.args.get("on_overflow"):
        raise Untested("ON OVERFLOW")
    if node.args.get("separator") is None:
        node.set("separator", exp.Literal.string(""))
        return "LISTAGG puts nothing between texts"
    return None


def _now(node: exp.CurrentTimestamp) -> str | None:
    if node.this:
        raise Untested("the precision of CURRENT_TIMESTAMP")
    if isinstance(node.parent, exp.Cast):
        return None
    node.replace(exp.cast(exp.CurrentTimestamp(), exp.DType.TIMESTAMP))
    return "timestamps have no time zone"


def _count(node: exp.Count) -> None:
    if node.expressions:
        raise Untested("COUNT of several columns")


def _zone(node: exp.AtTimeZone) -> None:
    raise Untested("AT TIME ZONE")


def _fetch(node: exp.Fetch) -> None:
    options = node.args.get("limit_options")
    if options is not None and options.args.get("with_ties"):
        raise Untested("WITH TIES", "write RANK() OVER (ORDER BY ...) and keep the first ranks.")


TRINO = Source(
    name="Trino",
    dialect=_Trino(),
    functions=functions.FUNCTIONS,
    types=TYPES,
    constructs=frozenset(CONSTRUCTS | {Call}),
    judge=_judge,
    looks={
        exp.Identifier: forms.own_name,
        exp.Interval: interval,
        exp.Extract: _extract,
        exp.DataType: _type,
        exp.Count: _count,
        exp.AtTimeZone: _zone,
        exp.Fetch: _fetch,
    },
    adapts={
        Call: _become,
        exp.Div: _divide,
        exp.Mod: _mod,
        exp.Cast: functions.cast,
        exp.TryCast: functions.cast,
        exp.DataType: _sized,
        exp.Add: shift,
        exp.Sub: shift,
        exp.Trim: _trim,
        exp.Bracket: _bracket,
        exp.GroupConcat: _list,
        exp.CurrentTimestamp: _now,
    },
    words={
        exp.Version: "time travel (AS OF)",
        exp.OverflowTruncateBehavior: "ON OVERFLOW",
        exp.TableFromRows: "TABLE(...)",
        exp.Concat: "texts that stand side by side",
    },
)
"""What is read of Trino."""
