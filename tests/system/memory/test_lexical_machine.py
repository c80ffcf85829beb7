"""Many histories of the index of words, each of which is written and read back again and again."""

from __future__ import annotations

from hypothesis import settings
from support.lexical_machine import Machine

TestMachine = Machine.TestCase
TestMachine.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
