"""ANDI: nine stages, records on every way out, healing, prices, and what the log keeps."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from support import shop

from autogen_hatidata import HatiData, HatiDataAgent, HatiDataError, QuotaExceeded, Settings
from autogen_hatidata.errors import AuditError, NotAllowed, PolicyDenied, QueryTimeout, UnknownName
from autogen_hatidata.types import STAGE_NAMES

Written = Callable[..., list[dict[str, Any]]]


@pytest.fixture(scope="module")
def layer(shop_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[HatiData]:
    """One layer over the shop for all tests that change neither its data nor its policy."""
    path = shutil.copy(shop_file, tmp_path_factory.mktemp("andi") / "shop.duckdb")
    with HatiData.open(path, policy=shop.policy()) as opened:
        yield opened


@pytest.fixture
def ana(layer: HatiData) -> HatiDataAgent:
    return layer.agent("ana")


@pytest.fixture
def written(layer: HatiData) -> Written:
    """What the log got since the test began."""
    before = newest(layer, kind=None)["seq"]
    return lambda kind=None: [record for record in layer.audit.records(kind=kind) if record["seq"] > before]


def newest(layer: HatiData, kind: str | None = "outcome") -> dict[str, Any]:
    return layer.audit.tail(1, kind=kind)[0]


def test_the_trace_has_the_nine_stages(ana: HatiDataAgent) -> None:
    """Every answer shows the nine stages in their order; the second time the pure ones are cached."""
    first, second = ana.run("SELECT id AS traced FROM orders"), ana.run("SELECT id AS traced FROM orders")

    assert [one.stage for one in first.trace] == list(STAGE_NAMES)
    assert {one.stage: one.verdict for one in first.trace} == {**dict.fromkeys(STAGE_NAMES, "ok"), "heal": "not_needed"}
    assert {one.stage for one in second.trace if one.verdict == "cached"} == {"policy", "row_security", "transpile"}
    assert all(one.ms >= 0 for one in first.trace)


def test_an_answer_has_an_intent_and_an_outcome(layer: HatiData, ana: HatiDataAgent) -> None:
    """The log holds both records of an answer, with who, what, what was hidden, and the price."""
    result = ana.run("SELECT email FROM customers WHERE segment = 'gold' -- Zoë's")
    intent, outcome = newest(layer, "intent"), newest(layer)

    assert intent["id"] == outcome["id"] == result.audit_id
    assert (intent["agent"], intent["role"]) == ("ana", "analyst")
    assert (intent["tables"], intent["filters"]) == (["main.customers"], ["main.customers"])
    assert intent["masks"] == ["customers.email"] == list(result.masked)
    assert (outcome["status"], outcome["rows"], outcome["credits"]) == ("ok", result.row_count, result.credits)
    assert "gold" not in str([intent, outcome])
    assert "Zoë" not in str([intent, outcome])


@pytest.mark.parametrize(
    ("sql", "code", "status"),
    [
        ("", "syntax_error", "error"),
        ("SELECT 1 +", "syntax_error", "error"),
        ("DROP TABLE orders", "not_allowed", "refused"),
        ("SELECT * FROM secrets", "unknown_name", "error"),
        ("SELECT * FROM nosuchtable", "unknown_name", "error"),
        ("SELECT CAST('x' AS INTEGER) FROM orders", "wrong_type", "error"),
    ],
)
def test_every_way_out_has_one_outcome(ana: HatiDataAgent, written: Written, sql: str, code: str, status: str) -> None:
    """A call that is not answered has exactly one outcome, with the error's code, and the error names it."""
    with pytest.raises(HatiDataError) as error:
        ana.run(sql)
    records = written("outcome")

    assert (error.value.code, len(records)) == (code, 1)
    assert (records[0]["id"], records[0]["code"], records[0]["status"]) == (error.value.audit_id, code, status)


def test_only_the_record_knows_hidden_from_missing(layer: HatiData, ana: HatiDataAgent) -> None:
    """A hidden table, a missing one, a denied column and a missing column: same text; the log tells them apart."""
    texts, known = [], []
    names = ("secrets", "nothere", "salary", "salaxy")
    for name, sql in zip(names, ["SELECT * FROM {}"] * 2 + ["SELECT {} FROM employees"] * 2, strict=True):
        with pytest.raises(UnknownName) as error:
            ana.run(sql.format(name))
        texts.append(str(error.value).replace(name, "?"))
        known.append(newest(layer)["known"])

    assert texts[0] == texts[1]
    assert texts[2] == texts[3]
    assert known == ["hidden", "missing", "hidden", "missing"]


