"""JSON of PostgreSQL: paths into it, what it holds, and what is made of it."""

from __future__ import annotations

import json
import re
from typing import Any

from sqlglot import exp

from autogen_hatidata.sql.dialects.forms import Call, Special, built, called, put
from autogen_hatidata.sql.dialects.postgres import jsonb
from autogen_hatidata.sql.dialects.source import WRITTEN, Untested, bare

_WRITTEN_JSON = "approximate: JSON has no blanks, its keys stay in their order, and times in rows have no T"
_KIND = (
    "CASE json_type(a) WHEN 'VARCHAR' THEN 'string' WHEN 'OBJECT' THEN 'object' WHEN 'ARRAY' THEN 'array' "
    "WHEN 'BOOLEAN' THEN 'boolean' WHEN 'NULL' THEN 'null' WHEN 'UBIGINT' THEN 'number' WHEN 'BIGINT' THEN 'number' "
    "WHEN 'DOUBLE' THEN 'number' WHEN 'HUGEINT' THEN 'number' END"
)


def _twice(lines: str) -> str:
    """Each function once for JSON and once for JSONB."""
    return "".join(line.replace("JSON_", name, 1) + "\n" for line in lines.split("\n") for name in ("JSON_", "JSONB_"))


FORMS = (
    _twice(f"""
JSON_ARRAY_LENGTH(a) = CAST(json_array_length(a) AS INTEGER)
JSON_TYPEOF(a) = {_KIND}
JSON_AGG(a) = list(a) |> to_json(whole) -- {_WRITTEN_JSON}
JSON_OBJECT_AGG(a, b) = list((a, b)) |> to_json(map_from_entries(whole)) -- {_WRITTEN_JSON}
""")
    + f"""
TO_JSON(a) = to_json(a) -- {_WRITTEN_JSON}
TO_JSONB(a) = to_json(a) -- {_WRITTEN_JSON}
ARRAY_TO_JSON(a) = to_json(a) -- {_WRITTEN_JSON}
ROW_TO_JSON(a) = to_json(a) -- {_WRITTEN_JSON}
"""
)

_EACH = (
    "(SELECT e__ AS key, json_extract{}(a, '$.\"' || e__ || '\"') AS value FROM (SELECT unnest(json_keys(a)) AS e__))"
)
_KEYS = "(SELECT unnest(json_keys(a)) AS value)"
_ITEMS = "(SELECT unnest(json_extract{}(a, '$[*]')) AS value)"

ROWS = {
    f"{kind}_{name}{suffix}": text.format("_string" if suffix else "")
    for kind in ("JSON", "JSONB")
    for name, text in (("EACH", _EACH), ("ARRAY_ELEMENTS", _ITEMS))
    for suffix in ("", "_TEXT")
} | dict.fromkeys(("JSON_OBJECT_KEYS", "JSONB_OBJECT_KEYS"), _KEYS)
"""Functions that stand in FROM, by the query that gives their rows."""


def rows(node: exp.Table | exp.Lateral, call: Call) -> str:
    """A sub-query, whose one column may be called as the function is."""
    alias = node.args.get("alias")
    query = built(ROWS[call.name], call.expressions[0])
    assert isinstance(query, exp.Subquery)
    columns = alias.columns if alias is not None else []
    name = alias.this if alias is not None else exp.to_identifier(call.name.lower())
    names = columns or ([name] if "KEYS" in call.name else _own_names(node, alias, "EACH" in call.name))
    for output, column in zip(query.this.expressions, names, strict=False):
        output.set("alias", column.copy())
    query.set("alias", exp.TableAlias(this=name.copy()))
    for key in ("joins", "laterals"):
        query.set(key, node.args.get(key))
    node.replace(query)
    return "JSON gives rows"


def _own_names(node: exp.Expr, alias: exp.TableAlias | None, pairs: bool) -> list[exp.Expr]:
    if pairs or alias is None:
        return []
    name = alias.name.lower()
    used = [one.name.lower() for one in node.root().find_all(exp.Column) if one.table.lower() in ("", name)]
    if name in used and "value" in used:
        raise Untested("the items of JSON by two names", "write AS t(name).")
    return [alias.this] if name in used else []


def key(node: exp.Expr) -> str:
    """``->`` and ``->>`` by a name or a position."""
    path = node.expression
    place = bare(path)
    text = place.name if isinstance(place, exp.Literal) else ""
    if isinstance(place, exp.Literal) and not place.is_string and text.isdigit():
        step = f"$[#-{text}]" if isinstance(path, exp.Neg) else f"$[{text}]"
    elif isinstance(path, exp.Literal) and path.is_string:
        step = f"${_step(text)}"
    else:
        raise Untested("a path into JSON that is not a literal", "write ->> 'name'.")
    return _extract(node, step, scalar=isinstance(node, exp.JSONExtractScalar))


def _step(name: str) -> str:
    if not re.fullmatch(r"[^\"\\'*?$]+", name):
        raise Untested("a path into JSON that is not a literal", "write ->> 'name'.")
    return f'."{name}"'


def _extract(node: exp.Expr, path: str, *, scalar: bool, document: exp.Expr | None = None) -> str:
    place, document, blanks = exp.Literal.string(path), document or node.this, not called(node).startswith("JSON_")
    if scalar and not blanks:
        put(node, "json_extract_string(a, b)", document, place)
        return "JSON is read by paths"
    if scalar:
        put(node, "a", jsonb.scalar(built("json_extract_string(a, b)", document, place), document, place))
        return "JSON is read by paths"
    put(node, "json_extract(a, b)", document, place)
    return _WRITTEN_JSON


