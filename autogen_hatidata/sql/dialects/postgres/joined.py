"""``||`` of PostgreSQL, which joins texts and arrays: DuckDB's gives NULL beside a NULL, and knows no single items.

Whether a column is an array is known where DuckDB binds the text, so that both ways stand in a struct and ``typeof``
takes one.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from autogen_hatidata.sql.dialects.forms import built, fill, put
from autogen_hatidata.sql.dialects.postgres.shown import is_text, shown, unknown
from autogen_hatidata.sql.dialects.source import Untested, bare

_LISTS = frozenset({"list_append", "list_prepend", "list_concat"})
_LIST = "typeof([{}]) LIKE '%][]'"
_ITEMS = f"CASE WHEN {_LIST.format('a')} THEN TRY_CAST(a AS VARCHAR[]) ELSE [CAST(a AS VARCHAR)] END"
"""What an operand adds to an array: its items, or itself."""

_TOGETHER = (
    "list_extract(list_transform([list_filter(a, lambda it__: it__ IS NOT NULL)],"
    " lambda it__: CASE WHEN len(it__) > 0 THEN flatten(it__) END), 1)"
)
_LIKE = "list_extract(cast_to_type([x], [{}]), 1)"
"""An array of texts as one of the type of an operand, which may be nothing but NULL: that is no type to cast to."""

_MOST = 8  # operands that have a letter


def joined_texts(node: exp.DPipe) -> str | None:
    """``x || 'a'``, where there are no arrays."""
    for side in (node.this, node.expression):
        if unknown(side):
            side.replace(shown(side))
    return None


def joined(node: exp.DPipe) -> str | None:
    """A chain of ``x || 'a'``, or of arrays and items."""
    if isinstance(node.parent, exp.DPipe) and node.arg_key == "this":
        return None  # a part of a chain, which is seen as a whole
    parts = _chain(node)
    if len(parts) == 2 and any(map(_is_array, parts)) and not any(map(unknown, parts)):
        return _joined_arrays(node)
    if len(parts) > _MOST and any(map(_is_array, parts)):
        raise Untested(f"|| of an array and more than {_MOST - 1} others", "put some of them together before.")
    if _certainly_texts(parts) or len(parts) > _MOST:
        for part in parts:
            if unknown(part):
                part.replace(shown(part))
        return None
    return _by_type(node, parts)


def _chain(node: exp.Expr) -> list[exp.Expr]:
    """The operands of a chain, which may be longer than Python recurses."""
    found = list[exp.Expr]()
    while isinstance(node, exp.DPipe):
        found.append(node.expression)
        node = node.this
    return [node, *reversed(found)]


def _certainly_texts(parts: Sequence[exp.Expr]) -> bool:
    """Whether one of the first two is written out, which would have to be an array too, or none may be an array."""
    return any(bare(part).is_string for part in parts[:2]) or not any(
        unknown(part) or _is_array(part) for part in parts
    )


def _is_array(node: exp.Expr) -> bool:
    inner = bare(node)
    if isinstance(inner, exp.Cast):
        return bool(inner.to.this == exp.DType.ARRAY)
    return isinstance(inner, exp.Array) or (isinstance(inner, exp.Anonymous) and inner.name.lower() in _LISTS)


def _is_item(node: exp.Expr) -> bool:
    inner = bare(node)
    number = isinstance(inner, exp.Literal) and not inner.is_string
    return number or is_text(inner) or (isinstance(inner, exp.Cast) and not _is_array(inner))


def _joined_arrays(node: exp.DPipe) -> str:
    """A NULL in the place of an array is nothing in it."""
    left, right = node.this, node.expression
    if isinstance(bare(left), exp.Null) or isinstance(bare(right), exp.Null):
        node.replace((left if isinstance(bare(right), exp.Null) else right).copy())
    else:
        name = "list_append" if _is_item(right) else "list_prepend" if _is_item(left) else "list_concat"
        put(node, f"{name}(a, b)", left, right)
    return "an array that is NULL is nothing beside another"


def _by_type(node: exp.DPipe, parts: Sequence[exp.Expr]) -> str:
    """Of arrays, where the first operand is one or the second of two; else of texts."""
    names = tuple("abcdefgh"[: len(parts)])
    given = [exp.Null() if isinstance(bare(part), exp.Null) else part for part in parts]
    items = [_items(part) for part in given if not isinstance(part, exp.Null)]
    texts = fill(" || ".join(f"CAST({name} AS VARCHAR)" for name in names), names, [_text(part) for part in given])
    ways = [
        (key, name)
        for key, name, part in (("l", "a", given[0]), ("p", "b", given[1]))
        if not isinstance(part, exp.Null) and (key == "l" or len(parts) == 2)
    ]
    fields = [f"'{key}': CASE WHEN {_LIST.format(name)} THEN {_LIKE.format(name)} END" for key, name in ways]
    tests = [f"WHEN {_LIST.format(name)} THEN '{key}'" for key, name in ways]
    text = f"struct_extract({{{', '.join(fields)}, 'o': y}}, CASE {' '.join(tests)} ELSE 'o' END)"
    node.replace(fill(text, ("a", "b", "x", "y"), [given[0], given[1], _together(items), texts]))
    return "an array that is NULL is nothing beside another"


def _items(part: exp.Expr) -> exp.Expr:
    sure = "[CAST(a AS VARCHAR)]" if is_text(part) else "TRY_CAST(a AS VARCHAR[])" if _is_array(part) else _ITEMS
    return built(sure, part)


def _text(part: exp.Expr) -> exp.Expr:
    return shown(part) if unknown(part) else part


def _together(items: list[exp.Expr]) -> exp.Expr:
    if len(items) == 1:
        return items[0]
    return built(_TOGETHER, exp.Array(expressions=items))
