"""A set to measure search with: the first line of a docstring looks for the rest of it.

The texts are those of the standard library and of installed packages, read from their sources and never imported. The
manifest says which of them count, by name and hash; ``python -m benchmarks.docstrings`` chooses them anew.
"""

from __future__ import annotations

import ast
import hashlib
import platform
import sys
import sysconfig
import warnings
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from importlib.metadata import PackageNotFoundError, distribution, version
from pathlib import Path
from typing import NamedTuple

MANIFEST = Path(__file__).parent / "memory_sets" / "docstrings.tsv"
PYTHON = "python"
PACKAGES = ("numpy", "pandas", "pyautogen", "openai", "pydantic", "hypothesis", "sqlglot", "pytest", "rich", "docker")
DOCUMENTS, TUNE, REPORT, EACH = 4000, 500, 1500, 700
LENGTH = 600
"""So many characters of a text count: about as many as a small embedder reads."""
_LEFT_OUT = frozenset({"test", "tests", "idlelib", "lib2to3", "_vendor"})


class Docstring(NamedTuple):
    """One docstring; ``name`` is its module, a colon, and what it documents in there."""

    name: str
    summary: str
    rest: str

    @property
    def digest(self) -> str:
        """What tells this text from that of another version."""
        return hashlib.sha256(f"{self.summary}\n{self.rest}".encode()).hexdigest()[:12]


class Entry(NamedTuple):
    """A line of the manifest. ``split`` is ``tune`` or ``report`` where the summary is asked for, else ``-``."""

    split: str
    digest: str
    package: str
    name: str


class Manifest(NamedTuple):
    """Which docstrings count, and the version of each package that they are from."""

    versions: dict[str, str]
    entries: list[Entry]


class Found(NamedTuple):
    """Those of a manifest that are the same here. ``lost`` says of each package how many are not, and why."""

    entries: list[tuple[Entry, Docstring]]
    lost: list[str]


def read() -> Manifest:
    """The committed manifest."""
    lines = MANIFEST.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines]
    return Manifest({row[1]: row[2] for row in rows if row[0] == "#"}, [Entry(*row) for row in rows if row[0] != "#"])


def find(manifest: Manifest) -> Found:
    """Read the docstrings of a manifest from the packages that are installed."""
    wanted = {entry.name.partition(":")[0] for entry in manifest.entries}
    here = {found.name: found for package in manifest.versions for found in docstrings(package, wanted)}
    same = [
        (entry, here[entry.name])
        for entry in manifest.entries
        if entry.name in here and here[entry.name].digest == entry.digest
    ]
    missing = Counter(entry.package for entry in manifest.entries)
    missing.subtract(entry.package for entry, _ in same)
    return Found(
        same,
        [
            f"{count} of {package} {manifest.versions[package]} (here: {_version(package) or 'not installed'})"
            for package, count in missing.items()
            if count
        ],
    )


def docstrings(package: str, modules: Collection[str] | None = None) -> Iterator[Docstring]:
    """The docstrings of a package that have a summary and enough after it.

    Args:
        modules: those of these modules alone.
    """
    for module, path in _files(package):
        if modules is None or module in modules:
            yield from _of_file(module, path)


def _files(package: str) -> Iterator[tuple[str, Path]]:
    if package == PYTHON:
        root = Path(sysconfig.get_path("stdlib"))
        paths = [path.relative_to(root) for path in root.rglob("*.py")]
        found = [path for path in paths if path.with_suffix("").parts[0] in sys.stdlib_module_names]
    else:
        try:
            files = distribution(package).files or []
        except PackageNotFoundError:
            return
        root = Path(str(distribution(package).locate_file("")))
        found = [Path(str(file)) for file in files if file.suffix == ".py" and ".." not in file.parts]
    for path in sorted(found):
        if not _LEFT_OUT.intersection(path.parts):
            yield ".".join(path.with_suffix("").parts), root / path


def _of_file(module: str, path: Path) -> Iterable[Docstring]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what a compiler thinks of other people's backslashes
        tree = ast.parse(path.read_bytes())
    found: dict[str, Docstring] = {}  # of overloads the first one counts
    waiting: list[tuple[str, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef]] = [("", tree)]
    for name, node in waiting:  # it grows meanwhile
        summary, _, rest = (ast.get_docstring(node) or "").strip().partition("\n")
        rest = rest.strip()[:LENGTH]
        if len(summary.split()) >= 4 and len(rest.split()) >= 15:
            found.setdefault(name, Docstring(f"{module}:{name}", summary, rest))
        waiting += [
            (f"{name}.{child.name}".lstrip("."), child)
            for child in node.body
            if isinstance(child, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        ]
    return found.values()


def _version(package: str) -> str | None:
    if package == PYTHON:
        return platform.python_version()
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def choose() -> Manifest:
    """Docstrings of what is installed, chosen by their hashes; no two have the same summary or the same rest."""
    chosen: dict[str, tuple[str, Docstring]] = {}
    seen: set[str] = set()
    for package in (PYTHON, *PACKAGES):
        taken = 0
        for one in sorted(docstrings(package), key=lambda one: (one.digest, one.name)):
            if taken < EACH and one.name not in chosen and not seen.intersection((one.summary, one.rest)):
                seen.update((one.summary, one.rest))
                chosen[one.name] = (package, one)
                taken += 1
    order = sorted(chosen.values(), key=lambda row: row[1].digest)[:DOCUMENTS]
    splits = ["tune"] * TUNE + ["report"] * REPORT + ["-"] * (len(order) - TUNE - REPORT)
    entries = [Entry(split, one.digest, package, one.name) for split, (package, one) in zip(splits, order, strict=True)]
    return Manifest({package: _version(package) or "" for package in (PYTHON, *PACKAGES)}, entries)


def write(manifest: Manifest) -> None:
    """Replace the committed manifest."""
    rows = [("#", *row) for row in manifest.versions.items()] + sorted(manifest.entries, key=lambda one: one[2:])
    MANIFEST.write_text("".join("\t".join(row) + "\n" for row in rows), encoding="utf-8")


if __name__ == "__main__":
    write(choose())
