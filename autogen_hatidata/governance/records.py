"""The form of an audit record: its line, its hash, the chain and the head. Pure; ``docs/audit-format.md`` is its text.

A line is ``{"v":1,"seq":7,"time":"...","kind":"intent", ... ,"prev":"<64 hex>","hash":"<64 hex>"}`` and a newline. The
hash is SHA-256 over the bytes of the line without its ``hash``. Bytes are hashed, not values, so that a verifier in any
language needs no JSON writer that agrees with ours on floats and escapes.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import math
import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from numbers import Integral, Real
from pathlib import PurePath
from types import MappingProxyType
from typing import Any
from uuid import UUID

import orjson

GENESIS = "0" * 64
"""The ``prev`` of the first record of a log."""

COMMON = ("v", "seq", "time", "kind", "prev", "hash")
"""The fields of every record; the log writes them itself."""

_WHO = ("agent", "role", "chat", "executor", "source", "framework", "tool", "call_id", "chain", "step")

FIELDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "open": ("pid", "durability", "signed", "torn", "after_head", "found"),
        "close": (),
        "checkpoint": ("signed", "durability", "spending"),
        "policy": ("policy", "schema", "prices"),
        "owner": ("action", "sql", "schema", "rows"),
        "intent": (
            *("id", "attempt", *_WHO),
            *("sql", "dialect", "action", "saved", "memory", "tables", "filters", "masks", "rules"),
            *("policy", "schema", "verdicts", "estimate", "reserved"),
        ),
        "attempt": (
            *("id", "attempt", "agent", "role", "chat", "chain", "step", "sql", "stage", "code", "detail", "credits"),
        ),
        "outcome": (
            *("id", *_WHO, "sql", "status", "code", "stage", "rows", "truncated", "credits", "estimate", "ms"),
            *("healed", "detail", "policy", "known", "rules", "changed", "memory", "meaning"),
        ),
        "settled": ("id", "agent", "role", "chat", "committed"),
    }
)
"""The kinds of record, and the fields that each has beside the common ones. Readers ignore what they do not know."""

HEAD_SIZE = 256
"""The head file always has this many bytes, so that one write replaces it."""

MAX_DEPTH = 30
_CUT = "<nested too deeply>"
_AS_TEXT = (datetime, date, time, timedelta, Decimal, UUID, PurePath)
_SHA = hashlib.sha256()  # copied, because a new one asks OpenSSL for the algorithm each time
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_START = re.compile(rb'\{"v":1,"seq":([1-9]\d{0,17}),"time":"([0-9TZ:.-]*)","kind":"([a-z_]+)",')
_END = re.compile(rb',"prev":"([0-9a-f]{64})","hash":"([0-9a-f]{64})"\}\n')
_HASH_LENGTH = len(',"hash":""}\n') + 64
_END_LENGTH = len(',"prev":""') + 64 + _HASH_LENGTH
_DURABILITY_WITHIN = 200
"""The bytes of an ``open`` or ``checkpoint`` record that hold its durability, and nothing that others have named."""

_HEAD = re.compile(rb'\{"v":1,"seq":(0|[1-9]\d{0,17}),"hash":"([0-9a-f]{64})","mac":(?:null|"([0-9a-f]{64})")\} *\n')


@dataclass(frozen=True, slots=True)
class Mark:
    """What the chain needs to know of one line."""

    seq: int
    kind: str
    prev: str
    hash: str


@dataclass(frozen=True, slots=True)
class Head:
    """The newest record as the head file names it; ``mac`` signs it where a key is set."""

    seq: int = 0
    hash: str = GENESIS
    mac: str | None = None

    def signed_by(self, key: bytes) -> bool:
        """Whether this head was signed with ``key``."""
        return self.mac is not None and hmac.compare_digest(self.mac, sign(self.seq, self.hash, key))


def encode(fields: Mapping[str, Any]) -> str:
    """The fields as compact ASCII JSON. Whatever the values are, the result is valid JSON.

    >>> encode({"rows": 3, "text": "né", "ratio": float("nan")})
    '{"rows":3,"text":"n\\\\u00e9","ratio":null}'
    """
    try:
        fast = orjson.dumps(fields, None, _PLAIN_ONLY).decode()
        if fast.isascii() and "\x7f" not in fast and "\\u0000" not in fast:  # bytes take twice as long to look through
            return fast
    except TypeError:  # a value that the standard library has to be shown the way of
        pass
    try:
        text = _WRITER.encode(fields)
    except (TypeError, ValueError, RecursionError):
        return _WRITER.encode(_clean(fields, 0))
    if "\\ud" in text or "\\u0000" in text:
        return _WRITER.encode(_clean(fields, 0))
    return text


def seal(seq: int, time: str, kind: str, fields: str, prev: str) -> tuple[bytes, str]:
    """The line of a record and its hash. ``fields`` is what ``encode`` made of the fields."""
    middle = f"{fields[1:-1]}," if len(fields) > 2 else ""
    body = f'{{"v":1,"seq":{seq},"time":"{time}","kind":"{kind}",{middle}"prev":"{prev}"'.encode("ascii")
    sha = _SHA.copy()
    sha.update(body)
    sha.update(b"}")
    digest = sha.hexdigest()
    return body + f',"hash":"{digest}"}}\n'.encode("ascii"), digest


def mark(line: bytes) -> Mark | None:
    """The marks of a line, or None when it is not a line of this format."""
    start = _START.match(line)
    end = _END.fullmatch(line, max(0, len(line) - _END_LENGTH))
    if start is None or end is None or start.end() > end.start() + 1:
        return None
    return Mark(int(start[1]), start[3].decode(), end[1].decode(), end[2].decode())


def digest(line: bytes) -> str:
    """The hash that a line should carry."""
    sha = _SHA.copy()
    sha.update(line[:-_HASH_LENGTH])
    sha.update(b"}")
    return sha.hexdigest()


def follows(line: bytes, seq: int, prev: str) -> tuple[str, str] | None:
    """Kind and hash of a line that is record ``seq``, follows the one with the hash ``prev``, and carries its own hash.
    None for any other: `mark` and `digest` tell what it is."""
    hash = digest(line)
    start = _START.match(line)
    if (
        start is None
        or int(start[1]) != seq
        or start.end() > len(line) - _END_LENGTH + 1
        or not line.endswith(f',"prev":"{prev}","hash":"{hash}"}}\n'.encode("ascii"))
    ):
        return None
    return start[3].decode(), hash


def kept_on_disk(line: bytes) -> bool:
    """Whether the ``open`` or ``checkpoint`` record in a line says ``"durability":"power"``."""
    return b'"durability":"power"' in line[:_DURABILITY_WITHIN]


def sign(seq: int, hash: str, key: bytes) -> str:
    """The signature of a head: HMAC-SHA-256 over ``hatidata-head:SEQ:HASH``."""
    return hmac.digest(key, f"hatidata-head:{seq}:{hash}".encode("ascii"), "sha256").hex()


def write_head(seq: int, hash: str, key: bytes | None) -> bytes:
    """The content of the head file."""
    mac = "null" if key is None else f'"{sign(seq, hash, key)}"'
    return f'{{"v":1,"seq":{seq},"hash":"{hash}","mac":{mac}}}'.ljust(HEAD_SIZE - 1).encode("ascii") + b"\n"


def read_head(data: bytes) -> Head | None:
    """The head in a head file's content: the head of an empty log for no content, None when it cannot be read."""
    if not data:
        return Head()
    found = _HEAD.fullmatch(data)
    if found is None or len(data) != HEAD_SIZE:
        return None
    return Head(int(found[1]), found[2].decode(), found[3].decode() if found[3] else None)


