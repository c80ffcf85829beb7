"""What puts texts and lists together with themselves, step by step, is refused before it takes all memory."""

from __future__ import annotations

import pytest

from autogen_hatidata.errors import LimitExceeded
from autogen_hatidata.sql.parse import parse

TEN = " || ".join(["x"] * 10)
FORMAT = "format('" + "{0}" * 10 + "', x)"


def steps(expression: str, count: int) -> str:
    """A query that builds each step on the one before."""
    made = [f"a{n} AS (SELECT {expression} AS x FROM {f'a{n - 1}' if n else 't'})" for n in range(count)]
    return f"WITH {', '.join(made)} SELECT length(x) FROM a{count - 1}"


def nested(expression: str, count: int) -> str:
    """The same with sub-queries."""
    query = "SELECT x FROM t"
    for _ in range(count):
        query = f"SELECT {expression} AS x FROM ({query})"
    return query


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT list_reduce(l, lambda a, b: a || a) FROM t",
        "SELECT list_reduce(l, lambda a, b: a + a) FROM t",
        "SELECT list_reduce(l, lambda a, b: CASE WHEN 1 * 1 = 1 THEN a + a END) FROM t",
        "SELECT list_reduce(l, lambda a, b: replace(a, 'x', 'xx')) FROM t",
        "SELECT list_reduce(l, lambda a, b: hex(a)) FROM t",
        "SELECT l.list_reduce(lambda a, b: concat(a, b, A)) FROM t",
        "SELECT reduce(l, lambda a, b: [a, a]) FROM t",
        "SELECT array_reduce(l, lambda a, b: {'x': a.x || a.y, 'y': a.y || a.x}) FROM t",
        steps(TEN, 4),
        steps("concat(x, x, x, x, x, x, x, x, x, x)", 4),
        steps("replace(x, 'x', x)", 3),
        steps(FORMAT, 4),
        steps("[x, x, x, x, x, x, x, x, x, x]", 4),
        nested(TEN, 4),
        f"SELECT * FROM t WHERE length(({steps(TEN, 4)})) > 1",
        f"WITH a AS ({nested(TEN, 2)}), b AS (SELECT {TEN} AS x FROM t JOIN a USING (x)) SELECT {TEN} FROM b",
        f"SELECT {TEN} FROM ({nested(TEN, 3)} UNION ALL SELECT 'x')",
        "SELECT " + " || ".join(["x"] * 2001) + " FROM t",
    ],
)
def test_what_multiplies_again_and_again_is_refused(sql: str) -> None:
    """Neither an interrupt nor a memory limit would stop it."""
    with pytest.raises(LimitExceeded):
        parse(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT list_reduce(l, lambda a, b: a + b) FROM t",
        "SELECT list_reduce(l, lambda a, b: a * 10 + b) FROM t",
        "SELECT list_reduce(l, lambda a, b: a + a * b / 100, 1) FROM t",
        "SELECT list_reduce(l, lambda a, b: greatest(a, b)) FROM t",
        "SELECT list_reduce(l, lambda a, b: CASE WHEN a > b THEN a ELSE b END) FROM t",
        "SELECT list_reduce(l, lambda a, b: a || '-' || b) FROM t",
        "SELECT list_reduce(l, lambda a, b: list_concat(a, b)) FROM t",
        "SELECT l.list_reduce(lambda a, b: {'s': a.s + b.s}) FROM t",
        steps("x || '-' || x", 3),
        " UNION ALL ".join(["SELECT a || b || c || d AS x FROM t"] * 30),
        "WITH " + ", ".join(f"a{n} AS (SELECT a || b || c || d AS x FROM t)" for n in range(30)) + " SELECT * FROM a3",
        f"WITH RECURSIVE r AS (SELECT x FROM t UNION ALL SELECT {TEN} FROM r) SELECT * FROM r",
    ],
)
def test_what_grows_little_is_read(sql: str) -> None:
    """Ordinary folds, labels and unions are no concern."""
    assert parse(sql)
