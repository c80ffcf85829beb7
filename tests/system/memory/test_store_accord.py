"""Rows are the truth: whatever becomes of RAM and of what was kept beside them, it follows the rows."""

from __future__ import annotations

import os
import shutil
import threading
import time

import numpy as np
import pytest
from support.memory import ANN, BOB, Audience, column, found, put, refusal, rows
from support.plain_embedder import PlainEmbedder

from autogen_hatidata.errors import ExecutionFailed, HatiDataError, OpenError
from autogen_hatidata.memory import core
from autogen_hatidata.memory.core import Core
from autogen_hatidata.memory.index import VectorIndex
from autogen_hatidata.memory.lexical import LexicalIndex
from autogen_hatidata.memory.model import Draft, Filters, Search
from autogen_hatidata.memory.recalls import Recalls
from autogen_hatidata.types import LensSpec

TEXTS = [f"note {n} on {word}" for n, word in enumerate("rain snow wind sun hail fog storm ice".split())]


def kept(folder):
    """What lies beside the rows."""
    return sorted(str(one.relative_to(folder)) for one in (folder / "memory").rglob("*") if one.is_file())


def test_the_indexes_are_kept_and_caught_up(opens):
    """A new start takes what was kept, adds what is newer, and drops what was forgotten; with nothing kept, all is
    read again."""
    opened = opens()
    put(opened.store, ANN, *TEXTS[:4])
    found(opened.store, ANN, "rain")
    opened = opens()
    assert kept(opened.folder)
    snapshot = shutil.copytree(opened.folder / "memory", opened.folder / "older")
    opened.store.forget(ANN, Filters(memory_ids=(column(opened.store.list(ANN), "memory_id")[0],)))
    put(opened.store, ANN, *TEXTS[4:])
    opened.close()
    for older in (True, False):
        shutil.rmtree(opened.folder / "memory")
        if older:
            shutil.copytree(snapshot, opened.folder / "memory")
        opened = opens()
        assert len(found(opened.store, ANN, "note", top_k=99)) == 7
        assert found(opened.store, ANN, "hail", mode="lexical") == [TEXTS[4]]
        assert opened.store.verify() == []
        assert opened.embedder.texts == ["note", "hail"][: len(opened.embedder.texts)]
        opened.close()


def test_the_indexes_are_kept_while_much_is_stored(opens, monkeypatch):
    """After so many new rows the indexes are kept for the next start, without the store being closed."""
    monkeypatch.setattr(core, "_LEAST_NEW", 5)
    opened = opens()
    put(opened.store, ANN, *TEXTS[:4])
    assert kept(opened.folder) == []
    put(opened.store, ANN, *TEXTS[4:])

    assert any("vectors" in name for name in kept(opened.folder))


def test_what_was_kept_of_another_file_is_not_taken(opens):
    """When another file takes the place of the one with the memories, nothing of the old one is found."""
    opened = opens()
    put(opened.store, ANN, *TEXTS)
    found(opened.store, ANN, "rain")
    opened.close()
    (opened.folder / "memory.duckdb").unlink()
    opened = opens()
    put(opened.store, ANN, *(f"other {n}" for n in range(8)))

    assert found(opened.store, ANN, "rain", mode="lexical") == []
    assert set(found(opened.store, ANN, "rain", mode="vector", top_k=99)) == {f"other {n}" for n in range(8)}
    assert opened.store.verify() == []


def test_a_number_is_never_used_again(opens):
    """After the newest memory was forgotten, what is stored next is not taken for it, with an old snapshot either."""
    opened = opens()
    put(opened.store, ANN, *TEXTS)
    found(opened.store, ANN, "rain")
    opened = opens()
    opened.store.forget(ANN, Filters())
    opened.store._core.drop_ram()
    put(opened.store, ANN, "new")
    found(opened.store, ANN, "new")

    assert opened.store.verify() == []
    assert found(opened.store, ANN, "note", mode="vector", top_k=99) == ["new"]


@pytest.mark.parametrize("lost", ["its file", "its embedder"])
def test_nor_is_one_that_only_the_words_know(opens, lost):
    """The same where there are no vectors left that know the number: in their place, the words are asked."""
    opened = opens()
    put(opened.store, ANN, *TEXTS)
    found(opened.store, ANN, "rain")
    opened = opens()
    opened.store.forget(ANN, Filters(memory_ids=(column(opened.store.list(ANN), "memory_id")[0],)))
    opened.close()
    if lost == "its file":
        shutil.rmtree(next(opened.folder.glob("memory/*/vectors")))
    opened = opens(embedder=PlainEmbedder("other") if lost == "its embedder" else None)
    if lost == "its embedder":  # an index of no vectors is kept, which knows no number at all
        opened.store.search(ANN, Search("rain"))
        opened = opens(embedder=PlainEmbedder("other"))
    put(opened.store, BOB, "harmless")

    assert found(opened.store, BOB, "ice", mode="lexical") == []
    assert found(opened.store, BOB, "harmless", mode="lexical") == ["harmless"]


