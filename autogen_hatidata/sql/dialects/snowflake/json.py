"""Snowflake's functions on semi-structured data, and its paths into them: VARIANT, OBJECT and ARRAY are JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from functools import cache, partial

from sqlglot import exp

from autogen_hatidata.sql.dialects.snowflake.kinds import (
    JSON,
    OTHER,
    is_json,
    kept,
)
from autogen_hatidata.sql.dialects.snowflake.written_json import with_sorted_keys
from autogen_hatidata.sql.dialects.source import bare, count_form, number, unsupported
from autogen_hatidata.sql.plain import PLAIN
from autogen_hatidata.sql.walking import copy_of

_unsupported = partial(unsupported, "Snowflake")

_UNQUOTABLE = re.compile(r'[*"\\]')
"""What in a key would be a pattern or an end of the key in DuckDB's paths."""

_STAMPS = frozenset({exp.DType.TIMESTAMP, exp.DType.TIMESTAMPNTZ})

_PATH_PART = re.compile(
    r"""\.?(?P<word>[A-Za-z_][A-Za-z0-9_$]*)|\.?"(?P<quoted>[^"]*)"|\[(?P<index>[0-9]+)\]|\['(?P<key>[^']*)'\]|\["(?P<item>[^"]*)"\]"""
)


@cache
def _template(text: str) -> exp.Expr:
    (tree,) = PLAIN.parse(text)
    if tree is None:
        raise ValueError(text)
    for made in tree.find_all(exp.Cast, exp.DPipe):
        kept(made, OTHER)
    return tree


def fill_query(text: str, *values: exp.Expr) -> exp.Expr:
    """A query of DuckDB with values in the place of ``_0``, ``_1`` and so on."""
    count_form(text)
    tree = copy_of(_template(text))
    for column in list(tree.find_all(exp.Column)):
        if re.fullmatch("_[0-9]", column.name):
            column.replace(copy_of(values[int(column.name[1:])]))
    return tree


def fill(text: str, *values: exp.Expr) -> exp.Expr:
    """The same for an expression."""
    found: exp.Expr = fill_query(f"SELECT {text}", *values).expressions[0]
    return exp.Paren(this=found.pop()) if isinstance(found, exp.Binary) else found.pop()


def call(name: str, *values: exp.Expr) -> exp.Anonymous:
    """A call of a function of DuckDB."""
    return exp.Anonymous(this=name, expressions=[copy_of(value) for value in values])


def as_json(value: exp.Expr) -> exp.Expr:
    """A value that Snowflake takes for a VARIANT, OBJECT or ARRAY. A table may hold it as JSON, list or text."""
    return value if is_json(value) else kept(exp.cast(value.copy(), exp.DType.JSON), JSON)


def as_variant(value: exp.Expr) -> exp.Expr:
    """Any value as the VARIANT that holds it."""
    inner = bare(value)
    if isinstance(inner, exp.CurrentTimestamp) or (isinstance(inner, exp.Cast) and inner.to.this in _STAMPS):
        raise _unsupported("a TIMESTAMP in a VARIANT", "write its text: TO_CHAR(t, 'YYYY-MM-DD HH24:MI:SS').")
    return value if is_json(value) else kept(call("to_json", value), JSON)


def as_text(value: exp.Expr) -> exp.Expr:
    """What a cast to a text gives: no quotes around texts, and NULL for the null of JSON."""
    inner = bare(value) if is_json(value) else value
    if isinstance(inner, exp.Anonymous) and inner.this == "json_extract":
        return kept(call("json_extract_string", *inner.expressions), OTHER)
    return kept(call("json_extract_string", value, exp.Literal.string("$")), OTHER)


def path(parts: Iterable[str | int]) -> exp.Literal:
    """A path in DuckDB's form, with every key in quotes."""
    text = "$"
    for part in parts:
        if isinstance(part, int):
            text += f"[{part}]"
        elif _UNQUOTABLE.search(part) or not part:
            raise _unsupported("that key in a path into a VARIANT")
        else:
            text += f'."{part}"'
    return exp.Literal.string(text)


