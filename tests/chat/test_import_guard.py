"""A missing, wrong, hidden or doubled AutoGen is one error or one warning that names the command that mends it."""

from __future__ import annotations

import importlib
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULES = [
    f"autogen_hatidata.{name}"
    for name in ("tools.classic", "tools.attribution", "tools.register", "tools.capability", "groupchat")
]
CLASSIC = "class ConversableAgent: pass\nclass GroupChat: pass\nclass GroupChatManager: pass\n"
GUARD = "autogen_hatidata.tools.classic"
FRONT = "from autogen_hatidata import register_hatidata_tools"

Site = Callable[..., Path]


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Makes a folder of installed distributions and modules."""

    def install(distributions: Mapping[str, str], files: Mapping[str, str]) -> Path:
        folder = tmp_path / "site packages"
        for name, version in distributions.items():
            metadata = folder / f"{name.replace('-', '_')}-{version}.dist-info" / "METADATA"
            metadata.parent.mkdir(parents=True)
            metadata.write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
        for name, text in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text)
        return folder

    return install


def said(code: str, *path: Path) -> str:
    """The last line that an interpreter without any other packages prints to standard error."""
    places = [str(place) for place in (*path, ROOT)]
    script = f"import sys\nsys.path[:0] = {places!r}\n{code}"
    done = subprocess.run([sys.executable, "-I", "-S", "-c", script], capture_output=True, text=True, check=False)
    return (done.stderr.strip().splitlines() or [""])[-1]


@pytest.mark.parametrize(
    ("distributions", "files", "message"),
    [
        ({}, {}, 'Classic AutoGen, `import autogen`, is not installed. Run: pip install "autogen-hatidata[pyautogen]"'),
        (
            {"pyautogen": "0.10.0"},
            {"autogen_agentchat/__init__.py": ""},
            "pyautogen 0.10.0 does not have the classic AutoGen API, `import autogen`. "
            'Run: pip install "autogen-hatidata[pyautogen]"',
        ),
        (
            {"autogen-agentchat": "0.7.5"},
            {"autogen_agentchat/__init__.py": ""},
            "autogen-agentchat 0.7.5 does not have the classic AutoGen API, `import autogen`. "
            'Run: pip install "autogen-hatidata[pyautogen]"',
        ),
        (
            {"ag2": "1.2.1"},
            {"ag2/__init__.py": ""},
            "ag2 1.2.1 does not have the classic AutoGen API, `import autogen`. "
            'Run: pip install "autogen-hatidata[ag2]"',
        ),
        (
            {"autogen": "0.1.1"},
            {"autogen/__init__.py": "version = '0.1.1'"},
            "autogen 0.1.1 does not have the classic AutoGen API, `import autogen`. "
            'Run: pip install "autogen-hatidata[autogen]"',
        ),
        (
            {"ag2": "0.14.0"},
            {"autogen/agentchat/__init__.py": ""},
            "ag2 0.14.0 is installed, but its `import autogen` fails (cannot import name 'ConversableAgent' from "
            "'autogen' (unknown location)). Run: pip install --force-reinstall \"ag2==0.14.0\"",
        ),
        (
            {"pyautogen": "0.2.35"},
            {"autogen/__init__.py": "import flaml_that_is_gone"},
            "pyautogen 0.2.35 is installed, but its `import autogen` fails (No module named 'flaml_that_is_gone'). "
            'Run: pip install --force-reinstall "pyautogen==0.2.35"',
        ),
    ],
    ids=["none", "pyautogen 0.10", "agentchat 0.7", "ag2 1.x", "autogen 0.1", "half removed", "broken"],
)
def test_what_is_installed_instead_is_named_with_the_cure(
    site: Site, distributions: Mapping[str, str], files: Mapping[str, str], message: str
) -> None:
    """No AutoGen, one without the classic API, or a damaged one: a sentence, and the command that mends it."""
    assert said(f"import {GUARD}", site(distributions, files)) == f"ImportError: {message}"


def test_a_file_of_that_name_is_to_be_renamed(site: Site, tmp_path: Path) -> None:
    """A local autogen.py, or a folder, that hides AutoGen is told with its path and the command that moves it aside."""
    installed = site({"ag2": "0.14.0"}, {"autogen/__init__.py": CLASSIC})
    for name, content in {"a/autogen.py": "autogen.py", "b/autogen": "autogen/__init__.py"}.items():
        file = tmp_path / name.split("/")[0] / content
        file.parent.mkdir(parents=True)
        file.write_text("")
        here = tmp_path / name
        moved = here.with_name(f"my_{here.name}")

        assert said(f"import {GUARD}", tmp_path / name.split("/")[0], installed) == (
            f"ImportError: `import autogen` finds {here}, which is not AutoGen and hides it. Run: mv {here} {moved}"
        )


@pytest.mark.parametrize("program", [FRONT, f"import autogen\n{FRONT}\nautogen.ConversableAgent"])
def test_a_program_that_is_called_autogen_is_to_be_renamed(tmp_path: Path, program: str) -> None:
    """The user's own program, saved as autogen.py, is told to move itself, also if it imports AutoGen first."""
    file = tmp_path / "autogen.py"
    file.write_text(program)
    done = subprocess.run([sys.executable, str(file)], capture_output=True, text=True, check=False, cwd=ROOT)

    assert done.returncode == 1
    assert f"Run: mv {file} {tmp_path}/my_autogen.py" in done.stderr.strip().splitlines()[-1]


