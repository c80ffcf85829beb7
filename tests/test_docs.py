"""What the pages say is true: their code runs, their policies load, their names exist, and none is left out."""

from __future__ import annotations

import ast
import contextlib
import importlib
import re
import shlex
import tomllib
import warnings
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from support.soak_report import SETTING, report

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # what AutoGen does at import is not ours
    import autogen  # noqa: F401

from autogen_hatidata import HatiData, Policy, Settings, errors
from autogen_hatidata.cli import main
from autogen_hatidata.cli.lint import LINTS
from autogen_hatidata.governance.conditions import DAYS, HOURS, OPERATORS
from autogen_hatidata.governance.masks import MASKS
from autogen_hatidata.governance.records import FIELDS
from autogen_hatidata.governance.rule_fields import KEYS
from autogen_hatidata.memory.embedders import EMBEDDERS
from autogen_hatidata.pipeline import STAGES
from autogen_hatidata.testing import LoopbackModel, ToolCall, call
from autogen_hatidata.tools.catalog import TOOLS
from autogen_hatidata.types import STAGE_NAMES

ROOT = Path(__file__).parents[1]
PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    *sorted((ROOT / "docs").rglob("*.md")),
    ROOT / "benchmarks/README.md",
]
BLOCK = re.compile(r"^```(\w+)[^\n]*\n(.*?)^```", re.DOTALL | re.MULTILINE)
REFERENCE, POLICY, LOG = ROOT / "docs/reference.md", ROOT / "docs/policy.md", ROOT / "docs/audit-format.md"
CLI, RULES, EMBEDDING = ROOT / "docs/cli.md", ROOT / "docs/rules.md", ROOT / "docs/embedders.md"


def _name(page: Path) -> str:
    return str(page.relative_to(ROOT))


def _blocks(page: Path, *languages: str) -> list[str]:
    return [body for language, body in BLOCK.findall(page.read_text(encoding="utf-8")) if language in languages]


def _pages_with(*languages: str) -> list[Path]:
    return [page for page in PAGES if page.exists() and _blocks(page, *languages)]


def _asks_and_stops(messages: list[dict[str, Any]], tools: list[Any]) -> ToolCall | str:
    asked = any(message["role"] == "tool" for message in messages)
    return "TERMINATE" if asked else call("query_data_layer", sql="SELECT count(*) AS n FROM orders")


@pytest.fixture
def reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of a reader who follows a page: the README's data and policy, and a model that asks and stops."""
    (tmp_path / "orders.csv").write_text(_blocks(ROOT / "README.md", "csv")[0])
    (tmp_path / "policy.yaml").write_text(_policies(ROOT / "README.md")[0])
    monkeypatch.chdir(tmp_path)
    with HatiData.open("shop.duckdb") as layer:
        layer.load("orders", "orders.csv")
    with LoopbackModel({"gpt-4o": _asks_and_stops}) as model:
        for name, value in model.environment().items():
            monkeypatch.setenv(name, value)
        yield tmp_path


@pytest.mark.filterwarnings(r"ignore::DeprecationWarning:autogen\.")
@pytest.mark.parametrize("page", _pages_with("python"), ids=_name)
def test_python_blocks_run(page: Path, reader: Path) -> None:
    """The Python of a page runs from top to bottom in the folder of a reader."""
    names: dict[str, Any] = {"__name__": "page"}
    with contextlib.ExitStack() as opened:
        for number, block in enumerate(_blocks(page, "python"), 1):
            exec(compile(block, f"{_name(page)}, block {number}", "exec"), names)
            for value in names.values():
                if type(value).__name__ == "HatiData":
                    opened.callback(value.close)


