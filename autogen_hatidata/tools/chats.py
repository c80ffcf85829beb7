"""Which chat a call belongs to: one GroupChat object, or one pair of agents, until its history starts anew.

What runs inside a chat (a nested chat, a chat that a tool holds) belongs to that chat.
"""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from autogen_hatidata.caller import current, given_chat, new_id
from autogen_hatidata.tools.pairs import Pairs

_ATTRIBUTE = "_hatidata_chat"
_lock = threading.Lock()
_running: ContextVar[str | None] = ContextVar("hatidata_chat", default=None)


@dataclass(slots=True)
class _Mark:
    """The chat's ids, newest last, what its message list looked like at the last call, and the ids it was given."""

    keeps_all: bool
    ids: list[str] = field(default_factory=list)
    length: int = 0
    first: Any = None
    given: tuple[str, ...] = ()

    def current(self, messages: Sequence[Any]) -> str:
        with _lock:  # an agent may be in two threads
            first = messages[0] if messages else None
            if not self.ids or len(messages) < self.length or first is not self.first:
                self.ids = [*self.ids, new_id()] if self.keeps_all else [new_id()]
            self.length, self.first = len(messages), first
            return self.ids[-1]


class _Tag(str):
    """What a GroupChat object has of its mark: a text, since AutoGen's logging writes all that it has as JSON."""

    mark: _Mark
    owner: Callable[[], Any]


_marks: Pairs[_Mark] = Pairs()


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
    chat, given = _running.get(), given_chat.get()
    if chat is None and (call := current.get()) is not None and call.context is not None:
        chat = call.context.chat  # a chat that a tool holds
    if chat is not None or one is None or other is None:
        return given or chat
    groupchat = getattr(other, "groupchat", None)  # a GroupChatManager; this file knows no AutoGen
    if groupchat is None:
        groupchat = getattr(one, "groupchat", None)
    return given or of_pair(one, other) if groupchat is None else of_group(groupchat)


def of_group(groupchat: Any) -> str:
    """The id of the chat that this GroupChat object is having now."""
    mark = mark_of(groupchat)
    given = given_chat.get()
    if given is None:
        return mark.current(groupchat.messages)
    if given not in mark.given:
        mark.given = (*mark.given, given)
    return given


def mark_of(groupchat: Any) -> _Mark:
    """Where the ids of this GroupChat object are kept. Its copies show the same until one has a chat of its own."""
    tag: _Tag | None = getattr(groupchat, _ATTRIBUTE, None)
    if tag is not None and tag.owner() is groupchat:
        return tag.mark
    with _lock:  # two threads may begin at once, and have one chat
        tag = getattr(groupchat, _ATTRIBUTE, None)
        if tag is None or tag.owner() is not groupchat:
            tag = _Tag(_ATTRIBUTE)
            tag.mark, tag.owner = _Mark(keeps_all=True), weakref.ref(groupchat)
            setattr(groupchat, _ATTRIBUTE, tag)
        return tag.mark


def ids_of_group(groupchat: Any) -> tuple[str, ...]:
    """Every id this GroupChat object has had so far."""
    tag: _Tag | None = getattr(groupchat, _ATTRIBUTE, None)
    return () if tag is None else (*tag.mark.given, *tag.mark.ids)


def of_pair(one: Any, other: Any) -> str:
    """The id of the chat that these two agents are having now, the same from either side."""
    first, second = (one, other) if id(one) <= id(other) else (other, one)
    mark = _marks.get(first, second) or _new_mark(first, second)
    return mark.current(getattr(first, "chat_messages", {}).get(second, ()))


def _new_mark(first: Any, second: Any) -> _Mark:
    with _lock:  # two threads may begin at once, and have one chat
        mark = _marks.get(first, second)
        if mark is None:
            mark = _Mark(keeps_all=False)
            _marks.put(first, second, mark)
        return mark
