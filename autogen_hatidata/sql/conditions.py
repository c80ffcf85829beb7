"""Whether each JOIN of a text says on what. sqlglot reads one that does not as a list of tables, DuckDB not at all."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import Token, TokenType, exp

from autogen_hatidata.errors import SqlError
from autogen_hatidata.sql.tokens import depths

_ALONE = frozenset({TokenType.CROSS, TokenType.NATURAL, TokenType.POSITIONAL})
_ENDS = frozenset(
    {
        TokenType.GROUP_BY, TokenType.HAVING, TokenType.ORDER_BY, TokenType.LIMIT, TokenType.QUALIFY, TokenType.UNION,
        TokenType.INTERSECT, TokenType.EXCEPT, TokenType.SEMICOLON, TokenType.SELECT,
    }
)  # fmt: skip
SIDES = frozenset({TokenType.LEFT, TokenType.RIGHT, TokenType.FULL, TokenType.OUTER, TokenType.SEMI, TokenType.ANTI})
"""What makes an outer join of one."""


NEEDED = frozenset({"postgres", "redshift", "trino", "tsql"})
"""Dialects beside DuckDB's in which an inner JOIN needs a condition; in others it may be one of all rows with all."""


_OF_A_ROW = frozenset({"snowflake", "bigquery", "databricks", "spark"})


def check(found: Sequence[Token]) -> None:
    """Raises SqlError for a JOIN without ON or USING, unless WHERE compares columns of two tables."""
    join = unjoined(found) if any(token.token_type == TokenType.JOIN for token in found) else None
    if join is not None:
        raise _error((join.start, join.end + 1))


def check_sides(tree: exp.Expr, dialect: str) -> None:
    """Raises SqlError for an outer join without ON or USING, which sqlglot takes for one of all rows with all. Some
    systems need none for what is in the row itself."""
    for join in tree.find_all(exp.Join):
        said = any(join.args.get(part) for part in ("on", "using", "method", "match_condition"))
        if join.side and not said and not (dialect in _OF_A_ROW and _is_of_the_row(join.this)):
            raise _error(None)


def _is_of_the_row(source: exp.Expr) -> bool:
    """Whether the rows that a join adds are made of the row before: by LATERAL, UNNEST or another function."""
    made = isinstance(source, exp.Table) and not isinstance(source.this, exp.Identifier)
    return made or isinstance(source, exp.Lateral | exp.Unnest | exp.TableFromRows)


def _error(place: tuple[int, int] | None) -> SqlError:
    return SqlError(
        "A JOIN has no condition.",
        "write JOIN b ON b.a_id = a.id, JOIN b USING (id), or CROSS JOIN b for every pair of rows.",
        place=place,
    )


def unjoined(found: Sequence[Token]) -> Token | None:
    """The last JOIN of a query in which one lacks its condition, and WHERE does not stand for it."""
    depth = depths(found)
    begins = [place for place, one in enumerate(found) if one.token_type == TokenType.FROM]
    joins = (_unjoined(found, depth, place) for place in begins if not _is_part(found, place))
    return next((one for one in joins if one is not None), None)


def _is_part(found: Sequence[Token], place: int) -> bool:
    """``IS DISTINCT FROM`` begins no list of tables."""
    return place > 0 and found[place - 1].token_type == TokenType.DISTINCT


def _unjoined(found: Sequence[Token], depth: Sequence[int], begin: int) -> Token | None:
    join, joins, conditions, sided, where = None, 0, 0, False, False
    for place in range(begin + 1, len(found)):
        own, last = found[place].token_type, found[place - 1].token_type
        if depth[place] < depth[begin] or (depth[place] == depth[begin] and own in _ENDS):
            break
        if depth[place] > depth[begin]:
            continue
        where = where or own == TokenType.WHERE
        if own == TokenType.JOIN and last not in _ALONE:
            join, joins = found[place], joins + 1
            sided = sided or last in SIDES
        elif own in (TokenType.ON, TokenType.USING) and not where:
            conditions += 1
        elif where and own == TokenType.EQ and _is_column(found, place - 3) and _is_column(found, place + 1):
            conditions += 0 if sided else 1
    return join if conditions < joins else None


def _is_column(found: Sequence[Token], place: int) -> bool:
    """Whether a column with its table stands there."""
    names = (TokenType.VAR, TokenType.IDENTIFIER)
    kinds = [one.token_type for one in found[max(place, 0) : place + 3]]
    return len(kinds) == 3 and kinds[0] in names and kinds[1] == TokenType.DOT and kinds[2] in names
