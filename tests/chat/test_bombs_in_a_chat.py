"""A group chat whose members send what would hold up the host, over a layer whose SQL runs in a worker process."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import autogen
import pytest
from stage import POLICY, TOTAL, TOTALS, outcomes, results, rows

from autogen_hatidata import HatiData, HatiDataGroupChat, Settings
from autogen_hatidata.testing import call

TOOL = "query_data_layer"
STUBBORN = "SELECT len(list_intersect(l, l)) AS n FROM (SELECT list(range) AS l FROM range(5000000))"
LARGE = "SELECT length(hex(hex(hex(hex(string_agg(repeat('x', 1000), '')))))) AS n FROM range(60000)"


@pytest.fixture
def isolated(orders_file: Path, tmp_path: Path) -> Iterator[HatiData]:
    """The four orders, read in a worker."""
    path = shutil.copy(orders_file, tmp_path / "shop.duckdb")
    with HatiData.open(path, policy=POLICY, settings=Settings(isolation="process", timeout_s=1.0)) as opened:
        yield opened


def test_a_chat_goes_on_after_bombs(cast: Any, isolated: Any) -> None:
    """Each bomb is an error that its writer reads; the other one is answered, and the chat ends."""
    cast = cast(
        {
            "ana": [call(TOOL, sql=STUBBORN), "that was too much", call(TOOL, sql=LARGE), "that too"],
            "bob": [call(TOOL, sql=TOTAL), "bob goes on", call(TOOL, sql=TOTAL), "bob is done TERMINATE"],
        }
    )
    ana, bob = cast.agent("ana"), cast.agent("bob")
    chat = HatiDataGroupChat(
        [cast.user(), ana, bob], hatidata=isolated, speaker_selection_method="round_robin", max_round=30
    )
    manager = autogen.GroupChatManager(
        chat, llm_config=False, is_termination_msg=lambda message: "TERMINATE" in str(message.get("content"))
    )
    chat.agents[0].initiate_chat(manager, message="Totals, please.", silent=True)

    stubborn, first, large, second = results(chat.messages)
    assert stubborn.startswith("Error: [timeout] ")
    assert large.startswith(("Error: [timeout] ", "Error: [limit_exceeded] "))
    assert [rows(first), rows(second)] == [[[TOTALS["bob"]]]] * 2
    assert [one["agent"] for one in outcomes(isolated)] == ["ana", "bob"] * 2
    assert chat.messages[-1]["content"] == "bob is done TERMINATE"
    assert isolated.audit.verify().ok
