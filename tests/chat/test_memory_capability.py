"""HatiDataMemoryCapability: what is recalled before a reply, what is stored after it, by whom, what a model sees."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import autogen
import pytest
from stage import outcomes

from autogen_hatidata import (
    HatiData,
    HatiDataGroupChat,
    HatiDataMemoryCapability,
    PolicyDenied,
    register_hatidata_tools,
)
from autogen_hatidata.errors import BadArgument
from autogen_hatidata.memory.conversation import Said
from autogen_hatidata.testing import call
from autogen_hatidata.tools.render import STORED_TEXT

POLICY = {
    "version": 1,
    "roles": {"team": {"can": ["memory"]}, "analyst": {"can": ["read"]}},
    "agents": {"ana": {"role": "team"}, "bob": {"role": "team"}, "carl": {"role": "team"}, "zoe": {"role": "analyst"}},
    "memory": {"shared": {"read": ["team"], "write": ["team"]}},
    "quotas": {"agents": {"carl": {"credits": 3, "per": "day"}}},
}
NAME = "My name is Ada Lovelace."


@pytest.fixture
def layer(tmp_path: Path) -> Iterator[HatiData]:
    with HatiData.open(tmp_path / "m.duckdb", policy=POLICY) as opened:
        yield opened


def recalled(messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What a model was shown of memories, in order."""
    texts = [str(message.get("content")) for message in messages]
    return [json.loads(text) for text in texts if text.startswith('{"stored_text"')]


def contents(found: dict[str, Any]) -> list[str]:
    return [one["content"] for one in found["memories"]]


def chat(stage: Any, layer: HatiData, message: str, **options: Any) -> Any:
    """One chat of two with ana, who has the memory; gives her agent."""
    user, ana = stage.user(), stage.agent("ana")
    HatiDataMemoryCapability(layer, **{"threshold": None, **options}).add_to_agent(ana)
    user.initiate_chat(ana, message=message, max_turns=1)
    return ana


def test_what_was_said_in_one_chat_is_recalled_in_the_next(cast: Any, layer: HatiData) -> None:
    """The exchange is stored after the reply, and shown to the model before its first reply in a later chat."""
    first, second = cast({"ana": ["Pleased to meet you."]}), cast({"ana": ["Ada Lovelace."]})
    chat(first, layer, NAME)
    chat(second, layer, "What is my name?")
    (shown,) = recalled(second.model.requests[0]["messages"])

    assert recalled(first.model.requests[0]["messages"]) == []
    assert contents(shown) == [f"user: {NAME}\nana: Pleased to meet you."]
    assert shown["stored_text"] == STORED_TEXT
    assert [(one["agent"], one["tool"], one["credits"]) for one in outcomes(layer)] == [
        ("ana", "recall", 1.0),
        ("ana", "remember", 1.0),
    ] * 2
    assert len({one["chat"] for one in outcomes(layer)}) == 2
    assert {one["framework"] for one in outcomes(layer)} == {"autogen"}


def test_the_history_of_the_chat_is_left_alone(cast: Any, layer: HatiData) -> None:
    """What is recalled is for one reply: no message is changed or added to what the agents keep."""
    layer.agent("ana").store_memory("Ada likes tea.")
    stage = cast({"ana": ["Tea."]})
    ana = chat(stage, layer, "What does Ada like?")
    (history,) = ana.chat_messages.values()

    assert [message["content"] for message in history] == ["What does Ada like?", "Tea."]
    assert len(recalled(stage.model.requests[0]["messages"])) == 1


def test_an_answer_is_stored_once(cast: Any, layer: HatiData) -> None:
    """What an agent says later of its own accord is no answer to what was asked before."""
    ana = chat(cast({"ana": ["Noted."]}), layer, NAME)
    (user,) = ana.chat_messages
    ana.send("By the way, it rains.", user, request_reply=False)

    assert [one["content"] for one in layer.agent("ana").list_memories()] == [f"user: {NAME}\nana: Noted."]


def test_a_model_with_the_tool_reads_it_as_a_tool_result(cast: Any, layer: HatiData) -> None:
    """It stands before the question as the result of a search, and stays there while tools are called; it is one
    search, however many calls follow."""
    layer.agent("ana").store_memory("Ada likes tea.")
    stage = cast({"ana": [call("search_memory", query="coffee"), "Tea. TERMINATE"]})
    user, ana = stage.user(), stage.agent("ana")
    register_hatidata_tools(ana, layer, executor=user)
    HatiDataMemoryCapability(layer, threshold=None).add_to_agent(ana)
    user.initiate_chat(ana, message="What does Ada like?")

    for request in stage.model.requests:
        asked, result, question = request["messages"][1:4]
        assert asked["tool_calls"][0]["function"] == {
            "name": "search_memory",
            "arguments": json.dumps({"query": "What does Ada like?"}),
        }
        assert (result["role"], result["tool_call_id"]) == ("tool", asked["tool_calls"][0]["id"])
        assert contents(json.loads(result["content"])) == ["Ada likes tea."]
        assert question["content"] == "What does Ada like?"
    assert [one["tool"] for one in outcomes(layer)] == ["store_memory", "recall", "search_memory", "remember"]


