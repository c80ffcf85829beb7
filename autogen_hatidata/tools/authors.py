"""Who wrote a message: read from what AutoGen itself keeps, never from what the message says of itself.

In a GroupChat the writer is the agent from whom its manager holds this very message. In a chat of two it is the
partner, unless the newest message is the executor's own: an agent whose partner did not answer is asked again.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from types import FrameType
from typing import Any, NamedTuple

from autogen_hatidata.tools.ledger import Entry, Ledger, Sent, calls_in, held_in, made, same_calls

_MAX_DEPTH = 8
_REPLYING = frozenset({"generate_reply", "a_generate_reply"})
_RUNNING = _REPLYING | {"execute_function", "a_execute_function"}
_OTHER, _EQUAL, _SAME = range(3)  # a hook of somebody else's may copy what is sent: then it is equal, but not the same
_Noted = tuple[Callable[[], Any], Any]
_replying: ContextVar[_Noted | None] = ContextVar("hatidata_replying", default=None)

note_reply: Callable[[_Noted], object] = _replying.set
"""Takes an agent, held weakly, that is about to reply in this context, and the message, None where there is none."""

newest_reply: Callable[[], object] = _replying.get
"""Gives something that is another object after each reply that begins in this context."""


class Author(NamedTuple):
    """The agent that wrote a message, None when nobody can be named, and the agent that it sent the message to.

    ``name`` is what the chat says, for the record of a refusal.
    """

    agent: Any
    name: str | None
    source: str
    recipient: Any = None


class Replying(NamedTuple):
    """An agent that is replying to a message, and the object that holds the calls of this message."""

    agent: Any
    held: Any


def replying() -> Replying | None:
    """Which agent of this context is replying to which calls, as far as its hooks say."""
    noted = _replying.get()
    return None if noted is None else _calls_replied_to(noted)


def is_replying_anew(since: object) -> bool:
    """Whether since that `newest_reply` an agent began to reply to other calls, and has not answered them yet."""
    noted = _replying.get()
    if noted is None or noted is since:
        return False
    now = _calls_replied_to(noted)
    if now is None:
        return False
    histories = list(now.agent.chat_messages.values())
    return any(bool(history) and same_calls(history[-1], noted[1]) for history in histories)


def _calls_replied_to(noted: _Noted) -> Replying | None:
    agent, message = noted[0](), noted[1]
    held = held_in(message) if isinstance(message, dict) else None
    return Replying(agent, held) if agent is not None and held else None


def who_runs() -> Any:
    """The agent in whose ``execute_function`` or reply this runs, None when neither is in this thread or task."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        if frame.f_code.co_name in _RUNNING:
            return frame.f_locals.get("self")
        frame = frame.f_back
    return None


def replying_to(agent: Any) -> Any:
    """Whom ``agent`` is about to reply to, in this thread or task; None when that cannot be told."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        if frame.f_code.co_name in _REPLYING and frame.f_locals.get("self") is agent:
            return frame.f_locals.get("sender")
        frame = frame.f_back
    return None


def of_message(ledger: Ledger, executor: Any, sender: Any, message: Mapping[str, Any], calls: list[Sent]) -> Author:
    """Who wrote the message with these calls that ``executor`` got from ``sender`` and executes now."""
    groupchat = getattr(sender, "groupchat", None)  # a GroupChatManager; this file knows no AutoGen
    if groupchat is not None:
        agent, name = speaker(sender, groupchat)
        messages = groupchat.messages
        shown = bool(messages) and _is_newest(executor, sender, message, messages[-1])
        return made(Author, (agent if shown else None, name, "groupchat", sender))
    own = _is_own(ledger, executor, sender, message, calls)
    if own is None:
        return Author(None, None, "sender")
    agent, recipient = (executor, sender) if own else (sender, executor)
    return made(Author, (agent, getattr(agent, "name", None), "sender", recipient))


def speaker(manager: Any, groupchat: Any, depth: int = 0) -> tuple[Any, str | None]:
    """The agent from whom the manager holds the newest message of its group chat, and the name that stands on it."""
    newest = groupchat.messages[-1] if groupchat.messages else {}
    name, histories = newest.get("name"), manager.chat_messages
    for agent in groupchat.agents:
        if agent.name == name and (history := histories.get(agent)) and history[-1] is newest:
            return agent, name
    senders = [agent for agent, history in list(histories.items()) if _ends_with(history, newest)]
    if not senders:
        return _only_one_named(name, groupchat.agents, histories), name
    if len(senders) > 1 or not hasattr(senders[0], "groupchat"):
        return (senders[0] if len(senders) == 1 else None), name
    return _speaker_beyond(senders[0], newest, depth)


def is_live(agent: Any, recipient: Any, entry: Entry) -> bool:
    """Whether what ``agent`` sent is still the newest that ``recipient`` has from it, and nobody spoke since."""
    if hasattr(recipient, "groupchat"):
        groupchat = recipient.groupchat
        messages = groupchat.messages
        return bool(messages) and _holds(messages[-1], entry) and speaker(recipient, groupchat)[0] is agent
    history: Any = getattr(recipient, "chat_messages", {}).get(agent)
    return bool(history) and _holds(history[-1], entry)


def _speaker_beyond(manager: Any, newest: Mapping[str, Any], depth: int) -> tuple[Any, str | None]:
    """The speaker of the outer group chat whose manager passed its newest message on into an inner one."""
    groupchat = manager.groupchat
    messages = groupchat.messages
    if depth < _MAX_DEPTH and messages and same_calls(messages[-1], newest):
        return speaker(manager, groupchat, depth + 1)
    return None, manager.name


def _only_one_named(name: str | None, agents: Any, histories: Mapping[Any, Any]) -> Any:
    """For messages that a program put into the chat: the one agent of that name, if no outsider has it too."""
    named = {id(agent): agent for agent in (*agents, *list(histories)) if agent.name == name}
    return next(iter(named.values())) if len(named) == 1 else None


def _ends_with(history: Any, message: Mapping[str, Any]) -> bool:
    return bool(history) and history[-1] is message


def _is_newest(executor: Any, manager: Any, message: Mapping[str, Any], newest: Mapping[str, Any]) -> bool:
    """Whether the executor executes the group's newest message. Hooks may have rewritten it, but not its history."""
    if held_in(newest) is held_in(message):
        return True
    history = executor.chat_messages.get(manager)
    return bool(history) and same_calls(history[-1], newest)


def _is_own(ledger: Ledger, executor: Any, sender: Any, message: Mapping[str, Any], calls: list[Sent]) -> bool | None:
    """Whether the executor wrote the newest message between the two itself; None when that cannot be told."""
    mine, theirs = ledger.newest(executor, sender), ledger.newest(sender, executor)
    if mine is None:
        return None if theirs is not None and theirs.calls != calls else False
    history: Any = executor.chat_messages.get(sender) or ({},)
    held = held_in(message)
    if held is not held_in(history[-1]) and calls == calls_in(history[-1]):
        held = held_in(history[-1])  # a hook made a copy of what is executed
    ours, partners = _likeness(mine, held, calls), _likeness(theirs, held, calls)
    if partners > ours:
        return False
    return True if ours == _SAME > partners and len(history) - 1 == mine.place else None


def _likeness(entry: Entry | None, held: Any, calls: list[Sent]) -> int:
    if entry is None or entry.calls != calls:
        return _OTHER
    return _SAME if entry.held is held else _EQUAL


def _holds(message: Mapping[str, Any], entry: Entry) -> bool:
    return held_in(message) is entry.held or calls_in(message) == entry.calls
