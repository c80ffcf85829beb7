"""summarize_table shows what SUMMARIZE would show of the caller's own rows and masked values."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from support import shop

from autogen_hatidata import HatiData, HatiDataError, PolicyDenied, Settings
from autogen_hatidata.errors import BadArgument, UnknownName
from autogen_hatidata.sql.summary import MOST_COLUMNS, summary
from autogen_hatidata.tools import render
from autogen_hatidata.tools.catalog import TOOLS
from autogen_hatidata.types import ColumnInfo, TableInfo

TABLES = "customers orders employees payments events crm.notes customer_totals".split()
TYPES = """
BIGINT; BIGNUM; BIT; BLOB; BOOLEAN; DATE; DECIMAL(12, 3); DOUBLE; FLOAT; HUGEINT; INTEGER; INTERVAL; JSON; SMALLINT;
TIMETZ; TIMESTAMP; TIMESTAMPTZ; TIMESTAMP_NS; TIMESTAMP_MS; TIMESTAMP_S; TINYINT; UBIGINT; UHUGEINT; UUID; VARCHAR;
TIME; INTEGER[]; INTEGER[2]; STRUCT(a INTEGER, b VARCHAR); MAP(INTEGER, VARCHAR); UNION(a INTEGER, b VARCHAR);
ENUM('x', 'y'); STRUCT(a INTEGER)[]
""".split(";")


@pytest.fixture(scope="module")
def layer(shop_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[HatiData]:
    """A layer over the shop for all tests here that change nothing in it."""
    copied = shutil.copy(shop_file, tmp_path_factory.mktemp("summaries") / "shop.duckdb")
    with HatiData.open(copied, policy=shop.policy(), read_only=True) as opened:
        yield opened


@pytest.mark.parametrize("agent", ["ana", "otto", "boss"])
@pytest.mark.parametrize("table", TABLES)
def test_a_summary_is_what_the_agent_could_count_itself(layer: HatiData, agent: str, table: str) -> None:
    """Each figure equals the one that a query of the same agent gives, and a masked column shows masks only."""
    handle = layer.agent(agent)
    summarized = handle.summarize_table(table).dicts()
    described = handle.describe_table(table)

    assert [(one["column"], one["type"], one["mask"]) for one in summarized] == [
        (one.name, one.type, one.mask) for one in described.columns
    ]
    counted = ", ".join(
        f"count(*), count(*) - count({one.name}), min({one.name})::VARCHAR, max({one.name})::VARCHAR"
        for one in described.columns
    )
    figures = [one[name] for one in summarized for name in ("rows", "nulls", "min", "max")]
    assert handle.run(f"SELECT {counted} FROM {table}").rows == (tuple(figures),)
    for one in summarized:
        if one["mask"] == "full":
            assert (one["min"], one["max"], one["approx_distinct"]) == ("***", "***", 1)
        if one["mask"] == "null":
            assert (one["nulls"], one["min"], one["max"]) == (one["rows"], None, None)


def _said(handle: Any, name: str) -> tuple[str, str, str | None]:
    with pytest.raises(UnknownName) as caught:
        handle.summarize_table(name)
    return caught.value.for_model(), str(caught.value), caught.value.stage


def test_a_hidden_and_a_missing_table_answer_alike(layer: HatiData) -> None:
    """Byte for byte, but for the name that was asked; only the record knows which was which, and both are free."""
    ana = layer.agent("ana")
    hidden, missing = _said(ana, "secrets"), _said(ana, "zecretz")
    records = layer.audit.tail(2, kind="outcome")

    assert hidden[0].replace("secrets", "zecretz") == missing[0]
    assert hidden[1].replace("secrets", "zecretz") == missing[1]
    assert hidden[2] == missing[2]
    assert [one["known"] for one in records] == ["hidden", "missing"]
    assert [one["credits"] for one in records] == [0.0, 0.0]
    assert {one["sql"] for one in records} == {records[0]["sql"]}


def test_it_is_priced_and_recorded_like_its_statement(layer: HatiData) -> None:
    """One call has one intent and one outcome, under its own tool, with tables, masks and the price of a full scan."""
    boss = layer.agent("boss")
    result = boss.summarize_table("events")
    intent, outcome = layer.audit.tail(2)

    assert result.credits == boss.estimate("SELECT min(id) FROM events").credits == 3.0
    assert (intent["kind"], intent["tool"], intent["tables"]) == ("intent", "summarize_table", ["main.events"])
    assert (outcome["kind"], outcome["credits"], outcome["id"]) == ("outcome", 3.0, result.audit_id)

    layer.agent("ana").summarize_table("customers")

    assert set(layer.audit.tail(1, kind="intent")[0]["masks"]) == {
        f"customers.{name}" for name in ("email", "phone", "ssn", "birthday")
    }


def test_a_table_whose_filter_lacks_a_value_is_denied(shop_path: Path, shop_policy: dict[str, Any]) -> None:
    """An attribute that nobody set denies a summary as it denies a query; a role without read gets nothing."""
    shop_policy["agents"]["ana"]["attributes"] = {}
    with HatiData.open(shop_path, policy=shop_policy) as layer:
        for name in ("ana", "guest"):
            with pytest.raises(PolicyDenied):
                layer.agent(name).summarize_table("customers")


def test_what_is_no_name_is_one_clear_refusal(layer: HatiData) -> None:
    """A table name that is no text is refused, recorded, and never reaches the engine."""
    with pytest.raises(BadArgument):
        layer.agent("ana").summarize_table(7)  # type: ignore[arg-type]
    assert layer.audit.tail(1)[0]["tool"] == "summarize_table"


@pytest.mark.parametrize(
    "name", ["orders; DROP TABLE orders", "orders UNION SELECT 1", "(SELECT 1)", "read_text('x')", ""]
)
def test_a_name_never_becomes_sql(layer: HatiData, name: str) -> None:
    """What is not exactly the name of a visible table is an unknown table."""
    with pytest.raises(UnknownName):
        layer.agent("ana").summarize_table(name)


def test_every_type_has_a_summary(tmp_path: Path) -> None:
    """No type of a column makes a summary fail."""
    columns = [(f'c{i} "{i}', kind) for i, kind in enumerate(TYPES)]
    with HatiData.open(tmp_path / "types.duckdb") as layer:
        quoted = [(f'''"{name.replace('"', '""')}"''', kind) for name, kind in columns]
        layer.owner_sql(
            f'CREATE TABLE "My t\'able" ({", ".join(map(" ".join, quoted))}); '
            f'INSERT INTO "My t\'able" SELECT {", ".join("NULL" for _ in columns)}'
        )
        found = layer.agent("a").summarize_table("My t'able").dicts()

    assert [one["column"] for one in found] == [name for name, _ in columns]
    # DuckDB 1.5 makes of NULL a union value that holds NULL.
    plain = [one for one in found if not one["type"].startswith("UNION")]
    assert {(one["rows"], one["nulls"], one["min"], one["approx_distinct"]) for one in plain} == {(1, 1, None, 0)}


def test_a_wide_table_is_summarized_in_part(tmp_path: Path) -> None:
    """Of 400 columns the first ones are there, the note says so, and the text keeps to the limit of the settings."""
    names = [f"a_rather_long_name_{i:03d}" for i in range(400)]
    path = tmp_path / "wide.duckdb"
    with duckdb.connect(path) as connection:
        connection.execute(f"CREATE TABLE wide ({', '.join(f'{name} INTEGER' for name in names)})")
    for settings, fewest, most in ((Settings(), 50, MOST_COLUMNS), (Settings(max_sql_chars=2_000), 5, 20)):
        with HatiData.open(path, settings=settings) as layer:
            result = layer.agent("a").summarize_table("wide")

        assert fewest <= result.row_count <= most
        assert [row[0] for row in result.rows] == names[: result.row_count]
        assert f"The first {result.row_count} of 400 columns" in result.notes[-1]


def test_a_model_reads_one_bounded_answer() -> None:
    """The tool's answer is JSON of bounded length, also for long values and types."""
    with HatiData.open() as layer:
        values = ", ".join(f"'value {i}'" for i in range(500))
        layer.owner_sql(
            f"CREATE TABLE t (kind ENUM({values}), text VARCHAR); INSERT INTO t VALUES ('value 3', repeat('x', 100000))"
        )
        answer = TOOLS["summarize_table"].run(layer.agent("a"), table_name="t")
        shown = json.loads(render.to_text(answer, 20_000))

    assert [row[0] for row in shown["rows"]] == ["kind", "text"]
    assert len(json.dumps(shown)) < 2_000


def test_a_summary_of_no_column_left_has_at_least_one() -> None:
    """However short the limit, the statement is one that reads something: the limit itself then refuses it."""
    table = TableInfo("main", "t", tuple(ColumnInfo(f"c{i}", "INTEGER") for i in range(9)))

    assert summary(table, 10)[0].startswith("SELECT unnest(['c0'])")
    assert summary(table, 10)[1] == ("The first 1 of 9 columns are summarized. Ask for others with SELECT.",)
    assert summary(table, 20_000)[1] == ()


def test_an_unreadable_limit_is_a_refusal(tmp_path: Path) -> None:
    """Where even one column does not fit into the limit of a text, the caller is told of the limit."""
    with HatiData.open(tmp_path / "t.duckdb", settings=Settings(max_sql_chars=100)) as layer:
        layer.owner_sql("CREATE TABLE t (a INTEGER)")
        with pytest.raises(HatiDataError) as caught:
            layer.agent("a").summarize_table("t")

    assert caught.value.code == "limit_exceeded"
