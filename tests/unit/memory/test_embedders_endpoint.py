"""Embeddings from a server, over a real socket: batches, retries, what is too long, and a key that nobody sees."""

from __future__ import annotations

import json
import logging
import time
import traceback
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from support.embedding_fakes import DIM, embeddings, letters, refusal, serving

from autogen_hatidata.errors import BadArgument, EmbedderFailed
from autogen_hatidata.memory import endpoint, sending
from autogen_hatidata.memory.calibration import SENTENCES, calibrate
from autogen_hatidata.memory.embedders import choose
from autogen_hatidata.memory.endpoint import Endpoint, EndpointEmbedder, from_environment

SECRET = "sk-secret"


def _embedder(url: str, waits: list[float] | None = None, model: str = "letters") -> EndpointEmbedder:
    return EndpointEmbedder(model, Endpoint(url, SECRET), (waits if waits is not None else []).append)


def test_it_asks_as_openai_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Path, key and body are those of the protocol, and the answer's own order counts."""
    with serving() as server:
        monkeypatch.setenv("HATIDATA_EMBEDDER_URL", f"{server.url}/")
        monkeypatch.setenv("HATIDATA_EMBEDDER_KEY", SECRET)
        monkeypatch.setenv("HATIDATA_EMBEDDER", "openai:letters")
        rows = choose().embed(["abc", "ddd"])
        path, headers, body = server.requests[-1]
    wanted = letters(["abc", "ddd"])

    assert (path, headers["Authorization"]) == ("/v1/embeddings", f"Bearer {SECRET}")
    assert body == {"model": "letters", "input": ["abc", "ddd"], "encoding_format": "float"}
    assert np.allclose(rows, wanted / np.linalg.norm(wanted, axis=1, keepdims=True))


def test_many_texts_go_out_in_batches() -> None:
    """A hundred and fifty texts are three requests, after one that asks how long a vector is."""
    with serving() as server:
        rows = _embedder(server.url).embed(["a" * at for at in range(1, 151)])
        sizes = [len(body["input"]) for _, _, body in server.requests]

    assert sizes == [1, 64, 64, 22]
    assert np.allclose(rows[:, 1] / rows[:, 0], range(1, 151), rtol=1e-4)


def test_blank_texts_are_not_sent() -> None:
    """Servers refuse an empty text; it has a vector of its own, and nothing is asked for it."""
    with serving() as server:
        embedder = _embedder(server.url)
        rows = embedder.embed(["", " \n\t", "a"])
        sent = [text for _, _, body in server.requests[1:] for text in body["input"]]

    assert sent == ["a"]
    assert rows[0].tolist() == rows[1].tolist() == [1.0] + [0.0] * (DIM - 1)


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_busy_server_is_asked_again(status: int) -> None:
    """It is asked up to four times, each time after a longer wait, and nothing of that is seen."""
    waits: list[float] = []
    with serving([embeddings, *[refusal(status)] * 3]) as server:
        rows = _embedder(server.url, waits).embed(["a"])
        asked = len(server.requests)

    assert rows.shape == (1, DIM)
    assert asked == 5
    assert [round(wait / base, 2) for wait, base in zip(waits, (0.5, 1, 2), strict=True)] == pytest.approx(
        [1, 1, 1], abs=0.26
    )


def test_a_server_says_how_long_to_wait() -> None:
    """Retry-After counts where it asks for more, up to twenty seconds; what is no number does not."""
    waits: list[float] = []
    replies = [refusal(429, Retry_After=after) for after in ("7", "3600", "tomorrow")]
    with serving(replies) as server:
        _embedder(server.url, waits, "text-embedding-3-small")._post(["a"])

    assert waits[:2] == [7.0, 20.0]
    assert waits[2] < 3


def test_a_server_that_stays_busy_is_told() -> None:
    """After four times it is an error, with the status and without the server's words."""
    with serving([embeddings, *[refusal(503, "overloaded")] * 9]) as server:
        with pytest.raises(EmbedderFailed, match="503 overloaded") as refused:
            _embedder(server.url).embed(["a"])
        asked = len(server.requests)

    assert asked == 5
    assert (refused.value.code, refused.value.hint) == ("embedder_failed", "try again later.")


