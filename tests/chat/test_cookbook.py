"""The cookbook's scripts: what they show is what the data says, and everything they promise is on the screen."""

from __future__ import annotations

import contextlib
import csv
import gzip
import io
import json
import re
import socket
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from autogen_hatidata.memory.embedders import choose
from autogen_hatidata.testing import LoopbackModel

COOKBOOK = Path(__file__).resolve().parents[2] / "cookbook"
DATA = COOKBOOK / "data" / "cdnow_orders.csv.gz"
AVERAGES = """
WITH o AS (SELECT *, order_id AS id FROM read_csv(?)),
b AS (SELECT customer_id, count(*) n, sum(amount) s, max(day) l FROM o WHERE day < '1997-10-01' GROUP BY ALL),
c AS (SELECT customer_id, CASE WHEN n = 1 THEN 'one-time' WHEN l < DATE '1997-10-01' - 92 THEN 'fading'
      WHEN n >= 5 AND s >= 200 THEN 'champion' WHEN n >= 4 THEN 'loyal' ELSE 'active' END AS segment FROM b)
SELECT segment, round(avg(amount), 2) AS v FROM o JOIN c USING (customer_id) GROUP BY 1 ORDER BY 2 DESC"""

Demo = Callable[..., str]


@pytest.fixture(scope="module")
def demo() -> Demo:
    """Runs a script of the cookbook inside this process and gives what it printed."""

    def run(name: str, *arguments: Any) -> str:
        with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(io.StringIO()) as screen:
            patch.syspath_prepend(str(COOKBOOK))
            __import__(name).main(*arguments)
        return screen.getvalue()

    return run


