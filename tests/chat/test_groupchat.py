"""HatiDataGroupChat: a GroupChat like any other, in which every call finds an executor and its way back."""

from __future__ import annotations

import copy
import dataclasses
from pathlib import Path
from typing import Any

import autogen
import pytest
from autogen import runtime_logging
from stage import TOTAL, TOTALS, outcomes, results, rows

from autogen_hatidata import HatiData, HatiDataGroupChat, register_hatidata_tools
from autogen_hatidata.testing import call


def talk(user: Any, chat: Any, message: str = "Totals, please.", **options: Any) -> Any:
    """Lets the chat run to its end; gives the manager."""
    manager = autogen.GroupChatManager(
        chat, llm_config=False, is_termination_msg=lambda m: "TERMINATE" in str(m.get("content"))
    )
    user.initiate_chat(manager, message=message, **options)
    return manager


def speakers(chat: Any) -> list[str]:
    """Who spoke, in order."""
    return [message["name"] for message in chat.messages]


def ask() -> Any:
    """A new call of one query."""
    return call("query_data_layer", sql=TOTAL)


def test_it_is_a_group_chat(cast: Any, layer: Any) -> None:
    """It is an autogen.GroupChat with the fields of the installed line, in their positions."""
    cast = cast({"ana": [], "bob": []})
    agents = [cast.user(), cast.agent("ana"), cast.agent("bob")]
    earlier = [{"role": "user", "name": "user", "content": "earlier"}]
    chat = HatiDataGroupChat(agents, earlier, 7, hatidata=layer, send_introductions=True, admin_name="user")

    assert isinstance(chat, autogen.GroupChat)
    assert (agents, earlier, 7, True, "user") == (
        chat.agents,
        chat.messages,
        chat.max_round,
        chat.send_introductions,
        chat.admin_name,
    )
    assert repr(chat).startswith("HatiDataGroupChat(agents=[")


def test_unknown_keyword_is_autogens_to_judge(cast: Any, layer: Any) -> None:
    """A keyword that the installed line does not have is refused by AutoGen itself."""
    with pytest.raises(TypeError, match="no_such_field"):
        HatiDataGroupChat([cast({}).user()], hatidata=layer, no_such_field=1)


def test_dataclasses_replace_keeps_layer_and_executor(cast: Any, layer: Any) -> None:
    """``dataclasses.replace`` gives a chat with all its settings, ours too, and a history of its own."""
    cast = cast({"ana": [ask(), "done TERMINATE"], "bob": []})
    user, second = cast.user(), cast.user("second")
    chat = HatiDataGroupChat(
        [user, second, cast.agent("ana"), cast.agent("bob")], hatidata=layer, executor=second, tools=["query"]
    )
    changed = dataclasses.replace(
        chat, max_round=5, messages=[], speaker_selection_method=lambda last, group: group.agents[2]
    )

    assert type(chat) is type(changed)
    assert (layer, second, ("query",), 5) == (changed.hatidata, changed.executor, changed.tools, changed.max_round)

    talk(user, changed)

    assert speakers(changed) == ["user", "ana", "second", "ana"]
    assert chat.messages == []


def test_call_goes_to_the_executor_and_its_result_to_the_caller(cast: Any, layer: Any) -> None:
    """Under round robin a call and its result come between, and the round goes on from the caller."""
    cast = cast({"ana": [ask(), "ana is done"], "bob": [ask(), "bob is done TERMINATE"]})
    user = cast.user()
    chat = HatiDataGroupChat(
        [user, cast.agent("ana"), cast.agent("bob")], hatidata=layer, speaker_selection_method="round_robin"
    )
    talk(user, chat)

    assert speakers(chat) == ["user", "ana", "user", "ana", "bob", "user", "bob"]


