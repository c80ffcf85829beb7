"""A governed AutoGen group chat over the purchases of a real shop.

    python cookbook/financial_analysis_groupchat.py [--offline] [--out FOLDER] [--data FILE.csv]

Three agents with different rights answer two questions about customers. A model of yours is used where AutoGen's usual
configuration is present (``OAI_CONFIG_LIST`` as a variable or a file in this folder, or ``OPENAI_API_KEY``). Otherwise,
and with ``--offline``, a script stands in for the model: no key, no network. It also takes over, from a fresh
database, where the model cannot be reached.
"""

from __future__ import annotations

import argparse
import json
import os
import textwrap
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import _screen as screen
import _script as script
import _shop as shop
import autogen
import openai

from autogen_hatidata import HatiData, HatiDataGroupChat
from autogen_hatidata.testing import LoopbackModel, Script

ROOT = Path(__file__).resolve().parent.parent
PROMPTS = {
    "researcher": "You look at the schema and sample the data with your tools, then tell the analyst what there is.",
    "analyst": "You compute with SQL through your tools. State figures. When a call is refused, follow its hint.",
    "writer": "You write the answer in two sentences from the analyst's figures, as ANSWER: ... TERMINATE",
}
MODELS = {
    "offline": "script (offline; every figure is read from tool results; its misspelt amuont is deliberate)",
    "real": "yours",
}
# AutoGen turns a time-out of the client into Python's own.
UNREACHABLE = (openai.OpenAIError, TimeoutError)

LlmConfig = dict[str, Any]


class Quiet:
    """An AutoGen stream that prints nothing: the screen of this demo shows each step once."""

    def print(self, *objects: Any, sep: str = " ", end: str = "\n", flush: bool = False) -> None:
        return None

    def send(self, message: Any) -> None:
        return None

    def input(self, prompt: str = "", *, password: bool = False) -> str:
        raise RuntimeError("nobody is asked in this demo")


def real_model() -> list[dict[str, Any]] | None:
    """AutoGen's configuration list from where AutoGen programs keep it, or None. One that is unusable is told."""
    named = os.environ.get("OAI_CONFIG_LIST") or "OAI_CONFIG_LIST"
    try:
        if os.path.isfile(named):
            return configurations(Path(named).read_text(encoding="utf-8"))
        if os.environ.get("OAI_CONFIG_LIST"):
            return configurations(named)
    except (OSError, ValueError) as fault:
        screen.line("model", f"OAI_CONFIG_LIST {fault}; the script is used")
        return None
    return [{"model": os.environ.get("OPENAI_MODEL", "gpt-4o")}] if os.environ.get("OPENAI_API_KEY") else None


def configurations(text: str) -> list[dict[str, Any]]:
    """The models that a configuration list names. Raises ValueError when it is none."""
    try:
        configs: list[dict[str, Any]] = json.loads(text)
    except ValueError as fault:
        raise ValueError("is neither a file nor JSON") from fault
    if not configs or not isinstance(configs, list) or not all(isinstance(c, dict) and c.get("model") for c in configs):
        raise ValueError('is not a list like [{"model": "gpt-4o"}]')
    try:
        autogen.ConversableAgent("probe", llm_config={"config_list": configs})
    except openai.OpenAIError:
        return configs  # a missing key, say: it is told when the model is asked
    except (TypeError, ValueError) as fault:
        raise ValueError(f"is not accepted by AutoGen ({_why(fault)})") from fault
    return configs


@contextmanager
def models(
    configs: list[dict[str, Any]] | None, scripts: Mapping[str, Script] = script.SCRIPTS
) -> Iterator[Callable[[str], LlmConfig]]:
    """A function from agent name to ``llm_config``."""
    if configs is not None:
        # AutoGen 0.2 would keep the answers in a folder of its own, and give them again when the data are others.
        yield lambda agent: {"config_list": configs, "cache_seed": None}
        return
    with LoopbackModel(scripts) as loopback:
        yield loopback.llm_config


