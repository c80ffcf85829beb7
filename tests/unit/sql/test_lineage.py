"""Where a column comes from is said as DuckDB has it: each value of these tables names its own column."""

from __future__ import annotations

import random
from collections.abc import Iterator

import duckdb
import pytest

from autogen_hatidata.sql.lineage import Computed, origins
from autogen_hatidata.sql.parse import parse
from autogen_hatidata.sql.reading import Reading, read
from autogen_hatidata.types import ColumnInfo, LensInfo, TableInfo

COLUMNS = {"t": ("id", "body", "o"), "u": ("id", "n", "id_1"), "w": ("id", "body", "k")}
TABLES = [TableInfo("main", name, tuple(ColumnInfo(one, "VARCHAR") for one in has)) for name, has in COLUMNS.items()]
LENS = LensInfo("lens", 1, "lens", "catalog", {one.key: one for one in TABLES})
SEED, COUNT = 11, 300
SHARED = "all of them"
"""The value of one row of each ``id``, so that joins by it have a row."""


@pytest.fixture(scope="module")
def database() -> Iterator[duckdb.DuckDBPyConnection]:
    """Of each table a row that others are joined with, and one that none is."""
    with duckdb.connect() as connection:
        for name, has in COLUMNS.items():
            rows = [", ".join(f"'{name}.{one}' AS {one}" for one in has)]
            rows += [rows[0].replace(f"'{name}.id'", f"'{SHARED}'")]
            connection.execute(f"CREATE TABLE {name} AS SELECT {rows[0]} UNION ALL SELECT {rows[1]}")
        yield connection


def _found(reading: Reading, name: str) -> set[str] | None:
    """The columns that the one outermost column of a statement takes its values from; None where it is computed."""
    column, scope = next(pair for pair in reading.columns if pair[0].parent is reading.tree)
    assert column.name == name
    try:
        return {f"{table.name}.{one.name}" for table, one in origins(reading, column, scope)}
    except Computed:
        return None


@pytest.mark.parametrize(
    ("inner", "name", "of"),
    [
        ("SELECT *, 1 AS x FROM t", "body", {"t.body"}),
        ("SELECT *, 1 AS x FROM t", "x", None),
        ("SELECT o AS a, * FROM t", "a", {"t.o"}),
        ("SELECT *, row_number() OVER (ORDER BY id) AS rn FROM t", "body", {"t.body"}),
        ("SELECT * EXCLUDE (o) FROM t", "body", {"t.body"}),
        ("SELECT * EXCLUDE (t.body) FROM t, w", "body", {"w.body"}),
        ("SELECT * REPLACE (upper(o) AS o) FROM t", "body", {"t.body"}),
        ("SELECT * REPLACE (upper(o) AS o) FROM t", "o", None),
        ("SELECT * REPLACE (o AS body) FROM t", "body", {"t.o"}),
        ("SELECT * RENAME (o AS p) FROM t", "body", {"t.body"}),
        ("SELECT * RENAME (o AS body, body AS o) FROM t", "body", {"t.o"}),
        ("SELECT t.* FROM t JOIN w ON t.id = w.id", "body", {"t.body"}),
        ("SELECT u.*, t.body FROM t JOIN u USING (id)", "body", {"t.body"}),
        ("SELECT * FROM t JOIN u USING (id)", "body", {"t.body"}),
        ("SELECT * FROM t JOIN u USING (id)", "n", {"u.n"}),
        ("SELECT * FROM t JOIN u USING (id)", "id", {"t.id", "u.id"}),
        ("SELECT * FROM t JOIN w USING (id)", "body", None),
        ("SELECT * FROM t, w", "body", None),
        ("SELECT *, 'x' AS body FROM t", "body", None),
        ("SELECT * FROM t JOIN u ON t.id = u.id", "id_1", None),
        ("SELECT * FROM t SEMI JOIN w USING (id)", "body", {"t.body"}),
        ("SELECT * FROM t NATURAL JOIN u", "body", None),
        ("SELECT * REPLACE (o AS body) FROM t, w", "k", None),
        ("SELECT body FROM t UNION ALL SELECT * EXCLUDE (id, id_1) FROM u", "body", {"t.body", "u.n"}),
        ("SELECT COLUMNS(*) FROM t", "body", None),
    ],
)
def test_a_column_that_passes_through_a_star_is_known(inner: str, name: str, of: set[str] | None) -> None:
    """Each form by itself; None is what is computed, or could be another column."""
    assert _found(read(parse(f"SELECT q.{name} FROM ({inner}) AS q"), LENS), name) == of
    assert _found(read(parse(f"WITH q AS ({inner}) SELECT {name} FROM q"), LENS), name) == of


