"""The frame around the reply functions in which an AutoGen agent executes the tool calls of one message."""

from __future__ import annotations

import inspect
import weakref
from collections.abc import Callable, Mapping
from typing import Any

from autogen_hatidata import caller
from autogen_hatidata.caller import CallContext, calling
from autogen_hatidata.tools import arguments, authors, chats
from autogen_hatidata.tools.authors import Author
from autogen_hatidata.tools.ledger import Ledger, Sent, calls_in, fits_call, made

FORMS: Mapping[str, str] = {
    "generate_tool_calls_reply": "tool_calls",
    "a_generate_tool_calls_reply": "tool_calls",
    "generate_function_call_reply": "function_call",
    "a_generate_function_call_reply": "function_call",
    "_generate_group_tool_reply": "tool_calls",  # the executor of AG2's group patterns
    "_a_generate_group_tool_reply": "tool_calls",
    "_generate_swarm_tool_reply": "tool_calls",
}
"""The reply functions that execute calls, by name, and the field of a message in which each looks for them."""

_PLAIN = "hatidata_plain"
_MAX_ID = 200

ledger = Ledger()


class Frame(calling):
    """The execution of the newest of these messages: by whom, written by whom, with which calls left to run.

    Entering it gives the messages in a form that AutoGen can execute.
    """

    __slots__ = ("_calls", "_messages", "_sender", "author", "ended", "executor", "left", "reply")

    author: Author
    left: list[Sent]

    def __init__(self, executor: Any, messages: Any, sender: Any) -> None:
        self.executor, self._messages, self._sender, self.ended = executor, messages, sender, False

    def __enter__(self) -> Any:
        executor, sender = self.executor, self._sender
        messages = list(self._messages)  # the agent's own list, to which another thread may append
        message = messages[-1]
        self._calls = calls = calls_in(message)
        self.left = list(calls)
        self.author = author = authors.of_message(ledger, executor, sender, message, calls)
        self.context = _context(executor, sender, author, calls)
        self.reply = authors.newest_reply()
        harmless = _harmless(messages, message, calls, executor.function_map)
        calling.__enter__(self)
        _open.append(self)
        return harmless

    def __exit__(self, *error: object) -> None:
        _open.remove(self)
        self.ended = True
        if self.author.agent is not None:
            ledger.settle(self.author.agent, self.author.recipient, self._calls)
        calling.__exit__(self)

    def take(self, name: str, parameters: tuple[arguments.Parameter, ...], given: Mapping[str, Any]) -> Sent | None:
        """The call that runs now, out of those that are left."""
        for sent in list(self.left):
            if fits_call(sent, name, parameters, given):
                self.left.remove(sent)
                return sent
        return None

    def has(self, name: str, parameters: tuple[arguments.Parameter, ...], given: Mapping[str, Any]) -> bool:
        """Whether the call is one of those that are left."""
        return any(fits_call(sent, name, parameters, given) for sent in list(self.left))


_open: list[Frame] = []
_having: weakref.WeakSet[Any] = weakref.WeakSet()


def now() -> Frame | None:
    """The frame of this context, None when its execution is over: a task may keep a context longer."""
    found = caller.current.get()
    return found if isinstance(found, Frame) and not found.ended else None


def open_on(executor: Any) -> list[Frame]:
    """The frames in which ``executor`` executes calls now, in all threads."""
    return [frame for frame in list(_open) if frame.executor is executor]


def call_id(sent: Sent) -> str | None:
    """The id that the model gave a call, as far as it is one."""
    return sent.id if isinstance(sent.id, str) and len(sent.id) <= _MAX_ID else None


def is_ours(function: Any) -> bool:
    """Whether a function of an executor's map is one of this package's tools."""
    return hasattr(function, "hatidata_tool")


def install(executor: Any) -> None:
    """Put the frame around every reply function of ``executor`` that executes calls and has none yet."""
    for entry in executor._reply_func_list:
        plain = entry["reply_func"]
        form = FORMS.get(getattr(plain, "__name__", ""))
        if form is not None and not hasattr(plain, _PLAIN):
            executor.replace_reply_func(plain, _framed(plain, form))
    _having.add(executor)


