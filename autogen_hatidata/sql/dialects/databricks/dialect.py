"""Databricks' SQL and Spark's, in their ANSI mode.

sqlglot reads their syntax; what a function gives stands in the tables here, since sqlglot's own translation keeps the
fraction that CAST drops, counts from the wrong end in SUBSTRING, and forgets NULLs in lists. Where a value has to be
known to be of one type or another, DuckDB's ``typeof`` decides it when the statement is bound.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from sqlglot import TokenType, exp
from sqlglot.dialects.databricks import Databricks
from sqlglot.parsers.databricks import DatabricksParser

from autogen_hatidata.sql.dialects import forms
from autogen_hatidata.sql.dialects.aliases import NamingSource
from autogen_hatidata.sql.dialects.builders import interval, minus, nulls_inside, shift, whole
from autogen_hatidata.sql.dialects.databricks import casts, functions, more, rows, times
from autogen_hatidata.sql.dialects.databricks.table import FORMS
from autogen_hatidata.sql.dialects.double_texts import joined
from autogen_hatidata.sql.dialects.forms import Call, built, call
from autogen_hatidata.sql.dialects.merged import merged_first
from autogen_hatidata.sql.dialects.order_names import outputs_first
from autogen_hatidata.sql.dialects.source import CONSTRUCTS, Untested, remembering, wrap
from autogen_hatidata.sql.dialects.value_kinds import divisor, kind
from autogen_hatidata.sql.plain import Silent, question_mark


def _rows(names: tuple[str, ...]) -> dict[str, Any]:
    return {name: DatabricksParser.FUNCTION_PARSERS[name] for name in names}


def _parse_substring(self: Any) -> Call:
    """With commas, or with FROM and FOR."""
    args = self._parse_csv(self._parse_bitwise)
    for word in (TokenType.FROM, TokenType.FOR):
        if self._match(word):
            args.append(self._parse_bitwise())
    return call("SUBSTRING", args)


def _parse_overlay(self: Any) -> Call:
    """With commas, or with PLACING, FROM and FOR."""
    args = self._parse_csv(self._parse_bitwise)
    for word in ("PLACING", "FROM", "FOR"):
        if self._match_text_seq(word):
            args.append(self._parse_bitwise())
    return call("OVERLAY", args)


class _DatabricksParser(Silent, DatabricksParser):
    PLACEHOLDER_PARSERS = {  # noqa: RUF012
        **DatabricksParser.PLACEHOLDER_PARSERS,
        TokenType.PLACEHOLDER: question_mark,
    }
    FUNCTIONS = {  # noqa: RUF012
        **forms.calls(name for name in functions.FUNCTIONS if name not in ("COUNT", "STRUCT")),
        "COUNT": DatabricksParser.FUNCTIONS["COUNT"],
        "STRUCT": DatabricksParser.FUNCTIONS["STRUCT"],
    }
    FUNCTION_PARSERS = {  # noqa: RUF012
        **_rows(("CAST", "TRY_CAST", "EXTRACT", "TRIM", "POSITION", "LISTAGG", "STRING_AGG")),
        "SUBSTRING": _parse_substring,
        "SUBSTR": _parse_substring,
        "OVERLAY": _parse_overlay,
    }
    NO_PAREN_FUNCTION_PARSERS = {  # noqa: RUF012
        name: DatabricksParser.NO_PAREN_FUNCTION_PARSERS[name] for name in ("CASE", "ANY")
    }

    def _parse_bracket(self, this: exp.Expr | None = None) -> exp.Expr | None:
        """``ARRAY(1, 2)[0]`` takes an item; sqlglot goes by the name, and makes a list of that item alone."""
        named = this is not None and (isinstance(this, Call) or this.name.upper() in self.ARRAY_CONSTRUCTORS)
        if named and self._curr.token_type == TokenType.L_BRACKET:
            this = self.expression(exp.Paren(this=this))
        return super()._parse_bracket(this)


@remembering
class _Databricks(Databricks):
    """Databricks, whose functions keep their names."""

    Parser = _DatabricksParser


TYPES = frozenset(
    {
        exp.DType.BIGINT, exp.DType.BOOLEAN, exp.DType.DATE, exp.DType.DECIMAL, exp.DType.DOUBLE, exp.DType.FLOAT,
        exp.DType.INT, exp.DType.SMALLINT, exp.DType.TEXT, exp.DType.TIMESTAMP, exp.DType.TIMESTAMPNTZ,
        exp.DType.TIMESTAMPTZ, exp.DType.TINYINT, exp.DType.ARRAY, exp.DType.MAP, exp.DType.STRUCT,
    }
)  # fmt: skip


def _judge(node: exp.Expr, name: str) -> None:
    if not isinstance(node, Call):
        return
    given = len(node.expressions)
    if name == "RANGE" and not isinstance(node.parent, exp.Table):
        raise Untested("RANGE outside of FROM", "write SEQUENCE(first, last).")
    if name in functions.DIRECT:
        known = 1 <= given <= functions.DIRECT[name]
    elif name in functions.SPECIAL:
        known = _special(node) or forms.form_of(FORMS, node) is not None
    else:
        known = forms.form_of(FORMS, node) is not None
    if not known:
        raise Untested(f"this form of {name}")


def _special(node: Call) -> bool:
    fewest, most, _ = functions.SPECIAL.get(node.name, (1, 0, None))
    return fewest <= len(node.expressions) <= most


def _become(node: Call) -> str | None:
    ignored = node.parent
    if isinstance(ignored, exp.IgnoreNulls | exp.RespectNulls) and node.arg_key == "this":
        moved = nulls_inside(node, ignored)
        if moved is None:
            return None
        node = moved
    if node.name == "COLLECT_SET":
        forms.become(node, forms.Form(("a",), "list(DISTINCT a)", FORMS["COLLECT_LIST"][0].around, None))
        return "a list of nothing is empty"
    if isinstance(node.parent, exp.Lateral | exp.Aliases) and node.arg_key == "this":
        return None  # these are seen to as a whole
    if isinstance(node.parent, exp.Table):
        if node.name in rows.GENERATORS:
            rows.in_from(node)
        return None
    if node.name in rows.GENERATORS:
        return rows.selected(node)
    if node.name in ("AVG", "MEAN"):
        more.average(node)
        return None
    if _special(node):
        node.replace(functions.SPECIAL[node.name][2](node))
        return _RULES.get(node.name)
    form = forms.form_of(FORMS, node)
    assert form is not None
    forms.become(node, form)
    return form.rule


_RULES = {
    "CONCAT_WS": "lists are joined item by item",
    "SUBSTRING": "a start of 0 is 1",
    "REGEXP_REPLACE": "REGEXP_REPLACE replaces every match",
    "REGEXP_EXTRACT": "REGEXP_EXTRACT gives the first group",
    "DATEADD": "a date and a unit are a timestamp",
    "MONTHS_BETWEEN": "days are 31st parts of a month",
    "ROUND": "a half is rounded by the digits shown",
    "ELEMENT_AT": "a place that is not there is an error",
}


def _whole_divide(node: exp.IntDiv) -> str | None:
    """DIV cuts off the fraction, of whole numbers and of decimals."""
    rule = _divide(node)
    if kind(node) != "int":
        whole_numbers = "typeof(a) LIKE '%INT%' AND typeof(b) LIKE '%INT%'"
        text = f"CASE WHEN {whole_numbers} THEN CAST(a // b AS BIGINT) ELSE CAST(trunc(a / b) AS BIGINT) END"
        node.replace(built(text, node.this, node.expression))
    return rule


def _quotient(node: exp.Div) -> str | None:
    right = node.expression
    made = divisor(right)
    node.replace(more.quotient(node.this, right, made))
    return None if made == right else "a division by zero is an error"


def _divide(node: exp.Binary) -> str | None:
    right = node.expression
    made = divisor(right)
    if made == right:
        return None
    right.replace(made)
    return "a division by zero is an error"


_shift = partial(shift, scaled=frozenset({"YEAR", "QUARTER", "MONTH"}))
"""Days that are multiplied make a timestamp of a date."""


def _sub(node: exp.Sub) -> str | None:
    rule = _shift(node)
    if rule is None:
        minus(node, "write DATEDIFF(end, start).")
    return rule


_BITS = (exp.BitwiseAnd, exp.BitwiseOr, exp.BitwiseXor)


def _look_bits(node: exp.Binary) -> None:
    """Of these operators & is before ^ and that before |; sqlglot reads them from the left."""
    if any(isinstance(side, _BITS) and type(side) is not type(node) for side in (node.this, node.expression)):
        raise Untested("operators of bits beside others", "put parentheses around each.")


def _xor(node: exp.BitwiseXor) -> None:
    node.replace(built("xor(a, b)", node.this, node.expression))


def _aliases(node: exp.Aliases) -> str | None:
    if not (isinstance(node.this, Call) and node.this.name in rows.GENERATORS):
        raise Untested("AS with several names")
    return rows.selected(node.this)


def _range(node: exp.Table) -> str | None:
    """RANGE has a column that is called id."""
    if not isinstance(node.this, Call):
        return None
    alias = node.args.get("alias") or exp.TableAlias(this=exp.to_identifier("v__"))
    if not alias.columns:
        alias.set("columns", [exp.to_identifier("id")])
    node.set("alias", alias)
    node.set("this", exp.Anonymous(this="range", expressions=[each.copy() for each in node.this.expressions]))
    return None


def _like(node: exp.Binary) -> str | None:
    r"""In a pattern ``\`` stands before what is meant as it stands."""
    pattern = node.expression
    if isinstance(pattern, exp.Any | exp.All):
        if any("\\" in each.name for each in pattern.find_all(exp.Literal)):
            raise Untested("a backslash in LIKE ANY or ALL", "write several LIKE with OR or AND.")
        return None
    if isinstance(node.parent, exp.Escape):
        return None
    if isinstance(pattern, exp.Literal) and "\\" not in pattern.name:
        return None
    wrap(node, lambda inner: exp.Escape(this=inner, expression=exp.Literal.string("\\")))
    return "a backslash stands before a sign of a pattern"


def _list(node: exp.GroupConcat) -> str | None:
    if node.args.get("on_overflow"):
        raise Untested("ON OVERFLOW")
    if node.args.get("separator") is None:
        node.set("separator", exp.Literal.string(""))
        return "LISTAGG puts nothing between texts"
    return None


def _rolled(node: exp.Rollup | exp.Cube) -> None:
    """``GROUP BY a, b WITH ROLLUP`` is GROUP BY ROLLUP (a, b)."""
    group = node.parent
    if not node.expressions and isinstance(group, exp.Group):
        node.set("expressions", [each.copy() for each in group.expressions])
        group.set("expressions", [])


def _bracket(node: exp.Bracket) -> str | None:
    """A list is counted from 0, and a place that is not there is an error; a map or struct has names."""
    at = node.expressions[0] if len(node.expressions) == 1 else None
    if at is None or isinstance(at, exp.Slice):
        raise Untested("brackets of that form")
    if kind(at) == "text":
        return None
    place = whole(at)
    counted = at if place is None or place < 0 else exp.Literal.number(place)
    outside = "CAST('no such place in the list' AS BIGINT)"
    text = f"list_extract(a, CASE WHEN b < 0 OR b >= len(a) THEN {outside} ELSE CAST(b AS BIGINT) + 1 END)"
    node.replace(built(text, node.this, counted))
    return "lists are counted from 0"


def values(node: exp.Values) -> str | None:
    """Columns without names are called col1, col2 and so on, where DuckDB begins with col0."""
    if not isinstance(node.parent, exp.From | exp.Join | exp.Subquery):
        return None
    owner = node.parent if isinstance(node.parent, exp.Subquery) else node
    alias = owner.args.get("alias") or exp.TableAlias(this=exp.to_identifier("values__"))
    if alias.columns or not node.expressions:
        return None
    width = len(node.expressions[0].expressions) if isinstance(node.expressions[0], exp.Tuple) else 1
    alias.set("columns", [exp.to_identifier(f"col{at}") for at in range(1, width + 1)])
    owner.set("alias", alias)
    return "columns without names are col1, col2, ..."


def _pivot(node: exp.Pivot) -> str | None:
    """The alias of one aggregate does not become a part of the columns' names."""
    if not node.unpivot and any(isinstance(each.this, exp.Tuple) for each in node.args.get("fields") or ()):
        raise Untested("PIVOT of several columns")
    if not node.unpivot:
        for each in node.expressions:
            more.pivoted(each)
    if not node.unpivot and len(node.expressions) == 1 and isinstance(node.expressions[0], exp.Alias):
        node.set("expressions", [node.expressions[0].this])
        return "columns of PIVOT are named after the values"
    return None


