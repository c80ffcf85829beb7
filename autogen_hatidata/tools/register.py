"""Tying the tools to AutoGen agents: the schema to the agent's model, execution and the frame to its executors."""
# No `from __future__ import annotations` here: the functions made here carry a tool's signature.

import copy
import threading
import weakref
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from autogen_hatidata.errors import BadArgument
from autogen_hatidata.tools import attribution, catalog, dispatch
from autogen_hatidata.tools.attribution import Grant
from autogen_hatidata.tools.catalog import Tool
from autogen_hatidata.tools.classic import ConversableAgent
from autogen_hatidata.tools.healing import OwnModel

# After tools.classic, which explains a missing or wrong AutoGen.
from autogen.runtime_logging import log_function_use, logging_enabled  # isort: skip

if TYPE_CHECKING:
    from autogen_hatidata.layer import HatiData, HatiDataAgent

_SCHEMAS = {"tool": ("tools", "update_tool_signature"), "function": ("functions", "update_function_signature")}
_registering = threading.RLock()


@dataclass(frozen=True)
class ToolRegistration:
    """What one call of `register_hatidata_tools` tied together.

    Attributes:
        agent: the agent whose model sees the tools.
        executors: the agents that execute its calls.
        tool_names: the names its model uses, prefix included.
        identity: the name its calls are charged to; None when it was registered to execute only.
    """

    agent: Any
    executors: tuple[Any, ...]
    tool_names: tuple[str, ...]
    identity: str | None
    _layer: Any = field(default=None, repr=False)

    def unregister(self) -> None:
        """Take the tools away from the agent's model and, where no other agent needs them, from the executors.

        Calls that the agent still writes are refused. Doing it twice changes nothing, and what the agent got of another
        layer since then stays.
        """
        with _registering:
            held = attribution.grants.get(self.agent, {})
            names = {n for n in self.tool_names if n not in held or held[n].handle.layer is self._layer}
            _hide(self.agent, names)
            for name in names:
                held.pop(name, None)
            if not held:
                attribution.grants.pop(self.agent, None)
                attribution.unwatch(self.agent)
            for executor in self.executors:
                _release(executor, self.agent, names, self._layer)


def register_hatidata_tools(
    agent: ConversableAgent,
    hatidata: "HatiData | str | Path | None" = None,
    *,
    executor: "ConversableAgent | Sequence[ConversableAgent] | None" = None,
    tools: Iterable[str] | None = None,
    role: str | None = None,
    attributes: Mapping[str, Any] | None = None,
    identity: str | None = None,
    dialect: str | None = None,
    prefix: str = "",
    api_style: Literal["tool", "function"] = "tool",
) -> ToolRegistration:
    """Give an AutoGen agent governed access to a data layer.

    Its model sees the tools, and every call it writes is charged to it, whoever executes the call. In a two-party
    chat pass the other agent as ``executor``. An agent without ``llm_config`` and without ``executor`` is made an
    executor only. Calling again adds tools; the same call again changes nothing. Tools of a layer that was closed are
    replaced.

    Args:
        agent: the agent whose model gets the tools.
        hatidata: the data layer, or the path of its DuckDB file (then ``HATIDATA_POLICY`` is its policy, unless it is
            open already); None is the process default.
        executor: the agent or agents that execute the calls; None is the agent itself.
        tools: names or groups of tools; None is all of them, and those that write or use memory or state only where its
            role may.
        role: the agent's role, where the policy leaves it open.
        attributes: the agent's attributes for row filters, where the policy leaves them open.
        identity: the name that is charged; None is the one it has already, at first the agent's own.
        dialect: the SQL dialect that its model writes, such as ``snowflake``; None is the layer's.
        prefix: put before every tool name, to keep clear of your own tools.
        api_style: how the schema is shown: as tools, or as functions for older endpoints.

    Raises:
        BadArgument: what was passed is no data layer.
        UnknownCaller: the policy has no line for the agent.
        ValueError: an unknown tool, a name that another tool has, an identity that another agent has.
    """
    executors = _executors(agent, executor)
    layer = open_layer(hatidata)
    calls_tools = bool(agent.llm_config) or executor is not None or bool(identity or role or attributes)
    verbs = _verbs(agent, layer, identity, role) if calls_tools and tools is None else None
    given = catalog.choose(tools) if verbs is None else catalog.within(catalog.choose(tools), verbs)
    chosen = {prefix + tool.name: tool for tool in given}
    with _registering:
        _check_names(agent, executors, chosen, layer, prefix)
        handle = identify(agent, layer, identity, role, attributes, dialect) if calls_tools else None
        _forget(agent, _stale(agent))
        if handle is not None:
            _grant(agent, layer, chosen, handle)
        if agent.llm_config:
            _show(agent, layer, chosen, api_style, (handle or layer.settings).dialect)
        for one in executors:
            _let_execute(one, agent, layer, chosen)
    return ToolRegistration(agent, executors, tuple(chosen), handle.name if handle is not None else None, layer)