@pytest.mark.parametrize(
    ("status", "code"),
    [(401, "invalid_api_key"), (403, ""), (404, "model_not_found"), (302, ""), (429, "insufficient_quota")],
)
def test_what_no_waiting_mends_is_not_asked_again(status: int, code: str) -> None:
    """A wrong key, a wrong model and an empty purse are told at once; a redirect is not followed with the key."""
    with serving([refusal(status, code, Location="http://127.0.0.1:1/v1")] * 2) as server:
        with pytest.raises(EmbedderFailed, match=f"{status} {code}".strip()):
            _embedder(server.url, model="text-embedding-3-small").embed(["a"])

        assert len(server.requests) == 1


def _takes(most: int) -> Callable[[dict[str, Any]], tuple[int, dict[str, str], bytes]]:
    def reply(body: dict[str, Any]) -> tuple[int, dict[str, str], bytes]:
        return refusal(400, "too_long") if sum(map(len, body["input"])) > most else embeddings(body)

    return reply


def test_what_is_too_long_is_cut() -> None:
    """A batch that is too much is halved, and a text that is too long for the model loses its end."""
    with serving(_takes(1_200)) as server:
        rows = _embedder(server.url).embed(["a" * 400 for _ in range(16)] + ["b" * 100_000])
        longest = max(len(text) for _, _, body in server.requests for text in body["input"])

    assert longest == 8_000
    assert np.allclose(rows[:16, 1] / rows[:16, 0], 400, rtol=1e-3)
    assert np.allclose(rows[16, 2] / rows[16, 0], 1_000, rtol=1e-3)


def test_a_request_that_is_wrong_is_no_endless_cutting() -> None:
    """Where the server refuses everything, a few requests show it."""
    with serving(_takes(-1)) as server:
        with pytest.raises(EmbedderFailed, match="400 too_long"):
            _embedder(server.url, model="text-embedding-3-small").embed(["a" * 9_000] * 64)

        assert len(server.requests) < 20


def _odd(body: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"index": at, "embedding": [1.0, 2.0]} for at, _ in enumerate(body["input"])]


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (lambda body: {"data": _odd(body)}, "2 numbers, not 8"),
        (lambda body: {"data": [*_odd(body), *_odd(body)]}, "shape"),
        (lambda body: {"data": [{"index": 0, "embedding": "AAAA"}]}, "something else than vectors"),
        (lambda body: {"data": [{"embedding": [1.0] * DIM}]}, "something else than embeddings"),
        (lambda body: {"data": None}, "something else than embeddings"),
        (lambda body: [], "something else than embeddings"),
        (lambda body: {"data": [{"index": 0, "embedding": [0.0] * DIM}]}, "without a direction"),
    ],
    ids=["dimension", "too many", "base64", "no index", "no data", "a list", "zero"],
)
def test_an_answer_that_is_none_is_told(answer: Callable[[dict[str, Any]], Any], says: str) -> None:
    """What is no vector, or one of another length than before, never gets into the memory."""
    with serving([embeddings, lambda body: (200, {}, json.dumps(answer(body)).encode())]) as server:
        embedder = _embedder(server.url)

        assert embedder.dim == DIM
        with pytest.raises(EmbedderFailed, match=says):
            embedder.embed(["a"])


def test_what_is_no_json_is_told() -> None:
    """A page of a proxy in place of an answer is an error of ours."""
    with serving([(200, {}, b"<html>")]) as server, pytest.raises(EmbedderFailed, match="else than JSON"):
        _embedder(server.url).embed(["a"])


def test_a_server_without_end_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer of more bytes than any vectors have is not read to its end."""
    monkeypatch.setattr(sending, "_MOST_BYTES", 1 << 20)
    with serving([(200, {}, b" " * (3 << 20))]) as server, pytest.raises(EmbedderFailed, match="far too much"):
        _embedder(server.url).embed(["a"])


def test_a_server_that_does_not_answer_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who answers late or not at all is asked again, and told after that."""
    monkeypatch.setattr(sending, "TIMEOUT_S", 0.1)
    waits: list[float] = []

    def late(body: dict[str, Any]) -> tuple[int, dict[str, str], bytes]:
        time.sleep(0.3)
        return embeddings(body)

    with serving([late]) as server:
        assert _embedder(server.url, waits).embed(["a"]).shape == (1, DIM)
        url = server.url
    assert len(waits) == 1
    with pytest.raises(EmbedderFailed, match="did not answer"):
        _embedder(url, waits).embed(["a"])
    assert len(waits) == 4


