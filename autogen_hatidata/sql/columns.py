"""Repair of misspelt columns: which ones are unknown, and which column of the tables named there is meant by each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sqlglot import exp

from autogen_hatidata.sql import wording
from autogen_hatidata.sql.changes import Changed
from autogen_hatidata.sql.clauses import is_compared_with_text
from autogen_hatidata.sql.reading import Reading, read
from autogen_hatidata.sql.scopes import Owner, Scope, Source, lower, name_parts
from autogen_hatidata.sql.spelling import closest, is_torn, plain
from autogen_hatidata.types import LensInfo

_MOST = 12
"""Unknown names that are looked at in one statement; each takes a reading of it."""


def column(reading: Reading, subject: str, lens: LensInfo) -> Changed:
    """Another column for each reference of that name that nothing in its SELECT explains, or of the first unknown one
    where the error is about a table."""
    first = subject.rpartition(".")[2]
    names = _unknown(reading, subject)
    for name in (first,) if first in names else (first, *names):
        found = renamed(reading, lower(name), lens)
        if found is not None:
            return name, found
    return None


def ungrouped(tree: exp.Expr, subject: str, lens: LensInfo) -> Changed:
    """Other columns for unknown ones of HAVING and QUALIFY, of which DuckDB says only that they are not grouped."""
    late = {one.name for holder in tree.find_all(exp.Having, exp.Qualify) for one in holder.find_all(exp.Column)}
    wrong = [name for name in unknown(read(tree, lens)) if name in late]
    changed = [one for name in wrong if (one := column(read(tree, lens), name, lens)) is not None]
    return (", ".join(old for old, _ in changed), ", ".join(new for _, new in changed)) if changed else None


def other_table(reading: Reading, subject: str, lens: LensInfo) -> Changed:
    """``c.segment`` for ``o.segment``, where one other table of the same FROM has it. Not for what others may have too,
    nor where the one that is named has something like it."""
    wanted, moved = lower(subject.rpartition(".")[2]), dict[str, str]()
    words = wording.words(wanted)
    for column, scope in reading.columns:
        owner = reading.owner(column, scope)
        if owner is None or owner.column != wanted or len(name_parts(column)) != 2 or scope is None:
            continue
        known = [one for source in owner.sources for one in reading.names(source) or ()]
        if not known or wanted in known:
            continue
        having = [one for one in scope.sources if one.name and wanted in (reading.names(one) or ())]
        alike = any(wording.words(one)[-1:] == words[-1:] for one in known) or closest(wanted, known) is not None
        if len(having) != 1 or alike or wanted in wording.COMMON or scope is not _scope_of(owner, reading):
            return None
        moved[f"{column.table}.{column.name}"] = f"{having[0].name}.{column.name}"
        column.set("table", exp.to_identifier(having[0].name, quoted=True))
    return (", ".join(moved), ", ".join(moved.values())) if moved else None


def _scope_of(owner: Owner, reading: Reading) -> Scope | None:
    """The SELECT whose FROM has a table."""
    return next((one for one in reading.scopes.values() if owner.sources[0] in one.sources), None)


def renamed(reading: Reading, wanted: str, lens: LensInfo) -> str | None:
    """What each reference of one unknown name was changed to; None where nothing is meant clearly."""
    target = _rename_column(reading, wanted, None)
    again = target
    while again is not None:  # an outer query may use what a sub-query or common table expression had misspelt
        again = _rename_column(read(reading.tree, lens), wanted, target)
    return target


def unknown(reading: Reading, *, quoted: bool = False) -> list[str]:
    """The names without a table that no column has, in quotes or without; not where a table may have other columns."""
    found = list[str]()
    for column, scope in reading.columns:
        if isinstance(column.this, exp.Star) or scope is None or _may_be_text(column) != quoted:
            continue
        owner, name = reading.owner(column, scope), lower(column.name)
        if owner is None:
            named = len(name_parts(column)) > 1 or name in scope.aliases or not _is_known(reading, scope)
            found += [] if named or _is_of_list(column) else [column.name]
        elif owner.column == name and not quoted:
            known = [reading.names(source) for source in owner.sources]
            found += [] if None in known or any(name in (one or ()) for one in known) else [column.name]
    return list(dict.fromkeys(found))[:_MOST]


def _is_of_list(column: exp.Column) -> bool:
    """Whether a name is what a comprehension calls the values of its list."""
    around = column.find_ancestor(exp.Comprehension, exp.Select)
    while isinstance(around, exp.Comprehension):
        if lower(around.expression.name) == lower(column.parts[0].name):
            return True
        around = around.find_ancestor(exp.Comprehension, exp.Select)
    return False


def _may_be_text(column: exp.Column) -> bool:
    """Whether a name stands in double quotes without a table, as a text of MySQL's does."""
    return len(name_parts(column)) == 1 and bool(column.this.args.get("quoted"))


