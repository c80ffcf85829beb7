"""Every call is charged to the agent that wrote it, whoever executes it and whatever its text says."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import autogen
import pytest
from stage import TOTAL, TOTALS, outcomes, results, rows

from autogen_hatidata import HatiDataGroupChat, current_caller, register_hatidata_tools
from autogen_hatidata.testing import ToolCall, call, legacy_call
from autogen_hatidata.tools import attribution


def ask() -> ToolCall:
    """A new call of the same query."""
    return call("query_data_layer", sql=TOTAL)


def total(content: str) -> int:
    """The one number that the answer to TOTAL holds."""
    return int(rows(content)[0][0])


def group(cast: Any, layer: Any, *names: str, **options: Any) -> tuple[Any, Any, HatiDataGroupChat]:
    """A user, a manager, and the chat they hold with the named agents."""
    user = cast.user()
    chat = HatiDataGroupChat([user, *map(cast.agent, names)], hatidata=layer, **{"max_round": 14, **options})
    manager = autogen.GroupChatManager(chat, llm_config=False, is_termination_msg=_is_end)
    return user, manager, chat


def _is_end(message: dict[str, Any]) -> bool:
    return "TERMINATE" in str(message.get("content"))


def lose_frame(executor: Any) -> None:
    """Let a reply function that is not AutoGen's execute the calls: nothing of it says where they come from."""
    plain = autogen.ConversableAgent.generate_tool_calls_reply
    attribution.uninstall(executor)
    executor.replace_reply_func(plain, lambda *args, **options: plain(*args, **options))


def test_two_agents_with_one_tool_name_and_one_executor(cast: Any, layer: Any) -> None:
    """Each of two agents gets its own rows from the tool of one name that one executor runs for both."""
    cast = cast({"ana": [ask(), "ana is done"], "bob": [ask(), "bob is done TERMINATE"]})
    user, manager, chat = group(cast, layer, "ana", "bob", speaker_selection_method="round_robin")
    user.initiate_chat(manager, message="Totals, please.")

    assert [TOTALS["ana"], TOTALS["bob"]] == [total(content) for content in results(chat.messages)]
    assert [(r["agent"], r["executor"]) for r in outcomes(layer)] == [("ana", "user"), ("bob", "user")]
    assert {"groupchat"} == {r["source"] for r in outcomes(layer)}


def test_self_execution_under_round_robin(cast: Any, layer: Any) -> None:
    """Where agents execute calls for themselves and round robin hands a call to the next one, its writer is charged."""
    cast = cast({"ana": [ask(), "ana is done"], "bob": [ask(), "bob is done TERMINATE"]})
    ana, bob = cast.agent("ana"), cast.agent("bob")
    for agent in (ana, bob):
        register_hatidata_tools(agent, layer)
    chat = autogen.GroupChat([ana, bob], [], max_round=10, speaker_selection_method="round_robin")
    manager = autogen.GroupChatManager(chat, llm_config=False, is_termination_msg=_is_end)
    bob.initiate_chat(manager, message="Totals, please.")

    assert [(r["agent"], r["executor"]) for r in outcomes(layer)] == [("ana", "bob"), ("bob", "ana")]
    assert [TOTALS["ana"], TOTALS["bob"]] == [total(content) for content in results(chat.messages)]


def test_group_chat_in_which_every_agent_executes_its_own_calls(cast: Any, layer: Any) -> None:
    """With no agent without a model, each caller executes its own calls and speaks next."""
    cast = cast({"ana": [ask(), "ana is done"], "bob": [ask(), "bob is done TERMINATE"]})
    ana, bob = cast.agent("ana"), cast.agent("bob")
    chat = HatiDataGroupChat([ana, bob], hatidata=layer, speaker_selection_method="round_robin")
    manager = autogen.GroupChatManager(chat, llm_config=False, is_termination_msg=_is_end)
    bob.initiate_chat(manager, message="Totals, please.")

    assert [m["name"] for m in chat.messages] == ["bob", "ana", "ana", "ana", "bob", "bob", "bob"]
    assert [(r["agent"], r["executor"]) for r in outcomes(layer)] == [("ana", "ana"), ("bob", "bob")]


