"""A threshold from pairs: what it keeps and lets through is counted, and wrong pairs are refused."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from autogen_hatidata.errors import BadArgument
from autogen_hatidata.memory.calibration import SENTENCES, Calibration, calibrate, own_threshold


class Plane:
    """Texts are angles, in degrees."""

    id, dim, kind, default_threshold = "plane", 2, "semantic", 0.5

    def embed(self, texts: Any) -> Any:
        angles = np.radians([float(text) for text in texts])
        return np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)


# Questions all round, each with its memory 3 degrees on; two have theirs on the other side.
_ANGLES = np.random.default_rng(7).uniform(0, 360, 20)
PAIRS = [(str(angle), str(angle + (183 if at < 2 else 3))) for at, angle in enumerate(_ANGLES)]


def test_the_shares_are_those_of_the_pairs() -> None:
    """The threshold is the lowest that lets through no more than asked, and both shares are counted at it."""
    plane = Plane()
    cosines = plane.embed([a for a, _ in PAIRS]) @ plane.embed([b for _, b in PAIRS]).T
    random = np.sort(cosines[~np.eye(20, dtype=bool)])
    found = calibrate(plane, PAIRS, let_through=0.1)

    assert found.let_through == 0.1
    assert found.threshold == pytest.approx(random[-39], abs=1e-6)
    assert found.kept == np.mean(np.diag(cosines) > found.threshold) == 18 / 20


def test_nothing_and_everything_can_be_let_through() -> None:
    """At 0 no random pair is above the threshold, at 1 all but the lowest are."""
    strict, open_ = (calibrate(Plane(), PAIRS, let_through=share) for share in (0, 1))

    assert strict.let_through == 0
    assert open_.let_through == 379 / 380
    assert strict.threshold > open_.threshold


def test_one_memory_for_two_questions_is_no_stranger() -> None:
    """Pairs that share their memory do not count as random ones of each other."""
    twice = [(str(30 * at + more), str(30 * at + 3)) for more in (0, 1) for at in range(12)]

    assert calibrate(Plane(), twice, let_through=0).kept == 1


def test_many_pairs_are_no_square() -> None:
    """Thousands of pairs are held against a hundred others each."""
    asked: list[int] = []

    class Counting(Plane):
        def embed(self, texts: Any) -> Any:
            asked.append(len(texts))
            return super().embed(texts)

    found = calibrate(Counting(), [(str(at), str(at)) for at in range(20_000)])

    assert isinstance(found, Calibration)
    assert asked == [20_000, 20_000]


@pytest.mark.parametrize(
    ("pairs", "share"),
    [
        ([], 0.1),
        (PAIRS[:9], 0.1),
        ([("1", "2")] * 20, 0.1),
        (PAIRS, 1.5),
        (PAIRS, -0.1),
        (PAIRS, True),
        (PAIRS, "0.1"),
        (3, 0.1),
        ([("1", "2", "3")] * 20, 0.1),
        ([1] * 20, 0.1),
        ([(1, 2)] * 20, 0.1),
    ],
)
def test_wrong_pairs_are_refused(pairs: Any, share: Any) -> None:
    """Too few pairs, or something else than pairs of texts, give no threshold."""
    with pytest.raises(BadArgument):
        calibrate(Plane(), pairs, let_through=share)


def test_the_sentences_are_pairs() -> None:
    """The sentences that an unknown model is calibrated with are forty questions, each with an answer of its own."""
    assert len(SENTENCES) == 40
    assert len({text for pair in SENTENCES for text in pair}) == 80


def test_an_unknown_model_is_calibrated_with_sentences() -> None:
    """Its threshold is what the calibration gives, in whole hundredths, so that it is the same in every process."""

    class Lengths(Plane):
        def embed(self, texts: Any) -> Any:
            return super().embed([len(text) for text in texts])

    exact = calibrate(Lengths(), SENTENCES).threshold

    assert own_threshold(Lengths()) == pytest.approx(np.ceil(exact * 100) / 100)
