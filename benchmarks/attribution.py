"""The price of knowing who wrote a call, beside AutoGen's own work on it. It runs on every AutoGen line."""

from __future__ import annotations

import contextlib
import os
import warnings
from collections.abc import Callable, Iterator
from typing import Any

from autogen_hatidata import HatiData
from benchmarks.measure import Figure, interleaved, median

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # what AutoGen does at import is not ours
    import autogen

    from autogen_hatidata import register_hatidata_tools
    from autogen_hatidata.tools import attribution, catalog, frame, render

ROUNDS = 1000
INNER = 10
"""Calls within one measurement: less than a microsecond cannot be measured alone."""
NAME = "query_data_layer"
GIVEN = {"sql": "SELECT 1"}
CALL = {"id": "1", "type": "function", "function": {"name": NAME, "arguments": '{"sql": "SELECT 1"}'}}
MESSAGE = {"content": "", "tool_calls": [CALL]}


def run(rounds: int = ROUNDS) -> Iterator[Figure]:
    """Medians, interleaved, with the noise between two of the same beside them."""
    with HatiData.open() as layer, _no_op(), open(os.devnull, "w") as sink, contextlib.redirect_stdout(sink):
        reply = _microseconds({**_alone(layer), **_replies()}, rounds)
        printed, silent = (_microseconds(_turns(layer, silent=silent), rounds) for silent in (False, True))
    line = f"p50, AutoGen {autogen.__version__}"
    yield Figure("attribution of one call, in a group chat", reply["group"], " µs", 10.0, line)
    yield Figure("attribution of one call, in a chat of two", reply["pair"], " µs", 10.0, line)
    yield Figure("entering a call in the ledger when it is sent", reply["note"], " µs", note=line)
    share = 100 * max(reply["group"], reply["pair"]) / reply["plain"]
    yield Figure(
        "attribution / AutoGen's generate_reply on a call", share, " %", 10.0, f"{reply['plain']:.0f} µs plain"
    )
    yield Figure("generate_reply with the frame / without", reply["ours"] / reply["plain"], "x", note=_noise(reply))
    for what, turn, goal in (("", printed, 1.15), (" that prints nothing", silent, None)):
        size = f"{turn['plain']:.0f} µs plain, {_noise(turn)}"
        name = f"two-agent turn{what}, our no-op tool / a plain function"
        yield Figure(name, turn["ours"] / turn["plain"], "x", goal, size)


def _microseconds(calls: dict[str, Callable[[], None]], rounds: int) -> dict[str, float]:
    times = interleaved(calls, rounds, warm=20)
    return {name: median(values) * 1e6 / INNER for name, values in times.items()}


def _noise(times: dict[str, float]) -> str:
    return f"noise {times['again'] / times['plain']:.2f}x"


def _alone(layer: HatiData) -> dict[str, Callable[[], None]]:
    """Each part without AutoGen around it."""
    writer, executor, manager = _group(layer)
    return {
        "group": _often(lambda: _attribute(executor, manager, writer)),
        "pair": _often(lambda: _attribute(executor, writer, writer)),
        "note": _often(lambda: attribution._note(writer, MESSAGE, executor, True)),
    }


def _often(call: Callable[[], object]) -> Callable[[], None]:
    def calls() -> None:
        for _ in range(INNER):
            call()

    return calls


def _attribute(executor: Any, sender: Any, writer: Any) -> None:
    with frame.Frame(executor, executor.chat_messages[sender], sender):
        assert execute_function(executor) is writer


def execute_function(self: Any) -> Any:
    """Named, and with its agent named, as AutoGen's own, in which a tool runs: attribution looks for it."""
    author, _ = attribution.writer_of(self, NAME, catalog.TOOLS[NAME], GIVEN)
    return author.agent


def _group(layer: HatiData) -> tuple[Any, Any, Any]:
    """A writer whose call lies with its executor, in a group chat and in a chat of two."""
    writer, executor = _agent("writer"), _agent("executor")
    register_hatidata_tools(writer, layer, executor=executor)
    chat = autogen.GroupChat([executor, writer], [])
    manager = autogen.GroupChatManager(chat, llm_config=False)
    writer.send(dict(MESSAGE), manager, request_reply=False, silent=True)
    chat.append(manager.last_message(writer), writer)
    manager.send(manager.last_message(writer), executor, request_reply=False, silent=True)
    writer.send(dict(MESSAGE), executor, request_reply=False, silent=True)
    return writer, executor, manager


def _replies() -> dict[str, Callable[[], None]]:
    """AutoGen's whole reply to one call of a function that does nothing, with and without the frame around it."""
    calls = {}
    for name in ("plain", "again", "ours"):
        writer, executor = _agent("writer"), _agent("executor")
        executor.register_for_execution(name=NAME)(_nothing)
        if name == "ours":
            attribution.install(executor)
            attribution.watch(writer)
        writer.send(dict(MESSAGE), executor, request_reply=False, silent=True)
        calls[name] = _often(lambda to=executor, by=writer: to.generate_reply(sender=by))
    return calls


def _turns(layer: HatiData, *, silent: bool) -> dict[str, Callable[[], None]]:
    """A chat of two in which one call is written, executed and answered. Unless ``silent``, AutoGen prints it."""
    calls = {}
    for name in ("plain", "again", "ours"):
        writer, executor = _agent(f"writer_{name}_{silent}"), _agent("executor")
        writer.register_reply([autogen.Agent, None], _speak, position=0)
        if name == "ours":
            register_hatidata_tools(writer, layer, executor=executor)
        else:
            executor.register_for_execution(name=NAME)(_nothing)
        talk = {"message": "Go.", "max_turns": 2, "silent": silent, "summary_method": _no_summary}
        calls[name] = _often(lambda one=executor, to=writer, talk=talk: one.initiate_chat(to, **talk))
        calls[name]()
        assert executor.chat_messages[writer][-1]["content"] == "done"
        assert "Error" not in str(executor.chat_messages[writer][-2])
    return calls


def _speak(recipient: Any, messages: Any = None, sender: Any = None, config: Any = None) -> tuple[bool, Any]:
    return True, "done" if messages[-1].get("tool_responses") else dict(MESSAGE)


def _no_summary(sender: Any, recipient: Any, arguments: Any) -> str:
    return ""


def _nothing(sql: str) -> str:
    return '{"rows":[]}'


def _agent(name: str) -> Any:
    return autogen.ConversableAgent(name, llm_config=False, human_input_mode="NEVER", code_execution_config=False)


@contextlib.contextmanager
def _no_op() -> Iterator[None]:
    """Let the query tool do nothing: what is left is its way there and back."""
    kept = catalog.TOOLS
    row = kept[NAME]
    nothing = catalog.Tool(row.name, row.group, row.prompt, row.parameters, _run_nothing)
    catalog.TOOLS = {**kept, NAME: nothing}
    try:
        yield
    finally:
        catalog.TOOLS = kept


def _run_nothing(agent: Any, sql: catalog.Sql) -> render.Answer:
    return render.Answer({"rows": []})
