"""The arguments of a tool call: whatever a model wrote becomes a dictionary, or one clear refusal.

Models send ``null``, arrays, numbers, broken JSON and invented parameters. AutoGen's lines treat these differently,
some by ending the chat; here they are treated alike.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from autogen_hatidata.errors import BadArgument
from autogen_hatidata.memory.checks import is_unicode

_UNUSABLE = "__arguments__"
_KINDS: Mapping[type, str] = {
    list: "an array",
    str: "a text",
    bool: "true or false",
    int: "a number",
    float: "a number",
    dict: "an object",
    type(None): "null",
}
_BROKEN = "broken JSON"
_READER = json.JSONDecoder(strict=False)  # a model may break a line inside a JSON string
_WRITER = json.JSONEncoder(default=str)
_MAX_NAMED = 5
_SHORT = 500
"""Characters that cannot nest too deep for AutoGen's reader; orjson, which reads deeper, takes a third of its time."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a tool as its model sees it."""

    name: str
    type: type
    description: str
    required: bool = True
    default: Any = None


def decode(raw: Any) -> dict[str, Any]:
    """The arguments of a call as a dictionary, whatever the model wrote. Never raises.

    Nothing, an empty text and ``null`` are no arguments. What is no JSON object is marked, and `bind` refuses it.

    >>> decode('{"sql": "SELECT 1"}'), decode(None)
    ({'sql': 'SELECT 1'}, {})
    """
    value = raw
    if isinstance(raw, str):
        try:
            value = _READER.decode(raw) if raw.strip() else None
        except (ValueError, RecursionError):
            return {_UNUSABLE: _BROKEN}
    if value is None:
        return {}
    return value if isinstance(value, dict) else {_UNUSABLE: _KINDS.get(type(value), _BROKEN)}


def is_object(raw: Any) -> bool:
    """Whether a model wrote one JSON object and nothing around it, as it should."""
    if not isinstance(raw, str) or not raw.startswith("{"):
        return False
    if len(raw) <= _SHORT:
        try:
            orjson.loads(raw)
            return True
        except ValueError:
            pass  # JSON has no NaN and no line break in a text, but AutoGen's reader has
    try:
        return _READER.raw_decode(raw)[1] == len(raw)
    except (ValueError, RecursionError):
        return False


def encode(raw: Any) -> str:
    """The same call's arguments as a JSON object that every AutoGen line reads without harm."""
    return _WRITER.encode(decode(raw))


def bind(
    tool: str, parameters: tuple[Parameter, ...], arguments: Mapping[str, Any]
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The arguments to call the tool with, and notes about what was left out.

    Raises BadArgument for a missing or wrongly typed argument, with an example call as the hint.
    """
    problem = arguments.get(_UNUSABLE)
    if problem is not None and len(arguments) == 1 and (problem == _BROKEN or problem in _KINDS.values()):
        raise BadArgument(f"The arguments of {tool} must be one JSON object, not {problem}.", _usage(tool, parameters))
    values: dict[str, Any] = {}
    for parameter in parameters:
        value = arguments.get(parameter.name)
        if value is None and not parameter.required:
            continue
        problem = _problem(tool, parameter, value)
        if problem is not None:
            raise BadArgument(problem, _usage(tool, parameters))
        values[parameter.name] = value
    if len(arguments) == len(values):
        return values, ()
    return values, _ignored(arguments.keys() - {p.name for p in parameters})


def same(parameters: tuple[Parameter, ...], one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two sets of arguments agree in the parameters that the tool declares."""
    return all(_text(p, one.get(p.name, p.default)) == _text(p, other.get(p.name, p.default)) for p in parameters)


def plain(text: str) -> Any:
    """The object or list that a text holds as JSON; any other text as it is.

    >>> plain('{"done": 2}'), plain("007"), plain("[sic]")
    ({'done': 2}, '007', '[sic]')
    """
    if not text.lstrip().startswith(("{", "[")):
        return text
    try:
        return _READER.decode(text)
    except (ValueError, RecursionError):
        return text


def _text(parameter: Parameter, value: Any) -> str:
    """How a value compares: newer AutoGen lines make 1.0 of the 1 that a model wrote for a float."""
    return f"{value}.0" if parameter.type is float and type(value) is int else str(value)


def _problem(tool: str, parameter: Parameter, value: Any) -> str | None:
    """What is wrong with the value of an argument, if anything."""
    if value is None:
        return f'{tool} needs the argument "{parameter.name}".'
    if type(value) is not parameter.type and not (parameter.type is float and type(value) is int):
        expected, found = _KINDS[parameter.type], _KINDS.get(type(value), "something else")
        return f'The argument "{parameter.name}" of {tool} must be {expected}, not {found}.'
    if isinstance(value, str) and not is_unicode(value):
        return f'The argument "{parameter.name}" of {tool} holds characters that are no valid text.'
    return None


def _usage(tool: str, parameters: tuple[Parameter, ...]) -> str:
    named = ", ".join(f'{p.name}="..."' for p in parameters if p.required)
    return f"call {tool}({named})."


def _ignored(names: set[str]) -> tuple[str, ...]:
    if not names:
        return ()
    shown = ", ".join(name[:40] for name in sorted(names)[:_MAX_NAMED])
    return (f"Ignored arguments this tool does not have: {shown}{', ...' if len(names) > _MAX_NAMED else ''}.",)
