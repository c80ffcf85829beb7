"""Inside a call of one agent, a program reaches for the tools, the executor, the chat or the handle of another one."""

from __future__ import annotations

import asyncio
import contextvars
import copy
import functools
import json
from collections.abc import Callable
from typing import Any

import pytest
from stage import FUNCTION, TOTAL, TOTALS, UNKNOWN, Cast, by_hand, charged, outcomes, player, rows, wrote

from autogen_hatidata import (
    current_caller,
    hatidata_function_map,
    register_hatidata_tools,
)
from autogen_hatidata.tools import catalog

OWN = {"name": "own", "arguments": "{}"}


def execute(user: Any, writer: Any, *functions: dict[str, Any]) -> list[str]:
    """``writer`` sends ``user`` these calls; the answers."""
    writer.send(wrote(*functions), user, request_reply=False, silent=True)
    reply = user.generate_reply(sender=writer)
    return [response["content"] for response in reply["tool_responses"]]


def inside(user: Any, writer: Any, own: Callable[[], Any]) -> None:
    """``user`` executes ``own``, a function of the program, for a call that ``writer`` wrote."""
    user.function_map["own"] = lambda: str(own())
    execute(user, writer, OWN)


@pytest.fixture
def cast(layer: Any) -> tuple[Any, Any, Any, Any]:
    """A user that executes for ana, another that executes for bob."""
    user, ana, other, bob = Cast.user(), player("ana"), Cast.user("other"), player("bob")
    register_hatidata_tools(ana, layer, executor=user)
    register_hatidata_tools(bob, layer, executor=other)
    return user, ana, other, bob


def test_handle_of_another_agent_in_a_tool(cast: Any, layer: Any) -> None:
    """A program's own tool that asks through bob's handle is charged to bob, and the record says so."""
    user, ana, *_ = cast
    inside(user, ana, lambda: layer.agent("bob").query(TOTAL))
    execute(user, ana, FUNCTION)

    assert [(r["agent"], r["source"], r["executor"]) for r in outcomes(layer)] == [
        ("bob", "handle", None),
        ("ana", "sender", "user"),
    ]


def test_function_of_a_tool_over_another_agents_handle(cast: Any, layer: Any) -> None:
    """A program that ties the code of a tool to bob's handle has a tool of its own: bob is charged, by his handle."""
    user, ana, *_ = cast
    inside(user, ana, functools.partial(catalog.TOOLS["query_data_layer"].run, layer.agent("bob"), sql=TOTAL))

    assert [(r["agent"], r["source"], r["executor"]) for r in outcomes(layer)] == [("bob", "handle", None)]


def test_own_tool_that_calls_ours(cast: Any, layer: Any) -> None:
    """A program's own tool that calls ours through the same executor is charged to the writer of the call."""
    user, ana, *_ = cast
    inside(user, ana, lambda: user.function_map["query_data_layer"](sql=TOTAL))
    inside(user, ana, lambda: by_hand(user))

    assert charged(layer) == [("ana", "user")] * 2


@pytest.mark.parametrize("how", ["function", "execute_function", "function_map"])
def test_function_of_another_executor(cast: Any, layer: Any, how: str) -> None:
    """Inside ana's call, the function of bob's executor, or of none, has no writer: neither of them is charged."""
    user, ana, other, _ = cast
    own = {
        "function": lambda: other.function_map["query_data_layer"](sql=TOTAL),
        "execute_function": lambda: by_hand(other),
        "function_map": lambda: hatidata_function_map(layer)["query_data_layer"](sql=TOTAL),
    }
    inside(user, ana, own[how])

    assert charged(layer) == [("", None)]


def test_function_of_another_executor_with_a_call_of_its_own(cast: Any, layer: Any) -> None:
    """Bob's call that waits at his executor is not spent by a program that runs his executor inside ana's call."""
    user, ana, other, bob = cast
    bob.send(wrote(), other, request_reply=False, silent=True)
    inside(user, ana, lambda: by_hand(other))
    other.generate_reply(sender=bob)

    assert charged(layer) == [("", None), ("bob", "other")]


