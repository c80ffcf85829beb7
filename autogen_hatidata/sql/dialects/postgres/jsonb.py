"""The text of PostgreSQL's JSONB: blanks after each comma and colon, keys by their length, each once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from sqlglot import exp

from autogen_hatidata.sql.dialects.forms import Call, built, called
from autogen_hatidata.sql.dialects.source import Untested, bare

SPACED = (
    "regexp_replace(regexp_replace(CAST(json(a) AS VARCHAR),"
    r""" '((?:"(?:[^"\\]|\\.)*"|[^",:])*)([,:]|$)', '\1\2 ', 'g'), ' $', '')"""
)
"""A text of JSON with these blanks. Each match takes whole texts, so that no comma within one is seen."""

_OPERATORS = (
    exp.JSONExtract, exp.JSONExtractScalar, exp.JSONBExtract, exp.JSONBExtractScalar, exp.JSONBContainsTopKey,
    exp.ArrayContainsAll, exp.ArrayContainedBy,
)  # fmt: skip
_ORDER = "approximate: the keys of JSONB stay in their order"


def literals(tree: exp.Expr) -> Iterator[str]:
    """Write what is cast to JSONB as PostgreSQL would."""
    for cast in tree.find_all(exp.Cast):
        if cast.to.this == exp.DType.JSONB and cast.this.is_string:
            written = _canonical(cast.this.name)
            if written is not None and written != cast.this.name:
                cast.this.replace(exp.Literal.string(written))
                yield "JSONB has its blanks and the order of its keys"


def _canonical(text: str) -> str | None:
    try:
        return _text(json.loads(text, parse_float=Decimal, parse_constant=_refuse))
    except (ValueError, RecursionError):
        return None


def _refuse(text: str) -> None:
    raise ValueError(text)


def _text(value: Any) -> str:
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: (len(key.encode()), key.encode()))
        return "{" + ", ".join(f"{_text(key)}: {_text(value[key])}" for key in keys) + "}"
    if isinstance(value, list):
        return f"[{', '.join(map(_text, value))}]"
    return format(value, "f") if isinstance(value, Decimal) else json.dumps(value, ensure_ascii=False)


def cast(node: exp.Cast) -> str | None:
    """What is cast to JSONB and shown gets its blanks; for what is looked into they make no difference."""
    if node.to.this != exp.DType.JSONB or node.this.is_string or isinstance(node.this, exp.Null):
        return None
    around = node.parent
    while isinstance(around, exp.Paren):
        around = around.parent
    if isinstance(around, _OPERATORS) or (isinstance(around, Call) and around.name.startswith("JSON")):
        return None
    node.replace(built(f"CAST({SPACED} AS JSON)", node.this))
    return _ORDER


def scalar(found: exp.Expr, document: exp.Expr, path: exp.Expr) -> exp.Expr:
    """What ``->>`` gives: a list or an object in it has these blanks."""
    if _plain(document):
        return found
    text = (
        f"CASE WHEN regexp_matches(a, '^[\\[{{]') AND json_type(b, c) IN ('ARRAY', 'OBJECT') THEN {SPACED} ELSE a END"
    )
    return built(text, found, document, path)


def _plain(document: exp.Expr) -> bool:
    """Whether it is JSON, and not JSONB."""
    inner = bare(document)
    while isinstance(inner, exp.Anonymous) and inner.name == "json_extract":
        inner = bare(inner.expressions[0])
    return isinstance(inner, exp.Cast) and inner.to.this == exp.DType.JSON


_MADE = frozenset({"to_json", "json_extract", "json_object", "json_array"})


def is_made(node: exp.Expr) -> bool:
    """Whether it is JSON that a function or an operator gives."""
    return isinstance(node, exp.Anonymous) and node.name.lower() in _MADE


def text(node: exp.Expr) -> str | None:
    """The form of the text of what is JSONB; of an aggregate it would be too long to be looked through."""
    name = called(node)
    own = name.startswith(("JSONB_", "TO_JSONB")) and not name.endswith("AGG")
    path = is_made(node) and node.name == "json_extract" and not _plain(node) and not name.startswith("JSON_")
    return SPACED if own or path else None


def look_compared(node: exp.Binary) -> None:
    """DuckDB compares the texts of JSON."""
    sides = [bare(node.this), bare(node.expression)]
    if any(map(_is_json, sides)) and not any(map(_simple, sides)):
        raise Untested("a comparison of JSON", "compare what ->> gives.")


def _is_json(node: exp.Expr) -> bool:
    if isinstance(node, exp.Cast):
        return node.to.this in (exp.DType.JSON, exp.DType.JSONB)
    return isinstance(node, exp.JSONExtract | exp.JSONBExtract) or called(node) in ("TO_JSON", "TO_JSONB")


def _simple(node: exp.Expr) -> bool:
    """A text, a truth or a whole number, written as JSON."""
    inner = bare(node.this) if _is_json(node) and isinstance(node, exp.Cast) else node
    if isinstance(inner, exp.Null):
        return True
    try:
        return isinstance(json.loads(inner.name), str | int | None) if inner.is_string else False
    except ValueError:
        return False
