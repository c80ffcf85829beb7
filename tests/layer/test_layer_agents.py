"""Agents of a layer and their handles: names, the policy that holds for them, and what they are told."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import duckdb
import orjson
import pytest

from autogen_hatidata import HatiData, HatiDataError, PolicyDenied, Settings
from autogen_hatidata.errors import (
    AuditError,
    BadArgument,
    PolicyError,
    ResultTruncated,
    UnknownCaller,
)

POLICY = {
    "version": 1,
    "roles": {"analyst": {"can": ["read"]}},
    "agents": {"ana": {"role": "analyst"}, "guest": {"role": "guest"}},
    "tables": {"t": {"read": ["analyst"]}},
}


@pytest.mark.parametrize(
    "odd", [["analyst"], {"a": 1}, 7, orjson.Fragment(b'1},\n{"v":1')], ids=lambda one: type(one).__name__
)
def test_what_is_no_text_names_no_role_and_no_tool(tmp_path: Path, odd: Any) -> None:
    """A role or framework that is no text is refused, and a tool's name that is none is told by its type: the log stays
    readable, and the layer can close."""
    with HatiData.open(tmp_path / "shop.duckdb") as layer:
        with pytest.raises(BadArgument, match="role of eva"):
            layer.agent("eva", role=odd)
        with pytest.raises(BadArgument, match="framework of eva"):
            layer.agent("eva", framework=odd)
        layer.agent("eva").run("SELECT 1", tool=odd)

        assert layer.audit.verify().ok
        assert layer.audit.tail(1)[0]["tool"] == f"<{type(odd).__name__}>"
        assert list(layer.usage()) == ["eva"]


def test_one_name_is_one_agent(shared: tuple[HatiData, Path]) -> None:
    """The same name, with or without ``autogen-``, is the same handle; other rights for it are an error."""
    layer, _ = shared
    eva = layer.agent("eva", role="analyst", attributes={"region": "EU"})

    assert layer.agent("autogen-eva") is eva
    with pytest.raises(ValueError, match="eva"):
        layer.agent("eva", role="boss")
    with pytest.raises(ValueError, match="eva"):
        layer.agent("eva", attributes={"region": "US"})


@pytest.mark.parametrize("name", ["", "  ", None, 5, "x" * 201])
def test_a_name_that_cannot_be_charged_is_refused(shared: tuple[HatiData, Path], name: Any) -> None:
    """An agent needs a name that a person can find in the log."""
    with pytest.raises(ValueError, match="name"):
        shared[0].agent(name)


def test_a_name_stands_for_one_agent_however_it_is_prefixed(shared: tuple[HatiData, Path]) -> None:
    """Policy, quota and log see the same name, so that no prefix leads round a budget."""
    layer, _ = shared

    assert layer.agent("autogen-autogen-ana") is layer.agent("ana")


def test_the_policy_wins_over_code(path: Path) -> None:
    """A role in code that differs from the policy's is an error, and an agent without a line is refused."""
    with HatiData.open(path) as layer:
        layer.set_policy(POLICY)

        with pytest.raises(ValueError, match="role"):
            layer.agent("ana", role="admin")
        with pytest.raises(UnknownCaller):
            layer.agent("stranger")


def test_a_new_policy_holds_from_the_next_call(path: Path) -> None:
    """set_policy changes what a handle that exists may see; a policy that does not fit changes nothing."""
    with HatiData.open(path) as layer:
        guest = layer.agent("guest")
        assert len(guest.query("SELECT * FROM t")) == 10

        layer.set_policy(POLICY)
        with pytest.raises(PolicyDenied):
            guest.query("SELECT * FROM t")
        with pytest.raises(PolicyError):
            layer.set_policy({**POLICY, "tables": {"nosuch": {"read": ["analyst"]}}})
        assert len(layer.agent("ana").query("SELECT * FROM t")) == 10
        assert {r["policy"] for r in layer.audit.tail(1, kind="outcome")} == {
            layer.audit.tail(1, kind="policy")[0]["policy"]
        }


def test_query_gives_all_rows_or_says_so(path: Path) -> None:
    """query never gives a part as if it were all; run gives the part and says that it is one."""
    with HatiData.open(path, settings=Settings(max_rows=4)) as layer:
        ana = layer.agent("ana")

        with pytest.raises(ResultTruncated) as more:
            ana.query("SELECT * FROM t")
        assert more.value.audit_id == layer.audit.tail(1)[0]["id"]
        result = ana.run("SELECT * FROM t ORDER BY id")
        assert (result.row_count, result.truncated) == (4, True)
        assert "first 4 rows" in result.notes[0]
        assert len(ana.query("SELECT * FROM t LIMIT 4")) == 4


