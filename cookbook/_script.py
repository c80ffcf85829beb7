"""The offline stand-in for a language model: what each agent of the demo does next, given what it was told.

Each agent is a generator: it yields tool calls, is sent what came back, and ends with a sentence. Nothing here knows a
result; every figure in a sentence is read from the tool results. A model server gets the whole conversation with every
request, so a generator is played again from its start each time, with the answers that stand in the messages.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Generator
from typing import Any

from autogen_hatidata.testing import ToolCall, call

QUESTIONS = (
    "What is the average order value by customer segment?",
    "Which segments stop buying, and what went before?",
)

BEST_CUSTOMERS = (
    "SELECT id, region, email, phone, spent FROM customers WHERE segment = 'champion' ORDER BY spent DESC, id LIMIT 3"
)
EVERYTHING = "SELECT * FROM orders o JOIN customers c ON c.id = o.customer_id"
ORDER_VALUE = (
    "SELECT c.segment, count(*) AS orders, round(avg(o.amuont), 2) AS order_value "
    "FROM orders o JOIN customers c ON c.id = o.customer_id{where} GROUP BY c.segment ORDER BY order_value DESC"
)
SINCE = " WHERE o.day >= DATE '1997-01-01'"
STOPPED = (
    "SELECT segment, count(*) AS customers, round(100 * avg(CASE WHEN bought_again THEN 0 ELSE 1 END), 1) AS stopped "
    "FROM customers GROUP BY segment ORDER BY stopped DESC"
)
BEFORE = (
    "WITH steps AS (SELECT customer_id, day, amount, "
    "day - lag(day) OVER (PARTITION BY customer_id ORDER BY day, id) AS gap, "
    "row_number() OVER (PARTITION BY customer_id ORDER BY day DESC, id DESC) AS back "
    "FROM orders WHERE day < DATE '1997-10-01'), "
    "habits AS (SELECT customer_id, DATE '1997-10-01' - max(day) AS silent, avg(gap) AS gap, "
    "avg(amount) AS usual, max(CASE WHEN back = 1 THEN amount END) AS latest FROM steps GROUP BY customer_id) "
    "SELECT c.segment, CASE WHEN c.bought_again THEN 'stayed' ELSE 'stopped' END AS fate, "
    "round(avg(h.gap)) AS usual_gap_days, round(avg(h.silent)) AS silent_days, "
    "round(avg(h.usual), 2) AS usual_order, round(avg(h.latest), 2) AS latest_order "
    "FROM habits h JOIN customers c ON c.id = h.customer_id WHERE c.segment <> 'one-time' "
    "GROUP BY ALL ORDER BY 1, 2"
)

Message = dict[str, Any]
Heard = list[tuple[str, str]]
Answer = dict[str, Any] | str
Play = Generator[ToolCall | str, Answer, None]


def researcher(question: int, heard: Heard) -> Play:
    """Looks around, and answers from the rows of its region."""
    if question == 0:
        yield call("explore_schema")
        best = yield call("query_data_layer", sql=BEST_CUSTOMERS)
        regions = sorted({row["region"] for row in records(best)})
        seen = ", ".join(regions)
        yield f"customers and orders join on customer_id. I see region {seen}. Analyst, please compute."
    else:
        stopped = yield call("query_data_layer", sql=STOPPED)
        yield f"In my region, customers without a later order: {percentages(stopped)}. Is it so everywhere?"


def analyst(question: int, heard: Heard) -> Play:
    """Computes over all regions."""
    if question == 0:
        yield call("query_data_layer", sql=BEST_CUSTOMERS)
        answer = yield call("query_data_layer", sql=EVERYTHING)
        too_dear = isinstance(answer, str)  # its hint says what makes it cheaper: compare a column with a value
        answer = yield call("query_data_layer", sql=ORDER_VALUE.format(where=SINCE if too_dear else ""))
        values = ", ".join(f"{row['segment']} {row['order_value']:.2f}" for row in records(answer))
        yield f"Average order value in dollars, all regions: {values}."
    else:
        stopped = yield call("query_data_layer", sql=STOPPED)
        habits = yield call("query_data_layer", sql=BEFORE)
        shares = percentages(stopped)
        yield f"Customers without a later order, all regions: {shares}. Before that: {signs(habits)}."


def writer(question: int, heard: Heard) -> Play:
    """Writes the answer; it may read nothing itself and takes the analyst's figures."""
    if question == 0:
        yield call("query_data_layer", sql="SELECT avg(amount) FROM orders")
    figures = next(text for name, text in reversed(heard) if name == "analyst")
    values, _, before = figures.partition(": ")[2].rstrip(".").partition(". Before that: ")
    first, *_, last = values.split(", ")
    if question == 0:
        yield f"ANSWER: an order is worth {first} dollars, the most, down to {last}. All: {values}. TERMINATE"
    else:
        yield f"ANSWER: {first} stop most, {last} least. All: {values}. What went before: {before}. TERMINATE"


