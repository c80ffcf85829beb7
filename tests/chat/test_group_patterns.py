"""AG2's group patterns and ``agent.run()``, whose executors are made by AG2 and never registered."""

from __future__ import annotations

import asyncio
import importlib.util
from collections.abc import Callable
from typing import Any

import autogen
import pytest
from stage import TOTAL, TOTALS, outcomes, results, rows

from autogen_hatidata import hatidata_function_map, register_hatidata_tools
from autogen_hatidata.testing import call, raw_call

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("autogen.agentchat.group") is None,
    reason="no group patterns and no run(): AG2 brought them",
)

KINDS = ["AutoPattern", "RoundRobinPattern"]


def ask() -> Any:
    """A new call of one query."""
    return call("query_data_layer", sql=TOTAL)


def play(pattern: Any, max_rounds: int = 10) -> list[dict[str, Any]]:
    """Lets the pattern's chat run to its end, and gives its messages."""
    result, _, _ = autogen.agentchat.initiate_group_chat(
        pattern=pattern, messages="Totals, please.", max_rounds=max_rounds
    )
    return list(result.chat_history)


def play_async(pattern: Any) -> list[dict[str, Any]]:
    """The same as an asynchronous chat."""
    made = autogen.agentchat.a_initiate_group_chat(pattern=pattern, messages="Totals, please.", max_rounds=10)
    result, _, _ = asyncio.run(made)
    return list(result.chat_history)


def _pattern(kind: str, cast: Any, agents: list[Any]) -> Any:
    patterns = importlib.import_module("autogen.agentchat.group.patterns")
    return getattr(patterns, kind)(
        initial_agent=agents[0],
        agents=agents,
        user_agent=cast.user() if kind == "AutoPattern" else None,
        group_manager_args={
            "llm_config": cast.model.llm_config("manager"),
            "is_termination_msg": lambda message: "TERMINATE" in str(message.get("content")),
        },
    )


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("run", [play, play_async], ids=["sync", "async"])
def test_a_pattern_charges_the_writer(cast: Any, layer: Any, kind: str, run: Callable[..., Any]) -> None:
    """Two agents with the same tools in one pattern get their own rows and are charged, in one chat."""
    cast = cast(
        {"ana": [ask(), "ana is done"], "bob": [ask(), "bob is done TERMINATE"], "manager": []},
        speakers=lambda messages, candidates: "bob",  # AutoPattern asks once: ana is the first, results go back
    )
    ana, bob = cast.agent("ana"), cast.agent("bob")
    for agent in (ana, bob):
        register_hatidata_tools(agent, layer)
    messages = run(_pattern(kind, cast, [ana, bob]))

    assert [[[TOTALS["ana"]]], [[TOTALS["bob"]]]] == [rows(content) for content in results(messages)]
    assert [(r["agent"], r["status"]) for r in outcomes(layer)] == [("ana", "ok"), ("bob", "ok")]
    assert len({r["chat"] for r in outcomes(layer)}) == 1


def test_a_pattern_refuses_who_was_given_no_tools(cast: Any, layer: Any) -> None:
    """The pattern's executor has the tools of all agents, and an agent without them is refused all the same."""
    cast = cast({"ana": ["hello"], "eve": [ask(), "understood TERMINATE"], "manager": []})
    ana, eve = cast.agent("ana"), cast.agent("eve")
    register_hatidata_tools(ana, layer)
    messages = play(_pattern("RoundRobinPattern", cast, [ana, eve]))

    (refusal,) = results(messages)
    assert refusal.startswith("Error: [unknown_caller] ")
    assert [(r["status"], r["code"], r["credits"]) for r in outcomes(layer)] == [("refused", "unknown_caller", 0)]


def test_a_pattern_goes_on_after_unusable_arguments(cast: Any, layer: Any) -> None:
    """``null``, an array and broken JSON are the same refusals in a pattern as in any chat, and it goes on."""
    unusable = [raw_call("query_data_layer", raw) for raw in ("null", '["a"]', '{"sql": ', '{"sql": 5}')]
    cast = cast({"ana": [*unusable, ask(), "ana is done TERMINATE"], "manager": []})
    ana = cast.agent("ana")
    register_hatidata_tools(ana, layer)
    *refusals, answer = results(play(_pattern("RoundRobinPattern", cast, [ana]), max_rounds=20))

    assert refusals == [
        'Error: [bad_argument] query_data_layer needs the argument "sql". Hint: call query_data_layer(sql="...").',
        "Error: [bad_argument] The arguments of query_data_layer must be one JSON object, not an array. "
        'Hint: call query_data_layer(sql="...").',
        "Error: [bad_argument] The arguments of query_data_layer must be one JSON object, not broken JSON. "
        'Hint: call query_data_layer(sql="...").',
        'Error: [bad_argument] The argument "sql" of query_data_layer must be a text, not a number. '
        'Hint: call query_data_layer(sql="...").',
    ]
    assert rows(answer) == [[TOTALS["ana"]]]
    assert [r["agent"] for r in outcomes(layer)] == ["ana"] * 5


# AG2 shows the agent its own tools once more, and says so.
@pytest.mark.filterwarnings("ignore:Function '.*' is being overridden:UserWarning")
@pytest.mark.parametrize("form", ["function_map", "tools"])
def test_run_of_one_agent(cast: Any, layer: Any, form: str) -> None:
    """``agent.run()`` makes its own executor, which gets the tools as its function_map or as the agent's own tools."""
    cast = cast({"ana": [ask(), "done TERMINATE"]})
    ana = cast.agent("ana")
    register_hatidata_tools(ana, layer)
    given = (
        {"tools": ana.tools} if form == "tools" else {"executor_kwargs": {"function_map": hatidata_function_map(layer)}}
    )
    response = ana.run(message="Total, please.", max_turns=4, user_input=False, **given)
    response.process()

    assert [[[TOTALS["ana"]]]] == [rows(content) for content in results(list(response.messages))]
    assert [(r["agent"], r["status"]) for r in outcomes(layer)] == [("ana", "ok")]
