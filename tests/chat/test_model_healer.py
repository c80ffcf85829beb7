"""The healer of agents in a chat: each call is about the model of the agent that wrote it, and no chat hears of it."""

from __future__ import annotations

import asyncio
import shutil
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import autogen
import pytest
from stage import POLICY, Cast, by_hand, charged, outcomes, player, results, rows, wrote

from autogen_hatidata import HatiData, HatiDataGroupChat, Settings, current_caller, register_hatidata_tools
from autogen_hatidata.testing import LoopbackModel, call
from autogen_hatidata.tools import healing

BROKEN = "SELECT sum(turnover) AS total FROM orders"
MEANT = "SELECT sum(amount) AS total FROM orders"
ASKS = call("query_data_layer", sql=BROKEN)
FENCED = f"```sql\n{MEANT}\n```"


@pytest.fixture
def layer(orders_file: Path, tmp_path: Path) -> Iterator[HatiData]:
    """The layer of these tests, which heals by model."""
    path = shutil.copy(orders_file, tmp_path / "shop.duckdb")
    with HatiData.open(path, policy=POLICY, settings=Settings(heal="model", heal_timeout_s=10)) as opened:
        yield opened


def heals(repaired: Any, *conversation: Any) -> Callable[[Any, Any], Any]:
    """A script that is played in the conversation, where there are tools, and says ``repaired`` when asked to heal."""
    lines = iter(conversation or (ASKS, "done TERMINATE"))

    def reply(messages: list[dict[str, Any]], tools: list[Any]) -> Any:
        if tools:
            return next(lines)
        return repaired(messages) if callable(repaired) else repaired

    return reply


def questions(model: LoopbackModel, name: str) -> list[dict[str, Any]]:
    """The requests of an agent that were about healing."""
    return [body for body in model.requests_for(name) if body["messages"][0]["content"] == healing.PROMPT]


def test_an_agents_own_model_heals_and_its_chat_does_not_hear_of_it(layer: HatiData, cast: Callable[..., Cast]) -> None:
    """One question, apart from the conversation, with the schema and the error; the answer is the agent's."""
    stage = cast({"ana": heals(FENCED)})
    user, ana = stage.user(), stage.agent("ana")
    register_hatidata_tools(ana, layer, executor=user)
    user.initiate_chat(ana, message="How much?", silent=True)
    (asked,) = questions(stage.model, "ana")
    (answered,) = outcomes(layer)
    told = asked["messages"][1]["content"]

    assert rows(results(user.chat_messages[ana])[0]) == [[30]]
    assert f"A model rewrote the SQL: {MEANT}" in results(user.chat_messages[ana])[0]
    assert charged(layer) == [("ana", "user")]
    assert answered["healed"][0]["kind"] == "model"
    assert "tools" not in asked
    assert [message["role"] for message in asked["messages"]] == ["system", "user"]
    assert told == healing.QUESTION.format(
        tables="orders(id INTEGER, region VARCHAR, amount INTEGER)",
        error='Error: [unknown_name] There is no column "turnover" in the tables named there. '
        "Hint: the columns there are id, region, amount; call describe_table(table_name) to see a table's columns.\n"
        "Line 1: SELECT sum(turnover) AS total FROM orders\n"
        "                   ^^^^^^^^",
        sql=BROKEN,
    )
    said = [message.get("content") for message in [*user.chat_messages[ana], *ana.chat_messages[user]]]
    assert not [one for one in said if one and (healing.PROMPT in one or one in (FENCED, told))]
    assert len(user.chat_messages[ana]) == 4


def test_what_it_uses_is_counted_as_the_agents(layer: HatiData, cast: Callable[..., Cast]) -> None:
    """The usage of the agent's client has the question too, and its configuration is as before."""
    stage = cast({"ana": heals(FENCED)})
    user, ana = stage.user(), stage.agent("ana")
    register_hatidata_tools(ana, layer, executor=user)
    configured = [dict(one) for one in ana.client._config_list]
    user.initiate_chat(ana, message="How much?", silent=True)
    requests = len(stage.model.requests_for("ana"))

    assert requests == 3
    assert ana.client.total_usage_summary["ana"]["total_tokens"] == 15 * requests
    assert configured == ana.client._config_list


