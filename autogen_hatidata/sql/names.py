"""Binding the names of a statement to the caller's lens: what is not in it does not exist."""

from __future__ import annotations

from collections.abc import Container, Iterable

from sqlglot import exp

from autogen_hatidata.errors import NotAllowed, UnknownName
from autogen_hatidata.sql.direct import whole_tables
from autogen_hatidata.sql.facts import is_system
from autogen_hatidata.sql.plain import PLAIN
from autogen_hatidata.sql.reading import Reading, read
from autogen_hatidata.sql.scopes import Ref, lower, name_parts, written
from autogen_hatidata.types import LensInfo, TableInfo, TableKey, shown_name

CATALOG_RELATIONS = frozenset({"tables", "columns", "schemata", "views"})
"""The relations of ``information_schema`` that a lens answers for itself."""

CATALOG_PREFIXES = ("duckdb_", "pg_", "sqlite_", "pragma_")
"""How the engine's own relations begin that need no schema to be named."""

BUILT_IN_CATALOGS = frozenset({"memory", "system", "temp"})
"""Catalogs that every engine instance has. A schema of such a name must be told apart from the catalog."""

_SHOWN = 80
"""Characters of a name that an error repeats."""


def unknown_table(name: str) -> UnknownName:
    """The one error for a table that this caller does not have, hidden or not existing."""
    return UnknownName(
        f'There is no table "{name[:_SHOWN]}".', "call list_tables() to see what you can read.", subject=name
    )


def unknown_column(name: str) -> UnknownName:
    """The one error for a column that this caller does not have, hidden or not existing."""
    return UnknownName(
        f'There is no column "{name[:_SHOWN]}" in the tables named there.',
        "call describe_table(table_name) to see a table's columns.",
        subject=name,
    )


def find_table(name: str, lens: LensInfo) -> TableInfo:
    """The visible table of that name, written as ``name`` or ``schema.name``, with or without quotes."""
    written = {shown_name(table.schema, table.name).lower(): table for table in lens.tables.values()}
    plain = name.strip().rstrip(";").replace('"', "")
    schema, _, table = plain.rpartition(".")
    found = written.get(name.lower()) or lens.find(None, plain) or lens.find(schema, table)
    if found is None:
        raise unknown_table(name)
    return found


def resolve(tree: exp.Expr, lens: LensInfo, reading: Reading | None = None) -> exp.Expr:
    """The statement with every name in table position bound to the lens.

    The four relations of ``information_schema`` become those of the lens, and a schema that is also the name of a
    catalog gets the lens's catalog before it. Otherwise tables that the lens shows whole become the user's own. All
    other names are bound by the engine, since the lens is the catalog in which the statement runs. No column is named
    by the engine after random names: what would be gets its text as an alias. The tree that was given is not changed;
    it is returned itself when nothing has to be. ``reading`` is what was read of its names in that lens already.

    Raises:
        UnknownName: for the first table that is not in the lens.
        NotAllowed: for a name of more than two parts, or a catalog relation of the engine.
    """
    refs = (reading or read(tree, lens)).refs
    for ref in refs:
        _check(ref)
    if any(_is_random(ref.node) for ref in refs) or any(map(_is_unpacked, tree.find_all(exp.Columns))):
        return _bound(tree.copy(), lens)
    whole = whole_tables(tree, refs, lens)
    return _read_directly(tree, whole, lens) if whole else tree


def check_beside(tree: exp.Expr, lens: LensInfo, schema: str, known: Container[TableKey]) -> None:
    """Refuse a view's name of one part that means a table of its own ``schema`` which the lens lacks.

    It would find a namesake in ``main``. ``known`` are the tables that the user's database has.

    Raises:
        UnknownName: for the first such name.
    """
    for ref in read(tree, lens).refs:
        key = (schema.lower(), ref.node.name.lower())
        alone = ref.source.cte is None and not ref.node.db
        if alone and key in known and key not in lens.tables:
            raise unknown_table(ref.node.name)


def _read_directly(tree: exp.Expr, whole: Iterable[exp.Table], lens: LensInfo) -> exp.Expr:
    """A copy in which these tables are the user's own instead of their views."""
    names = {id(table) for table in whole}
    copy = tree.copy()
    for table, copied in zip(tree.find_all(exp.Table), copy.find_all(exp.Table), strict=True):
        if id(table) in names:
            schema = table.args.get("db") or exp.to_identifier("main", quoted=True)
            copied.set("db", schema.copy())
            copied.set("catalog", exp.to_identifier(lens.base, quoted=True))
    return copy


def _bound(tree: exp.Expr, lens: LensInfo) -> exp.Expr:
    for select in list(tree.find_all(exp.Select)):
        _name_columns(select)
    for column in list(tree.find_all(exp.Column)):
        _adapt(column)
    for table in list(tree.find_all(exp.Table)):
        if _is_random(table):
            _bind(table, lens)
    return tree


def _is_random(node: exp.Table) -> bool:
    """Whether this table's name will be written with the lens's own random names."""
    schema = node.args.get("db")
    return schema is not None and (is_system(node) or lower(schema.name) in BUILT_IN_CATALOGS)


def _is_unpacked(node: exp.Expr) -> bool:
    """Whether this is ``*COLUMNS(...)`` in a call, which the engine writes out with catalog and schema."""
    return bool(node.args.get("unpack"))


def _name_columns(select: exp.Select) -> None:
    """Give an alias to each unnamed column whose name the engine would make from the lens's random names."""
    for column in list(select.expressions):
        if isinstance(column, (exp.Alias, exp.Aliases, exp.Column, exp.Star, exp.Columns)):
            continue
        random = any(map(_is_random, column.find_all(exp.Table)))
        if random or any(map(_is_unpacked, column.find_all(exp.Columns))):
            text = column.sql(dialect=PLAIN, comments=False, normalize_functions=False)
            column.replace(exp.alias_(column.copy(), exp.to_identifier(text, quoted=True), copy=False))


def _check(ref: Ref) -> None:
    parts = [part.name for part in name_parts(ref.node)]
    if len(parts) > 2:
        raise NotAllowed(
            "A table is named with at most two parts, schema.table.", "leave the database out; see list_tables()."
        )
    if ref.source.table is not None or ref.source.cte is not None:
        return
    in_catalog = is_system(ref.node)
    if in_catalog and lower(parts[0]) == "information_schema" and lower(parts[1]) in CATALOG_RELATIONS:
        return
    if in_catalog or (len(parts) == 1 and lower(parts[0]).startswith(CATALOG_PREFIXES)):
        raise NotAllowed(
            "The engine's own catalog is closed.",
            "call list_tables() and describe_table(table_name), or read information_schema.tables and .columns.",
        )
    raise unknown_table(written(ref.node))


def _bind(node: exp.Table, lens: LensInfo) -> None:
    system = is_system(node)
    node.set("catalog", exp.to_identifier(lens.database, quoted=True))
    if system:
        if not node.alias:
            node.set("alias", exp.TableAlias(this=node.this.copy()))
        node.set("db", exp.to_identifier(lens.catalog_schema, quoted=True))
        node.set("this", exp.to_identifier(lower(node.name), quoted=True))


def _adapt(column: exp.Expr) -> None:
    """``information_schema.tables.table_name`` loses its schema, since the lens's relation lies elsewhere."""
    parts = name_parts(column)
    if lower(parts[0].name) == "information_schema":
        column.set("catalog" if column.args.get("catalog") else "db", None)
