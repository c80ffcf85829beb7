"""What can be seen through a lens, and what cannot."""

from __future__ import annotations

import dataclasses

import pytest

from autogen_hatidata.errors import HatiDataError, NotAllowed, PolicyError, UnknownName
from autogen_hatidata.types import ColumnInfo, ColumnMask, LensSpec, TableSpec


def _spec(*tables: TableSpec) -> LensSpec:
    return LensSpec(tables)


def _table(name: str, schema: str = "main", **rules) -> TableSpec:
    return TableSpec(schema, name, **rules)


def test_rows_masks_and_columns(shop, ask, europe):
    """Rows are filtered, columns masked, denied columns absent."""
    answer = ask(shop, europe, "SELECT * FROM customers ORDER BY id")

    assert answer.columns == ("id", "name", "email", "region")
    assert answer.rows == [(1, "Ann", "***mple", "EU"), (3, "Cyd", None, "EU")]


@pytest.mark.parametrize("kind", ["full", "hash", "null", "partial"])
def test_filter_reads_below_masks(shop, ask, kind):
    """A filter on a masked and one on a denied column compare the values themselves."""
    spec = _spec(
        _table(
            "customers",
            filter="region = 'EU' AND salary > 200",
            masks=(ColumnMask("region", kind),),
            denied=("SALARY",),
        )
    )

    assert ask(shop, spec, "SELECT id FROM customers").rows == [(3,)]


def test_query_sees_masks_only(shop, ask, europe):
    """Predicates, joins, groups and order of a query work on the masked values."""
    assert ask(shop, europe, "SELECT id FROM customers WHERE email = 'ann@shop.example'").rows == []
    assert ask(shop, europe, "SELECT id FROM customers WHERE email = '***mple'").rows == [(1,)]


def test_denied_column_does_not_exist(shop, ask, europe):
    """A denied column gets the same error as one that never was."""
    errors = []
    for column in ("salary", "nosuch"):
        with pytest.raises(UnknownName) as caught:
            ask(shop, europe, f"SELECT {column} FROM customers")
        errors.append(str(caught.value).replace(column, "?"))

    assert errors[0] == errors[1]


def test_table_that_is_not_named_does_not_exist(build, opened, ask):
    """A table that the spec does not name gets the same error as one that never was."""
    engine = opened(build("CREATE TABLE seen (a INTEGER)", "CREATE TABLE hidden (a INTEGER)"))
    errors = []
    for table in ("hidden", "nosuch"):
        with pytest.raises(UnknownName) as caught:
            ask(engine, _spec(_table("seen")), f"SELECT * FROM {table}")
        errors.append(str(caught.value).replace(table, "?"))

    assert errors[0] == errors[1]


def test_engine_alone_hides_too(build, opened):
    """Without the checks above it the lens still lacks the table, and the error names no other."""
    engine = opened(build("CREATE TABLE seen (a INTEGER)", "CREATE TABLE sea (a INTEGER)"))
    with engine.lease(_spec(_table("seen"))) as lease:
        for sql in ("SELECT * FROM sea", "SELECT * FROM shop.main.sea", "SELECT * FROM main.sea"):
            with pytest.raises(HatiDataError) as caught:
                lease.run(engine._parser.trusted(sql), None, max_rows=1, timeout_s=5)
            assert "seen" not in f"{caught.value} {caught.value.detail}"


def test_missing_value_shows_no_row(shop, ask):
    """A filter whose value the caller lacks shows nothing, and says which value."""
    spec = _spec(_table("customers", filter="region = {region}", missing=("region",)))

    assert ask(shop, spec, "SELECT count(*) FROM customers").rows == [(0,)]
    with shop.lease(spec) as lease:
        assert lease.info.tables["main", "customers"].missing == ("region",)


def test_everything_without_a_policy(build, opened, ask, everything):
    """Without a policy all tables and views are seen, except the package's own."""
    engine = opened(
        build(
            "CREATE TABLE t AS SELECT 1 AS a",
            "CREATE VIEW v AS SELECT a + 1 AS b FROM t",
            "CREATE SCHEMA s",
            "CREATE TABLE s.u AS SELECT 3 AS c",
            "CREATE TABLE _hatidata_commits (a INTEGER)",
            "CREATE TABLE _HATIDATA_x (a INTEGER)",
        )
    )

    assert {("main", "t"), ("main", "v"), ("s", "u")} == set(engine.schema())
    assert ask(engine, everything, "SELECT a, b, c FROM t, v, s.u").rows == [(1, 2, 3)]
    with pytest.raises(UnknownName):
        ask(engine, everything, "SELECT * FROM _hatidata_commits")


def test_own_tables_stay_hidden_when_a_policy_names_them(build, opened, ask):
    """No policy can show the package's own tables."""
    engine = opened(build("CREATE TABLE _hatidata_commits (a INTEGER)"))

    with pytest.raises(UnknownName):
        ask(engine, _spec(_table("_hatidata_commits")), "SELECT * FROM _hatidata_commits")


