"""What a name that does not exist may have meant: a hint for whoever wrote it, out of the names that the caller sees.

A hidden name and one that never was get the same hint, since neither is looked at.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Sequence

from sqlglot import exp

from autogen_hatidata.errors import HatiDataError
from autogen_hatidata.sql.functions import ALLOWED
from autogen_hatidata.sql.reading import Reading, read
from autogen_hatidata.sql.scopes import Source, lower, name_parts
from autogen_hatidata.sql.unchecked import tree_of
from autogen_hatidata.types import LensInfo, TableInfo, shown_name

_WHAT = re.compile(r"There is no (table|column|function) ")
_MOST = 3
"""So many names are offered."""

_LEAST = 0.7
"""How much of a name is alike in those that are offered."""

_COLUMNS = 12
"""So many columns are listed where none is alike."""


def hint(error: HatiDataError, sql: str, dialect: str, lens: LensInfo, reading: Reading | None = None) -> str:
    """What to say before the hint that an error has already; empty where there is nothing. ``reading``: what was read
    of the names of the text, if that is known."""
    found = _WHAT.match(error.message) if error.code == "unknown_name" and error.subject else None
    if found is None or error.subject is None:
        return ""
    if found[1] == "function":
        return _alike(error.subject, sorted(ALLOWED), _ratio)
    if reading is None:
        tree = tree_of(sql, dialect)
        reading = read(tree, lens) if tree is not None else None
    return (_tables if found[1] == "table" else _columns)(error.subject, reading, lens)


def _likeness(name: str, known: str) -> float:
    """How much of two names is alike, from 0 to 1; a long part that is the same in both counts nearly as much."""
    first, second = lower(name), lower(known).rpartition(".")[2]
    parts = [one for one in first.split("_") if len(one) > 3]
    whole = _ratio(first, second)
    if parts == [first] and "_" not in second:
        return whole
    return max(whole, *(0.95 * _ratio(one, two) for one in parts for two in second.split("_")), 0.0)


def _ratio(first: str, second: str) -> float:
    """How much of two texts is alike, or 0 where they have too few letters in common to be `_LEAST` alike."""
    common = sum(min(first.count(letter), second.count(letter)) for letter in set(first))
    length = len(first) + len(second)
    if length and 2 * common / length < _LEAST:
        return 0.0
    return difflib.SequenceMatcher(None, first, second, autojunk=False).ratio()


def _alike(name: str, known: Iterable[str], likeness: Callable[[str, str], float] = _likeness) -> str:
    """Those that look like a name, best first."""
    ranked = sorted(
        (-found, one)
        for one in dict.fromkeys(known)
        if lower(one) != lower(name) and (found := likeness(lower(name), one)) >= _LEAST
    )
    return f"you may mean {_listed([one for _, one in ranked[:_MOST]])}; " if ranked else ""


def _listed(names: Sequence[str]) -> str:
    quoted = [f'"{one}"' for one in names]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"


def _tables(name: str, reading: Reading | None, lens: LensInfo) -> str:
    named = {one for scope in reading.scopes.values() for one in scope.names} if reading is not None else set[str]()
    refs = {lower(ref.node.name) for ref in reading.refs} if reading is not None else set[str]()
    lacking = _lacking(lower(name), reading) if reading is not None and lower(name) in named else ""
    if lacking:
        return lacking
    if lower(name.rpartition(".")[2]) not in refs:  # it stands before a column
        return f"FROM has {_listed(sorted(named))}; " if 0 < len(named) <= _MOST else ""
    return _alike(name, [shown_name(table.schema, table.name) for table in lens.tables.values()])


def _lacking(table: str, reading: Reading) -> str:
    """The columns that a table of FROM lacks, of which DuckDB looks for others of that name around a sub-query."""
    for column, scope in reading.columns:
        owner = reading.owner(column, scope) if lower(column.table) == table else None
        known = [one for source in owner.sources for one in reading.names(source) or ()] if owner is not None else []
        if known and lower(column.name) not in known:
            return f'"{table}" has no column "{column.name}": the columns there are {", ".join(known[:_COLUMNS])}; '
    return ""


def _columns(name: str, reading: Reading | None, lens: LensInfo) -> str:
    last = name.rpartition(".")[2]
    of_another = _whose(lower(last), reading)
    if of_another:
        return of_another
    tables = _read_tables(reading)
    own, aliases = _seen(lower(last), reading, tables)
    prefixed = _without_table(lower(last), own, tables)
    near = f'you may mean "{prefixed}"; ' if prefixed else _alike(last, [*own, *aliases])
    if near:
        return _as_text(last, reading, compared=False) + near
    others = [table for table in lens.tables.values() if any(lower(one.name) == lower(last) for one in table.columns)]
    if 0 < len(others) <= _MOST and tables:
        return f"{_listed([shown_name(one.schema, one.name) for one in others])} has a column of that name; "
    text = _as_text(last, reading)
    if 0 < len(own) <= _COLUMNS:
        return f"{text}the columns there are {', '.join(own)}; "
    return text


def _whose(name: str, reading: Reading | None) -> str:
    """Which tables in FROM have a column that stands with one that has not, or in USING."""
    if reading is None:
        return ""
    for column, scope in reading.columns:
        owner = reading.owner(column, scope) if lower(column.name) == name and len(name_parts(column)) > 1 else None
        if owner is not None and owner.column == name and scope is not None:
            has, lacking = _shared(reading, name, scope.sources)[0], _shared(reading, name, owner.sources)[1]
            if has and lacking:
                known = ", ".join(reading.names(lacking[0]) or ())
                return f"{has[0].name}.{name} is there; {lacking[0].name} has {known}; "
    for scope in reading.scopes.values():
        used = any(lower(one.name) == name for join in scope.joins for one in join.args.get("using") or ())
        has, lacking = _shared(reading, name, scope.sources)
        if used and has and lacking:
            names = [_listed([one.name for one in some]) for some in (has, lacking)]
            return f"only {names[0]} has it, {names[1]} has not: write ON with the column of each; "
    return ""


def _shared(reading: Reading, name: str, sources: Iterable[Source]) -> tuple[list[Source], list[Source]]:
    """The tables that have a column, and those that have not, where that and what they are called is known."""
    known = [(one, names) for one in sources if one.name and (names := reading.names(one)) is not None]
    return [one for one, names in known if name in names], [one for one, names in known if name not in names]


def _seen(name: str, reading: Reading | None, tables: Sequence[TableInfo]) -> tuple[list[str], list[str]]:
    """The columns and aliases that may be meant where a name stands; all columns where that is unknown."""
    spelt = {lower(column.name): column.name for table in tables for column in table.columns}
    if reading is None:
        return list(spelt.values()), []
    scopes = [scope for column, scope in reading.columns if lower(column.name) == name and scope is not None]
    names = [reading.names(source) for scope in scopes for source in scope.sources]
    known = None not in names and any(names)
    own = [spelt.get(one, one) for found in names for one in found or ()] if known else list(spelt.values())
    aliases = [one for scope in (scopes or reading.scopes.values()) for one in scope.aliases]
    return list(dict.fromkeys(one for one in own if one)), [one for one in aliases if one != name]


def _without_table(name: str, own: Sequence[str], tables: Sequence[TableInfo]) -> str | None:
    """The column that a name is with its table's before it: ``id`` of orders for order_id."""
    begins = [form for table in tables for form in (lower(table.name), lower(table.name).removesuffix("s"))]
    meant = {name.removeprefix(f"{one}_") for one in begins if name.startswith(f"{one}_")}
    found = [one for one in own if lower(one) in meant]
    return found[0] if len(found) == 1 else None


def _as_text(name: str, reading: Reading | None, compared: bool = True) -> str:
    """That a text stands in single quotes, for a word in double ones, or that a column is ``compared`` with."""
    for column, _ in reading.columns if reading is not None else ():
        against = isinstance(column.parent, exp.EQ | exp.NEQ | exp.In | exp.Like) and column.arg_key != "this"
        meant = bool(column.this.args.get("quoted")) or (compared and against)
        if meant and column.name == name and len(column.parts) == 1:
            return "a text stands in single quotes, 'like this'; "
    return ""


def _read_tables(reading: Reading | None) -> list[TableInfo]:
    """The tables that a statement reads, each once."""
    found = [ref.source.table for ref in reading.refs if ref.source.table is not None] if reading is not None else []
    return list({(one.schema, one.name): one for one in found}.values())
