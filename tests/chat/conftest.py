"""A small shop, two analysts with different rights, and chats whose models play scripts."""

from __future__ import annotations

import shutil
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # what AutoGen does at import is not ours
    import autogen  # noqa: F401

from stage import ORDERS, POLICY, Cast, player, wrote

from autogen_hatidata import HatiData, register_hatidata_tools
from autogen_hatidata.testing import LoopbackModel
from autogen_hatidata.tools import attribution


@pytest.fixture(scope="session", autouse=True)
def no_certificates(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Every OpenAI client reads the system's certificates, 35 ms each, for a server on the loopback: there are none."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("SSL_CERT_FILE", raising=False)
        patch.setenv("SSL_CERT_DIR", str(tmp_path_factory.mktemp("no-certificates")))
        yield


@pytest.fixture(scope="session")
def orders_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with four orders, built once. Copy it before you open it: a file has one opener."""
    path = tmp_path_factory.mktemp("orders") / "shop.duckdb"
    with duckdb.connect(str(path)) as plain:
        plain.execute(ORDERS)
    return path


@pytest.fixture
def layer(orders_file: Path, tmp_path: Path) -> Iterator[HatiData]:
    """A layer over four orders: ana sees those of the EU, bob those of the US, zoe all."""
    with HatiData.open(shutil.copy(orders_file, tmp_path / "shop.duckdb"), policy=POLICY) as opened:
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


@pytest.fixture
def pair(layer: Any) -> tuple[Any, Any]:
    """A user who executes for ana, who writes one call and then stops."""
    user, ana = Cast.user(), player("ana", wrote(), "done TERMINATE")
    register_hatidata_tools(ana, layer, executor=user)
    return user, ana


@pytest.fixture(autouse=True)
def nothing_pending() -> None:
    """Calls that another test's agents have sent and nobody ran are forgotten: those agents may still be alive."""
    attribution.ledger.forget()