@pytest.mark.parametrize("back", [True, False])
def test_callable_speaker_selection(cast: Any, layer: Any, back: bool) -> None:
    """A callable that knows nothing of tools does not break a call; return_to_caller=False leaves results to it."""
    cast = cast({"ana": [ask(), "ana is done"], "bob": ["bob is done TERMINATE"]})
    user, ana, bob = cast.user(), cast.agent("ana"), cast.agent("bob")
    turns = iter([ana, bob, bob])
    chat = HatiDataGroupChat(
        [user, ana, bob],
        hatidata=layer,
        speaker_selection_method=lambda last, group: next(turns),
        return_to_caller=back,
    )
    talk(user, chat)

    assert ["user", "ana", "user", *(["ana"] if back else []), "bob"] == speakers(chat)
    assert [[[TOTALS["ana"]]]] == [rows(content) for content in results(chat.messages)]


def test_speaker_selection_by_a_model(cast: Any, layer: Any) -> None:
    """With ``auto`` the model is asked only where no call or result decides."""
    asked: list[list[str]] = []

    def choose(messages: Any, candidates: list[str]) -> str:
        asked.append(candidates)
        return ["ana", "bob"][len(asked) - 1]

    cast = cast({"ana": [ask(), "ana is done"], "bob": ["bob is done TERMINATE"]}, speakers=choose)
    user = cast.user()
    chat = HatiDataGroupChat([user, cast.agent("ana"), cast.agent("bob")], hatidata=layer)
    manager = autogen.GroupChatManager(
        chat, llm_config=cast.model.llm_config("manager"), is_termination_msg=lambda m: "TERMINATE" in m["content"]
    )
    user.initiate_chat(manager, message="Totals, please.")

    assert speakers(chat) == ["user", "ana", "user", "ana", "bob"]
    assert len(asked) == 2


def test_call_beside_a_foreign_tool_goes_to_who_can_run_both(cast: Any, layer: Any) -> None:
    """A message with our tool and another one goes to the one executor that has both."""
    cast = cast({"ana": [[call("list_tables"), call("own")], "done TERMINATE"]})
    user, ana = cast.user(), cast.agent("ana")
    able = cast.user("able", function_map={"own": lambda: "mine"})
    register_hatidata_tools(ana, layer, executor=able)
    chat = HatiDataGroupChat([user, ana, able], hatidata=layer, speaker_selection_method=lambda last, group: ana)
    talk(user, chat)

    assert speakers(chat) == ["user", "ana", "able", "ana"]
    assert results(chat.messages) == ['{"tables":["orders"]}', "mine"]


def test_foreign_calls_are_left_to_autogen(cast: Any, layer: Any) -> None:
    """A call without any of our tools takes the way that the speaker selection says."""
    cast = cast({"ana": [call("own"), "done TERMINATE"]})
    user, ana = cast.user(function_map={"own": lambda: "mine"}), cast.agent("ana")
    other = cast.user("other")
    turns = iter([ana, other, ana])
    chat = HatiDataGroupChat(
        [user, ana, other], hatidata=layer, speaker_selection_method=lambda last, group: next(turns)
    )
    talk(user, chat)

    assert speakers(chat) == ["user", "ana", "other", "ana"]
    assert results(chat.messages) == ["Error: Function own not found."]


def test_tools_for_some_agents_only(cast: Any, layer: Any) -> None:
    """A mapping gives each agent its own tools, and none to those it does not name."""
    cast = cast({"ana": [], "bob": [], "zoe": []})
    ana, bob, zoe = map(cast.agent, ("ana", "bob", "zoe"))
    HatiDataGroupChat(
        [cast.user(), ana, bob, zoe], hatidata=layer, tools={"ana": ["list_tables"], "bob": (one for one in ["usage"])}
    )

    assert [
        [tool["function"]["name"] for tool in agent.llm_config.get("tools") or []] for agent in (ana, bob, zoe)
    ] == [["list_tables"], ["my_usage"], []]


def test_mistakes_are_refused(cast: Any, layer: Any) -> None:
    """Equal names, an executor from outside, and tools for a stranger are ValueErrors."""
    cast = cast({"ana": []})
    user, ana = cast.user(), cast.agent("ana")

    with pytest.raises(ValueError, match="two are named ana"):
        HatiDataGroupChat([user, ana, cast.agent("ana")], hatidata=layer)
    with pytest.raises(ValueError, match='executor "other" is not one of the agents'):
        HatiDataGroupChat([user, ana], hatidata=layer, executor=cast.user("other"))
    with pytest.raises(ValueError, match="not in the chat: anna"):
        HatiDataGroupChat([user, ana], hatidata=layer, tools={"anna": ["query"]})
    with pytest.raises(ValueError, match="sudo"):
        HatiDataGroupChat([user, ana], hatidata=layer, tools=["sudo"])


