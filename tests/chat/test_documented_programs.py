"""The documented programs: as they stand, with the import changed, and in the one-call form."""

from __future__ import annotations

import ast
import json
import re
import runpy
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import autogen
import pytest
from stage import results

from autogen_hatidata import HatiData
from autogen_hatidata.layer import default_layer
from autogen_hatidata.testing import LoopbackModel, call

PROGRAMS = Path(__file__).parent / "programs"
SHOP = """
CREATE TABLE customers AS SELECT * FROM (VALUES
    (1, 'EU', 'loyal', true), (2, 'EU', 'new', false), (3, 'US', 'loyal', true), (4, 'US', 'new', false)
) AS t(id, region, segment, stayed);
CREATE TABLE orders AS SELECT * FROM (VALUES
    (1, 1, 'EU', 40.0), (2, 1, 'EU', 60.0), (3, 2, 'EU', 10.0), (4, 3, 'US', 900.0), (5, 4, 'US', 500.0)
) AS t(id, customer_id, region, amount);
CREATE TABLE salaries AS SELECT 1 AS id, 1000000 AS salary"""
POLICY = """\
version: 1
roles: {regional: {can: [read]}, scout: {can: [read]}, keeper: {can: [read, memory]}}
agents:
  memory-agent: {role: keeper}
  analyst:    {role: regional, attributes: {region: EU}}
  researcher: {role: scout}
  writer:     {role: guest}
tables:
  customers: {read: [regional, scout], rows: {filter: "region = {region}", exempt: [scout]}}
  orders:    {read: [regional], rows: {filter: "region = {region}"}}
"""
BY_SEGMENT = (
    "SELECT c.segment, avg(o.amount) AS value FROM orders o JOIN customers c ON c.id = o.customer_id "
    "GROUP BY c.segment ORDER BY c.segment"
)
CHURN = "SELECT segment, avg(CAST(stayed AS INTEGER)) AS retention FROM customers GROUP BY segment ORDER BY segment"

