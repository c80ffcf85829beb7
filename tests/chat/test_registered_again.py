"""Agents that outlive their layer, and agents that are made from others: registering gives them tools anew."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import autogen
import pytest
from stage import ORDERS, TOTAL, TOTALS, UNKNOWN, charged, outcomes, results, rows

from autogen_hatidata import HatiData, HatiDataGroupChat, register_hatidata_tools
from autogen_hatidata.testing import call


def ask() -> Any:
    """A new call of one query."""
    return call("query_data_layer", sql=TOTAL)


def shown(agent: Any) -> list[str]:
    """The names of the tools that the agent's model sees, with repetitions."""
    return [schema["function"]["name"] for schema in agent.llm_config["tools"]]


def by_hand(layer: Any, user: Any, ana: Any) -> None:
    register_hatidata_tools(ana, layer, executor=user)
    user.initiate_chat(ana, message="Total, please.")


def in_a_group(layer: Any, user: Any, ana: Any) -> None:
    chat = HatiDataGroupChat([user, ana], hatidata=layer, speaker_selection_method="round_robin")
    manager = autogen.GroupChatManager(
        chat, llm_config=False, is_termination_msg=lambda m: "TERMINATE" in str(m.get("content"))
    )
    user.initiate_chat(manager, message="Total, please.")


@pytest.mark.parametrize("talk", [by_hand, in_a_group])
def test_a_layer_that_is_opened_again(cast: Any, tmp_path: Path, talk: Any) -> None:
    """A cell of a notebook that opens the layer and registers its agents can be run again with the same agents."""
    cast = cast({"ana": [ask(), "done TERMINATE"] * 2})
    user, ana = cast.user(), cast.agent("ana")
    for times in (1, 2):
        with HatiData.open(tmp_path / "shop.duckdb") as layer:
            if times == 1:
                layer.owner_sql(ORDERS)
            talk(layer, user, ana)

            assert [("ana", "ok")] * times == [(record["agent"], record["status"]) for record in outcomes(layer)]
            assert len(shown(ana)) == len(set(shown(ana)))


def test_what_is_refused_is_recorded_in_the_open_layer(cast: Any, layer: Any, tmp_path: Path) -> None:
    """An executor's tools of a layer that was closed are replaced too: they record whom they refuse."""
    cast = cast({"ana": [], "eve": [ask(), "understood TERMINATE"]})
    user, ana, eve = cast.user(), cast.agent("ana"), cast.agent("eve")
    with HatiData.open(tmp_path / "closed.duckdb") as closed:
        register_hatidata_tools(ana, closed, executor=user)
    register_hatidata_tools(ana, layer, executor=user)
    user.initiate_chat(eve, message="Total, please.")

    assert results(user.chat_messages[eve])[0].startswith(UNKNOWN)
    assert [("refused", "unknown_caller")] == [(record["status"], record["code"]) for record in outcomes(layer)]


def test_fewer_tools_than_of_the_closed_layer(cast: Any, layer: Any, tmp_path: Path) -> None:
    """None of the old tools is left for a model that gets fewer."""
    ana = cast({"ana": []}).agent("ana")
    with HatiData.open(tmp_path / "closed.duckdb") as closed:
        register_hatidata_tools(ana, closed)
    register_hatidata_tools(ana, layer, tools=["list_tables"])

    assert ["list_tables"] == shown(ana)


def test_tools_of_another_open_layer_are_still_a_mistake(cast: Any, layer: Any, tmp_path: Path) -> None:
    """Two open layers need a prefix for one of them, as before, and nothing is changed."""
    ana = cast({"ana": []}).agent("ana")
    register_hatidata_tools(ana, layer)
    before = shown(ana)
    with HatiData.open(tmp_path / "other.duckdb") as other, pytest.raises(ValueError, match="with a prefix"):
        register_hatidata_tools(ana, other)

    assert before == shown(ana)


def test_an_agent_with_the_configuration_of_a_registered_one(cast: Any, layer: Any) -> None:
    """Its model sees the other one's tools from the start; they are its own once it is registered, and not before."""
    cast = cast({"ana": [ask(), "EU", ask(), "US TERMINATE"]})
    user, ana = cast.user(), cast.agent("ana")
    register_hatidata_tools(ana, layer, executor=user)
    bob = autogen.AssistantAgent("bob", llm_config=ana.llm_config)
    user.initiate_chat(bob, message="Total, please.", max_turns=2)

    assert results(user.chat_messages[bob])[0].startswith(UNKNOWN)
    before = json.dumps(ana.llm_config["tools"])
    register_hatidata_tools(bob, layer, executor=user, tools=["query_data_layer"])
    user.initiate_chat(bob, message="Total, please.")

    assert rows(results(user.chat_messages[bob])[0]) == [[TOTALS["bob"]]]
    assert ["query_data_layer"] == shown(bob)
    assert before == json.dumps(ana.llm_config["tools"])
    assert charged(layer)[1:] == [("bob", "user")]


def test_a_copy_of_a_registered_agent(cast: Any, layer: Any) -> None:
    """A copy is a stranger until it is registered itself; then both are the one agent of that name."""
    cast = cast({"ana": [ask(), "done TERMINATE", ask(), "done TERMINATE"]})
    user, ana = cast.user(), cast.agent("ana")
    register_hatidata_tools(ana, layer, executor=user)
    twin = copy.copy(ana)
    register_hatidata_tools(twin, layer, executor=user)
    for agent in (twin, ana):
        user.initiate_chat(agent, message="Total, please.")

    assert [("ana", "user")] * 2 == charged(layer)
    assert len(shown(ana)) == len(set(shown(ana)))


def test_fewer_tools_for_a_copy(cast: Any, layer: Any) -> None:
    """A copy shares its configuration with the original, which keeps what it has."""
    ana = cast({"ana": []}).agent("ana")
    register_hatidata_tools(ana, layer)
    before, twin = shown(ana), copy.copy(ana)
    register_hatidata_tools(twin, layer, tools=["list_tables"])

    assert (before, ["list_tables"]) == (shown(ana), shown(twin))


def test_what_fails_takes_nothing_away(cast: Any, layer: Any) -> None:
    """A registration under an identity that another agent has changes nothing."""
    cast = cast({"ana": [], "eve": []})
    ana = cast.agent("ana")
    register_hatidata_tools(ana, layer)
    bob = autogen.AssistantAgent("bob", llm_config=ana.llm_config)
    before = shown(bob)
    with pytest.raises(ValueError, match="both be charged"):
        register_hatidata_tools(bob, layer, identity="ana")

    assert before == shown(bob)


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_late_unregister_of_the_closed_layer(cast: Any, layer: Any, tmp_path: Path, when: str) -> None:
    """It takes away what it gave, and nothing of the layer that came after it."""
    cast = cast({"ana": [ask(), "done TERMINATE"]})
    user, ana = cast.user(), cast.agent("ana")
    with HatiData.open(tmp_path / "closed.duckdb") as closed:
        registered = register_hatidata_tools(ana, closed, executor=user)
    if when == "before":
        registered.unregister()
        assert [] == ana.llm_config.get("tools", [])
    register_hatidata_tools(ana, layer, executor=user)
    if when == "after":
        registered.unregister()
    user.initiate_chat(ana, message="Total, please.")

    assert [("ana", "user")] == charged(layer)