def test_function_under_another_name(cast: Any, layer: Any) -> None:
    """Another name for our function gives nobody a tool that was not given."""
    user, ana, *_ = cast
    cleo = player("ana2")
    register_hatidata_tools(cleo, layer, executor=user, tools=["list_tables"], identity="zoe")
    user.register_function({"alias": user.function_map["query_data_layer"]})
    alias = {**FUNCTION, "name": "alias"}
    (granted,), (refused,) = execute(user, ana, alias), execute(user, cleo, alias)

    assert rows(granted) == [[TOTALS["ana"]]]
    assert refused.startswith("Error: [not_allowed] ")
    assert [(r["agent"], r["status"], r["source"], r["executor"]) for r in outcomes(layer)] == [
        ("ana", "ok", "sender", "user"),
        ("zoe", "refused", "sender", "user"),
    ]


def test_function_in_the_map_of_a_strangers_executor(cast: Any, layer: Any) -> None:
    """A stranger whose executor was handed ana's function, and ana's own executor, is refused in either."""
    user, *_ = cast
    eve, bare = player("eve"), Cast.user("bare")
    bare.register_function({"query_data_layer": user.function_map["query_data_layer"]})

    assert [text[: len(UNKNOWN)] for one in (bare, user) for text in execute(one, eve, FUNCTION)] == [UNKNOWN] * 2
    assert {record["agent"] for record in outcomes(layer)} <= {"", "eve"}


def executes(recipient: Any, messages: Any = None, sender: Any = None, config: Any = None) -> tuple[bool, Any]:
    """A reply function of somebody else's that executes the calls of a message."""
    calls = messages[-1].get("tool_calls") or ()
    found = [recipient.execute_function(one["function"])[1]["content"] for one in calls]
    return bool(calls), {"content": "\n".join(found)}


def calls_directly(recipient: Any, messages: Any = None, sender: Any = None, config: Any = None) -> tuple[bool, Any]:
    """A reply function that does not even ask the agent to execute them."""
    calls = [one["function"] for one in messages[-1].get("tool_calls") or ()]
    found = [recipient.function_map[one["name"]](**json.loads(one["arguments"])) for one in calls]
    return bool(calls), {"content": "\n".join(found)}


@pytest.mark.parametrize("reply", [None, executes, calls_directly])
def test_strangers_executor_inside_a_call(cast: Any, layer: Any, reply: Any) -> None:
    """A stranger's chat inside ana's call, by an executor that was handed her function: she pays nothing."""
    user, ana, *_ = cast
    eve, bare = player("eve", wrote()), Cast.user("bare", function_map=dict(user.function_map))
    if reply is not None:
        bare.register_reply(eve, reply, position=0)
    inside(user, ana, lambda: bare.initiate_chat(eve, message="Go.", max_turns=2, silent=True))

    assert [(r["agent"], r["code"]) for r in outcomes(layer)] == [("", "unknown_caller")]


@pytest.fixture(params=["AutoGen's", "somebody else's"])
def user_for_two(request: pytest.FixtureRequest, layer: Any) -> tuple[Any, Any, Any]:
    """A user that executes for ana by AutoGen's functions, for eve by those or by some of somebody else's."""
    user, ana, eve = Cast.user(), player("ana"), player("eve", wrote())
    register_hatidata_tools(ana, layer, executor=user)
    if request.param != "AutoGen's":
        user.register_reply(eve, executes, position=0)
    return user, ana, eve


@pytest.mark.parametrize("beside", [False, True])
def test_strangers_chat_inside_a_call(user_for_two: Any, layer: Any, beside: bool) -> None:
    """A chat with a stranger that a tool holds spends nothing of the agent whose call it is, nor uses its call up.

    ``beside``: the same call, word for word, waits in ana's message.
    """
    user, ana, eve = user_for_two
    user.register_function({"own": lambda: str(user.initiate_chat(eve, message="Go.", max_turns=2, silent=True))})
    answers = execute(user, ana, OWN, *[FUNCTION] * beside)

    assert [r["agent"] for r in outcomes(layer, status="ok")] == ["ana"] * beside
    assert outcomes(layer)[0]["code"] == "unknown_caller"
    assert [rows(text) for text in answers[1:]] == [[[TOTALS["ana"]]]] * beside


