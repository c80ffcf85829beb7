"""PostgreSQL's SQL.

sqlglot reads no meaning into its functions here (see `calls`), since it would translate many of them silently wrong:
a pattern in SUBSTRING becomes a position, TO_CHAR loses its padding, ``unnest(a) AS x`` gives a record. Whether values
are integers or doubles can be unknown until DuckDB binds the text. Then several translations stand in a struct, and
``typeof`` takes the one that is right; the engine computes that one only.
"""

from __future__ import annotations

import re
from functools import partial

from sqlglot import TokenType, exp
from sqlglot.dialects.postgres import Postgres
from sqlglot.parsers.postgres import PostgresParser

from autogen_hatidata.errors import LimitExceeded
from autogen_hatidata.sql.dialects import postgres_dates as dates
from autogen_hatidata.sql.dialects import postgres_numbers as numbers
from autogen_hatidata.sql.dialects import postgres_rows as rows
from autogen_hatidata.sql.dialects import postgres_texts as texts
from autogen_hatidata.sql.dialects.calls import Call, Calls, How, builders
from autogen_hatidata.sql.dialects.kinds import computed
from autogen_hatidata.sql.dialects.source import CONSTRUCTS, Look, Source, Untested, bare, number, remembering
from autogen_hatidata.sql.plain import Silent, question_mark

_MOST_COPYING = 5
"""Casts and divisions inside each other whose translation repeats what they hold."""


CALLS: dict[str, tuple[int, How]] = {
    # choice and NULL
    "COALESCE": (99, None), "NULLIF": (2, None), "GREATEST": (9, None), "LEAST": (9, None),
    # numbers
    "ABS": (1, None), "CEIL": (1, numbers.whole), "CEILING": (1, numbers.whole), "FLOOR": (1, numbers.whole),
    "ROUND": (2, numbers.round_to),
    "TRUNC": (2, numbers.whole), "MOD": (2, numbers.mod), "DIV": (2, "trunc(_1 / nullif(_2, 0))"), "POWER": (2, None),
    "POW": (2, None), "SQRT": (1, None), "CBRT": (1, None), "EXP": (1, None), "LN": (1, None), "LOG": (2, None),
    "LOG10": (1, None), "SIGN": (1, "CAST(sign(_1) AS DECIMAL(1, 0))"), "PI": (0, None), "DEGREES": (1, None),
    "RADIANS": (1, None), "RANDOM": (0, None),
    # text
    "LENGTH": (1, "CAST(length(_1) AS INTEGER)"), "CHAR_LENGTH": (1, "CAST(length(_1) AS INTEGER)"),
    "CHARACTER_LENGTH": (1, "CAST(length(_1) AS INTEGER)"), "UPPER": (1, None), "LOWER": (1, None),
    "CONCAT": (99, None), "CONCAT_WS": (9, None), "SUBSTR": (3, texts.substr), "LEFT": (2, '"left"(_1, _2)'),
    "RIGHT": (2, '"right"(_1, _2)'), "LPAD": (3, texts.pad), "RPAD": (3, texts.pad), "LTRIM": (2, None),
    "RTRIM": (2, None),
    "BTRIM": (2, "trim"), "REPLACE": (3, None), "TRANSLATE": (3, None), "REVERSE": (1, None), "REPEAT": (2, None),
    "SPLIT_PART": (3, texts.split_part), "STRPOS": (2, "CAST(strpos(_1, _2) AS INTEGER)"), "ASCII": (1, None),
    "CHR": (1, None), "MD5": (1, None), "STARTS_WITH": (2, None), "REGEXP_REPLACE": (4, texts.regexp_replace),
    "REGEXP_LIKE": (3, texts.regexp_like), "REGEXP_COUNT": (2, texts.regexp_count),
    "REGEXP_SUBSTR": (2, texts.regexp_substr),
    "INITCAP": (1, texts.INITCAP),
    # dates and times
    "DATE_TRUNC": (2, dates.date_trunc), "DATE_PART": (2, dates.date_part), "AGE": (2, None), "NOW": (0, None),
    "MAKE_DATE": (3, None), "MAKE_TIMESTAMP": (6, None), "TO_CHAR": (2, dates.to_char),
    "TO_DATE": (2, partial(dates.to_date, "DATE")), "TO_TIMESTAMP": (2, partial(dates.to_date, "TIMESTAMP")),
    # arrays and JSON
    "ALL": (1, rows.all_of), "ARRAY": (1, None),
    "UNNEST": (1, None), "GENERATE_SERIES": (3, rows.series), "ARRAY_LENGTH": (2, rows.array_length),
    "CARDINALITY": (1, "CAST(len(_1) AS INTEGER)"), "ARRAY_APPEND": (2, "list_append"),
    "ARRAY_PREPEND": (2, "list_prepend"), "ARRAY_CAT": (2, "list_concat"),
    "ARRAY_POSITION": (2, "CAST(list_position(_1, _2) AS INTEGER)"), "STRING_TO_ARRAY": (2, texts.to_list),
    "ARRAY_TO_STRING": (3, texts.array_to_text), "JSON_ARRAY_LENGTH": (1, "CAST(json_array_length(_1) AS INTEGER)"),
    "JSONB_ARRAY_LENGTH": (1, "CAST(json_array_length(_1) AS INTEGER)"),
    # aggregates
    "COUNT": (2, rows.count), "SUM": (1, numbers.sum_of), "AVG": (1, None), "MIN": (1, None), "MAX": (1, None),
    "STRING_AGG": (2, texts.string_agg), "ARRAY_AGG": (1, None), "BOOL_AND": (1, None), "BOOL_OR": (1, None),
    "EVERY": (1, "bool_and"), "STDDEV": (1, None), "STDDEV_POP": (1, None), "STDDEV_SAMP": (1, None),
    "VARIANCE": (1, None), "VAR_POP": (1, None), "VAR_SAMP": (1, None), "CORR": (2, numbers.no_nan),
    "COVAR_POP": (2, None),
    "COVAR_SAMP": (2, None), "PERCENTILE_CONT": (1, rows.outside_group), "PERCENTILE_DISC": (1, rows.outside_group),
    "MODE": (0, rows.outside_group), "ANY_VALUE": (1, None), "GROUPING": (9, None),
    # windows
    "ROW_NUMBER": (0, None), "RANK": (0, None), "DENSE_RANK": (0, None), "PERCENT_RANK": (0, None),
    "CUME_DIST": (0, None), "NTILE": (1, None), "LAG": (3, None), "LEAD": (3, None), "FIRST_VALUE": (1, None),
    "LAST_VALUE": (1, None), "NTH_VALUE": (2, None),
}  # fmt: skip
"""Functions by the name they are written with: the most arguments with which they were tested, and what DuckDB has."""


