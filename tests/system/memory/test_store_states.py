"""States: one value for a key, counted versions, and no change that is lost."""

from __future__ import annotations

import threading

import pytest
from support.memory import ANN, BOB, column, refusal, rows

from autogen_hatidata.errors import Conflict
from autogen_hatidata.memory.model import STATE_COLUMNS, Audience

IN_CHAT, BOB_IN_CHAT, BOB_ELSEWHERE = Audience("ann", "c1"), Audience("bob", "c1"), Audience("bob", "c2")
SHARING = Audience("bob", reads_shared=True, writes_shared=True)
BLIND = Audience("cyd", writes_shared=True)


def test_a_state_is_kept_with_its_version(opens, clock):
    """A state that is set can be read, also after a new start; each time that it is set its version is one more."""
    store = opens().store
    store.set_state(ANN, "step", '{"n": 1}')
    clock.now += 5
    answer = store.set_state(ANN, "step", '{"n": 2}')

    (row,) = rows(opens().store.get_state(ANN, "step"))

    assert tuple(row) == STATE_COLUMNS
    assert rows(answer) == [row]
    assert (row["value"], row["version"], row["scope"], row["agent_id"]) == ('{"n": 2}', 2, "agent", "ann")
    assert answer.table.changed == 1


def test_states_of_scopes_do_not_meet(store):
    """The same key is another state for each agent, each chat, and for all together."""
    for who, scope in (
        (IN_CHAT, "agent"),
        (SHARING, "agent"),
        (IN_CHAT, "chat"),
        (BOB_ELSEWHERE, "chat"),
        (SHARING, "shared"),
    ):
        store.set_state(who, "k", f'"{who.agent} {who.chat} {scope}"', scope)

    seen = {
        (who.agent, who.chat, scope): column(store.get_state(who, "k", scope), "value")
        for who in (IN_CHAT, BOB_IN_CHAT, BOB_ELSEWHERE, SHARING)
        for scope in ("agent", "chat", "shared")
        if scope != "chat" or who.chat
    }
    bobs = ['"bob None agent"']
    assert seen == {
        ("ann", "c1", "agent"): ['"ann c1 agent"'],
        ("ann", "c1", "chat"): ['"ann c1 chat"'],
        ("ann", "c1", "shared"): [],
        ("bob", "c1", "agent"): bobs,
        ("bob", "c1", "chat"): ['"ann c1 chat"'],
        ("bob", "c1", "shared"): [],
        ("bob", "c2", "agent"): bobs,
        ("bob", "c2", "chat"): ['"bob c2 chat"'],
        ("bob", "c2", "shared"): [],
        ("bob", None, "agent"): bobs,
        ("bob", None, "shared"): ['"bob None shared"'],
    }
    assert column(store.list_states(IN_CHAT), "value") == ['"ann c1 agent"']
    assert column(store.list_states(IN_CHAT, "shared"), "value") == []


@pytest.mark.parametrize("expected", [0, 2, 7])
def test_another_version_than_expected(store, expected):
    """A state is not set when it has another version than the one expected, and stays as it was."""
    store.set_state(ANN, "k", "1")

    with pytest.raises(Conflict) as caught:
        store.set_state(ANN, "k", "2", expected_version=expected)

    assert caught.value.code == "conflict"
    assert column(store.get_state(ANN, "k"), "value") == ["1"]
    store.set_state(ANN, "k", "2", expected_version=1)
    store.set_state(ANN, "new", "1", expected_version=0)
    assert column(store.list_states(ANN), "version") == [2, 1]


def test_a_state_is_deleted(opens):
    """It makes room, is there no more for anybody, and begins anew; another version than expected is left."""
    store = opens(max_states=1).store
    store.set_state(SHARING, "k", "1", "shared")
    store.set_state(ANN, "k", "2")
    assert refusal(store.delete_state, ANN, "k", "agent", 2)[0] == "conflict"
    assert refusal(store.delete_state, ANN, "k", "shared")[0] == "policy_denied"
    assert refusal(store.delete_state, ANN, "k", "chat")[0] == "bad_argument"

    assert [store.delete_state(ANN, "k", "agent", expected).table.changed for expected in (1, None, 0)] == [1, 0, 0]
    assert store.get_state(ANN, "k").table.rows == []
    assert column(store.get_state(SHARING, "k", "shared"), "value") == ["1"]
    assert column(store.set_state(ANN, "other", "3"), "version") == [1]


def test_a_conflict_tells_nothing_hidden(store):
    """Who may set what all share, and not read it, does not learn its version from a conflict."""
    store.set_state(SHARING, "k", "1", "shared")
    for _ in range(3):
        store.set_state(BLIND, "k", "2", "shared")

    told = {refusal(store.set_state, BLIND, "k", "3", "shared", version) for version in (0, 1, 3, 9)}

    ((code, text),) = told
    assert (code, "version 4" in text) == ("conflict", False)
    assert store.get_state(BLIND, "k", "shared").table.rows == []


def test_what_cannot_be_set(opens):
    """Too large, too many, without a chat, or not allowed: refused, and nothing is set."""
    store = opens(max_state_chars=10, max_states=2).store

    assert refusal(store.set_state, ANN, "k", "x" * 11)[0] == "limit_exceeded"
    assert refusal(store.set_state, ANN, "k" * 257, "1")[0] == "limit_exceeded"
    assert refusal(store.set_state, ANN, " ", "1")[0] == "bad_argument"
    assert refusal(store.set_state, ANN, "\ud83d", "1")[0] == "bad_argument"
    assert refusal(store.set_state, ANN, "k", "1", "chat")[0] == "bad_argument"
    assert refusal(store.set_state, ANN, "k", "1", "shared")[0] == "policy_denied"
    for key in "abab":
        store.set_state(ANN, key, "1")
    assert refusal(store.set_state, ANN, "c", "1")[0] == "limit_exceeded"
    store.set_state(BOB, "c", "1")
    assert column(store.list_states(ANN), "key") == ["a", "b"]


def test_no_change_of_many_threads_is_lost(store):
    """Threads that count a state up, each by compare and set, together count as far as they were told."""
    store.set_state(ANN, "n", "0")

    def count(times=10):
        while times:
            (now,) = rows(store.get_state(ANN, "n"))
            try:
                store.set_state(ANN, "n", str(int(now["value"]) + 1), expected_version=now["version"])
            except Conflict:
                continue
            times -= 1

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert rows(store.get_state(ANN, "n"))[0]["value"] == "40"
    assert rows(store.get_state(ANN, "n"))[0]["version"] == 41
