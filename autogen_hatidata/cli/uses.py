"""Whether an agent may use the memory or states, as the pipeline decides it, and which lines of the policy say so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from autogen_hatidata.cli.decisions import Case, Decision, who_decides
from autogen_hatidata.errors import PolicyDenied
from autogen_hatidata.governance.memory_fields import VERBS
from autogen_hatidata.governance.names import plain_name
from autogen_hatidata.governance.policy import Policy
from autogen_hatidata.governance.policy_rules import ADMIN
from autogen_hatidata.pipeline.remembering import check_use
from autogen_hatidata.types import Caller, Explanation, LensInfo

ACTIONS = VERBS
"""What can be asked about."""

_NO_NAMES = LensInfo("memory", 0, "", "", {})


def explained(
    policy: Policy, name: str, role: str | None, given: Mapping[str, Any], action: str, now: float
) -> Explanation:
    """What an agent that uses ``action`` is told.

    Raises:
        UnknownCaller: the policy has no line for it.
    """
    identity = policy.identify(name)
    attributes = tuple(sorted({**given, **identity.attributes}.items()))
    caller = Caller(plain_name(name), identity.role or role, attributes)
    try:
        warned = check_use(policy, caller, action, policy.guard(caller), _NO_NAMES, now)
    except PolicyDenied as denied:
        return Explanation(denied.code, denied.for_model(), rules=denied.rules)
    return Explanation("ok", rules=tuple(id for id, _ in warned))


def decisions(case: Case, action: str) -> tuple[Decision, ...]:
    """The lines that decided, those that say who the agent is first."""
    return (*who_decides(case), *_verb(case, action), *_rules(case), *_shared(case))


def _verb(case: Case, action: str) -> Iterator[Decision]:
    has = action in case.rules.roles.get(case.role or "", frozenset())
    says = f"the role {case.role} {'has' if has else 'does not have'} {action}." if case.role else "it has no role."
    yield case.at("roles", case.role or "", "can", says=says)


def _rules(case: Case) -> Iterator[Decision]:
    does = "warns" if case.found.verdict == "ok" else "denies it"
    yield from (case.of(rule.place, f"the rule {rule.id} {does}.") for rule in case.ruled)


def _shared(case: Case) -> Iterator[Decision]:
    """Who may do nothing is told nothing of what is shared."""
    if case.found.verdict != "ok":
        return
    shared = case.rules.shared
    for key, do, roles in (("read", "read", shared.read), ("write", "change", shared.write)):
        if case.role == ADMIN:
            yield case.nowhere(f"admin may {do} what is shared.")
        else:
            may = "may" if case.role in roles else "may not"
            yield case.at("memory", "shared", key, says=f"{case.role} {may} {do} what is shared.")
