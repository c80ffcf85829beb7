"""One call under way: which stages it went through, how long each took, and how each ended."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from autogen_hatidata.errors import HatiDataError
from autogen_hatidata.pipeline.context import Context
from autogen_hatidata.types import STAGE_NAMES, Repair, StageTrace


@dataclass(slots=True)
class Call:
    """The running account of one call. ``ctx`` is the newest context that a stage returned, ``found`` the error that a
    statement would meet which is only explained. ``kept`` is where the call stood before a healer's text took its
    place, with the error that it then had; ``paid``: all that it costs is in ``ctx`` already."""

    ctx: Context
    stage: str = "policy"
    ms: dict[str, float] = field(default_factory=dict)
    verdicts: dict[str, str] = field(default_factory=dict)
    repairs: list[Repair] = field(default_factory=list)
    found: HatiDataError | None = None
    kept: tuple[Context, HatiDataError] | None = None
    paid: bool = False

    @property
    def id(self) -> str:
        """The id of the call."""
        return self.ctx.id

    def spend(self, name: str, started: float) -> None:
        """Add the time since ``started`` to a stage: attempts add up."""
        self.ms[name] = self.ms.get(name, 0.0) + (time.perf_counter() - started) * 1000

    def trace(self) -> tuple[StageTrace, ...]:
        """The nine stages in their order."""
        ms, verdicts = self.ms, self.verdicts
        return tuple([StageTrace(name, ms.get(name, 0.0), verdicts.get(name, "not_reached")) for name in STAGE_NAMES])
