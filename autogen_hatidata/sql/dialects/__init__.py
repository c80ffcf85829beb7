"""The dialects that are read beside DuckDB's own, each by its tables, which are loaded when it is first asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module

from autogen_hatidata.sql.dialects.source import Source

_HOMES: Mapping[str, tuple[str, str]] = {
    "bigquery": ("bigquery.dialect", "BIGQUERY"),
    "databricks": ("databricks.dialect", "DATABRICKS"),
    "mysql": ("mysql.dialect", "MYSQL"),
    "postgres": ("postgres.dialect", "POSTGRES"),
    "redshift": ("redshift.dialect", "REDSHIFT"),
    "snowflake": ("snowflake.dialect", "SNOWFLAKE"),
    "spark": ("databricks.dialect", "SPARK"),
    "trino": ("trino.dialect", "TRINO"),
    "tsql": ("tsql.dialect", "TSQL_SOURCE"),
}
"""The module of each, and its name there."""


class _Sources(Mapping[str, Source]):
    def __getitem__(self, name: str) -> Source:
        home = _HOMES[name]
        try:
            return _loaded(*home)
        except KeyError as fault:  # which `get` would take for a dialect that there is not
            raise ImportError(f"the tables of {name} cannot be loaded") from fault

    def __iter__(self) -> Iterator[str]:
        return iter(_HOMES)

    def __len__(self) -> int:
        return len(_HOMES)


@cache
def _loaded(module: str, constant: str) -> Source:
    found: Source = getattr(import_module(f"{__name__}.{module}"), constant)
    return found


SOURCES: Mapping[str, Source] = _Sources()
