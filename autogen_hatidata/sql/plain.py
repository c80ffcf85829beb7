"""A DuckDB dialect that translates nothing: what was read is what is written.

sqlglot is a translator. For one and the same dialect it still renames functions, fills in defaults, drops IGNORE NULLS
and folds intervals, and each of these changes an answer somewhere. Here every function call stays a name with arguments
and every operator stays the symbol it was, so that an allow-list judges the name that DuckDB will look up and the text
that runs means what the text that was read means.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeVar

from sqlglot import TokenType, exp
from sqlglot.dialects.dialect import Dialect
from sqlglot.dialects.duckdb import DuckDB
from sqlglot.errors import SqlglotError
from sqlglot.generators.duckdb import DuckDBGenerator
from sqlglot.parsers.duckdb import DuckDBParser
from sqlglot.tokenizer_core import TokenizerCore

from autogen_hatidata.sql.dollars import careful

LAMBDA_FUNCTIONS = frozenset(
    [f"{kind}_{verb}" for kind in ("list", "array") for verb in ("transform", "apply", "filter", "reduce")]
    + ["apply", "filter", "reduce"]
)
"""The functions of DuckDB that take a lambda."""

_UNIT_WORDS = "YEAR MONTH DAY HOUR MINUTE SECOND MILLISECOND MICROSECOND WEEK QUARTER DECADE CENTURY MILLENNIUM"
INTERVAL_UNITS = frozenset(
    [unit for word in _UNIT_WORDS.split() for unit in (word, f"{word}S")] + ["CENTURIES", "MILLENNIA"]
)
UNREADABLE = (SqlglotError, ValueError, TypeError, AttributeError, IndexError, KeyError)
"""What sqlglot raises of a text: it meets some that it has no error for, and they are unreadable all the same."""

_WORD, _COLUMN = "word", "column"
START = "start"
TEXT = "text"
"""The mark of a name that was written as a text, as in ``FROM 'x.csv'``."""

_ONE_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_]*", re.ASCII)
_OPERAND_TOKENS = frozenset({TokenType.STRING, TokenType.NUMBER, TokenType.L_PAREN})


class Infix(exp.Expression, exp.Binary):
    """An operator that stands between two operands and is written back as it stood, in ``args["symbol"]``."""

    arg_types = {"this": True, "expression": True, "symbol": True}  # noqa: RUF012 - sqlglot's own form


def _after_operand(symbol: str) -> Callable[..., exp.Expr]:
    return lambda self, this, right: self.expression(Infix(this=this, expression=right, symbol=symbol))


def _in_range(symbol: str) -> Callable[..., exp.Expr]:
    return lambda self, this: self.expression(Infix(this=this, expression=self._parse_bitwise(), symbol=symbol))


def _power(symbol: str) -> Any:
    return lambda this, expression: Infix(this=this, expression=expression, symbol=symbol)


def _exists(args: list[exp.Expr]) -> exp.Expr:
    """``EXISTS ((SELECT 1))``: sqlglot knows the query only without parentheses of its own."""
    query = len(args) == 1 and isinstance(args[0], exp.Subquery | exp.SetOperation)
    return exp.Exists(this=args[0]) if query else exp.Anonymous(this="EXISTS", expressions=args)


def question_mark(self: Any) -> exp.Expr:
    """``?``, which knows where in the text it stood: FROM may come before SELECT there, and OFFSET before LIMIT."""
    found = exp.Placeholder()
    found.meta[START] = self._prev.start
    return found


def _is_named_like(node: exp.Expr) -> bool:
    """Whether something has the name of a list's literal, ``ARRAY``, without being that word."""
    if node.name.upper() not in DuckDBParser.ARRAY_CONSTRUCTORS:
        return False
    word = node.this if type(node) is exp.Column and len(node.parts) == 1 else node
    return type(word) is not exp.Identifier or word.quoted or node.name.upper() != "ARRAY"


