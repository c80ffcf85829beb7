"""Many threads against one budget of a whole layer, and what its log says of it."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from autogen_hatidata import HatiData, QuotaExceeded

# One, two and three credits where `big` has more than 10,000 rows; the last one fails, and costs one.
QUERIES = ("SELECT 1", "SELECT * FROM small", "SELECT sum(i) FROM big", "SELECT sum(word) FROM small")
SCHEMA = (
    "CREATE TABLE small AS SELECT 1 AS i, 'x' AS word",
    "CREATE TABLE big AS SELECT * FROM range(10001) t(i)",
)


def policy(credits: float, per: str, at_once: int) -> dict[str, Any]:
    """All agents share one budget."""
    return {
        "version": 1,
        "roles": {"all": {"can": ["read"]}},
        "agents": {"*": {"role": "all"}},
        "tables": {"small": {"read": ["all"]}, "big": {"read": ["all"]}},
        "quotas": {"layer": {"credits": credits, "per": per, "max_concurrency": at_once}},
    }


@dataclass
class Played:
    """How the calls ended, as their callers saw it."""

    answered: int = 0
    failed: int = 0
    refused: int = 0
    charged: float = 0.0
    stuck: int = 0
    other: list[str] = field(default_factory=list)

    @property
    def calls(self) -> int:
        return self.answered + self.failed + self.refused + len(self.other)


def play(layer: HatiData, threads: int, calls: int, patience: float) -> Played:
    """So many calls on so many threads, each thread an agent."""
    played, lock = Played(), threading.Lock()

    def one(number: int) -> None:
        agent = layer.agent(f"agent{number % threads}")
        try:
            credits = agent.run(QUERIES[number * 7 % 4]).credits
        except QuotaExceeded:
            with lock:
                played.refused += 1
        except Exception as error:  # noqa: BLE001 - counted, and told by the test
            with lock:
                if getattr(error, "code", "") == "wrong_type":
                    played.failed += 1
                    played.charged += 1.0
                else:
                    played.other.append(repr(error))
        else:
            with lock:
                played.answered += 1
                played.charged += credits

    def work(mine: Iterable[int]) -> None:
        for number in mine:
            one(number)

    workers = [threading.Thread(target=work, args=(range(n, calls, threads),), daemon=True) for n in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(patience)
    played.stuck = sum(worker.is_alive() for worker in workers)
    return played


def most_at_once(records: Iterable[Mapping[str, Any]]) -> tuple[float, int]:
    """The most that was ever charged and set aside together, and the most calls that were ever under way."""
    reserved: dict[str, float] = {}
    spent, most, calls = 0.0, 0.0, 0
    for record in records:
        if record["kind"] == "intent":
            reserved[record["id"]] = record["reserved"]
        elif record["kind"] == "outcome":
            reserved.pop(record["id"], None)
            spent += record["credits"]
        most, calls = max(most, spent + sum(reserved.values())), max(calls, len(reserved))
    return most, calls


def wrong(layer: HatiData, played: Played, limit: float, at_once: int) -> list[str]:
    """What callers, log and layer do not agree in."""
    records = list(layer.audit.records())
    outcomes = [record for record in records if record["kind"] == "outcome"]
    most, under_way = most_at_once(records)
    budget = layer.agent("agent0").my_usage()["budgets"][0]
    of_log = sum(record["credits"] for record in outcomes)
    rules = {
        "a call has not come back": played.stuck == 0,
        f"unforeseen: {played.other[:2]}": not played.other,
        f"{most:g} credits of {limit:g} were charged or set aside": most <= limit,
        f"{under_way} calls of {at_once} were under way": under_way <= at_once,
        "callers and log were charged differently": played.charged == of_log,
        "log and budget do not agree": (budget["used"], budget["reserved"]) == (of_log, 0.0),
        "log and usage do not agree": sum(one["credits"] for one in layer.usage().values()) == of_log,
        "a call has no outcome, or two": len({record["id"] for record in outcomes}) == len(outcomes) == played.calls,
    }
    return [text for text, holds in rules.items() if not holds]
