"""Snowflake text to a DuckDB tree, for the constructs in the tables here and no others.

sqlglot translates far more than this, and some of it silently wrong: a path into a VARIANT keeps its quotes, FLATTEN
loses its columns, HASH and SEQ4 give other numbers. So a construct passes only if it stands in a table below, and each
row of the tables is run on DuckDB by ``tests/cases/snowflake.sql`` against what Snowflake's manual says it returns.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from sqlglot import Token, TokenType, exp
from sqlglot.dialects.snowflake import Snowflake
from sqlglot.errors import ErrorLevel, SqlglotError
from sqlglot.parsers.snowflake import SnowflakeParser

from autogen_hatidata.errors import LimitExceeded, UnsupportedSql
from autogen_hatidata.sql.allow import NODES, QUERIES
from autogen_hatidata.sql.plain import PLAIN, TEXT

_NAME = "written"


class _SnowflakeParser(SnowflakeParser):
    def _warn_unsupported(self) -> None:
        """sqlglot would log the caller's text and go on with a command it has not read."""
        self.raise_error("Unsupported syntax")


class _Snowflake(Snowflake):
    """Snowflake, remembering each function's name as it was written."""

    Parser = _SnowflakeParser

    ORIGINAL_NAME_META_KEY = _NAME

    def to_json_path(self, path: exp.Expr | None) -> exp.Expr | None:
        """Paths are refused, so none is read; sqlglot would log the caller's text where it cannot read one."""
        return path


SNOWFLAKE = _Snowflake()

FUNCTIONS: dict[str, int] = {
    # choice and NULL
    "IFF": 3, "NVL": 2, "NVL2": 3, "IFNULL": 2, "COALESCE": 99, "NULLIF": 2, "ZEROIFNULL": 3, "NULLIFZERO": 3,
    "EQUAL_NULL": 2, "GREATEST": 9, "LEAST": 9, "DIV0": 3, "DIV0NULL": 3,
    # numbers
    "ABS": 1, "ROUND": 2, "TRUNC": 2, "TRUNCATE": 2, "MOD": 2, "POWER": 2, "POW": 2, "SQRT": 1, "SIGN": 1, "EXP": 1,
    "LN": 1, "LOG": 2, "SQUARE": 2, "CBRT": 1, "PI": 0,
    # text
    "CONCAT": 99, "CONCAT_WS": 9, "SUBSTR": 3, "LEFT": 2, "RIGHT": 2, "LENGTH": 1, "LEN": 1, "UPPER": 1, "LOWER": 1,
    "REVERSE": 1, "TRIM": 2, "LTRIM": 2, "RTRIM": 2, "LPAD": 3, "RPAD": 3, "REPLACE": 3, "SPLIT_PART": 3,
    "CHARINDEX": 2, "CONTAINS": 2, "STARTSWITH": 2, "ENDSWITH": 2, "ASCII": 1, "REGEXP_LIKE": 2, "RLIKE": 2,
    "REGEXP_REPLACE": 3, "REGEXP_SUBSTR": 3, "REGEXP_COUNT": 2, "MD5": 1, "SHA2": 2,
    # dates and times
    "DATEADD": 3, "TIMEADD": 3, "TIMESTAMPADD": 3, "DATEDIFF": 3, "TIMEDIFF": 3, "TIMESTAMPDIFF": 3, "DATE_TRUNC": 2,
    "DATE_PART": 2, "YEAR": 1, "QUARTER": 1, "MONTH": 1, "DAY": 1, "DAYOFMONTH": 1, "DAYOFWEEK": 1, "DAYOFWEEKISO": 1,
    "DAYOFYEAR": 1, "WEEK": 1, "WEEKISO": 1, "WEEKOFYEAR": 1, "HOUR": 1, "MINUTE": 1, "SECOND": 1, "DAYNAME": 1,
    "MONTHNAME": 1, "LAST_DAY": 1, "ADD_MONTHS": 2, "MONTHS_BETWEEN": 2, "DATE_FROM_PARTS": 3, "CURRENT_DATE": 0,
    "CURRENT_TIMESTAMP": 0, "GETDATE": 0,
    # conversions
    "TO_DATE": 2, "DATE": 2, "TRY_TO_DATE": 2, "TO_TIMESTAMP": 3, "TO_TIMESTAMP_NTZ": 3, "TRY_TO_TIMESTAMP": 2,
    "TO_CHAR": 2, "TO_VARCHAR": 2, "TO_NUMBER": 3, "TO_DECIMAL": 3, "TO_NUMERIC": 3, "TO_DOUBLE": 1,
    "TRY_TO_NUMBER": 3, "TRY_TO_DOUBLE": 1,
    # aggregates
    "COUNT": 9, "COUNT_IF": 1, "SUM": 1, "AVG": 1, "MIN": 1, "MAX": 1, "MEDIAN": 1, "MODE": 1, "STDDEV": 1,
    "STDDEV_POP": 1, "STDDEV_SAMP": 1, "VARIANCE": 1, "VAR_POP": 1, "VAR_SAMP": 1, "CORR": 2, "ANY_VALUE": 1,
    "APPROX_COUNT_DISTINCT": 1, "ARRAY_AGG": 1, "BOOLAND_AGG": 1, "BOOLOR_AGG": 1, "PERCENTILE_CONT": 1,
    "PERCENTILE_DISC": 1,
    # windows
    "ROW_NUMBER": 0, "RANK": 0, "DENSE_RANK": 0, "PERCENT_RANK": 0, "CUME_DIST": 0, "NTILE": 1, "LAG": 3, "LEAD": 3,
    "FIRST_VALUE": 1, "LAST_VALUE": 1,
}  # fmt: skip
"""Functions by the name they are written with, and the most arguments with which they were tested."""

