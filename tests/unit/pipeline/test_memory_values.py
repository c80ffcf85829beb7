"""What is given to the memory is checked before anything is asked of it, and what cannot be used is one clear error."""

from __future__ import annotations

import json
import math
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autogen_hatidata.errors import BadArgument, LimitExceeded
from autogen_hatidata.governance.records import encode
from autogen_hatidata.memory.model import Condition, Draft, Filters, Search
from autogen_hatidata.pipeline.memory_operations import MOST_ITEMS, OPERATIONS
from autogen_hatidata.pipeline.memory_values import CHECKS, Limits
from autogen_hatidata.pipeline.traces import trace
from autogen_hatidata.settings import Settings
from autogen_hatidata.types import Asked

NOW = 1_000_000.0
LIMITS = Limits(Settings(max_memory_chars=50, max_metadata_chars=60, max_state_chars=30), 20, NOW)
SET = {"key": "k"}
CIRCLE: list[Any] = []
CIRCLE.append(CIRCLE)

BAD = [
    # operation, what is given, a word of the message
    ("store", {"content": None}, '"content" is missing'),
    ("store", {"content": ""}, "not empty"),
    ("store", {"content": " \n\t"}, "not empty"),
    ("store", {"content": 5}, "must be a text"),
    ("store", {"content": b"x"}, "must be a text"),
    ("store", {"content": "half \ud800"}, "half a character"),
    ("store", {"content": "x" * 51}, "51 characters; 50 are allowed"),
    ("store", {"content": "x", "memory_type": ""}, "memory_type"),
    ("store", {"content": "x", "memory_type": "a\nb"}, "memory_type"),
    ("store", {"content": "x", "memory_type": "t" * 257}, "256 are allowed"),
    ("store", {"content": "x", "importance": 1.1}, "from 0 to 1"),
    ("store", {"content": "x", "importance": -0.1}, "from 0 to 1"),
    ("store", {"content": "x", "importance": math.nan}, "from 0 to 1"),
    ("store", {"content": "x", "importance": True}, "from 0 to 1"),
    ("store", {"content": "x", "importance": "high"}, "from 0 to 1"),
    ("store", {"content": "x", "scope": "world"}, "agent, chat, shared"),
    ("store", {"content": "x", "scope": ["agent", "chat"]}, "one scope"),
    ("store", {"content": "x", "ttl": 0}, "above 0"),
    ("store", {"content": "x", "ttl": -math.inf}, "above 0"),
    ("store", {"content": "x", "ttl": "1d"}, "above 0"),
    ("store", {"content": "x", "dedupe": 0}, "True, False, or a number above 0"),
    ("store", {"content": "x", "dedupe": 1.5}, "True, False, or a number above 0"),
    ("store", {"content": "x", "dedupe": math.nan}, "True, False, or a number above 0"),
    ("store", {"content": "x", "dedupe": "yes"}, "True, False, or a number above 0"),
    ("store", {"content": "x", "metadata": [1]}, "must be a mapping"),
    ("store", {"content": "x", "metadata": {1: 2}}, "a name in metadata"),
    ("store", {"content": "x", "metadata": {"a": {1: 2}}}, "a name that is no text"),
    ("store", {"content": "x", "metadata": {"a": math.inf}}, "the number inf"),
    ("store", {"content": "x", "metadata": {"a": Decimal(1)}}, "what JSON cannot: Decimal"),
    ("store", {"content": "x", "metadata": {"a": date(2024, 1, 1)}}, "what JSON cannot: date"),
    ("store", {"content": "x", "metadata": {"a": CIRCLE}}, "nested deeper"),
    ("store", {"content": "x", "metadata": {"a": "y" * 60}}, "60 are allowed"),
    ("store", {"content": "x", "metadata": {"a": 2**63}}, "more than 64 bits"),
    ("store", {"content": "x", "metadata": {"a": "half \ud800"}}, "half a character"),
    ("store_many", {"items": []}, "nothing to store"),
    ("store_many", {"items": "text"}, "in a list"),
    ("store_many", {"items": 7}, "in a list"),
    ("store_many", {"items": ["x"] * (MOST_ITEMS + 1)}, "too many"),
    ("store_many", {"items": ["x", 7]}, "Item 2 is no memory"),
    ("store_many", {"items": [{"content": "x", "typ": "fact"}]}, "Item 1 is no memory"),
    ("store_many", {"items": [{"memory_type": "fact"}]}, 'Item 1: The argument "content"'),
    ("store_many", {"items": [{"content": "x", "importance": 7}]}, "Item 1: importance"),
    ("search", {"query": None}, '"query" is missing'),
    ("search", {"query": "  "}, "not empty"),
    ("search", {"query": "x" * 51}, "50 are allowed"),
    ("search", {"query": "x", "top_k": 0}, "1 or more"),
    ("search", {"query": "x", "top_k": 2.5}, "whole number"),
    ("search", {"query": "x", "top_k": True}, "whole number"),
    ("search", {"query": "x", "mode": "fuzzy"}, "hybrid, vector, lexical"),
    ("search", {"query": "x", "mode": ["vector"]}, "hybrid, vector, lexical"),
    ("search", {"query": "x", "threshold": 2}, "from -1 to 1"),
    ("search", {"query": "x", "threshold": "high"}, "from -1 to 1"),
    ("search", {"query": "x", "scope": []}, "must name a scope"),
    ("search", {"query": "x", "scope": {"agent": 1}}, "must be one of"),
    ("search", {"query": "x", "importance_weight": 2}, "from 0 to 1"),
    ("search", {"query": "x", "half_life_days": 0}, "above 0"),
    ("search", {"query": "x", "since": "yesterday"}, "no time"),
    ("search", {"query": "x", "since": math.nan}, "no time"),
    ("search", {"query": "x", "until": True}, "no time"),
    ("search", {"query": "x", "until": 1e300}, "no time"),
    ("search", {"query": "x", "where": ["year"]}, "filter on metadata"),
    ("search", {"query": "x", "where": {f"f{n}": 1 for n in range(21)}}, "at most 20"),
    ("search", {"query": "x", "where": {"": 1}}, "a name in metadata"),
    ("search", {"query": "x", "where": {"year": {"like": "x"}}}, "eq, in, gt"),
    ("search", {"query": "x", "where": {"year": {}}}, "eq, in, gt"),
    ("search", {"query": "x", "where": {"year": []}}, "in takes a list"),
    ("search", {"query": "x", "where": {"year": [[1]]}}, "in takes a list"),
    ("search", {"query": "x", "where": {"year": list(range(1001))}}, "in takes a list"),
    ("search", {"query": "x", "where": {"year": None}}, "eq takes"),
    ("search", {"query": "x", "where": {"year": {"gt": True}}}, "gt takes"),
    ("search", {"query": "x", "where": {"year": {"gt": math.nan}}}, "gt takes"),
    ("search", {"query": "x", "where": {"at": date(2024, 1, 1)}}, "eq takes"),
    ("get", {"memory_id": None}, '"memory_id" is missing'),
    ("get", {"memory_id": 7}, "memory_id"),
    ("get", {"memory_id": ["a"]}, "memory_id"),
    ("list", {"limit": 0}, "1 or more"),
    ("list", {"offset": -1}, "0 or more"),
    ("update", {"memory_id": "a"}, "Nothing is to be changed"),
    ("update", {"memory_id": None, "content": "x"}, '"memory_id" is missing'),
    ("update", {"memory_id": "a", "content": ""}, "not empty"),
    ("forget", {}, "what to forget"),
    ("forget", {"hard": True}, "what to forget"),
    ("forget", {"where": {}}, "what to forget"),
    ("forget", {"where": {}, "hard": True}, "what to forget"),
    ("forget", {"memory_ids": []}, "1 to 1000"),
    ("forget", {"memory_ids": ["a"] * 1001}, "1 to 1000"),
    ("forget", {"memory_ids": "a", "hard": 1}, "True or False"),
    ("get_state", {"key": None}, '"key" is missing'),
    ("get_state", {"key": " "}, "key"),
    ("get_state", {"key": "k" * 257}, "256 are allowed"),
    ("get_state", {"key": "k", "scope": "mine"}, "agent, chat, shared"),
    ("set_state", {**SET, "value": {1, 2}}, "what JSON cannot: set"),
    ("set_state", {**SET, "value": "x" * 30}, "30 are allowed"),
    ("set_state", {**SET, "value": CIRCLE}, "nested deeper"),
    ("set_state", {**SET, "value": 1, "expected_version": -1}, "0 or more"),
    ("set_state", {**SET, "value": 1, "expected_version": "1"}, "0 or more"),
    ("set_state", SET, '"value" is missing'),
    ("set_state", {"value": 1}, '"key" is missing'),
    ("list_states", {"scope": ["agent", "chat"]}, "one scope"),
    ("store_many", {}, "come in a list"),
    ("store", {"content": "x", "top_k": 1}, 'no argument "top_k"'),
    ("forget", {"top_k": 1}, 'no argument "top_k"'),
    ("search", {"query": "x", 7: 1}, 'no argument "7"'),
]  # fmt: skip


