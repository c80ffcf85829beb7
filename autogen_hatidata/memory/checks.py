"""What is refused before anything is stored: what is too large, and what is not the caller's."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from typing import Any

from autogen_hatidata.errors import BadArgument, LimitExceeded, PolicyDenied, UnknownMemory
from autogen_hatidata.memory.model import Audience
from autogen_hatidata.settings import Settings

_SHOWN = 80
_NOBODY = str(uuid.UUID(int=0))


def content(text: str, settings: Settings) -> str:
    """A text that can be stored, as it is."""
    if not text.strip():
        raise BadArgument("The content of a memory is empty.", "say what is to be remembered.")
    return _short(_whole(text, "content"), "content", settings.max_memory_chars)


def metadata(given: Mapping[str, Any], settings: Settings) -> str:
    """Metadata as JSON text."""
    if not given:
        return "{}"
    try:
        text = json.dumps(dict(given), ensure_ascii=False, allow_nan=False)
    except (TypeError, ValueError, RecursionError):
        raise BadArgument(
            "The metadata of a memory must be what JSON can say.", 'write names and values, as in {"year": 2024}.'
        ) from None
    return _short(_whole(text, "metadata"), "metadata", settings.max_metadata_chars)


def value(text: str, settings: Settings) -> str:
    """The JSON text of a state."""
    return _short(_whole(text, "value"), "value", settings.max_state_chars)


def whole(text: str, what: str) -> str:
    """A short text that is to be compared or stored."""
    return _short(_whole(text, what), what, 256)


def place(audience: Audience, scope: str) -> str:
    """Whose the things of a scope are for this agent: the agent's own, its chat's, or nobody's."""
    if scope == "chat" and audience.chat is None:
        raise BadArgument("There is no chat that this could belong to.", 'use the scope "agent".')
    return {"agent": audience.agent, "chat": audience.chat or "", "shared": ""}[scope]


def may_share(audience: Audience, scope: str) -> None:
    """Refuse to write what all share, where the policy does not let this agent."""
    if scope == "shared" and not audience.writes_shared:
        raise PolicyDenied("You may not write what all agents share.", 'use the scope "agent" or "chat".')


def canonical(memory_id: Any) -> str:
    """An id as rows have it; for what is none, one that no row has."""
    try:
        return str(uuid.UUID(memory_id))
    except (ValueError, TypeError, AttributeError):
        return _NOBODY


def unknown(memory_id: Any) -> UnknownMemory:
    """The error for a memory that is hidden, or that never was: the same."""
    return UnknownMemory(
        f'There is no memory "{str(memory_id)[:_SHOWN]}".', "search_memory gives the ids of those that you can read."
    )


def not_yours(memory_id: str) -> PolicyDenied:
    """The error for a memory that the agent can read, and not change."""
    return PolicyDenied(
        f'The memory "{memory_id}" is not yours to change.', "change and forget what you stored yourself."
    )


def is_unicode(text: str) -> bool:
    """Whether a text is whole: half a character of UTF-16 cannot be stored, nor be sent anywhere."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _whole(text: str, what: str) -> str:
    if not is_unicode(text):
        raise BadArgument(f"The {what} has half a character in it.", "send whole characters.")
    return text


def _short(text: str, what: str, most: int) -> str:
    if len(text) > most:
        raise LimitExceeded(f"The {what} is longer than {most:,} characters.", "say it in fewer words, or in parts.")
    return text
