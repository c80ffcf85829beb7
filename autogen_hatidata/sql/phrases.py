"""Words that stand next to each other wrongly, in a text that cannot be read: a table of what is written, as a pattern
of its words, and what is meant.

In a pattern, ``'`` is a text, ``0`` a number, ``"`` a name in quotes; any other word stands for itself, in upper case.
What is meant repeats the words of a group by its name, as they are written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from sqlglot import Token, TokenType

from autogen_hatidata.sql.tokens import Edit, edited, tokens

_SIGNS = {
    TokenType.STRING: "'", TokenType.IDENTIFIER: '"', TokenType.NATIONAL_STRING: "N'", TokenType.NUMBER: "0",
    TokenType.RAW_STRING: "R '",
}  # fmt: skip
_SPACES = re.compile(r"\s+")


class Phrase(NamedTuple):
    """What is written and what is meant by it. The group ``all`` is what is replaced, where it ``looks`` so."""

    written: re.Pattern[str]
    meant: str
    looks: str


def _phrases(*rows: tuple[str, ...]) -> tuple[Phrase, ...]:
    """``~`` in a pattern is a name, with its table or without."""
    name = r"(?:[^\W\d]\w*|\")(?: \. (?:[^\W\d]\w*|\"))?"
    written = (re.compile(rf"(?:(?<=^)|(?<= )){row[0].replace('~', name)}(?=$| )") for row in rows)
    return tuple(Phrase(one, row[1], row[2] if len(row) > 2 else "") for one, row in zip(written, rows, strict=True))


_ENDS_ITEM = r"(?= (?:,|FROM|AS|\))(?: |$))"

_BEGINS_TERM = (
    "(?:"
    + "|".join(f"(?<={one} )" for one in ("WHERE", "HAVING", "AND", "OR", "NOT", "ON", "WHEN", "SELECT", ",", r"\("))
    + ")"
)
"""After these a comparison begins: of ``a || b CONTAINS 'x'`` it is not known what contains it."""

DOUBLED = _phrases(
    (r"(?P<all>(?P<one>SELECT|WHERE|HAVING|AND|OR|ON|LIMIT|IN|LIKE|JOIN|UNION|GROUP BY|ORDER BY)(?: (?P=one))+)",
     "{one}"),
    (r"(?<!, )(?<!SELECT )(?P<all>FROM FROM)", "FROM"),
    (r"(?P<all>(?P<one>GROUP BY|ORDER BY|PARTITION BY) BY)(?= [\w\"])", "{one}"),
)  # fmt: skip
"""The same word twice."""

_SQLITE = r"(?i)DATE\s*\(\s*{}\s*,\s*'[+-]?\d+ (?:year|month|day)s?'\s*\)"
"""A day, and a span that is added to it, as SQLite writes them."""

PHRASES = _phrases(
    (r"(?P<all>IS (?P<one>(?:NOT )?(?:IN \(|I?LIKE '|BETWEEN [\w'\"])))", "{one}"),
    (r"(?<!WHERE )(?<!AND )(?<!OR )(?<!NOT )(?<!ON )(?P<all>LIMIT = (?P<one>0))", "LIMIT {one}"),
    (r"LIMIT 0 (?P<all>ROWS?)(?= ;$|$)", ""),
    (r"BETWEEN (?P<all>(?P<low>['0]) TO (?P<high>['0]))", "{low} AND {high}"),
    (r"BETWEEN (?P<all>\( (?P<low>['0]) (?:,|AND|TO) (?P<high>['0]) \))(?! AND ['0](?: |$))", "{low} AND {high}"),
    (r"BETWEEN (?P<all>(?P<low>') , (?P<high>'))(?! AND ['0](?: |$))", "{low} AND {high}"),
    (r"BETWEEN (?P<all>(?P<low>0) , (?P<high>0))(?! AND 0(?: |$))", "{low} AND {high}", r"[\d.]+\s*,\s+[\d.]+"),
    (r"IN (?P<all>\{ (?P<list>['0](?: , ['0])*) \})", "({list})"),
    (r"(?P<all>COUNT DISTINCT \( (?P<one>~) \))", "COUNT(DISTINCT {one})"),
    (r"(?P<all>COUNT DISTINCT (?P<one>~))" + _ENDS_ITEM, "COUNT(DISTINCT {one})"),
    (r"(?P<all>COUNT \*)" + _ENDS_ITEM, "COUNT(*)"),
    (r"(?P<all>NULLS (?P<where>LAST|FIRST) (?P<way>DESC|ASC))", "{way} NULLS {where}"),
    (r"(?P<all>JOIN ON)(?= ~ (?:AS )?(?:~ )?ON )", "JOIN"),
    *(
        (f"{_BEGINS_TERM}(?P<all>(?P<one>~) {negated}{words} (?P<text>'))", f"{negated}{call}({{one}}, {{text}})")
        for words, call in (("CONTAINS", "contains"), ("STARTS WITH", "starts_with"), ("ENDS WITH", "ends_with"))
        for negated in ("NOT ", "")
    ),
    (r"(?<=\) )(?P<all>\( PARTITION BY)", "OVER (PARTITION BY"),
    (r"(?:ROW_NUMBER|RANK|DENSE_RANK) \( \) (?P<all>\( ORDER BY)", "OVER (ORDER BY"),
    (r"(?P<all>OVER (?P<how>(?:PARTITION BY ~(?: , ~)* )?ORDER BY ~(?: DESC| ASC)?)(?= (?:AS|FROM|\))(?: |$)))",
     "OVER ({how})"),
    (r"WITHIN GROUP (?P<all>\()(?! ORDER BY)", "(ORDER BY "),
    (r"WHEN [^()]*?(?:=|<>|<|>|<=|>=|LIKE) ['0](?P<all>)(?= (?:['0\"]|[^\W\d]\w*) (?:ELSE|WHEN|END)(?: |$))", " THEN"),
    (r"(?P<all>END CASE)(?=$| (?:,|FROM|AS|\))(?: |$))", "END"),
    (r"(?:FROM|JOIN) (?P<all>\{ \{ (?P<one>~) \} \})", "{one}"),
    (r"(?:FROM|JOIN) (?P<all>< (?P<one>~) >)", "{one}"),
    (r"(?P<all>FOR (?:READ|FETCH) ONLY)(?= ;$|$)", ""),
    (r"SELECT (?P<all>STRAIGHT_JOIN|SQL_NO_CACHE|SQL_CALC_FOUND_ROWS|HIGH_PRIORITY)(?= [\w\"*])(?! AS |,)", ""),
    (r"DISTINCT ON (?P<all>(?P<one>~))(?= (?P=one) ,)", "({one})"),
    (r"(?:ROWS|RANGE) BETWEEN (?:(?:UNBOUNDED|0) (?:PRECEDING|FOLLOWING)|CURRENT ROW) (?P<all>TO|,)"
     r"(?= (?:(?:UNBOUNDED|0) (?:PRECEDING|FOLLOWING)|CURRENT ROW) )", " AND "),
    (r"INTERVAL ['0] (?:YEAR|MONTH|DAY|HOUR|MINUTE|SECOND) (?P<all>\( 0 \))", ""),
    (r"GROUP BY (?P<all>(?P<list>~(?: , ~)*) WITH (?P<how>ROLLUP|CUBE))", "{how} ({list})"),
    (r"(?P<all>DATE \( ' , (?P<span>') \))", "(current_date + INTERVAL {span})", _SQLITE.format("'now'")),
    (r"(?P<all>DATE \( (?P<day>'|~) , (?P<span>') \))", "(CAST({day} AS DATE) + INTERVAL {span})",
     _SQLITE.format(r"(?!'now').*")),
)  # fmt: skip
"""What a clause or call looks like, in other languages or by a slip, where it can only be meant in one way."""


@lru_cache(maxsize=8)
def words(text: str) -> str:
    """The words of a text in one line, as patterns see them.

    >>> words("SELECT a FROM t WHERE b = 'x y' LIMIT = 3")
    "SELECT A FROM T WHERE B = ' LIMIT = 0"
    """
    return " ".join(map(_sign, tokens(text) or ()))


def _sign(token: Token) -> str:
    return _SIGNS.get(token.token_type) or _SPACES.sub(" ", str(token.text).upper())


def doubled(text: str) -> str | None:
    """With a keyword once that stands there twice."""
    return _replaced(text, DOUBLED)


def phrases(text: str) -> str | None:
    """With what is meant in the place of each phrase."""
    new = _replaced(text, PHRASES)
    return edited(new or text, _several(new or text)) or new


def _several(text: str) -> Iterator[Edit]:
    """``(a LIKE 'x' OR a LIKE 'y')`` for ``a LIKE ANY ('x', 'y')``, and AND for ALL."""
    found = tokens(text) or ()
    for match in _LIKE_SEVERAL.finditer(words(text)):
        one, values = (_written(text, found, _starts(found), match.span(name)) for name in ("one", "list"))
        listed = [token for token in found if values[0] <= token.start < values[1] and token.token_type in _SIGNS]
        name, how = text[one[0] : one[1]], match["like"]
        terms = [f"{name} {how} {text[token.start : token.end + 1]}" for token in listed]
        end = _written(text, found, _starts(found), match.span("all"))[1]
        yield one[0], end, f"({_JOINS[match['many']].join(terms)})"


_LIKE_SEVERAL = re.compile(
    r"(?<!NOT )(?P<all>(?P<one>(?:[^\W\d]\w*|\")(?: \. (?:[^\W\d]\w*|\"))?) (?P<like>I?LIKE) (?P<many>ANY|ALL) "
    r"\( (?:ARRAY \[ )?(?P<list>'(?: , ')*)(?: \])? \))"
)
_JOINS = {"ANY": " OR ", "ALL": " AND "}


def _replaced(text: str, table: Iterable[Phrase]) -> str | None:
    new = text
    for one in table:
        new = edited(new, _edits(new, one)) or new
    return new if new != text else None


def _edits(text: str, phrase: Phrase) -> Iterator[Edit]:
    line = words(text)
    matches = list(phrase.written.finditer(line))
    if not matches:
        return
    found = tokens(text) or ()
    starts = _starts(found)
    for match in matches:
        groups = {name: _written(text, found, starts, match.span(name)) for name in match.groupdict()}
        first, last = groups["all"]
        if phrase.looks and not re.fullmatch(phrase.looks, text[first:last]):
            continue
        yield first, last, phrase.meant.format(**{name: text[start:end] for name, (start, end) in groups.items()})


def _starts(found: Sequence[Token]) -> list[int]:
    """Where each word begins in the line."""
    starts, place = list[int](), 0
    for token in found:
        starts.append(place)
        place += len(_sign(token)) + 1
    return starts


def _written(text: str, found: Sequence[Token], starts: Sequence[int], span: tuple[int, int]) -> tuple[int, int]:
    """From where to where the words of a part of the line stand in the text; after the word before, where there are
    none."""
    inside = [token for token, start in zip(found, starts, strict=True) if span[0] <= start < span[1]]
    if inside:
        return inside[0].start, inside[-1].end + 1
    before = [token for token, start in zip(found, starts, strict=True) if start < span[0]]
    return (before[-1].end + 1,) * 2 if before else (0, 0)
