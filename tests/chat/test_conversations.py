"""Every way to hold a conversation: one after the other, resumed, asynchronous, nested, and through other threads."""

from __future__ import annotations

import asyncio
from typing import Any

import autogen
import pytest
from stage import TOTAL, TOTALS, outcomes, results, rows

from autogen_hatidata import HatiDataGroupChat, register_hatidata_tools
from autogen_hatidata.testing import call, legacy_call


def ask(write: Any = call) -> Any:
    """A new call of one query."""
    return write("query_data_layer", sql=TOTAL)


def totals(messages: list[dict[str, Any]]) -> list[int]:
    """The one number of each answer."""
    return [rows(content)[0][0] for content in results(messages)]


def charged(layer: Any, *fields: str) -> list[Any]:
    """The charged agents in order, with these other fields."""
    return [
        record["agent"] if not fields else (record["agent"], *map(record.get, fields)) for record in outcomes(layer)
    ]


def managed(chat: Any) -> Any:
    """A manager that ends the chat at TERMINATE."""
    return autogen.GroupChatManager(
        chat, llm_config=False, is_termination_msg=lambda message: "TERMINATE" in str(message.get("content"))
    )


def test_chats_one_after_the_other(cast: Any, layer: Any) -> None:
    """``initiate_chats`` through one executor charges each chat to its agent, and each chat is one of its own."""
    cast = cast({"ana": [ask(), "ana: 30 TERMINATE"], "bob": [ask(), "bob: 400 TERMINATE"]})
    user, ana, bob = cast.user(), cast.agent("ana"), cast.agent("bob")
    for agent in (ana, bob):
        register_hatidata_tools(agent, layer, executor=user)
    user.initiate_chats(
        [
            {"recipient": agent, "message": "Total?", "summary_method": "last_msg", "silent": True}
            for agent in (ana, bob)
        ]
    )

    assert charged(layer) == ["ana", "bob"]
    assert [TOTALS["ana"], TOTALS["bob"]] == totals(user.chat_messages[ana]) + totals(user.chat_messages[bob])
    assert len({record["chat"] for record in outcomes(layer)}) == 2
    assert "ana: 30" in str(user.chat_messages[bob][0]["content"])  # the carry-over


@pytest.mark.parametrize("write", [call, legacy_call], ids=["tools", "function_call"])
def test_asynchronous_chat_of_two(cast: Any, layer: Any, write: Any) -> None:
    """In an asynchronous chat of two the partner is charged, in both forms of a call."""
    cast = cast({"ana": [ask(write), "done TERMINATE"]})
    user, ana = cast.user(), cast.agent("ana")
    register_hatidata_tools(ana, layer, executor=user, api_style="tool" if write is call else "function")
    asyncio.run(user.a_initiate_chat(ana, message="Total?", silent=True))

    assert [TOTALS["ana"]] == totals(user.chat_messages[ana])
    assert charged(layer, "executor", "source") == [("ana", "user", "sender")]


def test_asynchronous_chats_at_the_same_time(cast: Any, layer: Any) -> None:
    """Chats that run in one event loop, through one executor, with the same call, do not mix their writers."""
    names = ["ana", "bob", "zoe"]
    cast = cast({name: [ask(), ask(), f"{name} TERMINATE"] for name in names})
    user, agents = cast.user(), [cast.agent(name) for name in names]
    for agent in agents:
        register_hatidata_tools(agent, layer, executor=user)

    async def all_at_once() -> None:
        await asyncio.gather(*(user.a_initiate_chat(agent, message="Total?", silent=True) for agent in agents))

    asyncio.run(all_at_once())

    assert [[TOTALS[name]] * 2 for name in names] == [totals(user.chat_messages[agent]) for agent in agents]
    assert sorted(charged(layer)) == sorted(names * 2)


def _front(user: Any, chats: list[dict[str, Any]], **options: Any) -> Any:
    front = autogen.ConversableAgent("front", llm_config=False, human_input_mode="NEVER")
    front.register_nested_chats(chats, trigger=user, **options)
    return front


