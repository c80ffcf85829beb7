"""register_hatidata_tools: what the model sees, what AutoGen keeps, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import autogen
import pytest
from stage import TOTAL, TOTALS, outcomes, results, rows

from autogen_hatidata import HatiData, HatiDataCapability, HatiDataMemoryCapability, register_hatidata_tools
from autogen_hatidata.errors import BadArgument
from autogen_hatidata.testing import ToolCall, call
from autogen_hatidata.tools import attribution
from autogen_hatidata.tools.catalog import NEEDS, TOOLS

IDENTITY = {"agent", "agent_id", "name", "caller", "role", "identity", "user", "executor"}

READING = {name: tool for name, tool in TOOLS.items() if tool.group not in NEEDS}
"""The tools of an agent that may only read."""


def shown(agent: Any) -> list[str]:
    """The names of the tools that the agent's model sees."""
    return [schema["function"]["name"] for schema in agent.llm_config.get("tools") or []]


def test_schema_that_a_model_gets(cast: Any, layer: Any) -> None:
    """The request carries every tool with its prompt and described text parameters, and none that names a caller."""
    cast = cast({"ana": ["hello TERMINATE"]})
    user, ana = cast.user(), cast.agent("ana")
    register_hatidata_tools(ana, layer, executor=user)
    user.initiate_chat(ana, message="Hello.")
    tools = {tool["function"]["name"]: tool["function"] for tool in cast.model.requests_for("ana")[0]["tools"]}

    assert list(READING) == list(tools)
    assert {name: tool.prompt for name, tool in READING.items()} == {n: t["description"] for n, t in tools.items()}
    for name, tool in tools.items():
        properties = tool["parameters"]["properties"]
        assert {p.name: p.description for p in TOOLS[name].parameters} == {
            n: p["description"] for n, p in properties.items()
        }
        assert IDENTITY & properties.keys() <= ({"name"} if name == "save_result" else set())  # of the result


def test_an_agent_asks_in_its_own_dialect(cast: Any, layer: Any) -> None:
    """Its model is told which one, what it writes is read so, and another agent of the layer keeps its own."""
    asked = call("query_data_layer", sql="SELECT IFF(COUNT(*) > 0, 'some', 'none') AS n FROM orders")
    cast = cast({"ana": [asked, "done TERMINATE"], "bob": ["hello TERMINATE"]})
    user, ana, bob = cast.user(), cast.agent("ana"), cast.agent("bob")
    register_hatidata_tools(ana, layer, executor=user, dialect="snowflake")
    register_hatidata_tools(bob, layer, executor=user)
    for agent in (ana, bob):
        user.initiate_chat(agent, message="Hello.")
    told = [
        next(tool["function"]["description"] for tool in cast.model.requests_for(name)[0]["tools"])
        for name in ("ana", "bob")
    ]

    assert ["(snowflake dialect)" in told[0], "(DuckDB dialect)" in told[1]] == [True, True]
    assert rows(results(ana.chat_messages[user])[0]) == [["some"]]


def test_prompts_are_written_for_a_model() -> None:
    """Every prompt says when to use the tool, shows one call of it, and stays short."""
    for name, tool in TOOLS.items():
        assert f"{name}(" in tool.prompt
        assert 40 <= len(tool.prompt) <= 500


def test_registering_twice_changes_nothing(cast: Any, layer: Any) -> None:
    """The same call again gives one tool of each name, without a warning, and a later call adds tools."""
    cast = cast({"ana": []})
    user, ana = cast.user(), cast.agent("ana")
    for _ in range(2):
        register_hatidata_tools(ana, layer, executor=user, tools=["list_tables"])

    assert shown(ana) == ["list_tables"]

    register_hatidata_tools(ana, layer, executor=user)

    assert sorted(READING) == sorted(shown(ana)) == sorted(user.function_map)


@pytest.mark.parametrize(("tools", "expected"), [(["usage"], ["my_usage"]), ("list_tables", ["list_tables"])])
def test_tools_by_name_and_group(cast: Any, layer: Any, tools: Any, expected: list[str]) -> None:
    """Tools can be chosen by name or by group."""
    ana = cast({"ana": []}).agent("ana")

    assert tuple(expected) == register_hatidata_tools(ana, layer, tools=tools).tool_names
    assert expected == shown(ana)


def test_unknown_tool_is_refused(cast: Any, layer: Any) -> None:
    """An unknown tool name is a ValueError that lists the valid ones, and nothing is registered."""
    ana = cast({"ana": []}).agent("ana")

    with pytest.raises(ValueError, match=r"Unknown tools \['sudo'\]\. Tools: query_data_layer, list_tables"):
        register_hatidata_tools(ana, layer, tools=["sudo"])
    assert shown(ana) == []


