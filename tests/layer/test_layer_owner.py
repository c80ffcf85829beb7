"""The owner's doors of a layer: what changes shows at once, is recorded, and takes no rule away."""

from __future__ import annotations

from pathlib import Path

import pytest

from autogen_hatidata import HatiData, HatiDataError
from autogen_hatidata.errors import (
    PolicyError,
)


def test_owner_changes_are_seen_by_the_next_call(path: Path, tmp_path: Path) -> None:
    """DDL and loads of the owner show at once, and are recorded without the values in them."""
    with HatiData.open(path) as layer:
        ana = layer.agent("ana")
        assert ana.query("SELECT count(*) AS n FROM t") == [{"n": 10}]

        layer.owner_sql("INSERT INTO t VALUES (77, 424242424)")
        (tmp_path / "more.csv").write_text("a,b\n1,x\n2,y\n")
        assert layer.load("more", tmp_path / "more.csv") == 2

        assert ana.query("SELECT count(*) AS n FROM t") == [{"n": 11}]
        assert ana.query("SELECT b FROM more ORDER BY a") == [{"b": "x"}, {"b": "y"}]
        assert not any("424242424" in str(record) for record in layer.audit.records())


def test_a_read_only_layer_refuses_the_owner_too(path: Path) -> None:
    """With read_only the file is not changed by anybody."""
    with HatiData.open(path, read_only=True) as layer:
        with pytest.raises(HatiDataError):
            layer.owner_sql("DROP TABLE t")
        assert layer.agent("ana").query("SELECT count(*) AS n FROM t") == [{"n": 10}]


@pytest.mark.parametrize(
    "change", ["RENAME COLUMN ssn TO ssn_new", "DROP COLUMN region", "RENAME COLUMN region TO area"]
)
def test_a_rule_never_vanishes_with_its_column(
    shop_layer: HatiData, change: str, caplog: pytest.LogCaptureFixture
) -> None:
    """When the owner takes away a column that a rule names, its agents are refused, recorded, and the owner is told."""
    ana = shop_layer.agent("ana")
    shop_layer.owner_sql(f"DROP VIEW customer_totals; ALTER TABLE customers {change}")

    assert "does not fit" in caplog.text
    with pytest.raises(PolicyError, match="customers"):
        ana.query("SELECT * FROM customers")
    assert shop_layer.audit.tail(1, kind="outcome")[0]["code"] == "policy_invalid"


def test_an_owners_change_that_fails_half_way_is_recorded(path: Path) -> None:
    """Statements before the failed one keep their effect, so the log has the attempt and its failure."""
    with HatiData.open(path) as layer:
        with pytest.raises(HatiDataError):
            layer.owner_sql("CREATE TABLE q AS SELECT 1 AS x; SELECT * FROM nope")

        assert [record["action"] for record in layer.audit.tail(2, kind="owner")] == ["sql", "sql_failed"]
        assert layer.agent("ana").query("SELECT x FROM q") == [{"x": 1}]
