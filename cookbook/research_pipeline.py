"""Agents gather findings, each from the rows of its region, store them for all, and write from what is stored.

    python cookbook/research_pipeline.py [FOLDER]

Three researchers see one region each; the writer may read no table at all and has only what they stored. A state of
the chat says which regions are done. The second chat asks for more of the same data: findings are recalled, and only
what nobody found before is computed. No key and no network: a script stands in for the models.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import _screen as screen
import _script as script
import _shop as shop
import autogen
from financial_analysis_groupchat import Quiet, is_last, show

from autogen_hatidata import HatiData, HatiDataGroupChat
from autogen_hatidata.testing import LoopbackModel, call

OUT = Path(__file__).resolve().parent.parent / "demo-output" / "research_pipeline"
REGIONS = {"eva": "EU", "uma": "US", "ari": "APAC"}
PROMPT = "You find out, store each finding as one sentence for all, and tell in the state done that you are."
WRITER = "You wait until all are done, recall what they found, and write the answer, as ANSWER: ... TERMINATE"
FINDINGS = {
    "paid for an order": "SELECT round(avg(amount), 2) || ' dollars' AS value FROM orders",
    "stopped buying": "SELECT round(100 * avg((NOT bought_again)::INTEGER), 1) || ' %' AS value FROM customers",
}
QUESTIONS = {
    "What do customers pay for an order, by region?": ("paid for an order",),
    "Where do they stop buying, and what had they paid?": ("stopped buying", "paid for an order"),
}
POLICY = {
    "version": 1,
    "roles": {"regional": {"can": ["read", "memory", "state"]}, "writing": {"can": ["memory", "state"]}},
    "agents": {
        **{name: {"role": "regional", "attributes": {"region": region}} for name, region in REGIONS.items()},
        "writer": {"role": "writing"},
    },
    "tables": {
        name: {"read": ["regional"], "rows": {"filter": "region = {region}"}} for name in ("customers", "orders")
    },
    "memory": {"shared": {"read": ["regional", "writing"], "write": ["regional"]}},
}


def said(what: str, region: str) -> str:
    """How a finding begins; it is looked for by this, too."""
    return f"Customers of {region} who {what}: "


def researcher(name: str) -> Callable[[int, script.Heard], script.Play]:
    """What the model of one researcher does next."""

    def play(question: int, heard: script.Heard) -> script.Play:
        told = []
        for what in list(QUESTIONS.values())[question]:
            begins = said(what, REGIONS[name])
            known = yield call("search_memory", query=begins, top_k=20, scope="shared")
            found = [one["content"] for one in known["memories"] if one["content"].startswith(begins)]
            if not found:
                (row,) = script.records((yield call("query_data_layer", sql=FINDINGS[what])))
                found = [f"{begins}{row['value']}."]
                yield call("store_memory", content=found[0], memory_type="finding", scope="shared")
            told.append(found[0])
        done = yield call("get_state", key="done", scope="chat")
        names = json.dumps([*(done["value"] or []), name])
        yield call("set_state", key="done", value=names, scope="chat", expected_version=done["version"])
        yield " ".join(told)

    return play


def writer(question: int, heard: script.Heard) -> script.Play:
    """What the model of the writer does next: it has no figure but those that it recalls."""
    done = yield call("get_state", key="done", scope="chat")
    if set(done["value"]) != set(REGIONS):
        raise ValueError(f"it was asked before all were done: {done}")
    answer = []
    for what in list(QUESTIONS.values())[question]:
        found = yield call("search_memory", query=f"Customers who {what}", top_k=20, memory_type="finding")
        texts = [one["content"] for one in found["memories"] if f" who {what}: " in one["content"]]
        answer += sorted(text.removeprefix("Customers of ").replace(" who", "", 1) for text in texts)
    yield f"ANSWER: {' '.join(answer)} TERMINATE"


def talk(layer: HatiData, llm_config: Callable[[str], dict[str, Any]], question: str) -> dict[str, dict[str, Any]]:
    """One group chat; gives what each agent did and spent in it."""
    prompts = {**dict.fromkeys(REGIONS, PROMPT), "writer": WRITER}
    agents = {
        name: autogen.AssistantAgent(name, system_message=prompt, llm_config=llm_config(name))
        for name, prompt in prompts.items()
    }
    user = autogen.UserProxyAgent("user", human_input_mode="NEVER", code_execution_config=False)
    order = ["user", *agents]

    def in_turn(last: Any, chat: Any) -> Any:
        return agents[order[order.index(last.name) + 1]]

    chat = HatiDataGroupChat([user, *agents.values()], hatidata=layer, max_round=80, speaker_selection_method=in_turn)
    manager = autogen.GroupChatManager(chat, llm_config=False, is_termination_msg=is_last)
    for agent in (user, *agents.values()):
        agent.register_hook("process_message_before_send", show)
    user.initiate_chat(manager, message=question, silent=True)
    return chat.costs()


def main(out: Path = OUT) -> None:
    """Two chats, what each agent spent in them, and the log."""
    screen.line("files", str(out))
    plays = {**{name: researcher(name) for name in REGIONS}, "writer": writer}
    scripts = {name: script.player(name, play, tuple(QUESTIONS)) for name, play in plays.items()}
    with shop.build(out) as layer, LoopbackModel(scripts) as model, autogen.io.IOStream.set_default(Quiet()):
        layer.set_policy(POLICY)
        spent = {}
        for question in QUESTIONS:
            screen.heading(question)
            spent[question] = talk(layer, model.llm_config, question)
        screen.heading("What each agent spent, in the first and in the second chat")
        for name in plays:
            screen.line(name, ", ".join(screen.counted(one[name]["credits"], "credit") for one in spent.values()))
        screen.heading("Who asked what, from the audit log")
        screen.ledger(layer)


if __name__ == "__main__":
    main(shop.chosen(OUT, __doc__))
