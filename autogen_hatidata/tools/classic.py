"""The classic AutoGen API, or one ImportError that says what is wrong and names the command that mends it.

Four distributions bring a folder named ``autogen``. Their newer releases bring none, two of them in one environment
overwrite each other's files, and a file of the user's own named autogen.py hides them all.
"""

from __future__ import annotations

import importlib.util
import re
import shlex
import warnings
from collections.abc import Mapping
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

_RELEASES: Mapping[str, tuple[tuple[int, int], tuple[int, int], str]] = {
    "pyautogen": ((0, 2), (0, 10), "pyautogen"),
    "autogen-agentchat": ((0, 2), (0, 4), "pyautogen"),
    "ag2": ((0, 3), (1, 0), "ag2"),
    "autogen": ((0, 3), (1, 0), "autogen"),
}
"""By distribution: its first release with the classic API, its first without, and our extra that brings the API."""


def _installed() -> dict[str, Distribution]:
    found = {}
    for name in _RELEASES:
        try:
            found[name] = distribution(name)
        except PackageNotFoundError:
            continue
    return found


def _is_classic(name: str, version: str) -> bool:
    first, end, _ = _RELEASES[name]
    numbers = [int(part) for part in re.findall(r"\d+", version)[:2]]
    return first <= tuple(numbers) < end


def _problem(cause: ImportError) -> str:
    """What is wrong with ``import autogen`` here, and the command that mends it."""
    installed = _installed()
    found = _found()
    if found is not None and all(found != _home(one) for one in installed.values()):
        here = found if found.name != "__init__.py" else found.parent
        aside = here.with_name(f"my_{here.name}")
        return (
            f"`import autogen` finds {here}, which is not AutoGen and hides it. "
            f"Run: mv {shlex.quote(str(here))} {shlex.quote(str(aside))}"
        )
    for name, one in installed.items():
        if _is_classic(name, one.version):
            return (
                f"{name} {one.version} is installed, but its `import autogen` fails ({cause}). "
                f'Run: pip install --force-reinstall "{name}=={one.version}"'
            )
    for name, one in installed.items():
        return f"{name} {one.version} does not have the classic AutoGen API, `import autogen`. Run: {_pip(name)}"
    return f"Classic AutoGen, `import autogen`, is not installed. Run: {_pip('pyautogen')}"


def _found() -> Path | None:
    """The file that ``import autogen`` finds."""
    try:
        spec = importlib.util.find_spec("autogen")
    except ValueError:  # a module without a spec, say a test's
        return None
    return Path(spec.origin).resolve() if spec is not None and spec.origin is not None else None


def _home(one: Distribution) -> Path:
    return Path(str(one.locate_file("autogen/__init__.py"))).resolve()


def _pip(name: str) -> str:
    return f'pip install "autogen-hatidata[{_RELEASES[name][2]}]"'


def _warn_of_two() -> None:
    owners = {name: one.version for name, one in _installed().items() if _is_classic(name, one.version)}
    if len(owners) > 1:
        told = " and ".join(f"{name} {version}" for name, version in owners.items())
        warnings.warn(
            f"{told} own one folder, `autogen`, and overwrite each other's files. "
            f"Keep one. Run: pip uninstall -y {' '.join(owners)} && {_pip(next(iter(owners)))}",
            stacklevel=2,
        )


try:
    from autogen import ConversableAgent, GroupChat, GroupChatManager
except ImportError as missing:
    raise ImportError(_problem(missing)) from missing
_warn_of_two()

__all__ = ["ConversableAgent", "GroupChat", "GroupChatManager"]
