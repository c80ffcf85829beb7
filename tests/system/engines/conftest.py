"""What the engine's tests share: a file built by plain DuckDB, an engine over it, and a question through a lens."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from autogen_hatidata.engines.base import Engine, Lease
from autogen_hatidata.engines.kinds import ENGINES
from autogen_hatidata.settings import Settings
from autogen_hatidata.sql.names import resolve
from autogen_hatidata.sql.parse import parse
from autogen_hatidata.sql.render import to_duckdb
from autogen_hatidata.types import ColumnMask, LensSpec, Table, TableSpec

CUSTOMERS = (
    "CREATE TABLE customers (id INTEGER NOT NULL, name VARCHAR, email VARCHAR, region VARCHAR, salary DECIMAL(9, 2))",
    "INSERT INTO customers VALUES (1, 'Ann', 'ann@shop.example', 'EU', 100), "
    "(2, 'Bob', 'bob@shop.example', 'US', 200), (3, 'Cyd', NULL, 'EU', 300), (4, 'Dan', 'x', NULL, 400)",
)

Ask = Callable[..., Table]


Write = Callable[[Path, tuple[str, ...]], Path]


@pytest.fixture(scope="session")
def write(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Write]:
    """Writes a database file with plain DuckDB: one instance for all files, as a new one is most of a file's cost."""
    with duckdb.connect(tmp_path_factory.mktemp("writer") / "writer.duckdb", config={"threads": 1}) as writer:

        def written(path: Path, statements: tuple[str, ...]) -> Path:
            writer.execute(f"""ATTACH '{str(path).replace("'", "''")}' AS shop""")
            writer.execute("USE shop")
            try:
                for statement in statements:
                    writer.execute(statement)
            finally:
                writer.execute("USE writer")
                writer.execute("DETACH shop")
            return path

        yield written


@pytest.fixture
def build(tmp_path: Path, write: Write) -> Callable[..., Path]:
    """Makes a database file from statements, with plain DuckDB."""

    def made(*statements: str, name: str = "shop.duckdb") -> Path:
        return write(tmp_path / name, statements)

    return made


@pytest.fixture(scope="module")
def _instance() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(config={"threads": 1}) as instance:
        yield instance


@pytest.fixture
def connection(_instance: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection like the owner's to an empty database of its own, without a file."""
    with _instance.cursor() as one:
        one.execute("ATTACH ':memory:' AS own")
        one.execute("USE own")
        yield one
        one.execute("USE memory")
        one.execute("DETACH own")


@pytest.fixture
def opened() -> Iterator[Callable[..., Engine]]:
    """Opens engines, and closes them after the test."""
    engines: list[Engine] = []

    def made(path: Path, *, read_only: bool = False, **settings: Any) -> Engine:
        chosen = Settings(**settings)
        engine = ENGINES[chosen.isolation](path, settings=chosen, read_only=read_only)
        engines.append(engine)
        return engine

    yield made
    for engine in engines:
        engine.close()


@pytest.fixture(scope="module")
def world_of(tmp_path_factory: pytest.TempPathFactory, write: Write) -> Iterator[Callable[..., Engine]]:
    """Opens engines over statements for a whole module, whose tests only read."""
    engines: list[Engine] = []

    def made(*statements: str) -> Engine:
        path = write(tmp_path_factory.mktemp("world") / "shop.duckdb", statements)
        engines.append(ENGINES[Settings().isolation](path, settings=Settings(), read_only=True))
        return engines[-1]

    yield made
    for engine in engines:
        engine.close()


@pytest.fixture(scope="module")
def customers(world_of: Callable[..., Engine]) -> Engine:
    """An engine over four customers, for tests that only read."""
    return world_of(*CUSTOMERS)


@pytest.fixture
def shop(build: Callable[..., Path], opened: Callable[..., Engine]) -> Engine:
    """An engine over four customers, for tests that change them."""
    return opened(build(*CUSTOMERS))


@pytest.fixture
def everything() -> LensSpec:
    """What an agent sees without a policy."""
    return LensSpec(None)


@pytest.fixture
def europe() -> LensSpec:
    """Customers of the EU, with masked addresses and without salaries."""
    return LensSpec(
        (
            TableSpec(
                "main",
                "customers",
                filter="region = {region}",
                values=(("region", "EU"),),
                masks=(ColumnMask("email", "partial", 4),),
                denied=("salary",),
            ),
        )
    )


_read = functools.lru_cache(maxsize=256)(parse)  # a tree is not changed by what is done with it


def _ask_in(engine: Engine, lease: Lease, sql: str, params: Any, max_rows: int, timeout_s: float) -> Table:
    tree = resolve(_read(sql), lease.info)
    prepared = engine.prepare(tree, to_duckdb(tree))
    return lease.run(prepared, params, max_rows=max_rows, timeout_s=timeout_s)


@pytest.fixture
def ask() -> Ask:
    """Runs one statement through a lens, with every check that a call has."""

    def asked(
        engine: Engine, spec: LensSpec, sql: str, params: Any = None, max_rows: int = 1000, timeout_s: float = 30
    ) -> Table:
        with engine.lease(spec) as lease:
            return _ask_in(engine, lease, sql, params, max_rows, timeout_s)

    return asked
