"""What a caller is told about its budgets: refusals, and notes while a budget is running out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from autogen_hatidata.errors import QuotaExceeded
from autogen_hatidata.governance.credits import cheaper, drivers
from autogen_hatidata.types import Estimate, Prices

NOTED = 0.75
"""From this share of a budget on, answers say what is left of it."""

_NEARLY_ALL = 0.9

State = Mapping[str, Any]
"""A budget as `Quota.left` gives it."""


def whose(scope: str, name: str) -> str:
    """Who shares a budget or a limit."""
    return {"agent": name, "role": f"the role {name}"}.get(scope, "all agents together")


def too_many(scope: str, name: str, at_once: int) -> QuotaExceeded:
    """The refusal of one call too many at the same time."""
    are = "call of {} is" if at_once == 1 else "calls of {} are"
    return QuotaExceeded(
        f"{at_once} {are.format(whose(scope, name))} under way, as many as are allowed at once.",
        "wait for one of them, then call again.",
    )


def too_dear(estimate: Estimate, spent: float, most: float, prices: Prices) -> QuotaExceeded:
    """The refusal of a query above the price limit of one query."""
    failed = f", with {spent:g} for failed attempts" if spent else ""
    text = (
        f"This query may cost {spent + estimate.credits:g} credits{failed}: {drivers(estimate, prices)}; "
        f"one query may cost {most:g} at the most."
    )
    way = cheaper(estimate, most - spent, prices)
    return QuotaExceeded(text, f"{way or 'ask the person who runs this for a higher max_credits_per_query'}.")


def used_up(state: State, name: str, estimate: Estimate, prices: Prices) -> QuotaExceeded:
    """The refusal of a call that does not fit into a budget."""
    text = (
        f"This call may cost {estimate.credits:g} credits; {whose(state['of'], name)} used {state['used']:g} of "
        f"{state['limit']:g} credits per {state['per']}, and {state['reserved']:g} are reserved by calls under way."
    )
    steps = [cheaper(estimate, state["left"], prices), "wait for the calls under way" if state["reserved"] else ""]
    if state["resets"]:
        steps.append(f"wait until {_when(state)}, when the budget is full again")
    else:
        steps.append("finish with what you have, since the budget is full again only in a new chat")
    return QuotaExceeded(text, "; or ".join(filter(None, steps)) + ".")


def note(state: State, name: str) -> str:
    """What an answer says of a budget of which most is used."""
    who = {"agent": "You", "role": f"The role {name}"}.get(state["of"], "All agents together")
    until = f"until {_when(state)}" if state["resets"] else "in this chat"
    advice = "ask for what you still need, no more" if _share(state) >= _NEARLY_ALL else "prefer cheap queries"
    return (
        f"{who} used {state['used']:g} of {state['limit']:g} credits per {state['per']} ({_share(state):.0%}), "
        f"with {state['left']:g} left {until}: {advice}."
    )


def _share(state: State) -> float:
    return float(state["used"] / state["limit"])


def _when(state: State) -> str:
    return f"{state['resets'][:16].replace('T', ' ')} UTC"
