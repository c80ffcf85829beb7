"""The same shop without guards: what an attack shows or changes on a plain DuckDB connection.

An attack that shows nothing here tests nothing. ``EFFECTS`` are the kinds of harm that a case may state.
"""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import chdir, closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import sqlglot
from support.attacks import Attack

CANARY = "canary-5316"
"""Stands in every file of the folder, in a variable of this program, and in its environment."""

LONG = 0.5
"""Seconds after which a statement has run too long."""

LARGE, MANY = 2_000_000, 100_000
"""Elements of one value, and rows of one answer, that are too many."""

OTHER_WORLD = (
    "DELETE FROM customers WHERE region IS NULL OR (region <> 'EU' AND id % 2 = 1)",
    "UPDATE customers SET region = 'APAC', name = 'other ' || id, city = 'Elsewhere', segment = 'other' "
    "WHERE region <> 'EU'",
    "UPDATE customers SET phone = '+99 000 ' || id, birthday = DATE '2001-01-01' - id, ssn = '8' || id, "
    "email = 'w' || id || right(email, 4) WHERE length(email) > 4",
    "DELETE FROM orders WHERE region IS NULL OR (region <> 'EU' AND id % 2 = 1) OR (region <> 'EU' AND id > 500)",
    "UPDATE orders SET region = 'APAC', amount = 1, note = '7', items = 9 WHERE region <> 'EU'",
    "UPDATE employees SET salary = 15 - id % 7, bonus = 7 - id",
    "UPDATE payments SET cvv = 9, card_number = '5' || card_number WHERE length(card_number) > 4",
    "DELETE FROM payments WHERE order_id NOT IN (SELECT id FROM orders WHERE region = 'EU')",
    "UPDATE secrets SET v = 'x' || v, k = 'w' || k",
    "DELETE FROM secrets WHERE k > 'wvault-1'",
    "DELETE FROM events WHERE region = 'US'",
    "UPDATE events SET value = 1 WHERE region <> 'EU'",
    "UPDATE crm.notes SET internal = 'w', body = 'w' WHERE NOT public AND author <> 'ana'",
    "CREATE TABLE plans(salary INTEGER)",
)
"""Changes only what ana cannot see: where an answer differs after them, it tells of that."""

HIDDEN_NAMES = ("secrets", "salary", "internal")
_STATE = (
    "duckdb_tables()", "duckdb_columns()", "duckdb_views()", "duckdb_schemas()", "duckdb_sequences()",
    "duckdb_indexes()", "duckdb_databases()", "duckdb_secrets()", "duckdb_settings()", "duckdb_variables()",
    "duckdb_prepared_statements()", "duckdb_types()", "duckdb_functions()", "duckdb_constraints()",
    "duckdb_extensions()",
    "(SELECT current_database(), current_schema())", "duckdb_logs()",
)  # fmt: skip
_TABLES = ("customers", "orders", "employees", "payments", "secrets", "events", "crm.notes")


@dataclass(frozen=True, slots=True)
class Seen:
    """What came back: everything that can be read, the rows, and whether the statement had to be stopped."""

    text: str
    rows: Sequence[tuple[Any, ...]] = ()
    stopped: bool = False
    failed: bool = False


def folder(path: Path, shop_file: Path) -> Path:
    """A folder with a copy of the shop and files of each kind that a canary sits in."""
    path.mkdir(exist_ok=True)
    shutil.copy(shop_file, path / "shop.duckdb")
    row = {"a": 1, "v": CANARY}
    (path / "canary.txt").write_text(CANARY)
    (path / "canary.csv").write_text(f"a,v\n1,{CANARY}\n")
    (path / "canary.json").write_text(json.dumps(row) + "\n")
    (path / "schema.sql").write_text("CREATE TABLE imported(a INTEGER);")
    (path / "load.sql").write_text("")
    (path / "shop.duckdb.hatidata" / "audit").mkdir(parents=True)
    (path / "shop.duckdb.hatidata" / "audit" / "1.jsonl").write_text(json.dumps(row) + "\n")
    with duckdb.connect() as connection:
        connection.execute(f"COPY (SELECT 1 AS a, '{CANARY}' AS v) TO '{path / 'canary.parquet'}' (FORMAT parquet)")
    with duckdb.connect(str(path / "other.duckdb")) as connection:
        connection.execute(f"CREATE TABLE loot AS SELECT '{CANARY}' AS v")
    return path