@pytest.mark.parametrize("make", [lambda layer: layer.agent("ana"), lambda layer: 5], ids=["a handle", "a number"])
def test_what_is_no_layer_is_told(cast: Any, layer: Any, make: Any) -> None:
    """A handle in place of its layer is an error that says what to pass, and the agent is left as it was."""
    ana = cast({"ana": []}).agent("ana")
    for put in (HatiDataCapability(make(layer)), HatiDataMemoryCapability(make(layer))):
        with pytest.raises(BadArgument, match="no data layer") as caught:
            put.add_to_agent(ana)
        assert "HatiData.open" in caught.value.hint

    assert shown(ana) == []


@pytest.mark.parametrize("where", ["executor", "model"])
def test_foreign_tool_of_the_same_name_is_refused(cast: Any, layer: Any, where: str) -> None:
    """A tool of the user's own with one of our names stays as it is, and the error proposes a prefix that works."""
    cast = cast({"ana": [call("hati_query_data_layer", sql=TOTAL), "done TERMINATE"]})
    user, ana = cast.user(), cast.agent("ana")

    def list_tables() -> str:
        return "mine"

    if where == "executor":
        user.register_function({"list_tables": list_tables})
    else:
        ana.register_for_llm(name="list_tables", description="mine")(list_tables)
    before = shown(ana)
    with pytest.raises(ValueError, match=r'another tool named list_tables.*prefix="hati_"'):
        register_hatidata_tools(ana, layer, executor=user)

    assert before == shown(ana)
    assert "query_data_layer" not in user.function_map

    register_hatidata_tools(ana, layer, executor=user, prefix="hati_")
    user.initiate_chat(ana, message="Total, please.")

    assert [[[TOTALS["ana"]]]] == [rows(content) for content in results(user.chat_messages[ana])]
    assert [r["tool"] for r in outcomes(layer)] == ["query_data_layer"]


def test_two_names_with_one_identity_are_refused(cast: Any, layer: Any) -> None:
    """Two agents of different names cannot be charged as one."""
    cast = cast({"ana": [], "second": []})
    ana = cast.agent("ana")
    register_hatidata_tools(ana, layer)

    with pytest.raises(ValueError, match='"ana" and "second" would both be charged as "ana"'):
        register_hatidata_tools(cast.agent("second"), layer, identity="ana")


def test_identity_names_who_is_charged(cast: Any, layer: Any) -> None:
    """An agent registered under another identity is charged, and sees rows, as that."""
    cast = cast({"helper": [call("query_data_layer", sql=TOTAL), "done TERMINATE"]})
    user, helper = cast.user(), cast.agent("helper")

    assert register_hatidata_tools(helper, layer, executor=user, identity="autogen-bob").identity == "bob"

    user.initiate_chat(helper, message="Total, please.")

    assert [[[TOTALS["bob"]]]] == [rows(content) for content in results(user.chat_messages[helper])]
    assert [r["agent"] for r in outcomes(layer)] == ["bob"]


class Echo:
    """A custom model client that answers with a fixed text."""

    def __init__(self, config: dict[str, Any], **options: Any) -> None:
        self.calls = 0

    def create(self, params: dict[str, Any]) -> Any:
        """One completion."""
        self.calls += 1
        message = SimpleNamespace(content="from the custom client TERMINATE", function_call=None, tool_calls=None)
        return SimpleNamespace(choices=[SimpleNamespace(message=message)], model="echo", cost=0, usage=None, id="1")

    def message_retrieval(self, response: Any) -> list[str]:
        """The texts of a completion."""
        return [choice.message.content for choice in response.choices]

    def cost(self, response: Any) -> float:
        """Nothing."""
        return 0.0

    @staticmethod
    def get_usage(response: Any) -> dict[str, Any]:
        """Nothing."""
        return {}


def test_custom_model_client_is_kept(cast: Any, layer: Any) -> None:
    """A model client that the user registered before stays in place through register and unregister."""
    user = cast({}).user()
    config = {"config_list": [{"model": "echo", "model_client_cls": "Echo", "api_key": "-"}], "cache_seed": None}
    ana = autogen.AssistantAgent("ana", llm_config=config)
    ana.register_model_client(model_client_cls=Echo)
    client = ana.client._clients[0]
    registration = register_hatidata_tools(ana, layer, executor=user)

    assert client is ana.client._clients[0]

    user.initiate_chat(ana, message="Hello.")

    assert client.calls == 1
    assert user.chat_messages[ana][-1]["content"] == "from the custom client TERMINATE"

    registration.unregister()

    assert client is ana.client._clients[0]


def test_unregister_takes_the_tools_away(cast: Any, layer: Any) -> None:
    """After unregister the model sees no tool, the executor runs none for that agent, and others keep theirs."""
    cast = cast({"ana": [call("query_data_layer", sql=TOTAL), "done TERMINATE"], "bob": []})
    user, ana, bob = cast.user(), cast.agent("ana"), cast.agent("bob")
    registration = register_hatidata_tools(ana, layer, executor=user)
    register_hatidata_tools(bob, layer, executor=user)
    registration.unregister()
    registration.unregister()

    assert shown(ana) == []
    assert set(READING) == set(user.function_map) == set(shown(bob))

    user.initiate_chat(ana, message="Total, please.")
    (content,) = results(user.chat_messages[ana])

    assert content.startswith("Error: [unknown_caller] ")


