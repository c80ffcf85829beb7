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
from autogen_hatidata.sql.dialects.certain_kinds import (
    DATE,
    DECIMAL,
    FLOAT,
    TEXT,
    TIME,
    WHOLE,
    closed,
    kind,
    of_kind,
    written,
)
from autogen_hatidata.sql.dialects.clauses import recursive
from autogen_hatidata.sql.dialects.collating import CASED, cased, has_case
from autogen_hatidata.sql.dialects.folding import COMPARED
from autogen_hatidata.sql.dialects.forms import Call, built, calls
from autogen_hatidata.sql.dialects.source import WRITTEN, remembering
from autogen_hatidata.sql.dialects.tsql.calls import OWN, as_text, write_call
from autogen_hatidata.sql.dialects.tsql.casts import cast, convert
from autogen_hatidata.sql.dialects.tsql.looks import LOOKS, NATIONAL, judge
from autogen_hatidata.sql.dialects.tsql.numbers import average, divide
from autogen_hatidata.sql.dialects.tsql.rows import in_from, open_json, series, split, top
from autogen_hatidata.sql.dialects.tsql.tables import FOLDING, FUNCTIONS, TYPES, refused, regex
from autogen_hatidata.sql.plain import Silent, question_mark


def _literal(self: TSQLParser, token: object) -> exp.Expr:
    text: exp.Expr = self.expression(exp.Literal(this=token.text, is_string=True))  # type: ignore[attr-defined]
    text.meta[NATIONAL] = True
    return text


def _open_json(self: TSQLParser) -> exp.OpenJSON:
    read: exp.OpenJSON = self._parse_open_json()
    read.meta[WRITTEN] = "OPENJSON"
    return read


_ROWS = {"STRING_SPLIT": split, "GENERATE_SERIES": series}


class _TsqlParser(Silent, TSQLParser):
    PLACEHOLDER_PARSERS = {  # noqa: RUF012
        **TSQLParser.PLACEHOLDER_PARSERS,
        TokenType.PLACEHOLDER: question_mark,
    }
    FUNCTIONS = {  # noqa: RUF012
        **TSQLParser.FUNCTIONS,
        **calls([*OWN, *_ROWS]),
    }
    FUNCTION_PARSERS = {
        name: TSQLParser.FUNCTION_PARSERS[name]
        for name in ("CAST", "TRY_CAST", "CONVERT", "TRY_CONVERT", "STRING_AGG", "TRIM")
    } | {"OPENJSON": _open_json}
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


def _call(node: Call) -> str | None:
    rows = _ROWS.get(written(node))
    if rows is None:
        return write_call(node)
    node.replace(rows(node.expressions))
    return None


def _now(node: exp.CurrentTimestamp) -> str:
    node.replace(of_kind(built("LOCALTIMESTAMP"), TIME))
    return "the time is the session's"


_READ_AS = {WHOLE: exp.DType.BIGINT, FLOAT: exp.DType.DOUBLE}
_PLAIN_NUMBER = {
    exp.DType.BIGINT: re.compile(" *-?[0-9]{1,9} *"),
    exp.DType.DOUBLE: re.compile(r" *-?[0-9]+(\.[0-9]+)? *"),
}
"""Texts that SQL Server reads as a number beside a number of that kind; any other is an error there."""


def _plus(node: exp.Add) -> str | None:
    for side, other in ((node.this, node.expression), (node.expression, node.this)):
        if isinstance(side, exp.Null) and kind(other) is None:
            node.replace(built("CASE WHEN FALSE THEN a END", other))
            return "+ with NULL is NULL"
        number_type = _READ_AS.get(kind(other) or "")
        if number_type and side.is_string and _PLAIN_NUMBER[number_type].fullmatch(side.name):
            side.replace(exp.cast(exp.Literal.string(side.name), number_type))
            return "a text beside a number is a number"
    if TEXT not in (kind(node.this), kind(node.expression)):
        return _plus_days(node)
    kinds = {kind(term) for term in _terms(_whole_sum(node))}
    if kinds & {WHOLE, DECIMAL, FLOAT, DATE, TIME}:
        raise refused("+ of a text and a number", "write CONCAT(a, b), or CAST(x AS VARCHAR(20)).")
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
    """An operand of ||, in parentheses where an operator of its own may come apart. What may be a number is an error
    of DuckDB's if it is one: SQL Server would add."""
    if isinstance(node, exp.DPipe | exp.Null):
        return node
    return closed(node) if kind(node) == TEXT else of_kind(built("ltrim(a, '')", node), TEXT)


