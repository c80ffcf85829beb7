"""The engines, by the value of ``isolation``."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from autogen_hatidata.engines.base import Engine
from autogen_hatidata.engines.duckdb import DuckDBEngine
from autogen_hatidata.engines.worker import WorkerEngine

ENGINES: Mapping[str, Callable[..., Engine]] = {"none": DuckDBEngine.open, "process": WorkerEngine.open}
"""Each opens a file: ``ENGINES[isolation](path, settings=..., read_only=...)``."""
