"""What puts hundreds of tables together is refused before it is planned, which nothing would interrupt."""

from __future__ import annotations

import pytest

from autogen_hatidata.errors import LimitExceeded
from autogen_hatidata.sql.joins import FEW, MOST_TABLES
from autogen_hatidata.sql.parse import parse


def many(source: str, count: int, between: str = ", ") -> str:
    """So many sources, each with a name of its own."""
    return between.join(f"{source} x{n}" for n in range(count))


def steps(deep: int, wide: int, how: str = "AS") -> str:
    """Named queries, each of which joins the one before with itself."""
    named = [f"r0 {how} (SELECT x0.id FROM {many('orders', wide)})"]
    named += [f"r{n} {how} (SELECT x0.id FROM {many(f'r{n - 1}', wide)})" for n in range(1, deep)]
    return f"WITH {', '.join(named)} SELECT count(*) FROM r{deep - 1}"


OVER = MOST_TABLES + 1


@pytest.mark.parametrize(
    "sql",
    [
        f"SELECT count(*) FROM {many('orders', OVER)}",
        f"SELECT count(*) FROM crm.notes JOIN {many('crm.notes', OVER, ' USING (id) JOIN ')} USING (id)",
        f"SELECT count(*) FROM {many('range(2)', OVER)}",
        f"SELECT count(*) FROM {many('(SELECT 1)', OVER)}",
        f"SELECT count(*) FROM {many('(SELECT 1 UNION SELECT 2)', OVER)}",
        f"SELECT count(*) FROM {many('(VALUES (1))', OVER)}",
        f"SELECT count(*) FROM {many('unnest([1])', OVER)}",
        "SELECT " + ", ".join(["(SELECT max(id) FROM orders b WHERE b.id = a.id)"] * OVER) + " FROM orders a",
        "SELECT 1 FROM orders WHERE " + " AND ".join(["id IN (SELECT id FROM orders)"] * OVER),
        "SELECT 1 FROM orders WHERE " + " AND ".join(["id IN (SELECT 1)"] * OVER),
        steps(5, 3),
        steps(7, 2, "AS NOT MATERIALIZED"),
        steps(3, 10).replace("FROM r2", "FROM R2"),
        f"SELECT * FROM ({steps(5, 3)}) UNION ALL SELECT 1",
        f"WITH a AS ({steps(4, 3)}) SELECT * FROM a, a b",
        f"SELECT ({steps(4, 3)}), ({steps(4, 3)})",
        f"WITH a AS (SELECT x0.id FROM {many('orders', OVER)}) SELECT 1",
    ],
    ids=lambda sql: f"{sql[:50]} {len(sql)}",
)
def test_hundreds_of_tables_are_refused(sql: str) -> None:
    """However they are put together, and whatever they are."""
    with pytest.raises(LimitExceeded, match="tables together"):
        parse(sql)


@pytest.mark.parametrize(
    "sql",
    [
        f"SELECT count(*) FROM {many('orders', MOST_TABLES)}",
        " UNION ALL ".join(["SELECT 1 AS n"] * 300),
        " UNION ALL ".join(["SELECT count(*) AS n FROM orders"] * MOST_TABLES),
        f"VALUES {', '.join(['(1)'] * 300)}",
        steps(4, 3),
        steps(6, 2),
        f"WITH {', '.join(f'a{n} AS (SELECT * FROM orders)' for n in range(MOST_TABLES - 1))} SELECT * FROM a9",
        "WITH a AS (SELECT * FROM orders), b AS (WITH a AS (SELECT * FROM a) SELECT * FROM a) SELECT * FROM a, b",
        f"WITH orders AS (SELECT x0.id FROM {many('orders', 40)}) SELECT * FROM orders, main.orders a, crm.orders b",
        "WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r WHERE n < 9) SELECT * FROM r, r b",
    ],
    ids=lambda sql: f"{sql[:50]} {len(sql)}",
)
def test_what_people_write_is_read(sql: str) -> None:
    """Wide unions, long lists of values and names that stand for one table are no concern."""
    parse(sql)


def test_few_names_cannot_stand_for_too_many() -> None:
    """A text that has few queries and tables need not be looked at: groups of three multiply most."""
    some = range(1, FEW + 1)

    assert max(wide**deep for deep in some for wide in some if deep * wide <= FEW) <= MOST_TABLES
