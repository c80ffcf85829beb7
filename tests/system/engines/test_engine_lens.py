"""What can be seen through a lens, and what cannot."""

from __future__ import annotations

import dataclasses

import pytest

from autogen_hatidata.engines.parser import PARSER
from autogen_hatidata.errors import HatiDataError, NotAllowed, PolicyError, UnknownName
from autogen_hatidata.types import ColumnInfo, ColumnMask, LensSpec, TableSpec

NAMES = ["Mixed", "sel'e\"ct", "select", "two words", "größe", "数据", "a.b", "a;--", "{region}", "$1", "?", "a\nb"]
TYPES = ["INTEGER", "DATE", "DECIMAL(9,2)", "INTEGER[]", "STRUCT(a INTEGER)", "VARCHAR", "UUID"]


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _named(name: str) -> tuple[str, ...]:
    quoted = _quoted(name)
    return (
        f"CREATE SCHEMA {quoted}",
        f"CREATE TABLE {quoted}.{quoted} ({quoted} VARCHAR, other INTEGER)",
        f"INSERT INTO {quoted}.{quoted} VALUES ('abcdefgh', 1), ('xyz', 2)",
    )


WORLD = (
    "CREATE TABLE seen (a INTEGER, b INTEGER)",
    "CREATE TABLE sea (a INTEGER)",
    "CREATE SCHEMA s",
    "CREATE TABLE s.u AS SELECT 3 AS c",
    "CREATE VIEW v AS SELECT c - 1 AS b FROM s.u",
    "CREATE TABLE _hatidata_commits (a INTEGER)",
    "CREATE TABLE _HATIDATA_x (a INTEGER)",
    'CREATE TABLE "Ä" (a INTEGER)',
    'CREATE TABLE "ä" (a INTEGER)',
    "CREATE SCHEMA Sales",
    "CREATE TABLE Sales.Orders AS SELECT 7 AS Amount",
    "CREATE TABLE ten AS SELECT range AS id FROM range(10)",
    "CREATE TABLE s.grants AS SELECT 3 AS id UNION ALL SELECT 4",
    "CREATE TABLE t AS SELECT range AS id, "
    "CASE WHEN range < 2 THEN '20240101' ELSE 'secret' || range END AS secret FROM range(20000)",
    "CREATE TABLE grants AS SELECT 0 AS id UNION ALL SELECT 1",
    "CREATE TABLE d AS SELECT 20240101 AS k",
    "CREATE TYPE mood AS ENUM ('secret', 'open')",
    "CREATE TABLE moods (m mood, d DECIMAL(9, 2))",
    *(f"CREATE TABLE typed{n} (c {type} NOT NULL, d {type})" for n, type in enumerate(TYPES)),
    "CREATE TABLE words AS SELECT 'secret' AS a",
    "CREATE MACRO sha256(x) AS x",
    "CREATE MACRO upper(x) AS 'macro'",
    "CREATE MACRO mine(x) AS x",
    *(statement for name in NAMES for statement in _named(name)),
)


@pytest.fixture(scope="module")
def world(world_of):
    """One database for the tests that only read."""
    return world_of(*WORLD)


def _spec(*tables: TableSpec) -> LensSpec:
    return LensSpec(tables)


def _table(name: str, schema: str = "main", **rules) -> TableSpec:
    return TableSpec(schema, name, **rules)


def test_rows_masks_and_columns(customers, ask, europe):
    """Rows are filtered, columns masked, denied columns absent."""
    answer = ask(customers, europe, "SELECT * FROM customers ORDER BY id")

    assert answer.columns == ("id", "name", "email", "region")
    assert answer.rows == [(1, "Ann", "***mple", "EU"), (3, "Cyd", None, "EU")]


@pytest.mark.parametrize("kind", ["full", "hash", "null", "partial"])
def test_filter_reads_below_masks(customers, ask, kind):
    """A filter on a masked and one on a denied column compare the values themselves."""
    rules = {"filter": "region = 'EU' AND salary > 200", "masks": (ColumnMask("region", kind),), "denied": ("SALARY",)}

    assert ask(customers, _spec(_table("customers", **rules)), "SELECT id FROM customers").rows == [(3,)]


def test_query_sees_masks_only(customers, ask, europe):
    """Predicates of a query work on the masked values."""
    assert ask(customers, europe, "SELECT id FROM customers WHERE email = 'ann@shop.example'").rows == []
    assert ask(customers, europe, "SELECT id FROM customers WHERE email = '***mple'").rows == [(1,)]


def test_denied_column_does_not_exist(customers, ask, europe):
    """A denied column gets the same error as one that never was."""
    errors = []
    for column in ("salary", "nosuch"):
        with pytest.raises(UnknownName) as caught:
            ask(customers, europe, f"SELECT {column} FROM customers")
        errors.append(str(caught.value).replace(column, "?"))

    assert errors[0] == errors[1]


def test_table_that_is_not_named_does_not_exist(world, ask):
    """A table that the spec does not name gets the same error as one that never was."""
    errors = []
    for table in ("sea", "nosuch"):
        with pytest.raises(UnknownName) as caught:
            ask(world, _spec(_table("seen")), f"SELECT * FROM {table}")
        errors.append(str(caught.value).replace(table, "?"))

    assert errors[0] == errors[1]


