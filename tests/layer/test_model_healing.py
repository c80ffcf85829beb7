"""The healer that is asked where no repair is certain: what it gives is tried as the caller's, told, charged and
recorded, and whatever it does, the call ends as it would have."""

from __future__ import annotations

import logging
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from support import shop

from autogen_hatidata import HatiData, HatiDataError, Healer, Settings
from autogen_hatidata.errors import BadArgument
from autogen_hatidata.healer import VisibleSchema

BROKEN = "SELECT status, sum(turnover) AS s FROM orders WHERE status = 'canary77' GROUP BY status"
MEANT = "SELECT status, sum(amount) AS s FROM orders WHERE status = 'paid' GROUP BY status"
UNREADABLE = "SELECT status, sum(amount AS s FORM orders WHERE status = 'canary77' GROUP BY status"
SETTINGS = Settings(heal="model", heal_timeout_s=5, max_rows=100_000, threads=1)


class Scripted:
    """A healer that says what a test tells it to, and keeps what it was asked."""

    def __init__(self) -> None:
        self.says: Callable[[str], Any] = lambda sql: None
        self.asked: list[tuple[str, str, VisibleSchema]] = []

    def __call__(self, sql: str, error: str, visible_schema: VisibleSchema) -> Any:
        self.asked.append((sql, error, visible_schema))
        return self.says(sql)


@pytest.fixture(scope="module")
def opened(shop_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[HatiData, Scripted]]:
    """The shop under its policy, and the healer of its layer."""
    path, healer = shutil.copy(shop_file, tmp_path_factory.mktemp("model") / "shop.duckdb"), Scripted()
    policy = shop.policy()
    policy["agents"]["poor"] = policy["agents"]["ana"]
    policy["quotas"] = {"agents": {"poor": {"max_credits_per_query": 1}}}
    with HatiData.open(path, policy=policy, settings=SETTINGS, healer=healer) as layer:
        yield layer, healer


@pytest.fixture
def layer(opened: tuple[HatiData, Scripted]) -> HatiData:
    """The layer."""
    return opened[0]


@pytest.fixture
def healer(opened: tuple[HatiData, Scripted]) -> Scripted:
    """The healer, that knows nothing yet."""
    opened[1].__init__()  # type: ignore[misc]
    return opened[1]


def _records(layer: HatiData, audit_id: str | None) -> list[dict[str, Any]]:
    return [record for record in layer.audit.tail(20) if record.get("id") == audit_id]


def _error(layer: HatiData, sql: str, agent: str = "ana") -> HatiDataError:
    with pytest.raises(HatiDataError) as caught:
        layer.agent(agent).run(sql)
    return caught.value


@pytest.mark.parametrize("broken", [BROKEN, UNREADABLE])
def test_what_the_healer_gives_is_answered_told_charged_and_recorded(
    layer: HatiData, healer: Scripted, broken: str
) -> None:
    """The answer is that of the healer's text, the notes show it, and the log has both texts without their values."""
    healer.says = lambda sql: f"Here it is:\n```sql\n{MEANT}\n```"
    agent = layer.agent("ana")
    answer, meant = agent.run(broken), agent.run(MEANT)
    failed, intent, ended = _records(layer, answer.audit_id)[-3:]
    (repair,) = answer.healed

    assert answer.rows == meant.rows
    assert answer.notes == (f"A model rewrote the SQL: {MEANT}",)
    assert (repair.kind, repair.before, repair.after) == ("model", broken, MEANT)
    assert answer.credits == meant.credits + failed["credits"]
    assert [failed["kind"], intent["kind"], ended["kind"]] == ["attempt", "intent", "outcome"]
    assert (failed["attempt"], intent["attempt"]) == (1, 2)
    assert ended["credits"] == answer.credits
    assert ended["healed"][0]["kind"] == "model"
    assert (
        ended["healed"][0]["after"]
        == ended["sql"]
        == 'SELECT "status", sum("amount") AS "s" FROM "orders" ' + ('WHERE "status" = ? GROUP BY "status"')
    )
    assert {one.stage: one.verdict for one in answer.trace}["heal"] == "ok"
    logged = "".join(path.read_text() for path in layer.folder.rglob("*.jsonl"))
    assert "canary77" not in logged


