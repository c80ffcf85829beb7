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

from autogen_hatidata.sql.dialects import databricks_functions as functions
from autogen_hatidata.sql.dialects import forms
from autogen_hatidata.sql.dialects.builders import UNITS, interval, nulls_inside, shift, whole
from autogen_hatidata.sql.dialects.forms import Call, built, call
from autogen_hatidata.sql.dialects.source import CONSTRUCTS, Source, Untested, remembering, wrap
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
        exp.DType.TIMESTAMPTZ, exp.DType.TINYINT,
    }
)  # fmt: skip


def _judge(node: exp.Expr, name: str) -> None:
    if not isinstance(node, Call):
        return
    given = len(node.expressions)
    if name in functions.SPECIAL:
        known = functions.SPECIAL[name][0] <= given <= functions.SPECIAL[name][1]
    else:
        known = forms.form_of(functions.FORMS, node) is not None
    if not known:
        raise Untested(f"this form of {name}")


def _become(node: Call) -> str | None:
    ignored = node.parent
    if isinstance(ignored, exp.IgnoreNulls | exp.RespectNulls) and node.arg_key == "this":
        moved = nulls_inside(node, ignored)
        if moved is None:
            return None
        node = moved
    if node.name == "COLLECT_SET":
        forms.become(node, forms.Form(("a",), "list(DISTINCT a)", functions.FORMS["COLLECT_LIST"][0].around, None))
        return "a list of nothing is empty"
    if isinstance(node.parent, exp.Lateral) and node.arg_key == "this":
        return None  # the view is seen to as a whole
    if node.name in functions.SPECIAL:
        node.replace(functions.SPECIAL[node.name][2](node))
        return _RULES.get(node.name)
    form = forms.form_of(functions.FORMS, node)
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


def _divide(node: exp.Binary) -> str | None:
    right = node.expression
    made = divisor(right)
    if made == right:
        return None
    right.replace(made)
    return "a division by zero is an error"


_shift = partial(shift, scaled=frozenset({"YEAR", "QUARTER", "MONTH"}))
"""Days that are multiplied make a timestamp of a date."""


def _extract(node: exp.Extract) -> None:
    if node.name.upper() not in UNITS - {"SECOND"}:
        raise Untested("that unit in EXTRACT")


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


def _count(node: exp.Count) -> None:
    if node.expressions:
        raise Untested("COUNT of several columns", "count rows where none of them IS NULL.")


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
    if not node.unpivot and len(node.expressions) == 1 and isinstance(node.expressions[0], exp.Alias):
        node.set("expressions", [node.expressions[0].this])
        return "columns of PIVOT are named after the values"
    return None


_VIEWS = {
    ("EXPLODE", 1): ("SELECT unnest(a) AS c0", ("col",)),
    ("EXPLODE", 2): (
        "SELECT e__.key AS c0, e__.value AS c1 FROM (SELECT unnest(map_entries(a)) AS e__)",
        ("key", "value"),
    ),
    ("POSEXPLODE", 2): ("SELECT generate_subscripts(a, 1) - 1 AS c0, unnest(a) AS c1", ("pos", "col")),
}
"""The query of a LATERAL VIEW by its function and the number of its columns, and how these are called."""
_VIEW = "view"


def _view(node: exp.Lateral) -> str | None:
    """``LATERAL VIEW EXPLODE(list) t AS x`` as a join with a query."""
    made = node.this
    if isinstance(made, exp.Subquery):
        return None
    if not (node.args.get("view") and isinstance(made, Call)):
        raise Untested("a function in FROM", "write LATERAL VIEW EXPLODE(list) t AS x.")
    alias = node.args.get("alias")
    names = [name.copy() for name in alias.columns] if alias else []
    name = made.name.removesuffix("_OUTER")
    found = _VIEWS.get((name, len(names) or (2 if name == "POSEXPLODE" else 1)))
    if found is None:
        raise Untested(f"LATERAL VIEW {made.name}")
    text, called = found
    query = built(f"({text})", made.expressions[0])
    places = {f"c{at}": each for at, each in enumerate(names or [exp.to_identifier(one) for one in called])}
    for column in query.unnest().expressions:
        column.set("alias", places[column.alias])
    outer = bool(node.args.get("outer")) or made.name.endswith("_OUTER")
    table = exp.TableAlias(this=(alias.this.copy() if alias and alias.this else exp.to_identifier("v__")))
    join = exp.Join(this=exp.Lateral(this=exp.Subquery(this=query.unnest()), alias=table))
    join.set("side" if outer else "kind", "LEFT" if outer else "CROSS")
    if outer:
        join.set("on", exp.Boolean(this=True))
    select = node.parent
    node.pop()
    assert select is not None
    join.meta[_VIEW] = True
    joins = select.args.get("joins") or []
    at = next((place for place, each in enumerate(joins) if each.meta.get(_VIEW)), len(joins))
    select.set("joins", [*joins[:at], join, *joins[at:]])  # the last view is seen first
    return "LATERAL VIEW is a join"


SPARK_CONSTRUCTS = frozenset(CONSTRUCTS | {exp.IntDiv, Call})
DATABRICKS = Source(
    name="Databricks",
    dialect=_Databricks(),
    functions=functions.FUNCTIONS,
    types=TYPES,
    constructs=SPARK_CONSTRUCTS,
    judge=_judge,
    looks={
        exp.Identifier: forms.own_name,
        exp.Interval: interval,
        exp.Extract: _extract,
        exp.Count: _count,
    },
    adapts={
        Call: _become,
        exp.Div: _divide,
        exp.IntDiv: _whole_divide,
        exp.Mod: _divide,
        exp.Cast: functions.cast,
        exp.TryCast: functions.cast,
        exp.DataType: functions.narrow_type,
        exp.Add: _shift,
        exp.Sub: _shift,
        exp.Like: _like,
        exp.ILike: _like,
        exp.Bracket: _bracket,
        exp.Lateral: _view,
        exp.Pivot: _pivot,
        exp.GroupConcat: _list,
        exp.Rollup: _rolled,
        exp.Cube: _rolled,
        exp.Values: values,
    },
    words={
        exp.Concat: "texts that stand side by side",
        exp.JSONExtract: "a path into a VARIANT (a:b)",
        exp.Hint: "a hint",
        exp.Aliases: "AS with several names",
        exp.Distribute: "DISTRIBUTE BY",
        exp.Cluster: "CLUSTER BY",
        exp.Sort: "SORT BY",
        exp.Version: "time travel (AS OF)",
        exp.Parameter: "a variable (@ or $)",
    },
)
SPARK = replace(DATABRICKS, name="Spark")
"""Spark knows less than Databricks, and the same of what both know."""