def test_agents_of_a_group_are_charged_for_their_own(cast: Any, layer: HatiData) -> None:
    """Each recalls its own memories and stores its own exchanges, in the group's chat."""
    layer.agent("ana").store_memory("ana knows of tea")
    layer.agent("bob").store_memory("bob knows of coffee")
    stage = cast({"ana": ["Tea, says ana."], "bob": ["Coffee, says bob. TERMINATE"]})
    user, ana, bob = stage.user(), stage.agent("ana"), stage.agent("bob")
    memory = HatiDataMemoryCapability(layer, threshold=None)
    for agent in (ana, bob):
        memory.add_to_agent(agent)
    group = HatiDataGroupChat(
        [user, ana, bob], hatidata=layer, tools=["usage"], max_round=4, speaker_selection_method="round_robin"
    )
    user.initiate_chat(autogen.GroupChatManager(group, llm_config=False), message="Who knows what?")
    shown = {name: recalled(stage.model.requests_for(name)[0]["messages"]) for name in ("ana", "bob")}

    assert {name: contents(found) for name, (found,) in shown.items()} == {
        "ana": ["ana knows of tea"],
        "bob": ["bob knows of coffee"],
    }
    assert {name: sums["calls"] for name, sums in group.costs().items()} == {"ana": 2, "bob": 2}
    assert layer.agent("bob").search_memory("says", memory_type="conversation")[0]["content"] == (
        "ana: Tea, says ana.\nbob: Coffee, says bob. TERMINATE"
    )


def test_what_still_stands_in_the_chat_is_not_recalled(cast: Any, layer: HatiData) -> None:
    """A model reads it there: it takes no place from what was said in earlier chats."""
    layer.agent("ana").store_memory("Ada likes tea better than coffee.")
    stage = cast({"ana": [f"Tea and coffee, said {n} times." for n in range(6)]})
    user, ana = stage.user(default_auto_reply="Tea or coffee, and again?"), stage.agent("ana")
    HatiDataMemoryCapability(layer, top_k=2, threshold=None).add_to_agent(ana)
    user.initiate_chat(ana, message="Tea or coffee?", max_turns=5)
    ana.chat_messages[user].clear()
    user.initiate_chat(ana, message="Tea or coffee at last?", max_turns=1)
    shown = [contents(recalled(request["messages"])[-1]) for request in stage.model.requests]

    assert shown[:5] == [["Ada likes tea better than coffee."]] * 5
    assert len(shown[5]) == 2
    assert any(text.startswith("user: Tea or coffee") for text in shown[5])


def test_async_chats_have_it_too(cast: Any, layer: HatiData) -> None:
    """The same before and after an asynchronous reply."""
    layer.agent("ana").store_memory("Ada likes tea.")
    stage = cast({"ana": ["Tea."]})
    user, ana = stage.user(), stage.agent("ana")
    HatiDataMemoryCapability(layer, threshold=None).add_to_agent(ana)
    asyncio.run(user.a_initiate_chat(ana, message="What does Ada like?", max_turns=1))

    assert len(recalled(stage.model.requests[0]["messages"])) == 1
    assert [one["tool"] for one in outcomes(layer)] == ["store_memory", "recall", "remember"]


def test_a_refusal_leaves_the_chat_alone(cast: Any, layer: HatiData, caplog: pytest.LogCaptureFixture) -> None:
    """Where the budget is used up, the agent answers without memory; the program's log says why."""
    layer.agent("carl").store_memories(["x"])
    stage = cast({"carl": ["one", "two", "three TERMINATE"]})
    user, carl = stage.user(), stage.agent("carl")
    HatiDataMemoryCapability(layer, threshold=None).add_to_agent(carl)
    user.initiate_chat(carl, message="Go.")
    (history,) = carl.chat_messages.values()

    assert [message["content"] for message in history if message["role"] == "assistant"] == [
        "one", "two", "three TERMINATE",
    ]  # fmt: skip
    assert [one["code"] for one in outcomes(layer)][1:3] == [None, None]
    assert {one["code"] for one in outcomes(layer)[3:]} == {"quota_exceeded"}
    assert "carl could not recall: [quota_exceeded]" in caplog.text


