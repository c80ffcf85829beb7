"""Policies in which one thing is wrong: what the comparison must find."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any


def mutants(policy: dict[str, Any], agent: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The policy without one of its filters, masks or denials that hold for the agent, or with a weaker one."""
    role = policy["agents"][agent]["role"]
    for table, rules in policy["tables"].items():
        if _holds(rules.get("rows"), role):
            yield f"{table} without filter", _without(policy, table, "rows")
        for column, rule in rules.get("columns", {}).items():
            if _holds(rule, role):
                yield f"{table}.{column} without its rule", _without(policy, table, "columns", column)
            if rule.get("mask") == "partial" and _holds(rule, role):
                weaker = copy.deepcopy(policy)
                weaker["tables"][table]["columns"][column]["visible_chars"] += 1
                yield f"{table}.{column} shows one more character", weaker
            text = rules.get("rows", {}).get("filter", "")
            if rule.get("mask") == "full" and _holds(rule, role) and column in text:
                below = copy.deepcopy(policy)
                below["tables"][table]["rows"]["filter"] = text.replace(column, "'***'")
                yield f"{table} filtered by the mask of {column}", below


def more_granted(policy: dict[str, Any], agent: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The policy with one more action granted, or one more column that may be set, of the tables that it may change."""
    role = policy["agents"][agent]["role"]
    for table, rules in policy["tables"].items():
        if role not in rules.get("write", {}):
            continue
        for action in sorted({"insert", "update", "delete"} - set(rules["write"][role])):
            changed = copy.deepcopy(policy)
            changed["tables"][table]["write"][role].append(action)
            yield f"{action} in {table}", changed
        for column, rule in rules.get("columns", {}).items():
            if _holds(rule, role) and role not in rule.get("write", ()):
                changed = copy.deepcopy(policy)
                changed["tables"][table]["columns"][column]["write"] = [role]
                yield f"{column} of {table} may be set", changed


def _holds(rule: dict[str, Any] | None, role: str) -> bool:
    if not rule:
        return False
    return role in rule.get("deny", (role,)) and role not in rule.get("exempt", ())


def _without(policy: dict[str, Any], table: str, *path: str) -> dict[str, Any]:
    changed = copy.deepcopy(policy)
    place = changed["tables"][table]
    for key in path[:-1]:
        place = place[key]
    del place[path[-1]]
    return changed
