"""Table functions that give the rows nearest to a text, and the infix JOIN_VECTOR: written as ordinary queries.

Both are gone before rules, prices or the lens look at a statement, so that these see the tables and columns in them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from sqlglot import Token, TokenType, exp, parse_one

from autogen_hatidata.errors import BadArgument
from autogen_hatidata.sql.allow import function_name
from autogen_hatidata.sql.meaning import MODES, TABLE_FUNCTIONS, VECTOR, is_text
from autogen_hatidata.sql.names import find_table, unknown_column
from autogen_hatidata.sql.plain import PLAIN, PlainParser
from autogen_hatidata.sql.render import number
from autogen_hatidata.sql.scopes import lower, name_parts
from autogen_hatidata.types import ColumnInfo, LensInfo, TableInfo

SIMILARITY, SCORE = "similarity", "score"
"""The column that comes after those of the table: a cosine, and another number."""

_NAMES = PlainParser.TABLE_ALIAS_TOKENS | {TokenType.VAR, TokenType.IDENTIFIER}
_KINDS = frozenset(
    {
        TokenType.LEFT,
        TokenType.RIGHT,
        TokenType.FULL,
        TokenType.OUTER,
        TokenType.INNER,
        TokenType.SEMI,
        TokenType.ANTI,
        TokenType.ASOF,
        TokenType.POSITIONAL,
        TokenType.CROSS,
        TokenType.NATURAL,
    }
)
_VALUES = frozenset(
    {
        TokenType.NUMBER,
        TokenType.STRING,
        TokenType.HEREDOC_STRING,
        TokenType.PLACEHOLDER,
        TokenType.TRUE,
        TokenType.FALSE,
        TokenType.NULL,
        TokenType.END,
        TokenType.R_PAREN,
        TokenType.R_BRACKET,
        TokenType.R_BRACE,
    }
)
_BEFORE = _NAMES | _KINDS | _VALUES | PlainParser.TYPE_TOKENS | {TokenType.CURRENT_DATE, TokenType.CURRENT_TIMESTAMP}
"""What JOIN may stand after: a table, the end of a condition, or what kind of join it is."""

_QUERIES = frozenset({TokenType.SELECT, TokenType.WITH, TokenType.FROM, TokenType.VALUES})
_DEFAULT_K = 10

_VECTORS = ("CAST(a AS DOUBLE[@n])", "CAST(b AS DOUBLE[@n])")  # squares of a FLOAT may be more than a FLOAT holds
_DIRECTED = " AND ".join(
    f"array_inner_product({one}, {one}) > 0 AND isfinite(array_inner_product({one}, {one}))" for one in _VECTORS
)
_COSINE = (
    f"CASE WHEN a IS NOT NULL AND {_VECTORS[1]} IS NOT NULL THEN CAST(CASE WHEN {_DIRECTED} "
    f"THEN round(array_cosine_similarity({', '.join(_VECTORS)}), 6) ELSE 0 END AS FLOAT) END"
)
"""How near the vectors ``a`` and ``b`` are: NULL where one is, and 0 where one has no direction."""

Arguments = Sequence[exp.Expr]


def joined(tokens: list[Token]) -> list[Token]:
    """The tokens with JOIN in the place of the infix JOIN_VECTOR.

    A table, column or alias of that name is left alone, and so is what stands in a text.
    """
    return [_join(token) if _is_infix(tokens, place) else token for place, token in enumerate(tokens)]


def _is_infix(tokens: Sequence[Token], place: int) -> bool:
    token = tokens[place]
    if token.token_type != TokenType.VAR or token.text.upper() != "JOIN_VECTOR" or place == 0:
        return False
    after = [one.token_type for one in tokens[place + 1 : place + 3]]
    if tokens[place - 1].token_type not in _BEFORE or not after:
        return False
    return after[0] in _NAMES or (after[0] == TokenType.L_PAREN and len(after) > 1 and after[1] in _QUERIES)


def _join(token: Token) -> Token:
    return Token(TokenType.JOIN, "JOIN", token.line, token.col, token.start, token.end, token.comments)


def without_infix(text: str, tokens: Sequence[Token]) -> str:
    """A text with JOIN in the place of each infix that `joined` found: what DuckDB can read of it."""
    ours = [one for one in tokens if one.token_type == TokenType.JOIN and one.end - one.start + 1 == len("JOIN_VECTOR")]
    for token in reversed(ours):
        text = f"{text[: token.start]}JOIN{text[token.end + 1 :]}"
    return text


def nearest_sql(table: str, column: str, k: int, mode: str) -> str:
    """The statement for the ``k`` rows that are nearest to a text, which is its one parameter.

    >>> nearest_sql("orders", "note", 5, "hybrid")
    "SELECT * FROM JOIN_VECTOR('orders', 'note', ?, 5, mode => 'hybrid')"
    """
    table, column, mode = (exp.Literal.string(text).sql(dialect=PLAIN) for text in (table, column, mode))
    return f"SELECT * FROM JOIN_VECTOR({table}, {column}, ?, {k}, mode => {mode})"


def expanded(tree: exp.Expr, lens: LensInfo) -> exp.Expr:
    """The tree with a query in the place of each of our table functions; itself where it has none.

    Raises:
        BadArgument: an argument is not what it has to be.
        UnknownName: there is no such table or column.
    """
    if not any(map(_is_ours, tree.find_all(exp.Table))):
        return tree
    tree = tree.copy()
    number(tree.walk())  # a text may come to stand in several places
    for table in list(filter(_is_ours, tree.find_all(exp.Table))):
        name = function_name(table.this)
        _check_not_of_with(table, name)
        query = _EXPANDED[name](table.this.expressions, lens)
        alias = table.args.get("alias") or exp.TableAlias(this=exp.to_identifier(name, quoted=True))
        rest = {key: value for key, value in table.args.items() if key not in ("this", "alias") and value}
        table.replace(exp.Subquery(this=query, alias=alias, **rest))
    return tree


def _is_ours(table: exp.Table) -> bool:
    return isinstance(table.this, exp.Anonymous) and function_name(table.this) in TABLE_FUNCTIONS


def _check_not_of_with(table: exp.Table, name: str) -> None:
    """These look into tables: a name that WITH gives to a query would be that of the table behind it."""
    given = table.this.expressions[0] if table.this.expressions else None
    if not isinstance(given, exp.Column | exp.Literal):
        return
    wanted = _written(given, "table")
    if lower(wanted) in map(lower, _given_by_with(table)):
        raise BadArgument(
            f"{name.upper() if name == 'join_vector' else name} takes a table, and {wanted} is a query of WITH here.",
            f"write SELECT *, semantic_rank(column, 'text') AS similarity FROM {wanted} ORDER BY similarity DESC "
            "LIMIT 10, or name the table with its schema.",
        )


def _given_by_with(node: exp.Expr) -> Iterator[str]:
    """The names of WITH that a node may use; a query of WITH sees those before it, and itself where it is recursive."""
    while node.parent is not None:
        below, node = node, node.parent
        with_ = node if isinstance(node, exp.With) else node.args.get("with_")
        if with_ is None or with_ is below:
            continue
        for cte in with_.expressions:
            if cte is below and not with_.args.get("recursive"):
                break
            yield cte.alias
            if cte is below:
                break


def _join_vector(given: Arguments, lens: LensInfo) -> exp.Expr:
    given, mode = _split(given)
    _check(given, 3, "JOIN_VECTOR(table, column, 'text', 10)")
    table = _table(given[0], lens)
    return _nearest(table, [_rank(_column(given[1], table), given[2], mode)], given[3:], mode)


def _context(given: Arguments, lens: LensInfo) -> exp.Expr:
    given, mode = _split(given)
    _check(given, 2, "hatidata_context('table', 'text', 10)")
    table = _table(given[0], lens)
    texts = [one for one in table.columns if is_text(one.type) and one.mask is None]
    if not texts:
        raise BadArgument("That table has no column of text that you see unmasked.", "query it by its values.")
    return _nearest(table, [_rank(one, given[1], mode) for one in texts], given[2:], mode)


def _rag_context(given: Arguments, lens: LensInfo) -> exp.Expr:
    _check(given, 3, "hatidata_rag_context('table', 'column', [0.1, 0.2], 10)")
    table = _table(given[0], lens)
    column = _column(given[1], table)
    found = VECTOR.fullmatch(column.type)
    if not found:
        raise BadArgument(
            "hatidata_rag_context compares a column of vectors, of the type FLOAT[n].",
            "for a column of text write JOIN_VECTOR(table, column, 'text', 10).",
        )
    numbers, vector = int(found[1]), given[2]
    if isinstance(vector, exp.Array) and len(vector.expressions) != numbers:
        raise BadArgument(
            f"{column.name} has vectors of {numbers} numbers; that of the question has {len(vector.expressions)}.",
            "give as many numbers, from what made the vectors of the column.",
        )
    score = parse_one(_COSINE.replace("@n", str(numbers)), dialect=PLAIN)
    for name in list(score.find_all(exp.Column)):
        name.replace(_named(column) if name.name == "a" else vector.copy())
    return _nearest(table, [score], given[3:])


_EXPANDED: Mapping[str, Callable[[Arguments, LensInfo], exp.Expr]] = {
    "join_vector": _join_vector,
    "hatidata_context": _context,
    "hatidata_rag_context": _rag_context,
}
assert _EXPANDED.keys() == TABLE_FUNCTIONS


def _nearest(table: TableInfo, scores: list[exp.Expr], k: Arguments, mode: exp.Expr | None = None) -> exp.Expr:
    """``SELECT *, score AS similarity FROM table ORDER BY similarity DESC NULLS LAST LIMIT k``."""
    best = scores[0] if len(scores) == 1 else exp.Anonymous(this="greatest", expressions=scores)
    by_meaning = mode is None or mode.expression.name == MODES[0]
    name = exp.to_identifier(_free(table, SIMILARITY if by_meaning else SCORE), quoted=True)
    source = exp.Table(this=exp.to_identifier(table.name, quoted=True), db=exp.to_identifier(table.schema, quoted=True))
    order = exp.Ordered(this=exp.Column(this=name.copy()), desc=True, nulls_first=False)
    query = exp.select(exp.Star(), exp.alias_(best, name, copy=False)).from_(source).order_by(order)
    return query.limit(k[0].copy() if k else _DEFAULT_K)


def _free(table: TableInfo, wanted: str) -> str:
    names = {lower(one.name) for one in table.columns}
    return next(name for name in (wanted, *(f"{wanted}_{n}" for n in range(1, 10_000))) if name not in names)


def _rank(column: ColumnInfo, text: exp.Expr, mode: exp.Expr | None) -> exp.Expr:
    given = [_named(column), text.copy(), *([mode.copy()] if mode is not None else [])]
    return exp.Anonymous(this="semantic_rank", expressions=given)


def _split(given: Arguments) -> tuple[Arguments, exp.Expr | None]:
    """The arguments, and that of the name mode, which comes last."""
    last = given[-1] if given else None
    if isinstance(last, exp.Kwarg | exp.PropertyEQ) and lower(last.this.name) == "mode":
        return given[:-1], last
    return given, None


def _named(column: ColumnInfo) -> exp.Column:
    return exp.Column(this=exp.to_identifier(column.name, quoted=True))


def _check(given: Arguments, least: int, usage: str) -> None:
    name = usage.partition("(")[0]
    if not least <= len(given) <= least + 1:
        raise BadArgument(f"{name} takes {least} or {least + 1} arguments.", f"write {usage}.")
    if len(given) > least and not (_is_count(given[least]) or isinstance(given[least], exp.Placeholder)):
        raise BadArgument(f"The last argument of {name} is a number of rows.", f"write {usage}.")


def _is_count(node: exp.Expr) -> bool:
    return isinstance(node, exp.Literal) and not node.is_string and node.name.isdigit()


def _table(node: exp.Expr, lens: LensInfo) -> TableInfo:
    return find_table(_written(node, "table"), lens)


def _column(node: exp.Expr, table: TableInfo) -> ColumnInfo:
    name = _written(node, "column")
    found = [one for one in table.columns if lower(one.name) == lower(name)]
    if not found:
        raise unknown_column(name)
    return found[0]


def _written(node: exp.Expr, what: str) -> str:
    """A name, written as one or as a text."""
    if isinstance(node, exp.Literal) and node.is_string:
        return str(node.this)
    if isinstance(node, exp.Column) and name_parts(node):
        return ".".join(part.name for part in name_parts(node))
    raise BadArgument(f"The {what} is given by its name.", f"write the name of the {what}, with or without quotes.")