def _is_known(reading: Reading, scope: Scope | None) -> bool:
    """Whether all columns are known that a name in a SELECT may be one of."""
    while scope is not None:
        if any(reading.names(one) is None for one in scope.sources):
            return False
        scope = scope.parent
    return True


def _unknown(reading: Reading, subject: str) -> list[str]:
    """The names of columns that nothing explains; of those of one table, where the error is about that table: DuckDB
    looks for the columns that it has not in the query around, and misses it there."""
    found, named = list[str](), any(lower(column.name) == lower(subject) for column, _ in reading.columns)
    for column, scope in reading.columns:
        if isinstance(column.this, exp.Star) or scope is None or _may_be_text(column):
            continue
        owner, name = reading.owner(column, scope), lower(column.name)
        if not named and lower(column.table) != lower(subject) and "." not in subject:
            continue
        known = [one for source in owner.sources for one in reading.names(source) or ()] if owner is not None else []
        alone = len(name_parts(column)) == 1 and name not in scope.aliases
        if (owner is None and alone and not _is_of_list(column)) or (
            owner is not None and owner.column == name and known and name not in known
        ):
            found.append(column.name)
    return list(dict.fromkeys(found))[:_MOST]


def _rename_column(reading: Reading, wanted: str, target: str | None) -> str | None:
    """Rename what is unknown now; None when there is nothing, or it is not one name that is meant everywhere."""
    wrong = [*_wrong_columns(reading, wanted), *_wrong_using(reading, wanted)]
    meant = [_column_meant(one, names, sources, reading) for one, names, sources in wrong]
    if target is None and len(set(meant)) > 1:
        return _rename_each([one for one, *_ in wrong], meant)
    found = meant[0] if len(set(meant)) == 1 else None
    if found is None or lower(found) == wanted or found != (target or found):
        return None
    sorting = [column.this for column, scope in reading.columns if scope is None and lower(column.name) == wanted]
    for identifier in [*(identifier for identifier, *_ in wrong), *sorting]:
        identifier.set("this", found)
        identifier.set("quoted", True)
    return found


def _rename_each(wrong: Sequence[exp.Identifier], meant: Sequence[str | None]) -> str | None:
    """``c_custkey`` for ``c.custkey`` and ``o_custkey`` for ``o.custkey``: each names its table, which has one such."""
    named = all(isinstance(one.parent, exp.Column) and one.parent.args.get("table") not in (None, one) for one in wrong)
    if not named or None in meant:
        return None
    for identifier, found in zip(wrong, meant, strict=True):
        old, column = identifier.name, identifier.parent
        identifier.set("this", found)
        identifier.set("quoted", True)
        query = column.parent if column is not None and column.arg_key == "expressions" else None
        if column is not None and isinstance(query, exp.Select) and query.parent is not None:
            column.replace(exp.alias_(column.copy(), old, quoted=True))  # the query around knows it by that name
    return " and ".join(dict.fromkeys(filter(None, meant)))


_Wrong = tuple[exp.Identifier, list[str], Sequence[Source]]
"""An unknown name, those that may stand there, and the tables that they are of."""


def _column_meant(wrong: exp.Identifier, names: list[str], sources: Sequence[Source], reading: Reading) -> str | None:
    """The closest name, or the one of the same words, unless it would be ambiguous."""
    found = closest(lower(wrong.name), names)
    columns = [one for source in sources for one in reading.names(source) or ()]
    if found is not None and _has_rival(lower(wrong.name), found, columns):
        return None
    may_be_text = wrong.quoted and not (isinstance(wrong.parent, exp.Column) and not _may_be_text(wrong.parent))
    if found is None and sources and not may_be_text and not is_torn(lower(wrong.name), names):
        found = wording.meant(wrong.name, sources, _other_names(names, sources, reading), reading)
    return found if names.count(found or "") == 1 else None


