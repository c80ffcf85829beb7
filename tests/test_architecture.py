"""The house keeps its floors: who may import whom, and what the front door loads."""

from __future__ import annotations

import ast
import subprocess
import sys
import warnings
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from support.guards import GUARDS

PACKAGE = Path(__file__).parents[1] / "autogen_hatidata"
NAME = PACKAGE.name

FLOORS = {
    "errors": 0,
    "types": 0,
    "caller": 0,
    "healer": 0,
    "settings": 1,
    "telemetry": 1,
    "governance": 1,
    "sql": 1,
    "engines": 2,
    "memory": 3,
    "audit": 3,
    "pipeline": 4,
    "opening": 5,
    "agent": 5,
    "memories": 5,
    "layer_memory": 5,
    "layer": 5,
    "tools": 6,
    "groupchat": 7,
    "testing": 7,
    "adapters": 7,
    "server": 7,
    "cli": 8,
}
# Rooms of one floor do not know each other, except the parts of the layer.
NEIGHBOURS = {
    ("layer", "opening"),
    ("layer", "agent"),
    ("agent", "memories"),
    ("layer", "layer_memory"),
    ("layer_memory", "memories"),
}

ROOM_OF = {
    "duckdb": {"engines"},
    "sqlglot": {"sql"},
    "faiss": {"memory"},
    "torch": {"memory"},
    "sentence_transformers": {"memory"},
    "transformers": {"memory"},
    "huggingface_hub": {"memory"},
    "onnxruntime": {"memory"},
    "tokenizers": {"memory"},
    "autogen": {"tools", "groupchat"},
}
# Tools that are tested without AutoGen, so that they may not import it.
WITHOUT_AUTOGEN = ("tools/catalog.py", "tools/render.py")
MODELS = ("torch", "sentence_transformers", "transformers", "huggingface_hub", "onnxruntime", "tokenizers")
# What starts processes, or opens a layer, an engine or a store over files, takes long: tests/system has it.
NOT_IN_UNIT_TESTS = ("subprocess", "multiprocessing", "os.fork", "os.kill", "HatiData.open", "ENGINES", "WorkerEngine")
NOT_IN_UNIT_TESTS += ("open_store(", "MemoryStore(", "shop_layer")
HEAVY = (
    *MODELS,
    "faiss",
    "duckdb",
    "sqlglot",
    "pandas",
    "pyarrow",
    "numpy",
    "autogen",
    "openai",
)


@cache
def _files() -> tuple[Path, ...]:
    return tuple(sorted(PACKAGE.rglob("*.py")))


