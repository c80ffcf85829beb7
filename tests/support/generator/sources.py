"""What stands in FROM: tables, joins of every kind, sub-queries, values, unnested lists, samples."""

from __future__ import annotations

from collections.abc import Callable

from support.generator.expressions import Writer
from support.generator.scope import LARGE, Column, Query, Source, key_of

Sub = Callable[[Writer], Query]
"""Writes a query that stands in brackets in FROM."""

_VALUES = (
    ("(VALUES ('paid', 1), ('open', 2), ('gold', 3), (NULL, 4))", "SI"),
    ("(VALUES (1, DATE '2023-05-01'), (2, DATE '2024-01-01'))", "ID"),
    ("range(1, 7)", "I"),
    ("generate_series(0, 4)", "I"),
    ("(SELECT unnest(['EU', 'US', 'APAC']), unnest([3, 5, 7]))", "SI"),
)
_LINKED = ("JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN", "INNER JOIN", "LEFT OUTER JOIN")
_HALF = ("SEMI JOIN", "ANTI JOIN")
_LATERAL = (", LATERAL ({}) AS {}", " JOIN LATERAL ({}) AS {} ON true", " LEFT JOIN LATERAL ({}) AS {} ON true")
_SAMPLES = (
    "TABLESAMPLE 100 PERCENT (BERNOULLI)",
    "TABLESAMPLE reservoir(30000 ROWS)",
    "TABLESAMPLE system(100%)",
    "TABLESAMPLE reservoir(50000 ROWS) REPEATABLE (7)",
)


def table(w: Writer, name: str | None = None) -> Source:
    """One table, now and then through a sample of all of it."""
    name = name or w.chance.choice(tuple(w.schema.tables))
    alias = w.alias()
    columns = tuple(Column(f"{alias}.{column.ref}", column.type) for column in w.schema.tables[name])
    written = f"{name} AS {alias}"
    if w.chance.random() < 0.03:
        written += f" {w.chance.choice(_SAMPLES)}"
    elif w.chance.random() < 0.06:
        written = f"{alias}: {name}"
    return Source(written, columns, (f"{alias}.{key_of(name)}",))


def derived(w: Writer, sub: Sub) -> Source:
    """A sub-query."""
    query = sub(w)
    alias = w.alias()
    return _named(f"({query.sql}) AS {alias}", alias, query)


def named(w: Writer, name: str, query: Query) -> Source:
    """A reference to a query in WITH."""
    alias = w.alias()
    return _named(f"{name} AS {alias}", alias, query)


def _named(sql: str, alias: str, query: Query) -> Source:
    columns = tuple(Column(f"{alias}.{column.ref}", column.type) for column in query.columns)
    return Source(sql, columns, tuple(f"{alias}.{part}" for part in query.key) if query.key else None)


def values(w: Writer) -> Source:
    """A few constant rows."""
    sql, types = w.chance.choice(_VALUES)
    alias = w.alias()
    names = [f"v{number}" for number in range(len(types))]
    columns = tuple(Column(f"{alias}.{name}", kind) for name, kind in zip(names, types, strict=True))
    return Source(f"{sql} AS {alias}({', '.join(names)})", columns, (columns[types.index("I")].ref,))


def some(w: Writer, sub: Sub) -> Source:
    """Any source: one thing, or several that are joined."""
    first = table(w) if w.chance.random() < 0.8 else derived(w, sub)
    for _ in range(w.chance.choices((0, 1, 2), (5, 4, 1))[0]):
        first = w.chance.choices(tuple(JOINS), tuple(JOINS.values()))[0](w, first, sub)
        if first.where:
            break
    return first


def _linked(w: Writer, left: Source, sub: Sub) -> Source:
    """On the key of the other side, so that no row comes more than once."""
    right = table(w) if w.chance.random() < 0.85 else derived(w, sub)
    numbers = left.of("I")
    if not right.key or not numbers or right.key[0] not in right.of("I") or len(right.key) > 1:
        return _crossed(w, left, sub)
    extra = f" AND {w.expression('B', left.columns + right.columns, 1, flat=True)}" if w.chance.random() < 0.2 else ""
    kind = w.chance.choice(_LINKED)
    if kind in ("RIGHT JOIN", "FULL JOIN"):
        extra = ""
    return _both(left, f"{kind} {right.sql} ON {w.chance.choice(numbers)} = {right.key[0]}{extra}", right)


def _children(w: Writer, left: Source, sub: Sub) -> Source:
    """The rows that belong to a row: orders of a customer, say."""
    right = table(w, w.chance.choice(("orders", "crm.notes")))
    alias = right.key[0].partition(".")[0] if right.key else ""
    numbers = left.of("I")
    if not numbers or LARGE in left.sql or not left.key:
        return _linked(w, left, sub)
    link = left.key[0] if left.key[0] in numbers else numbers[0]
    return _both(left, f"{w.chance.choice(_LINKED)} {right.sql} ON {link} = {alias}.customer_id", right)


def _half(w: Writer, left: Source, sub: Sub) -> Source:
    right = table(w, w.small_table())
    numbers, others = left.of("I"), right.of("I")
    if not numbers or not others:
        return left
    link = f"{w.chance.choice(numbers)} = {w.chance.choice(others)}"
    return Source(f"{left.sql} {w.chance.choice(_HALF)} {right.sql} ON {link}", left.columns, left.key)


