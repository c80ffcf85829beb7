"""What goes between a program and its worker: values in frames, of types that cannot do anything when they are read."""

from __future__ import annotations

import datetime
import decimal
import io
import pickle
import socket
import struct
import uuid
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, NoReturn

import pytz

from autogen_hatidata import errors
from autogen_hatidata.errors import BadArgument, HatiDataError, LimitExceeded
from autogen_hatidata.types import (
    ColumnInfo,
    ColumnMask,
    LensInfo,
    LensSpec,
    TableInfo,
    TableSpec,
)

_HEAD = struct.Struct("<Q")
_BUFFER = 256 * 1024
_TOGETHER = 64 * 1024

_VALUES = (datetime.date, datetime.datetime, datetime.time, datetime.timedelta, datetime.timezone, decimal.Decimal)
_OURS = (ColumnInfo, ColumnMask, LensInfo, LensSpec, TableInfo, TableSpec)
_ALLOWED: Mapping[tuple[str, str], Any] = {
    **{(one.__module__, one.__qualname__): one for one in (*_VALUES, *_OURS, uuid.UUID, uuid.SafeUUID)},
    ("pytz", "_p"): pytz._p,
    ("pytz", "_UTC"): pytz._UTC,
}
"""All that a frame can name: values as SQL has them, and the frozen values of this package. The worker runs hostile
SQL in native code, so that nothing it sends may run in the program, and the other way round nothing is imported."""

_ERRORS: Mapping[str, type[HatiDataError]] = {
    name: one for name, one in vars(errors).items() if isinstance(one, type) and issubclass(one, HatiDataError)
}
_FACTS = ("stage", "subject", "detail", "near")


class Lost(Exception):
    """The other side is gone, or what it sends cannot be read."""


class _Reader(pickle.Unpickler):
    """Reads values of the allowed types and no others."""

    def find_class(self, module: str, name: str) -> Any:
        try:
            return _ALLOWED[module, name]
        except KeyError:
            raise pickle.UnpicklingError(f"{module}.{name} is not allowed in a frame") from None

    def persistent_load(self, pid: Any) -> NoReturn:
        raise pickle.UnpicklingError("nothing is persistent")


class Wire:
    """One end of a connection: whole values, one after the other. For one thread at a time."""

    def __init__(self, end: socket.socket, most: int) -> None:
        """Use ``end``, and take no frame of more than ``most`` bytes."""
        self.end = end
        self.most = most
        self._come = bytearray()

    def send(self, value: Any) -> None:
        """Send one value.

        Raises:
            Lost: nobody will read it.
            LimitExceeded: it is too large for a frame; nothing was sent.
        """
        data = pickle.dumps(value, 5)
        if len(data) > self.most:
            raise LimitExceeded("The statement or its parameters are too large.", "send less at once.")
        head = _HEAD.pack(len(data))
        try:
            if len(data) < _TOGETHER:
                self.end.sendall(head + data)
            else:
                self.end.sendall(head)
                self.end.sendall(data)
        except TimeoutError:
            raise
        except OSError as error:
            raise Lost(str(error)) from None

    def receive(self) -> Any:
        """The next value.

        Raises:
            Lost: there is none, or it has a type that is not allowed.
            TimeoutError: it did not come within the time that the socket allows.
        """
        try:
            (length,) = _HEAD.unpack(self._exactly(_HEAD.size))
            if length > self.most:
                raise Lost("a frame is too long")
            return _Reader(io.BytesIO(self._exactly(length))).load()
        except (Lost, TimeoutError):
            raise
        except OSError as error:
            raise Lost(str(error)) from None
        except Exception as error:  # what is no pickle of ours fails in many ways
            raise Lost(f"a frame cannot be read: {type(error).__name__}") from error

    def close(self) -> None:
        """Let go of this end, without a word to the other side where another process has a copy of it."""
        with suppress(OSError):
            self.end.close()

    def _exactly(self, length: int) -> bytes:
        come = self._come
        while len(come) < length:
            piece = self.end.recv(max(_BUFFER, length - len(come)))
            if not piece:
                raise Lost("the other side is gone")
            come += piece
        with memoryview(come) as all_of_it:
            found = bytes(all_of_it[:length])
        del come[:length]
        return found


def packed(error: HatiDataError) -> tuple[str, str, str, dict[str, Any]]:
    """An error as plain values."""
    facts = {fact: getattr(error, fact) for fact in _FACTS}
    if error.code != type(error).code:
        facts["code"] = error.code
    return type(error).__name__, error.message, error.hint, facts


def unpacked(plain: tuple[str, str, str, dict[str, Any]]) -> HatiDataError:
    """The error again, with all that it said.

    >>> from autogen_hatidata.errors import OpenError
    >>> unpacked(packed(OpenError("There is no file.", "look.", code="no_such_file"))).for_model()
    'Error: [no_such_file] There is no file. Hint: look.'
    """
    kind, message, hint, facts = plain
    return _ERRORS[kind](message, hint, **facts)


_AS_THEY_ARE = frozenset({type(None), bool, int, float, str, bytes, *_VALUES, uuid.UUID})
_BASES = (bool, int, float, str, bytes, datetime.datetime, datetime.date, datetime.time, decimal.Decimal)


def plain(value: Any) -> Any:
    """A caller's parameters with nothing in them but values of SQL: numbers and arrays of NumPy become Python's.

    Raises:
        BadArgument: a value of another type.
    """
    kind = type(value)
    if kind in _AS_THEY_ARE:
        return value
    if kind is list or kind is tuple:
        return kind([plain(one) for one in value])
    if isinstance(value, Mapping):
        return {plain(key): plain(one) for key, one in value.items()}
    return _of_another_kind(value)


def _of_another_kind(value: Any) -> Any:
    if hasattr(value, "to_pydatetime"):
        return value.to_pydatetime()
    if hasattr(value, "tolist"):
        return plain(value.tolist())
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if isinstance(value, bytearray | memoryview):
        return bytes(value)
    for base in (int, float, str):
        if isinstance(value, base):
            return base(value)
    raise BadArgument("A parameter is of a type that SQL has not.", "use text, numbers, dates, lists or None.")
