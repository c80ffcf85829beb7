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

from autogen_hatidata.sql.dialects import postgres_dates as dates
from autogen_hatidata.sql.dialects import postgres_numbers as numbers
from autogen_hatidata.sql.dialects import postgres_rows as rows
from autogen_hatidata.sql.dialects import postgres_texts as texts
from autogen_hatidata.sql.dialects.calls import Call, Calls, How, builders, called, put, rename
from autogen_hatidata.sql.dialects.kinds import kind
from autogen_hatidata.sql.dialects.postgres import CALLS as OF_POSTGRES
from autogen_hatidata.sql.dialects.postgres import CONSTRUCTS_OF_POSTGRES, LOOKS, PlainPostgresParser
from autogen_hatidata.sql.dialects.postgres import TYPES as TYPES_OF_POSTGRES
from autogen_hatidata.sql.dialects.source import WRITTEN, Source, Untested, bare, number, remembering, unsupported

_UNITS = {
    **{name: unit for unit in dates.UNITS for name in (unit, f"{unit}S")},
    "QTR": "QUARTER", "MON": "MONTH", "HR": "HOUR", "MIN": "MINUTE", "SEC": "SECOND", "D": "DAY", "H": "HOUR",
    "M": "MINUTE", "S": "SECOND", "Y": "YEAR", "W": "WEEK",
}  # fmt: skip
"""Units by their names and abbreviations; M is a minute."""

_PARTS = {**_UNITS, "DOW": "DOW", "DAYOFWEEK": "DOW", "DOY": "DOY", "DAYOFYEAR": "DOY", "EPOCH": "EPOCH"}

_AVG = (
    "struct_extract({'i': CAST(trunc(_1) AS BIGINT), 'd': trunc(CAST(format('{:.15g}', _1) AS DECIMAL(38, 15)), "
    "coalesce(TRY_CAST(regexp_extract(typeof(_2), '([0-9]+).$', 1) AS INTEGER), 0)), 'o': _1}, CASE "
    "WHEN typeof(_2) IN ('TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT', 'HUGEINT') THEN 'i' "
    "WHEN typeof(_2) LIKE 'DECIMAL%' THEN 'd' ELSE 'o' END)"
)

_ADD_MONTHS = (
    "CASE WHEN CAST(_1 AS DATE) = last_day(CAST(_1 AS DATE)) THEN CAST(_1 AS TIMESTAMP) + _2 * INTERVAL '1 month' + "
    "CAST(last_day(CAST(CAST(_1 AS TIMESTAMP) + _2 * INTERVAL '1 month' AS DATE)) - "
    "CAST(CAST(_1 AS TIMESTAMP) + _2 * INTERVAL '1 month' AS DATE) AS INTEGER) * INTERVAL '1 day' "
    "ELSE CAST(_1 AS TIMESTAMP) + _2 * INTERVAL '1 month' END"
)


def _unit(node: Call, units: dict[str, str]) -> str:
    first = node.expressions[0]
    name = first.name.upper() if isinstance(first, exp.Column | exp.Literal | exp.Var) else ""
    if name not in units:
        raise Untested(f"that unit in {node.this}")
    return units[name].lower()


def _date_add(node: Call) -> str:
    unit, amount = _unit(node, _UNITS), node.expressions[1]
    if isinstance(bare(amount), exp.Literal) and not bare(amount).name.isdigit():
        raise Untested("DATEADD of a part of a unit", "add a whole number of a smaller unit.")
    period, times = ("month", "3 * ") if unit == "quarter" else (unit, "")
    put(node, f"CAST(_2 AS TIMESTAMP) + {times}_1 * INTERVAL '1 {period}'", amount, node.expressions[2])
    return "DATEADD gives a timestamp"


def _date_diff(node: Call) -> str:
    unit = _unit(node, _UNITS)
    if unit == "week":
        raise Untested("DATEDIFF of weeks", "divide the days: DATEDIFF(day, a, b) / 7.")
    put(node, f"date_diff('{unit}', CAST(_1 AS TIMESTAMP), CAST(_2 AS TIMESTAMP))", *node.expressions[1:])
    return "DATEDIFF counts the boundaries of units"