@pytest.mark.parametrize(("operation", "asked", "words"), BAD, ids=[f"{o} {w}"[:50] for o, _, w in BAD])
def test_what_cannot_be_used_is_told_with_a_hint(operation: str, asked: dict[str, Any], words: str) -> None:
    """Each argument is checked, and its error says what it must be and what to do."""
    with pytest.raises((BadArgument, LimitExceeded)) as caught:
        OPERATIONS[operation].wanted(asked, LIMITS)

    assert words in caught.value.message
    assert caught.value.hint[0].islower() or caught.value.hint[0] in "-0123456789"
    assert caught.value.hint[-1] == "."


def test_each_argument_has_a_check() -> None:
    """What an operation takes is what the table of checks has, and two values that have no one form."""
    assert {name for one in OPERATIONS.values() for name in one.takes.split()} - {"items", "value"} == CHECKS.keys()


def test_a_draft_is_what_was_given() -> None:
    """Content stays as it is, a ttl becomes the time of its end, and what is left out has its usual value."""
    text = "'; DROP TABLE x; -- %s {0}\n\u202e"
    given = {"content": text, "importance": 1, "metadata": {"a": [1, None]}, "scope": "chat", "ttl": 60}

    assert OPERATIONS["store"].check({"content": "x"}, LIMITS).value == ((Draft("x"),), True)
    (draft,), dedupe = OPERATIONS["store"].check({**given, "dedupe": 0.9}, LIMITS).value
    assert draft == Draft(text, importance=1.0, metadata={"a": [1, None]}, scope="chat", expires_at=NOW + 60)
    assert dedupe == 0.9


