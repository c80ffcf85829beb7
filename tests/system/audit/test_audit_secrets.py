"""No value of a query, and nothing that is written beside one, comes into the log."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import duckdb
import pytest
from support.generator import Generated, Generator, Schema, broken
from support.shop import policy

from autogen_hatidata import HatiData, HatiDataAgent, HatiDataError, Settings

WORD, NUMBER = "zq7canary{}zq", "91827364{}5"
_TEXTS = re.compile(r"'[^']*'")
_NUMBERS = re.compile(r"(?<![\w.$'])\d+(?![\w.'])")
LAST_WORDS = (
    "{} -- {w}",
    "{} /* {w} */",
    "/* {w} */ {}",
    "SELECT * FROM ({}) AS q WHERE $$ {w} $$ <> 'x'",
    "SELECT *, $tag${w}$tag$ AS said FROM ({}) AS q",
    "SELECT *, CAST('{w}' AS INTEGER) AS boom FROM ({}) AS q",
    "SELECT *, strptime('{w}', '%Y') AS boom FROM ({}) AS q",
    "SELECT *, regexp_matches('a', '({w}') AS boom FROM ({}) AS q",
    "SELECT *, error('{w}') AS boom FROM ({}) AS q",
    "SELECT *, 1 + '{w}' AS boom FROM ({}) AS q",
    "SELECT *, {n}::TINYINT AS boom FROM ({}) AS q",
    "SELECT *, {{'{w}': '{w}'}} AS held FROM ({}) AS q",
    "SELECT *, ['{w}', E'{w}', X'{n}'] AS held FROM ({}) AS q",
    "SELECT *, DATE '{w}' AS boom, INTERVAL '{w}' AS boom FROM ({}) AS q",
    "CREATE TABLE held AS {} -- {w}",
    "COPY ({}) TO '{w}'",
    "{}; ATTACH '{w}' AS x",
    "{} '{w}",
    "{} \"{w}' $$",
    "INSERT INTO orders SELECT '{w}', {n}",
    "UPDATE orders SET note = '{w}' WHERE id = {n}",
    "DELETE FROM orders WHERE note = '{w}' OR id = {n}",
    "SELECT * FROM read_csv('{w}')",
    "SELECT * FROM '{w}.parquet'",
    "SET memory_limit = '{w}'",
    "PRAGMA database_list('{w}')",
    "SELECT nosuch('{w}', {n}) FROM orders",
    "SELECT ordrs.nte, '{w}' FROM ordrs WHERE id < {n}",
    "what is '{w}' {n}",
    "SELECT {n} AS '{w}' FROM orders AS '{w}' LIMIT 1",
    "SELECT COLUMNS(['{w}']) FROM ({}) AS q",
    "SELECT * FROM (SELECT status, id FROM orders) PIVOT(count(id) FOR status IN ('{w}'))",
    "SELECT '{w}' + FROM orders WHERE {n}",
)
"""What is done to a generated statement: each carries the canary in a place of its own, and many are refused."""


class Birds:
    """Canaries, no two alike, and what has become of them."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.count = 0

    def word(self) -> str:
        """A text that stands nowhere else."""
        self.count += 1
        return WORD.format(self.count)

    def number(self) -> str:
        """A number that stands nowhere else."""
        self.count += 1
        return NUMBER.format(self.count)

    def in_place_of(self, sql: str) -> str:
        """The statement with some of its values replaced."""
        sql = _TEXTS.sub(lambda found: f"'{self.word()}'" if self.dice.random() < 0.3 else found[0], sql)
        parts = re.split(r"('[^']*')", sql)
        for at in range(0, len(parts), 2):
            parts[at] = _NUMBERS.sub(lambda found: self.number() if self.dice.random() < 0.2 else found[0], parts[at])
        return "".join(parts)

    def text(self, statement: Generated) -> str:
        """A statement full of canaries."""
        sql = self.in_place_of(statement.sql)
        last = self.dice.choice((*LAST_WORDS, "{}", "{}"))
        return (
            last.replace("{w}", self.word())
            .replace("{n}", self.number())
            .replace("{{", "{")
            .replace("}}", "}")
            .replace("{}", sql, 1)
        )

    def params(self, statement: Generated) -> Any:
        """Parameters that are canaries, some of them of the wrong type or number."""
        given = statement.params
        if given is None:
            return self.dice.choice([None, None, [self.word()], {"a": self.word()}])
        return [self.word() if self.dice.random() < 0.5 else int(self.number()) for _ in given]


def _opened(path: Path, policy: dict[str, Any]) -> HatiData:
    """The shop, with little patience."""
    patience = {"agents": {"ana": {"timeout_s": 2.0}}}
    settings = Settings(threads=1, memory_limit="512MB")
    return HatiData.open(path, policy={**policy, "quotas": patience}, settings=settings)


@pytest.fixture
def shop(shop_path: Path, shop_policy: dict[str, Any]) -> Iterator[HatiData]:
    """The shop for one test."""
    with _opened(shop_path, shop_policy) as layer:
        yield layer


