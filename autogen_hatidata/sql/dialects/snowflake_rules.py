"""What Snowflake's numbers, dates and tables of values mean where DuckDB's mean something else."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from sqlglot import exp

from autogen_hatidata.sql.dialects.snowflake_kinds import KIND, OTHER, TABLE_CALLS, Call, seen_through
from autogen_hatidata.sql.dialects.source import (
    WRITTEN,
    bare,
    never_zero,
    number,
    unsupported,
    whole_call,
    wrap,
)

_unsupported = partial(unsupported, "Snowflake")

WHOLE = frozenset({exp.DType.INT, exp.DType.BIGINT, exp.DType.SMALLINT, exp.DType.TINYINT})
TEXTS = frozenset({exp.DType.TEXT, exp.DType.VARCHAR, exp.DType.CHAR})
_FLOATS = frozenset({exp.DType.FLOAT, exp.DType.DOUBLE})
_DATE_UNITS = frozenset("YEAR QUARTER MONTH WEEK DAY".split())
_UNITS = _DATE_UNITS | {"HOUR", "MINUTE", "SECOND"}
_PARTS = _UNITS | frozenset("DAYOFWEEK DAYOFYEAR DOW DOY DAYOFWEEKISO WEEKISO EPOCH_SECOND".split())
_UNIT_FUNCTIONS = frozenset(
    "DATEADD TIMEADD TIMESTAMPADD DATEDIFF TIMEDIFF TIMESTAMPDIFF DATE_TRUNC DATE_PART EXTRACT".split()
)
_FORMATTED = frozenset(
    "TO_DATE TO_TIMESTAMP TO_TIMESTAMP_NTZ TO_CHAR TO_VARCHAR TRY_TO_DATE TRY_TO_TIMESTAMP TRY_TO_TIMESTAMP_NTZ".split()
)

_INEXACT = (
    exp.Div, exp.Avg, exp.Sqrt, exp.Cbrt, exp.Exp, exp.Ln, exp.Log, exp.Pow, exp.Median, exp.Stddev, exp.StddevPop,
    exp.StddevSamp, exp.Variance, exp.VariancePop, exp.Corr, exp.CumeDist, exp.PercentRank, exp.MonthsBetween,
    exp.PercentileCont, exp.ToDouble,
)  # fmt: skip
_PASSES_ON = (
    exp.Paren, exp.Neg, exp.Round, exp.Abs, exp.Sum, exp.Min, exp.Max, exp.Window, exp.WithinGroup, exp.Filter,
    exp.Ceil, exp.Floor, exp.Trunc,
)  # fmt: skip


def inexact(node: exp.Expr) -> bool:
    """Whether a number is seen to be a DOUBLE in DuckDB."""
    if isinstance(node, exp.Cast):
        return node.to.this in _FLOATS
    if isinstance(node, exp.Add | exp.Sub | exp.Mul | exp.Mod):
        return inexact(node.this) or inexact(node.expression)
    if isinstance(node, _PASSES_ON):
        return inexact(node.this)
    return isinstance(node, _INEXACT) or any(map(inexact, seen_through(node)))


def no_text_of_a_float(node: exp.Expr) -> None:
    """50.0 is written 50 there, or 50.000000 where it came of a division."""
    if inexact(node):
        raise _unsupported("the text of a FLOAT or a quotient", "cast it before, as in (a / 2)::NUMBER(10, 2)::STRING.")


def look_at_texts(node: exp.Expr) -> None:
    """Refuses numbers whose text would be another, where a text is made of each argument."""
    for value in node.iter_expressions():
        no_text_of_a_float(value)


def look_at_cast(node: exp.Cast) -> None:
    """The same for casts. TIMESTAMP leaves a time zone away, and DuckDB goes to UTC by it."""
    if node.to.this in TEXTS:
        no_text_of_a_float(node.this)
    if node.to.this in _STAMPS and _ZONED.search(bare(node.this).name if bare(node.this).is_string else ""):
        raise _unsupported("a time zone in a TIMESTAMP", "leave the zone away.")


_WHOLE_ALREADY = (exp.Literal, exp.Count, exp.DateDiff, exp.Extract, exp.Length, exp.RowNumber)
_STAMPS = frozenset({exp.DType.TIMESTAMP, exp.DType.TIMESTAMPNTZ})
_ZONED = re.compile(r":[0-9.]+ *(?:[A-Za-z]+|[-+][0-9:]+)$")


def round_away(node: exp.Cast) -> str | None:
    """Half goes away from zero; DuckDB rounds a DOUBLE half to even, but not on its way to a DECIMAL."""
    if node.to.this not in WHOLE or isinstance(bare(node.this), _WHOLE_ALREADY) or _made_here(node):
        return None
    whole = exp.DataType.build("DECIMAL(38, 0)", dialect="duckdb")
    inner = node.this
    build = exp.TryCast if isinstance(node, exp.TryCast) else exp.Cast
    wrap(inner, lambda value: build(this=value, to=whole))
    return "half is rounded away from zero"


def _made_here(node: exp.Cast) -> bool:
    """Whether a cast is DuckDB's own, of what was a key or an index."""
    return node.meta.get(KIND) == OTHER and not isinstance(bare(node.this), exp.Anonymous)


