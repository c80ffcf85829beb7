"""Conversations as they are kept by AutoGen and others: who said what, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

_NO_SPEECH = frozenset({"tool", "function", "system"})
_SIGNS = frozenset({"", "terminate"})


class Said(NamedTuple):
    """One thing that was said: by whom, and the words."""

    name: str
    text: str

    def __str__(self) -> str:
        return f"{self.name}: {self.text}"


def said(chat: Any) -> list[Said]:
    """What was said in a chat, in order, without calls and results of tools.

    Args:
        chat: a list of messages (``content``, and ``name`` or ``role``), a GroupChat or its manager, or the result of a
            chat.

    Raises:
        TypeError: it is none of these.
    """
    messages = chat
    for part in ("groupchat", "messages", "chat_history"):
        messages = getattr(messages, part, messages)
    if isinstance(messages, (str, bytes, Mapping)) or not isinstance(messages, Iterable):
        raise TypeError("this is no list of messages")
    return list(_spoken(messages))


def words_of(message: Mapping[str, Any]) -> str:
    """The words of a message; nothing for one that calls tools or holds their results."""
    if message.get("tool_calls") or message.get("function_call") or message.get("role") in _NO_SPEECH:
        return ""
    text = _text(message.get("content")).strip()
    return "" if text.lower().strip(" .") in _SIGNS else text


def pieces(text: str, most: int) -> Iterator[str]:
    """A text in parts of at most so many characters, none of which is empty."""
    parts = (text[start : start + most] for start in range(0, len(text), most))
    return (part for part in parts if part.strip())


def _spoken(messages: Iterable[Any]) -> Iterator[Said]:
    for message in messages:
        if not isinstance(message, Mapping):
            raise TypeError("a message must be a mapping")
        words = words_of(message)
        if words:
            yield Said(str(message.get("name") or message.get("role") or "somebody"), words)


def _text(content: Any) -> str:
    """The text of a content, which may be a list of parts, some of them pictures."""
    if isinstance(content, str):
        return content
    parts = content if isinstance(content, (list, tuple)) else ()
    return "\n".join(str(part["text"]) for part in parts if isinstance(part, Mapping) and part.get("text"))
