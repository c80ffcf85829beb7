"""The snapshot of the words is read back as it was written, or not at all."""

from __future__ import annotations

import json
import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autogen_hatidata.memory import wordfile
from autogen_hatidata.memory.lexical import LexicalIndex


def _index(*texts: str) -> LexicalIndex:
    index = LexicalIndex()
    index.add(np.arange(len(texts), dtype=np.int64), texts)
    return index


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A snapshot of three rows."""
    path = tmp_path / "words"
    _index("invoice paid", "invoice late", "売上高 \ud800").snapshot(path)
    return path


def test_it_is_read_back(path: Path) -> None:
    """Rows of a snapshot are found, more can be added, and the highest number is known though its row is gone."""
    index = LexicalIndex()

    assert index.load(path) == 2
    assert index.search("invoice", 5).rids.tolist() == [0, 1]

    index.add(np.array([3]), ["invoice lost"])
    index.remove(np.array([3]))
    index.snapshot(path)

    assert LexicalIndex().load(path) == 3
    assert index.search("invoice", 5).rids.tolist() == [0, 1]


@given(st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_damage_is_noticed(path: Path, data: st.DataObject) -> None:
    """A file of which any byte is changed, or the end is missing or more, is not read; the index stays as it was."""
    content = path.read_bytes()
    place = data.draw(st.integers(0, len(content) - 1))
    change = data.draw(st.sampled_from(["change", "cut", "add"]))
    harmed = {
        "change": content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :],
        "cut": content[:place],
        "add": content + b"x",
    }[change]
    other = path.with_name("harmed")
    other.write_bytes(harmed)
    index = _index("as it was")

    assert index.load(other) is None
    assert index.search("was", 5).rids.tolist() == [0]


@pytest.mark.parametrize("key", ["kind", "format", "words"])
def test_another_version_is_not_read(path: Path, monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    """A snapshot of another kind, layout or division into words is not read."""
    monkeypatch.setitem(wordfile._KIND, key, "another")

    assert LexicalIndex().load(path) is None


@pytest.mark.parametrize("content", [b"", b"\n", b"[]\n", b"null\n", b"{}\n", b"\xff\n", b'{"sha256": 1}\n'])
def test_what_is_no_snapshot_is_not_read(path: Path, content: bytes) -> None:
    """Other files, and none, are not read."""
    path.write_bytes(content)

    assert LexicalIndex().load(path) is None
    assert LexicalIndex().load(path.with_name("missing")) is None


def test_a_write_that_fails_leaves_the_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk refuses, the snapshot from before is still there, and a later one replaces it."""
    before = path.read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space"):
            _index("other").snapshot(path)

    assert path.read_bytes() == before

    _index("other").snapshot(path)

    assert LexicalIndex().load(path) == 0
    assert [one.name for one in path.parent.iterdir()] == ["words"]


def test_nothing_of_a_removed_row_is_kept(path: Path) -> None:
    """The words that only a removed row had are in the file before, and not in the one after."""
    index = _index("invoice paid", "the secret is Xylophone77")
    index.snapshot(path)

    assert b"xylophone77" in path.read_bytes()

    index.remove(np.array([1]))
    index.snapshot(path)

    assert b"xylophone" not in path.read_bytes()
    assert b"secret" not in path.read_bytes()


def test_its_header_can_be_read(path: Path) -> None:
    """The first line is JSON and says what follows; nobody else can read the file."""
    header = json.loads(path.read_bytes().partition(b"\n")[0])

    assert (header["kind"], header["rids"], header["highest"]) == ("words", 3, 2)
    assert path.stat().st_mode & 0o777 == 0o600
