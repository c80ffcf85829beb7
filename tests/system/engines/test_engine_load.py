"""The owner's load: every kind of source, all or nothing, with types kept."""

from __future__ import annotations

import datetime
import decimal
import gzip
import json
import sys

import duckdb
import pytest

from autogen_hatidata.engines.load import load, table_name
from autogen_hatidata.errors import LoadError, NotAllowed
from autogen_hatidata.types import LensSpec

EVERYTHING = LensSpec(None)


def _tables(connection) -> list[tuple[str, str]]:
    found = "SELECT schema_name, table_name FROM duckdb_tables() WHERE database_name = current_database()"
    return connection.execute(found).fetchall()


ROWS = [(1, "Ann", datetime.date(2024, 1, 1)), (2, "Bob; 'x'", datetime.date(2024, 2, 29))]
CSV = "id,name,day\n1,Ann,2024-01-01\n2,Bob; 'x',2024-02-29\n"


def _csv(folder):
    path = folder / "people.csv"
    path.write_text(CSV)
    return path


def _gz(folder):
    path = folder / "people.csv.gz"
    path.write_bytes(gzip.compress(CSV.encode()))
    return path


def _tsv(folder):
    path = folder / "people.TSV"
    path.write_text(CSV.replace(",", "\t"))
    return path


def _json(folder):
    path = folder / "people.json"
    path.write_text(json.dumps([{"id": n, "name": name, "day": str(day)} for n, name, day in ROWS]))
    return path


def _jsonl(folder):
    path = folder / "people.jsonl"
    path.write_text("".join(json.dumps({"id": n, "name": name, "day": str(day)}) + "\n" for n, name, day in ROWS))
    return path


def _parquet(folder):
    path = folder / "people.parquet"
    _csv(folder)
    duckdb.sql(f"SELECT * FROM '{folder}/people.csv'").write_parquet(str(path))
    return path


def _odd_name(folder):
    path = folder / "it's [1] *.csv"
    path.write_text(CSV)
    return path


def _text(folder):
    return str(_csv(folder))


def _arrow(folder):
    pyarrow = pytest.importorskip("pyarrow")
    columns = list(zip(*ROWS, strict=True))
    return pyarrow.table({"id": columns[0], "name": columns[1], "day": columns[2]})


def _pandas(folder):
    pandas = pytest.importorskip("pandas")
    return pandas.DataFrame(ROWS, columns=["id", "name", "day"], index=["a", "b"])


@pytest.mark.parametrize(
    "source", [_csv, _gz, _tsv, _json, _jsonl, _parquet, _odd_name, _text, _arrow, _pandas], ids=lambda f: f.__name__
)
def test_every_source(connection, tmp_path, source):
    """Each kind of source gives the same rows with the same types."""
    assert load(connection, "people", source(tmp_path), replace=False) == 2

    answer = connection.execute("SELECT * FROM people ORDER BY id")
    assert [(column[0], str(column[1])) for column in answer.description] == [
        ("id", "BIGINT"),
        ("name", "VARCHAR"),
        ("day", "DATE"),
    ]
    assert answer.fetchall() == ROWS


def test_agents_see_it(shop, ask, tmp_path):
    """What was loaded is there at an agent's next call, a schema that was missing too."""
    assert shop.load("sales.people", _csv(tmp_path)) == 2

    assert ask(shop, EVERYTHING, "SELECT * FROM sales.people ORDER BY id").rows == ROWS


def test_several_files(connection, tmp_path):
    """A pattern loads all files that it matches."""
    for n in range(3):
        (tmp_path / f"part{n}.csv").write_text(f"a\n{n}\n")

    assert load(connection, "parts", tmp_path / "part*.csv", replace=False) == 3


def test_frame_types_are_kept(connection):
    """Decimals, dates, moments, lists and missing values come in as what they are."""
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame(
        {
            "money": [decimal.Decimal("1.50"), decimal.Decimal("2.25")],
            "day": [datetime.date(2024, 1, 1), None],
            "moment": pandas.to_datetime(["2024-01-01 12:00", None]),
            "few": pandas.array([1, None], dtype="Int32"),
            "tags": [["a"], []],
            "kind": pandas.Categorical(["x", "y"]),
            "flag": [True, False],
        }
    )
    load(connection, "things", frame, replace=False)

    answer = connection.execute("SELECT * FROM things")
    types = {column[0]: str(column[1]) for column in answer.description}
    assert types["money"] == "DECIMAL(3,2)"
    assert types["day"] == "DATE"
    assert types["moment"].startswith("TIMESTAMP")
    assert (types["few"], types["tags"], types["flag"]) == ("INTEGER", "VARCHAR[]", "BOOLEAN")
    assert answer.fetchall()[1][:4] == (decimal.Decimal("2.25"), None, None, None)