@pytest.mark.parametrize("table", ["sea", "shop.main.sea", "main.sea"])
def test_engine_alone_hides_too(world, table):
    """Without the checks above it the lens still lacks the table, and the error names no other."""
    with world.lease(_spec(_table("seen"))) as lease, pytest.raises(HatiDataError) as caught:
        lease.run(PARSER.trusted(f"SELECT * FROM {table}"), None, max_rows=1, timeout_s=5)

    assert "seen" not in f"{caught.value} {caught.value.detail}"


def test_missing_value_shows_no_row(customers, ask):
    """A filter whose value the caller lacks shows nothing, and says which value."""
    spec = _spec(_table("customers", filter="id > 0 OR region = {region}", missing=("region",)))

    assert ask(customers, spec, "SELECT count(*) FROM customers").rows == [(0,)]
    with customers.lease(spec) as lease:
        assert lease.info.tables["main", "customers"].missing == ("region",)


def test_everything_without_a_policy(world, ask, everything):
    """Without a policy all tables and views are seen, except the package's own."""
    assert ask(world, everything, "SELECT k, b, c FROM d, v, s.u").rows == [(20240101, 2, 3)]
    with world.lease(everything) as lease:
        assert set(lease.info.tables) == set(world.schema())
    assert not any("hatidata" in name.lower() for _, name in world.schema())


@pytest.mark.parametrize("spec", [LensSpec(None), _spec(_table("_hatidata_commits"))], ids=["no policy", "named"])
def test_own_tables_stay_hidden(world, ask, spec):
    """Nothing shows the package's own tables, not even a policy that names them."""
    with pytest.raises(UnknownName):
        ask(world, spec, "SELECT * FROM _hatidata_commits")


@pytest.mark.parametrize("name", NAMES)
def test_any_name(world, ask, name):
    """Tables, columns and schemas may have any name, with filter and mask."""
    quoted = _quoted(name)
    rules = _table(name, name, filter="other = 1", masks=(ColumnMask(name, "partial", 2),))
    with world.lease(_spec(rules)) as lease:
        (info,) = lease.info.tables.values()
        assert (info.schema, info.name, info.columns[0].name) == (name, name, name)
        assert lease.count(info.key) == 1
    if "\n" not in name:
        assert ask(world, _spec(rules), f"SELECT {quoted} FROM {quoted}.{quoted}").rows == [("***gh",)]


def test_names_that_compare_equal_are_left_out(world):
    """Two tables that differ only in the case of a letter outside ASCII are two to DuckDB and one to a policy:
    neither is shown."""
    assert ("main", "ä") not in world.schema()


def test_case_of_names_does_not_matter(world, ask):
    """A policy and a query may write names in any case; the database's own writing is shown."""
    spec = _spec(_table("ORDERS", "sales", masks=(ColumnMask("AMOUNT", "full"),)))

    assert ask(world, spec, "SELECT aMOUNT FROM sALES.oRDERS").rows == [("***",)]
    with world.lease(spec) as lease:
        assert lease.info.tables["sales", "orders"].columns[0].name == "Amount"


def test_what_the_database_lacks_is_skipped(customers, ask):
    """Tables that only the policy knows change nothing for the others."""
    spec = _spec(_table("nosuch"), _table("customers", "nowhere"), _table("customers"))

    assert len(ask(customers, spec, "SELECT * FROM customers").rows) == 4


@pytest.mark.parametrize("rule", [{"masks": (ColumnMask("nosuch", "hash"),)}, {"denied": ("nosuch",)}])
def test_a_rule_for_a_column_that_is_gone_refuses(customers, ask, rule):
    """A mask or denial does not vanish with a renamed column: nobody sees the table until the policy fits again."""
    with pytest.raises(PolicyError):
        ask(customers, _spec(_table("customers", **rule)), "SELECT 1 FROM customers")


def test_table_with_all_columns_denied_is_not_there(world, ask):
    """A table of which nothing may be seen does not exist."""
    with pytest.raises(UnknownName):
        ask(world, _spec(_table("seen", denied=("a", "b"))), "SELECT 1 FROM seen")


def test_filter_that_does_not_fit_refuses(customers, ask):
    """A filter over a column that is not there refuses the caller, and says nothing of the filter."""
    with pytest.raises(PolicyError) as caught:
        ask(customers, _spec(_table("customers", filter="hidden_flag = 7")), "SELECT 1 FROM customers")

    assert "hidden_flag" not in str(caught.value)


@pytest.mark.parametrize(
    "text", ["id IN (SELECT id FROM s.grants)", "EXISTS (SELECT 1 FROM s.grants AS g WHERE g.id = ten.id)"]
)
def test_sub_query_filter(world, ask, text):
    """A filter may read another table, which the caller need not see."""
    rows = ask(world, _spec(_table("ten", filter=text)), "SELECT id FROM ten ORDER BY id").rows

    assert rows == [(3,), (4,)]