def test_threads_get_their_own_answers(path: Path) -> None:
    """Eight threads on four handles: no answer of another call, and every call recorded once."""
    with HatiData.open(path) as layer:
        wrong: list[Any] = []

        def work(n: int) -> None:
            handle = layer.agent(f"agent{n % 4}")
            for i in range(12):
                found = handle.query(f"SELECT {n * 1000 + i} AS x, count(*) AS n FROM t WHERE id >= {i % 10}")
                if found != [{"x": n * 1000 + i, "n": 10 - i % 10}]:
                    wrong.append(found)

        threads = [threading.Thread(target=work, args=(n,)) for n in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert wrong == []
        assert sum(usage["calls"] for name, usage in layer.usage().items() if name.startswith("agent")) == 96
        assert layer.audit.verify().ok


def test_tables_are_described_as_the_lens_shows_them(shop_layer: HatiData) -> None:
    """describe_table knows schema-qualified names, masks and denied columns, and hides what is hidden."""
    ana = shop_layer.agent("ana")

    assert {c.name: c.mask for c in ana.describe_table("customers").columns}["ssn"] == "hash"
    assert ana.describe_table("crm.notes").schema == "crm"
    assert "salary" not in [c.name for c in ana.describe_table("Employees").columns]
    errors = []
    for name in ("secrets", "nosuchs"):
        with pytest.raises(HatiDataError) as error:
            ana.describe_table(name)
        errors.append(str(error.value).replace(name, "?"))
    assert errors[0] == errors[1]
    with pytest.raises(BadArgument):
        ana.describe_table(5)  # type: ignore[arg-type]


def test_usage_tells_what_is_left(shop_path: Path, shop_policy: dict[str, Any]) -> None:
    """my_usage shows spending and the budgets of the caller."""
    shop_policy["quotas"] = {"agents": {"ana": {"credits": 10, "per": "day"}}}
    with HatiData.open(shop_path, policy=shop_policy) as layer:
        ana = layer.agent("ana")
        ana.query("SELECT count(*) FROM orders")

        found = ana.my_usage()
        assert found["credits"] == 1.0
        assert (found["budgets"][0]["limit"], found["budgets"][0]["left"]) == (10, 9.0)


def test_an_agent_that_a_new_policy_does_not_know_is_refused_and_recorded(path: Path) -> None:
    """A handle outlives its line in the policy: every call is refused, and has its record."""
    with HatiData.open(path) as layer:
        stranger = layer.agent("stranger")
        layer.set_policy(POLICY)
        for call in (lambda: stranger.query("SELECT 1"), stranger.list_tables):
            with pytest.raises(UnknownCaller):
                call()
            record = layer.audit.tail(1, kind="outcome")[0]
            assert (record["agent"], record["code"]) == ("stranger", "unknown_caller")


def test_an_attribute_that_no_filter_can_use_is_told_at_registration(path: Path) -> None:
    """A mapping cannot stand in a row filter."""
    with HatiData.open(path) as layer:
        layer.set_policy(POLICY)
        with pytest.raises(BadArgument):
            layer.agent("ana", attributes={"region": {"EU": 1}})


def test_a_policy_without_a_record_is_not_in_force(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the change of policy cannot be recorded, the old policy stays."""
    with HatiData.open(path) as layer:
        before = layer._policy

        def full(*args: Any, **kwargs: Any) -> Any:
            raise AuditError("The disk is full.")

        with monkeypatch.context() as patch:
            patch.setattr(layer.audit, "append", full)
            with pytest.raises(AuditError):
                layer.set_policy(POLICY)

        assert layer._policy is before


def test_every_listed_table_can_be_described(path: Path) -> None:
    """What list_tables shows, describe_table takes, whatever the name is made of."""
    with duckdb.connect(path) as connection:
        connection.execute('CREATE TABLE " sp ace" (x INT); CREATE TABLE "q""uote" (x INT); CREATE TABLE "a.b" (x INT)')
        connection.execute('CREATE SCHEMA s; CREATE TABLE s."c.d" (x INT)')
    with HatiData.open(path) as layer:
        ana = layer.agent("ana")

        for table in ana.list_tables():
            name = table.name if table.schema == "main" else f"{table.schema}.{table.name}"
            assert ana.describe_table(name) == table


def test_an_agent_that_asked_nothing_has_spent_nothing(path: Path) -> None:
    """Its usage has the same fields as that of any other."""
    with HatiData.open(path) as layer:
        usage = layer.agent("newcomer").my_usage()

    zeros = dict.fromkeys(("calls", "credits", "refusals", "errors", "healed", "rows"), 0)
    assert usage == {"agent": "newcomer", **zeros, "budgets": []}


def test_the_end_of_a_policy_is_told(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A program that hands over nothing by mistake reads of it in its log; of another policy the record is enough."""
    with HatiData.open(path) as layer:
        layer.set_policy({"version": 1, "roles": {}, "agents": {}, "tables": {}})
        assert caplog.messages == []
        layer.set_policy(None)
    assert caplog.messages == ["no policy is in force any more: every registered agent reads every table"]
