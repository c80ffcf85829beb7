"""What a person reads when the machine lacks something: one line that names what to install."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
OLD = "#!/bin/sh\nexit 1\n"
NO_VENV = '#!/bin/sh\ncase "$*" in *version_info*) exit 0;; *) exit 1;; esac\n'
NO_PIP = '#!/bin/sh\ncase "$*" in *"-m pip"*) exit 1;; *"-m venv"*) mkdir -p "$4/bin"; cp "$0" "$4/bin/python";; esac\n'


def _setup(tmp_path: Path, program: str, **environment: str) -> tuple[int, list[str]]:
    """Run scripts/setup.sh with a python3 of our own, and give its exit code and the lines on standard error."""
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("python3", "python3.11", "python3.12", "python3.13"):
        (tools / name).write_text(program)
        (tools / name).chmod(0o755)
    done = subprocess.run(
        ["/bin/sh", str(ROOT / "scripts/setup.sh"), str(tmp_path / "venv"), "test"],
        cwd=ROOT,
        env={"PATH": f"{tools}:/usr/bin:/bin", **environment},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    return done.returncode, done.stderr.splitlines()


@pytest.mark.parametrize(
    ("program", "wanted"),
    [(OLD, "Install it"), (NO_VENV, "python3-venv"), (NO_PIP, "index must be reachable")],
    ids=["no Python", "no venv", "no network"],
)
def test_what_is_missing_is_named_in_one_line(program: str, wanted: str, tmp_path: Path) -> None:
    """A missing Python or venv module, or a pip that fails, ends with one line that says what to do."""
    code, lines = _setup(tmp_path, program)

    assert code == 1
    assert len(lines) == 1
    assert lines[0].startswith("setup: ")
    assert wanted in lines[0]


def test_an_old_interpreter_is_named_with_its_version(tmp_path: Path) -> None:
    """PYTHON=... that is too old is told with the version that it has."""
    old = '#!/bin/sh\ncase "$*" in *version_info*) exit 1;; *) echo 3.9.18;; esac\n'
    code, lines = _setup(tmp_path, old, PYTHON=str(tmp_path / "bin" / "python3"))

    assert code == 1
    assert len(lines) == 1
    assert "is Python 3.9.18, not a Python 3.11" in lines[0]


def test_a_wrong_interpreter_is_named(tmp_path: Path) -> None:
    """PYTHON=... that does not run is told by its path."""
    code, lines = _setup(tmp_path, OLD, PYTHON=str(tmp_path / "bin" / "python3"))

    assert code == 1
    assert lines == [f"setup: PYTHON={tmp_path}/bin/python3 is not a Python 3.11 or newer that runs."]
