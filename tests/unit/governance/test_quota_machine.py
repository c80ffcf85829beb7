"""Quota does what a plain model does, whatever happens to calls, clock and process."""

from __future__ import annotations

from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test
from support.quota_machine import QuotaMachine


def test_quota_is_what_a_plain_model_says() -> None:
    """Decisions, what is left, and usage are those of the model at each step, and a restart gives the same state."""
    run_state_machine_as_test(
        QuotaMachine, settings=settings(max_examples=25, stateful_step_count=30, deadline=None, database=None)
    )
