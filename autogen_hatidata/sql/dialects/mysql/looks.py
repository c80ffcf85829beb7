"""What of MySQL's SQL is read, and what is refused because DuckDB would answer in another way."""

from __future__ import annotations

import re
from collections.abc import Callable

from sqlglot import exp

from autogen_hatidata.sql.dialects.certain_kinds import written
from autogen_hatidata.sql.dialects.folding import COMPARED
from autogen_hatidata.sql.dialects.forms import Call, form_of, most
from autogen_hatidata.sql.dialects.matches import movable
from autogen_hatidata.sql.dialects.mysql.common import refused
from autogen_hatidata.sql.dialects.mysql.forms import FORMS
from autogen_hatidata.sql.dialects.mysql.json_rows import OWN_TYPES, judge_table
from autogen_hatidata.sql.dialects.mysql.times import UNITS, date_format
from autogen_hatidata.sql.dialects.source import Look, number

FUNCTIONS: dict[str, int] = {
    **most(FORMS),
    # choice and NULL
    "IFNULL": 2, "COALESCE": 99, "NULLIF": 2, "GREATEST": 9, "LEAST": 9, "FIELD": 9, "ELT": 9,
    # text
    "CONCAT": 99, "CONCAT_WS": 99, "LOCATE": 3, "MID": 3, "SUBSTRING_INDEX": 3, "SHA2": 2, "FORMAT": 2,
    "REGEXP_REPLACE": 5, "REGEXP_SUBSTR": 4, "REGEXP_LIKE": 3, "REGEXP_INSTR": 4, "CONV": 3,
    # numbers
    "ROUND": 2, "LOG": 2,
    # dates and times
    "LOCALTIME": 0, "LOCALTIMESTAMP": 0, "CURRENT_TIMESTAMP": 0, "CURRENT_DATE": 0, "WEEK": 2, "YEARWEEK": 2,
    "DATE_ADD": 2, "ADDDATE": 2, "DATE_SUB": 2, "SUBDATE": 2, "TIMESTAMPADD": 3, "TIMESTAMPDIFF": 3, "DATE_FORMAT": 2,
    "STR_TO_DATE": 2, "FROM_UNIXTIME": 2, "SEC_TO_TIME": 1, "TIMEDIFF": 2, "TIME_FORMAT": 2,
    # JSON
    "JSON_CONTAINS": 3, "JSON_KEYS": 2, "JSON_TABLE": 9,
    "JSON_EXTRACT": 2, "JSON_UNQUOTE": 1, "JSON_OBJECT": 99, "JSON_ARRAY": 99, "JSON_ARRAYAGG": 1, "JSON_OBJECTAGG": 2,
    # aggregates
    "COUNT": 9, "SUM": 1, "AVG": 1, "MIN": 1, "MAX": 1, "ANY_VALUE": 1, "GROUPING": 1,
    # windows
    "ROW_NUMBER": 0, "RANK": 0, "DENSE_RANK": 0, "PERCENT_RANK": 0, "CUME_DIST": 0, "NTILE": 1, "LAG": 3, "LEAD": 3,
    "FIRST_VALUE": 1, "LAST_VALUE": 1, "NTH_VALUE": 2,
}  # fmt: skip
"""Functions by the name they are written with, and the most arguments with which they were tested."""

_CAST = frozenset(
    {
        exp.DType.BIGINT, exp.DType.BINARY, exp.DType.UBIGINT, exp.DType.CHAR, exp.DType.DATE, exp.DType.DATETIME,
        exp.DType.TIMESTAMPTZ,
        exp.DType.DECIMAL, exp.DType.DOUBLE, exp.DType.TIME,
    }
)  # fmt: skip
TYPES = _CAST | OWN_TYPES

_SIZED = frozenset({exp.DType.CHAR, exp.DType.VARCHAR, exp.DType.DECIMAL})

_FEWEST = {
    "REGEXP_REPLACE": 3, "REGEXP_SUBSTR": 2, "REGEXP_LIKE": 2, "REGEXP_INSTR": 2,
    "GREATEST": 2, "LEAST": 2, "FIELD": 2, "ELT": 2, "CONCAT": 1, "CONCAT_WS": 2, "LOCATE": 2, "MID": 2, "ROUND": 1,
    "LOG": 1, "WEEK": 1, "YEARWEEK": 1,
    "JSON_CONTAINS": 2, "JSON_KEYS": 1, "COALESCE": 1, "FROM_UNIXTIME": 1, "JSON_OBJECT": 0, "JSON_ARRAY": 0,
}  # fmt: skip

_PATH = re.compile(r"\$(?:\.[A-Za-z_][A-Za-z0-9_]*|\[[0-9]+\])*")

_UNTESTED_REGEX = re.compile(r"\(\?|\\[^.dwsDWS$^*+?()\[\]{}|\\/-]|\[\[[.=]|[*+?}][+]")