@contextmanager
def connected(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A plain connection, without network and with what a long session would have left in it."""
    with closing(duckdb.connect(str(path), config={"threads": "1", "memory_limit": "512MB"})) as connection:
        connection.execute("SET autoinstall_known_extensions = false")
        connection.execute(f"SET VARIABLE hidden = '{CANARY}'")
        yield connection


def ask(connection: duckdb.DuckDBPyConnection, sql: str, seconds: float = 20 * LONG, most: int = 2 * MANY) -> Seen:
    """Run a text as it is, for some seconds at the most."""
    some_dataframe = connection.sql(f"SELECT 1 AS id, '{CANARY}' AS v")  # category 17: a variable of the host program
    stopped = threading.Event()

    def stop() -> None:
        stopped.set()
        connection.interrupt()

    timer = threading.Timer(seconds, stop)
    timer.start()
    try:
        cursor = connection.execute(sql)
        rows = cursor.fetchmany(most) if cursor.description else []
        names = [column[0] for column in cursor.description or ()]
        return Seen(repr((names, rows)), rows, stopped.is_set())
    except (duckdb.Error, ValueError, OverflowError) as error:
        return Seen(str(error), stopped=stopped.is_set(), failed=True)
    finally:
        timer.cancel()
        del some_dataframe


def state(connection: duckdb.DuckDBPyConnection, path: Path) -> list[str]:
    """All that a statement could have changed: contents, catalog, settings, variables, the session, the files."""
    found = []
    in_transaction = False
    try:
        connection.execute("BEGIN")
    except duckdb.TransactionException:
        in_transaction = True
    for table in _TABLES:
        found.append(_digest(connection, f"shop.{table}" if "." in table else f"shop.main.{table}"))
    found += [_digest(connection, source) for source in _STATE]
    with suppress(duckdb.Error):
        connection.execute("ROLLBACK")
    files = sorted((one.name, one.stat().st_size) for one in path.rglob("*") if "shop.duckdb" not in one.name)
    return [*found, f"in a transaction: {in_transaction}", repr(files)]


def _digest(connection: duckdb.DuckDBPyConnection, source: str) -> str:
    with suppress(duckdb.Error):
        return f"{source}: {connection.execute(f'SELECT count(*), sum(hash(t)) FROM {source} t').fetchall()}"
    return f"{source}: not there"


# What an attack may do


@dataclass(frozen=True, slots=True)
class Trial:
    """One attack on a plain connection: what it said, what was seen in two worlds, and whether anything changed."""

    said: str
    seen: Seen
    elsewhere: Seen
    changed: bool
    hidden: frozenset[str]
    argument: str = ""


def _value(trial: Trial) -> bool:
    own = trial.said.lower()
    return any(value in trial.seen.text and value.lower() not in own for value in trial.hidden)


def _name(trial: Trial) -> bool:
    own, text = trial.said.lower(), trial.seen.text.lower()
    return any(name in text and name not in own for name in HIDDEN_NAMES)


def _size(trial: Trial) -> bool:
    return bool(trial.seen.rows) and int(trial.seen.rows[0][0]) >= LARGE


EFFECTS: Mapping[str, Callable[[Trial], bool]] = {
    "value": _value,
    "name": _name,
    "fact": lambda trial: trial.seen.text != trial.elsewhere.text,
    "canary": lambda trial: CANARY in trial.seen.text and CANARY not in trial.said,
    "text": lambda trial: trial.argument in trial.seen.text and trial.argument not in trial.said,
    "changes": lambda trial: trial.changed,
    "time": lambda trial: trial.seen.stopped,
    "rows": lambda trial: len(trial.seen.rows) > MANY,
    "size": _size,
    "memory": lambda trial: "Out of Memory" in trial.seen.text,
    "crash": lambda trial: _breaks_a_parser(trial.said),
}
"""A hidden value or name is shown; what is seen depends on what is hidden; a file's or variable's content is shown;
``text X``: X is shown, which tells of the engine; something is changed; it runs until it is stopped; more rows come
than any answer may have; a value gets larger than any may be; all memory is taken; the parser ends in a bug."""


def _breaks_a_parser(text: str) -> bool:
    try:
        sqlglot.parse_one(text, read="duckdb")
    except RecursionError:
        return True
    return False


@dataclass(frozen=True, slots=True)
class Plain:
    """Plain connections to the shop and to one that hides other things, and the folder that the first one lies in."""

    box: Path
    here: duckdb.DuckDBPyConnection
    elsewhere: duckdb.DuckDBPyConnection
    shop_file: Path
    untouched: list[list[str]] = field(default_factory=list)

    @classmethod
    @contextmanager
    def opened(cls, box: Path, other: Path, shop_file: Path) -> Iterator[Plain]:
        """Both connections, open until the end of the block."""
        shutil.copy(shop_file, other / "shop.duckdb")
        with duckdb.connect(str(other / "shop.duckdb")) as connection:
            for change in OTHER_WORLD:
                connection.execute(change)
        with connected(box / "shop.duckdb") as here, connected(other / "shop.duckdb") as elsewhere:
            yield cls(box, here, elsewhere, shop_file)

    def tried(self, attack: Attack, argument: str, hidden: frozenset[str], *, look_for_changes: bool = False) -> Trial:
        """Run an attack without guards; where it is to change something, on a copy of its own."""
        text = attack.plain or attack.sql
        if look_for_changes or attack.reveals == "changes":
            seen, changed = self._changed(text)
            return Trial(attack.sql, seen, seen, changed, hidden, argument)
        seen = ask(self.here, text, LONG if attack.reveals == "time" else 20 * LONG)
        again = ask(self.elsewhere, text) if attack.reveals == "fact" else seen
        if attack.reveals == "fact" and seen.text != ask(self.here, text).text:
            again = seen  # what differs each time tells nothing
        return Trial(attack.sql, seen, again, False, hidden, argument)

    def _changed(self, text: str) -> tuple[Seen, bool]:
        """What was seen, and whether anything is other than after nothing was asked."""
        before = self._after("SELECT 1")[1] if not self.untouched else self.untouched[0]
        self.untouched[:] = [before]
        seen, after = self._after(text)
        return seen, before != after

    def _after(self, text: str) -> tuple[Seen, list[str]]:
        place = self.box.with_name(f"{self.box.name}-changed")
        if not place.exists():
            shutil.copytree(self.box, place)
        shutil.copy(self.shop_file, place / "shop.duckdb")
        kept = {*place.iterdir()}
        with chdir(place), connected(place / "shop.duckdb") as connection:
            seen = ask(connection, text)
            found = state(connection, place)
        for new in {*place.iterdir()} - kept:
            shutil.rmtree(new) if new.is_dir() else new.unlink()
        return seen, found
