"""What Redshift does with columns whose types its SQL alone cannot make."""

from __future__ import annotations

import duckdb
import pytest

from autogen_hatidata.sql.parse import parse
from autogen_hatidata.sql.render import to_duckdb

DOCUMENT = '{"b": "xy", "o": {"k": "z"}, "n": 5}'


def _value(item: str) -> object:
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE t AS SELECT ?::JSON AS v", [DOCUMENT])
        text = to_duckdb(parse(f"SELECT {item} FROM t", "redshift"))
        return connection.execute(text).fetchall()[0][0]


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("v.b::VARCHAR", "xy"),
        ("v.b::VARCHAR || '!'", "xy!"),
        ("v.o.k::TEXT", "z"),
        ("v.b::VARCHAR(1)", "x"),
        ("v.n::VARCHAR", "5"),
        ("v.z::VARCHAR", None),
        ("v.n::INT", 5),
    ],
)
def test_the_text_of_a_super_value_has_no_quotes(item: str, expected: object) -> None:
    assert _value(item) == expected


def test_an_object_has_no_text() -> None:
    with pytest.raises(duckdb.Error, match="an object or array as a text"):
        _value("v.o::VARCHAR")