@pytest.mark.filterwarnings(r"ignore::DeprecationWarning:autogen\.")
def test_the_programs_of_the_readme_tell_their_costs(reader: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Both programs print what their agents did, and the agents that they make have a line in the policy."""
    names: dict[str, Any] = {"__name__": "page"}
    printed = []
    for block in _blocks(ROOT / "README.md", "python"):
        exec(compile(block, "README.md", "exec"), names)
        printed.append(capsys.readouterr().out.splitlines()[-1])
    made = {agent.name for agent in (names["analyst"], *names["agents"])}
    policy = Policy.load("policy.yaml")

    assert printed[0].startswith("{'analyst': {'calls': 1")
    assert printed[0].endswith("True")
    assert printed[1].startswith("{'researcher': {'calls': 1")
    assert {policy.identify(name).role for name in made} == {"regional", "auditor"}


def _policies(page: Path) -> list[str]:
    return [body for body in _blocks(page, "yaml", "toml") if re.search(r"^version\b", body, re.MULTILINE)]


@pytest.mark.parametrize("page", _pages_with("yaml", "toml"), ids=_name)
def test_policies_load(page: Path) -> None:
    """Every whole policy on a page loads."""
    for text in _policies(page):
        source = tomllib.loads(text) if re.search(r"^version\s*=", text, re.MULTILINE) else yaml.safe_load(text)

        assert len(Policy.load(source).digest) == 64


def _same_at_each_run(line: str) -> str:
    """A line of a terminal without times taken, hashes, and the width of columns."""
    return re.sub(r" +", " ", re.sub(r"_s [\d.]+|\d+\.\d+|\b[0-9a-f]{64}\b", "#", line).rstrip())


def test_commands_show_what_the_page_says(
    reader: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each command of docs/cli.md, in the folder that the page describes, shows the lines below it."""
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    importlib.import_module("sales_log").make(reader, days=5)
    (reader / "shop.yaml").write_text(_policies(CLI)[0])
    (reader / "typo.yaml").write_text(
        "version: 1\nroles: {analyst: {can: [read]}}\ntables:\n  order: {read: [analyst]}\n"
    )
    with HatiData.open("shop.duckdb") as layer:
        layer.load("orders", "orders.csv", replace=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLUMNS", "120")
        shown = []
        for command in re.findall(r"^\$ autogen-hatidata (.*)$", "".join(_blocks(CLI, "console")), re.MULTILINE):
            main(shlex.split(command))
            shown += [f"$ autogen-hatidata {command}", *capsys.readouterr().out.splitlines()]
    written = [line for block in _blocks(CLI, "console") for line in block.splitlines()]

    assert [_same_at_each_run(line) for line in shown] == [_same_at_each_run(line) for line in written]


def test_findings_are_documented() -> None:
    """The table of findings is that of LINTS."""
    assert set(LINTS) == _first_column(CLI, "finding")


def _first_column(page: Path, header: str) -> set[str]:
    """The names in code letters in the first column of the table whose first column has that header."""
    table = re.search(rf"^\| {header} \|.*\n(?:\|.*\n?)+", page.read_text(encoding="utf-8"), re.MULTILINE)
    assert table is not None, f"{page.name} has no table of {header}s"
    cells = [row.split("|")[1] for row in table.group().splitlines()[2:]]
    return {name.split("(")[0] for cell in cells for name in re.findall(r"`([^`]+)`", cell)}


def test_stages_are_documented() -> None:
    """The table of stages is that of the trace, which has every stage of the pipeline."""
    assert set(STAGE_NAMES) == _first_column(REFERENCE, "stage")
    assert set(STAGES) <= set(STAGE_NAMES)


def test_tools_are_documented() -> None:
    """The table of tools is that of TOOLS."""
    assert set(TOOLS) == _first_column(REFERENCE, "tool")


def test_settings_are_documented() -> None:
    """The table of settings is that of Settings."""
    assert set(Settings.model_fields) == _first_column(REFERENCE, "setting")


def test_error_codes_are_documented() -> None:
    """The table of errors has every code that the package uses, and no other."""
    listed, texts = _first_column(REFERENCE, "code"), _texts()

    assert _codes() - listed == set()
    assert listed - texts == set()


def _codes() -> set[str]:
    """Codes of concrete error classes, those that OpenError lists, and codes given where an error is made."""
    found = {
        leaf.code
        for leaf in vars(errors).values()
        if isinstance(leaf, type)
        and issubclass(leaf, errors.HatiDataError)
        and leaf not in (errors.HatiDataError, errors.OpenError)
    }
    found |= set(re.findall(r"``(\w+)``", errors.OpenError.__doc__ or ""))
    for node in _nodes():
        if isinstance(node, ast.keyword) and node.arg == "code" and isinstance(node.value, ast.Constant):
            found |= {node.value.value} if isinstance(node.value.value, str) else set()
    return found


def _texts() -> set[str]:
    """Every text constant of the package."""
    return {node.value for node in _nodes() if isinstance(node, ast.Constant) and isinstance(node.value, str)}


@cache
def _nodes() -> tuple[ast.AST, ...]:
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in (ROOT / "autogen_hatidata").rglob("*.py"))
    return tuple(node for tree in trees for node in ast.walk(tree))


def test_masks_are_documented() -> None:
    """The table of masks is that of MASKS."""
    assert set(MASKS) == _first_column(POLICY, "mask")


def test_embedders_are_documented() -> None:
    """The table of embedders is that of EMBEDDERS."""
    assert {name.split(":")[0] for name in _first_column(EMBEDDING, "embedder")} == set(EMBEDDERS)


def test_operators_are_documented() -> None:
    """The table of operators is that of OPERATORS, and those of hours and weekdays stand beside them."""
    rows = re.findall(r"^\| `(hour|weekday)` \|[^|]*\|([^|]*)\|$", RULES.read_text(encoding="utf-8"), re.MULTILINE)

    assert set(OPERATORS) == _first_column(RULES, "operator")
    assert {name: re.findall(r"`(\w+)`", cell) for name, cell in rows} == {"hour": [*HOURS], "weekday": [*DAYS]}


def test_keys_of_rules_are_documented() -> None:
    """The table of keys is that of what a rule may have."""
    assert set(KEYS) == _first_column(RULES, "key")


def test_records_are_documented() -> None:
    """The table of records has every kind with exactly its fields, in order."""
    rows = re.findall(r"^\| `(\w+)` \|[^|]*\|([^|]*)\|$", LOG.read_text(encoding="utf-8"), re.MULTILINE)
    written = {kind: tuple(re.findall(r"`(\w+)`", cell)) for kind, cell in rows}

    assert {kind: tuple(fields) for kind, fields in FIELDS.items()} == written


def test_the_lines_are_those_that_were_tested(monkeypatch: pytest.MonkeyPatch) -> None:
    """The README's table of AutoGen lines is what scripts/lines.py makes of the result that is kept."""
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    lines = importlib.import_module("lines")
    page = (ROOT / "README.md").read_text(encoding="utf-8")

    assert lines.with_table(page, lines.known()) == page
    assert set(lines.known()) <= set(lines.lines())


def test_the_attempts_are_those_that_were_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """The table of docs/security.md is made of what `make soak` kept, and all of it held, but for pairs of worlds that
    differ by the plan of a statement that fails (ADR 0012), and broken statements whose repair is another valid
    statement: the page says so."""
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    soak_table = importlib.import_module("soak_table")
    page = soak_table.PAGE.read_text(encoding="utf-8")
    known = soak_table.known()

    assert soak_table.with_table(page, known) == page
    allowed = {
        "two worlds": known["two worlds"]["denied"] // 100,
        "broken statements": known["broken statements"]["tried"] // 100,
    }
    assert {
        name
        for name, row in known.items()
        if not row["denied"] <= row["held"] <= row["tried"] <= row["held"] + allowed.get(name, 0) or not row["tried"]
    } == set()


def test_a_soak_writes_down_what_it_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each report is one row, a later one of the same name takes its place, and none is written unasked."""
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    soak_table = importlib.import_module("soak_table")
    monkeypatch.setattr(soak_table, "RESULTS", tmp_path / "soak.json")
    report("unasked", 1, 1, 0, 1)
    monkeypatch.setenv(SETTING, str(tmp_path / "soak.json"))
    report("b", 20_000, 19_000, 12, 75.04)
    report("a", 3, 3, 3, 1.26)
    report("b", 20_000, 20_000, 12, 1075.04)

    assert soak_table.table(soak_table.known())[2:] == [
        "| a | 3 | 3 | 3 | 1.3 s |",
        "| b | 20,000 | 20,000 | 12 | 1,075 s |",
    ]
    with pytest.raises(ValueError):
        report("wrong", 3, 2, 3, 1)


def test_the_plots_of_the_memory_are_of_what_was_measured(tmp_path: Path) -> None:
    """docs/memory.svg is drawn of what `make bench` kept; of a line and a number of rows it keeps the newest."""
    curves = importlib.import_module("benchmarks.curves")
    point = importlib.import_module("benchmarks.measure").Point
    kept = tmp_path / "kept.json"
    curves.keep([point("p50", "Chroma", 10_000, 4.0), point("recall", "Chroma", 10_000, 0.98765)], "before", kept)
    curves.keep([point("p50", "Chroma", 10_000, 5.0)], "after", kept)

    assert curves.points(kept) == [("p50", "Chroma", 10_000, 5.0), ("recall", "Chroma", 10_000, 0.9877)]
    assert curves.picture(curves.points()) == curves.TARGET.read_text(encoding="utf-8")
    assert {line for _, line, _, _ in curves.points()} <= curves.LINES.keys()
    assert {what for what, *_ in curves.points()} <= curves.PANELS.keys()


def _words_of_make() -> set[str]:
    return set(re.findall(r"^([a-z-]+):.*?## ", (ROOT / "Makefile").read_text(), re.MULTILINE))


@pytest.mark.parametrize("page", [ROOT / "README.md", ROOT / "CONTRIBUTING.md"], ids=_name)
def test_words_of_make_exist(page: Path) -> None:
    """Every `make` command of a page is one of the Makefile's words."""
    text = page.read_text(encoding="utf-8")
    commands = "\n".join([*_blocks(page, "bash", "sh", "console"), *re.findall(r"`(make [^`]+)`", text)])

    assert set(re.findall(r"^\s*(?:\$ )?make ([a-z-]+)", commands, re.MULTILINE)) <= _words_of_make()


def test_the_words_a_reader_needs_are_there() -> None:
    """The README names demo and test, and CONTRIBUTING every word of make."""
    readme, contributing = ((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "CONTRIBUTING.md"))

    assert [word for word in ("demo", "test") if f"make {word}" not in readme] == []
    assert [word for word in _words_of_make() if f"make {word}" not in contributing] == []


@pytest.mark.parametrize("page", [page for page in [*PAGES, ROOT / "CHANGELOG.md"] if page.exists()], ids=_name)
def test_links_lead_somewhere(page: Path) -> None:
    """Every link of a page to a file of this repository finds it."""
    text = BLOCK.sub("", page.read_text(encoding="utf-8"))
    targets = [target for target in re.findall(r"\]\(([^)#\s]+)", text) if "://" not in target and ":" not in target]

    assert [target for target in targets if not (page.parent / target).exists()] == []


def _headings(page: Path) -> set[str]:
    """The headings of a page, as links have them."""
    titles = re.findall(r"^#+ (.*)$", BLOCK.sub("", page.read_text(encoding="utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title.lower()).strip().replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", [page for page in [*PAGES, ROOT / "CHANGELOG.md"] if page.exists()], ids=_name)
def test_links_lead_to_headings(page: Path) -> None:
    """Every link of a page to a place in a page of this repository names a heading that is there."""
    text = BLOCK.sub("", page.read_text(encoding="utf-8"))
    places = re.findall(r"\]\((?!\w+:)([^)#\s]*)#([^)\s]+)\)", text)
    pages = [(page.parent / target if target else page, place) for target, place in places]

    assert [(found.name, place) for found, place in pages if place not in _headings(found)] == []