def read_path(text: str) -> list[str | int]:
    """The parts of a path that is written in a text, as in ``GET_PATH(v, 'a.b[0]')``."""
    parts: list[str | int] = []
    place = 0
    while place < len(text):
        found = _PATH_PART.match(text, place)
        dotted = text[place] == "."
        if not found or (dotted if not place else not dotted and text[place] != "["):
            raise _unsupported("that path into a VARIANT")
        index = found["index"]
        parts.append(int(index) if index is not None else next(found[key] for key in _KEYS if found[key] is not None))
        place = found.end()
    return parts


_KEYS = ("word", "quoted", "key", "item")


def extract(value: exp.Expr, parts: Iterable[str | int]) -> exp.Expr:
    """What lies at a path."""
    return kept(call("json_extract", as_json(value), path(parts)), JSON)


def _part(node: exp.Expr) -> str | int:
    if node.is_string:
        return node.name
    index = number(bare(node))
    if index is not None and isinstance(node, exp.Neg):
        raise _unsupported("a negative index into an ARRAY", "count from the end with ARRAY_SIZE.")
    if index is None:
        raise _unsupported(
            "a computed key or index of a VARIANT", "write the key, or use FLATTEN and f.key or f.index."
        )
    if not index.is_integer():
        raise _unsupported("that index into an ARRAY")
    return int(index)


def json_path(node: exp.JSONExtract) -> exp.Expr:
    written = node.expression
    if not isinstance(written, exp.JSONPath):
        raise _unsupported("that path into a VARIANT")
    parts: list[str | int] = []
    for part in written.expressions[1:]:
        if not isinstance(part.this, str | int):
            raise _unsupported("that path into a VARIANT")
        parts.append(part.this)
    return extract(node.this, parts)


def bracket(node: exp.Bracket) -> exp.Expr:
    if len(node.expressions) != 1 or isinstance(node.expressions[0], exp.Slice):
        raise _unsupported("a slice of an ARRAY")
    return extract(node.this, [_part(node.expressions[0])])


def _text_path(value: exp.Expr, written: exp.Expr) -> exp.Expr:
    if not written.is_string:
        raise _unsupported("a computed path into a VARIANT", "write the path as a text.")
    return extract(value, read_path(written.name))


def _pairs(values: list[exp.Expr], name: str) -> list[tuple[exp.Expr, exp.Expr]]:
    if len(values) % 2 or any(isinstance(value, exp.Star) for value in values):
        raise _unsupported(f"this form of {name}", f"write keys and values, as in {name}('a', a, 'b', b).")
    pairs = list(zip(values[::2], values[1::2], strict=True))
    if len(pairs) == 1 and name == "OBJECT_CONSTRUCT":
        return pairs
    keys = [key.name if key.is_string else None for key, _ in pairs]
    if any(key is None for key in keys) or len(set(keys)) < len(keys):
        raise _unsupported(f"a computed or repeated key in {name}", f"write keys as texts, as in {name}('a', a).")
    return sorted(pairs, key=lambda pair: pair[0].name.encode())


def _joined(opening: str, parts: list[exp.Expr], closing: str) -> exp.Expr:
    """Without the parts that are NULL: those concat_ws leaves away."""
    if not parts:
        return kept(exp.cast(exp.Literal.string(opening + closing), exp.DType.JSON), JSON)
    text = fill(f"'{opening}' || _0 || '{closing}'", call("concat_ws", exp.Literal.string(","), *parts))
    return kept(exp.cast(exp.Paren(this=text), exp.DType.JSON), JSON)


def object_construct(values: list[exp.Expr]) -> exp.Expr:
    """NULL drops its key; the null of JSON stays."""
    pairs = _pairs(values, "OBJECT_CONSTRUCT")
    return _joined(
        "{",
        [exp.Paren(this=fill("to_json(_0) || ':' || _1", _key(key), as_variant(value))) for key, value in pairs],
        "}",
    )


def _key(key: exp.Expr) -> exp.Expr:
    return key if key.is_string else as_text(key) if is_json(key) else kept(exp.cast(key.copy(), exp.DType.TEXT), OTHER)


def _object_keep_null(values: list[exp.Expr]) -> exp.Expr:
    pairs = _pairs(values, "OBJECT_CONSTRUCT_KEEP_NULL")
    return kept(call("json_object", *(each for key, value in pairs for each in (key, as_variant(value)))), JSON)


