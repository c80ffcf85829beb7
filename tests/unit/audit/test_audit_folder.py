"""One layer at a time holds the folder beside a database."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from autogen_hatidata.audit import StateFolder, folder
from autogen_hatidata.errors import OpenError


def test_the_folder_lies_beside_the_database_and_is_private(tmp_path: Path) -> None:
    """It is named after the file, which need not exist, and only its owner may look into it."""
    state = StateFolder.open(tmp_path / "shop.duckdb")

    assert tmp_path / "shop.duckdb.hatidata" == state.path
    assert not state.temporary
    assert state.path.stat().st_mode & 0o777 == 0o700
    assert (state.path / "lock").stat().st_mode & 0o777 == 0o600
    state.close()
    assert (state.path / "lock").exists()


def test_a_second_layer_in_this_process_is_refused(tmp_path: Path) -> None:
    """The error names the folder, the cause and the remedy; after close the folder is free."""
    state = StateFolder.open(tmp_path / "shop.duckdb")

    with pytest.raises(OpenError, match="another data layer of this process") as refused:
        StateFolder.open(tmp_path / "shop.duckdb")
    assert refused.value.code == "file_locked"
    state.close()
    state.close()
    StateFolder.open(tmp_path / "shop.duckdb").close()


def test_two_names_of_one_database_meet_at_one_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A link and a relative path lead to the same folder."""
    (tmp_path / "data").mkdir()
    (tmp_path / "link.duckdb").symlink_to(tmp_path / "data" / "shop.duckdb")
    monkeypatch.chdir(tmp_path / "data")
    state = StateFolder.open(Path("shop.duckdb"))

    with pytest.raises(OpenError, match="in use"):
        StateFolder.open(tmp_path / "link.duckdb")
    state.close()


def test_a_lock_that_says_nothing_still_holds(tmp_path: Path) -> None:
    """Without the holder's number the error speaks of another process."""
    state = StateFolder.open(tmp_path / "db")
    (state.path / "lock").write_text("")

    with pytest.raises(OpenError, match="another process"):
        StateFolder.open(tmp_path / "db")
    state.close()


def test_state_dir_takes_the_place_of_the_folder(tmp_path: Path) -> None:
    """With state_dir nothing is written beside the database."""
    state = StateFolder.open(tmp_path / "db", tmp_path / "elsewhere")

    assert tmp_path / "elsewhere" == state.path
    assert [path.name for path in tmp_path.iterdir()] == ["elsewhere"]
    state.close()


def test_memory_gets_a_temporary_folder_that_goes(tmp_path: Path) -> None:
    """A layer without a file has a folder of its own until it is closed."""
    first, second = StateFolder.open(None), StateFolder.open(None)

    assert first.temporary
    assert first.path != second.path
    assert first.path.is_dir()
    first.close()
    assert not first.path.exists()
    assert second.path.exists()
    second.close()


def test_memory_with_state_dir_stays(tmp_path: Path) -> None:
    """Who names a folder keeps it."""
    state = StateFolder.open(None, tmp_path / "kept")
    state.close()

    assert not state.temporary
    assert state.path.is_dir()


@pytest.mark.parametrize("database", ["missing/shop.duckdb", "file/shop.duckdb"])
def test_a_missing_parent_is_no_such_folder(tmp_path: Path, database: str) -> None:
    """A folder that is not there, or is a file, is named; nothing is created."""
    (tmp_path / "file").touch()

    with pytest.raises(OpenError) as refused:
        StateFolder.open(tmp_path / database)
    assert refused.value.code == "no_such_folder"
    assert str((tmp_path / database).parent) in refused.value.message
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path: Path) -> None:
    """A file of the folder's name is not touched."""
    (tmp_path / "db.hatidata").write_text("mine")

    with pytest.raises(OpenError, match="is a file") as refused:
        StateFolder.open(tmp_path / "db")
    assert "state_dir" in refused.value.hint
    assert (tmp_path / "db.hatidata").read_text() == "mine"


@pytest.mark.parametrize("call", ["mkdir", "open", "flock"])
def test_a_place_that_cannot_be_written_points_to_state_dir(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    """On a read-only file system, or one without locks, the error says so and names state_dir."""

    def fail(*args: object, **kwargs: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    owner = {"mkdir": Path, "open": folder.os, "flock": folder.fcntl}[call]
    with monkeypatch.context() as patch:
        patch.setattr(owner, call, fail)
        with pytest.raises(OpenError, match="Read-only file system") as refused:
            StateFolder.open(tmp_path / "db")

    assert "state_dir" in refused.value.hint
