"""Whatever a record is made of, it is one readable line."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType
from typing import Any
from uuid import UUID

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from autogen_hatidata.governance import records


class Colour(Enum):
    """Some enumeration."""

    RED = "#f00"


@dataclass
class Secret:
    """A value whose text holds what nobody may read, or cannot be made."""

    text: str

    def __repr__(self) -> str:
        raise RuntimeError(self.text)


LOOP: list[Any] = []
LOOP.append(LOOP)

ODD = [
    (float("nan"), None),
    (math.inf, None),
    ("\ud800 tail", "\ufffd tail"),
    ("\udc00", "\ufffd"),
    ("a\0b", "a\ufffdb"),
    ("\U0001f600 \\ud800", "\U0001f600 \\ud800"),
    ("line\nbreak\r\u2028\x1b[2J", "line\nbreak\r\u2028\x1b[2J"),
    ({1: "a", None: "b", ("x",): "c", "\ud800": "d"}, {"1": "a", "null": "b", "<tuple>": "c", "\ufffd": "d"}),
    ((1, "x"), [1, "x"]),
    (frozenset({("main", "b"), ("main", "a")}), [["main", "a"], ["main", "b"]]),
    (Decimal("1.50"), "1.50"),
    (datetime(2026, 1, 2, tzinfo=UTC), "2026-01-02 00:00:00+00:00"),
    (UUID(int=1), "00000000-0000-0000-0000-000000000001"),
    (Path("/x"), "/x"),
    (Fraction(1, 2), 0.5),
    (Colour.RED, "#f00"),
    (MappingProxyType({"a": (1,)}), {"a": [1]}),
    (b"bytes", "<bytes>"),
    (Secret("password"), "<Secret>"),
    (10**5000, "<a number of 16610 bits>"),
]


@pytest.mark.parametrize(("value", "kept"), ODD, ids=range(len(ODD)))
def test_a_value_that_json_cannot_hold_becomes_one_that_it_can(value: Any, kept: Any) -> None:
    """No value breaks a record, and what stands for it says nothing that its repr would."""
    text = records.encode({"value": value, "rows": 1})

    assert {"value": kept, "rows": 1} == json.loads(text)


def test_a_value_that_holds_itself_is_cut() -> None:
    """A list within itself ends in a mark, not in a crash."""
    text = records.encode({"value": LOOP})

    assert "<nested too deeply>" in text


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()) | st.binary() | st.decimals(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters()) | st.integers(), inner) | st.tuples(inner),
    max_leaves=6,
)


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(st.text(st.characters()), anything))
def test_any_fields_make_one_ascii_line_that_carries_its_hash(fields: dict[str, Any]) -> None:
    """A sealed line is ASCII, holds no newline but its last byte, reads back, and has the hash it names."""
    line, digest = records.seal(7, "2026-01-01T00:00:00.000000Z", "intent", records.encode(fields), "a" * 64)
    record = json.loads(line)

    assert line.isascii()
    assert line.index(b"\n") == len(line) - 1
    assert digest == records.digest(line)
    assert records.Mark(7, "intent", "a" * 64, digest) == records.mark(line)
    assert {"v", "seq", "time", "kind", "prev", "hash"} <= set(record)


@example({"a": 1e-05})
@example({"a": "\x7f"})
@example({"a": 1e16, "b": -0.0, "c": -1e-4})
@example({"a": 2**64, "b": -(2**63) - 1})
@settings(max_examples=40, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from("abc"),
        st.floats(allow_nan=False, allow_infinity=False)
        | st.integers()
        | st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])),
        min_size=1,
    )
)
def test_numbers_and_texts_read_back_as_they_were(fields: dict[str, Any]) -> None:
    """What JSON can hold is kept to the last digit and character, whichever way it was written."""
    line, _ = records.seal(1, "2026-01-01T00:00:00.000000Z", "intent", records.encode(fields), "0" * 64)
    read = json.loads(line)

    assert {name: repr(value) for name, value in fields.items()} == {name: repr(read[name]) for name in fields}
    assert b"\x7f" not in line


LINE = records.seal(1, "2026-01-01T00:00:00.000000Z", "close", "{}", "0" * 64)[0]


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"\n",
        b"{}\n",
        LINE[:-1],
        b" " + LINE,
        LINE + b"\n",
        LINE.replace(b'"seq":1', b'"seq":01'),
        LINE.replace(b'"v":1', b'"v":2'),
        LINE.replace(b'"hash"', b'"HASH"'),
        LINE.upper(),
        LINE[:60] + b"\n",
    ],
)
def test_what_is_not_laid_out_as_a_record_is_none(line: bytes) -> None:
    """Only the exact layout is a record: nothing is guessed."""
    assert records.mark(line) is None


def test_a_head_reads_back_and_knows_its_key() -> None:
    """A head has a fixed size, and its signature fits one key and one content."""
    data = records.write_head(12, "b" * 64, b"key")
    head = records.read_head(data)

    assert len(data) == records.HEAD_SIZE
    assert head is not None
    assert (head.seq, head.hash) == (12, "b" * 64)
    assert head.signed_by(b"key")
    assert not head.signed_by(b"other")
    assert not records.Head(13, head.hash, head.mac).signed_by(b"key")


@pytest.mark.parametrize("data", [b"\n", b"{}", b" " * 256, records.write_head(1, "b" * 64, None)[:-2], b"x" * 300])
def test_a_damaged_head_is_none(data: bytes) -> None:
    """A head that is not exactly one is not read."""
    assert records.read_head(data) is None
