"""Truth is 1 and 0 in MySQL, and comparisons know no case."""

from __future__ import annotations

from sqlglot import exp

from autogen_hatidata.sql.dialects.certain_kinds import DECIMAL, FLOAT, TEXT, WHOLE, kind, of_kind
from autogen_hatidata.sql.dialects.collating import CASED, has_case
from autogen_hatidata.sql.dialects.forms import built
from autogen_hatidata.sql.dialects.mysql.common import FOLDING, JSON, refused
from autogen_hatidata.sql.dialects.mysql.texts import regex
from autogen_hatidata.sql.dialects.source import wrap


def xor(node: exp.Xor) -> str:
    different = exp.Paren(this=built("CAST(a AS BOOLEAN) <> CAST(b AS BOOLEAN)", node.this, node.expression))
    node.replace(different)
    numeric_truth(different)
    return "XOR compares truth"


_TRUTH = (exp.Predicate, exp.Not, exp.Connector, exp.Boolean)


def numeric_truth(node: exp.Expr) -> str | None:
    """What is true is 1 in MySQL, wherever it is a value and not a condition."""
    if _is_condition(node):
        return None
    if isinstance(node, exp.Boolean):
        node.replace(exp.Literal.number(int(node.this)))
    else:
        wrap(node, lambda inner: of_kind(exp.cast(inner, exp.DType.INT), WHOLE))
    return "truth is 1 and 0"


def _is_condition(node: exp.Expr) -> bool:
    parent, key = node.parent, node.arg_key
    if isinstance(parent, exp.Paren):
        return _is_condition(parent)
    if isinstance(parent, exp.If):
        case = parent.parent
        simple = isinstance(case, exp.Case) and case.this is not None
        return key == "this" and not simple
    if isinstance(parent, exp.Is):
        return key == "expression" or isinstance(node, _TRUTH)
    if isinstance(parent, exp.Escape):
        return _is_condition(parent)
    return isinstance(parent, exp.Where | exp.Having | exp.Connector | exp.Not | exp.Xor) or (
        isinstance(parent, exp.Join) and key == "on"
    )


def like(node: exp.Like) -> str | None:
    """Without case and accents; a backslash takes the meaning of % and _, unless ESCAPE names another sign."""
    pattern, parent = node.expression, node.parent
    exact = any(side.meta.get(CASED) for side in (node.this, pattern))
    letters = not exact and (not pattern.is_string or has_case(pattern.name))
    text = built("strip_accents(a)", node.this) if letters else node.this
    if letters and not (pattern.is_string and pattern.name.isascii()):
        pattern = built("strip_accents(a)", pattern)
    folded: exp.Expr = (exp.Like if exact else exp.ILike)(this=text, expression=pattern, negate=node.args.get("negate"))
    escaped = not isinstance(parent, exp.Escape)
    if escaped and (not pattern.is_string or "\\" in pattern.name):
        folded = exp.Escape(this=folded, expression=exp.Literal.string("\\"))
    node.replace(folded)
    rules = [FOLDING.rule if letters else None, numeric_truth(folded) if escaped else None]
    return "; ".join(rule for rule in rules if rule) or None


def regexp_like(node: exp.RegexpLike) -> str:
    flag = node.args.get("flag")
    node.set("flag", None)
    if not node.this.meta.get(CASED) and (flag is None or flag.name == "i"):
        node.set("expression", exp.Literal.string(regex(node.expression.name)))
    numeric_truth(node)
    return "regular expressions ignore case"


_JSON_TEXT = "CASE WHEN json_type(a) = 'VARCHAR' THEN json_extract_string(a, '$') ELSE chr(1) || CAST(a AS VARCHAR) END"
_JSON_NUMBER = (
    "CASE WHEN json_type(a) IN ('BIGINT', 'UBIGINT', 'HUGEINT', 'DOUBLE') THEN TRY_CAST(a AS DOUBLE)"
    " WHEN json_type(a) = 'NULL' THEN CAST('-Infinity' AS DOUBLE) WHEN a IS NOT NULL THEN CAST('NaN' AS DOUBLE) END"
)
"""What is no number comes after all of them, and null before."""


def json_compared(node: exp.Expr) -> None:
    """JSON beside a text or a number is compared as what it holds, with its case."""
    for side, other in ((node.this, node.expression), (node.expression, node.this)):
        if not side.meta.get(JSON):
            continue
        if other.is_string and isinstance(node, exp.EQ | exp.NEQ):
            made = of_kind(built(_JSON_TEXT, side), TEXT)
        elif kind(other) in (WHOLE, DECIMAL, FLOAT):
            made = of_kind(built(_JSON_NUMBER, side), FLOAT)
        else:
            raise refused("-> or JSON_EXTRACT in this comparison", "write column->>'$.key'.")
        made.meta[CASED] = True
        side.replace(made)