CONSTRUCTS = NODES - {exp.IntDiv} | {
    exp.GroupConcat, exp.DecodeCase, exp.Ceil, exp.Floor, exp.Min, exp.Max, exp.ArgMin, exp.ArgMax, exp.Chr,
    exp.RegexpLike, exp.Order, exp.Mod, exp.Coalesce,
}  # fmt: skip
"""Nodes that have a syntax of their own; the others of NODES mean the same in both dialects, but for DIV, which
Snowflake does not have."""

TYPES = frozenset(
    {
        exp.DType.BIGINT, exp.DType.BOOLEAN, exp.DType.CHAR, exp.DType.DATE, exp.DType.DECIMAL, exp.DType.DOUBLE,
        exp.DType.FLOAT, exp.DType.INT, exp.DType.SMALLINT, exp.DType.TEXT, exp.DType.TIME, exp.DType.TIMESTAMP,
        exp.DType.TIMESTAMPNTZ, exp.DType.TINYINT, exp.DType.VARCHAR,
    }
)  # fmt: skip

_NARROW = frozenset({exp.DType.SMALLINT, exp.DType.TINYINT})
"""Types that are NUMBER(38, 0) in Snowflake, whatever their names say of their width."""

UNITS = frozenset("YEAR QUARTER MONTH WEEK DAY DAYOFWEEK DAYOFYEAR DOW DOY HOUR MINUTE SECOND".split())
_DATE_UNITS = frozenset("YEAR QUARTER MONTH WEEK DAY".split())
_UNIT_FUNCTIONS = frozenset(
    "DATEADD TIMEADD TIMESTAMPADD DATEDIFF TIMEDIFF TIMESTAMPDIFF DATE_TRUNC DATE_PART EXTRACT".split()
)
_FORMATTED = frozenset("TO_DATE TO_TIMESTAMP TO_TIMESTAMP_NTZ TO_CHAR TO_VARCHAR".split())

_REPEATING = frozenset(
    """
    GREATEST LEAST DIV0 DIV0NULL ZEROIFNULL NULLIFZERO NVL2 EQUAL_NULL SUBSTR SUBSTRING LEFT RIGHT SPLIT_PART CONCAT_WS
    ADD_MONTHS MONTHS_BETWEEN TRY_TO_DATE REGEXP_COUNT CORR DECODE TRY_CAST
    """.split()
)
"""Reading or writing them copies an argument several times, so that calls inside each other grow as a power."""

_MOST_REPEATED = 4
_MOST_CHARS = 200_000
_SHOWN = 100  # characters of a construct that an error repeats


def check_snowflake(tokens: Iterable[Token]) -> None:
    """Raises LimitExceeded for repeating calls that stand too deep inside each other. Parsing alone would not end."""
    open_calls: list[bool] = []
    before = ""
    for token in tokens:
        if token.token_type == TokenType.L_PAREN:
            open_calls.append(before in _REPEATING)
            if sum(open_calls) > _MOST_REPEATED:
                raise LimitExceeded("Too many calls stand inside each other.", "name steps with WITH.")
        elif token.token_type == TokenType.R_PAREN and open_calls:
            open_calls.pop()
        before = token.text.upper()


