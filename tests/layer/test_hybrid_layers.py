"""Meaning in SQL over a layer: what is embedded, kept and saved, what is told of a statement, and where it ends."""

from __future__ import annotations

import copy
import json
import time
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from support.plain_embedder import PlainEmbedder

from autogen_hatidata import HatiData, HatiDataError, Settings
from autogen_hatidata.errors import BadArgument, LimitExceeded
from autogen_hatidata.memory import columns
from autogen_hatidata.memory.index import VectorIndex
from autogen_hatidata.sql.parse import parse

TEXTS = ("late invoice", "the invoice is late", "parcel damaged", "refund wanted", None, "", "late invoice")
NEAR = "SELECT id FROM notes WHERE semantic_match(body, 'late invoice', 0.6) ORDER BY id"
RANKED = "SELECT id, semantic_rank(body, ?) AS r FROM notes ORDER BY r DESC NULLS LAST, id"
ASKED: tuple[tuple[str, Any], ...] = (
    (NEAR, None),
    (RANKED, ["late invoice"]),
    ("SELECT id FROM notes WHERE NOT semantic_match(body, $q, threshold => $least)", {"q": "refund", "least": 0.2}),
    ("SELECT a.id, b.id AS o, semantic_rank(a.body, b.title) AS r FROM notes a, notes b ORDER BY ALL", None),
    ("SELECT a.id FROM notes a LEFT JOIN notes b ON semantic_match(a.body, b.title, 0.3) GROUP BY a.id", None),
    ("SELECT id, semantic_rank(vec, 'late') AS r FROM notes ORDER BY id", None),
    ("SELECT id FROM JOIN_VECTOR('notes', 'body', ?, ?)", ["late", 3]),
    ("SELECT id, similarity FROM hatidata_context('notes', ?, 2)", ["refund"]),
    ("SELECT semantic_match(body, 'x', 2) FROM notes", None),
    ("SELECT semantic_rank(body, ?) FROM notes", [None]),
    ("SELECT semantic_rank(id, 'x') FROM notes", None),
)
"""Statements whose answers do not depend on where SQL runs."""

ALLOWED = {
    "version": 1,
    "roles": {"analyst": {"can": ["read"]}},
    "agents": {"ana": {"role": "analyst"}},
    "tables": {"notes": {"read": ["analyst"], "rows": {"filter": "id <> 2"}}},
}


_TERMS = ("{0}", "id >= 0 AND ({0} AND title <> 'x')", "NOT NOT {0}", "{0} OR false", "({0}) IS TRUE")
"""Conditions that leave the same rows: in the first ones the call need not be told from false where it is unknown."""


def _filled(layer: HatiData) -> HatiData:
    layer.owner_sql("CREATE TABLE notes(id INTEGER, title VARCHAR, body VARCHAR, vec FLOAT[64])")
    rows = (
        f"({number}, 'invoice {number % 3}', {'NULL' if text is None else repr(text)}, "
        f"[i = {number} FOR i IN range(64)]::FLOAT[64])"
        for number, text in enumerate(TEXTS)
    )
    layer.owner_sql(f"INSERT INTO notes VALUES {', '.join(rows)}")
    return layer


@pytest.fixture(scope="module")
def layer() -> Iterator[HatiData]:
    """A few notes, one without text and two with the same."""
    with HatiData.open(embedder=PlainEmbedder()) as opened:
        yield _filled(opened)


def _ids(layer: HatiData) -> list[int]:
    return [row["id"] for row in layer.agent("ana").query(NEAR)]


def test_no_text_is_embedded_twice(tmp_path: Path) -> None:
    """Neither in one statement, nor by the next one or another agent, nor after closing and opening."""
    first, second = PlainEmbedder(), PlainEmbedder()
    path = tmp_path / "notes.duckdb"
    with HatiData.open(path, embedder=first) as layer:
        _filled(layer)
        assert _ids(layer) == [0, 1, 6]
        assert sorted(first.texts) == sorted({text for text in TEXTS if text is not None})
        layer.agent("otto").query(RANKED, ["late invoice"])
        layer.agent("otto").query("SELECT semantic_rank(a.body, b.body) FROM notes a, notes b")
        assert len(first.texts) == len(set(first.texts)) == 5
        layer.owner_sql("INSERT INTO notes (id, body) VALUES (7, 'quite new'), (8, 'late invoice')")
        assert _ids(layer) == [0, 1, 6, 8]
        assert first.texts[5:] == ["quite new"]
        layer.agent("otto").query(RANKED, ["a question"])
    with HatiData.open(path, embedder=second) as layer:
        assert _ids(layer) == [0, 1, 6, 8]
        layer.agent("otto").query(RANKED, ["a question"])

    assert second.texts == []