def test_it_is_asked_with_what_the_caller_sees(layer: HatiData, healer: Scripted) -> None:
    """The text, the error in the caller's words, and names and types of what is visible: the named table first."""
    error = _error(layer, BROKEN)
    ((sql, told, schema),) = healer.asked
    orders, others = schema.tables[0], [table.name for table in schema.tables[1:]]

    assert (sql, told) == (BROKEN, error.for_model())
    assert schema.named == ("orders",)
    assert orders.name == "orders"
    assert ("amount", "DECIMAL(12,2)") in orders.columns
    assert "customers" in others
    assert "crm.notes" in others
    assert "secrets" not in repr(schema)
    assert "salary" not in repr(schema)
    with pytest.raises(AttributeError):
        schema.named = ()  # type: ignore[misc]


def test_a_certain_repair_comes_first(layer: HatiData, healer: Scripted) -> None:
    """Nobody is asked where one name is close."""
    assert layer.agent("ana").run("SELECT sum(amuont) FROM orders").healed[0].kind == "column"
    assert healer.asked == []


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM orders",  # a change
        "DELTE FROM orders",
        "SELECT 1; DELETE FROM orders",
        "WITH x AS (DELETE FROM orders RETURNING turnover) SELECT * FROM x",
        "COPY orders TO 'x'",
        "SELECT len(range(1000000000)) FROM orders",  # a limit
        "SELECT turnover FROM secrets",  # what is hidden, and what nothing is like
        "SELECT turnover FROM nothing",
        "SELECT turnover FROM orders, secrets",
        "SELECT a FROM secrets WHER a",
    ],
)
def test_nobody_is_asked_about(layer: HatiData, healer: Scripted, sql: str) -> None:
    """A change, a refusal, a limit, or a query over a table that is not there."""
    _error(layer, sql)

    assert healer.asked == []


def test_nobody_is_asked_after_a_quota(layer: HatiData, healer: Scripted) -> None:
    """What is too dear stays so."""
    assert _error(layer, "SELECT * FROM orders", "poor").code == "quota_exceeded"
    assert healer.asked == []


def test_no_write_is_healed_by_a_model(layer: HatiData, healer: Scripted) -> None:
    """A change is never repaired."""
    with pytest.raises(HatiDataError):
        layer.agent("ana").execute("UPDATE orders SET turnover = 1")

    assert healer.asked == []


REFUSED = {
    "another table": "SELECT name, 1 AS s FROM customers",
    "one more": "SELECT status, sum(amount) AS s FROM orders, customers GROUP BY status",
    "one less": "SELECT 1 AS s",
    "below": "SELECT status, (SELECT max(id) FROM payments) AS s FROM orders",
    "in a CTE": "WITH orders AS (SELECT * FROM customers) SELECT name AS status, 1 AS s FROM orders",
    "hidden": "SELECT status, 1 AS s FROM orders, secrets",
    "the catalog": "SELECT status, 1 AS s FROM orders, information_schema.tables",
    "the memory": "SELECT status, 1 AS s FROM orders, _hatidata_agent_memory",
    "by meaning": "SELECT status, semantic_match(note, 'x') AS s FROM orders",
    "a change": "DELETE FROM orders",
    "two": f"{MEANT}; {MEANT}",
    "DDL": "CREATE TABLE x AS SELECT * FROM orders",
    "a file": "SELECT * FROM orders, read_csv('x.csv')",
    "garbage": "I do not know which column you mean.",
    "empty": " ",
    "the same": BROKEN,
    "huge": MEANT + " " * 30_000,
    "fails": "SELECT status, sum(income) AS s FROM orders GROUP BY status",
    "a type": "SELECT status, sum(day) AS s FROM orders GROUP BY status",
    "a number": 17,
    "bytes": MEANT.encode(),
    "nothing": None,
}


