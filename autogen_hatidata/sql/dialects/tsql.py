"""SQL Server's SQL (T-SQL), of a server with its default settings: English, Sunday first, no difference of case.

What sqlglot would translate silently wrong: whole numbers divide and average to fractions, a cast to a whole number
rounds, casts to texts do not cut, DECIMAL gets three digits, weeks and weekdays count as ISO's, TOP of a part of a
UNION cuts the whole, a text is compared with its case, and ``#t`` is read as the table ``t``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sqlglot import TokenType, exp
from sqlglot.dialects.tsql import TSQL
from sqlglot.parsers.tsql import TSQLParser

from autogen_hatidata.sql.dialects.aliases import OLDER, AliasSource
from autogen_hatidata.sql.dialects.folding import ISO, has_case
from autogen_hatidata.sql.dialects.source import bare, remembering, wrap
from autogen_hatidata.sql.dialects.templates import (
    DATE,
    DECIMAL,
    FLOAT,
    TEXT,
    TIME,
    WHOLE,
    Call,
    calls,
    closed,
    fill,
    kind,
    of_kind,
    repeating,
    written,
)
from autogen_hatidata.sql.dialects.tsql_calls import moment_of, write_call, written_moment
from autogen_hatidata.sql.dialects.tsql_looks import LOOKS, judge
from autogen_hatidata.sql.dialects.tsql_tables import (
    DATE_TYPES,
    FOLDING,
    FUNCTIONS,
    MONEY,
    READ_STYLES,
    RULES,
    STYLES,
    TEXT_TYPES,
    TEXTS,
    TYPES,
    WHOLE_TYPES,
    length_of,
    refused,
)
from autogen_hatidata.sql.plain import Silent, question_mark

_IS_NUMBER = re.compile(r"(?:\s*[-+]?[0-9.]*[0-9][0-9.]*\s*)?")


def _literal(self: TSQLParser, token: object) -> exp.Expr:
    return self.expression(exp.Literal(this=token.text, is_string=True))  # type: ignore[attr-defined]


_OWN = [*TEXTS, *"""
    CHOOSE ISNULL PATINDEX REPLACE CONCAT CONCAT_WS FORMAT ROUND LOG DATEADD DATEDIFF DATEDIFF_BIG DATEPART DATENAME
    DATETRUNC EOMONTH STRING_SPLIT GREATEST LEAST
""".split()]  # fmt: skip


class _TsqlParser(Silent, TSQLParser):
    PLACEHOLDER_PARSERS = {  # noqa: RUF012
        **TSQLParser.PLACEHOLDER_PARSERS,
        TokenType.PLACEHOLDER: question_mark,
    }
    FUNCTIONS = {  # noqa: RUF012
        **TSQLParser.FUNCTIONS,
        **calls(_OWN),
    }
    FUNCTION_PARSERS = {  # noqa: RUF012
        name: TSQLParser.FUNCTION_PARSERS[name]
        for name in ("CAST", "TRY_CAST", "CONVERT", "TRY_CONVERT", "STRING_AGG", "TRIM")
    }
    PRIMARY_PARSERS = {  # noqa: RUF012
        **TSQLParser.PRIMARY_PARSERS,
        TokenType.NATIONAL_STRING: _literal,  # N'text': every text is Unicode in DuckDB
    }

    def _warn_refused(self) -> None:
        """sqlglot would log the caller's text and go on with a command it has not read."""
        self.raise_error("Unsupported syntax")


@remembering
class _Tsql(TSQL):
    """SQL Server's, remembering each function's name as it was written."""

    class Tokenizer(TSQL.Tokenizer):
        QUOTES = ["'"]  # noqa: RUF012 - "x" is a name
        KEYWORDS = {word: token for word, token in TSQL.Tokenizer.KEYWORDS.items() if word != "REAL"}  # noqa: RUF012

    Parser = _TsqlParser


