"""The worker: a process of its own that has the file open, and runs all SQL on it, for the program that started it."""

from __future__ import annotations

import gc
import logging
import os
import select
import signal
import socket
import struct
import sys
import threading
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from autogen_hatidata.engines import worker_limits
from autogen_hatidata.engines.calls import CALLS, Now, Served
from autogen_hatidata.engines.duckdb import DuckDBEngine
from autogen_hatidata.engines.kept import Results
from autogen_hatidata.engines.wire import Lost, Wire, packed
from autogen_hatidata.errors import HatiDataError, LimitExceeded, OpenError
from autogen_hatidata.settings import Settings

WORD = struct.Struct("<cQ")
CONNECT, INTERRUPT, CLOSING = b"c", b"i", b"x"
"""What the program says on the control line: here is another connection, stop what runs for that one, stop all."""

_GARBAGE = 100_000
"""Objects after which garbage is collected. Rows are none, and to look through them took a tenth of a long answer."""

_LOOK = 1.0
"""Seconds between two looks whether the program is still there, should another process hold the line open."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a worker is told before anything else."""

    path: str
    read_only: bool
    writable: bool
    mb: int
    memory_limit: str
    threads: int | None
    timeout_s: float
    max_result_cells: int
    max_result_mb: float
    mask_key: str | None
    results: str | None
    now: float

    def plain(self) -> tuple[Any, ...]:
        """The same as plain values."""
        return tuple(getattr(self, name) for name in self.__slots__)