@pytest.mark.parametrize("says", REFUSED.values(), ids=REFUSED)
@pytest.mark.parametrize("broken", [BROKEN, UNREADABLE], ids=["unknown", "unreadable"])
def test_what_is_not_the_same_query_leaves_the_error(layer: HatiData, healer: Scripted, says: Any, broken: str) -> None:
    """The caller reads the error of its own text, pays for what reached the engine, and no rows come."""
    expected = _error(layer, broken)
    healer.says = lambda sql: says
    error = _error(layer, broken)
    failed = [record for record in _records(layer, error.audit_id) if record["kind"] == "attempt"]
    ended = _records(layer, error.audit_id)[-1]

    assert (error.code, error.for_model(), error.stage) == (expected.code, expected.for_model(), expected.stage)
    assert (ended["kind"], ended["code"], ended["rows"]) == ("outcome", error.code, 0)
    charged = [one["credits"] for one in failed] or [0.0 if broken == UNREADABLE else 1.0]
    assert ended["credits"] == sum(charged)
    assert len(failed) in (0, 2, 3)
    assert "healer: " in (ended["detail"] or "") or len(failed) > 1


def test_at_most_two_attempts_are_made(layer: HatiData, healer: Scripted) -> None:
    """The second text may be the healer's too; there is no third."""
    given = iter(["SELECT income AS s FROM orders", "SELECT sales AS s FROM orders", MEANT])
    healer.says = lambda sql: next(given)
    error = _error(layer, BROKEN)
    records = _records(layer, error.audit_id)

    assert [sql for sql, _, _ in healer.asked] == [BROKEN, "SELECT income AS s FROM orders"]
    assert [record["attempt"] for record in records if record["kind"] == "attempt"] == [1, 2, 3]
    assert records[-1]["credits"] == 3.0
    assert error.subject == "turnover"


def test_the_second_answer_counts(layer: HatiData, healer: Scripted) -> None:
    """What a first answer had wrong may be put right, and all of it is told."""
    given = iter(["SELECT sum(income) AS s FROM orders", "SELECT sum(amount) AS s FROM orders"])
    healer.says = lambda sql: next(given)
    answer = layer.agent("ana").run(BROKEN)

    assert [one.kind for one in answer.healed] == ["model", "model"]
    assert answer.notes[-1] == "A model rewrote the SQL: SELECT sum(amount) AS s FROM orders"


def test_the_name_that_is_meant_may_be_used(layer: HatiData, healer: Scripted) -> None:
    """A misspelt table stands for the one that is clearly meant, in a text that cannot be read too."""
    healer.says = lambda sql: "SELECT count(*) AS n FROM customers"

    assert layer.agent("ana").query("SELECT count(* AS n FORM custmers WHER x")[0]["n"] > 0
    assert healer.asked[0][2].named == ("customers",)


def test_parameters_stay_bound(layer: HatiData, healer: Scripted) -> None:
    """The values of a call go with the healer's text, which sees none of them."""
    healer.says = lambda sql: sql.replace("turnover", "amount")
    rows = layer.agent("ana").query("SELECT count(turnover) AS n FROM orders WHERE status = ?", ["paid"])

    assert rows == layer.agent("ana").query("SELECT count(amount) AS n FROM orders WHERE status = 'paid'")
    assert "'paid'" not in repr(healer.asked)


def test_a_dear_answer_is_refused(layer: HatiData, healer: Scripted) -> None:
    """The healer's text is held to the budget of its caller."""
    healer.says = lambda sql: "SELECT * FROM orders"

    assert _error(layer, "SELECT turnover FROM orders LIMIT 5", "poor").code == "unknown_name"
    assert len(healer.asked) == 1


def _raise(problem: BaseException) -> Any:
    raise problem


def test_a_healer_that_raises_breaks_nothing(
    layer: HatiData, healer: Scripted, caplog: pytest.LogCaptureFixture
) -> None:
    """The error stays, the record says what kind it was, and the program's log has all of it."""
    healer.says = lambda sql: _raise(OSError("no network"))
    with caplog.at_level(logging.WARNING, "autogen_hatidata"):
        error = _error(layer, BROKEN)

    assert error.code == "unknown_name"
    assert "healer: it raised OSError" in _records(layer, error.audit_id)[-1]["detail"]
    assert "no network" in caplog.text


@pytest.mark.parametrize("kind", [KeyboardInterrupt, SystemExit])
def test_an_interrupt_stays_one(layer: HatiData, healer: Scripted, kind: type[BaseException]) -> None:
    """It is no failure of the healer, and ends the call with a record."""
    healer.says = lambda sql: _raise(kind())
    with pytest.raises(kind):
        layer.agent("ana").run(BROKEN)

    ended = layer.audit.tail(1)[0]
    assert (ended["kind"], ended["code"]) == ("outcome", "internal_error")


