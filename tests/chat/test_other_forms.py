"""The tools as a ``function_map`` and as a capability: other ways in, the same promises."""

from __future__ import annotations

import threading
from typing import Any

import autogen
import pytest
from stage import TOTAL, TOTALS, outcomes, results, rows

from autogen_hatidata import (
    HatiDataCapability,
    HatiDataGroupChat,
    hatidata_function_map,
    register_hatidata_tools,
)
from autogen_hatidata.testing import call
from autogen_hatidata.tools.catalog import TOOLS


def ask() -> Any:
    """A new call of one query."""
    return call("query_data_layer", sql=TOTAL)


def ask_once(messages: list[dict[str, Any]], tools: Any) -> Any:
    """One query for each question, then the end."""
    return "done TERMINATE" if messages[-1]["role"] == "tool" else ask()


def totals(messages: list[dict[str, Any]]) -> list[int]:
    """The one number of each answer."""
    return [rows(content)[0][0] for content in results(messages)]


def test_function_map_of_a_user_proxy(cast: Any, layer: Any) -> None:
    """A user proxy made with the function_map runs the calls of agents that are registered later, each as its own."""
    cast = cast({"ana": ask_once, "bob": ask_once})
    user = cast.user(function_map=hatidata_function_map(layer))
    for name in ("ana", "bob"):
        agent = cast.agent(name)
        register_hatidata_tools(agent, layer)
        user.initiate_chat(agent, message="Total?", silent=True)

        assert [TOTALS[name]] == totals(user.chat_messages[agent])

    assert [(r["agent"], r["executor"]) for r in outcomes(layer)] == [("ana", "user"), ("bob", "user")]


def test_function_map_in_a_group_chat(cast: Any, layer: Any) -> None:
    """In an ordinary GroupChat with a function_map executor each writer is charged, and a stranger refused."""
    cast = cast({"ana": [ask(), "ana is done"], "bob": [ask(), "bob is done"], "eve": [ask(), "I see TERMINATE"]})
    user = cast.user(function_map=hatidata_function_map(layer))
    agents = {name: cast.agent(name) for name in ("ana", "bob", "eve")}
    for name in ("ana", "bob"):
        register_hatidata_tools(agents[name], layer)
    turns = iter(name for name in ("ana", "user", "ana", "bob", "user", "bob", "eve", "user", "eve"))
    agents["user"] = user
    chat = autogen.GroupChat(
        list(agents.values()), [], max_round=12, speaker_selection_method=lambda *_: agents[next(turns)]
    )
    manager = autogen.GroupChatManager(
        chat, llm_config=False, is_termination_msg=lambda message: "TERMINATE" in str(message.get("content"))
    )
    user.initiate_chat(manager, message="Totals, please.", silent=True)
    *answers, refusal = results(chat.messages)

    assert [[[TOTALS["ana"]]], [[TOTALS["bob"]]]] == [rows(answer) for answer in answers]
    assert refusal.startswith("Error: [unknown_caller] ")
    assert [(r["agent"], r["status"]) for r in outcomes(layer)] == [("ana", "ok"), ("bob", "ok"), ("eve", "refused")]


