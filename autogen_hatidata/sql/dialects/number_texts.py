"""Texts that are read as numbers."""

from __future__ import annotations

NUMBER_AT_START = (
    r"CASE WHEN a IS NOT NULL THEN CAST(coalesce(nullif(regexp_extract(CAST(a AS VARCHAR),"
    r" '^\s*([-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?)', 1), ''), '0') AS DOUBLE) END"
)
"""The number at the start of a text, or 0, as MySQL reads it."""
