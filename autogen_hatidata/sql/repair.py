"""Deterministic repair of a statement that was read and failed: misspelt names, among those that its caller can see,
and clauses.

The repaired text starts again at the beginning of the pipeline, as the same caller's: a repair decides nothing about
rights. Where more than one name could be meant there is no repair.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress

from sqlglot import exp

from autogen_hatidata.errors import HatiDataError
from autogen_hatidata.sql import columns, fits, forms, inside, other_systems, tables, text_numbers, values
from autogen_hatidata.sql.advice import FUNCTIONS
from autogen_hatidata.sql.allow import function_name
from autogen_hatidata.sql.changes import Change, Changed, OfNames
from autogen_hatidata.sql.clauses import (
    aliases,
    curled,
    distinct,
    named_in_quotes,
    qualified,
    qualify,
    rows,
    text,
    ungroup,
)
from autogen_hatidata.sql.dialects.written_names import unnamed
from autogen_hatidata.sql.facts import is_unknown
from autogen_hatidata.sql.functions import ALLOWED, REFUSED
from autogen_hatidata.sql.grouping import group, having
from autogen_hatidata.sql.reading import Reading, read
from autogen_hatidata.sql.render import to_duckdb
from autogen_hatidata.sql.scopes import lower, written
from autogen_hatidata.sql.spelling import closest
from autogen_hatidata.sql.unchecked import tree_of
from autogen_hatidata.sql.walking import copy_of, nodes
from autogen_hatidata.types import LensInfo, Repair

FUNCTION_SYNONYMS = {
    "average": "avg",
    "char_len": "length",
    "concat_with_separator": "concat_ws",
    "contains_text": "contains",
    **{f"{part}_of": part for part in forms.PARTS},
    "correl": "corr",
    "countifs": "countif",
    "getdate": "now",
    "lengthb": "strlen",
    "loge": "ln",
    "maximum": "max",
    "minimum": "min",
    "nvl": "coalesce",
    "size": "len",
    "stddev_p": "stddev_pop",
    "stddev_s": "stddev_samp",
    "stddevp": "stddev_pop",
    "stdev_p": "stddev_pop",
    "stdev_s": "stddev_samp",
    "stdevp": "stddev_pop",
    "sysdate": "now",
    "to_lower": "lower",
    "to_upper": "upper",
    "tolower": "lower",
    "toupper": "upper",
    "var_p": "var_pop",
    "var_s": "var_samp",
    "variancep": "var_pop",
    "varp": "var_pop",
}
"""Functions of other systems with the same arguments and the same meaning in DuckDB."""

_LONG_ENOUGH = 4
"""Letters of a function whose last one may be missing: SQR is as near to a square."""

_CALLABLE = tuple({name.replace("_", ""): name for name in sorted(ALLOWED - {"pow"}, key=len)}.values())
"""The allowed functions; of ``datediff`` and ``date_diff`` only the latter, since the two are one, as power and pow."""

_LONGEST = 6_000
"""Characters of a text in which more than names is repaired: a value in a list of thousands is looked at with each."""

_OF_TABLES = frozenset({"quotes", "keyword", "from", "table", "text", "column", "other table"})
"""Kinds of repairs that may give a statement the table that it lacks: without one of them no other helps."""

_NAMES = frozenset({"table", "column", "other table", "text", "function"})
"""Kinds of repairs after which the other unknown names are looked at."""


def repair(
    sql: str,
    dialect: str,
    error: HatiDataError,
    lens: LensInfo,
    *,
    quotes: bool = True,
    reading: Reading | None = None,
) -> tuple[str, tuple[Repair, ...]] | None:
    """The DuckDB text with what an error is about put right, and what was changed; None when unclear. Where a name was
    unknown, so are the others put right that would be the next errors.

    Args:
        sql: the text that failed.
        dialect: its dialect.
        error: why it failed; only those of the codes in `REPAIRS` can be repaired.
        lens: what the caller can see.
        quotes: whether what is in double quotes may have been meant as a text; not where none were written.
        reading: what was read of the names of the text, if that is known.
    """
    if len(sql) > _LONGEST and error.code != "unknown_name":
        return None
    if not error.subject and error.code == "unknown_name":
        return None
    tree = tree_of(sql, dialect) if reading is None else copy_of(reading.tree)
    if tree is None:
        return None
    for name in () if quotes else nodes(tree):
        if type(name) is exp.Identifier:
            name.set("quoted", False)
    with suppress(RecursionError):  # a text that was read may be deeper than what looks for repairs
        for kind, changed in _tried(tree, error, dialect, lens):
            if changed is not None:
                others = tuple(_others(tree, lens) if kind in _NAMES else ())
                return to_duckdb(unnamed(tree, all_of_them=False)), (Repair(kind, *changed), *others)
    return None


def _tried(tree: exp.Expr, error: HatiDataError, dialect: str, lens: LensInfo) -> Iterator[tuple[str, Changed]]:
    """What each kind of repair makes of a tree, one after the other."""
    subject, reading = error.subject or "", None
    without_table = error.message.startswith("There is no table")
    for kind, change in REPAIRS.get(error.code, {}).items():
        if (without_table and kind not in _OF_TABLES) or not text_numbers.applies(kind, dialect):
            continue
        if isinstance(change, OfNames):
            reading = reading or read(tree, lens)
            yield kind, change.change(reading, subject, lens)
        else:
            reading = None
            yield kind, change(tree, subject, lens)


def _others(tree: exp.Expr, lens: LensInfo) -> Iterator[Repair]:
    """What is changed of the tables and columns that are still unknown; each by itself as clear as the first."""
    reading = read(tree, lens)
    missing = [written(ref.node) for ref in reading.refs if is_unknown(ref)]
    renamed = [one for name in missing if (one := tables.table(read(tree, lens), name, lens)) is not None]
    yield from (Repair("table", *one) for one in renamed)
    reading = read(tree, lens) if renamed else reading
    named = [
        (name, found)
        for name in columns.unknown(reading)
        if (found := columns.renamed(read(tree, lens), lower(name), lens))
    ]
    yield from (Repair("column", *one) for one in named)
    reading = read(tree, lens) if named else reading
    quoted = columns.unknown(reading, quoted=True)
    texts = [one for name in quoted if (one := text(read(tree, lens), name, lens)) is not None]
    yield from (Repair("text", *one) for one in texts)


# Functions


def _function(tree: exp.Expr, subject: str, lens: LensInfo) -> Changed:
    """Another function for each call of that name."""
    name = lower(subject)
    calls = [call for call in tree.find_all(exp.Anonymous) if function_name(call) == name]
    if not calls or name in ALLOWED or name in REFUSED:
        return None
    meant = FUNCTION_SYNONYMS.get(name) or _function_meant(name)
    if meant is None:
        return None
    for call in calls:
        call.set("this", meant)
    return subject, meant


def _function_meant(name: str) -> str | None:
    """The function that a misspelt one means. A letter more at the end says something else: DAYS, STDDEVP, LENGTHB."""
    if name.upper() in FUNCTIONS:
        return None
    found = closest(name, (*_CALLABLE, *FUNCTION_SYNONYMS))
    if found is None or _ends_otherwise(name.replace("_", ""), found.replace("_", "")):
        return None
    return FUNCTION_SYNONYMS.get(found, found)


def _ends_otherwise(written: str, known: str) -> bool:
    short, long = sorted((written, known), key=len)
    more = long.removeprefix(short)
    if more == long or not more:
        return False
    if long == written:
        return more != short[-1:]
    return len(more) > 1 or len(short) < _LONG_ENOUGH


_VALUES: Mapping[str, Change] = {"date": values.dates, "number": values.numbers}

REPAIRS: Mapping[str, Mapping[str, Change | OfNames]] = {
    "unknown_name": {
        "quotes": curled,
        "keyword": distinct,
        "unit": other_systems.units,
        "row number": other_systems.rownum,
        "no arguments": other_systems.now,
        **_VALUES,
        "from": OfNames(tables.no_table),
        "table": OfNames(tables.table),
        "form": forms.forms,
        "function": _function,
        "text": OfNames(text),
        "column": OfNames(columns.column),
        "other table": OfNames(columns.other_table),
    },
    "syntax_error": {
        "column": columns.ungrouped,
        "nested": inside.nested,
        "name": named_in_quotes,
        "part": forms.parts,
        "unit": other_systems.units,
        "alias": aliases,
        "grouping": group,
        "having": having,
        "qualify": qualified,
        "rows": rows,
        "group": ungroup,
        "qualifier": qualify,
    },
    "wrong_type": {
        **_VALUES,
        "unit": other_systems.units,
        "part": forms.parts,
        "arguments": other_systems.calls,
        "form": forms.decoded,
        "count": other_systems.counts,
        "joined": other_systems.joined,
        "operator": fits.unequal,
        "json": fits.json_texts,
        "list": fits.listed,
        "average": fits.averaged,
        "cast": values.casts,
        "number as text": values.texts,
        **text_numbers.REPAIRS,
    },
}
"""What can be repaired of a statement that was read, by the code of its error, in the order in which it is tried."""
