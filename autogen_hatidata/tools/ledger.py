"""What registered agents and their executors sent last, to whom, and which of these calls nobody has executed yet.

It tells a partner's call from one's own, and answers where no frame can: in a reply function that is not AutoGen's.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from autogen_hatidata.tools import arguments
from autogen_hatidata.tools.pairs import Pairs


class Sent(NamedTuple):
    """One tool call in a message: its name, its arguments as written, its id."""

    name: str
    raw: Any
    id: Any = None


class Entry(NamedTuple):
    """The newest message of one agent to another, if it holds calls.

    Attributes:
        calls: its calls.
        held: the object that holds them, which AutoGen passes on without a copy.
        place: where the message stands in the sender's history with the recipient.
        pending: those of the calls that nobody has executed.
    """

    calls: list[Sent]
    held: Any
    place: int
    pending: list[Sent]


class Claim(NamedTuple):
    """The one agent whose sent call fits, the call, and whom it was sent to: None when that may be one of several."""

    agent: Any
    sent: Sent
    recipient: Any


made = tuple.__new__
"""Makes a named tuple in a third of the time that its own constructor takes; every message pays for several."""


def calls_in(message: Any) -> list[Sent]:
    """The tool calls of one message, in both forms that a model can write. What is malformed is no call."""
    if not isinstance(message, dict):
        return []
    listed, function = message.get("tool_calls"), message.get("function_call")
    found: list[Sent] = []
    if listed and isinstance(listed, (list, tuple)):
        for one in listed:
            called = one.get("function") if isinstance(one, dict) else None
            if isinstance(called, dict):
                found.append(made(Sent, (str(called.get("name")), called.get("arguments"), one.get("id"))))
    if function and isinstance(function, dict):
        found.append(made(Sent, (str(function.get("name")), function.get("arguments"), message.get("id"))))
    return found


def held_in(message: Mapping[str, Any]) -> Any:
    """The object in which a message holds its calls."""
    return message.get("tool_calls") or message.get("function_call")


def same_calls(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two messages are copies of one that holds calls."""
    return held_in(one) is held_in(other) or calls_in(one) == calls_in(other)


class Ledger:
    """The newest calls from each agent to each other one. Agents are held weakly.

    Attributes:
        newest: ``newest(sender, recipient)`` gives what one sent to the other last, if that holds calls.
        clear: ``clear(sender, recipient)`` says that what one sends to the other now holds none.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._sent: Pairs[Entry] = Pairs()
        self.newest: Callable[[Any, Any], Entry | None] = self._sent.get  # themselves: every message pays for a step
        self.clear: Callable[[Any, Any], None] = self._sent.drop

    def note(self, sender: Any, message: Any, recipient: Any) -> list[Sent]:
        """Replace what ``sender`` sent to ``recipient`` last by the message it sends now; gives its calls."""
        calls = calls_in(message)
        if not calls:
            self.clear(sender, recipient)
            return calls
        place = len(sender.chat_messages.get(recipient, ()))
        with self._lock:
            self._sent.put(sender, recipient, made(Entry, (calls, held_in(message), place, list(calls))))
        return calls

    def claim(
        self,
        name: str,
        parameters: tuple[arguments.Parameter, ...],
        given: Mapping[str, Any],
        can_run: Callable[[Any, Any, Entry], bool],
    ) -> Claim | None:
        """Take the one pending call of that name with those arguments; None if no agent, or more than one, fits.

        ``can_run(agent, recipient, entry)`` tells whether calls that ``agent`` sent to ``recipient`` can run now.
        """
        with self._lock:
            fits = [
                (agent, recipient, entry, one)
                for agent, recipient, entry in self._sent.items()
                for one in entry.pending
                if fits_call(one, name, parameters, given) and can_run(agent, recipient, entry)
            ]
            if len({id(agent) for agent, *_ in fits}) != 1:
                return None
            agent, recipient, entry, one = fits[0]
            entry.pending.remove(one)
            alone = len({id(other) for _, other, *_ in fits}) == 1
            return Claim(agent, one, recipient if alone else None)

    def settle(self, agent: Any, recipient: Any, calls: list[Sent]) -> None:
        """Forget calls from ``agent`` to ``recipient`` that have been executed under a frame."""
        with self._lock:
            entry = self.newest(agent, recipient)
            if entry is not None and entry.calls == calls:
                self.clear(agent, recipient)

    def drop(self, agent: Any) -> None:
        """Forget all that ``agent`` has sent."""
        with self._lock:
            for sender, recipient, _ in self._sent.items():
                if sender is agent:
                    self.clear(sender, recipient)

    def forget(self) -> None:
        """Forget everything."""
        with self._lock:
            self._sent.clear()


def fits_call(sent: Sent, name: str, parameters: tuple[arguments.Parameter, ...], given: Mapping[str, Any]) -> bool:
    """Whether this is the call of tool ``name`` with the arguments that it was given."""
    return sent.name == name and arguments.same(parameters, arguments.decode(sent.raw), given)