def _grant(agent: ConversableAgent, layer: "HatiData", chosen: Mapping[str, Tool], handle: "HatiDataAgent") -> None:
    """Let what the agent's model writes be charged to its handle, and be healed by that model where that is wished."""
    attribution.watch(agent)
    if layer.settings.heal == "model":
        handle.offer_healer(OwnModel(handle))
    attribution.grants.setdefault(agent, {}).update({name: Grant(tool, handle) for name, tool in chosen.items()})


def hatidata_function_map(
    hatidata: "HatiData | str | Path | None" = None, *, tools: Iterable[str] | None = None, prefix: str = ""
) -> dict[str, Callable[..., str]]:
    """The tools as a ``function_map``, for an agent that is made before the agents whose calls it executes.

        user = autogen.UserProxyAgent("user", function_map=hatidata_function_map(layer))
        register_hatidata_tools(analyst, layer)

    It makes nobody a caller: the agents that call are registered, and the call of any other is refused. Where you can
    name the executor, ``register_hatidata_tools(analyst, layer, executor=user)`` does both at once.

    Args:
        hatidata: the data layer or the path of its DuckDB file; None is the process default.
        tools: names or groups of tools; None is all of them.
        prefix: put before every name, as in `register_hatidata_tools`.

    Raises:
        ValueError: an unknown tool.
    """
    chosen, layer = catalog.choose(tools), open_layer(hatidata)
    functions = {prefix + tool.name: _function(layer, tool, prefix + tool.name, None) for tool in chosen}
    for function in functions.values():
        function.hatidata_users.add(function)  # type: ignore[attr-defined] # so that no unregister takes it away
    return functions


def open_layer(hatidata: "HatiData | str | Path | None") -> "HatiData":
    """The layer meant by the ``hatidata`` argument of the public functions. Raises BadArgument for what is none."""
    if hatidata is not None and not isinstance(hatidata, (str, Path)):
        if not callable(getattr(hatidata, "agent", None)):
            raise BadArgument(
                f"This {type(hatidata).__name__} is no data layer.",
                "pass what HatiData.open gave, or the path of its file.",
            )
        return hatidata
    from autogen_hatidata.layer import default_layer, layer_of

    return default_layer() if hatidata is None else layer_of(hatidata)


def _verbs(agent: Any, layer: "HatiData", identity: str | None, role: str | None) -> set[str]:
    """The verbs of the agent's role that tools need."""
    had = next(
        (grant.handle for grant in attribution.grants.get(agent, {}).values() if grant.handle.layer is layer), None
    )
    name = identity or (agent.name if had is None else had.name)
    return {verb for verb in catalog.NEEDS.values() if layer.may(name, verb, role)}