NAMES = ["Mixed", "sel'e\"ct", "select", "two words", "größe", "数据", "a.b", "a;--", "{region}", "$1", "?", "a\nb"]


@pytest.mark.parametrize("name", NAMES)
def test_any_name(build, opened, ask, name):
    """Tables, columns and schemas may have any name, with filter, mask and owner's change."""
    quoted = '"' + name.replace('"', '""') + '"'
    engine = opened(
        build(
            f"CREATE SCHEMA {quoted}",
            f"CREATE TABLE {quoted}.{quoted} ({quoted} VARCHAR, other INTEGER)",
            f"INSERT INTO {quoted}.{quoted} VALUES ('abcdefgh', 1), ('xyz', 2)",
        )
    )
    rules = _table(name, name, filter="other = 1", masks=(ColumnMask(name, "partial", 2),))
    with engine.lease(_spec(rules)) as lease:
        (info,) = lease.info.tables.values()
        assert (name, name, name) == (info.schema, info.name, info.columns[0].name)
        assert lease.count(info.key) == 1
        if "\n" not in name:
            sql = f"SELECT {quoted} FROM {quoted}.{quoted}"
            assert ask(engine, _spec(rules), sql).rows == [("***gh",)]


def test_names_that_compare_equal_are_left_out(build, opened):
    """Two tables that differ only in the case of a letter outside ASCII are two to DuckDB and one to a policy:
    neither is shown."""
    engine = opened(build('CREATE TABLE "Ä" (a INTEGER)', 'CREATE TABLE "ä" (a INTEGER)', "CREATE TABLE b (a INTEGER)"))

    assert list(engine.schema()) == [("main", "b")]


def test_case_of_names_does_not_matter(build, opened, ask):
    """A policy and a query may write names in any case; the database's own writing is shown."""
    engine = opened(build("CREATE SCHEMA Sales", "CREATE TABLE Sales.Orders AS SELECT 7 AS Amount"))
    spec = _spec(_table("ORDERS", "sales", masks=(ColumnMask("AMOUNT", "full"),)))

    assert ask(engine, spec, "SELECT aMOUNT FROM sALES.oRDERS").rows == [("***",)]
    with engine.lease(spec) as lease:
        assert lease.info.tables["sales", "orders"].columns[0].name == "Amount"


def test_what_the_database_lacks_is_skipped(shop, ask):
    """Tables and columns that only the policy knows change nothing for the others."""
    spec = _spec(
        _table("nosuch"),
        _table("customers", "nowhere"),
        _table("customers", masks=(ColumnMask("nosuch", "hash"),), denied=("neither",)),
    )

    assert len(ask(shop, spec, "SELECT * FROM customers").rows) == 4


def test_table_with_all_columns_denied_is_not_there(build, opened, ask):
    """A table of which nothing may be seen does not exist."""
    engine = opened(build("CREATE TABLE t (a INTEGER, b INTEGER)"))

    with pytest.raises(UnknownName):
        ask(engine, _spec(_table("t", denied=("a", "b"))), "SELECT 1 FROM t")


def test_filter_that_does_not_fit_refuses(shop, ask):
    """A filter over a column that is not there refuses the caller, and says nothing of the filter."""
    with pytest.raises(PolicyError) as caught:
        ask(shop, _spec(_table("customers", filter="hidden_flag = 7")), "SELECT 1 FROM customers")

    assert "hidden_flag" not in str(caught.value)


def test_sub_query_filter(build, opened, ask):
    """A filter may read another table, which the caller need not see."""
    engine = opened(
        build(
            "CREATE TABLE t AS SELECT range AS id FROM range(10)",
            "CREATE SCHEMA s",
            "CREATE TABLE s.grants AS SELECT 3 AS id UNION ALL SELECT 4",
        )
    )
    for text in ("id IN (SELECT id FROM s.grants)", "EXISTS (SELECT 1 FROM s.grants g WHERE g.id = t.id)"):
        assert ask(engine, _spec(_table("t", filter=text)), "SELECT id FROM t ORDER BY id").rows == [(3,), (4,)]


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
def test_no_error_on_hidden_rows(build, opened, ask, filter, attack):
    """A cast in a query never sees a hidden row: it would fail there, and its error would tell of the row."""
    engine = opened(
        build(
            "CREATE TABLE t AS SELECT range AS id, "
            "CASE WHEN range < 2 THEN '20240101' ELSE 'secret' || range END AS secret FROM range(20000)",
            "CREATE TABLE grants AS SELECT 0 AS id UNION ALL SELECT 1",
            "CREATE TABLE d AS SELECT 20240101 AS k",
        )
    )
    ask(engine, _spec(_table("t", filter=filter), _table("d")), attack)


