"""The snapshot of the vectors is read back as it was written, or not at all, whenever its writer ends."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.vector_oracle import DIM, exact_vectors, numbers

from autogen_hatidata.memory.index import VectorIndex

ROWS = 7


def _index(folder: Path, dim: int = DIM, embedder_id: str = "mine") -> VectorIndex:
    return VectorIndex(dim, folder, embedder_id)


def _written(folder: Path, seed: int = 1) -> VectorIndex:
    index = _index(folder)
    index.add(numbers(range(1, ROWS + 1)), exact_vectors(seed, ROWS))
    index.remove(numbers([3]))
    index.snapshot()
    return index


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A snapshot of seven rows, of which the third is dead."""
    _written(tmp_path / "index")
    return tmp_path / "index"


@pytest.fixture
def _no_sync(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", lambda fd: None)  # takes its time, and is for the end of the machine


@pytest.mark.usefixtures("_no_sync")
@given(st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_damage_is_noticed(folder: Path, data: st.DataObject) -> None:
    """With any byte of a file changed, its end cut off, or the file gone, the index stays empty and can be written."""
    name = data.draw(st.sampled_from(_names(folder)))
    content = (folder / name).read_bytes()
    place = data.draw(st.integers(0, len(content) - 1))
    bit = 1 << data.draw(st.integers(0, 7))
    harmed = folder.with_name("harmed")
    shutil.rmtree(harmed, ignore_errors=True)
    shutil.copytree(folder, harmed)
    harms: dict[str, Callable[[], object]] = {
        "change": lambda: (harmed / name).write_bytes(
            content[:place] + bytes([content[place] ^ bit]) + content[place + 1 :]
        ),
        "cut": lambda: (harmed / name).write_bytes(content[:place]),
        "remove": (harmed / name).unlink,
    }
    harms[data.draw(st.sampled_from(sorted(harms)))]()
    index = _index(harmed)

    assert index.load() is None
    assert len(index) == 0

    index.add(numbers([1]), exact_vectors(5, 1))
    index.snapshot()

    assert _index(harmed).load() == 1


@pytest.mark.parametrize(
    "content",
    [b"", b"\n", b"[]\n", b"null\n", b"{}\n", b"\xff\n", b"[" * 200_000, b'{"kind": 1}\n', b"\0" * 99],
    ids=range(9),
)
@pytest.mark.parametrize("which", [0, 1])
def test_foreign_files_are_not_read(folder: Path, content: bytes, which: int) -> None:
    """What stands in the place of one of the files is taken for nothing else than it is."""
    (folder / _names(folder)[which]).write_bytes(content)

    assert _index(folder).load() is None


def test_what_belongs_to_other_vectors_is_not_read(folder: Path, tmp_path: Path) -> None:
    """Two files of snapshots that were good with others are none together."""
    _written(tmp_path / "other", seed=2)
    sidecar, vectors = _names(folder)
    shutil.copy(tmp_path / "other" / vectors, folder / vectors)

    assert _index(folder).load() is None
    shutil.copy(tmp_path / "other" / sidecar, folder / sidecar)
    assert _index(folder).load() == ROWS


@pytest.mark.parametrize(("dim", "embedder_id"), [(DIM, "another"), (DIM // 2, "mine"), (2 * DIM, "mine")])
def test_a_snapshot_of_another_embedder_is_not_read(folder: Path, dim: int, embedder_id: str) -> None:
    """Vectors of another embedder or dimension mean something else."""
    assert _index(folder, dim, embedder_id).load() is None
    assert _index(folder).load() == ROWS


def test_nothing_is_read_where_nothing_is(tmp_path: Path) -> None:
    """Without a snapshot, or without a place for one, there is nothing to begin with."""
    assert _index(tmp_path / "none").load() is None
    assert VectorIndex(DIM, None, "mine").load() is None
    assert not (tmp_path / "none").exists()


def test_a_snapshot_of_nothing_is_one(tmp_path: Path) -> None:
    """Also when all rows are gone it is known which numbers are used up."""
    index = _written(tmp_path)
    index.remove(index.rids)
    index.compact()
    index = _index(tmp_path)

    assert index.load() == ROWS
    with pytest.raises(ValueError, match="never be used again"):
        index.add(numbers([ROWS]), exact_vectors(1, 1))


def test_only_an_empty_index_can_begin_with_a_snapshot(folder: Path) -> None:
    """Rows that are there already are not replaced."""
    index = _index(folder)
    index.add(numbers([1]), exact_vectors(1, 1))

    with pytest.raises(ValueError, match="empty"):
        index.load()


def test_it_grows_by_what_is_new(folder: Path) -> None:
    """A second snapshot adds to the file of the first one, and the old rows are not written again."""
    vectors = folder / _names(folder)[1]
    before = vectors.read_bytes()
    index = _index(folder)
    index.load()
    index.add(numbers([9]), exact_vectors(9, 1))
    index.snapshot()

    assert vectors.read_bytes() == before + exact_vectors(9, 1).tobytes()
    with vectors.open("ab") as file:
        file.write(b"what a kill left")
    assert _index(folder).load() == 9


def test_what_was_removed_is_nowhere_after_compaction(folder: Path) -> None:
    """A removed vector can be found in the files until they are compacted, and in none of them afterwards."""
    gone = exact_vectors(1, ROWS)[2].tobytes()

    assert gone in (folder / "vectors-1.f32").read_bytes()
    index = _index(folder)
    index.load()
    index.compact()
    assert _names(folder) == ["vectors", "vectors-2.f32"]
    assert gone not in (folder / "vectors-2.f32").read_bytes()
    assert (index.rids.tolist(), _index(folder).load()) == ([1, 2, 4, 5, 6, 7], ROWS)


def test_a_quarter_of_dead_rows_is_compacted(folder: Path) -> None:
    """A snapshot leaves few dead rows where they are, and writes the living anew when they are many."""
    index = _index(folder)
    index.load()
    index.remove(numbers([5]))
    index.snapshot()

    assert _names(folder) == ["vectors", "vectors-2.f32"]
    assert (folder / "vectors-2.f32").stat().st_size == 5 * 4 * DIM


@pytest.mark.parametrize("failing", range(5))
def test_a_full_disk_leaves_the_snapshot_of_before(folder: Path, monkeypatch: pytest.MonkeyPatch, failing: int) -> None:
    """Whatever sync fails, what was written before is read; the next snapshot that succeeds has everything."""
    index = _index(folder)
    index.load()
    index.add(numbers([9, 10, 11, 12, 13]), exact_vectors(9, 5))
    syncs, sync = iter(range(99)), os.fsync

    def fails(fd: int) -> None:
        if next(syncs) == failing:
            raise OSError(28, "No space left on device")
        sync(fd)

    monkeypatch.setattr(os, "fsync", fails)
    try:
        index.snapshot()
    except OSError:
        assert _index(folder).load() in (ROWS, 13)
    index.snapshot()

    assert _index(folder).load() == 13
