"""Reading a policy: YAML, TOML or Python becomes one tree of fields, each of which knows where it stands."""

from __future__ import annotations

import json
import math
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml

from autogen_hatidata.errors import PolicyError

MAX_BYTES = 1_000_000
MAX_DEPTH = 20
_MAX_INT = 10**38
_BARE_KEY = re.compile(r"[\w*-]+")
_TAG = "tag:yaml.org,2002:"
_QUOTES = "put quotes around it."
_NO_FILE = "check the path; a relative one begins in the working directory."
_BARE_FILTER = re.compile(r"""\bfilter:\s*[^\s"'|>]""")


@dataclass(frozen=True, slots=True)
class Field:
    """One value of a policy and its place: file, dotted path and, in YAML, line.

    ``value`` is a scalar, a ``list`` of fields, or a ``dict`` of fields by key.
    """

    value: Any
    source: str
    path: str = ""
    line: int | None = None

    def wrong(self, text: str, hint: str = "") -> PolicyError:
        """The error to raise about this field."""
        place = f"{self.source}, line {self.line}" if self.line else self.source
        where = f"{place}, {self.path}" if self.path else place
        error = PolicyError(f"{where}: {text}", hint)
        error.file, error.line, error.field, error.problem = self.source, self.line, self.path or None, text
        return error

    def at(self, key: str, line: int | None = None) -> Field:
        """The place of the value under ``key``, without its value."""
        shown = key if _BARE_KEY.fullmatch(key) else json.dumps(key, ensure_ascii=False)
        return replace(self, value=None, path=f"{self.path}.{shown}" if self.path else shown, line=line or self.line)

    def nth(self, index: int, line: int | None = None) -> Field:
        """The place of one item of a list, without its value."""
        return replace(self, value=None, path=f"{self.path}[{index}]", line=line or self.line)