def test_asynchronous_nested_chat(cast: Any, layer: Any) -> None:
    """A call in a nested chat of an asynchronous chat is charged to the inner agent, in the outer chat."""
    cast = cast({"ana": [ask(), "it is 30"], "bob": [ask(), "it is 400"]})
    user, helper, ana, bob = cast.user(), cast.user("helper"), cast.agent("ana"), cast.agent("bob")
    inner = [
        {"sender": helper, "recipient": agent, "message": "Total?", "max_turns": 2, "chat_id": number}
        for number, agent in enumerate((ana, bob))
    ]
    front = _front(user, inner, use_async=True)
    for agent in (ana, bob):
        register_hatidata_tools(agent, layer, executor=helper)
    register_hatidata_tools(front, layer)
    asyncio.run(user.a_initiate_chat(front, message="Totals?", max_turns=1, silent=True))

    # Nested chats that do not wait for each other run at the same time.
    assert sorted(charged(layer, "executor")) == [("ana", "helper"), ("bob", "helper")]
    assert len({record["chat"] for record in outcomes(layer)}) == 1


# The a_resume of pyautogen 0.9 does not await what it sends.
@pytest.mark.filterwarnings("ignore:coroutine 'ConversableAgent.a_send' was never awaited:RuntimeWarning")
@pytest.mark.parametrize("asynchronous", [False, True], ids=["sync", "async"])
def test_resumed_group_chat(cast: Any, layer: Any, asynchronous: bool) -> None:
    """A chat that new agents resume from its messages, with a call still to run, charges who wrote that call."""
    first = cast({"ana": [ask(), "ana is done"], "bob": [ask()]})
    user = first.user()
    chat = HatiDataGroupChat(
        [user, first.agent("ana"), first.agent("bob")],
        hatidata=layer,
        max_round=5,
        speaker_selection_method="round_robin",
    )
    user.initiate_chat(managed(chat), message="Totals, please.", silent=True)

    assert chat.messages[-1]["tool_calls"]
    assert charged(layer) == ["ana"]

    second = cast({"ana": ["ana agrees TERMINATE"], "bob": ["bob is done"]})
    agents = [second.user(), second.agent("ana"), second.agent("bob")]
    resumed = HatiDataGroupChat(agents, hatidata=layer, max_round=12, speaker_selection_method="round_robin")
    manager = managed(resumed)
    if asynchronous:
        asyncio.run(_go_on(manager, chat.messages))
    else:
        last, message = manager.resume(chat.messages, "TERMINATE", silent=True)
        last.initiate_chat(manager, message=message, clear_history=False, silent=True)

    assert charged(layer, "executor") == [("ana", "user"), ("bob", "user")]
    assert [TOTALS["ana"], TOTALS["bob"]] == totals(resumed.messages)
    assert "TERMINATE" in resumed.messages[-1]["content"]


async def _go_on(manager: Any, messages: list[dict[str, Any]]) -> None:
    last, message = await manager.a_resume(messages, "TERMINATE", silent=True)
    await last.a_initiate_chat(manager, message=message, clear_history=False, silent=True)


def test_asynchronous_tool_in_a_synchronous_chat(cast: Any, layer: Any) -> None:
    """A tool of ours behind an asynchronous function, which newer lines run in another thread, charges the writer."""
    cast = cast({"ana": [ask(), "ana is done"], "bob": [ask(), "bob is done TERMINATE"]})
    user = cast.user()
    chat = HatiDataGroupChat(
        [user, cast.agent("ana"), cast.agent("bob")], hatidata=layer, speaker_selection_method="round_robin"
    )
    plain = user.function_map["query_data_layer"]

    async def hop(sql: str) -> Any:
        await asyncio.sleep(0)
        return plain(sql=sql)

    hop.__dict__.update(plain.__dict__)
    user.function_map["query_data_layer"] = hop
    user.initiate_chat(managed(chat), message="Totals, please.", silent=True)

    assert charged(layer) == ["ana", "bob"]
    assert [TOTALS["ana"], TOTALS["bob"]] == totals(chat.messages)