@pytest.fixture(scope="module")
def shown(demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The screen of the offline demo over the real data."""
    return demo("financial_analysis_groupchat", tmp_path_factory.mktemp("demo"))


def averages(data: Path) -> list[str]:
    """The average order value by segment as plain SQL over the file gives it."""
    with duckdb.connect() as plain:
        return [f"{segment} {value:.2f}" for segment, value in plain.execute(AVERAGES, [str(data)]).fetchall()]


def parts(screen: str) -> list[str]:
    """The screen's sections, each from its heading on."""
    return re.split(r"\n(?=[^\n]+\n-{5,}\n)", screen)


def one_line(text: str) -> str:
    """The text without line breaks and indentation."""
    return " ".join(text.split())


def test_demo_answers_both_questions_from_the_data(shown: str) -> None:
    """The printed figures are those of plain SQL over the same file."""
    text = one_line(shown)

    assert f"All: {', '.join(averages(DATA))}." in text
    assert re.search(
        r"ANSWER: one-time [0-9.]+ % stop most, champion [0-9.]+ % least\. All: .* What went before: ", text
    )


def test_demo_shows_the_same_sql_with_other_rows_and_masks(shown: str) -> None:
    """Of two agents that ask one SQL, one sees its region and masked phones, the other all and hashed addresses."""
    asked = re.findall(
        r"(researcher|analyst) +query_data_layer: (SELECT id, region, email.*?)(?== 3 rows)", shown, re.S
    )
    (one, researcher), (two, analyst) = asked

    assert (one, two) == ("researcher", "analyst")
    assert re.search(r"EU +customer\d+@shop\.example +\*\*\*\d{4} ", researcher)
    assert not re.search(r" (US|APAC) ", researcher)
    assert re.search(r"(US|APAC) +[0-9a-f]{12}\.\.\. +\+1-555-\d{4} ", analyst)


def test_demo_shows_a_refusal_that_is_followed_and_a_healed_query(shown: str) -> None:
    """A query that is too dear is refused with a hint, the next one is cheaper; a misspelt column is repaired."""
    text = one_line(shown)
    refused, repaired = text.index("REFUSED [quota_exceeded]"), text.rindex("NOTE ")

    assert "Hint:" in text[refused:repaired]
    assert repaired > refused
    assert re.search(r"NOTE .*amuont.*amount", shown)
    assert "REFUSED [policy_denied]" in text
    assert "misspelt amuont is deliberate" in text


def test_demo_ends_with_the_log(shown: str) -> None:
    """At the end stand who asked what, credits, refusals, and the verified chain."""
    end = parts(shown)[-1]

    assert "Who asked what, from the audit log" in end
    for agent in ("researcher", "analyst", "writer"):
        assert re.search(rf"^  {agent} +query_data_layer ", end, re.M)
        assert re.search(rf"^  {agent} +\d+ +[0-9.]+ +\d+ +\d+ +\d+ +\d+$", end, re.M)
    assert re.search(r"chain of \d+ records: verified", end)


def test_demo_is_repeatable_and_follows_the_data(demo: Demo, tmp_path: Path) -> None:
    """Twice the same data prints the same; one changed amount changes the answer to what plain SQL says."""
    few, changed = tmp_path / "few.csv", tmp_path / "changed.csv"
    with gzip.open(DATA, "rt") as source:
        rows = [row for i, row in enumerate(csv.reader(source)) if i < 4_000]
    few.write_text("\n".join(map(",".join, rows)))
    rows[5][4] = "99999.00"
    changed.write_text("\n".join(map(",".join, rows)))
    screens = [
        re.sub(r"Done in .*", "", demo("financial_analysis_groupchat", tmp_path / "out", data))
        for data in (few, few, changed)
    ]

    assert screens[0] == screens[1] != screens[2]
    for data, screen in ((few, screens[0]), (changed, screens[2])):
        assert f"All: {', '.join(averages(data))}." in one_line(screen)
    assert averages(few) != averages(changed)


def test_demo_uses_the_models_of_the_usual_configuration(
    demo: Demo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``OAI_CONFIG_LIST`` names the model that is asked, with the tools; without it and a key there is none."""
    monkeypatch.syspath_prepend(str(COOKBOOK))
    monkeypatch.chdir(tmp_path)
    from financial_analysis_groupchat import real_model

    assert real_model() is None

    with LoopbackModel({"mine": lambda messages, tools: "ANSWER: none. TERMINATE"}) as model:
        configs = model.llm_config("mine")["config_list"]
        monkeypatch.setenv("OAI_CONFIG_LIST", json.dumps(configs))

        assert configs == real_model()

        small = tmp_path / "small.csv"
        small.write_text("order_id,customer_id,day,quantity,amount\n1,1,1997-01-01,1,10.00\n")
        screen = demo("financial_analysis_groupchat", tmp_path / "out", small, real_model())

    assert "ANSWER: none." in screen
    assert "query_data_layer" in [t["function"]["name"] for t in model.requests_for("mine")[0]["tools"]]

    monkeypatch.delenv("OAI_CONFIG_LIST")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-x")

    assert real_model() == [{"model": "gpt-4o"}]


SMALL = """\
order_id,customer_id,day,quantity,amount
1,1,1997-01-01,1,10.00
2,2,1997-01-02,1,20.00
3,2,1997-11-02,1,30.00
4,3,1997-01-02,1,25.00
5,3,1997-02-12,1,35.00
6,4,1997-01-02,1,25.00
7,4,1997-02-12,1,35.00
8,4,1997-12-12,1,35.00
"""


def test_demo_goes_on_when_the_model_cannot_be_reached(
    demo: Demo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A model that does not answer is told in one line, and the script answers from a fresh database."""
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    nobody = {"model": "m", "base_url": f"http://127.0.0.1:{port}/v1", "api_key": "sk-x"}
    monkeypatch.setattr("openai._base_client.BaseClient._calculate_retry_timeout", lambda *_, **__: 0.0)
    (tmp_path / "small.csv").write_text(SMALL)
    screen = demo("financial_analysis_groupchat", tmp_path / "out", tmp_path / "small.csv", [nobody])

    assert re.search(
        r"could not be reached \(Connection error\); a script goes on from a fresh database$", screen, re.M
    )
    assert "ANSWER: " in screen
    assert re.search(r"chain of \d+ records: verified", screen)
    assert "Traceback" not in screen


# Refused by every AutoGen line: the older ones look at the retries, the newer ones at the price.
NONSENSE = '[{"model": "m", "max_retries": "many", "price": "dear"}]'


@pytest.mark.parametrize(
    "text",
    ["[{", "no-such-file", '{"model": "m"}', "[]", '[{"api_key": "sk-x"}]', pytest.param(NONSENSE, id="nonsense")],
)
def test_demo_tells_a_malformed_configuration(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A configuration list that cannot be used is one line on the screen, and no model."""
    monkeypatch.syspath_prepend(str(COOKBOOK))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OAI_CONFIG_LIST", text)
    monkeypatch.setenv("OPENAI_API_KEY", "sk-x")
    from financial_analysis_groupchat import real_model

    assert real_model() is None
    assert re.fullmatch(r"model OAI_CONFIG_LIST is n.*; the script is used", one_line(capsys.readouterr().out))


def test_one_is_not_counted_in_the_plural(shown: str) -> None:
    """One credit is a credit."""
    assert re.search(r"= 3 rows, 1 credit$", shown, re.M)
    assert not re.search(r"\b1 (credits|rows)\b", shown)


def test_governed_access_shows_three_roles(demo: Demo, tmp_path: Path) -> None:
    """One SQL under three roles: other rows, other masks, a refusal, and the log of all three."""
    first, researcher, analyst, writer, log = parts(demo("governed_access", tmp_path))

    assert "SELECT id, region, email" in first
    assert re.search(r"EU +customer\d+@shop\.example +\*\*\*\d{4}", researcher)
    assert re.search(r"[0-9a-f]{12}\.\.\. +\+1-555-\d{4}", analyst)
    assert "[policy_denied]" in writer
    assert "verified" in log


def test_governed_access_stays_short() -> None:
    """The second script stays small enough to read at once."""
    code = [line for line in (COOKBOOK / "governed_access.py").read_text().splitlines() if line.strip()]

    assert len(code) <= 40


SPENT = """
SELECT (SELECT max(amount) FROM orders o JOIN customers c ON c.id = o.customer_id WHERE c.segment = 'champion'),
(SELECT sum(spent) FROM customers WHERE segment = 'active')"""


def test_credit_aware_agents_change_their_plan(demo: Demo, tmp_path: Path) -> None:
    """Agents read in notes that a budget runs out, ask cheaper queries from then on, and stop before a refusal; their
    figures are those of the data."""
    screen = demo("credit_aware_agents", tmp_path)
    text = one_line(screen)
    ana, bob = text.split("bob query_data_layer", 1)
    prices = [re.findall(r"= 1 row, ([\d.]+) credits?", part) for part in (ana, bob)]
    with duckdb.connect(tmp_path / "cdnow.duckdb", read_only=True) as plain:
        best, active = plain.execute(SPENT).fetchone() or ()

    assert prices == [["4.5", "4.5", "1", "1"], ["4.5", "1", "1"]]
    assert "NOTE You used 9 of 11.5 credits per day (78%), with 2.5 left until" in ana
    assert "NOTE The role head_office used 15.5 of 19 credits per day (82%)" in bob
    assert f"By segment: champion: best order, {best};" in ana
    assert re.search(rf"active: \d+ customers, {active};", ana)
    assert "Left out to stay within the budget: one-time." in ana
    assert "Left out to stay within the budget: none." in bob
    assert text.endswith(
        "ana = 11 credits spent; left: 0.5 of 11.5 per day (agent), 1.5 of 19 per day (role) "
        "bob = 6.5 credits spent; left: 5 of 11.5 per day (agent), 1.5 of 19 per day (role)"
    )
    assert "REFUSED" not in text


@pytest.mark.parametrize(("credits", "queries"), [(4.0, 0), (5.0, 1), (100.0, 5)])
def test_credit_aware_agents_follow_what_they_are_told(
    demo: Demo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, credits: float, queries: int
) -> None:
    """Under other budgets the same agents do other things: nothing in their script knows one."""
    monkeypatch.syspath_prepend(str(COOKBOOK))
    import credit_aware_agents

    monkeypatch.setitem(credit_aware_agents.BUDGETS, "agents", {"*": {"credits": credits, "per": "day"}})
    monkeypatch.setitem(credit_aware_agents.BUDGETS, "roles", {"head_office": {"credits": 1000, "per": "day"}})
    ana = one_line(demo("credit_aware_agents", tmp_path)).split(" By segment: ")[0]

    assert ana.count("= 1 row, 4.5 credits") == queries
    assert ("REFUSED [quota_exceeded]" in ana) is (queries == 0)


def test_credit_aware_agents_stays_short() -> None:
    """The third script stays small enough to read at once."""
    code = [line for line in (COOKBOOK / "credit_aware_agents.py").read_text().splitlines() if line.strip()]

    assert len(code) <= 90


def test_a_finding_is_recalled_in_another_process(demo: Demo, tmp_path: Path) -> None:
    """What one process computed from the data another one recalls, word for word and for one credit."""
    screen = demo("memory_across_chats", tmp_path)
    first, second, log = parts(screen)[1:]
    figures = ", ".join(averages(DATA))
    finding = f"The average value of an order in dollars, by customer segment, highest first: {figures}."

    assert f"analyst Computed: {finding}" in one_line(first)
    assert re.search(rf"analyst Recalled, from [0-9: -]{{16}}: {re.escape(finding)}", one_line(second))
    assert "query_data_layer" not in second
    assert len(set(re.findall(r"^  process +(\d+)$", screen, re.M))) == 2
    assert "7.5 credits, then 1 credit for" in one_line(log)
    assert re.search(r"store_memory +ok +1 +content of \d+ characters", log)
    assert "champion" not in log
    assert "verified" in log


VALUES = {
    "paid for an order": "SELECT region, round(avg(amount), 2) || ' dollars' FROM orders GROUP BY 1 ORDER BY 1",
    "stopped buying": "SELECT region, round(100 * avg(1 - bought_again::INTEGER), 1) || ' %' FROM customers "
    "GROUP BY 1 ORDER BY 1",
}


def test_research_is_gathered_stored_and_used_again(demo: Demo, tmp_path: Path) -> None:
    """The writer, who reads no table, has every region's figure as plain SQL gives it; what was found in the first chat
    is not computed in the second one."""
    _, first, second, spent, log = parts(demo("research_pipeline", tmp_path))
    with duckdb.connect(tmp_path / "cdnow.duckdb", read_only=True) as plain:
        told = {
            what: " ".join(f"{region} {what}: {value}." for region, value in plain.execute(sql).fetchall())
            for what, sql in VALUES.items()
        }

    assert f"writer ANSWER: {told['paid for an order']}" in one_line(first)
    assert f"writer ANSWER: {told['stopped buying']} {told['paid for an order']}" in one_line(second)
    assert (first.count("query_data_layer"), second.count("query_data_layer")) == (3, 3)
    assert "FROM orders" not in second
    assert re.findall(r"^  (\w+) +([\d.]+) credits?, ([\d.]+) credits?$", spent, re.M) == [
        ("eva", "5", "4"),
        ("uma", "5", "4"),
        ("ari", "5", "4"),
        ("writer", "1", "2"),
    ]
    assert not re.search(r"^  writer +query_data_layer", log, re.M)
    assert "verified" in log


def found_by_hand(out: Path, which: str) -> tuple[list[str], int, int]:
    """What the query of ``hybrid_rag`` finds in some modules, from cosines alone, and how many texts it compares."""
    from hybrid_rag import QUESTION

    both = "FROM functions JOIN modules USING (module)"
    with duckdb.connect(out / "library.duckdb", read_only=True) as plain:
        rows = plain.execute(
            f"SELECT module, name, doc, topic {both} WHERE kind = 'function' AND {which} ORDER BY 1, 2"
        ).fetchall()
        shown = plain.execute(f"SELECT doc {both} WHERE NOT internal").fetchall()
        ((topics,),) = plain.execute(f"SELECT count(DISTINCT topic) FROM modules WHERE {which}").fetchall()
    embedder = choose("auto")
    asked = embedder.embed([QUESTION])[0]
    least = round(max(embedder.embed([doc for (doc,) in shown]) @ asked) / 2, 2)
    near = embedder.embed([row[2] for row in rows]) @ asked
    fits = near + (embedder.embed([row[3] for row in rows]) @ asked).clip(min=0) / 4
    order = sorted((-round(fit, 3), i) for i, fit in enumerate(fits.tolist()) if near[i] > least)
    names = [".".join(rows[i][:2]) for _, i in order[:4]]
    return names, len({row[2] for row in rows}), topics


def test_hybrid_rag_answers_two_roles_from_real_texts(demo: Demo, tmp_path: Path) -> None:
    """One query with a filter, a join and meaning finds what the cosines say, among the modules of each role; the notes
    count the texts of these, and no others."""
    chat, log = parts(demo("hybrid_rag", tmp_path))[1:]
    helper, maintainer = chat.split("  maintainer  search_table", 1)
    queries = re.findall(r"query_data_layer: (SELECT .*? LIMIT 4)", one_line(chat))
    names = {}

    for part, which in ((helper, "NOT internal"), (maintainer, "true")):
        names[which], docs, topics = found_by_hand(tmp_path, which)
        rows = part.split(" LIMIT 4\n")[1].splitlines()[1:5]

        assert [".".join(row.split()[:2]) for row in rows] == names[which]
        assert f"{docs:,} different texts of functions.doc were compared (exact: true)" in one_line(part)
        assert f"{topics} different texts of modules.topic were compared (exact: true)" in one_line(part)

    assert queries == [queries[0]] * 2
    assert f" the best is {names['NOT internal'][0]}: " in one_line(helper)
    assert f"ANSWER: {names['true'][0]}: " in one_line(maintainer)
    assert "ast.literal_eval" in one_line(maintainer).partition("Internal, so not for users: ")[2]
    assert "literal_eval" not in helper
    assert len(re.findall(r"= 4 rows, [\d.]+ credits", chat)) == 2
    assert re.search(r"chain of \d+ records: verified", log)


def test_hybrid_rag_follows_the_texts(demo: Demo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another docstring in the interpreter is another answer."""
    monkeypatch.setattr(textwrap.dedent, "__doc__", "Turn a string with a Python literal into its value.\n\nNot true.")
    text = one_line(demo("hybrid_rag", tmp_path))

    assert "the best is textwrap.dedent: Turn a string with a Python literal into its value. maintainer" in text
    assert "ANSWER: textwrap.dedent: Turn a string with a Python literal into its value. Internal" in text


def test_hybrid_rag_takes_any_question(demo: Demo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also one with a quote in it, which stands in the text of a statement."""
    monkeypatch.syspath_prepend(str(COOKBOOK))
    monkeypatch.setattr("hybrid_rag.QUESTION", "What's the value of a string with a Python literal?")
    text = one_line(demo("hybrid_rag", tmp_path))

    assert text.count("semantic_match(f.doc, 'What''s the value of a string") == 2
    assert "ANSWER: ast.literal_eval: " in text


def test_hybrid_rag_uses_a_model_that_is_configured(demo: Demo, tmp_path: Path) -> None:
    """With a configuration that model is asked, with the tools, and no script."""
    with LoopbackModel({"mine": lambda messages, tools: "ANSWER: none. TERMINATE"}) as model:
        screen = demo("hybrid_rag", tmp_path, model.llm_config("mine")["config_list"])

    tools = [tool["function"]["name"] for tool in model.requests_for("mine")[0]["tools"]]

    assert {"search_table", "query_data_layer"} <= set(tools)
    assert "helper      ANSWER: none." in screen
    assert "literal_eval" not in screen


def test_snowflake_sql_is_answered_refused_and_healed(demo: Demo, tmp_path: Path) -> None:
    """What the agent writes for Snowflake gives the figures of plain SQL; a refusal names what to write."""
    text = one_line(demo("snowflake_sql_on_duckdb", tmp_path))
    with duckdb.connect() as plain:
        months = plain.execute(
            "SELECT date_trunc('month', CAST(day AS DATE)) AS m, sum(CAST(amount AS DECIMAL(10, 2))) FROM read_csv(?) "
            "GROUP BY 1 ORDER BY 1 LIMIT 4",
            [str(DATA)],
        ).fetchall()

    assert "REFUSED [unsupported_sql]" in text
    assert "write MD5(x), or x itself" in text
    assert "NOTE The SQL was read as Snowflake's" in text
    assert f"Revenue: {', '.join(f'{month:%Y-%m-%d} {revenue}' for month, revenue in months)}." in text
    assert "The column frist_order does not exist; first_order was used instead." in text
    assert text.count("bought again.") == 1


@pytest.mark.parametrize(
    ("name", "most"),
    [("memory_across_chats", 90), ("research_pipeline", 120), ("hybrid_rag", 120), ("snowflake_sql_on_duckdb", 90)],
)
def test_scripts_about_texts_stay_short(name: str, most: int) -> None:
    """They stay small enough to read at once."""
    code = [line for line in (COOKBOOK / f"{name}.py").read_text().splitlines() if line.strip()]

    assert len(code) <= most