def _plus_days(node: exp.Add | exp.Sub) -> str | None:
    """A time and a number are a time, days later."""
    if kind(node.this) != TIME or kind(node.expression) != WHOLE:
        return None
    sign = "+" if isinstance(node, exp.Add) else "-"
    node.replace(of_kind(built(f"(a {sign} to_days(b))", node.this, node.expression), TIME))
    return "a time and a number are days"


_BITS = (exp.BitwiseAnd, exp.BitwiseOr, exp.BitwiseXor)
_LEVEL = (exp.Add, exp.Sub, *_BITS)


def _from_left(tree: exp.Expr) -> list[str]:
    """The operators of bits stand on one level with + and - in SQL Server, and on three levels elsewhere."""
    tops: dict[int, exp.Expr] = {}
    for node in tree.find_all(*_BITS):
        top: exp.Expr = node
        while isinstance(top.parent, _LEVEL):
            top = top.parent
        tops[id(top)] = top
    mixed = [top for top in tops.values() if isinstance(top.this, _LEVEL) or isinstance(top.expression, _LEVEL)]
    for top in mixed:
        (_, whole), *steps = _chain(top)
        place = exp.Null()
        top.replace(place)
        for operator, operand in steps:
            left = exp.Paren(this=whole) if isinstance(whole, _LEVEL) else whole
            whole = operator(this=left, expression=operand)
        place.replace(whole)
    return ["operators of bits are read from the left"] if mixed else []


def _chain(node: exp.Expr) -> list[tuple[type[exp.Expr], exp.Expr]]:
    """The operands of such a chain as they were written, each with the operator before it."""
    if not isinstance(node, _LEVEL):
        return [(exp.Null, node)]
    (_, first), *rest = _chain(node.expression)
    return [*_chain(node.this), (type(node), first), *rest]


def _xor(node: exp.BitwiseXor) -> None:
    node.replace(exp.Anonymous(this="xor", expressions=[node.this, node.expression]))


_BRACKETS = "CAST(CAST('brackets in a pattern that is not written out' AS TINYINT) AS VARCHAR)"


def _like(node: exp.Like) -> str | None:
    """LIKE ignores case; brackets make it a regular expression."""
    text, pattern, negate = node.this, node.expression, node.args.get("negate")
    exact = any(side.meta.get(CASED) for side in (text, pattern))
    if pattern.is_string and "[" in pattern.name:
        wanted = exp.Literal.string(f"(?{'s' if exact else 'is'}){regex(pattern.name)}")
        found = built("regexp_full_match(a, b)", text, wanted)
        node.replace(exp.Not(this=found) if negate else found)
        return "brackets in LIKE are those of a regular expression"
    if not pattern.is_string:
        pattern = built(f"CASE WHEN contains(a, '[') THEN {_BRACKETS} ELSE a END", pattern)
    elif not has_case(pattern.name):
        return None
    if not exact:
        node.replace(exp.ILike(this=text, expression=pattern, negate=negate))
        return FOLDING.rule
    node.set("expression", pattern)
    return None


def _collated(node: exp.Collate) -> str:
    """A comparison beside a collation that knows case is one with case."""
    node.replace(cased(node.this))
    return "COLLATE says that case counts"


def _look_collation(node: exp.Collate) -> None:
    name, parent = node.expression.name.upper(), node.parent
    if not isinstance(parent, (*COMPARED, exp.Like, exp.In)) or not re.search("_CS_AS|_BIN", name):
        raise refused("COLLATE", "write it beside a comparison, with a collation that knows case.")


def _hint(node: exp.Expr) -> str:
    """Hints say how to read, and not what."""
    node.pop()
    return "hints are left away"


def _joined(node: exp.GroupConcat) -> None:
    """STRING_AGG writes what it joins as a cast to a text does."""
    if kind(node.this) not in (TEXT, WHOLE):
        node.set("this", as_text(node.this))