def array_construct(values: list[exp.Expr]) -> exp.Expr:
    if any(isinstance(bare(value), exp.Null) for value in values):
        raise _unsupported("NULL in ARRAY_CONSTRUCT", "write ARRAY_CONSTRUCT_COMPACT, or PARSE_JSON('[null]').")
    return kept(call("json_array", *(as_variant(value) for value in values)), JSON)


def _array_compact(values: list[exp.Expr]) -> exp.Expr:
    return _joined("[", [as_variant(value) for value in values], "]")


def of_json(text: str, kind: str = OTHER) -> Callable[[list[exp.Expr]], exp.Expr]:
    """Functions whose arguments are VARIANTs."""
    return lambda values: kept(fill(text, *map(as_json, values)), kind)


def _contains(values: list[exp.Expr]) -> exp.Expr:
    if not is_json(values[0]):
        raise _unsupported("ARRAY_CONTAINS of what is no VARIANT", "cast it, as in ARRAY_CONTAINS('a'::VARIANT, v).")
    return fill("list_contains(json_extract(_0, '$[*]'), _1)", as_json(values[1]), values[0])


def _position(values: list[exp.Expr]) -> exp.Expr:
    if not is_json(values[0]):
        raise _unsupported("ARRAY_POSITION of what is no VARIANT", "cast it, as in ARRAY_POSITION('a'::VARIANT, v).")
    return fill("nullif(list_position(json_extract(_0, '$[*]'), _1), 0) - 1", as_json(values[1]), values[0])


def _array_slice(values: list[exp.Expr]) -> exp.Expr:
    """From the first place, counted from 0, to the one before the second."""
    start, end = (number(value) for value in values[1:])
    back = isinstance(values[2], exp.Neg) and number(values[2].this)
    if start == 0 and back and back.is_integer():
        end_at = f"greatest(CAST(json_array_length(_0) AS BIGINT) - {int(back)}, 0)"
        text = f"to_json(list_slice(CAST(_0 AS JSON[]), 1, {end_at}))"
        return kept(fill(text, as_json(values[0])), JSON)
    if start is None or end is None or not (start.is_integer() and end.is_integer()):
        raise _unsupported("this form of ARRAY_SLICE", "write places from the start, as in ARRAY_SLICE(v, 0, 2).")
    first, last = exp.Literal.number(int(start) + 1), exp.Literal.number(int(end))
    return kept(fill("to_json(list_slice(CAST(_0 AS JSON[]), _1, _2))", as_json(values[0]), first, last), JSON)


def _object_delete(values: list[exp.Expr]) -> exp.Expr:
    """A patch with null for a key takes the key away."""
    keys = exp.Literal.string(
        json.dumps(dict.fromkeys(_written_text(key, "key in OBJECT_DELETE") for key in values[1:]))
    )
    return kept(fill("json_merge_patch(_0, CAST(_1 AS JSON))", as_json(values[0]), keys), JSON)


def _array_text(values: list[exp.Expr]) -> exp.Expr:
    return fill(
        "array_to_string(list_transform(_0, lambda item: coalesce(item, '')), _1)",
        fill("CAST(json_extract_string(_0, '$[*]') AS VARCHAR[])", as_json(values[0])),
        values[1],
    )


def _written_text(node: exp.Expr, what: str) -> str:
    if not node.is_string or not node.name:
        raise _unsupported(f"that {what}", "write it as a text that is not empty.")
    return node.name


def _split(values: list[exp.Expr]) -> exp.Expr:
    _written_text(values[1], "separator in SPLIT")
    return kept(fill("to_json(string_split(_0, _1))", text_of(values[0]), values[1]), JSON)


def token_list(values: list[exp.Expr], name: str) -> exp.Expr:
    """The parts between any of the signs, without empty ones."""
    signs = _written_text(values[1], f"list of signs in {name}") if len(values) > 1 else " "
    pattern = "[" + "".join(f"\\{sign}" if sign in "\\]^-[" else sign for sign in signs) + "]"
    return fill(
        "list_filter(regexp_split_to_array(_0, _1), lambda item: item <> '')",
        text_of(values[0]),
        exp.Literal.string(pattern),
    )