THREE = np.array([3])


def _turn(ram, rid):
    rids, vectors = ram.vectors.rids, ram.vectors.vectors(ram.vectors.rids)
    vectors[rids == rid] *= -1
    ram.vectors = VectorIndex(vectors.shape[1], None, "plain")
    ram.vectors.add(rids, vectors)


def _tell(ram, rid, text):
    """Another text under that number, in an index of words with nothing else of its own."""
    rids, index = ram.words.rids, LexicalIndex()
    index.add(rids, [text if one == rid else TEXTS[one - 1] for one in rids])
    ram.words = index


DISCORDS = {
    "index of vectors lacks 1 rows (3)": lambda ram: ram.vectors.remove(THREE),
    "index of words lacks 1 rows (3)": lambda ram: ram.words.remove(THREE),
    "directory lacks 1 rows (3)": lambda ram: ram.directory.remove(THREE),
    "directory knows something else of 1 rows (4)": lambda ram: ram.directory.change(4, importance=0.9),
    "other vectors of 1 rows (5)": lambda ram: _turn(ram, 5),
    "other words of 1 rows (6)": lambda ram: _tell(ram, 6, "note 5 on frog"),
    "other words of 1 rows (7)": lambda ram: _tell(ram, 7, f"{TEXTS[6]} {TEXTS[6]}"),
}
SPOILT = {
    "directory has 1 rows (2), which are in no row": "DELETE FROM {memory}._hatidata_agent_memory WHERE rid = 2",
    "another hash than their content": "UPDATE {memory}._hatidata_agent_memory SET content = 'x' WHERE rid = 6",
    "have no embedding": "UPDATE {memory}._hatidata_agent_memory SET embedding = NULL WHERE rid = 7",
    "have the number of another one": "UPDATE {memory}._hatidata_agent_memory SET rid = 7 WHERE rid = 8",
}


@pytest.mark.parametrize("word", DISCORDS)
def test_verify_sees_what_ram_has_otherwise(store, word):
    """What directory or index lack or have otherwise is named, and mended from the rows."""
    put(store, ANN, *TEXTS)
    assert store.verify() == []

    DISCORDS[word](store._core._ram)

    assert word in "; ".join(store.verify())
    store.rebuild()
    assert store.verify() == []
    assert len(found(store, ANN, "note", top_k=99)) == 8


@pytest.mark.parametrize("word", SPOILT)
def test_verify_sees_what_is_wrong_with_rows(opens, word):
    """A row that was changed behind the store's back is named."""
    opened = opens()
    put(opened.store, ANN, *TEXTS)
    assert opened.store.verify() == []

    opened.engine.remember([(SPOILT[word], None)])

    assert word in "; ".join(opened.store.verify())


def test_verify_looks_at_what_is_kept_for_the_next_start(opens):
    """A snapshot that lacks what it should have is named."""
    opened = opens()
    put(opened.store, ANN, *TEXTS)
    found(opened.store, ANN, "note")
    store = opens().store
    assert store.verify() == []
    folder = store._core._ram._folder
    vectors, words = VectorIndex(PlainEmbedder().dim, folder / "vectors", "plain"), LexicalIndex()
    for index, arguments in ((vectors, ()), (words, (folder / "words",))):
        assert index.load(*arguments) == 8
        index.remove(THREE)
        index.snapshot(*arguments)

    assert store.verify() == ["the snapshot of vectors lacks 1 rows (3)", "the snapshot of words lacks 1 rows (3)"]
    store.rebuild()
    assert store.verify() == []


