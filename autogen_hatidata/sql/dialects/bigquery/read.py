"""The parser that keeps functions of BigQuery as they were written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from sqlglot import Token, TokenType, exp
from sqlglot.dialects.bigquery import BigQuery
from sqlglot.parsers.bigquery import BigQueryParser

from autogen_hatidata.sql.dialects.aliases import NamingSource
from autogen_hatidata.sql.dialects.bigquery.tables import FUNCTIONS
from autogen_hatidata.sql.dialects.bigquery.trees import Call, unsupported
from autogen_hatidata.sql.dialects.source import WRITTEN, remembering
from autogen_hatidata.sql.plain import Silent, question_mark

_UNIT = re.compile(r"[A-Z]+|WEEK\([A-Z]+\)")

_UNITS_LAST = frozenset(
    """
    DATE_DIFF DATETIME_DIFF TIMESTAMP_DIFF TIME_DIFF TIME_TRUNC DATE_TRUNC DATETIME_TRUNC TIMESTAMP_TRUNC LAST_DAY
    """.split()
)


def _build(name: str) -> Callable[[list[exp.Expr]], exp.Expr]:
    def built(args: list[exp.Expr]) -> exp.Expr:
        if name in _UNITS_LAST and len(args) > 1:
            args = [*args[:-1], _unit(args[-1])]
        return Call(this=name, expressions=args)

    return built


def _unit(node: exp.Expr) -> exp.Expr:
    """A unit is read as a column, and WEEK(MONDAY) as a function."""
    text = node.sql("bigquery").upper()
    return exp.Var(this=text) if _UNIT.fullmatch(text) else node


class _BigQueryParser(Silent, BigQueryParser):
    FUNCTIONS = {**{name: _build(name) for name in FUNCTIONS}, "STRUCT": exp.Struct.from_arg_list}  # noqa: RUF012
    FUNCTION_PARSERS = {  # noqa: RUF012
        **{name: BigQueryParser.FUNCTION_PARSERS[name] for name in ("CAST", "SAFE_CAST", "ARRAY")},
        "EXTRACT": lambda self: self.extract(),
    }
    PLACEHOLDER_PARSERS = {  # noqa: RUF012
        **BigQueryParser.PLACEHOLDER_PARSERS,
        TokenType.PLACEHOLDER: question_mark,
    }

    def _parse_column_ops(self, this: exp.Expr | None) -> exp.Expr | None:
        """``SAFE.f(x)``. sqlglot would parse what is inside twice, and so for ever where such calls nest."""
        found = super(BigQueryParser, self)._parse_column_ops(this)
        if not isinstance(found, exp.Dot) or found.this.name.upper() != "SAFE":
            return found
        call = found.expression
        if not isinstance(call, exp.Anonymous):
            return found
        name = call.name.upper()
        if name not in FUNCTIONS:
            return found
        known = self.FUNCTIONS[name](call.expressions)
        known.meta[WRITTEN] = name
        return self.expression(exp.SafeFunc(this=known))

    def extract(self) -> exp.Expr:
        """sqlglot would lose the day on which a week begins."""
        unit = _unit(self._parse_function() or self._parse_var_or_string(upper=True) or exp.Null())
        self._match(TokenType.FROM)
        call = self.expression(Call(this="EXTRACT", expressions=[self._parse_bitwise(), unit]))
        call.meta[WRITTEN] = "EXTRACT"
        return call


@remembering
class BigQuerySql(BigQuery):
    """BigQuery, remembering each function's name as it was written."""

    Parser = _BigQueryParser


class BigQuerySource(NamingSource):
    """Reads functions of ML by their names."""

    def check(self, tokens: Iterable[Token]) -> None:
        """A function of ML has a syntax of its own, which sqlglot would not read."""
        tokens = list(tokens)
        NamingSource.check(self, tokens)
        for first, dot, name, bracket in zip(tokens, tokens[1:], tokens[2:], tokens[3:], strict=False):
            kinds = (dot.token_type, bracket.token_type)
            if first.text.upper() in ("ML", "AI") and kinds == (TokenType.DOT, TokenType.L_PAREN):
                raise unsupported(f"the function {first.text.upper()}.{name.text.upper()}")