SPARK_CONSTRUCTS = frozenset(CONSTRUCTS | {exp.IntDiv, exp.Aliases, exp.BitwiseXor, Call} | more.PATHS)
DATABRICKS = NamingSource(
    name="Databricks",
    dialect=_Databricks(),
    functions=functions.FUNCTIONS,
    types=TYPES,
    constructs=SPARK_CONSTRUCTS,
    judge=_judge,
    prepare=lambda nodes: [*outputs_first(nodes[0]), *merged_first(nodes[0])],
    looks={
        exp.Identifier: forms.own_name,
        exp.Interval: interval,
        **dict.fromkeys(_BITS, _look_bits),
        exp.Extract: times.judge_extract,
    },
    adapts={
        Call: _become,
        exp.Div: _quotient,
        exp.IntDiv: _whole_divide,
        exp.Mod: _divide,
        exp.Cast: casts.cast,
        exp.TryCast: casts.cast,
        exp.DataType: casts.narrow_type,
        exp.Add: _shift,
        exp.Sub: _sub,
        exp.BitwiseXor: _xor,
        exp.DPipe: joined,
        exp.Like: _like,
        exp.ILike: _like,
        exp.Bracket: _bracket,
        exp.Lateral: rows.view,
        exp.JSONExtract: more.path,
        exp.Count: more.count,
        exp.Aliases: _aliases,
        exp.Table: _range,
        exp.Extract: times.extract,
        exp.Pivot: _pivot,
        exp.GroupConcat: _list,
        exp.Rollup: _rolled,
        exp.Cube: _rolled,
        exp.Values: values,
    },
    tables=frozenset({*rows.GENERATORS, "RANGE"}),
    words={
        exp.Concat: "texts that stand side by side",
        exp.Hint: "a hint",
        exp.Distribute: "DISTRIBUTE BY",
        exp.Cluster: "CLUSTER BY",
        exp.Sort: "SORT BY",
        exp.Version: "time travel (AS OF)",
        exp.Parameter: "a variable (@ or $)",
    },
)
SPARK = replace(DATABRICKS, name="Spark")
"""Spark knows less than Databricks, and the same of what both know."""
