"""Builds the library of the cookbook: what Python's standard library says of itself, and who may read which of it.

The texts are read from the running interpreter; topics, and what is internal, were written for this.
"""

from __future__ import annotations

import importlib
import inspect
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import _shop as shop

from autogen_hatidata import HatiData

FOR_USERS = {
    "collections": "containers: counters, queues with two ends",
    "configparser": "settings in INI files",
    "csv": "rows of a table as text with commas",
    "datetime": "dates, times and time zones",
    "email.message": "messages with headers and attachments",
    "gzip": "compressed files",
    "hashlib": "checksums and hashes of secrets",
    "http.client": "requests to web servers",
    "itertools": "loops, pairs and combinations",
    "json": "Python values as text in JSON",
    "logging": "a record of what a program does",
    "pathlib": "paths, files and folders",
    "queue": "work handed over between threads",
    "random": "random numbers and choices",
    "re": "patterns in text",
    "shutil": "copying, moving and archiving folders",
    "sqlite3": "a database in a file, with SQL",
    "statistics": "mean, median and spread of numbers",
    "subprocess": "starting other programs",
    "tarfile": "archives of many files, as tar makes them",
    "tempfile": "files and folders that go away",
    "textwrap": "lines of text of a given width",
    "threading": "work at the same time, and locks",
    "urllib.parse": "addresses of the web and their parts",
    "zipfile": "archives of many files, as zip makes them",
}
INTERNAL = {
    "ast": "Python source as a tree of statements, expressions and literals",
    "dis": "instructions of the Python interpreter",
    "gc": "objects that the Python interpreter collects",
    "tracemalloc": "memory that Python objects take",
}
POLICY = {
    "version": 1,
    "roles": {"users": {"can": ["read"]}, "developers": {"can": ["read"]}},
    "agents": {"helper": {"role": "users"}, "maintainer": {"role": "developers"}},
    "tables": {
        "modules": {"read": ["users", "developers"], "rows": {"filter": "NOT internal", "exempt": ["developers"]}},
        "functions": {
            "read": ["users", "developers"],
            "rows": {"filter": "module IN (SELECT module FROM modules WHERE NOT internal)", "exempt": ["developers"]},
        },
    },
}


def documented(module: str) -> Iterator[dict[str, str]]:
    """What a module has of its own, each with the first paragraph of its docstring; nothing without one."""
    for name, thing in vars(importlib.import_module(module)).items():
        home = (getattr(thing, "__module__", None) or "").lstrip("_")
        if name.startswith("_") or not f"{home}.".startswith(f"{module}."):
            continue
        found = [(name, "class" if inspect.isclass(thing) else "function", thing)]
        if inspect.isclass(thing):
            found += [(f"{name}.{part}", "method", getattr(thing, part)) for part in vars(thing) if part[0] != "_"]
        for full, kind, one in found:
            first = inspect.cleandoc(one.__doc__ or "").partition("\n\n")[0] if callable(one) else ""
            if first:
                yield {"module": module, "name": full, "kind": kind, "doc": " ".join(first.split())}


def build(folder: Path) -> HatiData:
    """A fresh ``library.duckdb`` in ``folder`` with what the running interpreter says, opened under its policy."""
    topics = {False: FOR_USERS, True: INTERNAL}
    modules: list[dict[str, Any]] = [
        {"module": module, "topic": topic, "internal": internal}
        for internal, one in topics.items()
        for module, topic in one.items()
    ]
    functions = [row for one in modules for row in documented(one["module"])]
    layer = shop.fresh(folder / "library.duckdb")
    for table, rows in {"modules": modules, "functions": functions}.items():
        source = folder / f"{table}.json"
        source.write_text(json.dumps(rows))
        layer.load(table, source)
    layer.set_policy(POLICY)
    return layer
