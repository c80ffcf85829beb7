"""Repair of misspelt tables: which one is meant by a name in FROM, and by one before a column."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sqlglot import exp

from autogen_hatidata.sql import wording
from autogen_hatidata.sql.changes import Changed
from autogen_hatidata.sql.facts import is_unknown
from autogen_hatidata.sql.reading import Reading
from autogen_hatidata.sql.scopes import Ref, Scope, Source, lower, name_parts, written
from autogen_hatidata.sql.spelling import closest
from autogen_hatidata.types import LensInfo

SCHEMA_SYNONYMS = {"dbo": "main", "public": "main"}
"""What other systems call the schema in which tables are when nobody says otherwise."""


def table(reading: Reading, subject: str, lens: LensInfo) -> Changed:
    """Another table (or common table expression) for each reference of that name, and for what names it."""
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


def no_table(reading: Reading, subject: str, lens: LensInfo) -> Changed:
    """Nothing in the place of FROM DUAL, the table of one row that Oracle has."""
    changed = False
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
