"""JSON of Trino."""

from __future__ import annotations

import re

from sqlglot import exp

from autogen_hatidata.sql.dialects.builders import VALID_JSON, text_of
from autogen_hatidata.sql.dialects.forms import Call, built
from autogen_hatidata.sql.dialects.source import Untested

_STEP = re.compile(r"""\.([A-Za-z_][A-Za-z0-9_]*)|\[([0-9]+)\]|\[["']([A-Za-z0-9_. -]+)["']\]""", re.ASCII)
_LAX = re.compile(r"\s*(?:lax\s+)?(\$.*)")


def _path(node: exp.Expr, name: str, lax: bool = False) -> exp.Literal:
    """A path of names and places as DuckDB writes it."""
    written = text_of(node, f"a path in {name}")
    if lax:
        found = _LAX.fullmatch(written)
        written = found[1] if found else ""
    steps = list(_STEP.finditer(written))
    if not written.startswith("$") or "$" + "".join(step[0] for step in steps) != written:
        raise Untested(f"that path in {name}")
    return exp.Literal.string(
        "$" + "".join(f"[{at}]" if at else f'."{one or other}"' for one, at, other in map(re.Match.groups, steps))
    )


def _valid(node: exp.Expr) -> exp.Expr:
    return built(VALID_JSON, node)


_SCALAR = "CASE WHEN json_type(a, b) NOT IN ('OBJECT', 'ARRAY') THEN json_extract_string(a, b) END"


def extract_scalar(node: Call) -> exp.Expr:
    """Lists and objects give NULL, and so does what is no JSON."""
    return built(_SCALAR, _valid(node.expressions[0]), _path(node.expressions[1], node.name))


def extract(node: Call) -> exp.Expr:
    """What is no JSON gives NULL."""
    return built("json_extract(a, b)", _valid(node.expressions[0]), _path(node.expressions[1], node.name))


def json_size(node: Call) -> exp.Expr:
    """How many items a list or an object has; 0 of a value."""
    made = (
        "CASE json_type(a, b) WHEN 'ARRAY' THEN json_array_length(a, b) WHEN 'OBJECT' THEN len(json_keys(a, b))"
        " WHEN NULL THEN NULL ELSE CASE WHEN json_exists(a, b) THEN 0 END END"
    )
    return built(made, _valid(node.expressions[0]), _path(node.expressions[1], node.name))


def json_value(node: Call) -> exp.Expr:
    """A scalar, by a path in the lax mode."""
    return built(_SCALAR, _valid(node.expressions[0]), _path(node.expressions[1], node.name, lax=True))


def json_query(node: Call) -> exp.Expr:
    """A list or an object, by a path in the lax mode."""
    made = "CASE WHEN json_type(a, b) IN ('OBJECT', 'ARRAY') THEN CAST(json_extract(a, b) AS VARCHAR) END"
    return built(made, _valid(node.expressions[0]), _path(node.expressions[1], node.name, lax=True))


def json_exists(node: Call) -> exp.Expr:
    """Whether something is there, by a path in the lax mode."""
    path = _path(node.expressions[1], node.name, lax=True)
    return built("coalesce(json_exists(a, b), a IS NULL AND NULL)", _valid(node.expressions[0]), path)
