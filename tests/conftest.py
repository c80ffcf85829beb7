"""What every test gets: no network but the loopback, a clean environment, and a shop with two agents."""

from __future__ import annotations

import copy
import gc
import logging
import os
import shutil
import socket
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from support import shop, soak_report

# How long drawing takes says how busy the machine is, and nothing of the code.
settings.register_profile("shared machine", suppress_health_check=[HealthCheck.too_slow], deadline=None)
settings.load_profile("shared machine")

_PREFIXES = ("HATIDATA_", "OPENAI_", "AZURE_OPENAI_")
_NAMES = frozenset({"OAI_CONFIG_LIST", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy"})
_OURS = (soak_report.SETTING, "HATIDATA_ISOLATION")  # HATIDATA_ISOLATION=process make test: all of it over a worker


class NetworkRefused(OSError):
    """A test tried to reach something else than this machine."""


def _is_loopback(host: Any) -> bool:
    if host in (None, "", "localhost", b"localhost"):
        return True
    try:
        return ip_address(host.decode() if isinstance(host, bytes) else str(host).split("%")[0]).is_loopback
    except ValueError:
        return False


def _guarded(name: str) -> Any:
    original = getattr(socket.socket, name)

    def guard(self: socket.socket, *args: Any) -> Any:
        address = args[-1]
        if self.family != getattr(socket, "AF_UNIX", None) and not _is_loopback(address[0]):
            raise NetworkRefused(f"tests are offline: {name}({address!r})")
        return original(self, *args)

    return guard


def _guarded_lookup(original: Any) -> Any:
    def guard(host: Any, *args: Any, **kwargs: Any) -> Any:
        if not _is_loopback(host):
            raise NetworkRefused(f"tests are offline: look-up of {host!r}")
        return original(host, *args, **kwargs)

    return guard


def _is_foreign(name: str) -> bool:
    return (name.startswith(_PREFIXES) or name in _NAMES) and name not in _OURS


def pytest_configure(config: pytest.Config) -> None:
    """Close the network and clean the environment before anything is imported that looks at either."""
    gc.disable()  # while tests are read nearly all that is made stays: to look for the rest is an eighth of the time
    for name in ("connect", "connect_ex", "sendto"):
        setattr(socket.socket, name, _guarded(name))
    for name in ("getaddrinfo", "gethostbyname", "gethostbyname_ex"):
        setattr(socket, name, _guarded_lookup(getattr(socket, name)))
    for name in filter(_is_foreign, list(os.environ)):
        del os.environ[name]


def pytest_collection_finish() -> None:
    """Let the garbage collector pass over what lasts to the end: it was a tenth of the time to look through it."""
    gc.freeze()


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop() -> None:
    """Collect garbage again, in the process that hands the tests out as well."""
    gc.enable()


def pytest_unconfigure() -> None:
    """Let what was kept be collected: DuckDB's bindings take it for leaked otherwise."""
    gc.unfreeze()


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees the variables that configure the package or a model, or a log level, unless it sets them itself."""
    for name in filter(_is_foreign, list(os.environ)):
        monkeypatch.delenv(name)
    logging.getLogger("autogen_hatidata").setLevel(logging.NOTSET)


@pytest.fixture(scope="session")
def shop_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shop, built once by plain DuckDB. Copy it before you open it: a file has one opener."""
    return shop.build(tmp_path_factory.mktemp("shop") / "shop.duckdb")


@pytest.fixture
def shop_path(shop_file: Path, tmp_path: Path) -> Path:
    """A copy of the shop for one test."""
    return Path(shutil.copy(shop_file, tmp_path / "shop.duckdb"))


@pytest.fixture(scope="session")
def _shop_policy() -> dict[str, Any]:
    return shop.policy()


@pytest.fixture
def shop_policy(_shop_policy: dict[str, Any]) -> dict[str, Any]:
    """The shop's policy, as a mapping that a test may change."""
    return copy.deepcopy(_shop_policy)


@pytest.fixture
def shop_layer(shop_path: Path, shop_policy: dict[str, Any]) -> Iterator[Any]:
    """An open layer over a copy of the shop, with the shop's policy."""
    from autogen_hatidata import HatiData

    with HatiData.open(shop_path, policy=shop_policy) as layer:
        yield layer