def _module(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _room(module: str) -> str:
    """The file or folder right below the package; empty for the front door."""
    return [*module.split("."), ""][1]


def _runs(node: ast.AST) -> Iterator[ast.AST]:
    """All nodes but those under ``if TYPE_CHECKING:``."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and ast.unparse(child.test).endswith("TYPE_CHECKING"):
            for other in child.orelse:
                yield other
                yield from _runs(other)
            continue
        yield child
        yield from _runs(child)


@cache
def _imports(path: Path, *, top_only: bool = False) -> frozenset[str]:
    """The modules that a file imports; ``top_only`` leaves out those inside functions."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes = tree.body if top_only else _runs(tree)
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found |= {_target(node.module or "", alias.name) for alias in node.names}
    return frozenset(found)


def _target(module: str, name: str) -> str:
    """``from package.room import part`` imports the part where that is a module."""
    place = PACKAGE.parent.joinpath(*module.split("."), name)
    return f"{module}.{name}" if place.with_suffix(".py").exists() or place.is_dir() else module


@pytest.mark.parametrize("path", _files(), ids=_module)
def test_imports_go_down(path: Path) -> None:
    """A file imports only from lower floors or from its own room."""
    room = _room(_module(path))
    wrong = []
    for module in sorted(_imports(path)):
        other = _room(module)
        if not module.startswith(f"{NAME}.") or other == room or room == "" or (room, other) in NEIGHBOURS:
            continue
        if FLOORS[other] >= FLOORS[room] and FLOORS[room] != 0:
            wrong.append(module)

    assert wrong == []


def test_every_room_has_a_floor() -> None:
    """No file or folder of the package stands outside the house."""
    rooms = {_room(_module(path)) for path in _files()} - {""}

    assert rooms - FLOORS.keys() == set()


def test_no_room_is_empty() -> None:
    """A folder appears with the code that fills it."""
    hollow = [
        folder.name
        for folder in PACKAGE.iterdir()
        if folder.is_dir() and folder.name != "__pycache__" and len(list(folder.rglob("*.py"))) < 2
    ]

    assert hollow == []


def test_no_cycles() -> None:
    """No module imports itself through others, not even inside a function."""
    modules = {_module(path): path for path in _files()}
    graph = {module: {name for name in _imports(path) if name in modules} for module, path in modules.items()}
    done: set[str] = set()

    def visit(module: str, trail: tuple[str, ...]) -> list[str]:
        if module in trail:
            return [" -> ".join((*trail[trail.index(module) :], module))]
        if module in done:
            return []
        found = [cycle for other in sorted(graph[module]) for cycle in visit(other, (*trail, module))]
        done.add(module)
        return found

    assert [cycle for module in sorted(graph) for cycle in visit(module, ())] == []


@pytest.mark.parametrize("library", ROOM_OF)
def test_a_heavy_library_has_one_room(library: str) -> None:
    """Each heavy library is imported by one room alone."""
    importers = {
        _room(_module(path)) for path in _files() if library in {name.split(".")[0] for name in _imports(path)}
    }

    assert importers - ROOM_OF[library] == set()


@pytest.mark.parametrize("name", WITHOUT_AUTOGEN)
def test_what_a_model_sees_needs_no_autogen(name: str) -> None:
    """The catalog of tools and the rendering of answers never import autogen."""
    assert "autogen" not in {module.split(".")[0] for module in _imports(PACKAGE / name)}


def _loaded(code: str) -> set[str]:
    """The modules that are loaded after the code ran in a fresh interpreter."""
    script = f"import sys\n{code}\nprint(' '.join(sys.modules))"
    done = subprocess.run([sys.executable, "-I", "-c", _with_path(script)], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def _with_path(script: str) -> str:
    return f"import sys\nsys.path.insert(0, {str(PACKAGE.parent)!r})\n{script}"


def test_the_front_door_is_light() -> None:
    """Importing the package loads none of the heavy libraries."""
    assert _loaded(f"import {NAME}") & set(HEAVY) == set()


def test_choosing_an_embedder_is_light() -> None:
    """To look for a model on this machine imports no library that runs one, also where they are installed."""
    code = f"from {NAME}.memory.embedders import choose\nchoose('hashing').embed(['a'])"

    assert _loaded(code) & set(MODELS) == set()


def test_every_public_name_is_there_and_listed() -> None:
    """The front door offers at most fifteen names, each of which can be had."""
    import autogen_hatidata

    names = autogen_hatidata.__all__
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what AutoGen does at import is not ours
        missing = [name for name in names if not hasattr(autogen_hatidata, name)]

    assert len(names) <= 15
    assert missing == []
    assert set(names) <= set(dir(autogen_hatidata))


def test_the_core_runs_without_autogen() -> None:
    """A layer can be opened and asked where AutoGen is not installed."""
    code = (
        f"sys.modules['autogen'] = None\nfrom {NAME} import HatiData\n"
        "with HatiData.open() as layer:\n    assert layer.agent('a').query('SELECT 1 AS n') == [{'n': 1}]"
    )

    assert "duckdb" in _loaded(code)


def test_top_level_imports_are_absolute_and_few() -> None:
    """No module of the core imports a room lazily that it could import at its top: only the front door and tools do."""
    late = {
        _module(path): sorted(
            name for name in _imports(path) - _imports(path, top_only=True) if name.startswith(f"{NAME}.")
        )
        for path in _files()
        if _room(_module(path)) in ("governance", "sql", "engines", "audit", "pipeline")
    }

    assert {module: names for module, names in late.items() if names} == {}


def test_guards_name_tests_that_are_there() -> None:
    """The guards of `scripts/without_guard.py` stay tied to tests, also when these are moved or called otherwise."""
    for guard, row in GUARDS.items():
        for named in row.tests:
            path, _, test = named.partition("::")
            text = (PACKAGE.parent / path).read_text(encoding="utf-8")
            assert not test or f"def {test.partition('[')[0]}(" in text, (guard, named)


def test_unit_tests_stay_in_their_process() -> None:
    """What takes long by its nature is not among the tests that are run all the time."""
    unit = Path(__file__).parent / "unit"
    found = {
        str(path.relative_to(unit)): words
        for path in sorted(unit.rglob("*.py"))
        if (words := [word for word in NOT_IN_UNIT_TESTS if word in path.read_text(encoding="utf-8")])
    }

    assert found == {}
