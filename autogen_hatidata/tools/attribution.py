"""Who wrote the tool call that is being executed?

Two sources, neither of which a model's text can reach:

1. The *frame*, around the reply functions in which an AutoGen agent executes tool calls. It takes the caller from what
   AutoGen itself keeps: the chat partner object, or in a GroupChat the agent from whom the manager holds the message.
2. The *ledger* of sent calls, for reply functions without a frame; it names who sent the very message they reply to.

If neither names one agent, the call has no caller, and the tool refuses it.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from autogen_hatidata.caller import CallContext
from autogen_hatidata.tools import authors, chats, frame, nested
from autogen_hatidata.tools.authors import Author, Replying
from autogen_hatidata.tools.classic import ConversableAgent
from autogen_hatidata.tools.frame import Frame, is_framed, is_ours, ledger
from autogen_hatidata.tools.ledger import Entry, Sent

if TYPE_CHECKING:
    from autogen_hatidata.layer import HatiDataAgent
    from autogen_hatidata.tools.catalog import Tool

__all__ = [
    "NOBODY",
    "Grant",
    "Writer",
    "grants",
    "install",
    "is_ours",
    "ledger",
    "uninstall",
    "unwatch",
    "watch",
    "writer_of",
]


@dataclass(frozen=True, slots=True)
class Grant:
    """One tool that an agent was given, and the handle its calls run through."""

    tool: Tool
    handle: HatiDataAgent


Writer = tuple[Author, CallContext | None]
"""Who wrote a call, and what is known of it: the author's agent and the second are None when nobody can be named."""

NOBODY: Writer = Author(None, None, ""), None

grants: weakref.WeakKeyDictionary[Any, dict[str, Grant]] = weakref.WeakKeyDictionary()
"""The tools of each registered agent by the name its model uses. An agent that is not here calls nothing."""


def writer_of(executor: Any, name: str, tool: Tool, given: Mapping[str, Any]) -> Writer:
    """Who wrote the call of tool ``name`` that runs right now.

    ``executor`` is the agent whose function it is, None for a function that no single agent has.
    """
    now, runs = frame.now(), authors.who_runs()
    # A tool may hold another chat, in which somebody else runs; or that chat's executor has no frame for its own call.
    if now is not None and (runs is None or runs is now.executor) and not authors.is_replying_anew(now.reply):
        if now.executor is executor:
            return _framed(now, name, tool, given, must_fit=False)
        if _has(now.executor, executor, name):
            return _framed(now, name, tool, given, must_fit=True)
    replying = authors.replying()
    if now is None and replying is None and runs is executor:
        return _from_another_thread(executor, name, tool, given)
    if replying is not None and (runs is None or runs is replying.agent) and _has(replying.agent, executor, name):
        return _claimed(replying, name, tool, given)
    return NOBODY


def _has(agent: Any, executor: Any, name: str) -> bool:
    """Whether ``agent`` can have this function ``name`` of ``executor``: nobody's, its own, or a copy."""
    if executor is None or agent is executor:
        return True
    function = executor.function_map.get(name)
    return function is not None and agent.function_map.get(name) is function


def _from_another_thread(executor: Any, name: str, tool: Tool, given: Mapping[str, Any]) -> Writer:
    """The writer that the executor's open frames name, for a thread that lost the context of one of them."""
    found = [one for one in frame.open_on(executor) if one.has(name, tool.parameters, given)]
    if len({id(one.author.agent) for one in found}) != 1:
        return NOBODY
    return _framed(found[0], name, tool, given, must_fit=True)


def _framed(now: Frame, name: str, tool: Tool, given: Mapping[str, Any], *, must_fit: bool) -> Writer:
    """The frame's writer, with the id of this very call when the message holds several."""
    author, context = now.author, now.context
    if must_fit or len(now.left) > 1:
        sent = now.take(name, tool.parameters, given)
        if sent is None and must_fit:
            return NOBODY
        if sent is not None and context is not None:
            context = context._replace(tool_call_id=frame.call_id(sent))
    return author, context


def _claimed(replying: Replying, name: str, tool: Tool, given: Mapping[str, Any]) -> Writer:
    """The agent that sent the message which is being replied to, if nobody has executed this call of it."""

    def can_run(agent: Any, recipient: Any, entry: Entry) -> bool:
        # The same message, not an equal one: a stranger that repeats a call would pass for its writer.
        return entry.held is replying.held and authors.is_live(agent, recipient, entry)

    claim = ledger.claim(name, tool.parameters, given, can_run)
    if claim is None:
        return NOBODY
    chat, known = chats.between(claim.agent, claim.recipient), frame.call_id(claim.sent)
    context = CallContext(claim.agent.name, claim.agent, chat, replying.agent.name, "ledger", known)
    return Author(claim.agent, claim.agent.name, "ledger", claim.recipient), context


def install(executor: Any) -> None:
    """Put the frame around the executor's tool execution. Doing it twice changes nothing."""
    frame.install(executor)
    watch(executor)


def uninstall(executor: Any) -> None:
    """Take the frame away again."""
    frame.uninstall(executor)
    if executor not in grants:
        unwatch(executor)


def watch(agent: Any) -> None:
    """Enter what ``agent`` sends into the ledger from now on."""
    for name, hook in _HOOKS.items():
        if hook not in agent.hook_lists.get(name, (hook,)):
            agent.register_hook(name, hook)
    nested.follow(agent)


def unwatch(agent: Any) -> None:
    """Forget what ``agent`` has sent, and stop entering what it sends unless it still executes for others."""
    ledger.drop(agent)
    if not is_framed(agent):
        for name, hook in _HOOKS.items():
            if hook in agent.hook_lists.get(name, ()):
                agent.hook_lists[name].remove(hook)


def _note(sender: Any, message: Any, recipient: Any, silent: bool) -> Any:
    if not isinstance(message, dict) or ("tool_calls" not in message and "function_call" not in message):
        ledger.clear(sender, recipient)
        return message
    calls = ledger.note(sender, message, recipient)
    if calls and sender in grants:
        _frame_those_who_run(calls, recipient)
    return message


async def _note_async(sender: Any, message: Any, recipient: Any, silent: bool) -> Any:
    return _note(sender, message, recipient, silent)


_HOOKS: Mapping[str, Callable[..., Any]] = {
    "process_message_before_send": _note,
    "a_process_message_before_send": _note_async,  # autogen-agentchat 0.2.40 has one of its own for a_send
}


def _frame_those_who_run(calls: list[Sent], recipient: Any) -> None:
    """A frame for who may execute these calls and got the tools in another way: ``function_map``, AG2's patterns."""
    groupchat = getattr(recipient, "groupchat", None)
    for agent in (recipient,) if groupchat is None else groupchat.agents:
        if is_framed(agent) or not isinstance(agent, ConversableAgent):
            continue
        if any(is_ours(agent.function_map.get(call.name)) for call in calls):
            install(agent)
