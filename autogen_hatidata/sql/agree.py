"""The second opinion: DuckDB's own parse of the text that will run must show what the checked tree shows.

How an engine uses it, for each new text, in a separate empty in-memory instance (nothing is bound, so no table need
exist, and parameters may stay in the text):

1. ``tree`` is the tree after ``names.resolve``, and ``render.to_duckdb(tree)`` the text that will run.
2. ``SELECT json_serialize_sql(?)`` with the one argument ``text_to_check(tree, sql)``. It is the same text, except that
   a PIVOT whose columns come from the data gets a fixed list of columns: DuckDB cannot serialize it otherwise.
3. ``agree(tree, json)`` with the JSON text of step 2. It returns, or it raises NotAllowed; then nothing may run.

``json_serialize_sql`` works alike on DuckDB 1.5 and 2.0 for every query form that ``parse`` lets through, so there is
no other path: what it cannot serialize is denied. ``is_dynamic_pivot(tree)`` tells an engine that DuckDB makes several
statements of the text (``extract_statements`` returns one of type MULTI on 2.0, and CREATE and SELECT on 1.5), so that
it has to be run as text and not as one kept Statement.
"""

from __future__ import annotations

from typing import Any

import orjson
from sqlglot import exp

from autogen_hatidata.errors import LimitExceeded, NotAllowed
from autogen_hatidata.sql.allow import SCHEMAS, SESSION_NAMES
from autogen_hatidata.sql.functions import ALLOWED, ALLOWED_TABLES, OPERATORS
from autogen_hatidata.sql.render import to_duckdb
from autogen_hatidata.sql.walking import nodes

TableName = tuple[str, str, str]
"""Catalog, schema and table in lower case; what was not written is empty."""

_EXPRESSIONS = frozenset(
    """
    BETWEEN CASE CAST COLLATE COLUMN_REF COMPARISON CONJUNCTION CONSTANT DEFAULT FUNCTION LAMBDA LAMBDA_REF OPERATOR
    PARAMETER POSITIONAL_REFERENCE STAR SUBQUERY TYPE WINDOW
    """.split()
)
_OTHERS = frozenset(
    """
    ORDER_MODIFIER LIMIT_MODIFIER LIMIT_PERCENT_MODIFIER DISTINCT_MODIFIER ORDER_DEFAULT ASCENDING DESCENDING
    SELECT_NODE SET_OPERATION_NODE RECURSIVE_CTE_NODE CTE_NODE
    BASE_TABLE SUBQUERY JOIN TABLE_FUNCTION EXPRESSION_LIST EMPTY PIVOT
    DECIMAL_TYPE_INFO LIST_TYPE_INFO STRUCT_TYPE_INFO ARRAY_TYPE_INFO UNBOUND_TYPE_INFO GENERIC_TYPE_INFO
    STRING_TYPE_INFO INTEGER_LITERAL_TYPE_INFO
    """.split()
)
_NESTED = frozenset({dict, list})


def agree(tree: exp.Expr, serialized: str) -> None:
    """Raises NotAllowed unless DuckDB sees one query over the same tables, with allowed functions only."""
    try:
        found = _judged(_query(orjson.loads(serialized)))
    except RecursionError:
        raise LimitExceeded("The SQL nests too deep.", "name steps with WITH instead of nesting them.") from None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _disagreement("DuckDB's tree has an unknown form") from error
    if found != tables(tree):
        raise _disagreement("the tables differ")


def tables(tree: exp.Expr) -> set[TableName]:
    """Every name in table position, those of CTEs included."""
    return {
        (table.catalog.lower(), table.db.lower(), table.name.lower())
        for table in nodes(tree)
        if isinstance(table, exp.Table) and isinstance(table.this, exp.Identifier)
    }


def is_dynamic_pivot(tree: exp.Expr) -> bool:
    """Whether the columns of some PIVOT in the tree come from the data."""
    return any(_open_columns(pivot) for pivot in tree.find_all(exp.Pivot))