def _date_part(node: Call) -> None:
    put(node, dates.part(_unit(node, _PARTS)), node.expressions[1])


def _extract(node: exp.Extract) -> str:
    unit = _PARTS.get(node.name.upper())
    if unit is None:
        raise Untested("that unit in EXTRACT")
    node.meta[WRITTEN] = "EXTRACT"
    if unit == "EPOCH":
        put(node, "CAST(trunc(EXTRACT(epoch FROM _1)) AS BIGINT)", node.expression)
    else:
        put(node, f"CAST(EXTRACT({unit.lower()} FROM _1) AS INTEGER)", node.expression)
    return "EXTRACT gives integers"


def _trunc(node: Call) -> None:
    value = node.expressions[0]
    if len(node.expressions) == 2 or kind(value) is not None:
        numbers.whole(node)
    elif _is_time(value):
        put(node, "CAST(_1 AS DATE)", value)
    else:
        raise Untested("TRUNC of a number or a timestamp", "write x::DATE, or TRUNC(x, 0).")


def _is_time(value: exp.Expr) -> bool:
    inner = bare(value)
    if isinstance(inner, exp.Cast) and inner.to.this in (exp.DType.TIMESTAMP, exp.DType.DATE) and not called(inner):
        return True
    times = ("GETDATE", "DATEADD", "DATE_ADD", "DATE_TRUNC", "ADD_MONTHS", "LAST_DAY", "TO_TIMESTAMP", "TO_DATE")
    return isinstance(inner, exp.Localtimestamp | exp.CurrentDate) or called(inner) in times


def _avg(node: Call) -> str | None:
    value = node.expressions[0]
    inner = bare(value.expressions[0] if isinstance(value, exp.Distinct) else value)
    if isinstance(inner, exp.Cast) and inner.to.this == exp.DType.DOUBLE:
        rename(node, "avg")
        return None
    numbers.by_type(node, _AVG)
    return "an average keeps the scale of its argument"


def _decode(node: Call) -> str:
    count = len(node.expressions)
    branches = [f"WHEN _1 IS NOT DISTINCT FROM _{at} THEN _{at + 1}" for at in range(2, count, 2)]
    last = f" ELSE _{count}" if count % 2 == 0 else ""
    put(node, f"CASE {' '.join(branches)}{last} END", *node.expressions)
    return "DECODE finds NULL too"


def _regexp_replace(node: Call) -> str:
    text, pattern, *new = node.expressions
    texts.check_pattern(pattern, node.this)
    by = new[0] if new else exp.Literal.string("")
    if not by.is_string or re.search(r"[\\$]", by.name):
        raise Untested("that replacement in REGEXP_REPLACE", "write a literal without backslashes and $.")
    put(node, "regexp_replace(_1, _2, _3, 'gs')", text, pattern, by)
    return "a pattern is replaced everywhere"


def _split_part(node: Call) -> str | None:
    if not (number(node.expressions[2]) or 0) >= 1:
        raise Untested("SPLIT_PART of a part that is not a positive number")
    return texts.split_part(node)


def _side(node: Call) -> None:
    if isinstance(node.expressions[1], exp.Neg):
        raise Untested(f"a negative length in {node.this}")
    put(node, f'"{node.this.lower()}"(_1, _2)', *node.expressions)


def _list(node: Call) -> str | None:
    """Without WITHIN GROUP; with it, `_ordered` sees to it."""
    if isinstance(node.parent, exp.WithinGroup):
        return None
    _put_list(node, node, [])
    return "LISTAGG leaves empty texts out"


def _ordered(node: exp.WithinGroup) -> str | None:
    call = node.this
    if not (isinstance(call, Call) and call.this == "LISTAGG"):
        return rows.ordered(node)
    if isinstance(node.parent, exp.Window):
        raise Untested("LISTAGG as a window function", "join a sub-query that has LISTAGG with GROUP BY.")
    _put_list(node, call, list(node.expression.expressions))
    return "LISTAGG leaves empty texts out"


