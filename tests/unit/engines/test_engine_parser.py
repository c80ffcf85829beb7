"""The second parser: what runs is what was checked, or nothing."""

from __future__ import annotations

import duckdb
import pytest

from autogen_hatidata.engines.parser import Parser
from autogen_hatidata.errors import HatiDataError, LimitExceeded, NotAllowed, SqlError
from autogen_hatidata.sql.parse import parse
from autogen_hatidata.sql.render import to_duckdb


@pytest.fixture(scope="module")
def parser():
    one = Parser()
    yield one
    one.close()


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT a FROM t WHERE b = ? AND c = $1",
        "WITH x AS (SELECT * FROM t) SELECT count(*) FROM x JOIN s.u USING (a)",
        "FROM t",
        "VALUES (1), (2)",
        "SELECT * FROM t PIVOT (sum(a) FOR b IN (1, 2))",
    ],
)
def test_agreement(parser, sql):
    """A text that both parsers read alike becomes one kept statement, without any table at hand."""
    tree = parse(sql)
    statement = parser.read(tree, to_duckdb(tree))

    assert len(statement.parts) == 1
    assert not statement.leaves_traces


def test_dynamic_pivot_is_marked(parser):
    """A PIVOT that takes its columns from the data is known to leave a type behind."""
    tree = parse("PIVOT t ON a USING sum(b)")

    assert parser.read(tree, to_duckdb(tree)).leaves_traces


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT a FROM secrets",
        "SELECT a FROM t, secrets",
        "SELECT a, (SELECT max(x) FROM secrets) FROM t",
        "SELECT a FROM t; SELECT 1",
        "SELECT a FROM t; DROP TABLE t",
        "SELECT a FROM main.t",
        "SELECT current_setting('memory_limit') FROM t",
        "SELECT a FROM t, read_text('/etc/passwd')",
        "DELETE FROM t",
        "PIVOT t ON a USING sum(b)",
        "PRAGMA database_list",
        "",
    ],
)
def test_disagreement(parser, sql, caplog):
    """A text that is not the checked tree's is refused, whatever it is, and the owner's log has a warning of it."""
    with pytest.raises(HatiDataError) as caught, caplog.at_level("WARNING", "autogen_hatidata"):
        parser.read(parse("SELECT a FROM t"), sql)

    assert isinstance(caught.value, NotAllowed)
    assert caught.value.detail
    assert [caught.value.detail in message for message in caplog.messages] == [True]
    assert "secrets" not in caplog.text


@pytest.mark.parametrize(
    "sql",
    [
        "PIVOT t ON a USING sum(b * ?)",
        "PIVOT (SELECT * FROM t WHERE b > $1) ON a USING sum(b)",
        "WITH p AS (PIVOT t ON a USING sum(b)) SELECT * FROM p WHERE c = $x",
    ],
)
def test_a_dynamic_pivot_takes_no_parameters(parser, sql):
    """DuckDB has no parameters where a PIVOT takes its columns from the data; the refusal says what to write."""
    tree = parse(sql)
    with pytest.raises(NotAllowed) as caught:
        parser.read(tree, to_duckdb(tree))

    assert "ON status IN" in caught.value.hint


def test_nothing_is_alarmed_that_is_only_misspelt(parser, caplog):
    """A text that DuckDB cannot read, or that both read alike, is no reason to warn anybody."""
    with pytest.raises(SqlError):
        parser.read(parse("SELECT a FROM t"), "SELECT FROM WHERE")
    tree = parse("SELECT a FROM t WHERE b = ?")
    parser.read(tree, to_duckdb(tree))

    assert caplog.messages == []


def test_text_that_duckdb_cannot_read(parser):
    """A text that DuckDB cannot read is a syntax error in our words."""
    with pytest.raises(SqlError) as caught:
        parser.read(parse("SELECT a FROM t"), 'SELECT "a" FORM "t" WHERE')

    assert "Parser Error" not in str(caught.value)
    assert caught.value.detail


def test_text_that_is_too_deep(parser):
    """A chain that is too long for DuckDB's parser is a limit, not a mistake in writing."""
    with pytest.raises(LimitExceeded):
        parser.read(parse("SELECT 1"), "SELECT " + "+".join(["1"] * 3000))


def test_parser_goes_on_after_a_refusal(parser):
    """A refused text leaves nothing behind."""
    for sql in ("SELECT 1; SELECT 2", "SELECT 'open"):
        with pytest.raises(HatiDataError):
            parser.read(parse("SELECT 1"), sql)

    assert parser.read(parse("SELECT 1"), "SELECT 1").sql == "SELECT 1"


class _Broken:
    """A connection whose instance DuckDB gave up."""

    def extract_statements(self, sql):
        raise duckdb.FatalException("database has been invalidated")

    def close(self):
        pass


def test_an_instance_that_gave_up_is_replaced(parser):
    """After an internal error of DuckDB one text fails, and the next one is read."""
    tree = parse("SELECT 1")
    parser.close()
    parser._instance = (_Broken(), None)
    with pytest.raises(HatiDataError):
        parser.read(tree, "SELECT 1")

    assert parser.read(tree, "SELECT 1").sql == "SELECT 1"
