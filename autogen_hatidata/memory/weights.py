"""The files of a sentence-transformers model: which of them decide its vectors, and what they hash to."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from autogen_hatidata.errors import EmbedderFailed

MINILM = "all-MiniLM-L6-v2"
MINILM_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of the weights of sentence-transformers/all-MiniLM-L6-v2, revision 1110a243fdf4706b3f48f1d95db1a4f5529b4d41."""

# Beside the weights; documentation and other forms of the weights are left out. data_config.json lists what a model was
# trained on, and not every copy has it.
_SETUP = frozenset({".json", ".txt", ".model"})
_LAYERS = frozenset({".safetensors", ".bin"})
_NO_SETUP = frozenset({"data_config.json"})


class ModelFiles(NamedTuple):
    """A model on disk.

    Attributes:
        folder: where ``modules.json`` lies.
        name: what people call it.
        is_minilm: whether its weights, or those beside its ONNX file, are MiniLM's.
        weights: the files that hold the numbers; one ONNX file where that is what runs.
        sha256: of the weights.
        setup: the hash of what else decides the vectors: tokenizer, pooling, prompts, later layers.
    """

    folder: Path
    name: str
    is_minilm: bool
    weights: tuple[Path, ...]
    sha256: str
    setup: str

    @property
    def id(self) -> str:
        """Another one for other weights, another tokenizer, another length at which texts are cut."""
        return f"{self.name}-{self.sha256[:12]}-{self.setup[:8]}"

    @property
    def is_onnx(self) -> bool:
        """Whether the weights are an ONNX file."""
        return self.weights[0].suffix == ".onnx"


def read(folder: Path, name: str, onnx: Path | None = None) -> ModelFiles:
    """Look at a model's files and hash them: 0.2 s for MiniLM.

    Args:
        folder: of a sentence-transformers model.
        name: what it is called, unless its weights are known under another name.
        onnx: the file to run in place of its other weights.

    Raises:
        EmbedderFailed: no such model there, or files that cannot be read.
    """
    modules = modules_of(folder, name)
    first, *later = (folder / str(module.get("path", "")) for module in modules)
    weights = (onnx,) if onnx else weights_in(first)
    if not weights:
        raise EmbedderFailed(f"The embedding model {name} has no weights.", "download it again, as a whole.")
    try:
        setup = {path.relative_to(folder).as_posix(): _sha256([path]) for path in _setup(folder, first, later)}
        digest = _sha256(weights)
        is_minilm = MINILM_SHA256 in (digest, onnx and _sha256(weights_in(first)))
    except OSError as error:
        raise EmbedderFailed(f"The embedding model {name} cannot be read: {error.strerror}.") from error
    return ModelFiles(folder, MINILM if is_minilm else name, is_minilm, weights, digest, _hash_of(setup))


def modules_of(folder: Path, name: str) -> list[dict[str, Any]]:
    """The steps of a model, of which the first has the weights.

    Raises:
        EmbedderFailed: there is no sentence-transformers model in this folder.
    """
    found = _json(folder / "modules.json")
    if not (isinstance(found, list) and found and all(isinstance(one, dict) for one in found)):
        raise EmbedderFailed(
            f"{name} is no sentence-transformers model: its folder has no modules.json.",
            "name the folder that SentenceTransformer.save() wrote.",
        )
    return found


def table(path: Path) -> dict[str, Any]:
    """The settings in a JSON file of a model; none where there is no such file."""
    found = _json(path)
    return found if isinstance(found, dict) else {}


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def weights_in(folder: Path) -> tuple[Path, ...]:
    """The weights that sentence-transformers loads from there; several files where they are large."""
    for pattern in ("model*.safetensors", "pytorch_model*.bin"):
        if found := sorted(folder.glob(pattern)):
            return tuple(found)
    return ()


def _setup(folder: Path, first: Path, later: Iterable[Path]) -> list[Path]:
    """The files that set the model up, and those of the steps after the first with their own weights."""
    places = [(folder, _SETUP), (first, _SETUP), *((step, _SETUP | _LAYERS) for step in later if step.is_dir())]
    return sorted(
        {
            path
            for place, suffixes in places
            for path in place.iterdir()
            if path.suffix in suffixes and path.name not in _NO_SETUP
        }
    )


def _sha256(paths: Iterable[Path]) -> str:
    """Of one file as every tool computes it, of several over their hashes."""
    digests = []
    for path in paths:
        with path.open("rb") as file:
            digests.append(hashlib.file_digest(file, "sha256").hexdigest())
    return digests[0] if len(digests) == 1 else _hash_of(digests)


def _hash_of(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()
