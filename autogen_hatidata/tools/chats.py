"""Which chat a call belongs to: one GroupChat object, or one pair of agents, until its history starts anew.

What runs inside a chat (a nested chat, a chat that a tool holds) belongs to that chat.
"""

from __future__ import annotations

import threading
import weakref
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from autogen_hatidata.caller import current_caller, new_id

_ATTRIBUTE = "_hatidata_chat"
_lock = threading.Lock()
_running: ContextVar[str | None] = ContextVar("hatidata_chat", default=None)


@dataclass(slots=True)
class _Mark:
    """The chat's ids, newest last, and what its message list looked like at the last call."""

    ids: list[str] = field(default_factory=list)
    length: int = 0
    first: Any = None

    def current(self, messages: Sequence[Any]) -> str:
        with _lock:  # an agent may be in two threads
            first = messages[0] if messages else None
            if not self.ids or len(messages) < self.length or first is not self.first:
                self.ids.append(new_id())
            self.length, self.first = len(messages), first
            return self.ids[-1]


_pairs: weakref.WeakKeyDictionary[Any, weakref.WeakKeyDictionary[Any, _Mark]] = weakref.WeakKeyDictionary()


@contextmanager
def running(chat: str | None) -> Iterator[None]:
    """Let every chat inside the block belong to ``chat``."""
    token = _running.set(chat)
    try:
        yield
    finally:
        _running.reset(token)


def between(one: Any, other: Any) -> str | None:
    """The id of the chat in which these two agents talk now; None when only one of them is known."""
    chat = _running.get()
    if chat is None and (caller := current_caller()) is not None:
        chat = caller.chat  # a chat that a tool holds
    if chat is not None or one is None or other is None:
        return chat
    for agent in (other, one):
        groupchat = getattr(agent, "groupchat", None)  # a GroupChatManager; this file knows no AutoGen
        if groupchat is not None:
            return of_group(groupchat)
    return of_pair(one, other)


def of_group(groupchat: Any) -> str:
    """The id of the chat that this GroupChat object is having now."""
    mark: _Mark = getattr(groupchat, _ATTRIBUTE, None) or vars(groupchat).setdefault(_ATTRIBUTE, _Mark())
    return mark.current(groupchat.messages)


def ids_of_group(groupchat: Any) -> tuple[str, ...]:
    """Every id this GroupChat object has had so far."""
    mark = getattr(groupchat, _ATTRIBUTE, None)
    return () if mark is None else tuple(mark.ids)


def of_pair(one: Any, other: Any) -> str:
    """The id of the chat that these two agents are having now, the same from either side."""
    first, second = (one, other) if id(one) <= id(other) else (other, one)
    marks = _pairs.get(first)
    if marks is None:
        marks = _pairs.setdefault(first, weakref.WeakKeyDictionary())
    mark = marks.get(second)
    if mark is None:
        mark = marks.setdefault(second, _Mark())
    messages = getattr(first, "chat_messages", {}).get(second, ())
    return mark.current(messages)
