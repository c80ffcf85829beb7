"""A finding of one chat is recalled in the next one, in another process, and is not paid for again.

    python cookbook/memory_across_chats.py [FOLDER]

No key and no network: a script stands in for the model. It is the same in both chats, and knows neither: it recalls,
and where there is nothing to recall, it asks the data and stores what it found.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from pathlib import Path

import _screen as screen
import _script as script
import _shop as shop
import autogen
import yaml
from financial_analysis_groupchat import Quiet, is_last, show

from autogen_hatidata import HatiData, register_hatidata_tools
from autogen_hatidata.testing import LoopbackModel, call

OUT = Path(__file__).resolve().parent.parent / "demo-output" / "memory_across_chats"
PROMPT = "You answer from data. Recall first; what you had to compute, store as one sentence with its figures."
QUESTIONS = ("What is an order worth, by customer segment?", "Which segment's orders are worth the most?")
SQL = (
    "SELECT segment, round(avg(amount), 2) AS value FROM orders o JOIN customers c ON c.id = o.customer_id "
    "GROUP BY segment ORDER BY value DESC"
)


def analyst(question: int, heard: script.Heard) -> script.Play:
    """What the model does next, given what it was told."""
    found = yield call("search_memory", query=QUESTIONS[question])
    if not isinstance(found, str) and found["memories"]:
        best = found["memories"][0]
        yield f"Recalled, from {best['created_at']}: {best['content']} TERMINATE"
        return
    rows = script.records((yield call("query_data_layer", sql=SQL)))
    values = ", ".join(f"{row['segment']} {row['value']:.2f}" for row in rows)
    finding = f"The average value of an order in dollars, by customer segment, highest first: {values}."
    yield call("store_memory", content=finding, memory_type="finding", importance=0.8)
    yield f"Computed: {finding} TERMINATE"


def talk(out: Path, question: str) -> None:
    """One chat, in this process."""
    logging.getLogger("autogen_hatidata").setLevel(logging.ERROR)  # without a model it warns that it compares words
    scripts = {"analyst": script.player("analyst", analyst, QUESTIONS)}
    with (
        HatiData.open(out / "cdnow.duckdb", policy=out / "cdnow.policy.yaml") as layer,
        LoopbackModel(scripts) as model,
        autogen.io.IOStream.set_default(Quiet()),
    ):
        agent = autogen.AssistantAgent("analyst", system_message=PROMPT, llm_config=model.llm_config("analyst"))
        user = autogen.UserProxyAgent(
            "user", human_input_mode="NEVER", code_execution_config=False, is_termination_msg=is_last
        )
        register_hatidata_tools(agent, layer, executor=user, tools=["query", "memory"])
        for one in (user, agent):
            one.register_hook("process_message_before_send", show)
        screen.line("process", str(os.getpid()))
        user.initiate_chat(agent, message=question, silent=True, max_turns=5)
        screen.line("embedder", "{id}, {kind}".format(**layer.memory.embedder_info))


def main(out: Path = OUT) -> None:
    """Two chats in two processes, then what each cost."""
    screen.line("files", str(out))
    shop.build(out).close()
    policy = yaml.safe_load(shop.POLICY)
    policy["roles"]["head_office"]["can"].append("memory")
    (out / "cdnow.policy.yaml").write_text(yaml.safe_dump(policy, sort_keys=False))
    for number, question in enumerate(QUESTIONS, 1):
        screen.heading(f"Chat {number}: {question}")
        done = subprocess.run(
            [sys.executable, __file__, "--chat", out, question], capture_output=True, text=True, check=False
        )
        print(done.stdout or done.stderr, end="", flush=True)
    screen.heading("What each chat cost, from the audit log")
    with HatiData.open(out / "cdnow.duckdb", policy=policy) as layer:
        spent = [screen.counted(used["credits"], "credit") for used in layer.usage(by="chat").values()]
        screen.line("", f"{', then '.join(spent)} for a question that had been answered before")
        screen.ledger(layer)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--chat"]:
        talk(Path(sys.argv[2]), sys.argv[3])
    else:
        main(shop.chosen(OUT, __doc__))