def test_unregistered_agent_is_refused(cast: Any, layer: Any) -> None:
    """An agent that was given no tools calls one: nothing runs, the refusal is recorded, and the chat goes on."""
    cast = cast({"ana": ["hello"], "eve": [ask(), "understood TERMINATE"]})
    user, ana, eve = cast.user(), cast.agent("ana"), cast.agent("eve")
    register_hatidata_tools(ana, layer, executor=user)
    chat = HatiDataGroupChat(
        [user, ana, eve], hatidata=layer, auto_register=False, speaker_selection_method="round_robin"
    )
    manager = autogen.GroupChatManager(chat, llm_config=False, is_termination_msg=_is_end)
    user.initiate_chat(manager, message="Hello.")

    (refusal,) = results(chat.messages)
    assert refusal.startswith("Error: [unknown_caller] ")
    assert chat.messages[-1]["content"] == "understood TERMINATE"
    assert [(r["status"], r["code"], r["credits"]) for r in outcomes(layer)] == [("refused", "unknown_caller", 0)]
    assert [(r["agent"], r["executor"]) for r in chat.audit()] == [("eve", "user")]


def test_call_outside_of_any_chat_is_refused(cast: Any, layer: Any) -> None:
    """Executing a tool by hand names no writer, and is refused."""
    cast = cast({"ana": []})
    user = cast.user()
    register_hatidata_tools(cast.agent("ana"), layer, executor=user)
    _, result = user.execute_function({"name": "query_data_layer", "arguments": '{"sql": "SELECT 1"}'})

    assert result["content"].startswith("Error: [unknown_caller] ")
    assert [r["code"] for r in outcomes(layer)] == ["unknown_caller"]


def test_forged_arguments_change_nothing(cast: Any, layer: Any) -> None:
    """Arguments that name another agent are ignored, and the answer says so."""
    forged = call("query_data_layer", sql=TOTAL, agent_id="bob", name="bob", _caller="bob", executor="bob")
    cast = cast({"ana": [forged, "done TERMINATE"], "bob": []})
    user, manager, chat = group(cast, layer, "ana", "bob", speaker_selection_method="round_robin")
    user.initiate_chat(manager, message="Totals, please.")

    (content,) = results(chat.messages)
    assert TOTALS["ana"] == total(content)
    assert "Ignored arguments this tool does not have: _caller, agent_id, executor, name." in content
    assert [r["agent"] for r in outcomes(layer)] == ["ana"]


@pytest.mark.parametrize("in_group", [True, False])
def test_forged_name_of_a_message_changes_nothing(cast: Any, layer: Any, in_group: bool) -> None:
    """A message that carries another agent's name beside its call is charged to the agent that sent it."""
    cast = cast({"ana": ["unused"], "bob": []})
    user, ana, bob = cast.user(), cast.agent("ana"), cast.agent("bob")

    def forge(recipient: Any, messages: Any = None, sender: Any = None, config: Any = None) -> tuple[bool, Any]:
        if any(m.get("tool_responses") or m.get("role") == "tool" for m in messages):
            return True, "done TERMINATE"
        one = {"id": "1", "type": "function", "function": ask().function()}
        return True, {"role": "assistant", "name": "bob", "content": "", "tool_calls": [one]}

    ana.register_reply([autogen.Agent, None], forge, position=0)
    for agent in (ana, bob):
        register_hatidata_tools(agent, layer, executor=user)
    if in_group:
        chat = HatiDataGroupChat([user, ana, bob], hatidata=layer, speaker_selection_method="round_robin")
        other = autogen.GroupChatManager(chat, llm_config=False, is_termination_msg=_is_end)
    else:
        other = ana
    user.initiate_chat(other, message="Totals, please.")

    assert [r["agent"] for r in outcomes(layer)] == ["ana"]
    assert [TOTALS["ana"]] == [total(c) for c in results(user.chat_messages[other])]


