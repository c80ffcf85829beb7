"""The times of a rule in words, for the models and people that it stops."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from autogen_hatidata.governance.conditions import WEEKDAYS, Condition
from autogen_hatidata.governance.rules import AttributeRule

_WORDS: Mapping[str, str] = {
    "eq": "{}",
    "in": "{}",
    "not_in": "not {}",
    "gt": "after {}",
    "lt": "before {}",
    "outside": "outside {}",
}


def text_of_times(rule: AttributeRule) -> str:
    """When a rule holds: ``hour outside 07:00 to 20:00, weekday not sat or sun, Europe/Berlin``."""
    parts = [f"hour {_words(one, _hour)}" for one in rule.hour]
    parts += [f"weekday {_words(one, WEEKDAYS.__getitem__)}" for one in rule.weekday]
    return ", ".join([*parts, rule.timezone])


def _words(condition: Condition, shown: Callable[[int], str]) -> str:
    operand = condition.operand
    if condition.operator == "outside":
        said = " to ".join(map(_time, operand))
    else:
        said = " or ".join(map(shown, operand)) if isinstance(operand, tuple) else shown(operand)
    return _WORDS[condition.operator].format(said)


def _hour(hour: Any) -> str:
    return str(hour)


def _time(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
