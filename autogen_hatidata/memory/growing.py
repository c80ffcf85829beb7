"""Arrays that grow at their end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray


class Growing:
    """An array to which values are appended. What it was at some time stays as it was for whoever holds it."""

    def __init__(self, values: NDArray[Any]) -> None:
        """Begin with values, which are not copied before more come."""
        self._buffer = values
        self._length = len(values)

    @property
    def values(self) -> NDArray[Any]:
        """All values so far."""
        return self._buffer[: self._length]

    def append(self, values: NDArray[Any]) -> None:
        """Add values at the end."""
        needed = self._length + len(values)
        if needed > len(self._buffer) or not self._buffer.flags.writeable:
            larger = np.empty(max(needed, 2 * self._length, 1024), self._buffer.dtype)
            larger[: self._length] = self.values
            self._buffer = larger
        self._buffer[self._length : needed] = values
        self._length = needed


def extend(columns: Sequence[Growing], values: Sequence[NDArray[Any]]) -> list[NDArray[Any]]:
    """Append to each column its values; gives all values of each."""
    for column, more in zip(columns, values, strict=True):
        column.append(more)
    return [column.values for column in columns]