def uninstall(executor: Any) -> None:
    """Take the frames away again."""
    for entry in executor._reply_func_list:
        framed = entry["reply_func"]
        if hasattr(framed, _PLAIN):
            executor.replace_reply_func(framed, getattr(framed, _PLAIN))
    _having.discard(executor)


def is_framed(executor: Any) -> bool:
    """Whether the agent was given frames."""
    return executor in _having


def _context(executor: Any, sender: Any, author: Author, calls: list[Sent]) -> CallContext | None:
    agent, _, source, _ = author
    if agent is None:
        return None
    known = call_id(calls[0]) if len(calls) == 1 else None
    chat = chats.between(executor, sender)
    return made(CallContext, (agent.name, agent, chat, executor.name, source, known))


def _framed(plain: Callable[..., Any], form: str) -> Callable[..., Any]:
    def reply(recipient: Any, messages: Any = None, sender: Any = None, config: Any = None) -> Any:
        messages = recipient.chat_messages.get(sender) if messages is None else messages
        if not messages or not messages[-1].get(form):
            return plain(recipient, messages=messages, sender=sender, config=config)
        with Frame(recipient, messages, sender) as harmless:
            return plain(recipient, messages=harmless, sender=sender, config=config)

    async def reply_async(recipient: Any, messages: Any = None, sender: Any = None, config: Any = None) -> Any:
        messages = recipient.chat_messages.get(sender) if messages is None else messages
        if not messages or not messages[-1].get(form):
            return await plain(recipient, messages=messages, sender=sender, config=config)
        with Frame(recipient, messages, sender) as harmless:
            return await plain(recipient, messages=harmless, sender=sender, config=config)

    framed: Any = reply_async if inspect.iscoroutinefunction(plain) else reply
    framed.__name__, framed.__module__ = plain.__name__, plain.__module__  # AutoGen logs these
    setattr(framed, _PLAIN, plain)
    return framed  # type: ignore[no-any-return]


def _harmless(messages: Any, message: Mapping[str, Any], calls: list[Sent], functions: Mapping[str, Any]) -> Any:
    """The messages; if need be a copy in which every call is one, and our tools' arguments are JSON objects.

    AutoGen itself reads them next, and ends the chat over ``null`` or a list that holds something else than calls.
    """
    listed, function = message.get("tool_calls"), message.get("function_call")
    written = (len(listed) if isinstance(listed, list) else bool(listed)) + bool(function)
    if written == len(calls) and not _are_harmful(calls, functions):
        return messages
    changed: dict[str, Any] = {}
    if listed:
        usable = listed if isinstance(listed, (list, tuple)) else ()
        changed["tool_calls"] = [_harmless_call(one, functions) for one in usable if _is_call(one)]
    if function:
        changed["function_call"] = _harmless_function(function, functions) if isinstance(function, dict) else None
    return [*messages[:-1], {**message, **changed}]


def _are_harmful(calls: list[Sent], functions: Mapping[str, Any]) -> bool:
    for name, raw, given in calls:
        function = functions.get(name)
        if function is None or not (given is None or isinstance(given, str)):
            return True
        if is_ours(function) and not arguments.is_object(raw):
            return True
    return False


def _is_call(one: Any) -> bool:
    return isinstance(one, dict) and isinstance(one.get("function"), dict)


def _harmless_call(one: dict[str, Any], functions: Mapping[str, Any]) -> dict[str, Any]:
    given = one.get("id")
    known = given is None or isinstance(given, str)
    harmless = {"function": _harmless_function(one["function"], functions)}
    return {**one, **harmless} if known else {**one, **harmless, "id": str(given)[:_MAX_ID]}


def _harmless_function(function: dict[str, Any], functions: Mapping[str, Any]) -> dict[str, Any]:
    name, raw = str(function.get("name")), function.get("arguments")
    given = arguments.encode(raw) if is_ours(functions.get(name)) else raw
    return {**function, "name": name, "arguments": given}