def _equal(w: Writer, left: Source, sub: Sub) -> Source:
    """On any two columns of one type, of a part of the rows."""
    if LARGE in left.sql or left.sql.count("JOIN"):
        return _linked(w, left, sub)
    name = w.small_table()
    inner = f"(SELECT * FROM {name} WHERE {key_of(name)} % 4 = 1)"
    alias = w.alias()
    columns = tuple(Column(f"{alias}.{column.ref}", column.type) for column in w.schema.tables[name])
    right = Source(f"{inner} AS {alias}", columns, (f"{alias}.{key_of(name)}",))
    pairs = [(a.ref, b.ref) for a in left.columns for b in right.columns if a.type == b.type and a.type in "SDI"]
    if not pairs:
        return _crossed(w, left, sub)
    a, b = w.chance.choice(pairs)
    on = w.chance.choice((f"{a} = {b}", f"{a} = {b} AND {w.expression('B', left.columns + columns, 1, flat=True)}"))
    return _both(left, f"{w.chance.choice(('JOIN', 'LEFT JOIN', 'INNER JOIN'))} {right.sql} ON {on}", right)


def _comma(w: Writer, left: Source, sub: Sub) -> Source:
    right = table(w)
    numbers = left.of("I")
    if not numbers or not right.key:
        return _linked(w, left, sub)
    where = f"{w.chance.choice(numbers)} = {right.key[0]}"
    return Source(f"{left.sql}, {right.sql}", left.columns + right.columns, _keys(left, right), where)


def _crossed(w: Writer, left: Source, sub: Sub) -> Source:
    right = values(w)
    return _both(left, w.chance.choice((f"CROSS JOIN {right.sql}", f"JOIN {right.sql} ON true")), right)


def _using(w: Writer, left: Source, sub: Sub) -> Source:
    right = table(w)
    keys = (*(left.key or ()), *(right.key or ()))
    if "(" in left.sql or " JOIN " in left.sql or {key.partition(".")[2] for key in keys} != {"id"}:
        return _linked(w, left, sub)
    return _both(left, f"{w.chance.choice(('JOIN', 'LEFT JOIN', 'FULL JOIN'))} {right.sql} USING (id)", right)


def _asof(w: Writer, left: Source, sub: Sub) -> Source:
    """To the latest earlier row; no two rows of the right side are equally late."""
    right = table(w, w.chance.choice(("orders", "payments", "customers")))
    numbers = left.of("I")
    if not numbers or not right.key:
        return left
    kind = w.chance.choice(("ASOF JOIN", "ASOF LEFT JOIN"))
    return _both(left, f"{kind} {right.sql} ON {w.chance.choice(numbers)} >= {right.key[0]}", right)


def _lateral(w: Writer, left: Source, sub: Sub) -> Source:
    right = table(w, w.chance.choice(("orders", "crm.notes", "payments")))
    links = [c.ref for c in right.columns if c.ref.endswith(("customer_id", "order_id"))]
    numbers = left.of("I")
    if not numbers or LARGE in left.sql:
        return _linked(w, left, sub)
    alias = w.alias()
    picked = w.chance.sample(right.columns, 2)
    columns = tuple(Column(f"{alias}.l{number}", column.type) for number, column in enumerate(picked))
    items = ", ".join(f"{column.ref} AS l{number}" for number, column in enumerate(picked))
    inner = f"SELECT {items} FROM {right.sql} WHERE {links[0]} = {w.chance.choice(numbers)} ORDER BY ALL LIMIT 2"
    how = w.chance.choice(_LATERAL).format(inner, alias)
    return Source(left.sql + how, left.columns + columns)


def _unnested(w: Writer, left: Source, sub: Sub) -> Source:
    lists = left.of("L")
    if not lists:
        return left
    alias = w.alias()
    text = w.chance.choice((", unnest({}) AS {}(tag)", " CROSS JOIN unnest({}) AS {}(tag)"))
    return Source(left.sql + text.format(w.chance.choice(lists), alias), (*left.columns, Column(f"{alias}.tag", "S")))


def _json_each(w: Writer, left: Source, sub: Sub) -> Source:
    documents = left.of("J")
    if not documents:
        return _unnested(w, left, sub)
    alias = w.alias()
    columns = (Column(f"{alias}.key", "S"), Column(f"{alias}.value", "J"))
    return Source(f"{left.sql}, json_each({w.chance.choice(documents)}, '$.langs') AS {alias}", left.columns + columns)


def _positional(w: Writer, left: Source, sub: Sub) -> Source:
    """By position, of two sub-queries whose order is total."""
    parts = []
    for name in (w.small_table(), w.small_table()):
        alias = w.alias()
        picked = w.chance.sample(w.schema.tables[name], 3)
        items = ", ".join(f"{column.ref} AS p{number}" for number, column in enumerate(picked))
        columns = tuple(Column(f"{alias}.p{number}", column.type) for number, column in enumerate(picked))
        parts.append(Source(f"(SELECT {items} FROM {name} ORDER BY ALL) AS {alias}", columns))
    one, other = parts
    return Source(f"{one.sql} POSITIONAL JOIN {other.sql}", one.columns + other.columns)


def _both(left: Source, joined: str, right: Source) -> Source:
    return Source(f"{left.sql} {joined}", left.columns + right.columns, _keys(left, right))


def _keys(left: Source, right: Source) -> tuple[str, ...] | None:
    return left.key + right.key if left.key and right.key else None


JOINS: dict[Callable[[Writer, Source, Sub], Source], int] = {
    _linked: 8, _children: 4, _half: 2, _equal: 4, _comma: 2, _crossed: 1, _using: 2, _asof: 1, _lateral: 2,
    _unnested: 2, _json_each: 1, _positional: 1,
}  # fmt: skip
"""The ways to join, and how often each is taken."""
