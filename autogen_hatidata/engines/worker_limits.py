"""How much a worker may have, and how it is shared out inside."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

MB = 2**20

_STACK = 8 * MB
_OWN_THREADS = 24  # DuckDB's for files, ours for calls
_ARENA = 64 * MB
_FULL = 0.7
_PROCESSES = Path("/proc")
_UNITS = {"": 1, "K": 1000, "M": 1000**2, "G": 1000**3, "T": 1000**4, "KI": 2**10, "MI": MB, "GI": 2**30, "TI": 2**40}
_AMOUNT = re.compile(r"\s*(?P<number>\d+(?:\.\d+)?)\s*(?P<unit>[KMGT]?I?)B?\s*", re.I)
_SHARE = re.compile(r"\s*(?P<number>\d+(?:\.\d+)?)\s*%\s*")

_KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")


def arenas(mb: int) -> int:
    """How many arenas the C library may have: otherwise each thread that allocates reserves 64 MB of addresses."""
    return max(1, mb // 512)


def threads(mb: int) -> int:
    """How many threads the engine may have: each takes addresses for its stack."""
    return max(1, mb // 128)


def environment(mb: int, given: Mapping[str, str]) -> dict[str, str]:
    """The environment of a worker: nothing of the program's but where things are, so that no key can be read there."""
    kept = {name: given[name] for name in _KEPT if name in given}
    return {**kept, "MALLOC_ARENA_MAX": str(arenas(mb))}


def limit(mb: int) -> None:
    """Give this process that much address space and no core files, and let the kernel end it before other processes.

    Raises:
        OSError, ValueError: the system cannot limit it.
    """
    import resource  # not on every system

    resource.setrlimit(resource.RLIMIT_AS, (mb * MB, mb * MB))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("500")


def is_full(pid: int, mb: int) -> bool:
    """Whether a worker with ``mb`` MB of addresses uses so many that an ordinary statement may find too few."""
    return _used(str(pid)) > _FULL * mb * MB


def most_memory(mb: int, engine_threads: int) -> int:
    """The bytes that the engine can use of ``mb`` MB of addresses; the rest is for stacks, answers and Python."""
    stacks = (engine_threads + _OWN_THREADS) * _STACK
    return max(32 * MB, int((mb * MB - _used() - stacks - arenas(mb) * _ARENA) * 0.75))


def memory_limit(wanted: str, most: int) -> str:
    """What is wanted in the engine's notation, or less.

    >>> memory_limit("100MB", 500 * MB), memory_limit("2GB", 500 * MB), memory_limit("much", 500 * MB)
    ('100MB', '500MiB', 'much')
    """
    asked = _bytes(wanted)
    return wanted if asked is None or asked <= most else f"{most // MB}MiB"


def _bytes(text: str) -> int | None:
    """An amount in the engine's notation; None for what it has to refuse itself."""
    share = _SHARE.fullmatch(text)
    if share:
        return int(float(share["number"]) / 100 * os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"))
    amount = _AMOUNT.fullmatch(text)
    return int(float(amount["number"]) * _UNITS[amount["unit"].upper()]) if amount else None


def _used(process: str = "self") -> int:
    """The addresses that a process uses now; what this one uses at first, where the system does not tell."""
    try:
        pages = int((_PROCESSES / process / "statm").read_text().split()[0])
    except (OSError, IndexError):  # ended, or not such a system
        return 160 * MB
    return pages * os.sysconf("SC_PAGE_SIZE")
