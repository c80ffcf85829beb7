"""From which cosine on two texts belong together: another number for each model, found with pairs that do."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from autogen_hatidata.errors import BadArgument
from autogen_hatidata.memory.embedding import Embedder

LET_THROUGH = 0.01
_FEWEST = 10
# Each question is held against so many other memories: more would not move the result, and take its square of time.
_OTHERS = 100


class Calibration(NamedTuple):
    """A threshold, and what it does.

    Attributes:
        threshold: what belongs together has a cosine above it.
        kept: the share of the true pairs above it.
        let_through: the share of the random pairs above it.
    """

    threshold: float
    kept: float
    let_through: float


def calibrate(embedder: Embedder, pairs: Iterable[tuple[str, str]], *, let_through: float = LET_THROUGH) -> Calibration:
    """The lowest threshold that lets through at most this share of random pairs.

    Args:
        embedder: whose threshold is wanted.
        pairs: questions, each with the memory that answers it; 10 or more, and better some hundreds of your own kind.
            Each question is also held against memories of other pairs: these are the random ones.
        let_through: from 0 to 1.

    Raises:
        BadArgument: too few pairs, or no pairs.
    """
    questions, memories = _both(pairs)
    if isinstance(let_through, bool) or not isinstance(let_through, (int, float)) or not 0 <= let_through <= 1:
        raise BadArgument("let_through must be a share from 0 to 1.", "write let_through=0.01.")
    asked, known = embedder.embed(questions), embedder.embed(memories)
    true = np.einsum("ij,ij->i", asked, known)
    others = []
    for shift in range(1, min(len(questions), _OTHERS + 1)):
        scores = np.einsum("ij,ij->i", asked, np.roll(known, -shift, axis=0))
        shifted = memories[shift:] + memories[:shift]
        others.append(scores[[one != other for one, other in zip(memories, shifted, strict=True)]])
    random = np.sort(np.concatenate(others))
    if not len(random):
        raise BadArgument("All pairs have the same memory.", "give each question a memory of its own.")
    threshold = float(random[max(math.ceil(len(random) * (1 - let_through)) - 1, 0)])
    return Calibration(threshold, float(np.mean(true > threshold)), float(np.mean(random > threshold)))


def _both(pairs: Iterable[tuple[str, str]]) -> tuple[list[str], list[str]]:
    try:
        questions, memories = map(list, zip(*pairs, strict=True))
    except (TypeError, ValueError):
        raise BadArgument(
            "Calibration takes pairs of a question and the memory that answers it.", 'pass [("who?", "Ada did."), ...].'
        ) from None
    if len(questions) < _FEWEST:
        raise BadArgument(f"{len(questions)} pairs are too few to calibrate.", f"give {_FEWEST} or more.")
    return questions, memories


def own_threshold(embedder: Embedder) -> float:
    """The threshold for an embedder of which nothing is known, from `SENTENCES`, in whole hundredths."""
    return math.ceil(calibrate(embedder, SENTENCES).threshold * 100) / 100


SENTENCES: Sequence[tuple[str, str]] = (
    ("Who signs off large purchases?", "Orders above 10,000 euros need the approval of the head of finance."),
    (
        "When does the nightly import run?",
        "The warehouse is loaded at 02:30 each morning, in about forty minutes.",
    ),
    ("Why did revenue drop in March?", "Two big customers moved their orders to April because of the price change."),
    ("What does the customer Lindqvist prefer?", "Ms Lindqvist wants to be phoned, and never before ten o'clock."),
    ("Which table holds the returns?", "Goods that were sent back are in logistics.reversals, one row for each item."),
    ("How long do we keep invoices?", "Billing documents are stored for ten years and then deleted."),
    (
        "What went wrong with the last release?",
        "Version 4.2 was rolled back: nobody with an umlaut could log in.",
    ),
    ("Is the discount for students still valid?", "The reduced price for people in education ended last summer."),
    ("Who is responsible for the website?", "Tomasz looks after everything that is shown on the public pages."),
    ("What currency are the amounts in?", "All figures of this report are in thousands of US dollars."),
    ("How is churn defined here?", "A subscriber counts as lost after 60 days without any activity."),
    ("Where do the temperature readings come from?", "Sensors in the cold rooms send their values every five minutes."),
    ("What colour is the logo?", "The brand uses a dark green, #0B5D3B, on white."),
    ("Can we ship to Norway?", "Deliveries outside the European Union are not offered before next year."),
    ("Which language should answers have?", "The user asked to be written to in Portuguese."),
    ("How many people work in Lyon?", "The French office has 48 employees, most of them engineers."),
    ("What is the favourite food of the team?", "On Fridays everybody orders Thai curry together."),
    (
        "Why are some zip codes missing?",
        "Postal codes that begin with a zero were read as numbers.",
    ),
    ("What should be done about duplicates?", "When a person appears twice, keep the record that was changed last."),
    ("Which server hosts the database?", "PostgreSQL runs on a machine called heron in the Frankfurt data centre."),
    ("Did the experiment work?", "The new onboarding raised the conversion by three points, which is significant."),
    ("How do I reach support at night?", "Outside of office hours an on-call engineer answers the emergency line."),
    ("What did the doctor recommend?", "She was told to take the tablets after meals and to walk every day."),
    ("When is the next flight to Tokyo?", "The plane to Japan leaves on Tuesday at 13:20 from gate B14."),
    ("Is the shop open on holidays?", "We close on all public holidays except the first of May."),
    ("How good is the forecast?", "The predicted demand was off by eight percent on average."),
    ("What is the rule for overtime?", "Hours beyond forty a week are paid one and a half times."),
    ("Where can the car be parked?", "Visitors get a space in the garage below the building, level two."),
    ("Who won the chess match?", "After six hours the world champion resigned and the challenger took the title."),
    ("How is the password reset?", "Users follow the link in the mail; it works for thirty minutes."),
    ("Why is the dashboard slow?", "Each chart scans the whole history instead of the last month."),
    ("What music does she like?", "My sister listens to nothing but jazz from the fifties."),
    ("Which supplier is cheaper?", "Nordholz offers the same screws for four cents less than Baumann."),
    ("What is stored about minors?", "No personal data of persons under sixteen may be collected."),
    (
        "How should the garden be watered?",
        "The tomatoes need a litre each evening, the herbs much less.",
    ),
    ("Did they accept the offer?", "The buyers agreed to our proposal and will sign on Monday."),
    ("What is the size of a batch?", "The machine fills 1,200 bottles before it has to be cleaned."),
    ("Where was the photo taken?", "It shows the old bridge in Mostar at sunset."),
    ("How much does the plan cost?", "The professional subscription is 29 dollars a month for each seat."),
    ("What does error E-417 mean?", "That code is shown when the printer has run out of toner."),
)
"""Questions and answers of many kinds; each with its own answer, and unlike the others'."""
