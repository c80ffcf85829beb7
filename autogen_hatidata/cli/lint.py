"""LINTS: what is risky or slow in a policy that loads, one function and one row each."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from autogen_hatidata.cli.lint_rules import idle_rule, open_memory, unset_attribute, widening_write
from autogen_hatidata.engines import quoting
from autogen_hatidata.engines.base import Engine
from autogen_hatidata.governance.policy_file import Field
from autogen_hatidata.governance.policy_rules import ADMIN, ColumnRule, Rules, TableRule
from autogen_hatidata.sql.filters import wrapped_columns
from autogen_hatidata.sql.parse import parse
from autogen_hatidata.sql.render import to_duckdb
from autogen_hatidata.types import ColumnInfo, LensSpec

_SHORT_SECRETS = frozenset("ssn pwd cvv cvc iban card cards creditcard cardnumber pin dob wage wages apikey".split())
_LONG_SECRETS = ("passw", "secret", "salar", "email", "phone", "mobile", "token", "passport")
_KEYS = frozenset({"api", "access", "private", "auth", "encryption"})
_HARMLESS_TYPES = re.compile(r"BOOLEAN|DATE|TIME")
_FEW_VALUES = frozenset(
    "ssn phone mobile card cvv cvc pin iban zip postcode birthday birth dob age year salary ip plate".split()
)
_FEW_TYPES = re.compile(r"U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|DATE|BOOLEAN|ENUM|DECIMAL|TIME\b")
_LENGTHS = {"ssn": 11, "card": 16, "iban": 22, "zip": 5, "postcode": 6, "pin": 4, "cvv": 3, "cvc": 3}
_LENGTH = 12
"""How long a value is taken to be where no database tells: a phone number."""

_MANY_SHOWN = 0.1
"""A partial mask is reported when so many of the values show half of their characters or more."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding: its code, its place, what is so, and what to do about it."""

    code: str
    file: str
    line: int | None
    field: str
    message: str
    remedy: str


