"""Corners of a lens, through the whole layer: odd names and values, denied columns, masks, and changes under way."""

from __future__ import annotations

import hashlib
import hmac
import itertools
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from support import shop

from autogen_hatidata import HatiData, HatiDataAgent, HatiDataError, Settings

KEY = "a key of the owner's"


def _layer(path: Path, policy: dict[str, Any] | None, *statements: str, **settings: Any) -> HatiData:
    """A layer over a new file that plain DuckDB filled."""
    with duckdb.connect(path) as connection:
        for statement in statements:
            connection.execute(statement)
    return HatiData.open(path, policy=policy, settings=Settings(**settings))


def _policy(tables: dict[str, Any], **attributes: Any) -> dict[str, Any]:
    return {
        "version": 1,
        "roles": {"analyst": {"can": ["read"]}},
        "agents": {"*": {"role": "analyst", "attributes": attributes}},
        "tables": {name: {"read": ["analyst"], **rules} for name, rules in tables.items()},
    }


# Names and values


def test_any_name_may_be_quoted_in_any_case(tmp_path: Path) -> None:
    """Schemas, tables and columns with quotes, dots and capitals are found as DuckDB finds them, with their masks."""
    policy = _policy(
        {
            '"My Schema"."a ""b"".c"': {"columns": {'"Sec""ret"': {"mask": "full"}}, "rows": {"filter": '"İd" > 1'}},
            "memory.temp": {},
            "Orders": {},
            "crm.orders": {"columns": {"ID": {"deny": ["analyst"]}}},
        }
    )
    made = (
        'CREATE SCHEMA "My Schema"',
        'CREATE TABLE "My Schema"."a ""b"".c" AS SELECT i AS "İd", \'raw\' || i AS "Sec""ret" FROM range(1, 4) t(i)',
        "CREATE SCHEMA memory",
        "CREATE TABLE memory.temp AS SELECT 'in a schema called like a catalog' AS v",
        "CREATE TABLE orders AS SELECT 1 AS id",
        "CREATE SCHEMA crm",
        "CREATE TABLE crm.ORDERS AS SELECT 2 AS Id, 3 AS Stage",
    )
    with _layer(tmp_path / "names.duckdb", policy, *made) as layer:
        agent = layer.agent("a")

        def ask(sql: str) -> list[tuple[Any, ...]]:
            return list(agent.run(sql).rows)

        assert ask('SELECT * FROM "MY SCHEMA"."A ""B"".C" ORDER BY 1') == [(2, "***"), (3, "***")]
        assert ask('SELECT "sec""RET", t."İd" FROM "my schema"."a ""b"".c" t WHERE "İd" = 3') == [("***", 3)]
        assert ask('SELECT V FROM "Memory"."TEMP"') == [("in a schema called like a catalog",)]
        assert ask("SELECT ID FROM main.ORDERS") == [(1,)]
        assert ask("FROM Crm.Orders") == [(3,)]
        assert agent.summarize_table('my schema.A "b".C').row_count == 2
        assert [one["column"] for one in agent.summarize_table('crm."orders"').dicts()] == ["Stage"]


REGIONS = ("O'Brien", "x' OR '1'='1", '"', "{other}", "a\nb", "\\'", "--", "naïve ☃")


@pytest.fixture(scope="module")
def regions(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HatiData]:
    """A layer over a row of the EU, and for each odd region one in it and one by an author who is called like it."""
    quoted = [region.replace("'", "''") for region in REGIONS]
    odd = [f"('{one}', 'bo', {n}2), ('US', '{one}', {n}3)" for n, one in enumerate(quoted, 1)]
    made = f"CREATE TABLE t AS SELECT * FROM (VALUES ('EU', 'bo', 1), {', '.join(odd)}) v(region, author, n)"
    with _layer(tmp_path_factory.mktemp("values") / "values.duckdb", None, made) as layer:
        yield layer


@pytest.mark.parametrize("region", REGIONS)
def test_a_value_is_a_value_whatever_stands_in_it(regions: HatiData, region: str) -> None:
    """Quotes, comments and placeholders in an attribute, or in an agent's name, compare as text and open nothing."""
    number = REGIONS.index(region) + 1
    regions.set_policy(
        _policy({"t": {"rows": {"filter": "region = {region} OR author = {agent}"}}}, region=region, other="EU")
    )
    names = ("somebody", region if region.strip() else "b")

    assert [regions.agent(name).query("SELECT n FROM t ORDER BY n") for name in names] == [
        [{"n": number * 10 + 2}],
        [{"n": number * 10 + 2}, {"n": number * 10 + 3}],
    ]


