"""One worker process, seen from the program: started, asked, ended."""

from __future__ import annotations

import itertools
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import weakref
from contextlib import suppress
from multiprocessing.spawn import get_executable
from pathlib import Path
from typing import Any, NamedTuple

from autogen_hatidata.engines import columns, worker_limits
from autogen_hatidata.engines.calls import AGAIN, ROWS, table
from autogen_hatidata.engines.heldlenses import HeldLenses
from autogen_hatidata.engines.kept import Results
from autogen_hatidata.engines.wire import Lost, Wire, unpacked
from autogen_hatidata.engines.worker_main import CLOSING, CONNECT, INTERRUPT, WORD, told
from autogen_hatidata.errors import HatiDataError, OpenError
from autogen_hatidata.settings import Settings

_log = logging.getLogger("autogen_hatidata")

_START = """
import sys
sys.path[:] = {path!r}
from autogen_hatidata.engines.worker_main import main
main({control}, {first}, {parent})
"""
_START_S = 60.0
_END_S = 1.0
"""Seconds that a process has to end by itself when nobody can speak with it any more."""

_IDLE = 16
"""Connections kept for the next calls. More are made when more calls are under way, and closed after them."""

ENDED_BY_OTHERS = -signal.SIGKILL
"""How a worker ends by the kernel, by a person, or by this program; what ends by itself ends otherwise."""


class Overrun(Exception):
    """The worker did not answer in time."""


class Answer(NamedTuple):
    """What a worker answered: a value, or an error of ours. ``broken``: it cannot go on after this one."""

    value: Any
    error: HatiDataError | None
    broken: bool


class WorkerProcess:
    """A running worker. Its connections are pooled; each is one thread of it.

    Attributes:
        lenses: the lenses that the program holds in it.
        pid: the process.
        orphans: whether a statement that nobody waits for may still run in it.
    """

    def __init__(
        self, path: Path, settings: Settings, read_only: bool, writable: bool = False, results: Results | None = None
    ) -> None:
        """Start it, and wait until it has the file open.

        Raises:
            OpenError: it cannot start, or it cannot open the file.
            BadArgument: a memory limit that the engine cannot read.
        """
        self.lenses = HeldLenses()
        self._mb = settings.worker_memory_mb
        self._most = self._mb * worker_limits.MB
        self._idle: list[_Connection] = []
        self._all: weakref.WeakSet[_Connection] = weakref.WeakSet()
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()
        self._ended = self.orphans = False
        self._control, self._process, first = _spawn(self._mb)
        self.pid = self._process.pid
        _RUNNING.add(self)
        connection = self._keep(_Connection(first, self._most, 0))
        try:
            self._greet(connection, told(path, read_only, writable, settings, results).plain())
        except BaseException:
            connection.close()
            self.end()
            raise

    def ask(self, name: str, *arguments: Any, seconds: float | None) -> Answer:
        """Let the worker do one row of `CALLS`, and wait for the answer. None waits as long as it takes.

        Raises:
            Overrun: after ``seconds``.
            Lost: the worker is gone, or does not speak the language.
        """
        connection = self._take()
        try:
            answer = connection.ask((name, *arguments), seconds)
        except HatiDataError:  # too large to be sent
            self._give(connection)
            raise
        except BaseException:
            connection.close()
            self.orphans = True  # after Ctrl-C nobody waits for the statement any more
            self._say(INTERRUPT, connection.number)
            raise
        self._give(connection)
        return answer

    @property
    def alive(self) -> bool:
        """Whether the process is there, as far as the system knows."""
        return self._process.poll() is None

    @property
    def full(self) -> bool:
        """Whether so few addresses are left in it that the next statement may fail for want of them."""
        return worker_limits.is_full(self.pid, self._mb)

    def interrupt_all(self) -> None:
        """Let it stop what runs, and what begins later: it is about to be closed."""
        self._say(CLOSING, 0)

    def say_goodbye(self, seconds: float) -> None:
        """Let it close the file, for which it has some seconds."""
        with suppress(Lost, Overrun):
            self.ask("close", seconds=seconds)

    def end(self, grace: float = 0.0) -> int:
        """End it if it does not end by itself within ``grace`` seconds; gives how it ended."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(grace)
        self._process.kill()
        found = self._process.wait()
        self._ended = True
        self._close_idle()
        with self._lock:
            self._control.close()
        return found

    def abandon(self) -> None:
        """In a child of the program: let go of all ends, so that the worker sees when the program is gone."""
        self._process.returncode = 0  # it is no child of this process, and nothing to warn of
        self._control.close()
        for connection in self._all:
            connection.close()

    def _greet(self, connection: _Connection, wanted: tuple[Any, ...]) -> None:
        try:
            answer = connection.ask(wanted, _START_S)
        except (Lost, Overrun):
            raise OpenError(
                "The worker process did not start.",
                "raise worker_memory_mb, and look whether Python can start processes here.",
                detail=f"ended with {self.end(_END_S)}",
            ) from None
        if answer.error is not None:
            raise answer.error
        self._give(connection)

    def _take(self) -> _Connection:
        try:
            return self._idle.pop()
        except IndexError:
            ours, its = socket.socketpair()
            with its:
                connection = self._keep(_Connection(ours, self._most, next(self._numbers)))
                self._say(CONNECT, connection.number, its)
            return connection

    def _keep(self, connection: _Connection) -> _Connection:
        self._all.add(connection)
        return connection

    def _give(self, connection: _Connection) -> None:
        if len(self._idle) >= _IDLE:
            connection.close()
            return
        self._idle.append(connection)
        if self._ended:  # by another call, in the meantime
            self._close_idle()

    def _close_idle(self) -> None:
        with suppress(IndexError):
            while True:
                self._idle.pop().close()

    def _say(self, word: bytes, number: int, end: socket.socket | None = None) -> None:
        """One word on the control line. That nobody hears it is found out by the next question."""
        with self._lock, suppress(OSError):
            socket.send_fds(self._control, [WORD.pack(word, number)], [] if end is None else [end.fileno()])


class _Connection:
    """One connection, for one call at a time."""

    def __init__(self, end: socket.socket, most: int, number: int) -> None:
        self.number = number
        self._wire = Wire(end, most)

    def ask(self, request: tuple[Any, ...], seconds: float | None) -> Answer:
        """Send a request, and gather what comes back."""
        wire = self._wire
        wire.end.settimeout(seconds)
        try:
            wire.send(request)
            return self._answer()
        except TimeoutError:
            raise Overrun from None

    def close(self) -> None:
        """Let go of this end; the worker's thread for it ends."""
        self._wire.close()

    def _answer(self) -> Answer:
        rows: list[tuple[Any, ...]] = []
        while True:
            frame = self._wire.receive()
            try:
                if frame[0] == ROWS:
                    rows.extend(columns.unpack(frame[1]))
                elif frame[0] == AGAIN:
                    rows.clear()
                else:
                    kind, value, broken, logs = frame
                    return _read(kind, value, broken, logs, rows)
            except (TypeError, ValueError, KeyError, IndexError, ArithmeticError) as error:
                raise Lost(f"an answer of an unknown form: {type(error).__name__}") from error


