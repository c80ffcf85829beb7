"""Agents that do at random what a memory lets them do, beside a model of a few lines that knows what each may see.

A search is answered by the model from indexes that hold nothing but what the agent can read, so that whatever hidden
memories could move, in ranks, scores, counts or errors, would show.
"""

from __future__ import annotations

import itertools
import random
import uuid
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

import numpy as np

from autogen_hatidata.errors import HatiDataError
from autogen_hatidata.memory.embedding import unit_rows
from autogen_hatidata.memory.finding import Question, _ranked
from autogen_hatidata.memory.index import VectorIndex
from autogen_hatidata.memory.lexical import LexicalIndex
from autogen_hatidata.memory.model import SCOPES, Audience, Condition, Draft, Filters, Search
from support.memory import ODD_TEXTS, Clock, column, rows
from support.plain_embedder import PlainEmbedder

AGENTS = tuple(
    Audience(f"agent{n}", f"chat{n % 3}" if n != 7 else None, reads_shared=n % 2 == 0, writes_shared=n in (2, 3, 4))
    for n in range(8)
)
WORDS = "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu".split()
TYPES = ("fact", "plan")


@dataclass(frozen=True)
class Known:
    """One memory, as the model has it. ``order`` is that of contents: a changed one is the newest."""

    id: str
    order: int
    agent: str
    chat: str | None
    scope: str
    content: str
    memory_type: str
    importance: float
    year: int
    created: float
    expires: float | None

    def read_by(self, who: Audience) -> bool:
        """Whether an agent can read it."""
        if self.scope == "shared":
            return who.reads_shared
        return self.agent == who.agent if self.scope == "agent" else self.chat == who.chat

    def changed_by(self, who: Audience) -> bool:
        """Whether an agent that can read it may change it."""
        return who.writes_shared if self.scope == "shared" else self.agent == who.agent


