"""For each agent, statements that change only what this agent cannot see: rows, masked parts, hidden tables, counts."""

from __future__ import annotations

from pathlib import Path

import duckdb

OTHER_WORLDS: dict[str, tuple[str, ...]] = {
    "ana": (
        "DELETE FROM customers WHERE region = 'US' AND id % 3 = 0",
        "UPDATE customers SET name = 'changed', score = -1, segment = 'other', ssn = 'none', email = 'no@where' "
        "WHERE region IS DISTINCT FROM 'EU'",
        "INSERT INTO customers SELECT 5000 + i, 'new ' || i, 'n@n', '+1', '1', 'US', 'gold', 'Porto', NULL, 1, [], "
        "NULL, NULL, NULL FROM range(900) t(i)",
        "UPDATE customers SET phone = '+99 000 ' || id, birthday = DATE '2001-01-01'",
        "UPDATE customers SET email = 'changed-' || id || right(email, 4) WHERE length(email) > 4",
        "DELETE FROM orders WHERE region IS NULL OR (region = 'US' AND items = 2)",
        "UPDATE orders SET amount = 1, day = DATE '1999-01-01', note = 'changed' WHERE region <> 'EU'",
        "INSERT INTO orders SELECT 9000 + i, 1, 'US', 'paid', NULL, i, 1, 'web', 'x' FROM range(20000) t(i)",
        "UPDATE employees SET salary = salary * 2 + 1, bonus = 5",
        "UPDATE payments SET cvv = 999, card_number = '9' || repeat('8', 11) || right(card_number, 4) "
        "WHERE length(card_number) > 4",
        "UPDATE payments SET amount = -5, method = 'gift' WHERE order_id NOT IN "
        "(SELECT id FROM orders WHERE region = 'EU')",
        "UPDATE secrets SET v = 'other ' || k",
        "INSERT INTO secrets SELECT 'more' || i, 'x' FROM range(30000) t(i)",
        "DELETE FROM events WHERE region <> 'EU'",
        "UPDATE crm.notes SET internal = 'changed'",
        "UPDATE crm.notes SET body = 'changed', customer_id = 1 WHERE NOT public AND author <> 'ana'",
        "CREATE TABLE plans(salary INTEGER, warehouses INTEGER)",
    ),
    "otto": (
        "UPDATE customers SET email = 'changed-' || id || right(email, 4) WHERE length(email) > 4",
        "DELETE FROM orders WHERE region IS NULL OR (region = 'EU' AND items = 2)",
        "UPDATE orders SET amount = 1, day = DATE '1999-01-01', note = 'changed' WHERE region <> 'US'",
        "INSERT INTO orders SELECT 9000 + i, 1, 'EU', 'paid', NULL, i, 1, 'web', 'x' FROM range(20000) t(i)",
        "UPDATE employees SET bonus = 5",
        "UPDATE payments SET cvv = 999, card_number = '9' || repeat('8', 11) || right(card_number, 4) "
        "WHERE length(card_number) > 4",
        "UPDATE payments SET amount = -5, method = 'gift' WHERE order_id NOT IN "
        "(SELECT id FROM orders WHERE region = 'US')",
        "DELETE FROM secrets",
        "DELETE FROM events WHERE region <> 'US'",
        "UPDATE crm.notes SET internal = 'changed'",
        "UPDATE crm.notes SET body = 'changed', customer_id = 1 WHERE NOT public AND author <> 'otto'",
    ),
}


def change_hidden(path: Path, agent: str) -> None:
    """Turn a copy of the shop into the other world of that agent."""
    with duckdb.connect(path) as connection:
        for statement in OTHER_WORLDS[agent]:
            connection.execute(statement)
