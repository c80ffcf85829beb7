"""Functions of texts and numbers of other bases, of Databricks and Spark."""

from __future__ import annotations

import re

from sqlglot import exp

from autogen_hatidata.sql.dialects.builders import whole
from autogen_hatidata.sql.dialects.forms import Call, built
from autogen_hatidata.sql.dialects.source import Untested

FORMS = """
OCTET_LENGTH(a) = CAST(strlen(CAST(a AS VARCHAR)) AS INTEGER)
BIT_LENGTH(a) = CAST(strlen(CAST(a AS VARCHAR)) * 8 AS INTEGER)
HEX(a) = CASE WHEN typeof(a) IN ('DOUBLE', 'FLOAT') THEN hex(TRY_CAST(trunc(TRY_CAST(CAST(a AS VARCHAR) AS DOUBLE)) AS BIGINT)) ELSE hex(a) END
MAKE_TIMESTAMP(a, b, c, d, e, f) = make_timestamp(a, b, c, d, e, f)
MAKE_TIMESTAMP_NTZ(a, b, c, d, e, f) = make_timestamp(a, b, c, d, e, f)
"""  # noqa: E501

_NO_PLACE = "CAST(CAST('no such place' AS TINYINT) AS VARCHAR)"


def overlay(node: Call) -> exp.Expr:
    """A part of a text with another in its place."""
    text, new, start, *length = node.expressions
    place, size = whole(start), whole(length[0]) if length else 0
    if place is None or place < 1 or size is None or size < 0:
        raise Untested("OVERLAY with that place or length", "write a place from 1 on, and a length.")
    after = "c + d" if length else "c + length(b)"
    return built(f'("left"(a, c - 1) || b || substring(a, {after}))', text, new, start, *length)


def elt(node: Call) -> exp.Expr:
    """The value at a place; a place that is not there is an error."""
    place, *values = node.expressions
    branches = [
        exp.If(this=built("a = b", place, exp.Literal.number(at)), true=built("CAST(a AS VARCHAR)", value))
        for at, value in enumerate(values, 1)
    ]
    branches.append(exp.If(this=built("a IS NOT NULL", place), true=built(_NO_PLACE)))
    return exp.Case(ifs=branches)


_READ = {2: "CAST('0b' || CAST(a AS VARCHAR) AS BIGINT)", 10: "CAST(a AS BIGINT)",
         16: "CAST('0x' || CAST(a AS VARCHAR) AS BIGINT)"}  # fmt: skip
_WRITTEN = {2: "bin({})", 10: "CAST({} AS VARCHAR)", 16: "hex({})"}


def conv(node: Call) -> exp.Expr:
    """Digits of one base in another; those of a text that is no whole number are an error."""
    value, read, written = node.expressions
    given, wanted = _READ.get(whole(read) or 0), _WRITTEN.get(whole(written) or 0)
    if given is None or wanted is None:
        raise Untested("CONV of that base", "write 2, 10 or 16.")
    return built(wanted.format(given), value)


_FORMAT = re.compile(r"([90]+|[90]{1,3}(?:,[90]{3})+)(?:\.([90]+))?")


def to_number(node: Call) -> exp.Expr:
    """A decimal with the places of the format; a text of another form is an error."""
    form = node.expressions[1]
    found = _FORMAT.fullmatch(form.name) if form.is_string else None
    if not found or "0" in form.name:
        raise Untested(f"that format in {node.name}", "write 9, commas and a point, as in '9,999.99'.")
    digits, places = len(found[1].replace(",", "")), len(found[2] or "")
    before = "[0-9]{1,3}(?:,[0-9]{3})*" if "," in form.name else "[0-9]+"
    shape = f"{before}(?:\\.[0-9]{{1,{places}}})?" if places else before
    size = f"DECIMAL({digits + places}, {places})"
    text = (
        "CAST(CASE WHEN regexp_full_match(a, b) THEN replace(a, ',', '') WHEN a IS NOT NULL THEN"
        f" 'a number that is not of the format' END AS {size})"
    )
    return built(text, node.expressions[0], exp.Literal.string(shape))
