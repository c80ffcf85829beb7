"""HatiData, the governed data layer over one DuckDB file, and HatiDataAgent, one agent's handle on it."""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

from autogen_hatidata import opening
from autogen_hatidata.audit.log import AuditLog
from autogen_hatidata.caller import current_caller, new_id
from autogen_hatidata.engines.duckdb import DuckDBEngine
from autogen_hatidata.errors import (
    BadArgument,
    HatiDataError,
    OpenError,
    PolicyError,
    ResultTruncated,
    UnknownCaller,
)
from autogen_hatidata.governance.policy import Policy
from autogen_hatidata.governance.policy_rules import agent_name, plain_values
from autogen_hatidata.opening import Parts, PolicySource
from autogen_hatidata.pipeline.andi import Andi
from autogen_hatidata.pipeline.context import Standing
from autogen_hatidata.settings import Settings
from autogen_hatidata.sql.names import find_table
from autogen_hatidata.sql.render import redact_tokens
from autogen_hatidata.sql.summary import summary
from autogen_hatidata.types import Caller, Estimate, Explanation, LensInfo, QueryResult, Request, TableInfo

T = TypeVar("T")

_log = logging.getLogger("autogen_hatidata")


class HatiData:
    """A governed data layer over one DuckDB file.

    Use `HatiData.open`; give each agent its handle with `agent`, or let `register_hatidata_tools` do both. `load`,
    `owner_sql`, `set_policy`, `usage` and `audit` are the owner's: no tool reaches them.

    Attributes:
        settings: limits and modes.
        audit: the log: ``audit.tail()``, ``audit.records()``, ``audit.verify()``.
        folder: where the log lies. It has a lock, so that one process at a time uses it.
    """

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self.settings: Settings = parts.settings
        self.audit: AuditLog = parts.log
        self.folder: Path = parts.folder
        self._policy = parts.policy
        self._andi = Andi(parts.settings, parts.engine, parts.quota, parts.log)
        self._agents: dict[str, HatiDataAgent] = {}
        self._lock = threading.RLock()

    @classmethod
    def open(
        cls,
        path: str | Path = ":memory:",
        policy: PolicySource = None,
        *,
        read_only: bool = False,
        state_dir: str | Path | None = None,
        settings: Settings | None = None,
        clock: Callable[[], float] = time.time,
    ) -> HatiData:
        """Open the layer over a DuckDB file; a missing file is created unless ``read_only``.

        Opening the file of an open layer again gives that layer when policy and settings are equal. It closes with its
        last ``close``.

        Args:
            path: the DuckDB file, or ``:memory:`` for data that goes with the layer.
            policy: a YAML or TOML file, the same as a mapping, or a `Policy`. Without one every registered agent
                reads every table.
            read_only: never create or change the file; `load` and `owner_sql` are refused.
            state_dir: the folder for the log; by default ``<path>.hatidata`` beside the file.
            settings: limits and modes; by default from ``HATIDATA_*`` variables.
            clock: seconds since 1970, for records and budgets; for tests of your own.

        Raises:
            OpenError: ``no_such_file``, ``no_such_folder``, ``not_a_database``, ``wrong_version``, ``file_locked``,
                ``already_open``.
            PolicyError: the policy does not load, or does not fit the database.
        """
        wanted = opening.Wanted.of(path, policy, read_only, state_dir, settings, clock)
        return opening.shared(wanted, lambda: cls(opening.build(wanted)))

    def agent(
        self,
        name: str,
        role: str | None = None,
        attributes: Mapping[str, Any] | None = None,
        *,
        framework: str = "custom",
    ) -> HatiDataAgent:
        """The handle of one agent. The same name is the same agent, with or without ``autogen-`` before it.

        Args:
            name: what the policy and the log call it.
            role: its role, where the policy leaves it open.
            attributes: values for row filters, where the policy leaves them open.
            framework: what the log says its calls came through.

        Raises:
            ValueError: a role or attribute that the policy, or an earlier registration, sets differently.
            UnknownCaller: the policy has no line for that name.
            BadArgument: an attribute that no row filter can compare with.
        """
        self._alive()
        plain = agent_name(name)
        with self._lock:
            handle = self._agents.get(plain)
            if handle is None:
                handle = HatiDataAgent.__new__(HatiDataAgent)
                handle._bind(self, plain, role, attributes, framework)
                self._agents[plain] = handle
            else:
                handle._check_same(role, attributes)
            return handle

    def load(self, table: str, source: Any, *, replace: bool = False) -> int:
        """Load data into a table, and give the number of rows. Agents see it at their next call.

        Args:
            table: ``name`` or ``schema.name``.
            source: a CSV (also .gz), Parquet or JSON file, a pyarrow Table, or a pandas DataFrame.
            replace: put it in the place of a table of that name.

        Raises:
            LoadError: the source cannot be read, or the table is there already.
        """
        self._alive()
        return self._change(
            "load", table, lambda engine: engine.load(table, source, replace=replace), lambda rows: rows
        )

    def owner_sql(self, sql: str) -> list[dict[str, Any]]:
        """Run SQL as the owner: DDL and data, no policy, no mask. Gives the rows of the last statement.

        Running queries finish first, and later ones wait. Errors carry the engine's own message.
        """
        self._alive()
        return self._change("sql", redact_tokens(sql), lambda engine: engine.owner_sql(sql), len)

    def set_policy(self, policy: PolicySource) -> None:
        """Put another policy in force. Each call runs under one policy, the one at its start; its record names it.

        Raises PolicyError, and leaves the old one in force, when the new one does not load or fit the database.
        """
        self._alive()
        chosen = opening.read_policy(policy)
        opening.check_policy(chosen, self._parts.engine)
        with self._lock:
            self.audit.append("policy", opening.in_force(chosen, self.settings, self._parts.engine))
            self._policy = chosen

    def usage(self, by: str = "agent") -> dict[str, dict[str, Any]]:
        """What was spent, from the log: calls, credits, refusals, errors, healed, rows. ``by``: agent, role or chat."""
        self._alive()
        return self._parts.quota.usage(by)

    def close(self) -> None:
        """Stop what runs, write a checkpoint, close file and log, and free the folder's lock.

        A file that was opened more than once in this process stays open until each of those opens was closed.
        """
        opening.release(self, self._parts)

    def __enter__(self) -> HatiData:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def refuse_caller(self, tool: str, name: str | None, why: str) -> UnknownCaller:
        """Record a call that nobody registered made; gives the error to raise. For front ends."""
        self._alive()
        shown = f'"{name}" made this call, but {why}.' if name else f"Nobody can be charged: {why}."
        error = UnknownCaller(shown, "ask an agent that has the data tools.")
        caller = Caller(name or "", source="unknown", framework="autogen")
        self._andi.refuse(caller, Request("", tool=tool), error)
        return error

    def _change(self, action: str, what: str, work: Callable[[DuckDBEngine], T], count: Callable[[T], int]) -> T:
        """Record an owner's change before and after it, also when it fails: a part of it may have been done."""
        engine = self._parts.engine

        def record(step: str, rows: int | None = None) -> None:
            self.audit.append("owner", {"action": step, "sql": what, "schema": engine.version, "rows": rows})

        record(action)
        try:
            found = work(engine)
        except BaseException:
            record(f"{action}_failed")
            raise
        record(f"{action}_done", count(found))
        self._warn_if_unfit()
        return found

    def _warn_if_unfit(self) -> None:
        """Tell the owner when the policy no longer fits: agents of the tables concerned are refused."""
        try:
            opening.check_policy(self._policy, self._parts.engine)
        except PolicyError as unfit:
            _log.warning("the policy does not fit the database any more: %s", unfit)

    def _alive(self) -> None:
        if self._parts.pid != os.getpid():
            raise OpenError(
                "This data layer was opened before the process was forked.",
                "open it in the process that uses it, or start workers with spawn.",
                code="forked",
            )
        if self._parts.closed:
            raise OpenError("This data layer is closed.", "open it again with HatiData.open.", code="closed")


