"""Selects: plain, grouped, with windows, nested."""

from __future__ import annotations

from support.generator import sources
from support.generator.clauses import AGGREGATES, KEYED, KEYLESS
from support.generator.expressions import Writer
from support.generator.scope import Column, Query, Source

_TYPES = "IIINFSSSSDTBLMJA"
_PLAIN = "IINSSSDTB"
"""Types that a query in FROM gives, so that there is something to join, group and compare by."""

_NAMES = (*"email name n total ssn phone region label id amount salary x Mail".split(), '"k v"')


def in_order(w: Writer, query: Query) -> str:
    """The query with an order in which only equal rows are equal, and mostly with a limit."""
    positions = [
        f"{number}{w.chance.choice(('', ' DESC', ' NULLS FIRST', ' DESC NULLS LAST'))}"
        for number in range(1, len(query.columns) + 1)
    ]
    w.chance.shuffle(positions)
    order = "ALL" if not query.columns or w.chance.random() < 0.4 else ", ".join(positions)
    limit = w.chance.choice(("", " LIMIT 5", " LIMIT 20", " LIMIT 10 OFFSET 3", " LIMIT 50%", " OFFSET 2"))
    return f"{query.sql} ORDER BY {order}{limit}"


def items_of(w: Writer, parts: list[tuple[str, str]]) -> tuple[str, tuple[Column, ...]]:
    """The select list of expressions and their types, each under a name of its own."""
    names = w.chance.sample(_NAMES, len(parts)) if w.chance.random() < 0.3 else [f"c{n}" for n in range(len(parts))]
    sql = ", ".join(f"{text} AS {name}" for (text, _), name in zip(parts, names, strict=True))
    return sql, tuple(Column(name, kind) for (_, kind), name in zip(parts, names, strict=True))


def where(w: Writer, source: Source, often: float = 0.5) -> str:
    conditions = [source.where] if source.where else []
    trap = w.trap(source.columns)
    if trap:
        conditions.insert(w.chance.randint(0, len(conditions)), trap)
    if w.chance.random() < often:
        conditions.append(w.expression("B", source.columns, w.chance.choice((0, 0, 1, 2))))
    return " WHERE " + " AND ".join(f"({one})" for one in conditions) if conditions else ""


def plain(w: Writer) -> Query:
    """Expressions over a source, with its key now and then."""
    return select(w, "".join(w.chance.choices(_TYPES, k=w.chance.randint(1, 4))))


def select(w: Writer, types: str, source: Source | None = None) -> Query:
    source = source or sources.some(w, inner)
    keyed = bool(source.key) and w.chance.random() < 0.6
    kinds = {column.ref: column.type for column in source.columns}
    parts = [(ref, kinds[ref]) for ref in source.key or ()] if keyed else []
    parts += [(w.expression(kind, source.columns), kind) for kind in types]
    items, columns = items_of(w, parts)
    key = tuple(column.ref for column in columns[: len(source.key or ())]) if keyed else None
    condition = where(w, source)
    if w.chance.random() < 0.12:
        return Query(f"FROM {source.sql} SELECT {items}{condition}", columns, key)
    distinct = "DISTINCT " if w.chance.random() < 0.15 else ""
    return Query(f"SELECT {distinct}{items} FROM {source.sql}{condition}", columns, key)


def inner(w: Writer) -> Query:
    """A query to stand in FROM."""
    types = "I" + "".join(w.chance.choices(_PLAIN, k=w.chance.randint(1, 3)))
    if w.chance.random() < 0.35:
        return grouped(w, plain=True)
    query = select(w, types, sources.table(w))
    return Query(in_order(w, query), query.columns, query.key) if w.chance.random() < 0.15 else query


def _group_keys(w: Writer, source: Source, count: int) -> list[tuple[str, str]]:
    keys = []
    for _ in range(count):
        if w.chance.random() < 0.6:
            column = w.chance.choice([one for one in source.columns if one.type in "ISDBNTL"] or list(source.columns))
            keys.append((column.ref, column.type))
        else:
            kind = w.chance.choice("ISSSDB")
            text = w.expression(kind, source.columns, 1, flat=True)
            keys.append((text if "." in text else w.chance.choice(source.columns).ref, kind))
    kinds = {column.ref: column.type for column in source.columns}
    return list({text: (text, kinds.get(text, kind)) for text, kind in keys}.values())


def _aggregate(w: Writer, source: Source, kind: str) -> str:
    known = {f"V{letter}": _varying(w, source, letter) for letter in "SI"}
    known["U"] = source.key[0] if source.key and len(source.key) == 1 else ""
    templates = [
        one for one in AGGREGATES[kind] if all(text or f"{{{name}}}" not in one for name, text in known.items())
    ]
    return w.filled(w.chance.choice(templates), source.columns, 0, flat=True, **known)


def _varying(w: Writer, source: Source, letter: str) -> str:
    """An expression with a column in it: DuckDB refuses to order by a constant."""
    text = w.expression(letter, source.columns, 1, flat=True)
    return text if "." in text and "$" not in text else next(iter(source.of(letter)), "")


