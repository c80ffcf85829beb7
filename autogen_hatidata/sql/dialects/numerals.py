"""Formats of numbers as PostgreSQL's TO_CHAR and TO_NUMBER write them."""

from __future__ import annotations

import re

_FORM = re.compile(
    r"(?P<fill>FM)?(?P<before>\$)?(?P<whole>[09](?:[09]|[,G][09])*)?(?:[.D](?P<part>[09]*))?(?P<after>%)?",
    re.IGNORECASE,
)
_READ = re.compile(r"[SL$]?[09,G]+(?:[.D]([09]*))?S?", re.IGNORECASE)
_MOST = 18  # digits before the point, which a BIGINT has


def decimals(form: str) -> int | None:
    """How many decimals TO_NUMBER reads by a format; None for what was not tested.

    >>> decimals("9,999.99"), decimals("YYYY")
    (2, None)
    """
    found = _READ.fullmatch(form)
    return len(found[1] or "") if found else None


def to_text(form: str) -> str | None:
    """What TO_CHAR writes of a number ``a``, in DuckDB's SQL; None for what is no such format, or was not tested."""
    found = _FORM.fullmatch(form)
    whole = found["whole"] if found else None
    if not found or whole is None or len(re.sub("[^09]", "", whole)) > _MOST:
        return None
    part, filled = found["part"], not found["fill"]
    if part == "":
        return None
    digits = re.sub("[,G]", "", whole, flags=re.IGNORECASE)
    groups = re.split("[,Gg]", whole)
    if len(groups) > 1 and (any(len(group) != 3 for group in groups[1:]) or "0" in digits[:-1]):
        return None
    zeros = len(digits) - digits.index("0") if "0" in digits else 0
    scale = len(part or "")
    amount = f"CAST(round(abs(a), {scale}) AS DECIMAL(38, {scale}))"
    before = f"split_part(CAST({amount} AS VARCHAR), '.', 1)"
    shown = f"format('{{:,}}', CAST({before} AS BIGINT))" if len(groups) > 1 else before
    if zeros > 1:
        shown = f"CASE WHEN length({before}) < {zeros} THEN lpad({before}, {zeros}, '0') ELSE {before} END"
    elif not zeros and part:
        nothing = "''" if filled or "0" in part else f"CASE WHEN {amount} = 0 THEN '0' ELSE '' END"
        shown = f"CASE WHEN {before} = '0' THEN {nothing} ELSE {shown} END"
    sign = f"CASE WHEN round(a, {scale}) < 0 THEN '-' ELSE '' END"
    text = f"{sign} || ({shown})"
    if filled:
        text = f"lpad({text}, {len(whole) + 1}, ' ')"
    after = f"split_part(CAST({amount} AS VARCHAR), '.', 2)"
    tail = f" || '.' || {_after(after, part, filled)}" if part else ""
    too_long = "CAST(CAST('more digits than the format has' AS TINYINT) AS VARCHAR)"
    whole_text = f"'{found['before'] or ''}' || {text}{tail} || '{found['after'] or ''}'"
    return f"CASE WHEN length({before}) > {len(digits)} THEN {too_long} ELSE {whole_text} END"


def _after(digits: str, part: str, filled: bool) -> str:
    """The digits after the point; with FM, zeros at their end go where the format has 9."""
    kept = len(part.rstrip("9"))
    if filled or kept == len(part):
        return digits
    return f"\"left\"({digits}, {kept}) || rtrim(substring({digits}, {kept + 1}), '0')"
