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

from autogen_hatidata.sql.dialects import forms, nans
from autogen_hatidata.sql.dialects.aliases import NamingSource
from autogen_hatidata.sql.dialects.builders import interval, minus, nulls_inside, shift
from autogen_hatidata.sql.dialects.forms import Call, built, call
from autogen_hatidata.sql.dialects.merged import merged_first
from autogen_hatidata.sql.dialects.order_names import outputs_first
from autogen_hatidata.sql.dialects.source import CONSTRUCTS, Untested, remembering
from autogen_hatidata.sql.dialects.ties import ranked
from autogen_hatidata.sql.dialects.trino import dates, functions, lists, numbers
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
        exp.DType.ARRAY, exp.DType.MAP, exp.DType.STRUCT, exp.DType.JSON, exp.DType.VARBINARY, exp.DType.TIME,
    }
)  # fmt: skip


def _judge(node: exp.Expr, name: str) -> None:
    if isinstance(node, Call) and not (name == "AVG" or _special(node) or forms.form_of(functions.FORMS, node)):
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
    if node.name == "AVG":
        numbers.average(node)
        return "an average of decimals is a decimal"
    if _special(node):
        node.replace(functions.SPECIAL[node.name][2](node))
        return functions.RULES.get(node.name)
    form = forms.form_of(functions.FORMS, node)
    assert form is not None
    forms.become(node, form)
    return form.rule


_LENGTHS = {exp.DType.VARCHAR: None, exp.DType.TIMESTAMP: ("0", "3", "6")}
"""Types with a length, and the lengths they may have."""


def _type(node: exp.DataType) -> None:
    sizes = [each.name for each in node.expressions if isinstance(each, exp.DataTypeParam)]
    known = _LENGTHS.get(node.this, ())
    inside = isinstance(node.parent, exp.DataType | exp.ColumnDef)
    if sizes and node.this != exp.DType.DECIMAL and (inside or (known is not None and sizes[0] not in known)):
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


def _sub(node: exp.Sub) -> str | None:
    rule = shift(node)
    if rule is None:
        minus(node, "write DATE_DIFF('day', start, end).")
    return rule


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


_COMPARED = (exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE)


def _compared(node: exp.Binary) -> None:
    """In DuckDB what is no number is equal to itself and larger than all numbers."""
    if any(isinstance(side, Call) and side.name == "NAN" for side in (node.this, node.expression)):
        raise Untested("a comparison with NAN()", "write IS_NAN(x).")
    nans.compared(node)


def _zone(node: exp.AtTimeZone) -> None:
    raise Untested("AT TIME ZONE")


TRINO = NamingSource(
    name="Trino",
    dialect=_Trino(),
    functions=functions.FUNCTIONS,
    types=TYPES,
    constructs=frozenset(CONSTRUCTS | {Call}),
    judge=_judge,
    prepare=lambda nodes: [*ranked(nodes[0]), *outputs_first(nodes[0]), *merged_first(nodes[0])],
    looks={
        exp.Identifier: forms.own_name,
        exp.Interval: interval,
        exp.Extract: dates.judge_extract,
        exp.DataType: _type,
        exp.Count: _count,
        exp.AtTimeZone: _zone,
        **dict.fromkeys(_COMPARED, _compared),
    },
    adapts={
        Call: _become,
        exp.Div: numbers.divide,
        exp.Mod: numbers.remainder,
        exp.Cast: numbers.cast,
        exp.TryCast: numbers.cast,
        exp.DataType: _sized,
        exp.Add: shift,
        exp.Sub: _sub,
        exp.Extract: dates.extract,
        exp.Unnest: lists.unnest,
        exp.Trim: _trim,
        exp.Bracket: lists.bracket,
        exp.GroupConcat: _list,
        exp.CurrentTimestamp: _now,
    },
    ties=True,
    words={
        exp.Version: "time travel (AS OF)",
        exp.OverflowTruncateBehavior: "ON OVERFLOW",
        exp.TableFromRows: "TABLE(...)",
        exp.Concat: "texts that stand side by side",
    },
)
"""What is read of Trino."""
