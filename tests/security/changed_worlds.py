"""Makes generated changes in all worlds of an agent, and tells whether any of them looks different anywhere."""

from __future__ import annotations

import random
import re
from dataclasses import replace

import told
from generated_worlds import PROBES, TRAPS, Worlds
from support.generator import Schema
from support.generator.changes import Changed, Changes
from support.generator.rights import RIGHTS, Rights
from told import Seen, Told

DECIDING = {"vera": {"customers": ("region", "score")}}
"""Columns of which the filter of another table is made. Who may update them may let itself see rows that it did not
see, as the policy has it; so worlds that differ in these rows look different afterwards."""

_NAMES = "customers|orders|payments|employees|events"
_TABLE = re.compile(rf"\b(FROM|UPDATE|INTO) (?:{_NAMES}|crm\.notes)\b(?!\.)")
_COLUMN = re.compile(rf"\b([a-h]\d+|t\d+|{_NAMES}|notes)\.[a-z_]+\b")


def change(there: Worlds, seed: int, count: int, *, traps: bool = False) -> Seen:
    """So many changes, each in all worlds, on what the ones before have left. It ends with the first difference, of
    what is said or of what the agent sees of the table afterwards."""
    changes, seen = _changes(there, seed, traps=traps), Seen()
    for number in range(count):
        statement = changes.statement(number)
        there.clock.at(number)
        said = [told.of_change(agent, statement) for agent in there.agents]
        there.clock.free()
        left = [Told(list(agent.run(f"FROM {statement.table}").rows), "") for agent in there.agents]
        seen.count(said)
        if not all(one.like(said[0]) for one in said) or not all(one.like(left[0]) for one in left):
            seen.wrong.append("\n  ".join([f"{there.name}, {number}: {statement}", *(one.text[:300] for one in said)]))
            break
    return seen


def probe(there: Worlds, seed: int, count: int) -> Seen:
    """So many changes with a hidden name in them, and the same with one that never existed. None changes anything."""
    changes, seen = _changes(there, seed), Seen()
    for number in range(count):
        statement, chance = changes.statement(number), random.Random(f"{seed}.{number}")
        known, never = chance.choice(PROBES[there.name])
        there.clock.at(number)
        with_known, with_never = (_with(statement, known == "secrets", name) for name in (known, never))
        if with_known == statement or known in statement.head:  # which names it by itself
            continue
        said = [told.of_change(agent, with_known) for agent in there.agents]
        other = told.of_change(there.agents[0], with_never)
        seen.count(said)
        if not all(one.like(said[0]) for one in said) or said[0].text.replace(known, never) != other.text:
            seen.wrong.append(f"{there.name}, {with_known.sql}\n  hidden: {said[0].text}\n  never there: {other.text}")
    return seen


def _changes(there: Worlds, seed: int, *, traps: bool = False) -> Changes:
    values = TRAPS[there.name] if traps else ()
    return Changes(Schema.read(there.database), there.stored, _rights(there.name), seed, traps=values)


def _rights(name: str) -> Rights:
    rights = dict(RIGHTS[name])
    for table, columns in DECIDING.get(name, {}).items():
        sets = tuple(one for one in rights[table].sets if one not in columns)
        rights[table] = replace(rights[table], sets=sets)
    return rights


def _with(statement: Changed, table: bool, name: str) -> Changed:
    pattern, put = (_TABLE, rf"\1 {name}") if table else (_COLUMN, rf"\1.{name}")
    return replace(statement, head=pattern.sub(put, statement.head, count=1))
