"""What to write in DuckDB's SQL instead of what other systems have, for an error that is about it.

Each is chosen by the error and by the words of the text, in which texts and names in quotes count as such only.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlglot import Token, TokenType

from autogen_hatidata.errors import HatiDataError
from autogen_hatidata.sql.meaning import TABLE_FUNCTIONS
from autogen_hatidata.sql.phrases import words
from autogen_hatidata.sql.tokens import tokens, word

_MOST = 6_000
"""Characters of a text in whose words a cause is looked for."""

_PATTERN = "regexp_matches(x, 'p') finds a part of a text, regexp_full_match(x, 'p') the whole."
_NOW = "current_date is the day, now() the time."
_WEEKDAY = "the day of a week is dayofweek(d), from 0 for Sunday on, or isodow(d), from 1 for Monday on."
_PICKS = (
    "\"name\" is a name, [name] a list of one; x <> 'a' is unequal, x IN ('a', 'b') one of several; "
    "TRY_CAST gives NULL for what cannot be converted."
)

_COUNTED = "write count(DISTINCT x)."
_OF_SOME = "write sum(x) FILTER (WHERE y = 'a'); the same for avg, count, min and max."

FUNCTIONS: Mapping[str, str] = {
    **dict.fromkeys(("REGEXP_LIKE", "RLIKE", "REGEXP", "REGEXP_CONTAINS"), _PATTERN),
    "CONVERT": "CAST(x AS INTEGER) rounds, CAST(trunc(x) AS INTEGER) cuts; CAST(x AS DATE) and others too.",
    "DATETIME": "CAST(x AS TIMESTAMP) is a time, x - INTERVAL 30 DAY one before it.",
    "DATE_FORMAT": "strftime(d, '%Y-%m') writes a date.",
    "DATEPART": "date_part('month', d) gives a part of a date.",
    "PERCENTILE_CONT": "write quantile_cont(x, 0.5), or percentile_cont(0.5) WITHIN GROUP (ORDER BY x).",
    "PERCENTILE_DISC": "write quantile_disc(x, 0.5), or percentile_disc(0.5) WITHIN GROUP (ORDER BY x).",
    "TIMESTAMPDIFF": "date_sub('month', a, b) counts the whole months between, date_diff('month', a, b) their borders.",
    "SYSDATE": _NOW,
    "GETDATE": _NOW,
    **dict.fromkeys(("COUNTD", "COUNT_DISTINCT", "COUNTDISTINCT", "UNIQ"), _COUNTED),
    **dict.fromkeys(("SUMIF", "SUM_IF", "AVGIF", "AVG_IF", "AVERAGEIF", "SUMIFS", "MAXIF"), _OF_SOME),
    "DAYS": "date_diff('day', a, b) counts the days between; day(d) is the day of a month.",
    "REGEX_MATCH": _PATTERN,
    "SQR": "x * x is the square, sqrt(x) the root.",
    "STD": "stddev_pop(x) is that of all, stddev_samp(x) that of a sample.",
    "TO_NUMBER": "CAST(x AS DECIMAL(18, 4)) keeps places, CAST(x AS BIGINT) rounds.",
    "TO_CHAR": "strftime(d, '%d-%b-%Y') writes a date, format('{:,.2f}', x) a number.",
    "WEEK_DAY": _WEEKDAY,
}
"""What to write in the place of functions that are not guessed by their letters."""

_NAMES: Mapping[str, str] = {
    "DUAL": "leave FROM DUAL out: SELECT 1 + 1.",
    "ROWNUM": "write ORDER BY x LIMIT 30, or QUALIFY row_number() OVER (ORDER BY x) <= 30.",
    "SYSDATE": _NOW,
    "WEEKDAY": _WEEKDAY,
}

_CUTS = r"\b(?:LEFT|RIGHT|SUBSTR|SUBSTRING|SPLIT_PART|REPLACE|CONTAINS|STARTS_WITH|ENDS_WITH|LOWER|UPPER|LENGTH) \("


_TYPES: Mapping[str, str] = {
    "FLOAT64": "DOUBLE", "UNSIGNED": "UBIGINT", "DATETIME2|SMALLDATETIME": "TIMESTAMP",
    "NVARCHAR2|CLOB|NCLOB|LONGTEXT": "VARCHAR", "BIGNUMERIC|NUMBER": "DECIMAL(18, 4)",
}  # fmt: skip
"""Types of other systems that have another name in DuckDB."""


class Advice(NamedTuple):
    """A hint for errors of one code whose message, and whose text in words, have something in them."""

    code: str
    message: str
    words: str
    hint: str
    keeps: bool = False  # the hint that the error has, after it


_ADVICE = (
    Advice("syntax_error", "", r"^{ [\"'] :", "send the query alone; a limit, an order or a value stands in its text."),
    Advice("syntax_error", "", r"\bSELECT (?:DISTINCT )?FROM\b", "name the columns after SELECT, or write SELECT *."),
    Advice("syntax_error", "", r"\b(?:REGEXP|RLIKE) '", _PATTERN),
    Advice("syntax_error", "", r"\bWITH ROLLUP\b", "write GROUP BY ROLLUP (a, b)."),
    Advice("syntax_error", "", r"\b(?:CROSS|OUTER) APPLY\b",
           "write CROSS JOIN LATERAL (SELECT ... LIMIT 1) x, or LEFT JOIN LATERAL (SELECT ...) x ON true."),
    Advice("syntax_error", "", r"\bIS NOT ['0]", "write x <> 'a'; with NULL among them, x IS DISTINCT FROM 'a'."),
    Advice("syntax_error", "near", r"\bNOT EQUAL\b", "write <>."),
    Advice("syntax_error", "near", r"\bBETWEEN ['0] TO\b", "write BETWEEN a AND b."),
    Advice("syntax_error", "near", r"\bCOUNT DISTINCT \(", "write count(DISTINCT x)."),
    Advice("syntax_error", "near TOP", r"\bTOP\b", "write LIMIT 3 at the end."),
    Advice("syntax_error", "", r"\bDATE(?:TIME)? \( ' , '", "write DATE '2024-04-01' - INTERVAL 1 MONTH."),
    Advice("syntax_error", "neither grouped nor aggregated", "",
           "the row of the greatest b: ORDER BY b DESC LIMIT 1, or max_by(c, b) for each a; or max(b) OVER (). "
           "Else ",
           keeps=True),
    Advice("syntax_error", "WHERE cannot contain aggregates", r"\b(?:=|<|>|<=|>=) (?:MAX|MIN|AVG|SUM) \(",
           "to compare rows with those of their group: QUALIFY b = max(b) OVER (PARTITION BY a). Else ", keeps=True),
    Advice("wrong_type", "^[-+] does not take [(]STRING, INTERVAL", "",
           "a date that is written out has its type before it: DATE '2024-04-01' - INTERVAL 30 DAY."),
    Advice("wrong_type", "^[-+] does not take [(](?:DATE|TIMESTAMP)[A-Z ]*, STRING", "",
           "a date that is written out has its type before it: d - DATE '2024-04-01'; a span is INTERVAL 30 DAY."),
    Advice("wrong_type", "^[+] does not take .*VARCHAR", "", "texts are put together with ||: name || ' ' || id."),
    Advice("wrong_type", r"^!?~~\*? does not take [(][A-Z]+\[\]", "",
           "list_contains(x, 'a') looks for a value in a list, list_filter(x, v -> v LIKE 'a%') for those alike."),
    Advice("wrong_type", "does not take [(][)]", "", "write between the parentheses what it works on."),
    Advice("wrong_type", "^decode ", r"\bDECODE \(", "write CASE x WHEN 'a' THEN 1 WHEN 'b' THEN 2 ELSE 0 END."),
    Advice("wrong_type", "^LIKE does not take [(](?:DATE|TIMESTAMP)", "",
           "compare parts of a date: month(d) = 3, or d BETWEEN DATE '2024-03-01' AND DATE '2024-03-31'. Else ",
           keeps=True),
    Advice("wrong_type", "cannot be converted",
           r"\[ (?:\w+|') [],]|! =|= !|\bOR '(?: (?:AND|OR|GROUP BY|ORDER BY|LIMIT)|$)", _PICKS),
    Advice("wrong_type", "^[a-z_]+ does not take [(](?:DATE|TIMESTAMP)[A-Z ]*[,)].*", _CUTS,
           "year(d), month(d) and day(d) are parts of a date, strftime(d, '%d/%m/%Y') writes it as a text."),
    Advice("limit_exceeded", "^How much format is", r"\bFORMAT \(", "strftime(d, '%Y-%m') writes a date. For texts: ",
           keeps=True),
    Advice("not_allowed", "(?i)^r and what follows", "", "leave the r out: a backslash is one in a text, '\\d+'."),
    *(
        Advice("not_allowed", "^That type is not", rf"\b(?:AS|::) (?:{other})\b", f"{ours} is what DuckDB calls it.")
        for other, ours in _TYPES.items()
    ),
    Advice("not_allowed", "^WITH TABLE HINT", "", "leave out WITH (...) after a table: nothing waits for a lock."),
    Advice("not_allowed", "^JSONBEXTRACT SCALAR", "", "write x ->> '$.a.b', a path with dots."),
    Advice("not_allowed", "^JSONBEXTRACT ", "", "write x -> '$.a.b', a path with dots."),
    Advice("not_allowed", "^The function flatten", "",
           "for a row of each value write FROM t, UNNEST(t.x) AS u(v); with dialect snowflake, FLATTEN is read too."),
    Advice("not_allowed", "^NATIONAL", "N'", "leave out the N before the text."),
)  # fmt: skip


def advice(error: HatiDataError, sql: str) -> tuple[str, bool] | None:
    """A hint in the place of the one that an error has, and whether that one comes after it; None where there is
    nothing to say."""
    subject = (error.subject or "").upper()
    if error.code == "unknown_name":
        known = FUNCTIONS if error.message.startswith("There is no function") else _NAMES
        if subject in known:
            return known[subject], False
    if len(sql) > _MOST:
        return None
    found = tokens(sql) or ()
    if error.code == "unknown_name" and error.message.startswith("There is no table") and _is_value(found, subject):
        return "a list of values stands in parentheses, IN ('a', 'b'), and a number has no commas: 1000.", False
    line = words(sql)
    for one in _ADVICE:
        if one.code == error.code and re.search(one.message, error.message) and re.search(one.words, line):
            return one.hint, one.keeps
    return None


def _is_value(found: Sequence[Token], subject: str) -> bool:
    """Whether the name of a table is a text or number of the statement, where no table is named by one."""
    return any(
        one.text.upper() == subject
        and one.token_type in (TokenType.STRING, TokenType.NUMBER)
        and word(found, place - 2).lower() not in TABLE_FUNCTIONS
        for place, one in enumerate(found)
    )
