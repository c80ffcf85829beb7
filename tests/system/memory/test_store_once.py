"""The same thing is stored once where it is the same, and no text is embedded twice for one embedder."""

from __future__ import annotations

import threading

import numpy as np
import pytest
from support.memory import ANN, BOB, column, found, put, refusal, rows
from support.plain_embedder import PlainEmbedder

from autogen_hatidata.memory import rows as statements
from autogen_hatidata.memory.model import Audience, Draft, Filters
from autogen_hatidata.memory.vectorcache import digest

WRITES = Audience("ann", "c1", writes_shared=True)
READS = Audience("bob", "c1", reads_shared=True, writes_shared=True)


def test_the_same_content_is_stored_once(store):
    """A content that is there already gives the memory that has it, in one batch and later, and leaves it as it is."""
    first = store.store(ANN, [Draft("x", importance=0.9), Draft("y"), Draft("x", importance=0.1)])
    again = store.store(ANN, [Draft("x", metadata={"a": 1})])

    one, other, same = column(first, "memory_id")
    assert (column(first, "created"), one == same != other) == ([True, True, False], True)
    assert rows(again) == [{"memory_id": one, "created": False}]
    assert (first.table.changed, again.table.changed) == (2, 0)
    assert column(store.get(ANN, [one]), "importance") == [0.9]


def test_only_what_is_really_the_same(store):
    """Another type, another scope or another agent makes another memory; so does a call that wants it so."""
    put(store, WRITES, "x")
    for draft in (Draft("x", memory_type="plan"), Draft("x", scope="chat"), Draft("x", scope="shared"), Draft("X")):
        assert column(store.store(WRITES, [draft]), "created") == [True]
    assert column(store.store(BOB, [Draft("x")]), "created") == [True]
    assert column(store.store(ANN, [Draft("x")], dedupe=False), "created") == [True]


def test_nothing_hidden_is_given_away(store):
    """Who cannot read what is shared does not learn that the same is there; who can gets the one that is."""
    (one,) = put(store, READS, "x", scope="shared")

    assert column(store.store(WRITES, [Draft("x", scope="shared")]), "created") == [True]
    assert column(store.store(READS, [Draft("x", scope="shared")]), "memory_id") == [one]


def test_what_is_kept_lasts_as_long_as_was_asked(store, clock):
    """A memory that is stored again lasts as long as the longer of both; another agent's is not prolonged."""
    (one,) = put(store, ANN, "x", expires_at=clock.now + 10)
    assert put(store, ANN, "x", expires_at=clock.now + 5) == [one]
    assert put(store, ANN, "x", expires_at=clock.now + 100) == [one]
    clock.now += 50
    assert column(store.list(ANN)) == ["x"]
    assert put(store, ANN, "x") == [one]
    assert column(store.get(ANN, [one]), "expires_at") == [None]
    (theirs,) = put(store, READS, "y", scope="chat", expires_at=clock.now + 10)
    assert put(store, WRITES, "y", scope="chat") != [theirs]
    assert put(store, WRITES, "z", "z", expires_at=clock.now + 10)[0] == put(store, WRITES, "z")[0]
    assert store.verify() == []


def test_nearly_the_same_on_request(store):
    """With a cosine as limit, a content that is nearer than that counts as the same, in the batch and in the store."""
    (one,) = put(store, ANN, "the red car is fast today")
    drafts = [Draft("the red car is fast"), Draft("a green tree"), Draft("green tree"), Draft("a blue sky")]

    answer = store.store(ANN, drafts, dedupe=0.75)

    assert column(answer, "created") == [False, True, False, True]
    assert column(answer, "memory_id")[0] == one
    assert column(answer, "memory_id")[1] == column(answer, "memory_id")[2]
    assert column(store.store(BOB, drafts[:1], dedupe=0.75), "created") == [True]


def test_no_text_is_embedded_twice(opens):
    """Each text goes to the embedder once: as a memory or as a query, of whichever agent, also after a new start."""
    opened = opens()
    store = opened.store
    put(store, ANN, "a", "b")
    put(store, BOB, "a", "c")
    found(store, ANN, "b")
    found(store, ANN, "d")
    found(store, BOB, "d")
    put(store, BOB, "d")
    assert sorted(opened.embedder.texts) == ["a", "b", "c", "d"]

    again = opens()
    put(again.store, Audience("cyd"), "a", "d", "e")
    for text in ("b", "c", "d", "e"):
        found(again.store, ANN, text)
    found(again.store, ANN, "a query of its own")
    assert again.embedder.texts == ["e", "a query of its own"]

    last = opens()
    found(last.store, BOB, "a query of its own")
    assert last.embedder.texts == []


