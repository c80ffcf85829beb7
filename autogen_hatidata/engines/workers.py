"""Keeps a worker running, and decides what the end of one means for the calls that were under way."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from autogen_hatidata.engines.calls import CALLS
from autogen_hatidata.engines.faults import timed_out
from autogen_hatidata.engines.house import closed
from autogen_hatidata.engines.process import Answer, Overrun, WorkerProcess
from autogen_hatidata.engines.traffic import Stretch, Traffic
from autogen_hatidata.engines.wire import Lost
from autogen_hatidata.errors import ExecutionFailed, HatiDataError, LimitExceeded, QueryTimeout

Work = Callable[[WorkerProcess], Answer]

_DYING_S = 1.0
"""Seconds that a worker has to end by itself, so that it is known how it ended."""


@dataclass(frozen=True, slots=True)
class _Failure:
    """Why a call has no value. ``doubtful``: it may be the doing of somebody else; ``ended``: its worker ended."""

    error: HatiDataError
    doubtful: bool
    ended: bool = False


class Workers:
    """One worker after the other.

    Nobody can say which of several statements a worker died of, nor whether one before left it no memory. So all that
    were under way are done once more on the next one, one after the other, each alone: what ends that one too is to
    blame.

    A worker also fills: addresses that DuckDB had once it keeps. What gets no memory in a full one is done once more on
    a new one; a change, which is done only once, gets a new one first.
    """

    def __init__(self, start: Callable[[], WorkerProcess]) -> None:
        """Have a worker from the beginning. Raises what ``start`` raises."""
        self._start = start
        self._traffic = Traffic()
        self._lock = threading.Lock()
        self._process: WorkerProcess | None = start()
        self._closing = False

    def current(self) -> WorkerProcess:
        """The running worker; a new one where the last one ended.

        Raises:
            OpenError: it cannot start, or the engine was closed.
        """
        with self._lock:
            if self._closing:
                raise closed()
            process = self._process
            if process is None or not process.alive:  # it may have ended while nobody asked it
                if process is not None:
                    process.end()
                process = self._process = self._start()
            return process

    def call(self, name: str, work: Work, timeout_s: float, made: Callable[[], bool] | None = None) -> Any:
        """Let the worker do ``work``, a row of `CALLS`, and give its value. ``made`` tells, after the end of a worker,
        whether what may not be done again was done.

        Raises:
            QueryTimeout: it had to be ended with its worker.
            LimitExceeded: its worker ended with it.
            ExecutionFailed: its worker ended with it, and it was done, or nobody knows.
            HatiDataError: what the worker answered.
        """
        if not CALLS[name].again and self.current().full:
            with self._traffic.alone():
                self._make_room()
        with self._traffic.together() as stretch:
            found = self._tried(name, work, timeout_s, stretch)
        if isinstance(found, _Failure) and found.doubtful and CALLS[name].again:
            with self._traffic.alone():
                self._make_room()
                found = self._tried(name, work, timeout_s, Stretch())
        if not isinstance(found, _Failure):
            return found.value
        if found.ended and made is not None and not self._closing:
            raise _made(found.error) if made() else found.error
        if self._closing and isinstance(found.error, QueryTimeout | LimitExceeded):
            raise closed()
        raise found.error

    def idle(self) -> WorkerProcess:
        """A worker in which nothing runs, while no call is under way: one that may not be idle is replaced."""
        process = self.current()
        if process.orphans:
            self.retire(process)
        return self.current()

    def interrupt_all(self) -> WorkerProcess | None:
        """Let what runs end, and nothing begin; gives the worker that is left."""
        with self._lock:
            self._closing = True
            process = self._process
        if process is not None:
            process.interrupt_all()
        return process

    def retire(self, process: WorkerProcess, grace: float = 0.0) -> int:
        """Let nobody use a worker any more, and end it; gives how it ended."""
        with self._lock:
            if self._process is process:
                self._process = None
        return process.end(grace)

    def _make_room(self) -> None:
        """Replace a full worker, in which nothing runs."""
        process = self.current()
        if process.full:
            self.retire(process)

    def _tried(self, name: str, work: Work, timeout_s: float, stretch: Stretch) -> Answer | _Failure:
        process = self.current()
        try:
            answer = work(process)
        except LimitExceeded as error:  # of the lens that it needs
            answer = Answer(None, error, broken=False)
        except HatiDataError:
            raise
        except Overrun:
            self.retire(process)
            return _Failure(timed_out(timeout_s), doubtful=False, ended=True)
        except Lost:
            code = self.retire(process, _DYING_S)
            return _Failure(_ended(name, code), doubtful=True, ended=True)
        except BaseException:
            if not CALLS[name].again:  # Ctrl-C: a change must not go on while nobody waits for it
                self.retire(process)
            raise
        if answer.broken:
            self.retire(process)
        if answer.error is None:
            return answer
        # Memory and a broken engine are shared: the error may be owed to another statement, also to one before.
        short = isinstance(answer.error, LimitExceeded)
        doubtful = stretch.company if answer.broken else short and (stretch.company or process.full)
        return _Failure(answer.error, doubtful)


def _ended(name: str, code: int) -> HatiDataError:
    detail = f"the worker ended with {code}"
    if CALLS[name].again or name in ("write", "save", "remember"):
        return LimitExceeded(
            "The statement ended the process that runs SQL: it needs more memory than is allowed.",
            "filter earlier, aggregate, or join fewer rows." if name != "write" else "change fewer rows at a time.",
            detail=detail,
        )
    return ExecutionFailed(
        "The process that runs SQL ended during the change, which may have been made or not.",
        "look at the data before you do it again.",
        detail=detail,
    )


def _made(error: HatiDataError) -> HatiDataError:
    return ExecutionFailed(
        "The change was made, but its answer was lost: the process that runs SQL ended.",
        "do not make it again; read the data to see it.",
        detail=f"the change was made; {error.detail or error.code}",
    )
