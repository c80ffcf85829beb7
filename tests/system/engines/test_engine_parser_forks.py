"""A child that is forked reads with an instance of DuckDB of its own."""

from __future__ import annotations

import os
import signal

from autogen_hatidata.engines.parser import PARSER


def test_a_forked_child_reads_with_an_instance_of_its_own():
    """A child that was forked while its parent was reading does not wait for the parent's reader, which it lacks."""
    parent = PARSER._ready()
    with PARSER._lock:
        child = os.fork()
        if child == 0:
            signal.alarm(20)
            os._exit(0 if PARSER.trusted("SELECT 1").parts and PARSER._ready() is not parent else 1)

    assert os.waitpid(child, 0)[1] == 0
    assert PARSER._ready() is parent


def test_a_child_of_a_child_reads_too():
    """What the parent had is let go of in neither of them: DuckDB would end threads there that they do not have."""
    PARSER.trusted("SELECT 1")
    child = os.fork()
    if child == 0:
        signal.alarm(20)
        PARSER.trusted("SELECT 1")
        grandchild = os.fork()
        if grandchild == 0:
            signal.alarm(20)
            os._exit(0 if PARSER.trusted("SELECT 1").parts else 1)
        os._exit(os.waitstatus_to_exitcode(os.waitpid(grandchild, 0)[1]) & 0xFF)

    assert os.waitpid(child, 0)[1] == 0