class Data:
    """The database that a policy is for: columns, and one figure at a time."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._schema = engine.schema()
        with engine.lease(LensSpec(None)) as lease:
            self._views = {key for key, info in lease.info.tables.items() if info.is_view}

    def columns(self, table: TableRule) -> tuple[ColumnInfo, ...]:
        """The columns of a table as they are."""
        return self._schema.get(table.key, ())

    def is_view(self, table: TableRule) -> bool:
        """Whether it is a view of the user, which shows what the rules of the tables below it let through."""
        return table.key in self._views

    def figures(self, sql: str) -> tuple[Any, ...]:
        """The one row that a query of the owner gives."""
        tree = parse(sql)
        with self._engine.lease(LensSpec(None)) as lease:
            found = lease.run(self._engine.prepare(tree, to_duckdb(tree)), None, max_rows=1, timeout_s=60)
        return found.rows[0]


def findings(rules: Rules, data: Data | None) -> list[Finding]:
    """All findings, in the order of the file. ``data`` None: what can be said from the policy alone."""
    found = [_made(code, *one) for code, look in LINTS.items() for one in look(rules, data)]
    return sorted(found, key=lambda one: (one.line or 0, one.field, one.code))


_Found = tuple[Field, str, str]
"""A place, what is so, what to do about it."""


def _made(code: str, place: Field, message: str, remedy: str) -> Finding:
    return Finding(code, place.source, place.line, place.path, message, remedy)


def _wrapped_column(rules: Rules, data: Data | None) -> Iterator[_Found]:
    for table in rules.tables:
        for column in sorted(wrapped_columns(table.filter)) if table.filter else ():
            yield (
                table.filter_place,
                f"the filter compares {column} inside of an expression, which is computed for every row of the table",
                "compare the stored column with a value, and store what has to be computed",
            )


def _unsalted_hash(rules: Rules, data: Data | None) -> Iterator[_Found]:
    if os.environ.get("HATIDATA_MASK_KEY"):
        return
    for table, column in _columns(rules):
        few = _FEW_VALUES.intersection(_words(column.name)) or _FEW_TYPES.match(_type(table, column.name, data))
        if column.mask and column.mask.kind == "hash" and few:
            yield (
                column.place,
                "a plain hash of what has few possible values is found by trying all of them",
                "set HATIDATA_MASK_KEY, or mask it with full or null",
            )


def _wide_partial(rules: Rules, data: Data | None) -> Iterator[_Found]:
    for table, column in _columns(rules):
        if column.mask is None or column.mask.kind != "partial":
            continue
        shown = column.mask.visible_chars
        said = _usually_wide(column.name, shown) if data is None else _really_wide(table, column.name, shown, data)
        if said:
            yield column.place, said, f"lower visible_chars (now {shown}), or mask it with hash or full"


def _usually_wide(name: str, shown: int) -> str:
    length = next((_LENGTHS[word] for word in _words(name) if word in _LENGTHS), _LENGTH)
    return f"{shown} of about {length} characters are shown, half of the value or more" if 2 * shown >= length else ""


def _really_wide(table: TableRule, name: str, shown: int, data: Data) -> str:
    column, of = quoting.name(name), quoting.dotted(table.schema, table.name)
    wide = f"length(v) > {shown} AND length(v) <= {2 * shown}"
    sql = f"SELECT count(*) FILTER ({wide}), count(v) FROM (SELECT CAST({column} AS VARCHAR) AS v FROM {of})"
    some, every = data.figures(sql)
    share = some / every if every else 0.0
    return f"{share:.0%} of the values show half of their characters or more" if share >= _MANY_SHOWN else ""


def _everyone_reads(rules: Rules, data: Data | None) -> Iterator[_Found]:
    readers = {role for role, verbs in rules.roles.items() if "read" in verbs} - {ADMIN}
    anybody = {rule.role for rule in rules.agents if not rule.pattern.strip("*")}
    for table in _tables(rules, data):
        whole = {role for role in table.read if table.filter is None or role in table.exempt}
        if whole & anybody:
            yield table.place, "any agent reads every row of it, whatever its name", _NARROWER
        elif len(readers) > 1 and whole >= readers:
            yield table.place, "every role reads every row of it", _NARROWER


_NARROWER = "name the roles that need it, or add rows.filter"


def _unmasked_secret(rules: Rules, data: Data | None) -> Iterator[_Found]:
    for table in _tables(rules, data):
        written = {column.name.lower(): column for column in table.columns}
        for name, kind in _names(table, data):
            column = written.get(name.lower())
            open_to = _open_to(table, column)
            if open_to and _is_secret(name) and not _HARMLESS_TYPES.match(kind):
                place = column.place if column else table.place.at("columns").at(name)
                yield (
                    place,
                    f"{name} is named like a secret, and shown as it is to {open_to}",
                    "give it a mask, and exempt the roles that are meant to read it",
                )


def _open_to(table: TableRule, column: ColumnRule | None) -> str:
    """The roles that read a column of which no mask is said."""
    if column is not None and column.mask is not None:
        return ""
    return ", ".join(sorted(table.read - (column.deny if column else frozenset())))


def _names(table: TableRule, data: Data | None) -> list[tuple[str, str]]:
    if data is None:
        return [(column.name, "") for column in table.columns]
    return [(column.name, column.type) for column in data.columns(table)]


def _is_secret(name: str) -> bool:
    words = _words(name)
    return (
        not _SHORT_SECRETS.isdisjoint(words)
        or any(word.startswith(_LONG_SECRETS) for word in words)
        or words == ["key"]
        or any(before in _KEYS and word == "key" for before, word in pairwise(words))
    )


def _words(name: str) -> list[str]:
    """The words of a name in lower case: of ``cardNumber``, ``card_number`` and ``CARD NUMBER`` the same.

    >>> _words("cardNumber"), _words("API_KEY_2")
    (['card', 'number'], ['api', 'key', '2'])
    """
    return [word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+", name)]


def _columns(rules: Rules) -> Iterator[tuple[TableRule, ColumnRule]]:
    return ((table, column) for table in rules.tables for column in table.columns)


def _tables(rules: Rules, data: Data | None) -> list[TableRule]:
    """The tables, without views where a database tells which those are."""
    return [table for table in rules.tables if data is None or not data.is_view(table)]


def _type(table: TableRule, name: str, data: Data | None) -> str:
    if data is None:
        return ""
    return next((one.type for one in data.columns(table) if one.name.lower() == name.lower()), "")


LINTS: Mapping[str, Callable[[Rules, Data | None], Iterator[_Found]]] = {
    "wrapped_column": _wrapped_column,
    "unsalted_hash": _unsalted_hash,
    "wide_partial": _wide_partial,
    "everyone_reads": _everyone_reads,
    "unmasked_secret": _unmasked_secret,
    "idle_rule": lambda rules, data: idle_rule(rules),
    "unset_attribute": lambda rules, data: unset_attribute(rules),
    "widening_write": lambda rules, data: widening_write(rules),
    "open_memory": lambda rules, data: open_memory(rules),
}
"""The findings by code."""
