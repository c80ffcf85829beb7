"""Bad input of every kind gets a short error with a code and a hint, a record, and nothing of the engine."""

from __future__ import annotations

import re
from typing import Any

import pytest
from support import hidden

from autogen_hatidata import HatiDataError, PolicyDenied

FORM = re.compile(r"Error: \[(\w+)\] \S.{3,300}? Hint: \S.{3,300}(\nLine \d+: .{1,110}\n *\^{1,100})?", re.DOTALL)

BAD: dict[str, tuple[Any, str]] = {
    "empty": ("", "syntax_error"),
    "white space": (" \n\t ", "syntax_error"),
    "only a comment": ("-- nothing", "syntax_error"),
    "only a semicolon": (";", "syntax_error"),
    "no SQL": ("please show me the customers", "syntax_error"),
    "unfinished": ("SELECT id FROM", "syntax_error"),
    "unclosed quote": ("SELECT 'x FROM customers", "syntax_error"),
    "two statements": ("SELECT 1; SELECT 2", "syntax_error not_allowed"),
    "a megabyte": ("SELECT '" + "x" * 1_000_000 + "'", "limit_exceeded"),
    "a megabyte of semicolons": (";" * 1_000_000, "limit_exceeded"),
    "deep brackets": ("SELECT " + "(" * 500 + "1" + ")" * 500, "limit_exceeded"),
    "deep functions": ("SELECT " + "abs(" * 200 + "1" + ")" * 200, "limit_exceeded"),
    "deep subqueries": ("SELECT * FROM " + "(SELECT * FROM " * 150 + "customers" + ")" * 150, "limit_exceeded"),
    "deep CASE": ("SELECT " + "CASE WHEN true THEN " * 120 + "1" + " END" * 120, "limit_exceeded"),
    "deep NOT": ("SELECT " + "NOT " * 1000 + "true", "limit_exceeded"),
    "long chain of operators": ("SELECT 1" + " + 1" * 4000, "limit_exceeded"),
    "binary bytes": ("\x00\x01\x02\xff", "syntax_error not_allowed"),
    "binary in a literal": ("SELECT '\x00'", "syntax_error not_allowed"),
    "lone surrogate": ("SELECT '\ud800'", "syntax_error not_allowed"),
    "invisible characters": ("SELECT id FROM\u200bcustomers", "syntax_error not_allowed"),
    "not a text": (17, "bad_argument"),
    "nothing": (None, "bad_argument"),
    "bytes": (b"SELECT 1", "bad_argument"),
    "another dialect's brackets": (
        "SELECT TOP 5 [id] FROM [customers] FOR XML AUTO",
        "syntax_error unknown_name unsupported_sql",
    ),
    "another dialect's backticks": (
        "SELECT `id` FROM `customers` CONNECT BY PRIOR `id` = `id`",
        "syntax_error not_allowed",
    ),
    "another dialect's hint": ("SELECT id FROM customers CONNECT BY PRIOR id = id", "syntax_error not_allowed"),
    "unknown table": ("SELECT * FROM warehouses", "unknown_name"),
    "hidden table": ("SELECT * FROM secrets", "unknown_name"),
    "unknown column": ("SELECT shoe_size FROM customers", "unknown_name"),
    "hidden column": ("SELECT salary FROM employees", "unknown_name"),
    "unknown function": ("SELECT frobnicate(id) FROM customers", "unknown_name"),
    "wrong number of arguments": ("SELECT substr(name) FROM customers", "wrong_type syntax_error"),
    "write": ("DELETE FROM customers", "not_allowed"),
    "wrong types": ("SELECT name + day FROM customers, orders", "wrong_type"),
    "wrong cast": ("SELECT CAST(name AS DATE) FROM customers", "wrong_type execution_failed"),
    "aggregate in WHERE": ("SELECT id FROM orders WHERE sum(amount) > 1", "syntax_error wrong_type not_allowed"),
    "column not grouped": ("SELECT *, count(*) FROM orders", "syntax_error wrong_type not_allowed"),
    "ambiguous column": ("SELECT id FROM customers, orders", "syntax_error wrong_type not_allowed unknown_name"),
    "division of text": ("SELECT 'a' // 2", "wrong_type execution_failed"),
    "parameter without a value": ("SELECT id FROM customers WHERE id = ?", "bad_argument"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_answered_shortly(name: str, governed: Any, hidden_from_ana: frozenset[str]) -> None:
    """Bad SQL gives one short error with a code and a hint, one record with that code, and no engine text."""
    sql, codes = BAD[name]
    before = len(list(governed.audit.records(kind="outcome")))
    with pytest.raises(HatiDataError) as caught:
        governed.agent("ana").run(sql)
    text = caught.value.for_model()
    records = list(governed.audit.records(kind="outcome"))

    assert caught.value.code in codes.split()
    assert FORM.fullmatch(text)
    assert hidden.traces(text, hidden_from_ana, str(sql)) == []
    assert before + 1 == len(records)
    assert (caught.value.code, "ana") == (records[-1]["code"], records[-1]["agent"])
    assert caught.value.audit_id == records[-1]["id"]


@pytest.mark.parametrize("name", BAD)
def test_a_query_after_bad_input_works(name: str, governed: Any) -> None:
    """After any bad input the next good call of the same agent is answered."""
    agent = governed.agent("ana")
    with pytest.raises(HatiDataError):
        agent.run(BAD[name][0])

    assert agent.query("SELECT 1 AS one") == [{"one": 1}]


@pytest.mark.parametrize(
    ("hidden_sql", "missing_sql"),
    [
        ("SELECT * FROM secrets", "SELECT * FROM secretz"),
        ("SELECT * FROM main.secrets", "SELECT * FROM main.secretz"),
        ("SELECT v FROM secrets WHERE k = 'a'", "SELECT v FROM secretz WHERE k = 'a'"),
        ("SELECT salary FROM employees", "SELECT zalary FROM employees"),
        ("SELECT e.salary FROM employees e", "SELECT e.zalary FROM employees e"),
        ("SELECT id FROM employees ORDER BY salary", "SELECT id FROM employees ORDER BY zalary"),
        ("SELECT * EXCLUDE (salary) FROM employees", "SELECT * EXCLUDE (zalary) FROM employees"),
        ("SELECT internal FROM crm.notes", "SELECT internel FROM crm.notes"),
        ("SELECT max(salary) OVER () FROM employees", "SELECT max(zalary) OVER () FROM employees"),
        ("PIVOT secrets ON k USING max(v)", "PIVOT secretz ON k USING max(v)"),
        ("SELECT * FROM crm.secrets", "SELECT * FROM crm.secretz"),
        ("DESCRIBE secrets", "DESCRIBE secretz"),
        ("DELETE FROM secrets", "DELETE FROM secretz"),
        ("FROM query_table('secrets')", "FROM query_table('secretz')"),
    ],
)
def test_hidden_and_missing_answer_alike(hidden_sql: str, missing_sql: str, governed: Any) -> None:
    """A name outside the lens gets, byte for byte, the error and the trace of one that never existed."""
    seen = []
    for sql in (hidden_sql, missing_sql):
        with pytest.raises(HatiDataError) as caught:
            governed.agent("ana").run(sql)
        text = caught.value.for_model()
        for missing, real in (("secretz", "secrets"), ("zalary", "salary"), ("internel", "internal")):
            text = text.replace(missing, real)
        seen.append((type(caught.value), caught.value.stage, text))

    assert seen[0] == seen[1]


@pytest.mark.parametrize(
    "name", ["secrets", "SECRETS", "main.secrets", "nosuch", "", "a b", "employees.salary", "x" * 500]
)
def test_describing_what_is_not_there(name: str, governed: Any, hidden_from_ana: frozenset[str]) -> None:
    """Describing a hidden table answers like describing one that never existed."""
    with pytest.raises(HatiDataError) as caught:
        governed.agent("ana").describe_table(name)

    assert caught.value.code == "unknown_name"
    assert hidden.traces(caught.value.for_model(), hidden_from_ana, name) == []
    assert len(caught.value.for_model()) < 500


def test_an_unregistered_agent_is_refused(governed: Any) -> None:
    """Nobody without a line in the policy gets a handle."""
    with pytest.raises(HatiDataError) as caught:
        governed.agent("mallory")

    assert caught.value.code == "unknown_caller"
    assert FORM.fullmatch(caught.value.for_model())


def test_a_guest_may_nothing(governed: Any) -> None:
    """A guest's query is denied, and the denial is in the log."""
    with pytest.raises(PolicyDenied) as caught:
        governed.agent("guest1").run("SELECT 1")

    assert FORM.fullmatch(caught.value.for_model())
    assert governed.audit.tail(1)[0]["code"] == "policy_denied"


def test_no_literal_reaches_the_log(governed: Any) -> None:
    """Literals, comments and parameters of refused and answered statements are in no record."""
    agent = governed.agent("ana")
    agent.run("SELECT id FROM customers WHERE name = 'needle-4711' /* needle-4712 */ OR id = ?", [471_347_13])
    for sql in (
        "SELECT 'needle-4714' FROM secrets",
        "SELECT 'needle-4715' +",
        "DELETE FROM orders WHERE note = 'needle-4716'",
    ):
        with pytest.raises(HatiDataError):
            agent.run(sql)
    log = "".join(path.read_text() for path in governed.folder.rglob("*.jsonl"))

    assert "customers" in log
    assert [word for word in ("needle", "47134713") if word in log] == []
