"""What only the owner does: looks whether all is in accord, makes it anew, and closes."""

from __future__ import annotations

import logging
from typing import Any

from autogen_hatidata.errors import HatiDataError
from autogen_hatidata.memory import rows
from autogen_hatidata.memory.core import Core
from autogen_hatidata.memory.reading import Reading

_log = logging.getLogger("autogen_hatidata")


class Upkeep:
    """Looks after one store."""

    def __init__(self, core: Core, reading: Reading) -> None:
        self._core, self._reading = core, reading

    def embedder_info(self) -> dict[str, Any]:
        """What makes the vectors."""
        embedder = self._core.cache().embedder
        return {
            "id": embedder.id,
            "dim": embedder.dim,
            "kind": embedder.kind,
            "default_threshold": embedder.default_threshold,
        }

    def stats(self) -> dict[str, Any]:
        """How much there is."""
        cache = self._core.cache()
        with self._core.reading() as ram:
            return {
                "memories": 0 if ram is None else len(ram.directory),
                "vectors": 0 if ram is None else len(ram.directory.rids(cache.embedder.id)),
                "states": 0 if ram is None else self._core.read(rows.all_states())[0][0],
                "embedded": cache.made,
            }

    def compact(self) -> None:
        """Write all files anew."""
        core = self._core
        core.check()
        if not core.engine.keeps:
            return
        self._reading.flush()
        core.drop_snapshots()
        core.engine.rewrite_memory()
        core.save_indexes()

    def close(self) -> None:
        """Keep what was only in RAM. What cannot be kept can be missed: counts of recalls, and what is made anew."""
        try:
            self._reading.flush()
        except HatiDataError as error:
            _log.warning("recalls could not be counted: %s", error.detail or error)
        self._core.close()