def _strtok(values: list[exp.Expr]) -> exp.Expr:
    place = number(values[2]) if len(values) > 2 else 1.0
    if place is None or place < 1 or not place.is_integer():
        raise _unsupported("that part in STRTOK", "write the part's number, from 1.")
    return fill("list_extract(_0, _1)", token_list(values, "STRTOK"), exp.Literal.number(int(place)))


def _parse_json(values: list[exp.Expr]) -> exp.Expr:
    """Nothing but blanks is NULL. An object that is written out has its keys sorted, as all objects there."""
    if values[0].is_string:
        values = [exp.Literal.string(with_sorted_keys(values[0].name))]
    return kept(fill("json(nullif(trim(_0), ''))", text_of(values[0])), JSON)


def _as_kind(kinds: str, give: Callable[[exp.Expr], exp.Expr], kind: str) -> Callable[[list[exp.Expr]], exp.Expr]:
    def made(values: list[exp.Expr]) -> exp.Expr:
        value = as_json(values[0])
        return kept(fill(f"CASE WHEN json_type(_0) IN ({kinds}) THEN _1 END", value, give(value)), kind)

    return made


_INTEGERS = "'BIGINT', 'UBIGINT', 'HUGEINT'"
_TYPE_OF = f"""
    CASE json_type(_0) WHEN 'NULL' THEN 'NULL_VALUE' WHEN 'DOUBLE' THEN 'DECIMAL' WHEN 'VARCHAR' THEN 'VARCHAR'
    WHEN 'BOOLEAN' THEN 'BOOLEAN' WHEN 'ARRAY' THEN 'ARRAY' WHEN 'OBJECT' THEN 'OBJECT'
    ELSE CASE WHEN json_type(_0) IN ({_INTEGERS}) THEN 'INTEGER' END END
"""
_TO_ARRAY = """
    list_extract(list_transform([_0], lambda item: CASE json_type(item) WHEN 'ARRAY' THEN item WHEN 'NULL' THEN NULL
    ELSE CASE WHEN item IS NOT NULL THEN json_array(item) END END), 1)
"""
TO_OBJECT = "CAST(CAST(_0 AS MAP(VARCHAR, JSON)) AS JSON)"

_BETWEEN_WORDS = r'\s!?@"^#$&~_,.:;+\-*%/|\\\[\](){}<>'
_CAPITALS = f"""
    array_to_string(list_transform(regexp_extract_all(_0, '[^{_BETWEEN_WORDS}]+|[{_BETWEEN_WORDS}]+'),
    lambda item: upper(left(item, 1)) || lower(substr(item, 2))), '')
"""


def _object_agg(values: list[exp.Expr]) -> exp.Expr:
    """Pairs with a NULL are left away, and nothing is an empty object."""
    pairs = fill("string_agg(to_json(CAST(_0 AS VARCHAR)) || ':' || _1, ',')", values[0], as_variant(values[1]))
    return kept(fill("CAST('{' || coalesce(_0, '') || '}' AS JSON)", pairs), JSON)


