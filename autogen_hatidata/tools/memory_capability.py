"""Memory in the form of an AutoGen capability: recalls before a reply, and stores after it, without a tool call."""

from __future__ import annotations

import json
import logging
import weakref
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autogen_hatidata.caller import CallContext, calling, new_id
from autogen_hatidata.errors import BadArgument, HatiDataError, PolicyDenied
from autogen_hatidata.memory.conversation import Said, words_of
from autogen_hatidata.memory.model import DEFAULT
from autogen_hatidata.pipeline.memory_operations import one_scope
from autogen_hatidata.pipeline.memory_values import Limits, checked, needed
from autogen_hatidata.tools import authors, chats, nested, render
from autogen_hatidata.tools.register import identify, open_layer, shown_names

# After tools.classic, which explains a missing or wrong AutoGen.
from autogen.agentchat.contrib.capabilities.agent_capability import AgentCapability  # isort: skip

if TYPE_CHECKING:
    from autogen import ConversableAgent

    from autogen_hatidata.layer import HatiData, HatiDataAgent

_log = logging.getLogger("autogen_hatidata")

_MOST_CHATS = 100
_MOST_TOLD = 50  # so many more are searched for, at the most, because they may stand in the chat
_TOOL = "search_memory"

Messages = list[dict[str, Any]]
_Where = tuple[str | None, int]  # the chat, and whom the agent answers: in a nested chat it talks to others meanwhile


@dataclass(slots=True)
class _Turn:
    """What an agent is about to answer in one chat: where it stands, what was said, and what was recalled for it."""

    place: int
    asked: Said
    recalled: str | None


class HatiDataMemoryCapability(AgentCapability):  # type: ignore[misc]
    """A memory that agents use without being told to, to be added to any number of them.

        memory = HatiDataMemoryCapability(layer)
        for agent in (researcher, analyst):
            memory.add_to_agent(agent)

    Before an agent replies to what somebody said, the memories that fit are shown to its model, as data, without those
    of exchanges that stand in the chat anyway; after it, what was said and answered becomes a memory. Each search and
    each memory is a call of that agent: under its rights, charged to it, and on record, with ``recall`` or ``remember``
    as the tool. Where one is refused or fails, the chat goes on without it, and the program's log says why.

    Args:
        hatidata: the data layer or the path of its DuckDB file; None is the process default.
        recalls, stores: False turns one of the two off.
        top_k: so many memories are recalled at the most.
        threshold: only what has a cosine above this; ``"default"`` is what suits the embedder, None recalls always.
        scope: where exchanges are stored: ``agent``, ``chat`` or ``shared``. All that the agent can reach is recalled.
        keep: makes the text that is stored of what was said and what was answered (each has ``name`` and ``text``);
            None stores nothing. By default both are stored as they are.
        role, attributes, identity: as in `register_hatidata_tools`.
    """

    def __init__(
        self,
        hatidata: HatiData | str | Path | None = None,
        *,
        recalls: bool = True,
        stores: bool = True,
        top_k: int = 3,
        threshold: float | str | None = DEFAULT,
        scope: str = "agent",
        keep: Callable[[Said, Said], str | None] | None = None,
        role: str | None = None,
        attributes: Mapping[str, Any] | None = None,
        identity: str | None = None,
    ) -> None:
        super().__init__()
        self._hatidata, self._recalls, self._stores = hatidata, recalls, stores
        self._search: dict[str, Any] = {"top_k": top_k, "threshold": threshold}
        self._scope, self._keep = scope, keep
        self._who = (identity, role, attributes)
        self._turns: weakref.WeakKeyDictionary[Any, OrderedDict[_Where, _Turn]] = weakref.WeakKeyDictionary()

    def add_to_agent(self, agent: ConversableAgent) -> None:
        """Let the agent recall and store from its next reply on. Doing it twice changes nothing.

        Raises:
            BadArgument: an option of the capability cannot be used.
            PolicyDenied: its role may not use the memory.
            ValueError: as `register_hatidata_tools`.
        """
        if agent in self._turns:
            return
        layer = open_layer(self._hatidata)
        self._check(Limits(layer.settings, layer.settings.max_rows, 0.0))
        identity, role, attributes = self._who
        handle = identify(agent, layer, identity, role, attributes)
        if not layer.may(handle.name, "memory", role or handle._role):
            raise PolicyDenied(f"The role of {handle.name} may not use the memory.", "add memory to what it can.")
        self._turns[agent] = OrderedDict()
        nested.follow(agent)
        for name, hook in self._hooks(weakref.ref(agent), handle).items():
            if name in agent.hook_lists:  # those of asynchronous chats are only on autogen-agentchat 0.2.40
                agent.register_hook(name, hook)

    def _check(self, limits: Limits) -> None:
        """Refuse options that each call would be refused for, of which only the log would tell."""
        needed(checked(self._search, limits), "top_k")
        one_scope(checked({"scope": self._scope}, limits))
        if self._keep is not None and not callable(self._keep):
            raise BadArgument("keep must be a function.", "let it take what was said and what was answered.")

    def _hooks(self, held: Callable[[], Any], handle: HatiDataAgent) -> Mapping[str, Callable[..., Any]]:
        def before_reply(messages: Messages) -> Messages:
            agent = held()
            return messages if agent is None else self._before_reply(agent, handle, messages)

        def before_send(sender: Any, message: Any, recipient: Any, silent: bool) -> Any:
            self._before_send(sender, handle, message, recipient)
            return message

        async def before_reply_async(messages: Messages) -> Messages:
            return before_reply(messages)

        async def before_send_async(sender: Any, message: Any, recipient: Any, silent: bool) -> Any:
            return before_send(sender, message, recipient, silent)

        return {
            "process_all_messages_before_reply": before_reply,
            "a_process_all_messages_before_reply": before_reply_async,
            "process_message_before_send": before_send,
            "a_process_message_before_send": before_send_async,
        }

    def _before_reply(self, agent: Any, handle: HatiDataAgent, messages: Messages) -> Messages:
        """The messages with what was recalled for the newest thing that somebody said, also while tools are called."""
        partner = authors.replying_to(agent)
        found = _newest_said(messages, getattr(partner, "name", "somebody"))
        if found is None:
            return messages
        place, asked = found
        chat = chats.between(agent, partner)
        turns, where = self._turns[agent], (chat, id(partner))
        turn = turns.get(where)
        if turn is None or (turn.place, turn.asked) != (place, asked):
            told = _told(messages, agent.name, getattr(partner, "name", "somebody"), handle)
            recalled = self._recall(agent, handle, chat, asked.text, told) if self._recalls else None
            turn = turns[where] = _Turn(place, asked, recalled)
            while len(turns) > _MOST_CHATS:
                turns.popitem(last=False)
        if turn.recalled is None:
            return messages
        return [*messages[:place], *_as_messages(agent, asked.text, turn.recalled), *messages[place:]]

    def _before_send(self, agent: Any, handle: HatiDataAgent, message: Any, recipient: Any) -> None:
        """Store what is answered, with what was said before it."""
        answer = words_of(message if isinstance(message, dict) else {"content": message})
        chat = chats.between(agent, recipient)
        turn = self._turns[agent].pop((chat, id(recipient)), None) if answer and self._stores else None
        if turn is None:
            return
        answered = Said(agent.name, answer)
        content = self._keep(turn.asked, answered) if self._keep else _exchange(turn.asked, answered, handle)
        if content:
            given = {"content": content, "memory_type": "conversation", "scope": self._scope, "dedupe": True}
            self._ask(agent, handle, chat, "store", given, "remember")

    def _recall(
        self, agent: Any, handle: HatiDataAgent, chat: str | None, text: str, told: frozenset[str]
    ) -> str | None:
        """What a model reads of the memories that fit and that it was not told yet; None where there are none."""
        settings, top_k = handle.layer.settings, self._search["top_k"]
        given = {
            "query": text[: settings.max_memory_chars],
            **self._search,
            "top_k": top_k + min(len(told), _MOST_TOLD),
        }
        found = self._ask(agent, handle, chat, "search", given, "recall")
        if found is None:
            return None
        content = found.columns.index("content")
        new = tuple(row for row in found.rows if row[content] not in told)[:top_k]
        if not new:
            return None
        shown = replace(found, rows=new, row_count=len(new))
        return render.to_text(render.recalled(shown), settings.max_result_chars)

    def _ask(
        self, agent: Any, handle: HatiDataAgent, chat: str | None, operation: str, given: Mapping[str, Any], tool: str
    ) -> Any:
        try:
            with calling(CallContext(handle.name, agent, chat)):
                return handle.ask_memory(operation, given, tool)
        except HatiDataError as refused:
            _log.warning("%s could not %s: %s", handle.name, tool, refused)
            return None


