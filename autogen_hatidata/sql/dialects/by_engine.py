"""The few forms that differ between the two DuckDBs which are supported."""

from __future__ import annotations

from importlib.metadata import version

_IS_OLD = version("duckdb").startswith("1.")

LENGTH = (
    "CASE WHEN typeof(a) LIKE '%]' THEN len(TRY_CAST(a AS VARCHAR[]))"
    " WHEN typeof(a) LIKE 'MAP(%' THEN json_array_length(json_keys(to_json(a)))"
    " WHEN a IS NOT NULL THEN CAST('neither a list nor a map' AS TINYINT) END"
    if _IS_OLD
    else "cardinality(a)"
)
"""How many items a list or a map has: in DuckDB 1.5 ``cardinality`` takes maps alone."""

WITHOUT_NULLS = "json_merge_patch('{}', to_json(a))" if _IS_OLD else "json_strip_nulls(to_json(a))"
"""A struct as JSON without what is NULL; in DuckDB 1.5 not within lists."""
