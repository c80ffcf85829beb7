"""Which lines of a policy decided about a statement. It only explains: what is decided is decided in the pipeline."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from autogen_hatidata.governance.names import matcher, plain_name
from autogen_hatidata.governance.policy import Schema
from autogen_hatidata.governance.policy_file import Field
from autogen_hatidata.governance.policy_rules import ADMIN, AgentRule, QuotaLine, Rules, TableRule
from autogen_hatidata.governance.rules import AttributeRule
from autogen_hatidata.types import Explanation, TableKey, shown_name


@dataclass(frozen=True, slots=True)
class Decision:
    """One line of the policy and what it says here; without a ``field`` it is no line that decides."""

    says: str
    file: str
    line: int | None = None
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """An agent, what was found about its statement and what it names, and the policy as a tree and as rules."""

    root: Field
    rules: Rules
    agent: str
    role: str | None
    found: Explanation
    written: tuple[frozenset[TableKey], frozenset[str]]
    schema: Schema

    def at(self, *keys: str, says: str) -> Decision:
        """The line under those keys, or that of the nearest key above which is written."""
        place = self.root
        for key in keys:
            inner = place.value.get(key) if isinstance(place.value, dict) else None
            if inner is None:
                break
            place = inner
        return Decision(says, place.source, place.line, place.path or None)

    def of(self, place: Field, says: str) -> Decision:
        """A line whose place is known already."""
        return Decision(says, place.source, place.line, place.path or None)

    def nowhere(self, says: str) -> Decision:
        """No line."""
        return Decision(says, self.root.source)

    @property
    def tables(self) -> Mapping[TableKey, TableRule]:
        """The rules of the tables by the name that they compare by."""
        return {table.key: table for table in self.rules.tables}

    @property
    def ruled(self) -> list[AttributeRule]:
        """The attribute rules that hold for the statement."""
        return [rule for rule in self.rules.rules if rule.id in self.found.rules]

    @property
    def line(self) -> AgentRule | None:
        """The line under ``agents`` that fits the agent: the first one."""
        name = plain_name(self.agent)
        return next((rule for rule in self.rules.agents if matcher(rule.pattern).fullmatch(name)), None)


def decisions(case: Case) -> tuple[Decision, ...]:
    """The lines that decided, those that say who the agent is first."""
    decide = _BY_VERDICT.get(case.found.verdict)
    if decide is None:
        return (case.nowhere("no line of the policy: what agents may run at all is the same for everyone."),)
    return (*who_decides(case), *decide(case))


def who_decides(case: Case) -> Iterator[Decision]:
    """The line that says who the agent is."""
    line = case.line
    if line is None:
        yield case.at("agents", says=f"no line under agents fits {plain_name(case.agent)}.")
    else:
        written = next(key for key in case.root.value["agents"].value if plain_name(key) == line.pattern)
        role = f"{plain_name(case.agent)} has the role {case.role}" if case.role else "its role is left open"
        yield case.at("agents", written, says=f"{role}.")


def _let_through(case: Case) -> Iterator[Decision]:
    for name in case.found.tables:
        schema, _, table = name.partition(".")
        rule = case.tables.get((schema.lower(), table.lower()))
        if rule is None:
            continue
        shown = shown_name(rule.schema, rule.name)
        yield _reader(case, rule, f"{case.role} reads {shown}.")
        if name in case.found.filters:
            yield case.of(rule.filter_place, f"only rows of {shown} with {rule.filter}.")
        for column in rule.columns:
            kind = case.found.masks.get(f"{shown}.{column.name}")
            if kind:
                yield case.of(column.place, f"{shown}.{column.name} is masked: {kind}.")
    for attribute_rule in case.ruled:
        yield case.of(attribute_rule.place, f"the rule {attribute_rule.id} warns.")


def _reader(case: Case, rule: TableRule, says: str) -> Decision:
    if case.role == ADMIN:
        return case.of(rule.place, f"admin reads every table that is named: {shown_name(rule.schema, rule.name)}.")
    return case.at(*_path(case, rule), "read", says=says)


def _path(case: Case, rule: TableRule) -> tuple[str, str]:
    written = next(key for key, entry in case.root.value["tables"].value.items() if entry.path == rule.place.path)
    return ("tables", written)


def _denied(case: Case) -> Iterator[Decision]:
    if "read" not in case.rules.roles.get(case.role or "", frozenset()):
        yield case.at("roles", case.role or "", "can", says=f"the role {case.role or 'of the agent'} may not read.")
        return
    if case.ruled:
        yield from (case.of(rule.place, f"the rule {rule.id} denies it.") for rule in case.ruled)
        return
    for rule in _mentioned_rules(case):
        if rule.filter is not None and case.role not in rule.exempt:
            yield case.of(rule.filter_place, f"the filter {rule.filter} needs a value that the agent does not have.")


def _over_budget(case: Case) -> Iterator[Decision]:
    name, rules = plain_name(case.agent), case.rules
    for line in rules.quotas:
        if matcher(line.pattern).fullmatch(name) and _refuses(line):
            written = next(k for k in case.root.value["quotas"].value["agents"].value if plain_name(k) == line.pattern)
            yield case.at("quotas", "agents", written, says=f"{_refuses(line)}.")
    for key, shared in (("roles", rules.role_quotas.get(case.role or "")), ("layer", rules.layer_quota)):
        if shared is not None and _refuses(shared):
            yield case.at("quotas", key, case.role or "", says=f"{_refuses(shared)}, together.")


def _refuses(line: QuotaLine) -> str:
    """What a line says that a call can be refused for."""
    said = [f"{line.budget.credits:g} credits per {line.budget.per}"] if line.budget else []
    said += [f"{name} {value:g}" for name, value in line.limits if name in ("max_credits_per_query", "max_concurrency")]
    return " and ".join(said)


def _hidden(case: Case) -> Iterator[Decision]:
    """Why a name does not exist for the agent. Only an owner may read this: the agent itself is told nothing of it."""
    found = [*_hidden_tables(case), *_hidden_columns(case)]
    yield from found or [case.nowhere("no line of the policy: the database has no such name.")]


def _hidden_tables(case: Case) -> Iterator[Decision]:
    there = {(schema.lower(), name.lower()) for schema, name in case.schema}
    for key in sorted(case.written[0]):
        rule = case.tables.get(key)
        shown = shown_name(*key)
        if rule is None and key in there:
            yield case.at("tables", says=f"{shown} is not named there, so that it exists for nobody.")
        elif rule is not None and case.role != ADMIN and case.role not in rule.read:
            yield case.at(*_path(case, rule), "read", says=f"{case.role} does not read {shown}.")


def _hidden_columns(case: Case) -> Iterator[Decision]:
    columns = case.written[1]
    for rule in _mentioned_rules(case):
        for column in rule.columns:
            if case.role in column.deny and column.name.lower() in columns:
                shown = f"{shown_name(rule.schema, rule.name)}.{column.name}"
                yield case.of(column.place, f"{shown} is denied to {case.role}.")


def _mentioned_rules(case: Case) -> list[TableRule]:
    return [case.tables[key] for key in sorted(case.written[0]) if key in case.tables]


def _nobody(case: Case) -> Iterator[Decision]:
    return iter(())


_BY_VERDICT: Mapping[str, Callable[[Case], Iterator[Decision]]] = {
    "ok": _let_through,
    "policy_denied": _denied,
    "quota_exceeded": _over_budget,
    "unknown_name": _hidden,
    "unknown_caller": _nobody,
}