def dated(node: exp.Expr) -> bool:
    """Whether an expression is seen to be a DATE; what was kept one before is a cast by now."""
    node = bare(node)
    if isinstance(node, exp.Cast):
        return bool(node.to.this == exp.DType.DATE)
    if isinstance(node, exp.Add | exp.Sub):
        other = node.expression
        return dated(node.this) and not isinstance(other, exp.Interval) and not dated(other)
    if isinstance(node, exp.DateTrunc | exp.AddMonths):
        return dated(node.this)
    return isinstance(node, exp.CurrentDate | exp.LastDay | exp.DateFromParts | exp.TsOrDsToDate)


def whole_days(interval: exp.Interval) -> bool:
    """Whether an interval has no time of day."""
    return interval.text("unit").upper().removesuffix("S") in _DATE_UNITS


def look_at_interval(node: exp.Interval) -> None:
    """``INTERVAL '1 day, 2 hours'`` has two parts; DuckDB reads other short units."""
    unit = node.text("unit").upper().removesuffix("S")
    amount = node.this
    if unit not in _UNITS or not re.fullmatch(r"-?[0-9]+", amount.name if amount else ""):
        raise _unsupported("that INTERVAL", "write one part with its unit, as in INTERVAL '2 days'.")


def keep_date(node: exp.Expr) -> str | None:
    """A date and an interval of whole days are a date in Snowflake, a timestamp in DuckDB."""
    sides = [(node.this, node.expression), (node.expression, node.this)]
    if any(isinstance(one, exp.Interval) and whole_days(one) and dated(other) for one, other in sides):
        wrap(node, lambda inner: exp.cast(inner, exp.DType.DATE))
        return "a date and days are a date"
    return None


def name_columns(node: exp.Values) -> str | None:
    """The columns of VALUES are called column1, column2 and so on."""
    alias = node.args.get("alias")
    holder: exp.Expr = node
    if alias is not None and alias.args.get("columns"):
        return None
    parent = node.parent
    if not isinstance(parent, exp.From | exp.Join | exp.Subquery | exp.Lateral):
        return None
    if isinstance(parent, exp.Subquery):
        if isinstance(parent.parent, exp.From | exp.Join | exp.Lateral) and alias is None:
            holder, alias = parent, parent.args.get("alias")
            if alias is not None and alias.args.get("columns"):
                return None
        else:
            return None
    first = node.expressions[0]
    width = len(first.expressions) if isinstance(first, exp.Tuple) else 1
    columns = [exp.to_identifier(f"column{place}") for place in range(1, width + 1)]
    name = alias.this if alias is not None and alias.this else exp.to_identifier("_values")
    holder.set("alias", exp.TableAlias(this=name.copy(), columns=columns))
    return "the columns of VALUES are column1, column2"


def look_at_column(node: exp.Column) -> None:
    """``a = b(+)`` is a join."""
    if node.args.get("join_mark"):
        raise _unsupported("a join by (+)", "write a LEFT JOIN b ON a.id = b.id.")


def look_at_join_form(node: exp.Join) -> None:
    """An ASOF JOIN says its condition in a way of its own."""
    if node.args.get("match_condition") or node.text("method").upper() == "ASOF":
        raise _unsupported("ASOF JOIN", "write DuckDB's: FROM a ASOF JOIN b ON a.id = b.id AND a.at >= b.at.")


def refuse(what: str, hint: str) -> Callable[[exp.Expr], None]:
    """Refuses a node by its name."""

    def look(node: exp.Expr) -> None:
        raise _unsupported(what, hint)

    return look


def look_at_sample(node: exp.TableSample) -> None:
    """Blocks are the engine's own."""
    if node.text("method").upper() in ("SYSTEM", "BLOCK") or node.args.get("seed"):
        raise _unsupported("SAMPLE SYSTEM or with a SEED", "write SAMPLE (10) or SAMPLE (100 ROWS).")


