"""The other forms of a statement: stars, PIVOT, set operations, WITH and the like."""

from __future__ import annotations

from support.generator import sources
from support.generator.expressions import Writer
from support.generator.scope import Column, Query, Schema, Source, key_of
from support.generator.selects import inner, items_of, over, where

_PIVOTED = ("EU", "US", "gold", "paid", "web", "card", "***", "vip", "ana")
_DISTINCT = ("UNION", "UNION ALL", "EXCEPT", "INTERSECT")
_SET_WORDS = (*_DISTINCT, "EXCEPT ALL", "INTERSECT ALL", "UNION ALL BY NAME", "UNION BY NAME")
_CTE_NAMES = ("big", "latest", "customers", "orders", "k", "secrets", "Recent")
_STARS = (
    "*", "* EXCLUDE ({one})", "* REPLACE (upper({text}) AS {text})", "* RENAME ({one} AS other)", "* LIKE '%{last}%'",
    "COLUMNS('.*{first}.*')", "COLUMNS(lambda c: c LIKE '%{last}%')", "t.* EXCLUDE {one}", "COLUMNS(*)", "to_json(t)",
    "t", "count(COLUMNS(* EXCLUDE ({key})))", "min(COLUMNS('^{first}'))", "COLUMNS([x for x in (*) if x <> '{one}'])",
    "coalesce(CAST(COLUMNS(['{key}', '{one}']) AS VARCHAR), '-')",
)  # fmt: skip
_CHAIN = (
    "WITH RECURSIVE chain(id, v, depth) AS (SELECT id, {column}, 0 FROM employees WHERE {start} {union} "
    "SELECT e.id, e.{column}, depth + 1 FROM employees e JOIN chain ON e.manager_id = chain.id WHERE depth < {bound})"
)
_SERIES = (
    "WITH RECURSIVE chain(id, v, depth) AS (SELECT 1, 0, 0 {union} SELECT id + {step}, "
    "(SELECT count(*) FROM customers c WHERE c.id <= chain.id), depth + 1 FROM chain WHERE depth < {bound})"
)


def distinct_on(w: Writer) -> Query:
    """The first row for each value, in an order that is total."""
    source = sources.table(w)
    alike = w.chance.choice([column for column in source.columns if column.type in "SDN"] or list(source.columns))
    key = source.key[0] if source.key else ""
    parts = [(alike.ref, alike.type), (key, "I"), (w.expression("S", source.columns), "S")]
    items, columns = items_of(w, parts)
    first = f"SELECT DISTINCT ON ({alike.ref}) {items} FROM {source.sql}{where(w, source)} ORDER BY {alike.ref}, {key}"
    return Query(f"SELECT * FROM ({first})", columns)


def set_operation(w: Writer) -> Query:
    """Two or three queries of the same types."""
    types = "".join(w.chance.choices("IISSSNDL", k=w.chance.randint(1, 3)))
    branches = []
    for _ in range(w.chance.choice((2, 2, 3))):
        source = sources.table(w)
        parts = [(w.expression(kind, source.columns, 1), kind) for kind in types]
        items = ", ".join(f"{text} AS c{number}" for number, (text, _) in enumerate(parts))
        branches.append(f"SELECT {items} FROM {source.sql}{where(w, source, 0.7)}")
    sql = branches[0]
    for branch in branches[1:]:
        if w.chance.random() < 0.7:
            sql = f"{sql} {w.chance.choice(_SET_WORDS)} {branch}"
        else:
            sql = f"({sql}) {w.chance.choice(_DISTINCT)} ({branch})"
    return Query(sql, tuple(Column(f"c{number}", kind) for number, kind in enumerate(types)))


def with_(w: Writer) -> Query:
    """One or two named queries, now and then under the name of a table, and a query over them."""
    names = w.chance.sample(_CTE_NAMES, w.chance.choice((1, 1, 2)))
    texts, made = [], []
    for name in names:
        query = inner(w)
        texts.append(f"{name} AS {w.chance.choice(('', '', 'MATERIALIZED ', 'NOT MATERIALIZED '))}({query.sql})")
        made.append((name, query))
        w.schema = Schema({table: columns for table, columns in w.schema.tables.items() if table != name})
    source = sources.named(w, *made[0])
    if len(made) == 2:
        other = sources.named(w, *made[1])
        ones, others = source.of("I"), other.of("I")
        left = w.chance.choice(("JOIN", "LEFT JOIN"))
        narrow = f"(SELECT * FROM {made[1][0]} ORDER BY ALL LIMIT 30)"
        alias = other.sql.split(" AS ")[1]
        joined = f"{source.sql} {left} {narrow} AS {alias} ON {ones[0]} = {others[0]}" if ones and others else ""
        source = Source(joined, source.columns + other.columns) if joined else source
    main = over(w, source)
    return Query(f"WITH {', '.join(texts)} {main.sql}", main.columns)


