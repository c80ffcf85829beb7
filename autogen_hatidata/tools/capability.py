"""The tools in the form of an AutoGen capability, for code that adds capabilities to agents."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from autogen_hatidata.tools.register import ToolRegistration, register_hatidata_tools

# After tools.classic, which explains a missing or wrong AutoGen.
from autogen.agentchat.contrib.capabilities.agent_capability import AgentCapability  # isort: skip

if TYPE_CHECKING:
    from autogen import ConversableAgent

    from autogen_hatidata.layer import HatiData


class HatiDataCapability(AgentCapability):  # type: ignore[misc]
    """Governed access to a data layer, to be added to any number of agents.

        access = HatiDataCapability(layer, executor=user)
        for agent in (researcher, analyst):
            access.add_to_agent(agent)

    Args:
        hatidata: the data layer or the path of its DuckDB file; None is the process default.
        options: keywords of `register_hatidata_tools`, the same for every agent.
    """

    def __init__(self, hatidata: HatiData | str | Path | None = None, **options: Any) -> None:
        super().__init__()
        self._hatidata = hatidata
        self._options = options

    def add_to_agent(self, agent: ConversableAgent) -> ToolRegistration:
        """Register the tools with the agent, as `register_hatidata_tools` does, and with its errors."""
        return register_hatidata_tools(agent, self._hatidata, **self._options)
