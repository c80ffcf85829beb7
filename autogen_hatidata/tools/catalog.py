"""TOOLS: what a model can call, one function and one row each.

The docstring of a tool function is its prompt, its first parameter is the calling agent's handle, and the others are
what the model fills in. Flat scalars with a description each: models do best with these, and every AutoGen line shows
them alike.
"""
# No `from __future__ import annotations` here: it hides parameter descriptions from several AutoGen lines.

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, get_args

from autogen_hatidata.tools import render
from autogen_hatidata.tools.arguments import Parameter

if TYPE_CHECKING:
    from autogen_hatidata.layer import HatiDataAgent

Sql = Annotated[str, "One SQL statement, as plain text."]


def query_data_layer(agent: "HatiDataAgent", sql: Sql) -> render.Answer:
    """Run one read-only SQL statement (DuckDB dialect) and get its rows as JSON.

    Use it to answer questions from data, after list_tables or describe_table has shown you the names. Let the
    database count, sum and group: select the few rows you need. If the answer starts with "Error:", follow its hint.
    Example: query_data_layer(sql="SELECT segment, avg(amount) FROM orders GROUP BY segment")
    """
    return render.query(agent.run(sql, tool="query_data_layer"))


def list_tables(agent: "HatiDataAgent") -> render.Answer:
    """List the names of the tables you may read. Use it first. Example: list_tables()"""
    return render.table_names(agent.list_tables(tool="list_tables"))


def describe_table(
    agent: "HatiDataAgent", table_name: Annotated[str, "A name from list_tables, such as orders."]
) -> render.Answer:
    """Show the columns and types of one table. Use it before you write SQL.

    Example: describe_table(table_name="orders")
    """
    return render.table(agent.describe_table(table_name, tool="describe_table"))


def explore_schema(agent: "HatiDataAgent") -> render.Answer:
    """Show every table you may read with its columns and types, in one answer.

    Use it instead of several describe_table calls when you do not know the data yet. Example: explore_schema()
    """
    return render.schema(agent.list_tables(tool="explore_schema"))


def summarize_table(
    agent: "HatiDataAgent", table_name: Annotated[str, "A name from list_tables, such as orders."]
) -> render.Answer:
    """Show for each column of one table: rows, nulls, min, max and about how many different values it has.

    Use it in place of SUMMARIZE, to see what values there are before you filter or join. It costs as much as a query
    over the whole table. A column with a mask shows masked values only.
    Example: summarize_table(table_name="orders")
    """
    return render.query(agent.summarize_table(table_name, tool="summarize_table"))


def estimate_query(agent: "HatiDataAgent", sql: Sql) -> render.Answer:
    """Show how many credits a SQL statement would cost at the most, without running it.

    Use it before a query over large tables or when your budget is short.
    Example: estimate_query(sql="SELECT sum(amount) FROM orders")
    """
    return render.estimate(agent.estimate(sql, tool="estimate_query"))


def execute_sql(
    agent: "HatiDataAgent", sql: Annotated[str, "One INSERT, UPDATE or DELETE, as plain text."]
) -> render.Answer:
    """Change data with one INSERT, UPDATE or DELETE (DuckDB dialect). It is done as a whole or not at all.

    Use it only when you are asked to change data. It reaches the rows that you can read; "write" in describe_table
    says what you may do. Name the columns, and use sub-queries in place of FROM, USING and ON CONFLICT. RETURNING
    shows the changed rows.
    Example: execute_sql(sql="UPDATE orders SET status = 'paid' WHERE id = 7 RETURNING id")
    """
    return render.change(agent.write(sql, tool="execute_sql"))


def save_result(
    agent: "HatiDataAgent",
    name: Annotated[str, "A name for the result: letters, digits and _."],
    sql: Annotated[str, "One SELECT, as plain text."],
    roles: Annotated[str, "Roles to hand the result over to, with commas between them; usually empty."] = "",
) -> render.Answer:
    """Run one SELECT and keep its rows as the table saved.<name>, for other agents or for your own next queries.

    Use it to hand over a result instead of writing out its rows. Agents that see the same data as you can read the
    table until it expires. To save under the same name again replaces it.
    Example: save_result(name="top_orders", sql="SELECT id, amount FROM orders ORDER BY amount DESC LIMIT 100")
    """
    named = [role.strip() for role in roles.split(",") if role.strip()]
    return render.saved(agent.save_result(name, sql, roles=named, tool="save_result"))


def my_usage(agent: "HatiDataAgent") -> render.Answer:
    """Show the credits you have spent and what your budgets have left. Example: my_usage()"""
    return render.usage(agent.my_usage(tool="my_usage"))


@dataclass(frozen=True, slots=True)
class Tool:
    """One row of TOOLS.

    Attributes:
        name: what the model calls it.
        group: query, write, handover or usage; tools can be chosen by group.
        prompt: what the model reads about it.
        parameters: what the model fills in.
        run: the function; it gets the caller's handle first.
    """

    name: str
    group: str
    prompt: str
    parameters: tuple[Parameter, ...]
    run: Callable[..., render.Answer]

    @property
    def signature(self) -> inspect.Signature:
        """The signature that the model's schema is made from: no handle, no identity."""
        kept = list(inspect.signature(self.run).parameters.values())[1:]
        return inspect.Signature(kept, return_annotation=str)


def _row(run: Callable[..., render.Answer], group: str) -> tuple[str, Tool]:
    written = list(inspect.signature(run).parameters.values())[1:]
    parameters = tuple(_parameter(one) for one in written)
    return run.__name__, Tool(run.__name__, group, inspect.cleandoc(run.__doc__ or ""), parameters, run)


def _parameter(written: inspect.Parameter) -> Parameter:
    kind, description = get_args(written.annotation)
    required = written.default is inspect.Parameter.empty
    return Parameter(written.name, kind, description, required, None if required else written.default)


TOOLS: Mapping[str, Tool] = dict(
    [
        _row(query_data_layer, "query"),
        _row(list_tables, "query"),
        _row(describe_table, "query"),
        _row(explore_schema, "query"),
        _row(summarize_table, "query"),
        _row(estimate_query, "query"),
        _row(execute_sql, "write"),
        _row(save_result, "handover"),
        _row(my_usage, "usage"),
    ]
)

WRITING = frozenset(name for name, tool in TOOLS.items() if tool.group == "write")
"""The tools that only agents get whose role may write."""


def choose(names: Iterable[str] | None) -> tuple[Tool, ...]:
    """The tools of those names or groups, in the order of TOOLS; all of them for None.

    Raises ValueError for an unknown name, listing the valid ones.
    """
    if names is None:
        return tuple(TOOLS.values())
    wanted = {names} if isinstance(names, str) else set(names)
    groups = {tool.group for tool in TOOLS.values()}
    unknown = sorted(wanted - TOOLS.keys() - groups)
    if unknown:
        raise ValueError(f"Unknown tools {unknown}. Tools: {', '.join(TOOLS)}. Groups: {', '.join(sorted(groups))}.")
    return tuple(tool for tool in TOOLS.values() if tool.name in wanted or tool.group in wanted)