def sample_rows(node: exp.TableSample) -> str | None:
    """A number of rows is drawn by another method."""
    if node.args.get("size"):
        node.set("method", exp.var("RESERVOIR"))
    return None


def any_order(node: exp.Rand) -> None:
    """ORDER BY RANDOM() needs no number of 64 bits."""
    node.replace(exp.Anonymous(this="random"))


def look_at_boolean(node: exp.ToBoolean) -> None:
    """Without TRY_, sqlglot would call error()."""
    if not node.args.get("safe"):
        raise _unsupported("TO_BOOLEAN", "write x::BOOLEAN.")


def share_of_sum(node: exp.Func) -> str:
    """RATIO_TO_REPORT(x) OVER (...) is x / SUM(x) OVER (...)."""
    window = node.parent
    if not isinstance(window, exp.Window) or node.arg_key != "this" or window.args.get("order"):
        raise _unsupported("this form of RATIO_TO_REPORT", "write RATIO_TO_REPORT(x) OVER (PARTITION BY y).")
    total = window.copy()
    total.set("this", exp.Sum(this=node.this.copy()))
    divisor = exp.Nullif(this=total, expression=exp.Literal.number(0))
    window.replace(exp.Paren(this=exp.Div(this=exp.Paren(this=node.this.copy()), expression=divisor, typed=False)))
    return "RATIO_TO_REPORT is x / SUM(x)"


_NARROW = frozenset({exp.DType.SMALLINT, exp.DType.TINYINT})
"""Types that are NUMBER(38, 0) in Snowflake, whatever their names say of their width."""


_WRITABLE = re.compile(r"(?:%[YmdbHMSBayIp]|[-/:., T_])+")
_READABLE = re.compile(r"(?:%[YmdbHMS]|[-/:., T])+")


def writable_format(node: exp.Expr | None) -> bool:
    """Whether a format of dates, in strftime's form, holds nothing but what was tested."""
    return isinstance(node, exp.Literal) and bool(_WRITABLE.fullmatch(node.name)) and "%" in node.name


def _readable_format(node: exp.Expr) -> bool:
    return isinstance(node, exp.Literal) and bool(_READABLE.fullmatch(node.name))


def pad_a_text(node: exp.Pad) -> None:
    """LPAD of a number pads its text; DuckDB wants a text."""
    no_text_of_a_float(node.this)
    if not node.this.is_string:
        wrap(node.this, lambda value: exp.cast(value, exp.DType.TEXT))


def judge(node: exp.Expr, name: str) -> None:
    if name in _UNIT_FUNCTIONS:
        _judge_unit(node, name)
    text_format = node.args.get("format")
    readable = writable_format if isinstance(node, exp.TimeToStr) else _readable_format
    if text_format is not None and not (name in _FORMATTED and readable(text_format)):
        raise _unsupported(f"that format in {name}")
    if name == "LAST_DAY" and node.args.get("unit") is not None:
        _judge_unit(node, name)
    form = _FORMS.get(name)
    if form and not form(node):
        raise _unsupported(f"this form of {name}")


def _literal_number(node: exp.Expr | None, least: int, most: float = float("inf")) -> bool:
    value = number(node) if node is not None else None
    return value is not None and least <= value <= most and value.is_integer()


def _regexp_substr(node: exp.Expr) -> bool:
    """From the first sign on, the n-th match, of all or with the group e."""
    place, nth, flags = (node.args.get(key) for key in ("position", "occurrence", "parameters"))
    return (
        (place is None or _literal_number(place, 1, 1))
        and (nth is None or _literal_number(nth, 1))
        and (flags is None or flags.name == "e")
    )


_FORMS: dict[str, Callable[[exp.Expr], bool]] = {
    "TRUNC": lambda node: not isinstance(node, exp.DateTrunc) or node.text("unit").upper() in _DATE_UNITS,
    "CHARINDEX": lambda node: node.args.get("position") is None or _literal_number(node.args["position"], 1),
    "REGEXP_SUBSTR": _regexp_substr,
    **dict.fromkeys(
        ("REGEXP_LIKE", "RLIKE"), lambda node: node.args.get("flag") is None or node.args["flag"].name in ("i", "c")
    ),
    "RANDOM": lambda node: isinstance(node.parent, exp.Ordered) and node.this is None,
    "NEXT_DAY": lambda node: node.expression.is_string,
    "PREVIOUS_DAY": lambda node: node.expression.is_string,
}
"""Which forms of a function were tested."""


