"""Breaks a statement as people and models do: a letter, what stands around it, its ends, its quotes."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Collection, Mapping

_WORD = re.compile(r"(?<![\w'\"$.])[A-Za-z_]{5,}(?![\w'\"])|(?<=\.)[A-Za-z_]{5,}(?![\w'\"])")
_TEXT = re.compile(r"(?<=[=(,] )'([A-Za-z]+)'|(?<=IN \()'([A-Za-z]+)'")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def _misspelt(word: str, chance: random.Random) -> str:
    place = chance.randrange(1, len(word) - 1)
    return chance.choice(
        (
            word[:place] + word[place + 1] + word[place] + word[place + 2 :],
            word[:place] + word[place + 1 :],
            word[:place] + word[place] + word[place:],
            word[:place] + chance.choice(_LETTERS) + word[place + 1 :],
        )
    )


def _name(sql: str, chance: random.Random, names: Collection[str]) -> str | None:
    """One name with a wrong letter, where it stands for the first, the last or any time."""
    found = [one for one in _WORD.finditer(sql) if one[0].lower() in names]
    if not found:
        return None
    place = chance.choice(found)
    wrong = _misspelt(place[0], chance)
    return None if wrong.lower() in names else sql[: place.start()] + wrong + sql[place.end() :]


def _everywhere(sql: str, chance: random.Random, names: Collection[str]) -> str | None:
    """One name with the same wrong letter wherever it stands."""
    found = sorted({one[0] for one in _WORD.finditer(sql) if one[0].lower() in names})
    if not found:
        return None
    name = chance.choice(found)
    wrong = _misspelt(name, chance)
    return None if wrong.lower() in names else re.sub(rf"\b{name}\b", wrong, sql)


def _fenced(sql: str, chance: random.Random, names: Collection[str]) -> str | None:
    return chance.choice(("```sql\n{}\n```", "Here is the query:\n```\n{}\n```", "```sql\n{};\n```\nIt lists them."))


def _around(sql: str, chance: random.Random, names: Collection[str]) -> str | None:
    text = chance.choice(("Here is the query:\n{}", "SQL:\n{};", "sql\n{}", "{}; This lists them all."))
    return text if sql.upper().startswith(("SELECT", "WITH")) else None


def _comma(sql: str, chance: random.Random, names: Collection[str]) -> str | None:
    places = [one.start() for one in re.finditer(r" (?:FROM|WHERE|GROUP BY|ORDER BY|LIMIT) ", sql)]
    if not places:
        return None
    place = chance.choice(places)
    return sql[:place] + "," + sql[place:]


def _parenthesis(sql: str, chance: random.Random, names: Collection[str]) -> str | None:
    if sql.endswith(")") and chance.random() < 0.7:
        return sql[:-1]
    return sql + ")"


def _quotes(sql: str, chance: random.Random, names: Collection[str]) -> str | None:
    return _TEXT.sub(lambda found: f'"{found[1] or found[2]}"', sql) if _TEXT.search(sql) else None


def _ungrouped(sql: str, chance: random.Random, names: Collection[str]) -> str | None:
    found = re.search(r" GROUP BY [\w., ]+?(?= HAVING| ORDER| LIMIT|\)|$)", sql)
    return sql[: found.start()] + sql[found.end() :] if found else None


TYPOS: Mapping[str, Callable[[str, random.Random, Collection[str]], str | None]] = {
    "name": _name,
    "everywhere": _everywhere,
    "fence": _fenced,
    "around": _around,
    "comma": _comma,
    "parenthesis": _parenthesis,
    "quotes": _quotes,
    "ungrouped": _ungrouped,
}


def broken(sql: str, seed: str, names: Collection[str]) -> tuple[str, str] | None:
    """The statement with one fault, and its kind; None where the one that was drawn does not fit."""
    chance = random.Random(seed)
    kind = chance.choice(list(TYPOS))
    found = TYPOS[kind](sql, chance, names)
    if found is not None and "{}" in found and kind in ("fence", "around"):
        found = found.replace("{}", sql)
    return None if found is None or found == sql else (kind, found)