def _executors(agent: Any, executor: Any) -> tuple[Any, ...]:
    if executor is None:
        return (agent,)
    return tuple(executor) if isinstance(executor, (list, tuple)) else (executor,)


def _stale(agent: Any) -> set[str]:
    """The tools that the agent's model sees and must be given anew: those of a layer that was closed, and those that
    came with the ``llm_config`` of another agent, which has them."""
    held = attribution.grants.get(agent, {})
    return {name for name, grant in held.items() if grant.handle.layer.closed} | (_copied(agent) - held.keys())


def _copied(agent: Any) -> set[str]:
    """The tools that the agent's model sees and another agent has, with the very same schema."""
    found = set()
    for other, held in list(attribution.grants.items()):
        if other is not agent:
            for key, _ in _SCHEMAS.values():
                theirs = _schemas(other, key)
                found |= {_schema_name(schema) for schema in _schemas(agent, key) if schema in theirs} & held.keys()
    return found


def _forget(agent: Any, names: set[str]) -> None:
    if not names:
        return
    if any(other is not agent and other.llm_config is agent.llm_config for other in list(attribution.grants)):
        agent.llm_config = copy.deepcopy(agent.llm_config)  # as AutoGen does; a shallow copy of an agent has the same
    if getattr(agent, "_tools", None) is not None:
        agent._tools = list(agent._tools)
    _hide(agent, names)
    held = attribution.grants.get(agent, {})
    for name in names & held.keys():
        del held[name]


def _check_names(
    agent: Any, executors: tuple[Any, ...], chosen: Mapping[str, Tool], layer: "HatiData", prefix: str
) -> None:
    """Refuse names that something else has, before anything is changed."""
    granted = attribution.grants.get(agent, {})
    theirs = {n for n in shown_names(agent) if n not in granted}
    theirs |= {name for name, grant in granted.items() if grant.handle.layer is not layer}
    theirs -= _stale(agent)
    for one in executors:
        theirs |= {name for name, function in one.function_map.items() if not attribution.is_ours(function)}
    taken = sorted(theirs & chosen.keys())
    if taken:
        raise ValueError(
            f"There is already another tool named {', '.join(taken)}. "
            f'Keep both apart with a prefix: register_hatidata_tools(..., prefix="{prefix}hati_").'
        )


def identify(
    agent: Any,
    layer: "HatiData",
    identity: str | None,
    role: str | None,
    attributes: Mapping[str, Any] | None,
    dialect: str | None = None,
) -> "HatiDataAgent":
    """The handle that the agent's calls run through. Raises ValueError where another one, or another agent, has it."""
    mine = attribution.grants.get(agent, {}).values()
    had = next((grant.handle for grant in mine if grant.handle.layer is layer), None)
    name = identity or (agent.name if had is None else had.name)
    handle = layer.agent(name, role=role, attributes=attributes, framework="autogen", dialect=dialect)
    if had is not None and handle is not had:
        raise ValueError(f'The agent "{agent.name}" is charged as "{had.name}" already, not as "{handle.name}".')
    for other, granted in list(attribution.grants.items()):
        # Two agents of one name are one identity, say in the chats of two users of one program.
        if other.name != agent.name and any(
            grant.handle.layer is layer and grant.handle.name == handle.name for grant in granted.values()
        ):
            raise ValueError(
                f'The agents "{other.name}" and "{agent.name}" would both be charged as "{handle.name}". '
                "Give one of them another identity."
            )
    return handle