def test_another_embedder_makes_its_own_vectors(tmp_path: Path) -> None:
    """It never uses those of the one before, which finds its own again."""
    one, other, again = PlainEmbedder("one"), PlainEmbedder("other", dim=16), PlainEmbedder("one")
    path = tmp_path / "notes.duckdb"
    found = []
    for embedder in (one, other, again):
        with HatiData.open(path, embedder=embedder) as layer:
            if embedder is one:
                _filled(layer)
            found.append(layer.agent("ana").query(RANKED, ["late"]))

    assert len(one.texts) == len(other.texts) == 6
    assert again.texts == []
    assert found[0] == found[2] != found[1]
    for embedder, rows in ((one, found[0]), (other, found[1])):
        expected = {
            number: None if text is None else max(0.0, float(embedder.vector(text) @ embedder.vector("late")))
            for number, text in enumerate(TEXTS)
        }
        assert {row["id"]: row["r"] for row in rows} == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(("least", "ids"), [(0.6, [0, 1, 6]), (0.99, [0, 6]), (1, [])])
def test_a_match_is_the_same_wherever_it_stands(layer: HatiData, least: float, ids: list[int]) -> None:
    """As a term of WHERE and as a value, with rows that have no text, and where nothing matches."""
    agent, call = layer.agent("ana"), f"semantic_match(body, 'late invoice', {least})"
    for term in _TERMS:
        found = agent.query(f"SELECT id FROM notes WHERE {term.format(call)} ORDER BY id")
        assert [row["id"] for row in found] == ids, term
    counted = agent.query(f"SELECT count(*) FILTER (WHERE {call}) AS n, count({call}) AS known FROM notes")
    inner = call.replace("body", "o.body")
    exists = f"SELECT id FROM notes o WHERE EXISTS (SELECT 1 FROM notes i WHERE i.id = o.id AND {inner}) ORDER BY id"
    assert counted == [{"n": len(ids), "known": 6}]
    assert [row["id"] for row in agent.query(exists)] == ids
    assert agent.query(f"SELECT ({call}) IS NULL AS unknown FROM notes WHERE id = 4") == [{"unknown": True}]


def test_a_result_that_asks_for_meaning_is_saved(layer: HatiData) -> None:
    """The rows that are kept are those of the query, under its filter, and no parameter of ours is."""
    layer.set_policy(ALLOWED)
    try:
        agent = layer.agent("ana")
        saved = agent.save_result("near", NEAR)
        agent.save_result("ranked", "SELECT id, semantic_rank(body, 'late') FROM notes")
        kept = agent.query("SELECT * FROM saved.near ORDER BY id")
        columns = agent.run("SELECT * FROM saved.ranked").columns
        again = agent.query(
            "SELECT r.id FROM saved.near r JOIN notes n USING (id) WHERE semantic_match(n.body, 'late invoice')"
        )
    finally:
        layer.set_policy(None)

    assert kept == [{"id": 0}, {"id": 1}, {"id": 6}]
    assert columns == ("id", "semantic_rank(body, 'late')")
    assert {row["id"] for row in again} <= {0, 1, 6}
    assert any("different texts of notes.body" in note for note in saved.notes)


def test_what_is_told_before_it_runs(layer: HatiData) -> None:
    """explain and estimate embed nothing, name the table, and show the statement as it was asked."""
    embedder = PlainEmbedder()
    with HatiData.open(embedder=embedder) as fresh:
        agent = _filled(fresh).agent("ana")
        explained, estimate = agent.explain(NEAR), agent.estimate(NEAR)

        assert embedder.texts == []
        assert (explained.verdict, explained.message) == ("ok", "")
        assert [str(table) for table in explained.tables] == ["main.notes"]
        assert explained.estimate == estimate
        assert estimate.texts == 5
        assert "meaning" not in repr(explained) + repr(estimate)
        assert agent.explain("SELECT semantic_rank(id, 'x') FROM notes").verdict == "bad_argument"


def test_names_of_ours_are_nowhere(layer: HatiData) -> None:
    """No record, note or column has a name of a parameter or sub-query that was made for a statement."""
    told = ""
    for sql, params in ASKED:
        try:
            answer = layer.agent("ana").run(sql, params)
            told += f"{answer.columns} {answer.notes} {answer.trace} {answer.estimate}"
        except HatiDataError as error:
            told += error.for_model()
    records = json.dumps(list(layer.audit.records()))

    assert "meaning_" not in told + records
    assert "late invoice" not in records
    assert "semantic_rank" in records


