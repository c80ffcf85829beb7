"""Which column is meant by a name of the same words: in another order, cut short, with the table's name or without.

No guess is made on meaning: the words are those of the columns that are there, and one column alone has them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from sqlglot import exp

from autogen_hatidata.sql.allow import function_name
from autogen_hatidata.sql.reading import Reading
from autogen_hatidata.sql.scopes import Source, lower
from autogen_hatidata.sql.words import is_word

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_]+")
_SHORT: Mapping[str, str] = {
    "acct": "account", "addr": "address", "amt": "amount", "cat": "category", "cnt": "count", "cust": "customer",
    "datetime": "time", "dept": "department", "desc": "description", "dt": "date", "emp": "employee", "lat": "latitude",
    "lng": "longitude", "lon": "longitude", "mgr": "manager", "msg": "message", "nbr": "number", "num": "number",
    "org": "organization", "pct": "percent", "prod": "product", "qty": "quantity", "timestamp": "time", "ts": "time",
    "txn": "transaction", "yr": "year",
}  # fmt: skip
"""Words that are written short, or in another way."""

_OTHERS = frozenset(
    """
    manager parent owner author supplier vendor referrer referred previous next old new
    has had no not non without first last min max minimum maximum
    """.split()
)
"""Words of another thing than the one that a row is about, or that say of one only whether or which."""

_MOMENTS = {"time": "TIMESTAMP", "date": "DATE"}
COMMON = frozenset(
    """
    id name type status state date time title description comment note notes code value number amount price total
    quantity count email phone address city country region category created_at updated_at created updated active key
    label
    """.split()
)
"""Names of columns that many tables have, so that which table is named says which one is meant."""

_OF_MANY = frozenset(
    """
    name status state email phone address city country region value amount price total quantity count balance cost
    duration discount error fee length percent rate rating revenue salary score size tax weight
    """.split()
)
"""What there may be several of: a tax_amount is another amount."""

_PREFIX = 2
"""Letters of what stands before all names of a table: c_name."""

_ALIKE = frozenset("unit order item line total grand full display main".split())
"""What may stand before these and make it no other one."""

_ID = ("id",)
_VAGUE = (_ID, ("date",), ("time",), ("key",), ("code",))
_NO_VALUE = frozenset({"count", "approx_count_distinct"})
_SAME_VALUE = frozenset("sum max min round trim upper lower any_value first".split())
"""Functions whose result is still what the column in them is."""


Words = tuple[str, ...]


def words(name: str) -> Words:
    """The words of a name, in full and in the singular.

    >>> words("stock_qty"), words("CustomerID"), words("order_items")
    (('stock', 'quantity'), ('customer', 'id'), ('order', 'item'))
    """
    return tuple(_SHORT.get(one, one) for one in map(_singular, _WORD.findall(name)))


def _singular(word: str) -> str:
    word = word.lower()
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us")) else word


def meant(wanted: str, sources: Sequence[Source], aliases: Iterable[str], reading: Reading) -> str | None:
    """The one column of some tables, or other name of one, that another name has the words of; None where none or
    several have them."""
    columns = [(one, name) for source in sources for one, name in _columns(source, reading)]
    every = [name for _, name in columns] + [one for one in aliases if lower(one) not in {lower(n) for _, n in columns}]
    own = words(wanted)
    if not own:
        return None
    for found in (
        {name for name in every if sorted(words(name)) == sorted(own)},
        _with_table(columns, own),
        _told_exactly(columns, own),
        _cut_short(every, own),
        _begun(every, own),
        {name for source in sources for name in _moments(own, source)} if len(sources) == 1 else set[str](),
        {name for source in sources for name in _renamed(lower(wanted), source)},
    ):
        if found:
            one = found.pop()
            return one if not found and [lower(each) for each in every].count(lower(one)) == 1 else None
    return None


def _columns(source: Source, reading: Reading) -> list[tuple[Words, str]]:
    """The columns of a table, each with the words of the table's name."""
    if source.table is not None and not source.reshaped:
        return [(words(source.table.name), column.name) for column in source.table.columns]
    return [(words(source.name), name) for name in known(source, reading) if name]


def known(source: Source, reading: Reading) -> Sequence[str]:
    """The columns of a source; of a query with ``count(*)`` in it too, of which a reading knows none."""
    names, query = reading.names(source), source.query
    if names is not None or not isinstance(query, exp.Select) or source.reshaped:
        return names or ()
    stars = any(one.is_star or one.find(exp.Columns) for one in query.expressions)
    return () if stars else [lower(one.alias_or_name) for one in query.expressions]


