"""The owner's view of the memory: what there is, what goes, what comes from old chats, and which embedder finds it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from support.plain_embedder import PlainEmbedder

from autogen_hatidata import HatiData, Settings
from autogen_hatidata.errors import BadArgument, EmbedderFailed, OpenError
from autogen_hatidata.memory.calibration import SENTENCES

WORD = "Kestrel-Nine"
CHAT = [
    {"role": "user", "name": "user", "content": "What do champions spend?"},
    {"role": "assistant", "name": "ana", "content": None, "tool_calls": [{"id": "1", "function": {"name": "f"}}]},
    {"role": "tool", "content": "WORD", "tool_responses": [{"role": "tool", "content": "WORD"}]},
    {"role": "assistant", "name": "ana", "content": "Champions spend 200 a year. TERMINATE"},
    {"role": "user", "content": [{"type": "text", "text": "Thank you."}, {"type": "image_url", "image_url": "x"}]},
    {"role": "assistant", "name": "ana", "content": " terminate. "},
    {"role": "user", "name": "user", "content": ""},
    {"role": "user", "name": "user", "content": None},
]
SPOKEN = ["user: What do champions spend?", "ana: Champions spend 200 a year. TERMINATE", "user: Thank you."]


@pytest.fixture
def layer(tmp_path: Path) -> Iterator[HatiData]:
    with HatiData.open(tmp_path / "a.duckdb", settings=Settings(max_memory_chars=100)) as opened:
        yield opened


def actions(layer: HatiData) -> list[tuple[Any, ...]]:
    """What the owner did, as the log has it."""
    return [(one["action"], one["sql"], one["rows"]) for one in layer.audit.records(kind="owner")]


def test_the_owner_sees_whether_all_is_in_accord(layer: HatiData) -> None:
    """Figures, a check, and indexes that are made anew from the rows."""
    layer.agent("ana").store_memories(["tea at four", "coffee at five"])
    layer.agent("ana").set_state("k", 1)

    assert layer.memory.stats() == {"memories": 2, "vectors": 2, "states": 1, "embedded": 2}
    assert layer.memory.verify() == []
    layer.memory.rebuild()
    assert layer.memory.verify() == []
    assert layer.agent("ana").search_memory("tea")[0]["content"] == "tea at four"
    assert actions(layer) == [("rebuild", "memory", None), ("rebuild_done", "memory", None)]


def test_the_owner_forgets_what_any_agent_stored(layer: HatiData) -> None:
    """By agent and by what else memories are; each time there is a record of it, without a text."""
    for name in ("ana", "bob"):
        layer.agent(name).store_memories([{"content": f"{WORD} {n}", "metadata": {"n": n}} for n in range(3)])

    assert layer.memory.forget(agent="autogen-ana", metadata={"n": {"gt": 0}}) == 2
    assert layer.memory.forget(agent="bob", hard=True) == 3
    assert [one["metadata"]["n"] for one in layer.agent("ana").list_memories()] == [0]
    with pytest.raises(BadArgument, match="what to forget"):
        layer.memory.forget()
    assert actions(layer)[0] == ("forget", "memory by agent, where", None)
    assert actions(layer)[1] == ("forget_done", "memory by agent, where", 2)


def test_a_hard_forget_leaves_no_byte(tmp_path: Path) -> None:
    """A scan of all files that finds a text while it is stored does not find it afterwards."""
    with HatiData.open(tmp_path / "a.duckdb") as layer:
        ana = layer.agent("ana")
        ana.store_memories([f"{WORD} and {n}" for n in range(20)])
        ana.store_memory("what stays")
        layer.memory.rebuild()
        live = _files_with(tmp_path, WORD.encode())
        count = ana.forget(scope="agent", memory_type="fact", until="2999-01-01", hard=True)
        after = _files_with(tmp_path, WORD.encode())

        assert (bool(live), count, after) == (True, 21, [])
        assert layer.memory.verify() == []


def _files_with(folder: Path, word: bytes) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.is_file() and word in path.read_bytes()]


@pytest.mark.parametrize(
    "chat",
    [
        CHAT,
        tuple(CHAT),
        SimpleNamespace(messages=CHAT),
        SimpleNamespace(groupchat=SimpleNamespace(messages=CHAT)),
        SimpleNamespace(chat_history=CHAT),
    ],
    ids=["list", "tuple", "group chat", "manager", "result"],
)
def test_a_chat_becomes_memories(layer: HatiData, chat: Any) -> None:
    """What was said, without tool calls, results and bare signs, in whatever form AutoGen keeps it."""
    told: list[tuple[int, int]] = []
    ana = layer.agent("ana")

    assert layer.memory.import_chat(chat, "ana", importance=0.8, progress=lambda n, of: told.append((n, of))) == 3
    assert layer.memory.import_chat(chat, agent="ana") == 0
    memories = ana.list_memories(memory_type="conversation")[::-1]
    assert [one["content"] for one in memories] == SPOKEN
    assert [one["metadata"] for one in memories] == [
        {"said_by": name, "position": n} for n, name in enumerate(("user", "ana", "user"), 1)
    ]
    assert (memories[0]["importance"], told[-1]) == (0.8, (3, 3))
    assert ana.search_memory("how much do champions spend")[0]["content"] in SPOKEN[:2]


def test_a_long_message_becomes_several_memories(layer: HatiData) -> None:
    """None of it is lost, and none is longer than a memory may be."""
    words = " ".join(f"word{n}" for n in range(60))
    layer.memory.import_chat([{"name": "bo", "content": words}], "ana", dedupe=False)
    parts = [one["content"] for one in layer.agent("ana").list_memories()[::-1]]

    assert "".join(parts) == f"bo: {words}"
    assert max(map(len, parts)) <= 100


@pytest.mark.parametrize("chat", ["text", 7, None, [1], {"content": "x"}, SimpleNamespace(messages=5)])
def test_what_is_no_chat_is_refused(layer: HatiData, chat: Any) -> None:
    """With an error that says what to give; nothing is stored."""
    with pytest.raises(BadArgument, match="cannot be imported"):
        layer.memory.import_chat(chat, "ana")


def test_a_shared_chat_is_found_by_all(layer: HatiData) -> None:
    """The owner says in which scope a chat is kept, and of which chat it is."""
    layer.memory.import_chat(CHAT, "ana", scope="chat", chat="monday")
    layer.memory.import_chat([{"name": "bo", "content": "for all"}], "ana", scope="shared")
    bob = layer.agent("bob")
    with layer.chat("monday"):
        inside = len(bob.list_memories())

    assert (inside, len(bob.list_memories())) == (4, 1)


@pytest.mark.parametrize("chat", [5, "", "two words", "x" * 129])
def test_the_id_of_an_imported_chat_is_one_that_a_chat_can_have(layer: HatiData, chat: Any) -> None:
    """Otherwise its memories could be found by nobody, as `layer.chat` takes no such id; nothing is stored."""
    with pytest.raises(BadArgument, match="cannot be an id"):
        layer.memory.import_chat(CHAT, "ana", scope="chat", chat=chat)
    with pytest.raises(BadArgument, match="which chat") as caught:
        layer.memory.import_chat(CHAT, "ana", scope="chat")

    assert "chat=" in caught.value.hint
    assert layer.memory.stats()["memories"] == 0


@pytest.mark.parametrize("wrong", ["nonsense", "hashing:5", "openai:", 5])
def test_an_embedder_that_is_none_is_no_mistake_of_an_agent(tmp_path: Path, wrong: Any) -> None:
    """Whoever needs it first is told that texts cannot be embedded, not that an argument is wrong; states go on."""
    with HatiData.open(tmp_path / "a.duckdb", embedder=wrong) as layer:
        ana = layer.agent("ana")
        for call in (lambda: ana.store_memory("tea at four"), lambda: layer.memory.embedder_info):
            with pytest.raises(EmbedderFailed) as caught:
                call()
            assert caught.value.hint
        assert ana.set_state("k", 1) == 1


def test_a_class_in_the_place_of_an_embedder_is_refused_at_once(tmp_path: Path) -> None:
    """It is a slip of the program that opens, and no call of an agent is needed to see it."""
    with pytest.raises(BadArgument, match="PlainEmbedder is a class"):
        HatiData.open(tmp_path / "a.duckdb", embedder=PlainEmbedder)  # type: ignore[arg-type]


class Raising(PlainEmbedder):
    """An embedder whose model is gone."""

    def embed(self, texts: Any) -> Any:
        raise RuntimeError(f"no route to {WORD}")


def test_what_an_embedder_raises_is_told_to_the_owner_alone(tmp_path: Path) -> None:
    """Each call that needs it is refused; the cause is there for the program, and in no text for a model or record."""
    with HatiData.open(tmp_path / "a.duckdb", embedder=Raising()) as layer:
        layer.owner_sql("CREATE TABLE t AS SELECT 'tea' AS body")
        ana = layer.agent("ana")
        for call in (
            lambda: ana.store_memory("tea at four"),
            lambda: ana.search_memory("tea"),
            lambda: ana.query("SELECT semantic_rank(body, 'coffee') FROM t"),
        ):
            with pytest.raises(EmbedderFailed) as caught:
                call()
            assert isinstance(caught.value.__cause__, RuntimeError)
            assert WORD not in caught.value.for_model()
            assert caught.value.hint
        assert WORD not in str(list(layer.audit.records()))
        assert layer.memory.stats()["memories"] == 0


def test_an_embedder_that_changed_needs_another_id(tmp_path: Path) -> None:
    """Vectors of another length under the id that it has are told with both; with an id of its own all goes on."""
    with HatiData.open(tmp_path / "a.duckdb", embedder=PlainEmbedder("one", 64)) as layer:
        layer.agent("ana").store_memory("tea at four")
    with HatiData.open(tmp_path / "a.duckdb", embedder=PlainEmbedder("one", 32)) as layer:
        ana = layer.agent("ana")
        for call in (lambda: ana.store_memory("new"), lambda: ana.search_memory("tea"), layer.memory.verify):
            with pytest.raises(EmbedderFailed, match=r"'one' makes vectors of 32 numbers.* has 64") as caught:
                call()
            assert "another id" in caught.value.hint
        assert [one["content"] for one in ana.search_memory("tea", mode="lexical")] == ["tea at four"]
    with HatiData.open(tmp_path / "a.duckdb", embedder=PlainEmbedder("two", 32)) as layer:
        assert layer.memory.reembed() == 1
        assert len(layer.agent("ana").search_memory("tea", mode="vector")) == 1
        assert layer.memory.verify() == []


def test_an_embedder_of_ones_own(tmp_path: Path) -> None:
    """It makes the vectors; another one finds by words until its vectors are made."""
    one, other = PlainEmbedder("one"), PlainEmbedder("other", 32)
    with HatiData.open(tmp_path / "a.duckdb", embedder=one) as layer:
        layer.agent("ana").store_memories(["tea at four", "coffee at five"])
        assert layer.memory.embedder_info == {
            "id": "one", "dim": 64, "kind": "lexical", "default_threshold": 0.3, "sha256": None
        }  # fmt: skip
        assert HatiData.open(tmp_path / "a.duckdb", embedder=one) is layer
        layer.close()
        with pytest.raises(OpenError, match="embedder") as caught:
            HatiData.open(tmp_path / "a.duckdb", embedder=other)
        assert caught.value.code == "already_open"
    with HatiData.open(tmp_path / "a.duckdb", embedder=other) as layer:
        told: list[tuple[int, int]] = []
        ana = layer.agent("ana")
        before = ana.search_memory("tea", mode="vector")
        has = "SELECT DISTINCT has_embedding FROM _hatidata_agent_memory"  # a vector, of whichever embedder
        assert ana.query(has) == [{"has_embedding": True}]
        assert layer.memory.reembed(lambda done, of: told.append((done, of))) == 2
        assert (before, ana.search_memory("tea", mode="vector")[0]["content"]) == ([], "tea at four")
        assert told[-1] == (2, 2)
        assert layer.memory.verify() == []


def test_the_log_says_once_that_vectors_are_of_another_embedder(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """With a threshold such memories are not found at all, and who could mend that reads no notes of searches."""
    with HatiData.open(tmp_path / "a.duckdb", embedder=PlainEmbedder("one")) as layer:
        layer.agent("ana").store_memory("tea at four")
        layer.agent("ana").search_memory("tea at four")
    assert "reembed" not in caplog.text

    with HatiData.open(tmp_path / "a.duckdb", embedder=PlainEmbedder("other", 32)) as layer:
        ana = layer.agent("ana")
        assert ana.search_memory("tea at four", mode="lexical")
        assert "reembed" not in caplog.text
        assert [len(ana.search_memory("tea at four", threshold=one)) for one in (None, "default")] == [1, 0]
        assert caplog.text.count("layer.memory.reembed()") == 1
        layer.memory.reembed()
        assert len(ana.search_memory("tea at four", threshold="default")) == 1


def test_a_threshold_is_found_with_pairs(layer: HatiData) -> None:
    """Pairs that belong together say where a model's cosines begin to mean something."""
    found = layer.memory.calibrate(SENTENCES)

    assert 0 < found.threshold < 1
    assert found.let_through <= 0.01
    assert layer.memory.stats()["memories"] == 0


def test_a_chat_is_imported_with_what_is_left_out(layer: HatiData) -> None:
    """None leaves an argument out, as for every call of the memory."""
    said = [{"name": "ana", "role": "user", "content": "The rebate ends in May"}]

    assert layer.memory.import_chat(said, "ana", importance=None, memory_type=None, dedupe=None) == 1  # type: ignore[arg-type]
    found = layer.agent("ana").search_memory("rebate")[0]
    assert (found["importance"], found["memory_type"]) == (0.5, "conversation")
