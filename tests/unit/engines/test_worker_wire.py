"""What goes between a program and its worker: every value as it was, every error as it was, and nothing that runs."""

from __future__ import annotations

import datetime
import os
import pickle
import socket
import threading
from collections import OrderedDict
from decimal import Decimal

import numpy
import pandas
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autogen_hatidata import errors
from autogen_hatidata.engines import columns
from autogen_hatidata.engines.wire import Lost, Wire, packed, plain, unpacked
from autogen_hatidata.errors import BadArgument, HatiDataError, LimitExceeded
from autogen_hatidata.types import ColumnInfo, LensInfo, LensSpec, TableInfo, TableSpec

MB = 2**20


@pytest.fixture
def wires():
    """Both ends of a connection."""
    left, right = (Wire(end, MB) for end in socket.socketpair())
    yield left, right
    left.close()
    right.close()


class Runs:
    """What would run a command when it is read."""

    def __reduce__(self):
        return os.system, ("true",)


@pytest.mark.parametrize(
    "data",
    [
        pickle.dumps(Runs()),
        pickle.dumps(os.system),
        pickle.dumps(Wire),
        pickle.dumps(OrderedDict(a=1)),
        pickle.dumps(datetime.datetime.now)[:-1] + b".",
        b"\x80\x05cdatetime\ndatetime.now\n.",
        b"\x80\x05\x8c\x08datetime\x8c\x0cdatetime.now\x93.",
        b"\x80\x05\x8c\x08builtins\x8c\x04eval\x93\x8c\x011\x85R.",
        b"\x80\x05\x8c\x01aQ.",
        b"no pickle at all",
        b"",
    ],
)
def test_nothing_runs_when_a_frame_is_read(wires, data):
    """A frame that names anything but a value of SQL or of this package is refused, and so is what is no frame."""
    left, right = wires
    left.end.sendall(len(data).to_bytes(8, "little") + data)

    with pytest.raises(Lost):
        right.receive()


def test_a_frame_has_a_bound(wires):
    """A length that no worker can mean is not waited for, and too large a value is not sent."""
    left, right = wires
    left.end.sendall((MB + 1).to_bytes(8, "little"))

    with pytest.raises(Lost):
        right.receive()
    with pytest.raises(LimitExceeded):
        left.send(b"x" * (MB + 1))


@pytest.mark.parametrize("cut", [0, 3, 8, 11])
def test_the_end_of_the_other_side_is_seen(wires, cut):
    """A connection that ends between or inside frames is lost, never half an answer."""
    left, right = wires
    left.end.sendall(((5).to_bytes(8, "little") + b"12345")[:cut])
    left.close()

    with pytest.raises(Lost):
        right.receive()


def test_large_and_small_values_come_whole_and_in_order(wires):
    """Values of any size come one after the other, as they were sent."""
    left, right = wires
    sent = [1, "x" * 500_000, b"", list(range(3000)), None, LensSpec((TableSpec("main", "t", "a = 1"),))]
    thread = threading.Thread(target=lambda: [left.send(one) for one in sent])
    thread.start()
    came = [right.receive() for _ in sent]
    thread.join()

    assert came == sent


def test_a_lens_crosses(wires):
    """What a lens shows is the same on the other side."""
    left, right = wires
    shown = TableInfo("main", "t", (ColumnInfo("a", "INTEGER", "hash", nullable=False),), "a > 1", True, ("x",))
    info = LensInfo("h1", 3, "h2", "h3", {("main", "t"): shown}, "h4", frozenset({("main", "t")}))
    left.send(info)

    assert right.receive() == info


LEAVES = [one for one in vars(errors).values() if isinstance(one, type) and issubclass(one, HatiDataError)]


@pytest.mark.parametrize("kind", LEAVES, ids=lambda kind: kind.__name__)
def test_errors_cross_unchanged(wires, kind):
    """Class, code, words and facts of an error are the same on the other side."""
    left, right = wires
    error = kind("It is so.", "do this.", code="some_code", stage="execute", subject="t.a", detail="Binder Error")
    left.send(packed(error))
    came = unpacked(right.receive())

    assert type(came) is kind
    assert {**vars(came)} == {**vars(error)}
    assert (str(came), came.args) == (str(error), error.args)


@pytest.mark.parametrize(
    ("given", "sent"),
    [
        ([1, "a", None, 1.5, True], [1, "a", None, 1.5, True]),
        ((b"x", bytearray(b"y")), (b"x", b"y")),
        ({"a": [datetime.date(2024, 1, 1)]}, {"a": [datetime.date(2024, 1, 1)]}),
        (OrderedDict(a=Decimal("1.50")), {"a": Decimal("1.50")}),
        ([numpy.int64(3), numpy.float64(1.5), numpy.bool_(True)], [3, 1.5, True]),
        ([numpy.array([[1, 2], [3, 4]])], [[[1, 2], [3, 4]]]),
        ([pandas.Timestamp("2024-01-01 12:00")], [datetime.datetime(2024, 1, 1, 12)]),
        (None, None),
    ],
)
def test_parameters_are_made_plain(given, sent):
    """Parameters cross as values of SQL; NumPy's and pandas' become Python's."""
    made = plain(given)

    assert made == sent
    assert repr(made) == repr(sent)


@pytest.mark.parametrize("odd", [[object()], {"a": Runs()}, [[{1, 2}]], [lambda: 1], [HatiDataError("x")]])
def test_parameters_of_other_types_are_refused(odd):
    """A parameter that SQL has no type for is told so, and not sent."""
    with pytest.raises(BadArgument):
        plain(odd)


VALUES = {
    "BIGINT": st.integers(-(2**63), 2**63 - 1),
    "HUGEINT": st.integers(-(2**127), 2**127 - 1),
    "DOUBLE": st.floats(allow_nan=False),
    "VARCHAR": st.text(st.characters(exclude_categories=["Cs"])),
    "DATE": st.dates(),
    "TIMESTAMP": st.datetimes().map(lambda one: one.replace(fold=0)),
    "DECIMAL(18,3)": st.decimals(
        allow_nan=False, allow_infinity=False, places=3, min_value=-(10**12), max_value=10**12
    ),
    "BOOLEAN": st.booleans(),
    "INTEGER[]": st.lists(st.none() | st.integers(0, 9)),
    "BLOB": st.binary(),
}


@given(st.data())
def test_rows_come_back_as_they_were(data):
    """Packing columns changes no value and no type, with or without NULLs, and also where a name of a type lies."""
    types = data.draw(st.lists(st.sampled_from(sorted(VALUES)), min_size=1, max_size=4))
    lying = data.draw(st.lists(st.sampled_from(sorted(VALUES)), min_size=len(types), max_size=len(types)))
    cells = [VALUES[one] | st.none() if data.draw(st.booleans()) else VALUES[one] for one in types]
    rows = data.draw(st.lists(st.tuples(*cells), min_size=1, max_size=5))
    for names in (types, lying):
        back = columns.unpack(columns.pack(rows, columns.codecs(names)))

        assert repr(back) == repr(rows)


def test_every_short_form_is_used():
    """Common columns take their short form, so that the figures in the benchmarks are theirs."""
    rows = [(1, 1.5, "a", datetime.date(2024, 1, 1), datetime.datetime(2024, 1, 1), Decimal("1.5"), True)]
    types = ["UINTEGER", "DOUBLE", "VARCHAR", "DATE", "TIMESTAMP", "DECIMAL(9,1)", "BOOLEAN"]

    assert [kind for kind, _ in columns.pack(rows, columns.codecs(types))] == [*columns.CODECS, None]
