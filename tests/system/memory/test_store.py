"""What is stored is there as it was said, for those who can read it, also in the next process."""

from __future__ import annotations

import subprocess
import sys
import uuid
from datetime import UTC, datetime

import duckdb
import pytest
from support.memory import ANN, BOB, ODD_TEXTS, alike, column, found, put, refusal, rows

from autogen_hatidata.engines.kinds import ENGINES
from autogen_hatidata.memory.model import MEMORY_COLUMNS, Audience, Draft, Filters, Search

DOCUMENTED = [
    ("memory_id", "UUID"),
    ("org_id", "VARCHAR"),
    ("agent_id", "VARCHAR"),
    ("session_id", "VARCHAR"),
    ("memory_type", "VARCHAR"),
    ("content", "VARCHAR"),
    ("metadata", "JSON"),
    ("importance", "FLOAT"),
    ("has_embedding", "BOOLEAN"),
    ("access_count", "BIGINT"),
    ("last_accessed", "TIMESTAMP"),
    ("created_at", "TIMESTAMP"),
    ("updated_at", "TIMESTAMP"),
]
IN_CHAT, OTHER_CHAT = Audience("ann", "c1"), Audience("ann", "c2")
BOB_IN_CHAT = Audience("bob", "c1")
READER = Audience("rea", "c9", reads_shared=True)
AUTHOR = Audience("ann", "c9", reads_shared=True)
WRITER = Audience("wil", "c9", reads_shared=True, writes_shared=True)
NOWHERE = str(uuid.UUID(int=7))


@pytest.mark.parametrize("isolation", ENGINES)
def test_a_memory_comes_back_in_the_next_process(opens, isolation):
    """All that was said of a memory can be read after a new start, and it is found by meaning and by words."""
    store = opens(isolation=isolation).store
    said = {"memory_type": "finding", "importance": 0.7, "metadata": {"n": [1, {"a": "b"}]}}
    (one,) = put(store, ANN, "The invoice was paid.", **said)
    store = opens(isolation=isolation).store

    (row,) = rows(store.get(ANN, [one]))

    assert tuple(row) == MEMORY_COLUMNS
    assert {name: row[name] for name in said} == said
    assert row["content"] == "The invoice was paid."
    assert (row["agent_id"], row["scope"], row["expires_at"]) == ("ann", "agent", None)
    assert row["created_at"] == row["updated_at"] == datetime.fromtimestamp(1_700_000_000, UTC).replace(tzinfo=None)
    for mode in ("hybrid", "vector", "lexical"):
        assert found(store, ANN, "invoice", mode=mode) == ["The invoice was paid."]


def test_the_table_is_the_documented_one(opens):
    """The first thirteen columns of the table are the documented ones, in their order, and of their types."""
    opened = opens()
    put(opened.store, ANN, "x")
    opened.close()

    with duckdb.connect(str(opened.folder / "memory.duckdb"), read_only=True) as file:
        columns = [row[:2] for row in file.execute("DESCRIBE _hatidata_agent_memory").fetchall()]
        (row,) = file.execute(
            "SELECT org_id, has_embedding, octet_length(embedding) FROM _hatidata_agent_memory"
        ).fetchall()

    assert columns[:13] == DOCUMENTED
    assert row == ("local", True, 4 * opened.embedder.dim)


def test_nothing_is_made_before_the_first_memory(opens):
    """To look for something where nothing was stored makes no file, and loads no embedder."""
    opened = opens(new=True)
    store = opened.store

    assert found(store, ANN, "anything") == []
    assert column(store.list(ANN)) == []
    assert store.list_states(ANN).table.rows == []
    assert store.forget(ANN, Filters()).table.changed == 0
    assert refusal(store.get, ANN, [NOWHERE])[0] == "unknown_memory"
    assert (store.verify(), opened.embedder.texts) == ([], [])
    assert not (opened.folder / "memory.duckdb").exists()


