"""Charts as SVG, made by hand: no script, no library. Every text that comes from a log is escaped here."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from itertools import accumulate
from typing import Any

from autogen_hatidata.cli.words import number, plain, short

MOST_BARS = 62

_WIDTH, _HEIGHT, _LEFT, _BOTTOM, _TOP = 680, 250, 60, 28, 10
_LABELS = 9
_NAME = 40


@dataclass(frozen=True, slots=True)
class Series:
    """Amounts by a step of time and a name.

    Attributes:
        unit: ``day``, ``week`` or ``month``.
        steps: the first day of each step, or its month, without gaps.
        amounts: for each name as many amounts as there are steps. None has what all other names have together; a name
            without any amount is left out.
    """

    unit: str
    steps: tuple[str, ...]
    amounts: Mapping[str | None, tuple[float, ...]]

    @property
    def names(self) -> list[str]:
        """The names as people read them."""
        return ["all others" if name is None else plain(name) or "(none)" for name in self.amounts]

    @property
    def totals(self) -> list[float]:
        """What all names have together in each step."""
        return [sum(amounts[index] for amounts in self.amounts.values()) for index in range(len(self.steps))]


def series(rows: Sequence[Mapping[str, Any]]) -> Series:
    """Credits of agents by day, or by week or month where there would be more bars than can be seen."""
    days = [date.fromisoformat(row["day"]) for row in rows]
    first, last = min(days), max(days)
    every = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    unit = next((unit for unit, named in _UNITS.items() if len({named(day) for day in every}) <= MOST_BARS), "month")
    named = _UNITS[unit]
    steps = tuple(dict.fromkeys(map(named, every)))
    place = {step: index for index, step in enumerate(steps)}
    found: dict[str | None, list[float]] = {}
    for row, day in zip(rows, days, strict=True):
        found.setdefault(row["agent"], [0.0] * len(steps))[place[named(day)]] += row["credits"]
    ranks = sorted((name is None, -sum(found[name]), name or "") for name in found if sum(found[name]) > 0)
    names = [None if other else name for other, _, name in ranks]
    return Series(unit, steps, {name: tuple(found[name]) for name in names})


_UNITS: Mapping[str, Callable[[date], str]] = {
    "day": lambda day: f"{day:%Y-%m-%d}",
    "week": lambda day: f"{day - timedelta(days=day.weekday()):%Y-%m-%d}",
    "month": lambda day: f"{day:%Y-%m}",
}


def columns(shown: Series, title: str) -> str:
    """Stacked columns, one for each step, with a scale."""
    totals = shown.totals
    top, ticks = scale(max(totals))
    width = (_WIDTH - _LEFT) / len(totals)
    high = _HEIGHT - _BOTTOM - _TOP
    said = (
        f"{len(totals)} columns, one a {shown.unit}, from {shown.steps[0]} to {shown.steps[-1]}. The highest is "
        f"{number(max(totals))} credits. The table below has the same figures."
    )
    parts = [
        f'<svg class="chart" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-labelledby="chart-title chart-desc">',
        f'<title id="chart-title">{escape(title)}</title><desc id="chart-desc">{escape(said)}</desc>',
    ]
    for tick in ticks:
        y = _TOP + high * (1 - tick / top)
        parts.append(f'<line class="grid" x1="{_LEFT}" x2="{_WIDTH}" y1="{y:.1f}" y2="{y:.1f}"/>')
        parts.append(f'<text x="{_LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{number(tick)}</text>')
    gap = min(6.0, width / 4)
    for index, step in enumerate(shown.steps):
        x, y = _LEFT + index * width, _TOP + high
        for place, (name, amounts) in enumerate(zip(shown.names, shown.amounts.values(), strict=True)):
            tall = high * amounts[index] / top
            y -= tall
            if tall > 0:
                told = escape(f"{short(name, _NAME)}, {step}: {number(amounts[index])} credits")
                parts.append(
                    f'<rect class="s{place}" x="{x + gap / 2:.1f}" y="{y:.1f}" width="{width - gap:.1f}" '
                    f'height="{tall:.1f}"><title>{told}</title></rect>'
                )
        if index % math.ceil(len(totals) / _LABELS) == 0:
            parts.append(f'<text x="{x + width / 2:.1f}" y="{_HEIGHT - 8}" text-anchor="middle">{_label(step)}</text>')
    return "".join([*parts, "</svg>"])


def _label(step: str) -> str:
    return step[5:] if len(step) > 7 else step


def bar(share: float) -> str:
    """A bar of a part of the whole width, beside a figure that says the same."""
    return (
        '<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect class="s0" width="{100 * share:.1f}" height="10"/></svg>'
    )


def swatch(place: int) -> str:
    """The colour of a series, for a legend."""
    square = f'<rect class="s{place}" width="10" height="10"/>'
    return f'<svg class="swatch" viewBox="0 0 10 10" aria-hidden="true">{square}</svg>'


def scale(most: float) -> tuple[float, list[float]]:
    """The top of a scale from 0, and its marks: four or five round numbers.

    >>> scale(37.5)
    (40.0, [0.0, 10.0, 20.0, 30.0, 40.0])
    """
    if most <= 0:
        return 1.0, [0.0, 1.0]
    rough = most / 4
    base = 10.0 ** math.floor(math.log10(rough))
    step = next(base * factor for factor in (1, 2, 2.5, 5, 10) if base * factor >= rough - 1e-12)
    ticks = list(accumulate([step] * math.ceil(most / step - 1e-9), initial=0.0))
    return ticks[-1], ticks
