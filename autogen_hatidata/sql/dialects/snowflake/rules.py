"""What Snowflake's numbers, dates and tables of values mean where DuckDB's mean something else."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from sqlglot import exp

from autogen_hatidata.sql.dialects.forms import built, windowed
from autogen_hatidata.sql.dialects.snowflake.dates import DATE_UNITS, PARTS, SHORT_UNITS, UNITS
from autogen_hatidata.sql.dialects.snowflake.kinds import KIND, OTHER, TABLE_CALLS, Call
from autogen_hatidata.sql.dialects.snowflake.numbers import as_text, cast_to_text, move_into, texts_joined
from autogen_hatidata.sql.dialects.source import (
    bare,
    number,
    unsupported,
    wrap,
)

_unsupported = partial(unsupported, "Snowflake")

WHOLE = frozenset({exp.DType.INT, exp.DType.BIGINT, exp.DType.SMALLINT, exp.DType.TINYINT})
TEXTS = frozenset({exp.DType.TEXT, exp.DType.VARCHAR, exp.DType.CHAR})
_PARTS = UNITS | PARTS | frozenset("DAYOFWEEK DAYOFYEAR DOW DOY DAYOFWEEKISO WEEKISO".split())
_UNIT_FUNCTIONS = frozenset(
    "DATEADD TIMEADD TIMESTAMPADD DATEDIFF TIMEDIFF TIMESTAMPDIFF DATE_TRUNC DATE_PART EXTRACT".split()
)
_FORMATTED = frozenset(
    """
    DATE TO_DATE TO_TIMESTAMP TO_TIMESTAMP_NTZ TO_CHAR TO_VARCHAR TRY_TO_DATE TRY_TO_TIMESTAMP TRY_TO_TIMESTAMP_NTZ
    """.split()
)


def look_at_cast(node: exp.Cast) -> None:
    """TIMESTAMP leaves a time zone away, and DuckDB goes to UTC by it."""
    if node.to.this in _STAMPS and _ZONED.search(bare(node.this).name if bare(node.this).is_string else ""):
        raise _unsupported("a time zone in a TIMESTAMP", "leave the zone away.")


_WHOLE_ALREADY = (exp.Literal, exp.Count, exp.DateDiff, exp.Extract, exp.Length, exp.RowNumber)
_STAMPS = frozenset({exp.DType.TIMESTAMP, exp.DType.TIMESTAMPNTZ})
_ZONED = re.compile(r":[0-9.]+ *(?:[A-Za-z]+|[-+][0-9:]+)$")


def cast(node: exp.Cast) -> str | None:
    """A cast to a text, or to a whole number."""
    if isinstance(node, exp.TryCast) and node.to.this == exp.DType.DATE:
        return any_date(node)
    if node.to.this == exp.DType.DATE:
        return _written_date(node.this)
    return cast_to_text(node) if node.to.this in TEXTS else _round_away(node)


_WRITTEN_DATE = re.compile(r"(?P<month>[0-9]{2})/(?P<day>[0-9]{2})/(?P<year>[0-9]{4})")
_WITHOUT_ZEROS = re.compile(r"[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}|[0-9]{1,2}-[A-Za-z]{3}-[0-9]{4}")


def _written_date(node: exp.Expr) -> str | None:
    """A date that is written out as MM/DD/YYYY, which DuckDB does not read."""
    text = node.name.strip() if node.is_string else ""
    found = _WRITTEN_DATE.fullmatch(text)
    if found:
        node.replace(exp.Literal.string("{year}-{month}-{day}".format(**found.groupdict())))
        return "a date is read in any of Snowflake's forms"
    if _WITHOUT_ZEROS.fullmatch(text):
        raise _unsupported("a date in that form", "write it as '2024-01-31'.")
    return None


_ANY_DATE = "coalesce(a, CAST(try_strptime(CAST(b AS VARCHAR), ['%m/%d/%Y', '%d-%b-%Y']) AS DATE))"


def any_date(node: exp.Expr) -> str | None:
    """What else is a date in Snowflake. Where DuckDB has an error, and no NULL, that is enough."""
    if isinstance(node, exp.TsOrDsToDate) and (node.args.get("format") or not node.args.get("safe")):
        return None if node.args.get("format") else _written_date(node.this)
    node.replace(built(_ANY_DATE, exp.TryCast(this=node.this.copy(), to=exp.DataType.build("date")), node.this))
    return "a date is read in any of Snowflake's forms"


def _round_away(node: exp.Cast) -> str | None:
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


def look_at_pivot(node: exp.Pivot) -> None:
    """DuckDB has to know the values, and leaves NULL where there is none."""
    if node.args.get("default_on_null"):
        raise _unsupported("PIVOT with DEFAULT ON NULL", "write COALESCE(column, 0) in the select list.")
    if any(field.find(exp.Query) for field in node.args.get("fields") or []):
        raise _unsupported("PIVOT with a query in IN", "write the values, as in FOR k IN ('a', 'b').")


def names_of_unpivot(node: exp.Pivot) -> str | None:
    """UNPIVOT gives the names of columns, which are in upper case unless they are quoted."""
    if not node.args.get("unpivot"):
        return None
    for field in node.args.get("fields") or []:
        for name in list(field.expressions):
            column = name.this if isinstance(name, exp.Column) else name
            if isinstance(column, exp.Identifier) and not column.quoted:
                alias = exp.PivotAlias(this=name.copy(), alias=exp.to_identifier(column.name.upper(), quoted=True))
                name.replace(alias)
    return "names of columns are in upper case"


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


_NARROW = frozenset({exp.DType.INT, exp.DType.SMALLINT, exp.DType.TINYINT})
"""Types that are NUMBER(38, 0) in Snowflake, whatever their names say of their width."""


_WRITABLE = re.compile(r"(?:%[YmdbHMSBayIp]|[-/:., T_])+(?:\.%[gfn])?")
_READABLE = re.compile(r"(?:%[YmdbHMS]|[-/:., T])+|(?:%[YmdbIMSp]|[-/:., T])+%p(?:%[YmdbIMSp]|[-/:., T])*")


def writable_format(node: exp.Expr | None) -> bool:
    """Whether a format of dates, in strftime's form, holds nothing but what was tested."""
    return isinstance(node, exp.Literal) and bool(_WRITABLE.fullmatch(node.name)) and "%" in node.name