def test_in_a_group_chat_each_asks_its_own(layer: HatiData, cast: Callable[..., Cast]) -> None:
    """Two agents with broken calls: each question goes to the model of the agent that wrote the call."""
    stage = cast({name: heals(FENCED) for name in ("ana", "bob")})
    user, agents = stage.user(), [stage.agent(name) for name in ("ana", "bob")]
    chat = HatiDataGroupChat(
        [user, *agents], max_round=6, hatidata=layer, executor=user, speaker_selection_method="round_robin"
    )
    user.initiate_chat(autogen.GroupChatManager(chat, llm_config=False), message="How much?", silent=True)
    healed = [record for record in outcomes(layer) if record["healed"]]

    assert sorted(record["agent"] for record in healed) == ["ana", "bob"]
    assert sorted(rows(one)[0][0] for one in results(chat.messages)) == [30, 400]
    assert [len(questions(stage.model, name)) for name in ("ana", "bob")] == [1, 1]
    assert not [one for one in chat.messages if healing.PROMPT in str(one) or FENCED in str(one)]


def test_asynchronous_chats_heal_too(layer: HatiData, cast: Callable[..., Cast]) -> None:
    """The same in ``a_initiate_chat``."""
    stage = cast({"ana": heals(FENCED)})
    user, ana = stage.user(), stage.agent("ana")
    register_hatidata_tools(ana, layer, executor=user)
    asyncio.run(user.a_initiate_chat(ana, message="How much?", silent=True))

    assert rows(results(user.chat_messages[ana])[0]) == [[30]]
    assert charged(layer) == [("ana", "user")]


@pytest.mark.parametrize(
    "says",
    ["UNKNOWN", "`unknown.`", "", "I would need the table customers.", "SELECT 1 AS total", call("query_data_layer")],
    ids=["unknown", "in a frame", "empty", "prose", "no table", "a call"],
)
def test_what_does_not_help_leaves_the_error(layer: HatiData, cast: Callable[..., Cast], says: Any) -> None:
    """The agent reads the error of its own text, and the conversation goes on."""
    stage = cast({"ana": heals(says)})
    user, ana = stage.user(), stage.agent("ana")
    register_hatidata_tools(ana, layer, executor=user)
    user.initiate_chat(ana, message="How much?", silent=True)
    (answer,) = results(user.chat_messages[ana])

    assert answer.startswith('Error: [unknown_name] There is no column "turnover"')
    assert user.chat_messages[ana][-1]["content"] == "done TERMINATE"
    assert len(questions(stage.model, "ana")) == 1


def test_a_model_that_fails_leaves_the_error(layer: HatiData, cast: Callable[..., Cast]) -> None:
    """A model whose service refuses: recorded with its kind, and nothing else happens."""
    stage = cast({"ana": [ASKS, "done TERMINATE"]})
    user, ana = stage.user(), stage.agent("ana")
    register_hatidata_tools(ana, layer, executor=user)
    plain = ana.client._clients[0].create

    def create(params: Any) -> Any:
        if params["messages"][0]["content"] == healing.PROMPT:
            raise ConnectionError("no route")
        return plain(params)

    ana.client._clients[0].create = create
    user.initiate_chat(ana, message="How much?", silent=True)
    (answer,), (ended,) = results(user.chat_messages[ana]), outcomes(layer)

    assert answer.startswith("Error: [unknown_name]")
    assert "healer: it raised ConnectionError" in ended["detail"]


def test_an_agent_without_a_model_has_no_healer(layer: HatiData) -> None:
    """Its call ends with the error, and nobody else's model is asked."""
    user = Cast.user()
    call_of = {"name": "query_data_layer", "arguments": f'{{"sql": "{BROKEN}"}}'}
    ana = player("ana", wrote(call_of), "done TERMINATE")
    register_hatidata_tools(ana, layer, executor=user)
    user.initiate_chat(ana, message="How much?", silent=True)
    (answer,), (ended,) = results(user.chat_messages[ana]), outcomes(layer)

    assert ana.client is None
    assert answer.startswith("Error: [unknown_name]")
    assert "healer: it does not know" in ended["detail"]


def test_outside_of_a_chat_no_model_is_asked(layer: HatiData, cast: Callable[..., Cast]) -> None:
    """A handle that a program uses has nobody's model, and neither has a call that nobody wrote."""
    stage = cast({"ana": []})
    user, ana = stage.user(), stage.agent("ana")
    register_hatidata_tools(ana, layer, executor=user)

    with pytest.raises(Exception, match="turnover"):
        layer.agent("ana").query(BROKEN)
    assert by_hand(user).startswith("Error: [unknown_caller]")
    assert stage.model.requests == []


