"""Calls that end badly, threads without a context, agents that are gone: no caller is left behind, and none made up."""

from __future__ import annotations

import asyncio
import contextvars
import gc
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from stage import FUNCTION, TOTALS, UNKNOWN, Cast, by_hand, charged, outcomes, player, results, rows, wrote

from autogen_hatidata import current_caller, register_hatidata_tools
from autogen_hatidata.tools import frame


def test_tool_that_raises_leaves_no_caller_behind(pair: Any, layer: Any) -> None:
    """After a tool that raises, and one that is interrupted, nobody is the caller, and the next call has no writer."""
    user, ana = pair

    def interrupt() -> str:
        raise KeyboardInterrupt

    user.register_function({"fail": lambda: 1 // 0, "interrupt": interrupt})
    ana.send(wrote({"name": "fail", "arguments": "{}"}, FUNCTION), user, request_reply=False, silent=True)
    user.generate_reply(sender=ana)
    ana.send(wrote({"name": "interrupt", "arguments": "{}"}, FUNCTION), user, request_reply=False, silent=True)
    with pytest.raises(KeyboardInterrupt):
        user.generate_reply(sender=ana)

    assert (current_caller(), frame.now(), frame.open_on(user)) == (None, None, [])
    assert by_hand(user).startswith(UNKNOWN)
    assert charged(layer) == [("ana", "user"), ("", None)]


def test_cancelled_call_leaves_no_caller_behind(pair: Any) -> None:
    """A chat that is cancelled while a tool runs leaves no frame open."""
    user, ana = pair

    async def wait() -> str:
        await asyncio.sleep(60)
        return "late"

    async def talk() -> None:
        chat = asyncio.ensure_future(user.a_generate_reply(sender=ana))
        await asyncio.sleep(0.01)
        chat.cancel()
        with pytest.raises(asyncio.CancelledError):
            await chat
        assert by_hand(user).startswith(UNKNOWN)

    user.register_function({"wait": wait})
    ana.send(wrote({"name": "wait", "arguments": "{}"}), user, request_reply=False, silent=True)
    asyncio.run(talk())

    assert (current_caller(), frame.open_on(user)) == (None, [])


def test_reply_that_is_thrown_away_by_another_context(pair: Any) -> None:
    """A reply that never ends, and is closed elsewhere, neither fails there nor stays open."""
    user, ana = pair

    async def wait() -> str:
        await asyncio.Future()
        return "never"

    user.register_function({"wait": wait})
    ana.send(wrote({"name": "wait", "arguments": "{}"}), user, request_reply=False, silent=True)
    loop = asyncio.new_event_loop()
    reply = contextvars.copy_context().run(loop.create_task, user.a_generate_reply(sender=ana))
    loop.run_until_complete(asyncio.sleep(0))
    reply.get_coro().close()
    reply.cancel()
    loop.run_until_complete(asyncio.gather(reply, *asyncio.all_tasks(loop), return_exceptions=True))
    loop.close()

    assert (current_caller(), frame.open_on(user)) == (None, [])


def test_agent_that_is_gone_is_charged_nothing(layer: Any) -> None:
    """A call whose writer no longer exists has no writer; nothing of the ledger keeps it alive."""
    user, ana = Cast.user(), player("ana")
    register_hatidata_tools(ana, layer, executor=user)
    ana.send(wrote(), user, request_reply=False, silent=True)
    user.clear_history()
    del ana
    gc.collect()

    assert by_hand(user).startswith(UNKNOWN)
    assert charged(layer) == [("", None)]


def test_asynchronous_tool_around_ours(pair: Any, layer: Any) -> None:
    """A program's asynchronous tool of the same name, which calls ours, is charged to the writer, in a thread too."""
    user, ana = pair
    ours = user.function_map["query_data_layer"]

    async def query_data_layer(sql: str) -> str:
        return str(ours(sql=sql))

    user.function_map["query_data_layer"] = query_data_layer
    user.initiate_chat(ana, message="Total?", max_turns=2, silent=True)

    assert charged(layer) == [("ana", "user")]
    assert [[[TOTALS["ana"]]]] == [rows(content) for content in results(user.chat_messages[ana])]


def test_thread_without_a_context_beside_a_strangers_frame(layer: Any) -> None:
    """While an executor runs a stranger's call, a thread of it is not taken for an equal call that ana left behind."""
    user, ana, eve = Cast.user(), player("ana"), player("eve", wrote({"name": "hop", "arguments": "{}"}, FUNCTION))
    register_hatidata_tools(ana, layer, executor=user)
    ana.send(wrote(), user, request_reply=False, silent=True)
    found: list[str] = []

    def hop() -> str:
        thread = threading.Thread(target=lambda: found.append(by_hand(user)))
        thread.start()
        thread.join()
        return "hopped"

    user.register_function({"hop": hop})
    user.initiate_chat(eve, message="Total?", max_turns=2, silent=True)

    assert found[0].startswith(UNKNOWN)
    assert {record["agent"] for record in outcomes(layer)} <= {"", "eve"}


@pytest.fixture
def busy(layer: Any) -> Iterator[tuple[Any, Any]]:
    """A user that executes ana's call of a tool that waits, before her call of ours, and what lets it go on."""
    user, ana = Cast.user(), player("ana")
    register_hatidata_tools(ana, layer, executor=user)
    waits, goes_on = threading.Event(), threading.Event()

    def wait() -> str:
        waits.set()
        goes_on.wait(10)
        return "waited"

    user.register_function({"wait": wait})
    ana.send(wrote({"name": "wait", "arguments": "{}"}, FUNCTION), user, request_reply=False, silent=True)
    thread = threading.Thread(target=user.generate_reply, kwargs={"sender": ana})
    thread.start()
    assert waits.wait(10)

    def go_on() -> None:
        goes_on.set()
        thread.join()

    yield user, go_on
    go_on()


def test_one_executor_in_two_chats_at_once(busy: Any, layer: Any) -> None:
    """While an executor runs one agent's call, another thread's equal call through it is its own writer's."""
    (user, go_on), bob = busy, player("bob")
    register_hatidata_tools(bob, layer, executor=user)
    bob.send(wrote(), user, request_reply=False, silent=True)
    user.generate_reply(sender=bob)
    go_on()

    assert charged(layer) == [("bob", "user"), ("ana", "user")]


def test_strangers_executor_beside_a_busy_one(busy: Any, layer: Any) -> None:
    """A stranger's executor with a copy of the tool is not taken for a thread of one that runs an equal call."""
    (user, go_on), eve = busy, player("eve")
    bare = Cast.user("bare", function_map=dict(user.function_map))
    eve.send(wrote(), bare, request_reply=False, silent=True)
    bare.generate_reply(sender=eve)
    go_on()

    assert charged(layer) == [("", None), ("ana", "user")]