def _marked(node: Any) -> Any:
    """The same node; where it is a column, its first name can be told from one that was never a column."""
    if type(node) is exp.Column:
        node.parts[0].meta[_COLUMN] = True
    return node


def _column_again(node: exp.Expr) -> exp.Expr:
    """The column that sqlglot made a name, or names with dots, of."""
    parts = [*node.flatten()] if type(node) is exp.Dot else [node]
    if any(type(part) is not exp.Identifier for part in parts) or not parts[0].meta.get(_COLUMN):
        return node
    if isinstance(node.parent, exp.Column | exp.Lambda) or (
        isinstance(node.parent, exp.PropertyEQ | exp.Kwarg) and node.arg_key == "this"
    ):
        return node
    keys = ("this", "table", "db", "catalog")[: len(parts)]
    return exp.Column(**dict(zip(keys, reversed(parts), strict=False)))


def _rows(names: tuple[Any, ...], table: dict[Any, Any]) -> dict[Any, Any]:
    return {name: table[name] for name in names}


D = TypeVar("D", bound=Dialect)


class Silent:
    """A parser that raises an error for what it does not read."""

    def _warn_unsupported(self: Any) -> None:
        """sqlglot would log the caller's text and go on with a command it has not read."""
        self.raise_error("Unsupported syntax")


def unread(dialect: type[D]) -> type[D]:
    """A dialect in which paths of JSON stay as they are written: sqlglot would log the caller's text where it cannot
    read one. A dialect takes what it does not say from its first base, so that this can be none."""
    dialect.to_json_path = lambda self, path: path  # type: ignore[method-assign]
    return dialect


