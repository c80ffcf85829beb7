"""A chat model for tests: an OpenAI-compatible server on the loopback interface that plays scripted replies.

    with LoopbackModel({"ana": [call("query_data_layer", sql="SELECT 1"), "The answer is 1."]}) as model:
        ana = autogen.AssistantAgent("ana", llm_config=model.llm_config("ana"))
        ...
        model.requests_for("ana")[0]["tools"]      # what the agent showed its model

Replies are scripted per *model name*, so give each agent a model name of its own: then concurrent agents stay
deterministic. A script is a list, played from the front and followed by ``TERMINATE`` for ever, or a function
``reply(messages, tools)`` of the conversation. A reply is a text, a `ToolCall`, or a list of them.

A ``GroupChat`` with ``speaker_selection_method="auto"`` asks a model for the next speaker. Such prompts go to
``speakers`` when it is given (a list of agent names or a function ``(messages, candidates) -> name``), and to the
script of the manager's model name otherwise; `speaker_candidates` tells them apart inside one function.
"""

from __future__ import annotations

import ast
import itertools
import json
import re
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any

_ids = itertools.count(1)


@dataclass(frozen=True, slots=True)
class ToolCall:
    """One tool call as a model writes it. ``legacy`` makes it the older ``function_call`` field of a message."""

    name: str
    arguments: str
    id: str = field(default_factory=lambda: f"call_{next(_ids)}")
    legacy: bool = False

    def function(self) -> dict[str, str]:
        """Name and arguments, the part that both message forms share."""
        return {"name": self.name, "arguments": self.arguments}


Messages = list[dict[str, Any]]
Reply = str | ToolCall | list[ToolCall]
Script = Iterable[Reply] | Callable[[Messages, list[dict[str, Any]]], Reply]
Speakers = Iterable[str] | Callable[[Messages, list[str]], str]


def call(tool: str, /, **arguments: Any) -> ToolCall:
    """A reply that calls ``tool`` with these arguments."""
    return ToolCall(tool, json.dumps(arguments))


def raw_call(tool: str, arguments: str, *, id: str | None = None) -> ToolCall:
    """A reply that calls ``tool`` with an argument string as it stands: broken JSON, ``null``, an array."""
    return ToolCall(tool, arguments) if id is None else ToolCall(tool, arguments, id)


def legacy_call(tool: str, /, **arguments: Any) -> ToolCall:
    """A reply that calls ``tool`` through the older ``function_call`` field."""
    return ToolCall(tool, json.dumps(arguments), legacy=True)


def speaker_candidates(messages: Messages) -> list[str] | None:
    """The agent names among which a GroupChat asks to choose, or None when this is no such prompt."""
    text = str(messages[-1].get("content") or "") if messages else ""
    found = re.search(r"select the next role from (\[[^\]]*\])", text)
    return [str(name) for name in ast.literal_eval(found.group(1))] if found else None


class LoopbackModel:
    """A chat model on ``127.0.0.1`` that answers from scripts.

    Use it as a context manager, or call `close`. Leaving the block raises the first error that a script raised.

    Args:
        scripts: replies by model name; see the module's text.
        speakers: who speaks next, for speaker-selection prompts of every model name.

    Attributes:
        requests: the bodies received, in order.
        base_url: what an OpenAI client needs as ``base_url``.
    """

    def __init__(self, scripts: Mapping[str, Script], *, speakers: Speakers | None = None) -> None:
        self.requests: list[dict[str, Any]] = []
        self.errors: list[Exception] = []
        self._scripts = {name: _player(script, "TERMINATE") for name, script in scripts.items()}
        self._speakers = None if speakers is None else _player(speakers, "")
        self._lock = threading.Lock()
        self._server = _Server(self)
        self.base_url = f"http://127.0.0.1:{self._server.server_port}/v1"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self._thread.start()

    def llm_config(self, model: str, **extra: Any) -> dict[str, Any]:
        """The ``llm_config`` of an agent that talks to this model under that name."""
        entry = {"model": model, "base_url": self.base_url, "api_key": "sk-loopback", "price": [0, 0], **extra}
        return {"config_list": [entry], "cache_seed": None}

    def environment(self) -> dict[str, str]:
        """The variables that send a program's unconfigured OpenAI clients here."""
        return {"OPENAI_BASE_URL": self.base_url, "OPENAI_API_KEY": "sk-loopback"}

    def requests_for(self, model: str) -> list[dict[str, Any]]:
        """The requests made under one model name, in order."""
        return [body for body in self.requests if body.get("model") == model]

    def close(self) -> None:
        """Stop the server and free its port."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def __enter__(self) -> LoopbackModel:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.close()
        if error is None and self.errors:
            raise self.errors[0]

    def respond(self, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """The status and body that answer one chat-completions request."""
        with self._lock:
            self.requests.append(body)
            try:
                return 200, _completion(body, self._reply(body))
            except Exception as error:  # noqa: BLE001 - kept, and raised in the thread of the test
                self.errors.append(error)
                return 400, {"error": {"message": f"LoopbackModel: {error!r}", "type": "invalid_request_error"}}

    def _reply(self, body: dict[str, Any]) -> Reply:
        if body.get("stream"):
            raise ValueError("this model does not stream")
        messages = body.get("messages") or []
        candidates = speaker_candidates(messages)
        if candidates is not None and self._speakers is not None:
            return self._speakers(messages, candidates) or candidates[0]
        play = self._scripts.get(str(body.get("model")))
        if play is None:
            raise LookupError(f"no script for model {body.get('model')!r}; there are {sorted(self._scripts)}")
        reply: Reply = play(messages, body.get("tools") or body.get("functions") or [])
        return reply


def _player(script: Any, last: str) -> Callable[[Messages, list[Any]], Any]:
    if callable(script):
        return script  # type: ignore[no-any-return]
    replies = iter(list(script))
    return lambda messages, tools: next(replies, last)


def _completion(body: dict[str, Any], reply: Reply) -> dict[str, Any]:
    message, reason = _message(reply)
    choice = {"index": 0, "finish_reason": reason, "message": message, "logprobs": None}
    return {
        "id": f"chatcmpl-{next(_ids)}",
        "object": "chat.completion",
        "created": int(time.time()),
        "model": body.get("model"),
        "choices": [choice],
        "usage": {"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15},
    }


def _message(reply: Reply) -> tuple[dict[str, Any], str]:
    message: dict[str, Any] = {"role": "assistant", "content": None, "refusal": None}
    if isinstance(reply, str):
        return {**message, "content": reply}, "stop"
    calls = [reply] if isinstance(reply, ToolCall) else list(reply)
    if len(calls) == 1 and calls[0].legacy:
        return {**message, "function_call": calls[0].function()}, "function_call"
    tool_calls = [{"id": one.id, "type": "function", "function": one.function()} for one in calls]
    return {**message, "tool_calls": tool_calls}, "tool_calls"


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, model: LoopbackModel) -> None:
        self.model = model
        super().__init__(("127.0.0.1", 0), _Handler)


class _Handler(BaseHTTPRequestHandler):
    # One buffered write and no Nagle: otherwise each answer waits about 40 ms for a delayed ACK.
    wbufsize = -1
    disable_nagle_algorithm = True
    protocol_version = "HTTP/1.1"
    server: _Server

    def log_message(self, format: str, *args: Any) -> None:
        """Keep standard error quiet."""

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        status, answer = self.server.model.respond(body)
        data = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.send_header("x-should-retry", "false")
        # A kept connection would outlive the agent that opened it, as an unclosed socket.
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(data)
