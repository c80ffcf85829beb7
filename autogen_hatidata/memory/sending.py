"""One POST of JSON to a server, again when it is busy, and never with a word of the key in an error."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable, Mapping
from email.message import Message
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

import orjson

from autogen_hatidata.errors import EmbedderFailed

TRIES = 4
TIMEOUT_S = 30.0
_FIRST_WAIT_S, _LONGEST_WAIT_S = 0.5, 20.0
_MOST_BYTES = 64 << 20
_CHUNK = 1 << 16

_BUSY = frozenset({408, 409, 429, 500, 502, 503, 504})
_TOO_MUCH = frozenset({400, 413, 422})
# What a server calls its reason: a word, so that no sentence of it, with a part of the key perhaps, gets anywhere.
_REASON = re.compile(r"[a-z0-9_]{1,60}")
_WITHOUT_HOPE = "insufficient_quota"
_LATER = "try again later."
LOOK = "the owner can look at the key, the URL and the model."


class TooMuch(EmbedderFailed):
    """The server refuses what it was sent, perhaps since it is too long."""


class _Busy(EmbedderFailed):
    """What may work a moment later; ``wait`` is what the server asks for, in seconds."""

    wait = 0.0


class _NoRedirects(HTTPRedirectHandler):
    """A key goes to the server that was named, and not to where that one points."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


class Poster:
    """Sends JSON to one URL. Threads may share it.

    Args:
        url: of the resource.
        key: sent as a bearer token; an empty one is not sent.
        sleep: waits, in seconds.
    """

    def __init__(self, url: str, key: str, sleep: Callable[[float], None] = time.sleep) -> None:
        self._url, self._sleep = url, sleep
        self._headers = {"Content-Type": "application/json", "User-Agent": "autogen-hatidata"}
        if key:
            self._headers["Authorization"] = f"Bearer {key}"
        self._opener = build_opener(_NoRedirects)

    def post(self, body: Mapping[str, Any]) -> Any:
        """What the server answers, as JSON.

        Raises:
            TooMuch: it does not take this.
            EmbedderFailed: it cannot be reached, refuses for another reason, or stays busy.
        """
        data = orjson.dumps(body)
        attempt = 0
        while True:
            attempt += 1
            try:
                return orjson.loads(self._once(data))
            except _Busy as busy:
                if attempt == TRIES:
                    raise
                # Clients that were refused together must not come back together.
                backoff = _FIRST_WAIT_S * 2 ** (attempt - 1) * random.uniform(0.75, 1.25)
                self._sleep(min(max(busy.wait, backoff), _LONGEST_WAIT_S))
            except orjson.JSONDecodeError:
                raise EmbedderFailed("The embedding endpoint answered something else than JSON.", LOOK) from None

    def _once(self, data: bytes) -> bytes:
        request = Request(self._url, data, self._headers)
        try:
            with self._opener.open(request, timeout=TIMEOUT_S) as answer:
                return _read(answer)
        except HTTPError as refused:
            with refused:
                raise _refusal(refused.code, _reason(refused), refused.headers) from None
        except (URLError, HTTPException, OSError) as error:
            cause = error.reason if isinstance(error, URLError) else error
            name = type(cause).__name__
            raise _Busy("The embedding endpoint did not answer.", _LATER, detail=name) from None


def _read(answer: Any) -> bytes:
    """The whole answer; a server that sends drop by drop, or without end, is left."""
    until, parts, size = time.monotonic() + TIMEOUT_S, list[bytes](), 0
    while part := answer.read1(_CHUNK):
        parts.append(part)
        size += len(part)
        if size > _MOST_BYTES:
            raise EmbedderFailed("The embedding endpoint answered far too much.", LOOK)
        if time.monotonic() > until:
            raise TimeoutError
    return b"".join(parts)


def _reason(refused: HTTPError) -> str:
    """The code of an error, such as ``invalid_api_key``, where the server gives one that is a plain word."""
    try:
        error = orjson.loads(refused.read(_CHUNK))["error"]
        word = error.get("code") or error.get("type")
    except (OSError, HTTPException, ValueError, KeyError, TypeError, AttributeError):
        return ""
    return word if isinstance(word, str) and _REASON.fullmatch(word) else ""


def _refusal(status: int, reason: str, headers: Message) -> EmbedderFailed:
    detail = f"{status} {reason}".strip()
    message = f"The embedding endpoint answered {detail}."
    if status in _BUSY and reason != _WITHOUT_HOPE:
        busy = _Busy(message, _LATER, detail=detail)
        asked = headers.get("Retry-After", "")
        busy.wait = float(asked) if asked.isascii() and asked.isdigit() else 0.0
        return busy
    if status in _TOO_MUCH:
        return TooMuch(message, "give another text, or another model.", detail=detail)
    return EmbedderFailed(message, LOOK, detail=detail)
