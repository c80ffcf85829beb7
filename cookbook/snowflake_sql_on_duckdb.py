"""An agent that writes Snowflake's SQL answers from a DuckDB file: translated, refused by name, and healed.

    python cookbook/snowflake_sql_on_duckdb.py [FOLDER]

No key and no network: a script stands in for a model that has learnt Snowflake. Where a construct has no tested
translation the error says what to write, and it writes that.
"""

from __future__ import annotations

from pathlib import Path

import _screen as screen
import _script as script
import _shop as shop
import autogen
from financial_analysis_groupchat import Quiet, is_last, show

from autogen_hatidata import register_hatidata_tools
from autogen_hatidata.testing import LoopbackModel, call

OUT = Path(__file__).resolve().parent.parent / "demo-output" / "snowflake_sql_on_duckdb"
QUESTION = "How did monthly revenue develop, and who bought again within 30 days?"
MONTHS = """
SELECT DATE_TRUNC('month', day)::DATE AS month, SUM(amount) AS revenue,
       IFF(COUNT(*) > 2000, 'busy', 'quiet') AS pace, {share} AS per_customer
FROM orders GROUP BY 1 QUALIFY ROW_NUMBER() OVER (ORDER BY month) <= 4 ORDER BY month"""
SHARES = ("SUM(amount) / COUNT(DISTINCT HASH(customer_id))", "SUM(amount) / COUNT(DISTINCT customer_id)")
AGAIN = """
```sql
SELECT COUNT_IF(DATEADD(day, 30, frist_order) >= last_order AND orders > 1) AS within_30_days,
       ZEROIFNULL(COUNT(*)) AS customers
FROM customers
```"""


def analyst(question: int, heard: script.Heard) -> script.Play:
    """Asks in Snowflake's SQL; after a refusal in the way that its hint names."""
    answer = yield call("query_data_layer", sql=MONTHS.format(share=SHARES[0]))
    if isinstance(answer, str):
        answer = yield call("query_data_layer", sql=MONTHS.format(share=SHARES[1]))
    months = [f"{row['month']} {row['revenue']}" for row in script.records(answer)]
    again = yield call("query_data_layer", sql=AGAIN)
    (row,) = script.records(again)
    yield f"Revenue: {', '.join(months)}. {row['within_30_days']} of {row['customers']} bought again. TERMINATE"


def main(out: Path = OUT) -> None:
    """Ask, and show each step and what the log has of it."""
    screen.line("files", str(out))
    with (
        shop.build(out) as layer,
        LoopbackModel({"analyst": script.player("analyst", analyst, (QUESTION,))}) as model,
        autogen.io.IOStream.set_default(Quiet()),
    ):
        agent = autogen.AssistantAgent("analyst", llm_config=model.llm_config("analyst"))
        user = autogen.UserProxyAgent(
            "user", human_input_mode="NEVER", code_execution_config=False, is_termination_msg=is_last
        )
        register_hatidata_tools(agent, layer, executor=user, tools=["query"], role="head_office", dialect="snowflake")
        for one in (user, agent):
            one.register_hook("process_message_before_send", show)
        screen.heading(QUESTION)
        user.initiate_chat(agent, message=QUESTION, max_turns=8)
        screen.heading("Who asked what, from the audit log")
        screen.ledger(layer)


if __name__ == "__main__":
    main(shop.chosen(OUT, __doc__))
