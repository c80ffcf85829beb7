"""What tries to have a call charged to somebody else, or to lose its writer: each is charged rightly, or refused."""

from __future__ import annotations

import copy
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import autogen
import pytest
from stage import POLICY, UNKNOWN, Cast, by_hand, charged, outcomes, player, wrote

from autogen_hatidata import HatiData, HatiDataGroupChat, register_hatidata_tools


def asked_again(agent: Any, partner: Any) -> None:
    """``agent`` writes a call, its partner answers nothing, and AutoGen asks the agent for the next turn."""
    agent.send("Hello.", partner, request_reply=False, silent=True)
    agent.send(wrote(), partner, request_reply=False, silent=True)
    agent.generate_reply(messages=agent.chat_messages[partner], sender=partner)


@pytest.fixture
def other_layer(orders_file: Path, tmp_path: Path) -> Iterator[HatiData]:
    """A second layer over the same orders."""
    with HatiData.open(shutil.copy(orders_file, tmp_path / "other.duckdb"), policy=POLICY) as opened:
        yield opened


def test_agent_that_is_asked_again_runs_its_own_call(layer: Any) -> None:
    """Where the partner answers nothing, an agent executes what it wrote itself, and pays for it."""
    ana, bob = player("ana"), player("bob")
    for agent in (ana, bob):
        register_hatidata_tools(agent, layer, executor=agent)
    asked_again(bob, ana)

    assert charged(layer) == [("bob", "bob")]


def test_stranger_that_is_asked_again_is_refused(layer: Any) -> None:
    """A call that the executor wrote itself is not its partner's, even if only the partner has rights."""
    ana, eve = player("ana"), player("eve")
    register_hatidata_tools(ana, layer, executor=eve)
    asked_again(eve, ana)

    assert [r["code"] for r in outcomes(layer)] == ["unknown_caller"]


def test_own_call_in_a_trimmed_history_is_never_the_partners(layer: Any) -> None:
    """When a program cuts the history in between, the partner does not pay for the executor's call."""
    ana, bob = player("ana"), player("bob", "done")
    for agent in (ana, bob):
        register_hatidata_tools(agent, layer, executor=agent)
    bob.send("Hello.", ana, request_reply=False, silent=True)
    bob.send(wrote(), ana, request_reply=False, silent=True)
    bob._oai_messages[ana] = bob._oai_messages[ana][-1:]
    bob.generate_reply(sender=ana)

    assert {name for name, _ in charged(layer)} <= {"bob", ""}


def test_outsider_with_a_members_name_is_refused(layer: Any) -> None:
    """An agent from outside that has a member's name starts a group chat with a call: the member does not pay."""
    user, ana, other = Cast.user(), player("ana"), player("ana")
    register_hatidata_tools(ana, layer, executor=user)
    chat = HatiDataGroupChat([user, ana], hatidata=layer, auto_register=False, max_round=3)
    manager = autogen.GroupChatManager(chat, llm_config=False)
    other.initiate_chat(manager, message=wrote(), silent=True)

    assert [r["code"] for r in outcomes(layer)] == ["unknown_caller"]


def test_renamed_agent_keeps_its_identity(layer: Any) -> None:
    """An agent that takes another member's name after its registration still pays itself."""
    user, ana, bob = Cast.user(), player("ana", wrote(), "done"), player("bob", wrote(), "done")
    for agent in (ana, bob):
        register_hatidata_tools(agent, layer, executor=user)
    turns = iter([ana, user, bob, user])
    chat = autogen.GroupChat([user, bob, ana], [], max_round=5, speaker_selection_method=lambda *_: next(turns))
    ana._name = "bob"
    user.initiate_chat(autogen.GroupChatManager(chat, llm_config=False), message="Totals?", silent=True)

    assert charged(layer) == [("ana", "user"), ("bob", "user")]


def test_call_that_is_passed_on_into_an_inner_group(layer: Any) -> None:
    """A call that a group chat hands to the manager of another group is still that of its writer."""
    user, helper, ana, bob = Cast.user(), Cast.user("helper"), player("ana", wrote()), player("bob", "done")
    for agent in (ana, bob):
        register_hatidata_tools(agent, layer, executor=helper)
    inner = autogen.GroupChatManager(
        autogen.GroupChat([helper, bob], [], max_round=2, speaker_selection_method=lambda *_: helper),
        name="inner",
        llm_config=False,
    )
    turns = iter([ana, inner])
    chat = autogen.GroupChat([user, ana, inner], [], max_round=4, speaker_selection_method=lambda *_: next(turns))
    user.initiate_chat(autogen.GroupChatManager(chat, llm_config=False), message="Totals?", silent=True)

    assert charged(layer) == [("ana", "helper")]