def test_last_unregister_leaves_the_executor_as_it_was(cast: Any, layer: Any) -> None:
    """When nobody needs them any more, tools and frame leave the executor, and its own tools stay."""
    cast = cast({"ana": []})
    user = cast.user(function_map={"mine": lambda: "mine"})
    replies = [entry["reply_func"] for entry in user._reply_func_list]
    register_hatidata_tools(cast.agent("ana"), layer, executor=user).unregister()

    assert list(user.function_map) == ["mine"]
    assert replies == [entry["reply_func"] for entry in user._reply_func_list]


def test_agent_without_a_model_becomes_an_executor(cast: Any, layer: Any) -> None:
    """Registering a user proxy alone lets it execute, and makes it no caller."""
    user = cast({}).user()
    registration = register_hatidata_tools(user, layer)

    assert registration.identity is None
    assert set(TOOLS) == set(user.function_map)
    assert user not in attribution.grants


def test_several_executors(cast: Any, layer: Any) -> None:
    """Each of several executors runs the tools and charges their writer."""
    cast = cast({"ana": lambda messages, tools: _ask_once(messages)})
    one, two, ana = cast.user("one"), cast.user("two"), cast.agent("ana")
    register_hatidata_tools(ana, layer, executor=[one, two])
    for executor in (one, two):
        executor.initiate_chat(ana, message="Total, please.")

    assert [(r["agent"], r["executor"]) for r in outcomes(layer)] == [("ana", "one"), ("ana", "two")]


def _ask_once(messages: list[dict[str, Any]]) -> Any:
    return "done TERMINATE" if messages[-1]["role"] == "tool" else call("query_data_layer", sql=TOTAL)


@pytest.mark.skipif(not hasattr(autogen, "LLMConfig"), reason="no LLMConfig: it came with AG2")
def test_config_object_of_newer_lines(cast: Any, layer: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """An ``LLMConfig`` object works as a dictionary does."""
    cast = cast({"ana": [call("list_tables"), "done TERMINATE"]})
    user = cast.user()
    # The constructor takes other arguments on 0.9 than on 0.14; this way in takes the same.
    monkeypatch.setenv("CONFIGS", json.dumps(cast.model.llm_config("ana")["config_list"]))
    ana = autogen.AssistantAgent("ana", llm_config=autogen.LLMConfig.from_json(env="CONFIGS", cache_seed=None))
    registration = register_hatidata_tools(ana, layer, executor=user)
    user.initiate_chat(ana, message="Which tables?")

    assert results(user.chat_messages[ana]) == ['{"tables":["orders"]}']

    registration.unregister()

    assert shown(ana) == []


@pytest.mark.parametrize(
    ("group", "asked"),
    [
        ("write", call("execute_sql", sql="DELETE FROM t")),
        ("memory", call("search_memory", query="x")),
        ("state", call("set_state", key="k", value="v")),
    ],
)
def test_tools_that_need_a_verb_are_for_agents_whose_role_has_it(
    cast: Any, tmp_path: Path, group: str, asked: ToolCall
) -> None:
    """The role decides at registration; where the tools are asked for by name, the policy refuses their calls."""
    policy = {
        "version": 1,
        "roles": {"clerk": {"can": ["read", NEEDS[group]]}, "analyst": {"can": ["read"]}},
        "agents": {"carl": {"role": "clerk"}, "*": {"role": "analyst"}},
    }
    tools = tuple(name for name, tool in TOOLS.items() if tool.group == group)
    cast = cast({"eva": [asked, "TERMINATE"]})
    user, carl, ana, eva = cast.user(), *map(cast.agent, ("carl", "ana", "eva"))
    with HatiData.open(tmp_path / "a.duckdb", policy=policy) as layer:
        assert register_hatidata_tools(carl, layer).tool_names == tuple(n for n in TOOLS if n in (*READING, *tools))
        assert register_hatidata_tools(ana, layer).tool_names == tuple(READING)
        assert register_hatidata_tools(eva, layer, executor=user, tools=[group]).tool_names == tools
        user.initiate_chat(eva, message="Do it.")

        assert results(user.chat_messages[eva])[0].startswith("Error: [policy_denied]")


def test_without_a_policy_an_agent_gets_memory_and_state(cast: Any, tmp_path: Path) -> None:
    """Every registered agent uses them then, and none writes."""
    ana = cast({"ana": []}).agent("ana")
    with HatiData.open(tmp_path / "a.duckdb") as layer:
        names = register_hatidata_tools(ana, layer).tool_names

    assert set(TOOLS) - set(names) == {"execute_sql"}
