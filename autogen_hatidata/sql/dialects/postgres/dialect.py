"""PostgreSQL's SQL.

sqlglot reads no meaning into its functions here (see `forms`), since it would translate many of them silently wrong:
a pattern in SUBSTRING becomes a position, TO_CHAR loses its padding, ``unnest(a) AS x`` gives a record. Whether values
are integers or doubles can be unknown until DuckDB binds the text. Then several translations stand in a struct, and
``typeof`` takes the one that is right; the engine computes that one only.
"""

from __future__ import annotations

from sqlglot import TokenType, exp
from sqlglot.dialects.postgres import Postgres
from sqlglot.parsers.postgres import PostgresParser

from autogen_hatidata.errors import LimitExceeded
from autogen_hatidata.sql.dialects.aliases import NamingSource
from autogen_hatidata.sql.dialects.forms import Call, own_name, put
from autogen_hatidata.sql.dialects.kinds import computed
from autogen_hatidata.sql.dialects.literals import unicode_text
from autogen_hatidata.sql.dialects.merged import merged_first
from autogen_hatidata.sql.dialects.postgres import dates, joined, json, jsonb, numbers, patterns, rows, texts
from autogen_hatidata.sql.dialects.postgres.functions import FUNCTIONS
from autogen_hatidata.sql.dialects.shared_functions import ROOTED
from autogen_hatidata.sql.dialects.source import CONSTRUCTS, Look, Untested, bare, number, remembering
from autogen_hatidata.sql.dialects.ties import ranked
from autogen_hatidata.sql.plain import Silent, question_mark

_MOST_COPYING = 5
"""Casts and divisions inside each other whose translation repeats what they hold."""


TYPES = frozenset(
    {
        exp.DType.ARRAY, exp.DType.BIGINT, exp.DType.BOOLEAN, exp.DType.CHAR, exp.DType.DATE,
        exp.DType.DECIMAL, exp.DType.DOUBLE,
        exp.DType.FLOAT, exp.DType.INT, exp.DType.INTERVAL, exp.DType.JSON, exp.DType.JSONB, exp.DType.SMALLINT,
        exp.DType.TEXT, exp.DType.TIME, exp.DType.TIMESTAMP, exp.DType.TIMESTAMPTZ, exp.DType.VARCHAR,
    }
)  # fmt: skip


_REPEATING = frozenset(
    "ROUND SUBSTR SUBSTRING REGEXP_SUBSTR STRING_TO_ARRAY TO_CHAR SUM GREATEST LEAST NUMERIC DECIMAL CAST".split()
)


_NOT_HERE = frozenset(
    {
        exp.Qualify, exp.Pivot, exp.PivotAlias, exp.UnpivotColumns, exp.Columns,
        exp.Struct, exp.Map, exp.ToMap, exp.Lambda, exp.Comprehension, exp.Glob, exp.PositionalColumn,
        exp.Nearest, exp.IgnoreNulls, exp.RespectNulls, exp.TryCast, exp.PropertyEQ,
        exp.CurrentTime, exp.Localtime,
    }
)  # fmt: skip
"""What PostgreSQL has not, or has with another meaning."""


CONSTRUCTS_OF_POSTGRES = frozenset(
    CONSTRUCTS - _NOT_HERE
    | {
        exp.Pow, exp.Sqrt, exp.Cbrt, exp.BitwiseXor, exp.RegexpILike, exp.ArrayContainsAll, exp.ArrayOverlaps,
        exp.JSONExtract, exp.JSONExtractScalar, exp.JSONBExtract, exp.JSONBExtractScalar, exp.JSONBContainsTopKey,
        exp.ArrayContainedBy, exp.UnicodeString,
    }
)  # fmt: skip
"""Nodes that may stand in a statement."""


def _look_type(node: exp.DataType) -> None:
    sized = node.expressions and node.this not in (exp.DType.DECIMAL, exp.DType.ARRAY)
    cut = node.this in (exp.DType.VARCHAR, exp.DType.CHAR) and isinstance(node.parent, exp.Cast)
    if (sized and not cut) or node.args.get("values"):
        raise Untested(f"the type {node.sql('postgres')}", "leave the length away.")


def _look_cast(node: exp.Cast) -> None:
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


def _between(node: exp.Between) -> str | None:
    """BETWEEN SYMMETRIC takes its bounds in either order."""
    if not node.args.get("symmetric"):
        return None
    put(node, "(a BETWEEN b AND c OR a BETWEEN c AND b)", node.this, node.args["low"], node.args["high"])
    return "the bounds of BETWEEN SYMMETRIC stand in either order"


def _root(node: exp.Sqrt | exp.Cbrt) -> None:
    """``|/`` and ``||/``."""
    if isinstance(node, exp.Sqrt):
        put(node, f"sqrt({ROOTED})", node.this)
    else:
        put(node, "cbrt(a)", node.this)


