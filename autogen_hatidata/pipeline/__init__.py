"""ANDI, the path of every call: a table of stages over a frozen context, one file a stage."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from autogen_hatidata.engines.base import Engine, Source
from autogen_hatidata.governance.quota import Quota
from autogen_hatidata.pipeline.cache import PlanCache
from autogen_hatidata.pipeline.context import Context, Stage
from autogen_hatidata.pipeline.cost import Cost
from autogen_hatidata.pipeline.execute import Execute
from autogen_hatidata.pipeline.mask import mask
from autogen_hatidata.pipeline.meaning import Meanings
from autogen_hatidata.pipeline.policy import PolicyCheck
from autogen_hatidata.pipeline.quota import QuotaCheck
from autogen_hatidata.pipeline.row_security import RowSecurity
from autogen_hatidata.pipeline.transpile import Transpile
from autogen_hatidata.settings import Settings

Over = TypeVar("Over", bound=Source)


@dataclass(frozen=True, slots=True)
class Services(Generic[Over]):
    """What stages may need beside their context. ``verb`` is what a caller's role must have; ``meanings`` is None where
    texts cannot be compared by their meaning."""

    settings: Settings
    engine: Over
    quota: Quota
    plans: PlanCache
    verb: str
    meanings: Meanings | None = None


STAGES: Mapping[str, Callable[[Services[Engine]], Stage]] = {
    "policy": lambda its: PolicyCheck(its.settings, its.plans, its.verb, its.quota.clock, its.engine.reads),
    "cost": lambda its: Cost(its.settings.prices, its.meanings),
    "quota": lambda its: QuotaCheck(its.quota),
    "row_security": lambda its: RowSecurity(its.meanings),
    "transpile": lambda its: Transpile(its.engine, its.plans),
    "execute": lambda its: Execute(its.meanings),
    "mask": lambda its: mask,
}
"""The stages that turn one context into the next, in order. Healing and audit are around them, in `andi`."""

__all__ = ["STAGES", "Context", "Over", "Services", "Stage"]
