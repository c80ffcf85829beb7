"""The calls that registered agents have sent and nobody has executed yet.

It answers only where no frame can: an executor that was never registered, or a thread that lost the context.
"""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from autogen_hatidata.tools import arguments


@dataclass(frozen=True, slots=True)
class Sent:
    """One tool call in a message: its name, its arguments as written, its id."""

    name: str
    raw: Any
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """The one agent whose sent call fits, the call, and the agent it was sent to (held weakly)."""

    agent: Any
    sent: Sent
    recipient: Callable[[], Any]


def calls_in(message: Any) -> list[Sent]:
    """The tool calls of one message, in both forms that a model can write."""
    if not isinstance(message, Mapping):
        return []
    found = []
    for one in message.get("tool_calls") or ():
        function = one.get("function") if isinstance(one, Mapping) else None
        if isinstance(function, Mapping):
            found.append(Sent(str(function.get("name")), function.get("arguments"), one.get("id")))
    function = message.get("function_call")
    if isinstance(function, Mapping):
        found.append(Sent(str(function.get("name")), function.get("arguments"), message.get("id")))
    return found


class Ledger:
    """What each agent has sent last. Agents are held weakly."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pending: weakref.WeakKeyDictionary[Any, list[tuple[Sent, Callable[[], Any]]]] = (
            weakref.WeakKeyDictionary()
        )

    def note(self, sender: Any, message: Any, recipient: Any) -> None:
        """Replace what is pending for ``sender`` by the calls of the message it sends now."""
        calls = calls_in(message)
        with self._lock:
            self._pending.pop(sender, None)
            if calls:
                held = weakref.ref(recipient) if recipient is not None else _nobody
                self._pending[sender] = [(one, held) for one in calls]

    def claim(
        self,
        name: str,
        parameters: tuple[arguments.Parameter, ...],
        given: Mapping[str, Any],
        can_run: Callable[[Any, Any], bool],
    ) -> Claim | None:
        """Take the one pending call of that name with those arguments; None if no agent, or more than one, fits.

        ``can_run(agent, recipient)`` tells whether a call that ``agent`` sent to ``recipient`` can run now.
        """
        with self._lock:
            fits = [
                (agent, entry)
                for agent, entries in list(self._pending.items())
                for entry in entries
                if entry[0].name == name
                and arguments.same(parameters, arguments.decode(entry[0].raw), given)
                and can_run(agent, entry[1]())
            ]
            if len({id(agent) for agent, _ in fits}) != 1:
                return None
            agent, entry = fits[0]
            self._pending[agent].remove(entry)
            return Claim(agent, entry[0], entry[1])

    def forget(self) -> None:
        """Forget every pending call."""
        with self._lock:
            self._pending.clear()

    def settle(self, agent: Any, calls: list[Sent]) -> None:
        """Forget calls of ``agent`` that have been executed under a frame."""
        done = {(one.name, str(one.raw)) for one in calls}
        with self._lock:
            left = [e for e in self._pending.pop(agent, ()) if (e[0].name, str(e[0].raw)) not in done]
            if left:
                self._pending[agent] = left


def _nobody() -> None:
    return None