def test_no_value_is_said_to_be_of_another_column(database: duckdb.DuckDBPyConnection) -> None:
    """Of generated sub-queries, under their own names and under those of a list after the alias."""
    chance, known, wrong = random.Random(SEED), 0, []
    for _ in range(COUNT):
        inner = _query(chance, 2)
        try:
            names = [one[0] for one in database.execute(f"DESCRIBE SELECT * FROM ({inner}) AS q").fetchall()]
        except duckdb.Error:  # a name is ambiguous
            continue
        renamed = [f"c{place}" for place in range(len(names))]
        for given, alias in ((names, "q"), (renamed, f"q({', '.join(renamed)})")):
            for name in given:
                sql = f"SELECT q.{name} FROM ({inner}) AS {alias}"
                of = _found(read(parse(sql), LENS), name)
                if of and not _agrees(of, database.execute(sql).fetchall()):
                    wrong.append((sql, of))
                known += bool(of)

    assert wrong[:3] == []
    assert known > COUNT * 2


def _agrees(of: set[str], rows: list[tuple[str | None]]) -> bool:
    """Whether all values are those of these columns."""
    ids = any(one.endswith(".id") for one in of)
    return all(value is None or value in of or (value == SHARED and ids) for (value,) in rows)


def _query(chance: random.Random, depth: int) -> str:
    if chance.random() < 0.08 and depth:
        return f"{_query(chance, 0)} UNION ALL {_query(chance, 0)}"
    sources = [_source(chance, depth, alias) for alias in chance.sample("abc", chance.choice((1, 1, 2, 2, 3)))]
    text = sources[0][0]
    for written, alias in sources[1:]:
        how = chance.choice(("JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN", "SEMI JOIN", "ANTI JOIN", "CROSS JOIN"))
        on = chance.choice((" USING (id)", " USING (id)", f" ON {sources[0][1]}.id = {alias}.id"))
        natural = chance.random() < 0.05 and how == "JOIN"
        text += f" {'NATURAL ' if natural else ''}{how} {written}{'' if natural or how == 'CROSS JOIN' else on}"
    items = [_item(chance, [alias for _, alias in sources]) for _ in range(chance.choice((1, 1, 2, 3)))]
    return f"SELECT {', '.join(items)} FROM {text}"


def _source(chance: random.Random, depth: int, alias: str) -> tuple[str, str]:
    if depth and chance.random() < 0.25:
        return f"({_query(chance, depth - 1)}) AS {alias}", alias
    if depth and chance.random() < 0.1:
        names = ", ".join(chance.sample("pqr", 2))
        return f"{chance.choice(list(COLUMNS))} AS {alias}(id, {names})", alias
    if chance.random() < 0.08:
        return f"(t AS {alias} JOIN u AS {alias}2 USING (id))", alias
    return f"{chance.choice(list(COLUMNS))} AS {alias}", alias


def _item(chance: random.Random, aliases: list[str]) -> str:
    alias = chance.choice(aliases)
    star = chance.choice(("*", "*", f"{alias}.*"))
    column = chance.choice(("id", "body", "n", "o", f"{alias}.id", f"{alias}.body"))
    plain = column.rpartition(".")[2]
    return chance.choice(
        (
            star,
            star,
            f"{star} EXCLUDE ({plain})",
            f"* EXCLUDE ({column})",
            f"{star} REPLACE ({column} AS {plain})",
            f"{star} REPLACE ({alias}.id AS {plain})",
            f"{star} RENAME ({plain} AS x)",
            f"* RENAME ({column} AS {chance.choice(('id', 'x'))})",
            "* EXCLUDE (id) REPLACE ('-' AS body) RENAME (n AS m)",
            f"{column} AS {chance.choice('xy')}",
            column,
            "'-' AS x",
        )
    )