def recursive(w: Writer) -> Query:
    """Who is above whom, or a series, and what hangs on it."""
    bound, step = w.chance.choice((3, 8, 20)), w.chance.choice((1, 3, 7))
    start = w.chance.choice(("manager_id IS NULL", "department = 'sales'", "id < 4"))
    union = w.chance.choice(("UNION ALL", "UNION"))
    column = w.chance.choice([one for one in w.schema.tables["employees"] if one.ref != "id"])
    parts = {"bound": bound, "step": step, "start": start, "union": union, "column": column.ref}
    text, kind = w.chance.choice(((_CHAIN, column.type), (_SERIES, "I")))
    main = over(w, Source("chain AS h", (Column("h.id", "I"), Column("h.v", kind), Column("h.depth", "I"))))
    return Query(f"{text.format(**parts)} {main.sql}", main.columns)


def star(w: Writer) -> Query:
    """Stars with EXCLUDE, REPLACE, RENAME and COLUMNS."""
    name = w.chance.choice(tuple(w.schema.tables))
    columns = w.schema.tables[name]
    key, one = key_of(name), w.chance.choice([column for column in columns if column.ref != key_of(name)])
    text = next(column.ref for column in columns if column.type == "S")
    parts = {"key": key, "one": one.ref, "text": text, "first": one.ref[0], "last": one.ref[-1]}
    form = w.chance.choice(_STARS).format(**parts)
    scope = [Column(f"t.{column.ref}", column.type) for column in columns]
    condition = f"t.{key} % {w.chance.choice((3, 7, 20))} = 1 AND {w.expression('B', scope, 1)}"
    if form == "*" and w.chance.random() < 0.4:
        return Query(f"FROM {name} AS t WHERE {condition}", ())
    return Query(f"SELECT {form} FROM {name} AS t WHERE {condition}", ())


def pivot(w: Writer) -> Query:
    """PIVOT in its forms, also with columns that come from the data: those take no parameters."""
    w.binds = False
    source = sources.table(w)
    text, number = w.expression("S", source.columns, 1), w.expression("I", source.columns, 1)
    picked = f"{w.chance.choice(source.of('S'))} AS a, {text} AS b, {number} AS n"
    pivoted = f"SELECT {picked} FROM {source.sql}{where(w, source)}"
    using = w.chance.choice(("count(*)", "sum(n)", "min(b)", "max(n) AS m", "count(*) AS k, min(b) AS l"))
    some = ", ".join(map(repr, w.chance.sample(_PIVOTED, 3)))
    short = f"SELECT left(a, 1) AS a, b, n FROM ({pivoted})"
    forms = (
        f"PIVOT ({pivoted}) ON a IN ({some}) USING {using} GROUP BY b",
        f"PIVOT ({pivoted}) ON a IN ({some}) USING {using}",
        f"PIVOT ({short}) ON a USING count(*), min(n)",
        f"SELECT * FROM (PIVOT ({short}) ON a USING count(*) GROUP BY b)",
        f"FROM ({pivoted}) PIVOT (sum(n) FOR a IN ({some}) GROUP BY b)",
    )
    return Query(w.chance.choice(forms), ())


def unpivot(w: Writer) -> Query:
    """UNPIVOT of texts."""
    source = sources.table(w)
    picked = w.chance.sample(source.of("S"), min(len(source.of("S")), 2))
    items = ", ".join(f"{ref} AS f{number}" for number, ref in enumerate(picked))
    fields = ", ".join(f"f{number}" for number in range(len(picked)))
    pivoted = f"SELECT {source.key[0] if source.key else 1} AS id, {items} FROM {source.sql}{where(w, source)}"
    forms = (
        f"UNPIVOT ({pivoted}) ON {fields} INTO NAME field VALUE content",
        f"UNPIVOT ({pivoted}) ON COLUMNS(* EXCLUDE (id))",
        f"FROM ({pivoted}) UNPIVOT INCLUDE NULLS (content FOR field IN ({fields}))",
    )
    form = w.chance.choice(forms)
    return Query(form, (Column("id", "I"), Column("name", "S"), Column("value", "S")))


def constant(w: Writer) -> Query:
    """VALUES and selects without FROM, of sub-queries."""
    cells = [(w.expression("I", (), 2), w.expression("S", (), 2)) for _ in range(w.chance.choice((1, 2)))]
    if w.chance.random() < 0.5:
        rows = ", ".join(f"({one}, {other})" for one, other in cells)
        return Query(f"VALUES {rows}", (Column("col0", "I"), Column("col1", "S")))
    items, columns = items_of(w, [(cells[0][0], "I"), (cells[0][1], "S")])
    return Query(f"SELECT {items}", columns)