def _now(node: exp.CurrentTimestamp) -> str:
    node.replace(of_kind(fill("LOCALTIMESTAMP"), TIME))
    return RULES["GETDATE"]


def _divide(node: exp.Div) -> str:
    """DuckDB's // divides whole numbers as SQL Server does and all other numbers as they are."""
    what = kind(node)
    node.replace(of_kind(exp.IntDiv(this=closed(node.this), expression=closed(node.expression)), what))
    decimals = what == DECIMAL
    if decimals:
        return "approximate: quotients of DECIMALs keep more digits"
    return "whole numbers divide to whole numbers; by zero it is an error, on DuckDB 1.5 NULL"


def _average(node: exp.Avg) -> str:
    """SQL Server's average of whole numbers is whole."""
    window = node.parent if isinstance(node.parent, exp.Window) and node.arg_key == "this" else None
    whole = window or node

    def over(call: exp.Expr) -> exp.Expr:
        if window is None:
            return call
        copied = window.copy()
        copied.set("this", call)
        return copied

    total, rows = over(exp.Sum(this=node.this.copy())), over(exp.Count(this=node.this.copy()))
    rows = exp.Nullif(this=rows, expression=exp.Literal.number(0))
    what = kind(node.this)
    whole.replace(of_kind(exp.Paren(this=exp.IntDiv(this=total, expression=rows)), what))
    return "an average of whole numbers is whole"


def _cast(node: exp.Cast) -> str | None:
    to = node.to
    if to.this in TEXT_TYPES:
        return _cast_text(node)
    if to.this in WHOLE_TYPES:
        return _cast_whole(node)
    if to.this in DATE_TYPES:
        inner = bare(node.this)
        if isinstance(inner, exp.Literal) and inner.is_string and ISO.fullmatch(inner.name.strip()):
            node.set("this", written_moment(inner.name).this)
        if to.this != exp.DType.DATE:
            node.set("to", exp.DataType(this=exp.DType.TIMESTAMP))
    if to.this == exp.DType.DECIMAL and len(to.expressions) < 2:
        sizes = [size.this.name for size in to.expressions] or ["18"]
        node.set("to", exp.DataType.build(f"DECIMAL({sizes[0]}, 0)"))
        return "DECIMAL without a scale is whole"
    if to.this in MONEY:
        node.set("to", exp.DataType.build("DECIMAL({}, {})".format(*MONEY[to.this])))
    if to.this == exp.DType.FLOAT:
        node.set("to", exp.DataType(this=exp.DType.DOUBLE))
    if to.this == exp.DType.BIT:
        node.set("to", exp.DataType(this=exp.DType.BOOLEAN))
        wrap(node, lambda inner: of_kind(exp.cast(inner, exp.DType.TINYINT), WHOLE))
        return "a BIT is 0 or 1"
    return None


def _cast_text(node: exp.Cast) -> str:
    length = length_of(node.to)
    node.set("to", exp.DataType(this=exp.DType.VARCHAR))
    if length < 1 << 30:
        wrap(node, lambda inner: of_kind(fill(f"left(_1, {length})", inner), TEXT))
    return "a text of a cast is cut to its length"


def _cast_whole(node: exp.Cast) -> str | None:
    what = kind(node.this)
    if what == WHOLE:
        return None
    if isinstance(node, exp.TryCast):
        whole = "regexp_full_match(CAST(_1 AS VARCHAR), ' *[-+]?[0-9]+ *')"  # a text with a point is no INT
        text = f"CASE WHEN {whole} OR typeof(_1) <> 'VARCHAR' THEN _2 END"
        tried = exp.TryCast(this=fill("trunc(TRY_CAST(_1 AS DECIMAL(38, 15)))", node.this), to=node.to.copy())
        node.replace(of_kind(fill(text, node.this, tried), WHOLE))
    else:
        node.set("this", fill("trunc(CAST(_1 AS DECIMAL(38, 15)))", node.this))
    return "a cast to a whole number cuts"