def judge(node: exp.Expr, name: str) -> None:
    arguments = node.expressions if isinstance(node, Call) else []
    known = form_of(FORMS, node) if isinstance(node, Call) and name in FORMS else None
    if isinstance(node, Call) and known is None and len(arguments) < _FEWEST.get(name, FUNCTIONS[name]):
        raise refused(f"this form of {name}")
    look = _FUNCTION_LOOKS.get(name)
    if look:
        look(name, arguments)


def _week(name: str, arguments: list[exp.Expr]) -> None:
    tested = (0, 1, 2, 3, 5, 7) if name == "WEEK" else (0, 1, 3)
    if len(arguments) > 1 and number(arguments[1]) not in tested:
        raise refused(f"that mode of {name}", "write mode 0, 1 or 3.")


def _look_format(name: str, arguments: list[exp.Expr]) -> None:
    if len(arguments) < 2:
        return
    if not arguments[1].is_string or date_format(re.sub("%[Du]", "", arguments[1].name)) is None:
        raise refused(f"that format in {name}")


def _look_read_format(name: str, arguments: list[exp.Expr]) -> None:
    _look_format(name, arguments)
    if re.search("%[DuwUvx]", arguments[1].name):
        raise refused(f"that format in {name}")


def _look_time_format(name: str, arguments: list[exp.Expr]) -> None:
    _look_format(name, arguments)
    if set(re.findall("%(.)", arguments[1].name)) - set("HhIisSprT%"):
        raise refused(f"that format in {name}")


def _places(name: str, arguments: list[exp.Expr]) -> None:
    places = number(arguments[1])
    if places is None or not 0 <= places <= 9:
        raise refused(f"this form of {name}")


def _count(name: str, arguments: list[exp.Expr]) -> None:
    if not arguments[1].is_string or not arguments[1].name:
        raise refused(f"this form of {name}")


def _unit(name: str, arguments: list[exp.Expr]) -> None:
    if arguments[0].name.lower() not in UNITS:
        raise refused(f"that unit in {name}")


def _bases(name: str, arguments: list[exp.Expr]) -> None:
    old, new = number(arguments[1]), number(arguments[2])
    if old not in (2, 10, 16) or new not in (2, 8, 10, 16, 36) or old == new:
        raise refused(f"that base in {name}", "write bases out: from 2, 10 or 16 to 2, 8, 10, 16 or 36.")


def _pattern(name: str, arguments: list[exp.Expr]) -> None:
    _look_regex(arguments[1])
    given = [number(each) for each in arguments[3 if name == "REGEXP_REPLACE" else 2 :]]
    if any(each is None or each < 0 for each in given):
        raise refused(f"this form of {name}", "write the place and the number of the match out.")
    start, nth = [int(each or 0) for each in [*given, *(1, 0)[len(given) :]]]
    if not start or ((start, nth) != (1, 0) and not movable(arguments[1].name, max(nth, 2))):
        raise refused(
            f"this form of {name}", "write a pattern without ^, |, * and ?, or begin the text with SUBSTRING."
        )
    if name == "REGEXP_REPLACE" and not arguments[2].is_string:
        raise refused(f"this form of {name}")


def _look_regex(pattern: exp.Expr) -> None:
    if not pattern.is_string:
        raise refused("a regular expression that is not written out")
    if not pattern.name or _UNTESTED_REGEX.search(pattern.name):
        raise refused("that regular expression")


def _sha(name: str, arguments: list[exp.Expr]) -> None:
    if number(arguments[1]) not in (0, 256):
        raise refused("SHA2 of another length", "write SHA2(text, 256).")


def _json(name: str, arguments: list[exp.Expr]) -> None:
    if name == "JSON_UNQUOTE":
        if written(arguments[0]) != "JSON_EXTRACT" and not isinstance(arguments[0], exp.JSONExtract):
            raise refused(f"this form of {name}", "write column->>'$.key'.")
    else:
        _look_path(arguments[1])


def _set_json(name: str, arguments: list[exp.Expr]) -> None:
    path = arguments[1]
    if not (path.is_string and re.fullmatch(r"\$\.[A-Za-z_][A-Za-z0-9_]*", path.name)):
        raise refused(f"that path in {name}", "write a key of the object itself, as in '$.key'.")
    if isinstance(arguments[2], exp.Boolean) or written(arguments[2]).startswith("JSON"):
        raise refused(f"this form of {name}", "set a text or a number.")


def _path_last(name: str, arguments: list[exp.Expr]) -> None:
    for path in arguments[_FEWEST[name] :]:
        _look_path(path)


def _look_path(path: exp.Expr) -> None:
    if not (path.is_string and _PATH.fullmatch(path.name)):
        raise refused("that path into JSON")