FEWEST = {
    **{name: len(set(re.findall("_[1-9]", how))) for name, (_, how) in CALLS.items() if isinstance(how, str)},
    **dict.fromkeys(
        """
        CEIL CEILING FLOOR TRUNC ROUND SUM COUNT STRING_AGG GENERATE_SERIES ARRAY_LENGTH ALL PERCENTILE_CONT
        PERCENTILE_DISC
        """.split(),
        1,
    ),
    **dict.fromkeys(
        """
        MOD SUBSTR LPAD RPAD SPLIT_PART REGEXP_LIKE REGEXP_COUNT REGEXP_SUBSTR DATE_TRUNC DATE_PART AGE TO_CHAR TO_DATE
        STRING_TO_ARRAY ARRAY_TO_STRING GENERATE_SERIES CORR
        """.split(),
        2,
    ),
    "REGEXP_REPLACE": 3, "SPLIT_PART": 3, "TO_TIMESTAMP": 1,
}  # fmt: skip
"""The fewest arguments, where what DuckDB has would take fewer, or where a function of ours looks at them."""


TYPES = frozenset(
    {
        exp.DType.ARRAY, exp.DType.BIGINT, exp.DType.BOOLEAN, exp.DType.DATE, exp.DType.DECIMAL, exp.DType.DOUBLE,
        exp.DType.FLOAT, exp.DType.INT, exp.DType.INTERVAL, exp.DType.JSON, exp.DType.JSONB, exp.DType.SMALLINT,
        exp.DType.TEXT, exp.DType.TIME, exp.DType.TIMESTAMP, exp.DType.TIMESTAMPTZ, exp.DType.VARCHAR,
    }
)  # fmt: skip


_REPEATING = frozenset(
    "ROUND SUBSTR SUBSTRING REGEXP_SUBSTR STRING_TO_ARRAY TO_CHAR SUM GREATEST LEAST NUMERIC DECIMAL CAST".split()
)


_NOT_HERE = frozenset(
    {
        exp.Qualify, exp.TableSample, exp.AtTimeZone, exp.Pivot, exp.PivotAlias, exp.UnpivotColumns, exp.Columns,
        exp.Struct, exp.Map, exp.ToMap, exp.Lambda, exp.Comprehension, exp.Glob, exp.SimilarTo, exp.PositionalColumn,
        exp.Nearest, exp.Overlay, exp.IgnoreNulls, exp.RespectNulls, exp.TryCast, exp.PropertyEQ, exp.Kwarg,
        exp.CurrentTime, exp.Localtime,
    }
)  # fmt: skip
"""What PostgreSQL has not, or has with another meaning."""