def _read(
    kind: str, value: Any, broken: bool, logs: tuple[tuple[int, str], ...], rows: list[tuple[Any, ...]]
) -> Answer:
    """The end of an answer; what the worker logged meanwhile is logged here."""
    for level, line in logs:
        _log.log(level, "%s", line)
    if kind == "value":
        return Answer(table(value, rows) if rows else value, None, broken)
    if kind == "error":
        return Answer(None, unpacked(value), broken)
    _log.error("a bug in the worker process: %s", value)
    return Answer(None, HatiDataError("The call was broken off.", code="internal_error", detail="worker"), broken)


def _spawn(mb: int) -> tuple[socket.socket, subprocess.Popen[bytes], socket.socket]:
    """A new process with the ends of a control line and of a first connection; gives ours, and the process.

    It is no child by fork, so that it begins without the program's memory and locks. In its own session no signal of a
    terminal reaches it.
    """
    control, its_control = socket.socketpair()
    first, its_first = socket.socketpair()
    with its_control, its_first:
        handles = its_control.fileno(), its_first.fileno()
        code = _START.format(path=_search_path(), control=handles[0], first=handles[1], parent=os.getpid())
        options = ["-I", "-S", *(["-B"] if sys.dont_write_bytecode else [])]
        try:
            process = subprocess.Popen(
                [os.fsdecode(get_executable()), *options, "-c", code],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=worker_limits.environment(mb, os.environ),
                pass_fds=handles,
                start_new_session=True,
            )
        except OSError as error:
            control.close()
            first.close()
            raise OpenError("The worker process cannot be started.", "check this Python.", detail=str(error)) from None
    return control, process, first


def _search_path() -> list[str]:
    """Where this process finds its modules; a relative folder means the same there, whatever becomes the folder."""
    return [os.path.abspath(folder) for folder in sys.path]


_RUNNING: weakref.WeakSet[WorkerProcess] = weakref.WeakSet()


def _forked() -> None:
    for process in list(_RUNNING):
        process.abandon()


os.register_at_fork(after_in_child=_forked)
