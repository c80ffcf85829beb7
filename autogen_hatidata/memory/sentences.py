"""Sentence-transformers models that lie on this disk. The library is imported with the first text, for seconds."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from autogen_hatidata.errors import EmbedderFailed
from autogen_hatidata.memory.calibration import own_threshold
from autogen_hatidata.memory.embedding import Vectors, as_texts, unit_rows
from autogen_hatidata.memory.onnxmodel import OnnxModel
from autogen_hatidata.memory.weights import ModelFiles

_log = logging.getLogger("autogen_hatidata")

MINILM_DIM = 384
MINILM_THRESHOLD = 0.36
"""What `calibrate` gives for 1,500 docstrings and their first lines, of which it keeps 82 %; for `SENTENCES` 0.28."""

_BATCH = 32
_MOST_PAIRS = _BATCH * 512**2
"""Of tokens in a batch: a model may keep numbers for each pair in a text, and one that reads 8,192 tokens would fill
the memory with 32 such texts. Up to 512 tokens all batches have 32 texts."""

# Tokenizers read a text to its end before they cut it: 4 million characters took ten seconds. No language has tokens of
# so many letters on average.
_CHARS_PER_TOKEN = 64


class _Model(Protocol):
    max_tokens: int

    def encode(self, texts: list[str]) -> Any: ...


class _TorchModel:
    def __init__(self, folder: Path) -> None:
        from sentence_transformers import SentenceTransformer

        with _without_bars():
            self._model = SentenceTransformer(str(folder), local_files_only=True)
        self.max_tokens = int(self._model.max_seq_length or 512)

    def encode(self, texts: list[str]) -> Any:
        return self._model.encode(texts, batch_size=len(texts), show_progress_bar=False)


@contextmanager
def _without_bars() -> Iterator[None]:
    """Loading draws a progress bar on standard error unless the program's own setting is changed meanwhile."""
    from transformers.utils import logging as bars

    shown = bars.is_progress_bar_enabled()
    bars.disable_progress_bar()
    try:
        yield
    finally:
        if shown:
            bars.enable_progress_bar()


class _Loaded:
    """A model and the turns of the threads that use it: tokenizers fail when two threads use one."""

    def __init__(self, model: _Model) -> None:
        self._model = model
        self.max_tokens = model.max_tokens
        self._busy, self._next = threading.Lock(), threading.Lock()

    def encode(self, texts: list[str]) -> Any:
        # Who waits holds `next`, so that a thread with thousands of texts cannot take the turn again before it.
        with self._next:
            self._busy.acquire()
        try:
            most = self.max_tokens * _CHARS_PER_TOKEN
            return self._model.encode([text[:most] for text in texts])
        finally:
            self._busy.release()


def _batches(texts: Sequence[str], max_tokens: int) -> Iterator[list[int]]:
    """The numbers of texts that share a batch: of one length, for the shorter ones are filled up to the longest."""
    bytes_of = [len(text.encode()) for text in texts]
    batch: list[int] = []
    for number in sorted(range(len(texts)), key=bytes_of.__getitem__):
        tokens = min(bytes_of[number] + 2, max_tokens)  # no tokenizer makes more of a text, with its two ends
        if batch and (len(batch) == _BATCH or (len(batch) + 1) * tokens**2 > _MOST_PAIRS):
            yield batch
            batch = []
        batch.append(number)
    if batch:
        yield batch


_models: dict[tuple[Path, str], _Loaded] = {}
_loading = threading.Lock()


def _loaded(files: ModelFiles) -> _Loaded:
    """The model of these files, loaded once a process."""
    key = (files.folder, files.id)
    if key in _models:  # and not behind the lock, while another model is loaded
        return _models[key]
    with _loading:
        if key not in _models:
            _log.info("Loading the embedding model %s from %s.", files.name, files.folder)
            try:
                model = OnnxModel(files.folder, files.weights[0]) if files.is_onnx else _TorchModel(files.folder)
            except Exception as error:  # what libraries raise that are there in part, or that meet other files
                raise EmbedderFailed(
                    f"The embedding model {files.name} cannot be loaded ({type(error).__name__}).",
                    "see the error that this one was raised from.",
                ) from error
            _models[key] = _Loaded(model)
        return _models[key]


class SentenceEmbedder:
    """A model of sentence-transformers, run by torch, or by ONNX Runtime where that and an ONNX file are there.

    Of a text count the first tokens only, 256 for MiniLM (about 1,000 letters of English); what follows can be found by
    its words. Threads take turns, at most 32 texts at a time.

    Args:
        files: the model on disk; nothing is loaded before the first text.

    Attributes:
        sha256: of the weights.
    """

    kind = "semantic"

    def __init__(self, files: ModelFiles) -> None:
        self._files = files
        self.id, self.sha256 = files.id, files.sha256

    @cached_property
    def dim(self) -> int:
        """Numbers in a vector; the model is asked where it is not a known one."""
        return MINILM_DIM if self._files.is_minilm else len(self.embed([""])[0])

    @cached_property
    def default_threshold(self) -> float:
        """Known for MiniLM, calibrated with a few sentences for others."""
        return MINILM_THRESHOLD if self._files.is_minilm else own_threshold(self)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One row of length 1 for each text."""
        checked = as_texts(texts)
        if not checked:
            return np.empty((0, self.dim), dtype=np.float32)
        model = _loaded(self._files)
        rows: list[Any] = [None] * len(checked)
        for part in _batches(checked, model.max_tokens):
            try:
                found = model.encode([checked[number] for number in part])
            except Exception as error:  # what torch and ONNX Runtime raise has nothing in common
                raise EmbedderFailed(
                    f"The embedding model {self._files.name} failed ({type(error).__name__}).",
                    "see the error that this one was raised from.",
                ) from error
            for number, row in zip(part, unit_rows(found, len(part)), strict=True):
                rows[number] = row
        return np.array(rows, dtype=np.float32)