def test_a_file_with_results_alone_takes_memories(opens):
    """A file in which only results were saved so far takes memories as a new one does."""
    opened = opens(new=True)
    opened.engine.keep_results()

    assert found(opened.store, ANN, "x") == []
    put(opened.store, ANN, "x")

    assert found(opens().store, ANN, "x") == ["x"]


@pytest.mark.parametrize("text", ODD_TEXTS)
def test_odd_texts_come_back_as_they_are(store, text):
    """A text that means something to SQL, to a terminal or to a model is stored, found and changed as it is."""
    (one,) = put(store, ANN, text, metadata={text: text}, memory_type=text)
    more = put(store, ANN, *ODD_TEXTS, scope="agent")

    assert found(store, ANN, text, mode="vector", top_k=1) == [text]
    assert rows(store.get(ANN, [one]))[0]["metadata"] == {text: text}
    assert column(store.list(ANN, Filters(memory_type=text))) == [text]
    assert sorted(column(store.get(ANN, more))) == sorted(ODD_TEXTS)
    store.update(ANN, more[0], {"content": f"{text} again"})
    assert column(store.get(ANN, more[:1])) == [f"{text} again"]
    store.set_state(ANN, text, '"x"')
    assert column(store.get_state(ANN, text), "key") == [text]
    assert store.forget(ANN, Filters(memory_type=text)).table.changed == 1


@pytest.mark.parametrize(
    ("scope", "readers", "changers"),
    [
        ("agent", [IN_CHAT, OTHER_CHAT, AUTHOR], [IN_CHAT, OTHER_CHAT, AUTHOR]),
        ("chat", [IN_CHAT, BOB_IN_CHAT], [IN_CHAT]),
        ("shared", [READER, WRITER, AUTHOR], [WRITER]),
    ],
)
def test_who_reads_and_who_changes(store, scope, readers, changers):
    """A scope lets its readers read, and those change that may; for all others the memory is one that never was. What
    is shared its author cannot change any more without the right to it."""
    (one,) = put(store, IN_CHAT._replace(writes_shared=True), "a plan", scope=scope)
    for who in (IN_CHAT, OTHER_CHAT, BOB_IN_CHAT, READER, WRITER, AUTHOR):
        if who in readers:
            assert column(store.get(who, [one])) == column(store.list(who)) == found(store, who, "plan") == ["a plan"]
        else:
            hidden, missing = refusal(store.get, who, [one]), refusal(store.get, who, [NOWHERE])
            assert alike([hidden[1], missing[1]], one, NOWHERE)
            assert column(store.list(who)) == found(store, who, "plan") == []
        for change in (lambda who, id: store.update(who, id, {"importance": 1.0}), _forget(store)):
            if who not in changers:
                refused, missing = refusal(change, who, one), refusal(change, who, NOWHERE)
                assert refused[0] == ("policy_denied" if who in readers else "unknown_memory")
                assert alike([refused[1], missing[1]], one, NOWHERE) == (who not in readers)
        assert store.forget(who, Filters(memory_type="none")).table.changed == 0
    assert store.forget(READER, Filters()).table.changed == 0
    assert store.forget(changers[-1], Filters()).table.changed == 1


def _forget(store):
    return lambda who, id: store.forget(who, Filters(memory_ids=(id,)))


def test_ids_that_are_none_are_unknown(store):
    """What is no id at all is answered like an id that is not there."""
    put(store, ANN, "x")

    texts = [refusal(store.get, ANN, [one])[1].replace(one, "NAME") for one in ("nonsense", "'; --", NOWHERE)]

    assert len(set(texts)) == 1
    assert column(store.list(ANN, Filters(memory_ids=("nonsense", NOWHERE)))) == []


def test_the_owner_reaches_all(store):
    """For the owner every memory is there, whoever stored it."""
    put(store, ANN, "of ann")
    (one,) = put(store, BOB, "of bob")

    assert sorted(column(store.list(None))) == ["of ann", "of bob"]
    store.update(None, one, {"content": "changed"})
    assert column(store.get(BOB, [one])) == ["changed"]
    assert store.forget(None, Filters(agent="ann")).table.changed == 1
    assert column(store.list(None)) == ["changed"]