class PlainParser(Silent, DuckDBParser):
    """Reads DuckDB text without giving functions a meaning, but for the few with a syntax of their own."""

    FUNCTIONS = {  # noqa: RUF012
        "COLUMNS": lambda args: exp.Columns(this=args[0] if args else None),
        "EXISTS": _exists,
        "COUNT": lambda args: exp.Count(this=args[0] if args else None, expressions=args[1:]),
    }
    FUNCTION_PARSERS = _rows(
        ("CAST", "TRY_CAST", "EXTRACT", "POSITION", "SUBSTRING", "TRIM", "OVERLAY"), DuckDBParser.FUNCTION_PARSERS
    )
    NO_PAREN_FUNCTION_PARSERS = _rows(("CASE", "ANY", "MAP"), DuckDBParser.NO_PAREN_FUNCTION_PARSERS)
    TYPE_LITERAL_PARSERS = {}  # noqa: RUF012
    TYPE_CONVERTERS = {}  # noqa: RUF012
    JSON_OPERATORS = {  # noqa: RUF012
        TokenType.ARROW: _after_operand("->"),
        TokenType.DARROW: _after_operand("->>"),
    }
    PLACEHOLDER_PARSERS = {  # noqa: RUF012
        TokenType.PLACEHOLDER: question_mark,
        **_rows((TokenType.PARAMETER,), DuckDBParser.PLACEHOLDER_PARSERS),
    }
    EXPONENT = {TokenType.CARET: _power("^"), TokenType.DSTAR: _power("**")}  # noqa: RUF012
    RANGE_PARSERS = {  # noqa: RUF012
        **_rows(
            (
                TokenType.BETWEEN,
                TokenType.GLOB,
                TokenType.ILIKE,
                TokenType.IN,
                TokenType.IS,
                TokenType.LIKE,
                TokenType.SIMILAR_TO,
                TokenType.FOR,
            ),
            DuckDBParser.RANGE_PARSERS,
        ),
        TokenType.TILDE: _in_range("~"),
        TokenType.AT_GT: _in_range("@>"),
        TokenType.LT_AT: _in_range("<@"),
        TokenType.DAMP: _in_range("&&"),
        TokenType.CARET_AT: _in_range("^@"),
    }

    def _parse_lambda(self, alias: bool = False) -> exp.Expr | None:
        """``->`` makes a lambda only in the functions that take one; elsewhere it reaches into JSON."""
        arrow = self._next.token_type == TokenType.ARROW or self._curr.token_type == TokenType.L_PAREN
        if not arrow or self._enclosing_call() in LAMBDA_FUNCTIONS or self._curr.text.upper() == "LAMBDA":
            return super()._parse_lambda(alias=alias)
        this = self._parse_respect_or_ignore_nulls(self._parse_select_or_expression(alias=alias))
        return self._parse_respect_or_ignore_nulls(self._parse_order(this))

    def _enclosing_call(self) -> str:
        """The name before the innermost parenthesis that is still open."""
        depth = 0
        for index in range(self._index - 1, 0, -1):
            kind = self._tokens[index].token_type
            if kind == TokenType.R_PAREN:
                depth += 1
            elif kind == TokenType.L_PAREN:
                if not depth:
                    return self._tokens[index - 1].text.lower()
                depth -= 1
        return ""

    def _parse_type(self, parse_interval: bool = True, fallback_to_identifier: bool = False) -> exp.Expr | None:
        """``DATE '2024-01-31'::VARCHAR`` is a date first and a text then; sqlglot reads it the other way round."""
        kind = self._curr.token_type
        literal = kind in self.TYPE_TOKENS and self._next.token_type == TokenType.STRING and kind != TokenType.INTERVAL
        if fallback_to_identifier or not literal:
            return super()._parse_type(parse_interval, fallback_to_identifier)
        to = self._parse_types(check_func=True, allow_identifiers=False)
        return self._parse_column_ops(self.expression(exp.Cast(this=self._parse_primary(), to=to)))

    def _parse_interval(self, require_interval: bool = True, parse_function_unit: bool = True) -> exp.Interval | None:
        """``INTERVAL`` and one operand; sqlglot would make another interval of the 5 in ``INTERVAL 1 DAY + 5``."""
        index = self._index
        if not self._match(TokenType.INTERVAL):
            return None
        operand = self._curr and self._curr.token_type in _OPERAND_TOKENS
        this = self._parse_primary() if operand else self._parse_placeholder()
        if not this:
            self._retreat(index)
            return None
        unit = None
        if self._curr and self._curr.text.upper() in INTERVAL_UNITS:
            unit = self._parse_var(any_token=True, upper=True)
        return self.expression(exp.Interval(this=this, unit=unit))

    def _parse_column_reference(self) -> Any:
        return _marked(super()._parse_column_reference())

    def _parse_column_parts_fast(self) -> Any:
        return _marked(super()._parse_column_parts_fast())

    def _parse_column_ops(self, this: exp.Expr | None) -> exp.Expr | None:
        """``email.lower()`` calls lower with a column; sqlglot takes what stands before a call for names of schemas."""
        found = node = super()._parse_column_ops(this)
        while isinstance(node, exp.Expr) and type(node) is not exp.Column:
            if type(node) is exp.Dot and isinstance(node.expression, exp.Func | exp.Window):
                node.set("this", node.this.transform(_column_again, copy=False))
                break
            node = node.this
        return found

    def _parse_bracket(self, this: exp.Expr | None = None) -> exp.Expr | None:
        """``list(x)[1]`` and ``"array"[1]`` take an item; sqlglot goes by the name, and makes ``ARRAY[1]`` of them."""
        if this is not None and self._curr.token_type == TokenType.L_BRACKET:
            if type(this) is exp.Cast and self._prev.token_type not in (TokenType.R_PAREN, TokenType.STRING):
                self.raise_error("Brackets after a type")  # DuckDB does not read x::VARCHAR[1:2] either
            if _is_named_like(this):
                this = self.expression(exp.Paren(this=this))
        return super()._parse_bracket(this)

    def _parse_in(self, this: exp.Expr | None, alias: bool = False) -> exp.In:
        """``x IN [1, 2]`` asks for membership of a list, which treats NULL in its own way: it stays a list."""
        if self._match(TokenType.L_BRACKET, advance=False):
            return self.expression(exp.In(this=this, field=self._parse_bitwise()))
        return super()._parse_in(this, alias=alias)

    def _parse_cube_or_rollup(self, with_prefix: bool = False) -> exp.Cube | exp.Rollup | None:
        """``ROLLUP (a < b)`` groups by any expression; sqlglot stops before comparisons, NOT and IS."""
        found = super()._parse_cube_or_rollup(with_prefix=True)  # reads the word alone
        if found and not with_prefix:
            found.set("expressions", self._parse_wrapped_csv(self._parse_disjunction))
        return found

    def _parse_grouping_set(self) -> exp.Expr | None:
        """The same for ``GROUPING SETS (a IS NULL, (b, c < d))``."""
        return self._parse_grouping_sets() or self._parse_cube_or_rollup() or self._parse_disjunction()

    def _parse_types(self, *args: Any, **kwargs: Any) -> exp.Expr | None:
        """A type of one word stays that word, since DuckDB names columns after it."""
        index = self._index
        found = super()._parse_types(*args, **kwargs)
        if isinstance(found, exp.DataType) and self._index == index + 1 and not found.expressions:
            found.meta[_WORD] = self._tokens[index].text
        return found

    def _parse_simplified_pivot(self, is_unpivot: bool | None = None) -> Any:
        """``PIVOT t ON x ORDER BY y`` sorts and cuts the result; sqlglot stops before ORDER BY."""
        pivot = super()._parse_simplified_pivot(is_unpivot)
        if self._curr.token_type not in (TokenType.ORDER_BY, TokenType.LIMIT, TokenType.OFFSET):
            return pivot
        whole = exp.Select(expressions=[exp.Star()], from_=exp.From(this=exp.Subquery(this=pivot)))
        return self._parse_query_modifiers(whole)

    def _parse_table_sample(self, as_modifier: bool = False) -> exp.TableSample | None:
        """The method stays unsaid where it was not said."""
        return super(DuckDBParser, self)._parse_table_sample(as_modifier=as_modifier)


