"""OPERATIONS: what an agent can ask of the memory. What it gave is checked, and the store does it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from autogen_hatidata.errors import BadArgument, HatiDataError, LimitExceeded
from autogen_hatidata.memory.model import SCOPES, Answer, Audience, Draft, Filters, Search
from autogen_hatidata.pipeline.memory_values import Limits, checked, needed, to_json

if TYPE_CHECKING:
    from autogen_hatidata.memory.store import MemoryStore

MOST_ITEMS = 100_000
"""So many memories can be stored in one call."""

_ITEM = "content memory_type importance metadata scope ttl"
_WHICH = "memory_type scope where since until"
_RANK = "top_k mode threshold importance_weight half_life_days"
_OWN = ("agent", "chat")
_LISTED = 100


class Wanted(NamedTuple):
    """What was asked for, checked.

    Attributes:
        value: what the operation needs.
        rows: how many rows its answer has at the most.
        scopes: those that the caller named.
        cut: whether there may be more rows, which the caller's limit keeps back, and the store cannot tell.
        changes: how much it changes, if anything; None where only the store comes to know.
    """

    value: Any
    rows: int = 1
    scopes: tuple[str, ...] = ()
    cut: bool = False
    changes: int | None = None


class Doing(NamedTuple):
    """Who does it, over what, in which call, and who is told how far it is, and how much it changed before its end."""

    store: MemoryStore
    who: Audience
    id: str
    progress: Any
    changed: Callable[[int], None]


Given = Mapping[str, Any]


class Operation(NamedTuple):
    """One row of OPERATIONS.

    Attributes:
        verb: what the caller's role must have.
        takes: the names of its arguments.
        check: from what was given to what is wanted. Raises BadArgument or LimitExceeded.
        run: does it.
        changes: whether it changes what it finds in a scope that the caller named.
    """

    verb: str
    takes: str
    check: Callable[[Given, Limits], Wanted]
    run: Callable[[Doing, Any], Answer]
    changes: bool = False

    def wanted(self, given: Given, limits: Limits) -> Wanted:
        """What is wanted by what was given.

        Raises:
            BadArgument, LimitExceeded: it has an argument that is none here, or that cannot be used.
        """
        takes = self.takes.split()
        for name in given:
            if name not in takes:
                raise BadArgument(f'There is no argument "{name!s:.40}" here.', f"use {', '.join(takes)}.")
        return self.check(given, limits)


def operation_of(name: str) -> Operation:
    """The row of OPERATIONS of that name.

    Raises:
        BadArgument: there is none.
    """
    if name not in OPERATIONS:
        raise BadArgument(f'The memory has no operation "{name:.40}".', f"use one of {', '.join(OPERATIONS)}.")
    return OPERATIONS[name]


def _store(given: Given, limits: Limits) -> Wanted:
    found = checked(given, limits)
    drafts = (_draft(found),)
    return Wanted((drafts, found.get("dedupe", True)), scopes=(drafts[0].scope,), changes=1)


def _store_many(given: Given, limits: Limits) -> Wanted:
    items, dedupe = given.get("items"), checked({"dedupe": given.get("dedupe")}, limits).get("dedupe", True)
    if not isinstance(items, list):
        raise BadArgument("Memories must come in a list.", "give a list of texts, or of mappings with content.")
    if not items:
        raise BadArgument("There is nothing to store.", "give a list of texts, or of mappings with content.")
    if len(items) > MOST_ITEMS:
        raise LimitExceeded(
            f"{len(items):,} memories are too many; {MOST_ITEMS:,} are allowed.", "store them in parts."
        )
    drafts = tuple(_item(number, item, limits) for number, item in enumerate(items, 1))
    return Wanted((drafts, dedupe), rows=len(drafts), scopes=tuple({draft.scope for draft in drafts}))


def _item(number: int, item: Any, limits: Limits) -> Draft:
    given = {"content": item} if isinstance(item, str) else item
    if not isinstance(given, Mapping) or not given.keys() <= {*_ITEM.split()}:
        known = ", ".join(_ITEM.split())
        raise BadArgument(f"Item {number} is no memory.", f"give a text, or a mapping with {known}.")
    try:
        return _draft(checked(given, limits))
    except HatiDataError as problem:
        problem.message = f"Item {number}: {problem.message}"
        raise


def _draft(found: Given) -> Draft:
    kept = {name: found[name] for name in ("memory_type", "importance", "metadata") if name in found}
    return Draft(needed(found, "content"), **kept, scope=one_scope(found), expires_at=found.get("ttl"))


def one_scope(found: Given) -> str:
    """The one scope that checked arguments name; the agent's own where they name none."""
    scopes: tuple[str, ...] = found.get("scope", ("agent",))
    if len(scopes) != 1:
        raise BadArgument("Only one scope can be meant here.", f"use {', '.join(SCOPES)}.")
    return scopes[0]


def _search(given: Given, limits: Limits) -> Wanted:
    found = checked(given, limits)
    options = ("mode", "threshold", "importance_weight", "half_life_days")
    asked = found.get("top_k", 5)
    top_k = min(asked, limits.rows)
    search = Search(
        needed(found, "query"),
        top_k,
        **{name: found[name] for name in options if name in found},
        filters=filters(found),
    )
    return Wanted(search, rows=top_k, scopes=found.get("scope", ()), cut=asked > top_k)