def test_many_drafts_are_checked_one_by_one() -> None:
    """Texts and mappings can stand in one list; the scopes of all of them are those that must be allowed."""
    items = ["a", {"content": "b", "memory_type": "plan", "scope": "shared", "ttl": math.inf}]
    wanted = OPERATIONS["store_many"].check({"items": items, "dedupe": False}, LIMITS)

    assert wanted.value == ((Draft("a"), Draft("b", "plan", scope="shared")), False)
    assert (wanted.rows, set(wanted.scopes)) == (2, {"agent", "shared"})


def test_a_search_is_bounded_by_the_rows_of_an_answer() -> None:
    """More than max_rows are never asked for; that there may be more is known then."""
    few, many = (OPERATIONS["search"].check({"query": "x", "top_k": k}, LIMITS) for k in (5, 500))

    assert (few.value, few.rows, few.cut) == (Search("x", 5), 5, False)
    assert (many.value.top_k, many.rows, many.cut) == (20, 20, True)
    assert OPERATIONS["list"].check({}, LIMITS).value == (Filters(), 20, 0)


def test_filters_are_what_was_given() -> None:
    """A value means equal, a list one of it, a mapping its operators; times are seconds in UTC."""
    where = {"year": 2024, "region": ["EU", "US"], "day": {"gte": "2024-01-01", "lt": "2025"}, "paid": True}
    asked = {"query": "x", "where": where, "since": "2024-05-01", "until": datetime(2024, 5, 2, tzinfo=UTC)}
    filters = OPERATIONS["search"].check({**asked, "scope": "chat", "min_importance": 0.5}, LIMITS).value.filters

    assert filters == Filters(
        min_importance=0.5,
        scopes=("chat",),
        since=datetime(2024, 5, 1, tzinfo=UTC).timestamp(),
        until=datetime(2024, 5, 2, tzinfo=UTC).timestamp(),
        metadata=(
            Condition("year", "eq", 2024),
            Condition("region", "in", ("EU", "US")),
            Condition("day", "gte", "2024-01-01"),
            Condition("day", "lt", "2025"),
            Condition("paid", "eq", True),
        ),
    )


