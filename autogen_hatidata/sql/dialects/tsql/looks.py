"""What of SQL Server's SQL is refused, because DuckDB would answer in another way."""

from __future__ import annotations

import re
from collections.abc import Callable

from sqlglot import exp

from autogen_hatidata.sql.dialects.certain_kinds import (
    TIME,
    kind,
    of_kind,
    written,
)
from autogen_hatidata.sql.dialects.collating import has_case
from autogen_hatidata.sql.dialects.forms import Call, form_of
from autogen_hatidata.sql.dialects.source import Look, number
from autogen_hatidata.sql.dialects.tsql.forms import FORMS
from autogen_hatidata.sql.dialects.tsql.tables import (
    DATE_TYPES,
    FRACTIONS,
    FUNCTIONS,
    ISO_STYLES,
    LONGEST,
    QUOTES,
    READ_STYLES,
    SIZED,
    STYLES,
    TEXT_TYPES,
    UNIT_FUNCTIONS,
    date_format,
    length_of,
    number_format,
    refused,
    regex,
    unit_of,
)

NATIONAL = "national"
"""Under this key a text remembers that it was written N'...'."""

_PLAIN_PATH = re.compile(r"\$(?:\.[A-Za-z_][A-Za-z0-9_]*|\.\"[A-Za-z0-9_ -]+\"|\[[0-9]+\])*")


def judge(node: exp.Expr, name: str) -> None:
    arguments = node.expressions if isinstance(node, Call) else []
    known = form_of(FORMS, node) if isinstance(node, Call) and name in FORMS else None
    if isinstance(node, Call) and known is None and len(arguments) < _FEWEST.get(name, FUNCTIONS[name]):
        raise refused(f"this form of {name}")
    if name in UNIT_FUNCTIONS and unit_of(arguments[0]) not in UNIT_FUNCTIONS[name]:
        raise refused(f"that unit in {name}")
    look = _FUNCTION_LOOKS.get(name)
    if look:
        look(node, arguments)


_FEWEST = {
    "CHOOSE": 2, "CONCAT": 2, "CONCAT_WS": 3, "FORMAT": 2, "ROUND": 2, "LOG": 1, "EOMONTH": 1,
    "STR": 1, "GREATEST": 1, "LEAST": 1, "STRING_SPLIT": 2, "GENERATE_SERIES": 2, "QUOTENAME": 1,
}  # fmt: skip


def _literal_only(name: str, place: int, what: str) -> Callable[[exp.Expr, list[exp.Expr]], None]:
    def look(node: exp.Expr, arguments: list[exp.Expr]) -> None:
        if not arguments[place].is_string:
            raise refused(f"{what} in {name} that is not written out")

    return look


def _look_format(node: exp.Expr, arguments: list[exp.Expr]) -> None:
    culture = arguments[2] if len(arguments) > 2 else None
    if culture is not None and culture.name.lower() != "en-us":
        raise refused("a culture in FORMAT")
    text = arguments[1].name if arguments[1].is_string else ""
    if not (date_format(text) or number_format(text)):
        raise refused("that format in FORMAT", "write strftime(date, '%Y-%m') or ROUND(x, 2).")


def _char(node: exp.Expr, arguments: list[exp.Expr]) -> None:
    code = number(arguments[0])
    if code is not None and not 0 < code < 128:
        raise refused("CHAR of a code page", "write NCHAR(code).")


def _translate(node: exp.Expr, arguments: list[exp.Expr]) -> None:
    old, new = arguments[1:]
    if not (old.is_string and new.is_string and len(old.name) == len(new.name)):
        raise refused("TRANSLATE of what is not written out", "write REPLACE for each.")


def _str(node: exp.Expr, arguments: list[exp.Expr]) -> None:
    places = number(arguments[2]) if len(arguments) > 2 else 0
    if places is None or not 0 <= places <= 16:
        raise refused("this form of STR", "write how many digits stand after the point.")


def _data_length(node: exp.Expr, arguments: list[exp.Expr]) -> None:
    if arguments[0].meta.get(NATIONAL):
        raise refused("DATALENGTH of a national text (N'...')", "write 2 * LEN(text + 'x') - 2.")


def _extreme(node: exp.Expr, arguments: list[exp.Expr]) -> None:
    if any(each.is_string and has_case(each.name) for each in arguments):
        raise refused(f"{written(node)} of texts", "write CASE WHEN a > b THEN a ELSE b END.")


def _quoted(node: exp.Expr, arguments: list[exp.Expr]) -> None:
    if len(arguments) > 1 and not (arguments[1].is_string and arguments[1].name in QUOTES):
        raise refused("this form of QUOTENAME")


def _path(node: exp.Expr, arguments: list[exp.Expr]) -> None:
    look_path(arguments[1], written(node))


def look_path(path: exp.Expr, name: str) -> None:
    if not (path.is_string and _PLAIN_PATH.fullmatch(path.name)):
        raise refused(f"that path in {name}")


def _open_json(node: exp.Expr, arguments: list[exp.Expr]) -> None:
    if node.args.get("path"):
        look_path(node.args["path"], "OPENJSON")
    for column in node.expressions:
        if column.args.get("path"):
            look_path(column.args["path"], "OPENJSON")


def _pattern(node: exp.Expr, arguments: list[exp.Expr]) -> None:
    text = arguments[0].name if arguments[0].is_string else ""
    if not text.strip("%") or regex(text) is None:
        raise refused("that pattern in PATINDEX", "write PATINDEX('%pattern%', text).")


