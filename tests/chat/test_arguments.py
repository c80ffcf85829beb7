"""Whatever a model writes as arguments is a call or one clear refusal, and the chat goes on."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stage import TOTAL, outcomes, results, rows

from autogen_hatidata import hatidata_function_map, register_hatidata_tools
from autogen_hatidata.errors import BadArgument
from autogen_hatidata.testing import ToolCall, call, raw_call
from autogen_hatidata.tools import arguments
from autogen_hatidata.tools.catalog import TOOLS

TOOL = "query_data_layer"
USAGE = 'Hint: call query_data_layer(sql="...").'
NOT_AN_OBJECT = f"Error: [bad_argument] The arguments of {TOOL} must be one JSON object, not"
NOT_A_TEXT = f'Error: [bad_argument] The argument "sql" of {TOOL} must be a text, not'
NO_TEXT_AT_ALL = f'Error: [bad_argument] The argument "sql" of {TOOL} holds characters that are no valid text.'
NEEDED = f'Error: [bad_argument] {TOOL} needs the argument "sql". {USAGE}'
REFUSED = {
    "null": NEEDED,
    "": NEEDED,
    "   ": NEEDED,
    "{}": NEEDED,
    '{"query": "SELECT 1"}': NEEDED,
    '{"sql": null}': NEEDED,
    "[]": f"{NOT_AN_OBJECT} an array. {USAGE}",
    '["SELECT 1"]': f"{NOT_AN_OBJECT} an array. {USAGE}",
    '"SELECT 1"': f"{NOT_AN_OBJECT} a text. {USAGE}",
    "5": f"{NOT_AN_OBJECT} a number. {USAGE}",
    "true": f"{NOT_AN_OBJECT} true or false. {USAGE}",
    '{"sql": ': f"{NOT_AN_OBJECT} broken JSON. {USAGE}",
    "SELECT 1": f"{NOT_AN_OBJECT} broken JSON. {USAGE}",
    "[" * 100_000: f"{NOT_AN_OBJECT} broken JSON. {USAGE}",
    '{"sql": 5}': f"{NOT_A_TEXT} a number. {USAGE}",
    '{"sql": true}': f"{NOT_A_TEXT} true or false. {USAGE}",
    '{"sql": ["SELECT 1"]}': f"{NOT_A_TEXT} an array. {USAGE}",
    '{"sql": {"a": 1}}': f"{NOT_A_TEXT} an object. {USAGE}",
    '{"sql": NaN}': f"{NOT_A_TEXT} a number. {USAGE}",
    r'{"sql": "\ud800"}': f"{NO_TEXT_AT_ALL} {USAGE}",
}


@pytest.fixture
def answers(cast: Any, layer: Any) -> Any:
    """Lets ana write these calls in a chat of two, and gives the tool results; the chat must come to its end."""

    def play(*replies: Any, way: str = "executor") -> list[str]:
        players = cast({"ana": [*replies, "the end TERMINATE"]})
        user, ana = players.user(), players.agent("ana")
        if way == "function_map":
            user = players.user(function_map=hatidata_function_map(layer))
        register_hatidata_tools(ana, layer, executor=None if way == "function_map" else user)
        if way == "asynchronous":
            asyncio.run(user.a_initiate_chat(ana, message="Go.", silent=True))
        else:
            user.initiate_chat(ana, message="Go.", silent=True)

        messages = user.chat_messages[ana]
        assert messages[-1]["content"] == "the end TERMINATE"
        return results(messages)

    return play


@pytest.mark.parametrize("way", ["executor", "function_map", "asynchronous"])
@pytest.mark.parametrize("legacy", [False, True], ids=["tools", "function_call"])
def test_unusable_arguments_are_refused_and_the_chat_goes_on(answers: Any, layer: Any, way: str, legacy: bool) -> None:
    """Each unusable form has its text, with a usage example, and one record that costs nothing; the chat goes on."""
    found = answers(*(ToolCall(TOOL, raw, legacy=legacy) for raw in REFUSED), way=way)

    assert list(REFUSED.values()) == found
    assert [("ana", "error", "bad_argument", 0)] * len(REFUSED) == [
        (r["agent"], r["status"], r["code"], r["credits"]) for r in outcomes(layer)
    ]


def test_null_is_no_argument_for_a_tool_that_needs_none(answers: Any) -> None:
    """``list_tables`` runs with ``null``, an empty text and an empty object alike."""
    assert answers(*(raw_call("list_tables", raw) for raw in ("null", "", "{}"))) == ['{"tables":["orders"]}'] * 3


def test_raw_newlines_and_long_sql_run(answers: Any) -> None:
    """SQL with line breaks inside the JSON text, and SQL of 4 kB, runs as written."""
    lines = '{"sql": "SELECT sum(amount)\n\tFROM orders\nWHERE region = \'EU\'"}'
    long = f"SELECT count(*) FROM orders WHERE region IN ('EU', {', '.join(repr(f'region {n}') for n in range(300))})"
    found = answers(raw_call(TOOL, lines), call(TOOL, sql=long))

    assert len(long) > 4_000
    assert [rows(content) for content in found] == [[[30]], [[2]]]


def test_unknown_keys_are_left_out_and_named(answers: Any) -> None:
    """Invented arguments, nested ones too, are ignored, and a note says which."""
    deep: Any = 1
    for _ in range(200):
        deep = [deep]
    (content,) = answers(call(TOOL, sql=TOTAL, limit=5, zone={"a": [1]}, deep=deep))

    assert rows(content) == [[30]]
    assert "Ignored arguments this tool does not have: deep, limit, zone." in content


def test_errors_of_every_kind_leave_the_chat_running(answers: Any) -> None:
    """After a syntax error, an unknown table, a write, an unknown tool and empty SQL the next query is answered."""
    found = answers(
        call(TOOL, sql="SELECT 1 +"),
        call(TOOL, sql="SELECT * FROM salaries_of_everyone"),
        call(TOOL, sql="DROP TABLE orders"),
        call("no_such_tool"),
        call(TOOL, sql=""),
        call(TOOL, sql=TOTAL),
    )

    assert all(content.startswith("Error: ") for content in found[:-1])
    assert not any("Traceback" in content for content in found)
    assert rows(found[-1]) == [[30]]


SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(st.characters())
VALUES = SCALARS | st.lists(SCALARS, max_size=3) | st.dictionaries(st.text(), SCALARS, max_size=3)


@settings(max_examples=60)
@given(VALUES)
def test_decode_always_gives_a_dictionary(raw: Any) -> None:
    """No argument text or value makes decode raise, and encode gives what decode reads alike."""
    decoded = arguments.decode(raw)

    assert isinstance(decoded, dict)
    assert decoded == arguments.decode(arguments.encode(raw))


@settings(max_examples=60)
@given(VALUES)
def test_bind_gives_declared_parameters_or_refuses(sql: Any) -> None:
    """Only a text that UTF-8 can carry gets through as ``sql``; all else is BadArgument."""
    parameters = TOOLS[TOOL].parameters
    if isinstance(sql, str) and not any("\ud800" <= c <= "\udfff" for c in sql):
        assert ({"sql": sql}, ()) == arguments.bind(TOOL, parameters, {"sql": sql})
    else:
        with pytest.raises(BadArgument, match="sql"):
            arguments.bind(TOOL, parameters, {"sql": sql})
