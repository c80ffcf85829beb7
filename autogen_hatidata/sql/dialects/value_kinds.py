"""What a DuckDB expression gives, as far as it can be seen without its tables."""

from __future__ import annotations

from sqlglot import exp

from autogen_hatidata.sql.dialects.forms import built, copied
from autogen_hatidata.sql.dialects.source import never_zero

_BY_TYPE = {
    **dict.fromkeys((exp.DType.TINYINT, exp.DType.SMALLINT, exp.DType.INT, exp.DType.BIGINT), "int"),
    **dict.fromkeys((exp.DType.FLOAT, exp.DType.DOUBLE), "double"),
    **dict.fromkeys((exp.DType.VARCHAR, exp.DType.TEXT, exp.DType.CHAR), "text"),
    **dict.fromkeys((exp.DType.TIMESTAMP, exp.DType.TIMESTAMPNTZ), "timestamp"),
    exp.DType.DECIMAL: "decimal",
    exp.DType.DATE: "date",
    exp.DType.BOOLEAN: "boolean",
    exp.DType.ARRAY: "list",
    exp.DType.MAP: "map",
    exp.DType.JSON: "json",
}

_CALLS = {
    "int": """
        length len year quarter month day dayofweek dayofyear isodow week hour minute second date_diff date_sub
        list_position row_number rank dense_rank ntile count_if approx_count_distinct instr levenshtein ascii strpos
        unicode bit_length octet_length cardinality
    """,
    "double": """
        avg median sqrt cbrt exp ln log10 log2 pow pi sin cos tan degrees radians random stddev_samp stddev_pop var_samp
        var_pop corr covar_pop covar_samp quantile_cont percent_rank cume_dist
    """,
    "text": """
        upper lower concat concat_ws substring left right ltrim rtrim trim lpad rpad repeat replace translate split_part
        reverse regexp_extract regexp_replace md5 sha1 sha256 strftime array_to_string string_agg json_extract_string
        chr
    """,
    "date": "last_day make_date",
    "list": """
        list list_value list_transform list_filter list_sort string_split string_split_regex regexp_extract_all
        list_append list_prepend flatten map_keys map_values generate_series list_slice range list_distinct array_agg
        list_concat list_reverse list_zip map_entries
    """,
    "map": "map map_from_entries map_concat histogram",
    "boolean": "regexp_matches contains starts_with ends_with list_contains bool_and bool_or",
}
_BY_CALL = {name: found for found, names in _CALLS.items() for name in names.split()}
_BY_NODE: tuple[tuple[tuple[type[exp.Expr], ...], str], ...] = (
    ((exp.Count, exp.StrPosition), "int"),
    ((exp.Div,), "double"),
    ((exp.DPipe, exp.Trim, exp.Substring, exp.GroupConcat), "text"),
    ((exp.Boolean, exp.Predicate, exp.Connector, exp.Not), "boolean"),
    ((exp.CurrentDate,), "date"),
    ((exp.Array,), "list"),
)
_LIKE_ITS_ARGUMENT = frozenset("sum min max abs lag lead first_value last_value first last any_value round".split())
_AROUND = (exp.Paren, exp.Neg, exp.Window, exp.Filter, exp.WithinGroup, exp.Distinct)


def kind(node: exp.Expr) -> str | None:
    """One word for the type of a tree whose functions are DuckDB's: int, decimal, double, text, boolean, date,
    timestamp, list; None where only the tables tell."""
    while isinstance(node, _AROUND):
        node = node.expressions[0] if isinstance(node, exp.Distinct) else node.this
    if isinstance(node, exp.Literal):
        return "text" if node.is_string else _number(node.name)
    if isinstance(node, exp.Cast):
        return _BY_TYPE.get(node.to.this)
    if isinstance(node, exp.Anonymous):
        return _of_call(node)
    if isinstance(node, exp.Add | exp.Sub | exp.Mul | exp.Mod | exp.IntDiv):
        return _arithmetic(node)
    if isinstance(node, exp.Case):
        return _same([branch.args["true"] for branch in node.args["ifs"]] + [node.args.get("default")])
    return next((found for nodes, found in _BY_NODE if isinstance(node, nodes)), None)


def _number(text: str) -> str:
    return "double" if "e" in text.lower() else "decimal" if "." in text else "int"


def _of_call(node: exp.Anonymous) -> str | None:
    name = node.name.lower()
    if name in ("coalesce", "nullif", "greatest", "least"):
        return _same(node.expressions[:1] if name == "nullif" else node.expressions)
    if name in (
        "sum",
        "min",
        "max",
        "abs",
        "lag",
        "lead",
        "first_value",
        "last_value",
        "first",
        "last",
        "any_value",
        "round",
    ):
        return kind(node.expressions[0]) if node.expressions else None
    return _BY_CALL.get(name)


def _arithmetic(node: exp.Binary) -> str | None:
    left, right = kind(node.this), kind(node.expression)
    if left == "date" and right == "int":
        return "date"
    kinds = {left, right}
    if kinds <= {"int", "decimal", "double"}:
        return next(each for each in ("double", "decimal", "int") if each in kinds)
    return "double" if "double" in kinds and None in kinds else None


def _same(nodes: list[exp.Expr | None]) -> str | None:
    kinds = {kind(node) for node in nodes if node is not None and not isinstance(node, exp.Null)}
    if kinds <= {"int", "decimal", "double"} and kinds:
        return next(each for each in ("double", "decimal", "int") if each in kinds)
    return kinds.pop() if len(kinds) == 1 else None


def divisor(node: exp.Expr) -> exp.Expr:
    """A divisor, with an error in the place of 0, where DuckDB would go on."""
    if never_zero(node):
        return node.copy()
    copied(node)
    return built("CASE WHEN a = 0 THEN CAST('division by zero' AS TINYINT) ELSE a END", node)
