"""One call under way: which stages it went through, how long each took, and how each ended."""

from __future__ import annotations

import time
import uuid
from dataclasses import dataclass, field

from autogen_hatidata.errors import HatiDataError
from autogen_hatidata.pipeline.context import Context, Stage
from autogen_hatidata.types import STAGE_NAMES, Repair, StageTrace

_KEPT = frozenset({"policy", "row_security", "transpile"})
"""The stages whose results a plan carries to the next call with the same text."""


@dataclass(slots=True)
class Call:
    """The running account of one call. ``ctx`` is the newest context that a stage returned, ``found`` the error that a
    statement would meet which is only explained."""

    ctx: Context
    id: str = field(default_factory=lambda: uuid.uuid4().hex)
    stage: str = "policy"
    ms: dict[str, float] = field(default_factory=dict)
    verdicts: dict[str, str] = field(default_factory=dict)
    repairs: list[Repair] = field(default_factory=list)
    found: HatiDataError | None = None

    def through(self, name: str, stage: Stage) -> None:
        """Run one stage, and keep its time and verdict, also when it refuses."""
        self.stage = name
        started = time.perf_counter()
        try:
            self.ctx = stage(self.ctx)
        except HatiDataError as error:
            error.stage = name
            self.verdicts[name] = "refused"
            raise
        else:
            self.verdicts[name] = "cached" if self.ctx.cached and name in _KEPT else "ok"
        finally:
            self.spend(name, started)

    def spend(self, name: str, started: float) -> None:
        """Add the time since ``started`` to a stage: attempts add up."""
        self.ms[name] = self.ms.get(name, 0.0) + (time.perf_counter() - started) * 1000

    def trace(self) -> tuple[StageTrace, ...]:
        """The nine stages in their order."""
        return tuple(
            StageTrace(name, self.ms.get(name, 0.0), self.verdicts.get(name, "not_reached")) for name in STAGE_NAMES
        )