def test_a_change_counts_at_once(store, clock):
    """A changed memory is found by what it says now, and by nothing that it said before; the rest of it stays."""
    (one,) = put(store, ANN, "the meeting is on monday", metadata={"a": 1})
    put(store, ANN, "lunch is at noon")
    clock.now += 60

    answer = store.update(ANN, one, {"content": "the meeting is on friday", "importance": 0.9})

    (row,) = rows(store.get(ANN, [one]))
    assert answer.table.changed == 1
    assert found(store, ANN, "monday", mode="lexical") == []
    assert found(store, ANN, "friday", mode="lexical") == found(store, ANN, "friday", mode="vector", top_k=1)
    assert (row["importance"], row["metadata"]) == (0.9, {"a": 1})
    assert (row["updated_at"] - row["created_at"]).total_seconds() == 60
    assert column(store.list(ANN)) == ["the meeting is on friday", "lunch is at noon"]
    assert store.verify() == []


@pytest.mark.parametrize(
    ("changes", "filters"),
    [
        ({"memory_type": "plan"}, Filters(memory_type="plan")),
        ({"importance": 0.95}, Filters(min_importance=0.95)),
        ({"metadata": {"a": 1}}, None),
        ({"expires_at": None}, None),
    ],
)
def test_each_field_can_be_changed(store, changes, filters):
    """Another type, importance, metadata or end of a memory is there at once, and after a new start."""
    (one,) = put(store, ANN, "x", expires_at=1_800_000_000.0)
    put(store, ANN, "y")

    store.update(ANN, one, changes)

    (row,) = rows(store.get(ANN, [one]))
    assert {name: row[name] for name in changes} == changes
    assert filters is None or column(store.list(ANN, filters)) == ["x"]
    assert store.verify() == []


def test_what_cannot_be_changed_is_told(store):
    """A change of something else, or of nothing, is refused."""
    (one,) = put(store, ANN, "x")

    assert refusal(store.update, ANN, one, {"agent_id": "bob"})[0] == "bad_argument"
    assert refusal(store.update, ANN, one, {})[0] == "bad_argument"


def test_a_memory_ends_when_it_was_last_said(store, clock):
    """An end that is given later counts, also where no memory had one; and it can be taken away."""
    (one, _) = put(store, ANN, "a", "b")
    store.update(ANN, one, {"expires_at": clock.now + 10})
    clock.now += 20
    assert found(store, ANN, "a b") == column(store.list(ANN)) == ["b"]
    (other,) = put(store, ANN, "c", expires_at=clock.now + 10)
    store.update(ANN, other, {"expires_at": None})
    clock.now += 20

    assert sorted(column(store.list(ANN))) == ["b", "c"]


def test_filters_choose_what_is_forgotten(store, clock):
    """Only what all filters take, and the agent may forget, is forgotten."""
    put(store, ANN, "old fact", "old plan")
    put(store, BOB, "old fact")
    clock.now += 100
    put(store, ANN, "new fact", importance=0.9)

    assert store.forget(ANN, Filters(until=clock.now, memory_type="plan")).table.changed == 0
    assert store.forget(ANN, Filters(since=clock.now, min_importance=0.95)).table.changed == 0
    assert store.forget(ANN, Filters(until=clock.now)).table.changed == 2
    assert column(store.list(None)) == ["new fact", "old fact"]
    assert store.verify() == []


def test_one_that_may_not_be_forgotten_keeps_all(store):
    """Where one of the ids is not there, nothing is forgotten."""
    ones = put(store, ANN, "x", "y")

    assert refusal(store.forget, ANN, Filters(memory_ids=(*ones, NOWHERE)))[0] == "unknown_memory"
    assert len(column(store.list(ANN))) == 2


