"""What cannot be compared by its meaning: one clear error each, which names nothing hidden, nothing of ours or the
engine's."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from support import cases
from support.plain_embedder import PlainEmbedder

from autogen_hatidata import HatiData, HatiDataError

REFUSED = cases.read("hybrid_errors.sql")
FORM = re.compile(r"Error: \[(\w+)\] \S.{3,300}? Hint: \S.{3,400}", re.DOTALL)
NOT_TOLD = re.compile(r"meaning\d*_|Binder|Parser|Catalog|Conversion|unnest|REAL\[|lens|Placeholder|hush|\$@|LINE \d")
"""Names of ours, words of the engine, and what the hidden column holds."""

POLICY: dict[str, Any] = {
    "version": 1,
    "roles": {"analyst": {"can": ["read", "write", "audit"]}},
    "agents": {"ana": {"role": "analyst"}},
    "tables": {
        "notes": {
            "read": ["analyst"],
            "write": {"analyst": ["insert", "update", "delete"]},
            "columns": {"masked": {"mask": "partial", "visible_chars": 2}, "hidden": {"deny": ["analyst"]}},
        }
    },
}
WAYS = {"": "run", "execute_sql": "write", "audit_query": "audit_query"}


@pytest.fixture(scope="module")
def layer() -> Iterator[HatiData]:
    """Notes with columns of every type, and a table that is hidden."""
    with HatiData.open(embedder=PlainEmbedder(dim=8)) as opened:
        opened.owner_sql(
            "CREATE TABLE notes(id INTEGER, title VARCHAR, body VARCHAR, masked VARCHAR, hidden VARCHAR, "
            "tags VARCHAR[], about JSON, "
            "day DATE, data BLOB, price DECIMAL(9, 2), flag BOOLEAN, pair STRUCT(a VARCHAR, b INTEGER), "
            "vec FLOAT[8], short FLOAT[3], whole INTEGER[3]); "
            "INSERT INTO notes BY NAME SELECT i AS id, 'a title' AS title, 'a text ' || i AS body, 'hush 1' AS masked, "
            "'hush 2' AS hidden FROM range(3) r(i); CREATE TABLE vault(body VARCHAR)"
        )
        opened.set_policy(POLICY)
        yield opened


def _ask(layer: HatiData, case: cases.Case) -> Any:
    params = json.loads(case["params"] or "null")
    ask = getattr(layer.agent("ana"), WAYS[case["by"]])
    return ask(case.sql, params) if params is not None else ask(case.sql)


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: f"line-{case.line}")
def test_it_is_one_clear_error(layer: HatiData, case: cases.Case) -> None:
    """Its code and words are those of the table; it and the record tell no name that is not the caller's."""
    with pytest.raises(HatiDataError) as caught:
        _ask(layer, case)
    told = caught.value.for_model()
    record = layer.audit.tail(1)[0]

    assert caught.value.code in case["code"].split()
    assert case["says"] in str(caught.value)
    assert FORM.fullmatch(told), told
    assert not NOT_TOLD.search(told), told
    assert (record["id"], record["code"]) == (caught.value.audit_id, caught.value.code)
    assert not NOT_TOLD.search(json.dumps(record.get("sql"))), record


@pytest.mark.parametrize("case", [one for one in REFUSED if not one["by"]], ids=lambda case: f"line-{case.line}")
def test_its_plan_and_estimate_say_no_more(layer: HatiData, case: cases.Case) -> None:
    """Both end like the query, or do not look at it so far."""
    explained = layer.agent("ana").explain(case.sql)
    code, told = "ok", ""
    try:
        told = str(layer.agent("ana").estimate(case.sql))
    except HatiDataError as error:
        code, told = error.code, error.for_model()

    assert {code, explained.verdict} <= {"ok", *case["code"].split()}
    assert not NOT_TOLD.search(told + explained.sql + (explained.message or "")), told


@pytest.mark.parametrize("filtered", ["semantic_match(body, 'x')", "semantic_rank(body, {agent}) > 0.5"])
def test_a_row_filter_has_no_meaning(layer: HatiData, filtered: str) -> None:
    """A policy with such a filter is refused as a whole, and the one before it stays."""
    policy = json.loads(json.dumps(POLICY))
    policy["tables"]["notes"]["rows"] = {"filter": filtered}
    with pytest.raises(HatiDataError) as caught:
        layer.set_policy(policy)

    assert "semantic_" in str(caught.value)
    assert layer.agent("ana").query("SELECT count(*) AS n FROM notes") == [{"n": 3}]