def _readable_format(node: exp.Expr) -> bool:
    return isinstance(node, exp.Literal) and bool(_READABLE.fullmatch(node.name))


def pad_a_text(node: exp.Pad) -> str | None:
    """LPAD of a number pads its text; DuckDB wants a text. Where there is nothing to pad with, a text is cut only."""
    fill = node.args.get("fill_pattern")
    if fill is not None and fill.is_string and not fill.name:
        node.replace(built("left(CAST(a AS VARCHAR), b)", node.this, node.expression))
        return None
    rule = as_text(node.this)
    if not node.this.is_string:
        wrap(node.this, lambda value: exp.cast(value, exp.DType.TEXT))
    return rule


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


_FORMS: dict[str, Callable[[exp.Expr], bool]] = {
    "TRUNC": lambda node: (
        not isinstance(node, exp.DateTrunc) or node.text("unit").upper() in {*DATE_UNITS, *SHORT_UNITS}
    ),
    "CHARINDEX": lambda node: node.args.get("position") is None or _literal_number(node.args["position"], 1),
    **dict.fromkeys(
        ("REGEXP_LIKE", "RLIKE"),
        lambda node: node.args.get("flag") is None or node.args["flag"].name in ("i", "c", "s", "is"),
    ),
    "RANDOM": lambda node: isinstance(node.parent, exp.Ordered) and node.this is None,
    "NEXT_DAY": lambda node: node.expression.is_string,
    "PREVIOUS_DAY": lambda node: node.expression.is_string,
}
"""Which forms of a function were tested."""