def records(answer: Answer) -> list[dict[str, Any]]:
    """The rows of a query's tool result, as dictionaries."""
    if isinstance(answer, str):
        raise ValueError(f"a result was expected, and this came: {answer}")
    return [dict(zip(answer["columns"], row, strict=True)) for row in answer["rows"]]


def percentages(answer: Answer) -> str:
    """``one-time 85.3 %, fading 62.2 %``"""
    return ", ".join(f"{row['segment']} {row['stopped']:.1f} %" for row in records(answer))


def signs(answer: Answer) -> str:
    """What set those who stopped apart from those who stayed, counted over the segments."""
    rows = {(row["segment"], row["fate"]): row for row in records(answer)}
    segments = sorted({segment for segment, _ in rows if {(segment, "stayed"), (segment, "stopped")} <= rows.keys()})

    def ratio(segment: str, fate: str, part: str, whole: str) -> float:
        return float(rows[segment, fate][part]) / float(rows[segment, fate][whole])

    silence = {s: [ratio(s, fate, "silent_days", "usual_gap_days") for fate in ("stopped", "stayed")] for s in segments}
    smaller = sum(ratio(s, "stopped", "latest_order", "usual_order") < 1 for s in segments)
    longer = [s for s in segments if silence[s][0] > silence[s][1]]
    clearest = max(segments, key=lambda s: silence[s][0] - silence[s][1])
    return (
        f"a longer silence than that of those who stayed in {len(longer)} of {len(segments)} segments "
        f"({clearest}: {silence[clearest][0]:.1f} of their usual gaps against {silence[clearest][1]:.1f}); "
        f"smaller last orders in {smaller} of {len(segments)}"
    )


def player(
    name: str, play: Callable[[int, Heard], Play], questions: tuple[str, ...] = QUESTIONS
) -> Callable[[list[Message], Any], ToolCall | str]:
    """The reply function of one agent: plays ``play`` up to the first step that has not been taken yet."""

    def reply(messages: list[Message], tools: Any) -> ToolCall | str:
        start = max(i for i, message in enumerate(messages) if message.get("content") in questions)
        since = messages[start:]
        answers = {m["tool_call_id"]: understood(m["content"]) for m in messages if m.get("role") == "tool"}
        heard = [(m.get("name", ""), m["content"]) for m in since if m.get("content") and m.get("role") != "tool"]
        run = play(questions.index(since[0]["content"]), heard)
        step = next(run)
        for made in (c for m in since if m.get("name", name) == name for c in m.get("tool_calls") or []):
            step = run.send(answers[made["id"]])
        return step

    return reply


def understood(content: str) -> Answer:
    """A tool result as a model reads it: JSON, or the text of a refusal."""
    answer: Answer = content if content.startswith("Error:") else json.loads(content)
    return answer


SCRIPTS = {play.__name__: player(play.__name__, play) for play in (researcher, analyst, writer)}
