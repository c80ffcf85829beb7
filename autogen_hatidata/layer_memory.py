"""The owner's view of a layer's memory: what there is, whether all of it is in accord, and what is to go."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from autogen_hatidata.caller import checked_id
from autogen_hatidata.errors import BadArgument
from autogen_hatidata.governance.names import agent_name
from autogen_hatidata.memories import Moment, Scopes, listed
from autogen_hatidata.memory.conversation import Said, pieces, said
from autogen_hatidata.memory.model import Audience, Draft
from autogen_hatidata.pipeline.memory_operations import filters, narrowing, one_scope
from autogen_hatidata.pipeline.memory_values import Limits, checked

if TYPE_CHECKING:
    from autogen_hatidata.memory.calibration import Calibration
    from autogen_hatidata.memory.embedding import Embedder
    from autogen_hatidata.memory.seams import Progress
    from autogen_hatidata.memory.store import MemoryStore
    from autogen_hatidata.pipeline.memory_source import Memory
    from autogen_hatidata.settings import Settings

T = TypeVar("T")


class Recorded(Protocol):
    """Does something of the owner's, and has it on record before and after, with a count."""

    def __call__(self, action: str, what: str, work: Callable[[], T], count: Callable[[T], int | None], /) -> T: ...


class LayerMemory:
    """All memories and states of one layer, whoever stored them. No tool of an agent reaches this."""

    def __init__(
        self,
        memory: Memory,
        settings: Settings,
        clock: Callable[[], float],
        embedder: Callable[[], Embedder],
        recorded: Recorded,
    ) -> None:
        self._memory, self._settings, self._clock = memory, settings, clock
        self._embedder, self._recorded = embedder, recorded

    @property
    def embedder_info(self) -> dict[str, Any]:
        """What makes the vectors: ``id``, ``dim``, ``kind`` (semantic or lexical), ``default_threshold``, and the
        ``sha256`` of its weights, None where it has none."""
        from autogen_hatidata.memory.embedders import info  # it loads numpy

        return info(self._embedder())

    def calibrate(self, pairs: Iterable[tuple[str, str]], *, let_through: float = 0.01) -> Calibration:
        """The ``threshold`` above which texts belong together for the embedder in use, found with pairs of yours, and
        which share of them is above it (``kept``), and of random pairs (``let_through``). Nothing is stored.

        Args:
            pairs: questions, each with the memory that answers it; 10 or more.
            let_through: so many of the random pairs may be above it.
        """
        from autogen_hatidata.memory.embedders import calibrate

        return calibrate(self._embedder(), pairs, let_through=let_through)

    def stats(self) -> dict[str, Any]:
        """How much there is: ``memories``, ``vectors`` of the embedder in use, ``states``, and ``embedded``: how many
        texts were embedded since the start."""
        with self._open() as store:
            return store.stats()

    def verify(self) -> list[str]:
        """What is not in accord (rows, indexes, snapshots), in words; an empty list where all is. It reads every memory
        anew; searches go on meanwhile, and changes wait."""
        with self._open() as store:
            return store.verify()

    def rebuild(self) -> None:
        """Make the indexes anew from the rows, which are the truth."""
        with self._open() as store:
            self._recorded("rebuild", "memory", store.rebuild, lambda _: None)

    def compact(self) -> None:
        """Write the files anew, so that no byte of what was forgotten stays on the disk. Calls under way end first."""
        with self._open() as store:
            self._recorded("compact", "memory", store.compact, lambda _: None)

    def reembed(self, progress: Progress | None = None) -> int:
        """Give the memories of other embedders a vector of the one in use; gives how many.

        Calls go on meanwhile, and what is done stays done when it is broken off. ``progress`` is called with how many
        are done, and how many there are.
        """
        with self._open() as store:
            return self._recorded("reembed", "memory", lambda: store.reembed(progress), lambda count: count)

    def forget(
        self,
        memory_ids: str | Iterable[str] | None = None,
        *,
        agent: str | None = None,
        memory_type: str | None = None,
        scope: Scopes = None,
        metadata: Mapping[str, Any] | None = None,
        since: Moment = None,
        until: Moment = None,
        hard: bool = False,
    ) -> int:
        """Forget the memories of any agent that fit all that is given; gives how many they were.

        Args:
            agent: those that this agent stored.
            hard: then `compact`.
        """
        given = {"memory_ids": listed(memory_ids), "memory_type": memory_type, "scope": listed(scope)}
        found = checked({**given, "where": metadata, "since": since, "until": until}, self._limits())
        by = [*(["agent"] if agent is not None else []), *narrowing(found)]
        if not by:
            raise BadArgument("It is not said what to forget.", "give an agent, or another filter.")
        meant = filters(found)._replace(agent=None if agent is None else agent_name(agent))

        def forgotten(store: MemoryStore) -> int:
            count = store.forget(None, meant).table.changed or 0
            if hard:
                store.compact()
            return count

        with self._open() as store:
            return self._recorded("forget", f"memory by {', '.join(by)}", lambda: forgotten(store), lambda count: count)

    def import_chat(
        self,
        messages: Any,
        agent: str,
        *,
        chat: str | None = None,
        scope: str = "agent",
        memory_type: str = "conversation",
        importance: float = 0.5,
        ttl: float | None = None,
        dedupe: bool | float = True,
        progress: Progress | None = None,
    ) -> int:
        """Store what was said in a chat as memories of one agent; gives how many are new.

        Each message becomes one memory, ``name: words``, with ``said_by`` and ``position`` as metadata; a long one
        becomes several. Tool calls and their results are left out.

        Args:
            messages: a list of messages, a GroupChat or its manager, or the result of a chat.
            agent: whose memories they become.
            chat: the id of the chat, for the scope ``chat``, as for `HatiData.chat`.
            progress: is called with how many texts are embedded, and how many there are.

        Raises:
            BadArgument: it is no chat, or a value cannot be used.
            ValueError: a name that no agent can have.
        """
        given = {"scope": scope, "memory_type": memory_type, "importance": importance, "ttl": ttl, "dedupe": dedupe}
        found = {"memory_type": "conversation", "importance": 0.5, "dedupe": True, **checked(given, self._limits())}
        try:
            spoken = said(messages)
        except TypeError as wrong:
            raise BadArgument(
                f"The chat cannot be imported: {wrong}.",
                "give a list of messages, a GroupChat, its manager, or the result of a chat.",
            ) from None
        if chat is None and one_scope(found) == "chat":
            raise BadArgument("It is not said which chat this belongs to.", 'give its id as chat="...".')
        made = Draft("", found["memory_type"], found["importance"], scope=one_scope(found), expires_at=found.get("ttl"))
        drafts = _drafts(spoken, made, self._settings.max_memory_chars)
        chat = None if chat is None else checked_id(chat)
        who = Audience(agent_name(agent), chat, reads_shared=True, writes_shared=True)

        def stored(store: MemoryStore) -> int:
            answer = store.store(who, drafts, dedupe=found["dedupe"], progress=progress)
            return sum(created for _, created in answer.table.rows)

        with self._open() as store:
            return self._recorded("import_chat", f"memory of {who.agent}", lambda: stored(store), lambda count: count)

    def _limits(self) -> Limits:
        return Limits(self._settings, self._settings.max_rows, self._clock())

    @contextmanager
    def _open(self) -> Iterator[MemoryStore]:
        with self._memory.held():
            yield self._memory.store()


def _drafts(spoken: Iterable[Said], made: Draft, most: int) -> list[Draft]:
    """What was said, as memories that are otherwise like ``made``, each of at most so many characters."""
    return [
        made._replace(content=piece, metadata={"said_by": one.name, "position": position})
        for position, one in enumerate(spoken, 1)
        for piece in pieces(str(one), most)
    ]
