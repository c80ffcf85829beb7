"""An agent under attribute rules: each of its calls is also judged by a plain model of the rules."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import duckdb
from ruled import Clock
from support import rules_model
from support.generator.scope import TABLES
from support.rules_model import Asked

from autogen_hatidata import HatiDataError

Needs = Mapping[str, frozenset[str]]
"""Verbs, and the tables that each is needed for."""

_AFTER_RULES = frozenset({"wrong_type", "execution_failed", "constraint"})
_CHANGE = re.compile(r"(UPDATE|DELETE FROM|INSERT INTO) ([\w.]+)")
_SOURCE = re.compile(r"\bFROM ([\w.]+)")
_NOTE = re.compile(r"The rule (\S+) warns: ")
_BEHIND = {"customer_totals": frozenset({"customers", "orders"})}
_PARSER = duckdb.connect()


@dataclass
class Watched:
    """An agent under rules. Each call is judged by the plain model too, and ``wrong`` has those judged otherwise."""

    agent: Any
    policy: dict[str, Any]
    clock: Clock
    judged: int = 0
    denied: int = 0
    warned: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The agent's."""
        return str(self.agent.name)

    def problems(self) -> str:
        """Nothing, or the first calls that were judged otherwise."""
        return "\n\n".join([f"{len(self.wrong)} judged otherwise", *self.wrong[:5]]) if self.wrong else ""

    def run(self, sql: str, params: Any = None) -> Any:
        """A query."""
        tables = tables_of(sql)
        return self._watch(lambda: self.agent.run(sql, params), sql, None if tables is None else {"read": tables})

    def write(self, sql: str, params: Any = None) -> Any:
        """A change."""
        return self._watch(lambda: self.agent.write(sql, params), sql, needs_of_change(sql))

    def _watch(self, call: Callable[[], Any], sql: str, needs: Needs | None) -> Any:
        try:
            answer = call()
        except HatiDataError as error:
            if error.rules or error.code in _AFTER_RULES:
                self._judge(sql, needs, set(error.rules), None)
            raise
        self._judge(sql, needs, set(), {found[1] for found in map(_NOTE.match, answer.notes) if found})
        return answer

    def _judge(self, sql: str, needs: Needs | None, denied: set[str], warned: set[str] | None) -> None:
        if needs is None:
            return
        denying, warning = self._model(needs)
        self.judged += 1
        self.denied += bool(denying)
        self.warned += bool(warned)
        if denied != denying or (warned is not None and warned != warning):
            expected = f"denied by {sorted(denying)}, warned by {sorted(warning)}"
            self.wrong.append(f"{self.name}: {expected}, came {denied}, {warned} at {self.clock.now}\n  {sql}")

    def _model(self, needs: Needs) -> tuple[set[str], set[str]]:
        mine = self.policy["agents"][self.name]
        denying, warning = set[str](), set[str]()
        for action, tables in needs.items():
            attributes = mine.get("attributes", {})
            asked = Asked(self.name, mine["role"], "custom", attributes, action, tables, self.clock.now)
            denied, warned = rules_model.verdict(self.policy["rules"], asked)
            denying.update(denied)
            warning.update(warned)
        return denying, warning


def tables_of(sql: str) -> frozenset[str] | None:
    """The tables that a query names, also behind a view, as DuckDB's parser has it; None for what that cannot tell."""
    read = json.loads(_PARSER.execute("SELECT json_serialize_sql($1)", [sql]).fetchall()[0][0])
    return None if read["error"] else _seen(set(_named(read["statements"], frozenset())) & set(TABLES))


def _named(part: Any, ctes: frozenset[str]) -> Iterator[str]:
    """The names in FROM of a part of a tree, without those of ``ctes`` and of the WITH in it."""
    if isinstance(part, list):
        for one in part:
            yield from _named(one, ctes)
    elif isinstance(part, dict):
        for cte in part.get("cte_map", {}).get("map", ()):
            yield from _named(cte["value"], ctes)
            ctes |= {cte["key"]}
        if part.get("type") == "BASE_TABLE" and (part["schema_name"] or part["table_name"] not in ctes):
            yield ".".join(filter(None, (part["schema_name"], part["table_name"])))
        yield from _named([value for key, value in part.items() if key != "cte_map"], ctes)


def needs_of_change(sql: str) -> Needs:
    """What a generated change needs: its table to change it, and what it reads. An INSERT reads it for RETURNING."""
    action, table = _CHANGE.match(sql).groups()  # type: ignore[union-attr]
    reads = set(_SOURCE.findall(sql)) & set(TABLES)
    if action != "INSERT INTO" or " RETURNING " in sql:
        reads.add(table)
    return {"write": frozenset({table}), "read": _seen(reads)}


def _seen(tables: set[str]) -> frozenset[str]:
    return frozenset(tables).union(*(_BEHIND.get(one, frozenset()) for one in tables))