def deep_key(node: exp.Expr) -> str:
    """``#>`` and ``#>>`` by a path, as in ``'{a,0}'``."""
    path = node.expression
    steps = re.fullmatch(r"\{([^{}]+)\}", path.name) if isinstance(path, exp.Literal) and path.is_string else None
    if not steps:
        raise Untested("a path into JSON that is not a literal", "write #>> '{a,b}'.")
    return _extract(node, _path(steps[1].split(",")), scalar=isinstance(node, exp.JSONBExtractScalar))


def _path(steps: list[str]) -> str:
    return "$" + "".join(f"[{step}]" if step.isdigit() else _step(step) for step in steps)


def by_names(node: Call) -> str:
    """JSON_EXTRACT_PATH_TEXT(document, 'a', 'b')."""
    document, *steps = node.expressions
    if any(not one.is_string for one in steps):
        raise Untested("a path into JSON that is not a literal", "write the names as literals.")
    scalar = node.name.endswith("TEXT")
    return _extract(node, _path([one.name for one in steps]), scalar=scalar, document=document)


def _items(node: Call) -> str | None:
    """In the select list; what stands in FROM is a table's."""
    if isinstance(node.parent, exp.Table | exp.Lateral):
        return None
    if "KEYS" in node.name:
        put(node, "unnest(json_keys(a))", node.expressions[0])
        return "JSON gives rows"
    if "EACH" in node.name:
        raise Untested(f"{node.name} outside FROM", "write it in FROM.")
    put(node, f"unnest(json_extract{'_string' * node.name.endswith('TEXT')}(a, '$[*]'))", node.expressions[0])
    return "JSON gives rows"


_MOMENT = (
    "struct_extract({'t': replace(CAST(a AS VARCHAR), ' ', 'T'), 'o': a}, "
    "CASE WHEN typeof(a) = 'TIMESTAMP' THEN 't' ELSE 'o' END)"
)
"""A timestamp as JSON has it."""


def _build(node: Call) -> str:
    parts = [one.copy() if isinstance(one, exp.Literal) else built(_MOMENT, one) for one in node.expressions]
    new = exp.Anonymous(this="json_object" if node.name.endswith("OBJECT") else "json_array", expressions=parts)
    new.meta[WRITTEN] = node.name
    node.replace(new)
    return _WRITTEN_JSON


FUNCTIONS: dict[str, Special] = {
    **{f"{kind}_EXTRACT_PATH{suffix}": (2, 9, by_names) for kind in ("JSON", "JSONB") for suffix in ("", "_TEXT")},
    **dict.fromkeys(ROWS, (1, 1, _items)),
    **{f"{kind}_BUILD_{made}": (0, 99, _build) for kind in ("JSON", "JSONB") for made in ("OBJECT", "ARRAY")},
}


def has_key(node: exp.Expr) -> str:
    """``?`` and a name."""
    name = node.expression
    if not (isinstance(name, exp.Literal) and name.is_string):
        raise Untested("the operator ?", "write ? 'name'.")
    put(node, _HAS, node.this, exp.Literal.string(f"${_step(name.name)}"), name)
    return "JSON is read by paths"


_HAS = (
    "CASE json_type(CAST(a AS JSON)) WHEN 'ARRAY' THEN list_contains(list_transform(list_filter("
    "json_extract(CAST(a AS JSON), '$[*]'), lambda it__: json_type(it__) = 'VARCHAR'), "
    "lambda it__: json_extract_string(it__, '$')), c)"
    " WHEN 'VARCHAR' THEN json_extract_string(CAST(a AS JSON), '$') = c ELSE json_exists(a, b) END"
)
"""A key of an object, a text in an array, or the text itself."""


def contains(node: exp.Expr) -> str | None:
    """``@>`` and an object that is written out."""
    held = bare(node.expression)
    held = held.this if isinstance(held, exp.Cast) and _is_json_type(held) else held
    if not isinstance(held, exp.Literal):
        return None
    try:
        tests = list(_tests(node.this, "$", json.loads(held.name)))
    except ValueError:
        tests = []
    if not tests:
        raise Untested("@> of JSON", "compare what ->> gives.")
    put(node, "CASE WHEN a IS NOT NULL THEN coalesce(b, FALSE) END", node.this, exp.and_(*tests, copy=False))
    return "JSON is read by paths"


def _tests(document: exp.Expr, path: str, held: Any) -> list[exp.Expr]:
    if isinstance(held, dict) and held:
        return [test for name, value in held.items() for test in _tests(document, path + _step(name), value)]
    if path == "$" or isinstance(held, list | dict | float) or held is None:
        raise Untested("@> of JSON", "compare what ->> gives.")
    place = exp.Literal.string(path)
    if isinstance(held, str):
        test = "(json_type(a, b) = 'VARCHAR' AND json_extract_string(a, b) = c)"
        return [built(test, document, place, exp.Literal.string(held))]
    return [built("(CAST(json_extract(a, b) AS VARCHAR) = c)", document, place, exp.Literal.string(json.dumps(held)))]


def _is_json_type(node: exp.Expr) -> bool:
    return isinstance(node, exp.Cast) and node.to.this in (exp.DType.JSON, exp.DType.JSONB)


def look_joined(node: exp.DPipe) -> None:
    """JSON beside ``||`` is merged, where DuckDB would join texts."""
    for one in map(bare, (node.this, node.expression)):
        if _is_json_type(one) or isinstance(one, exp.JSONExtract):
            raise Untested("|| of JSON", "write ->> for texts.")


def look_without(node: exp.Sub) -> None:
    """JSON beside ``-`` loses a key."""
    if _is_json_type(bare(node.this)) or isinstance(bare(node.this), exp.JSONExtract):
        raise Untested("- of JSON", "name the keys that stay, in JSONB_BUILD_OBJECT.")