def _put_list(node: exp.Expr, call: Call, order: list[exp.Expr]) -> None:
    if isinstance(node.parent, exp.Window):
        raise Untested("LISTAGG as a window function", "join a sub-query that has LISTAGG with GROUP BY.")
    values = list(call.expressions)
    distinct = isinstance(values[0], exp.Distinct)
    if distinct:
        values = [*values[0].expressions, *values[1:]]
    separator = values[1] if len(values) > 1 else exp.Literal.string("")
    if len(values) > 2 or not separator.is_string:
        raise Untested("LISTAGG with a separator that is not a literal")
    text = values[0].copy() if distinct else exp.cast(values[0].copy(), exp.DType.VARCHAR)
    shown: exp.Expr = exp.Anonymous(this="nullif", expressions=[text, exp.Literal.string("")])
    last: exp.Expr = separator.copy()
    if order:
        by = [one.copy() for one in order]
        for one, was in zip(by, order, strict=True):
            if distinct and was.this == values[0]:
                one.set("this", shown.copy())
        last = exp.Order(this=last, expressions=by)
    if distinct:
        shown = exp.Distinct(expressions=[shown])
    new = exp.Anonymous(this="string_agg", expressions=[shown, last])
    new.meta[WRITTEN] = "LISTAGG"
    node.replace(new)


def _cast(node: exp.Cast) -> str | None:
    if node.to.this == exp.DType.DECIMAL and not node.to.expressions:
        digits = [exp.DataTypeParam(this=exp.Literal.number(size)) for size in (18, 0)]
        node.to.set("expressions", digits)
        numbers.cast(node)
        return "NUMERIC is NUMERIC(18, 0)"
    return numbers.cast(node)


_SAME = """
NULLIF GREATEST LEAST ABS CEIL CEILING FLOOR ROUND MOD POWER POW SQRT CBRT EXP LN SIGN PI LENGTH CHAR_LENGTH
CHARACTER_LENGTH UPPER LOWER INITCAP SUBSTR LPAD RPAD LTRIM RTRIM BTRIM REPLACE TRANSLATE REVERSE REPEAT STRPOS ASCII
CHR MD5 DATE_TRUNC TO_CHAR TO_DATE TO_TIMESTAMP COUNT MIN MAX BOOL_AND BOOL_OR STDDEV STDDEV_SAMP STDDEV_POP VARIANCE
VAR_SAMP VAR_POP PERCENTILE_CONT PERCENTILE_DISC ROW_NUMBER RANK DENSE_RANK PERCENT_RANK CUME_DIST NTILE LAG LEAD
FIRST_VALUE LAST_VALUE
""".split()
"""Functions that do what PostgreSQL's of the same name do."""

CALLS: dict[str, tuple[int, How]] = {
    **{name: OF_POSTGRES[name] for name in _SAME},
    "COALESCE": (99, None), "NVL": (99, "coalesce"), "NVL2": (3, "CASE WHEN _1 IS NOT NULL THEN _2 ELSE _3 END"),
    "DECODE": (20, _decode), "LOG": (1, "log10"), "TRUNC": (2, _trunc),
    "LEN": (1, "CAST(length(_1) AS INTEGER)"), "TEXTLEN": (1, "CAST(length(_1) AS INTEGER)"), "CONCAT": (2, "_1 || _2"),
    "LEFT": (2, _side), "RIGHT": (2, _side), "CHARINDEX": (2, "CAST(strpos(_2, _1) AS INTEGER)"),
    "REPLICATE": (2, "repeat"), "SPLIT_PART": (3, _split_part), "REGEXP_REPLACE": (3, _regexp_replace),
    "REGEXP_COUNT": (2, texts.regexp_count), "GETDATE": (0, "CAST(now() AS TIMESTAMP)"), "DATEADD": (3, _date_add),
    "DATE_ADD": (3, _date_add), "DATEDIFF": (3, _date_diff), "DATE_DIFF": (3, _date_diff),
    "DATE_PART": (2, _date_part), "LAST_DAY": (1, "last_day(CAST(_1 AS DATE))"), "ADD_MONTHS": (2, _ADD_MONTHS),
    "SUM": (1, None), "AVG": (1, _avg), "LISTAGG": (2, _list), "MEDIAN": (1, "median"), "NTH_VALUE": (2, None),
}  # fmt: skip
"""Functions by the name they are written with: the most arguments with which they were tested, and what DuckDB has."""

