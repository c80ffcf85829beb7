"""A missing or wrong AutoGen is one ImportError that says what to install."""

from __future__ import annotations

import importlib
import sys
from types import ModuleType

import pytest

MODULES = ("autogen_hatidata.tools.attribution", "autogen_hatidata.tools.register", "autogen_hatidata.groupchat")


@pytest.fixture
def forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """The modules that import AutoGen, not imported yet; afterwards all is as before."""
    for name in MODULES:
        monkeypatch.delitem(sys.modules, name, raising=False)


@pytest.mark.parametrize("found", [None, ModuleType("autogen")], ids=["missing", "another module of that name"])
@pytest.mark.parametrize("name", MODULES)
@pytest.mark.usefixtures("forgotten")
def test_wrong_autogen_names_the_cure(monkeypatch: pytest.MonkeyPatch, found: ModuleType | None, name: str) -> None:
    """Without AutoGen, or with a module of its name that is something else, the error names the install commands."""
    monkeypatch.setitem(sys.modules, "autogen", found)  # type: ignore[arg-type]

    with pytest.raises(ImportError, match=r'pip install "autogen-hatidata\[pyautogen\]".*autogen\.py'):
        importlib.import_module(name)


def test_core_works_without_autogen(monkeypatch: pytest.MonkeyPatch) -> None:
    """The scripted model and the calling context need no AutoGen."""
    monkeypatch.setitem(sys.modules, "autogen", None)  # type: ignore[arg-type]
    for name in ("autogen_hatidata.testing", "autogen_hatidata.caller"):
        monkeypatch.delitem(sys.modules, name)
        importlib.import_module(name)