def _converted(node: exp.Convert) -> str | None:
    to, inner, style = node.this, node.args["expression"], node.args.get("style")
    cast: exp.Cast = (exp.TryCast if node.args.get("safe") else exp.Cast)(this=inner, to=to)
    name = style.name if style is not None else ""
    if name and to.this in TEXT_TYPES:
        pattern = exp.Literal.string(STYLES[name])
        cast.set("this", fill("strftime(_1, _2)", moment_of(inner), pattern))
    elif name in READ_STYLES and kind(inner) not in (DATE, TIME):
        read = "try_strptime" if node.args.get("safe") else "strptime"
        cast.set("this", fill(f"{read}(_1, _2)", inner, exp.Literal.string(STYLES[name])))
        node.replace(cast)
        cast.set("to", exp.DataType(this=exp.DType.DATE if to.this == exp.DType.DATE else exp.DType.TIMESTAMP))
        return "styles of CONVERT are formats"
    node.replace(cast)
    return _cast(cast) or ("styles of CONVERT are formats" if name else None)


def _plus(node: exp.Add) -> str | None:
    if TEXT not in (kind(node.this), kind(node.expression)):
        return _plus_days(node)
    terms = list(_terms(_whole_sum(node)))
    if any(kind(term) in (WHOLE, DECIMAL, FLOAT) for term in terms):
        raise refused("+ of a text and a number", "write CONCAT(a, b), or CAST(x AS VARCHAR(20)).")
    certain = any(term.is_string and not _IS_NUMBER.fullmatch(term.name) for term in terms)
    if not certain and any(kind(term) != TEXT for term in terms):
        raise refused("+ of a text and what may be a number", "write CONCAT(a, b).")
    for inner in [each for each in node.find_all(exp.Add) if each is not node and _reaches(each, node)]:
        inner.replace(exp.DPipe(this=closed_text(inner.this), expression=closed_text(inner.expression)))
    node.replace(exp.DPipe(this=closed_text(node.this), expression=closed_text(node.expression)))
    return "+ joins texts"


def _whole_sum(node: exp.Expr) -> exp.Expr:
    """The outermost of a chain of +."""
    above = node
    while isinstance(above.parent, exp.Add | exp.Paren | exp.DPipe):
        above = above.parent
    return above


def _terms(node: exp.Expr) -> Iterator[exp.Expr]:
    if isinstance(node, exp.Add | exp.DPipe):
        yield from _terms(node.this)
        yield from _terms(node.expression)
    elif isinstance(node, exp.Paren):
        yield from _terms(node.this)
    else:
        yield node


def _reaches(inner: exp.Expr, outer: exp.Expr) -> bool:
    """Whether only + and parentheses stand between two of them."""
    above = inner.parent
    while isinstance(above, exp.Add | exp.Paren | exp.DPipe) and above is not outer:
        above = above.parent
    return above is outer


def closed_text(node: exp.Expr) -> exp.Expr:
    """An operand of ||, in parentheses where an operator of its own may come apart."""
    return node if isinstance(node, exp.DPipe) else closed(node)


def _plus_days(node: exp.Add | exp.Sub) -> str | None:
    """A time and a number are a time, days later."""
    if kind(node.this) != TIME or kind(node.expression) != WHOLE:
        return None
    sign = "+" if isinstance(node, exp.Add) else "-"
    node.replace(of_kind(fill(f"(_1 {sign} to_days(_2))", node.this, node.expression), TIME))
    return "a time and a number are days"


def _xor(node: exp.BitwiseXor) -> None:
    node.replace(exp.Anonymous(this="xor", expressions=[node.this, node.expression]))


def _like_any_case(node: exp.Like) -> str | None:
    if not has_case(node.expression.name):
        return None
    node.replace(exp.ILike(this=node.this, expression=node.expression, negate=node.args.get("negate")))
    return FOLDING.rule