# Denied columns

POSITIONS = """
SELECT salary FROM employees
SELECT e.salary FROM employees e
SELECT "SALARY" FROM employees
SELECT main.employees.salary FROM employees
SELECT id FROM employees WHERE salary > 1
SELECT id FROM employees ORDER BY salary
SELECT count(*) FROM employees GROUP BY salary
SELECT department FROM employees GROUP BY department HAVING max(salary) > 1
SELECT sum(id) FILTER (salary > 1) FROM employees
SELECT row_number() OVER (ORDER BY salary) FROM employees
SELECT row_number() OVER (PARTITION BY salary) FROM employees
SELECT id FROM employees QUALIFY max(salary) OVER () > 1
SELECT a.id FROM employees a JOIN employees b ON a.salary = b.salary
SELECT a.id FROM employees a JOIN employees b USING (salary)
SELECT (SELECT max(salary) FROM employees)
SELECT id FROM orders WHERE id IN (SELECT salary FROM employees)
SELECT id FROM employees WHERE EXISTS (SELECT 1 WHERE salary > 1)
SELECT x.s FROM employees, LATERAL (SELECT salary AS s) x
WITH e AS (SELECT salary FROM employees) SELECT * FROM e
SELECT id FROM employees UNION SELECT salary FROM employees
SELECT list(salary) FROM employees
SELECT {'a': salary} FROM employees
SELECT struct_pack(salary) FROM employees
SELECT [salary FOR x IN [1]] FROM employees
SELECT list_transform([1], lambda x: x + salary) FROM employees
SELECT salary.abs() FROM employees
SELECT CASE WHEN salary > 1 THEN 1 END FROM employees
SELECT * REPLACE (1 AS salary) FROM employees
SELECT * EXCLUDE (salary) FROM employees
SELECT DISTINCT ON (salary) id FROM employees
SELECT e.salary FROM (SELECT * FROM employees) e
PIVOT employees ON department USING sum(salary)
UNPIVOT employees ON salary INTO NAME n VALUE v
SELECT arg_max(id, salary) FROM employees
SELECT id FROM employees ORDER BY id LIMIT (SELECT min(salary) FROM employees)
""".strip().splitlines()


