"""The snapshot of the vectors: a file that only grows, and one beside it that says what counts of it."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np

from autogen_hatidata.memory import snapshots
from autogen_hatidata.memory.held import Flags, Floats, Held, Numbers
from autogen_hatidata.memory.matrix import Matrix

_KIND = {"kind": "vectors", "format": 1}
_SIDECAR = "vectors"
_VECTORS = re.compile(r"vectors-\d{1,9}\.f32")
_PIECE = 1 << 20


class VectorFile:
    """Writes and reads the snapshot in a folder. Only one thread at a time may.

    The file of the vectors is float32 as it lies in memory, so that it is mapped and not read. What a kill left behind
    the rows that count is written over; what it left unnamed is removed by the next one who writes or reads.

    Attributes:
        count: how many rows the file has.
    """

    def __init__(self, folder: Path, dim: int, embedder_id: str) -> None:
        self._folder, self._dim = folder, dim
        self._about = {**_KIND, "embedder_id": embedder_id, "dim": dim}
        self._path: Path | None = None
        self._forget()

    def read(self) -> Held | None:
        """What the snapshot holds; None unless all of it is as it was written, for this embedder and dimension."""
        found = snapshots.read(self._folder / _SIDECAR)
        if found is None or not self._about.items() <= found[0].items():
            return None
        header, body = found
        path, count = self._folder / header["file"], header["count"]
        digest = _digest(path, count * 4 * self._dim)
        if digest is None or digest.hexdigest() != header["vectors"]:
            return None
        self._path, self.count, self._digest = path, count, digest
        with suppress(OSError):  # the next snapshot tries again, and says it
            self._tidy()
        numbers = np.frombuffer(body, "<i8", count).astype(np.int64)
        bits = np.frombuffer(body, np.uint8, offset=8 * count)
        alive = np.unpackbits(bits, count=count, bitorder="little").astype(np.bool_)
        return Held.of(Matrix(self._dim, self._mapped()), numbers, alive, header["highest"])

    def append(self, held: Held) -> None:
        """Write what is new since the last time.

        Raises:
            OSError: it cannot be written. What was there before can be read still, and the next time begins anew.
        """
        path = self._path or self._fresh()
        blocks = held.matrix.blocks(self.count, len(held.numbers))
        self._write(path, blocks, held.numbers, held.alive, held.highest)

    def rewrite(self, held: Held, kept: Numbers) -> Matrix:
        """Write the rows at these places alone, and nothing of the others; gives them as they lie in the file.

        Raises:
            OSError: it cannot be written.
        """
        alive = np.ones(len(kept), dtype=np.bool_)
        self._write(self._fresh(), held.matrix.gathered(kept), held.numbers[kept], alive, held.highest)
        return Matrix(self._dim, self._mapped())

    def _write(self, path: Path, blocks: Iterable[Floats], numbers: Numbers, alive: Flags, highest: int) -> None:
        start, digest = self.count, self._digest
        self._forget()  # whatever comes between, the next time begins anew
        with path.open("r+b") as file:
            file.seek(start * 4 * self._dim)
            for block in blocks:
                file.write(block.data)
                digest.update(block.data)
            file.truncate()
            file.flush()
            os.fsync(file.fileno())
        header = {**self._about, "file": path.name, "count": len(numbers), "highest": highest}
        header["vectors"] = digest.hexdigest()
        snapshots.write(self._folder / _SIDECAR, header, [numbers.astype("<i8"), np.packbits(alive, bitorder="little")])
        self._path, self.count, self._digest = path, len(numbers), digest
        self._tidy()

    def _fresh(self) -> Path:
        """A new empty file, beside the one that the snapshot of before names."""
        self._forget()
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        number = 1 + max((int(path.stem.partition("-")[2]) for path in self._files()), default=0)
        path = self._folder / f"vectors-{number}.f32"
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
        return path

    def _forget(self) -> None:
        self._path = None
        self.count, self._digest = 0, hashlib.sha256()

    def _mapped(self) -> Floats:
        if self._path is None or not self.count:
            return np.empty((0, self._dim), dtype=np.float32)
        return np.asarray(np.memmap(self._path, dtype=np.float32, mode="r", shape=(self.count, self._dim)))

    def _files(self) -> list[Path]:
        return [path for path in self._folder.iterdir() if _VECTORS.fullmatch(path.name)]

    def _tidy(self) -> None:
        """Remove the files of other times, with what may be forgotten in them."""
        for path in self._files():
            if path != self._path:
                path.unlink()


def _digest(path: Path, size: int) -> Any:
    """Of the first bytes of a file; None where there are fewer or it cannot be read."""
    digest = hashlib.sha256()
    buffer = memoryview(bytearray(_PIECE))
    try:
        with path.open("rb", buffering=0) as file:
            while size > 0:
                read = file.readinto(buffer[: min(size, _PIECE)])
                if not read:
                    return None
                digest.update(buffer[:read])
                size -= read
    except OSError:
        return None
    return digest
