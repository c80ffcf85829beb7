"""Whether rows, directory, indexes and snapshots say the same."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from autogen_hatidata.memory import rows
from autogen_hatidata.memory.directory import Entry
from autogen_hatidata.memory.embedding import Embedder
from autogen_hatidata.memory.lexical import LexicalIndex
from autogen_hatidata.memory.ram import Ram, Read, unpacked

_PAGE = 20_000
_SHOWN = 5
_CLOSE = 1e-6


def problems(ram: Ram, embedder: Embedder, read: Read) -> list[str]:
    """All that is not in accord, in words; nothing where all is. Both indexes are loaded."""
    found = [*_of_rows(read), *_of_directory(ram, read), *_of_vectors(ram, embedder, read), *_of_words(ram, read)]
    return [*found, *_of_snapshots(ram, embedder)]


def _of_rows(read: Read) -> Iterator[str]:
    for what, step in rows.misfits().items():
        ((count,),) = read(step)
        if count:
            yield f"{count} rows {what}"


def _of_directory(ram: Ram, read: Read) -> Iterator[str]:
    seen, wrong = [], []
    alive = set(ram.directory.rids().tolist())
    for page in rows.pages(read, lambda above: rows.listed(above, _PAGE)):
        for entry in (Entry(*row) for row in page):
            seen.append(entry.rid)
            if entry.rid in alive and ram.directory.entry(entry.rid) != entry:
                wrong.append(entry.rid)
    yield from _differs("the directory", np.array(seen, np.int64), np.array(sorted(alive), np.int64))
    if wrong:
        yield f"the directory knows something else of {_some(wrong)}"


def _of_vectors(ram: Ram, embedder: Embedder, read: Read) -> Iterator[str]:
    assert ram.vectors is not None
    yield from _differs("the index of vectors", ram.directory.rids(embedder.id), ram.vectors.rids)
    wrong: list[int] = []
    for page in rows.pages(read, lambda above: rows.embeddings(embedder.id, above, _PAGE)):
        rids = np.array([rid for rid, _ in page], np.int64)
        kept = unpacked([blob for _, blob in page], embedder)
        off = np.abs(ram.vectors.vectors(rids) - kept).max(axis=1) > _CLOSE
        wrong += rids[off].tolist()
    if wrong:
        yield f"the index of vectors has other vectors of {_some(wrong)}"


def _of_words(ram: Ram, read: Read) -> Iterator[str]:
    assert ram.words is not None
    here, marks = ram.words.rids, ram.words.marks()
    yield from _differs("the index of words", ram.directory.rids(), here)
    wrong: list[int] = []
    for page in rows.pages(read, lambda above: rows.contents(above, _PAGE)):
        texts: dict[int, str] = dict(page)
        anew, rids = LexicalIndex(), np.array([*texts], np.int64)
        anew.add(rids, [*texts.values()])
        known = np.isin(rids, here)
        off = marks[np.searchsorted(here, rids[known])] != anew.marks()[known]
        wrong += rids[known][off].tolist()
    if wrong:
        yield f"the index of words has other words of {_some(wrong)}"


def _of_snapshots(ram: Ram, embedder: Embedder) -> Iterator[str]:
    """A snapshot may be older than the rows, but not lack one that it should have."""
    for what, snapshot, wanted in (
        ("vectors", ram.saved_vectors(embedder), ram.directory.rids(embedder.id)),
        ("words", ram.saved_words(), ram.directory.rids()),
    ):
        if snapshot is not None:
            height, here = snapshot
            lacking = np.setdiff1d(wanted[wanted <= height], here)
            if len(lacking):
                yield f"the snapshot of {what} lacks {_some(lacking.tolist())}"


def _differs(what: str, wanted: NDArray[np.int64], here: NDArray[np.int64]) -> Iterator[str]:
    lacking, more = np.setdiff1d(wanted, here), np.setdiff1d(here, wanted)
    if len(lacking):
        yield f"{what} lacks {_some(lacking.tolist())}"
    if len(more):
        yield f"{what} has {_some(more.tolist())}, which are in no row"


def _some(rids: list[int]) -> str:
    shown = ", ".join(map(str, rids[:_SHOWN]))
    return f"{len(rids)} rows ({shown}{', ...' if len(rids) > _SHOWN else ''})"