def test_no_other_agents_model_is_asked(layer: HatiData, cast: Callable[..., Cast]) -> None:
    """In bob's own tool, ana's handle is charged to ana, and bob's model does not see her query."""
    stage = cast({"ana": [], "bob": heals(FENCED, call("look"), "done TERMINATE")})
    user, ana, bob = stage.user(), stage.agent("ana"), stage.agent("bob")
    for one in (ana, bob):
        register_hatidata_tools(one, layer, executor=user)

    @user.register_for_execution()
    @bob.register_for_llm(description="Look.")
    def look() -> str:
        assert current_caller().name == "bob"
        try:
            return str(layer.agent("ana").query(BROKEN))
        except Exception as error:  # noqa: BLE001 - shown to the test
            return str(error)

    user.initiate_chat(bob, message="How much?", silent=True)

    assert "turnover" in results(user.chat_messages[bob])[0]
    assert questions(stage.model, "bob") == questions(stage.model, "ana") == []


def test_a_healer_of_the_program_comes_first(layer: HatiData, cast: Callable[..., Cast]) -> None:
    """Where an agent was given a healer, its model is not asked."""
    stage = cast({"ana": heals("UNKNOWN")})
    layer.agent("ana", healer=lambda sql, error, schema: MEANT)
    user, ana = stage.user(), stage.agent("ana")
    register_hatidata_tools(ana, layer, executor=user)
    user.initiate_chat(ana, message="How much?", silent=True)

    assert rows(results(user.chat_messages[ana])[0]) == [[30]]
    assert questions(stage.model, "ana") == []


def test_by_default_no_model_is_asked(orders_file: Path, tmp_path: Path, cast: Callable[..., Cast]) -> None:
    """``heal="model"`` is what an owner chooses."""
    stage = cast({"ana": heals(FENCED)})
    user, ana = stage.user(), stage.agent("ana")
    with HatiData.open(shutil.copy(orders_file, tmp_path / "other.duckdb"), policy=POLICY) as plain:
        register_hatidata_tools(ana, plain, executor=user)
        user.initiate_chat(ana, message="How much?", silent=True)

    assert results(user.chat_messages[ana])[0].startswith("Error: [unknown_name]")
    assert questions(stage.model, "ana") == []


class EchoClient:
    """A model client of a program's own."""

    asked: list[Any]

    def __init__(self, config: Any, **options: Any) -> None:
        type(self).asked = []

    def create(self, params: Any) -> Any:
        """Say what was meant."""
        self.asked.append(params)
        message = {"role": "assistant", "content": MEANT, "function_call": None, "tool_calls": None}
        return type(
            "Response", (), {"choices": [message], "model": "echo", "cost": 0, "message_retrieval_function": 0}
        )()

    def message_retrieval(self, response: Any) -> list[str]:
        """The texts of an answer."""
        return [one["content"] for one in response.choices]

    def cost(self, response: Any) -> float:
        """Nothing."""
        return 0

    @staticmethod
    def get_usage(response: Any) -> dict[str, Any]:
        """Nothing is counted."""
        return {}


def test_a_programs_own_model_client_is_asked(layer: HatiData) -> None:
    """Custom clients heal too, without the tools of the conversation."""
    config = {"config_list": [{"model": "echo", "model_client_cls": "EchoClient"}], "cache_seed": None}
    user, ana = (
        Cast.user(),
        player(
            "ana",
            wrote({"name": "query_data_layer", "arguments": f'{{"sql": "{BROKEN}"}}'}),
            "done TERMINATE",
            llm_config=config,
        ),
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        ana.register_model_client(EchoClient)
        register_hatidata_tools(ana, layer, executor=user)
    user.initiate_chat(ana, message="How much?", silent=True)

    assert rows(results(user.chat_messages[ana])[0]) == [[30]]
    assert [set(params) & {"tools", "functions"} for params in EchoClient.asked] == [set()]


def test_a_question_is_bounded(layer: HatiData, cast: Callable[..., Cast]) -> None:
    """What is too long is not asked."""
    long = BROKEN + f" WHERE region <> '{'x' * healing.MAX_CHARS}'"
    stage = cast({"ana": heals(FENCED, call("query_data_layer", sql=long), "done TERMINATE")})
    user, ana = stage.user(), stage.agent("ana")
    with HatiData.open(settings=Settings(heal="model", max_sql_chars=100_000)) as wide:
        wide.owner_sql("CREATE TABLE orders AS SELECT 1 AS amount, 'EU' AS region")
        register_hatidata_tools(ana, wide, executor=user)
        user.initiate_chat(ana, message="How much?", silent=True)

    assert results(user.chat_messages[ana])[0].startswith("Error: [unknown_name]")
    assert questions(stage.model, "ana") == []
