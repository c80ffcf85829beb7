"""The thread that makes an approximate index keeps no process from its end, and a child makes one of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[2]

ENDS = """
import os, sys, threading
sys.path.insert(0, sys.argv[2])
from support.vector_oracle import near_vectors, numbers
from autogen_hatidata.memory import ann
from autogen_hatidata.memory.index import Limits, VectorIndex

ann.ROUNDS, centres, begun = 10**9, ann._centres, threading.Event()  # a training that never comes to its end
ann._centres = lambda *args: (begun.set(), centres(*args))[1]
index = VectorIndex(32, None, "near", limits=Limits(exact=200, train=500))
vectors = near_vectors(1, 3000)
index.add(numbers(range(3000)), vectors)
begun.wait()
if sys.argv[1] == "fork":
    for _ in range(8):
        child = os.fork()
        if not child:
            index.add(numbers([3000]), vectors[:1])
            index.remove(numbers([0]))
            good = index.search(vectors[0], 1)[::2] == (3000, True) and 3000 in index.above(vectors[0], 0.9).rids
            index.close()
            os._exit(0 if good else 1)
        assert os.waitpid(child, 0)[1] == 0
    print(index._trainer.wait(0))
"""
"""A program that ends, or has children, during a training."""


@pytest.mark.parametrize("how", ["exit", "fork"])
def test_a_process_ends_during_a_training(how: str) -> None:
    """Neither the program nor a child that is forked meanwhile waits for it; the child goes on with what there was."""
    command = [sys.executable, "-c", ENDS, how, TESTS]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == ("" if how == "exit" else "False\n")


FORKS = """
import os, signal, sys
sys.path.insert(0, sys.argv[1])
from support.vector_oracle import near_vectors, numbers
from autogen_hatidata.memory.index import Limits, VectorIndex

vectors = near_vectors(1, 3001)
index = VectorIndex(32, None, "near", limits=Limits(exact=200, train=500, probes=10, probes_each=1))
index.add(numbers(range(3000)), vectors[:3000])

def good():
    few = index.search(vectors[0], 1, numbers(range(0, 3000, 30)))
    return index.wait(20) and index.search(vectors[0], 1)[::2] == (0, False) and few[::2] == (0, True)

before = good()
child = os.fork()
if not child:
    signal.alarm(30)
    index.add(numbers([3000]), vectors[3000:])
    os._exit(0 if good() else 1)
print(before, os.waitpid(child, 0)[1])
"""
"""A program that has searched, and whose child makes an approximate index of its own."""


def test_a_child_of_a_program_that_searched_searches() -> None:
    """No search leaves threads behind which a child would wait for."""
    command = [sys.executable, "-c", FORKS, TESTS]
    several = {**os.environ, "OMP_NUM_THREADS": "3"}
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, env=several)

    assert (done.returncode, done.stdout, done.stderr) == (0, "True 0\n", "")