def test_null_mask_does_not_list_an_enum(build, opened, ask):
    """The type of a column masked with NULL is its own, but an ENUM's would list the values."""
    engine = opened(build("CREATE TYPE mood AS ENUM ('secret', 'open')", "CREATE TABLE t (m mood, d DECIMAL(9, 2))"))
    spec = _spec(_table("t", masks=(ColumnMask("m", "null"), ColumnMask("d", "null"))))

    assert ask(engine, spec, "SELECT m, d FROM t").types == ("VARCHAR", "DECIMAL(9,2)")


def test_info_describes_the_lens(shop, europe):
    """The lens tells names, types as it shows them, masks and whether NULL can stand there."""
    with shop.lease(europe) as lease:
        (info,) = lease.info.tables.values()

    assert (
        ColumnInfo("id", "INTEGER", nullable=False),
        ColumnInfo("name", "VARCHAR"),
        ColumnInfo("email", "VARCHAR", "partial"),
        ColumnInfo("region", "VARCHAR"),
    ) == info.columns
    assert info.filter == "region = {region}"
    assert not info.is_view


@pytest.mark.parametrize("kind", ["full", "partial", "hash", "null"])
@pytest.mark.parametrize(
    "type", ["INTEGER", "DATE", "DECIMAL(9,2)", "INTEGER[]", "STRUCT(a INTEGER)", "VARCHAR", "UUID"]
)
def test_described_types_are_the_real_ones(build, opened, ask, kind, type):
    """What the lens says of a masked column's type is what a query gets."""
    engine = opened(build(f"CREATE TABLE t (c {type} NOT NULL, d {type})"))
    spec = _spec(_table("t", masks=(ColumnMask("c", kind), ColumnMask("d", kind))))
    answer = ask(engine, spec, "SELECT c, d FROM t")
    with engine.lease(spec) as lease:
        (info,) = lease.info.tables.values()

    assert answer.types == tuple(column.type for column in info.columns)


def test_random_names(shop, europe, everything):
    """No two lenses share a name, no name can be guessed, and none is a word of the database."""
    names = []
    for spec in (europe, everything):
        with shop.lease(spec) as lease:
            names += [lease.info.id, lease.info.database, lease.info.catalog_schema]

    assert len(set(names)) == 6
    assert all(len(name) == 33 for name in names)


def test_equal_specs_share_a_lens(shop, europe):
    """Callers with equal rules share a lens; others do not."""
    same = LensSpec(tuple(dataclasses.replace(one) for one in europe.tables))
    with shop.lease(europe) as one, shop.lease(same) as two, shop.lease(_spec(_table("customers"))) as three:
        assert one.info is two.info
        assert one.info.id != three.info.id


def test_counts_are_of_the_lens(shop, europe, everything):
    """Rows are counted as the lens shows them, anew after a change."""
    for spec, before, after in ((europe, 2, 3), (everything, 4, 5)):
        with shop.lease(spec) as lease:
            assert before == lease.count(("main", "customers"))
            assert before == lease.count(("main", "customers"))
        shop.owner_sql("INSERT INTO customers VALUES (9, 'Eve', 'e', 'EU', 1)")
        with shop.lease(spec) as lease:
            assert after == lease.count(("main", "customers"))
        shop.owner_sql("DELETE FROM customers WHERE id = 9")


def test_masks_with_a_key(build, opened, ask):
    """With a key, hashes are others than those that anyone can compute."""
    path = build("CREATE TABLE t AS SELECT 'x' AS a")
    spec = _spec(_table("t", masks=(ColumnMask("a", "hash"),)))
    plain = opened(path)
    first = ask(plain, spec, "SELECT a FROM t").rows
    plain.close()

    assert first != ask(opened(path, mask_key="k"), spec, "SELECT a FROM t").rows


def test_user_macros_are_in_no_lens(build, opened, ask, everything):
    """A macro of the user's does not exist for agents, and cannot stand in for a function that a mask calls."""
    engine = opened(
        build(
            "CREATE TABLE t AS SELECT 'secret' AS a",
            "CREATE MACRO sha256(x) AS x",
            "CREATE MACRO upper(x) AS 'macro'",
            "CREATE MACRO mine(x) AS x",
        )
    )

    assert ask(engine, everything, "SELECT upper(a) FROM t").rows == [("SECRET",)]
    assert len(ask(engine, _spec(_table("t", masks=(ColumnMask("a", "hash"),))), "SELECT a FROM t").rows[0][0]) == 64
    with pytest.raises(HatiDataError):
        ask(engine, everything, "SELECT mine(a) FROM t")


def test_three_parts_are_refused(shop, ask, everything):
    """No name reaches into another catalog, even one that is known."""
    with shop.lease(everything) as lease:
        database = lease.info.database
    for table in (f"{database}.main.customers", "memory.main.customers"):
        with pytest.raises(NotAllowed):
            ask(shop, everything, f"SELECT * FROM {table}")