def test_a_bug_in_a_stage_is_recorded_and_stays_a_bug(
    layer: HatiData, ana: HatiDataAgent, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An exception that is none of ours reaches the caller as it is, and the log has its outcome without its text."""

    def broken(ctx: Any) -> Any:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setitem(layer._andi._stages, "execute", broken)
    with pytest.raises(ZeroDivisionError):
        ana.run("SELECT 1")

    record = newest(layer)
    assert (record["code"], record["detail"], record["stage"]) == ("internal_error", "ZeroDivisionError", "execute")


def test_no_record_no_answer(layer: HatiData, ana: HatiDataAgent, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the log cannot be written the call fails, and nothing stays reserved."""

    def full(*args: Any, **kwargs: Any) -> Any:
        raise AuditError("The disk is full.")

    with monkeypatch.context() as patch:
        patch.setattr(layer.audit, "append", full)
        with pytest.raises(AuditError):
            ana.run("SELECT 1")

    assert not layer._parts.quota._held
    assert ana.query("SELECT 1 AS x") == [{"x": 1}]


def test_a_misspelt_name_is_healed_told_and_charged(ana: HatiDataAgent, written: Written) -> None:
    """A repaired query costs one credit for the failed attempt, says what was changed, and has its attempt recorded.
    The names that would be the next errors are repaired with the first."""
    result = ana.run("SELECT sum(amuont) AS total FROM ordrs")

    assert [(one.kind, one.before, one.after) for one in result.healed] == [
        ("table", "ordrs", "orders"),
        ("column", "amuont", "amount"),
    ]
    assert result.dicts() == ana.query("SELECT sum(amount) AS total FROM orders")
    assert result.credits == 1.0 + 1.0
    assert len(result.notes) == 2
    assert [r["code"] for r in written("attempt")] == ["unknown_name"]
    assert len([record for record in written("outcome") if record["id"] == result.audit_id]) == 1


def test_healing_stops_after_two_repairs_and_never_leaves_the_lens(ana: HatiDataAgent) -> None:
    """Faults of three kinds are too many, and a name close to a hidden one stays unknown."""
    faults = "SELECT {} sum(amuont) AS s FROM orders WHERE day > '31/12/2023' {}"
    for two in (faults.format("", ""), faults.format("status,", "GROUP BY status")):
        assert len(ana.run(two).healed) == 2
    with pytest.raises(HatiDataError):
        ana.run(faults.format("status,", ""))
    for sql in ("SELECT salery FROM employees", "SELECT * FROM secretz"):
        with pytest.raises(UnknownName):
            ana.run(sql)


def test_healing_can_be_turned_off(shop_path: Path) -> None:
    """With heal off a misspelt name is an error."""
    with HatiData.open(shop_path, settings=Settings(heal="off")) as layer, pytest.raises(UnknownName):
        layer.agent("ana").run("SELECT amuont FROM orders")


def test_prices_come_from_what_the_caller_sees(ana: HatiDataAgent, layer: HatiData) -> None:
    """The same scan is cheap for who sees 300 rows and dear for who sees 15,000."""
    sql = "SELECT sum(value) FROM events"

    assert (ana.run(sql).credits, layer.agent("boss").run(sql).credits) == (1.0, 3.0)


def test_a_failed_statement_costs_one_credit_and_a_refused_one_nothing(ana: HatiDataAgent, written: Written) -> None:
    """What failed after it was let through is charged; what was refused is not."""
    for sql in ("SELECT * FROM nosuchtable", "DROP TABLE orders", "SELECT getenv('HOME')"):
        with pytest.raises(HatiDataError):
            ana.run(sql)

    assert [r["credits"] for r in written("outcome")] == [1.0, 0.0, 0.0]


def test_a_budget_holds_and_says_what_is_left(shop_path: Path, shop_policy: dict[str, Any]) -> None:
    """A spent budget refuses at no cost, and what is too dear says how to make it cheaper."""
    limits = {"credits": 4, "per": "day", "max_credits_per_query": 2, "max_rows": 50}
    shop_policy["quotas"] = {"agents": {"ana": limits}}
    with HatiData.open(shop_path, policy=shop_policy) as layer:
        ana = layer.agent("ana")
        with pytest.raises(QuotaExceeded, match="one query may cost 2") as error:
            ana.run("SELECT * FROM orders o JOIN customers c ON c.id = o.customer_id")
        assert error.value.stage == "quota"
        for _ in range(4):
            ana.run("SELECT count(*) FROM orders")
        with pytest.raises(QuotaExceeded, match="used 4 of 4"):
            ana.run("SELECT count(*) FROM orders")
        assert layer.usage()["ana"]["credits"] == 4.0


def test_a_guest_may_nothing(layer: HatiData) -> None:
    """A role without the verb is refused whatever it asks, and the record shows what it asked."""
    guest = layer.agent("guest1")
    for call in (guest.list_tables, lambda: guest.run("SELECT amount FROM orders WHERE id = 7")):
        with pytest.raises(PolicyDenied):
            call()

    assert 'FROM "orders"' in newest(layer)["sql"]


def test_a_missing_attribute_closes_the_table_and_no_other(shop_path: Path, shop_policy: dict[str, Any]) -> None:
    """A filter whose placeholder has no value refuses the table, and says which value is missing."""
    shop_policy["agents"]["ana"] = {"role": "analyst"}
    with HatiData.open(shop_path, policy=shop_policy) as layer:
        ana = layer.agent("ana")
        with pytest.raises(PolicyDenied, match="region"):
            ana.run("SELECT count(*) FROM customers")
        assert len(ana.query("SELECT name FROM employees")) > 0


def test_parameters_are_bound(ana: HatiDataAgent, written: Written) -> None:
    """Positional and named parameters work, hostile values stay values, and none is in the log."""
    evil = "x' OR '1'='1"
    assert ana.query("SELECT count(*) AS n FROM orders WHERE status = ?", [evil]) == [{"n": 0}]
    assert ana.query("SELECT $a AS a", {"a": evil}) == [{"a": evil}]
    for params in (5, "text", {1: 2}, [object()]):
        with pytest.raises(HatiDataError):
            ana.run("SELECT ?", params)

    assert not any(evil in str(record) for record in written())


def test_a_slow_statement_is_stopped_and_charged(shop_path: Path, shop_policy: dict[str, Any]) -> None:
    """The time limit ends a statement; the next one on the same layer is not touched."""
    shop_policy["quotas"] = {"agents": {"ana": {"credits": 100, "per": "day", "timeout_s": 0.5}}}
    with HatiData.open(shop_path, policy=shop_policy) as layer:
        ana = layer.agent("ana")
        with pytest.raises(QueryTimeout):
            ana.run(
                "SELECT count(*) FROM events a, events b, events c, events d WHERE a.value + b.value > c.value * d.id"
            )
        assert newest(layer)["credits"] == 1.0
        assert ana.query("SELECT 1 AS x") == [{"x": 1}]


def test_explain_says_what_would_happen_and_runs_nothing(ana: HatiDataAgent, layer: HatiData) -> None:
    """explain shows tables, filters, masks and the price, or the error; it costs nothing."""
    spent = layer.usage().get("ana", {}).get("credits", 0)
    found = ana.explain("SELECT email, count(*) FROM customers GROUP BY email")

    assert (found.verdict, found.tables) == ("ok", ("main.customers",))
    assert found.filters == {"main.customers": "region = {region}"}
    assert set(found.masks) == {"customers.email"}
    assert found.estimate is not None
    assert layer._parts.engine is not None
    refused = ana.explain("SELECT * FROM secrets")
    assert (refused.verdict, refused.sql) == ("unknown_name", "")
    assert ana.explain("DELETE FROM orders").verdict == "not_allowed"
    assert layer.usage()["ana"]["credits"] == spent
    assert newest(layer)["tool"] == "explain"


def test_estimate_is_the_upper_bound_of_the_charge(ana: HatiDataAgent) -> None:
    """What is charged is never more than what was estimated."""
    for sql in ("SELECT * FROM orders", "SELECT sum(value) FROM events", "SELECT 1"):
        assert ana.estimate(sql).credits >= ana.run(sql).credits
    with pytest.raises(UnknownName):
        ana.estimate("SELECT * FROM secrets")


def test_snowflake_is_read_and_duckdb_runs(ana: HatiDataAgent) -> None:
    """Another dialect is translated from a tested list, and what is not on it is refused."""
    assert ana.run("SELECT IFF(1 = 1, 'a', 'b') AS x", dialect="snowflake").rows == (("a",),)
    with pytest.raises(HatiDataError):
        ana.run("SELECT 1", dialect="klingon")


def test_hidden_names_do_not_leak_through_not_allowed(ana: HatiDataAgent) -> None:
    """The engine's own catalog is closed, with the tool to use instead."""
    with pytest.raises(NotAllowed, match="list_tables"):
        ana.run("SELECT * FROM duckdb_tables")
    rows = ana.query("SELECT table_name FROM information_schema.tables WHERE table_schema = 'main' ORDER BY 1")
    assert "secrets" not in [row["table_name"] for row in rows]
    assert {"table_name": "customers"} in rows


@pytest.mark.parametrize(
    "sql", ["SELECT salary FROM employees", "SELECT nosuch FROM employees", "SELECT id + 'x' FROM a"]
)
def test_explain_meets_the_names_that_the_statement_would_meet(ana: HatiDataAgent, sql: str) -> None:
    """A denied column, a missing one and a missing table are explained by the error that running them gives."""
    with pytest.raises(HatiDataError) as caught:
        ana.run(sql)

    explained = ana.explain(sql)
    assert f"{explained.message}\n{explained.marked}" == caught.value.for_model()


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT id FROM customers LIMIT CAST(unhex('李') AS INTEGER)",
        "SELECT quantile_cont(id, ?) FROM customers",
        "SELECT COLUMNS(?) FROM customers",
    ],
)
def test_explain_knows_names_and_leaves_values_to_the_run(ana: HatiDataAgent, sql: str) -> None:
    """A value that cannot be read, or a parameter that is not there yet, is no reason to say that a name is wrong."""
    assert ana.explain(sql).verdict == "ok"


