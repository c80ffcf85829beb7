"""Each setting of the locked instance is in force, also where another one would keep the same out."""

from __future__ import annotations

import duckdb
import pytest

from autogen_hatidata.engines.locked import Locked, locked_empty
from autogen_hatidata.settings import Settings

IN_FORCE = {
    "python_enable_replacements": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
    "allow_unsigned_extensions": False,
    "allow_persistent_secrets": False,
    "temp_directory": "",
    "catalog_error_max_schemas": 0,
    "disabled_optimizers": "statistics_propagation",
    "enable_external_access": False,
    "lock_configuration": True,
}
"""All but disabled_filesystems, which DuckDB does not tell; ``test_engine_lock.py`` sees what it does."""


@pytest.fixture(scope="module")
def instances(write, tmp_path_factory):
    """A cursor of the instance with data, and one of the instance that only parses. No test can change either."""
    path = write(tmp_path_factory.mktemp("settings") / "shop.duckdb", ("CREATE TABLE secrets AS SELECT 'hush' AS v",))
    locked = Locked(path, Settings())
    cursor, parser = locked.cursor(), locked_empty()
    yield {"data": cursor, "parser": parser}
    cursor.close()
    parser.close()
    locked.close()


@pytest.mark.parametrize("option", IN_FORCE)
@pytest.mark.parametrize("instance", ["data", "parser"])
def test_each_setting_is_in_force(instances, instance, option):
    """No single setting is left to what DuckDB comes with."""
    found = instances[instance].execute("SELECT current_setting(?)", [option]).fetchall()[0][0]

    assert found == IN_FORCE[option]


def test_an_error_names_no_other_catalog(instances):
    """A misspelt name is not answered with the random name of the user's database."""
    with pytest.raises(duckdb.CatalogException) as caught:
        instances["data"].execute("SELECT * FROM secret")

    assert "secrets" not in str(caught.value)


def test_a_relation_of_the_program_is_no_table(instances):
    """What a plain connection would take for a table, the locked one does not see."""
    frame = duckdb.connect().sql("SELECT 1 AS a")
    plain = duckdb.connect()
    with pytest.raises(duckdb.CatalogException):
        instances["data"].execute("SELECT a FROM frame")
    with pytest.raises(duckdb.Error) as caught:  # it is seen there, and belongs to another connection
        plain.execute("SELECT a FROM frame")
    plain.close()

    assert not isinstance(caught.value, duckdb.CatalogException)
    assert frame.columns == ["a"]
