"""HatiData, the governed data layer over one DuckDB file, and HatiDataAgent, one agent's handle on it."""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, TypeVar

from autogen_hatidata import opening
from autogen_hatidata.agent import Handle
from autogen_hatidata.audit.log import AuditLog
from autogen_hatidata.caller import CallContext, chatting
from autogen_hatidata.errors import OpenError, PolicyError, UnknownCaller
from autogen_hatidata.governance.names import agent_name
from autogen_hatidata.healer import Healer
from autogen_hatidata.layer_memory import LayerMemory
from autogen_hatidata.opening import Parts, PolicySource
from autogen_hatidata.pipeline import STAGES
from autogen_hatidata.pipeline.andi import Andi
from autogen_hatidata.pipeline.auditing import Auditing
from autogen_hatidata.pipeline.meaning import Meanings
from autogen_hatidata.pipeline.memory_source import Memory
from autogen_hatidata.pipeline.remembering import Remembering
from autogen_hatidata.pipeline.saving import Saver
from autogen_hatidata.pipeline.writing import WRITE_STAGES
from autogen_hatidata.settings import Settings
from autogen_hatidata.sql.render import redact_tokens
from autogen_hatidata.types import Caller, Request

if TYPE_CHECKING:
    from autogen_hatidata.memory.embedding import Embedder

T = TypeVar("T")

_log = logging.getLogger("autogen_hatidata")