def test_function_maps_in_threads(cast: Any, layer: Any) -> None:
    """Chats that run at the same time, each with its own function_map executor, do not mix their writers."""
    names = ["ana", "bob", "zoe"]
    cast = cast(dict.fromkeys(names, ask_once))
    pairs = [(cast.user(f"user_{name}", function_map=hatidata_function_map(layer)), cast.agent(name)) for name in names]
    for _, agent in pairs:
        register_hatidata_tools(agent, layer)
    threads = [
        threading.Thread(target=user.initiate_chat, args=(agent,), kwargs={"message": "Total?", "silent": True})
        for user, agent in pairs
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [[TOTALS[name]] for name in names] == [totals(user.chat_messages[agent]) for user, agent in pairs]
    assert sorted(r["agent"] for r in outcomes(layer)) == names


def test_function_map_outside_of_any_chat_is_refused(layer: Any) -> None:
    """Its functions, called by hand, answer nobody."""
    answer = hatidata_function_map(layer)["query_data_layer"](sql=TOTAL)

    assert answer.startswith("Error: [unknown_caller] ")


def test_function_map_with_chosen_tools_and_prefix(layer: Any) -> None:
    """Tools and prefix are those of the one-call form, and an unknown tool is the same error."""
    assert list(hatidata_function_map(layer)) == list(TOOLS)
    assert list(hatidata_function_map(layer, tools=["usage"], prefix="hati_")) == ["hati_my_usage"]
    with pytest.raises(ValueError, match=r"Unknown tools \['sudo'\]"):
        hatidata_function_map(layer, tools=["sudo"])


def test_function_map_stays_when_the_last_caller_leaves(cast: Any, layer: Any) -> None:
    """An executor that was made with the function_map keeps it when an agent that named it is unregistered."""
    cast = cast({"ana": ask_once, "bob": ask_once})
    user, ana, bob = cast.user(function_map=hatidata_function_map(layer)), cast.agent("ana"), cast.agent("bob")
    register_hatidata_tools(bob, layer)
    register_hatidata_tools(ana, layer, executor=user).unregister()

    assert list(user.function_map) == list(TOOLS)

    user.initiate_chat(bob, message="Total?", silent=True)

    assert [TOTALS["bob"]] == totals(user.chat_messages[bob])


def test_capability_is_one_of_autogens(cast: Any, layer: Any) -> None:
    """A capability registers each agent that it is added to, with its options, as the one-call form does."""
    from autogen.agentchat.contrib.capabilities.agent_capability import AgentCapability

    cast = cast({"ana": ask_once, "bob": ask_once})
    user = cast.user()
    access = HatiDataCapability(layer, executor=user, tools=["query_data_layer"])
    registrations = {name: access.add_to_agent(cast.agent(name)) for name in ("ana", "bob")}

    assert isinstance(access, AgentCapability)
    for name, registration in registrations.items():
        assert registration.tool_names == ("query_data_layer",)
        user.initiate_chat(registration.agent, message="Total?", silent=True)
        assert [TOTALS[name]] == totals(user.chat_messages[registration.agent])

    registrations["ana"].unregister()

    assert [r["agent"] for r in outcomes(layer)] == ["ana", "bob"]
    assert not registrations["ana"].agent.llm_config.get("tools")


def test_capability_without_a_layer_is_that_of_the_process(
    cast: Any, orders_file: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a layer the capability and the function_map take the process default."""
    from autogen_hatidata.layer import default_layer

    monkeypatch.setenv("HATIDATA_PATH", str(tmp_path / "default.duckdb"))
    monkeypatch.chdir(tmp_path)
    cast = cast({"ana": [call("list_tables"), "done TERMINATE"]})
    ana, user = cast.agent("ana"), cast.user(function_map=hatidata_function_map())
    with default_layer() as layer:
        HatiDataCapability().add_to_agent(ana)
        user.initiate_chat(ana, message="Which tables?", silent=True)

        assert results(user.chat_messages[ana]) == ['{"tables":["_hatidata_agent_memory"]}']
        assert [r["agent"] for r in outcomes(layer)] == ["ana"]


def test_group_chat_routes_to_a_function_map(cast: Any, layer: Any) -> None:
    """A HatiDataGroupChat left to registered agents brings calls to the executor that has the function_map."""
    cast = cast({"ana": [ask(), "ana is done"], "bob": [ask(), "bob is done TERMINATE"]})
    user, ana, bob = cast.user(function_map=hatidata_function_map(layer)), cast.agent("ana"), cast.agent("bob")
    for agent in (ana, bob):
        register_hatidata_tools(agent, layer)
    chat = HatiDataGroupChat(
        [user, ana, bob], hatidata=layer, auto_register=False, speaker_selection_method="round_robin"
    )
    manager = autogen.GroupChatManager(
        chat, llm_config=False, is_termination_msg=lambda message: "TERMINATE" in str(message.get("content"))
    )
    user.initiate_chat(manager, message="Totals, please.", silent=True)

    assert [message["name"] for message in chat.messages] == ["user", "ana", "user", "ana", "bob", "user", "bob"]
    assert [(r["agent"], r["executor"]) for r in outcomes(layer)] == [("ana", "user"), ("bob", "user")]
