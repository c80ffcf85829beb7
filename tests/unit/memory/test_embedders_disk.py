"""Models on disk: what makes their id, one load a process, turns of threads, and what of a long text counts."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from support.embedding_fakes import DIM, Library, letters, slowly, write_model

from autogen_hatidata.errors import EmbedderFailed
from autogen_hatidata.memory import onnxmodel, weights
from autogen_hatidata.memory.embedders import choose, info
from autogen_hatidata.memory.weights import modules_of, table


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> Library:
    """The library's stand-in."""
    return Library().install(monkeypatch)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A model, and files beside it that do not matter."""
    (tmp_path / "model/onnx").mkdir(parents=True)
    (tmp_path / "model/.cache").mkdir()
    return write_model(
        tmp_path / "model", config__json="{}", vocab__txt="a b", README__md="# model", data_config__json="[]"
    )


def test_the_id_is_that_of_the_weights(library: Library, folder: Path) -> None:
    """The id has the beginning of the weights' sha256, which is told whole."""
    facts = info(choose(folder))

    assert facts["sha256"] == sha256(b"weights").hexdigest()
    assert facts["id"].startswith(f"model-{facts['sha256'][:12]}-")


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: (folder / "model.safetensors").write_bytes(b"others"),
        lambda folder: (folder / "tokenizer.json").write_text('{"version": 2}'),
        lambda folder: (folder / "vocab.txt").write_text("b a"),
        lambda folder: (folder / "sentence_bert_config.json").write_text('{"max_seq_length": 128}'),
        lambda folder: (folder / "1_Pooling/config.json").write_text('{"pooling_mode": "cls"}'),
        lambda folder: (folder / "1_Pooling/model.safetensors").write_bytes(b"a layer"),
        lambda folder: (folder / "model-00002.safetensors").write_bytes(b"more"),
    ],
    ids=["weights", "tokenizer", "vocabulary", "length", "pooling", "a later layer", "a second file"],
)
def test_the_id_changes_with_what_decides_the_vectors(
    library: Library, folder: Path, change: Callable[[Path], object]
) -> None:
    """Other weights, another tokenizer, another pooling: each is another model."""
    before = choose(folder).id
    change(folder)

    assert choose(folder).id != before


@pytest.mark.parametrize("name", ["README.md", "data_config.json", "onnx/model_qint8.onnx", ".cache/x.json", "a.py"])
def test_the_id_stays_with_what_does_not(library: Library, folder: Path, name: str) -> None:
    """Documentation, other forms of the weights and what a download leaves behind change nothing."""
    before = choose(folder).id
    (folder / name).write_text("other")

    assert choose(folder).id == before