def test_a_slow_healer_is_given_up(shop_file: Path, tmp_path: Path) -> None:
    """The call ends after ``heal_timeout_s``; a healer that never answers is not asked for ever."""
    free, asked = threading.Event(), []

    def slow(sql: str, error: str, schema: VisibleSchema) -> str:
        asked.append(sql)
        free.wait(30)
        return MEANT

    settings = SETTINGS.model_copy(update={"heal_timeout_s": 0.05})
    path = shutil.copy(shop_file, tmp_path / "shop.duckdb")
    with HatiData.open(path, policy=shop.policy(), settings=settings, healer=slow) as layer:
        began = time.monotonic()
        details = [_records(layer, _error(layer, BROKEN).audit_id)[-1]["detail"] for _ in range(6)]
        took = time.monotonic() - began
        free.set()

    assert took < 5
    assert len(asked) == 4
    assert "healer: no answer in 0.05 s" in details[0]
    assert "healer: it has not answered earlier questions yet" in details[-1]


def test_a_healer_may_ask_the_layer(layer: HatiData, healer: Scripted) -> None:
    """Calls that it makes itself are answered, while that of its caller is under way."""
    healer.says = lambda sql: MEANT if layer.agent("otto").list_tables() else None

    assert layer.agent("ana").run(BROKEN).healed


def test_settings_and_agents_decide_who_is_asked(shop_file: Path, tmp_path: Path) -> None:
    """An agent's own healer comes before the layer's; ``deterministic`` and ``off`` ask nobody."""
    own, common = Scripted(), Scripted()
    for heal, asked in (("model", 1), ("deterministic", 0), ("off", 0)):
        path = shutil.copy(shop_file, tmp_path / f"{heal}.duckdb")
        settings = SETTINGS.model_copy(update={"heal": heal})
        with HatiData.open(path, policy=shop.policy(), settings=settings, healer=common) as layer:
            layer.agent("ana", healer=own)
            _error(layer, BROKEN)
            _error(layer, BROKEN, "otto")
            assert (len(own.asked), len(common.asked)) == (asked, asked)
            with pytest.raises(ValueError):
                layer.agent("ana", healer=common)
        own, common = Scripted(), Scripted()


def test_model_without_a_healer_is_deterministic_and_says_so(
    shop_file: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Certain repairs are made, other errors stay, and the log of the program says once what is missing."""
    path = shutil.copy(shop_file, tmp_path / "shop.duckdb")
    with (
        caplog.at_level(logging.WARNING, "autogen_hatidata"),
        HatiData.open(path, policy=shop.policy(), settings=SETTINGS) as layer,
    ):
        assert layer.agent("ana").run("SELECT sum(amuont) FROM orders").healed
        assert [_error(layer, BROKEN).code for _ in range(2)] == ["unknown_name"] * 2

    assert caplog.text.count("has no healer") == 1


def test_what_is_no_healer_is_refused(tmp_path: Path) -> None:
    """For the layer and for an agent."""
    with pytest.raises(BadArgument):
        HatiData.open(tmp_path / "a.duckdb", healer="gpt-4o")  # type: ignore[arg-type]
    with HatiData.open() as layer, pytest.raises(BadArgument):
        layer.agent("ana", healer=7)  # type: ignore[arg-type]


def test_any_callable_is_a_healer() -> None:
    """A plain function has the protocol's type, whatever its parameters are called."""

    def plain(text: str, why: str, seen: VisibleSchema) -> str | None:
        return None

    healer: Healer = plain

    assert healer("", "", VisibleSchema((), ())) is None


def test_a_first_answer_opens_no_way_for_a_second(layer: HatiData, healer: Scripted) -> None:
    """What a second answer may name is what the caller's text names, whatever the first one did."""
    given = iter(["SELECT name name name FROM customers", "SELECT name AS status, 1 AS s FROM customers"])
    healer.says = lambda sql: next(given)
    error = _error(layer, BROKEN)

    assert len(healer.asked) == 2
    assert error.subject == "turnover"
    assert [r["code"] for r in _records(layer, error.audit_id) if r["kind"] == "attempt"][1:] == [
        "syntax_error",
        "not_allowed",
    ]