@pytest.mark.parametrize(
    "filter",
    ["id IN (SELECT id FROM grants)", "EXISTS (SELECT 1 FROM grants g WHERE g.id = t.id)", "id < 2"],
    ids=["in", "exists", "plain"],
)
@pytest.mark.parametrize(
    "attack",
    [
        "SELECT count(*) FROM t JOIN d ON CAST(t.secret AS INTEGER) = d.k",
        "SELECT max(CAST(secret AS INTEGER)) FROM t",
        "SELECT count(*) FROM t WHERE CAST(secret AS BIGINT) > 5",
        "SELECT id FROM t ORDER BY CAST(secret AS INTEGER)",
    ],
)
def test_no_error_on_hidden_rows(world, ask, filter, attack):
    """A cast in a query never sees a hidden row: it would fail there, and its error would tell of the row."""
    assert ask(world, _spec(_table("t", filter=filter), _table("d")), attack).rows


def test_null_mask_does_not_list_an_enum(world, ask):
    """The type of a column masked with NULL is its own, but an ENUM's would list the values."""
    spec = _spec(_table("moods", masks=(ColumnMask("m", "null"), ColumnMask("d", "null"))))

    assert ask(world, spec, "SELECT m, d FROM moods").types == ("VARCHAR", "DECIMAL(9,2)")


def test_info_describes_the_lens(customers, europe):
    """The lens tells names, types as it shows them, masks and whether NULL can stand there."""
    with customers.lease(europe) as lease:
        (info,) = lease.info.tables.values()

    assert info.columns == (
        ColumnInfo("id", "INTEGER", nullable=False),
        ColumnInfo("name", "VARCHAR"),
        ColumnInfo("email", "VARCHAR", "partial"),
        ColumnInfo("region", "VARCHAR"),
    )
    assert info.filter == "region = {region}"
    assert not info.is_view


@pytest.mark.parametrize("kind", ["full", "partial", "hash", "null"])
def test_described_types_are_the_real_ones(world, ask, kind):
    """What the lens says of a masked column's type is what a query gets."""
    masks = (ColumnMask("c", kind), ColumnMask("d", kind))
    spec = _spec(*(_table(f"typed{n}", masks=masks) for n in range(len(TYPES))))
    with world.lease(spec) as lease:
        described = {info.name: tuple(column.type for column in info.columns) for info in lease.info.tables.values()}

    assert described == {table: ask(world, spec, f"SELECT c, d FROM {table}").types for table in described}
    assert len(described) == len(TYPES)


def test_random_names(customers, europe, everything):
    """No two lenses share a name, and no name can be guessed."""
    names = []
    for spec in (europe, everything):
        with customers.lease(spec) as lease:
            names += [lease.info.id, lease.info.database, lease.info.catalog_schema]

    assert len(set(names)) == 6
    assert all(len(name) == 33 for name in names)


def test_equal_specs_share_a_lens(customers, europe):
    """Callers with equal rules share a lens; others do not."""
    same = LensSpec(tuple(dataclasses.replace(one) for one in europe.tables))
    other = _spec(_table("customers"))
    with customers.lease(europe) as one, customers.lease(same) as two, customers.lease(other) as three:
        assert one.info is two.info
        assert one.info.id != three.info.id


def test_counts_are_of_the_lens(shop, europe, everything):
    """Rows are counted as the lens shows them, anew after a change."""

    def counts():
        found = []
        for spec in (europe, everything):
            with shop.lease(spec) as lease:
                found += [lease.count(("main", "customers")), lease.count(("main", "customers"))]
        return found

    assert counts() == [2, 2, 4, 4]
    shop.owner_sql("INSERT INTO customers VALUES (9, 'Eve', 'e', 'EU', 1)")
    assert counts() == [3, 3, 5, 5]


def test_masks_with_a_key(build, opened, ask):
    """With a key, hashes are others than those that anyone can compute."""
    path = build("CREATE TABLE t AS SELECT 'x' AS a")
    spec = _spec(_table("t", masks=(ColumnMask("a", "hash"),)))
    plain = opened(path)
    first = ask(plain, spec, "SELECT a FROM t").rows
    plain.close()

    assert ask(opened(path, mask_key="k"), spec, "SELECT a FROM t").rows != first


def test_user_macros_are_in_no_lens(world, ask, everything):
    """A macro of the user's does not exist for agents, and cannot stand in for a function that a mask calls."""
    hashed = _spec(_table("words", masks=(ColumnMask("a", "hash"),)))

    assert ask(world, everything, "SELECT upper(a) FROM words").rows == [("SECRET",)]
    assert len(ask(world, hashed, "SELECT a FROM words").rows[0][0]) == 64
    with pytest.raises(HatiDataError):
        ask(world, everything, "SELECT mine(a) FROM words")


def test_three_parts_are_refused(customers, ask, everything):
    """No name reaches into another catalog, even one that is known."""
    with customers.lease(everything) as lease:
        database = lease.info.database
    for table in (f"{database}.main.customers", "memory.main.customers"):
        with pytest.raises(NotAllowed):
            ask(customers, everything, f"SELECT * FROM {table}")
