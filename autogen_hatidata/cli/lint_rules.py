"""What is risky in the attribute rules of a policy, in its writes and in who shares its memory: rules that can hold for
nobody, names that nobody has, filters over tables that the filtered roles write, and what anybody can tell to all."""

from __future__ import annotations

from collections.abc import Iterator

from autogen_hatidata.governance.policy_file import Field
from autogen_hatidata.governance.policy_rules import ADMIN, Rules
from autogen_hatidata.governance.rules import AttributeRule
from autogen_hatidata.sql.filters import tables

_Found = tuple[Field, str, str]


def idle_rule(rules: Rules) -> Iterator[_Found]:
    """Rules for roles that can do none of their actions, or read none of their tables."""
    for rule in rules.rules:
        able = _able(rule, rules)
        if not able:
            yield (
                rule.place,
                "no role that it names can do what it is about",
                "correct its roles or actions, or remove it",
            )
        elif rule.tables is not None and not any(_reads(role, rule, rules) for role in able):
            yield rule.place, "no role that it names reads a table that it names", "correct its roles or tables"


def _able(rule: AttributeRule, rules: Rules) -> set[str]:
    roles = set(rules.roles) if rule.roles is None else rule.roles
    return {role for role in roles if (rules.roles[role] if rule.actions is None else rules.roles[role] & rule.actions)}


def _reads(role: str, rule: AttributeRule, rules: Rules) -> bool:
    return any(role == ADMIN or role in table.read for table in rules.tables if table.key in (rule.tables or ()))


def unset_attribute(rules: Rules) -> Iterator[_Found]:
    """Attributes that a rule asks for and no line under ``agents`` sets."""
    known = {name for line in rules.agents for name, _ in line.attributes}
    for rule in rules.rules:
        for name, _ in rule.attributes:
            if name not in known:
                yield (
                    rule.place.at("when").at("attributes").at(name),
                    f"no line under agents sets {name}",
                    "check how it is spelt; leave it where code sets it, with layer.agent(..., attributes=...)",
                )


def open_memory(rules: Rules) -> Iterator[_Found]:
    """Shared memory that the role of ``"*"`` writes."""
    anybody = {rule.role for rule in rules.agents if not rule.pattern.strip("*")}
    if rules.shared.place is not None and rules.shared.write & anybody:
        yield (
            rules.shared.place.at("write"),
            "any agent stores what others recall, whatever its name",
            "name the roles that need it: what is recalled can mislead an agent",
        )


def widening_write(rules: Rules) -> Iterator[_Found]:
    """Filters that read a table which one of the roles they filter for may change."""
    writers = {table.key: {role for role, actions in table.write.items() if actions} for table in rules.tables}
    for table in rules.tables:
        for other in sorted(tables(table.filter)) if table.filter else ():
            deciding = sorted(writers.get(other, set()) & (table.read - table.exempt))
            if deciding:
                name = other[1] if other[0] == "main" else ".".join(other)
                yield (
                    table.filter_place,
                    f"{', '.join(deciding)} may change {name}, and so decide which rows the filter shows",
                    f"let the filter read a table that they do not change, or take the write on {name} from them",
                )