def _show(agent: Any, layer: "HatiData", chosen: Mapping[str, Tool], api_style: str, dialect: str) -> None:
    """Add the schemas that the agent's model does not have yet, and keep its model clients.

    AutoGen rebuilds the agent's clients with every single tool (about 25 ms each, custom clients are lost), so the
    schemas are collected first and applied at once.
    """
    key, method = _SCHEMAS[api_style]
    missing = {name: tool for name, tool in chosen.items() if name not in shown_names(agent)}
    collected: list[Any] = []
    setattr(agent, method, lambda signature, is_remove=False, **_: collected.append(signature))
    try:
        for name, tool in missing.items():
            function = _function(layer, tool, name, None)
            shown = agent.register_for_llm(name=name, description=tool.prompt_in(dialect), api_style=api_style)(
                function
            )
            if shown is not function:
                # A Tool of AG2, from which its patterns and run() make functions that judge the arguments before we do.
                shown._func = function
    finally:
        delattr(agent, method)
    if collected:
        agent.llm_config[key] = [*_schemas(agent, key), *collected[:-1]]
        _update(agent, method, collected[-1], remove=False)


def _hide(agent: Any, names: set[str]) -> None:
    for key, method in _SCHEMAS.values():
        shown = _schemas(agent, key)
        ours = [schema for schema in shown if _schema_name(schema) in names]
        if ours:
            agent.llm_config[key] = [schema for schema in shown if schema not in ours[:-1]]
            _update(agent, method, _schema_name(ours[-1]), remove=True)
    listed = getattr(agent, "_tools", None)  # what newer AutoGen lines keep beside the schemas
    if listed is not None:
        listed[:] = [tool for tool in listed if tool.name not in names]


def _update(agent: Any, method: str, schema: Any, *, remove: bool) -> None:
    """Make one change of schemas, then put the agent's model clients back: they fit the same configurations."""
    clients = list(agent.client._clients)
    getattr(agent, method)(schema, is_remove=remove)
    if len(agent.client._clients) == len(clients):
        agent.client._clients = clients


def _schemas(agent: Any, key: str) -> list[Any]:
    return list(agent.llm_config[key] or ()) if agent.llm_config and key in agent.llm_config else []


def _schema_name(schema: Mapping[str, Any]) -> str:
    return str(schema.get("function", schema).get("name"))


def shown_names(agent: Any) -> set[str]:
    """The names of all tools and functions that the agent's model sees."""
    return {_schema_name(schema) for key, _ in _SCHEMAS.values() for schema in _schemas(agent, key)}


def _let_execute(executor: Any, agent: Any, layer: "HatiData", chosen: Mapping[str, Tool]) -> None:
    attribution.install(executor)
    for name, tool in chosen.items():
        function = executor.function_map.get(name)
        if function is not None and function.hatidata_layer.closed:
            del executor.function_map[name]  # it would record what it refuses in a log that is closed
        if name not in executor.function_map:
            executor.register_function({name: _function(layer, tool, name, executor)})
        executor.function_map[name].hatidata_users.add(agent)


def _release(executor: Any, agent: Any, names: Iterable[str], layer: "HatiData") -> None:
    for name in names:
        function = executor.function_map.get(name)
        if function is None or not attribution.is_ours(function) or function.hatidata_layer is not layer:
            continue
        function.hatidata_users.discard(agent)
        if not function.hatidata_users:
            del executor.function_map[name]  # register_function({name: None}) would warn
    if not any(attribution.is_ours(function) for function in executor.function_map.values()):
        attribution.uninstall(executor)


def _function(layer: "HatiData", tool: Tool, name: str, executor: Any) -> Callable[..., str]:
    """A plain function with the tool's signature and prompt, as AutoGen wants it."""

    def function(**given: Any) -> str:
        text = dispatch.answer(layer, tool, name, executor, given)
        if executor is not None and logging_enabled():
            log_function_use(executor, function, given, text)
        return text

    function.__name__ = function.__qualname__ = name
    function.__doc__ = tool.prompt
    function.__signature__ = tool.signature  # type: ignore[attr-defined]
    function.__annotations__ = {p.name: p.annotation for p in tool.signature.parameters.values()} | {"return": str}
    function.hatidata_tool, function.hatidata_layer = tool, layer  # type: ignore[attr-defined]
    function.hatidata_users = weakref.WeakSet()  # type: ignore[attr-defined]
    return function