CALLS: dict[str, tuple[int, int, Callable[[list[exp.Expr]], exp.Expr]]] = {
    "PARSE_JSON": (1, 1, _parse_json),
    "TRY_PARSE_JSON": (
        1, 1, lambda values: kept(fill("json(TRY_CAST(nullif(trim(_0), '') AS JSON))", text_of(values[0])), JSON)
    ),
    "TO_JSON": (1, 1, of_json("CAST(_0 AS VARCHAR)")),
    "TO_VARIANT": (1, 1, lambda values: as_variant(values[0])),
    "TO_ARRAY": (1, 1, lambda values: to_array(values[0])),
    "TO_OBJECT": (1, 1, of_json(TO_OBJECT, JSON)),
    "GET": (2, 2, lambda values: extract(values[0], [_part(values[1])])),
    "GET_PATH": (2, 2, lambda values: _text_path(*values)),
    "JSON_EXTRACT_PATH_TEXT": (2, 2, lambda values: as_text(_text_path(*values))),
    "OBJECT_CONSTRUCT": (0, 99, object_construct),
    "OBJECT_CONSTRUCT_KEEP_NULL": (0, 99, _object_keep_null),
    "OBJECT_KEYS": (1, 1, of_json("to_json(json_keys(_0))", JSON)),
    "ARRAY_CONSTRUCT": (0, 99, array_construct),
    "ARRAY_CONSTRUCT_COMPACT": (0, 99, _array_compact),
    "ARRAY_SIZE": (1, 1, of_json("CASE WHEN json_type(_0) = 'ARRAY' THEN json_array_length(_0) END")),
    "ARRAY_CONTAINS": (2, 2, _contains),
    "ARRAY_TO_STRING": (2, 2, _array_text),
    "ARRAY_CAT": (2, 2, of_json("to_json(list_concat(CAST(_0 AS JSON[]), CAST(_1 AS JSON[])))", JSON)),
    "ARRAY_APPEND": (
        2, 2,
        lambda values: kept(
            fill("to_json(list_append(CAST(_0 AS JSON[]), _1))", as_json(values[0]), as_variant(values[1])), JSON
        ),
    ),
    "ARRAY_PREPEND": (
        2, 2,
        lambda values: kept(
            fill("to_json(list_prepend(_1, CAST(_0 AS JSON[])))", as_json(values[0]), as_variant(values[1])), JSON
        ),
    ),
    "ARRAY_SLICE": (3, 3, _array_slice),
    "ARRAY_POSITION": (2, 2, _position),
    "ARRAYS_OVERLAP": (2, 2, of_json("list_has_any(CAST(_0 AS JSON[]), CAST(_1 AS JSON[]))")),
    "ARRAY_GENERATE_RANGE": (2, 3, lambda values: kept(call("to_json", call("range", *values)), JSON)),
    "OBJECT_DELETE": (2, 99, _object_delete),
    "TYPEOF": (1, 1, of_json(_TYPE_OF)),
    "IS_ARRAY": (1, 1, of_json("json_type(_0) = 'ARRAY'")),
    "IS_OBJECT": (1, 1, of_json("json_type(_0) = 'OBJECT'")),
    "IS_VARCHAR": (1, 1, of_json("json_type(_0) = 'VARCHAR'")),
    "IS_CHAR": (1, 1, of_json("json_type(_0) = 'VARCHAR'")),
    "IS_BOOLEAN": (1, 1, of_json("json_type(_0) = 'BOOLEAN'")),
    "IS_INTEGER": (1, 1, of_json(f"json_type(_0) IN ({_INTEGERS})")),
    "IS_NULL_VALUE": (1, 1, of_json("json_type(_0) = 'NULL'")),
    "STRIP_NULL_VALUE": (1, 1, of_json("CASE WHEN json_type(_0) <> 'NULL' THEN _0 END", JSON)),
    "AS_VARCHAR": (1, 1, _as_kind("'VARCHAR'", as_text, OTHER)),
    "AS_CHAR": (1, 1, _as_kind("'VARCHAR'", as_text, OTHER)),
    "AS_INTEGER": (1, 1, _as_kind(_INTEGERS, lambda value: exp.cast(as_text(value), exp.DType.BIGINT), OTHER)),
    "AS_ARRAY": (1, 1, _as_kind("'ARRAY'", lambda value: value, JSON)),
    "AS_OBJECT": (1, 1, _as_kind("'OBJECT'", lambda value: value, JSON)),
    "INITCAP": (1, 1, lambda values: fill(_CAPITALS, text_of(values[0]))),
    "OBJECT_AGG": (2, 2, _object_agg),
    "SPLIT": (2, 2, _split),
    "STRTOK": (1, 3, _strtok),
    "STRTOK_TO_ARRAY": (1, 2, lambda values: kept(call("to_json", token_list(values, "STRTOK_TO_ARRAY")), JSON)),
}  # fmt: skip
"""Functions by name: the fewest and the most arguments, and what makes DuckDB's expression of these."""


def to_array(value: exp.Expr) -> exp.Expr:
    """What is no ARRAY becomes the one item of one."""
    held = as_variant(value) if isinstance(bare(value), exp.Literal | exp.Boolean) else as_json(value)
    return kept(fill(_TO_ARRAY, held), JSON)


def text_of(value: exp.Expr) -> exp.Expr:
    """A VARIANT where a text is expected is cast to one."""
    return as_text(value) if is_json(value) else value
