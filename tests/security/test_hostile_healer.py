"""A healer that says whatever it likes: what policy refuses never reaches the engine, no other table is read, and the
caller reads the error of its own text."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import attacks, hidden, mutants, shop, write_attacks
from support.attacks import Attack

from autogen_hatidata import HatiData, HatiDataError, Settings
from autogen_hatidata.sql.parse import parse
from autogen_hatidata.sql.render import to_duckdb
from autogen_hatidata.types import MODEL

ATTACKS = [*attacks.read(), *write_attacks.read()]
TEXTS = [one.sql for one in ATTACKS]
VISIBLE = ("customers", "orders", "employees", "payments", "events", "crm.notes", "customer_totals")
BROKEN = (
    "SELECT turnover FROM orders LIMIT 5",
    "SELECT id, sum(amount FORM ordrs GROUP id",
    "SELECT name || turnover AS x FROM customers LIMIT 5",
)
MUTANTS = 150
_NUMBER = re.compile(r"-?[0-9.]+")


class Hostile:
    """A healer whose answers a test decides: the next one of a list, the last one for ever."""

    def __init__(self) -> None:
        self.answers: list[Any] = [None]
        self.asked = 0

    def __call__(self, sql: str, error: str, visible_schema: Any) -> Any:
        self.asked += 1
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer


class World:
    """A governed shop with a hostile healer, the same shop without one, and what must stay hidden."""

    def __init__(self, layer: HatiData, plain: HatiData, path: Path, healer: Hostile, hidden_values: Any) -> None:
        self.layer, self.plain, self.path, self.healer, self.hidden = layer, plain, path, healer, hidden_values
        self.before = sha256(path.read_bytes()).hexdigest()
        self.answered = 0
        self.expected: dict[tuple[str, str], HatiDataError] = {}

    def check(self, broken: str, answers: Sequence[Any], agent: str = "ana") -> None:
        """One call with such answers; raises where something came that must not come."""
        self.healer.answers = list(answers)
        expected, ended = self.error_of(broken, agent), None
        try:
            found = self.layer.agent(agent).run(broken)
        except HatiDataError as error:
            ended = error
        if ended is not None:
            said, meant = [(one.code, one.for_model(), one.stage) for one in (ended, expected)]
            assert said == meant, (broken, answers)
            assert hidden.traces(ended.for_model(), self.hidden, broken) == []
        else:
            self.answered += 1
            ran = [one.after for one in found.healed if one.kind == MODEL][-1]
            shown = repr(found.rows)
            found_there = [one for one in self.hidden if one in shown and one not in ran]
            if found_there and all(_NUMBER.fullmatch(one) for one in found_there):
                # A sum of visible numbers can have the digits of a hidden one: then it has them without a healer, too.
                found_there = [] if repr(self.layer.agent(agent).run(ran).rows) == shown else found_there
            assert found_there == []
            self.plain.agent(agent).run(ran)  # what was answered is what this agent may ask anyway
        call_id = found.audit_id if ended is None else ended.audit_id
        for record in self.layer.audit.tail(12):
            if record.get("id") == call_id and record["kind"] == "intent":
                logged = {name.lower().removeprefix("main.") for name in record["tables"]}
                assert (named(record["sql"].replace("?", "1")) or logged) == logged == self.may_name(broken), record

    def error_of(self, broken: str, agent: str) -> HatiDataError:
        """What the call ends with where nobody is asked."""
        if (broken, agent) not in self.expected:
            with pytest.raises(HatiDataError) as caught:
                self.plain.agent(agent).run(broken)
            self.expected[broken, agent] = caught.value
        return self.expected[broken, agent]

    def may_name(self, broken: str) -> frozenset[str]:
        """The tables of a broken text of this file."""
        return frozenset(one for one in VISIBLE if one in broken.replace("ordrs", "orders").replace(",", " ").split())


def named(sql: str) -> frozenset[str]:
    """The tables that a statement names, as DuckDB's own parser has it; none of a statement that it cannot read."""
    read = json.loads(_PARSER.execute("SELECT json_serialize_sql($1)", [sql]).fetchall()[0][0])
    return frozenset() if read["error"] else frozenset(_named(read["statements"], frozenset()))


_PARSER = duckdb.connect()


def _named(part: Any, ctes: frozenset[str]) -> Iterator[str]:
    if isinstance(part, list):
        for one in part:
            yield from _named(one, ctes)
    elif isinstance(part, dict):
        for cte in part.get("cte_map", {}).get("map", ()):
            ctes |= {cte["key"].lower()}
        for cte in part.get("cte_map", {}).get("map", ()):
            yield from _named(cte["value"], ctes)
        if part.get("type") == "BASE_TABLE" and (part["schema_name"] or part["table_name"].lower() not in ctes):
            schema = part["schema_name"].lower()
            yield ".".join(filter(None, ("" if schema == "main" else schema, part["table_name"].lower())))
        yield from _named([value for key, value in part.items() if key != "cte_map"], ctes)


