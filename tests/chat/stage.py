"""The cast of the chat tests: a shop, agents that play scripts, and ways to read what came out."""

from __future__ import annotations

import json
from typing import Any

import autogen

from autogen_hatidata.testing import LoopbackModel

POLICY = {
    "version": 1,
    "roles": {"regional": {"can": ["read"]}, "head": {"can": ["read"]}},
    "agents": {
        "ana": {"role": "regional", "attributes": {"region": "EU"}},
        "bob": {"role": "regional", "attributes": {"region": "US"}},
        "zoe": {"role": "head"},
    },
    "tables": {"orders": {"read": ["regional", "head"], "rows": {"filter": "region = {region}", "exempt": ["head"]}}},
}
ORDERS = """
CREATE TABLE orders AS
SELECT * FROM (VALUES (1, 'EU', 10), (2, 'EU', 20), (3, 'US', 100), (4, 'US', 300)) AS t(id, region, amount)"""
TOTAL = "SELECT sum(amount) AS total FROM orders"
TOTALS = {"ana": 30, "bob": 400, "zoe": 430}
FUNCTION = {"name": "query_data_layer", "arguments": json.dumps({"sql": TOTAL})}
UNKNOWN = "Error: [unknown_caller] "


class Cast:
    """The agents of one test, each with the model script of its own name."""

    def __init__(self, model: LoopbackModel) -> None:
        self.model = model

    def agent(self, name: str, **options: Any) -> Any:
        """An assistant that plays the script of its name."""
        return autogen.AssistantAgent(name, llm_config=self.model.llm_config(name), **options)

    @staticmethod
    def user(name: str = "user", **options: Any) -> Any:
        """A user proxy that answers nothing by itself and stops at TERMINATE."""
        defaults: dict[str, Any] = {"human_input_mode": "NEVER", "code_execution_config": False}
        stop = {"is_termination_msg": lambda message: "TERMINATE" in str(message.get("content"))}
        return autogen.UserProxyAgent(name, **{**defaults, **stop, "default_auto_reply": "Go on.", **options})


def outcomes(layer: Any, **fields: Any) -> list[dict[str, Any]]:
    """The outcome records that have these values, oldest first."""
    records = [dict(record) for record in layer.audit.records(kind="outcome")]
    return [record for record in records if all(record.get(name) == value for name, value in fields.items())]


def results(messages: list[dict[str, Any]]) -> list[str]:
    """The contents of all tool results among the messages, in order."""
    found = []
    for message in messages:
        if message.get("tool_responses"):
            found += [response["content"] for response in message["tool_responses"]]
        elif message.get("role") == "function":
            found.append(message["content"])
    return found


def rows(content: str) -> list[Any]:
    """The rows of a query's answer."""
    answer: dict[str, Any] = json.loads(content)
    return list(answer["rows"])


def wrote(*functions: dict[str, Any]) -> dict[str, Any]:
    """A message with calls."""
    calls = [{"id": f"c{n}", "type": "function", "function": one} for n, one in enumerate(functions or (FUNCTION,))]
    return {"content": "", "tool_calls": calls}


def player(name: str, *lines: Any, **options: Any) -> Any:
    """An agent without a model that says these lines, and executes the calls that it is asked to."""
    script = list(lines)

    def speak(recipient: Any, messages: Any = None, sender: Any = None, config: Any = None) -> tuple[bool, Any]:
        last = messages[-1]
        return (False, None) if last.get("tool_calls") or not script else (True, script.pop(0))

    agent = autogen.ConversableAgent(name, **{"llm_config": False, "human_input_mode": "NEVER", **options})
    agent.register_reply([autogen.Agent, None], speak, position=0)
    return agent


def by_hand(executor: Any) -> str:
    """The answer to the call of a program, not of an agent."""
    return str(executor.execute_function(dict(FUNCTION))[1]["content"])


def charged(layer: Any) -> list[tuple[str, str]]:
    """Who was charged for each call, and who executed it."""
    return [(record["agent"], record["executor"]) for record in outcomes(layer)]
