"""What a model reads: valid JSON, bounded, with a way to ask for less."""

from __future__ import annotations

import datetime
import decimal
import json
import uuid
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stage import results

from autogen_hatidata import register_hatidata_tools
from autogen_hatidata.errors import UnknownName
from autogen_hatidata.testing import call
from autogen_hatidata.tools import render
from autogen_hatidata.types import ColumnInfo, Estimate, QueryResult, TableInfo

CELLS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.decimals(allow_nan=False)
    | st.text(st.characters())
    | st.binary(max_size=20)
    | st.dates()
    | st.datetimes()
    | st.timedeltas()
    | st.uuids()
)
NESTED = CELLS | st.lists(CELLS, max_size=3) | st.dictionaries(st.text() | st.integers(), CELLS, max_size=3)


def result(columns: tuple[str, ...], rows: list[tuple[Any, ...]], **changes: Any) -> QueryResult:
    """A query's result with these rows."""
    return QueryResult(columns, tuple(rows), len(rows), False, 1.0, Estimate(1.0, ()), (), (), (), (), "id", **changes)


@settings(max_examples=80)
@given(st.lists(st.tuples(NESTED, NESTED), max_size=6), st.integers(500, 2_000))
def test_every_result_is_bounded_valid_json(rows: list[tuple[Any, ...]], room: int) -> None:
    """Whatever an engine returns becomes strict JSON that UTF-8 can carry, within the room given."""
    text = render.to_text(render.query(result(("a", "b"), rows)), room, ["a note"])
    answer = json.loads(text, parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))
    text.encode()

    assert len(text) <= room
    assert answer["truncated"] or len(rows) == len(answer["rows"])


@settings(max_examples=60)
@given(
    st.dictionaries(st.text(st.characters(), max_size=80), st.text(max_size=200), max_size=30), st.integers(500, 900)
)
def test_every_description_is_bounded_valid_json(columns: dict[str, str], room: int) -> None:
    """A table of many long-named columns fits too, and stays an object of name and type."""
    info = TableInfo("main", "t", tuple(ColumnInfo(name, kind) for name, kind in columns.items()))
    for answer in (render.table(info), render.schema([info] * 3), render.usage(columns)):
        text = render.to_text(answer, room)

        assert len(text) <= room
        assert isinstance(json.loads(text), dict)


def test_values_keep_their_meaning() -> None:
    """Exact decimals, dates and nested values read as JSON has them; what JSON lacks becomes text."""
    row = (
        decimal.Decimal("12.50"),
        decimal.Decimal("0.1234567890123456789"),
        2**70,
        float("nan"),
        datetime.date(1997, 1, 2),
        datetime.datetime(1997, 1, 2, 3, 4, 5),
        uuid.UUID(int=7),
        b"\x00\xff",
        {"a": [1, None]},
        True,
    )
    names = tuple("abcdefghij")
    answer = json.loads(render.to_text(render.query(result(names, [row])), 5_000))

    assert answer["rows"][0] == [
        12.5,
        "0.1234567890123456789",
        2**70,
        "nan",
        "1997-01-02",
        "1997-01-02T03:04:05",
        "00000000-0000-0000-0000-000000000007",
        "0x00ff",
        {"a": [1, None]},
        True,
    ]
    assert {"columns", "rows", "row_count", "truncated", "credits", "notes"} == answer.keys()


def test_cut_rows_say_how_to_ask_for_less() -> None:
    """Rows that do not fit are dropped at the end, with their number and what to do."""
    answer = json.loads(render.to_text(render.query(result(("n",), [(n,) for n in range(1_000)])), 500))

    assert 20 < len(answer["rows"]) < 200
    assert list(range(len(answer["rows"]))) == [row[0] for row in answer["rows"]]
    assert (answer["truncated"], answer["row_count"]) == (True, 1_000)
    assert f"The first {len(answer['rows'])} of 1000 rows are shown. Select fewer columns" in answer["notes"][0]


def test_long_cells_are_cut_before_rows_are_dropped_altogether() -> None:
    """One row with a cell larger than the room is still shown, with the cell's length."""
    answer = json.loads(render.to_text(render.query(result(("t", "n"), [("x" * 50_000, 7)])), 2_000))

    assert answer["rows"][0][1] == 7
    assert answer["rows"][0][0].endswith("... (50000 characters)")
    assert answer["truncated"]


def test_errors_are_bounded() -> None:
    """A very long message does not fill the conversation."""
    text = render.error(UnknownName("There is no table named " + "x" * 10_000, "call list_tables()."))

    assert text.startswith("Error: [unknown_name] There is no table named xxx")
    assert len(text) <= 2_000


def test_large_answer_in_a_chat(cast: Any, layer: Any) -> None:
    """A query over many long rows gives the model an answer within the layer's limit."""
    sql = "SELECT i, repeat('long text ', 20) AS t FROM range(900) AS r(i)"
    cast = cast({"ana": [call("query_data_layer", sql=sql), "done TERMINATE"]})
    user, ana = cast.user(), cast.agent("ana")
    register_hatidata_tools(ana, layer, executor=user)
    user.initiate_chat(ana, message="All of it.")
    (content,) = results(user.chat_messages[ana])
    answer = json.loads(content)

    assert len(content) <= layer.settings.max_result_chars
    assert answer["truncated"]
    assert 0 < len(answer["rows"]) < 900
