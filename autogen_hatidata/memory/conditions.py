"""Conditions on the metadata of memories, as SQL in which field and value are data."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from autogen_hatidata.memory import rows
from autogen_hatidata.memory.candidates import Candidates
from autogen_hatidata.memory.model import Condition

_SIGNS = {"eq": "=", "gt": ">", "gte": ">=", "lt": "<", "lte": "<="}

_WHOLE = "'BIGINT', 'UBIGINT', 'HUGEINT'"
_COMPARED: Mapping[type, Sequence[tuple[str, str]]] = {
    bool: [("'BOOLEAN'", "BOOLEAN")],
    str: [("'VARCHAR'", "VARCHAR")],
    int: [(_WHOLE, "HUGEINT"), ("'DOUBLE'", "DOUBLE")],  # a float has no room for all digits of a large one
    float: [(f"{_WHOLE}, 'DOUBLE'", "DOUBLE")],
}
"""What a value of a type compares with: the kinds that JSON has of it, and what both are while they are compared."""


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
    field, several = _pointer(condition.field), condition.operator == "in"
    values = condition.value if several else (condition.value,)
    parts, params = [], list[Any]()
    if None in values:
        parts.append("coalesce(json_type(metadata, ?), 'NULL') = 'NULL'")
        params.append(field)
    for of, compared in _COMPARED.items():
        same = [value for value in values if _type(value) is of]
        for kinds, cast in compared if same else ():
            asked = f"= ANY(CAST(? AS {cast}[]))" if several else f"{_SIGNS[condition.operator]} CAST(? AS {cast})"
            there = f"TRY_CAST(json_extract_string(metadata, ?) AS {cast})"
            parts.append(f"json_type(metadata, ?) IN ({kinds}) AND {there} {asked}")
            params += [field, field, same if several else same[0]]
    return " OR ".join(parts) or "false", params


def _type(value: Any) -> type | None:
    return next((one for one in _COMPARED if isinstance(value, one)), None)


def _pointer(field: str) -> str:
    """A field of the outermost object as a JSON pointer: no character of it means anything else."""
    return "/" + field.replace("~", "~0").replace("/", "~1")
