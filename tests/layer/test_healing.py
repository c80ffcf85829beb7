"""Healing: what was clearly meant is answered, told and charged; what is not clear, or hidden, stays an error."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from support import shop

from autogen_hatidata import HatiData, HatiDataError, Settings
from autogen_hatidata.pipeline.heal import TOLD
from autogen_hatidata.sql.mending import TEXT_REPAIRS
from autogen_hatidata.sql.repair import REPAIRS
from autogen_hatidata.types import MODEL

NONE = "none"


def _cases() -> list[tuple[str, str]]:
    """Each broken text, line by line as it stands, and the statement that is meant."""
    found, broken = [], list[str]()
    lines = (Path(__file__).parents[1] / "cases" / "healing.sql").read_text(encoding="utf-8").splitlines()
    for line in lines:
        if line.startswith("=> "):
            found.append(("\n".join(broken), line[3:]))
            broken = []
        elif broken or (line and not line.startswith("#")):
            broken.append(line)
    assert not broken
    return found


BROKEN = [(broken, meant) for broken, meant in _cases() if meant != NONE]
LEFT = [broken for broken, meant in _cases() if meant == NONE]


@pytest.fixture(scope="module")
def layer(shop_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[HatiData]:
    """The shop under its policy."""
    path = shutil.copy(shop_file, tmp_path_factory.mktemp("healing") / "shop.duckdb")
    with HatiData.open(path, policy=shop.policy(), settings=Settings(max_rows=100_000, threads=1)) as opened:
        yield opened


@pytest.mark.parametrize(("broken", "meant"), BROKEN, ids=range(len(BROKEN)))
def test_what_was_meant_is_answered(layer: HatiData, broken: str, meant: str) -> None:
    """The rows are those of the statement that was meant, and the notes say what was done to the other one."""
    answer, expected = layer.agent("ana").run(broken), layer.agent("ana").run(meant)

    assert _rows(answer.rows, meant) == _rows(expected.rows, meant)
    assert expected.healed == ()
    if broken.rstrip(";") != meant:
        assert len(answer.notes) >= len(answer.healed)


def _rows(rows: Any, sql: str) -> list[str]:
    shown = [repr([float(cell) if isinstance(cell, Decimal) else cell for cell in row]) for row in rows]
    return shown if "ORDER BY" in sql.upper().rpartition(")")[2] else sorted(shown)


@pytest.mark.parametrize("broken", LEFT, ids=range(len(LEFT)))
def test_what_is_not_clear_is_left(layer: HatiData, broken: str) -> None:
    """There is an error, which says what to do, and no second attempt was made."""
    agent = layer.agent("ana")
    with pytest.raises(HatiDataError) as caught:
        agent.run(broken)

    assert caught.value.hint
    assert not any(record["id"] == caught.value.audit_id for record in layer.audit.records(kind="attempt"))


@pytest.mark.parametrize(
    "sql",
    [
        'SELECT a.id FROM employees a JOIN employees  b USING" "(salary)',
        "SELECT (SELECT * FROM (SELECT struct_extract( AS x FROM employees e) t)",
        "SELECT unnest(), format(), struct_extract() FROM orders",
    ],
)
def test_what_is_read_oddly_ends_in_an_error_of_ours(layer: HatiData, sql: str) -> None:
    """Calls without arguments, and a call in the place of a name."""
    with pytest.raises(HatiDataError):
        layer.agent("ana").run(sql)


def test_a_column_called_like_a_keyword_is_that_column_or_an_error() -> None:
    """No keyword in the place of a name is left out, or taken for the name of another column."""
    asked = "SELECT keyword_name FROM duckdb_keywords() WHERE keyword_category IN ('reserved', 'type_function')"
    with HatiData.open() as opened:
        words = [name for (name,) in duckdb.execute(asked).fetchall() if name not in ("true", "false", "null")]
        columns = ", ".join(f'77 AS "{word}"' for word in words)
        opened.owner_sql(f"CREATE TABLE t AS SELECT 1 AS id, 9 AS z, {columns}")
        agent, answered = opened.agent("any"), 0
        for word in words:
            forms = {
                f"SELECT id, {word} FROM t": (1, 77),
                f"SELECT {word}, id FROM t": (77, 1),
                f"SELECT id, {word}, z FROM t": (1, 77, 9),
                f"SELECT max({word}) AS m FROM t": (77,),
                f"SELECT id FROM t WHERE z = 9 AND {word} > 76": (1,),
            }
            for sql, expected in forms.items():
                with suppress(HatiDataError):
                    assert agent.run(sql).rows == (expected,), sql
                    answered += 1

    assert answered > 3 * len(words)


def test_most_are_healed_and_none_is_wrong() -> None:
    """The corpus is large enough to say something, and every kind of repair is in it."""
    assert len(BROKEN) >= 340
    assert len(LEFT) >= 145


def test_every_repair_is_told() -> None:
    """Each kind has its words for the notes."""
    kinds = {*TEXT_REPAIRS, "dialect", MODEL, *(kind for changes in REPAIRS.values() for kind in changes)}

    assert kinds == set(TOLD)


@pytest.mark.parametrize(
    "broken", ["SELECT nmae FROM customers", "```sql\nSELECT 1\n```", "SELECT region, count(*) FROM orders"]
)
def test_healing_can_be_turned_off(shop_path: Path, broken: str) -> None:
    """Then a broken statement is an error."""
    with (
        HatiData.open(shop_path, policy=shop.policy(), settings=Settings(heal="off")) as opened,
        pytest.raises(HatiDataError),
    ):
        opened.agent("ana").run(broken)


def test_no_value_of_a_repaired_statement_is_recorded(layer: HatiData) -> None:
    """Neither in the notes of what was grouped, nor in the log."""
    answer = layer.agent("ana").run("SELECT CASE WHEN status = 'canary77' THEN 1 END AS c, count(*) FROM orders")

    assert "CASE WHEN" in answer.notes[0]
    assert "canary77" not in "".join(path.read_text() for path in layer.folder.rglob("*.jsonl")) + repr(answer.notes)
