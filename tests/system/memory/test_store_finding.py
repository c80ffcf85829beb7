"""A search ranks what the agent can read and the filters take, and nothing else takes part in any way."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.bm25_oracle import full
from support.memory import ANN, BOB, Clock, column, found, open_store, put, rows
from support.plain_embedder import PlainEmbedder

from autogen_hatidata.memory.embedding import KINDS
from autogen_hatidata.memory.fusion import hybrid
from autogen_hatidata.memory.model import DEFAULT, FOUND_COLUMNS, Audience, Condition, Draft, Filters, Search
from autogen_hatidata.memory.ranked import Ranked

WORDS = "alpha beta gamma delta epsilon zeta eta theta iota kappa".split()
SHARING = Audience("bob", reads_shared=True, writes_shared=True)


@pytest.fixture
def texts():
    """Forty texts of a few words each."""
    dice = random.Random(5)
    return list(dict.fromkeys(" ".join(dice.choices(WORDS, k=5)) for _ in range(40)))


def cosines(query, texts):
    embedder = PlainEmbedder()
    return dict(zip(texts, (embedder.embed(texts) @ embedder.embed([query])[0]).tolist(), strict=True))


def test_the_columns_of_what_is_found(store):
    """What is found comes with its score and its similarity, beside all that is read of a memory."""
    put(store, ANN, "alpha")

    (row,) = rows(store.search(ANN, Search("alpha", mode="vector")))

    assert tuple(row) == FOUND_COLUMNS
    assert row["score"] == row["similarity"] == pytest.approx(1, abs=1e-6)
    assert rows(store.search(ANN, Search("alpha", mode="lexical")))[0]["similarity"] is None


def test_vectors_are_ranked_by_cosine(store, texts):
    """The mode vector gives the nearest, with their cosines."""
    put(store, ANN, *texts)
    near = cosines("alpha beta", texts)

    answer = store.search(ANN, Search("alpha beta", mode="vector", top_k=7))

    assert column(answer, "score") == pytest.approx(sorted(near.values(), reverse=True)[:7], abs=1e-6)
    assert column(answer, "score") == pytest.approx([near[text] for text in column(answer)], abs=1e-6)


@pytest.mark.parametrize("kind", KINDS)
def test_both_are_fused_by_their_ranks(opens, texts, kind):
    """The mode hybrid sums the reciprocal ranks of both others, as the kind of the embedder has them count."""
    embedder = PlainEmbedder()
    embedder.kind = kind
    store = opens(embedder=embedder).store
    put(store, ANN, *texts)
    ids = column(store.list(ANN, limit=100), "memory_id")
    rankings = []
    for mode in ("vector", "lexical"):
        answer = store.search(ANN, Search("eta zeta", 100, mode))
        order = [ids.index(one) for one in column(answer, "memory_id")]
        rankings.append(Ranked(np.array(order), np.array(column(answer, "score"), np.float32)))
    rankings[1] = rankings[1]._replace(full=full(dict(enumerate(texts)), "eta zeta"))

    answer = store.search(ANN, Search("eta zeta", 10))

    expected = hybrid(*rankings, 10, kind)
    assert column(answer, "score") == pytest.approx(expected.scores.tolist())


def test_a_threshold_gives_all_above_it_and_no_other(store, texts):
    """Every memory above a threshold comes, in every mode that has it, and none that is not above it."""
    put(store, ANN, *texts)
    put(store, BOB, *texts)
    near = cosines("alpha beta gamma", texts)
    wanted = {text for text, cosine in near.items() if cosine > 0.5}
    with_words = {text for text in wanted if set(text.split()) & {"alpha", "beta", "gamma"}}

    assert 3 < len(wanted) < len(texts)
    assert set(found(store, ANN, "alpha beta gamma", mode="vector", threshold=0.5, top_k=999)) == wanted
    assert set(found(store, ANN, "alpha beta gamma", threshold=0.5, top_k=999)) == wanted
    assert set(found(store, ANN, "alpha beta gamma", mode="lexical", threshold=0.5, top_k=999)) == with_words
    assert set(found(store, ANN, "alpha beta gamma", mode="vector", threshold=DEFAULT, top_k=999)) == {
        text for text, cosine in near.items() if cosine > PlainEmbedder.default_threshold
    }


def test_never_short_when_there_are_enough(store):
    """So many as are asked for come, also where others are nearer that are hidden, or left out by a filter."""
    put(store, BOB, *(f"alpha {n}" for n in range(300)))
    put(store, ANN, *(f"beta {n}" for n in range(20)), memory_type="plan")
    put(store, ANN, *(f"alpha {n}" for n in range(300)))

    for mode in ("hybrid", "vector"):
        assert len(found(store, ANN, "alpha", mode=mode, top_k=20, filters=Filters(memory_type="plan"))) == 20
        assert len(found(store, ANN, "alpha", mode=mode, top_k=500)) == 320
    assert len(found(store, ANN, "alpha", mode="lexical", top_k=500)) == 300
    assert found(store, ANN, "alpha", top_k=0) == []


def test_nothing_hidden_moves_a_score(opens, texts):
    """Scores, order and notes are those of a store in which only the memories are that the agent can read."""
    half = texts[::2]
    alone = opens().store
    put(alone, SHARING, *half[:6], scope="shared")
    put(alone, SHARING, *half[6:])
    answers = [alone.search(SHARING, Search("alpha beta eta", 50, mode)) for mode in ("hybrid", "vector", "lexical")]
    alone.forget(None, Filters())
    put(alone, ANN, *texts[1::2], *half)
    put(alone, SHARING, *half[:6], scope="shared")
    put(alone, Audience("cyd", "c"), *texts, scope="chat")
    put(alone, SHARING, *half[6:])
    others = [alone.search(SHARING, Search("alpha beta eta", 50, mode)) for mode in ("hybrid", "vector", "lexical")]

    for one, other in zip(answers, others, strict=True):
        assert column(one) == column(other)
        assert column(one, "score") == column(other, "score")
        assert one.notes == other.notes


def test_importance_and_age_count_when_asked(store, clock):
    """Importance and age leave a search alone unless they are given a weight; then they move what is found."""
    put(store, ANN, "alpha old", importance=0.5)
    clock.now += 10 * 86_400
    put(store, ANN, "alpha beta important", importance=1.0)
    put(store, ANN, "alpha new", importance=0.0)
    plain = column(store.search(ANN, Search("alpha", mode="vector")), "score")

    assert found(store, ANN, "alpha", mode="vector") == ["alpha old", "alpha new", "alpha beta important"]
    weighed = rows(store.search(ANN, Search("alpha", mode="vector", importance_weight=1.0)))
    assert [row["content"] for row in weighed] == ["alpha beta important", "alpha old", "alpha new"]
    assert weighed[0]["score"] == pytest.approx(2 * plain[2])
    aged = rows(store.search(ANN, Search("alpha", mode="vector", half_life_days=10)))
    assert [row["content"] for row in aged] == ["alpha new", "alpha beta important", "alpha old"]
    assert aged[2]["score"] == pytest.approx(plain[0] / 2)
    assert found(store, ANN, "alpha", mode="vector", half_life_days=5e-324)[0] == "alpha new"


def test_what_is_far_is_told(store):
    """When nothing is as near as the embedder's threshold, a note says how near the nearest is."""
    put(store, ANN, "alpha")

    assert "0.00" in store.search(ANN, Search("omega")).notes[0]
    assert store.search(ANN, Search("alpha")).notes == ()
    assert store.search(ANN, Search("omega", threshold=0.2)).notes == ()