def test_empty_sources(connection, tmp_path):
    """A source without rows makes an empty table."""
    pyarrow = pytest.importorskip("pyarrow")
    path = tmp_path / "none.csv"
    path.write_text("a,b\n")

    assert load(connection, "none", path, replace=False) == 0
    assert load(connection, "nothing", pyarrow.table({"a": pyarrow.array([], pyarrow.int64())}), replace=False) == 0
    assert ("main", "nothing") in _tables(connection)


def test_table_that_is_there(connection, tmp_path):
    """A table is replaced only when that is asked for."""
    source = _csv(tmp_path)
    load(connection, "people", source, replace=False)
    with pytest.raises(LoadError, match="replace=True"):
        load(connection, "PEOPLE", source, replace=False)
    (tmp_path / "people.csv").write_text("id\n7\n")

    assert load(connection, "People", source, replace=True) == 1
    assert connection.execute("SELECT * FROM people").fetchall() == [(7,)]


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ("people", ("main", "people")),
        ("main.people", ("main", "people")),
        ("sales.People", ("sales", "People")),
        ('"a.b"', ("main", "a.b")),
        ('"my schema"."it""s"', ("my schema", 'it"s')),
        ("two words", ("main", "two words")),
        ("select", ("main", "select")),
        ("größe", ("main", "größe")),
    ],
)
def test_names_of_tables(connection, tmp_path, table, key):
    """A table is named with or without a schema, which is made when it is missing."""
    load(connection, table, _csv(tmp_path), replace=False)

    assert key in _tables(connection)


@pytest.mark.parametrize("table", ["", "a.b.c", ".a", "a.", '"a', 'a"b', 7, None, "_hatidata_x", "s._HATIDATA_y"])
def test_names_that_are_none(table):
    """What is no name of a table is refused."""
    with pytest.raises(LoadError) as caught:
        table_name(table)

    assert caught.value.hint


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("x.csv", None, "There is no file"),
        ("x*.csv", None, "cannot be loaded"),
        ("x.xlsx", b"PK", "no ending"),
        ("x", b"a", "no ending"),
        ("x.parquet", b"not parquet at all", "cannot be loaded"),
        ("x.json", b"{not json", "cannot be loaded"),
        ("x.csv.gz", b"not gzip", "cannot be loaded"),
    ],
)
def test_sources_that_cannot_be_read(connection, tmp_path, name, content, says):
    """A source that cannot be read is one clear line, without a chain of other errors, and makes no table."""
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(LoadError, match=says) as caught:
        load(connection, "people", path, replace=False)

    assert "\n" not in str(caught.value)
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
    assert _tables(connection) == []


@pytest.mark.parametrize("source", [7, None, [{"a": 1}], {"a": [1]}, object()])
def test_sources_of_another_kind(connection, source):
    """What is no source is named by its type."""
    with pytest.raises(LoadError, match=type(source).__name__):
        load(connection, "people", source, replace=False)


def test_mixed_frame(connection):
    """A column of several types is refused."""
    pandas = pytest.importorskip("pandas")
    with pytest.raises(LoadError, match="DataFrame"):
        load(connection, "people", pandas.DataFrame({"a": [1, "x", None]}), replace=False)


def test_frame_without_pyarrow(connection, monkeypatch):
    """A frame without pyarrow says in one line what to install."""
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"a": [1]})
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(LoadError, match="pip install pyarrow"):
        load(connection, "people", frame, replace=False)


def test_failed_load_keeps_the_table(shop, ask, tmp_path):
    """A load that fails on the way leaves the table that it was to replace."""
    broken = tmp_path / "broken.json"
    broken.write_text('[{"id": 1}, {"id": ')
    with pytest.raises(LoadError):
        shop.load("customers", broken, replace=True)

    assert ask(shop, EVERYTHING, "SELECT count(*) FROM customers").rows == [(4,)]


def test_view_of_that_name(connection, tmp_path):
    """A view is not replaced by a table."""
    connection.execute("CREATE VIEW v AS SELECT 1 AS a")
    for replace in (False, True):
        with pytest.raises(LoadError):
            load(connection, "v", _csv(tmp_path), replace=replace)

    assert connection.execute("SELECT a FROM v").fetchall() == [(1,)]


def test_read_only(build, opened, tmp_path):
    """A layer that only reads loads nothing."""
    engine = opened(build("CREATE TABLE t (a INTEGER)"), read_only=True)
    for change in (lambda: engine.load("x", _csv(tmp_path)), lambda: engine.owner_sql("SELECT 1")):
        with pytest.raises(NotAllowed, match="read only"):
            change()
