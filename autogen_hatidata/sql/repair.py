"""Deterministic repair of a statement that was read and failed: misspelt names, among those that its caller can see,
and clauses.

The repaired text starts again at the beginning of the pipeline, as the same caller's: a repair decides nothing about
rights. Where more than one name could be meant there is no repair.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress

from sqlglot import exp

from autogen_hatidata.errors import HatiDataError
from autogen_hatidata.sql import columns, fits, forms, inside, other_systems, text_numbers, values, wording
from autogen_hatidata.sql.advice import FUNCTIONS
from autogen_hatidata.sql.allow import function_name
from autogen_hatidata.sql.changes import Change, Changed
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
from autogen_hatidata.sql.scopes import Ref, Scope, Source, lower, name_parts, written
from autogen_hatidata.sql.spelling import closest
from autogen_hatidata.sql.unchecked import tree_of
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

SCHEMA_SYNONYMS = {"dbo": "main", "public": "main"}
"""What other systems call the schema in which tables are when nobody says otherwise."""

_LONGEST = 6_000
"""Characters of a text in which more than names is repaired: a value in a list of thousands is looked at with each."""

_OF_TABLES = frozenset({"quotes", "keyword", "from", "table", "text", "column", "other table"})
"""Kinds of repairs that may give a statement the table that it lacks: without one of them no other helps."""

_NAMES = frozenset({"table", "column", "other table", "text", "function"})
"""Kinds of repairs after which the other unknown names are looked at."""


def repair(
    sql: str, dialect: str, error: HatiDataError, lens: LensInfo, *, quotes: bool = True
) -> tuple[str, tuple[Repair, ...]] | None:
    """The DuckDB text with what an error is about put right, and what was changed; None when unclear. Where a name was
    unknown, so are the others put right that would be the next errors.

    Args:
        sql: the text that failed.
        dialect: its dialect.
        error: why it failed; only those of the codes in `REPAIRS` can be repaired.
        lens: what the caller can see.
        quotes: whether what is in double quotes may have been meant as a text; not where none were written.
    """
    if len(sql) > _LONGEST and error.code != "unknown_name":
        return None
    tree = tree_of(sql, dialect) if error.subject or error.code != "unknown_name" else None
    if tree is None:
        return None
    for name in () if quotes else tree.find_all(exp.Identifier):
        name.set("quoted", False)
    with suppress(RecursionError):  # a text that was read may be deeper than what looks for repairs
        for kind, change in _repairs(error).items():
            changed = change(tree, error.subject or "", lens) if text_numbers.applies(kind, dialect) else None
            if changed is not None:
                others = tuple(_others(tree, lens) if kind in _NAMES else ())
                return to_duckdb(unnamed(tree, all_of_them=False)), (Repair(kind, *changed), *others)
    return None


def _repairs(error: HatiDataError) -> Mapping[str, Change]:
    known = REPAIRS.get(error.code, {})
    if not error.message.startswith("There is no table"):
        return known
    return {kind: change for kind, change in known.items() if kind in _OF_TABLES}


def _others(tree: exp.Expr, lens: LensInfo) -> Iterator[Repair]:
    """What is changed of the tables and columns that are still unknown; each by itself as clear as the first."""
    reading = read(tree, lens)
    tables = [written(ref.node) for ref in reading.refs if is_unknown(ref)]
    renamed = [one for name in tables if (one := _table(tree, name, lens)) is not None]
    yield from (Repair("table", *one) for one in renamed)
    reading = read(tree, lens) if renamed else reading
    named = [(name, found) for name in columns.unknown(reading) if (found := columns.renamed(tree, lower(name), lens))]
    yield from (Repair("column", *one) for one in named)
    reading = read(tree, lens) if named else reading
    texts = [one for name in columns.unknown(reading, quoted=True) if (one := text(tree, name, lens)) is not None]
    yield from (Repair("text", *one) for one in texts)


# Tables


def _table(tree: exp.Expr, subject: str, lens: LensInfo) -> Changed:
    """Another table (or common table expression) for each reference of that name, and for what names it."""
    reading = read(tree, lens)
    wrong = [ref for ref in reading.refs if is_unknown(ref) and lower(written(ref.node)) == lower(subject)]
    targets = {table_meant(ref, lens) for ref in wrong}
    target = targets.pop() if len(targets) == 1 else None
    if target is None:
        return _qualifier(reading, subject)
    sources = {ref.source for ref in wrong if not ref.node.alias}
    for column, scope in reading.columns:
        owner = reading.owner(column, scope)
        alone = len(name_parts(column)) == 1 and not isinstance(column.this, exp.Star)
        if alone and _has_column(reading, wrong[0], target, lower(column.name), lens):
            continue  # not the row of the table, as it seemed
        if owner is not None and sources.issuperset(owner.sources):
            _rename_qualifier(column, owner.sources[0].name, target[-1])
            if column.args.get("db") is not None and owner.column is not None:
                column.set("db", exp.to_identifier(target[0], quoted=True) if len(target) == 2 else None)
    for ref in wrong:
        ref.node.set("db", exp.to_identifier(target[0], quoted=True) if len(target) == 2 else None)
        ref.node.set("this", exp.to_identifier(target[-1], quoted=True))
    return subject, ".".join(target)


def _no_table(tree: exp.Expr, subject: str, lens: LensInfo) -> Changed:
    """Nothing in the place of FROM DUAL, the table of one row that Oracle has."""
    reading, changed = read(tree, lens), False
    for scope in reading.scopes.values() if lower(subject) == "dual" else ():
        used = any(one is scope for _, one in (*reading.columns, *reading.stars))
        if [lower(written(one.node)) for one in scope.sources] == ["dual"] and not used:
            scope.node.set("from_", None)
            changed = True
    return ("FROM DUAL", "") if changed else None


def _has_column(reading: Reading, ref: Ref, target: tuple[str, ...], name: str, lens: LensInfo) -> bool:
    """Whether what is used instead of a table has, or may have, a column of that name."""
    cte = ref.visible.get(lower(target[0])) if len(target) == 1 else None
    if cte is not None:
        names = reading.output_names(cte.this)
        return names is None or name in (*names, *map(lower, cte.alias_column_names))
    table = lens.find(target[0] if len(target) == 2 else None, target[-1])
    return table is not None and any(lower(one.name) == name for one in table.columns)


def table_meant(ref: Ref, lens: LensInfo) -> tuple[str, ...] | None:
    """The parts of the one visible name that an unknown one in table position means, or None."""
    return name_meant([part.name for part in name_parts(ref.node)], [cte.alias for cte in ref.visible.values()], lens)


def name_meant(parts: Sequence[str], others: Iterable[str], lens: LensInfo) -> tuple[str, ...] | None:
    """The same by the parts of the name. ``others``: names that it may mean beside those of tables."""
    tables = [(table.schema, table.name) for table in lens.tables.values()]
    if len(parts) == 1:
        near = [*(name for schema, name in tables if lower(schema) == "main"), *others]
        name = closest(parts[0], near)
        if name is not None:
            return (name,)
        return None if name in near else _in_other_schema(parts[0], tables)
    return _in_schema(parts[0], parts[1], tables) if len(parts) == 2 else None


def _in_other_schema(name: str, tables: Iterable[tuple[str, str]]) -> tuple[str, ...] | None:
    far = {f"{schema}.{table}": (schema, table) for schema, table in tables if lower(schema) != "main"}
    found = closest(name, {table for _, table in far.values()})
    homes = [full for full in far.values() if full[1] == found]
    return homes[0] if len(homes) == 1 else None


def _in_schema(schema: str, name: str, tables: list[tuple[str, str]]) -> tuple[str, ...] | None:
    schemas = {lower(each): each for each, _ in tables}
    known = schemas.get(SCHEMA_SYNONYMS.get(lower(schema), lower(schema))) or closest(schema, schemas.values())
    if known is None:
        return None
    found = closest(name, [table for each, table in tables if each == known])
    return (known, found) if found is not None else None


def _qualifier(reading: Reading, subject: str) -> tuple[str, str] | None:
    """``custmers.name`` where the FROM clause says customers, and ``customers.name`` where it says customers c."""
    wanted, meant = lower(subject.partition(".")[0]), set()
    found = []
    for column, scope in reading.columns:
        parts = name_parts(column)
        single = len(parts) == 1 and not isinstance(column.this, exp.Star)
        if single or lower(parts[0].name) != wanted or reading.owner(column, scope) is not None:
            continue
        found.append(column)
        near = _alias_of(wanted, scope) or closest(wanted, _names_around(scope))
        meant.add(near or _called_short(wanted, column, scope, reading))
    target = meant.pop() if len(meant) == 1 else None
    if target is None:
        return (wanted, f"({wanted})") if _unnamed(reading, found, wanted) else None
    for column in found:
        _rename_qualifier(column, wanted, target)
    return subject.partition(".")[0], target


def _alias_of(table: str, scope: Scope | None) -> str | None:
    """The other name that a table has in FROM, where it stands there once."""
    sources = scope.sources if scope is not None else ()
    found = [one.name for one in sources if one.table is not None and lower(one.table.name) == table]
    return found[0] if len(found) == 1 else None


def _called_short(wanted: str, column: exp.Column, scope: Scope | None, reading: Reading) -> str | None:
    """The table of FROM that is called ``o`` there though its alias is not: the only one, or the only one without an
    alias, whose name begins so and that has the column. A table that a sub-query reads may lend it its alias."""
    sources = scope.sources if scope is not None else []
    found = [
        one
        for one in sources
        if (len(sources) == 1 or not one.node.alias or _begins_name(wanted, one))
        and one.name
        and any(wording.abbreviates(wanted, name) or wanted == alias for name, alias in _tables_in(one))
        and (isinstance(column.this, exp.Star) or lower(column.name) in wording.known(one, reading))
    ]
    return found[0].name if len(found) == 1 else None


def _begins_name(wanted: str, source: Source) -> bool:
    """Whether a longer short name is the beginning of a table's: adm for admissions a."""
    return len(wanted) > _INITIALS and source.table is not None and lower(source.table.name).startswith(wanted)


