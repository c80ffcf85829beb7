"""The owner's load: every kind of source, all or nothing, with types kept."""

from __future__ import annotations

import datetime
import decimal
import gzip
import json
import sys

import duckdb
import pytest

from autogen_hatidata.engines.load import table_name
from autogen_hatidata.errors import LoadError, NotAllowed
from autogen_hatidata.types import LensSpec

EVERYTHING = LensSpec(None)
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
def test_every_source(shop, ask, tmp_path, source):
    """Each kind of source gives the same rows with the same types, visible at the next call."""
    assert shop.load("people", source(tmp_path)) == 2

    answer = ask(shop, EVERYTHING, "SELECT * FROM people ORDER BY id")
    assert answer.columns == ("id", "name", "day")
    assert answer.types == ("BIGINT", "VARCHAR", "DATE")
    assert answer.rows == ROWS


def test_several_files(shop, tmp_path):
    """A pattern loads all files that it matches."""
    for n in range(3):
        (tmp_path / f"part{n}.csv").write_text(f"a\n{n}\n")

    assert shop.load("parts", tmp_path / "part*.csv") == 3


def test_frame_types_are_kept(shop, ask):
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
    shop.load("things", frame)

    answer = ask(shop, EVERYTHING, "SELECT * FROM things")
    types = dict(zip(answer.columns, answer.types, strict=True))
    assert types["money"] == "DECIMAL(3,2)"
    assert types["day"] == "DATE"
    assert types["moment"].startswith("TIMESTAMP")
    assert (types["few"], types["tags"], types["flag"]) == ("INTEGER", "VARCHAR[]", "BOOLEAN")
    assert answer.rows[1][:4] == (decimal.Decimal("2.25"), None, None, None)


def test_empty_sources(shop, tmp_path):
    """A source without rows makes an empty table."""
    pyarrow = pytest.importorskip("pyarrow")
    path = tmp_path / "none.csv"
    path.write_text("a,b\n")

    assert shop.load("none", path) == 0
    assert shop.load("nothing", pyarrow.table({"a": pyarrow.array([], pyarrow.int64())})) == 0
    assert ("main", "nothing") in shop.schema()


def test_table_that_is_there(shop, tmp_path):
    """A table is replaced only when that is asked for."""
    source = _csv(tmp_path)
    shop.load("people", source)
    with pytest.raises(LoadError, match="replace=True"):
        shop.load("PEOPLE", source)
    (tmp_path / "people.csv").write_text("id\n7\n")

    assert shop.load("People", source, replace=True) == 1
    assert [column.name for column in shop.schema()["main", "people"]] == ["id"]


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ("people", ("main", "people")),
        ("main.people", ("main", "people")),
        ("sales.People", ("sales", "people")),
        ('"a.b"', ("main", "a.b")),
        ('"my schema"."it""s"', ("my schema", 'it"s')),
        ("two words", ("main", "two words")),
        ("select", ("main", "select")),
        ("größe", ("main", "größe")),
    ],
)
def test_names_of_tables(shop, tmp_path, table, key):
    """A table is named with or without a schema, which is made when it is missing."""
    shop.load(table, _csv(tmp_path))

    assert key in shop.schema()


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
def test_sources_that_cannot_be_read(shop, tmp_path, name, content, says):
    """A source that cannot be read is one clear line, without a chain of other errors, and makes no table."""
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(LoadError, match=says) as caught:
        shop.load("people", path)

    assert "\n" not in str(caught.value)
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
    assert list(shop.schema()) == [("main", "customers")]


@pytest.mark.parametrize("source", [7, None, [{"a": 1}], {"a": [1]}, object()])
def test_sources_of_another_kind(shop, source):
    """What is no source is named by its type."""
    with pytest.raises(LoadError, match=type(source).__name__):
        shop.load("people", source)


def test_mixed_frame(shop):
    """A column of several types is refused."""
    pandas = pytest.importorskip("pandas")
    with pytest.raises(LoadError, match="DataFrame"):
        shop.load("people", pandas.DataFrame({"a": [1, "x", None]}))


def test_frame_without_pyarrow(shop, monkeypatch):
    """A frame without pyarrow says in one line what to install."""
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"a": [1]})
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(LoadError, match="pip install pyarrow"):
        shop.load("people", frame)


def test_failed_load_keeps_the_table(shop, ask, tmp_path):
    """A load that fails on the way leaves the table that it was to replace."""
    broken = tmp_path / "broken.json"
    broken.write_text('[{"id": 1}, {"id": ')
    with pytest.raises(LoadError):
        shop.load("customers", broken, replace=True)

    assert ask(shop, EVERYTHING, "SELECT count(*) FROM customers").rows == [(4,)]


def test_view_of_that_name(shop, tmp_path):
    """A view is not replaced by a table."""
    shop.owner_sql("CREATE VIEW v AS SELECT 1 AS a")
    for replace in (False, True):
        with pytest.raises(LoadError):
            shop.load("v", _csv(tmp_path), replace=replace)

    assert shop.owner_sql("SELECT a FROM v") == [{"a": 1}]


def test_read_only(build, opened, tmp_path):
    """A layer that only reads loads nothing."""
    engine = opened(build("CREATE TABLE t (a INTEGER)"), read_only=True)
    for change in (lambda: engine.load("x", _csv(tmp_path)), lambda: engine.owner_sql("SELECT 1")):
        with pytest.raises(NotAllowed, match="read only"):
            change()
