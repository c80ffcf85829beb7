"""Chat ids: one a conversation, a new one when it starts anew, the outer one in nested chats."""

from __future__ import annotations

from typing import Any

import autogen
import pytest
from stage import TOTAL, outcomes

from autogen_hatidata import HatiDataGroupChat, register_hatidata_tools
from autogen_hatidata.testing import call


def ask_every_time(messages: list[dict[str, Any]], tools: Any) -> Any:
    """One query for each question, then the end."""
    return "done TERMINATE" if messages[-1]["role"] == "tool" else call("query_data_layer", sql=TOTAL)


def ids(layer: Any, **fields: Any) -> list[str]:
    """The chat ids of the recorded calls, in order."""
    return [record["chat"] for record in outcomes(layer, **fields)]


@pytest.fixture
def pair(cast: Any, layer: Any) -> tuple[Any, Any]:
    """A user and ana, who asks one query for each question."""
    cast = cast({"ana": ask_every_time})
    user, ana = cast.user(), cast.agent("ana")
    register_hatidata_tools(ana, layer, executor=user)
    return user, ana


def test_pair_keeps_its_id_until_it_starts_anew(pair: Any, layer: Any) -> None:
    """Two questions in one conversation share an id; a cleared history starts a new one."""
    user, ana = pair
    user.initiate_chat(ana, message="One.")
    user.initiate_chat(ana, message="Two.", clear_history=False)
    user.initiate_chat(ana, message="Three.", clear_history=True)
    first, second, third = ids(layer)

    assert first == second != third


def test_pairs_have_ids_of_their_own(cast: Any, layer: Any) -> None:
    """The same user's chats with two agents are two chats."""
    cast = cast({"ana": ask_every_time, "bob": ask_every_time})
    user = cast.user()
    for name in ("ana", "bob"):
        agent = cast.agent(name)
        register_hatidata_tools(agent, layer, executor=user)
        user.initiate_chat(agent, message="Total?")

    assert len(set(ids(layer))) == 2


def test_group_keeps_its_id_until_it_starts_anew(cast: Any, layer: Any) -> None:
    """A group chat that goes on keeps its id, one that is cleared gets a new one, and its audit covers both."""
    cast = cast({"ana": ask_every_time})
    user = cast.user()
    chat = HatiDataGroupChat([user, cast.agent("ana")], hatidata=layer, speaker_selection_method="round_robin")
    manager = autogen.GroupChatManager(chat, llm_config=False, is_termination_msg=lambda m: "TERMINATE" in m["content"])
    user.initiate_chat(manager, message="One.")
    user.initiate_chat(manager, message="Two.", clear_history=False)
    chat.reset()
    user.initiate_chat(manager, message="Three.", clear_history=True)
    first, second, third = ids(layer)

    assert first == second != third
    assert len(chat.audit()) == 3


def test_nested_chat_has_the_id_of_the_outer_one(cast: Any, layer: Any) -> None:
    """What an agent asks in a nested chat belongs to the group chat in which it is asked, and to its costs."""
    cast = cast({"ana": ask_every_time, "bob": ask_every_time})
    user, helper, ana, bob = cast.user(), cast.user("helper"), cast.agent("ana"), cast.agent("bob")
    register_hatidata_tools(ana, layer, executor=helper)
    front = autogen.ConversableAgent("front", llm_config=False, human_input_mode="NEVER")
    chat = HatiDataGroupChat(
        [user, front, bob], hatidata=layer, executor=user, speaker_selection_method="round_robin", max_round=8
    )
    front.register_nested_chats(
        [{"sender": helper, "recipient": ana, "message": "Total?", "max_turns": 2}], trigger=autogen.GroupChatManager
    )
    manager = autogen.GroupChatManager(
        chat, llm_config=False, is_termination_msg=lambda m: m["content"].endswith("TERMINATE") and m["name"] == "bob"
    )
    user.initiate_chat(manager, message="Totals, please.")

    assert [record["agent"] for record in outcomes(layer)] == ["ana", "bob"]
    assert len(set(ids(layer))) == 1
    assert {"ana", "bob"} == set(chat.costs())


def test_handle_has_a_chat_of_its_own(pair: Any, layer: Any) -> None:
    """Calls on a handle outside of any chat share an id that no chat has."""
    user, ana = pair
    layer.agent("bob").query(TOTAL)
    layer.agent("bob").query(TOTAL)
    user.initiate_chat(ana, message="One.")
    one, two, chat = ids(layer)

    assert one == two != chat
    assert one
