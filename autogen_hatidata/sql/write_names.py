"""Binding a statement that changes a table to the caller's lens: what it names, may change, and is made to run as."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlglot import exp

from autogen_hatidata.errors import NotAllowed, PolicyDenied
from autogen_hatidata.sql.facts import facts
from autogen_hatidata.sql.names import resolve, unknown_column, unknown_table
from autogen_hatidata.sql.reading import read
from autogen_hatidata.sql.scopes import find_in, lower, name_parts, written
from autogen_hatidata.sql.writes import Write, writing_name
from autogen_hatidata.types import ColumnInfo, Facts, LensInfo, TableInfo, shown_name


@dataclass(frozen=True, slots=True)
class Target:
    """The table that a statement changes, and the columns that it sets, by their own names."""

    table: TableInfo
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bound:
    """The queries of a statement, with every name bound to the lens."""

    query: exp.Expr
    returning: exp.Expr | None


def find_target(write: Write, lens: LensInfo) -> Target:
    """The table that a statement changes, once it is known that its caller may.

    Raises:
        UnknownName: the table, or a column that is set, is not in the lens.
        PolicyDenied: the caller may not do this to the table, or not set that column.
    """
    parts = [part.name for part in name_parts(write.target)]
    if len(parts) > 2:
        raise NotAllowed("A table is named with at most two parts, schema.table.", "leave the database out.")
    table = find_in(lens)(parts[0] if len(parts) == 2 else None, parts[-1])
    if table is None:
        raise unknown_table(written(write.target))
    _check_grant(write.action, table)
    return Target(table, tuple(_settable(name, table, write.action) for name in _columns(write, table)))


def write_facts(write: Write, target: Target, lens: LensInfo) -> tuple[Facts, Facts]:
    """What prices need to know of a statement, those of its query; and what records need to, those of all of it."""
    query = facts(write.query, lens)
    if write.returning is None:
        shown = Facts()
        price = replace(query, star=False, limit=0)
    else:
        shown = facts(write.returning, lens)
        price = replace(query, star=shown.star, limit=None)
    tables = tuple(dict.fromkeys((target.table.key, *query.tables, *shown.tables)))
    masked = tuple(dict.fromkeys((*query.masked, *shown.masked)))
    return price, replace(price, tables=tables, masked=masked)


def bind(write: Write, target: Target, lens: LensInfo) -> Bound:
    """The queries of a statement as they run: over the table with its row numbers, and over the rows that it changed.

    Raises:
        UnknownName: a table that is not in the lens.
        NotAllowed: a whole row of the table that is changed is used as a value.
    """
    query, returning = resolve(write.query, lens), write.returning
    if write.action != "insert":
        _check_rows(write, lens)
        query = _over(query, write, (lens.database, lens.writing, writing_name(target.table.schema, target.table.name)))
        query.set("expressions", [exp.column(exp.to_identifier(lens.row, quoted=True)), *query.expressions])
    if returning is not None:
        return Bound(query, _over(resolve(returning, lens), write, ("temp", "main", lens.row)))
    return Bound(query, None)


def _check_grant(action: str, table: TableInfo) -> None:
    if action not in table.write and table.personal:
        raise PolicyDenied(
            "Memories are not changed with SQL.", "use store_memory and delete_memory; SQL can read them."
        )
    if action not in table.write:
        allowed = f"you may {' and '.join(table.write)}" if table.write else "you may only read it"
        raise PolicyDenied(f"You may not {action} in {shown_name(table.schema, table.name)}.", f"{allowed}.")


def _columns(write: Write, table: TableInfo) -> tuple[str, ...]:
    if write.columns is None:
        return tuple(column.name for column in table.columns)
    return write.columns


def _settable(name: str, table: TableInfo, action: str) -> str:
    known: dict[str, ColumnInfo] = {lower(column.name): column for column in (*table.columns, *table.unseen)}
    column = known.get(lower(name))
    if column is None:
        raise unknown_column(name)
    if column.fixed:
        raise PolicyDenied(
            f"The column {column.name} of {shown_name(table.schema, table.name)} is masked for you and cannot be set.",
            "name the columns to set, and leave it out.",
        )
    if column.tied and action == "update":
        raise PolicyDenied(
            f"The column {column.name} of {shown_name(table.schema, table.name)} cannot be changed by you.",
            "leave it out.",
        )
    return column.name


def _check_rows(write: Write, lens: LensInfo) -> None:
    """Refuse what would see the number of a row, and a table that is none of the lens."""
    reading = read(write.query, lens)
    assert isinstance(write.query, exp.Select)
    node = write.query.args["from_"].this
    source = next(ref.source for ref in reading.refs if ref.node is node)
    if source.table is None:
        raise NotAllowed("WITH has the name of the table that is changed.", "give the step in WITH another name.")
    if any(scope is not None and source in scope.sources for _, scope in reading.stars):
        raise _whole_row()
    for column, scope in reading.columns:
        owner = reading.owner(column, scope)
        if owner is not None and owner.column is None and source in owner.sources:
            raise _whole_row()


def _whole_row() -> NotAllowed:
    return NotAllowed("A whole row of the table that is changed cannot be a value here.", "name its columns.")


def _over(query: exp.Expr, write: Write, name: tuple[str, str, str]) -> exp.Expr:
    """A copy of a query whose own table is another one, under the name that the statement knows it by."""
    copy = query.copy()
    table: exp.Table = copy.args["from_"].this
    if not table.alias:
        table.set("alias", exp.TableAlias(this=exp.to_identifier(write.target.name, quoted=True)))
    for key, part in zip(("catalog", "db", "this"), name, strict=True):
        table.set(key, exp.to_identifier(part, quoted=True))
    if not write.target.alias:
        _without_schema(copy, table, write.target)
    return copy


def _without_schema(query: exp.Expr, table: exp.Table, target: exp.Table) -> None:
    """Take the schema from columns written ``schema.table.column``, as the table lies in another one now.

    Where another table has that name too, the two could not be told apart any more.
    """
    schema, name = lower(target.db or "main"), lower(target.name)
    named = [one for one in query.find_all(exp.Column) if _begins(one, schema, name)]
    if not named:
        return
    for other in query.find_all(exp.Table, exp.DerivedTable, exp.UDTF):
        same = isinstance(other, exp.Table) and not other.alias and lower(other.db or "main") == schema
        if other is not table and lower(other.alias_or_name) == name and not same:
            raise NotAllowed("Two tables in the statement have one name.", "give each of them an alias.")
    for column in named:
        outer = "catalog" if column.args.get("catalog") else "db"
        column.set(outer, None)


def _begins(column: exp.Expr, schema: str, name: str) -> bool:
    parts = [lower(part.name) for part in name_parts(column)]
    return len(parts) > 2 and parts[:2] == [schema, name]
