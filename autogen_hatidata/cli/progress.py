"""A bar for what takes longer than a second, where somebody looks."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress

AFTER_S = 1.0
"""What is done by then needs no bar."""

_EVERY = 2048
"""The clock is looked at once in so many steps."""


@contextmanager
def progress(what: str, total: int) -> Iterator[Callable[[bytes], None]]:
    """Gives what to call with each line that was read, of ``total`` bytes. Nothing is shown where no terminal is."""
    console = Console(stderr=True)
    bar = Progress(console=console, transient=True)
    task = bar.add_task(what, total=total)
    started, steps, done = time.monotonic(), 0, 0

    def seen(line: bytes) -> None:
        nonlocal steps, done
        steps += 1
        done += len(line)
        if steps % _EVERY == 0 and console.is_terminal and time.monotonic() - started >= AFTER_S:
            bar.start()  # again and again changes nothing
            bar.update(task, completed=done)

    try:
        yield seen
    finally:
        _end(bar)


@contextmanager
def waiting(what: str) -> Iterator[None]:
    """A bar that only shows that something goes on, for work that cannot tell how far it is."""
    console = Console(stderr=True)
    bar = Progress(console=console, transient=True)
    bar.add_task(what, total=None)
    later = threading.Timer(AFTER_S, bar.start)
    if console.is_terminal:
        later.start()
    try:
        yield
    finally:
        later.cancel()
        if later.is_alive():
            later.join()
        _end(bar)


def _end(bar: Progress) -> None:
    if bar.live.is_started:  # rich writes an empty line for one that never began
        bar.stop()
