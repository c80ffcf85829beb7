"""The words of the command line: which commands there are, and what each of them takes."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from datetime import datetime
from importlib.metadata import version

from autogen_hatidata.cli.uses import ACTIONS
from autogen_hatidata.governance.ledger import USAGE
from autogen_hatidata.governance.records import FIELDS
from autogen_hatidata.types import DIALECTS

_POLICY = {
    "check": "what is wrong with a policy: file, line and field of each mistake",
    "lint": "what is risky or slow in a policy that loads",
    "explain": "what would happen to a statement of an agent, or whether it may use the memory, and which line of the "
    "policy decides; runs nothing",
}
_AUDIT = {
    "tail": "the newest calls, one a line",
    "show": "everything that the log knows of one call",
    "verify": "whether a record was changed, removed, inserted or moved since it was written",
    "export": "the log as one flat table, for other tools",
    "report": "who spent what, what was refused, slow, healed or masked; with --html as a page",
}
_INDEX = "embed the texts of a column, so that queries by meaning need not"
_LOG = "the DuckDB file whose log it is, its .hatidata folder, or the folder of the log; only read"


def parser() -> argparse.ArgumentParser:
    """The parser. ``about`` is the module of the command, ``command`` its name there."""
    made = argparse.ArgumentParser("autogen-hatidata", description="Governed data access for AutoGen agents.")
    made.add_argument("--version", action="version", version=f"%(prog)s {version('autogen-hatidata')}")
    groups = made.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for about, text, commands, add in (
        ("policy", "look at a policy", _POLICY, _add_policy),
        ("audit", "look at an audit log", _AUDIT, _add_audit),
    ):
        group = groups.add_parser(about, help=text, description=f"{text.capitalize()}.")
        group.set_defaults(about=about)
        words = group.add_subparsers(title="commands", dest="command", required=True, metavar="COMMAND")
        for name, shows in commands.items():
            command = words.add_parser(name, help=shows, description=f"Shows {shows}.")
            command.add_argument("--json", action="store_true", help="write JSON, for programs")
            add(name, command)
    _add_index(groups.add_parser("index", help=_INDEX, description=f"{_INDEX.capitalize()}."))
    text = "who spent what, from the audit log"
    _add_usage(groups.add_parser("usage", help=text, description=f"Shows {text}."))
    return made


def _add_policy(name: str, command: argparse.ArgumentParser) -> None:
    if name == "explain":
        _add_explain(command)
    else:
        command.add_argument("policy", metavar="FILE", help="a policy in YAML or TOML")
        command.add_argument("--db", metavar="FILE", help="the DuckDB file it is for; without it, less is seen")


def _add_explain(command: argparse.ArgumentParser) -> None:
    command.add_argument("sql", metavar="SQL", nargs="?", help="one statement, in quotes")
    command.add_argument("--action", choices=ACTIONS, help="in place of SQL: the use of memory or state; without --db")
    command.add_argument("--as", dest="agent", metavar="AGENT", required=True, help="the agent's name")
    command.add_argument("--policy", metavar="FILE", required=True, help="a policy in YAML or TOML")
    command.add_argument("--db", metavar="FILE", help="the DuckDB file of the statement; it is only read")
    command.add_argument("--role", help="the agent's role, where the policy leaves it open")
    command.add_argument(
        "--attribute", metavar="NAME=VALUE", action="append", default=[], help="the same for an attribute; repeatable"
    )
    command.add_argument("--dialect", choices=DIALECTS, help="the dialect of the statement")
    command.add_argument(
        "--at", type=_moment, metavar="TIME", help="what rules say then, and not now: 2026-03-01T22:30; UTC"
    )


def _add_audit(name: str, command: argparse.ArgumentParser) -> None:
    command.add_argument("log", metavar="DATABASE", help=_LOG)
    _ADD[name](command)


def _add_tail(command: argparse.ArgumentParser) -> None:
    command.add_argument("-n", type=_count, default=20, metavar="N", help="so many records (20)")
    command.add_argument("--agent", help="only this agent's")
    command.add_argument(
        "--kind", choices=(*FIELDS, "all"), default="outcome", help="records of this kind, in place of the calls"
    )
    _add_since(command)


def _add_show(command: argparse.ArgumentParser) -> None:
    command.add_argument("id", metavar="ID", help="the id of a call, or how it begins")


def _add_verify(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--anchor", type=_anchor, metavar="SEQ:HASH", help="a record that is known from elsewhere, and must be there"
    )


def _add_export(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", metavar="FILE", help="where to write")
    command.add_argument("--format", choices=("jsonl", "csv", "parquet"), help="by default what FILE ends in")
    command.add_argument("--agent", help="only this agent's")
    command.add_argument("--force", action="store_true", help="replace FILE when it exists")
    _add_since(command)


def _add_report(command: argparse.ArgumentParser) -> None:
    command.add_argument("--html", metavar="FILE", help="write a page that needs nothing else, and no network")
    command.add_argument("--force", action="store_true", help="replace FILE when it exists")
    _add_since(command)


def _add_usage(command: argparse.ArgumentParser) -> None:
    command.set_defaults(about="audit", command="usage")
    command.add_argument("log", metavar="DATABASE", help=_LOG)
    command.add_argument("--by", choices=USAGE, default="agent", help="a line for each (agent)")
    command.add_argument("--json", action="store_true", help="write JSON, for programs")
    _add_since(command)


def _add_index(command: argparse.ArgumentParser) -> None:
    command.set_defaults(about="index")
    command.add_argument("database", metavar="DATABASE", help="the DuckDB file")
    command.add_argument("table", metavar="TABLE", help="name or schema.name")
    command.add_argument("column", metavar="COLUMN", help="a column of text")
    command.add_argument("--embedder", default="auto", help="as HatiData.open takes it (auto)")
    command.add_argument("--json", action="store_true", help="write JSON, for programs")


def _add_since(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--since", type=_moment, metavar="TIME", help="only from then on: 2026-03-01, or 2026-03-01T09:30; UTC"
    )


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("1 or more")
    return number


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"not a time: {text!r}; write 2026-03-01 or 2026-03-01T09:30") from None


def _anchor(text: str) -> tuple[int, str]:
    seq, _, digest = text.partition(":")
    if not seq.isdecimal() or len(digest) != 64 or not set(digest) <= set("0123456789abcdef"):
        raise argparse.ArgumentTypeError("SEQ:HASH, as audit verify shows them: a number and 64 hex digits")
    return int(seq), digest


_ADD: Mapping[str, Callable[[argparse.ArgumentParser], None]] = {
    "tail": _add_tail,
    "show": _add_show,
    "verify": _add_verify,
    "export": _add_export,
    "report": _add_report,
}