def read(source: str | Path | Mapping[str, Any]) -> Field:
    """The tree of a policy file, or of the same structure in Python. Raises PolicyError when it cannot be read."""
    if isinstance(source, Mapping):
        return _plain(source, Field(None, "policy"), 0)
    if not isinstance(source, (str, Path)):
        raise PolicyError(f"A policy is a file or a mapping, not this {type(source).__name__}.")
    path = Path(source).expanduser()
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise PolicyError(f"The policy file {_short(path)} must end in .yaml, .yml or .toml.")
    return reader(_text(path), Field(None, path.name))


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as fault:
        why = (fault.strerror if isinstance(fault, OSError) else None) or str(fault)
        hint = _NO_FILE if isinstance(fault, FileNotFoundError) else ""
        raise PolicyError(f"The policy file {_short(path.absolute())} cannot be read: {why}.", hint) from fault
    if len(data) > MAX_BYTES:
        raise PolicyError(f"The policy file {_short(path)} is larger than {MAX_BYTES:,} bytes.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1
        raise Field(None, path.name, line=line).wrong("this is not UTF-8 text.", "save the file as UTF-8.") from fault


def _short(path: Path) -> str:
    text = str(path)
    return text if len(text) <= 200 else f"{text[:200]}..."


class _Loader(yaml.SafeLoader):
    """Composes nodes. Aliases are refused: a few lines of them can stand for gigabytes."""

    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
        if self.check_event(yaml.AliasEvent):
            raise yaml.MarkedYAMLError(None, None, "aliases (*name) are not read", mark)
        if self.depth > MAX_DEPTH:
            raise yaml.MarkedYAMLError(None, None, "this is nested too deeply", mark)
        self.depth += 1
        try:
            return super().compose_node(parent, index)
        finally:
            self.depth -= 1


def _yaml(text: str, root: Field) -> Field:
    try:
        loader = _Loader(text)
        try:
            node = loader.get_single_node()
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark or fault.context_mark
        place = replace(root, line=mark.line + 1) if mark else root
        raise place.wrong(f"this is not YAML that can be read: {fault.problem}.", _hint(fault, text, mark)) from fault
    except yaml.YAMLError as fault:
        raise root.wrong(f"this is not YAML that can be read: {str(fault).splitlines()[0]}.") from fault
    if node is None:
        raise root.wrong("the file is empty.", "a policy begins with version: 1.")
    return _node(node, replace(root, line=node.start_mark.line + 1))


def _hint(fault: yaml.MarkedYAMLError, text: str, mark: yaml.Mark | None) -> str:
    """What to do about the mistakes that people make most."""
    said = f"{fault.context} {fault.problem}"
    if "alias" in said:
        return 'write "*" in quotes.'
    if r"\t" in said:
        return "indent with spaces, not with tabs."
    lines = re.split(r"\r\n|[\n\r\x85\u2028\u2029]", text)
    if mark and any(map(_BARE_FILTER.search, lines[mark.line : mark.line + 1])):
        return 'put quotes around the filter: filter: "region = {region}".'
    return "close every brace and bracket, with commas between." if "expected ','" in said else ""


def _node(node: yaml.Node, place: Field) -> Field:
    if isinstance(node, yaml.ScalarNode):
        return replace(place, value=_scalar(node, place))
    if isinstance(node, yaml.SequenceNode) and node.tag == f"{_TAG}seq":
        items = [_node(item, place.nth(i, item.start_mark.line + 1)) for i, item in enumerate(node.value)]
        return replace(place, value=items)
    if not isinstance(node, yaml.MappingNode) or node.tag != f"{_TAG}map":
        raise place.wrong("YAML tags (!name) are not read.")
    found: dict[str, Field] = {}
    for key, value in node.value:
        here = replace(place, line=key.start_mark.line + 1)
        if not isinstance(key, yaml.ScalarNode) or key.tag != f"{_TAG}str":
            shown = f" {key.value}" if isinstance(key, yaml.ScalarNode) else ""
            raise here.wrong(f"the key{shown} is not text.", _QUOTES)
        if key.value in found:
            raise here.at(key.value).wrong(f"this key stands here twice, first in line {found[key.value].line}.")
        found[key.value] = _node(value, here.at(key.value, here.line))
    return replace(place, value=found)


def _float(text: str) -> float:
    return float(text.lower().replace(".inf", "inf").replace(".nan", "nan"))


_FORMS: Mapping[str, tuple[re.Pattern[str], Callable[[str], Any]]] = {
    "bool": (re.compile(r"true|false", re.IGNORECASE), lambda text: text.lower() == "true"),
    "int": (re.compile(r"[-+]?(0|[1-9]\d{0,40})"), int),
    "float": (re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)(e[-+]?\d+)?|[-+]?\.inf|\.nan", re.IGNORECASE), _float),
    "timestamp": (re.compile(r"\d{4}-\d\d-\d\d"), date.fromisoformat),
}


def _scalar(node: yaml.ScalarNode, place: Field) -> Any:
    """The value of a scalar. What YAML reads otherwise than it looks (no, 010, 12:30) is refused, not guessed."""
    kind, text = node.tag.removeprefix(_TAG), str(node.value)
    if kind == "str":
        return text
    if kind == "null":
        if text.lower() != "null":
            raise place.wrong("there is no value.", "write one, or leave the line out.")
        return None
    if kind not in _FORMS:
        raise place.wrong("YAML tags (!name) are not read.")
    form, convert = _FORMS[kind]
    if not form.fullmatch(text):
        raise place.wrong(f"YAML reads {text} as a {kind}, which is not what it looks like.", _QUOTES)
    try:
        return _value(convert(text), place)
    except ValueError as fault:
        raise place.wrong(f"{text} is not a {kind}.", _QUOTES) from fault


def _toml(text: str, root: Field) -> Field:
    try:
        found = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as fault:
        raise root.wrong(f"this is not TOML that can be read: {str(fault).rstrip('.')}.") from fault
    if not found:
        raise root.wrong("the file is empty.", "a policy begins with version = 1.")
    return _plain(found, root, 0)


def _plain(value: Any, place: Field, depth: int) -> Field:
    if depth > MAX_DEPTH:
        raise place.wrong("this is nested too deeply.")
    if isinstance(value, Mapping):
        found = {}
        for key, item in value.items():
            if not isinstance(key, str):
                raise place.wrong(f"the key {key!r:.60} is not text.")
            found[key] = _plain(item, place.at(key), depth + 1)
        return replace(place, value=found)
    if isinstance(value, (list, tuple)):
        return replace(place, value=[_plain(item, place.nth(i), depth + 1) for i, item in enumerate(value)])
    return replace(place, value=_value(value, place))


def _value(value: Any, place: Field) -> Any:
    """A scalar that a policy may hold."""
    if value is None or isinstance(value, (str, bool)) or (isinstance(value, date) and not isinstance(value, datetime)):
        return value
    if isinstance(value, int) and abs(value) < _MAX_INT:
        return value
    if isinstance(value, float) and math.isfinite(value):
        return value
    if isinstance(value, (int, float)):
        raise place.wrong("this number is too large, or none.", "write a finite number.")
    raise place.wrong(f"a value of the type {type(value).__name__} cannot stand here.", _QUOTES)


_READERS = {".yaml": _yaml, ".yml": _yaml, ".toml": _toml}