def test_pages_have_the_newest_first(store, clock):
    """A list comes page by page, and says whether there is more."""
    for number in range(5):
        put(store, ANN, f"{number}")
        clock.now += 1

    first, last = store.list(ANN, limit=3), store.list(ANN, limit=3, offset=3)

    assert (column(first), first.table.truncated) == (["4", "3", "2"], True)
    assert (column(last), last.table.truncated) == (["1", "0"], False)


def test_what_expired_is_there_for_nobody(opens, clock):
    """After its end a memory is not found, read, changed or counted, not even by the owner, and its row goes."""
    opened = opens()
    store = opened.store
    (one,) = put(store, ANN, "parking place", expires_at=clock.now + 10)
    put(store, ANN, "stays")
    assert found(store, ANN, "parking", mode="lexical") == ["parking place"]
    clock.now += 10

    for who in (ANN, None):
        assert refusal(store.get, who, [one])[0] == "unknown_memory"
        assert column(store.list(who)) == found(store, who, "parking", mode="vector") == ["stays"]
    assert refusal(store.update, ANN, one, {"importance": 0.1})[0] == "unknown_memory"
    put(store, BOB, "another")
    assert opened.engine.remember([("SELECT count(*) FROM {memory}._hatidata_agent_memory", None)]) == [[(2,)]]
    assert store.verify() == []


@pytest.mark.parametrize(
    ("draft", "code"),
    [
        (Draft(" \n"), "bad_argument"),
        (Draft("\ud83d"), "bad_argument"),
        (Draft("x", metadata={"a": object()}), "bad_argument"),
        (Draft("x", metadata={"a": float("nan")}), "bad_argument"),
        (Draft("x", metadata={"a": "\ud83d"}), "bad_argument"),
        (Draft("x", scope="chat"), "bad_argument"),
        (Draft("x", scope="shared"), "policy_denied"),
        (Draft("x" * 101), "limit_exceeded"),
        (Draft("x", metadata={"a": "x" * 101}), "limit_exceeded"),
        (Draft("x", memory_type="x" * 257), "limit_exceeded"),
    ],
)
def test_what_cannot_be_stored(opens, draft, code):
    """What is empty, too large, no JSON or not allowed is refused, and the rest of its batch with it."""
    store = opens(max_memory_chars=100, max_metadata_chars=100).store

    assert refusal(store.store, ANN, [Draft("fine"), draft])[0] == code
    assert column(store.list(None)) == []


def test_too_many_texts_at_once(opens):
    """One call may not have more texts than the settings allow, whether others stored them before or not."""
    store = opens(max_embeddings=3).store
    put(store, ANN, "1", "2", "3")

    for texts in (["4", "5", "6", "7"], ["1", "2", "3", "4"]):
        assert refusal(put, store, BOB, *texts)[0] == "limit_exceeded"
    put(store, BOB, "1", "2", "4", "4")
    assert len(column(store.list(BOB))) == 3


def test_a_batch_tells_how_far_it_is(store):
    """While the texts of a batch are embedded it is told how many are done."""
    told = []
    store.store(ANN, [Draft(f"text {n}") for n in range(150)], progress=lambda done, of: told.append((done, of)))

    assert told == [(64, 150), (128, 150), (150, 150)]
    assert store.verify() == []
    assert len(found(store, ANN, "text", top_k=200)) == 150


def test_search_filters_by_ids(store):
    """A search among some memories ranks those alone."""
    ones = put(store, ANN, "red apple", "green apple", "red car")

    answer = store.search(ANN, Search("red apple", filters=Filters(memory_ids=tuple(ones[1:]))))

    assert sorted(column(answer)) == ["green apple", "red car"]


def test_the_index_is_loaded_when_it_is_needed():
    """To import the store loads neither faiss nor a model."""
    code = "import sys, autogen_hatidata.memory.store; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()

    assert "numpy" in loaded
    assert {"faiss", "torch", "sentence_transformers", "onnxruntime"} & set(loaded) == set()
