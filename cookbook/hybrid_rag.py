"""Agents answer a question from texts: a filter, a join and meaning in one SQL query, under two roles.

    python cookbook/hybrid_rag.py [FOLDER]

The texts are the docstrings of Python's standard library. A helper of users sees nothing of internal modules, a
maintainer sees all, so that the same query finds other functions. A model of yours is used where AutoGen's usual
configuration is present; otherwise a script stands in for it, without key and network, and knows no result.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import _library as library
import _screen as screen
import _script as script
import _shop as shop
import autogen
from financial_analysis_groupchat import Quiet, is_last, models, or_script, real_model, show

from autogen_hatidata import HatiData, HatiDataGroupChat
from autogen_hatidata.testing import call

OUT = Path(__file__).resolve().parent.parent / "demo-output" / "hybrid_rag"
QUESTION = "How do I turn a string with a Python literal into its value?"
SQL = (
    "SELECT f.module, f.name, m.internal, "
    "CAST(semantic_rank(f.doc, '{0}') + semantic_rank(m.topic, '{0}') / 4 AS DECIMAL(4, 3)) AS fit, f.doc "
    "FROM functions f JOIN modules m ON m.module = f.module "
    "WHERE f.kind = 'function' AND semantic_match(f.doc, '{0}', {1}) ORDER BY fit DESC, f.module, f.name LIMIT 4"
)
TASK = (
    "You answer from the tables functions (module, name, kind, doc) and modules (module, topic, internal). First see "
    "with search_table what there is in functions.doc. Then write one query that joins both, filters by kind, has "
    "semantic_match(f.doc, 'text', 0.2) in WHERE and orders by semantic_rank(f.doc, 'text'). Name module.name of what "
    "you found, and your threshold."
)
HOW = {"lexical": "letters, not in their meaning", "semantic": "meaning"}
PROMPTS = {
    "helper": TASK,
    "maintainer": f"{TASK} Take the helper's threshold, tell what is internal, and say ANSWER: ... TERMINATE",
}


def helper(question: int, heard: script.Heard) -> script.Play:
    """What the model of the helper does next: it looks how near the nearest is, and asks for what is half as near."""
    near = yield call("search_table", table_name="functions", column="doc", text=QUESTION, top_k=3)
    least = round(max(row["similarity"] for row in script.records(near)) / 2, 2)
    rows = script.records((yield call("query_data_layer", sql=query(least))))
    yield f"Above {least} the best is {best(rows)}"


def maintainer(question: int, heard: script.Heard) -> script.Play:
    """What the model of the maintainer does next: it asks the same as the helper, and finds what that cannot see."""
    said = next(text for name, text in reversed(heard) if name == "helper")
    yield call("search_table", table_name="functions", column="doc", text=QUESTION, top_k=3)
    rows = script.records((yield call("query_data_layer", sql=query(said.split()[1]))))
    internal = ", ".join(named(row) for row in rows if row["internal"]) or "nothing"
    yield f"ANSWER: {best(rows)} Internal, so not for users: {internal}. TERMINATE"


def query(least: float | str) -> str:
    """The query of both. A quote in the question is written twice, or it would end the text."""
    return SQL.format(QUESTION.replace("'", "''"), least)


def named(row: dict[str, Any]) -> str:
    return f"{row['module']}.{row['name']}"


def best(rows: list[dict[str, Any]]) -> str:
    """The first function, and the first sentence of its text."""
    return f"{named(rows[0])}: {rows[0]['doc'].partition('. ')[0].rstrip('.')}." if rows else "nothing."


def talk(layer: HatiData, llm_config: Callable[[str], dict[str, Any]]) -> None:
    """The group chat, on the screen."""
    agents = [
        autogen.AssistantAgent(name, system_message=prompt, llm_config=llm_config(name))
        for name, prompt in PROMPTS.items()
    ]
    user = autogen.UserProxyAgent("user", human_input_mode="NEVER", code_execution_config=False)
    chat = HatiDataGroupChat(
        [user, *agents], hatidata=layer, tools=["query"], max_round=30, speaker_selection_method="round_robin"
    )
    manager = autogen.GroupChatManager(chat, llm_config=False, is_termination_msg=is_last)
    for agent in (user, *agents):
        agent.register_hook("process_message_before_send", show)
    user.initiate_chat(manager, message=QUESTION, silent=True)


def main(out: Path = OUT, configs: list[dict[str, Any]] | None = None) -> None:
    """The texts, the chat over them, and the log."""
    screen.line("files", str(out))
    or_script(lambda given: play(out, given), configs)


def play(out: Path, configs: list[dict[str, Any]] | None) -> None:
    """All of it once, with a model or with the script."""
    screen.line("model", "script (offline; what it says is read from tool results)" if configs is None else "yours")
    scripts = {one.__name__: script.player(one.__name__, one, (QUESTION,)) for one in (helper, maintainer)}
    with library.build(out) as layer, models(configs, scripts) as llm_config, autogen.io.IOStream.set_default(Quiet()):
        found = layer.memory.embedder_info
        screen.line("embedder", f"{found['id']}, {found['kind']}: texts are near in their {HOW[found['kind']]}")
        screen.line("texts", f"{layer.index_column('functions', 'doc')} docstrings, embedded once for both agents")
        screen.heading(QUESTION)
        talk(layer, llm_config)
        screen.heading("Who asked what, from the audit log")
        screen.ledger(layer)


if __name__ == "__main__":
    main(shop.chosen(OUT, __doc__), real_model())
