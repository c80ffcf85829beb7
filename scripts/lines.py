"""Tests the lines of tests/lines.toml, each in an environment of its own, and writes down what came out.

    python scripts/lines.py                 every line; .venv-line-* is made where it is missing
    python scripts/lines.py ag2-0.14.0      some of them; what is known of the others stays
    python scripts/lines.py --table         only writes the README's table anew

What came out is docs/lines.json, and the README's table is made from it. A line that cannot be installed is skipped and
says why; it never counts as passed. The exit code is 1 when a line failed, and when none was tested.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import subprocess
import sys
import tempfile
import tomllib
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LINES, RESULTS, README = ROOT / "tests/lines.toml", ROOT / "docs/lines.json", ROOT / "README.md"
INPUTS = (LINES, ROOT / "pyproject.toml", ROOT / "constraints.txt", ROOT / "scripts/setup.sh")
TESTS = ("tests/chat", "tests/test_docs.py", "tests/test_architecture.py")
"""All that touches AutoGen; the rest of the tests never imports it."""
BEGIN, END = "<!-- lines: made by scripts/lines.py from docs/lines.json -->", "<!-- lines end -->"


@dataclass(frozen=True)
class Line:
    """One row of tests/lines.toml."""

    distribution: str
    version: str
    install: str
    pins: list[str]
    python_before: list[int] = field(default_factory=list)

    @property
    def name(self) -> str:
        """What the command line and docs/lines.json call it."""
        return f"{self.distribution}-{self.version}"

    @property
    def venv(self) -> Path:
        """Where its environment lies."""
        return ROOT / f".venv-line-{self.name}"

    @property
    def python(self) -> Path:
        """The interpreter of its environment."""
        return self.venv / "bin/python"


@dataclass(frozen=True)
class Result:
    """What came out of one line: ``passed``, ``failed``, or ``skipped`` because it could not be installed."""

    line: str
    result: str
    python: str = ""
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    reasons: list[str] = field(default_factory=list)


def lines() -> dict[str, Line]:
    """The lines by name."""
    rows = tomllib.loads(LINES.read_text(encoding="utf-8"))["line"]
    return {line.name: line for line in (Line(**row) for row in rows)}


def tested(line: Line) -> Result:
    """Set the line up where that is needed, run its tests, and count."""
    reason = None if _is_ready(line) else _set_up(line)
    if reason:
        return Result(line.name, "skipped", reasons=[reason])
    installed, python = _installed(line), _dotted(_python(line))
    if installed != line.version:
        return Result(line.name, "failed", python, reasons=[f"{line.distribution} {installed} is installed"])
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [line.python, "-m", "pytest", "-n", "auto", "--dist", "worksteal"]
        done = subprocess.run([*command, f"--junitxml={report}", *TESTS], cwd=ROOT, check=False)
        counts = _counts(report) if report.exists() else {"reasons": ["pytest did not come to its end"]}
    # Exit code 5 is "no tests": neither that nor an empty count is a pass.
    passed = done.returncode == 0 and counts.get("passed", 0) > 0
    return Result(line.name, "passed" if passed else "failed", python, **counts)


def _is_ready(line: Line) -> bool:
    ready = line.venv / ".line-ready"
    return ready.exists() and all(ready.stat().st_mtime >= one.stat().st_mtime for one in INPUTS)


def _set_up(line: Line) -> str | None:
    """Make the line's environment; the reason when that cannot be done."""
    pins = [f"{line.distribution}=={line.version}", *line.pins]
    done = subprocess.run(
        ["sh", "scripts/setup.sh", line.venv.name, "line"],
        cwd=ROOT,
        env={**os.environ, "AUTOGEN": line.install, "PINS": " ".join(pins)},
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode == 0:
        return None
    if line.python_before and line.python.exists() and (mine := _python(line)) >= line.python_before:
        return f"needs Python before {_dotted(line.python_before)}, not {_dotted(mine)}"
    said = [text for text in done.stderr.splitlines() if text.startswith(("ERROR:", "setup:"))]
    return (said or ["scripts/setup.sh failed"])[0].split(" (from versions:")[0]


def _installed(line: Line) -> str:
    """The version of the line that its environment holds."""
    return _print(line, f"__import__('importlib.metadata').metadata.version({line.distribution!r})")


def _python(line: Line) -> list[int]:
    """The Python of the line's environment: major and minor version."""
    return [int(number) for number in _print(line, "*__import__('sys').version_info[:2]").split()]


def _print(line: Line, what: str) -> str:
    command = [line.python, "-c", f"print({what})"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def _dotted(version: list[int]) -> str:
    return ".".join(map(str, version))


def _counts(report: Path) -> dict[str, Any]:
    """How many tests of a pytest report passed, failed and were skipped, and why those were."""
    counts: dict[str, Any] = {"passed": 0, "failed": 0, "skipped": 0}
    reasons = set()
    for case in ET.parse(report).iter("testcase"):
        kinds = {part.tag: part for part in case}
        if "failure" in kinds or "error" in kinds:
            counts["failed"] += 1
        elif "skipped" in kinds:
            counts["skipped"] += 1
            reasons.add(_why(kinds["skipped"]))
        else:
            counts["passed"] += 1
    return {**counts, "reasons": sorted(reasons)}


def _why(skipped: ET.Element) -> str:
    """The reason of a skip; where a whole file was skipped, pytest keeps it as ``(file, line, reason)``."""
    text = skipped.get("message", "")
    if text == "collection skipped":
        text = str(ast.literal_eval(skipped.text or "")[-1])
    return text.removeprefix("Skipped: ")


def known() -> dict[str, Result]:
    """What docs/lines.json says, by line."""
    rows = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else []
    return {row["line"]: Result(**row) for row in rows}


def keep(results: dict[str, Result]) -> None:
    """Write docs/lines.json, and the README's table from it."""
    ordered = [asdict(results[name]) for name in lines() if name in results]
    RESULTS.write_text(json.dumps(ordered, indent=2) + "\n", encoding="utf-8")
    README.write_text(with_table(README.read_text(encoding="utf-8"), results), encoding="utf-8")


def with_table(page: str, results: dict[str, Result]) -> str:
    """The page with the table between its markers made anew."""
    before, rest = page.split(BEGIN)
    return "\n".join([before + BEGIN, *table(results), END]) + rest.split(END)[1]


def table(results: dict[str, Result]) -> list[str]:
    """The compatibility table of the README."""
    rows = ["| distribution | version | its tests | skipped, and why |", "|---|---|---|---|"]
    for name, line in lines().items():
        found = results.get(name, Result(name, "not tested"))
        outcome = f"{found.result} on Python {found.python}" if found.python else found.result
        rows.append(f"| {line.distribution} | {line.version} | {outcome} | {'; '.join(found.reasons)} |")
    return rows


def summary(results: Iterable[Result]) -> list[str]:
    """What a person reads at the end, a line each."""
    rows = [f"{'line':<26} {'result':<8} {'python':<7} {'passed':>6} {'failed':>6} {'skipped':>7}"]
    for one in results:
        counts = f"{one.passed:>6} {one.failed:>6} {one.skipped:>7}"
        rows.append(f"{one.line:<26} {one.result:<8} {one.python:<7} {counts}  {'; '.join(one.reasons)}".rstrip())
    return rows


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="LINE", help=", ".join(lines()))
    parser.add_argument("--table", action="store_true", help="only write the README's table anew")
    arguments = parser.parse_args()
    chosen = arguments.names or list(lines())
    unknown = [name for name in chosen if name not in lines()]
    if unknown:
        parser.error(f"no such line: {', '.join(unknown)}. Lines: {', '.join(lines())}")
    keep(known())  # a new row stands in the README from now on: one of the tests looks
    if arguments.table:
        return 0
    results = {}
    for name in chosen:
        print(f"\nlines: {name}", flush=True)
        results[name] = tested(lines()[name])
    keep({**known(), **results})
    print("", *summary(results.values()), sep="\n")
    return int({result.result for result in results.values()} - {"skipped"} != {"passed"})


if __name__ == "__main__":
    sys.exit(main())