def _judge_unit(node: exp.Expr, name: str) -> None:
    unit = node.args.get("unit") or node.this
    text = unit.name.upper() if isinstance(unit, exp.Expr) else ""
    if text not in (_PARTS if name in ("DATE_PART", "EXTRACT") else _UNITS):
        raise _unsupported(f"that unit in {name}")


def look_at_type(node: exp.DataType) -> None:
    if node.expressions and node.this != exp.DType.DECIMAL:
        raise _unsupported(
            f"the type {node.sql('snowflake')}", "leave the length away, and cut texts with LEFT(text, length)."
        )


def look_at_extract(node: exp.Extract) -> None:
    _judge_unit(node, "EXTRACT")


def look_at_division(node: exp.Div) -> None:
    """By zero Snowflake raises and DuckDB goes on, with infinity or NULL."""
    if not (never_zero(node.expression) or _guarded(node)):
        raise _unsupported("a division by what may be zero", "write a / NULLIF(b, 0), or DIV0(a, b).")


def _guarded(node: exp.Div) -> bool:
    """sqlglot has made DIV0 a CASE with a division in its ELSE."""
    case = node.parent
    written = str(case.meta.get(WRITTEN, "")).upper() if isinstance(case, exp.If) else ""
    return written in ("DIV0", "DIV0NULL") and node.arg_key == "false"


def look_at_substring(node: exp.Substring) -> None:
    start = node.args.get("start")
    while isinstance(start, exp.Paren):
        start = start.this
    if isinstance(start, exp.Neg):
        raise _unsupported("a negative start in SUBSTR", "write RIGHT(text, length).")


def look_at_table_function(node: exp.TableFromRows) -> None:
    if not isinstance(node.this, Call) or node.this.name not in TABLE_CALLS:
        raise _unsupported("TABLE(...)")


def look_at_date_add(node: exp.Expr) -> None:
    amount = bare(node.expression)
    if isinstance(amount, exp.Literal) and not re.fullmatch("[0-9]+", amount.name):
        raise _unsupported("DATEADD of a part of a unit", "add a whole number of a smaller unit.")
    operand = bare(node.this)
    if isinstance(operand, exp.Literal):  # sqlglot would make a date of it and lose the time of day
        raise _unsupported("DATEADD to a text", "say what the text is, with ::DATE or ::TIMESTAMP.")


def look_at_list(node: exp.Expr) -> None:
    """An empty group gives an empty text or list in Snowflake, and NULL in DuckDB."""
    name = "LISTAGG" if isinstance(node, exp.GroupConcat) else "ARRAY_AGG"
    whole = whole_call(node)
    if isinstance(whole.parent, exp.Window):
        raise _unsupported(f"{name} as a window function", f"join a sub-query that has {name} with GROUP BY.")
    if isinstance(node.find_ancestor(exp.Pivot, exp.Select), exp.Pivot):
        raise _unsupported(f"{name} in PIVOT", f"write {name} with GROUP BY.")


def look_at_listagg(node: exp.GroupConcat) -> None:
    if node.args.get("on_overflow"):
        raise _unsupported("ON OVERFLOW")
    if node.args.get("separator") is None:
        raise _unsupported("STRING_AGG without a separator", "write LISTAGG(text, separator).")
    look_at_list(node)


def widen(node: exp.DataType) -> str | None:
    """Every FLOAT has 64 bits. INT needs it only in TRY_CAST, which makes NULL of what is too large; CAST says so."""
    if node.this in _NARROW or (node.this == exp.DType.INT and isinstance(node.parent, exp.TryCast)):
        node.set("this", exp.DType.BIGINT)
        return "small integers are as wide as NUMBER(38, 0)"
    if node.this == exp.DType.FLOAT:
        node.set("this", exp.DType.DOUBLE)
        return "every FLOAT has 64 bits"
    return None


def keep_date_added(node: exp.Expr) -> str | None:
    """The same for DATEADD."""
    if dated(node.this) and node.args["unit"].name.upper() in _DATE_UNITS:
        wrap(node, lambda inner: exp.cast(inner, exp.DType.DATE))
        return "a date and days are a date"
    return None


def filled_when_empty(empty: Callable[[], exp.Expr], rule: str) -> Callable[[exp.Expr], str]:
    def filled(node: exp.Expr) -> str:
        wrap(whole_call(node), lambda whole: exp.Coalesce(this=whole, expressions=[empty()], is_nvl=False))
        return rule

    return filled