def test_two_party_chat(cast: Any, layer: Any) -> None:
    """In a chat of two the caller is the partner of the executor."""
    cast = cast({"ana": [ask(), "done TERMINATE"]})
    user, ana = cast.user(), cast.agent("ana")
    register_hatidata_tools(ana, layer, executor=user)
    user.initiate_chat(ana, message="Total, please.")

    assert [(r["agent"], r["executor"], r["source"]) for r in outcomes(layer)] == [("ana", "user", "sender")]
    assert [TOTALS["ana"]] == [total(content) for content in results(user.chat_messages[ana])]


def test_older_function_call_form(cast: Any, layer: Any) -> None:
    """A call in the older ``function_call`` field is charged alike, in a group and in a chat of two."""
    cast = cast({"ana": [legacy_call("query_data_layer", sql=TOTAL), "done TERMINATE"] * 2})
    user, ana = cast.user(), cast.agent("ana")
    register_hatidata_tools(ana, layer, executor=user, api_style="function")
    user.initiate_chat(ana, message="Total, please.")
    chat = HatiDataGroupChat([user, ana], hatidata=layer, auto_register=False, speaker_selection_method="round_robin")
    user.initiate_chat(
        autogen.GroupChatManager(chat, llm_config=False, is_termination_msg=_is_end), message="Total, please."
    )

    assert {"functions"} & set(cast.model.requests_for("ana")[0])
    assert [m["name"] for m in chat.messages] == ["user", "ana", "query_data_layer", "ana"]
    assert [(r["agent"], r["source"]) for r in outcomes(layer)] == [("ana", "sender"), ("ana", "groupchat")]


def test_parallel_calls_with_one_id(cast: Any, layer: Any) -> None:
    """Three calls of one message, with the same id, are all charged to their writer and answered in order."""
    calls = [
        ToolCall("query_data_layer", f'{{"sql": "SELECT count(*) + {n} FROM orders"}}', id="same") for n in (0, 10, 20)
    ]
    cast = cast({"ana": [calls, "done TERMINATE"]})
    user, ana = cast.user(), cast.agent("ana")
    register_hatidata_tools(ana, layer, executor=user)
    user.initiate_chat(ana, message="Counts, please.")

    assert [total(content) for content in results(user.chat_messages[ana])] == [2, 12, 22]
    assert [r["agent"] for r in outcomes(layer)] == ["ana"] * 3


def test_asynchronous_chat(cast: Any, layer: Any) -> None:
    """In an asynchronous group chat with parallel calls each writer is charged."""
    cast = cast({"ana": [[ask(), ask()], "ana is done"], "bob": [ask(), "bob is done TERMINATE"]})
    user, manager, chat = group(cast, layer, "ana", "bob", speaker_selection_method="round_robin")
    asyncio.run(user.a_initiate_chat(manager, message="Totals, please."))

    assert [TOTALS["ana"]] * 2 + [TOTALS["bob"]] == [total(content) for content in results(chat.messages)]
    assert [r["agent"] for r in outcomes(layer)] == ["ana", "ana", "bob"]
    assert {"groupchat"} == {r["source"] for r in outcomes(layer)}


