"""Hostile texts, names and parameters for statements about meaning, and what each of them must answer."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from autogen_hatidata import HatiData, HatiDataError
from autogen_hatidata.memory.pieces import pieces
from support.plain_embedder import PlainEmbedder

COLUMNS = (
    "meaning_1_texts", "meaning_p1", "meaning_q0", "MEANING_1_scores", "meaning1_1_texts", "semantic_match", "text",
    'a"b', "a'b", "$meaning_1_texts", "x) OR true --", "; DROP TABLE t", "\u200b", "na\u00efve \u2728", "a.b", "%s",
    "{0}", "select", "unnest", "threshold", "n" * 300, "@a", "$@texts", " ", "\\", "?", "$1",
)  # fmt: skip
TEXTS = (
    "", " ", "'", "''", '"', "%", "_", "\\", ";", "--", "/*", "*/", "$1", "?", ":x", "$meaning_1_texts",
    "@a", "{0}", "%s",
    "'; DROP TABLE t; --", "' OR '1'='1", "semantic_match(text, 'x')", "\u200b", "\ufeff", "\u2728\U0001f600",
    "e\u0301",
    "\u202eabc", "late invoice", "late invoice\n", "NULL", "null", "true", "[1, 2]", '{"a": 1}', "\t", "\r\n",
    "x" * 3000,
    "\u674e\u96f7", "\U0010ffff", "$$", "$a$ b $a$", "E'\\n'", "0x00",
)  # fmt: skip
ONLY_BOUND = ("\x00", "a\x00b", "a\x7fb", "\ud800", "x\udfff", "late " * 20_000)
"""Texts that cannot stand in SQL at all; what is half a character may be refused as a parameter, too."""

NAMES = (
    "meaning_1_texts",
    "meaning_p1",
    "meaning_1_a",
    "q",
    "texts",
    "Meaning_2_scores",
    "meaning1_1_texts",
    "threshold",
)
THRESHOLD = 0.3


@dataclass
class Tally:
    """What came of a number of statements; ``wrong`` has all that is needed to see each again."""

    answered: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def build(layer: HatiData) -> None:
    """A table with those columns, a row for each text, and one without."""
    columns = ", ".join(f"{_quoted(name)} VARCHAR" for name in COLUMNS)
    layer.owner_sql(f'CREATE TABLE "meaning_1_n"(id INTEGER, {columns})')
    values = ["NULL" if text is None else _literal(text) for text in (*TEXTS, None)]
    rows = (f"({number}, {', '.join([value] * len(COLUMNS))})" for number, value in enumerate(values))
    layer.owner_sql(f'INSERT INTO "meaning_1_n" VALUES {", ".join(rows)}')


def send(agent: Any, seed: int, count: int) -> Tally:
    """So many statements. Each must answer what numpy says, or be refused where its text cannot stand in SQL."""
    tally, embedder = Tally(), PlainEmbedder()
    for number in range(count):
        _one(agent, random.Random(f"{seed}.{number}"), embedder, tally)
    return tally


def _one(agent: Any, chance: random.Random, embedder: PlainEmbedder, tally: Tally) -> None:
    text = chance.choice(TEXTS if chance.random() < 0.9 else ONLY_BOUND)
    column, alias = _quoted(chance.choice(COLUMNS)), _quoted(chance.choice(COLUMNS))
    written, params = _given(text, chance)
    call = f"{chance.choice(['', alias + '.'])}{column}, {written}"
    sql = (
        f"SELECT id, semantic_rank({call}), semantic_match({call}, {THRESHOLD}) AS {_quoted(chance.choice(COLUMNS))} "
        f'FROM "meaning_1_n" AS {alias} ORDER BY id'
    )
    try:
        result = agent.run(sql, params)
    except HatiDataError as error:
        tally.refused[error.code] += 1
        if text not in ONLY_BOUND or (params is not None and "\ud800" not in text and "\udfff" not in text):
            tally.wrong.append(f"{error.for_model()} ({error.detail})\n  {sql!r:.600}\n  {params!r:.200}")
    except Exception as error:  # noqa: BLE001 - what is looked for
        tally.wrong.append(f"{error!r:.300}\n  {sql!r:.600}\n  {params!r:.200}")
    else:
        tally.answered += 1
        told = _difference(result, text, embedder)
        if told:
            tally.wrong.append(f"{told}\n  {sql!r:.600}\n  {params!r:.200}")


def _given(text: str, chance: random.Random) -> tuple[str, Any]:
    """A text in a statement that has it twice, and the parameters of that."""
    kind = chance.choice(("", "?", "$1", "$"))
    if not kind:
        return _literal(text), None
    if kind == "$":
        name = chance.choice(NAMES)
        return f"${name}", {name: text}
    return kind, [text, text] if kind == "?" else [text]


def _difference(result: Any, text: str, embedder: PlainEmbedder) -> str | None:
    question = embedder.vector(text)
    for (number, rank, near), row in zip(result.rows, (*TEXTS, None), strict=True):
        cosine = None if row is None else max(float(embedder.vector(piece) @ question) for piece in pieces(row))
        if cosine is None:
            if (rank, near) != (None, None):
                return f"row {number} has no text, and {rank} {near}"
        elif abs(rank - max(cosine, 0)) > 1e-6 or (near != (cosine > THRESHOLD) and abs(cosine - THRESHOLD) > 1e-6):
            return f"row {number} has {rank} {near}, not {cosine}"
    return None


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