@pytest.mark.parametrize(
    "sql",
    ["SELECT id + ? FROM orders WHERE id = $1 LIMIT ?", "PIVOT orders ON status USING sum(amount)", "FROM orders"],
)
def test_explain_needs_no_parameters_and_reads_no_data(ana: HatiDataAgent, sql: str) -> None:
    """What has parameters, or a PIVOT over the data, is explained by its names alone."""
    assert ana.explain(sql).verdict == "ok"


def test_explaining_what_would_be_refused_is_recorded_as_such(ana: HatiDataAgent, layer: HatiData) -> None:
    """explain is no way to try names without the log showing it."""
    ana.explain("SELECT * FROM secrets")

    assert (newest(layer)["code"], newest(layer)["known"]) == ("unknown_name", "hidden")


def test_a_bug_in_a_free_call_is_no_success(
    layer: HatiData, ana: HatiDataAgent, monkeypatch: pytest.MonkeyPatch
) -> None:
    """my_usage, estimate and explain record their faults too."""

    def broken(*args: Any) -> Any:
        raise ZeroDivisionError

    monkeypatch.setattr(layer._parts.quota, "left", broken)
    with pytest.raises(ZeroDivisionError):
        ana.my_usage()
    assert newest(layer)["code"] == "internal_error"


@pytest.mark.parametrize("sql", [["x"], {}, 5, None, b"SELECT 1", object()])
def test_what_is_no_text_is_a_bad_argument(layer: HatiData, ana: HatiDataAgent, sql: Any) -> None:
    """Whatever is given for SQL or dialect, the call ends with a code and a record."""
    for call in (ana.run, ana.estimate, lambda sql: ana.run("SELECT 1", dialect=sql or ["x"])):
        with pytest.raises(HatiDataError) as error:
            call(sql)
        assert error.value.code == newest(layer)["code"] == "bad_argument"
    assert ana.explain(sql).verdict == "bad_argument"


