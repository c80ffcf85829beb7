"""SQL of agents over the audit log: the same pipeline, over an engine that holds a copy of the log and nothing else."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from autogen_hatidata.audit.log import AuditLog
from autogen_hatidata.audit.reading import failing
from autogen_hatidata.audit.sql import COLUMNS
from autogen_hatidata.engines.base import Engine
from autogen_hatidata.engines.logcopy import LOG_ENGINES
from autogen_hatidata.errors import HatiDataError, OpenError, UnknownName
from autogen_hatidata.governance.quota import Quota
from autogen_hatidata.pipeline import STAGES
from autogen_hatidata.pipeline.andi import Andi
from autogen_hatidata.pipeline.context import Standing
from autogen_hatidata.settings import Settings
from autogen_hatidata.types import Caller, LensSpec, QueryResult, Request

Refuse = Callable[[Caller, Request, HatiDataError], HatiDataError]

VERB = "audit"
_LOG = LensSpec(None)
_NOTHING = LensSpec(())


class Auditing:
    """Answers queries over the log. The copy is made at the first one, brought up to date before each, and removed
    when the layer is closed; what a kill leaves of it goes at the next first query."""

    def __init__(self, room: Path, settings: Settings, quota: Quota, log: AuditLog, refuse: Refuse) -> None:
        """Make nothing yet.

        Args:
            room: a folder for the copy alone, which need not exist.
            refuse: records a call that cannot be tried.
        """
        self._room = room
        self._settings, self._quota, self._log, self._refuse = settings, quota, log, refuse
        self._lock = threading.Lock()
        self._engine: Engine | None = None
        self._andi: Andi | None = None
        self._closed = False

    def run(self, caller: Caller, request: Request, standing: Standing) -> QueryResult:
        """Answer one request over the log as it was before it. Raises the HatiDataError that ended it, after its
        record was written."""
        # Whoever lacks the verb is refused by the policy stage, with the usual record; here it also is shown nothing.
        spec = _LOG if standing.policy.may(caller.role, VERB) else _NOTHING
        try:
            pipeline = self._pipeline()
        except HatiDataError as error:
            raise self._refuse(caller, request, error) from None
        try:
            return pipeline.run(caller, request, replace(standing, spec=spec))
        except UnknownName as error:
            error.hint = "the log is one table, audit; information_schema.columns lists what it has."
            raise

    def close(self) -> None:
        """Stop what runs, and remove the copy. Doing it twice changes nothing."""
        with self._lock:
            self._closed = True
        if self._engine is not None:
            self._engine.close()
            shutil.rmtree(self._room, ignore_errors=True)

    def _pipeline(self) -> Andi:
        with self._lock, failing("The audit log cannot be queried."):
            if self._closed:
                raise OpenError("This data layer is closed.", "open it again with HatiData.open.", code="closed")
            if self._andi is None:
                self._engine = engine = self._copy()
                self._andi = Andi(self._settings, engine, self._quota, self._log, STAGES, VERB)
            return self._andi

    def _copy(self) -> Engine:
        shutil.rmtree(self._room, ignore_errors=True)
        self._room.mkdir(mode=0o700)
        make = LOG_ENGINES[self._settings.isolation]
        return make(self._room / "audit.duckdb", COLUMNS, self._log.news().look, self._settings)
