"""Nested chats belong to the chat in which their agent runs them.

AutoGen runs them from a reply function that nobody else holds, made by ``functools.update_wrapper``, so it is looked
for, and wrapped, each time the agent is about to reply: that also finds what was registered later.
"""

from __future__ import annotations

import functools
import inspect
import weakref
from collections.abc import Callable
from typing import Any

from autogen_hatidata.tools import authors, chats

_MARK = "hatidata_scoped"
_HOOK = "process_all_messages_before_reply"


def follow(agent: Any) -> None:
    """Let the nested chats of ``agent`` belong to the outer chat, for its life. Doing it twice changes nothing.

    It also notes which message the agent is replying to: there is no other place that every reply passes.
    """
    held = weakref.ref(agent)
    seen: list[Any] = []

    def hook(messages: Any) -> Any:
        authors.note_reply((held, messages[-1] if messages else None))
        owner = held()
        if owner is not None and seen != owner._reply_func_list:
            seen[:] = owner._reply_func_list
            for entry in seen:
                if _runs_nested_chats(owner, entry["reply_func"]):
                    entry["reply_func"] = _in_outer_chat(entry["reply_func"])
        return messages

    async def hook_async(messages: Any) -> Any:
        return hook(messages)

    # autogen-agentchat 0.2.40 keeps the hooks of asynchronous chats in a list of their own.
    for name, one in ((_HOOK, hook), (f"a_{_HOOK}", hook_async)):
        setattr(one, _MARK, True)
        if not any(hasattr(other, _MARK) for other in agent.hook_lists.get(name, (hook,))):
            agent.register_hook(name, one)


def _runs_nested_chats(agent: Any, reply_func: Any) -> bool:
    if not hasattr(reply_func, "__wrapped__") or hasattr(reply_func, _MARK):
        return False
    return getattr(type(agent), reply_func.__name__, None) is not reply_func


def _in_outer_chat(plain: Callable[..., Any]) -> Callable[..., Any]:
    def reply(recipient: Any, messages: Any = None, sender: Any = None, config: Any = None) -> Any:
        with chats.running(chats.between(recipient, sender)):
            return plain(recipient, messages, sender, config)

    async def reply_async(recipient: Any, messages: Any = None, sender: Any = None, config: Any = None) -> Any:
        with chats.running(chats.between(recipient, sender)):
            return await plain(recipient, messages, sender, config)

    scoped = functools.wraps(plain)(reply_async if inspect.iscoroutinefunction(plain) else reply)
    setattr(scoped, _MARK, True)
    return scoped
