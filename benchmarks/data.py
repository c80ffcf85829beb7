"""The files that are measured on, made once and kept in ``benchmarks/data``."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import duckdb

FOLDER = Path(__file__).parent / "data"
TPCH_TABLES = ("region", "nation", "supplier", "part", "partsupp", "customer", "orders", "lineitem")
HOW_TO_GET_TPCH = "TPC-H is left out: its data is made by tpchgen-cli (pip install tpchgen-cli)."

ORDERS = """
CREATE TABLE orders AS
SELECT i AS id, i * 7 % 150000 AS customer_id, ['EU', 'US', 'APAC'][1 + i % 3] AS region,
       'user' || i % 150000 || '@example.org' AS email,
       '+49 555 ' || lpad(CAST(i * 37 % 1000000 AS VARCHAR), 6, '0') AS phone,
       DATE '2020-01-01' + CAST(i % 1800 AS INTEGER) AS day, CAST(i * 7919 % 1000000 AS DECIMAL(12,2)) / 100 AS amount,
       ['open', 'paid', 'sent'][1 + i * 11 % 3] AS status
FROM range(1500000) t(i)
"""


def orders() -> Path:
    """A file with one table of 1.5 million orders."""
    path = FOLDER / "orders.duckdb"
    if not path.exists():
        _make(path, lambda connection: connection.execute(ORDERS))
    return path


def tpch() -> Path | None:
    """TPC-H at scale factor 1 as a DuckDB file; None when its generator is not installed."""
    path = FOLDER / "tpch-sf1.duckdb"
    if path.exists():
        return path
    generator = shutil.which("tpchgen-cli") or shutil.which("tpchgen-cli", path=str(Path(sys.executable).parent))
    if generator is None:
        return None
    parquet = FOLDER / "tpch-sf1"
    parquet.mkdir(parents=True, exist_ok=True)
    subprocess.run([generator, "parquet", "-s", "1", "--output-dir", str(parquet)], check=True, capture_output=True)

    def load(connection: duckdb.DuckDBPyConnection) -> None:
        for table in TPCH_TABLES:
            connection.execute(f"CREATE TABLE {table} AS FROM '{parquet}/{table}.parquet'")

    _make(path, load)
    shutil.rmtree(parquet)
    return path


def copy(path: Path, name: str) -> Path:
    """A copy of a file, for a second instance in the same process."""
    target = FOLDER / f"{path.stem}-{name}.duckdb"
    if not target.exists() or target.stat().st_mtime < path.stat().st_mtime:
        shutil.copy(path, target)
    return target


def _make(path: Path, fill: object) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".part")
    unfinished.unlink(missing_ok=True)
    with duckdb.connect(unfinished) as connection:
        fill(connection)  # type: ignore[operator]
    unfinished.rename(path)
