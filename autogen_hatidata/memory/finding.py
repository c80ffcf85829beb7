"""Searching: what the caller can read is settled first, and only that is ranked, by meaning, by words, or by both."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from autogen_hatidata.memory import rows
from autogen_hatidata.memory.backend import VectorBackend
from autogen_hatidata.memory.candidates import Candidates
from autogen_hatidata.memory.core import Core
from autogen_hatidata.memory.embedding import Embedder
from autogen_hatidata.memory.fusion import DEPTH, hybrid
from autogen_hatidata.memory.model import DEFAULT, FOUND_COLUMNS, Answer, Audience, Filters, Search
from autogen_hatidata.memory.ram import Ram
from autogen_hatidata.memory.ranked import Ranked
from autogen_hatidata.memory.reading import Reading, table
from autogen_hatidata.memory.shelf import LAST_DIGIT, Scores, rounded
from autogen_hatidata.memory.vectorcache import Vector

_log = logging.getLogger("autogen_hatidata")

_DAY = 86_400e6
_SMALLEST = 1e-30
_SHORTEST = 1e-9  # days; no time is told apart that is shorter


class Question(NamedTuple):
    """A search, with what it is answered from. ``vector`` None: nothing is compared by meaning. ``kind``: that of the
    embedder."""

    search: Search
    ram: Ram
    candidates: Candidates
    vector: Vector | None
    threshold: float | None
    kind: str = ""

    @property
    def depth(self) -> int:
        """How many places of a ranking are looked at: for a fusion, and to put in order by importance and age."""
        return max(DEPTH, 4 * self.search.top_k)

    @property
    def weighs(self) -> bool:
        """Whether importance or age have a say."""
        return bool(self.search.importance_weight) or self.search.half_life_days is not None


def _by_vector(question: Question, k: int) -> Ranked:
    index, vector, among = question.ram.vectors, question.vector, question.candidates.among
    assert index is not None
    assert vector is not None
    if question.threshold is not None:
        return _first(index.above(vector, question.threshold, among), k)
    return index.search(vector, k, among)


def _by_words(question: Question, k: int) -> Ranked:
    index, among = question.ram.words, question.candidates.among
    assert index is not None
    if question.threshold is None:
        return index.search(question.search.query, k, among)
    # How rare a word is counts over all candidates, near or not.
    found = index.search(question.search.query, len(question.candidates), among)
    near = np.isin(found.rids, _by_vector(question, len(question.candidates)).rids)
    return _first(found._replace(rids=found.rids[near], scores=found.scores[near]), k)


def _by_both(question: Question, k: int) -> Ranked:
    depth = max(k, question.depth)
    return hybrid(_by_vector(question, depth), _by_words(question, depth), k, question.kind)


class Near(NamedTuple):
    """Contents of memories that are near to a text.

    Attributes:
        texts: each once, the nearest first.
        scores: their cosines.
        total: how many memories there are.
        best: the highest cosine of these.
        exact: whether no nearer one can be missing.
    """

    texts: list[str]
    scores: list[float]
    total: int
    best: float
    exact: bool


class _Nearest(NamedTuple):
    rids: NDArray[np.int64]
    scores: Scores
    exact: bool


RANKINGS: Mapping[str, Callable[[Question, int], Ranked]] = {
    "hybrid": _by_both,
    "vector": _by_vector,
    "lexical": _by_words,
}
"""How each mode of a search ranks the candidates."""


class Finding:
    """Searches for one store."""

    def __init__(self, core: Core, reading: Reading) -> None:
        self._core, self._reading = core, reading
        self._warned = False

    def search(self, audience: Audience | None, search: Search) -> Answer:
        """The memories that fit best. See `MemoryStore.search`."""
        core = self._core
        core.check()
        if not core.engine.keeps:
            return Answer(table(FOUND_COLUMNS, []))
        compares = search.mode != "lexical" or search.threshold is not None
        vector = core.cache().query(search.query, core.known) if compares else None
        with core.reading(vectors=compares, words=search.mode != "vector") as ram:
            assert ram is not None
            embedder = core.cache().embedder if compares else None
            candidates = self._reading.candidates(ram, audience, search.filters)
            threshold = embedder.default_threshold if embedder and search.threshold == DEFAULT else search.threshold
            assert not isinstance(threshold, str)
            question = Question(search, ram, candidates, vector, threshold, embedder.kind if embedder else "")
            found = _ranked(question, core.now())
            near = _similarities(question, found.rids)
            memories = self._reading.memories(ram, found.rids)
            others = _without_vector(ram, candidates, embedder) if embedder else 0
            notes = _notes(question, embedder, near, others) if embedder else ()
        self._warn(others)
        for memory, score, similarity in zip(memories, found.scores.tolist(), near.tolist(), strict=True):
            memory["score"], memory["similarity"] = score, None if similarity != similarity else similarity
        self._reading.recalled(memory["memory_id"] for memory in memories)
        return Answer(table(FOUND_COLUMNS, memories), notes)

    def near(self, audience: Audience | None, vector: Vector, *, least: float | None, k: int | None) -> Near | None:
        """See `MemoryStore.near`."""
        core = self._core
        with core.reading(vectors=True) as ram:
            if ram is None or ram.vectors is None:
                return None
            candidates = self._reading.candidates(ram, audience, Filters())
            if not len(candidates) or _without_vector(ram, candidates, core.cache().embedder):
                return None
            found = _nearest(ram.vectors, vector, candidates.among, least, k)
            best = found if len(found.rids) else ram.vectors.search(vector, 1, candidates.among)
            contents = {rid: content for rid, _, content in core.read(rows.texts(found.rids.tolist()))}
        near = {contents[rid]: score for rid, score in zip(found.rids.tolist(), found.scores.tolist(), strict=True)}
        return Near(list(near), list(near.values()), len(candidates), best.scores.tolist()[0], found.exact)

    def _warn(self, others: int) -> None:
        """Tell the owner once, who alone can mend it, and who sees no notes: agents, or nobody, read those."""
        if others and not self._warned:
            self._warned = True
            _log.warning(
                "memories have vectors of another embedder: they are found by their words only, and not at all where a "
                "search has a threshold. layer.memory.reembed() makes new vectors."
            )


def _ranked(question: Question, now: int) -> Ranked:
    search = question.search
    rank = RANKINGS[search.mode]
    if not len(question.candidates) or search.top_k <= 0:
        return Ranked(np.empty(0, np.int64), np.empty(0, np.float32))
    if not question.weighs:
        return rank(question, search.top_k)
    return _first(_weighed(question, rank(question, question.depth), now), search.top_k)


def _nearest(
    index: VectorBackend, vector: Vector, among: NDArray[np.int64] | None, least: float | None, k: int | None
) -> _Nearest:
    """The rows above ``least``, or the ``k`` nearest, and where these are exact, all that are as near as the last."""
    above = least
    if k is not None:
        nearest = index.search(vector, k, among)
        if not nearest.exact:
            return _Nearest(nearest.rids, rounded(nearest.scores), exact=False)
        above = float(rounded(nearest.scores)[-1]) - LAST_DIGIT
    assert above is not None
    found = index.above(vector, above - LAST_DIGIT, among)
    scores = rounded(found.scores)
    return _Nearest(found.rids[scores > above], scores[scores > above], exact=True)


def _weighed(question: Question, found: Ranked, now: int) -> Ranked:
    """The best of a ranking in the order that importance and age give them."""
    search, directory = question.search, question.ram.directory
    factor = 1 + search.importance_weight * directory.values("importance", found.rids).astype(np.float64)
    if search.half_life_days is not None:
        age = np.maximum(now - directory.values("created", found.rids), 0) / _DAY
        factor *= np.exp2(-age / max(search.half_life_days, _SHORTEST))
    factor = np.maximum(factor, _SMALLEST)
    plain = found.scores.astype(np.float64)
    scores = np.where(plain < 0, plain / factor, plain * factor).astype(np.float32)
    best = np.lexsort((found.rids, -scores))
    return Ranked(found.rids[best], scores[best], found.exact)


def _similarities(question: Question, rids: NDArray[np.int64]) -> NDArray[np.float32]:
    if question.vector is None or question.ram.vectors is None:
        return np.full(len(rids), np.nan, np.float32)
    return question.ram.vectors.scores(question.vector, rids)


def _notes(question: Question, embedder: Embedder, near: NDArray[np.float32], others: int) -> tuple[str, ...]:
    notes = []
    if others:
        notes.append(
            f"{others} of the memories that were searched can be found by their words only, until the owner lets "
            "all of them be embedded anew."
        )
    known = near[~np.isnan(near)]
    if question.threshold is None and len(known) and known.max() < embedder.default_threshold:
        notes.append(
            f"The nearest has a similarity of {known.max():.2f}; below {embedder.default_threshold:.2f} texts mostly "
            "have nothing to do with each other."
        )
    return tuple(notes)


def _without_vector(ram: Ram, candidates: Candidates, embedder: Embedder) -> int:
    """How many of the candidates have no vector of this embedder."""
    if ram.vectors is not None and len(ram.vectors) == len(ram.directory):
        return 0
    return len(candidates) - int(np.count_nonzero(ram.directory.of_embedder(candidates.rids, embedder.id)))


def _first(found: Ranked, k: int) -> Ranked:
    return found._replace(rids=found.rids[:k], scores=found.scores[:k])