def _infix_sql(self: PlainGenerator, node: Infix) -> str:
    return f"{self.sql(node, 'this')} {node.args['symbol']} {self.sql(node, 'expression')}"


def _shift_sql(self: PlainGenerator, node: exp.BitwiseLeftShift | exp.BitwiseRightShift) -> str:
    """As it stood: sqlglot's parentheses around a left operand would group ``a || b << c & d`` in another way."""
    sign = "<<" if isinstance(node, exp.BitwiseLeftShift) else ">>"
    text = f"{self.sql(node, 'this')} {sign} {self.sql(node, 'expression')}"
    return f"({text})" if isinstance(node.parent, exp.Binary) and node.arg_key == "expression" else text


class PlainGenerator(DuckDBGenerator):
    """Writes what PlainParser read."""

    MULTI_ARG_DISTINCT = True

    TYPE_MAPPING = {  # noqa: RUF012
        **DuckDBGenerator.TYPE_MAPPING,
        exp.DType.TEXT: "VARCHAR",
        exp.DType.INT: "INTEGER",
        exp.DType.INT128: "HUGEINT",
        exp.DType.UINT128: "UHUGEINT",
    }

    TRANSFORMS = {  # noqa: RUF012
        # sqlglot's rule for PIVOT takes the table from every column below it, also in sub-queries: WHERE a.id = b.id
        # would become WHERE id = id.
        **{kind: rule for kind, rule in DuckDBGenerator.TRANSFORMS.items() if kind is not exp.Pivot},
        Infix: _infix_sql,
        exp.BitwiseLeftShift: _shift_sql,
        exp.BitwiseRightShift: _shift_sql,
        exp.Columns: lambda self, node: f"{'*' if node.args.get('unpack') else ''}COLUMNS({self.sql(node, 'this')})",
        exp.Extract: lambda self, node: f"EXTRACT({self.sql(node, 'this')} FROM {self.sql(node, 'expression')})",
    }

    def join_sql(self, expression: exp.Join, join_op: str | None = None) -> str:
        """As it was read. sqlglot would make a join of a comma before UNNEST, which binds more than the joins after it,
        and a comma of an outer join without a condition."""
        given = any(expression.args.get(key) for key in ("on", "using", "nearest", "method"))
        if not given and expression.kind in ("", "INNER", "OUTER"):
            return super(DuckDBGenerator, self).join_sql(expression, join_op)
        return super().join_sql(expression, join_op)

    def datatype_sql(self, expression: exp.DataType) -> str:
        word = str(expression.meta.get(_WORD, ""))
        return word if _ONE_WORD.fullmatch(word) else super().datatype_sql(expression)

    def interval_sql(self, expression: exp.Interval) -> str:
        unit = self.sql(expression, "unit")
        return f"INTERVAL {self.sql(expression, 'this')}" + (f" {unit}" if unit else "")

    def extract_sql(self, expression: exp.Extract) -> str:
        return f"EXTRACT({self.sql(expression, 'this')} FROM {self.sql(expression, 'expression')})"

    def ignorenulls_sql(self, expression: exp.IgnoreNulls) -> str:
        return f"{self.sql(expression, 'this')} IGNORE NULLS"

    def respectnulls_sql(self, expression: exp.RespectNulls) -> str:
        return f"{self.sql(expression, 'this')} RESPECT NULLS"

    def withingroup_sql(self, expression: exp.WithinGroup) -> str:
        return f"{self.sql(expression, 'this')} WITHIN GROUP ({self.sql(expression, 'expression').strip()})"

    def pivot_sql(self, expression: exp.Pivot) -> str:
        """``PIVOT t USING sum(x) GROUP BY y`` has no ON."""
        if expression.this and not expression.expressions and not expression.unpivot:
            using = self.expressions(expression, key="using", flat=True)
            using = f" USING {using}" if using else ""
            return self.prepend_ctes(
                expression, f"PIVOT {self.sql(expression, 'this')}{using}{self.sql(expression, 'group')}"
            )
        return super().pivot_sql(expression)

    def tablesample_sql(self, expression: exp.TableSample, tablesample_keyword: str | None = None) -> str:
        whole = isinstance(expression.parent, exp.Select)
        keyword = "USING SAMPLE" if whole else "TABLESAMPLE"
        percent, size = self.sql(expression, "percent"), self.sql(expression, "size")
        method, seed = self.sql(expression, "method"), self.sql(expression, "seed")
        amount = f"{percent} PERCENT" if percent else f"{size} ROWS"
        how = f" ({', '.join(part for part in (method, seed) if part)})" if method else ""
        repeat = f" REPEATABLE ({seed})" if seed and not method else ""
        return f" {keyword} {amount}{how}{repeat}"


class PlainTokenizer(DuckDB.Tokenizer):
    """Without the one sign of another system: ``?::DATE`` is a parameter and its type."""

    KEYWORDS = {sign: kind for sign, kind in DuckDB.Tokenizer.KEYWORDS.items() if sign != "?::"}  # noqa: RUF012

    def _init_core(self) -> TokenizerCore:
        return careful(super()._init_core())


@unread
class Plain(DuckDB):
    """DuckDB in, the same DuckDB out."""

    NORMALIZE_NOT_NULL = False
    INDEX_OFFSET = 0

    Tokenizer = PlainTokenizer
    Parser = PlainParser
    Generator = PlainGenerator


PLAIN = Plain()

try:
    PLAIN.parser()
except TypeError as compiled:  # sqlglotc, which other packages may bring, has classes that nothing extends
    raise ImportError(
        "sqlglot is compiled by sqlglotc here, and has no room for dialects: pip uninstall sqlglotc"
    ) from compiled
