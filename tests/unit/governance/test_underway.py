"""What is kept of calls under way is what going through all of them would give."""

from __future__ import annotations

import random

from autogen_hatidata.governance.underway import Reservation, UnderWay

SCOPES = ("agent", "role", "layer")


def _fits(one: Reservation, scope: str, who: Reservation) -> bool:
    return scope == "layer" or getattr(one, scope) == getattr(who, scope)


def test_sums_are_those_of_the_calls_that_fit() -> None:
    """Of each level, in all windows and in a chat, at every moment while calls come and go; roles may change."""
    dice, held, under = random.Random(7), list[Reservation](), UnderWay()
    for _ in range(500):
        if held and dice.random() < 0.45:
            under.discard(held.pop(dice.randrange(len(held))))
        else:
            one = Reservation(dice.choice("ab"), dice.choice("rs"), dice.choice("xyz"), float(dice.randrange(4)))
            held.append(one)
            under.add(one)
        who = Reservation(dice.choice("abc"), dice.choice("rst"), dice.choice("wxyz"), 1.0)
        assert len(under) == len(held)
        for scope in SCOPES:
            fits = [one for one in held if _fits(one, scope, who)]
            assert set(under.of(scope, who)) == set(fits)
            assert under.reserved(scope, who, "day") == sum(one.credits for one in fits)
            assert under.reserved(scope, who, "chat") == sum(one.credits for one in fits if one.chat == who.chat)


def test_ending_a_call_twice_changes_nothing() -> None:
    """Also one that never began."""
    under, one, other = UnderWay(), Reservation("a", "r", "x", 2.0), Reservation("a", "r", "x", 2.0)
    under.add(one)
    for _ in range(2):
        under.discard(other)
    assert under.reserved("role", one, "day") == 2.0
    for _ in range(2):
        under.discard(one)
    assert len(under) == under.reserved("role", one, "day") == 0