def test_agents_of_one_name_in_two_layers(layer: Any, other_layer: Any) -> None:
    """Two agents of one name, one executor and one tool name: each is charged in its own layer."""
    user, here, there = Cast.user(), player("ana", wrote(), "done"), player("ana", wrote(), "done")
    register_hatidata_tools(here, layer, executor=user)
    register_hatidata_tools(there, other_layer, executor=user)
    for agent in (here, there):
        user.initiate_chat(agent, message="Total?", max_turns=2, silent=True)

    assert charged(layer) == charged(other_layer) == [("ana", "user")]


def test_human_who_pastes_a_call(layer: Any) -> None:
    """What a person types is text: a pasted call runs nothing, and the call it was typed over stays without effect."""
    user, ana = Cast.user(human_input_mode="ALWAYS"), player("ana", wrote(), "done")
    register_hatidata_tools(ana, layer, executor=user)
    typed = iter([json.dumps(wrote()), "exit"])
    user.get_human_input = lambda prompt, **_: next(typed)
    user.initiate_chat(ana, message="Total?", silent=True)

    assert charged(layer) == []
    assert by_hand(user).startswith(UNKNOWN)


@pytest.mark.parametrize(
    "calls",
    ["abc", 5, {"a": 1}, [None], ["x"], [{"function": None}], [{"id": {}, "function": {"name": 3}}, 7]],
    ids=repr,
)
def test_malformed_calls_end_no_chat(pair: Any, layer: Any, calls: Any) -> None:
    """A list of calls that holds something else runs nothing and raises nothing."""
    user, ana = pair
    ana.send({"content": "", "tool_calls": calls}, user, request_reply=False, silent=True)
    user.generate_reply(sender=ana)
    ana.send({"content": "", "function_call": calls}, user, request_reply=False, silent=True)
    if not isinstance(calls, dict):
        user.generate_reply(sender=ana)

    assert charged(layer) == []


def test_strange_ids_are_not_recorded(pair: Any, layer: Any) -> None:
    """An id that is no short text is left out of the record, and the call is charged."""
    user, ana = pair
    for one in ({"a": [1]}, "x" * 10_000, 7):
        ana.send({"content": "", "tool_calls": [{**wrote()["tool_calls"][0], "id": one}]}, user, False, True)
        user.generate_reply(sender=ana)

    assert [(r["agent"], r["call_id"]) for r in outcomes(layer)] == [("ana", None)] * 3


def test_subclass_with_an_execution_of_its_own(layer: Any) -> None:
    """An executor whose class replaced AutoGen's tool reply by its own still names the writer."""

    class Own(autogen.UserProxyAgent):  # type: ignore[misc]
        def generate_tool_calls_reply(self, *args: Any, **options: Any) -> Any:
            return super().generate_tool_calls_reply(*args, **options)

    user, ana = Own("user", human_input_mode="NEVER", code_execution_config=False), player("ana", wrote(), "done")
    user.replace_reply_func(autogen.ConversableAgent.generate_tool_calls_reply, Own.generate_tool_calls_reply)
    register_hatidata_tools(ana, layer, executor=user)
    user.initiate_chat(ana, message="Total?", max_turns=2, silent=True)

    assert [(r["agent"], r["source"]) for r in outcomes(layer)] == [("ana", "sender")]


@pytest.mark.parametrize("in_group", [True, False])
def test_hooks_that_copy_everything(layer: Any, in_group: bool) -> None:
    """Hooks of somebody else's that copy each message, sent or received, keep nobody from being charged."""
    user, ana, bob = Cast.user(), player("ana", wrote(), "done"), player("bob", wrote(), "done")
    for agent in (ana, bob):
        register_hatidata_tools(agent, layer, executor=user)
    for agent in (user, ana, bob):
        agent.register_hook("process_message_before_send", lambda sender, message, recipient, silent: copied(message))
        agent.register_hook("process_all_messages_before_reply", copy.deepcopy)
    chat = HatiDataGroupChat([user, ana, bob], hatidata=layer, auto_register=False, max_round=7)
    chat.speaker_selection_method = "round_robin"
    partners = [autogen.GroupChatManager(chat, llm_config=False)] if in_group else [ana, bob]
    for partner in partners:
        user.initiate_chat(partner, message="Totals?", silent=True, **({} if in_group else {"max_turns": 2}))

    assert charged(layer) == [("ana", "user"), ("bob", "user")]


def copied(message: Any) -> Any:
    """A copy that shares nothing."""
    return copy.deepcopy(message)


def test_executor_with_a_function_map_needs_no_registration(layer: Any) -> None:
    """Two agents' equal calls, pending at once with executors that got the tools by hand, are each charged."""
    home, ana, bob = Cast.user(), player("ana", wrote(), "done"), player("bob", wrote(), "done")
    for agent in (ana, bob):
        register_hatidata_tools(agent, layer, executor=home)
    one, two = (Cast.user(name, function_map=dict(home.function_map)) for name in ("one", "two"))
    ana.send(wrote(), one, request_reply=False, silent=True)
    bob.send(wrote(), two, request_reply=False, silent=True)
    two.generate_reply(sender=bob)
    one.generate_reply(sender=ana)

    assert [r["agent"] for r in outcomes(layer)] == ["bob", "ana"]
