"""What the attribute rules of a policy say of a call: a denial, or notes. A part of the policy stage."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from autogen_hatidata.errors import PolicyDenied
from autogen_hatidata.governance.rule_words import text_of_times
from autogen_hatidata.governance.rules import AttributeRule, Guard
from autogen_hatidata.types import LensInfo, TableKey, shown_name

Need = tuple[str, Collection[TableKey]]
"""A verb, and the tables of the lens that a statement names and needs it for."""

Warned = tuple[tuple[str, str], ...]


def check_rules(guard: Guard, needs: Sequence[Need], lens: LensInfo, now: float) -> Warned:
    """The ids of the rules that warn about a call, and the note of each.

    A table is there for its rules also where only a view shows it: the view is no way round them. What the caller does
    not see is in none of these tables, so that no rule about it changes anything.

    Raises:
        PolicyDenied: a rule says no, whatever others say.
    """
    denied, warned = dict[str, str](), dict[str, str]()
    hint = ""
    for action, tables in needs:
        shown = {key for table in tables for key in (table, *lens.tables[table].reads)}
        denying, warning = guard.decide(action, shown, now)
        for rule in denying:
            hint = hint or _hint(rule)
            denied.setdefault(rule.id, f"The rule {rule.id} forbids this: {_what(rule, action, shown, lens)}.")
        for rule in warning:
            warned.setdefault(rule.id, f"The rule {rule.id} warns: {_what(rule, action, shown, lens)}.")
    if denied:
        error = PolicyDenied(next(iter(denied.values())), hint)
        error.rules = tuple(denied)
        raise error
    return tuple(warned.items())


def _hint(rule: AttributeRule) -> str:
    if rule.timed:
        return "ask again at another time, or ask the person who runs this."
    if rule.tables is not None:
        return "ask without these tables, or ask the person who runs this."
    return "ask the person who runs this."


def _what(rule: AttributeRule, action: str, shown: Collection[TableKey], lens: LensInfo) -> str:
    """The part of a call that a rule is about: names that the caller sees, and the time."""
    keys = sorted(key for key in shown if key in rule.tables) if rule.tables is not None else []
    names = ", ".join(shown_name(lens.tables[key].schema, lens.tables[key].name) for key in keys)
    of = f"{action} of {names}" if names else action
    return f"{of} at this time ({text_of_times(rule)})" if rule.timed else of