def test_layer_is_that_of_the_agents(cast: Any, layer: Any) -> None:
    """Without ``hatidata`` the chat uses the layer that its agents have tools of."""
    cast = cast({"ana": [ask(), "done TERMINATE"]})
    user, ana = cast.user(), cast.agent("ana")
    register_hatidata_tools(ana, layer, executor=user)
    chat = HatiDataGroupChat([user, ana], speaker_selection_method="round_robin")
    talk(user, chat)

    assert [record["agent"] for record in chat.audit()] == ["ana"]


def test_audit_and_costs(cast: Any, layer: Any) -> None:
    """A chat reports its own calls by agent, with credits, refusals and errors, and nobody else's."""
    cast = cast(
        {
            "ana": [ask(), call("query_data_layer"), call("list_tables"), "ana is done"],
            "bob": [ask(), "bob is done TERMINATE"],
        }
    )
    layer.agent("zoe").query(TOTAL)
    user = cast.user()
    chat = HatiDataGroupChat(
        [user, cast.agent("ana"), cast.agent("bob")],
        hatidata=layer,
        max_round=20,
        speaker_selection_method="round_robin",
    )

    assert (chat.audit(), chat.costs()) == ([], {})

    talk(user, chat)

    assert [record["agent"] for record in chat.audit()] == ["ana", "ana", "ana", "bob"]
    assert [record["tool"] for record in chat.audit("bob")] == ["query_data_layer"]
    assert chat.audit("bob") == chat.audit("autogen-bob")
    assert {name: {**sums, "rows": min(sums["rows"], 1)} for name, sums in chat.costs().items()} == {
        "ana": {"calls": 3, "credits": 1.0, "refusals": 0, "errors": 1, "healed": 0, "rows": 1},
        "bob": {"calls": 1, "credits": 1.0, "refusals": 0, "errors": 0, "healed": 0, "rows": 1},
    }


def test_group_chat_in_a_group_chat(cast: Any, layer: Any) -> None:
    """A manager among the agents gets no tools of its own and is left as it is."""
    cast = cast({"ana": [], "bob": [], "inner": []})
    inner_chat = HatiDataGroupChat([cast.user("helper"), cast.agent("bob")], hatidata=layer)
    inner = autogen.GroupChatManager(inner_chat, name="inner", llm_config=cast.model.llm_config("inner"))
    HatiDataGroupChat([cast.user(), cast.agent("ana"), inner], hatidata=layer)

    assert "tools" not in inner.llm_config or not inner.llm_config["tools"]


def test_outcomes_carry_the_chat_id(cast: Any, layer: Any) -> None:
    """Every call of one chat has one chat id in its record, refusals too."""
    cast = cast({"ana": [ask(), call("query_data_layer"), "done TERMINATE"]})
    user = cast.user()
    chat = HatiDataGroupChat([user, cast.agent("ana")], hatidata=layer, speaker_selection_method="round_robin")
    talk(user, chat)
    (chat_id,) = {record["chat"] for record in outcomes(layer)}

    assert chat_id


def test_costs_where_the_next_speaker_is_chosen(cast: Any, layer: Any) -> None:
    """A function that selects speakers gets AutoGen's copy of the chat, and may choose by what each has spent."""
    cast = cast({"ana": [ask(), "EU done"], "bob": [ask(), "US done TERMINATE"]})
    seen = []

    def who_spent_least(last: Any, chat: Any) -> Any:
        costs = {name: spent["calls"] for name, spent in chat.costs().items()}
        seen.append(costs)
        return min(chat.agents[1:], key=lambda agent: costs.get(agent.name, 0))

    agents = [cast.user(), cast.agent("ana"), cast.agent("bob")]
    chat = HatiDataGroupChat(agents, hatidata=layer, speaker_selection_method=who_spent_least)
    talk(agents[0], chat)

    assert [{}, {"ana": 1}] == seen
    assert {"ana": 1, "bob": 1} == {name: spent["calls"] for name, spent in chat.costs().items()}


