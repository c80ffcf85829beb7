"""The store of lenses: shared, rebuilt after a change, dropped when there are too many and they are idle."""

from __future__ import annotations

import threading

import pytest

from autogen_hatidata.engines.lenses import Lenses
from autogen_hatidata.engines.locked import Locked
from autogen_hatidata.settings import Settings
from autogen_hatidata.types import LensSpec, TableSpec


def _spec(n: int) -> LensSpec:
    return LensSpec((TableSpec("main", "t", filter="a = {n}", values=(("n", n),)),))


@pytest.fixture
def locked(build):
    one = Locked(build("CREATE TABLE t AS SELECT range AS a FROM range(100)"), Settings())
    yield one
    one.close()


def _catalogs(locked) -> int:
    with locked.cursor() as cursor:
        return cursor.execute("SELECT count(*) FROM duckdb_databases() WHERE NOT internal").fetchall()[0][0]


def test_idle_lenses_are_dropped_oldest_first(locked):
    """Beyond the limit the lens that was longest not used goes, with its catalog."""
    lenses = Lenses(locked, 1, None, kept=3)
    before = _catalogs(locked)
    for n in (0, 1, 2, 0, 3):
        lens = lenses.borrow(_spec(n))
        lens.pool.give(lens.pool.take())
        lenses.give_back(lens)

    assert [spec.tables[0].values[0][1] for spec in lenses._lenses] == [2, 0, 3]
    assert _catalogs(locked) == before + 3
    lenses.close()


def test_lens_in_use_is_kept(locked):
    """A lens that a call uses is not dropped, however many come after it."""
    lenses = Lenses(locked, 1, None, kept=1)
    held = lenses.borrow(_spec(7))
    for n in range(3):
        lenses.give_back(lenses.borrow(_spec(n)))
    cursor = held.pool.take()

    assert cursor.execute("SELECT a FROM t").fetchall() == [(7,)]
    cursor.close()
    lenses.give_back(held)
    lenses.close()


def test_built_once_for_threads_that_come_together(locked):
    """Threads that ask for the same new lens at once get the same one."""
    lenses = Lenses(locked, 1, None)
    found = []
    start = threading.Barrier(6)

    def call():
        start.wait()
        lens = lenses.borrow(_spec(1))
        found.append(lens.info.id)
        lenses.give_back(lens)

    threads = [threading.Thread(target=call) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(found) == 6
    assert len(set(found)) == 1
    lenses.close()


def test_failed_lens_leaves_no_catalog(locked):
    """A lens that cannot be built leaves nothing behind."""
    lenses = Lenses(locked, 1, None)
    before = _catalogs(locked)
    for _ in range(2):
        with pytest.raises(Exception, match="do not fit"):
            lenses.borrow(LensSpec((TableSpec("main", "t", filter="nosuch = 1"),)))

    assert _catalogs(locked) == before
    lenses.close()


def test_version_changes_with_the_owners_changes(shop, europe):
    """Each change by the owner gives a new version and new lenses."""
    seen = set()
    for n in range(3):
        if n:
            shop.owner_sql("SELECT 1")
        with shop.lease(europe) as lease:
            seen.add((lease.info.id, lease.info.version))
            assert lease.info.version == shop.version == n + 1

    assert len(seen) == 3
