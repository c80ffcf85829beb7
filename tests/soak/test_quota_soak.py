"""Quota in the long run: a race of 64 threads for one budget, and many histories against the plain model."""

from __future__ import annotations

import time
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test
from support import quota_race, soak_report
from support.quota_machine import QuotaMachine

from autogen_hatidata import HatiData

THREADS, CALLS = 64, 20_000
HISTORIES = 3_000


@pytest.mark.soak
@pytest.mark.parametrize(("credits", "at_once"), [(12_000, 40), (30_000, 64)])
def test_a_race_of_64_threads_spends_no_credit_too_much(tmp_path: Path, credits: int, at_once: int) -> None:
    """Of 20,000 calls against one budget none is let through that could exceed it, none hangs, and all sums agree; the
    budget is used up to its last credit."""
    began = time.monotonic()
    with duckdb.connect(tmp_path / "race.duckdb") as connection:
        for statement in quota_race.SCHEMA:
            connection.execute(statement)
    with HatiData.open(tmp_path / "race.duckdb", policy=quota_race.policy(credits, "month", at_once)) as layer:
        played = quota_race.play(layer, THREADS, CALLS, patience=900)
        wrong = quota_race.wrong(layer, played, credits, at_once)
        chain = layer.audit.verify().ok
    held = CALLS if not wrong else 0
    name = f"calls on 64 threads against a budget of {credits:,} credits"
    soak_report.report(name, CALLS, held, min(played.refused, held), seconds := time.monotonic() - began)
    print(f"{played.answered} answered, {played.failed} failed, {played.refused} refused, {seconds:.0f} s")

    assert wrong == []
    assert chain
    assert played.calls == CALLS
    assert played.charged == credits


@pytest.mark.soak
def test_quota_is_what_a_plain_model_says_in_the_long_run() -> None:
    """Thousands of histories of calls, crashes, restarts and clocks that jump: quota and model never part."""
    began = time.monotonic()
    run_state_machine_as_test(
        QuotaMachine,
        settings=settings(
            max_examples=HISTORIES,
            stateful_step_count=60,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    soak_report.report("histories of budgets", HISTORIES, HISTORIES, 0, time.monotonic() - began)
