"""``audit`` and ``usage``: from a log in files to what is shown, and the exit code. The log is only read."""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from autogen_hatidata.audit import lookup
from autogen_hatidata.audit.folder import find_log
from autogen_hatidata.audit.reading import fits, verify
from autogen_hatidata.audit.report import report, usage
from autogen_hatidata.audit.sql import export
from autogen_hatidata.cli import screen, screen_audit, screen_report
from autogen_hatidata.cli.progress import progress, waiting
from autogen_hatidata.cli.report_html import page
from autogen_hatidata.engines.logs import FORMS
from autogen_hatidata.errors import AuditError, BadArgument, HatiDataError
from autogen_hatidata.settings import Settings

_MANY = 10
"""So many calls that begin with an ID are named, at the most."""

_TOO_DEEP = (
    "The audit log holds a record that nests too deep to be read.",
    "no data layer writes such a record: somebody changed the log.",
)


def run(options: argparse.Namespace) -> int:
    """Run the command that was asked for."""
    try:
        return _COMMANDS[options.command](options, find_log(Path(options.log)))
    except HatiDataError as error:
        screen.failed(error, as_json=options.json)
    except RecursionError:
        screen.failed(AuditError(*_TOO_DEEP), as_json=options.json)
    return 2


def _tail(options: argparse.Namespace, log: Path) -> int:
    wanted = fits(None if options.kind == "all" else options.kind, options.agent, options.since)
    screen_audit.records(lookup.newest(lookup.parts(log), options.n, wanted), as_json=options.json)
    return 0


def _show(options: argparse.Namespace, log: Path) -> int:
    parts = lookup.parts(log)
    with progress("reading", lookup.size(parts)) as seen:
        found = lookup.of_call(parts, options.id, seen, most=_MANY)
    if len(found) == 1:
        ((call, records),) = found.items()
        screen_audit.call(call, records, as_json=options.json)
        return 0
    if found:
        error = BadArgument(f"{len(found)} calls or more begin with {options.id}.", f"more of it: {', '.join(found)}.")
    else:
        error = BadArgument(f"The log has no call {options.id}.", "audit tail shows the ids of the newest calls.")
    screen.failed(error, as_json=options.json)
    return 1


def _verify(options: argparse.Namespace, log: Path) -> int:
    key = _key()
    with progress("verifying", lookup.size(lookup.parts(log))) as seen:
        found = verify(log, key, options.anchor, seen)
    screen_audit.verification(found, signed=key is not None, as_json=options.json)
    return 0 if found.ok else 1


def _export(options: argparse.Namespace, log: Path) -> int:
    form = options.format or Path(options.file).suffix.removeprefix(".").lower()
    if form not in FORMS:
        raise BadArgument(f"{options.file} does not say in which form.", f"give --format: {', '.join(FORMS)}.")
    with _new_file(options, options.file, log) as file, waiting("exporting"):
        file.unlink()  # the engine makes it anew
        rows = export(log, file, form, options.agent, options.since)
    screen_audit.written(options.file, {"records": rows}, as_json=options.json)
    return 0


def _report(options: argparse.Namespace, log: Path) -> int:
    key, started = _key(), time.monotonic()
    with waiting("reading"):
        found = report(log, options.since)
    read = time.monotonic() - started
    with progress("verifying", lookup.size(lookup.parts(log))) as seen:
        chain = verify(log, key, seen=seen)
    took = {"read_s": round(read, 2), "verify_s": round(time.monotonic() - started - read, 2)}
    if options.html is None:
        screen_report.report(found, chain, signed=key is not None, as_json=options.json)
    else:
        made = page(found, chain, source=_source(log), made=datetime.now(UTC), signed=key is not None)
        with _new_file(options, options.html, log) as file:
            file.write_text(made, encoding="utf-8")
        screen_audit.written(
            options.html,
            {"calls": found.totals["calls"], "chain": "valid" if chain.ok else "NOT valid", **took},
            as_json=options.json,
        )
    return 0


def _usage(options: argparse.Namespace, log: Path) -> int:
    with waiting("reading"):
        found = usage(log, options.by, options.since)
    screen_report.usage(options.by, found, as_json=options.json)
    return 0


@contextmanager
def _new_file(options: argparse.Namespace, name: str, log: Path) -> Iterator[Path]:
    """A file that takes the place of ``name`` when it is written in full. Neither log nor database is written over."""
    target = Path(name).expanduser().resolve()
    if target in (log.resolve(), Path(options.log).resolve()) or log.resolve() in target.parents:
        raise BadArgument(f"{name} is a part of what is read.", "write to another file.")
    if target.exists() and not options.force:
        raise BadArgument(f"{name} exists.", "--force replaces it.")
    try:
        with tempfile.TemporaryDirectory(prefix=".hatidata-", dir=target.parent) as folder:
            made = Path(folder) / target.name
            made.touch()
            yield made
            made.replace(target)
    except OSError as fault:
        raise BadArgument(f"{name} cannot be written: {fault.strerror or fault}.", "give another file.") from fault


def _source(log: Path) -> str:
    """What people call the log: its database, where it lies beside one."""
    folder = log.resolve().parent
    return folder.name.removesuffix(".hatidata") or str(folder)


def _key() -> bytes | None:
    key = Settings().audit_key
    return key.get_secret_value().encode() if key else None


_COMMANDS: Mapping[str, Callable[[argparse.Namespace, Path], int]] = {
    "tail": _tail,
    "show": _show,
    "verify": _verify,
    "export": _export,
    "report": _report,
    "usage": _usage,
}