def grouped(w: Writer, *, plain: bool = False) -> Query:
    """Groups and aggregates; ``plain`` ones have a key."""
    source = sources.table(w) if plain else sources.some(w, inner)
    keys = _group_keys(w, source, 1 if plain else w.chance.randint(0, 3))
    kinds = "".join(w.chance.choices("IIINFSDB" if plain else "IIIINNFFSSDTBLMJA", k=w.chance.randint(1, 3)))
    parts = keys + [(_aggregate(w, source, kind), kind) for kind in kinds]
    items, columns = items_of(w, parts)
    having = ""
    if keys and w.chance.random() < 0.25:
        number = w.filled(w.chance.choice(AGGREGATES["I"][:6]), source.columns, 0, flat=True)
        having = f" HAVING {number} > {w.literal('i')}"
    group = "" if plain else _grouping(w, [text for text, _ in keys])
    if plain or (keys and not group):
        group = f" GROUP BY {keys[0][0]}" if plain else " GROUP BY " + ", ".join(text for text, _ in keys)
    key = tuple(column.ref for column in columns[: len(keys)]) if plain else None
    return Query(f"SELECT {items} FROM {source.sql}{where(w, source)}{group}{having}", columns, key)


def _grouping(w: Writer, keys: list[str]) -> str:
    """The GROUP BY of those keys in one of its forms; empty for the ordinary one."""
    listed = ", ".join(keys)
    if not keys:
        return ""
    forms = ["", "", f" GROUP BY ROLLUP ({listed})", f" GROUP BY CUBE ({listed})", " GROUP BY ALL"]
    forms.append(f" GROUP BY GROUPING SETS (({listed}), ({keys[0]}), ())")
    forms.append(" GROUP BY " + ", ".join(str(number) for number in range(1, len(keys) + 1)))
    return w.chance.choice(forms)


def _window(w: Writer, source: Source, kind: str) -> str:
    templates = list(KEYLESS.get(kind, ())) + (list(KEYED.get(kind, ())) * 2 if source.key else [])
    sortable = [column.ref for column in source.columns if column.type in "ISNDTF"] or ["1"]
    return w.filled(
        w.chance.choice(templates), source.columns, 0, flat=True,
        K=", ".join(source.key or ()), P=w.chance.choice(sortable), C=w.chance.choice(sortable),
    )  # fmt: skip


def windows(w: Writer) -> Query:
    """Window functions, with QUALIFY now and then."""
    source = sources.some(w, inner)
    kinds = "".join(w.chance.choices("IIIISF", k=w.chance.randint(1, 3)))
    keyed = [(ref, "I") for ref in (source.key or ())[:1]] if source.key and source.key[0] in source.of("I") else []
    parts = keyed + [(_window(w, source, kind), kind) for kind in kinds]
    items, columns = items_of(w, parts)
    qualify = f" QUALIFY {_window(w, source, 'I')} <= {w.chance.choice((1, 2, 3))}" if w.chance.random() < 0.35 else ""
    return Query(f"SELECT {items} FROM {source.sql}{where(w, source, 0.4)}{qualify}", columns)


def grouped_windows(w: Writer) -> Query:
    """Windows over aggregates."""
    source = sources.some(w, inner)
    ((key, kind), *_) = _group_keys(w, source, 1)
    number = _aggregate(w, source, "I")
    extra = w.chance.choice(
        (f"sum({number}) OVER ()", f"rank() OVER (ORDER BY {number} DESC)", f"count(*) OVER (PARTITION BY {number})")
    )
    items, columns = items_of(w, [(key, kind), (number, "I"), (extra, "I")])
    return Query(f"SELECT {items} FROM {source.sql}{where(w, source)} GROUP BY {key}", columns)


def over(w: Writer, source: Source) -> Query:
    """A select, grouped or not, over a source that is given."""
    if w.chance.random() < 0.5:
        return select(w, "".join(w.chance.choices(_TYPES, k=2)), source)
    ((key, kind), *_) = _group_keys(w, source, 1)
    items, columns = items_of(w, [(key, kind), (_aggregate(w, source, "I"), "I"), (_aggregate(w, source, "S"), "S")])
    return Query(f"SELECT {items} FROM {source.sql}{where(w, source)} GROUP BY ALL", columns)


def nested(w: Writer) -> Query:
    """A query over a query that is already limited, grouped or windowed."""
    return over(w, sources.derived(w, w.chance.choice((inner, _windows_inner))))


def _windows_inner(w: Writer) -> Query:
    source = sources.table(w)
    parts = [(source.key[0] if source.key else "1", "I"), (_window(w, source, "I"), "I")]
    items, columns = items_of(w, [*parts, (w.expression("S", source.columns, 1), "S")])
    return Query(f"SELECT {items} FROM {source.sql}{where(w, source)}", columns, (columns[0].ref,))