def main(control: int, first: int, parent: int) -> None:
    """Serve until the program closes the control line, or is gone. Never returns.

    Args:
        control, first: the ends of the control line and of the first connection.
        parent: the process that started this one.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the program's
    sys.modules["pandas"] = None  # type: ignore[assignment]  # DuckDB 1.5 loads it for a parameter: 65 MB, a second
    wire, logs = Wire(socket.socket(fileno=first), worker_limits.MB), _Logs()
    try:
        wanted = Wanted(*wire.receive())
        served = _open(wire, wanted)
    except (HatiDataError, Lost, OSError, ValueError, ImportError, MemoryError):  # which was told, where it could be
        os._exit(1)
    gc.freeze()  # what is here now stays, and need not be looked through
    gc.set_threshold(_GARBAGE)
    worker = _Worker(served, logs, wanted.mb * worker_limits.MB)
    wire.most = worker.most
    worker.begin(0, wire)
    worker.obey(socket.socket(fileno=control), parent)
    os._exit(0)


def _open(wire: Wire, wanted: Wanted) -> Served:
    """Open what is wanted, and say how that went."""
    now = Now(wanted.now)
    try:
        engine = _engine(wanted, now)
    except HatiDataError as error:
        wire.send(("error", packed(error), False, ()))
        raise
    except (OSError, ValueError, ImportError, MemoryError) as error:
        problem = OpenError(
            f"The worker process cannot be limited or started: {type(error).__name__}.",
            "raise worker_memory_mb, or leave isolation out where the system cannot limit address space.",
            detail=str(error),
        )
        wire.send(("error", packed(problem), False, ()))
        raise
    wire.send(("value", None, False, ()))
    return Served(engine, now)


def _engine(wanted: Wanted, now: Now) -> DuckDBEngine:
    worker_limits.limit(wanted.mb)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    threads = wanted.threads or min(cores, worker_limits.threads(wanted.mb))
    most = worker_limits.most_memory(wanted.mb, threads)
    settings = Settings(
        memory_limit=worker_limits.memory_limit(wanted.memory_limit, most),
        threads=threads,
        timeout_s=wanted.timeout_s,
        max_result_cells=wanted.max_result_cells,
        max_result_mb=wanted.max_result_mb,
        mask_key=None if wanted.mask_key is None else SecretStr(wanted.mask_key),
    )
    return DuckDBEngine(
        Path(wanted.path),
        settings,
        wanted.read_only,
        False,
        wanted.writable,
        owner_memory=f"{most // worker_limits.MB}MiB",
        results=None if wanted.results is None else Results(Path(wanted.results), now, _key(wanted)),
    )


def _key(wanted: Wanted) -> bytes | None:
    return None if wanted.mask_key is None else wanted.mask_key.encode()


class _Logs(logging.Handler):
    """Keeps what is logged during a call, for the program to log it."""

    def __init__(self) -> None:
        super().__init__()
        self._mine = threading.local()
        house = logging.getLogger("autogen_hatidata")
        house.addHandler(self)
        house.propagate = False

    def emit(self, record: logging.LogRecord) -> None:
        lines: list[tuple[int, str]] = self._mine.__dict__.setdefault("lines", [])
        lines.append((record.levelno, record.getMessage()))

    def take(self) -> tuple[tuple[int, str], ...]:
        """What this thread logged since the last time."""
        found = self._mine.__dict__.get("lines")
        if not found:
            return ()
        self._mine.lines = []
        return tuple(found)


class _Worker:
    """One thread for each connection, and the control line in the main one."""

    def __init__(self, served: Served, logs: _Logs, most: int) -> None:
        self.most = most
        self._served = served
        self._logs = logs
        self._threads: dict[int, int] = {}

    def begin(self, number: int, wire: Wire) -> None:
        """Serve one more connection."""
        threading.Thread(target=self._serve, args=(number, wire), name=f"hatidata-{number}", daemon=True).start()

    def obey(self, control: socket.socket, parent: int) -> None:
        """Follow the control line to its end."""
        while True:
            if not select.select([control], [], [], _LOOK)[0]:
                if os.getppid() != parent:
                    return
                continue
            data, handles, _, _ = socket.recv_fds(control, WORD.size, 1)
            if len(data) < WORD.size:
                return
            word, number = WORD.unpack(data)
            if word == CONNECT:
                self.begin(number, Wire(socket.socket(fileno=handles[0]), self.most))
            elif word == INTERRUPT and number in self._threads:
                self._served.engine.interrupt(self._threads[number])
            elif word == CLOSING:
                self._served.engine.interrupt_all()

    def _serve(self, number: int, wire: Wire) -> None:
        self._threads[number] = threading.get_ident()
        try:
            while True:
                answer = self._answer(wire, wire.receive())
                try:
                    wire.send(answer)
                except (MemoryError, RecursionError):  # of which nothing was sent yet
                    wire.send(("error", packed(out_of_memory()), *answer[2:]))
        except Lost:
            wire.close()
        except BaseException:  # noqa: BLE001  no answer could be written, or no address is left for it
            os._exit(2)
        finally:
            del self._threads[number]

    def _answer(self, wire: Wire, request: tuple[Any, ...]) -> tuple[Any, ...]:
        """The end of one call: a value, an error of ours, or the trace of a bug; with what was logged on the way."""
        name, *arguments = request
        try:
            kind, value = "value", CALLS[name].work(self._served, wire, *arguments)
        except HatiDataError as error:
            kind, value = "error", packed(error)
        except MemoryError:
            kind, value = "error", packed(out_of_memory())
        except Lost:
            raise
        except Exception:  # noqa: BLE001  the program logs it, and its call fails
            kind, value = "bug", traceback.format_exc()
        return kind, value, self._served.engine.broken, self._logs.take()


def out_of_memory() -> LimitExceeded:
    """The error for a statement that the process had no memory for, outside of the engine."""
    return LimitExceeded("The statement needs more memory than is allowed.", "filter earlier, or aggregate.")


def told(path: Path, read_only: bool, writable: bool, settings: Settings, results: Results | None = None) -> Wanted:
    """What the worker of a file is told: of the keys, only the one that its masks need."""
    key = settings.mask_key
    return Wanted(
        str(path),
        read_only,
        writable,
        settings.worker_memory_mb,
        settings.memory_limit,
        settings.threads,
        settings.timeout_s,
        settings.max_result_cells,
        settings.max_result_mb,
        key.get_secret_value() if key else None,
        str(results.path) if results else None,
        results.clock() if results else 0.0,
    )
