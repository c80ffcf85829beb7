"""One lens: an in-memory catalog with a view for each table that one policy class may see."""

from __future__ import annotations

import logging
import math
from collections.abc import Iterable, Mapping
from dataclasses import replace

import duckdb

from autogen_hatidata.engines import catalog, memories
from autogen_hatidata.engines.faults import translated
from autogen_hatidata.engines.kept import SCHEMA, Kept, until
from autogen_hatidata.engines.locked import Locked, Relation
from autogen_hatidata.engines.pool import Pool
from autogen_hatidata.engines.quoting import dotted, name, random_name
from autogen_hatidata.engines.target import Target
from autogen_hatidata.engines.views import base_source, is_writable, table_sql, view_query
from autogen_hatidata.errors import HatiDataError, PolicyError, UnsupportedSql
from autogen_hatidata.sql.facts import facts
from autogen_hatidata.sql.names import check_beside, resolve
from autogen_hatidata.sql.parse import parse
from autogen_hatidata.sql.render import to_duckdb
from autogen_hatidata.sql.writes import writing_name
from autogen_hatidata.types import MEMORIES, ColumnInfo, LensInfo, LensSpec, TableInfo, TableKey, TableSpec

_log = logging.getLogger("autogen_hatidata")

_VIEW_CHARS = 1_000_000
_VIEW_NESTING = 100


class Lens:
    """A finished lens.

    Attributes:
        filtered: whether it hides rows, so that an error must arise in its twin too before it is told.
        twin: the same lens with every row filter behind a fence, once it was needed.
        leases: how many calls use it now.
        counts: the row counts asked for so far.
        targets: the tables whose rows may be changed through it.
        saved: the results that it shows.
        epoch: of the results, when it was last found to show the right ones.
        until: when the first of its results expires.
        asking: the cursors for statements that read memories, on which it is said each time who asks; the others never
            heard of anybody. None where it has none.
    """

    __slots__ = (
        "asking", "counts", "epoch", "filtered", "info", "leases", "pool", "saved", "spec", "targets", "twin", "until",
    )  # fmt: skip

    def __init__(self, spec: LensSpec, info: LensInfo, pool: Pool, targets: Mapping[TableKey, Target]) -> None:
        self.spec = spec
        self.info = info
        self.pool = pool
        self.targets = targets
        self.filtered = any(table.filter is not None or table.missing for table in info.tables.values())
        self.twin: Lens | None = None
        self.leases = 0
        self.counts: dict[TableKey, int] = {}
        self.saved: tuple[Kept, ...] = ()
        self.epoch = 0
        self.until = math.inf
        self.asking: Pool | None = None

    def personal(self, *texts: str) -> bool:
        """Whether what these texts read may depend on who asks."""
        return self.asking is not None and memories.mentions(*texts)

    def close(self) -> None:
        """Close the idle cursors of a lens that no call uses."""
        self.pool.close()
        if self.asking is not None:
            self.asking.close()


