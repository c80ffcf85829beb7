"""Names as they compare: of agents, of patterns that they fit, and of tables."""

from __future__ import annotations

import re

from autogen_hatidata.types import TableKey

_PART = r'(?:"((?:[^"]|"")+)"|([^".]+))'
_TABLE = re.compile(rf"(?:{_PART}\.)?{_PART}")


def plain_name(name: str) -> str:
    """An agent's name or pattern as it compares: policy, quota, log and layer know an agent by this one."""
    plain = name
    while plain.startswith("autogen-"):
        plain = plain.removeprefix("autogen-")
    return plain or name


def agent_name(name: object) -> str:
    """What an agent is called in policy and log. Raises ValueError for what is no name."""
    if not isinstance(name, str) or not name.strip() or len(name) > 200:
        raise ValueError(f"An agent's name must be a text of 1 to 200 characters, not {name!r}.")
    return plain_name(name)


def matcher(pattern: str) -> re.Pattern[str]:
    """What names fit a pattern, in which only ``*`` is special. Use ``fullmatch``."""
    return re.compile(".*".join(map(re.escape, re.split(r"\*+", pattern))), re.DOTALL)


def table_name(written: str) -> tuple[str, str] | None:
    """Schema and name of a table as a policy writes it, or None when it is no name of a table.

    >>> table_name("orders"), table_name('crm."My notes"')
    (('main', 'orders'), ('crm', 'My notes'))
    """
    found = _TABLE.fullmatch(written)
    return (unquoted(found[1], found[2]) or "main", unquoted(found[3], found[4])) if found else None


def table_key(schema: str, name: str) -> TableKey:
    """Lower-case schema and name: the way names of tables compare."""
    return (schema.lower(), name.lower())


def unquoted(quoted: str | None, bare: str | None) -> str:
    """A part of a name, of which either the text in quotes or the text without them is given."""
    return quoted.replace('""', '"') if quoted is not None else (bare or "")
