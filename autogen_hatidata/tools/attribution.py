"""Who wrote the tool call that is being executed?

Two sources, neither of which a model's text can reach:

1. The *frame*, around the four reply functions in which an AutoGen agent executes tool calls. It takes the caller from
   what AutoGen itself stamps: the chat partner object, or in a GroupChat the speaker's name, which
   ``GroupChat.append`` overwrites on every message that carries a call.
2. The *ledger* of sent calls, for executors without a frame and for threads that lost the context.

If neither names one agent, the call has no caller, and the tool refuses it.
"""

from __future__ import annotations

import functools
import inspect
import weakref
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from autogen_hatidata.caller import CallContext, calling
from autogen_hatidata.tools import arguments, chats, nested
from autogen_hatidata.tools.classic import ConversableAgent, GroupChatManager
from autogen_hatidata.tools.ledger import Ledger, Sent, calls_in

if TYPE_CHECKING:
    from autogen_hatidata.layer import HatiDataAgent
    from autogen_hatidata.tools.catalog import Tool


@dataclass(frozen=True, slots=True)
class Grant:
    """One tool that an agent was given, and the handle its calls run through."""

    tool: Tool
    handle: HatiDataAgent


@dataclass(frozen=True, slots=True)
class Writer:
    """Who wrote a call: ``agent`` and ``context`` are None when nobody can be named.

    ``name`` is what the chat says, for the record of a refusal.
    """

    agent: Any = None
    name: str | None = None
    context: CallContext | None = None


@dataclass(frozen=True, slots=True)
class _Frame:
    """One message being executed: by whom, written by whom, with which calls of ours left to run."""

    executor: Any
    writer: Writer
    calls: list[Sent]


grants: weakref.WeakKeyDictionary[Any, dict[str, Grant]] = weakref.WeakKeyDictionary()
"""The tools of each registered agent by the name its model uses. An agent that is not here calls nothing."""

ledger = Ledger()
_frame: ContextVar[_Frame | None] = ContextVar("hatidata_frame", default=None)


def writer_of(executor: Any, name: str, tool: Tool, given: Mapping[str, Any]) -> Writer:
    """Who wrote the call of tool ``name`` that ``executor`` (None when unknown) executes right now."""
    frame = _frame.get()
    # A frame speaks for its own executor only: a tool may run another chat inside it.
    if frame is not None and executor is not None and frame.executor is executor:
        return _with_call_id(frame, name, given)
    claim = ledger.claim(name, tool.parameters, given, functools.partial(_can_run_now, name))
    if claim is None:
        return Writer()
    recipient = claim.recipient()
    context = CallContext(
        name=claim.agent.name,
        agent=claim.agent,
        chat=chats.between(claim.agent, recipient),
        executor=getattr(executor, "name", None),
        source="ledger",
        tool_call_id=claim.sent.id,
    )
    return Writer(claim.agent, claim.agent.name, context)


def _can_run_now(name: str, agent: Any, recipient: Any) -> bool:
    """Whether a pending call of ``agent`` can be the one that runs now.

    In a group, one that somebody has spoken after cannot. In a chat of two, one that was sent to an agent without the
    tool cannot: it waits for ever, and whoever repeats its text would be taken for its writer.
    """
    if isinstance(recipient, GroupChatManager):
        return _speaker(recipient)[0] is agent
    return name in (getattr(recipient, "function_map", None) or ())


def is_ours(function: Any) -> bool:
    """Whether a function of an executor's map is one of this package's tools."""
    return hasattr(function, "hatidata_tool")


def install(executor: Any) -> None:
    """Put the frame around the executor's tool execution. Doing it twice changes nothing."""
    for plain, framed in _FRAMES:
        executor.replace_reply_func(plain, framed)
    nested.follow(executor)


def uninstall(executor: Any) -> None:
    """Take the frame away again."""
    for plain, framed in _FRAMES:
        executor.replace_reply_func(framed, plain)


def watch(agent: Any) -> None:
    """Enter what ``agent`` sends into the ledger from now on."""
    if _note not in agent.hook_lists["process_message_before_send"]:
        agent.register_hook("process_message_before_send", _note)
    nested.follow(agent)


def unwatch(agent: Any) -> None:
    """Stop entering what ``agent`` sends, and forget what it has sent."""
    hooks = agent.hook_lists["process_message_before_send"]
    if _note in hooks:
        hooks.remove(_note)
    ledger.note(agent, None, None)


def _note(sender: Any, message: Any, recipient: Any, silent: bool) -> Any:
    ledger.note(sender, message, recipient)
    return message


