"""The command line, ``autogen-hatidata``. It is the owner's: nothing that an agent calls reaches it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module

_COMMANDS = {
    "check": "what is wrong with a policy: file, line and field of each mistake",
    "lint": "what is risky or slow in a policy that loads",
    "explain": "what would happen to a statement of an agent, and which line of the policy decides; runs nothing",
}
_MISSING = 'The command line needs rich: pip install "autogen-hatidata[cli]"'


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. Gives 0 when all is well, 1 when something was found, 2 when it could not be done."""
    options = _parser().parse_args(argv)
    try:
        commands = import_module("autogen_hatidata.cli.policy")
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] != "rich":
            raise
        print(_MISSING, file=sys.stderr)
        return 2
    done: int = commands.run(options)
    return done


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("autogen-hatidata", description="Governed data access for AutoGen agents.")
    policy = parser.add_subparsers(title="commands", required=True, metavar="COMMAND").add_parser(
        "policy", help="look at a policy", description="Look at a policy file."
    )
    commands = policy.add_subparsers(title="commands", dest="command", required=True, metavar="COMMAND")
    for name, text in _COMMANDS.items():
        command = commands.add_parser(name, help=text, description=f"Shows {text}.")
        command.add_argument("--json", action="store_true", help="write JSON, for programs")
        if name == "explain":
            _add_explain(command)
        else:
            command.add_argument("policy", metavar="FILE", help="a policy in YAML or TOML")
            command.add_argument("--db", metavar="FILE", help="the DuckDB file it is for; without it, less is seen")
    return parser


def _add_explain(command: argparse.ArgumentParser) -> None:
    command.add_argument("sql", metavar="SQL", help="one statement, in quotes")
    command.add_argument("--as", dest="agent", metavar="AGENT", required=True, help="the agent's name")
    command.add_argument("--policy", metavar="FILE", required=True, help="a policy in YAML or TOML")
    command.add_argument("--db", metavar="FILE", required=True, help="the DuckDB file; it is only read")
    command.add_argument("--role", help="the agent's role, where the policy leaves it open")
    command.add_argument(
        "--attribute", metavar="NAME=VALUE", action="append", default=[], help="the same for an attribute; repeatable"
    )
    command.add_argument("--dialect", choices=("duckdb", "snowflake"), help="the dialect of the statement")
