"""What came to a growing log since the last look, as files with whole records only."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from autogen_hatidata.audit.files import backward, forward
from autogen_hatidata.audit.lookup import Parts
from autogen_hatidata.audit.reading import failing, mark
from autogen_hatidata.governance.records import GENESIS

_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class _Look:
    """How far a look came: the segments it began and ended in, the place there, and the hash of the last record."""

    first: Path | None = None
    last: Path | None = None
    place: int = 0
    hash: str = GENESIS


class News:
    """What came to a log since the last look. Not for two threads at once."""

    def __init__(self, parts: Callable[[], Parts]) -> None:
        self._parts = parts
        self._seen = _Look()

    @contextmanager
    def look(self) -> Iterator[tuple[bool, list[Path]]]:
        """The files to read, and whether they are the whole log. The look counts when the block ends without an error.

        They are the whole log at first, and again when what was seen is no longer what the log holds: older segments
        were moved away, or a record was taken back whose write had failed.
        """
        with failing("The audit log cannot be read."), TemporaryDirectory(prefix="hatidata-") as room:
            parts = self._parts()
            anew = not self._goes_on(parts)
            seen = _Look() if anew else self._seen
            files = list(_pieces(parts, seen, Path(room)))
            path, end = parts[-1]
            last = mark(next(backward(path, end))[1])
            yield anew, files
            self._seen = _Look(parts[0][0], path, end, last.hash)

    def _goes_on(self, parts: Parts) -> bool:
        """Whether the log still begins where it began, and its next record follows the last one that was seen."""
        seen, ends = self._seen, dict(parts)
        if seen.first != parts[0][0] or seen.last is None or ends.get(seen.last, -1) < seen.place:
            return False
        for path, start, end in _rest(parts, seen):
            for line in forward(path, start, end):
                return mark(line).prev == seen.hash
        return mark(next(backward(seen.last, seen.place))[1]).hash == seen.hash


def _rest(parts: Parts, seen: _Look) -> Iterator[tuple[Path, int, int]]:
    """The segments that are not read to their end, with the places between which they are not."""
    for path, end in parts:
        if seen.last is None or path >= seen.last:
            yield path, seen.place if path == seen.last else 0, end


def _pieces(parts: Parts, seen: _Look, room: Path) -> Iterator[Path]:
    """A segment that is read from its beginning and grows no more is a piece as it is; of others there are copies."""
    newest = parts[-1][0]
    for path, start, end in _rest(parts, seen):
        if start < end:
            yield path if start == 0 and path != newest else copy(path, start, end, room)


def copy(path: Path, start: int, end: int, room: Path) -> Path:
    """A copy of what stands between two places of a file, in another folder."""
    target = room / path.name
    with path.open("rb") as file, target.open("xb") as copied:
        file.seek(start)
        left = end - start
        while left > 0 and (block := file.read(min(left, _BLOCK))):
            copied.write(block)
            left -= len(block)
    return target
