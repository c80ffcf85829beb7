"""LoopbackModel: a scripted model that any OpenAI client can talk to."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from typing import Any

import pytest

from autogen_hatidata.testing import LoopbackModel, call, legacy_call, speaker_candidates

SELECT = "Read the above conversation. Then select the next role from ['ana', 'bob'] to play. Only return the role."


def ask(model: LoopbackModel, name: str, text: str = "hello", **fields: Any) -> dict[str, Any]:
    """The first choice of one request."""
    body = {"model": name, "messages": [{"role": "user", "content": text}], **fields}
    request = urllib.request.Request(f"{model.base_url}/chat/completions", json.dumps(body).encode())
    with urllib.request.urlopen(request, timeout=5) as response:
        answer: dict[str, Any] = json.load(response)
    choice: dict[str, Any] = answer["choices"][0]
    return choice


def status(model: LoopbackModel, name: str, **fields: Any) -> int:
    """The status of one request that is refused."""
    with pytest.raises(urllib.error.HTTPError) as refused:
        ask(model, name, **fields)
    refused.value.close()
    return refused.value.code


def test_list_is_played_and_then_terminated() -> None:
    """A list of replies is played in order, each agent its own, and TERMINATE follows."""
    with LoopbackModel({"ana": ["one", "two"], "bob": ["three"]}) as model:
        heard = [ask(model, name)["message"]["content"] for name in ("ana", "bob", "ana", "ana", "bob")]

    assert heard == ["one", "three", "two", "TERMINATE", "TERMINATE"]
    assert len(model.requests_for("ana")) == 3


def test_function_hears_messages_and_tools() -> None:
    """A function gets the conversation and the tools, and its reply is sent."""
    with LoopbackModel({"ana": lambda messages, tools: f"{messages[-1]['content']} {len(tools)}"}) as model:
        choice = ask(model, "ana", "hello", tools=[{"type": "function"}])

    assert (choice["message"]["content"], choice["finish_reason"]) == ("hello 1", "stop")


def test_forms_of_tool_calls() -> None:
    """One call, several calls and the older form go out as the API has them."""
    replies = [call("f", a=1), [call("f"), call("g")], legacy_call("f", a=1)]
    with LoopbackModel({"ana": replies}) as model:
        one, several, older = (ask(model, "ana") for _ in replies)

    assert [c["function"] for c in one["message"]["tool_calls"]] == [{"name": "f", "arguments": '{"a": 1}'}]
    assert [c["function"]["name"] for c in several["message"]["tool_calls"]] == ["f", "g"]
    assert len({c["id"] for c in several["message"]["tool_calls"]}) == 2
    assert older["message"]["function_call"] == {"name": "f", "arguments": '{"a": 1}'}
    assert [c["finish_reason"] for c in (one, several, older)] == ["tool_calls", "tool_calls", "function_call"]


def test_speaker_selection_is_answered_apart() -> None:
    """Prompts that select a speaker go to ``speakers``, others to the script."""
    with LoopbackModel({"manager": ["text"]}, speakers=["bob"]) as model:
        heard = [ask(model, "manager", text)["message"]["content"] for text in (SELECT, "hello", SELECT)]

    assert heard == ["bob", "text", "ana"]
    assert speaker_candidates([{"content": SELECT}]) == ["ana", "bob"]
    assert speaker_candidates([{"content": "hello"}]) is None


@pytest.mark.parametrize(("name", "fields"), [("nobody", {}), ("ana", {"stream": True}), ("bad", {})])
def test_what_cannot_be_answered_fails_the_test(name: str, fields: dict[str, Any]) -> None:
    """An unknown model name, a stream and a script that raises are an API error, and raised when the block ends."""

    def broken(messages: Any, tools: Any) -> str:
        raise ValueError("broken script")

    model = LoopbackModel({"ana": [], "bad": broken})

    assert status(model, name, **fields) == 400
    with pytest.raises((LookupError, ValueError)):
        model.__exit__(None, None, None)


def test_environment_points_a_program_here() -> None:
    """The variables name this server and a key that is none."""
    with LoopbackModel({}) as model:
        assert {"OPENAI_BASE_URL": model.base_url, "OPENAI_API_KEY": "sk-loopback"} == model.environment()
        assert model.llm_config("m")["config_list"][0]["base_url"].startswith("http://127.0.0.1:")