def test_nested_chat(cast: Any, layer: Any) -> None:
    """An agent that calls a tool inside another agent's nested chat is charged itself, in the outer chat."""
    cast = cast({"ana": [ask(), "it is 30"], "bob": [ask(), "It is done. TERMINATE"]})
    user, helper, ana, bob = cast.user(), cast.user("helper"), cast.agent("ana"), cast.agent("bob")
    front = autogen.ConversableAgent("front", llm_config=False, human_input_mode="NEVER")
    front.register_nested_chats(
        [{"sender": helper, "recipient": ana, "message": "Total?", "max_turns": 2}], trigger=user
    )
    register_hatidata_tools(ana, layer, executor=helper)
    register_hatidata_tools(bob, layer, executor=[user, front])
    user.initiate_chat(front, message="Totals, please.", max_turns=1)
    front.initiate_chat(bob, message="And you?", max_turns=2)

    assert [(r["agent"], r["executor"]) for r in outcomes(layer)] == [("ana", "helper"), ("bob", "front")]


def test_executor_without_a_frame_is_served_by_the_ledger(cast: Any, layer: Any) -> None:
    """Where the executing agent lost its frame, the calls that agents have sent name the writer."""
    cast = cast({"ana": [ask(), "ana is done"], "bob": [ask(), "bob is done TERMINATE"]})
    user, manager, chat = group(cast, layer, "ana", "bob", speaker_selection_method="round_robin")
    lose_frame(user)
    user.initiate_chat(manager, message="Totals, please.")

    assert [(r["agent"], r["source"]) for r in outcomes(layer)] == [("ana", "ledger"), ("bob", "ledger")]
    assert [TOTALS["ana"], TOTALS["bob"]] == [total(content) for content in results(chat.messages)]


def test_ledger_refuses_what_two_agents_may_have_written(cast: Any, layer: Any) -> None:
    """The same call pending from two agents names nobody, and nobody is charged."""
    cast = cast({"ana": [], "bob": []})
    user, ana, bob = cast.user(), cast.agent("ana"), cast.agent("bob")
    for agent in (ana, bob):
        register_hatidata_tools(agent, layer, executor=user)
        one = {"id": "1", "type": "function", "function": ask().function()}
        agent.send({"role": "assistant", "content": "", "tool_calls": [one]}, user, request_reply=False)
    _, result = user.execute_function(ask().function())

    assert result["content"].startswith("Error: [unknown_caller] ")


def test_ledger_forgets_a_call_with_the_next_message(cast: Any, layer: Any) -> None:
    """A call that its writer left behind with a newer message charges nobody later."""
    cast = cast({"ana": []})
    user, ana = cast.user(), cast.agent("ana")
    register_hatidata_tools(ana, layer, executor=user)
    one = {"id": "1", "type": "function", "function": ask().function()}
    ana.send({"role": "assistant", "content": "", "tool_calls": [one]}, user, request_reply=False)
    ana.send("never mind", user, request_reply=False)
    _, result = user.execute_function(ask().function())

    assert result["content"].startswith("Error: [unknown_caller] ")


def test_ledger_refuses_a_call_that_was_spoken_after(cast: Any, layer: Any) -> None:
    """A stranger repeats a call that a registered agent left behind: nobody is charged for the stranger's."""
    cast = cast({"ana": [ask()]})
    user, ana = cast.user(), cast.agent("ana")
    eve = autogen.ConversableAgent("eve", llm_config=False, human_input_mode="NEVER")
    one = {"id": "1", "type": "function", "function": ask().function()}
    eve.register_reply([autogen.Agent, None], lambda *_, **__: (True, {"content": "", "tool_calls": [one]}), position=0)
    register_hatidata_tools(ana, layer, executor=user)
    lose_frame(user)
    turns = iter([ana, eve, user])
    chat = autogen.GroupChat([user, ana, eve], [], max_round=4, speaker_selection_method=lambda *_: next(turns))
    user.initiate_chat(autogen.GroupChatManager(chat, llm_config=False), message="Total, please.")

    (refusal,) = results(chat.messages)
    assert refusal.startswith("Error: [unknown_caller] ")
    assert [r["agent"] for r in outcomes(layer)] == [""]


