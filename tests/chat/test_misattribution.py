"""Random chats on sixteen threads: no call is charged to an agent that did not write it."""

from __future__ import annotations

import os
import random
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from support import scenarios
from support.charges import Book, Double
from support.property import play, real_layer, report
from support.scenarios import NAMES

from autogen_hatidata.tools import attribution, authors, dispatch, frame
from autogen_hatidata.tools.attribution import NOBODY, Writer
from autogen_hatidata.tools.authors import Author
from autogen_hatidata.tools.ledger import Ledger


@pytest.fixture
def seed() -> int:
    """A new one each time; HATI_SEED plays an old one again."""
    return int(os.environ.get("HATI_SEED") or random.SystemRandom().randrange(10**6))


@pytest.fixture
def book(monkeypatch: pytest.MonkeyPatch) -> Book:
    """The book in which every call is entered."""
    opened = Book()
    monkeypatch.setattr(dispatch, "answer", opened.spying(dispatch.answer))
    return opened


@pytest.fixture
def doubles(book: Book) -> list[Double]:
    """Two layers with agents of the same names."""
    return [Double(book, "one:"), Double(book, "two:")]


def test_random_chats_charge_every_call_to_its_writer(book: Book, doubles: list[Double], seed: int) -> None:
    """In chats of every shape at once, each call is charged to its writer, and none is refused without need."""
    play(seed, 1_700, doubles, book)

    assert report(book, seed) == ""


def test_random_chats_over_a_real_layer(book: Book, seed: int, tmp_path: Path) -> None:
    """The rows that come back from a real layer are those of the agent that wrote the call."""
    with real_layer(tmp_path, book) as layer:
        play(seed, 300, [layer], book)
        recorded = layer.usage("agent")

    assert report(book, seed) == ""
    assert set(recorded) <= {*NAMES, ""}


def closure(executor: Any, name: str, tool: Any, given: Any) -> Writer:
    """A wrong mechanism: the function of an executor belongs to the agent that was registered on it last."""
    users = list(executor.function_map[name].hatidata_users)
    return (Author(users[-1], users[-1].name, ""), None) if users else NOBODY


def by_name(ledger: Any, executor: Any, sender: Any, message: Mapping[str, Any], calls: Any) -> Author:
    """A wrong mechanism: it believes the name that stands on the message."""
    partners = [sender, executor, *getattr(getattr(sender, "groupchat", None), "agents", ())]
    named = [agent for agent in partners if agent.name == message.get("name")] or [sender]
    return Author(named[0], named[0].name, "sender")


def partner(ledger: Any, executor: Any, sender: Any, calls: Any, *rest: Any) -> bool:
    """A wrong mechanism: in a chat of two the partner has written everything."""
    return False


def by_text(name: str, parameters: Any, given: Any, can_run: Any) -> Any:
    """A wrong mechanism: whoever has sent this text has written this call."""
    return Ledger.claim(frame.ledger, name, parameters, given, lambda *_: True)


MUTANTS: Mapping[str, tuple[tuple[Any, str, Any], ...]] = {
    "a closure for each agent": ((attribution, "writer_of", closure),),
    "a frame that believes a name": ((authors, "of_message", by_name),),
    "a frame that believes the partner": ((authors, "_is_own", partner),),
    "a ledger that is never cleared": (
        (frame.ledger, "claim", by_text),
        (frame.ledger, "settle", lambda *_: None),
        (scenarios, "EXECUTORS", ("custom",)),  # only these ask the ledger
    ),
}


@pytest.mark.parametrize("mutant", MUTANTS)
def test_the_property_finds_a_wrong_mechanism(
    mutant: str, book: Book, doubles: list[Double], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each plausible but wrong mechanism is caught charging somebody else."""
    for place, name, wrong in MUTANTS[mutant]:
        monkeypatch.setattr(place, name, wrong)
    for seed in range(30):
        play(seed, book.calls + 100, doubles, book)
        if book.wrong:
            break

    assert book.wrong
