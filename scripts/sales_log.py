"""Makes the log that docs/cli.md and its picture show: two weeks of five agents over a small shop.

    python scripts/sales_log.py FOLDER      sales.duckdb with its log, and report.html
    python scripts/sales_log.py --picture   docs/report.png, by chromium

The calls are real ones, through a layer for each day. Their records are written once more under the hours of those
days, by the same log, since two weeks are long to wait for. Ids are made from a count, so that a page can name one.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from autogen_hatidata import HatiData, HatiDataError
from autogen_hatidata.audit import AuditLog
from autogen_hatidata.cli import main
from autogen_hatidata.governance.quota import Quota
from autogen_hatidata.governance.records import COMMON

Record = dict[str, Any]

PICTURE = Path(__file__).resolve().parent.parent / "docs" / "report.png"
NAME = "sales.duckdb"
FIRST_DAY = datetime(2026, 3, 2, 8, tzinfo=UTC)
DAYS = 12

TABLES = """
CREATE TABLE customers AS SELECT i AS id, 'customer' || i || '@shop.example' AS email,
    '+1 555 ' || lpad(CAST(i * 6007 % 10000 AS VARCHAR), 4, '0') AS phone,
    ['EU', 'US', 'EU', 'APAC'][1 + i % 4] AS region, ['loyal', 'new', 'fading'][1 + i % 3] AS segment
    FROM range(900) t(i);
CREATE TABLE orders AS SELECT i AS id, i * 17 % 900 AS customer_id,
    ['EU', 'US', 'EU', 'APAC'][1 + i * 17 % 4] AS region, DATE '2025-01-01' + CAST(i % 400 AS INTEGER) AS day,
    CAST(i * 7907 % 50000 / 100 AS DECIMAL(10, 2)) AS amount
    FROM range(30000) t(i);
