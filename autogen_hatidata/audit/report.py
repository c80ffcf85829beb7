"""What a log tells in figures: one query for each part of a report, and usage as `layer.usage` counts it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from autogen_hatidata.audit import lookup
from autogen_hatidata.audit.reading import LOOK, MISFITS, Record, utc
from autogen_hatidata.audit.sql import opened
from autogen_hatidata.errors import AuditError
from autogen_hatidata.governance.ledger import Ledger

Row = Mapping[str, Any]

AGENTS = 7
"""So many agents have a series of their own in what is told by day; the others are one."""

MOST = 20
"""So many lines has a part that names calls, texts or columns."""

_COLUMNS = tuple(
    "seq time kind id agent role chat sql status code stage rows credits reserved ms healed tables masks".split()
)
_NOT_OURS = ("The audit log holds a record that no data layer has written so.", LOOK)
_LONGEST_CALL = timedelta(hours=1)
"""What began so long before a report does not end in it."""

_IMPOSSIBLE = "time >= TIMESTAMP '2200-01-01' OR abs(credits) > 1e18 OR abs(reserved) > 1e18"
"""What no layer has written. A chart from today to the year 9999 would never be done."""

_FROM = "time >= CAST($since AS TIMESTAMP)"

_CALLS = f"""
ended AS (
    SELECT * REPLACE (list_filter(healed, lambda one: one IS NOT NULL) AS healed),
        coalesce(len(healed) > 0 AND status = 'ok', false) AS repaired
    FROM audit WHERE kind = 'outcome' AND {_FROM}),
begun AS (
    SELECT id, arg_min(agent, seq) AS agent, arg_min(role, seq) AS role, arg_min(chat, seq) AS chat,
        coalesce(max(time) FILTER (kind = 'intent'), min(time)) AS time,
        CASE WHEN arg_max(kind, seq) = 'intent' THEN arg_max(reserved, seq) ELSE sum(credits) END AS credits
    FROM audit ANTI JOIN (SELECT id FROM audit WHERE kind = 'outcome') USING (id)
    WHERE kind IN ('intent', 'attempt') GROUP BY id),
calls AS (
    SELECT id, agent, role, chat, time, credits, rows, status, repaired FROM ended
    UNION ALL BY NAME
    SELECT *, 0 AS rows, 'error' AS status, false AS repaired FROM begun WHERE {_FROM})
