"""MySQL 8's SQL, of a server with its default settings: utf8mb4_0900_ai_ci, strict mode, Sunday first.

What sqlglot would translate silently wrong: quotients by zero, weeks, GREATEST and CONCAT of NULL, substrings from 0,
months between dates, texts compared with their case, the backslash of LIKE, | beside &, and ``/*! ... */``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sqlglot import Token, TokenType, exp
from sqlglot.dialects.mysql import MySQL
from sqlglot.parsers.mysql import MySQLParser

from autogen_hatidata.sql.dialects.aliases import OLDER, AliasSource
from autogen_hatidata.sql.dialects.certain_kinds import DATE, TEXT, TIME, WHOLE, closed, kind, of_kind
from autogen_hatidata.sql.dialects.folding import COMPARED
from autogen_hatidata.sql.dialects.forms import Call, built, call, calls
from autogen_hatidata.sql.dialects.merged import merged_first_in_mysql
from autogen_hatidata.sql.dialects.mysql import json_rows
from autogen_hatidata.sql.dialects.mysql.calls import OWN, REPEATING, RULES, json_value, unquoted, write_call
from autogen_hatidata.sql.dialects.mysql.common import FOLDING, NO_BLANKS
from autogen_hatidata.sql.dialects.mysql.conversions import (
    averaged,
    calculated,
    cast,
    collated,
    mixed,
    negated,
    numbers,
    plus,
    summed,
)
from autogen_hatidata.sql.dialects.mysql.looks import FUNCTIONS, LOOKS, TYPES, judge
from autogen_hatidata.sql.dialects.mysql.numbers import divide, safe, shown
from autogen_hatidata.sql.dialects.mysql.texts import as_text, concat, substring
from autogen_hatidata.sql.dialects.mysql.times import moment, week
from autogen_hatidata.sql.dialects.mysql.truth import json_compared, like, numeric_truth, regexp_like, xor
from autogen_hatidata.sql.dialects.source import Source, never_zero, remembering
from autogen_hatidata.sql.plain import Silent, question_mark


class _MySqlParser(Silent, MySQLParser):
    LAMBDAS = {}  # noqa: RUF012 - an arrow reads JSON
    PLACEHOLDER_PARSERS = {  # noqa: RUF012
        **MySQLParser.PLACEHOLDER_PARSERS,
        TokenType.PLACEHOLDER: question_mark,
    }
    FUNCTIONS = {  # noqa: RUF012
        **MySQLParser.FUNCTIONS,
        **calls(OWN),
    }
    FUNCTION_PARSERS = {
        name: MySQLParser.FUNCTION_PARSERS[name]
        for name in ("CAST", "CONVERT", "EXTRACT", "TRIM", "POSITION", "SUBSTRING", "SUBSTR", "GROUP_CONCAT")
    } | {"JSON_TABLE": json_rows.parse_table}

    def _parse_json_column_def(self) -> exp.JSONColumnDef:
        return json_rows.parse_column(self, super()._parse_json_column_def())


@remembering
class _MySql(MySQL):
    """MySQL's, remembering each function's name as it was written."""

    Parser = _MySqlParser


class _MySqlSource(AliasSource):
    """With a look at comments, some of which MySQL runs."""

    __slots__ = ()

    def check(self, tokens: Iterable[Token]) -> None:
        tokens = list(tokens)
        for token in tokens:
            if any(comment.startswith(("!", "M!")) for comment in token.comments):
                raise self.unsupported("a comment that is run (/*! ... */)", "write it without /*! and */.")
        Source.check(self, tokens)


def _divide_whole(node: exp.IntDiv) -> str:
    quotient = exp.IntDiv(this=closed(node.this), expression=safe(node.expression))
    node.replace(of_kind(built("CAST(trunc(a) AS BIGINT)", quotient), WHOLE))
    return "DIV cuts, and by zero it is NULL"


def _modulo(node: exp.Mod) -> str | None:
    if never_zero(node.expression):
        return None
    node.replace(exp.Mod(this=closed(node.this), expression=safe(node.expression)))
    return "a remainder by zero is NULL"


def _bits(node: exp.Binary) -> None:
    """The operators of bits stand on other levels in DuckDB."""
    for key in ("this", "expression"):
        side = node.args[key]
        if isinstance(side, exp.Binary):
            node.set(key, exp.Paren(this=side.copy()))


def _xor_bits(node: exp.BitwiseXor) -> None:
    node.replace(exp.Anonymous(this="xor", expressions=[node.this, node.expression]))


def _joined_texts(node: exp.Concat) -> None:
    """Texts side by side, and the several values of GROUP_CONCAT."""
    node.replace(concat(node.expressions))


def _then(*adapts: Callable[[exp.Expr], str | None]) -> Callable[[exp.Expr], str | None]:
    """Several rules for one node, of which the last may put another in its place."""

    def both(node: exp.Expr) -> str | None:
        found = [rule for rule in [adapt(node) for adapt in adapts] if rule]
        return "; ".join(found) or None

    return both


def _now(node: exp.CurrentTimestamp | exp.Localtime | exp.Localtimestamp) -> str:
    node.replace(of_kind(built("date_trunc('second', LOCALTIMESTAMP)"), TIME))
    return "the time is the session's"


def _today(node: exp.CurrentDate) -> str:
    node.replace(of_kind(built("CAST(LOCALTIMESTAMP AS DATE)"), DATE))
    return "the time is the session's"


def _extracted(node: exp.Extract) -> str | None:
    unit, date = node.this.name.lower(), moment(node.expression)
    if unit == "year_month":
        node.replace(of_kind(built("(EXTRACT(year FROM a) * 100 + EXTRACT(month FROM a))", date), WHOLE))
        return None
    node.replace(week([date]) if unit == "week" else of_kind(built(f"EXTRACT({unit} FROM a)", date), WHOLE))
    return RULES["WEEK"] if unit == "week" else None


def _found(node: exp.StrPosition) -> str:
    located = call("LOCATE", [node.args["substr"], node.this])
    node.replace(located)
    return write_call(located) or ""


def _cut(node: exp.Substring) -> None:
    node.replace(substring(node.this, node.args["start"], node.args.get("length")))


def _text_of_json(node: exp.JSONExtractScalar) -> None:
    node.replace(unquoted(node.this, node.expression))


def _json_of_json(node: exp.JSONExtract) -> str:
    node.replace(json_value(node.this, node.expression))
    return NO_BLANKS


def _ordered(node: exp.Order) -> str | None:
    """ORDER BY NULL sorts by nothing."""
    kept = [each for each in node.expressions if not isinstance(each.this, exp.Null)]
    if not kept:
        node.pop()
        return None
    node.set("expressions", kept)
    return _FOLDS[exp.Order](node)


def _joined(node: exp.GroupConcat) -> str:
    if node.args.get("separator") is None:
        node.set("separator", exp.Literal.string(","))
    value = node.this.this if isinstance(node.this, exp.Order) else node.this
    if not isinstance(value, exp.Distinct) and kind(value) not in (TEXT, WHOLE):
        value.replace(as_text(value))
    return "GROUP_CONCAT is not cut at 1024 characters"


def _grouped(node: exp.Group) -> None:
    """GROUP BY a WITH ROLLUP is GROUP BY ROLLUP (a)."""
    for each in node.args.get("rollup") or []:
        if not each.expressions:
            node.set("rollup", [exp.Rollup(expressions=node.expressions)])
            node.set("expressions", None)


def _shown(node: exp.Expr) -> str | None:
    return shown(node) if isinstance(node, exp.Select) else None


_NUMERIC_TRUTHS = (
    exp.Is, exp.In, exp.Between, exp.And, exp.Or, exp.Not, exp.Boolean, exp.Exists, exp.Escape,
)  # fmt: skip

_BITS = (exp.BitwiseAnd, exp.BitwiseOr, exp.BitwiseLeftShift, exp.BitwiseRightShift)

_FOLDS = FOLDING.rules()

MYSQL = _MySqlSource(
    name="MySQL",
    dialect=_MySql(),
    functions=FUNCTIONS,
    types=TYPES,
    constructs=frozenset(
        OLDER
        - {
            exp.DPipe,
            exp.BitwiseNot,
            exp.Pivot,
            exp.Kwarg,
            exp.ArgMax,
            exp.ArgMin,
        }
        | {
            exp.BitwiseXor,
            exp.Collate,
            exp.Xor,
            exp.IntDiv,
            exp.JSONExtract,
            exp.JSONExtractScalar,
            exp.Parameter,
            exp.Hint,
            exp.SessionParameter,
            exp.IndexTableHint,
            exp.Partition,
            exp.Introducer,
            exp.Concat,
            exp.JSONSchema,
            exp.JSONColumnDef,
        }
    ),
    judge=judge,
    prepare=lambda nodes: merged_first_in_mysql(nodes[0]),
    looks=LOOKS,
    adapts={
        Call: write_call,
        exp.Table: json_rows.json_table,
        exp.Div: divide,
        exp.Avg: averaged,
        exp.Sum: summed,
        exp.IntDiv: _divide_whole,
        exp.Mod: _modulo,
        exp.Add: plus,
        exp.Sub: plus,
        exp.Mul: calculated,
        exp.Neg: negated,
        exp.BitwiseXor: _xor_bits,
        **dict.fromkeys(_BITS, _bits),
        exp.Xor: xor,
        exp.Concat: _joined_texts,
        **_FOLDS,
        exp.Select: _then(_shown, _FOLDS[exp.Select]),
        **dict.fromkeys(COMPARED, _then(json_compared, numbers, FOLDING.compared, numeric_truth)),
        exp.Case: _then(_FOLDS[exp.Case], mixed),
        exp.If: mixed,
        exp.Order: _ordered,
        exp.Collate: collated,
        **{each: _then(*([_FOLDS[each]] if each in _FOLDS else []), numeric_truth) for each in _NUMERIC_TRUTHS},
        exp.Like: like,
        exp.RegexpLike: regexp_like,
        exp.CurrentTimestamp: _now,
        exp.Localtime: _now,
        exp.Localtimestamp: _now,
        exp.CurrentDate: _today,
        exp.Extract: _extracted,
        exp.Cast: cast,
        exp.StrPosition: _found,
        exp.Substring: _cut,
        exp.JSONExtract: _json_of_json,
        exp.JSONExtractScalar: _text_of_json,
        exp.GroupConcat: _joined,
        exp.Group: _grouped,
    },
    repeating=REPEATING,
    tables=frozenset({"JSON_TABLE"}),
    words={
        exp.HexString: "a hexadecimal value (0x...)",
        exp.BitString: "a bit value (b'...')",
        exp.PropertyEQ: "an assignment (:=)",
        exp.MatchAgainst: "MATCH ... AGAINST",
        exp.Soundex: "SOUNDS LIKE",
        exp.JSONArrayContains: "MEMBER OF",
        exp.TableSample: "TABLESAMPLE",
        exp.BitwiseNot: "~",
        exp.National: "a national text (N'...')",
    },
)
