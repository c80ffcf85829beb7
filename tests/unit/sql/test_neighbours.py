"""What no system reads is refused in the dialects of all, though sqlglot makes a tree of it."""

from __future__ import annotations

import pytest

from autogen_hatidata.errors import SqlError
from autogen_hatidata.sql.dialects import SOURCES
from autogen_hatidata.sql.parse import parse

BROKEN = (
    "SELECT a FROM t WHERE a IN",
    "SELECT a FROM t WHERE a NOT IN AND b > 1",
    "SELECT a FROM t WHERE a IN GROUP BY a",
    "SELECT a FROM t WHERE a IN (, 2)",
    "SELECT a FROM t WHERE a IN (1, 2, )",
    "SELECT , a FROM t",
    "SELECT a, b FROM t GROUP BY , b",
    "SELECT a FROM t WHERE b = 1, GROUP BY a",
    "SELECT a FROM t ORDER BY a LIMIT , 5",
    "SELECT a FROM t WHERE a BETWEEN 1 5",
    "SELECT a FROM t WHERE a BETWEEN 1 2 AND 5",
    "SELECT a FROM t WHERE a BETWEEN 1 b AND 5",
    "SELECT a FROM t WHERE a BETWEEN b 1 AND 5",
    "SELECT a FROM t WHERE a BETWEEN 1 OR b = 2",
    "SELECT a FROM t WHERE a BETWEEN BETWEEN 1 AND 5",
    "SELECT a FROM t WHERE a > > 1",
    "SELECT a FROM t WHERE a < < 1",
    "SELECT a FROM t WHERE a > . 1",
    "SELECT a FROM t WHERE a = 1 . AND b = 2",
    "SELECT a FROM . t",
    "SELECT a FROM t WHERE a NOT IS NULL",
    "SELECT a FROM t WHERE a = 1 AND AND b = 2",
    "SELECT a FROM t ALL UNION SELECT b FROM u",
    "SELECT AS a FROM t",
    "WITH AS x (SELECT a FROM t) SELECT a FROM x",
    "WITH x AS (SELECT a FROM t) AS SELECT a FROM x",
    "SELECT sum(a) OVER (PARTITION BY ORDER BY b) FROM t",
    "SELECT rank() OVER AS r FROM t",
    "SELECT rank() OVER, a FROM t",
    "SELECT EXTRACT(YEAR FROM d, a FROM t",
    "SELECT SUBSTRING(a FROM 2 FOR ) FROM t",
)


@pytest.mark.parametrize("sql", BROKEN)
def test_what_no_system_reads_is_refused(sql: str) -> None:
    """As an error of the syntax, and with a hint, or as a form without a tested translation."""
    hints = {dialect: _hint(sql, dialect) for dialect in SOURCES}

    assert all(hints.values()), hints


def _hint(sql: str, dialect: str) -> str | None:
    """What the error of a statement says to do; None where it is read."""
    try:
        parse(sql, dialect)
    except SqlError as error:
        return error.hint
    return None


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT a, -1, .5, -.5, 1.5 FROM t WHERE a BETWEEN -1 AND .5 AND b NOT BETWEEN (1) AND 2 + 3",
        "SELECT CAST(a AS DECIMAL(10, 2)) FROM t WHERE NOT a IS NULL AND NOT NOT b = 1",
        "SELECT sum(a) OVER (PARTITION BY b ORDER BY c ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM t",
        "SELECT CASE WHEN a BETWEEN 1 AND 2 AND b = 1 THEN 1 ELSE - 1 END FROM t",
        "SELECT t.a FROM t LEFT JOIN u ON t.id = u.id INNER JOIN v ON v.id = u.id AND v.a BETWEEN 1 AND 2",
        "SELECT count(*), count(DISTINCT a) FROM t, u WHERE a IN (SELECT b FROM v) UNION ALL SELECT 1, 2 FROM t",
    ],
)
def test_what_all_systems_read_is_read(sql: str) -> None:
    """Signs, types, frames and lists of tables are in order."""
    assert [dialect for dialect in SOURCES if parse(sql, dialect)] == list(SOURCES)


@pytest.mark.parametrize("dialect", sorted({*SOURCES} - {"databricks", "spark"}))
def test_an_outer_join_has_a_condition(dialect: str) -> None:
    """It is no list of tables; in Spark's SQL, it is one ON TRUE."""
    sql = "SELECT t.a FROM t FULL OUTER JOIN u WHERE t.a = 1"
    with pytest.raises(SqlError):
        parse(sql, dialect)

    assert "ON TRUE" in parse(sql, "spark").sql()


@pytest.mark.parametrize("dialect", sorted({*SOURCES} - {"databricks", "spark"}))
@pytest.mark.parametrize("joined", ["s.u", "(SELECT a FROM u) x", "u LEFT JOIN v ON v.a = u.a"])
def test_so_has_one_of_a_query_or_of_a_table_with_its_schema(joined: str, dialect: str) -> None:
    """sqlglot writes them as lists, in which a row without a match is not."""
    with pytest.raises(SqlError):
        parse(f"SELECT t.a FROM t LEFT JOIN {joined}", dialect)