"""
"""A call that has no outcome is charged what was set aside for it, and counted as an error, as after a restart."""

_TOTALS = """count(*) AS calls, coalesce(sum(credits), 0.0) AS credits,
    count(*) FILTER (status = 'refused') AS refusals, count(*) FILTER (status = 'error') AS errors,
    count(*) FILTER (repaired) AS healed, CAST(coalesce(sum(rows), 0) AS BIGINT) AS rows"""

BY: Mapping[str, str] = {
    "agent": "coalesce(agent, '') AS name FROM calls",
    "role": "coalesce(role, '') AS name FROM calls",
    "chat": "coalesce(chat, '') AS name FROM calls",
    "day": "strftime(time, '%Y-%m-%d') AS name FROM calls",
    "table": """name FROM calls JOIN (
        SELECT DISTINCT id, unnest(tables) AS name FROM audit WHERE kind = 'intent') USING (id)""",
}
"""What usage can be told by: the name, and where it comes from."""

PARTS: Mapping[str, str] = {
    "totals": f"""SELECT {_TOTALS}, count(DISTINCT agent) AS agents, min(time) AS first, max(time) AS last,
        (SELECT count(*) FROM begun WHERE {_FROM}) AS unended FROM calls""",
    "days": f"""SELECT strftime(time, '%Y-%m-%d') AS day, most.agent, coalesce(sum(credits), 0.0) AS credits,
            count(*) AS calls
        FROM calls LEFT JOIN (
            SELECT agent FROM calls GROUP BY agent HAVING sum(credits) > 0
            ORDER BY sum(credits) DESC, agent LIMIT {AGENTS}
        ) AS most USING (agent) GROUP BY ALL ORDER BY ALL""",
    "ends": """SELECT status, coalesce(code, '') AS code, count(*) AS calls, count(DISTINCT agent) AS agents,
        max(time) AS last FROM ended WHERE status <> 'ok' GROUP BY ALL ORDER BY status DESC, calls DESC, code""",
    "slowest": """SELECT list_sum(map_values(ms)) AS ms, time, id, agent, status, code, repaired, rows, credits, sql
        FROM ended WHERE len(map_values(ms)) > 0 AND sql IS NOT NULL ORDER BY ALL DESC LIMIT 10""",
    "healed": f"""SELECT failed.texts, ended.sql, healed, count(*) AS calls, max(time) AS last,
        list_sort(list(DISTINCT ended.agent)) AS agents
        FROM ended JOIN (
            SELECT id, list(sql ORDER BY seq) AS texts FROM audit WHERE kind = 'attempt' GROUP BY id
        ) AS failed USING (id) WHERE repaired GROUP BY ALL ORDER BY calls DESC, last DESC, ended.sql LIMIT {MOST}""",
    "masks": f"""SELECT mask, count(DISTINCT id) AS calls, count(DISTINCT agent) AS agents, max(time) AS last
        FROM (SELECT id, agent, time, unnest(masks) AS mask FROM audit WHERE kind = 'intent' AND {_FROM})
        GROUP BY mask ORDER BY calls DESC, mask LIMIT {MOST}""",
}
"""The parts of a report, each a query over `calls`, `ended`, `begun` and `audit`."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a log tells, from ``since`` on. Times are UTC.

    Attributes:
        totals: one row: calls, credits, refusals, errors, healed, rows, agents, unended, first, last.
        agents: the totals of each agent, who spent most first.
        days: ``day``, ``agent``, ``credits``, ``calls``; the agents that spent less than the first few are None.
        ends: what did not end well: ``status``, ``code``, ``calls``, ``agents``, ``last``.
        slowest: single calls: ``ms``, ``time``, ``id``, ``agent``, ``status``, ``code``, ``repaired``, ``rows``,
            ``credits``, ``sql``.
        healed: ``texts`` that failed, the ``sql`` that ran, what was ``healed``, ``calls``, ``agents``, ``last``.
        masks: ``mask`` (``table.column``), ``calls``, ``agents``, ``last``.
    """

    since: datetime | None
    totals: Row
    agents: tuple[Row, ...]
    days: tuple[Row, ...]
    ends: tuple[Row, ...]
    slowest: tuple[Row, ...]
    healed: tuple[Row, ...]
    masks: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Usage:
    """Totals by name.

    Attributes:
        rows: ``name``, calls, credits, refusals, errors, healed, rows; days in order, else who spent most first.
        unended: how many calls of these have no outcome. Whether their process still runs, a file does not tell: they
            are charged what was set aside for them and counted as errors, as after a restart.
    """

    rows: tuple[Row, ...]
    unended: int


def report(folder: Path, since: datetime | None = None) -> Report:
    """Read a log once, and ask it for each part of a report."""
    with _opened(folder, since) as ask:
        found = {name: tuple(ask(sql)) for name, sql in PARTS.items()}
        agents = tuple(ask(_usage("agent")))
    return Report(since, found.pop("totals")[0], agents, **found)


def usage(folder: Path, by: str, since: datetime | None = None) -> Usage:
    """What was spent by agent, role, chat, table or day: since the log began, or by the calls that ended since a time.

    Since the log began it is what `layer.usage` gives after a restart, from the newest checkpoint and the records after
    it, as there; so it holds also where old segments were moved away.
    """
    if since is None:
        return _usage_of_all(folder, by)
    with _opened(folder, since) as ask:
        return Usage(tuple(ask(_usage(by))), ask(PARTS["totals"])[0]["unended"])


def _usage_of_all(folder: Path, by: str) -> Usage:
    try:
        return _folded(lookup.replay(lookup.parts(folder)), by)
    except MISFITS as fault:
        raise AuditError(*_NOT_OURS) from fault


def _folded(log: Iterable[Record], by: str) -> Usage:
    ledger = Ledger()
    for record in log:
        ledger.apply(record["kind"], record["time"], record)
    unended = len(ledger.open)
    ledger.end_all()
    rows = [{"name": name, **sums, "credits": round(sums["credits"], 9)} for name, sums in ledger.totals[by].items()]
    key = _by_name if by == "day" else _by_credits
    return Usage(tuple(sorted(rows, key=key)), unended)


def _by_name(row: Row) -> Any:
    return row["name"]


def _by_credits(row: Row) -> Any:
    return -row["credits"], -row["calls"], row["name"]


def _usage(by: str) -> str:
    order = "name" if by == "day" else "credits DESC, calls DESC, name"
    return f"SELECT name, {_TOTALS} FROM (SELECT calls.*, {BY[by]}) GROUP BY name ORDER BY {order}"


@contextmanager
def _opened(folder: Path, since: datetime | None) -> Iterator[Callable[[str], list[dict[str, Any]]]]:
    kept = "kind IN ('intent', 'attempt', 'outcome')"
    if since is not None:
        kept += f" AND \"time\" >= TIMESTAMP '{_moment(since - _LONGEST_CALL)}'"
    with opened(folder, _COLUMNS, kept) as log:
        if log.query(f"SELECT 1 FROM audit WHERE {_IMPOSSIBLE} LIMIT 1"):
            raise AuditError(*_NOT_OURS)
        yield lambda sql: log.query(f"WITH {_CALLS} {sql}", {"since": _moment(since)})


def _moment(since: datetime | None) -> str:
    return (utc(since) or "1970-01-01T00:00:00Z").removesuffix("Z")
