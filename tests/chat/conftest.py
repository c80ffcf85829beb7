"""A small shop, two analysts with different rights, and chats whose models play scripts."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # what AutoGen does at import is not ours
    import autogen  # noqa: F401

from stage import ORDERS, POLICY, Cast

from autogen_hatidata.testing import LoopbackModel

try:
    from autogen_hatidata import HatiData
except ImportError:
    HatiData = None
    import autogen_hatidata
    from autogen_hatidata.caller import current_caller
    from autogen_hatidata.groupchat import HatiDataGroupChat
    from autogen_hatidata.tools.register import register_hatidata_tools

    for o in (current_caller, HatiDataGroupChat, register_hatidata_tools):
        setattr(autogen_hatidata, o.__name__, o)


def pytest_configure(config: pytest.Config) -> None:
    """AutoGen uses what pydantic has deprecated; our own warnings stay errors."""
    config.addinivalue_line("filterwarnings", r"ignore::DeprecationWarning:autogen\.")


@pytest.fixture
def layer(tmp_path: Path) -> Iterator[Any]:
    """A layer over four orders: ana sees those of the EU, bob those of the US, zoe all."""
    if HatiData is None:
        from fake_layer import FakeLayer

        yield FakeLayer()
        return
    with HatiData.open(tmp_path / "shop.duckdb") as opened:
        opened.owner_sql(ORDERS)
        opened.set_policy(POLICY)
        yield opened


@pytest.fixture
def model() -> Iterator[Callable[..., LoopbackModel]]:
    """Starts loopback models; a script that raised fails the test."""
    started: list[LoopbackModel] = []

    def start(scripts: dict[str, Any], **options: Any) -> LoopbackModel:
        started.append(LoopbackModel(scripts, **options))
        return started[-1]

    yield start
    for one in started:
        one.__exit__(None, None, None)


@pytest.fixture
def cast(model: Callable[..., LoopbackModel]) -> Callable[..., Cast]:
    """Makes a cast from scripts by agent name."""
    return lambda scripts, **options: Cast(model(scripts, **options))