def test_a_worker_answers_the_same(layer: HatiData) -> None:
    """With isolation="process" rows, names, types, notes and errors are those of this process."""
    settings = Settings(isolation="process")
    with HatiData.open(embedder=PlainEmbedder(), settings=settings) as isolated:
        _filled(isolated)
        for sql, params in ASKED:
            assert _told(isolated, sql, params) == _told(layer, sql, params), sql


def _told(layer: HatiData, sql: str, params: Any) -> tuple[Any, ...]:
    try:
        answer = layer.agent("ana").run(sql, params)
    except HatiDataError as error:
        return (error.for_model(),)
    return answer.columns, answer.types, sorted(map(repr, answer.rows)), answer.notes


def test_too_many_texts_are_counted() -> None:
    """More different texts than may be embedded are refused with their number, and none is embedded."""
    embedder = PlainEmbedder()
    with HatiData.open(embedder=embedder, settings=Settings(max_embeddings=4)) as layer:
        _filled(layer)
        with pytest.raises(LimitExceeded) as caught:
            layer.agent("ana").run(NEAR)
        assert "5 different texts of notes.body would have to be embedded; 4 may be" in str(caught.value)
        assert embedder.texts == []
        layer.owner_sql("DELETE FROM notes WHERE body = ''")
        assert _ids(layer) == [0, 1, 6]
        layer.owner_sql("INSERT INTO notes (id, body) VALUES (9, '')")
        layer.index_column("notes", "body")
        assert _ids(layer) == [0, 1, 6]


def test_few_texts_may_have_many_pieces(tmp_path: Path) -> None:
    """The limit counts texts, whatever is embedded at a time, and an index has none."""
    path = tmp_path / "notes.duckdb"
    with HatiData.open(path, embedder=PlainEmbedder(), settings=Settings(max_embeddings=3)) as layer:
        layer.owner_sql("CREATE TABLE long AS SELECT i AS id, repeat('word ' || i, 500) AS body FROM range(3) t(i)")
        layer.owner_sql("CREATE TABLE many AS SELECT i AS id, 'word ' || i AS body FROM range(20) t(i)")
        agent = layer.agent("ana")
        agent.store_memories(["word 0", "word 1"])

        assert len(agent.query("SELECT id FROM long WHERE semantic_match(body, 'word 1', -1)")) == 3
        assert layer.index_column("many", "body") == 20
    with HatiData.open(path, embedder=PlainEmbedder("other"), settings=Settings(max_embeddings=1)) as layer:
        assert layer.memory.reembed() == 2