class LensBuilder:
    """Builds lenses over one locked instance, or the ``fenced`` twins of lenses. Not for two threads at once."""

    def __init__(self, locked: Locked, version: int, mask_key: bytes | None, *, fenced: bool = False) -> None:
        self._locked = locked
        self._version = version
        self._key = mask_key
        self._cursor = locked.cursor()
        self._fenced = fenced
        self._told: set[TableKey] = set()
        self._taken: dict[TableKey, bool] = {}

    def build(self, spec: LensSpec, saved: tuple[Kept, ...] = ()) -> Lens:
        """A new lens, which shows these results too.

        Raises:
            PolicyError: a row filter does not fit its table.
        """
        info = LensInfo(
            random_name(), self._version, random_name(), random_name(), {}, writing=random_name(), row=random_name()
        )
        self._cursor.execute(f"ATTACH ':memory:' AS {name(info.database)}")
        try:
            catalog.create(self._cursor, info.database, info.catalog_schema)
            info = self._show_memories(self._show_results(self._fill(info, spec), saved), spec)
            catalog.fill(self._cursor, info)
            targets = self._targets(info, spec) if self._locked.writable else {}
        except BaseException:
            self._detach(info)
            raise
        lens = Lens(spec, info, Pool(self._locked.cursor, info.database), targets)
        lens.saved, lens.until = saved, until(saved)
        if any(table.personal for table in info.tables.values()):
            lens.asking = Pool(self._locked.cursor, info.database)
        return lens

    def drop(self, lens: Lens) -> None:
        """Let go of a lens that no call uses."""
        lens.close()
        self._detach(lens.info)

    def close(self) -> None:
        """End the builder. Its lenses go with the instance."""
        self._cursor.close()

    def _detach(self, info: LensInfo) -> None:
        self._cursor.execute(f"DETACH {name(info.database)}")

    def _wanted(self, spec: LensSpec) -> list[tuple[TableSpec, Relation]]:
        """What the spec names and the database has. A policy's check tells the owner about the rest."""
        relations = self._locked.relations
        if spec.tables is None:
            return [(TableSpec(one.schema, one.name), one) for one in relations.values()]
        found = ((one, relations.get((one.schema.lower(), one.name.lower()))) for one in spec.tables)
        return [
            (one if not one.write or self._takes(relation) else replace(one, write=(), writable=()), relation)
            for one, relation in found
            if relation is not None
        ]

    def _takes(self, relation: Relation) -> bool:
        """Whether agents can change this table. Its checks must be readable here, where the user's macros are not: a
        change would fail with the name of one."""
        if not self._locked.writable or not is_writable(relation):
            return False
        if relation.key not in self._taken:
            base = dotted(self._locked.alias, relation.schema, relation.name)
            try:
                self._cursor.execute(f"EXPLAIN INSERT INTO {base} DEFAULT VALUES").fetchall()
                self._taken[relation.key] = True
            except duckdb.Error:
                self._taken[relation.key] = False
                if not self._fenced:
                    _log.warning("agents cannot change %s.%s: it has a check with a macro", *relation.key)
        return self._taken[relation.key]

    def _fill(self, info: LensInfo, spec: LensSpec) -> LensInfo:
        wanted = self._wanted(spec)
        for schema in {relation.schema for _, relation in wanted} - {"main"}:
            self._cursor.execute(f"CREATE SCHEMA {dotted(info.database, schema)}")
        base = [one for one in wanted if not one[1].text]
        whole = frozenset(relation.key for spec, relation in base if spec.whole)
        info = replace(info, tables=self._tables(info, base), base=self._locked.alias, whole=whole)
        return self._views(info, [one for one in wanted if one[1].text], named=spec.tables is not None)

    def _tables(self, info: LensInfo, wanted: Iterable[tuple[TableSpec, Relation]]) -> dict[TableKey, TableInfo]:
        made: dict[TableKey, TableInfo] = {}
        for spec, relation in wanted:
            shown = self._create(info, spec, relation, base_source(self._locked.alias, relation))
            if shown is not None:
                made[relation.key] = shown
        return made

    def _show_results(self, info: LensInfo, saved: tuple[Kept, ...]) -> LensInfo:
        if not saved:
            return info
        self._cursor.execute(f"CREATE SCHEMA {dotted(info.database, SCHEMA)}")
        tables = dict(info.tables)
        for one in saved:
            view, table = dotted(info.database, SCHEMA, one.name), dotted(self._locked.results, "main", one.stored)
            self._cursor.execute(f"CREATE VIEW {view} AS SELECT * FROM {table}")
            reads = tuple(key for key in one.sources if key in info.tables)
            shown = TableInfo(SCHEMA, one.name, one.columns, reads=reads)
            tables[shown.key] = shown
        return replace(info, tables=tables)

    def _show_memories(self, info: LensInfo, spec: LensSpec) -> LensInfo:
        """Last, so that no view of the user's reads them."""
        if not spec.memory or MEMORIES in self._locked.relations:
            return info
        query = memories.view_sql(self._locked.memories, self._locked.asker, fenced=self._fenced)
        self._cursor.execute(f"CREATE VIEW {dotted(info.database, *MEMORIES)} AS {query}")
        return replace(info, tables={**info.tables, MEMORIES: memories.TABLE})

    def _targets(self, info: LensInfo, spec: LensSpec) -> dict[TableKey, Target]:
        """What may be written to; for each, beside its view, one that has the numbers of its rows."""
        wanted = [one for one in self._wanted(spec) if one[0].write and one[1].key in info.tables]
        if wanted:
            self._cursor.execute(f"CREATE SCHEMA {dotted(info.database, info.writing)}")
        found = {}
        for table, relation in wanted:
            source = base_source(self._locked.alias, relation)
            made = table_sql(table, relation, source, self._qualify, self._key, fenced=self._fenced, row=info.row)
            assert made is not None  # as in its other view
            view = dotted(info.database, info.writing, writing_name(relation.schema, relation.name))
            self._cursor.execute(f"CREATE VIEW {view} AS {made[0]}")
            base = dotted(self._locked.alias, relation.schema, relation.name)
            found[relation.key] = Target(table, relation, base, self._qualify, self._key)
        return found

    def _views(self, info: LensInfo, waiting: list[tuple[TableSpec, Relation]], *, named: bool) -> LensInfo:
        """Make the user's views from their texts, in as many rounds as they stand on each other.

        A view that needs what the lens lacks, or what no agent may run, is not there; where a policy ``named`` it, its
        owner is told.
        """
        while waiting:
            left, whys = [], []
            for spec, relation in waiting:
                shown = self._view(info, spec, relation)
                if isinstance(shown, TableInfo):
                    info = replace(info, tables={**info.tables, relation.key: shown})
                elif shown is not None:
                    left.append((spec, relation))
                    whys.append(shown)
            if len(left) == len(waiting):
                if named:
                    self._tell(left, whys)
                break
            waiting = left
        return info

    def _tell(self, left: list[tuple[TableSpec, Relation]], whys: list[HatiDataError]) -> None:
        for (_, relation), why in zip(left, whys, strict=True):
            if not self._fenced and relation.key not in self._told:
                self._told.add(relation.key)
                _log.warning("agents do not see the view %s.%s (%s)", relation.schema, relation.name, why.code)

    def _view(self, info: LensInfo, spec: TableSpec, relation: Relation) -> TableInfo | HatiDataError | None:
        """What the view shows; why it cannot be made; or None where no column of it is left."""
        # One-part names of its text mean the view's own schema first, as they do in the user's database.
        self._cursor.execute(f"USE {dotted(info.database, relation.schema)}")
        try:
            found = self._view_source(info, relation)
            if isinstance(found, HatiDataError):
                return found
            source, columns, reads = found
            shown = self._create(info, spec, replace(relation, columns=columns), source)
            return replace(shown, reads=reads) if shown is not None else None
        finally:
            self._cursor.execute("USE memory")

    def _view_source(
        self, info: LensInfo, relation: Relation
    ) -> tuple[str, tuple[ColumnInfo, ...], tuple[TableKey, ...]] | HatiDataError:
        """What stands behind FROM for a user's view, its columns, and the tables that it reads; or why agents could not
        run it here."""
        found = view_query(relation.text)
        if found is None:
            return UnsupportedSql("The text of the view cannot be read.", "write it in another way.")
        query, names = found
        try:
            tree = parse(query, max_chars=_VIEW_CHARS, max_nesting=_VIEW_NESTING)
            check_beside(tree, info, relation.schema, self._locked.relations)
            seen = _seen_from(info, relation.schema)
            reads = _read_by(facts(tree, seen).tables, info, relation.schema)
            source = f"({to_duckdb(resolve(tree, seen))}) AS {name(relation.name)}{names}"
            columns = self._cursor.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()
        except HatiDataError as error:
            return error
        except duckdb.Error as error:
            return translated(error)
        return source, tuple(ColumnInfo(column[0], column[1]) for column in columns), reads

    def _create(self, info: LensInfo, spec: TableSpec, relation: Relation, source: str) -> TableInfo | None:
        _check_columns(spec, relation)
        made = table_sql(spec, relation, source, self._qualify, self._key, fenced=self._fenced)
        if made is None:
            return None
        query, shown = made
        try:
            self._cursor.execute(f"CREATE VIEW {dotted(info.database, relation.schema, relation.name)} AS {query}")
        except duckdb.Error as error:
            raise _unfit(relation, str(error)) from None
        return shown

    def _qualify(self, schema: str | None, table: str) -> tuple[str, str, str]:
        return (self._locked.alias, schema or "main", table)