def test_two_owners_of_the_folder_are_told_once(site: Site) -> None:
    """Two distributions that overwrite each other's files are one warning with the command, and the import goes on."""
    both = site({"pyautogen": "0.9.0", "ag2": "0.14.0", "autogen-agentchat": "0.7.5"}, {"autogen/__init__.py": CLASSIC})
    code = f"""
import importlib, warnings
with warnings.catch_warnings(record=True) as told:
    warnings.simplefilter("always")
    for _ in range(2):
        assert importlib.import_module({GUARD!r}).GroupChat
print(*(f"{{one.category.__name__}}: {{one.message}}" for one in told), sep="\\n", file=sys.stderr)
assert len(told) == 1
"""

    assert said(code, both) == (
        "UserWarning: pyautogen 0.9.0 and ag2 0.14.0 own one folder, `autogen`, and overwrite each other's files. "
        'Keep one. Run: pip uninstall -y pyautogen ag2 && pip install "autogen-hatidata[pyautogen]"'
    )


@pytest.mark.parametrize("version", ["0.14.0", "0.9rc1"])
def test_one_owner_is_not_worth_a_word(site: Site, version: str) -> None:
    """A good environment is imported in silence, also beside the newer distribution that has no such folder."""
    assert said(f"import {GUARD}", site({"ag2": version, "pyautogen": "0.10.0"}, {"autogen/__init__.py": CLASSIC})) == (
        ""
    )


@pytest.mark.parametrize("name", MODULES)
def test_every_module_that_needs_autogen_says_so(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Each module that imports AutoGen gives that one error where there is none, whichever is imported first."""
    for module in MODULES:
        monkeypatch.delitem(sys.modules, module, raising=False)
    monkeypatch.setitem(sys.modules, "autogen", None)  # type: ignore[arg-type]

    with pytest.raises(ImportError, match=r'Run: pip install .*"'):
        importlib.import_module(name)


def test_core_works_without_autogen(monkeypatch: pytest.MonkeyPatch) -> None:
    """The scripted model and the calling context need no AutoGen."""
    monkeypatch.setitem(sys.modules, "autogen", None)  # type: ignore[arg-type]
    for name in ("autogen_hatidata.testing", "autogen_hatidata.caller"):
        monkeypatch.delitem(sys.modules, name)
        importlib.import_module(name)