def from_snowflake(tree: exp.Expr) -> exp.Expr:
    """The DuckDB tree of a Snowflake tree, or UnsupportedSql with the construct's name.

    >>> from autogen_hatidata.sql.render import to_duckdb
    >>> to_duckdb(from_snowflake(SNOWFLAKE.parse("SELECT IFF(a > 1, NVL(b, 0), 2) FROM t")[0]))
    'SELECT CASE WHEN "a" > 1 THEN COALESCE("b", 0) ELSE 2 END FROM "t"'
    """
    if not isinstance(tree, QUERIES):
        return tree  # what agents may not do at all is refused by its own name afterwards
    nodes = list(tree.walk())
    for node in nodes:
        _judge(node)
    for node in reversed(nodes):  # from the leaves up, so that a date is seen through the calls around it
        adapt = _ADAPTS.get(type(node))
        if adapt:
            adapt(node)
    try:
        text = tree.sql("duckdb", unsupported_level=ErrorLevel.RAISE, comments=False)
        if len(text) > _MOST_CHARS:
            raise LimitExceeded("The SQL grows too long in translation.", "name steps with WITH and use fewer calls.")
        (translated,) = PLAIN.parse(text)
    except SqlglotError as error:
        raise _unsupported("this construct") from error
    if translated is None:
        raise _unsupported("this construct")
    return translated


def _unsupported(name: str, hint: str = "write it in DuckDB's SQL.") -> UnsupportedSql:
    return UnsupportedSql(
        f"There is no tested translation of {name[:_SHOWN]} from Snowflake's SQL.", hint, subject=name
    )


def _judge(node: exp.Expr) -> None:
    written = node.meta.get(_NAME) if isinstance(node, exp.Func) else None
    if isinstance(node, exp.Anonymous):
        raise _unsupported(f"the function {node.name.upper()}")
    if written:
        _judge_function(node, str(written).upper())
    elif type(node) not in CONSTRUCTS:
        raise _unsupported(_describe(node))
    look = _LOOKS.get(type(node))
    if look:
        look(node)


_PLAIN_WORDS: dict[type[exp.Expr], str] = {
    exp.JSONExtract: "a path into a VARIANT (a:b)",
    exp.Parameter: "a column by position ($1)",
    exp.TableFromRows: "TABLE(...)",
}


def _describe(node: exp.Expr) -> str:
    return _PLAIN_WORDS.get(type(node)) or re.sub(r"(?<=[a-z])(?=[A-Z])", " ", type(node).__name__).upper()


def _judge_function(node: exp.Expr, name: str) -> None:
    arguments = [value for value in node.iter_expressions() if not isinstance(value, exp.Var)]
    if name not in FUNCTIONS:
        raise _unsupported(f"the function {name}")
    if len(arguments) > FUNCTIONS[name]:
        raise _unsupported(f"this form of {name}")
    if name in _UNIT_FUNCTIONS:
        _judge_unit(node, name)
    text_format = node.args.get("format")
    if text_format is not None and not (
        name in _FORMATTED and isinstance(text_format, exp.Literal) and _plain_format(text_format)
    ):
        raise _unsupported(f"that format in {name}")
    if name in ("TRUNC", "TRUNCATE") and any(argument.is_string for argument in arguments):
        raise _unsupported(f"{name} of a date")


def _plain_format(node: exp.Literal) -> bool:
    """sqlglot has turned the format into strptime's; it must hold nothing but what was tested."""
    return bool(re.fullmatch(r"(?:%Y|%m|%d|%b|%H|%M|%S|[-/:. ])+", node.name))


def _judge_unit(node: exp.Expr, name: str) -> None:
    unit = node.args.get("unit") or node.this
    text = unit.name.upper() if isinstance(unit, exp.Expr) else ""
    if text not in UNITS:
        raise _unsupported(f"that unit in {name}")


def _type(node: exp.DataType) -> None:
    if node.this not in TYPES:
        raise _unsupported(f"the type {node.sql('snowflake')}")
    if node.expressions and node.this != exp.DType.DECIMAL:
        raise _unsupported(
            f"the type {node.sql('snowflake')}", "leave the length away, and cut texts with LEFT(text, length)."
        )


def _table(node: exp.Table) -> None:
    if not isinstance(node.this, exp.Identifier):
        raise _unsupported("a function in FROM")


def _name(node: exp.Identifier) -> None:
    if node.meta.get(TEXT):
        raise _unsupported("a name in single quotes", 'quote names like "this".')


def _extract(node: exp.Extract) -> None:
    _judge_unit(node, "EXTRACT")


def _division(node: exp.Div) -> None:
    """By zero Snowflake raises and DuckDB goes on, with infinity or NULL."""
    if not (_never_zero(node.expression) or _guarded(node)):
        raise _unsupported("a division by what may be zero", "write a / NULLIF(b, 0), or DIV0(a, b).")


def _never_zero(divisor: exp.Expr) -> bool:
    bare = _bare(divisor)
    if isinstance(bare, exp.Nullif):
        return _number(_bare(bare.expression)) == 0
    return bool(_number(bare))


