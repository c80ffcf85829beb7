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
