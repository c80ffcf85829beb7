"""Random chats of classic AutoGen agents that write tool calls: who talks with whom, and who executes what.

The agents play their scripts in a reply function, without models: a call costs a millisecond, not twenty.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from random import Random
from typing import Any

import autogen
from autogen.io import IOStream

from autogen_hatidata import HatiDataGroupChat, register_hatidata_tools
from support.charges import NOBODY, SQL, Book

TOOL = "query_data_layer"
NAMES = ("ana", "bob", "cleo", "dan", "eve", "finn")
SHARED = 3
KINDS = ("pair", "pair", "monologue", "group", "group", "governed", "governed", "nested", "twice")
EXECUTORS = ("one", "self", "several", "neighbour", "bare", "custom")
LENIENT = not autogen.__version__.startswith("0.2")  # AutoGen drops arguments that a tool does not have


class Silent:
    """Swallows what AutoGen prints."""

    def print(self, *objects: Any, **options: Any) -> None:
        """Prints nothing."""

    def send(self, message: Any) -> None:
        """Sends nothing."""

    def input(self, prompt: str = "", *, password: bool = False) -> str:
        """Nobody types."""
        return ""


class Scenario:
    """One cast and the chats it has. ``runs`` may go on at the same time."""

    def __init__(self, seed: str, layers: list[Any], book: Book) -> None:
        self.seed, self.dice, self.book = seed, Random(seed), book
        self.layer = self.dice.choice(layers)
        self.key = getattr(self.layer, "key", "")
        self.count = 0
        self.kind = self.dice.choice(KINDS)
        self.how = self.dice.choice(EXECUTORS)
        self.style = self.dice.choice(("tool", "tool", "function"))
        self.is_async = self.dice.random() < 0.3
        self.agents = [self._player(name) for name in self.dice.sample(NAMES, self.dice.randint(2, 6))]
        self.strangers = [agent for agent in self.agents[1:] if self.dice.random() < 0.2]
        self.proxies = [_agent(f"proxy{n}", default_auto_reply="Go on.") for n in (0, 1)]
        # Two agents that talk with each other in two threads share one list of messages, which AutoGen cannot bear.
        self.crowded = len(self.agents) == 2 and self.how in ("self", "neighbour") and self.kind in ("pair", "twice")
        self._register()
        self.runs: list[Callable[[], None]] = getattr(self, f"_{self.kind}")()

    def describe(self) -> str:
        """What it is, in a few words."""
        return f"{self.seed} {self.kind}, executor {self.how}, {self.style}{', asynchronous' if self.is_async else ''}"

    # --- the cast

    def _player(self, name: str) -> Any:
        agent = _agent(name)

        def speak(recipient: Any, messages: Any = None, sender: Any = None, config: Any = None) -> tuple[bool, Any]:
            last = messages[-1] if messages else {}
            if last.get("tool_calls") or last.get("function_call"):
                return False, None  # AutoGen executes it, or says that it cannot
            return True, self._line(agent)

        agent.register_reply([autogen.Agent, None], speak, position=0)
        return agent

    def _line(self, agent: Any) -> Any:
        """What an agent says next: a text, or a message with one to three calls."""
        if self.dice.random() < 0.2:
            return "Let me think."
        forged = {"name": self.dice.choice(NAMES)} if self.dice.random() < 0.2 else {}
        if self.style == "function":
            function = self._call(nonce := self._nonce())
            self._write(function, [nonce], agent)
            return {"content": "", "function_call": function, **forged}
        nonces = [self._nonce() for _ in range(self.dice.choice((1, 1, 1, 2, 3)))]
        same = self.dice.random() < 0.3
        calls = [
            {"id": "call_1" if same else nonce, "type": "function", "function": self._call(nonce)} for nonce in nonces
        ]
        self._write(calls, nonces, agent)
        return {"role": "assistant", "content": None, "tool_calls": calls, **forged}

    def _nonce(self) -> str:
        """A new one; now and then one that several agents write."""
        self.count += 1
        shared = self.dice.random() < 0.15
        return f"{self.seed}-s{self.dice.randrange(SHARED)}" if shared else f"{self.seed}-{self.count}"

    def _call(self, nonce: str) -> dict[str, str]:
        forged = LENIENT and self.dice.random() < 0.1
        extra = {"agent_id": "bob", "_caller": "bob", "name": "bob"} if forged else {}
        return {"name": TOOL, "arguments": json.dumps({"sql": SQL.format(nonce), **extra})}

    def _write(self, held: Any, nonces: list[str], agent: Any) -> None:
        writer = NOBODY if agent in self.strangers else self.key + agent.name
        self.book.write(held, nonces, writer, unknowable=self.crowded)

    def _register(self) -> None:
        first, second = self.proxies
        for number, agent in enumerate(self.agents):
            if agent in self.strangers:
                continue
            executor = {
                "self": None,
                "several": [first, second] if self.dice.random() < 0.5 else second,
                "neighbour": self.agents[number - 1],
            }.get(self.how, first)
            register_hatidata_tools(agent, self.layer, executor=executor or agent, tools=["query"])
        if self.how == "bare":
            second.register_function(dict(first.function_map))
            self.proxies.reverse()
        if self.how == "custom":
            first.register_reply([autogen.Agent, None], _execute_by_hand, position=0)
        for agent in (*self.agents, *self.proxies):
            agent.register_reply([autogen.Agent, None], self._watch, position=0)

    def _watch(self, recipient: Any, messages: Any = None, sender: Any = None, config: Any = None) -> tuple[bool, Any]:
        self.book.watch({} if self.crowded else messages[-1] if messages else {})
        return False, None

    # --- the chats

    def _pair(self) -> list[Callable[[], None]]:
        return [self._talk(*self._two(agent)) for agent in self.agents]

    def _two(self, agent: Any) -> list[Any]:
        partner = self.agents[self.agents.index(agent) - 1] if self.how in ("self", "neighbour") else self.proxies[0]
        pair = [agent, partner]
        self.dice.shuffle(pair)
        return pair

    def _monologue(self) -> list[Callable[[], None]]:
        """A partner that stops answering: the same agent is asked again, with its own message as the newest."""
        runs = []
        for agent in self.agents:
            one, other = self._two(agent)
            other._max_consecutive_auto_reply_dict[one] = self.dice.randint(1, 2)
            runs.append(self._talk(one, other))
        return runs[:1]

    def _group(self) -> list[Callable[[], None]]:
        return [self._talk(self._opener(), self._manager(autogen.GroupChat), None)]

    def _governed(self) -> list[Callable[[], None]]:
        return [self._talk(self._opener(), self._manager(HatiDataGroupChat), None)]

    def _opener(self) -> Any:
        """Who starts a group chat: now and then an outsider with a member's name, and with a call."""
        if self.dice.random() < 0.7:
            return self.proxies[0]
        outsider = self._player(self.dice.choice(self.agents).name)
        self.strangers.append(outsider)
        return outsider

    def _twice(self) -> list[Callable[[], None]]:
        """The same agents in two chats at once."""
        return [*self._group(), *self._governed(), *self._pair()]

    def _nested(self) -> list[Callable[[], None]]:
        front = _agent("front")
        chats = [
            {"sender": self.proxies[0], "recipient": agent, "message": "Well?", "max_turns": 2} for agent in self.agents
        ]
        front.register_nested_chats(chats, trigger=lambda sender: True)
        self.is_async = False
        return [self._talk(self.proxies[1], front, 2)]

    def _manager(self, kind: Any) -> Any:
        agents = [*self.proxies, *self.agents]
        self.dice.shuffle(agents)
        dice = Random(self.seed)
        chosen = self.dice.choice(("round_robin", "random", "any", "wrong"))
        method: Any = chosen
        if chosen == "any":
            method = lambda last, chat: dice.choice(chat.agents)  # noqa: E731
        if chosen == "wrong":
            method = lambda last, chat: dice.choice([a for a in self.agents if a is not last])  # noqa: E731
        options: dict[str, Any] = {} if kind is autogen.GroupChat else {"hatidata": self.layer, "auto_register": False}
        if kind is HatiDataGroupChat and self.how in ("one", "custom", "several"):
            options["executor"] = self.proxies[0]
        chat = kind(agents, [], max_round=self.dice.randint(6, 16), speaker_selection_method=method, **options)
        return autogen.GroupChatManager(chat, llm_config=False, human_input_mode="NEVER")

    def _talk(self, one: Any, other: Any, turns: int | None = 6) -> Callable[[], None]:
        message = self._line(one) if one in (*self.agents, *self.strangers) else "Well?"
        options = {"message": message, "silent": True, "max_turns": turns, "clear_history": self.dice.random() < 0.8}
        if turns is None:
            del options["max_turns"]

        def talk() -> None:
            with IOStream.set_default(Silent()):
                if self.is_async:
                    asyncio.run(one.a_initiate_chat(other, **options))
                else:
                    one.initiate_chat(other, **options)

        return talk


def _agent(name: str, **options: Any) -> Any:
    defaults = {"llm_config": False, "human_input_mode": "NEVER", "code_execution_config": False}
    return autogen.ConversableAgent(name, **{**defaults, "default_auto_reply": "", **options})


def _execute_by_hand(recipient: Any, messages: Any = None, sender: Any = None, config: Any = None) -> tuple[bool, Any]:
    """A reply function of somebody else's, which executes the calls itself."""
    calls = (messages[-1] if messages else {}).get("tool_calls")
    if not calls:
        return False, None
    answers = [
        {
            "tool_call_id": one["id"],
            "role": "tool",
            "content": recipient.execute_function(one["function"])[1]["content"],
        }
        for one in calls
    ]
    return True, {"role": "tool", "tool_responses": answers, "content": "\n".join(one["content"] for one in answers)}