def test_a_question_that_is_known_is_read_once(opens):
    """After a new start its vector is taken from the file for the first search, and from RAM for the next ones."""
    opened = opens()
    put(opened.store, ANN, "a")
    found(opened.store, ANN, "a query of its own")

    store, asked = opens().store, []
    read = store._core.read
    store._core.read = lambda step: asked.append(step[0]) or read(step)
    for _ in range(3):
        found(store, ANN, "a query of its own")

    assert sum("_hatidata_agent_queries" in text and "content_sha256 =" in text for text in asked) == 1, asked


def test_other_threads_do_not_embed_it_again(opens):
    """Texts that many threads store at the same time are embedded once each."""
    opened = opens()
    texts = [f"text {n}" for n in range(40)]
    threads = [threading.Thread(target=put, args=(opened.store, Audience(f"a{n}"), *texts)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(opened.embedder.texts) == sorted(texts)
    assert len(column(opened.store.list(None, limit=1000))) == 240


@pytest.mark.parametrize("kept", ["in RAM alone", "in the file too", "in the file alone"])
def test_what_is_forgotten_is_not_kept_as_a_query(opens, kept):
    """When a memory is forgotten, no vector of its text is left in RAM or file, unless another memory has it."""
    opened = opens()
    for text in ("secret", "common"):
        found(opened.store, BOB, text)
        put(opened.store, ANN, text)
    put(opened.store, BOB, "common")
    if kept != "in RAM alone":
        opened.store.flush()
    opened = opens() if kept == "in the file alone" else opened
    opened.store.forget(ANN, Filters())
    opened.store.flush()

    assert opened.engine.remember([("SELECT content_sha256 FROM {memory}._hatidata_agent_queries", None)]) == [[]]
    opened.embedder.texts.clear()
    found(opened.store, ANN, "common")
    found(opened.store, ANN, "secret")
    assert opened.embedder.texts == ["secret"]


def test_only_what_was_asked_before_is_looked_for_in_the_rows(opens, monkeypatch):
    """A text that nobody looked for is embedded without a statement on kept queries, also after a start."""
    asked = []
    whole = statements.queries
    monkeypatch.setattr(
        statements, "queries", lambda embedder, digests: asked.extend(digests) or whole(embedder, digests)
    )
    opened = opens()
    put(opened.store, ANN, "x", "y")
    found(opened.store, ANN, "q")
    assert asked == []
    opened.close()

    again = opens(embedder=PlainEmbedder())
    for text in ("new", "q", "x"):
        found(again.store, ANN, text)
    put(again.store, ANN, "z", "new")
    assert (asked, again.embedder.texts) == ([digest("q")], ["new", "z"])


def test_kept_queries_are_bounded(opens, monkeypatch):
    """Of the vectors of queries the newest are kept, and no more than so many."""
    monkeypatch.setattr(statements, "MOST_QUERIES", 3)
    opened = opens()
    put(opened.store, ANN, "x")
    for number in range(12):
        found(opened.store, ANN, f"q{number}")
        if number % 4 == 3:
            opened.store.flush()
    with opened.store._core.reading(vectors=True) as ram:
        assert ram.asked == {digest(f"q{number}") for number in range(5, 12)}

    again = opens(embedder=PlainEmbedder())
    for number in range(12):
        found(again.store, ANN, f"q{number}")
    assert again.embedder.texts == [f"q{number}" for number in range(9)]


def test_an_embedder_that_gives_no_vectors_is_told(opens):
    """A wrong number of vectors, or one without numbers, is a clear error, and nothing is stored."""

    class Broken(PlainEmbedder):
        def embed(self, texts):
            return np.full((len(texts), self.dim), np.nan)

    store = opens(embedder=Broken()).store

    assert refusal(put, store, ANN, "x")[0] == "embedder_failed"
    assert column(store.list(None)) == []