class HatiData:
    """A governed data layer over one DuckDB file.

    Use `HatiData.open`; give each agent its handle with `agent`, or let `register_hatidata_tools` do both. `load`,
    `owner_sql`, `set_policy`, `usage`, `audit` and `memory` are the owner's: no tool reaches them.

    Attributes:
        settings: limits and modes.
        audit: the log: ``audit.tail()``, ``audit.records()``, ``audit.verify()``.
        memory: all memories: ``memory.stats()``, ``memory.verify()``, ``memory.forget(agent=...)``.
        folder: where the log lies. It has a lock, so that one process at a time uses it.
    """

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self.settings: Settings = parts.settings
        self.audit: AuditLog = parts.log
        self.folder: Path = parts.folder
        self._policy = parts.policy
        self._memory = Memory(parts.engine, lambda: opening.open_memory(parts))
        self._meanings = meanings = Meanings(self._memory, parts.settings.max_embeddings)
        self._agents: dict[str, HatiDataAgent] = {}
        self._andi = Andi(
            parts.settings, parts.engine, parts.quota, parts.log, STAGES, healers=self._healer_of, meanings=meanings
        )
        self._writing = Andi(parts.settings, parts.engine, parts.quota, parts.log, WRITE_STAGES, "write", heals=False)
        self._saving = Saver(parts.settings, parts.engine, parts.quota, parts.log, meanings)
        room = parts.folder / "audit_query"
        self._auditing = Auditing(room, parts.settings, parts.quota, parts.log, self._andi.refuse)
        parts.stack.callback(self._auditing.close)
        self._remembering = Remembering(parts.settings, self._memory, parts.quota, parts.log)
        clock, embedder = parts.quota.clock, lambda: opening.embedder_of(parts)
        self.memory = LayerMemory(self._memory, parts.settings, clock, embedder, self._recorded)
        parts.stack.callback(self._memory.close)
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
        embedder: str | Path | Embedder = "auto",
        clock: Callable[[], float] = time.time,
        healer: Healer | None = None,
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
            embedder: what finds memories by their meaning: an `Embedder`, a name or the path of a model; see
                ``docs/memory.md``. It is loaded by the first call that needs it.
            clock: seconds since 1970, for records and budgets; for tests of your own.
            healer: who is asked for another text of a query that failed, where ``heal`` of the settings is ``model``.

        Raises:
            OpenError: ``no_such_file``, ``no_such_folder``, ``not_a_database``, ``wrong_version``, ``file_locked``,
                ``already_open``.
            PolicyError: the policy does not load, or does not fit the database.
        """
        wanted = opening.Wanted.of(path, policy, read_only, state_dir, settings, embedder, clock, healer)
        return opening.shared(wanted, lambda: cls(opening.build(wanted)))

    def agent(
        self,
        name: str,
        role: str | None = None,
        attributes: Mapping[str, Any] | None = None,
        *,
        framework: str = "custom",
        dialect: str | None = None,
        healer: Healer | None = None,
    ) -> HatiDataAgent:
        """The handle of one agent. The same name is the same agent, with or without ``autogen-`` before it.

        Args:
            name: what the policy and the log call it.
            role: its role, where the policy leaves it open.
            attributes: values for row filters, where the policy leaves them open.
            framework: what the log says its calls came through.
            dialect: the SQL dialect of its texts; by default the layer's.
            healer: who is asked about its queries that failed, where ``heal`` of the settings is ``model``; by default
                the layer's healer.

        Raises:
            ValueError: a role, healer or attribute that the policy, or an earlier registration, sets differently.
            UnknownCaller: the policy has no line for that name.
            BadArgument: an attribute that no row filter can compare with; a role or framework that is no text; a
                dialect that is not read.
        """
        self._alive()
        opening.check_healer(healer)
        plain = agent_name(name)
        with self._lock:
            handle = self._agents.get(plain)
            if handle is None:
                handle = HatiDataAgent.__new__(HatiDataAgent)
                handle._bind(self, plain, role, attributes, framework, dialect)
                self._agents[plain] = handle
            else:
                handle._check_same(role, attributes, dialect, healer)
            handle._healer = healer or handle._healer
            return handle

    def may(self, name: str, verb: str, role: str | None = None) -> bool:
        """Whether an agent of that name has a verb. ``role``: its role, where the policy leaves it open.

        Raises UnknownCaller when the policy has no line for that name.
        """
        policy = self._policy
        return policy.may(policy.identify(agent_name(name)).role or role, verb)

    def chat(self, id: str | None = None) -> AbstractContextManager[str]:
        """Let the calls inside a ``with`` block belong to one chat, whichever agents talk; gives its id.

        With the id of an earlier chat its budgets and its usage go on where they ended. The innermost block counts, for
        this thread or task and what ``asyncio`` starts from it.

        Args:
            id: 1 to 128 letters, digits and characters of ``. _ : @ / + = -``; None begins a chat with a new one.

        Raises:
            BadArgument: an id that is none.
        """
        self._alive()
        return chatting(id)

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
        engine = self._parts.engine
        return self._change("load", table, lambda: engine.load(table, source, replace=replace), lambda rows: rows)

    def index_column(self, table: str, column: str, progress: Callable[[int, int], None] | None = None) -> int:
        """Embed all texts of a column, so that ``semantic_match`` and ``semantic_rank`` need not; gives how many
        different texts it has.

        An indexed column may have more different texts than ``max_embeddings``. Texts that come later are embedded by
        the queries that meet them, or by the next call of this, which only embeds what is new. What is done stays done
        when it is broken off.

        Args:
            table: ``name`` or ``schema.name``.
            column: a column of text.
            progress: called with how many are done, and how many there are.

        Raises:
            BadArgument: there is no such column, or it has no text.
            EmbedderFailed: the model does not answer.
        """
        self._alive()
        engine = self._parts.engine
        return self._recorded(
            "index", f"{table}.{column}", lambda: self._meanings.index(engine, table, column, progress), lambda n: n
        )

    def owner_sql(self, sql: str) -> list[dict[str, Any]]:
        """Run SQL as the owner: DDL and data, no policy, no mask. Gives the rows of the last statement.

        Running queries finish first, and later ones wait. Errors carry the engine's own message.
        """
        self._alive()
        return self._change("sql", redact_tokens(sql), lambda: self._parts.engine.owner_sql(sql), len)

    def set_policy(self, policy: PolicySource) -> None:
        """Put another policy in force. Each call runs under one policy, the one at its start; its record names it.

        None is no policy: from then on every registered agent reads every table, and a warning is logged.

        Raises PolicyError, and leaves the old one in force, when the new one does not load or fit the database; and
        OpenError likewise, when it grants writes to a file that cannot be written to.
        """
        self._alive()
        engine = self._parts.engine
        chosen = opening.read_policy(policy)
        opening.check_policy(chosen, engine)
        with self._lock:
            engine.allow_writes(chosen.writes)
            self.audit.append("policy", opening.in_force(chosen, self.settings, engine))
            self._policy = chosen
        if policy is None:
            _log.warning("no policy is in force any more: every registered agent reads every table")

    def usage(self, by: str = "agent") -> dict[str, dict[str, Any]]:
        """What the calls that ended used, from the log: calls, credits, refusals, errors, healed, rows.

        Args:
            by: ``agent``, ``role``, ``chat``, ``table`` or ``day`` (UTC). A call counts for each table that it named,
                so tables do not add up; one that was refused before it ran counts for none. The 1,000 chats and
                tables and the 366 days that were used last are kept.
        """
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

    @property
    def closed(self) -> bool:
        """Whether the layer was closed, so that every call is refused."""
        return self._parts.closed

    def refuse_caller(self, tool: str, name: str | None, why: str, context: CallContext | None = None) -> UnknownCaller:
        """Record a call that nobody registered made, in its chat; gives the error to raise. For front ends."""
        self._alive()
        shown = f'"{name}" made this call, but {why}.' if name else f"Nobody can be charged: {why}."
        error = UnknownCaller(shown, "ask an agent that has the data tools.")
        chat, executor, call_id = (context.chat, context.executor, context.tool_call_id) if context else (None,) * 3
        caller = Caller(name or "", chat=chat, executor=executor, source="unknown", framework="autogen")
        self._andi.refuse(caller, Request("", tool=tool, call_id=call_id), error)
        return error

    def _change(self, action: str, what: str, work: Callable[[], T], count: Callable[[T], int]) -> T:
        """Change data or schema as the owner."""
        found = self._recorded(action, what, work, count)
        self._warn_if_unfit()
        return found

    def _recorded(self, action: str, what: str, work: Callable[[], T], count: Callable[[T], int | None]) -> T:
        """Record what the owner does before and after it, also when it fails: a part of it may have been done."""
        engine = self._parts.engine

        def record(step: str, rows: int | None = None) -> None:
            self.audit.append("owner", {"action": step, "sql": what, "schema": engine.version, "rows": rows})

        record(action)
        try:
            found = work()
        except BaseException:
            record(f"{action}_failed")
            raise
        record(f"{action}_done", count(found))
        return found

    def _warn_if_unfit(self) -> None:
        """Tell the owner when the policy no longer fits: agents of the tables concerned are refused."""
        try:
            opening.check_policy(self._policy, self._parts.engine)
        except PolicyError as unfit:
            _log.warning("the policy does not fit the database any more: %s", unfit)

    def _healer_of(self, caller: Caller) -> Healer | None:
        """Who is asked about a caller's queries: who was given for it, then for the layer, then by a front end."""
        agent = self._agents.get(caller.name)
        own, offered = (agent._healer, agent._offered) if agent is not None else (None, None)
        return own or self._parts.healer or offered

    def _alive(self) -> None:
        if self._parts.pid != os.getpid():
            raise OpenError(
                "This data layer was opened before the process was forked.",
                "open it in the process that uses it, or start workers with spawn.",
                code="forked",
            )
        if self._parts.closed:
            raise OpenError("This data layer is closed.", "open it again with HatiData.open.", code="closed")


class HatiDataAgent(Handle):
    """One agent's handle on a data layer: every call through it is charged to that agent.

    Get one from ``layer.agent(name)``. The constructor takes what a connection to a server would: with
    ``HATIDATA_LOCAL=shop.duckdb`` (and ``HATIDATA_POLICY``) it is a handle on that local file, and host, port,
    database and password are not used. Without it, ``localhost`` is the process's default layer, and any other host is
    a ConnectionFailed.
    """

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


def default_layer() -> HatiData:
    """The layer of this process where none is named: ``HATIDATA_PATH`` (or hatidata.duckdb), ``HATIDATA_POLICY``."""
    return opening.default(HatiData.open)


def layer_of(path: str | Path) -> HatiData:
    """The layer of a file that is only named: the open one, or a new one under ``HATIDATA_POLICY``."""
    return opening.at_path(Path(path), HatiData.open)