def _check_columns(spec: TableSpec, relation: Relation) -> None:
    """A rule for a column that is gone: under its new name the column would be seen without mask."""
    named = {mask.column.lower() for mask in spec.masks} | {column.lower() for column in spec.denied}
    gone = named - {column.name.lower() for column in relation.columns}
    if gone:
        raise _unfit(relation, f"no column {', '.join(sorted(gone))}")


def _unfit(relation: Relation, detail: str) -> PolicyError:
    return PolicyError(
        f"The rules of {relation.schema}.{relation.name} do not fit the table any more.",
        "its owner has to correct the policy.",
        detail=detail,
    )


def _seen_from(info: LensInfo, schema: str) -> LensInfo:
    """The lens as a view in ``schema`` sees it: tables of its own schema need not be qualified."""
    own = {
        ("main", table): replace(one, schema="main") for (of, table), one in info.tables.items() if of == schema.lower()
    }
    return replace(info, tables={**info.tables, **own}, whole=frozenset())


def _read_by(named: Iterable[TableKey], info: LensInfo, schema: str) -> tuple[TableKey, ...]:
    """The tables that a view in ``schema`` names, and those that are below them.

    Where its own schema and ``main`` both have a name, it counts as both: a rule may then hold too often, never too
    seldom.
    """
    own = schema.lower()
    meant = [one for of, table in named for one in {(of, table), (own if of == "main" else of, table)}]
    found = [one for key in meant if key in info.tables for one in (key, *info.tables[key].reads)]
    return tuple(sorted(set(found)))
