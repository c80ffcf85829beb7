"""A rank is given of the best texts alone only where the first rows of a query are rows of these."""

from __future__ import annotations

import pytest

from autogen_hatidata.sql.hybrid import hybrid
from autogen_hatidata.sql.parse import parse
from autogen_hatidata.types import ColumnInfo, LensInfo, TableInfo

TABLE = TableInfo(
    "main", "t", tuple(ColumnInfo(*one) for one in (("id", "INTEGER"), ("txt", "VARCHAR"), ("l", "INTEGER[]")))
)
LENS = LensInfo("lens", 1, "lens", "catalog", {TABLE.key: TABLE})
FIT = "semantic_rank(txt, 'a')"


@pytest.mark.parametrize(
    ("sql", "enough"),
    [
        (f"SELECT id, {FIT} AS fit FROM t ORDER BY fit DESC LIMIT 3", 3),
        (f"SELECT id FROM t WHERE id > 3 ORDER BY {FIT} DESC, id LIMIT 3 OFFSET 2", 5),
        (f"SELECT id, {FIT} AS fit FROM t ORDER BY fit DESC", None),
        (f"SELECT id, {FIT} AS fit FROM t ORDER BY fit LIMIT 3", None),
        (f"SELECT id, {FIT} AS fit FROM t ORDER BY fit DESC NULLS FIRST LIMIT 3", None),
        (f"SELECT id, {FIT} AS fit FROM t WHERE random() < 0.5 ORDER BY fit DESC LIMIT 3", None),
        (f"SELECT id, {FIT} AS fit FROM t WHERE {FIT} > 0.5 ORDER BY fit DESC LIMIT 3", None),
        (f"SELECT id, unnest(l) AS one, {FIT} AS fit FROM t ORDER BY fit DESC LIMIT 3", None),
        (f"SELECT id, l.unnest() AS one, {FIT} AS fit FROM t ORDER BY fit DESC LIMIT 3", None),
        (f"SELECT id, generate_subscripts(l, 1) AS n, {FIT} AS fit FROM t ORDER BY fit DESC LIMIT 3", None),
        (f"SELECT t.id, {FIT} AS fit FROM t, unnest(l) AS u(one) ORDER BY fit DESC LIMIT 3", None),
        (f"SELECT id, {FIT} AS fit FROM t TABLESAMPLE reservoir(1 ROWS) ORDER BY fit DESC LIMIT 3", None),
        (f"SELECT id, {FIT} AS fit FROM t USING SAMPLE 1 ROWS ORDER BY fit DESC LIMIT 3", None),
        (f"SELECT DISTINCT {FIT} AS fit FROM t ORDER BY fit DESC LIMIT 3", None),
        (f"SELECT max(id), {FIT} AS fit FROM t GROUP BY 2 ORDER BY fit DESC LIMIT 3", None),
        (f"SELECT count(*) OVER () AS n, {FIT} AS fit FROM t ORDER BY fit DESC LIMIT 3", None),
        ("SELECT (SELECT semantic_rank(o.txt, 'a') AS fit FROM t ORDER BY fit DESC LIMIT 1) FROM t AS o", None),
    ],
)
def test_only_first_rows_of_one_table_need_few_texts(sql: str, enough: int | None) -> None:
    """Where rows are left out, gathered or spread after they were chosen, all texts have their ranks."""
    assert {one.enough for one in hybrid(parse(sql), LENS).meanings} == {enough}