@pytest.mark.parametrize(
    "moment",
    [
        1714521600.0,
        1714521600,
        "2024-05-01",
        "2024-05-01T00:00",
        "2024-05-01T02:00+02:00",
        date(2024, 5, 1),
        datetime(2024, 5, 1),
        datetime(2024, 5, 1, 2, tzinfo=timezone(timedelta(hours=2))),
    ],
)
def test_a_time_can_be_written_in_many_ways(moment: Any) -> None:
    """Seconds, ISO text, dates and datetimes; what names no zone is UTC."""
    assert CHECKS["since"]("since", moment, LIMITS) == 1714521600.0


def test_what_is_shared_is_forgotten_only_where_it_is_meant() -> None:
    """A filter takes what is an agent's own and its chat's; an id takes that memory, and a scope says itself."""
    forget = OPERATIONS["forget"].check

    assert forget({"memory_type": "plan"}, LIMITS).value[0].scopes == ("agent", "chat")
    assert forget({"memory_ids": "a"}, LIMITS).value[0].scopes == ("agent", "chat", "shared")
    assert forget({"scope": "shared", "hard": True}, LIMITS).value == (Filters(scopes=("shared",)), True)


def test_changes_are_those_that_were_given() -> None:
    """What is left out is not changed; a ttl without end takes the end away."""
    update = OPERATIONS["update"].check

    assert update({"memory_id": "a", "importance": 0}, LIMITS).value == ("a", {"importance": 0.0})
    assert update({"memory_id": "a", "ttl": 5}, LIMITS).value == ("a", {"expires_at": NOW + 5})
    assert update({"memory_id": "a", "ttl": math.inf}, LIMITS).value == ("a", {"expires_at": None})


WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63) + 1, 2**63 - 1) | WORDS
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=5,
)  # fmt: skip


@given(VALUES)
def test_a_state_comes_back_as_it_was_set(value: Any) -> None:
    """Whatever JSON can say is kept exactly, None and empty texts too."""
    limits = LIMITS._replace(settings=Settings())

    assert json.loads(OPERATIONS["set_state"].check({**SET, "value": value}, limits).value[1]) == value


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9) | st.binary(max_size=3)
    | st.just(CIRCLE) | st.just(10**400) | st.datetimes() | st.decimals() | st.just(object()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.integers() | st.text(max_size=3), inner, max_size=3)
    | st.sets(st.integers(), max_size=2),
    max_leaves=6,
)  # fmt: skip


@given(st.sampled_from(sorted(OPERATIONS)), st.data())
def test_nothing_that_is_given_raises_anything_else(operation: str, data: st.DataObject) -> None:
    """Whatever a program or a model gives is accepted or refused as an argument, and can be recorded."""
    names = data.draw(st.sets(st.sampled_from([*OPERATIONS[operation].takes.split(), "other"])))
    asked = {name: data.draw(ANYTHING) for name in names}
    with suppress(BadArgument, LimitExceeded):
        OPERATIONS[operation].wanted(asked, LIMITS)

    assert json.loads(encode({"memory": trace(Asked(operation, asked, NOW))}))["memory"]["operation"] == operation


def test_a_number_that_python_does_not_write_out_is_refused() -> None:
    """An integer of more than 4,300 digits is no value, and no reason for a record to fail."""
    asked = {**SET, "value": 10**5000}
    with pytest.raises(BadArgument):
        OPERATIONS["set_state"].check(asked, LIMITS)

    assert json.loads(encode(trace(Asked("set_state", asked, NOW)) or {}))["value"] == {"type": "int"}
