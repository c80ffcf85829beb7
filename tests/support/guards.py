"""The guards, how to take each away, and the tests that must notice.

As a pytest plugin (``pytest -p support.guards``) it takes away the guard that the environment variable ``HATI_WITHOUT``
names, before any test is collected. ``scripts/without_guard.py`` and ``tests/soak/test_guards.py`` run it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any

WITHOUT = "HATI_WITHOUT"
ATTACKS = "tests/security/test_attacks.py::test_attack_is_answered_right"
BAD_INPUT = "tests/security/test_bad_input.py"
ENGINES = "tests/system/engines"
HANDOVER = "tests/layer/test_handover.py"
HANDOVER_MODEL = "tests/security/test_handover_model.py"
MEMORY = "tests/layer/test_memory_governed.py"
MEMORY_TABLE = "tests/layer/test_memory_table.py"
REFUSED_WRITES = "tests/layer/test_writes.py::test_a_statement_that_is_refused_changes_nothing"


@dataclass(frozen=True, slots=True)
class Guard:
    """What it keeps out, how to take it away, and which tests are to fail then."""

    keeps_out: str
    remove: Callable[[], None]
    tests: tuple[str, ...]


def pytest_configure() -> None:
    """Take the named guard away; none where none is named."""
    name = os.environ.get(WITHOUT)
    if name:
        GUARDS[name].remove()


def _put(place: str, value: Any) -> Callable[[], None]:
    """Puts something else in the place of a module's or a class's member."""

    def remove() -> None:
        module, _, path = place.partition(":")
        *owners, member = path.split(".")
        holder: Any = import_module(f"autogen_hatidata.{module}")
        for owner in owners:
            holder = getattr(holder, owner)
        getattr(holder, member)  # a guard that was renamed is an error here, not a guard that nothing misses
        setattr(holder, member, value)

    return remove


def _nothing(*args: Any, **options: Any) -> None:
    """Allows everything."""


def _told_once() -> None:
    """Lets a connection keep what it was told first of who asks."""
    memories = import_module("autogen_hatidata.engines.memories")
    tell = memories.tell

    def once(cursor: Any, variable: str, asker: Any) -> None:
        if cursor.execute(f"SELECT getvariable('{variable}')").fetchall() == [(None,)]:
            tell(cursor, variable, asker)

    memories.tell = once


class _Everything(frozenset[Any]):
    """A set that holds whatever is asked for, also when something is taken from it."""

    def __contains__(self, item: object) -> bool:
        return True

    def __sub__(self, other: object) -> _Everything:
        return self


def _unset(table: str, *options: str) -> Callable[[], None]:
    """Leaves options of the locked instance at what DuckDB comes with."""

    def remove() -> None:
        locked = import_module("autogen_hatidata.engines.locked")
        kept = getattr(locked, table)
        assert set(options) <= set(kept)
        setattr(locked, table, {name: value for name, value in kept.items() if name not in options})

    return remove


def _all(*removals: Callable[[], None]) -> Callable[[], None]:
    def remove() -> None:
        for one in removals:
            one()

    return remove


def _no_lengths() -> None:
    parse = import_module("autogen_hatidata.sql.parse")
    read = parse.read_tokens
    parse.read_tokens = lambda text, dialect, most, nesting: read(text, dialect, 10**9, nesting)


def _no_denied_columns() -> None:
    views = import_module("autogen_hatidata.engines.views")
    shown = views._shown
    views._shown = lambda spec, relation: shown(replace(spec, denied=frozenset()), relation)


def _all_tables() -> None:
    lens = import_module("autogen_hatidata.engines.lens")
    types = import_module("autogen_hatidata.types")
    wanted = lens.LensBuilder._wanted

    def every(self: Any, spec: Any) -> list[Any]:
        found = wanted(self, spec)
        named = {relation.key for _, relation in found}
        others = [one for one in self._locked.relations.values() if one.key not in named]
        return [*found, *((types.TableSpec(one.schema, one.name), one) for one in others)]

    lens.LensBuilder._wanted = every


def _no_cap() -> None:
    engine = import_module("autogen_hatidata.engines.lease")
    limits = engine.DuckDBLease._limits
    engine.DuckDBLease._limits = lambda self, max_rows: limits(self, 10**7)


def _engine_texts() -> None:
    errors = import_module("autogen_hatidata.errors")
    engine = import_module("autogen_hatidata.engines.lease")
    engine.translated = lambda error, *texts: errors.ExecutionFailed(str(error), "change the statement.")


def _plain_log() -> None:
    render = import_module("autogen_hatidata.sql.render")
    policy = import_module("autogen_hatidata.pipeline.policy")
    policy.redact = render.to_duckdb


def _attacks(*names: str) -> tuple[str, ...]:
    return tuple(f"{ATTACKS}[{name}]" for name in names)


GUARDS: Mapping[str, Guard] = {
    "kinds of statements": Guard(
        "DDL, COPY, SET and the like, by their first word",
        _put("sql.characters:_check_start", _nothing),
        (*_attacks("18-export", "19-pragma", "21-drop", "20-show-tables"), "tests/unit/sql/test_parse.py"),
    ),
    "kinds of nodes": Guard(
        "what stands inside a statement: DML in WITH, DESCRIBE in FROM",
        _put("sql.allow:NODES", _Everything()),
        _attacks("20-describe-in-from", "21-delete-in-a-cte", "21-update-in-a-cte", "15-schema-without-brackets"),
    ),
    "words in nodes": Guard(
        "text that sqlglot writes without quoting it",
        _put("sql.allow:_words_only", _nothing),
        ("tests/unit/sql/test_parse.py", "tests/unit/sql/test_allow.py"),
    ),
    "functions": Guard(
        "functions that read files, SQL, statistics or the session",
        _put("sql.allow:judge_function", _nothing),
        _attacks("14-query-function", "15-zone-maps", "16-text-file", "24-error-function", "20-duckdb_tables"),
    ),
    "functions of a schema": Guard(
        "main.query(...) and the like",
        _put("sql.allow:SCHEMAS", frozenset()),
        ("tests/unit/sql/test_parse.py", "tests/unit/sql/test_allow.py"),
    ),
    "names of the session": Guard(
        "current_catalog and current_schema, which show random names",
        _put("sql.allow:SESSION_NAMES", frozenset()),
        ("tests/unit/sql/test_parse.py", "tests/unit/sql/test_allow.py"),
    ),
    "second parser": Guard(
        "what DuckDB reads differently than sqlglot",
        _put("engines.parser:agree", _nothing),
        ("tests/unit/engines/test_engine_parser.py",),
    ),
    "functions in the second parser": Guard(
        "functions that only DuckDB sees",
        _put("sql.agree:_judge_function", _nothing),
        ("tests/unit/sql/test_agree.py",),
    ),
    "tables in the second parser": Guard(
        "tables that only DuckDB sees",
        _put("sql.agree:_judge_table_function", _nothing),
        ("tests/unit/sql/test_agree.py",),
    ),
    "control characters": Guard(
        "NUL, form feed, lone surrogates",
        _put("sql.characters:_NEVER", re.compile("(?!)")),
        _attacks("22-NUL-splits", "22-form-feed", "22-vertical-tab"),
    ),
    "invisible characters": Guard(
        "characters that are white space to DuckDB and letters to sqlglot",
        _put("sql.characters:_check_hidden", _nothing),
        _attacks("22-zero-width-spaces", "22-byte-order-mark", "22-word-joiner-in-a-name", "22-no-break-space"),
    ),
    "length": Guard(
        "texts that take minutes to parse",
        _no_lengths,
        (f"{BAD_INPUT}::test_bad_input_is_answered_shortly[a megabyte]",),
    ),
    "nesting": Guard(
        "texts that end the parser's recursion",
        _put("sql.characters:_check_nesting", _nothing),
        (*_attacks("25-nested-brackets"), "tests/unit/sql/test_parse.py::test_nesting_is_counted_before_parsing"),
    ),
    "limits of arguments": Guard(
        "values that grow without memory_limit or an interrupt stopping them",
        _put("sql.limits:Growth.check", _nothing),
        _attacks("25-nested-repeats-below-each-limit"),
    ),
    "tables together": Guard(
        "joins whose plan nothing interrupts",
        _put("sql.joins:check", _nothing),
        ("tests/unit/sql/test_joins.py",),
    ),
    "steps that multiply": Guard(
        "texts and lists put together with themselves again and again",
        _all(
            _put("sql.growing:check", _nothing),
            _put("sql.folds:_is_use", lambda node, name: False),
            _put("sql.folds:_SMALL", frozenset({"replace", "hex", "concat"})),
        ),
        ("tests/unit/sql/test_growing.py",),
    ),
    "names of the lens": Guard(
        "tables that are not the caller's, files and variables",
        _put("sql.names:_check", _nothing),
        _attacks("1-hidden-table", "1-quoted-catalog", "16-file-as-a-table", "17-variable-of-the-program"),
    ),
    "tables of the lens": Guard(
        "tables that the policy does not give to the caller",
        _all_tables,
        _attacks("1-hidden-table", "2-scalar-subquery-in-values", "3-cte-hides-in-one-scope-only"),
    ),
    "row filter": Guard(
        "rows of others",
        _put("engines.views:filter_sql", lambda text, values, qualify: "true"),
        _attacks("5-always-true", "6-count", "6-average-over-a-table-with-a-sub-query-filter"),
    ),
    "masks": Guard(
        "raw values",
        _put("engines.views:expression", lambda mask, column, kind, key: column),
        _attacks("7-equality-with-a-raw-value", "8-substring", "9-rename", "10-row-as-JSON"),
    ),
    "denied columns": Guard(
        "columns that the policy takes away",
        _no_denied_columns,
        _attacks("13-denied-column", "13-denied-column-in-order-by", "11-star", "10-row-of-a-denied-column"),
    ),
    "twin for errors": Guard(
        "errors that only a hidden row makes",
        _put("engines.lease:_BELIEVED", (Exception,)),
        (f"{ENGINES}/test_engine_errors_hide.py",),
    ),
    "statistics": Guard(
        "answers folded from minimum and maximum of hidden rows",
        _unset("_FIRST", "disabled_optimizers"),
        (f"{ENGINES}/test_engine_errors_hide.py::test_statistics_of_hidden_rows_decide_nothing",),
    ),
    "texts of errors": Guard(
        "values and names in the engine's messages",
        _engine_texts,
        _attacks("24-cast-of-a-masked-value", "24-near-miss-of-a-denied-column", "13-denied-column"),
    ),
    "values in the record of an error": Guard(
        "values in the log's detail",
        _put("engines.faults:_VALUES", re.compile("(?!)")),
        (f"{ENGINES}/test_engine_faults.py",),
    ),
    "hidden answers like missing": Guard(
        "knowing which name exists",
        _put("sql.names:unknown_table", lambda name: import_module("autogen_hatidata.errors").NotAllowed(name, "no.")),
        (f"{BAD_INPUT}::test_hidden_and_missing_answer_alike", *_attacks("1-hidden-table")),
    ),
    "external access": Guard(
        "files, ATTACH and COPY, were a statement to come through",
        _unset("_LAST", "enable_external_access"),
        (f"{ENGINES}/test_engine_settings.py",),
    ),
    "file system": Guard(
        "the attached file read as bytes",
        _unset("_LAST", "disabled_filesystems"),
        (f"{ENGINES}/test_engine_lock.py",),
    ),
    "locked settings": Guard(
        "SET, were a statement to come through",
        _unset("_LAST", "lock_configuration"),
        (f"{ENGINES}/test_engine_lock.py",),
    ),
    "variables of the program": Guard(
        "frames of Python as tables",
        _unset("_FIRST", "python_enable_replacements"),
        (f"{ENGINES}/test_engine_settings.py",),
    ),
    "names in catalog errors": Guard(
        "names of other catalogs in DuckDB's hints",
        _unset("_FIRST", "catalog_error_max_schemas"),
        (f"{ENGINES}/test_engine_settings.py",),
    ),
    "extensions": Guard(
        "code from the network",
        _unset("_FIRST", "autoinstall_known_extensions", "autoload_known_extensions", "allow_community_extensions"),
        (f"{ENGINES}/test_engine_settings.py",),
    ),
    "spilling": Guard(
        "rows of all lenses in plain files",
        _unset("_FIRST", "temp_directory"),
        (f"{ENGINES}/test_engine_settings.py",),
    ),
    "rows of an answer": Guard(
        "answers without end",
        _no_cap,
        (f"{ENGINES}/test_engine_run.py::test_rows_are_bounded",),
    ),
    "watchdog": Guard(
        "statements without end",
        _put("engines.watchdog:Watchdog._fire", _nothing),
        ("tests/unit/engines/test_engine_watchdog.py::test_late_ones_are_interrupted",),
    ),
    "redaction": Guard(
        "values in the log",
        _plain_log,
        (f"{BAD_INPUT}::test_no_literal_reaches_the_log", "tests/layer/test_andi.py"),
    ),
    "intent": Guard(
        "answers that no record shows after a crash",
        _put("pipeline.andi:Andi._record_intent", _nothing),
        ("tests/layer/test_andi.py",),
    ),
    "reservation": Guard(
        "spending more than a budget at once",
        _put("governance.quota:Quota.reserve", lambda self, *args, **options: None),
        ("tests/unit/governance/test_quota_refusals.py", "tests/layer/test_andi.py"),
    ),
    "verb": Guard(
        "roles that may not read",
        _all(_put("pipeline.policy:check_verb", _nothing), _put("pipeline.andi:check_verb", _nothing)),
        (f"{BAD_INPUT}::test_a_guest_may_nothing", "tests/layer/test_andi.py::test_a_guest_may_nothing"),
    ),
    "missing attribute": Guard(
        "tables whose filter has no value",
        _put("pipeline.policy:PolicyCheck._check_attributes", staticmethod(_nothing)),
        ("tests/layer/test_andi.py",),
    ),
    "attribute rules": Guard(
        "what a rule denies",
        _put("pipeline.policy:check_rules", lambda *args: ()),
        ("tests/layer/test_layer_rules.py",),
    ),
    "rules behind views": Guard(
        "a denied table, read through a view of it",
        _put("engines.lens:_read_by", lambda *args: ()),
        ("tests/layer/test_layer_rules.py::test_a_view_is_no_way_round",),
    ),
    "plan of a lens": Guard(
        "plans of one lens used in another",
        _all(
            _put("pipeline.policy:plan_key", lambda ctx: (ctx.sql, ctx.dialect)),
            _put("pipeline.transpile:plan_key", lambda ctx: (ctx.sql, ctx.dialect)),
        ),
        ("tests/security/test_many_agents.py", "tests/layer/test_layer_agents.py"),
    ),
    "grant of a write": Guard(
        "changes that the policy does not grant",
        _put("sql.write_names:_check_grant", _nothing),
        (REFUSED_WRITES,),
    ),
    "columns of a write": Guard(
        "masked and unknown columns set",
        _put("sql.write_names:_settable", lambda name, table, action: name),
        (REFUSED_WRITES,),
    ),
    "rows after a write": Guard(
        "rows moved out of what the caller sees",
        _put("engines.writing:_check", _nothing),
        (REFUSED_WRITES,),
    ),
    "whole rows in a write": Guard(
        "the number of a row as a value",
        _put("sql.write_names:_check_rows", _nothing),
        (REFUSED_WRITES,),
    ),
    "parts of a write": Guard(
        "ON CONFLICT, FROM, USING and the like",
        _put("sql.writes:_only", _nothing),
        (REFUSED_WRITES,),
    ),
    "lens of a result": Guard(
        "results that were made under other rules",
        _put("engines.kept:Results.lens", lambda self, spec: ""),
        (f"{HANDOVER}::test_agents_of_the_same_lens_and_of_named_roles_read_it", HANDOVER_MODEL),
    ),
    "policy of a hand-over": Guard(
        "results handed over under another policy",
        _all(
            _put("pipeline.saving:reader_name", lambda digest, role: f"any/{role}"),
            _put("governance.policy:reader_name", lambda digest, role: f"any/{role}"),
        ),
        (f"{HANDOVER}::test_another_policy_shows_nobody_more", HANDOVER_MODEL),
    ),
    "roles of a hand-over": Guard(
        "results handed over to roles that the policy does not let",
        _put("pipeline.saving:_check_roles", _nothing),
        (f"{HANDOVER}::test_what_cannot_be_saved_leaves_nothing",),
    ),
    "end of a result": Guard(
        "results past their end",
        _put("engines.lenses:_is_right", lambda lens, results: lens.epoch == results.epoch),
        (f"{HANDOVER}::test_a_result_ends_on_time",),
    ),
    "agent of a result": Guard(
        "results in the place of another agent's",
        _put("engines.kept:Results.of", _nothing),
        (f"{HANDOVER}::test_a_new_result_takes_the_place_of_the_old_one",),
    ),
    "size of a result": Guard(
        "results without end",
        _put("engines.saving:_measured", lambda cursor, table, most: (1, 1)),
        (f"{HANDOVER}::test_what_cannot_be_saved_leaves_nothing",),
    ),
    "sources of a result": Guard(
        "a denied table, read through a result of it",
        _put("engines.saving:_sources", lambda lens, keep: ()),
        (f"{HANDOVER}::test_a_rule_about_a_table_holds_for_results_of_it",),
    ),
    "results in use": Guard(
        "the table of a result dropped while a call reads it",
        _put("engines.lenses:Lenses.shown_in_use", lambda self: frozenset()),
        (f"{HANDOVER}::test_a_call_under_way_ends_on_the_result_that_it_began_with",),
    ),
    "verbs of the memory": Guard(
        "agents whose role may not use memory or state",
        _put("pipeline.remembering:check_verb", _nothing),
        (f"{MEMORY}::test_a_role_uses_what_the_policy_lets_it",),
    ),
    "what is shared": Guard(
        "what all agents share, from those that may not read or change it",
        _put("pipeline.remembering:check_shared", _nothing),
        (f"{MEMORY}::test_a_role_uses_what_the_policy_lets_it",),
    ),
    "readers of what is shared": Guard(
        "shared memories in searches of agents that may not read them",
        _put("governance.policy:Policy.reads_shared", lambda self, role: True),
        (f"{MEMORY}::test_what_is_shared_does_not_exist_for_a_role_that_may_not_read_it",),
    ),
    "texts of memories in the log": Guard(
        "what agents stored or looked for, in records",
        _put("pipeline.traces:fingerprint", lambda value: value),
        (f"{MEMORY}::test_records_have_no_text_of_a_memory_or_a_state",),
    ),
    "rules about the memory": Guard(
        "memory and state at times and for agents that a rule denies",
        _put("pipeline.remembering:check_rules", lambda *_: ()),
        (f"{MEMORY}::test_rules_hold_for_memory_and_state",),
    ),
    "rows of memories": Guard(
        "memories that the caller cannot reach, in the table of memories",
        _put("engines.memories:_reached", lambda variable: "true"),
        (f"{MEMORY_TABLE}::test_rows_are_those_that_the_caller_can_reach",),
    ),
    "who asks for memories": Guard(
        "memories of the agent that used a connection before",
        _told_once,
        (f"{ENGINES}/test_engine_memories.py::test_each_asker_has_its_own_rows_whoever_asked_before",),
    ),
    "counts of memories": Guard(
        "prices by the memories of another agent",
        _put("pipeline.cost:is_personal", lambda ctx, facts: False),
        (f"{MEMORY_TABLE}::test_prices_are_those_of_the_visible_rows",),
    ),
    "results of memories": Guard(
        "memories of others, as a saved result",
        _put("pipeline.saving:personal", lambda ctx, plan: ()),
        (f"{MEMORY_TABLE}::test_what_is_made_of_memories_is_not_saved",),
    ),
    "rules about memories in SQL": Guard(
        "the table of memories, where a rule denies the memory",
        _put("pipeline.policy:personal", lambda ctx, plan: ()),
        (f"{MEMORY_TABLE}::test_rules_hold_for_it",),
    ),
    "arguments of the memory": Guard(
        "values that the memory cannot use",
        _put("pipeline.memory_operations:checked", lambda given, limits: dict(given)),
        ("tests/unit/pipeline/test_memory_values.py::test_what_cannot_be_used_is_told_with_a_hint",),
    ),
}