def _guarded(node: exp.Div) -> bool:
    """sqlglot has made DIV0 a CASE with a division in its ELSE."""
    case = node.parent
    written = str(case.meta.get(_NAME, "")).upper() if isinstance(case, exp.If) else ""
    return written in ("DIV0", "DIV0NULL") and node.arg_key == "false"


def _bare(node: exp.Expr) -> exp.Expr:
    """Without parentheses and signs."""
    while isinstance(node, exp.Paren | exp.Neg):
        node = node.this
    return node


def _number(node: exp.Expr) -> float | None:
    """The value of a literal number, None for anything else."""
    if not isinstance(node, exp.Literal) or node.is_string:
        return None
    try:
        return float(node.name)
    except ValueError:
        return None


def _substring(node: exp.Substring) -> None:
    start = node.args.get("start")
    while isinstance(start, exp.Paren):
        start = start.this
    if isinstance(start, exp.Neg):
        raise _unsupported("a negative start in SUBSTR", "write RIGHT(text, length).")


def _date_add(node: exp.Expr) -> None:
    amount = _bare(node.expression)
    if isinstance(amount, exp.Literal) and not re.fullmatch("[0-9]+", amount.name):
        raise _unsupported("DATEADD of a part of a unit", "add a whole number of a smaller unit.")
    operand = _bare(node.this)
    if isinstance(operand, exp.Literal):  # sqlglot would make a date of it and lose the time of day
        raise _unsupported("DATEADD to a text", "say what the text is, with ::DATE or ::TIMESTAMP.")


def _list(node: exp.Expr) -> None:
    """An empty group gives an empty text or list in Snowflake, and NULL in DuckDB."""
    name = "LISTAGG" if isinstance(node, exp.GroupConcat) else "ARRAY_AGG"
    whole = _whole_call(node)
    if isinstance(whole.parent, exp.Window):
        raise _unsupported(f"{name} as a window function", f"join a sub-query that has {name} with GROUP BY.")
    if isinstance(node.find_ancestor(exp.Pivot, exp.Select), exp.Pivot):
        raise _unsupported(f"{name} in PIVOT", f"write {name} with GROUP BY.")


def _whole_call(node: exp.Expr) -> exp.Expr:
    """An aggregate with the clauses that belong to it."""
    while isinstance(node.parent, exp.WithinGroup | exp.Filter) and node.arg_key == "this":
        node = node.parent
    return node


def _concat(node: exp.GroupConcat) -> None:
    if node.args.get("on_overflow"):
        raise _unsupported("ON OVERFLOW")
    if node.args.get("separator") is None:
        raise _unsupported("STRING_AGG without a separator", "write LISTAGG(text, separator).")
    _list(node)


_LOOKS: dict[type[exp.Expr], Callable[..., None]] = {
    exp.DataType: _type,
    exp.Table: _table,
    exp.Identifier: _name,
    exp.Extract: _extract,
    exp.GroupConcat: _concat,
    exp.ArrayAgg: _list,
    exp.Div: _division,
    exp.Substring: _substring,
    exp.DateAdd: _date_add,
    exp.TimestampAdd: _date_add,
    exp.TimeAdd: _date_add,
}


def _widen(node: exp.DataType) -> None:
    """INT needs it only in TRY_CAST, which makes NULL of what is too large; CAST says so."""
    if node.this in _NARROW or (node.this == exp.DType.INT and isinstance(node.parent, exp.TryCast)):
        node.set("this", exp.DType.BIGINT)


def _keep_date(node: exp.Expr) -> None:
    """A date and whole days are a date in Snowflake, a timestamp in DuckDB."""
    operand = _bare(node.this)
    dated = isinstance(operand, exp.CurrentDate) or (
        isinstance(operand, exp.Cast) and operand.to.this == exp.DType.DATE
    )
    if dated and node.args["unit"].name.upper() in _DATE_UNITS:
        _wrap(node, lambda inner: exp.cast(inner, exp.DType.DATE))


def _fill(empty: Callable[[], exp.Expr]) -> Callable[[exp.Expr], None]:
    return lambda node: _wrap(
        _whole_call(node), lambda whole: exp.Coalesce(this=whole, expressions=[empty()], is_nvl=False)
    )


def _wrap(node: exp.Expr, around: Callable[[exp.Expr], exp.Expr]) -> None:
    """Puts a new node in the place of one, with a copy of that one inside."""
    node.replace(around(node.copy()))


_ADAPTS: dict[type[exp.Expr], Callable[..., None]] = {
    exp.DataType: _widen,
    exp.DateAdd: _keep_date,
    exp.TimestampAdd: _keep_date,
    exp.TimeAdd: _keep_date,
    exp.GroupConcat: _fill(lambda: exp.Literal.string("")),
    exp.ArrayAgg: _fill(exp.Array),
}