WHOLE = (2**53 - 1, 2**53, 2**53 + 1, 2**53 + 2, -(2**53) - 1, 2**63 - 2, 2**63 - 1, 1 - 2**63, 2 - 2**63)
NUMBERS = (0, 1, 2, -3, 0.5, 1.0, 2.5, -1e300, *WHOLE, 2.0**53, 2.0**63, -(2.0**63))
VALUES = (None, True, False, *NUMBERS[:8], "", "a", "b", "1")
FIELDS = ("a", "", "a.b", "$.a", "/a", "a/b", "~1", "a'b", 'a"b', "*", "[0]", "é", "a b", "A", "a\\b", "?")
COMPARE = {"eq": "__eq__", "gt": "__gt__", "gte": "__ge__", "lt": "__lt__", "lte": "__le__"}


def meets(metadata, condition):
    """The condition, as Python has it, where types do not mix."""
    there, value = metadata.get(condition.field), condition.value
    if condition.operator == "in":
        return any(meets(metadata, condition._replace(operator="eq", value=one)) for one in value)
    if value is None:
        return there is None
    if kind(there) != kind(value):
        return False
    if float in (type(there), type(value)):
        there, value = float(there), float(value)
    return getattr(there, COMPARE[condition.operator])(value)


def kind(value):
    """What a value compares with."""
    return next((kind for kind in (bool, str, (int, float)) if isinstance(value, kind)), None)


