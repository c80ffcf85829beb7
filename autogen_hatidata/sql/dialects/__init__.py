"""The dialects that are read beside DuckDB's own, each by its tables."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from autogen_hatidata.sql.dialects.bigquery import BIGQUERY
from autogen_hatidata.sql.dialects.databricks import DATABRICKS, SPARK
from autogen_hatidata.sql.dialects.mysql import MYSQL
from autogen_hatidata.sql.dialects.postgres import POSTGRES
from autogen_hatidata.sql.dialects.redshift import REDSHIFT
from autogen_hatidata.sql.dialects.snowflake import SNOWFLAKE
from autogen_hatidata.sql.dialects.source import Source
from autogen_hatidata.sql.dialects.trino import TRINO
from autogen_hatidata.sql.dialects.tsql import TSQL_SOURCE

SOURCES: Mapping[str, Source] = MappingProxyType(
    {
        "bigquery": BIGQUERY,
        "databricks": DATABRICKS,
        "mysql": MYSQL,
        "postgres": POSTGRES,
        "redshift": REDSHIFT,
        "snowflake": SNOWFLAKE,
        "spark": SPARK,
        "trino": TRINO,
        "tsql": TSQL_SOURCE,
    }
)
