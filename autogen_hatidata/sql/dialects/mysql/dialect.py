"""MySQL 8's SQL, of a server with its default settings: utf8mb4_0900_ai_ci, strict mode, Sunday first.

What sqlglot would translate silently wrong: quotients by zero, weeks, GREATEST and CONCAT of NULL, substrings from 0,
months between dates, texts compared with their case, the backslash of LIKE, | beside &, and ``/*! ... */``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from sqlglot import Token, TokenType, exp
from sqlglot.dialects.mysql import MySQL
from sqlglot.parsers.mysql import MySQLParser

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
)
from autogen_hatidata.sql.dialects.collating import CASED, cased, has_case
from autogen_hatidata.sql.dialects.folding import COMPARED, read_moment
from autogen_hatidata.sql.dialects.forms import Call, built, call, calls
from autogen_hatidata.sql.dialects.merged import merged_first_in_mysql
from autogen_hatidata.sql.dialects.mysql import json_rows
from autogen_hatidata.sql.dialects.mysql.calls import (
    FOLDING,
    JSON,
    NO_BLANKS,
    OWN,
    REPEATING,
    RULES,
    as_text,
    concat,
    json_value,
    moment,
    refused,
    regex,
    shifted,
    substring,
    texts_where_one_is,
    unquoted,
    week,
    write_call,
)
from autogen_hatidata.sql.dialects.mysql.looks import FUNCTIONS, LOOKS, TYPES, judge
from autogen_hatidata.sql.dialects.mysql.numbers import average, divide, safe, shown
from autogen_hatidata.sql.dialects.source import Source, bare, never_zero, remembering, wrap
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


def _xor(node: exp.Xor) -> str:
    different = exp.Paren(this=built("CAST(a AS BOOLEAN) <> CAST(b AS BOOLEAN)", node.this, node.expression))
    node.replace(different)
    _numeric_truth(different)
    return "XOR compares truth"


def _joined_texts(node: exp.Concat) -> None:
    """Texts side by side, and the several values of GROUP_CONCAT."""
    node.replace(concat(node.expressions))


_TRUTH = (exp.Predicate, exp.Not, exp.Connector, exp.Boolean)


def _numeric_truth(node: exp.Expr) -> str | None:
    """What is true is 1 in MySQL, wherever it is a value and not a condition."""
    if _is_condition(node):
        return None
    if isinstance(node, exp.Boolean):
        node.replace(exp.Literal.number(int(node.this)))
    else:
        wrap(node, lambda inner: of_kind(exp.cast(inner, exp.DType.INT), WHOLE))
    return "truth is 1 and 0"


def _is_condition(node: exp.Expr) -> bool:
    parent, key = node.parent, node.arg_key
    if isinstance(parent, exp.Paren):
        return _is_condition(parent)
    if isinstance(parent, exp.If):
        case = parent.parent
        simple = isinstance(case, exp.Case) and case.this is not None
        return key == "this" and not simple
    if isinstance(parent, exp.Is):
        return key == "expression" or isinstance(node, _TRUTH)
    if isinstance(parent, exp.Escape):
        return _is_condition(parent)
    return isinstance(parent, exp.Where | exp.Having | exp.Connector | exp.Not | exp.Xor) or (
        isinstance(parent, exp.Join) and key == "on"
    )


def _then(*adapts: Callable[[exp.Expr], str | None]) -> Callable[[exp.Expr], str | None]:
    """Several rules for one node, of which the last may put another in its place."""

    def both(node: exp.Expr) -> str | None:
        found = [rule for rule in [adapt(node) for adapt in adapts] if rule]
        return "; ".join(found) or None

    return both


def _numbers(node: exp.Expr) -> str | None:
    """A text beside a number is compared as a number."""
    for side, other in ((node.this, node.expression), (node.expression, node.this)):
        if kind(side) == TEXT and not side.is_string and kind(other) in (WHOLE, DECIMAL, FLOAT):
            side.replace(_number_of(side))
            return "a text beside a number is a number"
    return None


def _like(node: exp.Like) -> str | None:
    """Without case and accents; a backslash takes the meaning of % and _, unless ESCAPE names another sign."""
    pattern, parent = node.expression, node.parent
    exact = any(side.meta.get(CASED) for side in (node.this, pattern))
    letters = not exact and (not pattern.is_string or has_case(pattern.name))
    text = built("strip_accents(a)", node.this) if letters else node.this
    if letters and not (pattern.is_string and pattern.name.isascii()):
        pattern = built("strip_accents(a)", pattern)
    folded: exp.Expr = (exp.Like if exact else exp.ILike)(this=text, expression=pattern, negate=node.args.get("negate"))
    escaped = not isinstance(parent, exp.Escape)
    if escaped and (not pattern.is_string or "\\" in pattern.name):
        folded = exp.Escape(this=folded, expression=exp.Literal.string("\\"))
    node.replace(folded)
    rules = [FOLDING.rule if letters else None, _numeric_truth(folded) if escaped else None]
    return "; ".join(rule for rule in rules if rule) or None


def _regexp_like(node: exp.RegexpLike) -> str:
    flag = node.args.get("flag")
    node.set("flag", None)
    if not node.this.meta.get(CASED) and (flag is None or flag.name == "i"):
        node.set("expression", exp.Literal.string(regex(node.expression.name)))
    _numeric_truth(node)
    return "regular expressions ignore case"


def _plus(node: exp.Add | exp.Sub) -> str | None:
    left, right = node.this, node.expression
    sign = "+" if isinstance(node, exp.Add) else "-"
    if isinstance(right, exp.Interval):
        node.replace(shifted(left, right, sign))
    elif isinstance(left, exp.Interval) and sign == "+":
        node.replace(shifted(right, left, sign))
    elif {kind(left), kind(right)} & {DATE, TIME}:
        raise refused("a date and a number", "write INTERVAL 1 DAY, or DATEDIFF(a, b).")
    else:
        return _calculated(node) or _undated(node)
    return "a date and days are a date"


_DATED = "typeof(a) IN ('DATE', 'TIME', 'BOOLEAN') OR typeof(a) LIKE 'TIMESTAMP%'"
_DIGITS = "TRY_CAST(regexp_replace(left(CAST(a AS VARCHAR), 19), '[-: ]', '', 'g') AS BIGINT)"
_NUMBER = (
    f"struct_extract({{'number': a, 'digits': CASE WHEN {_DATED}"
    f" THEN CASE CAST(a AS VARCHAR) WHEN 'true' THEN 1 WHEN 'false' THEN 0 ELSE {_DIGITS} END END}},"
    f" CASE WHEN {_DATED} THEN 'digits' ELSE 'number' END)"
)
_NUMERIC = (exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Mod, exp.IntDiv, exp.Sum, exp.Avg, exp.Null, exp.Placeholder)


def _undated(node: exp.Add | exp.Sub) -> str | None:
    """In a sum a date of a column is the number 20240131, where DuckDB would count days, and truth is 1 or 0."""
    sides = [node.this, node.expression]
    if all(_is_number(side) for side in sides):
        return None
    for side in sides:
        if not _is_number(side):
            side.replace(of_kind(built(_NUMBER, side), kind(side)))
    return "a date and a truth in a sum are numbers"


def _is_number(node: exp.Expr) -> bool:
    inner = bare(node)
    while isinstance(inner, exp.Window):
        inner = inner.this
    made = isinstance(inner, exp.Anonymous) and inner.name == "struct_extract"
    return made or isinstance(inner, _NUMERIC) or kind(inner) in (WHOLE, DECIMAL, FLOAT)


_AT_START = re.compile(r"\s*([-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?)")


_OF_TEXT = (
    r"CASE WHEN a IS NOT NULL THEN CAST(coalesce(nullif(regexp_extract(CAST(a AS VARCHAR),"
    r" '^\s*([-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?)', 1), ''), '0') AS DOUBLE) END"
)


def _number_of(text: exp.Expr) -> exp.Expr:
    """The number at the start of a text, or 0."""
    return of_kind(built(_OF_TEXT, text), FLOAT)


def _summed(node: exp.Avg | exp.Sum) -> str | None:
    """A text is added up as a number."""
    if kind(node.this) != TEXT:
        return None
    node.this.replace(_number_of(node.this))
    return "a text in a calculation is a number"


def _averaged(node: exp.Avg) -> str:
    rules = (_summed(node), average(node))
    return "; ".join(rule for rule in rules if rule)


def _calculated(node: exp.Binary) -> str | None:
    """In a calculation a text is the number at its start, and JSON is a number."""
    rule = None
    for side in (node.this, node.expression):
        if side.is_string:
            found = _AT_START.match(side.name)
            number = exp.Literal.string(found[1] if found else "0")
            side.replace(exp.cast(number, exp.DType.DOUBLE))
        elif side.meta.get(JSON):
            side.replace(of_kind(built("CAST(a AS DOUBLE)", side), FLOAT))
        elif kind(side) == TEXT:
            side.replace(_number_of(side))
        else:
            continue
        rule = "a text in a calculation is a number"
    return rule


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


_CUT = "CAST(coalesce(nullif(regexp_extract(CAST(a AS VARCHAR), '^ *([-+]?[0-9]+)', 1), ''), '0') AS BIGINT)"


def _cast(node: exp.Cast) -> str | None:
    to, inner = node.to, node.this
    if to.this == exp.DType.BINARY:
        return _collated(node)
    if to.this == exp.DType.CHAR:
        length = to.expressions[0].this.name if to.expressions else None
        written = as_text(inner)
        node.replace(of_kind(built(f"left(a, {length})", written) if length else written, TEXT))
        return None
    if to.this == exp.DType.DECIMAL and len(to.expressions) < 2:
        sizes = [size.this.name for size in to.expressions] or ["10"]
        node.set("to", exp.DataType.build(f"DECIMAL({sizes[0]}, 0)"))
        return "DECIMAL without a scale is whole"
    if to.this in (exp.DType.DATETIME, exp.DType.TIMESTAMPTZ, exp.DType.DATE):
        date = to.this == exp.DType.DATE
        node.set("to", exp.DataType(this=exp.DType.DATE if date else exp.DType.TIMESTAMP))
        return _cast_moment(node)
    if to.this == exp.DType.BIGINT and kind(inner) in (TEXT, None) and isinstance(inner, exp.Column | exp.Literal):
        text = f"CASE WHEN a IS NULL THEN NULL WHEN typeof(a) = 'VARCHAR' THEN {_CUT} ELSE CAST(a AS BIGINT) END"
        text = f"CASE WHEN a IS NULL THEN NULL ELSE {_CUT} END" if inner.is_string else text
        node.replace(of_kind(built(text, inner), WHOLE))
        return "the number at the start of a text counts"
    return None


_READ = (
    "coalesce(TRY_CAST(CAST(a AS VARCHAR) AS TIMESTAMP), try_strptime(CAST(a AS VARCHAR),"
    " ['%Y%m%d', '%Y/%m/%d', '%Y.%m.%d', '%Y%m%d%H%M%S', '%Y/%m/%d %H:%M:%S', '%Y/%m/%d %H:%M']))"
)
_SHORT_YEAR = "[0-9]{2}[-/.][0-9]{1,2}[-/.][0-9]{1,2}.*|[0-9]{6}"
_MOMENT = (
    "CASE WHEN typeof(a) IN ('DATE', 'TIMESTAMP') THEN CAST(CAST(a AS VARCHAR) AS TIMESTAMP)"
    f" WHEN regexp_full_match(CAST(a AS VARCHAR), '{_SHORT_YEAR}')"
    f" THEN CAST('a date with a year of two digits' AS TIMESTAMP) ELSE {_READ} END"
)


def _cast_moment(node: exp.Cast) -> str | None:
    """What a text or a number names; a DATETIME has no parts of a second, and is rounded."""
    inner, rule = bare(node.this), None
    if inner.is_string and read_moment(inner.name):
        node.set("this", moment(inner))
    elif kind(inner) not in (DATE, TIME):
        node.set("this", built(_MOMENT, node.this))
        rule = "a text that is no date is NULL"
    if node.to.this == exp.DType.TIMESTAMP and kind(inner) != DATE and not (inner.is_string and "." not in inner.name):
        wrap(node, lambda whole: of_kind(built("date_trunc('second', a + to_milliseconds(500))", whole), TIME))
    return rule


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


_JSON_TEXT = "CASE WHEN json_type(a) = 'VARCHAR' THEN json_extract_string(a, '$') ELSE chr(1) || CAST(a AS VARCHAR) END"
_JSON_NUMBER = (
    "CASE WHEN json_type(a) IN ('BIGINT', 'UBIGINT', 'HUGEINT', 'DOUBLE') THEN TRY_CAST(a AS DOUBLE)"
    " WHEN json_type(a) = 'NULL' THEN CAST('-Infinity' AS DOUBLE) WHEN a IS NOT NULL THEN CAST('NaN' AS DOUBLE) END"
)
"""What is no number comes after all of them, and null before."""


def _json_compared(node: exp.Expr) -> None:
    """JSON beside a text or a number is compared as what it holds, with its case."""
    for side, other in ((node.this, node.expression), (node.expression, node.this)):
        if not side.meta.get(JSON):
            continue
        if other.is_string and isinstance(node, exp.EQ | exp.NEQ):
            made = of_kind(built(_JSON_TEXT, side), TEXT)
        elif kind(other) in (WHOLE, DECIMAL, FLOAT):
            made = of_kind(built(_JSON_NUMBER, side), FLOAT)
        else:
            raise refused("-> or JSON_EXTRACT in this comparison", "write column->>'$.key'.")
        made.meta[CASED] = True
        side.replace(made)


def _collated(node: exp.Collate | exp.Cast) -> str:
    """A comparison beside a collation that knows case is one with case."""
    node.replace(cased(node.this))
    return "COLLATE and BINARY say that case counts"


def _mixed(node: exp.Expr) -> None:
    """What may be a text is one, also where it is a number or a date."""
    if isinstance(node, exp.If):
        if not isinstance(node.parent, exp.Case):
            _one_type([(node, "true"), (node, "false")])
        return
    _one_type([*((branch, "true") for branch in node.args["ifs"]), (node, "default")])


def _one_type(places: list[tuple[exp.Expr, str]]) -> None:
    filled = [(node, key) for node, key in places if node.args.get(key) is not None]
    values = [node.args[key] for node, key in filled]
    made = texts_where_one_is(values)
    if made is not values:
        for (node, key), each in zip(filled, made, strict=True):
            node.set(key, each)


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
    prepare=merged_first_in_mysql,
    looks=LOOKS,
    adapts={
        Call: write_call,
        exp.Table: json_rows.json_table,
        exp.Div: divide,
        exp.Avg: _averaged,
        exp.Sum: _summed,
        exp.IntDiv: _divide_whole,
        exp.Mod: _modulo,
        exp.Add: _plus,
        exp.Sub: _plus,
        exp.Mul: _calculated,
        exp.BitwiseXor: _xor_bits,
        **dict.fromkeys(_BITS, _bits),
        exp.Xor: _xor,
        exp.Concat: _joined_texts,
        **_FOLDS,
        exp.Select: _then(_shown, _FOLDS[exp.Select]),
        **dict.fromkeys(COMPARED, _then(_json_compared, _numbers, FOLDING.compared, _numeric_truth)),
        exp.Case: _then(_FOLDS[exp.Case], _mixed),
        exp.If: _mixed,
        exp.Order: _ordered,
        exp.Collate: _collated,
        **{each: _then(*([_FOLDS[each]] if each in _FOLDS else []), _numeric_truth) for each in _NUMERIC_TRUTHS},
        exp.Like: _like,
        exp.RegexpLike: _regexp_like,
        exp.CurrentTimestamp: _now,
        exp.Localtime: _now,
        exp.Localtimestamp: _now,
        exp.CurrentDate: _today,
        exp.Extract: _extracted,
        exp.Cast: _cast,
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