def _newest_said(messages: Sequence[Mapping[str, Any]], partner: str) -> tuple[int, Said] | None:
    """What somebody else said last, and its place, unless the agent has answered it already."""
    for place in range(len(messages) - 1, -1, -1):
        message = messages[place]
        words = words_of(message)
        if words:
            said = Said(str(message.get("name") or partner), words)
            return None if message.get("role") == "assistant" else (place, said)
    return None


def _told(messages: Messages, agent: str, partner: str, handle: HatiDataAgent) -> frozenset[str]:
    """The exchanges that stand in the messages, as they are stored: to recall them would tell them twice, and leave
    less room for what was said in earlier chats."""
    spoken = [
        Said(str(message.get("name") or (agent if message.get("role") == "assistant" else partner)), words)
        for message in messages
        if (words := words_of(message))
    ]
    return frozenset(_exchange(asked, answered, handle) for asked, answered in pairwise(spoken))


def _exchange(asked: Said, answered: Said, handle: HatiDataAgent) -> str:
    most = (handle.layer.settings.max_memory_chars - 1) // 2
    return "\n".join(text if len(text) <= most else text[:most] for text in (str(asked), str(answered)))


def _as_messages(agent: Any, query: str, recalled: str) -> Messages:
    """What was recalled, as the result of a call; for a model that has no such tool, as a message of its own."""
    name = next((name for name in shown_names(agent) if name.endswith(_TOOL)), None)
    if name is None:
        return [{"role": "user", "name": "memory", "content": recalled}]
    call_id = f"recall_{new_id()[:24]}"
    function = {"name": name, "arguments": json.dumps({"query": query})}
    call = {"id": call_id, "type": "function", "function": function}
    return [
        {"role": "assistant", "content": "", "tool_calls": [call]},
        {"role": "tool", "tool_call_id": call_id, "content": recalled},
    ]