CREATE TABLE salaries AS SELECT i AS id, 30000 + i * 1973 AS salary FROM range(40) t(i);
"""

POLICY: dict[str, Any] = {
    "version": 1,
    "roles": {"regional": {"can": ["read"]}, "head_office": {"can": ["read"]}},
    "agents": {
        "researcher": {"role": "regional", "attributes": {"region": "EU"}},
        "support": {"role": "regional", "attributes": {"region": "US"}},
        "analyst": {"role": "head_office"},
        "forecaster": {"role": "head_office"},
        "writer": {"role": "guest"},
    },
    "tables": {
        "customers": {
            "read": ["regional", "head_office"],
            "rows": {"filter": "region = {region}", "exempt": ["head_office"]},
            "columns": {"email": {"mask": "hash"}, "phone": {"mask": "partial", "exempt": ["regional"]}},
        },
        "orders": {
            "read": ["regional", "head_office"],
            "rows": {"filter": "region = {region}", "exempt": ["head_office"]},
        },
    },
    "quotas": {
        "agents": {
            "*": {"credits": 60, "per": "day", "max_credits_per_query": 4},
            "support": {"credits": 7, "per": "day"},
        }
    },
}

STATEMENTS: dict[str, tuple[str, ...]] = {
    "researcher": (
        "SELECT segment, count(*) AS n FROM customers GROUP BY segment ORDER BY n DESC",
        "SELECT id, email FROM customers WHERE segment = 'loyal' ORDER BY id LIMIT 20",
        "SELECT c.segment, sum(o.amount) AS spent FROM orders o JOIN customers c ON c.id = o.customer_id GROUP BY 1",
        "SELECT id, emial, segment FROM customers ORDER BY id LIMIT 10",
        "SELECT max(salary) FROM salaries",
    ),
    "support": (
        "SELECT id, phone, email FROM customers WHERE id = 417",
        "SELECT id, day, amount FROM orders WHERE customer_id = 417 ORDER BY day DESC LIMIT 5",
        "SELECT * FROM customers",
        "COPY customers TO 'customers.csv'",
        "SELECT day, sum(amount) FROM orders GROUP BY day ORDER BY day",
    ),
    "analyst": (
        "SELECT region, month(day) AS month, sum(amount) AS amount FROM orders GROUP BY ALL ORDER BY ALL",
        "SELECT avg(amuont) AS mean, median(amount) AS middle FROM orders",
        "SELECT customer_id, sum(amount) AS spent FROM orders WHERE day >= DATE '2025-06-01' GROUP BY 1 LIMIT 5",
        "SELECT count(*) FROM ordres WHERE amount > 400",
        "SELECT phone, count(*) FROM customers GROUP BY phone HAVING count(*) > 1",
        "SELECT * FROM orders o JOIN customers c ON c.id = o.customer_id",
    ),
    "forecaster": (
        "SELECT day, sum(amount) OVER (ORDER BY day ROWS 6 PRECEDING) AS week FROM orders ORDER BY day",
        "SELECT corr(a.amount, b.amount) FROM orders a JOIN orders b ON a.id = b.id + 900",
        "SELECT sum(amount) FROM orders WHERE day = 'last week'",
        "SELECT o.*, c.* FROM orders o, customers c, customers d",
    ),
    "writer": ("SELECT segment FROM customers", "UPDATE customers SET segment = 'new'"),
}
WEIGHTS = {"researcher": 5, "support": 6, "analyst": 5, "forecaster": 3, "writer": 1}


_OURS = ("checkpoint", "open", "close")


class Clock:
    """A clock that stands until it is set."""

    now = FIRST_DAY

    def __call__(self) -> float:
        return self.now.timestamp()


def make(folder: Path, days: int = DAYS) -> Path:
    """A database with the log of so many days; gives its path."""
    database, clock, stable = folder / NAME, Clock(), _stable()
    with tempfile.TemporaryDirectory() as built, HatiData.open(database, state_dir=built) as layer:
        layer.owner_sql(TABLES)
    for day in range(days):
        clock.now = FIRST_DAY + timedelta(days=day)
        records = list(_worked(database, random.Random(day)))
        if day == 3:  # the process of that day ended in the middle of its last call, as processes do
            del records[-1]
        with _log(folder / f"{NAME}.hatidata", clock) as (log, quota):
            began = {record.get("id"): record["time"] for record in reversed(records)}
            times = dict(zip(reversed(began), _hours(FIRST_DAY + timedelta(days=day), len(began)), strict=True))
            for record in records:
                call = record.get("id")
                clock.now = times[call] + (_read(record["time"]) - _read(began[call]))
                kind, fields = record["kind"], stable(record)
                quota.follow(kind, log.append(kind, fields).time, fields)
    return database


def _hours(start: datetime, n: int) -> list[datetime]:
    """So many times of a working day."""
    return [start + timedelta(seconds=9 * 3600 * number // n) for number in range(n)]


def _read(time: str) -> datetime:
    return datetime.fromisoformat(time)


@contextmanager
def _log(folder: Path, clock: Clock) -> Iterator[tuple[AuditLog, Quota]]:
    """The log of a day, opened and closed as a layer does it."""
    folder.mkdir(exist_ok=True)
    quota = Quota(clock)
    log = AuditLog.open(folder / "audit", clock=clock, snapshot=quota.snapshot)
    for record in log.replay():
        quota.apply(record)
    quota.finish_replay()
    yield log, quota
    log.close()


def _worked(database: Path, chosen: random.Random) -> Iterator[Record]:
    """A day's work, and what the log has of it."""
    busy = chosen.randint(10, 18)
    who = chosen.choices(list(WEIGHTS), list(WEIGHTS.values()), k=busy)
    with (
        tempfile.TemporaryDirectory() as built,
        HatiData.open(database, policy=POLICY, read_only=True, state_dir=built) as layer,
    ):
        for name in who:
            with suppress(HatiDataError):  # a refusal is a record too
                layer.agent(name).run(chosen.choice(STATEMENTS[name]), tool="query_data_layer")
        yield from [one for one in layer.audit.records() if one["kind"] not in _OURS]


def _stable() -> Callable[[Record], Record]:
    """Gives what writes ids that are made from a count in place of random ones, and leaves out what a log adds."""
    known: dict[str, str] = {}

    def written(record: Record) -> Record:
        for field in ("id", "chat"):
            if record.get(field):
                fresh = sha256(f"{field} {len(known)}".encode()).hexdigest()[:32]
                record[field] = known.setdefault(record[field], fresh)
        return {name: value for name, value in record.items() if name not in COMMON}

    return written


def picture(folder: Path) -> None:
    """Let chromium draw the report of a fresh log."""
    page = folder / "report.html"
    main(["audit", "report", str(make(folder)), "--html", str(page)])
    options = ("--headless", "--no-sandbox", "--hide-scrollbars", "--window-size=900,1240", f"--screenshot={PICTURE}")
    subprocess.run(["chromium", *options, page.as_uri()], check=True, capture_output=True)


if __name__ == "__main__":
    if sys.argv[1:] == ["--picture"]:
        with tempfile.TemporaryDirectory() as made:
            picture(Path(made))
    else:
        folder = Path(sys.argv[1])
        folder.mkdir(parents=True)
        main(["audit", "report", str(make(folder)), "--html", str(folder / "report.html")])
