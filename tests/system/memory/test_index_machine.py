"""Many histories of the index of vectors, each of which is written and read back again and again."""

from __future__ import annotations

from hypothesis import settings
from support.index_machine import ApproximateMachine, Machine

TestMachine = Machine.TestCase
TestApproximateMachine = ApproximateMachine.TestCase
TestMachine.settings = TestApproximateMachine.settings = settings(
    max_examples=40, stateful_step_count=25, deadline=None
)
