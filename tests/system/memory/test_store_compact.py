"""What is forgotten for good is in no file any more."""

from __future__ import annotations

import hashlib

import pytest
from support.memory import ANN, BOB, column, found, put, rows

from autogen_hatidata.engines.kinds import ENGINES
from autogen_hatidata.engines.parser import PARSER
from autogen_hatidata.memory.model import Filters
from autogen_hatidata.types import Keep, LensSpec

SECRET = "Zwiebelkuchen-4711 costs the earth"


def traces(folder, *needles):
    """The files in which one of these is."""
    return sorted(
        str(one.relative_to(folder))
        for one in folder.rglob("*")
        if one.is_file() and any(needle in one.read_bytes() for needle in needles)
    )


def needles(embedder):
    """A text, a word of it, its hash and its vector, as they would be found."""
    vector = embedder.embed([SECRET])[0].astype("<f4").tobytes()
    return SECRET.encode(), b"zwiebelkuchen", hashlib.sha256(SECRET.encode()).hexdigest().encode(), vector


@pytest.mark.parametrize("isolation", ENGINES)
def test_no_byte_of_it_is_left(opens, isolation):
    """A text, its words, its hash and its vector can be found in the files while they are there, and after they were
    forgotten; after `compact` none of them, and all other memories, states and results are as they were."""
    opened = opens(isolation=isolation)
    store, engine, folder = opened.store, opened.engine, opened.folder
    sought = needles(opened.embedder)
    keep = Keep("mine", "ann", (), (), 1_800_000_000.0, 10, 10**6)
    engine.keep_results()
    with engine.lease(LensSpec(None)) as lease:
        lease.save(PARSER.trusted("SELECT 42 AS a"), None, keep, id="s", max_rows=10, timeout_s=10)
    found(store, BOB, SECRET)
    put(store, ANN, SECRET, "something else")
    store.set_state(ANN, "k", '"v"')
    store.rebuild()
    for needle in sought:
        assert traces(folder, needle)
    assert any(one.startswith("memory/") for one in traces(folder, *sought))

    assert store.forget(ANN, Filters(memory_ids=(column(store.list(ANN), "memory_id")[-1],))).table.changed == 1
    assert found(store, ANN, SECRET, mode="lexical") == []
    store.flush()
    assert traces(folder, *sought)
    store.compact()

    assert traces(folder, *sought) == []
    assert traces(folder, b"something else")
    assert column(store.list(ANN)) == ["something else"]
    assert rows(store.get_state(ANN, "k"))[0]["value"] == '"v"'
    with engine.lease(LensSpec(None)) as lease:
        assert lease.run(PARSER.trusted("SELECT a FROM saved.mine"), None, max_rows=1, timeout_s=9).rows == [(42,)]
    assert store.verify() == []
    opened = opens(isolation=isolation)
    assert found(opened.store, ANN, "something") == ["something else"]
    assert traces(folder, *sought) == []


def test_it_is_gone_for_the_next_process_too(opens):
    """What was there before `compact` is not brought back by what was kept beside the rows."""
    opened = opens()
    put(opened.store, ANN, SECRET, "stays")
    found(opened.store, ANN, "stays")
    opened = opens()
    opened.store.forget(ANN, Filters(memory_ids=(put(opened.store, ANN, SECRET)[0],)))
    opened.store.compact()
    opened = opens()

    assert found(opened.store, ANN, SECRET, mode="vector", top_k=9) == ["stays"]
    assert opened.store.verify() == []


def test_changed_contents_go_too(opens):
    """What a memory said before it was changed is no more in the files than what was forgotten."""
    opened = opens()
    (one,) = put(opened.store, ANN, SECRET)
    opened.store.update(ANN, one, {"content": "never mind"})
    opened.store.compact()

    assert traces(opened.folder, *needles(opened.embedder)) == []
    assert found(opened.store, ANN, "mind") == ["never mind"]


def test_without_a_file_there_is_nothing_to_do(opens):
    """Where nothing was stored ever, `compact` makes no file."""
    opened = opens(new=True)
    opened.store.compact()

    assert not (opened.folder / "memory.duckdb").exists()