class HatiDataAgent:
    """One agent's handle on a data layer: every call through it is charged to that agent.

    Get one from ``layer.agent(name)``. The constructor takes what a connection to a server would: with
    ``HATIDATA_LOCAL=shop.duckdb`` (and ``HATIDATA_POLICY``) it is a handle on that local file, and host, port,
    database and password are not used. Without it, ``localhost`` is the process's default layer, and any other host is
    a ConnectionFailed.
    """

    name: str
    layer: HatiData

    def __init__(
        self,
        host: str = "localhost",
        port: int = 5439,
        agent_id: str = "agent",
        framework: str = "custom",
        database: str = "hatidata",
        password: str = "",
    ) -> None:
        self._bind(opening.layer_at(host, port, HatiData.open), agent_name(agent_id), None, None, framework)

    def _bind(
        self, layer: HatiData, name: str, role: str | None, attributes: Mapping[str, Any] | None, framework: str
    ) -> None:
        self.layer = layer
        self.name = name
        self._role = role
        self._attributes = plain_values(attributes or {})
        self._framework = framework
        self._chat = new_id()
        self._known: tuple[Caller, Standing] | None = None
        self._check_open(layer._policy)

    def query(self, sql: str, params: Any = None) -> list[dict[str, Any]]:
        """The rows of one SQL statement as dictionaries. Raises ResultTruncated beyond ``max_rows``; `run` does not."""
        result = self.run(sql, params)
        if result.truncated:
            raise ResultTruncated(
                f"There are more than {result.row_count} rows.",
                "filter or aggregate, raise max_rows, or take the first rows with run().",
            )
        return result.dicts()

    def run(self, sql: str, params: Any = None, *, dialect: str | None = None, tool: str = "query") -> QueryResult:
        """The full answer to one SQL statement: rows, credits, notes, trace.

        Args:
            sql: one SELECT.
            params: a list for ``?`` and ``$1``, a mapping for ``$name``; bound, never spliced.
            dialect: ``duckdb`` or ``snowflake``; by default the layer's.
            tool: what the log says the call came through.

        Raises:
            HatiDataError: what ended the call; ``error.audit_id`` is its record.
        """
        return self.layer._andi.run(*self._asked(tool, sql, params, dialect))

    def explain(self, sql: str, *, dialect: str | None = None) -> Explanation:
        """What would happen to a statement as it is written, and why. Runs nothing, costs nothing, and is recorded."""
        return self.layer._andi.explain(*self._asked("explain", sql, None, dialect))

    def estimate(self, sql: str, *, dialect: str | None = None, tool: str = "estimate") -> Estimate:
        """The price of a statement at the most. Runs nothing, costs nothing, and is recorded."""
        return self.layer._andi.estimate(*self._asked(tool, sql, None, dialect))

    def list_tables(self, *, tool: str = "list_tables") -> tuple[TableInfo, ...]:
        """The tables that this agent sees, with columns, types and masks."""
        return self.layer._andi.catalog(*self._asked(tool), lambda lens: tuple(lens.tables.values()))

    def describe_table(self, table_name: str, *, tool: str = "describe_table") -> TableInfo:
        """One table that this agent sees. Raises UnknownName for a hidden and for a missing one alike."""
        if not isinstance(table_name, str):
            raise self._no_name(tool)
        return self.layer._andi.catalog(*self._asked(tool), lambda lens: find_table(table_name, lens))

    def summarize_table(self, table_name: str, *, tool: str = "summarize_table") -> QueryResult:
        """One row for each column of a table that this agent sees: ``column``, ``type``, ``mask``, ``rows``, ``nulls``,
        ``min``, ``max`` and ``approx_distinct``, all of them over its visible rows and masked values.

        It is priced like the one SELECT that it runs. Of a wide table it has the first columns, and a note.
        Raises UnknownName for a hidden and for a missing table alike.
        """
        if not isinstance(table_name, str):
            raise self._no_name(tool)
        max_chars = self.layer.settings.max_sql_chars
        return self.layer._andi.run_written(
            *self._asked(tool), lambda lens: summary(find_table(table_name, lens), max_chars)
        )

    def my_usage(self, *, tool: str = "my_usage") -> dict[str, Any]:
        """The credits this agent spent, and what its budgets have left."""
        quota = self.layer._parts.quota
        caller, request, standing = self._asked(tool)

        def answer(lens: LensInfo) -> dict[str, Any]:
            spent = quota.usage("agent").get(self.name, {})
            return {"agent": self.name, **spent, "budgets": quota.left(caller, standing.rules)}

        return self.layer._andi.catalog(caller, request, standing, answer)

    def refuse(self, tool: str, error: HatiDataError) -> HatiDataError:
        """Record a call of this agent that cannot be tried; gives the error to raise. For front ends."""
        caller, request, _ = self._asked(tool)
        return self.layer._andi.refuse(caller, request, error)

    def _no_name(self, tool: str) -> HatiDataError:
        return self.refuse(tool, BadArgument("The table name must be text.", "give one name from list_tables."))

    def _asked(
        self, tool: str, sql: Any = "", params: Any = None, dialect: str | None = None
    ) -> tuple[Caller, Request, Standing]:
        """Who calls, for what, and how it stands under the policy in force now. Being refused by it is recorded."""
        self.layer._alive()
        policy, known, context = self.layer._policy, self._known, current_caller()
        request = Request(
            sql, params, dialect or self.layer.settings.dialect, tool, context.tool_call_id if context else None
        )
        if known is None or known[1].policy is not policy:
            try:
                known = self._known = self._under(policy)
            except HatiDataError as error:
                nobody = Caller(self.name, chat=self._chat, framework=self._framework)
                raise self.layer._andi.refuse(nobody, request, error) from None
        caller, standing = known
        if context is not None:
            ours = agent_name(context.name) == self.name
            source, executor = (context.source, context.executor) if ours else ("handle", None)
            caller = replace(caller, chat=context.chat or self._chat, executor=executor, source=source)
        return caller, request, standing

    def _under(self, policy: Policy) -> tuple[Caller, Standing]:
        """The agent as ``policy`` has it."""
        identity = policy.identify(self.name)
        attributes = {**self._attributes, **plain_values(identity.attributes)}
        pairs = tuple(sorted(attributes.items()))
        caller = Caller(self.name, identity.role or self._role, pairs, self._chat, framework=self._framework)
        return caller, Standing(policy, policy.lens_spec(caller), policy.quota_rules(caller))

    def _check_open(self, policy: Policy) -> None:
        """Refuse what the policy sets differently: it wins, and saying otherwise in code would mislead."""
        identity = policy.identify(self.name)
        theirs = {"role": identity.role, **plain_values(identity.attributes)}
        for field, value in {"role": self._role, **self._attributes}.items():
            if value is not None and theirs.get(field) not in (None, value):
                raise ValueError(f"The policy sets {field} of {self.name} to {theirs[field]!r}, not {value!r}.")
        self._known = self._under(policy)  # an attribute that no filter can use is told here, not at every call

    def _check_same(self, role: str | None, attributes: Mapping[str, Any] | None) -> None:
        known = (self._role, self._attributes)
        given = (role or self._role, self._attributes if attributes is None else plain_values(attributes))
        if known != given:
            raise ValueError(f"{self.name} is registered already, with another role or other attributes.")

    def __repr__(self) -> str:
        return f"HatiDataAgent({self.name!r})"


def default_layer() -> HatiData:
    """The layer of this process where none is named: ``HATIDATA_PATH`` (or hatidata.duckdb), ``HATIDATA_POLICY``."""
    return opening.default(HatiData.open)


def layer_of(path: str | Path) -> HatiData:
    """The layer of a file that is only named: the open one, or a new one under ``HATIDATA_POLICY``."""
    return opening.at_path(Path(path), HatiData.open)
