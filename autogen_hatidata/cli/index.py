"""``autogen-hatidata index``: embeds the texts of a column, so that queries need not."""

from __future__ import annotations

import argparse
import logging
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from autogen_hatidata.cli import screen
from autogen_hatidata.errors import HatiDataError, OpenError
from autogen_hatidata.layer import HatiData


def run(options: argparse.Namespace) -> int:
    """Index one column. Gives 0 when it is done, 2 when it could not be."""
    logging.getLogger("autogen_hatidata").setLevel(logging.ERROR)
    console = Console(stderr=True)
    try:
        if not Path(options.database).exists():  # which would be made
            raise OpenError(f"There is no file {options.database}.", "check the path.", code="no_such_file")
        with HatiData.open(options.database, embedder=options.embedder) as layer:
            with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
                task = bar.add_task("embedding", total=None)
                count = layer.index_column(
                    options.table, options.column, lambda done, total: bar.update(task, completed=done, total=total)
                )
            embedder = layer.memory.embedder_info["id"]
    except HatiDataError as error:
        screen.failed(error, as_json=options.json)
        return 2
    screen.indexed(f"{options.table}.{options.column}", count, embedder, as_json=options.json)
    return 0
