"""Promise 1 for saved results: whoever saves and reads, a plain model says who sees what, and no other row is seen."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.handover_model import AGENTS, NAMES, ROWS, TTL, WORLDS, Model, Step, policy, steps

from autogen_hatidata import HatiData, HatiDataError, Settings
from autogen_hatidata.errors import UnknownName

STEPS = 400
SEEDS = (1, 2, 3)


class Runner:
    """Does each step in a layer and in the model."""

    def __init__(self, folder: Path, isolation: str) -> None:
        self.model, self._path, self._isolation = Model(), folder / "people.duckdb", isolation
        with HatiData.open(self._path) as layer:
            values = ", ".join(map(str, ROWS))
            layer.owner_sql(f"CREATE TABLE people AS FROM (VALUES {values}) t(id, region, word)")
        self.layer = self._open()
        self.ended: dict[str, int] = {}

    def do(self, step: Step) -> None:
        """Do it, and compare."""
        ended = getattr(self, step.kind)(step)
        self.ended[ended] = self.ended.get(ended, 0) + 1

    def save(self, step: Step) -> str:
        number = self.model.saves + 1
        expected = self.model.save(step)
        sql = f"SELECT {number} AS n, id, region, word FROM people ORDER BY id"
        found = "ok"
        try:
            self.layer.agent(step.agent).save_result(step.name, sql, roles=step.roles, ttl=step.amount)
        except HatiDataError as error:
            found = error.code
        assert found == expected
        return found

    def read(self, step: Step) -> str:
        expected = self.model.read(step.agent, step.name)
        agent = self.layer.agent(step.agent)
        shown = {one.name for one in agent.list_tables() if one.schema == "saved"}
        assert shown == {name for name in NAMES if self.model.read(step.agent, name) is not None}
        if expected is None:
            with pytest.raises(UnknownName):
                agent.run(f"SELECT * FROM saved.{step.name}")
            return "unseen"
        found = agent.run(f"SELECT * FROM saved.{step.name} ORDER BY id").rows
        assert found == expected
        return "read" if {row[1:] for row in found} <= set(self.model.seen(step.agent)) else "handed"

    def wait(self, step: Step) -> str:
        self.model.now += step.amount if step.amount < TTL else 0
        return "wait"

    def policy(self, step: Step) -> str:
        self.model.world = (self.model.world + 1 + int(step.amount) % 2) % len(WORLDS)
        self.layer.set_policy(policy(WORLDS[self.model.world]))
        return "policy"

    def restart(self, step: Step) -> str:
        self.layer.close()
        self.layer = self._open()
        return "restart"

    def _open(self) -> HatiData:
        settings = Settings(saved_ttl_s=TTL, isolation=self._isolation)
        world = policy(WORLDS[self.model.world])
        return HatiData.open(self._path, world, settings=settings, clock=lambda: 1e9 + self.model.now)


@pytest.mark.parametrize(("seed", "isolation"), [*((seed, "none") for seed in SEEDS), (4, "process")])
def test_results_are_read_by_whom_the_model_says(tmp_path: Path, seed: int, isolation: str) -> None:
    """Each save has the model's code, each reader the model's rows, and who may not read is told that there is none."""
    runner = Runner(tmp_path, isolation)
    with runner.layer:
        for number, step in zip(range(STEPS), steps(seed), strict=False):
            try:
                runner.do(step)
            except AssertionError as wrong:
                raise AssertionError(f"step {number}: {step} of {AGENTS.get(step.agent)}") from wrong
        runner.layer.close()

    few = {what: count for what, count in runner.ended.items() if count < STEPS // 100}
    assert set(runner.ended) >= {"ok", "read", "handed", "unseen", "policy_denied", "bad_argument"}
    assert few.keys() <= {"restart", "policy", "handed"}