def _list(given: Given, limits: Limits) -> Wanted:
    found = checked(given, limits)
    limit = min(found.get("limit", _LISTED), limits.rows)
    value = (filters(found), limit, found.get("offset", 0))
    return Wanted(value, rows=limit, scopes=found.get("scope", ()))


def filters(found: Given, scopes: tuple[str, ...] = SCOPES) -> Filters:
    """The filters that checked arguments make; in ``scopes`` where they name none."""
    names = ("memory_ids", "memory_type", "min_importance", "since", "until")
    return Filters(
        **{name: found[name] for name in names if name in found},
        scopes=found.get("scope", scopes),
        metadata=found.get("where", ()),
    )


def narrowing(found: Given) -> list[str]:
    """The names of checked arguments that leave memories out: an empty filter leaves out no more than none."""
    return [name for name, value in found.items() if value != ()]


def _get(given: Given, limits: Limits) -> Wanted:
    return Wanted((needed(checked(given, limits), "memory_id"),))


def _update(given: Given, limits: Limits) -> Wanted:
    found = checked(given, limits)
    memory_id = needed(found, "memory_id")
    changes = {"expires_at" if name == "ttl" else name: value for name, value in found.items() if name != "memory_id"}
    if not changes:
        raise BadArgument("Nothing is to be changed.", "give content, memory_type, importance, metadata or ttl.")
    return Wanted((memory_id, changes), changes=1)


def _forget(given: Given, limits: Limits) -> Wanted:
    found = checked(given, limits)
    hard = found.pop("hard", False)
    if not narrowing(found):
        raise BadArgument(
            "It is not said what to forget.", 'give a filter; scope="agent" means all that is yours alone.'
        )
    scopes = SCOPES if "memory_ids" in found else _OWN
    return Wanted((filters(found, scopes), hard), scopes=found.get("scope", ()))


def _key(given: Given, limits: Limits) -> Wanted:
    found = checked(given, limits)
    scope = one_scope(found)
    return Wanted((needed(found, "key"), scope), scopes=(scope,))


def _set(given: Given, limits: Limits) -> Wanted:
    text = to_json("value", needed(given, "value"), limits.settings.max_state_chars)
    found = checked({name: value for name, value in given.items() if name != "value"}, limits)
    scope = one_scope(found)
    return Wanted((needed(found, "key"), text, scope, found.get("expected_version")), scopes=(scope,), changes=1)


def _unset(given: Given, limits: Limits) -> Wanted:
    found = checked(given, limits)
    scope = one_scope(found)
    return Wanted((needed(found, "key"), scope, found.get("expected_version")), scopes=(scope,), changes=1)


def _states(given: Given, limits: Limits) -> Wanted:
    scope = one_scope(checked(given, limits))
    return Wanted((scope, limits.rows), rows=limits.rows, scopes=(scope,))


def _do_forget(doing: Doing, value: tuple[Filters, bool]) -> Answer:
    filters, hard = value
    answer = doing.store.forget(doing.who, filters, id=doing.id)
    if hard:
        doing.changed(answer.table.changed or 0)
        doing.store.compact()
    return answer


def _do_store(doing: Doing, value: tuple[tuple[Draft, ...], bool | float]) -> Answer:
    drafts, dedupe = value
    return doing.store.store(doing.who, drafts, dedupe=dedupe, id=doing.id, progress=doing.progress)


OPERATIONS: Mapping[str, Operation] = {
    "store": Operation("memory", f"{_ITEM} dedupe", _store, _do_store, changes=True),
    "store_many": Operation("memory", "items dedupe", _store_many, _do_store, changes=True),
    "search": Operation(
        "memory",
        f"query {_WHICH} min_importance {_RANK}",
        _search,
        lambda doing, search: doing.store.search(doing.who, search),
    ),
    "get": Operation("memory", "memory_id", _get, lambda doing, ids: doing.store.get(doing.who, ids)),
    "list": Operation(
        "memory",
        f"{_WHICH} min_importance limit offset",
        _list,
        lambda doing, value: doing.store.list(doing.who, *value),
    ),
    "update": Operation(
        "memory",
        "memory_id content memory_type importance metadata ttl",
        _update,
        lambda doing, value: doing.store.update(doing.who, *value, id=doing.id),
        changes=True,
    ),
    "forget": Operation("memory", f"memory_ids {_WHICH} hard", _forget, _do_forget, changes=True),
    "get_state": Operation("state", "key scope", _key, lambda doing, value: doing.store.get_state(doing.who, *value)),
    "set_state": Operation(
        "state",
        "key value scope expected_version",
        _set,
        lambda doing, value: doing.store.set_state(doing.who, *value, id=doing.id),
        changes=True,
    ),
    "delete_state": Operation(
        "state",
        "key scope expected_version",
        _unset,
        lambda doing, value: doing.store.delete_state(doing.who, *value, id=doing.id),
        changes=True,
    ),
    "list_states": Operation(
        "state", "scope", _states, lambda doing, value: doing.store.list_states(doing.who, *value)
    ),
}