def _with_table(columns: Sequence[tuple[Words, str]], wanted: Words) -> set[str]:
    """Columns whose name is the wanted one with that of their table before it, or the other way round: order_id for the
    id of orders. There may be another date of an order than order_date."""
    alike = [name for _, name in columns if words(name)[-len(wanted) :] == wanted]
    if len(alike) > 1 and wanted != _ID:
        return set()
    if len(wanted) == 1 and wanted[0] in _MOMENTS and len({table for table, _ in columns}) > 1:
        return set()  # the other table may have a time, which is called otherwise
    pairs = [(table, words(name), name) for table, name in columns]
    return {name for table, known, name in pairs if known == (*table, *wanted) or wanted == (*table, *known)}


def prefixed(wanted: str, names: Sequence[str]) -> bool:
    """Whether all columns of a table begin alike, and one goes on with the wanted name: o_custkey for custkey."""
    before = {name.partition("_")[0] for name in names}
    return len(before) == 1 and len(names) > 1 and f"{before.pop()}_{wanted}" in names


def _told_exactly(columns: Sequence[tuple[Words, str]], wanted: Words) -> set[str]:
    """Columns that are the wanted one, told more exactly: unit_price for price. An id is one of another table, and a
    day or time of another event."""
    found = set[str]()
    for table, name in columns:
        plain = wanted[len(table) :] if wanted[: len(table)] == table else wanted
        more, last = words(name)[: -len(plain) or None], words(name)[-len(plain) :]
        told = bool(plain) and last == plain and plain not in _VAGUE and len(more) == 1 and _OTHERS.isdisjoint(more)
        if told and (plain[-1] not in _OF_MANY or more[0] in _ALIKE or more[0] in table or len(more[0]) <= _PREFIX):
            found.add(name)
    return found


def _cut_short(names: Iterable[str], wanted: Words) -> set[str]:
    """Names whose words begin as the wanted ones, which are no words by themselves: temp, dest, prod_descr."""
    return {name for name in names if _are_cut(wanted, words(name))}


def _are_cut(wanted: Words, known: Words) -> bool:
    pairs = list(zip(wanted, known, strict=False))
    cut = [short for short, full in pairs if short != full]
    alike = all(full.startswith(short) and len(short) >= _LEAST for short, full in pairs if short != full)
    return len(wanted) == len(known) and bool(cut) and alike and not any(map(is_word, cut))


def _begun(names: Sequence[str], wanted: Words) -> set[str]:
    """The one name that begins with the wanted words, where it only adds that it is the name: plan_name for plan. There
    may be no id, code or price of it too."""
    longer = [name for name in names if words(name)[: len(wanted)] == wanted]
    return {name for name in longer if len(longer) == 1 and words(name)[len(wanted) :] in _SAYS_NO_MORE}


_LEAST = 4
"""Letters of a word that is cut short."""

_SAYS_NO_MORE = (("name",), ("version",))
"""What may come after a word and say nothing else."""


def _moments(wanted: tuple[str, ...], source: Source) -> list[str]:
    """The columns of the kind that ``timestamp`` or ``date`` names."""
    kind = _MOMENTS.get(wanted[0]) if len(wanted) == 1 else None
    columns = source.table.columns if kind and source.table is not None else ()
    moments = [one for one in columns if one.type.startswith(tuple(_MOMENTS.values()))]
    return [one.name for one in moments if one.type.startswith(kind or "-")] if len(moments) == 1 else []


def _renamed(wanted: str, source: Source) -> list[str]:
    """What a sub-query calls a column of that name, or its sum, its greatest, or the same written otherwise; where
    something else is computed of it too, several names."""
    query = source.query
    shown = query.expressions if isinstance(query, exp.Select) else ()
    made = [one for one in shown if isinstance(one, exp.Alias) and _made_of(one.this) == wanted]
    return [one.alias for one in made if len(made) > 1 or _is_same(one.this)]


def _made_of(node: exp.Expr) -> str | None:
    """The column that is shown, or is the one argument of a call that is no count."""
    if isinstance(node, exp.Anonymous) and len(node.expressions) == 1 and function_name(node) not in _NO_VALUE:
        node = node.expressions[0]
    return lower(node.name) if isinstance(node, exp.Column) else None


def _is_same(node: exp.Expr) -> bool:
    return isinstance(node, exp.Column) or (isinstance(node, exp.Anonymous) and function_name(node) in _SAME_VALUE)


def abbreviates(short: str, name: str) -> bool:
    """Whether a table is called so for short: ``cu`` for customers, ``oi`` for order_items.

    >>> abbreviates("cu", "customers"), abbreviates("oi", "order_items"), abbreviates("c", "orders")
    (True, True, False)
    """
    short, rest = lower(short), iter(lower(name))
    return len(short) <= _LONGEST and lower(name).startswith(short[:1]) and all(letter in rest for letter in short)


_LONGEST = 4
"""Letters of a short name."""