FEWEST = {
    **{name: len(set(re.findall("_[1-9]", how))) for name, (_, how) in CALLS.items() if isinstance(how, str)},
    **dict.fromkeys(
        "CEIL CEILING FLOOR ROUND AVG SUM COUNT LISTAGG TRUNC PERCENTILE_CONT PERCENTILE_DISC TO_TIMESTAMP NVL".split(),
        1,
    ),
    **dict.fromkeys("MOD SUBSTR LPAD RPAD DATE_TRUNC DATE_PART TO_CHAR TO_DATE LEFT RIGHT".split(), 2),
    **dict.fromkeys("REGEXP_REPLACE REGEXP_COUNT TO_TIMESTAMP".split(), 2),
    **dict.fromkeys("SPLIT_PART DATEADD DATE_ADD DATEDIFF DATE_DIFF DECODE".split(), 3),
}

TYPES = TYPES_OF_POSTGRES - {exp.DType.ARRAY, exp.DType.JSON, exp.DType.JSONB, exp.DType.TIMESTAMPTZ}

_NOT_HERE = frozenset(
    {
        exp.Filter, exp.Lateral, exp.Unnest, exp.Array, exp.Bracket, exp.Slice, exp.JSONExtract, exp.JSONExtractScalar,
        exp.ArrayContainsAll, exp.ArrayOverlaps, exp.Collate, exp.RegexpILike, exp.Values, exp.Fetch,
    }
)  # fmt: skip


def _judge(node: exp.Expr, name: str) -> None:
    if isinstance(node, Call) and len(node.expressions) < FEWEST.get(name, 0):
        raise Untested(f"this form of {name}")


def _look_distinct(node: exp.Distinct) -> None:
    if node.args.get("on"):
        raise Untested("DISTINCT ON", "number the rows with ROW_NUMBER() and keep the first.")


def _look_column(node: exp.Column) -> None:
    if node.args.get("join_mark"):
        raise Untested("(+)", "write LEFT JOIN.")


class _RedshiftParser(PlainPostgresParser):
    FUNCTIONS = builders(CALLS)
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
        for token in raw_tokens:
            if token.token_type == TokenType.STRING and re.search(r"\\[^\\']", _pairs_away(sql, token)):
                raise unsupported("Redshift", "a backslash in a text", r"write two of them, as in '\\d'.")
        return super().parse(raw_tokens, sql)

    def _parse_convert(self, strict: bool, safe: bool | None = None) -> exp.Expr:
        to = self._parse_types()
        self._match(TokenType.COMMA)
        return self.expression(exp.Cast(this=self._parse_bitwise(), to=to))


def _pairs_away(sql: str, token: Token) -> str:
    return sql[token.start : token.end + 1].replace("\\\\", "")


@remembering
class _Redshift(Redshift):
    """Redshift, remembering each function's name as it was written."""

    Parser: Any = _RedshiftParser  # reads as PostgreSQL's does, with the words of Redshift


REDSHIFT = Source(
    name="Redshift",
    dialect=_Redshift(),
    functions={name: most for name, (most, _) in CALLS.items()},
    types=TYPES,
    judge=_judge,
    constructs=CONSTRUCTS_OF_POSTGRES - _NOT_HERE | {exp.Qualify},
    looks={**LOOKS, exp.Distinct: _look_distinct, exp.Column: _look_column},
    adapts={
        Call: Calls({name: how for name, (_, how) in CALLS.items()}),
        exp.Cast: _cast,
        exp.Div: numbers.divide,
        exp.Mod: numbers.remainder,
        exp.Extract: _extract,
        exp.Substring: texts.substring,
        exp.RegexpLike: texts.matches,
        exp.Like: texts.like,
        exp.ILike: texts.like,
        exp.Interval: dates.interval,
        exp.WithinGroup: _ordered,
    },
    repeating=frozenset(
        "ROUND SUBSTR SUBSTRING TO_CHAR AVG GREATEST LEAST DECODE NVL2 ADD_MONTHS DECIMAL NUMERIC CAST CONVERT".split()
    ),
    words={
        exp.Parameter: "a column by position ($1)",
        exp.AtTimeZone: "AT TIME ZONE",
        exp.Filter: "FILTER (WHERE ...)",
        exp.JoinHint: "a hint",
    },
)