def test_strangers_chat_inside_an_asynchronous_call(user_for_two: Any, layer: Any) -> None:
    """The same in asynchronous chats."""
    user, ana, eve = user_for_two

    async def own() -> str:
        return str(await user.a_initiate_chat(eve, message="Go.", max_turns=2, silent=True))

    user.register_function({"own": own})
    ana.send(wrote(OWN, FUNCTION), user, request_reply=False, silent=True)
    reply = asyncio.run(user.a_generate_reply(sender=ana))

    assert rows(reply["tool_responses"][1]["content"]) == [[TOTALS["ana"]]]
    assert sorted(r["code"] or r["agent"] for r in outcomes(layer)) == ["ana", "unknown_caller"]


@pytest.mark.parametrize("way", ["AutoGen's", "somebody else's"])
def test_chat_of_another_agent_inside_a_call(layer: Any, way: str) -> None:
    """A chat with bob that a tool holds charges bob for his call, and ana for hers that come after it."""
    user, ana, bob = Cast.user(), player("ana"), player("bob", wrote())
    for agent in (ana, bob):
        register_hatidata_tools(agent, layer, executor=user)
    if way != "AutoGen's":
        user.register_reply(bob, executes, position=0)

    def own() -> str:
        user.initiate_chat(bob, message="Go.", max_turns=2, silent=True)
        return str(user.function_map["query_data_layer"](sql=TOTAL))

    user.register_function({"own": own})
    execute(user, ana, OWN, FUNCTION)

    assert [r["agent"] for r in outcomes(layer)] == ["bob", "ana", "ana"]


def test_context_that_outlives_its_call(cast: Any, layer: Any) -> None:
    """A worker that was started inside ana's call, and runs on after it, is nobody's call."""
    user, ana, *_ = cast
    kept: list[contextvars.Context] = []
    inside(user, ana, lambda: kept.append(contextvars.copy_context()))

    assert kept[0].run(by_hand, user).startswith(UNKNOWN)
    assert kept[0].run(current_caller) is None
    assert charged(layer) == [("", None)]


def test_task_that_outlives_its_call(cast: Any, layer: Any) -> None:
    """An asynchronous task that ana's call left behind charges ana for nothing that it executes later."""
    user, ana, *_ = cast
    ended, found = [], []

    async def later() -> None:
        while not ended:
            await asyncio.sleep(0)
        found.append(by_hand(user))

    async def own() -> str:
        tasks.append(asyncio.ensure_future(later()))
        return "started"

    async def talk() -> None:
        ana.send(wrote(OWN), user, request_reply=False, silent=True)
        await user.a_generate_reply(sender=ana)
        ended.append(True)
        await tasks[0]

    tasks: list[Any] = []
    user.register_function({"own": own})
    asyncio.run(talk())

    assert found[0].startswith(UNKNOWN)
    assert charged(layer) == [("", None)]


def test_identity_stays_with_its_agent(cast: Any, layer: Any) -> None:
    """Tools that are added later, or by a group chat, are charged to the identity that an agent has already."""
    user, *_ = cast
    one = player("one", llm_config=False)
    register_hatidata_tools(one, layer, executor=user, tools=["query_data_layer"], identity="zoe")
    register_hatidata_tools(one, layer, executor=user)
    execute(user, one, FUNCTION, {"name": "my_usage", "arguments": "{}"})

    assert [r["agent"] for r in outcomes(layer)] == ["zoe", "zoe"]
    with pytest.raises(ValueError, match="zoe"):
        register_hatidata_tools(one, layer, executor=user, identity="ana")


def test_copy_of_an_agent_is_a_stranger(cast: Any, layer: Any) -> None:
    """Nobody becomes ana by being made from her, or by being equal to her."""
    user, ana, *_ = cast
    twin = copy.copy(ana)
    (answer,) = execute(user, twin, FUNCTION)

    assert answer.startswith(UNKNOWN)
