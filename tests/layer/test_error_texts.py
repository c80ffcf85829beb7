"""What an error says of a failed statement: its place in the caller's own text, names that were meant, an example."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from support import shop

from autogen_hatidata import HatiData, HatiDataAgent, HatiDataError, Settings
from autogen_hatidata.tools import render

TOLD = [
    ("SELECT id FROM ordres_x", 'you may mean "orders"', "ordres_x"),
    ("SELECT id,\n  total_amount\nFROM orders", 'you may mean "amount"', "total_amount"),
    ("SELECT email FROM orders", '"customers" or "customer_totals" has a column of that name', "email"),
    ("SELECT zzz FROM employees", "the columns there are id, name, department, manager_id, bonus, hired", "zzz"),
    ("SELECT id FROM orders WHERE status = paid", "a text stands in single quotes", "paid"),
    ("SELECT x.id FROM orders AS o", 'FROM has "o"', "x"),
    ("SELECT date_truncate('month', day) FROM orders", 'you may mean "date_trunc"', "date_truncate"),
    ("SELECT id FROM orders WHERE amount > avg(amount)", "WHERE y > (SELECT avg(y) FROM t)", "WHERE"),
    ("SELECT region FROM customers c JOIN orders o ON o.customer_id = c.id", "as in t.region", "region"),
    ("SELECT c.id FROM customers c JOIN orders o", "JOIN b ON b.a_id = a.id", "JOIN"),
    ("SELECT id FROM orders WHERE status = 'paid' AND ORDER BY id", "look before it", "ORDER BY"),
    ("SELECT id FROM orders; SELECT id FROM customers", "one statement at a time", "SELECT"),
    ("DROP TABLE orders", "SELECT", "DROP"),
    ("SELECT getenv('HOME')", "session", "getenv"),
    ("SELECT id FROM orders WHERE day > '01/02/2023'", "DATE '2024-12-31'", None),
    ("SELECT id FROM orders WHERE day > '2023-02-30'", "DATE '2024-12-31'", None),
    ("SELECT id FROM orders WHERE day > 2023", "DATE '2024-12-31'", None),
    ("SELECT id FROM orders WHERE id = 'abc'", "code = '5'", None),
    ("SELECT now() - 30", "INTERVAL 30 DAY", "-"),
    ("SELECT day + INTERVAL 30 FROM orders", "INTERVAL 30 DAY", None),
    ("SELECT rank() FROM orders", "rank() OVER (ORDER BY x)", None),
    ("SELECT status, sum(sum(amount)) FROM orders GROUP BY status", "SELECT max(s) FROM (SELECT sum(x) AS s", None),
    ("SELECT id FROM orders WHERE status = 'paid", "'it''s'", None),
    ("SELECT FROM orders", "SELECT *", None),
    ("SELECT id FROM orders WHERE note = 'a' AND nosuch_1", "call describe_table", "nosuch_1"),
    ("SELECT c.amount FROM customers c JOIN orders o ON o.customer_id = c.id", "o.amount is there; c has id", "amount"),
    ("SELECT c.name FROM orders o JOIN customers c USING (customer_id)", 'only "o" has it, "c" has not', "customer_id"),
    ("SELECT t.total_items FROM (SELECT sum(items) AS total_it FROM orders) t", 'mean "total_it";', "total_items"),
    ("SELECT name FROM customers WHERE name REGEXP '^A'", "regexp_full_match(x, 'p') the whole", "REGEXP"),
    ("SELECT regexp_like(name, '^A') FROM customers", "regexp_matches(x, 'p') finds a part", "regexp_like"),
    ("SELECT TIMESTAMPDIFF(DAY, day, now()) FROM orders", "date_sub('month', a, b)", "TIMESTAMPDIFF"),
    ("SELECT CONVERT(INT, amount) FROM orders", "CAST(x AS INTEGER) rounds", "CONVERT"),
    ("SELECT id FROM orders WHERE ROWNUM < 5 ORDER BY id", "LIMIT 30", "ROWNUM"),
    ("SELECT id FROM orders WHERE day < SYSDATE", "current_date", "SYSDATE"),
    ("SELECT status, count(*) FROM orders GROUP BY (status, region) WITH ROLLUP", "GROUP BY ROLLUP (a, b)", "WITH"),
    ("SELECT c.id FROM customers c CROSS APPLY (SELECT TOP 1 o.id FROM orders o) x", "CROSS JOIN LATERAL", None),
    ("SELECT id FROM orders WHERE day > 'April 2023' - INTERVAL 30 DAY", "DATE '2024-04-01' - INTERVAL 30 DAY", "-"),
    (
        "SELECT id FROM orders WHERE day > DATE_SUB('April 2023', INTERVAL 1 MONTH)",
        "DATE '2024-04-01' - INTERVAL",
        None,
    ),
    ("SELECT FORMAT(day, 'yyyy-MM') FROM orders", "strftime(d, '%Y-%m')", None),
    ("SELECT id FROM orders WHERE status = N'paid'", "leave out the N", None),
    ("SELECT id FROM orders WHERE regexp_matches(note, r'a')", "leave the r out", None),
    ("SELECT id FROM orders WHERE amount > 1,000", "a number has no commas", None),
    ("SELECT [id] FROM orders WHERE [id] = 1", "[name] a list of one", None),
    ("SELECT id FROM orders WHERE status IS NOT 'paid'", "write x <> 'a'", "'paid'"),
    ("SELECT id, max(amount) FROM orders", "ORDER BY b DESC LIMIT 1", "id"),
    ("SELECT id FROM orders WHERE day LIKE '03/%'", "month(d) = 3", None),
    ("SELECT id FROM orders WHERE status = 'paid' OR 'open'", "x IN ('a', 'b') one of several", None),
    ("SELECT id FROM orders WHERE status =! lower('paid')", "x <> 'a' is unequal", None),
    ("SELECT note + id FROM orders", "put together with ||", "+"),
    ("SELECT sum() FROM orders", "between the parentheses", "sum"),
    ("SELECT datepart(weekday, day) FROM orders", "dayofweek(d)", "weekday"),
]


@pytest.fixture(scope="module")
def layer(shop_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[HatiData]:
    """The shop under its policy."""
    path = shutil.copy(shop_file, tmp_path_factory.mktemp("told") / "shop.duckdb")
    with HatiData.open(path, policy=shop.policy(), settings=Settings(threads=1)) as opened:
        yield opened


@pytest.fixture(scope="module")
def ana(layer: HatiData) -> HatiDataAgent:
    """The analyst of that policy."""
    return layer.agent("ana")


def _error(agent: HatiDataAgent, sql: str) -> HatiDataError:
    with pytest.raises(HatiDataError) as caught:
        agent.run(sql)
    return caught.value


def _place(error: HatiDataError) -> str | None:
    """What the carets stand under."""
    if not error.marked:
        return None
    line, carets = error.marked.split("\n")
    return line[carets.index("^") : carets.rindex("^") + 1]


@pytest.mark.parametrize(("sql", "says", "place"), TOLD, ids=range(len(TOLD)))
def test_an_error_says_what_helps(ana: HatiDataAgent, sql: str, says: str, place: str | None) -> None:
    """A hint, and the carets under the words that it is about."""
    error = _error(ana, sql)

    assert says in error.hint
    assert _place(error) == place
    assert render.error(error) == error.for_model()
    assert error.for_model().endswith(error.marked)


@pytest.mark.parametrize("names", [("salary", "salery"), ("secrets", "sekrets"), ("internal", "internel")])
def test_hidden_and_missing_names_are_told_alike(ana: HatiDataAgent, names: tuple[str, str]) -> None:
    """The same words, and the carets in the same place."""
    hidden, missing = names
    for form in (
        "SELECT {} FROM employees",
        "SELECT * FROM {}",
        "SELECT body, {} FROM crm.notes",
        "SELECT e.{} FROM orders e",
    ):
        told = [_error(ana, form.format(name)).for_model().replace(name, "it") for name in (hidden, missing)]
        carets = [text.replace("^" * len(name), "^") for text, name in zip(told, (hidden, missing), strict=True)]

        assert carets[0] == carets[1]


def test_only_the_callers_own_text_is_shown(ana: HatiDataAgent) -> None:
    """After a repair, the place is that of the name in the text that was asked; what the repair wrote is not shown."""
    error = _error(ana, "```sql\nSELECT id, zzz FROM orders\n```")
    assert error.marked == "Line 2: SELECT id, zzz FROM orders\n                   ^^^"

    healed = _error(ana, "SELECT nmae, zzz FROM customers")
    assert '"name"' not in healed.marked
    assert _place(healed) == "zzz"


def test_a_long_line_is_cut_around_the_place(ana: HatiDataAgent) -> None:
    """What is shown stays short, whatever the statement is like, and has no character that moves the carets."""
    sql = "SELECT id, " + "amount,\t" * 200 + " nosuch_2, " + "items, " * 200 + " day FROM orders"
    error = _error(ana, sql)
    line, carets = error.marked.split("\n")

    assert _place(error) == "nosuch_2"
    assert len(line) < 120
    assert "\t" not in line
    assert carets.strip() == "^" * 8


def test_the_marked_line_is_in_no_record(layer: HatiData, ana: HatiDataAgent) -> None:
    """It holds literals of the caller, and the log holds none."""
    error = _error(ana, "SELECT nosuch_3, 'canary88' FROM orders")

    assert "canary88" in error.marked
    assert "canary88" not in "".join(path.read_text() for path in layer.folder.rglob("*.jsonl"))


def test_reserved_words_are_names_where_they_stand_as_such(tmp_path: Path) -> None:
    """Tables and columns that are called like keywords are found without quotes, where the text has one reading."""
    with HatiData.open(tmp_path / "words.duckdb") as opened:
        opened.owner_sql('CREATE TABLE "order" AS SELECT 1 AS id, 2 AS "group", 3 AS "end", 4 AS "limit"')
        agent = opened.agent("analyst")
        for broken, rows in {
            "SELECT id FROM order": [{"id": 1}],
            "SELECT group FROM order": [{"group": 2}],
            "SELECT id, end FROM order WHERE end > 2": [{"id": 1, "end": 3}],
            "SELECT o.id FROM order o WHERE limit = 4": [{"id": 1}],
            "SELECT max(group) AS m FROM order ORDER BY m": [{"m": 2}],
        }.items():
            assert agent.query(broken) == rows
        for left in ("SELECT id FROM", "SELECT id FROM order WHERE"):
            with pytest.raises(HatiDataError):
                agent.query(left)