def _grouped(node: exp.Group) -> str | None:
    """GROUP BY a WITH ROLLUP is the older form of GROUP BY ROLLUP (a)."""
    for name, kind_of in (("rollup", exp.Rollup), ("cube", exp.Cube)):
        for each in node.args.get(name) or []:
            if not each.expressions:
                node.set(name, [kind_of(expressions=node.expressions)])
                node.set("expressions", None)
    return FOLDING.sorted(node)


def _apply(node: exp.Lateral) -> str | None:
    """CROSS APPLY is a join that sees the tables before it; OUTER APPLY keeps their rows."""
    join, cross = node.parent, node.args.get("cross_apply")
    if cross is None or not isinstance(join, exp.Join):
        return None
    node.set("cross_apply", None)
    if cross:
        join.set("kind", "CROSS")
    else:
        join.set("side", "LEFT")
        join.set("on", exp.true())
    return "APPLY is a join with LATERAL"


def _recursive(node: exp.With) -> str | None:
    """SQL Server needs no word for a query that names itself."""
    for cte in node.expressions:
        if any(table.name.lower() == cte.alias.lower() and not table.db for table in cte.this.find_all(exp.Table)):
            node.set("recursive", True)
            return "WITH that names itself is RECURSIVE"
    return None


def _top(node: exp.Select) -> None:
    """TOP in a part of a UNION is of that part alone."""
    if isinstance(node.parent, exp.SetOperation) and node.args.get("limit"):
        wrap(node, lambda inner: exp.Subquery(this=inner))


def _pivot(node: exp.Pivot) -> str | None:
    """The columns of PIVOT are names that stand for values."""
    if node.args.get("unpivot"):
        return None
    for field in node.args.get("fields") or []:
        for column in list(field.expressions):
            if isinstance(column, exp.Column):
                column.replace(exp.Literal.string(column.name))
    return "names in PIVOT are values"


def _percentiles(node: exp.WithinGroup) -> str | None:
    call = node.this
    name = {exp.PercentileCont: "quantile_cont", exp.PercentileDisc: "quantile_disc"}.get(type(call))
    order = node.expression
    if name is None:
        return None
    (ordered,) = order.expressions
    if ordered.args.get("desc"):
        raise refused(f"{written(call)} with DESC", "write 1 - the part, and no DESC.")
    node.replace(exp.Anonymous(this=name, expressions=[ordered.this, call.this]))
    return None


TSQL_SOURCE = AliasSource(
    name="SQL Server",
    dialect=_Tsql(),
    functions=FUNCTIONS,
    types=TYPES,
    constructs=frozenset(
        OLDER | {exp.Convert, exp.BitwiseXor, exp.WithTableHint, exp.ForClause, exp.QueryOption, exp.Parameter}
    ),
    judge=judge,
    looks=LOOKS,
    adapts={
        Call: write_call,
        exp.CurrentTimestamp: _now,
        exp.Div: _divide,
        exp.Avg: _average,
        exp.Cast: _cast,
        exp.TryCast: _cast,
        exp.Convert: _converted,
        exp.Add: _plus,
        exp.Sub: _plus_days,
        exp.BitwiseXor: _xor,
        **FOLDING.rules(),
        exp.Like: _like_any_case,
        exp.Group: _grouped,
        exp.Lateral: _apply,
        exp.With: _recursive,
        exp.Select: _top,
        exp.Pivot: _pivot,
        exp.WithinGroup: _percentiles,
    },
    repeating=repeating({name: text for name, (text, _) in TEXTS.items()})
    | {"FORMAT", "PATINDEX", "CHARINDEX", "CHOOSE", "TRY_CAST", "TRY_CONVERT", "AVG", "LOG"},
    words={
        exp.ILike: "ILIKE",
        exp.HexString: "a binary value (0x...)",
        exp.AtTimeZone: "AT TIME ZONE",
        exp.Version: "FOR SYSTEM_TIME",
        exp.TableSample: "TABLESAMPLE",
        exp.NextValueFor: "NEXT VALUE FOR",
        exp.Date: "{d '...'}",
    },
)