def test_a_copy_has_a_chat_of_its_own(cast: Any, layer: Any) -> None:
    """``copy.copy`` and other messages make another chat, with ids and costs of its own, whoever talks first."""
    cast = cast({"ana": [ask(), "EU done TERMINATE"] * 3})
    user, ana = cast.user(), cast.agent("ana")
    chat = HatiDataGroupChat([user, ana], hatidata=layer, speaker_selection_method="round_robin")
    talk(user, chat)
    twin = copy.copy(chat)
    twin.messages = []
    talk(user, twin)
    talk(user, chat)

    assert [2, 1] == [one.costs()["ana"]["calls"] for one in (chat, twin)]
    assert 3 == len({record["chat"] for record in outcomes(layer)})


def test_a_manager_runs_no_calls(cast: Any, layer: Any) -> None:
    """The manager of an inner chat has no model either, and would hold its own chat about a call of the outer one."""
    cast = cast({"bob": [ask(), "US done TERMINATE"]})
    user, bob = cast.user(), cast.agent("bob")
    inner = autogen.GroupChat([cast.user("helper"), cast.user("other")], [], speaker_selection_method="round_robin")
    team = autogen.GroupChatManager(inner, name="team", llm_config=False)
    chat = HatiDataGroupChat([team, bob, user], hatidata=layer, speaker_selection_method=lambda last, group: bob)
    talk(user, chat)

    assert ["user", "bob", "user", "bob"] == speakers(chat)
    assert [("bob", "user")] == [(record["agent"], record["executor"]) for record in outcomes(layer)]


def test_an_executor_that_left_the_chat(cast: Any, layer: Any) -> None:
    """A call goes to another agent that can run it, not to one that is no longer there."""
    cast = cast({"ana": [ask(), "EU done TERMINATE"]})
    user, helper, ana = cast.user(), cast.user("helper"), cast.agent("ana")
    register_hatidata_tools(ana, layer, executor=[user, helper])
    chat = HatiDataGroupChat(
        [helper, ana, user], hatidata=layer, executor=helper, speaker_selection_method=lambda last, group: ana
    )
    chat.agents.remove(helper)
    talk(user, chat)

    assert ["user", "ana", "user", "ana"] == speakers(chat)
    assert [("ana", "user")] == [(record["agent"], record["executor"]) for record in outcomes(layer)]


def test_layer_is_the_open_one_of_the_agents(cast: Any, layer: Any, tmp_path: Any) -> None:
    """Agents that have tools of a layer that was closed, and of an open one, get those of the open one."""
    cast = cast({"ana": [ask(), "EU done TERMINATE"], "bob": []})
    user, ana, bob = cast.user(), cast.agent("ana"), cast.agent("bob")
    with HatiData.open(tmp_path / "closed.duckdb") as closed:
        register_hatidata_tools(bob, closed, executor=user)
    register_hatidata_tools(ana, layer, executor=user)
    chat = HatiDataGroupChat([user, bob, ana], speaker_selection_method=lambda last, group: ana)
    talk(user, chat)

    assert [("ana", "ok")] == [(record["agent"], record["status"]) for record in outcomes(layer)]
    assert ["ana"] == list(chat.costs())


def test_autogens_logging_takes_a_chat(cast: Any, layer: Any, tmp_path: Path) -> None:
    """AutoGen's runtime logging writes all that a chat has as JSON when its manager is made."""
    cast = cast({"ana": []})
    user, ana = cast.user(), cast.agent("ana")
    register_hatidata_tools(ana, layer, executor=user)
    runtime_logging.start(config={"dbname": str(tmp_path / "log.db")})
    try:
        autogen.GroupChatManager(HatiDataGroupChat([user, ana]), llm_config=False)
    finally:
        runtime_logging.stop()
