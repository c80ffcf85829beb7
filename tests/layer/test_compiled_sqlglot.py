"""A compiled sqlglot, which other packages may bring, is one error that names the command that mends it."""

from __future__ import annotations

import subprocess
import sys

REFUSING = """
from sqlglot.parsers.duckdb import DuckDBParser

def refuse(*args, **kwargs):
    raise TypeError("interpreted classes cannot inherit from compiled")

DuckDBParser.__init__ = refuse
"""


def test_a_compiled_sqlglot_is_named() -> None:
    """No statement is called unreadable because of it."""
    text = f"{REFUSING}\nfrom autogen_hatidata import HatiData\nHatiData.open(':memory:').run('SELECT 1')"
    done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("ImportError: sqlglot is compiled")
    assert done.stderr.splitlines()[-1].endswith("pip uninstall sqlglotc")