@pytest.mark.parametrize(
    "replies", [[refusal(401, SECRET)], [refusal(500)] * 4, [(200, {}, b"no")], [refusal(400)] * 9]
)
def test_the_key_is_nowhere(replies: list[Any], caplog: pytest.LogCaptureFixture) -> None:
    """No error, traceback, printout or log has the key, even where the server says it back."""
    caplog.set_level(logging.DEBUG)
    with serving(replies) as server:
        embedder = _embedder(server.url)
        with pytest.raises(EmbedderFailed) as refused:
            embedder.embed(["a"])
    printed = "".join(traceback.format_exception(refused.value))

    for text in (printed, str(refused.value), refused.value.for_model(), str(refused.value.detail), caplog.text):
        assert SECRET not in text
    for thing in (embedder, vars(embedder)["_poster"], Endpoint("http://x", SECRET), embedder.id):
        assert SECRET not in repr(thing)


def test_its_id_is_that_of_a_model_at_an_address() -> None:
    """The same name at another server is another model; the address itself is not told."""
    here, there = (EndpointEmbedder("m", Endpoint(url)) for url in ("http://a.example/v1", "http://b.example/v1"))

    assert here.id != there.id
    assert here.id == EndpointEmbedder("m", Endpoint("http://a.example/v1", "other key")).id
    assert "example" not in here.id


def test_known_models_are_not_asked_for_their_length() -> None:
    """OpenAI's own models have a known length, and others are asked once."""
    with serving() as server:
        known = _embedder(server.url, model="text-embedding-3-large")

        assert (known.dim, server.requests) == (3072, [])
        other = _embedder(server.url)
        assert [other.dim for _ in range(3)] == [DIM] * 3
        assert len(server.requests) == 1


def test_its_threshold_is_calibrated() -> None:
    """The threshold of a model of which nothing is known comes from a few sentences, and they are sent once."""
    with serving() as server:
        embedder = _embedder(server.url)
        found = [embedder.default_threshold for _ in range(3)]
        asked = len(server.requests)

        assert found[0] == pytest.approx(calibrate(embedder, SENTENCES).threshold, abs=0.0101)
    assert len(set(found)) == 1
    assert asked == 3


OURS, THEIRS = endpoint.URL, endpoint.OPENAI_URL


@pytest.mark.parametrize(
    ("environment", "url", "key"),
    [
        ({OURS: "http://here/v1/", endpoint.KEY: "k"}, "http://here/v1", "k"),
        ({OURS: "http://here/v1", endpoint.OPENAI_KEY: "theirs"}, "http://here/v1", ""),
        ({THEIRS: "http://there/v1", endpoint.OPENAI_KEY: "theirs"}, "http://there/v1", "theirs"),
        ({OURS: "http://here/v1", THEIRS: "http://there/v1", endpoint.OPENAI_KEY: "theirs"}, "http://here/v1", ""),
        ({endpoint.OPENAI_KEY: "theirs"}, "https://api.openai.com/v1", "theirs"),
        ({endpoint.KEY: "k", endpoint.OPENAI_KEY: "theirs"}, "https://api.openai.com/v1", "k"),
    ],
)
def test_a_key_goes_to_the_server_it_was_named_with(environment: dict[str, str], url: str, key: str) -> None:
    """OpenAI's key is never sent to another server that was named for embeddings alone."""
    found = from_environment(environment)

    assert (found.url, found.key) == (url, key)


@pytest.mark.parametrize(
    "environment",
    [
        {},
        {OURS: "here"},
        {OURS: "ftp://here/v1"},
        {OURS: "file:///etc/passwd"},
        {OURS: "http://user:sk-secret@here/v1"},
        {OURS: "http://here/v1?key=sk-secret"},
        {OURS: "http://here/v1#x"},
        {OURS: "http://[here/v1"},
        {OURS: "http://here:port/v1"},
        {OURS: "http://he re/v1"},
        {OURS: "http://here/v1", endpoint.KEY: "sk-secret\r\nX: y"},
        {endpoint.OPENAI_KEY: "sk-sécret"},
    ],
)
def test_a_wrong_environment_is_told(environment: dict[str, str]) -> None:
    """A URL that is none, a key that cannot be sent, or none for OpenAI is refused before anything is sent."""
    with pytest.raises(BadArgument) as refused:
        from_environment(environment)

    assert "cret" not in str(refused.value)
