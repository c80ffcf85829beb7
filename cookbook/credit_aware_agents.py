"""Two agents see their budget shrink, and change their plan: thorough queries, then cheap ones, then none.

    python cookbook/credit_aware_agents.py [FOLDER]

No key and no network: a script stands in for the model. It knows no budget; it reads the notes of answers, and asks
my_usage and estimate_query, which cost nothing. A model with the same prompt can do the same.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import _screen as screen
import _script as script
import _shop as shop
import autogen
import yaml
from financial_analysis_groupchat import Quiet, show

from autogen_hatidata import HatiData, HatiDataGroupChat
from autogen_hatidata.testing import LoopbackModel, call

OUT = Path(__file__).resolve().parent.parent / "demo-output" / "credit_aware_agents"
QUESTION = "What do customers spend, by segment and by region? Economise when your budget runs out."
PROMPT = "You report figures through your tools. Notes say when a budget runs out: ask my_usage, then ask for less."
BUDGETS = {
    "agents": {"*": {"credits": 11.5, "per": "day"}},
    "roles": {"head_office": {"credits": 19, "per": "day"}},
}
WORK = {
    "ana": ("segment", ("champion", "loyal", "active", "fading", "one-time")),
    "bob": ("region", ("EU", "US", "APAC")),
}
THOROUGH = (
    "SELECT * FROM orders o JOIN customers c ON c.id = o.customer_id WHERE c.{} = '{}' ORDER BY amount DESC LIMIT 1"
)
CHEAP = "SELECT count(*) AS customers, sum(spent) AS spent FROM customers WHERE {} = '{}'"


def reporter(name: str) -> Callable[[int, script.Heard], script.Play]:
    """What the model of one agent does next, given what it was told."""

    def play(question: int, heard: script.Heard) -> script.Play:
        column, values = WORK[name]
        plan, told = THOROUGH, []
        for value in values:
            answer = yield call("query_data_layer", sql=plan.format(column, value))
            if isinstance(answer, str):
                break  # refused
            (row,) = script.records(answer)
            figures = (
                f"{row['customers']} customers, {row['spent']}" if plan is CHEAP else f"best order, {row['amount']}"
            )
            told.append(f"{value}: {figures}")
            if any("credits per" in note for note in answer["notes"]):
                plan = CHEAP
                usage = yield call("my_usage")
                price = yield call("estimate_query", sql=CHEAP.format(column, value))
                if min(budget["left"] for budget in usage["budgets"]) < price["credits"]:
                    break
        missing = ", ".join(values[len(told) :]) or "none"
        yield f"By {column}: {'; '.join(told)}. Left out to stay within the budget: {missing}."

    return play


def group_chat(layer: HatiData, llm_config: Callable[[str], dict[str, Any]]) -> tuple[Any, Any]:
    """The user and the manager of a chat of both agents."""
    agents = [autogen.AssistantAgent(name, system_message=PROMPT, llm_config=llm_config(name)) for name in WORK]
    user = autogen.UserProxyAgent("user", human_input_mode="NEVER", code_execution_config=False)
    reports = {f"By {column}" for column, _ in WORK.values()}
    chat = HatiDataGroupChat([user, *agents], hatidata=layer, max_round=60, speaker_selection_method="round_robin")
    manager = autogen.GroupChatManager(
        chat,
        llm_config=False,
        is_termination_msg=lambda message: reports <= {str(m.get("content")).partition(":")[0] for m in chat.messages},
    )
    for agent in (user, *agents):
        agent.register_hook("process_message_before_send", show)
    return user, manager


def main(out: Path = OUT) -> None:
    """Ask once, and show what each agent spent of which budget."""
    screen.line("files", str(out))
    scripts = {name: script.player(name, reporter(name), (QUESTION,)) for name in WORK}
    with shop.build(out) as layer, LoopbackModel(scripts) as model, autogen.io.IOStream.set_default(Quiet()):
        agents = {name: {"role": "head_office"} for name in WORK}
        layer.set_policy({**yaml.safe_load(shop.POLICY), "agents": agents, "quotas": BUDGETS})
        user, manager = group_chat(layer, model.llm_config)
        screen.heading(QUESTION)
        user.initiate_chat(manager, message=QUESTION, silent=True)
        screen.heading("What is left, from the audit log")
        for name in WORK:
            screen.budgets(name, layer.agent(name).my_usage())


if __name__ == "__main__":
    main(shop.chosen(OUT, __doc__))