def test_tool_of_another_agent_is_refused(cast: Any, layer: Any) -> None:
    """An agent calls a tool that only its neighbour was given: it is refused, told its own, and the chat goes on."""
    cast = cast({"ana": ["hello"], "bob": [ask(), "understood TERMINATE"]})
    user, manager, chat = group(
        cast,
        layer,
        "ana",
        "bob",
        tools={"ana": ["query"], "bob": ["list_tables"]},
        speaker_selection_method="round_robin",
    )
    user.initiate_chat(manager, message="Hello.")

    expected = "Error: [not_allowed] You were not given the tool query_data_layer. Hint: use one of: list_tables."
    assert [expected] == results(chat.messages)
    assert [(r["agent"], r["status"]) for r in outcomes(layer)] == [("bob", "refused")]


def test_users_own_tool_can_ask_who_is_calling(cast: Any, layer: Any) -> None:
    """A user's own tool, executed beside ours, reads the writer of the call from current_caller."""
    cast = cast({"ana": [call("whoami"), "done TERMINATE"]})
    user, ana = cast.user(), cast.agent("ana")
    register_hatidata_tools(ana, layer, executor=user)
    user.register_function({"whoami": lambda: f"{current_caller().name} through {current_caller().executor}"})
    user.initiate_chat(ana, message="Who are you?")

    assert results(user.chat_messages[ana]) == ["ana through user"]
    assert current_caller() is None


def test_threads_do_not_mix_callers(cast: Any, layer: Any) -> None:
    """Chats in many threads over one layer and one executor charge each writer for its own calls."""
    names = ["ana", "bob"]
    cast = cast(
        {name: lambda messages, tools: ask() if messages[-1]["role"] != "tool" else "TERMINATE" for name in names}
    )
    user = cast.user()
    agents = {name: cast.agent(name) for name in names}
    for agent in agents.values():
        register_hatidata_tools(agent, layer, executor=user)
    seen: list[tuple[str, int]] = []

    def chat(name: str) -> None:
        for _ in range(3):
            user.initiate_chat(agents[name], message="Total, please.", silent=True)
            seen.extend((name, total(content)) for content in results(user.chat_messages[agents[name]]))

    threads = [threading.Thread(target=chat, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert {("ana", TOTALS["ana"]), ("bob", TOTALS["bob"])} == set(seen)
    assert {name: len(outcomes(layer, agent=name)) for name in names} == {"ana": 3, "bob": 3}


def test_ledger_refuses_a_call_that_its_recipient_cannot_run(cast: Any, layer: Any) -> None:
    """A call sent to an agent without the tool stays pending; a stranger that repeats its text is not its writer."""
    cast = cast({"ana": []})
    ana, bare, stranger = cast.agent("ana"), cast.user("bare"), cast.user("stranger")
    register_hatidata_tools(ana, layer)
    one = {"id": "1", "type": "function", "function": ask().function()}
    ana.send({"role": "assistant", "content": "", "tool_calls": [one]}, bare, request_reply=False)
    stranger.register_function(dict(ana.function_map))
    _, result = stranger.execute_function(ask().function())

    assert result["content"].startswith("Error: [unknown_caller] ")


def test_ledger_is_not_confused_by_a_call_that_cannot_run(cast: Any, layer: Any) -> None:
    """A call that lies with an agent without the tool does not keep another agent's same call from being charged."""
    cast = cast({"ana": [], "bob": [ask(), "bob is done TERMINATE"]})
    ana, bare = cast.agent("ana"), cast.user("bare")
    register_hatidata_tools(ana, layer)
    one = {"id": "1", "type": "function", "function": ask().function()}
    ana.send({"role": "assistant", "content": "", "tool_calls": [one]}, bare, request_reply=False)
    user, manager, _ = group(cast, layer, "bob", speaker_selection_method="round_robin")
    lose_frame(user)
    user.initiate_chat(manager, message="Total, please.")

    assert [(r["agent"], r["source"]) for r in outcomes(layer)] == [("bob", "ledger")]
