"""Builds the shop of the cookbook: a DuckDB file from real purchases, and the policy that governs it."""

from __future__ import annotations

import logging
import shutil
import sys
from pathlib import Path

from autogen_hatidata import HatiData

DATA = Path(__file__).parent / "data" / "cdnow_orders.csv.gz"
CUTOFF = "1997-10-01"
INVENTED = ("customers.email", "customers.phone", "customers.region", "orders.region")

POLICY = """\
version: 1
roles:
  regional:    {can: [read]}
  head_office: {can: [read]}
agents:
  researcher: {role: regional, attributes: {region: EU}}
  analyst:    {role: head_office}
  writer:     {role: guest}
tables:
  customers:
    read: [regional, head_office]
    rows: {filter: "region = {region}", exempt: [head_office]}
    columns:
      email: {mask: hash, exempt: [regional]}
      phone: {mask: partial, visible_chars: 4, exempt: [head_office]}
  orders:
    read: [regional, head_office]
    rows: {filter: "region = {region}", exempt: [head_office]}
quotas:
  agents:
    "*": {credits: 100, per: day, max_credits_per_query: 6, max_rows: 200}
"""

# Invented, from the customer number alone: nobody's address, and the same at every run.
_REGION = "['EU', 'EU', 'US', 'US', 'APAC'][1 + (customer_id * 7919) % 5]"

_ORDERS = f"""
CREATE TABLE orders AS
SELECT order_id AS id, customer_id, CAST(day AS DATE) AS day, quantity,
       CAST(amount AS DECIMAL(10, 2)) AS amount, {_REGION} AS region
FROM purchases ORDER BY order_id"""

_CUSTOMERS = f"""
CREATE TABLE customers AS
WITH before AS (
    SELECT customer_id, count(*) AS orders, sum(amount) AS spent, min(day) AS first_order, max(day) AS last_order
    FROM orders WHERE day < DATE '{CUTOFF}' GROUP BY customer_id),
after AS (SELECT DISTINCT customer_id FROM orders WHERE day >= DATE '{CUTOFF}')
SELECT customer_id AS id,
       'customer' || customer_id || '@shop.example' AS email,
       '+1-555-' || lpad(CAST((customer_id * 6007) % 10000 AS VARCHAR), 4, '0') AS phone,
       {_REGION} AS region,
       CASE WHEN orders = 1 THEN 'one-time'
            WHEN last_order < DATE '{CUTOFF}' - 92 THEN 'fading'
            WHEN orders >= 5 AND spent >= 200 THEN 'champion'
            WHEN orders >= 4 THEN 'loyal'
            ELSE 'active' END AS segment,
       first_order, last_order, orders, spent,
       customer_id IN (SELECT customer_id FROM after) AS bought_again
FROM before ORDER BY customer_id"""


def chosen(folder: Path, usage: str | None) -> Path:
    """The folder that the command line names, or this one; ends with the usage when options are given instead."""
    words = sys.argv[1:]
    if len(words) > 1 or any(word.startswith("-") for word in words):
        raise SystemExit(usage)
    return Path(words[0]) if words else folder


def build(folder: Path, data: Path = DATA) -> HatiData:
    """A fresh ``cdnow.duckdb`` in ``folder``, opened under ``cdnow.policy.yaml`` beside it.

    What an earlier run left there under these two names, its audit log too, is replaced. ``data`` is a CSV file with
    the columns of ``data/README.md``.
    """
    database, policy = folder / "cdnow.duckdb", folder / "cdnow.policy.yaml"
    layer = fresh(database)
    policy.write_text(POLICY)
    layer.load("purchases", data)
    for statement in (_ORDERS, _CUSTOMERS, "DROP TABLE purchases"):
        layer.owner_sql(statement)
    layer.set_policy(policy)
    return layer


def fresh(database: Path) -> HatiData:
    """An empty database in the place of what an earlier run left under that name, its audit log too."""
    database.parent.mkdir(parents=True, exist_ok=True)
    for old in (database, database.with_name(f"{database.name}.wal")):
        old.unlink(missing_ok=True)
    shutil.rmtree(database.with_name(f"{database.name}.hatidata"), ignore_errors=True)
    logging.getLogger("autogen_hatidata").setLevel(logging.ERROR)  # that the file is new is no news here
    return HatiData.open(database)
