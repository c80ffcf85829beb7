"""What `make test-lines` calls passed, failed and skipped."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
REPORT = """<testsuites><testsuite>
<testcase name="a"/><testcase name="b"/>
<testcase name="c"><skipped message="no LLMConfig"/></testcase>
<testcase name="f"><skipped message="collection skipped">('a.py', 1, 'Skipped: no patterns')</skipped></testcase>
<testcase name="d"><failure message="assert"/></testcase>
<testcase name="e"><error message="in a fixture"/></testcase>
</testsuite></testsuites>"""


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    """scripts/lines.py, working in an empty folder."""
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    module = importlib.import_module("lines")
    monkeypatch.setattr(module, "ROOT", tmp_path)
    return module


def _setup(folder: Path, script: str) -> None:
    (folder / "scripts").mkdir()
    (folder / "scripts/setup.sh").write_text(script)


def _line(lines: ModuleType, version: str = "1.0") -> Any:
    return lines.Line("pytest", version, "-e .", ["other==2.0"])


def test_a_line_that_cannot_be_installed_is_skipped_with_its_reason(lines: ModuleType, tmp_path: Path) -> None:
    """What pip says first is the reason, without its list of versions, and the line counts as skipped."""
    _setup(tmp_path, 'echo "ERROR: No pytest==1.0 (from versions: 7, 8)" >&2\necho "setup: pip failed" >&2\nexit 1\n')

    assert lines.tested(_line(lines)) == lines.Result("pytest-1.0", "skipped", reasons=["ERROR: No pytest==1.0"])


def test_a_python_that_is_too_new_is_the_reason(
    lines: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where pip fails and the Python is one that cannot have the line, that is the reason, in place of pip's."""
    _setup(tmp_path, 'echo "ERROR: conflicting dependencies" >&2\nexit 1\n')
    monkeypatch.setattr(lines.Line, "python", Path(sys.executable))
    mine = ".".join(map(str, sys.version_info[:2]))

    for before, reason in (
        ([3, 11], f"needs Python before 3.11, not {mine}"),
        ([4, 0], "ERROR: conflicting dependencies"),
    ):
        assert lines.tested(lines.Line("pytest", "1.0", "-e .", [], before)).reasons == [reason]


def test_setup_is_told_the_line_and_its_pins(lines: ModuleType, tmp_path: Path) -> None:
    """The environment is made under the line's name, with its own version pinned before the others."""
    _setup(tmp_path, 'echo "setup: $1 $2 $AUTOGEN $PINS" >&2\nexit 1\n')

    assert lines.tested(_line(lines)).reasons == ["setup: .venv-line-pytest-1.0 line -e . pytest==1.0 other==2.0"]


@pytest.mark.parametrize("right", [True, False], ids=["no tests", "another version"])
def test_neither_no_tests_nor_another_version_is_a_pass(
    lines: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, right: bool
) -> None:
    """An environment that holds another version fails, and so does a run in which nothing was tested."""
    _setup(tmp_path, "exit 0\n")
    monkeypatch.setattr(lines, "TESTS", (str(tmp_path),))
    monkeypatch.setattr(lines.Line, "python", Path(sys.executable))
    result = lines.tested(_line(lines, pytest.__version__ if right else "1.0"))

    assert ("failed", 0) == (result.result, result.passed)
    assert right or result.reasons == [f"pytest {pytest.__version__} is installed"]


def test_tests_are_counted_by_what_came_out(lines: ModuleType, tmp_path: Path) -> None:
    """A failure and an error both count as failed, and a skip brings its reason."""
    (tmp_path / "report.xml").write_text(REPORT)

    assert lines._counts(tmp_path / "report.xml") == {
        "passed": 2,
        "failed": 2,
        "skipped": 2,
        "reasons": ["no LLMConfig", "no patterns"],
    }


@pytest.mark.parametrize(
    ("results", "code"),
    [(["passed", "skipped"], 0), (["passed", "failed"], 1), (["skipped"], 1)],
    ids=["a skip", "a failure", "nothing tested"],
)
def test_the_exit_code_tells_a_failure(
    lines: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, results: list[str], code: int
) -> None:
    """A failed line, or no line that could be tested, ends the command with 1; a skipped one beside others does not."""
    names = list(lines.lines())[: len(results)]
    came = dict(zip(names, results, strict=True))
    monkeypatch.setattr(lines, "RESULTS", tmp_path / "lines.json")
    monkeypatch.setattr(lines, "README", tmp_path / "README.md")
    monkeypatch.setattr(lines, "tested", lambda line: lines.Result(line.name, came[line.name]))
    monkeypatch.setattr(sys, "argv", ["lines.py", *names])
    (tmp_path / "README.md").write_text(f"before\n{lines.BEGIN}\n{lines.END}\nafter\n")

    assert lines.main() == code
    assert {name: result.result for name, result in lines.known().items()} == came
    assert (tmp_path / "README.md").read_text().count("\n| ") == 1 + len(lines.lines())
