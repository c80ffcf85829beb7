"""A GroupChat whose agents share a data layer, each with its own rights and each charged for the calls it wrote."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autogen_hatidata.governance.names import plain_name
from autogen_hatidata.tools import attribution, chats, nested
from autogen_hatidata.tools.classic import GroupChat, GroupChatManager
from autogen_hatidata.tools.ledger import calls_in
from autogen_hatidata.tools.register import open_layer, register_hatidata_tools

if TYPE_CHECKING:
    from autogen_hatidata.layer import HatiData

_COUNTED = {"refused": "refusals", "error": "errors"}


@dataclass(init=False, repr=False, eq=False)
class HatiDataGroupChat(GroupChat):  # type: ignore[misc]
    """An ``autogen.GroupChat`` that gives its agents the data tools and brings every call to an agent that can run it.

    Use it wherever a GroupChat fits; every keyword of the installed AutoGen's GroupChat is passed on. Each agent with
    an ``llm_config`` gets the tools under its own name. A pending tool call goes to an executor that can run all of
    it, whatever the speaker selection method says, and the result goes back to the agent that wrote the call.

    Args:
        agents: the agents of the chat, each with a name of its own.
        messages: earlier messages; none when omitted.
        max_round: the maximum number of rounds. A call and its result take one each.
        hatidata: the data layer or the path of its DuckDB file; None is the layer that the agents have tools of
            already, otherwise the process default.
        executor: the agent that executes the calls; None is the first agent without ``llm_config`` that is no manager,
            and if there is none, each agent executes its own.
        tools: names or groups of tools for all agents, or a mapping from agent name to these; None is all tools.
        auto_register: False leaves the registration to you.
        return_to_caller: False leaves it to the speaker selection who hears a result first.
        groupchat_kwargs: every other field of ``autogen.GroupChat``.

    Raises:
        ValueError: two agents with one name, an executor outside the chat, tools for an agent that is not in it.
    """

    hatidata: Any = field(default=None, repr=False)
    executor: Any = field(default=None, repr=False)
    tools: Any = field(default=None, repr=False)
    auto_register: bool = True
    return_to_caller: bool = True

    def __init__(
        self,
        agents: Sequence[Any],
        messages: list[dict[str, Any]] | None = None,
        max_round: int = 10,
        *,
        hatidata: HatiData | str | Path | None = None,
        executor: Any = None,
        tools: Iterable[str] | Mapping[str, Iterable[str]] | None = None,
        auto_register: bool = True,
        return_to_caller: bool = True,
        **groupchat_kwargs: Any,
    ) -> None:
        _check(agents, executor, tools)
        super().__init__(
            agents=list(agents), messages=[] if messages is None else messages, max_round=max_round, **groupchat_kwargs
        )
        self.hatidata = hatidata
        self.executor = executor
        self.tools = tools if tools is None or isinstance(tools, (str, Mapping)) else tuple(tools)
        self.auto_register = auto_register
        self.return_to_caller = return_to_caller
        chats.mark_of(self)  # a manager hands a copy to the function that selects speakers: costs() is the same there
        if auto_register:
            self._register()
        for agent in self.agents:
            if hasattr(agent, "hook_lists"):
                nested.follow(agent)

    def select_speaker(self, last_speaker: Any, selector: Any) -> Any:
        """The executor for a pending call, the caller for its result, otherwise who AutoGen selects."""
        return self._routed() or super().select_speaker(last_speaker, selector)

    async def a_select_speaker(self, last_speaker: Any, selector: Any) -> Any:
        """The same for asynchronous chats."""
        return self._routed() or await super().a_select_speaker(last_speaker, selector)

    def audit(self, agent: str | None = None) -> list[dict[str, Any]]:
        """The outcome records of this chat's calls, oldest first; of one agent when a name is given."""
        ids = frozenset(chats.ids_of_group(self))
        name = plain_name(agent) if agent is not None else None
        records = self._layer().audit.records(kind="outcome", agent=name) if ids else ()
        return [dict(record) for record in records if record["chat"] in ids]

    def costs(self) -> dict[str, dict[str, Any]]:
        """What each agent did and spent in this chat: calls, credits, refusals, errors, healed, rows."""
        costs: dict[str, dict[str, Any]] = {}
        for record in self.audit():
            empty = {"calls": 0, "credits": 0.0, "refusals": 0, "errors": 0, "healed": 0, "rows": 0}
            sums = costs.setdefault(str(record["agent"]), empty)
            sums["calls"] += 1
            sums["credits"] += record["credits"]
            sums["rows"] += record["rows"] or 0
            sums["healed"] += bool(record["healed"])
            if record["status"] in _COUNTED:
                sums[_COUNTED[record["status"]]] += 1
        return costs

    def _register(self) -> None:
        layer, executor = self._layer(), self._executor()
        if layer.closed:  # of an earlier chat of these agents
            layer = open_layer(self.hatidata)
        for agent in filter(_has_model, self.agents):
            tools = self.tools.get(agent.name, ()) if isinstance(self.tools, Mapping) else self.tools
            if tools != ():
                register_hatidata_tools(agent, layer, executor=executor, tools=tools)

    def _executor(self) -> Any:
        given = (agent for agent in self.agents if agent is self.executor)  # one that left hears nothing of the chat
        return next(given, None) or next(filter(_has_no_model, self.agents), None)

    def _layer(self) -> HatiData:
        if self.hatidata is None:
            grants = [grant for agent in self.agents for grant in attribution.grants.get(agent, {}).values()]
            if grants:
                return min((grant.handle.layer for grant in grants), key=lambda layer: layer.closed)
        return open_layer(self.hatidata)

    def _routed(self) -> Any:
        """Who must speak next for the sake of a data tool's call or result; None when AutoGen may choose."""
        last = self.messages[-1] if self.messages else {}
        calls = calls_in(last)
        if calls:
            return self._who_runs(last, {one.name for one in calls})
        if self.return_to_caller and len(self.messages) > 1 and _is_result(last):
            asked = self.messages[-2]
            return self._named(asked) if self._is_ours({one.name for one in calls_in(asked)}) else None
        return None

    def _who_runs(self, message: dict[str, Any], names: set[str]) -> Any:
        if not self._is_ours(names):
            return None
        preferred = [self._executor(), self._named(message), *self.agents]
        return next((a for a in preferred if a is not None and a.can_execute_function(list(names))), None)

    def _is_ours(self, names: set[str]) -> bool:
        maps = [getattr(agent, "function_map", {}) for agent in self.agents]
        return any(attribution.is_ours(functions.get(name)) for functions in maps for name in names)

    def _named(self, message: Mapping[str, Any]) -> Any:
        return next((agent for agent in self.agents if agent.name == message.get("name")), None)


def _check(agents: Sequence[Any], executor: Any, tools: Any) -> None:
    names = [agent.name for agent in agents]
    double = sorted({name for name in names if names.count(name) > 1})
    if double:
        raise ValueError(f"Agents of one chat need names of their own, and two are named {', '.join(double)}.")
    if executor is not None and all(executor is not agent for agent in agents):
        raise ValueError(f'The executor "{executor.name}" is not one of the agents of the chat.')
    strangers = sorted(tools.keys() - set(names)) if isinstance(tools, Mapping) else []
    if strangers:
        raise ValueError(f"tools names agents that are not in the chat: {', '.join(strangers)}.")


def _has_model(agent: Any) -> bool:
    return bool(getattr(agent, "llm_config", None)) and not isinstance(agent, GroupChatManager)


def _has_no_model(agent: Any) -> bool:
    """Whether the agent may run calls for the others. A manager would hold a chat of its own about them."""
    return not getattr(agent, "llm_config", None) and not isinstance(agent, GroupChatManager)


def _is_result(message: Mapping[str, Any]) -> bool:
    return bool(message.get("tool_responses")) or message.get("role") == "function"
