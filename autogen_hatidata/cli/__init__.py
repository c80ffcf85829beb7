"""The command line, ``autogen-hatidata``. It is the owner's: nothing that an agent calls reaches it."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from autogen_hatidata.cli.arguments import parser

_MISSING = 'The command line needs rich: pip install "autogen-hatidata[cli]"'


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. Gives 0 when all is well, 1 when something was found, 2 when it could not be done."""
    options = parser().parse_args(argv)
    try:
        commands = import_module(f"autogen_hatidata.cli.{options.about}")
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] != "rich":
            raise
        print(_MISSING, file=sys.stderr)
        return 2
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # names are of any letters, and not every terminal has them
    try:
        done: int = commands.run(options)
        sys.stdout.flush()
    except BrokenPipeError:  # who read the output, such as head, has seen enough
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115 - Python flushes it at exit
        return 1
    except OSError as fault:
        print(f"The command could not be done: {fault}.", file=sys.stderr)
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115 - as above
        return 2
    return done