def _clean(value: Any, depth: int) -> Any:
    """The value with everything replaced that JSON, or a strict reader of it, would choke on."""
    if isinstance(value, str):
        return _LONE_SURROGATE.sub("\ufffd", str(value)).replace("\0", "\ufffd")
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return int(value) if value.bit_length() <= 1024 else f"<a number of {value.bit_length()} bits>"
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    if depth >= MAX_DEPTH:
        return _CUT
    if isinstance(value, Mapping):
        return {_clean_key(key): _clean(item, depth + 1) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_clean(item, depth + 1) for item in value]
    return _clean(_plain(value), depth + 1)


def _clean_key(key: Any) -> str:
    text = _clean(key if key is None or isinstance(key, (str, int, float)) else _plain(key), MAX_DEPTH)
    return text if isinstance(text, str) else json.dumps(text)


def _plain(value: Any) -> Any:
    """A JSON value for one that is none. Never its repr: that may hold data, and may fail."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, _AS_TEXT):
        return str(value)
    if isinstance(value, Integral):
        return int(value)
    if isinstance(value, Real):
        return float(value)
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, AbstractSet):
        return sorted((_clean(item, 1) for item in value), key=str)
    return f"<{type(value).__name__}>"


_PLAIN_ONLY = orjson.OPT_PASSTHROUGH_DATACLASS | orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_SUBCLASS
"""A dataclass would otherwise be written with all its fields, whatever they hold."""

_WRITER = json.JSONEncoder(check_circular=False, allow_nan=False, separators=(",", ":"), default=_plain)