@pytest.fixture(scope="module")
def world(
    shop_file: Path, tmp_path_factory: pytest.TempPathFactory, hidden_from_ana: frozenset[str]
) -> Iterator[World]:
    """The shop under its policy with a hostile healer; ``hasty`` is another ana, with little time."""
    policy, healer = shop.policy(), Hostile()
    policy["agents"]["hasty"] = policy["agents"]["ana"]
    policy["quotas"] = {"agents": {"hasty": {"timeout_s": 0.3}}}
    given = Settings(heal="model", max_rows=100_000, threads=1, memory_limit="256MB")
    paths = [Path(shutil.copy(shop_file, tmp_path_factory.mktemp("hostile") / "shop.duckdb")) for _ in range(2)]
    with (
        HatiData.open(paths[0], policy=policy, settings=given, healer=healer) as layer,
        HatiData.open(paths[1], policy=policy, settings=given.model_copy(update={"heal": "deterministic"})) as plain,
    ):
        made = World(layer, plain, paths[0], healer, hidden_from_ana)
        yield made
        assert made.before == sha256(made.path.read_bytes()).hexdigest()  # byte for byte what it was


def _like(attack: Attack) -> str | None:
    """A broken query over the very tables that an attack names, so that only the other guards are in its way."""
    try:
        tables = named(to_duckdb(parse(attack.sql, attack.dialect or "duckdb")))
    except HatiDataError:
        return None
    return f"SELECT turnover_9 FROM {' , '.join(sorted(tables))} LIMIT 5" if tables and tables <= set(VISIBLE) else None


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.id)
def test_an_attack_as_an_answer_gains_nothing(world: World, attack: Attack) -> None:
    """Each attack in the place of a broken query over the same tables, or where it names none of ana's over others."""
    agent = "hasty" if "timeout" in attack.code else "ana"
    world.check(_like(attack) or BROKEN[0], [attack.sql], agent)


def test_there_are_attacks_over_the_same_tables() -> None:
    """Enough of them get past the check of names for the others to be tried."""
    assert len([one for one in ATTACKS if _like(one)]) > 100


def test_mutants_as_answers_gain_nothing(world: World) -> None:
    """Mutants of attacks and queries, other ones each time, and what they are put in the place of."""
    seed = int(os.environ.get("HATI_SEED") or random.SystemRandom().randrange(10**6))
    for number, text in enumerate(mutants.mutants(seed, MUTANTS)):
        world.check(BROKEN[number % len(BROKEN)], [text, text], "hasty")

    assert world.healer.asked >= MUTANTS, seed


ANSWERS = st.one_of(
    st.sampled_from(TEXTS),
    st.sampled_from(TEXTS).map(lambda sql: f"```sql\n{sql}\n```"),
    st.tuples(st.sampled_from(TEXTS), st.sampled_from(TEXTS)).map("; ".join),
    st.sampled_from(VISIBLE).map(lambda table: f"SELECT * FROM {table} LIMIT 3"),
    st.sampled_from(VISIBLE).map(lambda table: f"SELECT id FROM orders WHERE id IN (SELECT count(*) FROM {table})"),
    st.sampled_from(VISIBLE).map(lambda table: f"SELECT x x x FROM {table}"),
    st.text(max_size=40),
    st.text(max_size=40).map(lambda text: f"SELECT '{text}' AS \"{text}\" FROM orders LIMIT 1"),
    st.sampled_from([2, 700, 70_000]).map(lambda times: "SELECT 1 FROM orders" + " UNION SELECT 1 FROM orders" * times),
    st.binary(max_size=9),
    st.integers(),
    st.none(),
    st.builds(dict),
    st.sampled_from([OSError("no network"), ValueError("x"), RecursionError()]),
)


@settings(max_examples=80, deadline=None)
@given(broken=st.sampled_from(BROKEN), answers=st.lists(ANSWERS, min_size=1, max_size=3))
def test_no_answer_gains_anything(world: World, broken: str, answers: list[Any]) -> None:
    """Whatever is said, in whatever order: attacks, several statements, other tables, garbage, no texts, errors."""
    world.check(broken, answers)


def test_what_would_gain_something_is_found_out(world: World) -> None:
    """The checks of this file see a table that was not named, and an answer that came."""
    answered = world.answered
    world.check(BROKEN[0], ["SELECT amount AS turnover FROM orders LIMIT 5"])

    assert world.answered == answered + 1
    assert named("WITH a AS (SELECT * FROM b) SELECT * FROM a, Crm.notes") == {"b", "crm.notes"}
    with pytest.raises(AssertionError):
        world.check("SELECT turnover FROM orders /* customers */ LIMIT 5", ["SELECT amount AS t FROM orders"])
