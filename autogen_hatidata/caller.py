"""Who is calling right now, in which chat and chain: context variables, set above and readable anywhere.

A context goes with its thread or task. ``asyncio`` hands it on to tasks and to ``asyncio.to_thread``; a thread that is
started otherwise begins with an empty one.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar, Token
from itertools import count
from types import MappingProxyType
from typing import Any, NamedTuple

from autogen_hatidata.errors import BadArgument


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


class calling:  # noqa: N801 - reads as a verb: `with calling(context):`
    """Make ``context`` the current caller inside the block, and nobody's after it: a task may keep the block's context.

    Attributes:
        context: the caller, None outside of the block.
    """

    __slots__ = ("_token", "context")

    def __init__(self, context: CallContext | None) -> None:
        self.context = context

    def __enter__(self) -> Any:
        self._token: Token[calling | None] = current.set(self)

    def __exit__(self, *error: object) -> None:
        try:
            self.context = None
            current.reset(self._token)
        except ValueError:
            pass  # an unfinished coroutine, thrown away by another context: this one's variable is not touched


current: ContextVar[calling | None] = ContextVar("hatidata_caller", default=None)


def current_caller() -> CallContext | None:
    """The agent whose tool call is being executed, or None outside of one. For use in your own tool functions."""
    now = current.get()
    return now.context if now is not None else None


def new_id() -> str:
    """An id for a call or a chat: 128 random bits, in less time than a UUID."""
    return os.urandom(16).hex()


given_chat: ContextVar[str | None] = ContextVar("hatidata_given_chat", default=None)
"""The chat that a program says its calls belong to; None leaves it to the agents' conversations."""


@contextmanager
def chatting(chat: str | None) -> Iterator[str]:
    """Let the calls inside the block belong to ``chat``, or to a new one; gives its id."""
    chat = new_id() if chat is None else checked_id(chat)
    token = given_chat.set(chat)
    try:
        yield chat
    finally:
        given_chat.reset(token)


class Chain:
    """One reasoning chain: an id, and the number of its next step."""

    __slots__ = ("_steps", "id")

    def __init__(self, id: str) -> None:
        self.id = id
        self._steps = count(1)

    def step(self) -> int:
        """The next number. Two threads never get the same."""
        return next(self._steps)


Who = tuple[Any, str]
"""A layer and the name of an agent in it."""

_chains: ContextVar[Mapping[Who, Chain]] = ContextVar("hatidata_chains", default=MappingProxyType({}))


def chain_of(who: Who) -> Chain | None:
    """The reasoning chain that the agent is in."""
    chains = _chains.get()
    return chains.get(who) if chains else None


@contextmanager
def reasoning(who: Who, chain: str | None) -> Iterator[str]:
    """Let the agent's calls inside the block be steps of a chain of that id, or a new one; gives the id."""
    chain = new_id() if chain is None else checked_id(chain)
    token = _chains.set({**_chains.get(), who: Chain(chain)})
    try:
        yield chain
    finally:
        _chains.reset(token)


_ID = re.compile(r"[A-Za-z0-9._:@/+=-]{1,128}")


def checked_id(given: object) -> str:
    """An id that a program chose: what goes into logs and budgets is short, and nothing but an id."""
    if isinstance(given, str) and _ID.fullmatch(given):
        return given
    raise BadArgument(
        f"{given!r:.60} cannot be an id.", "give 1 to 128 letters, digits and characters of . _ : @ / + = -"
    )
