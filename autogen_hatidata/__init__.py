"""Governed data access for AutoGen agents: every call attributed, checked, priced, masked and recorded.

    layer = HatiData.open("shop.duckdb", policy="policy.yaml")
    register_hatidata_tools(analyst, layer, executor=user)

Names load what they need on first use, so importing the package is cheap.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from autogen_hatidata.caller import current_caller
    from autogen_hatidata.errors import HatiDataError, PolicyDenied, QuotaExceeded
    from autogen_hatidata.governance.policy import Policy
    from autogen_hatidata.groupchat import HatiDataGroupChat
    from autogen_hatidata.healer import Healer
    from autogen_hatidata.layer import HatiData, HatiDataAgent
    from autogen_hatidata.settings import Settings
    from autogen_hatidata.tools.capability import HatiDataCapability
    from autogen_hatidata.tools.memory_capability import HatiDataMemoryCapability
    from autogen_hatidata.tools.register import hatidata_function_map, register_hatidata_tools
    from autogen_hatidata.types import QueryResult

_HOMES = {
    "HatiData": "layer",
    "HatiDataAgent": "layer",
    "HatiDataCapability": "tools.capability",
    "HatiDataError": "errors",
    "HatiDataGroupChat": "groupchat",
    "HatiDataMemoryCapability": "tools.memory_capability",
    "Healer": "healer",
    "Policy": "governance.policy",
    "PolicyDenied": "errors",
    "QueryResult": "types",
    "QuotaExceeded": "errors",
    "Settings": "settings",
    "current_caller": "caller",
    "hatidata_function_map": "tools.register",
    "register_hatidata_tools": "tools.register",
}

__all__ = [
    "HatiData",
    "HatiDataAgent",
    "HatiDataCapability",
    "HatiDataError",
    "HatiDataGroupChat",
    "HatiDataMemoryCapability",
    "Healer",
    "Policy",
    "PolicyDenied",
    "QueryResult",
    "QuotaExceeded",
    "Settings",
    "current_caller",
    "hatidata_function_map",
    "register_hatidata_tools",
]


def __getattr__(name: str) -> Any:
    if name == "__version__":
        return _version()
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{home}"), name)
    globals()[name] = value
    return value


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("autogen-hatidata")
    except PackageNotFoundError as missing:
        raise AttributeError(f"{__name__} is not installed, so it has no version") from missing


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