@dataclass
class World:
    """A store, the model, and the dice. ``wrong`` says in words what must not be."""

    opens: Any
    clock: Clock
    seed: int
    wrong: list[str] = field(default_factory=list)
    memories: dict[str, Known] = field(default_factory=dict)
    recalls: dict[str, int] = field(default_factory=dict)
    states: dict[tuple[str, str, str], tuple[str, int]] = field(default_factory=dict)
    ids: list[str] = field(default_factory=lambda: [str(uuid.UUID(int=1)), "no id"])
    most: int = 400

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)
        self.orders = itertools.count(1)
        self.opened = self.opens()
        self.done: dict[str, int] = {}

    def play(self, steps: int) -> None:
        """Do so many things."""
        for number in range(steps):
            if len(self.memories) > self.most:
                name = "forget"
            else:
                (name,) = self.dice.choices(list(_STEPS), list(_STEPS.values()))
            self.done[name] = self.done.get(name, 0) + 1
            before = len(self.wrong)
            getattr(self, name)(self.dice.choice(AGENTS))
            self.wrong[before:] = [f"step {number} of seed {self.seed}, {name}: {one}" for one in self.wrong[before:]]

    def store(self, who: Audience) -> None:
        """A batch, of which some may be there already."""
        drafts = [self._draft(who) for _ in range(self.dice.randint(1, 3))]
        error, answer = _tried(lambda: self.opened.store.store(who, drafts, dedupe=True))
        refused = any(one.scope == "shared" and not who.writes_shared for one in drafts)
        if refused or error is not None:
            self._same("refusal", error and error[0], "policy_denied" if refused else None)
            return
        for draft, row in zip(drafts, rows(answer), strict=True):
            known = self._there(who, draft)
            self._same("new", row["created"], known is None)
            if known is not None:
                self._same("duplicate", row["memory_id"], known.id)
                ends = None if None in (known.expires, draft.expires_at) else max(known.expires, draft.expires_at)
                self.memories[known.id] = replace(known, expires=ends)
            elif row["created"]:
                self._add(row["memory_id"], who, draft)

    def search(self, who: Audience) -> None:
        """A search of some mode, with or without filters, threshold, importance and age."""
        dice = self.dice
        search = Search(
            " ".join(dice.choices(WORDS, k=dice.randint(1, 3))) if dice.random() < 0.9 else dice.choice(ODD_TEXTS),
            dice.choice([1, 3, 10, 500]),
            dice.choice(["hybrid", "vector", "lexical"]),
            dice.choice([None, None, 0.2, 0.5, "default"]),
            self._filters(),
            dice.choice([0.0, 0.0, 0.7]),
            dice.choice([None, None, 0.001]),
        )
        answer = self.opened.store.search(who, search)
        ids, scores, notes = self._expected(who, search)
        self._same("found", column(answer, "memory_id"), ids)
        self._same("scores", np.allclose(column(answer, "score"), scores, rtol=1e-5, atol=1e-6), True)
        self._same("notes", answer.notes, notes)
        self._rows(who, answer)
        self._recalled(column(answer, "memory_id"))

    def get(self, who: Audience) -> None:
        """Some ids, of which some are hidden or nothing."""
        ids = self.dice.choices(self.ids, k=self.dice.randint(1, 2))
        error, answer = _tried(lambda: self.opened.store.get(who, ids))
        unknown = [one for one in ids if not self._sees(who, one)]
        self._same("error", error, _unknown(unknown[0]) if unknown else None)
        if answer is not None:
            self._same("got", column(answer, "memory_id"), ids)
            self._rows(who, answer)
            self._recalled(set(ids))

    def list(self, who: Audience) -> None:
        """A page."""
        filters, limit, offset = self._filters(), self.dice.choice([1, 5, 1000]), self.dice.choice([0, 0, 3])
        answer = self.opened.store.list(who, filters, limit, offset)
        all_of_them = sorted(self._readable(who, filters), key=lambda one: (-one.created, -one.order))
        page = all_of_them[offset : offset + limit]
        self._same("listed", column(answer, "memory_id"), [one.id for one in page])
        self._same("more", answer.table.truncated, len(all_of_them) > offset + len(page))
        self._rows(who, answer)

    def update(self, who: Audience) -> None:
        """Another content or importance."""
        one = self.dice.choice(self.ids)
        content, importance = self._text(), round(self.dice.random(), 2)
        changes = self.dice.choice([{"content": content}, {"importance": importance}])
        error, _ = _tried(lambda: self.opened.store.update(who, one, changes))
        self._same("error", error, self._may_change(who, one))
        if error is None:
            self.memories[one] = replace(self.memories[one], **changes)
            if "content" in changes:
                self.memories[one] = replace(self.memories[one], order=next(self.orders))

    def forget(self, who: Audience) -> None:
        """By id, or what some filters take."""
        if self.dice.random() < 0.5 and len(self.memories) <= self.most:
            one = self.dice.choice(self.ids)
            error, _ = _tried(lambda: self.opened.store.forget(who, Filters(memory_ids=(one,))))
            self._same("error", error, self._may_change(who, one))
            gone = [one] if error is None else []
        else:
            filters = self._filters()
            gone = [one.id for one in self._readable(who, filters) if one.changed_by(who)]
            self._same("forgotten", self.opened.store.forget(who, filters).table.changed, len(gone))
        for one in gone:
            del self.memories[one]

    def state(self, who: Audience) -> None:
        """Set a state, remove one, or read one."""
        scope, key = self.dice.choice(SCOPES), self.dice.choice("ab")
        if scope == "chat" and who.chat is None:
            return
        place = scope, {"agent": who.agent, "chat": who.chat or "", "shared": ""}[scope], key
        value, version = self.states.get(place, ("", 0))
        if self.dice.random() < 0.5:
            seen = column(self.opened.store.get_state(who, key, scope), "value")
            hidden = scope == "shared" and not who.reads_shared
            self._same("state", seen, [value] if version and not hidden else [])
            return
        expected, new = self.dice.choice([None, version, version + 1]), f'"{self.dice.random()}"'
        store, gone = self.opened.store, self.dice.random() < 0.2
        error, _ = _tried(
            lambda: (
                store.delete_state(who, key, scope, expected)
                if gone
                else store.set_state(who, key, new, scope, expected)
            )
        )
        refused = scope == "shared" and not who.writes_shared
        conflict = "conflict" if expected not in (None, version) else None
        self._same("refusal", error and error[0], "policy_denied" if refused else conflict)
        if error is None:
            self.states[place] = ("", 0) if gone else (new, version + 1)

    def time(self, who: Audience) -> None:
        """Some seconds pass, and some memories end."""
        self.clock.now += self.dice.choice([1, 5, 20])
        for one in list(self.memories.values()):
            if one.expires is not None and one.expires <= self.clock.now:
                del self.memories[one.id]

    def restart(self, who: Audience) -> None:
        """Another process, as it were."""
        self.opened = self.opens()
        self._same("verify", self.opened.store.verify(), [])

    def _draft(self, who: Audience) -> Draft:
        dice = self.dice
        scopes = [scope for scope in SCOPES if scope != "chat" or who.chat]
        expires = self.clock.now + dice.choice([5, 50]) if dice.random() < 0.2 else None
        return Draft(
            self._text(),
            dice.choice(TYPES),
            round(dice.random(), 2),
            {"year": dice.randint(2020, 2025)},
            dice.choices(scopes, [3, 2, 1][: len(scopes)])[0],
            expires,
        )

    def _text(self) -> str:
        if self.dice.random() < 0.1:
            return self.dice.choice(ODD_TEXTS)
        return " ".join(self.dice.choices(WORDS, k=self.dice.randint(1, 5)))

    def _filters(self) -> Filters:
        dice, chance = self.dice, lambda: self.dice.random() < 0.15
        return Filters(
            memory_type=dice.choice(TYPES) if chance() else None,
            min_importance=round(dice.random(), 2) if chance() else None,
            agent=dice.choice(AGENTS).agent if chance() else None,
            scopes=tuple(dice.sample(SCOPES, 2)) if chance() else SCOPES,
            since=self.clock.now - 20 if chance() else None,
            metadata=(Condition("year", "gte", dice.randint(2020, 2025)),) if chance() else (),
        )

    def _add(self, memory_id: str, who: Audience, draft: Draft) -> None:
        self.ids.append(memory_id)
        self.memories[memory_id] = Known(
            memory_id,
            next(self.orders),
            who.agent,
            who.chat,
            draft.scope,
            draft.content,
            draft.memory_type,
            draft.importance,
            draft.metadata["year"],
            self.clock.now,
            draft.expires_at,
        )

    def _there(self, who: Audience, draft: Draft) -> Known | None:
        """The memory that is given in place of a new one: the oldest that lasts as long, or can be made to."""
        for one in sorted(self.memories.values(), key=lambda one: one.order):
            same = one.content == draft.content and one.memory_type == draft.memory_type and one.scope == draft.scope
            lasts = one.expires is None or (draft.expires_at is not None and one.expires >= draft.expires_at)
            if same and one.read_by(who) and (lasts or one.changed_by(who)):
                return one
        return None

    def _sees(self, who: Audience, memory_id: str) -> bool:
        return memory_id in self.memories and self.memories[memory_id].read_by(who)

    def _may_change(self, who: Audience, memory_id: str) -> tuple[str, str] | None:
        if not self._sees(who, memory_id):
            return _unknown(memory_id)
        if self.memories[memory_id].changed_by(who):
            return None
        hint = "change and forget what you stored yourself."
        text = f'Error: [policy_denied] The memory "{memory_id}" is not yours to change. Hint: {hint}'
        return "policy_denied", text

    def _readable(self, who: Audience, filters: Filters) -> list[Known]:
        """What an agent can read and filters take, the oldest content first."""
        found = [
            one
            for one in self.memories.values()
            if one.read_by(who)
            and filters.memory_type in (None, one.memory_type)
            and filters.agent in (None, one.agent)
            and one.scope in filters.scopes
            and (filters.min_importance is None or one.importance >= filters.min_importance)
            and (filters.since is None or one.created >= filters.since)
            and all(one.year >= condition.value for condition in filters.metadata)
        ]
        return sorted(found, key=lambda one: one.order)

    def _expected(self, who: Audience, search: Search) -> tuple[list[str], list[float], tuple[str, ...]]:
        """What a store finds that has nothing but what this agent can read."""
        embedder, readable = self.opened.embedder, self._readable(who, search.filters)
        rids = np.arange(1, len(readable) + 1)
        texts = [one.content for one in readable]
        vectors, words = VectorIndex(embedder.dim, None, "model"), LexicalIndex()
        if readable:
            vectors.add(rids, self._vectors(texts))
            words.add(rids, texts)
        compares = search.mode != "lexical" or search.threshold is not None
        vector = self._vectors([search.query])[0] if compares else None
        threshold = embedder.default_threshold if search.threshold == "default" else search.threshold
        alone = _Alone(vectors, words, _Columns(readable))
        found = _ranked(
            Question(search, alone, _All(rids), vector, threshold, embedder.kind), round(self.clock.now * 1e6)
        )
        notes: tuple[str, ...] = ()
        if compares and threshold is None and len(found.rids):
            nearest = np.max(vectors.scores(vector, found.rids))
            if nearest < embedder.default_threshold:
                far = f"below {embedder.default_threshold:.2f} texts mostly have nothing to do with each other."
                notes = (f"The nearest has a similarity of {nearest:.2f}; {far}",)
        return [readable[rid - 1].id for rid in found.rids.tolist()], found.scores.tolist(), notes

    def _vectors(self, texts: list[str]) -> Any:
        return np.stack([_vector(self.opened.embedder, text) for text in texts])

    def _rows(self, who: Audience, answer: Any) -> None:
        """Each row is the memory as it is known, with as many recalls as there were."""
        for row in rows(answer):
            known = self.memories.get(row["memory_id"])
            if known is None or not known.read_by(who):
                self.wrong.append(f"{who.agent} was given {row}")
                continue
            seen = tuple(row[name] for name in ("content", "memory_type", "importance", "agent_id", "scope"))
            self._same("row", seen, (known.content, known.memory_type, known.importance, known.agent, known.scope))
            self._same("recalls", row["access_count"], self.recalls.get(known.id, 0))

    def _recalled(self, ids: Any) -> None:
        for one in ids:
            self.recalls[one] = self.recalls.get(one, 0) + 1

    def _same(self, what: str, is_so: Any, should: Any) -> None:
        if is_so != should:
            self.wrong.append(f"{what} is {is_so!r:.500}, and should be {should!r:.500}")