def test_its_parts_can_be_chosen(cast: Any, layer: HatiData) -> None:
    """Recalling and storing can be turned off, what is kept can be written anew, and be kept for others."""
    kept: list[tuple[Said, Said]] = []

    def keep(asked: Said, answered: Said) -> str | None:
        kept.append((asked, answered))
        return "Ada likes tea." if "tea" in asked.text else None

    chat(cast({"ana": ["Noted."]}), layer, "I like tea.", recalls=False, keep=keep, scope="shared")
    chat(cast({"ana": ["Noted."]}), layer, "I like rain.", stores=True, recalls=False, keep=keep)
    stage = cast({"ana": ["Tea."]})
    chat(stage, layer, "Tea?", stores=False, top_k=1)

    assert kept[0] == (Said("user", "I like tea."), Said("ana", "Noted."))
    assert [one["content"] for one in layer.agent("bob").list_memories()] == ["Ada likes tea."]
    assert contents(recalled(stage.model.requests[0]["messages"])[0]) == ["Ada likes tea."]
    assert [one["tool"] for one in outcomes(layer, agent="ana")] == ["remember", "recall"]


def test_what_has_nothing_to_do_with_it_is_not_recalled(cast: Any, layer: HatiData) -> None:
    """By default only memories above the embedder's threshold are shown."""
    layer.agent("ana").store_memory("The warehouse in Lyon has forty docks.")
    layer.agent("ana").store_memory("Ada likes green tea.")
    stage = cast({"ana": ["Tea.", "No."]})
    chat(stage, layer, "Which tea does Ada like?", threshold="default", stores=False)
    chat(stage, layer, "Zzyzx?", threshold="default", stores=False)

    (first,), second = (recalled(request["messages"]) for request in stage.model.requests)
    assert contents(first) == ["Ada likes green tea."]
    assert second == []


def test_it_is_added_once_and_only_where_the_policy_lets(cast: Any, layer: HatiData) -> None:
    """Adding it again changes nothing; an agent whose role lacks the verb cannot have it."""
    stage = cast({"ana": ["Hello."], "zoe": []})
    user, ana = stage.user(), stage.agent("ana")
    memory = HatiDataMemoryCapability(layer)
    for _ in range(2):
        memory.add_to_agent(ana)
    user.initiate_chat(ana, message="Hi.", max_turns=1)

    assert [one["tool"] for one in outcomes(layer)] == ["recall", "remember"]
    with pytest.raises(PolicyDenied, match="zoe may not use the memory"):
        memory.add_to_agent(stage.agent("zoe"))


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"top_k": 0}, "top_k must be"),
        ({"top_k": "3"}, "top_k must be"),
        ({"top_k": None}, '"top_k" is missing'),
        ({"threshold": "high"}, "threshold must be"),
        ({"scope": "everyone"}, "scope must be"),
        ({"scope": ["agent", "chat"]}, "one scope"),
        ({"keep": "all"}, "keep must be"),
    ],
    ids=str,
)
def test_an_option_that_cannot_be_used_is_told_when_it_is_added(
    cast: Any, layer: HatiData, options: dict[str, Any], words: str
) -> None:
    """Not only in the log of each reply: the chat would go on without a memory."""
    ana = cast({"ana": []}).agent("ana")
    with pytest.raises(BadArgument, match=words):
        HatiDataMemoryCapability(layer, **options).add_to_agent(ana)

    assert not any(ana.hook_lists.values())


def test_an_agent_is_charged_under_its_identity(cast: Any, tmp_path: Path) -> None:
    """The name that is charged can be another one, as for the tools."""
    stage = cast({"ana": ["Hello."], "bob": []})
    user, ana = stage.user(), stage.agent("ana")
    with HatiData.open(tmp_path / "o.duckdb") as layer:
        HatiDataMemoryCapability(layer, identity="analyst-7").add_to_agent(ana)
        user.initiate_chat(ana, message="Hi.", max_turns=1)

        assert {one["agent"] for one in outcomes(layer)} == {"analyst-7"}


def test_what_is_said_in_a_nested_chat_is_no_answer_to_the_outer_one(cast: Any, layer: HatiData) -> None:
    """An agent that asks somebody else before it answers: the answer is stored with what it answers."""
    stage = cast({"bob": ["It is four."]})
    user, ana, bob = stage.user(), stage.agent("ana"), stage.agent("bob")
    memory = HatiDataMemoryCapability(layer, threshold=None)
    for agent in (ana, bob):
        memory.add_to_agent(agent)
    ana.register_nested_chats(
        [{"recipient": bob, "message": "Two and two?", "max_turns": 1, "summary_method": "last_msg"}], trigger=user
    )
    user.initiate_chat(ana, message="How many?", max_turns=1)

    assert len({one["chat"] for one in outcomes(layer)}) == 1
    stored = {name: [one["content"] for one in layer.agent(name).list_memories()] for name in ("ana", "bob")}
    assert stored == {"ana": ["user: How many?\nana: It is four."], "bob": ["ana: Two and two?\nbob: It is four."]}
