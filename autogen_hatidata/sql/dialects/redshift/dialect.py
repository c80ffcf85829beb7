"""Amazon Redshift's SQL: what it has of PostgreSQL's, and its own functions.

What differs although it looks alike: an average keeps the scale of its argument, so that one of integers has no
decimals; EXTRACT gives integers; CONCAT with NULL is NULL; REGEXP_REPLACE replaces all; LISTAGG leaves empty texts out;
NUMERIC is NUMERIC(18, 0); a backslash escapes in every text.
"""

from __future__ import annotations

import re
from typing import Any

from sqlglot import Token, TokenType, exp
from sqlglot.dialects.redshift import Redshift
from sqlglot.transforms import eliminate_join_marks

from autogen_hatidata.sql.dialects.aliases import NamingSource
from autogen_hatidata.sql.dialects.forms import Call, built, own_name
from autogen_hatidata.sql.dialects.merged import merged_first
from autogen_hatidata.sql.dialects.postgres import dates, joined, numbers, patterns, rows, texts
from autogen_hatidata.sql.dialects.postgres.dialect import CONSTRUCTS_OF_POSTGRES, LOOKS, PlainPostgresParser
from autogen_hatidata.sql.dialects.postgres.dialect import TYPES as TYPES_OF_POSTGRES
from autogen_hatidata.sql.dialects.redshift import dates as own_dates
from autogen_hatidata.sql.dialects.redshift.functions import FUNCTIONS, ordered
from autogen_hatidata.sql.dialects.source import Untested, remembering, unsupported


def _cast(node: exp.Cast) -> str | None:
    if node.to.this == exp.DType.DECIMAL and not node.to.expressions:
        digits = [exp.DataTypeParam(this=exp.Literal.number(size)) for size in (18, 0)]
        node.to.set("expressions", digits)
        numbers.cast(node)
        return "NUMERIC is NUMERIC(18, 0)"
    if node.to.this in (exp.DType.VARCHAR, exp.DType.TEXT, exp.DType.CHAR) and isinstance(node.this, _MAY_BE_SUPER):
        return _text(node)
    return numbers.cast(node)


def _text(node: exp.Cast) -> str | None:
    """As of any value, and of a SUPER one without quotes."""
    value, sizes = node.this.copy(), [size.name for size in node.to.expressions]
    holder = exp.Paren(this=exp.Null())
    node.replace(holder)
    holder.set("this", node)
    rule = numbers.cast(node)
    super_text = f'"left"({_TEXT_OF_SUPER}, {sizes[0]})' if sizes else _TEXT_OF_SUPER
    holder.replace(built(f"CASE WHEN typeof(a) = 'JSON' THEN {super_text} ELSE b END", value, holder.this))
    return rule


_MAY_BE_SUPER = (exp.Column, exp.Dot)
_TEXT_OF_SUPER = (
    "CASE WHEN json_type(CAST(a AS JSON)) IN ('OBJECT', 'ARRAY')"
    " THEN CAST(CAST('an object or array as a text' AS TINYINT) AS VARCHAR)"
    " ELSE json_extract_string(CAST(a AS JSON), '$') END"
)
"""The text of a SUPER value has no quotes."""

TYPES = TYPES_OF_POSTGRES - {exp.DType.ARRAY, exp.DType.JSON, exp.DType.JSONB, exp.DType.TIMESTAMPTZ}

_NOT_HERE = frozenset(
    {
        exp.Filter, exp.Lateral, exp.Unnest, exp.Array, exp.Bracket, exp.Slice, exp.JSONExtract, exp.JSONExtractScalar,
        exp.ArrayContainsAll, exp.ArrayOverlaps, exp.Collate, exp.RegexpILike, exp.Values, exp.Fetch, exp.JSONBExtract,
        exp.JSONBExtractScalar, exp.JSONBContainsTopKey, exp.ArrayContainedBy, exp.TableSample, exp.AtTimeZone,
        exp.Overlay, exp.Kwarg, exp.Sqrt, exp.Cbrt, exp.UnicodeString,
    }
)  # fmt: skip


def _judge(node: exp.Expr, name: str) -> None:
    if isinstance(node, Call):
        FUNCTIONS.judge(node)


def _look_distinct(node: exp.Distinct) -> None:
    if node.args.get("on"):
        raise Untested("DISTINCT ON", "number the rows with ROW_NUMBER() and keep the first.")


def _look_between(node: exp.Between) -> None:
    if node.args.get("symmetric"):
        raise Untested("BETWEEN SYMMETRIC", "write the lower bound first.")


_NULLS = (exp.IgnoreNulls, exp.RespectNulls)
_PIVOTED = ("SUM", "MIN", "MAX", "COUNT")


def _look_pivot(node: exp.Pivot) -> None:
    """An average of integers would keep its decimals there."""
    for one in node.expressions if not node.unpivot else ():
        inner = one.this if isinstance(one, exp.Alias) else one
        if not (isinstance(inner, Call) and inner.name in _PIVOTED):
            raise Untested("PIVOT with that aggregate", "write SUM(CASE WHEN ... THEN ... END).")


_PASSING = {
    "LAG": exp.Lag, "LEAD": exp.Lead, "FIRST_VALUE": exp.FirstValue, "LAST_VALUE": exp.LastValue,
    "NTH_VALUE": exp.NthValue,
}  # fmt: skip
"""Functions that may pass NULLs over, which sqlglot writes itself then."""