CONSTRUCTS_OF_POSTGRES = frozenset(
    CONSTRUCTS - _NOT_HERE
    | {
        exp.Pow, exp.BitwiseXor, exp.RegexpILike, exp.ArrayContainsAll, exp.ArrayOverlaps, exp.JSONExtract,
        exp.JSONExtractScalar,
    }
)  # fmt: skip
"""Nodes that may stand in a statement."""


def _look_type(node: exp.DataType) -> None:
    sized = node.expressions and node.this not in (exp.DType.DECIMAL, exp.DType.ARRAY)
    cut = node.this == exp.DType.VARCHAR and isinstance(node.parent, exp.Cast)
    if (sized and not cut) or node.args.get("values"):
        raise Untested(f"the type {node.sql('postgres')}", "leave the length away.")


def _look_cast(node: exp.Cast) -> None:
    if node.to.this == exp.DType.ARRAY and bare(node.this).is_string:
        raise Untested("a text as an array", "write ARRAY['a', 'b'].")
    _look_copying(node)


def _look_copying(node: exp.Expr) -> None:
    above, parent = 0, node.parent
    while parent is not None:
        above += isinstance(parent, exp.Cast | exp.Div | exp.Mod)
        parent = parent.parent
    if above > _MOST_COPYING:
        raise LimitExceeded("Too many casts and divisions stand inside each other.", "name steps with WITH.")


def _look_alias(node: exp.Alias) -> None:
    if number(node.this) is not None and node.alias.startswith("_"):
        raise Untested("a number with _ between its digits", "write the digits alone.")


def _look_bracket(node: exp.Bracket) -> None:
    if any(isinstance(index, exp.Neg) for index in node.expressions):
        raise Untested("a negative place in an array")


def _look_between(node: exp.Between) -> None:
    if node.args.get("symmetric"):
        raise Untested("BETWEEN SYMMETRIC", "write the lower bound first.")


def _look_fetch(node: exp.Fetch) -> None:
    options = node.args.get("limit_options")
    if options is not None and (options.args.get("with_ties") or options.args.get("percent")):
        raise Untested("FETCH ... WITH TIES", "number the rows with RANK().")


def _look_limit(node: exp.Limit) -> None:
    if node.args.get("limit_options"):
        raise Untested("LIMIT of a share", "write a number of rows.")


def _look_table(node: exp.Table) -> None:
    if node.args.get("only"):
        raise Untested("ONLY", "write the table's name alone.")


def _look_joined(node: exp.DPipe) -> None:
    if any(computed(one) for one in (node.this, node.expression)):
        raise numbers.COMPUTED_TEXT


def _look_contains(node: exp.Expr) -> None:
    json = (exp.DType.JSON, exp.DType.JSONB)
    for one in map(bare, (node.this, node.expression)):
        if one.is_string or (isinstance(one, exp.Cast) and one.to.this in json):
            raise Untested("@> of JSON", "compare what ->> gives.")


def _judge(node: exp.Expr, name: str) -> None:
    if isinstance(node, Call) and len(node.expressions) < FEWEST.get(name, 0):
        raise Untested(f"this form of {name}")
    if name in ("CONCAT", "CONCAT_WS") and isinstance(node, Call):
        if any(map(computed, node.expressions)):
            raise numbers.COMPUTED_TEXT
        if any(
            isinstance(bare(one), exp.Boolean | exp.Predicate | exp.Connector | exp.Not) for one in node.expressions
        ):
            raise Untested(f"a boolean in {name}", "write CASE WHEN ... THEN 't' ELSE 'f' END.")


def _look_collate(node: exp.Collate) -> None:
    if node.expression.name not in ("C", "POSIX"):
        raise Untested("COLLATE", 'write COLLATE "C", or nothing.')


def _collate(node: exp.Collate) -> None:
    """Texts are compared by their characters' codes anyway."""
    node.replace(node.this.copy())


