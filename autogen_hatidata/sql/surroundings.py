"""What stands around a statement and belongs to no SQL: Markdown, tags, JSON, escapes, words before and after."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from autogen_hatidata.sql.tokens import SEMICOLON, tokens

_FENCED = re.compile(
    r"(?P<fence>```|~~~|\'\'\')[ \t]*(?:[a-z]*sql\w*\b|duckdb\b|[a-z]+(?=[ \t]*\n))?(?P<sql>.*?)(?:(?P=fence)|\Z)",
    re.DOTALL | re.IGNORECASE,
)
_BEGINNING = re.compile(
    r"(?:(?:^|:)[ \t]*(?:(?:\*\*|[>*•-]|\w+(?:=[#>]|>)|\d+[.)])[ \t]*)?(?=(?:SELECT|WITH)\b)"
    r"|[.!][ \t]+(?=(?-i:SELECT|WITH)\b))",
    re.IGNORECASE | re.MULTILINE,
)
_WORD = re.compile(r"\s*([A-Za-z]*)")
_QUOTES = ('"""', "'''", '"', "'", "`", "**", "__")
_ASSIGNED = re.compile(r"\w+[ \t]*=[ \t]*")
_CALLED = re.compile(
    r"(?:\w+[ \t]*=[ \t]*)?\w+(?:\.\w+)*\(\s*(?:(?:sql|query|statement|sql_query)\s*=\s*)?[rf]?"
    r"(?P<quote>\"{3}|'{3}|\"|')(?P<sql>.*)(?P=quote)"
    r"\s*(?:,\s*(?:con(?:nection)?[ \t]*=[ \t]*)?[A-Za-z_][\w.]*\s*)?\)"
    r"(?:\.(?:show|fetchall|fetchdf|df|pl|arrow|all|collect|result|to_dataframe|toPandas)\(\))*\s*;?\s*",
    re.DOTALL,
)
"""A call whose one argument, beside a connection, is the query; and what may be done with all of its rows."""

_BESIDE = frozenset(
    """
    sql query sqlquery statement code tool toolname name function functionname action type kind id callid toolcallid
    explanation reason reasoning rationale thought thoughts description title comment note notes summary purpose
    question dialect language role content message answer text response confidence status success error tables table
    """.split()
)
"""Keys beside a query in a JSON object that ask for nothing else than it does alone; small letters alone count."""

_MARKS = re.compile(r"\A(?:\s*(?:<\|\w+\|>|\[/?[A-Z]+\]|</?s>))+|(?:(?:<\|\w+\|>|\[/?[A-Z]+\]|</?s>)\s*)+\Z")
"""What models have between messages: <|im_end|>, [/SQL], </s>."""

_TICKED = re.compile(r"`\s*((?:SELECT|WITH)\s[^`]*)`", re.IGNORECASE)
_BOLD = re.compile(r"'(?:[^']|'')*'|\*\*(?P<word>[A-Z]+(?: [A-Z]+)*)\*\*")
_TAGGED = re.compile(r"<(\w+)>(.*?)</\1>", re.DOTALL)
_CITED = re.compile(r"^> ?", re.MULTILINE)
_LETTERS = r"[nrt'\"]|u00(?:2[267]|3[CcDdEe])"
_ESCAPED = re.compile(rf"'(?:[^'\\]|'')*'|\"[^\"\\]*\"|\\(?P<letter>{_LETTERS})")
_ESCAPES = {
    "u0022": '"',
    "u0026": "&",
    "u0027": "'",
    "u003c": "<",
    "u003d": "=",
    "u003e": ">",
    "n": "\n",
    "r": "\n",
    "t": "\t",
    "'": "'",
    '"': '"',
}
_SENTENCE = re.compile(r"\n[ \t]*(?=(?:\*\*|[-#*] ?)?[A-Z][\w']*\b(?:[^\n]*[.:!?)*`][ \t]*(?:\n|\Z)|[\w ]*:(?!:)))")
_LABELS = re.compile(r"(?:\n*[A-Z][\w ]*:(?!:)[^\n]*(?:\n|\Z))+")

BEGINNINGS = frozenset(
    """
    select with from values table pivot unpivot insert update delete merge create drop alter copy attach detach use set
    call pragma show describe explain summarize install load begin commit rollback truncate grant revoke export import
    """.split()
)
"""What begins with one of these is a statement, which is not left out."""

_COMMENT = re.compile(r"/\*.*?\*/|^[ \t]*(?:--|#)[^\n]*", re.DOTALL | re.MULTILINE)
_LEFT_OUT = re.compile(
    r"(?:^|[:;])\s*(?:(?:[>*•-]|\w+(?:=[#>]|>)|\d+[.)])[ \t]*)?([A-Za-z]+)\b(?=([^;\n]*;?))", re.MULTILINE
)

_CHANGE = re.compile(
    r"\b(?:DELETE\s+FROM|INSERT\s+INTO|UPDATE\s+\S+\s+SET|MERGE\s+INTO"
    r"|(?:DROP|TRUNCATE|ALTER|CREATE)\s+(?:OR\s+REPLACE\s+)?(?:TABLE|VIEW|SCHEMA))\b",
    re.IGNORECASE,
)
"""What changes something, wherever it stands."""

QUERIES = frozenset({"select", "with", "from", "values", "table", "pivot", "unpivot"})
"""What begins with one of these is a query."""

CHANGES = frozenset(
    "insert update delete merge create drop alter copy attach detach pragma truncate grant revoke".split()
)
_NO_PROSE = CHANGES | {"select"}
"""Nor is what has one of these in it."""

GOES_ON = frozenset(
    """
    where group order having limit offset fetch qualify window union intersect except and or on using join left right
    full inner outer cross natural asof positional lateral as then else end when in not is like between over
    """.split()
)
"""Nor what begins with one of these, which may belong to the statement before it."""


def unwrapped(text: str) -> str:
    """The SQL of a text that has Markdown fences or words around it.

    >>> unwrapped("Here you are:\\n```sql\\nSELECT 1\\n```").strip()
    'SELECT 1'
    """
    for change in (fence, wrapped, prose):
        text = change(text) or text
    return text


def may_be_query(text: str) -> bool:
    """Whether a text begins as a query does."""
    return _first_word(text.lstrip("( \t\r\n")) in QUERIES


def fence(text: str) -> str | None:
    """What stands between Markdown fences, where there is one such block, or before one that only ends."""
    ended = text.rstrip().removesuffix("```")
    if "```" not in ended and ended != text.rstrip() and _first_word(text) in ("select", "with"):
        return ended
    ticked = _TICKED.findall(text)
    if len(ticked) == 1 and text.count("`") == 2 and not _has_statement(text.replace(ticked[0], "")):
        return str(ticked[0])
    found = list(_FENCED.finditer(text))
    if len(found) != 1 or _has_statement(text[: found[0].start()]) or _has_statement(text[found[0].end() :]):
        return None
    return found[0]["sql"]


def escaped(text: str) -> str | None:
    """With line ends and quotes in the place of their escapes, as in a text that was JSON."""
    if not any(found["letter"] for found in _ESCAPED.finditer(text)):
        return None
    quoted = "\\'" in text
    pattern = re.compile(rf"\\(?P<letter>{_LETTERS})") if quoted else _ESCAPED
    return pattern.sub(lambda found: _ESCAPES[found["letter"].lower()] if found["letter"] else found[0], text)


def wrapped(text: str) -> str | None:
    """What a JSON object, a tag, a call, a citation or quotes around the whole text hold."""
    held = _held(text)
    if held is not None:
        return held
    bold = _BOLD.sub(lambda found: found["word"] or found[0], text)
    if bold != text and _first_word(bold) in ("select", "with") and "**" not in bold:
        return bold
    marked = _MARKS.sub("", text)
    if marked != text and _first_word(marked) in ("select", "with"):
        return marked
    inside = _inside_quotes(text)
    if inside is not None:
        return inside
    called = _CALLED.fullmatch(text.strip())
    if called and _first_word(called["sql"]) in ("select", "with") and called["quote"] not in called["sql"]:
        return str(called["sql"])
    tags = _TAGGED.findall(text) if "</" in text else []
    tagged = [inside for _, inside in tags if _first_word(inside) in ("select", "with")]
    if len(tagged) == 1:
        return str(tagged[0])
    cited = _CITED.sub("", text)
    return cited if cited != text and all(line.startswith(">") for line in text.strip().splitlines()) else None


def _inside_quotes(text: str) -> str | None:
    """The query between quotes that the whole text stands in, also where it is given to a name."""
    text = text.strip().rstrip(";").rstrip()
    named = _ASSIGNED.match(text)
    text = text[named.end() :] if named else text
    quote = next((one for one in _QUOTES if text.startswith(one) and text.endswith(one)), None)
    inside = "" if quote is None else text[len(quote) : -len(quote)].strip()
    return inside.rstrip(";") if _first_word(inside) in ("select", "with") else None


def _held(text: str) -> str | None:
    """The one text in a JSON object that is a query, where nothing beside it would change what that answers."""
    try:
        queries = _queries(json.loads(text, strict=False)) if text.lstrip().startswith("{") else None
    except (ValueError, RecursionError):
        return None
    return queries[0] if queries and len(queries) == 1 and _first_word(queries[0]) in ("select", "with") else None


def _queries(value: object) -> list[str] | None:
    """The statements in a value; None where something that may change what they answer stands beside one."""
    if isinstance(value, str):
        return [value] if _first_word(value) in BEGINNINGS else []
    if isinstance(value, list):
        pairs = [("", one) for one in value]
    else:
        pairs = list(value.items()) if isinstance(value, dict) else []
    found, others = list[str](), False
    for key, one in pairs:
        inside = _queries(one)
        if inside is None:
            return None
        found += inside
        others = others or bool(one and not inside and re.sub("[^a-z]", "", key.lower()) not in _BESIDE)
    return None if found and others else found


def prose(text: str) -> str | None:
    """From where a query begins, where the text begins with something else; up to a semicolon or a line that only
    words follow."""
    begun = _BEGINNING.search(text)
    if begun is None:
        return None
    begins = _first_word(text) in BEGINNINGS
    if not begins and _has_statement(text[: begun.end()]):
        return None
    query = text if begins else text[begun.end() :]
    found = tokens(query) or ()
    ends = [place for place, token in enumerate(found) if token.token_type == SEMICOLON]
    if ends and _is_prose([token.text.lower() for token in found[ends[0] + 1 :]]):
        query = query[: found[ends[0]].start]
    elif not ends:
        query = _before_sentence(query)
    return query if query.strip() != text.strip() else None


def _has_statement(text: str) -> bool:
    """Whether a statement stands in what would be left out: what changes something, or a query with its semicolon."""
    if _CHANGE.search(text):
        return True
    begun = ((found[1].lower(), found[2]) for found in _LEFT_OUT.finditer(_COMMENT.sub("", text)))
    return any(first in CHANGES or (first in BEGINNINGS and rest.endswith(";")) for first, rest in begun)


def _before_sentence(query: str) -> str:
    for found in _SENTENCE.finditer(query):
        rest = query[found.end() :]
        words = re.findall(r"[A-Za-z']+", rest.lower())
        if _LABELS.fullmatch(rest) or (len(words) > 2 and _is_prose(words)):
            return query[: found.start()]
    return query


def _is_prose(words: Sequence[str]) -> bool:
    first = words[0].split()[0] if words and words[0].split() else ""
    return bool(first) and first not in BEGINNINGS | GOES_ON and not _NO_PROSE.intersection(words)


def _first_word(text: str) -> str:
    found = _WORD.match(text)
    return found[1].lower() if found else ""