def _overlaid(node: exp.Overlay) -> None:
    """``OVERLAY``, which DuckDB 1.5 has not."""
    text, new, start, length = node.this, node.expression, node.args["from_"], node.args.get("for_")
    before = "substring(a, 1, CASE WHEN c < 1 THEN CAST('a place before the first' AS TINYINT) ELSE c - 1 END)"
    end = f"c + {'d' if length else 'length(b)'}"
    after = f"substring(a, CASE WHEN {end} < 1 THEN 1 ELSE {end} END)"
    put(node, f"({before} || b || {after})", text, new, start, *([length] if length else []))


_OF_THE_SYSTEM = frozenset("ctid xmin xmax cmin cmax tableoid".split())


def _look_column(node: exp.Column) -> None:
    if node.name.lower() in _OF_THE_SYSTEM:
        raise Untested(f"the column {node.name}", "name a column of the table.")


def _look_limit(node: exp.Limit) -> None:
    if node.args.get("limit_options"):
        raise Untested("LIMIT of a share", "write a number of rows.")


def _look_table(node: exp.Table) -> None:
    if node.args.get("only"):
        raise Untested("ONLY", "write the table's name alone.")


def _look_joined(node: exp.DPipe) -> None:
    if any(computed(one) for one in (node.this, node.expression)):
        raise numbers.COMPUTED_TEXT
    json.look_joined(node)


def _look_kwarg(node: exp.Kwarg) -> None:
    if not (isinstance(node.parent, Call) and node.parent.name == "MAKE_INTERVAL"):
        raise Untested("an argument with a name")


def _judge(node: exp.Expr, name: str) -> None:
    if not isinstance(node, Call):
        return
    FUNCTIONS.judge(node)
    if name in ("CONCAT", "CONCAT_WS", "FORMAT"):
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

    FUNCTIONS = {**FUNCTIONS.builders(), "ARRAY": lambda args: exp.Array(expressions=args)}  # noqa: RUF012 - sqlglot's form
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
    exp.Column: _look_column,
    exp.Sub: json.look_without,
    **dict.fromkeys((exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE), jsonb.look_compared),
    exp.Collate: _look_collate,
    exp.Limit: _look_limit,
    exp.Table: _look_table,
    exp.DPipe: _look_joined,
    exp.Kwarg: _look_kwarg,
    exp.Identifier: own_name,
}

POSTGRES = NamingSource(
    name="PostgreSQL",
    dialect=_Postgres(),
    functions=FUNCTIONS.most(),
    types=TYPES,
    judge=_judge,
    constructs=CONSTRUCTS_OF_POSTGRES,
    tables=frozenset({"GENERATE_SERIES", *rows.PARTS, *json.ROWS}),
    looks=LOOKS,
    prepare=lambda nodes: [
        *jsonb.literals(nodes[0]),
        *ranked(nodes[0]),
        *merged_first(nodes[0]),
        *rows.typed_unions(nodes[0]),
    ],
    ties=True,
    adapts={
        Call: FUNCTIONS.become,
        exp.Cast: lambda node: jsonb.cast(node) or numbers.cast(node),
        exp.Div: numbers.divide,
        exp.Mod: numbers.remainder,
        exp.Any: rows.any_of,
        exp.Extract: dates.extract,
        exp.Substring: texts.substring,
        exp.RegexpLike: patterns.matches,
        exp.RegexpILike: patterns.matches,
        exp.SimilarTo: patterns.similar,
        exp.Like: texts.like,
        exp.ILike: texts.like,
        exp.DPipe: joined.joined,
        exp.WindowSpec: dates.frame,
        exp.Interval: dates.interval,
        exp.JSONExtract: json.key,
        exp.JSONExtractScalar: json.key,
        exp.JSONBExtract: json.deep_key,
        exp.JSONBExtractScalar: json.deep_key,
        exp.JSONBContainsTopKey: json.has_key,
        exp.ArrayContainsAll: json.contains,
        exp.ArrayContainedBy: rows.contained,
        exp.AtTimeZone: dates.at_time_zone,
        exp.Table: rows.series_table,
        exp.Lateral: rows.series_table,
        exp.WithinGroup: rows.ordered,
        exp.Between: _between,
        exp.Sqrt: _root,
        exp.Overlay: _overlaid,
        exp.Cbrt: _root,
        exp.Collate: _collate,
        exp.Unnest: rows.unnest_table,
        exp.Values: rows.values,
        exp.UnicodeString: unicode_text,
    },
    repeating=_REPEATING,
    words={
        exp.Parameter: "a column by position ($1)",
        exp.AtTimeZone: "AT TIME ZONE",
    },
)