Messages = list[dict[str, Any]]
Run = Callable[..., dict[str, Any]]


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a shop and a policy, named by every variable that can name them."""
    with HatiData.open(tmp_path / "shop.duckdb") as layer:
        layer.owner_sql(SHOP)
    (tmp_path / "policy.yaml").write_text(POLICY)
    for name in ("HATIDATA_LOCAL", "HATIDATA_PATH"):
        monkeypatch.setenv(name, str(tmp_path / "shop.duckdb"))
    monkeypatch.setenv("HATIDATA_POLICY", str(tmp_path / "policy.yaml"))
    # AutoGen's own: a UserProxyAgent wants Docker otherwise, and its look for Docker leaves a socket open.
    monkeypatch.setenv("AUTOGEN_USE_DOCKER", "0")
    monkeypatch.setattr("autogen.code_utils.is_docker_running", lambda: False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(shop: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """Runs a program against a scripted gpt-4o, and gives its variables; its layer is closed afterwards."""

    def play(program: str, script: Any, speakers: Any = None) -> dict[str, Any]:
        with LoopbackModel({"gpt-4o": script}, speakers=speakers) as model:
            for name, value in model.environment().items():
                monkeypatch.setenv(name, value)
            return runpy.run_path(str(PROGRAMS / program), run_name="__main__")

    yield play
    default_layer().close()


def analyst_script(messages: Messages, tools: Any) -> Any:
    """One step after the other, each from what the last tool said; then the answer."""
    answers = [message["content"] for message in messages if message["role"] == "tool"]
    if not answers:
        return call("list_tables")
    if len(answers) == 1:
        return call("describe_table", table_name=re.findall(r"[a-z]+", answers[0].replace("tables", ""))[-1])
    if len(answers) == 2:
        return call("query_data_layer", sql=BY_SEGMENT)
    return "TERMINATE" if messages[-1]["role"] != "tool" else f"By segment: {answers[-1]}"


def test_single_analyst_as_it_stands(run: Run) -> None:
    """The first documented program gets the answer of the rows that its agent may see, charged to that agent."""
    program = run("documented_single_analyst.txt", analyst_script)
    chat = program["user_proxy"].chat_messages[program["assistant"]]
    tables, columns, values = results(chat)

    assert sorted(tables.split(", ")) == ["customers", "orders"]
    assert sorted(line.split()[0] for line in columns.splitlines()) == ["amount", "customer_id", "id", "region"]
    assert values == "[{'segment': 'loyal', 'value': 50.0}, {'segment': 'new', 'value': 10.0}]"
    assert "By segment: " + values in [message["content"] for message in chat]
    records = list(program["hati"].layer.audit.records(kind="outcome"))
    assert [(r["agent"], r["framework"], r["status"]) for r in records] == [("analyst", "autogen", "ok")] * 3


def group_script(messages: Messages, tools: Any) -> Any:
    """The next step of the agent whose system message this is; function names as its program has them."""
    mine = messages[0]["content"]
    last = messages[-1]
    results_so_far = [message["content"] for message in messages if message["role"] == "tool"]
    if "explore database schemas" in mine:
        return call("explore_schema") if last["role"] != "tool" else f"I found: {last['content']}"
    if "write SQL queries" in mine:
        names = {tool["function"]["name"] for tool in tools} or {"run_analysis"}
        name = "query_data_layer" if "query_data_layer" in names else "run_analysis"
        return call(name, sql=CHURN) if last["role"] != "tool" else f"Retention: {last['content']}"
    return f"Insight from {results_so_far[-1]} TERMINATE" if "Retention" in str(last["content"]) else "TERMINATE"


def test_group_chat_as_it_stands(run: Run) -> None:
    """The second documented program: two handles with different rights in one AutoGen group chat over one layer."""
    order = ["researcher", "researcher", "analyst", "analyst", "writer", "writer"]
    program = run("documented_group_chat.txt", group_script, order)
    schema, retention = results(program["groupchat"].messages)

    assert schema == "customers: id (INTEGER), region (VARCHAR), segment (VARCHAR), stayed (BOOLEAN)"
    assert retention == "[{'segment': 'loyal', 'retention': 1.0}, {'segment': 'new', 'retention': 0.0}]"
    usage = program["analyst_hati"].layer.usage()
    assert {name: sums["calls"] for name, sums in usage.items()} == {"researcher": 2, "analyst": 1}


def memory_script(messages: Messages, tools: Any) -> Any:
    """Stores two findings where it has none, and reports what it recalls."""
    answers = [message["content"] for message in messages if message["role"] == "tool"]
    if not answers:
        return call("recall_findings", query="churn of loyal customers")
    if answers == ["No relevant findings in memory."]:
        return [
            call("store_finding", content="Loyal customers churn in May.", importance=0.9),
            call("store_finding", content="New customers order once."),
        ]
    return f"I recall: {answers[-1]} TERMINATE"


def test_findings_are_recalled_in_a_later_chat(run: Run) -> None:
    """The third documented program: its functions, as tools of an agent, store in one chat and recall in the next."""
    heard = []
    for _ in range(2):
        program = run("documented_memory.txt", memory_script)
        with LoopbackModel({"gpt-4o": memory_script}) as model:
            agent = autogen.AssistantAgent("analyst", llm_config=model.llm_config("gpt-4o"))
            user = autogen.UserProxyAgent("user", human_input_mode="NEVER", code_execution_config=False)
            for function in (program["store_finding"], program["recall_findings"]):
                autogen.register_function(
                    function, caller=agent, executor=user, name=function.__name__, description=function.__doc__
                )
            user.initiate_chat(agent, message="What do we know of churn?", max_turns=3)
        heard.append(results(user.chat_messages[agent]))
        used = default_layer().usage()
        default_layer().close()

    assert heard[0][0] == "No relevant findings in memory."
    assert [line.startswith("Stored memory: ") for line in heard[0][1:]] == [True, True]
    assert heard[1][0].splitlines()[0] == "[importance=0.9] Loyal customers churn in May."
    assert {name: (sums["calls"], sums["credits"]) for name, sums in used.items()} == {"memory-agent": (4, 4.0)}


def test_memories_are_asked_for_in_sql(run: Run) -> None:
    """The fourth documented program: its function, as a tool of an agent, finds by meaning inside of SQL."""

    def script(messages: Messages, tools: Any) -> Any:
        answers = [message["content"] for message in messages if message["role"] == "tool"]
        return f"I found: {answers[-1]} TERMINATE" if answers else call("semantic_query", search_text=text)

    text = "Loyal customers churn in May."
    program = run("documented_semantic_query.txt", script)
    program["hati"].store_memories([text, "New customers order once.", {"content": f"{text}!", "importance": 1}])
    with LoopbackModel({"gpt-4o": script}) as model:
        agent = autogen.AssistantAgent("analyst", llm_config=model.llm_config("gpt-4o"))
        user = autogen.UserProxyAgent("user", human_input_mode="NEVER", code_execution_config=False)
        function = program["semantic_query"]
        autogen.register_function(
            function, caller=agent, executor=user, name="semantic_query", description=function.__doc__
        )
        user.initiate_chat(agent, message="What do we know of churn?", max_turns=3)
    found = ast.literal_eval(results(user.chat_messages[agent])[0])

    assert [row["content"] for row in found] == [text, f"{text}!"]
    assert [set(row) for row in found] == [{"content", "importance", "relevance"}] * 2
    assert found[0]["relevance"] == pytest.approx(1.0, abs=1e-6)
    assert {name: sums["calls"] for name, sums in default_layer().usage().items()} == {"memory-agent": 2}


def test_single_analyst_in_one_call(run: Run) -> None:
    """The same analyst in the one-call form, over the process's default layer."""
    program = run("single_analyst_one_call.py", analyst_script)
    *_, values = results(program["user_proxy"].chat_messages[program["assistant"]])

    assert json.loads(values)["rows"] == [["loyal", 50.0], ["new", 10.0]]
    assert {name: sums["calls"] for name, sums in default_layer().usage().items()} == {"analyst": 3}


def test_group_chat_in_one_call(run: Run) -> None:
    """The same group in the one-call form: the calls find their way, each is charged to its writer."""
    program = run("group_chat_one_call.py", group_script, ["researcher", "analyst", "writer", "writer"])
    chat = program["groupchat"]
    schema, retention = results(chat.messages)

    assert [table["table"] for table in json.loads(schema)["tables"]] == ["customers"]
    assert json.loads(retention)["rows"] == [["loyal", 1.0], ["new", 0.0]]
    assert {name: sums["calls"] for name, sums in chat.costs().items()} == {"researcher": 1, "analyst": 1}