def group_chat(layer: HatiData, llm_config: Callable[[str], LlmConfig]) -> tuple[Any, Any]:
    """The user and the manager of a chat whose agents have the data tools, each under its own name."""
    agents = [
        autogen.AssistantAgent(name, system_message=prompt, llm_config=llm_config(name))
        for name, prompt in PROMPTS.items()
    ]
    user = autogen.UserProxyAgent(
        "user", human_input_mode="NEVER", code_execution_config=False, default_auto_reply="Go on."
    )
    chat = HatiDataGroupChat(
        agents=[user, *agents], hatidata=layer, executor=user, max_round=40, speaker_selection_method="round_robin"
    )
    manager = autogen.GroupChatManager(chat, llm_config=False, is_termination_msg=is_last)
    for agent in (user, *agents):
        agent.register_hook("process_message_before_send", show)
    return user, manager


def is_last(message: dict[str, Any]) -> bool:
    """Whether a message ends a chat."""
    return "TERMINATE" in (message.get("content") or "")


def show(sender: Any, message: dict[str, Any] | str, recipient: Any, silent: bool) -> dict[str, Any] | str:
    """A hook of every agent: prints what it sends, and sends it unchanged."""
    said = {"content": message} if isinstance(message, str) else message
    results, calls = said.get("tool_responses") or [], said.get("tool_calls") or []
    for result in results:
        screen.tool_result(result["content"])
    for call in calls:
        screen.tool_call(sender.name, call["function"])
    if said.get("content") and not calls and not results:
        screen.line(sender.name, said["content"].replace("TERMINATE", "").strip())
    return message


def main(out: Path, data: Path = shop.DATA, configs: list[dict[str, Any]] | None = None) -> None:
    started = time.monotonic()
    print("A group chat over the purchases of a real shop (CDNOW, 1997-1998).\n")
    screen.line("files", f"{_short(out)}/ (cdnow.duckdb, cdnow.policy.yaml, audit log in cdnow.duckdb.hatidata/)")
    screen.line("invented", f"{', '.join(shop.INVENTED)}; all else is real or computed from it")
    or_script(lambda given: play(out, data, given), configs)
    print(f"\nDone in {time.monotonic() - started:.1f} s.")


def or_script(play: Callable[[list[dict[str, Any]] | None], None], configs: list[dict[str, Any]] | None) -> None:
    """Play with the models, and where they cannot be reached once more with the script."""
    try:
        play(configs)
    except UNREACHABLE as fault:
        if configs is None:
            raise
        screen.heading("Once more")
        screen.line("model", f"could not be reached ({_why(fault)}); a script goes on from a fresh database")
        play(None)


def play(out: Path, data: Path, configs: list[dict[str, Any]] | None) -> None:
    """Build the shop, ask both questions, and show what the log knows of it."""
    screen.line("model", MODELS["offline" if configs is None else "real"])
    with shop.build(out, data) as layer:
        screen.line("researcher", "may read rows of region EU; phone numbers are masked")
        screen.line("analyst", "may read all rows; e-mail addresses are hashed")
        screen.line("writer", "may read nothing")
        with models(configs) as llm_config, autogen.io.IOStream.set_default(Quiet()):
            user, manager = group_chat(layer, llm_config)
            for question in script.QUESTIONS:
                screen.heading(question)
                user.initiate_chat(manager, message=question, clear_history=False, silent=True)
        screen.heading("Who asked what, from the audit log")
        screen.ledger(layer)


def _why(fault: Exception) -> str:
    """A fault in a few words on one line; of a list of faults, the first."""
    text = str(fault).partition("validation error for _LLMConfig")[2] or str(fault) or type(fault).__name__
    return textwrap.shorten(text.rstrip("."), 60, placeholder="...")


def _short(path: Path) -> str:
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--offline", action="store_true", help="use the script even where a real model is configured")
    parser.add_argument("--out", type=Path, default=ROOT / "demo-output", help="folder for its files")
    parser.add_argument("--data", type=Path, default=shop.DATA, help="another CSV file with the same columns")
    given = parser.parse_args()
    main(given.out.resolve(), given.data, None if given.offline else real_model())