def _exact_count(node: exp.ApproxDistinct) -> str | None:
    """DuckDB's own estimate knows no collation."""
    counted = exp.Distinct(expressions=[node.this])
    node.replace(of_kind(exp.Count(this=counted), WHOLE))
    return _FOLDS[exp.Distinct](counted)


def _grouping_id(node: exp.GroupingId) -> None:
    node.replace(exp.Grouping(expressions=node.expressions))


def _grouped(node: exp.Group) -> None:
    """GROUP BY a WITH ROLLUP is the older form of GROUP BY ROLLUP (a)."""
    for name, kind_of in (("rollup", exp.Rollup), ("cube", exp.Cube)):
        for each in node.args.get(name) or []:
            if not each.expressions:
                node.set(name, [kind_of(expressions=node.expressions)])
                node.set("expressions", None)


def _selected(node: exp.Select) -> str | None:
    """What a query groups and sorts, and then its TOP, which may look at ranks of that."""
    return "; ".join(filter(None, (_FOLDS[exp.Select](node), top(node)))) or None


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


def _pivot(node: exp.Pivot) -> str | None:
    """The columns of PIVOT are names that stand for values."""
    if node.args.get("unpivot"):
        return None
    folded = FOLDING.tell(FOLDING.collator.outputs(node.parent) if isinstance(node.parent, exp.Subquery) else None)
    for field in node.args.get("fields") or []:
        for column in list(field.expressions):
            if isinstance(column, exp.Column):
                column.replace(exp.Literal.string(column.name))
    return f"{folded}; names in PIVOT are values" if folded else "names in PIVOT are values"


def _percentiles(node: exp.WithinGroup) -> str | None:
    call = node.this
    name = {exp.PercentileCont: "quantile_cont", exp.PercentileDisc: "quantile_disc"}.get(type(call))
    order = node.expression
    if name is None:
        return None
    (ordered,) = order.expressions
    part = call.this
    if ordered.args.get("desc"):
        if name != "quantile_cont":
            raise refused(f"{written(call)} with DESC", "write 1 - the part, and no DESC.")
        part = exp.Sub(this=exp.Literal.number(1), expression=part)
    value = exp.cast(ordered.this, exp.DType.DOUBLE) if name == "quantile_cont" else ordered.this
    node.replace(exp.Anonymous(this=name, expressions=[value, part]))
    return None


_FOLDS = FOLDING.rules()

TSQL_SOURCE = AliasSource(
    name="SQL Server",
    dialect=_Tsql(),
    functions=FUNCTIONS,
    types=TYPES,
    tables=frozenset({"STRING_SPLIT", "OPENJSON", "GENERATE_SERIES"}),
    constructs=frozenset(
        OLDER
        | {
            exp.Collate,
            exp.OpenJSONColumnDef,
            exp.Convert,
            exp.BitwiseXor,
            exp.WithTableHint,
            exp.ForClause,
            exp.QueryOption,
            exp.Parameter,
        }
    ),
    judge=judge,
    prepare=lambda nodes: _from_left(nodes[0]),
    looks={**LOOKS, exp.Collate: _look_collation},
    adapts={
        Call: _call,
        exp.CurrentTimestamp: _now,
        exp.Div: divide,
        exp.Avg: average,
        exp.Cast: cast,
        exp.TryCast: cast,
        exp.Convert: convert,
        exp.Add: _plus,
        exp.Sub: _plus_days,
        exp.BitwiseXor: _xor,
        **_FOLDS,
        exp.Like: _like,
        exp.Group: _grouped,
        exp.Lateral: _apply,
        exp.With: recursive,
        exp.Select: _selected,
        exp.Table: in_from,
        exp.GroupConcat: _joined,
        exp.OpenJSON: open_json,
        exp.Collate: _collated,
        exp.WithTableHint: _hint,
        exp.QueryOption: _hint,
        exp.GroupingId: _grouping_id,
        exp.Pivot: _pivot,
        exp.ApproxDistinct: _exact_count,
        exp.WithinGroup: _percentiles,
    },
    repeating=frozenset({"CHOOSE", "AVG"}),
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