@pytest.mark.parametrize("made", [False, True])
def test_a_change_that_fails_leaves_all_in_accord(opens, monkeypatch, made):
    """When a change of rows fails, or was made and its answer was lost, RAM has what the rows have."""
    opened = opens()
    store, engine = opened.store, opened.engine
    (one,) = put(store, ANN, "first")
    found(store, ANN, "first")
    remember = type(engine).remember

    def fails(steps, *, id=None):
        if not all(text.startswith("SELECT") for text, _ in steps):
            if made:
                remember(engine, steps, id=id)
            raise ExecutionFailed("It was broken off.")
        return remember(engine, steps, id=id)

    for change in (
        lambda: put(store, ANN, "second"),
        lambda: store.update(ANN, one, {"content": "changed"}),
        lambda: store.update(ANN, one, {"importance": 0.9}),
        lambda: store.forget(ANN, Filters(memory_ids=(one,))),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(engine, "remember", fails)
            with pytest.raises(ExecutionFailed):
                change()
        assert store.verify() == []
    assert sorted(column(store.list(ANN))) == (["second"] if made else ["first"])


def test_recalls_are_counted(opens, clock):
    """Each recall by search or id moves the count and the time of a memory; a list does not; both last."""
    opened = opens()
    (one,) = put(opened.store, ANN, "x")
    for moment in (10, 20):
        clock.now += moment
        found(opened.store, ANN, "x")
    opened.store.list(ANN)
    (row,) = rows(opened.store.get(ANN, [one]))
    assert (row["access_count"], row["last_accessed"] - row["created_at"]) == (
        2,
        row["last_accessed"] - row["updated_at"],
    )
    assert (row["last_accessed"] - row["created_at"]).total_seconds() == 30

    (row,) = rows(opens().store.get(ANN, [one]))

    assert row["access_count"] == 3
    assert (row["last_accessed"] - row["created_at"]).total_seconds() == 30


def test_recalls_go_into_rows_in_batches(opens):
    """After so many memories were recalled, their counts are in the rows without anybody asking for it."""
    opened = opens()
    put(opened.store, ANN, *(f"text {n}" for n in range(300)))
    found(opened.store, ANN, "text", top_k=300)

    counted = "SELECT sum(access_count) FROM {memory}._hatidata_agent_memory"
    assert opened.engine.remember([(counted, None)]) == [[(300,)]]
    assert set(column(opened.store.list(ANN, limit=300), "access_count")) == {1}


def test_what_is_recalled_while_counts_are_written_is_counted_later():
    """A recall between reading the counts and dropping what is in the rows stays to be counted."""
    recalls = Recalls()
    recalls.note(["a", "b"], 1)
    written = recalls.all()
    recalls.note(["a", "c"], 2)
    recalls.drop(written)

    assert recalls.all() == {"a": (1, 2), "c": (1, 2)}


def test_another_embedder(opens):
    """Memories of another embedder are found by their words, which is told; reembed gives them vectors, goes on where
    it was broken off, and is told by how much."""
    opened = opens()
    put(opened.store, ANN, *(f"text {n}" for n in range(600)))
    put(opened.store, BOB, "of bob")

    class Stops(PlainEmbedder):
        most = 300

        def embed(self, texts):
            if len(self.texts) >= self.most:
                raise ExecutionFailed("The model does not answer.")
            return super().embed(texts)

    opened = opens(embedder=Stops("other", dim=32))
    put(opened.store, ANN, "text of now")
    answer = opened.store.search(ANN, Search("text 7", 5))
    assert column(answer)[0] in ("text 7", "text of now")
    assert "text 7" in column(answer)
    assert "600 of the memories" in answer.notes[0]
    assert found(opened.store, ANN, "text 7", mode="vector", top_k=99) == ["text of now"]
    with pytest.raises(ExecutionFailed):
        opened.store.reembed()
    assert 200 < opened.store.stats()["vectors"] < 400

    opened = opens(embedder=PlainEmbedder("other", dim=32))
    told = []
    done = opened.store.reembed(lambda *how: told.append(how))

    assert done == len(opened.embedder.texts) == told[-1][0] == told[-1][1] == 602 - 1 - 256
    assert opened.store.stats()["vectors"] == 602
    assert found(opened.store, ANN, "text 7", mode="vector", top_k=1) == ["text 7"]
    assert opened.store.search(ANN, Search("text 7")).notes == ()
    assert opened.store.verify() == []
    assert opened.store.reembed() == 0


def test_what_is_forgotten_meanwhile_gets_no_vector(opens):
    """A memory that is forgotten while its new vector is made stays forgotten."""

    class Slow(PlainEmbedder):
        def embed(self, texts):
            if "a" in texts:
                other.start()
                while "a" in column(opened.store.list(ANN)):
                    time.sleep(0.001)
            return super().embed(texts)

    ids = put(opens().store, ANN, "a", "b")
    opened = opens(embedder=Slow("other"))
    other = threading.Thread(target=opened.store.forget, args=(ANN, Filters(memory_ids=(ids[0],))))

    assert opened.store.reembed() == 1
    other.join()
    assert found(opened.store, ANN, "b", mode="vector", top_k=9) == ["b"]
    assert opened.store.verify() == []


def test_threads_at_once(opens):
    """Agents that store, search, change and forget at the same time disturb nobody, and all is in accord."""
    store, errors = opens().store, []

    def work(number):
        me = Audience(f"a{number}", "c", reads_shared=True, writes_shared=True)
        try:
            for n in range(8):
                ones = put(store, me, f"{me.agent} says {n}", f"{me.agent} knows {n}")
                put(store, me, f"all share {n}", scope="shared")
                store.update(me, ones[0], {"content": f"{me.agent} said {n}"})
                assert set(column(store.search(me, Search("says knows", 50)), "agent_id")) <= {
                    f"a{m}" for m in range(6)
                }
                assert f"{me.agent} said {n}" in found(store, me, f"said {n}", top_k=50)
                store.forget(me, Filters(memory_ids=(ones[1],)))
        except (AssertionError, HatiDataError, ValueError) as error:
            errors.append(error)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert errors == []
    assert store.verify() == []
    assert len(column(store.list(None, limit=1000))) == 6 * 8 + 8


def test_what_expires_while_it_is_read(opens, clock, monkeypatch):
    """A search gives what it found, when another agent's change sweeps out meanwhile what has just expired."""
    store = opens().store
    put(store, ANN, "rain", expires_at=clock.now + 10)
    read, others = Core.read, []

    def slowly(core, step):
        if "content" in step[0] and not others:
            clock.now += 20
            others.append(threading.Thread(target=put, args=(store, BOB, "snow")))
            others[0].start()
            others[0].join(0.3)
        return read(core, step)

    monkeypatch.setattr(Core, "read", slowly)
    assert found(store, ANN, "rain") == ["rain"]
    others[0].join(20)
    assert found(store, ANN, "rain") == []
    assert column(store.list(None)) == ["snow"]


def test_verify_waits_for_changes(opens, monkeypatch):
    """What is being stored at the moment is no discord: its row is there before the rest follows."""
    opened = opens()
    store, told, others = opened.store, [], []
    put(store, ANN, "rain")
    remember = opened.engine.remember

    def slowly(steps, **more):
        done = remember(steps, **more)
        if not others and any("INSERT" in text for text, _ in steps):
            others.append(threading.Thread(target=lambda: told.extend(store.verify())))
            others[0].start()
            others[0].join(0.5)
        return done

    store.verify()
    monkeypatch.setattr(opened.engine, "remember", slowly)
    put(store, BOB, "snow")
    others[0].join(20)
    assert told == []


def test_a_call_inside_of_a_lease(opens):
    """Inside of a call of the engine a memory can be stored and found, also while the owner waits for its end; only the
    file cannot be made there."""
    opened = opens(new=True)
    store, engine = opened.store, opened.engine
    with engine.lease(LensSpec(None)):
        assert refusal(put, store, ANN, "x")[0] == "bad_argument"
    store.make_ready()
    seen = []
    with engine.lease(LensSpec(None)):
        owner = threading.Thread(target=engine.owner_sql, args=("CREATE TABLE t AS SELECT 1 AS a",))
        owner.start()
        while not engine._gate._waiting:
            pass
        other = threading.Thread(target=lambda: seen.append(found(store, BOB, "x")))
        other.start()
        put(store, ANN, "x")
        assert found(store, ANN, "x") == ["x"]
    owner.join(20)
    other.join(20)
    assert seen == [[]]


def test_after_the_end(opens):
    """A closed store says so, whatever is asked, and closing again changes nothing."""
    opened = opens()
    (one,) = put(opened.store, ANN, "x")
    opened.store.close()
    opened.store.close()

    for work in (
        lambda: put(opened.store, ANN, "y"),
        lambda: found(opened.store, ANN, "x"),
        lambda: opened.store.get(ANN, [one]),
        lambda: opened.store.set_state(ANN, "k", "1"),
        lambda: opened.store.forget(ANN, Filters()),
        lambda: opened.store.reembed(),
        lambda: opened.store.compact(),
    ):
        with pytest.raises(OpenError) as caught:
            work()
        assert caught.value.code == "closed"


def test_in_a_child_of_the_process(opens):
    """A child by fork is told that the memory is its parent's, and hurts nothing."""
    opened = opens()
    put(opened.store, ANN, "x")
    reads, writes = os.pipe()
    child = os.fork()
    if not child:
        try:
            found(opened.store, ANN, "x")
        except HatiDataError as error:
            os.write(writes, error.code.encode())
        os._exit(0)
    os.waitpid(child, 0)

    assert os.read(reads, 100) == b"forked"
    assert found(opened.store, ANN, "x") == ["x"]


def test_all_of_a_batch_or_nothing(opens, monkeypatch):
    """A batch that cannot be stored whole leaves nothing of it."""
    opened = opens()
    put(opened.store, ANN, "x")
    with monkeypatch.context() as patch:
        patch.setattr("autogen_hatidata.memory.adding.uuid.uuid4", lambda: "12345678-1234-5678-1234-567812345678")
        assert refusal(opened.store.store, ANN, [Draft("y"), Draft("z")])[0] == "constraint"

    assert column(opened.store.list(ANN)) == ["x"]
    assert opened.store.verify() == []
