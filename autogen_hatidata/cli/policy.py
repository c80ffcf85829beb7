"""``policy check``, ``lint`` and ``explain``: from options to what is shown, and the exit code."""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from autogen_hatidata.cli import screen, uses
from autogen_hatidata.cli.decisions import Case, decisions
from autogen_hatidata.cli.lint import Data, findings
from autogen_hatidata.engines.duckdb import DuckDBEngine
from autogen_hatidata.errors import BadArgument, HatiDataError, PolicyError, UnknownCaller
from autogen_hatidata.governance import policy_file, policy_rules
from autogen_hatidata.governance.policy import Policy
from autogen_hatidata.governance.policy_rules import Rules
from autogen_hatidata.layer import HatiData
from autogen_hatidata.settings import Settings
from autogen_hatidata.sql import filters
from autogen_hatidata.sql.mentions import mentioned
from autogen_hatidata.types import Explanation


def run(options: argparse.Namespace) -> int:
    """Run the command that was asked for. A mistake in the policy is something found, any other error is not."""
    try:
        return _COMMANDS[options.command](options)
    except PolicyError as mistake:
        screen.mistakes(options.policy, [mistake], as_json=options.json)
        return 2 if options.command == "explain" else 1  # whether a statement is refused cannot be told then
    except HatiDataError as error:
        screen.failed(error, as_json=options.json)
        return 2


def _check(options: argparse.Namespace) -> int:
    policy, rules = Policy.load(options.policy), _rules(options.policy)
    if options.db is None:
        found = list(_unusable_filters(rules))
    else:
        with _engine(options.db) as engine:
            found = list(policy.problems(engine.schema(), filters.placeholders, filters.columns))
    screen.mistakes(options.policy, found, as_json=options.json)
    return 1 if found else 0


def _lint(options: argparse.Namespace) -> int:
    policy, rules = Policy.load(options.policy), _rules(options.policy)
    if options.db is None:
        for mistake in _unusable_filters(rules):
            raise mistake
        found = findings(rules, None)
    else:
        with _engine(options.db) as engine:
            policy.check(engine.schema(), filters.placeholders, filters.columns)
            found = findings(rules, Data(engine))
    screen.findings(options.policy, found, as_json=options.json)
    return 1 if found else 0


def _explain(options: argparse.Namespace) -> int:
    if (options.sql is None) == (options.action is None) or (options.sql is None) != (options.db is None):
        raise BadArgument("It is not clear what to explain.", "give SQL and --db, or --action and neither of them.")
    return _explain_statement(options) if options.action is None else _explain_use(options)


def _explain_use(options: argparse.Namespace) -> int:
    policy, root = Policy.load(options.policy), policy_file.read(options.policy)
    given, role = _attributes(options.attribute), options.role
    try:
        role = policy.identify(options.agent).role or role
        found = uses.explained(policy, options.agent, role, given, options.action, _clock(options.at)())
    except UnknownCaller as unknown:
        role, found = None, Explanation(unknown.code, unknown.for_model())
    case = Case(root, policy_rules.build(root), options.agent, role, found, (frozenset(), frozenset()), {})
    why = decisions(case) if found.verdict == "unknown_caller" else uses.decisions(case, options.action)
    screen.explanation(options.agent, role, found, why, as_json=options.json)
    return 0 if found.verdict == "ok" else 1


def _explain_statement(options: argparse.Namespace) -> int:
    policy, root = Policy.load(options.policy), policy_file.read(options.policy)
    with _engine(options.db) as engine:
        schema = engine.schema()
    try:
        role = policy.identify(options.agent).role or options.role
        found = _explained(policy, options)
    except UnknownCaller as unknown:
        role, found = None, Explanation(unknown.code, unknown.for_model())
    written = mentioned(options.sql, options.dialect or Settings().dialect)
    why = decisions(Case(root, policy_rules.build(root), options.agent, role, found, written, schema))
    screen.explanation(options.agent, role, found, why, as_json=options.json)
    return 0 if found.verdict == "ok" else 1


def _explained(policy: Policy, options: argparse.Namespace) -> Explanation:
    """What a layer says. Its records go with a temporary folder, so that none appears beside the database."""
    given = _attributes(options.attribute) or None
    with (
        tempfile.TemporaryDirectory() as folder,
        HatiData.open(options.db, policy=policy, read_only=True, state_dir=folder, clock=_clock(options.at)) as layer,
    ):
        try:
            agent = layer.agent(options.agent, role=options.role, attributes=given)
        except ValueError as contradicted:
            raise BadArgument(str(contradicted), "leave the option out.") from None
        return agent.explain(options.sql, dialect=options.dialect)


def _clock(at: datetime | None) -> Callable[[], float]:
    if at is None:
        return time.time
    moment = (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp()
    return lambda: moment


def _rules(path: str) -> Rules:
    return policy_rules.build(policy_file.read(path))


@contextmanager
def _engine(path: str) -> Iterator[DuckDBEngine]:
    """The database alone, without a layer over it: nothing is recorded, and nothing written."""
    engine = DuckDBEngine.open(Path(path).expanduser().resolve(), settings=Settings(), read_only=True)
    try:
        yield engine
    finally:
        engine.close()


def _unusable_filters(rules: Rules) -> Iterator[PolicyError]:
    for table in rules.tables:
        if table.filter is not None:
            try:
                filters.placeholders(table.filter)
            except HatiDataError as error:
                yield table.filter_place.wrong(error.message, error.hint)


def _attributes(given: list[str]) -> dict[str, str]:
    pairs = [pair.partition("=") for pair in given]
    for name, equals, _ in pairs:
        if not name or not equals:
            raise BadArgument(f"--attribute takes NAME=VALUE, not {name}.", "write --attribute region=EU.")
    return {name: value for name, _, value in pairs}


_COMMANDS: Mapping[str, Callable[[argparse.Namespace], int]] = {"check": _check, "lint": _lint, "explain": _explain}