_INITIALS = 2
"""Letters of a short name that may be those of several words."""


def _unnamed(reading: Reading, found: Sequence[exp.Column], wanted: str) -> bool:
    """Give its name to the sub-query in FROM that has none, where it has all the columns that are asked of it."""
    scopes = {id(scope): scope for column, scope in reading.columns if any(column is one for one in found)}
    scope = next(iter(scopes.values()), None)
    without = [one for one in scope.sources if not one.name] if scope is not None and len(scopes) == 1 else []
    if len(without) != 1 or not isinstance(without[0].node, exp.Subquery):
        return False
    has = wording.known(without[0], reading)
    if not all(isinstance(one.this, exp.Star) or lower(one.name) in has for one in found):
        return False
    without[0].node.set("alias", exp.TableAlias(this=exp.to_identifier(wanted, quoted=True)))
    return True


def _tables_in(source: Source) -> Iterator[tuple[str, str]]:
    """The tables that a source reads, with their aliases in it."""
    if source.table is not None:
        yield source.table.name, source.name
    for table in source.query.find_all(exp.Table) if source.query is not None else ():
        yield table.name, lower(table.alias)


def _names_around(scope: Scope | None) -> Iterator[str]:
    while scope is not None:
        yield from scope.names
        scope = scope.parent


def _rename_qualifier(column: exp.Column, old: str, new: str) -> None:
    for part in name_parts(column)[: 2 if column.args.get("db") else 1]:
        if lower(part.name) == old:
            part.set("this", new)
            part.set("quoted", True)
            return


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

REPAIRS: Mapping[str, Mapping[str, Change]] = {
    "unknown_name": {
        "quotes": curled,
        "keyword": distinct,
        "unit": other_systems.units,
        "row number": other_systems.rownum,
        "no arguments": other_systems.now,
        **_VALUES,
        "from": _no_table,
        "table": _table,
        "form": forms.forms,
        "function": _function,
        "text": text,
        "column": columns.column,
        "other table": columns.other_table,
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