def _writer(executor: Any, sender: Any, calls: list[Sent]) -> Writer:
    if isinstance(sender, GroupChatManager):
        (agent, name), source = _speaker(sender), "groupchat"
    else:
        agent, name, source = sender, getattr(sender, "name", None), "sender"
    if agent is None:
        return Writer(name=name)
    chat = chats.between(executor, sender)
    call_id = calls[0].id if len(calls) == 1 else None
    return Writer(agent, name, CallContext(agent.name, agent, chat, executor.name, source, call_id))


def _speaker(manager: Any) -> tuple[Any, str | None]:
    """The one agent of that name, and the name, that the group chat stamped on its newest message."""
    groupchat = manager.groupchat
    # The group's own list: hooks may have rewritten the messages that the executor was given.
    name = groupchat.messages[-1].get("name") if groupchat.messages else None
    named = [agent for agent in groupchat.agents if agent.name == name]
    return (named[0] if len(named) == 1 else None), name


def _with_call_id(frame: _Frame, name: str, given: Mapping[str, Any]) -> Writer:
    """The frame's writer, with the id of this very call when the message holds several."""
    context = frame.writer.context
    if context is None or len(frame.calls) == 1:
        return frame.writer
    for sent in frame.calls:
        if sent.name == name and arguments.decode(sent.raw) == given:
            frame.calls.remove(sent)
            return replace(frame.writer, context=replace(context, tool_call_id=sent.id))
    return frame.writer


def _harmless(message: dict[str, Any], functions: Mapping[str, Any]) -> dict[str, Any]:
    """A copy of the message in which our tools' arguments are JSON objects.

    AutoGen itself reads them next, and ends the chat over ``null``.
    """
    copy = dict(message)
    if message.get("tool_calls"):
        copy["tool_calls"] = [
            {**one, "function": _harmless_call(one["function"], functions)} if _is_call(one) else one
            for one in message["tool_calls"]
        ]
    if isinstance(message.get("function_call"), Mapping):
        copy["function_call"] = _harmless_call(message["function_call"], functions)
    return copy


def _is_call(one: Any) -> bool:
    return isinstance(one, Mapping) and isinstance(one.get("function"), Mapping)


def _harmless_call(function: Mapping[str, Any], functions: Mapping[str, Any]) -> Mapping[str, Any]:
    if not is_ours(functions.get(str(function.get("name")))):
        return function
    return {**function, "arguments": arguments.encode(function.get("arguments"))}


@contextmanager
def _executing(executor: Any, messages: Any, sender: Any, form: str) -> Iterator[Any]:
    """The frame around the execution of the newest message; gives the messages to execute."""
    if messages is None:
        messages = executor.chat_messages.get(sender, ())
    message = messages[-1] if messages else {}
    if not message.get(form):
        yield messages
        return
    calls = calls_in(message)
    writer = _writer(executor, sender, calls)
    token = _frame.set(_Frame(executor, writer, list(calls)))
    try:
        with calling(writer.context):
            yield [*messages[:-1], _harmless(message, executor.function_map)]
    finally:
        _frame.reset(token)
        if writer.agent is not None:
            ledger.settle(writer.agent, calls)


def _framed(plain: Callable[..., Any], form: str) -> Callable[..., Any]:
    def reply(recipient: Any, messages: Any = None, sender: Any = None, config: Any = None) -> Any:
        with _executing(recipient, messages, sender, form) as harmless:
            return plain(recipient, messages=harmless, sender=sender, config=config)

    async def reply_async(recipient: Any, messages: Any = None, sender: Any = None, config: Any = None) -> Any:
        with _executing(recipient, messages, sender, form) as harmless:
            return await plain(recipient, messages=harmless, sender=sender, config=config)

    framed = reply_async if inspect.iscoroutinefunction(plain) else reply
    framed.__name__, framed.__module__ = plain.__name__, plain.__module__  # AutoGen logs these
    return framed


def _frame_of(plain: Callable[..., Any], form: str) -> tuple[Callable[..., Any], Callable[..., Any]]:
    return plain, _framed(plain, form)


_FRAMES = (
    _frame_of(ConversableAgent.generate_tool_calls_reply, "tool_calls"),
    _frame_of(ConversableAgent.generate_function_call_reply, "function_call"),
    _frame_of(ConversableAgent.a_generate_tool_calls_reply, "tool_calls"),
    _frame_of(ConversableAgent.a_generate_function_call_reply, "function_call"),
)