@pytest.fixture(scope="module")
def metadata():
    """A hundred and fifty metadata of all kinds, each with a number."""
    dice = random.Random(3)
    made = [{field: dice.choice([*VALUES, [1], {"a": 1}]) for field in dice.sample(FIELDS, 6)} for _ in range(150)]
    return [{**one, "number": dice.choice([*NUMBERS, True, "1"])} for one in made]


@pytest.fixture(scope="module")
def many(metadata, tmp_path_factory):
    """A store with memories that have them, twice."""
    opened = open_store(tmp_path_factory.mktemp("metadata"), Clock())
    for who in (ANN, BOB):
        opened.store.store(who, [Draft(f"text {n}", metadata=one) for n, one in enumerate(metadata)])
    yield opened.store
    opened.close()


def conditions(draw):
    operator = draw(st.sampled_from([*COMPARE, "in"]))
    values = st.sampled_from(VALUES if operator in ("eq", "in") else VALUES[1:])
    return Condition(draw(st.sampled_from(FIELDS)), operator, asked(draw, operator, values))


def numbers(draw):
    operator = draw(st.sampled_from([*COMPARE, "in"]))
    return Condition("number", operator, asked(draw, operator, st.sampled_from(NUMBERS)))


def asked(draw, operator, values):
    return tuple(draw(st.lists(values, max_size=3))) if operator == "in" else draw(values)


@settings(max_examples=150, deadline=None)
@given(some=st.lists(st.composite(conditions)() | st.composite(numbers)(), min_size=1, max_size=2))
def test_metadata_are_compared_as_python_compares_them(many, metadata, some):
    """Conditions on any fields, whatever their names, take the memories that Python takes; types do not mix."""
    answer = many.list(ANN, Filters(metadata=tuple(some)), limit=1000)

    wanted = [n for n, one in enumerate(metadata) if all(meets(one, condition) for condition in some)]
    assert sorted(int(text.split()[1]) for text in column(answer)) == wanted
    assert set(column(answer, "agent_id")) <= {"ann"}


@pytest.mark.parametrize("operator", [*COMPARE, "in"])
def test_whole_numbers_are_compared_by_all_their_digits(many, metadata, operator):
    """Also those of 64 bits, which a float cannot tell apart; one that is stored as a float compares as one."""
    for value in NUMBERS:
        condition = Condition("number", operator, (value,) if operator == "in" else value)
        answer = many.list(ANN, Filters(metadata=(condition,)), limit=1000)

        wanted = [n for n, one in enumerate(metadata) if meets(one, condition)]
        assert sorted(int(text.split()[1]) for text in column(answer)) == wanted


def test_conditions_narrow_a_search_before_it_ranks(many, metadata):
    """All that meet a condition are found, however many others are as near."""
    condition = Condition("a", "gte", 0)
    wanted = [n for n, one in enumerate(metadata) if meets(one, condition)]

    answer = many.search(ANN, Search("text", len(wanted), filters=Filters(metadata=(condition,))))

    assert 5 < len(wanted) < 100
    assert sorted(int(text.split()[1]) for text in column(answer)) == wanted