def text_to_check(tree: exp.Expr, sql: str) -> str:
    """The text that DuckDB is to serialize: the one that will run, with fixed columns in every PIVOT.

    >>> from autogen_hatidata.sql.parse import parse
    >>> tree = parse("pivot t on y using sum(z)")
    >>> text_to_check(tree, to_duckdb(tree))
    'PIVOT "t" ON "y" IN (NULL) USING sum("z")'
    """
    if "PIVOT" not in sql or not is_dynamic_pivot(tree):
        return sql
    if tree.find(exp.Placeholder):
        raise NotAllowed(
            "A PIVOT whose columns come from the data takes no parameters.",
            "name the columns, as in ON status IN ('open', 'paid'), or write the values into the text.",
        )
    copy = tree.copy()
    for pivot in copy.find_all(exp.Pivot):
        for column in _open_columns(pivot):
            whole = column.copy() if isinstance(column, exp.Column) else exp.Paren(this=column.copy())
            column.replace(exp.In(this=whole, expressions=[exp.Null()]))
    return to_duckdb(copy)


def _open_columns(pivot: exp.Pivot) -> list[exp.Expr]:
    if pivot.unpivot or not pivot.this:
        return []
    return [column for column in pivot.expressions if not isinstance(column, exp.In)]


def _disagreement(detail: str) -> NotAllowed:
    return NotAllowed("The SQL has a form that cannot be checked.", "write it more simply.", detail=detail)


def _query(answer: dict[str, Any]) -> Any:
    if answer["error"]:
        raise _disagreement(f"DuckDB cannot serialize it: {answer.get('error_type', '')}")
    if len(answer["statements"]) != 1:
        raise _disagreement("DuckDB sees several statements")
    return answer["statements"][0]["node"]


def _judged(query: Any) -> set[TableName]:
    """The names in table position of a tree of DuckDB, of which every object is judged; without recursion."""
    found, stack = set(), [query]
    while stack:
        item = stack.pop()
        if type(item) is dict:
            if item.get("at_clause") or item.get("export_state"):
                raise _disagreement("a clause that agents may not use")
            form = item.get("class")
            if form is not None:
                _judge_expression(form, item)
            elif _judge_other(item.get("type"), item):
                found.add((item["catalog_name"].lower(), item["schema_name"].lower(), item["table_name"].lower()))
            item = item.values()
        for one in item:
            if type(one) in _NESTED:
                stack.append(one)
    return found


def _judge_expression(form: Any, part: dict[str, Any]) -> None:
    if form not in _EXPRESSIONS:
        raise _disagreement(f"an expression of class {form}")
    if form == "FUNCTION":
        _judge_function(part)
    elif form == "COLUMN_REF":
        for name in part["column_names"]:
            if name.lower() in SESSION_NAMES:
                raise _disagreement("a name of the session")


def _judge_other(kind: object, part: dict[str, Any]) -> bool:
    """Judge what is no expression. Gives whether it is a name in table position."""
    if isinstance(kind, str) and kind not in _OTHERS:
        raise _disagreement(f"a node of type {kind}")
    if kind == "TABLE_FUNCTION":
        _judge_table_function(part)
    return kind == "BASE_TABLE"


def _judge_function(part: dict[str, Any]) -> None:
    name = part["function_name"].lower()
    if name not in ALLOWED and name not in OPERATORS and name not in ALLOWED_TABLES:
        raise _disagreement(f"the function {name}")
    if part["catalog"].lower() in SCHEMAS or part["schema"].lower() in SCHEMAS - {"main"}:
        raise _disagreement(f"the function {name} of a schema")  # 1.5 writes main itself before list_value and others


def _judge_table_function(part: dict[str, Any]) -> None:
    function = part["function"]
    if function["class"] != "FUNCTION" or function["function_name"].lower() not in ALLOWED_TABLES:
        raise _disagreement("a function in FROM")
    if function["schema"] or function["catalog"]:
        raise _disagreement("a function of a schema in FROM")