_STEPS = {
    "store": 30,
    "search": 35,
    "get": 8,
    "list": 6,
    "update": 8,
    "forget": 4,
    "state": 6,
    "time": 2,
    "restart": 0.2,
}
"""What is done, and how often."""


@dataclass
class _Columns:
    """What importance and age need of the model's memories."""

    memories: list[Known]

    def values(self, name: str, rids: Any) -> Any:
        found = [getattr(self.memories[rid - 1], name) for rid in rids.tolist()]
        if name == "created":
            return np.array([round(one * 1e6) for one in found], np.int64)
        return np.array(found, np.float32)


@dataclass
class _Alone:
    vectors: Any
    words: Any
    directory: _Columns


@dataclass
class _All:
    rids: Any
    among: None = None

    def __len__(self) -> int:
        return len(self.rids)


@lru_cache(maxsize=5000)
def _vector(embedder: PlainEmbedder, text: str) -> Any:
    return unit_rows([embedder.vector(text)], 1)[0]


def _tried(work: Any) -> tuple[tuple[str, str] | None, Any]:
    try:
        return None, work()
    except HatiDataError as error:
        return (error.code, error.for_model()), None


def _unknown(memory_id: str) -> tuple[str, str]:
    hint = "search_memory gives the ids of those that you can read."
    return "unknown_memory", f'Error: [unknown_memory] There is no memory "{memory_id}". Hint: {hint}'
