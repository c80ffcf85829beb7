"""Hashed words are the same in every process."""

from __future__ import annotations

import os
import subprocess
import sys

PROGRAM = """
from autogen_hatidata.memory.hashing import HashingEmbedder
from hashlib import sha256
print(sha256(HashingEmbedder().embed(["The invoice INV-2024-0042 of Müller & Söhne was paid."]).tobytes()).hexdigest())
"""


def test_every_process_gives_the_same() -> None:
    """Vectors do not depend on the seed of Python's own hashes."""
    found = set()
    for seed in ("1", "2"):
        run = subprocess.run(
            [sys.executable, "-c", PROGRAM],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        )
        found.add(run.stdout)

    assert len(found) == 1