class PlainPostgresParser(Silent, PostgresParser):
    """Reads the functions of the table as calls, and texts, types and intervals as they stand."""

    FUNCTIONS = {**builders(CALLS), "ARRAY": lambda args: exp.Array(expressions=args)}  # noqa: RUF012 - sqlglot's form
    JSON_OPERATORS = {  # noqa: RUF012 - sqlglot would make paths of names
        **PostgresParser.JSON_OPERATORS,
        TokenType.ARROW: lambda self, this, path: self.expression(exp.JSONExtract(this=this, expression=path)),
        TokenType.DARROW: lambda self, this, path: self.expression(exp.JSONExtractScalar(this=this, expression=path)),
    }
    FUNCTION_PARSERS = {  # noqa: RUF012
        name: PostgresParser.FUNCTION_PARSERS[name]
        for name in ("CAST", "EXTRACT", "POSITION", "SUBSTRING", "TRIM", "OVERLAY")
    }
    NO_PAREN_FUNCTION_PARSERS = {  # noqa: RUF012
        name: PostgresParser.NO_PAREN_FUNCTION_PARSERS[name] for name in ("CASE", "ANY")
    }
    PLACEHOLDER_PARSERS = {  # noqa: RUF012 - without %s, which is not SQL
        **{token: parser for token, parser in PostgresParser.PLACEHOLDER_PARSERS.items() if token != TokenType.MOD},
        TokenType.PLACEHOLDER: question_mark,
    }

    def _parse_lambda(self, alias: bool = False) -> exp.Expr | None:
        """There are no lambdas: ``->`` reaches into JSON."""
        if self._next.token_type != TokenType.ARROW and self._curr.token_type != TokenType.L_PAREN:
            return super()._parse_lambda(alias=alias)
        return self._parse_order(self._parse_select_or_expression(alias=alias))

    def _parse_type(self, parse_interval: bool = True, fallback_to_identifier: bool = False) -> exp.Expr | None:
        """``DATE '2024-01-31'::TEXT`` is a date first and a text then; sqlglot reads it the other way round."""
        token = self._curr.token_type
        literal = token in self.TYPE_TOKENS - {TokenType.INTERVAL} and self._next.token_type == TokenType.STRING
        if fallback_to_identifier or not literal:
            return super()._parse_type(parse_interval, fallback_to_identifier)
        to = self._parse_types(check_func=True, allow_identifiers=False)
        return self._parse_column_ops(self.expression(exp.Cast(this=self._parse_primary(), to=to)))

    def _parse_interval(self, require_interval: bool = True, parse_function_unit: bool = True) -> exp.Interval | None:
        """``INTERVAL`` and a text, which stays as it is; sqlglot would sum what stands after it."""
        index = self._index
        if not self._match(TokenType.INTERVAL):
            return None
        if not self._match(TokenType.STRING, advance=False):
            self._retreat(index)
            return None
        this = self._parse_primary()
        unit = None
        if self._curr and self._curr.text.upper() in dates.UNITS:
            unit = self._parse_var(any_token=True, upper=True)
        return self.expression(exp.Interval(this=this, unit=unit))


@remembering
class _Postgres(Postgres):
    """PostgreSQL, remembering each function's name as it was written."""

    Parser = PlainPostgresParser


LOOKS: dict[type[exp.Expr], Look] = {
    exp.DataType: _look_type,
    exp.Select: rows.name_outputs,
    exp.Cast: _look_cast,
    exp.Div: _look_copying,
    exp.Mod: _look_copying,
    exp.Alias: _look_alias,
    exp.Bracket: _look_bracket,
    exp.Between: _look_between,
    exp.Fetch: _look_fetch,
    exp.Collate: _look_collate,
    exp.Limit: _look_limit,
    exp.Table: _look_table,
    exp.DPipe: _look_joined,
    exp.ArrayContainsAll: _look_contains,
}

POSTGRES = Source(
    name="PostgreSQL",
    dialect=_Postgres(),
    functions={name: most for name, (most, _) in CALLS.items()},
    types=TYPES,
    judge=_judge,
    constructs=CONSTRUCTS_OF_POSTGRES,
    tables=frozenset({"GENERATE_SERIES"}),
    looks=LOOKS,
    adapts={
        Call: Calls({name: how for name, (_, how) in CALLS.items()}),
        exp.Cast: numbers.cast,
        exp.Div: numbers.divide,
        exp.Mod: numbers.remainder,
        exp.Extract: dates.extract,
        exp.Substring: texts.substring,
        exp.RegexpLike: texts.matches,
        exp.RegexpILike: texts.matches,
        exp.Like: texts.like,
        exp.ILike: texts.like,
        exp.Interval: dates.interval,
        exp.JSONExtract: rows.key,
        exp.JSONExtractScalar: rows.key,
        exp.Table: rows.series_table,
        exp.Lateral: rows.series_table,
        exp.WithinGroup: rows.ordered,
        exp.Collate: _collate,
        exp.Unnest: rows.unnest_table,
        exp.Values: rows.values,
    },
    repeating=_REPEATING,
    words={
        exp.Parameter: "a column by position ($1)",
        exp.AtTimeZone: "AT TIME ZONE",
        exp.JSONBExtractScalar: "#>>",
        exp.JSONBExtract: "#>",
        exp.JSONBContainsTopKey: "the operator ?",
    },
)