def test_texts_of_any_length_are_indexed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also those that have more pieces than RAM shall hold: some of them are compared, and none is embedded again."""
    monkeypatch.setattr(columns, "_MOST", 12)
    monkeypatch.setattr(columns, "_READ", 5)
    embedder = PlainEmbedder()
    with HatiData.open(embedder=embedder) as layer:
        layer.owner_sql(
            "CREATE TABLE long AS SELECT j // 800 AS id, string_agg('word ' || j, ' ') AS body FROM range(2400) t(j) "
            "GROUP BY id"
        )
        assert layer.index_column("long", "body") == 3
        made = len(embedder.texts)
        agent = layer.agent("ana")
        near = "SELECT id FROM long WHERE id < $n AND semantic_match(body, 'word 1', -1)"

        assert len(agent.query(near, {"n": 1})) == 1
        with pytest.raises(LimitExceeded, match="pieces; 12 may be"):
            agent.query(near, {"n": 3})
    assert made > 12
    assert len(embedder.texts) == made + 1


def test_ctrl_c_leaves_nothing_that_the_next_query_stumbles_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """It may come when vectors were taken into RAM, and nobody knows yet where they are."""
    add, interrupts = VectorIndex.add, [KeyboardInterrupt()]

    def interrupted(index: VectorIndex, rids: Any, vectors: Any) -> None:
        add(index, rids, vectors)
        if interrupts and len(rids):
            raise interrupts.pop()

    with HatiData.open(embedder=PlainEmbedder()) as layer:
        _filled(layer)
        monkeypatch.setattr(VectorIndex, "add", interrupted)
        with pytest.raises(KeyboardInterrupt):
            _ids(layer)

        assert _ids(layer) == [0, 1, 6]


def test_who_indexes_is_told_along_the_way() -> None:
    """Not only at the end: a model takes its time."""
    told: list[tuple[int, int]] = []
    with HatiData.open(embedder=PlainEmbedder()) as layer:
        layer.owner_sql("CREATE TABLE many AS SELECT 'w' || i AS body FROM range(2500) r(i)")
        assert layer.index_column("many", "body", lambda done, total: told.append((done, total))) == 2500

    assert told == [(1000, 2500), (2000, 2500), (2500, 2500)]


def test_every_change_is_seen_at_once() -> None:
    """Texts that an agent wrote, an owner changed, or a new policy shows or hides, count in the next query."""
    policy: dict[str, Any] = copy.deepcopy(ALLOWED)
    policy["roles"]["analyst"]["can"].append("write")
    policy["tables"]["notes"]["write"] = {"analyst": ["insert", "update", "delete"]}
    with HatiData.open(embedder=PlainEmbedder()) as layer:
        _filled(layer).set_policy(policy)
        agent = layer.agent("ana")
        found = [_ids(layer)]
        for change in (
            "INSERT INTO notes (id, body) VALUES (7, 'our late invoice')",
            "UPDATE notes SET body = 'nothing' WHERE id = 0",
            "DELETE FROM notes WHERE id = 6",
        ):
            agent.write(change)
            found.append(_ids(layer))
        layer.owner_sql("UPDATE notes SET body = 'late invoice' WHERE id IN (2, 5)")
        found.append(_ids(layer))
        policy["tables"]["notes"]["rows"] = {"filter": "id < 4"}
        layer.set_policy(policy)
        found.append(_ids(layer))

    assert found == [[0, 1, 6], [0, 1, 6, 7], [1, 6, 7], [1, 7], [1, 5, 7], [1, 2]]


def test_one_agent_is_not_answered_with_the_texts_of_another() -> None:
    """Agents of one role and of other rows ask the same statement in turn, and each meets its own texts."""
    policy: dict[str, Any] = copy.deepcopy(ALLOWED)
    policy["agents"] = {
        name: {"role": "analyst", "attributes": {"least": least}} for name, least in (("ana", 1), ("bo", 3))
    }
    policy["tables"]["notes"]["rows"] = {"filter": "id >= {least}"}
    with HatiData.open(embedder=PlainEmbedder()) as layer:
        _filled(layer).set_policy(policy)
        asked = [layer.agent(name).run(NEAR) for name in ("ana", "bo", "ana", "bo")]

    assert [[id for (id,) in one.rows] for one in asked] == [[1, 6], [6], [1, 6], [6]]
    assert [one.notes for one in asked[:2]] == [one.notes for one in asked[2:]]
    assert ["5 different" in asked[0].notes[0], "3 different" in asked[1].notes[0]] == [True, True]


def test_a_view_that_goes_by_the_time_is_read_at_each_call() -> None:
    """Also where a policy filters its rows: none is shown whose text was not compared."""
    policy: dict[str, Any] = copy.deepcopy(ALLOWED)
    policy["tables"] = {"plan": {"read": ["analyst"]}, "past": {"read": ["analyst"], "rows": {"filter": "id > 0"}}}
    ranked = "SELECT id, semantic_rank(body, 'two') AS r FROM past ORDER BY id"
    with HatiData.open(embedder=PlainEmbedder()) as layer:
        layer.owner_sql("CREATE TABLE plan(id INTEGER, since TIMESTAMPTZ, body VARCHAR)")
        layer.owner_sql("CREATE VIEW past AS SELECT id, body FROM plan WHERE since <= now()")
        layer.set_policy(policy)
        agent = layer.agent("ana")
        assert agent.query(ranked) == []
        layer.owner_sql("INSERT INTO plan VALUES (1, now(), 'one'), (2, now() + INTERVAL 3 SECOND, 'two')")
        deadline = time.monotonic() + 30
        while len(agent.query(ranked)) < 2 and time.monotonic() < deadline:
            time.sleep(0.05)
        found = agent.query(ranked)

    assert [(row["id"], row["r"] is None) for row in found] == [(1, False), (2, False)]


def test_values_that_look_alike_are_not_taken_for_each_other() -> None:
    """Each statement meets the texts of its own condition, whatever ``repr`` says of the value in it."""
    first = np.arange(2_000) * 2
    second = first.copy()
    second[500:510] += 1
    assert repr(first) == repr(second)
    with HatiData.open(embedder=PlainEmbedder()) as opened:
        opened.owner_sql("CREATE TABLE many AS SELECT i AS id, 'text ' || i AS body FROM range(4000) r(i)")
        agent = opened.agent("ana")
        found = [
            agent.query(
                "SELECT count(*) AS n FROM many WHERE list_contains(?, id) AND semantic_match(body, 'a', -1)", [ids]
            )
            for ids in (first, second)
        ]

    assert found == [[{"n": 2_000}]] * 2


class _Compass(PlainEmbedder):
    """Two directions are alike, at right angles, or opposite."""

    def vector(self, text: str) -> Any:
        """Of the name of a direction."""
        found = np.zeros(self.dim, np.float32)
        found[:2] = {"east": (1, 0), "north": (0, 1), "west": (-1, 0)}[text]
        return found


def test_memories_that_are_less_than_not_alike_are_as_near_as_those_that_are_not() -> None:
    """The rank of each is 0, and what the order says next decides."""
    with HatiData.open(embedder=_Compass()) as layer:
        agent = layer.agent("ana")
        for text in ("west", "north", "east"):
            agent.store_memory(text)
        found = agent.run(
            "SELECT content, semantic_rank(content, 'east') AS r FROM _hatidata_agent_memory "
            "ORDER BY r DESC, content DESC LIMIT 2"
        )

    assert found.rows == (("east", 1.0), ("west", 0.0))


def test_a_field_of_a_value_is_not_a_column_of_its_name() -> None:
    """A condition on a field of a column leaves rows by it, and not by the column that is called like the field."""
    with HatiData.open(embedder=PlainEmbedder()) as layer:
        layer.owner_sql("CREATE TABLE notes(id INTEGER, kept STRUCT(id INTEGER, who VARCHAR), body VARCHAR)")
        layer.owner_sql(
            "INSERT INTO notes VALUES (1, {'id': 2, 'who': 'ana'}, 'late'), (2, {'id': 1, 'who': 'bo'}, 'new')"
        )
        agent = layer.agent("ana")
        found = [
            agent.run(f"SELECT id, semantic_rank(body, 'late') > 0.9 FROM notes AS n WHERE {where}").rows
            for where in ("kept.id = 2", "n.kept.id = 2", "n.kept.who = 'ana'", "kept['id'] = 2")
        ]

    assert found == [((1, True),)] * 4


class _Slow(PlainEmbedder):
    """Takes its time for each batch."""

    def embed(self, texts: list[str]) -> Any:
        """Vectors, a little later."""
        time.sleep(0.15)
        return super().embed(texts)


def test_what_was_embedded_in_time_is_kept(tmp_path: Path) -> None:
    """A query whose time is over says how far it came; the next ones go on from there, and no text is made twice."""
    embedder, told = _Slow(), []
    path = tmp_path / "many.duckdb"
    with HatiData.open(path, embedder=embedder, settings=Settings(timeout_s=0.4)) as layer:
        layer.owner_sql("CREATE TABLE many AS SELECT 'text number ' || i AS body FROM range(1500) r(i)")
        for _ in range(40):
            try:
                answer = layer.agent("ana").query(
                    "SELECT count(*) AS n FROM many WHERE semantic_match(body, 'text', -1)"
                )
                break
            except HatiDataError as error:
                told.append(error)

    assert {error.code for error in told} == {"timeout"}
    assert "texts of the column" in str(told[0])
    assert answer == [{"n": 1500}]
    assert len(embedder.texts) == len(set(embedder.texts)) == 1501


def test_a_long_text_is_compared_by_its_pieces() -> None:
    """What stands anywhere in it is found, as near as that piece is, and a piece that was embedded is not again."""
    embedder = PlainEmbedder()
    filler = "lorem ipsum dolor sit amet " * 400
    with HatiData.open(embedder=embedder) as layer:
        layer.owner_sql("CREATE TABLE pages(id INTEGER, body VARCHAR)")
        layer.owner_sql(f"INSERT INTO pages VALUES (1, '{filler} late invoice {filler}'), (2, '{filler}'), (3, NULL)")
        agent = layer.agent("ana")
        ranked = dict(agent.run("SELECT id, semantic_rank(body, 'late invoice') FROM pages").rows)
        pairs = dict(agent.run("SELECT a.id, semantic_rank(a.body, b.body) FROM pages a, pages b WHERE b.id = 2").rows)
    pieces = [text for text in embedder.texts if text != "late invoice"]
    question = embedder.vector("late invoice")

    assert max(map(len, pieces)) <= 1_000
    assert len(pieces) == len(set(pieces)) < 40
    near, far = (
        max(float(embedder.vector(piece) @ question) for piece in pieces if ("late" in piece) is late)
        for late in (True, False)
    )
    assert ranked == {1: pytest.approx(near, abs=1e-6), 2: pytest.approx(far, abs=1e-6), 3: None}
    assert pairs == {1: pytest.approx(1.0), 2: pytest.approx(1.0), 3: None}


def test_texts_that_a_collation_holds_equal_are_compared_each() -> None:
    """Each has its own vector, and is found by it alone."""
    with HatiData.open(embedder=PlainEmbedder()) as layer:
        layer.owner_sql("CREATE TABLE t(id INTEGER, c VARCHAR COLLATE NOACCENT.NOCASE)")
        layer.owner_sql("INSERT INTO t VALUES (1, 'caf\u00e9'), (2, 'CAFE'), (3, NULL)")
        agent = layer.agent("ana")
        ranked = agent.run("SELECT id, semantic_rank(c, 'cafe') > 0.9 FROM t ORDER BY id")
        matched = agent.run("SELECT id FROM t WHERE semantic_match(c, 'caf\u00e9', 0.9)")

    assert ranked.rows == ((1, False), (2, True), (3, None))
    assert matched.rows == ((1,),)
    assert "2 different texts" in ranked.notes[0]


def test_words_count_in_the_mode_hybrid(layer: HatiData) -> None:
    """By letters alone words decide; the rank is that of both lists, in each of the forms, and NULL has none."""
    agent = layer.agent("ana")
    asked = "SELECT id, semantic_rank(body, 'refund', mode => 'hybrid') AS r FROM notes ORDER BY r DESC NULLS LAST, id"
    ranked = agent.query(asked)
    found = agent.search_table("notes", "body", "refund", 1, mode="hybrid")
    context = agent.query("SELECT id, score FROM hatidata_context('notes', 'refund', 1, mode => 'hybrid')")

    assert ranked[0] == {"id": 3, "r": pytest.approx((0.1 + 1) / 61)}
    assert all(row["r"] < 0.1 / 61 for row in ranked[1:-1])
    assert ranked[-1] == {"id": 4, "r": None}
    assert found.columns[-1] == "score"
    assert found.dicts()[0]["score"] == context[0]["score"] == ranked[0]["r"]
    assert "5 different texts of notes.body were compared (exact: true)." in found.notes


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"text": 7}, "What to look for must be a text."),
        ({"text": None}, "What to look for must be a text."),
        ({"mode": "lexical"}, "search_table has no such mode. Hint: pass one of vector, hybrid."),
        ({"top_k": "3"}, "top_k is a number of rows, 1 or more."),
    ],
)
def test_a_search_tells_of_its_own_arguments(layer: HatiData, given: dict[str, Any], says: str) -> None:
    """And not of those of the statement that it becomes; the refusal is on record."""
    with pytest.raises(BadArgument) as caught:
        layer.agent("ana").search_table(**{"table_name": "notes", "column": "body", "text": "refund", **given})

    assert says in str(caught.value)
    assert layer.audit.tail(1)[0]["tool"] == "search_table"


def test_too_many_pairs_are_told_as_what_they_are() -> None:
    """Above the threshold, or compared at all; a condition in WHERE or ON makes them fewer, not so in an outer join."""
    with HatiData.open(embedder=PlainEmbedder()) as layer:
        layer.owner_sql("CREATE TABLE texts AS SELECT i % 2 AS half, 'same ' || i AS body FROM range(1200) r(i)")
        ana, near = layer.agent("ana"), "semantic_match(a.body, b.body, -1)"
        with pytest.raises(LimitExceeded, match=r"1,000,000 pairs of .* are above the threshold"):
            ana.run(f"SELECT count(*) FROM texts a LEFT JOIN texts b ON {near} AND a.half = 0")
        with pytest.raises(LimitExceeded, match=r"1,000,000 pairs of .* are to be compared"):
            ana.run("SELECT max(semantic_rank(a.body, b.body)) FROM texts a, texts b")
        found = ana.run(f"SELECT count(*) FROM texts a, texts b WHERE {near} AND a.half = 0")
        joined = ana.run(f"SELECT count(*) FROM texts a JOIN texts b ON {near} AND a.half = 0")

    assert found.rows == joined.rows == ((600 * 1200,),)


def test_the_nearest_of_many_texts_are_found_nearly() -> None:
    """The notes say so; most of the nearest are there; and a threshold finds all."""
    embedder = PlainEmbedder(dim=32)
    settings = Settings(max_rows=50_000)
    with HatiData.open(embedder=embedder, settings=settings) as layer:
        layer.owner_sql(
            "CREATE TABLE many AS SELECT i AS id, 'w' || i % 300 || ' v' || i AS body FROM range(26000) r(i)"
        )
        layer.index_column("many", "body")
        agent = layer.agent("ana")
        nearest = "SELECT body, semantic_rank(body, 'w7 v7') AS r FROM many ORDER BY r DESC LIMIT 10"
        deadline = time.monotonic() + 60
        while "exact: true" in (found := agent.run(nearest)).notes[0] and time.monotonic() < deadline:
            time.sleep(0.2)
        every = agent.run("SELECT body, semantic_rank(body, 'w7 v7') AS r FROM many")
        above = agent.run("SELECT count(*) FROM many WHERE semantic_match(body, 'w7 v7', 0.9)")

    ranks = sorted((rank for _, rank in every.rows), reverse=True)
    assert found.notes == ("26,000 different texts of many.body were searched for the nearest (exact: false).",)
    assert found.rows[0][1] == ranks[0] == 1.0
    assert sum(rank >= ranks[9] for _, rank in found.rows) >= 8
    assert above.rows == ((sum(rank > 0.9 for rank in ranks),),)
    assert "exact: true" in every.notes[0]
    assert "exact: true" in above.notes[0]


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ([1, 0, 0], [(1, 1.0), (5, 1.0), (4, 0.707107), (2, 0.0), (6, 0.0), (3, None)]),
        ([-1e-30, -1e-30, 0], [(6, 0.0), (1, -0.707107), (2, -0.707107), (5, -0.707107), (4, -1.0), (3, None)]),
        ([0, 0, 0], [(1, 0.0), (2, 0.0), (4, 0.0), (5, 0.0), (6, 0.0), (3, None)]),
        (["nan", 0, 1], [(1, 0.0), (2, 0.0), (4, 0.0), (5, 0.0), (6, 0.0), (3, None)]),
        (["inf", 0, 1], [(1, 0.0), (2, 0.0), (4, 0.0), (5, 0.0), (6, 0.0), (3, None)]),
        (None, [(1, None), (2, None), (3, None), (4, None), (5, None), (6, None)]),
    ],
)
def test_a_vector_without_a_direction_is_like_no_other(layer: HatiData, question: Any, found: list[Any]) -> None:
    """A cosine is never NaN, no large number is taken for none, and NULL is unknown, and last."""
    layer.owner_sql(
        "CREATE OR REPLACE TABLE arrows AS SELECT id, v::FLOAT[3] AS v FROM (VALUES (1, [1, 0, 0]), (2, [0, 1, 0]), "
        "(3, NULL), (4, [1, 1, 0]), (5, [1e30, 0, 0]), (6, [0, 0, 0])) t(id, v)"
    )
    nearest = "SELECT id, similarity FROM hatidata_rag_context('arrows', 'v', ?, 9) ORDER BY 2 DESC NULLS LAST, 1"
    rows = layer.agent("x").run(nearest, [question]).rows

    assert [(id_, None if one is None else pytest.approx(one, abs=1e-6)) for id_, one in rows] == found
    with pytest.raises(HatiDataError, match="the 3 of its type"):
        layer.agent("x").run(nearest, [[1, 0]])


@pytest.mark.parametrize(
    "before",
    [
        "t", "t INNER", "t LEFT", "t LEFT OUTER", "t JOIN t AS z ON t.id = 1", "t JOIN t AS z ON z.body = 'late'",
        "t JOIN t AS z ON t.id = $$one$$::INTEGER", "t JOIN t AS z ON t.id = [1, 2][1]", "t JOIN t AS z ON true",
        "t JOIN t AS z ON t.id = CASE WHEN true THEN 1 END", "t JOIN t AS z ON t.id = ?", "t JOIN t AS z ON t.id = $1",
        "t JOIN t AS z ON t.id = $name", "t JOIN t AS z ON t.body = z.body COLLATE NOCASE", "t JOIN t AS z USING (id)",
        "t JOIN t AS z ON z.day = current_date", "t JOIN t AS z ON z.id IS NOT NULL",
    ],
)  # fmt: skip
def test_the_word_join_vector_stands_where_join_may(before: str) -> None:
    """The statement is the one with JOIN, whatever kind of join it is and however the condition before it ends."""
    for after in ("t AS u ON semantic_match(u.body, t.body, 0.6)", "(SELECT * FROM t) AS u ON true"):
        written, plain = (parse(f"SELECT t.id FROM {before} {word} {after}") for word in ("JOIN_VECTOR", "JOIN"))
        assert written == plain


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT 1 AS join_vector FROM t", "SELECT 1 join_vector FROM t", "SELECT 'x' join_vector, 2 AS y FROM t",
        "SELECT join_vector.id FROM t join_vector", "SELECT a FROM t join_vector(a, b)", "SELECT NULL join_vector",
        "SELECT CASE WHEN true THEN 1 END join_vector FROM t", "SELECT t.join_vector FROM t WHERE join_vector = 1",
    ],
)  # fmt: skip
def test_a_name_join_vector_is_a_name(sql: str) -> None:
    """Of a table, a column or an alias."""
    assert "Join(" not in repr(parse(sql))


@pytest.mark.parametrize(("null", "params"), [("NULL", None), ("CAST(NULL AS VARCHAR)", None), ("?", [None])])
@pytest.mark.parametrize("call", ["semantic_match({}, {})", "semantic_match({}, {}, -1)", "semantic_rank({}, {})"])
def test_nothing_is_like_null(layer: HatiData, call: str, null: str, params: Any) -> None:
    """Unknown is what is compared with NULL, for texts and for vectors, and NOT of it."""
    layer.owner_sql(
        "CREATE OR REPLACE TABLE both_kinds AS SELECT 'late' AS body, repeat([1], 8)::FLOAT[8] AS vec, "
        "repeat([0], 8)::FLOAT[8] AS none"
    )
    agent = layer.agent("x")
    for column in ("body", "vec", "none"):
        of = call.format(column, null)
        assert agent.run(f"SELECT {of} FROM both_kinds", params).rows == ((None,),)
        if "match" in call:
            assert agent.run(f"SELECT 1 FROM both_kinds WHERE {of} OR false", params).rows == ()
            assert agent.run(f"SELECT 1 FROM both_kinds WHERE {of}", params).rows == ()
            assert agent.run(f"SELECT 1 FROM both_kinds WHERE NOT {of}", params).rows == ()


def test_a_threshold_is_any_number(layer: HatiData) -> None:
    """Of Python, of numpy and a decimal one; no truth value and nothing that is no number."""
    ask = "SELECT count(*) AS n FROM notes WHERE semantic_match(body, 'late', ?)"
    expected = layer.agent("x").query(ask, [0.25])
    for least in (Decimal("0.25"), np.float32(0.25), np.float64(0.25), Fraction(1, 4)):
        assert layer.agent("x").query(ask, [least]) == expected
    assert layer.agent("x").query(ask, [np.int64(-1)]) == layer.agent("x").query(ask, [-1])
    for wrong in (
        True,
        np.bool_(True),
        Decimal("1.1"),
        Decimal("NaN"),
        Decimal("sNaN"),
        10**400,
        np.float32("nan"),
        "1",
    ):
        with pytest.raises(BadArgument, match="threshold from -1 to 1"):
            layer.agent("x").query(ask, [wrong])


@pytest.mark.parametrize(
    "text", ["$$it's late$$", "$a$it's late$a$", "E'it\\'s late'", "e'it''s \\x6cate'", "'it''s late'"]
)
def test_a_text_is_a_literal_of_any_form(layer: HatiData, text: str) -> None:
    """Also one between dollars, and with escapes, as DuckDB reads it."""
    layer.owner_sql("CREATE OR REPLACE TABLE quoted AS SELECT 'it''s late' AS body")

    assert layer.agent("x").query(f"SELECT semantic_rank(body, {text}) AS r FROM quoted") == [{"r": 1.0}]


@pytest.mark.parametrize(
    "sql",
    [
        "WITH notes AS (SELECT * FROM JOIN_VECTOR(notes, body, 'late', 9)) SELECT count(*) AS n FROM notes",
        "WITH notes AS (SELECT 1 AS id) SELECT count(*) AS n FROM JOIN_VECTOR(main.notes, body, 'late', 9)",
        "WITH a AS (SELECT * FROM JOIN_VECTOR(notes, body, 'late', 9)), notes AS (SELECT 1) SELECT count(*) n FROM a",
        "SELECT count(*) AS n FROM JOIN_VECTOR(notes, body, 'late', 9), (WITH notes AS (SELECT 1) FROM notes) x",
    ],
)
def test_a_table_is_searched_where_with_does_not_hide_it(layer: HatiData, sql: str) -> None:
    """In the query of that name itself, by its schema, before it, and beside it."""
    assert layer.agent("x").query(sql) == [{"n": min(9, len(TEXTS))}]


@pytest.mark.parametrize("names", [(1, "body"), ("notes", None), (None, None), (["notes"], "body"), ("notes", b"body")])
def test_an_index_is_of_a_name(layer: HatiData, names: Any) -> None:
    """What is no text is one clear error."""
    with pytest.raises(BadArgument, match="given by their names"):
        layer.index_column(*names)