@pytest.fixture(scope="module")
def ana(shop_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[HatiDataAgent]:
    """An agent to whom employees.salary is denied, over a file that is only read."""
    folder = tmp_path_factory.mktemp("corners")
    settings = Settings(heal="off")
    with HatiData.open(shop_file, policy=shop.policy(), read_only=True, state_dir=folder, settings=settings) as layer:
        yield layer.agent("ana")


def _said(agent: HatiDataAgent, sql: str) -> tuple[str, str | None, float]:
    before = agent.my_usage()["credits"]
    with pytest.raises(HatiDataError) as caught:
        agent.run(sql)
    return caught.value.for_model(), caught.value.stage, agent.my_usage()["credits"] - before


@pytest.mark.parametrize("sql", POSITIONS)
def test_a_denied_column_is_missing_in_every_position(ana: HatiDataAgent, sql: str) -> None:
    """Wherever it is named, a denied column gets the words, the stage and the price of one that never was."""
    hidden = _said(ana, sql)
    missing = _said(ana, sql.replace("salary", "zalary").replace("SALARY", "ZALARY"))

    assert (hidden[0].replace("salary", "zalary").replace("SALARY", "ZALARY"), *hidden[1:]) == missing


# Masked columns

PEOPLE = [
    ("a@x.example", 41234, "2001-02-03", 7),
    ("b@x.example", 51234, "2001-02-03", 7),
    (None, None, None, None),
    ("a@y.example", 1234, "1999-12-31", 12345),
    ("q", 4, "1999-12-30", 12345),
]
MASKS = {
    "mail": ("partial", lambda v: None if v is None else "***" + (v[-9:] if len(v) > 9 else "")),
    "phone": ("partial", lambda v: None if v is None else "***" + (str(v)[-4:] if len(str(v)) > 4 else "")),
    "born": ("full", lambda v: "***"),
    "code": ("hash", lambda v: v and hmac.new(KEY.encode(), str(v).encode(), hashlib.sha256).hexdigest()),
}
ON_MASKS = """
SELECT mail, phone, born, code FROM people
SELECT a.n, b.n FROM people a JOIN people b ON a.mail = b.mail
SELECT a.n, b.n FROM people a JOIN people b USING (code)
SELECT a.n, b.mail FROM people a LEFT JOIN raw b ON a.mail = b.mail
SELECT count(*) FROM people WHERE mail = 'a@x.example' OR phone = '41234' OR born = '2001-02-03' OR code = '7'
SELECT n FROM people WHERE mail LIKE '***x%' AND born = '***'
SELECT n FROM people WHERE mail > '***y' OR phone < '***2'
SELECT n FROM people WHERE mail IN (SELECT mail FROM raw)
SELECT n, row_number() OVER (ORDER BY phone, n) FROM people
SELECT list(n ORDER BY code, n), list(n ORDER BY mail DESC, n) FROM people
SELECT born, count(*), count(DISTINCT mail), min(phone), max(code) FROM people GROUP BY born
SELECT code, count(*) FROM people GROUP BY code HAVING count(*) > 1
SELECT DISTINCT mail, born FROM people
SELECT mail FROM people EXCEPT SELECT mail FROM raw
SELECT length(mail), upper(phone), mail || born, code[1:3] FROM people
SELECT to_json(p) FROM people p
SELECT COLUMNS('m.*') FROM people
SELECT phone IS NULL, code IS NULL, born IS NULL FROM people
""".strip().splitlines()


@pytest.fixture(scope="module")
def worlds(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[HatiDataAgent, duckdb.DuckDBPyConnection, HatiData]]:
    """An agent that sees people through masks, and the database that holds the masks."""
    rows = [(i, *row) for i, row in enumerate(PEOPLE)]
    values = ", ".join("(" + ", ".join("NULL" if v is None else repr(v) for v in row) + ")" for row in rows)
    made = (
        "CREATE TABLE people (n INTEGER, mail VARCHAR, phone INTEGER, born DATE, code INTEGER)",
        f"INSERT INTO people VALUES {values}",
        "CREATE TABLE raw AS SELECT mail FROM people",
    )
    columns = {name: {"mask": kind} for name, (kind, _) in MASKS.items()}
    columns["mail"]["visible_chars"] = 9
    path = tmp_path_factory.mktemp("masks") / "people.duckdb"
    masked = [(row[0], *(make(v) for v, (_, make) in zip(row[1:], MASKS.values(), strict=True))) for row in rows]
    policy = _policy({"people": {"columns": columns}, "raw": {}})
    with duckdb.connect() as physical, _layer(path, policy, *made, mask_key=KEY) as layer:
        physical.execute("CREATE TABLE people (n INTEGER, mail TEXT, phone TEXT, born TEXT, code TEXT)")
        physical.executemany("INSERT INTO people VALUES (?, ?, ?, ?, ?)", masked)
        physical.execute("CREATE TABLE raw (mail TEXT)")
        physical.executemany("INSERT INTO raw VALUES (?)", [(row[1],) for row in rows])
        yield layer.agent("a"), physical, layer


@pytest.mark.parametrize("sql", ON_MASKS)
def test_everything_is_computed_on_masks(
    worlds: tuple[HatiDataAgent, duckdb.DuckDBPyConnection, HatiData], sql: str
) -> None:
    """Joins, conditions, sorting, grouping and functions give what they give where only masks are stored."""
    agent, physical, _ = worlds

    assert sorted(map(repr, agent.run(sql).rows)) == sorted(map(repr, physical.execute(sql).fetchall()))


def test_the_key_of_a_mask_stands_nowhere(
    worlds: tuple[HatiDataAgent, duckdb.DuckDBPyConnection, HatiData], caplog: pytest.LogCaptureFixture
) -> None:
    """Neither the key nor what is computed from it is in an answer, an error, an explanation, the log or its files."""
    agent, _, layer = worlds
    told = [repr(agent.explain(sql)) for sql in (*ON_MASKS, "SELECT code + 1 FROM people", "SELECT nosuch FROM people")]
    told += [repr(agent.list_tables()), repr(agent.estimate("FROM people")), repr(agent.summarize_table("people"))]
    for sql in (
        "SELECT code::INTEGER FROM people",
        "SELECT code + DATE '2020-01-01' FROM people",
        "SELECT sql FROM duckdb_views()",
        "SELECT view_definition FROM information_schema.views",
        "SELECT typeof(code), alias(code) FROM people",
    ):
        try:
            told.append(repr(agent.run(sql)))
        except HatiDataError as error:
            told.append(f"{error!r} {error.for_model()} {error.detail}")
    told += [caplog.text, repr(layer), repr(layer.settings), str(layer.audit.tail(100))]
    told += [path.read_text("latin-1") for path in layer.folder.rglob("*") if path.is_file()]
    everything = "\n".join(told).lower()
    pads = [bytes(one ^ byte for one in KEY.encode()).hex() for byte in (0x36, 0x5C)]

    assert [word for word in (KEY.lower(), KEY.encode().hex(), *pads) if word in everything] == []
    assert "people" in everything


# Changes under way


def _during(changes: Iterable[Callable[[], Any]], ask: Callable[[], Any]) -> list[Any]:
    """What two threads were told while changes were made; after each change they ask ten times before the next."""
    told: list[Any] = []
    failed: list[BaseException] = []

    def asking() -> None:
        try:
            while not done.is_set():
                told.append(ask())
        except BaseException as error:  # what the test looks for must reach it
            failed.append(error)
            raise

    done = threading.Event()
    threads = [threading.Thread(target=asking) for _ in range(2)]
    for thread in threads:
        thread.start()
    try:
        for change in changes:
            change()
            enough = len(told) + 10
            while len(told) < enough and not failed:
                time.sleep(0.001)
    finally:
        done.set()
        for thread in threads:
            thread.join(30)
    assert failed == []
    return told


def test_each_query_runs_under_the_one_policy_of_its_record(tmp_path: Path) -> None:
    """While the policy is exchanged all the time, each answer is that of one policy, the one that its record names."""
    first = _policy({"t": {"rows": {"filter": "region = 'EU'"}, "columns": {"mail": {"mask": "full"}}}})
    second = _policy({"t": {"rows": {"filter": "region = 'US'"}, "columns": {"phone": {"mask": "full"}}}})
    made = "CREATE TABLE t AS SELECT ['EU', 'US'][1 + i % 2] AS region, 'm' AS mail, 'p' AS phone FROM range(9) v(i)"
    with _layer(tmp_path / "policies.duckdb", first, made) as layer:
        agent = layer.agent("a")
        answers = {}

        def ask() -> tuple[str, Any]:
            result = agent.run("SELECT region, max(mail), max(phone), count(*) FROM t GROUP BY ALL")
            return result.audit_id, result.rows

        exchanged = (lambda policy=policy: layer.set_policy(policy) for policy in (second, first) * 6)
        answers = dict(_during(exchanged, ask))
        intents = {one["id"]: one["policy"] for one in layer.audit.records(kind="intent")}
        outcomes = {one["id"]: one["policy"] for one in layer.audit.records(kind="outcome")}
    of_first, of_second = ((("EU", "***", "p", 5),), (("US", "m", "***", 4),))
    by_policy = {digest: {answers[id] for id in answers if outcomes[id] == digest} for digest in set(outcomes.values())}

    assert sorted(by_policy.values(), key=repr) == [{of_first}, {of_second}]
    assert {id: intents[id] for id in answers} == {id: outcomes[id] for id in answers}


def test_no_raw_value_shows_while_the_owner_alters_tables(tmp_path: Path) -> None:
    """Tables and columns that are added, renamed and dropped are masked, missing or refused, and never shown raw."""
    policy = _policy({"t": {"columns": {"mail": {"mask": "full"}}}})
    made = "CREATE TABLE t AS SELECT 1 AS id, 'raw@x.example' AS mail"
    changes = (
        "ALTER TABLE t ADD COLUMN more INTEGER",
        "ALTER TABLE t RENAME mail TO email",
        "ALTER TABLE t RENAME email TO mail",
        "ALTER TABLE t DROP COLUMN more",
        "ALTER TABLE t RENAME TO u",
        "ALTER TABLE u RENAME TO t",
        "CREATE TABLE v AS FROM t; DROP TABLE v",
    )
    with _layer(tmp_path / "owner.duckdb", policy, made) as layer:
        agent = layer.agent("a")
        asked = itertools.cycle(("FROM t", "SELECT mail FROM t", "SELECT email FROM t", "FROM u", "FROM v"))

        def ask() -> str:
            try:
                return repr(agent.run(next(asked)).rows)
            except HatiDataError as error:
                return error.code

        owners = (lambda sql=sql: layer.owner_sql(sql) for sql in changes)
        told = set(_during(owners, ask))

    assert "raw@x.example" not in "".join(told)
    assert {"((1, '***'),)", "(('***',),)", "unknown_name"} <= told
    assert {one for one in told if not one.startswith("(")} <= {"unknown_name", "policy_invalid"}
