"""What one agent can ask of a data layer: every call through its handle is charged to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from autogen_hatidata.caller import chain_of, current_caller, given_chat, new_id, reasoning
from autogen_hatidata.errors import BadArgument, HatiDataError, ResultTruncated
from autogen_hatidata.governance.ledger import nothing
from autogen_hatidata.governance.names import agent_name
from autogen_hatidata.governance.policy import Policy
from autogen_hatidata.governance.policy_rules import plain_values
from autogen_hatidata.healer import Healer
from autogen_hatidata.memories import Memories
from autogen_hatidata.pipeline.context import Standing
from autogen_hatidata.sql.meaning import MODES
from autogen_hatidata.sql.names import find_table
from autogen_hatidata.sql.nearest import nearest_sql
from autogen_hatidata.sql.summary import summary
from autogen_hatidata.types import DIALECTS, Caller, Estimate, Explanation, LensInfo, QueryResult, Request, TableInfo

if TYPE_CHECKING:
    from autogen_hatidata.layer import HatiData


class Handle(Memories):
    """The calls of one agent. `HatiDataAgent` adds how one is had without a layer.

    Attributes:
        name: what the policy and the log call the agent.
        layer: the layer that answers it.
    """

    name: str
    layer: HatiData

    def _bind(
        self,
        layer: HatiData,
        name: str,
        role: str | None,
        attributes: Mapping[str, Any] | None,
        framework: str,
        dialect: str | None = None,
    ) -> None:
        for said, value in (("role", role), ("framework", framework)):
            if not isinstance(value, str | None):
                raise BadArgument(f"The {said} of {name} must be text.", "the log and its sums are kept by it.")
        self._dialect = _known_dialect(dialect)
        self.layer = layer
        self.name = name
        self._role = role
        self._attributes = plain_values(attributes or {})
        self._framework = framework
        self._chat = new_id()
        self._known: tuple[Caller, Standing] | None = None
        self._healer: Healer | None = None
        self._offered: Healer | None = None
        self._check_open(layer._policy)

    @property
    def dialect(self) -> str:
        """The SQL dialect of this agent's texts, where a call names none."""
        return self._dialect or self.layer.settings.dialect

    def query(self, sql: str, params: Any = None) -> list[dict[str, Any]]:
        """The rows of one SQL statement as dictionaries. Raises ResultTruncated beyond ``max_rows``; `run` does not."""
        return _all_rows(
            self.run(sql, params), "filter or aggregate, raise max_rows, or take the first rows with run()."
        )

    def audit_query(self, sql: str, params: Any = None) -> list[dict[str, Any]]:
        """The rows of one SELECT over the audit log, for an agent whose role has the verb ``audit``.

        The log is one table, ``audit``, with a row for each record and a column for each field, as it stands before
        this call, which is governed, priced and recorded like any other.

        Args:
            sql: one SELECT.
            params: a list for ``?`` and ``$1``, a mapping for ``$name``; bound, never spliced.

        Raises:
            HatiDataError: what ended the call; ResultTruncated beyond ``max_rows``.
        """
        result = self.layer._auditing.run(*self._asked("audit_query", sql, params))
        return _all_rows(result, "filter or aggregate.")

    def run(self, sql: str, params: Any = None, *, dialect: str | None = None, tool: str = "query") -> QueryResult:
        """The full answer to one SQL statement: rows, credits, notes, trace.

        Args:
            sql: one SELECT.
            params: a list for ``?`` and ``$1``, a mapping for ``$name``; bound, never spliced.
            dialect: one of `DIALECTS`; by default the agent's.
            tool: what the log says the call came through.

        Raises:
            HatiDataError: what ended the call; ``error.audit_id`` is its record.
        """
        return self.layer._andi.run(*self._asked(tool, sql, params, dialect))

    def execute(self, sql: str, params: Any = None) -> int:
        """Add, change or remove rows, where the policy grants it; gives the number of rows. See `write`."""
        return self.write(sql, params, tool="execute").changed or 0

    def write(self, sql: str, params: Any = None, *, tool: str = "write") -> QueryResult:
        """Carry out one INSERT, UPDATE or DELETE as this agent; its answer has ``changed`` and the rows of RETURNING.

        The rows that can be changed are those that the agent sees, conditions and sub-queries see what its queries see,
        and a row that it would not see afterwards is refused. All of the statement is done, or nothing. It costs what
        its query costs, and is never repaired.

        Args:
            sql: one statement, in DuckDB's dialect.
            params: a list for ``?`` and ``$1``, a mapping for ``$name``; bound, never spliced.
            tool: what the log says the call came through.

        Raises:
            PolicyDenied: the policy does not grant this, or a row would not be visible.
            ConstraintFailed: the table does not take the rows.
            HatiDataError: what else ended the call; nothing was changed, but where its code is ``audit_failed``: then
                the next start of the layer says whether it was.
        """
        return self.layer._writing.run(*self._asked(tool, sql, params, "duckdb"))

    def save_result(
        self,
        name: str,
        sql: str,
        params: Any = None,
        *,
        roles: Iterable[str] | None = None,
        ttl: float | None = None,
        dialect: str | None = None,
        tool: str = "save_result",
    ) -> QueryResult:
        """Keep the result of one query as the table ``saved.<name>``; gives its columns, and in ``changed`` its rows.

        Agents that see the same as this one can read it, and those of the ``roles``, with the values that this agent
        got. To save under one of its own names again replaces the result. It costs what the query costs.

        Args:
            name: 1 to 64 letters, digits and _, not beginning with a digit.
            sql: one SELECT.
            params: a list for ``?`` and ``$1``, a mapping for ``$name``; bound, never spliced.
            roles: the roles to which it is handed over; the policy must let this agent's role share with each.
            ttl: seconds after which it is gone; by default, and at the most, ``saved_ttl_s`` of the settings.
            dialect: one of `DIALECTS`; by default the agent's.
            tool: what the log says the call came through.

        Raises:
            PolicyDenied: the policy does not let it share with one of the roles.
            LimitExceeded: too many rows, bytes or names.
            BadArgument: no name, or one that another agent has.
            HatiDataError: what else ended the call; nothing was kept, but where its code is ``audit_failed``: then the
                next start of the layer says whether it was.
        """
        caller, request, standing = self._asked(tool, sql, params, dialect)
        lasts = self.layer.settings.saved_ttl_s if ttl is None else ttl
        return self.layer._saving.run(caller, request, standing, name, roles, lasts)

    def explain(self, sql: str, *, dialect: str | None = None) -> Explanation:
        """What would happen to a statement as it is written, and why. It does not run, costs nothing, and is recorded;
        the texts that it compares by meaning are counted."""
        return self.layer._andi.explain(*self._asked("explain", sql, None, dialect))

    def estimate(self, sql: str, *, dialect: str | None = None, tool: str = "estimate") -> Estimate:
        """The price of a statement at the most. It does not run, costs nothing, and is recorded; the texts that it
        compares by meaning are counted."""
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

    def search_table(
        self,
        table_name: str,
        column: str,
        text: str,
        top_k: int = 10,
        *,
        mode: str = "vector",
        tool: str = "search_table",
    ) -> QueryResult:
        """The ``top_k`` rows of a table whose texts in a column are nearest to a text in meaning, the nearest first.

        They have all columns that this agent sees, and ``similarity`` after them, 0 to 1. It is the query
        ``SELECT * FROM JOIN_VECTOR(table, column, text, top_k, mode => mode)``, and is governed and priced as such.

        Args:
            table_name: ``name`` or ``schema.name``.
            column: a column of text, or of vectors of the embedder in use.
            text: what to look for, in words.
            top_k: rows, 1 or more; ``max_rows`` of them are given at the most.
            mode: ``vector``, or ``hybrid``: words that are the same count too, for names and numbers. Then ``score``
                stands in the place of ``similarity``.

        Raises:
            BadArgument: one of these is not what it has to be.
            UnknownName: there is no such table or column, or it is hidden.
            PolicyDenied: the column is masked for this agent.
            LimitExceeded: the column has too many different texts, and is not indexed.
            HatiDataError: what else ended the call.
        """
        if not (isinstance(table_name, str) and isinstance(column, str) and isinstance(mode, str)):
            raise self.refuse(tool, BadArgument("Table and column must be text.", "give names from describe_table."))
        if not isinstance(text, str):
            raise self.refuse(tool, BadArgument("What to look for must be a text.", 'pass text="charged twice".'))
        if mode not in MODES:
            raise self.refuse(tool, BadArgument("search_table has no such mode.", f"pass one of {', '.join(MODES)}."))
        if isinstance(top_k, bool) or not isinstance(top_k, int) or top_k < 1:
            raise self.refuse(tool, BadArgument("top_k is a number of rows, 1 or more.", "pass top_k=10."))
        return self.layer._andi.run(*self._asked(tool, nearest_sql(table_name, column, top_k, mode), [text], "duckdb"))

    def my_usage(self, *, tool: str = "my_usage") -> dict[str, Any]:
        """The credits this agent spent, and what its budgets have left."""
        quota = self.layer._parts.quota
        caller, request, standing = self._asked(tool)

        def answer(lens: LensInfo) -> dict[str, Any]:
            spent = quota.usage("agent").get(self.name) or nothing()
            return {"agent": self.name, **spent, "budgets": quota.left(caller, standing.rules)}

        return self.layer._andi.catalog(caller, request, standing, answer)

    def reasoning_chain(self, request_id: str | None = None) -> AbstractContextManager[str]:
        """Let this agent's calls inside a ``with`` block be the steps of one chain; gives its id.

        Their records have the id as ``chain``, and ``step`` counts from 1 in the order in which they begin, those that
        are refused too. A chain inside of a chain is another one, and the outer goes on after it. A chain holds for
        this thread or task and what ``asyncio`` starts from it, also for tool calls that this agent writes in a chat
        that is begun inside; other agents have chains of their own.

        Args:
            request_id: an id of yours: 1 to 128 letters, digits and characters of ``. _ : @ / + = -``.

        Raises:
            BadArgument: an id that is none.
        """
        self.layer._alive()
        return reasoning((self.layer, self.name), request_id)

    def offer_healer(self, healer: Healer) -> None:
        """Let this healer be asked where neither the agent nor its layer was given one. For front ends."""
        self._offered = healer

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
        policy, known, context, chat = self.layer._policy, self._known, current_caller(), given_chat.get()
        chain = chain_of((self.layer, self.name))
        request = Request(
            sql,
            params,
            dialect or self.dialect,
            tool if isinstance(tool, str) else f"<{type(tool).__name__}>",
            context.tool_call_id if context else None,
            *((chain.id, chain.step()) if chain else ()),
        )
        if known is None or known[1].policy is not policy:
            try:
                known = self._known = self._under(policy)
            except HatiDataError as error:
                nobody = Caller(self.name, chat=chat or self._chat, framework=self._framework)
                raise self.layer._andi.refuse(nobody, request, error) from None
        caller, standing = known
        if context is not None:
            ours = agent_name(context.name) == self.name
            source, executor = (context.source, context.executor) if ours else ("handle", None)
            caller = replace(caller, chat=chat or context.chat or self._chat, executor=executor, source=source)
        elif chat is not None:
            caller = replace(caller, chat=chat)
        return caller, request, standing

    def _under(self, policy: Policy) -> tuple[Caller, Standing]:
        """The agent as ``policy`` has it."""
        identity = policy.identify(self.name)
        attributes = {**self._attributes, **plain_values(identity.attributes)}
        pairs = tuple(sorted(attributes.items()))
        caller = Caller(self.name, identity.role or self._role, pairs, self._chat, framework=self._framework)
        return caller, Standing(policy, policy.lens_spec(caller), policy.quota_rules(caller), policy.guard(caller))

    def _check_open(self, policy: Policy) -> None:
        """Refuse what the policy sets differently: it wins, and saying otherwise in code would mislead."""
        identity = policy.identify(self.name)
        theirs = {"role": identity.role, **plain_values(identity.attributes)}
        for field, value in {"role": self._role, **self._attributes}.items():
            if value is not None and theirs.get(field) not in (None, value):
                raise ValueError(f"The policy sets {field} of {self.name} to {theirs[field]!r}, not {value!r}.")
        self._known = self._under(policy)  # an attribute that no filter can use is told here, not at every call

    def _check_same(
        self, role: str | None, attributes: Mapping[str, Any] | None, dialect: str | None, healer: Healer | None
    ) -> None:
        known = (self._role, self._attributes, self._dialect)
        theirs = self._attributes if attributes is None else plain_values(attributes)
        same_healer = healer is None or self._healer in (None, healer)
        if not same_healer or known != (role or self._role, theirs, _known_dialect(dialect) or self._dialect):
            raise ValueError(
                f"{self.name} is registered already, with another role, dialect, healer or other attributes."
            )

    def __repr__(self) -> str:
        return f"HatiDataAgent({self.name!r})"


def _known_dialect(dialect: str | None) -> str | None:
    if dialect is not None and dialect not in DIALECTS:
        raise BadArgument("That SQL dialect is not known.", f"use one of {', '.join(DIALECTS)}.")
    return dialect


def _all_rows(result: QueryResult, hint: str) -> list[dict[str, Any]]:
    if result.truncated:
        more = ResultTruncated(f"There are more than {result.row_count} rows.", hint)
        more.audit_id = result.audit_id
        raise more
    return result.dicts()
