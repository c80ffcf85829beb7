"""A log of real work, made once: two days of five agents, and a call that its process did not live to end."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from support.logs import Run
from support.policies import POLICY

from autogen_hatidata.cli import main

SCRIPTS = Path(__file__).parents[2] / "scripts"


@pytest.fixture(scope="session")
def _sales(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sales")
    sys.path.insert(0, str(SCRIPTS))
    try:
        import sales_log
    finally:
        sys.path.remove(str(SCRIPTS))
    database = sales_log.make(folder, days=4)
    path = next((folder / "sales.duckdb.hatidata/audit").glob("*.jsonl"))
    last = [line for line in path.read_bytes().splitlines(keepends=True) if b'"kind":"intent"' in line][-1]
    assert b'"kind":"outcome"' not in path.read_bytes().partition(last)[2]  # the last call of the last day was killed
    return Path(database)


@pytest.fixture
def sales(_sales: Path) -> Path:
    """The log's database, for tests that only read it; `test_nothing_is_changed` sees that commands do."""
    return _sales


@pytest.fixture
def copied(_sales: Path, tmp_path: Path) -> Path:
    """The same, to be changed."""
    shutil.copytree(_sales.parent, tmp_path / "sales")
    return tmp_path / "sales" / _sales.name


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command in this process: its exit code, what it showed, and what it said on the side."""
    monkeypatch.setenv("COLUMNS", "160")

    def ran(*words: object) -> tuple[int, str, str]:
        code = main([str(word) for word in words])
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return ran


@pytest.fixture
def folder(shop_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with shop.duckdb and policy.yaml, in which the commands run."""
    (shop_path.parent / "policy.yaml").write_text(POLICY)
    monkeypatch.chdir(shop_path.parent)
    monkeypatch.setenv("COLUMNS", "200")
    return shop_path.parent


@pytest.fixture
def run(folder: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs ``policy`` there in this process: its exit code, what it showed, and what it said on the side."""

    def ran(*words: str) -> tuple[int, str, str]:
        code = main(["policy", *words])
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return ran