def test_explain_shows_masks_in_every_schema(shop_path: Path, shop_policy: dict[str, Any]) -> None:
    """Masked columns outside main are explained under their schema."""
    shop_policy["tables"]["crm.notes"]["columns"] = {"body": {"mask": "full"}}
    with HatiData.open(shop_path, policy=shop_policy) as layer:
        assert layer.agent("ana").explain("SELECT body FROM crm.notes").masks == {"crm.notes.body": "full"}


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT {'a': 1}['S3CRET']",
        "SELECT struct_extract({'a': 1}, 'S3CRET')",
        "SELECT COLUMNS('S3CRET') FROM orders",
        "SELECT 'S3CRET'::INT",
        "SELECT strptime('S3CRET', '%Y')",
        "SELECT date_part('S3CRET', DATE '2024-01-01')",
        "SELECT amount FROM orders WHERE nosuch = 'S3CRET' -- S3CRET",
        "SELECT $$S3CRET$$::INT",
        "SELECT 'S3CRET' +",
    ],
)
def test_no_literal_of_a_failed_statement_is_in_the_log(ana: HatiDataAgent, written: Written, sql: str) -> None:
    """What failed is recorded without the values in it, in the engine's own words too."""
    with pytest.raises(HatiDataError):
        ana.run(sql)

    assert len(written("outcome")) == 1
    assert not any("S3CRET" in str(record) for record in written())


@pytest.mark.parametrize(
    ("sql", "kept"),
    [
        ("DELETE FROM orders WHERE note = 'S3CRET' -- S3CRET", "DELETE FROM orders WHERE note = ?"),
        ("SELECT getenv('S3CRET') /* S3CRET */", "SELECT getenv ( ? )"),
        ('DROP TABLE "My Orders"; SELECT $$S3CRET$$', 'DROP TABLE "My Orders" ; SELECT ?'),
        ("INSERT INTO orders VALUES (E'S3CRET')", "sha256:"),
        ("COPY orders TO 'S3CRET\\'", "sha256:"),
        ("my S3CRET text", "sha256:"),
    ],
)
def test_the_log_shows_what_was_refused_without_its_values(
    layer: HatiData, ana: HatiDataAgent, sql: str, kept: str
) -> None:
    """An auditor sees what an agent tried; values are not kept, and what no parser read is only a hash."""
    with pytest.raises(HatiDataError):
        ana.run(sql)
    text = newest(layer)["sql"]

    assert text.startswith(kept)
    assert "S3CRET" not in str(newest(layer))