def _separator(node: exp.Expr, arguments: list[exp.Expr]) -> None:
    if not arguments[1].is_string or has_case(arguments[1].name) or len(arguments[1].name) != 1:
        raise refused("that separator in STRING_SPLIT")
    if not isinstance(node.parent, exp.Lateral | exp.Table):
        raise refused("STRING_SPLIT outside FROM")


def _percentile(node: exp.Expr, arguments: list[exp.Expr]) -> None:
    if not (isinstance(node.parent, exp.WithinGroup) and isinstance(node.parent.parent, exp.Window)):
        raise refused(f"{written(node)} without OVER")


_FUNCTION_LOOKS: dict[str, Callable[[exp.Expr, list[exp.Expr]], None]] = {
    "FORMAT": _look_format,
    "CHAR": _char,
    "DATALENGTH": _data_length,
    "GREATEST": _extreme,
    "LEAST": _extreme,
    "JSON_VALUE": _path,
    "JSON_QUERY": _path,
    "OPENJSON": _open_json,
    "PATINDEX": _pattern,
    "QUOTENAME": _quoted,
    "TRANSLATE": _translate,
    "STR": _str,
    "REPLACE": _literal_only("REPLACE", 1, "a text to look for"),
    "STRING_SPLIT": _separator,
    "PERCENTILE_CONT": _percentile,
    "PERCENTILE_DISC": _percentile,
}


def _type(node: exp.DataType) -> None:
    sizes = [size.name for size in node.expressions]
    untested = node.this not in SIZED and sizes not in [[size] for size in FRACTIONS.get(node.this, ())]
    if node.expressions and (untested or (node.this == exp.DType.FLOAT and int(sizes[0]) < 25)):
        raise refused(f"the type {node.sql('tsql')}", "leave the length away.")
    cast = node.parent
    styled = isinstance(cast, exp.Convert) and cast.args.get("style")
    if node.this in TEXT_TYPES and not styled and kind(_inner(cast)) == TIME:
        raise refused("a cast of a time to a text", "write CONVERT(VARCHAR(19), x, 120).")


def _inner(cast: exp.Expr | None) -> exp.Expr | None:
    """What is cast. Calls have no kind yet when a tree is judged."""
    inner = cast and (cast.args["expression"] if isinstance(cast, exp.Convert) else cast.this)
    if isinstance(inner, Call):
        form = form_of(FORMS, inner)
        return of_kind(exp.Null(), form.kind if form else None)
    if isinstance(inner, exp.CurrentTimestamp):
        return of_kind(exp.Null(), TIME)
    return inner


def _convert(node: exp.Convert) -> None:
    style, to = node.args.get("style"), node.this
    if style is None:
        return
    text = style.name if isinstance(style, exp.Literal) else ""
    to_text = to.this in TEXT_TYPES and text in STYLES
    from_text = to.this in DATE_TYPES and text in ISO_STYLES | READ_STYLES
    if not (to_text or from_text):
        raise refused("that style in CONVERT", "write style 120, 23, 112, 101 or 103.")
    if to_text and length_of(to) > LONGEST.get(text, 999):
        raise refused("parts of a second in CONVERT", f"write VARCHAR({LONGEST[text]}).")


def _like(node: exp.Like) -> None:
    """A pattern with brackets is a regular expression here."""
    pattern = node.expression
    if (
        pattern.is_string
        and "[" in pattern.name
        and (isinstance(node.parent, exp.Escape) or regex(pattern.name) is None)
    ):
        raise refused("these brackets in LIKE", "write PATINDEX('%[0-9]%', text) > 0.")


def _identifier(node: exp.Identifier) -> None:
    if node.args.get("temporary") or node.args.get("global_") or node.name.startswith("#"):
        raise refused("a temporary table (#t)", "name the step with WITH.")
    if not node.quoted and node.name.startswith("$"):
        raise refused("a pseudocolumn or amount ($x)")


def _boolean(node: exp.Boolean) -> None:
    raise refused("TRUE and FALSE", "compare with 1 or 0.")


def _refuse(what: str, hint: str) -> Callable[[exp.Expr], None]:
    def look(node: exp.Expr) -> None:
        raise refused(what, hint)

    return look


def _text(node: exp.Literal) -> None:
    if node.is_string and re.search(r"\\\r?\n", node.name):
        raise refused("a backslash before the end of a line in a text", "join two texts with +.")


def _aggregated(node: exp.GroupConcat) -> None:
    if node.args.get("separator") is None:
        raise refused("STRING_AGG without a separator")
    if isinstance(node.this, exp.Distinct) or isinstance(node.parent, exp.Window):
        raise refused("this form of STRING_AGG")


def _set(node: exp.SetOperation) -> None:
    if node.args.get("by_name"):
        raise refused("BY NAME")


def _hint(node: exp.WithTableHint) -> None:
    if not all(isinstance(each, exp.Var) and each.name.upper() in _HINTS for each in node.expressions):
        raise refused("that table hint", "leave the hint away.")


_HINTS = frozenset(
    "NOLOCK READUNCOMMITTED READCOMMITTED REPEATABLEREAD SERIALIZABLE SNAPSHOT HOLDLOCK NOEXPAND".split()
)
"""What a statement that only reads is not changed by."""


LOOKS: dict[type[exp.Expr], Look] = {
    exp.DataType: _type,
    exp.Convert: _convert,
    exp.Like: _like,
    exp.Identifier: _identifier,
    exp.Boolean: _boolean,
    exp.Literal: _text,
    exp.GroupConcat: _aggregated,
    exp.Union: _set,
    exp.WithTableHint: _hint,
    exp.ForClause: _refuse("FOR XML and FOR JSON", "write STRING_AGG(text, ', '), or read the rows."),
    exp.Parameter: _refuse("a variable (@x)", "write the value, or name a step with WITH."),
}