@pytest.fixture(scope="module")
def asked(shop_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[HatiData]:
    """The shop for many tests, each of which asks something once."""
    copied = Path(shutil.copy(shop_file, tmp_path_factory.mktemp("asked") / "shop.duckdb"))
    with _opened(copied, policy()) as layer:
        yield layer


@pytest.fixture(scope="session")
def schema(shop_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Schema:
    """What statements can be made of."""
    copy = shutil.copy(shop_file, tmp_path_factory.mktemp("schema") / "shop.duckdb")
    with duckdb.connect(copy, read_only=True) as connection:
        return Schema.read(connection)


def ask(agent: HatiDataAgent, birds: Birds, statement: Generated) -> str:
    """Ask one statement in one of the ways there are; how it ended."""
    statement = broken(statement) if birds.dice.random() < 0.3 else statement
    sql, params = birds.text(statement), birds.params(statement)
    way = birds.dice.random()
    try:
        if way < 0.1:
            agent.estimate(sql)
        elif way < 0.25:
            return agent.explain(sql).verdict
        else:
            agent.run(sql, params, dialect="snowflake" if way > 0.9 else None)
    except HatiDataError as error:
        return error.code
    return "ok"


def silent(layer: HatiData) -> list[str]:
    """The lines of the log in which a canary sings."""
    lines = [line for path in sorted(layer.audit.folder.glob("*.jsonl")) for line in path.read_text().splitlines()]
    return [line for line in lines if re.search(r"zq7canary|91827364", line, re.I)]


def sing(layer: HatiData, schema: Schema, seed: int, count: int) -> set[str]:
    """Ask so many statements full of canaries; all the ways in which they ended."""
    agent, birds, generator = layer.agent("ana"), Birds(seed), Generator(schema, seed, failing=0.15)
    return {ask(agent, birds, generator.statement(number)) for number in range(count)}


def test_no_value_of_a_query_comes_into_the_log(shop: HatiData, schema: Schema) -> None:
    """Literals, parameters, comments and dollar quotes of answered, failed, refused and unreadable texts stay out."""
    endings = sing(shop, schema, seed=4, count=70)

    assert silent(shop) == []
    assert {"ok", "syntax_error", "not_allowed", "unknown_name"} <= endings
    assert len(list(shop.audit.records(kind="outcome"))) == 70


@pytest.mark.parametrize(
    ("sql", "dialect"),
    [
        ("SELECT * FROM 'zq7canary.parquet'", None),
        ("SELECT 1 AS 'zq7canary' FROM orders AS 'zq7canary'", None),
        ("SELECT 1 AS 'zq7canary' FROM orders", "snowflake"),
        ("SELECT COLUMNS(['zq7canary']) FROM orders", None),
        ("SELECT * FROM (SELECT status, id FROM orders) PIVOT(count(id) FOR status IN ('zq7canary'))", "snowflake"),
    ],
)
def test_a_text_that_names_something_stays_out_of_the_log(asked: HatiData, sql: str, dialect: str | None) -> None:
    """A text is a value, also where it stands for a table or becomes the name of a column."""
    before = len(list(asked.audit.records(kind="outcome")))
    with suppress(HatiDataError):
        asked.agent("ana").run(sql, dialect=dialect)

    assert silent(asked) == []
    assert len(list(asked.audit.records(kind="outcome"))) == before + 1


@pytest.mark.soak
def test_no_value_of_many_queries_comes_into_the_log(shop: HatiData, schema: Schema) -> None:
    """The same for six thousand statements."""
    seed = random.randrange(10**6)
    endings = sing(shop, schema, seed, 6000)

    assert (seed, silent(shop)[:3]) == (seed, [])
    assert {"ok", "wrong_type", "execution_failed", "syntax_error", "not_allowed", "unknown_name"} <= endings


def test_no_value_of_an_owner_comes_into_the_log(
    shop: HatiData, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What an owner runs or loads, well or badly, leaves none of its values."""
    monkeypatch.chdir(tmp_path)  # where a COPY puts its file
    birds = Birds(1)
    source = tmp_path / "source.csv"
    source.write_text(f"id,word\n1,{birds.word()}\n{birds.word()},2\n")
    shop.load("loaded", source)
    source.write_text("{" + birds.word())
    for text in LAST_WORDS:
        sql = text.replace("{w}", birds.word()).replace("{n}", birds.number()).replace("{}", "SELECT 1")
        with suppress(HatiDataError, duckdb.Error):
            shop.owner_sql(sql)
    for broken_source in (source, tmp_path / f"{birds.word()}.json", source.rename(tmp_path / "source.json")):
        with suppress(HatiDataError):
            shop.load("loaded", broken_source)

    assert silent(shop) == []
    assert {"sql_done", "sql_failed", "load_done", "load_failed"} <= {
        record["action"] for record in shop.audit.records(kind="owner")
    }
