"""The names that columns without one have in Snowflake."""

from __future__ import annotations

from functools import partial

from sqlglot import exp

from autogen_hatidata.sql.dialects import written_names
from autogen_hatidata.sql.dialects.forms import Call
from autogen_hatidata.sql.dialects.snowflake.kinds import Call as WrittenCall
from autogen_hatidata.sql.dialects.snowflake.numbers import move_into


def written(tree: exp.Expr) -> list[str | None]:
    """For each column of a query what was written, or None where it has a name."""
    return written_names.written(tree, "snowflake", (Call, WrittenCall))


def put(tree: exp.Expr, texts: list[str | None]) -> None:
    """Give the columns of a query these names."""
    select = written_names.outermost(tree)
    for value, text in zip(list(select.expressions), texts, strict=True) if select else ():
        if text is not None and not isinstance(value, exp.Literal):
            move_into(value, partial(exp.alias_, alias=text, quoted=True, copy=False))