_FUNCTION_LOOKS: dict[str, Callable[[str, list[exp.Expr]], None]] = {
    "CONV": _bases,
    "JSON_SET": _set_json,
    "JSON_CONTAINS": _path_last,
    "JSON_KEYS": _path_last,
    "WEEK": _week,
    "YEARWEEK": _week,
    "DATE_FORMAT": _look_format,
    "TIME_FORMAT": _look_time_format,
    "STR_TO_DATE": _look_read_format,
    "FROM_UNIXTIME": _look_format,
    "FORMAT": _places,
    "SUBSTRING_INDEX": _count,
    "TIMESTAMPADD": _unit,
    "TIMESTAMPDIFF": _unit,
    "REGEXP_REPLACE": _pattern,
    "REGEXP_SUBSTR": _pattern,
    "REGEXP_INSTR": _pattern,
    "SHA2": _sha,
    "JSON_EXTRACT": _json,
    "JSON_VALUE": _json,
    "JSON_UNQUOTE": _json,
}


def _collation(node: exp.Collate) -> None:
    if not isinstance(node.parent, (*COMPARED, exp.Like, exp.In)) or not re.search("_bin$|_cs$", node.expression.name):
        raise refused("COLLATE", "write it beside a comparison, with a collation that knows case.")


def _type(node: exp.DataType) -> None:
    if node.this not in _CAST and not isinstance(node.parent, exp.JSONColumnDef):
        raise refused(f"the type {node.sql('mysql')}")
    if node.this == exp.DType.BINARY and (node.expressions or not isinstance(node.parent, exp.Cast)):
        raise refused("the type BINARY", "leave it away.")
    if (node.expressions and node.this not in _SIZED) or node.args.get("values"):
        raise refused(f"the type {node.sql('mysql')}", "leave the length away.")
    if any(isinstance(each, exp.CharacterSet) for each in node.iter_expressions()):
        raise refused("a character set")


def _json_operator(node: exp.JSONExtract | exp.JSONExtractScalar) -> None:
    _look_path(node.expression)


def _json_value(node: exp.Expr) -> None:
    """Beside =, a text inside JSON has no quotes in MySQL, and has them in DuckDB."""
    json = any(isinstance(side, exp.JSONExtract) or written(side) == "JSON_EXTRACT" for side in node.iter_expressions())
    if json and not (isinstance(node, exp.Is)):
        raise refused("-> or JSON_EXTRACT in a comparison", "write column->>'$.key'.")


def _trimmed(node: exp.Trim) -> None:
    part = node.args.get("expression")
    if part is not None and not (part.is_string and len(part.name) == 1):
        raise refused("TRIM of more than one character", "write REPLACE or REGEXP_REPLACE.")


def _extract(node: exp.Extract) -> None:
    if node.this.name.lower() not in {*UNITS, "week", "year_month"}:
        raise refused("that unit in EXTRACT")


def _regexp(node: exp.RegexpLike) -> None:
    _json_value(node)
    _look_regex(node.expression)
    flag = node.args.get("flag")
    if flag is not None and not (flag.is_string and flag.name in ("c", "i")):
        raise refused("this form of REGEXP_LIKE", "write 'c' or 'i' as the third argument.")


def _interval(node: exp.Interval) -> None:
    if not isinstance(node.parent, exp.Add | exp.Sub | Call | exp.WindowSpec) or node.text("unit").lower() not in UNITS:
        raise refused("that unit of INTERVAL")


def _aggregated(node: exp.GroupConcat) -> None:
    if isinstance(node.parent, exp.Window) or node.find(exp.Limit) is not None:
        raise refused("this form of GROUP_CONCAT")


def _select(node: exp.Select) -> None:
    if node.args.get("operation_modifiers"):
        raise refused("STRAIGHT_JOIN and other words after SELECT", "leave them away.")


def _text(node: exp.Literal) -> None:
    if node.is_string and "\x00" in node.name:
        raise refused("a character 0 in a text")


def _refuse(what: str, hint: str) -> Callable[[exp.Expr], None]:
    def look(node: exp.Expr) -> None:
        raise refused(what, hint)

    return look


LOOKS: dict[type[exp.Expr], Look] = {
    exp.DataType: _type,
    exp.JSONTable: judge_table,
    exp.Trim: _trimmed,
    exp.Extract: _extract,
    exp.RegexpLike: _regexp,
    exp.Interval: _interval,
    exp.GroupConcat: _aggregated,
    exp.Select: _select,
    exp.Literal: _text,
    exp.JSONExtract: _json_operator,
    exp.JSONExtractScalar: _json_operator,
    exp.Collate: _collation,
    **dict.fromkeys((exp.In, exp.Between, exp.Like), _json_value),
    exp.Parameter: _refuse("a variable (@x)", "write the value, or name a step with WITH."),
    exp.SessionParameter: _refuse("a variable (@@x)", "write the value."),
    exp.Hint: _refuse("a hint (/*+ ... */)", "leave the hint away."),
    exp.IndexTableHint: _refuse("a hint (USE INDEX and others)", "leave the hint away."),
    exp.Partition: _refuse("PARTITION (...)", "write a condition in WHERE."),
    exp.Introducer: _refuse("a character set before a text", "leave it away."),
}
