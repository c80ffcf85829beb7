"""Which dialect a text is read in: that of the call, of the agent, of the layer, or the first that can."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import pytest
from support.plain_embedder import PlainEmbedder

from autogen_hatidata import HatiData, HatiDataError, Settings
from autogen_hatidata.sql import parse
from autogen_hatidata.tools.catalog import TOOLS
from autogen_hatidata.types import AUTO_DIALECTS, DIALECTS

IFF = "SELECT IFF(1 > 2, 'a', 'b') AS x"


@pytest.fixture
def layer() -> Iterator[HatiData]:
    """A layer whose texts are DuckDB's where nothing else is said."""
    with HatiData.open(embedder=PlainEmbedder(), settings=Settings(heal="off")) as opened:
        opened.owner_sql("CREATE TABLE notes AS SELECT 1 AS id, DATE '2024-01-31' AS day")
        yield opened


def test_the_dialects_are_the_same_everywhere() -> None:
    """Settings, agents, calls and the reader know the same ones, and `auto` tries all but DuckDB's."""
    assert DIALECTS == (parse.AUTO, *parse.DIALECTS)
    assert sorted(AUTO_DIALECTS) == sorted(set(parse.DIALECTS) - {"duckdb"})


def test_the_call_the_agent_and_the_layer_say_the_dialect(layer: HatiData) -> None:
    """The nearest one counts; a text of another dialect is an error that says what is wrong with it in that one."""
    plain, theirs = layer.agent("plain"), layer.agent("theirs", dialect="snowflake")

    assert [theirs.dialect, plain.dialect] == ["snowflake", "duckdb"]
    assert theirs.query(IFF) == [{"x": "b"}]
    assert plain.run(IFF, dialect="snowflake").dicts() == [{"x": "b"}]
    assert theirs.run("SELECT [1, 2][1] AS x", dialect="duckdb").dicts() == [{"x": 1}]
    with pytest.raises(HatiDataError, match='no function "IFF"'):
        plain.run(IFF)
    with HatiData.open(embedder=PlainEmbedder(), settings=Settings(dialect="snowflake")) as other:
        assert other.agent("any").query(IFF) == [{"x": "b"}]
        assert other.agent("any").run(IFF).notes == ("The SQL was read as Snowflake's (exact).",)


def test_auto_is_duckdb_first_and_tells_what_else(layer: HatiData) -> None:
    """What DuckDB can read is DuckDB's; the rest is read by the first that can, and the notes name it."""
    agent = layer.agent("any", dialect="auto")
    duck = agent.run("SELECT id FROM notes LIMIT 1")
    snow = agent.run("SELECT DATEADD(hour, 1, day) AS d, IFF(id = 1, 'x', 'y') AS x FROM notes")
    cast = agent.run("SELECT DATEADD(day, 1, day::DATE) AS d FROM notes")

    assert duck.notes == ()
    assert snow.notes == ("The SQL was read as Snowflake's (exact).",)
    assert cast.notes == ("The SQL was read as Snowflake's (rewritten: a date and days are a date).",)
    assert agent.run("SELECT DATEADD(day, 1, day::DATE) AS d FROM notes").notes == cast.notes  # from a kept plan


@pytest.mark.parametrize(
    ("sql", "code"),
    [
        ("SELECT nosuch(id) FROM notes", "unknown_name"),
        ("SELECT id FROM", "syntax_error"),
        ("DROP TABLE notes", "not_allowed"),
        ("SELECT id FROM notes; SELECT 1", "syntax_error"),
        ("SELECT * FROM read_csv('x.csv')", "not_allowed"),
    ],
)
def test_auto_tells_the_error_of_duckdb(layer: HatiData, sql: str, code: str) -> None:
    """Where no dialect can read a text, or it is refused, the error is that of DuckDB's own."""
    told = []
    for dialect in ("duckdb", "auto"):
        with pytest.raises(HatiDataError) as caught:
            layer.agent("any").run(sql, dialect=dialect)
        told.append((caught.value.code, caught.value.for_model()))

    assert told[0] == told[1]
    assert told[0][0] == code


def test_a_dialect_that_is_not_read(layer: HatiData) -> None:
    """A wrong one is told where it is said."""
    for wrong in ("oracle", "", 3):
        with pytest.raises(HatiDataError) as caught:
            layer.agent(f"a{wrong}", dialect=wrong)  # type: ignore[arg-type]
        assert caught.value.code == "bad_argument"
    with pytest.raises(ValueError, match="another role, dialect"):
        layer.agent("one", dialect="auto") and layer.agent("one", dialect="snowflake")


def test_the_prompt_names_the_dialect() -> None:
    """A model is told in which dialect to ask; changes are DuckDB's."""
    query, change = TOOLS["query_data_layer"], TOOLS["execute_sql"]

    assert "(DuckDB dialect)" in query.prompt_in("duckdb")
    assert "(snowflake dialect)" in query.prompt_in("snowflake")
    assert "(DuckDB dialect, or that of another warehouse)" in query.prompt_in("auto")
    assert change.prompt_in("snowflake") == change.prompt


def test_where_a_translation_has_no_answer_it_says_why(layer: HatiData) -> None:
    """What it converts to stop there is no value of the caller's, whose own constants are repeated in no error."""
    agent = layer.agent("any")
    stops = "SELECT sqrt(id - 5) AS r FROM notes"
    with pytest.raises(HatiDataError, match="stops here: a root of less than zero") as told:
        agent.run(stops, dialect="postgres")
    with pytest.raises(HatiDataError) as own:
        agent.run(f"{stops} WHERE 'a root of less than zero' <> ''", dialect="postgres")
    with pytest.raises(HatiDataError) as plain:
        agent.run("SELECT CAST('id' AS INTEGER) AS id FROM notes")

    assert told.value.code == "execution_failed"
    assert own.value.code == plain.value.code == "wrong_type"
    assert "root" not in own.value.sentence()
    assert plain.value.marked == ""


@pytest.mark.parametrize("dialect", sorted({*DIALECTS} - {"auto"}))
def test_columns_are_called_as_they_were_written_and_the_log_has_no_value_of_them(dialect: str) -> None:
    """A name that nobody gave has what was computed; where there are values in it, the log has none of them, nor where
    the statement was repaired."""
    with HatiData.open() as opened:
        opened.owner_sql("CREATE TABLE people AS SELECT 1 AS id, 'Ann' AS name, 5 AS card")
        agent = opened.agent("any", dialect=dialect)
        for sql in (
            "SELECT CONCAT(name, 'SECRETB026'), card + 77700035 FROM people",
            "SELECT nmae, CONCAT(name, 'SECRETB026') FROM people",
            "SELECT CONCAT(name, 'SECRETB026'), sum(card), card + 77700035 FROM people",
            "SELECT CASE WHEN name = 'SECRETB026' THEN card ELSE 77700035 END FROM people WHRE id = 1",
        ):
            with suppress(HatiDataError):
                agent.run(sql)
        names = agent.run("SELECT count(*), sum(card), CURRENT_DATE FROM people").columns
        records = str(list(opened.audit.records()))

    assert "SECRETB026" not in records
    assert "77700035" not in records
    of_postgres = ["count", "sum"]
    expected = {"duckdb": ["count_star()", "sum(card)"], "postgres": of_postgres, "redshift": of_postgres}
    assert [name.lower() for name in names[:2]] == expected.get(dialect, ["count(*)", "sum(card)"])
