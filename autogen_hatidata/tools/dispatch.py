"""The one path of every tool call: who wrote it, may it, with which arguments, and the text that comes back.

Nothing here raises: an exception would end the chat, and a traceback would show data to a model.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from autogen_hatidata.caller import CallContext, calling
from autogen_hatidata.errors import HatiDataError, NotAllowed
from autogen_hatidata.tools import arguments, attribution, render

if TYPE_CHECKING:
    from autogen_hatidata.layer import HatiData
    from autogen_hatidata.tools.attribution import Grant
    from autogen_hatidata.tools.authors import Author
    from autogen_hatidata.tools.catalog import Tool

_log = logging.getLogger("autogen_hatidata")


def answer(layer: HatiData, tool: Tool, name: str, executor: Any, given: Mapping[str, Any]) -> str:
    """The text that answers a call of ``tool``, which its model knows as ``name``, executed by ``executor``."""
    try:
        author, context = attribution.writer_of(executor, name, tool, given)
        grant = _grant(layer, tool, name, author, context)
        with calling(_charged(context, grant.handle.name)):
            return _run(grant, name, given)
    except HatiDataError as refused:
        return render.error(refused)
    except Exception:  # noqa: BLE001 - the one place where a bug becomes text: not for the model, but for the log
        _log.exception("tool %s failed", tool.name)
        return render.INTERNAL_ERROR


def _grant(layer: HatiData, tool: Tool, name: str, author: Author, context: CallContext | None) -> Grant:
    """What the writer of the call was given under that name. Everyone else is refused, and the refusal recorded."""
    if author.agent is None:
        raise layer.refuse_caller(tool.name, author.name, "the chat names no single registered agent as its author")
    given = attribution.grants.get(author.agent)
    if not given:
        why = "that agent was given no tools of this data layer"
        raise layer.refuse_caller(tool.name, author.name, why, context)
    grant = given.get(name)
    if grant is not None:
        return grant
    handle = next(iter(given.values())).handle
    with calling(_charged(context, handle.name)):
        raise handle.refuse(
            tool.name, NotAllowed(f"You were not given the tool {name}.", f"use one of: {', '.join(sorted(given))}.")
        )


def _charged(context: CallContext | None, name: str) -> CallContext | None:
    """The same call under the name that is charged, where that is another one than the agent's own."""
    return context if context is None or context.name == name else context._replace(name=name)


def _run(grant: Grant, name: str, given: Mapping[str, Any]) -> str:
    tool, handle = grant.tool, grant.handle
    try:
        values, notes = arguments.bind(name, tool.parameters, given)
    except HatiDataError as unusable:
        raise handle.refuse(tool.name, unusable) from None
    found = tool.run(handle, **values)
    return render.to_text(found, handle.layer.settings.max_result_chars, notes)
