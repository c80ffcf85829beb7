"""Engines: where SQL runs. The only room that imports duckdb."""