def _has_rival(wanted: str, found: str, names: Iterable[str]) -> bool:
    """Whether another name than the one that is spelt alike ends with the very words: c_name, where n_name is close to
    name."""
    own = wording.words(wanted)
    if plain(wanted) == plain(lower(found)) or wording.words(found)[-len(own) :] != own:
        return False
    return any(wording.words(one)[-len(own) :] == own for one in names if lower(one) != lower(found))


def _other_names(names: list[str], sources: Sequence[Source], reading: Reading) -> list[str]:
    columns = {one for source in sources for one in reading.names(source) or ()}
    return [one for one in names if lower(one) not in columns]


def _wrong_columns(reading: Reading, wanted: str) -> Iterator[_Wrong]:
    """Identifiers of unknown columns, each with the names that may stand there."""
    for column, scope in reading.columns:
        if isinstance(column.this, exp.Star) or scope is None:
            continue
        parts = name_parts(column)
        owner = reading.owner(column, scope)
        alone = len(parts) == 1 and owner is None and lower(parts[0].name) == wanted
        if alone and wanted not in scope.aliases and not _is_of_list(column):
            names = [] if is_compared_with_text(reading, column, scope) else _unqualified(reading, scope)
            if not _is_selected(column) and _is_meant_outside(parts[0], names, scope, reading):
                names = []
            yield parts[0], names, scope.sources if names else ()
        elif len(parts) > 1 and owner is not None and owner.column == wanted:
            known = [name for source in owner.sources for name in reading.names(source) or ()]
            if wanted not in known:
                wrong = next(part for part in parts[1:] if lower(part.name) == wanted)
                elsewhere = any(wanted in (reading.names(one) or ()) for one in scope.sources)
                elsewhere = elsewhere and not wording.prefixed(wanted, known)
                yield wrong, _spelt(owner.sources, known), () if elsewhere else owner.sources
        elif len(parts) > 1 and owner is None and lower(parts[0].name) == wanted:
            yield parts[0], _with_fields(scope), ()


def _is_selected(column: exp.Column) -> bool:
    """Whether a column is one that its query selects, or in what it selects."""
    node: exp.Expr = column
    while node.parent is not None and not isinstance(node.parent, exp.Select):
        node = node.parent
    return node.arg_key == "expressions"


def _is_meant_outside(wrong: exp.Identifier, names: list[str], scope: Scope, reading: Reading) -> bool:
    """Whether a column of a query around may be meant as well, under another name than that of a column inside."""
    inside = _column_meant(wrong, names, scope.sources, reading)
    around = scope.parent if scope.before is None else None  # what stands in FROM sees nothing of it
    while around is not None:
        outside = _column_meant(wrong, _unqualified(reading, around), around.sources, reading)
        if outside is not None and outside != inside:
            return True
        around = around.parent
    return False


def _wrong_using(reading: Reading, wanted: str) -> Iterator[_Wrong]:
    for scope in reading.scopes.values():
        names = [name for source in scope.sources for name in reading.names(source) or ()]
        shared = list(dict.fromkeys(name for name in names if names.count(name) > 1))
        for join in scope.joins:
            for identifier in join.args.get("using") or ():
                is_name = isinstance(identifier, exp.Identifier)  # USING" "(a) is read as a call
                if is_name and lower(identifier.name) == wanted and wanted not in names:
                    yield identifier, shared, ()


def _unqualified(reading: Reading, scope: Scope) -> list[str]:
    """The names that a column without a table may have; one that needs a table stands there more than once."""
    own = [name for source in scope.sources for name in reading.names(source) or ()]
    merged = {lower(one.name) for join in scope.joins for one in join.args.get("using") or ()}
    if any(join.args.get("method") == "NATURAL" for join in scope.joins):
        merged.update(own)
    names = [name for name in own if name not in merged] + [name for name in dict.fromkeys(own) if name in merged]
    return [*_spelt(scope.sources, names), *(alias for alias in scope.aliases if alias not in names)]


def _with_fields(scope: Scope) -> list[str]:
    """The columns whose values have parts with names, which may follow a dot."""
    tables = [source.table for source in scope.sources if source.table is not None]
    return [one.name for table in tables for one in table.columns if one.type.startswith(("STRUCT", "MAP", "JSON"))]


def _spelt(sources: Iterable[Source], names: Iterable[str]) -> list[str]:
    """Names as the lens writes them."""
    tables = [source.table for source in sources if source.table is not None]
    spelling = {lower(column.name): column.name for table in tables for column in table.columns}
    return [spelling.get(name, name) for name in names]
