"""Conditions on the metadata of memories, as SQL in which field and value are data."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from autogen_hatidata.memory import rows
from autogen_hatidata.memory.candidates import Candidates
from autogen_hatidata.memory.model import Condition

_SIGNS = {"eq": "=", "gt": ">", "gte": ">=", "lt": "<", "lte": "<="}


def narrowed(
    candidates: Candidates, conditions: Sequence[Condition], read: Callable[[rows.Step], list[rows.Row]]
) -> Candidates:
    """Those memories whose metadata meet all conditions. Rows that are no candidates are not even looked at."""
    if not conditions or not len(candidates):
        return candidates
    parts, params = zip(*map(_sql, conditions), strict=True)
    found = read(rows.those(candidates.among, parts, [value for values in params for value in values]))
    return candidates.only(rid for (rid,) in found)


def _sql(condition: Condition) -> tuple[str, list[Any]]:
    """One condition, and what is bound to it: a number compares with numbers, a text with texts."""
    if condition.operator == "in" and not condition.value:
        return "false", []
    if condition.operator == "in":
        parts, params = zip(
            *(_sql(condition._replace(operator="eq", value=one)) for one in condition.value), strict=True
        )
        return f"({' OR '.join(parts)})", [value for values in params for value in values]
    field, value, sign = _pointer(condition.field), condition.value, _SIGNS[condition.operator]
    if value is None:
        return "coalesce(json_type(metadata, ?), 'NULL') = 'NULL'", [field]
    if isinstance(value, bool):
        return f"json_type(metadata, ?) = 'BOOLEAN' AND json_extract_string(metadata, ?) {sign} ?", [
            field,
            field,
            str(value).lower(),
        ]
    if isinstance(value, str):
        return f"json_type(metadata, ?) = 'VARCHAR' AND json_extract_string(metadata, ?) {sign} ?", [
            field,
            field,
            value,
        ]
    number = "TRY_CAST(json_extract_string(metadata, ?) AS DOUBLE)"
    kinds = "json_type(metadata, ?) IN ('BIGINT', 'UBIGINT', 'HUGEINT', 'DOUBLE')"
    return f"{kinds} AND {number} {sign} CAST(? AS DOUBLE)", [field, field, value]


def _pointer(field: str) -> str:
    """A field of the outermost object as a JSON pointer: no character of it means anything else."""
    return "/" + field.replace("~", "~0").replace("/", "~1")
