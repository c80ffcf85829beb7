"""A small shop: its tables, built with plain DuckDB, and its policy.

Deterministic, with what breaks naive code: NULLs in filtered and masked columns, unicode, values no longer than the
visible part of a mask, duplicates, negative and zero amounts, and one table of more than 10,000 rows of which a caller
sees few.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import yaml

SCHEMA = """
CREATE SCHEMA crm;
CREATE TABLE customers(id INTEGER, name VARCHAR, email VARCHAR, phone VARCHAR, ssn VARCHAR, region VARCHAR,
    segment VARCHAR, city VARCHAR, birthday DATE, score DOUBLE, tags VARCHAR[],
    address STRUCT(street VARCHAR, zip VARCHAR), profile JSON, created_at TIMESTAMP);
CREATE TABLE orders(id INTEGER, customer_id INTEGER, region VARCHAR, status VARCHAR, day DATE,
    amount DECIMAL(12,2), items INTEGER, channel VARCHAR, note VARCHAR);
CREATE TABLE employees(id INTEGER, name VARCHAR, department VARCHAR, manager_id INTEGER, salary INTEGER,
    bonus DECIMAL(10,2), hired DATE);
CREATE TABLE payments(id INTEGER, order_id INTEGER, method VARCHAR, card_number VARCHAR, cvv INTEGER,
    amount DECIMAL(12,2), paid_at TIMESTAMP);
CREATE TABLE secrets(k VARCHAR, v VARCHAR);
CREATE TABLE events(id INTEGER, region VARCHAR, kind VARCHAR, seen TIMESTAMP, value INTEGER);
CREATE TABLE crm.notes(id INTEGER, customer_id INTEGER, author VARCHAR, public BOOLEAN, body VARCHAR, internal VARCHAR);
"""

# More than 10,000 rows, of which ana sees 300: prices must come from what a caller sees.
EVENTS = """
INSERT INTO events SELECT i, CASE WHEN i % 50 = 0 THEN 'EU' WHEN i % 3 = 0 THEN 'US' ELSE 'APAC' END,
    ['view', 'cart', 'buy'][1 + i % 3], TIMESTAMP '2024-01-01' + to_minutes(i), (i * 37) % 101
FROM range(15000) t(i)
"""

VIEW = """
CREATE VIEW customer_totals AS SELECT c.id AS customer_id, c.email, count(o.id) AS orders, sum(o.amount) AS total
FROM customers c LEFT JOIN orders o ON o.customer_id = c.id GROUP BY c.id, c.email
"""

NAMES = ("Ana", "Zoë", "Łukasz", "李雷", "O'Brien", "Björn", "Nur", "Élodie", "Σωκράτης", "Kim", "Ada", "Jo")
REGIONS = ("EU", "US", "EU", "APAC", "US", "EU", None)
SEGMENTS = ("gold", "silver", "bronze", None, "silver")
CITIES = ("Zürich", "Boston", "Porto", "Osaka", "Austin", "Kraków", "Nowhere")
TAGS = (["vip", "early"], [], ["late"], None, ["vip"], ["new", "late", "vip"])
STATUSES = ("paid", "open", "paid", "cancelled", "refunded")
CHANNELS = ("web", "shop", "phone", None)
START = date(2023, 1, 1)


def build(path: Path) -> Path:
    """Write the shop to a new file."""
    with duckdb.connect(path) as connection:
        connection.execute(SCHEMA)
        for table, rows in tables().items():
            connection.execute(f"INSERT INTO {table} VALUES " + ", ".join(map(_row, rows)))
        connection.execute(EVENTS)
        connection.execute(VIEW)
    return path


def policy() -> dict[str, Any]:
    """The shop's policy as a mapping; a new one at each call."""
    return yaml.safe_load(POLICY_FILE.read_text())


POLICY_FILE = Path(__file__).with_name("policy.yaml")