def _become(node: Call) -> str | None:
    around = node.parent
    inside = node.expressions[0] if node.expressions else None
    if isinstance(inside, _NULLS):
        around = type(inside)(this=exp.Null())
        node.replace(around)
        node.set("expressions", [inside.this, *node.expressions[1:]])
    elif not (isinstance(around, _NULLS) and node.arg_key == "this"):
        return FUNCTIONS.become(node)
    if node.name not in _PASSING:
        raise Untested(f"IGNORE NULLS of {node.name}")
    names = ("this", "offset", "default")
    around.set("this", _PASSING[node.name](**dict(zip(names, node.expressions, strict=False))))
    return None


def _substring(node: exp.Substring) -> str | None:
    text = node.this
    if not text.is_string:
        text.replace(built("CAST(a AS VARCHAR)", text))
    return texts.substring(node)


def _outer_joins(tree: exp.Expr) -> list[str]:
    """``a.x = b.x(+)`` keeps the rows of a."""
    marked = [column for column in tree.find_all(exp.Column) if column.args.get("join_mark")]
    if not marked:
        return []
    if any(not column.table for column in tree.find_all(exp.Column)):
        raise Untested("(+) beside columns without their table", "write LEFT JOIN, or a.x for each column.")
    selects = {id(one.parent_select): one.parent_select for one in marked}.values()
    try:
        eliminate_join_marks(tree)
    except AssertionError:
        raise Untested("this form of (+)", "write LEFT JOIN.") from None
    for select in selects:
        joins = select.args.get("joins") if select is not None else None
        if joins and any(join.args.get("on") is None for join in joins):
            raise Untested("(+) beside other tables", "write LEFT JOIN.")
    if any(column.args.get("join_mark") for column in tree.find_all(exp.Column)):
        raise Untested("this form of (+)", "write LEFT JOIN.")
    return ["(+) is LEFT JOIN"]


class _RedshiftParser(PlainPostgresParser):
    FUNCTIONS = FUNCTIONS.builders()
    FUNCTION_PARSERS = {  # noqa: RUF012
        **PlainPostgresParser.FUNCTION_PARSERS,
        "CONVERT": lambda self: self._parse_convert(True),
    }
    NO_PAREN_FUNCTION_PARSERS = {  # noqa: RUF012
        **PlainPostgresParser.NO_PAREN_FUNCTION_PARSERS,
        "SYSDATE": lambda self: self.expression(exp.Localtimestamp()),
    }

    def parse(self, raw_tokens: list[Token], sql: str) -> Any:
        """A backslash escapes itself and quotes; what else stands after one is not read."""
        raw_tokens = [
            token
            for token, following in zip(raw_tokens, [*raw_tokens[1:], None], strict=True)
            if not (token.text.upper() == "APPROXIMATE" and following and following.text.upper() in _APPROXIMATE)
        ]
        for token in raw_tokens:
            if token.token_type == TokenType.STRING and re.search(r"\\[^\\']", _pairs_away(sql, token)):
                raise unsupported("Redshift", "a backslash in a text", r"write two of them, as in '\\d'.")
        return super().parse(raw_tokens, sql)

    def _parse_convert(self, strict: bool, safe: bool | None = None) -> exp.Expr:
        to = self._parse_types()
        self._match(TokenType.COMMA)
        return self.expression(exp.Cast(this=self._parse_bitwise(), to=to))


_APPROXIMATE = ("COUNT", "PERCENTILE_DISC")
"""What may be approximate, and is exact here."""


def _pairs_away(sql: str, token: Token) -> str:
    return sql[token.start : token.end + 1].replace("\\\\", "")


@remembering
class _Redshift(Redshift):
    """Redshift, remembering each function's name as it was written."""

    Parser: Any = _RedshiftParser  # reads as PostgreSQL's does, with the words of Redshift


REDSHIFT = NamingSource(
    name="Redshift",
    dialect=_Redshift(),
    functions=FUNCTIONS.most(),
    types=TYPES,
    judge=_judge,
    constructs=CONSTRUCTS_OF_POSTGRES - _NOT_HERE
    | {exp.Qualify, exp.Pivot, exp.PivotAlias, exp.UnpivotColumns, exp.IgnoreNulls, exp.RespectNulls},
    looks={
        **LOOKS,
        exp.Distinct: _look_distinct,
        exp.Between: _look_between,
        exp.Pivot: _look_pivot,
        exp.Identifier: own_name,
    },
    prepare=lambda nodes: [*_outer_joins(nodes[0]), *merged_first(nodes[0]), *rows.typed_unions(nodes[0])],
    adapts={
        Call: _become,
        exp.Cast: _cast,
        exp.Div: numbers.divide,
        exp.Mod: numbers.remainder,
        exp.Extract: own_dates.extract,
        exp.Substring: _substring,
        exp.RegexpLike: patterns.matches,
        exp.SimilarTo: patterns.similar,
        exp.Like: texts.like,
        exp.ILike: texts.like,
        exp.DPipe: joined.joined_texts,
        exp.Interval: dates.interval,
        exp.WithinGroup: ordered,
    },
    repeating=frozenset(
        """
        ROUND SUBSTR SUBSTRING TO_CHAR AVG GREATEST LEAST DECODE NVL2 ADD_MONTHS MONTHS_BETWEEN TRUNC DECIMAL NUMERIC
        CAST CONVERT
        """.split()
    ),
    words={
        exp.Parameter: "a column by position ($1)",
        exp.AtTimeZone: "AT TIME ZONE",
        exp.Filter: "FILTER (WHERE ...)",
        exp.JoinHint: "a hint",
        exp.Bracket: "a place in a SUPER value ([0])",
    },
)