def _judge_unit(node: exp.Expr, name: str) -> None:
    unit = node.args.get("unit") or node.this
    text = unit.name.upper() if isinstance(unit, exp.Expr) else ""
    if text not in (_PARTS if name in ("DATE_PART", "EXTRACT") else UNITS):
        raise _unsupported(f"that unit in {name}")


def look_at_type(node: exp.DataType) -> None:
    """A length of a text, and digits of a number; a TIMESTAMP has all the digits that it can have."""
    given = [each.name for each in node.expressions]
    known = node.this == exp.DType.DECIMAL or (len(given) == 1 and node.this in TEXTS)
    if given and not known and not (node.this in _STAMPS and given in (["9"], ["6"])):
        raise _unsupported(f"the type {node.sql('snowflake')}", "leave the digits away.")


def look_at_extract(node: exp.Extract) -> None:
    _judge_unit(node, "EXTRACT")


def from_the_end(node: exp.Substring) -> str | None:
    """A negative start counts from the end; one before the text gives an empty text."""
    start = node.args.get("start")
    while isinstance(start, exp.Paren):
        start = start.this
    if not isinstance(start, exp.Neg):
        return None
    length = node.args.get("length")
    end = built("CASE WHEN length(a) < b THEN '' ELSE right(a, b) END", node.this, start.this)
    node.replace(end if length is None else built("left(a, b)", end, length))
    return "a negative start counts from the end"


def look_at_table_function(node: exp.TableFromRows) -> None:
    if not isinstance(node.this, Call) or node.this.name not in TABLE_CALLS:
        raise _unsupported("TABLE(...)")


def look_at_list(node: exp.Expr) -> None:
    """An empty group gives an empty text or list in Snowflake, and NULL in DuckDB."""
    name = "LISTAGG" if isinstance(node, exp.GroupConcat) else "ARRAY_AGG"
    window = windowed(node)
    if isinstance(window, exp.Window) and (window.args.get("order") or window.args.get("spec")):
        raise _unsupported(f"{name} over a part of its window", f"write {name}(x) OVER (PARTITION BY y).")
    if isinstance(node.find_ancestor(exp.Pivot, exp.Select), exp.Pivot):
        raise _unsupported(f"{name} in PIVOT", f"write {name} with GROUP BY.")


def look_at_listagg(node: exp.GroupConcat) -> None:
    if node.args.get("on_overflow"):
        raise _unsupported("ON OVERFLOW")
    if node.args.get("separator") is None:
        raise _unsupported("STRING_AGG without a separator", "write LISTAGG(text, separator).")
    look_at_list(node)


def widen(node: exp.DataType) -> str | None:
    """Whole numbers have 64 bits here, and every FLOAT has."""
    if node.this in _STAMPS and node.expressions:
        node.set("expressions", [])
    if node.this in _NARROW:
        node.set("this", exp.DType.BIGINT)
        return "small integers are as wide as NUMBER(38, 0)"
    if node.this == exp.DType.FLOAT:
        node.set("this", exp.DType.DOUBLE)
        return "every FLOAT has 64 bits"
    return None


def filled_when_empty(empty: Callable[[], exp.Expr], rule: str) -> Callable[[exp.Expr], str]:
    def filled(node: exp.Expr) -> str:
        move_into(windowed(node), lambda whole: exp.Coalesce(this=whole, expressions=[empty()], is_nvl=False))
        return rule

    return filled


_EMPTY_TEXT = filled_when_empty(lambda: exp.Literal.string(""), "LISTAGG of nothing is an empty text")


def listagg(node: exp.GroupConcat) -> str:
    """The texts of values, and an empty one for none."""
    rule = _EMPTY_TEXT(node)
    texts_joined(node)
    return rule