def tables() -> dict[str, list[tuple[Any, ...]]]:
    """The rows of each small table."""
    return {
        "customers": [_customer(i) for i in range(1, 211)],
        "orders": [_order(i) for i in range(1, 641)],
        "employees": [_employee(i) for i in range(1, 41)],
        "payments": [_payment(i) for i in range(1, 321)],
        "secrets": [(f"vault-{i}", f"hush-{i * 7919:06d}-{'abcdefgh'[i]}") for i in range(6)],
        "crm.notes": [_note(i) for i in range(1, 91)],
    }


def _customer(i: int) -> tuple[Any, ...]:
    # Names are shared by customers of different regions; e-mails and numbers are nearly unique.
    name = f"{NAMES[i % 12]} {'ABCDEFGHJ'[i * 5 % 9]}." if i % 23 else None
    email = (
        (None, "a@b", "x", "")[i // 19 % 4] if i % 19 == 0 else f"user{i * 31 % 997}@{CITIES[i % 7].lower()}.example"
    )
    phone = None if i % 17 == 0 else f"+{40 + i % 9} 555 {i * 7919 % 10000:04d}"
    ssn = None if i % 29 == 0 else f"9{i % 90:02d}-{i % 89 + 10}-{i * 613 % 10000:04d}"
    if i % 37 == 0:
        ssn = "900-00-0000"
    address = None if i % 31 == 0 else {"street": f"{NAMES[i % 12]} street {i}", "zip": f"{i * 97 % 100000:05d}"}
    profile = json.dumps({"level": i % 4, "langs": ["de", "en", "pt"][: i % 4], "ref": i - 1 if i % 5 else None})
    return (
        i,
        name,
        email,
        phone,
        ssn,
        REGIONS[i % 7],
        SEGMENTS[i % 5],
        CITIES[i * 3 % 7],
        None if i % 41 == 0 else date(1950, 1, 1) + timedelta(days=i * 97),
        None if i % 13 == 0 else (i * 37 % 1000) / 8,
        TAGS[i % 6],
        address,
        profile if i % 11 else None,
        datetime(2022, 3, 1) + timedelta(hours=i * 29),
    )


def _order(i: int) -> tuple[Any, ...]:
    customer = i * 17 % 220 + 1  # some orders have no customer row
    amount = None if i % 47 == 0 else Decimal(i * 7907 % 100000 - 500) / 100
    note = ("naïve — 'quoted'", "", None, "100% ✓", "line\nbreak")[i % 5] if i % 8 == 0 else f"note {i}"
    return (
        i,
        customer,
        REGIONS[customer % 7],
        STATUSES[i % 5],
        START + timedelta(days=i * 13 % 540),
        amount,
        i % 6,
        CHANNELS[i % 4],
        note,
    )


def _employee(i: int) -> tuple[Any, ...]:
    manager = None if i < 3 else i // 3
    return (
        i,
        f"{NAMES[i % 12]} {i}",
        ("sales", "data", "legal")[i % 3],
        manager,
        30_011 + i * 1973,
        Decimal(i * 411) / 4,
        START - timedelta(days=i * 53),
    )


def _payment(i: int) -> tuple[Any, ...]:
    order = i * 2 - i % 3
    card = (None, "4242", "77")[i // 21 % 3] if i % 21 == 0 else f"4000{i * 104729 % 10**12:012d}"
    return (
        i,
        order,
        ("card", "bank", "card", "cash")[i % 4],
        card,
        None if i % 33 == 0 else 100 + i * 7 % 900,
        Decimal(i * 3571 % 50000) / 100,
        datetime(2023, 1, 1) + timedelta(hours=i * 41),
    )


def _note(i: int) -> tuple[Any, ...]:
    author = ("ana", "otto", "vera")[i % 3]
    body = f"{NAMES[i % 12]} called about order {i * 7}"
    return (i, i * 2, author, i % 4 == 0, body, f"risk-{i * 7717 % 10007:05d}")


def _row(values: Iterable[Any]) -> str:
    return f"({', '.join(map(_literal, values))})"


def _literal(value: Any) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, (bool, int, float, Decimal)):
        return str(value)
    if isinstance(value, list):
        return f"[{', '.join(map(_literal, value))}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_literal(one)}" for key, one in value.items()) + "}"
    return "'" + str(value).replace("'", "''") + "'"