def test_known_weights_have_their_name_wherever_they_lie(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The package, the hub's cache and a copy of MiniLM are one embedder, with a threshold that is known."""
    monkeypatch.setattr(weights, "MINILM_SHA256", choose(folder).sha256)  # type: ignore[attr-defined]

    assert choose(folder).id.startswith("all-MiniLM-L6-v2-")


def test_a_model_is_loaded_once_and_with_the_first_text(library: Library, folder: Path) -> None:
    """To choose a model loads nothing; however often it is chosen and by how many threads, it is loaded once."""
    chosen = [choose(folder), choose(str(folder))]
    library.loading = lambda: time.sleep(0.05)

    assert library.loads == []
    threads = [threading.Thread(target=one.embed, args=(["a"],)) for one in chosen for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert library.loads == [str(folder)]


def test_a_load_that_failed_is_tried_again(library: Library, folder: Path) -> None:
    """A model that could not be loaded is an error with its cause, and not remembered."""

    def fail() -> None:
        raise OSError("no such file")

    library.loading = fail
    chosen = choose(folder)
    with pytest.raises(EmbedderFailed, match="cannot be loaded") as refused:
        chosen.embed(["a"])

    assert isinstance(refused.value.__cause__, OSError)
    library.loading = lambda: None
    assert chosen.embed(["a"]).shape == (1, DIM)


def test_a_model_that_fails_is_an_error(library: Library, folder: Path) -> None:
    """What torch raises becomes an error of ours, and the next thread has its turn all the same."""

    def fail(texts: list[str]) -> None:
        raise RuntimeError("out of memory")

    chosen = choose(folder)
    library.encode = fail
    with pytest.raises(EmbedderFailed, match="failed"):
        chosen.embed(["a"])
    library.encode = letters
    assert chosen.embed(["a"]).shape == (1, DIM)


def test_threads_take_turns(library: Library, folder: Path) -> None:
    """The library is never called by two threads at once: its tokenizers fail then."""
    chosen = choose(folder)
    library.encode = slowly(0.01)
    threads = [threading.Thread(target=chosen.embed, args=(["a"] * 40,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert library.most_at_once == 1
    assert len(library.batches) == 8


@pytest.mark.parametrize(("max_tokens", "together"), [(256, 32), (512, 32), (1024, 8), (8192, 1)])
def test_long_texts_do_not_fill_the_memory(
    monkeypatch: pytest.MonkeyPatch, folder: Path, max_tokens: int, together: int
) -> None:
    """The more tokens a model reads of a text, the fewer long ones share a batch, while 32 short ones always do."""
    library = Library(max_tokens).install(monkeypatch)
    texts = [*["a huge text " * 5_000] * 64, *["東京都" * 3_000] * 64, *["short"] * 64]
    found = choose(folder).embed(texts)

    assert [len(batch) for batch in library.batches] == [32, 32] + [together] * (128 // together)
    np.testing.assert_allclose(found, letters(texts) / np.linalg.norm(letters(texts), axis=1, keepdims=True), atol=0.1)


def test_a_question_does_not_wait_for_thousands_of_texts(library: Library, folder: Path) -> None:
    """While one thread has a hundred batches, another one has its single text after a batch or two."""
    chosen = choose(folder)
    chosen.embed(["warm"])
    library.encode = slowly(0.02)
    library.batches.clear()
    many = threading.Thread(target=chosen.embed, args=(["many"] * 3_200,))
    many.start()
    while len(library.batches) < 3:
        time.sleep(0.001)
    before = len(library.batches)
    chosen.embed(["one"])
    waited = len(library.batches) - before
    library.encode = letters  # what is left need not take its time
    many.join()

    assert waited <= 4
    assert len(library.batches) == 101


def test_texts_of_one_length_share_a_batch(library: Library, folder: Path) -> None:
    """Texts go out by length, 32 at a time, and their rows come back in their own order."""
    texts = [letter * (1 + at % 7) for at, letter in enumerate("abcdefg" * 20)]
    rows = choose(folder).embed(texts)
    wanted = letters(texts)

    assert np.allclose(rows, wanted / np.linalg.norm(wanted, axis=1, keepdims=True))
    assert [len(batch) for batch in library.batches] == [32, 32, 32, 32, 12]
    assert [len(text) for batch in library.batches for text in batch] == sorted(map(len, texts))


def test_a_huge_text_is_cut_before_the_tokenizer(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """A model that takes 256 tokens is shown 64 letters for each: tokenizers would read for ten seconds otherwise."""
    library = Library(max_tokens=100).install(monkeypatch)
    choose(folder).embed(["a" * 1_000_000])

    assert [len(text) for batch in library.batches for text in batch] == [6_400]


def test_half_characters_never_reach_the_library(library: Library, folder: Path) -> None:
    """Tokenizers raise for lone surrogates; a NUL and an emoji pass as they are."""
    choose(folder).embed(["a\ud800b", "\x00", "😀"])

    assert sorted(text for batch in library.batches for text in batch) == ["\x00", "a\ufffdb", "😀"]


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda folder: (folder / "modules.json").unlink(), "no modules.json"),
        (lambda folder: (folder / "modules.json").write_text("[]"), "no modules.json"),
        (lambda folder: (folder / "modules.json").write_text("{"), "no modules.json"),
        (lambda folder: (folder / "model.safetensors").unlink(), "no weights"),
    ],
    ids=["no modules", "empty", "broken", "no weights"],
)
def test_a_folder_without_a_model_is_refused(
    library: Library, folder: Path, spoil: Callable[[Path], object], says: str
) -> None:
    """What is no model, or half of one, is told at once and not at the first text."""
    spoil(folder)
    with pytest.raises(EmbedderFailed, match=says) as refused:
        choose(folder)

    assert str(folder) not in str(refused.value)


def _onnx(folder: Path) -> Path | None:
    return onnxmodel.usable(folder, modules_of(folder, "model"))


def test_an_onnx_file_is_run_where_it_can_be(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file counts where its runtime is installed, its tokenizer is there, and the model takes the mean."""
    (folder / "onnx/model.onnx").write_bytes(b"onnx")
    monkeypatch.setattr(onnxmodel, "find_spec", lambda name: name)

    assert _onnx(folder) == folder / "onnx/model.onnx"
    assert weights.read(folder, "x", _onnx(folder)).is_onnx
    assert weights.read(folder, "x", _onnx(folder)).id != weights.read(folder, "x").id


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: (folder / "onnx/model.onnx").rename(folder / "onnx/model_qint8_avx512.onnx"),
        lambda folder: (folder / "tokenizer.json").unlink(),
        lambda folder: (folder / "1_Pooling/config.json").write_text('{"pooling_mode": "cls"}'),
        lambda folder: (folder / "1_Pooling/config.json").write_text('{"pooling_mode_cls_token": true}'),
        lambda folder: (folder / "1_Pooling/config.json").write_text("[]"),
        lambda folder: (folder / "sentence_bert_config.json").write_text('{"do_lower_case": true}'),
        lambda folder: (folder / "config_sentence_transformers.json").write_text('{"default_prompt_name": "query"}'),
        lambda folder: (folder / "modules.json").write_text(
            json.dumps([*json.loads((folder / "modules.json").read_text()), {"path": "2", "type": "x.Dense"}])
        ),
    ],
    ids=["quantised", "tokenizer", "cls", "old cls", "no pooling", "lower case", "prompt", "dense"],
)
def test_another_model_is_left_to_torch(
    folder: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[Path], object]
) -> None:
    """A quantised file is another model, and what does more than the mean is left to the library that knows it."""
    (folder / "onnx/model.onnx").write_bytes(b"onnx")
    monkeypatch.setattr(onnxmodel, "find_spec", lambda name: name)
    change(folder)

    assert _onnx(folder) is None


def test_without_its_runtime_an_onnx_file_is_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both of its libraries are needed."""
    (folder / "model.onnx").write_bytes(b"onnx")
    for name in ("onnxruntime", "tokenizers"):
        monkeypatch.setattr(onnxmodel, "find_spec", lambda asked, missing=name: asked != missing)

        assert _onnx(folder) is None


def test_settings_that_are_none_are_empty(folder: Path) -> None:
    """A file that is missing or holds something else than settings sets nothing."""
    (folder / "list.json").write_text("[1]")

    assert table(folder / "list.json") == table(folder / "nosuch.json") == {}
