"""Who is calling right now: a context variable set by attribution and readable anywhere."""

from __future__ import annotations

import os
from contextvars import ContextVar, Token
from typing import Any, NamedTuple


class CallContext(NamedTuple):
    """The agent that wrote the tool call being executed.

    Attributes:
        name: the calling agent's name, as AutoGen stamps it.
        agent: the calling agent object, when it is known.
        chat: the id of the chat the call belongs to.
        executor: the name of the agent that executes the call.
        source: what named the caller: ``groupchat``, ``sender``, ``ledger`` or ``handle``.
        tool_call_id: the id the model gave the call, when there is one.
    """

    name: str
    agent: Any = None
    chat: str | None = None
    executor: str | None = None
    source: str = "sender"
    tool_call_id: str | None = None


current: ContextVar[CallContext | None] = ContextVar("hatidata_caller", default=None)


def current_caller() -> CallContext | None:
    """The agent whose tool call is being executed, or None outside of one. For use in your own tool functions."""
    return current.get()


class calling:  # noqa: N801 - reads as a verb: `with calling(context):`
    """Make ``context`` the current caller inside the block."""

    __slots__ = ("_context", "_token")

    def __init__(self, context: CallContext | None) -> None:
        self._context = context

    def __enter__(self) -> None:
        self._token: Token[CallContext | None] = current.set(self._context)

    def __exit__(self, *error: object) -> None:
        current.reset(self._token)


def new_id() -> str:
    """An id for a call or a chat: 128 random bits, in less time than a UUID."""
    return os.urandom(16).hex()
